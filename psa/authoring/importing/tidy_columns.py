"""Propose what each column of a long table is, by its name and by what it holds; a person then edits the proposal."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from psa.authoring.importing.column_words import (
    AREA_CODES,
    FIGURES,
    MULTIPLIERS,
    NOTES,
    PERIODS,
    STATUSES,
    UNITS,
)
from psa.authoring.importing.published_periods import read_published_period
from psa.authoring.importing.published_values import read_figure
from psa.authoring.importing.sdg_columns import AREAS, is_total, plain
from psa.authoring.importing.tidy_dates import propose_dates

MOST_WHOLE = 12  # areas of a level that may stand for the whole
SEEN = 20_000  # rows that are looked at
NEARLY = 0.95  # of the areas have one level, where the column says what kind of place they are

_CODES = (
    "area code|geography code|ons code|gss code|code|ref area|country code|region code|org code|organisation code"
    "|provider code|geo code|dguid|geo"
)
_NAMED = (
    "areanm|area name|reference area|country name|region name|org name|organisation name|provider name|area"
    "|geography name|geography"
)
_PLACES = "geopolitical entity (reporting)|geo|place"

NAMES: dict[str, Sequence[str]] = {
    "period": (
        *PERIODS,
        "date",
        "quarter",
        "month",
        "reference period",
        "ref date",
        "time",
        "calendar years",
    ),
    "value": (
        *FIGURES,
        "observation",
        "obs",
        "v4 0",
        "data value",
        "numeric value",
        "figure",
        "estimate",
        "rate",
    ),
    "indicator": (
        "indicator name",
        "indicator",
        "measure",
        "variable",
        "series",
        "topic",
        "metric",
        "statistic",
        "item",
        "heading",
    ),
    "unit": UNITS,
    "multiplier": MULTIPLIERS,
    "status": (*STATUSES, "status", "marker", "markers", "flag", "flags", "symbol", "qualifier"),
    "note": NOTES,
    "area_code": (*AREA_CODES, *_CODES.split("|")),
    "area": (*_NAMED.split("|"), *AREAS, *_PLACES.split("|")),
}
_LOWER = re.compile(r"(lower|low|lci|lcl|ll)\b.*|.*\b(lower|lci|lcl)( .*)?|ci low(er)?.*")
_UPPER = re.compile(r"(upper|high|uci|ucl|ul)\b.*|.*\b(upper|uci|ucl)( .*)?|ci (high|upper).*")


@dataclass
class Seen:
    """What a table seems to hold.

    Attributes:
        columns: the column for each use; empty where none was found.
        groups: the columns that split the figures further.
        left_out: the columns that do not split them.
        interval_level: of the limits, by their names.
        headline: the words of areas, the widest first, of which an indicator's headline may be.
        words: of each column, how many different words it holds and the first of them.
        unit: of every figure, where each is in per cent.
        dates: what the days of the period's column stand for.
    """

    columns: dict[str, str] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    interval_level: str = ""
    headline: list[str] = field(default_factory=list)
    words: dict[str, tuple[int, str]] = field(default_factory=dict)
    unit: str = ""
    dates: str = ""


def look_at(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Seen:
    """Return what the columns of a table seem to be.

    Args:
        header: their names.
        rows: their cells; the first ones are enough.
    """
    cells = {name: [row[i] for row in rows[:SEEN]] for i, name in enumerate(header)}
    seen = Seen(words={n: (len(set(c)), next(filter(None, c), "")) for n, c in cells.items()})
    codes = _codes(cells)
    for use, words in NAMES.items():
        seen.columns[use] = _called(words, header, seen.columns)
        if use in {"indicator", "unit"} and seen.columns[use] in codes:
            seen.columns[use] = codes[seen.columns[use]]
    for use, pattern in (("lower", _LOWER), ("upper", _UPPER)):
        free = (n for n in header if n not in seen.columns.values() and pattern.fullmatch(plain(n)))
        seen.columns[use] = next(
            (n for n in free if _share_of_figures(cells[n]) > 0.5 or not any(cells[n])), ""
        )
    if not (seen.columns["lower"] and seen.columns["upper"]):
        seen.columns["lower"] = seen.columns["upper"] = ""
    _by_content(seen, cells)
    level = re.search(r"(?<![0-9])(8|9)[0-9](\.[0-9])?(?![0-9])", seen.columns["lower"])
    seen.interval_level = level[0] if level else ""
    _sort_the_rest(seen, cells)
    seen.headline = _widest(seen, cells)
    seen.dates = propose_dates(cells.get(seen.columns["period"], []))
    figures = [cell for cell in cells.get(seen.columns["value"], []) if read_figure(cell)]
    seen.unit = "%" if not seen.columns["unit"] and figures and all("%" in f for f in figures) else ""
    return seen


def named_figure(header: Sequence[str]) -> str:
    """Return the column that is called a value and nothing else; empty where there is none."""
    return _called(NAMES["value"][: NAMES["value"].index("figure")], header, {})


def _codes(cells: dict[str, list[str]]) -> dict[str, str]:
    """Return the columns of codes that stand just before the column of their words, with that column."""
    names = list(cells)
    return {
        name: words
        for name, words in zip(names, names[1:], strict=False)
        if any(cells[words])
        and all(re.fullmatch(r"[A-Z0-9_./-]*", cell) for cell in cells[name])
        and not all(re.fullmatch(r"[A-Z0-9_./%-]*", cell) for cell in cells[words])
        and _follows(cells[name], cells[words])
        and _follows(cells[words], cells[name])
    }


def _called(words: Sequence[str], header: Sequence[str], taken: dict[str, str]) -> str:
    names = {plain(name): name for name in reversed(header) if name not in taken.values()}
    return next((names[word] for word in words if word in names), "")


def _share_of_figures(cells: list[str]) -> float:
    filled = [cell for cell in cells[:500] if cell]
    return sum(read_figure(cell) is not None for cell in filled) / len(filled) if filled else 0.0


def _share_of_periods(cells: list[str]) -> float:
    filled = [cell for cell in cells[:500] if cell]
    return sum(read_published_period(cell) is not None for cell in filled) / len(filled) if filled else 0.0


def _by_content(seen: Seen, cells: dict[str, list[str]]) -> None:
    """Find the period and the figure by what columns hold, where no name says which they are."""
    for use, share in (("period", _share_of_periods), ("value", _share_of_figures)):
        free = [name for name in cells if name not in seen.columns.values()]
        if not seen.columns[use] and free:
            best = max(free, key=lambda name: share(cells[name]))
            seen.columns[use] = best if share(cells[best]) > 0.8 else ""


def _sort_the_rest(seen: Seen, cells: dict[str, list[str]]) -> None:
    """Tell the columns that split the figures from those that describe an area or an indicator, or hold one word."""
    area = seen.columns["area_code"] or seen.columns["area"]
    codes = _codes(cells)
    for name in (n for n in cells if n not in seen.columns.values()):
        if name.startswith("Unnamed: ") or name in codes or _holds_figures(cells[name]):
            seen.left_out.append(name)
        elif (
            area
            and "area_level" not in seen.columns
            and len(set(cells[name])) > 1
            and _follows(cells[name], cells[area], NEARLY)
        ):
            seen.columns["area_level"] = name
        elif len(set(cells[name])) < 2 or any(
            seen.columns[use] and _follows(cells[name], cells[seen.columns[use]])
            for use in ("indicator", "area_code", "area", "unit")
        ):
            seen.left_out.append(name)
        else:
            seen.groups.append(name)


def _holds_figures(cells: list[str]) -> bool:
    """Say whether a column holds figures of its own: nearly each different from the others."""
    filled = [cell for cell in cells[:500] if cell]
    return len(set(filled)) > max(8, len(filled) / 2) and _share_of_figures(cells) > NEARLY


def _follows(cells: list[str], others: list[str], share: float = 1.0) -> bool:
    """Say whether so large a share of the words of another column has one word each in this one."""
    words: dict[str, set[str]] = {}
    for other, word in zip(others, cells, strict=True):
        words.setdefault(other, set()).add(word)
    return sum(len(of_one) == 1 for of_one in words.values()) >= share * len(words)


def _widest(seen: Seen, cells: dict[str, list[str]]) -> list[str]:
    """Return the areas of the two levels with the fewest; of one level, those with the most indicators first."""
    area, level, indicator = (seen.columns.get(use, "") for use in ("area", "area_level", "indicator"))
    if not area:
        return []
    totals = sorted({word for word in cells[area] if is_total(word)})
    if totals or not level:
        return totals
    by_level: dict[str, set[str]] = {}
    of_area: dict[str, set[str]] = {}
    topics = cells[indicator] if indicator else [""] * len(cells[area])
    for word, kind, topic in zip(cells[area], cells[level], topics, strict=True):
        by_level.setdefault(kind, set()).add(word)
        of_area.setdefault(word, set()).add(topic)
    few = [words for words in sorted(by_level.values(), key=len)[:2] if len(words) <= MOST_WHOLE]
    size = {word: len(words) for words in reversed(few) for word in words if word}
    return sorted(size, key=lambda word: (size[word], -len(of_area[word]), word))
