"""When no engine understands words: what the panel says, getting weights from a hub, a folder of one's own."""

import hashlib

import pytest
from PySide6.QtWidgets import QApplication

from model_backend import models
from tests.gui.speaking import SLOW, let_speak
from tests.model_backend.hub import Hub
from tests.shared import shared

WEIGHTS = bytes(range(256)) * 4096
FILE = "model.safetensors"
MODEL = models.Model(
    "unipixel-3b",
    "unipixel",
    "PolyU-ChenLab/UniPixel-3B",
    files=(FILE,),
    sha256={FILE: hashlib.sha256(WEIGHTS).hexdigest()},
    bytes=len(WEIGHTS),
)


@pytest.fixture
def hub(tmp_path, monkeypatch):
    monkeypatch.setenv(models.FOLDER_VARIABLE, str(tmp_path / "models"))
    monkeypatch.setattr(models, "MODELS", (MODEL,))
    with Hub({FILE: WEIGHTS}) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
        yield hub


@pytest.fixture
def offer(hub, window):
    """What stands in the words panel of a window whose engine only sees pixels."""
    window.docks.show("words")
    return window.words.model


def test_it_says_what_is_missing_and_nothing_can_be_asked(offer, window):
    assert offer.isVisible()
    assert "The engine flow understands no words. unipixel-3b does" in offer._text.text()
    assert offer.get.text() == "Get it"
    for widget in (window.words.question, window.words.scope, window.words.ask_button):
        assert not widget.isEnabled()
        assert not widget.isVisible()


def test_it_says_what_can_be_done_all_the_same(offer):
    assert "works without" in offer._all_the_same.text()
    assert offer._all_the_same.isVisible()


def test_the_offer_has_room_in_a_small_window(offer, window, qtbot):
    window.resize(900, 600)
    QApplication.processEvents()
    for button in (offer.get, offer.folder):
        assert button.width() >= button.sizeHint().width()
        assert button.height() >= button.sizeHint().height()
    assert offer._text.height() >= offer._text.heightForWidth(offer._text.width())


def test_weights_are_fetched_and_then_offered(offer, qtbot):
    offer.get.click()
    qtbot.waitUntil(offer.use.isVisible, timeout=SLOW)
    assert "it is on this machine" in offer._text.text()
    assert not offer.get.isVisible()
    assert models.list_models()[0].state is models.State.PRESENT


def test_a_download_is_cancelled_and_goes_on_later(offer, hub, qtbot):
    hub.held_at = 3 << 18
    offer.window().activateWindow()
    offer.get.setFocus()
    offer.get.click()
    qtbot.waitUntil(offer.cancel.isVisible, timeout=SLOW)
    assert offer.get.isVisible()  # no other button comes where it was pressed
    assert not offer.get.isEnabled()
    assert offer.cancel.hasFocus()
    qtbot.waitUntil(lambda: offer._bar.value() > 0, timeout=SLOW)
    offer.cancel.click()
    hub.go_on.set()
    qtbot.waitUntil(offer.get.isEnabled, timeout=SLOW)
    assert offer.get.hasFocus()
    assert offer.get.text() == "Go on getting it"
    offer.get.click()
    qtbot.waitUntil(offer.use.isVisible, timeout=SLOW)
    assert models.verify(MODEL.name).sha256 == MODEL.sha256


def test_an_engine_that_understands_words_needs_no_offer(offer, window, qtbot, monkeypatch):
    let_speak(window, qtbot, monkeypatch)
    qtbot.waitUntil(lambda: not offer.isVisible())
    assert window.words.question.isEnabled()


def test_a_folder_of_ones_own_is_used_and_answers(offer, window, qtbot):
    """The tiny random UniPixel: what it says means nothing, but every part does its work."""
    offer.use_folder(shared("reference") / "tiny-unipixel")
    qtbot.waitUntil(lambda: window.bench.engines.name == "unipixel", timeout=SLOW)
    qtbot.waitUntil(window.words.question.isEnabled, timeout=SLOW)
    window.bench.workspace.set_range(0, 4)
    window.words.question.setPlainText("segment the balloon")
    window.words.ask_button.click()
    qtbot.waitUntil(lambda: not window.bench.conversing.is_asking, timeout=3 * SLOW)
    (question, answer) = window.bench.workspace.session.project.turns(1)
    assert question.text == "segment the balloon"
    assert answer.text
    project = window.bench.workspace.session.project
    found = len(window.bench.offers.all)
    window.actions_by_id["accept-offers"].trigger()
    assert len(project.objects(1)) == found


def test_who_chose_a_model_here_can_write_at_once(offer, window, qtbot):
    window.activateWindow()
    offer.folder.setFocus()
    offer.use_folder(shared("reference") / "tiny-unipixel")
    qtbot.waitUntil(window.words.question.hasFocus, timeout=SLOW)


def test_a_folder_that_was_used_is_at_hand_after_another_engine(offer, window, qtbot):
    assert not offer.again.isVisible()
    offer.use_folder(shared("reference") / "tiny-unipixel")
    qtbot.waitUntil(lambda: window.bench.engines.name == "unipixel", timeout=SLOW)
    window.bench.engines.use(window.bench.engines.choice_of("flow"))
    qtbot.waitUntil(offer.again.isVisible, timeout=SLOW)
    assert offer.again.text() == "Use tiny-unipixel"
    offer.again.click()
    qtbot.waitUntil(lambda: window.bench.engines.name == "unipixel", timeout=SLOW)


def test_a_folder_without_weights_is_refused_with_a_sentence(offer, window, tmp_path, qtbot):
    (tmp_path / "empty").mkdir()
    offer.use_folder(tmp_path / "empty")
    qtbot.waitUntil(lambda: "no checkpoint" in window.banner.text, timeout=SLOW)
    assert window.bench.engines.name == "flow"
