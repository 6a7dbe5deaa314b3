# ruff: noqa: E501  one case a line
"""Tables, params, metadata and revisions that somebody made to do harm: refused, or shown as the text that they are.

Each goes in where it would in earnest: through the command, the notebooks, the downloads. What a test of one
module shows already (names of new frameworks, links that lead out of an Open SDG folder, marks on formulas)
is not shown again here; ``docs/reference/hostile-inputs.md`` names every case and its test.
"""

import ast
import base64
import csv
import html.parser
import io
import json
import os
import pickle
import re
import resource
import subprocess
import sys
import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbconvert.filters import markdown2html
from papermill.parameterize import parameterize_notebook
from small_framework import write_small_framework

from psa import paths
from psa.batch.fingerprints import ratings as digest
from psa.batch.params import Run, expand_runs
from psa.batch.run import run_one
from psa.cli import main
from psa.data.cells.texts import name_fault
from psa.data.load import load_framework
from psa.methods.ratings import rate_framework
from psa.pages.sentences.agreement import describe_label, title_agreement
from psa.pages.sentences.department import describe_department, describe_objectives
from psa.pages.sentences.framework import describe_disagreements, describe_framework, describe_missing
from psa.pages.sentences.indicator import describe_assessment
from psa.site.template import script

TAG = "<img src=x onerror=alert(1)>"
BREAK = "\"'></title></style></svg></script><script>alert(1)</script>" + TAG
LINKS = "[go](javascript:alert(1)) ![p](http://x.example/p.png) <http://x.example> [r]: http://x.example"
SPELLS = [
    "../../evil",
    "..",
    "/tmp/evil",
    "a/b",
    "..\\evil",
    "$(touch ran)",
    "; touch ran",
    "-rf",
    "a\nb",
    "%2e%2e%2fevil",
    "~",
    "{through}",
    TAG,
    "а-01",
    "a\u202e10",
    "a\uff0fb",
]
QUICK = 15  # seconds of work in which a process must have refused what is too large
LONG = (
    60  # seconds after which one that waits for ever is ended; beside much other work, the same takes longer
)


