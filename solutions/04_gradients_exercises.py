"""The private side of lesson 04_gradients: cases, other right ways, and the mistakes with what to say of each.

Sizes that are easily confused differ within a case; other cases are square on purpose, since there a wrong axis goes
unnoticed by NumPy. States are neither zero nor near one, so that a slope, a value and a missing slope all differ.
"""

import numpy as np

from helpers.exercises import case, equivalent, exercise, hidden, mistake, quiz, right, visible
from helpers.exercises.random_arguments import different_sizes, normal

# What would be the exercise itself, ready made. torch's arithmetic is a building block and may be used.
READY_MADE = ("helpers.nn", "torch.nn", "torch.ops", "torch._C", "torch._VF")
AUTOGRAD = ("torch.autograd", "torch.func", ".backward", ".jacobian")


def states(rng, *shape):
    """Values of tanh with slopes of many sizes, none near zero."""
    return np.tanh(rng.normal(scale=0.8, size=shape).clip(-1.5, 1.5))


def one_state(rng, N, H):
    return {"h": states(rng, N, H), "W_hh": normal(rng, H, H, scale=0.7)}


def span(rng, N, T, H, start, end):
    return {"h": states(rng, N, T, H), "W_hh": normal(rng, H, H, scale=0.7), "start": start, "end": end}


def backward(rng, N, T, H):
    return {"dh_T": normal(rng, N, H), "h": states(rng, N, T, H), "W_hh": normal(rng, H, H, scale=0.7)}


HAND_W = np.array([[0.4, 0.2], [0.1, 0.5]])
HAND_H = np.array([[[0.6, -0.8], [0.0, 0.5]]] * 2)


# step_jacobian -----------------------------------------------------------------------------------------------------

exercise(
    "step_jacobian",
    returns={"J": "N H H"},
    forbidden=(*READY_MADE, *AUTOGRAD),
    explained="""
    Two effects are multiplied. Unit i of the old state enters the sum of unit j with the factor W_hh[i, j], whatever
    the sequence. Then tanh passes on 1 - h[j]^2 of what reaches the sum of unit j, and that differs from sequence to
    sequence. The slope belongs to the unit that changes, j, which is the second axis of W_hh, so it scales the columns:
    `(1 - h**2)[:, None, :]` is (N, 1, H) and meets W_hh (H, H) as (N, H, H). A slope on the rows is the usual mistake,
    and where h is the same for all units nobody notices. h is the state after the step, a value of tanh already:
    another tanh around it is one too many. To convince yourself, move one number of the old state by 0.00001 and see
    how far each unit of the new one moves: that is one row.
    """,
)


equivalent(
    "step_jacobian",
    "return W_hh * (1 - h**2)[:, None, :]",
    "return W_hh * (1 - h**2)[:, None]",
    because="axes that an index does not name are kept: of an array with two axes both give (N, 1, H)",
)


@visible("step_jacobian", part="values")
def _(rng):
    yield case(
        "worked by hand, twice in a batch of two: slopes 0.64 and 0.36",
        h=HAND_H[:, 0],
        W_hh=HAND_W,
        note="row 0 is 0.4 times 0.64, and 0.2 times 0.36",
    )
    yield case("a batch: N = 3, H = 4", **one_state(rng, 3, 4))
    yield case("the same sizes, other numbers", **one_state(rng, 3, 4))
    yield case("a batch: N = 5, H = 2", **one_state(rng, 5, 2))
    still = one_state(rng, 2, 3)
    yield case("all states zero: every slope is 1", **still | {"h": np.zeros((2, 3))})


@hidden("step_jacobian", part="values")
def _(rng):
    for _ in range(3):
        N, H = different_sizes(rng, 2, high=6)
        yield case("a random batch", **one_state(rng, N, H))


@visible("step_jacobian", part="edge_cases")
def _(rng):
    yield case("one sequence: N = 1", **one_state(rng, 1, 3))
    yield case("one unit: H = 1", **one_state(rng, 4, 1))
    yield case("as many sequences as units: N = H = 3", **one_state(rng, 3, 3))
    yield case("the same sizes, other numbers", **one_state(rng, 3, 3))
    yield case(
        "units at their limits: slopes of 0",
        h=np.array([[1.0, -1.0, 0.5], [0.5, 1.0, -1.0]]),
        W_hh=np.arange(1.0, 10.0).reshape(3, 3),
        note="what reaches a unit at its limit goes nowhere",
    )


@hidden("step_jacobian", part="edge_cases")
def _(rng):
    N, H = different_sizes(rng, 2, high=6)
    yield case("one sequence", **one_state(rng, 1, H))
    yield case("one unit", **one_state(rng, N, 1))
    yield case("one of each", **one_state(rng, 1, 1))
    yield case("as many sequences as units", **one_state(rng, H, H))


@right("step_jacobian", style="einsum")
def jacobian_by_einsum(h, W_hh):
    return np.einsum("ij,nj->nij", W_hh, 1 - h * h)


@right("step_jacobian", style="diagonal matrices")
def jacobian_by_diagonals(h, W_hh):
    return np.stack([W_hh @ np.diag(1 - row**2) for row in h])


@right("step_jacobian", style="loops")
def jacobian_by_loops(h, W_hh):
    N, H = h.shape
    J = np.empty((N, H, H))
    for n in range(N):
        for i in range(H):
            for j in range(H):
                J[n, i, j] = W_hh[i, j] * (1 - h[n, j]) * (1 + h[n, j])
    return J


@right("step_jacobian", style="torch")
def jacobian_by_torch(h, W_hh):
    import torch

    h, W_hh = torch.from_numpy(h), torch.from_numpy(W_hh)
    return W_hh.unsqueeze(0) @ torch.diag_embed(1 - h.square())


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="Your matrices are the transposes: you have [j, i] where [i, j] is asked. torch keeps what changes in the "
    "rows; here, as in W_hh, the rows are what is moved and the columns what moves.",
)
def jacobian_transposed(h, W_hh):
    return W_hh.T * (1 - h**2)[:, :, None]


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="Your slopes scale the rows. Row i belongs to the unit of the old state that is moved, and the tanh that is "
    "asked here stands behind the sum, at the unit of the new state. Which axis of W_hh is that?",
)
def jacobian_slopes_on_rows(h, W_hh):
    return W_hh * (1 - h**2)[:, :, None]


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="The slopes are in their place, but you have transposed W_hh. With rows as vectors the product is h W_hh: "
    "unit i enters the sum of unit j by the entry [i, j], as it stands.",
)
def jacobian_weights_transposed(h, W_hh):
    return W_hh.T * (1 - h**2)[:, None, :]


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="Every sequence gets W_hh itself. That is the Jacobian of a network without tanh; the slope of each unit is "
    "missing.",
)
def jacobian_without_slopes(h, W_hh):
    return np.repeat(W_hh[None], len(h), axis=0)


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="You multiply by the value of tanh. How far the output moves when the input moves is its slope, and the slope "
    "is largest where the value is zero.",
)
def jacobian_with_values(h, W_hh):
    return W_hh * h[:, None, :]


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="You multiply by the sizes of the states. A state near zero would then pass on nothing, and it passes on the "
    "most: look at the slope of tanh there.",
)
def jacobian_with_sizes(h, W_hh):
    return W_hh * np.abs(h)[:, None, :]


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="You take tanh of h, and h is a value of tanh already. The slope in terms of the value needs no further tanh.",
)
def jacobian_tanh_twice(h, W_hh):
    return W_hh * (1 - np.tanh(h) ** 2)[:, None, :]


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="Your slope is 1 - h. For a negative state that is more than 1, and tanh is nowhere steeper than 1: the "
    "square is missing.",
)
def jacobian_without_square(h, W_hh):
    return W_hh * (1 - h)[:, None, :]


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="Your slope is 1 - |h|, a straight line down from zero. That of tanh falls slowly at first: it goes with the "
    "square.",
)
def jacobian_with_absolute_value(h, W_hh):
    return W_hh * (1 - np.abs(h))[:, None, :]


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="Your numbers have the opposite sign: h^2 - 1 is negative, and tanh only ever rises.",
)
def jacobian_with_the_sign_turned(h, W_hh):
    return W_hh * (h**2 - 1)[:, None, :]


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="h (1 - h) is the slope of the sigmoid in terms of its value. Here the units are tanh.",
)
def jacobian_of_a_sigmoid(h, W_hh):
    return W_hh * (h * (1 - h))[:, None, :]


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="The square root of 1 - h^2 is the cosine of an angle whose sine is h. The slope of tanh has no root.",
)
def jacobian_with_a_root(h, W_hh):
    return W_hh * np.sqrt(1 - h**2)[:, None, :]


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="The slope enters twice, once on the rows and once on the columns. One step passes through one tanh.",
)
def jacobian_with_slopes_on_both_sides(h, W_hh):
    slope = 1 - h**2
    return slope[:, :, None] * W_hh * slope[:, None, :]


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="The slope enters squared. One step passes through one tanh, and multiplies by its slope once.",
)
def jacobian_with_squared_slopes(h, W_hh):
    return W_hh * ((1 - h**2) ** 2)[:, None, :]


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="You add the identity. That is the Jacobian of a step that adds the old state to the new one; ours does not.",
)
def jacobian_with_a_shortcut(h, W_hh):
    return np.eye(len(W_hh)) + W_hh * (1 - h**2)[:, None, :]


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="Your result is (N, H): `@` has added up over the units. A Jacobian keeps each pair, so nothing is summed "
    "here.",
)
def jacobian_as_a_product(h, W_hh):
    return (1 - h**2) @ W_hh


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="You return one matrix, that of the first sequence. Each sequence has a state of its own, so there are N.",
)
def jacobian_of_the_first_sequence(h, W_hh):
    return W_hh @ np.diag(1 - h[0] ** 2)


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="You return one matrix, with the mean of the slopes over the batch. Sequences do not mix: there are N "
    "matrices.",
)
def jacobian_of_the_mean(h, W_hh):
    return W_hh * (1 - h**2).mean(axis=0)


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="You add up over the batch. Sequences do not mix: each of the N has a matrix of its own.",
)
def jacobian_summed_over_the_batch(h, W_hh):
    return (W_hh * (1 - h**2)[:, None, :]).sum(axis=0)


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="`W_hh * (1 - h**2)` lines up (H, H) with (N, H): that fits only where N = H, and then sequence n scales "
    "row n. Give the slopes a third axis, so that every sequence meets the whole of W_hh.",
)
def jacobian_without_a_new_axis(h, W_hh):
    return W_hh * (1 - h**2)


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="Given a matrix, `np.diag` takes its diagonal out; only of a vector does it make a matrix. Your h is a "
    "batch, so the slopes lose an axis there.",
)
def jacobian_diagonal_of_a_batch(h, W_hh):
    return W_hh @ np.diag(1 - h**2)


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="You return a list of N matrices. The numbers are right; what is asked for is one array, (N, H, H).",
)
def jacobian_as_a_list(h, W_hh):
    return [W_hh * (1 - row**2) for row in h]


@mistake(
    "step_jacobian",
    fails=("edge_cases",),
    says="`squeeze` drops every axis of length 1, also the batch's where N = 1 and the units' where H = 1. The shape "
    "that is asked is (N, H, H) in every case.",
)
def jacobian_squeezed(h, W_hh):
    return (W_hh * (1 - h**2)[:, None, :]).squeeze()


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="`h *= h` squares the caller's states where they lie. The numbers that you return are right, and the states "
    "are spoilt for everyone after you.",
)
def jacobian_squares_in_place(h, W_hh):
    h *= h
    return W_hh * (1 - h)[:, None, :]


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="You return the slopes alone, as diagonal matrices. The weights that lead from unit to unit are missing.",
)
def jacobian_slopes_alone(h, W_hh):
    return np.eye(h.shape[1]) * (1 - h**2)[:, None, :]


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="Your slope is 1 + h^2, more than 1 wherever a state is not zero. tanh is steepest at zero, with the slope 1: "
    "the square is taken away.",
)
def jacobian_with_a_plus(h, W_hh):
    return W_hh * (1 + h**2)[:, None, :]


