"""The command: one clear message and a status that is not 0 where something is wrong, and nothing written."""

from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from psa.cli import main
from psa.cli.run import plan_lines
from psa.methods.comparison import CHOICES

pytestmark = pytest.mark.thorough


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


def test_list_puts_agreements_below_their_theme(tiny_folder):
    path = tiny_folder / "agreements.csv"
    header, first, second = path.read_text(encoding="utf-8").splitlines()
    path.write_text(f"{header},theme\n{first},A clean town\n{second},A rich town\n", encoding="utf-8")
    lines = psa("list", "--framework", tiny_folder).output.splitlines()
    assert lines.index("A clean town") + 1 == lines.index("02_assess_agreement          pledge-a")
    assert lines.index("A rich town") + 1 == lines.index("02_assess_agreement          pledge-b")


def test_show_gives_label_and_every_indicator(tiny_folder, tiny):
    some = tiny.agreements["agreement_id"].iloc[0]
    done = psa("show", some, "--framework", tiny_folder)
    own = tiny.indicators.loc[tiny.indicators["agreement_id"] == some, "indicator_id"]
    assert done.exit_code == 0 and all(i in done.output for i in own)


def test_show_missing_lists_what_has_no_rating_the_nearest_first_with_what_would_settle_it(tiny_folder):
    path = tiny_folder / "indicators.csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    lines = [f"{line},{'A count of hedgehogs.' if line.startswith('pledge-a/4') else ''}" for line in lines]
    path.write_text("\n".join([f"{header},what_would_settle", *lines]) + "\n", encoding="utf-8")
    whole = psa("show", "--missing", "--framework", tiny_folder).output
    assert whole.startswith("3 indicators of 8 without a rating")
    places = [whole.index(i) for i in ("pledge-b/4", "pledge-b/3", "pledge-a/4")]
    assert places == sorted(places)
    assert "    to settle it: A count of hedgehogs.\n" in whole and "pledge-a/1" not in whole
    own = psa("show", "pledge-a", "--missing", "--framework", tiny_folder).output
    assert own.startswith("1 indicator of 4 without a rating") and "pledge-b/4" not in own
    assert psa("show", "--framework", tiny_folder).exit_code == 2


def test_show_says_the_theme_and_the_best_evidence(tiny_folder):
    path = tiny_folder / "agreements.csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join([f"{header},theme", *(f"{line},Home" for line in lines)]) + "\n", encoding="utf-8"
    )
    text = psa("show", "pledge-b", "--framework", tiny_folder).output
    assert "\nHome\n" in text and "\nbest evidence: 2 of 4 moved the right way, 1 not known\n" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "no-such-id"], "no agreement or department has this id. psa list shows them all"),
        (["show", "pledge-c"], "no agreement or department has this id. Is one of these meant? pledge-"),
        (
            ["show", "PLEDGE A"],
            "no agreement or department has this id. Is pledge-a meant? psa list shows them all",
        ),
        (["rate", "--rule", "astrology"], "astrology"),
        (["rate", "--through", "soon"], "soon"),
        (["run", "--only", "no-such-id"], "no run has this id. psa list shows them all"),
        (
            ["run", "--only", "pledge_a"],
            "--only pledge_a: no run has this id. Is pledge-a meant? psa list shows them all",
        ),
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


def test_a_reason_that_many_runs_share_is_said_once_and_every_id_is_there():
    def run(notebook, run_id):
        return SimpleNamespace(notebook=notebook, run_id=run_id, name=f"{notebook}/{run_id}")

    planned = [
        run("01_load", "f"),
        *(run("02_one", f"pledge-{i:02}") for i in range(30)),
        run("03_sum", "dep"),
        run("04_all", "f"),
    ]
    why = {one.name: "it changed" for one in planned} | {"01_load/f": "", "04_all/f": "never run"}
    lines = plan_lines(planned, why)
    assert lines[0] == f"keep  {'01_load/f':40} up to date"
    assert lines[1] == "run   31 notebooks: it changed" and sum("it changed" in line for line in lines) == 1
    assert lines[-1] == f"run   {'04_all/f':40} never run"
    words = " ".join(lines).split()
    assert all(words.count(f"pledge-{i:02}") == 1 for i in range(30)) and words.count("dep") == 1
    assert all(len(line) <= 100 for line in lines)


