"""Family names of ten languages, and first names: real ones, as they are frequent or typical in a country.

Source: the package faker 40.54.0 (MIT licence; Daniele Faraglia and contributors), which draws made-up persons from
lists of names. The lists are read out of its source text; nothing of it is run. Size: 10,861 family names, from 325
French to 2,373 Irish ones, and 690 first names.

A name says how likely a language is and no more: families move, and spellings travel with them.
"""

import ast
import re
from collections import Counter
from functools import lru_cache

from helpers.data import wheels

COUNTRIES = {
    "Croatian": ("hr_HR",),
    "Dutch": ("nl_NL",),
    "English": ("en_GB", "en_US"),
    "Finnish": ("fi_FI",),
    "French": ("fr_FR",),
    "German": ("de_AT", "de_DE"),
    "Irish": ("ga_IE",),
    "Italian": ("it_IT",),
    "Slovak": ("sk_SK",),
    "Spanish": ("es_ES",),
}


@lru_cache
def surnames() -> dict[str, tuple[str, ...]]:
    """Language -> its family names, in lower case and alphabetical order. A name of two of them is in neither.

    Raises Refusal where the package was not fetched.
    """
    lists = {
        language: {name.lower() for country in countries for name in _names(country, "last_names")}
        for language, countries in COUNTRIES.items()
    }
    languages = Counter(name for names in lists.values() for name in names)
    return {language: tuple(sorted(n for n in names if languages[n] == 1)) for language, names in lists.items()}


@lru_cache
def first_names() -> tuple[str, ...]:
    """First names in use in the United States, in alphabetical order. Raises Refusal as `surnames`."""
    return tuple(sorted(_names("en_US", "first_names")))


def _names(country: str, beginning: str) -> set[str]:
    """All names in the lists of a country whose own names begin so."""
    tree = ast.parse(wheels.read("faker", f"faker/providers/person/{country}/__init__.py"))
    values = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and target.id.startswith(beginning)
    )
    constants = (node.value for value in values for node in ast.walk(value) if isinstance(node, ast.Constant))
    return {
        name for name in constants if isinstance(name, str) and re.fullmatch(r"[^\W\d_]([^\W\d_]|[ '-]){1,24}", name)
    }
