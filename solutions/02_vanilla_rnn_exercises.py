"""The private side of lesson 02_vanilla_rnn: cases, other right ways, and the mistakes with what to say of each.

Sizes that are easily confused differ within a case, biases and first states are not zero, and some cases leave one
term of a formula alone so that a wrong one can be named. Other cases are square on purpose: there a wrong axis
goes unnoticed by NumPy.
"""

import numpy as np

from helpers.exercises import case, equivalent, exercise, hidden, mistake, quiz, right, visible
from helpers.exercises.random_arguments import different_sizes, normal

# What would be the exercise itself, ready made. torch's arithmetic and torch.tanh are building blocks and may be used.
READY_MADE = ("helpers.nn", "torch.nn", "torch.ops", "torch._C", "torch._VF")
# The logarithm of a sum of exponentials is what language_model_loss is to program. A function of torch's has many
# names, and imported by its own name it is known by identity alone, so those names are here as well.
READY_MADE_LOG_SUM_EXP = (
    ".log_softmax",
    ".logsumexp",
    ".logcumsumexp",
    "torch.log_softmax",
    "torch.logsumexp",
    "torch.logcumsumexp",
    "torch._log_softmax",
    "torch.special.log_softmax",
    "torch.special.logsumexp",
    "torch.distributions",
)
READY_MADE_NETWORKS = ("torch.rnn_tanh", "torch.rnn_tanh_cell", "torch.rnn_relu", "torch.rnn_relu_cell")


def one_step(rng, N, D, H):
    """Arguments of rnn_step, every term of about the same size."""
    return {
        "x": normal(rng, N, D),
        "h": np.tanh(normal(rng, N, H)),
        "W_xh": normal(rng, D, H, scale=0.6),
        "W_hh": normal(rng, H, H, scale=0.6),
        "b_h": normal(rng, H, scale=0.6),
    }


def sequences(rng, N, T, D, H):
    """Arguments of rnn_forward without a mask."""
    step = one_step(rng, N, D, H)
    return {
        "x": normal(rng, N, T, D),
        "h0": step["h"],
        "W_xh": step["W_xh"],
        "W_hh": step["W_hh"],
        "b_h": step["b_h"],
    }


def padded(lengths, T):
    """A mask whose rows have these many real tokens, then padding."""
    return np.arange(T) < np.asarray(lengths)[:, None]


def some_lengths(rng, N, T):
    """N lengths from 1 to T that differ, the longest T."""
    lengths = rng.integers(1, T + 1, size=N)
    lengths[0], lengths[-1] = T, rng.integers(1, T)
    return lengths


# embed -------------------------------------------------------------------------------------------------------------

exercise(
    "embed",
    returns={"x": "N T D"},
    forbidden=(*READY_MADE, "torch.embedding"),
    explained="""
    A one-hot row times E selects a row of E, so the product is replaced by looking the row up. Indexing by an array
    keeps the arrangement of the indices and appends what is left of the array that was indexed: tokens (N, T) and E
    (V, D) give (N, T, D). The index stands at the first axis, which has V entries; `E[:, tokens]` would take columns.
    Padding needs no case of its own here: its id has a row like any other, and the mask deals with it later. To
    convince yourself, compare `embed(tokens, E)[n, t]` with `E[tokens[n, t]]` for a place of your choice.
    """,
)


@visible("embed", part="values")
def _(rng):
    yield case(
        "worked by hand: three words, the first and the last the same",
        tokens=np.array([[2, 0, 2]]),
        E=np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6], [0.7, 0.8]]),
        note="rows 2, 0 and 2 of E",
    )
    tokens, E = np.array([[5, 1, 1, 0], [3, 3, 5, 4]]), normal(rng, 6, 3)
    yield case("two sentences of four words", tokens=tokens, E=E)
    yield case("two other sentences, the same E", tokens=np.array([[2, 0, 4, 4], [1, 5, 0, 3]]), E=E)
    yield case("the first two sentences, another E", tokens=tokens, E=normal(rng, 6, 3))
    yield case("one sentence of one word", tokens=np.array([[1]]), E=normal(rng, 3, 2))


@hidden("embed", part="values")
def _(rng):
    for _ in range(3):
        N, T, V, D = different_sizes(rng, 4)
        for title in ("a random batch", "another one of the same sizes"):
            yield case(title, tokens=rng.integers(0, V, size=(N, T)), E=normal(rng, V, D))
    yield case("one word", tokens=rng.integers(0, 5, size=(1, 1)), E=normal(rng, 5, 3))


@right("embed", style="one-hot times E")
def embed_by_product(tokens, E):
    one_hot = np.zeros((*tokens.shape, len(E)))
    for n in range(tokens.shape[0]):
        for t in range(tokens.shape[1]):
            one_hot[n, t, tokens[n, t]] = 1
    return one_hot @ E


@right("embed", style="take")
def embed_by_take(tokens, E):
    return np.take(E, tokens, axis=0)


@right("embed", style="lists")
def embed_by_lists(tokens, E):
    return np.array([[E[token] for token in sentence] for sentence in tokens])


@right("embed", style="torch")
def embed_by_torch(tokens, E):
    import torch

    return torch.from_numpy(E)[torch.from_numpy(tokens)]


@mistake(
    "embed",
    fails=("values",),
    says="You take columns of E. E has one row per word: which axis of E has V entries, and which index selects along "
    "it?",
)
def embed_columns(tokens, E):
    return np.moveaxis(E[:, tokens], 0, -1)


@mistake(
    "embed",
    fails=("values",),
    says="Each of your vectors is that of the word one id lower. The ids count from 0, as Python does: the word with "
    "id 0 has the first row.",
)
def embed_counting_from_one(tokens, E):
    return E[tokens - 1]


@mistake(
    "embed",
    fails=("values",),
    says="You add up the vectors of a sentence, so that one vector is left of it. That is a bag of words once more: "
    "the network needs one vector for each step.",
)
def embed_as_a_bag(tokens, E):
    return E[tokens].sum(axis=1)


@mistake(
    "embed",
    fails=("values",),
    says="Your rows are right, but all sentences are strung into one long line. Keep the two axes that tokens has, N "
    "and T, in front of D.",
)
def embed_flattened(tokens, E):
    return E[tokens.ravel()]


@mistake(
    "embed",
    fails=("values",),
    says="Your axes are (T, N, D). In this course the sequences come first: [n, t] of the result belongs to [n, t] of "
    "tokens.",
)
def embed_time_first(tokens, E):
    return E[tokens.T]


@mistake(
    "embed",
    fails=("values",),
    says="You give the word with id 0 a vector of zeros. Here row 0 of E is a row like any other; it is the mask that "
    "deals with padding, later.",
)
def embed_zero_for_padding(tokens, E):
    return np.where(tokens[:, :, None] == 0, 0.0, E[tokens])


@mistake(
    "embed",
    fails=("values",),
    says="You take columns of E. E has one row per word: which axis of E has V entries, and which index "
    "selects along it?",
)
def embed_columns_first(tokens, E):
    return E[:, tokens]


@mistake(
    "embed",
    fails=("values",),
    says="You take columns of E. E has one row per word: which axis of E has V entries, and which index "
    "selects along it?",
)
def embed_rows_of_the_transpose(tokens, E):
    return E.T[tokens]


@mistake(
    "embed",
    fails=("values",),
    says="Each of your vectors is that of the word one id higher, and behind the highest id there is no row left. The "
    "ids count from 0, as Python's indices do: no number has to be added.",
)
def embed_one_id_too_high(tokens, E):
    return E[tokens + 1]


@mistake(
    "embed",
    fails=("values",),
    says="You multiply the ids themselves by E. An id is a name, not a quantity: in (2.1) it is the one-hot vector "
    "that is multiplied, and that product comes down to choosing rows.",
)
def embed_ids_times_E(tokens, E):
    return tokens @ E


@mistake(
    "embed",
    fails=("values",),
    says="You return the one-hot vectors, (N, T, V). They are the left factor of (2.1), not its product: what is asked "
    "for is the row of E that each of them selects.",
)
def embed_as_one_hot(tokens, E):
    return np.eye(len(E))[tokens]


@mistake(
    "embed",
    fails=("values",),
    says="You write zeros into row 0 of E. E belongs to the caller, and row 0 is a row like any other; it is the mask "
    "that deals with padding, later.",
)
def embed_clears_row_zero(tokens, E):
    E[0] = 0
    return E[tokens]


@mistake(
    "embed",
    fails=("values",),
    says="You average the vectors of a sentence, so that one vector is left of it. That is a bag of words once more: "
    "the network needs one vector for each step.",
)
def embed_as_a_mean(tokens, E):
    return E[tokens].mean(axis=1)


@mistake(
    "embed",
    fails=("values",),
    says="You join the vectors of a sentence to one long row, (N, T D). The network reads one vector at a time: keep T "
    "and D as axes of their own.",
)
def embed_joined(tokens, E):
    return E[tokens].reshape(len(tokens), -1)


@mistake(
    "embed",
    fails=("values",),
    says="Your rows are right, but axes of length 1 are gone. One sentence or one word is still an axis: (N, T, D) has "
    "to keep all three.",
)
def embed_squeezed(tokens, E):
    return E[tokens].squeeze()


@mistake(
    "embed",
    fails=("values",),
    says="You look up the first sentence only. The index may be the whole array: the result keeps the arrangement of "
    "the index.",
)
def embed_of_the_first_sentence(tokens, E):
    return E[tokens[0]]


@mistake(
    "embed",
    fails=("values",),
    says="You look up the first sentence only. The index may be the whole array: the result keeps the arrangement of "
    "the index.",
)
def embed_of_the_first_sentence_as_a_batch(tokens, E):
    return E[tokens[0]][None]


@mistake(
    "embed",
    fails=("values",),
    says="You cut the rows up anew, as (T, N, D). In this course the sequences come first, and reshape exchanges no "
    "axes: it only counts the numbers off in another way.",
)
def embed_reshaped_with_time_first(tokens, E):
    N, T = tokens.shape
    return E[tokens].reshape(T, N, -1)


@mistake(
    "embed",
    fails=("values",),
    says="Your shape is right and the vectors stand in wrong places: the tokens are read column by column and their "
    "rows put down sentence by sentence. [n, t] of the result belongs to [n, t] of tokens.",
)
def embed_shuffled(tokens, E):
    N, T = tokens.shape
    return E[tokens.T.ravel()].reshape(N, T, -1)


@mistake(
    "embed",
    fails=("values",),
    says="Your sentences run from right to left: [n, t] of the result belongs to [n, t] of tokens.",
)
def embed_backwards(tokens, E):
    return E[tokens[:, ::-1]]


@mistake(
    "embed",
    fails=("values",),
    says="You take place and word for each other: at the place of the word's id you put the row of the step. It is the "
    "id that says which row of E, and the step that says where it goes.",
)
def embed_place_for_word(tokens, E):
    x = np.zeros((*tokens.shape, E.shape[1]))
    for n, sentence in enumerate(tokens):
        for t, token in enumerate(sentence):
            x[n, token] = E[t]
    return x


# rnn_step ----------------------------------------------------------------------------------------------------------

exercise(
    "rnn_step",
    returns={"h": "N H"},
    forbidden=(*READY_MADE, *READY_MADE_NETWORKS),
    explained="""
    Two products and a bias meet in one sum: x (N, D) times W_xh (D, H) is (N, H), h (N, H) times W_hh (H, H) is (N, H)
    too, and b_h (H,) is added to every row. The sequences are rows, so the weights stand on the right. W_hh is square:
    its transpose fits as well, and so does the wrong order, when all sizes are equal. Shapes alone prove nothing here.
    One tanh goes around the whole sum. With a bias outside, or a tanh for each term, the numbers may leave the range
    from -1 to 1. The result is a new array, and the caller keeps the old state, which the backward pass will need. To
    convince yourself, work through the two units of the worked example, with all three terms.
    """,
)


@visible("rnn_step", part="values")
def _(rng):
    yield case(
        "worked by hand, twice in a batch of two",
        x=np.array([[1.0, 2.0], [1.0, 2.0]]),
        h=np.array([[0.5, -1.0], [0.5, -1.0]]),
        W_xh=np.array([[0.1, 0.3], [0.2, -0.1]]),
        W_hh=np.array([[0.4, 0.2], [0.1, 0.5]]),
        b_h=np.array([-0.1, 0.2]),
        note="the sums worked out above are 0.5 and -0.1",
    )
    full = one_step(rng, N=3, D=2, H=4)
    yield case("only the input: h and b_h are zero", **full | {"h": np.zeros((3, 4)), "b_h": np.zeros(4)})
    yield case("only the memory: x and b_h are zero", **full | {"x": np.zeros((3, 2)), "b_h": np.zeros(4)})
    yield case("only the bias: x and h are zero", **full | {"x": np.zeros((3, 2)), "h": np.zeros((3, 4))})
    whole = one_step(rng, N=5, D=3, H=4)
    yield case("all terms: N = 5, D = 3, H = 4", **whole)
    yield case("the same with another h", **whole | {"h": np.tanh(normal(rng, 5, 4))})
    yield case("the same x and h, other weights", **one_step(rng, 5, 3, 4) | {"x": whole["x"], "h": whole["h"]})


@hidden("rnn_step", part="values")
def _(rng):
    for _ in range(3):
        N, D, H = different_sizes(rng, 3)
        batch = one_step(rng, N, D, H)
        yield case("a random batch", **batch)
        yield case("the same with another h", **batch | {"h": np.tanh(normal(rng, N, H))})


@visible("rnn_step", part="edge_cases")
def _(rng):
    yield case("one sequence: N = 1", **one_step(rng, N=1, D=2, H=3))
    yield case("one unit: H = 1", **one_step(rng, N=4, D=3, H=1))
    yield case("one input: D = 1", **one_step(rng, N=3, D=1, H=2))
    yield case("all square: N = D = H = 3", **one_step(rng, N=3, D=3, H=3))
    yield case("all square, other numbers", **one_step(rng, N=3, D=3, H=3))
    yield case(
        "sums of 1000 and -1000",
        x=np.array([[10.0]]),
        h=np.array([[0.0, 0.0]]),
        W_xh=np.array([[100.0, -100.0]]),
        W_hh=np.eye(2),
        b_h=np.zeros(2),
        note="tanh has settled at 1 and -1 there",
    )


@hidden("rnn_step", part="edge_cases")
def _(rng):
    N, D, H = different_sizes(rng, 3)
    yield case("one sequence", **one_step(rng, 1, D, H))
    yield case("one unit", **one_step(rng, N, D, 1))
    yield case("one of each", **one_step(rng, 1, 1, 1))
    for title in ("all square", "all square, other numbers"):
        yield case(title, **one_step(rng, H, H, H))
    large = one_step(rng, N, D, H)
    yield case("large sums", **large | {"b_h": 2000.0 * np.sign(large["b_h"])})


@right("rnn_step", style="einsum")
def step_by_einsum(x, h, W_xh, W_hh, b_h):
    return np.tanh(np.einsum("nd,dh->nh", x, W_xh) + np.einsum("nk,kh->nh", h, W_hh) + b_h)


@right("rnn_step", style="one product")
def step_by_one_product(x, h, W_xh, W_hh, b_h):
    return np.tanh(np.concatenate([h, x], axis=1) @ np.vstack([W_hh, W_xh]) + b_h)


@right("rnn_step", style="loops")
def step_by_loops(x, h, W_xh, W_hh, b_h):
    import math

    new = np.empty((len(x), len(b_h)))
    for n in range(len(x)):
        for unit in range(len(b_h)):
            total = b_h[unit]
            for d in range(x.shape[1]):
                total += x[n, d] * W_xh[d, unit]
            for before in range(h.shape[1]):
                total += h[n, before] * W_hh[before, unit]
            new[n, unit] = math.tanh(total)
    return new


@right("rnn_step", style="torch")
def step_by_torch(x, h, W_xh, W_hh, b_h):
    import torch

    x, h, W_xh, W_hh, b_h = map(torch.from_numpy, (x, h, W_xh, W_hh, b_h))
    return torch.tanh(torch.addmm(b_h, x, W_xh) + h.mm(W_hh))


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="Your numbers are those of tanh(x W_xh + h W_hh) + b_h. The bias belongs inside: it moves the point at which "
    "a unit switches, and only what is inside the tanh stays between -1 and 1.",
)
def step_bias_outside(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh + h @ W_hh) + b_h


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="You squash each term by itself and add up afterwards. One term alone comes out right, all together do not: "
    "what is read, remembered and pushed is weighed in one sum, and that sum is squashed once.",
)
def step_three_tanh(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh) + np.tanh(h @ W_hh) + np.tanh(b_h)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="Your numbers are the sum itself: nothing squashes it. Without the tanh the state can grow at every step, "
    "and all steps together would be one linear map.",
)
def step_linear(x, h, W_xh, W_hh, b_h):
    return x @ W_xh + h @ W_hh + b_h


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="Your state lies between 0 and 1: that is the sigmoid. Formula (2.2) squashes into the range from -1 to 1. "
    "(Deck 2 writes a sigma for any squashing function.)",
)
def step_sigmoid(x, h, W_xh, W_hh, b_h):
    return 1 / (1 + np.exp(-(x @ W_xh + h @ W_hh + b_h)))


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="Your state is never negative and can exceed 1: that is the ReLU. Formula (2.2) squashes on both sides.",
)
def step_relu(x, h, W_xh, W_hh, b_h):
    return np.maximum(0, x @ W_xh + h @ W_hh + b_h)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="Your numbers are right where the bias is zero, and only there: b_h takes no part in your sum.",
)
def step_no_bias(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh + h @ W_hh)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="Your new state does not depend on the old one: h takes no part in your sum. Without it the network reads "
    "every word as if it were the first.",
)
def step_no_memory(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh + b_h)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="You multiply h by the transpose of W_hh. W_hh is square, so the transpose fits as well and NumPy does not "
    "object. Row i of W_hh says what unit i does to all the others: h stands on the left, W_hh as it is on the "
    "right.",
)
def step_transposed_memory(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh + h @ W_hh.T + b_h)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="You join x and h into one row and the two matrices into one tall matrix, in different orders: the input "
    "meets weights of the memory. Both have to be stacked in the same order.",
)
def step_swapped_blocks(x, h, W_xh, W_hh, b_h):
    return np.tanh(np.concatenate([x, h], axis=1) @ np.vstack([W_hh, W_xh]) + b_h)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="You make a column of b_h, so that its numbers go to the sequences and not to the units. Where N equals H "
    "nobody notices. b_h has the shape (H,), and NumPy lines it up with the last axis without help.",
)
def step_bias_as_column(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh + h @ W_hh + b_h.reshape(-1, 1))


