"""The private side of lesson 09_translation: cases, other right ways, and the mistakes with what to say of each.

Sizes that are easily confused differ within a case; others are equal on purpose, where torch would take a wrong axis
without a word. Sentences in a batch have different lengths, and what stands at a pad is never a zero of the case's own
making: who looks at a pad gets other numbers. Pads are appended and batches are taken apart: nothing may change.
"""

import numpy as np

from helpers.exercises import case, equivalent, exercise, hidden, mistake, quiz, right, visible

# In the hand-made steps nothing ever speaks for these two, as in a network that has been trained.
NEVER = -30.0


def normal(rng, *shape, scale=1.0):
    return rng.normal(scale=scale, size=shape)


def different_sizes(rng, count, low=2, high=6):
    """`count` different numbers from low to high."""
    return (int(size) for size in rng.permutation(np.arange(low, high + 1))[:count])


def mask_of(lengths, S):
    """True at the real tokens of sentences of these lengths, in rows of S."""
    return np.arange(S) < np.asarray(lengths)[:, None]


def with_pads(array, count, value):
    """The array with `count` more columns, axis 1, that hold `value`."""
    pads = np.full((array.shape[0], count, *array.shape[2:]), value, dtype=array.dtype)
    return np.concatenate([array, pads], axis=1)


# Encoder ------------------------------------------------------------------------------------------------------------

READY_MADE = ("helpers.nn",)

exercise(
    "Encoder",
    returns={"states": "N S H", "last": "N H"},
    driver="module",
    forbidden=READY_MADE,
    explained="""
    The embedding makes (N, S, D) of the ids, the GRU makes (N, S, H) of that: the state after each token, of which a
    pad changes nothing before it, since the network reads from left to right. So the states at real tokens are right
    as they come, and those at pads are set to zero by a product with the mask, which needs a third axis of length 1 to
    fit, (N, S, 1). What stands in torch's second result is the state after the last *column*, pads read as if they were
    words. The state after the last word stands in column `length - 1` of each row, where the length is the number of
    True in the mask; `states[rows, columns]` with two lists of N indices picks one column of each row. To convince
    yourself: append three pads to a batch, and compare everything that is not a pad.
    """,
)


def encoder_parameters(rng, V, D, H):
    return {
        "embedding.weight": normal(rng, V, D),
        "rnn.weight_ih_l0": normal(rng, 3 * H, D, scale=0.6),
        "rnn.weight_hh_l0": normal(rng, 3 * H, H, scale=0.6),
        "rnn.bias_ih_l0": normal(rng, 3 * H, scale=0.4),
        "rnn.bias_hh_l0": normal(rng, 3 * H, scale=0.4),
    }


def sentences(rng, lengths, S, V, D, H, gradients=False):
    """A case's arguments for the Encoder: sentences of these lengths in rows of S, any ids at the pads."""
    N = len(lengths)
    weights = {"states": normal(rng, N, S, H), "last": normal(rng, N, H)}
    return {
        "sizes": {"V": V, "D": D, "H": H},
        "parameters": encoder_parameters(rng, V, D, H),
        "inputs": {"tokens": rng.integers(0, V, size=(N, S)), "mask": mask_of(lengths, S)},
        "outputs": weights if gradients else dict.fromkeys(weights),
    }


def encoder_inputs(arguments, **inputs):
    """The same network and sentences, with some inputs replaced."""
    return arguments | {"inputs": arguments["inputs"] | inputs}


@visible("Encoder", part="values")
def _(rng):
    full = sentences(rng, [4, 4, 4], S=4, V=7, D=2, H=3)
    yield case("three sentences of four words, no pad", **full)
    yield case("one sentence, one word: N = 1, S = 1", **sentences(rng, [1], S=1, V=5, D=3, H=2))
    yield case("the same word five times", **sentences(rng, [5, 5], S=5, V=1, D=3, H=2))
    yield case("as many sentences as words and units: N = S = D = H = 3", **sentences(rng, [3, 3, 3], 3, V=6, D=3, H=3))


@hidden("Encoder", part="values")
def _(rng):
    N, S, D, H = different_sizes(rng, 4)
    yield case("sentences of one length", **sentences(rng, [S] * N, S, V=9, D=D, H=H))
    yield case("one sentence", **sentences(rng, [S], S, V=9, D=D, H=H))
    yield case("one word each", **sentences(rng, [1] * N, 1, V=9, D=D, H=H))


