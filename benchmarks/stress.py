"""Does a batch ever fail on a machine that is busy with other work? Count failures; read no seconds into it.

    python benchmarks/stress.py                                   30 batches, half of them beside two busy loops
    python benchmarks/stress.py --batches 3 --framework csr2007   another framework: a name, or a folder

Each batch runs everything anew (``psa run --force``) into a folder of its own, whose results are compared byte by byte
with those of the first. A line is written for each: number, busy loops beside it, seconds, status. The last line counts
the failures; the status is 1 where there is one.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from psa import paths

BUSY = "while True: pass"


def results(folder: Path) -> str:
    """Return a hash of every page, notebook and table of a batch; its manifest has times and is left out."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and name.parts[0][0] != "." and name.name != "manifest.csv":
            found.update(name.as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def run(framework: str, output: Path, busy: int) -> tuple[int, float, str]:
    """Return the status, the seconds and the last words of one batch beside some busy loops."""
    loops = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(busy)]
    words = [sys.executable, "-m", "psa.cli", "run", "--force", "--framework", framework]
    begun = time.monotonic()
    try:
        done = subprocess.run(
            [*words, "--output", str(output)], capture_output=True, text=True, timeout=3600, check=False
        )
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()
    return done.returncode, time.monotonic() - begun, done.stderr.strip()[-500:]


def main() -> None:
    """Run the batches and count the failures."""
    parser = argparse.ArgumentParser(description="Count the batches that fail on a busy machine.")
    parser.add_argument("--batches", type=int, default=30)
    parser.add_argument("--busy", type=int, default=2, help="busy loops beside every second batch")
    parser.add_argument("--framework", default=str(paths.ROOT / "tests" / "frameworks" / "tiny"))
    given = parser.parse_args()
    failures, first = 0, ""
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(1, given.batches + 1):
            output, busy = Path(scratch) / "outputs", given.busy * (number % 2)
            status, seconds, words = run(given.framework, output, busy)
            made = results(output) if output.is_dir() else ""
            first = first or made
            said = f"status {status}" if status else ("same bytes" if made == first else "other bytes")
            failures += said != "same bytes"
            print(f"{number:3d}  {busy} busy loops  {seconds:7.1f} s  {said}", flush=True)
            if status:
                print(words, flush=True)
            shutil.rmtree(output, ignore_errors=True)
    print(f"{given.batches} batches, {failures} failures")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
