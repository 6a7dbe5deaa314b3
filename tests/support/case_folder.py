"""A framework of one promise and a few indicators, written from what a case says of them."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from psa.pages.outcomes import outcome_of
from psa.pages.sentences.answer import describe_outcome
from psa.pages.sentences.figures import describe_other_rules
from psa.workbook.workbook import Workbook

PERIOD = {"title": "T", "period_title": "the plan", "baseline_by": "2019-12-31", "through": "2023-12-31"}
SOURCES = "source_id,title,publisher,url\ns,Source,Office,https://example.org/s\n"


def write_case(folder: Path, case: Mapping[str, Any]) -> Path:
    """Write the framework of a case and return its folder.

    Args:
        folder: made where there is none.
        case: `series` is the figures of one indicator by period (a figure, or value, lower and upper limit of its 95%
            interval; or a mapping of columns), or a list of such for components of one set; `unit`, `value_kind`,
            `measure`, `indicator`, `period` give columns of the tables; `indicators` is a list of several cases, each
            of one indicator of the promise; `tables` is the text of further tables.
    """
    indicators, measures, figures = [], [], []
    for number, one in enumerate(case.get("indicators", [case]), 1):
        about = {"unit": "number"} | {k: one[k] for k in ("unit",) if k in one}
        name = f"a/{number}"
        asked = {"kind": "target" if "target_value" in one.get("indicator", {}) else "improve"}
        indicators.append(
            {"indicator_id": name, "agreement_id": "a", "number": f"1.{number}", "name": f"Thing {number}"}
            | asked
            | {"direction": "increase", "source_id": "s"}
            | about
            | one.get("indicator", {})
        )
        several = one["series"] if isinstance(one["series"], list) else [one["series"]]
        for place, series in enumerate(several, 1):
            measure = {"measure_id": f"{name}:m{place}", "indicator_id": name, "label": f"Series {place}"}
            measure |= {"role": "headline" if len(several) == 1 else "component"}
            measure |= about | {"value_kind": one.get("value_kind", "count")} | one.get("measure", {})
            measures.append(measure)
            figures += [_figure(measure["measure_id"], period, given) for period, given in series.items()]
    settings = [{"setting": k, "value": v} for k, v in (PERIOD | case.get("period", {})).items()]
    tables = {
        "framework": _table(settings),
        "agreements": "agreement_id,number,title\na,1,A promise\n",
        "indicators": _table(indicators),
        "measures": _table(measures),
        "observations": _table(figures),
        "sources": SOURCES,
    } | case.get("tables", {})
    folder.mkdir(exist_ok=True, parents=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="\n")
    return folder


def _figure(measure_id: str, period: object, given: Any) -> dict[str, object]:
    row = {
        "measure_id": measure_id,
        "period": period,
        "status": "final",
        "provenance": "read",
        "source_id": "s",
    }
    if isinstance(given, Mapping):
        return row | given
    if isinstance(given, list | tuple):
        value, lower, upper = given
        return row | {"value": value, "lower": lower, "upper": upper, "interval_level": 95}
    return row | {"value": given}


def _table(rows: list[dict[str, Any]]) -> str:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [",".join(columns), *(",".join(_cell(row.get(column)) for column in columns) for row in rows)]
    return "\n".join([*lines, ""])


def _cell(given: Any) -> str:
    text = "" if given is None else str(given)
    return f'"{text}"' if "," in text else text


def check_columns(workbook: Workbook, wanted: Mapping[str, Any], is_drawn: tuple[str, ...] = ()) -> None:
    """Fail where a column of the first indicator, of its first series or of its promise is not what a case wants.

    Args:
        workbook: of one case.
        wanted: by column; a number to the digits that it is written with, None for nothing.
        is_drawn: how the names of columns begin that are shares of 10,000 draws.
    """
    view = workbook.indicator("a/1")
    series = view.measures.iloc[0].to_dict() if len(view.measures) else {}
    found = workbook.ratings.agreements.iloc[0].to_dict() | series | view.row.to_dict()
    for column, value in wanted.items():
        given = found[column]
        if value is None:
            assert given is None or given == "" or math.isnan(given), column
        elif isinstance(value, str):
            assert given == value, column
        else:
            reach = 0.01 if column.startswith(is_drawn) else 0.501 * 10 ** -len(str(value).partition(".")[2])
            assert given == pytest.approx(value, abs=reach), column


def check_sentences(workbook: Workbook, wanted: list[str]) -> None:
    """Fail where the page of the first indicator or of its promise does not say what a case wants."""
    view = workbook.indicator("a/1")
    outcome = describe_outcome(outcome_of(workbook.ratings, view.row.to_dict()))
    others = describe_other_rules(workbook.ratings, "a/1")
    text = "\n".join([outcome, view.explain(), others, workbook.agreement("a").label()]).replace("**", "")
    for sentence in wanted:
        assert sentence in text, f"{sentence!r} is not in {text}"