@mistake(
    "step_jacobian",
    fails=("values", "edge_cases"),
    says="Every sequence gets the slopes of the first one, h[0]. Each has a state of its own, h[n].",
)
def jacobian_of_the_first_for_all(h, W_hh):
    return np.repeat((W_hh * (1 - h[0] ** 2))[None], len(h), axis=0)


# jacobian_product --------------------------------------------------------------------------------------------------

exercise(
    "jacobian_product",
    returns={"P": "N H H"},
    builds_on={"step_jacobian": "helpers.nn.gradients"},
    forbidden=(*READY_MADE, *AUTOGRAD),
    explained="""
    The product begins with identities, (N, H, H): from a state to itself every small change arrives as it left. Each
    step t after `start`, up to and including `end`, puts its J_t on the right, since a row vector passes from left to
    right through the factors. J_t needs h_t, which lies at `h[:, t - 1]`: counting from 0 there is exactly one place
    where the two ways of counting meet, and it is best to meet it once. `@` multiplies the matrices of each sequence
    among themselves and leaves the batch alone. Usual mistakes: the factors in the order in which the gradient meets
    them, a factor too many at either end (and `h[:, -1]` is no error in Python), a power of one matrix in place of the
    product. To convince yourself: start = end gives identities, and P(0, 2) P(2, 5) is P(0, 5).
    """,
)


equivalent(
    "jacobian_product",
    "product = product @ step_jacobian(h[:, t - 1], W_hh)",
    "product @= step_jacobian(h[:, t - 1], W_hh)",
    because="the product lives in an array that the function has made itself, and nobody else holds",
)


@visible("jacobian_product", part="values")
def _(rng):
    yield case(
        "worked by hand, twice in a batch of two: two steps",
        h=HAND_H,
        W_hh=HAND_W,
        start=0,
        end=2,
        note="row 0, column 0 is 0.256 times 0.4 and 0.072 times 0.1, added up",
    )
    batch = span(rng, 2, 5, 3, 0, 5)
    yield case("N = 2, T = 5, H = 3, from start to end", **batch)
    yield case("from state 1 to state 4", **batch | {"start": 1, "end": 4})
    yield case("from state 2 to the last one", **batch | {"start": 2})
    yield case("from h_0 to state 3", **batch | {"end": 3})
    yield case("the same sizes, other numbers", **span(rng, 2, 5, 3, 1, 4))
    yield case("N = 4, T = 3, H = 2", **span(rng, 4, 3, 2, 0, 3))


@hidden("jacobian_product", part="values")
def _(rng):
    for _ in range(3):
        N, T, H = different_sizes(rng, 3, low=3, high=7)
        batch = span(rng, N, T, H, 0, T)
        yield case("all steps", **batch)
        yield case("some steps", **batch | {"start": 1, "end": T - 1})


@visible("jacobian_product", part="edge_cases")
def _(rng):
    batch = span(rng, 2, 4, 3, 2, 2)
    yield case("from a state to itself", **batch)
    yield case("from h_0 to itself", **batch | {"start": 0, "end": 0})
    yield case("one step, the first", **batch | {"start": 0, "end": 1})
    yield case("one step, the last", **batch | {"start": 3, "end": 4})
    yield case("one step in all: T = 1", **span(rng, 3, 1, 2, 0, 1))
    yield case("one sequence: N = 1", **span(rng, 1, 4, 3, 0, 4))
    yield case("one unit: H = 1", **span(rng, 3, 4, 1, 1, 4))
    yield case("all square: N = T = H = 3", **span(rng, 3, 3, 3, 0, 3))


@hidden("jacobian_product", part="edge_cases")
def _(rng):
    N, T, H = different_sizes(rng, 3, low=3, high=7)
    batch = span(rng, N, T, H, 2, 2)
    yield case("from a state to itself", **batch)
    yield case("one step", **batch | {"start": 1})
    yield case("one step, the first", **batch | {"start": 0, "end": 1})
    yield case("one sequence", **span(rng, 1, T, H, 0, T))
    yield case("one unit", **span(rng, N, T, 1, 0, T))
    yield case("all square", **span(rng, H, H, H, 1, H))


@right("jacobian_product", style="from the right, transposed")
def product_from_the_right(h, W_hh, start, end):
    N, T, H = h.shape
    product = np.broadcast_to(np.eye(H), (N, H, H)).copy()
    for t in range(end - 1, start - 1, -1):
        product = (W_hh * (1 - h[:, t, None, :] ** 2)) @ product
    return product


@right("jacobian_product", style="sequence by sequence")
def product_by_sequence(h, W_hh, start, end):
    products = []
    for rows in h:
        product = np.eye(len(W_hh))
        for row in rows[start:end]:
            product = product @ W_hh @ np.diag(1 - row**2)
        products.append(product)
    return np.array(products)


@right("jacobian_product", style="reduce")
def product_by_reduce(h, W_hh, start, end):
    from functools import reduce

    def further(product, t):
        return np.einsum("nij,njk->nik", product, step_jacobian(h[:, t], W_hh))

    return reduce(further, range(start, end), np.stack([np.eye(len(W_hh))] * len(h)))


@right("jacobian_product", style="row by row, forward")
def product_row_by_row(h, W_hh, start, end):
    N, _, H = h.shape
    P = np.empty((N, H, H))
    for i in range(H):
        moved = np.zeros((N, H))
        moved[:, i] = 1.0
        for t in range(start, end):
            moved = (moved @ W_hh) * (1 - h[:, t] ** 2)
        P[:, i] = moved
    return P


@right("jacobian_product", style="torch")
def product_by_torch(h, W_hh, start, end):
    import torch

    h, W_hh = torch.from_numpy(h), torch.from_numpy(W_hh)
    product = torch.eye(len(W_hh), dtype=torch.float64).repeat(len(h), 1, 1)
    for t in range(start, end):
        product = product @ W_hh * (1 - h[:, t, None] ** 2)
    return product


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="Your factors stand in the opposite order, the last step on the left. A row vector that starts at h_start "
    "meets the earliest step first: which one stands next to it?",
)
def product_in_the_opposite_order(h, W_hh, start, end):
    N, _, H = h.shape
    product = np.tile(np.eye(H), (N, 1, 1))
    for t in range(start, end):
        product = step_jacobian(h[:, t], W_hh) @ product
    return product


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="Your result is the transpose. It is the matrix by which a gradient is multiplied on its way back; what is "
    "asked is how a change goes forward, with what is moved in the rows.",
)
def product_transposed(h, W_hh, start, end):
    N, _, H = h.shape
    product = np.tile(np.eye(H), (N, 1, 1))
    for t in range(start, end):
        product = product @ step_jacobian(h[:, t], W_hh)
    return product.swapaxes(1, 2)


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="Each of your factors is transposed, and they stand in the order of the ones that are not. Transposing a "
    "product turns its order round; transposing its factors alone gives something else.",
)
def product_of_transposes(h, W_hh, start, end):
    N, _, H = h.shape
    product = np.tile(np.eye(H), (N, 1, 1))
    for t in range(start, end):
        product = product @ step_jacobian(h[:, t], W_hh).swapaxes(1, 2)
    return product


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="You read h_t at `h[:, t]`, one place too late: h_1 lies at index 0, since h_0 is not in the array. At the "
    "last step there is nothing left to read.",
)
def product_one_place_too_late(h, W_hh, start, end):
    N, _, H = h.shape
    product = np.tile(np.eye(H), (N, 1, 1))
    for t in range(start + 1, end + 1):
        product = product @ step_jacobian(h[:, t], W_hh)
    return product


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="You have a factor too many, that of h_start itself. From h_start on, the first step to be taken is the "
    "next one. (For start = 0 it is `h[:, -1]`, the last state: Python raises no error there.)",
)
def product_with_the_start(h, W_hh, start, end):
    N, _, H = h.shape
    product = np.tile(np.eye(H), (N, 1, 1))
    for t in range(start, end + 1):
        product = product @ step_jacobian(h[:, t - 1], W_hh)
    return product


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="The last factor is missing: `range` stops before its end, and the step that leads to h_end belongs to the "
    "product.",
)
def product_without_the_last_step(h, W_hh, start, end):
    N, _, H = h.shape
    product = np.tile(np.eye(H), (N, 1, 1))
    for t in range(start + 1, end):
        product = product @ step_jacobian(h[:, t - 1], W_hh)
    return product


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="The first factor is missing: the step from h_start to the state after it belongs to the product.",
)
def product_without_the_first_step(h, W_hh, start, end):
    N, _, H = h.shape
    product = np.tile(np.eye(H), (N, 1, 1))
    for t in range(start + 2, end + 1):
        product = product @ step_jacobian(h[:, t - 1], W_hh)
    return product


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="You take each step's slopes at the state before it. J_t has the slopes of h_t, the state that the step "
    "leads to; and for the first step `h[:, -1]` is the last state of all.",
)
def product_with_the_states_before(h, W_hh, start, end):
    N, _, H = h.shape
    product = np.tile(np.eye(H), (N, 1, 1))
    for t in range(start, end):
        product = product @ step_jacobian(h[:, t - 1], W_hh)
    return product


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="`*` multiplies entry by entry. One step after the other is a matrix product: each way through a unit in "
    "between is counted, and the ways are added up.",
)
def product_entry_by_entry(h, W_hh, start, end):
    N, _, H = h.shape
    product = np.tile(np.eye(H), (N, 1, 1))
    for t in range(start, end):
        product = product * step_jacobian(h[:, t], W_hh)
    return product


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="Your numbers are W_hh to the power of the number of steps: the slopes are missing. Deck 2 has this line "
    "too, for a network whose activation is the identity.",
)
def product_of_weights_alone(h, W_hh, start, end):
    return np.tile(np.linalg.matrix_power(W_hh, end - start), (len(h), 1, 1))


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="You take the power of one step's Jacobian, the last one's. Every step has a state and so a Jacobian of its "
    "own.",
)
def product_as_a_power(h, W_hh, start, end):
    return np.linalg.matrix_power(step_jacobian(h[:, end - 1], W_hh), end - start)


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="You multiply all the weights first and all the slopes afterwards. Matrices may not change places: between "
    "two W_hh stands the diagonal of the state in between.",
)
def product_weights_then_slopes(h, W_hh, start, end):
    slopes = np.prod(1 - h[:, start:end] ** 2, axis=1)
    return np.linalg.matrix_power(W_hh, end - start) * slopes[:, None, :]


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="You add the Jacobians up. One step after the other means a product; a sum would be several ways side by "
    "side.",
)
def product_as_a_sum(h, W_hh, start, end):
    N, _, H = h.shape
    total = np.zeros((N, H, H))
    for t in range(start, end):
        total = total + step_jacobian(h[:, t], W_hh)
    return total


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="Your product begins with zeros, and stays zero. What leaves the other factors as they are?",
)
def product_from_zeros(h, W_hh, start, end):
    N, _, H = h.shape
    product = np.zeros((N, H, H))
    for t in range(start, end):
        product = product @ step_jacobian(h[:, t], W_hh)
    return product


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="Your product begins with a matrix full of ones, which adds up all rows. The matrix that leaves the other "
    "factors as they are has ones on its diagonal alone.",
)
def product_from_ones(h, W_hh, start, end):
    N, _, H = h.shape
    product = np.ones((N, H, H))
    for t in range(start, end):
        product = product @ step_jacobian(h[:, t], W_hh)
    return product


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="You begin at h_0 whatever `start` says.",
)
def product_from_the_beginning(h, W_hh, start, end):
    N, _, H = h.shape
    product = np.tile(np.eye(H), (N, 1, 1))
    for t in range(end):
        product = product @ step_jacobian(h[:, t], W_hh)
    return product


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="You go on to the last state whatever `end` says.",
)
def product_to_the_very_end(h, W_hh, start, end):
    N, T, H = h.shape
    product = np.tile(np.eye(H), (N, 1, 1))
    for t in range(start, T):
        product = product @ step_jacobian(h[:, t], W_hh)
    return product


