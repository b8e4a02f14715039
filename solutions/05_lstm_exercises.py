"""The private side of lesson 05_lstm: cases, other right ways, and the mistakes with what to say of each.

Sizes that are easily confused differ within a case, biases and first states are not zero. Other cases are square on
purpose: there a wrong axis goes unnoticed by NumPy. Each of the two ways on which a gradient comes in, by h and by c,
is also tried alone, so that the one that is missing can be named.
"""

import numpy as np

from helpers.exercises import case, equivalent, exercise, hidden, mistake, quiz, right, visible
from helpers.exercises.random_arguments import different_sizes, normal

# What would be the exercise itself, ready made. torch's arithmetic and torch.tanh are building blocks and may be used.
READY_MADE = ("helpers.nn", "torch.nn", "torch.ops", "torch._C", "torch._VF", "torch.lstm", "torch.lstm_cell")
READY_MADE_SIGMOID = (
    *READY_MADE,
    ".sigmoid",
    ".sigmoid_",
    ".expit",
    "torch.sigmoid",
    "torch.sigmoid_",
    "torch.special",
    "scipy",
)
# The gradients are to be worked out, not asked for.
READY_MADE_GRADIENTS = (*READY_MADE, "torch.autograd", "torch.func", ".backward", ".requires_grad_")


def one_step(rng, N, D, H):
    """Arguments of lstm_step, every term of about the same size, and another bias for each gate."""
    return {
        "x": normal(rng, N, D),
        "h": np.tanh(normal(rng, N, H)),
        "c": normal(rng, N, H),
        "W_xh": normal(rng, D, 4 * H, scale=0.6),
        "W_hh": normal(rng, H, 4 * H, scale=0.6),
        "b_h": normal(rng, 4 * H, scale=0.6),
    }


def sequences(rng, N, T, D, H):
    """Arguments of lstm_forward."""
    step = one_step(rng, N, D, H)
    return {
        "x": normal(rng, N, T, D),
        "h0": step["h"],
        "c0": step["c"],
        "W_xh": step["W_xh"],
        "W_hh": step["W_hh"],
        "b_h": step["b_h"],
    }


def activated(x, h, c, W_xh, W_hh, b_h):
    """What a step (5.2) to (5.4) leaves behind for its backward pass: the new c and the activated gates."""
    a = x @ W_xh + h @ W_hh + b_h
    i, f, g, o = np.split(a, 4, axis=1)
    i, f, g, o = 1 / (1 + np.exp(-i)), 1 / (1 + np.exp(-f)), np.tanh(g), 1 / (1 + np.exp(-o))
    c = f * c + i * g
    return o * np.tanh(c), c, np.concatenate([i, f, g, o], axis=1)


def one_step_back(rng, N, D, H):
    """Arguments of lstm_step_backward, after a step from one_step."""
    step = one_step(rng, N, D, H)
    _, c, gates = activated(**step)
    return {
        "dh": normal(rng, N, H),
        "dc": normal(rng, N, H),
        "x": step["x"],
        "h_prev": step["h"],
        "c_prev": step["c"],
        "c": c,
        "gates": gates,
        "W_xh": step["W_xh"],
        "W_hh": step["W_hh"],
    }


def sequences_back(rng, N, T, D, H):
    """Arguments of lstm_backward, after a forward pass over sequences(...)."""
    forward = sequences(rng, N, T, D, H)
    state, cell, steps = forward["h0"], forward["c0"], []
    for t in range(T):
        state, cell, gates = activated(
            forward["x"][:, t], state, cell, forward["W_xh"], forward["W_hh"], forward["b_h"]
        )
        steps.append((state, cell, gates))
    h, c, gates = (np.stack(arrays, axis=1) for arrays in zip(*steps, strict=True))
    return {
        "dh": normal(rng, N, T, H),
        "dc_T": normal(rng, N, H),
        "x": forward["x"],
        "h0": forward["h0"],
        "c0": forward["c0"],
        "h": h,
        "c": c,
        "gates": gates,
        "W_xh": forward["W_xh"],
        "W_hh": forward["W_hh"],
    }


# sigmoid ------------------------------------------------------------------------------------------------------------

exercise(
    "sigmoid",
    returns={"s": ""},
    driver="strictly",
    forbidden=READY_MADE_SIGMOID,
    explained="""
    The two forms of (5.1) are one function, and each of them has a side on which its exponential grows: exp(-x) for
    very negative x, exp(x) for very positive. exp(-|x|) lies between 0 and 1 on both sides and cannot overflow. With e
    = exp(-|x|), the first form is 1 / (1 + e) where x is positive and the second is e / (1 + e) where it is negative:
    the denominators are the same, and only the numerator has to be chosen. `np.where` works out both of its values at
    every place and chooses afterwards, so both have to be harmless everywhere, as they are here. To convince yourself:
    sigmoid(0) is 0.5, sigmoid(x) + sigmoid(-x) is 1, and there is no warning at 1000, nor at -1000.
    """,
)

equivalent(
    "sigmoid",
    "return np.where(x >= 0, 1.0, e) / (1.0 + e)",
    "return np.where(x > 0, 1.0, e) / (1.0 + e)",
    because="at x = 0 the other value is e = exp(0) = 1.0, the same number",
)


@visible("sigmoid", part="values")
def _(rng):
    yield case(
        "worked by hand: 0, ln 3, -ln 3, ln 9",
        x=np.array([0.0, np.log(3), -np.log(3), np.log(9)]),
        note="0.5, 0.75, 0.25 and 0.9",
    )
    yield case("three sequences of four units", x=normal(rng, 3, 4, scale=2.0))
    yield case("three others", x=normal(rng, 3, 4, scale=2.0))
    yield case("steps as well: (2, 3, 4)", x=normal(rng, 2, 3, 4, scale=3.0))


@hidden("sigmoid", part="values")
def _(rng):
    N, H = different_sizes(rng, 2, high=6)
    yield case("a random array", x=normal(rng, N, H, scale=2.0))
    yield case("another one of the same shape", x=normal(rng, N, H, scale=2.0))


@visible("sigmoid", part="edge_cases")
def _(rng):
    yield case("one number: (1, 1)", x=np.array([[0.7]]))
    yield case("one number, another one", x=np.array([[-1.3]]))
    yield case("very large: 800 and 1000", x=np.array([[800.0, 1000.0]]), note="1 there, and no overflow on the way")
    yield case("very small: -800 and -1000", x=np.array([[-800.0, -1000.0]]), note="0 there, and no overflow")
    yield case("large and small side by side", x=np.array([[-1000.0, 3.0], [0.5, 1000.0]]))
    yield case("whole numbers", x=np.array([[-2, 0], [1, 3]]))


@hidden("sigmoid", part="edge_cases")
def _(rng):
    N, H = different_sizes(rng, 2, high=6)
    yield case("large and small", x=2000.0 * normal(rng, N, H))
    yield case("a row", x=normal(rng, H))
    yield case("whole numbers", x=rng.integers(-4, 5, size=(N, H)))


@right("sigmoid", style="by tanh")
def sigmoid_by_tanh(x):
    return 0.5 * (1 + np.tanh(x / 2))


@right("sigmoid", style="a mask")
def sigmoid_by_mask(x):
    s = np.empty(x.shape)
    positive = x >= 0
    s[positive] = 1 / (1 + np.exp(-x[positive]))
    e = np.exp(x[~positive])
    s[~positive] = e / (1 + e)
    return s


@right("sigmoid", style="logaddexp")
def sigmoid_by_logaddexp(x):
    return np.exp(-np.logaddexp(0, -x))


@right("sigmoid", style="clipped")
def sigmoid_clipped(x):
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))


@right("sigmoid", style="loops")
def sigmoid_by_loops(x):
    import math

    def one(value):
        return 1 / (1 + math.exp(-value)) if value >= 0 else math.exp(value) / (1 + math.exp(value))

    return np.array([one(value) for value in x.ravel().tolist()]).reshape(x.shape)


@right("sigmoid", style="torch")
def sigmoid_by_torch(x):
    import torch

    e = torch.exp(-torch.as_tensor(x, dtype=torch.float64).abs())
    return torch.where(torch.as_tensor(x) >= 0, torch.ones_like(e), e) / (1 + e)


@mistake(
    "sigmoid",
    fails=("edge_cases",),
    says="You compute exp(-x) as it stands. At x = -1000 that is e to the power 1000, which is more than a "
    "float can hold. The check asks NumPy to raise an error where it would only warn. The other form of "
    "(5.1) is harmless on that side: which form suits which x?",
)
def sigmoid_overflows_left(x):
    return 1 / (1 + np.exp(-x))


@mistake(
    "sigmoid",
    fails=("edge_cases",),
    says="You compute exp(x) above and below the line. At x = 1000 both are infinite, and infinity divided by "
    "infinity is not a number. The other form of (5.1) is harmless on that side: which form suits which x? "
    "(np.nan_to_num mends the result afterwards; the overflow is still there.)",
)
def sigmoid_overflows_right(x):
    return np.exp(x) / (1 + np.exp(x))


@mistake(
    "sigmoid",
    fails=("edge_cases",),
    says="`np.where` works out both of its values at every place, and chooses afterwards: the exponential that "
    "you did not want has overflowed by then. Choose before the exponential, or take an exponential that "
    "is harmless on both sides.",
)
def sigmoid_where_of_both(x):
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))


@mistake(
    "sigmoid",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your curve falls from 1 to 0: the sign in the exponent is turned round. A large x has to open the gate.",
)
def sigmoid_mirrored(x):
    return 1 / (1 + np.exp(x))


@mistake(
    "sigmoid",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Python divides before it adds: your line is 1/1 plus the exponential. The whole sum 1 + exp(-x) "
    "stands below the line.",
)
def sigmoid_no_brackets(x):
    return 1 / 1 + np.exp(-x)


@mistake(
    "sigmoid",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your denominator is a difference. It is 0 at x = 0, where the gate should be half open: look at the "
    "sign in (5.1).",
)
def sigmoid_minus(x):
    return 1 / (1 - np.exp(-x))


@mistake(
    "sigmoid",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your values go from -1 to 1: that is the tanh. A gate lies between 0 and 1, and is 0.5 at x = 0.",
)
def sigmoid_is_tanh(x):
    return np.tanh(x)


@mistake(
    "sigmoid",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your curve is a tanh moved up and halved, and rises twice as fast as the sigmoid: at ln 3 it gives "
    "0.9 and should give 0.75. Something inside is missing.",
)
def sigmoid_half_of_tanh(x):
    return 0.5 * (1 + np.tanh(x))


@mistake(
    "sigmoid",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You return the derivative, s (1 - s). Here the value itself is asked for; its derivative comes in section 8.",
)
def sigmoid_derivative(x):
    s = 0.5 * (1 + np.tanh(x / 2))
    return s * (1 - s)


@mistake(
    "sigmoid",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You have the straight line that some programs use in place of the sigmoid. It is fast, and it is not "
    "(5.1): at ln 3 the value is 0.75.",
)
def sigmoid_hard(x):
    return np.clip(0.2 * x + 0.5, 0, 1)


@mistake(
    "sigmoid",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your values can exceed 1: that is the ReLU. A gate is a share, between 0 and 1.",
)
def sigmoid_relu(x):
    return np.maximum(x, 0)


@mistake(
    "sigmoid",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You divide by the sum over all numbers: that is the softmax, in which the units compete. Each gate "
    "is open or closed by itself.",
)
def sigmoid_softmax(x):
    e = np.exp(x - np.max(x))
    return e / e.sum()


@mistake(
    "sigmoid",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You divide by the sum over the row: that is the softmax, in which the units compete. Each gate is "
    "open or closed by itself.",
)
def sigmoid_row_softmax(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@mistake(
    "sigmoid",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You subtract the maximum first, as in the softmax. There it cancels; the 1 in (5.1) is not moved "
    "along, so here it changes the result.",
)
def sigmoid_shifted_by_the_maximum(x):
    e = np.exp(x - np.max(x))
    return e / (1 + e)


@mistake(
    "sigmoid",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your curve is the same on both sides of 0. exp(-|x|) is harmless everywhere, but where x is negative "
    "something else has to stand above the line.",
)
def sigmoid_of_the_absolute_value(x):
    return 1 / (1 + np.exp(-np.abs(x)))


@mistake(
    "sigmoid",
    fails=(
        "values",
        "edge_cases",
    ),
    says="math.exp takes one number, and x is an array. NumPy's exp goes number by number.",
)
def sigmoid_of_one_number(x):
    import math

    return 1 / (1 + math.exp(-x))


@mistake(
    "sigmoid",
    fails=(
        "values",
        "edge_cases",
    ),
    says="`if` needs one answer, and x >= 0 has one for every number. Choose place by place: by np.where, or "
    "by an index that is an array of True and False.",
)
def sigmoid_asks_an_array(x):
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))


