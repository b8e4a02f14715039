import re

import numpy as np
import pytest
import torch

from helpers.checks.plain import Opaque, plain
from helpers.checks.specification import Case, Exercise, Observation
from helpers.checks.undisclosed import judge_undisclosed
from helpers.checks.verdict import agree, close, judge
from tests.checks.trial import case, exercise, observed, returned

torch.set_num_threads(1)

H = np.random.default_rng(1).normal(size=(2, 3))
SQUARE = np.random.default_rng(2).normal(size=(3, 3))
STATE = {"h": "N T H", "h_T": "N H"}
STATES = np.random.default_rng(3).normal(size=(2, 4, 3))
SCALAR = {"loss": ""}


def sentence_on(expected: object, observation: Observation, of: Exercise | None = None, note: str = "") -> str:
    verdict = judge(of or exercise(), case(expected=expected, note=note), observation)
    assert verdict.passed == (not verdict.sentence)
    return verdict.sentence


def sentence(expected: object, value: object, returns: dict[str, str] | None = None, **more: object) -> str:
    return sentence_on(expected, returned(value, **more), exercise(returns))


# right answers -------------------------------------------------------------------------------------------------------

RIGHT = [
    (H, H.astype("f4")),
    (H, np.asfortranarray(H)),
    (H, np.repeat(H, 2, axis=1)[:, ::2]),
    (H, H.astype(">f8")),
    (H, H.astype("g")),
    (H, torch.tensor(H)),
    (H, torch.tensor(H, dtype=torch.float32, requires_grad=True) * 1),
    (H, np.ma.array(H)),
    (H, H * (1 + 1e-7)),
    (np.round(H), np.round(H).astype(int)),
    (np.zeros((2, 3)), np.full((2, 3), -0.0)),
    (np.zeros((2, 3)), np.zeros((2, 3), dtype=int)),
    (np.zeros((0, 3)), np.zeros((0, 3), dtype="f4")),
    (np.array([[np.nan, np.inf, -np.inf]]), np.array([[np.nan, np.inf, -np.inf]], "f4")),
    (H > 0, H > 0),
    (H > 0, (H > 0).astype(int)),
    (np.arange(6).reshape(2, 3), np.arange(6.0).reshape(2, 3)),
    (np.arange(6).reshape(2, 3), torch.arange(6).reshape(2, 3)),
]


@pytest.mark.parametrize(("expected", "value"), RIGHT)
def test_a_right_array_passes_in_every_form(expected: np.ndarray, value: object) -> None:
    """Is a right answer right in float32, as a tensor, as integers, without memory order, with -0.0?"""
    assert sentence(expected, value) == ""


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        *((0.5, value) for value in (0.5, np.float64(0.5), np.float32(0.5), np.array(0.5), torch.tensor(0.5))),
        *((np.float64(2), value) for value in (2, 2.0, np.int64(2), np.uint8(2), torch.tensor(2), np.array(2))),
        *((48, value) for value in (48, 48.0, np.int32(48), np.float64(48), torch.tensor(48))),
        (0.0, -0.0),
        (0.0, 0),
        (np.nan, float("nan")),
        (True, np.bool_(True)),
        (True, True),
        (True, 1),
        (2**62, 2**62),
    ],
)
def test_a_right_number_passes_in_every_form(expected: object, value: object) -> None:
    """Is a right number right as a Python number, a NumPy scalar, a 0-d array and a tensor?"""
    assert sentence(expected, value, SCALAR) == ""


@pytest.mark.parametrize("container", [tuple, list])
def test_several_values_may_come_in_a_tuple_or_a_list(container: type) -> None:
    """Is it the values that count, and not what holds them?"""
    expected = (STATES, STATES[:, -1])
    assert sentence(expected, container(expected), STATE) == ""
    assert sentence(list(expected), container([torch.tensor(part) for part in expected]), STATE) == ""


def test_other_data_are_compared_as_they_are() -> None:
    """Are text, lists and dictionaries right when they are equal, with the numbers in them within the tolerance?"""
    words = {"vocabulary": ""}
    assert sentence(["a", "b"], ("a", np.str_("b")), words) == ""
    assert sentence({"a": 0, "b": 1.0}, {"b": np.float32(1), "a": np.int64(0)}, words) == ""
    assert sentence([[1, 2], [3]], [[1.0, 2], (np.array(3),)], words) == ""
    assert sentence("text", "text", words) == ""
    assert sentence(None, None, words) == ""
    assert sentence(np.array(["a", "bc"]), np.array(["a", "bc"], "U9"), {"words": "N"}) == ""


