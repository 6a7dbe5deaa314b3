"""Write environment.yml from pyproject.toml and requirements.lock: the same versions by their conda names."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONDA_NAMES: dict[str, str] = {}  # a name that differs on conda-forge goes here
HEAD = [
    "# Made by tools/environment.py from pyproject.toml and requirements.lock, which is what is tested.",
    "name: psa-workbook",
    "channels:",
    "  - conda-forge",
    "dependencies:",
    "  - python=3.11",
    "  - pip",
]


def locked_versions(text: str) -> dict[str, str]:
    """Return the version of each package of a lock file.

    Raises:
        ValueError: a package has two versions, so that two Pythons would compute with different code.
    """
    versions: dict[str, str] = {}
    for name, version in re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", text, re.M):
        if name in versions:
            raise ValueError(f"{name} is locked twice, at {versions[name]} and {version}")
        versions[name] = version
    return versions


def direct_dependencies(text: str) -> list[str]:
    """Return the names of all direct dependencies of a pyproject, extras included, sorted."""
    project = tomllib.loads(text)["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return sorted({re.split(r"[<>=!~\[; ]", d, maxsplit=1)[0].lower() for g in groups for d in g})


def environment(pyproject: str, lock: str) -> str:
    """Return the text of environment.yml.

    Raises:
        KeyError: a direct dependency is not in the lock.
    """
    versions = locked_versions(lock)
    pins = [f"  - {CONDA_NAMES.get(n, n)}={versions[n]}" for n in direct_dependencies(pyproject)]
    return "\n".join([*HEAD, *pins, "  - pip:", "      - -e .", ""])


if __name__ == "__main__":
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("pyproject.toml", "requirements.lock")]
    (ROOT / "environment.yml").write_text(environment(*texts), encoding="utf-8")
