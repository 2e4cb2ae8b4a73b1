"""Random small projects with two objects, to try steps on."""

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from annotator.session import Session
from storage import masks
from storage.records import FramePrompt, Mask, Point, Source
from tests.storage.projects import FRAME_HW, add_object, add_video, new_project, rectangle

FRAMES = 6
shapes = st.builds(
    rectangle, st.integers(0, 9), st.integers(0, 9), st.integers(1, 9), st.integers(1, 9)
)


@st.composite
def tracks(draw, *, locked=True):
    """Masks by frame, of all sources and with all marks, and the frames with a prompt."""
    made = {}
    for frame_index in draw(st.sets(st.integers(0, FRAMES - 1))):
        source = draw(st.sampled_from(Source))
        made[frame_index] = {
            "rle": draw(shapes | st.just(masks.empty(FRAME_HW))),
            "source": source,
            "score": draw(st.floats(0, 1)) if source is Source.ENGINE else None,
            "locked": locked and draw(st.booleans()),
            "verified": draw(st.booleans()),
        }
    shown = draw(st.sets(st.sampled_from(sorted(made)))) if made else set()
    spans = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3), st.sampled_from("xy"))))
    return made, shown, spans


def put_track(edit, tracked, track):
    made, shown, spans = track
    edit.put_masks(Mask(tracked.id, i, **what) for i, what in made.items())
    for frame_index in shown:
        edit.put_prompt(tracked.id, FramePrompt(frame_index, points=(Point(tracked.number, 0),)))
    for start, length, value in spans:
        edit.set_attribute_on(tracked.id, "pose", start=start, stop=start + length, value=value)


@contextmanager
def labelled(first, second):
    """An open session on a project with two objects that have these tracks, and the objects."""
    with (
        TemporaryDirectory() as folder,
        Session(new_project(Path(folder) / "p.maskbank")) as session,
    ):
        with session.edit("Label") as edit:
            video = add_video(edit, frame_count=FRAMES)
            objects = [add_object(edit, video, name) for name in ("dog", "cat")]
            for tracked, track in zip(objects, (first, second), strict=True):
                put_track(edit, tracked, track)
        yield session, *objects
