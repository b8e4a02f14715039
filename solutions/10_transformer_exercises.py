"""The private side of lesson 10_transformer: cases, other right ways, and the mistakes with what to say of each.

Sizes that are easily confused differ within a case; in other cases they are equal on purpose, where a wrong axis goes
unnoticed by torch (as many sequences as heads, as many queries as keys). A later token is changed, padding is appended,
and of two cases that differ by it both are tried, so that the expected values show what must not move.
"""

import math

import numpy as np
import torch
from torch import nn

from helpers.exercises import case, equivalent, exercise, hidden, mistake, quiz, right, visible
from helpers.exercises.random_arguments import different_sizes, normal

# What would be the exercise itself, ready made; torch's softmax, linear layers and layer norms are building blocks.
READY_MADE = (
    "helpers.nn",
    "torch.ops",
    "torch._C",
    "torch._VF",
    ".scaled_dot_product_attention",
    ".multi_head_attention_forward",
    ".MultiheadAttention",
    ".Transformer",
    ".TransformerEncoder",
    ".TransformerEncoderLayer",
    ".TransformerDecoder",
    ".TransformerDecoderLayer",
    "torch.nn.attention",
)
RIGHT_ONES = "helpers.nn.transformer"


def lower_triangle(T):
    return np.tril(np.ones((T, T), dtype=bool))


def some_mask(rng, *shape):
    """Truth values, two thirds of them True; in the last axis at least one."""
    mask = rng.random(shape) < 0.67
    mask[..., 0] |= ~mask.any(axis=-1)
    return mask


def real_tokens(lengths, T):
    """(N, T), True at the tokens of sequences of these lengths."""
    return np.arange(T) < np.asarray(lengths)[:, None]


def linear(rng, name, inputs, outputs):
    """The weight and bias of an nn.Linear by name."""
    return {
        f"{name}.weight": normal(rng, outputs, inputs, scale=inputs**-0.5),
        f"{name}.bias": normal(rng, outputs, scale=0.5),
    }


def layer_norm(rng, name, D):
    """Gains and shifts that are neither 1 nor 0."""
    return {f"{name}.weight": 1.0 + normal(rng, D, scale=0.4), f"{name}.bias": normal(rng, D, scale=0.4)}


def with_prefix(prefix, parameters):
    return {f"{prefix}.{name}": value for name, value in parameters.items()}


def attention_parameters(rng, D):
    parameters = {}
    for name in ("W_q", "W_k", "W_v", "W_o"):
        parameters |= linear(rng, name, D, D)
        parameters[f"{name}.weight"] *= 1.5
    return parameters


def block_parameters(rng, D, hidden_size):
    return {
        **layer_norm(rng, "norm_1", D),
        **with_prefix("attention", attention_parameters(rng, D)),
        **layer_norm(rng, "norm_2", D),
        **linear(rng, "linear_1", D, hidden_size),
        **linear(rng, "linear_2", hidden_size, D),
    }


def model_parameters(rng, V, D, layers, hidden_size):
    parameters = {"embedding.weight": normal(rng, V, D)}
    for number in range(layers):
        parameters |= with_prefix(f"blocks.{number}", block_parameters(rng, D, hidden_size))
    return parameters | layer_norm(rng, "norm", D) | linear(rng, "output", D, V)


def left_out_or(dropout):
    """The constructor's last argument, or none where it is left out."""
    return {} if dropout is None else {"dropout": dropout}


def attention_case(title, rng, N, T, D, heads, mask=None, x=None, parameters=None, note="", weighed=True):
    x = normal(rng, N, T, D) if x is None else x
    inputs = {"x": x} if mask is None else {"x": x, "mask": mask}
    return case(
        title,
        note=note,
        sizes={"D": D, "heads": heads},
        parameters=attention_parameters(rng, D) if parameters is None else parameters,
        inputs=inputs,
        outputs={"y": normal(rng, *x.shape) if weighed else None, "weights": None},
    )


def block_case(
    title,
    rng,
    N,
    T,
    D,
    heads,
    hidden_size,
    mask=None,
    x=None,
    parameters=None,
    note="",
    dropout=0.0,
    training=False,
    weighed=True,
):
    x = normal(rng, N, T, D) if x is None else x
    return case(
        title,
        note=note,
        sizes={"D": D, "heads": heads, "hidden": hidden_size} | left_out_or(dropout),
        parameters=block_parameters(rng, D, hidden_size) if parameters is None else parameters,
        inputs={"x": x} if mask is None else {"x": x, "mask": mask},
        outputs={"y": normal(rng, *x.shape) if weighed else None},
        training=training,
    )


def model_case(
    title,
    rng,
    N,
    T,
    V,
    D,
    heads,
    layers,
    hidden_size,
    mask=None,
    ids=None,
    parameters=None,
    note="",
    dropout=0.0,
    training=False,
    weighed=True,
):
    ids = rng.integers(V, size=(N, T)) if ids is None else ids
    return case(
        title,
        note=note,
        sizes={"V": V, "D": D, "heads": heads, "layers": layers, "hidden": hidden_size} | left_out_or(dropout),
        parameters=model_parameters(rng, V, D, layers, hidden_size) if parameters is None else parameters,
        inputs={"ids": ids} if mask is None else {"ids": ids, "mask": mask},
        outputs={"logits": normal(rng, *ids.shape, V) if weighed else None},
        training=training,
    )


# scaled_dot_product_attention ---------------------------------------------------------------------------------------

exercise(
    "scaled_dot_product_attention",
    driver="tensors_with_gradients",
    returns={"y": "N S e", "weights": "N S T", "q": "N S d", "k": "N T d", "v": "N T e"},
    axes={"S": "query", "T": "key", "d": "column", "e": "column"},
    forbidden=READY_MADE,
    explained="""
    The product q k^T, (..., S, d) times (..., d, T), has one number for each query and key; only the last two axes are
    exchanged, so whatever stands in front stays apart, sequences and heads alike. The division by the root of d, the
    size of a query, keeps the scores at spread 1. Where the mask says no, the score becomes minus infinity, whose
    exponential is exactly 0: the softmax over the keys, the last axis, then shares 1 out among the others. A row
    without any True is 0/0, nan; the second filling makes it 0, and makes its gradient 0 as well, which a product with
    the mask would not, since 0 times nan is nan. To convince yourself: each row of the weights adds up to 1 or to 0; a
    key that nobody may look at can be changed without changing y; with all scores equal, y is the mean of the values.
    """,
)

equivalent(
    "scaled_dot_product_attention",
    "scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])",
    "scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])",
    because="exchanging two axes is the same whichever is named first",
)
equivalent(
    "scaled_dot_product_attention",
    "scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])",
    "scores = q @ k.transpose(-2, -1) / math.sqrt(k.shape[-1])",
    because="queries and keys have the same size, or the product raises",
)


def attention_inputs(rng, *front, S, T, d, e, mask=None):
    """q, k, v with these axes in front, and a mask where there is one; scores of spread 1.5 or so."""
    inputs = {
        "q": normal(rng, *front, S, d, scale=1.3),
        "k": normal(rng, *front, T, d, scale=1.3),
        "v": normal(rng, *front, T, e),
    }
    return inputs if mask is None else inputs | {"mask": mask}


def asked(title, inputs, *, rng=None, note=""):
    """A case of the inputs; with a generator, the gradients of a weighed sum of y and of the weights as well."""
    q, k, v = inputs["q"], inputs["k"], inputs["v"]
    weighed = None if rng is None else normal(rng, *q.shape[:-1], v.shape[-1])
    also = None if rng is None else normal(rng, *q.shape[:-1], k.shape[-2])
    return case(title, note=note, inputs=inputs, outputs={"y": weighed, "weights": also})


@visible("scaled_dot_product_attention", part="values")
def _(rng):
    yield asked(
        "worked by hand: weights 3/4 and 1/4",
        {
            "q": np.array([[2.0, 0.0, 0.0, 0.0]]),
            "k": np.array([[math.log(3), 0.0, 0.0, 0.0], [0.0, 5.0, 0.0, 0.0]]),
            "v": np.array([[4.0, 0.0], [0.0, 8.0]]),
        },
        note="y is (3, 2)",
    )
    yield asked(
        "2 sequences, 3 queries, 5 keys of size 4, values of size 6", attention_inputs(rng, 2, S=3, T=5, d=4, e=6)
    )
    yield asked("3 sequences, 4 queries and 4 keys of size 4", attention_inputs(rng, 3, S=4, T=4, d=4, e=4))
    first = attention_inputs(rng, 2, S=3, T=4, d=5, e=2)
    second = {name: value.copy() for name, value in first.items()}
    for value in second.values():
        value[1] = normal(rng, *value[1].shape)
    yield asked("two sequences", first)
    yield asked("the same, with another second sequence", second, note="the first one must not move")
    yield asked("4 axes: 2 sequences, 3 heads", attention_inputs(rng, 2, 3, S=4, T=5, d=2, e=3))
    yield asked("one query, one key", attention_inputs(rng, 1, S=1, T=1, d=3, e=2), note="the weight is 1")
    large = attention_inputs(rng, 2, S=3, T=4, d=4, e=2)
    yield asked("scores of about 1000", large | {"q": 1000 * large["q"]})
    far = attention_inputs(rng, 2, S=3, T=4, d=4, e=2)
    far["k"][..., 0] = 1e7
    yield asked(
        "float64: the first number of every key is 10,000,000",
        far,
        note="all scores of a query move alike, which leaves its weights as they are; float32 is too coarse for that",
    )


@hidden("scaled_dot_product_attention", part="values")
def _(rng):
    N, S, T, d, e = different_sizes(rng, 5)
    yield asked("random sizes", attention_inputs(rng, N, S=S, T=T, d=d, e=e))
    yield asked("with heads", attention_inputs(rng, N, 2, S=T, T=T, d=d, e=d))
    yield asked("all sizes equal", attention_inputs(rng, d, S=d, T=d, d=d, e=d))
    yield asked("no axes in front", attention_inputs(rng, S=S, T=T, d=d, e=e))


@visible("scaled_dot_product_attention", part="masks")
def _(rng):
    yield asked("a causal mask over 4 positions", attention_inputs(rng, 2, S=4, T=4, d=3, e=5, mask=lower_triangle(4)))
    later = attention_inputs(rng, 1, S=4, T=4, d=3, e=2, mask=lower_triangle(4))
    moved = later | {
        name: np.concatenate([later[name][:, :3], normal(rng, 1, 1, size)], axis=1)
        for name, size in (("k", 3), ("v", 2))
    }
    yield asked("causal, one sequence", later)
    yield asked("the same, with another last key and value", moved, note="only the last query may notice")
    yield asked(
        "another mask for each sequence", attention_inputs(rng, 3, S=4, T=5, d=2, e=3, mask=some_mask(rng, 3, 4, 5))
    )
    yield asked(
        "padding: 5, 3 and 1 of 5 keys are real",
        attention_inputs(rng, 3, S=2, T=5, d=4, e=3, mask=real_tokens([5, 3, 1], 5)[:, None]),
    )
    yield asked("all True", attention_inputs(rng, 2, S=3, T=4, d=3, e=2, mask=np.ones((3, 4), dtype=bool)))
    nowhere = some_mask(rng, 2, 3, 4)
    nowhere[0, 1] = nowhere[1, 2] = False
    yield asked(
        "a query in each sequence that may look nowhere",
        attention_inputs(rng, 2, S=3, T=4, d=3, e=2, mask=nowhere),
        note="its weights and its y are 0",
    )
    yield asked(
        "4 axes, with a mask for each head",
        attention_inputs(rng, 2, 3, S=4, T=4, d=2, e=2, mask=some_mask(rng, 2, 3, 4, 4)),
    )
    large = attention_inputs(rng, 2, S=3, T=4, d=4, e=2, mask=some_mask(rng, 2, 3, 4))
    yield asked(
        "very negative scores beside the mask",
        large | {"q": np.abs(large["q"]) * 3000, "k": -np.abs(large["k"]) * 3000},
    )
    best = attention_inputs(rng, 2, S=3, T=4, d=4, e=2, mask=np.array([True, False, True, True]))
    best["q"], best["k"][:, 1] = np.abs(best["q"]) + 0.5, 2000.0
    yield asked("a forbidden key that fits far better than the others", best, note="the others share 1 all the same")


@hidden("scaled_dot_product_attention", part="masks")
def _(rng):
    N, S, T, d, e = different_sizes(rng, 5)
    yield asked("random mask", attention_inputs(rng, N, S=S, T=T, d=d, e=e, mask=some_mask(rng, N, S, T)))
    yield asked("causal", attention_inputs(rng, N, S=T, T=T, d=d, e=e, mask=lower_triangle(T)))
    nowhere = some_mask(rng, N, S, T)
    nowhere[N - 1, 0] = False
    yield asked("a row without True", attention_inputs(rng, N, S=S, T=T, d=d, e=e, mask=nowhere))
    yield asked(
        "one mask for all sequences", attention_inputs(rng, N, 2, S=S, T=T, d=d, e=e, mask=some_mask(rng, S, T))
    )


@visible("scaled_dot_product_attention", part="gradients")
def _(rng):
    yield asked("without a mask", attention_inputs(rng, 2, S=3, T=4, d=5, e=2), rng=rng)
    yield asked("causal", attention_inputs(rng, 2, S=4, T=4, d=3, e=2, mask=lower_triangle(4)), rng=rng)
    yield asked("causal, others", attention_inputs(rng, 2, S=4, T=4, d=3, e=2, mask=lower_triangle(4)), rng=rng)
    yield asked(
        "4 axes, with a mask for each head",
        attention_inputs(rng, 2, 3, S=4, T=4, d=2, e=2, mask=some_mask(rng, 2, 3, 4, 4)),
        rng=rng,
    )
    nowhere = some_mask(rng, 2, 3, 4)
    nowhere[1, 0] = False
    yield asked("a query that may look nowhere", attention_inputs(rng, 2, S=3, T=4, d=3, e=2, mask=nowhere), rng=rng)
    large = attention_inputs(rng, 2, S=3, T=4, d=4, e=2)
    yield asked("scores of about 1000", large | {"q": 1000 * large["q"]}, rng=rng)


@hidden("scaled_dot_product_attention", part="gradients")
def _(rng):
    N, S, T, d, e = different_sizes(rng, 5)
    nowhere = some_mask(rng, N, S, T)
    nowhere[0, S - 1] = False
    yield asked("random mask", attention_inputs(rng, N, S=S, T=T, d=d, e=e, mask=nowhere), rng=rng)


