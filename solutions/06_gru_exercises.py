"""The private side of lesson 06_gru: cases, other right ways, and the mistakes with what to say of each.

Biases and first states are never zero, the two biases differ, and the sizes N, D, H and 3H are told apart; some cases
are square on purpose, and some force a gate to 0 or 1 with a bias of 50, where each role of a gate can be seen alone.
"""

import numpy as np

from helpers.exercises import case, equivalent, exercise, hidden, mistake, quiz, right, visible
from helpers.exercises.random_arguments import different_sizes, normal

# What would be the exercise itself, ready made. `sigmoid` of lesson 05 is a building block and may be used.
READY_MADE = (
    "helpers.nn.gru",
    "helpers.nn.experiments",
    "torch.nn",
    "torch.ops",
    "torch._C",
    "torch._VF",
    "torch.gru",
    "torch.gru_cell",
)
# A backward pass is to be derived, not asked for.
AUTOMATIC = ("torch.autograd", "torch.func", ".backward", "numerical_gradient", "helpers.nn.bptt")


def one_step(rng, N, D, H):
    """Arguments of gru_step, every term of about the same size."""
    return {
        "x": normal(rng, N, D),
        "h": np.tanh(normal(rng, N, H)),
        "W_xh": normal(rng, D, 3 * H, scale=0.6),
        "W_hh": normal(rng, H, 3 * H, scale=0.6),
        "b_xh": normal(rng, 3 * H, scale=0.6),
        "b_hh": normal(rng, 3 * H, scale=0.6),
    }


def sequences(rng, N, T, D, H):
    """Arguments of gru_forward."""
    step = one_step(rng, N, D, H)
    return {"x": normal(rng, N, T, D), "h0": step["h"]} | {
        name: step[name] for name in ("W_xh", "W_hh", "b_xh", "b_hh")
    }


def with_bias(arguments, gate, value):
    """The same arguments, with b_xh set to `value` for all units of a gate: 0 is r, 1 is z, 2 is n."""
    b_xh = arguments["b_xh"].copy()
    H = len(b_xh) // 3
    b_xh[gate * H : (gate + 1) * H] = value
    return arguments | {"b_xh": b_xh}


def logistic(x):
    """1 / (1 + exp(-x)), for the sums of moderate size that cases have."""
    return 0.5 * (1 + np.tanh(0.5 * x))


def run(x, h0, W_xh, W_hh, b_xh, b_hh):
    """States and gates of a batch, reset after the product: what a backward pass is given."""
    H, state, states, gates = h0.shape[1], h0, [], []
    for t in range(x.shape[1]):
        a, u = x[:, t] @ W_xh + b_xh, state @ W_hh + b_hh
        r, z = logistic(a[:, :H] + u[:, :H]), logistic(a[:, H : 2 * H] + u[:, H : 2 * H])
        n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
        state = (1 - z) * n + z * state
        states.append(state)
        gates.append(np.concatenate([r, z, n], axis=1))
    return np.stack(states, axis=1), np.stack(gates, axis=1)


def step_back(rng, N, D, H):
    """Arguments of gru_step_backward: a step that was taken, and a gradient at its new state."""
    batch = sequences(rng, N, 1, D, H)
    _, gates = run(**batch)
    return {
        "dh": normal(rng, N, H),
        "x": batch["x"][:, 0],
        "h_prev": batch["h0"],
        "gates": gates[:, 0],
        "W_xh": batch["W_xh"],
        "W_hh": batch["W_hh"],
        "b_hh": batch["b_hh"],
    }


def all_the_way_back(rng, N, T, D, H, forced=None):
    """Arguments of gru_backward: a batch that was read, and the loss's own gradient at each state.

    forced  (gate, value): b_xh of this gate is set to the value before reading
    """
    batch = sequences(rng, N, T, D, H)
    if forced:
        batch = with_bias(batch, *forced)
    h, gates = run(**batch)
    return {
        "dh": normal(rng, N, T, H),
        "x": batch["x"],
        "h0": batch["h0"],
        "h": h,
        "gates": gates,
        "W_xh": batch["W_xh"],
        "W_hh": batch["W_hh"],
        "b_hh": batch["b_hh"],
    }


BY_HAND = {
    "x": np.array([[1.0], [1.0]]),
    "h": np.array([[0.8, -0.4], [0.8, -0.4]]),
    "W_xh": np.array([[0.5, -1.0, 0.7, -0.6, 0.1, -0.2]]),
    "W_hh": np.array([[-0.5, 0.0, 0.5, 0.0, 0.5, 1.0], [0.5, 0.5, 0.0, 0.5, -1.0, 0.5]]),
    "b_xh": np.array([0.1, 0.1, 0.0, -0.3, 0.2, -0.1]),
    "b_hh": np.array([0.0, 0.0, 0.0, 0.0, 0.4, -0.1]),
}


# gru_step ----------------------------------------------------------------------------------------------------------

exercise(
    "gru_step",
    returns={"h_new": "N H", "gates": "N 3H"},
    forbidden=READY_MADE,
    explained="""
    One product serves all three parts on the input's side, x W_xh + b_xh, (N, 3H): its columns are r's, z's and n's, H
    of each. On the side of the memory only r and z can share a product, because the candidate multiplies r * h, which
    is known only after r is. That second product is what the other form of the next exercise saves. r and z go through
    the sigmoid, n through tanh. The new state is a weighted mean, (1 - z) * n + z * h: the weights add up to 1, number
    by number, so that the state stays between -1 and 1 when it began there. The three activated parts are handed back
    beside it, r, z, n side by side, because the backward pass needs them. To convince yourself: with a bias of 50 at z
    nothing changes, with -50 the new state is the candidate, with -50 at r the candidate does not depend on h.
    """,
)


@visible("gru_step", part="values")
def _(rng):
    yield case(
        "worked by hand, twice in a batch of two",
        **BY_HAND,
        note="the sums worked out above are 0 and -1.1 for r, 1.1 and -1.1 for z, 1.0 and -0.05 for n",
    )
    full = one_step(rng, N=2, D=1, H=3)
    yield case("z forced to 1 by a bias of 50", **with_bias(full, 1, 50.0), note="all of h is kept")
    yield case("z forced to 0 by a bias of -50", **with_bias(full, 1, -50.0), note="all of h is replaced")
    yield case("r forced to 0 by a bias of -50", **with_bias(full, 0, -50.0), note="the candidate does not see h")
    yield case("r forced to 1 by a bias of 50", **with_bias(full, 0, 50.0), note="the candidate sees all of h")
    whole = one_step(rng, N=5, D=3, H=2)
    yield case("N = 5, D = 3, H = 2", **whole)
    yield case("the same with another h", **whole | {"h": np.tanh(normal(rng, 5, 2))})
    yield case("the same x and h, other weights", **one_step(rng, 5, 3, 2) | {"x": whole["x"], "h": whole["h"]})


@hidden("gru_step", part="values")
def _(rng):
    for _ in range(3):
        N, D, H = different_sizes(rng, 3, high=6)
        batch = one_step(rng, N, D, H)
        yield case("a random batch", **batch)
        yield case("the same with another h", **batch | {"h": np.tanh(normal(rng, N, H))})
    for gate, value in ((0, 50.0), (0, -50.0), (1, 50.0), (1, -50.0)):
        yield case(f"{'rz'[gate]} forced by a bias of {value:.0f}", **with_bias(batch, gate, value))


@visible("gru_step", part="edge_cases")
def _(rng):
    yield case("one sequence: N = 1", **one_step(rng, N=1, D=2, H=3))
    yield case("one unit: H = 1", **one_step(rng, N=4, D=2, H=1))
    yield case("one input: D = 1", **one_step(rng, N=3, D=1, H=2))
    yield case("as many sequences as inputs and units: N = D = H = 3", **one_step(rng, N=3, D=3, H=3))
    yield case("the same sizes, other numbers", **one_step(rng, N=3, D=3, H=3))
    yield case("as many sequences as columns: N = 3H = 6", **one_step(rng, N=6, D=1, H=2))


@hidden("gru_step", part="edge_cases")
def _(rng):
    N, D, H = different_sizes(rng, 3, high=6)
    yield case("one sequence", **one_step(rng, 1, D, H))
    yield case("one unit", **one_step(rng, N, D, 1))
    yield case("one of each", **one_step(rng, 1, 1, 1))
    for title in ("all square", "all square, other numbers"):
        yield case(title, **one_step(rng, H, H, H))
    yield case("as many sequences as columns", **one_step(rng, 3 * H, D, H))


@right("gru_step", style="gate by gate")
def step_gate_by_gate(x, h, W_xh, W_hh, b_xh, b_hh):
    W_xr, W_xz, W_xn = np.split(W_xh, 3, axis=1)
    W_hr, W_hz, W_hn = np.split(W_hh, 3, axis=1)
    b_r, b_z, b_n = np.split(b_xh + b_hh, 3)
    r = sigmoid(x @ W_xr + h @ W_hr + b_r)
    z = sigmoid(x @ W_xz + h @ W_hz + b_z)
    n = np.tanh(x @ W_xn + (r * h) @ W_hn + b_n)
    return n + z * (h - n), np.concatenate([r, z, n], axis=1)


@right("gru_step", style="loops")
def step_by_loops(x, h, W_xh, W_hh, b_xh, b_hh):
    N, H = h.shape
    gates = np.empty((N, 3 * H))
    new = np.empty((N, H))
    for i in range(N):
        for column in range(3 * H):
            inside = b_xh[column] + b_hh[column] + sum(x[i, d] * W_xh[d, column] for d in range(x.shape[1]))
            for k in range(H):
                seen = gates[i, k] * h[i, k] if column >= 2 * H else h[i, k]
                inside += seen * W_hh[k, column]
            gates[i, column] = np.tanh(inside) if column >= 2 * H else 1 / (1 + np.exp(-inside))
        for k in range(H):
            z, n = gates[i, H + k], gates[i, 2 * H + k]
            new[i, k] = (1 - z) * n + z * h[i, k]
    return new, gates


