"""Look at a release before it is believed: what is possible in it and yet looks wrong, with what to do next.

Nothing here stops an update. What is looked for: another unit or scale (a factor of 10, 100 or 1,000), another base
(one factor between all figures that are there twice), a code for *missing*, a step larger than any before it, a part
of a year, a history of which much has changed, and figures that are gone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median

from psa.authoring.updating.compare import Change, Comparison, Held, day_of
from psa.data.periods import Period, parse_period
from psa.data.remarks.odd_figures import CODES
from psa.data.rows import Row
from psa.words import count

SCALES = (10.0, 100.0, 1000.0, 1_000_000.0)
NEAR = 1.5  # how far from the last figure one may lie that a scale brings back
FEWEST_STEPS = 5  # of a series, from which a further step is told apart
STEPS = 2.0  # how many times the largest step so far
SAME_FACTOR = 0.02  # how far factors may be apart that rounding alone parts
FEWEST_FACTORS = 3
MUCH = 0.25  # of the figures that are there twice


@dataclass(frozen=True)
class Series:
    """The figures of one measure.

    Attributes:
        measure: its row.
        held: the figures that are there, by period in order of time.
        new, revised: what the release writes.
        twice: how many figures are both there and in the release.
    """

    measure: Row
    held: list[tuple[Period, float]]
    new: list[Change]
    revised: list[Change]
    twice: int

    @property
    def name(self) -> str:
        """The id of the measure."""
        return self.measure["measure_id"]


def find_suspicions(
    compared: Comparison, held: Held, measures: Iterable[Row], units: dict[str, str]
) -> list[str]:
    """Return one line for each thing that looks wrong, with what to do next.

    Args:
        compared: the release beside the figures.
        held: the figures that are there.
        measures: the rows of measures.csv.
        units: the unit of each measure in the release, where it gives one.
    """
    return [line for series in _series(compared, held, measures) for line in _of_series(series, units)] + [
        *_gone(compared)
    ]


def _series(compared: Comparison, held: Held, measures: Iterable[Row]) -> Iterator[Series]:
    figures: dict[str, list[tuple[Period, float]]] = defaultdict(list)
    for (name, _, _), rows in held.vintages.items():
        figures[name].append((parse_period(rows[-1]["period"]), float(rows[-1]["value"])))
    new: dict[str, list[Change]] = defaultdict(list)
    revised: dict[str, list[Change]] = defaultdict(list)
    twice: dict[str, int] = defaultdict(int)
    for change in compared.new:
        new[change.place[0]].append(change)
    for change in compared.revised:
        revised[change.place[0]].append(change)
        twice[change.place[0]] += 1
    for row in compared.unchanged:
        twice[row["measure_id"]] += 1
    for measure in measures:
        name = measure["measure_id"]
        if name in twice or name in new:
            in_order = sorted(figures[name], key=lambda pair: pair[0].end)
            yield Series(measure, in_order, new[name], revised[name], twice[name])


def _of_series(series: Series, units: dict[str, str]) -> Iterator[str]:
    unit = units.get(series.name, "")
    if unit and unit != series.measure["unit"]:
        yield (
            f"{series.name}: the unit is {unit} in the release, {series.measure['unit'] or 'empty'} in measures.csv. "
            "Put the figures into the measure's unit first, or add a measure in the new one (psa add-measure)."
        )
    if rebased := _rebased(series):
        yield rebased
        return  # no figure of it can be set beside those that are there
    if len(series.revised) >= FEWEST_FACTORS and len(series.revised) > MUCH * series.twice:
        yield _much_changed(series)
    yield from _new_figures(series)
    yield from _parts_of_a_year(series)


def _rebased(series: Series) -> str:
    """Return the line on one factor between all figures that are there twice; empty where there is none."""
    pairs = [(float(c.before["value"]), float(c.cells["value"])) for c in series.revised if c.before]
    pairs = [(old, new) for old, new in pairs if old and new]
    if len(pairs) < FEWEST_FACTORS or len(pairs) < series.twice:
        return ""
    factors = sorted(new / old for old, new in pairs)
    middle = median(factors)
    if middle <= 0 or factors[-1] - factors[0] > SAME_FACTOR * middle or abs(middle - 1) < SAME_FACTOR:
        return ""
    if scale := _scale(middle, 1.02):
        return (
            f"{series.name}: all {len(pairs)} figures that are there already are {scale} what they were: another unit. "
            "Put the figures into the measure's unit first."
        )
    return (
        f"{series.name}: all {len(pairs)} figures that are there already are multiplied by about {middle:.4g}: another "
        "base or definition, not a revision. Add the series as a measure of its own (psa add-measure), or say where it "
        "breaks with definition_break in measures.csv."
    )


def _scale(factor: float, near: float) -> str:
    """Return the words of a power of ten that a factor is near to; empty where it is near to none."""
    for scale in SCALES:
        if 1 / near <= factor / scale <= near:
            return f"{scale:,.0f} times"
        if 1 / near <= factor * scale <= near:
            return f"1/{scale:,.0f} of"
    return ""


def _much_changed(series: Series) -> str:
    changes = [(float(c.cells["value"]), float(c.before["value"]), c) for c in series.revised if c.before]
    new, old, largest = max(changes, key=lambda change: abs(change[0] - change[1]))
    return (
        f"{series.name}: {len(changes)} of the {count(series.twice, 'figure')} that are there already changed, at most "
        f"{old:.10g} to {new:.10g} ({largest.cells['period']}). Read the publisher's note on revisions; where the "
        "definition changed, it is another measure or a definition_break."
    )


def _new_figures(series: Series) -> Iterator[str]:
    """Yield a line for each new or revised figure that does not fit the series: a code, another scale, a jump."""
    figures = [(period, value) for period, value in series.held]
    for change in sorted([*series.new, *series.revised], key=lambda c: c.place[2]):
        value, period = float(change.cells["value"]), parse_period(change.cells["period"])
        others = [v for p, v in figures if p != period]
        if line := _odd(series.name, change, value, period, [(p, v) for p, v in figures if p != period]):
            yield line
        elif others or not change.before:
            figures = sorted(
                [*((p, v) for p, v in figures if p != period), (period, value)], key=lambda f: f[0].end
            )


def _odd(name: str, change: Change, value: float, period: Period, figures: list[tuple[Period, float]]) -> str:
    where = f"row {change.row.number}: {name} {change.cells['period']}: {change.cells['value']}"
    values = [v for _, v in figures]
    low, high = (min(values), max(values)) if values else (0.0, 0.0)
    is_outside = not values or not (low <= value <= high)
    if (
        value in CODES
        and is_outside
        and (not values or value < 0 <= low or abs(value) > 2 * max(abs(low), abs(high)))
    ):
        return f"{where} often stands for a missing figure. Leave the row out where it does."
    earlier = [v for p, v in figures if p.end < period.end]
    if not earlier or not is_outside:
        return ""
    last = earlier[-1]
    if last and value / last > 0 and (scale := _scale(value / last, NEAR)) and _is_steady(earlier):
        return (
            f"{where} is about {scale} the figure before it, {last:.10g}. "
            "Is it in another unit? Put it into the measure's."
        )
    steps = [abs(b - a) for a, b in zip(earlier, earlier[1:], strict=False)]
    if len(steps) >= FEWEST_STEPS and abs(value - last) > STEPS * max(steps) > 0:
        return (
            f"{where} is a step of {value - last:+.6g} from the figure before it; the largest of {len(steps)} "
            f"so far is {max(steps):.6g}. Look at the publisher's note; where the definition changed, write "
            "definition_break."
        )
    return ""


def _is_steady(values: list[float]) -> bool:
    """Say whether figures stay within a factor of five of each other, so that one of ten stands out."""
    sizes = [abs(value) for value in values if value]
    return bool(sizes) and max(sizes) <= 5 * min(sizes)


def _parts_of_a_year(series: Series) -> Iterator[str]:
    """Yield a line for new figures over a shorter time than every other, or over one that was not over."""
    lengths = {period.months for period, _ in series.held}
    for change in series.new:
        period = parse_period(change.cells["period"])
        where = f"row {change.row.number}: {series.name} {period.label}"
        if len(lengths) == 1 and period.months < (usual := lengths.copy().pop()):
            yield (
                f"{where} covers {count(period.months, 'month')}, every other figure {usual}: a part of a year? "
                "Leave it out until the whole is published, or give it a measure of its own."
            )
        elif change.cells["released"] and day_of(change.cells["released"]) < period.end:
            yield (
                f"{where} ends after its release on {change.cells['released']}: a part of the period? "
                "Leave it out until the whole is published, or mark it provisional."
            )


def _gone(compared: Comparison) -> Iterator[str]:
    gone: dict[str, list[Row]] = defaultdict(list)
    for row in compared.vanished:
        gone[row["measure_id"]].append(row)
    for measure, rows in gone.items():
        last = max(rows, key=lambda row: parse_period(row["period"]).end)
        are = "is" if len(rows) == 1 else "are"
        yield (
            f"{measure}: {count(len(rows), 'figure')} from the first period of the release on {are} not in it, the "
            f"last {last['period']}: {last['value']}. They stay. Is the file whole, and the latest? Where the "
            "publisher withdrew them, say so in the note of their rows."
        )
