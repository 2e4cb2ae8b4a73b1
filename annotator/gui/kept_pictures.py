"""Pictures that are painted again and again, made anew only when something in them changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

Pixels = npt.NDArray[np.uint8]  # (H, W, 4): premultiplied blue, green, red, alpha


class KeptPictures:
    """One picture a name, with what it was made from. A picture borrows its pixels, uncopied."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Hashable, Pixels, QImage]] = {}

    def get(
        self,
        name: str,
        made_from: Hashable,
        make: Callable[[], Pixels],
        form: QImage.Format = QImage.Format.Format_ARGB32_Premultiplied,
    ) -> QImage:
        """The picture, if ``made_from`` is what it was the last time; else a new one. It is good until
        the next call with this name."""
        kept = self._kept.get(name)
        if kept is None or kept[0] != made_from:
            pixels = np.ascontiguousarray(make())
            height, width, _ = pixels.shape
            image = QImage(pixels.data, width, height, pixels.strides[0], form)
            kept = self._kept[name] = (made_from, pixels, image)
        return kept[2]
