"""Claims and what came of them when they were tried: recorded measurements as a table, in HTML and in plain text."""

from __future__ import annotations

import math
import statistics
import textwrap
from collections.abc import Sequence
from html import escape

from helpers.data.records import Limits, Record, within

HEADINGS = ("claim", "set-up", "measured, seed by seed", "verdict")
WIDTH = 100  # columns of plain text
_CELL = "padding:4px 16px 4px 0;text-align:left;vertical-align:top;background:transparent;white-space:normal"
_TABLE = "border:none;border-collapse:collapse;color:inherit;font-size:inherit;margin:4px 0"


def claims(*records: Record) -> None:
    """Shows a row for each record: the claim, the set-up, all numbers of all seeds with their spread, the verdict."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.display import display

    if InteractiveShell.initialized():
        display({"text/plain": as_text(records), "text/html": as_html(records)}, raw=True)
    else:
        print(as_text(records))


def as_text(records: Sequence[Record]) -> str:
    """The records in plain text, a block each."""
    return "\n\n".join(map(_block, records))


def as_html(records: Sequence[Record]) -> str:
    """The records as one HTML table, with how they were measured in a fold-out below; for light and dark pages."""
    columns = "".join(f'<th scope="col" style="{_CELL}">{heading}</th>' for heading in HEADINGS)
    how = "".join(f'<p style="margin:4px 0">{escape(_measured_how(record))}</p>' for record in records)
    return (
        '<div style="color:var(--jp-content-font-color1, inherit);line-height:1.45">'
        f'<table style="{_TABLE}"><thead><tr style="background:transparent">{columns}</tr></thead>'
        f"<tbody>{''.join(map(_row, records))}</tbody></table>"
        '<details style="opacity:0.75;font-size:90%"><summary style="cursor:pointer">how it was measured</summary>'
        f"{how}</details></div>"
    )


def _row(record: Record) -> str:
    numbers = "".join(
        f'<div style="margin:0 0 6px 0"><strong>{escape(name)}</strong>{escape(_wanted(record, name))}<br>'
        f"{escape(_each(record, name))}<br>{escape(_spread(record.values(name)))}</div>"
        for name in record.names()
    )
    rule = "border-top:1px solid var(--jp-border-color2, #bdbdbd)"
    cells = (escape(record.claim), escape(record.setup), numbers, f"<strong>{escape(record.verdict())}</strong>")
    return (
        f'<tr style="background:transparent;{rule}">'
        + "".join(f'<td style="{_CELL}">{cell}</td>' for cell in cells)
        + "</tr>"
    )


def _wanted(record: Record, name: str) -> str:
    return f", expected: {limits_in_words(record.expected[name])}" if name in record.expected else ""


def _block(record: Record) -> str:
    measured = []
    for name in record.names():
        measured += [f"{name}{_wanted(record, name)}", f"  {_each(record, name)}", f"  {_spread(record.values(name))}"]
    paragraphs = {
        "claim": [record.claim],
        "set-up": [record.setup],
        "measured": measured,
        "verdict": [record.verdict()],
        "how": [_measured_how(record)],
    }
    return "\n".join(_beside(heading, lines) for heading, lines in paragraphs.items())


def _beside(heading: str, paragraphs: Sequence[str]) -> str:
    """A heading with its text to the right of it."""
    margin = " " * 10
    lines = []
    for text in paragraphs:
        indent = margin + " " * (len(text) - len(text.lstrip()))
        lines.append(
            textwrap.fill(text.lstrip(), WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
        )
    return f"{heading:<10}{chr(10).join(lines)[10:]}"


def _each(record: Record, name: str) -> str:
    """The number of each seed; those outside its limits are marked."""
    limits = record.expected.get(name)
    return " · ".join(
        number(value) + (" ✗" if limits is not None and not within(value, limits) else "")
        for value in record.values(name)
    )


def _spread(values: Sequence[float]) -> str:
    if any(map(math.isnan, values)):
        return f"not a number: {sum(map(math.isnan, values))} of {len(values)}"
    return f"median {number(statistics.median(values))}, from {number(min(values))} to {number(max(values))}"


def _measured_how(record: Record) -> str:
    seeds, seconds = sorted(record.numbers), [record.seconds[seed] for seed in sorted(record.numbers)]
    versions = ", ".join(f"{name} {version}" for name, version in record.versions.items())
    cores = f"{record.machine['cores']} core{'s' if record.machine['cores'] != 1 else ''}"
    return (
        f"{record.command}, on {record.date}: seeds {', '.join(map(str, seeds))}, "
        f"{number(min(seconds))} to {number(max(seconds))} s of processor time each, "
        f"{cores} of {record.machine['processor']}, one thread, {versions}"
    )


def number(value: float) -> str:
    """A measured number to three digits, whole numbers below a million whole."""
    if math.isfinite(value) and value == int(value) and abs(value) < 1e6:
        return str(int(value))
    return f"{value:.3g}"


def limits_in_words(limits: Limits) -> str:
    """What is expected of a number, in words."""
    least, most = limits
    if least is not None and most is not None:
        return f"from {number(least)} to {number(most)}" if least != most else number(least)
    if least is not None:
        return f"at least {number(least)}"
    return f"at most {number(most)}" if most is not None else "anything"
