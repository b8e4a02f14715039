"""Code that submissions have in common: found when it was taken over, not when the exercise leaves one way."""

from __future__ import annotations

import random

import pytest

from helpers.grading.reporting.similarity import LENGTH, alike, fingerprints

OWN = """def loss(logits, targets, mask):
    # my own long way
    total, seen = 0.0, 0
    rows, cols = targets.shape
    for r in range(rows):
        for c in range(cols):
            if not mask[r, c]:
                continue
            vector = logits[r, c].astype(float)
            biggest = vector.max()
            shifted = [float(v) - biggest for v in vector]
            denominator = np.log(sum(np.exp(q) for q in shifted))
            total = total + denominator - shifted[int(targets[r, c])]
            seen = seen + 1
    return 0.0 if seen == 0 else float(total / seen)
"""
RENAMED = """def loss(scores, wanted, real):

    s, k = 0.0, 0

    a, b = wanted.shape
    for i in range(a):   # every sentence
        for j in range(b):
            if not real[i, j]: continue
            z = scores[i, j].astype(float)
            top = z.max()
            w = [float(one) - top for one in z]
            d = np.log(sum(np.exp(one)
                           for one in w))
            s = s + d - w[int(wanted[i, j])]
            k = k + 1
    return 0.0 if k == 0 else float(s / k)
"""
RELEASED = '''def loss(logits, targets, mask):
    """The mean loss of the real tokens."""
    raise NotImplementedError("loss")
'''
ONE_LINE = "def double(x):\n    return 2 * x\n"


def somebody(seed: int) -> str:
    """A solution by somebody who thinks for themselves: statements of usual forms in an order of their own."""
    rng = random.Random(seed)
    forms = (
        "v{a} = logits.max(axis=-1, keepdims=True)",
        "v{a} = np.exp(v{b} - {n}).sum(axis=-1)",
        "v{a} = v{b}[mask] / {n}",
        "v{a} = [v{b} * {n} for v{c} in range(len(targets))]",
        "if v{a} > {n}: v{b} += v{c}",
        "for v{a} in range({n}): v{b} = np.log(v{c})",
        "v{a} = np.where(mask, v{b}, {n})",
        "v{a}, v{b} = v{c}.shape[:2]",
        "v{a} = np.take_along_axis(v{b}, targets[..., None], axis=-1)",
        "v{a} = sum(v{b}) - v{c} ** {n}",
    )
    lines = [
        "    "
        + rng.choice(forms).format(a=rng.randrange(9), b=rng.randrange(9), c=rng.randrange(9), n=rng.randrange(99))
        for _ in range(rng.randrange(8, 16))
    ]
    return "\n".join(["def loss(logits, targets, mask):", *lines, "    return v1\n"])


def class_of(number: int, **others: str) -> dict[str, dict[str, str]]:
    """So many learners with solutions of their own, and others with those given."""
    return {f"learner {seed}": {"loss": somebody(seed)} for seed in range(number)} | {
        name: {"loss": source} for name, source in others.items()
    }


KNOWN = {"loss": [RELEASED]}


@pytest.mark.parametrize("number", [3, 10, 40, 150])
def test_a_copy_with_other_names_is_found(number: int) -> None:
    """Are two found, and nobody else, when one renamed, commented and laid out anew what the other wrote?"""
    [pair] = alike(class_of(number, ann=OWN, ben=RENAMED), KNOWN).pairs
    assert {pair.first, pair.second} == {"ann", "ben"}
    assert pair.part > 0.9
    assert [cell.name for cell in pair.cells] == ["loss"]
    assert 2 not in pair.cells[0].first_lines  # a comment is not what they share
    assert 9 in pair.cells[0].first_lines


@pytest.mark.parametrize("number", [2, 12, 40, 300])
def test_nobody_stands_out_where_everybody_thinks(number: int) -> None:
    """Is the list empty for a class in which nobody took anything over?"""
    assert alike(class_of(number), KNOWN).pairs == ()


def test_what_the_course_has_does_not_count() -> None:
    """Are two who found the reference, another listed way or a listed mistake left in peace?"""
    assert alike(class_of(10, ann=OWN, ben=RENAMED), {"loss": [RELEASED, OWN]}).pairs == ()


def test_what_the_class_shares_does_not_count() -> None:
    """Where the exercise has one way, is nobody listed, however many write it?"""
    assert alike({f"learner {n}": {"double": ONE_LINE} for n in range(30)}, {"double": []}).pairs == ()
    same = {f"copy {n}": OWN for n in range(30)}
    assert alike(class_of(10, **same), KNOWN).pairs == ()


def test_blank_cells_are_alike_and_say_nothing() -> None:
    """Are cells that were left as they were given out no pair?"""
    assert alike({f"learner {n}": {"loss": RELEASED} for n in range(5)}, KNOWN).pairs == ()


def test_a_pair_that_shares_a_part_of_its_work_shows_that_cell() -> None:
    """Is the cell in common shown, and one in which each went their own way not?"""
    students = class_of(12, ann=OWN, ben=RENAMED)
    for seed, cells in enumerate(students.values()):
        cells["step"] = somebody(1000 + seed).replace("def loss", "def step")
    pairs = alike(students, KNOWN).pairs
    assert [{pair.first, pair.second} for pair in pairs] == [{"ann", "ben"}]
    assert "loss" in [cell.name for cell in pairs[0].cells]


def test_three_who_share_are_three_pairs() -> None:
    """Is each of a group listed with each?"""
    pairs = alike(class_of(40, ann=OWN, ben=RENAMED, cy=OWN + "\n# mine\n"), KNOWN).pairs
    assert len(pairs) == 3


@pytest.mark.parametrize("number", [0, 1, 2])
def test_classes_too_small_to_compare(number: int) -> None:
    """Is a class without a pair, or with one, no error?"""
    assert alike({f"s{n}": {"loss": OWN} for n in range(number)}, {}).pairs == ()


@pytest.mark.parametrize(
    "source", ["", "def f(", "x = '''", "\0", "  a\n b", "é = ¤", "%matplotlib inline", "(" * 10_000]
)
def test_code_that_cannot_be_read(source: str) -> None:
    """Is any text taken, up to where Python's tokens end?"""
    assert isinstance(fingerprints(source), dict)
    alike({"ann": {"loss": source}, "ben": {"loss": source}, "cy": {}}, KNOWN)


def test_names_comments_and_layout_make_no_difference() -> None:
    """Are the fingerprints those of the program's build alone, with the names that Python and libraries give?"""
    assert set(fingerprints(OWN)) == set(fingerprints(RENAMED))
    assert set(fingerprints(OWN)) != set(fingerprints(OWN.replace("np.log", "np.sqrt")))
    assert fingerprints("a = 1") == {}
    assert all(len(found) == LENGTH for found in fingerprints(OWN))
