"""Benchmarks on small sets in each published layout: scores, going on, refusals in sentences."""

import json
import math
import sys

import cv2
import numpy as np
import pytest

from annotator import cli
from annotator.benchmark.layouts import LAYOUTS, layout
from annotator.benchmark.rows import Rows
from annotator.benchmark.run import Benchmark, run, show_by_box, show_by_click
from model_backend.host import EngineHost
from storage.errors import UserError
from tests.annotator import benchmark_sets as sets
from tests.annotator.colour_engine import FACTORY, displaced
from tests.shared import shared

MAKE = {
    "mevis": sets.mevis,
    "revos": sets.revos,
    "ref-youtube-vos": sets.ref_youtube_vos,
    "ref-davis17": sets.ref_davis17,
    "refcoco": sets.refcoco,
    "pixelqa": sets.pixelqa,
}
NOWHERE = np.zeros(sets.HW, bool)


def bench(name, root, *, limit=None, show=show_by_click):
    return Benchmark(layout(name), layout(name).read(root, None)[:limit], 16, show)


def finish(name, root, out, *, options=None, **how):
    """All rows and the scores, with the engine that sees colours."""
    with EngineHost("colour", options, factory=FACTORY) as host:
        rows = Rows(out, {"format": name})
        for _ in run(bench(name, root, **how), host, rows):
            pass
    return list(rows.rows.values()), layout(name).summarise(list(rows.rows.values()))


@pytest.fixture
def root(tmp_path):
    return tmp_path / "set"


@pytest.fixture
def out(tmp_path):
    return tmp_path / "results.json"


# --- an independent J and F --------------------------------------------------------------------------


def jaccard(mask, truth):
    return (mask & truth).sum() / (mask | truth).sum() if (mask | truth).any() else 1.0


def outline_f(mask, truth):
    """F from erosion and dilation: contours of OpenCV would be another definition."""
    near = math.ceil(0.008 * math.hypot(*truth.shape))
    y, x = np.mgrid[-near : near + 1, -near : near + 1]
    disk = (x * x + y * y <= near * near).astype(np.uint8)
    corner = np.array(
        [[0, 0, 0], [0, 1, 1], [0, 1, 1]], np.uint8
    )  # itself, east, south, south-east
    a, b = (cv2.morphologyEx(it.astype(np.uint8), cv2.MORPH_GRADIENT, corner,
                             borderType=cv2.BORDER_REPLICATE) for it in (mask, truth))  # fmt: skip
    if not a.any() or not b.any():
        return float(a.any() == b.any())
    precision = (a & cv2.dilate(b, disk)).sum() / a.sum()
    recall = (b & cv2.dilate(a, disk)).sum() / b.sum()
    return 2 * precision * recall / (precision + recall)


def expected(*numbers, seen=None, absent=()):
    """Mean J and F over the frames, of the colour engine's masks; ``seen`` if it shows other objects."""
    pairs = []
    for i in range(sets.FRAMES):
        shown = np.isin(sets.indices(i), seen if seen is not None else numbers)
        true = [n for n in numbers if (n, i) not in absent]
        pairs.append((displaced(shown), np.isin(sets.indices(i), true)))
    return {
        "J": pytest.approx(np.mean([jaccard(*pair) for pair in pairs])),
        "F": pytest.approx(np.mean([outline_f(*pair) for pair in pairs])),
    }


def j_and_f(row):
    return {"J": row["J"], "F": row["F"]}


# --- scores ----------------------------------------------------------------------------------------


def test_mevis_counts_several_objects_as_one_and_none_as_nowhere(root, out):
    rows, scores = finish("mevis", sets.mevis(root), out)
    assert [row["key"] for row in rows] == ["clip/0", "clip/1", "clip/2"]
    late_blue = {(sets.BLUE, sets.FRAMES - 1)}
    assert j_and_f(rows[0]) == expected(sets.RED)
    assert j_and_f(rows[1]) == expected(sets.RED, sets.BLUE, absent=late_blue)
    assert j_and_f(rows[2]) == {"J": 1.0, "F": 1.0}  # nothing was there, nothing was shown
    overall = scores["overall"]
    assert overall["J"] == pytest.approx(np.mean([row["J"] for row in rows]))
    assert overall["J&F"] == pytest.approx((overall["J"] + overall["F"]) / 2)


def test_revos_counts_sentences_and_questions_as_one_half_each(root, out):
    rows, scores = finish("revos", sets.revos(root), out)
    assert rows[1]["answer"] == "What is blue? Please provide the segmentation mask."
    assert j_and_f(rows[0]) == expected(sets.RED)
    assert list(scores) == ["referring", "reasoning", "nothing to find", "overall"]
    half = (scores["referring"]["J"] + scores["reasoning"]["J"]) / 2
    assert scores["overall"]["J"] == pytest.approx(half)


