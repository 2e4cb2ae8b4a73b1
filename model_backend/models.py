"""Checkpoints on this machine: which are known, fetched, checked, removed.

They come from the Hugging Face hub into one folder, or lie in any folder that is named directly. A
download that broke off goes on where it stopped. What a file must contain is pinned by its SHA-256: in
the table below where the publisher's file is known, else by the commit that was fetched first, which
is written down beside the files. With HF_HUB_OFFLINE=1 nothing goes over the network.
"""

from __future__ import annotations

import json
import math
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path

import platformdirs

from model_backend.checkpoints import sha256_of
from model_backend.engine import EngineUnavailable
from storage.errors import UserError
from storage.sole_writer import sole_writer

FOLDER_VARIABLE = "MASKBANK_MODELS"
_LOCK_NAME = "maskbank-lock.json"
_BEGUN_NAME = f"{_LOCK_NAME}.part"  # of a download that goes on: of its commit, whatever is newer
_NO_CONNECTION = {"ConnectError", "ConnectTimeout", "ConnectionError"}  # by the hub's clients
_CHUNK_BYTES = 1 << 18  # progress comes, and Cancel is heard, between two; the client's are 10 MB
_WEIGHTS = (".safetensors", ".pt", ".pth")

Progress = Callable[[str, int, int], None]
"""Called with (file, bytes done, bytes in all), of the model as a whole while it is fetched; bytes in all
are 0 while what is here already is checked. What it raises ends the work; what was fetched until then is
kept."""


@dataclass(frozen=True, slots=True)
class Model:
    """A checkpoint that can be fetched. ``sha256`` has the files that are pinned here.

    ``files`` are the files that are needed; none means all that are not code. ``bytes`` is about how
    large they are together.
    """

    name: str
    engine: str
    repository: str
    files: tuple[str, ...] = ()
    sha256: Mapping[str, str] = field(default_factory=dict)
    bytes: int | None = None


def _sam2(size: str, sha256: str, size_bytes: int) -> Model:
    file = f"sam2.1_hiera_{size}.pt"
    return Model(
        name=f"sam2.1-{size.replace('_', '-')}",
        engine="sam2",
        repository=f"facebook/sam2.1-hiera-{size.replace('_', '-')}",
        files=(file,),
        sha256={file: sha256},
        bytes=size_bytes,
    )


# Best first: an engine that is not told which checkpoint to use takes the first that is there.
MODELS: tuple[Model, ...] = (
    _sam2("large", "2647878d5dfa5098f2f8649825738a9345572bae2d4350a2468587ece47dd318", 898083611),
    _sam2("base_plus", "a2345aede8715ab1d5d31b4a509fb160c5a4af1970f199d9054ccfb746c004c5", 323606802),
    _sam2("small", "6d1aa6f30de5c92224f8172114de081d104bbd23dd9dc5c58996f0cad5dc4d38", 184416285),
    _sam2("tiny", "7402e0d864fa82708a20fbd15bc84245c2f26dff0eb43a4b5b93452deb34be69", 156008466),
    # two bytes for each parameter; vocabulary and configuration are some megabytes more
    Model("unipixel-3b", "unipixel", "PolyU-ChenLab/UniPixel-3B", bytes=2 * 3_881_764_174),
    Model("unipixel-7b", "unipixel", "PolyU-ChenLab/UniPixel-7B", bytes=2 * 8_438_974_798),
)  # fmt: skip


class State(StrEnum):
    """How much of a model is on this machine."""

    MISSING = "missing"
    PARTIAL = "partial"
    PRESENT = "present"


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """A known model and what of it is here."""

    model: Model
    state: State
    path: Path
    bytes: int


@dataclass(frozen=True, slots=True)
class Lock:
    """What was fetched: the commit, and the SHA-256 and the size of every file."""

    repository: str
    revision: str
    sha256: dict[str, str]
    bytes: dict[str, int] = field(default_factory=dict)


