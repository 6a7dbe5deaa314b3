"""What each table says: its figures are those of the tables of facts, what is not known is said, nothing is markup."""

import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from psa.data.load import load_framework
from psa.methods.comparison import NAMES
from psa.methods.ratings import rate_framework
from psa.methods.vocabulary import CAVEATS, READINGS, REASONS, VERDICT_WORDS
from psa.pages.for_page import TABLE
from psa.pages.sentences.dates import period_words
from psa.pages.sentences.rule_names import short_rule_name
from psa.pages.tables.agreement import (
    caveats_table,
    ratings_table,
    readings_table,
    rules_table,
    sensitivity_table,
)
from psa.pages.tables.framework import (
    counts_table,
    departments_table,
    labels_table,
    missing_table,
    plain_table,
    published_table,
    settings_table,
    targets_table,
    verdicts_table,
)
from psa.pages.tables.indicator import (
    candidate_baselines,
    change_of_part,
    components_table,
    indicative_table,
    revisions_table,
    series_table,
    why_not,
    working_table,
)
from psa.pages.tables.table import Table, from_frame
from psa.pages.tables.validation import (
    coverage_table,
    earlier_years_table,
    intervals_table,
    label_calibration_table,
    replay_table,
    shares_table,
    target_calibration_table,
    tenths_table,
    trend_worlds_table,
)
from psa.words import alike, number, percent, percent_range, significant

pytestmark = pytest.mark.thorough

MINUS = "\N{MINUS SIGN}"
HOSTILE = "<script>alert('x')</script> & \"q\""


