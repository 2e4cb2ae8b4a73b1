"""DAVIS 2016 and 2017: what an image library sees in ours, what evaluation says, what we read."""

import shutil
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from annotator.evaluation import boundary_measure, evaluate_folders, region_similarity
from exporters import davis_2016, davis_2017
from exporters.dataset import no_progress
from exporters.png import voc_palette, write_index_png
from storage import masks
from storage.errors import FormatError, UserError
from tests.exporters.datasets import MemoryDataset, box, davis, difficult, pixel_masks, rebuild
from tests.shared import shared


def export(module, dataset, folder, *, frames=False):
    return module.write(dataset, folder, frames=frames, progress=no_progress)


def pixels(path, mode):
    image = Image.open(path)
    assert image.mode == mode
    return np.asarray(image)


def test_2016_made_from_davis_2016_has_its_pixels(tmp_path):
    root = shared("davis2016")
    export(davis_2016, davis(root), tmp_path / "out")
    found = sorted((tmp_path / "out").glob("Annotations/480p/*/*.png"))
    assert len(found) > 10
    for path in found:
        original = root / path.relative_to(tmp_path / "out")
        assert np.array_equal(pixels(path, "L") > 0, np.asarray(Image.open(original)) > 0)
        assert set(np.unique(pixels(path, "L"))) <= {0, 255}


def test_2016_lists_every_image_with_its_annotation(tmp_path):
    export(davis_2016, davis(shared("davis2016"), step=40), tmp_path / "out", frames=True)
    lines = (tmp_path / "out/ImageSets/480p/train.txt").read_text().splitlines()
    assert lines[0] == "/JPEGImages/480p/bmx-trees/00000.jpg /Annotations/480p/bmx-trees/00000.png"
    for path in " ".join(lines).split():
        assert (tmp_path / f"out{path}").is_file()


def test_2016_unites_the_objects_of_a_video_and_says_so(tmp_path):
    report = export(davis_2016, difficult(), tmp_path / "out")
    assert report.losses == ("a/b: ../Zoë 東京.mp4: its 4 objects became one.",)
    image = pixels(tmp_path / "out/Annotations/480p/a_b_ .._Zoë 東京.mp4/00015.png", "L")
    assert (image == 255).all()


def test_j_and_f_of_an_exported_folder_are_those_of_the_masks_themselves(tmp_path):
    truth = davis(shared("davis2016"), sequences=["bmx-trees"], step=20)
    predicted = davis(shared("davis2016"), sequences=["bmx-trees"], step=20)
    (frames,) = predicted.found.values()
    for row in frames.values():
        row[0] = replace(row[0], rle=masks.encode(np.roll(masks.decode(row[0].rle), 6, axis=1)))
    export(davis_2017, truth, tmp_path / "truth")
    export(davis_2017, predicted, tmp_path / "first")
    again = rebuild(davis_2017.read(tmp_path / "first"), predicted)
    export(davis_2017, again, tmp_path / "second")
    pairs = [(shifted, mask) for shifted, mask in zip(
        pixel_masks(predicted).values(), pixel_masks(truth).values(), strict=True)][1:-1]  # fmt: skip
    for name in ("first", "second"):
        folders = (tmp_path / it / "Annotations/480p" for it in (name, "truth"))
        found = evaluate_folders(*folders).overall
        assert found.j.mean == pytest.approx(np.mean([region_similarity(*it) for it in pairs]))
        assert found.f.mean == pytest.approx(np.mean([boundary_measure(*it) for it in pairs]))
        assert 0 < found.j.mean < 1


