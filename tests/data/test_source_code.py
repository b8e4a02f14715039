"""The standard library's own source."""

from __future__ import annotations

import argparse
import ast
import inspect

from helpers.data.source_code import source_text, standard_library


def test_modules_are_those_that_python_imports() -> None:
    """Is a module's text the one that Python runs, and are there many of them, each of which is a program?"""
    modules = standard_library()
    assert modules["argparse.py"] == inspect.getsource(argparse)
    assert len(modules) > 100
    assert list(modules) == sorted(modules)
    ast.parse(modules["textwrap.py"])
    assert not any(name.startswith("_sysconfigdata") for name in modules)


def test_text_is_plain_and_as_long_as_asked() -> None:
    """Is the text ASCII, in the modules' order, and cut where one says?"""
    whole = source_text()
    assert whole.isascii()
    assert len(whole) > 3_000_000
    assert whole.startswith(next(iter(standard_library().values()))[:100])
    assert source_text(1000) == whole[:1000]
    assert "\r" not in whole
