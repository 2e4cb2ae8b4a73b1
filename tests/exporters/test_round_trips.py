"""There and back: real masks bit by bit, and of made-up ones exactly what the report does not call lost."""

import re
from pathlib import Path

import numpy as np
import pytest

from exporters.dataset import no_progress
from exporters.formats import READABLE_NAMES, format_module
from tests.exporters.datasets import davis, difficult, pixel_masks, rebuild
from tests.shared import shared

# The objects of a video become one; outlines, whose loss is an IoU.
APART = {"davis-2016", "yolo-seg"}


def export(name, dataset, target):
    return format_module(name).write(dataset, target, frames=False, progress=no_progress)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in READABLE_NAMES if name != "yolo-seg"])
def test_real_masks_of_all_ten_sequences_come_back_bit_exact(name, tmp_path):
    root = shared("davis2016")
    sequences = sorted(it.name for it in (root / "Annotations/480p").iterdir())
    original = davis(root, sequences, step=3)
    export(name, original, tmp_path / "out")
    rebuilt = rebuild(format_module(name).read(tmp_path / "out"), original)
    before, after = pixel_masks(original), pixel_masks(rebuilt)
    assert before.keys() == after.keys()
    assert all(np.array_equal(before[key], after[key]) for key in before)


@pytest.mark.parametrize("name", [name for name in READABLE_NAMES if name not in APART])
def test_what_is_missing_afterwards_is_what_the_report_said(name, tmp_path):
    original = difficult()
    report = export(name, original, tmp_path / "out")
    rebuilt = rebuild(format_module(name).read(tmp_path / "out"), original)
    before, after = pixel_masks(original), pixel_masks(rebuilt)
    assert after.keys() <= before.keys()
    nothing = {key: np.zeros_like(mask) for key, mask in before.items()}
    after = nothing | after
    assert not any((after[key] & ~before[key]).any() for key in before), "nothing is added"
    missing = sum(int((before[key] & ~after[key]).sum()) for key in before)
    said = [int(found[1]) for it in report.losses if (found := re.search(r"lost (\d+) pixels", it))]
    assert missing == sum(said)


@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("name", READABLE_NAMES)
def test_a_data_set_put_together_of_links_reads_the_same(name, depth, tmp_path):
    original = difficult()
    export(name, original, tmp_path / "out")
    link_at(depth, tmp_path / "out", tmp_path / "linked" / "out")
    real, linked = (
        pixel_masks(rebuild(format_module(name).read(it / "out"), original))
        for it in (tmp_path, tmp_path / "linked")
    )
    assert real.keys() == linked.keys()
    assert all(np.array_equal(real[key], linked[key]) for key in real)


def link_at(depth: int, folder: Path, target: Path) -> None:
    """The folder anew, with links in the place of all that lies so deep in it."""
    target.mkdir(parents=True)
    for path in folder.iterdir():
        if depth > 1 and path.is_dir():
            link_at(depth - 1, path, target / path.name)
        else:
            (target / path.name).symlink_to(path, target_is_directory=path.is_dir())