@mistake(
    "jacobian_product",
    fails=("edge_cases",),
    says="Your product begins with the first step's Jacobian, so that it has a factor even where start = end and no "
    "step is taken. Begin with what a state is to itself.",
)
def product_with_at_least_one_step(h, W_hh, start, end):
    product = step_jacobian(h[:, start], W_hh)
    for t in range(start + 1, end):
        product = product @ step_jacobian(h[:, t], W_hh)
    return product


@mistake(
    "jacobian_product",
    fails=("edge_cases",),
    says="Where start = end you return one identity, (H, H). A batch of N sequences has N of them.",
)
def product_with_one_identity(h, W_hh, start, end):
    product = np.eye(len(W_hh))
    for t in range(start, end):
        product = product @ step_jacobian(h[:, t], W_hh)
    return product


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="Your product is not begun afresh for each sequence: sequence 1 goes on with that of sequence 0. Sequences "
    "know nothing of each other.",
)
def product_leaks_to_the_next_sequence(h, W_hh, start, end):
    products = []
    product = np.eye(len(W_hh))
    for rows in h:
        for row in rows[start:end]:
            product = product @ W_hh @ np.diag(1 - row**2)
        products.append(product)
    return np.array(products)


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="You return the product of the first sequence alone. Each sequence has states, and so a product, of its own.",
)
def product_of_the_first_sequence(h, W_hh, start, end):
    product = np.eye(len(W_hh))
    for row in h[0, start:end]:
        product = product @ W_hh @ np.diag(1 - row**2)
    return product


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="`h[t]` is sequence t, all its steps. The states after a step are `h[:, ...]`, with the batch first.",
)
def product_over_sequences(h, W_hh, start, end):
    N, _, H = h.shape
    product = np.tile(np.eye(H), (N, 1, 1))
    for t in range(start, end):
        product = product @ step_jacobian(h[t], W_hh)
    return product


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="You return every product on the way, in a list. Asked is the last one, as one array.",
)
def product_all_on_the_way(h, W_hh, start, end):
    N, _, H = h.shape
    products = [np.tile(np.eye(H), (N, 1, 1))]
    for t in range(start, end):
        products.append(products[-1] @ step_jacobian(h[:, t], W_hh))
    return products


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="Your loop ends in its first round: the `return` stands inside it, so that one step is all that is taken.",
)
def product_returns_inside_the_loop(h, W_hh, start, end):
    N, _, H = h.shape
    product = np.tile(np.eye(H), (N, 1, 1))
    for t in range(start, end):
        return product @ step_jacobian(h[:, t], W_hh)
    return product


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="The slopes enter squared: `step_jacobian` has them already, and you multiply by them again.",
)
def product_with_slopes_again(h, W_hh, start, end):
    N, _, H = h.shape
    product = np.tile(np.eye(H), (N, 1, 1))
    for t in range(start, end):
        product = product @ step_jacobian(h[:, t], W_hh) * (1 - h[:, t] ** 2)[:, None, :]
    return product


@mistake(
    "jacobian_product",
    fails=("edge_cases",),
    says="`squeeze` drops every axis of length 1, also the batch's where N = 1 and the units' where H = 1.",
)
def product_squeezed(h, W_hh, start, end):
    N, _, H = h.shape
    product = np.tile(np.eye(H), (N, 1, 1))
    for t in range(start, end):
        product = product @ step_jacobian(h[:, t], W_hh)
    return product.squeeze()


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="You always return identities. `product @ factor` makes a new array and leaves `product` as it was: the "
    "result has to be kept.",
)
def product_not_kept(h, W_hh, start, end):
    N, _, H = h.shape
    product = np.tile(np.eye(H), (N, 1, 1))
    for t in range(start, end):
        product @ step_jacobian(h[:, t], W_hh)
    return product


@mistake(
    "jacobian_product",
    fails=("values", "edge_cases"),
    says="Every sequence gets the product of the first one. Each has states of its own.",
)
def product_of_the_first_for_all(h, W_hh, start, end):
    N, _, H = h.shape
    product = np.tile(np.eye(H), (N, 1, 1))
    for t in range(start, end):
        product = product @ step_jacobian(h[:, t], W_hh)[0]
    return product


# gradient_norm_by_lag ----------------------------------------------------------------------------------------------

exercise(
    "gradient_norm_by_lag",
    returns={"norms": "N lag"},
    forbidden=(*READY_MADE, *AUTOGRAD),
    explained="""
    The gradient starts as dh_T at the last state and walks back: through tanh, by the slope of the state that it stands
    at, and then through W_hh, transposed, to the state before. After l rounds it is the gradient at h_(T-l); before the
    first round it is dh_T itself, so that T steps give T + 1 norms. `np.linalg.norm(dh, axis=1)` takes the norm of each
    row, one a sequence, and `np.stack(..., axis=1)` puts the lags side by side. No Jacobian is ever built: a row times
    a matrix costs H^2 products where a matrix times a matrix costs H^3, and this is why a backward pass is affordable.
    Usual mistakes: the slope after the product with W_hh, W_hh not transposed, the slopes of the state before. To
    convince yourself: the norm at lag l is that of dh_T times the transpose of your jacobian_product(h, W_hh, T - l,
    T).
    """,
)


equivalent(
    "gradient_norm_by_lag",
    "norms = [np.linalg.norm(dh, axis=1)]",
    "norms = [np.linalg.norm(dh_T, axis=1)]",
    because="dh is dh_T there: no step has been taken yet",
)

equivalent(
    "gradient_norm_by_lag",
    "dh = (dh * (1 - h[:, t] ** 2)) @ W_hh.T",
    "dh = (dh * (h[:, t] ** 2 - 1)) @ W_hh.T",
    because="each step back turns the sign of the whole gradient, which its norm does not see",
)


@visible("gradient_norm_by_lag", part="values")
def _(rng):
    yield case(
        "worked by hand, twice in a batch of two: two steps",
        dh_T=np.array([[3.0, 4.0]] * 2),
        h=HAND_H,
        W_hh=HAND_W,
        note="the gradient is (3, 4), then (1.8, 1.8), then (0.5904, 0.4392)",
    )
    batch = backward(rng, 2, 5, 3)
    yield case("N = 2, T = 5, H = 3", **batch)
    yield case("the same states, another dh_T", **batch | {"dh_T": normal(rng, 2, 3)})
    yield case("the same dh_T and weights, other states", **batch | {"h": states(rng, 2, 5, 3)})
    yield case("N = 4, T = 3, H = 2", **backward(rng, 4, 3, 2))
    still = backward(rng, 3, 4, 2)
    yield case("all states zero: every slope is 1", **still | {"h": np.zeros((3, 4, 2))})


@hidden("gradient_norm_by_lag", part="values")
def _(rng):
    for _ in range(3):
        N, T, H = different_sizes(rng, 3, low=3, high=7)
        yield case("a random batch", **backward(rng, N, T, H))


@visible("gradient_norm_by_lag", part="edge_cases")
def _(rng):
    yield case("one sequence: N = 1", **backward(rng, 1, 4, 3))
    yield case("the same sizes, other numbers", **backward(rng, 1, 4, 3))
    yield case("one step: T = 1", **backward(rng, 3, 1, 2))
    yield case("one unit: H = 1", **backward(rng, 2, 4, 1))
    yield case("as many lags as sequences: N = 3, T = 2, H = 3", **backward(rng, 3, 2, 3))
    zero = backward(rng, 2, 3, 2)
    yield case("a gradient of zero", **zero | {"dh_T": np.zeros((2, 2))}, note="zero stays zero")


@hidden("gradient_norm_by_lag", part="edge_cases")
def _(rng):
    N, T, H = different_sizes(rng, 3, low=3, high=7)
    yield case("one sequence", **backward(rng, 1, T, H))
    yield case("one step", **backward(rng, N, 1, H))
    yield case("one unit", **backward(rng, N, T, 1))
    yield case("all square", **backward(rng, H + 1, H, H))
    yield case("one of each", **backward(rng, 1, 1, 1))


@right("gradient_norm_by_lag", style="products of Jacobians")
def norms_by_jacobians(dh_T, h, W_hh):
    product = np.stack([np.eye(len(W_hh))] * len(h))
    norms = [np.linalg.norm(dh_T, axis=1)]
    for t in reversed(range(h.shape[1])):
        product = (W_hh @ np.stack([np.diag(1 - row**2) for row in h[:, t]])) @ product
        norms.append(np.linalg.norm(np.einsum("nj,nij->ni", dh_T, product), axis=1))
    return np.stack(norms, axis=1)


@right("gradient_norm_by_lag", style="filling an array")
def norms_into_an_array(dh_T, h, W_hh):
    N, T, _ = h.shape
    norms = np.empty((N, T + 1))
    back = np.array(dh_T)
    norms[:, 0] = np.sqrt((back * back).sum(axis=1))
    for lag in range(1, T + 1):
        back = np.dot(back * (1 - h[:, T - lag] ** 2), W_hh.T)
        norms[:, lag] = np.sqrt((back * back).sum(axis=1))
    return norms


@right("gradient_norm_by_lag", style="sequence by sequence, columns")
def norms_by_columns(dh_T, h, W_hh):
    rows = []
    for gradient, steps in zip(dh_T, h, strict=True):
        row = [np.linalg.norm(gradient)]
        for state in steps[::-1]:
            gradient = W_hh @ (gradient * (1 + state) * (1 - state))
            row.append(np.linalg.norm(gradient))
        rows.append(row)
    return np.array(rows)


