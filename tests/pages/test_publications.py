"""Publications in a browser's terms: every link within and between the copies leads somewhere, the list is accessible."""

import os
import shutil
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from made_site import Site
from test_pages import faults_of

from psa.batch.publish import site_files
from psa.site.publishing.publication import Publication
from psa.site.publishing.publish import publish

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]


@pytest.fixture(scope="module")
def published(tiny_site, tmp_path_factory):
    """Return a folder with two publications of the tiny framework."""
    home = tmp_path_factory.mktemp("published")
    outputs = shutil.copytree(tiny_site.folder, home / "outputs")
    names = list(site_files(tiny_site.rated.framework, outputs))
    for date in ("2024-05-02", "2024-06-30"):
        publish(
            outputs, names, Publication(date, "tiny", "Pledges of the town of Littleham"), home / "public"
        )
        (outputs / "targets.csv").write_text("changed\n", encoding="utf-8")
    return Site(home / "public", tiny_site.rated)


def test_every_link_of_every_copy_leads_to_a_file(published):
    broken, seen = [], 0
    for page in published.pages:
        text = BeautifulSoup((published.folder / page).read_text(encoding="utf-8"), "html.parser")
        for link in text.select("a[href]"):
            parts = urlsplit(link["href"])
            if parts.scheme or not parts.path:
                continue
            seen += 1
            target = Path(os.path.normpath(published.folder / Path(page).parent / unquote(parts.path)))
            if not target.is_file():
                broken.append(f"{page}: {link['href']}")
    assert seen > 100 and broken == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_and_a_page_of_a_copy_fit_and_are_accessible(published, opened, scheme):
    found = []
    for name in ("index.html", "2024-06-30/index.html", "2024-06-30/02_assess_agreement/pledge-a.html"):
        page, noted = opened(published, name, color_scheme=scheme)
        found += [f"{name}: {n}" for n in noted] + faults_of(page, name)
    assert found == []


def test_from_a_page_of_a_copy_a_reader_comes_to_the_other_copies(published, opened):
    page, _ = opened(published, "2024-05-02/02_assess_agreement/pledge-a.html")
    page.click("nav.copy a")
    page.click("text=30 June 2024 >> nth=0")
    assert page.url.endswith("/2024-06-30/index.html")
    page.click("nav.copy a >> text=2 May 2024")
    assert page.url.endswith("/2024-05-02/index.html")
