# ruff: noqa: E501  one case a line
"""Framework folders damaged at random: a fault or the right values, never a traceback, never a silent wrong read.

Whenever no fault is reported, what was loaded is set beside what the file says when read with nothing but
Python's own CSV reader.
"""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_framework import TABLES as TEXTS
from small_framework import write_small_framework

from psa.data.checks.table import check_table, typed
from psa.data.faults import FrameworkError
from psa.data.load import check_framework, load_framework
from psa.data.periods import parse_period
from psa.data.reading.csv_file import read_table
from psa.data.schema import TABLES
from psa.data.series import load_series

QUIET = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow],
    "derandomize": True,
    "database": None,
}

CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "9.6",
            "9,6",
            "1,234",
            "1.234,5",
            "-3",
            "−3",
            "1e5",
            "1E+05",
            "1e999",
            "nan",
            "inf",
            "n/a",
            "-",
            "..",
            ":",
            "71.2%",
            "£5",
            "(5)",
            "=A1",
            "#REF!",
            "####",
            "TRUE",
            "true",
            "yes",
            "2008",
            "2008-09",
            "2008/09",
            "2008-9",
            "2008-09-01",
            "Sep-08",
            "01/09/2008",
            "39692",
            "2008-Q3",
            "year to 2008-Sep",
            "2008-10",
            "8",
            "1999-2000",
            "a-01",
            "a-01/1",
            "a-01/1:share",
            "a-01/2:vacancies",
            "labour-survey",
            "labour-survey;river-report",
            "labour-survey;",
            ";",
            "|",
            "a|b",
            "../../x",
            "\u00a0",
            "\u200b",
            "\ufeff",
            "“x”",
            '"',
            "'",
            "a\nb",
            "a\rb",
            "\x00",
            "\x1a",
            "\ud7ff",
            "Ã©",
            "\ufffd",
            "٣",
            "２００８",
            "final",
            "provisional",
            "revised",
            "read",
            "target",
            "improve",
            "maintain",
            "level",
            "increase",
            "measure_id",
            "period",
            "value",
            "__row__",
            "__file__",
            "0",
            "000",
            "1_000",
            "0x10",
            "1.",
            ".5",
            "99999999999999999999",
            "0.1000000000000000055511151231257827",
            "2008 to 2009",
            "2009 to 2008",
            "0001",
            "9999-12-31",
        ]
    ),
    st.text(max_size=12),
    st.floats().map(repr),
    st.integers().map(str),
)
DRESS = st.sampled_from(
    [
        "{c}%",
        "£{c}",
        "'{c}",
        '"{c}"',
        "−{c}",
        "-{c}",
        "({c})",
        "{c}p",
        "{c} (r)",
        "{c}E+02",
        "{c}e2",
        "{c}-01",
        "{c}.0",
        " {c} ",
        "\u00a0{c}",
        "{c}\u200b",
        "0{c}",
        "{c}0",
        "1,{c}",
        "{c},5",
        "{c},000",
        "={c}",
        "{c}/01/01",
    ]
)
SWAPS = st.sampled_from(
    [
        (".", ","),
        ("-", "/"),
        ("-", "–"),
        ("-", " "),
        ("0", ""),
        ("20", ""),
        ("-0", "-"),
        ("-", ""),
        ("1", "l"),
    ]
)
ROUGH = ["header", "drop", "twice", "swap", "cut", "longer", "column", "shift"]
DRESSED = ["cell", "dress", "dress", "swap digits", "swap digits"]


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def text_of(
    rows: list[list[str]], separator: str = ",", ending: str = "\n", quoting: int = csv.QUOTE_MINIMAL
) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=ending, quoting=quoting).writerows(rows)
    return out.getvalue()


@st.composite
def damage(draw, texts: dict[str, str]) -> dict[str, bytes]:
    """Return some files of a framework, changed in cells, rows, headers, form or bytes."""
    out = {}
    for _ in range(draw(st.integers(1, 3))):
        file = draw(st.sampled_from(sorted(texts)))
        rows = rows_of(texts[file])
        is_neat = draw(st.booleans())  # half of the files are damaged in their cells alone
        for _ in range(draw(st.integers(0, 3))):
            at = draw(st.integers(0, len(rows) - 1))
            kind = draw(st.sampled_from(DRESSED if is_neat else [*DRESSED, *ROUGH]))
            if kind == "cell" and rows[at]:
                rows[at][draw(st.integers(0, len(rows[at]) - 1))] = draw(CELLS)
            elif kind == "dress" and rows[at]:
                where = draw(st.integers(0, len(rows[at]) - 1))
                rows[at][where] = draw(DRESS).format(c=rows[at][where])
            elif kind == "swap digits" and rows[at]:
                where = draw(st.integers(0, len(rows[at]) - 1))
                rows[at][where] = rows[at][where].replace(*draw(SWAPS))
            elif kind == "header":
                rows[0] = draw(st.permutations(rows[0]))
            elif kind == "drop" and len(rows) > 1:
                rows.pop(at)
            elif kind == "twice":
                rows.insert(draw(st.integers(0, len(rows))), list(rows[at]))
            elif kind == "swap":
                other = draw(st.integers(0, len(rows) - 1))
                rows[at], rows[other] = rows[other], rows[at]
            elif kind == "cut":
                rows[at] = rows[at][: draw(st.integers(0, len(rows[at])))]
            elif kind == "longer":
                rows[at] = [*rows[at], *draw(st.lists(CELLS, max_size=2))]
            elif kind == "column":
                gone = draw(st.integers(0, max(len(rows[0]) - 1, 0)))
                rows = [r[:gone] + r[gone + 1 :] for r in rows]
            elif kind == "shift" and rows[at]:
                rows[at] = [draw(CELLS), *rows[at][:-1]]
        separator = "," if is_neat else draw(st.sampled_from([",", ",", ",", ";", "\t"]))
        ending = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
        quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
        text = text_of(rows, separator, ending, quoting)
        encoding = draw(
            st.sampled_from(["utf-8", "utf-8-sig"] if is_neat else ["utf-8", "utf-8", "utf-16", "latin-1"])
        )
        data = text.encode(encoding, "replace" if encoding == "latin-1" else "surrogatepass")
        if not is_neat and draw(st.integers(0, 3)) == 0 and data:
            where = draw(st.integers(0, len(data) - 1))
            data = data[:where] + draw(st.binary(max_size=3)) + data[where + draw(st.integers(0, 3)) :]
        out[file] = data
    return out


