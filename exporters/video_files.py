"""Videos on their way out: the labelled frames, each at exactly the time it has in its source.

Where frames are not labelled the one before stays on the screen. What was drawn cannot be read back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import numpy as np
import numpy.typing as npt

from exporters.dataset import Dataset
from exporters.exported import ExportedVideo
from storage.errors import FormatError
from storage.video import OutputCodec, write_video


def write_frames(
    path: Path,
    dataset: Dataset,
    video: ExportedVideo,
    pictures: Iterable[npt.NDArray[np.uint8]],
    codec: OutputCodec,
) -> None:
    """Write a picture for each labelled frame of a video, (H, W, 3), or (H, W, 4) with alpha."""
    path.parent.mkdir(parents=True, exist_ok=True)
    table = dataset.frame_table(video.video.id)
    start = int(table.pts[0])
    times = ((int(table.pts[i]) - start) * table.time_base for i in video.frame_indices)
    write_video(
        path,
        pictures,
        rate=video.video.facts.rate,
        pts_seconds=times,
        time_base=table.time_base,
        codec=codec,
    )


def gap_losses(videos: Sequence[ExportedVideo]) -> Iterator[str]:
    """A sentence for each video that leaves out frames between its first and its last one."""
    for video in videos:
        indices = video.frame_indices
        missing = indices[-1] - indices[0] + 1 - len(indices) if indices else 0
        if missing:
            yield (
                f"{video.video.name} comes without {missing} of the frames {indices[0]} to {indices[-1]}; "
                "the frame before stays on the screen meanwhile."
            )


def refuse_reading(source: Path) -> NoReturn:
    """Raises FormatError: masks are there only as pixels that look like them."""
    raise FormatError(
        f"{source}: masks cannot be read back from a picture or video, they are only drawn in it. "
        "Export and import png, which is a sequence of exact images, or coco."
    )
