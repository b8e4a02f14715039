"""A model of the characters of Python's own library, and what it writes at different temperatures."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import torch

from helpers.data.source_code import standard_library
from helpers.nn.experiments import writer
from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.indentation import shares_deeper
from helpers.nn.experiments.parsable import lines_of_code, share_distinct, share_parsable
from helpers.nn.experiments.writer import Alphabet, Writer

LESSON = "08_generation"

INDENT = re.compile("^ +", re.MULTILINE)
KEPT_BACK = 10  # every tenth module is for testing
WINDOW = 50
LIVE_UPDATES, UPDATES = 500, 1200
PROMPT = 100  # characters that are read before
TEXTS, CHARACTERS = 64, 600  # that are written to be judged
TEMPERATURES = (0.0, 0.3, 0.5, 0.7, 1.0, 1.3)
K, P = 5, 0.8
JUDGED = "T = 0.5"  # where indentation is looked at

Choice = Callable[[torch.Tensor], torch.Tensor]


def packed(text: str) -> str:
    """A program with one tab in place of each four blanks that a line begins with."""
    return INDENT.sub(lambda blanks: "\t" * (len(blanks[0]) // 4) + " " * (len(blanks[0]) % 4), text.expandtabs(4))


def unpacked(text: str) -> str:
    """The program with blanks again."""
    return text.replace("\t", "    ")


@lru_cache
def modules() -> tuple[list[str], list[str]]:
    """The modules of the library, ASCII only and packed: those to train on, those kept back."""
    texts = [packed(text.encode("ascii", "ignore").decode()) for text in standard_library().values()]
    kept_back = texts[KEPT_BACK // 2 :: KEPT_BACK]
    return [text for number, text in enumerate(texts) if number % KEPT_BACK != KEPT_BACK // 2], kept_back


@lru_cache
def alphabet() -> Alphabet:
    """The characters of the modules to train on."""
    return Alphabet.of("".join(modules()[0]))


def lengths() -> torch.Tensor:
    """How many characters each character of the alphabet stands for, (V,): a tab for four, the others for one."""
    return torch.tensor([len(unpacked(character)) for character in alphabet().characters])


@lru_cache
def training_and_test() -> tuple[torch.Tensor, torch.Tensor]:
    """The ids of the modules to train on, one after the other, and of those kept back."""
    return alphabet().ids("".join(modules()[0])), alphabet().ids("".join(modules()[1]))


@lru_cache
def trained(seed: int = 0, updates: int = LIVE_UPDATES) -> Writer:
    """A trained model. It is trained once: who asks again gets the same one."""
    ids = training_and_test()[0]
    return writer.train(ids, len(alphabet()), seed=seed, updates=updates, window=WINDOW, label="training on Python")


def beginnings(number: int) -> torch.Tensor:
    """Prompts to write from, (number, PROMPT): pieces of the modules that were kept back, from places far apart."""
    rows, _ = writer.streams(training_and_test()[1], number)
    return rows[:, :PROMPT]


def choices(sample: Callable, top_k: Callable, top_p: Callable, seed: int) -> Iterator[tuple[str, Choice]]:
    """The ways of choosing that are compared, by name, made of the three functions and one generator."""
    generator = torch.Generator().manual_seed(seed)

    def at(temperature: float) -> Choice:
        return lambda logits: sample(logits, temperature, generator)

    for temperature in TEMPERATURES:
        yield f"T = {temperature:g}", at(temperature)
    yield f"top-k, k = {K}", lambda logits: sample(top_k(logits, K), 1.0, generator)
    yield f"top-p, p = {P}", lambda logits: sample(top_p(logits, P), 1.0, generator)


def texts_written(model: Writer, generate: Callable, choose: Choice, texts: int = TEXTS) -> list[str]:
    """What a model writes after so many prompts."""
    return [unpacked(alphabet().text(row)) for row in generate(model, beginnings(texts), CHARACTERS, choose)]


def all_lines(texts: Iterable[str]) -> list[str]:
    """The lines of code of all texts."""
    return [line for text in texts for line in lines_of_code(text)]


def bits_of_pairs_of_characters() -> float:
    """Bits per character of counts of pairs, where each blank is a character of its own."""
    training, test = ("".join(map(unpacked, texts)) for texts in modules())
    plain = Alphabet.of(training)
    return writer.bits_of_pairs(plain.ids(training), plain.ids(test), torch.ones(len(plain), dtype=torch.int64))


def share_of_the_library() -> float:
    """The share of parsable lines in the modules that were kept back, judged in the same way."""
    return share_parsable(all_lines(map(unpacked, modules()[1])))


def measure(seed: int) -> dict[str, float]:
    """Bits per character, and the shares of parsable and of different lines for each way of choosing."""
    from helpers.nn.generation import generate, sample_with_temperature, top_k, top_p

    training, test = training_and_test()
    model = trained(seed, UPDATES)
    numbers = {
        "bits per character": writer.bits(model, test, lengths()),
        "bits per character, counts of pairs": bits_of_pairs_of_characters(),
        "bits per character, counts of pairs with four blanks in one": writer.bits_of_pairs(training, test, lengths()),
        "lines that parse, the library itself": share_of_the_library(),
    }
    for name, choose in choices(sample_with_temperature, top_k, top_p, seed):
        texts = texts_written(model, generate, choose)
        lines = all_lines(texts)
        numbers[f"lines that parse, {name}"] = share_parsable(lines)
        numbers[f"different lines, {name}"] = share_distinct(lines)
        if name == JUDGED:
            deeper = shares_deeper(texts)
            numbers[f"next line deeper after a colon, {name}"], numbers[f"next line deeper otherwise, {name}"] = deeper
    return numbers


EXPERIMENT = Experiment(
    claim="A network of 192 units learns Python's library to under 2.3 bits a character, where counts of pairs need "
    "more than 3.4.",
    setup="about 4.4 million characters, every tenth module kept back, four blanks at the beginning of a line in one "
    f"token; GRU with H = {writer.H}, {UPDATES} updates of {writer.STREAMS} windows of {WINDOW} tokens, Adam up to "
    f"{writer.HIGHEST_RATE}; {TEXTS} texts of {CHARACTERS} tokens for each way of choosing, lines of ten characters or "
    "more, each parsed by itself",
    measure=measure,
    expected={
        "bits per character": (None, 2.3),
        "bits per character, counts of pairs": (3.4, None),
        "bits per character, counts of pairs with four blanks in one": (3.4, None),
    },
)
