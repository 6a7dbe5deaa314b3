"""What the frozen frameworks and made series are rated is what it was: a rule that changes shows what it turns over."""

import shutil

import pandas as pd
import pytest
from frozen import FROZEN, frozen_tables

from psa.files.csv_text import write_table

ANEW = "a rule changed what it says: run `python tests/support/frozen.py`, and read the diff of tests/frozen"


def differences(tables, folder):
    """Return the files of a folder that do not hold what the tables do (numbers to six digits)."""
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.csv")}
    wrong = sorted(there ^ set(tables))
    for file in sorted(there & set(tables)):
        scratch = write_table(tables[file], folder.parent / "scratch.csv")
        now, before = (pd.read_csv(path, keep_default_na=False) for path in (scratch, folder / file))
        try:
            pd.testing.assert_frame_equal(now, before, rtol=1e-6, atol=1e-9, check_dtype=False)
        except AssertionError as error:
            wrong.append(f"{file}: {error}")
    return wrong


@pytest.fixture(scope="module")
def all_tables(frozen_ratings):
    return frozen_tables(frozen_ratings)


@pytest.fixture
def tables(all_tables):
    """Return a few of the tables: how a difference is found is seen on them as well."""
    return {
        file: all_tables[file] for file in ("made_series.csv", "tiny/measures.csv", "tiny/agreements.csv")
    }


@pytest.fixture
def copy(tables, tmp_path):
    for file in tables:
        (tmp_path / "frozen" / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(FROZEN / file, tmp_path / "frozen" / file)
    return tmp_path / "frozen"


def test_every_table_says_what_it_said(all_tables, tmp_path):
    folder = shutil.copytree(FROZEN, tmp_path / "frozen")
    assert differences(all_tables, folder) == [], ANEW


@pytest.mark.parametrize(("file", "column"), [("made_series.csv", "un"), ("tiny/measures.csv", "verdict")])
def test_one_other_word_is_found(tables, copy, file, column):
    frame = pd.read_csv(copy / file, keep_default_na=False)
    frame.loc[0, column] = "another"
    write_table(frame, copy / file)
    (wrong,) = differences(tables, copy)
    assert wrong.startswith(file)


def test_a_table_that_went_missing_is_found(tables, copy):
    (copy / "tiny" / "measures.csv").unlink()
    assert differences(tables, copy) == ["tiny/measures.csv"]
