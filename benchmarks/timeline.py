"""How long the timeline takes to paint 300 objects over 10,000 frames, and the tree of objects to fill.

    python -m benchmarks.timeline [OBJECTS FRAMES]

Painting is measured on a picture, in seconds of the processor, so that other programs do not count; a
screen has 16.7 ms a frame.
"""

import argparse
import os
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from annotator.colours import object_colour
from annotator.gui import lanes, timeline_paint
from annotator.gui.kept_pictures import KeptPictures
from annotator.gui.lanes import Lane
from annotator.gui.objects_panel import ObjectsPanel
from annotator.gui.portraits import Portraits
from annotator.gui.timeline import Timeline
from annotator.gui.track_arrays import TrackArrays
from annotator.gui.workbench import Workbench
from storage.records import Category, TrackedObject

ROUNDS = 60
WIDTH = 1880
HEIGHTS = {"docked (240 px)": 240, "full screen (1080 px)": 1080}


def make_lane(number, frame_count, rng):
    """A track with gaps, keyframes, low scores and jumps."""
    areas = np.maximum(rng.normal(5000, 1500, frame_count), 0).astype(np.int32)
    gap = int(rng.integers(0, frame_count // 2))
    areas[gap : gap + frame_count // 10] = 0
    flags = np.where(areas > 0, lanes.PRESENT, 0).astype(np.uint8)
    for flag, share in ((lanes.KEYFRAME, 0.01), (lanes.DOUBTFUL, 0.1), (lanes.VERIFIED, 0.3)):
        flags[rng.random(frame_count) < share] |= flag
    scores = rng.random(frame_count).astype(np.float32)
    track = TrackArrays(flags, areas, scores)
    sudden = np.where(track.sudden(), lanes.SUDDEN, 0).astype(np.uint8)
    return Lane(number, f"{number}  thing", object_colour(number), flags | sudden, track,
                track.verified_share())  # fmt: skip


def timed(title, work, rounds=ROUNDS):
    seconds = []
    for _ in range(rounds):
        start = time.thread_time()
        work()
        seconds.append(time.thread_time() - start)
    median, p95 = np.percentile(seconds, [50, 95]) * 1000
    print(f"{title:58} median {median:6.2f} ms   p95 {p95:6.2f} ms")


def measure(timeline, what):
    """With other lanes every time, as during a propagation, and with the same, as while playing."""
    image = QImage(timeline.viewport().size(), QImage.Format.Format_RGB32)

    def draw():
        return timeline_paint.draw_backdrop(image.size(), timeline.scene(), KeptPictures())

    def paint(backdrop):
        painter = QPainter(image)
        painter.drawImage(0, 0, backdrop)
        timeline_paint.paint_frame(painter, image.rect(), timeline.scene())
        painter.end()

    timed(f"lanes changed: {what}", lambda: paint(draw()))
    kept = draw()
    timed(f"the playhead moved: {what}", lambda: paint(kept))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("objects", type=int, nargs="?", default=300)
    parser.add_argument("frames", type=int, nargs="?", default=10_000)
    options = parser.parse_args()
    objects, frames = options.objects, options.frames
    app = QApplication.instance() or QApplication([])
    rng = np.random.default_rng(0)
    found = [make_lane(number, frames, rng) for number in range(1, objects + 1)]
    print(f"{objects} objects x {frames} frames, {WIDTH} px wide")
    timeline = Timeline()
    for name, height in HEIGHTS.items():
        timeline.resize(WIDTH, height)
        timeline.show()
        app.processEvents()
        timeline.set_video(frames, lambda frame: frame / 25)
        timeline.set_lanes(found)
        timeline.set_cuts(range(100, frames, 100))
        timeline.set_selected([1], 1)
        measure(timeline, f"all frames, {name}")
        timeline.zoom(frames / 200)
        measure(timeline, f"200 frames, {name}")
    bench = Workbench()
    panel = ObjectsPanel(Portraits(bench.workspace, bench.thumbnails))
    panel.resize(330, 800)
    panel.show()
    categories = [Category(i, f"category {i}", object_colour(i)) for i in range(1, 9)]
    tracked = [
        TrackedObject(i, 1, i, "thing", 1 + i % 8, object_colour(i)) for i in range(1, objects + 1)
    ]
    timed("fill the tree of objects", lambda: panel.set_objects(tracked, categories))
    timed("tell it the verified shares", lambda: panel.set_lanes(found))
    timed("arrays of one track to a lane", lambda: make_lane(1, frames, rng), 20)
    bench.close()


if __name__ == "__main__":
    main()
