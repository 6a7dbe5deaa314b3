"""A later release of a publisher's own table: it comes in by the mapping that the import left behind."""

import pytest
from click.testing import CliRunner
from workbooks import write_xlsx

from psa.authoring.importing.set_aside import figures_in
from psa.authoring.importing.source import SourceError
from psa.authoring.importing.tidy import import_tidy
from psa.authoring.updating.release import ReleaseError
from psa.authoring.updating.report import describe_update
from psa.authoring.updating.update import prepare_update
from psa.cli import main
from psa.data.load import check_framework

HEADER = "areacd,areanm,indicator,period,observation,unit,status"
FIRST = [
    "U1,Elmland,Damp homes,2021,12.1,%,",
    "U1,Elmland,Damp homes,2022,11.6,%,p",
    "E1,Elmouth,Damp homes,2021,14.0,%,",
    "E1,Elmouth,Damp homes,2022,13.2,%,",
]


def table(path, *lines, header=HEADER):
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path):
    home, mapping = tmp_path / "home", tmp_path / "local.mapping.yml"
    home.mkdir()
    source = table(tmp_path / "local.csv", *FIRST)
    import_tidy(source, "local", mapping, home)
    text = mapping.read_text(encoding="utf-8")
    mapping.write_text(text.replace("headline: []", "headline: [Elmland]"), encoding="utf-8")
    found = import_tidy(source, "local", mapping, home)
    mapping.unlink()  # the framework has its own
    return found.folder


def test_new_revised_unchanged_and_vanished_figures_are_told_apart(folder, tmp_path):
    release = table(
        tmp_path / "next.csv",
        "U1,Elmland,Damp homes,2021,12.1,%,",
        "U1,Elmland,Damp homes,2022,11.4,%,",
        "U1,Elmland,Damp homes,2023,10.9,%,p",
        "E1,Elmouth,Damp homes,2021,14,%,",
        "E1,Elmouth,Damp homes,2023,12.8,%,",
    )
    found = prepare_update(folder, release, "2024-05-01")
    compared = found.compared
    assert [(c.place[0], c.cells["period"], c.cells["value"], c.cells["status"]) for c in compared.new] == [
        ("local/damp-homes:e1", "2023", "12.8", ""),
        ("local/damp-homes:u1", "2023", "10.9", "provisional"),
    ]
    assert [(c.before["value"], c.cells["value"], c.cells["released"]) for c in compared.revised] == [
        ("11.6", "11.4", "2024-05-01")
    ]
    assert (len(compared.unchanged), [row["period"] for row in compared.vanished]) == (2, ["2022"])
    found.write()
    assert check_framework(folder)[0] == []
    assert prepare_update(folder, release, "2024-05-01").edits == []


def test_a_series_that_the_framework_does_not_have_is_set_aside_and_said(folder, tmp_path):
    release = table(
        tmp_path / "next.csv",
        "U1,Elmland,Damp homes,2023,10.9,%,",
        "E9,Oakham,Damp homes,2023,9,%,",
        "x,y,z,2023,four 4,%,",
    )
    found = prepare_update(folder, release, "2024-05-01")
    assert len(found.compared.new) == 1 and figures_in(found.release.aside) == 2
    said = "\n".join(describe_update(found))
    assert "Series without a measure: 1 (Damp homes · % · Oakham · E9)." in said
    assert "add one (psa add-measure) and a row of mapping_series.csv: 1 figure." in said


def test_an_area_that_was_renamed_keeps_its_measure_by_its_code(folder, tmp_path):
    release = table(tmp_path / "next.csv", "E1,Elmouth and Ham,Damp homes,2023,12.8,%,")
    assert [c.place[0] for c in prepare_update(folder, release, "2024-05-01").compared.new] == [
        "local/damp-homes:e1"
    ]


def test_a_release_as_a_workbook_comes_in_by_the_same_mapping(folder, tmp_path):
    rows = [["Title"], [], HEADER.split(","), ["U1", "Elmland", "Damp homes", 2023, 10.9, "%", ""]]
    path = write_xlsx(tmp_path / "next.xlsx", {"Notes": [["none"]], "Data": rows})
    found = prepare_update(folder, path, "2024-05-01")
    assert [(c.cells["value"], c.row.number) for c in found.compared.new] == [("10.9", 4)]


def test_a_release_that_names_measures_needs_no_mapping(folder, tmp_path):
    path = table(tmp_path / "own.csv", "local/damp-homes:u1,2023,10.9", header="measure_id,period,value")
    assert len(prepare_update(folder, path, "2024-05-01").compared.new) == 1


def test_a_release_without_the_columns_of_the_mapping_is_refused_with_what_there_is(folder, tmp_path):
    path = table(tmp_path / "next.csv", "U1,2023,10.9", header="areacd,period,figure")
    with pytest.raises(SourceError, match=r"mapping.yml, row \d+: next.csv has no column 'observation'"):
        prepare_update(folder, path, "2024-05-01")


def test_a_release_of_other_series_alone_is_refused(folder, tmp_path):
    path = table(tmp_path / "next.csv", "E9,Oakham,Damp homes,2023,9,%,")
    with pytest.raises(ReleaseError, match="no figure of it belongs to a measure of the framework"):
        prepare_update(folder, path, "2024-05-01")


def test_the_command_writes_it_and_lists_the_ratings_that_moved(folder, tmp_path):
    release = table(
        tmp_path / "next.csv",
        *FIRST[:1],
        "U1,Elmland,Damp homes,2022,11.5,%,",
        "U1,Elmland,Damp homes,2023,10,%,",
    )
    words = ["update", str(release), "--framework", str(folder), "--released", "2024-05-01", "--yes"]
    said = CliRunner().invoke(main, words)
    assert said.exit_code == 0, said.output
    assert "New: 1. Revised: 1. Unchanged: 1. Vanished: 0." in said.output
    assert f"wrote {folder}/observations/local.csv" in said.output
