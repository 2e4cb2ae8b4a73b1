"""MOTS' PNGs as datumaro reads them: the instances of every frame, pixel by pixel."""

import numpy as np

from exporters import mots
from exporters.dataset import no_progress
from storage import masks
from tests.readers.test_trackeval import two_walkers


def test_datumaro(tmp_path):
    from datumaro import Dataset

    mots.write(two_walkers(), tmp_path / "out", frames=True, progress=no_progress)
    read = mots.read(tmp_path / "out")
    numbers = {index: number for number, index in enumerate(read.videos[0].frame_indices, start=1)}
    expected = {
        (f"{numbers[it.frame_index]:06}", it.number): masks.decode(it.rle) for it in read.masks()
    }
    # Datumaro wants a folder "instances" with the list of classes, and "images" beside it.
    folder, sequence = tmp_path / "theirs/train", tmp_path / "out/MOTS-train/street"
    folder.mkdir(parents=True)
    (sequence / "instances").rename(folder / "instances")
    (sequence / "img1").rename(folder / "images")
    (folder / "instances/labels.txt").write_text("background\ncar\npedestrian\n")
    found = {
        (item.id, it.attributes["track_id"]): it.image.astype(bool)
        for item in Dataset.import_from(str(tmp_path / "theirs"), "mots")
        for it in item.annotations
    }
    assert found.keys() == expected.keys()
    assert all(np.array_equal(found[key], expected[key]) for key in expected)
