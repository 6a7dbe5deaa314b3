"""What the tests of the pages share: a browser, and two sites, each made once."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from made_site import Site

from psa import paths
from psa.batch.batch import run_batch
from psa.batch.params import expand_runs
from psa.data.load import load_framework
from psa.methods.ratings import rate_framework


@pytest.fixture(scope="session")
def browser():
    """Return a browser of this machine; a test that needs one is skipped where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("PSA_BROWSER") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        pytest.skip(f"no browser: set PSA_BROWSER to one, or install one of {', '.join(names)}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as engine:
        opened = engine.chromium.launch(executable_path=found)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def tiny_site(tmp_path_factory):
    """Return the tiny framework's pages, made by one batch, with actions and a source that lie in wait."""
    folder = tmp_path_factory.mktemp("pages")
    tables = folder / "tiny"
    shutil.copytree(Path(__file__).parents[1] / "frameworks" / "tiny", tables)
    sources = tables / "sources.csv"
    hostile = (
        'trap,"<img src=x onerror=alert(1)> & ""more""",Nobody,javascript:alert(1),2024-05-02,release,\n'
    )
    sources.write_text(sources.read_text(encoding="utf-8") + hostile, encoding="utf-8")
    (tables / "transformation.csv").write_text(
        "action_id,department_id,kind,title,target_text,provenance,source_id\n"
        "one-desk,parks,action,One desk for all forms,Open it,read,town-yearbook\n"
        "plain-words,all,action,Plain words in every letter,,recalled,trap\n",
        encoding="utf-8",
    )
    (tables / "transformation_observations.csv").write_text(
        "action_id,period,label,value,unit\none-desk,2022,forms handed in,120,forms\n", encoding="utf-8"
    )
    framework = load_framework(tables)
    rated = rate_framework(framework)
    planned = [
        replace(r, parameters=r.parameters | {"series_made": 200}) if "series_made" in r.parameters else r
        for r in expand_runs(framework)
    ]
    records = run_batch(rated, planned, folder / "outputs")
    assert [r.error for r in records if r.status != "done"] == []
    return Site(folder / "outputs", rated)


@pytest.fixture(scope="session")
def real_site():
    """Return the pages of the default framework, where they were made."""
    if not (paths.outputs() / "accessibility.html").is_file():
        pytest.skip("outputs/ holds no pages: make them with `psa run`")
    return Site(paths.outputs(), rate_framework(load_framework()))


@pytest.fixture(params=["tiny", "real"])
def site(request):
    """Return each site in turn."""
    return request.getfixturevalue(f"{request.param}_site")


@pytest.fixture
def opened(browser):
    """Return a function that opens a page and notes what it says and asks for."""
    contexts = []

    def open_page(site: Site, name: str, width: int = 1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page, noted = context.new_page(), []
        page.on("console", lambda message: noted.append(f"says {message.text}"))
        page.on("pageerror", lambda error: noted.append(f"fails: {error}"))
        page.on(
            "request",
            lambda r: noted.append(f"asks for {r.url}") if not r.url.startswith(("file:", "data:")) else None,
        )
        page.goto(site.address(name))
        return page, noted

    yield open_page
    for context in contexts:
        context.close()