# wrong answers -------------------------------------------------------------------------------------------------------


def wrong_arrays() -> list[tuple[str, np.ndarray, object]]:
    column = H[:, :1]
    return [
        ("transposed, another shape", H, H.T),
        ("transposed, the same shape", SQUARE, SQUARE.T),
        ("off by a little everywhere", H, H + 1e-3),
        ("off in one place", H, H + 1e-3 * (np.arange(6).reshape(2, 3) == 5)),
        ("a factor", H, H * 1.001),
        ("another sign", H, -H),
        ("a column for a row", column[:, 0], column),
        ("a row for a column", column, column[:, 0]),
        ("a row that broadcasts", np.repeat(H[:1], 2, axis=0), H[:1]),
        ("a number that broadcasts", np.full((2, 3), 0.5), 0.5),
        ("one axis more", H, H[None]),
        ("flat", H, H.ravel()),
        ("too few rows", H, H[:1]),
        ("nothing", H, H[:0]),
        ("nan", H, np.full_like(H, np.nan)),
        ("nan in one place", H, np.where(np.arange(6).reshape(2, 3) == 2, np.nan, H)),
        ("infinity", H, H * np.inf),
        ("a number for nan", np.full((2, 3), np.nan), H),
        ("the other infinity", np.full((2, 3), np.inf), np.full((2, 3), -np.inf)),
        ("truth values", np.ones((2, 3)), np.ones((2, 3), bool)),
        ("text", np.ones((2, 3)), np.full((2, 3), "1.0")),
        ("complex numbers", H, H + 0j),
        ("rounded down", H, H.astype(int)),
        ("objects", H, H.astype(object)),
        ("a list", H, H.tolist()),
        ("two arrays", H, (H, H)),
        ("an array in a list", H, [H]),
        ("one more than counted", np.array([[1000, 20000]]), np.array([[1001, 20000]])),
        ("one more, as fractions", np.array([[1000, 20000]]), np.array([[1000.0, 20001.0]])),
        ("large", H, H * 1e308),
        ("the other truth values", H > 0, H < 0),
    ]


WRONG = {name: (expected, value) for name, expected, value in wrong_arrays()}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_array_never_passes(name: str) -> None:
    """Is every array that is not the right one rejected, with a sentence?"""
    expected, value = WRONG[name]
    assert len(sentence(expected, value)) > 10


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        (0.5, 0.501), (0.5, True), (1.0, True), (0.5, "0.5"), (0.5, [0.5]), (0.5, np.array([0.5])), (0.5, None),
        (0.5, np.nan), (0.5, 0.5j), (0.5, np.str_("0.5")), (48, 49), (12345, 12346), (12345, 12345.5), (48, "48"),
        (2**53, 2**53 + 1), (0.0, np.zeros((1, 1))), (np.nan, 0.0), (np.inf, 1e308), (0.5, 10**400), (1, 2**63),
        (0.5, {}), (0.5, print), (True, False), (True, "True"),
    ],
)  # fmt: skip
def test_a_wrong_number_never_passes(expected: object, value: object) -> None:
    """Is every number that is not the right one rejected, counts to the last one?"""
    assert len(sentence(expected, value, SCALAR)) > 10


def test_a_list_of_words_is_no_tuple_of_words() -> None:
    """Are n-grams that cannot be counted as keys refused, and said to be lists?"""
    grams = {"grams": ""}
    said = sentence([("so", "bad"), ("it", "is")], [("so", "bad"), ["it", "is"]], grams)
    assert said == "you return [('so', 'bad'), ['it', 'is']], expected [('so', 'bad'), ('it', 'is')]."
    long = [("a", "fairly", "long", "gram"), ("and", "a", "second", "one")]
    assert "['a', 'fairly', 'long', 'gram'] at index 0, expected ('a'," in sentence(long, list(map(list, long)), grams)
    assert sentence(long, tuple(long), grams) == ""


def test_other_wrong_data_never_pass() -> None:
    """Are text, lists and dictionaries wrong when anything in them differs?"""
    words = {"vocabulary": ""}
    for expected, value in (
        (["a", "b"], ["b", "a"]),
        (["a"], ["a", "a"]),
        (["a"], "a"),
        ("1", 1),
        ({"a": 0}, {"a": 1}),
        ({"a": 0}, {"a": 0, "b": 1}),
        ({"a": 0}, {"b": 0}),
        ({"a": 0}, ["a"]),
        ([1, [2]], [1, [3]]),
        ([1, 2], np.array([1, 2])),
        (None, 0),
        ("text", None),
        ([None], [0]),
    ):
        assert len(sentence(expected, value, words)) > 10