def call(*words: object):
    """Run the command in this process; a fault of the program itself is raised."""
    done = CliRunner().invoke(main, [str(w) for w in words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def limited(memory: int | None = None):
    """Let this process, and what it becomes, take only so much time, and perhaps memory."""
    resource.setrlimit(resource.RLIMIT_CPU, (QUICK, QUICK))
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def process(*words: object, cwd: Path, memory: int | None = None):
    """Run the command in a process of its own, that ends or is ended."""
    command = [sys.executable, "-m", "psa.cli", *map(str, words)]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, timeout=LONG, preexec_fn=partial(limited, memory)
    )


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Replace a text in one table, or in all of them where the file is ``*``."""
    found = list(folder.rglob("*.csv")) if file == "*" else [folder / file]
    assert any(old in p.read_text(encoding="utf-8") for p in found), (file, old)
    for path in found:
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8", newline="\n")


def cell(text: str) -> str:
    """Return a text as the cell of a CSV file."""
    return '"' + text.replace('"', '""') + '"'


def everything(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*")}


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_small_framework(tmp_path / "theirs")


# ------------------------------------------------------------------- names that would lead out of a folder


@pytest.mark.parametrize("name", SPELLS)
@pytest.mark.parametrize(
    ("file", "old"), [("*", "a-01"), ("*", "dep,")], ids=["agreement_id", "department_id"]
)
def test_an_id_that_is_no_file_name_is_refused_by_every_command(folder, tmp_path, file, old, name):
    edit(folder, "*", "department_id,", "DEPARTMENT,")
    edit(folder, file, old, old.replace(old.strip(","), cell(name)))
    edit(folder, "*", "DEPARTMENT,", "department_id,")
    # an indicator's id begins with that of its agreement, in quotes of its own
    for path in folder.rglob("*.csv"):
        path.write_text(
            path.read_text(encoding="utf-8").replace(f"{cell(name)}/", "x/").replace(f"{cell(name)}:", "x:"),
            encoding="utf-8",
            newline="\n",
        )
    before = everything(tmp_path)
    for words in (
        ["check"],
        ["list"],
        ["export", "--output", tmp_path / "out"],
        ["run", "--output", tmp_path / "out"],
    ):
        done = call(*words, "--framework", folder)
        assert done.exit_code == 1 and "_id: " in done.output
        assert re.search(
            "cannot be the name of a file|cannot be seen|control character|quotation mark|is a date",
            done.output,
        ), done.output
    assert everything(tmp_path) == before


@pytest.mark.parametrize("name", ["../../evil", "/tmp/evil/x", "$(touch ran)", "a\\b", TAG])
def test_a_lead_department_that_is_no_file_name_is_refused(folder, tmp_path, name):
    edit(folder, "agreements.csv", "Work,dep", f"Work,{cell(name)}")
    done = call("check", "--framework", folder)
    assert done.exit_code == 1 and "cannot be the name of a file" in done.output


def test_no_download_is_written_outside_the_folder_of_downloads(folder, tmp_path):
    edit(folder, "agreements.csv", "Work,dep", "Work,../../evil")
    before = everything(tmp_path)
    CliRunner().invoke(
        main, ["export", "--framework", str(folder), "--output", str(tmp_path / "a" / "b" / "out")]
    )
    written = everything(tmp_path) - before
    assert {w for w in written if not w.startswith("a/b/out") and w not in {"a", "a/b"}} == set()
    assert not any("evil" in w for w in written)


def test_a_department_of_no_table_is_no_way_out_either(folder):
    (folder / "departments.csv").unlink()
    edit(folder, "agreement_departments.csv", "a-01,env", "a-01,../../evil")
    done = call("check", "--framework", folder)
    assert done.exit_code == 1 and "cannot be the name of a file" in done.output


def test_a_correction_cannot_bring_in_what_a_table_may_not_hold(folder):
    (folder / "corrections.csv").write_text(
        "table,row_key,column,old_value,new_value,reason\nagreements,a-01,agreement_id,a-01,../../evil,because\n",
        encoding="utf-8",
    )
    done = call("check", "--framework", folder)
    assert done.exit_code == 1 and "'../../evil' cannot be the name of a file" in done.output


def test_an_id_longer_than_a_file_name_may_be_is_refused(folder):
    edit(folder, "*", "a-01", "a" * 260)
    done = call("check", "--framework", folder)
    assert done.exit_code == 1 and "cannot be the name of a file" in done.output


@pytest.mark.parametrize(
    "name",
    ["$(touch ran)", "; touch ran", "a\\b", "..", "../evil", "/tmp/evil", "a\x00b", "--help=x", "x" * 200],
)
def test_a_name_that_does_more_than_name_makes_no_framework(tmp_path, name):
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "long.csv").write_text("n,p,v\nx,2019,1\n", encoding="utf-8")
    columns = [
        "--indicator-column",
        "n",
        "--period-column",
        "p",
        "--value-column",
        "v",
        "--source-title",
        "s",
    ]
    for words in (
        ["new", "--in", home, "--", name],
        ["import", *columns, "--in", home, "--", "long-csv", tmp_path / "long.csv", name],
    ):
        done = call(*words)
        assert done.exit_code == 1 and "lower case letters, digits and hyphens" in done.output
    assert everything(tmp_path) == {"home", "long.csv"}


@pytest.mark.parametrize("name", ["$(touch ran)", "; touch ran", "`touch ran`", "a\x00b", "{through}", "*"])
def test_a_framework_of_such_a_name_is_only_looked_for(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    for words in (
        ["check"],
        ["run", "--dry-run"],
        ["export", "--output", tmp_path / "out"],
        ["diff", "HEAD"],
    ):
        assert call(*words, "--framework", name).exit_code == 1
    assert everything(tmp_path) == set()


def test_a_name_longer_than_a_path_may_be_is_not_found(tmp_path):
    done = call("check", "--framework", "x" * 5000)
    assert done.exit_code == 1 and "no such framework folder" in done.output


# ------------------------------------------------------------------------------- links, pipes and folders


@pytest.mark.parametrize("file", ["sources.csv", "observations/a-01.csv"])
def test_a_table_that_is_a_link_out_of_the_folder_is_refused(folder, tmp_path, file):
    secret = tmp_path / "secret.csv"
    (folder / file).rename(secret)
    (folder / file).symlink_to(secret)
    done = call("check", "--framework", folder)
    assert done.exit_code == 1 and "leads out of the folder" in done.output


def test_a_folder_of_figures_that_is_a_link_out_of_the_folder_is_refused(folder, tmp_path):
    (folder / "observations").rename(tmp_path / "elsewhere")
    (folder / "observations").symlink_to(tmp_path / "elsewhere")
    done = call("check", "--framework", folder)
    assert done.exit_code == 1 and "leads out of the folder" in done.output


def test_no_figure_is_added_through_a_link_that_leads_out(folder, tmp_path):
    (folder / "observations/a-01.csv").rename(tmp_path / "secret.csv")
    (folder / "observations/a-01.csv").symlink_to(tmp_path / "secret.csv")
    before = (tmp_path / "secret.csv").read_bytes()
    given = ["--measure", "a-01/1:share", "--period", "2010-11", "--value", "73", "--source", "labour-survey"]
    assert call("add-observation", "--framework", folder, *given).exit_code == 1
    assert (tmp_path / "secret.csv").read_bytes() == before


@pytest.mark.parametrize("kind", ["pipe", "folder"])
def test_what_is_called_csv_and_is_no_file_is_refused_at_once(folder, tmp_path, kind):
    path = folder / "observations" / "x.csv"
    os.mkfifo(path) if kind == "pipe" else path.mkdir()
    done = process("check", "--framework", folder, cwd=tmp_path)
    assert done.returncode == 1 and "observations/x.csv" in done.stderr and "Traceback" not in done.stderr


def test_a_folder_called_csv_does_not_end_the_batch(folder, tmp_path):
    (folder / "x.csv").mkdir()
    done = call("run", "--dry-run", "--framework", folder, "--output", tmp_path / "out")
    assert done.exit_code == 0 and "a-01" in done.output


# --------------------------------------------------------------------------------- formulas in downloads

FORMULAS = [
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "={1}",
    "\uff1d1+1",
]


def poison(folder: Path, text: str) -> None:
    """Put a text into every kind of label: titles, names, units, notes, sources, licences and a column's own name."""
    for file, old in (
        ("agreements.csv", "Cleaner rivers"),
        ("agreements.csv", ",Rivers,"),
        ("indicators.csv", "Vacancies"),
        ("measures.csv", "Share in work,headline"),
        ("departments.csv", "Department of Employment"),
        ("sources.csv", "Statistics Office"),
    ):
        bare = old.strip(",").removesuffix(",headline")
        edit(folder, file, old, old.replace(bare, cell(text)))
    path = folder / "sources.csv"
    first, *rows = path.read_text(encoding="utf-8").splitlines()
    lines = [f"{first},licence,kind,{cell(text)}", *(f"{row},{cell(text)},{cell(text)},x" for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    (folder / "framework.csv").write_text(
        f"setting,value\ntitle,{cell(text)}\nperiod_title,{cell(text)}\n", encoding="utf-8"
    )
    (folder / "vocabulary.csv").write_text(
        f"term,word,plural\nindicator,{cell(text)},{cell(text)}\nimprovement,{cell(text)},\n",
        encoding="utf-8",
    )


def downloads(folder: Path, output: Path) -> list[Path]:
    done = call("export", "--framework", folder, "--output", output)
    assert done.exit_code == 0, done.output
    return sorted((output / "downloads").iterdir())


def computed(text: str, separator: str) -> list[str]:
    """Return the cells that a spreadsheet would compute, were the file split at this separator."""
    found = [c for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) for c in row]
    return [
        c
        for c in found
        if re.match("[=+\\-@\uff1d\uff0b\uff0d\uff20]", c)
        and not re.match(r"[-+]?[0-9.]+(e[-+]?[0-9]+)?(,|$)", c)
    ]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_in_any_label_is_a_text_in_every_download(folder, tmp_path, text):
    poison(folder, text)
    marked = 0
    for path in downloads(folder, tmp_path / "out"):
        if path.suffix == ".csv":
            assert computed(path.read_text(encoding="utf-8"), ",") == [], path.name
            marked += path.read_text(encoding="utf-8").count(f"'{text[:4]}")
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                parts = {n: book.read(n) for n in book.namelist()}
            assert not any(re.search(rb"<f[ >]", d) for n, d in parts.items() if "/sheet" in n)
            assert not any("externalLink" in n for n in parts)
    assert marked >= 4


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://x.example")', "=cmd|' /C calc'!A0", "\t=1+1", "\r=1+1", " =1+1"]
)
def test_a_formula_that_begins_with_an_equals_sign_is_refused_by_the_check(folder, text):
    poison(folder, text)
    done = call("check", "--framework", folder)
    assert done.exit_code == 1 and "is a formula" in done.output


# decimal commas splits a CSV at semicolons, and LibreOffice at semicolons and tabs as well as at commas
@pytest.mark.parametrize("separator", [";", "\t", "|"], ids=["semicolon", "tab", "bar"])
def test_no_cell_is_a_formula_where_a_csv_is_split_at_another_separator(folder, tmp_path, separator):
    poison(folder, f"Vacancies{separator}=1+1{separator}@SUM(A1)")
    for path in downloads(folder, tmp_path / "out"):
        if path.suffix == ".csv":
            assert computed(path.read_text(encoding="utf-8"), separator) == [], path.name


def test_a_link_in_any_label_is_a_text_in_the_spreadsheet(folder, tmp_path):
    poison(folder, "[go](http://x.example) $$rating$$")
    edit(folder, "sources.csv", "https://example.org/labour", "javascript:alert(1)")
    [book] = [p for p in downloads(folder, tmp_path / "out") if p.suffix == ".xlsx"]
    with zipfile.ZipFile(book) as parts:
        assert not any(b"x.example" in parts.read(n) for n in parts.namelist() if n.endswith(".rels"))


# ------------------------------------------------------------------------------------ pages and notebooks


DRAWN = "data:image/svg+xml;base64,"


class Harm(html.parser.HTMLParser):
    """Collect from a page what runs, or fetches without being asked: a plain link to a web address does neither."""

    def __init__(self, text: str):
        super().__init__()
        self.found: list[tuple] = []
        self.scripts: list[str] = []
        self._in = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        # a block of data is not run; what is in it may hold no tag
        is_data = tag == "script" and dict(attributes).get("type") in {
            "application/ld+json",
            "application/json",
        }
        self._in = "data" if is_data else tag
        source = dict(attributes).get("src") or ""
        if tag == "img" and source.startswith(
            DRAWN
        ):  # a drawing fetches nothing and runs nothing; look into it
            self.found += Harm(base64.b64decode(source.removeprefix(DRAWN)).decode("utf-8")).found
            attributes = [(name, value) for name, value in attributes if name != "src"]
        elif tag in {"img", "iframe", "object", "embed", "base", "link", "foreignobject", "form"} and not {
            ("id", "filters"),
            ("id", "choice"),
        } & set(attributes):
            self.found.append((tag, attributes))
        for name, value in attributes:
            value = value or ""
            if name.startswith("on") or re.match(r"\s*(javascript|data|vbscript):", value, re.I):
                self.found.append((tag, name, value))
            if name in {"src", "srcset", "poster", "background", "style"} and "x.example" in value:
                self.found.append((tag, name, value))

    def handle_data(self, data):
        if self._in == "script":
            self.scripts.append(data)
        if self._in == "data" and ("<" in data or not json.loads(data)):
            self.found.append(("data", data))
        self._in = ""


def harm(text: str) -> list:
    """Return what in a page does harm; the site's own two scripts are none, and write no markup."""
    page, own = Harm(text), {script().strip(), script("explore.js").strip()}
    assert not any(word in text for text in own for word in ("innerHTML", "outerHTML", "eval(", "write("))
    return page.found + [s for s in page.scripts if s.strip() not in own]


NAME = 'x";open("ran","w");" # $(touch ran) <img src=x onerror=alert(1)>'


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """Run three notebooks for a framework whose every label, address, id and whose very folder is hostile."""
    home = tmp_path_factory.mktemp("batch")
    theirs = write_small_framework(home / NAME)
    poison(theirs, f"{BREAK} {LINKS} $x$ \\(y\\) \\[z\\] `c` | t")
    (theirs / "vocabulary.csv").unlink()
    edit(theirs, "*", "labour-survey", TAG)
    edit(theirs, "*", "a-01/2", f"a-01/{TAG}")
    edit(theirs, "measures.csv", "16 to 24", BREAK.replace('"', '""'))
    edit(theirs, "measures.csv", "percent", cell(f"percent {TAG}"))
    edit(theirs, "sources.csv", "https://example.org/labour", '"javascript:alert(1)"')
    edit(theirs, "indicators.csv", "Share in work", cell(BREAK))
    where = home / "where"
    where.mkdir()
    only = [w for i in ("a-01", "dep", "04_review_framework") for w in ("--only", i)]
    words = [
        sys.executable,
        "-m",
        "psa.cli",
        "run",
        "--framework",
        str(theirs),
        "--output",
        str(home / "out"),
        *only,
    ]
    done = subprocess.run(words, cwd=where, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return home


def test_no_label_runs_or_fetches_anything_on_any_page(batch):
    pages = sorted((batch / "out").rglob("*.html"))
    assert len(pages) >= 10
    assert {p.name: bad for p in pages if (bad := harm(p.read_text(encoding="utf-8")))} == {}
    text = "".join(p.read_text(encoding="utf-8") for p in pages)
    assert "&lt;img src=x onerror=alert(1)&gt;" in text and "javascript:alert(1)" in text  # shown, as text


def test_no_label_runs_in_a_notebook_that_is_opened(batch):
    for path in (batch / "out").rglob("*.ipynb"):
        for out in (o for c in nbformat.read(path, as_version=4).cells for o in c.get("outputs", [])):
            data = out.get("data", {})
            assert set(data) <= {"text/plain", "text/html", "text/markdown", "image/svg+xml"}
            assert harm(data.get("text/html", "") + data.get("image/svg+xml", "")) == []
            assert harm(markdown2html(data.get("text/markdown", ""))) == []


def test_charts_hold_labels_as_text_and_alternative_text(batch):
    pictures = [
        out["data"]["image/svg+xml"]
        for path in (batch / "out").rglob("*.ipynb")
        for c in nbformat.read(path, as_version=4).cells
        for out in c.get("outputs", [])
        if "image/svg+xml" in out.get("data", {})
    ]
    assert len(pictures) > 3
    assert any("alert(1)" in p for p in pictures)
    assert all(harm(p) == [] and "<script" not in p for p in pictures)


def test_a_sum_in_dollars_and_a_formula_in_brackets_are_no_mathematics(batch):
    text = (batch / "out/02_assess_agreement/a-01.html").read_text(encoding="utf-8")
    assert "$x$" in text and "MathJax" not in text and "mathjax" not in text


def test_a_framework_s_name_reaches_the_notebook_as_one_text(batch):
    checked = 0
    for path in (batch / "out").rglob("*.ipynb"):
        [own] = [
            c
            for c in nbformat.read(path, as_version=4).cells
            if "injected-parameters" in c.metadata.get("tags", [])
        ]
        tree = ast.parse(own.source)
        assert all(isinstance(s, ast.Assign) and isinstance(s.value, ast.Constant) for s in tree.body)
        assert {s.targets[0].id: s.value.value for s in tree.body}["framework"] == NAME
        checked += 1
    assert checked == 3
    assert (
        not [p for p in batch.rglob("*") if p.name == "ran"]
        and not (Path(paths.ROOT) / "notebooks" / "ran").exists()
    )


@pytest.fixture(scope="module")
def worded(tmp_path_factory):
    """Return a framework rated whose own words, and the id of an indicator without figures, are hostile."""
    theirs = write_small_framework(tmp_path_factory.mktemp("worded") / "theirs")
    terms = (
        "agreement",
        "indicator",
        "objective",
        "department",
        "strong_progress",
        "some_progress",
        "no_progress",
        "not_yet_assessed",
        "improvement",
        "no_improvement",
        "not_rateable",
        "withheld",
    )
    lines = [f"{t},{cell(TAG + LINKS)},{cell(TAG)}" for t in terms]
    (theirs / "vocabulary.csv").write_text("term,word,plural\n" + "\n".join(lines) + "\n", encoding="utf-8")
    edit(theirs, "*", "a-01/2", f"a-01/{TAG}")
    edit(theirs, "indicators.csv", "improve,increase,number", "improve,none,number")
    (theirs / "objectives.csv").write_text(
        "objective_id,department_id,number,title\no-1,dep,1,Work\n", encoding="utf-8"
    )
    (theirs / "objective_indicators.csv").write_text(
        f"objective_id,number,name,shared_indicator_id\no-1,1,Share,a-01/{TAG}\n", encoding="utf-8"
    )
    return rate_framework(load_framework(theirs))


@pytest.mark.parametrize(
    "say",
    [
        lambda r: title_agreement(r, "a-01"),
        lambda r: describe_label(r, "a-01"),
        lambda r: describe_assessment(r, "a-01/1"),
        lambda r: describe_department(r, "dep"),
        lambda r: describe_objectives(r, "dep"),
        lambda r: describe_objectives(r, "env"),
        lambda r: describe_framework(r),
        lambda r: describe_missing(r, r.indicators),
        lambda r: describe_disagreements(
            replace(r, indicators=r.indicators.assign(rating="improvement", verdict="worse"))
        ),
    ],
    ids=[
        "title",
        "label",
        "assessment",
        "department",
        "objectives",
        "no objectives",
        "framework",
        "missing",
        "disagreements",
    ],
)
def test_a_framework_s_own_words_and_ids_are_text_in_a_notebook(worded, say):
    assert harm(markdown2html(say(worded))) == []


def test_a_report_of_changes_shows_labels_as_text(folder, tmp_path):
    poison(folder, f"{BREAK} {LINKS} | x")
    other = write_small_framework(tmp_path / "other")
    edit(folder, "observations/a-01.csv", "72.9", "60.1")
    done = call("diff", other, folder)
    assert done.exit_code == 0
    assert harm(markdown2html(done.output)) == []


# ---------------------------------------------------------------------------------- YAML and parameters


def with_params(tmp_path, monkeypatch, text: str) -> None:
    """Put one params file in the place of the project's."""
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "settings.yml").write_bytes((paths.PARAMS / "settings.yml").read_bytes())
    (tmp_path / "params" / "02_assess_agreement.yml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(paths, "PARAMS", tmp_path / "params")


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.system ['touch ran']",
        "!!python/name:os.system ''",
        "!!python/object/new:os.mkdir ['ran']",
    ],
)
@pytest.mark.parametrize("where", ["title: {}", "defaults: {{through: {}}}", "overrides: {}"])
def test_params_that_would_build_an_object_are_refused(folder, tmp_path, monkeypatch, tag, where):
    with_params(tmp_path, monkeypatch, f"for_each: agreement\n{where.format(tag)}\n")
    monkeypatch.chdir(tmp_path)
    done = call("list", "--framework", folder)
    assert done.exit_code == 1 and "params/02_assess_agreement.yml: not YAML" in done.output
    assert not (tmp_path / "ran").exists()