@pytest.mark.parametrize("name", ["ref-youtube-vos", "ref-davis17"])
def test_sets_with_pngs_of_object_numbers(root, out, name):
    rows, _ = finish(name, MAKE[name](root), out)
    assert rows[0]["answer"] == "Please segment the red square in this video."
    assert j_and_f(rows[0]) == expected(sets.RED)
    assert j_and_f(rows[1]) == expected(sets.BLUE)


def test_refcoco_sums_pixels_and_averages_images(root, out):
    rows, scores = finish("refcoco", sets.refcoco(root), out)
    assert [row["key"] for row in rows] == ["1", "2"]  # not what is in another split
    assert rows[0]["answer"] == "Please segment the red square in this image."
    pairs = [(displaced(sets.indices(i) == n), sets.indices(i) == n)
             for i, n in ((0, sets.RED), (1, sets.BLUE))]  # fmt: skip
    both = sum((a & b).sum() for a, b in pairs)
    either = sum((a | b).sum() for a, b in pairs)
    assert scores["overall"]["cIoU"] == pytest.approx(both / either)
    assert scores["overall"]["gIoU"] == pytest.approx(np.mean([jaccard(*pair) for pair in pairs]))


@pytest.mark.parametrize("show", [show_by_click, show_by_box])
def test_pixelqa_asks_about_what_is_shown_and_counts_right_answers(root, out, show):
    rows, scores = finish("pixelqa", sets.pixelqa(root), out, show=show)
    assert rows[0]["answer"] == "Which colour has [1] <|ref|> beside [0] <|ref|>? (B)"
    assert [row["chosen"] for row in rows] == [1, 0]
    assert scores["overall"]["accuracy"] == 0.5
    assert {name: scores[name]["accuracy"] for name in ("Basic", "Future")} == {
        "Basic": 1.0,
        "Future": 0.0,
    }
    volumes = [
        np.stack([sets.indices(i) == n for i in range(sets.FRAMES)]) for n in (sets.BLUE, sets.RED)
    ]
    moved = [np.stack([displaced(it) for it in volume]) for volume in volumes]
    assert rows[0]["J"] == pytest.approx([jaccard(*p) for p in zip(moved, volumes, strict=True)], abs=0.03)  # fmt: skip


def test_nothing_shown_is_nothing_found(root, out):
    text = "Please segment the red square in this video."
    rows, _ = finish("mevis", sets.mevis(root), out, options={"fails_at": text})
    assert rows[0]["error"] == "This one is too hard."
    assert (rows[0]["J"], rows[0]["F"]) == (0.0, 0.0)
    assert "error" not in rows[1]


# --- a run that was stopped ----------------------------------------------------------------------------


def test_a_run_that_was_stopped_goes_on_where_it_was(root, out):
    whole, _ = finish("mevis", sets.mevis(root), out.with_name("whole.json"))
    with EngineHost("colour", factory=FACTORY) as host:
        steps = run(bench("mevis", root), host, Rows(out, {"format": "mevis"}))
        assert [next(steps), next(steps)] == [(0, 3), (1, 3)]
        steps.close()
        with out.with_name("results.json.partial").open("a") as file:
            file.write('{"key": "clip/1", "J":')  # killed while it wrote
        rows = Rows(out, {"format": "mevis"})
        assert list(run(bench("mevis", root), host, rows)) == [(1, 3), (2, 3), (3, 3)]
    assert list(rows.rows.values()) == whole


def test_results_are_one_file_which_a_finished_run_starts_from(root, out):
    rows, scores = finish("mevis", sets.mevis(root), out)
    finished = Rows(out, {"format": "mevis"})
    finished.finish(scores)
    content = json.loads(out.read_text())
    assert (content["scores"], content["rows"]) == (scores, rows)
    assert [path.name for path in out.parent.glob("results*")] == ["results.json"]
    assert Rows(out, {"format": "mevis"}).rows.keys() == {row["key"] for row in rows}
    with pytest.raises(UserError, match=r"another run \(format was 'mevis'\)"):
        Rows(out, {"format": "revos"})


def test_answers_in_any_script_are_read_back_from_a_run_that_was_stopped(out):
    row = {"key": "1", "answer": "one\u2028two\x85three \u732b"}
    Rows(out, {"format": "mevis"}).add(row)
    cut = '{"key": "2", "answer": "\u732b'.encode()[:-1]
    with out.with_name("results.json.partial").open("ab") as file:
        file.write(cut)  # killed in the middle of a character
    rows = Rows(out, {"format": "mevis"})
    assert rows.rows == {"1": row}
    rows.finish({})
    assert Rows(out, {"format": "mevis"}).rows == {"1": row}