@right("gru_step", style="einsum and the gates as an axis")
def step_by_einsum(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    U = W_hh.reshape(H, 3, H)
    read = np.einsum("nd,dgk->ngk", x, W_xh.reshape(-1, 3, H)) + (b_xh + b_hh).reshape(3, H)
    r, z = (1 / (1 + np.exp(-(read[:, g] + np.einsum("nh,hk->nk", h, U[:, g])))) for g in (0, 1))
    n = np.tanh(read[:, 2] + np.einsum("nh,nh,hk->nk", r, h, U[:, 2]))
    return (1 - z) * n + z * h, np.stack([r, z, n], axis=1).reshape(len(x), -1)


@right("gru_step", style="torch")
def step_by_torch(x, h, W_xh, W_hh, b_xh, b_hh):
    import torch

    x, h, W_xh, W_hh, b_xh, b_hh = map(torch.from_numpy, (x, h, W_xh, W_hh, b_xh, b_hh))
    H = h.shape[1]
    joined, weights = torch.cat([x, h], dim=1), torch.cat([W_xh, W_hh])
    r, z = torch.sigmoid(joined @ weights[:, : 2 * H] + (b_xh + b_hh)[: 2 * H]).chunk(2, dim=1)
    n = torch.tanh(torch.cat([x, r * h], dim=1) @ weights[:, 2 * H :] + (b_xh + b_hh)[2 * H :])
    return torch.lerp(n, h, z), torch.cat([r, z, n], dim=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="Your z works the other way round: you keep 1 - z of the old state and take z of the candidate. One "
    "of the decks and half of the literature do it so; the formula here asks z how much is kept. Look at "
    "the case with z forced to 1.",
)
def step_other_convention(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return z * n + (1 - z) * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You give the candidate and the old state the same weight z. The two weights have to add up to 1, or "
    "the state shrinks at z near 0 and doubles at z near 1.",
)
def step_weights_that_do_not_add_up(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return z * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You keep all of the old state and add the candidate's share to it. What comes in has to make room: "
    "the weights of old and new add up to 1.",
)
def step_keeps_all_of_the_old_state(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You add the whole candidate to what z keeps. What comes in has the weight 1 - z, so that the weights "
    "of old and new add up to 1.",
)
def step_adds_all_of_the_candidate(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="Your new state is the candidate itself: z takes no part. It is z that lets a state pass a step unchanged.",
)
def step_no_update_gate(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return n, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You send the weighted mean through a tanh. It lies between the old state and the candidate already; "
    "another tanh would make the memory fade at every step, even with z at 1.",
)
def step_squashes_the_new_state(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return np.tanh((1 - z) * n + z * h), np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You mix the old state and the candidate by r. That is z's task: r only decides how much of the old "
    "state the candidate sees.",
)
def step_mean_with_the_reset_gate(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - r) * n + r * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You multiply the state that is kept by r as well. r belongs to the candidate only; what is kept is z * h.",
)
def step_keeps_the_reset_state(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * (r * h), np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You take the first H columns for z and the next for r. That is the order of Keras; here and in torch "
    "it is r, z, n.",
)
def step_gates_in_the_order_z_r_n(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    z, r = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([z, r, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You take the first H columns for z and the next for r. That is the order of Keras; here and in torch "
    "it is r, z, n.",
)
def step_takes_z_for_r(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    z, r = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="Your state is right. The gates that you hand back stand in the order z, r, n; asked for is r, z, n, "
    "the order of the columns of W_xh.",
)
def step_returns_the_gates_as_z_r_n(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([z, r, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You take the first H columns for the candidate, then come r and z. The order of the columns is r, z, n.",
)
def step_n_before_the_gates(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H]), sigmoid(a[:, 2 * H :] + u[:, 2 * H :])
    n = np.tanh(a[:, :H] + (r * h) @ W_hh[:, :H] + b_hh[:H])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="The gate in your candidate is z. It is r that decides what the candidate sees of the old state; z "
    "comes in one line later.",
)
def step_candidate_with_z(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (z * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="r takes no part in your candidate, it sees all of the old state. Look at the case with r forced to 0.",
)
def step_no_reset_gate(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You multiply by 1 - r. r says how much the candidate sees of the old state: 1 is all, 0 is nothing.",
)
def step_reset_gate_turned_round(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + ((1 - r) * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="r multiplies what is read as well. A reset forgets the old state for a moment; x has to reach the "
    "candidate whole.",
)
def step_resets_the_input_too(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(r * a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="r multiplies what is read, and the old state enters whole. It is the other way round: the reset gate "
    "stands at the old state.",
)
def step_resets_the_input_instead(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(r * a[:, 2 * H :] + h @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You multiply by r after the product with W_hn. That is almost the next exercise (there r multiplies "
    "b_hn too); here r multiplies h, and the product comes after it. With r forced to 0 or 1 the two agree.",
)
def step_reset_after_the_product(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * (h @ W_hh[:, 2 * H :]) + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="This is the form with the reset gate after the product, bias and all, as torch has it: the next "
    "exercise. Here r multiplies h before the product, and b_hh of the candidate is not multiplied by r.",
)
def step_the_other_form(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * (h @ W_hh[:, 2 * H :] + b_hh[2 * H :]))
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="r multiplies b_hh of the candidate too. In this form r acts on h alone, before the product; the bias "
    "is added to the product as it is.",
)
def step_resets_the_bias(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + r * b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You multiply by r twice, before the product and after it. In this form r multiplies h, once.",
)
def step_resets_twice(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * ((r * h) @ W_hh[:, 2 * H :]) + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="Your candidate goes through the sigmoid, so it is never negative. The gates are shares between 0 and "
    "1; the candidate is a new state, and a state goes through tanh.",
)
def step_candidate_by_sigmoid(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = sigmoid(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="Your candidate is the sum itself, not its tanh. It can leave the range from -1 to 1, and the state with it.",
)
def step_candidate_not_squashed(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="Your gates go through tanh and can be negative. A gate is a share: the sigmoid keeps it between 0 and 1.",
)
def step_gates_by_tanh(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = np.tanh(a[:, :H] + u[:, :H]), np.tanh(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="Your r and z are the sums themselves. They have to go through the sigmoid before they multiply anything.",
)
def step_gates_not_squashed(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = (a[:, :H] + u[:, :H]), (a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="Your z is the sum itself, without the sigmoid: the two weights of the mean can be of any size and sign.",
)
def step_z_not_squashed(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), (a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="b_hh takes no part in your sums. There are two biases: one on the side of what is read, one on the "
    "side of the memory.",
)
def step_b_hh_left_out(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="b_xh takes no part in your sums. There are two biases: one on the side of what is read, one on the "
    "side of the memory.",
)
def step_b_xh_left_out(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="Neither of the biases takes part in your sums: b_xh belongs to what is read, b_hh to the memory. "
    "(One of the decks leaves them out to save space.)",
)
def step_no_biases(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh, h @ W_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="r and z have both biases, your candidate only b_xh. b_hh has H numbers for the candidate too.",
)
def step_candidate_without_b_hh(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="b_hh takes part in your candidate only; r and z have it too.",
)
def step_gates_without_b_hh(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="All three parts have the biases of r. The biases are (3H,): each part has H columns of its own, as "
    "in the matrices.",
)
def step_biases_of_r_for_all(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + np.tile(b_xh[: h.shape[1]], 3), h @ W_hh + np.tile(b_hh[: h.shape[1]], 3)
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[:H])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="Your r and z do not depend on h: the memory's side is missing from their sums.",
)
def step_gates_without_memory(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a = x @ W_xh + b_xh
    r, z = sigmoid(a[:, :H]), sigmoid(a[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="Your r and z do not depend on x: what is read is missing from their sums.",
)
def step_gates_without_input(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(u[:, :H]), sigmoid(u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="Your candidate does not depend on x. A new state has to take in what is read.",
)
def step_candidate_without_input(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh((r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="Your candidate does not depend on h. It sees as much of the old state as r lets through.",
)
def step_candidate_without_memory(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="Your z is r: both take the first H columns. z has columns of its own, from H to 2H.",
)
def step_z_computed_as_r(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, :H] + u[:, :H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You compute z as 1 - r. They are two gates, with columns of their own in the matrices.",
)
def step_z_as_one_minus_r(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), 1 - sigmoid(a[:, :H] + u[:, :H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You take every third column for a gate. The columns of one gate stand together: H of r, then H of z, "
    "then H of n.",
)
def step_columns_taken_in_turn(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    W_xh, W_hh, b_xh, b_hh = (
        np.concatenate([w[..., i::3] for i in range(3)], axis=-1) for w in (W_xh, W_hh, b_xh, b_hh)
    )
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You multiply by the transpose of each square block of W_hh. The blocks are (H, H), so that the "
    "transpose fits as well; row i says what unit i does to the others, and h stands on the left.",
)
def step_blocks_transposed(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    W_hh = np.concatenate([block.T for block in np.split(W_hh, 3, axis=1)], axis=1)
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You return the state alone. The gates are asked for as well, r, z and n side by side: the backward "
    "pass needs them.",
)
def step_returns_only_the_state(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You return the gates first and the state second. Asked for is the new state, then the gates.",
)
def step_returns_gates_first(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return np.concatenate([r, z, n], axis=1), (1 - z) * n + z * h


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="Your state is right, but what you hand back as gates are the sums before the sigmoid and the tanh. "
    "The backward pass is written for the activated values.",
)
def step_returns_the_sums(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate(
        [a[:, :H] + u[:, :H], a[:, H : 2 * H] + u[:, H : 2 * H], np.arctanh(n)], axis=1
    )


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You hand back r and z, and no candidate: (N, 2H). n is asked for too, beside them.",
)
def step_returns_r_and_z_only(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="Your gates stand below each other, (3N, H), since you join along the axis of the batch. Side by side "
    "they are (N, 3H).",
)
def step_gates_below_each_other(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=0)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="Your gates have an axis of their own, (N, 3, H) or the like: `stack` makes a new axis. Side by side "
    "in one axis they are (N, 3H).",
)
def step_gates_stacked(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.stack([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You hand back the gates as three arrays. One array (N, 3H) is asked for, with r, z and n side by side.",
)
def step_gates_as_a_tuple(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, (r, z, n)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="Your numbers are right, but you write them into h itself. The backward pass needs the old state: "
    "hand back a new array.",
)
def step_overwrites_h(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    h[:] = (1 - z) * n + z * h
    return h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="`h *= r` changes h itself, so that the reset state is also what z keeps, and the caller's array is "
    "changed. The candidate needs r * h in an array of its own.",
)
def step_resets_h_in_place(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    h *= r
    n = np.tanh(a[:, 2 * H :] + h @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("edge_cases",),
    says="Your numbers are right, and axes of length 1 are gone. One sequence or one unit is still an axis: "
    "keep (N, H) and (N, 3H).",
)
def step_squeezed(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return ((1 - z) * n + z * h).squeeze(), np.concatenate([r, z, n], axis=1).squeeze()


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You make columns of the biases, so that their numbers go to the sequences and not to the gates. "
    "Where N equals 3H nobody notices. They have the shape (3H,), and NumPy lines that up with the last "
    "axis.",
)
def step_bias_as_a_column(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh[:, None], h @ W_hh + b_hh[:, None]
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You cut the columns at D, the number of inputs. Each of the three parts has H columns, as many as "
    "there are units; only where D = H does it not matter.",
)
def step_slices_by_D(x, h, W_xh, W_hh, b_xh, b_hh):
    H = x.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="r multiplies h by `@`. A gate acts number by number, `*`: each unit has its own r.",
)
def step_matrix_product_with_r(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r @ h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step",
    fails=("values", "edge_cases"),
    says="You take the LSTM's four-part cut: your slices begin at H, 2H and 3H. A GRU has three parts, r, z "
    "and n, from 0, H and 2H on.",
)
def step_an_lstm_without_a_cell(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H]), sigmoid(a[:, 2 * H : 3 * H] + u[:, 2 * H : 3 * H])
    n = np.tanh(a[:, 3 * H :] + (r * h) @ W_hh[:, 3 * H :] + b_hh[3 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


# gru_step_reset_after ----------------------------------------------------------------------------------------------

exercise(
    "gru_step_reset_after",
    returns={"h_new": "N H", "gates": "N 3H"},
    forbidden=READY_MADE,
    explained="""
    Both sides are one product each: x W_xh + b_xh and h W_hh + b_hh, both (N, 3H). r and z are the sigmoid of the sum
    of the two, in their columns. For the candidate the two sides must not be added yet: r multiplies the memory's side,
    bias and all, and what is read is added to that. So b_hh of the candidate stands inside the bracket that r
    multiplies, b_xh outside, and here the two biases are two things and not one. The rest is as before. To convince
    yourself: with r forced to 1 both forms give the same; with r forced to 0 neither h nor b_hh reaches the candidate.
    """,
)


@visible("gru_step_reset_after", part="values")
def _(rng):
    yield case(
        "worked by hand, twice in a batch of two",
        **BY_HAND,
        note="the sums worked out above are 0 and -1.1 for r, 1.1 and -1.1 for z, 0.9 and -0.175 for n",
    )
    full = one_step(rng, N=2, D=1, H=3)
    yield case("z forced to 1 by a bias of 50", **with_bias(full, 1, 50.0), note="all of h is kept")
    yield case("z forced to 0 by a bias of -50", **with_bias(full, 1, -50.0), note="all of h is replaced")
    yield case(
        "r forced to 0 by a bias of -50",
        **with_bias(full, 0, -50.0),
        note="neither h nor b_hh reaches the candidate",
    )
    yield case("r forced to 1 by a bias of 50", **with_bias(full, 0, 50.0), note="both forms agree here")
    whole = one_step(rng, N=5, D=3, H=2)
    yield case("N = 5, D = 3, H = 2", **whole)
    yield case("the same with another h", **whole | {"h": np.tanh(normal(rng, 5, 2))})
    yield case("the same x and h, other weights", **one_step(rng, 5, 3, 2) | {"x": whole["x"], "h": whole["h"]})


@hidden("gru_step_reset_after", part="values")
def _(rng):
    for _ in range(3):
        N, D, H = different_sizes(rng, 3, high=6)
        batch = one_step(rng, N, D, H)
        yield case("a random batch", **batch)
        yield case("the same with another h", **batch | {"h": np.tanh(normal(rng, N, H))})
    for gate, value in ((0, 50.0), (0, -50.0), (1, 50.0), (1, -50.0)):
        yield case(f"{'rz'[gate]} forced by a bias of {value:.0f}", **with_bias(batch, gate, value))


@visible("gru_step_reset_after", part="edge_cases")
def _(rng):
    yield case("one sequence: N = 1", **one_step(rng, N=1, D=2, H=3))
    yield case("one unit: H = 1", **one_step(rng, N=4, D=2, H=1))
    yield case("one input: D = 1", **one_step(rng, N=3, D=1, H=2))
    yield case("as many sequences as inputs and units: N = D = H = 3", **one_step(rng, N=3, D=3, H=3))
    yield case("the same sizes, other numbers", **one_step(rng, N=3, D=3, H=3))
    yield case("as many sequences as columns: N = 3H = 6", **one_step(rng, N=6, D=1, H=2))


@hidden("gru_step_reset_after", part="edge_cases")
def _(rng):
    N, D, H = different_sizes(rng, 3, high=6)
    yield case("one sequence", **one_step(rng, 1, D, H))
    yield case("one unit", **one_step(rng, N, D, 1))
    yield case("one of each", **one_step(rng, 1, 1, 1))
    for title in ("all square", "all square, other numbers"):
        yield case(title, **one_step(rng, H, H, H))
    yield case("as many sequences as columns", **one_step(rng, 3 * H, D, H))


@right("gru_step_reset_after", style="gate by gate")
def after_gate_by_gate(x, h, W_xh, W_hh, b_xh, b_hh):
    W_xr, W_xz, W_xn = np.split(W_xh, 3, axis=1)
    W_hr, W_hz, W_hn = np.split(W_hh, 3, axis=1)
    b_xr, b_xz, b_xn = np.split(b_xh, 3)
    b_hr, b_hz, b_hn = np.split(b_hh, 3)
    r = sigmoid(x @ W_xr + b_xr + h @ W_hr + b_hr)
    z = sigmoid(x @ W_xz + b_xz + h @ W_hz + b_hz)
    n = np.tanh(x @ W_xn + b_xn + r * (h @ W_hn + b_hn))
    return h + (1 - z) * (n - h), np.hstack([r, z, n])


@right("gru_step_reset_after", style="loops")
def after_by_loops(x, h, W_xh, W_hh, b_xh, b_hh):
    N, H = h.shape
    gates, new = np.empty((N, 3 * H)), np.empty((N, H))
    for i in range(N):
        for k in range(H):
            sides = []
            for column in (k, H + k, 2 * H + k):
                read = b_xh[column] + sum(x[i, d] * W_xh[d, column] for d in range(x.shape[1]))
                held = b_hh[column] + sum(h[i, m] * W_hh[m, column] for m in range(H))
                sides.append((read, held))
            r = 1 / (1 + np.exp(-sum(sides[0])))
            z = 1 / (1 + np.exp(-sum(sides[1])))
            n = np.tanh(sides[2][0] + r * sides[2][1])
            gates[i, [k, H + k, 2 * H + k]] = r, z, n
            new[i, k] = (1 - z) * n + z * h[i, k]
    return new, gates


@right("gru_step_reset_after", style="einsum and the gates as an axis")
def after_by_einsum(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a = np.einsum("nd,dgk->gnk", x, W_xh.reshape(-1, 3, H)) + b_xh.reshape(3, 1, H)
    u = np.einsum("nh,hgk->gnk", h, W_hh.reshape(H, 3, H)) + b_hh.reshape(3, 1, H)
    r, z = 0.5 + 0.5 * np.tanh(0.5 * (a + u)[:2])
    n = np.tanh(a[2] + r * u[2])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@right("gru_step_reset_after", style="torch")
def after_by_torch(x, h, W_xh, W_hh, b_xh, b_hh):
    import torch

    x, h, W_xh, W_hh, b_xh, b_hh = map(torch.from_numpy, (x, h, W_xh, W_hh, b_xh, b_hh))
    a_r, a_z, a_n = torch.addmm(b_xh, x, W_xh).chunk(3, dim=1)
    u_r, u_z, u_n = torch.addmm(b_hh, h, W_hh).chunk(3, dim=1)
    r, z = (a_r + u_r).sigmoid(), (a_z + u_z).sigmoid()
    n = (a_n + r * u_n).tanh()
    return (1 - z) * n + z * h, torch.cat([r, z, n], dim=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="Your z works the other way round: you keep 1 - z of the old state and take z of the candidate. One "
    "of the decks and half of the literature do it so; the formula here asks z how much is kept. Look at "
    "the case with z forced to 1.",
)
def after_other_convention(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return z * n + (1 - z) * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You give the candidate and the old state the same weight z. The two weights have to add up to 1, or "
    "the state shrinks at z near 0 and doubles at z near 1.",
)
def after_weights_that_do_not_add_up(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return z * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You keep all of the old state and add the candidate's share to it. What comes in has to make room: "
    "the weights of old and new add up to 1.",
)
def after_keeps_all_of_the_old_state(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You add the whole candidate to what z keeps. What comes in has the weight 1 - z, so that the weights "
    "of old and new add up to 1.",
)
def after_adds_all_of_the_candidate(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="Your new state is the candidate itself: z takes no part. It is z that lets a state pass a step unchanged.",
)
def after_no_update_gate(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return n, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You send the weighted mean through a tanh. It lies between the old state and the candidate already; "
    "another tanh would make the memory fade at every step, even with z at 1.",
)
def after_squashes_the_new_state(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return np.tanh((1 - z) * n + z * h), np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You mix the old state and the candidate by r. That is z's task: r only decides how much of the old "
    "state the candidate sees.",
)
def after_mean_with_the_reset_gate(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - r) * n + r * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You multiply the state that is kept by r as well. r belongs to the candidate only; what is kept is z * h.",
)
def after_keeps_the_reset_state(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * (r * h), np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You take the first H columns for z and the next for r. That is the order of Keras; here and in torch "
    "it is r, z, n.",
)
def after_gates_in_the_order_z_r_n(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    z, r = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([z, r, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You take the first H columns for z and the next for r. That is the order of Keras; here and in torch "
    "it is r, z, n.",
)
def after_takes_z_for_r(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    z, r = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="Your state is right. The gates that you hand back stand in the order z, r, n; asked for is r, z, n, "
    "the order of the columns of W_xh.",
)
def after_returns_the_gates_as_z_r_n(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([z, r, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You take the first H columns for the candidate, then come r and z. The order of the columns is r, z, n.",
)
def after_n_before_the_gates(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H]), sigmoid(a[:, 2 * H :] + u[:, 2 * H :])
    n = np.tanh(a[:, :H] + r * u[:, :H])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="The gate in your candidate is z. It is r that decides what the candidate sees of the old state; z "
    "comes in one line later.",
)
def after_candidate_with_z(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + z * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="r takes no part in your candidate, it sees all of the old state. Look at the case with r forced to 0.",
)
def after_no_reset_gate(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You multiply by 1 - r. r says how much the candidate sees of the old state: 1 is all, 0 is nothing.",
)
def after_reset_gate_turned_round(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (1 - r) * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="r multiplies what is read as well. A reset forgets the old state for a moment; x has to reach the "
    "candidate whole.",
)
def after_resets_the_input_too(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(r * (a[:, 2 * H :] + u[:, 2 * H :]))
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="r multiplies what is read, and the old state enters whole. It is the other way round: the reset gate "
    "stands at the old state.",
)
def after_resets_the_input_instead(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(r * a[:, 2 * H :] + u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You multiply h by r and then by W_hn. That is the form of `gru_step`; here the product comes first "
    "and r multiplies what it gives, b_hh and all.",
)
def after_reset_before_the_product(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="Your r multiplies the product but not b_hh of the candidate. In this form the bias stands inside the "
    "bracket that r multiplies. Look at the case with r forced to 0: nothing of b_hh may be left.",
)
def after_bias_not_reset(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * (h @ W_hh[:, 2 * H :]) + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You multiply h by r before the product, and then b_hh by r as well. In this form r multiplies once, "
    "and after the product.",
)
def after_reset_before_the_product_and_the_bias(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + r * b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You multiply by r twice, before the product and after it. In this form r comes after the product only.",
)
def after_resets_twice(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * ((r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :]))
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You multiply both biases of the candidate by r. b_hh belongs to the memory's side, which r "
    "multiplies; b_xh belongs to what is read, which it does not.",
)
def after_both_biases_inside(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(x @ W_xh[:, 2 * H :] + r * (u[:, 2 * H :] + b_xh[2 * H :]))
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You have exchanged the candidate's two biases: r multiplies b_xh, and b_hh is added outside. The "
    "bias with h in its name belongs to the memory's side.",
)
def after_the_wrong_bias_inside(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(x @ W_xh[:, 2 * H :] + b_hh[2 * H :] + r * (h @ W_hh[:, 2 * H :] + b_xh[2 * H :]))
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="Your candidate goes through the sigmoid, so it is never negative. The gates are shares between 0 and "
    "1; the candidate is a new state, and a state goes through tanh.",
)
def after_candidate_by_sigmoid(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = sigmoid(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="Your candidate is the sum itself, not its tanh. It can leave the range from -1 to 1, and the state with it.",
)
def after_candidate_not_squashed(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = a[:, 2 * H :] + r * u[:, 2 * H :]
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="Your gates go through tanh and can be negative. A gate is a share: the sigmoid keeps it between 0 and 1.",
)
def after_gates_by_tanh(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = np.tanh(a[:, :H] + u[:, :H]), np.tanh(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="Your r and z are the sums themselves. They have to go through the sigmoid before they multiply anything.",
)
def after_gates_not_squashed(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = (a[:, :H] + u[:, :H]), (a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="Your z is the sum itself, without the sigmoid: the two weights of the mean can be of any size and sign.",
)
def after_z_not_squashed(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), (a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="b_hh takes no part in your sums. There are two biases: one on the side of what is read, one on the "
    "side of the memory.",
)
def after_b_hh_left_out(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="b_xh takes no part in your sums. There are two biases: one on the side of what is read, one on the "
    "side of the memory.",
)
def after_b_xh_left_out(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="Neither of the biases takes part in your sums: b_xh belongs to what is read, b_hh to the memory. "
    "(One of the decks leaves them out to save space.)",
)
def after_no_biases(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh, h @ W_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="r and z have both biases, your candidate only b_xh. b_hh has H numbers for the candidate too.",
)
def after_candidate_without_b_hh(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * (h @ W_hh[:, 2 * H :]))
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="b_hh takes part in your candidate only; r and z have it too.",
)
def after_gates_without_b_hh(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * (u[:, 2 * H :] + b_hh[2 * H :]))
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="All three parts have the biases of r. The biases are (3H,): each part has H columns of its own, as "
    "in the matrices.",
)
def after_biases_of_r_for_all(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + np.tile(b_xh[: h.shape[1]], 3), h @ W_hh + np.tile(b_hh[: h.shape[1]], 3)
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="Your r and z do not depend on h: the memory's side is missing from their sums.",
)
def after_gates_without_memory(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H]), sigmoid(a[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="Your r and z do not depend on x: what is read is missing from their sums.",
)
def after_gates_without_input(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(u[:, :H]), sigmoid(u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="Your candidate does not depend on x. A new state has to take in what is read.",
)
def after_candidate_without_input(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="Your candidate does not depend on h. It sees as much of the old state as r lets through.",
)
def after_candidate_without_memory(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="Your z is r: both take the first H columns. z has columns of its own, from H to 2H.",
)
def after_z_computed_as_r(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, :H] + u[:, :H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You compute z as 1 - r. They are two gates, with columns of their own in the matrices.",
)
def after_z_as_one_minus_r(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), 1 - sigmoid(a[:, :H] + u[:, :H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You take every third column for a gate. The columns of one gate stand together: H of r, then H of z, "
    "then H of n.",
)
def after_columns_taken_in_turn(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    W_xh, W_hh, b_xh, b_hh = (
        np.concatenate([w[..., i::3] for i in range(3)], axis=-1) for w in (W_xh, W_hh, b_xh, b_hh)
    )
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You multiply by the transpose of each square block of W_hh. The blocks are (H, H), so that the "
    "transpose fits as well; row i says what unit i does to the others, and h stands on the left.",
)
def after_blocks_transposed(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    W_hh = np.concatenate([block.T for block in np.split(W_hh, 3, axis=1)], axis=1)
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You return the state alone. The gates are asked for as well, r, z and n side by side: the backward "
    "pass needs them.",
)
def after_returns_only_the_state(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You return the gates first and the state second. Asked for is the new state, then the gates.",
)
def after_returns_gates_first(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return np.concatenate([r, z, n], axis=1), (1 - z) * n + z * h


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="Your state is right, but what you hand back as gates are the sums before the sigmoid and the tanh. "
    "The backward pass is written for the activated values.",
)
def after_returns_the_sums(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate(
        [a[:, :H] + u[:, :H], a[:, H : 2 * H] + u[:, H : 2 * H], np.arctanh(n)], axis=1
    )


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You hand back r and z, and no candidate: (N, 2H). n is asked for too, beside them.",
)
def after_returns_r_and_z_only(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="Your gates stand below each other, (3N, H), since you join along the axis of the batch. Side by side "
    "they are (N, 3H).",
)
def after_gates_below_each_other(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=0)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="Your gates have an axis of their own, (N, 3, H) or the like: `stack` makes a new axis. Side by side "
    "in one axis they are (N, 3H).",
)
def after_gates_stacked(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.stack([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You hand back the gates as three arrays. One array (N, 3H) is asked for, with r, z and n side by side.",
)
def after_gates_as_a_tuple(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, (r, z, n)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="Your numbers are right, but you write them into h itself. The backward pass needs the old state: "
    "hand back a new array.",
)
def after_overwrites_h(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    h[:] = (1 - z) * n + z * h
    return h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("edge_cases",),
    says="Your numbers are right, and axes of length 1 are gone. One sequence or one unit is still an axis: "
    "keep (N, H) and (N, 3H).",
)
def after_squeezed(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return ((1 - z) * n + z * h).squeeze(), np.concatenate([r, z, n], axis=1).squeeze()


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You make columns of the biases, so that their numbers go to the sequences and not to the gates. "
    "Where N equals 3H nobody notices. They have the shape (3H,), and NumPy lines that up with the last "
    "axis.",
)
def after_bias_as_a_column(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh[:, None], h @ W_hh + b_hh[:, None]
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You cut the columns at D, the number of inputs. Each of the three parts has H columns, as many as "
    "there are units; only where D = H does it not matter.",
)
def after_slices_by_D(x, h, W_xh, W_hh, b_xh, b_hh):
    H = x.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="r multiplies the memory's side by `@`. A gate acts number by number, `*`: each unit has its own r.",
)
def after_matrix_product_with_r(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
    n = np.tanh(a[:, 2 * H :] + r @ u[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


@mistake(
    "gru_step_reset_after",
    fails=("values", "edge_cases"),
    says="You take the LSTM's four-part cut: your slices begin at H, 2H and 3H. A GRU has three parts, r, z "
    "and n, from 0, H and 2H on.",
)
def after_an_lstm_without_a_cell(x, h, W_xh, W_hh, b_xh, b_hh):
    H = h.shape[1]
    a, u = x @ W_xh + b_xh, h @ W_hh + b_hh
    r, z = sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H]), sigmoid(a[:, 2 * H : 3 * H] + u[:, 2 * H : 3 * H])
    n = np.tanh(a[:, 3 * H :] + r * u[:, 3 * H :])
    return (1 - z) * n + z * h, np.concatenate([r, z, n], axis=1)


# swap_update_gate --------------------------------------------------------------------------------------------------

exercise(
    "swap_update_gate",
    returns={"W_xh": "D 3H", "W_hh": "H 3H", "b_xh": "3H", "b_hh": "3H"},
    forbidden=READY_MADE,
    explained="""
    The new update gate has to be 1 - z for every input and state. The sigmoid turns a sign into just that: sigmoid(-a)
    = 1 - sigmoid(a). The sum a in front of it is linear in four arrays, so that its sign turns when those of z's
    columns turn in all four of them: the columns from H to 2H. r and n keep theirs. A copy is changed, for the caller
    still needs the weights as they are. To convince yourself: doing it twice gives back what you began with, and a step
    by the other formula, (1 - z) * h + z * n, with the new weights is the step that you had.
    """,
)


def weights_of(rng, D, H):
    """The four arrays of a GRU's weights."""
    step = one_step(rng, 2, D, H)
    return {name: step[name] for name in ("W_xh", "W_hh", "b_xh", "b_hh")}


@visible("swap_update_gate", part="values")
def _(rng):
    yield case(
        "worked by hand: the weights of the worked step",
        **{name: BY_HAND[name] for name in ("W_xh", "W_hh", "b_xh", "b_hh")},
        note="H = 2: the columns of z are the third and the fourth",
    )
    yield case("D = 2, H = 3", **weights_of(rng, 2, 3))
    yield case("the same sizes, other numbers", **weights_of(rng, 2, 3))
    yield case("one input, one unit", **weights_of(rng, 1, 1))
    yield case("D = H = 3", **weights_of(rng, 3, 3))
    yield case("more inputs than units: D = 5, H = 2", **weights_of(rng, 5, 2))


@hidden("swap_update_gate", part="values")
def _(rng):
    for _ in range(3):
        D, H = different_sizes(rng, 2, high=6)
        yield case("random weights", **weights_of(rng, D, H))
        yield case("others of the same sizes", **weights_of(rng, D, H))
    yield case("one of each", **weights_of(rng, 1, 1))


@right("swap_update_gate", style="times a row of signs")
def swap_by_signs(W_xh, W_hh, b_xh, b_hh):
    signs = np.repeat([1.0, -1.0, 1.0], W_hh.shape[0])
    return W_xh * signs, W_hh * signs, b_xh * signs, b_hh * signs


@right("swap_update_gate", style="split and join")
def swap_by_parts(W_xh, W_hh, b_xh, b_hh):
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        r, z, n = np.split(weights, 3, axis=-1)
        turned.append(np.concatenate([r, -z, n], axis=-1))
    return tuple(turned)


@right("swap_update_gate", style="the gates as an axis")
def swap_by_axis(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)

    def turned(weights):
        parts = weights.reshape(*weights.shape[:-1], 3, H).copy()
        parts[..., 1, :] = -parts[..., 1, :]
        return parts.reshape(weights.shape)

    return turned(W_xh), turned(W_hh), turned(b_xh), turned(b_hh)


@right("swap_update_gate", style="torch")
def swap_by_torch(W_xh, W_hh, b_xh, b_hh):
    import torch

    signs = torch.ones(len(b_xh), dtype=torch.float64)
    signs[len(b_xh) // 3 : 2 * len(b_xh) // 3] = -1
    return tuple(torch.from_numpy(weights) * signs for weights in (W_xh, W_hh, b_xh, b_hh))


equivalent(
    "swap_update_gate",
    "weights[..., H : 2 * H] *= -1",
    "weights[..., H:2 * H] /= -1",
    because="dividing by -1 and multiplying by -1 both turn the sign of a number and change nothing else",
)
equivalent(
    "swap_update_gate",
    "return tuple(turned)",
    "return turned",
    because="a list of four arrays is as good an answer as a tuple of them",
)


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="Your numbers are right, but the caller's arrays are changed as well: the weights that came in have "
    "lost their meaning. Change copies.",
)
def swap_in_place(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        weights[..., H : 2 * H] *= -1
        turned.append(weights)
    return tuple(turned)


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="You turn the sign of everything. r and the candidate keep their sums; only the update gate is to be "
    "turned round.",
)
def swap_all_columns(W_xh, W_hh, b_xh, b_hh):
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        weights = weights.copy()
        weights *= -1
        turned.append(weights)
    return tuple(turned)


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="You turn the columns of r. The order is r, z, n, and z has the ones in the middle.",
)
def swap_r(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        weights = weights.copy()
        weights[..., :H] *= -1
        turned.append(weights)
    return tuple(turned)


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="You turn the columns of the candidate. The order is r, z, n, and z has the ones in the middle.",
)
def swap_n(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        weights = weights.copy()
        weights[..., 2 * H :] *= -1
        turned.append(weights)
    return tuple(turned)


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="You turn the columns of r as well. Only the update gate changes its meaning; the reset gate is the "
    "same in both conventions.",
)
def swap_r_and_z(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        weights = weights.copy()
        weights[..., : 2 * H] *= -1
        turned.append(weights)
    return tuple(turned)


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="Your slice has no end: the candidate's columns are turned too. z's columns end at 2H.",
)
def swap_to_the_end(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        weights = weights.copy()
        weights[..., H:] *= -1
        turned.append(weights)
    return tuple(turned)


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="You turn the matrices and leave the biases. The whole sum in front of the sigmoid has to change its "
    "sign, and the biases are terms of it.",
)
def swap_matrices_only(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    W_xh, W_hh = W_xh.copy(), W_hh.copy()
    W_xh[:, H : 2 * H] *= -1
    W_hh[:, H : 2 * H] *= -1
    return W_xh, W_hh, b_xh.copy(), b_hh.copy()


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="You turn the biases and leave the matrices. The whole sum in front of the sigmoid has to change its "
    "sign, and the two products are terms of it.",
)
def swap_biases_only(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    b_xh, b_hh = b_xh.copy(), b_hh.copy()
    b_xh[H : 2 * H] *= -1
    b_hh[H : 2 * H] *= -1
    return W_xh.copy(), W_hh.copy(), b_xh, b_hh


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="You turn the side of what is read, W_xh and b_xh. The memory's side is a term of the same sum, so it "
    "has to be turned too.",
)
def swap_input_side_only(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    W_xh, b_xh = W_xh.copy(), b_xh.copy()
    W_xh[:, H : 2 * H] *= -1
    b_xh[H : 2 * H] *= -1
    return W_xh, W_hh.copy(), b_xh, b_hh.copy()


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="You turn the memory's side, W_hh and b_hh. What is read is a term of the same sum, so it has to be "
    "turned too.",
)
def swap_memory_side_only(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    W_hh, b_hh = W_hh.copy(), b_hh.copy()
    W_hh[:, H : 2 * H] *= -1
    b_hh[H : 2 * H] *= -1
    return W_xh.copy(), W_hh, b_xh.copy(), b_hh


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="Three of the four are right, and b_hh is as it was. It is a term of z's sum as well.",
)
def swap_without_b_hh(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    signs = np.repeat([1.0, -1.0, 1.0], H)
    return W_xh * signs, W_hh * signs, b_xh * signs, b_hh.copy()


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="Three of the four are right, and b_xh is as it was. It is a term of z's sum as well.",
)
def swap_without_b_xh(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    signs = np.repeat([1.0, -1.0, 1.0], H)
    return W_xh * signs, W_hh * signs, b_xh.copy(), b_hh * signs


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="Three of the four are right, and W_xh is as it was. What is read is a term of z's sum as well.",
)
def swap_without_W_xh(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    signs = np.repeat([1.0, -1.0, 1.0], H)
    return W_xh.copy(), W_hh * signs, b_xh * signs, b_hh * signs


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="Three of the four are right, and W_hh is as it was. What is remembered is a term of z's sum as well.",
)
def swap_without_W_hh(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    signs = np.repeat([1.0, -1.0, 1.0], H)
    return W_xh * signs, W_hh.copy(), b_xh * signs, b_hh * signs


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="The network that you give is the same, but z's two biases stand joined in b_xh. Asked for is each array "
    "turned by itself.",
)
def swap_biases_joined(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    signs = np.repeat([1.0, -1.0, 1.0], H)
    b_xh, b_hh = b_xh.copy(), b_hh.copy()
    b_xh[H : 2 * H] = -b_xh[H : 2 * H] - b_hh[H : 2 * H]
    b_hh[H : 2 * H] = 0.0
    return W_xh * signs, W_hh * signs, b_xh, b_hh


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="You put 1 - w for each weight w of z. It is 1 - sigmoid(sum) that is wanted: which change of the sum "
    "does that to its sigmoid?",
)
def swap_one_minus(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        weights = weights.copy()
        weights[..., H : 2 * H] = 1 - weights[..., H : 2 * H]
        turned.append(weights)
    return tuple(turned)


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="You turn the matrices rightly and put 1 - b for the biases. The biases are terms of the sum like the "
    "products: the same change for all of them.",
)
def swap_matrices_negative_biases_one_minus(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    signs = np.repeat([1.0, -1.0, 1.0], H)
    b_xh, b_hh = b_xh.copy(), b_hh.copy()
    b_xh[H : 2 * H] = 1 - b_xh[H : 2 * H]
    b_hh[H : 2 * H] = 1 - b_hh[H : 2 * H]
    return W_xh * signs, W_hh * signs, b_xh, b_hh


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="You put 1/w for each weight w of z. The sigmoid turns a sign, not a reciprocal, into 1 - z.",
)
def swap_reciprocal(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        weights = weights.copy()
        weights[..., H : 2 * H] = 1 / weights[..., H : 2 * H]
        turned.append(weights)
    return tuple(turned)


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="You exchange the columns of r and z. That would give each gate the other one's sum. The gates keep "
    "their places; it is the meaning of z that is turned round.",
)
def swap_columns_of_r_and_z(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        weights = weights.copy()
        weights[..., : 2 * H] = np.roll(weights[..., : 2 * H], H, axis=-1)
        turned.append(weights)
    return tuple(turned)


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="You exchange the columns of z and n. Gate and candidate keep their places and their weights' sizes: "
    "it is 1 - z that is wanted in place of z.",
)
def swap_columns_of_z_and_n(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        weights = weights.copy()
        weights[..., H:] = np.roll(weights[..., H:], H, axis=-1)
        turned.append(weights)
    return tuple(turned)


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="`w[H:2*H]` takes rows of a matrix; the columns are the last axis.",
)
def swap_rows(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        weights = weights.copy()
        weights[H : 2 * H] *= -1
        turned.append(weights)
    return tuple(turned)


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="You turn every third column. The columns of one gate stand together: H of r, then H of z, then H of n.",
)
def swap_every_third(W_xh, W_hh, b_xh, b_hh):
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        weights = weights.copy()
        weights[..., 1::3] *= -1
        turned.append(weights)
    return tuple(turned)


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="You turn one column of z. Every unit has a z of its own: H columns, from H to 2H.",
)
def swap_one_column(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        weights = weights.copy()
        weights[..., H] *= -1
        turned.append(weights)
    return tuple(turned)


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="Nothing has changed: you return the weights as they came. Exactly one gate has to be turned round.",
)
def swap_nothing(W_xh, W_hh, b_xh, b_hh):
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        weights = weights.copy()
        turned.append(weights)
    return tuple(turned)


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="You hand back transposed matrices. torch stores them so; here W_xh is (D, 3H) and W_hh is (H, 3H), "
    "before and after.",
)
def swap_transposed(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        weights = weights.copy()
        weights[..., H : 2 * H] *= -1
        turned.append(weights)
    return tuple(weights.T for weights in turned)


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="You return pairs, input's side and memory's side. Four arrays are asked for, one after the other: "
    "W_xh, W_hh, b_xh, b_hh.",
)
def swap_matrices_then_biases_in_pairs(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        weights = weights.copy()
        weights[..., H : 2 * H] *= -1
        turned.append(weights)
    return (turned[0], turned[2]), (turned[1], turned[3])


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="Your arrays are right and come in another order. Asked for is W_xh, W_hh, b_xh, b_hh, as they came in.",
)
def swap_in_another_order(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        weights = weights.copy()
        weights[..., H : 2 * H] *= -1
        turned.append(weights)
    return turned[0], turned[2], turned[1], turned[3]


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="You cut at D, the number of rows of W_xh. Each part has H columns, as many as W_hh has rows; only "
    "where D = H does it not matter.",
)
def swap_by_the_inputs(W_xh, W_hh, b_xh, b_hh):
    H = len(W_xh)
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        weights = weights.copy()
        weights[..., H : 2 * H] *= -1
        turned.append(weights)
    return tuple(turned)


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="You set z's weights to zero: then z is one half, always. What is wanted is 1 - z, whatever z was.",
)
def swap_to_zero(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        weights = weights.copy()
        weights[..., H : 2 * H] = 0
        turned.append(weights)
    return tuple(turned)


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="You make z's weights all negative or all positive. Each has to change its own sign, whichever that is.",
)
def swap_absolute(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        weights = weights.copy()
        weights[..., H : 2 * H] = -np.abs(weights[..., H : 2 * H])
        turned.append(weights)
    return tuple(turned)


@mistake(
    "swap_update_gate",
    fails=("values",),
    says="You turn round the order of z's columns. The units stay where they are; it is the sign of the sum "
    "that turns z into 1 - z.",
)
def swap_flipped(W_xh, W_hh, b_xh, b_hh):
    H = len(W_hh)
    turned = []
    for weights in (W_xh, W_hh, b_xh, b_hh):
        weights = weights.copy()
        weights[..., H : 2 * H] = weights[..., H : 2 * H][..., ::-1].copy()
        turned.append(weights)
    return tuple(turned)


# gru_forward -------------------------------------------------------------------------------------------------------

exercise(
    "gru_forward",
    returns={"h": "N T H", "gates": "N T 3H"},
    builds_on={"gru_step_reset_after": "helpers.nn.gru"},
    forbidden=READY_MADE,
    explained="""
    `state` begins with h0 and is handed from step to step. Every step returns a new state and its three gates; both are
    kept, each in an array of its own, and put side by side along a new axis 1 at the end. The loop walks along the
    steps, never along the batch. In a fast version the product with W_xh is taken out of the loop, since it does not
    need the states: that is what torch and helpers/nn/gru.py do. To convince yourself: the last state of the first part
    of a text, handed in as the h0 of the rest, gives the states that reading in one go gives.
    """,
)


@visible("gru_forward", part="values")
def _(rng):
    batch = sequences(rng, N=2, T=4, D=5, H=3)
    yield case("N = 2, T = 4, D = 5, H = 3", **batch)
    yield case("the same with another h0", **batch | {"h0": np.tanh(normal(rng, 2, 3))})
    yield case("the same x and h0, other weights", **sequences(rng, 2, 4, 5, 3) | {k: batch[k] for k in ("x", "h0")})
    first = sequences(rng, N=3, T=2, D=1, H=2)
    yield case("the first state is zero", **first | {"h0": np.zeros((3, 2))})
    yield case("z forced to 1 by a bias of 50", **with_bias(first, 1, 50.0), note="every state is h0")
    yield case("r forced to 0 by a bias of -50", **with_bias(first, 0, -50.0))


@hidden("gru_forward", part="values")
def _(rng):
    for _ in range(3):
        N, T, D, H = different_sizes(rng, 4, high=6)
        batch = sequences(rng, N, T, D, H)
        yield case("a random batch", **batch)
        yield case("the same with another h0", **batch | {"h0": np.tanh(normal(rng, N, H))})


@visible("gru_forward", part="edge_cases")
def _(rng):
    yield case("one step: T = 1", **sequences(rng, N=3, T=1, D=2, H=2))
    yield case("one sequence: N = 1", **sequences(rng, N=1, T=3, D=2, H=2))
    yield case("one unit: H = 1", **sequences(rng, N=2, T=4, D=3, H=1))
    square = sequences(rng, N=3, T=3, D=3, H=3)
    yield case("all square: N = T = D = H = 3", **square)
    yield case("the same with another h0", **square | {"h0": np.tanh(normal(rng, 3, 3))})


@hidden("gru_forward", part="edge_cases")
def _(rng):
    N, T, D, H = different_sizes(rng, 4, high=6)
    yield case("one step", **sequences(rng, N, 1, D, H))
    yield case("one sequence", **sequences(rng, 1, T, D, H))
    yield case("one of each", **sequences(rng, 1, 1, 1, 1))
    for title in ("all square", "all square, other numbers"):
        yield case(title, **sequences(rng, N, N, N, N))


@right("gru_forward", style="arrays made first")
def forward_into_arrays(x, h0, W_xh, W_hh, b_xh, b_hh):
    N, T, _ = x.shape
    H = h0.shape[1]
    h, gates = np.zeros((N, T, H)), np.zeros((N, T, 3 * H))
    for t in range(T):
        before = h0 if t == 0 else h[:, t - 1]
        h[:, t], gates[:, t] = gru_step_reset_after(x[:, t], before, W_xh, W_hh, b_xh, b_hh)
    return h, gates


@right("gru_forward", style="the product with the input taken out of the loop")
def forward_fused(x, h0, W_xh, W_hh, b_xh, b_hh):
    H, state = h0.shape[1], h0
    read = x @ W_xh + b_xh
    h, gates = np.empty((*x.shape[:2], H)), np.empty(read.shape)
    for t in range(x.shape[1]):
        held = state @ W_hh + b_hh
        gates[:, t, : 2 * H] = sigmoid(read[:, t, : 2 * H] + held[:, : 2 * H])
        r, z = gates[:, t, :H], gates[:, t, H : 2 * H]
        n = gates[:, t, 2 * H :]
        n[:] = np.tanh(read[:, t, 2 * H :] + r * held[:, 2 * H :])
        state = n + z * (state - n)
        h[:, t] = state
    return h, gates


@right("gru_forward", style="sequence by sequence")
def forward_by_sequence(x, h0, W_xh, W_hh, b_xh, b_hh):
    rows = []
    for n in range(len(x)):
        state, row = h0[n : n + 1], []
        for x_t in x[n]:
            state, gates = gru_step_reset_after(x_t[None], state, W_xh, W_hh, b_xh, b_hh)
            row.append(np.concatenate([state[0], gates[0]]))
        rows.append(row)
    both = np.array(rows)
    return both[:, :, : h0.shape[1]], both[:, :, h0.shape[1] :]


@right("gru_forward", style="torch")
def forward_by_torch(x, h0, W_xh, W_hh, b_xh, b_hh):
    import torch

    x, state, W_xh, W_hh, b_xh, b_hh = map(torch.from_numpy, (x, h0, W_xh, W_hh, b_xh, b_hh))
    states, gates = [], []
    for x_t in x.unbind(dim=1):
        (a_r, a_z, a_n), (u_r, u_z, u_n) = (x_t @ W_xh + b_xh).chunk(3, 1), (state @ W_hh + b_hh).chunk(3, 1)
        r, z = torch.sigmoid(a_r + u_r), torch.sigmoid(a_z + u_z)
        n = torch.tanh(a_n + r * u_n)
        state = (1 - z) * n + z * state
        states.append(state)
        gates.append(torch.cat([r, z, n], dim=1))
    return torch.stack(states, dim=1), torch.stack(gates, dim=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="Every one of your steps starts from h0: nothing is carried from step to step. The state that one "
    "step returns is what the next one starts from.",
)
def forward_from_h0(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(x.shape[1]):
        state, gate = gru_step_reset_after(x[:, t], h0, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        gates.append(gate)
    return np.stack(states, axis=1), np.stack(gates, axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="You start from zeros. h0 is an argument and need not be zero.",
)
def forward_without_h0(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = np.zeros_like(h0), [], []
    for t in range(x.shape[1]):
        state, gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        gates.append(gate)
    return np.stack(states, axis=1), np.stack(gates, axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="Your numbers are right, but you write the states into h0. The caller, and the backward pass, need it "
    "as it was.",
)
def forward_into_h0(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(x.shape[1]):
        h0[:], gate = gru_step_reset_after(x[:, t], h0, W_xh, W_hh, b_xh, b_hh)
        state = h0.copy()
        states.append(state)
        gates.append(gate)
    return np.stack(states, axis=1), np.stack(gates, axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="All your states are equal: the list holds one and the same array, which every step overwrites. Each "
    "step needs an array of its own.",
)
def forward_one_array(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0.copy(), [], []
    for t in range(x.shape[1]):
        state[:], gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        gates.append(gate)
    return np.stack(states, axis=1), np.stack(gates, axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="Your loop walks along the batch: x[t] is sequence t, not step t. The steps are the second axis, x[:, t].",
)
def forward_along_the_batch(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(x.shape[0]):
        state, gate = gru_step_reset_after(x[t], state, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        gates.append(gate)
    return np.stack(states, axis=1), np.stack(gates, axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="You store the state before each step instead of the one after it: h0 comes first and the last one is "
    "missing.",
)
def forward_one_step_late(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(x.shape[1]):
        states.append(state)
        state, gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_xh, b_hh)
        gates.append(gate)
    return np.stack(states, axis=1), np.stack(gates, axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="You return h0 as well, as the first of T + 1 states. Asked for are the T states after each step; the "
    "caller has h0.",
)
def forward_with_h0_in_front(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [h0], []
    for t in range(x.shape[1]):
        state, gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        gates.append(gate)
    return np.stack(states, axis=1), np.stack(gates, axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="You leave out the first step: your loop begins at 1. T inputs make T states.",
)
def forward_first_step_left_out(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(1, x.shape[1]):
        state, gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        gates.append(gate)
    return np.stack(states, axis=1), np.stack(gates, axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="Your loop ends one step early. T inputs make T states.",
)
def forward_last_step_left_out(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(x.shape[1] - 1):
        state, gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        gates.append(gate)
    return np.stack(states, axis=1), np.stack(gates, axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="You read from right to left. Step t reads x[:, t], from the first to the last.",
)
def forward_backwards(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in reversed(range(x.shape[1])):
        state, gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        gates.append(gate)
    return np.stack(states, axis=1), np.stack(gates, axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="You read in the right order and store the steps in the opposite one: the first state belongs to the "
    "first step.",
)
def forward_stored_backwards(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(x.shape[1]):
        state, gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        gates.append(gate)
    return np.stack(states[::-1], axis=1), np.stack(gates[::-1], axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="You return the last state and the last gates. All of them are asked for, (N, T, H) and (N, T, 3H).",
)
def forward_only_the_last(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(x.shape[1]):
        state, gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        gates.append(gate)
    return state, gate


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="Your states are right; of the gates you return the last step's only. Those of all steps are asked "
    "for: (N, T, 3H).",
)
def forward_last_gates(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(x.shape[1]):
        state, gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        gates.append(gate)
    return np.stack(states, axis=1), gate


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="You return the states alone. The gates are asked for as well, (N, T, 3H): the backward pass needs them.",
)
def forward_only_the_states(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(x.shape[1]):
        state, gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        gates.append(gate)
    return np.stack(states, axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="You return the gates first. Asked for are the states, then the gates.",
)
def forward_gates_first(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(x.shape[1]):
        state, gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        gates.append(gate)
    return np.stack(gates, axis=1), np.stack(states, axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="Your arrays are (T, N, H) and (T, N, 3H): the steps stand in front. In this course the batch does; "
    "stack along axis 1.",
)
def forward_time_first(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(x.shape[1]):
        state, gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        gates.append(gate)
    return np.stack(states), np.stack(gates)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="Your steps are stacked in front and the array is cut up anew by reshape, which exchanges no axes: "
    "the numbers stand in wrong places. Stack along axis 1.",
)
def forward_reshaped(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(x.shape[1]):
        state, gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        gates.append(gate)
    N, T, _ = x.shape
    return np.stack(states).reshape(N, T, -1), np.stack(gates).reshape(N, T, -1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="Your steps stand side by side in one axis, (N, T H): concatenate makes no new axis. The steps need "
    "one of their own.",
)
def forward_side_by_side(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(x.shape[1]):
        state, gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        gates.append(gate)
    return np.concatenate(states, axis=1), np.concatenate(gates, axis=1)


@mistake(
    "gru_forward",
    fails=("edge_cases",),
    says="Your numbers are right, and axes of length 1 are gone. One sequence, one step or one unit is still an axis.",
)
def forward_squeezed(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(x.shape[1]):
        state, gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        gates.append(gate)
    return np.stack(states, axis=1).squeeze(), np.stack(gates, axis=1).squeeze()


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="Every one of your steps reads the first input. Step t reads x[:, t].",
)
def forward_first_input(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for _ in range(x.shape[1]):
        state, gate = gru_step_reset_after(x[:, 0], state, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        gates.append(gate)
    return np.stack(states, axis=1), np.stack(gates, axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="Every one of your steps reads the last input. Step t reads x[:, t].",
)
def forward_last_input(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for _ in range(x.shape[1]):
        state, gate = gru_step_reset_after(x[:, -1], state, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        gates.append(gate)
    return np.stack(states, axis=1), np.stack(gates, axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="Your step t reads the input before it, and the first one reads the last: x[:, t - 1] is one too "
    "early, and at t = 0 the index -1 is the end.",
)
def forward_next_input(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(x.shape[1]):
        state, gate = gru_step_reset_after(x[:, t - 1], state, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        gates.append(gate)
    return np.stack(states, axis=1), np.stack(gates, axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="You hand the two biases to the step in the wrong order: b_hh goes where b_xh belongs. At r and z "
    "that does not matter, at the candidate it does.",
)
def forward_biases_exchanged(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(x.shape[1]):
        state, gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_hh, b_xh)
        states.append(state)
        gates.append(gate)
    return np.stack(states, axis=1), np.stack(gates, axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="You hand b_hh to the step twice. b_xh has to come before it.",
)
def forward_b_hh_twice(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(x.shape[1]):
        state, gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_hh, b_hh)
        states.append(state)
        gates.append(gate)
    return np.stack(states, axis=1), np.stack(gates, axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="You hand b_xh to the step twice. b_hh has to come behind it.",
)
def forward_b_xh_twice(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(x.shape[1]):
        state, gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_xh, b_xh)
        states.append(state)
        gates.append(gate)
    return np.stack(states, axis=1), np.stack(gates, axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="Your steps have the reset gate before the product, as in gru_step. From here on the lesson goes on "
    "with the other form, the one of gru_step_reset_after.",
)
def forward_by_gru_step(x, h0, W_xh, W_hh, b_xh, b_hh):
    H, state, states, gates = h0.shape[1], h0, [], []
    for t in range(x.shape[1]):
        a, u = x[:, t] @ W_xh + b_xh, state @ W_hh + b_hh
        r, z = sigmoid(a[:, :H] + u[:, :H]), sigmoid(a[:, H : 2 * H] + u[:, H : 2 * H])
        n = np.tanh(a[:, 2 * H :] + (r * state) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
        state = (1 - z) * n + z * state
        states.append(state)
        gates.append(np.concatenate([r, z, n], axis=1))
    return np.stack(states, axis=1), np.stack(gates, axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="What you carry on to the next step is the candidate and not the new state: the memory that z keeps "
    "is lost. The step returns the new state first.",
)
def forward_candidate_carried_on(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(x.shape[1]):
        state, gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        state = gate[:, -h0.shape[1] :]
        gates.append(gate)
    return np.stack(states, axis=1), np.stack(gates, axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="You add each new state to the one before. The step has mixed old and new already: what it returns is "
    "the state.",
)
def forward_states_added(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(x.shape[1]):
        new, gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_xh, b_hh)
        state = state + new
        states.append(state)
        gates.append(gate)
    return np.stack(states, axis=1), np.stack(gates, axis=1)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="You compute the first sequence only and give its states to all. Each row of the batch has its own.",
)
def forward_one_sequence(x, h0, W_xh, W_hh, b_xh, b_hh):
    state, states, gates = h0, [], []
    for t in range(x.shape[1]):
        state, gate = gru_step_reset_after(x[:, t], state, W_xh, W_hh, b_xh, b_hh)
        states.append(state)
        gates.append(gate)
    h, gates = np.stack(states, axis=1), np.stack(gates, axis=1)
    return np.repeat(h[:1], len(x), axis=0), np.repeat(gates[:1], len(x), axis=0)


@mistake(
    "gru_forward",
    fails=("values", "edge_cases"),
    says="Every one of your steps starts from h0: nothing is carried from step to step. The state that one "
    "step returns is what the next one starts from.",
)
def forward_all_at_once(x, h0, W_xh, W_hh, b_xh, b_hh):
    N, T, D = x.shape
    h, gates = gru_step_reset_after(x.reshape(N * T, D), np.repeat(h0, T, axis=0), W_xh, W_hh, b_xh, b_hh)
    return h.reshape(N, T, -1), gates.reshape(N, T, -1)


# gru_step_backward -------------------------------------------------------------------------------------------------

GRADIENTS_OF_A_STEP = {
    "dx": "N D",
    "dh_prev": "N H",
    "dW_xh": "D 3H",
    "dW_hh": "H 3H",
    "db_xh": "3H",
    "db_hh": "3H",
}

exercise(
    "gru_step_backward",
    returns=GRADIENTS_OF_A_STEP,
    forbidden=(*READY_MADE, *AUTOMATIC),
    explained="""
    The step is walked backwards, each line of the forward pass in turn. The mean (1 - z) n + z h sends dh three ways:
    to n with the weight 1 - z, to z with the factor h - n, and straight to h with the weight z. Through tanh and the
    two sigmoids the gradients are multiplied by slopes, and since the gates are handed in activated, the slopes are
    1 - n^2, z (1 - z) and r (1 - r). The one thing that was not kept is the memory's side of the candidate, h W_hn +
    b_hn: it is computed anew, for r's gradient is multiplied by it. From the three sums the gradients go on to both
    sides. They are equal for r and z, and for n the memory's side has the factor r. Two arrays (N, 3H), one for each
    side, then give everything by one product each, and the biases by a sum over the batch. dh_prev is all that reaches
    h: the direct part dh z and the part through the three sums. To convince yourself: gradient_check for each array.
    """,
)


@visible("gru_step_backward", part="values")
def _(rng):
    yield case(
        "worked by hand: one of everything",
        dh=np.array([[2.0]]),
        x=np.array([[1.0]]),
        h_prev=np.array([[-1.0]]),
        gates=np.array([[0.5, 0.75, 0.6]]),
        W_xh=np.array([[1.0, -1.0, 2.0]]),
        W_hh=np.array([[0.5, 1.0, -2.0]]),
        b_hh=np.array([0.1, -0.2, 0.4]),
        note="the gradients at the three sums are 0.192, -0.6 and 0.32",
    )
    whole = step_back(rng, N=4, D=3, H=2)
    yield case("N = 4, D = 3, H = 2", **whole)
    yield case("the same with another dh", **whole | {"dh": normal(rng, 4, 2)})
    yield case("the same sizes, all other numbers", **step_back(rng, N=4, D=3, H=2))
    yield case("more units than inputs: N = 2, D = 1, H = 3", **step_back(rng, N=2, D=1, H=3))


@hidden("gru_step_backward", part="values")
def _(rng):
    for _ in range(3):
        N, D, H = different_sizes(rng, 3, high=6)
        batch = step_back(rng, N, D, H)
        yield case("a random batch", **batch)
        yield case("the same with another dh", **batch | {"dh": normal(rng, N, H)})


@visible("gru_step_backward", part="edge_cases")
def _(rng):
    yield case("one sequence: N = 1", **step_back(rng, N=1, D=2, H=3))
    yield case("one unit: H = 1", **step_back(rng, N=3, D=2, H=1))
    square = step_back(rng, N=3, D=3, H=3)
    yield case("all square: N = D = H = 3", **square)
    yield case("the same with another dh", **square | {"dh": normal(rng, 3, 3)})
    yield case("as many sequences as columns: N = 3H = 6", **step_back(rng, N=6, D=1, H=2))
    yield case("no gradient arrives", **square | {"dh": np.zeros((3, 3))}, note="then none goes on")


@hidden("gru_step_backward", part="edge_cases")
def _(rng):
    N, D, H = different_sizes(rng, 3, high=6)
    yield case("one sequence", **step_back(rng, 1, D, H))
    yield case("one unit", **step_back(rng, N, D, 1))
    yield case("one of each", **step_back(rng, 1, 1, 1))
    for title in ("all square", "all square, other numbers"):
        yield case(title, **step_back(rng, H, H, H))


@right("gru_step_backward", style="gate by gate")
def step_back_gate_by_gate(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    (r, z, n), (U_r, U_z, U_n) = np.split(gates, 3, axis=1), np.split(W_hh, 3, axis=1)
    V_r, V_z, V_n = np.split(W_xh, 3, axis=1)
    u_n = h_prev @ U_n + b_hh[-h_prev.shape[1] :]
    into_n = dh * (1 - z) * (1 - n * n)
    into_z = dh * (h_prev - n) * z * (1 - z)
    into_r = into_n * u_n * r * (1 - r)
    into_u = into_n * r
    dx = into_r @ V_r.T + into_z @ V_z.T + into_n @ V_n.T
    dh_prev = dh * z + into_r @ U_r.T + into_z @ U_z.T + into_u @ U_n.T
    dW_xh = np.hstack([x.T @ part for part in (into_r, into_z, into_n)])
    dW_hh = np.hstack([h_prev.T @ part for part in (into_r, into_z, into_u)])
    db_xh = np.hstack([part.sum(axis=0) for part in (into_r, into_z, into_n)])
    db_hh = np.hstack([part.sum(axis=0) for part in (into_r, into_z, into_u)])
    return dx, dh_prev, dW_xh, dW_hh, db_xh, db_hh


@right("gru_step_backward", style="loops over the batch")
def step_back_by_loops(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    N, H = h_prev.shape
    dx, dh_prev = np.zeros_like(x), np.zeros_like(h_prev)
    dW_xh, dW_hh = np.zeros_like(W_xh), np.zeros_like(W_hh)
    db_xh, db_hh = np.zeros(3 * H), np.zeros(3 * H)
    for i in range(N):
        r, z, n = gates[i].reshape(3, H)
        u_n = h_prev[i] @ W_hh[:, 2 * H :] + b_hh[2 * H :]
        s_n = dh[i] * (1 - z) * (1 - n**2)
        s_z = dh[i] * (h_prev[i] - n) * z * (1 - z)
        s_r = s_n * u_n * r * (1 - r)
        a, u = np.concatenate([s_r, s_z, s_n]), np.concatenate([s_r, s_z, s_n * r])
        dx[i] = W_xh @ a
        dh_prev[i] = dh[i] * z + W_hh @ u
        dW_xh += np.outer(x[i], a)
        dW_hh += np.outer(h_prev[i], u)
        db_xh += a
        db_hh += u
    return dx, dh_prev, dW_xh, dW_hh, db_xh, db_hh


@right("gru_step_backward", style="einsum and the gates as an axis")
def step_back_by_einsum(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    N, H = h_prev.shape
    r, z, n = gates.reshape(N, 3, H).transpose(1, 0, 2)
    held = np.einsum("nh,hk->nk", h_prev, W_hh.reshape(H, 3, H)[:, 2]) + b_hh.reshape(3, H)[2]
    from_n = (dh - dh * z) * (1 - n) * (1 + n)
    a = np.stack([from_n * held * (r - r**2), dh * (h_prev - n) * (z - z**2), from_n], axis=1)
    u = a.copy()
    u[:, 2] *= r
    dx = np.einsum("ngk,dgk->nd", a, W_xh.reshape(-1, 3, H))
    dh_prev = dh * z + np.einsum("ngk,hgk->nh", u, W_hh.reshape(H, 3, H))
    dW_xh = np.einsum("nd,ngk->dgk", x, a).reshape(W_xh.shape)
    dW_hh = np.einsum("nh,ngk->hgk", h_prev, u).reshape(W_hh.shape)
    return dx, dh_prev, dW_xh, dW_hh, a.sum(axis=0).ravel(), u.sum(axis=0).ravel()


@right("gru_step_backward", style="torch's arithmetic")
def step_back_by_torch(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    import torch

    dh, x, h_prev, gates, W_xh, W_hh, b_hh = map(torch.from_numpy, (dh, x, h_prev, gates, W_xh, W_hh, b_hh))
    r, z, n = gates.chunk(3, dim=1)
    held = torch.addmm(b_hh, h_prev, W_hh).chunk(3, dim=1)[2]
    s_n = dh * (1 - z) * (1 - n.square())
    s_rz = torch.cat([s_n * held, dh * (h_prev - n)], dim=1) * torch.cat([r * (1 - r), z * (1 - z)], dim=1)
    a, u = torch.cat([s_rz, s_n], dim=1), torch.cat([s_rz, r * s_n], dim=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(dim=0), u.sum(dim=0)


equivalent(
    "gru_step_backward",
    "H = h_prev.shape[1]",
    "H = dh.shape[1]",
    because="dh is the gradient at a state, and has the shape of a state",
)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your dh_prev lacks the part that goes straight from the new state to the old one, past all weights: "
    "the old state is also a term of the mean. It is the path that lets a GRU remember.",
)
def step_back_no_straight_path(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your dh_prev has only the straight part, dh z. The old state also acts on r, z and n, through W_hh.",
)
def step_back_straight_path_alone(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="In your dh_prev the straight part has the weight 1 - z. That is the candidate's weight in the mean; "
    "look at which one the old state has.",
)
def step_back_straight_path_turned(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * (1 - z) + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="In your dh_prev the straight part is dh itself. Only a share of the old state went straight into the "
    "new one.",
)
def step_back_straight_path_whole(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You use the same three gradients on both sides. The memory's side of the candidate was multiplied by "
    "r on its way into the sum, so its gradient is too. (dx, dW_xh and db_xh are right.)",
)
def step_back_memory_side_not_reset(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You multiply the candidate's gradient by r on the input's side as well. What was read came into the "
    "sum without r.",
)
def step_back_input_side_reset(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n * r], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You have exchanged the two sides: r multiplies the candidate's gradient on the side of the memory, "
    "not on the side of what was read.",
)
def step_back_reset_on_the_wrong_side(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n * r], axis=1)
    u = np.concatenate([s_r, s_z, s_n], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your r's gradient and the memory's gradient are those of the form with the reset gate before the "
    "product. The forward pass here has it after: r multiplied h W_hn + b_hn.",
)
def step_back_reset_as_before(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = (s_n @ W_hh[:, 2 * H :].T) * h_prev
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="r multiplied the memory's side with its bias. Your r's gradient leaves b_hn out, the last third of b_hh.",
)
def step_back_held_without_bias(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="To get back what r multiplied you add the first H numbers of b_hh, which belong to r. The "
    "candidate's are the last.",
)
def step_back_held_with_the_first_bias(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[:H]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="To get back what r multiplied you use the columns of r in W_hh. It was the candidate's side: the "
    "last H columns.",
)
def step_back_held_with_r_columns(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, :H] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="To get back what r multiplied you use the columns of z in W_hh. It was the candidate's side: the "
    "last H columns.",
)
def step_back_held_with_z_columns(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, H : 2 * H] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You take h for what r multiplied. In this form r multiplied the product, h W_hn + b_hn; it has to be "
    "computed again.",
)
def step_back_held_is_h(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * h_prev
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You take n for what r multiplied. n is the tanh of the whole sum; r multiplied only the memory's side of it.",
)
def step_back_held_is_n(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * n
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="What r multiplied is the memory's side before r. You multiply it by r once more.",
)
def step_back_held_reset(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held * r
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your u_n is that of gru_step; here r comes after the product.",
)
def step_back_held_of_gru_step(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = (r * h_prev) @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You take r's gradient from dn, before it has gone through the tanh. r stands inside the tanh: its "
    "slope comes first.",
)
def step_back_r_before_the_tanh(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = dn * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="The gradient passes the candidate's tanh as if it were not there. Multiply by its slope.",
)
def step_back_no_tanh_slope(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You take the slope of tanh at n as if n were the sum: 1 - tanh(n)^2. n has been through its tanh already.",
)
def step_back_tanh_twice(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - np.tanh(n) ** 2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your slope of tanh is 1 - n. The square is missing.",
)
def step_back_tanh_slope_not_squared(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You use the sigmoid's slope for the candidate, n (1 - n). n came out of a tanh.",
)
def step_back_tanh_slope_by_sigmoid(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * n * (1 - n)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You use tanh's slope for the gates, 1 - r^2 and 1 - z^2. They came out of a sigmoid.",
)
def step_back_gate_slopes_by_tanh(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * (1 - r**2), dz * (1 - z**2)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="The gradients pass the two sigmoids as if they were not there. Multiply each by its slope.",
)
def step_back_no_gate_slopes(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr, dz
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="r's gradient passes its sigmoid as if it were not there. z's is right.",
)
def step_back_no_slope_of_r(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr, dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="z's gradient passes its sigmoid as if it were not there. r's is right.",
)
def step_back_no_slope_of_z(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your slopes of the sigmoid are r and z alone. The factor 1 - r, 1 - z is missing.",
)
def step_back_half_a_slope(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r, dz * z
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You send r and z through the sigmoid once more before you take its slope. The gates are handed in activated.",
)
def step_back_sigmoid_twice(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * sigmoid(r) * (1 - sigmoid(r)), dz * sigmoid(z) * (1 - sigmoid(z))
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your slope of z's sigmoid is 1 - z alone: the factor z is missing.",
)
def step_back_slope_of_z_without_z(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your slope of z's sigmoid is z alone: the factor 1 - z is missing.",
)
def step_back_slope_of_z_is_z(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your slope of r's sigmoid is 1 - r alone: the factor r is missing.",
)
def step_back_slope_of_r_without_r(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your slope of r's sigmoid is r alone: the factor 1 - r is missing.",
)
def step_back_slope_of_r_is_r(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r, dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="r has been through its sigmoid already. Its slope is r (1 - r).",
)
def step_back_sigmoid_of_r_twice(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * sigmoid(r) * (1 - sigmoid(r)), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="z has been through its sigmoid already. Its slope is z (1 - z).",
)
def step_back_sigmoid_of_z_twice(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * sigmoid(z) * (1 - sigmoid(z))
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="z's gradient has the wrong sign: more z means more of the old state and less of the candidate. You "
    "take the difference the other way round.",
)
def step_back_z_of_the_other_sign(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (n - h_prev)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="z's gradient is only dh h. z is also in the weight 1 - z of the candidate: that term is missing.",
)
def step_back_z_without_n(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="z's gradient is only that of the candidate's weight. z also multiplies the old state: that term is missing.",
)
def step_back_z_without_h(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (-n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You give the candidate's gradient the weight z. In the mean, the candidate has 1 - z.",
)
def step_back_n_with_z(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * z, dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="All of dh goes into your candidate. Only a share of the candidate came into the new state.",
)
def step_back_n_without_weight(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh, dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your gradients are those of the mean with the other convention, z n + (1 - z) h. The forward pass "
    "here is (1 - z) n + z h.",
)
def step_back_the_other_convention(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * z, dh * (n - h_prev)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * (1 - z) + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="No gradient goes through r. It acts on the candidate, so the loss depends on it.",
)
def step_back_no_gradient_through_r(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = np.zeros_like(s_n)
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="No gradient goes through z. It sets the weights of the mean, so the loss depends on it.",
)
def step_back_no_gradient_through_z(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), np.zeros_like(dh)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your gates' gradients stand in the order z, r, n. The columns are those of r, z, n.",
)
def step_back_order_z_r_n(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_z, s_r, s_n], axis=1)
    u = np.concatenate([s_z, s_r, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You take the first H columns of gates for z and the next for r. They stand in the order r, z, n.",
)
def step_back_reads_z_r_n(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    z, r, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="W_xh is not transposed in your dx, or stands on the wrong side. Forward it led from (N, D) to (N, "
    "3H); the gradient goes back.",
)
def step_back_dx_transposed(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return (W_xh @ a.T), dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="In your dh_prev the square blocks of W_hh are not transposed. Where each block is (H, H) they fit, "
    "and the gradient goes along the wrong direction of the arrows.",
)
def step_back_blocks_not_transposed(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return (
        a @ W_xh.T,
        dh * z + sum(s @ block for s, block in zip(np.split(u, 3, axis=1), np.split(W_hh, 3, axis=1), strict=True)),
        x.T @ a,
        h_prev.T @ u,
        a.sum(axis=0),
        u.sum(axis=0),
    )


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your dW_hh is made with the new state. W_hh multiplied the old one, h_prev.",
)
def step_back_dW_hh_with_the_new_state(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, ((1 - z) * n + z * h_prev).T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your dW_hh is made with r * h. That is the form with the reset gate before the product; here W_hh "
    "multiplied h_prev as it is, in all three parts.",
)
def step_back_dW_hh_reset(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, (r * h_prev).T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your dW_hh is made with the gradients of the input's side. On the memory's side the candidate's part "
    "has the factor r. (dh_prev and db_hh are right.)",
)
def step_back_dW_hh_with_the_input_side(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ a, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your dh_prev is made with the gradients of the input's side. On the memory's side the candidate's "
    "part has the factor r.",
)
def step_back_dh_with_the_input_side(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + a @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You return one gradient for both biases. At the candidate r multiplied b_hh and not b_xh.",
)
def step_back_biases_alike(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), a.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You return the gradients of the two biases in the wrong order: db_xh comes first, then db_hh.",
)
def step_back_biases_exchanged(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, u.sum(axis=0), a.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your gradients of the biases are (N, 3H): one for each sequence. A bias is added to every row of the "
    "batch, so its gradient is the sum over the rows.",
)
def step_back_biases_not_summed(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a, u


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You take the mean over the batch for the biases. The loss is what it is; whoever made it has decided "
    "whether it is a mean. Here the rows' gradients are added.",
)
def step_back_biases_averaged(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.mean(axis=0), u.mean(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You divide the gradients of the two matrices by N; those of the biases are right. Whether the loss is a "
    "mean has been decided where dh was made: here the rows' gradients are added.",
)
def step_back_matrices_averaged(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a / len(x), h_prev.T @ u / len(x), a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You divide the gradients of the weights by N. Whether the loss is a mean has been decided where dh "
    "was made: here the rows' gradients are added.",
)
def step_back_all_averaged(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a / len(x), h_prev.T @ u / len(x), a.mean(axis=0), u.mean(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You sum the biases' gradients over the wrong axis: (N,) is left. The batch is axis 0.",
)
def step_back_summed_over_the_gates(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=1), u.sum(axis=1)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your gradients of the biases are (1, 3H). A gradient has the shape of what it belongs to: (3H,).",
)
def step_back_biases_with_an_axis(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return (
        a @ W_xh.T,
        dh * z + u @ W_hh.T,
        x.T @ a,
        h_prev.T @ u,
        a.sum(axis=0, keepdims=True),
        u.sum(axis=0, keepdims=True),
    )


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You return dW_hh before dW_xh. Asked for is dx, dh_prev, dW_xh, dW_hh, db_xh, db_hh.",
)
def step_back_matrices_exchanged(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, h_prev.T @ u, x.T @ a, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You return four gradients. Those of the two biases are missing.",
)
def step_back_without_biases(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your dW_xh and dW_hh are those of the first sequence. The weights serve the whole batch, so the "
    "products of all rows are added.",
)
def step_back_outer_product_of_the_first(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return (
        a @ W_xh.T,
        dh * z + u @ W_hh.T,
        np.outer(x[0], a[0]),
        np.outer(h_prev[0], u[0]),
        a.sum(axis=0),
        u.sum(axis=0),
    )


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your dW_xh and dW_hh are transposed. A gradient has the shape of what it belongs to: (D, 3H) and (H, 3H).",
)
def step_back_weights_transposed(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, a.T @ x, u.T @ h_prev, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You take the gradients of r and z for one: both have z's. r reaches the loss through the candidate.",
)
def step_back_of_the_sum_for_r(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    s_r = s_z = dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your numbers are right, but `dh *= z` changes the caller's dh. Let the product be an array of its own.",
)
def step_back_changes_dh(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    dh *= z
    return a @ W_xh.T, dh + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your numbers are right, but you write into gates, which the caller still needs. Let the gradients be "
    "arrays of their own.",
)
def step_back_changes_the_gates(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    gates[:] = a
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your numbers are right, and axes of length 1 are gone. A gradient has the shape of what it belongs to.",
)
def step_back_squeezed(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    result = a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)
    return tuple(np.squeeze(gradient) for gradient in result)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your dh_prev leaves out the gates: only the candidate's part goes back through W_hh. r and z were "
    "computed from h too.",
)
def step_back_no_gates_to_the_state(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u[:, 2 * H :] @ W_hh[:, 2 * H :].T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="Your dx leaves out the gates: only the candidate's part goes back through W_xh. r and z were "
    "computed from x too.",
)
def step_back_no_gates_to_the_input(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = h_prev.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a[:, 2 * H :] @ W_xh[:, 2 * H :].T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


@mistake(
    "gru_step_backward",
    fails=("values", "edge_cases"),
    says="You cut the gates at D, the number of inputs. Each part has H columns; only where D = H does it not matter.",
)
def step_back_slices_by_D(dh, x, h_prev, gates, W_xh, W_hh, b_hh):
    H = x.shape[1]
    r, z, n = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
    held = h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    dn, dz = dh * (1 - z), dh * (h_prev - n)
    s_n = dn * (1 - n**2)
    dr = s_n * held
    s_r, s_z = dr * r * (1 - r), dz * z * (1 - z)
    a = np.concatenate([s_r, s_z, s_n], axis=1)
    u = np.concatenate([s_r, s_z, s_n * r], axis=1)
    return a @ W_xh.T, dh * z + u @ W_hh.T, x.T @ a, h_prev.T @ u, a.sum(axis=0), u.sum(axis=0)


# gru_backward ------------------------------------------------------------------------------------------------------

exercise(
    "gru_backward",
    returns={
        "dx": "N T D",
        "dh0": "N H",
        "dW_xh": "D 3H",
        "dW_hh": "H 3H",
        "db_xh": "3H",
        "db_hh": "3H",
    },
    backward=True,
    builds_on={"gru_step_backward": "helpers.nn.gru"},
    forbidden=(*READY_MADE, *AUTOMATIC),
    explained="""
    The steps are walked from the last to the first. At each state two gradients meet: the loss's own, dh[:, t], and
    what the later steps hand back; their sum goes into the step. The step's dh_prev is what the step before it gets
    from behind, and after the first step it is dh0. The state before step t is h[:, t - 1], but for t = 0 it is h0:
    index -1 would be the last state, without an error. The weights are the same at every step, so their gradients are
    added up over the steps, while each x_t has a place of its own in dx. To convince yourself: gradient_check of every
    array with a loss that adds up dh * h over all steps, then with a dh that is zero but for the last step.
    """,
)


@visible("gru_backward", part="values")
def _(rng):
    whole = all_the_way_back(rng, N=2, T=4, D=1, H=3)
    yield case("N = 2, T = 4, D = 1, H = 3", **whole)
    yield case("the same with another dh", **whole | {"dh": normal(rng, 2, 4, 3)})
    last = np.zeros((2, 4, 3))
    last[:, -1] = normal(rng, 2, 3)
    yield case("the loss looks at the last state only", **whole | {"dh": last})
    yield case("the same sizes, all other numbers", **all_the_way_back(rng, N=2, T=4, D=1, H=3))
    yield case(
        "z forced to 1 by a bias of 50: nothing was forgotten",
        **all_the_way_back(rng, N=3, T=3, D=2, H=1, forced=(1, 50.0)),
        note="what arrives at the last state reaches h0 whole",
    )


@hidden("gru_backward", part="values")
def _(rng):
    for _ in range(2):
        N, T, D, H = different_sizes(rng, 4, high=6)
        batch = all_the_way_back(rng, N, T, D, H)
        yield case("a random batch", **batch)
        yield case("the same with another dh", **batch | {"dh": normal(rng, N, T, H)})
    last = np.zeros((N, T, H))
    last[:, -1] = normal(rng, N, H)
    yield case("a loss at the last state", **batch | {"dh": last})


@visible("gru_backward", part="edge_cases")
def _(rng):
    yield case("one step: T = 1", **all_the_way_back(rng, N=3, T=1, D=2, H=2))
    yield case("one sequence: N = 1", **all_the_way_back(rng, N=1, T=3, D=2, H=2))
    yield case("one unit: H = 1", **all_the_way_back(rng, N=2, T=3, D=4, H=1))
    square = all_the_way_back(rng, N=3, T=3, D=3, H=3)
    yield case("all square: N = T = D = H = 3", **square)
    yield case("the same with another dh", **square | {"dh": normal(rng, 3, 3, 3)})


@hidden("gru_backward", part="edge_cases")
def _(rng):
    N, T, D, H = different_sizes(rng, 4, high=6)
    yield case("one step", **all_the_way_back(rng, N, 1, D, H))
    yield case("one sequence", **all_the_way_back(rng, 1, T, D, H))
    yield case("one of each", **all_the_way_back(rng, 1, 1, 1, 1))
    for title in ("all square", "all square, other numbers"):
        yield case(title, **all_the_way_back(rng, N, N, N, N))


@right("gru_backward", style="by name")
def backward_by_name(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    names = ("W_xh", "W_hh", "b_xh", "b_hh")
    total = dict.fromkeys(names, 0.0)
    before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    dx, handed_back = np.zeros_like(x), np.zeros_like(h0)
    for t in range(x.shape[1] - 1, -1, -1):
        arriving = dh[:, t] + handed_back
        dx[:, t], handed_back, *weights = gru_step_backward(
            arriving, x[:, t], before[:, t], gates[:, t], W_xh, W_hh, b_hh
        )
        for name, gradient in zip(names, weights, strict=True):
            total[name] = total[name] + gradient
    return dx, handed_back, *total.values()


@right("gru_backward", style="the weights' products taken out of the loop")
def backward_fused(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    N, T, H = h.shape
    before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    r, z, n = np.split(gates, 3, axis=2)
    held = before @ W_hh[:, 2 * H :] + b_hh[2 * H :]
    to_n = (1 - z) * (1 - n**2)
    to_r, to_z = to_n * held * r * (1 - r), (before - n) * z * (1 - z)
    a, u = np.empty_like(gates), np.empty_like(gates)
    handed_back = np.zeros((N, H))
    for t in reversed(range(T)):
        total = dh[:, t] + handed_back
        a[:, t] = np.concatenate([total * to_r[:, t], total * to_z[:, t], total * to_n[:, t]], axis=1)
        u[:, t] = a[:, t]
        u[:, t, 2 * H :] *= r[:, t]
        handed_back = total * z[:, t] + u[:, t] @ W_hh.T
    flat_a, flat_u = a.reshape(N * T, 3 * H), u.reshape(N * T, 3 * H)
    dW_xh, dW_hh = x.reshape(N * T, -1).T @ flat_a, before.reshape(N * T, H).T @ flat_u
    return a @ W_xh.T, handed_back, dW_xh, dW_hh, flat_a.sum(axis=0), flat_u.sum(axis=0)


@right("gru_backward", style="recursion")
def backward_by_recursion(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    before = h[:, -2] if x.shape[1] > 1 else h0
    dx_last, back, *own = gru_step_backward(dh[:, -1], x[:, -1], before, gates[:, -1], W_xh, W_hh, b_hh)
    if x.shape[1] == 1:
        return dx_last[:, None], back, *own
    rest = dh[:, :-1].copy()
    rest[:, -1] += back
    dx, dh0, *others = gru_backward(rest, x[:, :-1], h0, h[:, :-1], gates[:, :-1], W_xh, W_hh, b_hh)
    return np.concatenate([dx, dx_last[:, None]], axis=1), dh0, *(a + b for a, b in zip(own, others, strict=True))


@right("gru_backward", style="lists that are put together at the end")
def backward_by_lists(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    at_x, sums, handed_back = [], [], 0.0
    for t in range(x.shape[1])[::-1]:
        state = h[:, t - 1] if t > 0 else h0
        first, handed_back, *weights = gru_step_backward(
            dh[:, t] + handed_back, x[:, t], state, gates[:, t], W_xh, W_hh, b_hh
        )
        at_x.insert(0, first)
        sums.append(weights)
    return np.stack(at_x, axis=1), handed_back, *(sum(parts) for parts in zip(*sums, strict=True))


for longer in ("dh", "h", "gates", "dx"):
    equivalent(
        "gru_backward",
        "for t in reversed(range(x.shape[1])):",
        f"for t in reversed(range({longer}.shape[1])):",
        because=f"{longer} has as many steps as x",
    )
equivalent(
    "gru_backward",
    "sums = [total + gradient for total, gradient in zip(sums, weights, strict=True)]",
    "sums = [total + gradient for total, gradient in zip(weights, sums, strict=True)]",
    because="the two are added, and a sum does not depend on the order of its two terms",
)
for option in ("", ", strict=False"):
    equivalent(
        "gru_backward",
        "sums = [total + gradient for total, gradient in zip(sums, weights, strict=True)]",
        f"sums = [total + gradient for total, gradient in zip(sums, weights{option})]",
        because="both lists have four entries, those of the four arrays of weights",
    )


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="Each of your steps gets the loss's own gradient only: what flows back from later steps is computed "
    "and dropped. Right at the last step, wrong before it.",
)
def backward_without_the_later_steps(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t], x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="What a step hands back is computed but never given to the step before: `back` stays zero. dh0 is "
    "then zero as well.",
)
def backward_back_never_renewed(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], _, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="Only the last state gets the loss's own gradient: at earlier states you hand on what flows back and "
    "leave out dh[:, t]. The loss may look at every state.",
)
def backward_only_from_behind(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(
            (dh[:, t] if t == x.shape[1] - 1 else back), x[:, t], before, gates[:, t], W_xh, W_hh, b_hh
        )
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="You add the last state's own gradient at every step. Each state has its own: dh[:, t].",
)
def backward_last_dh_everywhere(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, -1] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="What flows back begins with dh[:, -1], and the last step adds dh[:, -1] once more. Behind the last step "
    "is nothing: begin with zeros.",
)
def backward_begins_with_the_last_dh(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), dh[:, -1], None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="You take the loss's own gradient from the step before, dh[:, t - 1]. At the state after step t it is "
    "dh[:, t]; only the state before the step has the index t - 1.",
)
def backward_dh_of_the_step_before(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(
            dh[:, t - 1] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh
        )
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="You multiply what a step hands back by z once more. The straight way with its factor z is in dh_prev "
    "already: hand it on as it is.",
)
def backward_times_z_again(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        back = back * gates[:, t, h0.shape[1] : 2 * h0.shape[1]]
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="dh[:, t - 1] for t = 0 is the last state's own gradient: index -1, and NumPy does not object. dh0 is what "
    "the first step hands back, and nothing more.",
)
def backward_dh0_with_the_last_dh(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, arriving, total = np.zeros_like(x), dh[:, -1], None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(arriving, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        arriving = dh[:, t - 1] + back
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, arriving, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="You add up all that was ever handed back. Each step passes on what it got, through its own gates: "
    "the step before it gets only the newest.",
)
def backward_all_back_added_up(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], new, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        back = back + new
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="Your loop walks from the first step to the last. What a step hands back belongs to the step before "
    "it, so the last one has to come first.",
)
def backward_forwards_in_time(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in range(x.shape[1]):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="At the first step you take h[:, t - 1] with t = 0: index -1 is the last state, and NumPy does not "
    "object. Before the first step stands h0.",
)
def backward_wraps_round(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1]
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="Before the first step you put zeros for the state. h0 is handed in and need not be zero.",
)
def backward_zeros_for_h0(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else np.zeros_like(h0)
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="You give each step the state after it. The step was taken from the state before it: h[:, t - 1], and "
    "h0 at the first.",
)
def backward_state_after(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t]
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="You give every step h0 as the state before it. Only the first step started there.",
)
def backward_always_h0(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="Your gradients of the weights are those of one step, the first. The weights are used at every step: "
    "the gradients are added up.",
)
def backward_weights_of_the_first_step(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights
    return dx, back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="Your gradients of the weights are those of one step, the last. The weights are used at every step: "
    "the gradients are added up.",
)
def backward_weights_of_the_last_step(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else total
    return dx, back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="You divide the gradients of the weights by T. Whether the loss is a mean over the steps was decided "
    "where dh was made: here they are added.",
)
def backward_averaged_over_time(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *(s / x.shape[1] for s in total)


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="You divide the gradients of the weights by N. Whether the loss is a mean was decided where dh was "
    "made: here they are added.",
)
def backward_averaged_over_the_batch(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *(s / len(x) for s in total)


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="Your db_xh and db_hh are those of the first step alone; the matrices' gradients are added up as they "
    "should. The biases too are used at every step.",
)
def backward_biases_not_added(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        first_biases = weights[2:]
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total[:2], *first_biases


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="Your dh0 is zero. The first state acts on everything after it: what the first step hands back is its "
    "gradient.",
)
def backward_dh0_zero(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, np.zeros_like(h0), *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="Your dh0 has the first state's own gradient added. dh[:, 0] belongs to the state after the first "
    "step and has been used there; h0 has no loss of its own.",
)
def backward_dh0_own(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back + dh[:, 0], *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="Your dh0 is what arrives at the first state, before the first step has been walked back. It has to "
    "go through that step as well.",
)
def backward_dh0_without_the_step(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        arriving = dh[:, t] + back
        dx[:, t], back, *weights = gru_step_backward(arriving, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, arriving, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="Your dx is zero. Every x_t acts on its step: the step's own dx goes to [:, t].",
)
def backward_dx_zero(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return np.zeros_like(x), back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="You return the dx of the first step only. Every step has read an input of its own: dx is (N, T, D).",
)
def backward_dx_of_one_step(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx[:, 0], back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="You add up the gradients of all inputs, as if one x had been read T times. Each x_t has a place of "
    "its own in dx.",
)
def backward_dx_added_up(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx.sum(axis=1), back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="Your dx runs from the last step to the first: you append as you walk back. The gradient of x[:, t] "
    "belongs to [:, t].",
)
def backward_dx_turned_round(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx[:, ::-1], back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="Your dx is (T, N, D). It has the shape of x: the batch stands in front.",
)
def backward_dx_time_first(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx.transpose(1, 0, 2), back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="Your loop ends at step 1: step 0 is not walked back. It read x[:, 0], from h0.",
)
def backward_first_step_left_out(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(1, x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *(total or [np.zeros_like(w) for w in (W_xh, W_hh, b_hh, b_hh)])


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="Your loop begins one step too early: the last step is not walked back, and dh[:, -1] is not used.",
)
def backward_last_step_left_out(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1] - 1)):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *(total or [np.zeros_like(w) for w in (W_xh, W_hh, b_hh, b_hh)])


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="You hand each step the gates of the step before it. gates[:, t] are those with which step t was "
    "taken; the state is what comes from t - 1.",
)
def backward_gates_of_the_step_before(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(
            dh[:, t] + back, x[:, t], before, gates[:, t - 1], W_xh, W_hh, b_hh
        )
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="You hand each step the input of the step before it. Step t has read x[:, t]; only the state comes "
    "from t - 1.",
)
def backward_input_of_the_step_before(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(
            dh[:, t] + back, x[:, t - 1], before, gates[:, t], W_xh, W_hh, b_hh
        )
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="You hand every step the gates of the last one. gates[:, t] are those with which step t was taken.",
)
def backward_last_gates(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, -1], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="The loss's own gradient of each state comes in twice: what is handed back has dh of the later state "
    "in it already.",
)
def backward_own_gradient_twice(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(
            dh[:, t] + (back + dh[:, t + 1] if t < x.shape[1] - 1 else back),
            x[:, t],
            before,
            gates[:, t],
            W_xh,
            W_hh,
            b_hh,
        )
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="You hand every step the sum of all the own gradients. Each state has its own, dh[:, t]; what later "
    "states send back arrives through their steps.",
)
def backward_dh_summed_first(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(
            dh.sum(axis=1) + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh
        )
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="You return dW_hh before dW_xh. Asked for is dx, dh0, dW_xh, dW_hh, db_xh, db_hh.",
)
def backward_weights_exchanged(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, total[1], total[0], *total[2:]


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="You return db_hh before db_xh. Asked for is dx, dh0, dW_xh, dW_hh, db_xh, db_hh.",
)
def backward_biases_exchanged(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total[:2], total[3], total[2]


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="You return five gradients. That of h0 is missing, the second one.",
)
def backward_without_dh0(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="Your numbers are right, but `dh[:, t] +=` changes the caller's dh. Let the sum be an array of its own.",
)
def backward_into_dh(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dh[:, t] += back
        dx[:, t], back, *weights = gru_step_backward(dh[:, t], x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="You clip the gradients inside. Clipping is a step of training, after the gradient is known; here it "
    "is the gradient itself that is asked for.",
)
def backward_clipped(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *(np.clip(s, -0.5, 0.5) for s in total)


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="Your numbers are right, and axes of length 1 are gone. A gradient has the shape of what it belongs to.",
)
def backward_squeezed(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return tuple(np.squeeze(gradient) for gradient in (dx, back, *total))


@mistake(
    "gru_backward",
    fails=("values", "edge_cases"),
    says="What flows back stops after one step: each step hands the step before it only what its own loss "
    "sends. The gradient of the whole sequence goes all the way.",
)
def backward_truncated(dh, x, h0, h, gates, W_xh, W_hh, b_hh):
    dx, back, total = np.zeros_like(x), np.zeros_like(h0), None
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        _, own, *_ = gru_step_backward(dh[:, t], x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        dx[:, t], _, *weights = gru_step_backward(dh[:, t] + back, x[:, t], before, gates[:, t], W_xh, W_hh, b_hh)
        back = own
        total = weights if total is None else [s + w for s, w in zip(total, weights, strict=True)]
    return dx, back, *total


# count_parameters --------------------------------------------------------------------------------------------------

exercise(
    "count_parameters",
    returns={"count": ""},
    forbidden=("helpers.nn.gru", "helpers.nn.vanilla_rnn", "torch.nn"),
    explained="""
    A cell has one block for each part that it computes from x and h: one in the RNN, four in the LSTM, three in the
    GRU. Each block has D H weights for the input and H H for the memory. The biases are counted as the lessons store
    them: the RNN and the LSTM have one vector of H a block, the GRU two, b_xh and b_hh. So the matrices are exactly in
    the ratio 1 : 4 : 3, and the totals only nearly. To convince yourself, add the sizes of real arrays.
    """,
)


@visible("count_parameters", part="values")
def _(rng):
    yield case("an RNN, D = 2, H = 3", cell="rnn", D=2, H=3, note="6 + 9 + 3")
    yield case("a GRU, D = 2, H = 3", cell="gru", D=2, H=3, note="18 + 27 + 9 + 9")
    yield case("an LSTM, D = 2, H = 3", cell="lstm", D=2, H=3, note="24 + 36 + 12")
    yield case("a GRU, D = 1, H = 1", cell="gru", D=1, H=1)
    for cell in ("rnn", "gru", "lstm"):
        D, H = (int(size) for size in rng.permutation(np.arange(20, 90))[:2])
        yield case(f"{cell}, D = {D}, H = {H}", cell=cell, D=D, H=H)


@hidden("count_parameters", part="values")
def _(rng):
    for cell in ("rnn", "gru", "lstm"):
        for _ in range(2):
            D, H = different_sizes(rng, 2, low=2, high=60)
            yield case(f"{cell}, random sizes", cell=cell, D=D, H=H)


@right("count_parameters", style="sizes of arrays")
def count_by_arrays(cell, D, H):
    shapes = {
        "rnn": [(D, H), (H, H), (H,)],
        "gru": [(D, 3 * H), (H, 3 * H), (3 * H,), (3 * H,)],
        "lstm": [(D, 4 * H), (H, 4 * H), (4 * H,)],
    }
    return sum(np.zeros(shape, dtype=np.int8).size for shape in shapes[cell])


@right("count_parameters", style="case by case")
def count_case_by_case(cell, D, H):
    if cell == "rnn":
        return H * (D + H + 1)
    if cell == "gru":
        return 3 * H * (D + H + 2)
    return 4 * H * (D + H + 1)


@right("count_parameters", style="blocks and biases in a table")
def count_by_table(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 1)}[cell]
    return int(np.prod([blocks, H, D + H + biases]))


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count one bias for the GRU. It has two, b_xh and b_hh, (3H,) each, and at the candidate they do "
    "different things.",
)
def count_one_bias_for_the_gru(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 1), "lstm": (4, 1)}[cell]
    return blocks * H * (D + H + biases)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count two biases for every cell, as torch does. In the lessons the RNN and the LSTM have one, "
    "b_h; only the GRU has two.",
)
def count_two_biases_for_all(cell, D, H):
    blocks, biases = {"rnn": (1, 2), "gru": (3, 2), "lstm": (4, 2)}[cell]
    return blocks * H * (D + H + biases)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count the matrices and leave out the biases.",
)
def count_no_biases(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 1)}[cell]
    return blocks * H * (D + H)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You have exchanged the GRU and the LSTM: three parts belong to the GRU, four to the LSTM.",
)
def count_gru_and_lstm_exchanged(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (4, 1), "lstm": (3, 2)}[cell]
    return blocks * H * (D + H + biases)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count the gates and leave out the candidate: it has weights of its own, as many as a gate. The "
    "GRU has r, z and n, the LSTM i, f, o and g.",
)
def count_gates_without_candidate(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (2, 2), "lstm": (3, 1)}[cell]
    return blocks * H * (D + H + biases)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count three blocks for the LSTM. It has four: i, f, o and the candidate g.",
)
def count_lstm_of_three_blocks(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (3, 1)}[cell]
    return blocks * H * (D + H + biases)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count four blocks for the GRU. It has three: r, z and the candidate n.",
)
def count_gru_of_four_blocks(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (4, 2), "lstm": (4, 1)}[cell]
    return blocks * H * (D + H + biases)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count one block for every cell. The GRU's matrices are (D, 3H) and (H, 3H), the LSTM's (D, 4H) "
    "and (H, 4H).",
)
def count_one_block(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 1)}[cell]
    return H * (D + H + biases)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count the recurrent part alone, W_hh. W_xh and the biases are learnt too.",
)
def count_recurrent_part_only(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 1)}[cell]
    return blocks * H * H


@mistake(
    "count_parameters",
    fails=("values",),
    says="You leave out W_hh: each part has a weight from each of the H units to each.",
)
def count_without_W_hh(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 1)}[cell]
    return blocks * H * (D + biases)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You leave out W_xh: each part has a weight from each of the D inputs to each unit.",
)
def count_without_W_xh(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 1)}[cell]
    return blocks * H * (H + biases)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count one number for each bias. A bias has one for each column: H in the RNN, 3H in the GRU, 4H "
    "in the LSTM.",
)
def count_one_number_a_bias(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 1)}[cell]
    return blocks * H * (D + H) + biases


@mistake(
    "count_parameters",
    fails=("values",),
    says="Your biases have H numbers. They have as many as the matrices have columns: 3H in the GRU, 4H in the LSTM.",
)
def count_bias_of_one_block(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 1)}[cell]
    return blocks * H * (D + H) + biases * H


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count D numbers for each bias of a block. A bias is added to the H units: it has H numbers a block.",
)
def count_biases_as_long_as_the_input(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 1)}[cell]
    return blocks * (D * H + H * H + biases * D)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You put the number of blocks on both axes of W_hh. Its rows are the H units of one state, only the "
    "columns are 3H or 4H.",
)
def count_blocks_squared(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 1)}[cell]
    return blocks * H * (D + blocks * H + biases)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You leave out the LSTM's bias. It has one, b_h, of 4H numbers.",
)
def count_lstm_without_bias(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 0)}[cell]
    return blocks * H * (D + H + biases)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count an H too many for the LSTM: its cell state is computed anew for every sequence. Parameters "
    "are what is learnt and kept.",
)
def count_with_the_cell_state(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 1)}[cell]
    return blocks * H * (D + H + biases) + (H if cell == "lstm" else 0)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count the states as well. They are computed anew for every sequence; parameters are what is "
    "learnt and kept.",
)
def count_with_the_states(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 1)}[cell]
    return blocks * H * (D + H + biases) + H


@mistake(
    "count_parameters",
    fails=("values",),
    says="In Python `^` is no power: it compares the bits of two numbers. The square of H is H**2 or H * H.",
)
def count_with_a_hat(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 1)}[cell]
    return blocks * (D * H + H ^ 2 + biases * H)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count 2 H for a block of W_hh. It leads from each of the H units to each: H times H numbers.",
)
def count_h_twice_not_squared(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 1)}[cell]
    return blocks * (D * H + 2 * H + biases * H)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You have exchanged D and H: W_hh leads from H units to H units, and the biases are as long as the state.",
)
def count_D_squared(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 1)}[cell]
    return blocks * D * (D + H + biases)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You put D D for the memory's weights. W_hh leads from H units to H units: H H for each block.",
)
def count_D_squared_for_W_hh(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 1)}[cell]
    return blocks * (D * H + D * D + biases * H)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count every cell as an LSTM. The argument `cell` says which one is asked for.",
)
def count_as_the_largest(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 1)}["lstm"]
    return blocks * H * (D + H + biases)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count every cell as a GRU. The argument `cell` says which one is asked for.",
)
def count_as_a_gru(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 1)}["gru"]
    return blocks * H * (D + H + biases)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You return how many blocks the cell has. That is the ratio of the matrices; asked for is the number "
    "of parameters.",
)
def count_the_ratio(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 1)}[cell]
    return blocks