def test_2017_is_what_its_evaluation_assumes(tmp_path):
    """Values 1 to N without gaps, and the largest value of the first frame counts its objects."""
    data = MemoryDataset()
    video = data.add_video("clip")
    late, early, first = (data.add_object(video, number) for number in (2, 5, 9))
    data.add_mask(first, 3, box(0, 0, 2, 2))
    data.add_mask(early, 3, box(4, 4, 6, 6))
    data.add_mask(late, 7, box(8, 8, 9, 9))
    report = export(davis_2017, data, tmp_path / "out")
    folder = tmp_path / "out/Annotations/480p/clip"
    assert sorted(path.name for path in folder.iterdir()) == ["00003.png", "00007.png"]
    assert set(np.unique(pixels(folder / "00003.png", "P"))) == {0, 1, 2}
    assert set(np.unique(pixels(folder / "00007.png", "P"))) == {0, 3}
    assert (tmp_path / "out/ImageSets/2017/train.txt").read_text() == "clip\n"
    assert len(report.losses) == 1
    assert report.losses[0].startswith(
        "clip, object 2 (thing) first shows on frame 7: the evaluation"
    )


def test_2017_real_masks_are_bit_exact_in_an_image_library(tmp_path):
    dataset = davis(shared("davis2016"))
    export(davis_2017, dataset, tmp_path / "out")
    for (video, frame_index, _), mask in pixel_masks(dataset).items():
        path = tmp_path / f"out/Annotations/480p/{video}/{frame_index:05}.png"
        assert np.array_equal(pixels(path, "P") == 1, mask)


def test_2017_reports_what_overlaps_cost_exactly(tmp_path):
    original = difficult()
    report = export(davis_2017, original, tmp_path / "out")
    kept = {(it.number, it.frame_index): it.rle.area for it in davis_2017.read(tmp_path / "out").masks()}  # fmt: skip
    lost = sum(
        mask.sum() - kept[number, frame_index]
        for (video, frame_index, number), mask in pixel_masks(original).items()
        if video != "CON"
    )
    said = sum(int(it.split(" lost ")[1].split()[0]) for it in report.losses if " lost " in it)
    assert lost == said > 0


def test_2017_refuses_more_objects_than_values(tmp_path):
    data = MemoryDataset()
    video = data.add_video("crowd")
    for number in range(1, 256):
        data.add_mask(data.add_object(video, number), 0, box(0, 0, 1, 1))
    with pytest.raises(UserError, match="255 objects, but DAVIS has room for 254"):
        export(davis_2017, data, tmp_path / "out")


# --- folders of others ---------------------------------------------------------------------------


def foreign(tmp_path, frames, resolution="480p"):
    folder = tmp_path / "Annotations" / resolution / "bear"
    folder.mkdir(parents=True)
    for i, values in enumerate(frames):
        write_index_png(folder / f"{i:05}.png", values.astype(np.uint8), voc_palette())
    return tmp_path


def test_objects_are_found_by_their_pixels_and_255_is_void(tmp_path):
    frames = [box(0, 0, 2, 2) * 1 + box(5, 5, 9, 9) * 255, box(0, 0, 3, 3) * 2]
    dataset = davis_2017.read(foreign(tmp_path, frames, "Full-Resolution"))
    assert [(it.number, it.name) for it in dataset.objects] == [(1, "object 1"), (2, "object 2")]
    assert [(it.number, it.frame_index, it.rle.area) for it in dataset.masks()] == [
        (1, 0, 4),
        (2, 0, 0),
        (1, 1, 0),
        (2, 1, 9),
    ]


def test_a_sequence_of_0_and_255_has_one_object(tmp_path):
    dataset = davis_2016.read(foreign(tmp_path, [box(0, 0, 2, 2) * 255]))
    assert [(it.number, it.name) for it in dataset.objects] == [(1, "foreground")]
    assert [it.rle for it in dataset.masks()] == [masks.encode(box(0, 0, 2, 2))]


def test_the_real_folder_is_read(tmp_path):
    source = tmp_path / "Annotations/480p/bmx-trees"
    source.parent.mkdir(parents=True)
    shutil.copytree(shared("davis2016") / "Annotations/480p/bmx-trees", source)
    dataset = davis_2016.read(tmp_path)
    (video,) = dataset.videos
    assert video.frame_hw == (480, 854)
    assert len(list(dataset.masks())) == len(video.frame_indices) == len(list(source.iterdir()))


def test_a_folder_of_something_else_is_a_sentence(tmp_path):
    with pytest.raises(FormatError, match="has no folder Annotations/480p"):
        davis_2017.read(tmp_path)
