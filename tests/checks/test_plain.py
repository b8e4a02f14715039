import collections
import dataclasses
import enum
import math
import time

import numpy as np
import pytest
import torch

from helpers.checks import plain as plain_module
from helpers.checks.codec import decode, encode
from helpers.checks.observe import same
from helpers.checks.plain import Opaque, Tensor, is_data, plain, plain_text, type_name

torch.set_num_threads(1)


class Colour(enum.IntEnum):
    RED = 3


Point = collections.namedtuple("Point", "x y")
parameter = torch.nn.Parameter(torch.ones(2))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.float64(2.5), np.array(2.5)),
        (np.float32(2.5), np.array(2.5, "f4")),
        (np.bool_(True), np.array(True)),
        (np.str_("a"), "a"),
        ([np.str_("a"), np.int64(3)], ["a", np.array(3)]),
        (Colour.RED, 3),
        (Point(1, (2.0,)), (1, (2.0,))),
        (torch.Size([2, 3]), (2, 3)),
        (collections.OrderedDict(a=1), {"a": 1}),
        (collections.Counter("aab"), {"a": 2, "b": 1}),
        ({np.int64(3): 1, np.str_("b"): 2, ("a", np.float64(1)): 3}, {3: 1, "b": 2, "tuple": 3}),
        ({None: 1, (1, None, "a"): 2, print: 3}, {None: 1, (1, None, "a"): 2, "builtin_function_or_method": 3}),
        (np.ma.array([1.0, 2.0], mask=[True, False]), np.array([1.0, 2.0])),
        (np.longdouble(1.5), np.array(1.5)),
        (np.array([1.5], "g"), np.array([1.5])),
        (torch.tensor([1.0, 2.0]), Tensor(np.array([1.0, 2.0], "f4"), False)),
        (torch.ones(2, requires_grad=True) * 2, Tensor(np.full(2, 2.0, "f4"), True)),
        (parameter, Tensor(np.ones(2, "f4"), True)),
        (torch.tensor(3), Tensor(np.array(3), False)),
        (torch.tensor([1 + 2j]).conj(), Tensor(np.array([1 - 2j], "c8"), False)),
        ("\ud800x", "\\ud800x"),
        ("a" * 30_000, "a" * plain_module.LONGEST_TEXT),
        (math.nan, math.nan),
        (Opaque("x"), Opaque("x")),
        (Tensor(np.array([1]), True), Tensor(np.array([1]), True)),
    ],
    ids=lambda value: f"{type(value).__name__}",
)
def test_what_is_data_is_kept(value: object, expected: object) -> None:
    """Does everything that holds numbers or text become the plain value a teacher would take it for?"""
    assert same(plain(value), expected)


@dataclasses.dataclass
class Record:
    x: int = 1