@mistake(
    "sigmoid",
    fails=("edge_cases",),
    says="Your values are right for fractions. For whole numbers np.zeros_like(x) makes an array of whole "
    "numbers, which cuts every value off to 0: ask for floats.",
)
def sigmoid_keeps_whole_numbers(x):
    s = np.zeros_like(x)
    positive = x >= 0
    s[positive] = 1 / (1 + np.exp(-x[positive]))
    s[~positive] = 1 - 1 / (1 + np.exp(x[~positive]))
    return s


@mistake(
    "sigmoid",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your values are right, but the exponential is written into x, which belongs to the caller. Let NumPy "
    "make a new array.",
)
def sigmoid_in_place(x):
    negative = x < 0
    x[:] = np.exp(-np.abs(x))
    return np.where(negative, x, 1.0) / (1 + x)


@mistake(
    "sigmoid",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your values are right, but the array has become lists, or one long row. Give back an array of the "
    "shape that came in.",
)
def sigmoid_as_lists(x):
    return [0.5 * (1 + np.tanh(value / 2)) for value in x.ravel()]


@mistake(
    "sigmoid",
    fails=("edge_cases",),
    says="Your values are right, and axes of length 1 are gone. The result has the shape of x, whatever it is.",
)
def sigmoid_squeezed(x):
    return (0.5 * (1 + np.tanh(x / 2))).squeeze()


@mistake(
    "sigmoid",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You round to 0 or 1. A gate may be half open: that is what makes it differentiable.",
)
def sigmoid_rounded(x):
    return np.where(x >= 0, 1.0, 0.0)


@mistake(
    "sigmoid",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your curve is a bell, or the sign of x is lost on the way: x and -x have to give values that add up to 1.",
)
def sigmoid_sign_of_x_squared(x):
    return 1 / (1 + np.exp(-(np.clip(x, -20, 20) ** 2)))


@mistake(
    "sigmoid",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You silence the overflow; it still happens. Find a form whose exponential stays small on both sides.",
)
def sigmoid_silenced(x):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


@mistake(
    "sigmoid",
    fails=("edge_cases",),
    says="You choose one form for the whole array, by .all() or .any(): where large and small numbers stand "
    "side by side neither of the two is harmless everywhere. Choose place by place.",
)
def sigmoid_one_form_for_the_whole_array(x):
    if (x >= 0).all():
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))


@mistake(
    "sigmoid",
    fails=(
        "values",
        "edge_cases",
    ),
    says="At x = 0 your value is 0, and should be 0.5: your masks are x > 0 and x < 0, and 0 is in neither. "
    "One of them has to take it in.",
)
def sigmoid_leaves_zero_out(x):
    s = np.zeros(x.shape)
    s[x > 0] = 1 / (1 + np.exp(-x[x > 0]))
    e = np.exp(x[x < 0])
    s[x < 0] = e / (1 + e)
    return s


# lstm_step ----------------------------------------------------------------------------------------------------------

exercise(
    "lstm_step",
    returns={"h": "N H", "c": "N H", "gates": "N 4H"},
    builds_on={"sigmoid": "helpers.nn.lstm"},
    forbidden=READY_MADE,
    explained="""
    One product and one sum serve all four: x (N, D) times W_xh (D, 4H) is (N, 4H), h (N, H) times W_hh (H, 4H) too, and
    b_h (4H,) is added to every row. The columns are cut into four blocks of H, in the order i, f, g, o. Three of them
    go through the sigmoid, the candidate through tanh. From there everything goes number by number, `*` and not `@`: a
    gate of a unit acts on that unit alone. The new c is made first, since h looks at it. What is returned as gates are
    the values after sigmoid and tanh, because the backward pass needs them, and it would be a pity to work them out
    twice. `f * c` makes a new array; `c *= f` would write into the caller's. To convince yourself: with a forget gate
    of 1 and an input gate of 0 the cell state has to come out as it went in, bit for bit.
    """,
)


@visible("lstm_step", part="values")
def _(rng):
    by_hand = np.log(3)
    yield case(
        "worked by hand, twice in a batch of two",
        x=np.array([[1.0], [1.0]]),
        h=np.array([[0.5], [0.5]]),
        c=np.array([[2.0], [2.0]]),
        W_xh=np.array([[by_hand, 0.0, 0.3, by_hand]]),
        W_hh=np.array([[0.0, 2 * by_hand, 0.4, 0.0]]),
        b_h=np.array([0.0, 0.0, 0.0, -by_hand]),
        note="the gates worked out above are i = 0.75, f = 0.75, g = tanh 0.5 and o = 0.5",
    )
    full = one_step(rng, N=3, D=2, H=4)
    zero = {"x": np.zeros((3, 2)), "h": np.zeros((3, 4)), "c": np.zeros((3, 4)), "b_h": np.zeros(16)}
    yield case("only the input: h, c and b_h are zero", **full | zero | {"x": full["x"]})
    yield case("only the state h: x, c and b_h are zero", **full | zero | {"h": full["h"]})
    yield case("only the cell c: x, h and b_h are zero", **full | zero | {"c": full["c"]})
    yield case("only the biases, another for each gate", **full | zero | {"b_h": full["b_h"]})
    whole = one_step(rng, N=5, D=3, H=2)
    yield case("all terms: N = 5, D = 3, H = 2", **whole)
    yield case("the same with another c", **whole | {"c": normal(rng, 5, 2)})
    yield case("the same with another h", **whole | {"h": np.tanh(normal(rng, 5, 2))})


@hidden("lstm_step", part="values")
def _(rng):
    for _ in range(3):
        N, D, H = different_sizes(rng, 3, high=6)
        batch = one_step(rng, N, D, H)
        yield case("a random batch", **batch)
        yield case("the same with another c", **batch | {"c": normal(rng, N, H)})


@visible("lstm_step", part="edge_cases")
def _(rng):
    yield case("one sequence: N = 1", **one_step(rng, N=1, D=2, H=3))
    yield case("one unit: H = 1", **one_step(rng, N=3, D=2, H=1))
    yield case("one input: D = 1", **one_step(rng, N=2, D=1, H=3))
    yield case("all square: N = D = H = 3", **one_step(rng, N=3, D=3, H=3))
    yield case("all square, other numbers", **one_step(rng, N=3, D=3, H=3))
    yield case("as many sequences as columns: N = 4H = 8", **one_step(rng, N=8, D=3, H=2))
    closed = one_step(rng, N=2, D=3, H=2)
    keep = np.repeat([-1000.0, 1000.0, 0.0, 1000.0], 2)
    yield case(
        "i closed, f and o open, by biases of 1000",
        **closed | {"b_h": keep},
        note="the cell state comes out as it went in",
    )


@hidden("lstm_step", part="edge_cases")
def _(rng):
    N, D, H = different_sizes(rng, 3, high=6)
    yield case("one sequence", **one_step(rng, 1, D, H))
    yield case("one unit", **one_step(rng, N, D, 1))
    yield case("one of each", **one_step(rng, 1, 1, 1))
    yield case("all square", **one_step(rng, H, H, H))
    yield case("N = 4H", **one_step(rng, 8, D, 2))
    large = one_step(rng, N, D, H)
    yield case("large sums", **large | {"b_h": 2000.0 * np.sign(large["b_h"])})


@right("lstm_step", style="einsum")
def step_by_einsum(x, h, c, W_xh, W_hh, b_h):
    H = h.shape[1]
    a = np.einsum("nd,dk->nk", x, W_xh) + np.einsum("nj,jk->nk", h, W_hh) + b_h
    i, f, o = (1 / (1 + np.exp(-np.clip(a[:, k * H : (k + 1) * H], -500, 500))) for k in (0, 1, 3))
    g = np.tanh(a[:, 2 * H : 3 * H])
    new = f * c + i * g
    return o * np.tanh(new), new, np.hstack([i, f, g, o])


@right("lstm_step", style="four products of joined [h, x]")
def step_by_four_products(x, h, c, W_xh, W_hh, b_h):
    joined = np.concatenate([h, x], axis=1)
    blocks = np.split(np.vstack([W_hh, W_xh]), 4, axis=1)
    biases = np.split(b_h, 4)
    i, f, g, o = (joined @ block + bias for block, bias in zip(blocks, biases))
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = i * g + f * c
    return np.tanh(c_new) * o, c_new, np.concatenate((i, f, g, o), axis=-1)


@right("lstm_step", style="one sigmoid, by tanh")
def step_by_one_tanh(x, h, c, W_xh, W_hh, b_h):
    N, H = h.shape
    a = (x @ W_xh + h @ W_hh + b_h).reshape(N, 4, H)
    slope = np.array([0.5, 0.5, 1.0, 0.5])[:, None]
    gates = slope * np.tanh(slope * a) + (1 - slope)
    c_new = gates[:, 1] * c + gates[:, 0] * gates[:, 2]
    return gates[:, 3] * np.tanh(c_new), c_new, gates.reshape(N, 4 * H)


@right("lstm_step", style="loops")
def step_by_loops(x, h, c, W_xh, W_hh, b_h):
    import math

    N, H = h.shape
    h_new, c_new, gates = np.empty((N, H)), np.empty((N, H)), np.empty((N, 4 * H))
    for n in range(N):
        for k in range(4 * H):
            a = (
                b_h[k]
                + sum(x[n, d] * W_xh[d, k] for d in range(x.shape[1]))
                + sum(h[n, j] * W_hh[j, k] for j in range(H))
            )
            gates[n, k] = math.tanh(a) if 2 * H <= k < 3 * H else 0.5 + 0.5 * math.tanh(a / 2)
        for j in range(H):
            c_new[n, j] = gates[n, H + j] * c[n, j] + gates[n, j] * gates[n, 2 * H + j]
            h_new[n, j] = gates[n, 3 * H + j] * math.tanh(c_new[n, j])
    return h_new, c_new, gates


