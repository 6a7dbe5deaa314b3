"""The documentation says what is so: its blocks run, its links lead somewhere, its reference is of today."""

import html.parser
import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from blocks import agrees, commands, execute_in, make_scratch, read_blocks, unknown_commands

from psa.cli import main as psa
from psa.data.schema import TABLES
from psa.review.markdown import TERSE

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
LINKED = [*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "data" / "LICENCES.md"]
FENCED = re.compile(r"^(`{3,}).*?^\1[ \t]*$", re.M | re.S)
LINK = re.compile(r"(?<!\\)\[[^\]\n]*\](?:\(([^()\s]+)\)|(?=:[ \t]+(\S+)))")

# what is not executed by the tests, and why; a block that is not in this list runs
NOT_RUN = {
    "docs/how-to/add-an-indicator.md": [
        "it is about the framework of the repository, and executes every notebook"
    ],
    "docs/how-to/edit-a-notebook.md": ["it is about a pair that was edited on both sides"],
    "docs/how-to/review-a-change.md": [
        "runs the whole suite and every notebook",
        "takes a kernel and half a minute",
    ],
    "docs/how-to/run-on-a-cluster.md": [
        "needs Slurm",
        "needs Slurm",
        "needs Slurm and dask-jobqueue",
        "needs Kubernetes",
        "needs Slurm",
        "needs Snakemake",
    ],
    "docs/tutorial.md": ["needs the network"],
}


def shown(page):
    return page.relative_to(ROOT).as_posix()


def blocks_of(page):
    return read_blocks(page.read_text(encoding="utf-8"), shown(page))


def prose(page):
    return FENCED.sub("", page.read_text(encoding="utf-8"))


# ------------------------------------------------------------------------------------------- blocks


@pytest.mark.slow
@pytest.mark.parametrize("page", [p for p in PAGES if any(b.is_executed for b in blocks_of(p))], ids=shown)
def test_every_block_runs_and_says_what_the_page_shows(page, tmp_path):
    faults = execute_in(make_scratch(ROOT, tmp_path), page, shown(page))
    assert not faults, "\n".join(faults)


def test_only_the_blocks_in_the_list_are_not_run():
    found = {shown(p): [b.about for b in blocks_of(p) if b.said == "not run"] for p in PAGES}
    assert {page: reasons for page, reasons in found.items() if reasons} == NOT_RUN


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_a_command_that_cannot_be_executed_here_is_marked(page):
    assert [(b.line, c) for b in blocks_of(page) for c in unknown_commands(b)] == []


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("$ make run\n", ["make run"]),
        ("$ psa check\nmine: no faults.\n$ sbatch job\n", ["sbatch job"]),
        ("$ psa check \\\n    --framework mine\n", []),
        ("psa: no prompt\n", ["a console block begins with a command, not with 'psa: no prompt'"]),
    ],
)
def test_unmarked_commands_are_found(text, wanted):
    (block,) = read_blocks(f"```console\n{text}```\n")
    assert unknown_commands(block) == wanted


def test_a_command_and_what_it_says_are_told_apart():
    assert commands("$ psa a \\\n    --b c\none\n\ntwo\n$ psa d\n") == [
        ("psa a --b c", "one\n\ntwo\n"),
        ("psa d", ""),
    ]


@pytest.mark.parametrize(
    "page, said, same",
    [
        ("one\n", "one\n", True),
        ("one\n", "one\ntwo\n", False),
        ("one\n...\n", "one\ntwo\nthree\n", True),
        ("...\nthree\n", "one\ntwo\nthree\n", True),
        ("o...\n", "one\n", True),
        ("o...\n", "one\ntwo\n", False),
        ("1.5\n", "125\n", False),
    ],
)
def test_what_a_page_shows_is_compared_line_by_line(page, said, same):
    assert agrees(page, said) is same


def test_a_page_that_shows_something_else_or_fails_is_found(tmp_path):
    scratch = make_scratch(ROOT, tmp_path / "scratch")
    for name, text in {
        "says": "```console\n$ cat params/settings.yml\nnothing\n```\n",
        "status": "```console\n$ psa check --framework nowhere\n```\n",
        "python": "```python\n1 / 0\n```\n",
        "output": "```python\nprint(1)\n```\n\n<!-- output -->\n```text\n2\n```\n",
        "right": "<!-- status: 1 -->\n```console\n$ psa check --framework nowhere\nnowhere: no such ...\n```\n",
    }.items():
        page = tmp_path / f"{name}.md"
        page.write_text(text, encoding="utf-8")
        faults = execute_in(scratch, page, name)
        assert len(faults) == (name != "right"), (name, faults)
        assert all(fault.startswith(f"{name}, line ") for fault in faults)


