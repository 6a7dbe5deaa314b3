# ruff: noqa: E501  one case a line
"""What changed between two states: exactly the rows and the verdicts, as Markdown that says the same each time."""

import os
import re
import shutil
import subprocess

import pandas as pd
import pytest
from click.testing import CliRunner
from small_framework import TABLES, write_small_framework

from psa import paths
from psa.batch.results import write_ratings
from psa.cli import main
from psa.data.faults import FrameworkError
from psa.data.load import load_framework
from psa.data.reading.folder import read_tables
from psa.methods.columns import column_meaning
from psa.methods.ratings import rate_framework
from psa.review.changes import _describe_stale, diff, diff_frameworks, diff_outputs
from psa.review.difference import Change, Difference
from psa.review.markdown import TERSE, markdown, revisions_markdown
from psa.review.rating_tables import diff_tables, stale_rows
from psa.review.revisions import revisions
from psa.review.rows import diff_rows
from psa.review.states import State, open_states
from psa.words import code_span, escape_report, unescape

pytestmark = pytest.mark.thorough

FIGURES = "observations/a-01.csv"


def edited(folder, file, *replacements):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    for old, new in replacements:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8", newline="\n")
    return folder


def words(found):
    return {(c.level, c.id, c.column): (c.old, c.new) for c in found.changes}


def rows(found):
    return [(r.file, r.row, r.kind, r.cells) for r in found.rows]


def test_a_verdict_that_turned_has_the_numbers_that_decide_it_before_and_now(old, new):
    edited(
        new,
        FIGURES,
        ("2008-09,2008-09,72.3", "2008-09,2008-09,90.3"),
        ("2009-10,2009-10,72.9", "2009-10,2009-10,95.9"),
    )
    found = diff_frameworks(old, new)
    (change,) = [c for c in found.changes if c.column == "verdict" and c.id == "a-01/1"]
    assert (change.old, change.new) == ("not_distinguishable", "better")
    for folder, said in ((old, change.old_reason), (new, change.new_reason)):
        row = rate_framework(load_framework(folder)).indicators.set_index("indicator_id").loc["a-01/1"]
        numbers = re.fullmatch(
            r"gap to the trend (\S+) on the logit scale, interval (\S+) to (\S+); above 0 is better", said
        )
        shown = [float(n.replace("\N{MINUS SIGN}", "-")) for n in numbers.groups()]
        assert shown == pytest.approx(
            [row["trend_gap"], row["trend_gap_lower"], row["trend_gap_upper"]], abs=6e-3
        )
    assert f"Before: {change.old_reason}. Now: {change.new_reason}." in unescape(markdown(found))


def test_a_caveat_of_a_verdict_does_not_stand_in_the_place_of_its_reason(old, new):
    edited(
        old,
        FIGURES,
        ("a-01/1:share,2004-05,2004-05,71.2,,,final,read,labour-survey\n", ""),
        ("a-01/1:share,2005-06,2005-06,71.5,,,final,read,labour-survey\n", ""),
    )
    edited(new, FIGURES, ("a-01/1:share,2004-05,2004-05,71.2,,,final,read,labour-survey\n", ""))
    (change,) = [c for c in diff_frameworks(old, new).changes if c.column == "verdict"]
    assert change.old == "not_assessed" and change.old_reason.startswith(
        "fewer than three comparable figures"
    )
    assert re.match(
        r"gap to the trend .*; above 0 is better; the baseline trend rests on three figures only$",
        change.new_reason,
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"verdict": "met", "target_figure": "76", "target_level": "75"}, "figure 76, target 75"),
        ({"verdict": "on_course", "target_chance": "0.81"}, "the chance of meeting the target is 81%"),
        ({"verdict": "below", "latest_value": "94.1", "standard_level": "95"}, "figure 94.1, standard 95"),
        (
            {"verdict": "moving_away", "change": "-2", "change_lower": "-3.5", "change_upper": "-0.5"},
            "change since the baseline −2.0, interval −3.5 to −0.5",
        ),
        (
            {"verdict": "better", "verdict_words": "of 3 components: 2 better, 1 not assessed"},
            "of 3 components: 2 better, 1 not assessed",
        ),
        ({"verdict": "better", "verdict_reason": "a caveat"}, "a caveat"),
        ({}, ""),
    ],
)
def test_each_kind_of_verdict_has_its_reason(row, said):
    before = {"indicator": pd.DataFrame([{"indicator_id": "a", "verdict": "x"}])}
    after = {"indicator": pd.DataFrame([{"indicator_id": "a", "verdict": "", **row}])}
    (change,) = diff_tables(before, after)[0]
    assert change.new_reason == said


