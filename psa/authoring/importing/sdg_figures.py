"""Read the figures of one indicator of an Open SDG site: ``data/indicator_1-2-1.csv``.

Each combination of series, unit and filled breakdowns is one series of figures. A figure whose period or value
cannot be read is set aside; of the same combination and period twice, the same figure counts once, and two
different ones are both set aside.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from psa.authoring.importing.column_words import FIGURES
from psa.authoring.importing.loose_csv import LooseTable, read_loose_csv
from psa.authoring.importing.published_periods import Reading, is_monthly, read_published_period
from psa.authoring.importing.published_values import has_decimal_commas, is_figure, read_figure
from psa.authoring.importing.sdg_columns import AREAS, NOTHING_SAID, Columns, is_total, plain, sort_columns
from psa.authoring.importing.set_aside import SetAside, cut

NOT_PERIOD = "the period is of no form that is known"
NOT_NUMBER = "the figure is not a number that can be read"
SAME = "the same figure for this combination and period is there already"
DIFFERENT = "two different figures for one combination and period"
STATUS = {
    "p": "provisional", "provisional": "provisional", "preliminary": "provisional", "provisional value": "provisional",
    "r": "revised", "revised": "revised",
}  # fmt: skip
CELL_AT_MOST = 160  # characters of a word of a breakdown; the rest is cut

Combination = tuple[str, str, tuple[tuple[str, str], ...]]  # series, unit, and each breakdown with its word


@dataclass(frozen=True, slots=True)
class Point:
    """One figure: its period as written and as published, its number, and what was said of it."""

    row: int
    period: str
    published: str
    value: str
    status: str = ""
    note: str = ""


@dataclass
class SdgSeries:
    """The figures of one combination, by period, and the area that they are of."""

    points: dict[str, Point] = field(default_factory=dict)
    area: str = ""


@dataclass(frozen=True)
class SdgFigures:
    """The figures of one indicator.

    Attributes:
        series: those of each combination, in the order of the file.
        constants: the columns that hold one word throughout, with the word.
        split_by: the columns that split the figures.
        aside: what could not be taken in.
        without: how many rows of each word stand without a figure; the empty text is an empty cell.
        remarks: what was mended.
    """

    series: dict[Combination, SdgSeries] = field(default_factory=dict)
    constants: tuple[tuple[str, str], ...] = ()
    split_by: tuple[str, ...] = ()
    aside: list[SetAside] = field(default_factory=list)
    without: dict[str, int] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many figures came in."""
        return sum(len(series.points) for series in self.series.values())


def read_figures(path: Path, shown: str, is_academic: bool = False) -> SdgFigures:
    """Return the figures of an indicator, and what was set aside.

    Args:
        path: the file.
        shown: its name in the table of what was set aside.
        is_academic: whether a split year is an academic one.
    """
    table = read_loose_csv(path, shown)
    figures = SdgFigures(aside=list(table.aside), remarks=list(table.remarks))
    columns = sort_columns(table.header, [cells for _, cells in table.rows])
    if not table.rows:
        return figures
    if columns.value is None or columns.period is None:
        number = sum(any(map(is_figure, cells[1:])) for _, cells in table.rows)
        missing = "Value" if columns.value is None else "Year"
        words = cut(",".join(table.header))
        figures.aside.append(SetAside(shown, "", missing, words, f"there is no column {missing}", number))
        return figures
    if plain(name := table.header[columns.value]) not in FIGURES:
        figures.remarks.append(f"{shown}: the figures were found in the column {name!r} by what it holds")
    _set_columns_aside(table, columns, shown, figures)
    return _read_rows(table, columns, shown, is_academic, figures)


def _set_columns_aside(table: LooseTable, columns: Columns, shown: str, figures: SdgFigures) -> None:
    """Set aside a second column of figures and the cells of a column without a name; say what was empty."""
    assert columns.value is not None
    for i in (*columns.further_values, *columns.unnamed):
        name = table.header[i]
        is_again = i in columns.further_values
        odd = [
            (n, cells)
            for n, cells in table.rows
            if cells[i] and not (is_again and cells[i] == cells[columns.value])
        ]
        if not odd:
            figures.remarks.append(f"{shown}: the column {name!r} holds nothing more and was left out")
            continue
        reason = "a second column of figures" if is_again else "the column has no name"
        number = sum(is_figure(cells[i]) for _, cells in odd) if is_again else 0
        figures.aside.append(SetAside(shown, str(odd[0][0]), name, cut(odd[0][1][i]), reason, number))


def _read_rows(
    table: LooseTable, columns: Columns, shown: str, is_academic: bool, figures: SdgFigures
) -> SdgFigures:
    assert columns.period is not None and columns.value is not None
    reading = Reading(is_academic, is_monthly({cells[columns.period] for _, cells in table.rows}))
    comma = has_decimal_commas({cells[columns.value][:40] for _, cells in table.rows})
    rows, statuses = [], {}  # type: list[tuple[list[str], Point]], dict[tuple[str, ...], tuple[str, str]]
    for number, cells in table.rows:
        text = cells[columns.value]
        figure = read_figure(text, comma)
        period = read_published_period(cells[columns.period], reading)
        if figure is None and not is_figure(text):
            figures.without[cut(text)] = figures.without.get(cut(text), 0) + 1
        elif figure is None:
            figures.aside.append(SetAside(shown, str(number), "Value", cut(text), NOT_NUMBER))
        elif period is None:
            figures.aside.append(SetAside(shown, str(number), "Year", cut(cells[columns.period]), NOT_PERIOD))
        else:
            status, note = _status(cells, columns, figure[1], period.note, statuses)
            published = cells[columns.period]
            words = "" if published == period.label else cut(published)
            rows.append((cells, Point(number, period.label, words, figure[0], status, note)))
    constants, splits, totals = _breakdowns(table, columns, [cells for cells, _ in rows])
    if columns.codes and _needs_codes(rows, columns, splits):
        splits = [*splits, *columns.codes]
    found = SdgFigures({}, constants, tuple(table.header[i] for i in splits), figures.aside, figures.without,
                       figures.remarks)  # fmt: skip
    _gather(rows, table.header, columns, splits, totals, shown, found)
    return found