@right("lstm_step", style="torch")
def step_by_torch(x, h, c, W_xh, W_hh, b_h):
    import torch

    x, h, c, W_xh, W_hh, b_h = map(torch.from_numpy, (x, h, c, W_xh, W_hh, b_h))
    i, f, g, o = (x @ W_xh + torch.addmm(b_h, h, W_hh)).chunk(4, dim=1)
    i, f, o = (1 / (1 + torch.exp(-a)) for a in (i, f, o))
    g = torch.tanh(g)
    c = f * c + i * g
    return o * torch.tanh(c), c, torch.cat([i, f, g, o], dim=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your first block weighs the old state and your second one the candidate. In (5.3) the forget gate "
    "weighs the old state, and the first H columns are the input gate's: the order is i, f, g, o.",
)
def step_f_before_i(x, h, c, W_xh, W_hh, b_h):
    f, i, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([f, i, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You read the columns in the order f, i, g, o. In this course, as in torch, the first H columns are "
    "the input gate's: i, f, g, o.",
)
def step_f_before_i_rearranged(x, h, c, W_xh, W_hh, b_h):
    f, i, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You read the columns in the order i, f, o, g, as other courses have them. Here the candidate's "
    "columns come third and the output gate's last: i, f, g, o.",
)
def step_o_before_g(x, h, c, W_xh, W_hh, b_h):
    i, f, o, g = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, o, g], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You read the columns in the order i, f, o, g, as other courses have them. Here the candidate's "
    "columns come third and the output gate's last: i, f, g, o.",
)
def step_o_before_g_rearranged(x, h, c, W_xh, W_hh, b_h):
    i, f, o, g = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your candidate never goes below 0: it went through the sigmoid. Three of the four say how much, and "
    "lie between 0 and 1; the candidate says what, and may be negative.",
)
def step_candidate_sigmoid(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), sigmoid(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="All four of your blocks went through tanh, so a gate can be negative and would turn the sign of what "
    "it lets through. In (5.2) only the candidate has the tanh.",
)
def step_all_tanh(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = np.tanh(i), np.tanh(f), np.tanh(g), np.tanh(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your gates are the sums themselves: nothing squashes them. (5.2) has a sigmoid or a tanh around each.",
)
def step_no_activation(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = i, f, g, o
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your candidate is the sum itself. In (5.2) it goes through tanh.",
)
def step_candidate_linear(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), g, sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="h and c are right. As gates you return the sums before sigmoid and tanh; asked for are the values "
    "that were used, after them.",
)
def step_gates_not_activated(x, h, c, W_xh, W_hh, b_h):
    a = x @ W_xh + h @ W_hh + b_h
    i, f, g, o = np.split(a, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, a


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You squash after the output gate, tanh(o c). In (5.4) the tanh closes over the cell state alone, and "
    "the gate acts on what comes out.",
)
def step_h_tanh_of_product(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = np.tanh(o * c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your h is o c. The cell state may have grown far beyond 1; (5.4) squashes it before the output gate "
    "lets it through.",
)
def step_h_without_tanh(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * c_new
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your h looks at the cell state before this step. In (5.4) it has the index t: what was written just "
    "now can be seen at once.",
)
def step_h_from_old_c(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You return the cell state as h. The cell state is what is kept, h is what is shown of it: (5.4) has "
    "an output gate and a tanh in between.",
)
def step_h_is_c(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = c_new
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your h is tanh(c): the output gate takes no part. It decides what of the memory is shown at this step.",
)
def step_h_without_gate(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your h squashes the cell state by the sigmoid. In (5.4) it is the tanh, so that h can be negative.",
)
def step_h_sigmoid_of_c(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * sigmoid(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="The forget gate lets your h out. It has had its turn in (5.3); what is shown is for the output gate to say.",
)
def step_h_by_forget_gate(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = f * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your h is made of the candidate and not of the cell state: what was kept from earlier steps never shows.",
)
def step_h_of_candidate(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * g
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="`@` between a gate and what it lets through is a matrix product, which mixes the units, and mostly "
    "does not fit. A gate acts on its own unit: number by number, `*`.",
)
def step_matmul_forget(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f @ c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="`@` between a gate and what it lets through is a matrix product, which mixes the units, and mostly "
    "does not fit. A gate acts on its own unit: number by number, `*`.",
)
def step_matmul_both(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f @ c + i @ g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You take 1 - f for the input gate. Such an LSTM exists (it is on the way to the GRU), but (5.2) "
    "gives the input gate columns of its own.",
)
def step_coupled_input(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    i = 1 - f
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You take 1 - i for the forget gate. Such an LSTM exists (it is on the way to the GRU), but (5.2) "
    "gives the forget gate columns of its own.",
)
def step_coupled_forget(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    f = 1 - i
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="All four of your gates get the first H biases. b_h has 4H numbers, a block for each gate, as the "
    "columns of the weights.",
)
def step_one_bias(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + np.tile(b_h[: h.shape[1]], 4), 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="All four of your gates get the output gate's biases. b_h has 4H numbers, a block for each gate, as "
    "the columns of the weights.",
)
def step_last_bias_for_all(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + np.tile(b_h[-h.shape[1] :], 4), 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your numbers are right where the biases are zero, and only there: b_h takes no part in your sum.",
)
def step_no_bias(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You add the biases twice. (torch.nn.LSTM has two, b_ih and b_hh, each added once; (5.2) has one.)",
)
def step_bias_twice(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + 2 * b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You make a column of b_h, so that its numbers go to the sequences and not to the columns. It fits "
    "only where N = 4H. b_h has the shape (4H,), and NumPy lines it up without help.",
)
def step_bias_as_column(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h[:, None], 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your gates do not look at h: it takes no part in the sum of (5.2).",
)
def step_no_memory(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your gates do not look at x: it takes no part in the sum of (5.2).",
)
def step_no_input(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your gates look at the cell state where (5.2) has h. (Some LSTMs let them look at c as well, through "
    "'peepholes'; this one does not.)",
)
def step_gates_see_c(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + c @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You squash h before you multiply it. The h that comes in has been through its tanh already, one step ago.",
)
def step_squashes_h(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + np.tanh(h) @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your cell state only adds: the forget gate takes no part. That is the LSTM of 1997; (5.3) multiplies "
    "the old state by f.",
)
def step_no_forget_gate(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your candidate is added whole: the input gate takes no part in your c.",
)
def step_no_input_gate(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You add the input gate itself. It says how much is written; what is written is the candidate.",
)
def step_no_candidate(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your first block weighs the old state and your second one the candidate. In (5.3) the forget gate "
    "weighs the old state, and the first H columns are the input gate's: the order is i, f, g, o.",
)
def step_gates_exchanged(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = i * c + f * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your new cell state does not depend on the old one: the term f c of (5.3) is missing, and with it "
    "all memory.",
)
def step_forgets_everything(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your cell state is only ever multiplied by f: nothing new is written into it. (5.3) has a second term.",
)
def step_writes_nothing(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You keep the share 1 - f. f is named after forgetting, but in (5.3) it is the share that is kept: f "
    "= 1 keeps everything.",
)
def step_forgets_by_one_minus_f(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = (1 - f) * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You squash the cell state and hand the squashed one on. In (5.3) nothing squashes c: the tanh of "
    "(5.4) is for h alone.",
)
def step_squashes_c(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = np.tanh(f * c + i * g)
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your candidate goes through tanh two times in a row.",
)
def step_candidate_squashed_twice(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * np.tanh(g)
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your output gate goes through the sigmoid two times in a row.",
)
def step_output_gate_twice(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = sigmoid(o) * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You return two values. Asked for are three: h, c, and the four activated gates side by side, which "
    "the backward pass will need.",
)
def step_returns_two(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You return c before h. The order is h, c, gates.",
)
def step_returns_c_first(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return c_new, h_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="h and c are right. The gates have to come back as one array (N, 4H), side by side, not as four.",
)
def step_gates_as_tuple(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, (i, f, g, o)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="h and c are right. You stack the gates along a new axis; they belong side by side along the last "
    "one, (N, 4H).",
)
def step_gates_stacked(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.stack([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="h and c are right. You join the gates along the sequences, (4N, H); they belong side by side, (N, 4H).",
)
def step_gates_below_each_other(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o])


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="h and c are right. The gates that you return stand in the order i, f, o, g; give them back in the "
    "order in which they came, i, f, g, o.",
)
def step_gates_in_another_order(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, o, g], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You cut along the first axis, so that each gate gets a quarter of the sequences. The gates stand "
    "side by side: cut along the columns.",
)
def step_split_rows(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=0)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You take every fourth column for a gate. The gates stand in blocks: the first H columns are all the "
    "input gate's, the next H the forget gate's.",
)
def step_interleaved(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.moveaxis((x @ W_xh + h @ W_hh + b_h).reshape(len(x), -1, 4), 2, 0)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You stack h and x along a new axis. To be multiplied by one tall matrix they have to be joined, end "
    "to end: (N, H + D).",
)
def step_stacks_h_and_x(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(np.stack([h, x], axis=1) @ np.vstack([W_hh, W_xh]) + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You join x and h in one order and their matrices in the other: the input meets weights of the state.",
)
def step_joined_in_different_orders(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(np.concatenate([x, h], axis=1) @ np.vstack([W_hh, W_xh]) + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your numbers are right, but `c *= f` writes into the c that the caller handed in, and still needs "
    "for the backward pass. Make a new array.",
)
def step_c_in_place(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c *= f
    c += i * g
    return o * np.tanh(c), c, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your numbers are right, but you write them into the h that the caller handed in, and still needs for "
    "the backward pass. Make a new array.",
)
def step_h_in_place(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h[:] = o * np.tanh(c_new)
    h_new = h
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your numbers are right, and axes of length 1 are gone. A batch of one sequence, or one unit, is "
    "still (N, H).",
)
def step_squeezed(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new.squeeze(), c_new.squeeze(), np.concatenate([i, f, g, o], axis=1).squeeze()


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You take the second argument for the cell state and the third for h. They come in the order x, h, c.",
)
def step_c_and_h_exchanged(x, c, h, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You return the h and c that came in. What you have computed has to stand after `return`.",
)
def step_returns_old_states(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    return h, c, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your output gate is the sum itself. In (5.2) it goes through the sigmoid.",
)
def step_output_gate_not_squashed(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), o
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your forget gate is the sum itself, which may be negative or above 1. In (5.2) it goes through the sigmoid.",
)
def step_forget_gate_not_squashed(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), f, np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your input gate is the sum itself, which may be negative or above 1. In (5.2) it goes through the sigmoid.",
)
def step_input_gate_not_squashed(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = i, sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your c is f c + (1 - f) g: the input gate is made and never used. (5.3) writes i g. (The GRU of the "
    "next lesson couples the two.)",
)
def step_writes_what_is_forgotten(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + (1 - f) * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You add 1 to the forget gate's sums, as some programs do to begin with open gates. (5.2) has b_h for "
    "that: such a 1 belongs into it.",
)
def step_adds_one_to_the_forget_sums(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f + 1), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new, np.concatenate([i, f, g, o], axis=1)


@mistake(
    "lstm_step",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You return the gates first. The order is h, c, gates.",
)
def step_returns_gates_first(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return np.concatenate([i, f, g, o], axis=1), h_new, c_new


# lstm_forward -------------------------------------------------------------------------------------------------------

exercise(
    "lstm_forward",
    returns={"h": "N T H", "c": "N T H", "gates": "N T 4H"},
    builds_on={"sigmoid": "helpers.nn.lstm", "lstm_step": "helpers.nn.lstm"},
    forbidden=READY_MADE,
    explained="""
    Two things are handed from step to step now, h and c, and both begin with what the caller gives. The loop walks
    along the second axis; `x[:, t]` is (N, D), one step of every sequence. What a step returns is both stored and
    carried on. Each step appends new arrays, and `np.stack` with `axis=1` puts the steps into the middle. The gates are
    kept for the backward pass, and because one wants to look at them. To convince yourself: reading in two parts, the
    second beginning with the h and c that the first ended with, gives the same numbers; and torch.nn.LSTM does, as the
    next cell shows.
    """,
)


@visible("lstm_forward", part="values")
def _(rng):
    by_hand = np.log(3)
    yield case(
        "the step worked by hand, then one that reads 0, twice in a batch of two",
        x=np.array([[[1.0], [0.0]], [[1.0], [0.0]]]),
        h0=np.array([[0.5], [0.5]]),
        c0=np.array([[2.0], [2.0]]),
        W_xh=np.array([[by_hand, 0.0, 0.3, by_hand]]),
        W_hh=np.array([[0.0, 2 * by_hand, 0.4, 0.0]]),
        b_h=np.array([0.0, 0.0, 0.0, -by_hand]),
        note="the first step is the one worked out above",
    )
    batch = sequences(rng, N=2, T=4, D=5, H=3)
    yield case("N = 2, T = 4, D = 5, H = 3", **batch)
    yield case("the same with another h0", **batch | {"h0": np.tanh(normal(rng, 2, 3))})
    yield case("the same with another c0", **batch | {"c0": normal(rng, 2, 3)})
    same = sequences(rng, N=3, T=5, D=1, H=2)
    yield case("the same input at every step", **same | {"x": np.repeat(same["x"][:, :1], 5, axis=1)})


@hidden("lstm_forward", part="values")
def _(rng):
    for _ in range(2):
        N, T, D, H = different_sizes(rng, 4, high=6)
        batch = sequences(rng, N, T, D, H)
        yield case("a random batch", **batch)
        yield case("the same with another c0", **batch | {"c0": normal(rng, N, H)})


@visible("lstm_forward", part="edge_cases")
def _(rng):
    yield case("one step: T = 1", **sequences(rng, N=3, T=1, D=2, H=4))
    yield case("one sequence: N = 1", **sequences(rng, N=1, T=4, D=2, H=3))
    yield case("one unit: H = 1", **sequences(rng, N=2, T=3, D=4, H=1))
    yield case("as many sequences as steps: N = T = D = H = 3", **sequences(rng, N=3, T=3, D=3, H=3))
    yield case("the same sizes, other numbers", **sequences(rng, N=3, T=3, D=3, H=3))


@hidden("lstm_forward", part="edge_cases")
def _(rng):
    N, T, D, H = different_sizes(rng, 4, high=6)
    yield case("one step", **sequences(rng, N, 1, D, H))
    yield case("one sequence", **sequences(rng, 1, T, D, H))
    yield case("one of each", **sequences(rng, 1, 1, 1, 1))
    yield case("square", **sequences(rng, H, H, H, H))


@right("lstm_forward", style="arrays made first")
def forward_into_arrays(x, h0, c0, W_xh, W_hh, b_h):
    N, T, _ = x.shape
    H = h0.shape[1]
    h, c, gates = np.empty((N, T, H)), np.empty((N, T, H)), np.empty((N, T, 4 * H))
    h_before, c_before = h0, c0
    for t in range(T):
        h[:, t], c[:, t], gates[:, t] = lstm_step(x[:, t], h_before, c_before, W_xh, W_hh, b_h)
        h_before, c_before = h[:, t], c[:, t]
    return h, c, gates


@right("lstm_forward", style="one product for all inputs")
def forward_with_one_product(x, h0, c0, W_xh, W_hh, b_h):
    read = np.einsum("ntd,dk->ntk", x, W_xh) + b_h
    H = h0.shape[1]
    h, c = h0, c0
    all_h, all_c, all_gates = [], [], []
    for t in range(read.shape[1]):
        a = read[:, t] + h @ W_hh
        gates = 1 / (1 + np.exp(-a))
        gates[:, 2 * H : 3 * H] = np.tanh(a[:, 2 * H : 3 * H])
        i, f, g, o = np.split(gates, 4, axis=1)
        c = f * c + i * g
        h = o * np.tanh(c)
        all_h.append(h)
        all_c.append(c)
        all_gates.append(gates)
    return np.stack(all_h, 1), np.stack(all_c, 1), np.stack(all_gates, 1)


@right("lstm_forward", style="one sequence after the other")
def forward_by_sequences(x, h0, c0, W_xh, W_hh, b_h):
    batches = []
    for sequence, h, c in zip(x, h0, c0):
        h, c = h[None], c[None]
        rows = []
        for x_t in sequence:
            h, c, gates = lstm_step(x_t[None], h, c, W_xh, W_hh, b_h)
            rows.append((h[0], c[0], gates[0]))
        batches.append([np.array(column) for column in zip(*rows)])
    return tuple(np.array(column) for column in zip(*batches))


@right("lstm_forward", style="recursion")
def forward_by_recursion(x, h0, c0, W_xh, W_hh, b_h):
    first = [part[:, None] for part in lstm_step(x[:, 0], h0, c0, W_xh, W_hh, b_h)]
    if x.shape[1] == 1:
        return tuple(first)
    rest = lstm_forward(x[:, 1:], first[0][:, 0], first[1][:, 0], W_xh, W_hh, b_h)
    return tuple(np.concatenate(pair, axis=1) for pair in zip(first, rest))


@right("lstm_forward", style="torch")
def forward_by_torch(x, h0, c0, W_xh, W_hh, b_h):
    import torch

    x, h, c, W_xh, W_hh, b_h = map(torch.from_numpy, (x, h0, c0, W_xh, W_hh, b_h))
    steps = []
    for x_t in x.unbind(1):
        i, f, g, o = (x_t @ W_xh + h @ W_hh + b_h).chunk(4, dim=1)
        i, f, g, o = 1 / (1 + (-i).exp()), 1 / (1 + (-f).exp()), g.tanh(), 1 / (1 + (-o).exp())
        c = f * c + i * g
        h = o * c.tanh()
        steps.append((h, c, torch.cat([i, f, g, o], dim=1)))
    return tuple(torch.stack(column, dim=1) for column in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You begin with zeros instead of h0. The caller decides where the state begins: that is how a text is "
    "read in parts.",
)
def forward_ignores_h0(x, h0, c0, W_xh, W_hh, b_h):
    h, c = np.zeros_like(h0), c0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You begin with zeros instead of c0. The cell state has a beginning of its own, beside h0.",
)
def forward_ignores_c0(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, np.zeros_like(c0)
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You begin with zeros instead of h0 and c0. The caller decides where both begin: that is how a text "
    "is read in parts.",
)
def forward_ignores_both(x, h0, c0, W_xh, W_hh, b_h):
    h, c = np.zeros_like(h0), np.zeros_like(c0)
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Every one of your steps begins with c0: the new cell state is stored but not carried on. Without "
    "that there is no long memory.",
)
def forward_c_not_carried(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c0, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Every one of your steps begins with h0: the new h is stored but not carried on.",
)
def forward_h_not_carried(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h0, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Every one of your steps begins with h0 and c0: each input is read as if it were the first.",
)
def forward_nothing_carried(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h0, c0, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You hand c to the step where h is expected, and h where c is. The order is x, h, c.",
)
def forward_exchanges_h_and_c(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], c, h, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You begin with c0 as the state and h0 as the cell state. After that your order is right.",
)
def forward_starts_exchanged(x, h0, c0, W_xh, W_hh, b_h):
    h, c = c0, h0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You begin the cell state with h0. It has a beginning of its own, c0.",
)
def forward_c_starts_at_h0(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, h0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You begin the state with c0. It has a beginning of its own, h0.",
)
def forward_h_starts_at_c0(x, h0, c0, W_xh, W_hh, b_h):
    h, c = c0, c0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You carry h on as the cell state too. Two different things go from step to step: h, which is shown, "
    "and c, which is kept.",
)
def forward_h_carried_as_c(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        h, _, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        c = h
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You carry the cell state on as h too. The gates of the next step look at h, which has been through "
    "tanh and output gate.",
)
def forward_c_carried_as_h(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        _, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        h = c
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You return the states h alone. Asked for are three arrays: h, c and gates, all steps of each.",
)
def forward_only_h(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return np.stack([step[0] for step in steps], axis=1)


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You return two arrays. The gates of all steps, (N, T, 4H), are asked for as well.",
)
def forward_h_and_c(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in list(zip(*steps))[:2])


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You return what the last step returned. All steps are asked for, with an axis T in the middle.",
)
def forward_last_step_only(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return h, c, gates


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="h and gates are right. Of the cell state you return the last step only; all of them are asked for, "
    "(N, T, H).",
)
def forward_c_of_the_last_step(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    all_h, _, all_gates = (np.stack(arrays, axis=1) for arrays in zip(*steps))
    return all_h, c, all_gates


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="h and c are right. Of the gates you return the last step only; all of them are asked for, (N, T, 4H).",
)
def forward_gates_of_the_last_step(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    all_h, all_c, _ = (np.stack(arrays, axis=1) for arrays in zip(*steps))
    return all_h, all_c, gates


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your axes are (T, N, ...). In this course the sequences come first.",
)
def forward_time_first(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your steps stand on the last axis. The order is (N, T, H).",
)
def forward_time_last(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=-1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You join the steps end to end, (N, T H). They need an axis of their own in the middle.",
)
def forward_joined(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.concatenate(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You cut (T, N, ...) up anew as (N, T, ...). reshape cuts anew, it does not turn the axes.",
)
def forward_reshaped(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays).reshape(x.shape[0], x.shape[1], -1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your loop walks along the first axis of x, the sequences. The steps are the second axis: x[:, t].",
)
def forward_along_the_batch(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[0]):
        h, c, gates = lstm_step(x[t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You read from right to left. Step 0 comes first.",
)
def forward_backwards(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in reversed(range(x.shape[1])):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You read from right to left, and store each step where it belongs. But a step may know only what "
    "came before it: start with step 0.",
)
def forward_backwards_stored_in_place(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in reversed(range(x.shape[1])):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays[::-1], axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Every one of your steps reads the first input. Is `t` in the index?",
)
def forward_first_input_always(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for _ in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, 0], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You store h0 and c0 as well, so that there is one step too many. The first entry is the state after "
    "the first input.",
)
def forward_with_the_first_states(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    all_h, all_c, all_gates = (np.stack(arrays, axis=1) for arrays in zip(*steps))
    return np.concatenate([h0[:, None], all_h], axis=1), np.concatenate([c0[:, None], all_c], axis=1), all_gates


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You store h and c before the step and not after it, so that all of them come one step late, and the "
    "last ones are lost.",
)
def forward_one_step_late(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        before = h, c
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((*before, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your first step is missing: range begins at 1, and Python's first step has the index 0.",
)
def forward_first_step_dropped(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(1, x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your last step is missing: range(T) already stops before T.",
)
def forward_last_step_dropped(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1] - 1):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Every entry of your list is one and the same array, which each step overwrites. Let each step have "
    "an array of its own.",
)
def forward_one_array_again_and_again(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0.copy(), c0.copy()
    steps = []
    for t in range(x.shape[1]):
        h[:], c[:], gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You write the new states into h0 and c0, which belong to the caller. Let h and c be new names for "
    "new arrays.",
)
def forward_overwrites_the_first_states(x, h0, c0, W_xh, W_hh, b_h):
    steps = []
    for t in range(x.shape[1]):
        h0[:], c0[:], gates = lstm_step(x[:, t], h0, c0, W_xh, W_hh, b_h)
        steps.append((h0.copy(), c0.copy(), gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You return c before h. The order is h, c, gates.",
)
def forward_c_before_h(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    all_h, all_c, all_gates = (np.stack(arrays, axis=1) for arrays in zip(*steps))
    return all_c, all_h, all_gates


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your numbers are right, but they come back as lists of arrays. Stack them along an axis for the steps.",
)
def forward_lists(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(list(arrays) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your numbers are right, and axes of length 1 are gone. One step or one sequence is still an axis.",
)
def forward_squeezed(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1).squeeze() for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="From the second step on your network reads its own h in place of x. x[:, t] is what comes in at step t.",
)
def forward_reads_its_state(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step((x[:, t] if t == 0 else np.resize(h, x[:, t].shape)), h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="lstm_step returns h first; you unpack it as c.",
)
def forward_unpacks_h_as_c(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        c, h, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You return after the first step: the return stands inside the loop. Move it to the left, below the loop.",
)
def forward_returns_inside_the_loop(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    steps = []
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
        break
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Every entry of your lists is one and the same buffer, which each step overwrites: all your steps "
    "show the last one. Let each step have arrays of its own.",
)
def forward_three_buffers_again_and_again(x, h0, c0, W_xh, W_hh, b_h):
    h, c, gates = h0.copy(), c0.copy(), np.empty((len(x), W_hh.shape[1]))
    steps = []
    for t in range(x.shape[1]):
        h[:], c[:], gates[:] = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
        steps.append((h, c, gates))
    return tuple(np.stack(arrays, axis=1) for arrays in zip(*steps))


@mistake(
    "lstm_forward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You return the last step only. Its axis in the middle is there, but all T steps belong on it.",
)
def forward_last_step_with_an_axis(x, h0, c0, W_xh, W_hh, b_h):
    h, c = h0, c0
    for t in range(x.shape[1]):
        h, c, gates = lstm_step(x[:, t], h, c, W_xh, W_hh, b_h)
    return h[:, None], c[:, None], gates[:, None]


# forget_bias_init ---------------------------------------------------------------------------------------------------

exercise(
    "forget_bias_init",
    returns={"b_h": "4H"},
    explained="""
    A forget gate f keeps the share f at every step, so that 1 / (1 - f) steps is how long it remembers. With f =
    sigmoid(b) that is 1 + exp(b), and asking it to be T gives b = ln(T - 1), formula (5.6). The same number with a
    minus closes the input gate as far, so that a cell which is to hold for T steps is not filled up by T steps of
    noise. The blocks stand in the order i, f, g, o: the first H entries are the input gate's, the next H the forget
    gate's, and candidate and output gate keep their zeros. To convince yourself: 1 / (1 - sigmoid(b_h[H])) is T again,
    and for T = 2 all entries are zero, since a gate at 0.5 remembers for two steps.
    """,
)

equivalent(
    "forget_bias_init",
    "b_h[:H] = -np.log(T - 1)",
    "b_h[:H + 1] = -np.log(T - 1)",
    because="the entry too many is the first of the forget gate's block, which the next line writes over",
)


@visible("forget_bias_init", part="values")
def _(rng):
    yield case("H = 3, T = 1000", H=3, T=1000, note="ln 999 is 6.907")
    yield case("H = 2, T = 4", H=2, T=4, note="ln 3 is 1.099")
    yield case("H = 5, T = 50", H=5, T=50)
    yield case("H = 5, T = 51", H=5, T=51)


@hidden("forget_bias_init", part="values")
def _(rng):
    for _ in range(3):
        yield case("some sizes", H=int(rng.integers(2, 9)), T=int(rng.integers(5, 3000)))


@visible("forget_bias_init", part="edge_cases")
def _(rng):
    yield case("one unit: H = 1", H=1, T=20)
    yield case("four units: H = 4", H=4, T=20)
    yield case("two steps: all gates half open", H=2, T=2)
    yield case("less than two steps", H=2, T=1.25)
    yield case("a memory of 1 + e steps: a forget bias of 1", H=3, T=1 + float(np.exp(1)))


@hidden("forget_bias_init", part="edge_cases")
def _(rng):
    yield case("one unit", H=1, T=int(rng.integers(3, 100)))
    yield case("a fraction", H=int(rng.integers(2, 5)), T=float(rng.uniform(1.2, 8)))


@right("forget_bias_init", style="repeat")
def init_by_repeat(H, T):
    b = np.log(T - 1)
    return np.repeat([-b, b, 0.0, 0.0], H)


@right("forget_bias_init", style="concatenate")
def init_by_concatenate(H, T):
    import math

    ones = np.ones(H)
    return np.concatenate([-math.log(T - 1) * ones, math.log(T - 1) * ones, np.zeros(2 * H)])


@right("forget_bias_init", style="reshape")
def init_by_reshape(H, T):
    b_h = np.zeros((4, H))
    b_h[1] = np.log1p(T - 2)
    b_h[0] = -b_h[1]
    return b_h.reshape(-1)


@right("forget_bias_init", style="torch")
def init_by_torch(H, T):
    import torch

    b = torch.log(torch.tensor(float(T), dtype=torch.float64) - 1)
    return torch.kron(torch.stack([-b, b, 0 * b, 0 * b]), torch.ones(H, dtype=torch.float64))


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You give the first H entries the forget gate's bias. In the order i, f, g, o the first block is the "
    "input gate's.",
)
def init_first_quarter(H, T):
    b_h = np.zeros(4 * H)
    b_h[:H] = np.log(T - 1)
    b_h[H : 2 * H] = -np.log(T - 1)
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You write the forget gate's bias into the third block, which is the candidate's. The order is i, f, g, o.",
)
def init_third_quarter(H, T):
    b_h = np.zeros(4 * H)
    b_h[:H] = -np.log(T - 1)
    b_h[2 * H : 3 * H] = np.log(T - 1)
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You write the forget gate's bias into the last block, which is the output gate's. The order is i, f, g, o.",
)
def init_last_quarter(H, T):
    b_h = np.zeros(4 * H)
    b_h[:H] = -np.log(T - 1)
    b_h[3 * H :] = np.log(T - 1)
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You close the output gate and leave the input gate as it is. The first block, the input gate's, is "
    "to get the negative bias.",
)
def init_output_closed(H, T):
    b_h = np.zeros(4 * H)
    b_h[3 * H :] = -np.log(T - 1)
    b_h[H : 2 * H] = np.log(T - 1)
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You give the candidate's block a bias as well. Only the two gates that guard the cell state get one.",
)
def init_candidate_too(H, T):
    b_h = np.zeros(4 * H)
    b_h[:H] = -np.log(T - 1)
    b_h[H : 3 * H] = np.log(T - 1)
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your forget gate is right and your input gate is left at zero. (5.6) has two biases.",
)
def init_forget_alone(H, T):
    b_h = np.zeros(4 * H)
    b_h[H : 2 * H] = np.log(T - 1)
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your input gate is right and your forget gate is left at zero. (5.6) has two biases.",
)
def init_input_alone(H, T):
    b_h = np.zeros(4 * H)
    b_h[:H] = -np.log(T - 1)
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your input gate gets the same bias as the forget gate: wide open, so that every step writes over the "
    "memory. It has the other sign in (5.6).",
)
def init_both_positive(H, T):
    b_h = np.zeros(4 * H)
    b_h[:H] = np.log(T - 1)
    b_h[H : 2 * H] = np.log(T - 1)
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Both of your gates get the negative bias: the forget gate is nearly closed and forgets at once. f = "
    "1 keeps everything, and needs a large bias.",
)
def init_both_negative(H, T):
    b_h = np.zeros(4 * H)
    b_h[:H] = -np.log(T - 1)
    b_h[H : 2 * H] = -np.log(T - 1)
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your forget gate's bias fills the first half. Each block has H entries: i from 0, f from H to 2H.",
    twin_of="init_both_positive",
)
def init_whole_first_half(H, T):
    b_h = np.zeros(4 * H)
    b_h[: 2 * H] = np.log(T - 1)
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You take ln T. With f = sigmoid(b) the memory is 1 + exp(b) steps: solve that for b.",
)
def init_log_T(H, T):
    b_h = np.zeros(4 * H)
    b_h[:H] = -np.log(T)
    b_h[H : 2 * H] = np.log(T)
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You subtract 1 from the logarithm. In (5.6) it is subtracted from T, inside.",
)
def init_log_minus_one(H, T):
    b_h = np.zeros(4 * H)
    b_h[:H] = 1 - np.log(T)
    b_h[H : 2 * H] = np.log(T) - 1
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You add 1 to T. With f = sigmoid(b) the memory is 1 + exp(b) steps: solve that for b.",
)
def init_log_plus_one(H, T):
    b_h = np.zeros(4 * H)
    b_h[:H] = -np.log(T + 1)
    b_h[H : 2 * H] = np.log(T + 1)
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You take the logarithm to the base 10. ln is the natural one, np.log.",
)
def init_log10(H, T):
    b_h = np.zeros(4 * H)
    b_h[:H] = -np.log10(T - 1)
    b_h[H : 2 * H] = np.log10(T - 1)
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You take the logarithm to the base 2. ln is the natural one, np.log.",
)
def init_log2(H, T):
    b_h = np.zeros(4 * H)
    b_h[:H] = -np.log2(T - 1)
    b_h[H : 2 * H] = np.log2(T - 1)
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You use T - 1 itself as the bias. It is the exponential of the bias that is to be T - 1.",
)
def init_no_logarithm(H, T):
    b_h = np.zeros(4 * H)
    b_h[:H] = -(T - 1)
    b_h[H : 2 * H] = T - 1
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You write the share 1 - 1/T that is to be kept. That is the gate's value; the bias is the "
    "number that the sigmoid turns into it.",
)
def init_share_itself(H, T):
    b_h = np.zeros(4 * H)
    b_h[:H] = 1 / T
    b_h[H : 2 * H] = 1 - 1 / T
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You set the forget bias to 1 whatever T is. That is a common choice, and the right one for a memory "
    "of 1 + e = 3.7 steps; here T says how long it is to be.",
)
def init_constant_one(H, T):
    b_h = np.zeros(4 * H)
    b_h[H : 2 * H] = 1.0
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your biases are twice as large: that happens with torch's two bias vectors, which are added, when "
    "both are set. Here there is one.",
)
def init_twice(H, T):
    b_h = np.zeros(4 * H)
    b_h[:H] = -2 * np.log(T - 1)
    b_h[H : 2 * H] = 2 * np.log(T - 1)
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You give every fourth entry to a gate. The gates stand in blocks of H entries.",
)
def init_interleaved(H, T):
    b_h = np.zeros(4 * H)
    b_h[0::4] = -np.log(T - 1)
    b_h[1::4] = np.log(T - 1)
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You set one entry of each block. Every one of the H units has a bias of its own.",
)
def init_one_entry_a_gate(H, T):
    b_h = np.zeros(4 * H)
    b_h[0] = -np.log(T - 1)
    b_h[H] = np.log(T - 1)
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your numbers are right, as a table (4, H). b_h is one row, (4H,).",
)
def init_table(H, T):
    b_h = np.zeros(4 * H)
    b_h[:H] = -np.log(T - 1)
    b_h[H : 2 * H] = np.log(T - 1)
    return b_h.reshape(4, H)


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You return one number for each gate. b_h has one for each unit of each gate, 4H in all.",
)
def init_four_numbers(H, T):
    return np.array([-np.log(T - 1), np.log(T - 1), 0.0, 0.0])


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your array is made of whole numbers, which cuts the logarithm off: leave out the dtype, or ask for floats.",
)
def init_whole_numbers(H, T):
    b_h = np.zeros(4 * H, dtype=int)
    b_h[:H] = -np.log(T - 1)
    b_h[H : 2 * H] = np.log(T - 1)
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You return the forget gate's block alone. b_h has all four, (4H,).",
)
def init_forget_block_only(H, T):
    return np.full(H, np.log(T - 1))


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your numbers are right, but they come back as a list. b_h is added to arrays: make one of it.",
)
def init_list(H, T):
    b_h = np.zeros(4 * H)
    b_h[:H] = -np.log(T - 1)
    b_h[H : 2 * H] = np.log(T - 1)
    return b_h.tolist()


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You open candidate and output gate by a bias of 1. (5.6) leaves them at zero.",
)
def init_others_open(H, T):
    b_h = np.ones(4 * H)
    b_h[:H] = -np.log(T - 1)
    b_h[H : 2 * H] = np.log(T - 1)
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your array has H entries, and the blocks for the other gates are missing. b_h is (4H,).",
)
def init_sized_H(H, T):
    b_h = np.zeros(H)
    b_h[:H] = -np.log(T - 1)
    b_h[H : 2 * H] = np.log(T - 1)
    return b_h