def commands_named(page):
    """Return every psa command in a page's code spans and fenced blocks."""
    text = page.read_text(encoding="utf-8")
    spans = [" ".join(s.split()) for s in re.findall(r"`(psa [^`]+)`", FENCED.sub("", text))]
    lines = [line for b in blocks_of(page) for line in b.text.replace("\\\n", " ").splitlines()]
    lines = [line.removeprefix("$ ").strip() for line in lines]
    fenced = [
        re.split(r" {2,}#| #|\|", line)[0]
        for line in lines
        if line.startswith("psa ") and ":" not in line[:12]
    ]
    return spans + fenced


@pytest.mark.parametrize("page", LINKED, ids=shown)
def test_every_command_that_is_named_exists_with_its_options(page):
    faults = []
    for text in commands_named(page):
        _, *words = shlex.split(text)
        if not words or words[0] in {"COMMAND", "--help"}:
            continue
        command = psa.commands.get(words[0])
        if command is None:
            faults.append(f"{text}: no such command")
            continue
        known = {
            o
            for p in command.get_params(click.Context(command))
            if isinstance(p, click.Option)
            for o in p.opts
        } | {"--help", "-h"}
        faults += [
            f"{text}: no option {w}" for w in words if w.startswith("--") and w.split("=")[0] not in known
        ]
    assert faults == []


# -------------------------------------------------------------------------------------------- links


def anchors(text):
    """Return the anchors of a page's headings, as repositories and Sphinx make them of their words."""
    found = []
    for words in re.findall(r"^#{1,6} +(.+?) *$", FENCED.sub("", text), re.M):
        slug = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
        found.append(f"{slug}-{found.count(slug)}" if slug in found else slug)
    return set(found)


def dead_links(page):
    """Return the links of a page within the repository that lead nowhere."""
    dead = []
    for found in LINK.finditer(prose(page)):
        target = found[1] or found[2]
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        to = (page.parent / file).resolve() if file else page
        is_there = to.exists() and to.is_relative_to(ROOT if page.is_relative_to(ROOT) else page.parent)
        if not is_there or (anchor and anchor not in anchors(to.read_text(encoding="utf-8"))):
            dead.append(target)
    return dead


@pytest.mark.parametrize("page", LINKED, ids=shown)
def test_no_link_within_the_repository_is_dead(page):
    assert dead_links(page) == []


def test_dead_links_are_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "# One word\n[a](#one-word) [b](#two) [c](gone.md) [d](page.md#one-word) [e](page.md#x)\n"
        "![f](gone.png) [g](https://example.org/gone)\n```\n[h](in-a-block.md)\n```\n[i]: gone-too.md\n",
        encoding="utf-8",
    )
    assert dead_links(page) == ["#two", "gone.md", "page.md#x", "gone.png", "gone-too.md"]


def test_every_page_can_be_reached_from_the_index():
    text = (DOCS / "index.md").read_text(encoding="utf-8")
    lines = "".join(b.text for b in read_blocks(text) if b.language == "{toctree}").splitlines()
    assert sorted(f"{line}.md" for line in lines if line and not line.startswith(":")) == sorted(
        p.relative_to(DOCS).as_posix() for p in DOCS.rglob("*.md") if p.name != "index.md"
    )


# ------------------------------------------------------------------------------------ Sphinx's pages


