"""How quickly the window answers, beside the plain way to do the same in the same run.

    python -m benchmarks.window [--sizes 1080p 4K] [--rows start frames scrub click timeline stalls]

Times are milliseconds, by the clock (least, median, 95th percentile) and of the processor (median, 95th
percentile; all threads of this process together). A busy machine stretches the first and hardly the
second; the last line says how much of the machine other programs took. Targets are those of a display
with 60 pictures a second. Everything is drawn without a screen, by Qt's own painter.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from annotator.masks import start_object
from annotator.objects import add_object
from annotator.videos import add_video

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import cv2
import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui import theme
from annotator.gui.app import make_app
from annotator.gui.lanes import KEYFRAME, PRESENT, Lane
from annotator.gui.theme import Theme
from annotator.gui.timeline import Timeline
from annotator.gui.window import Window
from annotator.gui.workbench import Workbench
from annotator.sample import write_sample
from annotator.session import Session
from model_backend.engine import Candidate, Direction
from storage import masks
from storage.proxy_options import ProxyOptions
from storage.records import Mask, Source
from storage.video import open_proxy, write_video

SIZES = {"1080p": (1920, 1080), "4K": (3840, 2160)}
FRAMES = {"1080p": 60, "4K": 30}
OBJECTS = 20
WINDOW = (1600, 1000)
DISPLAY_MS = 16.7
SETTLING_MS = 2500  # after opening, until portraits are made and the video is looked through
POSITIONS = 120  # that a hand scrubs to
ROWS = ("start", "frames", "scrub", "click", "timeline", "stalls")

FIRST_PAINT = """
import sys, time
from annotator.gui import theme
from annotator.gui.app import make_app
from annotator.gui.theme import Theme
from annotator.gui.window import Window
from annotator.gui.workbench import Workbench
class Timed(Window):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.time(), time.process_time(), "torch" in sys.modules, flush=True)
app = make_app()
theme.use(Theme.DARK)
window = Timed(Workbench(engine="flow"))
window.show()
app.processEvents()
window.close()
"""
FIRST_PAINT_PEER = """
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
class Timed(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.time(), time.process_time(), "torch" in sys.modules, flush=True)
app = QApplication([])
window = Timed()
window.show()
app.processEvents()
"""


@dataclass(frozen=True)
class Timing:
    """Milliseconds of many steps."""

    wall: Sequence[float]
    cpu: Sequence[float]  # of the whole process


@dataclass(frozen=True)
class Busy:
    """Seconds of all processors since the machine started: at work, and in all; Linux only. ``own``: of
    this process and those it waited for."""

    busy: float
    total: float
    own: float

    @classmethod
    def now(cls) -> Self:
        ticks = [int(it) for it in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
        idle, per_second = ticks[3] + ticks[4], os.sysconf("SC_CLK_TCK")
        times = os.times()
        own = times.user + times.system + times.children_user + times.children_system
        return cls((sum(ticks) - idle) / per_second, sum(ticks) / per_second, own)

    def others_since(self) -> float:
        """What other programs took of the processors, 0..1."""
        now = Busy.now()
        others = now.busy - self.busy - (now.own - self.own)
        return max(others, 0.0) / (now.total - self.total)


def p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def measure(step: Callable[[int], object], count: int) -> Timing:
    """Take ``step(0)``, ``step(1)`` ...."""
    wall, cpu = [], []
    for i in range(count):
        started, worked = time.perf_counter(), time.process_time()
        step(i)
        wall.append(1000 * (time.perf_counter() - started))
        cpu.append(1000 * (time.process_time() - worked))
    return Timing(wall, cpu)


def row(name: str, ours: Timing, target: float, peer: Timing | None = None) -> None:
    wall, cpu = statistics.median(ours.wall), statistics.median(ours.cpu)
    verdict = ", ".join(
        f"{what} {'met' if p95(times) < target else 'MISSED'}"
        for what, times in (("clock", ours.wall), ("processor", ours.cpu))
    )
    line = (f"{name:46} {min(ours.wall):6.2f} {wall:6.2f} {p95(ours.wall):6.2f}   {cpu:6.2f} "
            f"{p95(ours.cpu):6.2f}   < {target:g}: {verdict}")  # fmt: skip
    if peer is not None:
        plain = statistics.median(peer.cpu)
        line += f"; plain {plain:.1f}, {plain / cpu:.1f} x ours"
    print(line, flush=True)


# --- start -------------------------------------------------------------------------------------------


def time_to_first_paint(program: str, cache: str) -> tuple[float, float, bool]:
    """Seconds from the start of the process, processor seconds, whether torch was loaded.

    Compiled modules lie in ``cache``, as an installed program has them.
    """
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": cache}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.time()
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    ).stdout.split()
    return float(out[0]) - started, float(out[1]), out[2] == "True"


def bench_start(runs: int) -> None:
    with TemporaryDirectory() as cache:
        ours, plain = (
            min(time_to_first_paint(program, cache) for _ in range(runs))
            for program in (FIRST_PAINT, FIRST_PAINT_PEER)
        )
    seconds, processor, with_torch = ours
    verdict = "met" if seconds < 1.5 and not with_torch else "MISSED"
    print(f"start to first painted window: best {seconds:.2f} s, processor {processor:.2f} s, torch loaded: "
          f"{with_torch}   < 1.5 s: {verdict}; an empty Qt window {plain[0]:.2f} s, {plain[1]:.2f} s")  # fmt: skip


# --- a labelled video --------------------------------------------------------------------------------


def noise_frames(wh: tuple[int, int], count: int) -> Iterator[np.ndarray]:
    """Moving texture, as hard to code as footage: 84 KB a frame in the small copy, where six clips have 48
    to 118."""
    rng = np.random.default_rng(0)
    small = rng.integers(0, 256, (45, 80 + count, 3), np.uint8)
    for i in range(count):
        yield cv2.resize(small[:, i : i + 80], wh, interpolation=cv2.INTER_CUBIC)


def ellipse_masks(wh: tuple[int, int], frame_index: int) -> Iterator[np.ndarray]:
    """OBJECTS ellipses on a grid, each about a twentieth of the frame wide, swaying."""
    width, height = wh
    for number in range(OBJECTS):
        mask = np.zeros((height, width), np.uint8)
        x = (number % 5 + 0.5) * width / 5 + 20 * np.sin(frame_index / 5 + number)
        y = (number // 5 + 0.5) * height / 4
        cv2.ellipse(mask, (int(x), int(y)), (width // 14, height // 12), number * 9, 0, 360, 1, -1)
        yield mask.astype(bool)


def make_project(folder: Path, wh: tuple[int, int], count: int) -> Path:
    clip = folder / "clip.mp4"
    write_video(clip, noise_frames(wh, count), rate=Fraction(24))
    with Session.open(folder / "clip.maskbank", engine="flow") as session:
        video = add_video(session, clip)
        ids = [add_object(session, video.id).id for _ in range(OBJECTS)]
        with session.edit("masks") as edit:
            for frame_index in range(count):
                found = zip(ids, ellipse_masks(wh, frame_index), strict=True)
                edit.put_masks([
                    Mask(it, frame_index, masks.encode(mask), Source.HUMAN) for it, mask in found
                ])  # fmt: skip
    return clip


def until(window: Window, is_so: Callable[[], bool]) -> None:
    """Let the window live until something is so; sleeps in between, as a program with a screen does."""
    loop = QEventLoop()
    timer = QTimer(interval=20)  # more often, it would take time from the workers
    timer.timeout.connect(lambda: loop.quit() if is_so() else None)
    happens = (window.stage.shown, window.bench.drafting.changed)
    for signal in happens:
        signal.connect(loop.quit)
    timer.start()
    while not is_so():
        loop.exec()
    for signal in happens:
        signal.disconnect(loop.quit)


def rest(milliseconds: int) -> None:
    """Let the window live for a while, and its workers: QTest.qWait would keep Python from them."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def open_window(clip: Path, proxies: ProxyOptions | None = None) -> Window:
    window = Window(Workbench(engine="flow", proxies=proxies))
    window.resize(*WINDOW)
    window.show()
    window.bench.projects.open(clip)
    until(window, lambda: window.stage.frame_index == 0)
    until(window, lambda: window.jobs.current is None)
    rest(SETTLING_MS)
    window.canvas.fit()
    return window


