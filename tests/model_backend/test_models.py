"""The model manager, against a hub that runs on this machine."""

import hashlib
import threading

import pytest

from model_backend import models
from model_backend.engine import EngineUnavailable
from model_backend.models import State
from model_backend.sam2.engine import create
from model_backend.unipixel.engine import checkpoint_sha256
from storage.errors import UserError
from storage.sole_writer import sole_writer
from tests.model_backend.hub import COMMIT, Hub

WEIGHTS = bytes(range(256)) * 4096
FILE = "sam2.1_hiera_tiny.pt"
MODEL = models.Model(
    "sam2.1-tiny",
    "sam2",
    "facebook/sam2.1-hiera-tiny",
    files=(FILE,),
    sha256={FILE: hashlib.sha256(WEIGHTS).hexdigest()},
    bytes=len(WEIGHTS),
)


@pytest.fixture
def hub(tmp_path, monkeypatch):
    monkeypatch.setenv(models.FOLDER_VARIABLE, str(tmp_path / "models"))
    monkeypatch.setattr(models, "MODELS", (MODEL,))
    with Hub({FILE: WEIGHTS, "README.md": b"words", "model.py": b"code"}) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
        yield hub


def state() -> State:
    (status,) = models.list_models()
    return status.state


def test_a_model_is_fetched_checked_listed_and_removed(hub):
    assert state() is State.MISSING
    reports: list[tuple[str, int, int]] = []
    folder = models.pull(MODEL.name, lambda *report: reports.append(report))
    assert (folder / FILE).read_bytes() == WEIGHTS
    assert not (folder / "model.py").exists()
    assert (FILE, len(WEIGHTS), len(WEIGHTS)) in reports
    assert state() is State.PRESENT
    lock = models.verify(MODEL.name)
    assert (lock.revision, lock.sha256) == (COMMIT, MODEL.sha256)
    assert models.find_checkpoint("sam2", None) == folder / FILE

    assert models.remove(MODEL.name) >= len(WEIGHTS)
    assert state() is State.MISSING
    with pytest.raises(UserError, match="nothing to remove"):
        models.remove(MODEL.name)


