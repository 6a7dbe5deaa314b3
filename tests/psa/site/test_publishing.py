"""Publications: whole or not at all, permanent, the unchanged held once, each with its way to the others."""

import json
import os

import pytest

from psa.files import write
from psa.site.publishing import publish as publishing
from psa.site.publishing.publication import Publication, publications
from psa.site.publishing.publish import publish

PAGE = "<html><body><header>Menu</header><main>{}</main></body></html>"
FIRST, SECOND = "2024-05-02", "2024-06-30"


@pytest.fixture
def outputs(tmp_path):
    """Return the folder of a small site."""
    folder = tmp_path / "outputs"
    (folder / "02_assess").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE.format("all results"), encoding="utf-8")
    (folder / "02_assess" / "a.html").write_text(PAGE.format("the pledge"), encoding="utf-8")
    (folder / "ratings.csv").write_text("id,rating\na,met\n", encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path):
    """Return the folder of publications, not made yet."""
    return tmp_path / "published"


def put(outputs, folder, date=FIRST, framework="town"):
    names = [p.relative_to(outputs).as_posix() for p in outputs.rglob("*") if p.is_file()]
    return publish(outputs, names, Publication(date, framework, "Pledges of a town"), folder)


def bytes_of(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_copy_holds_the_site_under_its_date_and_the_list_leads_to_it(outputs, folder):
    assert put(outputs, folder).is_new
    home = folder / FIRST
    assert (home / "ratings.csv").read_bytes() == (outputs / "ratings.csv").read_bytes()
    assert "the pledge" in (home / "02_assess" / "a.html").read_text(encoding="utf-8")
    assert f'href="{FIRST}/index.html"' in (folder / "index.html").read_text(encoding="utf-8")
    assert [p.date for p in publications(folder)] == [FIRST]


def test_every_page_of_a_copy_leads_to_the_list_of_all(outputs, folder):
    put(outputs, folder)
    assert 'href="../../index.html"' in (folder / FIRST / "02_assess" / "a.html").read_text(encoding="utf-8")
    assert 'href="../index.html"' in (folder / FIRST / "index.html").read_text(encoding="utf-8")


def test_a_second_publication_shares_what_is_unchanged_and_leaves_the_first_as_it_was(outputs, folder):
    put(outputs, folder)
    before = bytes_of(folder / FIRST)
    (outputs / "ratings.csv").write_text("id,rating\na,missed\n", encoding="utf-8")
    assert put(outputs, folder, SECOND).shared == 1
    assert bytes_of(folder / FIRST) == before
    assert os.path.samefile(*(folder / date / "02_assess" / "a.html" for date in (FIRST, SECOND)))
    assert not os.path.samefile(*(folder / date / "ratings.csv" for date in (FIRST, SECOND)))
    index = (folder / SECOND / "index.html").read_text(encoding="utf-8")
    assert f'<a href="../{FIRST}/index.html">2 May 2024</a>' in index
    listed = (folder / "index.html").read_text(encoding="utf-8")
    assert listed.index("30 June 2024") < listed.index("2 May 2024</a></h2>")


def test_the_list_says_which_pages_a_publication_changed(outputs, folder):
    put(outputs, folder)
    (outputs / "02_assess" / "a.html").write_text(PAGE.format("another answer"), encoding="utf-8")
    (outputs / "02_assess" / "b.html").write_text(PAGE.format("a new pledge"), encoding="utf-8")
    put(outputs, folder, SECOND)
    listed = (folder / "index.html").read_text(encoding="utf-8")
    for name in ("a", "b"):
        assert f'href="{SECOND}/02_assess/{name}.html"' in listed
    assert f'href="{SECOND}/ratings.csv"' not in listed


def test_where_a_disk_has_no_links_the_file_is_written_again(outputs, folder, monkeypatch):
    def refuse(source, place):
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    put(outputs, folder)
    assert put(outputs, folder, SECOND).shared == 0
    assert (folder / SECOND / "ratings.csv").read_bytes() == (outputs / "ratings.csv").read_bytes()


def test_a_copy_that_was_changed_by_hand_is_not_shared(outputs, folder):
    put(outputs, folder)
    spoilt = folder / FIRST / "ratings.csv"
    spoilt.chmod(0o644)
    spoilt.write_text("spoilt", encoding="utf-8")
    put(outputs, folder, SECOND)
    assert (folder / SECOND / "ratings.csv").read_bytes() == (outputs / "ratings.csv").read_bytes()


def test_the_same_date_with_the_same_bytes_is_left_as_it_is(outputs, folder):
    put(outputs, folder)
    before = bytes_of(folder)
    assert not put(outputs, folder).is_new
    assert bytes_of(folder) == before


def test_the_same_date_is_still_the_same_when_an_earlier_one_was_added(outputs, folder):
    put(outputs, folder, SECOND)
    put(outputs, folder, FIRST)
    assert not put(outputs, folder, SECOND).is_new


def test_the_same_date_with_other_bytes_is_refused_and_nothing_changes(outputs, folder):
    put(outputs, folder)
    before = bytes_of(folder)
    (outputs / "ratings.csv").write_text("id,rating\na,missed\n", encoding="utf-8")
    with pytest.raises(
        ValueError, match=r"published already, with other bytes in ratings\.csv\. A publication never"
    ):
        put(outputs, folder)
    assert bytes_of(folder) == before


def test_an_interrupted_publication_leaves_nothing_and_the_next_one_is_whole(outputs, folder, monkeypatch):
    put(outputs, folder)
    before = bytes_of(folder)
    (outputs / "ratings.csv").write_text("id,rating\na,missed\n", encoding="utf-8")
    (outputs / "index.html").write_text(PAGE.format("other results"), encoding="utf-8")
    written = []

    def stop_at_the_second(*values, **options):
        if written:
            raise KeyboardInterrupt
        written.append(write.write_bytes(*values, **options))

    with monkeypatch.context() as patched:
        patched.setattr(publishing, "write_bytes", stop_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            put(outputs, folder, SECOND)
    assert written and bytes_of(folder) == before
    assert put(outputs, folder, SECOND).is_new


def test_what_a_killed_command_left_is_cleared_away(outputs, folder):
    (folder / publishing.STAGING).mkdir(parents=True)
    (folder / publishing.STAGING / "half.html").write_text("<html>", encoding="utf-8")
    put(outputs, folder)
    assert not (folder / publishing.STAGING).exists() and not (folder / FIRST / "half.html").exists()


def test_a_command_killed_before_the_list_was_written_is_made_good_by_the_next(outputs, folder):
    put(outputs, folder)
    (folder / "index.html").unlink()
    put(outputs, folder)
    assert FIRST in (folder / "index.html").read_text(encoding="utf-8")


def test_the_note_has_the_checksum_of_every_file(outputs, folder):
    put(outputs, folder)
    note = json.loads((folder / FIRST / "publication.json").read_text(encoding="utf-8"))
    assert note["date"] == FIRST and set(note["files"]) == {"index.html", "02_assess/a.html", "ratings.csv"}
    assert set(map(len, note["files"].values())) == {64}


def test_a_folder_that_is_no_place_for_it_is_refused(outputs, folder, tmp_path):
    for wrong in (outputs, outputs / "published", tmp_path):
        with pytest.raises(ValueError, match="a folder of its own"):
            put(outputs, wrong)
    folder.mkdir()
    (folder / "index.html").write_text("somebody's page", encoding="utf-8")
    with pytest.raises(ValueError, match="no publication wrote"):
        put(outputs, folder)


def test_two_frameworks_do_not_share_a_folder(outputs, folder):
    put(outputs, folder)
    with pytest.raises(ValueError, match="holds publications of town; give village a folder of its own"):
        put(outputs, folder, SECOND, framework="village")
