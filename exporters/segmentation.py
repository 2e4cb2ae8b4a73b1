"""A mask as COCO and its descendants write it: RLE, compressed or not, polygons, or a box."""

from __future__ import annotations

from exporters.fields import Fields
from storage.errors import FormatError
from storage.masks import Rle, from_coco, from_polygons

_MAX_COORDINATE = 1e6


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


def read_box(fields: Fields, value: object, frame_hw: tuple[int, int]) -> Rle:
    """All pixels of a box: a list of x, y, width and height. FormatError if it is none."""
    if not isinstance(value, list) or len(value) != 4:
        raise fields.error("its box is not x, y, width and height")
    if not all(type(it) in (int, float) and abs(it) < _MAX_COORDINATE for it in value):
        raise fields.error("its box holds something that is not a number of pixels")
    x, y, w, h = value
    return read_segmentation(fields, [[x, y, x + w, y, x + w, y + h, x, y + h]], frame_hw)
