"""What other programs say of objects, mask by mask, becomes attributes; and so do changes made to our files."""

import json
from dataclasses import replace

import pytest

from exporters.dataset import ImportedAttribute, no_progress
from exporters.faults import passing_over
from exporters.formats import format_module
from exporters.object_attributes import with_attributes
from storage.attributes import Attribute, AttributeKind, AttributeSpan
from storage.errors import FormatError
from tests.exporters.datasets import MemoryDataset, box

TRIANGLE = [0, 0, 4, 0, 4, 4]
TEXT, NUMBER, YES_NO = AttributeKind.TEXT, AttributeKind.NUMBER, AttributeKind.YES_NO


def read(name, source):
    return with_attributes(format_module(name).read(source), source)


def put(path, document):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document), "utf-8")
    return path


def coco(tmp_path, attributes, *, category=()):
    """A car on one frame after the other, a triangle, of which an annotation has these attributes."""
    frames = range(len(attributes))
    return put(
        tmp_path / "instances_default.json",
        {
            "images": [{"id": i + 1, "file_name": f"{i}.png", "width": 16, "height": 12} for i in frames],
            "categories": [{"id": 1, "name": "car", "supercategory": "", **dict(category)}],
            "annotations": [
                {"id": i + 1, "image_id": i + 1, "category_id": 1, "segmentation": [TRIANGLE], "attributes": it}
                for i, it in enumerate(attributes)
            ],
        },
    )  # fmt: skip


def datumaro(tmp_path, attributes, *, names=()):
    return put(
        tmp_path / "annotations/default.json",
        {
            "dm_format_version": "1.0",
            "categories": {"label": {"labels": [{"name": "car", "parent": "", "attributes": list(names)}]}},
            "items": [
                {"id": str(i), "image": {"path": f"{i}.png", "size": [12, 16]}, "attr": {"frame": i}, "annotations": [
                    {"id": 0, "type": "polygon", "attributes": it, "group": 0, "label_id": 0, "points": TRIANGLE},
                ]}
                for i, it in enumerate(attributes)
            ],
        },
    )  # fmt: skip


def labelme(tmp_path, attributes):
    for i, it in enumerate(attributes):
        shape = {
            "label": "car",
            "points": [[0, 0], [4, 0], [4, 4]],
            "group_id": 1,
            "attributes": it,
        }
        document = {"version": "2.4.4", "flags": {}, "shapes": [shape | {"flags": None, "difficult": False}],
                    "imagePath": f"{i}.png", "imageData": None, "imageHeight": 12, "imageWidth": 16}  # fmt: skip
        put(tmp_path / f"{i}.json", document)
    return tmp_path


def of_cvat(track_id=0, **attributes):
    """As CVAT puts them into COCO and Datumaro."""
    return {
        "occluded": False,
        "rotation": 0.0,
        "track_id": track_id,
        "keyframe": True,
        **attributes,
    }


MAKERS = {"coco": coco, "datumaro": datumaro, "labelme": labelme}
every_format = pytest.mark.parametrize("name", MAKERS)


@every_format
def test_what_all_masks_of_an_object_say_holds_always_and_what_changes_on_intervals(name, tmp_path):
    said = [of_cvat(parked=True, lane=2, make=make) for make in ("Fiat", "Fiat", "Audi")]
    back = read(name, MAKERS[name](tmp_path, said))
    (car,) = back.objects
    found = {key: car.attributes[key] for key in ("occluded", "parked", "lane")}
    assert found == {"occluded": False, "parked": True, "lane": 2}
    assert car.spans == (AttributeSpan("make", 0, 2, "Fiat"), AttributeSpan("make", 2, 3, "Audi"))
    defined = {it.name: it for it in back.attributes}
    assert defined["parked"] == ImportedAttribute("car", "parked", YES_NO)
    assert defined["lane"] == ImportedAttribute("car", "lane", NUMBER)
    assert defined["make"] == ImportedAttribute("car", "make", TEXT, varies=True)