def test_each_of_several_values_has_to_be_right() -> None:
    """Is a wrong one among several values found and named, and a wrong number of them too?"""
    expected = (STATES, STATES[:, -1])
    assert sentence(expected, (STATES, STATES[:, 0]), STATE).startswith(
        "h_T is wrong; h is right: first difference at sequence 0, unit 0: h_T is"
    )
    assert sentence(expected, (STATES[:, ::-1], STATES[:, -1]), STATE).startswith(
        "h is wrong; h_T is right: first difference at sequence 0, step"
    )
    assert sentence(expected, expected[::-1], STATE).startswith(
        "h and h_T are wrong: h is an array of shape (2, 3), expected (N, T, H)"
    )
    assert sentence(expected, (STATES, None), STATE) == "h_T is wrong; h is right: h_T is None."
    assert sentence(expected, STATES, STATE) == "returned one array, expected 2 values: h, h_T."
    assert sentence(expected, (STATES,), STATE) == "returned 1 value, expected 2: h, h_T."
    assert sentence(expected, (*expected, 1), STATE) == "returned 3 values, expected 2: h, h_T."
    assert sentence(expected, (), STATE) == "returned 0 values, expected 2: h, h_T."
    nan = STATES * np.nan
    assert "h_T is right: 24 of 24 values of h are not finite" in sentence(expected, (nan, STATES[:, -1]), STATE)


# sentences -----------------------------------------------------------------------------------------------------------

SENTENCES = [
    (H.T, "you return an array of shape (3, 2), expected (N, H) = (2, 3): the axes are in the order (H, N)."),
    (H.ravel(), "you return an array of shape (6,), expected (N, H) = (2, 3): as many numbers, cut up another way."),
    (H[0], "you return an array of shape (3,), expected (N, H) = (2, 3)."),
    (0.5, "you return a single number, expected (N, H) = (2, 3)."),
    (
        H.tolist(),
        "you return a list of 2 (`np.array(...)` makes an array of it), expected an array of shape (N, H) = (2, 3).",
    ),
    ((H, H), "you return a tuple of 2, expected an array of shape (N, H) = (2, 3)."),
    ({"h": H}, "you return a dict, expected an array of shape (N, H) = (2, 3)."),
    ("h", "you return text, expected an array of shape (N, H) = (2, 3)."),
    (range(3), "you return a value of type range, expected an array of shape (N, H) = (2, 3)."),
    (slice(3), "you return a value of type slice, expected an array of shape (N, H) = (2, 3)."),
    (H > 0, "you return an array of True and False, expected an array of numbers."),
    (H + 0j, "you return an array of complex numbers, expected an array of numbers."),
    (H.astype(str), "you return an array of text, expected an array of numbers."),
    (H.astype(int), "you return whole numbers (int64), expected fractions: 0.346 at sequence 0, unit 0."),
    (np.where(H[1, 1] == H, H + 1, H), "first difference at sequence 1, unit 1: you return 1.91, expected 0.905."),
    (np.where(H < 0, np.nan, H), "1 of 6 values are not finite; the first at sequence 1, unit 0 is nan."),
    (H * -np.inf, "6 of 6 values are not finite; the first at sequence 0, unit 0 is -inf."),
    (None, "returned None. Does every way through the function end in `return`?"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), SENTENCES)
def test_a_wrong_value_has_its_sentence(value: object, expected: str) -> None:
    """Does the sentence say what came back, what was expected, and where they first differ?"""
    assert sentence(H, value) == expected


@pytest.mark.parametrize(
    ("expected", "value", "said"),
    [
        (0.5, 0.501, "you return 0.501, expected 0.5."),
        (12.25, 15.25, "you return 15.25, expected 12.25."),
        (0.46211716, 0.46211, "you return 0.46211, expected 0.462117."),
        (0.5, np.nan, "you return nan, expected 0.5."),
        (0.5, True, "you return True or False, expected a number."),
        (0.5, 1j, "you return a value of type complex, expected a number."),
        (0.5, np.complex128(1j), "you return a complex number, expected a number."),
        (0.5, np.array([0.5]), "you return an array of shape (1,), expected a single number."),
        (0.5, "x", "you return text, expected a number."),
        (0.5, [0.5], "you return a list of 1, expected a number."),
        (48, 49, "you return 49, expected 48."),
        (True, False, "you return False, expected True."),
        (["a"], ["b"], "you return ['b'], expected ['a']."),
        ({"a": 1}, print, "you return a value of type builtin_function_or_method, expected a dict."),
    ],
)
def test_a_wrong_number_has_its_sentence(expected: object, value: object, said: str) -> None:
    """Is a number shown with the digits that tell it from the right one, and a wrong type by its name?"""
    if value == 0.46211:
        expected, said = 0.4622, "you return 0.4621, expected 0.4622."
    assert sentence(expected, value, SCALAR) == said


