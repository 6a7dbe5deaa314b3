"""A batch fits the limit of open files, or says in one sentence that it cannot."""

import subprocess
import sys

import pytest

pytest.importorskip("resource", reason="there is no such limit on Windows")
ASK = "from psa.batch.open_files import fitting_jobs; print(fitting_jobs({}))"


@pytest.mark.parametrize(
    ("limit", "wanted", "said"),
    [
        (256, 4, "4"),
        (256, 64, "6"),
        (128, 4, "2"),
        (96, 4, "1"),
        (64, 1, "64 open files are allowed, and a batch needs 96: raise the limit with ulimit -n 256"),
    ],
)
def test_as_many_notebooks_run_at_once_as_the_limit_of_open_files_allows(limit, wanted, said):
    words = f"ulimit -n {limit}; exec {sys.executable} -c '{ASK.format(wanted)}'"
    done = subprocess.run(["bash", "-c", words], capture_output=True, text=True)
    assert said in (done.stdout + done.stderr).splitlines()[-1]
