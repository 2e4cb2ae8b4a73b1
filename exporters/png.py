"""PNG files of indices: one byte a pixel says which object lies there, a palette only gives colours.

Image libraries turn such files into colours, or scale their values; data sets such as DAVIS and
YouTube-VOS mean the numbers themselves. Reading is strict and bounded: the size is checked before
anything is unpacked, and never more is unpacked than that size needs.

Source: Portable Network Graphics (PNG) Specification, third edition, W3C 2025.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from storage.errors import FormatError
from storage.frame_size import MAX_PIXELS, check_frame_size

IndexImage = npt.NDArray[np.uint8]  # (H, W)
Palette = npt.NDArray[np.uint8]  # (n, 3) RGB, n <= 256

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _RGB, _PALETTE = 0, 2, 3
_KINDS = {_GREY: "grey", _RGB: "RGB"}
_CRITICAL = (b"IHDR", b"PLTE", b"IDAT", b"IEND")


def voc_palette() -> Palette:
    """The 256 colours of PASCAL VOC, which DAVIS and YouTube-VOS use, (256, 3) RGB.

    The bits of an index are dealt out to red, green and blue, lowest bit to the highest one.
    """
    index = np.arange(256)
    palette = np.zeros((256, 3), np.uint8)
    for bit in range(8):
        channel = bit % 3
        palette[:, channel] |= (((index >> bit) & 1) << (7 - bit // 3)).astype(np.uint8)
    return palette


def write_index_png(path: Path, indices: IndexImage, palette: Palette) -> None:
    """Write (H, W) uint8 indices with their colours; see :func:`encode_index_png`."""
    path.write_bytes(encode_index_png(indices, palette))


def encode_index_png(indices: IndexImage, palette: Palette) -> bytes:
    """An 8-bit palette PNG of (H, W) uint8 indices; ``palette`` must have a colour for each."""
    if indices.dtype != np.uint8 or indices.ndim != 2 or not indices.size:
        raise ValueError(f"indices are uint8 (H, W), got {indices.dtype} {indices.shape}")
    if palette.dtype != np.uint8 or not indices.max() < len(palette) <= 256:
        raise ValueError(f"a palette of {len(palette)} colours has none for {indices.max()}")
    return _encode(indices[:, :, None], 8, _PALETTE, _chunk(b"PLTE", palette.tobytes()))


def write_grey_png(path: Path, pixels: npt.NDArray[np.uint8] | npt.NDArray[np.uint16]) -> None:
    """Write (H, W) values as a grey PNG; see :func:`encode_grey_png`."""
    path.write_bytes(encode_grey_png(pixels))


def encode_grey_png(pixels: npt.NDArray[np.uint8] | npt.NDArray[np.uint16]) -> bytes:
    """A grey PNG of (H, W) values, of 8 or 16 bits, as the array has."""
    depth = 8 * pixels.itemsize
    data = pixels.astype(f">u{pixels.itemsize}").view(np.uint8)
    return _encode(data.reshape(*pixels.shape, -1), depth, _GREY, b"")


def _encode(data: npt.NDArray[np.uint8], depth: int, colour: int, before: bytes) -> bytes:
    """A PNG of (H, W, bytes a pixel), with other chunks ``before`` the pixels."""
    height, width, size = data.shape
    rows = np.zeros((height, size * width + 1), np.uint8)  # each begins with its filter: 0, none
    rows[:, 1:] = data.reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        _SIGNATURE
        + _chunk(b"IHDR", header)
        + before
        + _chunk(b"IDAT", zlib.compress(rows.tobytes()))
        + _chunk(b"IEND", b"")
    )


def read_index_png(path: Path) -> IndexImage:
    """The indices of a palette or grey PNG of 1 to 8 bits, (H, W) uint8, exactly as stored.

    Raises FormatError, naming the file, if it is no such PNG or is damaged.
    """
    try:
        if path.stat().st_size > 2 * MAX_PIXELS:
            raise FormatError("the file is larger than any mask")
        return decode_index_png(path.read_bytes())
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror}.") from error
    except FormatError as error:
        raise FormatError(f"{path} is not a PNG of object numbers: {error}.") from error


def decode_index_png(data: bytes) -> IndexImage:
    """Like :func:`read_index_png`, from the bytes of a file."""
    header, packed = b"", []
    for kind, content in _chunks(data):
        if not header and kind != b"IHDR":
            raise FormatError("it does not start with its size")
        if kind == b"IHDR":
            header = content
        elif kind == b"IDAT":
            packed.append(content)
    width, height, depth = _read_header(header)
    stride = (width * depth + 7) // 8
    rows = _inflate(b"".join(packed), height * (stride + 1)).reshape(height, stride + 1)
    return _unpack_bits(_unfilter(rows), depth)[:, :width]


def read_grey16_png(path: Path) -> npt.NDArray[np.uint16]:
    """The values of a grey PNG of 16 bits, (H, W) uint16; FormatError, naming the file, for others."""
    return _read_pixels(path, depth=16, colour=_GREY).view(np.uint16)


def _read_pixels(path: Path, *, depth: int, colour: int) -> npt.NDArray[Any]:
    """The pixels of a PNG of that kind as OpenCV decodes them, whose size was looked at before."""
    try:
        if path.stat().st_size > 4 * MAX_PIXELS:
            raise FormatError("the file is larger than any mask")
        data = path.read_bytes()
        kind, header = next(iter([*_chunks(data), (b"", b"")]))
        if kind != b"IHDR" or len(header) != 13:
            raise FormatError("it does not start with its size")
        width, height, *found = struct.unpack_from(">IIBB", header)
        check_frame_size((height, width))
        if found != [depth, colour]:
            raise FormatError(f"it is not {_KINDS[colour]} with {depth} bits")
        values = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
        if values is None or values.itemsize != depth // 8 or values.shape[:2] != (height, width):
            raise FormatError("its pixels are damaged")
        return values
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror}.") from error
    except FormatError as error:
        raise FormatError(f"{path} is not a PNG of object numbers: {error}.") from error


def read_coloured_png(path: Path, palette: Palette) -> IndexImage:
    """Like :func:`read_index_png`; in a PNG of colours (RGB, 8 bits) each is its place in the palette.

    Where a colour is in the palette twice, the first place counts. Raises FormatError, naming the file, for
    a colour that is not in it, too.
    """
    try:
        with path.open("rb") as file:
            is_coloured = file.read(26)[24:26] == bytes((8, _RGB))
        return _index_colours(path, palette) if is_coloured else read_index_png(path)
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror}.") from error


def _index_colours(path: Path, palette: Palette) -> IndexImage:
    pixels = _read_pixels(path, depth=8, colour=_RGB)
    codes = _colour_codes(pixels[:, :, ::-1])  # OpenCV has blue first
    known, place = np.unique(_colour_codes(palette), return_index=True)
    nearest = np.searchsorted(known, codes).clip(max=len(known) - 1)
    strange = codes[known[nearest] != codes]
    if len(strange):
        raise FormatError(
            f"{path}: the colour #{int(strange[0]):06x} is none of those it can have."
        )
    indices: IndexImage = place[nearest].astype(np.uint8)
    return indices


def _colour_codes(colours: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """(..., 3) RGB as one number each."""
    codes: npt.NDArray[np.int64] = colours.astype(np.int64) @ np.array((1 << 16, 1 << 8, 1))
    return codes


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The checked chunks (kind, content) before IEND."""
    if not data.startswith(_SIGNATURE):
        raise FormatError("it does not begin as a PNG does")
    place = len(_SIGNATURE)
    while True:
        if len(data) < place + 12:
            raise FormatError("it breaks off before its end")
        length, kind = struct.unpack_from(">I4s", data, place)
        content = data[place + 8 : place + 8 + length]
        if data[place + 8 + length : place + 12 + length] != struct.pack(">I", zlib.crc32(kind + content)):  # fmt: skip
            raise FormatError(f"the checksum of its part {kind!r} is wrong")
        if kind == b"IEND":
            return
        if kind[0] & 0x20 == 0 and kind not in _CRITICAL:  # an upper-case letter: cannot be skipped
            raise FormatError(f"it has a part {kind!r} that is unknown")
        yield kind, content
        place += 12 + length


