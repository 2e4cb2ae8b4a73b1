"""Index PNGs: the numbers survive exactly, other libraries agree, and hostile files are refused."""

import struct
import zlib

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from exporters.png import (
    decode_index_png,
    encode_index_png,
    read_index_png,
    voc_palette,
    write_index_png,
)
from storage.errors import FormatError
from tests.shared import shared

any_indices = hnp.arrays(
    np.uint8, hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=20)
)
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(header, pixels, kind=b"IHDR"):
    return SIGNATURE + chunk(kind, header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def header(width=4, height=2, depth=8, colour=0, interlace=0):
    return struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)


ROWS = zlib.compress(bytes(10))  # 2 rows of a filter byte and 4 pixels


@given(any_indices)
def test_what_is_written_is_read(indices):
    assert np.array_equal(decode_index_png(encode_index_png(indices, voc_palette())), indices)


@given(any_indices)
def test_opencv_sees_the_colours_of_the_palette(indices):
    file = np.frombuffer(encode_index_png(indices, voc_palette()), np.uint8)
    rgb = cv2.imdecode(file, cv2.IMREAD_COLOR_RGB)
    assert np.array_equal(rgb, voc_palette()[indices])


@given(any_indices, st.sampled_from([1, 2, 4, 8]), st.sampled_from([0, 3]))
def test_grey_and_palette_files_of_every_depth_are_read(indices, depth, colour):
    height, width = indices.shape
    indices = indices & ((1 << depth) - 1)
    bits = np.unpackbits(indices[:, :, None], axis=2)[:, :, 8 - depth :].reshape(height, -1)
    rows = np.hstack((np.zeros((height, 1), np.uint8), np.packbits(bits, axis=1)))
    file = png(header(width, height, depth, colour), zlib.compress(rows.tobytes()))
    assert np.array_equal(decode_index_png(file), indices)


def filter_row(kind, row, above):
    """What an encoder writes: each pixel less its guess, straight from the specification."""
    out = []
    for x, value in enumerate(row):
        left, up, corner = (row[x - 1], above[x], above[x - 1]) if x else (0, above[x], 0)
        estimate = left + up - corner
        paeth = min((left, up, corner), key=lambda guess: abs(estimate - guess))
        guess = (0, left, up, (left + up) // 2, paeth)[kind]
        out.append((value - guess) % 256)
    return bytes([kind, *out])


@given(any_indices, st.data())
def test_every_row_filter_is_undone(indices, data):
    height, width = indices.shape
    kinds = data.draw(st.lists(st.integers(0, 4), min_size=height, max_size=height))
    rows = indices.tolist()
    above = [[0] * width, *rows]
    raw = b"".join(map(filter_row, kinds, rows, above))
    assert np.array_equal(decode_index_png(png(header(width, height), zlib.compress(raw))), indices)


def test_real_davis_annotations_are_read_as_stored():
    for path in sorted(shared("davis2016").glob("Annotations/480p/*/00000.png")):
        assert np.array_equal(read_index_png(path), cv2.imread(str(path), cv2.IMREAD_UNCHANGED))


def test_the_first_colours_are_those_of_pascal_voc():
    expected = [[0, 0, 0], [128, 0, 0], [0, 128, 0], [128, 128, 0], [0, 0, 128]]
    assert voc_palette()[:5].tolist() == expected


def test_a_file_is_named_when_it_is_refused(tmp_path):
    path = tmp_path / "00000.png"
    write_index_png(path, np.ones((2, 3), np.uint8), voc_palette())
    assert read_index_png(path).tolist() == [[1, 1, 1], [1, 1, 1]]
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(FormatError, match=r"00000\.png .*breaks off"):
        read_index_png(path)
    with pytest.raises(FormatError, match="No such file"):
        read_index_png(tmp_path / "missing.png")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"GIF89a", "does not begin"),
        (SIGNATURE, "breaks off"),
        (png(header(colour=2), ROWS), "holds colours"),
        (png(header(depth=16), ROWS), "holds colours"),
        (png(header(interlace=1), ROWS), "interlaced"),
        (png(header(100_000, 100_000), ROWS), "not possible"),
        (png(header(0, 0), ROWS), "not possible"),
        (png(header()[:-1], ROWS), "does not state its size"),
        (png(header(), ROWS, kind=b"tEXt"), "does not start with its size"),
        (png(header(), ROWS, kind=b"ABCD"), "unknown"),
        (png(header(), ROWS[:-6]), "fewer pixels"),
        (png(header(), zlib.compress(bytes(9))), "fewer pixels"),
        (png(header(), zlib.compress(bytes(10**7))), "more or fewer pixels"),
        (png(header(), b"no zlib"), "damaged"),
        (png(header(), zlib.compress(b"\x05" + bytes(9))), "filter 5"),
        (png(header(), ROWS).replace(b"IDAT", b"IDAX"), "checksum"),
    ],
)
def test_files_that_lie_are_refused_with_the_reason(data, says):
    with pytest.raises(FormatError, match=says):
        decode_index_png(data)


@given(any_indices, st.integers(0, 2000), st.integers(0, 255))
def test_a_changed_byte_is_refused_or_harmless(indices, place, value):
    data = bytearray(encode_index_png(indices, voc_palette()))
    data[place % len(data)] = value
    try:
        found = decode_index_png(bytes(data))
    except FormatError:
        return
    assert np.array_equal(found, indices)


@pytest.mark.parametrize("bad", [np.zeros((2, 2), int), np.zeros((0, 2), np.uint8)])
def test_only_bytes_are_written(bad):
    with pytest.raises(ValueError, match="uint8"):
        encode_index_png(bad, voc_palette())


def test_an_index_without_colour_is_not_written():
    with pytest.raises(ValueError, match="none for 3"):
        encode_index_png(np.full((2, 2), 3, np.uint8), voc_palette()[:3])
