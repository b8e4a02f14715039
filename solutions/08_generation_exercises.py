"""The private side of lesson 08_generation: cases, other right ways, and the mistakes with what to say of each.

Probabilities in the cases are often powers of one half, so that bits are whole numbers, and logits are their logarithms
plus a number of each row's own, which changes no probability. What is drawn is counted, whichever generator it is drawn
from. The model that `generate` is tried with is a plain recurrent network with random weights, made by the driver.
"""

import math

import numpy as np
import torch
from torch.nn import functional as F

from helpers.exercises import case, equivalent, exercise, hidden, mistake, quiz, right, visible


def logits_of(rng, probabilities):
    """Logits whose softmax along the last axis are these probabilities; a zero becomes -inf."""
    with np.errstate(divide="ignore"):
        logits = np.log(np.asarray(probabilities, dtype=float))
    return logits + np.round(rng.normal(size=(*logits.shape[:-1], 1)), 2)


def rest_to_others(probability, target, V):
    """A row of V probabilities with this one at the target; the others share what is left, unequally."""
    row = np.arange(1.0, V + 1)
    row[target] = 0.0
    row *= (1 - probability) / row.sum()
    row[target] = probability
    return row


def scored(rng, probabilities, V):
    """logits, targets and mask of texts whose tokens have these probabilities, one list a text; pads fill the rest.

    At a pad the target is a token like any other, and the logits are such that counting it is noticed.
    """
    N, T = len(probabilities), max(map(len, probabilities))
    targets = rng.integers(0, V, size=(N, T))
    mask = np.arange(T) < np.array([len(row) for row in probabilities])[:, None]
    rows = np.empty((N, T, V))
    for n, t in np.ndindex(N, T):
        rows[n, t] = rest_to_others(probabilities[n][t] if mask[n, t] else 1 / 32, targets[n, t], V)
    return {"logits": logits_of(rng, rows), "targets": targets, "mask": mask}


def random_scored(rng, N, T, V):
    """Random logits, targets and a mask; the first text fills all T places, and another does not."""
    real = np.concatenate([[T], rng.integers(1, max(2, T), size=N - 1)])
    return {
        "logits": 2 * rng.normal(size=(N, T, V)),
        "targets": rng.integers(0, V, size=(N, T)),
        "mask": np.arange(T) < real[:, None],
    }


# perplexity ----------------------------------------------------------------------------------------------------------

exercise(
    "perplexity",
    returns={"perplexity": ""},
    driver="tensors",
    forbidden=("helpers.nn",),
    explained="""
    `logits[mask]` and `targets[mask]` take the real tokens of all texts out of the batch, (n, V) and (n,), and what
    stands at pads is gone, whatever it is. Their mean cross-entropy is the mean of -ln p over all tokens, and its
    exponential is the geometric mean of 1/p. The usual mistakes are to count the pads, to average over texts before the
    exponential is taken or after it, and to exponentiate with the base 2 a loss that is in nats. To convince yourself:
    equal logits give V, and appended pads change nothing.
    """,
)


@visible("perplexity", part="values")
def _(rng):
    yield case(
        "worked by hand: 1/2, 1/4 and 1/8",
        **scored(rng, [[1 / 2, 1 / 4, 1 / 8]], 5),
        note="the mean of 1, 2 and 3 bits is 2 bits, and 2 to the power 2 is 4",
    )
    yield case(
        "the same and a shorter text",
        **scored(rng, [[1 / 2, 1 / 4, 1 / 8], [1 / 2]], 5),
        note="four tokens cost 7 bits; the two places behind the shorter text are pads",
    )
    yield case("three texts, V = 7", **random_scored(rng, 3, 4, 7), note="every token counts as much as any other")
    yield case("three others of the same sizes", **random_scored(rng, 3, 4, 7))


@hidden("perplexity", part="values")
def _(rng):
    N, T, V = (int(size) for size in rng.permutation([3, 4, 5, 6])[:3])
    yield case("a random batch", **random_scored(rng, N, T, V))
    yield case("powers of one half", **scored(rng, [[1 / 4, 1 / 2], [1 / 8, 1 / 16, 1 / 2], [1 / 4]], 6))


@visible("perplexity", part="edge_cases")
def _(rng):
    equal = random_scored(rng, 2, 3, 9) | {"logits": np.full((2, 3, 9), 0.7)}
    yield case("all logits equal, V = 9", **equal, note="a model that knows nothing hesitates between all V tokens")
    one = random_scored(rng, 1, 1, 4)
    yield case("one text of one token", **one)
    large = random_scored(rng, 2, 3, 5)
    large["logits"] = large["logits"] + 1000.0
    yield case("all logits near 1000", **large, note="only differences of logits matter")
    small = random_scored(rng, 2, 3, 5)
    yield case("all logits near -1000", **(small | {"logits": small["logits"] - 1000.0}))
    impossible_pad = scored(rng, [[1 / 2, 1 / 4], [1 / 4]], 4)
    impossible_pad["logits"][1, 1, impossible_pad["targets"][1, 1]] = -np.inf
    yield case(
        "a pad whose target is impossible",
        **impossible_pad,
        note="its loss is infinite, and 0 times infinity is nan: what stands at a pad has to be left out",
    )


@hidden("perplexity", part="edge_cases")
def _(rng):
    V = int(rng.integers(3, 9))
    yield case("equal logits", **(random_scored(rng, 3, 2, V) | {"logits": np.zeros((3, 2, V))}))
    yield case("one text", **random_scored(rng, 1, 4, V))
    yield case("one token each", **random_scored(rng, 3, 1, V))
    large = random_scored(rng, 2, 4, V)
    yield case("large logits", **(large | {"logits": large["logits"] + 2000.0}))
    pad = scored(rng, [[1 / 4, 1 / 2], [1 / 8]], V)
    pad["logits"][1, 1, pad["targets"][1, 1]] = -np.inf
    yield case("an impossible pad", **pad)


@right("perplexity", style="log_softmax and gather")
def perplexity_by_gather(logits, targets, mask):
    log_p = torch.log_softmax(logits, dim=-1).gather(-1, targets[..., None]).squeeze(-1)
    total = torch.where(mask, log_p, torch.zeros_like(log_p)).sum()
    return torch.exp(-total / mask.sum())


@right("perplexity", style="token by token, with a product of roots")
def perplexity_by_loops(logits, targets, mask):
    log_total, count = 0.0, 0
    for n in range(logits.shape[0]):
        for t in range(logits.shape[1]):
            if mask[n, t]:
                log_total += float(logits[n, t].logsumexp(0) - logits[n, t, targets[n, t]])
                count += 1
    return math.exp(log_total / count)


@right("perplexity", style="NumPy, in bits")
def perplexity_in_numpy(logits, targets, mask):
    rows, ids = logits.numpy()[mask.numpy()], targets.numpy()[mask.numpy()]
    rows = rows - rows.max(axis=1, keepdims=True)
    p = np.exp(rows) / np.exp(rows).sum(axis=1, keepdims=True)
    return 2.0 ** -np.log2(p[np.arange(len(ids)), ids]).mean()


@right("perplexity", style="pads by ignore_index")
def perplexity_by_ignoring(logits, targets, mask):
    targets = targets.masked_fill(~mask, -100)
    return F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=-100).exp()


BOTH = ("values", "edge_cases")


@mistake(
    "perplexity",
    fails=BOTH,
    says="The pads are counted as if they were tokens of the text: `mask` says which places are real, and it is not "
    "used.",
)
def perplexity_of_all_places(logits, targets, mask):
    return F.cross_entropy(logits.flatten(0, 1), targets.flatten()).exp()


@mistake(
    "perplexity",
    fails=BOTH,
    says="The losses at pads are taken out of the sum, and the sum is still divided by the number of all places. "
    "Divide by the number of tokens that were summed.",
)
def perplexity_divided_by_all_places(logits, targets, mask):
    losses = F.cross_entropy(logits.transpose(1, 2), targets, reduction="none")
    return (torch.where(mask, losses, 0.0).sum() / mask.numel()).exp()


@mistake(
    "perplexity",
    fails=BOTH,
    says="You compute the perplexity of each text and average those. So a token of a short text counts more than one "
    "of a long text. Average the losses of all tokens first.",
)
def perplexity_averaged_over_texts(logits, targets, mask):
    return torch.stack([F.cross_entropy(logits[n][m], targets[n][m]).exp() for n, m in enumerate(mask)]).mean()


@mistake(
    "perplexity",
    fails=BOTH,
    says="You average over each text, then over the texts. So a token of a short text counts more than one of a long "
    "text. All tokens belong into one mean.",
)
def perplexity_of_mean_of_means(logits, targets, mask):
    return torch.stack([F.cross_entropy(logits[n][m], targets[n][m]) for n, m in enumerate(mask)]).mean().exp()


@mistake(
    "perplexity",
    fails=BOTH,
    says="That is the mean loss in nats. The perplexity is one step further: a number of tokens, not of nats.",
)
def perplexity_is_the_loss(logits, targets, mask):
    return F.cross_entropy(logits[mask], targets[mask])


@mistake(
    "perplexity",
    fails=BOTH,
    says="The loss is made with the natural logarithm and you raise 2 to it. Base and logarithm have to belong "
    "together.",
)
def perplexity_to_base_two(logits, targets, mask):
    return 2.0 ** F.cross_entropy(logits[mask], targets[mask])


@mistake(
    "perplexity",
    fails=BOTH,
    says="You average 1/p itself. That is the arithmetic mean, in which one surprising token outweighs all others; "
    "the perplexity is the exponential of a mean of logarithms.",
)
def perplexity_arithmetic(logits, targets, mask):
    return F.cross_entropy(logits[mask], targets[mask], reduction="none").exp().mean()


@mistake(
    "perplexity",
    fails=BOTH,
    says="You average the probabilities and take 1 over that. A text is as probable as the *product* of its tokens: "
    "average logarithms.",
)
def perplexity_harmonic(logits, targets, mask):
    return 1 / (-F.cross_entropy(logits[mask], targets[mask], reduction="none")).exp().mean()


@mistake(
    "perplexity",
    fails=BOTH,
    says="The sign is lost: you return the mean probability in place of its inverse. A perplexity is at least 1.",
)
def perplexity_inverted(logits, targets, mask):
    return (-F.cross_entropy(logits[mask], targets[mask])).exp()


@mistake(
    "perplexity",
    fails=BOTH,
    says="You exponentiate the sum of the losses. So a longer text has a larger perplexity, whatever the model: a "
    "mean over the tokens is missing.",
)
def perplexity_of_the_sum(logits, targets, mask):
    return F.cross_entropy(logits[mask], targets[mask], reduction="sum").exp()


@mistake(
    "perplexity",
    fails=BOTH,
    says="The logits become probabilities twice: cross_entropy takes logits and does the softmax itself.",
)
def perplexity_softmax_twice(logits, targets, mask):
    return F.cross_entropy(logits.softmax(dim=-1)[mask], targets[mask]).exp()


@mistake(
    "perplexity",
    fails=BOTH,
    says="Your softmax runs over the steps. Each step has probabilities of its own, which add up to 1 over the V "
    "tokens.",
)
def perplexity_softmax_over_steps(logits, targets, mask):
    log_p = logits.log_softmax(dim=1).gather(2, targets[..., None])[..., 0]
    return (-log_p[mask].mean()).exp()


@mistake(
    "perplexity",
    fails=BOTH,
    says="The mask is turned round: it is True at the tokens that count, and you have kept the others.",
)
def perplexity_of_pads(logits, targets, mask):
    return F.cross_entropy(logits[~mask], targets[~mask]).exp()


@mistake(
    "perplexity",
    fails=BOTH,
    says="You compare the logits of a step with the target of the next one. The targets are shifted already: "
    "targets[n, t] is what the logits at [n, t] are to name.",
)
def perplexity_shifted_again(logits, targets, mask):
    kept = mask[:, 1:]
    return F.cross_entropy(logits[:, :-1][kept], targets[:, 1:][kept]).exp()


@mistake(
    "perplexity",
    fails=("edge_cases",),
    says="Your exponentials overflow for large logits. Let log_softmax, logsumexp or cross_entropy do that part: they "
    "subtract the largest logit first.",
)
def perplexity_overflows(logits, targets, mask):
    e = logits.exp()
    p = (e / e.sum(dim=-1, keepdim=True)).gather(-1, targets[..., None])[..., 0]
    return (-p[mask].log().mean()).exp()


@mistake(
    "perplexity",
    fails=("edge_cases",),
    says="The losses are multiplied by the mask. Where a pad's loss is infinite that makes nan: pick the real places, "
    "or use torch.where.",
)
def perplexity_mask_multiplied(logits, targets, mask):
    losses = F.cross_entropy(logits.transpose(1, 2), targets, reduction="none")
    return ((losses * mask).sum() / mask.sum()).exp()


@mistake(
    "perplexity",
    fails=BOTH,
    says="The logits are multiplied by the mask. At a pad they become zeros, and a model of zeros still has a loss: "
    "ln V. It is the loss that has to be left out.",
)
def perplexity_logits_masked(logits, targets, mask):
    return F.cross_entropy((logits * mask[..., None]).flatten(0, 1), targets.flatten()).exp()


@mistake(
    "perplexity",
    fails=BOTH,
    says="The losses at pads are taken out of the sum, and the sum is still divided by the number of all places. "
    "Divide by the number of tokens that were summed.",
)
def perplexity_mean_of_masked(logits, targets, mask):
    losses = F.cross_entropy(logits.transpose(1, 2), targets, reduction="none")
    return (losses * mask).mean().exp()