@right("scaled_dot_product_attention", style="einsum")
def attention_by_einsum(q, k, v, mask=None):
    scores = torch.einsum("...sd,...td->...st", q, k) * q.shape[-1] ** -0.5
    if mask is not None:
        scores = torch.where(mask, scores, torch.tensor(float("-inf"), dtype=scores.dtype))
    weights = torch.softmax(scores, -1)
    if mask is not None:
        weights = torch.where(mask, weights, torch.zeros_like(weights))
    return torch.einsum("...st,...te->...se", weights, v), weights


@right("scaled_dot_product_attention", style="exponentials and a sum")
def attention_by_exponentials(q, k, v, mask=None):
    scores = torch.matmul(q, k.mT) / q.size(-1) ** 0.5
    allowed = torch.ones_like(scores, dtype=torch.bool) if mask is None else mask.expand(scores.shape)
    largest = scores.masked_fill(~allowed, -1e300).amax(dim=-1, keepdim=True).detach()
    exponentials = (scores - largest).masked_fill(~allowed, float("-inf")).exp()
    total = exponentials.sum(dim=-1, keepdim=True)
    weights = exponentials / total.masked_fill(total == 0, 1.0)
    return weights @ v, weights


@right("scaled_dot_product_attention", style="the least number there is")
def attention_fills_with_the_least_number(q, k, v, mask=None):
    scores = q @ k.transpose(-1, -2) / math.sqrt(k.shape[-1])
    if mask is None:
        weights = nn.functional.softmax(scores, dim=-1)
    else:
        least = torch.finfo(scores.dtype).min
        weights = nn.functional.softmax(scores.masked_fill(mask.logical_not(), least), dim=-1) * mask
    return torch.matmul(weights, v), weights


@right("scaled_dot_product_attention", style="the queries scaled")
def attention_scales_the_queries(q, k, v, mask=None):
    scores = (q / math.sqrt(q.shape[-1])) @ k.transpose(-2, -1)
    if mask is not None:
        hidden = torch.zeros(mask.shape, dtype=scores.dtype).masked_fill(~mask, -1e30)
        nowhere = ~mask.any(dim=-1, keepdim=True)
        weights = (scores + hidden).softmax(-1).masked_fill(nowhere, 0.0)
    else:
        weights = scores.softmax(-1)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says=(
        "You leave the scores as they are. A scalar product of d terms grows with d, and the softmax "
        "saturates; the formula divides by something. Look at (10.1)."
    ),
)
def attention_not_scaled(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1)
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says=(
        "You divide by d. The spread of a sum of d terms grows with the root of d, so dividing by d makes the "
        "scores too small and the weights too even."
    ),
)
def attention_scaled_by_d(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / q.shape[-1]
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says=(
        "You multiply by the root of d. That makes the scores larger, where they are to become smaller: look "
        "at which side of the line the root stands on in (10.1)."
    ),
)
def attention_times_the_root(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) * math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says=(
        "You divide by the root of the number of keys. It is the size of a query, how many numbers one vector "
        "has, that makes a scalar product large."
    ),
)
def attention_scaled_by_the_keys_number(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(k.shape[-2])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says=(
        "You divide by the root of the size of a value. The values have no part in the scores: which vectors "
        "are multiplied there, and how long are they?"
    ),
)
def attention_scaled_by_the_values_size(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(v.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says=(
        "You name the axis that you divide by from the front. Axis 1 is the number of queries (or of heads), and axis "
        "2 the size of a query with one axis in front alone. Counted from the back, it is always the last."
    ),
)
def attention_scaled_by_second_axis(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says=(
        "Your softmax runs over the queries: the columns of your weights add up to 1. Each query shares "
        "itself out among the keys, so the rows have to."
    ),
)
def attention_softmax_over_queries(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-2)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says=(
        "Your softmax runs over the first axis, so that the sequences of a batch share 1 among themselves. It "
        "belongs on the axis of the keys."
    ),
)
def attention_softmax_over_the_first_axis(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=0)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says=(
        "Your softmax names its axis from the front. With one axis in front, 1 is the queries and 2 the keys; with "
        "heads it is another one each time. Counted from the back, the keys are always at the same place."
    ),
)
def attention_softmax_over_axis_1(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says=("Your softmax runs over queries and keys together: all weights of a sequence add up to 1. Each row has to."),
)
def attention_softmax_over_everything(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.flatten(-2).softmax(dim=-1).reshape(scores.shape)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says=(
        "There is no softmax: your weights are the scores themselves. They do not add up to 1, and they can "
        "be negative."
    ),
)
def attention_no_softmax(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores if mask is None else scores.masked_fill(~mask, 0.0)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says=(
        "You divide the scores by their sum. Scores can be negative, and their sum can be near 0: the softmax "
        "takes exponentials first."
    ),
)
def attention_divides_by_the_sum(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores if mask is None else scores.masked_fill(~mask, 0.0)
    weights = weights / weights.sum(dim=-1, keepdim=True)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says=(
        "You write the softmax out. The exponential of 1000 is infinite, and a row that may look nowhere is "
        "0/0: both give nan. torch's softmax subtracts the largest score first, and the empty row has to be "
        "filled."
    ),
)
def attention_not_stable(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.exp() / scores.exp().sum(dim=-1, keepdim=True)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says=(
        "You read the keys: the weights are multiplied with k. The keys say who is found; what is read is the values."
    ),
)
def attention_reads_the_keys(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ k, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says=(
        "You compare the queries with the values. What a query is compared with is the keys; the values are "
        "read afterwards."
    ),
)
def attention_compares_with_the_values(q, k, v, mask=None):
    scores = q @ v.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says=("Your scores are k q^T: rows are keys and columns are queries. The row of a query has to hold its scores."),
)
def attention_keys_ask(q, k, v, mask=None):
    scores = k @ q.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says=(
        "You give k another shape where its last two axes have to be exchanged. The shape is right, and the "
        "numbers of different keys are mixed: reshape cuts the numbers anew in the order in which they lie."
    ),
)
def attention_reshapes_the_keys(q, k, v, mask=None):
    scores = q @ k.reshape(*k.shape[:-2], k.shape[-1], k.shape[-2]) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says="`.T` turns all axes round, those in front as well. Only the last two have to be exchanged.",
)
def attention_turns_all_axes(q, k, v, mask=None):
    scores = q @ k.permute(*reversed(range(k.dim()))) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says=(
        "You exchange axes 1 and 2, counted from the front. With heads in front those are others than the "
        "last two, and a matrix has no axis 2. Counted from the back they are always at the same place."
    ),
)
def attention_exchanges_axes_1_and_2(q, k, v, mask=None):
    scores = q @ k.transpose(1, 2) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "masks",
        "gradients",
    ),
    says=(
        "Your mask is the wrong way round: you fill where it is True. True means that a query may look. "
        "(torch has both meanings, in two of its functions.)"
    ),
)
def attention_mask_inverted(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "masks",
        "gradients",
    ),
    says=(
        "You mask behind the softmax. What is forbidden still stands in the denominator: the rest of a row "
        "does not add up to 1, and the future can be felt in it. Fill the scores, before the softmax."
    ),
)
def attention_mask_after_softmax(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "masks",
        "gradients",
    ),
    says="You do not use the mask.",
)
def attention_mask_ignored(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    weights = scores.softmax(dim=-1)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "masks",
        "gradients",
    ),
    says=(
        "You fill the forbidden scores with 0. The exponential of 0 is 1, so they get a weight like any other "
        "key of middling fit. Which score has the exponential 0?"
    ),
)
def attention_fills_with_zero(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, 0.0)
    weights = scores.softmax(dim=-1)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "masks",
        "gradients",
    ),
    says="",
    twin_of="attention_fills_with_zero",
)
def attention_fills_with_a_tiny_number(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -1e-9)
    weights = scores.softmax(dim=-1)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "masks",
        "gradients",
    ),
    says=(
        "You fill with plus infinity: the forbidden keys win everything, or nan comes out. The exponential "
        "has to become 0."
    ),
)
def attention_fills_with_plus_infinity(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, math.inf)
    weights = scores.softmax(dim=-1)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "masks",
        "gradients",
    ),
    says="",
    twin_of="attention_fills_with_zero",
)
def attention_scores_times_mask(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores * mask
    weights = scores.softmax(dim=-1)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "masks",
        "gradients",
    ),
    says=(
        "A query that may look nowhere gets nan: its row is 0/0, be it in the softmax of minus infinities or "
        "in a division by a sum of zeros. Its weights are to be 0."
    ),
)
def attention_nan_where_nowhere(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "masks",
        "gradients",
    ),
    says=(
        "With a large negative number in place of minus infinity, a query that may look nowhere spreads "
        "over all the keys that it may not see. Its weights are to be 0. (And a true score can be as "
        "negative as your number.)"
    ),
)
def attention_even_where_nowhere(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -1e9)
    weights = scores.softmax(dim=-1)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=("masks",),
    says=(
        "Your number for a forbidden score is not negative enough: where the true scores are about as "
        "negative, a forbidden key shares in what the allowed ones get. Minus infinity is below every score."
    ),
)
def attention_not_negative_enough(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -1e4)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "masks",
        "gradients",
    ),
    says="",
    twin_of="attention_nan_where_nowhere",
)
def attention_nan_times_zero(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights * mask
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=("gradients",),
    says=(
        "The values are right: nan became 0 in the output. In the gradients nan is still there. The gradient "
        "of the softmax at 0/0 is nan, and nothing behind it keeps it from q and k. Fill where the mask says "
        "no, so that the gradient stops there."
    ),
)
def attention_nan_to_num(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores + torch.zeros(mask.shape, dtype=scores.dtype).masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1).nan_to_num(0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "masks",
        "gradients",
    ),
    says=(
        "You add minus infinity times (1 - mask). Where the mask is True that is minus infinity times 0, "
        "which is nan, not 0. Choose with the mask, do not multiply."
    ),
)
def attention_infinity_times_mask(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores + (1.0 - mask.to(scores.dtype)) * -math.inf
    weights = scores.softmax(dim=-1)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "masks",
        "gradients",
    ),
    says=(
        "You write into a tensor that is the caller's: the mask, as `mask[...] = ` and `logical_not_` do, or q, as "
        "`q /= ...` does. `~mask` and `q / ...` make new ones."
    ),
)
def attention_mask_fills_the_query(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask.logical_not_(), -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=("values",),
    says=(
        "You make float32 of what you are given, be it float64: the scores lose half their digits, and what comes back "
        "fits no other float64. Leave the kind of floats as it is."
    ),
)
def attention_in_float32(q, k, v, mask=None):
    scores = q.float() @ k.float().transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v.float(), weights