@mistake(
    "forget_bias_init",
    fails=("edge_cases",),
    says="You cut the logarithm off at 0. For T below 2 it is negative, and (5.6) means it: such a gate keeps "
    "less than half.",
)
def init_no_negative_logarithm(H, T):
    b = max(np.log(T - 1), 0)
    b_h = np.zeros(4 * H)
    b_h[:H] = -b
    b_h[H : 2 * H] = b
    return b_h


@mistake(
    "forget_bias_init",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Input and forget gate are right, and the output gate gets the negative bias as well. It begins at 0: "
    "what is kept may be shown.",
)
def init_output_closed_too(H, T):
    b_h = np.zeros(4 * H)
    b_h[:H] = -np.log(T - 1)
    b_h[H : 2 * H] = np.log(T - 1)
    b_h[3 * H :] = -np.log(T - 1)
    return b_h


# lstm_step_backward -------------------------------------------------------------------------------------------------

exercise(
    "lstm_step_backward",
    returns={"dx": "N D", "dh_prev": "N H", "dc_prev": "N H", "dW_xh": "D 4H", "dW_hh": "H 4H", "db_h": "4H"},
    forbidden=READY_MADE_GRADIENTS,
    explained="""
    Go through the step from its end to its beginning. h = o tanh(c) gives a gradient to o and, through the tanh, to c;
    the latter is added to the dc that came from the next step, since c went two ways. From that sum each factor of f
    c_prev + i g gets its share: the gradient times the other factor. Then come the activations: s (1 - s) for the three
    gates and 1 - g**2 for the candidate, all of the activated values, which is why the forward pass returned them. The
    four results lie side by side, (N, 4H), in the order of the columns, and from there it is the backward pass of a
    linear map: the transposed weights lead back to x and h_prev, the transposed inputs to the weights, and the bias,
    which was added to every row, gets the sum over the rows. c_prev was multiplied by f and by nothing else: no matrix,
    no tanh. To convince yourself, perturb one entry of one argument by 1e-5 in each direction.
    """,
)


