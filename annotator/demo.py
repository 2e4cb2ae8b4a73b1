"""The whole job on a sample clip: what `maskbank demo` and `make demo` run."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from annotator.exporting import export_project
from annotator.labelling import LabelRequest, label
from annotator.render import contact_sheet, render_overlay
from annotator.sample import SAMPLE_OBJECTS, write_sample
from annotator.session import Session
from annotator.videos import add_video
from storage.records import FramePrompt, Point

ProgressBar = Callable[[str], AbstractContextManager[Callable[[int, int], None]]]


def run_demo(out: Path, *, say: Callable[[str], object], progress_bar: ProgressBar) -> None:
    """Draw the clip, label both things from one click each, export, render; an earlier demo is replaced."""
    out.mkdir(parents=True, exist_ok=True)
    clip, project = out / "sample.mp4", out / "sample.maskbank"
    for old in out.glob("sample.maskbank*"):
        old.unlink()
    write_sample(clip)
    with Session.open(project) as session:
        video = add_video(session, clip)
        for it in SAMPLE_OBJECTS:
            prompt = FramePrompt(0, points=(Point(*it.click),))
            request = LabelRequest(
                video.id, it.name, it.category, prompt, 0, video.facts.frame_count
            )
            with progress_bar(f"Following the {it.name}") as bar:
                for step in label(session, request):
                    bar(step.done, step.total)
        for format_name in ("coco", "youtube-vos"):
            with progress_bar(f"Exporting {format_name}") as bar:
                export_project(session.project, format_name, out / format_name, progress=bar)
        with progress_bar("Drawing the overlay video") as bar:
            render_overlay(session, video.id, out / "overlay.mp4", progress=bar)
        contact_sheet(session, video.id, out / "contact-sheet.png")
    say(
        f"The sample clip        {clip}\n"
        f"The project            {project}\n"
        f"The data set as COCO   {out / 'coco'}\n"
        f"as YouTube-VOS         {out / 'youtube-vos'}\n"
        f"The overlay video      {out / 'overlay.mp4'}\n"
        f"The contact sheet      {out / 'contact-sheet.png'}"
    )
