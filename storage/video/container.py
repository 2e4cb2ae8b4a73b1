"""Opening a video file: local files only, from formats and decoders that footage really uses.

FFmpeg can read hundreds of formats, and most of its security holes lie in those that nobody films
in. Both lists hold while it probes a file too, so that a file cannot choose its own decoder; playlists
(which name other files and addresses) and raw streams (which cannot be sought) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NoReturn, cast

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from storage.errors import VideoError
from storage.frame_size import MAX_PIXELS
from storage.video.mp4_boxes import find_cut_box, is_mp4

FORMATS = ("mov", "mp4", "matroska", "webm", "avi", "mpegts", "mpeg", "mxf", "flv", "ogg")
DECODERS = (
    *("h264", "hevc", "vp8", "vp9", "libdav1d", "libvpx", "libvpx-vp9", "av1"),
    *("mpeg1video", "mpeg2video", "mpeg4", "h263", "msmpeg4v2", "msmpeg4", "theora", "vc1", "wmv3"),
    *("mjpeg", "prores", "dnxhd", "ffv1", "huffyuv", "ffvhuff", "dvvideo", "rawvideo", "png"),
)
_PROBING_DECODERS = (*DECODERS, "aac", "mp3", "mp3float", "ac3", "opus", "vorbis", "flac")
ThreadType = Literal["AUTO", "SLICE"]
_URL = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)


def open_container(path: Path) -> tuple[InputContainer, VideoStream]:
    """Open the file and choose its video stream. Raises VideoError with the reason if it cannot be.

    The path is made absolute, so that no name ("concat:a|b", "%03d") is read as a protocol.
    """
    check_is_local_file(path)
    address = str(path.resolve())
    try:
        container = _open(address, "file")
    except av.FFmpegError as error:
        broken_box = find_cut_box(path)
        if broken_box is None or broken_box.name != b"moof":
            _refuse(path, error)
        # FFmpeg gives up on a fragment that breaks off in its header; all before it is sound.
        container = _open(f"subfile,,start,0,end,{broken_box.offset},,:{address}", "subfile,file")
    try:
        return container, _choose_stream(container, path)
    except VideoError:
        container.close()
        raise


def _open(address: str, protocols: str) -> InputContainer:
    options = {
        "protocol_whitelist": protocols,
        "format_whitelist": ",".join(FORMATS),
        "codec_whitelist": ",".join(_PROBING_DECODERS),
    }
    return av.open(address, "r", options=options, metadata_errors="replace")


def use_threads(stream: VideoStream, thread_type: ThreadType) -> None:
    """AUTO decodes several frames at once, SLICE parts of one: slower, but quick to start anew.

    The VP8 decoder hides broken packets when it works on several frames, so it never does.
    """
    stream.thread_type = "SLICE" if stream.codec_context.name in ("vp8", "libvpx") else thread_type


def packets_of(container: InputContainer, *streams: VideoStream) -> Iterator[Packet[Any]]:
    """The packets of these streams (of all, without any) from where the container is, to its end."""
    try:
        # The packets without a size are PyAV's own, to drain decoders with.
        yield from (packet for packet in container.demux(*streams) if packet.size)
    except IndexError:
        return  # PyAV's, at the end, over a stream that only appeared on the way


def mark(packet: Packet[Any], ordinal: int) -> None:
    """Give a packet its place in the file, which :func:`mark_of` finds on the frame it becomes.

    Needs ``copy_opaque`` on the decoder.
    """
    packet.opaque = (ordinal,)  # a new object each time: PyAV keys what it carries by identity


def mark_of(frame: VideoFrame) -> int:
    """The place in the file of the packet that this frame was in."""
    (ordinal,) = cast("tuple[int]", frame.opaque)
    return ordinal


def decode_packet(stream: VideoStream, packet: Packet[Any] | None) -> list[VideoFrame]:
    """The frames that a packet brings out; None drains the decoder to its end."""
    if packet is not None:
        return stream.codec_context.decode(packet)
    frames: list[VideoFrame] = []
    while True:
        try:
            frames += stream.codec_context.decode(None)
        except EOFError:
            return frames
        except av.InvalidDataError:
            continue  # a broken picture was still inside; those behind it follow


def check_is_local_file(path: Path) -> None:
    """Raises VideoError for an address, and for a path where nothing is."""
    if path.exists():
        return
    if _URL.match(str(path)):
        raise VideoError(f"{path} is an address; only files on this computer are read. "
                         "Download the video first.")  # fmt: skip
    raise VideoError(f"There is no file {path}. Check the name, or where it was moved to.")


def supported_codecs() -> tuple[str, ...]:
    """The allowed decoders that this FFmpeg really has."""
    return tuple(name for name in DECODERS if name in av.codecs_available)


def ffmpeg_version() -> str:
    """The version of the FFmpeg that reads videos."""
    return str(av.ffmpeg_version_info)


def _choose_stream(container: InputContainer, path: Path) -> VideoStream:
    """The first video stream that is not a cover picture."""
    streams = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    if not streams:
        only_audio = " only sound" if container.streams.audio else " no video stream"
        raise VideoError(f"{path.name} has{only_audio}: choose a file with pictures.")
    stream = streams[0]
    # FFmpeg may know a codec but have no decoder for it; PyAV's context is None then.
    codec = getattr(stream.codec_context, "name", "an unknown codec")
    if codec not in DECODERS:
        raise VideoError(f"{path.name} is coded in {codec}, which is not read for safety. "
                         "Convert it to H.264 first.")  # fmt: skip
    stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
    return stream


def _refuse(path: Path, error: av.FFmpegError) -> NoReturn:
    if isinstance(error, PermissionError):
        reason = "may not be read: ask for the permission to"
    elif isinstance(error, av.ArgumentError):
        reason = "is of a format that is not read for safety: convert it to mp4 first"
    elif path.stat().st_size == 0:
        reason = "is empty: copy it again"
    elif is_mp4(path):
        reason = (
            "has no index (moov): its recording or copying broke off. Copy it again or repair it"
        )
    else:
        reason = "is not a video, or is damaged from its start"
    raise VideoError(f"{path.name} {reason}.") from error
