"""labelformat: videos, tracks and boxes of YouTube-VIS."""

import json

from exporters import youtube_vis
from exporters.dataset import no_progress
from tests.exporters.datasets import difficult


def test_youtube_vis(tmp_path):
    from labelformat.formats import YouTubeVISInstanceSegmentationTrackInput

    youtube_vis.write(difficult(), tmp_path / "out", frames=False, progress=no_progress)
    path = tmp_path / "out/train/instances.json"
    document = json.loads(path.read_text())
    found = list(YouTubeVISInstanceSegmentationTrackInput(path).get_labels())
    assert [it.video.number_of_frames for it in found] == [5, 1]
    assert [len(it.objects) for it in found] == [3, 1]
    names = {it["id"]: it["name"] for it in document["categories"]}
    expected = [names[it["category_id"]] for it in document["annotations"]]
    assert [it.category.name for video in found for it in video.objects] == expected
