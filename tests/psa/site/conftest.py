"""The downloads of the tiny framework, written once for every file of tests that reads them."""

import pytest

from psa.site.downloads.files import write_downloads


@pytest.fixture(scope="session")
def written(tiny_rated, tmp_path_factory):
    """Return the folder of the downloads."""
    folder = tmp_path_factory.mktemp("export")
    write_downloads(tiny_rated, folder)
    return folder / "downloads"