def _read_header(header: bytes) -> tuple[int, int, int]:
    """(width, height, bits a pixel)"""
    if len(header) != 13:
        raise FormatError("it does not state its size")
    width, height, depth, colour, compression, filters, interlace = struct.unpack(
        ">IIBBBBB", header
    )
    check_frame_size((height, width))
    if colour not in (_GREY, _PALETTE) or depth not in (1, 2, 4, 8):
        raise FormatError(
            f"it holds colours (PNG colour type {colour}, {depth} bits), "
            "save it with a palette or as 8-bit grey"
        )
    if compression or filters or interlace:
        raise FormatError("it is interlaced, save it without")
    return width, height, depth


def _inflate(packed: bytes, size: int) -> npt.NDArray[np.uint8]:
    """Unpack exactly ``size`` bytes, never more than one beyond."""
    unpacker = zlib.decompressobj()
    try:
        rows = unpacker.decompress(packed, size + 1)
    except zlib.error as error:
        raise FormatError(f"its pixels are damaged ({error})") from error
    if len(rows) != size:
        raise FormatError("it has more or fewer pixels than its size says")
    return np.frombuffer(rows, np.uint8)


def _unfilter(rows: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Undo the filter of every row (H, 1 + stride); the left neighbour is one byte away."""
    image = rows[:, 1:].copy()
    above = np.zeros_like(image[0])
    for kind, row in zip(rows[:, 0].tolist(), image, strict=True):
        if kind == 1:
            np.cumsum(row, out=row, dtype=np.uint8)
        elif kind == 2:
            np.add(row, above, out=row)
        elif kind == 3:
            row[:] = _undo_average(row.tolist(), above.tolist())
        elif kind == 4:
            row[:] = _undo_paeth(row.tolist(), above.tolist())
        elif kind:
            raise FormatError(f"it uses the filter {kind}, which does not exist")
        above = row
    return image


def _undo_average(row: list[int], above: list[int]) -> list[int]:
    left = 0
    for x, value in enumerate(row):
        row[x] = left = (value + (left + above[x]) // 2) & 0xFF
    return row


def _undo_paeth(row: list[int], above: list[int]) -> list[int]:
    left = above_left = 0
    for x, (value, up) in enumerate(zip(row, above, strict=True)):
        to_left, to_up, to_both = abs(up - above_left), abs(left - above_left), abs(left + up - 2 * above_left)  # fmt: skip
        if to_left <= to_up and to_left <= to_both:
            guess = left
        else:
            guess = up if to_up <= to_both else above_left
        row[x] = left = (value + guess) & 0xFF
        above_left = up
    return row


def _unpack_bits(rows: npt.NDArray[np.uint8], depth: int) -> IndexImage:
    """(H, stride) bytes to (H, stride * 8 / depth) pixels, leftmost pixel in the highest bits."""
    if depth == 8:
        return rows
    shifts = np.arange(8 - depth, -1, -depth, dtype=np.uint8)
    pixels = (rows[:, :, None] >> shifts) & ((1 << depth) - 1)
    return pixels.astype(np.uint8).reshape(len(rows), -1)
