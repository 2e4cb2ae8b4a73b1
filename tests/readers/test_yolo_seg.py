"""supervision: YOLO-seg, pixel by pixel."""

import pytest
import yaml

from exporters import yolo_seg
from exporters.dataset import no_progress
from storage import masks
from tests.exporters.datasets import davis, difficult, pixel_masks, rebuild
from tests.exporters.test_yolo_seg import by_frame
from tests.shared import shared


@pytest.mark.parametrize(
    "make", [difficult, lambda: davis(shared("davis2016"))], ids=["made up", "DAVIS"]
)
def test_yolo_seg(make, tmp_path):
    import supervision

    yolo_seg.write(make(), tmp_path / "out", frames=True, progress=no_progress)
    ours = by_frame(pixel_masks(rebuild(yolo_seg.read(tmp_path / "out"), make())))
    names = list(yaml.safe_load((tmp_path / "out/data.yaml").read_text())["names"].values())
    folders = sorted((tmp_path / "out/images/train").glob("*/"))
    for folder in folders:
        read = supervision.DetectionDataset.from_yolo(
            images_directory_path=str(folder),
            annotations_directory_path=str(tmp_path / "out/labels/train" / folder.name),
            data_yaml_path=str(tmp_path / "out/data.yaml"),
            force_masks=True,
        )
        assert list(read.classes) == names
        for path, _, found in read:
            rles = [] if found.mask is None else [masks.encode(it) for it in found.mask]
            rles.sort(key=lambda it: (it.box_xywh, it.counts))
            expected = [it for (_, i), it in ours.items() if i == int(path[-9:-4])]
            assert rles in expected or (not rles and not any(expected))
