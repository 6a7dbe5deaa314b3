"""How fast is the batch, and what would be the limit? One run on one machine; read the ratios, not the seconds.

    python benchmarks/batch.py             every arm, and the growth for 30, 100 and 300 runs
    python benchmarks/batch.py --no-growth --no-review

The arms, all on the default framework's notebooks:

- shell loop: the papermill command, one notebook after the other, no pages. Timed on a sample of each notebook
  and scaled to the number of its runs.
- cold: the batch with ordinary kernels (``psa run --cold``), pages and tables included.
- ours: the batch as it is (``psa run``), pages and tables included.
- limit: the same cells as plain code in warm processes, one a core: no kernel, no notebook, no page. Once as
  the cells stand, each loading and rating for itself, and once with the batch's own ratings handed to them.
- review: nbval on every notebook of outputs/, as `psa run` made it, with forked kernels and with ordinary ones.
"""

import argparse
import contextlib
import multiprocessing
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

import psutil

from psa import paths
from psa.batch import handover
from psa.batch.kernels import PRELOAD, kernel_environment
from psa.batch.params import expand_runs
from psa.batch.pools import Pool, execute
from psa.batch.warm.owner import close_parent
from psa.data.load import load_framework
from psa.methods.ratings import rate_framework

SAMPLE = 3  # runs of each notebook in the shell loop
CORES = os.cpu_count() or 1


class Meter:
    """Wall and CPU seconds of a block, and the greatest memory of this process's family in MB."""

    def __enter__(self):
        self.peak, self._stop = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        self._wall, self._cpu = time.perf_counter(), cpu_seconds()
        return self

    def __exit__(self, *_):
        self.wall, self.cpu = time.perf_counter() - self._wall, cpu_seconds() - self._cpu
        self._stop.set()
        self._thread.join()

    def _watch(self):
        me = psutil.Process()
        while not self._stop.wait(0.25):
            total = 0.0
            for process in me.children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    total += process.memory_full_info().pss
            self.peak = max(self.peak, total / 1e6)