@pytest.mark.parametrize("name", ["coco", "datumaro"])
def test_what_is_said_of_the_mask_is_no_attribute(name, tmp_path):
    back = read(name, MAKERS[name](tmp_path, [of_cvat(score=0.5), of_cvat(outside=False)]))
    assert [it.name for it in back.attributes] == ["occluded"]
    assert [it.number for it in back.objects] == [0] if name == "datumaro" else [1]


@every_format
def test_a_mask_that_says_nothing_ends_what_the_one_before_said(name, tmp_path):
    said = [of_cvat(), of_cvat(parked=True), of_cvat(parked=True), of_cvat(parked=None)]
    (car,) = read(name, MAKERS[name](tmp_path, said)).objects
    assert car.spans == (AttributeSpan("parked", 1, 3, True),)


@every_format
def test_values_of_different_kinds_are_text(name, tmp_path):
    said = [of_cvat(plate=it) for it in (7, "seven", True, 7.0)]
    back = read(name, MAKERS[name](tmp_path, said))
    assert ImportedAttribute("car", "plate", TEXT, varies=True) in back.attributes
    assert [it.value for it in back.objects[0].spans] == ["7", "seven", "true", "7.0"]


@every_format
def test_yes_is_not_one(name, tmp_path):
    """Which Python holds for the same."""
    said = [of_cvat(a=True), of_cvat(a=1), of_cvat(a=1.0)]
    assert len(read(name, MAKERS[name](tmp_path, said)).objects[0].spans) == 3


@every_format
@pytest.mark.parametrize("value", ["x" * 10_001, 10**400])
def test_a_value_that_can_be_none_is_named_with_its_place(name, value, tmp_path):
    source = MAKERS[name](tmp_path, [{"make": value}])
    place = "(annotation|shape) 0.*, attributes: its make is no text of up to 10000 characters"
    with pytest.raises(FormatError, match=place):
        read(name, source)


@every_format
def test_a_wrong_value_costs_its_mask_nothing(name, tmp_path):
    source = MAKERS[name](tmp_path, [{"make": 10**400, "lane": 2}])
    problems = []
    with passing_over(problems.append):
        back = read(name, source)
        assert [it.rle.is_empty for it in back.masks()] == [False]
    assert back.objects[0].attributes == {"lane": 2}
    assert "its make is no text" in str(problems[0])


@every_format
def test_lists_and_objects_are_counted_and_passed_over(name, tmp_path):
    """As Encord has them among the attributes."""
    source = MAKERS[name](
        tmp_path, [{"classifications": {"colour": "red"}, "lane": 2}, {"tags": ["red"]}]
    )
    back = read(name, source)
    assert [it.name for it in back.attributes] == ["lane"]
    (sentence,) = (it for it in back.warnings if "were passed over" in it)
    assert "more than one value, or have no name, were passed over: 2, the first at" in sentence
    assert "'classifications'" in sentence


@pytest.mark.parametrize("name", ["coco", "labelme"])
def test_a_list_of_attributes_is_counted_and_passed_over(name, tmp_path):
    back = read(name, MAKERS[name](tmp_path, [["red"]]))
    assert back.attributes == ()
    assert "passed over: 1, the first at" in back.warnings[-1]


def test_cvat_ties_the_masks_of_a_track_together_in_coco(tmp_path):
    source = coco(tmp_path, [of_cvat(4), of_cvat(7), of_cvat(4), {"occluded": True}])
    frames = {}
    for it in read("coco", source).masks():
        frames.setdefault(it.number, []).append(it.frame_index)
    assert frames == {4: [0, 2], 7: [1], 8: [3]}


def test_attributes_that_a_category_only_names_are_text(tmp_path):
    for back in (
        read("coco", coco(tmp_path, [{"lane": 2}], category={"attributes": ["lane", "make"]}.items())),
        read("datumaro", datumaro(tmp_path, [{"lane": 2}], names=["lane", "make", "track_id"])),
    ):  # fmt: skip
        assert back.attributes == (
            ImportedAttribute("car", "lane", NUMBER),
            ImportedAttribute("car", "make", TEXT),
        )