@mistake(
    "rnn_step",
    fails=("edge_cases",),
    says="Your numbers are right, and axes of length 1 are gone. A batch of one sequence is still a batch: (1, H) has "
    "to stay (1, H), or the next step stumbles.",
)
def step_squeezed(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh + h @ W_hh + b_h).squeeze()


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="Your numbers are right, but you write them into h itself. The caller still needs the old state, for the "
    "backward pass of the next lesson at the latest: hand back a new array.",
)
def step_overwrites_h(x, h, W_xh, W_hh, b_h):
    h[:] = np.tanh(x @ W_xh + h @ W_hh + b_h)
    return h


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="You squash h before you multiply it. The h that comes in has been through its tanh already, one step ago.",
)
def step_squashes_h_twice(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh + np.tanh(h) @ W_hh + b_h)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="You add the bias twice, once to each product. (torch.nn.RNN has two biases, b_ih and b_hh, each added once; "
    "formula (2.2) has one.)",
)
def step_bias_twice(x, h, W_xh, W_hh, b_h):
    return np.tanh((x @ W_xh + b_h) + (h @ W_hh + b_h))


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="You squash twice and add up: one tanh for what is read, one for what is remembered. There is one tanh, "
    "around one sum of three terms.",
)
def step_two_tanh_bias_with_memory(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh) + np.tanh(h @ W_hh + b_h)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="You squash twice and add up: one tanh for what is read, one for what is remembered. There is one tanh, "
    "around one sum of three terms.",
)
def step_two_tanh_bias_with_input(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh + b_h) + np.tanh(h @ W_hh)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="Your sum goes through tanh two times in a row. Once is enough: what comes out is the new state.",
)
def step_tanh_of_tanh(x, h, W_xh, W_hh, b_h):
    return np.tanh(np.tanh(x @ W_xh + h @ W_hh + b_h))


@mistake(
    "rnn_step",
    fails=("edge_cases",),
    says="You write tanh as a quotient of exponentials. That is right on paper; for a large sum both are infinite, and "
    "infinite by infinite is nan. np.tanh has no such limit.",
)
def step_tanh_by_exponentials(x, h, W_xh, W_hh, b_h):
    inside = x @ W_xh + h @ W_hh + b_h
    return (np.exp(inside) - np.exp(-inside)) / (np.exp(inside) + np.exp(-inside))


@mistake(
    "rnn_step",
    fails=("edge_cases",),
    says="You write tanh as a quotient of exponentials. That is right on paper; for a large sum both are infinite, and "
    "infinite by infinite is nan. np.tanh has no such limit.",
)
def step_tanh_by_one_exponential(x, h, W_xh, W_hh, b_h):
    e = np.exp(2 * (x @ W_xh + h @ W_hh + b_h))
    return (e - 1) / (e + 1)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="Your weights stand on the left. With the sequences as rows they stand on the right: (N, D) times"
    " (D, H) gives (N, H). Only where all sizes are equal does the other order fit too, with other "
    "numbers.",
)
def step_weights_on_the_left(x, h, W_xh, W_hh, b_h):
    return np.tanh(W_xh @ x + W_hh @ h + b_h)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="Your number by number product, `*`, is no matrix product. Each unit of the new state is a sum "
    "over all inputs and all units: `@`.",
)
def step_elementwise(x, h, W_xh, W_hh, b_h):
    return np.tanh(x * W_xh + h * W_hh + b_h)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="You take the first argument for the state and the second for the input. They come in the order x, h.",
)
def step_arguments_exchanged(h, x, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh + h @ W_hh + b_h)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="You take the tangent. Formula (2.2) has the hyperbolic tangent, the one with the h, which stays between -1 "
    "and 1.",
)
def step_tangent(x, h, W_xh, W_hh, b_h):
    return np.tan(x @ W_xh + h @ W_hh + b_h)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="math.tanh takes one number, and your sum is an array, (N, H). NumPy has a tanh of its own, which goes number "
    "by number.",
)
def step_tanh_of_one_number(x, h, W_xh, W_hh, b_h):
    import math

    return math.tanh(x @ W_xh + h @ W_hh + b_h)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="Your tanh closes too early: it goes around what is read, and memory and bias are added outside. The bracket "
    "in (2.2) holds all three terms.",
)
def step_tanh_of_the_input_alone(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh) + h @ W_hh + b_h


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="Your tanh closes too early: what is remembered is added outside of it. The bracket in (2.2) holds all three "
    "terms.",
)
def step_memory_outside(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh + b_h) + h @ W_hh


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="Your tanh closes too early: what is read is added outside of it. The bracket in (2.2) holds all three terms.",
)
def step_input_outside(x, h, W_xh, W_hh, b_h):
    return x @ W_xh + np.tanh(h @ W_hh + b_h)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="You compute one unit after the other and write each into the array that the next one reads: unit 1 already "
    "sees the new unit 0. All units start from the same old state, so the new one needs an array of its own.",
)
def step_unit_by_unit_in_place(x, h, W_xh, W_hh, b_h):
    h = h.copy()
    for unit in range(len(b_h)):
        h[:, unit] = np.tanh(x @ W_xh[:, unit] + h @ W_hh[:, unit] + b_h[unit])
    return h


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="You add the old state as it is. In (2.2) it is multiplied by W_hh first: that is how the memory changes "
    "itself.",
)
def step_memory_without_weights(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh + h + b_h)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="You add the old state before you multiply by W_hh, so that W_hh is applied to what is read as well. Each of "
    "the two products in (2.2) has its own matrix.",
)
def step_memory_weights_for_both(x, h, W_xh, W_hh, b_h):
    return np.tanh((x @ W_xh + h) @ W_hh + b_h)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="You add the bias to the old state, so that W_hh multiplies it too. In (2.2) b_h is a term of its own.",
)
def step_bias_multiplied(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh + (h + b_h) @ W_hh)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="The two matrices are exchanged: x meets W_hh and h meets W_xh. The letters say it: W_xh leads from x to h, "
    "W_hh from h to h. Only where D = H do the shapes fit the wrong way too.",
)
def step_matrices_exchanged(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_hh + h @ W_xh + b_h)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="You multiply x by the transpose of W_xh, which fits only where D = H. W_xh is (D, H) and x ends in D: as it "
    "is, it stands on the right.",
)
def step_transposed_input(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh.T + h @ W_hh + b_h)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="You transpose both matrices. torch.nn.RNN keeps them transposed, and deck 2 has its vectors as columns; here "
    "the sequences are rows, and W_xh (D, H) and W_hh (H, H) stand on the right as they are.",
)
def step_transposed_both(x, h, W_xh, W_hh, b_h):
    return np.tanh(x @ W_xh.T + h @ W_hh.T + b_h)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="Your new state does not depend on what is read: x takes no part in your sum.",
)
def step_no_input(x, h, W_xh, W_hh, b_h):
    return np.tanh(h @ W_hh + b_h)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="You return the old state. What you have computed has to be what stands after `return`.",
)
def step_returns_the_old_state(x, h, W_xh, W_hh, b_h):
    return h


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="You add the old state to the new one. Networks with such a shortcut exist; in (2.2) the old state takes part "
    "through W_hh alone.",
)
def step_added_to_the_old_state(x, h, W_xh, W_hh, b_h):
    return h + np.tanh(x @ W_xh + h @ W_hh + b_h)


@mistake(
    "rnn_step",
    fails=("values", "edge_cases"),
    says="Your numbers are right, but `h @= W_hh` writes the product into h itself. The caller still needs the old "
    "state: let the product be an array of its own.",
)
def step_multiplies_h_in_place(x, h, W_xh, W_hh, b_h):
    h @= W_hh
    return np.tanh(x @ W_xh + h + b_h)


# rnn_forward -------------------------------------------------------------------------------------------------------

exercise(
    "rnn_forward",
    returns={"h": "N T H", "h_T": "N H"},
    builds_on={"rnn_step": "helpers.nn.vanilla_rnn"},
    forbidden=(*READY_MADE, *READY_MADE_NETWORKS),
    explained="""
    `state` begins with h0 and is what the loop hands from step to step; everything else is bookkeeping. The loop walks
    along the second axis: `x[:, t]` is (N, D), one word of every sequence, so the sequences need no loop. A new state
    is computed for everybody, and `np.where` then chooses row by row: `mask[:, t, None]` is (N, 1) and serves all H
    units of its row. The chosen state is both stored and carried on. Masking only what is stored lets the state run on
    over the padding. Each step appends another array, none is overwritten, and `np.stack` with `axis=1` puts the steps
    into the middle, (N, T, H). To convince yourself: h_T equals h[:, -1], a row without a real token ends with its h0,
    and reading in two parts gives the same states.
    """,
)

equivalent(
    "rnn_forward",
    "state = new if mask is None else np.where(mask[:, t, None], new, state)",
    "state = new if mask is None else np.where(mask[:, None, t], new, state)",
    because="mask has two axes: column t with an axis of length 1 added is (N, 1), before t or behind it",
)


@visible("rnn_forward", part="values")
def _(rng):
    yield case(
        "worked by hand: two steps, twice in a batch of two",
        x=np.array([[[1.0, 2.0], [0.0, 1.0]], [[1.0, 2.0], [0.0, 1.0]]]),
        h0=np.array([[0.5, -1.0], [0.5, -1.0]]),
        W_xh=np.array([[0.1, 0.3], [0.2, -0.1]]),
        W_hh=np.array([[0.4, 0.2], [0.1, 0.5]]),
        b_h=np.array([-0.1, 0.2]),
        note="the first state is that of the worked step above",
    )
    batch = sequences(rng, N=2, T=4, D=5, H=3)
    yield case("N = 2, T = 4, D = 5, H = 3", **batch)
    yield case("the same with another h0", **batch | {"h0": np.tanh(normal(rng, 2, 3))})
    yield case("the same x and h0, other weights", **sequences(rng, 2, 4, 5, 3) | {k: batch[k] for k in ("x", "h0")})
    first = sequences(rng, N=3, T=2, D=1, H=4)
    yield case("the first state is zero", **first | {"h0": np.zeros((3, 4))})
    same = sequences(rng, N=2, T=3, D=1, H=2)
    yield case("the same input at every step", **same | {"x": np.repeat(same["x"][:, :1], 3, axis=1)})


@hidden("rnn_forward", part="values")
def _(rng):
    for _ in range(3):
        N, T, D, H = different_sizes(rng, 4)
        batch = sequences(rng, N, T, D, H)
        yield case("a random batch", **batch)
        yield case("the same with another h0", **batch | {"h0": np.tanh(normal(rng, N, H))})


@visible("rnn_forward", part="edge_cases")
def _(rng):
    yield case("one step: T = 1", **sequences(rng, N=3, T=1, D=2, H=4))
    yield case("one sequence: N = 1", **sequences(rng, N=1, T=3, D=4, H=2))
    yield case("one unit: H = 1", **sequences(rng, N=2, T=4, D=3, H=1))
    square = sequences(rng, N=3, T=3, D=2, H=3)
    yield case("as many sequences as steps and units: N = T = H = 3", **square)
    yield case("the same with another h0", **square | {"h0": np.tanh(normal(rng, 3, 3))})


@hidden("rnn_forward", part="edge_cases")
def _(rng):
    N, T, D, H = different_sizes(rng, 4)
    yield case("one step", **sequences(rng, N, 1, D, H))
    yield case("one sequence", **sequences(rng, 1, T, D, H))
    yield case("one of each", **sequences(rng, 1, 1, 1, 1))
    for title in ("all square", "all square, other numbers"):
        yield case(title, **sequences(rng, N, N, N, N))


@visible("rnn_forward", part="mask")
def _(rng):
    batch = sequences(rng, N=3, T=4, D=1, H=2)
    yield case("lengths 4, 2 and 1", **batch, mask=padded([4, 2, 1], 4))
    yield case("the same with another h0", **batch | {"h0": np.tanh(normal(rng, 3, 2))}, mask=padded([4, 2, 1], 4))
    yield case("the first batch, with lengths 1, 3 and 4", **batch, mask=padded([1, 3, 4], 4))
    yield case("the first batch, without a mask", **batch, mask=None, note="mask is None: every token is real")
    gaps = np.array([[True, False, False, True, False], [False, True, False, True, False]])
    yield case(
        "padding at the start and in the middle, two columns without a real token",
        **sequences(rng, N=2, T=5, D=1, H=3),
        mask=gaps,
        note="a column of padding hands every state on, and the steps after it are taken again",
    )
    yield case("a sequence without a real token", **sequences(rng, N=2, T=3, D=1, H=3), mask=padded([0, 3], 3))
    yield case("every token is real", **sequences(rng, N=2, T=3, D=1, H=2), mask=padded([3, 3], 3))


@hidden("rnn_forward", part="mask")
def _(rng):
    for _ in range(2):
        N, T, D, H = different_sizes(rng, 4)
        batch = sequences(rng, N, T, D, H)
        yield case("random lengths", **batch, mask=padded(some_lengths(rng, N, T), T))
        yield case("the same, other lengths", **batch, mask=padded(some_lengths(rng, N, T)[::-1], T))
        yield case("the same without a mask", **batch, mask=None)
    N, T, D, H = different_sizes(rng, 4, low=4, high=8)
    anywhere = rng.random((N, T)) < 0.6
    anywhere[:, [1, T - 1]] = False
    anywhere[0, [0, 2]] = True
    anywhere[1] = False
    yield case(
        "padding anywhere, whole columns and a whole sequence of it", **sequences(rng, N, T, D, H), mask=anywhere
    )


@right("rnn_forward", style="list of states")
def forward_by_list(x, h0, W_xh, W_hh, b_h, mask=None):
    states, state = [], h0
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        if mask is not None:
            new = np.where(mask[:, t][:, None], new, state)
        states.append(new)
        state = new
    return np.stack(states, axis=1), state


@right("rnn_forward", style="mask as numbers")
def forward_by_arithmetic(x, h0, W_xh, W_hh, b_h, mask=None):
    N, T, _ = x.shape
    keep = np.ones((N, T, 1)) if mask is None else mask.astype(float)[:, :, None]
    h = np.zeros((N, T, h0.shape[1]))
    for t in range(T):
        before = h0 if t == 0 else h[:, t - 1]
        h[:, t] = keep[:, t] * rnn_step(x[:, t], before, W_xh, W_hh, b_h) + (1 - keep[:, t]) * before
    return h, h[:, -1]


@right("rnn_forward", style="sequence by sequence")
def forward_by_sequence(x, h0, W_xh, W_hh, b_h, mask=None):
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for n in range(x.shape[0]):
        state = h0[n : n + 1]
        for t in range(x.shape[1]):
            if mask is None or mask[n, t]:
                state = rnn_step(x[n : n + 1, t], state, W_xh, W_hh, b_h)
            h[n, t] = state[0]
    return h, h[:, -1].copy()


@right("rnn_forward", style="recursion")
def forward_by_recursion(x, h0, W_xh, W_hh, b_h, mask=None):
    if x.shape[1] == 0:
        return np.zeros((len(x), 0, h0.shape[1])), h0
    new = rnn_step(x[:, 0], h0, W_xh, W_hh, b_h)
    if mask is not None:
        new[~mask[:, 0]] = h0[~mask[:, 0]]
    rest, last = rnn_forward(x[:, 1:], new, W_xh, W_hh, b_h, None if mask is None else mask[:, 1:])
    return np.concatenate([new[:, None], rest], axis=1), last