def models_folder() -> Path:
    """Where checkpoints are kept: MASKBANK_MODELS, or the user's data folder."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    return Path(chosen) if chosen else platformdirs.user_data_path("maskbank") / "models"


def list_models() -> list[ModelStatus]:
    """Every known model and what of it is on this machine."""
    return [_status(model) for model in MODELS]


def pull(name: str, progress: Progress | None = None) -> Path:
    """Fetch a model, or what is missing or altered of it, and check every file. Returns its folder.

    Raises UserError without a network, with too little room, while another program fetches it, or if a
    file is not what it should be; such a file is removed.
    """
    model = _known(name)
    folder = _folder(model)
    with _hub_errors(model), _sole_fetcher(model, folder):
        lock = _read_lock(folder) or _read_lock(folder, _BEGUN_NAME) or _resolve(model)
        _check_room(folder, model)
        _write_lock(folder, lock, _BEGUN_NAME)
        total = sum(lock.bytes.values())
        missing = _missing(lock, folder, progress)
        before = total - sum(lock.bytes.get(it, 0) for it in missing)
        for file in missing:
            _fetch(lock, file, folder, _of_all(progress, before, total))
            before += lock.bytes.get(file, 0)
            standing = _standing(progress, before, total)
            _check_fetched(folder, file, lock.sha256[file], standing)
        complete = {file: known or sha256_of(folder / file) for file, known in lock.sha256.items()}
        _write_lock(folder, replace(lock, sha256=complete), _LOCK_NAME)
        (folder / _BEGUN_NAME).unlink()
    return folder


def verify(name: str, progress: Progress | None = None) -> Lock:
    """Read every file of a model that was fetched and compare. Raises UserError for one that differs."""
    model = _known(name)
    lock = _read_lock(_folder(model))
    if lock is None:
        raise UserError(f"The model {name} is not on this machine: fetch it with `maskbank models pull {name}`.")  # fmt: skip
    for file, sha256 in lock.sha256.items():
        _check_file(_folder(model) / file, sha256, progress)
    return lock


def checked_sha256(path: Path) -> str:
    """The SHA-256 of a checkpoint. Raises UserError if the file was pulled and is not what was pulled."""
    lock, found = _read_lock(path.parent), sha256_of(path)
    if lock is not None and lock.sha256.get(path.name, found) != found:
        raise UserError(f"The file {path} was altered since it was fetched (its SHA-256 differs): pull the model again.")  # fmt: skip
    return found


def remove(name: str) -> int:
    """Delete a model from this machine. Returns the bytes that became free; UserError if it is not here."""
    status = _status(_known(name))
    if status.state is State.MISSING:
        raise UserError(f"The model {name} is not on this machine: there is nothing to remove.")
    shutil.rmtree(status.path)
    return status.bytes


def find_checkpoint(engine: str, wanted: str | None) -> Path:
    """The weights of an engine: a `.pt` or `.safetensors` file, or the folder if there are several.

    ``wanted`` is a file, a folder, the name of a model, or None for the best that is here. Raises
    EngineUnavailable if nothing is here, UserError for a path or name that leads nowhere.
    """
    if wanted is None:
        return _weights_in(_best(engine).path)
    path = Path(wanted).expanduser()
    if path.is_file():
        return path
    if path.is_dir():
        return _weights_in(path)
    status = _status(_known(wanted))
    if status.state is not State.PRESENT:
        raise EngineUnavailable(f"The model {wanted} is not on this machine: fetch it with `maskbank models pull {wanted}`.")  # fmt: skip
    return _weights_in(status.path)


def _best(engine: str) -> ModelStatus:
    here = [it for it in list_models() if it.model.engine == engine]
    for status in here:
        if status.state is State.PRESENT:
            return status
    names = ", ".join(it.model.name for it in here)
    raise EngineUnavailable(
        f"There are no weights for {engine} on this machine: fetch some with `maskbank models pull NAME` ({names})."
    )


def _weights_in(folder: Path) -> Path:
    found = sorted(path for path in folder.iterdir() if path.suffix in _WEIGHTS)
    if not found:
        raise UserError(f"There is no checkpoint in {folder}: choose a folder with a .pt or .safetensors file.")  # fmt: skip
    return found[0] if len(found) == 1 else folder


def _known(name: str) -> Model:
    for model in MODELS:
        if model.name == name:
            return model
    known = ", ".join(model.name for model in MODELS)
    raise UserError(f"There is no checkpoint called {name!r}: give a path, or one of {known}.")


def _folder(model: Model) -> Path:
    return models_folder() / model.name


def _status(model: Model) -> ModelStatus:
    folder = _folder(model)
    lock = _read_lock(folder)
    files = [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
    if lock is not None and all((folder / file).is_file() for file in lock.sha256):
        state = State.PRESENT
    else:
        state = State.PARTIAL if files else State.MISSING
    return ModelStatus(model, state, folder, sum(path.stat().st_size for path in files))


# --- the hub -------------------------------------------------------------------------------------


def _resolve(model: Model) -> Lock:
    """What the hub has now: the commit and the SHA-256 of its files, or those that are pinned here."""
    from huggingface_hub import HfApi

    info = HfApi(endpoint=_endpoint()).model_info(model.repository, files_metadata=True)
    there = {it.rfilename: it for it in info.siblings or []}
    wanted = model.files or tuple(file for file in there if _is_data(file))
    sha256, sizes = {}, {}
    for file in wanted:
        if Path(file).is_absolute() or ".." in Path(file).parts:
            raise UserError(
                f"{model.repository} has a file {file} that would not stay in its folder."
            )
        if file not in there:
            raise UserError(f"The hub has no file {file} in {model.repository} any more.")
        published = there[file].lfs
        sha256[file] = model.sha256.get(file) or (published.sha256 if published else "")
        sizes[file] = there[file].size or 0
    assert info.sha is not None
    return Lock(model.repository, info.sha, sha256, sizes)


def _missing(lock: Lock, folder: Path, progress: Progress | None) -> list[str]:
    """The files that are not here, or not as they should be."""
    found, before = [], 0
    for file, sha256 in lock.sha256.items():
        if not _is_intact(folder / file, sha256, _of_all(progress, before, 0)):
            found.append(file)
        before += lock.bytes.get(file, 0)
    return found


def _of_all(progress: Progress | None, before: int, total: int) -> Progress | None:
    """Of one file's progress, after ``before`` bytes of others, that of the whole model."""
    if progress is None:
        return None
    return lambda file, done, _: progress(file, before + done, total)


