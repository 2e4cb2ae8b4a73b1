"""LabelMe: what its own rules and an image library make of ours, and what we read of others'."""

import base64
import io
import json

import numpy as np
import pytest
from PIL import Image

from exporters import labelme
from exporters.dataset import no_progress
from storage.errors import FormatError
from tests.exporters.datasets import davis, difficult, pixel_masks
from tests.shared import shared


def as_labelme_draws(folder):
    """(video, frame, number) -> (H, W) bool, by LabelMe's rules: a mask is a PNG pasted into its box,
    both corners included."""
    found = {}
    for path in folder.glob("frames/*/*.json"):
        document = json.loads(path.read_text())
        assert document["imageData"] is None
        for shape in document["shapes"]:
            assert shape.keys() == {"label", "points", "group_id", "description", "shape_type", "flags", "mask"}  # fmt: skip
            (x0, y0), (x1, y1) = shape["points"]
            pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(shape["mask"])))) > 0
            mask = np.zeros((document["imageHeight"], document["imageWidth"]), bool)
            mask[y0 : y1 + 1, x0 : x1 + 1] = pixels
            found[path.parent.name, int(path.stem), shape["group_id"]] = mask
    return found


@pytest.mark.parametrize(
    "make", [difficult, lambda: davis(shared("davis2016"))], ids=["made up", "DAVIS"]
)
def test_every_mask_is_where_labelme_draws_it(make, tmp_path):
    dataset = make()
    labelme.write(dataset, tmp_path / "out", frames=False, progress=no_progress)
    folders = {"a/b: ../Zoë 東京.mp4": "a_b_ .._Zoë 東京.mp4", "CON": "_CON"}
    expected = {
        (folders.get(video, video), *key): mask
        for (video, *key), mask in pixel_masks(dataset).items()
    }
    found = as_labelme_draws(tmp_path / "out")
    assert found.keys() == expected.keys()
    assert all(np.array_equal(found[key], expected[key]) for key in expected)


def test_the_image_lies_beside_its_json(tmp_path):
    labelme.write(difficult(), tmp_path / "out", frames=True, progress=no_progress)
    for path in (tmp_path / "out").glob("frames/*/*.json"):
        document = json.loads(path.read_text())
        with Image.open(path.with_name(document["imagePath"])) as image:
            assert image.size == (document["imageWidth"], document["imageHeight"])


# --- files of others -----------------------------------------------------------------------------

POLYGON = {
    "label": "cat",
    "points": [[2, 2], [6, 2], [6, 5], [2, 5]],
    "shape_type": "polygon",
    "group_id": None,
}
RECTANGLE = {
    "label": "cat",
    "points": [[8, 1], [10, 3]],
    "shape_type": "rectangle",
    "group_id": None,
}
DOG = {"label": "dog", "points": [[0, 0], [1, 0], [1, 1]], "group_id": 4}


def put(tmp_path, shapes, name="img_1"):
    document = {"version": "7.1.0", "flags": {}, "shapes": shapes, "imagePath": f"{name}.jpg", "imageData": "QUJD",
                "imageHeight": 12, "imageWidth": 16}  # fmt: skip
    (tmp_path / f"{name}.json").write_text(json.dumps(document))


def test_polygons_and_rectangles_are_read_and_shapes_without_group_are_told_apart(tmp_path):
    put(tmp_path, [POLYGON, RECTANGLE, DOG])
    put(tmp_path, [POLYGON], name="img_2")
    dataset = labelme.read(tmp_path)
    assert [(it.number, it.name, it.category) for it in dataset.objects] == [
        (4, "dog 4", "dog"),
        (5, "cat 1", "cat"),
        (6, "cat 2", "cat"),
    ]
    assert dataset.videos[0].frame_indices == (0, 1)
    areas = {(it.frame_index, it.number): it.rle.area for it in dataset.masks()}
    assert areas[0, 5] == areas[1, 5] == 12
    assert areas[0, 6] == 4
    assert areas[1, 4] == areas[1, 6] == 0


def mask_shape(data, points):
    return {"label": "cat", "points": points, "shape_type": "mask", "mask": data}


@pytest.mark.parametrize(
    ("shape", "says"),
    [
        (POLYGON | {"shape_type": "line"}, r"img_1\.json, shape 0: a shape of the type 'line' is no area"),
        (POLYGON | {"points": [[0, 0]]}, "shape 0: a polygon needs at least three corners"),
        (POLYGON | {"points": [[10**400, 0], [1, 0], [1, 1]]}, "shape 0: the polygon's coordinate 10+ is not"),
        (POLYGON | {"points": [5]}, "shape 0: its points are not a list of pairs"),
        (POLYGON | {"label": None}, "shape 0: its label is missing"),
        (POLYGON | {"group_id": True}, "shape 0: its group_id is True, not a whole number"),
        (mask_shape("!!", [[0, 0], [1, 1]]), "shape 0: its mask is not base64"),
        (mask_shape("\ud800", [[0, 0], [1, 1]]), "shape 0: its mask is not base64"),
        (mask_shape("QUJD", [[0, 0], [1, 1]]), "shape 0: it does not begin as a PNG does"),
        (mask_shape("QUJD", [[0, 0]]), "shape 0: a mask has two points"),
        (mask_shape("QUJD", [[0.5, 0], [1, 1]]), r"shape 0: its corner is 0\.5, not a whole number"),
    ],
)  # fmt: skip
def test_a_bad_shape_is_refused_by_file_and_place(shape, says, tmp_path):
    put(tmp_path, [shape])
    with pytest.raises(FormatError, match=says):
        list(labelme.read(tmp_path).masks())


def test_a_folder_of_something_else_is_a_sentence(tmp_path):
    with pytest.raises(FormatError, match="holds no JSON of LabelMe"):
        labelme.read(tmp_path)
