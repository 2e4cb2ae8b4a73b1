"""Another data set seen differently: what a view does not change is the other one's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from exporters.dataset import Dataset, FrameImages, Provenance
from storage.attributes import Attribute, AttributeSpan
from storage.records import Category, Expression, FrameTable, Mask, TrackedObject, Turn, Video


@dataclass(frozen=True)
class DatasetView:
    """Fulfils exporters.dataset.Dataset with what ``dataset`` has."""

    dataset: Dataset

    def videos(self) -> Sequence[Video]:
        return self.dataset.videos()

    def categories(self) -> Sequence[Category]:
        return self.dataset.categories()

    def objects(self, video_id: int) -> Sequence[TrackedObject]:
        return self.dataset.objects(video_id)

    def attributes(self) -> Sequence[Attribute]:
        return self.dataset.attributes()

    def attribute_spans(self, object_id: int) -> Sequence[AttributeSpan]:
        return self.dataset.attribute_spans(object_id)

    def expressions(self, video_id: int) -> Sequence[Expression]:
        return self.dataset.expressions(video_id)

    def turns(self, video_id: int) -> Sequence[Turn]:
        return self.dataset.turns(video_id)

    def frame_table(self, video_id: int) -> FrameTable:
        return self.dataset.frame_table(video_id)

    def frame_indices(self, video_id: int) -> Sequence[int]:
        return self.dataset.frame_indices(video_id)

    def frame_masks(self, video_id: int) -> Iterator[tuple[int, Sequence[Mask]]]:
        return self.dataset.frame_masks(video_id)

    def provenance(self) -> Callable[[Mask], Provenance] | None:
        return self.dataset.provenance()

    def open_frames(self, video_id: int) -> AbstractContextManager[FrameImages]:
        return self.dataset.open_frames(video_id)