def show(window: Window, frame_index: int) -> None:
    """Seek and wait until the frame is painted."""
    window.bench.seek(frame_index)
    until(window, lambda: window.stage.frame_index == frame_index)
    window.canvas.repaint()


def plain_blend(frame: np.ndarray, found: Sequence[np.ndarray], view: QImage) -> None:
    """The notebook's way: every mask over the whole frame in floats, then scaled and drawn."""
    out = frame.astype(np.float32)
    for number, mask in enumerate(found):
        out[mask] = out[mask] * 0.55 + np.array([number * 10, 90, 200], np.float32) * 0.45
    pixels = np.ascontiguousarray(out.astype(np.uint8))
    height, width, _ = pixels.shape
    image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    painter = QPainter(view)
    painter.drawImage(view.rect(), image)
    painter.end()


def bench_frames(folder: Path, name: str, count: int) -> None:
    wh = SIZES[name]
    window = open_window(folder / "clip.mp4")
    frames = range(min(count, 12 if name == "1080p" else 5))
    for i in (*frames, *reversed(frames)):
        show(window, i)  # the frames are in the cache now
    there_and_back = [*frames[1:], *reversed(frames[:-1])] * 4
    ours = measure(lambda i: show(window, there_and_back[i]), len(there_and_back))
    frame = next(noise_frames(wh, 1))
    found = list(ellipse_masks(wh, 0))
    view = QImage(window.canvas.size(), QImage.Format.Format_RGB32)
    peer = measure(lambda _: plain_blend(frame, found, view), 5)
    row(f"{name}: frame step from cache, {OBJECTS} masks", ours, DISPLAY_MS, peer)
    target = 2.0 if name == "1080p" else DISPLAY_MS
    row(
        f"{name}: draw what is there (hover)",
        measure(lambda _: window.canvas.repaint(), 60),
        target,
    )

    def pan(i: int) -> None:
        window.canvas.pan(QPointF(3 if i % 2 else -3, 0))
        window.canvas.repaint()

    row(f"{name}: pan", measure(pan, 40), DISPLAY_MS)
    close(window)


