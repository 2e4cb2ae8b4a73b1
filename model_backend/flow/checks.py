"""What a request must fulfil before anything is worked out; every refusal is a sentence."""

from __future__ import annotations

from model_backend.engine import ObjectPrompts, PropagateRequest
from storage.errors import UserError
from storage.records import FramePrompt


def check_request(request: PropagateRequest, frame_count: int, frame_hw: tuple[int, int]) -> None:
    """Raises UserError for an empty range, no object, or a prompt that does not fit the video."""
    if not 0 <= request.start < request.stop <= frame_count:
        raise UserError(
            f"The frames {request.start} to {request.stop - 1} are not a range of this video: "
            f"choose one within 0 to {frame_count - 1}."
        )
    if not request.objects:
        raise UserError("There is no object to follow: mark one first.")
    for prompts in request.objects:
        _check_object(prompts, range(request.start, request.stop), frame_hw)


def check_frame_index(frame_index: int, frames: range) -> None:
    """Raises UserError if the frame is not one of ``frames``."""
    if frame_index not in frames:
        raise UserError(
            f"Frame {frame_index} was marked, but is not one of {frames[0]} to {frames[-1]}: "
            "mark a frame in that range."
        )


def _check_object(prompts: ObjectPrompts, frames: range, frame_hw: tuple[int, int]) -> None:
    if not prompts.prompts:
        raise UserError(f"Object [{prompts.number}] was not marked on any frame: mark it on one.")
    for prompt in prompts.prompts:
        check_frame_index(prompt.frame_index, frames)
        check_mask(prompt, frame_hw)


def check_mask(prompt: FramePrompt, frame_hw: tuple[int, int]) -> None:
    """Raises UserError for a mask that is not of the frame's size."""
    if prompt.mask is not None and prompt.mask.frame_hw != frame_hw:
        height, width = prompt.mask.frame_hw
        raise UserError(
            f"The mask on frame {prompt.frame_index} is {width} x {height} pixels, the video "
            f"{frame_hw[1]} x {frame_hw[0]}: give a mask of the video's size."
        )
