"""Read the figures of a long table by its mapping; what cannot be read is set aside with its file, row and reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from psa.authoring.importing.find_table import note_of, without_note
from psa.authoring.importing.loose_csv import LooseTable
from psa.authoring.importing.published_periods import Reading, is_monthly, read_published_period
from psa.authoring.importing.published_values import has_decimal_commas, is_figure, read_figure
from psa.authoring.importing.sdg_columns import NOTHING_SAID, is_total, plain
from psa.authoring.importing.sdg_figures import DIFFERENT, NOT_NUMBER, NOT_PERIOD, SAME, STATUS
from psa.authoring.importing.set_aside import SetAside, cut
from psa.authoring.importing.tidy_dates import widen
from psa.authoring.importing.tidy_mapping import TidyMapping

NOT_LIMITS = "the limits are not two numbers with the figure between them; the figure came in without them"
NO_INDICATOR = "the row names no indicator"
NO_COLUMN = "the file has none of the columns that the mapping names for period, value or indicator"
WORD_AT_MOST = 160

Words = tuple[tuple[str, str], ...]  # each filled group column with its word


@dataclass(frozen=True, slots=True)
class Key:
    """What one series of figures is of."""

    indicator: str
    unit: str
    area: str
    code: str
    groups: Words


@dataclass(frozen=True, slots=True)
class TidyPoint:
    """One figure, with its place in the source."""

    file: str
    row: int
    period: str
    published: str
    value: str
    limits: tuple[str, str]
    status: str
    note: str


@dataclass
class TidyFigures:
    """The figures of a source.

    Attributes:
        series: the figures of each key by period, in the order of the source.
        levels: what kind of place each area is.
        aside: what could not be taken in.
        without: how many rows of each word stand without a figure; the empty text is an empty cell.
        remarks: what was mended.
    """

    series: dict[Key, dict[str, TidyPoint]] = field(default_factory=dict)
    levels: dict[tuple[str, str], str] = field(default_factory=dict)
    aside: list[SetAside] = field(default_factory=list)
    without: dict[str, int] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many figures came in."""
        return sum(map(len, self.series.values()))


def read_tidy(tables: Sequence[tuple[str, LooseTable]], mapping: TidyMapping) -> TidyFigures:
    """Return the figures of one or several tables that share a mapping.

    Args:
        tables: each with its name in the table of what was set aside.
        mapping: what their columns are.
    """
    found = TidyFigures()
    doubtful: dict[tuple[Key, str], list[TidyPoint]] = {}
    needed = {mapping.column(use) for use in ("period", "value", "indicator") if mapping.column(use)}
    for shown, table in tables:
        found.aside += table.aside
        found.remarks += table.remarks
        if not table.rows:
            continue
        if needed - set(table.header):
            number = sum(any(map(is_figure, cells[1:])) for _, cells in table.rows)
            found.aside.append(SetAside(shown, "", "", cut(",".join(table.header)), NO_COLUMN, number))
            continue
        _read_table(shown, table, mapping, found, doubtful)
    _settle(doubtful, found)
    return found


def _read_table(
    shown: str,
    table: LooseTable,
    mapping: TidyMapping,
    found: TidyFigures,
    doubtful: dict[tuple[Key, str], list[TidyPoint]],
) -> None:
    place = {use: table.header.index(name) for use, name in mapping.columns.items() if name in table.header}
    groups = [(name, table.header.index(name)) for name in mapping.groups if name in table.header]
    period_at, value_at = place["period"], place["value"]
    academic = mapping.texts.get("split_years") == "academic"
    reading = Reading(academic, is_monthly({cells[period_at] for _, cells in table.rows}))
    comma = has_decimal_commas({cells[value_at][:40] for _, cells in table.rows})
    keys: dict[tuple[str, ...], tuple[Key, str]] = {}
    dates = mapping.texts.get("dates", "")
    key_places = [
        place[use] for use in ("indicator", "unit", "multiplier", "area", "area_code") if use in place
    ]
    key_places += [at for _, at in groups]
    for number, cells in table.rows:
        text, when = cells[value_at], cells[period_at]
        figure, period = read_figure(text, comma), read_published_period(when, reading)
        if figure is None and not is_figure(text):
            word = cut(text or (cells[place["status"]] if "status" in place else ""))
            found.without[word] = found.without.get(word, 0) + 1
            continue
        if figure is None:
            found.aside.append(SetAside(shown, str(number), mapping.column("value"), cut(text), NOT_NUMBER))
            continue
        if period is None:
            found.aside.append(SetAside(shown, str(number), mapping.column("period"), cut(when), NOT_PERIOD))
            continue
        words = tuple([cells[at] for at in key_places])
        if words not in keys:
            key = _key(cells, place, groups, mapping)
            keys[words] = key, "; ".join(dict.fromkeys(filter(None, map(note_of, words))))
            if "area_level" in place:
                found.levels.setdefault((key.code, key.area), _word(cells[place["area_level"]]))
        key, of_words = keys[words]
        if mapping.column("indicator") and not key.indicator:
            found.aside.append(SetAside(shown, str(number), mapping.column("indicator"), "", NO_INDICATOR))
            continue
        limits, refused = _limits(cells, place, figure[0], comma)
        if refused:
            found.aside.append(
                SetAside(shown, str(number), mapping.column("lower"), cut(refused), NOT_LIMITS, 0)
            )
        status, note = _status(cells, place, figure[1], [period.note, of_words])
        label = widen(period.label, dates)
        published = "" if when == label else cut(when)
        point = TidyPoint(shown, number, label, published, figure[0], limits, status, note)
        first = found.series.setdefault(key, {}).setdefault(label, point)
        if first is not point:
            doubtful.setdefault((key, label), [first]).append(point)


