"""Take the pictures of docs/: of the outputs as they stand, and of what the tutorials make.

python tools/pictures.py               the index, an agreement and a department, after psa run, and a page of the
                                       framework that still runs, after psa run --framework plan-for-change
python tools/pictures.py --tutorials   each tutorial is executed in a scratch copy, as its test does, and what it made
                                       is taken; some minutes

Both need a Chromium (PSA_BROWSER names another).
"""

import argparse
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COLOURS = 64  # of a picture: a page has few, and the file is a third as large
PAGES = {
    "index.png": ("index.html", 1000, 1150),
    "agreement.png": ("02_assess_agreement/psa-09.html", 1000, 1700),
    "department.png": ("03_summarise_department/co.html", 1000, 1150),
    "running.png": ("plan-for-change/02_assess_agreement/pfc-3.html", 1000, 1230),
}
# the page that is executed, what it makes, and how wide and high a part of it, from the top, is taken
TUTORIALS = {
    "tutorial": ("tutorial.md", "outputs/promises/02_assess_agreement/psa-14.html", 1000, 1200),
    "own-framework": ("own-framework.md", "outputs/littleham/02_assess_agreement/town-plan.html", 1000, 1030),
    "monthly-schedule": (
        "how-to/monthly-schedule.md",
        "outputs/port/02_assess_agreement/calls.html",
        1000,
        1100,
    ),
    "review-a-change": ("how-to/review-a-change.md", "review.html", 1280, 1300),
    "edit-in-vs-code": ("edit-in-vs-code.md", "outputs/tiny/02_assess_agreement/pledge-a.html", 1000, 900),
}
Take = Callable[[Path, int, int], bytes]


@contextmanager
def camera() -> Iterator[Take]:
    """Give a function that returns the picture of a part of a page, as PNG."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    browser = os.environ.get("PSA_BROWSER") or next(filter(None, map(shutil.which, names)), None)
    if browser is None:
        sys.exit("no Chromium was found; install one, or name it in PSA_BROWSER")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser)
        page = chromium.new_page()

        def take(source: Path, width: int, height: int) -> bytes:
            page.set_viewport_size({"width": width, "height": 1000})
            page.goto(source.as_uri())
            clip = {"x": 0, "y": 0, "width": width, "height": height}
            return page.screenshot(full_page=True, clip=clip)

        yield take
        chromium.close()


def fewer_colours(picture: bytes) -> bytes:
    """Return a picture with few colours, as a smaller file."""
    from PIL import Image

    small = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        small, format="PNG", optimize=True
    )
    return small.getvalue()


def take_outputs(take: Take) -> None:
    """Write the pictures of the outputs as they stand, or say which are missing."""
    missing = [page for page, _, _ in PAGES.values() if not (ROOT / "outputs" / page).is_file()]
    if missing:
        sys.exit(f"there is no {', '.join(missing)} in outputs; psa run makes them, each framework its own")
    for name, (source, width, height) in PAGES.items():
        picture = fewer_colours(take(ROOT / "outputs" / source, width, height))
        (ROOT / "docs" / name).write_bytes(picture)
        print(f"wrote docs/{name}")


def take_tutorials(take: Take, wanted: list[str]) -> None:
    """Execute the tutorials, each in a scratch copy, and write the picture of what it made."""
    sys.path.insert(0, str(ROOT / "tests" / "docs"))
    from blocks import execute_in, make_scratch

    for name in wanted or TUTORIALS:
        page, made, width, height = TUTORIALS[name]
        with tempfile.TemporaryDirectory() as folder:
            scratch = make_scratch(ROOT, Path(folder))
            if faults := execute_in(scratch, ROOT / "docs" / page, f"docs/{page}"):
                sys.exit("\n".join(faults))
            picture = fewer_colours(take(scratch / made, width, height))
        (ROOT / "docs" / "pictures" / f"{name}.png").write_bytes(picture)
        print(f"wrote docs/pictures/{name}.png, {len(picture) / 1000:.0f} kB")


def main() -> None:
    """Write each picture, or say what is missing."""
    parser = argparse.ArgumentParser(description="Take the pictures of docs/.")
    parser.add_argument(
        "--tutorials", nargs="*", metavar="NAME", help=f"of {', '.join(TUTORIALS)}; by default all"
    )
    given = parser.parse_args()
    with camera() as take:
        if given.tutorials is None:
            take_outputs(take)
        else:
            take_tutorials(take, given.tutorials)


if __name__ == "__main__":
    main()
