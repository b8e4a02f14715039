"""ABC notation read: the notes of a tune, and how long its bars last.

ABC writes music with letters: C D E F G A B are the octave of middle C, c d e ... the one above, a comma or an
apostrophe puts a note one lower or higher; z is silence. A number behind a note makes it longer (A2), a slash shorter
(A/2, A/). ^ = _ before it are sharp, natural, flat. A>B makes the first longer by what the second gets shorter; (3ABC
are three notes in the time of two. | parts bars, || parts of a tune, |: and :| begin and end what is repeated. Before
the notes stand lines such as M:6/8, the metre, and L:1/8, the length of a note without a number.

How ABC is to be read is laid down at abcnotation.com, "The abc music standard 2.1".
"""

import re
from dataclasses import dataclass
from fractions import Fraction

# How many notes a tuplet is as long as: (3 is three notes in the time of two.
IN_THE_TIME_OF = {2: 3, 3: 2, 4: 3, 6: 2, 8: 3}
BAR_LINE = re.compile(r"[|:\[\]]+[0-9]?")  # with the number of an ending, as in |1 and :|2
END_OF_PART = re.compile(r"\|\||\|\]|:[|:]|\|:")
SYMBOL = re.compile(
    r"\((?P<tuplet>[0-9])"
    r"|(?P<pitch>(?:\^{1,2}|_{1,2}|=)?[A-Ga-gzx][,']*)(?P<times>[0-9]*)(?P<slashes>/*)(?P<divisor>[0-9]*)"
    r"|(?P<broken>>{1,3}|<{1,3})"
)


@dataclass(frozen=True)
class Note:
    """A note or a rest: its pitch as ABC writes it ("^c'", "z"), and its length in units of the tune's L."""

    pitch: str
    length: Fraction


def bars(body: str) -> list[str]:
    """The bars between the bar lines of a tune's body, in order and without spaces; empty ones are left out."""
    return [bar for bar in BAR_LINE.split("".join(body.split())) if bar]


def inner_bars(body: str) -> list[str]:
    """The bars that have to be full: all but the first and the last of each part, which share one bar where a part
    begins with an upbeat."""
    parts = END_OF_PART.split("".join(body.split()))
    return [bar for part in parts for bar in bars(re.sub(r"^[0-9]", "", part))[1:-1]]


def notes(bar: str) -> list[Note]:
    """The notes and rests of a bar, or of several without bar lines, in order.

    Raises ValueError where it is no ABC of the kind described above: other signs, a slash without a note, a > with
    nothing on one side, a tuplet with too few notes.
    """
    found: list[Note] = []
    in_tuplet, factor = 0, Fraction(1)
    broken = ""  # the > or < between the last note and the next
    text = "".join(bar.split())
    place = 0
    while place < len(text):
        symbol = SYMBOL.match(text, place)
        if symbol is None:
            raise ValueError(f"{text[place]!r} is not expected in {bar!r}")
        place = symbol.end()
        if symbol["tuplet"]:
            if in_tuplet or int(symbol["tuplet"]) not in IN_THE_TIME_OF:
                raise ValueError(f"{symbol[0]!r} is not expected in {bar!r}")
            in_tuplet = int(symbol["tuplet"])
            factor = Fraction(IN_THE_TIME_OF[in_tuplet], in_tuplet)
        elif symbol["broken"]:
            if not found or broken:
                raise ValueError(f"{symbol[0]!r} has no note on its left in {bar!r}")
            broken = symbol["broken"]
        else:
            length = _length(symbol, bar) * (factor if in_tuplet else 1)
            in_tuplet = max(in_tuplet - 1, 0)
            if broken:
                part = Fraction(1, 2 ** len(broken))
                longer, shorter = 2 - part, part
                before, after = (longer, shorter) if broken[0] == ">" else (shorter, longer)
                found[-1] = Note(found[-1].pitch, found[-1].length * before)
                length, broken = length * after, ""
            found.append(Note(symbol["pitch"], length))
    if broken or in_tuplet:
        raise ValueError(f"{bar!r} ends where a note is missing")
    return found


def bar_length(bar: str) -> Fraction:
    """How long a bar lasts, in units of the tune's L. Raises ValueError as `notes`."""
    return sum((note.length for note in notes(bar)), Fraction(0))


def full_bar(metre: str, unit: str) -> Fraction:
    """How long a bar has to be, in units of L: full_bar("6/8", "1/8") is 6. C is 4/4, and C| is 2/2."""
    return Fraction({"C": "4/4", "C|": "2/2"}.get(metre, metre)) / Fraction(unit)


def _length(symbol: re.Match[str], bar: str) -> Fraction:
    times, slashes, divisor = symbol["times"], len(symbol["slashes"]), symbol["divisor"]
    if (divisor and slashes != 1) or (divisor and not int(divisor)) or (times and not int(times)):
        raise ValueError(f"{symbol[0]!r} is no length in {bar!r}")
    return Fraction(int(times or 1), int(divisor) if divisor else 2**slashes)