def _status(
    cells: list[str], columns: Columns, mark: str, note: str, known: dict[tuple[str, ...], tuple[str, str]]
) -> tuple[str, str]:
    """Return the status of a figure and its note; each different set of words is read once."""
    key = (mark, note, *[cells[i] for i in (*columns.statuses, *columns.notes)])
    if key not in known:
        known[key] = _read_status(cells, columns, mark, note)
    return known[key]


def _read_status(cells: list[str], columns: Columns, mark: str, note: str) -> tuple[str, str]:
    """Return the status of a figure in the workbook's words, and its note: all else that was said of it."""
    if not (columns.statuses or columns.notes or mark or note):
        return "", ""
    said = [cells[i] for i in columns.statuses if plain(cells[i]) not in NOTHING_SAID] + (
        [mark] if mark else []
    )
    known = [word for text in said if (word := STATUS.get(text.strip("[]()").lower()))]
    rest = [text for text in said if text.strip("[]()").lower() not in STATUS]
    notes = [note, *rest, *(cells[i] for i in columns.notes)]
    return (known[0] if known else ""), "; ".join(_word(text) for text in notes if text)


def _word(text: str) -> str:
    """Return a word of a breakdown in one line, cut where it is too long for a label."""
    line = " ".join(text[: 4 * CELL_AT_MOST].split())
    return line if len(line) <= CELL_AT_MOST else f"{line[: CELL_AT_MOST - 1]}…"


def _breakdowns(
    table: LooseTable, columns: Columns, rows: list[list[str]]
) -> tuple[tuple[tuple[str, str], ...], list[int], set[int]]:
    """Return the columns with one word throughout, those that split, and those in which a total stands for empty."""
    constants, splits, totals = [], [], set()
    for i in columns.breakdowns:
        words = {cells[i] for cells in rows}
        if words == {""} or not words:
            continue
        if len(words) == 1:
            constants.append((table.header[i], _word(words.pop())))
            continue
        splits.append(i)
        if "" not in words and any(map(is_total, words)):
            totals.add(i)
    return tuple(constants), splits, totals


def _needs_codes(rows: list[tuple[list[str], Point]], columns: Columns, splits: list[int]) -> bool:
    """Say whether an area's code alone tells apart two figures of one combination and period."""
    others = [*columns.series, *columns.units, *columns.multipliers, *splits]
    codes: dict[tuple[str, ...], tuple[str, ...]] = {}
    for cells, point in rows:
        key = (point.period, *(cells[i] for i in others))
        code = tuple(cells[i] for i in columns.codes)
        if codes.setdefault(key, code) != code:
            return True
    return False


def _gather(
    rows: list[tuple[list[str], Point]],
    header: list[str],
    columns: Columns,
    splits: list[int],
    totals: set[int],
    shown: str,
    figures: SdgFigures,
) -> None:
    """Put each figure to its combination; set aside what is there twice."""
    known: dict[tuple[str, ...], Combination] = {}
    doubtful: dict[tuple[Combination, str], list[Point]] = {}
    key_columns = [*columns.series, *columns.units, *columns.multipliers, *splits]
    for cells, point in rows:
        key = tuple([cells[i] for i in key_columns])
        combination = known.get(key)
        if combination is None:
            combination = known[key] = _combination(cells, header, columns, splits, totals)
        series = figures.series.get(combination)
        if series is None:
            series = figures.series[combination] = SdgSeries(area=_area(cells, header, columns))
        first = series.points.setdefault(point.period, point)
        if first is not point:
            doubtful.setdefault((combination, point.period), [first]).append(point)
    for (combination, period), points in doubtful.items():
        is_same = len({float(p.value) for p in points}) == 1
        for point in points[1:] if is_same else points:
            reason = SAME if is_same else DIFFERENT
            words = cut(f"{point.published or point.period}: {point.value}")
            figures.aside.append(SetAside(shown, str(point.row), "Value", words, reason))
        if not is_same:
            del figures.series[combination].points[period]
            if not figures.series[combination].points:
                del figures.series[combination]


def _combination(
    cells: list[str], header: list[str], columns: Columns, splits: list[int], totals: set[int]
) -> Combination:
    """Return the series, the unit and the filled breakdowns of a row."""
    multipliers = [cells[i] for i in columns.multipliers if plain(cells[i]) not in NOTHING_SAID]
    unit = ", ".join(_word(text) for text in dict.fromkeys([*_filled(cells, columns.units), *multipliers]))
    series = " · ".join(_word(text) for text in dict.fromkeys(_filled(cells, columns.series)))
    filled = [i for i in splits if cells[i] and not (i in totals and is_total(cells[i]))]
    return series, unit, tuple((header[i], _word(cells[i])) for i in filled)


def _filled(cells: list[str], places: list[int]) -> Iterator[str]:
    return (cells[i] for i in places if cells[i])


def _area(cells: list[str], header: list[str], columns: Columns) -> str:
    """Return the area of a row, where it gives its code: its name, if one stands there, and the code."""
    codes = " ".join(_word(text) for text in _filled(cells, columns.codes))
    if not codes:
        return ""
    names = [cells[i] for i in columns.breakdowns if cells[i] and any(w in plain(header[i]) for w in AREAS)]
    return f"{_word(names[-1])} ({codes})" if names else codes
