"""ABC notation: notes and the lengths of bars."""

from __future__ import annotations

from fractions import Fraction

import pytest

from helpers.data.abc_notation import Note, bar_length, bars, full_bar, inner_bars, notes


@pytest.mark.parametrize(
    ("bar", "length"),
    [
        ("ABc", 3),
        ("A2 B/2 c/ d//", Fraction(13, 4)),
        ("A3/2 B3/4", Fraction(9, 4)),
        ("A>B c<d", 4),
        ("A>>B", 2),
        ("A2>B2", 4),
        ("A3>B", Fraction(5)),  # 3 * 3/2 + 1/2
        ("(3ABc", 2),
        ("(3A2B2c2 d", 5),
        ("(2AB (4ABcd (6ABcdef", 3 + 3 + 2),
        ("(3A>Bc", 2),
        ("z4 ^f' _B,, =c", 7),
        ("", 0),
    ],
)
def test_lengths_worked_by_hand(bar: str, length: Fraction) -> None:
    """Is a bar as long as the standard's rules make it, in units of L?"""
    assert bar_length(bar) == length


def test_notes_have_pitch_and_length() -> None:
    """Are the notes told in order, each with its own part of a broken rhythm and of a tuplet?"""
    half = Fraction(1, 2)
    assert notes("^f'>z A,2") == [Note("^f'", 3 * half), Note("z", half), Note("A,", Fraction(2))]
    assert notes("(3AB2c d") == [Note(p, Fraction(n, 3)) for p, n in (("A", 2), ("B", 4), ("c", 2), ("d", 3))]


@pytest.mark.parametrize(
    "bar",
    ["A>", ">A", "A><B", "(3AB", "(5ABcde", "(3A(3Bcd", "/A", "A/0", "A0", "A//3", "A?", "H", "2", "^", "A^", "M:6"],
)
def test_what_is_no_abc_is_refused(bar: str) -> None:
    """Is what a model may write and nobody can play an error, and not a length?"""
    with pytest.raises(ValueError, match=r" in |missing"):
        bar_length(bar)


def test_bars_and_inner_bars() -> None:
    """Are bars found across lines and behind every kind of bar line, and those that need not be full left out?"""
    body = "A | BBB ccc |\nddd eee |1 fff g2 :|2 aaa b2 || c' | ddd eee|eee fff|fff g2 |]"
    assert bars(body)[:3] == ["A", "BBBccc", "dddeee"]
    assert bars(body)[3:] == ["fffg2", "aaab2", "c'", "dddeee", "eeefff", "fffg2"]
    assert inner_bars(body) == ["BBBccc", "dddeee", "dddeee", "eeefff"]
    assert inner_bars("A|B|c|::d|e|f:|") == ["B", "e"]


@pytest.mark.parametrize(
    ("metre", "unit", "length"),
    [("6/8", "1/8", 6), ("C", "1/8", 8), ("C|", "1/4", 4), ("3/4", "1/16", 12), ("2/4", "1/4", 2)],
)
def test_full_bars(metre: str, unit: str, length: int) -> None:
    """Is a full bar what the metre says, in units of L?"""
    assert full_bar(metre, unit) == length
