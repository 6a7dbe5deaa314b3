"""Say what the 2030 Agenda asks for by the number of a target: the name of its goal and the year that it is due."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

USUAL_YEAR = "2030"


@cache
def _agenda() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("agenda_2030.yml").read_text("utf-8"))
    return content


def goal_name(goal: str) -> str:
    """Return the name of a goal of the 2030 Agenda by its number; empty for any other."""
    name: str = _agenda()["goals"].get(int(goal), "") if goal.isdecimal() and len(goal) < 3 else ""
    return name


def target_year(number: str) -> str:
    """Return the year that a target is due by its number, such as 3.1; empty where it has none or is none of these."""
    goal, point, part = number.strip().lower().partition(".")
    if (
        not goal_name(goal)
        or not point
        or not part.isalnum()
        or len(part) > 2
        or number in _agenda()["no_year"]
    ):
        return ""
    years = {target: str(year) for year, targets in _agenda()["years"].items() for target in targets}
    return years.get(f"{int(goal)}.{part}", USUAL_YEAR)