class _Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.ids, self.targets = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids.add(given.get("id") or given.get("name") if tag == "a" else given.get("id"))
        self.targets += [given[name] for name in ("href", "src") if given.get(name)]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build the pages with every warning an error."""
    folder = tmp_path_factory.mktemp("docs")
    words = ["-q", "-W", "--keep-going", "-n", "-d", str(folder / "trees"), str(DOCS), str(folder / "html")]
    done = subprocess.run([sys.executable, "-m", "sphinx", *words], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "html"


@pytest.mark.slow
def test_sphinx_builds_the_pages_without_a_warning_and_their_links_lead_somewhere(built):
    pages = {p: _Page(p.read_text(encoding="utf-8")) for p in built.rglob("*.html")}
    dead = []
    for path, page in pages.items():
        for target in page.targets:
            if re.match(r"[a-z]+:|//", target):
                continue
            file, _, anchor = target.partition("#")
            to = (path.parent / file.partition("?")[0]).resolve() if file else path
            if not to.exists() or (anchor and to in pages and anchor not in pages[to].ids):
                dead.append(f"{path.relative_to(built)}: {target}")
    assert len(pages) > 20
    assert dead == []


@pytest.mark.slow
def test_a_built_page_fetches_nothing(built):
    fetching = re.compile(r"<(?:script|img|link)[^>]+(?:src|href)=\"(?:https?:)?//")
    assert [p.name for p in built.rglob("*.html") if fetching.search(p.read_text(encoding="utf-8"))] == []


# ---------------------------------------------------------------------------------------- reference


def load_reference():
    spec = importlib.util.spec_from_file_location("reference", ROOT / "tools" / "reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFERENCE = load_reference()


@pytest.mark.parametrize("name", REFERENCE.PAGES)
def test_the_reference_is_that_of_the_code(name):
    there = (DOCS / "reference" / name).read_text(encoding="utf-8")
    assert there == REFERENCE.PAGES[name](), f"docs/reference/{name} is out of date: run make reference"


def test_every_column_of_the_schema_has_its_row():
    page = (DOCS / "reference" / "tables.md").read_text(encoding="utf-8")
    sections = {s.partition("\n")[0]: s for s in page.split("\n## ")[1:]}
    for table in TABLES.values():
        rows = [line.split(" | ") for line in sections[table.name].splitlines() if line.startswith("| `")]
        assert [r[0].strip("| `") for r in rows] == [c.name for c in table.columns]
        assert [r[2].strip() == "yes" for r in rows] == [c.is_required for c in table.columns]
        for row, column in zip(rows, table.columns, strict=True):
            assert re.findall(r"`([^`]+)`", row[3]) == list(column.choices)
            assert (f"(#{column.refers_to})" in row[3]) == bool(column.refers_to)


def test_every_command_and_option_has_its_row():
    page = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    sections = {s.partition("\n")[0]: s for s in page.split("\n## ")[1:]}
    visible = {name: c for name, c in psa.commands.items() if not c.hidden}
    assert sections.keys() == {f"psa {name}" for name in visible}
    for name, command in visible.items():
        options = {
            o
            for p in command.get_params(click.Context(command))
            if isinstance(p, click.Option) and not p.hidden
            for o in p.opts
        } - {"--help"}
        assert set(re.findall(r"^\| `[^`]*?(--[a-z-]+)", sections[f"psa {name}"], re.M)) >= {
            o for o in options if o.startswith("--")
        }


def missing_tests(text):
    """Return the tests that a page names, as `test_x` or as `test_x` in `file`, and that are not there."""
    named = re.findall(r"`(test_\w+)`(?:\s+in\s+`(tests/[\w/]+\.py)`)?", text)
    files = {file or "tests/data/test_hostile.py" for _, file in named}
    there = {
        f: set(re.findall(r"^ *def (test_\w+)", (ROOT / f).read_text(encoding="utf-8"), re.M))
        for f in files
        if (ROOT / f).is_file()
    }
    return [name for name, file in named if name not in there.get(file or "tests/data/test_hostile.py", ())]


def test_every_test_that_the_page_on_hostile_inputs_names_exists():
    text = (DOCS / "reference" / "hostile-inputs.md").read_text(encoding="utf-8")
    assert len(re.findall("`test_", text)) > 50
    assert missing_tests(text) == []


def test_a_test_that_is_named_and_is_not_there_is_found():
    assert missing_tests(
        "`test_a_gone_one`; `test_a_page_that_shows_something_else_or_fails_is_found` in `tests/docs/test_docs.py`"
    ) == ["test_a_gone_one"]
    assert missing_tests("`test_x` in `tests/gone.py`") == ["test_x"]


def test_every_column_that_a_diff_explains_is_explained_on_its_page():
    page = (DOCS / "how-to" / "review-a-change.md").read_text(encoding="utf-8")
    first = [line.split(" | ")[0] for line in page.splitlines() if line.startswith("| `")]
    assert {name for cell in first for name in re.findall("`([^`]+)`", cell)} == TERSE


def test_every_module_of_the_package_is_in_the_reference():
    page = (DOCS / "reference" / "api.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(psa[\w.]*)` \|", page, re.M))
    modules = {
        p.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for p in (ROOT / "psa").rglob("*.py")
    }
    assert listed == {m for m in modules if not m.rsplit(".", 1)[1].startswith("__")}