@right("rnn_forward", style="torch, all inputs multiplied at once")
def forward_by_torch(x, h0, W_xh, W_hh, b_h, mask=None):
    import torch

    x, state, W_xh, W_hh, b_h = map(torch.from_numpy, (x, h0, W_xh, W_hh, b_h))
    read = x @ W_xh + b_h
    states = []
    for t in range(x.shape[1]):
        new = torch.tanh(read[:, t] + state @ W_hh)
        if mask is not None:
            new = torch.where(torch.from_numpy(mask[:, t, None]), new, state)
        state = new
        states.append(state)
    return torch.stack(states, dim=1), state


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="Every one of your steps starts from h0, so the network has forgotten each word when it reads the next. What "
    "a step returns has to be what the next step starts from.",
)
def forward_starts_anew(x, h0, W_xh, W_hh, b_h, mask=None):
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        h[:, t] = rnn_step(x[:, t], h0, W_xh, W_hh, b_h)
        if mask is not None:
            h[:, t] = np.where(mask[:, t, None], h[:, t], h0)
    return h, h[:, -1]


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="Your first step starts from zeros, whatever h0 is. (If you read the state before from h[:, t - 1]: at t = 0 "
    "that is h[:, -1], the last column, which is still empty.) h0 is often zero, but not when a text goes on where the "
    "last batch ended.",
)
def forward_ignores_h0(x, h0, W_xh, W_hh, b_h, mask=None):
    state = np.zeros(h0.shape)
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        h[:, t] = state
    return h, state


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    twin_of="forward_ignores_h0",
    says="Your first step starts from zeros, whatever h0 is. (If you read the state before from h[:, t - 1]: at t = 0 "
    "that is h[:, -1], the last column, which is still empty.) h0 is often zero, but not when a text goes on where the "
    "last batch ended.",
)
def forward_wraps_round(x, h0, W_xh, W_hh, b_h, mask=None):
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], h[:, t - 1], W_xh, W_hh, b_h)
        h[:, t] = new if mask is None else np.where(mask[:, t, None], new, h[:, t - 1])
    return h, h[:, -1].copy()


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="Your states are right, but you write them into h0, which belongs to the caller. `state = h0` gives the "
    "array a second name, it makes no copy; assigning to state[...] then changes both.",
)
def forward_overwrites_h0(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state[:] = new if mask is None else np.where(mask[:, t, None], new, state)
        h[:, t] = state
    return h, state


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="All your states are the last one. You put the same array into the list at every step and then overwrite it, "
    "so that every entry shows what was written last. Make a new array at each step.",
)
def forward_same_object(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0.copy()
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state[:] = new if mask is None else np.where(mask[:, t, None], new, state)
        states.append(state)
    return np.stack(states, axis=1), state


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="Your loop walks along the first axis of x, which counts the sequences. The sequences do not know of each "
    "other: the loop has to walk along the steps, and take one step for all sequences at once.",
)
def forward_over_the_batch(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for n in range(x.shape[0]):
        new = rnn_step(x[n], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[n, :, None], new, state)
        states.append(state)
    return np.stack(states), state


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="Your states stand one step late: h[:, 0] is h0, and the last state is missing. h[:, t] is the state after "
    "token t has been read, so store it after the step, not before.",
)
def forward_one_step_late(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        h[:, t] = state
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
    return h, state


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="You return T + 1 states, h0 among them. h holds one state for each token that was read; h0 is what the "
    "caller had before.",
)
def forward_with_h0(x, h0, W_xh, W_hh, b_h, mask=None):
    states = [h0]
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], states[-1], W_xh, W_hh, b_h)
        states.append(new if mask is None else np.where(mask[:, t, None], new, states[-1]))
    return np.stack(states, axis=1), states[-1]


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="Your loop never reads the first token: its state stays zero and the network begins with the second. h0 is a "
    "state of its own and takes no token's place.",
)
def forward_skips_the_first(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(1, x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        h[:, t] = state
    return h, state


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="Your first state is right and the later ones do not come from the weights that were handed in: you draw new "
    "weights in the loop. A recurrent network has one set of weights, used at every step.",
)
def forward_new_weights(x, h0, W_xh, W_hh, b_h, mask=None):
    rng = np.random.default_rng(0)
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        h[:, t] = state
        W_xh, W_hh = rng.normal(size=W_xh.shape), rng.normal(size=W_hh.shape)
    return h, state


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="You read the sequences from right to left. That is a network too (lesson 07 runs one in each direction), "
    "but this one starts with token 0.",
)
def forward_backwards(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in reversed(range(x.shape[1])):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        h[:, t] = state
    return h, state


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="Your states are right, with the axes (T, N, H): np.stack puts the new axis first unless it is told where. "
    "In this course the sequences come first.",
)
def forward_time_first(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        states.append(state)
    return np.stack(states), state


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="Your h is right; for h_T you take the last sequence, not the last step. Which axis of h counts the steps?",
)
def forward_last_sequence(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        h[:, t] = state
    return h, h[-1]


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="Both results are there, in the wrong order: first all states, then the last one, as torch.nn.RNN does it.",
)
def forward_swapped_results(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        h[:, t] = state
    return state, h


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="You return the last state alone. A sentence's label needs no more, but a language model needs the state at "
    "every step: return all of them, then the last one.",
)
def forward_only_the_last(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
    return state


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="You return all states, and not the last one beside them. Two values are asked for: h and h_T.",
)
def forward_only_all(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        states.append(state)
    return np.stack(states, axis=1)


@mistake(
    "rnn_forward",
    fails=("edge_cases",),
    says="Your numbers are right, and axes of length 1 are gone. One sequence, one step or one unit is still an axis: "
    "(N, T, H) has to keep all three.",
)
def forward_squeezed(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        states.append(state)
    return np.stack(states, axis=1).squeeze(), state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="Your states are those without a mask: the network reads the padding as if it were words. Where mask is "
    "False the state has to stay what it was.",
)
def forward_ignores_mask(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        state = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        h[:, t] = state
    return h, state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="You step at the padding and stand still at the words: the mask is the wrong way round. In this course True "
    "means a real token (torch's key_padding_mask means the opposite, so the mix-up is common).",
)
def forward_inverted_mask(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], state, new)
        h[:, t] = state
    return h, state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="At padding you set the state to zero, so a short sentence is forgotten before its batch is done. The state "
    "has to stay, not to go.",
)
def forward_zero_at_padding(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        state = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        if mask is not None:
            state = state * mask[:, t, None]
        h[:, t] = state
    return h, state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="h_T is right, but in h you store zeros at the padding. (torch's pad_packed_sequence does so too.) Here h[:, "
    "t] is the state after step t, and at padding that is the state before it.",
)
def forward_stores_zeros(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        h[:, t] = state if mask is None else state * mask[:, t, None]
    return h, state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="You replace the padding's input by zeros and take the step all the same. Without input the state still "
    "moves, by W_hh, the bias and the tanh. At padding there has to be no step at all.",
)
def forward_padding_as_zero_input(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        x_t = x[:, t] if mask is None else x[:, t] * mask[:, t, None]
        state = rnn_step(x_t, state, W_xh, W_hh, b_h)
        h[:, t] = state
    return h, state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="At padding you go back to h0. Keep the state of the step before instead: h0 has not read anything yet.",
)
def forward_back_to_h0(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        state = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        if mask is not None:
            state = np.where(mask[:, t, None], state, h0)
        h[:, t] = state
    return h, state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="One padded token stops the step for the whole batch. Each sequence has its own padding: the choice between "
    "the new and the old state is made row by row.",
)
def forward_stops_everyone(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        if mask is None or mask[:, t].all():
            state = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        h[:, t] = state
    return h, state


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="Your loop ends one step early: the last token is never read, and its column stays zero. range(T)"
    " counts from 0 to T - 1 already.",
)
def forward_ends_early(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1] - 1):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        h[:, t] = state
    return h, state


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="You return T - 1 states: your loop ends before the last token. range(T) counts from 0 to T - 1 already.",
)
def forward_lacks_the_last(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1] - 1):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        states.append(state)
    return np.stack(states, axis=1), state


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="You return T - 1 states: your loop begins at 1 and leaves out the first token. h0 is a state of "
    "its own and takes no token's place.",
)
def forward_lacks_the_first(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(1, x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        states.append(state)
    return np.stack(states, axis=1), state


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="Your states are right, with the axes (N, H, T): you stack the steps along the last axis. They "
    "belong in the middle, (N, T, H).",
)
def forward_time_last(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        states.append(state)
    return np.stack(states, axis=2), state


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="Your h is right, and h_T has an axis too many, (1, N, H). torch.nn.RNN returns it so, with one "
    "entry a layer; here there is one layer, and h_T is (N, H).",
)
def forward_with_an_axis_of_layers(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        states.append(state)
    return np.stack(states, axis=1), state[None]


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="You mask what you store and not the state itself: it runs on over the padding, and after a gap, "
    "or in h_T, that shows. Choose between the new and the old state, and carry on with the one "
    "chosen.",
)
def forward_masks_only_the_outputs(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        state = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        before = h0 if t == 0 else h[:, t - 1]
        h[:, t] = state if mask is None else np.where(mask[:, t, None], state, before)
    return h, state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="You mask what you store and not the state itself: it runs on over the padding, and after a gap "
    "that shows. Choose between the new and the old state, and carry on with the one chosen.",
)
def forward_masks_only_the_outputs_last_column(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        state = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        before = h0 if t == 0 else h[:, t - 1]
        h[:, t] = state if mask is None else np.where(mask[:, t, None], state, before)
    return h, h[:, -1].copy()


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="Your h is right; h_T is the state of the last step before the mask has had its say. Return the "
    "one that was chosen, h[:, -1].",
)
def forward_last_before_the_mask(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        states.append(state)
    return np.stack(states, axis=1), new


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="You count the real tokens of each row and take that many steps. Padding may stand anywhere, also"
    " at the start and in the middle: ask the mask at every step.",
)
def forward_by_lengths(x, h0, W_xh, W_hh, b_h, mask=None):
    lengths = np.full(len(x), x.shape[1]) if mask is None else mask.sum(axis=1)
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = np.where((t < lengths)[:, None], new, state)
        h[:, t] = state
    return h, state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="A sequence without a real token gets zeros from you. No step is taken there, so its state stays "
    "what it was before: its h0. (Zeros are what last_valid_state asks for.)",
)
def forward_zero_without_tokens(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        h[:, t] = state
    if mask is not None:
        h[~mask.any(axis=1)] = 0
    return h, h[:, -1].copy()


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="You leave the loop at the first column without a real token, and h stays zero from there on. "
    "Such a column hands every state on, and words may follow it.",
)
def forward_leaves_the_loop(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        if mask is not None and not mask[:, t].any():
            break
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        h[:, t] = state
    return h, state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="You leave the loop at the first column without a real token and fill up with the state so far. "
    "Words may follow such a column: hand the states on for this step and go on with the next.",
)
def forward_leaves_the_loop_and_fills(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        if mask is not None and not mask[:, t].any():
            h[:, t:] = state[:, None]
            break
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        h[:, t] = state
    return h, state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="At a column without a real token you store nothing, and zeros are left in h. The state is handed"
    " on there as everywhere: h[:, t] = state.",
)
def forward_skips_columns_of_padding(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        if mask is not None and not mask[:, t].any():
            continue
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        h[:, t] = state
    return h, state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="You ask a whole array whether it is true, as in `if mask`, `mask or ...` or `if mask[:, t]`. Ask"
    " `mask is None` for whether there is one, and choose between the states row by row, with "
    "np.where.",
)
def forward_asks_an_array(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = np.where(mask[:, t, None], new, state) if mask else new
        states.append(state)
    return np.stack(states, axis=1), state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="The condition has one entry per sequence, (N,), and the states are (N, H): NumPy lines the N up "
    "with the units. Give the condition a second axis, mask[:, t, None].",
)
def forward_condition_without_axis(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t], new, state)
        states.append(state)
    return np.stack(states, axis=1), state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="You take a row of the mask, mask[t], where the column of step t is asked for. The mask is (N, "
    "T), as x is (N, T, D): mask[:, t].",
)
def forward_row_of_the_mask(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[t, :, None], new, state)
        states.append(state)
    return np.stack(states, axis=1), state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="You choose rows on the left of the assignment and hand it all rows on the right. Choose the same"
    " rows on both sides, new[~real] = state[~real], or use np.where.",
)
def forward_rows_on_one_side(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        if mask is not None:
            new[~mask[:, t]] = state
        state = new
        states.append(state)
    return np.stack(states, axis=1), state


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="Your shape is right and the numbers are shuffled: reshape reads the states of all steps in a row"
    " and cuts them up anew, it exchanges no axes. np.stack(states, axis=1) puts the steps where they"
    " belong.",
)
def forward_reshaped(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        states.append(state)
    return np.array(states).reshape(x.shape[0], x.shape[1], h0.shape[1]), state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="You stop reading a sequence at its first padding, and its h stays zero from there on. The state "
    "is handed on at padding, and real tokens may follow.",
)
def forward_stops_a_sequence_at_padding(x, h0, W_xh, W_hh, b_h, mask=None):
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    last = h0.copy()
    for n in range(x.shape[0]):
        for t in range(x.shape[1]):
            if mask is not None and not mask[n, t]:
                break
            last[n : n + 1] = rnn_step(x[n : n + 1, t], last[n : n + 1], W_xh, W_hh, b_h)
            h[n, t] = last[n]
    return h, last


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="Your loop ends one step early: the last token is never read, and its column stays zero. range(T)"
    " counts from 0 to T - 1 already.",
)
def forward_ends_early_last_column(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1] - 1):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        h[:, t] = state
    return h, h[:, -1].copy()


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="You read the sequences from right to left. That is a network too (lesson 07 runs one in each "
    "direction), but this one starts with token 0.",
)
def forward_backwards_last_column(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in reversed(range(x.shape[1])):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        h[:, t] = state
    return h, h[:, -1].copy()


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="You hand rnn_step the state first and the input second. Its arguments come in the order x, h: "
    "what is read, then what is remembered.",
)
def forward_exchanges_the_arguments(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        new = rnn_step(state, x[:, t], W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        h[:, t] = state
    return h, state


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="Your function needs a mask and may be called without one: mask is None then, every token is "
    "real, and None[...] is the TypeError. Ask `mask is None` first.",
)
def forward_needs_a_mask(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = np.where(mask[:, t, None], new, state)
        h[:, t] = state
    return h, state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="You leave the loop at the first column without a real token, and h stays zero from there on. "
    "Such a column hands every state on, and words may follow it.",
)
def forward_leaves_the_loop_last_column(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        if mask is not None and not mask[:, t].any():
            break
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        h[:, t] = state
    return h, h[:, -1].copy()


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="At padding you take the state from h[:, t - 1]. At t = 0 that is h[:, -1], the last column, "
    "which is still empty: a sequence that begins with padding has to keep its h0.",
)
def forward_wraps_round_at_padding(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        h[:, t] = new if mask is None else np.where(mask[:, t, None], new, h[:, t - 1])
        state = h[:, t]
    return h, state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="You mask what you store and not the state itself: it runs on over the padding, and after a gap, "
    "or in h_T, that shows. Choose between the new and the old state, and carry on with the one "
    "chosen.",
)
def forward_masks_only_the_outputs_and_wraps_round(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        state = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        h[:, t] = state if mask is None else np.where(mask[:, t, None], state, h[:, t - 1])
    return h, state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="One real token in a column lets every sequence take the step, the padded ones too. Each sequence"
    " has its own padding: the choice between the new and the old state is made row by row.",
)
def forward_steps_for_everyone(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        if mask is None or mask[:, t].any():
            state = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        h[:, t] = state
    return h, state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="Your h is right; for h_T you go to the place that is the number of real tokens. With padding in "
    "between that is too early. h[:, -1] has it already: the state was handed on to the end.",
)
def forward_last_by_counting(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        h[:, t] = state
    lengths = np.full(len(x), x.shape[1]) if mask is None else mask.sum(axis=1)
    return h, h[np.arange(len(h)), lengths - 1]


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="h_T is right; in h you store the new state before the mask has had its say. What is stored has to be what is "
    "carried on.",
)
def forward_stores_before_the_mask(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        states.append(new)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
    return np.stack(states, axis=1), state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="You store what the mask chooses and carry on with the new state, chosen or not: from the second padding on, "
    "and at the next word, that shows. What is stored has to be what the next step starts from.",
)
def forward_carries_on_the_new_state(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        states.append(new if mask is None else np.where(mask[:, t, None], new, state))
        state = new
    return np.stack(states, axis=1), states[-1]


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="You store what the mask chooses and carry on with the new state, chosen or not: from the second padding on, "
    "and at the next word, that shows. What is stored has to be what the next step starts from.",
)
def forward_carries_on_and_returns_the_new_state(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        states.append(new if mask is None else np.where(mask[:, t, None], new, state))
        state = new
    return np.stack(states, axis=1), state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="You fill h at real tokens only, so that zeros are left at the padding, and in h_T too where the last column "
    "is padding. At padding the state is handed on: h[:, t] is then the state before it.",
)
def forward_fills_real_tokens_only(x, h0, W_xh, W_hh, b_h, mask=None):
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for n in range(x.shape[0]):
        state = h0[n : n + 1]
        for t in range(x.shape[1]):
            if mask is None or mask[n, t]:
                state = rnn_step(x[n : n + 1, t], state, W_xh, W_hh, b_h)
                h[n, t] = state[0]
    return h, h[:, -1].copy()


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="Your h is right; in h_T a sequence without a real token gets zeros. That is the rule of last_valid_state. "
    "Here such a sequence ends with its h0, not with zeros: h_T equals h[:, -1].",
)
def forward_ends_with_zeros_without_tokens(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        states.append(state)
    h_T = state if mask is None else state * mask.any(axis=1, keepdims=True)
    return np.stack(states, axis=1), h_T


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="You read the padding as if it were words and pick h_T out of these states afterwards. The mask belongs into "
    "the loop: where it is False no step is taken, and h is to show that as well.",
)
def forward_picks_the_last_valid_state(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        state = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        states.append(state)
    h = np.stack(states, axis=1)
    return h, state if mask is None else last_valid_state(h, mask)


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="Your function returns from inside the loop, after the first step. Move `return` out, to the level of `for`.",
)
def forward_returns_inside_the_loop(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        states.append(state)
        return np.stack(states, axis=1), state
    return None


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="You join the states side by side, (N, T H). Joining (concatenate, hstack, vstack) lengthens an axis that is "
    "there; the steps need a new one, between N and H: np.stack makes it.",
)
def forward_joined_side_by_side(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        states.append(state)
    return np.concatenate(states, axis=1), state


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="You join the states one below the other, (T N, H). Joining (concatenate, hstack, vstack) lengthens an axis "
    "that is there; the steps need a new one, between N and H: np.stack makes it.",
)
def forward_joined_below_each_other(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        states.append(state)
    return np.concatenate(states, axis=0), state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="You take the mask of the token before, mask[:, t - 1]. Formulas count from 1 and Python from 0, but x, h and "
    "mask all count alike: x[:, t] is masked by mask[:, t].",
)
def forward_mask_one_step_late(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t - 1, None], new, state)
        states.append(state)
    return np.stack(states, axis=1), state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="You take the mask of the token before, mask[:, t - 1]. Formulas count from 1 and Python from 0, but x, h and "
    "mask all count alike: x[:, t] is masked by mask[:, t].",
)
def forward_mask_one_step_late_and_none_at_first(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None or t == 0 else np.where(mask[:, t - 1, None], new, state)
        states.append(state)
    return np.stack(states, axis=1), state


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="Your first sequence is right, and each of the others begins with the state in which the one before it ended. "
    "The sequences do not know of each other: sequence n begins with h0[n].",
)
def forward_runs_on_into_the_next_sequence(x, h0, W_xh, W_hh, b_h, mask=None):
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    state = h0[:1]
    for n in range(x.shape[0]):
        for t in range(x.shape[1]):
            if mask is None or mask[n, t]:
                state = rnn_step(x[n : n + 1, t], state, W_xh, W_hh, b_h)
            h[n, t] = state[0]
    return h, h[:, -1].copy()


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="Your states are those of a network without a bias: b_h takes no part. rnn_step has it, if you let it take "
    "the steps.",
)
def forward_without_bias(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = np.tanh(x[:, t] @ W_xh + state @ W_hh)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        states.append(state)
    return np.stack(states, axis=1), state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="Your function does not take a mask: the parameter is missing from its first line, which has to be as it "
    "was, with mask=None at the end.",
)
def forward_without_a_mask(x, h0, W_xh, W_hh, b_h):
    state = h0
    states = []
    for t in range(x.shape[1]):
        state = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        states.append(state)
    return np.stack(states, axis=1), state


