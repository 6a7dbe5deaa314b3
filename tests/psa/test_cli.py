"""The command: one clear message and a status that is not 0 where something is wrong, and nothing written."""

import pytest
from click.testing import CliRunner

from psa.cli import main


def psa(*words):
    return CliRunner().invoke(main, [str(w) for w in words])


def test_check_says_what_there_is(tiny_folder):
    done = psa("check", "--framework", tiny_folder)
    assert done.exit_code == 0 and "no faults" in done.output


def test_check_lists_every_fault_and_fails(tiny_folder):
    file = next(tiny_folder.rglob("observations*.csv"))
    lines = file.read_text(encoding="utf-8").splitlines()
    at = lines[0].split(",").index("value")
    for row in (1, 2):
        cells = lines[row].split(",")
        cells[at] = "twelve"
        lines[row] = ",".join(cells)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = psa("check", "--framework", tiny_folder)
    assert done.exit_code == 1
    assert done.output.count("twelve") == 2 and file.name in done.output and "Traceback" not in done.output


def test_list_gives_every_run(tiny_folder, tiny):
    done = psa("list", "--framework", tiny_folder)
    assert done.exit_code == 0
    assert all(i in done.output for i in tiny.agreements["agreement_id"])


def test_show_gives_label_and_every_indicator(tiny_folder, tiny):
    some = tiny.agreements["agreement_id"].iloc[0]
    done = psa("show", some, "--framework", tiny_folder)
    own = tiny.indicators.loc[tiny.indicators["agreement_id"] == some, "indicator_id"]
    assert done.exit_code == 0 and all(i in done.output for i in own)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "no-such-id"], "no agreement or department has this id"),
        (["rate", "--rule", "astrology"], "astrology"),
        (["rate", "--through", "soon"], "soon"),
        (["run", "--only", "no-such-id"], "no run has this id"),
        (["run", "--through", "soon"], "soon"),
        (["run", "--cluster", "local:many"], "local:2"),
    ],
)
def test_what_is_wrong_is_said_in_one_message(tiny_folder, tmp_path, words, said):
    target = tmp_path / "made"
    output = ["--output", target] if words[0] != "show" else []
    done = psa(*words, "--framework", tiny_folder, *output)
    assert done.exit_code != 0 and said in done.output and "Traceback" not in done.output
    assert not list(target.rglob("*.csv"))


def test_a_framework_that_does_not_exist_is_named(tmp_path):
    for command in (["check"], ["list"], ["rate", "--output", tmp_path / "made"], ["run"]):
        done = psa(*command, "--framework", "nowhere")
        assert done.exit_code == 1 and "nowhere: no such framework folder" in done.output
    assert not (tmp_path / "made").exists()


def test_a_dry_run_gives_reasons_and_writes_nothing(tiny_folder, tmp_path):
    done = psa("run", "--framework", tiny_folder, "--dry-run", "--output", tmp_path / "made")
    assert done.exit_code == 0 and "never run" in done.output
    assert not (tmp_path / "made").exists()


def test_open_says_when_there_is_nothing_to_open(tmp_path):
    done = psa("open", "--output", tmp_path)
    assert done.exit_code == 1 and "psa run makes it" in done.output