# --- refusals --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_folder_of_something_else_is_a_sentence(root, name):
    root.mkdir()
    with pytest.raises(UserError, match=str(root)):
        layout(name).read(root, None)


@pytest.mark.parametrize(
    ("name", "file", "old", "new", "says"),
    [
        ("mevis", "valid_u/meta_expressions.json", '"anno_id": [7]', '"anno_id": [9]', "track 9 .* 0 entries"),
        ("mevis", "valid_u/meta_expressions.json", '"00000", ', "", "3 entries for 2 frames"),
        ("mevis", "valid_u/meta_expressions.json", '"clip"', '"../clip"', "leads out"),
        ("revos", "meta_expressions_valid_.json", '"type_id": 0', '"type_id": 5', "type_id"),
        ("ref-davis17", "meta_expressions/valid/meta_expressions.json", '"2"', '"two"', "not the value of a pixel"),
        ("refcoco", "instances.json", '"id": 6', '"id": 60', "not in instances.json"),
        ("pixelqa", "VideoRefer-Bench-Q.json", "(B) It is blue.", "blue", "not an option"),
        ("pixelqa", "VideoRefer-Bench-Q.json", '"frame_idx": "1"', '"frame_idx": "8"', "not every object"),
    ],
)  # fmt: skip
def test_a_bad_record_is_named(root, name, file, old, new, says):
    path = MAKE[name](root) / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(UserError, match=says):
        layout(name).read(root, None)


def test_a_missing_image_is_named(root, out):
    (sets.mevis(root) / "valid_u" / "JPEGImages" / "clip" / "00010.jpg").unlink()
    with pytest.raises(UserError, match=r"00010\.jpg cannot be read"):
        finish("mevis", root, out)


def test_masks_of_another_size_than_their_frames_are_refused(root, out):
    sets.ref_youtube_vos(root)
    for path in root.rglob("000*.jpg"):
        cv2.imwrite(str(path), np.zeros((30, 40, 3), np.uint8))
    with pytest.raises(UserError, match="64 x 48 pixels, its frame 40 x 30"):
        finish("ref-youtube-vos", root, out)


class _Command:
    """What nobody may run by giving out a data set."""

    def __reduce__(self):
        return print, ("it ran",)


def test_a_pickle_that_would_run_something_is_refused(root, capsys):
    import pickle

    (sets.refcoco(root) / "refs(unc).p").write_bytes(pickle.dumps([_Command()]))
    with pytest.raises(UserError, match="plain values"):
        layout("refcoco").read(root, None)
    assert "it ran" not in capsys.readouterr().out


def test_an_unknown_split_is_a_sentence_that_says_which_there_are(root):
    sets.refcoco(root)
    with pytest.raises(UserError, match="there is testA, val"):
        layout("refcoco").read(root, "test")


# --- the command -----------------------------------------------------------------------------------------


def command(monkeypatch, capsys, *arguments):
    monkeypatch.setattr(sys, "argv", ["maskbank", "benchmark", *map(str, arguments)])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return end.value.code, *capsys.readouterr()


def test_a_layout_that_is_none_is_a_sentence(monkeypatch, capsys, tmp_path):
    code, _, err = command(monkeypatch, capsys, "imagenet", tmp_path)
    assert code == 2
    assert "choose one of mevis" in err


def test_results_without_a_folder_are_refused_before_the_model_is_loaded(
    monkeypatch, capsys, root, tmp_path
):
    out, no_model = tmp_path / "missing/results.json", f"checkpoint={tmp_path / 'none'}"
    arguments = ("mevis", sets.mevis(root), "--out", out, "--option", no_model)
    code, _, err = command(monkeypatch, capsys, *arguments)
    assert (code, err.splitlines()[-1]) == (
        2,
        f"Error: There is no folder {out.parent}. Make it first.",
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", LAYOUTS)
def test_the_small_model_runs_over_every_layout(monkeypatch, capsys, root, out, name):
    """The tiny random UniPixel: its scores mean nothing, but every part does its work."""
    checkpoint = shared("reference/tiny-unipixel")
    MAKE[name](root)
    arguments = (name, root, "--limit", 1, "--out", out, "--option", f"checkpoint={checkpoint}")
    code, table, err = command(monkeypatch, capsys, *arguments)
    assert code == 0, err
    results = json.loads(out.read_text())
    assert "error" not in results["rows"][0]
    scores = results["scores"]["overall"]
    assert all(0 <= value <= 1 for value in scores.values())
    heading, *_, last = table.splitlines()
    assert heading.split() == list(scores)
    assert last == f"1 answer; each is in {out}"
