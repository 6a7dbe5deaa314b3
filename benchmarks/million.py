"""A framework of a million figures: import, check and rate, each in a process of its own.

    python benchmarks/million.py                    1,008,000 figures: 30 indicators of 2,400 areas over 14 years
    python benchmarks/million.py --areas 100        fewer

The table is made up: one row a figure, with limits, as a publisher of local figures releases it. A line for each step:
seconds, seconds of the processor, and the greatest memory of the process.
"""

import argparse
import math
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

INDICATORS, AREAS, YEARS = 30, 2_400, range(2008, 2022)


def write_table(path: Path, areas: int) -> int:
    """Write the table and return how many figures it has."""
    number = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("areacd,areanm,geography,indicator,period,observation,unit,lci_95,uci_95\n")
        for indicator in range(INDICATORS):
            for area in range(areas):
                level, slope = 20 + 7 * indicator % 60, 0.01 * ((area * 37 + indicator) % 41 - 20)
                code, name = f"E{area:08d}", "Elmland" if area == 0 else f"Area {area}"
                kind = "Country" if area == 0 else "District"
                for i, year in enumerate(YEARS):
                    value = level + slope * i + 0.5 * math.sin(area + 3.1 * i)
                    limits = f"{value - 1:.2f},{value + 1:.2f}"
                    file.write(
                        f"{code},{name},{kind},Unemployment {indicator},{year},{value:.2f},percent,{limits}\n"
                    )
                    number += 1
    return number


def step(name: str, *words: str) -> None:
    """Run one command and print its line."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    program = (
        "import resource, sys; from psa.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True)
    seconds, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{name}: {done.stdout[-500:]}{done.stderr[-2000:]}")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    memory = int(done.stderr.split()[-1]) / 1000
    print(f"{name:24}{seconds:9.1f} s{used:9.1f} s{memory:9.0f} MB", flush=True)


def main() -> None:
    """Make the table, then run each step."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--areas", type=int, default=AREAS)
    areas = parser.parse_args().areas
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        table, mapping, folder = home / "local.csv", home / "local.mapping.yml", home / "local"
        print(f"{write_table(table, areas):,} figures         by the clock  processor   memory")
        words = ("import", "tidy", str(table), "local", "--in", str(home), "--mapping", str(mapping))
        step("write the mapping", *words)
        step("import", *words)
        step("check", "check", "--framework", str(folder))
        step("rate", "rate", "--framework", str(folder), "--output", str(home / "ratings"))


if __name__ == "__main__":
    main()
