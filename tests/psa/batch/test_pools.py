"""A run that is lost is begun again, one that fails may stop the rest, and what is for all comes first."""

from concurrent.futures import Future

import pytest

from psa.batch.manifest import Record
from psa.batch.params import Run
from psa.batch.pools import Pool, execute


def run(run_id: str) -> Run:
    return Run("02_some", run_id, "none", "Some", {})


class Losing(Pool):
    """A pool that loses what it is given, so many times."""

    def __init__(self, times: int, staging):
        super().__init__(1, staging)
        self.times, self.begun = times, 0

    def submit(self, run, timeout, retries):
        self.begun += 1
        future = Future()
        if self.begun <= self.times:
            future.cancel()
            future.set_running_or_notify_cancel()
        else:
            future.set_result(Record(run.notebook, run.run_id, "done"))
        return future


@pytest.mark.parametrize(("times", "status", "begun"), [(0, "done", 1), (2, "done", 3), (9, "failed", 3)])
def test_a_run_that_is_lost_is_begun_again_and_never_forgotten(tmp_path, times, status, begun):
    pool = Losing(times, tmp_path)
    [record] = execute([[run("a")]], pool, retries=0)
    assert (record.status, pool.begun) == (status, begun)
    assert ("lost 3 times" in record.error) is (status == "failed")


class Failing(Pool):
    """A pool of which every run fails, one after the other, none begun before it is asked for."""

    def __init__(self, staging):
        super().__init__(1, staging)
        self.futures = {}

    def submit(self, run, timeout, retries):
        self.futures[run.run_id] = Future()
        return self.futures[run.run_id]

    def as_completed(self, waiting):
        for future in waiting:
            if not future.cancelled():
                future.set_result(None)
            yield future

    def bring(self, run, future):
        return Record(run.notebook, run.run_id, "failed")


@pytest.mark.parametrize(("is_fail_fast", "ended"), [(False, ["a", "b", "c"]), (True, ["a"])])
def test_after_a_failure_no_further_run_is_begun_where_that_is_asked(tmp_path, is_fail_fast, ended):
    records = execute([[run("a")], [run("b"), run("c")]], Failing(tmp_path), is_fail_fast)
    assert [record.run_id for record in records] == ended


def test_what_is_done_meanwhile_is_done_once_when_all_are_begun(tmp_path):
    pool, begun = Losing(0, tmp_path), []
    list(execute([[run("a")], [run("b")]], pool, meanwhile=lambda: begun.append(pool.begun)))
    assert begun == [2]
