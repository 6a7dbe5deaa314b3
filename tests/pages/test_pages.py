"""The pages as a reader has them: opened from disk in a browser, at three widths, by keyboard, without scripts."""

import html
import os
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from made_site import Site

from psa.pages.sentences.dates import period_words
from psa.site.addresses import address_book
from psa.site.pages.registry import PAGES
from psa.site.pages.site_page import Site as PageSite
from psa.site.site import write_site

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]

WIDTHS = (360, 768, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LARGEST = 600_000
COUNTS = "rows => rows.map(r => [r.dataset.code, Number(r.cells[1].textContent)])"
OWN_PAGES = {page.file for page in PAGES} - {
    "transformation.html",
    "targets.html",
    "explore.html",
}  # these are not everywhere


class Elements(HTMLParser):
    """Collect the ids, links and headings of a page."""

    def __init__(self, text: str):
        super().__init__()
        self.ids, self.links, self.levels, self.tags = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Note one element."""
        about = dict(attrs)
        self.tags.append((tag, about))
        self.ids += [about["id"]] if about.get("id") else []
        self.links += [about[k] for k in ("href", "src") if about.get(k)]
        self.levels += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []


def elements(site: Site, page: str) -> Elements:
    return Elements((site.folder / page).read_text(encoding="utf-8"))


# ------------------------------------------------------------------------------- without a browser


def test_every_page_of_the_site_is_there(tiny_site):
    assert set(tiny_site.pages) >= OWN_PAGES | {"transformation.html"}
    assert len([p for p in tiny_site.pages if "/" in p]) == len(list(tiny_site.folder.rglob("*.ipynb")))


def test_every_local_link_leads_somewhere(site):
    held = {page: elements(site, page) for page in site.pages}
    broken = []
    for page, about in held.items():
        for link in about.links:
            parts = urlsplit(link)
            if parts.scheme in {"http", "https", "data"}:
                continue
            target = page
            if parts.path:
                target = Path(os.path.normpath(Path(page).parent / unquote(parts.path))).as_posix()
            is_there = not parts.scheme and (site.folder / target).is_file()
            ids = held[target].ids if target in held else ()
            if not is_there or (parts.fragment and unquote(parts.fragment) not in ids):
                broken.append(f"{page}: {link}")
    assert broken == []


def test_no_id_stands_twice_and_no_heading_level_is_left_out(site):
    for page in site.pages:
        about = elements(site, page)
        assert len(about.ids) == len(set(about.ids)), page
        assert about.levels[0] == 1 and about.levels.count(1) == 1, page
        assert all(b - a <= 1 for a, b in zip(about.levels, about.levels[1:], strict=False)), page


def test_no_page_is_heavy_or_asks_for_anything_else(site):
    for page in site.pages:
        assert (site.folder / page).stat().st_size < LARGEST, page
        loaded = [
            t
            for t, about in elements(site, page).tags
            if t in {"link", "iframe", "object", "embed"} or (t == "script" and "src" in about)
        ]
        assert loaded == [], page


def test_every_page_has_the_same_way_through_the_site(site):
    for page in site.pages:
        links = set(elements(site, page).links)
        root = "../" * page.count("/")
        assert {root + p for p in OWN_PAGES - {page}} <= links, page


def test_each_indicator_on_the_index_leads_to_its_heading(tiny_site):
    index = BeautifulSoup((tiny_site.folder / "index.html").read_text(encoding="utf-8"), "html.parser")
    strip = [link["href"] for link in index.select(".named a")]
    assert len(strip) == len(tiny_site.rated.indicators)
    for link, i in zip(strip, tiny_site.rated.indicators.itertuples(), strict=True):
        page, _, fragment = link.partition("#")
        text = (tiny_site.folder / page).read_text(encoding="utf-8")
        heading = re.search(rf'<h3 id="{re.escape(unquote(fragment))}">(.*?)</h3>', text)
        assert i.name in html.unescape(heading[1])


def test_a_department_s_page_leads_to_its_agreements_and_their_indicators(tiny_site):
    department = next(p for p in tiny_site.pages if p.startswith("03_") and "parks" in p)
    text = BeautifulSoup((tiny_site.folder / department).read_text(encoding="utf-8"), "html.parser")
    titles = {a["href"] for a in text.select(".agreements h4 a, .partners a")}
    roles = tiny_site.rated.framework.roles()
    own = set(roles.loc[roles["department_id"] == "parks", "agreement_id"])
    assert own and titles == {f"../02_assess_agreement/{agreement_id}.html" for agreement_id in own}
    rows = {a.text: a["href"] for a in text.select('th[scope="row"] a')}
    assert rows["pledge-a/1"] == "../02_assess_agreement/pledge-a.html#1-1-street-trees"


def tables_of(site: Site, page: str):
    """Yield caption, headers and rows of each table of a page, as texts."""
    for table in BeautifulSoup((site.folder / page).read_text(encoding="utf-8"), "html.parser").find_all(
        "table"
    ):
        lines = [
            [c.get_text(" ", strip=True) for c in row.find_all(["th", "td"])] for row in table.find_all("tr")
        ]
        yield table.caption.get_text(" ", strip=True), lines[0], lines[1:]


def stray_figures(site: Site, agreement_id: str) -> tuple[int, list[str]]:
    """Return how many figures an agreement's page shows in tables of figures, and those that are no observation."""
    rated = site.rated
    own = rated.framework.indicators.loc[
        rated.framework.indicators["agreement_id"] == agreement_id, "indicator_id"
    ]
    known = {}
    for row in rated.series[rated.series["indicator_id"].isin(own)].itertuples():
        known.setdefault(period_words(row.period), []).extend([row.value, 100 * row.value])
    seen, stray = 0, []
    for _, headers, rows in tables_of(site, f"02_assess_agreement/{agreement_id}.html"):
        if len(headers) < 2 or headers[0] != "Period" or not headers[1].startswith("Figure"):
            continue
        for period, shown, *_ in rows:
            number = re.sub("[^0-9.e-]", "", shown.replace("\u2212", "-"))
            places = len(number.partition(".")[2])
            seen += 1
            if not any(
                abs(float(number) - value) <= 0.5000001 * 10**-places for value in known.get(period, [])
            ):
                stray.append(f"{period}: {shown}")
    return seen, stray


def test_every_figure_on_a_page_is_an_observation(site):
    found = {a: stray_figures(site, a) for a in site.rated.framework.agreements["agreement_id"]}
    assert {a: stray for a, (_, stray) in found.items() if stray} == {}
    assert sum(seen for seen, _ in found.values()) >= 10


def test_a_figure_that_is_no_observation_is_noticed(tiny_site, tmp_path):
    shutil.copytree(tiny_site.folder, tmp_path / "outputs")
    changed = Site(tmp_path / "outputs", tiny_site.rated)
    for agreement_id in tiny_site.rated.framework.agreements["agreement_id"]:
        page = changed.folder / "02_assess_agreement" / f"{agreement_id}.html"
        text = page.read_text(encoding="utf-8")
        page.write_text(re.sub(r'(<td class="number">)([0-9])', r"\g<1>9\g<2>", text), encoding="utf-8")
    assert any(stray_figures(changed, a)[1] for a in tiny_site.rated.framework.agreements["agreement_id"])


def test_every_rating_on_a_page_is_that_of_the_tables(site):
    rated, seen = site.rated, 0
    numbers = rated.framework.indicators.set_index("indicator_id")["number"]  # titles may begin alike
    for agreement_id in rated.framework.agreements["agreement_id"]:
        page = f"02_assess_agreement/{agreement_id}.html"
        text = BeautifulSoup((site.folder / page).read_text(encoding="utf-8"), "html.parser")
        own = rated.indicators[rated.indicators["agreement_id"] == agreement_id]
        for row in own.itertuples():
            headings = (h for h in text.find_all("h3") if h.get("id"))
            heading = next(h for h in headings if h.text.strip().startswith(f"{numbers[row.indicator_id]}. "))
            tags = [tag.text.strip() for tag in heading.find_parent(["article", "li"]).find_all(class_="tag")]
            said = [tag.partition("Official rating: ")[2] for tag in tags if "Official rating: " in tag]
            if row.rating in {"improvement", "no_improvement"}:
                assert [words.split(" (")[0] for words in said] == [rated.framework.word(row.rating)], (
                    row.indicator_id
                )
                seen += 1
    of_agreements = rated.indicators["agreement_id"].isin(rated.framework.agreements["agreement_id"])
    is_rated = rated.indicators["rating"].isin(["improvement", "no_improvement"])
    assert seen == (of_agreements & is_rated).sum()


def test_a_source_leads_to_the_indicators_whose_figures_use_it_and_back(tiny_site):
    sources = elements(tiny_site, "sources.html").links
    assert any(link.startswith("02_assess_agreement/pledge-a.html#") for link in sources)
    agreement = elements(tiny_site, "02_assess_agreement/pledge-a.html").links
    assert "../sources.html#source-town-yearbook" in agreement


def test_a_table_s_text_cannot_become_part_of_a_page(tiny_site):
    for page in ("sources.html", "transformation.html"):
        about = elements(tiny_site, page)
        assert not any(t == "img" for t, _ in about.tags)
        assert not any(link.lower().startswith("javascript") for link in about.links)
    assert "&lt;img" in (tiny_site.folder / "sources.html").read_text(encoding="utf-8")


def test_a_page_without_use_is_not_written_and_an_old_one_goes(tiny_site, tiny_rated, tmp_path):
    def write(rated) -> list[Path]:
        return write_site(PageSite(rated, address_book(rated.framework, [])), tmp_path)

    write(tiny_site.rated)
    assert (tmp_path / "transformation.html").is_file()
    written = write(tiny_rated)
    assert not (tmp_path / "transformation.html").exists() and tmp_path / "index.html" in written


def test_every_chart_has_its_picture_and_its_figures_with_their_sources(site):
    seen = 0
    for page in site.pages:
        text = BeautifulSoup((site.folder / page).read_text(encoding="utf-8"), "html.parser")
        for figure in text.select("figure.chart:has(svg)"):
            links = [(site.folder / page).parent / a["href"] for a in figure.select("figcaption a[download]")]
            assert [path.suffix for path in links] == [".svg", ".csv"], page
            picture = ElementTree.parse(links[0]).getroot()
            assert "Source:" in "".join(picture.itertext()), links[0]
            table = pd.read_csv(links[1])
            assert len(table), links[1]
            if "what" in table:
                figures = table[table["what"] == "figure"]
                assert len(figures) and figures["source"].notna().any(), links[1]
            seen += 1
    assert seen >= 3


# ---------------------------------------------------------------------------------- in the browser


def faults_of(page, name: str) -> list[str]:
    """Return what is wrong with an opened page at each width: scrolling sideways, faults of accessibility."""
    from axe_playwright_python.sync_playwright import Axe

    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{name} at {width}: {wide} wide")
        results = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
        for fault in results.response["violations"]:
            found.append(f"{name} at {width}: {fault['id']}: {fault['nodes'][0]['html'][:120]}")
    return found


def test_every_page_fits_is_accessible_and_is_silent(site, opened):
    found = []
    for name in site.pages:
        page, noted = opened(site, name)
        found += [f"{name}: {n}" for n in noted] + faults_of(page, name)
        page.context.close()
    assert found == []


def test_the_check_of_a_page_finds_what_is_wrong(tiny_site, opened):
    page, _ = opened(tiny_site, "about.html")
    page.evaluate(
        "document.querySelector('main').innerHTML += '<img src=\"data:,\"><div style=\"width:2000px\">x</div>'"
    )
    found = " ".join(faults_of(page, "about.html"))
    assert "wide" in found and "image-alt" in found


def test_the_index_shows_the_numbers_of_the_rating_tables(site, opened):
    page, _ = opened(site, "index.html")
    counts = dict(page.eval_on_selector_all("#label-counts tbody tr", COUNTS))
    agreements = pd.read_csv(site.folder / "agreement_ratings.csv", dtype={"agreement_id": str}).set_index(
        "agreement_id"
    )
    indicators = pd.read_csv(site.folder / "indicator_ratings.csv", dtype={"indicator_id": str})
    indicators = indicators[
        indicators["agreement_id"].isin(agreements.index)
    ]  # those of objectives stand apart
    assert counts == agreements["rating"].value_counts().to_dict()
    counts = dict(page.eval_on_selector_all("#rating-counts tbody tr", COUNTS))
    classes = indicators["rating"].mask(indicators["detail"] == "deteriorated", "deteriorated")
    assert counts == classes.value_counts().to_dict()
    rows = page.eval_on_selector_all(
        "#agreements li[data-filter]",
        "rows => rows.map(r => [r.dataset.id, r.querySelector('.tag').textContent, "
        "r.querySelector('.rated').textContent, r.querySelector('.improved')?.textContent, "
        "Array.from(r.querySelectorAll('.named > li')).map(x => x.dataset.rating)])",
    )
    assert [r[0] for r in rows] == list(agreements.index)
    for name, label, covered, improved, strip in rows:
        row = agreements.loc[name]
        assert label.lower() == site.rated.framework.word(row["rating"]).lower()
        assert covered == f"{row['assessed']} of {row['total']} rated"
        assert improved is None if not row["assessed"] else improved == f"{row['improved']} improved"
        assert strip == list(classes[indicators["agreement_id"] == name])


def shown_rows(page) -> list[str]:
    return page.eval_on_selector_all(
        "#agreements li[data-filter]", "rows => rows.filter(r => r.offsetParent).map(r => r.dataset.id)"
    )


def tab_to(page, selector: str, at_most: int = 60) -> None:
    """Move the focus to an element with the Tab key alone."""
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with the Tab key")


def test_the_filters_work_with_the_keyboard_alone(tiny_site, opened):
    page, noted = opened(tiny_site, "index.html")
    total, words = len(tiny_site.rated.promised), tiny_site.rated.framework.word("indicator", True)
    tab_to(page, "#f-text")
    page.keyboard.type("GREENER town")
    assert shown_rows(page) == ["pledge-a"]
    own = tiny_site.rated.promised["agreement_id"].value_counts()["pledge-a"]
    assert page.locator("#shown[role=status]").text_content() == f"{own} of {total} {words}"
    tab_to(page, "#f-departments")
    page.keyboard.type("Housing")
    wanted = tiny_site.rated.framework.roles()
    assert page.input_value("#f-departments") in set(wanted["department_id"])
    tab_to(page, "button[type=reset]")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "t => document.getElementById('shown').textContent === t", arg=f"{total} of {total} {words}"
    )
    assert len(shown_rows(page)) == len(tiny_site.rated.agreements) and noted == []