def test_a_parameter_that_no_notebook_has_is_refused(folder, tmp_path, monkeypatch):
    with_params(tmp_path, monkeypatch, 'for_each: agreement\ndefaults: {"x = 1\\nimport os\\ny": "z"}\n')
    done = call("list", "--framework", folder)
    assert done.exit_code == 1 and "is no parameter of notebooks/02_assess_agreement.ipynb" in done.output


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "../secret"])
def test_params_name_a_notebook_by_their_own_name_alone(folder, tmp_path, monkeypatch, name):
    with_params(tmp_path, monkeypatch, f'for_each: agreement\nnotebook: "{name}"\n')
    done = call("list", "--framework", folder)
    assert done.exit_code == 1 and "'notebook' is not one of" in done.output


@pytest.mark.parametrize("name", ["../../secret", "/etc", "../../../etc/passwd"])
def test_params_cannot_name_another_framework(folder, tmp_path, monkeypatch, name):
    with_params(
        tmp_path,
        monkeypatch,
        f'for_each: agreement\ndefaults: {{framework: "{name}", agreement_id: "{name}", through: ""}}\n',
    )
    planned = expand_runs(load_framework(folder))
    assert {r.parameters["framework"] for r in planned} == {"theirs"}
    assert {r.parameters["agreement_id"] for r in planned} == {"a-01", "a-02"}


