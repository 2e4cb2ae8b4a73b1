"""The videos of a COCO file: those it lists, and the folders of images that belong to none.

Images that name no video form one video a folder and frame size, in natural order of their names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from exporters.coco_records import CocoContents, CocoImage
from exporters.dataset import ImportedVideo
from exporters.faults import one_record
from exporters.folder_names import unique_names
from exporters.frame_map import read_frame_map
from storage.errors import FormatError

IMAGES = "images"
_Key = int | tuple[PurePosixPath, tuple[int, int]]  # a video's id, or a folder and a frame size


@dataclass(frozen=True, slots=True)
class CocoGroup:
    """The images of one video, with the frame index of each, ascending."""

    video_id: int | None
    name: str
    frame_hw: tuple[int, int]
    image_ids: Sequence[int]
    images: Sequence[CocoImage]
    frame_indices: Sequence[int]


def group_images(contents: CocoContents, *, fallback_name: str) -> list[CocoGroup]:
    """The videos of the file: those it lists, then the folders of images that belong to none."""
    members: dict[_Key, list[int]] = {video_id: [] for video_id in contents.videos}
    for image_id, image in contents.images.items():
        with one_record():
            if image.video_id is None:
                key: _Key = (image.path.parent, image.frame_hw)
            elif image.video_id in contents.videos:
                key = image.video_id
            else:
                raise _image_error(contents, image_id, f"there is no video {image.video_id}")
            members.setdefault(key, []).append(image_id)
    names = unique_names(
        contents.videos[key].name if isinstance(key, int) else _folder_name(key, fallback_name)
        for key in members
    )
    groups = []
    for (key, image_ids), name in zip(members.items(), names, strict=True):
        video_id = key if isinstance(key, int) else None
        frame_hw = contents.videos[video_id].frame_hw if video_id is not None else None
        if image_ids:
            frame_hw = frame_hw or contents.images[image_ids[0]].frame_hw
        if frame_hw:
            groups.append(_make_group(contents, video_id, name, frame_hw, image_ids))
    return groups


def _make_group(
    contents: CocoContents,
    video_id: int | None,
    name: str,
    frame_hw: tuple[int, int],
    image_ids: list[int],
) -> CocoGroup:
    fitting = []
    for image_id in image_ids:
        with one_record():
            if contents.images[image_id].frame_hw != frame_hw:
                what = f"its size is not that of its video {name!r}"
                raise _image_error(contents, image_id, what)
            fitting.append(image_id)
    indices = _frame_indices(contents, fitting)
    image_ids = sorted(indices, key=indices.__getitem__)
    images = [contents.images[it] for it in image_ids]
    return CocoGroup(video_id, name, frame_hw, image_ids, images, [indices[it] for it in image_ids])


def _frame_indices(contents: CocoContents, image_ids: list[int]) -> dict[int, int]:
    """By image id: as the file says, else counted in natural order of the images' names."""
    images = contents.images
    stated = {it: images[it].frame_index for it in image_ids}
    if any(index is None for index in stated.values()):
        by_name = sorted(image_ids, key=lambda it: _natural(images[it].path))
        return {image_id: i for i, image_id in enumerate(by_name)}
    seen: set[int] = set()
    indices: dict[int, int] = {}
    for image_id, index in stated.items():
        with one_record():
            if index is None or index in seen:
                raise _image_error(contents, image_id, f"frame {index} is there twice in its video")
            seen.add(index)
            indices[image_id] = index
    return indices


def _natural(path: PurePosixPath) -> list[tuple[int, str]]:
    """Sorts image10 after image9."""
    return [
        (int(part), "") if part.isdecimal() else (-1, part)
        for part in re.split(r"([0-9]+)", str(path))
    ]


def _folder_name(key: _Key, fallback_name: str) -> str:
    folder = key[0] if isinstance(key, tuple) else PurePosixPath()
    return str(folder) if str(folder) != "." else fallback_name


def imported_videos(
    groups: Sequence[CocoGroup], beside: Path, root: Path
) -> tuple[ImportedVideo, ...]:
    known = {it.name: it for it in read_frame_map(beside).videos.values()}
    videos = []
    for group in groups:
        video = known.get(group.name)
        images = _find_images(group, root)
        videos.append(
            ImportedVideo(
                name=group.name,
                frame_hw=group.frame_hw,
                frame_indices=tuple(group.frame_indices),
                images=images,
                image_names=tuple(it.path.name for it in group.images) if images else (),
                fingerprint=video.fingerprint if video else None,
                source_frame_count=video.frame_count if video else None,
            )
        )
    return tuple(videos)


def _find_images(group: CocoGroup, root: Path) -> Path | None:
    """The one folder in which all images of a video are files."""
    parents = {image.path.parent for image in group.images}
    names = {image.path.name for image in group.images}
    for parent in parents if len(parents) == 1 else ():
        for folder in (root / parent, root / IMAGES / parent):
            if folder.is_dir() and names <= {path.name for path in folder.iterdir()}:
                return folder
    return None


def _image_error(contents: CocoContents, image_id: int, what: str) -> FormatError:
    return FormatError(f"image {contents.images[image_id].position} (id {image_id}): {what}")
