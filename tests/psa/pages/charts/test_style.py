"""What matplotlib is told: seaborn's style, and nothing of a person's own settings."""

import matplotlib
import seaborn as sns

from psa.pages.charts.style import STYLE, TICKS


def test_the_style_is_seaborns_ticks_but_for_the_colours_of_images():
    theirs = sns.axes_style("ticks")
    assert {name: theirs[name] for name in TICKS} == TICKS
    assert set(theirs) - set(TICKS) == {"image.cmap"}


def test_a_setting_of_a_persons_own_does_not_reach_a_chart():
    with matplotlib.rc_context({"lines.linewidth": 9, "axes.grid": True}), matplotlib.rc_context(STYLE):
        assert matplotlib.rcParams["lines.linewidth"] == matplotlib.rcParamsDefault["lines.linewidth"]
        assert not matplotlib.rcParams["axes.grid"]
