"""`maskbank benchmark`: how well an engine does on published data sets."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from annotator.cli_options import (
    JsonOption,
    SampledFramesOption,
    WordEngineOption,
    WordEngineOptions,
)
from annotator.cli_output import INTERRUPTED, print_report, progress_bar
from storage.counting import counted

if TYPE_CHECKING:
    from annotator.benchmark.run import Benchmark
    from model_backend.host import EngineHost


def benchmark(
    layout: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help="mevis, revos, ref-youtube-vos, ref-davis17, refcoco or pixelqa.",
        ),
    ],
    root: Annotated[Path, typer.Argument(help="Folder of the data set, as it was published.")],
    split: Annotated[str | None, typer.Option(help="Which part, as valid or testA.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="File for the results; else benchmark-FORMAT.json.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only so many questions.")] = None,
    prompt: Annotated[
        Literal["point", "box"], typer.Option(help="How PixelQA shows its objects.")
    ] = "point",
    sampled_frames: SampledFramesOption = 16,
    engine: WordEngineOption = "unipixel",
    option: WordEngineOptions = None,
    as_json: JsonOption = False,
) -> None:
    """Run a checkpoint over a data set: J, F and J&F, cIoU and gIoU, or accuracy.

    Each answer is kept as it comes, so a run that was stopped goes on where it was.
    """
    from annotator import prompt_text
    from annotator.benchmark.layouts import layout as layout_of
    from annotator.benchmark.rows import check_folder
    from annotator.benchmark.run import Benchmark, show_by_box, show_by_click
    from model_backend.host import EngineHost

    chosen = layout_of(layout)
    samples = chosen.read(root, split)[:limit]
    show = show_by_box if prompt == "box" else show_by_click
    options = prompt_text.parse_options(option)
    settings = {"format": layout, "root": str(root.resolve()), "split": split, "limit": limit,
                "prompt": prompt, "sampled_frames": sampled_frames, "options": options}  # fmt: skip
    what = Benchmark(chosen, samples, sampled_frames, show)
    results = out or Path(f"benchmark-{layout}.json")
    check_folder(results)  # before minutes go into loading the model
    try:
        with EngineHost(engine, options) as host:
            report = _run(what, host, results, settings)
    except KeyboardInterrupt:
        typer.echo("Stopped; the same command goes on from here.", err=True)
        raise typer.Exit(INTERRUPTED) from None
    print_report(report, _text(report), as_json=as_json)


def _run(
    benchmark: Benchmark, host: EngineHost, out: Path, settings: dict[str, Any]
) -> dict[str, Any]:
    from annotator.benchmark.rows import Rows
    from annotator.benchmark.run import run

    info = host.info()
    rows = Rows(out, settings | {"engine": info.name, "checkpoint": info.checkpoint_sha256})
    with progress_bar("Asking") as bar, closing(run(benchmark, host, rows)) as steps:
        for done, total in steps:
            bar(done, total)
    answers = list(rows.rows.values())
    scores = benchmark.layout.summarise(answers)
    rows.finish(scores)
    return {
        "results": str(out),
        "answers": len(answers),
        "failed": sum("error" in row for row in answers),
        "scores": scores,
    }


def _text(report: dict[str, Any]) -> str:
    names = list(report["scores"]["overall"])
    lines = [f"{'':18}" + "".join(f"{name:>10}" for name in names)]
    for group, scores in report["scores"].items():
        lines.append(f"{group:18}" + "".join(f"{scores[name]:10.3f}" for name in names))
    failed = f", {report['failed']} of them failed" if report["failed"] else ""
    answers = counted(report["answers"], "{n} answer", "{n} answers")
    lines.append(f"{answers}{failed}; each is in {report['results']}")
    return "\n".join(lines)
