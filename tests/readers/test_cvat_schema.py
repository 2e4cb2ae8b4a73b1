"""CVAT for video: lxml checks our XML against a schema of what CVAT's documentation says."""

from pathlib import Path

import pytest

from exporters import cvat_video
from exporters.dataset import no_progress
from tests.exporters.datasets import difficult

SCHEMA = Path(__file__).with_name("cvat-for-video-1.1.xsd")


def errors(path):
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(SCHEMA))
    schema.validate(etree.parse(path))
    return [str(it) for it in schema.error_log]


@pytest.mark.parametrize("with_provenance", [False, True])
def test_every_task_follows_the_schema(with_provenance, tmp_path):
    data = difficult()
    data.with_provenance = with_provenance
    cvat_video.write(data, tmp_path / "out", frames=False, progress=no_progress)
    paths = sorted((tmp_path / "out/tasks").glob("*/annotations.xml"))
    assert len(paths) == 2
    assert [it for path in paths for it in errors(path)] == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('outside="0"', 'outside="yes"'),
        ("<mode>interpolation</mode>", ""),
        ("<original_size>", "<original_size><depth>1</depth>"),
        (' rle="', ' runs="'),
        ('label="dog"', 'label="cow"'),
        ('<track id="1"', '<track id="0"'),
    ],
)
def test_the_schema_can_tell_what_is_wrong(right, wrong, tmp_path):
    cvat_video.write(difficult(), tmp_path / "out", frames=False, progress=no_progress)
    path = tmp_path / "out/tasks/a_b_ .._Zoë 東京.mp4/annotations.xml"
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong), "utf-8")
    assert errors(path)
