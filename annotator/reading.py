"""A data set read from a folder, a file or a zip, with what was wrong in it if that is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.splitting import PARTS, SPLIT_FILE
from exporters.archives import named_after, unpacked
from exporters.dataset import ImportedDataset
from exporters.faults import passing_over
from exporters.formats import format_module
from exporters.object_attributes import with_attributes
from storage.errors import FormatError

_SHOWN = 1000  # problems; a file in which all records are wrong is not told line by line


@dataclass(slots=True)
class Problems:
    """What was passed over: the first sentences, each once, and how many there are in all."""

    sentences: dict[str, None] = field(default_factory=dict)
    count: int = 0

    def add(self, error: FormatError) -> None:
        if str(error) not in self.sentences:
            self.count += 1
            if len(self.sentences) < _SHOWN:
                self.sentences[str(error)] = None

    def texts(self) -> tuple[str, ...]:
        """The sentences, and how many more there are."""
        more = self.count - len(self.sentences)
        return (*self.sentences, *([f"... and {more} more."] if more else ()))


@contextmanager
def open_dataset(
    format_name: str, source: Path, problems: Problems | None = None
) -> Iterator[ImportedDataset]:
    """A data set, to be read to its end in the block.

    Records that are wrong are told to ``problems``, or raise FormatError if that is None. UserError for
    an unknown format.
    """
    module = format_module(format_name)
    with unpacked(source) as folder:
        _refuse_split(source, folder)
        if problems is None:
            yield with_attributes(module.read(folder), folder)
            return
        with passing_over(lambda error: problems.add(named_after(source, folder, error))):
            yield with_attributes(module.read(folder), folder)


def _refuse_split(source: Path, folder: Path) -> None:
    """Raises FormatError for an export that was dealt out: each part is a data set."""
    parts = [part for part in PARTS if (folder / part).is_dir()]
    if parts and (folder / SPLIT_FILE).is_file():
        raise FormatError(
            f"{source} was dealt out, a data set for each of {', '.join(parts)}: "
            f"read them one by one, beginning with {source / parts[0]}."
        )


def without_images(dataset: ImportedDataset) -> ImportedDataset:
    """The data set, without the images that are only unpacked for as long as it is read."""
    videos = (replace(it, images=None, image_names=()) for it in dataset.videos)
    return replace(dataset, videos=tuple(videos))