def numbers():
    yield 1


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (print, "builtin_function_or_method"),
        (numbers(), "generator"),
        ({1, 2}, "set"),
        (range(3), "range"),
        (b"x", "bytes"),
        (1j, "complex"),
        (Record(), "tests.Record"),
        (Record, "type"),
        (np, "module"),
        (2**63, "int"),
        (-(10**5000), "int"),
        (np.array([None]), "numpy.ndarray of objects"),
        (np.array([b"x"]), "numpy.ndarray of |S1"),
        (np.zeros(1, "M8[s]"), "numpy.ndarray of datetime64[s]"),
        (np.array(["\ud800"]), "numpy.ndarray of <U1"),
        (torch.ones(1, dtype=torch.bfloat16), "torch.Tensor of torch.bfloat16"),
        (torch.ones(1, device="meta"), "torch.Tensor of torch.float32"),
        (torch.eye(2).to_sparse(), "torch.Tensor of torch.float32"),
        (torch.nn.Linear(1, 1), "torch.Linear"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_data_keeps_the_name_of_its_type(value: object, name: str) -> None:
    """Is what is no data told by its type alone?"""
    assert plain(value) == Opaque(name)


def test_arrays_are_copied() -> None:
    """Does the plain value stay as it is when the learner's array changes later?"""
    array = np.arange(6.0).reshape(2, 3)
    kept = plain([array, array.T])
    array[:] = 0
    assert kept[0].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert kept[1].tolist() == [[0, 3], [1, 4], [2, 5]]


class Disguised:
    __module__ = 7

    def __init__(self, kind: type) -> None:
        self.kind = kind

    @property
    def __class__(self) -> type:
        return self.kind


class Shouting(type):
    @property
    def __name__(cls) -> str:
        raise RuntimeError("no name")

    def __instancecheck__(cls, other: object) -> bool:
        raise RuntimeError("no instances")


class Unnamed(metaclass=Shouting):
    pass


class Text(str):
    def __str__(self) -> "Text":
        return self

    def __getitem__(self, index: object) -> int:  # type: ignore[override]
        return 5

    def encode(self, *_: object) -> int:  # type: ignore[override]
        return 5


class Number(int):
    def __index__(self) -> int:
        raise RuntimeError

    __int__ = __abs__ = __index__


class Fraction(float):
    def __float__(self) -> float:
        raise RuntimeError


class Endless(list):
    def __len__(self) -> int:
        return 1

    def __iter__(self):
        while True:
            yield self


class Map(dict):
    def items(self):
        raise RuntimeError

    def __iter__(self):
        raise RuntimeError


class Array(np.ndarray):
    dtype = size = nbytes = property(lambda self: 1 / 0)

    def __array_finalize__(self, other: object) -> None:
        pass

    def copy(self, *_: object) -> str:  # type: ignore[override]
        return "no copy"


LIARS = {  # made inside the test: pytest itself would believe them
    "unnamed": (Unnamed, Opaque("tests.Unnamed")),
    "text": (lambda: Text("text"), "text"),
    "number": (lambda: Number(3), 3),
    "fraction": (lambda: Fraction(0.5), 0.5),
    "endless": (lambda: Endless([1, 2]), [1, 2]),
    "map": (lambda: Map(a=1), {"a": 1}),
    "key": (lambda: {Text("a"): 1}, {"a": 1}),
    "array": (lambda: np.ones(2).view(Array), np.ones(2)),
    "long name": (lambda: type("N" * 10_000, (), {})(), Opaque("tests." + "N" * plain_module.LONGEST_NAME)),
}


@pytest.mark.parametrize("name", LIARS)
def test_objects_that_lie_are_read_as_what_they_are(name: str) -> None:
    """Is a value read by its true type and the built-in methods, whatever it says of itself?"""
    make, expected = LIARS[name]
    kept = plain(make())
    assert same(kept, expected)
    assert same(decode(encode(kept)), kept)


@pytest.mark.parametrize("kind", [np.ndarray, list, dict, str, int, torch.Tensor, Tensor, Opaque])
def test_a_class_that_is_only_claimed_counts_for_nothing(kind: type) -> None:
    """Is an object that says it is an array, a list or a tensor still told by its type?"""
    assert plain(Disguised(kind)) == Opaque("Disguised")


def test_a_value_that_holds_itself_ends() -> None:
    """Do lists, tuples and dictionaries that contain themselves, many times over, end soon and small?"""
    knot: list = []
    knot.extend([knot] * 10)
    mapping: dict = {}
    mapping.update(dict.fromkeys(range(50), mapping))
    started = time.process_time()
    for value in (knot, mapping, [knot, mapping]):
        kept = plain(value)
        message = encode(kept)
        assert len(message) < 10 * 2**20
        assert same(decode(message), kept)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "value",
    [
        np.zeros(2**23),
        [np.zeros(2**20)] * 1000,
        ["a" * 20_000] * 9000,
        [[0] * 10_000] * 1000,
        [0] * 10_001,
        np.broadcast_to(np.array("é" * 9000), (3, 2**21)),
        {i: i for i in range(10_001)},
        [{i: i for i in range(5000)}] * 5,
        [[[]] * 9000] * 1000,
        [",[" * 10_000] * 9000,
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_huge_value_becomes_small_enough_to_send(value: object) -> None:
    """Is what is larger than the caps opaque from there on, and the rest always a message that can be sent and read?"""
    kept = plain(value)
    assert not is_data(kept)
    assert same(decode(encode(kept)), kept)


def test_plain_values_stay_as_they_are() -> None:
    """Does a plain value come out of `plain` unchanged, so that arguments of cases can be compared by it?"""
    for value in ({"a": [1, (2.0, None)], "t": Tensor(np.eye(2), False)}, "text", Opaque("x"), np.zeros((0, 3))):
        assert same(plain(value), value)
        assert same(plain(plain(value)), plain(value))


def test_opaque_values_are_found_wherever_they_stand() -> None:
    """Does `is_data` see an opaque value inside lists, tuples and dictionaries?"""
    assert is_data([1, ("a", {"b": np.eye(2), 3: Tensor(np.eye(2), True)}), None])
    for value in (Opaque("x"), [Opaque("x")], (1, (Opaque("x"),)), {"a": {"b": [Opaque("x")]}}):
        assert not is_data(value)


def test_text_can_be_written_everywhere() -> None:
    """Is plain text free of half surrogate pairs and no longer than the cap?"""
    assert plain_text("a\udc80b") == "a\\udc80b"
    assert len(plain_text("x" * 10**6)) == plain_module.LONGEST_TEXT
    assert plain_text("é\U0001f600") == "é\U0001f600"


def test_types_have_the_names_a_learner_knows() -> None:
    """Is the name of a type short and without the modules inside a package?"""
    assert type_name([]) == "list"
    assert type_name(np.zeros(1)) == "numpy.ndarray"
    assert type_name(torch.nn.Linear(1, 1)) == "torch.Linear"
    assert type_name(type("Mine", (), {"__module__": "__main__"})()) == "Mine"