def plain_cells(data: bytes) -> list[dict[str, str]]:
    """Return the rows of a file as Python's reader gives them: the witness to what the reading found."""
    found = [[c.strip() for c in row] for row in rows_of(data.decode("utf-8").lstrip("\ufeff"))]
    found = [row for row in found if any(row)]
    invisible = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
    header = [h.translate(invisible) for h in found[0]]
    return [dict(zip(header, row, strict=False)) for row in found[1:]]


def assert_as_written(table, frame, data: bytes) -> None:
    """Check every cell of a typed table against the file that it was read from."""
    rows = plain_cells(data)
    assert len(frame) == len(rows)
    values = frame.to_dict("records")
    for row, found in zip(rows, values, strict=True):
        for column in table.columns:
            written, value = row.get(column.name, ""), found[column.name]
            if column.type == "boolean":
                assert value == (written.lower() == "true") or not written
            elif written == "":
                assert value is None or value != value
            elif column.type in {"number", "integer"}:
                assert value == float(written)
            else:
                assert value == written


def test_the_small_framework_is_sound(tmp_path):
    assert check_framework(write_small_framework(tmp_path))[0] == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_small_framework(tmp_path_factory.mktemp("small"))


@pytest.mark.slow
@settings(max_examples=400, **QUIET)
@given(changed=damage(TEXTS))
def test_a_damaged_folder_gives_faults_or_the_values_written(changed):
    with tempfile.TemporaryDirectory() as scratch:
        folder = write_small_framework(Path(scratch) / "small")
        for file, data in changed.items():
            (folder / file).write_bytes(data)
        try:
            framework = load_framework(folder)
        except FrameworkError as error:
            assert error.faults
            assert all(f.problem and f.remedy and "\n" not in str(f) for f in error.faults)
            return
        for name in ("agreements", "departments", "indicators", "measures", "sources"):
            text = changed.get(f"{name}.csv", TEXTS[f"{name}.csv"].encode())
            assert_as_written(TABLES[name], framework.tables[name], text)
        parts = [
            changed.get(f, TEXTS[f].encode()) for f in ("observations/a-01.csv", "observations/a-02.csv")
        ]
        rows = [r for part in parts for r in plain_cells(part)]
        held = framework.observations
        assert [float(r["value"]) for r in rows] == list(held["value"])
        assert [r["period"] for r in rows] == list(held["period"])
        if held["released"].isna().all():
            series = load_series(framework)
            assert len(series) == len(held)
            assert all(
                (parse_period(p).start, parse_period(p).end) == (s.date(), e.date())
                for p, s, e in zip(series["period"], series["start"], series["end"], strict=True)
            )


OBSERVATIONS = {"observations/a-01.csv": TEXTS["observations/a-01.csv"]}


@pytest.mark.slow
@settings(max_examples=1200, **QUIET)
@given(changed=damage(OBSERVATIONS))
def test_a_damaged_table_of_figures_gives_faults_or_the_values_written(changed):
    table = TABLES["observations"]
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "a-01.csv"
        path.write_bytes(changed["observations/a-01.csv"])
        frame, faults = read_table(table, path, "a-01.csv")
        faults += check_table(table, frame)
    assert all(f.problem and f.remedy and "\n" not in str(f) for f in faults)
    if not faults:
        assert_as_written(table, typed(table, frame), changed["observations/a-01.csv"])


@pytest.mark.slow
@settings(max_examples=400, **QUIET)
@given(
    data=st.one_of(
        st.binary(max_size=400), st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass"))
    ),
    name=st.sampled_from(sorted(TABLES)),
)
def test_bytes_of_any_kind_give_faults_or_nothing(data, name):
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "table.csv"
        path.write_bytes(data)
        frame, faults = read_table(TABLES[name], path, "table.csv")
        faults += check_table(TABLES[name], frame)
    assert faults or frame.empty
    assert all("\n" not in str(f) for f in faults)
