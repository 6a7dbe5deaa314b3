"""Measure every page as a reader has it: words open, height, where the first chart begins, empty columns, long numbers.

    PYTHONPATH=. python tests/pages/measure.py [FOLDER]

FOLDER is that of the pages, by default the outputs of the default framework. A number of four or more decimals counts
wherever it stands on a page, open or folded; scripts and the code of a page do not.
"""

import json
import os
import shutil
import statistics
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = (1280, 360)
Measured = dict[str, dict[int, dict[str, int | None]]]  # page, width, what is measured
MEASURE = """() => {
  const main = document.querySelector('main'), seen = n => n.checkVisibility({visibilityProperty: true});
  const box = n => n.getBoundingClientRect();
  let words = 0;
  const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const at = walk.currentNode.parentElement;
    if (!['SCRIPT', 'STYLE', 'OPTION', 'TITLE', 'DESC'].includes(at.tagName) && seen(at)) {
      words += walk.currentNode.textContent.split(/\\s+/).filter(Boolean).length;
    }
  }
  const chart = Array.from(main.querySelectorAll('figure.chart svg')).find(seen);
  const empty = Array.from(main.querySelectorAll('table')).reduce((sum, table) => {
    const rows = Array.from(table.querySelectorAll('tbody tr'));
    const wide = rows.length ? rows[0].cells.length : 0;
    for (let i = 1; i < wide; i++) { sum += rows.every(r => !r.cells[i] || !r.cells[i].textContent.trim()) ? 1 : 0; }
    return sum;
  }, 0);
  const copy = main.cloneNode(true);
  copy.querySelectorAll('script, style, pre, code, desc, title, a').forEach(n => n.remove());
  copy.querySelectorAll('td, th').forEach(n => n.append(' '));
  const long = (copy.textContent.match(/\\d\\.\\d{4,}/g) || []).length;
  const departments = Array.from(main.querySelectorAll('a[href*="03_"]')).length;
  return {words, height: document.documentElement.scrollHeight, chart: chart ? Math.round(box(chart).top) : null,
          empty, long, departments, wide: document.documentElement.scrollWidth - innerWidth};
}"""


def measure(page: Page, address: str, width: int) -> dict[str, int | None]:
    """Return what one page measures at one width."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    found: dict[str, int | None] = page.evaluate(MEASURE)
    return found


def measure_all(folder: Path, browser: Browser) -> Measured:
    """Return what every page of a folder measures at each width, by its address."""
    page = browser.new_page()
    found = {
        path.relative_to(folder).as_posix(): {w: measure(page, path.as_uri(), w) for w in WIDTHS}
        for path in sorted(folder.rglob("*.html"))
    }
    page.close()
    return found


def limits(found: Measured) -> dict[str, float]:
    """Return the middle of the agreements' pages, and the sums of all pages, by what a reader is promised of them."""
    pages = [values for name, values in found.items() if name.startswith("02_")]

    def middle(key: str, width: int) -> float:
        return statistics.median(p[width][key] or 0 for p in pages)

    return {
        "height at 1280": middle("height", 1280),
        "height at 360": middle("height", 360),
        "words": middle("words", 1280),
        "first chart, at most": max((p[1280]["chart"] or 0 for p in pages), default=0),
        "pages without a department": sum(not p[1280]["departments"] for p in pages),
        "empty columns": sum(v[1280]["empty"] or 0 for v in found.values()),
        "long numbers": sum(v[1280]["long"] or 0 for v in found.values()),
        "sideways": sum((v[w]["wide"] or 0) > 0 for v in found.values() for w in WIDTHS),
    }


if __name__ == "__main__":
    names = ("chromium", "chromium-browser", "google-chrome")
    program = os.environ.get("PSA_BROWSER") or next(filter(None, map(shutil.which, names)))
    with sync_playwright() as engine:
        opened = engine.chromium.launch(executable_path=program)
        results = measure_all(Path(sys.argv[1] if len(sys.argv) > 1 else "outputs").resolve(), opened)
        opened.close()
    for name, values in results.items():
        print(name, json.dumps(values))
    for name, value in limits(results).items():
        print(f"{name}: {value:.0f}")
