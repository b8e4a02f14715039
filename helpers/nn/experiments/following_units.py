"""Which units of a network that writes Python follow quotes, brackets, indentation or the length of the line.

Nothing is chosen by eye. For each property the unit is taken whose correlation with it is the largest of all units on
one half of the text; what is reported is its correlation on the other half. The same is done for an untrained
network, for the characters themselves in place of units, and for properties of the wrong text.
"""

import io
import tokenize
from functools import lru_cache

import numpy as np
import torch

from helpers.nn.experiments import code_model, writer
from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.writer import Writer

LESSON = "08_generation"

PROPERTIES = ("inside quotes", "inside brackets", "indentation", "place in the line", "inside a comment")
ROWS, PLACES = 64, 2000  # the modules that were kept back are read in so many rows, so many characters of each
RIDGE = 1e-3
FSTRING_START, FSTRING_END = (getattr(tokenize, f"FSTRING_{end}", -1) for end in ("START", "END"))
WARM_UP = 200  # characters at the beginning of each row that are read and not judged


@lru_cache
def readings() -> tuple[torch.Tensor, np.ndarray]:
    """Texts to read, (ROWS, PLACES), and the properties of each character, (PROPERTIES, ROWS, PLACES)."""
    ids, properties = [], []
    for text in code_model.modules()[1]:
        text = "".join(character for character in text if character in code_model.alphabet().characters)
        if (found := properties_of(code_model.unpacked(text))) is not None:
            ends = np.cumsum([len(code_model.unpacked(character)) for character in text]) - 1
            ids.append(code_model.alphabet().ids(text))
            properties.append(found[:, ends])
    inputs, _ = writer.streams(torch.cat(ids), ROWS)
    values = np.concatenate(properties, axis=1)[:, : inputs.numel()].reshape(len(PROPERTIES), *inputs.shape)
    return inputs[:, :PLACES], values[:, :, :PLACES]


def properties_of(text: str) -> np.ndarray | None:
    """What holds after each character of a program has been read, (PROPERTIES, T); None where it is no Python.

    inside quotes      1 within a string, from its first quote to the last character before its end, else 0
    inside brackets    how many round, square and curly brackets are open
    indentation        how many blanks the line begins with, as far as it has been read
    place in the line  how many characters of the line have been read
    inside a comment   1 from a # to the end of its line, else 0
    """
    starts = np.cumsum([0, *(len(line) for line in text.splitlines(keepends=True))])
    found = np.zeros((len(PROPERTIES), len(text)))
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return None
    opened = open_strings = begin = 0
    for token in tokens:
        first, last = (starts[row - 1] + column for row, column in (token.start, token.end))
        if token.type == tokenize.STRING:
            found[0, first : last - 1] = 1
        elif token.type == FSTRING_START:  # from Python 3.12 on an f-string comes in pieces
            begin, open_strings = (begin if open_strings else first), open_strings + 1
        elif token.type == FSTRING_END:
            open_strings -= 1
            found[0, begin : last - 1] = 1
        elif token.type == tokenize.COMMENT:
            found[4, first:last] = 1
        elif token.type == tokenize.OP and token.string in "([{)]}" and not open_strings:
            opened += 1 if token.string in "([{" else -1
            found[1, first:] = opened
    indent, column, in_indent = 0, 0, True
    for place, character in enumerate(text):
        if character == "\n":
            indent, column, in_indent = 0, 0, True
        else:
            in_indent &= character == " "
            indent, column = indent + in_indent, column + 1
        found[2, place], found[3, place] = indent, column
    return found


