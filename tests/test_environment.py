"""environment.yml, requirements.lock and pyproject.toml say the same."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from environment import direct_dependencies, environment, locked_versions  # noqa: E402


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_environment_is_in_step_with_the_lock():
    assert read("environment.yml") == environment(read("pyproject.toml"), read("requirements.lock"))


def test_another_version_in_the_lock_is_noticed():
    lock = read("requirements.lock")
    pandas = locked_versions(lock)["pandas"]
    changed = environment(read("pyproject.toml"), lock.replace(f"pandas=={pandas}", "pandas==9.9.9"))
    assert changed != read("environment.yml")


def test_every_direct_dependency_is_locked_with_a_hash():
    lock = read("requirements.lock")
    assert set(direct_dependencies(read("pyproject.toml"))) <= set(locked_versions(lock))
    for block in lock.split("\n\n"):
        for line in block.splitlines():
            if "==" in line and not line.startswith((" ", "#")):
                assert f"{line}\n    --hash=sha256:" in lock


def test_a_dependency_that_is_not_locked_is_an_error():
    pyproject = read("pyproject.toml").replace('"tqdm', '"nowhere-to-be-found>=1", "tqdm')
    with pytest.raises(KeyError):
        environment(pyproject, read("requirements.lock"))
