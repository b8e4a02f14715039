"""The progress bar."""

from __future__ import annotations

from typing import Any

import pytest

from helpers.nn.experiments import progress as module
from helpers.nn.experiments.progress import progress


def test_items_come_through_outside_a_notebook(capsys: pytest.CaptureFixture[str]) -> None:
    """Does it hand on every item, in order, and show nothing where there is nothing to show it in?"""
    assert list(progress("abc", "letters")) == ["a", "b", "c"]
    assert capsys.readouterr() == ("", "")


def test_bar_ends_as_it_began(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is the bar filled step by step and empty at the end, so that an executed notebook can be compared?"""
    shown: list[dict[str, Any]] = []

    class Handle:
        def update(self, data: dict[str, Any], raw: bool) -> None:
            shown.append(data)

    monkeypatch.setattr(module, "_bar", Handle)
    monkeypatch.setattr(module, "SECONDS_BETWEEN_UPDATES", 0.0)
    list(progress(range(3), "a < b"))
    *during, last = [data["text/html"] for data in shown]
    assert ["1 of 3" in during[0], "2 of 3" in during[1], "3 of 3" in during[2]] == [True] * 3
    assert "a &lt; b" in during[0]
    assert last == ""