def test_a_download_that_broke_off_goes_on_where_it_stopped(hub, monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.DOWNLOAD_CHUNK_SIZE", 1 << 16)
    hub.broken_off = 5 << 16
    models.pull(MODEL.name)  # huggingface_hub tries again by itself
    assert hub.ranges == [f"bytes={5 << 16}-"]
    models.verify(MODEL.name)


def test_a_download_that_was_cancelled_keeps_what_it_has_and_goes_on(hub, monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.DOWNLOAD_CHUNK_SIZE", 1 << 16)

    class Enough(Exception):
        pass

    def stop_half_way(file, done, total):
        assert total == len(WEIGHTS)
        if done > total / 2:
            raise Enough

    with pytest.raises(Enough):
        models.pull(MODEL.name, stop_half_way)
    assert state() is State.PARTIAL
    reports: list[tuple[int, int]] = []
    models.pull(MODEL.name, lambda _, *report: reports.append(report))
    first_done, _ = next(it for it in reports if it[1])
    assert first_done > len(WEIGHTS) / 2, "a rate counts from here"
    (resumed,) = hub.ranges
    assert int(resumed.removeprefix("bytes=").rstrip("-")) >= len(WEIGHTS) / 2
    models.verify(MODEL.name)


def test_a_part_that_is_longer_than_the_file_is_fetched_anew(hub):
    """No server would ever go on with it."""
    folder = models.models_folder() / MODEL.name
    folder.mkdir(parents=True)
    (folder / f"{FILE}.{COMMIT[:12]}.part").write_bytes(WEIGHTS + b"more")
    models.pull(MODEL.name)
    models.verify(MODEL.name)


def test_while_another_program_fetches_it_a_model_is_left_alone(hub):
    models.models_folder().mkdir()
    with sole_writer(models.models_folder() / MODEL.name) as refusal:
        assert refusal is None
        with pytest.raises(UserError, match="another window or program is at work on it"):
            models.pull(MODEL.name)
        assert state() is State.MISSING
    models.pull(MODEL.name)
    assert [it.name for it in models.models_folder().iterdir()] == [MODEL.name]


def test_progress_is_that_of_all_files_together(hub, monkeypatch):
    everything = models.Model("unipixel-3b", "unipixel", "PolyU-ChenLab/UniPixel-3B")
    hub.files["config.json"] = b"{}"
    monkeypatch.setattr(models, "MODELS", (everything,))
    reports: list[tuple[str, int, int]] = []
    models.pull("unipixel-3b", lambda *report: reports.append(report))
    told = [(done, total) for _, done, total in reports]
    assert {total for _, total in told} == {len(WEIGHTS) + 2}
    assert told[-1] == (len(WEIGHTS) + 2, len(WEIGHTS) + 2)
    assert told == sorted(told)
    (models.models_folder() / "unipixel-3b" / "config.json").unlink()
    told.clear()
    models.pull("unipixel-3b", lambda _, *report: told.append(report))
    checked = [done for done, total in told if not total]
    assert checked == sorted(checked)
    assert checked[-1] == len(WEIGHTS)
    assert min(done for done, total in told if total) == len(WEIGHTS) + 2, "only this was fetched"


def test_on_a_slow_line_progress_is_told_often(hub):
    hub.files[FILE] = WEIGHTS  # a tenth of what the hub's client takes at once
    steps: set[int] = set()
    models.pull(MODEL.name, lambda _, done, __: steps.add(done))
    assert len(steps) >= 4


def test_a_download_leaves_no_thread(hub):
    hub.files[FILE] = WEIGHTS
    before = {*threading.enumerate()}
    models.pull(MODEL.name, lambda *_: None)
    left = {*threading.enumerate()} - before
    assert not [it.name for it in left if "hub" not in it.name and "process_request" not in it.name]


def test_a_file_that_the_hub_exchanged_is_refused_and_removed(hub):
    hub.files[FILE] = WEIGHTS[:-1] + b"!"
    with pytest.raises(UserError, match="SHA-256 differs"):
        models.pull(MODEL.name)
    assert not (models.models_folder() / MODEL.name / FILE).exists()
    assert state() is not State.PRESENT


def test_a_file_that_was_altered_on_disk_is_found(hub):
    path = models.pull(MODEL.name) / FILE
    path.write_bytes(WEIGHTS[:-1] + b"!")
    with pytest.raises(UserError, match="SHA-256 differs"):
        models.verify(MODEL.name)
    assert state() is State.PARTIAL


def test_a_file_that_was_altered_on_disk_is_fetched_again(hub):
    path = models.pull(MODEL.name) / FILE
    path.write_bytes(WEIGHTS[:-1] + b"!")
    models.pull(MODEL.name)
    assert path.read_bytes() == WEIGHTS


def test_a_download_that_broke_off_goes_on_with_the_commit_that_it_began_with(hub, monkeypatch):
    """However new the hub's is by then: files of two commits may not fit together."""
    everything = models.Model("unipixel-3b", "unipixel", "PolyU-ChenLab/UniPixel-3B")
    hub.files = {"config.json": b"{}", FILE: WEIGHTS}
    monkeypatch.setattr(models, "MODELS", (everything,))

    class Enough(Exception):
        pass

    def stop_at_the_second(file, _done, _total):
        if file == FILE:
            raise Enough

    with pytest.raises(Enough):
        models.pull("unipixel-3b", stop_at_the_second)
    monkeypatch.setattr("tests.model_backend.hub.COMMIT", "f" * 40)
    models.pull("unipixel-3b")
    assert models.verify("unipixel-3b").revision == COMMIT


def test_a_file_that_would_be_written_elsewhere_is_refused(hub, monkeypatch):
    everything = models.Model("unipixel-3b", "unipixel", "PolyU-ChenLab/UniPixel-3B")
    hub.files["../escaped.json"] = b"{}"
    monkeypatch.setattr(models, "MODELS", (everything,))
    with pytest.raises(UserError, match="would not stay in its folder"):
        models.pull("unipixel-3b")


def test_a_file_that_was_altered_on_disk_is_not_loaded(hub):
    path = models.pull(MODEL.name) / FILE
    assert models.checked_sha256(path) == MODEL.sha256[FILE]
    path.write_bytes(WEIGHTS[:-1] + b"!")
    with pytest.raises(UserError, match="was altered since it was fetched"):
        create({"checkpoint": MODEL.name})


def test_nor_are_altered_weights_of_a_unipixel(hub, monkeypatch):
    monkeypatch.setattr(models, "MODELS", (models.Model("unipixel-3b", "unipixel", "someone/it"),))
    hub.files = {"model.safetensors": WEIGHTS}
    folder = models.pull("unipixel-3b")
    assert len(checkpoint_sha256(folder)) == 64
    (folder / "model.safetensors").write_bytes(WEIGHTS[:-1] + b"!")
    with pytest.raises(UserError, match="was altered since it was fetched"):
        checkpoint_sha256(folder)


def test_what_is_complete_needs_no_network(hub, monkeypatch):
    folder = models.pull(MODEL.name)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    assert models.pull(MODEL.name) == folder
    models.verify(MODEL.name)


def test_without_pinned_files_what_was_fetched_first_is_written_down(hub, monkeypatch):
    everything = models.Model("unipixel-3b", "unipixel", "PolyU-ChenLab/UniPixel-3B")
    hub.files["config.json"] = b"{}"
    monkeypatch.setattr(models, "MODELS", (everything,))
    models.pull("unipixel-3b")
    lock = models.verify("unipixel-3b")
    assert lock.sha256.keys() == {FILE, "config.json"}  # no code, no words
    assert lock.sha256[FILE] == hashlib.sha256(WEIGHTS).hexdigest()


def test_without_a_hub_a_sentence_says_so(hub, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(UserError, match="its server was not reached: try again"):
        models.pull(MODEL.name)


def test_offline_nothing_goes_over_the_network(hub, monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(UserError, match="HF_HUB_OFFLINE"):
        models.pull(MODEL.name)


def test_without_weights_a_sentence_says_how_to_get_some(hub):
    with pytest.raises(EngineUnavailable, match=r"models pull NAME` \(sam2.1-tiny\)"):
        models.find_checkpoint("sam2", None)
    with pytest.raises(EngineUnavailable, match=r"maskbank models pull sam2.1-tiny"):
        models.find_checkpoint("sam2", "sam2.1-tiny")
    with pytest.raises(UserError, match="no checkpoint called 'sam3'"):
        models.find_checkpoint("sam2", "sam3")
    with pytest.raises(UserError, match="no checkpoint called 'sam3'"):
        models.pull("sam3")


def test_a_folder_of_ones_own_is_taken(hub, tmp_path):
    (tmp_path / "own").mkdir()
    with pytest.raises(UserError, match="no checkpoint in"):
        models.find_checkpoint("sam2", str(tmp_path / "own"))
    (tmp_path / "own" / "model.safetensors").write_bytes(WEIGHTS)
    assert models.find_checkpoint("sam2", str(tmp_path / "own")).name == "model.safetensors"
    (tmp_path / "own" / "other.pt").write_bytes(WEIGHTS)
    with pytest.raises(UserError, match="several checkpoints"):
        create({"checkpoint": str(tmp_path / "own")})


def test_a_damaged_lock_is_a_sentence(hub):
    (models.pull(MODEL.name) / "maskbank-lock.json").write_text("{")
    with pytest.raises(UserError, match="damaged"):
        models.verify(MODEL.name)
