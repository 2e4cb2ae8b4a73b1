"""The formats by name; a format's code is loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from storage.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

    from exporters.dataset import Dataset, ExportReport, ImportedDataset, Progress

_MODULES = {
    "coco": "exporters.coco",
    "coco-polygons": "exporters.coco_polygons",
    "cvat-video": "exporters.cvat_video",
    "datumaro": "exporters.datumaro",
    "davis-2016": "exporters.davis_2016",
    "davis-2017": "exporters.davis_2017",
    "inst-it": "exporters.inst_it",
    "labelme": "exporters.labelme",
    "matte-h264": "exporters.matte_h264",
    "matte-prores": "exporters.matte_prores",
    "mevis": "exporters.mevis",
    "mots": "exporters.mots",
    "kitti-mots": "exporters.kitti_mots",
    "overlay-h264": "exporters.overlay_h264",
    "overlay-png": "exporters.overlay_png",
    "overlay-prores": "exporters.overlay_prores",
    "pascal-voc": "exporters.pascal_voc",
    "png": "exporters.mask_pngs",
    "ref-youtube-vos": "exporters.ref_youtube_vos",
    "revos": "exporters.revos",
    "sa-v": "exporters.sa_v",
    "yolo-seg": "exporters.yolo_seg",
    "youtube-vis": "exporters.youtube_vis",
    "youtube-vis-2019": "exporters.youtube_vis_2019",
    "youtube-vis-2021": "exporters.youtube_vis_2021",
    "youtube-vis-results": "exporters.youtube_vis_results",
    "youtube-vos": "exporters.youtube_vos",
}

_WRITE_ONLY = frozenset(
    {"matte-h264", "matte-prores", "overlay-h264", "overlay-png", "overlay-prores"}
)

FORMAT_NAMES = tuple(_MODULES)
READABLE_NAMES = tuple(name for name in FORMAT_NAMES if name not in _WRITE_ONLY)


class Format(Protocol):
    """What every format module offers; ``KEEPS`` says in a sentence what survives and what does not."""

    KEEPS: str

    def write(
        self, dataset: Dataset, target: Path, *, frames: bool, progress: Progress
    ) -> ExportReport: ...

    def read(self, source: Path) -> ImportedDataset: ...


def format_module(name: str) -> Format:
    """The module of a format. Raises UserError for an unknown name."""
    if name not in _MODULES:
        raise UserError(f"There is no format {name!r}: choose one of {', '.join(FORMAT_NAMES)}.")
    return cast("Format", import_module(_MODULES[name]))