@mistake(
    "count_parameters",
    fails=("values",),
    says="You return the sizes side by side. One number is asked for: how many there are together.",
)
def count_part_by_part(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 1)}[cell]
    return blocks * D * H, blocks * H * H, blocks * biases * H


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count only 4H of the GRU's 6H numbers of bias, those that cannot be joined. It is a good "
    "thought, and the text returns to it; asked for is what is stored and learnt.",
)
def count_only_the_biases_that_matter(cell, D, H):
    blocks, biases = {"rnn": (1, 1), "gru": (3, 2), "lstm": (4, 1)}[cell]
    return blocks * H * (D + H + biases) - (2 * H if cell == "gru" else 0)


# quizzes -----------------------------------------------------------------------------------------------------------

quiz(
    "gate_at_one",
    {
        "a": "That is what r at 0 does to the candidate, and only to it. z decides how much of the old state is kept.",
        "b": "With weights (1 - z) = 0 and z = 1 nothing of the candidate comes in: h_t = h_(t-1), number for number. "
        "In the other convention of z it would be answer c.",
        "c": "That is z at 0, or z at 1 in the other convention, in which z says how much is new.",
        "d": "The mean of two numbers between -1 and 1 stays between them, whatever z is.",
    },
)
quiz(
    "other_convention",
    {
        "a": "Columns that change places give the gate another gate's sum. What is needed is the same sum with the "
        "other sign.",
        "b": "1 - W is no gate turned round: it is 1 - sigmoid(a) that is wanted, and the minus belongs to the sum a.",
        "c": "sigmoid(-a) = 1 - sigmoid(a), and the sum a has four ingredients, whose signs all have to turn.",
        "d": "They are two ways of writing the same family of functions: every network of one is a network of the "
        "other, with exactly the same states.",
    },
)
quiz(
    "same_cell",
    {
        "a": "Each unit then sees only itself through W_hn, and multiplying by its own r before or after is the same "
        "number. The bias b_hn, which r multiplies in one form only, is zero.",
        "b": "A small W_hn makes the difference small as well, and it is not zero.",
        "c": "The update gate acts after the candidate has been computed. It cannot undo a difference inside of it.",
        "d": "A mean over many steps says nothing of the steps themselves: the two candidates differ at single ones.",
    },
)
quiz(
    "straight_path",
    {
        "a": "dh z is the part that goes straight from the new state to the old one. With z near 1 it hands the "
        "gradient back nearly whole, as f does in the LSTM.",
        "b": "That path leads through W_hh and a tanh: it is the one on which gradients fade, as in lesson 04.",
        "c": "r's gradient is multiplied by a slope of at most 1/4 and by W_hr: it is a side path.",
        "d": "What is read has no way to earlier steps at all.",
    },
)
quiz(
    "two_biases",
    {
        "a": "A library does not keep 3 H numbers for no reason: at the candidate they do different things.",
        "b": "At r and z the two are only ever added, and one would do. At the candidate of the form with the reset "
        "gate after the product, r multiplies b_hn and not b_xn.",
        "c": "Starting at zero would be a matter of initialisation, and no reason to keep two vectors.",
        "d": "The gradients of both are sums over the batch; two of them do not make the sum faster.",
    },
)
quiz(
    "fewer_units",
    {
        "a": "With H alike the LSTM has 4/3 as many weights. If it then wins, nobody knows if it was the cell or the "
        "weights.",
        "b": "Seconds depend on how a library was written, as the measurement in this lesson shows. They answer "
        "another question, a useful one too.",
        "c": "One seed is an anecdote: several of our trainings differ more between seeds than between cells.",
        "d": "With about as many weights what is left is what the cell does with them. It is good to know the other "
        "comparisons as well, and to say which one was made.",
    },
)
