"""What the system refuses is one sentence, never a traceback."""

import errno
import subprocess

import pytest
from click.testing import CliRunner

from psa.authoring import replace
from psa.cli import main
from psa.cli.group import said_of
from psa.review.git import say_refusal


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device", "x.csv"),
            "x.csv cannot be written or read: No space left",
        ),
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full"),
        (
            OSError(errno.EROFS, "Read-only file system", "x.csv"),
            "x.csv cannot be written or read: Read-only",
        ),
        (OSError(errno.EMFILE, "Too many open files"), "ulimit -n 1024, or give --jobs 1"),
    ],
)
def test_a_full_disk_a_read_only_folder_or_too_many_files_is_one_sentence(error, said):
    assert said in said_of(error)


def test_a_command_that_cannot_write_ends_with_that_sentence(tiny_folder, monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device", "observations.csv")

    before = (tiny_folder / "observations.csv").read_bytes()
    monkeypatch.setattr(replace, "write_text", refuse)
    row = ["--measure", "pledge-a/1:trees", "--period", "2024", "--value", "1", "--source", "town-yearbook"]
    said = CliRunner().invoke(main, ["add-observation", "--framework", str(tiny_folder), *row])
    assert said.exit_code == 1
    assert said.output.strip() == "observations.csv cannot be written or read: No space left on device"
    assert (tiny_folder / "observations.csv").read_bytes() == before


def test_git_is_quoted_where_a_checkout_belongs_to_another_user(tmp_path, monkeypatch):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    say_refusal(tmp_path)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    with pytest.raises(ValueError, match="dubious ownership.*git config --global --add safe.directory"):
        say_refusal(tmp_path)
