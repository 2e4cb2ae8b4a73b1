"""Masks drawn over frames: the overlay video and the contact sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np

from exporters.drawing import Image, draw_masks
from storage.errors import UserError
from storage.project import Project
from storage.video import FrameReader, write_video

_SHEET_COLUMNS, _SHEET_WIDTH = 4, 1600


def render_overlay(
    project: Project,
    video_id: int,
    frames: FrameReader,
    out: Path,
    *,
    progress: Callable[[int, int], None],
) -> None:
    """Write an mp4 of the whole video with its masks drawn in; frames keep their times."""
    if out.suffix.lower() != ".mp4":
        raise UserError(f"The overlay video is written as .mp4: give {out.stem}.mp4 as its name.")
    video = project.video(video_id)
    table = project.frame_table(video_id)
    times = ((int(pts) - int(table.pts[0])) * table.time_base for pts in table.pts)
    drawn = _drawn_frames(project, video_id, frames, progress)
    write_video(out, drawn, rate=video.facts.rate, pts_seconds=times, time_base=table.time_base)


def contact_sheet(
    project: Project, video_id: int, frames: FrameReader, out: Path, *, count: int = 12
) -> None:
    """Write a PNG or JPEG of ``count`` frames spread over the video, with their masks drawn in."""
    objects = project.objects(video_id)
    facts = project.video(video_id).facts
    width = _SHEET_WIDTH // _SHEET_COLUMNS
    height = round(width * facts.height / facts.width)
    picked = (
        np.linspace(0, facts.frame_count - 1, min(count, facts.frame_count)).round().astype(int)
    )
    rows = -(-len(picked) // _SHEET_COLUMNS)
    sheet = np.zeros((rows * height, _SHEET_WIDTH, 3), np.uint8)
    for place, frame_index in enumerate(picked.tolist()):
        image = draw_masks(
            frames.frame(frame_index), project.frame_masks(video_id, frame_index), objects
        )
        small = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
        cv2.putText(
            small,
            str(frame_index),
            (8, 20),
            cv2.FONT_HERSHEY_SIMPLEX,
            0.5,
            (255, 255, 255),
            1,
            cv2.LINE_AA,
        )
        y, x = place // _SHEET_COLUMNS * height, place % _SHEET_COLUMNS * width
        sheet[y : y + height, x : x + width] = small
    _save_image(out, sheet)


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
