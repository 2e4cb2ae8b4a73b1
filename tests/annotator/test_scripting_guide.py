"""The scripts of docs/guide/scripting.md, as they stand there."""

import re
import subprocess
import sys
from pathlib import Path

from storage.opening import open_project

ROOT = Path(__file__).parents[2]


def scripts():
    text = (ROOT / "docs/guide/scripting.md").read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


def run_script(folder, text, *arguments):
    (folder / "script.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "script.py", *arguments]
    paths = {"PYTHONPATH": str(ROOT), "PATH": ""}
    return subprocess.run(
        command, cwd=folder, env=paths, capture_output=True, text=True, check=False
    )


def test_the_scripts_of_the_guide_do_what_it_says(clip):
    label_table, read_masks = scripts()
    folder = clip.parent
    (folder / "boxes.csv").write_text(
        "video,object,category,frame,x0,y0,x1,y1\n"
        "clip.mp4,balloon,toy,3,70,70,205,230\n"
        "clip.mp4,nowhere,toy,3,7000,70,7205,230\n"
    )
    arguments = ("clip.maskbank", "boxes.csv", "out")
    done = run_script(folder, label_table, *arguments)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("72 masks on 72 frames")
    assert "nowhere: The point 7000,70 is outside the frame" in done.stderr
    assert (folder / "out/annotations.json").is_file()

    with open_project(folder / "clip.maskbank") as project:
        steps = len(project.history())
    assert run_script(folder, label_table, *arguments).returncode == 0
    with open_project(folder / "clip.maskbank") as project:
        assert len(project.history()) == steps  # what an earlier run labelled is not labelled again

    read = run_script(folder, read_masks)
    assert read.returncode == 0, read.stderr
    assert read.stdout.splitlines()[3].startswith("clip 3 1 human ")
