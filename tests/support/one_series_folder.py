"""A framework of one promise, one indicator and one series, for inputs that go wrong in one way each."""

from pathlib import Path

SETTINGS = "setting,value\ntitle,T\nperiod_title,the plan\nbaseline_by,2019-12-31\nthrough,2023-12-31\n"


def one_series(
    folder: Path,
    figures: str | dict[str, object],
    kind: str = "count",
    unit: str = "number",
    direction: str = "decrease",
    label: str = "Thing",
    **definition: object,
) -> Path:
    """Write the framework and return its folder.

    Args:
        folder: made where there is none.
        figures: by period; or values from 2012 on, separated by spaces.
        kind, unit, label: of the measure.
        direction: of the indicator.
        definition: other columns of the indicator; `measure_` before a name gives a column of the measure.
    """
    if isinstance(figures, str):
        figures = {str(2012 + i): value for i, value in enumerate(figures.split())}
    of_measure = {n.removeprefix("measure_"): v for n, v in definition.items() if n.startswith("measure_")}
    of_indicator = {n: v for n, v in definition.items() if not n.startswith("measure_")}
    indicator = {"indicator_id": "a/1", "agreement_id": "a", "number": "1.1", "name": "Thing"}
    indicator |= {"kind": "target" if "target_value" in of_indicator else "improve", "direction": direction}
    indicator |= {"unit": unit, "source_id": "s", **of_indicator}
    measure = {"measure_id": "a/1:m", "indicator_id": "a/1", "label": label, "role": "headline"}
    measure |= {"unit": unit, "value_kind": kind, **of_measure}
    rows = [f"a/1:m,{period},{value},final,read,s" for period, value in figures.items()]
    tables = {
        "framework": SETTINGS,
        "agreements": "agreement_id,number,title\na,1,A promise\n",
        "indicators": _table(indicator),
        "measures": _table(measure),
        "observations": "\n".join(["measure_id,period,value,status,provenance,source_id", *rows, ""]),
        "sources": "source_id,title,publisher,url\ns,Source,Office,https://example.org/s\n",
    }
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="\n")
    return folder


def _table(row: dict[str, object]) -> str:
    cells = (f'"{cell}"' if "," in str(cell) else str(cell) for cell in row.values())
    return f"{','.join(row)}\n{','.join(cells)}\n"
