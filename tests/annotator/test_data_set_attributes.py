"""Attributes on their way out of one project and into another."""

from fractions import Fraction

import numpy as np
import pytest

from annotator import attributes
from annotator.export_options import ExportOptions, FrameFiles
from annotator.exporting import export_project
from annotator.importing import import_dataset
from annotator.masks import set_mask
from annotator.objects import add_object
from annotator.session import Session
from annotator.videos import add_video, find_video
from storage import masks
from storage.attributes import AttributeKind, AttributeSpan
from storage.video import write_video

FRAMES, HEIGHT, WIDTH = 8, 32, 48
WITHOUT_FRAMES = ExportOptions(frame_files=FrameFiles.NONE)


@pytest.fixture
def clip(tmp_path):
    path = tmp_path / "clip.mp4"
    frames = (np.full((HEIGHT, WIDTH, 3), 20 * i, np.uint8) for i in range(FRAMES))
    write_video(path, frames, rate=Fraction(24))
    return path


@pytest.fixture
def exported(tmp_path, clip):
    """Exports a project with a dog that is lying, but stands on the frames 2 to 4."""

    def export(name):
        with Session.open(tmp_path / "first.maskbank") as session:
            video = add_video(session, clip)
            dog = add_object(session, video.id, name="Rex", category="dog")
            for frame_index in (0, 3, 5):
                whole = masks.encode(np.ones((HEIGHT, WIDTH), bool))
                set_mask(session, dog.id, frame_index, whole)
            choices = ("lying", "standing")
            for what, kind, more in (
                ("pose", AttributeKind.CHOICE, {"choices": choices, "varies": True}),
                ("wild", AttributeKind.YES_NO, {}),
            ):
                attributes.define_attribute(session, dog.category_id, what, kind, **more)
            attributes.set_attribute(session, [dog.id], "pose", "lying")
            attributes.set_attribute(session, [dog.id], "wild", False)
            attributes.set_attribute_on(session, [dog.id], "pose", "standing", start=2, stop=5)
            export_project(session.project, name, tmp_path / name, WITHOUT_FRAMES)
            return tmp_path / name

    return export


@pytest.mark.parametrize("name", ["coco", "cvat-video", "youtube-vis", "mots"])
def test_a_new_project_knows_the_same(name, exported, tmp_path, clip):
    folder = exported(name)
    with Session.open(tmp_path / "second.maskbank") as session:
        import_dataset(session, name, folder, videos=[clip])
        (found,) = session.project.objects(find_video(session.project, None).id)
        assert found.attributes == {"pose": "lying", "wild": False}
        assert session.project.attribute_spans(found.id) == [
            AttributeSpan("pose", 2, 5, "standing")
        ]
        pose, wild = session.project.attributes()
        assert (pose.name, pose.kind, pose.varies) == ("pose", AttributeKind.CHOICE, True)
        assert pose.choices == ("lying", "standing")
        assert (wild.name, wild.kind, wild.varies) == ("wild", AttributeKind.YES_NO, False)
        session.undo()
        assert session.project.attributes() == []


def test_a_definition_that_is_there_stays(exported, tmp_path, clip):
    folder = exported("coco")
    with Session.open(tmp_path / "second.maskbank") as session:
        video = add_video(session, clip)
        other = add_object(session, video.id, name="other", category="dog")
        mine = attributes.define_attribute(session, other.category_id, "pose", AttributeKind.TEXT)
        import_dataset(session, "coco", folder)
        assert [it.name for it in session.project.attributes()] == ["pose", "wild"]
        assert session.project.attributes()[0] == mine


def test_a_data_set_of_images_is_described_on_its_images(exported, tmp_path, clip):
    """Only every third frame is exported: what holds on the frames 2 to 4 holds on the second image."""
    exported("coco")
    with Session.open(tmp_path / "first.maskbank") as session:
        export_project(session.project, "coco", tmp_path / "images", ExportOptions(every=3))
    clip.rename(tmp_path / "elsewhere.mp4")
    with Session.open(tmp_path / "third.maskbank") as session:
        import_dataset(session, "coco", tmp_path / "images")
        (found,) = session.project.objects(find_video(session.project, None).id)
        assert session.project.attribute_spans(found.id) == [
            AttributeSpan("pose", 1, 2, "standing")
        ]