def test_two_equal_frameworks_differ_in_nothing(old, new):
    found = diff_frameworks(old, new)
    assert found.is_empty
    assert "nothing" in markdown(found)


# edit of the new state: (file, replacements), words that change, rows that change
VACANCIES = (FIGURES, [("2009,2009,434000", "2009,2009,700000")])
CASES = {
    "a figure is corrected and its indicator and agreement turn": (
        [VACANCIES],
        {
            ("indicator", "a-01/2", "rating"): ("no_improvement", "improvement"),
            ("agreement", "a-01", "rating"): ("some_progress", "strong_progress"),
            ("department", "dep", "rating"): ("some_progress", "strong_progress"),
            ("department", "dep", "lead_rating"): ("some_progress", "strong_progress"),
            ("department", "env", "partner_rating"): ("some_progress", "strong_progress"),
        },
        [(FIGURES, 12, "changed", (("value", "434000", "700000"),))],
    ),
    "a figure is removed and its indicator has none to judge by": (
        [(FIGURES, [("a-01/2:vacancies,2009,2009,434000,,,final,read,labour-survey\n", "")])],
        {
            ("indicator", "a-01/2", "rating"): ("no_improvement", "not_yet_assessed"),
            ("agreement", "a-01", "rating"): ("some_progress", "not_yet_assessed"),
            ("department", "dep", "rating"): ("some_progress", "not_yet_assessed"),
            ("department", "dep", "lead_rating"): ("some_progress", "not_yet_assessed"),
            ("department", "env", "partner_rating"): ("some_progress", "not_yet_assessed"),
        },
        None,
    ),
    "a figure of a group turns nothing": (
        [(FIGURES, [("2009-10,2009-10,48.8", "2009-10,2009-10,51.8")])],
        {},
        [(FIGURES, 9, "changed", (("value", "48.8", "51.8"),))],
    ),
    "a target is raised": (
        [("indicators.csv", [(",75,2010,level", ",80,2010,level")])],
        {
            ("indicator", "a-02/1", "verdict"): ("met", "not_met"),
            ("indicator", "a-02/1", "target_status"): ("met", "not_met"),
        },
        [("indicators.csv", 4, "changed", (("target_value", "75", "80"),))],
    ),
    "a source gets an address": (
        [("sources.csv", [("Rivers Agency,,", "Rivers Agency,https://example.org/r,")])],
        {},
        [("sources.csv", 3, "changed", (("url", "", "https://example.org/r"),))],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_exactly_the_words_and_rows_that_changed_are_named(case, old, new):
    edits, expected_words, expected_rows = CASES[case]
    for file, replacements in edits:
        edited(new, file, *replacements)
    found = diff_frameworks(old, new)
    assert words(found) == expected_words
    if expected_rows is not None:
        assert rows(found) == expected_rows


def test_a_change_names_the_rows_that_feed_it_and_no_others(old, new):
    edited(
        new,
        *[FIGURES],
        ("2009,2009,434000", "2009,2009,700000"),
        ("2009-10,2009-10,72.9", "2009-10,2009-10,72.8"),
        ("2009-10,2009-10,48.8", "2009-10,2009-10,48.9"),
    )
    edited(new, "sources.csv", ("Rivers Agency,,", "Rivers Agency,https://example.org/r,"))
    found = diff_frameworks(old, new)
    by_id = {(c.level, c.id): found.causes(c) for c in found.changes}
    through, direct = by_id["indicator", "a-01/2"]
    assert [(r.file, r.row) for r in direct] == [(FIGURES, 12)]
    assert by_id["agreement", "a-01"] == (["a-01/2"], [])
    text = markdown(found)
    before, _, rest = text.partition("### Rows that changed no rating")
    assert "434000" in before and "700000" in before
    assert "72.8" in rest and "48.9" in rest and "example.org" in rest
    assert "72.8" not in before and "48.9" not in before


def test_a_row_added_and_a_row_of_another_order_are_told_apart(old, new):
    header, *figures = TABLES[FIGURES].strip().split("\n")
    (new / FIGURES).write_text("\n".join([header, *figures[::-1]]) + "\n", encoding="utf-8")
    assert diff_frameworks(old, new).is_empty
    with (new / FIGURES).open("a", encoding="utf-8") as file:
        file.write("a-01/1:share,2010-11,,73.5,,,final,read,labour-survey\n")
    found = diff_frameworks(old, new)
    assert [(r.row, r.kind, r.key) for r in found.rows] == [(13, "added", "a-01/1:share|2010-11")]
    assert found.changes == ()
    assert ("indicator", "a-01/1") in {m[:2] for m in found.moved}


def test_rows_of_a_derived_measure_feed_its_indicator(old, new):
    for folder in (old, new):
        (folder / "derived_measures.csv").write_text(
            "measure_id,indicator_id,label,formula,input_measure_ids,is_rateable\n"
            "a-02/1:sum,a-02/1,Sum,sum,a-01/1:share-young,true\n",
            encoding="utf-8",
        )
    edited(new, FIGURES, ("2009-10,2009-10,48.8", "2009-10,2009-10,51.8"))
    (row,) = diff_rows(read_tables(old)[0], read_tables(new)[0])
    assert row.indicators == {"a-02/1"}


def test_a_correction_feeds_what_it_corrects(old, new):
    (new / "corrections.csv").write_text(
        "table,row_key,column,old_value,new_value,reason,source_id\n"
        "observations,a-01/2:vacancies|2009,value,434000,700000,misprint,labour-survey\n",
        encoding="utf-8",
    )
    found = diff_frameworks(old, new)
    change = next(c for c in found.changes if c.id == "a-01/2")
    assert [(r.file, r.kind) for r in found.causes(change)[1]] == [("corrections.csv", "added")]


def test_a_setting_feeds_everything(old, new):
    (new / "framework.csv").write_text("setting,value\nthrough,2009-03-31\n", encoding="utf-8")
    found = diff_frameworks(old, new)
    assert found.changes
    for change in found.changes:
        through, direct = found.causes(change)
        assert through or [r.file for r in direct] == ["framework.csv"]


def test_an_agreement_that_was_added_is_named(old, new):
    edited(new, "agreements.csv", ("a-02,2,", "a-03,3,Warmer homes,Homes,env\na-02,2,"))
    edited(
        new,
        "indicators.csv",
        ("a-02/1,a-02,", "a-03/1,a-03,1,Homes,improve,increase,number,,,,\na-02/1,a-02,"),
    )
    found = words(diff_frameworks(old, new))
    assert found["agreement", "a-03", "rating"] == ("", "not_yet_assessed")
    assert found["indicator", "a-03/1", "rating"] == ("", "not_yet_assessed")


def test_the_faults_of_a_state_name_the_state(old, new):
    edited(new, FIGURES, ("2009,2009,434000", '2009,2009,"434,000"'))
    with pytest.raises(FrameworkError, match=f"{re.escape(str(new))}: observations/a-01.csv, row 12"):
        diff_frameworks(old, new)


def test_the_markdown_is_the_same_each_time(old, new):
    edited(new, FIGURES, ("2009,2009,434000", "2009,2009,700000"))
    assert markdown(diff_frameworks(old, new)) == markdown(diff_frameworks(old, new))


# --------------------------------------------------------------------------------------- output folders


def test_output_folders_are_compared_by_their_tables(old, new, tmp_path):
    edited(new, FIGURES, ("2009,2009,434000", "2009,2009,700000"))
    folders = [tmp_path / "out-old", tmp_path / "out-new"]
    for folder, framework in zip(folders, (old, new), strict=True):
        write_ratings(rate_framework(load_framework(framework)), folder)
    assert words(diff_outputs(*folders)) == words(diff_frameworks(old, new))
    assert diff_outputs(folders[0], folders[0]).is_empty
    text = CliRunner().invoke(main, ["diff", *map(str, folders)]).output
    assert "**a-01/2** Vacancies: no progress" not in text
    assert "**a-01/2** Vacancies: no improvement → improvement" in text
    assert "because of a-01/2" in text


def test_a_folder_of_outputs_is_not_compared_with_tables(old, tmp_path):
    write_ratings(rate_framework(load_framework(old)), tmp_path / "out")
    with pytest.raises(ValueError, match="folder of outputs"):
        diff(str(tmp_path / "out"), str(old))


def test_a_table_that_one_side_lacks_is_said(old, tmp_path):
    for name in ("one", "two"):
        write_ratings(rate_framework(load_framework(old)), tmp_path / name)
    (tmp_path / "two" / "department_ratings.csv").unlink()
    assert diff_outputs(tmp_path / "one", tmp_path / "two").notes == (
        "There is no table of departments in the new outputs.",
    )


# --------------------------------------------------------------------------------------- git revisions


def git(folder, *arguments):
    who = {
        f"GIT_{r}_{k}": v
        for r in ("AUTHOR", "COMMITTER")
        for k, v in (("NAME", "A"), ("EMAIL", "a@example.org"))
    }
    environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, text=True, env=environment
    )
    return done.stdout.strip()


def commit(root, message):
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message)
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path):
    root = tmp_path / "repository"
    folder = write_small_framework(root / "data" / "raw" / "small")
    (root / "params").mkdir()
    shutil.copy(paths.PARAMS / "settings.yml", root / "params")
    (root / "psa").mkdir()
    (root / "psa" / "rules.py").write_text("A = 1\n", encoding="utf-8")
    git(root, "init", "-q", "-b", "main")
    commit(root, "first")
    return root, folder


