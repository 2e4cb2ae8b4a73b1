"""Progress as people and log files see it."""

import io

import pytest
from rich.console import Console

from annotator import cli_output
from annotator.cli_output import progress_lines


def test_a_log_gets_a_line_every_ten_seconds_and_one_at_the_end():
    now, lines = [0.0], []
    show = progress_lines("Following dog", lines.append, clock=lambda: now[0])
    for second in range(31):
        now[0] = float(second)
        show(second, 30)
    show(30, 30)
    assert lines == [f"Following dog: {it}/30" for it in (10, 20, 30)]


def test_a_total_that_nobody_knows_is_left_out_of_the_line():
    now, lines = [0.0], []
    show = progress_lines("Fetching", lines.append, clock=lambda: now[0])
    now[0] = 10.0
    show(5, 0)
    assert lines == ["Fetching: 5"]


def test_what_is_no_terminal_gets_no_bar_and_the_end_once(capsys):
    with cli_output.progress_bar("Reading") as show:
        for done in (0, 100, 100):
            show(done, 100)
    assert capsys.readouterr() == ("", "Reading: 100/100\n")


@pytest.mark.parametrize("ends", [1, 3])
def test_a_bar_that_is_told_its_end_again_is_drawn_once(ends):
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, force_interactive=False, width=80)
    with cli_output._bar("Reading", console) as show:
        for done in (50, *[100] * ends):
            show(done, 100)
    assert screen.getvalue().count("Reading") == 1
