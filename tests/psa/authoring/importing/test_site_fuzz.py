"""Whole sites, damaged at random by a seed: every figure comes in or is set aside, and nothing is refused whole."""

import csv
import io
import random

import pytest

from psa.authoring.importing.open_sdg import import_open_sdg
from psa.authoring.importing.published_values import is_figure
from psa.authoring.importing.set_aside import figures_in
from psa.authoring.importing.source import SourceError

pytestmark = pytest.mark.thorough

CELLS = ["", "2015", "2016/17", "1,234", "12.5*", "..", "[c]", "-1", "1e5", "1e999", "inf", "nan", "9" * 70, "=1+1", '"', "a\nb", "Total",
         "2015-02-30", "(5)", "３", "ü" * 300, "5 [p] [note 2]", "[note 3]", "1.234,5", "1 234", "−3", "½", "0x10", "١٢", "a,b;c", "|", "5 km"]  # fmt: skip
FIELDS = ["indicator_name", "sdg_goal", "target_id", "computation_units", "reporting_status", "proxy", "graph_target_lines",
          "progress_calculation_options", "source_organisation_1", "source_url_1", "data_footnote"]  # fmt: skip
VALUES = ["1.2.1", "''", "[1, 2]", "{a: b}", "&a [1]", "*a", "'=1+1'", "2020-13-45", ".inf", "<b>bold</b>", "complete", "true",
          "\n  - direction: negative\n    target: ten\n    target_year: x", "!!python/object:os.system x", "é" * 500]  # fmt: skip


def write_site(chance, folder):
    """Write a site and return how many figures are in it."""
    there = 0
    for number in range(chance.randint(1, 4)):
        key = f"{number + 1}-{chance.choice('123abc')}-{chance.randint(1, 4)}"
        header = [
            "Year",
            *chance.sample(["Sex", "Age", "Units", "Series", "GeoCode", "Region"], chance.randint(0, 4)),
            "Value",
        ]
        rows = []
        for _ in range(chance.randint(0, 25)):
            words = [chance.choice(["", "Male", "male", "Female", "T", "A", "a"]) for _ in header[1:-1]]
            row = [str(chance.randint(2000, 2024)), *words, str(round(chance.random() * 99, 2))]
            for _ in range(chance.choice([0, 0, 0, 1, 2])):
                row[chance.randrange(len(row))] = chance.choice(CELLS)
            rows.append(row)
        out = io.StringIO()
        csv.writer(out).writerows([header, *rows])
        path = folder / "data" / f"{chance.choice(['indicator_', '', 'archived-'])}{key}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(out.getvalue().encode(chance.choice(["utf-8", "utf-8-sig", "utf-16"])))
        there += sum(is_figure(row[-1].strip()) for row in rows)
        about = "\n".join(f"{field}: {chance.choice(VALUES)}" for field in chance.sample(FIELDS, 5))
        (folder / "meta").mkdir(exist_ok=True)
        (folder / "meta" / f"{key}.md").write_text(f"---\n{about}\n---\n", encoding="utf-8")
    return there


@pytest.mark.parametrize("seed", range(24))
def test_figures_in_and_figures_set_aside_are_the_figures_of_the_site(tmp_path, home, seed):
    site = tmp_path / "site"
    site.mkdir()
    there = write_site(random.Random(seed), site)
    try:
        found = import_open_sdg(site, "made", home=home)
    except SourceError as error:
        assert there < 8 and "no figure was found" in str(error)
        return
    assert found.figures + figures_in(found.aside) == there
