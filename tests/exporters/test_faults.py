"""Bad records: named and refused, or named and passed over, as asked."""

import json
import shutil

import pytest

from exporters.dataset import no_progress
from exporters.faults import one_record, passing_over
from exporters.formats import format_module
from storage.errors import FormatError
from tests.exporters.datasets import MemoryDataset, box

FRAMES = (0, 5, 10)


def two_videos():
    """Objects 1 and 2, on three frames of each of two videos."""
    data = MemoryDataset()
    for name in ("first", "second"):
        video_id = data.add_video(name, fingerprint=name)
        objects = [data.add_object(video_id, number) for number in (1, 2)]
        for frame in FRAMES:
            for i, it in enumerate(objects):
                data.add_mask(it, frame, box(6 * i, frame, 6 * i + 4, frame + 5))
        data.add_expression(video_id, "the upper thing", objects[0])
    return data


def change_json(path, change):
    document = json.loads(path.read_text())
    change(document)
    path.write_text(json.dumps(document))


def break_coco(folder):
    def change(document):
        document["annotations"][1]["segmentation"] = 5
        document["annotations"][4]["image_id"] = 999
        document["annotations"][7]["category_id"] = 999
        document["tracks"][3]["number"] = "three"

    change_json(folder / "annotations.json", change)


def break_youtube_vis(folder):
    def change(document):
        document["annotations"][0]["segmentations"][1] = {"size": [1, 1], "counts": [1]}
        document["annotations"][2]["category_id"] = 999
        document["annotations"][3]["areas"] = document["annotations"][3]["segmentations"] = [None]

    (path,) = [*folder.glob("train.json"), *folder.glob("train/instances.json")]
    change_json(path, change)


def break_results(folder):
    def change(document):
        document[0]["segmentations"][1] = {"size": [1, 1], "counts": "1"}
        document[2]["score"] = 7

    change_json(folder / "results.json", change)


def break_datumaro(folder):
    def change(document):
        document["items"][1]["annotations"][0]["rle"] = 5
        document["items"][4]["image"] = 7

    change_json(folder / "annotations/train.json", change)


def break_inst_it(folder):
    def change(document):
        document[0]["segmentations"]["00005.jpg"]["1"] = {"mask": {"size": [1, 1], "counts": "1"}}
        document[1] = 7

    change_json(folder / "inst_it_dataset_video_21k_w_mask.json", change)


def break_yolo_seg(folder):
    path = folder / "labels/train/first/00005.txt"
    _, second = path.read_text().splitlines()
    path.write_text(f"0 0 0 1 1\n{second}\n")
    (folder / "labels/train/second/00010.txt").write_text("dog 0 0 1 0 1 1")


def break_lines(folder):
    for path in folder.rglob("*.txt"):
        if path.name in ("gt.txt", "0000.txt"):
            lines = path.read_text().splitlines()
            lines[1], lines[3] = "1 2 three", lines[3][:-2] + "o"
            path.write_text("\n".join(lines) + "\n")


def break_labelme(folder):
    def change(document):
        document["shapes"][0]["points"] = [[0, 0]]
        document["shapes"].append({"label": 7})

    change_json(folder / "frames/first/00005.json", change)
    (folder / "frames/second/00010.json").write_text("{")


def break_cvat(folder):
    path = folder / "tasks/first/annotations.xml"
    path.write_text(path.read_text().replace('width="5"', 'width="6"', 1))
    (folder / "tasks/second/annotations.xml").write_text("<annotations>")


def break_sa_v(folder):
    def change(document):
        document["masklet"][1][0]["counts"] = "0"
        document["masklet"][2] = 7

    change_json(folder / "annotations/first_manual.json", change)
    (folder / "annotations/second_manual.json").write_text("[]")


