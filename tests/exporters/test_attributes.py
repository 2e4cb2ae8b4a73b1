"""Attributes: in every data set for the way back, in some for other programs too."""

import json
from dataclasses import replace

import pytest

from exporters.dataset import ImportedAttribute, no_progress
from exporters.formats import READABLE_NAMES, format_module
from exporters.frame_map import MARKER
from exporters.object_attributes import with_attributes
from storage.attributes import Attribute, AttributeKind, AttributeSpan
from storage.errors import FormatError
from tests.exporters.datasets import MemoryDataset, box

UNNUMBERED = {"yolo-seg", "davis-2016"}  # which object is which is lost in them
COLOURS = ("rot & blau", "grün")
ATTRIBUTES = [
    Attribute(1, 3, "pose", AttributeKind.CHOICE, ("lying", "standing"), varies=True),
    Attribute(2, 3, "wild", AttributeKind.YES_NO),
    Attribute(3, 3, "weight", AttributeKind.NUMBER),
    Attribute(4, 8, 'the "colour"', AttributeKind.CHOICE, COLOURS),
]
DOG_VALUES = {"wild": False, "weight": 12.5, "pose": "lying"}
DOG_SPANS = (AttributeSpan("pose", 4, 9, "standing"),)
IMPORTED = tuple(
    ImportedAttribute("dog" if it.category_id == 3 else "Mühle", it.name, it.kind, it.choices, it.varies)
    for it in ATTRIBUTES
)  # fmt: skip


@pytest.fixture
def original():
    """A dog that stands up on frame 4, a coloured mill, and a thing of which nothing is said."""
    data = MemoryDataset(attribute_list=ATTRIBUTES)
    video = data.add_video("a")
    dog, mill, thing = (
        data.add_object(video, n, category_id=c) for n, c in ((1, 3), (2, 8), (3, None))
    )
    for frame_index in range(12):
        data.add_mask(dog, frame_index, box(0, 0, 4, 4), score=0.5)
        data.add_mask(mill, frame_index, box(6, 6, 9, 9))
        data.add_mask(thing, frame_index, box(10, 10, 12, 12))
    data.object_list[0] = replace(data.object_list[0], attributes=DOG_VALUES)
    data.object_list[1] = replace(data.object_list[1], attributes={'the "colour"': COLOURS[0]})
    data.spans = {dog: list(DOG_SPANS)}
    return data


def export(name, dataset, target):
    format_module(name).write(dataset, target, frames=False, progress=no_progress)
    return target


def read(name, source):
    return with_attributes(format_module(name).read(source), source)


def said(dataset):
    return {it.number: (dict(it.attributes), it.spans) for it in dataset.objects}


@pytest.mark.parametrize("name", [name for name in READABLE_NAMES if name not in UNNUMBERED])
def test_what_objects_are_comes_back_from_every_format_that_knows_them(name, original, tmp_path):
    folder = export(name, original, tmp_path / "out")
    back = read(name, folder)
    found = said(back)
    assert found[1] == (DOG_VALUES, DOG_SPANS)
    assert found[2] == ({'the "colour"': COLOURS[0]}, ())
    assert found[3] == ({}, ())
    assert back.attributes == IMPORTED


@pytest.mark.parametrize("name", sorted(UNNUMBERED))
def test_where_nobody_knows_which_object_is_which_nothing_is_said(name, original, tmp_path):
    folder = export(name, original, tmp_path / "out")
    back = read(name, folder)
    assert not any(it.attributes or it.spans for it in back.objects)
    assert back.attributes == ()


# --- in the words of the formats ---------------------------------------------------------------------


def shapes(folder, pattern):
    return json.loads(next(iter(sorted(folder.glob(pattern)))).read_text("utf-8"))


def test_coco_says_it_with_every_annotation(original, tmp_path):
    found = shapes(export("coco", original, tmp_path / "out"), "annotations.json")["annotations"]
    dogs = [it["attributes"] for it in found if it["track_id"] == 1]
    assert dogs[3] == DOG_VALUES
    assert dogs[4] == DOG_VALUES | {"pose": "standing"}
    assert all("attributes" not in it for it in found if it["track_id"] == 3)


def test_datumaro_says_it_with_every_mask_beside_the_score(original, tmp_path):
    original.object_list[2] = replace(original.object_list[2], attributes={"score": "high"})
    items = shapes(export("datumaro", original, tmp_path / "out"), "annotations/*.json")["items"]
    dog, _, thing = items[4]["annotations"]
    assert dog["attributes"] == DOG_VALUES | {"pose": "standing", "score": 0.5}
    assert thing["attributes"] == {}  # a score is a number there


