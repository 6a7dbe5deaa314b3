"""A batch fits the limit of open files, or says in one sentence that it cannot."""

import subprocess
import sys

import pytest

pytest.importorskip("resource", reason="there is no such limit on Windows")
SAID = {
    (256, 4): "4",
    (256, 64): "6",
    (128, 4): "2",
    (96, 4): "1",
    (64, 1): "64 open files are allowed, and a batch needs 96: raise the limit with ulimit -n 256",
}  # by limit, from the highest on, as a process may only lower its own; and by how many are wanted
ASK = """
import resource
from psa.batch.open_files import fitting_jobs
from psa.batch.params import RunError
for limit, wanted in {}:
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    try:
        print(fitting_jobs(wanted))
    except RunError as error:
        print(error)
"""


def test_as_many_notebooks_run_at_once_as_the_limit_of_open_files_allows():
    done = subprocess.run([sys.executable, "-c", ASK.format(list(SAID))], capture_output=True, text=True)
    assert done.stdout.splitlines() == list(SAID.values()), done.stderr
