"""Where torch's memory comes from: what is tuned there, and where there is nothing to tune."""

import ctypes
import sys

import pytest
import torch

from model_backend.sam2 import allocator


def test_a_system_without_glibc_is_left_alone(monkeypatch):
    def no_library(name):
        pytest.fail(f"{name} was loaded")

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "CDLL", no_library)
    allocator.keep_freed_memory()
    allocator.give_back_freed_memory()


def test_a_refusal_of_memory_is_known_by_its_words():
    with pytest.raises(RuntimeError) as refusal:
        torch.empty(1 << 60, dtype=torch.uint8)
    assert allocator.is_out_of_memory(refusal.value)
    cublas = "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"
    assert allocator.is_out_of_memory(RuntimeError(cublas))
    assert not allocator.is_out_of_memory(RuntimeError("shapes do not match"))
