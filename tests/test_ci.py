"""Continuous integration runs what a contributor runs, and reports on a change before anything renews outputs/."""

import os
import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
CI = ROOT / ".ci" / "run"


def steps():
    (job,) = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))[
        "jobs"
    ].values()
    return job["steps"]


def test_the_workflow_runs_the_one_script_and_attaches_the_report():
    position = {
        word: i
        for i, step in enumerate(steps())
        for word in ("psa review", ".ci/run", "upload-artifact")
        if word in str(step)
    }
    assert (
        position["psa review"] < position["upload-artifact"] and position["psa review"] < position[".ci/run"]
    )
    assert "cancelled" in steps()[position[".ci/run"]]["if"]  # a report that fails keeps no test from running


def test_the_report_has_the_history_that_it_compares_with():
    (checkout,) = [s for s in steps() if "actions/checkout" in s.get("uses", "")]
    assert checkout["with"]["fetch-depth"] == 0


def test_the_script_can_be_executed_and_makes_what_there_is():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall("^make (.+)$", CI.read_text(encoding="utf-8"), re.M)
    assert targets == ["lint", "test", "test-slow", "validate", "test-pages"]
    assert all(re.search(f"^{t}:", makefile, re.M) for t in targets)
    assert os.access(CI, os.X_OK)