@right("gradient_norm_by_lag", style="torch")
def norms_by_torch(dh_T, h, W_hh):
    import torch

    back, h, W_hh = (torch.from_numpy(array) for array in (dh_T, h, W_hh))
    norms = [back.norm(dim=1)]
    for t in range(h.shape[1] - 1, -1, -1):
        back = torch.einsum("nj,ij->ni", back * (1 - h[:, t] ** 2), W_hh)
        norms.append(back.norm(dim=1))
    return torch.stack(norms, dim=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="You multiply by W_hh, as a state does on its way forward. A gradient goes the other way through the same "
    "weights.",
)
def norms_with_weights_not_transposed(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1)]
    for t in reversed(range(h.shape[1])):
        dh = (dh * (1 - h[:, t] ** 2)) @ W_hh
        norms.append(np.linalg.norm(dh, axis=1))
    return np.stack(norms, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="Your gradient passes through the weights alone; the slopes of tanh are missing.",
)
def norms_without_slopes(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1)]
    for _ in range(h.shape[1]):
        dh = dh @ W_hh.T
        norms.append(np.linalg.norm(dh, axis=1))
    return np.stack(norms, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="You take tanh of h, and h is a value of tanh already.",
)
def norms_tanh_twice(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1)]
    for t in reversed(range(h.shape[1])):
        dh = (dh * (1 - np.tanh(h[:, t]) ** 2)) @ W_hh.T
        norms.append(np.linalg.norm(dh, axis=1))
    return np.stack(norms, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="You multiply by the value of tanh. On the way back it is the slope that counts, and that is largest where "
    "the value is zero.",
)
def norms_with_values(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1)]
    for t in reversed(range(h.shape[1])):
        dh = (dh * h[:, t]) @ W_hh.T
        norms.append(np.linalg.norm(dh, axis=1))
    return np.stack(norms, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="Your slope is 1 - h, without the square: for negative states it is more than 1.",
)
def norms_without_square(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1)]
    for t in reversed(range(h.shape[1])):
        dh = (dh * (1 - h[:, t])) @ W_hh.T
        norms.append(np.linalg.norm(dh, axis=1))
    return np.stack(norms, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="The slope enters squared. One step back passes through one tanh.",
)
def norms_with_squared_slopes(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1)]
    for t in reversed(range(h.shape[1])):
        dh = (dh * (1 - h[:, t] ** 2) ** 2) @ W_hh.T
        norms.append(np.linalg.norm(dh, axis=1))
    return np.stack(norms, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="You go through the weights first and through tanh afterwards. Forward, the tanh came last; backward, what "
    "came last is met first.",
)
def norms_slope_after_the_product(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1)]
    for t in reversed(range(h.shape[1])):
        dh = (dh @ W_hh.T) * (1 - h[:, t] ** 2)
        norms.append(np.linalg.norm(dh, axis=1))
    return np.stack(norms, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="You take the slopes of the state before the one that the gradient stands at; at the first step `h[:, -1]` "
    "is the last state, without an error.",
)
def norms_with_the_states_before(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1)]
    for t in reversed(range(h.shape[1])):
        dh = (dh * (1 - h[:, t - 1] ** 2)) @ W_hh.T
        norms.append(np.linalg.norm(dh, axis=1))
    return np.stack(norms, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="Your loop walks forward, so that the first state's slopes meet dh_T. The gradient starts at the last state.",
)
def norms_forward_in_time(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1)]
    for t in range(h.shape[1]):
        dh = (dh * (1 - h[:, t] ** 2)) @ W_hh.T
        norms.append(np.linalg.norm(dh, axis=1))
    return np.stack(norms, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="Your norms are right and stand in the order of the states, h_0 first. Asked is the order of the lags: the "
    "last state has lag 0.",
)
def norms_in_the_order_of_time(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1)]
    for t in reversed(range(h.shape[1])):
        dh = (dh * (1 - h[:, t] ** 2)) @ W_hh.T
        norms.append(np.linalg.norm(dh, axis=1))
    return np.stack(norms[::-1], axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="Lag 0 is missing: before any step back is taken, the gradient is dh_T itself, and it has a norm too.",
)
def norms_without_lag_zero(dh_T, h, W_hh):
    dh = dh_T
    norms = []
    for t in reversed(range(h.shape[1])):
        dh = (dh * (1 - h[:, t] ** 2)) @ W_hh.T
        norms.append(np.linalg.norm(dh, axis=1))
    return np.stack(norms, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="The last lag is missing: T steps lead from h_T back to h_0, and h_0 has a gradient as well.",
)
def norms_without_the_last_lag(dh_T, h, W_hh):
    dh = dh_T
    norms = []
    for t in reversed(range(h.shape[1])):
        norms.append(np.linalg.norm(dh, axis=1))
        dh = (dh * (1 - h[:, t] ** 2)) @ W_hh.T
    return np.stack(norms, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="You take one norm over the whole batch. Each sequence has a gradient of its own: the norm goes along the "
    "units.",
)
def norms_over_the_batch(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh)]
    for t in reversed(range(h.shape[1])):
        dh = (dh * (1 - h[:, t] ** 2)) @ W_hh.T
        norms.append(np.linalg.norm(dh))
    return np.array(norms)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="Your norms go along the sequences, one for each unit. Asked is one for each sequence.",
)
def norms_along_the_sequences(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=0)]
    for t in reversed(range(h.shape[1])):
        dh = (dh * (1 - h[:, t] ** 2)) @ W_hh.T
        norms.append(np.linalg.norm(dh, axis=0))
    return np.stack(norms, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="You return the mean over the batch. The sequences are asked for one by one.",
)
def norms_mean_over_the_batch(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1).mean()]
    for t in reversed(range(h.shape[1])):
        dh = (dh * (1 - h[:, t] ** 2)) @ W_hh.T
        norms.append(np.linalg.norm(dh, axis=1).mean())
    return np.array(norms)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="Your numbers are the squares of the norms: a norm ends in a square root.",
)
def norms_squared(dh_T, h, W_hh):
    dh = dh_T
    norms = [(dh**2).sum(axis=1)]
    for t in reversed(range(h.shape[1])):
        dh = (dh * (1 - h[:, t] ** 2)) @ W_hh.T
        norms.append((dh**2).sum(axis=1))
    return np.stack(norms, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="You add up absolute values. The norm in this lesson is the length, the root of the sum of squares.",
)
def norms_of_absolute_values(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.abs(dh).sum(axis=1)]
    for t in reversed(range(h.shape[1])):
        dh = (dh * (1 - h[:, t] ** 2)) @ W_hh.T
        norms.append(np.abs(dh).sum(axis=1))
    return np.stack(norms, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="You take the largest entry. The norm in this lesson is the length, to which all entries contribute.",
)
def norms_of_largest_entries(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.abs(dh).max(axis=1)]
    for t in reversed(range(h.shape[1])):
        dh = (dh * (1 - h[:, t] ** 2)) @ W_hh.T
        norms.append(np.abs(dh).max(axis=1))
    return np.stack(norms, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="You add dh_T again at every step, as if the loss looked at every state. It looks at the last one; all others "
    "reach it through the states in between.",
)
def norms_with_the_loss_at_every_state(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1)]
    for t in reversed(range(h.shape[1])):
        dh = (dh * (1 - h[:, t] ** 2)) @ W_hh.T + dh_T
        norms.append(np.linalg.norm(dh, axis=1))
    return np.stack(norms, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="Each of your steps starts from dh_T again: what one step gives is not handed to the next.",
)
def norms_not_handed_on(dh_T, h, W_hh):
    norms = [np.linalg.norm(dh_T, axis=1)]
    for t in reversed(range(h.shape[1])):
        dh = (dh_T * (1 - h[:, t] ** 2)) @ W_hh.T
        norms.append(np.linalg.norm(dh, axis=1))
    return np.stack(norms, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="Your norms are those of the Jacobians' products, whatever dh_T is. Asked is the gradient, a row times that "
    "product.",
)
def norms_of_the_jacobians(dh_T, h, W_hh):
    N, T, H = h.shape
    product = np.tile(np.eye(H), (N, 1, 1))
    norms = [np.linalg.norm(product, axis=(1, 2))]
    for t in reversed(range(T)):
        product = (W_hh * (1 - h[:, t] ** 2)[:, None, :]) @ product
        norms.append(np.linalg.norm(product, axis=(1, 2)))
    return np.stack(norms, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="You divide by the norm at lag 0. That is a fine thing to draw; asked are the norms themselves.",
)
def norms_relative_to_the_first(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1)]
    for t in reversed(range(h.shape[1])):
        dh = (dh * (1 - h[:, t] ** 2)) @ W_hh.T
        norms.append(np.linalg.norm(dh, axis=1))
    norms = np.stack(norms, axis=1)
    return norms / norms[:, :1]


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="You return logarithms. The figures of this lesson put them on a logarithmic scale; asked are the norms.",
)
def norms_as_logarithms(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1)]
    for t in reversed(range(h.shape[1])):
        dh = (dh * (1 - h[:, t] ** 2)) @ W_hh.T
        norms.append(np.linalg.norm(dh, axis=1))
    return np.log10(np.stack(norms, axis=1))


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="Your array is (lags, N): stacked along the first axis. The batch comes first.",
)
def norms_lags_first(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1)]
    for t in reversed(range(h.shape[1])):
        dh = (dh * (1 - h[:, t] ** 2)) @ W_hh.T
        norms.append(np.linalg.norm(dh, axis=1))
    return np.stack(norms)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="You return the gradients themselves, (N, T + 1, H). Their norms are asked.",
)
def norms_forgotten(dh_T, h, W_hh):
    gradients = [dh_T]
    for t in reversed(range(h.shape[1])):
        gradients.append((gradients[-1] * (1 - h[:, t] ** 2)) @ W_hh.T)
    return np.stack(gradients, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="`dh *= ...` writes into dh_T, which belongs to the caller: `dh = dh_T` gives the same array a second name. "
    "The norms are right, and the next one who uses dh_T gets something else.",
)
def norms_in_place(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1)]
    for t in reversed(range(h.shape[1])):
        dh *= 1 - h[:, t] ** 2
        dh = dh @ W_hh.T
        norms.append(np.linalg.norm(dh, axis=1))
    return np.stack(norms, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("edge_cases",),
    says="`squeeze` drops the batch's axis where N = 1. The shape is (N, T + 1) in every case.",
)
def norms_squeezed(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1)]
    for t in reversed(range(h.shape[1])):
        dh = (dh * (1 - h[:, t] ** 2)) @ W_hh.T
        norms.append(np.linalg.norm(dh, axis=1))
    return np.stack(norms, axis=1).squeeze()


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="You return a list of rows, one for each lag. One array is asked, (N, T + 1), the batch first.",
)
def norms_as_a_list(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1)]
    for t in reversed(range(h.shape[1])):
        dh = (dh * (1 - h[:, t] ** 2)) @ W_hh.T
        norms.append(np.linalg.norm(dh, axis=1))
    return norms


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="`h[t]` is sequence t, all its steps. The states at a step are `h[:, t]`, with the batch first.",
)
def norms_over_sequences(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1)]
    for t in reversed(range(h.shape[1])):
        dh = (dh * (1 - h[t] ** 2)) @ W_hh.T
        norms.append(np.linalg.norm(dh, axis=1))
    return np.stack(norms, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="h_{T-l} does not lie at index T - l: h_1 has the index 0.",
)
def norms_one_index_too_far(dh_T, h, W_hh):
    T = h.shape[1]
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1)]
    for lag in range(T):
        dh = (dh * (1 - h[:, T - lag] ** 2)) @ W_hh.T
        norms.append(np.linalg.norm(dh, axis=1))
    return np.stack(norms, axis=1)


@mistake(
    "gradient_norm_by_lag",
    fails=("values", "edge_cases"),
    says="You multiply the gradient by J, which takes a change forward. (4.3) has its transpose.",
)
def norms_by_jacobians_not_transposed(dh_T, h, W_hh):
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1)]
    for t in reversed(range(h.shape[1])):
        dh = np.einsum("ni,nij->nj", dh, step_jacobian(h[:, t], W_hh))
        norms.append(np.linalg.norm(dh, axis=1))
    return np.stack(norms, axis=1)


# spectral_radius ---------------------------------------------------------------------------------------------------

exercise(
    "spectral_radius",
    returns={"radius": ""},
    forbidden=("helpers.nn", "torch.nn"),
    explained="""
    `np.linalg.eigvals` gives all eigenvalues, complex ones where a pair of units turns round each other, and `np.abs`
    of a complex number is its distance from zero. The largest of these distances is the radius of the smallest disc
    around zero that holds them all, which is where the name comes from. Without `np.abs` the eigenvalue -1.2 would lose
    to 0.9; with the real part alone a rotation by a right angle would have the radius 0. The largest singular value,
    `np.linalg.norm(W, 2)`, is another number, never smaller: it says how much one product can lengthen a vector, and
    the spectral radius what is left of that on average when there are many. To convince yourself: the radius of 2 W is
    twice that of W, and `np.linalg.norm(np.linalg.matrix_power(W, 100), 2) ** (1 / 100)` comes near it.
    """,
)


def spread_matrix(rng, H, scale=1.0):
    """A matrix whose eigenvalues, singular values, entries and sums all differ."""
    return normal(rng, H, H, scale=scale / np.sqrt(H))


@visible("spectral_radius", part="values")
def _(rng):
    yield case("worked by hand: eigenvalues 0.6 and 0.3", W=HAND_W, note="the larger of 0.6 and 0.3")
    yield case("a random matrix, H = 4", W=spread_matrix(rng, 4))
    yield case("another one, H = 4", W=spread_matrix(rng, 4, 2.0))
    yield case("H = 5", W=spread_matrix(rng, 5))
    yield case(
        "the largest one is negative",
        W=np.array([[-1.2, 0.3, 0.4], [0.0, 0.9, -0.2], [0.0, 0.0, 0.5]]),
        note="the eigenvalues of a triangular matrix stand on its diagonal: -1.2 is the farthest from zero",
    )
    yield case(
        "a turn by a right angle",
        W=np.array([[0.0, 0.7], [-0.7, 0.0]]),
        note="the eigenvalues are 0.7i and -0.7i",
    )


@hidden("spectral_radius", part="values")
def _(rng):
    for _ in range(4):
        yield case("a random matrix", W=spread_matrix(rng, int(rng.integers(3, 7)), 1.5))
    angle, size = rng.uniform(0.5, 2.5), rng.uniform(0.5, 1.5)
    turn = size * np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    yield case("a turn", W=turn)
    yield case("a negative one", W=-np.diag(rng.uniform(0.8, 1.2, size=3)) + np.triu(normal(rng, 3, 3), 1))