@visible("lstm_step_backward", part="through_c")
def _(rng):
    by_hand = {
        "x": np.array([[1.0], [1.0]]),
        "h_prev": np.array([[0.5], [0.5]]),
        "c_prev": np.array([[2.0], [2.0]]),
        "c": np.full((2, 1), 1.5 + 0.75 * np.tanh(0.5)),
        "gates": np.array([[0.75, 0.75, np.tanh(0.5), 0.5]] * 2),
        "W_xh": np.array([[np.log(3), 0.0, 0.3, np.log(3)]]),
        "W_hh": np.array([[0.0, 2 * np.log(3), 0.4, 0.0]]),
    }
    yield case(
        "worked by hand: dh = 0 and dc = 1, twice in a batch of two",
        dh=np.zeros((2, 1)),
        dc=np.ones((2, 1)),
        **by_hand,
        note="the gradient of c_prev is the forget gate, 0.75",
    )
    back = one_step_back(rng, N=3, D=2, H=4)
    yield case("dh = 0: N = 3, D = 2, H = 4", **back | {"dh": np.zeros((3, 4))})
    yield case("the same with another dc", **back | {"dh": np.zeros((3, 4)), "dc": normal(rng, 3, 4)})


@hidden("lstm_step_backward", part="through_c")
def _(rng):
    for _ in range(2):
        N, D, H = different_sizes(rng, 3, high=6)
        yield case("a random batch, dh = 0", **one_step_back(rng, N, D, H) | {"dh": np.zeros((N, H))})


@visible("lstm_step_backward", part="through_h")
def _(rng):
    back = one_step_back(rng, N=4, D=3, H=2)
    yield case("dc = 0: N = 4, D = 3, H = 2", **back | {"dc": np.zeros((4, 2))})
    yield case("the same with another dh", **back | {"dc": np.zeros((4, 2)), "dh": normal(rng, 4, 2)})
    other = one_step_back(rng, N=2, D=3, H=5)
    yield case("dc = 0: N = 2, D = 3, H = 5", **other | {"dc": np.zeros((2, 5))})


@hidden("lstm_step_backward", part="through_h")
def _(rng):
    for _ in range(2):
        N, D, H = different_sizes(rng, 3, high=6)
        yield case("a random batch, dc = 0", **one_step_back(rng, N, D, H) | {"dc": np.zeros((N, H))})


@visible("lstm_step_backward", part="values")
def _(rng):
    back = one_step_back(rng, N=3, D=5, H=2)
    yield case("both ways: N = 3, D = 5, H = 2", **back)
    yield case("the same with another c_prev", **back | {"c_prev": normal(rng, 3, 2)})
    yield case("the same with another h_prev", **back | {"h_prev": np.tanh(normal(rng, 3, 2))})
    yield case("one sequence: N = 1", **one_step_back(rng, N=1, D=2, H=3))
    yield case("one unit: H = 1", **one_step_back(rng, N=3, D=2, H=1))
    yield case("all square: N = D = H = 3", **one_step_back(rng, N=3, D=3, H=3))
    yield case("as many inputs as columns: D = 4H = 8", **one_step_back(rng, N=2, D=8, H=2))


@hidden("lstm_step_backward", part="values")
def _(rng):
    N, D, H = different_sizes(rng, 3, high=6)
    yield case("a random batch", **one_step_back(rng, N, D, H))
    yield case("one sequence", **one_step_back(rng, 1, D, H))
    yield case("one of each", **one_step_back(rng, 1, 1, 1))
    yield case("square", **one_step_back(rng, H, H, H))
    yield case("N = D = 4H", **one_step_back(rng, 8, 8, 2))