def _standing(progress: Progress | None, done: int, total: int) -> Progress | None:
    """While what was fetched is checked, nothing more is done; but it can be cancelled."""
    if progress is None:
        return None
    return lambda file, *_: progress(file, done, total)


def _is_data(file: str) -> bool:
    """Weights, configuration and vocabulary; never code."""
    return Path(file).suffix in {*_WEIGHTS, ".json", ".yaml", ".txt", ".jinja", ".model"}


def _fetch(lock: Lock, file: str, folder: Path, progress: Progress | None) -> None:
    """Fetch one file, or what is missing of it: huggingface_hub's own download begins anew each time."""
    from huggingface_hub import constants, get_token, hf_hub_url
    from huggingface_hub.file_download import http_get

    constants.DOWNLOAD_CHUNK_SIZE = min(constants.DOWNLOAD_CHUNK_SIZE, _CHUNK_BYTES)
    target = folder / file
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.{lock.revision[:12]}.part")
    token = get_token()
    if partial.is_file() and partial.stat().st_size > lock.bytes.get(file, math.inf):
        partial.unlink()  # no server goes on with that
    with partial.open("ab") as out:
        http_get(
            hf_hub_url(lock.repository, file, revision=lock.revision, endpoint=_endpoint()),
            out,
            resume_size=out.tell(),
            headers={"authorization": f"Bearer {token}"} if token else {},
            expected_size=lock.bytes.get(file),
            tqdm_class=_reporting_tqdm(file, progress),
        )
    partial.replace(target)