@mistake(
    "perplexity",
    fails=BOTH,
    says="You measure how undecided the model is, and never ask which token came: `targets` plays no part. A model "
    "that is sure and wrong has to look bad.",
)
def perplexity_of_the_model_alone(logits, targets, mask):
    p = logits[mask].softmax(dim=1)
    return (-(p * p.log()).sum(dim=1).mean()).exp()


@mistake(
    "perplexity",
    fails=BOTH,
    says="You take the probability of the most probable token. What counts is the one that the model gave to the token "
    "that came, in `targets`.",
)
def perplexity_of_the_largest(logits, targets, mask):
    return (-logits[mask].log_softmax(dim=1).amax(dim=1).mean()).exp()


@mistake(
    "perplexity",
    fails=BOTH,
    says="The sum of the losses is divided by the number of texts. The n in (8.2) counts tokens.",
)
def perplexity_for_each_text(logits, targets, mask):
    return (F.cross_entropy(logits[mask], targets[mask], reduction="sum") / len(logits)).exp()


@mistake(
    "perplexity",
    fails=BOTH,
    says="cross_entropy takes the axis behind the first one for that of the V tokens, and here it is the one of the "
    "steps. Give it one row of V logits for each token, (n, V), with ids (n,).",
)
def perplexity_with_steps_for_tokens(logits, targets, mask):
    return F.cross_entropy(logits, targets).exp()


@mistake(
    "perplexity",
    fails=BOTH,
    says="The places whose target is 0 are left out. 0 is the id of a token like any other: what is a pad is said by "
    "`mask`.",
)
def perplexity_ignoring_token_0(logits, targets, mask):
    return F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0).exp()


@mistake(
    "perplexity",
    fails=BOTH,
    says="The targets at pads are set to 0, and counted all the same, as if the token 0 had come there.",
)
def perplexity_with_targets_masked(logits, targets, mask):
    return F.cross_entropy(logits.transpose(1, 2), targets * mask).exp()


@mistake(
    "perplexity",
    fails=BOTH,
    says="The rows are cut at the wrong length: axis 1 of the logits has T steps, and a row of scores is as long as "
    "the last axis, V.",
)
def perplexity_with_rows_of_the_wrong_length(logits, targets, mask):
    return F.cross_entropy(logits.reshape(-1, logits.shape[1]), targets.reshape(-1)).exp()


@mistake(
    "perplexity",
    fails=BOTH,
    says="Your softmax runs over the texts of the batch. Each place has probabilities of its own, which add up to 1 "
    "over the V tokens.",
)
def perplexity_softmax_over_texts(logits, targets, mask):
    log_p = logits.log_softmax(dim=0).gather(2, targets[..., None])[..., 0]
    return (-log_p[mask].mean()).exp()


@mistake(
    "perplexity",
    fails=BOTH,
    says="`[targets]` looks along the first axis, that of the texts. Of the last axis one entry is wanted at each "
    "place: that is what `gather` is for, or cross_entropy.",
)
def perplexity_indexed_by_targets(logits, targets, mask):
    return (-logits.log_softmax(dim=-1)[targets][mask].mean()).exp()


@mistake(
    "perplexity",
    fails=BOTH,
    says="The mean goes over all V tokens of the vocabulary, at each place. Only the probability of the token that "
    "came counts, in `targets`.",
)
def perplexity_of_the_whole_vocabulary(logits, targets, mask):
    return (-logits[mask].log_softmax(dim=1).mean()).exp()


# bits_per_character --------------------------------------------------------------------------------------------------

exercise(
    "bits_per_character",
    returns={"bits": ""},
    driver="tensors",
    forbidden=("helpers.nn",),
    explained="""
    The total of -ln p over the real tokens is what the texts cost in nats; divided by ln 2 it is in bits. The
    characters are counted token by token: `lengths[targets[mask]]` looks up how many each real token spells. Total over
    total: a mean of ratios would let short tokens count more. The usual mistakes are a factor ln 2 on the wrong side,
    the number of tokens in place of characters, and pads. To convince yourself: with all lengths 1 it is the logarithm,
    to base 2, of the perplexity.
    """,
)


def with_lengths(rng, scored_texts):
    """The same with a number of characters for each token of the vocabulary, from 1 to 6."""
    V = scored_texts["logits"].shape[-1]
    return scored_texts | {"lengths": rng.integers(1, 7, size=V)}


def worked_example(rng):
    """Three tokens of 1, 2 and 3 bits that spell 4, 1 and 1 characters, and pads behind them."""
    texts = scored(rng, [[1 / 2, 1 / 4, 1 / 8], [1 / 2]], 5)
    texts["targets"] = np.array([[3, 1, 4], [3, 0, 0]])
    rows = [[rest_to_others(p, target, 5) for p, target in ((1 / 2, 3), (1 / 4, 1), (1 / 8, 4))]]
    rows += [[rest_to_others(p, target, 5) for p, target in ((1 / 2, 3), (1 / 32, 0), (1 / 32, 0))]]
    texts["logits"] = logits_of(rng, rows)
    return texts | {"lengths": np.array([2, 1, 5, 4, 1])}


@visible("bits_per_character", part="values")
def _(rng):
    one = {name: array[:1] if name != "lengths" else array for name, array in worked_example(rng).items()}
    yield case(
        "worked by hand: 1, 2 and 3 bits for 4, 1 and 1 characters",
        **one,
        note="6 bits for 6 characters",
    )
    yield case("the same and a shorter text", **worked_example(rng), note="7 bits for 10 characters")
    yield case("three texts, V = 7", **with_lengths(rng, random_scored(rng, 3, 4, 7)))
    yield case("three others of the same sizes", **with_lengths(rng, random_scored(rng, 3, 4, 7)))
    ones = random_scored(rng, 2, 5, 4) | {"lengths": np.ones(4, dtype=int)}
    yield case("all tokens one character", **ones, note="then it is the mean loss in bits")


@hidden("bits_per_character", part="values")
def _(rng):
    N, T, V = (int(size) for size in rng.permutation([3, 4, 5, 6])[:3])
    yield case("a random batch", **with_lengths(rng, random_scored(rng, N, T, V)))
    halves = scored(rng, [[1 / 4, 1 / 2], [1 / 8, 1 / 16, 1 / 2], [1 / 4]], 6)
    yield case("powers of one half", **with_lengths(rng, halves))


@visible("bits_per_character", part="edge_cases")
def _(rng):
    equal = with_lengths(rng, random_scored(rng, 2, 3, 8)) | {"logits": np.full((2, 3, 8), -0.3)}
    yield case("all logits equal, V = 8", **equal, note="each token costs 3 bits")
    yield case("one text of one token", **with_lengths(rng, random_scored(rng, 1, 1, 4)))
    silent = worked_example(rng)
    silent["lengths"] = np.array([2, 0, 5, 4, 1])
    yield case(
        "a token of no characters",
        **silent,
        note="an end mark spells nothing, and naming it costs bits all the same: 7 bits for 9 characters",
    )
    pad = worked_example(rng)
    pad["logits"][1, 1, 0] = -np.inf
    yield case("a pad whose target is impossible", **pad, note="its loss is infinite, and 0 times infinity is nan")
    large = with_lengths(rng, random_scored(rng, 2, 3, 5))
    yield case("all logits near 1000", **(large | {"logits": large["logits"] + 1000.0}))
    small = with_lengths(rng, random_scored(rng, 2, 3, 5))
    yield case("all logits near -1000", **(small | {"logits": small["logits"] - 1000.0}))


@hidden("bits_per_character", part="edge_cases")
def _(rng):
    V = int(rng.integers(3, 9))
    yield case("one text", **with_lengths(rng, random_scored(rng, 1, 4, V)))
    yield case("one token each", **with_lengths(rng, random_scored(rng, 3, 1, V)))
    silent = worked_example(rng)
    silent["lengths"] = np.array([3, 0, 1, 2, int(rng.integers(1, 5))])
    yield case("a token of no characters", **silent)
    large = with_lengths(rng, random_scored(rng, 2, 4, V))
    yield case("large logits", **(large | {"logits": large["logits"] + 2000.0}))


@right("bits_per_character", style="log2 of gathered probabilities")
def bits_by_gather(logits, targets, mask, lengths):
    p = logits.softmax(dim=-1).gather(-1, targets.unsqueeze(-1)).squeeze(-1)
    return -p[mask].log2().sum() / lengths[targets[mask]].sum()


@right("bits_per_character", style="from the perplexity")
def bits_from_perplexity(logits, targets, mask, lengths):
    loss = F.cross_entropy(logits[mask], targets[mask])
    characters_per_token = lengths[targets][mask].double().mean()
    return torch.log2(loss.exp()) / characters_per_token


@right("bits_per_character", style="token by token")
def bits_by_loops(logits, targets, mask, lengths):
    bits, characters = 0.0, 0
    for n, t in mask.nonzero().tolist():
        token = int(targets[n, t])
        bits -= float(torch.log_softmax(logits[n, t], dim=0)[token]) / math.log(2)
        characters += int(lengths[token])
    return bits / characters


@right("bits_per_character", style="NumPy")
def bits_in_numpy(logits, targets, mask, lengths):
    logits, targets, mask, lengths = (tensor.numpy() for tensor in (logits, targets, mask, lengths))
    rows = logits[mask] - logits[mask].max(axis=1, keepdims=True)
    nats = np.log(np.exp(rows).sum(axis=1)) - rows[np.arange(len(rows)), targets[mask]]
    return np.log2(np.e) * nats.sum() / lengths[targets[mask]].sum()


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="You return nats. A bit is smaller: the loss is made with the natural logarithm, and bits come from that to "
    "base 2.",
)
def bits_in_nats(logits, targets, mask, lengths):
    return F.cross_entropy(logits[mask], targets[mask], reduction="sum") / lengths[targets[mask]].sum()


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="The factor stands on the wrong side: you multiply by ln 2. One nat is more than one bit, 1.44 of them.",
)
def bits_multiplied(logits, targets, mask, lengths):
    return F.cross_entropy(logits[mask], targets[mask], reduction="sum") * math.log(2) / lengths[targets[mask]].sum()


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="That is bits per token. A token spells lengths[token] characters, and those are what the bits are shared "
    "among.",
)
def bits_per_token(logits, targets, mask, lengths):
    return F.cross_entropy(logits[mask], targets[mask]) / math.log(2)


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="You use log10. A digit of ten and a digit of two are not the same: bits need the logarithm to base 2.",
)
def bits_to_base_ten(logits, targets, mask, lengths):
    return F.cross_entropy(logits[mask], targets[mask], reduction="sum") / math.log(10) / lengths[targets[mask]].sum()


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="You divide the bits of each token by its own characters, and average. So a character of a short token "
    "counts more than one of a long token. Sum the bits, sum the characters, divide once.",
)
def bits_mean_of_ratios(logits, targets, mask, lengths):
    bits = F.cross_entropy(logits[mask], targets[mask], reduction="none") / math.log(2)
    return (bits / lengths[targets[mask]]).mean()


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="The characters of the pads are counted. A pad spells nothing: look up the lengths of the real tokens only.",
)
def bits_with_characters_of_pads(logits, targets, mask, lengths):
    return F.cross_entropy(logits[mask], targets[mask], reduction="sum") / math.log(2) / lengths[targets].sum()


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="The pads' bits and characters are counted too: the mask is not used.",
)
def bits_without_mask(logits, targets, mask, lengths):
    nats = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="sum")
    return nats / math.log(2) / lengths[targets].sum()


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="You take the mean length over the vocabulary. What counts is how long the tokens of this text are: a "
    "frequent token counts each time it comes.",
)
def bits_by_mean_length(logits, targets, mask, lengths):
    return F.cross_entropy(logits[mask], targets[mask]) / math.log(2) / lengths.double().mean()


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="You divide by the sum of all lengths of the vocabulary. What counts is how many characters this text has.",
)
def bits_by_all_lengths(logits, targets, mask, lengths):
    return F.cross_entropy(logits[mask], targets[mask], reduction="sum") / math.log(2) / lengths.sum()


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="You return the total of bits. It has to be shared among the characters.",
)
def bits_in_all(logits, targets, mask, lengths):
    return F.cross_entropy(logits[mask], targets[mask], reduction="sum") / math.log(2)


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="The mean over the tokens is divided by the characters of all tokens: the number of tokens is divided by "
    "twice. Take the total of the bits.",
)
def bits_mean_by_total(logits, targets, mask, lengths):
    return F.cross_entropy(logits[mask], targets[mask]) / math.log(2) / lengths[targets[mask]].sum()


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="That is a perplexity for each character. Bits are its logarithm: nothing is exponentiated.",
)
def bits_exponentiated(logits, targets, mask, lengths):
    nats = F.cross_entropy(logits[mask], targets[mask], reduction="sum")
    return (nats / lengths[targets[mask]].sum()).exp()


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="You compute the number for each text and average those. So a character of a short text counts more. Sum "
    "over all texts first.",
)
def bits_averaged_over_texts(logits, targets, mask, lengths):
    each = [
        F.cross_entropy(logits[n][m], targets[n][m], reduction="sum") / math.log(2) / lengths[targets[n][m]].sum()
        for n, m in enumerate(mask)
    ]
    return torch.stack(each).mean()


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="The mask is turned round: it is True at the tokens that count, and you have kept the others.",
)
def bits_of_pads(logits, targets, mask, lengths):
    nats = F.cross_entropy(logits[~mask], targets[~mask], reduction="sum")
    return nats / math.log(2) / lengths[targets[~mask]].sum()