@pytest.mark.parametrize(
    ("typed", "is_there"), [("street", True), ("Streets", True), ("reet", False), ("floods", False)]
)
def test_a_word_is_found_from_its_beginning_and_also_by_its_plural(tiny_site, opened, typed, is_there):
    page, noted = opened(tiny_site, "index.html")
    page.fill("#f-text", typed)
    assert (shown_rows(page) == ["pledge-a"]) is is_there and noted == []
    assert page.locator("#shown").text_content().startswith("1 of" if is_there else "0 of")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("strets", "street"),  # a letter left out
        ("steret", "street"),  # two letters the other way round
        ("sstreet", "street"),  # a letter more
        ("street-trees", ""),  # a hyphen that the tables have not
        ("the street trees", ""),  # a word that tells nothing
    ],
)
def test_a_slip_of_the_hand_is_forgiven_and_said(tiny_site, opened, typed, meant):
    page, noted = opened(tiny_site, "index.html")
    page.fill("#f-text", typed)
    said = page.locator("#shown").text_content()
    assert shown_rows(page) == ["pledge-a"] and said.startswith("1 of") and noted == []
    assert ("Nothing has" in said) is bool(meant) and meant in said


def test_the_name_of_a_department_counts_only_where_nothing_else_has_the_word(tiny_site, opened):
    page, _ = opened(tiny_site, "index.html")
    own = tiny_site.rated.framework.delivering("pledge-a")["name"].iloc[0]
    page.fill("#f-text", own)
    assert "pledge-a" in shown_rows(page)
    page.fill("#f-text", "street")
    assert shown_rows(page) == ["pledge-a"]


