"""What a reader is promised of the pages, as facts measured in a browser on the pages of the default framework."""

import re

import pytest
from bs4 import BeautifulSoup

from psa.methods.scoreboard import OUTCOMES

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LEAST_TEXT = 12  # of a chart, in pixels of the screen
# for every text of every chart: its size on the screen, and whether a drawn interval or bar goes through its letters
CHART_TEXTS = """() => {
  document.querySelectorAll('details').forEach(fold => { fold.open = true; });
  const found = [];
  for (const svg of document.querySelectorAll('figure.chart svg')) {
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const bars = Array.from(svg.querySelectorAll('path')).filter(
      p => p.getAttribute('fill') === 'none' && Number(p.getAttribute('stroke-opacity') || 1) < 1
           || /^M([0-9.]+) [0-9.]+L\\1 [0-9.]+$/.test(p.getAttribute('d')) && p.getAttribute('stroke') === '#12436d');
    for (const text of svg.querySelectorAll('text')) {
      const box = text.getBBox(), y = box.y + box.height / 2;
      let struck = false;
      for (let x = box.x + 2; x < box.x + box.width - 2; x += 2) {
        const point = svg.createSVGPoint(); point.x = x; point.y = y;
        struck = struck || bars.some(bar => bar.isPointInStroke(point));
      }
      found.push({words: text.textContent, size: parseFloat(getComputedStyle(text).fontSize) * scale, struck});
    }
  }
  return found;
}"""
# the texts of a page that no fold closes and no reader sees, those for screen readers and controls apart
UNSEEN = """() => {
  const found = [], walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const at = walk.currentNode.parentElement, words = walk.currentNode.textContent.trim();
    const apart = 'details:not([open]) *, script, style, title, desc, option, form[hidden] *, .hush, .hush *';
    if (words && !at.matches(apart) && !at.checkVisibility({visibilityProperty: true})) { found.push(words); }
  }
  return found;
}"""


def one_of_each_kind(pages: list[str]) -> list[str]:
    """Return every page of the site's own, and of each notebook the first page and the longest."""
    own = [page for page in pages if "/" not in page]
    folders = dict.fromkeys(page.partition("/")[0] for page in pages if "/" in page)
    return own + [next(page for page in pages if page.startswith(f"{folder}/")) for folder in folders]


def page_text(site, name: str) -> BeautifulSoup:
    return BeautifulSoup((site.folder / name).read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="module")
def results(real_site):
    """Return every target and standard that was met or missed."""
    board = real_site.rated.scoreboard
    return board[board["outcome"].isin(["met", "missed"])]


def test_the_result_of_a_target_stands_in_the_headline_of_every_agreement_that_has_one(real_site, results):
    ids = set(results["agreement_id"]) & set(real_site.rated.framework.agreements["agreement_id"])
    assert ids
    for agreement_id in ids:
        headline = (
            page_text(real_site, f"02_assess_agreement/{agreement_id}.html").select_one("main .answer").text
        )
        own = results[results["agreement_id"] == agreement_id]
        for outcome in own["outcome"].unique():
            assert re.search(rf"\b{OUTCOMES[outcome]}\b", headline), agreement_id
        assert re.search(r"\d", headline), agreement_id


def test_each_missed_target_is_shown_as_missed_on_the_index_its_own_page_and_its_department_s(
    real_site, results
):
    missed = results[results["outcome"] == "missed"]
    assert len(missed)
    index, framework = page_text(real_site, "index.html"), real_site.rated.framework
    board = next(d for d in index.select(".pair2 > div") if d.h3.text == "Missed")
    assert len(board.select(".results > li")) == len(missed)
    roles = framework.roles()
    for row in missed.itertuples():
        link = real_site.folder.joinpath("index.html").parent
        address = f"02_assess_agreement/{row.agreement_id}.html"
        assert any(a["href"].startswith(address) for a in board.select("a")), link
        line = index.select_one(f'#agreements li[data-id="{row.agreement_id}"]')
        assert line.select(".sign.missed") and "missed" in line.text
        card = page_text(real_site, address).select_one("main .card .tag.missed")
        assert "missed" in card.text
        leads = roles[(roles["agreement_id"] == row.agreement_id) & (roles["role"] == "lead")][
            "department_id"
        ]
        assert len(leads)
        for department in leads:
            page = page_text(real_site, f"03_summarise_department/{department}.html")
            own = page.select_one(f'.agreements li:has(a[href$="{row.agreement_id}.html"])')
            assert own.select(".sign.missed") and "missed" in own.text, department


def test_every_agreement_leads_to_the_departments_that_answer_for_it(real_site):
    framework = real_site.rated.framework
    roles = framework.roles()
    for agreement_id in framework.agreements["agreement_id"]:
        page = page_text(real_site, f"02_assess_agreement/{agreement_id}.html")
        linked = {a["href"] for a in page.select("main .who a")}
        own = roles.loc[roles["agreement_id"] == agreement_id, "department_id"]
        assert linked == {f"../03_summarise_department/{department}.html" for department in own}, agreement_id


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_every_kind_of_page_is_accessible_with_every_fold_open(real_site, opened, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    found = []
    for name in one_of_each_kind(real_site.pages):
        page, noted = opened(real_site, name, width, color_scheme=scheme)
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        found += [f"{name}: {n}" for n in noted]
        report = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
        found += [f"{name}: {f['id']}: {f['nodes'][0]['html'][:160]}" for f in report["violations"]]
        page.context.close()
    assert found == []


@pytest.mark.parametrize("width", [1280, 360])
def test_the_texts_of_charts_can_be_read_and_no_interval_goes_through_one(site, opened, width):
    page, _ = opened(site, "index.html", width)
    small, struck, seen = [], [], 0
    for name in (p for p in site.pages if "/" in p):
        page.goto(site.address(name))
        for text in page.evaluate(CHART_TEXTS):
            seen += 1
            small += (
                [f"{name}: {text['words']} {text['size']:.1f}"] if text["size"] < LEAST_TEXT - 0.05 else []
            )
            struck += [f"{name}: {text['words']}"] if text["struck"] else []
    assert seen > 50
    assert (small, struck) == ([], [])


def test_with_scripts_off_every_kind_of_page_shows_all_that_it_says(site, opened):
    for name in one_of_each_kind(site.pages):
        page, noted = opened(site, name, java_script_enabled=False)
        assert page.evaluate(UNSEEN) == [], name
        assert noted == []
        page.context.close()
