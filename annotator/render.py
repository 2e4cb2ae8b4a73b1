"""Masks drawn over frames: the overlay video and the contact sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np

from annotator.session import Session
from exporters.dataset import no_progress
from exporters.drawing import Image, draw_masks
from storage.errors import UserError
from storage.project import Project
from storage.video import FrameReader, write_video

_SHEET_FRAMES, _SHEET_COLUMNS, _SHEET_WIDTH = 12, 4, 1600


def render_overlay(
    session: Session,
    video_id: int,
    out: Path,
    *,
    progress: Callable[[int, int], None] = no_progress,
) -> None:
    """Write an mp4 of the whole video with its masks drawn in; frames keep their times."""
    if out.suffix.lower() != ".mp4":
        raise UserError(f"The overlay video is written as .mp4: give {out.stem}.mp4 as its name.")
    project = session.project
    video = project.video(video_id)
    table = project.frame_table(video_id)
    times = ((int(pts) - int(table.pts[0])) * table.time_base for pts in table.pts)
    with session.open_frames(video_id) as frames:
        drawn = _drawn_frames(project, video_id, frames, progress)
        write_video(out, drawn, rate=video.facts.rate, pts_seconds=times, time_base=table.time_base)


def contact_sheet(session: Session, video_id: int, out: Path) -> None:
    """Write a PNG or JPEG of frames spread over the video, with their masks drawn in."""
    facts = session.project.video(video_id).facts
    width = _SHEET_WIDTH // _SHEET_COLUMNS
    height = round(width * facts.height / facts.width)
    count = min(_SHEET_FRAMES, facts.frame_count)
    picked = np.linspace(0, facts.frame_count - 1, count).round().astype(int)
    rows = -(-count // _SHEET_COLUMNS)
    sheet = np.zeros((rows * height, _SHEET_WIDTH, 3), np.uint8)
    with session.open_frames(video_id) as frames:
        for place, frame_index in enumerate(picked.tolist()):
            image = _drawn_frame(session.project, video_id, frames, frame_index)
            shrunk = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
            small = np.asarray(shrunk, np.uint8)
            _write_number(small, frame_index)
            y, x = place // _SHEET_COLUMNS * height, place % _SHEET_COLUMNS * width
            sheet[y : y + height, x : x + width] = small
    _save_image(out, sheet)


def _drawn_frame(project: Project, video_id: int, frames: FrameReader, frame_index: int) -> Image:
    found = project.frame_masks(video_id, frame_index)
    return draw_masks(frames.frame(frame_index), found, project.objects(video_id))


def _write_number(image: Image, number: int) -> None:
    """Into the upper left corner, in white."""
    font, white = cv2.FONT_HERSHEY_SIMPLEX, (255, 255, 255)
    cv2.putText(image, str(number), (8, 20), font, 0.5, white, 1, cv2.LINE_AA)


def _drawn_frames(
    project: Project, video_id: int, frames: FrameReader, progress: Callable[[int, int], None]
) -> Iterator[Image]:
    objects = project.objects(video_id)
    found = project.stream_frame_masks(video_id)
    upcoming = next(found, None)
    for frame_index, image in frames.stream(0, len(frames)):
        if upcoming is not None and upcoming[0] == frame_index:
            yield draw_masks(image, upcoming[1], objects)
            upcoming = next(found, None)
        else:
            yield image
        progress(frame_index + 1, len(frames))


def _save_image(path: Path, image: Image) -> None:
    if path.suffix.lower() not in (".png", ".jpg", ".jpeg"):
        raise UserError(f"{path.name} cannot be written as an image: name it .png or .jpg.")
    path.write_bytes(cv2.imencode(path.suffix, image[..., ::-1])[1].tobytes())
