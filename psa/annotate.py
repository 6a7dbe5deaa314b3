"""Sentences, as Markdown, written from the numbers: what was promised, what moved, how sure we are.

Every sentence about a verdict follows from the verdict's own class; a test reads them back. They say
what changed, never why: nothing here can tell the effect of a policy.
"""

import re

import numpy as np
import pandas as pd

from psa.assess import TARGET_STATUS
from psa.framework import Framework, figures_agree
from psa.periods import parse_period
from psa.ratings import DRAWS, Ratings, department_indicators
from psa.tables import alike, in_text, number, percent, significant
from psa.verdicts import VERDICT_WORDS, gap_in_unit

RECALLED = " *(recalled, no page read)*"
INFERRED = " *(partly our judgement)*"


def escape(text) -> str:
    """Return a text from a table so that Markdown and HTML show it as it is."""
    text = str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]#|~$])", r"\\\1", text)


def _words(framework):
    """Return `Framework.word`, its words escaped."""
    return lambda term, plural=False: escape(framework.word(term, plural))


def mark(provenance) -> str:
    """Return the mark of a fact that was not simply read."""
    return {"recalled": RECALLED, "inferred": INFERRED}.get(provenance, "")


def count(n: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun: *no figures*, *1 figure*, *12 figures*."""
    words = {0: "no"}.get(n, f"{n:,}")
    return f"{words} {one if n == 1 else many or one + 's'}"


def listed(items: list[str]) -> str:
    """Return items as *a, b and c*."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def capital(text: str) -> str:
    """Return a sentence with its first letter large, the rest untouched."""
    return text[:1].upper() + text[1:]


def unit_words(unit) -> str:
    """Return a unit as it follows a figure."""
    if not isinstance(unit, str) or not unit:
        return ""
    if unit in {"percent", "count", "number"}:
        return " per cent" if unit == "percent" else ""
    if re.match(r"(rate|index|score|proportion|ratio|average|share)\b", unit):
        return f" ({escape(unit)})"
    return f" {escape(re.sub(r'^percent(?=$| )', 'per cent', unit))}"


def when(label) -> str:
    """Return a period as it stands in a sentence: *in 2008-09*, *on 31 December 2008*."""
    period = parse_period(label)
    if period.kind == "point":
        return f"on {period.end.day} {period.end:%B %Y}"
    if period.kind == "rolling":
        return f"in the year to {period.end:%B %Y}"
    if period.kind == "month":
        return f"in {period.end:%B %Y}"
    if period.kind == "quarter":
        return f"in the {('first', 'second', 'third', 'fourth')[period.end.month // 3 - 1]} quarter of {period.end.year}"
    if period.kind == "span" and period.months % 12:
        return f"from {period.start:%B %Y} to {period.end:%B %Y}"
    return f"in {escape(label)}"


def change_unit(unit, change: float | str | None = None) -> str:
    """Return the unit of a change: of percentages, percentage points, or the point where it is one."""
    if isinstance(unit, str) and unit in {"percent", "percentage points"}:
        return " percentage point" if str(change) == "1" else " percentage points"
    return unit_words(unit)


# ------------------------------------------------------------------------------------- an agreement


def title_agreement(rated: Ratings, agreement_id: str) -> str:
    """Return the page's heading."""
    about = rated.framework.agreement(agreement_id)
    named = _words(rated.framework)("agreement")
    number_words = f"{capital(named)} {escape(about.number)}" if about.number else capital(named)
    return f"# {escape(about.title)}\n\n{number_words} · {escape(rated.framework.settings['title'] or rated.framework.name)}"


def describe_label(rated: Ratings, agreement_id: str) -> str:
    """Return the label of an agreement, the counts behind it, its edge and its chance."""
    row = rated.agreements.set_index("agreement_id").loc[agreement_id]
    word = _words(rated.framework)
    label = word(row["rating"])
    indicators = word("indicator", True)
    if row["rating"] == "withheld":
        return f"**{capital(label)}.** An assessment was made at the time but not published, so there is no rating to check."
    if not row["total"]:
        return f"**{capital(label)}.** No {word('indicator')} of it is in the tables."
    parts = [
        f"**{capital(label)}.** Of its {count(row['total'], word('indicator'), indicators)}, "
        f"{row['improved']} improved, {row['deteriorated']} deteriorated, {row['assessed'] - row['improved'] - row['deteriorated']} "
        f"did neither, and {row['total'] - row['assessed']} could not be rated."
    ]
    parts.append(_edge(row, word))
    if row["rating"] != "not_yet_assessed":
        parts.append(_chances(row, word))
    if row["expected_false"] >= 0.05:
        parts.append(
            f"Of the improvements whose chance is known, {significant(row['expected_false'], 2)} would be expected to be none."
        )
    return " ".join(p for p in parts if p)


def _edge(row, word) -> str:
    if not row["would_become"]:
        return ""
    n = int(row["changes_to_flip"])
    return (f"If {count(n, word('indicator'), word('indicator', True))} had been rated otherwise, the label could have been "
            f"*{word(row['would_become'])}*.")  # fmt: skip


def _chances(row, word) -> str:
    known = int(row["chance_known"])
    if not known:
        return "None of the rated changes has an uncertainty that could be measured, so the chance of the label is not known."
    shares = {c: row[f"chance_{c}"] for c in ("strong_progress", "some_progress", "no_progress")}
    said = listed([f"{word(c)} {percent(s)}" for c, s in shares.items() if s > 0])
    held = int(row["assessed"]) - known
    tail = (
        f" {count(held, 'rated ' + word('indicator'), 'rated ' + word('indicator', True))} without a measurable uncertainty {'is' if held == 1 else 'are'} held at {'its' if held == 1 else 'their'} rating."
        if held
        else ""
    )
    return f"Drawing {DRAWS:,} times on how sure each change is, the label comes out as {said}.{tail}"


def describe_delivery(rated: Ratings, agreement_id: str) -> str:
    """Return who leads an agreement and who its partners are, with dates."""
    rows = rated.framework.delivering(agreement_id).to_dict("records")
    lead = [_deliverer(r) for r in rows if r["role"] == "lead"]
    partners = [_deliverer(r) for r in rows if r["role"] == "partner"]
    text = f"**Led by** {listed(lead) or 'nobody named'}."
    if partners:
        text += f"\n\n**With** {listed(partners)}."
    return text


def _deliverer(row: dict) -> str:
    dates = f" from {row['valid_from']}" if isinstance(row["valid_from"], str) else ""
    dates += f" to {row['valid_to']}" if isinstance(row["valid_to"], str) else ""
    return f"{escape(row['name'])}{dates}{mark(row['provenance'])}"


def describe_definition(rated: Ratings, indicator_id: str) -> str:
    """Return what an indicator is, what was asked of it, and where its definition comes from."""
    i = rated.framework.indicator(indicator_id)
    kinds = {
        "target": "It has a national target",
        "minimum_standard": "It has a minimum standard",
        "improve": "It has no target: it is expected to improve against its baseline trend",
    }
    text = kinds[i.kind]
    if i.target_text:
        text += f": {escape(i.target_text.rstrip('.'))}"
    text += "."
    asks = {
        "increase": "Up is better.",
        "decrease": "Down is better.",
        "maintain": "It is to be held.",
        "none": "No direction that would count as better is defined.",
    }
    text += f" {asks[i.direction]}"
    if i.baseline_period or i.baseline_value is not None:
        base = (
            f"{number(i.baseline_value)}{unit_words(i.unit)}"
            if i.baseline_value is not None
            else "its figure"
        )
        date = f" for {escape(i.baseline_period)}" if i.baseline_period else ""
        text += f" Its published baseline is {base}{date}."
    else:
        text += " No baseline was found published."
    if i.minimum_change is not None:
        size = number(i.minimum_change)
        unit = {"percentage_points": change_unit("percentage points", size), "percent": " per cent"}.get(
            i.minimum_change_unit or "", ""
        )
        text += f" A change counts from {size}{unit}."
    elif i.minimum_change_unit == "significance":
        text += " A change counts if it is statistically significant."
    if i.data_source:
        text += f" Source named in the definition: {escape(i.data_source)}."
    text += {
        "recalled": " The definition is recalled: no page that states it was read.",
        "inferred": " One element of the definition is our judgement.",
    }.get(i.provenance, "")
    return text


def describe_assessment(rated: Ratings, indicator_id: str) -> str:
    """Return what an indicator's figures show: the change, how sure, the trend, the target or standard."""
    row = rated.assessment(indicator_id).row
    sign, decimals = rated.measures.loc[row["measure_id"], ["sign", "decimals"]] if row["measure_id"] else (np.nan, np.nan)
    word = _words(rated.framework)
    detail = " (deteriorated)" if row["detail"] == "deteriorated" else ""
    lines = [f"**Official rule: {word(row['rating'])}{detail}.** {_official(row, rated.framework.indicator(indicator_id), decimals)}"]
    ours = _ours(row, sign, decimals)
    if ours:
        lines.append(ours)
    target = _target(row, decimals)
    if target:
        lines.append(target)
    standard = _standard(row)
    if standard:
        lines.append(standard)
    if row["data_system_rating"]:
        lines.append(f"The auditor rated its data system {escape(row['data_system_rating'])}.")
    return "\n\n".join(lines)


def _official(row, indicator, decimals: float) -> str:
    if row["component_words"]:
        return f"{capital(row['reason'])}."
    if pd.notna(row["change"]) and row["reason_code"] not in {"standard_met", "standard_not_met"}:
        said = indicator.baseline_value
        base = "our default baseline" if row["baseline_origin"] == "default" else "the published baseline"
        if row["baseline_origin"] == "published" and said is not None and not figures_agree(said, row["baseline_value"]):
            base = "the figure of the baseline period, which is not the baseline as published"
        y0, y1 = (in_text(row[c], decimals) for c in ("baseline_value", "latest_value"))
        unit = unit_words(row["unit"])
        first = f"From {y0}{unit} {when(row['baseline_period'])} ({base}) to {y1}{unit} {when(row['latest_period'])}"
        if row["change"] == 0:
            moved = "no change"
        else:
            direction = "a rise" if row["change"] > 0 else "a fall"
            size = significant(abs(row["change"]))
            moved = f"{direction} of {size}{change_unit(row['unit'], size)}"
        judged = {
            "improved": "which is the right way",
            "maintained": "so it was held",
            "unchanged": "",
            "too_small": "the right way, but less than the minimum change",
            "not_significant": "the right way, but no more than sampling error",
            "deteriorated": "which is the wrong way",
            "significance_untestable": "the right way; the definition asks for a statistically significant change, and no sampling error was published to test it with",
            "no_direction": "but no direction that would count as better is defined",
        }.get(row["reason_code"], "")
        return f"{first}: {moved}{', ' + judged if judged else ''}."
    return f"{capital(row['reason'].split(':')[0])}."


def _ours(row, sign: float, decimals: float) -> str:
    """Return our verdict on the trend and on the level, and whether the two agree; of none, why there is none."""
    head = f"**Our verdict: {VERDICT_WORDS[row['verdict']]}.**"
    if row["verdict_words"]:
        if row["verdict"] == "not_assessed":
            return f"{head} {capital(row['verdict_reason'])} ({row['verdict_words']})."
        return f"{head} {capital(row['verdict_words'])}."
    parts = [f"{head} {capital(row['verdict_reason'])}."] if row["verdict"] == "not_assessed" else []
    trend = row["trend_verdict"]
    if trend != "not_assessed":
        expected, latest = (
            significant(row["trend_expected"], 4),
            in_text(row["latest_value"], decimals) if pd.notna(row["latest_value"]) else "",
        )
        lead = f"**Against its baseline trend: {VERDICT_WORDS[trend]}.**"
        m = int(row["trend_baseline_points"])
        body = f"The trend of the {m} figures up to the baseline, carried on, leads to {expected}{unit_words(row['unit'])} {when(row['latest_period'])}"
        body += f"; the figure was {latest}." if latest else "."
        chance = (
            f" The chance that it is better than its trend is {percent(row['p_better'])}."
            if pd.notna(row["p_better"])
            else ""
        )
        what = _tested(row, sign) if row["trend_later_points"] > 1 else " The difference"
        tail = what + {
            "not_distinguishable": " is no more than such a series does by itself.",
            "in_line": " is smaller than the least that matters.",
        }.get(trend, " is more than such a series does by itself.")
        short = " The trend rests on three figures only." if m == 3 else ""
        parts.append(f"{lead} {body}{tail}{chance}{short}")
    level = row["level_verdict"]
    if pd.notna(row["change"]):
        interval = ""
        if pd.notna(row["change_lower"]):
            interval = f" (95% interval {' to '.join(alike(row['change_lower'], row['change_upper']))})"
        words = {
            "improved": f"Since the baseline it has clearly improved{interval}.",
            "worse": f"Since the baseline it has clearly got worse{interval}.",
            "no_clear_change": f"Since the baseline there is no clear change{interval}.",
            "unknown": "Nothing published says how much of the change since the baseline is chance.",
        }[level]
        parts.append(words)
        if (
            (level == "improved" and trend in {"worse", "not_distinguishable", "in_line"})
            or (level in {"no_clear_change", "worse"} and trend == "better")
            or (level == "worse" and trend in {"not_distinguishable", "in_line"})
        ):
            parts.append(
                "The two readings of *improve against the baseline trend* differ here: the level says one thing, the trend another."
            )
    return " ".join(parts)


def _tested(row, sign: float) -> str:
    """Return what the test of the trend takes together, and the beginning of the sentence on its result."""
    gap, ahead = gap_in_unit(row), sign * (row["latest_value"] - row["trend_expected"])
    words = f" The test is of all {int(row['trend_later_points'])} figures after the baseline together"
    if not np.isfinite(gap):
        return f"{words}. Their difference"
    size = significant(abs(gap), 2)
    unit = change_unit(row["unit"], size)
    about = "" if row["trend_scale"] == "identity" else "about "
    words += f": on average they are {about}{size}{unit if not unit.startswith(' (') else ''} {'better' if gap > 0 else 'worse'} than the trend"
    if ahead * gap < 0:
        words += f", though the latest alone is {'better' if ahead > 0 else 'worse'}"
    return f"{words}. That difference"


def _target(row, decimals: float) -> str:
    status = row["target_status"]
    if not status:
        return ""
    words = f"**Target: {TARGET_STATUS[status]}.**"
    if pd.isna(row.get("target_level", np.nan)) or status == "no_level":
        return words
    unit = unit_words(row["unit"])
    by = (
        f" by {row['target_period']}"
        if isinstance(row["target_period"], str) and row["target_period"]
        else ""
    )
    words += f" It asks for {in_text(row['target_level'])}{unit}{by}"
    if pd.notna(row["target_figure"]):
        words += f"; the figure for {row['target_figure_period']} is {in_text(row['target_figure'], decimals)}"
        if row["target_distance"] > 0:
            size = significant(row["target_distance"])
            words += f", {size}{change_unit(row['unit'], size)} short"
    words += "."
    if pd.notna(row["target_share"]):
        words += (
            f" That is {percent(row['target_share'])} of the way from the baseline"
            if row["target_share"] >= 0
            else " That is further from the target than the baseline was"
        )
        if pd.notna(row["target_required"]) and status not in {"met", "not_met"}:
            words += f"; a straight path would have been at {significant(row['target_required'], 4)}"
        words += "."
    if pd.notna(row["target_chance"]):
        words += f" Going by the figures so far, the chance of meeting it is {percent(row['target_chance'])}: {VERDICT_WORDS[row['verdict']]}."
    if row["target_margin"] == "within":
        words += " The difference from the target is within sampling error."
    elif row["target_margin"] == "beyond":
        words += " The difference from the target is more than sampling error."
    return words


def _standard(row) -> str:
    if pd.isna(row.get("standard_periods", np.nan)):
        return ""
    n, met = int(row["standard_periods"]), int(row["standard_met_periods"])
    words = f"**Minimum standard of {number(row['standard_level'])}{unit_words(row['unit'])}:** met in {met} of {count(n, 'period')} inside the period"
    breach = int(row["standard_longest_breach"])
    words += f", the longest breach {count(breach, 'period')}." if breach else "."
    return (
        words + f" Latest: {VERDICT_WORDS[row['standard_verdict']]}."
        if row["standard_verdict"] in VERDICT_WORDS
        else words
    )


def describe_note(points: pd.DataFrame) -> str:
    """Return the note that stands in the tables beside a series; empty where there is none."""
    notes = points["measure_note"].dropna().unique()
    return f"*Note in the tables: {escape(notes[0].rstrip('.'))}.*" if len(notes) else ""


def describe_revisions(rated: Ratings, indicator_id: str) -> str:
    """Return whether an indicator's revised figures changed its rating or our verdict; empty where none was revised."""
    if rated.revised(indicator_id).empty:
        return ""
    first = rated.as_first_published(indicator_id)
    now = rated.official.set_index("indicator_id").loc[indicator_id]
    word = _words(rated.framework)

    def rating(row) -> str:
        return word(row["rating"]) + (" (deteriorated)" if row["detail"] == "deteriorated" else "")

    pairs = [("the official rating", rating(first), rating(now)),
             ("our verdict", *(VERDICT_WORDS[row["verdict"]] for row in (first, now)))]  # fmt: skip
    changed = [f"{name} would have been *{before}*, where it is now *{after}*" for name, before, after in pairs if before != after]
    if not changed:
        return "With the figures as first published, the official rating and our verdict would have been the same."
    same = next((f"; {name} would have been the same" for name, before, after in pairs if before == after), "")
    return f"**With the figures as first published,** {listed(changed)}{same}."


def describe_sources(rated: Ratings, measure_ids: list[str], most: int = 8) -> str:
    """Return where the figures of some measures come from, as a list with links."""
    ids = rated.series.loc[rated.series["measure_id"].isin(measure_ids), "source_id"].dropna()
    named = list(dict.fromkeys(part.strip() for text in ids for part in text.split(";")))
    table = rated.framework.sources.set_index("source_id")
    lines = []
    for source_id in named[:most]:
        s = table.loc[source_id]
        title = escape(s["title"])
        url = s["url"] if isinstance(s["url"], str) and re.match(r"https?://[^\s<>\"')]+$", s["url"]) else ""
        publisher = (
            f", {escape(s['publisher'])}"
            if isinstance(s["publisher"], str) and s["publisher"] not in str(s["title"])
            else ""
        )
        lines.append(f"- [{title}]({url}){publisher}" if url else f"- {title}{publisher}")
    if len(named) > most:
        lines.append(f"- and {count(len(named) - most, 'further source')}, named in the table of figures")
    return "**Sources**\n\n" + "\n".join(lines) if lines else ""


def describe_missing(rated: Ratings, indicators: pd.DataFrame) -> str:
    """Return what some indicators do not show, and why, grouped by reason."""
    from psa.assess import REASONS

    unrated = indicators[~indicators["rating"].isin(["improvement", "no_improvement"])]
    if unrated.empty:
        return f"Every {_words(rated.framework)('indicator')} could be rated by the official rule."
    lines = []
    for code, group in unrated.groupby("reason_code", sort=False):
        lines.append(f"- **{capital(REASONS[code][1])}:** {', '.join(map(escape, group['indicator_id']))}")
    words = _words(rated.framework)
    lead = f"{capital(count(len(unrated), words('indicator'), words('indicator', True)))} of {len(indicators)} could not be rated:"
    return lead + "\n\n" + "\n".join(lines)


LIMITS = """- A rating says what a figure did, not why. Nothing here is the effect of a policy.
- Where no sampling error was published, how sure a change is comes from the series' own irregularity, or is not known.
- Figures of a later vintage than the reports of the time had can differ from what was known then.
- Facts marked as recalled were not found on a page that could be read."""


# ------------------------------------------------------------------------------------ a department


def title_department(rated: Ratings, department_id: str) -> str:
    """Return the page's heading."""
    about = rated.framework.department(department_id)
    return f"# {escape(about.name)}\n\n{escape(rated.framework.settings['title'] or rated.framework.name)}"


def describe_department(rated: Ratings, department_id: str) -> str:
    """Return what a department leads and is a partner of, with counts, each shared indicator once."""
    row = rated.departments.set_index("department_id").loc[department_id]
    word = _words(rated.framework)
    agreements = word("agreement", True)

    def indicators(n: int) -> str:
        return count(n, word("indicator"), word("indicator", True))

    text = []
    for role, verb in (("lead", "leads"), ("partner", "is a partner of")):
        ids = [a for a in str(row[f"{role}_agreements"]).split(";") if a]
        if not ids:
            text.append(f"It {verb} no {word('agreement')}.")
            continue
        own = "its" if len(ids) == 1 else "their"
        text.append(f"It {verb} {count(len(ids), word('agreement'), agreements)}: of {own} {indicators(row[f'{role}_total'])} "
                    f"{row[f'{role}_improved']} improved, {row[f'{role}_deteriorated']} deteriorated, and "
                    f"{row[f'{role}_total'] - row[f'{role}_assessed']} could not be rated.")  # fmt: skip
    if row["total"]:
        text.append(f"Taken together, each shared {word('indicator')} once, the official rule would say **{word(row['rating'])}** "
                    f"({row['improved']} of {row['total']} improved, {row['assessed']} rated).")  # fmt: skip
    note = rated.framework.department(department_id).note
    if note:
        text.append(f"*{escape(note)}.*")
    return " ".join(text)


def describe_objectives(rated: Ratings, department_id: str) -> str:
    """Return a department's own objectives with their indicators, links and published ratings."""
    f = rated.framework
    own = f.objectives[f.objectives["department_id"] == department_id]
    if own.empty:
        return f"No {_words(f)('objective')} of this {_words(f)('department')} is in the tables."
    lines = []
    rating = rated.indicators.set_index("indicator_id")["rating"]
    for o in own.to_dict("records"):
        lines.append(f"### {escape(o['number'])}. {escape(o['title'])}{mark(o['provenance'])}")
        links = f.objective_agreements[f.objective_agreements["objective_id"] == o["objective_id"]][
            "agreement_id"
        ]
        if len(links):
            lines.append(f"It underpins {listed([escape(a) for a in links])}.")
        kpis = f.objective_indicators[f.objective_indicators["objective_id"] == o["objective_id"]]
        for k in kpis.to_dict("records"):
            shared = k["shared_indicator_id"]
            link = (
                f", shared with {escape(shared)}: {_words(f)(rating[shared])}"
                if isinstance(shared, str) and shared in rating
                else ""
            )
            target = f" ({escape(k['target_text'])})" if isinstance(k["target_text"], str) else ""
            lines.append(f"- {escape(k['number'])} {escape(k['name'])}{target}{link}")
        if kpis.empty:
            lines.append(f"No {_words(f)('indicator')} of it is in the tables.")
        said = f.published_ratings[f.published_ratings["objective_id"] == o["objective_id"]]
        for s in said.to_dict("records"):
            counts = (
                f", {int(s['improved_count'])} of {int(s['total_count'])}"
                if pd.notna(s["improved_count"])
                else ""
            )
            lines.append(f"- Published: *{escape(s['rating_as_published'])}*{counts} ({escape(s['report'])})")
        lines.append("")
    return "\n\n".join(_join_lists(lines))


def _join_lists(lines: list[str]) -> list[str]:
    """Return paragraphs, with the items of a list kept together."""
    out: list[str] = []
    for line in lines:
        if line.startswith("- ") and out and out[-1].startswith("- "):
            out[-1] += f"\n{line}"
        elif line:
            out.append(line)
    return out


def describe_actions(rated: Ratings, department_id: str | None = None) -> str:
    """Return the actions that underpin all agreements, of one department (with those for all) or of all."""
    f = rated.framework
    actions = f.transformation
    if department_id:
        actions = actions[actions["department_id"].isin([department_id, "all"])]
    if actions.empty:
        return f"No {_words(f)('action')} is in the tables."
    lines = []
    for department, group in actions.groupby("department_id", sort=False):
        owner = f"Every {_words(f)('department')}" if department == "all" else escape(f.department_name(department))
        lines.append(f"**{owner}**")
        for a in group.to_dict("records"):
            target = f": {escape(a['target_text'])}" if isinstance(a["target_text"], str) else ""
            figures = f.transformation_observations[
                f.transformation_observations["action_id"] == a["action_id"]
            ]
            said = listed([f"{escape(x['label'])} {number(x['value'])}" for x in figures.to_dict("records")])
            said = f" Figures of {escape(figures['period'].iloc[0])}: {said}." if said else ""
            lines.append(f"- {escape(a['title'])}{target}.{said}{mark(a['provenance'])}")
    return "\n\n".join(_join_lists(lines))


# ---------------------------------------------------------------------------------- the framework


def title_framework(framework: Framework, what: str) -> str:
    """Return the heading of a page on the whole framework."""
    f = framework
    subtitle = f.settings["subtitle"]
    return f"# {what}\n\n{escape(f.settings['title'] or f.name)}" + (
        f". {escape(subtitle)}." if subtitle else ""
    )


def describe_framework(rated: Ratings) -> str:
    """Return the labels of all agreements counted, and how sure they are."""
    word = _words(rated.framework)
    labels = rated.agreements["rating"].value_counts()
    order = [
        c
        for c in ("strong_progress", "some_progress", "no_progress", "not_yet_assessed", "withheld")
        if c in labels
    ]
    said = listed([f"{labels[c]} {word(c)}" for c in order])
    i = rated.indicators
    n, indicator = len(i), (word("indicator"), word("indicator", True))
    ratings = i["rating"].value_counts()
    tests = int(rated.measures.loc[rated.measures["is_rateable"], "p_better"].notna().sum())
    better = int((rated.measures["is_rateable"] & (rated.measures["trend_verdict"] == "better")).sum())
    survive = int((i["survives"] == "yes").sum())
    return (
        f"Of {count(len(rated.agreements), word('agreement'), word('agreement', True))}: {said}.\n\n"
        f"Of {count(n, *indicator)}, {ratings.get('improvement', 0)} improved, {ratings.get('no_improvement', 0)} did not "
        f"({int((i['detail'] == 'deteriorated').sum())} of them deteriorated), {ratings.get('not_yet_assessed', 0)} {'is' if ratings.get('not_yet_assessed', 0) == 1 else 'are'} not yet assessed, "
        f"{ratings.get('not_rateable', 0)} cannot be rated and {ratings.get('withheld', 0)} "
        f"{'was' if ratings.get('withheld', 0) == 1 else 'were'} withheld.\n\n"
        f"The baseline trend could be tested for {count(tests, 'series', 'series')}; {better} came out better. At 2.5% a side, about "
        f"{significant(tests * 0.025, 2)} of so many tests would come out better if nothing had changed. "
        f"{capital(count(survive, *indicator))} {'stands' if survive == 1 else 'stand'} when no more than one in ten of those found may be false."
    )


def describe_coverage(rated: Ratings) -> str:
    """Return how many indicators have figures on both sides of the start of the period, and why others have not."""
    i = rated.indicators
    with_series = rated.measures[rated.measures["is_rateable"]]["indicator_id"].nunique()
    tested = int((i["trend_verdict"] != "not_assessed").sum())
    rated_count = int(i["rating"].isin(["improvement", "no_improvement"]).sum())
    one, all_of = _words(rated.framework)("indicator"), count(len(i), _words(rated.framework)("indicator"), _words(rated.framework)("indicator", True))
    return (f"{with_series} of {all_of} {'has' if with_series == 1 else 'have'} a series that is the {one} itself. {rated_count} could be rated by the "
            f"official rule, and {tested} {'has' if tested == 1 else 'have'} enough figures before and after to be tested against their baseline trend.")  # fmt: skip


def describe_disagreements(rated: Ratings) -> str:
    """Return where the official rating and our verdict differ, and why, as a list."""
    lines = []
    for row in rated.indicators.to_dict("records"):
        words = disagreement(row)
        if words:
            lines.append(f"- **{escape(row['indicator_id'])}** {escape(row['name'])}: {words}")
    if not lines:
        return "The official rating and our verdict nowhere differ."
    word = _words(rated.framework)
    return f"They differ for {count(len(lines), word('indicator'), word('indicator', True))}:\n\n" + "\n".join(lines)


def disagreement(row) -> str:
    """Return why the official rating and our verdict on one indicator differ; empty where they do not."""
    good = {"better", "met", "on_course", "meets", "meets_within_error"}
    bad = {"worse", "not_met", "off_course", "moving_away", "below", "below_within_error"}
    rating, verdict = row["rating"], row["verdict"]
    said = VERDICT_WORDS[verdict]
    if verdict == "not_assessed" or rating == "withheld":
        return ""
    if rating == "improvement" and verdict not in good:
        why = {
            "not_distinguishable": "it moved the right way, but no more than its trend and its usual irregularity would bring",
            "in_line": "it moved the right way, as its trend would have brought",
            "worse": "it moved the right way, but less than its own trend would have brought",
            "not_met": "it moved the right way, but not as far as the target",
            "off_course": "it moved the right way, but too slowly for the target",
            "uncertain": "it moved the right way; whether it will reach the target cannot be told",
        }.get(verdict, "the target or standard is judged otherwise")
        return f"officially improvement, ours *{said}*: {why}."
    if rating == "no_improvement" and verdict not in bad:
        return f"officially no improvement, ours *{said}*: the change is no more than its usual irregularity, or its trend was worse."
    if rating in {"not_yet_assessed", "not_rateable"}:
        return f"officially not rated ({row['reason'].split(':')[0]}), ours *{said}*."
    return ""


def describe_departments_of(rated: Ratings, department_id: str) -> pd.DataFrame:
    """Return the indicators that a department answers for, each once."""
    return department_indicators(rated.framework, rated.indicators, department_id)
