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


@lru_cache(maxsize=1000)  # a class has many answers in common
def highlighted(source: str) -> str:
    """The code of a cell as HTML."""
    return highlight(source or " ", _LEXER, _FORMATTER)
