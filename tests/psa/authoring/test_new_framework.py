"""A new framework's folder: complete, sound, plainly an example, and never made by halves."""

import csv

import pytest
from click.testing import CliRunner

from psa.authoring.new_framework import TYPES, example_rows, new_framework, readme
from psa.authoring.write_framework import framework_files, write_framework
from psa.cli import main
from psa.data.faults import FrameworkError
from psa.data.load import check_framework, load_framework
from psa.data.schema import TABLES
from psa.methods.ratings import rate_framework


@pytest.fixture
def folder(tmp_path):
    return new_framework("coast", tmp_path)


def everything(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*"))


def test_a_new_framework_has_every_table_with_every_column_of_the_schema(folder):
    for table in TABLES.values():
        files = (
            sorted((folder / table.name).glob("*.csv")) if table.is_folder else [folder / f"{table.name}.csv"]
        )
        assert files
        for file in files:
            with file.open(encoding="utf-8", newline="") as text:
                assert next(csv.reader(text)) == [c.name for c in table.columns]


def test_a_new_framework_passes_the_check_and_is_rated_at_once(folder):
    assert check_framework(folder)[0] == []
    rated = rate_framework(load_framework(folder))
    assert dict(zip(rated.agreements["agreement_id"], rated.agreements["rating"], strict=True)) == {
        "example-1": "strong_progress",
        "example-2": "not_yet_assessed",
    }
    assert {"example-office", "example-partner"} == set(rated.departments["department_id"])


def test_a_framework_without_published_ratings_has_their_table_all_the_same(folder, tiny_rated):
    published = rate_framework(load_framework(folder)).published
    assert len(published) == 0
    assert list(published.columns) == list(tiny_rated.published.columns)


def test_every_example_row_says_that_it_is_one():
    examples = example_rows()
    for table, rows in examples.items():
        for row in rows:
            assert "example" in " ".join(row.values()).lower(), (table, row)
    assert examples["sources"][0]["title"] == "Example: replace me"
    required = {t.name for t in TABLES.values() if t.is_required}
    assert required <= set(examples)


def test_the_readme_teaches_every_column_and_the_three_commands(folder):
    text = (folder / "README.md").read_text(encoding="utf-8")
    parts = {part.split("\n", 1)[0]: part for part in text.split("\n### ")[1:]}
    assert set(parts) == set(TABLES)
    for table in TABLES.values():
        shown = [line.split("`")[1] for line in parts[table.name].split("\n") if line.startswith("| `")]
        assert shown == [c.name for c in table.columns]
        for column in table.columns:
            assert all(f"`{choice}`" in parts[table.name] for choice in column.choices)
    for command in ("psa check", "psa show example-1", "psa run"):
        assert f"{command} --framework coast" in " ".join(text.split())


def test_every_type_of_the_schema_has_its_words():
    columns = [c for t in TABLES.values() for c in t.columns]
    assert {c.type for c in columns} <= {*TYPES, "choice"}


def test_two_new_frameworks_differ_in_their_name_alone(tmp_path):
    one, two = new_framework("one", tmp_path), new_framework("two", tmp_path)
    assert everything(one) == everything(two)
    for name in everything(one):
        if (one / name).is_file():
            old, new = ((f / name).read_text(encoding="utf-8") for f in (one, two))
            assert name == "README.md" or old == new
    assert (two / "README.md").read_text() == readme("two")
    assert str(tmp_path) not in (two / "README.md").read_text()


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../x", "a/b", "/tmp/x", "Coast", "coast\n", "co ast", "-coast", "küste", "a" * 61],
)
def test_a_name_that_is_no_name_makes_nothing(tmp_path, name):
    home = tmp_path / "home"
    home.mkdir()
    with pytest.raises(ValueError, match="lower case letters, digits and hyphens"):
        new_framework(name, home)
    assert everything(tmp_path) == ["home"]


def test_nothing_that_is_there_is_written_over(tmp_path):
    (tmp_path / "coast").mkdir()
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    for name in ("coast", "gone"):
        with pytest.raises(ValueError, match="is there already"):
            new_framework(name, tmp_path)
    assert everything(tmp_path) == ["coast", "gone"]


def test_the_folder_around_it_must_be_there(tmp_path):
    with pytest.raises(FileNotFoundError, match="no such folder to put coast in"):
        new_framework("coast", tmp_path / "missing")


def test_tables_that_do_not_pass_the_check_leave_nothing_behind(tmp_path):
    files = framework_files(example_rows())
    files["sources.csv"] = files["sources.csv"].replace("example-source", "another")
    with pytest.raises(FrameworkError, match="'example-source' is in no row of sources"):
        write_framework(tmp_path / "coast", files)
    assert everything(tmp_path) == []


def test_a_disk_that_fails_half_way_leaves_nothing_behind(tmp_path, monkeypatch):
    written = []

    def fail(text, path):
        written.append(path)
        if len(written) == 4:
            raise OSError("no space left")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    monkeypatch.setattr("psa.authoring.write_framework.write_text", fail)
    with pytest.raises(OSError, match="no space left"):
        new_framework("coast", tmp_path)
    assert everything(tmp_path) == []


@pytest.mark.parametrize("name", ["../out.csv", "/out.csv", "observations/../../out.csv"])
def test_no_file_of_a_framework_lies_outside_its_folder(tmp_path, name):
    with pytest.raises(ValueError, match="leads out of the framework's folder"):
        write_framework(tmp_path / "coast", {name: "x"})
    assert everything(tmp_path) == []


def test_a_row_with_a_column_of_its_own_is_refused():
    with pytest.raises(ValueError, match="colour"):
        framework_files({"sources": [{"source_id": "a", "title": "b", "colour": "red"}]})


def test_the_command_says_where_the_folder_is_and_what_comes_next(tmp_path):
    done = CliRunner().invoke(main, ["new", "coast", "--in", str(tmp_path)])
    assert done.exit_code == 0
    assert done.output.splitlines()[-1] == f"Next: psa check --framework {tmp_path / 'coast'}"
    checked = CliRunner().invoke(main, ["check", "--framework", str(tmp_path / "coast")])
    assert checked.exit_code == 0 and "no faults" in checked.output
    again = CliRunner().invoke(main, ["new", "coast", "--in", str(tmp_path)])
    assert again.exit_code == 1 and "is there already" in again.output
