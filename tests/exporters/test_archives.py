"""Zips: unpacked as they should be, refused where they lie."""

import stat
import zipfile

import pytest

from exporters import archives
from exporters.archives import is_archive, unpacked
from storage.errors import FormatError


def make_zip(path, entries, **more):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **more) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return path


def test_its_files_are_there_in_the_block_and_gone_after_it(tmp_path):
    path = make_zip(tmp_path / "a.zip", [("annotations.xml", "<a/>"), ("images/東京.png", "b")])
    with unpacked(path) as folder:
        assert (folder / "annotations.xml").read_text() == "<a/>"
        assert (folder / "images/東京.png").read_text() == "b"
    assert not folder.exists()


def test_a_folder_that_holds_all_is_entered(tmp_path):
    path = make_zip(tmp_path / "a.zip", [("set/", ""), ("set/a.json", "1"), ("set/b/c.json", "2")])
    with unpacked(path) as folder:
        assert sorted(it.name for it in folder.iterdir()) == ["a.json", "b"]


def test_anything_else_is_itself(tmp_path):
    (tmp_path / "a.json").write_text("{}")
    for path in (tmp_path, tmp_path / "a.json", tmp_path / "missing"):
        assert not is_archive(path)
        with unpacked(path) as same:
            assert same == path


def test_who_cannot_read_what_is_in_it_names_the_zip(tmp_path):
    path = make_zip(tmp_path / "a.zip", [("set/a.json", "1")])
    with pytest.raises(FormatError) as refusal, unpacked(path) as folder:
        raise FormatError(f"{folder / 'a.json'} is no object.")
    assert str(refusal.value) == f"{path / 'a.json'} is no object."


def refused(path, says):
    with pytest.raises(FormatError, match=says), unpacked(path):
        pass


def test_what_macos_puts_beside_the_data_is_left_out(tmp_path):
    entries = [("set/a.json", "1"), ("__MACOSX/set/._a.json", "x")]
    with unpacked(make_zip(tmp_path / "a.zip", entries)) as folder:
        assert [it.name for it in folder.iterdir()] == ["a.json"]


@pytest.mark.parametrize(
    "name", ["../outside", "/etc/passwd", "a/../../b", "C:\\windows", "..\\up", "a" * 300]
)
def test_names_that_lead_out_are_refused(name, tmp_path):
    refused(make_zip(tmp_path / "a.zip", [("good", "1"), (name, "2")]), "leads out|longer than any")
    assert [it.name for it in tmp_path.iterdir()] == ["a.zip"]


def test_links_are_refused(tmp_path):
    entry = zipfile.ZipInfo("link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    refused(make_zip(tmp_path / "a.zip", [(entry, "/etc/passwd")]), "it is a link")


@pytest.mark.parametrize("names", [("a", "a"), ("a", "a/b"), ("a/b", "a")])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_in_one_place_are_refused(names, tmp_path):
    refused(make_zip(tmp_path / "a.zip", [(name, "1") for name in names]), "two entries")


def test_more_than_a_zip_of_its_size_can_hold_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "_ALWAYS_BYTES", 1 << 20)
    path = make_zip(tmp_path / "a.zip", [(f"{i}", bytes(1 << 20)) for i in range(4)])
    assert path.stat().st_size < 6000
    refused(path, "unpacks to far more")


def test_too_many_files_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MAX_FILES", 2)
    refused(make_zip(tmp_path / "a.zip", [(f"{i}", "") for i in range(3)]), "more than 2 files")


def test_damaged_and_encrypted_zips_are_a_sentence(tmp_path):
    path = make_zip(tmp_path / "a.zip", [("a", "text " * 1000)])
    data = bytearray(path.read_bytes())
    data[35:40] = b"\xff" * 5
    path.write_bytes(data)
    refused(path, "is a damaged zip")
    path.write_bytes(data[:-30])  # a download that broke off
    refused(path, "is a damaged zip")
    path = make_zip(tmp_path / "b.zip", [("a", "1")])
    data = bytearray(path.read_bytes())
    central = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[central + 8] |= 1
    path.write_bytes(data)
    refused(path, "it is encrypted")
