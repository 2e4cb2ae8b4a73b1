"""Plain PNGs: what an image library sees, and what is read of folders that people make."""

import numpy as np
import pytest
from PIL import Image

from exporters import mask_pngs
from exporters.dataset import no_progress
from exporters.png import write_grey_png
from storage.errors import FormatError
from tests.exporters.datasets import box, difficult, pixel_masks


def test_every_mask_is_a_picture_even_where_objects_overlap(tmp_path):
    mask_pngs.write(difficult(), tmp_path / "out", frames=False, progress=no_progress)
    for (video, frame_index, number), mask in pixel_masks(difficult()).items():
        folder = "_CON" if video == "CON" else "a_b_ .._Zoë 東京.mp4"
        image = Image.open(tmp_path / f"out/masks/{folder}/{number:03}/{frame_index:05}.png")
        assert image.mode == "L"
        assert np.array_equal(np.asarray(image) == 255, mask)


def test_an_absence_is_a_black_picture_and_no_picture_is_nobody_looked(tmp_path):
    mask_pngs.write(difficult(), tmp_path / "out", frames=False, progress=no_progress)
    read = list(mask_pngs.read(tmp_path / "out").masks())
    assert [(it.number, it.frame_index) for it in read if it.rle.is_empty] == [(1, 10), (300, 39)]
    assert len(read) == sum(
        len(it) for of_video in difficult().found.values() for it in of_video.values()
    )


def picture(tmp_path, name, value):
    path = tmp_path / "masks/clip" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    write_grey_png(path, value)


def test_a_folder_of_somebody_else_is_read(tmp_path):
    picture(tmp_path, "7/3.png", box(0, 0, 2, 2).astype(np.uint8))
    dataset = mask_pngs.read(tmp_path)
    assert [(it.number, it.name) for it in dataset.objects] == [(7, "object 7")]
    assert [(it.frame_index, it.rle.area) for it in dataset.masks()] == [(3, 4)]


def test_what_is_wrong_is_named(tmp_path):
    with pytest.raises(FormatError, match="has no folder masks"):
        mask_pngs.read(tmp_path)
    picture(tmp_path, "1/0.png", box(0, 0, 2, 2).astype(np.uint8))
    picture(tmp_path, "1/1.png", np.zeros((3, 3), np.uint8))
    with pytest.raises(FormatError, match=r"1\.png: its size is not that of the video's other"):
        list(mask_pngs.read(tmp_path).masks())
    picture(tmp_path, "dog/1.png", np.zeros((3, 3), np.uint8))
    with pytest.raises(FormatError, match="dog is not named by its object's number"):
        mask_pngs.read(tmp_path)