forward_without_a_mask.__qualname__ = "rnn_forward"  # a learner's is called so, and Python's TypeError names it


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="Your h is right; h_T is the state before the last step. It is to have read everything: h_T equals h[:, -1].",
)
def forward_last_but_one(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        before = state
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        states.append(state)
    return np.stack(states, axis=1), before


@mistake(
    "rnn_forward",
    fails=("values", "edge_cases", "mask"),
    says="Your h is right; h_T is the state after the first step. It is to have read everything: h_T equals h[:, -1].",
)
def forward_first_as_last(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        states.append(state)
    return np.stack(states, axis=1), states[0]


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="At a column without a real token you append nothing, so that h has fewer than T columns. The state is handed "
    "on there as everywhere: store it again.",
)
def forward_appends_nothing_at_columns_of_padding(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        if mask is not None and not mask[:, t].any():
            continue
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        states.append(state)
    return np.stack(states, axis=1), state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="You overwrite rows of one array. It is h0, which belongs to the caller, under another name, and it is every "
    "entry of your list, so that all states are the last one. Begin with a copy, and store a copy at each step.",
)
def forward_overwrites_rows_of_h0(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        if mask is None:
            state = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        else:
            real = mask[:, t]
            state[real] = rnn_step(x[real, t], state[real], W_xh, W_hh, b_h)
        states.append(state)
    return np.stack(states, axis=1), state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="With a mask all your states are the last one. You overwrite rows of one array and put that same array into "
    "the list at every step, so that every entry shows what was written last. Store a copy at each step.",
)
def forward_overwrites_rows_of_one_object(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0.copy()
    states = []
    for t in range(x.shape[1]):
        if mask is None:
            state = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        else:
            real = mask[:, t]
            state[real] = rnn_step(x[real, t], state[real], W_xh, W_hh, b_h)
        states.append(state)
    return np.stack(states, axis=1), state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="The values are right, but you write rows of the new state into h0, which belongs to the caller. `state = "
    "h0` gives the array a second name, it makes no copy; assigning to rows of state then changes both.",
)
def forward_writes_rows_into_h0(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        if mask is None:
            state = new
        else:
            state[mask[:, t]] = new[mask[:, t]]
        h[:, t] = state
    return h, state


@mistake(
    "rnn_forward",
    fails=("mask",),
    says="At padding you set the old state to zero and take the step all the same. There is no step to be taken "
    "there: the old state stays as it is.",
)
def forward_steps_from_zero_at_padding(x, h0, W_xh, W_hh, b_h, mask=None):
    state = h0
    states = []
    for t in range(x.shape[1]):
        if mask is not None:
            state = np.where(mask[:, t, None], state, 0.0)
        state = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        states.append(state)
    return np.stack(states, axis=1), state


# last_valid_state --------------------------------------------------------------------------------------------------

exercise(
    "last_valid_state",
    returns={"h_last": "N H"},
    forbidden=READY_MADE,
    explained="""
    Turned round, `mask[:, ::-1]` has its last True first, and `argmax` finds the first of the largest entries. Its
    place k counts from the end, so the place from the start is T - 1 - k; `last` is (N,). Counting the True values
    would be right only if all padding stood at the end. `h[np.arange(N), last]` pairs sequence n with its own place
    and is (N, H), where `h[:, last]` would be (N, N, H), all combinations. In a row without any True `argmax` returns
    0 and so picks a state that means nothing: `np.where` puts zeros there, with the condition as (N, 1) by
    `keepdims=True`. To convince yourself, use states that tell their place, such as h[n, t] = t, and a mask with gaps.
    """,
)


@visible("last_valid_state", part="values")
def _(rng):
    yield case(
        "two sentences, of 3 and of 2 words",
        h=np.array(
            [[[1.0, 10.0], [2.0, 20.0], [3.0, 30.0], [4.0, 40.0]], [[5.0, 50.0], [6.0, 60.0], [7.0, 70.0], [8.0, 80.0]]]
        ),
        mask=padded([3, 2], 4),
        note="(3, 30) and (6, 60)",
    )
    h = normal(rng, 3, 5, 2)
    yield case("lengths 2, 4 and 3, and a column of padding", h=h, mask=padded([2, 4, 3], 5))
    yield case("the same states, lengths 5, 1 and 2", h=h, mask=padded([5, 1, 2], 5))
    yield case("other states, lengths 5, 1 and 2", h=normal(rng, 3, 5, 2), mask=padded([5, 1, 2], 5))
    yield case("no padding", h=normal(rng, 2, 4, 3), mask=padded([4, 4], 4))


@hidden("last_valid_state", part="values")
def _(rng):
    for _ in range(3):
        N, T, H = different_sizes(rng, 3)
        h = normal(rng, N, T, H)
        yield case("random lengths", h=h, mask=padded(some_lengths(rng, N, T)[::-1], T))
        yield case("the same states, other lengths", h=h, mask=padded(some_lengths(rng, N, T), T))


@visible("last_valid_state", part="edge_cases")
def _(rng):
    gap = np.array(
        [[True, False, True, False, False], [False, True, True, True, False], [True, False, False, False, True]]
    )
    yield case("padding in the middle and at the start", h=normal(rng, 3, 5, 2), mask=gap)
    h = normal(rng, 3, 4, 2)
    yield case("a sequence without a real token", h=h, mask=padded([2, 0, 4], 4))
    yield case("the same states, another sequence without a real token", h=h, mask=padded([3, 4, 0], 4))
    yield case("one sequence: N = 1", h=normal(rng, 1, 4, 3), mask=padded([2], 4))
    yield case("one step: T = 1", h=normal(rng, 3, 1, 2), mask=padded([1, 1, 1], 1))
    yield case("no real token in the whole batch", h=normal(rng, 2, 3, 2), mask=padded([0, 0], 3))


@hidden("last_valid_state", part="edge_cases")
def _(rng):
    N, T, H = different_sizes(rng, 3, low=4, high=8)
    anywhere = rng.random((N, T)) < 0.5
    anywhere[0] = False
    anywhere[1] = np.arange(T) == 1
    anywhere[2] = np.isin(np.arange(T), [0, 2])
    for title in ("padding anywhere, and a sequence without a real token", "the same mask, other states"):
        yield case(title, h=normal(rng, N, T, H), mask=anywhere)
    yield case("one of each", h=normal(rng, 1, 1, 1), mask=padded([1], 1))
    yield case("no real token", h=normal(rng, N, T, H), mask=padded([0] * N, T))


@right("last_valid_state", style="loop")
def last_by_loop(h, mask):
    result = np.zeros((h.shape[0], h.shape[2]))
    for n in range(h.shape[0]):
        for t in range(h.shape[1]):
            if mask[n, t]:
                result[n] = h[n, t]
    return result


@right("last_valid_state", style="greatest index")
def last_by_greatest_index(h, mask):
    places = np.where(mask, np.arange(1, h.shape[1] + 1), 0).max(axis=1)
    with_nothing = np.concatenate([np.zeros_like(h[:, :1]), h], axis=1)
    return with_nothing[np.arange(len(h)), places]


@right("last_valid_state", style="one-hot product")
def last_by_product(h, mask):
    later = np.cumsum(mask[:, ::-1], axis=1)[:, ::-1]  # how many real tokens stand here or later
    chosen = mask & (later == 1)
    return np.einsum("nt,nth->nh", chosen.astype(float), h)


@right("last_valid_state", style="torch")
def last_by_torch(h, mask):
    import torch

    h, mask = torch.from_numpy(h), torch.from_numpy(mask)
    result = torch.zeros(h.shape[0], h.shape[2], dtype=h.dtype)
    for t in range(h.shape[1]):
        result = torch.where(mask[:, t, None], h[:, t], result)
    return result


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="Where all padding stands at the end, what you return is the last column of h. For a short sentence that is "
    "the state after its padding, which depends on how long the longest sentence of the batch happens to be.",
)
def last_column_of_h(h, mask):
    return h[:, -1].copy()


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="You are one step too late: a sentence of 3 tokens has them at the places 0, 1 and 2.",
)
def last_one_too_far(h, mask):
    return h[np.arange(len(h)), mask.sum(axis=1)]


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    twin_of="last_one_too_far",
    says="You are one step too late: a sentence of 3 tokens has them at the places 0, 1 and 2.",
)
def last_one_too_far_from_the_end(h, mask):
    return h[np.arange(len(h)), h.shape[1] - np.argmax(mask[:, ::-1], axis=1)]


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="You are one step too early: your state has not read the last word yet.",
)
def last_one_too_early(h, mask):
    last = h.shape[1] - 2 - np.argmax(mask[:, ::-1], axis=1)
    return np.where(mask.any(axis=1)[:, None], h[np.arange(len(h)), last], 0.0)


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="You found the last True in the mask turned round, and use its place as it is. There it counts from the end: "
    "place k from the end is place T - 1 - k.",
)
def last_counted_from_the_end(h, mask):
    return np.where(mask.any(axis=1)[:, None], h[np.arange(len(h)), np.argmax(mask[:, ::-1], axis=1)], 0.0)


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    twin_of="last_counted_from_the_end",
    says="You found the last True in the mask turned round, and use its place as it is. There it counts from the end: "
    "place k from the end is place T - 1 - k.",
)
def last_counted_from_the_end_unguarded(h, mask):
    return h[np.arange(len(h)), np.argmax(mask[:, ::-1], axis=1)]


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="You look for the last padding, not for the last word: True in the mask marks the real tokens.",
)
def last_padding(h, mask):
    last = h.shape[1] - 1 - np.argmax(~mask[:, ::-1], axis=1)
    return np.where((~mask).any(axis=1)[:, None], h[np.arange(len(h)), last], 0.0)


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="You take the state at the first real token: it has read one word of the sentence. np.argmax finds the first "
    "True; the last one is asked for.",
)
def last_is_first(h, mask):
    return np.where(mask.any(axis=1)[:, None], h[np.arange(len(h)), np.argmax(mask, axis=1)], 0.0)


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="You average the states over the real tokens. That is a good summary too (mean pooling), but the one state "
    "that has read everything is asked for.",
)
def last_as_mean(h, mask):
    count = np.maximum(mask.sum(axis=1), 1)
    return (h * mask[:, :, None]).sum(axis=1) / count[:, None]


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="You find the length of the first sentence and use it for all of them. Each row of the mask has its own last "
    "token.",
)
def last_of_the_first_sentence(h, mask):
    return h[:, mask[0].sum() - 1].copy()


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="You find one place for the whole batch, the end of the longest sentence. For the shorter ones that is a "
    "state after padding: each row of the mask has its own last token.",
)
def last_of_the_longest_sentence(h, mask):
    return h[:, np.flatnonzero(mask.any(axis=0)).max(initial=0)].copy()


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="You pick every last place in every sequence: h[:, last] makes all combinations of the two. To pair sequence "
    "0 with its place, sequence 1 with its own and so on, both have to be index arrays.",
)
def last_all_combinations(h, mask):
    return h[:, mask.sum(axis=1) - 1]


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="Your numbers are right and an axis of length 1 is left where T was. One state per sequence is asked for: (N, "
    "H).",
)
def last_with_an_axis_left(h, mask):
    last = h.shape[1] - 1 - np.argmax(mask[:, ::-1], axis=1)
    states = np.take_along_axis(h, last[:, None, None], axis=1)
    return np.where(mask.any(axis=1)[:, None, None], states, 0.0)


@mistake(
    "last_valid_state",
    fails=("edge_cases",),
    says="You count the real tokens and take that many steps. It is right as long as all padding stands at the end. "
    "With padding elsewhere, or with no real token at all, the count is not the place: look for the last True "
    "itself.",
)
def last_by_counting(h, mask):
    return h[np.arange(len(h)), mask.sum(axis=1) - 1]


@mistake(
    "last_valid_state",
    fails=("edge_cases",),
    says="You count the real tokens and take that many steps. It is right as long as all padding stands at the end. "
    "With padding elsewhere the count is not the place: look for the last True itself.",
)
def last_by_counting_guarded(h, mask):
    return np.where(mask.any(axis=1)[:, None], h[np.arange(len(h)), mask.sum(axis=1) - 1], 0.0)


@mistake(
    "last_valid_state",
    fails=("edge_cases",),
    says="You take the place before the first padding. It is right as long as all padding stands at the end. With "
    "padding elsewhere, or with no real token at all, it is not the last word: look for the last True itself.",
)
def last_before_the_first_padding(h, mask):
    return h[np.arange(len(h)), np.argmin(mask, axis=1) - 1]


@mistake(
    "last_valid_state",
    fails=("edge_cases",),
    says="You take the place before the first padding. It is right as long as all padding stands at the end. With "
    "padding elsewhere it is not the last word: look for the last True itself.",
)
def last_before_the_first_padding_guarded(h, mask):
    last = np.where(mask.all(axis=1), h.shape[1], np.argmin(mask, axis=1)) - 1
    return np.where(mask.any(axis=1)[:, None], h[np.arange(len(h)), last], 0.0)


@mistake(
    "last_valid_state",
    fails=("edge_cases",),
    says="You string all real states into one list and count where each sentence ends in it. In a batch without any "
    "real token that list is empty, and there is nothing to take. Every row is zeros then.",
)
def last_of_one_long_list(h, mask):
    ends = np.cumsum(mask.sum(axis=1)) - 1
    return np.where(mask.any(axis=1)[:, None], h[mask][ends], 0.0)


@mistake(
    "last_valid_state",
    fails=("edge_cases",),
    says="You string all real states into one list and count where each sentence ends in it. A sentence without a "
    "real token has no end there: you give it the one of the sentence before. Its row is zeros.",
)
def last_of_one_long_list_unguarded(h, mask):
    return h[mask][np.cumsum(mask.sum(axis=1)) - 1]


@mistake(
    "last_valid_state",
    fails=("edge_cases",),
    says="A sequence without a real token gets one of its padding's states: where no True is found, an index such as 0 "
    "or -1 still picks a state. That case needs an answer of its own, zeros.",
)
def last_of_nothing(h, mask):
    last = h.shape[1] - 1 - np.argmax(mask[:, ::-1], axis=1)
    return h[np.arange(len(h)), last]


@mistake(
    "last_valid_state",
    fails=("edge_cases",),
    says="A sequence without a real token has no last element, and your code stops with an IndexError there. Its "
    "result is a row of zeros.",
)
def last_of_an_empty_list(h, mask):
    return np.array([h[n][mask[n]][-1] for n in range(len(h))])


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="You add up the states of the real tokens. The one state that has read everything is asked for.",
)
def last_as_sum(h, mask):
    return (h * mask[:, :, None]).sum(axis=1)


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="You found the last True in the mask turned round, and use its place as it is. There it counts "
    "from the end: place k from the end is place T - 1 - k.",
)
def last_with_a_negative_place(h, mask):
    last = -np.argmax(mask[:, ::-1], axis=1)
    return np.where(mask.any(axis=1)[:, None], h[np.arange(len(h)), last], 0.0)


@mistake(
    "last_valid_state",
    fails=("edge_cases",),
    says="You take the place before the first padding. It is right as long as all padding stands at the "
    "end. With padding elsewhere it is not the last word: look for the last True itself.",
)
def last_until_the_first_padding(h, mask):
    result = np.zeros((h.shape[0], h.shape[2]))
    for n in range(h.shape[0]):
        for t in range(h.shape[1]):
            if not mask[n, t]:
                break
            result[n] = h[n, t]
    return result


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    twin_of="last_column_of_h",
    says="Where all padding stands at the end, what you return is the last column of h. For a short sentence that is "
    "the state after its padding, which depends on how long the longest sentence of the batch happens to be.",
)
def last_in_h_turned_round(h, mask):
    states = h[:, ::-1][np.arange(len(h)), np.argmax(mask, axis=1)]
    return np.where(mask.any(axis=1)[:, None], states, 0.0)


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="A sequence whose last real token stands at place 0 gets zeros from you. 0 is a place like any other and does "
    "not say that there is no token: ask the mask itself, row by row.",
)
def last_at_place_zero_as_nothing(h, mask):
    last = (mask * np.arange(mask.shape[1])).max(axis=1)
    return np.where(last[:, None] > 0, h[np.arange(len(h)), last], 0.0)


@mistake(
    "last_valid_state",
    fails=("edge_cases",),
    says="You take a sequence for empty when its first place is padding. It may begin with padding and have words "
    "later: look at the whole row of the mask.",
)
def last_of_nothing_by_the_first_place(h, mask):
    last = h.shape[1] - 1 - np.argmax(mask[:, ::-1], axis=1)
    return h[np.arange(len(h)), last] * mask[:, :1]


@mistake(
    "last_valid_state",
    fails=("edge_cases",),
    says="A sequence without a real token gets the state of the sequence before it: your loop does not begin anew with "
    "each sequence. Its result is a row of zeros.",
)
def last_left_over_from_the_sequence_before(h, mask):
    result = []
    last = np.zeros(h.shape[2])
    for n in range(h.shape[0]):
        for t in range(h.shape[1]):
            if mask[n, t]:
                last = h[n, t]
        result.append(last)
    return np.array(result)


@mistake(
    "last_valid_state",
    fails=("edge_cases",),
    says="A sequence without a real token gets the state of the sequence before it, and the first of a batch none at "
    "all: your loop does not begin anew with each sequence. Its result is a row of zeros.",
)
def last_left_over_or_unbound(h, mask):
    result = []
    for n in range(h.shape[0]):
        for t in range(h.shape[1]):
            if mask[n, t]:
                last = h[n, t]
        result.append(last)
    return np.array(result)


@mistake(
    "last_valid_state",
    fails=("edge_cases",),
    says="A sequence without a real token gets nan from you. Its result is a row of zeros, with which one can go on "
    "computing.",
)
def last_of_nothing_is_nan(h, mask):
    last = h.shape[1] - 1 - np.argmax(mask[:, ::-1], axis=1)
    return np.where(mask.any(axis=1)[:, None], h[np.arange(len(h)), last], np.nan)


@mistake(
    "last_valid_state",
    fails=("edge_cases",),
    says="You leave out the sequences without a real token, so that fewer than N rows come back and the others move "
    "up. Row n belongs to sequence n; a sequence without a real token has a row of zeros.",
)
def last_of_sequences_with_tokens(h, mask):
    rows = [h[n][mask[n]][-1] for n in range(len(h)) if mask[n].any()]
    return np.array(rows)


@mistake(
    "last_valid_state",
    fails=("edge_cases",),
    says="One sequence without a real token, and the whole batch gets zeros from you. Each row is asked for itself: "
    "zeros for that sequence, the others keep their states.",
)
def last_zeros_for_everyone(h, mask):
    if not mask.any(axis=1).all():
        return np.zeros((len(h), h.shape[2]))
    last = h.shape[1] - 1 - np.argmax(mask[:, ::-1], axis=1)
    return h[np.arange(len(h)), last]


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="You set the states at padding to zero and take the last column: a short sentence gets zeros. The state at "
    "its last word stands further left.",
)
def last_column_of_masked_states(h, mask):
    return (h * mask[:, :, None])[:, -1]