def _key(cells: list[str], place: dict[str, int], groups: list[tuple[str, int]], mapping: TidyMapping) -> Key:
    def word(use: str) -> str:
        return _word(without_note(cells[place[use]])) if use in place else ""

    filled = tuple(
        (name, _word(without_note(cells[at]))) for name, at in groups if cells[at] and not is_total(cells[at])
    )
    multiplier = word("multiplier")
    unit = word("unit") or mapping.texts.get("unit", "")
    if plain(multiplier) not in NOTHING_SAID:
        unit = ", ".join(filter(None, (unit, multiplier)))
    return Key(word("indicator"), unit, word("area"), word("area_code"), filled)


def _word(text: str) -> str:
    """Return a word in one line, cut where it is too long for a label."""
    line = " ".join(text[: 4 * WORD_AT_MOST].split())
    return line if len(line) <= WORD_AT_MOST else f"{line[: WORD_AT_MOST - 1]}…"


def _limits(cells: list[str], place: dict[str, int], value: str, comma: bool) -> tuple[tuple[str, str], str]:
    """Return the two limits of a figure, and what stood there where they are none."""
    if "lower" not in place or "upper" not in place:
        return ("", ""), ""
    texts = cells[place["lower"]], cells[place["upper"]]
    if not any(map(is_figure, texts)):
        return ("", ""), ""
    lower, upper = (read_figure(text, comma) for text in texts)
    if lower and upper and float(lower[0]) <= float(value) <= float(upper[0]):
        return (lower[0], upper[0]), ""
    return ("", ""), f"{texts[0]} to {texts[1]}"


def _status(cells: list[str], place: dict[str, int], mark: str, notes: Sequence[str]) -> tuple[str, str]:
    """Return the status of a figure in the workbook's words, and all else that was said of it.

    Args:
        cells: of its row.
        place: of each column.
        mark: what stood at the figure, several marks parted by semicolons.
        notes: what stood at its period and its words.
    """
    marks = [cells[place["status"]]] if "status" in place else []
    marks = [text for text in [*marks, *mark.split("; ")] if plain(text) not in NOTHING_SAID]
    status = next((word for text in marks if (word := STATUS.get(text.strip("[]()").lower()))), "")
    rest = [f"marked {text}" for text in marks if text.strip("[]()").lower() not in STATUS]
    texts = [*notes, *rest, cells[place["note"]] if "note" in place else ""]
    return status, "; ".join(_word(text) for text in texts if text)


def _settle(doubtful: dict[tuple[Key, str], list[TidyPoint]], found: TidyFigures) -> None:
    """Set aside what is there twice: the same figure counts once, of different ones none."""
    for (key, period), points in doubtful.items():
        is_same = len({float(point.value) for point in points}) == 1
        for point in points[1:] if is_same else points:
            words = cut(f"{key.indicator} {key.area or key.code} {point.published or period}: {point.value}")
            found.aside.append(
                SetAside(point.file, str(point.row), "", words, SAME if is_same else DIFFERENT)
            )
        if not is_same:
            del found.series[key][period]
            if not found.series[key]:
                del found.series[key]