@right("lstm_step_backward", style="gate by gate")
def step_back_gate_by_gate(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    H = dh.shape[1]
    i, f, g, o = (gates[:, k * H : (k + 1) * H] for k in range(4))
    shown = np.tanh(c)
    total = dc + dh * o * (1 - shown * shown)
    d_sums = {
        0: total * g * (i - i * i),
        1: total * c_prev * (f - f * f),
        2: total * i * (1 - g * g),
        3: dh * shown * (o - o * o),
    }
    dx, dh_prev = np.zeros(x.shape), np.zeros(h_prev.shape)
    dW_xh, dW_hh, db_h = np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(4 * H)
    for k, d_sum in d_sums.items():
        block = slice(k * H, (k + 1) * H)
        dx += d_sum @ W_xh[:, block].T
        dh_prev += d_sum @ W_hh[:, block].T
        dW_xh[:, block] = x.T @ d_sum
        dW_hh[:, block] = h_prev.T @ d_sum
        db_h[block] = d_sum.sum(axis=0)
    return dx, dh_prev, total * f, dW_xh, dW_hh, db_h


@right("lstm_step_backward", style="einsum")
def step_back_by_einsum(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    N, H = dh.shape
    i, f, g, o = gates.reshape(N, 4, H).transpose(1, 0, 2)
    d = dc + dh * o / np.cosh(c) ** 2
    others = np.stack([d * g, d * c_prev, d * i, dh * np.tanh(c)], axis=1)
    slopes = np.stack([i * (1 - i), f * (1 - f), 1 - g**2, o * (1 - o)], axis=1)
    da = (others * slopes).reshape(N, 4 * H)
    return (
        np.einsum("nk,dk->nd", da, W_xh),
        np.einsum("nk,hk->nh", da, W_hh),
        f * d,
        np.einsum("nd,nk->dk", x, da),
        np.einsum("nh,nk->hk", h_prev, da),
        np.einsum("nk->k", da),
    )


@right("lstm_step_backward", style="one joined matrix")
def step_back_joined(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    D = x.shape[1]
    i, f, g, o = np.hsplit(gates, 4)
    d = dc + dh * (o - o * np.tanh(c) ** 2)
    da = np.hstack(
        [d * g * i * (1 - i), d * c_prev * f * (1 - f), d * i * (1 - g) * (1 + g), dh * np.tanh(c) * o * (1 - o)]
    )
    read = np.hstack([x, h_prev, np.ones((len(x), 1))])
    d_read, d_weights = da @ np.vstack([W_xh, W_hh]).T, read.T @ da
    return d_read[:, :D], d_read[:, D:], d * f, d_weights[:D], d_weights[D:-1], d_weights[-1]


@right("lstm_step_backward", style="torch without autograd")
def step_back_by_torch(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    import torch

    dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh = map(
        torch.from_numpy, (dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh)
    )
    i, f, g, o = gates.chunk(4, dim=1)
    dc = dc + dh * o * (1 - c.tanh() ** 2)
    slopes = torch.cat([i * (1 - i), f * (1 - f), 1 - g**2, o * (1 - o)], dim=1)
    da = torch.cat([dc * g, dc * c_prev, dc * i, dh * c.tanh()], dim=1) * slopes
    return da @ W_xh.t(), da @ W_hh.t(), dc * f, x.t() @ da, h_prev.t() @ da, da.sum(0)


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="A term is missing in your gradient at c: c reaches the loss in two ways, by the next step's cell "
    "state and by this step's h. You have the first alone.",
)
def back_misses_the_path_through_h(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "values",
    ),
    says="A term is missing in your gradient at c: what came back from the next step is replaced by what comes "
    "through h. c went two ways, so its gradient is a sum of two.",
)
def back_replaces_dc(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="Your slope of the tanh is taken at c_prev. In (5.4) the tanh closes over the new cell state.",
)
def back_tanh_of_c_prev(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - np.tanh(c_prev) ** 2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="Your slope of the tanh is 1 - c**2. In the slope the square is that of the tanh's value, not of what "
    "is inside it.",
)
def back_slope_of_c_itself(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="Your slope of the tanh is 1 - tanh(c): the square is missing.",
)
def back_slope_without_square(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="Your slope of the tanh is taken of an activated value: tanh is applied twice. (This is one of the "
    "faults of the published pass in section 10.)",
)
def back_slope_of_tanh_twice(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - np.tanh(tanh_c) ** 2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="You multiply by tanh(c), its value, where the slope belongs.",
)
def back_value_for_slope(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * tanh_c
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="The slope of the tanh is missing on the way from h to c.",
)
def back_no_slope_at_h(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="On the way from h to c your gradient goes past the output gate: h is o times tanh(c), so o is a "
    "factor of it.",
)
def back_no_output_gate(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="On the way from h to c you take the slope of a sigmoid. The cell state goes through tanh.",
)
def back_sigmoid_slope_at_h(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * tanh_c * (1 - tanh_c)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "values",
    ),
    says="You apply output gate and slope to the gradient that comes from the next step as well. That one "
    "arrives at c itself, and has not been through (5.4).",
)
def back_slope_for_both_ways(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = (dc + dh) * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "values",
    ),
    says="You apply the tanh's slope to the gradient that comes from the next step as well. That one arrives "
    "at c itself, and has not been through (5.4).",
)
def back_gate_and_slope_half(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = (dc + dh * o) * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="You add dh to dc as it is. Between h and c lie the output gate and the tanh, and both leave a factor.",
)
def back_dh_straight_into_c(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="The slopes of sigmoid and tanh are missing in all four gates: your gradient stops at the activated "
    "values and has to go on to the sums of (5.2).",
)
def back_no_gate_slopes(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g
    da_f = dc_all * c_prev
    da_g = dc_all * i
    da_o = dh * tanh_c
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="The slope of the sigmoid is missing in the forget gate. (This is one of the faults of the published "
    "pass in section 10.)",
)
def back_no_slope_of_f(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="In the forget gate you multiply by the gate's value where the slope belongs.",
)
def back_value_of_f_for_slope(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="The slope of the sigmoid is missing in the input gate.",
)
def back_no_slope_of_i(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="The slope of the sigmoid is missing in the output gate.",
)
def back_no_slope_of_o(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="The slope of the tanh is missing in the candidate.",
)
def back_no_slope_of_g(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="You put the gates through the sigmoid once more before you take its slope. `gates` holds the "
    "activated values: the slope of a sigmoid can be read off its value.",
)
def back_slopes_of_activated(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    s_i, s_f, s_o = (1 / (1 + np.exp(-gate)) for gate in (i, f, o))
    da_i = dc_all * g * s_i * (1 - s_i)
    da_f = dc_all * c_prev * s_f * (1 - s_f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * s_o * (1 - s_o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="You put the output gate through the sigmoid once more before you take its slope. `gates` holds the "
    "activated values. (This is one of the faults of the published pass in section 10.)",
)
def back_slope_of_activated_o(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    s_o = 1 / (1 + np.exp(-o))
    da_o = dh * tanh_c * s_o * (1 - s_o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="You put the candidate through tanh once more before you take its slope. `gates` holds the activated values.",
)
def back_slope_of_activated_g(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - np.tanh(g) ** 2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="You put all four gates through sigmoid and tanh once more before you take the slopes. `gates` holds "
    "the activated values.",
)
def back_slopes_of_everything_activated(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    s_i, s_f, s_o = (1 / (1 + np.exp(-gate)) for gate in (i, f, o))
    da_i = dc_all * g * s_i * (1 - s_i)
    da_f = dc_all * c_prev * s_f * (1 - s_f)
    da_g = dc_all * i * (1 - np.tanh(g) ** 2)
    da_o = dh * tanh_c * s_o * (1 - s_o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="You take the slope of a sigmoid for the candidate. It went through tanh.",
)
def back_sigmoid_slope_of_g(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * g * (1 - g)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="You take the slope of tanh for all four. Three of them went through the sigmoid.",
)
def back_tanh_slope_of_gates(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * (1 - i**2)
    da_f = dc_all * c_prev * (1 - f**2)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * (1 - o**2)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="Your slope of the candidate's tanh is 1 - g: the square is missing.",
)
def back_slope_of_g_without_square(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="Input gate and forget gate have each other's factor: i stands beside g in (5.3), and f beside the "
    "old cell state.",
)
def back_f_and_i_factors_exchanged(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * c_prev * i * (1 - i)
    da_f = dc_all * g * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="Your gradient at the forget gate has the new cell state as its factor: an index is off by one. f "
    "stands beside c_{t-1} in (5.3).",
)
def back_f_by_new_c(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="Your gradient at the input gate has i as its factor. The gradient at one factor of i g is made with "
    "the other one.",
)
def back_i_by_itself(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * i * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="Your gradient at the candidate has g as its factor. The gradient at one factor of i g is made with "
    "the other one.",
)
def back_g_by_itself(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * g * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="Your gradient at the output gate has c as its factor. In (5.4) o stands beside the tanh of c.",
)
def back_o_by_c(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="Your gradient at the output gate begins with the gradient at c. The output gate stands in (5.4), so "
    "that only what arrives at h reaches it.",
)
def back_o_by_dc(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dc_all * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="The gradients at i, f and g begin with the dc that came in, and miss what comes through h. All that "
    "stands in (5.3) gets the whole gradient at c.",
)
def back_gates_by_dc_alone(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc * g * i * (1 - i)
    da_f = dc * c_prev * f * (1 - f)
    da_g = dc * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="You hand the gradient at c on to c_prev as it is. In (5.3) the old cell state is multiplied by f, so "
    "its gradient is too.",
)
def back_dc_prev_without_f(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="What you hand on to c_prev misses what comes through h: a term is missing.",
)
def back_dc_prev_of_dc_alone(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="You hand the gradient at c on to c_prev through the input gate. In (5.3) the old cell state stands "
    "beside the forget gate.",
)
def back_dc_prev_by_i(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * i
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="You take a slope on the way from c to c_prev. There is none: the old cell state is multiplied by f "
    "and goes through nothing else, which is the point of the LSTM.",
)
def back_dc_prev_with_slope(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f * (1 - tanh_c**2)
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="On the way from c to c_prev you multiply by the forget gate's slope. The factor beside c_prev in "
    "(5.3) is the gate's value.",
)
def back_dc_prev_by_slope_of_f(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f * (1 - f)
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="Your dh_prev comes from one gate alone. h_prev went into all four, so that four gradients come back "
    "and are added: a sum is missing.",
)
def back_dh_prev_from_one_gate(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da_i @ W_hh[:, : dh.shape[1]].T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="Your dh_prev misses what comes through the output gate. h_prev went into all four.",
)
def back_dh_prev_without_output_gate(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    H = dh.shape[1]
    dx, dh_prev = da @ W_xh.T, da[:, : 3 * H] @ W_hh[:, : 3 * H].T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="Your dx comes from one gate alone. x went into all four, so that four gradients come back and are "
    "added: a sum is missing.",
)
def back_dx_from_one_gate(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da_i @ W_xh[:, : dh.shape[1]].T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="You add dh to dh_prev. No arrow leads from h_prev to h past the gates: there is no such term.",
)
def back_dh_prev_with_dh(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, dh + da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="You multiply by a matrix of weights as it is. It leads from D or H numbers to 4H; back from 4H it "
    "goes by its transpose.",
)
def back_weights_not_transposed(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh, da @ W_hh
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="You multiply by a matrix of weights as it is. It leads from D or H numbers to 4H; back from 4H it "
    "goes by its transpose.",
)
def back_W_xh_not_transposed(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="Your gradients of the weights lie on their side, (4H, D) and (4H, H). A gradient has the shape of "
    "what it belongs to.",
)
def back_dW_transposed(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = da.T @ x, da.T @ h_prev, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="Your dW_hh is made with the state after the step: an index is off by one. W_hh was multiplied by the "
    "state before it.",
)
def back_dW_hh_by_new_h(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, (o * tanh_c).T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="You average over the sequences. The loss's own gradient has any such factor in it already: here it is a sum.",
)
def back_dW_mean(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da / len(x), h_prev.T @ da / len(x), da.mean(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="You average the bias's gradient over the sequences. The bias was added to each of them: its gradient "
    "is a sum.",
)
def back_db_mean(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.mean(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="Your db_h still has an axis for the sequences: a sum is missing. One bias was added to all of them, "
    "and gets the gradients of all.",
)
def back_db_not_summed(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="You sum the bias's gradient along the columns, so that one number a sequence is left. Sum over the "
    "sequences.",
)
def back_db_wrong_axis(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=1)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="Your db_h has a first axis of length 1. b_h is (4H,).",
)
def back_db_keeps_axis(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0, keepdims=True)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="Your db_h is that of the first sequence: a sum is missing. One bias was added to all of them.",
)
def back_db_of_the_first_sequence(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da[0]
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="You lay the gates' gradients side by side in the order f, i, g, o. It is i, f, g, o, as the columns "
    "of the weights.",
)
def back_order_f_i(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_f, da_i, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="You lay the gates' gradients side by side in the order i, f, o, g. It is i, f, g, o, as the columns "
    "of the weights.",
)
def back_order_o_g(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_o, da_g], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="You read `gates` in the order i, f, o, g. It is i, f, g, o.",
)
def back_split_o_g(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, o, g = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="You read `gates` in the order f, i, g, o. It is i, f, g, o.",
)
def back_split_f_i(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    f, i, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="All your gradients have the wrong sign. The minus comes later, in the step that lowers the loss.",
)
def back_negative(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return -dx, -dh_prev, -dc_prev, -dW_xh, -dW_hh, -db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="You return dh_prev first. The order is dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h.",
)
def back_returns_states_first(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dh_prev, dc_prev, dx, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="You return dc_prev before dh_prev. The order is dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h.",
)
def back_c_before_h(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dc_prev, dh_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="You return five arrays. The sixth is dc_prev: without it nothing flows back along the cell state.",
)
def back_without_dc_prev(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="Your numbers are right, but `dc +=` writes into the array of the caller. Add into a new one.",
)
def back_adds_into_dc(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc += dh * o * (1 - tanh_c**2)
    dc_all = dc
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="Your numbers are right where they are small: you clip them to the range from -1 to 1. Clipping has "
    "its place after the gradient, not in it: like this no check can be made of it.",
)
def back_clips(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return tuple(np.clip(array, -1, 1) for array in (dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h))


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "values",
    ),
    says="Your numbers are right, and axes of length 1 are gone. A gradient has the shape of what it belongs to.",
)
def back_squeezed(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return tuple(array.squeeze() for array in (dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h))


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="Your number by number product of x and the gates' gradients is no matrix product. Every pair of an "
    "input and a column has a weight: the gradient is a sum over the sequences.",
)
def back_by_elementwise_weights(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x * da, h_prev * da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_c",
        "through_h",
        "values",
    ),
    says="Input gate and candidate each get delta times the other one; you multiply each by itself.",
)
def back_i_and_g_by_themselves(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * i * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * g * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="Your tanh looks at the cell state before the step; (5.4) showed the one after it: one place too "
    "early. (This is one of the faults of the published pass in section 10.)",
)
def back_tanh_one_place_too_early(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c_prev)
    dc_all = dc + dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="You take the slope of the tanh from h, 1 - h**2. In a plain network h is the tanh; here h is o "
    "tanh(c), and the slope is 1 - tanh(c)**2.",
)
def back_slope_from_h(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * o * (1 - (o * tanh_c) ** 2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="You go back through h as in a plain network, dh (1 - h**2). Here h is o tanh(c): the output gate is "
    "a factor, and the slope is 1 - tanh(c)**2.",
)
def back_slope_from_h_without_output_gate(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc + dh * (1 - (o * tanh_c) ** 2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


@mistake(
    "lstm_step_backward",
    fails=(
        "through_h",
        "values",
    ),
    says="You subtract what comes through h. What is used twice gets two gradients, and they are added, (5.8).",
)
def back_subtracts_the_path_through_h(dh, dc, x, h_prev, c_prev, c, gates, W_xh, W_hh):
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc_all = dc - dh * o * (1 - tanh_c**2)
    da_i = dc_all * g * i * (1 - i)
    da_f = dc_all * c_prev * f * (1 - f)
    da_g = dc_all * i * (1 - g**2)
    da_o = dh * tanh_c * o * (1 - o)
    dc_prev = dc_all * f
    da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
    dx, dh_prev = da @ W_xh.T, da @ W_hh.T
    dW_xh, dW_hh, db_h = x.T @ da, h_prev.T @ da, da.sum(axis=0)
    return dx, dh_prev, dc_prev, dW_xh, dW_hh, db_h


# lstm_backward ------------------------------------------------------------------------------------------------------

exercise(
    "lstm_backward",
    returns={"dx": "N T D", "dh0": "N H", "dc0": "N H", "dW_xh": "D 4H", "dW_hh": "H 4H", "db_h": "4H"},
    backward=True,
    builds_on={"lstm_step_backward": "helpers.nn.lstm"},
    forbidden=READY_MADE_GRADIENTS,
    explained="""
    The loop runs from the last step to the first, and two gradients run with it. What arrives at h_t is the sum of the
    loss's own gradient there, dh[:, t], and of what came back through the step after it. What arrives at c_t comes from
    the step after it alone; at the last step that is dc_T. The step needs h and c from before it: those are stored one
    place earlier, and for the first step they are h0 and c0. `h[:, t - 1]` at t = 0 would quietly take the last state,
    since Python counts -1 from the end. The weights were used at every step, so their gradients are added up. After the
    loop, what was to be handed on to a step before the first is dh0 and dc0. To convince yourself: with a loss on the
    last state alone dx[:, 0] is not zero, and every array agrees with central differences.
    """,
)

equivalent(
    "lstm_backward",
    "dx = np.zeros(x.shape)",
    "dx = np.ones(x.shape)",
    because="every step of dx is written by the loop, which goes through all of them",
)
equivalent(
    "lstm_backward",
    "dW_xh, dW_hh, db_h = np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(W_hh.shape[1])",
    "dW_xh, dW_hh, db_h = np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(W_xh.shape[1])",
    because="W_xh and W_hh have 4H columns both",
)
for other in ("dc_T", "c0"):
    equivalent(
        "lstm_backward",
        "dh_next, dc_next = np.zeros(h0.shape), dc_T",
        f"dh_next, dc_next = np.zeros({other}.shape), dc_T",
        because="h0, c0 and dc_T are all (N, H)",
    )
for other in ("dh", "h", "c", "gates", "dx"):
    equivalent(
        "lstm_backward",
        "for t in reversed(range(x.shape[1])):",
        f"for t in reversed(range({other}.shape[1])):",
        because="all of them have T steps on their second axis",
    )


@visible("lstm_backward", part="values")
def _(rng):
    back = sequences_back(rng, N=2, T=4, D=3, H=5)
    yield case("a loss at every step: N = 2, T = 4, D = 3, H = 5", **back)
    only_last = np.zeros((2, 4, 5))
    only_last[:, -1] = normal(rng, 2, 5)
    nothing = np.zeros((2, 5))
    yield case("a loss at the last state alone", **back | {"dh": only_last, "dc_T": nothing})
    yield case("a loss at the last cell state alone", **back | {"dh": np.zeros((2, 4, 5))})
    yield case("a loss at the first state alone", **back | {"dh": np.roll(only_last, 1, axis=1), "dc_T": nothing})
    yield case("another batch: N = 3, T = 5, D = 4, H = 2", **sequences_back(rng, N=3, T=5, D=4, H=2))
    yield case("nine steps: N = 2, T = 9, D = 3, H = 2", **sequences_back(rng, N=2, T=9, D=3, H=2))


@hidden("lstm_backward", part="values")
def _(rng):
    for _ in range(2):
        N, T, D, H = different_sizes(rng, 4, low=3, high=6)
        back = sequences_back(rng, N, T, D, H)
        yield case("a random batch", **back)
        yield case("the same with another dc_T", **back | {"dc_T": normal(rng, N, H)})
    yield case("more steps", **sequences_back(rng, N, int(rng.integers(8, 12)), D, H))


@visible("lstm_backward", part="edge_cases")
def _(rng):
    yield case("one step: T = 1", **sequences_back(rng, N=3, T=1, D=2, H=4))
    yield case("one sequence: N = 1", **sequences_back(rng, N=1, T=4, D=2, H=3))
    yield case("one unit: H = 1", **sequences_back(rng, N=2, T=3, D=4, H=1))
    yield case("square: N = T = D = H = 3", **sequences_back(rng, N=3, T=3, D=3, H=3))
    yield case("the same sizes, other numbers", **sequences_back(rng, N=3, T=3, D=3, H=3))


@hidden("lstm_backward", part="edge_cases")
def _(rng):
    N, T, D, H = different_sizes(rng, 4, high=6)
    yield case("one step", **sequences_back(rng, N, 1, D, H))
    yield case("one sequence", **sequences_back(rng, 1, T, D, H))
    yield case("one of each", **sequences_back(rng, 1, 1, 1, 1))
    yield case("square", **sequences_back(rng, H, H, H, H))


@right("lstm_backward", style="the states before, in an array")
def backward_with_shifted_states(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    before_h = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    before_c = np.concatenate([c0[:, None], c[:, :-1]], axis=1)
    from_later_h, from_later_c = np.zeros(h0.shape), dc_T
    results = []
    for t in range(x.shape[1] - 1, -1, -1):
        results.append(
            lstm_step_backward(
                dh[:, t] + from_later_h,
                from_later_c,
                x[:, t],
                before_h[:, t],
                before_c[:, t],
                c[:, t],
                gates[:, t],
                W_xh,
                W_hh,
            )
        )
        from_later_h, from_later_c = results[-1][1:3]
    dx = np.stack([result[0] for result in reversed(results)], axis=1)
    return dx, from_later_h, from_later_c, *(sum(result[k] for result in results) for k in (3, 4, 5))


@right("lstm_backward", style="weights' gradients after the loop")
def backward_with_products_at_the_end(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    N, T, H = h.shape
    i, f, g, o = np.split(gates, 4, axis=2)
    before_h = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    before_c = np.concatenate([c0[:, None], c[:, :-1]], axis=1)
    shown = np.tanh(c)
    at_c = np.concatenate([g * i * (1 - i), before_c * f * (1 - f), i * (1 - g**2)], axis=2)
    at_h = shown * o * (1 - o)
    da = np.empty((N, T, 4 * H))
    back_h, back_c = np.zeros((N, H)), dc_T
    for t in reversed(range(T)):
        arriving = dh[:, t] + back_h
        d = back_c + arriving * o[:, t] * (1 - shown[:, t] ** 2)
        da[:, t] = np.concatenate([np.tile(d, 3) * at_c[:, t], arriving * at_h[:, t]], axis=1)
        back_h, back_c = da[:, t] @ W_hh.T, d * f[:, t]
    return (
        da @ W_xh.T,
        back_h,
        back_c,
        np.einsum("ntd,ntk->dk", x, da),
        np.einsum("nth,ntk->hk", before_h, da),
        da.sum(axis=(0, 1)),
    )


@right("lstm_backward", style="recursion")
def backward_by_recursion(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    last = x.shape[1] - 1
    h_prev, c_prev = (h[:, last - 1], c[:, last - 1]) if last else (h0, c0)
    dx, dh_prev, dc_prev, *dW = lstm_step_backward(
        dh[:, last], dc_T, x[:, last], h_prev, c_prev, c[:, last], gates[:, last], W_xh, W_hh
    )
    if not last:
        return dx[:, None], dh_prev, dc_prev, *dW
    shorter = dh[:, :last].copy()
    shorter[:, -1] += dh_prev
    dx_rest, dh0, dc0, *dW_rest = lstm_backward(
        shorter, dc_prev, x[:, :last], h0, c0, h[:, :last], c[:, :last], gates[:, :last], W_xh, W_hh
    )
    return np.concatenate([dx_rest, dx[:, None]], axis=1), dh0, dc0, *(a + b for a, b in zip(dW, dW_rest))


@right("lstm_backward", style="torch without autograd")
def backward_by_torch(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    import torch

    dh, dc, x, h0, c0, h, c, gates, W_xh, W_hh = map(torch.from_numpy, (dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh))
    from_later = torch.zeros_like(h0)
    dx, dW_xh, dW_hh, db_h = [], torch.zeros_like(W_xh), torch.zeros_like(W_hh), torch.zeros(W_hh.shape[1]).double()
    for t in range(x.shape[1] - 1, -1, -1):
        i, f, g, o = gates[:, t].chunk(4, dim=1)
        h_prev, c_prev = (h[:, t - 1], c[:, t - 1]) if t else (h0, c0)
        arriving = dh[:, t] + from_later
        dc = dc + arriving * o * (1 - c[:, t].tanh() ** 2)
        slopes = torch.cat([i * (1 - i), f * (1 - f), 1 - g**2, o * (1 - o)], dim=1)
        da = torch.cat([dc * g, dc * c_prev, dc * i, arriving * c[:, t].tanh()], dim=1) * slopes
        dx.insert(0, da @ W_xh.t())
        dW_xh, dW_hh, db_h = dW_xh + x[:, t].t() @ da, dW_hh + h_prev.t() @ da, db_h + da.sum(0)
        from_later, dc = da @ W_hh.t(), dc * f
    return torch.stack(dx, dim=1), from_later, dc, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Neither dh nor dc goes on to the step before: each step gets the loss's own gradient alone. With a "
    "loss at the end only, nothing is learnt from anything earlier.",
)
def backward_nothing_handed_on(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t],
            dc_T if t == T - 1 else np.zeros_like(c0),
            x[:, t],
            h_prev,
            c_prev,
            c[:, t],
            gates[:, t],
            W_xh,
            W_hh,
        )
        dx[:, t] = dx_t
        dh_first, dc_first = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_first, dc_first, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="What comes back through h does not go on to the step before: the variable is made and never used again.",
)
def backward_dh_not_handed_on(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t], dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="What comes back through the cell state does not go on to the step before: the variable is made and "
    "never used again. The long way back is this one.",
)
def backward_dc_not_handed_on(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next,
            dc_T if t == T - 1 else np.zeros_like(c0),
            x[:, t],
            h_prev,
            c_prev,
            c[:, t],
            gates[:, t],
            W_xh,
            W_hh,
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You begin with zeros at the last cell state. dc_T says what the loss makes of it.",
)
def backward_ignores_dc_T(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), np.zeros_like(dc_T)
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You add dc_T at every step. The loss looks at the last cell state alone.",
)
def backward_dc_T_every_step(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next,
            dc_next + (dc_T if t < T - 1 else 0),
            x[:, t],
            h_prev,
            c_prev,
            c[:, t],
            gates[:, t],
            W_xh,
            W_hh,
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Every one of your steps gets dc_T as its dc. It belongs to the last cell state alone; after that, "
    "what came back goes on.",
)
def backward_dc_T_instead_of_dc(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_T, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="A term is missing before the last step: there you take what came back and leave the loss's own "
    "gradient out. h_t reaches the loss in two ways, and dh has an entry for every step.",
)
def backward_loss_at_the_end_only(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            (dh[:, t] if t == T - 1 else 0) + dh_next,
            dc_next,
            x[:, t],
            h_prev,
            c_prev,
            c[:, t],
            gates[:, t],
            W_xh,
            W_hh,
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Every one of your steps gets the loss's gradient of the last one. Is `t` in the index?",
)
def backward_dh_of_the_last_everywhere(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, -1] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You hand the state after the step where the one before it is asked for: an index is off by one.",
)
def backward_h_after_the_step(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t]
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You hand the cell state after the step where the one before it is asked for: an index is off by one.",
)
def backward_c_after_the_step(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t]
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You hand h and c after the step where those before it are asked for: an index is off by one.",
)
def backward_both_after_the_step(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t]
        c_prev = c[:, t]
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="At the first step your h_prev is the last state: Python counts the index -1 from the end. Before the "
    "first step there was h0.",
)
def backward_h_wraps(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1]
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="At the first step your c_prev is the last cell state: Python counts the index -1 from the end. "
    "Before the first step there was c0.",
)
def backward_c_wraps(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1]
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="At the first step your h_prev and c_prev are the last ones: Python counts the index -1 from the end. "
    "Before the first step there were h0 and c0.",
)
def backward_both_wrap(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1]
        c_prev = c[:, t - 1]
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Before the first step you take zeros. There were h0 and c0.",
)
def backward_zero_before_the_first(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else np.zeros_like(h0)
        c_prev = c[:, t - 1] if t > 0 else np.zeros_like(c0)
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your dW_hh leaves the first step out, or takes zeros before it: there was h0.",
)
def backward_zero_h0(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else np.zeros_like(h0)
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Before the first step you take a cell state of zeros. There was c0.",
)
def backward_zero_c0(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else np.zeros_like(c0)
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Every one of your steps gets h0 as the state before it. That is true of the first one alone.",
)
def backward_h0_every_step(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Every one of your steps gets c0 as the cell state before it. That is true of the first one alone.",
)
def backward_c0_every_step(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You hand the states h where the cell states are asked for.",
)
def backward_h_for_c(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = h_prev
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, h[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your tanh looks at the cell state before the step; (5.4) showed the one after it: one place too "
    "early. (This is one of the faults of the published pass in section 10.)",
)
def backward_c_before_for_c(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c_prev, gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your loop runs from the first step to the last. A gradient comes from later steps: those have to be "
    "done first.",
)
def backward_forward_in_time(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in range(T):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your weights' gradients are those of the first step alone: each step replaces them. The same weights "
    "were used at every step, so their gradients are added: a sum over time is missing.",
)
def backward_weights_overwritten(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_x, dW_h, db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your weights' gradients are those of the last step alone. The same weights were used at every step, "
    "so their gradients are added: a sum over time is missing.",
)
def backward_weights_of_the_last_step(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        if t == T - 1:
            dW_xh, dW_hh, db_h = dW_x, dW_h, db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your db_h is that of the first step alone. The bias was added at every step: a sum over time is missing.",
)
def backward_bias_overwritten(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You divide the weights' gradients by the number of steps. The loss's own gradient has any such "
    "factor in it already: here it is a sum.",
)
def backward_mean_over_time(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh / T, dW_hh / T, db_h / T


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You divide the weights' gradients by the number of sequences. The loss's own gradient has any such "
    "factor in it already: here it is a sum.",
)
def backward_mean_over_the_batch(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh / len(x), dW_hh / len(x), db_h / len(x)


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You return zeros for dh0. What the first step hands back is the gradient at h0.",
)
def backward_no_dh0(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, np.zeros_like(h0), dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You return zeros for dc0. What the first step hands back is the gradient at c0.",
)
def backward_no_dc0(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, np.zeros_like(c0), dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You return zeros for dh0 and dc0. What the first step hands back are the gradients at h0 and c0.",
)
def backward_first_states_without_gradient(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, np.zeros_like(h0), np.zeros_like(c0), dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You add the loss's gradient at the first state to dh0. h0 is the state before the first step; the "
    "loss does not look at it directly.",
)
def backward_dh0_with_dh(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next + dh[:, 0], dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You exchange the two on the way to the step before: what came back through h goes on as dc, and the "
    "other way round.",
)
def backward_hands_on_exchanged(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dc_prev, dh_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="The loss's own gradient at a step goes on to the step before by itself, beside what the step made of "
    "it. It has been counted by then.",
)
def backward_dh_counted_twice(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh[:, t] + dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="What arrives at a state is handed on whole to the one before, beside what the step made of it. No "
    "arrow leads from one h to the next past the gates.",
)
def backward_hands_everything_on(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh[:, t] + dh_next + dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="What arrives at a cell state is handed on whole to the one before, beside what the step made of it. "
    "dc_prev is all there is to hand on.",
)
def backward_cell_accumulates(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_next + dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your dx runs from the last step to the first: the loop went backwards and its results were stored in "
    "the order in which they came.",
)
def backward_dx_reversed(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, T - 1 - t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You return zeros for dx. A layer below, such as the embedding, learns from it.",
)
def backward_no_dx(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        del dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your dx is that of one step. It has the shape of x, (N, T, D).",
)
def backward_dx_of_the_first_step(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your dx has the axes (T, N, D). A gradient has the shape of what it belongs to.",
)
def backward_dx_time_first(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return np.swapaxes(dx, 0, 1), dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your loop stops before step 0, so that the first step has no gradient.",
)
def backward_first_step_left_out(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in range(T - 1, 0, -1):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your loop begins one step too early: the last step has no gradient.",
)
def backward_last_step_left_out(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in range(T - 2, -1, -1):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your numbers are right where they are small: at every step you clip what is handed on. Clipping has "
    "its place after the gradient, not in it: like this no check can be made of it.",
)
def backward_clips(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = np.clip(dh_prev, -0.1, 0.1), np.clip(dc_prev, -0.1, 0.1)
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your numbers are right, but you add what comes back into dh, which belongs to the caller. Add into a "
    "new array.",
)
def backward_adds_into_dh(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t], dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        if t > 0:
            dh[:, t - 1] += dh_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You hand each step the gates of the step after it. All that a step used has the same index.",
)
def backward_next_gates(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, min(t + 1, T - 1)], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You hand each step the input of the step after it. All that a step used has the same index.",
)
def backward_next_input(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, min(t + 1, T - 1)], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="All your gradients have the wrong sign. The minus comes later, in the step that lowers the loss.",
)
def backward_negative(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return -dx, -dh_next, -dc_next, -dW_xh, -dW_hh, -db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You return four arrays. dh0 and dc0 are asked for as well: a text that is read in parts hands "
    "gradients on by them.",
)
def backward_without_first_states(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=("edge_cases",),
    says="Your numbers are right, and axes of length 1 are gone. A gradient has the shape of what it belongs to.",
)
def backward_squeezed(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return tuple(array.squeeze() for array in (dx, dh_next, dc_next, dW_xh, dW_hh, db_h))


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="The loss's own gradient is never used: dh[:, t] has to be added to what comes back through h at "
    "every step, (5.12).",
)
def backward_never_uses_dh(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You hand zeros as dc at every step: dc_T at the last one, and what the step after handed back at the "
    "others, are lost. The long way back is this one.",
)
def backward_dc_zeros_at_every_step(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, np.zeros_like(c0), x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You put dc_T in at h. It is the gradient at the last cell state: dc begins with it, and dh with zeros.",
)
def backward_dc_T_at_h(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = dc_T, np.zeros_like(c0)
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your arrays are right, and dc0 stands where dh0 is expected: the order is dx, dh0, dc0, dW_xh, dW_hh, db_h.",
)
def backward_returns_dc0_before_dh0(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dc_next, dh_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You hand each step the gates of the step before it. Only h and c are wanted from before; all that a "
    "step used has its own index.",
)
def backward_gates_before(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t - 1], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You hand each step the input of the step before it. Only h and c are wanted from before; all that a "
    "step used has its own index.",
)
def backward_input_before(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t - 1], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="At the last step dh[:, -1] is counted twice: dh_next begins with it, and the loop adds it once more. "
    "Nothing comes back through h there: begin with zeros.",
)
def backward_last_dh_twice(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = dh[:, -1], dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


@mistake(
    "lstm_backward",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your tanh looks at the cell state before the step; (5.4) showed the one after it: one place too "
    "early. (This is one of the faults of the published pass in section 10.)",
)
def backward_c_one_place_too_early(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros_like(x)
    dW_xh, dW_hh, db_h = np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    dh_next, dc_next = np.zeros_like(h0), dc_T
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        c_prev = c[:, t - 1] if t > 0 else c0
        dx_t, dh_prev, dc_prev, dW_x, dW_h, db = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, x[:, t], h_prev, c_prev, c[:, t - 1], gates[:, t], W_xh, W_hh
        )
        dx[:, t] = dx_t
        dh_next, dc_next = dh_prev, dc_prev
        dW_xh, dW_hh, db_h = dW_xh + dW_x, dW_hh + dW_h, db_h + db
    return dx, dh_next, dc_next, dW_xh, dW_hh, db_h


# quizzes ------------------------------------------------------------------------------------------------------------

quiz(
    "conveyor_belt",
    {
        "a": "The tanh of (5.4) works on a copy that is shown as h. It never touches what is kept.",
        "b": "W_hh acts on h and makes gates of it. No matrix stands between two cell states.",
        "c": "c goes from step to step through one product, number by number, and one sum: its slope is f, which the "
        "network sets itself and can hold near 1.",
        "d": "There is a number between 0 and 1 at every step, and nothing keeps it from being 0.01. The belt is as "
        "good as its forget gate.",
    },
)
quiz(
    "closed_input",
    {
        "a": "f = 1 keeps all of it and i = 0 adds nothing: c comes out as it went in, for as many steps as the "
        "gates stay so.",
        "b": "That would need f = 0. At f = 1 the old value is kept whole.",
        "c": "The candidate is multiplied by i, which is 0: whatever it is, it is not written.",
        "d": "tanh is taken of c to show it, in (5.4). c itself is not squashed.",
    },
)
quiz(
    "half_open",
    {
        "a": "One hundredth would be left after 100 steps if each took away 1 %. Half of it goes at each step.",
        "b": "0.5 is left after one step. After 100 it is multiplied by itself 100 times.",
        "c": "0.5 to the power 100 is 8e-31. A forget gate that starts half open forgets within a few steps: that is "
        "why the bias matters at the beginning of a training, before anything has been learnt.",
        "d": "Not by design: 1 would need f = 1, which is a bias without end.",
    },
)
quiz(
    "bias_for_lag",
    {
        "a": "A bias of 1 gives f = 0.73, which remembers for 3.7 steps. It is a good habit for short sentences and "
        "no help at a lag of 200.",
        "b": "ln 199 = 5.3 gives f = 0.995, of which more than a third is left after 200 steps: enough for a first "
        "gradient to arrive.",
        "c": "f would be 1 to all digits, and its slope f (1 - f) zero: the gate could never learn to forget.",
        "d": "The number of units says how much is kept side by side, not for how long.",
    },
)
quiz(
    "two_ways_back",
    {
        "a": "That is where c_t comes from. A gradient follows where it goes, and that is another question.",
        "b": "c_t is used twice, in h_t and in c_{t+1}; what is used twice gets two gradients, and they are added.",
        "c": "x_t goes into the gates of step t, which come before c_t: a gradient flows from c_t to x_t, not back.",
        "d": "The weights are no way from c_t to the loss: they receive gradients, and hand none on.",
    },
)
quiz(
    "falling_loss",
    {
        "a": "A loss that falls shows that the direction is more or less downhill. The published pass of section 10 "
        "points so, and is wrong in most of its arrays.",
        "b": "A higher learning rate hides a factor that is wrong, not a term that is missing.",
        "c": "It costs a few forward passes on tiny sizes, and it is the one test that a wrong gradient does not pass.",
        "d": "In float32 the difference of two nearly equal losses has few digits left. The check is done in float64.",
    },
)
quiz(
    "how_many_parameters",
    {
        "a": "Four blocks, each as large as the RNN's one: for i, f, g and o. What h and c add are states, not "
        "weights.",
        "b": "There are two states, but the weights are counted by the blocks of columns, and these are four.",
        "c": "Three gates have weights, and the candidate has them too.",
        "d": "D and H stand in both counts in the same way, so that the ratio depends on neither.",
    },
)
