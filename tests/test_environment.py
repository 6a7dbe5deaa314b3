"""environment.yml, requirements.lock and pyproject.toml say the same."""

import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from environment import environment, locked_versions  # noqa: E402

ASKED_FOR = {"jupyterlab", "papermill", "pandas", "seaborn", "nbval", "jupytext", "pytest"}


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def requirements(pyproject):
    project = tomllib.loads(pyproject)["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return [Requirement(text) for group in groups for text in group]


def differences(pyproject, lock, conda):
    """Return what does not agree, in words; it reads environment.yml by itself, not through the tool."""
    found = []
    locked = dict(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", lock, re.M))
    entries = yaml.safe_load(conda)["dependencies"]
    pins = dict(e.split("=", 1) for e in entries if isinstance(e, str) and "=" in e)
    python = pins.pop("python", "0")
    if python not in SpecifierSet(tomllib.loads(pyproject)["project"]["requires-python"]):
        found.append(f"python {python}")
    wanted = {r.name: r.specifier for r in requirements(pyproject)}
    for name, bounds in wanted.items():
        if name not in locked:
            found.append(f"{name} is not locked")
        elif not bounds.contains(locked[name], prereleases=True):
            found.append(f"{name} is locked at {locked[name]}, outside {bounds}")
        if pins.get(name) != locked.get(name):
            found.append(f"{name} is {pins.get(name)} in environment.yml, {locked.get(name)} in the lock")
    found += [f"{name} is no direct dependency" for name in pins if name not in wanted]
    if [e["pip"] for e in entries if isinstance(e, dict)] != [["-e ."]]:
        found.append("pip has to install the project, and nothing else")
    return found


def test_environment_lock_and_project_agree():
    assert differences(read("pyproject.toml"), read("requirements.lock"), read("environment.yml")) == []


def test_environment_is_what_the_tool_writes():
    assert read("environment.yml") == environment(read("pyproject.toml"), read("requirements.lock"))


def test_environment_has_every_package_asked_for():
    entries = yaml.safe_load(read("environment.yml"))["dependencies"]
    assert {e.split("=")[0] for e in entries if isinstance(e, str)} >= ASKED_FOR


@pytest.mark.parametrize(
    ("file", "pattern", "replacement", "said"),
    [
        ("environment.yml", r"pandas=\S+", "pandas=9.9.9", "pandas is 9.9.9 in environment.yml"),
        ("environment.yml", r"  - seaborn=\S+\n", "", "seaborn is None in environment.yml"),
        ("environment.yml", r"  - pip\n", "  - pip\n  - black=1.0\n", "black is no direct dependency"),
        ("environment.yml", r"- -e \.", "- --no-deps -e .", "pip has to install the project"),
        ("environment.yml", r"python=3\.11", "python=3.9", "python 3.9"),
        ("requirements.lock", r"(?m)^pandas==\S+", "pandas==2.2.0", "pandas is locked at 2.2.0, outside"),
        ("requirements.lock", r"(?m)^tqdm==", "tqdmm==", "tqdm is not locked"),
        ("pyproject.toml", r'"tqdm', '"black>=1", "tqdm', "black is not locked"),
    ],
)
def test_a_difference_is_noticed(file, pattern, replacement, said):
    texts = {name: read(name) for name in ("pyproject.toml", "requirements.lock", "environment.yml")}
    changed, count = re.subn(pattern, replacement, texts[file], count=1)
    assert count == 1
    found = differences(*{**texts, file: changed}.values())
    assert any(line.startswith(said) for line in found), found


def test_every_locked_package_has_a_hash_and_no_address():
    lines = read("requirements.lock").splitlines()
    heads = [i for i, line in enumerate(lines) if line and not line.startswith((" ", "#"))]
    assert len(heads) > 100
    for i in heads:
        assert re.match(r"[a-z0-9._-]+==\S+", lines[i]), lines[i]
        assert lines[i + 1].startswith("    --hash=sha256:"), lines[i]
    assert not [line for line in lines if "://" in line or " @ " in line]


def test_every_python_gets_the_same_versions():
    assert locked_versions(read("requirements.lock"))
    with pytest.raises(ValueError, match="numpy is locked twice, at 1.0 and 2.0"):
        locked_versions("numpy==1.0 ; python_full_version < '3.12' \\\nnumpy==2.0 \\\n")


def test_a_dependency_that_is_not_locked_is_an_error():
    pyproject = read("pyproject.toml").replace('"tqdm', '"nowhere-to-be-found>=1", "tqdm')
    with pytest.raises(KeyError):
        environment(pyproject, read("requirements.lock"))