def edited(folder, file, *changes):
    """Return a framework, rated, after texts of one of its files were replaced or rows added."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    for change in changes:
        if isinstance(change, str):
            text += change + "\n"
        else:
            assert change[0] in text
            text = text.replace(*change)
    path.write_text(text, encoding="utf-8")
    return rate_framework(load_framework(folder))


def column(table: Table, header: str) -> list[str]:
    at = table.headers.index(header)
    return [row[at] for row in table.rows]


# ----------------------------------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        (9.6, None, "9.6"),
        (-0.5, None, f"{MINUS}0.5"),
        (1205, None, "1,205"),
        (612000, None, "612,000"),
        (-1234567.25, None, f"{MINUS}1,234,567.25"),
        (float("nan"), None, "not known"),
        (None, 2, "not known"),
        (pd.NA, None, "not known"),
        (0.0, None, "0"),
        (-0.001, 2, "0.00"),
        (12345.678, 1, "12,345.7"),
    ],
)
def test_a_number_is_written_for_a_reader(value, places, said):
    assert number(value, places) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0533, "0.053"),
        (130, "130"),
        (1234567, "1,230,000"),
        (99.96, "100"),
        (-2.6000001, f"{MINUS}2.6"),
        (0, "0"),
        (np.nan, "not known"),
        (0.000012345, "0.0000123"),
    ],
)
def test_three_significant_digits_and_no_powers_of_ten(value, said):
    assert significant(value) == said


@pytest.mark.parametrize(
    ("share", "places", "said"),
    [
        (0.5, 0, "50%"),
        (0, 0, "0%"),
        (1, 0, "100%"),
        (0.004, 0, "under 1%"),
        (0.999, 0, "over 99%"),
        (0.994, 0, "99%"),
        (0.9996, 1, "over 99.9%"),
        (0.0004, 1, "under 0.1%"),
        (0.954, 1, "95.4%"),
        (np.nan, 0, "not known"),
    ],
)
def test_a_chance_that_is_not_quite_certain_never_shows_as_certain(share, places, said):
    assert percent(share, places) == said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((-2.6, 0.797), [f"{MINUS}2.6", "0.8"]),
        ((-2.57, 0.8), [f"{MINUS}2.57", "0.80"]),
        ((-0.0083, 0.181), [f"{MINUS}0.008", "0.181"]),
        ((130.0, 101.4, 158.6), ["130", "101", "159"]),
        ((0.4, 250.0), ["0.4", "250.0"]),
        ((-0.9, np.nan), [f"{MINUS}0.9", "not known"]),
        ((0.0, 0.0), ["0", "0"]),
        ((207734.0, 349085.0), ["208,000", "349,000"]),
        ((100.0, 20.0), ["100", "20"]),
    ],
)
def test_numbers_that_stand_together_have_the_same_decimals(values, said):
    assert alike(*values) == said


def test_the_ends_of_an_interval_have_the_decimals_of_their_estimate(promises):
    for measure_id in promises.measures.index[promises.measures["trend_verdict"] != "not_assessed"]:
        rows = dict(working_table(promises, measure_id).rows)
        shown = [
            rows["Gap to the trend, mean of the later figures (positive is better)"],
            *rows["Its 95% interval"].split(" to "),
        ]
        assert len({len(text.partition(".")[2]) for text in shown if text != "not known"}) == 1, measure_id


# ------------------------------------------------------------------------------------- a table as such


def test_a_table_has_a_caption_and_a_scope_for_every_header():
    table = Table(
        "A & b", ["Id", "Figure (per cent)"], [["x", "1"], ["y", "2"]], frozenset({1}), ("A note.",)
    )
    root = ElementTree.fromstring(f"<div>{table.to_html()}</div>")
    assert root.findtext("table/caption") == "A & b"
    assert [(h.get("scope"), h.text) for h in root.findall(".//thead//th")] == [
        ("col", "Id"),
        ("col", "Figure (per cent)"),
    ]
    assert [(h.get("scope"), h.text) for h in root.findall(".//tbody//th")] == [("row", "x"), ("row", "y")]
    assert [c.get("style") for c in root.findall(".//tbody//td")] == ["text-align:right", "text-align:right"]
    assert [p.text for p in root.findall("p")] == ["A note."]
    assert table.to_text().splitlines() == ["A & b", "Id | Figure (per cent)", "x | 1", "y | 2", "A note."]
    forms, metadata = table._repr_mimebundle_()
    assert forms == {"text/html": table.to_html(), "text/plain": table.to_text()}
    assert Table.from_data(json.loads(json.dumps(metadata["text/html"][TABLE]))) == table


def test_nothing_in_a_cell_a_header_a_caption_or_a_note_is_markup():
    table = Table(HOSTILE, [HOSTILE, "b"], [[HOSTILE, HOSTILE]], notes=(HOSTILE,))
    for html, times in ((table.to_html(), 5), (table.to_page(HOSTILE, lambda name: HOSTILE), 7)):
        assert "<script" not in html and html.count("&lt;script&gt;alert(&#x27;x&#x27;)") == times
        assert "&amp; &quot;q&quot;" in html


def test_a_table_on_a_page_scrolls_by_itself_under_the_name_that_the_page_gives_it():
    page = Table("Figures", ["Id"], [["x"]], notes=("A note.",)).to_page('The "figures", table 2')
    assert page.startswith(
        '<div class="scroll" tabindex="0" role="region" aria-label="The &quot;figures&quot;, table 2"><table>'
    )
    assert page.endswith('</table></div><p class="note">A note.</p>')


def test_a_row_header_leads_to_what_it_names_where_that_is_shown():
    table = Table("c", ["Id", "Also"], [["a/1", "a/1"], ["b", "b"]])
    page = table.to_page("c", {"a/1": 'x.html#"1"', "b": ""}.__getitem__)
    assert '<th scope="row" class="short"><a href="x.html#&quot;1&quot;">a/1</a></th><td>a/1</td>' in page
    assert '<th scope="row" class="short">b</th>' in page and "<a" not in table.to_html()


def test_a_cell_is_as_wide_as_its_text_asks_and_a_header_of_nothing_is_none():
    cells = ["already at or past the target, before its date", "target met", "x" * 70, "y" * 71]
    page = Table("c", ["", *"abcd"], [["z" * 15, *cells], ["", *"efgh"]], frozenset({4})).to_page("c")
    assert f'<td class="middling">{cells[0]}</td><td>{cells[1]}</td><td class="long">{cells[2]}</td>' in page
    assert f'<td class="number">{cells[3]}</td>' in page and f'<th scope="row">{"z" * 15}</th>' in page
    assert "<tr><td></td><th" in page and "<tr><td></td><td>e</td>" in page


def test_a_frames_figures_are_numbers_and_what_is_not_known_is_said():
    frame = pd.DataFrame({"a": ["x", None], "n": [12345.5, np.nan], "b": [True, False], "unused": [1, 2]})
    table = from_frame(frame, "c", {"b": "Is it", "a": "Word", "n": "Figure"}, {"n"})
    assert table.headers == ["Is it", "Word", "Figure"] and table.numbers == {2}
    assert table.rows == [["yes", "x", "12,345.5"], ["no", "", "not known"]]


# ---------------------------------------------------------------------------------------- one series


def test_a_series_is_shown_with_the_digits_and_the_states_that_were_published(tiny, tiny_rated):
    held = tiny.tables["observations"]
    for measure_id, own in held.groupby("measure_id"):
        table = series_table(tiny_rated, measure_id)
        assert table.caption == tiny.tables["measures"].set_index("measure_id").at[measure_id, "label"]
        assert column(table, "Period") == [period_words(period) for period in own["period"]]
        assert [float(c.replace(",", "")) for c in (row[1] for row in table.rows)] == list(own["value"])
        assert column(table, "Status") == [f"{s}, inferred" for s in own["status"]]


def test_the_figures_of_a_series_have_the_decimals_they_were_published_with(tiny_rated, tiny_folder):
    south = series_table(tiny_rated, "pledge-a/3:south")
    assert {"18.0", "18.4"} <= {row[1] for row in south.rows} and "18" not in {row[1] for row in south.rows}
    assert series_table(tiny_rated, "pledge-a/1:trees").rows[0][1] == "1,010"
    years = [
        ("2018,2018,96.1", "2018,2018,96.0"),
        ("2019,2019,95.4", "2019,2019,95.0"),
        ("2020,2020,94.8", "2020,2020,94.0"),
        ("2021,2021,95.2", "2021,2021,95"),
        ("2022,2022,94.1", "2022,2022,94"),
        ("2023,2023,95.6", "2023,2023,96"),
    ]
    rated = edited(tiny_folder, "observations.csv", *years)
    assert [row[1] for row in series_table(rated, "pledge-a/2:bins").rows] == [
        "96.0",
        "95.0",
        "94.0",
        "95.0",
        "94.0",
        "96.0",
    ]
    assert ratings_table(rated, rated.indicators, "c").rows[1][4] == "94.0 (2020) to 96.0 (2023)"
    assert candidate_baselines(rated, "pledge-a/2:bins").rows[0][1] == "96.0"


def test_a_revised_figure_leaves_a_trace_with_both_values_and_their_days(tiny_rated, tiny_folder):
    assert revisions_table(tiny_rated, "pledge-a/3") is None
    rated = edited(
        tiny_folder,
        "observations.csv",
        "pledge-a/1:trees,2023,2023,1198,,,,,,revised,inferred,town-yearbook,2024-06-30",
        "pledge-a/3:south,2023,2023,17.0,,,,,,revised,inferred,town-yearbook,2024-06",
        "pledge-b/2:rent,2020,2020,550,,,,,,revised,inferred,town-yearbook,2024-06-30",
    )
    table = revisions_table(rated, "pledge-a/1")
    assert table.headers == [
        "Period",
        "Earlier figure (number)",
        "Published",
        "Later figure (number)",
        "Published",
    ]
    assert table.rows == [
        ["2023", "1,205", "first published", "1,198", "30 June 2024"]
    ] and table.numbers == {
        1,
        3,
    }
    # of several series, each is named; of a derived one, its inputs are
    assert revisions_table(rated, "pledge-a/3").rows == [
        ["2023", "17.9", "first published", "17.0", "2024-06"]
    ]
    assert revisions_table(rated, "pledge-b/2").rows == [
        ["2020", "552", "first published", "550", "30 June 2024"]
    ]
    both = edited(
        tiny_folder,
        "observations.csv",
        "pledge-a/3:north,2022,2022,19.3,,,,,,revised,inferred,town-yearbook,2024-06-30",
    )
    assert [row[:2] for row in revisions_table(both, "pledge-a/3").rows] == [
        ["Soot, north station", "2022"],
        ["Soot, south station", "2023"],
    ]


def test_the_use_of_each_figure_is_said(tiny_rated):
    def uses(measure_id):
        table = series_table(tiny_rated, measure_id)
        return {p: u for p, u in zip(column(table, "Period"), column(table, "Use"), strict=True) if u}

    assert uses("pledge-a/1:trees") == {"2020": "baseline", "2023": "latest figure rated; target date"}
    assert uses("pledge-a/2:bins") == {"2020": "baseline (our default)", "2023": "latest figure rated"}
    assert uses("pledge-b/3:damp")["2023"] == "latest figure, not rated"
    assert uses("pledge-b/3:damp")["2022"] == "first figure after a break"


def test_a_published_interval_is_shown_with_its_level_and_only_where_there_is_one(tiny_rated):
    table = series_table(tiny_rated, "pledge-b/1:content")
    assert table.headers == ["Period", "Figure (per cent)", "95% interval", "Status", "Use"]
    assert column(table, "95% interval")[:2] == ["59.4 to 63.0", "60.0 to 63.6"]
    assert not any("interval" in h for h in series_table(tiny_rated, "pledge-a/1:trees").headers)


def test_a_gap_in_the_intervals_is_empty_and_not_a_number(tiny_folder):
    rated = edited(tiny_folder, "observations.csv", ("62.6,60.8,64.4,95", "62.6,,,"))
    table = series_table(rated, "pledge-b/1:content")
    shown = dict(zip(column(table, "Period"), column(table, "95% interval"), strict=True))
    assert shown["2019–20"] == "" and shown["2018–19"] == "60.3 to 63.9"


@pytest.mark.parametrize(
    ("status", "provenance", "said"),
    [
        ("provisional", "recalled", "provisional, recalled"),
        ("revised", "inferred", "revised, inferred"),
        ("", "recalled", "recalled"),
        ("final", "read", "final"),
        ("", "", ""),
    ],
)
def test_a_figure_that_was_not_simply_read_is_marked(tiny_folder, status, provenance, said):
    rated = edited(
        tiny_folder,
        "observations.csv",
        ("2023,1205,,,,,,final,inferred", f"2023,1205,,,,,,{status},{provenance}"),
    )
    assert column(series_table(rated, "pledge-a/1:trees"), "Status")[-1] == said


def test_a_computed_series_is_rounded_and_says_that_it_is_ours(tiny_rated):
    table = series_table(tiny_rated, "pledge-b/2:derived-share")
    assert [row[1] for row in table.rows][:4] == ["25.0", "25.2", "25.4", "25.7"]
    assert table.rows[-1][1] == f"{100 * 617 / 2344:.1f}"
    assert any(note.startswith("Computed by us from published figures") for note in table.notes)
    assert series_table(tiny_rated, "pledge-a/1:trees").notes == ()
    from_every = candidate_baselines(tiny_rated, "pledge-b/2:derived-share")
    assert [row[1] for row in from_every.rows] == [row[1] for row in table.rows][:-1]


def test_a_later_vintage_is_said(promises):
    later = promises.measures.index[promises.measures["vintage"] == "later"][0]
    assert "A later vintage than the reports of the time had." in series_table(promises, later).notes


def test_a_measure_without_a_unit_says_so(tiny_folder):
    rated = edited(tiny_folder, "measures.csv", ("true,,,number,count", "true,,,,count"))
    for table in (series_table(rated, "pledge-a/1:trees"), candidate_baselines(rated, "pledge-a/1:trees")):
        assert table.headers[1] in {
            "Figure (no unit given)",
            "Figure (number)",
        }  # the indicator's unit serves
        assert "nan" not in table.to_text() and "None" not in table.to_text()


def test_every_possible_baseline_gives_the_change_from_it(tiny_rated):
    table = candidate_baselines(tiny_rated, "pledge-a/2:bins")
    assert table.caption == "Change to 2023 from every possible baseline"
    for period, figure, change, share, reads, used in table.rows:
        real = 95.6 - float(figure)
        assert float(change.replace(MINUS, "-")) == pytest.approx(real, abs=1e-6)
        assert float(share.rstrip("%").replace(MINUS, "-")) == pytest.approx(
            100 * real / float(figure), rel=1e-2
        )
        assert reads == ("better" if real > 0 else "worse")
        assert (used == "used") == (period == "2020")
    assert column(table, "Baseline") == ["2018", "2019", "2020", "2021", "2022"]


def test_there_is_no_baseline_across_a_break_and_none_among_too_few(tiny_rated, tiny_folder):
    assert candidate_baselines(tiny_rated, "pledge-b/3:damp") is None
    rated = edited(tiny_folder, "measures.csv", ("proportion,,2022,", "proportion,,2021,"))
    assert column(candidate_baselines(rated, "pledge-b/3:damp"), "Baseline") == ["2021", "2022"]


def test_a_baseline_of_nought_has_no_change_in_per_cent(tiny_folder):
    rated = edited(tiny_folder, "observations.csv", ("trees,2019,2019,1061", "trees,2019,2019,0"))
    table = candidate_baselines(rated, "pledge-a/1:trees")
    assert (
        dict(zip(column(table, "Baseline"), column(table, "Change in per cent"), strict=True))["2019"]
        == "not known"
    )


def test_the_working_is_that_of_the_test(tiny_rated):
    row = tiny_rated.measures.loc["pledge-b/1:content"]
    working = dict(working_table(tiny_rated, "pledge-b/1:content").rows)
    assert working["Figures up to the baseline, and later"] == "6 and 2"
    assert working["Scale of the test"] == "logit (proportions)"
    assert working["Sampling error"] == "published or computed from counts"
    assert (
        working["Gap over its standard error, and the value needed"]
        == f"{row['trend_statistic']:.2f}, {row['trend_critical']:.2f}"
    )
    assert working["Chance that it is better than the trend"] == f"{100 * row['p_better']:.0f}%"
    expected = "Expected in 2022–23 if the baseline trend had carried on"
    assert float(working[expected]) == pytest.approx(row["trend_expected"], rel=1e-3)
    low, high = working["Its 95% interval"].replace(MINUS, "-").split(" to ")
    assert float(low) == pytest.approx(row["trend_gap_lower"], rel=1e-2)
    assert float(high) == pytest.approx(row["trend_gap_upper"], rel=1e-2)


def test_gaps_on_another_scale_are_said_to_be_so_and_no_test_has_no_working(tiny_rated):
    note = (
        "The gap to the trend and its interval are on the scale of the test, not in the unit of the figures."
    )
    assert working_table(tiny_rated, "pledge-a/1:trees").notes == (note,)
    assert working_table(tiny_rated, "pledge-a/3:north").notes == ()
    assert working_table(tiny_rated, "pledge-b/3:damp") is None


def test_each_component_is_shown_with_its_own_figures_and_both_verdicts(tiny_rated):
    table = components_table(tiny_rated, "pledge-a/3")
    assert table.headers[1:3] == ["Baseline (micrograms)", "Latest (micrograms)"]
    assert [row[:4] for row in table.rows] == [
        ["harbour", "26.1 (2020)", "27.9 (2023)", "1.8"],
        ["north", "20.8 (2020)", "18.2 (2023)", f"{MINUS}2.6"],
        ["south", "18.2 (2020)", "17.9 (2023)", f"{MINUS}0.3"],
    ]
    assert column(table, "Moved") == ["worse", "better", "better"]
    assert column(table, "Official rating") == ["no improvement", "improvement", "improvement"]
    own = tiny_rated.measures[tiny_rated.measures["indicator_id"] == "pledge-a/3"]
    assert column(table, "Our verdict") == [VERDICT_WORDS[v] for v in own["verdict"]]


def test_a_component_that_could_not_be_compared_says_what_is_not_known(tiny_folder):
    path = tiny_folder / "observations.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    early = re.compile(r"pledge-a/3:south,20(1.|20),")
    path.write_text("".join(line for line in lines if not early.match(line)), encoding="utf-8")
    table = components_table(rate_framework(load_framework(tiny_folder)), "pledge-a/3")
    south = dict(zip(table.headers, table.rows[2], strict=True))
    assert south["Component"] == "south" and south["Baseline (micrograms)"] == "not known"
    assert (south["Change"], south["Moved"], south["Official rating"]) == ("", "", "not yet assessed")


def test_components_in_different_units_say_so(tiny_folder):
    changes = (
        ("station,south,micrograms", "station,south,grams"),
        ("station,north,micrograms", "station,north,grams"),
    )
    rated = edited(tiny_folder, "measures.csv", *changes)
    assert components_table(rated, "pledge-a/3").headers[1] == "Baseline (own units)"


def test_indicative_series_are_in_no_count_and_say_which_way_they_moved(tiny_rated):
    table = indicative_table(tiny_rated, "pledge-b/4")
    assert table.rows == [
        ["Complaints about heating", "proxy", "number", "149 (2020)", "118 (2023)", "better"]
    ]
    assert table.notes[0].startswith("Indicative:")
    assert indicative_table(tiny_rated, "pledge-a/1") is None


def test_a_series_of_no_known_direction_moved_up_or_down_and_is_never_called_unchanged(tiny_rated):
    rows = {row[0]: row for row in indicative_table(tiny_rated, "pledge-b/2").rows}
    assert rows["Mean rent of a month"][3:] == ["552 (2020)", "617 (2023)", "up"]
    assert rows["Mean income of a month"][-1] == "better"


def test_an_indicative_series_with_one_figure_shows_it_uncompared_and_many_are_counted(tiny_folder):
    with (tiny_folder / "observations.csv").open("a", encoding="utf-8") as file:
        for i in range(14):
            year = 2021 if i else 2018
            file.write(f"pledge-a/4:p{i},{year},{year},{i + 3},,,,,,final,inferred,town-yearbook,\n")
    new = [f"pledge-a/4:p{i},pledge-a/4,Proxy {i:02},proxy,false,,,number,count,,," for i in range(14)]
    table = indicative_table(edited(tiny_folder, "measures.csv", *new), "pledge-a/4")
    assert len(table.rows) == 12 and table.rows[0][4:] == ["3 (2018, not compared)", ""]
    assert table.rows[1][3:] == ["", "4 (2021)", ""]
    assert table.notes[-1] == "2 more such series are in the tables of figures."


# ------------------------------------------------------------------------------------- an agreement


def test_the_ratings_of_an_agreement_are_beside_the_figures_they_rest_on(tiny, tiny_rated):
    table = ratings_table(tiny_rated, tiny_rated.indicators, "All of them")
    rows = {row[0]: dict(zip(table.headers, row, strict=True)) for row in table.rows}
    assert table.caption == "All of them" and list(rows) == list(tiny.indicators["indicator_id"])
    trees = rows["pledge-a/1"]
    assert (trees["Figures"], trees["Target"]) == ("1,075 (2020) to 1,205 (2023)", "met in the target period")
    assert trees["Our verdict"] == "target met"
    assert rows["pledge-a/3"]["Figures"].startswith("2 of 3 components improved")
    assert rows["pledge-b/2"]["Official rating"] == "no improvement (deteriorated)"
    assert (rows["pledge-a/4"]["Figures"], rows["pledge-a/4"]["Official rating"]) == ("", "not yet assessed")


def test_where_there_is_no_verdict_of_ours_the_reason_stands_under_the_table(promises, tiny_rated):
    for rated in (promises, tiny_rated):
        notes = ratings_table(rated, rated.indicators, "").notes
        none = rated.indicators[rated.indicators["verdict"] == "not_assessed"]
        expected = {
            f"Our verdict, not assessed ({reason}): {', '.join(own)}."
            for reason, own in none.groupby("verdict_reason")["indicator_id"]
        }
        assert len(notes) and set(notes) == expected
    own = promises.indicators[promises.indicators["verdict"] != "not_assessed"]
    assert ratings_table(promises, own, "").notes == ()


def test_components_without_our_verdict_are_named_with_the_reason_and_many_are_counted(promises):
    few = components_table(promises, "psa-18/3")
    (named,) = few.notes
    assert named.startswith("Our verdict, not assessed (") and named.endswith("): routine and manual.")
    frame = pd.DataFrame({"verdict": "not_assessed", "verdict_reason": ["a reason"] * 15})
    (note,) = why_not(frame, [f"c{i}" for i in range(15)])
    assert note.endswith("c10, c11 and 3 more.") and note.startswith(
        "Our verdict, not assessed (a reason): c0, "
    )


def test_a_rating_that_was_withheld_is_shown_as_such(promises):
    own = promises.indicators[promises.indicators["agreement_id"] == "psa-26"]
    (row,) = ratings_table(promises, own, "").rows
    assert row[2:5] == ["withheld", "not assessed", ""]
    (why,) = [r for r in missing_table(promises).rows if r[0] == "psa-26/1"]
    assert why[2:5] == ["withheld", REASONS["withheld"].words, "E"]
    (label,) = [r for r in labels_table(promises).rows if r[0] == "psa-26"]
    assert label[2:4] == ["withheld", ""]


def test_the_data_systems_rating_is_the_auditors(promises):
    said = promises.framework.tables["data_system_ratings"].dropna(subset=["indicator_id"])
    own = promises.indicators[promises.indicators["indicator_id"].isin(said["indicator_id"])]
    shown = column(ratings_table(promises, own, ""), "Data system")
    assert len(shown) == 2 and set(filter(None, shown)) <= set(said["rating_as_published"])


def test_the_label_is_given_under_every_reading(tiny, tiny_rated):
    for agreement in tiny.agreements["agreement_id"]:
        row = tiny_rated.agreements.set_index("agreement_id").loc[agreement]
        want = [["the rule as set", tiny.word(row["rating"])]]
        want += [[words, tiny.word(row[f"reading_{code}"])] for code, words in READINGS.items()]
        assert readings_table(tiny_rated, agreement).rows == want
    assert readings_table(tiny_rated, "pledge-a").rows[0][1] == "well on the way"


def test_every_rule_has_its_column_and_the_count_of_ways_adds_up(tiny_rated):
    table = rules_table(tiny_rated, tiny_rated.indicators)
    assert table.headers[1:-1] == [short_rule_name(n) for n in NAMES]
    for row in table.rows:
        right, neither, wrong = map(int, row[-1].split(" / "))
        assert right + neither + wrong == sum(
            cell not in {"not assessed", "not yet assessed", "not rateable"} for cell in row[1:-1]
        )
    trees = next(row for row in table.rows if row[0] == "pledge-a/1")
    assert (trees[1], trees[2]) == ("improvement", "met")


def test_what_turns_on_a_choice_is_said(tiny_rated):
    frame = tiny_rated.sensitivity("pledge-a")
    table = sensitivity_table(frame)
    assert table.headers[0] == "Id" and table.headers[-1] == "Holds"
    assert column(table, "Holds") == list(frame["holds"])
    first = frame.iloc[0]
    assert table.rows[0][1:-1] == [str(first[h]).replace("_", " ") for h in table.headers[1:-1]]


@pytest.mark.parametrize(
    ("rating", "caveats", "is_said"),
    [
        ("improvement", "overlap;period_length;untested", True),
        ("no_improvement", "baseline_outlier;recalled_definition;later_vintage", True),
        ("not_rateable", "provisional", True),
        ("improvement", "", False),
        ("not_yet_assessed", "data_system", False),
        ("withheld", "season", False),
    ],
)
def test_caveats_are_said_in_words_of_what_could_be_rated(rating, caveats, is_said):
    frame = pd.DataFrame({"indicator_id": ["a/1"], "rating": [rating], "caveats": [caveats]})
    words = "; ".join(CAVEATS[code] for code in caveats.split(";")) if is_said else ""
    assert caveats_table(frame).rows == ([["a/1", words]] if is_said else [])


def test_each_caveat_that_an_indicator_has_is_said(promises):
    rows = promises.indicators.set_index("indicator_id")
    shown = dict(caveats_table(promises.indicators).rows)
    assert {"psa-09/2", "psa-14/4", "psa-18/3", "psa-21/2"} <= set(shown)
    assert all(
        words == "; ".join(CAVEATS[c] for c in rows.at[i, "caveats"].split(";")) for i, words in shown.items()
    )


def test_what_has_no_rating_has_no_caveat_and_neither_has_what_has_none(tiny_rated):
    shown = column(caveats_table(tiny_rated.indicators), "Id")
    assert shown == ["pledge-a/1", "pledge-a/2", "pledge-a/3", "pledge-b/1", "pledge-b/2"]


# ------------------------------------------------------------------------------------ the framework


def test_labels_carry_counts_chance_and_edge(tiny, tiny_rated):
    table = labels_table(tiny_rated)
    assert table.headers[1] == "Pledge"
    a, b = tiny_rated.agreements.to_dict("records")
    first, second = table.rows
    assert first == [
        "pledge-a",
        "Green town",
        "well on the way",
        percent_range(*(a[f"chance_strong_progress{end}"] for end in ("", "_low", "_high"))),
        "3",
        "0",
        "3",
        "4",
        f"{int(a['changes_to_flip'])}, to {tiny.word(a['would_become'])}",
    ]
    assert second[2:8] == ["not yet assessed", "", "1", "1", "2", "4"]
    assert b["rating"] == "not_yet_assessed"


def test_an_agreement_without_a_short_title_has_its_long_one(tiny_folder):
    rated = edited(tiny_folder, "agreements.csv", ("Green town", ""))
    assert labels_table(rated).rows[0][1] == "A greener and cleaner town"


def test_departments_are_named_in_the_frameworks_words(tiny_rated):
    table = departments_table(tiny_rated)
    assert table.caption == "Offices, each shared yardstick once" and table.headers[1] == "Office"
    rows = {row[0]: row for row in table.rows}
    assert rows["mayor"][1:6] == [
        "Office of the Mayor, Littleham",
        "leads none",
        "0 of 0",
        "some progress",
        "4 of 8",
    ]
    assert rows["housing"][2:5] == ["not yet assessed", "1 of 4", "partner of none"]


def test_published_ratings_stand_beside_ours(tiny_rated):
    table = published_table(tiny_rated)
    rows = {row[0]: dict(zip(table.headers, row, strict=True)) for row in table.rows}
    assert rows["pledge-a"]["Report"] == "The mayor's report (2023-11)" and rows["pledge-a"]["Same"] == "yes"
    assert (rows["pledge-b/3"]["Computed"], rows["pledge-b/3"]["Same"]) == ("not rateable", "no")
    assert "a declared break" in rows["pledge-b/3"]["Explanation"]
    same = sum(row[4] == "yes" for row in table.rows)
    compared = sum(row[4] != "cannot be compared" for row in table.rows)
    assert table.notes == (f"{same} of {compared} that could be compared are the same.",)
    assert [row[0] for row in published_table(tiny_rated, ["pledge-a"]).rows] == ["pledge-a"]
    assert published_table(tiny_rated, ["nothing"]).notes == ()
    assert published_table(tiny_rated, ["nothing"]).rows[0][:2] == ["none", "no published rating was found"]


def test_what_could_not_be_rated_says_why(tiny_rated):
    assert missing_table(tiny_rated).rows == [
        ["pledge-a/4", "Hedgehogs", "not yet assessed", REASONS["no_figures"].words, "E"],
        ["pledge-b/3", "Homes with damp", "not rateable", REASONS["break"].words, "E"],
        ["pledge-b/4", "Homes without heating", "not yet assessed", REASONS["indicative_only"].words, "C"],
    ]


def test_verdicts_are_counted_once_each(tiny_rated):
    table = verdicts_table(tiny_rated)
    assert sum(int(n) for n in column(table, "Indicators")) == len(tiny_rated.indicators)
    assert set(column(table, "Kind")) == {"Target", "Minimum standard", "Improve on the trend"}


def test_rows_are_counted_and_so_is_how_each_fact_is_known(promises):
    held = promises.framework.tables["indicators"]["provenance"].value_counts()
    rows = {row[0]: row for row in counts_table(promises).rows}
    assert rows["indicators"] == [
        "indicators",
        str(len(promises.framework.indicators)),
        *(str(held[p]) for p in ("read", "inferred", "recalled")),
    ]
    assert rows["measures"][2:] == [
        "",
        "",
        "",
    ]  # measures have no provenance, which is not the same as none recalled
    assert all(int(row[1].replace(",", "")) > 0 for row in rows.values())


def test_settings_say_who_gives_them(tiny_rated):
    rows = {row[0]: row for row in settings_table(tiny_rated, {"confidence": "as everybody does"}).rows}
    assert rows["through"] == ["through", "2023-12-31", "the framework", ""]
    assert rows["confidence"] == ["confidence", "0.95", "our default", "as everybody does"]
    assert "title" not in rows


def test_hostile_texts_of_the_tables_stay_texts(tiny_folder):
    quoted = '"' + HOSTILE.replace('"', '""') + '"'
    edited(
        tiny_folder,
        "measures.csv",
        ("pledge-a/1,Street trees", f"pledge-a/1,{quoted}"),
        ("station,north", f"station,{quoted}"),
    )
    edited(tiny_folder, "agreements.csv", ("Green town", quoted))
    rated = edited(tiny_folder, "indicators.csv", ("Street trees", quoted), ("Hedgehogs", quoted))
    made = [
        series_table(rated, "pledge-a/1:trees"),
        components_table(rated, "pledge-a/3"),
        labels_table(rated),
        ratings_table(rated, rated.indicators, "x"),
        missing_table(rated),
    ]
    for table in made:
        assert "<script" not in table.to_html() and "&lt;script&gt;" in table.to_html()


def test_every_table_of_five_promises_is_well_formed_and_captioned(promises):
    made = [series_table(promises, m) for m in promises.measures.index[::5]]
    made += [
        t
        for m in promises.measures.index[::5]
        for t in (working_table(promises, m), candidate_baselines(promises, m))
        if t
    ]
    made += [
        labels_table(promises),
        departments_table(promises),
        published_table(promises),
        missing_table(promises),
        caveats_table(promises.indicators),
        rules_table(promises, promises.indicators),
        verdicts_table(promises),
    ]
    for table in made:
        assert table.caption and all(len(row) == len(table.headers) for row in table.rows)
        assert not re.search(r"\bnan\b|\bNone\b|<NA>", table.to_text()), table.caption
        root = ElementTree.fromstring(f"<div>{table.to_html()}</div>")
        assert all(h.get("scope") in {"col", "row"} for h in root.iter("th"))


# ----------------------------------------------------------------------------------- the validation


def test_shares_are_in_per_cent_with_their_error_and_a_gap_stays_empty():
    frame = pd.DataFrame({4: [0.5, np.nan], 8: [0.0254, 1.0]}, index=["one", "two"])
    table = shares_table(frame, "A made world", 400)
    assert table.headers == ["Rule", "4 figures", "8 figures"]
    assert table.rows == [["one", "50.0", "2.5"], ["two", "", "100.0"]]
    assert table.notes[0].startswith("Monte Carlo error of a share: at most 2.50 points.")


def test_coverage_counts_only_windows_that_have_an_interval():
    back = pd.DataFrame(
        {
            "origin": ["a", "a", "a", "b"],
            "series": ["s", "s", "t", "u"],
            "lower": [1.0, 2.0, np.nan, 1.0],
            "is_inside_plain": [True, False, True, True],
            "is_inside": [True, True, False, True],
        }
    )
    assert coverage_table(back).rows == [
        ["a", "1", "2", "50.0%", "100.0%"],
        ["b", "1", "1", "100.0%", "100.0%"],
    ]
    none = coverage_table(back.iloc[:0])
    assert none.rows == [] and none.notes == ("No yearly series is long enough for one window.",)


def test_ratings_made_again_are_counted_by_kind_and_in_all():
    frame = pd.DataFrame({"kind": ["x", "x", "y"], "agrees": [True, False, True]})
    assert replay_table(frame).rows == [
        ["x", "2", "1", "50.0%"],
        ["y", "1", "1", "100.0%"],
        ["all", "3", "2", "66.7%"],
    ]


def test_the_test_in_earlier_years_is_counted_over_all_series_and_over_those_that_rate():
    found = pd.DataFrame(
        {"runs": [8, 2, 0, 5], "better": [1, 0, 0, 0], "worse": [0, 2, 0, 0]}, index=["a", "b", "c", "d"]
    )
    about = pd.DataFrame(
        {
            "is_rateable": [True, True, True, False],
            "trend_verdict": ["not_distinguishable", "worse", "better", "better"],
        },
        index=["a", "b", "c", "d"],
    )
    assert [row[1:] for row in earlier_years_table(found, about).rows] == [
        ["3", "15", "6.7%", "13.3%"],
        ["2", "10", "10.0%", "20.0%"],
        ["1", "2", "0.0%", "100.0%"],
    ]
    assert earlier_years_table(found.iloc[2:3], about).rows[0][1:] == ["0", "0", "", ""]


def test_a_table_cannot_be_changed_by_whoever_shows_it(tiny_rated):
    table = missing_table(tiny_rated)
    with pytest.raises(AttributeError):
        table.caption = "another"
    assert replace(table, caption="another").rows == table.rows


# ------------------------------------------------------------------------------------ calibration


def test_a_range_is_said_only_where_it_is_wider_than_its_middle():
    assert percent_range(0.78, 0.62, 0.9) == "78% (62% to 90%)"
    assert percent_range(0.781, 0.78, 0.782) == "78%"
    assert percent_range(1.0, 0.999, 1.0) == "100% (over 99% to 100%)"


def test_stated_chances_stand_beside_what_came_true():
    summary = pd.DataFrame([{"world": "w", "worst": 0.0371, "expected_false": 12.4, "actual_false": 11}])
    assert label_calibration_table(summary).rows == [["w", "3.7", "12", "11"]]
    tenths = pd.DataFrame(
        [{"world": w, "cases": 40, "stated": 0.15, "low": 0.1, "high": 0.2, "actual": 0.149} for w in "vw"]
    )
    assert tenths_table(tenths, "w").rows == [["40", "15%", "10%", "20%", "15%"]]
    fifths = pd.DataFrame([{"known": 6, "is_smooth": True, "cases": 200, "said": 0.7, "was": 0.68}])
    assert target_calibration_table(fifths).rows == [["smooth, as from a model", "6", "200", "70%", "68%"]]


def test_false_verdicts_stand_beside_what_is_seen_of_counts_too():
    trend = pd.DataFrame(
        [
            {
                "world": "walk",
                "points": 3,
                "false_better": 2.04,
                "false_worse": 1.5,
                "power_former": 18.2,
                "power": 67,
            }
        ]
    )
    counted = trend.assign(world="rate", false_better=0.2, false_worse=0.1, power_former=33.4, power=50.6)
    assert trend_worlds_table(trend, counted, 500).rows == [
        ["walk", "3", "2.0", "1.5", "18", "67"],
        ["rate", "3", "0.2", "0.1", "33", "51"],
    ]


def test_a_difference_that_no_published_limit_could_show_is_given_by_its_bound():
    found = pd.DataFrame({"method": ["a", "b"], "limits": [4, 2], "largest_difference": [1.7e-13, 0.0123456]})
    assert intervals_table(found).rows == [["a", "4", "under 0.001"], ["b", "2", "0.012"]]


def test_the_tail_that_a_computer_left_is_cut_and_said_where_it_is_the_cell():
    cells = pd.DataFrame(
        {"old": ["45.199999999999996", "1e", "up by 0.333333333", "0.00000025"], "new": ["45.2"] * 4}
    )
    shown = [row[0] for row in plain_table(cells, "c", {"old": "Old", "new": "New"}).rows]
    assert shown == ["about 45.2", "1e", "up by 0.333", "under 0.001"]


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [(0.946, 0.95021, "0.004"), (30.0, 35.5, "5.5"), (0.5, 0.50000021, "0.00000021")],
)
def test_a_change_of_a_part_has_no_more_decimals_than_its_figures_unless_it_would_be_nothing(
    first, last, shown
):
    figures = {"baseline_value": first, "latest_value": last, "change": last - first}
    row = pd.Series({"unit": "ratio", "value_kind": "ratio", "decimals": 3, **figures})
    assert change_of_part(row) == shown


def test_each_target_has_its_figure_with_its_unit_and_its_days_as_a_reader_says_them(tiny_rated):
    rows = {row[0]: row[2:] for row in targets_table(tiny_rated).rows}
    assert rows["pledge-a/1"] == ["1,200 street trees by 2023", "2023", "1,205 (2023)", "✓ met"]
    assert rows["pledge-a/2"][1:] == ["each period", "95.6% (2023)", "✓ met"]
