"""Decoding exactly the frames that are asked for, from the nearest place where that is possible.

After a seek nothing is believed: where the file was really entered is found by looking up the first
packets' pts in the frame table, and from there packets are counted. So frames without a pts are known
too, and an entry that turns out too late, or in the wrong place, is noticed. Then the next earlier
keyframe is tried, and in the end the start of the file, from which the table itself was made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import av
import numpy as np
from av.packet import Packet
from av.video.frame import VideoFrame

from storage.errors import VideoError
from storage.records import VideoSource
from storage.video.cache import Picture
from storage.video.container import (
    ThreadType,
    decode_packet,
    mark,
    mark_of,
    open_container,
    packets_of,
    use_threads,
)
from storage.video.fingerprint import find_fingerprint
from storage.video.going_on import GoOn, always

_Frames = Iterator[tuple[int, VideoFrame]]
_WELL_BEFORE_SECONDS = 10  # some formats land behind the place they were asked for
# Decoders that leave out unneeded frames packet by packet (others read the setting once, at the start).
_CAN_SKIP = frozenset({"h264", "hevc", "vp9", "mpeg4", "mpeg2video"})


class _LostPlace(Exception):
    """Packets do not follow each other as in the table."""


class FileDecoder:
    """Reads the frames of a video file, on one thread; remembers where it is, to go on from there."""

    def __init__(self, source: VideoSource, *, thread_type: ThreadType) -> None:
        frames = source.frames
        self._source = source
        # Frame threads may lose good frames beside a broken one.
        self._thread_type: ThreadType = "SLICE" if source.facts.damage else thread_type
        self._frame_of_packet = np.full(int(frames.decode_index.max()) + 1, -1, np.int64)
        self._frame_of_packet[frames.decode_index] = np.arange(len(frames))
        # The first packet that any frame from i on needs to be decoded for its own sake.
        self._first_packet = np.minimum.accumulate(frames.decode_index[::-1])[::-1]
        self._entries = np.flatnonzero(frames.keyframe & frames.has_pts)
        self._entry_by_pts = {int(frames.pts[i]): int(i) for i in self._entries}
        self._first_wanted_packet = 0
        self._position: int | None = None  # the frame that came out last
        self._running: _Frames = iter(())  # those that come out next
        self._checked_stamp = (-1, -1)  # size and time of change when it last was the right file
        self._check_unchanged()
        self._open()

    def close(self) -> None:
        self._container.close()

    def pictures(
        self, start: int, stop: int, *, go_on: GoOn = always
    ) -> Iterator[tuple[int, Picture]]:
        """The frames [start, stop) as (frame index, uint8 RGB (H, W, 3) upright), every one in order; none
        any more once ``go_on()`` does not hold, which is asked on the way to the first one too.

        Raises VideoError if one cannot be decoded.
        """
        for frame_index, frame in self._frames(start, stop, go_on):
            try:
                picture = self._to_picture(frame)
            except av.FFmpegError as error:
                raise VideoError(f"The colours of frame {frame_index} of {self._source.path.name} cannot "
                                 "be converted: convert the video to H.264.") from error  # fmt: skip
            yield frame_index, picture

    def _frames(self, start: int, stop: int, go_on: GoOn) -> _Frames:
        self._check_unchanged()
        wanted = start
        for enter in self._ways_to(start):
            try:
                self._first_wanted_packet = int(self._first_packet[wanted])
                for frame_index, frame in enter(wanted):
                    if frame_index > wanted:
                        break
                    self._position = frame_index
                    if frame_index == wanted:
                        yield frame_index, frame
                        wanted += 1
                    if wanted >= stop or not go_on():
                        return
            except (av.FFmpegError, _LostPlace):
                pass  # what counts is that the wanted frame did not come: try from further back
            self._position = None
        raise VideoError(f"Frame {wanted} of {self._source.path.name} cannot be decoded any more: copy "
                         "the file again and re-link it.")  # fmt: skip

    def _ways_to(self, start: int) -> Iterator[Callable[[int], _Frames]]:
        """Where to begin, best first: here, at keyframes from near to far, at the file's start."""
        frames = self._source.frames
        before = self._entries[: np.searchsorted(self._entries, start, side="right")]
        nearest = int(before[-1]) if len(before) else 0
        if self._position is not None and nearest <= self._position < start:
            yield lambda _: self._running
        back = 1
        while back <= len(before):
            yield partial(self._seek, int(frames.pts[before[-back]]))
            back *= 2
        yield partial(self._seek, int(frames.pts[0] - _WELL_BEFORE_SECONDS / frames.time_base))
        yield self._reopen

    def _seek(self, pts: int, wanted: int) -> _Frames:
        if self._source.facts.damage:
            self._container.close()  # a decoder keeps pictures to patch broken ones with
            self._open()
        self._container.seek(pts, stream=self._stream, backward=True)
        self._running = self._decode(self._placed_packets(wanted))
        return self._running

    def _reopen(self, wanted: int) -> _Frames:  # noqa: ARG002 - called like _seek
        self._container.close()
        self._open()
        return self._running

    def _open(self) -> None:
        self._container, self._stream = open_container(self._source.path)
        use_threads(self._stream, self._thread_type)
        self._stream.codec_context.copy_opaque = True
        self._running = self._decode(enumerate(packets_of(self._container, self._stream)))

    def _placed_packets(self, wanted: int) -> Iterator[tuple[int, Packet[Any]]]:
        """Packets with their place in the file, from the first keyframe of the table on."""
        packets = packets_of(self._container, self._stream)
        for packet in packets:
            frame_index = self._entry_of(packet)
            if frame_index is None:
                continue
            if frame_index > wanted:
                raise _LostPlace  # the seek ended too late
            ordinal = int(self._source.frames.decode_index[frame_index])
            yield ordinal, packet
            for following in packets:
                ordinal += 1
                self._check_place(ordinal, following)
                yield ordinal, following

    def _entry_of(self, packet: Packet[Any]) -> int | None:
        if packet.pts is None or not packet.is_keyframe:
            return None
        return self._entry_by_pts.get(packet.pts)

    def _check_place(self, ordinal: int, packet: Packet[Any]) -> None:
        frames = self._source.frames
        frame_index = self._frame_at(ordinal)
        if frame_index < 0 or not frames.has_pts[frame_index] or packet.pts is None:
            return
        if packet.pts != frames.pts[frame_index]:
            raise _LostPlace

    def _decode(self, placed: Iterator[tuple[int, Packet[Any]]]) -> _Frames:
        for ordinal, packet in placed:
            self._skip_if_unneeded(ordinal)
            mark(packet, ordinal)
            yield from self._known(self._decode_even_if_broken(packet))
        yield from self._known(decode_packet(self._stream, None))

    def _skip_if_unneeded(self, ordinal: int) -> None:
        """Frames that no other is predicted from need not be decoded on the way to the wanted one.

        In a damaged video they are, because a broken picture is patched from the one before it.
        """
        context = self._stream.codec_context
        if context.name in _CAN_SKIP and not self._source.facts.damage:
            # One packet early, for interlaced video, where a frame may come in two.
            on_the_way = ordinal < self._first_wanted_packet - 1
            context.skip_frame = "NONREF" if on_the_way else "DEFAULT"

    def _decode_even_if_broken(self, packet: Packet[Any]) -> list[VideoFrame]:
        try:
            return decode_packet(self._stream, packet)
        except av.FFmpegError:
            return []  # as in the pass that made the table: a broken packet has no frame in it

    def _known(self, frames: list[VideoFrame]) -> _Frames:
        for frame in frames:
            frame_index = self._frame_at(mark_of(frame))
            if frame_index >= 0:
                yield frame_index, frame

    def _frame_at(self, ordinal: int) -> int:
        return int(self._frame_of_packet[ordinal]) if ordinal < len(self._frame_of_packet) else -1

    def _to_picture(self, frame: VideoFrame) -> Picture:
        """Turned upright, and scaled to the first frame's size where a video changes its own."""
        facts = self._source.facts
        quarter_turns = facts.rotation_degrees // 90
        width, height = facts.width, facts.height
        if quarter_turns % 2:
            width, height = height, width
        rgb = frame.to_ndarray(format="rgb24", width=width, height=height)
        return np.ascontiguousarray(np.rot90(rgb, -quarter_turns), dtype=np.uint8)

    def _check_unchanged(self) -> None:
        """Raises VideoError if the file is not the one that was added. Cheap while nothing touched it."""
        path = self._source.path
        try:
            stat = path.stat()
        except OSError as error:
            raise VideoError(f"The video {path} is not there any more: put it back, or re-link it to "
                             "where it is now.") from error  # fmt: skip
        stamp = (stat.st_size, stat.st_mtime_ns)
        if stamp == self._checked_stamp:
            return
        if find_fingerprint(path) != self._source.facts.fingerprint:
            raise VideoError(f"The video {path.name} has changed since it was added: put the original "
                             "back and re-link it, or add this one as a new video.")  # fmt: skip
        self._checked_stamp = stamp
