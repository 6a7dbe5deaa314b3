"""How the code hangs together: imports between rooms, who opens files, and that no framework is known by name."""

import ast
import csv
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parent.parent
PSA = ROOT / "psa"
FILES = sorted(PSA.rglob("*.py"))
PURE = ("methods", "words.py")  # rooms that open no file
MOST_ARROWS = 50
OPENING = {
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "read_csv",
    "to_csv",
    "to_parquet",
    "read_parquet",
    "savetxt",
    "loadtxt",
    "unlink",
    "mkdir",
    "fdopen",
    "rmdir",
    "touch",
    "to_excel",
    "to_json",
    "to_pickle",
}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> list[ast.AST]:
    return list(ast.walk(tree_of(path)))


@cache
def graph_of_imports() -> grimp.ImportGraph:
    return grimp.build_graph("psa", cache_dir=None)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room_of(module: str) -> str:
    """Return the room of a module: the first part of its name after the package's."""
    return module.split(".")[1] if "." in module else module


@pytest.mark.slow
def test_the_contracts_between_rooms_are_kept():
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
        "--no-cache",
    ]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-2000:]


def test_few_arrows_lead_from_room_to_room():
    graph = graph_of_imports()
    arrows = {
        (room_of(module), room_of(imported))
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
    }
    arrows = {(a, b) for a, b in arrows if a != b}
    assert {("methods", "data"), ("cli", "batch")} <= arrows
    assert len(arrows) <= MOST_ARROWS, sorted(arrows)


@pytest.mark.parametrize("room", ["data", "methods"])
def test_no_circle_of_imports_within_a_room_not_even_by_imports_inside_functions(room):
    graph = graph_of_imports()
    modules = {m for m in graph.modules if m.startswith(f"psa.{room}.")}
    order = TopologicalSorter({m: graph.find_modules_directly_imported_by(m) & modules for m in modules})
    assert len(list(order.static_order())) == len(modules) > 20


def test_to_import_the_package_or_the_forked_kernels_imports_nothing_else_of_it():
    code = "import sys, psa, psa.batch.warm; print(*sorted(m for m in sys.modules if m.startswith(('psa', 'pandas'))))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) <= {
        "psa",
        "psa.batch",
        "psa.batch.warm",
        "psa.batch.warm.forked",
        "psa.batch.warm.owner",
        "psa.batch.warm.provisioner",
    }


def test_every_import_names_the_whole_module():
    relative = [
        f"{name_of(path)}:{node.lineno}"
        for path in FILES
        for node in nodes_of(path)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


def opening_calls(path: Path) -> list[str]:
    """Return each call by which a file may be opened, read or written."""
    found = []
    for node in nodes_of(path):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name == "open" or name in OPENING:
            found.append(f"{name_of(path)}:{node.lineno}: {name}")
    return found


def test_pure_rooms_open_no_files():
    pure = [path for path in FILES if path.relative_to(PSA).parts[0] in PURE]
    assert len(pure) > 30
    assert [call for path in pure for call in opening_calls(path)] == []


def test_the_search_for_opened_files_finds_some():
    assert opening_calls(PSA / "files" / "write.py")


def strings_of(path: Path) -> list[tuple[int, str]]:
    """Return the text literals of a file with their lines, the docstrings left out."""
    docs = set()
    for node in nodes_of(path):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                docs.add(id(first.value))
    return [
        (n.lineno, n.value)
        for n in nodes_of(path)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docs
    ]


@cache
def framework_ids() -> frozenset[str]:
    """Return the ids and abbreviations of the departments in data/raw, and the names of the frameworks."""
    found = set()
    for path in (ROOT / "data" / "raw").glob("*/departments.csv"):
        found.add(path.parent.name)
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found |= {row["department_id"], row["abbreviation"]}
    return frozenset(found - {""})


def test_no_framework_is_known_by_name():
    ids = framework_ids()
    assert len(ids) > 30
    known = [
        f"{name_of(path)}:{line}: {text!r}"
        for path in FILES
        for line, text in strings_of(path)
        if text in ids or re.search(r"csr ?2007|psa-\d", text, re.IGNORECASE)
    ]
    assert known == []


def test_the_search_for_names_finds_them(tmp_path):
    path = tmp_path / "x.py"
    path.write_text(
        '"""psa-01 in a docstring is no fault."""\nA = "defra"\nB = f"psa-09/{A}"\n', encoding="utf-8"
    )
    assert [text for _, text in strings_of(path)] == ["defra", "psa-09/"]
    assert {"defra", "co", "CO", "MoD"} < framework_ids()


def test_every_module_says_what_it_is():
    assert [name_of(path) for path in FILES if not ast.get_docstring(tree_of(path))] == []


# ------------------------------------------------------------------------------------------ the tests

TESTS = ROOT / "tests"
LIVE = re.compile(r"csr ?2007|load_framework\(\)")
# what speaks of the default framework, and why; figures are quoted from frozen ones alone
SPEAKS_OF_IT = {
    "tests/data": "reads the tables that are revised",
    "tests/pages": "reads the pages of the site that is published, in a browser",
    "tests/test_architecture.py": "looks for its name in the package",
}


def test_each_test_file_of_the_package_is_named_for_its_module_or_room():
    """`tests/psa/<room>/test_<what>.py`: a module of the room, a part of its name, or what several of them do."""
    stray = []
    for path in sorted((TESTS / "psa").rglob("test_*.py")):
        folder = PSA / path.parent.relative_to(TESTS / "psa")
        if not folder.is_dir():
            stray.append(name_of(path))
    assert stray == []


def speaking_of_live_figures() -> Iterator[str]:
    """Yield each line of the tests outside tests/data that names the default framework or reads its tables."""
    for path in sorted(TESTS.rglob("*.py")):
        if any(name_of(path).startswith(known) for known in SPEAKS_OF_IT):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if LIVE.search(line):
                yield f"{name_of(path)}:{number}: {line.strip()}"


def test_only_the_tests_of_the_data_speak_of_the_default_framework():
    assert list(speaking_of_live_figures()) == []


NAMED = re.compile(r"`(psa(?:\.\w+)+)`")


def names_that_are_not_there(text: str) -> list[str]:
    """Return what a text names in backticks as a part of the package and which is not there."""
    return [name for name in NAMED.findall(text) if not is_there(name)]


def is_there(name: str) -> bool:
    """Return whether a dotted name is a module, or something that a module defines."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        stem = ROOT.joinpath(*parts[:length])
        path = stem / "__init__.py" if stem.is_dir() else stem.with_suffix(".py")
        if path.is_file():
            return all(re.search(rf"\b{part}\b", path.read_text("utf-8")) for part in parts[length:])
    return False


def test_what_a_text_names_of_the_package_is_there():
    texts = [*FILES, *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.py")]
    missing = {name_of(p): names_that_are_not_there(p.read_text("utf-8")) for p in texts}
    assert {path: names for path, names in missing.items() if names} == {}


def test_a_name_that_is_not_there_is_noticed():
    text = "see `psa.data.series.load_series`, `psa.data.nowhere.thing`, `psa.data.series.absent_name` and `psa.load`"
    assert names_that_are_not_there(text) == ["psa.data.nowhere.thing", "psa.data.series.absent_name"]