@visible("Encoder", part="padding")
def _(rng):
    batch = sentences(rng, [2, 5, 1, 3], S=5, V=8, D=3, H=2)
    yield case("lengths 2, 5, 1 and 3", **batch)
    tokens, mask = batch["inputs"]["tokens"], batch["inputs"]["mask"]
    other = np.where(mask, tokens, (tokens + 1) % 8)
    yield case(
        "the same with other ids at the pads", **encoder_inputs(batch, tokens=other), note="no result may change by that"
    )
    longer = encoder_inputs(batch, tokens=with_pads(tokens, 2, 4), mask=with_pads(mask, 2, False))
    yield case("the same with two more pads", **longer, note="no state of a word may change by that")
    alone = encoder_inputs(batch, tokens=tokens[3:, :3], mask=mask[3:, :3])
    yield case("the last of them alone, without pads", **alone)
    yield case("the longest sentence last: 1, 2, 4", **sentences(rng, [1, 2, 4], S=4, V=6, D=2, H=3))


@hidden("Encoder", part="padding")
def _(rng):
    for _ in range(2):
        S, D, H = different_sizes(rng, 3, 3, 7)
        lengths = [int(length) for length in rng.permutation([1, S, *rng.integers(1, S + 1, size=3)])]
        batch = sentences(rng, lengths, S, V=9, D=D, H=H)
        yield case("a random batch", **batch)
        tokens, mask = batch["inputs"]["tokens"], batch["inputs"]["mask"]
        more = encoder_inputs(batch, tokens=with_pads(tokens, 3, 2), mask=with_pads(mask, 3, False))
        yield case("the same with more pads", **more)


@visible("Encoder", part="gradients")
def _(rng):
    yield case("lengths 3, 1 and 4: gradients of all parameters", **sentences(rng, [3, 1, 4], 4, 6, 3, 2, gradients=True))
    yield case("one sentence", **sentences(rng, [3], 3, 5, 2, 3, gradients=True))


@hidden("Encoder", part="gradients")
def _(rng):
    S, D, H = different_sizes(rng, 3, 3, 6)
    lengths = [int(length) for length in rng.permutation([1, S, *rng.integers(1, S + 1, size=2)])]
    yield case("a random batch", **sentences(rng, lengths, S, 8, D, H, gradients=True))


# Decoder ------------------------------------------------------------------------------------------------------------

exercise(
    "Decoder",
    returns={"logits": "N V", "h": "N H"},
    driver="module",
    forbidden=READY_MADE,
    explained="""
    The token that was written last becomes a vector (N, D), and beside it stands what the decoder is told of the
    source, the context (N, H): together (N, D + H), which is what `nn.GRUCell(D + H, H)` reads. Its second argument is
    the state before the step. What comes out is the new state, and the logits are made of the *new* state and the
    context side by side, (N, 2H). They stay logits: the softmax is the loss's business, or the search's. Which of two
    vectors stands first is a matter of agreement, and the weights depend on it. To convince yourself: change the
    context alone, then the token alone, then h alone; both results have to move each time.
    """,
)


def one_step(rng, N, V, D, H, gradients=False):
    """A case's arguments for the Decoder."""
    weights = {"logits": normal(rng, N, V), "h": normal(rng, N, H)}
    return {
        "sizes": {"V": V, "D": D, "H": H},
        "parameters": {
            "embedding.weight": normal(rng, V, D),
            "rnn.weight_ih": normal(rng, 3 * H, D + H, scale=0.5),
            "rnn.weight_hh": normal(rng, 3 * H, H, scale=0.6),
            "rnn.bias_ih": normal(rng, 3 * H, scale=0.4),
            "rnn.bias_hh": normal(rng, 3 * H, scale=0.4),
            "output.weight": normal(rng, V, 2 * H, scale=0.6),
            "output.bias": normal(rng, V, scale=0.4),
        },
        "inputs": {
            "token": rng.integers(0, V, size=N),
            "h": np.tanh(normal(rng, N, H)),
            "context": normal(rng, N, H),
        },
        "outputs": weights if gradients else dict.fromkeys(weights),
    }


def decoder_inputs(arguments, **inputs):
    return arguments | {"inputs": arguments["inputs"] | inputs}