def test_text_in_arrays_has_its_sentence() -> None:
    """Is the first word that differs named?"""
    assert (
        sentence(np.array(["a", "b"]), np.array(["a", "c"]), {"words": "N"})
        == "first difference at sequence 1: you return 'c', expected 'b'."
    )
    assert sentence(np.array(["a"]), np.array([1]), {"words": "N"}).endswith("numbers, expected an array of text.")


def test_axes_that_do_not_fit_are_left_out() -> None:
    """Is there a sentence where a case's arrays have other axes than the exercise declares?"""
    assert sentence(H, H.T, SCALAR).startswith("you return an array of shape (3, 2), expected (2, 3)")
    assert sentence(H, H + 1, SCALAR).startswith("first difference at index (0, 0): you return")
    assert sentence(STATES, STATES.T, {"h": "N H"}).startswith("you return an array of shape (3, 4, 2), expected (2, 4")


def test_what_happened_in_the_call_has_its_sentence() -> None:
    """Is every outcome other than a value told in words of its own?"""
    x = np.ones((2, 3))
    undefined = {"outcome": "missing"}
    assert sentence_on(H, undefined) == (
        "f is not defined yet: run the cell that defines it, then this one. If that cell ends with an error, mend the "
        "error first."
    )
    assert (
        sentence_on(H, {"outcome": "uncallable", "type": "int"})
        == "f is a value of type int here, not a function. Run the cell that defines it again."
    )
    assert sentence_on(H, observed("def f(x):\n    raise NotImplementedError", x)) == "f is not written yet."
    assert (
        sentence_on(H, observed("def f(x):\n    while True: pass", x, seconds=0.1))
        == "still running after 0.1 seconds. Is there a loop that never ends?"
    )
    assert sentence_on(H, observed("def f(x):\n    return x @ x", x)) == (
        "line 2 of its cell, `return x @ x`, raised ValueError: in `@`, the left factor has 3 columns and the "
        "right one 2 rows; they have to be equal."
    )
    assert sentence_on(H, observed("def f(x):\n    raise ValueError('one.\\n  two.')", x)) == (
        "line 2 of its cell, `raise ValueError('one.\\n  two.')`, raised ValueError: one. two."
    )
    assert sentence_on(H, observed("def f(x):\n    assert False", x)) == (
        "line 2 of its cell, `assert False`, raised AssertionError."
    )
    assert sentence_on(H, observed("def f():\n    return 1", x)) == (
        "raised TypeError: f() takes 0 positional arguments but 1 was given."
    )
    assert sentence_on(H, observed("def f(x):\n    print(x)", x)) == (
        "returned None, and printed something. Printing shows a value; `return` hands it back."
    )
    assert sentence_on(H, observed("def f(x):\n    x[0, 0] = 5\n    return x", x)).endswith(
        "It also changes a, which belongs to the caller: work on a copy."
    )
    assert sentence_on(H, observed("def f(x):\n    return np.log(x - 1)", x)).endswith(
        "is -inf. Python warned: divide by zero encountered in log."
    )
    forbidden = exercise(forbidden=("torch.nn", "helpers.nn"))
    used = returned(H, uses=["helpers.nn.rnn_step", "torch.nn"])
    assert sentence_on(H, used, forbidden) == (
        "uses helpers.nn.rnn_step and torch.nn, which you are asked to program yourself here."
    )


def test_changed_inputs_cost_the_case_even_when_the_values_are_right() -> None:
    """Is a right value not enough where the caller's arrays were overwritten?"""
    assert sentence(H, H, changed=["h"]) == (
        "the values are right, but your function changes h, which belongs to the caller: work on a copy."
    )
    assert sentence(H, H, changed=["x", "h", "b_h"]) == (
        "the values are right, but your function changes x, h and b_h, which belong to the caller: work on a copy."
    )