@visible("spectral_radius", part="edge_cases")
def _(rng):
    yield case("one unit", W=np.array([[-0.3]]), note="a single number is its own eigenvalue")
    yield case("another unit", W=np.array([[1.7]]))
    yield case("zero", W=np.zeros((3, 3)))
    yield case("the identity", W=np.eye(3))
    yield case(
        "both eigenvalues 0.9, and a large entry beside them",
        W=np.array([[0.9, 5.0], [0.0, 0.9]]),
        note="5 stands off the diagonal of a triangular matrix",
    )
    yield case(
        "both eigenvalues 0, and no entry is",
        W=np.array([[1.5, 1.0], [-2.25, -1.5]]),
        note="the square of this matrix is zero",
    )
    yield case(
        "a triangle with four different eigenvalues",
        W=np.array([[0.4, 1.0, -2.0, 0.5], [0.0, 0.1, 3.0, 1.0], [0.0, 0.0, -0.7, 2.0], [0.0, 0.0, 0.0, 0.3]]),
        note="they stand on its diagonal",
    )
    yield case(
        "a triangle whose farthest eigenvalue is negative, and not the first",
        W=np.array([[0.2, 1.0, -1.0], [0.0, 0.5, 2.0], [0.0, 0.0, -0.9]]),
        note="they stand on its diagonal: -0.9 is the farthest from zero",
    )
    yield case(
        "two units that turn round each other, and a third one",
        W=np.array([[0.3, 0.8, 1.0], [-0.8, 0.3, 2.0], [0.0, 0.0, -0.5]]),
        note="the eigenvalues are 0.3 + 0.8i, 0.3 - 0.8i and -0.5",
    )
    yield case("only what stands above the diagonal", W=np.array([[0.0, 2.0, 1.0], [0.0, 0.0, 3.0], [0.0, 0.0, 0.0]]))


@hidden("spectral_radius", part="edge_cases")
def _(rng):
    yield case("one unit", W=normal(rng, 1, 1))
    yield case("a triangle", W=np.triu(normal(rng, 4, 4)))
    yield case("nothing but what stands above the diagonal", W=np.triu(normal(rng, 3, 3), 1))


@right("spectral_radius", style="max of a list")
def radius_by_a_list(W):
    return max(abs(complex(value)) for value in np.linalg.eig(W)[0])


@right("spectral_radius", style="real and imaginary parts")
def radius_by_parts(W):
    values = np.linalg.eigvals(W)
    return float(np.sqrt(values.real**2 + values.imag**2).max())


@right("spectral_radius", style="torch")
def radius_by_torch(W):
    import torch

    return torch.linalg.eigvals(torch.from_numpy(W)).abs().max()


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="You take the largest eigenvalue, and a negative one may be farther from zero: what counts is the distance.",
)
def radius_largest_real_part(W):
    return np.max(np.linalg.eigvals(W).real)


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="You compare the eigenvalues as they are. Negative and complex ones need their distance from zero first: "
    "without it, complex numbers are put in the order of their real parts.",
)
def radius_without_absolute_values(W):
    return np.max(np.linalg.eigvals(W))


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="You drop the imaginary parts. A pair of units that turn round each other has them, and a turn by a right "
    "angle has nothing else.",
)
def radius_without_imaginary_parts(W):
    return np.max(np.abs(np.linalg.eigvals(W).real))


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="That is the largest singular value: how much one product can lengthen a vector. The spectral radius goes "
    "by the eigenvalues, and the two differ where the eigenvectors are not at right angles.",
)
def radius_as_singular_value(W):
    return np.linalg.norm(W, 2)


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="That is the Frobenius norm, the root of the sum of all squares. It has nothing to do with eigenvalues.",
)
def radius_as_frobenius_norm(W):
    return np.linalg.norm(W)


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="`eigvalsh` is for symmetric matrices; it reads one half of W and takes the other to be its mirror image.",
)
def radius_as_if_symmetric(W):
    return np.max(np.abs(np.linalg.eigvalsh(W)))


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="You make the matrix symmetric first, by the mean of W and its transpose. That is another matrix, with other "
    "eigenvalues.",
)
def radius_of_the_symmetric_part(W):
    return np.max(np.abs(np.linalg.eigvals((W + W.T) / 2)))


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="You return the smallest distance from zero. In a product of many the largest one wins.",
)
def radius_smallest(W):
    return np.min(np.abs(np.linalg.eigvals(W)))


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="You take the first eigenvalue. NumPy gives them in no particular order.",
)
def radius_of_the_first(W):
    return np.abs(np.linalg.eigvals(W)[0])


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="You take the last eigenvalue. NumPy gives them in no particular order.",
)
def radius_of_the_last(W):
    return np.abs(np.linalg.eigvals(W)[-1])


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="You take the mean of the distances. In a product of many the largest one wins.",
)
def radius_mean(W):
    return np.mean(np.abs(np.linalg.eigvals(W)))


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="You add the distances up. In a product of many the largest one wins.",
)
def radius_sum(W):
    return np.sum(np.abs(np.linalg.eigvals(W)))


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="That is the size of the determinant, the product of all eigenvalues. One large and one small cancel in it.",
)
def radius_as_determinant(W):
    return np.abs(np.linalg.det(W))


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="That is the size of the trace, the sum of all eigenvalues.",
)
def radius_as_trace(W):
    return np.abs(np.trace(W))


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="That is the largest entry of W. Entries and eigenvalues are not the same: a matrix full of large entries may "
    "have none but 0.",
)
def radius_as_largest_entry(W):
    return np.abs(W).max()


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="You look at the diagonal. The eigenvalues stand there only where one of the two triangles beside it is zero.",
)
def radius_of_the_diagonal(W):
    return np.abs(np.diag(W)).max()


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="That is the largest sum of a row's sizes. It is never smaller than the spectral radius, and mostly larger.",
)
def radius_as_row_sum(W):
    return np.abs(W).sum(axis=1).max()


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="You take the eigenvalues of W times its transpose, which are the squares of the singular values.",
)
def radius_of_w_times_its_transpose(W):
    return np.max(np.abs(np.linalg.eigvals(W @ W.T)))


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="You return the distances of all eigenvalues. The radius is one number, the largest.",
)
def radius_of_each(W):
    return np.abs(np.linalg.eigvals(W))


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="You take the sizes of the entries first. That changes the matrix, and with it the eigenvalues.",
)
def radius_of_absolute_entries(W):
    return np.max(np.abs(np.linalg.eigvals(np.abs(W))))


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="Your numbers are squares: the distance of a complex number from zero ends in a root.",
)
def radius_squared(W):
    values = np.linalg.eigvals(W)
    return np.max(values.real**2 + values.imag**2)


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="`np.linalg.eig` returns two things, the eigenvalues and the eigenvectors. You look at the eigenvectors, "
    "all of which have length 1.",
)
def radius_of_the_eigenvectors(W):
    return np.max(np.abs(np.linalg.eig(W)[1]))


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="You follow one vector for a hundred products and take by how much the last one lengthened it. Where a pair "
    "of eigenvalues is complex this never settles, and a vector that W sends to zero gives nothing.",
)
def radius_by_following_one_vector(W):
    v = np.ones(len(W))
    growth = 0.0
    for _ in range(100):
        after = v @ W
        growth = np.linalg.norm(after) / max(np.linalg.norm(v), 1e-300)
        v = after / max(np.linalg.norm(after), 1e-300)
    return growth


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="You take the largest first and its size afterwards. A negative or complex eigenvalue farther out is passed "
    "over.",
)
def radius_size_of_the_largest(W):
    return abs(np.linalg.eigvals(W).max())


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="You have found the right eigenvalue and return it as it is, negative or complex. Asked is its distance from "
    "zero.",
)
def radius_as_the_eigenvalue_itself(W):
    values = np.linalg.eigvals(W)
    return values[np.argmax(np.abs(values))]


@mistake(
    "spectral_radius",
    fails=("values", "edge_cases"),
    says="`np.linalg.eig` returns two arrays, the eigenvalues and the eigenvectors. Only the first is asked: "
    "`np.linalg.eigvals` gives it alone.",
)
def radius_of_values_and_vectors(W):
    return np.max(np.abs(np.linalg.eig(W)))


# clip_by_global_norm -----------------------------------------------------------------------------------------------

exercise(
    "clip_by_global_norm",
    returns={"clipped": "", "norm": ""},
    driver="afresh",
    forbidden=("helpers.nn", "torch.nn"),
    explained="""
    All gradients together are one long vector, and `norm` is its length: the squares of every entry of every array are
    added up, and one root is taken at the end. When the length is over the threshold all arrays are multiplied by the
    same number, threshold / norm, so that the direction stays and the length becomes the threshold. When it is not,
    they stay as they are: a small gradient is no fault. The case that is easily overlooked is a norm that is nan or
    infinite: `nan > threshold` is False, so without a question of its own such a gradient passes for a small one, and
    nothing that is multiplied by it is mended. No direction is left in it, so nothing is done: zeros. The arrays that
    are returned are new ones. Usual mistakes: a norm for each array, the root forgotten, small gradients made longer.
    To convince yourself: the global norm of what comes back is the smaller of norm and threshold.
    """,
)


def gradients_of_sizes(rng, scale, *, V=5, D=3, H=4):
    """The gradients of a small network, a matrix of the embedding and a bias among them."""
    return {
        "E": normal(rng, V, D, scale=scale),
        "W_hh": normal(rng, H, H, scale=2 * scale),
        "b_h": normal(rng, H, scale=0.5 * scale),
    }


equivalent(
    "clip_by_global_norm",
    "factor = threshold / norm if norm > threshold else 1.0",
    "factor = threshold / norm if norm >= threshold else 1.0",
    because="where the two are equal their quotient is 1.0 exactly",
)


@visible("clip_by_global_norm", part="values")
def _(rng):
    hand = {"W_hh": np.array([[2.0, 0.0], [0.0, 2.0]]), "b_h": np.array([1.0, 4.0])}
    yield case(
        "worked by hand: the norm is 5, the threshold 1",
        gradients=hand,
        threshold=1.0,
        note="4 + 4 + 1 + 16 = 25; every entry is divided by 5",
    )
    yield case("the same with threshold 2.5", gradients=hand, threshold=2.5)
    long = gradients_of_sizes(rng, 1.5)
    yield case("three arrays, threshold 2", gradients=long, threshold=2.0)
    yield case("the same sizes, other numbers", gradients=gradients_of_sizes(rng, 1.5), threshold=2.0)
    yield case("the same, threshold 0.1", gradients=long, threshold=0.1)
    yield case("entries of a million", gradients=gradients_of_sizes(rng, 1e6), threshold=5.0)
    yield case(
        "a norm below 1, and a threshold between its square and itself",
        gradients={"W_hh": np.array([[0.3, 0.4]]), "b_h": np.zeros(2)},
        threshold=0.4,
        note="the norm is 0.5",
    )


@hidden("clip_by_global_norm", part="values")
def _(rng):
    for _ in range(3):
        V, D, H = different_sizes(rng, 3, high=6)
        yield case(
            "random gradients",
            gradients=gradients_of_sizes(rng, 2.0, V=V, D=D, H=H),
            threshold=float(rng.uniform(0.3, 1.5)),
        )


@visible("clip_by_global_norm", part="small")
def _(rng):
    short = gradients_of_sizes(rng, 0.1)
    yield case("a norm below the threshold", gradients=short, threshold=5.0, note="they stay as they are")
    yield case("the same sizes, other numbers", gradients=gradients_of_sizes(rng, 0.1), threshold=5.0)
    yield case(
        "a norm below the threshold, whose square is above",
        gradients={"W_hh": np.array([[1.5, 0.0], [2.0, 0.0]]), "b_h": np.zeros(2)},
        threshold=4.0,
        note="the norm is 2.5",
    )
    yield case(
        "a norm exactly at the threshold",
        gradients={"W_hh": np.array([[3.0, 0.0], [0.0, 4.0]]), "b_h": np.zeros(2)},
        threshold=5.0,
    )
    yield case(
        "all zero",
        gradients={"W_hh": np.zeros((2, 3)), "b_h": np.zeros(3)},
        threshold=1.0,
        note="there is nothing to divide by",
    )


