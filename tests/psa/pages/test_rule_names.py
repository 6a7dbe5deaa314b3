"""Rules by name: the body stands beside the title, but not twice and not in brackets within brackets."""

from psa.methods.comparison import NAMES
from psa.methods.rules import RULES
from psa.pages.sentences.rule_names import rule_name, short_rule_name


def test_every_rule_has_a_name_that_tells_whose_it_is():
    names = {rule: rule_name(rule) for rule in NAMES}
    assert len(set(names.values())) == len(NAMES) and not set(names.values()) & set(NAMES)
    assert all("((" not in name and "))" not in name for name in names.values())
    assert all(RULES[rule].body.partition(",")[0] in names[rule] for rule in RULES)
    assert all(
        name.count(RULES[rule].body.partition(",")[0]) == 1 for rule, name in names.items() if rule in RULES
    )


def test_the_head_of_a_column_has_the_title_alone():
    assert all(short_rule_name(rule) == RULES[rule].title for rule in RULES)
    assert len({short_rule_name(rule) for rule in NAMES}) == len(NAMES)