def test_printing_and_warning_cost_nothing() -> None:
    """Does a right answer that prints or warns pass?"""
    assert sentence(H, H, printed="shape (2, 3)", warned=["overflow"]) == ""


def test_a_note_goes_with_wrong_values_only() -> None:
    """Is a case's note shown where the numbers differ, and not beside an exception?"""
    assert sentence_on(H, returned(H + 1), note="as worked above").endswith("expected 0.346 (as worked above).")
    raised = observed("def f(x):\n    raise ValueError", 1)
    assert "as worked above" not in sentence_on(H, raised, note="as worked above")
    assert sentence_on(H, returned(H), note="as worked above") == ""


def test_an_expected_exception() -> None:
    """Where the reference raises on purpose, does the same exception pass and nothing else?"""
    error = {"type": "ValueError", "message": "", "line": 0, "source": ""}
    expected = case()
    expected.expected.clear()
    expected.expected.update({"outcome": "raised", "error": error, "changed": []})
    good = observed("def f(x):\n    raise ValueError('in words of my own')", 1)
    assert judge(exercise(), expected, good).passed
    assert "raised KeyError" in judge(exercise(), expected, observed("def f(x):\n    raise KeyError", 1)).sentence
    assert judge(exercise(), expected, returned(1)).sentence == "returned a value, where ValueError has to be raised."


def test_a_sentence_is_one_line_without_source_of_ours() -> None:
    """Is each sentence one readable line that ends in a full stop and names no file of the course?"""
    x = np.ones((2, 3))
    said = [sentence(expected, value) for expected, value in WRONG.values()]
    said += [text for _, text in SENTENCES]
    for body in ("return x @ x", "raise ValueError('a\\nb')", "return open('/nowhere')", "return x.y", "exit()"):
        said.append(sentence_on(H, observed(f"def f(x):\n    {body}", x)))
    for text in said:
        assert "\n" not in text
        assert text.endswith((".", "?"))
        assert not re.search(r"helpers|Opaque|Traceback|\.py\b", text)
        assert len(text) < 300


# comparing two observations ------------------------------------------------------------------------------------------


def test_observations_agree_when_they_show_one_behaviour() -> None:
    """Do two observations agree when outcome, value and changed inputs do, whatever was printed?"""
    first = returned(H)
    assert agree(first, returned(H.astype("f4"), printed="x", warned=["y"]))
    assert not agree(first, returned(H + 0.1))
    assert not agree(first, returned(H, changed=["h"]))
    assert not agree(first, {"outcome": "missing"})
    value, key = (observed(f"def f(x):\n    raise {kind}('a')", 1) for kind in ("ValueError", "KeyError"))
    assert agree(value, observed("\n\ndef f(x):\n    raise ValueError('a')", 1))
    assert not agree(value, observed("def f(x):\n    raise ValueError('b')", 1))
    assert not agree(value, key)
    assert not agree(value, first)
    loop = observed("def f(x):\n    while True: pass", 1, seconds=0.05)
    assert agree(loop, loop | {"seconds": 10})


def test_equality_is_the_same_both_ways_and_never_raises() -> None:
    """Over all pairs of plain values of many kinds, is `close` symmetric and does `judge` always give a verdict?"""
    values = [
        None, True, False, 0, 1, -1, 2**62, 2**900, 0.5, 1.0, np.nan, np.inf, "", "1", "a", [], (), {}, [1], (1.0,),
        [[1]], {"a": 1}, {1: "a"}, Opaque("set"), H, H.T, H[0], H[0, 0], H > 0, H + 0j, H.astype("f2"),
        H.astype("i1"), H.astype("u8"), H.astype(str), np.array("a"), np.array(2), np.zeros((0, 3)), np.zeros(0),
        np.zeros((1,) * 60), np.full((2, 3), np.nan), np.full((2, 3), 1e308), plain(torch.ones(2, 3)), [H, None],
        (H, H), [H, [H]], {"h": H}, np.array([["a", "b", "c"]] * 2), [Opaque("x")],
    ]  # fmt: skip
    for first in values:
        for second in values:
            assert close(first, second) == close(second, first)
            for returns in (None, SCALAR, STATE):
                if returns is STATE and not (isinstance(first, list | tuple) and len(first) == 2):
                    continue  # the build's reference returns as many values as are declared
                verdict = judge(exercise(returns), case(expected=first), returned(second))
                assert verdict.passed == (verdict.sentence == "")
                if verdict.passed and not isinstance(first, Opaque):
                    assert close(first, second)


