"""Folders of links are walked as if what they link to lay there."""

import os

import pytest

from storage.walking import paths_below

needs_links = pytest.mark.skipif(os.name == "nt", reason="links need rights there")


def below(folder):
    return [path.relative_to(folder).as_posix() for path in paths_below(folder)]


def test_everything_is_found_sorted_and_a_folder_before_what_is_in_it(tmp_path):
    for name in ("b/two.png", "b/one.png", "a/deep/er.png", "c.png"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert below(tmp_path) == [
        "a", "a/deep", "a/deep/er.png", "b", "b/one.png", "b/two.png", "c.png"
    ]  # fmt: skip


def test_where_there_is_no_folder_there_is_nothing_below(tmp_path):
    (tmp_path / "file").touch()
    assert below(tmp_path / "file") == below(tmp_path / "nowhere") == []


@needs_links
def test_links_to_folders_are_entered_two_to_the_same_as_well(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "0.png").touch()
    (tmp_path / "set").mkdir()
    for name in ("dog", "cat"):
        (tmp_path / "set" / name).symlink_to(tmp_path / "real")
    assert below(tmp_path / "set") == ["cat", "cat/0.png", "dog", "dog/0.png"]


@needs_links
def test_a_link_to_a_folder_around_it_ends(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "back").symlink_to(tmp_path)
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    assert below(tmp_path) == ["a", "a/back", "gone"]
