"""How the code hangs together: imports between rooms, who opens files, and that no framework is known by name."""

import ast
import csv
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parent.parent
PSA = ROOT / "psa"
FILES = sorted(PSA.rglob("*.py"))
PURE = ("methods", "words.py")  # rooms that open no file
MOST_ARROWS = 52
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


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def room_of(module: str) -> str:
    """Return the room of a module: the first part of its name after the package's."""
    return module.split(".")[1] if "." in module else module


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
    graph = grimp.build_graph("psa", cache_dir=None)
    arrows = {
        (room_of(module), room_of(imported))
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
    }
    arrows = {(a, b) for a, b in arrows if a != b}
    assert {("methods", "data"), ("cli", "batch")} <= arrows
    assert len(arrows) <= MOST_ARROWS, sorted(arrows)


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


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PSA).as_posix())
def test_every_import_names_the_whole_module(path):
    relative = [n.lineno for n in ast.walk(tree_of(path)) if isinstance(n, ast.ImportFrom) and n.level]
    assert relative == []


def opening_calls(path: Path) -> list[str]:
    """Return each call by which a file may be opened, read or written."""
    found = []
    for node in ast.walk(tree_of(path)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name == "open" or name in OPENING:
            found.append(f"{path.name}:{node.lineno}: {name}")
    return found


@pytest.mark.parametrize(
    "path",
    [f for f in FILES if f.relative_to(PSA).parts[0] in PURE],
    ids=lambda p: p.relative_to(PSA).as_posix(),
)
def test_pure_rooms_open_no_files(path):
    assert opening_calls(path) == []


def test_the_search_for_opened_files_finds_some():
    assert opening_calls(PSA / "files.py")


def strings_of(path: Path) -> list[tuple[int, str]]:
    """Return the text literals of a file with their lines, the docstrings left out."""
    tree = tree_of(path)
    docs = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                docs.add(id(first.value))
    return [
        (n.lineno, n.value)
        for n in ast.walk(tree)
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


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PSA).as_posix())
def test_no_framework_is_known_by_name(path):
    ids = framework_ids()
    assert len(ids) > 30
    known = [
        f"{path.name}:{line}: {text!r}"
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


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PSA).as_posix())
def test_every_module_says_what_it_is(path):
    assert ast.get_docstring(tree_of(path))
