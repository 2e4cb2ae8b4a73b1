"""How fast a big project is, side by side with the same rows in plain sqlite3.

python -m benchmarks.storage [--masks 1000000] [--folder DIR]

The masks are those of 20 objects a frame, with outlines as ragged as real ones (DAVIS: 1.7 KB of RLE).
Targets at 1,000,000 masks: one frame's masks in under 1 ms, the project open in under 1 s.
"""

import argparse
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import numpy as np

from storage import masks, rows, sqlite
from storage.opening import create_project, open_project
from storage.records import FrameTable, Mask, Source, VideoFacts, VideoKind

OBJECTS = 20
FRAME_HW = (480, 854)
FRAMES_PER_COMMIT = 100  # of an import; a propagation commits every frame
READS = 2000
PROPAGATED_FRAMES = 500
SHAPES = 200

SCHEMA = """
CREATE TABLE masks (video_id INTEGER, frame_index INTEGER, object_id INTEGER, box_x INTEGER,
  box_y INTEGER, box_w INTEGER, box_h INTEGER, area INTEGER, counts BLOB, source INTEGER, score REAL,
  predicted_iou REAL, engine_run_id INTEGER, locked INTEGER, verified INTEGER,
  PRIMARY KEY (video_id, frame_index, object_id)) WITHOUT ROWID;
CREATE INDEX track ON masks (object_id, frame_index, source, area, score, locked, verified);
"""
INSERT = "INSERT INTO masks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
READ = "SELECT * FROM masks WHERE video_id = 1 AND frame_index = ? ORDER BY object_id"
MARKS = (
    "SELECT frame_index, source, area, score, locked, verified FROM masks "
    "WHERE object_id = ? ORDER BY frame_index"
)


def ragged_shapes():
    """Blobs with a rough outline and some holes, (480, 854)."""
    rng = np.random.default_rng(1)
    y, x = np.mgrid[: FRAME_HW[0], : FRAME_HW[1]]
    for _ in range(SHAPES):
        cx, cy, radius = rng.integers(200, 650), rng.integers(120, 360), rng.integers(40, 150)
        angle = np.arctan2(y - cy, x - cx)
        waves = [
            rng.normal(0, 0.3 / n) * np.cos(n * angle + rng.uniform(0, 7)) for n in range(1, 24)
        ]
        edge = radius * (1 + sum(waves)) + rng.normal(0, 1.5, FRAME_HW)
        yield masks.encode(np.hypot(y - cy, x - cx) < edge)


def frame_of(object_ids, shapes, frame_index):
    return [
        Mask(
            object_id,
            frame_index,
            shapes[(frame_index * 7 + object_id) % SHAPES],
            Source.ENGINE,
            0.9,
        )
        for object_id in object_ids
    ]


class Ours:
    """The project, through the same calls as the program makes."""

    def __init__(self, path, frame_count):
        self.path = path
        numbers = np.arange(frame_count)
        flags = np.ones(frame_count, bool)
        table = FrameTable(Fraction(1, 30), numbers, flags, numbers.astype(np.int32), flags)
        height, width = FRAME_HW
        facts = VideoFacts(VideoKind.FILE, width, height, frame_count, Fraction(30), 0, "h264", "0")
        self.project = create_project(path)
        with self.project.edit("Add") as edit:
            video = edit.add_video(
                name="clip", path=path.with_name("a.mp4"), facts=facts, frames=table
            )
            for i in range(OBJECTS):
                edit.add_object(video_id=video.id, name=str(i), category_id=None, colour="#ffffff")
        self.object_ids = [obj.id for obj in self.project.objects(video.id)]

    def insert(self, frames, *, frames_per_commit):
        with self.project.long_edit("Import") as edit:
            for done, frame in enumerate(frames, 1):
                edit.put_masks(frame)
                if done % frames_per_commit == 0:
                    edit.commit()

    def reopen(self):
        self.project.close()
        started = time.perf_counter()
        self.project = open_project(self.path)
        self.project.videos()
        return time.perf_counter() - started

    def read(self, frame_index):
        return self.project.frame_masks(1, frame_index)

    def marks(self, object_id):
        return self.project.track_marks(object_id)


