"""A mutant's text is the original's but for one place."""

from __future__ import annotations

import ast

from helpers.mutation.mutant import mutants


def test_only_the_place_changes() -> None:
    """Do comments, layout and every other line stay as they were?"""
    source = "def f(x):  # keep\n    y = ( x *\n          2 )  # keep this\n    return   y\n"
    (mutant,) = [m for m in mutants(source) if m.operator == "other operator" and "+" in m.source]
    assert mutant.source == "def f(x):  # keep\n    y = ( x + 2 )  # keep this\n    return   y\n"
    assert mutant.line == 2
    assert mutant.change == ("y = ( x * 2 ) # keep this", "y = ( x + 2 ) # keep this")


def test_letters_outside_ascii_do_not_shift_the_place() -> None:
    """Is the place right behind letters that take two bytes?"""
    source = 'def f(x):\n    return {"ł": "ę", "x": x + 1}\n'
    sources = {m.source for m in mutants(source)}
    assert 'def f(x):\n    return {"ł": "ę", "x": x - 1}\n' in sources


def test_precedence_is_kept() -> None:
    """Is an operand that has to be in parentheses put into them?"""
    source = "def f(a, b, c):\n    return a * (b - c)\n"
    assert "def f(a, b, c):\n    return a * (c - b)\n" in {m.source for m in mutants(source)}
    source = "def f(a, b, c):\n    return a / (b * c) / a\n"
    assert "def f(a, b, c):\n    return a / (b + c) / a\n" in {m.source for m in mutants(source)}
    source = "def f(a, b, c):\n    return a - b * c\n"
    assert "def f(a, b, c):\n    return a - (b + c)\n" in {m.source for m in mutants(source)}


def test_a_dropped_block_goes_whole() -> None:
    """Does dropping an `if` take its lines along, and is the change told in one line?"""
    source = "def f(x):\n    if x:\n        x = 1\n        x = 2\n    return x\n"
    (mutant,) = [m for m in mutants(source) if m.operator == "dropped statement" and m.line == 2]
    assert mutant.source == "def f(x):\n    pass\n    return x\n"
    assert mutant.change == ("if x: x = 1 x = 2", "pass")


def test_an_elif_has_no_text_of_its_own() -> None:
    """Is an `elif` that is dropped a valid mutant too, with a change that shows it alone?"""
    source = "def f(x):\n    if x > 1:  # one\n        return 1\n    elif x:\n        return 2\n    return 3\n"
    (mutant,) = [m for m in mutants(source) if m.operator == "dropped statement" and m.line == 4]
    wanted = "def f(x):\n    if x > 1:\n        return 1\n    else:\n        pass\n    return 3\n"
    assert ast.dump(ast.parse(mutant.source)) == ast.dump(ast.parse(wanted))
    assert mutant.change == ("elif x: return 2", "else: pass")


def test_methods_are_mutated_too() -> None:
    """Are the methods of a class mutated, with their own parameters?"""
    source = (
        "class C:\n    def __init__(self, size):\n        self.size = size\n    def step(self, x):\n        return x\n"
    )
    assert ("return x", "return self") in {m.change for m in mutants(source)}
    assert ("self.size = size", "pass") in {m.change for m in mutants(source)}
    assert ("return x", "return size") not in {m.change for m in mutants(source)}