def test_labelme_has_flags_for_yes_and_no(original, tmp_path):
    dog, _, thing = shapes(export("labelme", original, tmp_path / "out"), "frames/a/*.json")[
        "shapes"
    ]
    assert dog["flags"] == {"wild": False}
    assert dog["attributes"] == DOG_VALUES
    assert "attributes" not in thing


def test_cvat_has_all_of_it_itself_a_number_as_text(original, tmp_path):
    folder = export("cvat-video", original, tmp_path / "out")
    (folder / MARKER).unlink()
    back = read("cvat-video", folder)
    found = said(back)
    assert found[1] == (
        {"wild": False, "weight": "12.5"},
        (
            AttributeSpan("pose", 0, 4, "lying"),
            AttributeSpan("pose", 4, 9, "standing"),
            AttributeSpan("pose", 9, 12, "lying"),
        ),
    )
    assert found[2] == ({'the "colour"': COLOURS[0]}, ())
    as_text = replace(IMPORTED[2], kind=AttributeKind.TEXT)
    assert back.attributes == (*IMPORTED[:2], as_text, IMPORTED[3])


CVAT = """<annotations><meta><task><labels><label><name>car</name><attributes>
<attribute><name>make</name><mutable>False</mutable><input_type>{input_type}</input_type>
<default_value></default_value><values>1;9;1</values></attribute></attributes></label></labels>
<original_size><width>16</width><height>12</height></original_size></task></meta>
<track id="0" label="car"><box frame="0" outside="0" xtl="1" ytl="1" xbr="4" ybr="4">
<attribute name="{name}">{value}</attribute></box></track></annotations>"""


def read_cvat(tmp_path, *, input_type="number", name="make", value="4"):
    path = tmp_path / "annotations.xml"
    path.write_text(CVAT.format(input_type=input_type, name=name, value=value), "utf-8")
    return read("cvat-video", path)


def test_a_task_of_cvat_brings_its_attributes(tmp_path):
    back = read_cvat(tmp_path)
    assert back.attributes == (ImportedAttribute("car", "make", AttributeKind.NUMBER),)
    assert back.objects[0].attributes == {"make": 4}
    assert read_cvat(tmp_path, value="").objects[0].attributes == {}


def test_an_attribute_that_its_label_does_not_define_is_text(tmp_path):
    back = read_cvat(tmp_path, name="model")
    assert back.attributes[1:] == (ImportedAttribute("car", "model", AttributeKind.TEXT),)
    assert back.objects[0].attributes == {"model": "4"}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"input_type": "slider"}, "'slider' is none of CVAT's"),
        ({"value": "four"}, "frame 0: 'make' cannot be 'four'"),
    ],
)
def test_what_cvat_cannot_have_said_is_refused(wrong, sentence, tmp_path):
    with pytest.raises(FormatError, match=sentence):
        read_cvat(tmp_path, **wrong)


# --- what is wrong -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "change", "sentence"),
    [
        ("attributes", {"kind": "size"}, "attributes 0: 'size' is not a valid AttributeKind"),
        ("attributes", {"choices": []}, "needs at least one"),
        ("attributes", {"choices": [1]}, "its choices are not a list of texts"),
        ("descriptions", {"video_id": 9}, "its video_id is that of no video"),
        ("descriptions", {"number": 0}, "its number is 0"),
        ("descriptions", {"values": {"wild": [1]}}, "its wild is no text of up to 10000 characters, number"),
        ("descriptions", {"spans": "all"}, "its spans are not a list"),
        ("descriptions", {"spans": [{"name": "pose", "start": 4, "stop": 4, "value": 1}]}, "its stop"),
    ],
)  # fmt: skip
def test_a_wrong_record_is_named(section, change, sentence, original, tmp_path):
    folder = export("png", original, tmp_path / "out")
    content = json.loads((folder / MARKER).read_text("utf-8"))
    content[section][0] |= change
    (folder / MARKER).write_text(json.dumps(content), "utf-8")
    with pytest.raises(FormatError, match=sentence):
        read("png", folder)


def test_an_attribute_that_is_there_twice_is_refused(original, tmp_path):
    original.attribute_list = [*ATTRIBUTES, ATTRIBUTES[0]]
    folder = export("png", original, tmp_path / "out")
    with pytest.raises(FormatError, match="'dog' has an attribute 'pose' twice"):
        read("png", folder)
