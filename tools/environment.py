"""Write environment.yml from pyproject.toml and requirements.lock: the same versions by their conda names."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONDA_NAMES = {"setuptools": "setuptools"}  # a name that differs on conda-forge goes here


def locked_versions(text: str) -> dict[str, str]:
    """Return the version of each package of a lock file, for the Python that environment.yml asks for."""
    versions = {}
    for name, version, marker in re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)\s*(?:;([^\\\n]*))?", text, re.M):
        if "python_full_version" in marker and not re.search(r"(< ?'3\.12|== ?'3\.11)", marker):
            continue
        versions[name] = version
    return versions


def direct_dependencies(text: str) -> list[str]:
    """Return the names of all direct dependencies of a pyproject, extras included, sorted."""
    project = tomllib.loads(text)["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return sorted({re.split(r"[<>=!~\[; ]", d, maxsplit=1)[0].lower() for g in groups for d in g})


def environment(pyproject: str, lock: str) -> str:
    """Return the text of environment.yml."""
    versions = locked_versions(lock)
    pins = [f"  - {CONDA_NAMES.get(n, n)}={versions[n]}" for n in direct_dependencies(pyproject)]
    return "\n".join(
        ["# Made by tools/environment.py from pyproject.toml and requirements.lock, which is what is tested.",
         "name: psa-workbook", "channels:", "  - conda-forge", "dependencies:", "  - python=3.11", "  - pip", *pins,
         "  - pip:", "      - --no-deps -e .", ""]
    )  # fmt: skip


if __name__ == "__main__":
    text = environment((ROOT / "pyproject.toml").read_text(), (ROOT / "requirements.lock").read_text())
    (ROOT / "environment.yml").write_text(text, encoding="utf-8")