@visible("Decoder", part="values")
def _(rng):
    step = one_step(rng, N=4, V=6, D=2, H=3)
    yield case("four sentences: N = 4, V = 6, D = 2, H = 3", **step)
    yield case("the same with another context", **decoder_inputs(step, context=normal(rng, 4, 3)))
    yield case("the same with another h", **decoder_inputs(step, h=np.tanh(normal(rng, 4, 3))))
    yield case("the same with other tokens", **decoder_inputs(step, token=(step["inputs"]["token"] + 1) % 6))
    yield case("the third of them alone", **decoder_inputs(step, **{k: v[2:3] for k, v in step["inputs"].items()}))
    yield case("D = H = 3, so that a wrong order goes unnoticed", **one_step(rng, N=2, V=5, D=3, H=3))


@hidden("Decoder", part="values")
def _(rng):
    for _ in range(2):
        N, V, D, H = different_sizes(rng, 4)
        step = one_step(rng, N, V, D, H)
        yield case("a random step", **step)
        yield case("the same with another context", **decoder_inputs(step, context=normal(rng, N, H)))
        yield case("the same with another h", **decoder_inputs(step, h=np.tanh(normal(rng, N, H))))
    yield case("one sentence, all sizes equal", **one_step(rng, 1, 3, 3, 3))


@visible("Decoder", part="gradients")
def _(rng):
    yield case("gradients of all parameters, of h and of the context", **one_step(rng, 3, 5, 2, 4, gradients=True))
    yield case("one sentence", **one_step(rng, 1, 4, 3, 2, gradients=True))


@hidden("Decoder", part="gradients")
def _(rng):
    N, V, D, H = different_sizes(rng, 4)
    yield case("a random step", **one_step(rng, N, V, D, H, gradients=True))


# teacher_forcing_loss -----------------------------------------------------------------------------------------------

exercise(
    "teacher_forcing_loss",
    returns={"loss": ""},
    driver="loss_with_step",
    explained="""
    At each t the step is given the token before, START at first and then the *right* one, `targets[:, t - 1]`, whatever
    the network would have said; and its logits are judged against `targets[:, t]`. So input and target are the same
    sentence, one place apart. The logits of all T steps are stacked to (N, T, V), log softmax turns them into log
    probabilities, and `gather` picks that of the target. The mask says which of the N T places are real: END is one, a
    pad is not. The sum over the real ones is divided by their number, not by N and not by N T, so that the loss is the
    mean number of nats for a character, whatever the batch looks like. The state that the step hands back is the one
    that it gets next time; the first is the h that came in. To convince yourself: with pads appended nothing changes, a
    batch that is doubled has the same loss, and a step whose logits are all equal gives ln V.
    """,
)


def recurrent_step(rng, V, H, scale=1.0):
    """A description of a small recurrent network, for a step."""
    return {
        "step": "recurrent",
        "E": normal(rng, V, H),
        "W_hh": normal(rng, H, H, scale=0.6),
        "W_hy": normal(rng, H, V, scale=scale),
        "b_y": normal(rng, V, scale=0.5 * scale),
    }


def written(rng, lengths, T, V):
    """Targets (N, T) of these lengths, END included: ids from 3 on, then END, then PAD."""
    targets = np.zeros((len(lengths), T), dtype=np.int64)
    for row, length in zip(targets, lengths, strict=True):
        row[: length - 1] = rng.integers(3, V, size=length - 1)
        row[length - 1] = 2
    return targets


def forced(rng, lengths, T, V, H, gradients=False, scale=1.0):
    """A case's arguments for teacher_forcing_loss."""
    return {
        "step": recurrent_step(rng, V, H, scale),
        "h": np.tanh(normal(rng, len(lengths), H)),
        "targets": written(rng, lengths, T, V),
        "gradients": gradients,
    }


BY_HAND = {
    "step": "tree",
    # four tokens: PAD, START, END, "a". START leads to place 1, "a" to place 2, which share no row of logits.
    "next": np.array([[0, 1, 0, 2]] * 3),
    "logits": np.log(np.array([[1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 2.0, 4.0], [1.0, 1.0, 4.0, 2.0]])),
}


