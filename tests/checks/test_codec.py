import json
import math
import random
import time
import tracemalloc

import numpy as np
import pytest

from helpers.checks import codec
from helpers.checks.codec import CodecError, decode, encode
from helpers.checks.observe import same
from helpers.checks.plain import Opaque, Tensor

DTYPES = ["?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16", "U1", "U7", "U9999"]


def arrays() -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 256, size=16 * 24, dtype=np.uint8).tobytes()
    found = [np.frombuffer(noise, dtype)[:24].reshape(2, 3, 4) for dtype in DTYPES[1:-3]]
    found += [rng.random((2, 3)) > 0.5, np.array(["", "é", "\U0001f600"]), np.array("x"), np.full((2, 1), "ab" * 4999)]
    return found


SOUND = [
    None, True, False, 0, -1, 2**63 - 1, -(2**900), 1.5, -0.0, 5e-324, 1.7976931348623157e308, 0.1,
    math.nan, math.inf, -math.inf, "", "text", "é \U0001f600 \n\0 \\u0041 \"", "$array", [], (), {}, [[], ((),), {}],
    {"a": 1, "": 2, "é": [3]}, {"$float": "nan"}, {"$a": 1, "b": 2}, {1: "a", -2.5: "b", False: "c", None: "d"},
    {("a", 1, ("b",)): 1, 3: {"$": {}}}, Opaque("numpy.ndarray of objects"), Tensor(np.array([1.0]), True),
    Tensor(np.array(2), False), [Tensor(np.zeros((0, 2), "f4"), False), Opaque("")],
    {"outcome": "returned", "value": (np.eye(2), [1, 2.0]), "calls": {"rnn_step": 3}, "error": None},
    *arrays(),
]  # fmt: skip


@pytest.mark.parametrize("value", SOUND, ids=lambda value: f"{type(value).__name__} {str(value)[:12]!r}")
def test_every_plain_value_comes_back(value: object) -> None:
    """Is what arrives the value that was sent, in type and to the last bit, and writable?"""
    back = decode(encode(value))
    assert same(back, value)
    assert type(back) is type(value)
    assert encode(back) == encode(value)
    if isinstance(back, np.ndarray):
        back[...] = back  # a view of the message could not be written to


@pytest.mark.parametrize("dtype", DTYPES)
def test_every_dtype_comes_back_whatever_its_shape(dtype: str) -> None:
    """Do 0-d, empty, long-shaped and non-contiguous arrays of each dtype keep dtype and shape?"""
    for array in (
        np.zeros((), dtype),
        np.zeros(0, dtype),
        np.zeros((0, 3, 0), dtype),
        np.zeros((1,) * 64, dtype),
        np.zeros((3, 4), dtype)[::2, ::-1],
        np.asfortranarray(np.zeros((3, 4), dtype)),
    ):
        back = decode(encode(array))
        assert back.dtype == array.dtype
        assert back.shape == array.shape


def test_the_bits_of_nan_and_zero_survive() -> None:
    """Do payloads of nan, their signs, and the sign of zero arrive in arrays, and the sign of zero alone?"""
    bits = np.array([0x7FF8000000000001, 0xFFF0000000ABCDEF, 0x7FF0000000000001, 0x8000000000000000], dtype="u8")
    for array in (bits.view("f8"), bits.view("c16"), bits.view("f4"), bits.view("f2")):
        assert decode(encode(array)).tobytes() == array.tobytes()
    assert math.copysign(1, decode(encode(-0.0))) == -1


def test_big_endian_values_arrive() -> None:
    """Does an array in the other byte order arrive with its values?"""
    array = np.array([1.5, -2.0], dtype=">f8")
    assert decode(encode(array)).tolist() == [1.5, -2.0]


class List(list):
    pass