STRINGS = [
    '"; import os #',
    "'; import os #",
    '"""\nimport os\n"""',
    "\\",
    '\\"; import os #',
    "\nimport os\n",
    "{os}",
    "\r\n%run x",
    "!touch ran",
    "\u2028import os",
    "\x00",
    "${HOME}",
    "$(touch ran)",
    "x'*10**9",
]


@pytest.mark.parametrize("text", STRINGS)
def test_a_string_parameter_stays_a_string_in_the_injected_cell(text):
    parameters = {"framework": text, "nested": {"k": [text], text: 1}}
    source = nbformat.v4.new_notebook(
        metadata={
            "kernelspec": {"name": "python3", "display_name": "x", "language": "python"},
            "papermill": {},
        }
    )
    source.cells = [nbformat.v4.new_code_cell("framework = ''", metadata={"tags": ["parameters"]})]
    made = parameterize_notebook(source, parameters, kernel_name="python3", language="python")
    [own] = [c for c in made.cells if "injected-parameters" in c.metadata.get("tags", [])]
    assert {s.targets[0].id: ast.literal_eval(s.value) for s in ast.parse(own.source).body} == parameters


@pytest.mark.parametrize("option", ["--through", "--rule"])
@pytest.mark.parametrize("text", ['"; import os #', "$(touch ran)", "../../x"])
def test_options_are_read_before_anything_runs(folder, tmp_path, option, text):
    done = call("rate", "--framework", folder, "--output", tmp_path / "out", option, text)
    assert done.exit_code == 1 and not (tmp_path / "out").exists()


