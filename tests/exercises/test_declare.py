import contextlib

import numpy as np
import pytest

from helpers import Refusal
from helpers.checks.drivers import DRIVERS
from helpers.exercises import case, exercise, hidden, mistake, quiz, right, visible
from helpers.exercises.declare import collecting


def test_what_is_declared_is_collected() -> None:
    """Does a private file's vocabulary end in records with everything that was said?"""
    with collecting() as declared:
        exercise(
            "f",
            returns={"y": "N"},
            builds_on={"g": "m"},
            forbidden=("torch.nn",),
            explained="\n    Why.\n    So.\n",
            backward=True,
        )
        exercise("g", returns={"y": "N"})

        @visible("f", part="values")
        def cases(rng):
            yield case("one", x=1, note="a note")

        @hidden("f", part="edges")
        def more(rng):
            yield case("two", x=2)

        @right("f", style="loops")
        def loops(x):
            return x

        @mistake("f", fails=("values",), says="You are wrong.")
        def wrong(x):
            return -x

        @mistake("f", fails=("values", "edges"), says="Not said.", twin_of="wrong")
        def same(x):
            return 0 - x

        quiz("why", {"a": "no", "b": "yes"})
    found = declared.exercises["f"]
    assert (found.driver, found.returns, found.builds_on) == ("call", {"y": "N"}, {"g": "m"})
    assert found.forbidden == ("torch.nn",)
    assert found.explained == "Why.\nSo."
    assert found.backward
    assert not declared.exercises["g"].backward
    assert (list(found.visible), list(found.hidden), found.rights) == (["values"], ["edges"], {"loops": loops})
    assert found.mistakes["wrong"].function is wrong
    assert (found.mistakes["same"].says, found.mistakes["same"].twin_of) == ("You are wrong.", "wrong")
    assert found.mistakes["same"].fails == ("values", "edges")
    assert declared.quizzes == {"why": {"a": "no", "b": "yes"}}
    (one,) = cases(np.random.default_rng(0))
    assert (one.title, one.arguments, one.note) == ("one", {"x": 1}, "a note")


def test_a_case_may_have_any_parameter() -> None:
    """Do parameters called like the vocabulary's own words go to the function?"""
    made = case("a title", title=1, part=2, self=3)
    assert made.arguments == {"title": 1, "part": 2, "self": 3}


def nothing(*_: object) -> None:
    pass


@pytest.mark.parametrize(
    ("declare", "sentence"),
    [
        (
            lambda: exercise("f", returns={}, driver="telepathy"),
            f"f names the driver 'telepathy'; there is {', '.join(DRIVERS)}.",
        ),
        (lambda: exercise("f", returns={}) or exercise("f", returns={}), "f is declared twice."),
        (lambda: visible("f", part="a")(nothing), 'f is used before `exercise("f", ...)` declares it.'),
        (lambda: mistake("f", fails=(), says="")(nothing), 'f is used before `exercise("f", ...)` declares it.'),
        (lambda: quiz("q", {}) or quiz("q", {}), "there are two quizzes called 'q'."),
    ],
)
def test_odd_declarations_are_refused(declare, sentence: str) -> None:
    """Is a declaration that cannot be meant refused in a sentence?"""
    with collecting(), pytest.raises(Refusal) as refused:
        declare()
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("declare", "sentence"),
    [
        (lambda: visible("f", part="a")(nothing), "there are two visible cases of f called 'a'."),
        (lambda: hidden("f", part="a")(nothing), "there are two hidden cases of f called 'a'."),
        (lambda: right("f", style="a")(nothing), "there are two right ways of f called 'a'."),
        (lambda: mistake("f", fails=("a",), says="b")(nothing), "f has two mistakes called nothing."),
    ],
)
def test_nothing_is_declared_over_something_else(declare, sentence: str) -> None:
    """Is a second declaration of the same name refused, where it would silently replace the first?"""
    with collecting():
        exercise("f", returns={"y": ""})
        declare()
        with pytest.raises(Refusal) as refused:
            declare()
    assert str(refused.value) == sentence


def test_a_twin_needs_its_twin_above_it() -> None:
    """Is a twin of what is not there refused?"""
    with collecting():
        exercise("f", returns={"y": ""})
        with pytest.raises(Refusal, match="nothing is declared the twin of other, which f does not have above it"):
            mistake("f", fails=("a",), says="b", twin_of="other")(nothing)


def test_declarations_have_a_place() -> None:
    """Is a private file that is run by itself told how it is meant to be read?"""
    with pytest.raises(Refusal, match=r"declared in solutions/NN_topic_exercises\.py"):
        exercise("f", returns={"y": ""})


def test_two_files_do_not_mix() -> None:
    """Is a collection closed by an error, so that the next file begins with nothing?"""
    with contextlib.suppress(KeyError), collecting():
        exercise("f", returns={"y": ""})
        raise KeyError
    with collecting() as declared:
        pass
    assert declared.exercises == {}
