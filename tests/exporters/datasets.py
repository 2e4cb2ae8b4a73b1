"""Data sets in memory: what an export is made from, and what a reading turns back into."""

from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from fractions import Fraction

import cv2
import numpy as np

from exporters.dataset import Provenance
from exporters.files import write_jpeg
from storage import masks
from storage.records import (
    Category,
    Expression,
    FrameTable,
    Mask,
    Source,
    Speaker,
    TrackedObject,
    Turn,
    Video,
    VideoFacts,
    VideoKind,
)

CATEGORIES = (Category(3, "dog", "#ff0000"), Category(8, "Mühle", "#00ff00"))


@dataclass(frozen=True)
class Frames:
    """Frames whose colour is their index."""

    frame_hw: tuple[int, int]

    def frame(self, frame_index):
        return np.full((*self.frame_hw, 3), frame_index, np.uint8)

    def write_jpeg(self, frame_index, path):
        write_jpeg(path, self.frame(frame_index))


@dataclass
class MemoryDataset:
    """Fulfils exporters.dataset.Dataset; ``found`` holds masks by video id and frame index."""

    video_list: list = field(default_factory=list)
    category_list: list = field(default_factory=lambda: list(CATEGORIES))
    object_list: list = field(default_factory=list)
    found: dict = field(default_factory=dict)
    expression_list: list = field(default_factory=list)
    turn_list: list = field(default_factory=list)
    attribute_list: list = field(default_factory=list)
    spans: dict = field(default_factory=dict)  # by object id
    with_provenance: bool = False

    def videos(self):
        return self.video_list

    def categories(self):
        return self.category_list

    def objects(self, video_id):
        return sorted(
            (it for it in self.object_list if it.video_id == video_id), key=lambda it: it.number
        )

    def attributes(self):
        return self.attribute_list

    def attribute_spans(self, object_id):
        return self.spans.get(object_id, [])

    def expressions(self, video_id):
        return [it for it in self.expression_list if it.video_id == video_id]

    def turns(self, video_id):
        return [it for it in self.turn_list if it.video_id == video_id]

    def provenance(self):
        if not self.with_provenance:
            return None
        return lambda it: Provenance(
            it.source, "flow" if it.source is Source.ENGINE else None, it.verified
        )

    def frame_table(self, video_id):
        n = next(it for it in self.video_list if it.id == video_id).facts.frame_count
        return FrameTable(
            time_base=Fraction(1, 30_000),
            pts=np.arange(n) * 1001 + 7,
            has_pts=np.arange(n) != 1,
            decode_index=np.arange(n, dtype=np.int32),
            keyframe=np.arange(n) == 0,
        )

    def frame_indices(self, video_id):
        return sorted(self.found.get(video_id, {}))

    def frame_masks(self, video_id):
        for frame_index in self.frame_indices(video_id):
            yield frame_index, self.found[video_id][frame_index]

    def open_frames(self, video_id):
        facts = next(it for it in self.video_list if it.id == video_id).facts
        return nullcontext(Frames(facts.frame_hw))

    # --- making one ---

    def add_video(self, name, *, frame_hw=(12, 16), frame_count=40, fingerprint="f"):
        facts = VideoFacts(
            VideoKind.FILE,
            frame_hw[1],
            frame_hw[0],
            frame_count,
            Fraction(30),
            0,
            "h264",
            fingerprint,
        )
        self.video_list.append(Video(10 + len(self.video_list), name, f"{name}.mp4", facts))
        return self.video_list[-1].id

    def add_object(self, video_id, number, *, name="thing", category_id=3):
        object_id = 100 + len(self.object_list)
        self.object_list.append(
            TrackedObject(object_id, video_id, number, name, category_id, "#0000ff")
        )
        return object_id

    def add_expression(self, video_id, text, *object_ids):
        self.expression_list.append(
            Expression(len(self.expression_list) + 1, video_id, text, object_ids)
        )

    def add_turn(self, video_id, speaker, text, *object_ids, start=0, stop=40):
        turn_id = len(self.turn_list) + 1
        self.turn_list.append(Turn(turn_id, video_id, speaker, text, start, stop, object_ids))

    def add_mask(self, object_id, frame_index, mask, *, score=None):
        rle = mask if isinstance(mask, masks.Rle) else masks.encode(mask)
        video_id = next(it.video_id for it in self.object_list if it.id == object_id)
        row = Mask(object_id, frame_index, rle, Source.ENGINE, score)
        self.found.setdefault(video_id, {}).setdefault(frame_index, []).append(row)


