"""A file is written whole or not at all."""

import os
import stat

import pytest

from psa.files.write import list_files, write_bytes, write_text


def test_a_file_is_there_whole_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "a.csv"
    write_text("old\n", target)
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("no space left")))
    with pytest.raises(OSError, match="no space"):
        write_text("new\n", target)
    assert target.read_text() == "old\n" and os.listdir(tmp_path) == ["a.csv"]


def permissions(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path):
    target = write_text("old\n", tmp_path / "a.csv")
    target.chmod(0o640)
    write_text("new\n", target, is_lasting=True)
    assert target.read_text() == "new\n" and permissions(target) == 0o640


def test_a_file_of_a_mode_of_its_own_is_never_open_to_others(tmp_path, monkeypatch):
    seen = []
    replace = os.replace
    monkeypatch.setattr(
        os, "replace", lambda part, path: (seen.append(permissions(part)), replace(part, path))
    )
    target = write_bytes(b"x", tmp_path / "new" / "held", mode=0o600)
    assert permissions(target) == 0o600 and seen == [0o600]


def test_a_file_that_a_killed_writer_left_is_no_hindrance(tmp_path, monkeypatch):
    monkeypatch.setattr("psa.files.write.os.getpid", lambda: 7)
    monkeypatch.setattr("psa.files.write.threading.get_ident", lambda: 8)
    (tmp_path / ".a.csv.7.8.part").write_text("half of a longer text")
    assert write_text("new\n", tmp_path / "a.csv").read_text() == "new\n"
    assert list_files(tmp_path) == {"a.csv"}


def test_the_files_of_a_folder_that_is_not_there_are_none(tmp_path):
    assert list_files(tmp_path / "missing") == frozenset()