def cpu_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def command(*words: str, **env: str) -> None:
    given = {**os.environ, **env}
    subprocess.run(
        [sys.executable, "-m", *words],
        check=True,
        env=given,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def shell_loop(planned: list, scratch: Path) -> tuple[float, float]:
    """Return the wall and CPU seconds of the papermill command over all runs, scaled from a sample."""
    wall = cpu = 0.0
    for notebook in dict.fromkeys(r.notebook for r in planned):
        own = [r for r in planned if r.notebook == notebook]
        sample = own[:: max(1, len(own) // SAMPLE)][:SAMPLE]
        with Meter() as meter:
            for run in sample:
                given = [w for k, v in run.parameters.items() for w in ("-p", k, str(v))]
                source, target = (
                    paths.NOTEBOOKS / f"{run.notebook}.ipynb",
                    scratch / f"{run.notebook}-{run.run_id}.ipynb",
                )
                command(
                    "papermill", str(source), str(target), "-k", "python3", *given, PSA_OUTPUTS=str(scratch)
                )
        wall += meter.wall / len(sample) * len(own)
        cpu += meter.cpu / len(sample) * len(own)
    return wall, cpu


def plain(run) -> None:
    """Run the code cells of a notebook in this process, as an interactive shell would, and format what they show."""
    import nbformat
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell.instance()
    shell.reset()
    notebook = nbformat.read(paths.NOTEBOOKS / f"{run.notebook}.ipynb", as_version=4)
    with capture_output():
        for cell in notebook.cells:
            if cell.cell_type != "code":
                continue
            code = cell.source
            if "parameters" in cell.metadata.get("tags", []):
                code += "".join(f"\n{k} = {v!r}" for k, v in run.parameters.items())
            shell.run_cell(code).raise_error()


def limit(planned: list, rated, scratch: Path) -> Meter:
    """Return the meter of the cells as plain code, in processes forked from this one, one run each.

    Args:
        planned: the runs.
        rated: handed to them; None where each loads and rates for itself.
        scratch: where they may write.
    """
    for name in PRELOAD:
        __import__(name)
    os.environ["PSA_OUTPUTS"] = str(scratch)
    if rated is not None:
        handover.hand_over(
            rated, scratch / handover.FOLDER, [run.run_id for run in planned if run.for_each == "agreement"]
        )
        os.environ[handover.VARIABLE] = str(scratch / handover.FOLDER)
    longest_first = sorted(planned, key=lambda run: run.for_each != "none")
    with Meter() as meter, multiprocessing.get_context("fork").Pool(CORES, maxtasksperchild=1) as pool:
        list(pool.imap_unordered(plain, longest_first, chunksize=1))
    os.environ.pop(handover.VARIABLE, None)
    del os.environ["PSA_OUTPUTS"]
    return meter


def review(outputs: Path, scratch: Path) -> dict[str, float]:
    """Return the wall seconds of nbval on all outputs, by how kernels start."""
    made = [str(p) for p in sorted(outputs.glob("*/*.ipynb"))]
    words = [
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-o",
        "filterwarnings=",
        "-n",
        str(CORES),
        "--dist",
        "loadscope",
        "--nbval",
        "--nbval-sanitize-with",
        str(paths.NOTEBOOKS / "nbval.cfg"),
        *made,
    ]
    seconds = {}
    for name, provisioner in (("forked", "warm-provisioner"), ("ordinary", "local-provisioner")):
        with Meter() as meter:
            command(
                *words,
                JUPYTER_DEFAULT_PROVISIONER_NAME=provisioner,
                PSA_OUTPUTS=str(scratch),
                WARM_KERNEL_PRELOAD=",".join(PRELOAD),
            )
        seconds[name] = meter.wall
    return seconds


def growth(planned: list, rated, scratch: Path) -> None:
    """Print wall, memory and open files for 30, 100 and 300 runs."""
    base = [r for r in planned if r.for_each == "department"]
    print(f"\n{'runs':>5} {'wall s':>8} {'s a run':>8} {'peak MB':>8} {'own MB':>7} {'files':>6}")
    for number in (30, 100, 300):
        some = [replace(base[k % len(base)], run_id=f"copy-{k}") for k in range(number)]
        staging = scratch / f"growth-{number}"
        with Meter() as meter, kernel_environment(staging, rated.framework.folder):
            handover.hand_over(rated, staging / handover.FOLDER)
            for record in execute([some], Pool(0, staging), False, 600, 1):
                # the copies save under the real id; nothing but that may have gone wrong
                assert record.status == "done" or "saved no table" in record.error, record.error
            files = psutil.Process().num_fds()
            own = psutil.Process().memory_info().rss / 1e6
        close_parent()
        print(
            f"{number:5d} {meter.wall:8.1f} {meter.wall / number:8.2f} {meter.peak:8.0f} {own:7.0f} {files:6d}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Time the batch against other ways of running the same notebooks."
    )
    parser.add_argument(
        "--no-review", action="store_true", help="leave out nbval on the notebooks of outputs/"
    )
    parser.add_argument("--no-growth", action="store_true", help="leave out the runs of 30, 100 and 300")
    given = parser.parse_args()
    framework = load_framework()
    rated = rate_framework(framework)
    planned = expand_runs(framework)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        out = scratch / "ours"
        with Meter() as ours:
            command("psa.cli", "run", "--force", "--output", str(out))
        with Meter() as nothing:
            command("psa.cli", "run", "--output", str(out))
        changed = min(framework.agreements["agreement_id"])
        with Meter() as cold:
            command("psa.cli", "run", "--force", "--cold", "--output", str(scratch / "cold"))
        bound, shared = limit(planned, None, scratch / "limit"), limit(planned, rated, scratch / "shared")
        loop_wall, loop_cpu = shell_loop(planned, scratch)
        one = one_changed_figure(framework, changed, out, scratch)
        print(f"{len(planned)} notebooks on {CORES} cores; seconds are this machine's, ratios travel\n")
        print(f"{'':32} {'wall s':>8} {'CPU s':>8} {'peak MB':>8} {'x ours':>7}")
        for label, wall, cpu, peak in (
            (f"shell loop (sample of {SAMPLE} each)", loop_wall, loop_cpu, float("nan")),
            ("batch, ordinary kernels", cold.wall, cold.cpu, cold.peak),
            ("batch, forked kernels (ours)", ours.wall, ours.cpu, ours.peak),
            ("limit: plain code, warm", bound.wall, bound.cpu, bound.peak),
            ("limit, with our ratings shared", shared.wall, shared.cpu, shared.peak),
            ("ours, nothing to do", nothing.wall, nothing.cpu, nothing.peak),
            ("ours, one changed figure", one.wall, one.cpu, one.peak),
        ):
            print(f"{label:32} {wall:8.1f} {cpu:8.1f} {peak:8.0f} {wall / ours.wall:7.2f}")
        print(
            f"\nours is {loop_wall / ours.wall:.1f} times faster than the shell loop, "
            f"{ours.wall / bound.wall:.2f} x the limit and {ours.wall / shared.wall:.2f} x the limit with our "
            "ratings shared"
        )
        sys.stdout.flush()
        if not given.no_growth:
            growth(planned, rated, scratch)
        if not given.no_review:
            checked = review(paths.ROOT / "outputs", scratch / "review")
            print(
                f"\nnbval on outputs/: forked {checked['forked']:.1f} s, ordinary {checked['ordinary']:.1f} s "
                f"({checked['ordinary'] / checked['forked']:.1f} to 1)"
            )


def one_changed_figure(framework, agreement_id: str, out: Path, scratch: Path) -> Meter:
    """Return the meter of a batch after one figure of one agreement has changed in a copy of the framework."""
    import shutil

    copy = scratch / framework.name
    shutil.copytree(framework.folder, copy)
    command(
        "psa.cli", "run", "--framework", str(copy), "--output", str(out)
    )  # another folder: the keys are of content
    file = copy / "observations" / f"{agreement_id}.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    at = lines[0].split(",").index("value")
    row = next(k for k, line in enumerate(lines[1:], 1) if line.count('"') == 0 and line.split(",")[at])
    cells = lines[row].split(",")
    cells[at] += "1" if "." in cells[at] else ".1"
    lines[row] = ",".join(cells)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with Meter() as meter:
        command("psa.cli", "run", "--framework", str(copy), "--output", str(out))
    return meter


if __name__ == "__main__":
    main()
