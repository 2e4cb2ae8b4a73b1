"""How long a person's edit waits while a data set is imported, or an import is taken back.

python -m benchmarks.importing [--masks 100000]
"""

import argparse
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import numpy as np

from annotator.export_options import ExportOptions, FrameFiles
from annotator.exporting import export_project
from annotator.importing import import_dataset
from annotator.masks import set_mask
from annotator.session import Session
from benchmarks.long_changes import FRAME_HW, fill
from exporters.dataset import no_progress
from storage import masks
from storage.opening import create_project


class Cancelled(Exception):
    """The import is to be taken back."""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--masks", type=int, default=100_000)
    count = parser.parse_args().masks
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "coco"
        with Session(create_project(Path(name) / "source.maskbank")) as session:
            fill(session, count)
            export_project(
                session.project, "coco", source, ExportOptions(frame_files=FrameFiles.NONE)
            )
        with Session(create_project(Path(name) / "target.maskbank")) as session:
            fill(session, count)
            for what, progress in (("import", no_progress), ("taken back", cancel_near_end)):
                report(what, *waits(session, source, progress))


def cancel_near_end(done, total):
    if total and done > 0.9 * total:
        raise Cancelled


def waits(session, source, progress):
    """The seconds that the import took, and each stroke's during it."""
    own, small = session.project.objects(1)[0].id, masks.encode(np.eye(*FRAME_HW) > 0)

    def work():
        with suppress(Cancelled):
            import_dataset(session, "coco", source, progress=progress)

    worker, seconds = threading.Thread(target=work), []
    start = time.perf_counter()
    worker.start()
    while worker.is_alive():
        before = time.perf_counter()
        set_mask(session, own, len(seconds), small)
        seconds.append(time.perf_counter() - before)
        time.sleep(0.05)
    return time.perf_counter() - start, seconds


def report(what, took_seconds, seconds):
    median, most = (1000 * it for it in (np.median(seconds), max(seconds)))
    print(
        f"{what}: {took_seconds:.1f} s; {len(seconds)} strokes, median {median:.0f} ms, longest {most:.0f} ms"
    )


if __name__ == "__main__":
    main()
