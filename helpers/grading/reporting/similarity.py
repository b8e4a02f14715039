"""Which submissions have passages of code in common that few others have. Text in, numbers out; nothing is run.

The code of each solution cell becomes a sequence of tokens without comments, layout and names of the learner's own,
and each run of LENGTH tokens a fingerprint. (Winnowing keeps some of the fingerprints of long documents; solution
cells are short, and all are kept.) A fingerprint that the course itself gives out, in the cell as it was handed
out, the reference, its other right ways and its listed mistakes, counts nothing; one that much of the class has,
because there is one way to write the line, neither; of the others a rare one counts more than a frequent one.
"""

from __future__ import annotations

import builtins
import io
import keyword
import math
import tokenize
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

LENGTH = 8  # tokens of a fingerprint, about a line: what is shorter says little about who wrote it
COMMON = 0.1  # a fingerprint that more of the class has counts nothing
ALWAYS_RARE = 3  # in a small class so many may have it
LEAST_SHARED = 30  # fingerprints that two have, about five lines of the same build, before a pair is worth a look
LEAST_PART = 0.5  # of what is a learner's own in the smaller of the two submissions
SPREADS = 3.0  # from the upper quartile of the class's pairs, as for the far outliers of a box plot
LONGEST_CELL = 50_000  # characters; a cell of the course has some hundreds

Cells = Mapping[str, str]  # solution cell -> its text
Fingerprint = tuple[str, ...]


@dataclass(frozen=True)
class SharedCell:
    """A cell of a pair, and the lines in it, from 1, that hold what the two share and few others have."""

    name: str
    first: str
    second: str
    first_lines: frozenset[int] = field(default_factory=frozenset)
    second_lines: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Pair:
    """Two submissions far more alike than the others of the class.

    part  how much of what is a learner's own in the smaller of the two is in the other as well, from 0 to 1
    """

    first: str
    second: str
    part: float
    cells: tuple[SharedCell, ...]


@dataclass(frozen=True)
class Likeness:
    """The pairs to look at, the most alike first, and among how many pairs of submissions they stand out."""

    pairs: tuple[Pair, ...] = ()
    compared: int = 0


def fingerprints(source: str) -> dict[Fingerprint, set[int]]:
    """Every run of LENGTH tokens of some code, with the lines that it lies on. Code that breaks off is read so far."""
    tokens = list(_tokens(source))
    found: dict[Fingerprint, set[int]] = {}
    for start in range(len(tokens) - LENGTH + 1):
        run = tokens[start : start + LENGTH]
        found.setdefault(tuple(text for text, _ in run), set()).update(line for _, line in run)
    return found


def alike(submissions: Mapping[str, Cells], known: Mapping[str, Collection[str]]) -> Likeness:
    """The pairs of submissions that are far more alike than pairs of this class are.

    submissions  learner -> the text of each solution cell
    known        solution cell -> texts that nobody has to have copied from a neighbour
    """
    students = list(submissions)
    count = len(students)
    owners = _owners(submissions, known)
    weights = {
        key: math.log(count / len(who)) / math.log(count) if count > 1 else 0.0
        for key, who in owners.items()
        if len(who) <= max(ALWAYS_RARE, COMMON * count)
    }
    own = np.zeros(count)
    shared = np.zeros((count, count), dtype=np.float32)
    for key, weight in weights.items():
        who = owners[key]
        own[who] += weight
        if len(who) > 1:
            shared[np.ix_(who, who)] += weight
    firsts, seconds = np.triu_indices(count, k=1)
    amounts = shared[firsts, seconds]
    smaller = np.minimum(own[firsts], own[seconds])
    parts = np.divide(amounts, smaller, out=np.zeros_like(smaller), where=smaller > 0)
    standing_out = (
        (amounts >= max(LEAST_SHARED * _weight_of_two(count), _far_above(amounts)))
        & (parts >= LEAST_PART)
        & (parts >= min(_far_above(parts), 1.0 - 1e-6))  # more than all of it cannot be shared
    )
    chosen = np.flatnonzero(standing_out)
    order = chosen[np.lexsort((-amounts[chosen], -parts[chosen]))]
    pairs = (
        _pair(students[firsts[at]], students[seconds[at]], float(min(parts[at], 1.0)), submissions, weights)
        for at in order
    )
    return Likeness(tuple(pairs), len(amounts))


def _weight_of_two(count: int) -> float:
    """What a fingerprint that two of the class have counts."""
    return math.log(count / 2) / math.log(count) if count > 2 else 0.0


def _far_above(values: np.ndarray) -> float:
    """The value from which one lies far above the others."""
    if len(values) < 4:
        return 0.0
    lower, upper = np.quantile(values, (0.25, 0.75))
    return float(upper + SPREADS * (upper - lower))


def _owners(submissions: Mapping[str, Cells], known: Mapping[str, Collection[str]]) -> dict[tuple, list[int]]:
    """Who has which fingerprint in which cell, without those that the course has."""
    courses = {name: {print_ for text in texts for print_ in fingerprints(text)} for name, texts in known.items()}
    owners: dict[tuple, list[int]] = {}
    for number, cells in enumerate(submissions.values()):
        for name, source in cells.items():
            for print_ in fingerprints(source):
                if print_ not in courses.get(name, ()):
                    owners.setdefault((name, print_), []).append(number)
    return owners


def _pair(
    first: str, second: str, part: float, submissions: Mapping[str, Cells], weights: Mapping[tuple, float]
) -> Pair:
    cells = []
    for name in submissions[first]:
        if name not in submissions[second]:
            continue
        sources = submissions[first][name], submissions[second][name]
        prints = fingerprints(sources[0]), fingerprints(sources[1])
        both = [print_ for print_ in prints[0].keys() & prints[1].keys() if (name, print_) in weights]
        if both:
            lines = [frozenset(line for print_ in both for line in found[print_]) for found in prints]
            cells.append(SharedCell(name, *sources, *lines))
    return Pair(first, second, part, tuple(cells))


_LAYOUT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}
_KEPT_NAMES = {*keyword.kwlist, *dir(builtins)}


def _tokens(source: str) -> Iterator[tuple[str, int]]:
    """The code's tokens with their lines: names of the learner's own are all one, texts too; layout is left out."""
    before = ""
    try:
        for token in tokenize.generate_tokens(io.StringIO(source[:LONGEST_CELL]).readline):
            if token.type in _LAYOUT:
                continue
            text = token.string
            if token.type == tokenize.NAME and before != "." and text not in _KEPT_NAMES:
                text = "name"
            elif token.type == tokenize.STRING:
                text = "text"
            before = token.string
            yield text, token.start[0]
    except (tokenize.TokenError, SyntaxError):
        return