@mistake(
    "last_valid_state",
    fails=("edge_cases",),
    says="Your numbers are right, and axes of length 1 are gone. A batch of one sequence is still a batch: (1, H) has "
    "to stay (1, H).",
)
def last_squeezed(h, mask):
    last = h.shape[1] - 1 - np.argmax(mask[:, ::-1], axis=1)
    return np.where(mask.any(axis=1)[:, None], h[np.arange(len(h)), last], 0.0).squeeze()


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="You look for the first padding and take the state before it, so that a sentence without padding finds none "
    "and stays zero. And padding may stand anywhere: look for the last True itself.",
)
def last_only_where_padding_is_found(h, mask):
    result = np.zeros((h.shape[0], h.shape[2]))
    for n in range(h.shape[0]):
        for t in range(h.shape[1]):
            if not mask[n, t]:
                result[n] = h[n, t - 1]
                break
    return result


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="You are one step too late, wherever there is a later step: a sentence of 3 tokens has them at the places 0, "
    "1 and 2.",
)
def last_one_too_far_by_counting_within_bounds(h, mask):
    return h[np.arange(len(h)), np.minimum(mask.sum(axis=1), h.shape[1] - 1)]


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    twin_of="last_one_too_far_by_counting_within_bounds",
    says="You are one step too late, wherever there is a later step: a sentence of 3 tokens has them at the places 0, "
    "1 and 2.",
)
def last_one_too_far_within_bounds(h, mask):
    last = h.shape[1] - np.argmax(mask[:, ::-1], axis=1)
    states = h[np.arange(len(h)), np.minimum(last, h.shape[1] - 1)]
    return np.where(mask.any(axis=1)[:, None], states, 0.0)


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    twin_of="last_of_the_longest_sentence",
    says="You find one place for the whole batch, the end of the longest sentence. For the shorter ones that is a "
    "state after padding: each row of the mask has its own last token.",
)
def last_of_the_longest_sentence_guarded(h, mask):
    last = np.flatnonzero(mask.any(axis=0)).max(initial=0)
    return np.where(mask.any(axis=1)[:, None], h[:, last], 0.0)


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="You find the end of the last sentence and use it for all of them. Each row of the mask has its own last "
    "token.",
)
def last_of_the_last_sentence(h, mask):
    return h[:, np.nonzero(mask)[1][-1]].copy()


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    twin_of="last_all_combinations",
    says="You pick every last place in every sequence: h[:, last] makes all combinations of the two. To pair sequence "
    "0 with its place, sequence 1 with its own and so on, both have to be index arrays.",
)
def last_all_combinations_from_the_end(h, mask):
    return h[:, h.shape[1] - 1 - np.argmax(mask[:, ::-1], axis=1)]


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="You pair the places with the numbers of the steps, np.arange(T). It is the sequences that have one place "
    "each: there are N of them.",
)
def last_paired_with_the_steps(h, mask):
    last = h.shape[1] - 1 - np.argmax(mask[:, ::-1], axis=1)
    return h[np.arange(h.shape[1]), last]


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="You look for the last True along the sequences, axis 0, and get one state for each step, (T, H). Each row "
    "of the mask is a sequence: look along the steps, axis 1.",
)
def last_along_the_sequences(h, mask):
    last = h.shape[0] - 1 - np.argmax(mask[::-1], axis=0)
    return h[last, np.arange(h.shape[1])]


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="You return the places, not the states that stand there. One more step: take from h, for each sequence, the "
    "state at its place.",
)
def last_as_places(h, mask):
    return h.shape[1] - 1 - np.argmax(mask[:, ::-1], axis=1)


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="h[mask] is one long list of the states at all real tokens. One state for each sequence is asked for, the "
    "last of its own.",
)
def last_as_all_real_states(h, mask):
    return h[mask]


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="h[mask] is one long list of the states at all real tokens, and you take its last entry: that is one state "
    "for the whole batch. One for each sequence is asked for.",
)
def last_of_all_real_states(h, mask):
    return h[mask][-1]


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="You take the largest value of each unit over the steps (max pooling). The one state that has read everything "
    "is asked for.",
)
def last_as_maximum(h, mask):
    return np.where(mask[:, :, None], h, -np.inf).max(axis=1)


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="You take the largest value of each unit over the steps (max pooling). The one state that has read everything "
    "is asked for.",
)
def last_as_maximum_with_zeros(h, mask):
    return (h * mask[:, :, None]).max(axis=1)


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="The condition has one entry per sequence, (N,), and the states are (N, H): NumPy lines the N up with the "
    "units. Give the condition a second axis; keepdims=True keeps it.",
)
def last_condition_without_axis(h, mask):
    last = h.shape[1] - 1 - np.argmax(mask[:, ::-1], axis=1)
    return h[np.arange(len(h)), last] * mask.any(axis=1)


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="The condition has one entry per sequence, (N,), and the states are (N, H): NumPy lines the N up with the "
    "units. Give the condition a second axis; keepdims=True keeps it.",
)
def last_condition_without_axis_in_where(h, mask):
    last = h.shape[1] - 1 - np.argmax(mask[:, ::-1], axis=1)
    return np.where(mask.any(axis=1), h[np.arange(len(h)), last], 0.0)


@mistake(
    "last_valid_state",
    fails=("edge_cases",),
    says="You count the real tokens and take that many steps. It is right as long as all padding stands at the end. "
    "With padding elsewhere, or with no real token at all, the count is not the place: look for the last True "
    "itself.",
)
def last_by_counting_within_bounds(h, mask):
    return h[np.arange(len(h)), np.maximum(mask.sum(axis=1) - 1, 0)]


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    twin_of="last_as_places",
    says="You return the places, not the states that stand there. One more step: take from h, for each sequence, the "
    "state at its place.",
)
def last_as_places_or_minus_one(h, mask):
    return np.where(mask, np.arange(mask.shape[1]), -1).max(axis=1)


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    twin_of="last_all_combinations",
    says="You pick every last place in every sequence: h[:, last] makes all combinations of the two. To pair sequence "
    "0 with its place, sequence 1 with its own and so on, both have to be index arrays.",
)
def last_all_combinations_guarded(h, mask):
    last = h.shape[1] - 1 - np.argmax(mask[:, ::-1], axis=1)
    return h[:, last] * mask.any(axis=1)[:, None, None]


@mistake(
    "last_valid_state",
    fails=("values", "edge_cases"),
    says="You string all places of the batch into one line and look there for place last[n], so that all states "
    "come from the beginning of that line. Sequence n begins at n times T in it; or index both axes, without "
    "stringing anything together.",
)
def last_in_one_line(h, mask):
    last = h.shape[1] - 1 - np.argmax(mask[:, ::-1], axis=1)
    return np.where(mask.any(axis=1)[:, None], h.reshape(-1, h.shape[2])[last], 0.0)


# output_layer ------------------------------------------------------------------------------------------------------

exercise(
    "output_layer",
    returns={"logits": "N T V"},
    forbidden=READY_MADE,
    explained="""
    `@` multiplies along the last axis of h and leaves the axes before it alone: (N, T, H) times (H, V) is (N, T, V),
    and (N, H) gives (N, V), without a case for either. b_y (V,) lines up with the last axis. There is no tanh, since a
    score has to be free to grow, and no softmax, since the loss applies it where it can be done without overflow; a
    second one would flatten everything. W_hy stands as it is: the transpose fits only where H equals V. To convince
    yourself, give it h = 0, which has to return b_y at every place.
    """,
)


@visible("output_layer", part="values")
def _(rng):
    h = normal(rng, 2, 3, 4)
    weights = {"W_hy": normal(rng, 4, 5), "b_y": normal(rng, 5)}
    yield case("one state per step: N = 2, T = 3, H = 4, V = 5", h=h, **weights)
    yield case("the same states, other weights", h=h, W_hy=normal(rng, 4, 5), b_y=normal(rng, 5))
    yield case("other states, the first weights", h=normal(rng, 2, 3, 4), **weights)
    yield case("one state per sequence: h is (N, H)", h=normal(rng, 3, 2), W_hy=normal(rng, 2, 4), b_y=normal(rng, 4))
    yield case("one sequence, one step", h=normal(rng, 1, 1, 3), W_hy=normal(rng, 3, 2), b_y=normal(rng, 2))
    yield case("as many words as units: H = V = 3", h=normal(rng, 2, 4, 3), W_hy=normal(rng, 3, 3), b_y=normal(rng, 3))


@hidden("output_layer", part="values")
def _(rng):
    for _ in range(2):
        N, T, H, V = different_sizes(rng, 4)
        for title in ("one state per step", "the same sizes, other numbers"):
            yield case(title, h=normal(rng, N, T, H), W_hy=normal(rng, H, V), b_y=normal(rng, V))
        yield case("one state per sequence", h=normal(rng, N, H), W_hy=normal(rng, H, V), b_y=normal(rng, V))


@right("output_layer", style="einsum")
def output_by_einsum(h, W_hy, b_y):
    return np.einsum("...h,hv->...v", h, W_hy) + b_y


@right("output_layer", style="flattened and restored")
def output_by_flattening(h, W_hy, b_y):
    return (h.reshape(-1, h.shape[-1]) @ W_hy + b_y).reshape(*h.shape[:-1], len(b_y))


@right("output_layer", style="word by word")
def output_by_word(h, W_hy, b_y):
    return np.stack([(h * W_hy[:, v]).sum(axis=-1) + b_y[v] for v in range(len(b_y))], axis=-1)


@right("output_layer", style="torch")
def output_by_torch(h, W_hy, b_y):
    import torch

    return torch.from_numpy(h) @ torch.from_numpy(W_hy) + torch.from_numpy(b_y)


@mistake(
    "output_layer",
    fails=("values",),
    says="You return probabilities: the softmax has been applied. Logits are asked for, the scores before it; the "
    "loss applies the softmax itself, once, where it can be done without overflow.",
)
def output_with_softmax(h, W_hy, b_y):
    logits = h @ W_hy + b_y
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@mistake(
    "output_layer",
    fails=("values",),
    says="You return the logarithms of probabilities: the log-softmax has been applied. Logits are asked for, the "
    "scores before it; the loss applies it itself, once.",
)
def output_with_log_softmax(h, W_hy, b_y):
    logits = h @ W_hy + b_y
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


@mistake(
    "output_layer",
    fails=("values",),
    says="Your logits lack the bias: b_y says how likely a word is before anything has been read.",
)
def output_without_bias(h, W_hy, b_y):
    return h @ W_hy


@mistake(
    "output_layer",
    fails=("values",),
    says="You squash the scores with tanh. Deck 5 writes one g for both layers, but the output layer of a language "
    "model has no tanh: a score has to be free to grow.",
)
def output_with_tanh(h, W_hy, b_y):
    return np.tanh(h @ W_hy + b_y)


@mistake(
    "output_layer",
    fails=("values",),
    says="You multiply by the transpose of W_hy, which fits only where H = V. W_hy is (H, V) and h ends in H: as it "
    "is, it stands on the right.",
)
def output_transposed(h, W_hy, b_y):
    return h @ W_hy.T + b_y


@mistake(
    "output_layer",
    fails=("values",),
    says="Your score at step t comes from the state at step t - 1. The state at t has read token t already, and the "
    "prediction after token t may use it.",
)
def output_from_the_state_before(h, W_hy, b_y):
    if h.ndim == 3:
        h = np.concatenate([np.zeros_like(h[:, :1]), h[:, :-1]], axis=1)
    return h @ W_hy + b_y


@mistake(
    "output_layer",
    fails=("values",),
    says="You use the last state only. Given one state per step, the layer has to answer at every step.",
)
def output_of_the_last_state(h, W_hy, b_y):
    return (h[:, -1] if h.ndim == 3 else h) @ W_hy + b_y


@mistake(
    "output_layer",
    fails=("values",),
    says="You return the word with the highest score. The loss needs the scores of all words.",
)
def output_as_words(h, W_hy, b_y):
    return np.argmax(h @ W_hy + b_y, axis=-1)


@mistake(
    "output_layer",
    fails=("values",),
    says="W_hy stands on the left. With the states as rows it stands on the right: (N, H) times (H, V) gives (N, V).",
)
def output_weights_on_the_left(h, W_hy, b_y):
    return W_hy @ h + b_y


@mistake(
    "output_layer",
    fails=("values",),
    says="Given one state per sequence, (N, H), you add an axis of steps and leave it in the answer: (N, 1, V). There "
    "one answer per sequence is asked for, (N, V), and `@` gives it without a case of its own.",
)
def output_always_with_steps(h, W_hy, b_y):
    if h.ndim == 2:
        h = h[:, None]
    return h @ W_hy + b_y


@mistake(
    "output_layer",
    fails=("values",),
    says="Your numbers are right, and axes of length 1 are gone. One sequence or one step is still an axis: the "
    "logits keep all the axes of h but the last, which becomes V.",
)
def output_squeezed(h, W_hy, b_y):
    return (h @ W_hy + b_y).squeeze()


@mistake(
    "output_layer",
    fails=("values",),
    says="Your numbers are right, but sequences and steps are strung into one line, (N T, V). Keep the axes that h "
    "has: the loss needs to know which step of which sequence a row belongs to.",
)
def output_flattened(h, W_hy, b_y):
    return h.reshape(-1, h.shape[-1]) @ W_hy + b_y


@mistake(
    "output_layer",
    fails=("values",),
    says="Your function answers at every step and fails where h is one state per sequence, (N, H). One line does for "
    "both: `@` leaves all axes before the last one alone.",
)
def output_for_three_axes_only(h, W_hy, b_y):
    return np.einsum("nth,hv->ntv", h, W_hy) + b_y


@mistake(
    "output_layer",
    fails=("values",),
    says="Your function answers for one state per sequence and fails where h has steps, (N, T, H). One line does for "
    "both: `@` leaves all axes before the last one alone.",
)
def output_for_two_axes_only(h, W_hy, b_y):
    return np.einsum("nh,hv->nv", h, W_hy) + b_y


@mistake(
    "output_layer",
    fails=("values",),
    says="Your logits are right, with the axes (T, N, V). In this course the sequences come first.",
)
def output_time_first(h, W_hy, b_y):
    logits = h @ W_hy + b_y
    return logits.swapaxes(0, 1) if h.ndim == 3 else logits


@mistake(
    "output_layer",
    fails=("values",),
    says="Your scores lie between 0 and 1: each has been through a sigmoid. Logits are asked for, free to grow on "
    "both sides; the loss applies the softmax itself.",
)
def output_with_sigmoid(h, W_hy, b_y):
    return 1 / (1 + np.exp(-(h @ W_hy + b_y)))


@mistake(
    "output_layer",
    fails=("values",),
    says="You squash h before you multiply it. The h that comes in has been through its tanh already.",
)
def output_of_squashed_states(h, W_hy, b_y):
    return np.tanh(h) @ W_hy + b_y


@mistake(
    "output_layer",
    fails=("values",),
    says="You make a column of b_y, which then lines up with the steps or the sequences. b_y has one number for each "
    "word, (V,), and NumPy lines it up with the last axis without help.",
)
def output_bias_as_column(h, W_hy, b_y):
    return h @ W_hy + b_y[:, None]


@mistake(
    "output_layer",
    fails=("values",),
    says="You average the states over the steps first. Given one state per step, the layer has to answer at every "
    "step.",
)
def output_of_the_mean_state(h, W_hy, b_y):
    return (h.mean(axis=1) if h.ndim == 3 else h) @ W_hy + b_y


@mistake(
    "output_layer",
    fails=("values",),
    says="You return probabilities: the softmax has been applied, over the whole array. Logits are asked for, the "
    "scores before it; the loss applies the softmax itself, once, and place by place.",
)
def output_with_one_softmax_for_all(h, W_hy, b_y):
    e = np.exp(h @ W_hy + b_y)
    return e / e.sum()


@mistake(
    "output_layer",
    fails=("values",),
    says="You subtract the highest score at each place. That belongs into the loss, which does it without being told; "
    "here the scores are asked for as (2.4) gives them.",
)
def output_without_maximum(h, W_hy, b_y):
    logits = h @ W_hy + b_y
    return logits - logits.max(axis=-1, keepdims=True)


@mistake(
    "output_layer",
    fails=("values",),
    says="Your number by number product, `*`, is no matrix product. Each score is a sum over all units: `@`.",
)
def output_elementwise(h, W_hy, b_y):
    return h * W_hy + b_y


@mistake(
    "output_layer",
    fails=("values",),
    says="Your loops string sequences and steps into one line, (N T, V), and fail where h is one state per "
    "sequence. Keep the axes that h has: `@` leaves all axes before the last one alone, without a loop.",
)
def output_by_loops_in_one_line(h, W_hy, b_y):
    logits = []
    for n in range(h.shape[0]):
        for t in range(h.shape[1]):
            logits.append(h[n, t] @ W_hy + b_y)
    return np.array(logits)


# language_model_loss -----------------------------------------------------------------------------------------------

exercise(
    "language_model_loss",
    returns={"loss": ""},
    forbidden=(*READY_MADE, *READY_MADE_LOG_SUM_EXP),
    explained="""
    A batch without a real token is asked for first: its mean would be 0 by 0. `logits[mask]` throws the padding out and
    is (number of real tokens, V), with `targets[mask]` beside it, so that neither the sum nor the number can count it.
    The rest is the cross-entropy of lesson 01: each token's own maximum is subtracted, with `keepdims=True`, so no
    exponent is above 0. One maximum for the batch would leave the logarithm of 0 where places differ much. `chosen`
    pairs token i with its target and comes from the shifted logits, or the maximum would stay in the loss. The mean at
    the end weighs every token alike, unlike a mean of the sentences' means. To convince yourself: equal logits give
    ln V, and other targets at the padding change nothing.
    """,
)

equivalent(
    "language_model_loss",
    "chosen = shifted[np.arange(len(real)), targets[mask]]",
    "chosen = shifted[np.arange(len(shifted)), targets[mask]]",
    because="shifted is real minus a column, and so has as many rows",
)


def predictions(rng, N, T, V, mask=None):
    return {
        "logits": normal(rng, N, T, V, scale=2.0),
        "targets": rng.integers(0, V, size=(N, T)),
        "mask": np.ones((N, T), dtype=bool) if mask is None else mask,
    }


@visible("language_model_loss", part="values")
def _(rng):
    yield case(
        "worked by hand: two words of a vocabulary of three",
        logits=np.array([[[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]]]),
        targets=np.array([[0, 2]]),
        mask=np.array([[True, True]]),
        note="the mean of the two losses worked out above",
    )
    yield case(
        "every logit alike, V = 4",
        logits=np.zeros((2, 3, 4)),
        targets=np.array([[0, 1, 2], [3, 3, 0]]),
        mask=np.ones((2, 3), dtype=bool),
        note="ln 4, whatever the targets are",
    )
    batch = predictions(rng, 3, 4, 5)
    yield case("N = 3, T = 4, V = 5", **batch)
    yield case("the same logits, other targets", **batch | {"targets": (batch["targets"] + 2) % 5})
    yield case("the first targets, other logits", **batch | {"logits": normal(rng, 3, 4, 5, scale=2.0)})
    yield case(
        "one sentence of one word, the one with id 0", **predictions(rng, 1, 1, 6) | {"targets": np.array([[0]])}
    )
    yield case("N = T = V = 3", **predictions(rng, 3, 3, 3))


@hidden("language_model_loss", part="values")
def _(rng):
    for _ in range(3):
        N, T, V = different_sizes(rng, 3)
        for title in ("a random batch", "another one of the same sizes"):
            yield case(title, **predictions(rng, N, T, V))


@visible("language_model_loss", part="mask")
def _(rng):
    yield case(
        "worked by hand, with a third word that is padding",
        logits=np.array([[[2.0, 1.0, 0.0], [0.0, 0.0, 0.0], [5.0, 0.0, 0.0]]]),
        targets=np.array([[0, 2, 1]]),
        mask=np.array([[True, True, False]]),
        note="the same as without the third word",
    )
    lengths = predictions(rng, 3, 4, 5, mask=padded([4, 1, 2], 4))
    yield case("lengths 4, 1 and 2", **lengths)
    other = np.where(lengths["mask"], lengths["targets"], (lengths["targets"] + 1) % 5)
    yield case("the same with other targets at the padding", **lengths | {"targets": other}, note="nothing may change")
    yield case("the first of these with lengths 2, 4 and 3", **lengths | {"mask": padded([2, 4, 3], 4)})
    gaps = np.array([[True, False, True, True, False], [False, True, True, False, False]])
    yield case("padding at the start and in the middle", **predictions(rng, 2, 5, 3, mask=gaps))
    for title, length in (("logits of 10,000 at the padding", 1), ("a sentence of padding, its logits 10,000", 0)):
        loud = predictions(rng, 2, 2, 2, mask=padded([2, length], 2))
        loud["logits"][~loud["mask"], 1] = 10_000.0
        yield case(title, **loud, note="padding must not matter, however large its logits are")
    yield case(
        "no real token at all", **predictions(rng, 2, 3, 4, mask=np.zeros((2, 3), dtype=bool)), note="0 by agreement"
    )


@hidden("language_model_loss", part="mask")
def _(rng):
    for _ in range(2):
        N, T, V = different_sizes(rng, 3)
        batch = predictions(rng, N, T, V, mask=padded(some_lengths(rng, N, T), T))
        yield case("random lengths", **batch)
        yield case("the same, other lengths", **batch | {"mask": padded(some_lengths(rng, N, T)[::-1], T)})
    N, T, V = different_sizes(rng, 3, low=3)
    anywhere = rng.random((N, T)) < 0.5
    anywhere[0], anywhere[1], anywhere[2] = False, np.arange(T) == 1, np.arange(T) != 1
    yield case("padding anywhere", **predictions(rng, N, T, V, mask=anywhere))
    loud = predictions(rng, N, T, V, mask=anywhere)
    loud["logits"][~anywhere, 0] = 20_000.0
    yield case("large logits at the padding", **loud)
    nothing = np.zeros((N, T), dtype=bool)
    yield case("no real token", **predictions(rng, N, T, V, mask=nothing))