@pytest.mark.parametrize(
    "value",
    [
        print, {1, 2}, b"bytes", 1j, np.float64(1), List(), range(3), np.array([None]), np.array([b"x"]),
        np.zeros(1, "M8[s]"), np.zeros(1, "V3"), np.zeros(1, "i4,f8"), np.ma.array([1]), Tensor([1.0], True),
        Tensor(np.array([print]), True), Opaque(3), {print: 1}, {"a": print}, "\ud800", {"\udfff": 1}, 2**1000,
        10**5000, np.array(["\ud800"]),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_nothing_else_is_sent(value: object) -> None:
    """Is everything that is not plain data refused by the sender, wherever it stands?"""
    for wrapped in (value, [value], {"a": (value,)}, {1: value}):
        with pytest.raises(CodecError):
            decode(encode(wrapped))


def test_depth_has_a_cap_on_both_sides() -> None:
    """Is what is sent never too deep to be read, and is endless nesting an error of the codec on both sides?"""
    for wrap in (lambda value: [value], lambda value: (value,), lambda value: {"a": value}, lambda value: {1: value}):
        value: object = 0
        for _ in range(codec.DEEPEST):
            value = wrap(value)
        assert decode(encode(value)) == value
        for _ in range(5000):
            value = wrap(value)
        with pytest.raises(CodecError):
            encode(value)
    for bomb in (b"[" * 10**6, b'{"a":' * 10**5, b"[" * 90 + b"]" * 90, b'{"$tuple":[' * 60 + b"]}" * 60):
        with pytest.raises(CodecError):
            decode(bomb)


def test_size_has_a_cap_on_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a message that is too long, or has too many values or odd keys, refused by sender and receiver alike?"""
    monkeypatch.setattr(codec, "LARGEST_MESSAGE", 10_000)
    monkeypatch.setattr(codec, "MOST_PUNCTUATION", 1_000)
    monkeypatch.setattr(codec, "MOST_ODD_KEYS", 100)
    for value in ("a" * 10_000, np.zeros(2_000), [0] * 1_001, [[]] * 501, dict.fromkeys(range(101), 0)):
        with pytest.raises(CodecError):
            encode(value)
    long, many = json.dumps("a" * 10_000).encode(), json.dumps([0] * 1_001).encode()
    keys = json.dumps({"$dict": [[i, 0] for i in range(101)]}).encode()
    for message in (long, many, keys):
        with pytest.raises(CodecError):
            decode(message)


BOMBS = [
    b'"\\ud800"', b'"\\udc00x"', b'{"\\ud800":1}', b'{"$opaque":"\\ud800"}', b"NaN", b"Infinity", b"-Infinity",
    b"1e999", b"-1e999", b"[1e400]", b"1" * 5000, b"1" * 400, b"-" + b"9" * 302, b'{"a":1,"a":2}',
    b'{"$float":"nan","$float":"nan"}', b'{"$dict":[[1,2],[1,3]]}', b'{"$dict":[[1,2],[true,3]]}',
    b'{"$dict":[[[1],2]]}', b'{"$dict":[[{"a":1},2]]}', b'{"$dict":[[{"$array":"<f8[0]"},2]]}', b'{"$dict":[[1]]}',
    b'{"$dict":[1,2]}', b'{"$dict":{"a":1}}', b'{"$float":"1"}', b'{"$float":1}', b'{"$float":"infinity"}',
    b'{"$tuple":1}', b'{"$tuple":{"a":1}}', b'{"$opaque":1}', b'{"$tensor":["<f8[0]"]}', b'{"$tensor":["<f8[0]",1]}',
    b'{"$tensor":[["<f8[0]"],true]}', b'{"$module":"os"}', b'{"$array":1}', b'{"$array":["<f8[0]"]}', b'{"$":1}',
    b'{"$array":"<f8[0]","x":1}', b"\xff\xfe", '"é"'.encode(), b"", b" ", b"nul", b"[1,]", b"{,}", b"1 2", b"'a'",
    *(
        b'{"$array":"%s"}' % word
        for word in (
            b"<f8[99999999999]", b"<f8[99999999999]AAAA", b"<f8[9223372036854775807,9223372036854775807]",
            b"<f8[0,99999999999999999999]", b"<f8[0,9223372036854775807,9223372036854775807]",
            b"<f8[" + b"0," * 64 + b"0]", b"<f8[" + b"1," * 10**6 + b"1]AAAAAAAAAAA=", b"<f8[-1]", b"<f8[1.0]",
            b"<f8[,]", b"<f8[1,]AAAAAAAAAAA=", b"<f8[" + b"9" * 10**5 + b"]", b"<f8[1]", b"<f8[1]AAAAAAAAAAA",
            b"<f8[1]AAAAAAAAAAAA", b"<f8[1]AAAAAAAAAAA=AAAA", b"<f8[1]====", b"<f8[1]A AAAAAAAAAA=", b"<f8",
            b">f8[0]", b"|O[0]", b"<M8[s][0]", b"|S3[0]", b"|V8[0]", b"<f16[0]", b"<f3[0]", b"<i9999[0]", b"<U0[0]",
            b"<U99999[0]", b"|b2[0]", b"|b1[1]Ag==", b"<U1[1]ANgAAA==", b"<U1[1]AAARAA==", b"<U1[1]/////w==", b"",
            b"float64[0]", b"<f8[0]\\n", b"i4,f8[0]",
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize("message", BOMBS, ids=lambda message: repr(message[:40]))
def test_what_no_sender_writes_is_refused(message: bytes) -> None:
    """Is a message that breaks the form, however small the break, an error of the codec and of no other kind?"""
    with pytest.raises(CodecError):
        decode(message)


@pytest.mark.parametrize(
    "message",
    [
        b'{"$array":"<f8[99999999999]"}', b'{"$array":"<f8[0,9223372036854775807]"}', b"[" + b"[],{}," * 10**6 + b"0]",
        b"[" + b"0," * 8 * 10**6 + b"0]", b'{"$array":"<f8[' + b"0," * 10**6 + b'0]"}', b"[" * 10**6 + b"]" * 10**6,
        b'["' + b'","' * 5 * 10**6 + b'"]', b"9" * 10**7, b'"' + b"\\u0041" * 10**6 + b'"',
    ],
    ids=lambda message: repr(message[:20]),
)  # fmt: skip
def test_a_bomb_takes_neither_memory_nor_time(message: bytes) -> None:
    """Does a message that stands for something huge end before much is allocated or done?"""
    started = time.monotonic()
    tracemalloc.start()
    try:
        decode(message)
    except CodecError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 8 * len(message) + 2**20
    assert time.monotonic() - started < 5


def test_keys_with_equal_hashes_end_soon() -> None:
    """Are keys made to collide, which turn a dictionary into a list, too few to hold the judge up?"""
    modulus = 2**61 - 1
    pairs = [[number * modulus, 0] for number in range(codec.MOST_ODD_KEYS + 1)]
    with pytest.raises(CodecError, match="keys"):
        decode(json.dumps({"$dict": pairs}).encode())


TOKENS = [
    b"[", b"]", b"{", b"}", b",", b":", b'"', b"\\", b"$", b"0", b"-", b"1e999", b"NaN", b"null", b"true", b"\\ud800",
    b'"$array"', b'"$dict"', b'"$tensor"', b'"$tuple"', b'"$float"', b'"<f8[2]"', b"\0", b"\xff", b"9" * 30, b"[" * 50,
]  # fmt: skip


def mutated(message: bytes, rng: random.Random) -> bytes:
    changed = bytearray(message)
    for _ in range(rng.randint(1, 4)):
        start = rng.randrange(len(changed) + 1)
        end = min(len(changed), start + rng.choice((0, 1, 1, 2, 9)))
        kind = rng.randrange(4)
        if kind == 0:
            changed[start:end] = bytes(rng.randrange(256) for _ in range(rng.randint(0, 3)))
        elif kind == 1:
            changed[start:end] = rng.choice(TOKENS)
        elif kind == 2:
            piece = rng.randrange(len(changed) + 1)
            changed[start:end] = changed[piece : piece + rng.randint(1, 30)]
        elif start < len(changed):
            changed[start] ^= 1 << rng.randrange(8)
    return bytes(changed)


def test_mutated_messages_are_read_or_refused() -> None:
    """Does each of 2,000 damaged messages, and of 500 random ones, give a plain value or CodecError, and soon?"""
    rng = random.Random(2)
    messages = [encode(value) for value in SOUND]
    attempts = [mutated(rng.choice(messages)[:4000], rng) for _ in range(2000)]
    attempts += [rng.randbytes(rng.randint(0, 60)) for _ in range(250)]
    attempts += [b"".join(rng.choices(TOKENS, k=rng.randint(1, 12))) for _ in range(250)]
    refused = 0
    for attempt in attempts:
        started = time.monotonic()
        try:
            value = decode(attempt)
        except CodecError:
            refused += 1
        else:
            assert same(decode(encode(value)), value)
        assert time.monotonic() - started < 1
    assert 1000 < refused < len(attempts)  # some are still sound, most are not