def test_braces_in_a_folder_s_name_are_no_template(tmp_path):
    run = Run("01_load_framework", "x{framework:>40}{y}", "none", "", {"framework": "theirs"})
    seen = {}

    def papermill(source, target, **_):
        from papermill.parameterize import parameterize_path

        seen["target"] = parameterize_path(target, run.parameters)
        raise RuntimeError("far enough")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("papermill.execute_notebook", papermill)
        run_one(run, str(tmp_path))
    assert seen.get("target") == str(tmp_path / f"{run.name}.ipynb")


def bomb(kind: str) -> str:
    """Return YAML of a few hundred bytes that stands for a thousand million values."""
    first = "b0: &b0 {k: v}" if kind == "merge" else "b0: &b0 [x, x, x, x, x, x, x, x, x, x]"
    lines = [first]
    for i in range(1, 10):
        many = ", ".join([f"*b{i - 1}"] * 10)
        lines.append(f"b{i}: &b{i} {{<<: [{many}]}}" if kind == "merge" else f"b{i}: &b{i} [{many}]")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("kind", ["merge", "list"])
def test_metadata_that_multiply_are_refused_at_once(tmp_path, kind):
    for name in ("data", "meta", "home"):
        (tmp_path / name).mkdir()
    (tmp_path / "data/indicator_1-1-1.csv").write_text("Year,Value\n2019,1\n", encoding="utf-8")
    more = "progress_calculation_options: [{direction: *b9}]\n" if kind == "list" else ""
    (tmp_path / "meta/1-1-1.yml").write_text(
        f"indicator_name: x\nsource_organisation_1: y\n{bomb(kind)}{more}", encoding="utf-8"
    )
    done = process(
        "import",
        "open-sdg",
        tmp_path,
        "sdg",
        "--in",
        tmp_path / "home",
        cwd=tmp_path,
        memory=3 * 2**30,
    )
    assert done.returncode == 0 and "Traceback" not in done.stderr
    assert "by an alias" in (tmp_path / "home/sdg/set_aside.csv").read_text(encoding="utf-8")


