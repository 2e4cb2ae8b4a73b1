"""Of which format a data set is, before anything is imported."""

import json
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest

from annotator.import_preview import guess_format, preview_import
from annotator.importing import import_dataset
from annotator.session import Session
from exporters import archives
from exporters.dataset import no_progress
from exporters.formats import READABLE_NAMES, format_module
from storage.errors import FormatError, UserError
from tests.exporters.datasets import MemoryDataset, difficult
from tests.storage.projects import new_project


@pytest.fixture
def unpacked(monkeypatch):
    """The zips that were unpacked, each as often as it was."""
    told = []
    unpack = archives._unpack

    def unpack_and_tell(source, root):
        told.append(source)
        unpack(source, root)

    monkeypatch.setattr(archives, "_unpack", unpack_and_tell)
    return told


def zipped(name, folder, without=None):
    format_module(name).write(difficult(), folder, frames=False, progress=no_progress)
    if without:
        (folder / without).unlink()
    return Path(shutil.make_archive(str(folder), "zip", folder))


@pytest.mark.parametrize("name", READABLE_NAMES)
def test_an_export_in_a_zip_says_its_format(name, tmp_path, unpacked):
    path = zipped(name, tmp_path / "out")
    assert guess_format(path) == name
    assert unpacked == [path]


def test_a_zip_of_somebody_else_is_unpacked_once_for_all_formats(tmp_path, unpacked):
    path = zipped("labelme", tmp_path / "out", without="frame_map.json")
    assert guess_format(path) == "labelme"
    assert unpacked == [path]


def test_a_zip_that_is_not_safe_is_refused_once(tmp_path, unpacked):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../outside", "...")
    with pytest.raises(FormatError, match="leads out"):
        guess_format(path)
    assert unpacked == [path]


def test_the_frame_images_in_a_zip_are_no_place_for_masks(tmp_path):
    """They are gone when it is read: an import refuses them, so the preview does not promise them."""
    data = MemoryDataset()
    rex = data.add_object(data.add_video("clip"), 1, name="Rex")
    data.add_mask(rex, 0, np.ones((12, 16), bool))
    format_module("coco").write(data, tmp_path / "out", frames=True, progress=no_progress)
    path = Path(shutil.make_archive(str(tmp_path / "out"), "zip", tmp_path / "out"))
    with Session(new_project(tmp_path / "p.maskbank")) as session:
        lying = preview_import(session.project, "coco", tmp_path / "out").videos
        assert not any(it.is_missing for it in lying)
        zipped_ones = preview_import(session.project, "coco", path).videos
        assert all(it.is_missing for it in zipped_ones)
        with pytest.raises(UserError, match="unpack it first"):
            import_dataset(session, "coco", path)


@pytest.mark.parametrize("name", ["coco", "youtube-vis", "datumaro"])
def test_one_bad_record_does_not_hide_the_format_of_somebody_elses_data_set(name, tmp_path):
    format_module(name).write(difficult(), tmp_path / "out", frames=False, progress=no_progress)
    (tmp_path / "out" / "frame_map.json").unlink()
    (path,) = (it for it in (tmp_path / "out").rglob("*.json") if "annotations" in it.read_text())
    document = json.loads(path.read_text())
    records = document.get("annotations") or document["items"]
    records.append(records[0])
    path.write_text(json.dumps(document))
    assert guess_format(tmp_path / "out") == name
