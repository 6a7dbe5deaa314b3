"""Publish a site that is whole and up to date: which files it has, and the date of its data."""

from collections.abc import Iterator
from pathlib import Path

from psa import paths
from psa.batch.asked import Asked
from psa.batch.batch import locked
from psa.batch.params import RunError, expand_runs
from psa.batch.up_to_date import SUFFIXES, count_whole, whole_key
from psa.data.data_date import data_date
from psa.data.framework import Framework
from psa.data.load import load_framework
from psa.files.write import RATING_FILES, TARGETS_FILE, list_files
from psa.methods.settings import settings_for
from psa.site.chart_files import FOLDER
from psa.site.pages.registry import PAGES
from psa.site.publishing.publication import Publication
from psa.site.publishing.publish import Published, publish


def publish_site(name: str, asked: Asked, outputs: Path, folder: Path) -> Published:
    """Put a dated, permanent copy of a site into a folder of publications.

    Args:
        name: of the framework, or its path.
        asked: what the batch was asked for that made the site.
        outputs: the folder of the site.
        folder: of the publications.

    Raises:
        RunError: the site is not whole and up to date, or a batch is writing to it.
        ValueError: see `psa.site.publishing.publish.publish`.
    """
    home = paths.framework_folder(name)
    if not outputs.is_dir() or not count_whole(outputs, whole_key(home, asked)):
        raise RunError(
            f"{outputs}: the pages are not whole and up to date; run psa run first, with the same options"
        )
    framework = load_framework(name)
    day = settings_for(framework, asked.through, asked.as_at)
    date = day.as_at.isoformat() if day.is_replayed and day.as_at else data_date(framework)
    if not date:
        raise RunError(
            f"{framework.name}: no figure, no release and no reading of a source has a date to publish under"
        )
    about = Publication(date, framework.name, framework.settings["title"] or framework.name)
    with locked(outputs), locked(folder):
        return publish(outputs, site_files(framework, outputs), about, folder)


def site_files(framework: Framework, outputs: Path) -> Iterator[str]:
    """Yield every file of a site by its address; not what only the batch reads, nor what an older site left."""
    own = [*(page.file for page in PAGES), *RATING_FILES, TARGETS_FILE]
    yield from (name for name in own if (outputs / name).is_file())
    for run in expand_runs(framework):
        yield from (f"{run.name}.{suffix}" for suffix in SUFFIXES)
        charts = f"{run.notebook}/{FOLDER}/{run.run_id}"
        yield from (f"{charts}/{name}" for name in sorted(list_files(outputs / charts)))
    yield from (f"downloads/{name}" for name in sorted(list_files(outputs / "downloads")))
