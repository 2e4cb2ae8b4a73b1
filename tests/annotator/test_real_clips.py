"""Labelling real 720p video, there and back."""

import json
import shutil
import sys

import pytest

from annotator import cli
from tests.shared import shared


@pytest.fixture
def run(monkeypatch, capsys):
    def command(*arguments):
        monkeypatch.setattr(sys, "argv", ["maskbank", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        assert end.value.code == 0
        return capsys.readouterr().out

    return command


@pytest.mark.slow
def test_a_dog_is_followed_exported_imported_and_exported_again(run, tmp_path):
    clip = shutil.copy(shared("videos/01_dog.mp4"), tmp_path / "dog.mp4")
    report = json.loads(
        run(
            "label", clip, "--object", "dog", "--box", "452,380,702,548", "--range", ":24", "--json"
        )
    )
    assert report["frames"] == 24
    project = tmp_path / "dog.maskbank"
    for format_name in ("coco", "youtube-vos"):
        first, second = tmp_path / f"{format_name} 1", tmp_path / f"{format_name} 2"
        again = tmp_path / f"{format_name}.maskbank"
        run("export", project, format_name, first)
        run("import", again, format_name, first, "--video", clip)
        run("export", again, format_name, second)
        names = [path.relative_to(first) for path in first.rglob("*") if path.is_file()]
        assert len(names) >= 24
        for name in names:
            assert (first / name).read_bytes() == (second / name).read_bytes()