def test_two_revisions_are_compared_and_the_work_tree_is_left_alone(repository):
    root, folder = repository
    edited(folder, FIGURES, ("2009,2009,434000", "2009,2009,700000"))
    commit(root, "second")
    edited(folder, FIGURES, ("2004-05,2004-05,71.2", "2004-05,2004-05,70.2"))
    before = git(root, "status", "--porcelain")
    found = diff("HEAD~1", "HEAD", folder)
    assert rows(found) == [(FIGURES, 12, "changed", (("value", "434000", "700000"),))]
    assert words(found)["indicator", "a-01/2", "rating"] == ("no_improvement", "improvement")
    assert git(root, "status", "--porcelain") == before


def test_the_scratch_folder_of_a_revision_is_removed(repository):
    _, folder = repository
    with open_states("HEAD", "", folder) as (first, second):
        kept = first.folder
        assert (kept / FIGURES).is_file()
        assert second.folder == folder
    assert not kept.exists()


def test_a_revision_is_compared_with_the_tables_as_they_stand(repository):
    _, folder = repository
    edited(folder, FIGURES, ("2009,2009,434000", "2009,2009,700000"))
    assert [r.row for r in diff("main", "", folder).rows] == [12]


def test_when_only_code_differs_it_is_said_so(repository):
    root, folder = repository
    (root / "psa" / "rules.py").write_text("A = 2\n", encoding="utf-8")
    commit(root, "code")
    found = diff("HEAD~1", "HEAD", folder)
    assert not found.changes and not found.rows
    text = markdown(found)
    assert "What differs is code" in text
    assert "`psa/rules.py`" in text
    assert "is not shown" in text