def break_expressions(folder):
    (meta,) = (it for it in folder.rglob("meta_expressions*.json") if it.is_file())
    (masks,) = folder.rglob("mask_dict.json")
    change_json(masks, lambda it: it["0"].__setitem__(1, {"size": [1, 1], "counts": "1"}))
    change_json(meta, lambda it: it["videos"]["second"].__setitem__("frames", 7))


def break_pngs(folder):
    broken = [it for it in sorted(folder.rglob("*.png")) if it.stem in ("00005", "00010")][:2]
    for path in broken:
        path.write_bytes(b"no PNG")


BREAK = {
    "coco": break_coco,
    "coco-polygons": break_coco,
    "datumaro": break_datumaro,
    "inst-it": break_inst_it,
    "yolo-seg": break_yolo_seg,
    "youtube-vis": break_youtube_vis,
    "youtube-vis-2019": break_youtube_vis,
    "youtube-vis-2021": break_youtube_vis,
    "youtube-vis-results": break_results,
    "mots": break_lines,
    "kitti-mots": break_lines,
    "labelme": break_labelme,
    "cvat-video": break_cvat,
    "sa-v": break_sa_v,
    "mevis": break_expressions,
    "revos": break_expressions,
    "pascal-voc": break_pngs,
    "davis-2016": break_pngs,
    "davis-2017": break_pngs,
    "png": break_pngs,
    "youtube-vos": break_pngs,
    "ref-youtube-vos": break_pngs,
}


def export(name, folder):
    format_module(name).write(two_videos(), folder, frames=False, progress=no_progress)


def found(name, folder):
    dataset = format_module(name).read(folder)
    return {(it.video, it.frame_index, it.number): it.rle for it in dataset.masks()}


@pytest.mark.parametrize("name", BREAK)
def test_what_is_good_is_read_and_every_bad_record_is_named_with_its_place(name, tmp_path):
    export(name, tmp_path / "out")
    whole = found(name, tmp_path / "out")
    BREAK[name](tmp_path / "out")
    with pytest.raises(FormatError):
        found(name, tmp_path / "out")
    problems = []
    with passing_over(lambda error: problems.append(str(error))):
        rest = found(name, tmp_path / "out")
    assert len(set(problems)) >= 2
    assert all(any(character.isdigit() for character in it) or "/" in it for it in problems)
    assert 0 < len(rest) < len(whole)
    wrong = {key for key, rle in rest.items() if whole[key] != rle and not rle.is_empty}
    assert not wrong, "what was passed over changes nothing else"


def test_of_a_mask_that_is_bad_nothing_is_said_not_even_that_it_is_absent(tmp_path):
    for name in ("cvat-video", "labelme", "yolo-seg"):
        export(name, tmp_path / name)
        BREAK[name](tmp_path / name)
        with passing_over(lambda _: None):
            rest = found(name, tmp_path / name)
        assert not any(rle.is_empty for rle in rest.values())


def test_coco_names_each_record_by_its_place_in_the_file(tmp_path):
    export("coco", tmp_path)
    break_coco(tmp_path)
    problems = []
    with passing_over(lambda error: problems.append(str(error))):
        found("coco", tmp_path)
    text = "\n".join(problems)
    for expected in (
        "track 3 (id 4): its number is 'three', not a whole number",
        "annotation 4 (id 5): its image_id is that of no image",
        "annotation 7 (id 8): its category_id is that of no category",
        "annotation 1 (id 2): its segmentation is neither RLE nor polygons",
    ):
        assert expected in text


def test_strict_is_the_rule_again_after_the_block():
    with passing_over(lambda _: None), one_record():
        raise FormatError("passed over")
    with pytest.raises(FormatError, match="refused"), one_record():
        raise FormatError("refused")


def test_what_is_not_about_a_record_ends_the_reading_all_the_same(tmp_path):
    export("coco", tmp_path / "out")
    shutil.copy(tmp_path / "out/frame_map.json", tmp_path / "out/annotations.json")
    with passing_over(lambda _: None), pytest.raises(FormatError, match="lists no images"):
        found("coco", tmp_path / "out")
