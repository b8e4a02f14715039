"""The words of the command grade."""

from __future__ import annotations

import argparse

import pytest

from helpers.commands import grade


def parsed(*words: str) -> argparse.Namespace:
    """The arguments that the words are taken for."""
    parser = argparse.ArgumentParser()
    grade.add_arguments(parser)
    return parser.parse_args(words)


def test_without_a_cluster_it_grades_here() -> None:
    """Can the option --scheduler be left out?"""
    assert not parsed("02_vanilla_rnn").scheduler
    assert parsed("--scheduler", " tcp://10.0.0.1:8786 ").scheduler == "tcp://10.0.0.1:8786"


def test_an_empty_address_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Is the address of a shell's variable that is not set refused, and not taken for no cluster?"""
    with pytest.raises(SystemExit):
        parsed("--scheduler", "")
    assert "the address is empty" in capsys.readouterr().err
