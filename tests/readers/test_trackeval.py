"""TrackEval: the truth, given as a result, must score 1."""

import json
import shutil

import numpy as np
import pytest
from pycocotools import mask as coco_mask

from exporters import kitti_mots, mots, youtube_vis
from exporters.dataset import no_progress
from tests.exporters.datasets import MemoryDataset, box

QUIET = (
    "PRINT_RESULTS", "OUTPUT_SUMMARY", "OUTPUT_DETAILED", "PLOT_CURVES", "TIME_PROGRESS", "PRINT_CONFIG",
)  # fmt: skip


def two_walkers():
    """Two pedestrians that overlap, on frames that are neither the first nor one after the other."""
    data = MemoryDataset()
    data.category_list[0] = data.category_list[0].__class__(3, "pedestrian", "#ff0000")
    video_id = data.add_video("street", frame_hw=(20, 30))
    for number, y in ((1, 2), (2, 5)):
        object_id = data.add_object(video_id, number)
        for i in range(3):
            data.add_mask(object_id, 10 + 5 * i, box(y, 4 * i, y + 6, 4 * i + 5, (20, 30)))
    return data


def hota(dataset, of_class):
    """What TrackEval makes of the results called "us"."""
    import trackeval

    options = trackeval.Evaluator.get_default_eval_config()
    options |= dict.fromkeys(QUIET, False) | {"BREAK_ON_ERROR": True, "RETURN_ON_ERROR": False}
    found, _ = trackeval.Evaluator(options).evaluate(
        [dataset], [trackeval.metrics.HOTA({"PRINT_CONFIG": False})]
    )
    (of_dataset,) = found.values()
    return of_dataset["us"]["COMBINED_SEQ"][of_class]["HOTA"]


def test_motschallenge(tmp_path):
    import trackeval

    mots.write(two_walkers(), tmp_path / "out", frames=False, progress=no_progress)
    results = tmp_path / "trackers/MOTS-train/us/data"
    results.mkdir(parents=True)
    shutil.copy(tmp_path / "out/MOTS-train/street/gt/gt.txt", results / "street.txt")
    dataset = trackeval.datasets.MOTSChallenge(
        {"GT_FOLDER": str(tmp_path / "out"), "TRACKERS_FOLDER": str(tmp_path / "trackers"), "PRINT_CONFIG": False}
    )  # fmt: skip
    scores = hota(dataset, "pedestrian")
    assert np.allclose(scores["HOTA"], 1)
    assert scores["HOTA_TP"][0] == 6


def test_kitti_mots(tmp_path):
    import trackeval

    data = two_walkers()
    other = data.add_video("square", frame_hw=(20, 30))  # TrackEval cannot read a list of one
    data.add_mask(data.add_object(other, 1), 0, box(0, 0, 5, 5, (20, 30)))
    kitti_mots.write(data, tmp_path / "out", frames=False, progress=no_progress)
    shutil.copytree(tmp_path / "out/label_02", tmp_path / "trackers/us/data")
    dataset = trackeval.datasets.KittiMOTS(
        {"GT_FOLDER": str(tmp_path / "out"), "TRACKERS_FOLDER": str(tmp_path / "trackers"), "PRINT_CONFIG": False,
         "SPLIT_TO_EVAL": "training", "CLASSES_TO_EVAL": ["pedestrian"]}
    )  # fmt: skip
    scores = hota(dataset, "pedestrian")
    assert np.allclose(scores["HOTA"], 1)
    assert scores["HOTA_TP"][0] == 7


@pytest.mark.parametrize("with_provenance", [False, True])
def test_youtube_vis(with_provenance, tmp_path):
    import trackeval

    data = two_walkers()
    data.with_provenance = with_provenance
    youtube_vis.write(data, tmp_path / "out", frames=False, progress=no_progress)
    document = json.loads((tmp_path / "out/train/instances.json").read_text())
    truth, results = tmp_path / "gt/youtube_vis_train", tmp_path / "tracker/youtube_vis_train/us/data"  # fmt: skip
    for folder in (truth, results):
        folder.mkdir(parents=True)
    (truth / "train.json").write_text(json.dumps(document))
    tracks = [as_result(it) for it in document["annotations"]]
    (results / "results.json").write_text(json.dumps(tracks))
    dataset = trackeval.datasets.YouTubeVIS(
        {"GT_FOLDER": f"{tmp_path}/gt/", "TRACKERS_FOLDER": f"{tmp_path}/tracker/", "PRINT_CONFIG": False,
         "SPLIT_TO_EVAL": "train"}
    )  # fmt: skip
    scores = hota(dataset, "pedestrian")
    assert np.allclose(scores["HOTA"], 1)
    assert scores["HOTA_TP"][0] == 6


def as_result(annotation):
    """A track as a model's result file has it: compressed runs and a score."""
    height, width = annotation["height"], annotation["width"]
    packed = [it and coco_mask.frPyObjects(it, height, width) for it in annotation["segmentations"]]
    for it in packed:
        it["counts"] = it["counts"].decode()
    return {key: annotation[key] for key in ("video_id", "category_id")} | {
        "segmentations": packed,
        "score": 1.0,
    }
