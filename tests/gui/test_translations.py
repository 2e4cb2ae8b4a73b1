"""Everything the window says is said in Chinese too, also what comes from below it."""

import ast
import json
import re
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from annotator.gui import sentences, translations
from annotator.gui.actions import ACTIONS
from annotator.gui.i18n import tr
from annotator.gui.messages import Banner
from annotator.gui.translations import CHINESE, ROOT, SENTENCES, find_sentences
from storage import counting
from storage.errors import UserError

HOLE = re.compile(r"\{\w*\}")


def messages(catalogue=CHINESE):
    """(context, source, translation, whether it is finished) of every text."""
    for context in ElementTree.parse(catalogue).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            source = message.findtext("source")
            done = translation.get("type") is None and bool(translation.text)
            yield context.findtext("name") or "", source, translation.text or "", done


def test_every_text_is_translated():
    assert [source for _, source, _, done in messages() if not done] == []


def test_translations_hold_the_same_values():
    wrong = [source for _, source, text, done in messages()
             if done and sorted(HOLE.findall(source)) != sorted(HOLE.findall(text))]  # fmt: skip
    assert wrong == []


def test_the_catalogue_is_that_of_the_code(tmp_path):
    """If this fails: make translations, translate what is new, commit."""
    copy = Path(shutil.copy(CHINESE, tmp_path))
    translations.update(copy)
    assert list(messages(copy)) == list(messages())
    translations.release(copy)
    assert copy.with_suffix(".qm").read_bytes() == CHINESE.with_suffix(".qm").read_bytes()


def test_menus_within_menus_are_translated(chinese):
    titles = {part for it in ACTIONS for part in it.menu.split("/")}
    assert {"Masks as", "On this frame"} <= titles
    assert [it for it in titles if tr(it) == it] == []


def test_the_sentences_are_those_of_the_code():
    assert find_sentences() == json.loads(SENTENCES.read_text("utf-8"))


@pytest.mark.parametrize(
    "sentence",
    [
        "Nobody verified it yet; masks: {0}.",  # yielded
        "{n} masks are a single pixel.",  # of a count, put into a list
        "Choose an object first: click it in the list, or press its number.",  # of the window
    ],
)
def test_sentences_are_found_wherever_they_are_made(sentence):
    assert sentence in find_sentences()


def test_what_is_said_to_a_database_is_no_sentence():
    assert not any(it.startswith("PRAGMA") for it in find_sentences())


def test_widgets_translate_with_their_own_tr():
    """Qt's tools would look for the text in the widget's context, where it is not at run time."""
    wrong = []
    for path in (ROOT / "annotator" / "gui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                wrong += [f"{path.name}:{it.lineno}" for it in ast.walk(node) if says(it)]
    assert wrong == []


def says(node):
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return called and node.func.id == "tr" and isinstance(node.args[0], ast.Constant)


def test_an_error_from_below_is_said_in_chinese_with_its_names(chinese, qtbot):
    banner = Banner()
    qtbot.addWidget(banner)
    banner.error(UserError("There is no video 'dog.mp4' in the project. It holds: cat, 牛."))
    said = banner.text
    assert "dog.mp4" in said
    assert "cat, 牛" in said
    assert "There is no" not in said


@pytest.mark.parametrize("count", [1, 3])
def test_a_count_is_said_in_chinese_alone_and_within_a_sentence(chinese, count):
    assert sentences.say(counting.masks(count)) == f"{count} 个掩码"
    said = sentences.say(
        f"There is no frame 7 in dog.mp4: it has {counting.frames(count)}, from 0 on."
    )
    assert f"{count} 帧" in said


@pytest.mark.parametrize(("stop", "frames"), [(6, "第 5 帧"), (9, "第 5 到 8 帧")])
def test_frames_are_said_in_chinese_alone_and_within_a_sentence(chinese, stop, frames):
    where = counting.which_frames(5, stop)
    assert sentences.say(where) == frames
    assert sentences.say(f"Verify [1], [2] on {where}") == f"核验{frames}的 [1], [2]"


def test_a_name_that_ends_like_a_count_stays_a_name(chinese):
    assert sentences.say("red masks") == "red masks"


def test_no_sentence_says_one_of_several():
    """A number before a word in the plural is said by storage.counting, which knows of 1."""
    words = "mask|object|video|frame|annotation|record|categorie|attribute|entrie|turn|cut"
    fixed = re.compile(r"\{\d+\} (" + words + r")s\b")
    always_several = ("has room for", "became one", "more than", "frames a second")
    wrong = [it for _, it, _, _ in messages() if fixed.search(it)]
    assert [it for it in wrong if not any(phrase in it for phrase in always_several)] == []


def test_what_nobody_translated_stays(chinese):
    assert sentences.say("xyzzy 12") == "xyzzy 12"


def test_in_english_sentences_stay_as_they_are(qapp):
    sentence = "Object [3] is locked: unlock it to change it."
    assert sentences.say(sentence) == sentence