@pytest.mark.parametrize(("driver", "passes"), [("call", True), ("tensors", False)])
def test_a_mask_of_numbers_is_none_in_torch(driver: str, passes: bool) -> None:
    """Do 1 and 0 stand for True and False in NumPy, and not in torch, where nothing can be masked with them?"""
    masking = Exercise("mask", driver, {"mask": "T T"})
    mask = np.tril(np.ones((2, 2), dtype=bool))
    tried = Case("T = 2", {"T": 2}, "", {"outcome": "returned", "value": mask, "changed": []})
    seen = {"outcome": "returned", "value": mask.astype(float), "changed": [], "uses": [], "printed": "", "warned": []}
    assert judge(masking, tried, seen).passed is passes


# exercises in torch --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (
            H.tolist(),
            "a list of 2 (`torch.tensor` makes a tensor of numbers, `torch.stack` of tensors), expected a tensor of "
            "shape (N, H) = (2, 3).",
        ),
        (H[0], "a tensor of shape (3,), expected (N, H) = (2, 3)."),
    ],
)
def test_an_exercise_in_torch_speaks_of_tensors(value: object, said: str) -> None:
    """Is the advice torch's, where the exercise is?"""
    assert sentence_on(H, returned(value), exercise(driver="tensors")) == f"you return {said}"


def test_an_exercise_names_what_stands_along_its_axes() -> None:
    """Does a place have the exercise's own words, in visible and in hidden cases, and its shape the letters still?"""
    of_rows = exercise({"y": "N V"}, driver="tensors", axes={"N": "row", "V": "token"})
    got = H.copy()
    got[1, 2] = 9.0
    assert sentence_on(H, returned(got), of_rows).startswith("first difference at row 1, token 2: you return 9")
    assert sentence_on(H, returned(got), exercise({"y": "N V"})).startswith("first difference at sequence 1, word 2")
    undisclosed = judge_undisclosed(of_rows, case(expected=H), returned(got))
    assert undisclosed.sentence.startswith("first difference at row 1, token 2: ")
    got[1, 2] = np.nan
    assert "the first at row 1, token 2 is nan" in sentence_on(H, returned(got), of_rows)
    assert "(N, V) = (2, 3)" in sentence_on(H, returned(H[0]), of_rows)


@pytest.mark.parametrize(("axes", "backward"), [({}, True), ({"T": "position"}, False), ({"H": "column"}, True)])
def test_only_steps_are_gone_through_backward(axes: dict[str, str], backward: bool) -> None:
    """Where T counts positions and no steps, is nothing said of the last step, at which a gradient would begin?"""
    name, wrong = "gradient of x", STATES.copy()
    wrong[:, :2] += 1.0
    tried = Exercise("f", "tensors_with_gradients", {"y": "N T H", "x": "N T H"}, axes=axes)
    expected = {"outcome": "returned", "value": {"y": H, name: STATES}, "changed": []}
    said = judge(tried, Case("", {}, "", expected), returned({"y": H, name: wrong})).sentence
    assert ("is right at steps 3 to 2 and wrong from step 1 back" in said) is backward
    assert f"{axes.get('T', 'step')} {1 if backward else 0}, {axes.get('H', 'unit')} 0: " in said


def test_counts_in_torch_are_integers() -> None:
    """Are floats refused where torch needs integers for an index, and taken where an exercise is in NumPy?"""
    counts, floats = np.array([[3, 2, 1]]), np.array([[3.0, 2.0, 1.0]])
    in_torch = exercise(driver="tensors")
    assert "in floats, expected integers" in sentence_on(counts, returned(floats), in_torch)
    undisclosed = judge_undisclosed(in_torch, case(expected=counts), returned(floats))
    assert not undisclosed.passed
    assert "in floats, expected integers" in undisclosed.sentence
    assert sentence_on(counts, returned(counts), in_torch) == ""
    assert judge_undisclosed(in_torch, case(expected=counts), returned(counts)).passed
    assert sentence_on(counts, returned(floats)) == ""


def test_twice_as_many_units_are_units() -> None:
    """Is a place on an axis of 2H a unit, and is zero said without a sign?"""
    expected, got = np.array([[-0.0, 1.0]]), np.array([[0.5, 1.0]])
    assert sentence(expected, got, {"h": "N 2H"}) == (
        "first difference at sequence 0, unit 0: you return 0.5, expected 0."
    )
