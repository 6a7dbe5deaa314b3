"""A changed figure changes what rests on it, in all three tables, and nothing else."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from psa.batch.results import write_ratings
from psa.data.load import load_framework
from psa.files.write import RATING_FILES
from psa.methods.ratings import rate_framework

INDICATORS, AGREEMENTS, DEPARTMENTS = RATING_FILES


def tables(folder: Path, output: Path, **choices) -> dict[str, pd.DataFrame]:
    """Rate a folder, write the tables, and read them back as text, by id."""
    paths = write_ratings(rate_framework(load_framework(folder), **choices), output)
    return {p.name: pd.read_csv(p, dtype=str, keep_default_na=False, index_col=0) for p in paths}


def replace_line(folder: Path, start: str, new: str) -> None:
    path = folder / "observations.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = [i for i, line in enumerate(lines) if line.startswith(start)]
    assert len(at) == 1
    rest = lines[at[0]].removeprefix(start)
    lines[at[0]] = new + rest
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def changed(before, after) -> dict[str, set[str]]:
    """Return the ids of the rows that differ in any cell, by table, but for the chances of indicators.

    These are shrunk towards what the framework shows and drawn together in an agreement: any figure may move them.
    """
    found = {}
    for name in RATING_FILES:
        assert list(before[name].index) == list(after[name].index)
        assert list(before[name].columns) == list(after[name].columns)
        differ = before[name] != after[name]
        differ = differ.loc[:, ~differ.columns.str.startswith("chance_met")].any(axis=1)
        found[name] = set(before[name].index[differ])
    return found


def ratings(before, after) -> dict[str, tuple[str, str]]:
    """Return the ratings that differ, as id: (before, after), of all tables."""
    out = {}
    for name in RATING_FILES:
        pairs = zip(before[name].index, before[name]["rating"], after[name]["rating"], strict=True)
        out |= {i: (old, new) for i, old, new in pairs if old != new}
    return out


@pytest.fixture
def before(tiny_folder, tmp_path):
    return tables(tiny_folder, tmp_path / "before")


def after_edit(folder, tmp_path, start, new, **choices):
    replace_line(folder, start, new)
    return tables(folder, tmp_path / "after", **choices)


def test_nothing_changed_changes_nothing(tiny_folder, tmp_path, before):
    tables(tiny_folder, tmp_path / "again")
    for name in RATING_FILES:
        assert (tmp_path / "before" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_order_of_rows_changes_nothing(tiny_folder, tmp_path, before):
    path = tiny_folder / "observations.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *reversed(rows)]) + "\n", encoding="utf-8")
    tables(tiny_folder, tmp_path / "again")
    for name in RATING_FILES:
        assert (tmp_path / "before" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_a_figure_that_turns_an_agreement(tiny_folder, tmp_path, before):
    after = after_edit(
        tiny_folder, tmp_path, "pledge-a/1:trees,2023,2023,1205", "pledge-a/1:trees,2023,2023,1074"
    )
    assert ratings(before, after) == {
        "pledge-a/1": ("improvement", "no_improvement"),
        "pledge-a": ("strong_progress", "some_progress"),
        "parks": ("strong_progress", "some_progress"),
    }
    assert changed(before, after) == {
        INDICATORS: {"pledge-a/1", "pledge-a/2"},  # of the second, whether it stands among fewer tests
        AGREEMENTS: {"pledge-a"},
        DEPARTMENTS: {"parks", "mayor"},
    }
    assert before[INDICATORS].loc["pledge-a/1", "target_status"] == "met"
    assert before[INDICATORS].loc["pledge-a/2", "rating"] == after[INDICATORS].loc["pledge-a/2", "rating"]
    assert after[INDICATORS].loc["pledge-a/1", "target_status"] == "not_met"
    assert after[DEPARTMENTS].loc["mayor", "deteriorated"] == "2"


def test_a_figure_of_an_input_spreads_through_its_ratio(tiny_folder, tmp_path, before):
    after = after_edit(
        tiny_folder, tmp_path, "pledge-b/2:income,2023,2023,2344", "pledge-b/2:income,2023,2023,2600"
    )
    assert ratings(before, after) == {
        "pledge-b/2": ("no_improvement", "improvement"),
        "mayor": ("some_progress", "strong_progress"),
    }
    assert changed(before, after)[INDICATORS] == {"pledge-b/2"}
    assert changed(before, after)[AGREEMENTS] == {"pledge-b"}
    assert changed(before, after)[DEPARTMENTS] == {"housing", "mayor"}
    assert float(after[INDICATORS].loc["pledge-b/2", "latest_value"]) == pytest.approx(100 * 617 / 2600)


def test_a_component_that_turns_its_set(tiny_folder, tmp_path, before):
    after = after_edit(
        tiny_folder, tmp_path, "pledge-a/3:south,2023,2023,17.9", "pledge-a/3:south,2023,2023,18.9"
    )
    assert ratings(before, after)["pledge-a/3"] == ("improvement", "no_improvement")
    assert changed(before, after)[INDICATORS] == {"pledge-a/3"}


def test_a_figure_that_changes_no_rating_changes_only_its_own_figures(tiny_folder, tmp_path, before):
    after = after_edit(
        tiny_folder, tmp_path, "pledge-a/1:trees,2023,2023,1205", "pledge-a/1:trees,2023,2023,1206"
    )
    assert ratings(before, after) == {}
    assert changed(before, after) == {
        INDICATORS: {"pledge-a/1"},
        AGREEMENTS: {"pledge-a"},
        DEPARTMENTS: set(),
    }
    chances = before[AGREEMENTS].loc["pledge-a"] != after[AGREEMENTS].loc["pledge-a"]
    assert all(c.startswith(("chance_", "best_chance_", "expected_false")) for c in chances.index[chances])
    cells = before[INDICATORS].loc["pledge-a/1"] != after[INDICATORS].loc["pledge-a/1"]
    assert {"reason", "latest_value", "change", "target_figure"} <= set(cells.index[cells])
    assert not {"rating", "baseline_value", "kind", "name"} & set(cells.index[cells])


@pytest.mark.parametrize(
    ("start", "new"),
    [
        ("pledge-b/4:complaints,2023,2023,118", "pledge-b/4:complaints,2023,2023,999"),  # a proxy
        ("pledge-b/3:damp,2021,2021,11.4", "pledge-b/3:damp,2021,2021,11.2"),
    ],  # before the break
)
def test_what_is_rated_nowhere_changes_no_rating(tiny_folder, tmp_path, before, start, new):
    after = after_edit(tiny_folder, tmp_path, start, new)
    assert ratings(before, after) == {}
    # what stands in for an indicator is in the best evidence of its agreement
    assert changed(before, after)[AGREEMENTS] <= {"pledge-b"}
    assert changed(before, after)[INDICATORS] <= {"pledge-b/3", "pledge-b/4"}


def test_a_figure_after_the_period_changes_no_rating(tiny_folder, tmp_path, before):
    with (tiny_folder / "observations.csv").open("a", encoding="utf-8") as file:
        file.write("pledge-a/1:trees,2024,2024,1,,,,,,final,inferred,town-yearbook,\n")
    after = tables(tiny_folder, tmp_path / "after")
    assert ratings(before, after) == {}
    assert changed(before, after) == {INDICATORS: {"pledge-a/1"}, AGREEMENTS: set(), DEPARTMENTS: set()}
    assert ratings(before, tables(tiny_folder, tmp_path / "later", through="2024"))["pledge-a/1"] == (
        "improvement",
        "no_improvement",
    )


def test_one_more_figure_settles_an_indicator_without_any(tiny_folder, tmp_path, before):
    with (tiny_folder / "measures.csv").open("a", encoding="utf-8") as file:
        file.write("pledge-a/4:hedgehogs,pledge-a/4,Hedgehogs counted,headline,true,,,number,count,,,\n")
    with (tiny_folder / "observations.csv").open("a", encoding="utf-8") as file:
        for year, value in ((2019, 12), (2020, 14), (2023, 20)):
            file.write(f"pledge-a/4:hedgehogs,{year},{year},{value},,,,,,final,inferred,town-yearbook,\n")
    after = tables(tiny_folder, tmp_path / "after")
    assert ratings(before, after) == {
        "pledge-a/4": ("not_yet_assessed", "improvement"),
        "mayor": ("some_progress", "strong_progress"),
    }
    assert changed(before, after)[INDICATORS] == {"pledge-a/4"}


# ------------------------------------------------------------------------------- a framework of real size

FIGURE = "psa-14/1:neet-16-18,2010-12-31,2010,7.5,"


@pytest.fixture(scope="module")
def promises_before(promises, tmp_path_factory):
    paths = write_ratings(promises, tmp_path_factory.mktemp("before"))
    return {p.name: pd.read_csv(p, dtype=str, keep_default_na=False, index_col=0) for p in paths}


def promises_after(promises, tmp_path, value: str) -> dict[str, pd.DataFrame]:
    """Rate a copy of the frozen promises in which one figure is another."""
    folder = tmp_path / "copy"
    shutil.copytree(promises.framework.folder, folder)
    path = folder / "observations" / "psa-14.csv"
    text = path.read_bytes().decode("utf-8")
    assert text.count(FIGURE) == 1
    path.write_bytes(text.replace(FIGURE, FIGURE.replace("7.5,", f"{value},")).encode())
    return tables(folder, tmp_path / "after")


def test_one_figure_turns_its_indicator_and_agreement_alone(promises, promises_before, tmp_path):
    after = promises_after(promises, tmp_path, "9.7")
    assert ratings(promises_before, after) == {
        "psa-14/1": ("improvement", "no_improvement"),
        "psa-14": ("strong_progress", "some_progress"),
        "bis": ("strong_progress", "some_progress"),
    }
    roles = promises.framework.roles()
    delivering = set(roles.loc[roles["agreement_id"] == "psa-14", "department_id"])
    assert len(delivering) == 9
    moved = changed(promises_before, after)
    assert (moved[AGREEMENTS], moved[DEPARTMENTS]) == ({"psa-14"}, delivering)
    # what a stand-in is worth counts how often such series agree with the indicators themselves
    assert moved[INDICATORS] == {"psa-14/1", "psa-18/1"}


def test_a_figure_that_only_misses_the_target_changes_no_rating_and_no_department(
    promises, promises_before, tmp_path
):
    after = promises_after(promises, tmp_path, "7.7")
    assert ratings(promises_before, after) == {}
    assert changed(promises_before, after)[INDICATORS] == {"psa-14/1"}
    assert changed(promises_before, after)[DEPARTMENTS] == set()
    both = [t[INDICATORS].loc["psa-14/1", "target_status"] for t in (promises_before, after)]
    assert both == ["met", "not_met"]