def test_the_committed_results_show_what_code_changed(repository):
    root, folder = repository
    write_ratings(rate_framework(load_framework(folder)), root / "outputs" / "small")
    commit(root, "results")
    (root / "psa" / "rules.py").write_text("A = 2\n", encoding="utf-8")
    table = root / "outputs" / "small" / "indicator_ratings.csv"
    table.write_text(
        table.read_text(encoding="utf-8").replace(
            "a-01/2,treasury,no_improvement", "a-01/2,treasury,improvement"
        ),
        encoding="utf-8",
    )
    commit(root, "code")
    found = diff("HEAD~1", "HEAD", folder)
    assert not found.changes
    assert words(found.committed) == {("indicator", "a-01/2", "rating"): ("no_improvement", "improvement")}
    assert "### Committed results" in markdown(found)


def write_outputs(root, folder):
    write_ratings(rate_framework(load_framework(folder)), root / "outputs" / "small")


def test_rating_tables_that_a_change_left_behind_are_said_to_be_out_of_date(repository):
    root, folder = repository
    write_outputs(root, folder)
    commit(root, "results")
    edited(folder, FIGURES, ("2009,2009,434000", "2009,2009,700000"))
    stale = (
        "**The rating tables in `outputs/small/` are not those that the tables as they stand give with the present code.** Rows that "
        "differ: `indicator_ratings.csv` (1 row: a-01/2), `agreement_ratings.csv` (1 row: a-01), "
        "`department_ratings.csv` (2 rows: dep, env). Renew them with `psa run --framework`."
    )
    assert stale in markdown(diff("HEAD", "", folder))
    commit(root, "a figure")
    text = markdown(diff("HEAD~1", "HEAD", folder))
    assert "`outputs/small/` are not those that the tables of `HEAD (" in text
    assert (
        "The committed rating tables of the two states are the same.\n- Those of the new state are out of date"
        in text
    )
    write_outputs(root, folder)
    commit(root, "results renewed")
    text = markdown(diff("HEAD~2", "HEAD", folder, through="2009-03-31"))
    assert "`outputs/small/` are those that the tables of `HEAD (" in text and "out of date" not in text


