"""Dance tunes in ABC notation."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from helpers.data import tunes as module
from helpers.data.abc_notation import bar_length, bars, full_bar, inner_bars
from helpers.data.tunes import Tune, as_text, tunes


def test_tunes_are_those_of_the_docstring() -> None:
    """Are there nearly four thousand tunes, of the three collections, no two alike, in a small alphabet?"""
    found = tunes()
    assert len(found) == 3962
    assert Counter(tune.collection for tune in found) == {"airdsAirs": 1146, "oneills1850": 1830, "ryansMammoth": 986}
    assert len({tune.body for tune in found}) == len(found)
    text = "".join(map(as_text, found))
    assert 850_000 < len(text) < 860_000
    assert len(set(text)) < 50
    assert all(tune.title and len(bars(tune.body)) >= 4 for tune in found)


def test_heads_can_be_read() -> None:
    """Have all tunes a metre, a unit and a key in the forms of the docstring?"""
    for tune in tunes():
        assert full_bar(tune.metre, tune.unit) > 0
        assert re.fullmatch(r"[A-G][#b]?(m|dor|mix|phr|lyd)?", tune.key)
    assert {tune.metre for tune in tunes()} >= {"6/8", "2/4", "3/4", "4/4", "9/8"}


def test_inner_bars_are_full() -> None:
    """Are 99 % of the bars that have to be full exactly so? (Every seventh tune is counted.)"""
    full = [
        bar_length(bar) == full_bar(tune.metre, tune.unit) for tune in tunes()[::7] for bar in inner_bars(tune.body)
    ]
    assert len(full) > 7000
    assert sum(full) / len(full) > 0.99


def test_ornaments_and_words_go() -> None:
    """Is what a tune is made of kept, in the one form that the docstring describes, and all else taken out?"""
    text = (
        "X: 7\nT: The First\nT: Another\nM: C|\nL: 1/8\nR: reel\nK: A Dorian % so he says\n% a remark\n"
        '"Am"~A2 (3(.ABc) {ef}d-d [Ace]2 | !trill!TB>c x2 :|[2 uA`B \\\nvc2|]\nW: words\n:: A8 |\n'
    )
    tune = module._tune(text, "here")
    assert tune == Tune("The First", "2/2", "1/8", "Ador", "A2 (3ABc dd A2 | B>c z2 :|2 AB c2||\n:: A8 |", "here")
    assert as_text(tune) == f"M:2/2\nL:1/8\nK:Ador\n{tune.body}\n\n"


@pytest.mark.parametrize(
    "change",
    [("K:G", "K:Hp"), ("M:6/8", "M:none"), ("L:1/8\n", ""), ("|c", "|\nM:3/4\nc"), ("|c", "|[K:D]c"), ("|c", "|Z4|c"),
     ("|c", "|(5ABcde|c"), ("K:G\n", ""), ("ABc|ABc|", "")],
)  # fmt: skip
def test_tunes_of_another_kind_are_left_out(change: tuple[str, str]) -> None:
    """Is a tune left out whose metre or key changes or cannot be read, or in which there is something unusual?"""
    text = "X:1\nT:A\nM:6/8\nL:1/8\nK:G\nABc|ABc|ABc|cBA|\n"
    assert module._tune(text, "here") is not None
    assert module._tune(text.replace(*change), "here") is None
