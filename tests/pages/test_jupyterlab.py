"""An executed notebook that nobody signed, opened in JupyterLab, shows every chart at a size that can be read."""

import json
import os
import shutil
import subprocess
import sys
import time

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]

WAIT = 90  # seconds for a server to start or a notebook to show
SHOWN = """() => Array.from(document.querySelectorAll('.jp-OutputArea img')).map(image => [
  image.alt, image.complete && image.naturalWidth > 0, image.getBoundingClientRect().width])"""


@pytest.fixture(scope="module")
def jupyterlab(tmp_path_factory):
    """Return the address of a JupyterLab of its own and the folder that it shows; it has no signatures."""
    pytest.importorskip("jupyterlab")
    folder = tmp_path_factory.mktemp("lab")
    own = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime"}
    own |= {"IPYTHONDIR": "ipython", "HOME": "home"}
    places = {name: str(folder / "own" / place) for name, place in own.items()}
    for place in places.values():
        os.makedirs(place)
    shown = folder / "shown"
    shown.mkdir()
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.port=0"]
    command += ["--IdentityProvider.token=", f"--ServerApp.root_dir={shown}"]
    server = subprocess.Popen(
        command, env=os.environ | places, cwd=shown, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield _address(folder / "own" / "runtime"), shown
    finally:
        server.terminate()
        try:
            server.wait(WAIT)
        except subprocess.TimeoutExpired:  # a machine under load
            server.kill()
            server.wait(WAIT)


def _address(runtime) -> str:
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        for found in runtime.glob("jpserver-*.json"):
            try:
                return json.loads(found.read_text(encoding="utf-8"))["url"]
            except ValueError:
                continue  # still being written
        time.sleep(0.2)
    pytest.skip("JupyterLab did not start")


def charts_of(path) -> list[str]:
    """Return what each chart of a notebook shows, in words."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    forms = [output["data"]["text/plain"] for output in outputs if "image/svg+xml" in output.get("data", {})]
    return ["".join(text) for text in forms]


def test_an_unsigned_notebook_shows_every_chart(tiny_site, jupyterlab, browser):
    address, shown = jupyterlab
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    tried = 0
    for path in sorted((tiny_site.folder / "02_assess_agreement").glob("*.ipynb")):
        wanted = charts_of(path)
        shutil.copy(path, shown / path.name)
        page.goto(f"{address}lab/tree/{path.name}?reset")
        page.wait_for_selector(".jp-Notebook", timeout=1000 * WAIT)
        page.wait_for_function(
            "n => document.querySelectorAll('.jp-OutputArea img').length >= n", arg=len(wanted)
        )
        images = page.evaluate(SHOWN)
        for chart in wanted:
            matching = [image for image in images if image[0] == chart]
            assert matching and all(drawn and 250 <= width <= 800 for _, drawn, width in matching), (
                path.name,
                chart,
            )
        tried += len(wanted)
    page.close()
    assert tried > 1