@hidden("clip_by_global_norm", part="small")
def _(rng):
    for _ in range(2):
        V, D, H = different_sizes(rng, 3, high=6)
        yield case("small gradients", gradients=gradients_of_sizes(rng, 0.2, V=V, D=D, H=H), threshold=9.0)
    yield case("all zero", gradients={"b_h": np.zeros(4)}, threshold=0.5)
    yield case(
        "its square is above",
        gradients={"E": np.array([[rng.uniform(2.0, 2.9)]]), "b_h": np.zeros(3)},
        threshold=3.0,
    )


@visible("clip_by_global_norm", part="not_finite")
def _(rng):
    broken = gradients_of_sizes(rng, 1.0, V=3, D=2, H=2)
    infinite = {name: array.copy() for name, array in broken.items()}
    infinite["W_hh"][0, 1] = np.inf
    yield case("one entry is infinite", gradients=infinite, threshold=5.0, note="no direction is left: zeros")
    unknown = {name: array.copy() for name, array in broken.items()}
    unknown["b_h"][1] = np.nan
    yield case("one entry is nan", gradients=unknown, threshold=5.0, note="no direction is left: zeros")
    unknown_too = {name: -array for name, array in broken.items()}
    unknown_too["E"][2, 1] = -np.inf
    yield case("one entry is minus infinity", gradients=unknown_too, threshold=0.5)


@hidden("clip_by_global_norm", part="not_finite")
def _(rng):
    for value in (np.nan, np.inf):
        broken = gradients_of_sizes(rng, 1.0)
        broken["E"][int(rng.integers(5)), 1] = value
        yield case("an entry that is no number", gradients=broken, threshold=2.0)


@right("clip_by_global_norm", style="one long vector")
def clip_one_vector(gradients, threshold):
    norm = np.linalg.norm(np.concatenate([gradient.ravel() for gradient in gradients.values()]))
    if np.isnan(norm) or np.isinf(norm):
        return {name: np.zeros(gradient.shape) for name, gradient in gradients.items()}, norm
    factor = 1.0 if norm <= threshold else threshold / norm
    return {name: factor * gradient for name, gradient in gradients.items()}, norm


@right("clip_by_global_norm", style="norm of norms, no condition on size")
def clip_norm_of_norms(gradients, threshold):
    import math

    norm = math.hypot(*(float(np.linalg.norm(gradient)) for gradient in gradients.values()))
    if not all(np.isfinite(gradient).all() for gradient in gradients.values()):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    clipped = {}
    for name, gradient in gradients.items():
        clipped[name] = gradient * (threshold / max(norm, threshold))
    return clipped, norm


@right("clip_by_global_norm", style="loops")
def clip_by_loops(gradients, threshold):
    total = 0.0
    for gradient in gradients.values():
        for value in gradient.flat:
            total += float(value) * float(value)
    norm = total**0.5
    clipped = {name: gradient.copy() for name, gradient in gradients.items()}
    for gradient in clipped.values():
        if not total < float("inf"):
            gradient[...] = 0.0
        elif norm > threshold:
            gradient *= threshold
            gradient /= norm
    return clipped, norm