def test_rows_that_are_missing_or_too_many_and_a_table_that_is_not_there_are_out_of_date(old, tmp_path):
    rated = rate_framework(load_framework(old))
    write_ratings(rated, tmp_path / "out")
    assert stale_rows(rated, tmp_path / "out") == {}
    edited(tmp_path / "out", "agreement_ratings.csv", ("\na-02,", "\na-99,"))
    (tmp_path / "out" / "department_ratings.csv").unlink()
    assert stale_rows(rated, tmp_path / "out") == {
        "agreement_ratings.csv": ("a-02", "a-99"),
        "department_ratings.csv": ("dep", "env"),
    }


def test_a_cell_that_is_marked_for_spreadsheets_is_not_out_of_date(old, tmp_path):
    edited(old, "indicators.csv", ("Vacancies,", "+Vacancies; =1,"))
    rated = rate_framework(load_framework(old))
    write_ratings(rated, tmp_path / "out")
    assert "'+Vacancies" in (tmp_path / "out" / "indicator_ratings.csv").read_text(encoding="utf-8")
    assert stale_rows(rated, tmp_path / "out") == {}


def test_the_default_framework_s_rating_tables_are_renewed_and_committed():
    state = State("HEAD", paths.RAW / paths.default_framework(), commit="0" * 40)
    ids = tuple(f"x/{i}" for i in range(7))
    said = _describe_stale({"indicator_ratings.csv": ids}, state)
    assert "in `outputs/` are not those that the tables of `HEAD` give" in said
    assert "(7 rows: x/0, x/1, x/2, x/3, x/4, …). Renew them with `psa run`, and commit them" in said


def test_each_revision_is_rated_with_its_own_settings(repository):
    root, folder = repository
    path = root / "params" / "settings.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('default: "2011-03-31"', 'default: "2009-03-31"'),
        encoding="utf-8",
    )
    commit(root, "settings")
    found = diff("HEAD~1", "HEAD", folder)
    assert [(r.file, r.key) for r in found.rows] == [("params/settings.yml", "through")]
    assert found.changes


@pytest.mark.parametrize("name", ["nothing-of-that-name", "--output=x", "-h", "HEAD:data", "", " "])
def test_what_is_no_revision_is_refused_without_reaching_git(name, repository):
    root, folder = repository
    if not name:
        assert diff(name, name, folder).is_empty
        return
    with pytest.raises(ValueError, match="git revision"):
        diff(name, "HEAD", folder)
    assert not (root / "x").exists()


def test_a_revision_before_the_framework_is_refused(repository):
    root, folder = repository
    git(root, "checkout", "-q", "--orphan", "bare")
    git(root, "rm", "-rq", "--cached", ".")
    (root / "note").write_text("x", encoding="utf-8")
    git(root, "add", "note")
    git(root, "commit", "-q", "-m", "bare")
    with pytest.raises(ValueError, match="no framework in data/raw/small"):
        diff("bare", "main", folder)


# ------------------------------------------------------------------------------------------- revisions


def revised(folder, measure, period, value, released):
    path = folder / FIGURES
    header, *lines = path.read_text(encoding="utf-8").strip().split("\n")
    if "released" not in header:
        header, lines = f"{header},released", [f"{line}," for line in lines]
    lines.append(f"{measure},{period},,{value},,,revised,read,labour-survey,{released}")
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8", newline="\n")


def test_a_framework_without_revisions_says_so(old):
    assert revisions(load_framework(old)) == []
    assert revisions_markdown([]) == "No figure was revised.\n"