def test_a_list_of_lists_of_lists_in_metadata_is_no_name(tmp_path):
    for name in ("data", "meta", "home"):
        (tmp_path / name).mkdir()
    (tmp_path / "data/indicator_1-1-1.csv").write_text("Year,Value\n2019,1\n", encoding="utf-8")
    (tmp_path / "meta/1-1-1.yml").write_text(
        f"{bomb('list')}indicator_name: *b9\nsource_organisation_1: y\n", encoding="utf-8"
    )
    done = process(
        "import",
        "open-sdg",
        tmp_path,
        "sdg",
        "--in",
        tmp_path / "home",
        cwd=tmp_path,
        memory=3 * 2**30,
    )
    assert done.returncode == 0 and "Traceback" not in done.stderr
    assert "meta/1-1-1.yml" in (tmp_path / "home/sdg/set_aside.csv").read_text(encoding="utf-8")


# -------------------------------------------------------------------------------------- git and pickles


@pytest.mark.parametrize(
    "name",
    [
        "--output=ran",
        "-oran",
        "--upload-pack=touch ran",
        "HEAD --output=ran",
        "$(touch ran)",
        "; touch ran",
        "HEAD:../ran",
        ":(top)x",
    ],
)
def test_an_option_in_the_place_of_a_revision_is_no_revision(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    for words in (["diff", "--", name], ["diff", "--", "HEAD", name], ["review", "--", name]):
        done = call(*words)
        assert done.exit_code == 1 and "git revision" in done.output
    assert everything(tmp_path) == set()
    assert not (paths.ROOT / "ran").exists()


def git(folder: Path, *words: str) -> None:
    own = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    subprocess.run(["git", "-C", str(folder), *own, *words], check=True, capture_output=True)


@pytest.mark.parametrize(
    ("setting", "new"),
    [
        ("core.fsmonitor", ""),
        ("filter.x.smudge", "HEAD"),
        ("filter.x.clean", ""),
        ("diff.x.textconv", "HEAD"),
        ("core.pager", "HEAD"),
    ],
)
def test_the_settings_of_a_foreign_repository_start_no_program(folder, tmp_path, setting, new):
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "one")
    edit(folder, "observations/a-01.csv", "72.9", "60.1")
    git(folder, "commit", "-qam", "two")
    program = tmp_path / "program.sh"
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\ncat\n", encoding="utf-8")
    program.chmod(0o755)
    (folder / ".git/info").mkdir(exist_ok=True)
    (folder / ".git/info/attributes").write_text("*.csv filter=x diff=x\n", encoding="utf-8")
    git(folder, "config", setting, str(program))
    CliRunner().invoke(main, ["diff", "HEAD~1", new, "--framework", str(folder)])
    assert not (tmp_path / "ran").exists()