@visible("teacher_forcing_loss", part="values")
def _(rng):
    yield case(
        "worked by hand: a, END",
        step=BY_HAND,
        h=np.array([[0]]),
        targets=np.array([[3, 2]]),
        gradients=False,
        note="the two targets have a probability of one half each, so that the loss is ln 2 = 0.693",
    )
    yield case(
        "worked by hand: a, a, END",
        step=BY_HAND,
        h=np.array([[0]]),
        targets=np.array([[3, 3, 2]]),
        gradients=False,
        note="the targets have probabilities of 1/2, 1/4 and 1/2: the loss is (ln 2 + ln 4 + ln 2) / 3 = 0.924",
    )
    batch = forced(rng, [4, 4, 4], T=4, V=6, H=3)
    yield case("three sentences of one length", **batch)
    yield case("the same with another first state", **batch | {"h": np.tanh(normal(rng, 3, 3))})
    yield case("one sentence: N = 1", **forced(rng, [5], T=5, V=7, H=2))
    yield case("END alone: T = 1", **forced(rng, [1, 1], T=1, V=5, H=3))
    yield case("logits of a hundred and more", **forced(rng, [3, 3], T=3, V=5, H=4, scale=300.0))


@hidden("teacher_forcing_loss", part="values")
def _(rng):
    N, T, H = different_sizes(rng, 3)
    yield case("sentences of one length", **forced(rng, [T] * N, T, V=9, H=H))
    yield case("one sentence", **forced(rng, [T], T, V=8, H=H))
    yield case("END alone", **forced(rng, [1] * N, 1, V=8, H=H))
    yield case("large logits", **forced(rng, [T] * N, T, V=6, H=H, scale=400.0))


@visible("teacher_forcing_loss", part="padding")
def _(rng):
    batch = forced(rng, [2, 5, 1, 3], T=5, V=7, H=3)
    yield case("lengths 2, 5, 1 and 3", **batch)
    more = with_pads(batch["targets"], 3, 0)
    yield case("the same with three more pads", **batch | {"targets": more}, note="the loss may not change by that")
    twice = {"h": np.tile(batch["h"], (2, 1)), "targets": np.tile(batch["targets"], (2, 1))}
    yield case("each sentence twice", **batch | twice, note="the mean may not change by that")
    yield case(
        "only the shortest, with pads", **batch | {"h": batch["h"][2:3], "targets": batch["targets"][2:3]}
    )
    yield case("one long and one short: 6 and 2", **forced(rng, [6, 2], T=6, V=6, H=2))


@hidden("teacher_forcing_loss", part="padding")
def _(rng):
    for _ in range(2):
        T, H = different_sizes(rng, 2, 3, 7)
        lengths = [int(length) for length in rng.permutation([1, T, *rng.integers(1, T + 1, size=3)])]
        batch = forced(rng, lengths, T, V=8, H=H)
        yield case("a random batch", **batch)
        yield case("the same with more pads", **batch | {"targets": with_pads(batch["targets"], 2, 0)})


@visible("teacher_forcing_loss", part="gradients")
def _(rng):
    batch = forced(rng, [2, 4, 3], T=4, V=6, H=2, gradients=True)
    yield case("lengths 2, 4 and 3", **batch)
    yield case("the same with two more pads", **batch | {"targets": with_pads(batch["targets"], 2, 0)})


@hidden("teacher_forcing_loss", part="gradients")
def _(rng):
    T, H = different_sizes(rng, 2, 3, 6)
    yield case("a random batch", **forced(rng, [T, 1, T - 1], T, V=7, H=H, gradients=True))


# greedy_decode ------------------------------------------------------------------------------------------------------

exercise(
    "greedy_decode",
    returns={"sentences": ""},
    driver="call_with_step",
    explained="""
    All N sentences are written at once, one token each at every step, so the step gets (N,) tokens each time, also for
    rows that are done: it is simpler to let them run on and not to look than to take them out. The first token is
    START; after that it is the one that was just chosen, never anything of a right answer, which nobody has here. A
    sentence is what was chosen before its first END. The loop ends when all are done, and after `longest` tokens in any
    case: nothing makes a network ever say END. Nothing is to be learnt here, so that no gradients are kept:
    `torch.no_grad()`. To convince yourself: decode the sentences of a batch one by one, and compare.
    """,
)


