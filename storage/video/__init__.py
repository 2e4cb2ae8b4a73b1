"""Frame-exact video: what a video holds (scan), its frames (reader), and writing one (writer)."""

from storage.video.container import ffmpeg_version, supported_codecs
from storage.video.fingerprint import find_fingerprint
from storage.video.proxy import ProxyReader, open_proxy, write_proxy
from storage.video.readahead import ReadAhead
from storage.video.reader import FrameReader, open_frames
from storage.video.scan import scan_images, scan_video
from storage.video.writer import write_video

__all__ = [
    "FrameReader",
    "ProxyReader",
    "ReadAhead",
    "ffmpeg_version",
    "find_fingerprint",
    "open_frames",
    "open_proxy",
    "scan_images",
    "scan_video",
    "supported_codecs",
    "write_proxy",
    "write_video",
]