class Ran:
    """A pickle that makes a file when it is opened."""

    def __init__(self, path):
        self.path = str(path)

    def __reduce__(self):
        return os.mkdir, (self.path,)


def test_a_foreign_folder_of_pickles_is_not_opened(folder, tmp_path, monkeypatch):
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    for name in ("handover", "framework", "0" * 64, "theirs", f"{digest(folder)}.pkl", digest(folder)[:-1]):
        (foreign / name).write_bytes(pickle.dumps(Ran(tmp_path / "ran")))
    monkeypatch.setenv("PSA_HANDOVER", str(foreign))
    assert load_framework(folder).name == "theirs"
    assert not (tmp_path / "ran").exists()


def test_a_pickle_in_a_folder_that_others_may_write_to_is_not_opened(folder, tmp_path, monkeypatch):
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    path = foreign / digest(folder)
    path.write_bytes(pickle.dumps(Ran(tmp_path / "ran")))
    foreign.chmod(0o777)
    path.chmod(0o666)
    monkeypatch.setenv("PSA_HANDOVER", str(foreign))
    try:
        load_framework(folder)
    except Exception as error:  # noqa: BLE001  what comes of it is no matter; that it was opened is
        assert not (tmp_path / "ran").exists(), error
    assert not (tmp_path / "ran").exists()


def test_a_framework_brings_no_environment_and_no_code(folder, tmp_path):
    for name in (
        ".env",
        "conftest.py",
        "sitecustomize.py",
        "psa.py",
        "pandas.py",
        "__init__.py",
        "settings.yml",
    ):
        (folder / name).write_text(f"import os; os.mkdir({str(tmp_path / 'ran')!r})\n", encoding="utf-8")
    (folder / "handover").mkdir()
    (folder / "handover" / digest(folder)).write_bytes(pickle.dumps(Ran(tmp_path / "ran")))
    for words in (["check"], ["list"], ["export", "--output", tmp_path / "out"]):
        assert call(*words, "--framework", folder).exit_code == 0
    assert not (tmp_path / "ran").exists()


# -------------------------------------------------------------------------------------- size and numbers


def test_a_cell_of_ten_megabytes_is_refused(folder):
    edit(folder, "agreements.csv", "Cleaner rivers", "C" * 10_000_000)
    done = call("check", "--framework", folder)
    assert (
        done.exit_code == 1 and "agreements.csv, row 3: not CSV: field larger than field limit" in done.output
    )
    assert len(done.output) < 1000


def test_the_longest_cell_that_is_read_is_in_the_downloads(folder, tmp_path):
    edit(folder, "indicators.csv", "Vacancies", "V" * 130_000)
    found = {p.name: p for p in downloads(folder, tmp_path / "out")}
    assert "V" * 130_000 in found["indicator_ratings.csv"].read_text(encoding="utf-8")
    with zipfile.ZipFile(found["theirs.xlsx"]) as book:
        longest = max(map(len, re.findall(r">([^<]*)<", book.read("xl/sharedStrings.xml").decode())))
    assert longest <= 32_767


def test_a_header_of_very_many_columns_is_read_at_once(folder, tmp_path):
    path = folder / "agreements.csv"
    first, *rows = path.read_text(encoding="utf-8").splitlines()
    many = 30_000
    path.write_text(
        "\n".join([first + "".join(f",c{i}" for i in range(many)), *(r + "," * many for r in rows)]) + "\n",
        encoding="utf-8",
    )
    assert "no faults" in process("check", "--framework", folder, cwd=tmp_path).stdout


def test_a_period_of_very_many_blanks_is_refused_at_once(folder, tmp_path):
    edit(folder, "observations/a-02.csv", "good,2006,", "good,2006" + "\t" * 100_000 + "x,")
    done = process("check", "--framework", folder, cwd=tmp_path)
    assert done.returncode == 1 and "observations/a-02.csv, row 3, column period" in done.stderr


@pytest.mark.parametrize(
    "text",
    [
        "1e999999",
        "-1e999999",
        "1e-999999",
        "nan",
        "-nan",
        "inf",
        "-Infinity",
        "9" * 5000,
        "0x10",
        "1_000",
        "١٢",
        "１２",
        "१२",
        "²",
        "½",
        "Ⅻ",
        "\u202e12",
        "1\u200b2",
        "１．５",
        "12\u066b5",
        "1,5",
        "=1",
        "1e5e5",
        "--1",
        "1" + "0" * 400,
    ],
)
def test_a_number_that_is_none_is_refused(folder, text):
    edit(folder, "observations/a-01.csv", ",71.2,", f",{cell(text)},")
    done = call("check", "--framework", folder)
    assert done.exit_code == 1 and "observations/a-01.csv, row 2, column value" in done.output


