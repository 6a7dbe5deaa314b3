"""The choices of ours on which a framework's answers rest: each cell or setting that its documents leave open.

Nothing is judged here: each choice is listed with where it stands, what is used, what else could be, and why it is as
it is. How much would turn over under the other values is worked out by `psa.methods.flips`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from psa.data.decisions import SETTINGS, decision_id, last_decisions
from psa.data.defaults import setting_reasons
from psa.data.framework import Framework
from psa.data.periods import parse_date
from psa.methods.by_rule import IndicatorRatings
from psa.methods.evidence_grades import candidates
from psa.words import plain

_WHAT = {
    "confirmed": "which way is good",
    "direction": "which way is good",
    "baseline_period": "the baseline",
    "kind": "what is asked for",
    "minimum_change": "the least change that counts",
    "important_change": "the smallest change that matters",
    "error_correlation": "how far the errors of the two figures go together",
    "stands_in": "whether a series may stand in",
    "is_rateable": "whether a series is rated",
}
DEFAULT, DECLARED, PROPOSED, DECIDED = "default", "declared", "proposed", "decided"
WHOLE = ""  # in place of an indicator: a choice for the framework as a whole
OPPOSITE = {"increase": "decrease", "decrease": "increase", "maintain": "increase"}
RATED_ROLES = ("headline", "component", "")
# what else each setting could be; a day moves by a year either way, a number goes to half and to double
SETTING_VALUES = {
    "component_rule": ("majority", "all", "any", "net"),
    "component_coverage": ("0.25", "0.5", "0.75", "1"),
    "untested_change": ("not_rateable", "direction"),
    "not_yet_assessed_from": ("half", "more_than_half"),
    "confidence": ("0.9", "0.95", "0.99"),
    "trend_points": ("5", "8", "12"),
    "important_points": ("0.5", "1", "2"),
    "important_percent": ("2.5", "5", "10"),
    "smooth_odds": ("3", "9", "30"),
}
SETTING_DAYS = ("baseline_by", "through")


@dataclass(frozen=True)
class Judgement:
    """One choice of ours.

    Attributes:
        table, row_key, column: where it stands.
        what: what is chosen, in a few words.
        value: what is used; empty where a cell is.
        others: what else could be used, as a table would say it.
        state: default (nobody chose), declared (a cell that we filled), proposed (by a program), decided (by a person).
        why: the reason that is known.
        indicator_id: whose answer rests on it; empty for the framework as a whole.
        is_plain: it stands in every answer alike, and no page need name it.
        decided_by, decided_on: who decided and when; empty where nobody did.
    """

    table: str
    row_key: str
    column: str
    what: str
    value: str
    others: tuple[str, ...]
    state: str
    why: str = ""
    indicator_id: str = WHOLE
    is_plain: bool = False
    decided_by: str = ""
    decided_on: str = ""

    @property
    def origin(self) -> str:
        """Return how the value came to be used: *default*, *decided by A. Person on 2026-11-28*."""
        who = f" by {self.decided_by}" if self.decided_by else ""
        return self.state + who + (f" on {self.decided_on}" if self.decided_on else "")

    @property
    def id(self) -> str:
        """How `psa decide` names it."""
        return decision_id(self.table, self.row_key, self.column)


def list_judgements(rated: IndicatorRatings) -> list[Judgement]:
    """Return every choice of ours on which the answers of a rated framework rest, settings first.

    Args:
        rated: the framework as it is rated.
    """
    framework = rated.framework
    found = [
        *_settings(framework),
        *_baselines(rated),
        *_definitions(framework, rated.official),
        *_important_changes(rated.official),
        *_stand_ins(rated),
        *_rateable(framework),
        *_correlations(rated),
    ]
    return _with_decisions(framework, found)


def of_indicator(judgements: list[Judgement], indicator_id: str) -> list[Judgement]:
    """Return the choices that one indicator's answer rests on and no other's: those that a page names."""
    return [j for j in judgements if j.indicator_id == indicator_id and not j.is_plain]


def _with_decisions(framework: Framework, found: list[Judgement]) -> list[Judgement]:
    """Return the choices with who decided, and those decided that would not be listed otherwise."""
    decided = {row["decision_id"]: row for row in last_decisions(framework.decisions).to_dict("records")}
    listed = {j.id: j for j in found}
    owners = _owners(framework)
    for name, row in decided.items():
        one = listed.get(name)
        listed[name] = Judgement(
            table=row["table"],
            row_key=row["row_key"],
            column=row["column"],
            what=one.what
            if one
            else _WHAT.get(row["column"], f"the setting {row['row_key']}".replace("_", " ")),
            value=row["value"],
            others=one.others if one else (),
            state=DECIDED,
            why=row["why"],
            indicator_id=WHOLE if row["table"] == SETTINGS else owners.get(row["row_key"], row["row_key"]),
            is_plain=row["table"] == SETTINGS,
            decided_by="" if pd.isna(row["decided_by"]) else row["decided_by"],
            decided_on=row["decided_on"],
        )
    return list(listed.values())


def _owners(framework: Framework) -> dict[str, str]:
    both = pd.concat([framework.measures, framework.derived_measures])
    return dict(zip(both["measure_id"], both["indicator_id"], strict=True))


def _settings(framework: Framework) -> Iterator[Judgement]:
    """Yield the settings that the framework's documents do not give: defaults, and those that we inferred."""
    reasons = setting_reasons()
    rows = framework.tables[SETTINGS].set_index("setting")
    inferred = set(rows.index[rows["provenance"].isin(["inferred", "recalled"])])
    for name in (*SETTING_DAYS, *SETTING_VALUES):
        is_declared = name in framework.declared
        if is_declared and name not in inferred:
            continue
        value = framework.settings[name]
        if name in SETTING_DAYS:
            day = pd.Timestamp(parse_date(value, end=True))
            others = [(day + pd.DateOffset(years=n)).date().isoformat() for n in (-1, 1)]
        else:
            others = [v for v in SETTING_VALUES[name] if v != value]
        note = rows["note"].get(name) if is_declared else reasons.get(name, "")
        yield Judgement(
            table=SETTINGS,
            row_key=name,
            column="value",
            what=f"the setting {name.replace('_', ' ')}",
            value=value,
            others=tuple(others),
            state=DECLARED if is_declared else DEFAULT,
            why="" if pd.isna(note) else str(note),
            is_plain=True,
        )


