"""A revision that is none: which branch may be meant."""

import subprocess

import pytest

from psa.review.git import find_commit, meant


@pytest.fixture
def clone(tmp_path):
    def run(*words, at=tmp_path):
        subprocess.run(["git", *words], cwd=at, check=True, capture_output=True)

    run("init", "-q", "-b", "main", "first")
    first = tmp_path / "first"
    (first / "a.csv").write_text("a\n")
    run("add", "a.csv", at=first)
    run("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "One file", at=first)
    run("clone", "-q", "first", "second")
    run("checkout", "-q", "-b", "figures-of-may", at=tmp_path / "second")
    run("branch", "-q", "-D", "main", at=tmp_path / "second")
    return tmp_path / "second"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("main", " Is origin/main meant?"),
        ("figures-of-mai", " Is figures-of-may meant?"),
        ("something-else", ""),
    ],
)
def test_a_revision_that_is_none_names_the_branch_that_is_near(clone, name, said):
    assert meant(clone, name) == said
    with pytest.raises(
        ValueError, match=f"{name}: neither .*git revision of second.{said}".replace("?", r"\?")
    ):
        find_commit(clone, name)
