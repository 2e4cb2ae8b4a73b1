"""What every export can do whatever its format: frames, sizes, provenance, splits."""

import errno
import json

import cv2
import numpy as np
import pytest

from annotator.dataset import ProjectDataset
from annotator.dataset_view import DatasetView
from annotator.export_options import ExportOptions, FrameFiles
from annotator.export_preview import preview_export
from annotator.exporting import export_project
from annotator.masks import verify_masks
from annotator.objects import add_object
from annotator.reading import open_dataset
from annotator.resizing import ResizedDataset, fitted_size, resize
from annotator.session import Session
from annotator.videos import add_video
from exporters.formats import FORMAT_NAMES, READABLE_NAMES, format_module
from storage import masks
from storage.errors import FormatError, UserError
from storage.records import Mask, Source
from tests.exporters.datasets import box

FRAME_HW = (48, 64)


def write_image(path, seed, *, orientation=None):
    """A picture that no two encoders compress alike; ``orientation``: what its Exif says."""
    pixels = np.random.default_rng(seed).integers(0, 255, (*FRAME_HW, 3), np.uint8)
    data = cv2.imencode(path.suffix, pixels)[1].tobytes()
    if orientation:
        tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + bytes([0, orientation, 0, 0])
        exif = b"Exif\0\0" + tiff + bytes(4)
        data = data[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + data[2:]
    path.write_bytes(data)


def make_folder(folder, suffix=".jpg", **more):
    folder.mkdir()
    for i in range(4):
        write_image(folder / f"shot {i}{suffix}", i, **more)
    return folder


@pytest.fixture
def session(tmp_path):
    with Session.open(tmp_path / "p.maskbank") as opened:
        yield opened


def label(session, path):
    """A video whose object has a mask on every frame, the first by a person, the last of one pixel."""
    video = add_video(session, path)
    tracked = add_object(session, video.id, name=f"thing of {video.name}", category="thing")
    with session.edit("Fill") as edit:
        run = edit.add_engine_run(engine="flow", checkpoint_sha256=None, parameters={})
        for i, mask in enumerate((box(4, 6, 30, 40, FRAME_HW), box(5, 7, 31, 41, FRAME_HW))):
            source = Source.ENGINE if i else Source.HUMAN
            rle = masks.encode(mask)
            edit.put_masks([Mask(tracked.id, i, rle, source, 0.5 if i else None, engine_run_id=run.id if i else None)])  # fmt: skip
        pixel = masks.encode(box(47, 63, 48, 64, FRAME_HW))
        edit.put_masks([Mask(tracked.id, 3, pixel, Source.IMPORT)])
    return video


# --- frames --------------------------------------------------------------------------------------


def exported_frames(session, target, how):
    export_project(session.project, "coco", target, ExportOptions(frame_files=how))
    return sorted((target / "images").glob("*/*.jpg"))


def test_copied_jpeg_files_are_the_source_byte_by_byte(session, tmp_path):
    folder = make_folder(tmp_path / "shots")
    label(session, folder)
    frames = exported_frames(session, tmp_path / "out", FrameFiles.COPY)
    assert [it.read_bytes() for it in frames] == [
        (folder / f"shot {i}.jpg").read_bytes() for i in (0, 1, 3)
    ]


def test_linked_jpeg_files_are_the_very_files_and_outlive_both_places(session, tmp_path):
    folder = make_folder(tmp_path / "shots")
    (folder / "shot 0.jpg").chmod(0o444)
    label(session, folder)
    frames = exported_frames(session, tmp_path / "out", FrameFiles.LINK)
    assert frames[0].samefile(folder / "shot 0.jpg")
    before = (folder / "shot 0.jpg").read_bytes()
    exported_frames(session, tmp_path / "out", FrameFiles.ENCODE)  # replaces the export
    assert (folder / "shot 0.jpg").read_bytes() == before


def test_links_that_cannot_be_are_a_sentence_and_leave_nothing(session, tmp_path, monkeypatch):
    def other_disk(*_):
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    label(session, make_folder(tmp_path / "shots"))
    monkeypatch.setattr("os.link", other_disk)
    with pytest.raises(UserError, match="Copy the frames instead"):
        exported_frames(session, tmp_path / "out", FrameFiles.LINK)
    assert not (tmp_path / "out").exists()


def test_encoded_frames_are_new_files_of_the_same_picture(session, tmp_path):
    folder = make_folder(tmp_path / "shots")
    label(session, folder)
    (first, *_) = exported_frames(session, tmp_path / "out", FrameFiles.ENCODE)
    assert first.read_bytes() != (folder / "shot 0.jpg").read_bytes()
    old, new = (cv2.imread(str(it)).astype(int) for it in (folder / "shot 0.jpg", first))
    assert np.abs(old - new).mean() < 10


@pytest.mark.parametrize("how", [FrameFiles.COPY, FrameFiles.LINK])
def test_what_is_no_jpeg_is_encoded_whatever_it_is_called(how, session, tmp_path):
    folder = make_folder(tmp_path / "shots", ".png")
    for path in folder.iterdir():
        path.rename(path.with_suffix(".jpg"))
    label(session, folder)
    (first, *_) = exported_frames(session, tmp_path / "out", how)
    assert first.read_bytes().startswith(b"\xff\xd8\xff")


def test_a_jpeg_that_a_camera_asks_to_turn_is_not_taken_as_it_is(session, tmp_path):
    folder = make_folder(tmp_path / "shots", orientation=3)  # upside down
    label(session, folder)
    (first, *_) = exported_frames(session, tmp_path / "out", FrameFiles.COPY)
    raw = cv2.imread(str(folder / "shot 0.jpg"), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    shown = cv2.imread(str(first), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    assert np.abs(shown.astype(int) - raw[::-1, ::-1]).mean() < 10


def test_an_upright_jpeg_with_exif_is_copied(session, tmp_path):
    folder = make_folder(tmp_path / "shots", orientation=1)
    label(session, folder)
    (first, *_) = exported_frames(session, tmp_path / "out", FrameFiles.COPY)
    assert first.read_bytes() == (folder / "shot 0.jpg").read_bytes()


def test_a_conversion_compresses_no_picture_a_second_time(session, tmp_path):
    from annotator.converting import convert

    folder = make_folder(tmp_path / "shots")
    label(session, folder)
    export_project(session.project, "youtube-vos", tmp_path / "vos")
    convert("youtube-vos", tmp_path / "vos", "davis-2017", tmp_path / "davis")
    frames = sorted((tmp_path / "davis/JPEGImages/480p").glob("*/*.jpg"))
    assert frames[0].read_bytes() == (folder / "shot 0.jpg").read_bytes()


# --- size ----------------------------------------------------------------------------------------


def test_a_size_keeps_its_shape_and_never_grows():
    assert fitted_size((1080, 1920), 640) == (360, 640)
    assert fitted_size((1920, 1080), 640) == (640, 360)
    assert fitted_size((3, 4000), 10) == (1, 10)
    assert fitted_size((48, 64), 640) == (48, 64)


@pytest.mark.parametrize("frame_hw", [(24, 32), (17, 23), (96, 128), (1, 1), (48, 64)])
def test_each_pixel_of_a_resized_mask_is_what_lay_under_its_centre(frame_hw):
    mask = np.random.default_rng(0).random(FRAME_HW) < 0.3
    mask[:10] = False
    rows = [int((i + 0.5) * 48 / frame_hw[0]) for i in range(frame_hw[0])]
    columns = [int((i + 0.5) * 64 / frame_hw[1]) for i in range(frame_hw[1])]
    expected = mask[np.ix_(rows, columns)]
    small = resize(masks.encode(mask), frame_hw)
    assert expected.any() or frame_hw == (1, 1)
    if expected.any():
        assert np.array_equal(masks.decode(small), expected)


def test_a_mask_too_small_to_be_hit_keeps_a_pixel_where_it_was():
    small = resize(masks.encode(box(47, 63, 48, 64, FRAME_HW)), (12, 16))
    assert np.argwhere(masks.decode(small)).tolist() == [[11, 15]]
    assert resize(masks.empty(FRAME_HW), (12, 16)) == masks.empty((12, 16))


def test_frames_masks_boxes_and_sizes_shrink_together_and_the_report_says_what_was_lost(session, tmp_path):  # fmt: skip
    label(session, make_folder(tmp_path / "shots"))
    (report,) = export_project(
        session.project, "coco", tmp_path / "out", ExportOptions(max_side=32)
    )
    document = json.loads((tmp_path / "out/annotations.json").read_text())
    assert {(it["width"], it["height"]) for it in document["images"]} == {(32, 24)}
    assert document["annotations"][0]["segmentation"]["size"] == [24, 32]
    assert document["annotations"][0]["bbox"] == [3, 2, 17, 13]
    for path in (tmp_path / "out/images").glob("*/*.jpg"):
        assert cv2.imread(str(path)).shape == (24, 32, 3)
    measured = [
        masks.iou(old, resize(new.rle, FRAME_HW))
        for old, new in zip(
            (it.rle for _, found in session.project.stream_frame_masks(1) for it in found),
            format_module("coco").read(tmp_path / "out").masks(),
            strict=True,
        )
    ]
    assert min(measured) == 0.25
    (loss,) = report.losses
    assert loss == (
        "shots was scaled from 64 x 48 to 32 x 24: scaled back, 3 masks came to an IoU of "
        f"{np.mean(measured):.3f} with what was there; the worst by 0.250 (object 1 on frame 3)."
    )


def test_frames_that_are_small_enough_stay_as_they_are(session, tmp_path):
    folder = make_folder(tmp_path / "shots")
    label(session, folder)
    (report,) = export_project(
        session.project, "coco", tmp_path / "out", ExportOptions(max_side=64)
    )
    assert report.losses == ()
    copied = tmp_path / "out/images/shots/000000.jpg"
    assert copied.read_bytes() == (folder / "shot 0.jpg").read_bytes()


def test_the_videos_are_looked_up_once_however_many_are_scaled_down(many):
    asked = []

    class Asked(DatasetView):
        def videos(self):
            asked.append(self)
            return super().videos()

    resized = ResizedDataset(Asked(ProjectDataset(many.project)), max_side=16)
    for video in many.project.videos():
        assert {it.rle.frame_hw for _, found in resized.frame_masks(video.id) for it in found} == {(12, 16)}  # fmt: skip
    assert len(asked) == 1


@pytest.mark.parametrize("fps", [0, -1, 1000.5, 1e9, float("inf"), float("nan")])
def test_a_number_of_frames_a_second_that_no_video_has_is_refused(fps):
    with pytest.raises(UserError, match="more than 0 and at most 1000"):
        ExportOptions(fps=fps)


# --- who made it ---------------------------------------------------------------------------------


def test_provenance_is_written_if_it_is_asked_for(session, tmp_path):
    label(session, make_folder(tmp_path / "shots"))
    for name, asked in (("plain", False), ("told", True)):
        export_project(session.project, "coco", tmp_path / name, ExportOptions(provenance=asked))
    plain, told = (
        json.loads((tmp_path / name / "annotations.json").read_text())["annotations"]
        for name in ("plain", "told")
    )
    assert not any("source" in it for it in plain)
    assert [(it["source"], it["engine"], it["verified"]) for it in told] == [
        ("human", None, False),
        ("engine", "flow", False),
        ("import", None, False),
    ]


def test_provenance_stands_where_other_formats_have_room(session, tmp_path):
    label(session, make_folder(tmp_path / "shots"))
    for name in ("youtube-vis", "labelme", "cvat-video"):
        export_project(session.project, name, tmp_path / name, ExportOptions(provenance=True))
    (track,) = json.loads((tmp_path / "youtube-vis/train/instances.json").read_text())["annotations"]  # fmt: skip
    assert [it["source"] for it in track["provenance"]] == ["human", "engine", "import"]
    shape = json.loads((tmp_path / "labelme/frames/shots/00001.json").read_text())["shapes"][0]
    assert shape["description"] == "engine, flow, score 0.500"
    xml = (tmp_path / "cvat-video/tasks/shots/annotations.xml").read_text()
    assert 'source="semi-auto"' in xml


def test_only_what_a_person_made_or_verified(session, tmp_path):
    video = label(session, make_folder(tmp_path / "shots"))
    (tracked,) = session.project.objects(video.id)
    verify_masks(session, [tracked.id], 3, 4)
    export_project(session.project, "coco", tmp_path / "out", ExportOptions(verified_only=True))
    read = format_module("coco").read(tmp_path / "out")
    assert [it.frame_index for it in read.masks()] == [0, 3]


# --- split ---------------------------------------------------------------------------------------


@pytest.fixture
def many(session, tmp_path):
    for name in "abcd":
        label(session, make_folder(tmp_path / name))
    return session


SPLIT = ExportOptions(shares=(50, 25, 25))


def contents(folder):
    return {it.relative_to(folder): it.read_bytes() for it in folder.rglob("*") if it.is_file()}


@pytest.mark.parametrize("name", READABLE_NAMES)
def test_a_split_is_written_whole_with_a_list_of_its_videos(name, many, tmp_path):
    seen = []
    reports = export_project(
        many.project, name, tmp_path / "out", SPLIT, progress=lambda *it: seen.append(it)
    )
    assert [it.path for it in reports] == [tmp_path / "out" / part for part in ("train", "val", "test")]  # fmt: skip
    listed = json.loads((tmp_path / "out/split.json").read_text())["videos"]
    for part, videos in listed.items():
        read = format_module(name).read(tmp_path / "out" / part)
        assert [it.name for it in read.videos] == videos
    assert seen[-1] == (12, 12)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_the_folder_of_a_split_is_not_read_but_says_where_the_data_sets_are(many, tmp_path):
    export_project(many.project, "coco", tmp_path / "out", SPLIT)
    with (
        pytest.raises(FormatError, match=r"each of train, val, test: .* with .*out.train\."),
        open_dataset("coco", tmp_path / "out"),
    ):
        pass


def test_a_split_that_is_cancelled_leaves_the_old_one_as_it_was(many, tmp_path):
    export_project(many.project, "coco", tmp_path / "out", SPLIT)
    before = contents(tmp_path)

    def cancel(done, _total):
        if done == 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_project(many.project, "coco", tmp_path / "out", ExportOptions(shares=(50, 50), seed=1), progress=cancel)  # fmt: skip
    assert contents(tmp_path) == before
    export_project(many.project, "coco", tmp_path / "out", ExportOptions(shares=(50, 50), seed=1))
    assert sorted(it.name for it in (tmp_path / "out").iterdir()) == ["split.json", "train", "val"]


@pytest.mark.parametrize("place", ["best.pt", "train/best.pt", "test/best.pt"])
def test_a_split_to_which_something_was_added_is_not_replaced(place, many, tmp_path):
    export_project(many.project, "coco", tmp_path / "out", SPLIT)
    (tmp_path / "out" / place).write_text("...")
    before = contents(tmp_path)
    with pytest.raises(UserError, match=r"best\.pt"):
        export_project(many.project, "coco", tmp_path / "out", ExportOptions(shares=(50, 50)))
    assert contents(tmp_path) == before


# --- preview -------------------------------------------------------------------------------------


def names(entries, prefix=""):
    for it in entries:
        yield f"{prefix}{it.name}"
        yield from names(it.children, f"{prefix}{it.name}/")


@pytest.mark.parametrize("name", FORMAT_NAMES)
@pytest.mark.parametrize("options", [ExportOptions(), ExportOptions(frame_files=FrameFiles.NONE, max_side=16)])  # fmt: skip
def test_the_preview_is_what_the_export_writes(name, options, many, tmp_path):
    previewed = set(names(preview_export(many.project, name, options, tmp_path / "out")))
    export_project(many.project, name, tmp_path / "out", options)
    written = {it.relative_to(tmp_path / "out").as_posix() for it in (tmp_path / "out").rglob("*")}
    assert {it for it in previewed if "…" not in it} <= written
    assert len(previewed) >= 2


def test_the_preview_of_a_split_has_its_parts(many, tmp_path):
    entries = preview_export(many.project, "coco", SPLIT, tmp_path / "out")
    assert [it.name for it in entries] == ["train", "val", "test", "split.json"]
    assert "images/a/000000.jpg" in set(names(entries[0].children))


def test_the_preview_says_what_the_export_would_say(session, tmp_path):
    with pytest.raises(UserError, match="nothing to export"):
        preview_export(session.project, "coco", ExportOptions(), tmp_path / "out")