def searched(rng, N, V, H, longest, scale=1.5, end=0.0):
    """A case's arguments for greedy_decode, in which PAD and START are never chosen; `end` speaks for END."""
    step = recurrent_step(rng, V, H, scale)
    step["W_hy"][:, :2] = 0.0
    step["b_y"][:2] = NEVER
    step["b_y"][2] = end
    return {"step": step, "h": np.tanh(normal(rng, N, H)), "longest": longest}


def greedily(arguments):
    """What greedy decoding gives in a case, to choose cases by; the judge is another one, in the tests."""
    step, h, longest = arguments.values()
    tokens, done, sentences = np.ones(len(h), dtype=int), np.zeros(len(h), dtype=bool), [[] for _ in h]
    for _ in range(longest):
        h = np.tanh(step["E"][tokens] + h @ step["W_hh"])
        tokens = (h @ step["W_hy"] + step["b_y"]).argmax(axis=1)
        done |= tokens == 2
        for sentence, token, is_done in zip(sentences, tokens.tolist(), done.tolist(), strict=True):
            if not is_done:
                sentence.append(token)
    return sentences


def of_different_lengths(rng, N, V, H, longest, at_least, most=None):
    """A batch whose greedy sentences have so many different lengths or more, the longest ones of at most `most`."""
    while True:
        arguments = searched(rng, N, V, H, longest, end=rng.uniform(-1.0, 2.5))
        lengths = [len(sentence) for sentence in greedily(arguments)]
        if len(set(lengths)) >= at_least and max(lengths) <= (longest if most is None else most):
            return arguments


TREE = {
    "step": "tree",
    # tokens: PAD, START, END, a, b, c; places: 0 nothing, 1 START, 2 "a", 3 "b", 4 anything longer
    "next": np.array([[0, 1, 0, 0, 0, 0], [0, 1, 0, 2, 3, 4], [0, 1, 0, 4, 4, 4], [0, 1, 0, 4, 4, 4], [0, 1, 0, 4, 4, 4]]),
    "logits": np.log(
        np.array(
            [
                [1e-9, 1e-9, 1.0, 1e-9, 1e-9, 1e-9],
                [1e-9, 1e-9, 0.1, 0.5, 0.4, 1e-9],
                [1e-9, 1e-9, 0.2, 0.3, 0.26, 0.24],
                [1e-9, 1e-9, 0.1, 0.04, 0.06, 0.8],
                [1e-9, 1e-9, 0.9, 0.05, 0.03, 0.02],
            ]
        )
    ),
}


@visible("greedy_decode", part="values")
def _(rng):
    yield case(
        "the tree of the lesson",
        step=TREE,
        h=np.array([[0]]),
        longest=9,
        note="after START a is the likeliest, after a another a, then END",
    )
    batch = of_different_lengths(rng, N=4, V=7, H=3, longest=8, at_least=3, most=7)
    yield case("four sentences of different lengths", **batch)
    yield case("the first of them alone", **batch | {"h": batch["h"][:1]})
    yield case("the last of them alone", **batch | {"h": batch["h"][3:]})
    yield case("the same with other first states", **batch | {"h": np.tanh(normal(rng, 4, 3))})


@hidden("greedy_decode", part="values")
def _(rng):
    for _ in range(2):
        N, H = different_sizes(rng, 2, 3, 6)
        batch = of_different_lengths(rng, N, 8, H, longest=9, at_least=3, most=8)
        yield case("a random batch", **batch)
        yield case("one of them alone", **batch | {"h": batch["h"][1:2]})


@visible("greedy_decode", part="edge_cases")
def _(rng):
    endless = searched(rng, N=3, V=6, H=2, longest=5, end=NEVER)
    yield case("END never comes, longest = 5", **endless, note="five tokens each, and then it is over")
    yield case("longest = 1", **searched(rng, N=2, V=6, H=3, longest=1, end=NEVER))
    yield case("END at once", **searched(rng, N=3, V=5, H=2, longest=4, end=30.0), note="three empty sentences")
    mixed = of_different_lengths(rng, N=5, V=7, H=2, longest=4, at_least=3)
    yield case("some end, others are cut off", **mixed)