def correlations(units: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The correlation of each unit, (places, units), with a property, (places,); 0 for what never changes."""
    units, values = units - units.mean(axis=0), values - values.mean()
    lengths = np.sqrt((units**2).sum(axis=0) * (values**2).sum())
    return np.divide(units.T @ values, lengths, out=np.zeros(units.shape[1]), where=lengths > 1e-9)


def best_unit(units: np.ndarray, values: np.ndarray) -> tuple[int, float]:
    """The unit that follows a property best on the even rows, and its correlation with it on the odd ones.

    units (rows, places, units), values (rows, places)
    """
    units, values = units[:, WARM_UP:], values[:, WARM_UP:]
    chosen = np.abs(correlations(units[::2].reshape(-1, units.shape[-1]), values[::2].ravel())).argmax()
    return int(chosen), float(correlations(units[1::2, :, chosen].reshape(-1, 1), values[1::2].ravel())[0])


def all_units(units: np.ndarray, values: np.ndarray) -> float:
    """The correlation, on the odd rows, of a property with the sum of units that is nearest to it on the even ones."""
    units, values = units[:, WARM_UP:], values[:, WARM_UP:]
    ones = np.ones((*units.shape[:2], 1), dtype=units.dtype)
    units = np.concatenate([units, ones], axis=2)
    even, odd = (half.reshape(-1, units.shape[-1]).astype(float) for half in (units[::2], units[1::2]))
    weights = np.linalg.solve(even.T @ even + RIDGE * np.eye(even.shape[1]), even.T @ values[::2].ravel())
    return float(correlations((odd @ weights)[:, None], values[1::2].ravel())[0])


def means_of_the_unit_for_quotes(units: np.ndarray, properties: np.ndarray) -> tuple[float, float, float]:
    """The mean of the unit chosen for quotes, turned so that it is high in them: inside quotes, in comments, elsewhere.

    units (rows, places, units), properties (PROPERTIES, rows, places); all of it on the odd rows
    """
    unit, correlation = best_unit(units, properties[0])
    values = np.sign(correlation) * units[1::2, WARM_UP:, unit]
    quotes, comments = (properties[place, 1::2, WARM_UP:] > 0 for place in (0, 4))
    in_quotes, in_comments = float(values[quotes].mean()), float(values[comments].mean())
    return in_quotes, in_comments, float(values[~quotes & ~comments].mean())


def untrained(seed: int) -> Writer:
    """A network of the same sizes, as torch makes it."""
    torch.manual_seed(seed)
    return Writer(len(code_model.alphabet())).eval()


def characters_as_units(ids: torch.Tensor) -> np.ndarray:
    """One unit for each character of the alphabet, which is 1 where that character has just been read."""
    return np.eye(len(code_model.alphabet()), dtype=np.float32)[ids.numpy()]


def measure(seed: int) -> dict[str, float]:
    """For each property the size of the correlation of the best unit, and that of its three rivals."""
    ids, properties = readings()
    states = code_model.trained(seed).states(ids)
    rivals = {
        "trained": (states, properties),
        "untrained": (untrained(seed).states(ids), properties),
        "characters": (characters_as_units(ids), properties),
        "wrong text": (states, np.roll(properties, 1, axis=1)),
    }
    numbers = {}
    for place, name in enumerate(PROPERTIES):
        for rival, (units, values) in rivals.items():
            numbers[f"{name}, {rival}"] = abs(best_unit(units, values[place])[1])
        numbers[f"{name}, all units together"] = all_units(states, properties[place])
        numbers[f"{name}, all units together, untrained"] = all_units(rivals["untrained"][0], properties[place])
    means = means_of_the_unit_for_quotes(states, properties)
    for where, mean in zip(("inside quotes", "in comments", "elsewhere"), means, strict=True):
        numbers[f"mean of the unit for quotes, {where}"] = mean
    return numbers


EXPERIMENT = Experiment(
    claim="Single units of a network that was only trained to name the next character follow brackets and quotes, far "
    "more than a unit of an untrained network or the character just read; the unit for quotes is high in comments too.",
    setup=f"the network of the lesson, {code_model.LIVE_UPDATES} updates; {ROWS * (PLACES - WARM_UP):,} places in "
    "modules that were kept back; the unit with the largest correlation on half of them, the size of its correlation "
    "on the other half",
    measure=measure,
    expected={
        "inside quotes, trained": (0.3, None),
        "inside quotes, untrained": (None, 0.25),
        "inside brackets, trained": (0.5, None),
        "inside brackets, untrained": (None, 0.25),
        "mean of the unit for quotes, in comments": (0.0, None),
    },
)
