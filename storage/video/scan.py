"""One pass over a video: every frame that can really be decoded, and when it is shown.

The pass decodes everything. Containers promise frames that no decoder delivers (open GOPs at the
start, hidden frames, cut tails), give wrong counts and leave out times; only decoding tells. Each
packet is marked with its place in the file, and the mark comes out with the frame, so that a frame is
known whatever its pts says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from storage.counting import counted
from storage.errors import VideoError
from storage.records import FrameTable, VideoFacts, VideoKind
from storage.video.container import (
    ThreadType,
    decode_packet,
    mark,
    mark_of,
    open_container,
    packets_of,
    use_threads,
)
from storage.video.fingerprint import find_fingerprint, images_fingerprint
from storage.video.images import FOLDER_RATE, image_names, scan_folder
from storage.video.mp4_boxes import find_cut_box
from storage.video.timestamps import make_growing

_MAY_END_EARLY_SECONDS = 1  # declared durations are rounded, and sound often outlasts the picture
_SAME_RATE = 0.001


def scan_video(
    path: Path,
    *,
    progress: Callable[[float], None] | None = None,
    folder_rate: Fraction = FOLDER_RATE,
) -> tuple[VideoFacts, FrameTable]:
    """Find out all about a video file or a folder of images.

    ``progress`` is called with 0..1 from time to time, on this thread. A folder of images has no times
    of its own: ``folder_rate`` is its frames per second. Raises VideoError if there is
    no frame to be had; a video damaged further on is taken up to there, and ``facts.damage`` says so.
    """
    report = progress or (lambda _: None)
    fingerprint = find_fingerprint(path)
    if path.is_dir():
        return scan_folder(path, image_names(path), fingerprint, report, folder_rate)
    found = _decode_all(path, "AUTO", report)
    if found.damaged_packets or len(found.frames) < len(found.packet_pts):
        # Frame threads may lose good frames beside a broken one, and hide an error at the end.
        found = _decode_all(path, "SLICE", report)
    if not found.frames:
        raise VideoError(f"{path.name} has no frame that can be decoded: copy it again.")
    table = _table(found)
    return _facts(found, table, path, fingerprint), table


def scan_images(folder: Path, names: Sequence[str]) -> tuple[VideoFacts, FrameTable]:
    """The same of a video whose frames are these images of a folder, in this order."""
    fingerprint = images_fingerprint(folder, names)
    return scan_folder(folder, tuple(names), fingerprint, lambda _: None, FOLDER_RATE)


@dataclass(slots=True)
class _Findings:
    time_base: Fraction
    declared_rate: Fraction | None
    codec: str
    width: int = 0
    height: int = 0
    rotation_degrees: int = 0
    packet_pts: list[int | None] = field(default_factory=list)  # in decode order
    packet_is_keyframe: list[bool] = field(default_factory=list)
    frames: list[tuple[int, bool]] = field(default_factory=list)  # (packet, is keyframe), as shown
    shown: set[int] = field(default_factory=set)  # the packets of these frames
    damaged_packets: int = 0
    frames_before_damage: int = 0
    why_damaged: str = ""
    declared_seconds: float = 0.0
    end_seconds: float = 0.0  # of all streams


def _decode_all(path: Path, thread_type: ThreadType, report: Callable[[float], None]) -> _Findings:
    container, stream = open_container(path)
    with container:
        context = stream.codec_context
        use_threads(stream, thread_type)
        context.copy_opaque = True
        # Which frames come out does not depend on the loop filter, which costs a third of the time.
        context.options |= {"skip_loop_filter": "all"}
        found = _Findings(
            stream.time_base or Fraction(1), stream.average_rate, context.codec.canonical_name
        )
        found.declared_seconds = _declared_end(container)
        try:
            _take_packets(container, stream, found, report)
        except av.FFmpegError as error:
            _note_damage(found, error.strerror)
    report(1.0)
    return found


def _take_packets(
    container: InputContainer,
    stream: VideoStream,
    found: _Findings,
    report: Callable[[float], None],
) -> None:
    size = max(1, container.size)
    for packet in packets_of(container):
        if packet.pts is not None:
            end = (packet.pts + (packet.duration or 0)) * packet.time_base
            found.end_seconds = max(found.end_seconds, float(end))
        if packet.stream_index != stream.index:
            continue
        mark(packet, len(found.packet_pts))
        found.packet_pts.append(packet.pts)
        found.packet_is_keyframe.append(packet.is_keyframe)
        if packet.is_corrupt:
            _note_damage(found, "bytes are missing")
        _take_frames(packet, stream, found)
        if packet.pos and len(found.packet_pts) % 16 == 0:
            report(min(1.0, packet.pos / size))
    _take_frames(None, stream, found)


def _take_frames(packet: Packet[Any] | None, stream: VideoStream, found: _Findings) -> None:
    try:
        frames = decode_packet(stream, packet)
    except av.FFmpegError as error:
        _note_damage(found, error.strerror)
        return
    for frame in frames:
        if not found.frames:
            found.rotation_degrees = round(-frame.rotation / 90) % 4 * 90
            found.width, found.height = frame.width, frame.height
        ordinal = mark_of(frame)
        if ordinal in found.shown:  # some decoders repeat a picture in place of a broken one
            _note_damage(found, "a picture is missing")
            continue
        found.shown.add(ordinal)
        found.frames.append((ordinal, frame.key_frame and found.packet_is_keyframe[ordinal]))


def _note_damage(found: _Findings, why: str | None) -> None:
    if not found.damaged_packets:
        found.frames_before_damage = len(found.frames)
        found.why_damaged = why or "unreadable data"
    found.damaged_packets += 1


def _table(found: _Findings) -> FrameTable:
    ordinals = [ordinal for ordinal, _ in found.frames]
    pts, has_pts = make_growing([found.packet_pts[ordinal] for ordinal in ordinals])
    return FrameTable(
        time_base=found.time_base,
        pts=pts,
        has_pts=has_pts,
        decode_index=np.array(ordinals, np.int32),
        keyframe=np.array([is_keyframe for _, is_keyframe in found.frames], bool),
    )


def _facts(found: _Findings, table: FrameTable, path: Path, fingerprint: str) -> VideoFacts:
    width, height = found.width, found.height
    if found.rotation_degrees in (90, 270):
        width, height = height, width
    return VideoFacts(
        kind=VideoKind.FILE,
        width=width,
        height=height,
        frame_count=len(table),
        rate=_mean_rate(table, found.declared_rate),
        rotation_degrees=found.rotation_degrees,
        codec=found.codec,
        fingerprint=fingerprint,
        damage=_damage_sentence(found, table, path),
    )


def _mean_rate(table: FrameTable, declared: Fraction | None) -> Fraction:
    """As measured; in the container's own words (30000/1001) where those say the same."""
    steps = len(table) - 1
    if not steps:
        return declared or Fraction(1)
    measured = steps / (int(table.pts[-1] - table.pts[0]) * table.time_base)
    if declared and abs(declared / measured - 1) < _SAME_RATE:
        return declared
    return measured.limit_denominator(10_000)


def _damage_sentence(found: _Findings, table: FrameTable, path: Path) -> str | None:
    last = len(table) - 1
    if found.end_seconds < found.declared_seconds - _MAY_END_EARLY_SECONDS:
        return (
            f"The file is cut off: it ends after {found.end_seconds:.2f} of the "
            f"{found.declared_seconds:.2f} seconds that it declares."
        )
    if find_cut_box(path):
        return f"The file is cut off after frame {last} ({table.seconds(last):.2f} s)."
    if found.damaged_packets:
        first = min(found.frames_before_damage, last)
        places = counted(found.damaged_packets, "{n} place", "{n} places")
        return (
            f"The file is damaged in {places} ({found.why_damaged}), the first at "
            f"frame {first} ({table.seconds(first):.2f} s): pictures there are missing or smeared."
        )
    return None


def _declared_end(container: InputContainer) -> float:
    if container.duration is None:
        return 0.0
    return ((container.start_time or 0) + container.duration) / av.time_base