def _baselines(rated: IndicatorRatings) -> Iterator[Judgement]:
    """Yield the default baselines; the figures next to each could serve in its place."""
    measures = rated.measures
    is_ours = measures["is_rateable"] & (measures["baseline_origin"].isin([DEFAULT, DECIDED]))
    periods = rated.series.groupby("measure_id")["period"].agg(list)
    for indicator_id, group in measures[is_ours].groupby("indicator_id", sort=False):
        one = group.iloc[0]
        used, labels = str(one["baseline_period"]), periods[group.index[0]]
        place = labels.index(used)
        later = [p for p in labels[place + 1 : place + 2] if p != one["latest_period"]]
        several = f" of {len(group)} components" if len(group) > 1 else ""
        yield Judgement(
            table="indicators",
            row_key=str(indicator_id),
            column="baseline_period",
            what=f"the baseline{several}",
            value=used,
            others=tuple([*labels[max(place - 1, 0) : place], *later]),
            state=DEFAULT,
            why=f"no baseline is published; the latest comparable figure up to {rated.settings.baseline_by} serves",
            indicator_id=str(indicator_id),
        )


def _definitions(framework: Framework, official: pd.DataFrame) -> Iterator[Judgement]:
    """Yield what definitions that were not read say, and directions that were proposed."""
    has_own = set(official.loc[official["rating"].isin(["improvement", "no_improvement"]), "indicator_id"])
    reasons = dict(
        zip(framework.directions["indicator_id"], framework.directions["reason"].fillna(""), strict=True)
    )
    for row in framework.indicators.to_dict("records"):
        name, direction = str(row["indicator_id"]), str(row["direction"])
        if name in framework.proposed_directions:
            turned = (OPPOSITE.get(direction, "increase"), "none")
            where = ("directions", name, "confirmed", _WHAT["confirmed"], direction, turned)
            yield Judgement(*where, PROPOSED, reasons.get(name, ""), name)
        if row["provenance"] not in {"inferred", "recalled"} or name not in has_own:
            continue
        why = f"its definition is {row['provenance']}"
        cells: list[tuple[str, str, str, tuple[str, ...]]] = [
            ("direction", _WHAT["direction"], direction, (OPPOSITE.get(direction, "increase"),))
        ]
        if row["kind"] != "improve":
            cells.append(("kind", _WHAT["kind"], str(row["kind"]), ("improve",)))
        if pd.notna(row["minimum_change"]):
            cells.append(("minimum_change", _WHAT["minimum_change"], f"{row['minimum_change']:g}", ("0",)))
        for column, what, value, others in cells:
            if column == "direction" and name in framework.proposed_directions:
                continue
            yield Judgement("indicators", name, column, what, value, others, DECLARED, why, name)


