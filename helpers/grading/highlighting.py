"""Python code in colours, as HTML: what nbconvert's own filter gives, with what is the same for all cells made once."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from IPython.lib.lexers import IPython3Lexer
from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]

_LANGUAGE = "ipython3"
_LEXER = IPython3Lexer()
_FORMATTER = HtmlFormatter(cssclass=escape(f" highlight hl-{_LANGUAGE}"))
LONGEST_KEPT = 5000  # characters of an answer that others may have given too


def highlighted(source: str) -> str:
    """The code of a cell as HTML."""
    return _remembered(source) if len(source) <= LONGEST_KEPT else _made(source)


def _made(source: str) -> str:
    return highlight(source or " ", _LEXER, _FORMATTER)


_remembered = lru_cache(maxsize=500)(_made)
