"""CVAT for video: what its documented rules make of ours, and what we read of others' and refuse."""

from xml.etree import ElementTree

import numpy as np
import pytest

from exporters import cvat_video
from exporters.dataset import no_progress
from storage.errors import FormatError
from tests.exporters.datasets import MemoryDataset, box, davis, difficult, pixel_masks
from tests.shared import shared


def export(dataset, folder):
    return cvat_video.write(dataset, folder, frames=False, progress=no_progress)


def as_cvat_draws(path):
    """(track, frame) -> (H, W) bool, by CVAT's documentation: runs of the box row by row, zeros first."""
    root = ElementTree.parse(path).getroot()
    width, height = (int(root.findtext(f".//original_size/{it}")) for it in ("width", "height"))
    found = {}
    for track in root.iter("track"):
        for shape in track.iter("mask"):
            if shape.get("outside") == "0":
                left, top, w, h = (int(shape.get(it)) for it in ("left", "top", "width", "height"))
                pixels, value = [], False
                for run in shape.get("rle").split(","):
                    pixels += [value] * int(run)
                    value = not value
                mask = np.zeros((height, width), bool)
                mask[top : top + h, left : left + w] = np.array(pixels).reshape(h, w)
                found[int(track.get("id")), int(shape.get("frame"))] = mask
    return found


@pytest.mark.parametrize(
    ("make", "folders"),
    [
        (difficult, {"a/b: ../Zoë 東京.mp4": "a_b_ .._Zoë 東京.mp4", "CON": "_CON"}),
        (lambda: davis(shared("davis2016")), {}),
    ],
    ids=["made up", "DAVIS"],
)
def test_every_mask_is_where_cvat_draws_it(make, folders, tmp_path):
    dataset = make()
    export(dataset, tmp_path / "out")
    for video in dataset.video_list:
        expected = {
            (number, frame): mask
            for (name, frame, number), mask in pixel_masks(dataset).items()
            if name == video.name
        }
        if expected:
            numbers = [it.number for it in dataset.objects(video.id)]
            folder = tmp_path / "out/tasks" / folders.get(video.name, video.name)
            found = {
                (numbers[track], frame): mask
                for (track, frame), mask in as_cvat_draws(folder / "annotations.xml").items()
            }
            assert found.keys() == expected.keys()
            assert all(np.array_equal(found[key], expected[key]) for key in expected)


def test_a_run_of_masks_ends_on_the_frame_after_it(tmp_path):
    data = MemoryDataset()
    one = data.add_object(data.add_video("clip", frame_count=10), 1)
    for frame in (2, 3, 9):
        data.add_mask(one, frame, box(0, 0, 2, 2))
    export(data, tmp_path / "out")
    root = ElementTree.parse(tmp_path / "out/tasks/clip/annotations.xml")
    assert [(it.get("frame"), it.get("outside")) for it in root.iter("mask")] == [
        ("2", "0"), ("3", "0"), ("4", "1"), ("9", "0"),
    ]  # fmt: skip
    assert cvat_video.read(tmp_path / "out").videos[0].frame_indices == (2, 3, 9)


def test_characters_that_xml_cannot_hold_do_not_break_it(tmp_path):
    data = MemoryDataset()
    data.add_mask(data.add_object(data.add_video("a\x00<b>&\ufffe"), 1), 0, box(0, 0, 2, 2))
    export(data, tmp_path / "out")
    assert cvat_video.read(tmp_path / "out").videos[0].name == "a\x00<b>&\ufffe"
    (path,) = (tmp_path / "out").glob("tasks/*/annotations.xml")
    assert ElementTree.parse(path).findtext(".//task/name") == "a\ufffd<b>&\ufffd"


# --- files of others -----------------------------------------------------------------------------

HEAD = (
    "<annotations><version>1.1</version><meta><task><labels><label><name>cat</name></label></labels>"
    "<original_size><width>16</width><height>12</height></original_size></task></meta>"
)
MASK = '<mask frame="5" outside="0" rle="1, 3" left="2" top="3" width="2" height="2"></mask>'


def put(tmp_path, tracks, head=HEAD):
    path = tmp_path / "annotations.xml"
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>{head}{tracks}</annotations>')
    return path


def test_masks_polygons_and_boxes_of_tracks_are_read(tmp_path):
    path = put(
        tmp_path,
        f'<track id="0" label="cat">{MASK}<mask frame="6" outside="1" rle="0, 4" left="2" top="3" width="2" height="2"/></track>'
        '<track id="3" label="dog"><polygon frame="5" outside="0" points="2.0,2.0;6.0,2.0;6.0,5.0;2.0,5.0">'
        '<attribute name="age">3</attribute></polygon>'
        '<box frame="6" outside="0" xtl="0" ytl="0" xbr="4" ybr="3"/></track>',
    )  # fmt: skip
    dataset = cvat_video.read(path)
    assert dataset.categories == ("cat", "dog")
    assert [(it.number, it.name) for it in dataset.objects] == [(1, "cat 1"), (4, "dog 4")]
    assert [(it.frame_index, it.number, it.rle.area) for it in dataset.masks()] == [
        (5, 1, 3), (5, 4, 12), (6, 1, 0), (6, 4, 12),
    ]  # fmt: skip


def track(shapes, attributes='id="0" label="cat"'):
    return f"<track {attributes}>{shapes}</track>"


@pytest.mark.parametrize(
    ("tracks", "says"),
    [
        (track(MASK.replace("1, 3", "1, 4")), "track 0, frame 5: its runs do not fill its box"),
        (track(MASK.replace("1, 3", "x")), "frame 5: its rle is not a list of run lengths"),
        (track(MASK.replace('left="2"', 'left="15"')), "or the box lies outside the frame"),
        (track(MASK.replace('left="2"', "")), "frame 5: its left is missing"),
        (track(MASK + MASK), "frame 5: it has two shapes there"),
        (
            track('<points frame="1" points="1,1"/>'),
            "frame 1: a shape of the kind 'points' is no area",
        ),
        (track('<polygon frame="1" points="1,1;x"/>'), "frame 1: 'x' is not a coordinate"),
        (track(MASK, 'label="cat"'), "track 0: its id is missing"),
        (track(MASK, 'id="0"'), "track 0: its label is missing"),
        (track("") + track(""), "its id is there twice"),
        ("<track", "is not XML"),
    ],
)
def test_a_bad_shape_is_refused_by_track_and_frame(tracks, says, tmp_path):
    with pytest.raises(FormatError, match=says):
        cvat_video.read(put(tmp_path, tracks))


def test_xml_that_could_blow_up_or_look_elsewhere_is_refused(tmp_path):
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;"><!ENTITY d SYSTEM "file:///etc/passwd">]>'
    with pytest.raises(
        FormatError, match="it defines entities or a document type, which is not safe"
    ):
        cvat_video.read(put(tmp_path, track(MASK), head=bomb + HEAD))


def test_a_file_that_is_something_else_is_a_sentence(tmp_path):
    with pytest.raises(FormatError, match="holds no annotations"):
        cvat_video.read(tmp_path)
    with pytest.raises(FormatError, match="does not say how large its frames are"):
        cvat_video.read(put(tmp_path, "", head="<annotations>"))