def bench_scrub(folder: Path, name: str, count: int) -> None:
    """To random positions, each asked for when the one before is painted: with the small copy, which is
    there whole before the first one, and without any."""
    clip = folder / "clip.mp4"
    rng = np.random.default_rng(1)
    some = np.arange(count // 4, count)
    rounds = [rng.permutation(some) for _ in range(-(-POSITIONS // len(some)))]
    wanted = np.concatenate(rounds)[:POSITIONS].tolist()
    capture = cv2.VideoCapture(str(clip))

    def plain(i: int) -> None:
        capture.set(cv2.CAP_PROP_POS_FRAMES, wanted[i])
        capture.read()

    peer = measure(plain, 10)
    for how, options in (("with", ProxyOptions(folder / "cache")), ("without", None)):
        window = open_window(clip, options)
        assert options is None or open_proxy(window.bench.workspace.video.facts, options)
        window.stage._loader._reader.cache.clear()
        # Without a copy, a frame that was decoded once stays there: no frame twice.
        times = len(wanted) if options else len(some)
        ours = measure(lambda i: show(window, wanted[i]), times)  # noqa: B023
        row(f"{name}: scrub {how} a small copy, {OBJECTS} masks", ours, DISPLAY_MS, peer)
        close(window)


# --- a click -------------------------------------------------------------------------------------------


def bench_click(folder: Path) -> None:
    window = open_window(folder / "clip.mp4")
    candidate = Candidate(masks.encode(next(ellipse_masks(SIZES["1080p"], 0))), 0.9)
    session = window.bench.workspace.session
    session.suggest = lambda *_, **__: [candidate]  # an engine that takes no time
    window.bench.workspace.choose(None)
    rest(500)  # until the list of objects and the timeline show that, which is no part of a click
    canvas, drafting = window.canvas, window.bench.drafting

    def click(i: int) -> None:
        at = QPointF(*canvas.viewport.to_view(200 + 20 * i, 500)).toPoint()
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
        until(window, lambda: drafting.draft is not None and not drafting.draft.waiting)
        canvas.repaint()

    row("click to preview, beyond the engine", measure(click, 25), 30.0)
    drafting.discard()
    close(window)


# --- the timeline ------------------------------------------------------------------------------------


def bench_timeline(objects: int = 300, frame_count: int = 10_000) -> None:
    rng = np.random.default_rng(0)
    lanes = []
    for number in range(objects):
        flags = np.where(rng.random(frame_count) < 0.8, PRESENT, 0).astype(np.uint16)
        flags[rng.integers(0, frame_count, 30)] |= PRESENT | KEYFRAME
        lanes.append(Lane(number, f"{number}  thing", "#e69f00", flags))
    timeline = Timeline()
    timeline.resize(1600, 900)
    timeline.set_video(frame_count, lambda i: i / 24)
    timeline.set_lanes(lanes)
    timeline.show()
    QApplication.processEvents()

    def paint(i: int) -> None:
        timeline.set_frame(i * 37)
        timeline.viewport().repaint()

    view = QImage(1600, 900, QImage.Format.Format_RGB32)

    def plain(_: int) -> None:
        """A rectangle for every frame with a mask, of the lanes that can be seen."""
        painter = QPainter(view)
        for place, lane in enumerate(lanes[:38]):
            for frame in np.flatnonzero(lane.frame_flags):
                painter.fillRect(QRectF(frame * 0.16, place * 24, 0.16, 20), QColor("#e69f00"))
        painter.end()

    row(f"timeline, {objects} objects x {frame_count} frames", measure(paint, 40), DISPLAY_MS,
        measure(plain, 1))  # fmt: skip
    timeline.close()


# --- stalls ------------------------------------------------------------------------------------------


def bench_stalls(folder: Path) -> None:
    """How long the window's thread is away during a propagation: by the clock, and by its own work."""
    clip = folder / "sample.mp4"
    write_sample(clip)
    window = open_window(clip)
    session, video = window.bench.workspace.require()
    disc = cv2.circle(np.zeros((360, 640), np.uint8), (130, 150), 70, 1, -1)
    window.bench.workspace.choose(start_object(session, video.id, 0, masks.encode(disc)).id)
    wall, busy = [], []
    last = [time.perf_counter(), time.thread_time()]

    def beat() -> None:
        now = [time.perf_counter(), time.thread_time()]
        wall.append(1000 * (now[0] - last[0]))
        busy.append(1000 * (now[1] - last[1]))
        last[:] = now

    timer = QTimer(interval=5)
    timer.timeout.connect(beat)
    window.bench.propagating.start(Direction.FORWARD)
    until(window, lambda: window.jobs.current is not None)
    last[:] = [time.perf_counter(), time.thread_time()]
    timer.start()
    until(window, lambda: window.jobs.current is None)
    timer.stop()
    verdict = "met" if max(busy) < 50 else "MISSED"
    print(f"propagation over {video.facts.frame_count} frames: the window's thread worked at most "
          f"{max(busy):.1f} ms at a stretch   none > 50: {verdict}   (by the clock {max(wall):.1f} ms, "
          f"{sum(it > 50 for it in wall)} of {len(wall)} over 50)")  # fmt: skip
    close(window)


def close(window: Window) -> None:
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="*", choices=SIZES, default=list(SIZES), help="of frames")
    parser.add_argument("--rows", nargs="*", choices=ROWS, default=list(ROWS), help="of the table")
    options = parser.parse_args()
    before = Busy.now()
    if "start" in options.rows:
        bench_start(4)
    app = make_app()  # noqa: F841 - it lives as long as the windows
    theme.use(Theme.DARK)
    print(f"{'':46} {'least':>6} {'median':>6} {'p95':>6}   {'cpu':>6} {'p95':>6}")
    for name in options.sizes if {"frames", "scrub", "click"} & {*options.rows} else ():
        with TemporaryDirectory() as folder:
            make_project(Path(folder), SIZES[name], FRAMES[name])
            if "frames" in options.rows:
                bench_frames(Path(folder), name, FRAMES[name])
            if "scrub" in options.rows:
                bench_scrub(Path(folder), name, FRAMES[name])
            if "click" in options.rows and name == "1080p":
                bench_click(Path(folder))
    if "timeline" in options.rows:
        bench_timeline()
    if "stalls" in options.rows:
        with TemporaryDirectory() as folder:
            bench_stalls(Path(folder))
    print(f"other programs took {before.others_since():.0%} of the processors meanwhile")


if __name__ == "__main__":
    main()
