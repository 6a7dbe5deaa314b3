"""Params and notebooks that are not as they should be: one sentence with the file's name."""

import json

import pytest

from psa import paths
from psa.batch.params import RunError, expand_runs, read_params
from psa.batch.run import run_one

NOTEBOOK = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {},
    "cells": [
        {
            "cell_type": "code",
            "id": "a",
            "execution_count": None,
            "outputs": [],
            "metadata": {"tags": ["parameters"]},
            "source": 'framework = ""\nagreement_id = ""\nthrough = ""\ntop = 3',
        }
    ],
}
PARAMS = (
    'for_each: agreement\ndefaults: {framework: "tiny", agreement_id: "", through: "", top: 3}\noverrides:\n'
)


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in ("notebooks", "params"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(paths, "PARAMS", tmp_path / "params")
    for stem in ("01_good", "02_odd"):
        (tmp_path / "notebooks" / f"{stem}.ipynb").write_text(json.dumps(NOTEBOOK))
        (tmp_path / "params" / f"{stem}.yml").write_text(PARAMS.replace("overrides:\n", ""))
    return tmp_path


def override(home, text):
    path = home / "params" / "02_odd.yml"
    path.write_text(PARAMS + f"  - {text}\n")
    return path


def test_a_day_without_quotation_marks_is_its_text(home):
    path = home / "params" / "02_odd.yml"
    path.write_text("defaults: {through: 2022-12-31, start: 2022-12-31 00:00:00}\n")
    assert read_params(path).defaults == {"through": "2022-12-31", "start": "2022-12-31T00:00:00"}
    path.write_text("defaults: {through: 2022}\n")
    assert read_params(path).defaults == {"through": "2022"}


@pytest.mark.parametrize("value", ["!!set {a}", "!!binary aGVsbG8="])
def test_what_a_notebook_cannot_be_given_is_named_with_its_file(home, value):
    path = home / "params" / "02_odd.yml"
    path.write_text(f"defaults:\n  top: {value}\n")
    with pytest.raises(RunError, match=r"params/02_odd.yml: defaults: top is a (set|bytes)"):
        read_params(path)


@pytest.mark.parametrize("name", ["through", "framework"])
def test_what_all_pages_have_in_common_cannot_be_set_for_one(home, name):
    path = override(home, f'{{for: pledge-a, parameters: {{{name}: "2020-12-31"}}, reason: "because"}}')
    with pytest.raises(RunError, match=f"override for pledge-a: {name} cannot be set for one page"):
        read_params(path)


def test_an_override_for_an_id_that_no_row_has_is_refused(home, tiny):
    override(home, '{for: pledge-typo, parameters: {top: 5}, reason: "because"}')
    with pytest.raises(RunError, match="params/02_odd.yml: override for 'pledge-typo': no row has this id"):
        expand_runs(tiny)
    override(home, '{for: 2, parameters: {top: 5}, reason: "because"}')
    assert read_params(home / "params" / "02_odd.yml").overrides[0]["for"] == "2"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ('{\n<<<<<<< HEAD\n "cells": []\n', "an unresolved merge (line 2)"),
        ("\ufeff{}", "it begins with a byte-order mark"),
        ("{", "not JSON: Expecting property name"),
        ('{"nbformat": 3, "worksheets": []}', "it has no cells: it is of nbformat 3"),
        (
            json.dumps(NOTEBOOK).replace("framework = ", "%load_ext autoreload\\nframework = "),
            "parameters cell, line 1: a magic",
        ),
        (json.dumps(NOTEBOOK).replace("top = 3", "top ="), "parameters cell, line 4: not Python"),
    ],
)
def test_a_broken_notebook_stops_its_own_runs_alone_and_is_named(home, tiny, tmp_path, text, said):
    (home / "notebooks" / "02_odd.ipynb").write_text(text, encoding="utf-8")
    runs = expand_runs(tiny)
    assert [run.fault == "" for run in runs] == [True, True, False, False]
    record = run_one(runs[-1], str(tmp_path / "staging"))
    assert record.status == "failed"
    assert record.error.startswith("notebooks/02_odd.ipynb: ")
    assert said in record.error


def test_a_pair_that_was_edited_on_both_sides_stops_its_own_runs_alone(home, tiny):
    runs = expand_runs(tiny, refused={"02_odd": "02_odd: the .ipynb and the .py differ"})
    assert {run.notebook for run in runs if run.fault} == {"02_odd"}