@pytest.mark.parametrize("name", ["departments", "targets", "labels", "ratings", "kinds", "coverage"])
def test_each_filter_shows_what_the_tables_say(site, opened, name):
    page, _ = opened(site, "index.html")
    rated, board = site.rated, site.rated.scoreboard
    i, roles, a = rated.promised, rated.framework.roles(), rated.agreements
    classes = i["rating"].mask(i["detail"] == "deteriorated", "deteriorated")
    covered = {
        "all": a["assessed"] == a["total"],
        "none": a["assessed"] == 0,
        "some": (a["assessed"] > 0) & (a["assessed"] < a["total"]),
    }
    expected = {
        "departments": lambda v: set(roles.loc[roles["department_id"] == v, "agreement_id"]),
        "targets": lambda v: set(board.loc[board["outcome"] == v, "agreement_id"]) & set(a["agreement_id"]),
        "labels": lambda v: set(a.loc[a["rating"] == v, "agreement_id"]),
        "ratings": lambda v: set(i.loc[classes == v, "agreement_id"]),
        "kinds": lambda v: set(i.loc[i["kind"] == v, "agreement_id"]),
        "coverage": lambda v: set(a.loc[covered[v], "agreement_id"]),
    }[name]
    values = page.eval_on_selector_all(
        f"#f-{name} option", "options => options.map(o => o.value).filter(Boolean)"
    )
    assert values
    page.evaluate("document.querySelectorAll('#filters details').forEach(fold => { fold.open = true; })")
    for value in values:
        page.select_option(f"#f-{name}", value)
        assert set(shown_rows(page)) == expected(value)


