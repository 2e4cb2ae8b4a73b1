"""Overlays and mattes: every frame at its time, masks where they belong, the same bytes each time."""

from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

from exporters import matte_h264, matte_prores, overlay_h264, overlay_png, overlay_prores
from exporters.dataset import no_progress
from storage.errors import FormatError
from tests.exporters.datasets import MemoryDataset, box, difficult, pixel_masks

VIDEOS = (overlay_h264, overlay_prores, matte_h264, matte_prores)


def each(*modules):
    return pytest.mark.parametrize("module", modules, ids=[it.__name__[10:] for it in modules])


SIZE = (48, 64)
TICK = Fraction(1, 30_000)  # of MemoryDataset, whose frames are 1001 of them long


def export(module, dataset, folder):
    return module.write(dataset, folder, frames=False, progress=no_progress)


def clip(*frame_indices):
    """Two objects that overlap, one of which comes later."""
    data = MemoryDataset()
    video_id = data.add_video("clip", frame_hw=SIZE)
    one, late = data.add_object(video_id, 1), data.add_object(video_id, 12)
    for i in frame_indices:
        data.add_mask(one, i, box(4, 4, 30, 30, SIZE))
        data.add_mask(late, i, box(20, 20, 40, 50 if i > frame_indices[0] else 20, SIZE))
    return data


def decoded(path, pixel_format="rgb24"):
    """(time in ticks of the source, pixels) of every frame, as PyAV alone reads them."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        for frame in container.decode(stream):
            yield frame.pts * frame.time_base / TICK, frame.to_ndarray(format=pixel_format)


def files(folder):
    return sorted(str(it.relative_to(folder)) for it in folder.rglob("*.[mp]*") if it.is_file())


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        (overlay_h264, ["videos/clip.mp4"]),
        (overlay_prores, ["videos/clip.mov"]),
        (matte_h264, ["mattes/clip/001.mp4", "mattes/clip/012.mp4"]),
        (matte_prores, ["mattes/clip/001.mov", "mattes/clip/012.mov"]),
    ],
)
def test_every_frame_is_shown_at_the_time_it_has_in_its_source(module, expected, tmp_path):
    export(module, clip(3, 4, 5, 9), tmp_path / "out")
    assert files(tmp_path / "out") == expected
    for name in expected:
        times = [time for time, _ in decoded(tmp_path / "out" / name)]
        assert times == [1001 * i for i in (3, 4, 5, 9)]


@each(*VIDEOS)
def test_what_is_not_labelled_is_left_out_and_the_report_says_so(module, tmp_path):
    assert export(module, clip(3, 4, 5), tmp_path / "out").losses == ()
    assert export(module, clip(3, 4, 9), tmp_path / "out").losses == (
        "clip comes without 4 of the frames 3 to 9; the frame before stays on the screen meanwhile.",
    )


@each(*VIDEOS, overlay_png)
def test_the_same_data_set_makes_the_same_bytes(module, tmp_path):
    for name in ("a", "b"):
        export(module, difficult(), tmp_path / name)
    paths = files(tmp_path / "a")
    assert paths == files(tmp_path / "b")
    assert all(
        (tmp_path / "a" / it).read_bytes() == (tmp_path / "b" / it).read_bytes() for it in paths
    )


def test_prores_4444_has_the_picture_and_the_exact_mask_as_alpha(tmp_path):
    data = clip(3, 4)
    report = export(matte_prores, data, tmp_path / "out")
    assert (report.frames, report.masks) == (2, 3)
    expected = pixel_masks(data)
    for number in (1, 12):
        for time, pixels in decoded(tmp_path / f"out/mattes/clip/{number:03}.mov", "rgba"):
            frame_index = int(time) // 1001
            mask = expected.get(("clip", frame_index, number), np.zeros(SIZE, bool))
            assert np.array_equal(pixels[..., 3], mask * np.uint8(255))
            assert np.abs(pixels[..., :3].astype(int) - frame_index).max() <= 2


def test_a_matte_is_white_on_black_wherever_others_lie(tmp_path):
    data = clip(3, 4)
    export(matte_h264, data, tmp_path / "out")
    for number in (1, 12):
        for time, pixels in decoded(tmp_path / f"out/mattes/clip/{number:03}.mp4"):
            mask = pixel_masks(data).get(("clip", int(time) // 1001, number), np.zeros(SIZE, bool))
            assert np.array_equal(pixels[..., 0] > 127, mask)


def test_an_overlay_can_be_an_image_for_each_frame_by_its_index(tmp_path):
    report = export(overlay_png, clip(3, 4, 9), tmp_path / "out")
    assert (report.frames, report.masks, report.losses) == (3, 5, ())
    assert files(tmp_path / "out") == [f"videos/clip/{i:05}.png" for i in (3, 4, 9)]
    pixels = np.asarray(Image.open(tmp_path / "out/videos/clip/00009.png"))
    assert pixels.shape == (*SIZE, 3)
    assert pixels[24, 8, 2] > 80, "the object is blue"
    assert (pixels[4:8, 54:] == 9).all(), "the frame is as it was where nothing lies"


@each(overlay_h264, overlay_prores)
def test_an_overlay_tints_what_is_masked_and_nothing_else(module, tmp_path):
    export(module, clip(3, 4), tmp_path / "out")
    (path,) = (tmp_path / "out/videos").iterdir()
    _, pixels = list(decoded(path))[-1]
    assert pixels[24, 8, 2] > 80, "the object is blue"
    assert pixels[4:8, 54:].max() < 20, "the frame is almost black"


@each(*VIDEOS, overlay_png)
def test_a_video_cannot_be_read_back_and_the_sentence_says_what_to_do(module, tmp_path):
    export(module, clip(3), tmp_path / "out")
    with pytest.raises(
        FormatError, match=r"cannot be read back from a picture or video.*import png"
    ):
        module.read(tmp_path / "out")
