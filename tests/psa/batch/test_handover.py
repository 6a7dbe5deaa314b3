"""What a batch has worked out is found by content alone, and loaded once for all kernels."""

import os

import pytest
from small_framework import write_small_framework

import psa
from psa.batch import fingerprints, handover
from psa.data.load import load_framework
from psa.methods.ratings import rate_framework
from psa.workbook import prepare, workbook

pytestmark = pytest.mark.thorough


@pytest.fixture
def handed(tmp_path, monkeypatch):
    """A small framework, rated and handed over: its folder, its ratings, and where they were handed over."""
    folder = write_small_framework(tmp_path / "small")
    rated = rate_framework(load_framework(folder))
    home = tmp_path / "handover"
    handover.hand_over(rated, home)
    monkeypatch.setattr(handover, "_opened", None)
    monkeypatch.setenv(handover.VARIABLE, str(home))
    return folder, rated, home


def was_handed_over(folder) -> bool:
    """Return whether a workbook is the one that was handed over: it has its tables already."""
    return "published" in psa.load(str(folder)).ratings.__dict__


def test_a_workbook_is_taken_from_what_was_handed_over(handed):
    folder, rated, _ = handed
    assert was_handed_over(folder)
    assert psa.load(str(folder)).ratings.indicators.equals(rated.indicators)


def test_a_changed_figure_is_never_seen_in_what_was_handed_over(handed):
    folder, _, _ = handed
    path = folder / "observations" / "a-02.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("71.25", "71.5"), encoding="utf-8")
    assert not was_handed_over(folder)


def test_an_edited_package_is_never_given_what_an_earlier_one_made(handed, monkeypatch):
    monkeypatch.setattr(fingerprints, "package", lambda: "edited")
    assert not was_handed_over(handed[0])


def test_other_choices_are_rated_anew(handed):
    folder, _, _ = handed
    assert was_handed_over(folder)
    assert "published" not in psa.load(str(folder), confidence=0.8).ratings.__dict__


def test_what_is_handed_over_again_is_opened_again(handed):
    folder, rated, home = handed
    first = handover.find_framework(folder)
    assert handover.find_framework(folder) is first
    handover.hand_over(rated, home, ["a-01"])
    assert handover.find_framework(folder) is not first
    assert "a-01" in psa.load(str(folder)).ratings._under_choices


def test_the_warm_parent_opens_it_for_the_kernel_that_is_to_come(handed, monkeypatch):
    folder, _, home = handed
    monkeypatch.delenv(handover.VARIABLE)
    prepare.prepare({handover.FRAMEWORK_VARIABLE: str(folder), handover.VARIABLE: str(home)})
    assert handover._opened is not None and handover._opened[1].framework.folder == folder


def test_a_package_that_is_edited_while_it_is_imported_is_refused(monkeypatch):
    prepare._import_package.cache_clear()
    monkeypatch.setattr(fingerprints, "package_now", lambda: "edited")
    with pytest.raises(RuntimeError, match="was edited"):
        prepare.prepare(dict(os.environ))


def test_a_file_saved_while_a_framework_is_rated_is_another_state(tmp_path, monkeypatch):
    monkeypatch.setenv("PSA_CACHE", str(tmp_path / "kept"))
    folder = write_small_framework(tmp_path / "small")
    path = folder / "observations" / "a-02.csv"

    def rate_and_save(framework, *words, **choices):
        rated = rate_framework(framework, *words, **choices)
        path.write_text(path.read_text(encoding="utf-8").replace("71.25", "71.5"), encoding="utf-8")
        return rated

    monkeypatch.setattr(workbook, "rate_framework", rate_and_save)
    psa.load(str(folder))
    monkeypatch.undo()
    monkeypatch.setenv("PSA_CACHE", str(tmp_path / "kept"))
    assert 71.5 in set(psa.load(str(folder)).framework.observations["value"])


def test_what_takes_long_is_made_once_for_each_content_and_never_taken_from_another(tmp_path, monkeypatch):
    folder = write_small_framework(tmp_path / "small")
    monkeypatch.setenv("PSA_CACHE", str(tmp_path / "kept"))
    made = []

    def kept(key):
        return handover.kept_or_made(folder, "numbers", key, lambda: made.append(key) or [key])

    assert [kept("one"), kept("one"), kept("two"), kept("one")] == [["one"], ["one"], ["two"], ["one"]]
    assert made == ["one", "two", "one"], "of a framework only the last state is kept"
    (file,) = (f for f in (tmp_path / "kept").rglob("*") if f.is_file())
    file.chmod(0o666)
    assert kept("one") == ["one"] and made[-2:] == ["one", "one"], "others could have written it"
    file.chmod(0o600)
    file.write_bytes(b"no pickle")
    assert kept("one") == ["one"] and len(made) == 5