def test_a_reason_that_five_runs_share_is_said_of_each():
    planned = [SimpleNamespace(notebook="02_one", run_id=str(i), name=f"02_one/{i}") for i in range(6)]
    assert len(plan_lines(planned[:5], dict.fromkeys((p.name for p in planned), "it changed"))) == 5
    assert len(plan_lines(planned, dict.fromkeys((p.name for p in planned), ""))) == 2


def test_the_help_of_rate_lists_every_rule():
    (option,) = [p for p in main.commands["rate"].params if p.name == "rule"]
    listed = option.help.removeprefix("Whose rule: ").partition(";")[0].replace(" or ", ", ")
    assert listed.split(", ") == list(CHOICES)
    assert option.default == ""  # the framework has its own


def test_the_help_of_add_observation_says_where_each_kind_of_wrong_figure_goes():
    text = " ".join(main.commands["add-observation"].help.split())
    assert "corrections.csv" in text and "--released" in text and "psa add-measure" in text


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        (
            "pledge-a/1:tree",
            "Is one of these meant? pledge-a/1:trees, pledge-b/2:rent, pledge-b/1:content. Otherwise add it to measures.csv first",
        ),
        (
            "wholly-other",
            "'wholly-other' is in no row of measures. Add it to measures.csv first (psa add-measure)",
        ),
    ],
)
def test_a_figure_of_an_unknown_measure_is_told_to_add_it_first(tiny_folder, measure, said):
    cells = ["--measure", measure, "--period", "2024", "--value", "1", "--source", "town-yearbook"]
    done = psa("add-observation", "--framework", tiny_folder, *cells)
    assert done.exit_code == 1 and said in done.output


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Libraries", "label Libraries, role headline"),
        ("Adults, England", 'label "Adults, England", role headline'),
        ('The "open", counted', 'label "The ""open"", counted", role headline'),
    ],
)
def test_a_cell_that_holds_a_comma_is_written_in_quotes(tiny_folder, label, said):
    cells = ["--id", "pledge-a/1:more", "--indicator", "pledge-a/1", "--label", label, "--role", "headline"]
    done = psa("add-measure", "--framework", tiny_folder, *cells)
    assert done.exit_code == 0 and done.output.strip().endswith(said)


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 notebook: 1 up to date."), (2, "2 notebooks: 2 up to date.")]
)
def test_what_is_up_to_date_is_counted_with_its_noun(tiny_folder, tmp_path, monkeypatch, count, said):
    monkeypatch.setattr("psa.batch.up_to_date.count_whole", lambda *_: count)
    assert said in psa("run", "--framework", tiny_folder, "--output", tmp_path / "made").output


@pytest.mark.parametrize(
    ("failed", "said"),
    [
        (1, ("1 notebook: 1 failed.", "A failed notebook is kept in")),
        (2, ("2 notebooks: 2 failed.", "Failed notebooks are kept in")),
    ],
)
def test_what_was_run_is_counted_with_its_noun(tiny_folder, tmp_path, monkeypatch, failed, said):
    record = SimpleNamespace(
        status="failed", notebook="02_assess_agreement", run_id="pledge-a", error="a cell failed"
    )
    monkeypatch.setattr("psa.batch.batch.run_batch", lambda *_, **__: [record] * failed)
    done = psa("run", "--cold", "--framework", tiny_folder, "--output", tmp_path / "made")
    assert done.exit_code == 1 and all(words in done.output for words in said)


def test_one_fault_is_one_fault(tiny_folder):
    (tiny_folder / "vocabulary.csv").write_text("term,word\nagreement,\n", encoding="utf-8")
    assert "1 fault in " in psa("check", "--framework", tiny_folder).output


def test_pages_that_are_not_whole_are_not_published(tiny_folder, tmp_path):
    done = psa("publish", tmp_path / "public", "--framework", tiny_folder, "--output", tmp_path / "site")
    assert done.exit_code == 1 and "run psa run first" in done.output
    assert not (tmp_path / "public").exists() and not (tmp_path / "site").exists()