@hidden("greedy_decode", part="edge_cases")
def _(rng):
    N, H = different_sizes(rng, 2, 2, 5)
    yield case("END never comes", **searched(rng, N, 7, H, longest=6, end=NEVER))
    yield case("END at once", **searched(rng, N, 7, H, longest=3, end=30.0))
    yield case("some end, others are cut off", **of_different_lengths(rng, 5, 7, 3, longest=4, at_least=3))


# additive_attention -------------------------------------------------------------------------------------------------

exercise(
    "additive_attention",
    returns={"context": "N H", "weights": "N S"},
    driver="tensors_with_gradients",
    forbidden=READY_MADE,
    explained="""
    `query @ W_q` is (N, A), one row a sentence; `keys @ W_k` is (N, S, A), one row a word. To be added, the query gets
    an axis of length 1 in the middle, and torch repeats it over the words. The product with v sums over A and leaves
    one score for each word, (N, S). Scores at pads become minus infinity *before* the softmax, whose exponential makes
    exact zeros of them, so that the weights of the real words add up to 1. (Setting the weights to zero afterwards
    leaves a sum below 1.) The softmax runs over the words of one sentence, axis 1. The context is the weighted sum of
    the keys, not of their products with W_k. To convince yourself: the weights of each row add up to 1, append pads and
    nothing changes; with v = 0 the context is the mean of the real keys.
    """,
)


def attended(rng, lengths, S, H, A, gradients=False, scale=1.0):
    """A case's arguments for additive_attention."""
    N = len(lengths)
    weights = {"context": normal(rng, N, H), "weights": normal(rng, N, S)}
    return {
        "inputs": {
            "query": np.tanh(normal(rng, N, H)),
            "keys": np.tanh(normal(rng, N, S, H)),
            "mask": mask_of(lengths, S),
            "W_q": normal(rng, H, A),
            "W_k": normal(rng, H, A),
            "v": normal(rng, A, scale=scale),
        },
        "outputs": weights if gradients else dict.fromkeys(weights),
    }


def attention_inputs(arguments, **inputs):
    return arguments | {"inputs": arguments["inputs"] | inputs}


@visible("additive_attention", part="values")
def _(rng):
    ln2 = np.log(2)
    hand = attended(rng, [3], S=3, H=2, A=1)
    yield case(
        "worked by hand: scores ln 2, 0 and 0",
        **attention_inputs(
            hand,
            query=np.array([[0.5, 0.0]]),
            keys=np.array([[[0.5, 4.0], [-0.5, 2.0], [-0.5, 6.0]]]),
            W_q=np.array([[1.0], [0.0]]),
            W_k=np.array([[1.0], [0.0]]),
            v=np.array([ln2 / np.tanh(1.0)]),
        ),
        note="the weights worked out above are 1/2, 1/4 and 1/4",
    )
    batch = attended(rng, [5, 5], S=5, H=3, A=4)
    yield case("N = 2, S = 5, H = 3, A = 4", **batch)
    yield case("the same with another query", **attention_inputs(batch, query=np.tanh(normal(rng, 2, 3))))
    yield case("the second of them alone", **attention_inputs(batch, **{name: batch["inputs"][name][1:] for name in ("query", "keys", "mask")}))
    yield case("v = 0: all words weigh the same", **attention_inputs(batch, v=np.zeros(4)))
    yield case("one word: S = 1", **attended(rng, [1, 1, 1], S=1, H=2, A=3))
    yield case("all square: N = S = H = A = 3", **attended(rng, [3, 3, 3], S=3, H=3, A=3))
    yield case("scores of a thousand", **attended(rng, [4, 4], S=4, H=3, A=2, scale=1500.0))


@hidden("additive_attention", part="values")
def _(rng):
    N, S, H, A = different_sizes(rng, 4)
    batch = attended(rng, [S] * N, S, H, A)
    yield case("a random batch", **batch)
    yield case("the same with another query", **attention_inputs(batch, query=np.tanh(normal(rng, N, H))))
    yield case("one sentence", **attended(rng, [S], S, H, A))
    yield case("all square", **attended(rng, [H] * H, H, H, H))
    yield case("large scores", **attended(rng, [S] * N, S, H, A, scale=2000.0))


