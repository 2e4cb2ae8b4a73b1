"""Our UniPixel against recorded runs of the original, from pixels to masks, tied and untied.

A difference may be as large as the tolerance recorded with the cases, and the rounding error (see `exact`).

Along a video errors grow from memory to memory, how much depends on the video. So masks are compared
twice: frame by frame, each worked out from what the original remembered, where nothing can grow; and at the
end of the chain, where they get besides what prompts that differ by their recorded tolerance do to them
in float64.
"""

from operator import attrgetter

import numpy as np
import pytest
import torch

from model_backend.unipixel import prompts
from model_backend.unipixel.prompts import Remembered
from model_backend.unipixel.tokens import VIDEO
from tests.parity import cases
from tests.parity.exact import distance, rounding
from tests.parity.unipixel_runs import (
    NAMES,
    Run,
    Tracked,
    load,
    run,
    run_exactly,
    track,
    track_exactly,
    track_step_by_step,
    track_step_by_step_exactly,
)
from tests.shared import ROOT

WITH_MASKS = cases.unipixel_names(recording="video_logits")
FOLLOWED = [it for it in WITH_MASKS if not cases.load(it).info["sam2_batch_mode"]]
BFLOAT16 = cases.unipixel_names(bfloat16=True, recording="video_logits")


@pytest.fixture(scope="module", params=NAMES or ["seg_video"])
def done(request) -> Run:
    return run(request.param)


def assert_close(done: Run, path: str, name: str, *, like: str) -> None:
    """What lies at a path of a run is what is recorded under a name, to the tolerance of ``like``."""
    if name in done.case.arrays:
        recorded = torch.from_numpy(done.case.arrays[name])
        ours, exact = (attrgetter(path)(it) for it in (done, run_exactly(done.case.name)))
        allowed = cases.tolerance(like, done.case.info) + rounding(ours, recorded, exact)
        assert distance(ours, recorded) <= allowed


def test_pixels_are_the_same_bits(done):
    recorded = done.case.info["pixel_values_videos"]
    assert list(done.patches.shape) == recorded["shape"]
    assert done.patches_sha256 == recorded["sha256_float32"]
    assert list(done.grid) == done.case.arrays["video_grid_thw"][0].tolist()


def test_tokens_and_positions_are_the_same(done):
    arrays = done.case.arrays
    assert done.tokens.tolist() == arrays["input_ids"][0].tolist()
    assert (done.positions.numpy() == arrays["position_ids"][:, 0]).all()
    steps = arrays.get("step_position_ids", np.zeros((0, 3)))
    assert steps.tolist() == [[done.next_position + i] * 3 for i in range(len(steps))]


def test_the_prompt_is_worded_as_the_original_does(done):
    info, tokens = done.case.info, len(done.clip.embeddings)
    recorded = info["prompt_text"].replace(VIDEO, VIDEO * tokens)
    listed, asked, answer = "", info["question"], recorded.rpartition("assistant\n")[2]
    if done.cells is not None and len(info["llm_frame_inds"]) > 1 and "oids" in info:
        on = done.cells.flatten(2).any(dim=2)  # (pairs, objects)
        lines = [
            Remembered(number, tuple(on[:, place].nonzero()[:, 0].tolist()))
            for place, number in enumerate(info["oids"])
        ]
        listed = prompts.region_list(lines, len(info["llm_frame_inds"]))
    elif "oids" in info:
        # an image: the original's demonstration words it otherwise than its training
        named = "".join(f"[{number}]: <1> <|mem|>\n" for number in info["oids"])
        listed = f"Here is an image with the following highlighted regions:\n{named}"
    assert prompts.chat(listed + asked, tokens, answer=answer) == recorded


def test_the_clip_looks_the_same(done):
    assert_close(done, "clip.embeddings", "vision_embeds", like="vision_embeds")
    assert_close(done, "clip.unmerged", "merger_mlp_input", like="vision_embeds")


def test_masks_touch_the_same_visual_tokens(done):
    if done.cells is not None:
        assert (done.cells.numpy() == done.case.arrays["refer_mask"]).all()


