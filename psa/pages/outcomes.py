"""What became of one indicator, in the words that cards, headlines, the index and a department's page share.

A target's result outranks the direction in which the figure moved. Where the indicator itself has no figures on both
sides of the start of the period, the nearest series that has some stands in for it, marked as such.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from psa.methods.on_track import ON_TRACK
from psa.methods.ratings import Ratings
from psa.methods.vocabulary import CLASSES
from psa.pages.sentences.amounts import amount, asked_amount, change_words
from psa.pages.sentences.dates import period_words, point_words
from psa.words import capital, is_missing

Row = Mapping[Any, Any]
RATED = ("improvement", "no_improvement")
HARDLY = 2.0  # per cent: a change within error that is smaller is hardly one
MET, MISSED, EARLY, OPEN = "met", "missed", "early", "open"


@dataclass(frozen=True)
class Badge:
    """A symbol with its word; `code` gives its look."""

    code: str
    sign: str
    words: str

    @property
    def is_undue(self) -> bool:
        """Whether it says that a target's date lies after the period."""
        return self == _TARGETS["not_yet_due"]


_TARGETS = {
    "met": Badge(MET, "✓", "Target met"),
    "not_met": Badge(MISSED, "✕", "Target missed"),
    "met_early": Badge(EARLY, "✓", "Target reached before its date"),
    "not_yet_due": Badge(OPEN, "○", "Target not due"),
    "no_outturn": Badge(OPEN, "○", "No figure for the target’s date"),
    "no_date": Badge(OPEN, "○", "Target without a known date"),
    "no_figure": Badge(OPEN, "○", "No figure to set beside the target"),
    "no_level": Badge(OPEN, "○", "Target’s level not known"),
    "baseline_not_positive": Badge(OPEN, "○", "Target cannot be set against its baseline"),
    "": Badge(OPEN, "○", "No figure to set beside the target"),
}
_STANDARDS = {
    "met": Badge(MET, "✓", "Standard met"),
    "missed": Badge(MISSED, "✕", "Standard missed"),
    "no_outturn": Badge(OPEN, "○", "No figure to set beside the standard"),
    "not_known": Badge(OPEN, "○", "Standard’s level not known"),
}
# while the period runs: is it on track today?
_TODAY = {
    "met": Badge(MET, "✓", "Target met"),
    "not_met": Badge(MISSED, "✕", "Target missed"),
    "on_track": Badge(MET, "✓", "On track today"),
    "uncertain": Badge(OPEN, "○", "Uncertain today"),
    "off_track": Badge(MISSED, "✕", "Off track today"),
    "not_yet_assessed": Badge(OPEN, "?", "Cannot be told yet"),
}
_TODAY_CODES = {"on_track": "improvement", "uncertain": "no_improvement", "off_track": "deteriorated"}
_WAYS = {
    "improved": Badge("improvement", "▲", "better"),
    "not_improved": Badge("deteriorated", "▼", "not better"),
    "unclear": Badge("no_improvement", "●", "no clear change"),
}


@dataclass(frozen=True)
class Outcome:
    """What became of one indicator.

    Attributes:
        indicator_id, number, name: which.
        kind: *own* (figures of its own on both sides), *parts* (a set of components), *stand-in* (a nearer or further
            relation), *one-sided* (figures of its own on one side only), *nothing*, *withheld*.
        code: its class by the rule: a key of `psa.methods.vocabulary.CLASSES`.
        measure_id: the series that the figures are of; empty for none.
        first, last: amounts with their periods; empty where there are none.
        asked: the target or standard, with its date; empty where none is known.
        bound: *at least* or *at most*, of a standard.
        reached: the figure for the target's date with its period, where the last figure is a later one.
        moved: *fell*, *rose*, *did not change*, *hardly changed*; beside where a trend led, *above*, *below* or *as
            high as*; of parts, how many improved.
        is_projected: the first figure is where the trend before led, and no figure that was published.
        size: of the change, in words; empty where there is none.
        is_unclear: the change is within the error of the figures.
        target: the badge of its target or standard; None where it has none.
        stand_in: the badge of what a stand-in did; None where none stands in.
        grade: of the best evidence.
        change: the size of the change in per cent of the first figure, to find the clearest.
        is_ahead: judged by a target that lies ahead: where its figure moved so far says nothing of that.
    """

    indicator_id: str
    number: str
    name: str
    kind: str
    code: str
    measure_id: str = ""
    first: tuple[str, str] = ("", "")
    last: tuple[str, str] = ("", "")
    asked: tuple[str, str] = ("", "")
    bound: str = ""
    reached: tuple[str, str] = ("", "")
    moved: str = ""
    size: str = ""
    is_unclear: bool = False
    is_projected: bool = False
    target: Badge | None = None
    stand_in: Badge | None = None
    grade: str = ""
    change: float = 0.0
    is_ahead: bool = False

    @property
    def is_missed(self) -> bool:
        """Whether a target or standard was missed."""
        return self.target is not None and self.target.code == MISSED

    @property
    def is_met(self) -> bool:
        """Whether a target or standard was met at its date."""
        return self.target is not None and self.target.code == MET

    @property
    def edge(self) -> str:
        """Return *good*, *bad* or *none*: a missed target is bad even where the figure improved."""
        if self.is_missed:
            return "bad"
        if self.code == "improvement" or self.is_met:
            return "good"
        return "bad" if self.code in {"deteriorated", "no_improvement"} and not self.is_ahead else "none"

    @property
    def badge(self) -> Badge:
        """The badge that the indicator wears where there is room for one."""
        if self.target is not None and (self.is_ahead or self.target.code in {MET, MISSED}):
            return self.target
        return Badge(self.code, CLASSES[self.code].sign, CLASSES[self.code].words)


