"""JSON in pieces: what the json module reads, record by record, whatever the size of the pieces."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exporters import json_stream
from exporters.json_stream import (
    json_list,
    json_object,
    json_text,
    read_again,
    read_records,
    write_json,
)
from storage.errors import FormatError

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
values = st.recursive(
    scalars, lambda it: st.lists(it) | st.dictionaries(st.text(), it), max_leaves=8
)
documents = st.dictionaries(st.text(max_size=5), st.lists(values, max_size=5) | st.dictionaries(st.text(), values, max_size=5) | scalars, max_size=4)  # fmt: skip
in_any_pieces = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def members(document):
    """The records of a document as the json module sees them."""
    for section, value in document.items():
        if isinstance(value, list):
            yield from ((section, i, it) for i, it in enumerate(value))
        elif isinstance(value, dict):
            yield from ((section, key, it) for key, it in value.items())
        else:
            yield section, "", value


@in_any_pieces
@given(documents, st.booleans(), st.sampled_from([None, 1]), st.integers(1, 40))
def test_records_are_those_of_the_json_module(
    tmp_path, monkeypatch, document, ascii_only, indent, size
):
    monkeypatch.setattr(json_stream, "_CHUNK_BYTES", size)
    path = tmp_path / "any.json"
    text = json.dumps(document, ensure_ascii=ascii_only, indent=indent)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    if any(0xD800 <= ord(it) < 0xE000 for it in text):
        return
    assert [(it.section, it.key, it.value) for it in read_records(path)] == list(members(document))


@in_any_pieces
@given(documents, st.integers(1, 40))
def test_a_record_is_read_again_from_its_place_alone(tmp_path, monkeypatch, document, size):
    monkeypatch.setattr(json_stream, "_CHUNK_BYTES", size)
    path = tmp_path / "any.json"
    path.write_text(json.dumps(document, ensure_ascii=True), encoding="utf-8")
    with path.open("rb") as file:
        for record in read_records(path):
            assert read_again(file, record.offset, record.length) == record.value


@in_any_pieces
@given(st.lists(values), st.dictionaries(st.text(), values))
def test_what_is_written_in_pieces_is_json(records, entries):
    pieces = json_object(
        [
            ("list", json_list(iter(records))),
            ("object", json_object((key, [json_text(it)]) for key, it in entries.items())),
        ]
    )
    assert json.loads("".join(pieces)) == {"list": records, "object": entries}


def test_a_written_file_is_ascii_and_ends_with_a_line(tmp_path):
    write_json(tmp_path / "out.json", json_object([("name", [json_text("東京")])]))
    assert (tmp_path / "out.json").read_bytes() == b'{\n"name":"\\u6771\\u4eac"\n}\n'


def test_a_file_that_is_one_list_has_records_without_a_section(tmp_path):
    path = tmp_path / "list.json"
    path.write_text('[{"id": 1}, 2]')
    assert [(it.section, it.key, it.value) for it in read_records(path)] == [
        ("", 0, {"id": 1}),
        ("", 1, 2),
    ]


def test_a_byte_order_mark_is_skipped(tmp_path):
    path = tmp_path / "windows.json"
    path.write_text('{"a": [1]}', encoding="utf-8-sig")
    assert [it.value for it in read_records(path)] == [1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "breaks off"),
        ("1", "'{' is expected"),
        ("[1 2]", "',' is expected"),
        ("[1] x", "follows after its end"),
        ('{"a": [1', "',' is expected|breaks off"),
        ('{"a": [1 2]}', "',' is expected"),
        ('{"a": [1,]}', "a 1 is not JSON"),
        ('{"a": [{"b": 1]}', "a 0 is not JSON"),
        ('{"a": 1} x', "follows after its end"),
        ('{"a": 1, "a": 2}', "'a' twice"),
        ("{1: 2}", "name in quotes"),
        ('{"a": [NaN]}', "NaN"),
        ('{"a": [1e5, -Infinity]}', "Infinity"),
        ('{"a": [' + "9" * 5000 + "]}", "cannot be read"),
        ('{"a": [' + "[" * 100_000, "cannot be read"),
    ],
)
def test_what_is_no_json_is_refused_with_the_place(tmp_path, text, says):
    path = tmp_path / "bad.json"
    path.write_text(text)
    with pytest.raises(FormatError, match=says) as caught:
        list(read_records(path))
    assert "at byte" in str(caught.value)


def test_text_that_is_not_utf8_is_refused(tmp_path):
    path = tmp_path / "bad.json"
    path.write_bytes('{"a": ["é"]}'.encode("latin-1"))
    with pytest.raises(FormatError, match="a 0 is not UTF-8"):
        list(read_records(path))


def test_a_record_beyond_all_bounds_is_refused_before_it_is_read_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(json_stream, "_CHUNK_BYTES", 100)
    path = tmp_path / "large.json"
    path.write_text(json.dumps({"a": ["x", "y" * 100_000]}))
    with pytest.raises(FormatError, match="a 1 is not JSON, or too large"):
        list(read_records(path, max_record_bytes=1000))


def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(FormatError, match="cannot be read: No such file"):
        list(read_records(tmp_path / "no.json"))