def test_clip_regions_and_memories_are_written_in_the_same_places(done):
    assert_close(done, "embedded", "inputs_embeds", like="vision_embeds")


def test_the_prompt_is_read_alike(done):
    assert_close(done, "hidden", "prefill_prenorm", like="prefill_prenorm")
    assert_close(done, "logits", "prefill_logits_last", like="step_logits")


def test_every_word_of_the_answer_is_read_alike(done):
    assert_close(done, "step_hidden", "step_prenorm", like="prefill_prenorm")
    assert_close(done, "step_logits", "step_logits", like="step_logits")


def test_the_answer_is_the_same(done):
    if "generated_ids" not in done.case.arrays:
        return  # this text was read, not answered
    generated = done.case.arrays["generated_ids"].tolist()
    assert [word.token for word in done.words] == generated[: len(done.words)]
    assert len(generated) - len(done.words) in {0, 1}  # the end is a word there
    assert done.text == done.case.info["response"]


def test_masks_are_announced_by_the_same_hidden_states(done):
    assert_close(done, "announcing", "seg_hidden", like="prefill_prenorm")
    if done.case.info["has_frames"]:
        assert_close(done, "mask_prompts", "seg_tokens", like="seg_tokens")


@pytest.mark.parametrize("name", FOLLOWED or ["seg_video"])
def test_each_frame_gives_the_same_masks_from_recorded_memories(name):
    case = cases.load(name)
    ours = track_step_by_step(case, load(case.checkpoint, torch.float32))
    assert_same_masks(case, ours, track_step_by_step_exactly(name))


@pytest.mark.parametrize("name", WITH_MASKS or ["seg_video"])
def test_the_recorded_prompts_give_the_same_masks(name):
    case = cases.load(name)
    prompts = torch.from_numpy(case.arrays["seg_tokens"])
    ours = track(case, load(case.checkpoint, torch.float32), prompts)
    assert_same_masks(case, ours, *track_exactly(name))


@pytest.mark.parametrize("name", WITH_MASKS or ["seg_video"])
def test_masks_are_the_same_from_pixels_on(name):
    case = cases.load(name)
    ours = track(case, load(case.checkpoint, torch.float32), run(name).mask_prompts)
    assert_same_masks(case, ours, *track_exactly(name))


def assert_same_masks(case: cases.Case, ours: Tracked, exact: Tracked, *moved: Tracked) -> None:
    """A pixel may change sides if it was closer than the limit to the border."""
    for field in ("video_logits", "low_res_logits", "obj_ptr"):
        recorded = torch.from_numpy(case.arrays[field])
        mine, truth, *swings = (getattr(it, field) for it in (ours, exact, *moved))
        allowed = (
            cases.tolerance(field, case.info)
            + rounding(mine, recorded, truth)
            + max((distance(it, truth) for it in swings), default=0.0)
        )
        assert distance(mine, recorded) <= allowed
        if field == "video_logits":
            changed = (mine > 0).numpy() != case.arrays["masks"]
            assert (recorded[torch.from_numpy(changed)].abs() <= allowed).all()


def test_there_is_a_case_for_every_task():
    if cases.REFERENCE != ROOT / "reference" or not NAMES:
        pytest.skip("needs the recorded cases: set MASKBANK_SHARED, and no REFERENCE_DIR")
    recorded = {name.split("_")[0] for name in NAMES}
    assert recorded >= {"alt", "llm", "memory", "pixelqa", "ref", "region", "seg", "two"}


@pytest.mark.parametrize("name", BFLOAT16 or ["seg_video_bf16"])
def test_in_bfloat16_the_same_is_said_and_nearly_the_same_is_shown(name):
    case = cases.load(name)
    done = run(name)
    assert done.text == case.info["response"]
    tracked = track(case, load(case.checkpoint, torch.bfloat16), done.mask_prompts)
    ours, theirs = tracked.video_logits.numpy() > 0, case.arrays["masks"]
    assert (ours & theirs).sum() / (ours | theirs).sum() > 0.9
    relative = (done.mask_prompts.float() - torch.from_numpy(case.arrays["seg_tokens"])).abs()
    assert relative.max() <= 0.05 * np.abs(case.arrays["seg_tokens"]).max()