def rebuild(imported, original):
    """What a project holds after an import; what only the video file knows comes from ``original``."""
    facts = {it.facts.fingerprint: it.facts for it in original.video_list}
    rebuilt = MemoryDataset(category_list=[])
    for it in imported.categories:
        rebuilt.category_list.append(Category(1 + len(rebuilt.category_list), it, "#123456"))
    categories = {it.name: it.id for it in rebuilt.category_list}
    video_ids, object_ids = {}, {}
    for it in imported.videos:
        video_ids[it.name] = rebuilt.add_video(it.name)
        video = replace(rebuilt.video_list[-1], facts=facts[it.fingerprint])
        assert video.facts.frame_hw == it.frame_hw
        assert video.facts.frame_count == it.source_frame_count
        rebuilt.video_list[-1] = video
        rebuilt.found[video.id] = {i: [] for i in it.frame_indices}
    for it in imported.objects:
        object_ids[it.video, it.number] = rebuilt.add_object(
            video_ids[it.video], it.number, name=it.name, category_id=categories.get(it.category)
        )
    for it in imported.masks():
        rebuilt.add_mask(object_ids[it.video, it.number], it.frame_index, it.rle, score=it.score)
    for it in imported.expressions:
        named = (object_ids[it.video, number] for number in it.numbers)
        rebuilt.add_expression(video_ids[it.video], it.text, *named)
    for it in imported.turns:
        named = (object_ids[it.video, number] for number in it.numbers)
        rebuilt.add_turn(
            video_ids[it.video], it.speaker, it.text, *named, start=it.start, stop=it.stop
        )
    return rebuilt


def pixel_masks(dataset):
    """(video, frame, number) -> (H, W) bool, of all that are not empty."""
    numbers = {it.id: it.number for it in dataset.object_list}
    return {
        (video.name, frame_index, numbers[mask.object_id]): masks.decode(mask.rle)
        for video in dataset.video_list
        for frame_index, found in dataset.frame_masks(video.id)
        for mask in found
        if not mask.rle.is_empty
    }


def box(y0, x0, y1, x1, frame_hw=(12, 16)):
    mask = np.zeros(frame_hw, bool)
    mask[y0:y1, x0:x1] = True
    return mask


def difficult():
    """All that goes wrong elsewhere: overlaps, parts, holes, late, vanishing and returning objects,
    one pixel, none, names of all kinds, numbers beyond a byte, no category, scores."""
    data = MemoryDataset()
    one = data.add_video("a/b: ../Zoë 東京.mp4", fingerprint="1")
    dog = data.add_object(one, 1, name='the "dog"\n\u202e')
    cat = data.add_object(one, 2, name="", category_id=None)
    late = data.add_object(one, 300, name="😀", category_id=8)
    ring = box(0, 0, 9, 9) & ~box(3, 3, 6, 6)
    data.add_mask(dog, 0, ring)
    data.add_mask(dog, 5, box(0, 0, 2, 2) | box(8, 10, 12, 16), score=0.25)
    data.add_mask(dog, 10, np.zeros((12, 16), bool))
    data.add_mask(dog, 15, np.ones((12, 16), bool))
    data.add_mask(cat, 0, box(2, 2, 5, 5), score=1.0)
    data.add_mask(cat, 15, box(11, 15, 12, 16))
    data.add_mask(late, 15, box(0, 3, 12, 7))
    data.add_mask(late, 39, np.zeros((12, 16), bool), score=0.5)
    data.add_object(one, 4, name="never seen")
    data.add_expression(one, "the dog and what is late 😀", dog, late)
    data.add_expression(one, "Which of them never moves?", cat)
    data.add_expression(one, "a third dog")
    data.add_turn(
        one, Speaker.PERSON, "Where is [300] when [1] comes?", dog, late, start=5, stop=16
    )
    data.add_turn(one, Speaker.MODEL, "Right of [1]. 😀", dog, start=5, stop=16)
    two = data.add_video("CON", frame_hw=(1, 1), frame_count=1, fingerprint="2")
    data.add_mask(data.add_object(two, 254), 0, np.ones((1, 1), bool))
    data.add_video("nobody looked", fingerprint="3")
    return data


def davis(root, sequences=("bmx-trees", "dance-twirl"), step=10):
    """Real masks (DAVIS 2016), each sequence a video with one object."""
    data = MemoryDataset()
    for name in sequences:
        pngs = sorted((root / "Annotations/480p" / name).glob("*.png"))
        first = cv2.imread(str(pngs[0]), cv2.IMREAD_GRAYSCALE)
        video_id = data.add_video(
            name, frame_hw=first.shape, frame_count=len(pngs), fingerprint=name
        )
        object_id = data.add_object(video_id, 1)
        for i in range(0, len(pngs), step):
            mask = cv2.imread(str(pngs[i]), cv2.IMREAD_GRAYSCALE) > 0
            data.add_mask(object_id, i, mask)
    return data