@mistake(
    "bits_per_character",
    fails=("edge_cases",),
    says="Your exponentials overflow for large logits. log_softmax and cross_entropy subtract the largest logit first.",
)
def bits_overflow(logits, targets, mask, lengths):
    e = logits.exp()
    p = (e / e.sum(dim=-1, keepdim=True)).gather(-1, targets[..., None])[..., 0]
    return -p[mask].log2().sum() / lengths[targets[mask]].sum()


@mistake(
    "bits_per_character",
    fails=("edge_cases",),
    says="Tokens that spell no character are left out. They have to be named too, and what that costs belongs to the "
    "text.",
)
def bits_without_silent_tokens(logits, targets, mask, lengths):
    counted = mask & (lengths[targets] > 0)
    return (
        F.cross_entropy(logits[counted], targets[counted], reduction="sum") / math.log(2) / lengths[targets[mask]].sum()
    )


@mistake(
    "bits_per_character",
    fails=("edge_cases",),
    says="The losses are multiplied by the mask. Where a pad's loss is infinite that makes nan: pick the real places, "
    "or use torch.where.",
)
def bits_mask_multiplied(logits, targets, mask, lengths):
    losses = F.cross_entropy(logits.transpose(1, 2), targets, reduction="none")
    return (losses * mask).sum() / math.log(2) / (lengths[targets] * mask).sum()


@mistake(
    "bits_per_character",
    fails=("edge_cases",),
    says="A token of no characters is counted as one character.",
)
def bits_with_at_least_one_character(logits, targets, mask, lengths):
    nats = F.cross_entropy(logits[mask], targets[mask], reduction="sum")
    return nats / math.log(2) / lengths.clamp(min=1)[targets[mask]].sum()


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="You take the logarithm of a loss, which is a sum of logarithms already. A number of nats becomes a number of "
    "bits by a factor.",
)
def bits_logarithm_of_the_loss(logits, targets, mask, lengths):
    return F.cross_entropy(logits[mask], targets[mask], reduction="sum").log2() / lengths[targets[mask]].sum()


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="The fraction is upside down: you return characters per bit.",
)
def bits_upside_down(logits, targets, mask, lengths):
    nats = F.cross_entropy(logits[mask], targets[mask], reduction="sum")
    return lengths[targets[mask]].sum() * math.log(2) / nats


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="`lengths` has one entry for each token of the vocabulary, (V,), and no places: the mask does not fit it. The "
    "ids of the real tokens look the lengths up.",
)
def bits_with_masked_lengths(logits, targets, mask, lengths):
    return F.cross_entropy(logits[mask], targets[mask], reduction="sum") / math.log(2) / lengths[mask].sum()


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="A perplexity is shared among the characters. It is a number of choices; what can be shared is what the text "
    "costs, in bits.",
)
def bits_from_a_shared_perplexity(logits, targets, mask, lengths):
    return F.cross_entropy(logits[mask], targets[mask]).exp() / lengths[targets[mask]].double().mean()


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="A token that comes several times is counted once among the characters. It spells them each time it comes.",
)
def bits_with_each_token_once(logits, targets, mask, lengths):
    ids = targets[mask]
    return F.cross_entropy(logits[mask], ids, reduction="sum") / math.log(2) / lengths[ids.unique()].sum()


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="You divide by V, the size of the vocabulary. What counts is how many characters this text has.",
)
def bits_for_each_word_of_the_vocabulary(logits, targets, mask, lengths):
    return F.cross_entropy(logits[mask], targets[mask], reduction="sum") / math.log(2) / len(lengths)


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="`//` rounds down to a whole number. A fraction is wanted: `/`.",
)
def bits_rounded_down(logits, targets, mask, lengths):
    nats = F.cross_entropy(logits[mask], targets[mask], reduction="sum")
    return nats / math.log(2) // lengths[targets[mask]].sum()


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="The mean loss is multiplied by the number of all places. The tokens that it was a mean of are those where "
    "the mask is True.",
)
def bits_of_all_places(logits, targets, mask, lengths):
    nats = F.cross_entropy(logits[mask], targets[mask]) * mask.numel()
    return nats / math.log(2) / lengths[targets[mask]].sum()


@mistake(
    "bits_per_character",
    fails=BOTH,
    says="`lengths` has one entry for each token of the vocabulary, (V,), and no places: the mask does not fit it. The "
    "ids of the real tokens look the lengths up.",
)
def bits_with_lengths_times_mask(logits, targets, mask, lengths):
    nats = F.cross_entropy(logits[mask], targets[mask], reduction="sum")
    return nats / math.log(2) / (lengths * mask).sum()


# sample_with_temperature ---------------------------------------------------------------------------------------------

exercise(
    "sample_with_temperature",
    returns={"rows": "", "calls": "", "share": ""},
    driver="count_choices",
    forbidden=("helpers.nn",),
    explained="""
    Dividing all logits by T before the softmax is raising every probability to the power 1/T and normalising again:
    below 1 it sharpens, above 1 it flattens, and -inf stays impossible. T = 0 is the limit, all probability on the
    largest logit, and has a line of its own since nothing can be divided by 0. `torch.multinomial` draws one id for
    each row; it returns (N, 1), and `[:, 0]` takes the ids out. The usual mistakes are to multiply by T, to divide the
    probabilities in place of the logits (which normalising undoes), and to make a new generator with a fixed seed in
    each call. To convince yourself, draw a thousand times and count.
    """,
)

QUARTERS = [[0.5, 0.25, 0.125, 0.125], [0.125, 0.125, 0.25, 0.5]]
UNEQUAL = [[0.5, 0.375, 0.125], [0.125, 0.5, 0.375]]


def at_temperature(rng, wanted, temperature, shift=0.0):
    """Arguments for which the probabilities at this temperature are those wanted."""
    return {"logits": temperature * logits_of(rng, wanted) + shift, "temperature": temperature}


COUNTED = (
    "each row is handed in 50 times, in each of 40 calls; share at index (n, v) is how much of what row n gave is "
    "token v, rounded to eighths"
)
DIFFERENCES = "only differences of logits matter"


@visible("sample_with_temperature", part="values")
def _(rng):
    yield case("T = 1: the softmax itself", **at_temperature(rng, UNEQUAL, 1.0), note=COUNTED)
    yield case("T = 2", **at_temperature(rng, QUARTERS, 2.0), note=COUNTED)
    yield case("T = 1/2", **at_temperature(rng, UNEQUAL[::-1], 0.5), note=COUNTED)
    yield case("T = 0.7, three rows", **at_temperature(rng, [*UNEQUAL, [0.375, 0.125, 0.5]], 0.7), note=COUNTED)


@hidden("sample_with_temperature", part="values")
def _(rng):
    for name, low, high in (("hot", 1.6, 2.5), ("cold", 0.3, 0.6)):
        table = np.array(QUARTERS)[:, rng.permutation(4)]
        yield case(f"a {name} draw", **at_temperature(rng, table, float(np.round(rng.uniform(low, high), 2))))
    yield case(
        "three rows", **at_temperature(rng, np.array([*UNEQUAL, [0.375, 0.125, 0.5]])[:, rng.permutation(3)], 1.0)
    )


@visible("sample_with_temperature", part="edge_cases")
def _(rng):
    yield case(
        "T = 0: the largest logit",
        logits=np.array([[0.3, 0.7, 0.6], [2.0, -1.0, 1.9]]),
        temperature=0.0,
        note="nothing is left to chance at T = 0",
    )
    yield case(
        "tokens with a logit of -inf",
        **at_temperature(rng, [[0.5, 0.0, 0.5], [0.0, 0.375, 0.625]], 1.0),
        note="a logit of -inf is a token that never comes",
    )
    yield case(
        "one token alone can come",
        logits=np.array([[-np.inf, 0.4, -np.inf]]),
        temperature=1.2,
        note="as after top_k, k = 1",
    )
    yield case("all logits near 1000", **at_temperature(rng, UNEQUAL, 1.0, shift=1000.0), note=DIFFERENCES)
    yield case("all logits near -1000", **at_temperature(rng, UNEQUAL[::-1], 1.0, shift=-1000.0), note=DIFFERENCES)
    yield case("one row", **at_temperature(rng, QUARTERS[:1], 1.5))
    yield case("T = 0, -inf and negative logits", logits=np.array([[-np.inf, -3.0, -2.0, -5.0]]), temperature=0.0)


@hidden("sample_with_temperature", part="edge_cases")
def _(rng):
    yield case("T = 0", logits=rng.permuted([[0.1, 0.9, 0.8], [3.0, -1.0, 2.8]], axis=1), temperature=0.0)
    yield case("large logits", **at_temperature(rng, UNEQUAL, 0.8, shift=2000.0))
    yield case("small logits", **at_temperature(rng, UNEQUAL, 1.4, shift=-2000.0))
    yield case("a vocabulary of one token", logits=rng.normal(size=(2, 1)), temperature=1.0)
    barred = rng.permutation(np.array([0.5, 0.0, 0.5, 0.0]))[None]
    yield case("two tokens never come, one row", **at_temperature(rng, barred, 1.7))


@right("sample_with_temperature", style="where the running sum passes a random number")
def sample_by_running_sum(logits, temperature, generator):
    if not temperature:
        return torch.argmax(logits, dim=1)
    p = ((logits - logits.max(dim=1, keepdim=True).values) / temperature).exp()
    running = p.cumsum(dim=1)
    u = torch.rand(len(logits), 1, generator=generator, dtype=logits.dtype) * running[:, -1:]
    return (running <= u).sum(dim=1)


@right("sample_with_temperature", style="Gumbel noise")
def sample_by_gumbel_noise(logits, temperature, generator):
    noise = -torch.log(-torch.log(torch.rand(logits.shape, generator=generator, dtype=torch.float64)))
    return (logits + temperature * noise).argmax(dim=-1)


@right("sample_with_temperature", style="torch.distributions")
def sample_by_distribution(logits, temperature, generator):
    if temperature == 0:
        return logits.max(dim=1).indices
    return torch.distributions.Categorical(logits=logits / temperature).sample()