@pytest.mark.parametrize("text", ["٢٠٠٨", "２００８", "2008-０9", "20\u200b08", "2008\u202e", "²008"])
def test_a_period_of_other_digits_is_refused(folder, text):
    edit(folder, "observations/a-02.csv", "good,2006,2006,", f"good,{text},2006,")
    done = call("check", "--framework", folder)
    assert done.exit_code == 1 and "observations/a-02.csv, row 3, column period" in done.output


@pytest.mark.filterwarnings("ignore:(overflow|invalid value|divide by zero) encountered:RuntimeWarning")
def test_the_largest_numbers_leave_no_infinity_in_a_download(folder, tmp_path):
    edit(folder, "measures.csv", "headline,true,number,count", "headline,true,points,mean")
    for old, new in ((",612000,", ",1e308,"), (",434000,", ",-1e308,")):
        edit(folder, "observations/a-01.csv", old, new)
    for path in downloads(folder, tmp_path / "out"):
        if path.suffix in {".csv", ".json"}:
            assert not re.search(r"[,:](-?inf|-?Infinity|nan|NaN)\b", path.read_text(encoding="utf-8")), (
                path.name
            )


# ------------------------------------------------------------------------------- letters that deceive


@pytest.mark.parametrize("file", ["agreements.csv", "sources.csv", "observations/a-01.csv"])
def test_a_zero_byte_is_refused_with_its_row(folder, file):
    path = folder / file
    path.write_bytes(path.read_bytes().replace(b"\n", b"\n\x00", 1))
    done = call("check", "--framework", folder)
    assert done.exit_code == 1 and f"{file}, row 2: the file contains zero bytes" in done.output


@pytest.mark.parametrize("sign", ["\x1b[31m", "\x07", "\x08", "\x7f"])
def test_a_sign_that_steers_a_terminal_is_refused_and_not_printed(folder, sign):
    edit(folder, "agreements.csv", "Cleaner rivers", f"Clean{sign}er rivers")
    done = call("check", "--framework", folder)
    assert (
        done.exit_code == 1 and "contains a control character" in done.output and sign[0] not in done.output
    )


@pytest.mark.parametrize("sign", ["\x9b31m", "\x9d0;x\x9c", "\x85"])
def test_a_sign_of_the_upper_controls_is_refused(folder, sign):
    edit(folder, "agreements.csv", "Cleaner rivers", f"Clean{sign}er rivers")
    done = call("check", "--framework", folder)
    assert done.exit_code == 1 and "contains a control character" in done.output


@pytest.mark.parametrize("sign", ["\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068"])
def test_a_label_cannot_turn_round_the_digits_after_it(folder, sign):
    edit(folder, "agreements.csv", "Cleaner rivers", f"Cleaner rivers {sign}")
    assert call("check", "--framework", folder).exit_code == 1


@pytest.mark.parametrize("sign", ["\u200b", "\u200f", "\u202e", "\u2060", "\ufeff", "\u00ad", "\u00a0"])
def test_an_id_that_only_looks_like_another_is_refused(folder, sign):
    edit(folder, "measures.csv", "a-01/2:vacancies,", f"a-01/2:vacan{sign}cies,")
    done = call("check", "--framework", folder)
    assert done.exit_code == 1 and re.search("cannot be seen|control character", done.output)


@pytest.mark.parametrize("sign", ["\u2066", "\u2069", "\u061c", "\u180e", "\u3164", "\U000e0041"])
def test_an_id_with_another_sign_that_is_not_seen_is_refused(folder, sign):
    assert name_fault(f"a-01/2{sign}") is not None


@pytest.mark.parametrize(
    "old, new",
    [
        ("a-01/2:vacancies,2006", "а-01/2:vacancies,2006"),
        ("labour-survey\na-01/1:share,2005", "lаbour-survey\na-01/1:share,2005"),
    ],
)
def test_a_letter_of_another_alphabet_names_nothing_that_is_there(folder, old, new):
    edit(folder, "observations/a-01.csv", old, new)
    done = call("check", "--framework", folder)
    assert done.exit_code == 1 and "is in no row of" in done.output


def test_a_raised_digit_in_an_id_is_compared_like_any_letter(folder, tmp_path):
    other = write_small_framework(tmp_path / "other")
    edit(folder, "*", "a-01/2", "a-01/²")
    done = call("diff", other, folder)
    assert done.exit_code == 0 and "invalid literal" not in done.output
    for name in ("data", "meta", "home"):
        (tmp_path / name).mkdir()
    (tmp_path / "data/indicator_1-².csv").write_text("Year,Value\n2019,1\n", encoding="utf-8")
    done = call("import", "open-sdg", tmp_path, "sdg", "--in", tmp_path / "home")
    assert done.exit_code == 1 and "indicator_1-²" in done.output