@visible("language_model_loss", part="stability")
def _(rng):
    extreme = np.array([[[1000.0, 0.0, -1000.0]], [[0.0, 1000.0, 999.0]]])
    yield case(
        "logits of 1000, targets that were likely",
        logits=extreme,
        targets=np.array([[0], [2]]),
        mask=np.ones((2, 1), dtype=bool),
    )
    yield case(
        "logits of 1000, a target that was thought impossible",
        logits=extreme,
        targets=np.array([[1], [1]]),
        mask=np.ones((2, 1), dtype=bool),
        note="half of 1000 and half of ln(1 + 1/e)",
    )
    yield case(
        "the first targets, other logits of 1000",
        logits=-extreme,
        targets=np.array([[0], [2]]),
        mask=np.ones((2, 1), dtype=bool),
    )
    yield case(
        "all logits near -1000",
        logits=np.array([[[-1000.0, -1001.0], [-1000.0, -1000.0]]]),
        targets=np.array([[1, 0]]),
        mask=np.ones((1, 2), dtype=bool),
    )
    yield case(
        "words of one sentence near 100,000, near 0 and near -100,000",
        logits=np.array([[[1e5, 99_999.0, 0.0], [2.0, 1.0, 0.0], [-1e5, -1e5, -100_001.0]]]),
        targets=np.array([[1, 0, 2]]),
        mask=np.ones((1, 3), dtype=bool),
        note="each place has a maximum of its own",
    )
    yield case(
        "one sentence near 1000, the other near -1000",
        logits=np.array([[[1000.0, 999.0]], [[-1000.0, -999.0]]]),
        targets=np.array([[0], [0]]),
        mask=np.ones((2, 1), dtype=bool),
        note="each place has a maximum of its own",
    )
    batch = predictions(rng, 2, 3, 4)
    heights = np.array([[[1000.0], [0.0], [-2000.0]], [[0.0], [3000.0], [500.0]]])
    yield case(
        "two sentences of three words, each at a height of its own",
        **batch | {"logits": np.round(batch["logits"]) + heights},
    )
    yield case(
        "a target 720 below the highest logit",
        logits=np.array([[[0.0, -720.0]]]),
        targets=np.array([[1]]),
        mask=np.ones((1, 1), dtype=bool),
    )


@hidden("language_model_loss", part="stability")
def _(rng):
    batch = predictions(rng, 2, 3, 5)
    # Quarters, which float32 still holds exactly at a height of 1e5: a right answer in float32 is right.
    batch["logits"] = np.round(4 * batch["logits"]) / 4
    yield case("logits in the thousands", **batch | {"logits": 1000 * batch["logits"]})
    yield case("logits far from zero", **batch | {"logits": batch["logits"] + np.array([[[5000.0]], [[-5000.0]]])})
    heights = 1e5 * rng.permutation([-1.0, 0.0, 1.0])[None, :, None]
    yield case("each word's logits at another height", **batch | {"logits": batch["logits"] + heights})


@right("language_model_loss", style="logaddexp")
def loss_by_logaddexp(logits, targets, mask):
    if not mask.any():
        return 0.0
    chosen = np.take_along_axis(logits, targets[:, :, None], axis=-1)[:, :, 0]
    losses = np.logaddexp.reduce(logits, axis=-1) - chosen
    return (losses * mask).sum() / mask.sum()


@right("language_model_loss", style="loops")
def loss_by_loops(logits, targets, mask):
    import math

    total, count = 0.0, 0
    for n in range(logits.shape[0]):
        for t in range(logits.shape[1]):
            if mask[n, t]:
                row = [float(value) for value in logits[n, t]]
                highest = max(row)
                log_sum = highest + math.log(sum(math.exp(value - highest) for value in row))
                total += log_sum - row[targets[n, t]]
                count += 1
    return total / count if count else 0.0


@right("language_model_loss", style="one-hot")
def loss_by_one_hot(logits, targets, mask):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    one_hot = np.eye(logits.shape[-1])[targets]
    losses = -np.einsum("ntv,ntv->nt", one_hot, log_p)
    return np.sum(losses, where=mask) / max(1, mask.sum())


@right("language_model_loss", style="torch")
def loss_by_torch(logits, targets, mask):
    import torch

    logits, targets, mask = map(torch.from_numpy, (logits, targets, mask))
    shifted = logits - logits.amax(dim=-1, keepdim=True)
    losses = shifted.exp().sum(dim=-1).log() - shifted.gather(-1, targets[:, :, None])[:, :, 0]
    return losses[mask].mean() if mask.any() else torch.tensor(0.0)


@mistake(
    "language_model_loss",
    fails=("stability",),
    says="You take exp of the logits as they are: exp(1000) is infinite, and exp(-1000) is zero. Adding the same "
    "number to all logits of a word does not change its softmax: which number makes every exponent harmless?",
)
def loss_without_maximum(logits, targets, mask):
    if not mask.any():
        return 0.0
    p = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)
    chosen = np.take_along_axis(p, targets[:, :, None], axis=-1)[:, :, 0]
    return -np.log(chosen[mask]).mean()


@mistake(
    "language_model_loss",
    fails=("stability",),
    says="Your softmax is safe, but you take the log of it afterwards. A probability below 1e-308 has become 0 by "
    "then, and log 0 is minus infinity. Simplify log(exp(a) / sum) on paper: which of the two exps need not be "
    "taken?",
)
def loss_log_of_softmax(logits, targets, mask):
    if not mask.any():
        return 0.0
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    chosen = np.take_along_axis(p, targets[:, :, None], axis=-1)[:, :, 0]
    return -np.log(chosen[mask]).mean()


@mistake(
    "language_model_loss",
    fails=("stability",),
    says="You keep the log away from zero with a tiny number, added or as a lower bound. The result is "
    "finite and wrong: a loss of 1000 is reported as a much smaller one, and its gradient is gone. "
    "The log of a softmax can be computed without any such number.",
)
def loss_with_epsilon(logits, targets, mask):
    if not mask.any():
        return 0.0
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    chosen = np.take_along_axis(p, targets[:, :, None], axis=-1)[:, :, 0]
    return -np.log(chosen[mask] + 1e-12).mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You normalise over the whole array: all words at all places together sum to 1. Each place has a "
    "distribution of its own, over the V words.",
)
def loss_softmax_over_everything(logits, targets, mask):
    if not mask.any():
        return 0.0
    shifted = logits - logits.max()
    log_p = shifted - np.log(np.exp(shifted).sum())
    return -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0][mask].mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You normalise over the sentences of the batch (axis 0), so that sentences compete for a word. At each place "
    "it is the V words that compete.",
)
def loss_softmax_over_batch(logits, targets, mask):
    if not mask.any():
        return 0.0
    shifted = logits - logits.max(axis=0)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=0))
    return -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0][mask].mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You normalise over the steps (axis 1), so that places compete for a word. At each place it is the V words "
    "that compete.",
)
def loss_softmax_over_time(logits, targets, mask):
    if not mask.any():
        return 0.0
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0][mask].mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="Your maximum or your sum has lost its last axis, so it cannot be lined up with the logits; in a square "
    "array it is lined up, with the wrong axis. `keepdims=True` keeps the axis, with length 1.",
)
def loss_without_keepdims(logits, targets, mask):
    if not mask.any():
        return 0.0
    shifted = logits - logits.max(axis=-1)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1))
    return -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0][mask].mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="Your losses are divided by the number of steps, and the batch is forgotten: twice the sentences, twice the "
    "loss. A mean over tokens divides by the number of real tokens.",
)
def loss_divided_by_steps(logits, targets, mask):
    if not mask.any():
        return 0.0
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    losses = -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0]
    return (losses * mask).sum(axis=0).mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="Your losses are summed over each sentence and divided by the number of sentences: long sentences count "
    "more, and the loss grows with T. A mean over tokens divides by the number of real tokens.",
)
def loss_divided_by_sentences(logits, targets, mask):
    if not mask.any():
        return 0.0
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    losses = -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0]
    return (losses * mask).sum(axis=1).mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You average over the V words too, so your loss is V times too small. Only the target's term is left of the "
    "sum over words: it has one term per token, not V. (At uniform logits the loss has to be ln V.)",
)
def loss_averaged_over_words(logits, targets, mask):
    if not mask.any():
        return 0.0
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    one_hot = np.eye(logits.shape[-1])[targets]
    return -(one_hot * log_p)[mask].mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You return the sum of the losses, as deck 4 writes it. A sum grows with the number of words; here the mean "
    "over the real tokens is asked for.",
)
def loss_summed(logits, targets, mask):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0][mask].sum()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="Your loss is negative: the minus sign is missing. The log of a probability is at most zero, and a loss has "
    "to fall as the probability of the right word rises.",
)
def loss_without_minus(logits, targets, mask):
    if not mask.any():
        return 0.0
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0][mask].mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You measure in bits: the logarithm to base 2. Bits are a good unit (lesson 08 uses them), but (2.6) has the "
    "natural logarithm, as torch does.",
)
def loss_in_bits(logits, targets, mask):
    if not mask.any():
        return 0.0
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0][mask].mean() / np.log(2)


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="For every place you look up the targets of all places: log_p[:, targets] makes all combinations. Each place "
    "has one target, so the places have to be an index array as well.",
)
def loss_of_all_combinations(logits, targets, mask):
    if not mask.any():
        return 0.0
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return -log_p[mask][:, targets[mask]].mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You apply the softmax twice: first to get probabilities, then once more inside the loss as if they were "
    "logits. The second one flattens everything; even a sure model cannot get near zero.",
)
def loss_with_two_softmaxes(logits, targets, mask):
    if not mask.any():
        return 0.0
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    log_p = p - np.log(np.exp(p).sum(axis=-1, keepdims=True))
    return -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0][mask].mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You move the targets by one place. They are moved already: targets[n, t] is the word that follows token t, "
    "and logits[n, t] is what was predicted for it.",
)
def loss_shifted_again(logits, targets, mask):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    losses = -np.take_along_axis(log_p[:, :-1], targets[:, 1:, None], axis=-1)[:, :, 0]
    real = losses[mask[:, 1:]]
    return real.mean() if real.size else 0.0


@mistake(
    "language_model_loss",
    fails=("mask",),
    says="Your loss changes when only the padding changes: the mask takes no part in it, and predictions for padding "
    "are graded like real ones.",
)
def loss_ignoring_mask(logits, targets, mask):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0].mean()


@mistake(
    "language_model_loss",
    fails=("mask",),
    says="You leave the padding out of the sum and divide by all N times T places. The more padding, the smaller your "
    "loss: divide by what was summed.",
)
def loss_divided_by_all_places(logits, targets, mask):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    losses = -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0]
    return (losses * mask).mean()


@mistake(
    "language_model_loss",
    fails=("mask",),
    says="You set the logits of padding to zero. That is no way to leave a place out: all words become equally likely "
    "there and ln V is added for it. Mask the losses, not the logits.",
)
def loss_masking_the_logits(logits, targets, mask):
    logits = logits * mask[:, :, None]
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0].mean()


@mistake(
    "language_model_loss",
    fails=("mask",),
    says="You average within each sentence first and then over the sentences. A word in a short sentence then weighs "
    "more than one in a long sentence. The mean over tokens counts every real token once, wherever it stands.",
)
def loss_mean_of_means(logits, targets, mask):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    losses = -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0]
    return ((losses * mask).sum(axis=1) / np.maximum(mask.sum(axis=1), 1)).mean()


@mistake(
    "language_model_loss",
    fails=("mask",),
    says="Your loss is right, except for a batch without any real token: 0 divided by 0 gives nan, and one nan spoils "
    "all training after it. That batch's loss is 0 by agreement.",
)
def loss_of_nothing(logits, targets, mask):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    losses = -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0]
    return (losses * mask).sum() / mask.sum()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="Your loss is that of the padding: the mask is the wrong way round. True marks a real token.",
)
def loss_inverted_mask(logits, targets, mask):
    if mask.all():
        return 0.0
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0][~mask].mean()


@mistake(
    "language_model_loss",
    fails=("stability",),
    says="You take exp of the logits as they are: exp(1000) is infinite, and exp(-1000) is zero. Adding "
    "the same number to all logits of a word does not change its softmax: which number makes every "
    "exponent harmless?",
)
def loss_by_plain_log_sum(logits, targets, mask):
    if not mask.any():
        return 0.0
    shifted = logits - 0.0
    losses = np.log(np.exp(shifted).sum(axis=-1)) - np.take_along_axis(shifted, targets[:, :, None], axis=-1)[:, :, 0]
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("mask", "stability"),
    says="You subtract one maximum from the whole batch. Where one place is far above "
    "another, all exponents of the lower one become zero, and their log is minus infinity. Each place"
    " needs a maximum of its own: max(axis=-1, keepdims=True).",
)
def loss_one_maximum(logits, targets, mask):
    if not mask.any():
        return 0.0
    shifted = logits - logits.max()
    losses = np.log(np.exp(shifted).sum(axis=-1)) - np.take_along_axis(shifted, targets[:, :, None], axis=-1)[:, :, 0]
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("stability",),
    twin_of="loss_one_maximum",
    says="You subtract one maximum from the whole batch. Where one place is far above "
    "another, all exponents of the lower one become zero, and their log is minus infinity. Each place"
    " needs a maximum of its own: max(axis=-1, keepdims=True).",
)
def loss_one_maximum_of_real_tokens(logits, targets, mask):
    if not mask.any():
        return 0.0
    shifted = logits - logits[mask].max()
    losses = np.log(np.exp(shifted).sum(axis=-1)) - np.take_along_axis(shifted, targets[:, :, None], axis=-1)[:, :, 0]
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("mask", "stability"),
    says="You subtract one maximum from each sentence. Where one of its places is far above another, all "
    "exponents of the lower one become zero, and their log is minus infinity. Each place needs a "
    "maximum of its own: max(axis=-1, keepdims=True).",
)
def loss_one_maximum_a_sentence(logits, targets, mask):
    if not mask.any():
        return 0.0
    shifted = logits - logits.max(axis=(1, 2), keepdims=True)
    losses = np.log(np.exp(shifted).sum(axis=-1)) - np.take_along_axis(shifted, targets[:, :, None], axis=-1)[:, :, 0]
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("stability",),
    says="You subtract the target's own logit. Where the target is far below the others, their exponents "
    "are then large and positive: exp overflows again. Only the highest logit leaves no exponent "
    "above 0.",
)
def loss_shifted_by_the_target(logits, targets, mask):
    if not mask.any():
        return 0.0
    shifted = logits - np.take_along_axis(logits, targets[:, :, None], axis=-1)
    losses = np.log(np.exp(shifted).sum(axis=-1)) - np.take_along_axis(shifted, targets[:, :, None], axis=-1)[:, :, 0]
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("stability",),
    says="You subtract the mean of the logits. A logit far above the mean still overflows: only the "
    "highest logit leaves no exponent above 0.",
)
def loss_shifted_by_the_mean(logits, targets, mask):
    if not mask.any():
        return 0.0
    shifted = logits - logits.mean(axis=-1, keepdims=True)
    losses = np.log(np.exp(shifted).sum(axis=-1)) - np.take_along_axis(shifted, targets[:, :, None], axis=-1)[:, :, 0]
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("stability",),
    says="You subtract the first logit of each place. Another one may be far above it and still overflow: "
    "only the highest logit leaves no exponent above 0.",
)
def loss_shifted_by_the_first(logits, targets, mask):
    if not mask.any():
        return 0.0
    shifted = logits - logits[:, :, :1]
    losses = np.log(np.exp(shifted).sum(axis=-1)) - np.take_along_axis(shifted, targets[:, :, None], axis=-1)[:, :, 0]
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("stability",),
    says="You cut the logits off, so that exp stays finite. The result is finite and wrong: what lies "
    "above or below the cut counts as the cut. Subtracting the maximum needs no cut.",
)
def loss_of_clipped_logits(logits, targets, mask):
    if not mask.any():
        return 0.0
    cut = np.clip(logits, -500, 500)
    losses = np.log(np.exp(cut).sum(axis=-1)) - np.take_along_axis(cut, targets[:, :, None], axis=-1)[:, :, 0]
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="The maximum is missing in your second term. What is subtracted from all logits has to be "
    "subtracted from the target's too, (y_w - M), or M stays in the loss.",
)
def loss_with_maximum_in_one_term(logits, targets, mask):
    if not mask.any():
        return 0.0
    log_sum = np.log(np.exp(logits - logits.max(axis=-1, keepdims=True)).sum(axis=-1))
    return (log_sum - np.take_along_axis(logits, targets[:, :, None], axis=-1)[:, :, 0])[mask].mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You return the exponential of the mean loss: the perplexity. It says among how many words the "
    "model hesitates (lesson 08 uses it); (2.6) is the loss itself.",
)
def loss_as_perplexity(logits, targets, mask):
    if not mask.any():
        return 1.0
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    losses = -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0]
    return np.exp(losses[mask].mean())


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You leave out the targets with id 0, as if they were padding. It is the mask that says what is "
    "padding; a real token may have any id as its target.",
)
def loss_without_target_zero(logits, targets, mask):
    mask = mask & (targets != 0)
    if not mask.any():
        return 0.0
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    losses = -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0]
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You move the targets by one place, round the end. They are moved already: targets[n, t] is the "
    "word that follows token t, and logits[n, t] is what was predicted for it.",
)
def loss_of_rolled_targets(logits, targets, mask):
    if not mask.any():
        return 0.0
    targets = np.roll(targets, -1, axis=1)
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    losses = -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0]
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("mask",),
    says="You make a mask of your own from the lengths, as if all padding stood at the end. It may stand "
    "anywhere: use the mask as it is.",
)
def loss_by_counted_lengths(logits, targets, mask):
    mask = np.arange(mask.shape[1]) < mask.sum(axis=1)[:, None]
    if not mask.any():
        return 0.0
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    losses = -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0]
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("mask",),
    says="You make a mask of your own from the lengths, as if all padding stood at the end. It may stand "
    "anywhere: use the mask as it is.",
)
def loss_up_to_the_first_padding(logits, targets, mask):
    mask = np.cumprod(mask, axis=1) > 0
    if not mask.any():
        return 0.0
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    losses = -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0]
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("mask",),
    says="You make a mask of your own from the lengths, as if all padding stood at the end. It may stand "
    "anywhere: use the mask as it is.",
)
def loss_up_to_the_last_word(logits, targets, mask):
    mask = np.cumsum(mask[:, ::-1], axis=1)[:, ::-1] > 0
    if not mask.any():
        return 0.0
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    losses = -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0]
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("stability",),
    says="You keep the log away from zero with a tiny number, added or as a lower bound. The result is "
    "finite and wrong: a loss of 1000 is reported as a much smaller one, and its gradient is gone. "
    "The log of a softmax can be computed without any such number.",
)
def loss_with_epsilon_of_1e_10(logits, targets, mask):
    if not mask.any():
        return 0.0
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    chosen = np.take_along_axis(p, targets[:, :, None], axis=-1)[:, :, 0]
    return -np.log(chosen[mask] + 1e-10).mean()