@right("sample_with_temperature", style="NumPy's generator, row by row")
def sample_by_numpy(logits, temperature, generator):
    ids = []
    for row in logits.numpy():
        if temperature == 0:
            ids.append(int(row.argmax()))
        else:
            p = np.exp((row - row.max()) / temperature)
            ids.append(int(np.random.choice(len(row), p=p / p.sum())))
    return torch.tensor(ids)


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="The logits are multiplied by T. Then a high temperature sharpens and a low one flattens: look at which side "
    "of the fraction T stands.",
)
def sample_multiplied(logits, temperature, generator):
    p = torch.softmax(logits * temperature, dim=1)
    return torch.multinomial(p, 1, generator=generator)[:, 0]


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="You take the largest logit at every temperature. That is right for T = 0; otherwise a token of 3/8 comes "
    "three times in eight.",
)
def sample_always_largest(logits, temperature, generator):
    return logits.argmax(dim=1)


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="The temperature plays no part in what you draw, except at 0. Where in (8.4) does it stand? (Probabilities "
    "that are divided by T are the same again once they are normalised.)",
)
def sample_without_temperature(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax(dim=1)
    return torch.multinomial(logits.softmax(dim=1), 1, generator=generator)[:, 0]


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="",
    twin_of="sample_without_temperature",
)
def sample_probabilities_divided(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax(dim=1)
    return torch.multinomial(logits.softmax(dim=1) / temperature, 1, generator=generator)[:, 0]


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="You take a softmax of probabilities. They all lie between 0 and 1, so what comes out is nearly even. The "
    "softmax wants logits, once.",
)
def sample_softmax_twice(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax(dim=1)
    return torch.multinomial((logits.softmax(dim=1) / temperature).softmax(dim=1), 1, generator=generator)[:, 0]


@mistake(
    "sample_with_temperature",
    fails=("edge_cases",),
    says="At T = 0 something is divided by zero. The limit is known: all the probability on the largest logit.",
)
def sample_divides_by_zero(logits, temperature, generator):
    return torch.multinomial((logits / temperature).softmax(dim=1), 1, generator=generator)[:, 0]


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="All calls draw the same: in each call the dice are thrown from the same beginning. Take the generator that "
    "is handed in, which goes on from call to call.",
)
def sample_reseeded(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax(dim=1)
    generator = torch.Generator().manual_seed(0)
    return torch.multinomial((logits / temperature).softmax(dim=1), 1, generator=generator)[:, 0]


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="One random number serves for all rows. Each row needs a draw of its own.",
)
def sample_one_number_for_all(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax(dim=1)
    p = (logits / temperature).softmax(dim=1)
    u = torch.rand(1, generator=generator, dtype=torch.float64)
    return (p.cumsum(dim=1) <= u).sum(dim=1).clamp(max=logits.shape[1] - 1)


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="multinomial returns (N, 1), and (N,) is asked for: one id for each row.",
)
def sample_with_an_axis_more(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax(dim=1, keepdim=True)
    return torch.multinomial((logits / temperature).softmax(dim=1), 1, generator=generator)


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="You return the probabilities that were to be drawn from. What is asked for are the ids of what was drawn.",
)
def sample_returns_probabilities(logits, temperature, generator):
    if temperature == 0:
        return F.one_hot(logits.argmax(dim=1), logits.shape[1])
    return (logits / temperature).softmax(dim=1)


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="Your softmax runs down the columns, over the rows of the batch. Each row has probabilities of its own.",
)
def sample_softmax_over_rows(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax(dim=1)
    return torch.multinomial((logits / temperature).softmax(dim=0) + 1e-300, 1, generator=generator)[:, 0]


@mistake(
    "sample_with_temperature",
    fails=("edge_cases",),
    says="Your exponentials overflow, or all become 0, where the logits are far from 0. torch.softmax subtracts the "
    "largest of each row first.",
)
def sample_overflows(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax(dim=1)
    p = (logits / temperature).exp()
    return torch.multinomial(p / p.sum(dim=1, keepdim=True), 1, generator=generator)[:, 0]


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="You divide the caller's logits in place: `/=` writes into what was handed in. Make a new tensor.",
)
def sample_in_place(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax(dim=1)
    logits /= temperature
    logits -= logits.max(dim=1, keepdim=True).values
    return torch.multinomial(logits.softmax(dim=1), 1, generator=generator)[:, 0]


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="You draw every token with the same probability. The draw needs the probabilities of each row.",
)
def sample_evenly(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax(dim=1)
    return torch.randint(logits.shape[1], (len(logits),), generator=generator)


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="The logits are handed to the draw without a softmax. They are scores of any sign and no probabilities.",
)
def sample_from_logits(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax(dim=1)
    return torch.multinomial(logits / temperature, 1, generator=generator)[:, 0]


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="Your ids are one too low, now and then -1: count the running sums that the random number has passed, and "
    "subtract nothing.",
)
def sample_one_too_low(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax(dim=1)
    running = (logits / temperature).softmax(dim=1).cumsum(dim=1)
    return (running <= torch.rand(len(logits), 1, generator=generator, dtype=torch.float64)).sum(dim=1) - 1


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="You draw the largest logit half of the time and something at random otherwise. The temperature asks for "
    "another mixture: the softmax of the divided logits.",
)
def sample_largest_or_anything(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax(dim=1)
    anything = torch.randint(logits.shape[1], (len(logits),), generator=generator)
    largest = torch.rand(len(logits), generator=generator) < 0.5
    return torch.where(largest, logits.argmax(dim=1), anything)


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="Where there is one row, `squeeze()` removes the axis of the rows too: a batch of one row gives (1,). `[:, "
    "0]` takes out one column, and leaves the rows.",
)
def sample_squeezed(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax(dim=1)
    return torch.multinomial((logits / temperature).softmax(dim=1), 1, generator=generator).squeeze()


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="You divide the caller's logits in place: `/=` writes into what was handed in. Make a new tensor.",
)
def sample_divided_in_place(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax(dim=1)
    logits /= temperature
    return torch.multinomial(logits.softmax(dim=1), 1, generator=generator)[:, 0]


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="All rows draw with the probabilities of the first one. Each row has its own.",
)
def sample_from_the_first_row(logits, temperature, generator):
    if temperature == 0:
        return logits[:1].argmax(dim=1).expand(len(logits))
    p = (logits / temperature).softmax(dim=1)[0]
    return torch.multinomial(p, len(logits), replacement=True, generator=generator)


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="Below 1 you take the largest logit every time. That is what happens at 0 alone; a temperature between 0 and "
    "1 makes the likely tokens more likely, and the others still come.",
)
def sample_largest_when_cold(logits, temperature, generator):
    if temperature < 1:
        return logits.argmax(dim=1)
    return torch.multinomial((logits / temperature).softmax(dim=1), 1, generator=generator)[:, 0]


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="The temperature is used twice: you divide by T squared.",
)
def sample_divided_twice(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax(dim=1)
    return torch.multinomial((logits / temperature**2).softmax(dim=1), 1, generator=generator)[:, 0]


@mistake(
    "sample_with_temperature",
    fails=("edge_cases",),
    says="At T = 0 you return the largest logit itself. Its place is asked for, which is the id of the token.",
)
def sample_returns_the_largest_logit(logits, temperature, generator):
    if temperature == 0:
        return logits.max(dim=1).values
    return torch.multinomial((logits / temperature).softmax(dim=1), 1, generator=generator)[:, 0]


@mistake(
    "sample_with_temperature",
    fails=("edge_cases",),
    says="At T = 0 you return the token 0 for every row. It is the row's largest logit that is taken there.",
)
def sample_zero_at_zero(logits, temperature, generator):
    if temperature == 0:
        return torch.zeros(len(logits), dtype=torch.long)
    return torch.multinomial((logits / temperature).softmax(dim=1), 1, generator=generator)[:, 0]


@mistake(
    "sample_with_temperature",
    fails=("edge_cases",),
    says="A logit of -inf is made a number. It is the logarithm of the probability 0, and the softmax knows that.",
)
def sample_with_finite_logits(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax(dim=1)
    finite = torch.nan_to_num(logits, neginf=0.0)
    return torch.multinomial((finite / temperature).softmax(dim=1), 1, generator=generator)[:, 0]


@mistake(
    "sample_with_temperature",
    fails=("edge_cases",),
    says="At T = 0 argmax looks along the wrong axis, or through the whole batch. Each row has a largest logit of its "
    "own: the tokens lie along axis 1.",
)
def sample_largest_of_the_batch(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax()
    return torch.multinomial((logits / temperature).softmax(dim=1), 1, generator=generator)[:, 0]


@mistake(
    "sample_with_temperature",
    fails=("edge_cases",),
    says="At T = 0 argmax looks along the wrong axis, or through the whole batch. Each row has a largest logit of its "
    "own: the tokens lie along axis 1.",
)
def sample_largest_of_the_columns(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax(dim=0)
    return torch.multinomial((logits / temperature).softmax(dim=1), 1, generator=generator)[:, 0]


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="The third argument of multinomial is `replacement`. Hand the generator over by its name.",
)
def sample_generator_without_a_name(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax(dim=1)
    return torch.multinomial((logits / temperature).softmax(dim=1), 1, generator)[:, 0]


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="You return the draw of the first row alone. multinomial gives (N, 1): a column is wanted, for all rows.",
)
def sample_first_row_alone(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax(dim=1)
    return torch.multinomial((logits / temperature).softmax(dim=1), 1, generator=generator)[0]


@mistake(
    "sample_with_temperature",
    fails=BOTH,
    says="`.item()` is for a single number. There is one id for each row: return the tensor of them.",
)
def sample_as_one_number(logits, temperature, generator):
    if temperature == 0:
        return logits.argmax(dim=1)
    return torch.multinomial((logits / temperature).softmax(dim=1), 1, generator=generator).item()


equivalent(
    "sample_with_temperature",
    "return torch.multinomial(probabilities, 1, generator=generator)[:, 0]",
    "return torch.multinomial(probabilities, 1)[:, 0]",
    because="It draws from torch's own generator, with the same frequencies, and only frequencies are asked for.",
)
equivalent(
    "sample_with_temperature",
    "return torch.multinomial(probabilities, 1, generator=generator)[:, 0]",
    "return torch.multinomial(probabilities, 1, generator=generator)[:, -1]",
    because="There is one column, which is the first and the last.",
)


# top_k ---------------------------------------------------------------------------------------------------------------

exercise(
    "top_k",
    returns={"logits": "N V"},
    axes={"N": "row", "V": "token"},
    driver="tensors",
    forbidden=("helpers.nn",),
    explained="""
    `topk(k).values[:, -1:]` is the k-th largest logit of each row, kept as a column (N, 1) so that it compares with all
    V. What lies below it becomes -inf, which a softmax turns into exactly 0; what equals it stays, so ties are not cut.
    With k at least V everything stays, and torch.topk has to be kept from asking for more than there is. The usual
    mistakes are 0 in place of -inf (0 is a logit like any other), one threshold for the whole batch, and `<=` in place
    of `<`. To convince yourself: k = 1 leaves one token a row.
    """,
)


def logits_without_ties(rng, N, V):
    """Random logits of which no two of a row lie closer than 0.01, of either sign."""
    steps = 0.01 + rng.exponential(size=(N, V))
    rows = rng.permuted(steps.cumsum(axis=1), axis=1)
    return np.round(rows - rows.mean(axis=1, keepdims=True) + rng.normal(size=(N, 1)), 3)


@visible("top_k", part="values")
def _(rng):
    yield case(
        "worked by hand: k = 2",
        logits=np.array([[1.0, 3.0, -1.0, 2.0], [0.5, -0.5, 2.5, -2.0]]),
        k=2,
        note="-inf is a token that cannot be drawn; 0 would be a logit like any other",
    )
    yield case("three rows, k = 3 of 6", logits=logits_without_ties(rng, 3, 6), k=3)
    yield case("three others, k = 3 of 6", logits=logits_without_ties(rng, 3, 6), k=3)
    yield case("all logits negative", logits=logits_without_ties(rng, 2, 5) - 20.0, k=3)
    yield case("k = 1", logits=logits_without_ties(rng, 4, 3), k=1)


@hidden("top_k", part="values")
def _(rng):
    for _ in range(2):
        N, V = int(rng.integers(2, 5)), int(rng.integers(6, 9))
        yield case("random rows", logits=logits_without_ties(rng, N, V), k=int(rng.integers(2, V - 1)))
    yield case("one stays", logits=logits_without_ties(rng, 3, 5) - 10.0, k=1)


@visible("top_k", part="edge_cases")
def _(rng):
    yield case("k = V", logits=logits_without_ties(rng, 2, 4), k=4, note="everything stays")
    yield case("k larger than V", logits=logits_without_ties(rng, 2, 4), k=50, note="there are no 50 tokens: all stay")
    yield case(
        "equals at the k-th place",
        logits=np.array([[1.0, 2.0, 1.0, 0.0, 3.0], [2.0, 2.0, 2.0, -1.0, 0.5]]),
        k=3,
        note="what equals the k-th largest stays",
    )
    yield case("one row with -inf in it", logits=np.array([[0.5, -np.inf, 1.5, -0.5, -np.inf]]), k=2)


@hidden("top_k", part="edge_cases")
def _(rng):
    V = int(rng.integers(3, 7))
    yield case("all stay", logits=logits_without_ties(rng, 3, V), k=V + int(rng.integers(0, 4)))
    yield case("one row", logits=logits_without_ties(rng, 1, V + 2), k=2)
    tied = np.repeat(logits_without_ties(rng, 2, 3), 2, axis=1)
    yield case("ties", logits=rng.permuted(tied, axis=1), k=3)


@right("top_k", style="sorted")
def top_k_by_sorting(logits, k):
    ordered = torch.sort(logits, dim=1, descending=True).values
    threshold = ordered[:, min(k, logits.shape[1]) - 1]
    return torch.where(logits >= threshold[:, None], logits, torch.tensor(float("-inf"), dtype=logits.dtype))


@right("top_k", style="counting what is larger")
def top_k_by_counting(logits, k):
    larger = (logits[:, None, :] > logits[:, :, None]).sum(dim=2)
    kept = logits.clone()
    kept[larger >= k] = -math.inf
    return kept


@right("top_k", style="NumPy, row by row")
def top_k_in_numpy(logits, k):
    rows = []
    for row in logits.numpy():
        kth = sorted(row)[-min(k, len(row))]
        rows.append([x if x >= kth else -np.inf for x in row])
    return torch.tensor(rows, dtype=logits.dtype)


@mistake(
    "top_k",
    fails=BOTH,
    says="The smallest k stay. The most probable tokens are those with the largest logits.",
)
def top_k_smallest(logits, k):
    kth = logits.topk(min(k, logits.shape[1]), dim=1, largest=False).values[:, -1:]
    return logits.masked_fill(logits > kth, -torch.inf)


@mistake(
    "top_k",
    fails=BOTH,
    says="What is ruled out gets the logit 0. That is a logit like any other, and after the softmax it is a "
    "probability, often a large one. Which logit has the probability 0?",
)
def top_k_zeros(logits, k):
    kth = logits.topk(min(k, logits.shape[1]), dim=1).values[:, -1:]
    return logits.masked_fill(logits < kth, 0.0)


@mistake(
    "top_k",
    fails=BOTH,
    says="What is ruled out gets a large negative number. Its probability is 0 as long as the other logits are larger "
    "by far; -inf needs no such condition.",
)
def top_k_large_negative(logits, k):
    kth = logits.topk(min(k, logits.shape[1]), dim=1).values[:, -1:]
    return logits.masked_fill(logits < kth, -1e9)


@mistake(
    "top_k",
    fails=BOTH,
    says="One threshold serves for the whole batch: the k largest of all rows together. Each row has a k-th largest "
    "of its own.",
)
def top_k_of_the_batch(logits, k):
    kth = logits.flatten().topk(min(k, logits.numel())).values[-1]
    return logits.masked_fill(logits < kth, -torch.inf)


@mistake(
    "top_k",
    fails=BOTH,
    says="You look for the largest down the columns, over the rows of the batch. The tokens lie along axis 1.",
)
def top_k_of_columns(logits, k):
    kth = logits.topk(min(k, logits.shape[0]), dim=0).values[-1:]
    return logits.masked_fill(logits < kth, -torch.inf)


@mistake(
    "top_k",
    fails=BOTH,
    says="The k-th largest itself is ruled out too, so one token less than k stays. Compare with care: below, or at "
    "most?",
)
def top_k_strict(logits, k):
    kth = logits.topk(min(k, logits.shape[1]), dim=1).values[:, -1:]
    return logits.masked_fill(logits <= kth, -torch.inf)


@mistake(
    "top_k",
    fails=BOTH,
    says="One token more than k stays: the threshold is the next smaller one. Index k of a sorted row is its (k + "
    "1)-th number.",
)
def top_k_one_more(logits, k):
    ordered = logits.sort(dim=1, descending=True).values
    kth = ordered[:, min(k, logits.shape[1] - 1)][:, None]
    return logits.masked_fill(logits < kth, -torch.inf)


@mistake(
    "top_k",
    fails=("edge_cases",),
    says="The k-th largest of V tokens is asked for where k is larger than V, and there is none. All V stay then.",
)
def top_k_more_than_there_is(logits, k):
    kth = logits.topk(k, dim=1).values[:, -1:]
    return logits.masked_fill(logits < kth, -torch.inf)


@mistake(
    "top_k",
    fails=BOTH,
    says="You return the k largest logits without their places. The result has V columns, so that an index still says "
    "which token it is.",
)
def top_k_values_only(logits, k):
    return logits.topk(min(k, logits.shape[1]), dim=1).values


@mistake(
    "top_k",
    fails=BOTH,
    says="You return the ids of the k largest. Logits are asked for, (N, V), with -inf at the others.",
)
def top_k_ids(logits, k):
    return logits.topk(min(k, logits.shape[1]), dim=1).indices


@mistake(
    "top_k",
    fails=BOTH,
    says="You return probabilities. Logits are asked for, so that temperature and softmax can follow; those that stay "
    "keep their value.",
)
def top_k_probabilities(logits, k):
    kth = logits.topk(min(k, logits.shape[1]), dim=1).values[:, -1:]
    return logits.masked_fill(logits < kth, -torch.inf).softmax(dim=1)


@mistake(
    "top_k",
    fails=BOTH,
    says="You write into the logits that were handed in. `masked_fill_` and `logits[...] = ` change the caller's "
    "tensor; make a new one.",
)
def top_k_in_place(logits, k):
    kth = logits.topk(min(k, logits.shape[1]), dim=1).values[:, -1:]
    logits[logits < kth] = -torch.inf
    return logits


@mistake(
    "top_k",
    fails=("edge_cases",),
    says="Of tokens that are equal at the k-th place you keep some and drop others. What equals the k-th largest "
    "stays: compare values, not places.",
)
def top_k_without_ties(logits, k):
    places = logits.topk(min(k, logits.shape[1]), dim=1).indices
    return torch.full_like(logits, -torch.inf).scatter(1, places, logits.gather(1, places))


@mistake(
    "top_k",
    fails=BOTH,
    says="",
    twin_of="top_k_zeros",
)
def top_k_times_mask(logits, k):
    kth = logits.topk(min(k, logits.shape[1]), dim=1).values[:, -1:]
    return torch.where(logits >= kth, logits, torch.zeros_like(logits))


@mistake(
    "top_k",
    fails=BOTH,
    says="What is ruled out gets the row's smallest logit. It can still be drawn: only -inf has the probability 0.",
)
def top_k_smallest_logit(logits, k):
    kth = logits.topk(min(k, logits.shape[1]), dim=1).values[:, -1:]
    return torch.where(logits >= kth, logits, logits.min(dim=1, keepdim=True).values)


@mistake(
    "top_k",
    fails=BOTH,
    says="The thresholds have the shape (N,), and the logits (N, V): as (N, 1) each threshold stands beside its own "
    "row.",
)
def top_k_thresholds_without_axis(logits, k):
    kth = logits.topk(min(k, logits.shape[1]), dim=1).values[:, -1]
    return logits.masked_fill(logits < kth, -torch.inf)


@mistake(
    "top_k",
    fails=BOTH,
    says="The k largest of the first row decide for all rows. Each row has a k-th largest of its own.",
)
def top_k_of_the_first_row(logits, k):
    kth = logits.topk(min(k, logits.shape[1]), dim=1).values[0, -1]
    return logits.masked_fill(logits < kth, -torch.inf)


@mistake(
    "top_k",
    fails=("edge_cases",),
    says="The k-th largest of V tokens is asked for where k is larger than V, and there is none. All V stay then.",
)
def top_k_sorted_more_than_there_is(logits, k):
    kth = logits.sort(dim=1).values[:, -k][:, None]
    return logits.masked_fill(logits < kth, -torch.inf)


@mistake(
    "top_k",
    fails=BOTH,
    says="You look for the largest sizes, whatever the sign. A logit of -3 is improbable, and one of 2 is not.",
)
def top_k_without_signs(logits, k):
    kth = logits.abs().topk(min(k, logits.shape[1]), dim=1).values[:, -1:]
    return logits.masked_fill(logits.abs() < kth, -torch.inf)


@mistake(
    "top_k",
    fails=BOTH,
    says="What is ruled out gets +inf, which is the largest logit there is. Mind the sign.",
)
def top_k_plus_infinity(logits, k):
    kth = logits.topk(min(k, logits.shape[1]), dim=1).values[:, -1:]
    return logits.masked_fill(logits < kth, torch.inf)


@mistake(
    "top_k",
    fails=BOTH,
    says="A condition is multiplied by infinity. Where it is False that is 0 times infinity, which is nan: choose "
    "between two values in place of multiplying.",
)
def top_k_times_infinity(logits, k):
    kth = logits.topk(min(k, logits.shape[1]), dim=1).values[:, -1:]
    return logits + (logits < kth) * -math.inf


@mistake(
    "top_k",
    fails=BOTH,
    says="The result stands in sorted order. A column stands for a token: each logit that stays keeps its place.",
)
def top_k_in_sorted_order(logits, k):
    ordered = logits.sort(dim=1, descending=True).values.clone()
    ordered[:, k:] = -torch.inf
    return ordered


@mistake(
    "top_k",
    fails=("edge_cases",),
    says="Equal logits are counted as one. Of 2, 2, 2, 0.5 the third largest is 2.",
)
def top_k_of_different_values(logits, k):
    rows = []
    for row in logits:
        values = row.unique().flip(0)
        rows.append(row.masked_fill(row < values[min(k, len(values)) - 1], -torch.inf))
    return torch.stack(rows)


@mistake(
    "top_k",
    fails=BOTH,
    says="The threshold is the k-th *smallest* logit: sort begins with the smallest one, if nothing else is asked for.",
)
def top_k_from_the_kth_smallest(logits, k):
    kth = logits.sort(dim=1).values[:, min(k, logits.shape[1]) - 1][:, None]
    return logits.masked_fill(logits < kth, -torch.inf)


@mistake(
    "top_k",
    fails=BOTH,
    says="topk gives two tensors, the largest numbers and their places. The numbers are `.values`.",
)
def top_k_compared_with_both(logits, k):
    return logits.masked_fill(logits < logits.topk(min(k, logits.shape[1]), dim=1), -torch.inf)


@mistake(
    "top_k",
    fails=BOTH,
    says="`values[-1]` is the last *row* of the k largest. The k-th largest of each row is the last column.",
)
def top_k_of_the_last_row(logits, k):
    return logits.masked_fill(logits < logits.topk(min(k, logits.shape[1]), dim=1).values[-1], -torch.inf)


@mistake(
    "top_k",
    fails=BOTH,
    says="Of k columns the last one has the index k - 1.",
)
def top_k_behind_the_last_column(logits, k):
    kth = logits.topk(min(k, logits.shape[1]), dim=1).values[:, k][:, None]
    return logits.masked_fill(logits < kth, -torch.inf)


@mistake(
    "top_k",
    fails=BOTH,
    says="The threshold is the largest logit, so that one token stays, whatever k is. topk gives its numbers in "
    "falling order.",
)
def top_k_first_column(logits, k):
    kth = logits.topk(min(k, logits.shape[1]), dim=1).values[:, :1]
    return logits.masked_fill(logits < kth, -torch.inf)


@mistake(
    "top_k",
    fails=BOTH,
    says="The k largest are ruled out and the rest stays: the condition is turned round.",
)
def top_k_ruled_out(logits, k):
    kth = logits.topk(min(k, logits.shape[1]), dim=1).values[:, -1:]
    return logits.masked_fill(logits >= kth, -torch.inf)


@mistake(
    "top_k",
    fails=BOTH,
    says="`len(logits)` is the number of rows, N. How many tokens there are is the size of axis 1.",
)
def top_k_limited_by_the_rows(logits, k):
    kth = logits.topk(min(k, len(logits)), dim=1).values[:, -1:]
    return logits.masked_fill(logits < kth, -torch.inf)


@mistake(
    "top_k",
    fails=BOTH,
    says="What stays has been normalised again. The softmax that follows does that: the logits that stay are as they "
    "were.",
)
def top_k_normalised_again(logits, k):
    kth = logits.topk(min(k, logits.shape[1]), dim=1).values[:, -1:]
    return logits.masked_fill(logits < kth, -torch.inf).log_softmax(dim=1)


@mistake(
    "top_k",
    fails=("edge_cases",),
    says="Where k is V or larger, one token is ruled out all the same. All V may stay.",
)
def top_k_never_all(logits, k):
    kth = logits.topk(min(k, logits.shape[1] - 1), dim=1).values[:, -1:]
    return logits.masked_fill(logits < kth, -torch.inf)


equivalent(
    "top_k",
    "kth = logits.topk(min(k, logits.shape[1]), dim=1).values[:, -1:]",
    "kth = logits.topk(min(k, logits.shape[1])).values[:, -1:]",
    because="Without dim it is the last axis, which is axis 1 of (N, V).",
)
equivalent(
    "top_k",
    "kth = logits.topk(min(k, logits.shape[1]), dim=1).values[:, -1:]",
    "kth = logits.topk(min(logits.shape[1], k), dim=1).values[:, -1:]",
    because="The smaller of two numbers does not depend on their order.",
)


# top_p ---------------------------------------------------------------------------------------------------------------

exercise(
    "top_p",
    returns={"logits": "N V"},
    axes={"N": "row", "V": "token"},
    driver="tensors",
    forbidden=("helpers.nn",),
    explained="""
    Each row is sorted, the most probable token first, and its probabilities are added up. A token stays if what stands
    *before* it has not reached p yet: so the token with which p is reached stays too, and the first one always does.
    The sorted logits go back to their places with `scatter`. The usual mistakes are to rule out the token that crosses
    p, which leaves nothing where the first one is larger than p, and to apply what was found in sorted order to the
    unsorted row. To convince yourself: the probabilities that stay add up to at least p, and without the smallest of
    them to less.
    """,
)

FALLING = [0.5, 0.25, 0.15, 0.07, 0.03]


def nucleus(rng, rows, p):
    """Arguments for rows of probabilities, each shuffled."""
    return {"logits": logits_of(rng, rng.permuted(np.array(rows, dtype=float), axis=1)), "p": p}


@visible("top_p", part="values")
def _(rng):
    yield case(
        "worked by hand: p = 0.75",
        logits=np.log([[0.15, 0.5, 0.05, 0.3], [0.4, 0.2, 0.3, 0.1]]),
        p=0.75,
        note="first row 0.5 and 0.3, which is 0.8; second row 0.4, 0.3 and 0.2",
    )
    yield case("another p for the same rows", logits=np.log([[0.15, 0.5, 0.05, 0.3], [0.4, 0.2, 0.3, 0.1]]), p=0.92)
    yield case(
        "three rows of five", **nucleus(rng, [FALLING, [0.3, 0.25, 0.2, 0.15, 0.1], [0.9, 0.04, 0.03, 0.02, 0.01]], 0.8)
    )
    yield case("random logits", logits=logits_without_ties(rng, 4, 6), p=0.85)


@hidden("top_p", part="values")
def _(rng):
    yield case(
        "rows of five", **nucleus(rng, [FALLING, [0.3, 0.25, 0.2, 0.15, 0.1]], float(rng.choice([0.45, 0.6, 0.87])))
    )
    N, V = int(rng.integers(2, 5)), int(rng.integers(6, 9))
    yield case("random logits", logits=logits_without_ties(rng, N, V), p=float(np.round(rng.uniform(0.5, 0.95), 2)))
    yield case("flat rows", logits=logits_without_ties(rng, 3, 5) / 4, p=0.55)


@visible("top_p", part="edge_cases")
def _(rng):
    yield case(
        "p smaller than the largest probability",
        **nucleus(rng, [FALLING, [0.9, 0.06, 0.04, 0, 0]], 0.1),
        note="one token always stays",
    )
    yield case("p = 1", **nucleus(rng, [FALLING, [0.3, 0.25, 0.2, 0.15, 0.1]], 1.0), note="everything stays")
    yield case(
        "p = 1, and one token has it all",
        logits=np.array([[0.5, -900.0, 1000.0], [-850.0, 0.0, -900.0]]),
        p=1.0,
        note="exp(-850) is 0: the others add nothing, so the fewest are one",
    )
    yield case(
        "one row, logits near 1000",
        logits=logits_without_ties(rng, 1, 5) + 1000.0,
        p=0.8,
        note="only differences of logits matter",
    )
    yield case(
        "rows with -inf in them", logits=np.array([[-np.inf, 2.0, -np.inf, 1.5], [1.0, -np.inf, 0.5, -1.0]]), p=0.6
    )


@hidden("top_p", part="edge_cases")
def _(rng):
    yield case("a small p", logits=logits_without_ties(rng, 3, 4), p=0.02)
    yield case("p = 1", logits=logits_without_ties(rng, 2, 6), p=1.0)
    yield case("one row", logits=logits_without_ties(rng, 1, 7), p=float(np.round(rng.uniform(0.5, 0.9), 2)))
    yield case("large logits", logits=logits_without_ties(rng, 2, 5) + 2000.0, p=0.75)


@right("top_p", style="back by sorting the order")
def top_p_by_argsort(logits, p):
    order = torch.argsort(logits, dim=1, descending=True)
    probabilities = torch.softmax(logits, dim=1).gather(1, order)
    running = probabilities.cumsum(dim=1)
    drop = torch.cat([torch.zeros(len(logits), 1, dtype=torch.bool), running[:, :-1] >= p], dim=1)
    return logits.masked_fill(drop.gather(1, order.argsort(dim=1)), -torch.inf)


@right("top_p", style="adding up what is more probable, without sorting")
def top_p_by_comparing(logits, p):
    probabilities = logits.softmax(dim=1)
    before = (probabilities[:, None, :] * (logits[:, None, :] > logits[:, :, None])).sum(dim=2)
    return torch.where(before < p, logits, torch.full_like(logits, -math.inf))


@right("top_p", style="row by row, until p is reached")
def top_p_by_loops(logits, p):
    kept = torch.full_like(logits, float("-inf"))
    for n, row in enumerate(logits.softmax(dim=1)):
        total = 0.0
        for token in row.argsort(descending=True).tolist():
            if total >= p:
                break
            kept[n, token] = logits[n, token]
            total += float(row[token])
    return kept


@mistake(
    "top_p",
    fails=BOTH,
    says="The token with which p is reached is ruled out, so those that stay add up to less than p; where the first "
    "one alone is larger than p, none stays. Ask what stands before a token, without itself.",
)
def top_p_without_the_crossing(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    ordered = ordered.masked_fill(ordered.softmax(dim=1).cumsum(dim=1) > p + 1e-9, -torch.inf)
    return torch.full_like(logits, -torch.inf).scatter(1, order, ordered)


@mistake(
    "top_p",
    fails=BOTH,
    says="The token with which p is reached is ruled out (but for the first one), so those that stay add up to less "
    "than p. Ask what stands before a token, without itself.",
)
def top_p_without_the_crossing_but_one(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    drop = ordered.softmax(dim=1).cumsum(dim=1) > p + 1e-9
    drop[:, 0] = False
    return torch.full_like(logits, -torch.inf).scatter(1, order, ordered.masked_fill(drop, -torch.inf))


@mistake(
    "top_p",
    fails=BOTH,
    says="You keep the tokens whose own probability is at least p. It is the sum that has to reach p, from the most "
    "probable token on.",
)
def top_p_each_alone(logits, p):
    return logits.masked_fill(logits.softmax(dim=1) < p, -torch.inf)


@mistake(
    "top_p",
    fails=BOTH,
    says="You keep the tokens that have at least the share p of the largest probability. That is another rule, called "
    "min-p; here probabilities are added up.",
)
def top_p_share_of_the_largest(logits, p):
    probabilities = logits.softmax(dim=1)
    return logits.masked_fill(probabilities < p * probabilities.max(dim=1, keepdim=True).values, -torch.inf)


@mistake(
    "top_p",
    fails=BOTH,
    says="You add up in the order in which the tokens stand. The most probable one has to come first.",
)
def top_p_unsorted(logits, p):
    probabilities = logits.softmax(dim=1)
    before = probabilities.cumsum(dim=1) - probabilities
    return logits.masked_fill(before >= p, -torch.inf)


@mistake(
    "top_p",
    fails=BOTH,
    says="You add up from the least probable token on, so that the rare ones stay and the likely ones go.",
)
def top_p_ascending(logits, p):
    ordered, order = logits.sort(dim=1)
    probabilities = ordered.softmax(dim=1)
    ordered = ordered.masked_fill(probabilities.cumsum(dim=1) - probabilities >= p, -torch.inf)
    return torch.full_like(logits, -torch.inf).scatter(1, order, ordered)


@mistake(
    "top_p",
    fails=BOTH,
    says="What you found out in sorted order is applied to the row as it came. Each decision has to go back to the "
    "place of its token.",
)
def top_p_not_put_back(logits, p):
    probabilities = logits.softmax(dim=1).sort(dim=1, descending=True).values
    return logits.masked_fill(probabilities.cumsum(dim=1) - probabilities >= p, -torch.inf)


@mistake(
    "top_p",
    fails=BOTH,
    says="You return the logits in sorted order. A column stands for a token: put each logit back where it came from.",
)
def top_p_sorted(logits, p):
    ordered = logits.sort(dim=1, descending=True).values
    probabilities = ordered.softmax(dim=1)
    return ordered.masked_fill(probabilities.cumsum(dim=1) - probabilities >= p, -torch.inf)


@mistake(
    "top_p",
    fails=BOTH,
    says="What is ruled out gets the logit 0, which is a logit like any other. Which logit has the probability 0?",
)
def top_p_zeros(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    probabilities = ordered.softmax(dim=1)
    ordered = ordered.masked_fill(probabilities.cumsum(dim=1) - probabilities >= p, 0.0)
    return torch.zeros_like(logits).scatter(1, order, ordered)


@mistake(
    "top_p",
    fails=BOTH,
    says="You add up logits. They have any sign and no meaning as shares: probabilities are to be added.",
)
def top_p_of_logits(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    ordered = ordered.masked_fill(ordered.cumsum(dim=1) - ordered >= p, -torch.inf)
    return torch.full_like(logits, -torch.inf).scatter(1, order, ordered)


@mistake(
    "top_p",
    fails=BOTH,
    says="Your softmax runs down the columns, over the rows of the batch. Each row has probabilities of its own.",
)
def top_p_softmax_over_rows(logits, p):
    order = logits.argsort(dim=1, descending=True)
    probabilities = logits.softmax(dim=0).nan_to_num().gather(1, order)
    drop = probabilities.cumsum(dim=1) - probabilities >= p
    return logits.masked_fill(drop.gather(1, order.argsort(dim=1)), -torch.inf)


@mistake(
    "top_p",
    fails=BOTH,
    says="One token too many stays: the one after p has been reached.",
)
def top_p_one_more(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    probabilities = ordered.softmax(dim=1)
    before = probabilities.cumsum(dim=1) - probabilities
    drop = torch.cat([torch.zeros(len(logits), 1, dtype=torch.bool), before[:, :-1] >= p], dim=1)
    return torch.full_like(logits, -torch.inf).scatter(1, order, ordered.masked_fill(drop, -torch.inf))


@mistake(
    "top_p",
    fails=BOTH,
    says="All rows keep as many tokens as the row that needs most. Each row has a number of its own.",
)
def top_p_one_number_for_all(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    probabilities = ordered.softmax(dim=1)
    most = int((probabilities.cumsum(dim=1) - probabilities < p).sum(dim=1).max())
    ordered = ordered.clone()
    ordered[:, most:] = -torch.inf
    return torch.full_like(logits, -torch.inf).scatter(1, order, ordered)


@mistake(
    "top_p",
    fails=BOTH,
    says="You return probabilities. Logits are asked for; those that stay keep their value.",
)
def top_p_probabilities(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    probabilities = ordered.softmax(dim=1)
    kept = probabilities.masked_fill(probabilities.cumsum(dim=1) - probabilities >= p, 0.0)
    return torch.zeros_like(logits).scatter(1, order, kept / kept.sum(dim=1, keepdim=True))


@mistake(
    "top_p",
    fails=("edge_cases",),
    says="Your exponentials overflow for large logits. torch.softmax subtracts the largest logit of each row first.",
)
def top_p_overflows(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    e = ordered.exp()
    probabilities = e / e.sum(dim=1, keepdim=True)
    ordered = ordered.masked_fill(~(probabilities.cumsum(dim=1) - probabilities < p), -torch.inf)
    return torch.full_like(logits, -torch.inf).scatter(1, order, ordered)


@mistake(
    "top_p",
    fails=BOTH,
    says="You write into the logits that were handed in. Make a new tensor, and leave the caller's as it was.",
)
def top_p_in_place(logits, p):
    probabilities, order = logits.softmax(dim=1).sort(dim=1, descending=True)
    drop = probabilities.cumsum(dim=1) - probabilities >= p
    logits[drop.gather(1, order.argsort(dim=1))] = -torch.inf
    return logits


@mistake(
    "top_p",
    fails=BOTH,
    says="You return probabilities. Logits are asked for; those that stay keep their value.",
)
def top_p_softmax_at_the_end(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    probabilities = ordered.softmax(dim=1)
    kept = probabilities.masked_fill(probabilities.cumsum(dim=1) - probabilities >= p, 0.0)
    return torch.zeros_like(logits).scatter(1, order, kept)


@mistake(
    "top_p",
    fails=BOTH,
    says="`gather` fetches numbers from the places that order names. To put them back there it takes `scatter`.",
)
def top_p_gathered(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    probabilities = ordered.softmax(dim=1)
    ordered = ordered.masked_fill(probabilities.cumsum(dim=1) - probabilities >= p, -torch.inf)
    return ordered.gather(1, order)


@mistake(
    "top_p",
    fails=("edge_cases",),
    says="Where the sum has reached p exactly, one token more stays. At least p is enough.",
)
def top_p_more_than_p(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    probabilities = ordered.softmax(dim=1)
    ordered = ordered.masked_fill(probabilities.cumsum(dim=1) - probabilities > p, -torch.inf)
    return torch.full_like(logits, -torch.inf).scatter(1, order, ordered)


@mistake(
    "top_p",
    fails=BOTH,
    says="The order of the first row is used for all rows. Each row was sorted in its own way, and goes back in it.",
)
def top_p_in_the_first_rows_order(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    probabilities = ordered.softmax(dim=1)
    ordered = ordered.masked_fill(probabilities.cumsum(dim=1) - probabilities >= p, -torch.inf)
    return torch.full_like(logits, -torch.inf).scatter(1, order[:1].expand_as(order), ordered)


@mistake(
    "top_p",
    fails=BOTH,
    says="`numbers[:, order]` fetches the columns that order names. To put numbers back there it takes `scatter`, "
    "with the order of each row.",
)
def top_p_fetched_by_the_first_order(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    probabilities = ordered.softmax(dim=1)
    return ordered.masked_fill(probabilities.cumsum(dim=1) - probabilities >= p, -torch.inf)[:, order[0]]


@mistake(
    "top_p",
    fails=BOTH,
    says="You add up down the columns, over the rows of the batch. The tokens lie along axis 1.",
)
def top_p_added_over_rows(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    probabilities = ordered.softmax(dim=1)
    ordered = ordered.masked_fill(probabilities.cumsum(dim=0) - probabilities >= p, -torch.inf)
    return torch.full_like(logits, -torch.inf).scatter(1, order, ordered)


@mistake(
    "top_p",
    fails=BOTH,
    says="You sort down the columns, over the rows of the batch. The tokens lie along axis 1.",
)
def top_p_sorted_over_rows(logits, p):
    ordered, order = logits.sort(dim=0, descending=True)
    probabilities = ordered.softmax(dim=1)
    ordered = ordered.masked_fill(probabilities.cumsum(dim=1) - probabilities >= p, -torch.inf)
    return torch.full_like(logits, -torch.inf).scatter(0, order, ordered)


@mistake(
    "top_p",
    fails=BOTH,
    says="The nucleus is ruled out and the rest stays: the condition is turned round.",
)
def top_p_keeps_the_rest(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    probabilities = ordered.softmax(dim=1)
    ordered = ordered.masked_fill(probabilities.cumsum(dim=1) - probabilities < p, -torch.inf)
    return torch.full_like(logits, -torch.inf).scatter(1, order, ordered)


@mistake(
    "top_p",
    fails=BOTH,
    says="You keep the tokens whose own probability is at least 1 - p. It is the sum that has to reach p, from the "
    "most probable token on.",
)
def top_p_each_at_least_the_rest(logits, p):
    return logits.masked_fill(logits.softmax(dim=1) < 1 - p, -torch.inf)


@mistake(
    "top_p",
    fails=BOTH,
    says="You keep a share p of the *tokens*. p is a share of the probability: where one token is sure, it alone "
    "stays.",
)
def top_p_share_of_the_tokens(logits, p):
    kth = logits.topk(max(1, math.ceil(p * logits.shape[1])), dim=1).values[:, -1:]
    return logits.masked_fill(logits < kth, -torch.inf)


@mistake(
    "top_p",
    fails=BOTH,
    says="What stays has been normalised again. The softmax that follows does that: the logits that stay are as they "
    "were.",
)
def top_p_normalised_again(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    probabilities = ordered.softmax(dim=1)
    ordered = ordered.masked_fill(probabilities.cumsum(dim=1) - probabilities >= p, -torch.inf)
    return torch.full_like(logits, -torch.inf).scatter(1, order, ordered.log_softmax(dim=1))


@mistake(
    "top_p",
    fails=BOTH,
    says="Your softmax runs down the columns, over the rows of the batch. Each row has probabilities of its own.",
)
def top_p_softmax_of_sorted_columns(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    probabilities = ordered.softmax(dim=0)
    ordered = ordered.masked_fill(probabilities.cumsum(dim=1) - probabilities >= p, -torch.inf)
    return torch.full_like(logits, -torch.inf).scatter(1, order, ordered)


@mistake(
    "top_p",
    fails=BOTH,
    says="All rows keep as many tokens as the first one. Each row has a number of its own.",
)
def top_p_number_of_the_first_row(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    probabilities = ordered.softmax(dim=1)
    number = int((probabilities.cumsum(dim=1) - probabilities < p)[0].sum())
    ordered = ordered.clone()
    ordered[:, number:] = -torch.inf
    return torch.full_like(logits, -torch.inf).scatter(1, order, ordered)


@mistake(
    "top_p",
    fails=("edge_cases",),
    says="Your exponentials overflow for large logits. torch.softmax subtracts the largest logit of each row first.",
)
def top_p_overflows_and_keeps_all(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    e = ordered.exp()
    probabilities = e / e.sum(dim=1, keepdim=True)
    ordered = ordered.masked_fill(probabilities.cumsum(dim=1) - probabilities >= p, -torch.inf)
    return torch.full_like(logits, -torch.inf).scatter(1, order, ordered)


@mistake(
    "top_p",
    fails=BOTH,
    says="The rows are thrown together: one sorting and one sum for the whole batch. Each row has a nucleus of its "
    "own.",
)
def top_p_of_the_batch(logits, p):
    probabilities = logits.softmax(dim=1).flatten()
    order = probabilities.argsort(descending=True)
    before = probabilities[order].cumsum(dim=0) - probabilities[order]
    kept = torch.full_like(probabilities, -torch.inf)
    stays = order[before < p * len(logits)]
    kept[stays] = logits.flatten()[stays]
    return kept.view_as(logits)


@mistake(
    "top_p",
    fails=BOTH,
    says="`roll` moves what falls out at the end back to the beginning, so that the most probable token is ruled out. "
    "It always stays.",
)
def top_p_rolled(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    drop = (ordered.softmax(dim=1).cumsum(dim=1) >= p).roll(1, dims=1)
    return torch.full_like(logits, -torch.inf).scatter(1, order, ordered.masked_fill(drop, -torch.inf))


@mistake(
    "top_p",
    fails=BOTH,
    says="The logits are sorted, and the probabilities that you add up are not. Both have to stand in the same order.",
)
def top_p_probabilities_unsorted(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    probabilities = logits.softmax(dim=1)
    ordered = ordered.masked_fill(probabilities.cumsum(dim=1) - probabilities >= p, -torch.inf)
    return torch.full_like(logits, -torch.inf).scatter(1, order, ordered)


@mistake(
    "top_p",
    fails=BOTH,
    says="You take a softmax of probabilities. They lie between 0 and 1, so what comes out is nearly even, and too "
    "many tokens stay.",
)
def top_p_softmax_twice(logits, p):
    probabilities, order = logits.softmax(dim=1).sort(dim=1, descending=True)
    probabilities = probabilities.softmax(dim=1)
    drop = probabilities.cumsum(dim=1) - probabilities >= p
    return logits.masked_fill(drop.gather(1, order.argsort(dim=1)), -torch.inf)


@mistake(
    "top_p",
    fails=BOTH,
    says="You scatter the logits as they came, into the sorted ones. It is the sorted ones that have to go to other "
    "places.",
)
def top_p_scatters_the_old_ones(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    probabilities = ordered.softmax(dim=1)
    ordered = ordered.masked_fill(probabilities.cumsum(dim=1) - probabilities >= p, -torch.inf)
    return ordered.scatter(1, order, logits)


@mistake(
    "top_p",
    fails=BOTH,
    says="An index such as `[order]` looks along the rows of the batch. Each row has an order of its own along axis "
    "1: to put numbers back in it, it takes `scatter`.",
)
def top_p_rows_by_order(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    probabilities = ordered.softmax(dim=1)
    return ordered.masked_fill(probabilities.cumsum(dim=1) - probabilities >= p, -torch.inf)[order]


@mistake(
    "top_p",
    fails=BOTH,
    says="An index such as `[order]` looks along the rows of the batch. Each row has an order of its own along axis "
    "1: to put numbers back in it, it takes `scatter`.",
)
def top_p_written_to_rows_by_order(logits, p):
    ordered, order = logits.sort(dim=1, descending=True)
    probabilities = ordered.softmax(dim=1)
    result = torch.empty_like(logits)
    result[order] = ordered.masked_fill(probabilities.cumsum(dim=1) - probabilities >= p, -torch.inf)
    return result


equivalent(
    "top_p",
    "ordered, order = logits.sort(dim=1, descending=True)",
    "ordered, order = logits.sort(descending=True)",
    because="Without dim it is the last axis, which is axis 1 of (N, V).",
)
equivalent(
    "top_p",
    "return torch.empty_like(logits).scatter(1, order, ordered)",
    "return logits.scatter(1, order, ordered)",
    because="Every column is written over, since order names each once; the tensor gives its shape and type alone.",
)
equivalent(
    "top_p",
    "return torch.empty_like(logits).scatter(1, order, ordered)",
    "return torch.empty_like(ordered).scatter(1, order, ordered)",
    because="Every column is written over, since order names each once; the tensor gives its shape and type alone.",
)
equivalent(
    "top_p",
    "return torch.empty_like(logits).scatter(1, order, ordered)",
    "return torch.empty_like(probabilities).scatter(1, order, ordered)",
    because="Every column is written over, since order names each once; the tensor gives its shape and type alone.",
)
equivalent(
    "top_p",
    "return torch.empty_like(logits).scatter(1, order, ordered)",
    "return torch.empty_like(before).scatter(1, order, ordered)",
    because="Every column is written over, since order names each once; the tensor gives its shape and type alone.",
)


# generate ------------------------------------------------------------------------------------------------------------

exercise(
    "generate",
    returns={"tokens": "N T", "reads": "", "mode": "", "gradients": ""},
    driver="generate_with_model",
    forbidden=("helpers.nn",),
    explained="""
    The first call of the model reads the whole prompt, with no state handed in; its last logits, `logits[:, -1]`, are
    for the first new token. From then on each call reads the one token that was chosen, (N, 1), and goes on from the
    state that the last call gave back. `model.eval()` switches dropout off, `torch.no_grad()` keeps no graph, and at
    the end the model gets back the mode that it had. A row that has stopped is filled with the stop, which
    `torch.where` does for all rows at once. The usual mistakes are to read the prompt's last token twice, to leave the
    state behind, and to end all rows as soon as one stops. To convince yourself: the model reads prompt and new tokens
    once, so what it writes must be what it would find most probable if it read all of it again.
    """,
)


def small_model(rng, V, H, training=False, pair=False):
    """The description of a recurrent model whose next token depends on more than the last one."""
    return {
        "E": np.eye(V),
        "W_xh": 1.5 * rng.normal(size=(V, H)),
        "W_hh": 1.5 * rng.normal(size=(H, H)) / math.sqrt(H),
        "b_h": 0.3 * rng.normal(size=H),
        "h0": np.tanh(rng.normal(size=H)),
        "W_hy": 2.0 * rng.normal(size=(H, V)),
        "b_y": 0.3 * rng.normal(size=V),
        "training": training,
        "pair": pair,
    }


def written_by(model, prompt, length, choose):
    """What a model writes, worked out with NumPy: (N, length), and how close the choices were."""
    place = {"largest": -1, "second": -2}.get(choose)
    h = np.repeat(model["h0"][None], len(prompt), axis=0)
    tokens, closest = list(prompt.T), math.inf
    for t in range(prompt.shape[1] + length - 1):
        h = np.tanh(model["E"][tokens[t]] @ model["W_xh"] + h @ model["W_hh"] + model["b_h"])
        logits = h @ model["W_hy"] + model["b_y"]
        if t >= prompt.shape[1] - 1:
            if place is None:
                tokens.append((logits > 0).argmax(axis=1))
                closest = min(closest, np.abs(logits).min())
            else:
                tokens.append(np.argsort(logits, axis=1)[:, place])
                closest = min(closest, np.diff(np.sort(logits, axis=1)).min())
    return np.stack(tokens[prompt.shape[1] :], axis=1), closest


def writing(title, rng, N, P, V, length, choose="largest", stop=False, training=False, pair=False, note=""):
    """A case of generate in which several tokens are written and no choice is a close one.

    stop  whether a token is declared the stop: one that some row writes before its end and another one does not write,
          or writes elsewhere, and that stands in a prompt too; "0" asks for the token with the id 0
    """
    while True:
        model = small_model(rng, V, 2 * V + 1, training, pair)
        prompt = rng.integers(0, V, size=(N, P))
        tokens, closest = written_by(model, prompt, length, choose)
        # all of them are different enough from what a wrong way would write
        varied = length == 1 or all(len(set(row)) >= min(3, length) for row in tokens.tolist())
        if closest < 1e-3 or not varied:
            continue
        if not stop:
            return case(title, model=model, prompt=prompt, length=length, choose=choose, stop=None, note=note)
        for token in range(1 if stop == "0" else V):
            ends = [row.index(token) if token in row else length for row in tokens.tolist()]
            in_prompt = any(token in row[:-1] and end > 0 for row, end in zip(prompt.tolist(), ends, strict=True))
            early = [end for end in ends if end < length - 2]
            if early and len(set(ends)) == N and in_prompt:
                return case(title, model=model, prompt=prompt, length=length, choose=choose, stop=token, note=note)


@visible("generate", part="values")
def _(rng):
    yield writing("two prompts of three tokens", rng, 2, 3, 5, 6, note="the largest logit is chosen each time")
    yield writing("another choice: the second largest", rng, 3, 4, 6, 5, "second", note="`choose` decides, not argmax")
    yield writing("a prompt of one token", rng, 2, 1, 4, 7)
    yield writing(
        "the first token whose logit is above 0", rng, 2, 3, 5, 5, "first above 0", note="`choose` is to see the logits"
    )


@hidden("generate", part="values")
def _(rng):
    P, V, length = (int(size) for size in rng.permutation([4, 5, 6, 7])[:3])
    yield writing("several prompts", rng, 3, P, V, length)
    yield writing("the second largest", rng, 2, 3, V, length, "second")


@visible("generate", part="stopping")
def _(rng):
    yield writing(
        "rows that stop at different places",
        rng,
        3,
        4,
        5,
        8,
        stop=True,
        note="from its stop on a row holds the stop and nothing else; a stop in the prompt ends nothing",
    )
    yield writing("three others", rng, 3, 4, 5, 8, stop=True)
    yield writing("the stop has the id 0", rng, 2, 3, 4, 7, "second", stop="0", note="0 is an id as any other")


@hidden("generate", part="stopping")
def _(rng):
    yield writing("two rows", rng, 2, 4, 5, 7, stop=True)
    yield writing("three rows", rng, 3, 3, 6, 9, stop=True)
    yield writing("one row", rng, 1, 5, 4, 8, stop=True)


@visible("generate", part="edge_cases")
def _(rng):
    yield writing(
        "a model in training mode",
        rng,
        2,
        3,
        5,
        6,
        training=True,
        note="as long as it writes it belongs in evaluation mode, and then back",
    )
    yield writing("one prompt, one token to write", rng, 1, 4, 6, 1)
    yield writing(
        "a state that is a pair, as an LSTM's", rng, 2, 3, 5, 5, "second", pair=True, note="hand it on as it comes"
    )


@hidden("generate", part="edge_cases")
def _(rng):
    yield writing("a model in training mode", rng, 3, 2, 4, 5, training=True, pair=True)
    yield writing("one token to write", rng, 2, int(rng.integers(2, 5)), 6, 1, "second")


@right("generate", style="the prompt token by token")
def generate_step_by_step(model, prompt, length, choose, stop=None):
    was_training = model.training
    model.eval()
    state, written = None, []
    with torch.inference_mode():
        for t in range(prompt.shape[1]):
            logits, state = model(prompt[:, t : t + 1], state)
        running = torch.ones(len(prompt), dtype=torch.bool)
        while True:
            token = choose(logits.squeeze(1))
            if stop is not None:
                token = token.masked_fill(~running, stop)
                running &= token != stop
            written.append(token)
            if len(written) == length:
                break
            logits, state = model(token.unsqueeze(1), state)
    if was_training:
        model.train()
    return torch.stack(written).T


@right("generate", style="filled in afterwards")
def generate_and_fill(model, prompt, length, choose, stop=None):
    mode = model.training
    model.train(False)
    torch.set_grad_enabled(False)
    tokens = torch.empty(len(prompt), length, dtype=torch.long)
    logits, state = model(prompt)
    for t in range(length):
        tokens[:, t] = choose(logits[:, -1])
        if t + 1 < length:
            logits, state = model(tokens[:, t : t + 1], state)
    if stop is not None:
        for row in tokens:
            ends = (row == stop).nonzero()
            if len(ends):
                row[int(ends[0]) :] = stop
    torch.set_grad_enabled(True)
    model.train(mode)
    return tokens


@right("generate", style="ends early when every row has stopped")
def generate_until_all_stopped(model, prompt, length, choose, stop=None):
    training = model.training
    try:
        model.eval()
        done = torch.full((prompt.shape[0],), False)
        tokens = torch.full((prompt.shape[0], length), 0 if stop is None else stop)
        x, state = prompt, None
        with torch.no_grad():
            for t in range(length):
                logits, state = model(x, state)
                chosen = choose(logits[:, -1, :])
                tokens[~done, t] = chosen[~done]
                done = done | (tokens[:, t] == stop) if stop is not None else done
                if done.all():
                    break
                x = tokens[:, t : t + 1]
        return tokens
    finally:
        model.train(training)


ALL = ("values", "stopping", "edge_cases")


@mistake(
    "generate",
    fails=ALL,
    says="The state is not carried: each call of the model begins anew, and knows the one token that it reads.",
)
def generate_without_state(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, drawn = prompt, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, _ = model(tokens)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=ALL,
    says="The prompt's last token is read twice: once with the prompt, and once more before the first choice. The "
    "logits after the prompt are there already.",
)
def generate_last_token_twice(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    drawn, finished = [], torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        _, state = model(prompt)
        tokens = prompt[:, -1:]
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=ALL,
    says="Only the prompt's last token is read. What came before it never reaches the state: read the whole prompt "
    "first.",
)
def generate_without_the_prompt(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt[:, -1:], None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=ALL,
    says="For each token the model reads again all that it has read before. A text of length T costs T times as much "
    "as it has to: the state holds what was read, and each call needs the new token only.",
)
def generate_reading_all_again(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, finished = prompt, torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, _ = model(tokens)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            tokens = torch.cat([tokens, token[:, None]], dim=1)
    model.train(training)
    return tokens[:, prompt.shape[1] :]


@mistake(
    "generate",
    fails=ALL,
    says="For each token the model reads again all that it has read before. A text of length T costs T times as much "
    "as it has to: the state holds what was read, and each call needs the new token only.",
)
def generate_all_again_with_state(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, finished = prompt, None, torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            tokens = torch.cat([tokens, token[:, None]], dim=1)
    model.train(training)
    return tokens[:, prompt.shape[1] :]


@mistake(
    "generate",
    fails=ALL,
    says="The prompt is part of what you return. The new tokens alone are asked for, (N, length).",
)
def generate_with_the_prompt(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, [*prompt.T]
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=("edge_cases",),
    says="The model writes in training mode, with its dropout on. Switch to evaluation mode first.",
)
def generate_in_training_mode(model, prompt, length, choose, stop=None):
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=("edge_cases",),
    says="The model is left in evaluation mode. Whoever trains on after a look at some text trains without dropout, "
    "and does not notice: put the mode back as it was.",
)
def generate_mode_not_put_back(model, prompt, length, choose, stop=None):
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=ALL,
    says="The model is in training mode afterwards, whatever it was in before. Remember its mode, and put that back.",
)
def generate_always_back_to_training(model, prompt, length, choose, stop=None):
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.train()
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=ALL,
    says="Gradients are on while the model writes. Nobody asks for them, and through the state they keep every step "
    "in memory: there is a `with` for that.",
)
def generate_with_gradients(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    for _ in range(length):
        logits, state = model(tokens, state)
        token = choose(logits[:, -1])
        if stop is not None:
            token = torch.where(finished, stop, token)
            finished = finished | (token == stop)
        drawn.append(token)
        tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=ALL,
    says="You take the largest logit yourself. Which token is taken is up to `choose`, which gets the logits (N, V).",
)
def generate_largest(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = logits[:, -1].argmax(dim=1)
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=ALL,
    says="What the model reads next is its most probable token, and not the one that was chosen. So what it goes on "
    "from is not what you return.",
)
def generate_reads_the_largest(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = logits[:, -1:].argmax(dim=2)
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=ALL,
    says="The chosen token is not read: the prompt is read again in each round, on top of the state.",
)
def generate_reads_the_prompt_again(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    state, drawn = None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(prompt, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=ALL,
    says="You choose from the logits after the prompt's first token. They are to name its second one; those after the "
    "last token of the prompt are for the first new one.",
)
def generate_from_the_first_logits(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, 0])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=("stopping",),
    says="The stop plays no part: rows that wrote it go on with other tokens.",
)
def generate_never_stops(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=("stopping",),
    says="As soon as one row stops, all rows are filled. Each row stops for itself, and the others go on.",
)
def generate_stops_all_rows(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = False
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.full_like(token, stop) if finished else token
                finished = finished or bool((token == stop).any())
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=("stopping",),
    says="What you return ends at a stop and has fewer than `length` columns. Fill the rest with the stop: (N, "
    "length).",
)
def generate_cut_short(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            drawn.append(token)
            if stop is not None and bool((token == stop).any()):
                break
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=("stopping",),
    says="Behind its stop a row holds zeros. 0 is the id of a token: the rest of the row is to hold the stop.",
)
def generate_filled_with_zeros(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, 0, token)
                drawn.append(token)
                finished = finished | (token == stop)
            else:
                drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=("stopping",),
    says="A stop in the prompt ends its row before it has begun. What stands in the prompt has been said already: "
    "only a stop that the model writes ends a row.",
)
def generate_stopped_by_the_prompt(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    if stop is not None:
        finished = (prompt == stop).any(dim=1)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=("stopping",),
    says="Only a stop that comes immediately before counts: a row stops for one token and then goes on. What has "
    "stopped stays stopped.",
)
def generate_stops_for_one_token(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            chosen = choose(logits[:, -1])
            token = chosen
            if stop is not None:
                token = torch.where(finished, stop, chosen)
                finished = chosen == stop
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=ALL,
    says="`choose` gets logits with an axis of steps, (N, 1, V) or (N, P, V). It wants those of one step, (N, V).",
)
def generate_chooses_with_steps(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            tokens = choose(logits)
            drawn.append(tokens)
    model.train(training)
    return torch.cat(drawn, dim=1)


@mistake(
    "generate",
    fails=ALL,
    says="The model gets tokens of shape (N,). It reads sequences: one token each is (N, 1).",
)
def generate_reads_without_steps(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        logits, state = model(tokens, state)
        token = choose(logits[:, -1])
        for _ in range(length):
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            logits, state = model(token, state)
            token = choose(logits)
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=ALL,
    says="The first new token is lost: what you return begins with the second one.",
)
def generate_loses_the_first(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length + 1):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn[1:], dim=1)


@mistake(
    "generate",
    fails=ALL,
    says="The tokens are stacked along the wrong axis: (length, N). A row is a text, (N, length).",
)
def generate_stacked_in_rows(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn)


@mistake(
    "generate",
    fails=("edge_cases",),
    says="You treat the state as one tensor. With an LSTM it is a pair: hand it to the next call as it came, whatever "
    "it is.",
)
def generate_takes_the_state_apart(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            state = state.detach()
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=("values",),
    says="`choose` gets probabilities, or their logarithms. Hand it the logits as the model gives them: a softmax is "
    "up to `choose`.",
)
def generate_chooses_from_probabilities(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1].softmax(dim=1))
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=("stopping",),
    says="`if stop:` is False for the id 0 as well. Ask whether it is None.",
)
def generate_takes_a_stop_of_0_for_none(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=ALL,
    says="The state stays what it was after the prompt, for every token. Each call hands out a new one: go on from "
    "that.",
)
def generate_with_the_prompts_state(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn, first = prompt, None, [], True
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, new_state = model(tokens, state)
            state, first = (new_state if first else state), False
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=ALL,
    says="You return one token too many: `length` of them are asked for.",
)
def generate_one_too_many(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length + 1):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=ALL,
    says="The model gets (1, N), one text of N tokens. It is N texts of one token each, (N, 1).",
)
def generate_with_rows_for_steps(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=ALL,
    says="`length` counts the new tokens alone, without those of the prompt.",
)
def generate_length_with_the_prompt(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(max(1, length - prompt.shape[1])):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=("stopping",),
    says="The loop ends when all rows have stopped, so that the result is shorter than `length`. Fill it up with the "
    "stop.",
)
def generate_ends_unfilled(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            if finished.all():
                break
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=ALL,
    says="Gradients are switched off and stay off, for everything that comes later in this notebook. With a `with` "
    "they come back by themselves.",
)
def generate_gradients_off_for_good(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    torch.set_grad_enabled(False)
    for _ in range(length):
        logits, state = model(tokens, state)
        token = choose(logits[:, -1])
        if stop is not None:
            token = torch.where(finished, stop, token)
            finished = finished | (token == stop)
        drawn.append(token)
        tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=("stopping",),
    says="Where a row stops it holds 0, and not the stop. 0 is the id of a token like any other: from its stop on a "
    "row holds the stop.",
)
def generate_zeros_from_the_stop_on(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                finished = finished | (token == stop)
                token = torch.where(finished, 0, token)
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=("edge_cases",),
    says="The prompt is read in training mode: the switch to evaluation mode comes after the first call of the model.",
)
def generate_prompt_in_training_mode(model, prompt, length, choose, stop=None):
    training = model.training
    drawn, finished = [], torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        logits, state = model(prompt)
        model.eval()
        for number in range(length):
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            if number < length - 1:
                logits, state = model(token[:, None], state)
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=("edge_cases",),
    says="`model.training = False` changes the flag of the outermost module alone, and the dropout inside has its own. "
    "`eval` reaches all of them.",
)
def generate_outermost_in_evaluation_mode(model, prompt, length, choose, stop=None):
    training = model.training
    model.training = False
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=("edge_cases",),
    says="`model.training = False` changes the flag of the outermost module alone, and the dropout inside has its own. "
    "`eval` reaches all of them.",
)
def generate_flag_set_and_put_back(model, prompt, length, choose, stop=None):
    training = model.training
    model.training = False
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.training = training
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=("edge_cases",),
    says="The mode is put back for the outermost module alone: the layers inside stay in evaluation mode, and train "
    "without dropout from now on. `train` takes a mode, and reaches all of them.",
)
def generate_outermost_put_back(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.training = training
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=ALL,
    says="The prompt is read twice before the first choice: the second time on top of the state that holds it already.",
)
def generate_reads_the_prompt_twice(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        _, state = model(prompt)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=ALL,
    says="The model returns the logits first and the state second: you take them in the other order.",
)
def generate_state_first(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            state, logits = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=ALL,
    says="`torch.no_grad` is a class, and a `with` needs an object of it: the parentheses are missing.",
)
def generate_without_parentheses(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad:
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=("stopping",),
    says="`torch.where` takes its second argument where the condition is True. So far the rows that go on get the "
    "stop.",
)
def generate_stops_the_others(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, token, stop)
                finished = finished | (token == stop)
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


@mistake(
    "generate",
    fails=("stopping",),
    says="`torch.where` takes its second argument where the condition is True. So far the rows that go on get the "
    "stop.",
)
def generate_stops_all_but_those_that_stopped(model, prompt, length, choose, stop=None):
    training = model.training
    model.eval()
    tokens, state, drawn = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, token, stop)
                finished = token == stop
            drawn.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(drawn, dim=1)


equivalent(
    "generate",
    "finished = torch.zeros(len(prompt), dtype=torch.bool)",
    "finished = torch.zeros(len(tokens), dtype=torch.bool)",
    because="There, before the first round, the tokens are the prompt.",
)
equivalent(
    "generate",
    "for _ in range(length):",
    "for _ in reversed(list(range(length))):",
    because="The number of the round is not used.",
)


# quizzes -------------------------------------------------------------------------------------------------------------

quiz(
    "knows_nothing",
    {
        "a": "Each token costs ln V, whatever it is, so the mean is ln V and its exponential V: a choice among V.",
        "b": "That is the mean loss, in nats. The perplexity is its exponential.",
        "c": "That is the probability of each token. The perplexity is its inverse, and never less than 1.",
        "d": "Every token of every text gets the same probability, so all texts cost the same for each token.",
    },
)
quiz(
    "words_or_characters",
    {
        "a": "A choice among few characters comes several times in a word. Five choices among 6 are 7,776 ways.",
        "b": "It has more to choose from, and that says nothing about how well it chooses.",
        "c": "It may be about right; the question is how probable the text is to either of them.",
        "d": "The tokens differ. What can be compared is the cost of the whole text, shared among its characters.",
    },
)
quiz(
    "doubled_logits",
    {
        "a": "Dividing by one half doubles once more: the logits are then four times as large.",
        "b": "Dividing by 2 undoes the doubling, and the softmax gets the logits that it had.",
        "c": "That gives half of the old logits, a flatter distribution than at first.",
        "d": "Nothing is lost: the softmax at another temperature sees the same logits.",
    },
)
quiz(
    "sure_nucleus",
    {
        "a": "The token with which p is reached belongs to the nucleus, so it is never empty.",
        "b": "One token has 0.9 or more by itself. Where the model is sure, the nucleus is small.",
        "c": "p is a share of the probability, and not of the number of tokens.",
        "d": "top-k keeps k tokens whether the model is sure or not; the nucleus adapts.",
    },
)
quiz(
    "for_ever",
    {
        "a": "With the state it happens as well: the same line, read in nearly the same state, asks for itself again.",
        "b": "Large and long-trained models do it too.",
        "c": "The largest probability is taken at each step. Once the state comes round to where it was, so does the "
        "text.",
        "d": "At T = 0 nothing is drawn, so no generator takes part.",
    },
)
quiz(
    "one_of_many",
    {
        "a": "A picture shows that one unit. It does not show how many others would have made as good a picture.",
        "b": "The test does not know that this unit is the best of a thousand; of so many some look significant by "
        "chance.",
        "c": "One of them has to be the largest, also where none means anything.",
        "d": "New text takes away what was found by looking for it, and rivals show what chance and the input alone "
        "give.",
    },
)
quiz(
    "growing_memory",
    {
        "a": "That switches dropout off. It does not keep torch from recording what would be needed for gradients.",
        "b": "Without it each state hangs on the one before, so that gradients could go back, and nothing is ever "
        "freed.",
        "c": "With a stop the text ends sooner, and the memory grows until then.",
        "d": "A smaller state makes it grow more slowly, and grow all the same.",
    },
)
