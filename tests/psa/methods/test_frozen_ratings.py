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
def tables():
    return frozen_tables()


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(FROZEN, tmp_path / "frozen")


def test_every_table_says_what_it_said(tables, copy):
    assert differences(tables, copy) == [], ANEW


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
