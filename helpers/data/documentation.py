"""English prose that every Python has: the chapters of its own handbook, which `help()` shows.

Source: the Python at hand, its module pydoc_data.topics, by the Python Software Foundation, licence PSF-2.0. Size:
about 80 chapters, 380,000 characters where nothing is repeated. The text differs a little between versions of Python;
what is measured on it differs in the last digits.
"""

import re


def paragraphs(chapter: str) -> list[str]:
    """The paragraphs of one chapter, such as "debugger", in order. Raises KeyError for a chapter there is not."""
    from pydoc_data.topics import topics

    return [text for text in re.split(r"\n\s*\n", topics[chapter]) if text.strip()]


def all_paragraphs() -> list[str]:
    """The paragraphs of all chapters, in the chapters' alphabetical order; what is printed in several stands once."""
    from pydoc_data.topics import topics

    return list(dict.fromkeys(text for chapter in sorted(topics) for text in paragraphs(chapter)))


def documentation_text() -> str:
    """All paragraphs as one text, with an empty line between them: about 380,000 characters."""
    return "\n\n".join(all_paragraphs()) + "\n"
