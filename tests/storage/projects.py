"""Small projects for tests, and all that a project holds as one comparable value."""

from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from storage import masks
from storage.attributes import values_at
from storage.opening import create_project, open_project
from storage.records import FrameTable, Mask, Source, VideoFacts, VideoKind


@cache
def _empty_project() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.maskbank"
        create_project(path).close()
        return path.read_bytes()


def new_project(path, **options):
    """A new project, as create_project makes it; a copy spares a test a quarter of a second."""
    path.write_bytes(_empty_project())
    return open_project(path, **options)


FRAME_HW = (30, 40)
FRAME_COUNT = 200


def facts(frame_count=FRAME_COUNT, **others):
    values = {
        "kind": VideoKind.FILE,
        "width": FRAME_HW[1],
        "height": FRAME_HW[0],
        "frame_count": frame_count,
        "rate": Fraction(30000, 1001),
        "rotation_degrees": 90,
        "codec": "h264",
        "fingerprint": "f1",
    }
    return VideoFacts(**(values | others))


def frame_table(frame_count=FRAME_COUNT, names=()):
    rng = np.random.default_rng(frame_count)
    return FrameTable(
        Fraction(1, 90000),
        np.cumsum(rng.integers(1, 6006, frame_count)) - 5000,
        rng.random(frame_count) < 0.9,
        rng.permutation(frame_count).astype(np.int32),
        rng.random(frame_count) < 0.1,
        names,
    )


def add_video(edit, name="clip", path=Path("clip.mp4"), frame_count=FRAME_COUNT):
    return edit.add_video(
        name=name, path=path, facts=facts(frame_count), frames=frame_table(frame_count)
    )


def add_object(edit, video, name="dog", category_id=None):
    return edit.add_object(video_id=video.id, name=name, category_id=category_id, colour="#00ff00")


def rectangle(x, y, w, h):
    pixels = np.zeros(FRAME_HW, bool)
    pixels[y : y + h, x : x + w] = True
    return masks.encode(pixels)


def engine_mask(obj, frame_index, shape=0):
    """A mask of an engine; equal shapes are equal pixels, 0 to 99."""
    rle = rectangle(shape % 10, shape // 10, 5, 7)
    return Mask(obj.id, frame_index, rle, Source.ENGINE, score=0.5, predicted_iou=0.25)


def human_mask(obj, frame_index, shape=0):
    rle = rectangle(shape % 10, shape // 10, 5, 7)
    return Mask(obj.id, frame_index, rle, Source.HUMAN)


def attributes_at(project, object_id, frame_index):
    """An object's values on one frame, by the attribute's name."""
    own = project.object(object_id).attributes
    return values_at(own, project.attribute_spans(object_id), frame_index)


def contents(project):
    """Everything a person could see of a project."""
    objects = [obj for video in project.videos() for obj in project.objects(video.id)]
    return {
        "videos": {video.id: video for video in project.videos()},
        "categories": {category.id: category for category in project.categories()},
        "objects": {obj.id: obj for obj in objects},
        "masks": {
            (mask.object_id, mask.frame_index): mask
            for obj in objects
            for mask in project.track(obj.id)
        },
        "prompts": {
            (obj.id, prompt.frame_index): prompt
            for obj in objects
            for prompt in project.prompts(obj.id)
        },
        "expressions": {e.id: e for v in project.videos() for e in project.expressions(v.id)},
        "attributes": {it.id: it for it in project.attributes()},
        "spans": {obj.id: spans for obj in objects if (spans := project.attribute_spans(obj.id))},
        "scene_cuts": {
            video.id: cuts
            for video in project.videos()
            if (cuts := project.scene_cuts(video.id)) is not None
        },
        "turns": {t.id: t for v in project.videos() for t in project.turns(v.id)},
    }
