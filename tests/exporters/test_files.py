"""Exports that were interrupted, and names of folders."""

import subprocess
import sys
import textwrap
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporters.files import staged_folder
from exporters.folder_names import folder_names, safe_name
from storage.errors import UserError

ENTRIES = frozenset({"frame_map.json", "data"})


def export(target, text="new"):
    with staged_folder(target, entries=ENTRIES) as folder:
        (folder / "frame_map.json").write_text(text)


def leftovers(folder, target):
    return sorted({path.name for path in folder.iterdir()} - {target.name})


def test_while_an_export_is_written_the_old_one_stands(tmp_path):
    target = tmp_path / "out"
    export(target, "old")
    with staged_folder(target, entries=ENTRIES) as folder:
        (folder / "frame_map.json").write_text("new")
        assert (target / "frame_map.json").read_text() == "old"
    assert (target / "frame_map.json").read_text() == "new"
    assert leftovers(tmp_path, target) == []


def test_two_exports_at_once_do_not_take_each_other_for_rubbish(tmp_path):
    target = tmp_path / "out"
    with staged_folder(target, entries=ENTRIES) as slow:
        (slow / "frame_map.json").write_text("slow")
        export(target, "quick")
        assert (target / "frame_map.json").read_text() == "quick"
    assert (target / "frame_map.json").read_text() == "slow"
    assert leftovers(tmp_path, target) == []


def run(code, target):
    """What another process does, which may well kill itself."""
    start = """
import os, sys
from pathlib import Path
from exporters.files import staged_folder
target, entries = Path(sys.argv[1]), frozenset({"frame_map.json", "data"})
"""
    code = start + textwrap.dedent(code)
    return subprocess.run([sys.executable, "-c", code, target], check=False).returncode


def test_an_export_killed_while_writing_is_removed_by_the_next(tmp_path):
    target = tmp_path / "out"
    half = """
        with staged_folder(target, entries=entries) as folder:
            (folder / "data").write_text("half")
            os.kill(os.getpid(), 9)
        """
    assert run(half, target) == -9
    assert len(leftovers(tmp_path, target)) == 2, "its folder and its lock"
    export(target)
    assert leftovers(tmp_path, target) == []


def test_an_old_export_that_was_put_aside_when_the_power_failed_is_put_back(tmp_path):
    target = tmp_path / "out"
    export(target, "old")
    between_two_renames = """
        rename = Path.rename
        def rename_and_die(self, to):
            rename(self, to)
            os.kill(os.getpid(), 9)
        Path.rename = rename_and_die
        with staged_folder(target, entries=entries) as folder:
            (folder / "frame_map.json").write_text("new")
        """
    assert run(between_two_renames, target) == -9
    assert not target.exists()
    with pytest.raises(RuntimeError), staged_folder(target, entries=ENTRIES):
        raise RuntimeError("the next export does not come to an end either")
    assert (target / "frame_map.json").read_text() == "old"
    assert leftovers(tmp_path, target) == []


def test_an_export_that_cannot_take_its_place_leaves_the_old_one(tmp_path, monkeypatch):
    target = tmp_path / "out"
    export(target, "old")
    rename = type(target).rename

    def refuse_the_new_one(self, to):
        if (self / "frame_map.json").read_text() == "new":
            raise PermissionError(13, "Permission denied")
        return rename(self, to)

    monkeypatch.setattr(type(target), "rename", refuse_the_new_one)
    with pytest.raises(UserError, match="nothing there has changed: Permission denied"):
        export(target)
    assert (target / "frame_map.json").read_text() == "old"
    assert leftovers(tmp_path, target) == []


def test_a_link_to_a_folder_stays_a_link(tmp_path):
    export(tmp_path / "real", "old")
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    export(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real/frame_map.json").read_text() == "new"


def test_a_target_with_the_longest_name_possible_is_written(tmp_path):
    export(tmp_path / ("x" * 255))
    assert (tmp_path / ("x" * 255) / "frame_map.json").is_file()


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("東京 Zoë.mp4", "東京 Zoë.mp4"),
        ("a/b\\c", "a_b_c"),
        ("../../etc/passwd", "_/_.._etc_passwd".replace("/", "")),
        ("CON", "_CON"),
        ("nul.mp4", "_nul.mp4"),
        (".hidden", "_hidden"),
        ("ends ", "ends"),
        ("ends...", "ends"),
        ("-rf", "_rf"),
        ("what?*:", "what___"),
        ("line\nbreak\0", "line_break_"),
        ("", "video"),
        (" ", "_"),
        ("\udcff", "_"),
    ],
)
def test_names_become_folders_that_every_system_takes(name, folder):
    assert safe_name(name) == folder


@settings(deadline=None)
@given(
    st.lists(st.text() | st.sampled_from(["a", "A", "a-2", "ä", "a\u0308", "x" * 300, "x" * 301]))
)
def test_no_two_videos_share_a_folder_on_any_system(names):
    folders = folder_names(names)
    assert len({unicodedata.normalize("NFC", it.casefold()) for it in folders}) == len(names)
    for folder in folders:
        assert len(folder.encode()) <= 130
        assert folder == safe_name(folder)
        assert not set(folder) & set('/\\<>:"|?*\0')


@settings(deadline=None)
@given(st.text())
def test_a_folder_of_every_name_can_be_made(tmp_path_factory, name):
    (tmp_path_factory.mktemp("names") / safe_name(name)).mkdir()