@visible("additive_attention", part="padding")
def _(rng):
    batch = attended(rng, [2, 4, 1], S=4, H=3, A=2)
    yield case("lengths 2, 4 and 1", **batch)
    keys, mask = batch["inputs"]["keys"], batch["inputs"]["mask"]
    other = np.where(mask[:, :, None], keys, keys + 3.0)
    yield case("the same with other keys at the pads", **attention_inputs(batch, keys=other), note="no result may change")
    more = attention_inputs(batch, keys=with_pads(keys, 2, 0.7), mask=with_pads(mask, 2, False))
    yield case("the same with two more pads", **more, note="they have the weight 0, and nothing else changes")
    alone = {"query": batch["inputs"]["query"][:1], "keys": keys[:1, :2], "mask": mask[:1, :2]}
    yield case("the first of them alone, without pads", **attention_inputs(batch, **alone))
    yield case("large scores, and pads", **attended(rng, [3, 1], S=5, H=2, A=3, scale=900.0))
    zeros = np.where(mask[:, :, None], keys, 0.0)
    yield case("keys of zeros at the pads, as the encoder leaves them", **attention_inputs(batch, keys=zeros))


@hidden("additive_attention", part="padding")
def _(rng):
    for _ in range(2):
        S, H, A = different_sizes(rng, 3, 3, 7)
        lengths = [int(length) for length in rng.permutation([1, S, *rng.integers(1, S + 1, size=2)])]
        batch = attended(rng, lengths, S, H, A)
        yield case("a random batch", **batch)
        keys, mask = batch["inputs"]["keys"], batch["inputs"]["mask"]
        more = attention_inputs(batch, keys=with_pads(keys, 3, -0.4), mask=with_pads(mask, 3, False))
        yield case("the same with more pads", **more)


@visible("additive_attention", part="gradients")
def _(rng):
    yield case("lengths 3, 1 and 4", **attended(rng, [3, 1, 4], S=4, H=2, A=3, gradients=True))
    yield case("one sentence", **attended(rng, [3], S=3, H=3, A=2, gradients=True))


@hidden("additive_attention", part="gradients")
def _(rng):
    S, H, A = different_sizes(rng, 3, 3, 6)
    yield case("a random batch", **attended(rng, [S, 1, S - 1], S, H, A, gradients=True))


# beam_search --------------------------------------------------------------------------------------------------------

exercise(
    "beam_search",
    returns={"sentence": "", "score": ""},
    driver="call_with_step",
    explained="""
    The beam holds up to `width` beginnings of sentences, each with its sum of log probabilities and its own row of the
    state. One call of the step serves all of them. Adding the sums, (B, 1), to the log probabilities, (B, V), gives the
    sums of all B V continuations, of which the best `width` are kept, whichever beginnings they come from. A place p in
    the flattened table is token p % V of beginning p // V, and the state of that beginning has to go along. A
    continuation by END is complete: it leaves the beam and is put aside with its score, and only the others go on. Since
    the beam is chosen among sentences of equal length, the length plays no part there. It does when complete sentences
    are compared: each token makes the sum smaller, so that short sentences win unless the sum is divided by the length
    to the power alpha, where the length counts every token that was chosen, END too. What is still open after `longest`
    tokens is compared with the rest as it is. To convince yourself: width 1 is greedy decoding, and a width that is
    larger than the number of all sentences finds the best of them all.
    """,
)


def beamed(rng, V, H, width, longest, alpha, scale=1.5, end=0.0):
    """A case's arguments for beam_search."""
    arguments = searched(rng, 1, V, H, longest, scale, end)
    return {"step": arguments["step"], "h": arguments["h"], "width": width, "longest": longest, "alpha": alpha}


def beam_by_hand(step, h, width, longest, alpha):
    """The search, one beginning at a time in NumPy, to choose cases by; the judge is another one, in the tests."""
    beam, complete = [(0.0, [], 1, h[0])], []
    for length in range(1, longest + 1):
        continued = []
        for total, sentence, token, state in beam:
            new = np.tanh(step["E"][token] + state @ step["W_hh"])
            logits = new @ step["W_hy"] + step["b_y"]
            log_p = logits - logits.max() - np.log(np.exp(logits - logits.max()).sum())
            continued += [(total + log_p[next], [*sentence, next], next, new) for next in range(len(log_p))]
        continued.sort(key=lambda one: -one[0])
        complete += [(one[0] / length**alpha, one[1][:-1]) for one in continued[:width] if one[2] == 2]
        beam = [one for one in continued[:width] if one[2] != 2]
    complete += [(total / longest**alpha, sentence) for total, sentence, _, _ in beam]
    return max(complete)