def test_with_scripts_off_everything_is_there_but_the_filters(site, opened):
    page, _ = opened(site, "index.html", java_script_enabled=False)
    rows = page.locator("#agreements li[data-filter]")
    assert rows.count() == len(site.rated.agreements)
    assert all(rows.nth(n).is_visible() for n in range(rows.count()))
    assert not page.locator("#filters").is_visible()


def test_the_focus_can_be_seen_and_the_main_part_reached_at_once(tiny_site, opened):
    page, _ = opened(tiny_site, "index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    tab_to(page, "#f-text")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_the_summary_of_an_agreement_prints_on_two_sheets_and_without_the_menus(site, opened):
    page, _ = opened(site, "index.html")
    for name in (p for p in site.pages if p.startswith("02_")):
        page.goto(site.address(name))
        page.emulate_media(media="print")
        for furniture in page.locator("header.top, .crumbs, .foot, details").all():
            assert not furniture.is_visible()
        whole = sheets(page.pdf(prefer_css_page_size=True))
        page.evaluate("""() => {
            let part = document.querySelector('h2#in-detail').closest('.text');
            while (part) { const next = part.nextSibling; part.remove(); part = next; }
        }""")
        summary = sheets(page.pdf(prefer_css_page_size=True))
        assert 1 <= summary <= 2 and summary <= whole, name