@right("clip_by_global_norm", style="torch")
def clip_by_torch(gradients, threshold):
    import torch

    tensors = {name: torch.from_numpy(gradient) for name, gradient in gradients.items()}
    norm = torch.stack([tensor.square().sum() for tensor in tensors.values()]).sum().sqrt()
    if not torch.isfinite(norm):
        return {name: torch.zeros_like(tensor) for name, tensor in tensors.items()}, norm
    factor = (threshold / (norm + 1e-12)).clamp(max=1.0)
    return {name: tensor * factor for name, tensor in tensors.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("small",),
    says="You make gradients longer that are below the threshold. They are to stay as they are, and those above it "
    "to become shorter: look at the condition under which your factor applies.",
)
def clip_always(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    return {name: gradient * (threshold / max(norm, 1e-12)) for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("small",),
    says="You rescale every gradient to the threshold, the small ones too, and where all are zero you divide 0 by 0. "
    "What is not over the threshold is to stay as it is.",
)
def clip_always_and_divide_by_zero(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    return {name: gradient * (threshold / norm) for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("values", "small"),
    says="Your norm has no square root: it is the square of a length.",
)
def clip_without_root(gradients, threshold):
    norm = sum(np.sum(gradient**2) for gradient in gradients.values())
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    factor = threshold / norm if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("values", "small"),
    says="You compare the square of the norm with the threshold. The two agree on what is large only above 1.",
)
def clip_compares_the_square(gradients, threshold):
    square = sum(np.sum(gradient**2) for gradient in gradients.values())
    norm = np.sqrt(square)
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    factor = threshold / norm if square > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("values", "small"),
    says="You add up absolute values. The length of a vector is the root of the sum of squares.",
)
def clip_by_absolute_values(gradients, threshold):
    norm = sum(np.abs(gradient).sum() for gradient in gradients.values())
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    factor = threshold / norm if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("values", "small", "not_finite"),
    says="You take the largest entry as the norm. All entries contribute to a length.",
)
def clip_by_the_largest_entry(gradients, threshold):
    norm = max(np.abs(gradient).max() for gradient in gradients.values())
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    factor = threshold / norm if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("values", "small"),
    says="You add up the norms of the arrays. Their squares are to be added, and then one root taken: 3 and 4 at right "
    "angles make 5.",
)
def clip_by_the_sum_of_norms(gradients, threshold):
    norm = sum(np.linalg.norm(gradient) for gradient in gradients.values())
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    factor = threshold / norm if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("values", "small"),
    says="You take the root of the mean of the squares. The length grows with the number of entries; a mean does not.",
)
def clip_by_the_root_mean_square(gradients, threshold):
    norm = np.sqrt(np.mean(np.concatenate([gradient.ravel() for gradient in gradients.values()]) ** 2))
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    factor = threshold / norm if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("values",),
    says="You clip each array by its own norm. The arrays then shrink by different factors, and the direction of the "
    "step changes: one norm, of all of them together.",
)
def clip_each_array(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    clipped = {}
    for name, gradient in gradients.items():
        own = np.linalg.norm(gradient)
        clipped[name] = gradient * (threshold / own if own > threshold else 1.0)
    return clipped, norm


@mistake(
    "clip_by_global_norm",
    fails=("values",),
    says="You cut every entry off at the threshold. The largest entries lose, the others do not, and the direction "
    "of the step changes.",
)
def clip_each_entry(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    return {name: np.clip(gradient, -threshold, threshold) for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("values",),
    says="You set entries beyond the threshold to zero. Where the gradient is steepest nothing would be learnt: make "
    "the whole shorter instead.",
)
def clip_large_entries_to_zero(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    clipped = {name: np.where(np.abs(gradient) > threshold, 0.0, gradient) for name, gradient in gradients.items()}
    return clipped, norm


@mistake(
    "clip_by_global_norm",
    fails=("values",),
    says="You drop the whole step when the norm is over the threshold. Its direction is good; only its length is too "
    "much.",
)
def clip_long_steps_to_zero(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    keep = 1.0 if norm <= threshold else 0.0
    return {name: np.nan_to_num(keep * np.nan_to_num(g, posinf=0, neginf=0)) for name, g in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("values",),
    says="You write the shorter gradients into the dictionary, or the arrays, of the caller. The numbers are right; "
    "return a new dictionary with new arrays, and leave those as they were.",
)
def clip_in_place(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    if norm <= threshold:
        return {name: gradient.copy() for name, gradient in gradients.items()}, norm
    for gradient in gradients.values():
        gradient *= threshold / norm
    return gradients, norm


@mistake("clip_by_global_norm", fails=("values",), says="", twin_of="clip_in_place")
def clip_into_the_callers_dictionary(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    if norm <= threshold:
        return {name: gradient.copy() for name, gradient in gradients.items()}, norm
    for name in gradients:
        gradients[name] = gradients[name] * (threshold / norm)
    return gradients, norm


@mistake(
    "clip_by_global_norm",
    fails=("not_finite",),
    says="A norm of nan is not larger than any threshold, and an infinite one is divided by infinity: both slip "
    "through, and the weights are nan after the step. Such a gradient needs a question of its own.",
)
def clip_lets_nan_pass(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    factor = threshold / norm if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("not_finite",),
    says="You ask for infinity alone. A norm may be nan as well, and nan is not infinite: `np.isfinite` asks for both.",
)
def clip_asks_for_infinity_alone(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if np.isinf(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    factor = threshold / norm if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("not_finite",),
    says="You ask for nan alone. A norm may be infinite as well, and infinity divided by infinity is nan: "
    "`np.isfinite` asks for both.",
)
def clip_asks_for_nan_alone(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if np.isnan(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    factor = threshold / norm if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("not_finite",),
    says="You put numbers in the place of what is none, and step along the rest. The rest was computed beside an "
    "overflow and is no direction to trust; and the norm should say that something was wrong.",
)
def clip_mends_the_broken_entries(gradients, threshold):
    gradients = {name: np.nan_to_num(gradient, posinf=0.0, neginf=0.0) for name, gradient in gradients.items()}
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    factor = threshold / norm if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("not_finite",),
    says="You raise an error where the norm is no number. Here the step is to be skipped, by zeros, and the norm "
    "returned as it is, so that training goes on.",
)
def clip_raises_at_nan(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        raise ValueError("the norm is not finite")
    factor = threshold / norm if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("not_finite",),
    says="Your zeros are right, and the norm that you return is 0 as well. It should stay what it was, nan or "
    "infinite: whoever watches the training needs to see it.",
)
def clip_hides_the_broken_norm(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, 0.0
    factor = threshold / norm if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("values", "small"),
    says="Your norm leaves the biases out: it looks at matrices alone. Every array that is learnt counts.",
)
def clip_norm_of_matrices(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values() if gradient.ndim > 1))
    if not all(np.isfinite(gradient).all() for gradient in gradients.values()):
        bad = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, bad
    factor = threshold / norm if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("values",),
    says="You shorten the matrices and leave the biases as they are. All arrays are multiplied by the same number, "
    "or the direction changes.",
)
def clip_leaves_biases(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    factor = threshold / norm if norm > threshold else 1.0
    return {name: gradient * (factor if gradient.ndim > 1 else 1.0) for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("values", "small"),
    says="You look at the first array alone for the norm. All of them together are one vector.",
)
def clip_norm_of_the_first(gradients, threshold):
    norm = np.linalg.norm(next(iter(gradients.values())))
    if not all(np.isfinite(gradient).all() for gradient in gradients.values()):
        bad = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, bad
    factor = threshold / norm if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("values",),
    says="Your factor is upside down, norm / threshold: it makes long gradients longer.",
)
def clip_factor_upside_down(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    factor = norm / threshold if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("values",),
    says="You multiply by the threshold and do not divide by the norm. The result should be as long as the threshold "
    "says.",
)
def clip_multiplies_by_the_threshold(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    factor = threshold if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("values",),
    says="You divide by the norm and leave it at that: your result has length 1, whatever the threshold is.",
)
def clip_to_length_one(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    factor = 1 / norm if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("values", "small"),
    says="You make gradients longer that are below the threshold. They are to stay as they are, and those above it "
    "to become shorter: look at the condition under which your factor applies.",
)
def clip_compares_the_wrong_way(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    factor = threshold / norm if 0 < norm < threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("values",),
    says="The norm that you return is the one after clipping. The one before is asked: it is what tells how the "
    "training goes.",
)
def clip_returns_the_new_norm(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    factor = threshold / norm if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm * factor


@mistake(
    "clip_by_global_norm",
    fails=("values", "small", "not_finite"),
    says="You return the clipped gradients alone. Two things are asked: they and the norm that they had before.",
)
def clip_without_the_norm(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}
    factor = threshold / norm if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}


@mistake(
    "clip_by_global_norm",
    fails=("values", "small", "not_finite"),
    says="You return the norm first. The order is: the clipped gradients, then the norm.",
)
def clip_norm_first(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return norm, {name: np.zeros_like(gradient) for name, gradient in gradients.items()}
    factor = threshold / norm if norm > threshold else 1.0
    return norm, {name: gradient * factor for name, gradient in gradients.items()}


@mistake(
    "clip_by_global_norm",
    fails=("values", "small", "not_finite"),
    says="You return the arrays in a list. Without their names nobody knows which weights they belong to: return a "
    "dictionary like the one that you were given.",
)
def clip_as_a_list(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return [np.zeros_like(gradient) for gradient in gradients.values()], norm
    factor = threshold / norm if norm > threshold else 1.0
    return [gradient * factor for gradient in gradients.values()], norm


@mistake(
    "clip_by_global_norm",
    fails=("values", "small", "not_finite"),
    says="You walk over the dictionary itself, which gives the names. The arrays are in its `.values()`, or in "
    "`.items()` together with their names.",
)
def clip_walks_over_the_names(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients))
    factor = threshold / norm if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("small",),
    says="Below the threshold you hand back the caller's own dictionary (or arrays). Whoever changes the result then "
    "changes the gradients too: return copies.",
)
def clip_hands_back_the_dictionary(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    if norm <= threshold:
        return gradients, norm
    return {name: gradient * threshold / norm for name, gradient in gradients.items()}, norm


@mistake("clip_by_global_norm", fails=("small",), says="", twin_of="clip_hands_back_the_dictionary")
def clip_hands_back_the_arrays(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    if norm <= threshold:
        return dict(gradients), norm
    return {name: gradient * threshold / norm for name, gradient in gradients.items()}, norm


@mistake(
    "clip_by_global_norm",
    fails=("not_finite",),
    says="0 times nan is nan, and 0 times infinity as well. Zeros have to be made anew.",
)
def clip_multiplies_by_zero(gradients, threshold):
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return {name: 0 * gradient for name, gradient in gradients.items()}, norm
    factor = threshold / norm if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm


# orthogonal_init ---------------------------------------------------------------------------------------------------

exercise(
    "orthogonal_init",
    returns={"Q": "H H"},
    forbidden=("helpers.nn", "torch.nn"),
    explained="""
    `np.linalg.qr` takes A apart into Q, whose columns have length 1 and stand at right angles, and R, which is zero
    below its diagonal. That is so for many pairs: where a column of Q and the row of R of the same number both change
    their sign, the product stays. LAPACK, which does the work, chooses the signs to suit its rounding. Multiplying each
    column of Q by the sign of its entry on the diagonal of R makes that diagonal positive, and the pair unique. With A
    drawn from the normal distribution every orthogonal matrix is then equally likely (Mezzadri 2007); without it the
    result is orthogonal all the same, but favours some. `Q * signs` scales the columns, since the last axis lines up.
    To convince yourself: Q.T @ Q is the identity, and Q.T @ A has zeros below a positive diagonal.
    """,
)

equivalent(
    "orthogonal_init",
    "return Q * np.sign(np.diag(R))",
    "return Q / np.sign(np.diag(R))",
    because="a sign is 1 or -1, and to multiply by it is to divide by it; 0 stands on R's diagonal for singular A "
    "alone",
)


def random_square(rng, H):
    """A random matrix, far enough from singular for rounded numbers to be taken apart in one way only."""
    while True:
        A = rng.normal(size=(H, H))
        if np.linalg.cond(A) < 30:
            return A


@visible("orthogonal_init", part="values")
def _(rng):
    yield case(
        "worked by hand: columns (3, 4) and (0, 5)",
        A=np.array([[3.0, 0.0], [4.0, 5.0]]),
        note="column 0 is (0.6, 0.8); of (0, 5), what stands at a right angle to it is (-2.4, 1.8)",
    )
    yield case("H = 3", A=random_square(rng, 3))
    yield case("H = 4", A=random_square(rng, 4))
    yield case("another one, H = 4", A=random_square(rng, 4))
    yield case("H = 7", A=random_square(rng, 7))


@hidden("orthogonal_init", part="values")
def _(rng):
    for _ in range(4):
        yield case("a random matrix", A=random_square(rng, int(rng.integers(3, 8))))


@visible("orthogonal_init", part="edge_cases")
def _(rng):
    yield case("one unit, positive", A=np.array([[0.7]]), note="1 or -1 are the only ones of size 1 by 1")
    yield case("one unit, negative", A=np.array([[-2.5]]), note="the sign of A stays")
    yield case("the identity", A=np.eye(3), note="it is orthogonal already")
    yield case("orthogonal already: two units exchanged", A=np.array([[0.0, 1.0], [1.0, 0.0]]))
    yield case("large numbers", A=1e4 * random_square(rng, 3))


@hidden("orthogonal_init", part="edge_cases")
def _(rng):
    yield case("one unit", A=-np.abs(random_square(rng, 1)))
    yield case("a permutation", A=np.eye(4)[rng.permutation(4)])
    yield case("a turn by a half", A=-np.eye(int(rng.integers(2, 5))))
    yield case("large numbers", A=1e3 * random_square(rng, 5))


@right("orthogonal_init", style="Gram and Schmidt")
def orthogonal_by_gram_schmidt(A):
    columns = []
    for column in A.T:
        rest = column.astype(float)
        for _ in range(2):  # the second round takes away what rounding left of the first
            for done in columns:
                rest = rest - (rest @ done) * done
        columns.append(rest / np.linalg.norm(rest))
    return np.stack(columns, axis=1)


@right("orthogonal_init", style="Cholesky")
def orthogonal_by_cholesky(A):
    L = np.linalg.cholesky(A.T @ A)
    return np.linalg.solve(L, A.T).T


@right("orthogonal_init", style="signs one by one")
def orthogonal_with_signs_one_by_one(A):
    Q, R = np.linalg.qr(A)
    Q = Q.copy()
    for i in range(len(A)):
        if R[i, i] < 0:
            Q[:, i] = -Q[:, i]
    return Q


@right("orthogonal_init", style="torch")
def orthogonal_by_torch(A):
    import torch

    Q, R = torch.linalg.qr(torch.from_numpy(A))
    return Q * R.diagonal().sign()


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="Your matrix is orthogonal, with the signs that LAPACK has chosen. Asked is the Q that goes with an R whose "
    "diagonal is positive; without that some matrices are drawn more often than others.",
)
def orthogonal_signs_left(A):
    return np.linalg.qr(A)[0]


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="Your signs are on the rows of Q. A sign of R's diagonal goes with the column of Q of the same number.",
)
def orthogonal_signs_on_rows(A):
    Q, R = np.linalg.qr(A)
    return Q * np.sign(np.diag(R))[:, None]


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="You take the signs of the diagonal of Q. It is the diagonal of R that has to be positive.",
)
def orthogonal_signs_of_q(A):
    Q, _ = np.linalg.qr(A)
    return Q * np.sign(np.diag(Q))


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="You return both factors. Q alone is asked, with its signs put right.",
)
def orthogonal_both_factors(A):
    return tuple(np.linalg.qr(A))


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="That is R, the factor with zeros below its diagonal. Asked is the one with columns at right angles.",
)
def orthogonal_the_other_factor(A):
    return np.linalg.qr(A)[1]


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="Your matrix is the transpose of the one asked: orthogonal as well, but its rows are what the columns "
    "should be.",
)
def orthogonal_transposed(A):
    Q, R = np.linalg.qr(A)
    return (Q * np.sign(np.diag(R))).T


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="You take the transpose of A apart, so that the rows of A are put at right angles one after the other. The "
    "formula does it with the columns.",
)
def orthogonal_by_rows(A):
    Q, R = np.linalg.qr(A.T)
    return (Q * np.sign(np.diag(R))).T


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="Your columns stand at right angles, but their lengths are those of R's diagonal, not 1. Of that diagonal "
    "only the signs are needed; if you took the columns one by one, divide each by its length.",
)
def orthogonal_times_the_diagonal(A):
    Q, R = np.linalg.qr(A)
    return Q * np.diag(R)


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="The sign is put the wrong way round: where R's diagonal is negative the column of Q turns, and elsewhere it "
    "stays.",
)
def orthogonal_signs_turned(A):
    Q, R = np.linalg.qr(A)
    return -Q * np.sign(np.diag(R))


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="You take the sizes of the entries of Q. Without their signs the columns are not at right angles any more.",
)
def orthogonal_absolute(A):
    return np.abs(np.linalg.qr(A)[0])


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="You give every column the length 1 and leave the angles as they were. Orthogonal asks for both.",
)
def orthogonal_columns_of_length_one(A):
    return A / np.linalg.norm(A, axis=0)


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="You give every row the length 1 and leave the angles as they were. Orthogonal asks for both, and of the "
    "columns.",
)
def orthogonal_rows_of_length_one(A):
    return A / np.linalg.norm(A, axis=1, keepdims=True)


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="You divide by the largest singular value: the longest direction then has length 1, and the others shrink. "
    "In an orthogonal matrix all singular values are 1.",
)
def orthogonal_largest_gain_one(A):
    return A / np.linalg.norm(A, 2)


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="You divide by the spectral radius. The largest eigenvalue is 1 then, and the matrix is as far from "
    "orthogonal as before.",
)
def orthogonal_radius_one(A):
    return A / np.max(np.abs(np.linalg.eigvals(A)))


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="You divide by the Frobenius norm. The matrix has length 1 then, as a whole; its columns are to have it, "
    "each.",
)
def orthogonal_whole_of_length_one(A):
    return A / np.linalg.norm(A)


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="Your matrix is orthogonal: it is the nearest one to A, from the singular value decomposition. Another "
    "factorisation is asked here, with A = Q R.",
)
def orthogonal_nearest(A):
    U, _, V = np.linalg.svd(A)
    return U @ V


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="Your matrix is orthogonal and comes from the singular value decomposition. Its columns have no fixed signs, "
    "and they are not those of A = Q R.",
)
def orthogonal_left_singular_vectors(A):
    return np.linalg.svd(A)[0]


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="You return the identity whatever A is. It is orthogonal, and it is not random.",
)
def orthogonal_identity(A):
    return np.eye(len(A))


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="You take away from each column what it shares with the columns of A. It has to be what it shares with the "
    "columns that are at right angles already.",
)
def orthogonal_against_the_old_columns(A):
    columns = []
    for number, column in enumerate(A.T):
        rest = column.astype(float)
        for old in A.T[:number]:
            rest = rest - (column @ old) / (old @ old) * old
        columns.append(rest / np.linalg.norm(rest))
    return np.stack(columns, axis=1)


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="You turn one column so that the determinant is positive. That makes a rotation of any matrix and leaves the "
    "other signs to LAPACK; what has to be positive is the diagonal of R.",
)
def orthogonal_determinant_one(A):
    Q, _ = np.linalg.qr(A)
    Q[:, 0] *= np.sign(np.linalg.det(Q)) * np.sign(np.linalg.det(A))
    return Q


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="Your matrix holds the eigenvectors of A made symmetric. They are at right angles, and belong to another "
    "factorisation than A = Q R.",
)
def orthogonal_eigenvectors(A):
    return np.linalg.eigh(A + A.T)[1]


@mistake("orthogonal_init", fails=("values", "edge_cases"), says="", twin_of="orthogonal_times_the_diagonal")
def orthogonal_not_normalised(A):
    columns = []
    for column in A.T:
        rest = column.astype(float)
        for _ in range(2):
            for done in columns:
                rest = rest - (rest @ done) / (done @ done) * done
        columns.append(rest)
    return np.stack(columns, axis=1)


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="You turn every column round. LAPACK makes most entries of R's diagonal negative, and not all: each column "
    "needs the sign of its own entry.",
)
def orthogonal_all_turned(A):
    return -np.linalg.qr(A)[0]


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="`np.sign(R)` has the signs of all of R, and zeros below its diagonal, which wipe out entries of Q. Take the "
    "diagonal out first.",
)
def orthogonal_signs_of_all_of_r(A):
    Q, R = np.linalg.qr(A)
    return Q * np.sign(R)


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="`np.linalg.qr` returns Q first and R second; you take them the other way round.",
)
def orthogonal_factors_exchanged(A):
    R, Q = np.linalg.qr(A)
    return Q * np.sign(np.diag(R))


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="Your Q is right, and you return R beside it. Q alone is asked.",
)
def orthogonal_with_r_beside_it(A):
    Q, R = np.linalg.qr(A)
    return Q * np.sign(np.diag(R)), R


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="Q times R is A again. Of R only the signs on its diagonal are needed.",
)
def orthogonal_multiplied_back(A):
    Q, R = np.linalg.qr(A)
    return Q @ R