@mistake(
    "language_model_loss",
    fails=("stability",),
    says="You keep the log away from zero with a tiny number, added or as a lower bound. The result is "
    "finite and wrong: a loss of 1000 is reported as a much smaller one, and its gradient is gone. "
    "The log of a softmax can be computed without any such number.",
)
def loss_with_epsilon_of_1e_9(logits, targets, mask):
    if not mask.any():
        return 0.0
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    chosen = np.take_along_axis(p, targets[:, :, None], axis=-1)[:, :, 0]
    return -np.log(chosen[mask] + 1e-9).mean()


@mistake(
    "language_model_loss",
    fails=("stability",),
    says="You keep the log away from zero with a tiny number, added or as a lower bound. The result is "
    "finite and wrong: a loss of 1000 is reported as a much smaller one, and its gradient is gone. "
    "The log of a softmax can be computed without any such number.",
)
def loss_with_epsilon_of_1e_15(logits, targets, mask):
    if not mask.any():
        return 0.0
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    chosen = np.take_along_axis(p, targets[:, :, None], axis=-1)[:, :, 0]
    return -np.log(chosen[mask] + 1e-15).mean()


@mistake(
    "language_model_loss",
    fails=("stability",),
    twin_of="loss_with_epsilon",
    says="You keep the log away from zero with a tiny number, added or as a lower bound. The result is "
    "finite and wrong: a loss of 1000 is reported as a much smaller one, and its gradient is gone. "
    "The log of a softmax can be computed without any such number.",
)
def loss_of_clipped_probabilities(logits, targets, mask):
    if not mask.any():
        return 0.0
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    chosen = np.take_along_axis(p, targets[:, :, None], axis=-1)[:, :, 0]
    return -np.log(np.clip(chosen[mask], 1e-12, 1)).mean()


@mistake(
    "language_model_loss",
    fails=("mask",),
    says="You average within each sentence first and then over the sentences. A word in a short sentence "
    "then weighs more than one in a long sentence, and a sentence without a real token gives 0 by 0. "
    "The mean over tokens counts every real token once, wherever it stands.",
)
def loss_mean_of_means_unguarded(logits, targets, mask):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    losses = -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0]
    return ((losses * mask).sum(axis=1) / mask.sum(axis=1)).mean()


@mistake(
    "language_model_loss",
    fails=("mask",),
    says="You average within each sentence first and then over the sentences. A word in a short sentence "
    "then weighs more than one in a long sentence, and a sentence without a real token gives 0 by 0. "
    "The mean over tokens counts every real token once, wherever it stands.",
)
def loss_mean_of_means_of_sentences_with_words(logits, targets, mask):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    losses = -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0]
    means = [row[real].mean() for row, real in zip(losses, mask, strict=True) if real.any()]
    return np.mean(means) if means else 0.0


@mistake(
    "language_model_loss",
    fails=("mask",),
    says="You divide by the number of real tokens, but the losses of the padding are in your sum. Leave "
    "them out of both.",
)
def loss_with_padding_in_the_sum(logits, targets, mask):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    losses = -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0]
    return losses.sum() / mask.sum()


@mistake(
    "language_model_loss",
    fails=("mask",),
    says="You divide by the number of real tokens, but the losses of the padding are in your sum. Leave "
    "them out of both.",
)
def loss_with_padding_in_the_sum_guarded(logits, targets, mask):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    losses = -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0]
    return losses.sum() / max(1, mask.sum())


@mistake(
    "language_model_loss",
    fails=("mask",),
    says="You set the logits of padding to zero. That is no way to leave a place out: all words become "
    "equally likely there and ln V is added for it. Mask the losses, not the logits.",
)
def loss_masking_the_logits_of_the_sum(logits, targets, mask):
    logits = logits * mask[:, :, None]
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    losses = -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0]
    return losses.sum() / max(1, mask.sum())


@mistake(
    "language_model_loss",
    fails=("stability",),
    says="You cut the logits off, so that exp stays finite. The result is finite and wrong: what lies "
    "above or below the cut counts as the cut. Subtracting the maximum needs no cut.",
)
def loss_of_logits_clipped_at_50(logits, targets, mask):
    if not mask.any():
        return 0.0
    cut = np.clip(logits, -50, 50)
    losses = np.log(np.exp(cut).sum(axis=-1)) - np.take_along_axis(cut, targets[:, :, None], axis=-1)[:, :, 0]
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("stability",),
    says="You cut the logits off, so that exp stays finite. The result is finite and wrong: what lies "
    "above or below the cut counts as the cut. Subtracting the maximum needs no cut.",
)
def loss_of_logits_clipped_at_100(logits, targets, mask):
    if not mask.any():
        return 0.0
    cut = np.clip(logits, -100, 100)
    losses = np.log(np.exp(cut).sum(axis=-1)) - np.take_along_axis(cut, targets[:, :, None], axis=-1)[:, :, 0]
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("stability",),
    says="You cut the logits off, so that exp stays finite. The result is finite and wrong: what lies "
    "above or below the cut counts as the cut. Subtracting the maximum needs no cut.",
)
def loss_of_logits_clipped_at_700(logits, targets, mask):
    if not mask.any():
        return 0.0
    cut = np.clip(logits, -700, 700)
    losses = np.log(np.exp(cut).sum(axis=-1)) - np.take_along_axis(cut, targets[:, :, None], axis=-1)[:, :, 0]
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("stability",),
    says="You keep the log away from zero with a tiny number, added or as a lower bound. The result is "
    "finite and wrong: a loss of 1000 is reported as a much smaller one, and its gradient is gone. "
    "The log of a softmax can be computed without any such number.",
)
def loss_of_probabilities_above_1e_300(logits, targets, mask):
    if not mask.any():
        return 0.0
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    chosen = np.take_along_axis(p, targets[:, :, None], axis=-1)[:, :, 0]
    return -np.log(np.maximum(chosen[mask], 1e-300)).mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="Your maximum or your sum has lost its last axis, so it cannot be lined up with the logits; in a "
    "square array it is lined up, with the wrong axis. `keepdims=True` keeps the axis, with length 1.",
)
def loss_without_keepdims_at_the_maximum(logits, targets, mask):
    if not mask.any():
        return 0.0
    shifted = logits - logits.max(axis=-1)
    losses = np.log(np.exp(shifted).sum(axis=-1)) - np.take_along_axis(shifted, targets[:, :, None], axis=-1)[:, :, 0]
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You average minus the log of all V probabilities at each place. Only the target's counts: it is "
    "the word that came.",
)
def loss_of_all_words(logits, targets, mask):
    if not mask.any():
        return 0.0
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return -log_p[mask].mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You leave out the targets with id 0, as if they were padding. It is the mask that says what is "
    "padding; a real token may have any id as its target.",
)
def loss_without_target_zero_unguarded(logits, targets, mask):
    if not mask.any():
        return 0.0
    mask = mask & (targets != 0)
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    losses = -np.take_along_axis(log_p, targets[:, :, None], axis=-1)[:, :, 0]
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You measure in bits: the logarithm to base 2. Bits are a good unit (lesson 08 uses them), but "
    "(2.6) has the natural logarithm, as torch does.",
)
def loss_with_one_logarithm_in_bits(logits, targets, mask):
    if not mask.any():
        return 0.0
    real = logits[mask]
    shifted = real - real.max(axis=-1, keepdims=True)
    chosen = shifted[np.arange(len(real)), targets[mask]]
    return np.mean(np.log2(np.exp(shifted).sum(axis=-1)) - chosen)


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You normalise over the whole array: all words at all places together sum to 1. Each place has a "
    "distribution of its own, over the V words.",
)
def loss_with_one_sum_for_all_places(logits, targets, mask):
    if not mask.any():
        return 0.0
    real = logits[mask]
    shifted = real - real.max(axis=-1, keepdims=True)
    chosen = shifted[np.arange(len(real)), targets[mask]]
    return np.mean(np.log(np.exp(shifted).sum()) - chosen)


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="A minus stands in front of the bracket (y_w - M), and in your line M has kept the sign that it has inside. "
    "Open the bracket on paper once more.",
)
def loss_with_the_bracket_opened_wrong(logits, targets, mask):
    if not mask.any():
        return 0.0
    real, right = logits[mask], targets[mask]
    M = real.max(axis=-1)
    log_sum = np.log(np.exp(real - M[:, None]).sum(axis=-1))
    return (log_sum - real[np.arange(len(real)), right] - M).mean()


@mistake(
    "language_model_loss",
    fails=("stability",),
    says="You keep the log away from zero with a tiny number, added or as a lower bound. The result is finite and "
    "wrong: a loss of 1000 is reported as a much smaller one, and its gradient is gone. The log of a softmax "
    "can be computed without any such number.",
)
def loss_of_probabilities_above_the_smallest(logits, targets, mask):
    if not mask.any():
        return 0.0
    real, right = logits[mask], targets[mask]
    e = np.exp(real - real.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return -np.log(np.maximum(p[np.arange(len(real)), right], np.finfo(float).tiny)).mean()


@mistake(
    "language_model_loss",
    fails=("stability",),
    says="You cut the differences to the maximum off, so that exp does not become zero. A target further below than "
    "the cut then gets the loss of the cut. Nothing needs cutting: exp of a large negative number is zero, and "
    "in the sum of (2.6) that does no harm.",
)
def loss_of_differences_clipped(logits, targets, mask):
    if not mask.any():
        return 0.0
    real, right = logits[mask], targets[mask]
    shifted = np.clip(real - real.max(axis=-1, keepdims=True), -700, 0)
    return (np.log(np.exp(shifted).sum(axis=-1)) - shifted[np.arange(len(real)), right]).mean()


@mistake(
    "language_model_loss",
    fails=("stability",),
    says="You replace nan and infinity by numbers after they have come up. What was lost by then, the loss itself, "
    "does not come back: the result is finite and wrong. Avoid the overflow instead of hiding it.",
)
def loss_with_nan_to_num(logits, targets, mask):
    if not mask.any():
        return 0.0
    real, right = logits[mask], targets[mask]
    p = np.nan_to_num(np.exp(real) / np.exp(real).sum(axis=-1, keepdims=True))
    return np.nan_to_num(-np.log(p[np.arange(len(real)), right]).mean())


@mistake(
    "language_model_loss",
    fails=("stability",),
    says="You leave out the losses that are not finite. Those are the worst mistakes of the model, the ones that it "
    "is to learn from: avoid the overflow instead of throwing them away.",
)
def loss_of_finite_losses_only(logits, targets, mask):
    if not mask.any():
        return 0.0
    real, right = logits[mask], targets[mask]
    p = np.exp(real) / np.exp(real).sum(axis=-1, keepdims=True)
    losses = -np.log(p[np.arange(len(real)), right])
    losses = losses[np.isfinite(losses)]
    return losses.mean() if losses.size else 0.0


@mistake(
    "language_model_loss",
    fails=("mask", "stability"),
    twin_of="loss_without_maximum",
    says="You take exp of the logits as they are: exp(1000) is infinite, and exp(-1000) is zero. Adding the same "
    "number to all logits of a word does not change its softmax: which number makes every exponent harmless?",
)
def loss_without_maximum_times_mask(logits, targets, mask):
    p = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)
    losses = -np.log(np.take_along_axis(p, targets[:, :, None], axis=-1)[:, :, 0])
    return (losses * mask).sum() / max(1, mask.sum())


@mistake(
    "language_model_loss",
    fails=("mask",),
    says="You set the logits of padding to zero. That is no way to leave a place out: all words become equally "
    "likely there and ln V is added for it. Mask the losses, not the logits.",
)
def loss_masking_the_logits_guarded(logits, targets, mask):
    if not mask.any():
        return 0.0
    logits = logits * mask[:, :, None]
    shifted = logits - logits.max(axis=-1, keepdims=True)
    chosen = np.take_along_axis(shifted, targets[:, :, None], axis=-1)[:, :, 0]
    losses = np.log(np.exp(shifted).sum(axis=-1)) - chosen
    return losses.mean()


@mistake(
    "language_model_loss",
    fails=("mask",),
    says="You set the logits of padding to zero. That is no way to leave a place out: all words become equally "
    "likely there and ln V is added for it. Mask the losses, not the logits.",
)
def loss_masking_the_logits_of_the_sum_guarded(logits, targets, mask):
    if not mask.any():
        return 0.0
    logits = logits * mask[:, :, None]
    shifted = logits - logits.max(axis=-1, keepdims=True)
    chosen = np.take_along_axis(shifted, targets[:, :, None], axis=-1)[:, :, 0]
    losses = np.log(np.exp(shifted).sum(axis=-1)) - chosen
    return losses.sum() / mask.sum()


@mistake(
    "language_model_loss",
    fails=("mask",),
    says="You multiply the targets by the mask. Word 0 is then the target at padding, and the prediction of it is "
    "graded like any other. Mask the losses, not the targets.",
)
def loss_masking_the_targets(logits, targets, mask):
    targets = targets * mask
    shifted = logits - logits.max(axis=-1, keepdims=True)
    chosen = np.take_along_axis(shifted, targets[:, :, None], axis=-1)[:, :, 0]
    losses = np.log(np.exp(shifted).sum(axis=-1)) - chosen
    return losses.mean()


@mistake(
    "language_model_loss",
    fails=("mask",),
    says="You multiply the targets by the mask. Word 0 is then the target at padding, and the prediction of it is "
    "graded like any other. Mask the losses, not the targets.",
)
def loss_masking_the_targets_guarded(logits, targets, mask):
    if not mask.any():
        return 0.0
    targets = targets * mask
    shifted = logits - logits.max(axis=-1, keepdims=True)
    chosen = np.take_along_axis(shifted, targets[:, :, None], axis=-1)[:, :, 0]
    losses = np.log(np.exp(shifted).sum(axis=-1)) - chosen
    return losses.mean()


@mistake(
    "language_model_loss",
    fails=("mask",),
    says="You multiply the targets by the mask. Word 0 is then the target at padding, and the prediction of it is "
    "graded like any other. Mask the losses, not the targets.",
)
def loss_masking_the_targets_of_the_sum(logits, targets, mask):
    targets = targets * mask
    shifted = logits - logits.max(axis=-1, keepdims=True)
    chosen = np.take_along_axis(shifted, targets[:, :, None], axis=-1)[:, :, 0]
    losses = np.log(np.exp(shifted).sum(axis=-1)) - chosen
    return losses.sum() / max(1, mask.sum())


@mistake(
    "language_model_loss",
    fails=("mask",),
    says="You set all logits of a padding to minus infinity. Subtracting their maximum, minus infinity as well, "
    "gives nan, and nan times zero is nan. Leave the logits as they are and choose the real tokens' losses.",
)
def loss_with_minus_infinity_at_padding(logits, targets, mask):
    logits = np.where(mask[:, :, None], logits, -np.inf)
    shifted = logits - logits.max(axis=-1, keepdims=True)
    chosen = np.take_along_axis(shifted, targets[:, :, None], axis=-1)[:, :, 0]
    losses = np.log(np.exp(shifted).sum(axis=-1)) - chosen
    return (losses * mask).sum() / max(1, mask.sum())


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You subtract the target's logit from the sum of the exponentials. It is the logarithm of that sum which "
    "stands in the formula.",
)
def loss_without_logarithm(logits, targets, mask):
    if not mask.any():
        return 0.0
    real, right = logits[mask], targets[mask]
    shifted = real - real.max(axis=-1, keepdims=True)
    return (np.exp(shifted).sum(axis=-1) - shifted[np.arange(len(real)), right]).mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You return minus the target's logit. A logit says nothing by itself, only next to those of the other "
    "words: the term with the sum over all V words is missing.",
)
def loss_as_minus_the_logit(logits, targets, mask):
    if not mask.any():
        return 0.0
    real, right = logits[mask], targets[mask]
    return -real[np.arange(len(real)), right].mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You return minus the probability of the right word. (2.6) has the logarithm of it: it is what makes a word "
    "that was thought impossible cost more than one that was thought unlikely.",
)
def loss_as_minus_the_probability(logits, targets, mask):
    if not mask.any():
        return 0.0
    real, right = logits[mask], targets[mask]
    e = np.exp(real - real.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return -p[np.arange(len(real)), right].mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You return one minus the probability of the right word. (2.6) has minus its logarithm: that is what makes "
    "a word that was thought impossible cost more than one that was thought unlikely.",
)
def loss_as_the_missing_probability(logits, targets, mask):
    if not mask.any():
        return 0.0
    real, right = logits[mask], targets[mask]
    e = np.exp(real - real.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return (1 - p[np.arange(len(real)), right]).mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You average the probabilities first and take the logarithm of the mean. (2.6) takes the logarithm of each "
    "token first: the mean of logarithms is another number, and one impossible word shows in it.",
)
def loss_as_log_of_the_mean(logits, targets, mask):
    if not mask.any():
        return 0.0
    real, right = logits[mask], targets[mask]
    e = np.exp(real - real.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return -np.log(p[np.arange(len(real)), right].mean())


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You add ln(1 - p) for each of the other words (binary cross-entropy, for V questions of yes and no). Here "
    "the V words compete for one place, and only the target's term is left.",
)
def loss_of_yes_and_no(logits, targets, mask):
    if not mask.any():
        return 0.0
    real, right = logits[mask], targets[mask]
    e = np.exp(real - real.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    hot = np.eye(real.shape[-1])[right]
    return -(hot * np.log(p) + (1 - hot) * np.log(1 - p)).sum(axis=-1).mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You add up squared differences between probabilities and the one-hot target. (2.6) is minus the logarithm "
    "of the target's probability.",
)
def loss_as_squared_distance(logits, targets, mask):
    if not mask.any():
        return 0.0
    real, right = logits[mask], targets[mask]
    e = np.exp(real - real.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return ((p - np.eye(real.shape[-1])[right]) ** 2).sum(axis=-1).mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You take the logarithm to base 10. (2.6) has the natural one, np.log, which undoes exp.",
)
def loss_to_base_ten(logits, targets, mask):
    if not mask.any():
        return 0.0
    real, right = logits[mask], targets[mask]
    log_p = real - np.logaddexp.reduce(real, axis=-1, keepdims=True)
    return -log_p[np.arange(len(real)), right].mean() / np.log(10)


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You take the logarithm to base 10. (2.6) has the natural one, np.log, which undoes exp.",
)
def loss_with_one_logarithm_to_base_ten(logits, targets, mask):
    if not mask.any():
        return 0.0
    real, right = logits[mask], targets[mask]
    shifted = real - real.max(axis=-1, keepdims=True)
    return (np.log10(np.exp(shifted).sum(axis=-1)) - shifted[np.arange(len(real)), right]).mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You take the word that the model holds to be likeliest, whatever the target is. Then a model is always "
    "right. The loss asks for the probability of the word that came.",
)
def loss_of_the_likeliest_word(logits, targets, mask):
    if not mask.any():
        return 0.0
    real = logits[mask]
    log_p = real - np.logaddexp.reduce(real, axis=-1, keepdims=True)
    return -log_p.max(axis=-1).mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You average minus the logarithms with the model's own probabilities: that is its entropy, how unsure it "
    "is, and no target takes part. The loss asks for the word that came.",
)
def loss_as_entropy(logits, targets, mask):
    if not mask.any():
        return 0.0
    real = logits[mask]
    log_p = real - np.logaddexp.reduce(real, axis=-1, keepdims=True)
    return -(np.exp(log_p) * log_p).sum(axis=-1).mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You count how often the likeliest word is not the target. (2.6) asks how much probability the target got: "
    "a share of errors does not change when a model gets a little better, and has no gradient.",
)
def loss_as_share_of_errors(logits, targets, mask):
    if not mask.any():
        return 0.0
    real, right = logits[mask], targets[mask]
    return (real.argmax(axis=-1) != right).mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You return the loss of each token, (N, T). One number is asked for: their mean over the real tokens.",
)
def loss_of_each_token(logits, targets, mask):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    chosen = np.take_along_axis(shifted, targets[:, :, None], axis=-1)[:, :, 0]
    losses = np.log(np.exp(shifted).sum(axis=-1)) - chosen
    return losses * mask


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    twin_of="loss_as_perplexity",
    says="You return the exponential of the mean loss: the perplexity. It says among how many words the "
    "model hesitates (lesson 08 uses it); (2.6) is the loss itself.",
)
def loss_as_perplexity_or_zero(logits, targets, mask):
    if not mask.any():
        return 0.0
    real, right = logits[mask], targets[mask]
    log_p = real - np.logaddexp.reduce(real, axis=-1, keepdims=True)
    return np.exp(-log_p[np.arange(len(real)), right].mean())


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    twin_of="loss_softmax_over_everything",
    says="You normalise over the whole array: all words at all places together sum to 1. Each place has a "
    "distribution of its own, over the V words.",
)
def loss_softmax_over_all_real_tokens(logits, targets, mask):
    if not mask.any():
        return 0.0
    real, right = logits[mask], targets[mask]
    shifted = real - real.max()
    return (np.log(np.exp(shifted).sum()) - shifted[np.arange(len(real)), right]).mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    twin_of="loss_without_target_zero",
    says="You leave out the targets with id 0, as if they were padding. It is the mask that says what is "
    "padding; a real token may have any id as its target.",
)
def loss_with_targets_as_mask(logits, targets, mask):
    mask = targets != 0
    if not mask.any():
        return 0.0
    shifted = logits - logits.max(axis=-1, keepdims=True)
    chosen = np.take_along_axis(shifted, targets[:, :, None], axis=-1)[:, :, 0]
    losses = np.log(np.exp(shifted).sum(axis=-1)) - chosen
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    twin_of="loss_without_keepdims_at_the_maximum",
    says="Your maximum or your sum has lost its last axis, so it cannot be lined up with the logits; in a "
    "square array it is lined up, with the wrong axis. `keepdims=True` keeps the axis, with length 1.",
)
def loss_without_keepdims_unguarded(logits, targets, mask):
    shifted = logits - logits.max(axis=-1)
    losses = np.log(np.exp(shifted).sum(axis=-1)) - np.take_along_axis(shifted, targets[:, :, None], axis=-1)[:, :, 0]
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You divide by one more than the number of real tokens. That avoids 0 by 0 and makes every other loss too "
    "small. Ask for the batch without a real token by itself.",
)
def loss_divided_by_one_more(logits, targets, mask):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    chosen = np.take_along_axis(shifted, targets[:, :, None], axis=-1)[:, :, 0]
    losses = np.log(np.exp(shifted).sum(axis=-1)) - chosen
    return (losses * mask).sum() / (mask.sum() + 1)


