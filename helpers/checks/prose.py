"""Sentences for readers: what no terminal may obey written out, and `code` marked up."""

from __future__ import annotations

import unicodedata
from html import escape


def prose(text: str) -> str:
    """Text as HTML, with its `code` marked up; a backtick without its second one stays as it is."""
    text = escape(visible(text))
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return text
    return "".join(f"<code>{piece}</code>" if i % 2 else piece for i, piece in enumerate(pieces))


def visible(text: str) -> str:
    """Text with its control characters written out: a learner's message may hold codes that a terminal obeys."""
    return "".join(repr(c)[1:-1] if unicodedata.category(c).startswith("C") else c for c in text)
