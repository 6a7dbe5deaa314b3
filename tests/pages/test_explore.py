"""Judge it yourself: the answer to each choice, from a file, without network, and fast."""

import gzip
import statistics
from urllib.parse import quote

import pytest

from psa.methods.comparison import OFFICIAL

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]

PAGE, LARGEST, SOON = "explore.html", 300_000, 50
CHOOSE_ALL = """() => {
  const field = document.getElementById('c-indicator'), found = {};
  for (const option of Array.from(field.options)) {
    const start = performance.now();
    field.value = option.value;
    field.dispatchEvent(new Event('change', {bubbles: true}));
    document.body.offsetHeight;
    found[option.value] = [performance.now() - start, document.querySelector('#answer .answer').textContent];
  }
  return found;
}"""


def test_the_page_is_light_and_every_choice_is_answered_at_once(site, opened):
    assert len(gzip.compress((site.folder / PAGE).read_bytes())) < LARGEST
    page, noted = opened(site, PAGE)
    found = page.evaluate(CHOOSE_ALL)
    assert set(found) == set(site.rated.promised["indicator_id"]) and noted == []
    assert statistics.median(took for took, _ in found.values()) < SOON
    assert all(text.endswith(".") and len(text) > 20 for _, text in found.values())


def test_the_baseline_in_use_gives_the_rating_that_stands_elsewhere(site, opened):
    page, _ = opened(site, PAGE)
    found, framework = page.evaluate(CHOOSE_ALL), site.rated.framework
    official = site.rated.official.set_index("indicator_id").loc[list(found)]
    single = official[
        (official["rating"].isin(["improvement", "no_improvement"])) & (official["measure_id"] != "")
    ]
    assert len(single)
    for indicator_id, row in single.iterrows():
        assert f": {framework.word(row['rating'])}, " in found[indicator_id][1], indicator_id


def test_the_address_holds_the_choice_and_the_text_has_names(tiny_site, opened):
    page, noted = opened(tiny_site, PAGE)
    ids = list(tiny_site.rated.promised["indicator_id"])
    rated = next(i for i in ids if page.evaluate(CHOOSE_ALL)[i][1].count(","))
    page.select_option("#c-indicator", rated)
    page.select_option("#c-rule", "un")
    answer = page.text_content("#answer")
    assert f"indicator={quote(rated, safe='')}" in page.url and "rule=un" in page.url
    again, _ = opened(tiny_site, f"{PAGE}")
    again.goto(page.url)
    again.reload()
    assert again.text_content("#answer") == answer and again.input_value("#c-rule") == "un"
    shown = page.inner_text("main")
    assert not any(i in shown for i in ids) and OFFICIAL not in shown and noted == []


def test_with_scripts_off_the_page_says_where_the_tables_are(tiny_site, opened):
    page, _ = opened(tiny_site, PAGE, java_script_enabled=False)
    assert not page.locator("#choice").is_visible() and page.locator("#tables a").count() > 0
    index, _ = opened(tiny_site, "index.html")
    assert index.locator(f"main a[href='{PAGE}']").count() == 1
