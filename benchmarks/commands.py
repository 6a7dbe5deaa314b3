"""How long does a person wait for each everyday command? Wall and CPU seconds of each, three times, on a copy.

    python benchmarks/commands.py               on the default framework, in a scratch clone of this repository
    python benchmarks/commands.py --times 1

The first of three pays for what is then kept in outputs/.rated. Where other work runs beside it, read the CPU seconds.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = "notebooks/03_summarise_department.py"


def a_figure(clone: Path) -> list[str]:
    """Return an agreement of the default framework, and measure, period, value and source of a figure of it."""
    code = (
        "import psa; framework = psa.load().framework; one = framework.agreements['agreement_id'].iloc[0]; "
        "figures = framework.observations[framework.observations['measure_id'].str.startswith(one + '/')]; "
        "row = figures.dropna(subset=['value']).iloc[-1]; "
        "print(one, row['measure_id'], row['period'], row['value'], row['source_id'].split(';')[0])"
    )
    words = [sys.executable, "-c", code]
    done = subprocess.run(
        words, cwd=clone, env=environment(clone), check=True, capture_output=True, text=True
    )
    return done.stdout.split()


def environment(clone: Path) -> dict[str, str]:
    """Return the environment in which the package of the clone is used."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PSA_")} | {
        "PYTHONPATH": str(clone)
    }


def timed(words: list[str], clone: Path) -> tuple[float, float, int]:
    """Return the wall seconds, the CPU seconds and the status of a command in a clone."""
    before, begun = os.times(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "psa.cli", *words],
        cwd=clone,
        env=environment(clone),
        capture_output=True,
        check=False,
    )
    wall, after = time.perf_counter() - begun, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, used, done.returncode


def main() -> None:
    """Print a line for each command."""
    parser = argparse.ArgumentParser(description="Time the everyday commands.")
    parser.add_argument("--times", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        clone = Path(scratch) / "clone"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        agreement, measure, period, value, source = a_figure(clone)
        figure = ["--measure", measure, "--period", period, "--value", value, "--source", source]
        print(f"{'':28} {'wall s':>28} {'CPU s':>28}")
        for name, words in (
            ("show", ["show", agreement]),
            ("add-observation", ["add-observation", *figure, "--released"]),
            ("diff", ["diff", "HEAD"]),
            ("review", ["review", "HEAD"]),
            ("judgements", ["judgements"]),
            ("refresh one that changed", ["refresh", Path(NOTEBOOK).stem]),
            ("refresh one that did not", ["refresh", Path(NOTEBOOK).stem]),
            ("run one page", ["run", "--only", agreement, "--force"]),
        ):
            taken = []
            for number in range(given.times):
                if name.endswith("changed"):
                    text = clone / NOTEBOOK
                    text.write_text(
                        f"{text.read_text(encoding='utf-8')}\n# %% [markdown]\n# Edit {number}.\n"
                    )
                taken.append(
                    timed([*words, f"2030-01-0{number + 1}"] if name.startswith("add") else words, clone)
                )
            failed = "" if all(status == 0 for *_, status in taken) else "  FAILED"
            walls, used = (" ".join(f"{one[k]:8.1f}" for one in taken) for k in (0, 1))
            print(f"{name:28} {walls:>28} {used:>28}{failed}", flush=True)


if __name__ == "__main__":
    main()