def telling(rng, V, H, width, longest, alpha, differs_from):
    """A case whose answer is another one than with each of the changed arguments of `differs_from`."""
    while True:
        arguments = beamed(rng, V, H, width, longest, alpha, end=rng.uniform(-1.0, 1.5))
        best = beam_by_hand(**arguments)[1]
        if len(best) > 1 and all(beam_by_hand(**arguments | other)[1] != best for other in differs_from):
            return arguments


@visible("beam_search", part="values")
def _(rng):
    for width, note in ((1, "with width 1 it is greedy decoding"), (2, "b, c: 0.4 times 0.8 times 0.9")):
        yield case(
            f"the tree of the lesson, width {width}",
            step=TREE,
            h=np.array([[0]]),
            width=width,
            longest=9,
            alpha=0.0,
            note=note,
        )
    yield case("width 2, another one than greedy", **telling(rng, 6, 3, 2, 6, 0.0, [{"width": 1}]))
    yield case("width 3, another one than width 2", **telling(rng, 6, 3, 3, 6, 0.0, [{"width": 1}, {"width": 2}]))
    yield case("width 4, another network", **beamed(rng, V=7, H=2, width=4, longest=5, alpha=0.0))
    yield case("wider than there are sentences", **beamed(rng, V=5, H=2, width=500, longest=4, alpha=0.0))


@hidden("beam_search", part="values")
def _(rng):
    H = int(rng.integers(2, 5))
    yield case("width 2", **telling(rng, 6, H, 2, 6, 0.0, [{"width": 1}]))
    yield case("width 3", **telling(rng, 7, H, 3, 5, 0.0, [{"width": 1}, {"width": 2}]))
    yield case("width 5", **beamed(rng, V=8, H=H, width=5, longest=6, alpha=0.0))


@visible("beam_search", part="length")
def _(rng):
    yield case("alpha = 1, another one than with alpha = 0", **telling(rng, 6, 3, 3, 6, 1.0, [{"alpha": 0.0}]))
    yield case("alpha = 0.7", **telling(rng, 7, 2, 4, 6, 0.7, [{"alpha": 0.0}]))
    yield case("alpha = 1, width 1", **beamed(rng, V=6, H=3, width=1, longest=7, alpha=1.0))
    yield case("alpha = 1, wider than there are sentences", **beamed(rng, V=5, H=3, width=500, longest=4, alpha=1.0))


@hidden("beam_search", part="length")
def _(rng):
    H = int(rng.integers(2, 5))
    yield case("alpha = 1", **telling(rng, 6, H, 3, 6, 1.0, [{"alpha": 0.0}]))
    yield case("alpha = 0.6", **telling(rng, 7, H, 4, 5, 0.6, [{"alpha": 0.0}]))
    yield case("width 1", **beamed(rng, V=6, H=H, width=1, longest=7, alpha=1.0))


@visible("beam_search", part="edge_cases")
def _(rng):
    yield case("END never comes", **beamed(rng, V=6, H=2, width=3, longest=5, alpha=0.0, end=NEVER))
    yield case("END never comes, alpha = 1", **beamed(rng, V=6, H=2, width=2, longest=4, alpha=1.0, end=NEVER))
    yield case("END at once", **beamed(rng, V=6, H=3, width=2, longest=4, alpha=0.0, end=30.0))
    yield case("longest = 1", **beamed(rng, V=6, H=3, width=2, longest=1, alpha=1.0))
    yield case("width larger than V", **beamed(rng, V=5, H=2, width=9, longest=3, alpha=0.0))
    long = beamed(rng, V=12, H=2, width=2, longest=400, alpha=0.0, scale=0.05, end=NEVER)
    yield case("four hundred steps: a product of so many probabilities is zero", **long)


@hidden("beam_search", part="edge_cases")
def _(rng):
    H = int(rng.integers(2, 5))
    yield case("END never comes", **beamed(rng, V=7, H=H, width=3, longest=5, alpha=1.0, end=NEVER))
    yield case("END at once", **beamed(rng, V=7, H=H, width=3, longest=5, alpha=0.0, end=30.0))
    yield case("longest = 1", **beamed(rng, V=6, H=H, width=3, longest=1, alpha=0.0))