def outcomes_of(rated: Ratings, agreement_id: str) -> list[Outcome]:
    """Return what became of each indicator of an agreement, in order."""
    return [outcome_of(rated, row) for row in rated.rows_of_agreement(agreement_id)]


def outcome_of(rated: Ratings, row: Row) -> Outcome:
    """Return what became of an indicator.

    Args:
        rated: a framework, rated.
        row: the indicator's row of the ratings.
    """
    is_worse = row["detail"] == "deteriorated"
    given = {
        "indicator_id": row["indicator_id"],
        "number": row["number"] if isinstance(row["number"], str) else "",
        "name": row["name"],
        "code": _TODAY_CODES.get(row["rating"], "deteriorated" if is_worse else row["rating"]),
        "grade": row["evidence_grade"],
        "target": target_badge(rated, row),
        "is_ahead": rated.rule == ON_TRACK,
    }
    if row["rating"] == "withheld":
        return Outcome(kind="withheld", **given)
    has_level = not is_missing(row["standard_level"]) and not is_missing(row["latest_value"])
    if row["measure_id"] and (has_level or not is_missing(row["change"])):
        about = rated.measure_rows[row["measure_id"]]
        of_series = _of_series(about)
        is_sum = rated.framework.indicator(row["indicator_id"]).is_for_a_sum
        is_other = is_sum or row["reason_code"] == "other_lengths"  # than what the change is between
        if is_other and not is_missing(row["target_figure"]):
            period = f"{'up to ' if is_sum else ''}{period_words(str(row['target_figure_period']))}"
            of_series |= {"first": ("", ""), "last": (amount(row["target_figure"], about), period)}
        outcome = Outcome(kind="own", measure_id=row["measure_id"], **of_series, **given)
        return _no_number(outcome, about) if given["is_ahead"] and row["kind"] == "improve" else outcome
    if given["is_ahead"] and row["measure_id"] and not is_missing(row["target_figure"]):
        about = rated.measure_rows[row["measure_id"]]
        last = (amount(row["target_figure"], about), period_words(str(row["target_figure_period"])))
        return Outcome(kind="own", measure_id=row["measure_id"], last=last, asked=_asked(about), **given)
    if row["component_words"]:
        return Outcome(kind="parts", moved=_parts_moved(row), **given)
    if row["best_measure"]:
        about = rated.measure_rows[row["best_measure"]]
        badge = _WAYS.get(row["best_evidence"])
        return Outcome(
            kind="stand-in", measure_id=row["best_measure"], stand_in=badge, **_of_series(about), **given
        )
    return _one_sided(rated, row, given)


def label_badge(rated: Ratings, label: str) -> Badge:
    """Return the badge of an agreement whose targets lie ahead."""
    found = _TODAY.get(label, Badge(OPEN, "○", ""))
    return replace(
        found,
        words=f"{capital(rated.framework.word(label))}{'' if label == 'not_yet_assessed' else ' today'}",
    )