@mistake(
    "language_model_loss",
    fails=("mask",),
    says="You average over the sentences at each step first and then over the steps. A word at a step that few "
    "sentences reach then weighs more than one at the first step. The mean over tokens counts every real token "
    "once, wherever it stands.",
)
def loss_mean_of_the_steps_means(logits, targets, mask):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    chosen = np.take_along_axis(shifted, targets[:, :, None], axis=-1)[:, :, 0]
    losses = np.log(np.exp(shifted).sum(axis=-1)) - chosen
    return ((losses * mask).sum(axis=0) / np.maximum(mask.sum(axis=0), 1)).mean()


@mistake(
    "language_model_loss",
    fails=("mask",),
    says="One sentence without a real token, and your loss is 0 for the whole batch. Only where no token of the "
    "whole batch is real is there nothing to average.",
)
def loss_zero_for_one_empty_sentence(logits, targets, mask):
    if not mask.any(axis=1).all():
        return 0.0
    shifted = logits - logits.max(axis=-1, keepdims=True)
    chosen = np.take_along_axis(shifted, targets[:, :, None], axis=-1)[:, :, 0]
    losses = np.log(np.exp(shifted).sum(axis=-1)) - chosen
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="logits[targets] takes whole sentences, whose numbers the targets happen to be: the first index counts the "
    "sequences. A target is a place on the last axis, and each place of the batch has its own.",
)
def loss_of_rows_chosen_by_targets(logits, targets, mask):
    if not mask.any():
        return 0.0
    shifted = logits - logits.max(axis=-1, keepdims=True)
    losses = np.log(np.exp(shifted).sum(axis=-1)) - shifted[targets]
    return losses[mask].mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="Your mask consists of the numbers 0 and 1, and as an index these are places: sentence 0 and sentence 1, "
    "again and again. As an index the mask chooses only while it is True and False.",
)
def loss_with_the_mask_as_numbers(logits, targets, mask):
    if not mask.any():
        return 0.0
    places = mask.astype(int)
    logits, targets = logits[places], targets[places]
    losses = np.logaddexp.reduce(logits, axis=-1) - np.take_along_axis(logits, targets[..., None], axis=-1)[..., 0]
    return losses.mean()


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    twin_of="loss_of_rows_chosen_by_targets",
    says="logits[targets] takes whole sentences, whose numbers the targets happen to be: the first index counts the "
    "sequences. A target is a place on the last axis, and each place of the batch has its own.",
)
def loss_of_rows_chosen_by_targets_guarded_later(logits, targets, mask):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    losses = np.log(np.exp(shifted).sum(axis=-1)) - shifted[targets]
    return losses[mask].mean() if mask.any() else 0.0


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="Your losses have kept an axis of length 1, (N, T, 1), and the mask is (N, T): NumPy does not line them "
    "up place by place. Take the axis away, [:, :, 0], before the mask comes in.",
)
def loss_with_an_axis_left(logits, targets, mask):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_sum = np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    losses = log_sum - np.take_along_axis(shifted, targets[:, :, None], axis=-1)
    return (losses * mask).sum() / max(1, mask.sum())


@mistake(
    "language_model_loss",
    fails=("values", "mask", "stability"),
    says="You return the largest of the losses. Their mean over the real tokens is asked for.",
)
def loss_as_maximum(logits, targets, mask):
    if not mask.any():
        return 0.0
    shifted = logits - logits.max(axis=-1, keepdims=True)
    chosen = np.take_along_axis(shifted, targets[:, :, None], axis=-1)[:, :, 0]
    losses = np.log(np.exp(shifted).sum(axis=-1)) - chosen
    return losses[mask].max()


# count_parameters --------------------------------------------------------------------------------------------------

exercise(
    "count_parameters",
    returns={"count": ""},
    forbidden=("helpers.nn",),
    explained="""
    Each term is the size of one array: E (V, D), W_xh (D, H), W_hh (H, H), b_h (H,), W_hy (H, V), b_y (V,). T does not
    occur. Unrolled, the network is drawn T times, and every drawing holds the same arrays; states are computed anew
    for every sentence and are no parameters. The biases are easily forgotten, and E too. Mind that `^` is no power in
    Python: H * H or H**2. To convince yourself, add the sizes of real arrays, `sum(a.size for a in (...))`, as in the
    example with V = 5, D = 2, H = 3, which has 48.
    """,
)


@visible("count_parameters", part="values")
def _(rng):
    yield case("counted by hand above: V = 5, D = 2, H = 3, T = 4", V=5, D=2, H=3, T=4, note="10 + 6 + 9 + 3 + 15 + 5")
    yield case("the same network, 400 steps", V=5, D=2, H=3, T=400)
    yield case("more units: V = 5, D = 2, H = 6, T = 4", V=5, D=2, H=6, T=4)
    yield case("more words, each of more numbers: V = 9, D = 4, H = 3, T = 4", V=9, D=4, H=3, T=4)
    yield case("a real one: V = 10,000, D = 100, H = 200, T = 35", V=10_000, D=100, H=200, T=35)
    V, D, H, T = (int(size) for size in rng.permutation(np.arange(20, 60))[:4])
    yield case(f"a drawn one: V = {V}, D = {D}, H = {H}, T = {T}", V=V, D=D, H=H, T=T)


@hidden("count_parameters", part="values")
def _(rng):
    for _ in range(3):
        V, D, H, T = different_sizes(rng, 4, low=2, high=40)
        yield case("a random network", V=V, D=D, H=H, T=T)
        yield case("another one with as many steps", V=H, D=V, H=D, T=T)


@right("count_parameters", style="sizes of arrays")
def count_by_arrays(V, D, H, T):
    shapes = [(V, D), (D, H), (H, H), (H,), (H, V), (V,)]
    return sum(np.zeros(shape, dtype=np.int8).size for shape in shapes)


@right("count_parameters", style="layer by layer")
def count_by_layers(V, D, H, T):
    embedding = V * D
    recurrent = (D + H + 1) * H
    output = (H + 1) * V
    return embedding + recurrent + output


@right("count_parameters", style="product of shapes")
def count_by_shapes(V, D, H, T):
    import math

    return sum(math.prod(shape) for shape in ((V, D), (D, H), (H, H), (H,), (H, V), (V,)))


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count the recurrent weights once for every step. Unrolled, the network is drawn T times, but every "
    "drawing has the same arrays in it.",
)
def count_every_step(V, D, H, T):
    return V * D + T * (D * H + H * H + H) + H * V + V


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count every weight once for every step. Unrolled, the network is drawn T times, but every drawing has "
    "the same arrays in it.",
)
def count_everything_every_step(V, D, H, T):
    return T * (V * D + D * H + H * H + H + H * V + V)


@mistake(
    "count_parameters",
    fails=("values",),
    says="In Python `^` is no power: it compares the bits of two numbers. The square of H is H**2 or H * H.",
)
def count_with_a_hat(V, D, H, T):
    return V * D + D * H + H ^ 2 + H + H * V + V


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count everything but E once for every step. Unrolled, the network is drawn T times, but every drawing "
    "has the same arrays in it, the output layer's too.",
)
def count_all_but_embedding_every_step(V, D, H, T):
    return V * D + T * (D * H + H * H + H + H * V + V)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count the output layer once for every step. It answers T times, always with the same W_hy and b_y.",
)
def count_output_every_step(V, D, H, T):
    return V * D + D * H + H * H + H + T * (H * V + V)


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count weights from V one-hot places straight to the state, (V, H), and no E. Here a word has a vector of "
    "D numbers in between: E is (V, D) and W_xh (D, H).",
)
def count_with_one_hot_input(V, D, H, T):
    return V * H + H * H + H + H * V + V


@mistake(
    "count_parameters",
    fails=("values",),
    says="You leave out b_y: each of the V scores has a constant of its own.",
)
def count_without_b_y(V, D, H, T):
    return V * D + D * H + H * H + H + H * V


@mistake(
    "count_parameters",
    fails=("values",),
    says="You leave out b_h: each of the H units has a constant of its own.",
)
def count_without_b_h(V, D, H, T):
    return V * D + D * H + H * H + H * V + V


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count weights from all T inputs to the state, as in a network that reads everything at once. A "
    "recurrent network reads one x_t at a time, always with the same W_xh.",
)
def count_all_inputs(V, D, H, T):
    return V * D + T * D * H + H * H + H + H * V + V


@mistake("count_parameters", fails=("values",), says="You leave out E: the word vectors are learnt as well, V of them.")
def count_without_embedding(V, D, H, T):
    return D * H + H * H + H + H * V + V


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count the matrices and leave out the biases: b_h has H numbers, b_y has V.",
)
def count_without_biases(V, D, H, T):
    return V * D + D * H + H * H + H * V


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count one H too many: a second bias at the state, as torch.nn.RNN has it, or h0, which is not learnt "
    "here. Formula (2.2) has one bias.",
)
def count_two_biases(V, D, H, T):
    return V * D + D * H + H * H + 2 * H + H * V + V


@mistake(
    "count_parameters",
    fails=("values",),
    says="You leave out the output layer: from the H units it makes V scores, and has a bias for each.",
)
def count_without_output(V, D, H, T):
    return V * D + D * H + H * H + H


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count the hidden states as well. They are computed anew for every sentence; parameters are what is "
    "learnt and kept.",
)
def count_with_states(V, D, H, T):
    return V * D + D * H + H * H + H + H * V + V + T * H


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count 2 H for W_hh. It leads from each of the H units to each of the H units: H times H numbers.",
)
def count_twice_instead_of_squared(V, D, H, T):
    return V * D + D * H + 2 * H + H + H * V + V


@mistake(
    "count_parameters",
    fails=("values",),
    says="You leave out W_hh, the weights of the memory: from each of the H units to each of the H units.",
)
def count_without_memory(V, D, H, T):
    return V * D + D * H + H + H * V + V


@mistake(
    "count_parameters",
    fails=("values",),
    says="You leave out W_xh: each of the D numbers of a word has a weight to each of the H units.",
)
def count_without_input_weights(V, D, H, T):
    return V * D + H * H + H + H * V + V


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count b_y and leave out W_hy: each of the H units has a weight to each of the V scores.",
)
def count_without_output_weights(V, D, H, T):
    return V * D + D * H + H * H + H + V


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count W_hh once for every step. Every step uses the same W_hh: unrolled, it is drawn T times and stored "
    "once.",
)
def count_memory_every_step(V, D, H, T):
    return V * D + D * H + T * H * H + H + H * V + V


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count a W_hh for each of the T - 1 arrows between two states. All these arrows are the same W_hh: it is "
    "drawn often and stored once.",
)
def count_memory_between_steps(V, D, H, T):
    return V * D + D * H + (T - 1) * H * H + H + H * V + V


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count E once for every step. A word has one row of E, wherever in the sentence it stands.",
)
def count_embedding_every_step(V, D, H, T):
    return V * D * T + D * H + H * H + H + H * V + V


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count a row of E for each of the T steps. E has a row for each of the V words: what is looked up at a "
    "step is one of those.",
)
def count_embedding_of_steps(V, D, H, T):
    return T * D + D * H + H * H + H + H * V + V


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count the biases once for every step. b_h and b_y are the same at every step, as the matrices are.",
)
def count_biases_every_step(V, D, H, T):
    return V * D + D * H + H * H + H * T + H * V + V * T


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count one number for each bias. b_h has one for each of the H units, b_y one for each of the V scores.",
)
def count_one_number_a_bias(V, D, H, T):
    return V * D + D * H + H * H + 1 + H * V + 1


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count H times D for the output layer. It makes a score for each of the V words, not a vector: W_hy is "
    "(H, V).",
)
def count_output_of_vectors(V, D, H, T):
    return V * D + D * H + H * H + H + H * D + V


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count V numbers for b_h. It has one for each of the H units.",
)
def count_b_h_of_words(V, D, H, T):
    return V * D + D * H + H * H + V + H * V + V


@mistake(
    "count_parameters",
    fails=("values",),
    says="You add T. How many steps are read is no number that is learnt: nothing of the network is stored by the "
    "step.",
)
def count_with_steps(V, D, H, T):
    return V * D + D * H + H * H + H + H * V + V + T


@mistake(
    "count_parameters",
    fails=("values",),
    says="You return the six sizes side by side. One number is asked for: how many there are together.",
)
def count_array_by_array(V, D, H, T):
    return V * D, D * H, H * H, H, H * V, V


@mistake(
    "count_parameters",
    fails=("values",),
    says="You count E alone. The network has five more arrays: the recurrent step's three and the output layer's "
    "two are learnt as well.",
)
def count_embedding_alone(V, D, H, T):
    return V * D


# quizzes -----------------------------------------------------------------------------------------------------------

quiz(
    "same_weights",
    {
        "a": "The network is drawn 100 times as often, but every drawing holds the same arrays.",
        "b": "That would be a network with weights of its own at every place. It could not read a sentence longer "
        "than any it was built for.",
        "c": "None: there is no T in (2.5). That is why one network reads sentences of any length.",
        "d": "H decides how many parameters there are, but not how that number changes with the length.",
    },
)
quiz(
    "acyclic",
    {
        "a": "The loop is there in the folded picture, and it is not removed: it is written out.",
        "b": "Unrolled, every arrow leads to a later step or upwards, so nothing waits for itself: the chain rule can "
        "walk back from the loss, as in any network without loops.",
        "c": "It is the same network: the same arrays, the same numbers. Only the drawing is longer.",
        "d": "Equal weights are no hindrance and no help: the gradients of all the places where a weight is used are "
        "added up.",
    },
)
quiz(
    "empty_input",
    {
        "a": "Only if W_hh and b_h were such that the state came out as it went in. In general it does not.",
        "b": "It would be zero if the bias were zero and the state too. Neither is so here.",
        "c": "The input's term is gone, and what is left is tanh(h W_hh + b_h): memory and bias still move the state. "
        "That is why a zero at a padding is not the same as a mask.",
        "d": "Zeros are numbers like others; nothing raises an error.",
    },
)
quiz(
    "last_column",
    {
        "a": "It gets the state after two more steps, which have read padding. How much that hurts depends on luck, "
        "as you saw, and on what else is in the batch.",
        "b": "NumPy cannot know which tokens are real; there is no error. That is why the mistake lives so long.",
        "c": "The longest sentence has no padding, so its last column is its last word.",
        "d": "Another sentence's words never enter: each row of a batch has a state of its own.",
    },
)
quiz(
    "uniform_loss",
    {
        "a": "A loss of 0 would mean that every next word was predicted with certainty.",
        "b": "1/V is the probability of each word. The loss is minus its logarithm.",
        "c": "The mean over tokens does not depend on how many tokens there are.",
        "d": "All V words are equally likely, and -ln(1/V) = ln V. An untrained model that starts far above is "
        "overconfident, one that starts far below has seen the answer.",
    },
)
quiz(
    "half_right",
    {
        "a": "Both sentences of a pair get the same answer, and exactly one of the two is right. So it is 50 % for "
        "every model that does not see the order, however large, and not about 50 %.",
        "b": "More data cannot help: both sentences of a pair are one and the same vector to it.",
        "c": "More units cannot help: the two sentences are the same before the first unit sees them.",
        "d": "Chance scatters around 50 %. This is exactly 50 % with every seed, so it is not chance.",
    },
)
