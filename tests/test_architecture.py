"""How the code hangs together: who imports whom, who opens files, and that no framework is known by name."""

import ast
import csv
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PSA = ROOT / "psa"
FILES = sorted(PSA.rglob("*.py"))

# each module imports only modules that stand before it
ORDER = (
    "warm",
    "paths",
    "names",
    "kernels",
    "held",
    "resume",
    "periods",
    "spreadsheets",
    "units",
    "schema",
    "remarks",
    "framework",
    "observations",
    "uncertainty",
    "trend",
    "verdicts",
    "assess",
    "lenses",
    "rules",
    "ratings",
    "tables",
    "annotate",
    "charts",
    "pages",
    "explore",
    "publish",
    "site",
    "export",
    "runs",
    "cluster",
    "edit",
    "compare",
    "review",
    "watch",
    "scaffold",
    "importing",
    "cli",
)
APART = {"simulate", "replay"}  # evidence for the methods: may import any of the above, and none imports them
OPENERS = {
    "paths",
    "kernels",
    "held",
    "resume",
    "warm",
    "cluster",
    "schema",
    "framework",
    "publish",
    "export",
    "runs",
    "edit",
    "compare",
    "watch",
    "review",
    "scaffold",
    "importing",
    "cli",
    "replay",
}
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
FILE_MODULES = {"shutil", "tempfile", "glob", "sqlite3", "pickle", "subprocess"}  # no use but for files


def module_of(path: Path) -> str:
    return path.relative_to(PSA).with_suffix("").as_posix().split("/")[0]


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> set[str]:
    """Return the modules of the package that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("psa.")}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: a relative import"
            if node.module == "psa":
                found |= {a.name for a in node.names}
            elif (node.module or "").startswith("psa."):
                found.add(node.module.split(".")[1])
    return found


MODULES = sorted({module_of(f) for f in FILES} - {"__init__"})


def test_every_module_has_its_place():
    assert set(MODULES) <= {*ORDER, *APART, "warm"}


@pytest.mark.parametrize("path", [f for f in FILES if module_of(f) in ORDER], ids=lambda p: p.stem)
def test_imports_go_one_way(path):
    allowed = set(ORDER[: ORDER.index(module_of(path))])
    assert imports_of(path) - allowed == set()


@pytest.mark.parametrize("path", [f for f in FILES if module_of(f) in APART], ids=lambda p: p.stem)
def test_what_stands_apart_imports_only_what_is_in_order(path):
    assert imports_of(path) <= set(ORDER)


def test_the_warm_kernel_knows_nothing_of_the_package():
    assert {m for f in FILES if module_of(f) == "warm" for m in imports_of(f)} <= {"warm"}


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
    "path", [f for f in FILES if module_of(f) not in {*OPENERS, "warm"}], ids=lambda p: p.stem
)
def test_only_some_modules_open_files(path):
    assert opening_calls(path) == []


@pytest.mark.parametrize(
    "path", [f for f in FILES if module_of(f) not in {*OPENERS, "warm"}], ids=lambda p: p.stem
)
def test_the_others_import_nothing_that_moves_files(path):
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {a.name.split(".")[0] for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    assert found & {*FILE_MODULES, "os"} == set()


def test_the_search_for_opened_files_finds_some():
    assert {module_of(f) for f in FILES if opening_calls(f)} >= {"schema", "framework", "publish"}


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