def target_badge(rated: Ratings, row: Row) -> Badge | None:
    """Return the badge of an indicator's target or standard; None where it has none."""
    if rated.rule == ON_TRACK:
        return _TODAY[row["verdict"]] if row["verdict"] in _TODAY else _TODAY[row["rating"]]
    if row["kind"] == "minimum_standard":
        board = rated.scoreboard.set_index("indicator_id")["outcome"]
        return _STANDARDS[board.loc[row["indicator_id"]]]
    return _TARGETS[row["target_status"]] if row["kind"] == "target" else None


def _parts_moved(row: Row) -> str:
    """Return how many components improved, and how many got worse."""
    total, better, worse = (int(row[f"components{end}"]) for end in ("", "_improved", "_deteriorated"))
    rest = total - int(row["components_assessed"])
    words = f"{better} of {total} parts improved"
    words += f", {worse} got worse" if worse else ""
    return words + (f", {rest} could not be rated" if rest else "")


def _of_series(about: Row) -> dict[str, Any]:
    """Return the figures that are compared, what is asked for, and which way the series moved."""
    change, percent = float(about["change"]), about["change_percent"]
    last = (amount(about["latest_value"], about), point_words(about["latest_period"]))
    asked = {"asked": _asked(about), "bound": _bound(about), "reached": reached_figure(about)}
    if is_missing(change):
        return {"last": last, **asked}
    is_unclear = about["level_verdict"] == "no_clear_change" and change != 0
    is_projected = about["baseline_origin"] == "projected_trend"
    period = "expected from its trend" if is_projected else point_words(about["baseline_period"])
    return {
        "first": (amount(about["baseline_value"], about), period),
        "last": last,
        **asked,
        "moved": _beside(change) if is_projected else _moved(change, percent, is_unclear),
        "is_projected": is_projected,
        "size": change_words(change, percent, about) if change else "",
        "is_unclear": is_unclear,
        "change": 0.0 if is_missing(percent) else abs(float(percent)),
    }


def _no_number(outcome: Outcome, about: Row) -> Outcome:
    """Return an outcome whose indicator is only to be better than at its start, with that said of the level."""
    way = "less" if about["sign"] < 0 else "more"
    return (
        replace(outcome, asked=(f"{way} than {outcome.asked[0]}", outcome.asked[1]))
        if outcome.asked[0]
        else outcome
    )


def _asked(about: Row) -> tuple[str, str]:
    for name in ("target", "standard"):
        level = about[f"{name}_level"]
        if not is_missing(level):
            due = about["target_period"] if name == "target" else ""
            return asked_amount(level, about), period_words(due) if isinstance(due, str) and due else ""
    return "", ""


def _bound(about: Row) -> str:
    """Return on which side of its level a standard is kept; empty where the level asked for is a target's."""
    if not is_missing(about["target_level"]):
        return ""
    return {1: "at least", -1: "at most"}.get(about["sign"], "")


def reached_figure(about: Row) -> tuple[str, str]:
    """Return the figure for a target's date, where the last figure is a later one."""
    period = about["target_figure_period"]
    if is_missing(about["target_figure"]) or about["target_status"] not in {"met", "not_met"}:
        return "", ""
    if period == about["latest_period"]:
        return "", ""
    return amount(about["target_figure"], about), period_words(period)


def _moved(change: float, percent: Any, is_unclear: bool) -> str:
    """Return which way a series moved; *hardly changed* where the change is small and may be none."""
    if change == 0:
        return "did not change"
    if is_unclear and not is_missing(percent) and abs(percent) < HARDLY:
        return "hardly changed"
    return "rose" if change > 0 else "fell"


def _beside(change: float) -> str:
    """Return on which side of where the trend before led a figure stands."""
    return "as high as" if change == 0 else "above" if change > 0 else "below"


def _one_sided(rated: Ratings, row: Row, given: dict[str, Any]) -> Outcome:
    """Return the outcome of an indicator that has figures of its own on one side of the period's start, or none."""
    own = rated.assessment(row["indicator_id"]).measures.index
    if len(own) != 1:
        return Outcome(kind="nothing", **given)
    measure_id = str(own[0])
    points, about = rated.points(measure_id), rated.measure_rows[measure_id]
    points = points[points["value"].notna()]
    if points.empty:
        return Outcome(kind="nothing", **given)
    figures = zip(points["value"].iloc[[0, -1]], points["period"].iloc[[0, -1]], strict=True)
    ends = [(amount(value, about), point_words(str(period))) for value, period in figures]
    return Outcome(
        kind="one-sided", measure_id=measure_id, first=ends[0], last=ends[1], asked=_asked(about), **given
    )
