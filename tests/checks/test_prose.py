"""Sentences as HTML."""

from __future__ import annotations

import pytest

from helpers.checks.prose import prose, visible


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Use `h @ W_hh`.", "Use <code>h @ W_hh</code>."),
        ("`a` and `b`", "<code>a</code> and <code>b</code>"),
        ("a lone ` is `no` code", "a lone ` is `no` code"),
        ("`<b>` & <i>", "<code>&lt;b&gt;</code> &amp; &lt;i&gt;"),
        ("red \x1b[31m", "red \\x1b[31m"),
        ("", ""),
    ],
)
def test_prose(text: str, html: str) -> None:
    """Is code marked up, a lone backtick left alone, and nothing in it HTML or a control character?"""
    assert prose(text) == html


def test_letters_of_all_languages_are_visible() -> None:
    """Are only control characters written out?"""
    assert visible("Żółć, тест, 시험, 😀") == "Żółć, тест, 시험, 😀"
    assert visible("a\nb\u200b\ud800") == "a\\nb\\u200b\\ud800"