@mistake(
    "scaled_dot_product_attention",
    fails=("values", "masks", "gradients"),
    says="",
    twin_of="attention_mask_fills_the_query",
)
def attention_scales_in_place_without_gradients(q, k, v, mask=None):
    with torch.no_grad():
        q /= math.sqrt(q.shape[-1])
    scores = q @ k.transpose(-2, -1)
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=("masks", "gradients"),
    says=(
        "You fill the forbidden scores with 0. The exponential of 0 is 1, so a forbidden key gets its share of the "
        "row, and the weights that are set to 0 afterwards leave a row that adds up to less than 1. Which score has "
        "the exponential 0?"
    ),
)
def attention_fills_with_zero_twice(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, 0.0)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says="You return the output alone. The weights are asked for too: they are what one looks at.",
)
def attention_weights_alone_dropped(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says="What you return as weights are the scores, before the softmax.",
)
def attention_returns_scores(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, scores


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says="You return the weights first and the output second; the order asked for is y, weights.",
)
def attention_weights_first(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights, weights @ v


@mistake(
    "scaled_dot_product_attention",
    fails=("gradients",),
    says=(
        "The values are right, and no gradient comes back to q and k: the weights were detached, or worked "
        "out under no_grad. Then nothing can learn where to look."
    ),
)
def attention_detached(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1).detach()
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says="You divide by the root of the number of queries. The size of a query is its last axis.",
)
def attention_scaled_by_the_queries_number(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-2])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says=(
        "`q /= ...` writes into the q that was handed in, which torch refuses where gradients are wanted. `q "
        "/ ...` makes a new tensor."
    ),
)
def attention_scales_in_place(q, k, v, mask=None):
    q /= math.sqrt(q.shape[-1])
    scores = q @ k.transpose(-2, -1)
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "values",
        "masks",
        "gradients",
    ),
    says=(
        "You write the softmax out. The exponential of 1000 is infinite, and a row that may look nowhere is "
        "0/0: both give nan. torch's softmax subtracts the largest score first, and the empty row has to be "
        "filled."
    ),
)
def attention_own_softmax(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    weights = scores.exp()
    if mask is not None:
        weights = weights * mask
    weights = weights / weights.sum(dim=-1, keepdim=True)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "masks",
        "gradients",
    ),
    says=(
        "With a large negative number in place of minus infinity, a query that may look nowhere spreads "
        "over all the keys that it may not see. Its weights are to be 0. (And a true score can be as "
        "negative as your number.)"
    ),
)
def attention_fills_with_minus_100(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -100.0)
    weights = scores.softmax(dim=-1)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=(
        "masks",
        "gradients",
    ),
    says=(
        "Where a query may look nowhere your y is 0, and its weights are not: they are asked for too. Fill "
        "the weights, and y follows."
    ),
)
def attention_output_zeroed_alone(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is None:
        weights = scores.softmax(dim=-1)
        return weights @ v, weights
    weights = scores.masked_fill(~mask, -1e9).softmax(dim=-1)
    return (weights @ v).masked_fill(~mask.any(dim=-1, keepdim=True), 0.0), weights


@mistake(
    "scaled_dot_product_attention",
    fails=("values", "masks", "gradients"),
    says=(
        "You write the softmax out. The exponential of 1000 is infinite, and a row that may look nowhere is "
        "0/0: both give nan. torch's softmax subtracts the largest score first, and the empty row has to be "
        "filled."
    ),
)
def attention_exponentials_filled(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    exponentials = scores.exp()
    if mask is not None:
        exponentials = exponentials.masked_fill(~mask, 0.0)
    weights = exponentials / exponentials.sum(dim=-1, keepdim=True)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=("values", "masks", "gradients"),
    says=(
        "You write the softmax out. The exponential of 1000 is infinite, and a row that may look nowhere is "
        "0/0: both give nan. torch's softmax subtracts the largest score first, and the empty row has to be "
        "filled."
    ),
)
def attention_exponentials_of_minus_infinity(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.exp() / scores.exp().sum(dim=-1, keepdim=True)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=("masks", "gradients"),
    says=(
        "You mask behind the softmax or its exponentials and share out what is left. Where a forbidden key fits by far "
        "best, the allowed ones have been rounded to 0 by then; where a query may look nowhere there is nothing to "
        "share, 0/0. Fill the scores first."
    ),
)
def attention_largest_taken_away_and_zero_over_zero(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    exponentials = (scores - scores.amax(dim=-1, keepdim=True)).exp()
    if mask is not None:
        exponentials = exponentials * mask
    weights = exponentials / exponentials.sum(dim=-1, keepdim=True)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=("masks", "gradients"),
    says=(
        "You mask behind the softmax or its exponentials and share out what is left. Where a forbidden key fits by far "
        "best, the allowed ones have been rounded to 0 by then; where a query may look nowhere there is nothing to "
        "share, 0/0. Fill the scores first."
    ),
)
def attention_masked_and_shared_out_again(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights * mask
        weights = weights / weights.sum(dim=-1, keepdim=True)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=("masks",),
    says=(
        "You mask behind the softmax or its exponentials and share out what is left. Where a forbidden key fits by far "
        "best, the allowed ones have been rounded to 0 by then; where a query may look nowhere there is nothing to "
        "share, 0/0. Fill the scores first."
    ),
)
def attention_masked_and_shared_out_safely(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights * mask
        weights = weights / (weights.sum(dim=-1, keepdim=True) + 1e-9)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=("masks", "gradients"),
    says=(
        "With a large negative number in place of minus infinity, a query that may look nowhere spreads over "
        "all the keys that it may not see. Its weights are to be 0. (And a true score can be as negative as "
        "your number.)"
    ),
)
def attention_adds_a_large_negative_number(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores + (~mask) * -1e9
    weights = scores.softmax(dim=-1)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=("masks", "gradients"),
    says=(
        "Where a query may look nowhere your y is 0, and its weights are not: they are asked for too. Fill "
        "the weights, and y follows."
    ),
)
def attention_nan_in_the_weights_alone(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    return (weights @ v).nan_to_num(0.0), weights


@mistake(
    "scaled_dot_product_attention",
    fails=("masks", "gradients"),
    says=(
        "`if mask`, `mask and ...` and `not mask` want one truth value, and a mask has many. Ask whether "
        "there is a mask, with `is not None`; two masks are joined with `&`."
    ),
)
def attention_if_mask(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=("values", "masks", "gradients"),
    says=(
        "You divide the weights, behind the softmax: their rows no longer add up to 1. In (10.1) the scores "
        "are divided."
    ),
)
def attention_divides_the_weights(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1)
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1) / math.sqrt(q.shape[-1])
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=("values", "masks", "gradients"),
    says=(
        "You name the axis that you divide by from the front. Axis 1 is the number of queries (or of heads), "
        "and axis 2 the size of a query with one axis in front alone. Counted from the back, it is always the "
        "last."
    ),
)
def attention_scaled_by_axis_2(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[2])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=("values", "masks", "gradients"),
    says=(
        "You name the axis that you divide by from the front. Axis 1 is the number of queries (or of heads), "
        "and axis 2 the size of a query with one axis in front alone. Counted from the back, it is always the "
        "last."
    ),
)
def attention_scaled_by_the_keys_axis_1(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(k.shape[1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=("values", "masks", "gradients"),
    says=(
        "Your softmax names its axis from the front. With one axis in front, 1 is the queries and 2 the keys; "
        "with heads it is another one each time. Counted from the back, the keys are always at the same "
        "place."
    ),
)
def attention_softmax_over_axis_2(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=2)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=("values", "masks", "gradients"),
    says=(
        "You do not tell the softmax along which axis: torch chooses one, for three axes the first, and "
        "warns. Say which: the keys."
    ),
)
def attention_softmax_without_an_axis(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = nn.functional.softmax(scores)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=("masks", "gradients"),
    says=(
        "Your mask is the wrong way round: you fill where it is True. True means that a query may look. "
        "(torch has both meanings, in two of its functions.)"
    ),
)
def attention_fills_the_allowed(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask, -math.inf)
    weights = scores.softmax(dim=-1)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=("masks", "gradients"),
    says=(
        "Your mask is the wrong way round: you fill where it is True. True means that a query may look. "
        "(torch has both meanings, in two of its functions.)"
    ),
)
def attention_fills_the_allowed_first(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=("gradients",),
    says=(
        "`masked_fill_`, with an underscore, writes into the weights, which torch still needs for the "
        "gradient of the softmax. Without it a new tensor is made."
    ),
)
def attention_fills_in_place(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill_(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=("masks", "gradients"),
    says=(
        "`scores[~mask] = ...` wants a mask of exactly the shape of the scores, and yours may have fewer "
        "axes, or axes of 1. `masked_fill` lines them up."
    ),
)
def attention_indexed_with_the_mask(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores[~mask] = -math.inf
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=("values", "masks", "gradients"),
    says=(
        "You write the softmax out. The exponential of 1000 is infinite, and a row that may look nowhere is "
        "0/0: both give nan. torch's softmax subtracts the largest score first, and the empty row has to be "
        "filled."
    ),
)
def attention_exponentials_and_nan_to_num(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    exponentials = scores.exp()
    weights = (exponentials / exponentials.sum(dim=-1, keepdim=True)).nan_to_num(0.0)
    return weights @ v, weights


@mistake(
    "scaled_dot_product_attention",
    fails=("values", "masks", "gradients"),
    says=(
        "You write the softmax out. The exponential of 1000 is infinite, and a row that may look nowhere is "
        "0/0: both give nan. torch's softmax subtracts the largest score first, and the empty row has to be "
        "filled."
    ),
)
def attention_exponentials_and_a_little_more(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    exponentials = scores.exp()
    if mask is not None:
        exponentials = exponentials * mask
    weights = exponentials / (exponentials.sum(dim=-1, keepdim=True) + 1e-9)
    return weights @ v, weights


# causal_mask --------------------------------------------------------------------------------------------------------

exercise(
    "causal_mask",
    driver="tensors",
    returns={"mask": "query key"},
    forbidden=(*READY_MADE, ".generate_square_subsequent_mask"),
    explained="""
    Row t is the query at position t, column s the key at position s. Position t may look at s = 0, ..., t, so row t has
    t + 1 times True, from the left: the lower triangle with the diagonal. The diagonal belongs to it: at position t the
    token t has been read, and what is to be named is token t + 1. Without it the first row would have nothing to look
    at. To convince yourself: the first row has one True, the last one T, and there are T (T + 1) / 2 in all.
    """,
)


@visible("causal_mask", part="values")
def _(rng):
    yield case("T = 4", T=4)
    yield case("T = 1", T=1, note="a position may look at itself")
    yield case("T = 2", T=2)
    yield case("T = 7", T=7)


@hidden("causal_mask", part="values")
def _(rng):
    yield case("another T", T=int(rng.integers(8, 20)))


@right("causal_mask", style="positions compared")
def causal_by_comparison(T):
    position = torch.arange(T)
    return position[None, :] <= position[:, None]


@right("causal_mask", style="not the upper triangle")
def causal_by_not_the_upper(T):
    return ~torch.triu(torch.ones(T, T, dtype=torch.bool), diagonal=1)


@right("causal_mask", style="loops")
def causal_by_loops(T):
    return torch.tensor([[s <= t for s in range(T)] for t in range(T)])


@mistake(
    "causal_mask",
    fails=("values",),
    says=(
        "Your mask is turned over: a position may look at itself and at what comes after it. Rows are "
        "queries: the first one may look at one key only."
    ),
)
def causal_upper(T):
    return torch.ones(T, T, dtype=torch.bool).triu()


@mistake(
    "causal_mask",
    fails=("values",),
    says=(
        "You leave out the diagonal, so no position sees itself, and the first one sees nothing. Token t has "
        "been read when token t + 1 is to be named."
    ),
)
def causal_without_the_diagonal(T):
    return torch.ones(T, T, dtype=torch.bool).tril(diagonal=-1)


@mistake(
    "causal_mask",
    fails=("values",),
    says=(
        "Your mask is True where a position may NOT look. That is what nn.MultiheadAttention wants; ours says "
        "where it may."
    ),
)
def causal_means_the_opposite(T):
    return torch.triu(torch.ones(T, T, dtype=torch.bool), diagonal=1)


@mistake(
    "causal_mask",
    fails=("values",),
    says=(
        "You leave out the diagonal in all rows but the first. Every position may look at itself: token t has been "
        "read when token t + 1 is to be named."
    ),
)
def causal_strict_but_for_the_first(T):
    mask = torch.ones(T, T, dtype=torch.bool).tril(diagonal=-1)
    mask[0, 0] = True
    return mask


@mistake(
    "causal_mask",
    fails=("values",),
    says="Each position sees one step too far: the token that it is to name. Look at where the diagonal ends.",
)
def causal_one_too_far(T):
    return torch.ones(T, T, dtype=torch.bool).tril(diagonal=1)


@mistake(
    "causal_mask",
    fails=("values",),
    says="Everything may look everywhere. Something has to be cut off.",
)
def causal_everything(T):
    return torch.ones(T, T, dtype=torch.bool)


@mistake(
    "causal_mask",
    fails=("values",),
    says="Each position sees itself alone. What came before may be seen too.",
)
def causal_only_itself(T):
    return torch.eye(T, dtype=torch.bool)


@mistake(
    "causal_mask",
    fails=("values",),
    says="You return numbers to be added to the scores, 0 and minus infinity. Asked for are truth values.",
)
def causal_for_the_softmax(T):
    return torch.full((T, T), float("-inf")).triu(diagonal=1)


@mistake(
    "causal_mask",
    fails=("values",),
    says=(
        "Your numbers are right, and they are numbers: 1.0 and 0.0. Asked for are truth values, which `~` and "
        "`masked_fill` need; torch.ones has a dtype."
    ),
)
def causal_of_numbers(T):
    return torch.ones(T, T).tril()


@mistake(
    "causal_mask",
    fails=("values",),
    says="You return one row of truth values. Each position sees something else, so there is a row for each.",
)
def causal_a_row(T):
    return torch.ones(T, dtype=torch.bool)


@mistake(
    "causal_mask",
    fails=("values",),
    says="Your mask has an axis of 1 in front. Asked for is (T, T): torch adds axes in front by itself.",
)
def causal_for_a_batch(T):
    return torch.ones(T, T, dtype=torch.bool).tril()[None]


@mistake(
    "causal_mask",
    fails=("values",),
    says=(
        "Your triangle is mirrored: the first row has T times True and the last one has one. The first "
        "position may look at one key only."
    ),
)
def causal_upside_down(T):
    return torch.ones(T, T, dtype=torch.bool).tril().flip(0)


@mistake(
    "causal_mask",
    fails=("values",),
    says="Each position sees itself and the one before, no further. All that came before may be seen.",
)
def causal_neighbours_only(T):
    return torch.ones(T, T, dtype=torch.bool).tril().triu(diagonal=-1)


@mistake(
    "causal_mask",
    fails=("values",),
    says="You return one row of truth values. Each position sees something else, so there is a row for each.",
)
def causal_a_row_compared(T):
    return torch.arange(T)[None] <= torch.arange(T)


# positional_encoding ------------------------------------------------------------------------------------------------

exercise(
    "positional_encoding",
    driver="tensors",
    returns={"P": "T D"},
    axes={"T": "position", "D": "column"},
    forbidden=READY_MADE,
    explained="""
    A column of positions (T, 1) divided by a row of numbers 10000^(2i/D), one for each pair of columns, gives the table
    of angles (T, pairs). Its sines go to the even columns, its cosines to the odd ones; a slice with step 2 writes them
    there. With an odd D the last pair has a sine alone, so the cosines take one column of angles less. The exponent has
    2i, the even number of the pair, for both of its columns. To convince yourself: the row 0 is 0, 1, 0, 1, ...; the
    first two columns of row 1 are sin 1 and cos 1; each pair has squares that add up to 1.
    """,
)


equivalent(
    "positional_encoding",
    "P = torch.zeros(T, D)",
    "P = torch.ones(T, D)",
    because="every column is written afterwards, the even ones and the odd ones",
)
equivalent(
    "positional_encoding",
    "P[:, 0::2] = torch.sin(angles)",
    "P[:, ::2] = torch.sin(angles)",
    because="a slice without its beginning begins at 0",
)


@visible("positional_encoding", part="values")
def _(rng):
    yield case("worked by hand: T = 2, D = 4", T=2, D=4, note="rows (0, 1, 0, 1) and (0.841, 0.540, 0.010, 1.000)")
    yield case("T = 5, D = 6", T=5, D=6)
    yield case("T = 8, D = 8", T=8, D=8)
    yield case("T = 5, D = 10", T=5, D=10)


@hidden("positional_encoding", part="values")
def _(rng):
    yield case("another size", T=int(rng.integers(4, 12)), D=2 * int(rng.integers(2, 8)))
    yield case("many positions", T=int(rng.integers(60, 100)), D=8)


@visible("positional_encoding", part="edge_cases")
def _(rng):
    yield case("one position, D = 4", T=1, D=4)
    yield case("D = 2", T=5, D=2)
    yield case("odd: D = 5", T=8, D=5)
    yield case("odd: D = 1", T=3, D=1)
    yield case("one position, odd: D = 3", T=1, D=3)


@hidden("positional_encoding", part="edge_cases")
def _(rng):
    yield case("odd", T=int(rng.integers(2, 9)), D=2 * int(rng.integers(2, 6)) + 1)
    yield case("one column, more positions", T=int(rng.integers(4, 9)), D=1)


@right("positional_encoding", style="exp of the logarithm")
def positions_by_exponential(T, D):
    position = torch.arange(T, dtype=torch.get_default_dtype()).unsqueeze(1)
    rate = torch.exp(torch.arange(0, D, 2) * (-math.log(10000.0) / D))
    P = torch.empty(T, D)
    P[:, 0::2] = torch.sin(position * rate)
    P[:, 1::2] = torch.cos(position * rate[: D // 2])
    return P


@right("positional_encoding", style="stacked and cut")
def positions_by_stack(T, D):
    angles = torch.arange(T)[:, None] / 10_000 ** (torch.arange(0, D, 2) / D)
    return torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1)[:, :D]


@right("positional_encoding", style="loops")
def positions_by_loops(T, D):
    P = torch.zeros(T, D)
    for t in range(T):
        for column in range(D):
            angle = t / 10000 ** ((column - column % 2) / D)
            P[t, column] = math.cos(angle) if column % 2 else math.sin(angle)
    return P


@right("positional_encoding", style="NumPy")
def positions_by_numpy(T, D):
    import numpy as np

    columns = np.arange(D)
    angles = np.arange(T)[:, None] / 10000.0 ** ((columns // 2) * 2 / D)
    return torch.from_numpy(np.where(columns % 2 == 0, np.sin(angles), np.cos(angles))).float()


@mistake(
    "positional_encoding",
    fails=(
        "values",
        "edge_cases",
    ),
    says=(
        "Your sines fill the left half and your cosines the right half. Here they alternate: columns 2i and "
        "2i + 1 are a pair. (Both layouts are in use; weights do not pass from one to the other.)"
    ),
)
def positions_in_two_halves(T, D):
    angles = torch.arange(T)[:, None] / 10_000 ** (torch.arange(0, D, 2) / D)
    return torch.cat([torch.sin(angles), torch.cos(angles[:, : D // 2])], dim=1)


@mistake(
    "positional_encoding",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You begin with the cosine. The even columns are sines: the row of position 0 begins with 0.",
)
def positions_cosine_first(T, D):
    angles = torch.arange(T)[:, None] / 10_000 ** (torch.arange(0, D, 2) / D)
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.cos(angles)
    P[:, 1::2] = torch.sin(angles[:, : D // 2])
    return P


@mistake(
    "positional_encoding",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your positions begin with 1. They count from 0, so the first row is 0, 1, 0, 1, ...",
)
def positions_from_1(T, D):
    angles = torch.arange(1, T + 1)[:, None] / 10_000 ** (torch.arange(0, D, 2) / D)
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.sin(angles)
    P[:, 1::2] = torch.cos(angles[:, : D // 2])
    return P


@mistake(
    "positional_encoding",
    fails=(
        "values",
        "edge_cases",
    ),
    says=(
        "Your exponent has i where 2i belongs: the numbers of the pairs, 0, 1, 2, ..., not the even columns. "
        "Your slow pairs turn too fast, the slowest up to a hundred times."
    ),
)
def positions_i_for_2i(T, D):
    angles = torch.arange(T)[:, None] / 10_000 ** (torch.arange((D + 1) // 2) / D)
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.sin(angles)
    P[:, 1::2] = torch.cos(angles[:, : D // 2])
    return P


@mistake(
    "positional_encoding",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your exponents are twice 2i/D: arange(0, D, 2) is 2i already, and it is divided by D.",
)
def positions_4i(T, D):
    angles = torch.arange(T)[:, None] / 10_000 ** (2 * torch.arange(0, D, 2) / D)
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.sin(angles)
    P[:, 1::2] = torch.cos(angles[:, : D // 2])
    return P


@mistake(
    "positional_encoding",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You multiply by 10000^(2i/D), where the formula divides. The pairs are to turn more and more slowly.",
)
def positions_times(T, D):
    angles = torch.arange(T)[:, None] * 10_000 ** (torch.arange(0, D, 2) / D)
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.sin(angles)
    P[:, 1::2] = torch.cos(angles[:, : D // 2])
    return P


@mistake(
    "positional_encoding",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your base is 1000, one zero too few: it is 10000.",
)
def positions_hundred(T, D):
    angles = torch.arange(T)[:, None] / 1_000 ** (torch.arange(0, D, 2) / D)
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.sin(angles)
    P[:, 1::2] = torch.cos(angles[:, : D // 2])
    return P


@mistake(
    "positional_encoding",
    fails=(
        "values",
        "edge_cases",
    ),
    says=(
        "Your cosines have the exponent of their own column, (2i + 1)/D. A pair shares one speed: both "
        "columns have 2i/D."
    ),
)
def positions_own_exponent_for_cosine(T, D):
    angles = torch.arange(T)[:, None] / 10_000 ** (torch.arange(0, D, 2) / D)
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.sin(angles)
    P[:, 1::2] = torch.cos(torch.arange(T)[:, None] / 10_000 ** (torch.arange(1, D, 2) / D))
    return P


@mistake(
    "positional_encoding",
    fails=(
        "values",
        "edge_cases",
    ),
    says=(
        "You divide the exponent by T, the number of positions. It is D, the number of columns: a position "
        "must not depend on how long the text is."
    ),
)
def positions_divided_by_T(T, D):
    angles = torch.arange(T)[:, None] / 10_000 ** (torch.arange(0, D, 2) / T)
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.sin(angles)
    P[:, 1::2] = torch.cos(angles[:, : D // 2])
    return P


@mistake(
    "positional_encoding",
    fails=(
        "values",
        "edge_cases",
    ),
    says=(
        "All your columns are sines. The odd ones are cosines, so that sine and cosine together tell where in "
        "its turn a pair stands."
    ),
)
def positions_sine_everywhere(T, D):
    angles = torch.arange(T)[:, None] / 10_000 ** (torch.arange(0, D, 2) / D)
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.sin(angles)
    P[:, 1::2] = torch.sin(angles[:, : D // 2])
    return P


@mistake(
    "positional_encoding",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Rows and columns are exchanged: your matrix is (D, T).",
)
def positions_along_columns(T, D):
    angles = torch.arange(T)[:, None] / 10_000 ** (torch.arange(0, D, 2) / D)
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.sin(angles)
    P[:, 1::2] = torch.cos(angles[:, : D // 2])
    return P.T


@mistake(
    "positional_encoding",
    fails=("edge_cases",),
    says=(
        "An odd D stops your function: its last pair is a sine without a cosine, so there is one cosine less than "
        "there are angles."
    ),
)
def positions_no_odd(T, D):
    angles = torch.arange(T)[:, None] / 10_000 ** (torch.arange(0, D, 2) / D)
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.sin(angles)
    P[:, 1::2] = torch.cos(angles)
    return P


@mistake(
    "positional_encoding",
    fails=("edge_cases",),
    says=(
        "With an odd D your last column stays empty: it is a sine without a cosine, so the sines have one column more."
    ),
)
def positions_odd_cut_first(T, D):
    angles = torch.arange(T)[:, None] / 10_000 ** (torch.arange(0, D - 1, 2) / D)
    P = torch.zeros(T, D)
    P[:, 0 : D - 1 : 2] = torch.sin(angles)
    P[:, 1::2] = torch.cos(angles[:, : D // 2])
    return P


@mistake(
    "positional_encoding",
    fails=(
        "values",
        "edge_cases",
    ),
    says=("You divide with //, which leaves whole numbers: all exponents are 0, and all pairs turn at one speed."),
)
def positions_whole_numbers(T, D):
    angles = torch.arange(T)[:, None] / 10_000 ** (torch.arange(0, D, 2) // D)
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.sin(angles)
    P[:, 1::2] = torch.cos(angles[:, : D // 2])
    return P


@mistake(
    "positional_encoding",
    fails=(
        "values",
        "edge_cases",
    ),
    says=(
        "`10_000 ** a / D` raises to the power first and divides afterwards. The whole fraction 2i/D is the "
        "exponent: it needs brackets."
    ),
)
def positions_power_before_the_fraction(T, D):
    angles = torch.arange(T)[:, None] / (10_000.0 ** torch.arange(0, D, 2) / D)
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.sin(angles)
    P[:, 1::2] = torch.cos(angles[:, : D // 2])
    return P


@mistake(
    "positional_encoding",
    fails=(
        "values",
        "edge_cases",
    ),
    says=(
        "You multiply the positions by 2 pi. One step is one radian in the fastest pair, not one whole turn, "
        "after which sine and cosine would be where they began."
    ),
)
def positions_whole_turns(T, D):
    angles = 2 * math.pi * torch.arange(T)[:, None] / 10_000 ** (torch.arange(0, D, 2) / D)
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.sin(angles)
    P[:, 1::2] = torch.cos(angles[:, : D // 2])
    return P


@mistake(
    "positional_encoding",
    fails=("edge_cases",),
    says=("With an odd D your exponents are fractions of D + 1. They are fractions of D, whether it is odd or even."),
)
def positions_rounded_up_D(T, D):
    angles = torch.arange(T)[:, None] / 10_000 ** (torch.arange(0, D, 2) / (D + D % 2))
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.sin(angles)
    P[:, 1::2] = torch.cos(angles[:, : D // 2])
    return P


@mistake(
    "positional_encoding",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You turn the angles from degrees to radians. They are radians already: position 1 has the sine of 1.",
)
def positions_degrees(T, D):
    angles = torch.arange(T)[:, None] / 10_000 ** (torch.arange(0, D, 2) / D)
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.sin(angles * math.pi / 180)
    P[:, 1::2] = torch.cos(math.pi / 180 * angles[:, : D // 2])
    return P


@mistake(
    "positional_encoding",
    fails=(
        "values",
        "edge_cases",
    ),
    says="Your result has an axis of 1 in front. Asked for is (T, D).",
)
def positions_a_batch(T, D):
    angles = torch.arange(T)[:, None] / 10_000 ** (torch.arange(0, D, 2) / D)
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.sin(angles)
    P[:, 1::2] = torch.cos(angles[:, : D // 2])
    return P[None]


@mistake(
    "positional_encoding",
    fails=("values", "edge_cases"),
    says=(
        "`10_000 ** a / D` raises to the power first and divides afterwards. The whole fraction 2i/D is the "
        "exponent: it needs brackets."
    ),
)
def positions_whole_power_before_the_fraction(T, D):
    angles = torch.arange(T)[:, None] / 10_000 ** torch.arange(0, D, 2) / D
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.sin(angles)
    P[:, 1::2] = torch.cos(angles[:, : D // 2])
    return P


@mistake(
    "positional_encoding",
    fails=("values", "edge_cases"),
    says="Your exponents are twice 2i/D: arange(0, D, 2) is 2i already, and it is divided by D.",
)
def positions_4i_by_half_D(T, D):
    angles = torch.arange(T)[:, None] / 10_000 ** (torch.arange(0, D, 2) / (D // 2))
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.sin(angles)
    P[:, 1::2] = torch.cos(angles[:, : D // 2])
    return P


@mistake(
    "positional_encoding",
    fails=("values", "edge_cases"),
    says=(
        "Your positions are a row, like the speeds. A table of every position with every speed needs the "
        "positions as a column, (T, 1)."
    ),
)
def positions_in_a_row(T, D):
    angles = torch.arange(T) / 10_000 ** (torch.arange(0, D, 2) / D)
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.sin(angles)
    P[:, 1::2] = torch.cos(angles[:, : D // 2])
    return P


@mistake(
    "positional_encoding",
    fails=("values", "edge_cases"),
    says=(
        "Your exponents run from 0 to 1, both included. 2i/D takes steps of 2/D and stays below 1: for D = 4 "
        "they are 0 and 1/2."
    ),
)
def positions_exponents_up_to_1(T, D):
    angles = torch.arange(T)[:, None] / 10_000 ** torch.linspace(0, 1, (D + 1) // 2)
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.sin(angles)
    P[:, 1::2] = torch.cos(angles[:, : D // 2])
    return P


@mistake(
    "positional_encoding",
    fails=("values", "edge_cases"),
    says=(
        "Your exponent is twice the number of the column. 2i is an even column's own number, and the odd "
        "column beside it has the same 2i."
    ),
)
def positions_twice_the_column(T, D):
    P = torch.zeros(T, D)
    for t in range(T):
        for c in range(D):
            angle = t / 10_000 ** (2 * c / D)
            P[t, c] = math.cos(angle) if c % 2 else math.sin(angle)
    return P


@mistake(
    "positional_encoding",
    fails=("edge_cases",),
    says=(
        "An odd D stops your function: its last pair is a sine without a cosine, so there is one cosine less "
        "than there are angles."
    ),
)
def positions_no_odd_in_a_loop(T, D):
    P = torch.zeros(T, D)
    for t in range(T):
        for c in range(0, D, 2):
            P[t, c] = math.sin(t / 10_000 ** (c / D))
            P[t, c + 1] = math.cos(t / 10_000 ** (c / D))
    return P


# MultiHeadAttention -------------------------------------------------------------------------------------------------

exercise(
    "MultiHeadAttention",
    driver="module",
    builds_on={"scaled_dot_product_attention": RIGHT_ONES},
    returns={"y": "N T D", "weights": "N heads query key", "x": "N T D"},
    axes={"T": "position", "D": "column", "heads": "head"},
    forbidden=READY_MADE,
    explained="""
    The four layers keep the shape (N, T, D). To cut a matrix into heads, its last axis becomes two, (N, T, M, d): the
    columns m d to (m + 1) d - 1 of every position go to head m. Then T and M change places, so that attention, which
    works on the last two axes, sees the positions of one head, (N, M, T, d). A mask (N, T, T) needs an axis of 1 where
    the heads are; it is put third from the right, which suits a mask (T, T) too. The outputs go back the same way,
    first exchanged, then joined. A reshape to (N, M, T, d) in one go would be as many numbers in the wrong places. To
    convince yourself: with one head it is attention on the three projections; with W_o = 1 and W_v = 1 head m changes
    its own d columns of y and no others; and no sequence sees another.
    """,
)


equivalent(
    "MultiHeadAttention",
    "layer(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)",
    "layer(x).reshape(N, T, self.heads, D // self.heads).transpose(2, 1)",
    because="exchanging two axes is the same whichever is named first",
)
equivalent(
    "MultiHeadAttention",
    "return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights",
    "return self.W_o(y.transpose(2, 1).reshape(N, T, D)), weights",
    because="exchanging two axes is the same whichever is named first",
)


@visible("MultiHeadAttention", part="values")
def _(rng):
    yield attention_case("2 sequences of 3 positions, D = 6, 2 heads", rng, N=2, T=3, D=6, heads=2)
    yield attention_case("as many heads as sequences and positions: 3, 3, D = 6", rng, N=3, T=3, D=6, heads=3)
    yield attention_case("one head", rng, N=2, T=4, D=3, heads=1)
    yield attention_case("heads of one column: D = 4, 4 heads", rng, N=2, T=5, D=4, heads=4)
    parameters, x = attention_parameters(rng, 4), normal(rng, 2, 3, 4)
    other = x.copy()
    other[1] = normal(rng, 3, 4)
    yield attention_case("two sequences", rng, 2, 3, 4, 2, x=x, parameters=parameters, weighed=False)
    yield attention_case(
        "the same, with another second sequence",
        rng,
        2,
        3,
        4,
        2,
        x=other,
        parameters=parameters,
        weighed=False,
        note="the first one must not move",
    )


@hidden("MultiHeadAttention", part="values")
def _(rng):
    N, T, d, heads = different_sizes(rng, 4)
    yield attention_case("random sizes", rng, N=N, T=T, D=d * heads, heads=heads)
    yield attention_case("as many heads as positions", rng, N=N, T=heads, D=d * heads, heads=heads)


@visible("MultiHeadAttention", part="masks")
def _(rng):
    yield attention_case("causal, (T, T)", rng, N=2, T=4, D=6, heads=3, mask=lower_triangle(4))
    parameters, x = attention_parameters(rng, 4), normal(rng, 1, 4, 4)
    later = x.copy()
    later[0, 3] = normal(rng, 4)
    triangle = lower_triangle(4)
    yield attention_case("causal, one sequence", rng, 1, 4, 4, 2, triangle, x, parameters, weighed=False)
    yield attention_case(
        "the same, with another last position",
        rng,
        1,
        4,
        4,
        2,
        triangle,
        later,
        parameters,
        weighed=False,
        note="the positions before it must not move",
    )
    yield attention_case(
        "another mask for each sequence, (N, T, T)", rng, N=3, T=4, D=4, heads=2, mask=some_mask(rng, 3, 4, 4)
    )
    yield attention_case(
        "the same with as many heads as sequences",
        rng,
        N=3,
        T=4,
        D=6,
        heads=3,
        mask=some_mask(rng, 3, 4, 4),
        note="the mask belongs to the sequence, not to the head",
    )
    yield attention_case(
        "padding, (N, 1, T): 5, 3 and 2 real positions",
        rng,
        N=3,
        T=5,
        D=4,
        heads=2,
        mask=real_tokens([5, 3, 2], 5)[:, None],
    )


@hidden("MultiHeadAttention", part="masks")
def _(rng):
    N, T, d, heads = different_sizes(rng, 4)
    D = d * heads
    yield attention_case("causal", rng, N, T, D, heads, lower_triangle(T))
    yield attention_case("a mask a sequence", rng, N, T, D, heads, some_mask(rng, N, T, T))
    yield attention_case("as many heads as sequences", rng, heads, T, D, heads, some_mask(rng, heads, T, T))


@visible("MultiHeadAttention", part="edge_cases")
def _(rng):
    yield attention_case("one position", rng, N=3, T=1, D=4, heads=2)
    yield attention_case("one position, others", rng, N=3, T=1, D=4, heads=2)
    yield attention_case("one sequence", rng, N=1, T=4, D=6, heads=3)
    yield attention_case("one sequence of one position, one head of one column", rng, N=1, T=1, D=1, heads=1)
    yield attention_case("one sequence and a mask (1, T, T)", rng, N=1, T=3, D=4, heads=2, mask=some_mask(rng, 1, 3, 3))
    yield case("objects as they are made", sizes={"D": 6, "heads": 3})


@hidden("MultiHeadAttention", part="edge_cases")
def _(rng):
    N, T, d, heads = different_sizes(rng, 4)
    yield attention_case("one position", rng, N, 1, d * heads, heads)
    yield attention_case("one sequence", rng, 1, T, d * heads, heads)


@right("MultiHeadAttention", style="a loop over the heads")
class AttentionHeadByHead(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads, self.d = heads, D // heads
        self.W_q, self.W_k, self.W_v, self.W_o = (nn.Linear(D, D) for _ in range(4))

    def forward(self, x, mask=None):
        q, k, v = self.W_q(x), self.W_k(x), self.W_v(x)
        outputs, weights = [], []
        for m in range(self.heads):
            columns = slice(m * self.d, (m + 1) * self.d)
            y, A = scaled_dot_product_attention(q[..., columns], k[..., columns], v[..., columns], mask)
            outputs.append(y)
            weights.append(A)
        return self.W_o(torch.cat(outputs, dim=-1)), torch.stack(weights, dim=1)


@right("MultiHeadAttention", style="chunks stacked")
class AttentionByChunks(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def cut(self, z):
        return torch.stack(z.chunk(self.heads, dim=-1), dim=1)

    def forward(self, x, mask=None):
        if mask is not None and mask.dim() == 3:
            mask = mask[:, None]
        y, weights = scaled_dot_product_attention(
            self.cut(self.W_q(x)), self.cut(self.W_k(x)), self.cut(self.W_v(x)), mask
        )
        return self.W_o(torch.cat(list(y.unbind(dim=1)), dim=-1)), weights


@right("MultiHeadAttention", style="einsum without the earlier function")
class AttentionByEinsum(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        for name in ("W_q", "W_k", "W_v", "W_o"):
            setattr(self, name, nn.Linear(D, D))

    def forward(self, x, mask=None):
        q, k, v = (layer(x).unflatten(-1, (self.heads, -1)) for layer in (self.W_q, self.W_k, self.W_v))
        scores = torch.einsum("nsmd,ntmd->nmst", q, k) / math.sqrt(q.shape[-1])
        if mask is not None:
            allowed = mask.expand(x.shape[0], x.shape[1], x.shape[1])[:, None]
            scores = scores.masked_fill(~allowed, -math.inf)
        weights = scores.softmax(dim=-1)
        if mask is not None:
            weights = weights.masked_fill(~allowed, 0.0)
        return self.W_o(torch.einsum("nmst,ntmd->nsmd", weights, v).flatten(2)), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says=(
        "You ask for the shape (N, heads, T, d) at once. There are as many numbers, so nothing is raised, but "
        "they are cut in the order in which they lie: the first head gets the first positions whole, each cut into "
        "several rows, and its row t is not position t. Cut the last axis first, then exchange two axes."
    ),
)
class HeadsByReshapeAlone(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, self.heads, T, D // self.heads)
        k = self.W_k(x).reshape(N, self.heads, T, D // self.heads)
        v = self.W_v(x).reshape(N, self.heads, T, D // self.heads)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says=(
        "The way in is right; on the way back you join without exchanging the axes first, so that the output "
        "of one position is made of pieces of several. Go back in the opposite order."
    ),
)
class HeadsCutRightJoinedWrong(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says=(
        "On the way in you ask for (N, heads, T, d) at once: the first head gets the first positions whole, and its "
        "row t is not position t. Only your way back exchanges the axes. The way in has to cut first and exchange then."
    ),
)
class HeadsCutWrongJoinedRight(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, self.heads, T, D // self.heads)
        k = self.W_k(x).reshape(N, self.heads, T, D // self.heads)
        v = self.W_v(x).reshape(N, self.heads, T, D // self.heads)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says=(
        "Your head m has the columns m, m + heads, m + 2 heads, ...: the last axis is cut into (d, heads). It "
        "is to be cut into (heads, d), so that a head has d columns side by side."
    ),
)
class HeadsInterleaved(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, D // self.heads, self.heads).permute(0, 3, 1, 2)
        k = self.W_k(x).reshape(N, T, D // self.heads, self.heads).permute(0, 3, 1, 2)
        v = self.W_v(x).reshape(N, T, D // self.heads, self.heads).permute(0, 3, 1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says=(
        "Attention works on the last two axes, which have to be T and d; yours are others. After the cut the axes "
        "are (N, T, heads, d): two of them change places, and d stays the last."
    ),
)
class HeadsNotExchanged(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says="You do not cut: it is one head of D columns, whatever `heads` says.",
)
class OneHeadForAll(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x)[:, None]
        k = self.W_k(x)[:, None]
        v = self.W_v(x)[:, None]
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y[:, 0]), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says="The output layer W_o is missing: the heads lie side by side and are not mixed.",
)
class NoOutputLayer(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return y.transpose(1, 2).reshape(N, T, D), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says="You multiply with the weight of W_o and leave its bias out. Call the layer.",
)
class OutputWithoutBias(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return y.transpose(1, 2).reshape(N, T, D) @ self.W_o.weight.T, weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says="Your values are made by W_k. What a position gives is another thing than what it is found by.",
)
class OneLayerForKeysAndValues(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says=("Your keys are made by W_q, so every position fits itself best. Queries and keys have layers of their own."),
)
class OneLayerForQueriesAndKeys(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says="Your values are x itself. They go through W_v.",
)
class ValuesUnprojected(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = x.reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says="You hand queries, keys and values over in another order than your attention takes them: it is q, k, v.",
)
class QueriesAndKeysExchanged(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(k, q, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "masks",
        "edge_cases",
    ),
    says="You do not hand the mask on.",
)
class MaskIgnoredByHeads(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "masks",
        "edge_cases",
    ),
    says=(
        "You turn the mask round before you hand it on. It is True where one may look, here and in your first exercise."
    ),
)
class MaskInvertedForHeads(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = ~mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=("masks",),
    says=(
        "torch lines axes up from the right: the sequences of your mask, (N, T, T) as it came or with an axis "
        "of 1 in front, meet the heads of the scores (N, heads, T, T). Where the two are equally many, "
        "nothing is raised, and each head gets the mask of one sequence. An axis of 1 has to stand where the "
        "heads are, third from the right."
    ),
)
class MaskWithoutHeadAxis(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask[:]
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=("masks",),
    says="",
    twin_of="MaskWithoutHeadAxis",
)
class MaskWithHeadAxisInFront(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(0)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=("masks",),
    says=(
        "You put the new axis second from the left. That is right for a mask (N, T, T) and wrong for one of "
        "(T, T), which becomes (T, 1, T): its rows meet the heads. Counted from the right, one place fits "
        "both."
    ),
)
class MaskWithHeadAxisSecond(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(1)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "masks",
        "edge_cases",
    ),
    says="You exchange rows and columns of the mask. Rows are queries, as in the scores.",
)
class MaskTransposed(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3).transpose(-2, -1) if mask.shape[-1] == mask.shape[-2] else mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says="You scale the queries, and your attention scales once more.",
)
class ScaledTwice(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q / math.sqrt(q.shape[-1]), k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says=(
        "Your scores are divided by the root of D. The vectors that are multiplied have d = D / heads "
        "numbers: it is the root of d, and your first exercise divides by it already."
    ),
)
class ScaledByTheModelsSize(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q * math.sqrt(q.shape[-1] / D), k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says=(
        "You return the mean of the weights over the heads. Each head's own are asked for, (N, heads, T, T). "
        "(nn.MultiheadAttention returns the mean, unless told otherwise.)"
    ),
)
class WeightsMeanOverHeads(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights.mean(dim=1)


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says="You return the output alone. The weights are asked for too.",
)
class OutputAlone(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D))


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says="You add x to the output. That belongs to the block around it, not to the attention.",
)
class AddsTheInput(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return x + self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says="Your layers have no bias; (10.3) has one in each.",
)
class LayersWithoutBias(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D, bias=False)
        self.W_k = nn.Linear(D, D, bias=False)
        self.W_v = nn.Linear(D, D, bias=False)
        self.W_o = nn.Linear(D, D, bias=False)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says=(
        "You make layers in forward: they are new at each call, and nothing is learnt. They are made once, in "
        "the constructor."
    ),
)
class LayersMadeInForward(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        self.W_q = nn.Linear(D, D)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says=(
        "Your constructor does not begin with `super().__init__()`. An nn.Module keeps its layers in lists "
        "that this call makes."
    ),
)
class AttentionWithoutSuper(nn.Module):
    def __init__(self, D, heads):
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says=(
        "You deal the columns out in turn: head m has the columns m, m + heads, m + 2 heads, ... A head is to "
        "have d columns side by side: cut the last axis into (heads, d), not (d, heads)."
    ),
)
class HeadsDealtOut(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, D // self.heads, self.heads).permute(0, 3, 1, 2)
        k = self.W_k(x).reshape(N, T, D // self.heads, self.heads).permute(0, 3, 1, 2)
        v = self.W_v(x).reshape(N, T, D // self.heads, self.heads).permute(0, 3, 1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.permute(0, 2, 3, 1).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says="You do not cut: all D columns are one head, and the weights have no axis for heads.",
)
class NoHeadsAtAll(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x)
        k = self.W_k(x)
        v = self.W_v(x)
        if mask is not None:
            mask = mask[:]
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y), weights


@mistake(
    "MultiHeadAttention",
    fails=(
        "values",
        "masks",
        "edge_cases",
    ),
    says=(
        "You join sequences and positions to one axis: all positions of all sequences look at one another. "
        "(With one sequence nobody notices.)"
    ),
)
class BatchAndPositionsMixed(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q, k, v = (
            layer(x).reshape(1, N * T, self.heads, D // self.heads).transpose(1, 2)
            for layer in (self.W_q, self.W_k, self.W_v)
        )
        y, weights = scaled_dot_product_attention(q, k, v)
        y = self.W_o(y.transpose(1, 2).reshape(N, T, D))
        return y, weights[:, :, :T, :T].expand(N, -1, -1, -1)


@mistake(
    "MultiHeadAttention",
    fails=("values", "masks", "edge_cases"),
    says=(
        "You cut the last axis into (d, heads), which makes d heads of `heads` columns. How many heads there "
        "are comes first, and how wide each is comes last."
    ),
)
class HeadsAsManyAsColumns(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, D // self.heads, self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, D // self.heads, self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, D // self.heads, self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=("values", "masks", "edge_cases"),
    says=(
        "Attention works on the last two axes, which have to be T and d; yours are others. After the cut the "
        "axes are (N, T, heads, d): two of them change places, and d stays the last."
    ),
)
class HeadsExchangedWithColumns(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(2, 3)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(2, 3)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(2, 3)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(2, 3).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=("values", "masks", "edge_cases"),
    says=(
        "Attention works on the last two axes, which have to be T and d; yours are others. After the cut the "
        "axes are (N, T, heads, d): two of them change places, and d stays the last."
    ),
)
class PositionsExchangedWithColumns(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 3)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 3)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 3)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 3).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=("masks",),
    says=(
        "You put the new axis second from the left. That is right for a mask (N, T, T) and wrong for one of "
        "(T, T), which becomes (T, 1, T): its rows meet the heads. Counted from the right, one place fits "
        "both."
    ),
)
class MaskOfThreeAxesIndexed(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask[:, None, :, :]
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=("masks", "edge_cases"),
    says=(
        "The new axis of your mask stands where the queries are. Counted from the right, keys are the first "
        "axis and queries the second; the heads are the one to the left of them."
    ),
)
class MaskWithHeadAxisForQueries(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-2)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=("values", "edge_cases"),
    says="The mask may be None, and None has no axes: ask first whether there is a mask.",
)
class MaskOfNoneTouched(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=("values", "masks", "edge_cases"),
    says=("You mix the heads with W_v, which made the values. The last layer is W_o."),
)
class ValuesLayerForTheOutput(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q, k, v = (
            layer(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
            for layer in (self.W_q, self.W_k, self.W_v)
        )
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_v(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=("values", "masks", "edge_cases"),
    says=(
        "You forbid looking ahead without being asked. Who may look where is what the mask says, and without one all "
        "may look everywhere."
    ),
)
class AlwaysCausal(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q, k, v = (
            layer(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
            for layer in (self.W_q, self.W_k, self.W_v)
        )
        triangle = torch.ones(T, T, dtype=torch.bool).tril()
        mask = triangle if mask is None else mask.unsqueeze(-3) & triangle
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=("values", "masks", "edge_cases"),
    says=("You hand queries, keys and values over in another order than your attention takes them: it is q, k, v."),
)
class QueriesValuesKeys(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, v, k, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=("values", "masks", "edge_cases"),
    says=(
        "You call W_o while the heads are still apart. It takes all D columns of a position at once: join the "
        "heads first."
    ),
)
class OutputLayerBeforeJoining(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y).transpose(1, 2).reshape(N, T, D), weights


@mistake(
    "MultiHeadAttention",
    fails=("values", "masks", "edge_cases"),
    says=(
        "You multiply with the weights of the layers as they stand. nn.Linear keeps its weight with the "
        "outputs first, so (10.3) has a transpose; calling the layer does all of it."
    ),
)
class WeightsNotTransposed(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = (x @ self.W_q.weight + self.W_q.bias).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = (x @ self.W_k.weight + self.W_k.bias).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = (x @ self.W_v.weight + self.W_v.bias).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights


@mistake(
    "MultiHeadAttention",
    fails=("values", "masks", "edge_cases"),
    says="You return the weights first and the output second; the order asked for is y, weights.",
)
class WeightsBeforeTheOutput(nn.Module):
    def __init__(self, D, heads):
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)

    def forward(self, x, mask=None):
        N, T, D = x.shape
        q = self.W_q(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        k = self.W_k(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        v = self.W_v(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return weights, self.W_o(y.transpose(1, 2).reshape(N, T, D))


# TransformerBlock ---------------------------------------------------------------------------------------------------

exercise(
    "TransformerBlock",
    driver="module",
    builds_on={"MultiHeadAttention": RIGHT_ONES},
    returns={"y": "N T D", "x": "N T D"},
    axes={"T": "position", "D": "column"},
    forbidden=READY_MADE,
    explained="""
    The line from x to y is touched by two sums and by nothing else. Each branch begins with a layer norm of what is on
    the line there, and what it makes is dropped from and added to the line as it was before the norm. The second branch
    starts from the sum a of the first. The attention returns two things, of which the output is added. The small
    network is the same at each position: a linear layer to `hidden` columns, a ReLU, a linear layer back. One
    nn.Dropout serves both branches, since it has nothing to learn. To convince yourself: with all weights of W_o and
    linear_2 zero the block hands x on; without attention no position moves another.
    """,
)


@visible("TransformerBlock", part="values")
def _(rng):
    yield block_case("2 sequences of 3 positions, D = 4, 2 heads, hidden 5", rng, 2, 3, 4, 2, 5)
    yield block_case("causal", rng, 2, 4, 6, 3, 5, mask=lower_triangle(4))
    parameters, x = block_parameters(rng, 4, 6), normal(rng, 1, 4, 4)
    later = x.copy()
    later[0, 2] = normal(rng, 4)
    triangle = lower_triangle(4)
    yield block_case("causal, one sequence", rng, 1, 4, 4, 2, 6, triangle, x, parameters, weighed=False)
    yield block_case(
        "the same, with another third position",
        rng,
        1,
        4,
        4,
        2,
        6,
        triangle,
        later,
        parameters,
        weighed=False,
        note="the two positions before it must not move",
    )
    yield block_case("padding: 4 and 2 real positions", rng, 2, 4, 4, 2, 3, mask=real_tokens([4, 2], 4)[:, None])
    yield block_case(
        "an input of about 100",
        rng,
        2,
        3,
        4,
        2,
        5,
        x=100 * normal(rng, 2, 3, 4),
        note="the norm makes it small in the branches, not on the line",
    )


@hidden("TransformerBlock", part="values")
def _(rng):
    N, T, d, heads, hidden_size = different_sizes(rng, 5)
    yield block_case("random sizes", rng, N, T, d * heads, heads, hidden_size)
    yield block_case("random sizes, causal", rng, N, T, d * heads, heads, hidden_size, mask=lower_triangle(T))
    yield block_case("hidden as wide as D", rng, N, T, d * heads, heads, d * heads)


@visible("TransformerBlock", part="dropout")
def _(rng):
    yield block_case("dropout 0.5, in evaluation", rng, 2, 3, 4, 2, 5, dropout=0.5, note="nothing is dropped")
    yield block_case("dropout 0, in training", rng, 2, 3, 4, 2, 5, training=True)
    yield block_case(
        "dropout left out, in training", rng, 2, 3, 4, 2, 5, dropout=None, training=True, note="then it is 0"
    )
    yield block_case(
        "dropout 1, in training",
        rng,
        2,
        3,
        4,
        2,
        5,
        dropout=1.0,
        training=True,
        note="both branches are dropped whole, the line from x to y is not",
    )
    yield drawn_case(rng, dropout=0.4)
    yield drawn_position_case(rng, dropout=0.4)


def drawn_case(rng, dropout):
    """Which numbers a block of one column gives in 100 calls: x, with what each branch adds or without it.

    One column is normed to the norm's shift, so both branches add the same in each call; the ReLU lets its number
    through. What is dropped anywhere else makes other numbers.
    """
    parameters = block_parameters(rng, 1, 1)
    parameters |= {name: np.array([value]) for name, value in {"norm_2.bias": 0.4, "linear_1.bias": 2.0}.items()}
    parameters |= {
        name: np.array([[value]]) for name, value in {"linear_1.weight": 0.5, "linear_2.weight": 1.5}.items()
    }
    return case(
        f"dropout {dropout}, in training, one column: which numbers come out in 100 calls",
        note="x, with what each branch adds or without it; what is not dropped becomes larger",
        sizes={"D": 1, "heads": 1, "hidden": 1, "dropout": dropout},
        parameters=parameters,
        inputs={"x": normal(rng, 1, 1, 1)},
        outputs={"y": None},
        training=True,
        draws=100,
    )


def drawn_position_case(rng, dropout):
    """Which numbers a block of three columns gives at 300 positions alike, in 3 calls.

    What the attention adds is the same everywhere, for its norm has a gain of 0. The second norm sees which of the
    three numbers were dropped at its position: 8 ways, where positions are dropped whole 2.
    """
    parameters = block_parameters(rng, 3, 4)
    parameters |= {"norm_1.weight": np.zeros(3), "linear_1.bias": np.array([2.0, 2.5, 3.0, 3.5])}
    return case(
        f"dropout {dropout}, in training, three columns: which numbers come out at 300 positions alike",
        note="each number is dropped or kept by itself, not a position with all its numbers",
        sizes={"D": 3, "heads": 1, "hidden": 4, "dropout": dropout},
        parameters=parameters,
        inputs={"x": np.broadcast_to(normal(rng, 1, 1, 3), (1, 300, 3)).copy()},
        outputs={"y": None},
        training=True,
        draws=3,
    )


@hidden("TransformerBlock", part="dropout")
def _(rng):
    N, T, d, heads, hidden_size = different_sizes(rng, 5)
    yield block_case("in evaluation", rng, N, T, d * heads, heads, hidden_size, dropout=0.3)
    yield block_case("all dropped", rng, N, T, d * heads, heads, hidden_size, dropout=1.0, training=True)
    yield drawn_case(rng, dropout=0.45)
    yield drawn_position_case(rng, dropout=0.45)


@visible("TransformerBlock", part="edge_cases")
def _(rng):
    yield block_case("one position", rng, 3, 1, 4, 2, 5)
    yield block_case("one position, others", rng, 3, 1, 4, 2, 5)
    yield block_case("one sequence, one head, hidden 1", rng, 1, 4, 3, 1, 1)
    yield block_case("one mask a sequence", rng, 2, 3, 4, 2, 5, mask=some_mask(rng, 2, 3, 3))
    yield case("objects as they are made", sizes={"D": 4, "heads": 2, "hidden": 5, "dropout": 0.1})


@hidden("TransformerBlock", part="edge_cases")
def _(rng):
    N, T, d, heads, hidden_size = different_sizes(rng, 5)
    yield block_case("one position", rng, N, 1, d * heads, heads, hidden_size)
    yield block_case("one sequence", rng, 1, T, d * heads, heads, hidden_size)


@right("TransformerBlock", style="two lines")
class BlockInTwoLines(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1, self.norm_2 = nn.LayerNorm(D), nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.linear_1, self.linear_2 = nn.Linear(D, hidden), nn.Linear(hidden, D)
        self.drop = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        a = x + self.drop(self.attention(self.norm_1(x), mask)[0])
        return a + self.drop(self.linear_2(self.linear_1(self.norm_2(a)).clamp(min=0)))


@right("TransformerBlock", style="the function that is told whether to drop")
class BlockWithFunctionalDropout(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.attention = MultiHeadAttention(D, heads)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.norm_1 = nn.LayerNorm(D)
        self.norm_2 = nn.LayerNorm(D)
        self.share = dropout

    def forward(self, x, mask=None):
        def drop(z):
            return nn.functional.dropout(z, self.share, training=self.training)

        y, weights = self.attention(self.norm_1(x), mask)
        x = x + drop(y)
        return x + drop(self.linear_2(nn.functional.relu(self.linear_1(self.norm_2(x)))))


@right("TransformerBlock", style="branches as methods")
class BlockOfBranches(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.norm_2 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout_1, self.dropout_2 = nn.Dropout(dropout), nn.Dropout(dropout)
        self.relu = nn.ReLU()

    def reads(self, x, mask):
        return self.dropout_1(self.attention(self.norm_1(x), mask)[0])

    def computes(self, x):
        return self.dropout_2(self.linear_2(self.relu(self.linear_1(self.norm_2(x)))))

    def forward(self, x, mask=None):
        x = x + self.reads(x, mask)
        return x + self.computes(x)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says="The first branch replaces x, where it has to be added to it.",
)
class NoFirstResidual(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says="You return what the small network makes, without adding what came in.",
)
class NoSecondResidual(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says=(
        "Your norms stand behind the sums, as in the paper of 2017. In (10.4) they stand in front of each "
        "branch, and the line from x to y is not normalised."
    ),
)
class NormBehind(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(x, mask)
        x = self.norm_1(x + self.dropout(read))
        computed = self.linear_2(torch.relu(self.linear_1(x)))
        return self.norm_2(x + self.dropout(computed))


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says=(
        "You write the norm of x over x, so that the branch is added to the normed values. It is to be added "
        "to x as it came."
    ),
)
class NormedLine(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        x = self.norm_1(x)
        read, _ = self.attention(x, mask)
        x = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says=(
        "In the second branch you write the norm over x, so that the small network's output is added to the "
        "normed values. It is to be added to what was there before the norm."
    ),
)
class NormedLineBelow(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = x + self.dropout(read)
        x = self.norm_2(x)
        computed = self.linear_2(torch.relu(self.linear_1(x)))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says="The attention reads x without its norm.",
)
class NoFirstNorm(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(x, mask)
        x = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says="The small network reads its input without its norm.",
)
class NoSecondNorm(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(x)))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says="You use norm_1 twice. Each branch has a norm of its own.",
)
class OneNormForBoth(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_1(x))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says="norm_1 and norm_2 are exchanged: the first belongs to the attention.",
)
class NormsExchanged(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_2(x), mask)
        x = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_1(x))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says="Between the two linear layers the ReLU is missing. Two linear layers in a row are one linear layer.",
)
class NoReLU(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = x + self.dropout(read)
        computed = self.linear_2(self.linear_1(self.norm_2(x)))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says=(
        "Your ReLU stands behind the second linear layer, so that a block can only add and never take away. "
        "It belongs between the two."
    ),
)
class ReLUAtTheEnd(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = x + self.dropout(read)
        computed = torch.relu(self.linear_2(self.linear_1(self.norm_2(x))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says="You use the GELU, as GPT-2 did. It is nearly a ReLU, and (10.4) has a ReLU.",
)
class GELUForReLU(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = x + self.dropout(read)
        computed = self.linear_2(nn.functional.gelu(self.linear_1(self.norm_2(x))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says="You use a tanh between the linear layers; (10.4) has a ReLU.",
)
class TanhForReLU(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = x + self.dropout(read)
        computed = self.linear_2(torch.tanh(self.linear_1(self.norm_2(x))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says=(
        "Both branches read the x that came in, side by side. The second one reads the sum that the first one has made."
    ),
)
class BranchesSideBySide(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return x + self.dropout(read) + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says=(
        "The second branch is added to the x that came in, and what the attention made is lost from the line. "
        "It is to be added to the first sum."
    ),
)
class AddsXAgain(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        a = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(a))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "edge_cases",
    ),
    says="You do not hand the mask to the attention: the block looks ahead, and at padding.",
)
class MaskNotHandedOn(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x))
        x = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says=("Your attention returns two things, the output and the weights, and you add the pair. Take the output."),
)
class TupleAdded(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read = self.attention(self.norm_1(x), mask)
        x = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says="You take the second thing that the attention returns, its weights. The output is the first.",
)
class AddsTheWeights(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        _, read = self.attention(self.norm_1(x), mask)
        x = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=("dropout",),
    says=(
        "Your dropout drops in evaluation too: `nn.functional.dropout` does, unless it is told "
        "`training=self.training`. A model in use must not throw dice."
    ),
)
class AlwaysDrops(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.share = dropout

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = x + nn.functional.dropout(read, self.share)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return x + nn.functional.dropout(computed, self.share)


@mistake(
    "TransformerBlock",
    fails=("dropout",),
    says="Nothing is dropped in training. An nn.Dropout that is made has to be called as well.",
)
class NeverDrops(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = x + read
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return x + computed


@mistake(
    "TransformerBlock",
    fails=("dropout",),
    says="Only what the attention adds is dropped from. What the small network adds is, too.",
)
class DropsReadAlone(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return x + computed


@mistake(
    "TransformerBlock",
    fails=("dropout",),
    says="Only what the small network adds is dropped from. What the attention adds is, too.",
)
class DropsComputedAlone(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = x + read
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=("dropout",),
    says=("You drop from the sum, and so from the line from x to y itself. Only what a branch adds is dropped from."),
)
class DropsTheLine(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = self.dropout(x + read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return self.dropout(x + computed)


@mistake(
    "TransformerBlock",
    fails=("dropout",),
    says=(
        "You drop between the two linear layers and not behind the second: its bias is added all the same. "
        "torch's own block does both; (10.4) drops from what is added."
    ),
)
class DropsInTheMiddle(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = x + self.dropout(read)
        computed = self.linear_2(self.dropout(torch.relu(self.linear_1(self.norm_2(x)))))
        return x + computed


@mistake(
    "TransformerBlock",
    fails=("dropout",),
    says=(
        "You drop whole positions: in `nn.Dropout1d` a row (D,) is dropped or kept as one. `nn.Dropout` drops each "
        "number by itself."
    ),
)
class DropsWholePositions(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout1d(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=("dropout",),
    says=("Your share to be dropped does not depend on the argument `dropout`: it has to reach `nn.Dropout`."),
)
class DropsAFixedShare(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=("dropout",),
    says=("You hand 1 - dropout to `nn.Dropout`. It takes the share that is dropped, not the one that is kept."),
)
class DropsOneMinusTheShare(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(1 - dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=("dropout",),
    says=("You drop from what goes into a branch. In (10.4) it is what comes out of it, before the plus."),
)
class DropsInFrontOfTheBranches(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.dropout(self.norm_1(x)), mask)
        x = x + read
        return x + self.linear_2(torch.relu(self.linear_1(self.dropout(self.norm_2(x)))))


@mistake(
    "TransformerBlock",
    fails=("values", "dropout", "edge_cases"),
    says=("You return two things. A block hands y on alone, or the next one could not take it."),
)
class ReturnsAPair(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, weights = self.attention(self.norm_1(x), mask)
        x = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return x + self.dropout(computed), weights


@mistake(
    "TransformerBlock",
    fails=("dropout",),
    says=(
        "You drop between the two linear layers too, as torch's own block does. In (10.4) a number is dropped only "
        "where a branch is added."
    ),
)
class DropsInTheMiddleToo(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = x + self.dropout(read)
        computed = self.linear_2(self.dropout(torch.relu(self.linear_1(self.norm_2(x)))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says=(
        "Your constructor does not begin with `super().__init__()`. An nn.Module keeps its layers in lists "
        "that this call makes."
    ),
)
class BlockWithoutSuper(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says=(
        "You add each branch to what its norm made. The line from x to y has no norm on it: add to what came "
        "in before the norm."
    ),
)
class BothLinesNormed(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        x = self.norm_1(x)
        read, _ = self.attention(x, mask)
        x = x + self.dropout(read)
        x = self.norm_2(x)
        computed = self.linear_2(torch.relu(self.linear_1(x)))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says=(
        "`+=` writes into the tensor on its left, which is the caller's, or one that torch still needs for a "
        "gradient. `x = x + ...` makes a new one."
    ),
)
class AddsInPlace(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x += self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says=(
        "Your norm takes mean and variance over positions and columns together. Each position is normed by "
        "itself; over several positions, what comes later would be felt before it."
    ),
)
class NormOverPositions(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(nn.functional.layer_norm(x, x.shape[1:]) * self.norm_1.weight + self.norm_1.bias, mask)
        x = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=(
        "values",
        "dropout",
        "edge_cases",
    ),
    says=(
        "Your norm takes mean and variance over the sequences: that is a batch norm. Each position of each "
        "sequence is normed by itself."
    ),
)
class NormOverTheBatch(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(
            (x - x.mean(dim=0)) / (x.var(dim=0, correction=0) + 1e-5).sqrt() * self.norm_1.weight + self.norm_1.bias,
            mask,
        )
        x = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=("values", "dropout", "edge_cases"),
    says="Each branch replaces what came in, where it has to be added to it.",
)
class NoResidualAtAll(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=("values", "dropout", "edge_cases"),
    says="Your norms are made and not used: both branches read what came in as it is.",
)
class NoNorms(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(x, mask)
        x = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(x)))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=("values", "dropout", "edge_cases"),
    says=(
        "You norm what a branch has made. In (10.4) the norm stands in front of a branch, and what the branch "
        "makes is added as it is."
    ),
)
class NormsOfTheBranches(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(x, mask)
        x = x + self.dropout(self.norm_1(read))
        computed = self.linear_2(torch.relu(self.linear_1(x)))
        return x + self.dropout(self.norm_2(computed))


@mistake(
    "TransformerBlock",
    fails=("values", "edge_cases"),
    says="You turn the mask round. It is True where a position may look, for your attention too.",
)
class BlockTurnsTheMaskRound(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), None if mask is None else ~mask)
        x = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return x + self.dropout(computed)


@mistake(
    "TransformerBlock",
    fails=("values", "dropout", "edge_cases"),
    says=(
        "`+=` writes into the tensor on its left, which is the caller's, or one that torch still needs for a "
        "gradient. `x = x + ...` makes a new one."
    ),
)
class AddsInPlaceAtTheEnd(nn.Module):
    def __init__(self, D, heads, hidden, dropout=0.0):
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        read, _ = self.attention(self.norm_1(x), mask)
        x = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        x += self.dropout(computed)
        return x


# TinyGPT ------------------------------------------------------------------------------------------------------------

exercise(
    "TinyGPT",
    driver="module",
    builds_on={"TransformerBlock": RIGHT_ONES, "causal_mask": RIGHT_ONES, "positional_encoding": RIGHT_ONES},
    returns={"logits": "N T V"},
    axes={"T": "position", "V": "token"},
    forbidden=READY_MADE,
    explained="""
    Ids (N, T) become vectors (N, T, D); the positions (T, D) are the same for every sequence and are added by
    broadcasting; dropout works on the sum. The mask is made once for all blocks: the causal one (T, T), joined by `&`
    with the real tokens as keys, (N, 1, T), which gives (N, T, T). Each block gets x and the mask, the last norm stands
    behind all blocks, and the output layer gives the scores as they are, since the cross-entropy has the softmax in it.
    The blocks lie in an nn.ModuleList, where torch finds their parameters. To convince yourself: change a token, and
    only scores from there on move; append pads, and no score at a real token moves.
    """,
)


equivalent(
    "TinyGPT",
    "allowed = allowed & mask[:, None, :]",
    "allowed = allowed & mask[:, None]",
    because="axes that an index does not name are taken whole",
)


@visible("TinyGPT", part="values")
def _(rng):
    yield model_case("2 texts of 4 tokens, V = 7, D = 6, 2 blocks", rng, 2, 4, 7, 6, 3, 2, 5)
    parameters = model_parameters(rng, 5, 4, 1, 3)
    ids = np.array([[1, 2, 3, 4], [0, 0, 2, 2]])
    later = np.array([[1, 2, 0, 4], [0, 0, 2, 2]])
    yield model_case("one block", rng, 2, 4, 5, 4, 2, 1, 3, ids=ids, parameters=parameters, weighed=False)
    yield model_case(
        "the same, with another token at position 2 of the first text",
        rng,
        2,
        4,
        5,
        4,
        2,
        1,
        3,
        ids=later,
        parameters=parameters,
        weighed=False,
        note="positions 0 and 1, and the second text, must not move",
    )
    yield model_case("3 blocks, one text", rng, 1, 5, 6, 4, 2, 3, 5)
    yield model_case("one token, odd D", rng, 3, 1, 4, 3, 1, 1, 2)
    yield model_case(
        "one token four times",
        rng,
        1,
        4,
        3,
        4,
        2,
        1,
        4,
        ids=np.array([[2, 2, 2, 2]]),
        note="the positions alone make the scores differ",
    )
    yield case(
        "objects as they are made",
        sizes={"V": 5, "D": 4, "heads": 2, "layers": 2, "hidden": 3, "dropout": 0.1},
    )


@hidden("TinyGPT", part="values")
def _(rng):
    N, T, d, heads, hidden_size = different_sizes(rng, 5)
    yield model_case("random sizes", rng, N, T, 9, d * heads, heads, 2, hidden_size)
    yield model_case("one block", rng, N, T, 11, d * heads, heads, 1, hidden_size)


@visible("TinyGPT", part="masks")
def _(rng):
    parameters = model_parameters(rng, 6, 4, 2, 5)
    ids = np.array([[1, 2, 3, 4], [5, 1, 0, 0]])
    yield model_case("3 and 4 real tokens", rng, 2, 4, 6, 4, 2, 2, 5, real_tokens([3, 4], 4), parameters=parameters)
    yield model_case("4 and 2 real tokens", rng, 2, 4, 6, 4, 2, 2, 5, real_tokens([4, 2], 4), ids, parameters)
    padded = np.concatenate([ids, np.array([[0, 3], [0, 3]])], axis=1)
    yield model_case(
        "the same with two more pads",
        rng,
        2,
        6,
        6,
        4,
        2,
        2,
        5,
        real_tokens([4, 2], 6),
        padded,
        parameters,
        weighed=False,
        note="the scores at the real tokens must not move",
    )
    yield model_case("all real", rng, 2, 3, 6, 4, 2, 2, 5, np.ones((2, 3), dtype=bool), parameters=parameters)
    yield model_case(
        "pads in front",
        rng,
        3,
        4,
        6,
        4,
        2,
        2,
        5,
        real_tokens([4, 3, 1], 4)[:, ::-1].copy(),
        parameters=parameters,
        note="who may look nowhere reads 0",
    )
    yield model_case("no mask at all", rng, 2, 3, 6, 4, 2, 2, 5, parameters=parameters)
    yield model_case("as many texts as tokens", rng, 3, 3, 6, 4, 2, 1, 5, real_tokens([3, 2, 1], 3))


@hidden("TinyGPT", part="masks")
def _(rng):
    N, T, d, heads, hidden_size = different_sizes(rng, 5)
    lengths = rng.integers(1, T + 1, size=N)
    yield model_case("padding", rng, N, T, 8, d * heads, heads, 2, hidden_size, real_tokens(lengths, T))
    yield model_case(
        "pads in front", rng, N, T, 8, d * heads, heads, 1, hidden_size, real_tokens(lengths, T)[:, ::-1].copy()
    )


@visible("TinyGPT", part="dropout")
def _(rng):
    yield model_case("dropout 0.5, in evaluation", rng, 2, 3, 5, 4, 2, 2, 3, dropout=0.5, note="nothing is dropped")
    yield model_case("dropout 0, in training", rng, 2, 3, 5, 4, 2, 1, 3, training=True)
    yield model_case(
        "dropout left out, in training", rng, 2, 3, 5, 4, 2, 1, 3, dropout=None, training=True, note="then it is 0"
    )
    yield model_case(
        "dropout 1, in training",
        rng,
        2,
        3,
        5,
        4,
        2,
        1,
        3,
        dropout=1.0,
        training=True,
        note="embedding and positions are dropped, and all that the block adds",
    )


@hidden("TinyGPT", part="dropout")
def _(rng):
    N, T, d, heads, hidden_size = different_sizes(rng, 5)
    yield model_case("in evaluation", rng, N, T, 7, d * heads, heads, 1, hidden_size, dropout=0.4)
    yield model_case("all dropped", rng, N, T, 7, d * heads, heads, 2, hidden_size, dropout=1.0, training=True)


@right("TinyGPT", style="a long table of positions, cut")
class GPTWithALongTable(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.register_buffer("positions", positional_encoding(64, D), persistent=False)
        self.blocks = nn.ModuleList([TransformerBlock(D, heads, hidden, dropout) for _ in range(layers)])
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.size(1)
        x = self.dropout(self.embedding(ids) + self.positions[:T])
        allowed = causal_mask(T).unsqueeze(0)
        if mask is not None:
            allowed = torch.logical_and(allowed, mask.unsqueeze(1))
        for block in self.blocks:
            x = block(x, mask=allowed)
        return self.output(self.norm(x))


@right("TinyGPT", style="a mask in all cases")
class GPTWithAMaskForAll(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.D = D
        self.embedding = nn.Embedding(V, D)
        self.dropout = nn.Dropout(dropout)
        self.blocks = nn.ModuleList()
        for _ in range(layers):
            self.blocks.append(TransformerBlock(D, heads, hidden, dropout))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)

    def forward(self, ids, mask=None):
        N, T = ids.shape
        if mask is None:
            mask = torch.ones(N, T, dtype=torch.bool)
        look = mask.reshape(N, 1, T).expand(N, T, T) & causal_mask(T)
        h = self.embedding(ids) + positional_encoding(T, self.D)[None]
        h = self.dropout(h)
        for number in range(len(self.blocks)):
            h = self.blocks[number](h, look)
        return self.output(self.norm(h))


@right("TinyGPT", style="its own triangle")
class GPTWithATriangle(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding, self.output = nn.Embedding(V, D), nn.Linear(D, V)
        self.norm, self.dropout = nn.LayerNorm(D), nn.Dropout(dropout)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout=dropout) for _ in range(layers))

    def forward(self, ids, mask=None):
        T = ids.shape[-1]
        steps = torch.arange(T)
        look = steps[:, None] >= steps
        if mask is not None:
            look = look * mask[:, None]
        x = self.dropout(self.embedding.weight[ids] + positional_encoding(T, self.embedding.embedding_dim))
        for block in self.blocks:
            x = block(x, look)
        return self.norm(x) @ self.output.weight.T + self.output.bias


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says=(
        "Your blocks get no causal mask, because it is missing or because it is made and not handed on. So "
        "your model looks ahead: at position t it sees token t + 1, which it is to name. Training looks "
        "wonderful, and generating fails."
    ),
)
class LooksAhead(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = torch.ones(T, T, dtype=torch.bool)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says=(
        "Your blocks get no causal mask, because it is missing or because it is made and not handed on. So "
        "your model looks ahead: at position t it sees token t + 1, which it is to name. Training looks "
        "wonderful, and generating fails."
    ),
)
class MaskBuiltAndForgotten(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says="Your causal mask is turned over: each position sees itself and the future.",
)
class CausalMaskTransposed(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T).T
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says="You turn the causal mask round. Where it is True a position may look.",
)
class CausalMaskInverted(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = ~causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says=(
        "Your scores are those of a model without positions: in each block a position sees a bag of words. "
        "Either none are added, or the same number is added to all columns of a position, which the layer "
        "norm takes away again."
    ),
)
class NoPositions(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x)
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says="You add the positions in front of every block. They are added once, to the embeddings.",
)
class PositionsBeforeEachBlock(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x)
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x + positional_encoding(T, x.shape[2]), may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says=(
        "You add the positions behind the blocks. By then the attention has looked without knowing where "
        "anything stands."
    ),
)
class PositionsAfterTheBlocks(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x)
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x + positional_encoding(T, x.shape[2])))


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says="Your positions count the texts of the batch, not the tokens of a text.",
)
class PositionsAlongTheBatch(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(x.shape[0], x.shape[2])[:, None])
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says=("You look the positions up by the ids of the tokens. Where a token stands is 0, 1, 2, ..., whatever it is."),
)
class PositionsOfTheIds(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(int(ids.max()) + 1, x.shape[2])[ids])
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says=(
        "You multiply the embeddings by the root of D, as the paper of 2017 does. (10.5) adds the positions "
        "to them as they are."
    ),
)
class EmbeddingScaled(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids) * math.sqrt(self.embedding.embedding_dim)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says=(
        "You multiply embeddings and positions, where they are added. The sine of position 0 is 0: it would "
        "wipe out half of the word."
    ),
)
class PositionsMultiplied(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x * positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says="The norm before the output layer is missing.",
)
class NoLastNorm(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(x)


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says=("Your last norm stands in front of the blocks. It belongs behind all of them, before the output layer."),
)
class NormBeforeTheBlocks(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        x = self.norm(x)
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(x)


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says="You norm behind every block. It is done once, behind the last.",
)
class NormAfterEachBlock(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = self.norm(block(x, may_look))
        return self.output(x)


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says=(
        "You return probabilities. The cross-entropy takes scores and has the softmax in it; twice is once too often."
    ),
)
class Probabilities(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x)).softmax(dim=-1)


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says="You return the logarithms of probabilities. Asked for are the scores as the output layer gives them.",
)
class LogProbabilities(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x)).log_softmax(dim=-1)


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says="You return the scores of the last position alone. In training each position names its next token.",
)
class LastPositionOnly(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x[:, -1]))


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says="Only the first block is used, however many there are.",
)
class FirstBlockAlone(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks[:1]:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says=(
        "Your blocks are one and the same object, put into the list several times: they share their weights. "
        "Each layer is a block of its own."
    ),
)
class OneBlockRepeated(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList([TransformerBlock(D, heads, hidden, dropout)] * layers)
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says=(
        "Your blocks lie in a Python list, where torch does not look: their parameters would never be "
        "trained. An nn.ModuleList is the list that it knows."
    ),
)
class BlocksInAPlainList(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = [TransformerBlock(D, heads, hidden, dropout) for _ in range(layers)]
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says=(
        "Every block reads what the embedding made, and only the last one's result is used. Each block reads "
        "what the one before it made."
    ),
)
class BlocksReadTheEmbedding(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        first = x
        for block in self.blocks:
            x = block(first, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("masks",),
    says=(
        "You do not use the mask of the padding. A causal mask hides pads that come last, but not those in "
        "front of a text."
    ),
)
class PaddingIgnored(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("masks",),
    says=(
        "Your mask of the padding says which queries are real. What must not be looked at are keys: it "
        "belongs on the last axis, and on no other."
    ),
)
class PaddingMasksQueries(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, :, None]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("masks",),
    says=("Where there is padding, its mask takes the place of the causal one. A query may look where both allow it."),
)
class PaddingReplacesCausality(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = mask[:, None, :].expand(-1, T, -1)
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("masks",),
    says="You join the two masks with `|`, or. A query may look where both allow it.",
)
class EitherMask(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look | mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("masks",),
    says="You turn the mask of the padding round. It is True at real tokens.",
)
class PaddingInverted(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & ~mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("masks",),
    says=(
        "You join masks (T, T) and (N, T) as they are: torch takes the N texts for the T queries. The mask of "
        "the padding needs an axis of 1 for the queries, (N, 1, T)."
    ),
)
class PaddingWithoutAnAxis(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("masks",),
    says=(
        "You set the embeddings of the padding to zero. Zero vectors are looked at like any others, and still "
        "take their share of the weights."
    ),
)
class PaddedEmbeddingsZeroed(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            x = x * mask[:, :, None]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says=(
        "Your constructor does not begin with `super().__init__()`. An nn.Module keeps its layers in lists "
        "that this call makes."
    ),
)
class GPTWithoutSuper(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("masks",),
    says=(
        "Your scores at real tokens are right; at padding they differ, since you set something to 0 there. (10.5) "
        "leaves padding as it is: whoever takes the loss leaves it out."
    ),
)
class PadsZeroedToo(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            x = x * mask[:, :, None]
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("dropout",),
    says="You drop from the embedding before the positions are added. It is the sum that is dropped from.",
)
class PositionsNotDropped(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x) + positional_encoding(T, x.shape[2])
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("dropout",),
    says="Nothing is dropped from the sum of embedding and positions.",
)
class InputNotDropped(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = x + positional_encoding(T, x.shape[2])
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("dropout",),
    says="You do not hand the share of dropout to the blocks.",
)
class BlocksWithoutDropout(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("dropout",),
    says=(
        "Your dropout drops in evaluation too: `nn.functional.dropout` does, unless it is told "
        "`training=self.training`."
    ),
)
class GPTAlwaysDrops(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.share = dropout

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = nn.functional.dropout(x + positional_encoding(T, x.shape[2]), self.share)
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says=(
        "Your positions are learnt: they are parameters, as in GPT-2. Here they are those of "
        "positional_encoding, and nothing is learnt for them."
    ),
)
class LearntPositions(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.positions = nn.Parameter(torch.zeros(64, D))
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + self.positions[:T])
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=(
        "values",
        "masks",
        "dropout",
    ),
    says=(
        "Your output layer is the embedding once more, which GPT-2 shares with it. Here the output layer has "
        "a weight of its own."
    ),
)
class TiedOutput(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.norm(x) @ self.embedding.weight.T + self.output.bias


@mistake(
    "TinyGPT",
    fails=("values", "masks", "dropout"),
    says=(
        "Your blocks get no causal mask, because it is missing or because it is made and not handed on. So "
        "your model looks ahead: at position t it sees token t + 1, which it is to name. Training looks "
        "wonderful, and generating fails."
    ),
)
class PaddingMaskAlone(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, mask)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("masks",),
    says=(
        "`if mask`, `mask and ...` and `not mask` want one truth value, and a mask has many. Ask whether "
        "there is a mask, with `is not None`; two masks are joined with `&`."
    ),
)
class MasksJoinedWithAnd(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look and mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("masks",),
    says=(
        "`if mask`, `mask and ...` and `not mask` want one truth value, and a mask has many. Ask whether "
        "there is a mask, with `is not None`; two masks are joined with `&`."
    ),
)
class GPTIfMask(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("masks",),
    says=(
        "Your mask of the padding says which queries are real. What must not be looked at are keys: it "
        "belongs on the last axis, and on no other."
    ),
)
class PaddingMasksQueriesToo(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :] & mask[:, :, None]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("masks",),
    says=(
        "Your mask has an axis for the heads, (N, 1, 1, T). Your attention makes that axis itself: it takes (N, T, T)."
    ),
)
class PaddingWithAnAxisForHeads(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("values", "masks", "dropout"),
    says=("Only your first block gets the mask. Every block looks, so each of them needs it."),
)
class MaskForTheFirstBlockAlone(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for number, block in enumerate(self.blocks):
            x = block(x, may_look if number == 0 else None)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("dropout",),
    says=(
        "You drop once more before the output layer. Dropped from are the sum of embedding and positions, and what "
        "each block adds; nothing else."
    ),
)
class DropsBeforeTheOutput(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.dropout(self.norm(x)))


@mistake(
    "TinyGPT",
    fails=("values", "masks", "dropout"),
    says="You add the positions in front of every block. They are added once, to the embeddings.",
)
class PositionsBeforeEachBlockToo(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x + positional_encoding(T, x.shape[2]), may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("values", "masks", "dropout"),
    says=(
        "You hand D and T to positional_encoding in the wrong order: first how many positions, then how many columns."
    ),
)
class PositionsWithArgumentsExchanged(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(x.shape[2], T))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("values", "masks", "dropout"),
    says=(
        "`padding_idx=0` keeps the vector of id 0 from being learnt. Here 0 is a token like the others: only "
        "the mask says what is padding."
    ),
)
class PaddingIsIdZero(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D, padding_idx=0)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("values", "masks", "dropout"),
    says=("You add x to what a block returns. The block has added it already: the line from x to y runs through it."),
)
class BlockAddedToItsInput(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = x + block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("values", "masks", "dropout"),
    says=(
        "Your output layer is the embedding once more, which GPT-2 shares with it. Here the output layer has "
        "a weight of its own."
    ),
)
class TiedOutputWithoutBias(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.norm(x) @ self.embedding.weight.T


@mistake(
    "TinyGPT",
    fails=("masks",),
    says=(
        "Your scores at real tokens are right; at padding they differ, since you set something to 0 there. "
        "(10.5) leaves padding as it is: whoever takes the loss leaves it out."
    ),
)
class PadsZeroedBeforePositions(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        if mask is not None:
            x = x * mask[:, :, None]
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("masks",),
    says=(
        "Your scores at real tokens are right; at padding they differ, since you set something to 0 there. "
        "(10.5) leaves padding as it is: whoever takes the loss leaves it out."
    ),
)
class PadsZeroedInEachBlock(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
            if mask is not None:
                x = x * mask[:, :, None]
        return self.output(self.norm(x))


@mistake(
    "TinyGPT",
    fails=("masks",),
    says=(
        "Your scores at real tokens are right; at padding they differ, since you set something to 0 there. "
        "(10.5) leaves padding as it is: whoever takes the loss leaves it out."
    ),
)
class ScoresZeroedAtPads(nn.Module):
    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask=None):
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        may_look = causal_mask(T)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        scores = self.output(self.norm(x))
        return scores if mask is None else scores * mask[:, :, None]


# Quizzes ------------------------------------------------------------------------------------------------------------

quiz(
    "why_the_root",
    {
        "a": "The softmax makes the weights of a row add up to 1 whatever the scores are. The root of d does "
        "something to the scores themselves.",
        "b": "Yes. The sum of d products has a spread of the root of d. Without the division one weight is near 1, and "
        "the slope of the softmax near 0.",
        "c": "A division costs time, if anything. What does a large score do to the softmax?",
        "d": "Forgotten is the sign: a scalar product can be negative before and after the division.",
    },
)
quiz(
    "mask_where",
    {
        "a": "Then what is forbidden still stands in the denominator, and the rest of a row does not add up to 1: the "
        "experiment of section 2 showed the future shining through.",
        "b": "Yes: minus infinity before the softmax has the exponential 0, so the rest is shared out as if it were "
        "not there.",
        "c": "The values have been weighed by then: it is too late to take one out.",
        "d": "A key of zeros has the score 0, which is a score like any other: its weight is not 0.",
    },
)
quiz(
    "without_positions",
    {
        "a": "It trains like any other model, and the loss falls. Something else is lost.",
        "b": "The mask lets each position see how many come before it, but in one block not in which order they stand.",
        "c": "Yes. In one block each position reads a weighted mean, and a mean does not know an order. (A second "
        "block can tell a little: the first has made something else of one word than of ten.)",
        "d": "The number of parameters is the same: the positions are not learnt.",
    },
)
quiz(
    "view_and_transpose",
    {
        "a": "There are as many numbers in either shape, so torch raises nothing.",
        "b": "The number of parameters depends on D alone; a reshape has none.",
        "c": "Gradients find their way through any reshape, a wrong one too.",
        "d": "Yes. It cuts the numbers in the order in which they lie: the first head gets the first positions whole, "
        "each cut into several rows. A mask then hides the wrong things too.",
    },
)
quiz(
    "twice_the_length",
    {
        "a": "Yes. There is a weight for each pair of positions: twice the length, four times the pairs.",
        "b": "That is so for the LSTM, which does the same at each step. Here each position looks at all others.",
        "c": "The weights stand in a table with a row and a column for each position. How does its area grow?",
        "d": "The depth stays the same, the work does not. What is in the table of weights?",
    },
)
quiz(
    "parallel_on_a_cpu",
    {
        "a": "Both compute in float32; the precision is not what makes the difference.",
        "b": "In training the LSTM knows all its inputs as well. It still has to wait for its own state.",
        "c": "Yes. That the positions do not wait for each other helps a machine that would otherwise stand idle. A "
        "core that is busy anyway has only the more to do, and the pairs grow with the square of the length.",
        "d": "Its layer had more of them: 33,280 against 16,640. What does each of the two do for every step?",
    },
)
quiz(
    "deck_on_transfer",
    {
        "a": "The record shows the LSTM gaining from pre-training with every amount of data that was tried.",
        "b": "Yes. In our experiment both gain, and most where there is least data. What has changed since 2017 is the "
        "scale at which people pre-train, and that is a matter of parallel training.",
        "c": "The transformer gained too, in every run of the record.",
        "d": "It was tried: for both models, from nothing and from a pre-trained start.",
    },
)
quiz(
    "state_of_linear_attention",
    {
        "a": "It keeps the softmax out: that is what lets the sum be kept.",
        "b": "Yes: a matrix d by e and a vector of d, however long the text is. That is the state of a recurrent "
        "network, with its price: what it holds is limited.",
        "c": "That is the softmax attention, which keeps keys and values of all positions.",
        "d": "It is exact, as the numbers of section 9 showed, for the kernel that is chosen. It is another attention "
        "than that with the softmax.",
    },
)
