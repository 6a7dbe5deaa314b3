"""Many figures at once: all faults of a file by its own rows, all figures or none, and the same as one by one."""

import pytest
from click.testing import CliRunner
from small_framework import write_small_framework

from psa.authoring.add_many import add_observations
from psa.authoring.add_row import add_observation
from psa.cli import main
from psa.data.faults import FrameworkError
from psa.data.load import load_framework

pytestmark = pytest.mark.thorough

HEADER = "measure_id,period,value,source_id,released\n"


@pytest.fixture
def folder(tmp_path):
    return write_small_framework(tmp_path / "small")


def given(tmp_path, *rows):
    path = tmp_path / "release.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def texts_of(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.csv")}


def test_figures_of_a_file_go_below_those_of_their_measures_as_one_by_one(folder, tmp_path):
    rows = [
        ("a-01/1:share", "2010-11", "73.40", "labour-survey", ""),
        ("a-02/1:good", "2009", "74", "river-report", ""),
        ("a-01/1:share", "2009-10", "73.0", "labour-survey", "2011-02-01"),
        ("a-01/1:share-young", "2010-11", "48.1", "labour-survey", ""),
    ]
    other = write_small_framework(tmp_path / "other" / "small")
    for measure, period, value, source, released in rows:
        add_observation(
            other, measure_id=measure, period=period, value=value, source_id=source, released=released
        )
    numbers, tables = add_observations(folder, given(tmp_path, *map(",".join, rows)))
    assert numbers == {"observations/a-01.csv": 3, "observations/a-02.csv": 1}
    assert texts_of(folder) == texts_of(other)
    assert len(tables["observations"]) == 15 + 4
    revised = load_framework(folder).observations.query("released == released")
    assert (
        revised["status"].tolist() == ["revised"]
        and "73.40" in texts_of(folder)["observations/a-01.csv"].decode()
    )


def test_every_fault_of_a_file_is_said_by_its_own_row_and_nothing_is_written(folder, tmp_path):
    before = texts_of(folder)
    path = given(
        tmp_path,
        "a-01/1:shares,2010-11,73.4,labour-survey,",
        "a-01/1:share,2009-10,73.0,labour-survey,",
        "a-02/1:good,2009,many,river-report,",
        "a-02/1:good,2008,72,no-such-source,",
        "a-01/2:vacancies,2010,450000,labour-survey,",
    )
    with pytest.raises(FrameworkError) as caught:
        add_observations(folder, path)
    words = [str(fault) for fault in caught.value.faults]
    assert [w.split(",")[1] for w in words] == [" row 2", " row 3", " row 4", " row 5"]
    assert "Is this meant" in words[0] or "a-01/1:share" in words[0]
    assert "has a figure for 2009-10 already: 72.9" in words[1]
    assert "'many' is not a number" in words[2] and "'no-such-source' is in no row of sources" in words[3]
    assert texts_of(folder) == before


def test_one_figure_twice_in_a_file_is_refused(folder, tmp_path):
    path = given(tmp_path, *["a-02/1:good,2009,74,river-report,"] * 2)
    with pytest.raises(FrameworkError, match=r"release.csv, row 3.*has a figure for 2009 already"):
        add_observations(folder, path)


def test_an_empty_or_missing_file_is_said(folder, tmp_path):
    with pytest.raises(FrameworkError, match="it holds no figure"):
        add_observations(folder, given(tmp_path))
    with pytest.raises(FileNotFoundError, match="there is no such file"):
        add_observations(folder, tmp_path / "none.csv")


def test_the_command_says_what_it_wrote_and_which_ratings_changed(folder, tmp_path):
    path = given(tmp_path, "a-01/2:vacancies,2010,700000,labour-survey,", "a-02/1:good,2009,74,river-report,")
    words = CliRunner().invoke(main, ["add-observation", "--framework", str(folder), "--from", str(path)])
    assert words.exit_code == 0, words.output
    assert "a-01.csv: 1 figure\n" in words.output and "a-02.csv: 1 figure\n" in words.output
    assert "indicator a-01/2: no improvement -> improvement" in words.output
    both = CliRunner().invoke(main, ["add-observation", "--from", str(path), "--value", "3"])
    assert both.exit_code == 2 and "not both" in both.output


def test_ratings_kept_between_commands_are_those_of_the_same_bytes_alone(folder, tmp_path, monkeypatch):
    import psa
    from psa.workbook import workbook

    monkeypatch.setenv("PSA_CACHE", str(tmp_path / "kept"))
    first, rated = psa.load(str(folder)), []
    monkeypatch.setattr(workbook, "load_framework", lambda *a: rated.append(a) or load_framework(*a))
    again = psa.load(str(folder))
    assert not rated and again.ratings.agreements.equals(first.ratings.agreements)
    assert repr(again) == repr(first)
    path = folder / "observations" / "a-02.csv"
    path.write_text(path.read_text().replace("2010,2010,76", "2010,2010,70"))
    changed = psa.load(str(folder))
    assert len(rated) == 1
    assert changed.ratings.agreements["rating"].tolist() != first.ratings.agreements["rating"].tolist()
    (kept,) = (tmp_path / "kept").iterdir()
    assert len(list(kept.iterdir())) == 1
    next(kept.iterdir()).write_bytes(b"not a pickle")
    assert repr(psa.load(str(folder))) == repr(changed)