def _endpoint() -> str | None:
    return os.environ.get("HF_ENDPOINT")


def _reporting_tqdm(file: str, progress: Progress | None) -> type:
    """huggingface_hub reports to a progress bar of tqdm's kind; this one shows nothing and tells us."""
    from tqdm.auto import tqdm  # type: ignore[import-untyped]

    class Reporting(tqdm):  # type: ignore[misc]
        monitor_interval = 0  # else each such class starts a thread that never ends

        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **{**kwargs, "disable": True})
            self._file_bytes = int(str(kwargs.get("total") or 0))
            self._done = int(str(kwargs.get("initial") or 0))

        def update(self, n: float | None = 1) -> None:
            self._done += int(n or 0)
            if progress is not None:
                progress(file, self._done, self._file_bytes)

    return Reporting


@contextmanager
def _hub_errors(model: Model) -> Iterator[None]:
    """Say in a sentence what kept the hub from answering."""
    from huggingface_hub import errors

    try:
        yield
    except errors.OfflineModeIsEnabled as error:
        raise UserError(
            f"The model {model.name} is not complete on this machine and HF_HUB_OFFLINE is set: "
            "unset it, or name a folder that has the model."
        ) from error
    except Exception as error:
        known = errors.HfHubHTTPError | errors.LocalEntryNotFoundError | OSError
        # the hub's client changes its name between releases: httpx, httpx2
        if not isinstance(error, known) and not type(error).__module__.startswith("httpx"):
            raise
        if type(error).__name__ in _NO_CONNECTION:
            raise UserError(
                f"The model {model.name} could not be fetched, as its server was not reached: try again "
                "when there is a connection, or name a folder that has the model."
            ) from error
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UserError(
            f"The model {model.name} could not be fetched ({reason}). What was fetched is kept: try again."
        ) from error


@contextmanager
def _sole_fetcher(model: Model, folder: Path) -> Iterator[None]:
    """Two programs would write into one file."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with sole_writer(folder) as refusal:
        if refusal is not None:
            raise UserError(
                f"The model {model.name} cannot be fetched now: {refusal}. Try again later, or name "
                f"another folder in {FOLDER_VARIABLE}."
            )
        yield


def _check_room(folder: Path, model: Model) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if model.bytes is not None and _status(model).bytes + free < model.bytes:
        raise UserError(
            f"The model {model.name} takes {model.bytes >> 20} MiB, but only {free >> 20} MiB are free in {folder}."
        )


def _is_intact(path: Path, sha256: str, progress: Progress | None) -> bool:
    """Whether a file is here and, if it is known what it must contain, contains that."""
    if not path.is_file():
        return False
    report = None if progress is None else lambda done, size: progress(path.name, done, size)
    return not sha256 or sha256_of(path, report) == sha256


def _check_fetched(folder: Path, file: str, sha256: str, progress: Progress | None) -> None:
    try:
        _check_file(folder / file, sha256, progress)
    except UserError:
        (folder / _BEGUN_NAME).unlink()  # another commit may be right
        raise


def _check_file(path: Path, sha256: str, progress: Progress | None) -> None:
    if not path.is_file():
        raise UserError(f"The file {path} is missing: pull the model again.")
    if not _is_intact(path, sha256, progress):
        path.unlink()
        raise UserError(
            f"The file {path} was not what its publisher gave out (its SHA-256 differs) and was removed: "
            "pull the model again."
        )


# --- the lock ------------------------------------------------------------------------------------


def _read_lock(folder: Path, name: str = _LOCK_NAME) -> Lock | None:
    path = folder / name
    try:
        return Lock(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as error:
        raise UserError(f"{path} is damaged: remove the model and pull it again.") from error


def _write_lock(folder: Path, lock: Lock, name: str) -> None:
    beside = folder / f"{name}.new"
    beside.write_text(json.dumps(asdict(lock), indent=2))
    beside.replace(folder / name)