def test_a_revision_names_old_and_new_value_and_the_verdicts_that_it_changed(old):
    revised(old, "a-01/2:vacancies", "2009", 700000, "2010-06-30")
    revised(old, "a-01/1:share", "2004-05", 71.1, "2010-07-31")
    first, second = revisions(load_framework(old))
    assert (first.measure_id, first.period, first.old, first.new, first.file, first.row) == (
        "a-01/2:vacancies",
        "2009",
        434000,
        700000,
        FIGURES,
        13,
    )
    assert {(c.level, c.id, c.old, c.new) for c in first.changes} == {
        ("indicator", "a-01/2", "no_improvement", "improvement"),
        ("agreement", "a-01", "some_progress", "strong_progress"),
    }
    assert (second.old, second.new, second.changes) == (71.2, 71.1, ())


def test_a_figure_revised_twice_is_compared_with_the_release_before(old):
    revised(old, "a-01/2:vacancies", "2009", 700000, "2010-06-30")
    revised(old, "a-01/2:vacancies", "2009", 600000, "2010-12-31")
    found = revisions(load_framework(old))
    assert [(r.old, r.new) for r in found] == [(434000, 700000), (700000, 600000)]
    assert [c.new for r in found for c in r.changes if c.level == "indicator"] == [
        "improvement",
        "no_improvement",
    ]


def test_a_first_figure_with_a_day_of_release_is_no_revision(old):
    revised(old, "a-01/1:share", "2010-11", 74, "2011-06-30")
    assert revisions(load_framework(old)) == []


def test_the_command_lists_revisions(old):
    revised(old, "a-01/2:vacancies", "2009", 700000, "2010-06-30")
    result = CliRunner().invoke(main, ["revisions", "--framework", str(old)])
    assert result.exit_code == 0, result.output
    assert (
        "- 2010-06-30: `a-01/2:vacancies` `2009`: 434000 → 700000 (`observations/a-01.csv`, row 13)"
        in result.output
    )
    assert "indicator **a-01/2** Vacancies: no improvement → improvement" in result.output


# -------------------------------------------------------------------------------------------- Markdown

