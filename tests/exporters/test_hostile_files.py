"""Readers against damaged and hostile files: a sentence each time, and the process lives."""

import copy
import json
import random
import re
from contextlib import nullcontext
from dataclasses import replace

import pytest

from exporters.dataset import no_progress
from exporters.faults import passing_over
from exporters.formats import READABLE_NAMES, format_module
from exporters.object_attributes import with_attributes
from storage.attributes import Attribute, AttributeKind, AttributeSpan
from storage.errors import UserError
from tests.exporters.datasets import difficult

resource = pytest.importorskip("resource", reason="memory is measured as Unix does it")

BAD_VALUES = (
    None, True, -1, 0, 1, 2**31, 2**63, 10**400, 0.5, -0.0, 1e308, "", "a", "../..", "\x00", "\ud800", "1", "o\x00111",
    "P", "0" * 3000, [], [[]], [0], [-1, 1], [2**28], [[0.0] * 6], [[-1e308] * 8], [[1, 2, 3]], {}, {"size": [12, 16]},
    {"size": [12, 16], "counts": [192]}, {"size": [12, 16], "counts": "0P6"}, {"size": [1 << 16, 1 << 16], "counts": [1 << 32]},
    [None] * 50, {"id": 1}, "x" * 100_000,
)  # fmt: skip


def damage(data, rng):
    """Bytes changed, taken out, doubled or cut off, as a disk or a bad editor does it."""
    data = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8))):
        start = rng.randrange(len(data) + 1)
        stop = min(len(data), start + rng.choice((1, 1, 4, 50)))
        match rng.randrange(5):
            case 0:
                data[start:stop] = rng.randbytes(stop - start)
            case 1:
                del data[start:stop]
            case 2:
                data[start:start] = data[start:stop]
            case 3:
                del data[stop:]
            case 4:
                data[start:start] = rng.choice(
                    (b"[", b"{", b'"', b"9", b"\x00", b"\xff", b",", b"]")
                )
    return bytes(data)


def distort(data, rng):
    """One value of the file replaced, removed or repeated, as a wrong program writes it."""
    document = copy.deepcopy(json.loads(data))
    value = document
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        key = rng.choice(keys)
        if isinstance(value[key], dict | list) and value[key] and rng.random() < 0.9:
            value = value[key]
            continue
        match rng.randrange(4):
            case 0:
                del value[key]
            case 1 if isinstance(value, list):
                value.append(copy.deepcopy(value[key]))
            case _:
                value[key] = rng.choice(BAD_VALUES)
        return json.dumps(document).encode()


def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read_all(name, folder):
    dataset = with_attributes(format_module(name).read(folder), folder)
    for mask in dataset.masks():
        assert mask.rle.frame_hw == next(
            it.frame_hw for it in dataset.videos if it.name == mask.video
        )


def put(path, data):
    path.unlink()  # writing over a file waits for the disk on some systems
    path.write_bytes(data)


def add_other_shapes(name, folder):
    """What readers take beside what we write."""
    if name == "coco":
        polygon = {"id": 90, "image_id": 1, "category_id": 1, "segmentation": [[1, 1, 9, 1, 9, 9]]}
        append(folder / "annotations.json", lambda it: it["annotations"], polygon)
    elif name == "datumaro":
        path = folder / "annotations/train.json"
        polygon = {"type": "polygon", "label_id": 0, "points": [1, 1, 9, 1, 9, 9]}
        rectangle = {"type": "bbox", "attributes": {"track_id": 2}, "bbox": [1, 1, 3, 3.5]}
        append(path, lambda it: it["items"][2]["annotations"], polygon, rectangle)


def with_values():
    """Difficult masks, whose objects have attributes, one of them only on an interval."""
    data = difficult()
    data.attribute_list = [
        Attribute(1, 3, "pose", AttributeKind.CHOICE, ("lying", "standing"), varies=True),
        Attribute(2, 3, "weight", AttributeKind.NUMBER),
    ]
    values = {"pose": "lying", "weight": 12.5, "wild": True}
    data.object_list = [replace(it, attributes=values) for it in data.object_list]
    data.spans = {data.object_list[0].id: [AttributeSpan("pose", 0, 20, "standing")]}
    return data


def append(path, find, *records):
    document = json.loads(path.read_text())
    find(document).extend(records)
    path.write_text(json.dumps(document))


def attack(name, folder, count, seed):
    """How many of ``count`` mutants were refused; every third is read with bad records passed over."""
    format_module(name).write(with_values(), folder, frames=False, progress=no_progress)
    add_other_shapes(name, folder)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    rng = random.Random(seed)
    problems = []  # as text: an error keeps what was read so far in memory

    def note(error):
        problems.append(str(error))

    read_all(name, folder)
    before_mb = peak_mb()
    for i in range(count):
        path = rng.choice(files)
        original = path.read_bytes()
        change = distort if path.suffix == ".json" and rng.random() < 0.6 else damage
        put(path, change(original, rng))
        try:
            # Every third is read with bad records passed over.
            with passing_over(note) if i % 3 == 0 else nullcontext():
                read_all(name, folder)
        except UserError as error:
            note(error)
        except BaseException as error:
            error.add_note(f"seed {seed}, mutant {i}: {path.name} is {path.read_bytes()[:2000]!r}")
            raise
        finally:
            put(path, original)
    read_all(name, folder)
    where = re.compile(r"\d|/|'")  # a position, a file, or the name of a video
    assert [it for it in problems if not where.search(it)] == []
    assert peak_mb() - before_mb < 256
    return len(problems)


@pytest.mark.parametrize("name", READABLE_NAMES)
def test_damaged_files_are_read_or_refused(name, tmp_path):
    """The same ones each time, or chance would decide whether CI passes; the soak below tries others."""
    assert attack(name, tmp_path / "out", 300, seed=1) > 0


@pytest.mark.soak
@pytest.mark.parametrize("name", READABLE_NAMES)
def test_ten_thousand_damaged_files_are_read_or_refused(name, tmp_path):
    """The run's random seed brings them back."""
    assert attack(name, tmp_path / "out", 10_000, seed=random.getrandbits(32)) > 1_000
