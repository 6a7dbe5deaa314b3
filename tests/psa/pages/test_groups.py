"""The groups of an indicator on its page: who is left behind, what is drawn, and what is not."""

from dataclasses import replace

import pytest
from small_framework import write_small_framework

from psa.data.load import load_framework
from psa.methods.ratings import rate_framework
from psa.pages import groups
from psa.pages.charts.groups import GroupsChart
from psa.pages.sections import show_unrated
from psa.pages.tables.table import Table

ID = "a-01/1"


def framework_with_groups(
    folder, names, figures=(50.1, 49.0, 48.8), role="group", limits=False, headline=True
):
    """Return the small framework, rated, with a group of ages for each name."""
    write_small_framework(folder)
    measures, figures_file = folder / "measures.csv", folder / "observations" / "a-01.csv"
    text = measures.read_text().splitlines()
    rows = [row for row in text if "share-young" not in row]
    lines = [row for row in figures_file.read_text().splitlines() if "share-young" not in row]
    rows[0] += ",dimension"
    for i, name in enumerate(names):
        rows.append(f'a-01/1:g{i},a-01/1,"In work, {name}",{role},false,percent,proportion,{name},age')
        for period, value in zip(("2006-07", "2007-08", "2009-10"), figures, strict=True):
            lines.append(
                f"a-01/1:g{i},{period},{period},{round(value + i % 40, 1)},,,final,read,labour-survey"
            )
    measures.write_text("\n".join(r if r.count(",") >= 8 else f"{r}," for r in rows) + "\n")
    figures_file.write_text("\n".join(lines) + "\n")
    return rate_framework(load_framework(str(folder)))


@pytest.fixture
def shown(monkeypatch):
    outputs = []
    monkeypatch.setattr(
        "psa.pages.for_page.display", lambda shown, metadata=None: outputs.append((shown, metadata))
    )
    return outputs


def test_two_groups_have_a_row_and_a_chart_in_one_fold(tmp_path, shown):
    groups.show_groups(framework_with_groups(tmp_path, ["16-24", "25-49"]), ID, "card")
    table, chart = (output for output, _ in shown)
    assert isinstance(table, Table) and isinstance(chart, GroupsChart)
    cell = table.rows[0]
    assert cell[0] == "Age (2 groups)" and cell[1] == "16-24 49.0 · 25-49 50.0 (2007–08)" and cell[2] == "1"
    assert cell[-1] == "as wide as before"
    assert {str(metadata) for _, metadata in shown} == {"{'folds': ['card', 'Groups (2)']}"}
    assert "Dashed: all together." in " ".join(chart.subtitle)


def test_one_group_and_components_show_nothing_here(tmp_path, shown):
    groups.show_groups(framework_with_groups(tmp_path / "one", ["16-24"]), ID)
    groups.show_groups(framework_with_groups(tmp_path / "parts", ["16-24", "25-49"], role="component"), ID)
    assert shown == []


def test_of_a_hundred_groups_a_page_draws_few_and_says_how_many_and_where_the_rest_are(tmp_path, shown):
    groups.show_groups(framework_with_groups(tmp_path, [f"year {i}" for i in range(120)]), ID)
    table, chart, words = (output for output, _ in shown)
    assert len(chart.panels) == 12 and len(chart.svg()) < 60_000
    assert words.data.startswith("12 groups of 120 are drawn here; all are in the tables of figures")
    assert table.rows[0][0] == "Age (120 groups)"


def test_groups_of_an_indicator_without_a_card_stand_with_what_could_not_be_rated(
    tmp_path, shown, monkeypatch
):
    monkeypatch.setattr("psa.pages.sections.card_of", lambda *_: None)
    show_unrated(framework_with_groups(tmp_path, ["16-24", "25-49"]), "a-01")
    charts = [metadata["folds"] for output, metadata in shown if isinstance(output, GroupsChart)]
    assert len(charts) == 1 and charts[0][1:] == ["1 Share in work", "Groups (2)"]


def test_groups_in_proportions_are_drawn_in_per_cent(tmp_path, shown):
    rated = framework_with_groups(tmp_path, ["16-24", "25-49"])
    series = rated.series.assign(value=rated.series["value"] / 100)
    rated = replace(rated, series=series, measures=rated.measures.assign(unit="proportion", decimals=3.0))
    groups.show_groups(rated, ID)
    chart = next(output for output, _ in shown if isinstance(output, GroupsChart))
    assert chart.subtitle[0].startswith("Per cent.")
    assert [panel.name for panel in chart.panels] == [["16-24: 48.8"], ["25-49: 49.8"]]
