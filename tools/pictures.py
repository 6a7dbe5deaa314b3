"""Take the pictures of docs/: the index, an agreement and a department, from the outputs as they stand.

python tools/pictures.py        after psa run; needs a Chromium (PSA_BROWSER names another)
"""

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    "index.png": ("index.html", 0, 1150),
    "agreement.png": ("02_assess_agreement/psa-09.html", 0, 1700),
    "department.png": ("03_summarise_department/co.html", 0, 1150),
}


def main() -> None:
    """Write each picture, or say what is missing."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    browser = os.environ.get("PSA_BROWSER") or next(filter(None, map(shutil.which, names)), None)
    if browser is None:
        sys.exit("no Chromium was found; install one, or name it in PSA_BROWSER")
    missing = [page for page, _, _ in PAGES.values() if not (ROOT / "outputs" / page).is_file()]
    if missing:
        sys.exit(f"there is no {', '.join(missing)} in outputs; psa run makes them")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser)
        page = chromium.new_page(viewport={"width": 1000, "height": 1000})
        for name, (source, top, height) in PAGES.items():
            page.goto((ROOT / "outputs" / source).as_uri())
            clip = {"x": 0, "y": top, "width": 1000, "height": height}
            page.screenshot(path=ROOT / "docs" / name, full_page=True, clip=clip)
            print(f"wrote docs/{name}")
        chromium.close()


if __name__ == "__main__":
    main()