class Raw:
    """The same rows and durability in plain sqlite3: no history, no records, no guard."""

    def __init__(self, path):
        self.path = path
        self.connection = self._connect()
        self.connection.executescript(SCHEMA)

    def _connect(self):
        connection = sqlite3.connect(self.path, isolation_level=None)
        for pragma in (
            f"page_size={sqlite.PAGE_BYTES}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def insert(self, frames, *, frames_per_commit):
        for done, frame in enumerate(frames, 1):
            if not self.connection.in_transaction:
                self.connection.execute("BEGIN IMMEDIATE")
            values = [tuple(rows.mask_row(mask, 1).values()) for mask in frame]
            self.connection.executemany(INSERT, values)
            if done % frames_per_commit == 0:
                self.connection.execute("COMMIT")
        if self.connection.in_transaction:
            self.connection.execute("COMMIT")

    def reopen(self):
        self.connection.close()
        started = time.perf_counter()
        self.connection = self._connect()
        self.connection.execute(READ, (0,)).fetchall()
        return time.perf_counter() - started

    def read(self, frame_index):
        return self.connection.execute(READ, (frame_index,)).fetchall()

    def marks(self, object_id):
        return self.connection.execute(MARKS, (object_id,)).fetchall()


def seconds(function, *arguments, **options):
    started = time.perf_counter()
    function(*arguments, **options)
    return time.perf_counter() - started


def measure(store, object_ids, shapes, frame_count):
    """Name of a figure to (value, unit)."""
    imported = frame_count - PROPAGATED_FRAMES
    frames = (frame_of(object_ids, shapes, i) for i in range(imported))
    insert = seconds(store.insert, frames, frames_per_commit=FRAMES_PER_COMMIT)
    opened = store.reopen()
    rng = random.Random(1)
    reads = sorted(seconds(store.read, rng.randrange(imported)) for _ in range(READS))
    marks = sorted(seconds(store.marks, object_id) for object_id in object_ids)
    frames = (frame_of(object_ids, shapes, i) for i in range(imported, frame_count))
    propagated = seconds(store.insert, frames, frames_per_commit=1)
    return {
        "insert, masks/s": imported * OBJECTS / insert,
        "open, ms": opened * 1e3,
        "one frame's masks, p50, ms": reads[READS // 2] * 1e3,
        "one frame's masks, p95, ms": reads[READS * 95 // 100] * 1e3,
        "one object's marks, p50, ms": marks[OBJECTS // 2] * 1e3,
        "propagation, commits/s": PROPAGATED_FRAMES / propagated,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--masks", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where the two databases are made, and removed")
    arguments = parser.parse_args()
    frame_count = max(arguments.masks // OBJECTS, 2 * PROPAGATED_FRAMES)
    shapes = list(ragged_shapes())
    folder = Path(tempfile.mkdtemp(dir=arguments.folder))
    try:
        print(f"SQLite {sqlite3.sqlite_version}, Python {sys.version.split()[0]}, "
              f"{frame_count * OBJECTS} masks of {np.mean([len(s.counts) for s in shapes]):.0f} bytes")  # fmt: skip
        store = Ours(folder / "ours.maskbank", frame_count)
        ours = measure(store, store.object_ids, shapes, frame_count)
        undo = seconds(store.project.undo)
        raw = measure(Raw(folder / "raw.sqlite"), store.object_ids, shapes, frame_count)
        print(f"{'':32}{'project':>12}{'sqlite3':>12}{'ratio':>8}")
        for name, value in ours.items():
            print(f"{name:32}{value:12.3f}{raw[name]:12.3f}{value / raw[name]:8.2f}")
        print(f"undo of {PROPAGATED_FRAMES} propagated frames: {undo:.2f} s")
        for path in sorted(folder.iterdir()):
            print(f"{path.name}: {path.stat().st_size / 1e6:.0f} MB")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
