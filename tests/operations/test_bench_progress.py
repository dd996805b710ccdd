"""Bars: one line that moves on a terminal, a line at each quarter in a file."""

import io

from invertrack.operations.bench.progress import start_bar


class Terminal(io.StringIO):
    def isatty(self):
        return True


def moved(out, steps, total):
    tick = start_bar("pages", total, out)
    for _ in range(steps):
        tick()
    return out.getvalue()


def test_bar_on_a_terminal_moves_in_its_line_and_ends_it():
    said = moved(Terminal(), 3, 3)

    assert said.count("\r") == 3
    assert said.count("\n") == 1
    assert said.endswith("3 of 3\n")


def test_bar_in_a_file_is_a_line_at_each_quarter():
    lines = moved(io.StringIO(), 100, 100).splitlines()

    assert [line.rsplit("] ")[1] for line in lines] == [
        "25 of 100",
        "50 of 100",
        "75 of 100",
        "100 of 100",
    ]
    assert "#" * 30 in lines[-1]
