"""Made counts: seldom called better or worse where nothing changed, and a rise is seen more often than before."""

import numpy as np

from psa.evidence.counted_worlds import COUNTED, counted_table


def test_few_events_are_seldom_called_better_or_worse():
    names = ("rate, mean 5 events", "share, mean 5 of 100", "rate, mean 50, variance 4 times Poisson")
    table = counted_table(300, 1, (4,), 0, {name: COUNTED[name] for name in names}).set_index("world")
    false = table.filter(like="false")
    assert false.loc[list(names[:2])].to_numpy().max() <= 3.5
    assert false.loc[names[2], "false_better"] < 6


def test_with_priors_of_its_own_a_framework_of_plain_counts_sees_more_and_one_of_straying_counts_is_seldom_wrong():
    names = ("rate, mean 50", "share, mean 50 of 1,000, variance 8 times binomial")
    worlds = {name: COUNTED[name] for name in names}
    own = counted_table(400, 1, (3,), 2, worlds).set_index("world")
    stated = counted_table(400, 1, (3,), 0, worlds).set_index("world")
    assert own.loc[names[0], "power"] > own.loc[names[0], "power_former"] > stated.loc[names[0], "power"]
    assert own.filter(like="false").to_numpy().max() < 5 and np.isfinite(own.filter(like="power")).all().all()
