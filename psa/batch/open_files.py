"""How many notebooks may run at once under the limit of open files; one sentence where it is too low for any."""

from psa.batch.params import RunError

OWN, EACH = (
    64,
    32,
)  # open files of a batch itself, and of each notebook that runs; both measured, with room to spare
ENOUGH = 1024


def fitting_jobs(jobs: int) -> int:
    """Return how many of so many notebooks at once the limit allows, after raising it as far as this user may.

    Raises:
        RunError: not even one.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return jobs
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    if soft != unlimited and soft < ENOUGH:
        soft = ENOUGH if hard == unlimited else min(hard, ENOUGH)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft == unlimited:
        return jobs
    if soft < OWN + EACH:
        raise RunError(
            f"{soft} open files are allowed, and a batch needs {OWN + EACH}: raise the limit with ulimit -n 256"
        )
    return min(jobs, (soft - OWN) // EACH)