def _important_changes(official: pd.DataFrame) -> Iterator[Judgement]:
    """Yield the smallest change that matters of each indicator that states none; half and double could be used."""
    rows = official[official["trend_important"].notna() & official["minimum_change"].isna()]
    for row in rows.to_dict("records"):
        size, name = float(row["trend_important"]), str(row["indicator_id"])
        used, *others = (plain(float(f"{s:.4g}")) for s in (size, size / 2, size * 2))
        what, why = _WHAT["important_change"], "by important_points or important_percent"
        where = ("indicators", name, "important_change", what, used, tuple(others))
        yield Judgement(*where, DEFAULT, why, name, is_plain=True)


def _stand_ins(rated: IndicatorRatings) -> Iterator[Judgement]:
    """Yield the series that stand in for an indicator, and those that were kept from it."""
    framework = rated.framework
    measures = framework.measures.set_index("measure_id")
    first = candidates(framework, rated.measures)
    used = first.index.isin(rated.official["best_measure"]) & ~first["is_rateable"].astype(bool)
    for measure_id in first.index[used]:
        if measure_id in measures.index:
            where = (
                "measures",
                str(measure_id),
                "stands_in",
                "a stand-in that is let in",
                "true",
                ("false",),
            )
            yield Judgement(
                *where, DEFAULT, "the nearest of its grade", str(first.at[measure_id, "indicator_id"])
            )
    for measure_id, row in measures[~measures["stands_in"].astype(bool)].iterrows():
        where = ("measures", str(measure_id), "stands_in", "a stand-in that is kept out", "false", ("true",))
        why = "" if pd.isna(row["note"]) else str(row["note"])
        yield Judgement(*where, DECLARED, why, str(row["indicator_id"]))


def _rateable(framework: Framework) -> Iterator[Judgement]:
    """Yield the series that are rated, or are not, other than their role says; and derived ones that are rated."""
    measures, derived = framework.measures, framework.derived_measures
    by_role = measures["role"].fillna("").isin(RATED_ROLES)
    other = measures[measures["is_rateable"].astype(bool) != by_role].assign(table="measures")
    made = derived[derived["is_rateable"].astype(bool)].assign(table="derived_measures")
    for row in [*other.to_dict("records"), *made.to_dict("records")]:
        is_on = bool(row["is_rateable"])
        what = "a series that is rated" if is_on else "a series that is not rated"
        value, others = ("true", ("false",)) if is_on else ("false", ("true",))
        where = (row["table"], str(row["measure_id"]), "is_rateable", what, value, others)
        why = "" if pd.isna(row["note"]) else str(row["note"])
        yield Judgement(*where, DECLARED, why, str(row["indicator_id"]))


def _correlations(rated: IndicatorRatings) -> Iterator[Judgement]:
    """Yield the declared correlations of errors, and the 0 of rated series whose periods overlap."""
    table = rated.framework.measures.set_index("measure_id")
    overlaps = rated.measures["caveats"].str.split(";").map(lambda codes: "overlap" in codes)
    open_ones = set(rated.measures.index[overlaps & rated.measures["is_rateable"]])
    for measure_id, row in table.iterrows():
        stated, name, owner = row["error_correlation"], str(measure_id), str(row["indicator_id"])
        what = _WHAT["error_correlation"]
        if pd.notna(stated):
            where = ("measures", name, "error_correlation", what, f"{stated:g}", ("0",))
            yield Judgement(*where, DECLARED, "", owner)
        elif name in open_ones:
            where = ("measures", name, "error_correlation", what, "0", ("0.67",))
            yield Judgement(*where, DEFAULT, "its periods overlap, and no correlation is stated", owner)
