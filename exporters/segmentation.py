"""A mask as COCO and its descendants write it: RLE, compressed or not, or polygons."""

from __future__ import annotations

from exporters.fields import Fields
from storage.errors import FormatError
from storage.masks import Rle, from_coco, from_polygons


def read_segmentation(fields: Fields, value: object, frame_hw: tuple[int, int]) -> Rle:
    """The mask; ``fields`` is the record it is from, for the message of the FormatError."""
    try:
        if isinstance(value, dict):
            return from_coco(value, frame_hw)
        if isinstance(value, list):
            return from_polygons(value, frame_hw)
    except FormatError as error:
        raise fields.error(str(error)) from error
    raise fields.error("its segmentation is neither RLE nor polygons")
