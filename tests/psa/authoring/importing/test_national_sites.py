"""National sites of other shapes: every figure comes in, as the number that it is."""

import pytest
from import_sources import rows
from national_sites import site_a, site_b, site_c

from psa.authoring.importing.open_sdg import import_open_sdg
from psa.authoring.importing.set_aside import figures_in
from psa.data.load import check_framework


def observations(folder):
    return [
        row
        for path in sorted((folder / "observations").glob("*.csv"))
        for row in rows(path.parent, path.name)
    ]


@pytest.mark.parametrize("make", [site_a, site_b, site_c])
def test_all_figures_of_a_site_come_in_unchanged(tmp_path, home, make):
    (tmp_path / "site").mkdir()
    figures = make(tmp_path / "site")
    found = import_open_sdg(tmp_path / "site", "made", home=home)
    assert (found.figures, figures_in(found.aside)) == (len(figures), 0)
    assert check_framework(found.folder)[0] == []
    values = [float(row["value"]) for row in observations(found.folder)]
    assert sorted(values) == sorted(figures.values())


def test_totals_are_the_headline_and_metadata_in_a_folder_of_another_name_are_read(tmp_path, home):
    (tmp_path / "site").mkdir()
    site_a(tmp_path / "site")
    found = import_open_sdg(tmp_path / "site", "made", home=home)
    names = {row["name"] for row in rows(found.folder, "indicators.csv")}
    assert "Taxa de pobreza (pt)" in names
    roles = [row["role"] for row in rows(found.folder, "measures.csv")]
    assert roles.count("group") == 16  # two sexes, two series, four indicators
    assert {row["status"] for row in observations(found.folder)} == {"", "provisional"}


def test_each_form_of_period_is_read_and_the_settings_give_the_direction(tmp_path, home):
    (tmp_path / "site").mkdir()
    site_b(tmp_path / "site")
    found = import_open_sdg(tmp_path / "site", "made", home=home)
    periods = {row["period"] for row in observations(found.folder)}
    assert {"2020-Q1", "2012-Jul to 2012-Dec", "2012", "2012-13", "2012 to 2014", "2021-Jan"} <= periods
    assert {row["direction"] for row in rows(found.folder, "indicators.csv")} == {"decrease"}


def test_a_note_in_another_language_splits_no_series(tmp_path, home):
    (tmp_path / "site").mkdir()
    site_c(tmp_path / "site")
    found = import_open_sdg(tmp_path / "site", "made", home=home)
    measures = rows(found.folder, "measures.csv")
    assert len(measures) == 15 and [row["role"] for row in measures].count("headline") == 5
    assert {row["note"] for row in observations(found.folder) if row["period"] == "2010"} == {"*; note 3"}
