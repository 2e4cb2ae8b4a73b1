"""What nobody waits for stands still while a hand moves."""

import threading

from annotator.gui import giving_way
from annotator.gui.giving_way import Motion


def test_nobody_waits_for_a_hand_that_never_moved():
    Motion().wait_until_still()


def test_work_goes_on_when_the_hand_is_still_for_a_while(monkeypatch):
    now, waited = [100.0], []
    monkeypatch.setattr(giving_way.time, "monotonic", lambda: now[0])
    motion = Motion()

    class Passing:
        """Time passes while somebody waits; the hand moves once more meanwhile."""

        def wait(self, seconds):
            if not waited:
                motion.note()
            waited.append(seconds)
            now[0] += seconds + 0.001
            return False

    monkeypatch.setattr(motion, "_is_over", Passing())
    motion.note()
    motion.wait_until_still()
    assert len(waited) >= 1
    assert now[0] - 100 >= giving_way.STILL_SECONDS


def test_work_goes_on_when_nobody_is_there_any_more(monkeypatch):
    monkeypatch.setattr(giving_way, "STILL_SECONDS", 1e6)
    motion, went_on = Motion(), threading.Event()
    motion.note()

    def work():
        motion.wait_until_still()
        went_on.set()

    worker = threading.Thread(target=work)
    worker.start()
    assert not went_on.is_set()
    motion.end()
    worker.join(60)
    assert went_on.is_set()