HOSTILE = [
    "**bold**",
    "<script>alert(1)</script>",
    "[x](javascript:y)",
    "![i](u)",
    "a|b",
    "`code`",
    "# title",
    "- list",
    "1. list",
    "a\n\n# b",
    "&amp;",
    "@someone",
    "#12",
    "https://example.org",
    "\u202eright",
    "~~x~~",
    "$x$",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_in_a_name_shows_as_it_is(text):
    shown = escape_report(text)
    assert "\n" not in shown and "<script" not in shown and "\u202e" not in shown
    assert not re.search(r"(?<!\\)[*_`\[\]|~$]", shown)
    assert not re.match(r"[-#]|\d+\.", shown)
    assert not re.search("@[a-z]|#[0-9]|https?:", shown)


@pytest.mark.parametrize("text", ["a", "`", "``x`", "a`b``c", " x ", "", "a\nb", "`x`"])
def test_code_is_closed_only_where_it_ends(text):
    shown = code_span(text)
    if not text.strip():
        assert shown == "*empty*"
        return
    fence = re.match("`+", shown)[0]
    inside = shown[len(fence) : -len(fence)]
    assert shown.endswith(fence)
    assert fence not in re.findall("`+", inside)
    assert inside.strip() == " ".join(text.split())


@pytest.mark.parametrize("text", [*HOSTILE, r"a\_b", "&lt;", "changes_to_flip", "1.5", "<!-- -->"])
def test_on_a_terminal_a_text_has_no_escapes_and_is_the_same(text):
    said = " ".join(text.replace("\u202e", r"\u202e").split())
    assert unescape(escape_report(text)) == said
    assert unescape(f"- **{escape_report(text)}** {code_span(text)}") == f"- **{said}** {code_span(text)}"


def test_a_report_on_a_terminal_has_no_escapes_and_in_a_file_it_is_markdown(old, new, monkeypatch):
    edited(new, "indicators.csv", ("Vacancies,", "Vacancies_[of all],"))
    edited(new, FIGURES, ("2009,2009,434000", "2009,2009,700000"))
    said = {}
    for is_terminal in (False, True):
        monkeypatch.setattr("psa.cli.review.is_terminal", lambda answer=is_terminal: answer)
        said[is_terminal] = CliRunner().invoke(main, ["diff", str(old), str(new)]).output
    assert r"**a-01/2** Vacancies\_\[of all\]: no improvement" in said[False]
    assert "**a-01/2** Vacancies_[of all]: no improvement" in said[True] and "\\" not in said[True]


# ---------------------------------------------------------------------------------------- what moved


def moved_lines(*moved):
    text = markdown(Difference("a", "b", (), moved))
    return [line for line in text.partition("### Figures moved, ratings did not")[2].split("\n") if line]


@pytest.mark.parametrize(
    ("old_text", "new_text", "said"),
    [
        ("8", "9", "`8` → `9`"),
        ("2004", "2010", "`2004` → `2010`"),
        ("434000", "1205000", "`434,000` → `1,205,000`"),
        ("72.95", "71.2", "`72.95` → `71.2`"),
        ("-0.5", "0.25", "`−0.5` → `0.25`"),
        ("0.3333333333333", "0.6666666666667", "`0.333` → `0.667`"),
        ("0.3333333333333", "0.3333444444444", "`0.33333` → `0.33334`"),
        ("", "0.6666666666667", "*empty* → `0.667`"),
        ("2008-09", "2009-10", "`2008-09` → `2009-10`"),
        (
            "of 40 components: 10 better, 20 in line, 10 worse",
            "of 40 components: 10 better, 19 in line, 11 worse",
            "`…0 better, 20 in line, 10 worse` → `…0 better, 19 in line, 11 worse`",
        ),
    ],
)
def test_a_figure_that_moved_is_shown_before_and_after_as_on_a_page(old_text, new_text, said):
    assert moved_lines(("indicator", "x/1", (("c_d", old_text, new_text),))) == [
        f"- indicator x/1: `c_d` {said}"
    ]


def test_what_moved_is_short_and_what_is_left_out_is_counted():
    cells = (("reason", "short", "words"), *((f"c{i}", f"{i}", f"{i + 1}") for i in range(6)))
    moved = [("indicator", f"x/{i}", cells) for i in range(13)] + [("department", "d", cells[:3])]
    lines = moved_lines(*moved)
    assert len(lines) == 12
    assert (
        lines[0]
        == "- indicator x/0: `c0` `0` → `1`, `c1` `1` → `2`, `c2` `2` → `3`, `c3` `3` → `4`, and 3 more"
    )
    assert lines[10] == "- and 3 more indicators"
    assert lines[11] == "- department d: `c0` `0` → `1`, `c1` `1` → `2`, `reason` `short` → `words`"


def test_a_column_whose_name_does_not_say_what_it_holds_is_explained_where_it_is_shown():
    cells = (("expected_false", "3", "4"), ("improved", "1", "2"))
    lines = moved_lines(("agreement", "x", cells), ("indicator", "x/1", (("changes_to_flip", "1", "2"),)))
    assert lines[-3:] == [
        "What these columns hold:",
        "- `changes_to_flip`: indicators that would have to change class for the label to change",
        f"- `expected_false`: {column_meaning('expected_false')}",
    ]
    assert all(column_meaning(name) for name in TERSE)


def test_a_figure_that_moves_no_rating_is_told_from_the_rating_tables(old, new):
    edited(new, FIGURES, ("2009,2009,434000", "2009,2009,434500"))
    found = diff_frameworks(old, new)
    assert found.changes == ()
    (cells,) = [c for level, name, c in found.moved if name == "a-01/2"]
    assert ("latest_value", "434000.0", "434500.0") in cells or ("latest_value", "434000", "434500") in cells
    assert "`latest_value` `434,000` → `434,500`" in markdown(found)


def test_hostile_names_do_not_reach_the_page(old, new):
    edited(new, "indicators.csv", ("Vacancies,", "Vacancies <img src=x> **x** @all,"))
    edited(new, FIGURES, ("2009,2009,434000", "2009,2009,700000"))
    text = markdown(diff_frameworks(old, new))
    assert "<img" not in re.sub("`[^`]*`", "", text)
    assert "@<!-- -->all" in text


def test_a_difference_without_rows_reads_as_a_sentence():
    change = Change("indicator", "x/1", "Name", "rating", "improvement", "")
    text = markdown(Difference("a", "b", (change,)))
    assert "**x/1** Name: improvement → *none*" in text
