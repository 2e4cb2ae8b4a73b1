"""The flow engine on real film: as good as measured, and honest about how good."""

from contextlib import closing

import numpy as np
import pytest

from annotator.evaluation import region_similarity
from exporters.png import read_index_png
from model_backend.engine import ObjectPrompts, PropagateRequest
from model_backend.flow.engine import create
from storage import masks
from storage.records import FramePrompt, VideoSource
from storage.video import scan_video
from tests.shared import shared


def follow(name, stop=None):
    """(J, score) of every frame after the first, which is given; arrays (frames,)."""
    root = shared("davis2016")
    truth = [
        read_index_png(p) > 0 for p in sorted(root.glob(f"Annotations/480p/{name}/*.png"))[:stop]
    ]
    folder = root / "JPEGImages" / "480p" / name
    prompt = FramePrompt(0, mask=masks.encode(truth[0]))
    request = PropagateRequest((ObjectPrompts(1, (prompt,)),), 0, len(truth))
    with closing(create({}).open(VideoSource(folder, *scan_video(folder)))) as session:
        found = [result.objects[0] for result in session.propagate(request)][1:]
    j = [region_similarity(masks.decode(it.rle), t) for it, t in zip(found, truth[1:], strict=True)]
    return np.array(j), np.array([it.score for it in found])


def test_a_camel_is_followed_as_well_as_measured():
    j, _ = follow("camel", 16)
    assert j.mean() > 0.9


@pytest.mark.slow
def test_scores_go_along_with_how_good_the_masks_are():
    j, score = np.concatenate([follow(name, 40) for name in ("bmx-trees", "libby")], axis=1)
    ranks = [np.argsort(np.argsort(values)) for values in (j, score)]
    assert np.corrcoef(*ranks)[0, 1] > 0.6
    assert score[j < 0.5].mean() < score[j > 0.8].mean() - 0.1
    assert j[39:].mean() > 0.75  # libby, as measured