@mistake(
    "orthogonal_init",
    fails=("values", "edge_cases"),
    says="`Q @ signs` multiplies and adds up along each row, and (H,) is left. `Q * signs` scales the columns.",
)
def orthogonal_summed_with_signs(A):
    Q, R = np.linalg.qr(A)
    return Q @ np.sign(np.diag(R))


# identity_relu_init ------------------------------------------------------------------------------------------------

exercise(
    "identity_relu_init",
    returns={"W_xh": "D H", "W_hh": "H H", "b_h": "H"},
    forbidden=("helpers.nn", "torch.nn"),
    explained="""
    A step relu(x W_xh + h W_hh + b_h) that starts with W_hh the identity, b_h zero and small input weights does almost
    nothing: what is not negative is handed on as it is, and a little of what is read is added. Every factor of the
    Jacobian's product is then the identity for units that are switched on. The number of units is the second axis of A,
    `A.shape[1]`, and only that is needed for W_hh and b_h. The order of the three is that in which rnn_step takes them.
    `scale * A` is a new array; `A *= scale` would change the caller's. To convince yourself: with x = 0 a state that is
    not negative comes out of the step as it went in.
    """,
)


@visible("identity_relu_init", part="values")
def _(rng):
    yield case(
        "by hand",
        A=np.array([[1.0, -2.0, 3.0], [0.5, 0.0, -1.5]]),
        scale=0.01,
        note="D = 2 inputs, H = 3 units",
    )
    yield case("D = 5, H = 4", A=normal(rng, 5, 4), scale=0.5)
    yield case("the same sizes, other numbers", A=normal(rng, 5, 4), scale=0.25)
    yield case("more units than inputs: D = 2, H = 6", A=normal(rng, 2, 6), scale=2.0)
    yield case("one input: D = 1", A=normal(rng, 1, 3), scale=0.1)
    yield case("one unit: H = 1", A=normal(rng, 3, 1), scale=0.1)
    yield case("as many inputs as units: D = H = 3", A=normal(rng, 3, 3), scale=0.5)


@hidden("identity_relu_init", part="values")
def _(rng):
    for _ in range(3):
        D, H = different_sizes(rng, 2, high=6)
        yield case("random input weights", A=normal(rng, D, H), scale=float(rng.uniform(0.1, 0.6)))
    yield case("one of each", A=normal(rng, 1, 1), scale=0.5)


@right("identity_relu_init", style="full and fill_diagonal")
def identity_by_filling(A, scale):
    H = A.shape[1]
    W_hh = np.zeros((H, H))
    np.fill_diagonal(W_hh, 1.0)
    return A * scale, W_hh, np.zeros((H,))


@right("identity_relu_init", style="from the bias")
def identity_from_the_bias(A, scale):
    b_h = 0.0 * A[0]
    return np.array([[scale * value for value in row] for row in A]), np.diag(b_h + 1), b_h


@right("identity_relu_init", style="torch")
def identity_by_torch(A, scale):
    import torch

    A = torch.from_numpy(A)
    return scale * A, torch.eye(A.shape[1], dtype=A.dtype), torch.zeros(A.shape[1], dtype=A.dtype)


@mistake(
    "identity_relu_init",
    fails=("values",),
    says="Your W_xh is A itself. What is read should change the state a little at first: `scale` says how little.",
)
def identity_input_not_scaled(A, scale):
    H = A.shape[1]
    return A.copy(), np.eye(H), np.zeros(H)


@mistake(
    "identity_relu_init",
    fails=("values",),
    says="You scale W_hh too. What is remembered should come through whole, or it is lost step by step.",
)
def identity_memory_scaled(A, scale):
    H = A.shape[1]
    return scale * A, scale * np.eye(H), np.zeros(H)


@mistake(
    "identity_relu_init",
    fails=("values",),
    says="You scale W_hh and leave W_xh: it should be the other way round. What is read changes the state a little, "
    "what is remembered comes through whole.",
)
def identity_scales_exchanged(A, scale):
    H = A.shape[1]
    return A.copy(), scale * np.eye(H), np.zeros(H)


@mistake(
    "identity_relu_init",
    fails=("values",),
    says="You divide by the scale. The input weights should become small.",
)
def identity_divided(A, scale):
    H = A.shape[1]
    return A / scale, np.eye(H), np.zeros(H)


@mistake(
    "identity_relu_init",
    fails=("values",),
    says="You multiply by the square of the scale. It is a standard deviation here, not a variance.",
)
def identity_scale_squared(A, scale):
    H = A.shape[1]
    return scale**2 * A, np.eye(H), np.zeros(H)


@mistake(
    "identity_relu_init",
    fails=("values",),
    says="You multiply by the root of the scale. It is a standard deviation here, not a variance.",
)
def identity_scale_root(A, scale):
    H = A.shape[1]
    return np.sqrt(scale) * A, np.eye(H), np.zeros(H)


@mistake(
    "identity_relu_init",
    fails=("values",),
    says="Your W_hh and b_h have the size of the inputs. The number of units is the second axis of A.",
)
def identity_of_the_inputs(A, scale):
    D = len(A)
    return scale * A, np.eye(D), np.zeros(D)


@mistake(
    "identity_relu_init",
    fails=("values",),
    says="Your W_xh is transposed. Here, as in rnn_step, the rows are the inputs and the columns the units.",
)
def identity_input_transposed(A, scale):
    H = A.shape[1]
    return scale * A.T, np.eye(H), np.zeros(H)


@mistake(
    "identity_relu_init",
    fails=("values",),
    says="Your W_hh is full of ones: every unit gets the sum of all. Handing the state on as it is takes ones on the "
    "diagonal alone.",
)
def identity_full_of_ones(A, scale):
    H = A.shape[1]
    return scale * A, np.ones((H, H)), np.zeros(H)


@mistake(
    "identity_relu_init",
    fails=("values",),
    says="Your W_hh is zero: nothing would be remembered from one step to the next.",
)
def identity_without_memory(A, scale):
    H = A.shape[1]
    return scale * A, np.zeros((H, H)), np.zeros(H)


@mistake(
    "identity_relu_init",
    fails=("values",),
    says="Your bias is 1. Added at every step it would make the state grow, whatever is read.",
)
def identity_bias_of_one(A, scale):
    H = A.shape[1]
    return scale * A, np.eye(H), np.ones(H)


@mistake(
    "identity_relu_init",
    fails=("values",),
    says="Your bias is a row, (1, H). Everywhere in this course b_h is (H,).",
)
def identity_bias_as_a_row(A, scale):
    H = A.shape[1]
    return scale * A, np.eye(H), np.zeros((1, H))


@mistake(
    "identity_relu_init",
    fails=("values",),
    says="Your bias is a single 0. One number for each unit is asked, (H,), since each will be learnt by itself.",
)
def identity_bias_as_a_number(A, scale):
    H = A.shape[1]
    return scale * A, np.eye(H), 0.0


@mistake(
    "identity_relu_init",
    fails=("values",),
    says="You return W_hh first. The order is that in which a step takes them: W_xh, W_hh, b_h.",
)
def identity_memory_first(A, scale):
    H = A.shape[1]
    return np.eye(H), scale * A, np.zeros(H)


@mistake(
    "identity_relu_init",
    fails=("values",),
    says="The bias is missing: three arrays are asked, W_xh, W_hh and b_h.",
)
def identity_without_bias(A, scale):
    return scale * A, np.eye(A.shape[1])


@mistake(
    "identity_relu_init",
    fails=("values",),
    says="`A *= scale` writes into the caller's array. Your numbers are right; let the product be an array of its own.",
)
def identity_scales_in_place(A, scale):
    H = A.shape[1]
    A *= scale
    return A, np.eye(H), np.zeros(H)


@mistake(
    "identity_relu_init",
    fails=("values",),
    says="You make the negative input weights zero. The ReLU is for the states; weights may be negative.",
)
def identity_relu_of_the_weights(A, scale):
    H = A.shape[1]
    return scale * np.maximum(0, A), np.eye(H), np.zeros(H)


@mistake(
    "identity_relu_init",
    fails=("values",),
    says="Your W_hh is the identity plus small random numbers from A. Asked is the identity itself.",
)
def identity_with_noise(A, scale):
    H = A.shape[1]
    return scale * A, np.eye(H) + scale * np.resize(A, (H, H)), np.zeros(H)


@mistake(
    "identity_relu_init",
    fails=("values",),
    says="Your W_hh has the shape of A: `np.eye` with two sizes gives ones on the diagonal of an array that is not "
    "square. W_hh leads from H units to H units.",
)
def identity_not_square(A, scale):
    return scale * A, np.eye(*A.shape), np.zeros(A.shape[1])


@mistake(
    "identity_relu_init",
    fails=("values",),
    says="You add the scale to the input weights. They become small by a factor.",
)
def identity_scale_added(A, scale):
    H = A.shape[1]
    return A + scale, np.eye(H), np.zeros(H)


# quizzes -----------------------------------------------------------------------------------------------------------

quiz(
    "saturated",
    {
        "a": "The value is no factor of the Jacobian. What is nearly 1 here is h; the factor is 1 - h^2.",
        "b": "At 1 and -1 tanh is flat: 1 - h^2 is nearly 0, and whatever comes back is multiplied by it. A unit "
        "that is sure of itself passes nothing on.",
        "c": "Exploding takes factors over 1, and the slope of tanh is never over 1, least of all there.",
        "d": "W_hh is a factor of every Jacobian as well; and of the states it is the slopes that count.",
    },
)
quiz(
    "order_of_factors",
    {
        "a": "That is the order in which a column vector would meet them. Rows meet the earliest step first.",
        "b": "J_2 leads from h_1 to h_2. From h_2 on, the first step to be taken is the third.",
        "c": "A sum would be several ways side by side. The steps come one after the other.",
        "d": "From h_2 the third step leads on, then the fourth, then the fifth; a row meets them from left to right.",
    },
)
quiz(
    "eigenvalues_below_one",
    {
        "a": "In the end, yes. Before that it may grow, as the matrix with the 5 in its corner did, twentyfold.",
        "b": "Eigenvalues bound no single step; a matrix with eigenvalues 0 let the gradient grow by the factor 1.5.",
        "c": "The matrix with the 5 in its corner has these eigenvalues, and its gradient grew for nine steps.",
        "d": "The slopes change the matrix from step to step, and the product can grow for ever: see the matrix with "
        "both eigenvalues 0.",
    },
)
quiz(
    "bound_for_sigmoid",
    {
        "a": "That is the deck's line, with gamma in place of 1/gamma. It is safe, and far stricter than needed.",
        "b": "That is the bound for tanh, whose slope reaches 1.",
        "c": "Each step multiplies by at most sigma times 1/4, which is below 1 for sigma below 4.",
        "d": "The states matter for how fast it vanishes. The bound holds whatever they are, since no slope exceeds "
        "1/4.",
    },
)
quiz(
    "a_small_entry",
    {
        "a": "Then the large entries would shrink and this one would not, and the direction would change.",
        "b": "Every entry is multiplied by the same factor, 5 / 20, so that the direction stays.",
        "c": "No entry is made longer by clipping.",
        "d": "The direction would change, and nothing would be learnt from this entry.",
    },
)
quiz(
    "clipping_and_forgetting",
    {
        "a": "Near and far terms are added up before anything is clipped. There are no separate terms to shorten.",
        "b": "The far part shrinks by the same factor as the near one. There is always the same ratio between them.",
        "c": "The gradient of W_hh is one sum over all lags; nobody knows its parts by then.",
        "d": "Forgetting is a ratio, of far terms to near ones, and a common factor leaves ratios alone.",
    },
)
quiz(
    "truncation_as_cure",
    {
        "a": "What is cut off is not small but gone: the update has no term from an earlier step. What the state "
        "happens to hold of it is luck.",
        "b": "Within ten steps the gradient of a usual network is small but there. What is beyond is the trouble.",
        "c": "Truncation leaves the forward pass alone: the states are handed on over the cut, as lesson 03 has it.",
        "d": "Repeating does not help: each time the gradient stops at the same distance.",
    },
)