def test_labelme_has_flags_and_a_description(tmp_path):
    labelme(tmp_path, [{"wild": "no"}])
    document = json.loads((tmp_path / "0.json").read_text())
    document["shapes"][0] |= {
        "flags": {"wild": True, "sick": False},
        "description": "under the tree",
    }
    put(tmp_path / "0.json", document)
    (found,) = read("labelme", tmp_path).objects
    assert found.attributes == {"wild": True, "sick": False, "description": "under the tree"}


def test_parts_of_one_object_say_it_together(tmp_path):
    labelme(tmp_path, [{"wild": "no"}])
    document = json.loads((tmp_path / "0.json").read_text())
    document["shapes"].append(document["shapes"][0] | {"attributes": {"sick": "yes"}})
    put(tmp_path / "0.json", document)
    assert read("labelme", tmp_path).objects[0].attributes == {"wild": "no", "sick": "yes"}


# --- our own files, changed by others ------------------------------------------------------------------

POSE = Attribute(1, 3, "pose", AttributeKind.CHOICE, ("lying", "standing"), varies=True)
WEIGHT = Attribute(2, 3, "weight", NUMBER)
FILES = {
    "coco": "annotations.json",
    "datumaro": "annotations/train.json",
    "labelme": "frames/a/00001.json",
    "cvat-video": "tasks/a/annotations.xml",
}


@pytest.fixture
def exported(tmp_path):
    """A dog of 12.5 kg on the frames 0 to 2, standing; of what it is elsewhere only the frame map knows."""

    def export(name):
        data = MemoryDataset(attribute_list=[POSE, WEIGHT])
        dog = data.add_object(data.add_video("a"), 1)
        for frame_index in range(3):
            data.add_mask(dog, frame_index, box(0, 0, 4, 4))
        values = {"weight": 12.5, "pose": "lying"}
        data.object_list = [replace(it, attributes=values) for it in data.object_list]
        data.spans = {dog: [AttributeSpan("pose", 0, 20, "standing")]}
        folder = tmp_path / "out"
        format_module(name).write(data, folder, frames=False, progress=no_progress)
        return folder

    return export


def change(folder, name, before, after):
    path = folder / FILES[name]
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


every_file = pytest.mark.parametrize("name", FILES)


@every_file
def test_what_nobody_changed_is_what_the_frame_map_says(name, exported):
    (dog,) = read(name, exported(name)).objects
    assert dog.attributes == {"weight": 12.5, "pose": "lying"}
    assert dog.spans == (AttributeSpan("pose", 0, 20, "standing"),)


@every_file
def test_what_somebody_changed_counts(name, exported):
    folder = exported(name)
    change(folder, name, "12.5", "13")
    back = read(name, folder)
    weight = 13 if name != "labelme" else 12.5  # only the second of its files was changed
    assert back.objects[0].attributes == {"weight": weight, "pose": "standing"}
    assert back.objects[0].spans == ()
    assert back.attributes == tuple(
        ImportedAttribute("dog", it.name, it.kind, it.choices, it.varies) for it in (POSE, WEIGHT)
    )


@every_file
def test_a_change_to_what_the_attribute_cannot_be_is_named(name, exported):
    folder = exported(name)
    change(folder, name, "standing", "flying")
    frame = 1 if name == "labelme" else 0
    sentence = (
        f"the video 'a', object 1, frame {frame}: 'pose' cannot be 'flying': it is one of lying"
    )
    with pytest.raises(FormatError, match=sentence):
        read(name, folder)


@pytest.mark.parametrize("name", ["coco", "datumaro"])
def test_a_file_that_is_named_itself_has_its_frame_map_beside(name, exported):
    (dog,) = read(name, exported(name) / FILES[name]).objects
    assert dog.spans == (AttributeSpan("pose", 0, 20, "standing"),)


def test_who_made_a_mask_is_no_description_of_its_object(tmp_path):
    data = MemoryDataset(with_provenance=True)
    data.add_mask(data.add_object(data.add_video("a"), 1), 0, box(0, 0, 4, 4))
    for name in ("labelme", "datumaro", "coco"):
        format_module(name).write(data, tmp_path / name, frames=False, progress=no_progress)
        back = read(name, tmp_path / name)
        assert (back.attributes, dict(back.objects[0].attributes)) == ((), {})
