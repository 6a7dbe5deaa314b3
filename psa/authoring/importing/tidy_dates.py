"""What a day of a spreadsheet stands for: itself, or the month, quarter or year that begins or ends with it."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from psa.authoring.importing.published_periods import period_label

DATES = {"day": 0, "month": 1, "quarter": 3, "year": 12, "financial year": 12}  # months of each
MOST_DAYS = 5000  # that are looked at


@lru_cache(maxsize=100_000)
def widen(label: str, dates: str) -> str:
    """Return the label of the time that a day begins or ends; of another period, or where the day does neither, itself.

    Args:
        label: of a period as the workbook writes it.
        dates: a word of `DATES`, or nothing.
    """
    months = DATES.get(dates, 0)
    day = _day(label)
    if not months or day is None:
        return label
    if day.day == 1:
        return period_label(day, _first(day, months) - timedelta(days=1))
    after = day + timedelta(days=1)
    return period_label(_first(after, -months), day) if after.day == 1 else label


def propose_dates(texts: Iterable[str]) -> str:
    """Return what the days of a column seem to stand for, by how far apart they lie; nothing where they are no days."""
    days = sorted({day for text in list(texts)[:MOST_DAYS] if (day := _day(text))})
    if not days:
        return ""
    firsts = [day + timedelta(days=1) if day.day > 1 else day for day in days]
    if any(day.day != 1 for day in firsts):
        return "day"
    months = {day.month for day in firsts}
    if len(months) == 1 and len(firsts) > 1:
        return "financial year" if months == {4} else "year"
    return "quarter" if len(firsts) > 1 and months <= {1, 4, 7, 10} else "month"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _first(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
