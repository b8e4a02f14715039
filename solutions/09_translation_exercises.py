"""The private side of lesson 09_translation: cases, other right ways, and the mistakes with what to say of each.

Sizes that are easily confused differ within a case; others are equal on purpose, where torch would take a wrong axis
without a word. Sentences in a batch have different lengths, and what stands at a pad is never a zero of the case's own
making: who looks at a pad gets other numbers. Pads are appended and batches are taken apart: nothing may change.
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from helpers.exercises import case, equivalent, exercise, hidden, mistake, quiz, right, visible

# In the hand-made steps nothing ever speaks for these two, as in a network that has been trained.
NEVER = -30.0

READY_MADE = ("helpers.nn",)  # what later lessons take for granted is to be programmed here


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


equivalent(
    "Encoder",
    "return states * mask[:, :, None], states[torch.arange(len(tokens)), last]",
    "return states * mask[:, :, None], states[torch.arange(len(mask)), last]",
    because="mask has a row for each sentence, as tokens has",
)
equivalent(
    "Encoder",
    "return states * mask[:, :, None], states[torch.arange(len(tokens)), last]",
    "return states * mask[:, :, None], states[torch.arange(len(states)), last]",
    because="there are states for each sentence, in as many rows as tokens has",
)
equivalent(
    "Encoder",
    "return states * mask[:, :, None], states[torch.arange(len(tokens)), last]",
    "return states * mask[:, :, None], states[torch.arange(len(last)), last]",
    because="last has an entry for each sentence, as tokens has a row",
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
    yield case("three others of four words", **sentences(rng, [4, 4, 4], S=4, V=7, D=2, H=3))
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
    yield case("four others of these lengths", **sentences(rng, [2, 5, 1, 3], S=5, V=8, D=3, H=2))
    other = np.where(mask, tokens, (tokens + 1) % 8)
    yield case(
        "the same with other ids at the pads",
        **encoder_inputs(batch, tokens=other),
        note="no result may change by that",
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
    yield case(
        "lengths 3, 1 and 4: gradients of all parameters", **sentences(rng, [3, 1, 4], 4, 6, 3, 2, gradients=True)
    )
    yield case("one sentence", **sentences(rng, [3], 3, 5, 2, 3, gradients=True))
    yield case("another one", **sentences(rng, [3], 3, 5, 2, 3, gradients=True))
    yield case("a pad in every row: lengths 3 and 2 of 5", **sentences(rng, [3, 2], 5, 6, 2, 3, gradients=True))


@hidden("Encoder", part="gradients")
def _(rng):
    S, D, H = different_sizes(rng, 3, 3, 6)
    lengths = [int(length) for length in rng.permutation([1, S, *rng.integers(1, S + 1, size=2)])]
    yield case("a random batch", **sentences(rng, lengths, S, 8, D, H, gradients=True))


@right("Encoder", style="packed")
class EncoderPacked(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        packed = nn.utils.rnn.pack_padded_sequence(
            self.embedding(tokens), mask.sum(1).cpu(), batch_first=True, enforce_sorted=False
        )
        states, last = self.rnn(packed)
        states, _ = nn.utils.rnn.pad_packed_sequence(states, batch_first=True, total_length=tokens.shape[1])
        return states, last[0]


@right("Encoder", style="step by step, the state handed on at pads")
class EncoderStepByStep(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        h = torch.zeros(len(tokens), self.rnn.hidden_size)
        states = []
        for t in range(tokens.shape[1]):
            _, new = self.rnn(self.embedding(tokens[:, t : t + 1]), h[None])
            real = mask[:, t, None]
            h = torch.where(real, new[0], h)
            states.append(torch.where(real, h, torch.zeros_like(h)))
        return torch.stack(states, dim=1), h


@right("Encoder", style="gather")
class EncoderGather(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states = self.rnn(self.embedding(tokens))[0].masked_fill(~mask.unsqueeze(-1), 0.0)
        where = (mask.long().sum(1) - 1).view(-1, 1, 1).expand(-1, 1, states.shape[2])
        return states, states.gather(1, where).squeeze(1)


@right("Encoder", style="one sentence after the other")
class EncoderOneByOne(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        rows, last = [], []
        for sentence, real in zip(tokens, mask):
            states, h = self.rnn(self.embedding(sentence[real])[None])
            rows.append(F.pad(states[0], (0, 0, 0, len(sentence) - states.shape[1])))
            last.append(h[0, 0])
        return torch.stack(rows), torch.stack(last)


@mistake(
    "Encoder",
    fails=("padding", "gradients"),
    says="The state of the last column is taken. In a row that ends with pads nothing was read there any more, and "
    "your result hangs on how many pads there are. Which column of each row is its last word?",
)
class EncoderLastColumn(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens))
        states = states * mask[:, :, None]
        return states, states[:, -1]


@mistake(
    "Encoder",
    fails=("padding", "gradients"),
    says="You take the state after the last column (it is also the second thing that torch's GRU gives), with all "
    "pads read as if they were words. Which column of the states is the last word of each sentence?",
)
class EncoderLastThatTorchGives(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, last = self.rnn(self.embedding(tokens))
        return states * mask[:, :, None], last[0]


@mistake(
    "Encoder",
    fails=("padding", "gradients"),
    says="The last states are right. At the pads your states are those of a network that goes on reading: they "
    "have to be zero there.",
)
class EncoderPadsKeepTheirStates(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens))
        last = mask.sum(dim=1) - 1
        return states, states[torch.arange(len(tokens)), last]


@mistake(
    "Encoder",
    fails=("values", "padding", "gradients"),
    says="Your last state is that of the token before the last one. A sentence of L words has its last one in "
    "column L - 1: one was taken off once too often.",
)
class EncoderOneTooFar(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens))
        last = mask.sum(dim=1) - 2
        return states * mask[:, :, None], states[torch.arange(len(tokens)), last]


@mistake(
    "Encoder",
    fails=("values", "padding", "gradients"),
    says="Columns are counted from 0. The number of words of a row, taken as it is, is the column after its last "
    "word, and in a row without pads there is no such column.",
)
class EncoderOneColumnTooFar(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens))
        return states * mask[:, :, None], states[torch.arange(len(tokens)), mask.sum(dim=1)]


@mistake(
    "Encoder",
    fails=("values", "padding", "gradients"),
    says="`states[:, columns]` takes all those columns of every row: (N, N, H). One column of each row is asked "
    "for. What has to stand in the place of the colon?",
)
class EncoderEveryColumnForEveryRow(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens))
        return states * mask[:, :, None], states[:, mask.sum(dim=1) - 1]


@mistake(
    "Encoder",
    fails=("padding", "gradients"),
    says="You take the same column in all rows, that of the longest sentence. Every row has a length of its own: "
    "sum the mask along one axis only.",
)
class EncoderOneLengthForAll(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens))
        longest = int(mask.sum(dim=1).max())
        return states * mask[:, :, None], states[:, longest - 1]


@mistake(
    "Encoder",
    fails=("values", "padding", "gradients"),
    says="Your states are zero at the words and not at the pads: the mask is True at real tokens.",
)
class EncoderMaskTurnedRound(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens))
        last = mask.sum(dim=1) - 1
        return states * ~mask[:, :, None], states[torch.arange(len(tokens)), last]


@mistake(
    "Encoder",
    fails=("values", "padding", "gradients"),
    says="Your last state is the mean of all states. The state after the last word is asked for, which has read "
    "all the others.",
)
class EncoderMeanOfTheStates(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens))
        states = states * mask[:, :, None]
        return states, states.sum(dim=1) / mask.sum(dim=1, keepdim=True)


@mistake(
    "Encoder",
    fails=("values", "padding", "gradients"),
    says="Your last state is that after the first word. By then the rest of the sentence has not been read.",
)
class EncoderFirstState(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens))
        return states * mask[:, :, None], states[:, 0]


@mistake(
    "Encoder",
    fails=("padding", "gradients"),
    says="You make the embeddings at the pads zero. The GRU goes on stepping over them all the same, and a step "
    "over zeros changes the state too. Look at what is taken *out* of it.",
)
class EncoderPadsAreZeroVectors(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, last = self.rnn(self.embedding(tokens) * mask[:, :, None])
        return states * mask[:, :, None], last[0]


@mistake(
    "Encoder",
    fails=("values", "padding", "gradients"),
    says="The axes are exchanged on the way into the GRU. It was made with batch_first=True: it takes (N, S, D), "
    "and reads along the second axis.",
)
class EncoderTimeFirst(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens).transpose(0, 1))
        states = states.transpose(0, 1)
        last = mask.sum(dim=1) - 1
        return states * mask[:, :, None], states[torch.arange(len(tokens)), last]


@mistake(
    "Encoder",
    fails=("values", "padding", "gradients"),
    says="You read from right to left. The state after a word knows the words before it, and the last one has to "
    "know them all.",
)
class EncoderFromRightToLeft(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens).flip(1))
        states = states.flip(1)
        last = mask.sum(dim=1) - 1
        return states * mask[:, :, None], states[torch.arange(len(tokens)), last]


@mistake(
    "Encoder",
    fails=("values", "padding", "gradients"),
    says="Your last states have an axis too many: torch gives its last state as (layers, N, H), and there is one "
    "layer. (And in a row with pads it is not the state after the last word.)",
)
class EncoderLastKeepsAnAxis(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, last = self.rnn(self.embedding(tokens))
        return states * mask[:, :, None], last


@mistake(
    "Encoder",
    fails=("values", "padding", "gradients"),
    says="The two results are right and stand in the wrong order: the states of all words come first, then the "
    "last ones.",
)
class EncoderOrderExchanged(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens))
        last = states[torch.arange(len(tokens)), mask.sum(dim=1) - 1]
        return last, states * mask[:, :, None]


@mistake(
    "Encoder",
    fails=("values", "padding", "gradients"),
    says="One thing comes back. Two are asked for: the states of all words, and the state after the last word of "
    "each sentence.",
)
class EncoderOnlyTheStates(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens))
        return states * mask[:, :, None]


@mistake(
    "Encoder",
    fails=("padding", "gradients"),
    says="You sort the sentences by length to pack them, and hand them back in that order. Each result has to "
    "stand in its own row: undo the sorting, or let torch do it with enforce_sorted=False.",
)
class EncoderPackedAndSorted(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        lengths, order = mask.sum(dim=1).sort(descending=True)
        packed = nn.utils.rnn.pack_padded_sequence(self.embedding(tokens[order]), lengths, batch_first=True)
        states, last = self.rnn(packed)
        states, _ = nn.utils.rnn.pad_packed_sequence(states, batch_first=True, total_length=tokens.shape[1])
        return states, last[0]


@mistake(
    "Encoder",
    fails=("gradients",),
    says="Your values are right, and no gradient gets to the embedding: on the way something was detached. Where "
    "do you use .detach(), .data or torch.no_grad()?",
)
class EncoderDetached(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens).detach())
        last = mask.sum(dim=1) - 1
        return states * mask[:, :, None], states[torch.arange(len(tokens)), last]


@mistake(
    "Encoder",
    fails=("values", "padding", "gradients"),
    says="Axes of length 1 are gone: a batch of one sentence, or of one word, has to keep them. .squeeze() takes "
    "every axis of length 1; name the one that you mean, or do without.",
)
class EncoderSqueezed(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens))
        last = mask.sum(dim=1) - 1
        return (states * mask[:, :, None]).squeeze(), states[torch.arange(len(tokens)), last].squeeze()


@mistake(
    "Encoder",
    fails=("values", "padding", "gradients"),
    says="The mask is summed along the wrong axis: you count the sentences that have a word in each column, and "
    "not the words of each sentence.",
)
class EncoderLengthsAcrossTheBatch(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens))
        last = mask.sum(dim=0) - 1
        return states * mask[:, :, None], states[torch.arange(len(tokens)), last[: len(tokens)]]


@mistake(
    "Encoder",
    fails=("padding", "gradients"),
    says="Columns are counted from 0: in a row with pads your column is the one behind the last word. With "
    "three words the last one stands in column 2.",
)
class EncoderColumnBehindTheLast(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens))
        column = mask.sum(dim=1).clamp(max=tokens.shape[1] - 1)
        return states * mask[:, :, None], states[torch.arange(len(tokens)), column]


@mistake(
    "Encoder",
    fails=("values", "padding", "gradients"),
    says="You count the tokens that are not 0. What the ids at pads are means nothing, and a word may have the "
    "id 0, too: which tokens are real is said by the mask alone.",
)
class EncoderLengthsFromTheIds(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens))
        last = (tokens != PAD).sum(dim=1) - 1
        return states * mask[:, :, None], states[torch.arange(len(tokens)), last]


@mistake(
    "Encoder",
    fails=("values", "padding", "gradients"),
    says="The mask is (N, S) and the states are (N, S, H): as they stand torch cannot multiply the two, or "
    "multiplies along the wrong axes. The mask needs a third axis of length 1.",
)
class EncoderMaskWithoutAnAxis(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens))
        last = mask.sum(dim=1) - 1
        return states * mask, states[torch.arange(len(tokens)), last]


@mistake(
    "Encoder",
    fails=("values", "padding", "gradients"),
    says="Your lengths have the shape (N, 1), and an index of that shape picks N columns of every row. One "
    "number for each row is wanted: sum without `keepdim`.",
)
class EncoderLengthsKeepAnAxis(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens))
        last = mask.sum(dim=1, keepdim=True) - 1
        return states * mask[:, :, None], states[torch.arange(len(tokens)), last]


@mistake(
    "Encoder",
    fails=("padding", "gradients"),
    says="Your states have fewer columns than the tokens: the columns in which every row has a pad are gone. "
    "They belong to the result, as zeros.",
)
class EncoderShortened(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        S = int(mask.sum(dim=1).max())
        states, _ = self.rnn(self.embedding(tokens[:, :S]))
        last = mask.sum(dim=1) - 1
        return states * mask[:, :S, None], states[torch.arange(len(tokens)), last]


@mistake(
    "Encoder",
    fails=("values", "padding", "gradients"),
    says="Your last state is the sum of all states. The state after the last word is asked for, which has read "
    "all the others.",
)
class EncoderSumOfTheStates(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens))
        states = states * mask[:, :, None]
        return states, states.sum(dim=1)


@mistake(
    "Encoder",
    fails=("padding", "gradients"),
    says="You take the same column in all rows: the mask is summed over the whole batch. Every row has a "
    "length of its own: sum along one axis only.",
)
class EncoderOneLengthFromAll(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens))
        length = mask.sum() // len(tokens)
        return states * mask[:, :, None], states[:, length - 1]


@mistake(
    "Encoder",
    fails=("values", "padding", "gradients"),
    says="You hand the words to the network from right to left: what stands in the first column of the states "
    "then belongs to the last word. Read the tokens as they stand.",
)
class EncoderReversedAndNotBack(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens.flip(1)))
        last = mask.sum(dim=1) - 1
        return states * mask[:, :, None], states[torch.arange(len(tokens)), last]


@mistake(
    "Encoder",
    fails=("gradients",),
    says="Your values are right, and no gradient goes back from the last states: what the decoder makes of "
    "them would teach the encoder nothing. Where do you use .detach(), .data or torch.no_grad()?",
)
class EncoderLastDetached(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        states, _ = self.rnn(self.embedding(tokens))
        last = states[torch.arange(len(tokens)), mask.sum(dim=1) - 1].detach()
        return states * mask[:, :, None], last


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
    yield case("another one", **one_step(rng, 1, 4, 3, 2, gradients=True))


@hidden("Decoder", part="gradients")
def _(rng):
    N, V, D, H = different_sizes(rng, 4)
    yield case("a random step", **one_step(rng, N, V, D, H, gradients=True))


@right("Decoder", style="by its own arithmetic")
class DecoderByArithmetic(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        x = torch.hstack((self.embedding.weight[token], context))
        read = (x @ self.rnn.weight_ih.T + self.rnn.bias_ih).chunk(3, dim=1)
        kept = (h @ self.rnn.weight_hh.T + self.rnn.bias_hh).chunk(3, dim=1)
        r, z = torch.sigmoid(read[0] + kept[0]), torch.sigmoid(read[1] + kept[1])
        n = torch.tanh(read[2] + r * kept[2])
        h = (1 - z) * n + z * h
        from_state, from_context = self.output.weight.split(h.shape[1], dim=1)
        return h @ from_state.T + context @ from_context.T + self.output.bias, h


@right("Decoder", style="one-hot, concatenate")
class DecoderOneHot(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        chosen = F.one_hot(token, self.embedding.num_embeddings).to(h.dtype) @ self.embedding.weight
        s = self.rnn(torch.concatenate((chosen, context), -1), h)
        return F.linear(torch.concatenate((s, context), -1), self.output.weight, self.output.bias), s


@right("Decoder", style="row by row")
class DecoderRowByRow(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        rows = []
        for one, state, told in zip(token, h, context):
            rows.append(self.rnn(torch.cat([self.embedding(one), told]), state))
        states = torch.stack(rows)
        return self.output(torch.cat([states, context], 1)), states


@mistake(
    "Decoder",
    fails=("values", "gradients"),
    says="What the cell reads stands in the wrong order: (9.2) has the embedding first and the context behind it. "
    "The weights of the cell are made for that.",
)
class DecoderContextFirst(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        h = self.rnn(torch.cat([context, self.embedding(token)], dim=1), h)
        return self.output(torch.cat([h, context], dim=1)), h


@mistake(
    "Decoder",
    fails=("values", "gradients"),
    says="The new state is right. For the logits (9.2) has the state first and the context behind it.",
)
class DecoderContextFirstInTheOutput(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        h = self.rnn(torch.cat([self.embedding(token), context], dim=1), h)
        return self.output(torch.cat([context, h], dim=1)), h


@mistake(
    "Decoder",
    fails=("values", "gradients"),
    says="The new state is right, and the logits are made of the old one. In (9.2) they see the state after the step.",
)
class DecoderLogitsOfTheOldState(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        new = self.rnn(torch.cat([self.embedding(token), context], dim=1), h)
        return self.output(torch.cat([h, context], dim=1)), new


@mistake(
    "Decoder",
    fails=("values", "gradients"),
    says="The logits are right, and the state that you return is the one that came in: the next step would begin "
    "where this one did.",
)
class DecoderOldStateReturned(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        new = self.rnn(torch.cat([self.embedding(token), context], dim=1), h)
        return self.output(torch.cat([new, context], dim=1)), h


@mistake(
    "Decoder",
    fails=("values", "gradients"),
    says="The cell gets no state, and begins with zeros at every step. Its second argument is the state before the "
    "step.",
)
class DecoderStateForgotten(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        h = self.rnn(torch.cat([self.embedding(token), context], dim=1))
        return self.output(torch.cat([h, context], dim=1)), h


@mistake(
    "Decoder",
    fails=("values", "gradients"),
    says="The context does not reach the cell: only the logits see it. In (9.2) it stands in both formulas.",
)
class DecoderContextForgottenByTheCell(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        h = self.rnn(torch.cat([self.embedding(token), torch.zeros_like(context)], dim=1), h)
        return self.output(torch.cat([h, context], dim=1)), h


@mistake(
    "Decoder",
    fails=("values", "gradients"),
    says="The context does not reach the logits: only the cell sees it. In (9.2) it stands in both formulas.",
)
class DecoderContextForgottenByTheOutput(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        h = self.rnn(torch.cat([self.embedding(token), context], dim=1), h)
        return self.output(torch.cat([h, torch.zeros_like(context)], dim=1)), h


@mistake(
    "Decoder",
    fails=("values", "gradients"),
    says="The logits get the state twice, side by side with itself, where the context belongs in the second half.",
)
class DecoderStateTwice(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        h = self.rnn(torch.cat([self.embedding(token), context], dim=1), h)
        return self.output(torch.cat([h, h], dim=1)), h


@mistake(
    "Decoder",
    fails=("values", "gradients"),
    says="The cell reads the embedding and the state side by side. It gets the state anyway, as its second "
    "argument; what stands beside the embedding in (9.2) is the context.",
)
class DecoderCellReadsTheState(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        h = self.rnn(torch.cat([self.embedding(token), h], dim=1), h)
        return self.output(torch.cat([h, context], dim=1)), h


@mistake(
    "Decoder",
    fails=("values", "gradients"),
    says="The context stands in the place of the state, as the cell's second argument. The state is what goes from "
    "step to step; the context is read.",
)
class DecoderContextForState(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        h = self.rnn(torch.cat([self.embedding(token), context], dim=1), context)
        return self.output(torch.cat([h, context], dim=1)), h


@mistake(
    "Decoder",
    fails=("values", "gradients"),
    says="You return probabilities. Logits are asked for: the loss and the search do the softmax themselves, and a "
    "softmax of a softmax is nearly flat.",
)
class DecoderProbabilities(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        h = self.rnn(torch.cat([self.embedding(token), context], dim=1), h)
        return torch.softmax(self.output(torch.cat([h, context], dim=1)), dim=1), h


@mistake(
    "Decoder",
    fails=("values", "gradients"),
    says="You return log probabilities. They would do for the search, but what is asked for are the logits, as the "
    "linear layer gives them.",
)
class DecoderLogProbabilities(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        h = self.rnn(torch.cat([self.embedding(token), context], dim=1), h)
        return torch.log_softmax(self.output(torch.cat([h, context], dim=1)), dim=1), h


@mistake(
    "Decoder",
    fails=("values", "gradients"),
    says="You return the likeliest tokens. To choose is the business of whoever calls this; here the logits (N, V) "
    "are asked for.",
)
class DecoderTokenChosen(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        h = self.rnn(torch.cat([self.embedding(token), context], dim=1), h)
        return self.output(torch.cat([h, context], dim=1)).argmax(dim=1), h


@mistake(
    "Decoder",
    fails=("values", "gradients"),
    says="The two results are right and stand in the wrong order: the logits come first, then the state.",
)
class DecoderStateFirst(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        h = self.rnn(torch.cat([self.embedding(token), context], dim=1), h)
        return h, self.output(torch.cat([h, context], dim=1))


@mistake(
    "Decoder",
    fails=("values", "gradients"),
    says="You put the vectors one below the other. Side by side they are (N, D + H), the same sentence in each "
    "row: along which axis is that?",
)
class DecoderOneAbove(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        h = self.rnn(torch.cat([self.embedding(token), context], dim=0), h)
        return self.output(torch.cat([h, context], dim=0)), h


@mistake(
    "Decoder",
    fails=("values", "gradients"),
    says="The ids themselves are read as numbers, so that token 6 would be twice as much as token 3. Let the "
    "embedding make a vector of each id.",
)
class DecoderNumbersForEmbeddings(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        x = token[:, None].expand(-1, self.embedding.embedding_dim).to(h.dtype)
        h = self.rnn(torch.cat([x, context], dim=1), h)
        return self.output(torch.cat([h, context], dim=1)), h


@mistake(
    "Decoder",
    fails=("values", "gradients"),
    says="Only the logits come back. The new state has to come back too, or the next step could not begin with it.",
)
class DecoderOnlyTheLogits(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        h = self.rnn(torch.cat([self.embedding(token), context], dim=1), h)
        return self.output(torch.cat([h, context], dim=1))


@mistake(
    "Decoder",
    fails=("values", "gradients"),
    says="The state goes through a tanh once more. What the cell gives is the new state already.",
)
class DecoderSquashedAgain(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        h = torch.tanh(self.rnn(torch.cat([self.embedding(token), context], dim=1), h))
        return self.output(torch.cat([h, context], dim=1)), h


@mistake(
    "Decoder",
    fails=("gradients",),
    says="Your values are right, and no gradient gets through the context: what lies behind it, the encoder, would "
    "learn nothing from it. Where do you use .detach(), .data or torch.no_grad()?",
)
class DecoderContextDetached(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        context = context.detach()
        h = self.rnn(torch.cat([self.embedding(token), context], dim=1), h)
        return self.output(torch.cat([h, context], dim=1)), h


@mistake(
    "Decoder",
    fails=("gradients",),
    says="Your values are right, and no gradient goes back through the state that came in: all steps before this "
    "one would learn nothing from it. Where do you use .detach(), .data or torch.no_grad()?",
)
class DecoderStateDetached(nn.Module):
    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        h = self.rnn(torch.cat([self.embedding(token), context], dim=1), h.detach())
        return self.output(torch.cat([h, context], dim=1)), h


# teacher_forcing_loss -----------------------------------------------------------------------------------------------

exercise(
    "teacher_forcing_loss",
    returns={"loss": ""},
    driver="loss_with_step",
    forbidden=READY_MADE,
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


equivalent(
    "teacher_forcing_loss",
    "token = torch.full((len(targets),), START)",
    "token = torch.full((len(h),), START)",
    because="h has a row for each sentence, as targets has",
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
    yield case("four others of these lengths", **forced(rng, [2, 5, 1, 3], T=5, V=7, H=3))
    more = with_pads(batch["targets"], 3, 0)
    yield case("the same with three more pads", **batch | {"targets": more}, note="the loss may not change by that")
    twice = {"h": np.tile(batch["h"], (2, 1)), "targets": np.tile(batch["targets"], (2, 1))}
    yield case("each sentence twice", **batch | twice, note="the mean may not change by that")
    yield case("only the shortest, with pads", **batch | {"h": batch["h"][2:3], "targets": batch["targets"][2:3]})
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
    yield case("three others of these lengths", **forced(rng, [2, 4, 3], T=4, V=6, H=2, gradients=True))
    yield case("the same with two more pads", **batch | {"targets": with_pads(batch["targets"], 2, 0)})


@hidden("teacher_forcing_loss", part="gradients")
def _(rng):
    T, H = different_sizes(rng, 2, 3, 6)
    yield case("a random batch", **forced(rng, [T, 1, T - 1], T, V=7, H=H, gradients=True))


@right("teacher_forcing_loss", style="log softmax and gather")
def loss_by_gather(step, h, targets):
    N, T = targets.shape
    given = torch.cat([torch.full((N, 1), START), targets[:, :-1]], dim=1)
    log_p = []
    for t in range(T):
        logits, h = step(given[:, t], h)
        log_p.append(torch.log_softmax(logits, dim=1).gather(1, targets[:, t : t + 1])[:, 0])
    mask = targets != PAD
    return -(torch.stack(log_p, dim=1) * mask).sum() / mask.sum()


@right("teacher_forcing_loss", style="a sum that runs along")
def loss_by_running_sum(step, h, targets):
    total, count = 0.0, 0
    token = torch.full_like(targets[:, 0], START)
    for t in range(targets.shape[1]):
        logits, h = step(token, h)
        total = total + F.cross_entropy(logits, targets[:, t], ignore_index=PAD, reduction="sum")
        count += int((targets[:, t] != PAD).sum())
        token = targets[:, t]
    return total / count


@right("teacher_forcing_loss", style="chosen by the mask")
def loss_by_mask(step, h, targets):
    token = START * torch.ones(len(targets), dtype=torch.long)
    logits = []
    for wanted in targets.unbind(1):
        z, h = step(token, h)
        logits.append(z)
        token = wanted
    real = targets != PAD
    return F.cross_entropy(torch.stack(logits, 1)[real], targets[real])


@right("teacher_forcing_loss", style="one sentence after the other, without its pads")
def loss_by_sentence(step, h, targets):
    losses = []
    for state, row in zip(h, targets):
        state, last = state[None], torch.tensor([START])
        for wanted in row[row != PAD]:
            logits, state = step(last, state)
            losses.append(logits.logsumexp(1)[0] - logits[0, wanted])
            last = wanted[None]
    return torch.stack(losses).mean()


@mistake(
    "teacher_forcing_loss",
    fails=("padding", "gradients"),
    says="The pads count in your loss: the network would have to learn to say PAD after END, and a batch with many "
    "pads would have another loss than one with few. Leave their places out of the sum and out of the count.",
)
def loss_over_pads(step, h, targets):
    token = torch.full((len(targets),), START)
    logits = []
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        logits.append(z)
        token = targets[:, t]
    return F.cross_entropy(torch.stack(logits, dim=1).flatten(0, 1), targets.flatten())


@mistake(
    "teacher_forcing_loss",
    fails=("padding", "gradients"),
    says="The sum leaves out the pads, and then it is divided by all N T places, pads among them. So your loss gets "
    "smaller when pads are appended. By how many places has the sum to be divided?",
)
def loss_divided_by_all(step, h, targets):
    token = torch.full((len(targets),), START)
    total = 0.0
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        total = total + F.cross_entropy(z, targets[:, t], ignore_index=PAD, reduction="sum")
        token = targets[:, t]
    return total / targets.numel()


@mistake(
    "teacher_forcing_loss",
    fails=("padding", "gradients"),
    says="You take the mean of each sentence, and then the mean of those. So a letter of a short sentence counts for "
    "more than one of a long sentence. (9.3) has one sum over all letters, divided by their number.",
)
def loss_mean_of_sentences(step, h, targets):
    token = torch.full((len(targets),), START)
    losses = []
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        losses.append(F.cross_entropy(z, targets[:, t], ignore_index=PAD, reduction="none"))
        token = targets[:, t]
    mask = targets != PAD
    return (torch.stack(losses, dim=1).sum(dim=1) / mask.sum(dim=1)).mean()


@mistake(
    "teacher_forcing_loss",
    fails=("padding", "gradients"),
    says="You take the mean of each step, and then the mean of those. At late steps only the long sentences are left, "
    "so that their letters count for more there. (9.3) has one sum over all letters, divided by their number.",
)
def loss_mean_of_steps(step, h, targets):
    token = torch.full((len(targets),), START)
    losses = []
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        if (targets[:, t] != PAD).any():
            losses.append(F.cross_entropy(z, targets[:, t], ignore_index=PAD))
        token = targets[:, t]
    return torch.stack(losses).mean()


@mistake(
    "teacher_forcing_loss",
    fails=("values", "padding", "gradients"),
    says="You return the sum. (9.3) is a mean: divided by the number of real tokens, so that it does not grow with the "
    "batch.",
)
def loss_summed(step, h, targets):
    token = torch.full((len(targets),), START)
    total = 0.0
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        total = total + F.cross_entropy(z, targets[:, t], ignore_index=PAD, reduction="sum")
        token = targets[:, t]
    return total


@mistake(
    "teacher_forcing_loss",
    fails=("values", "padding", "gradients"),
    says="You divide the sum by the number of sentences. Long sentences then have a large loss for being long; (9.3) "
    "divides by the number of tokens.",
)
def loss_for_a_sentence(step, h, targets):
    token = torch.full((len(targets),), START)
    total = 0.0
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        total = total + F.cross_entropy(z, targets[:, t], ignore_index=PAD, reduction="sum")
        token = targets[:, t]
    return total / len(targets)


@mistake(
    "teacher_forcing_loss",
    fails=("values", "padding", "gradients"),
    says="At each step you hand in the very token that is asked for. A network trained like that learns to copy, and "
    "has nothing to copy when it is to write. Which token is known before step t?",
)
def loss_not_shifted(step, h, targets):
    logits = []
    for t in range(targets.shape[1]):
        z, h = step(targets[:, t], h)
        logits.append(z)
    return F.cross_entropy(torch.stack(logits, dim=1).flatten(0, 1), targets.flatten(), ignore_index=PAD)


@mistake(
    "teacher_forcing_loss",
    fails=("values", "padding", "gradients"),
    says="You hand in what the network itself finds likeliest. That is how it writes later; here the teacher hands in "
    "the right token each time.",
)
def loss_without_a_teacher(step, h, targets):
    token = torch.full((len(targets),), START)
    logits = []
    for _ in range(targets.shape[1]):
        z, h = step(token, h)
        logits.append(z)
        token = z.argmax(dim=1)
    return F.cross_entropy(torch.stack(logits, dim=1).flatten(0, 1), targets.flatten(), ignore_index=PAD)


@mistake(
    "teacher_forcing_loss",
    fails=("values", "padding", "gradients"),
    says="The first token of each sentence is not asked for: your loss begins with the second one. START is there so "
    "that the first one can be asked for, too.",
)
def loss_skips_the_first(step, h, targets):
    _, h = step(torch.full((len(targets),), START), h)
    total, count = 0.0 * h.sum(), 0
    for t in range(1, targets.shape[1]):
        z, h = step(targets[:, t - 1], h)
        total = total + F.cross_entropy(z, targets[:, t], ignore_index=PAD, reduction="sum")
        count += (targets[:, t] != PAD).sum()
    return total / count


@mistake(
    "teacher_forcing_loss",
    fails=("values", "padding", "gradients"),
    says="Your first step reads something else than START. A decoder that has never been begun with START does not "
    "know what to do with it when it writes.",
)
def loss_begins_with_pad(step, h, targets):
    token = torch.full((len(targets),), PAD)
    logits = []
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        logits.append(z)
        token = targets[:, t]
    return F.cross_entropy(torch.stack(logits, dim=1).flatten(0, 1), targets.flatten(), ignore_index=PAD)


@mistake(
    "teacher_forcing_loss",
    fails=("values", "padding", "gradients"),
    says="START is handed in at every step. Only the first step has nothing before it; the others read the right token"
    " of the step before.",
)
def loss_always_start(step, h, targets):
    token = torch.full((len(targets),), START)
    logits = []
    for _ in range(targets.shape[1]):
        z, h = step(token, h)
        logits.append(z)
    return F.cross_entropy(torch.stack(logits, dim=1).flatten(0, 1), targets.flatten(), ignore_index=PAD)


@mistake(
    "teacher_forcing_loss",
    fails=("values", "padding", "gradients"),
    says="END is left out of the loss, at least where a sentence fills its row: by the mask, or by a loop that is one "
    "turn too short. Whoever is never asked for END never says it, and writes without end.",
)
def loss_without_end(step, h, targets):
    token = torch.full((len(targets),), START)
    total, count = 0.0 * h.sum(), 0
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        real = (targets[:, t] != PAD) & (targets[:, t] != END)
        total = total + (F.cross_entropy(z, targets[:, t], reduction="none") * real).sum()
        count += real.sum()
        token = targets[:, t]
    return total / count


@mistake(
    "teacher_forcing_loss",
    fails=("values", "padding", "gradients"),
    says="Every step begins with the first h: what the step hands back is thrown away. The decoder then knows only the "
    "token before.",
)
def loss_state_not_carried(step, h, targets):
    token = torch.full((len(targets),), START)
    logits = []
    for t in range(targets.shape[1]):
        z, _ = step(token, h)
        logits.append(z)
        token = targets[:, t]
    return F.cross_entropy(torch.stack(logits, dim=1).flatten(0, 1), targets.flatten(), ignore_index=PAD)


@mistake(
    "teacher_forcing_loss",
    fails=("values", "padding", "gradients"),
    says="The decoder begins with a state of zeros. The h that comes in is all that it knows of the source: it has to "
    "be the first state.",
)
def loss_begins_with_zeros(step, h, targets):
    h = torch.zeros_like(h)
    token = torch.full((len(targets),), START)
    logits = []
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        logits.append(z)
        token = targets[:, t]
    return F.cross_entropy(torch.stack(logits, dim=1).flatten(0, 1), targets.flatten(), ignore_index=PAD)


@mistake(
    "teacher_forcing_loss",
    fails=("values", "padding", "gradients"),
    says="The logits of all steps are put one below the other, step by step, and the targets sentence by sentence: so "
    "they are compared across sentences. Stack the steps as the second axis, or turn the targets round.",
)
def loss_of_mixed_rows(step, h, targets):
    token = torch.full((len(targets),), START)
    logits = []
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        logits.append(z)
        token = targets[:, t]
    return F.cross_entropy(torch.cat(logits), targets.flatten(), ignore_index=PAD)


@mistake(
    "teacher_forcing_loss",
    fails=("values", "padding", "gradients"),
    says="Probabilities are handed to `F.cross_entropy`, which wants logits and does the softmax itself. A softmax of "
    "a softmax is nearly flat.",
)
def loss_two_softmaxes(step, h, targets):
    token = torch.full((len(targets),), START)
    logits = []
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        logits.append(torch.softmax(z, dim=1))
        token = targets[:, t]
    return F.cross_entropy(torch.stack(logits, dim=1).flatten(0, 1), targets.flatten(), ignore_index=PAD)


@mistake(
    "teacher_forcing_loss",
    fails=("values",),
    says="You take the logarithm of a softmax. Where a probability is so small that it becomes zero its logarithm is "
    "infinite, and the loss with it. `torch.log_softmax` never makes the probability itself.",
)
def loss_log_of_softmax(step, h, targets):
    token = torch.full((len(targets),), START)
    total, count = 0.0, 0
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        real = targets[:, t] != PAD
        p = torch.softmax(z, dim=1)[torch.arange(len(z)), targets[:, t]]
        total = total - torch.log(p[real]).sum()
        count += real.sum()
        token = targets[:, t]
    return total / count


@mistake(
    "teacher_forcing_loss",
    fails=("values", "padding", "gradients"),
    says="Your loss has the wrong sign: it is smallest where the right tokens are least likely.",
)
def loss_negative(step, h, targets):
    token = torch.full((len(targets),), START)
    logits = []
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        logits.append(z)
        token = targets[:, t]
    return -F.cross_entropy(torch.stack(logits, dim=1).flatten(0, 1), targets.flatten(), ignore_index=PAD)


@mistake(
    "teacher_forcing_loss",
    fails=("gradients",),
    says="The value is right, and it has become a plain number on the way: no gradient goes back from it. Leave out "
    ".item(), float() and .numpy().",
)
def loss_as_a_number(step, h, targets):
    token = torch.full((len(targets),), START)
    total, count = 0.0, 0
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        total += F.cross_entropy(z, targets[:, t], ignore_index=PAD, reduction="sum").item()
        count += (targets[:, t] != PAD).sum().item()
        token = targets[:, t]
    return total / count


@mistake(
    "teacher_forcing_loss",
    fails=("gradients",),
    says="The value is right, and the state is cut off from what came before it at every step. So no gradient reaches "
    "the steps before, and none reaches the encoder. Where do you use .detach()?",
)
def loss_state_detached(step, h, targets):
    token = torch.full((len(targets),), START)
    logits = []
    for t in range(targets.shape[1]):
        z, h = step(token, h.detach())
        logits.append(z)
        token = targets[:, t]
    return F.cross_entropy(torch.stack(logits, dim=1).flatten(0, 1), targets.flatten(), ignore_index=PAD)


@mistake(
    "teacher_forcing_loss",
    fails=("values", "padding", "gradients"),
    says="END is left out of the loss, at least where a sentence fills its row: by the mask, or by a loop that is one "
    "turn too short. Whoever is never asked for END never says it, and writes without end.",
)
def loss_one_step_short(step, h, targets):
    token = torch.full((len(targets),), START)
    total, count = 0.0 * h.sum(), 0
    for t in range(targets.shape[1] - 1):
        z, h = step(token, h)
        total = total + F.cross_entropy(z, targets[:, t], ignore_index=PAD, reduction="sum")
        count += (targets[:, t] != PAD).sum()
        token = targets[:, t]
    return total / count


@mistake(
    "teacher_forcing_loss",
    fails=("padding", "gradients"),
    says="You take the mean of each step, and then the mean of those. At late steps only the long sentences "
    "are left, so that their letters count for more there; and where a step has nothing but pads its mean "
    "is not a number. (9.3) has one sum over all real tokens, and one count.",
)
def loss_mean_of_steps_with_empty_ones(step, h, targets):
    token = torch.full((len(targets),), START)
    logits = []
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        logits.append(z)
        token = targets[:, t]
    return torch.stack([F.cross_entropy(z, y, ignore_index=PAD) for z, y in zip(logits, targets.T)]).mean()


@mistake(
    "teacher_forcing_loss",
    fails=("values", "padding", "gradients"),
    says="The first token of each sentence is read and never asked for, as in a language model without START. "
    "Here the first step reads START, and is asked for the first token.",
)
def loss_first_is_read(step, h, targets):
    token = targets[:, 0]
    total, count = 0.0 * h.sum(), 0
    for t in range(1, targets.shape[1]):
        z, h = step(token, h)
        total = total + F.cross_entropy(z, targets[:, t], ignore_index=PAD, reduction="sum")
        count += (targets[:, t] != PAD).sum()
        token = targets[:, t]
    return total / count


@mistake(
    "teacher_forcing_loss",
    fails=("values", "padding", "gradients"),
    says="Your first step reads something else than START. A decoder that has never been begun with START does "
    "not know what to do with it when it writes.",
)
def loss_begins_with_end(step, h, targets):
    token = torch.full((len(targets),), END)
    logits = []
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        logits.append(z)
        token = targets[:, t]
    return F.cross_entropy(torch.stack(logits, dim=1).flatten(0, 1), targets.flatten(), ignore_index=PAD)


@mistake(
    "teacher_forcing_loss",
    fails=("gradients",),
    says="The value is right, and the state is cut off between the steps: what a letter's loss says does not "
    "reach the steps before it. Leave out .detach() there.",
)
def loss_steps_cut_off(step, h, targets):
    token = torch.full((len(targets),), START)
    logits = []
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        logits.append(z)
        token, h = targets[:, t], h.detach()
    return F.cross_entropy(torch.stack(logits, dim=1).flatten(0, 1), targets.flatten(), ignore_index=PAD)


@mistake(
    "teacher_forcing_loss",
    fails=("values", "padding", "gradients"),
    says="The logits are put one below the other sentence by sentence, and the targets step by step: so they "
    "are compared across sentences. Flatten both in the same order.",
)
def loss_of_mixed_targets(step, h, targets):
    token = torch.full((len(targets),), START)
    logits = []
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        logits.append(z)
        token = targets[:, t]
    return F.cross_entropy(torch.stack(logits, dim=1).flatten(0, 1), targets.T.flatten(), ignore_index=PAD)


@mistake(
    "teacher_forcing_loss",
    fails=("values", "padding", "gradients"),
    says="You return the exponential of the loss, the perplexity. (9.3) is the mean of -log p itself.",
)
def loss_as_perplexity(step, h, targets):
    token = torch.full((len(targets),), START)
    logits = []
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        logits.append(z)
        token = targets[:, t]
    return F.cross_entropy(torch.stack(logits, dim=1).flatten(0, 1), targets.flatten(), ignore_index=PAD).exp()


@mistake(
    "teacher_forcing_loss",
    fails=("values", "padding", "gradients"),
    says="Your loss is in bits: it is divided by ln 2. (9.3) has the natural logarithm.",
)
def loss_in_bits(step, h, targets):
    token = torch.full((len(targets),), START)
    logits = []
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        logits.append(z)
        token = targets[:, t]
    return F.cross_entropy(torch.stack(logits, dim=1).flatten(0, 1), targets.flatten(), ignore_index=PAD) / np.log(2)


@mistake(
    "teacher_forcing_loss",
    fails=("values", "padding", "gradients"),
    says="What you take the mean of is 1 - p, and (9.3) asks for -log p.",
)
def loss_of_probabilities(step, h, targets):
    token = torch.full((len(targets),), START)
    logits = []
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        logits.append(z)
        token = targets[:, t]
    p = torch.stack(logits, dim=1).softmax(2).gather(2, targets[:, :, None])[..., 0]
    return 1 - p[targets != PAD].mean()


@mistake(
    "teacher_forcing_loss",
    fails=("values", "padding", "gradients"),
    says="You take the mean of the targets' logits as they come. What (9.3) asks for are log probabilities: a "
    "log softmax over the V tokens is missing.",
)
def loss_of_logits(step, h, targets):
    token = torch.full((len(targets),), START)
    logits = []
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        logits.append(z)
        token = targets[:, t]
    chosen = torch.stack(logits, dim=1).gather(2, targets[:, :, None])[..., 0]
    return -chosen[targets != PAD].mean()


# greedy_decode ------------------------------------------------------------------------------------------------------

exercise(
    "greedy_decode",
    returns={"sentences": ""},
    driver="call_with_step",
    forbidden=READY_MADE,
    explained="""
    All N sentences are written at once, one token each at every step, so the step gets (N,) tokens each time, also for
    rows that are done: it is simpler to let them run on and not to look than to take them out. The first token is
    START; after that it is the one that was just chosen, never anything of a right answer, which nobody has here. A
    sentence is what was chosen before its first END. The loop ends when all are done, and after `longest` tokens in any
    case: nothing makes a network ever say END. To convince yourself: decode a batch row by row, and compare.
    """,
)


equivalent(
    "greedy_decode",
    "for _ in range(longest):",
    "for _ in reversed(list(range(longest))):",
    because="only how often the loop turns plays a part",
)
equivalent(
    "greedy_decode",
    "for n, chosen in enumerate(token.tolist()):",
    "for n, chosen in reversed(list(enumerate(token.tolist()))):",
    because="the rows do not depend on each other",
)
equivalent(
    "greedy_decode",
    "for n, chosen in enumerate(token.tolist()):",
    "for n, chosen in enumerate(token):",
    because="a tensor of one whole number counts as that number, in a comparison and in what is returned",
)
equivalent(
    "greedy_decode",
    "if all(done): break",
    "pass",
    because="the loop ends after longest steps anyway, and nothing is written down for a row that is done",
)
equivalent(
    "greedy_decode",
    "if all(done):",
    "if False:",
    because="the loop ends after longest steps anyway, and nothing is written down for a row that is done",
)
equivalent(
    "greedy_decode",
    "break",
    "pass",
    because="the loop ends after longest steps anyway, and nothing is written down for a row that is done",
)
equivalent(
    "greedy_decode",
    "break",
    "continue",
    because="the loop ends after longest steps anyway, and nothing is written down for a row that is done",
)

equivalent(
    "greedy_decode",
    "sentences, done = [[] for _ in h], [False for _ in h]",
    "sentences, done = [[] for _ in token], [False for _ in h]",
    because="token has an entry for each row of h",
)
equivalent(
    "greedy_decode",
    "sentences, done = [[] for _ in h], [False for _ in h]",
    "sentences, done = [[] for _ in h], [False for _ in token]",
    because="token has an entry for each row of h",
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
    "next": np.array(
        [[0, 1, 0, 0, 0, 0], [0, 1, 0, 2, 3, 4], [0, 1, 0, 4, 4, 4], [0, 1, 0, 4, 4, 4], [0, 1, 0, 4, 4, 4]]
    ),
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

# A decoder that writes a, PAD, b and then END, one place after the other, whatever it reads.
WITH_PAD = {
    "step": "tree",
    "next": np.array([[place] * 5 for place in (1, 2, 3, 4, 4)]),
    "logits": np.log(
        np.array(
            [
                [0.2, 0.2, 0.2, 0.2, 0.2],
                [0.1, 0.05, 0.05, 0.6, 0.2],
                [0.7, 0.05, 0.05, 0.1, 0.1],
                [0.1, 0.05, 0.15, 0.2, 0.5],
                [0.05, 0.05, 0.8, 0.05, 0.05],
            ]
        )
    ),
}


@visible("greedy_decode", part="values")
def _(rng):
    yield case(
        "a small tree, which is drawn in section 9",
        step=TREE,
        h=np.array([[0]]),
        longest=9,
    )
    batch = of_different_lengths(rng, N=4, V=7, H=3, longest=8, at_least=3, most=7)
    yield case("four sentences of different lengths", **batch)
    yield case("the first of them alone", **batch | {"h": batch["h"][:1]})
    yield case("the last of them alone", **batch | {"h": batch["h"][3:]})
    other = of_different_lengths(rng, N=3, V=6, H=4, longest=7, at_least=2, most=6)
    yield case("three sentences of another network", **other)


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
    yield case("three others without END", **searched(rng, N=3, V=6, H=2, longest=5, end=NEVER))
    yield case("longest = 1", **searched(rng, N=2, V=6, H=3, longest=1, end=NEVER))
    yield case("END at once", **searched(rng, N=3, V=5, H=2, longest=4, end=30.0), note="three empty sentences")
    mixed = of_different_lengths(rng, N=5, V=7, H=2, longest=4, at_least=3)
    yield case("some end, others are cut off", **mixed)
    yield case(
        "PAD is the likeliest in the middle",
        step=WITH_PAD,
        h=np.array([[0]]),
        longest=6,
        note="a sentence is over at its first END, and at nothing else",
    )


@hidden("greedy_decode", part="edge_cases")
def _(rng):
    N, H = different_sizes(rng, 2, 2, 5)
    yield case("END never comes", **searched(rng, N, 7, H, longest=6, end=NEVER))
    yield case("END at once", **searched(rng, N, 7, H, longest=3, end=30.0))
    yield case("some end, others are cut off", **of_different_lengths(rng, 5, 7, 3, longest=4, at_least=3))


@right("greedy_decode", style="cut off at the end")
def greedy_then_cut(step, h, longest):
    with torch.no_grad():
        token, columns = torch.full((len(h),), START), []
        for _ in range(longest):
            logits, h = step(token, h)
            token = torch.max(logits, dim=-1).indices
            columns.append(token)
    rows = torch.stack(columns, dim=1).tolist()
    return [row[: row.index(END)] if END in row else row for row in rows]


@right("greedy_decode", style="one sentence after the other")
def greedy_one_by_one(step, h, longest):
    sentences = []
    for n in range(len(h)):
        state, last, sentence = h[n : n + 1], START, []
        while len(sentence) < longest:
            logits, state = step(torch.tensor([last]), state)
            last = int(logits[0].argmax())
            if last == END:
                break
            sentence.append(last)
        sentences.append(sentence)
    return sentences


@right("greedy_decode", style="only the rows that are not done go on")
def greedy_with_fewer_rows(step, h, longest):
    sentences = [[] for _ in h]
    rows, token = list(range(len(h))), torch.full((len(h),), START)
    for _ in range(longest):
        if not rows:
            break
        logits, h = step(token, h)
        token = logits.argmax(1)
        going = token != END
        rows = [row for row, goes in zip(rows, going.tolist()) if goes]
        token, h = token[going], h[going]
        for row, chosen in zip(rows, token.tolist()):
            sentences[row].append(chosen)
    return sentences


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="END stands in your sentences. It says that a sentence is over, and is no letter of it.",
)
def greedy_keeps_end(step, h, longest):
    token, sentences, done = torch.full((len(h),), START), [[] for _ in h], [False] * len(h)
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            if not done[n]:
                sentences[n].append(chosen)
            done[n] = done[n] or chosen == END
    return sentences


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="What comes after END is in your sentences too: nothing stops there. A sentence is over at its first END, "
    "whatever the decoder says after it.",
)
def greedy_never_ends(step, h, longest):
    token, sentences = torch.full((len(h),), START), [[] for _ in h]
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            sentences[n].append(chosen)
    return sentences


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="END is left out wherever it stands, and what comes after it is kept. A sentence is over at its *first* END: "
    "what the decoder says later belongs to nothing.",
)
def greedy_goes_on_after_end(step, h, longest):
    token, sentences = torch.full((len(h),), START), [[] for _ in h]
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            if chosen != END:
                sentences[n].append(chosen)
    return sentences


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="The whole batch stops as soon as one sentence is over. The others are not done yet: go on until all of them "
    "are.",
)
def greedy_stops_with_the_first(step, h, longest):
    token, sentences, done = torch.full((len(h),), START), [[] for _ in h], [False] * len(h)
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            done[n] = done[n] or chosen == END
            if not done[n]:
                sentences[n].append(chosen)
        if any(done):
            break
    return sentences


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="START is handed in at every step. Once a token has been chosen, that is what the decoder has to read next.",
)
def greedy_always_start(step, h, longest):
    token, sentences, done = torch.full((len(h),), START), [[] for _ in h], [False] * len(h)
    for _ in range(longest):
        logits, h = step(token, h)
        for n, chosen in enumerate(logits.argmax(dim=1).tolist()):
            done[n] = done[n] or chosen == END
            if not done[n]:
                sentences[n].append(chosen)
    return sentences


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="The state that the step hands back is thrown away: every step begins with the first h, and the decoder "
    "forgets where it is.",
)
def greedy_state_not_carried(step, h, longest):
    token, sentences, done = torch.full((len(h),), START), [[] for _ in h], [False] * len(h)
    for _ in range(longest):
        logits, _ = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            done[n] = done[n] or chosen == END
            if not done[n]:
                sentences[n].append(chosen)
    return sentences


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="The decoder begins with a state of zeros. All that it knows of the source is in the h that comes in.",
)
def greedy_begins_with_zeros(step, h, longest):
    h = torch.zeros_like(h)
    token, sentences, done = torch.full((len(h),), START), [[] for _ in h], [False] * len(h)
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            done[n] = done[n] or chosen == END
            if not done[n]:
                sentences[n].append(chosen)
    return sentences


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="Your sentences begin with START. It is what the decoder reads first; nobody has written it.",
)
def greedy_keeps_start(step, h, longest):
    token, sentences, done = torch.full((len(h),), START), [[START] for _ in h], [False] * len(h)
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            done[n] = done[n] or chosen == END
            if not done[n]:
                sentences[n].append(chosen)
    return sentences


@mistake(
    "greedy_decode",
    fails=("edge_cases",),
    says="Your sentences may have one token more than `longest`.",
)
def greedy_one_too_many(step, h, longest):
    token, sentences, done = torch.full((len(h),), START), [[] for _ in h], [False] * len(h)
    for _ in range(longest + 1):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            done[n] = done[n] or chosen == END
            if not done[n]:
                sentences[n].append(chosen)
    return sentences


@mistake(
    "greedy_decode",
    fails=("edge_cases",),
    says="Your sentences have one token less than `longest` allows: the last turn of the loop is missing, or its token "
    "is not written down.",
)
def greedy_one_too_few(step, h, longest):
    token, sentences, done = torch.full((len(h),), START), [[] for _ in h], [False] * len(h)
    for _ in range(longest - 1):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            done[n] = done[n] or chosen == END
            if not done[n]:
                sentences[n].append(chosen)
    return sentences


@mistake(
    "greedy_decode",
    fails=("edge_cases",),
    says="Your loop ends only when every sentence has its END. A decoder may never say it, and then the loop never "
    "ends: `longest` is the limit.",
)
def greedy_without_a_limit(step, h, longest):
    token, sentences, done = torch.full((len(h),), START), [[] for _ in h], [False] * len(h)
    while not all(done):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            done[n] = done[n] or chosen == END
            if not done[n]:
                sentences[n].append(chosen)
    return sentences


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="You take the *least* likely token each time.",
)
def greedy_takes_the_worst(step, h, longest):
    token, sentences, done = torch.full((len(h),), START), [[] for _ in h], [False] * len(h)
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits[:, END:].argmin(dim=1) + END
        for n, chosen in enumerate(token.tolist()):
            done[n] = done[n] or chosen == END
            if not done[n]:
                sentences[n].append(chosen)
    return sentences


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="You draw the tokens at random. Greedy decoding takes the likeliest one each time, and gives the same at "
    "every call.",
)
def greedy_draws(step, h, longest):
    token, sentences, done = torch.full((len(h),), START), [[] for _ in h], [False] * len(h)
    for _ in range(longest):
        logits, h = step(token, h)
        token = torch.multinomial(torch.softmax(logits, dim=1), 1)[:, 0]
        for n, chosen in enumerate(token.tolist()):
            done[n] = done[n] or chosen == END
            if not done[n]:
                sentences[n].append(chosen)
    return sentences


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="All rows share one list: `[[]] * N` is N times the same list, and what is appended to one stands in all of "
    "them.",
)
def greedy_one_list_for_all(step, h, longest):
    token, sentences, done = torch.full((len(h),), START), [[]] * len(h), [False] * len(h)
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            done[n] = done[n] or chosen == END
            if not done[n]:
                sentences[n].append(chosen)
    return sentences


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="A rectangle comes back, filled up after the end. N lists are asked for, each as long as its sentence.",
)
def greedy_as_a_rectangle(step, h, longest):
    token, done, columns = torch.full((len(h),), START), torch.zeros(len(h), dtype=torch.bool), []
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        done = done | (token == END)
        columns.append(torch.where(done, PAD, token))
    return torch.stack(columns, dim=1)


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="Your lists are steps, with one token of each sentence; asked for are sentences, with one token of each step.",
)
def greedy_by_steps(step, h, longest):
    token, steps, done = torch.full((len(h),), START), [], torch.zeros(len(h), dtype=torch.bool)
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        done = done | (token == END)
        steps.append([chosen for chosen, over in zip(token.tolist(), done.tolist()) if not over])
        if done.all():
            break
    return steps


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="You decode the first sentence only. There are N of them, one for each row of h.",
)
def greedy_first_row_alone(step, h, longest):
    token, h, sentence = torch.tensor([START]), h[:1], []
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        if token.item() == END:
            break
        sentence.append(token.item())
    return [sentence]


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="END is left out wherever it stands, and what comes after it is kept. A sentence is over at its "
    "*first* END: what the decoder says later belongs to nothing.",
)
def greedy_comes_to_life_again(step, h, longest):
    token, sentences, done = torch.full((len(h),), START), [[] for _ in h], [False for _ in h]
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            done[n] = chosen == END
            if not done[n]:
                sentences[n].append(chosen)
        if all(done):
            break
    return sentences


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="END is left out wherever it stands, and what comes after it is kept. A sentence is over at its "
    "*first* END: what the decoder says later belongs to nothing.",
)
def greedy_drops_end_alone(step, h, longest):
    token, sentences, done = torch.full((len(h),), START), [[] for _ in h], [False for _ in h]
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            done[n] = done[n] or chosen == END
            sentences[n].append(chosen)
        if all(done):
            break
    return [[chosen for chosen in sentence if chosen != END] for sentence in sentences]


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="Your argmax runs over the sentences of the batch. Each row has V logits: over which axis is the "
    "likeliest token of a row?",
)
def greedy_over_the_sentences(step, h, longest):
    token, sentences, done = torch.full((len(h),), START), [[] for _ in h], [False for _ in h]
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=0)
        for n, chosen in enumerate(token.tolist()):
            done[n] = done[n] or chosen == END
            if not done[n]:
                sentences[n].append(chosen)
        if all(done):
            break
    return sentences


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="The first token that is handed in is not START.",
)
def greedy_begins_with_pad(step, h, longest):
    token, sentences, done = torch.full((len(h),), PAD), [[] for _ in h], [False for _ in h]
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            done[n] = done[n] or chosen == END
            if not done[n]:
                sentences[n].append(chosen)
        if all(done):
            break
    return sentences


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="The first token that is handed in is not START.",
)
def greedy_begins_with_end(step, h, longest):
    token, sentences, done = torch.full((len(h),), END), [[] for _ in h], [False for _ in h]
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            done[n] = done[n] or chosen == END
            if not done[n]:
                sentences[n].append(chosen)
        if all(done):
            break
    return sentences


@mistake(
    "greedy_decode",
    fails=("edge_cases",),
    says="Sentences that have no END when the limit comes are missing: a list for each of the N rows is asked "
    "for, with what was written up to there.",
)
def greedy_leaves_out_the_unfinished(step, h, longest):
    token, sentences, done = torch.full((len(h),), START), [[] for _ in h], [False for _ in h]
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            done[n] = done[n] or chosen == END
            if not done[n]:
                sentences[n].append(chosen)
        if all(done):
            break
    return [sentence for sentence, over in zip(sentences, done) if over]


@mistake(
    "greedy_decode",
    fails=("edge_cases",),
    says="Where no END has come before the limit you give an empty sentence. What was written up to there is "
    "asked for.",
)
def greedy_empties_the_unfinished(step, h, longest):
    token, sentences, done = torch.full((len(h),), START), [[] for _ in h], [False for _ in h]
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            done[n] = done[n] or chosen == END
            if not done[n]:
                sentences[n].append(chosen)
        if all(done):
            break
    return [sentence if over else [] for sentence, over in zip(sentences, done)]


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="Your limit counts the tokens of all sentences together. Each sentence may have `longest` of its own.",
)
def greedy_one_limit_for_all(step, h, longest):
    token, sentences, done = torch.full((len(h),), START), [[] for _ in h], [False for _ in h]
    while True:
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            done[n] = done[n] or chosen == END
            if not done[n]:
                sentences[n].append(chosen)
        if all(done) or sum(map(len, sentences)) >= longest:
            break
    return sentences


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="You take the rows that are done out of the batch, and then write what row n says to list n: the rows "
    "have moved up. Let them run on, or remember whose row is whose.",
)
def greedy_rows_move_up(step, h, longest):
    token, sentences = torch.full((len(h),), START), [[] for _ in h]
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            if chosen != END:
                sentences[n].append(chosen)
        token, h = token[token != END], h[token != END]
        if len(token) == 0:
            break
    return sentences


@mistake(
    "greedy_decode",
    fails=("edge_cases",),
    says="A PAD that the decoder has written is missing in your sentences. Greedy decoding writes down what is "
    "likeliest, whatever it is, up to the first END.",
)
def greedy_leaves_out_pads(step, h, longest):
    token, sentences, done = torch.full((len(h),), START), [[] for _ in h], [False for _ in h]
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            done[n] = done[n] or chosen == END
            if not done[n] and chosen != PAD:
                sentences[n].append(chosen)
        if all(done):
            break
    return sentences


@mistake(
    "greedy_decode",
    fails=("edge_cases",),
    says="Your sentences end at a PAD, too. A sentence is over at its first END, and at nothing else.",
)
def greedy_ends_at_pads(step, h, longest):
    token, sentences, done = torch.full((len(h),), START), [[] for _ in h], [False for _ in h]
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            done[n] = done[n] or chosen in (END, PAD)
            if not done[n]:
                sentences[n].append(chosen)
        if all(done):
            break
    return sentences


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="Your argmax runs over the sentences of the batch. Each row has V logits: over which axis is the "
    "likeliest token of a row?",
)
def greedy_argmax_of_each_column(step, h, longest):
    token, sentences, done = torch.full((len(h),), START), [[] for _ in h], [False] * len(h)
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=0)
        for n, chosen in enumerate(token.tolist()):
            if chosen == END:
                done[n] = True
            if not done[n]:
                sentences[n].append(chosen)
        if all(done):
            break
    return sentences


@mistake(
    "greedy_decode",
    fails=("values", "edge_cases"),
    says="You take the rows that are done out of the batch, and then write what row n says to list n: the rows "
    "have moved up. Let them run on, or remember whose row is whose.",
)
def greedy_rows_move_up_and_are_done(step, h, longest):
    token, sentences, done = torch.full((len(h),), START), [[] for _ in h], [False] * len(h)
    for _ in range(longest):
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        for n, chosen in enumerate(token.tolist()):
            if chosen == END:
                done[n] = True
            if not done[n]:
                sentences[n].append(chosen)
        going = token != END
        token, h = token[going], h[going]
        if all(done) or len(token) == 0:
            break
    return sentences


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


equivalent(
    "additive_attention",
    "scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v",
    "scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v.T",
    because="v has a single axis, and turned over it is what it was",
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
            query=np.array([[1.0, 0.0]]),
            keys=np.array([[[0.0, 4.0], [-1.0, 2.0], [-1.0, 6.0]]]),
            W_q=np.array([[1.0], [0.0]]),
            W_k=np.array([[1.0], [0.0]]),
            v=np.array([ln2 / np.tanh(1.0)]),
        ),
        note="the weights worked out above are 1/2, 1/4 and 1/4",
    )
    batch = attended(rng, [5, 5], S=5, H=3, A=4)
    yield case("N = 2, S = 5, H = 3, A = 4", **batch)
    yield case("the same with another query", **attention_inputs(batch, query=np.tanh(normal(rng, 2, 3))))
    yield case(
        "the second of them alone",
        **attention_inputs(batch, **{name: batch["inputs"][name][1:] for name in ("query", "keys", "mask")}),
    )
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
    yield case("three others of these lengths", **attended(rng, [2, 4, 1], S=4, H=3, A=2))
    keys, mask = batch["inputs"]["keys"], batch["inputs"]["mask"]
    other = np.where(mask[:, :, None], keys, keys + 3.0)
    yield case(
        "the same with other keys at the pads", **attention_inputs(batch, keys=other), note="no result may change"
    )
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
    yield case("three others of these lengths", **attended(rng, [3, 1, 4], S=4, H=2, A=3, gradients=True))
    yield case("one sentence", **attended(rng, [3], S=3, H=3, A=2, gradients=True))


@hidden("additive_attention", part="gradients")
def _(rng):
    S, H, A = different_sizes(rng, 3, 3, 6)
    yield case("a random batch", **attended(rng, [S, 1, S - 1], S, H, A, gradients=True))


@right("additive_attention", style="einsum")
def attention_by_einsum(query, keys, mask, W_q, W_k, v):
    inside = torch.einsum("nh,ha->na", query, W_q).unsqueeze(1) + torch.einsum("nsh,ha->nsa", keys, W_k)
    scores = torch.einsum("nsa,a->ns", inside.tanh(), v)
    weights = F.softmax(scores.masked_fill(mask.logical_not(), float("-inf")), dim=-1)
    return torch.einsum("ns,nsh->nh", weights, keys), weights


@right("additive_attention", style="its own softmax")
def attention_by_own_softmax(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh(query[:, None] @ W_q + keys @ W_k) @ v
    largest = scores.masked_fill(~mask, -torch.inf).max(dim=1, keepdim=True).values
    e = torch.where(mask, torch.exp(torch.where(mask, scores - largest, torch.zeros(()))), torch.zeros(()))
    weights = e / e.sum(dim=1, keepdim=True)
    return torch.bmm(weights[:, None], keys)[:, 0], weights


@right("additive_attention", style="one sentence after the other, without its pads")
def attention_by_sentence(query, keys, mask, W_q, W_k, v):
    contexts, rows = [], []
    for q, k, real in zip(query, keys, mask):
        weights = torch.softmax(torch.tanh(q @ W_q + k[real] @ W_k) @ v, dim=0)
        contexts.append(weights @ k[real])
        rows.append(torch.cat([weights, torch.zeros(len(real) - len(weights))]))
    return torch.stack(contexts), torch.stack(rows)


@right("additive_attention", style="a large negative number, repeated queries")
def attention_with_a_large_negative_number(query, keys, mask, W_q, W_k, v):
    S = keys.shape[1]
    scores = (torch.tanh(query.unsqueeze(1).repeat(1, S, 1) @ W_q + keys @ W_k) * v).sum(dim=2)
    weights = torch.softmax(torch.where(mask, scores, torch.full_like(scores, -1e30)), dim=1)
    return torch.matmul(weights.unsqueeze(1), keys).squeeze(1), weights


@mistake(
    "additive_attention",
    fails=("padding", "gradients"),
    says="The mask plays no part: your decoder looks at pads, too.",
)
def attention_looks_at_pads(query, keys, mask, W_q, W_k, v):
    weights = torch.softmax(torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v, dim=1)
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("padding", "gradients"),
    says="The weights of the pads are set to zero after the softmax, so that those of the real words add up to less "
    "than 1. The mask has to act before the softmax.",
)
def attention_masked_afterwards(query, keys, mask, W_q, W_k, v):
    weights = torch.softmax(torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v, dim=1) * mask
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("padding", "gradients"),
    says="The scores of pads are set to 0, and the exponential of 0 is 1: a pad has a weight like any middling word. "
    "Which score has an exponential of 0?",
)
def attention_scores_of_zero(query, keys, mask, W_q, W_k, v):
    scores = (torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v) * mask
    weights = torch.softmax(scores, dim=1)
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="Your weights are zero at the words and not at the pads. The mask is True at real words, and masked_fill "
    "fills where it is True.",
)
def attention_mask_turned_round(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v
    weights = torch.nan_to_num(torch.softmax(scores.masked_fill(mask, -torch.inf), dim=1))
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="Where a row has no pad your weights are not numbers: masked_fill fills where its mask is True, and so all "
    "real words got a score of minus infinity.",
)
def attention_fills_the_words(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v
    weights = torch.softmax(scores.masked_fill(mask, -torch.inf), dim=1)
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="The softmax runs over the sentences of the batch, so that they compete with each other. Over which axis do "
    "the weights of one sentence add up to 1?",
)
def attention_softmax_over_the_batch(query, keys, mask, W_q, W_k, v):
    scores = (torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v).masked_fill(~mask, -1e30)
    weights = torch.softmax(scores, dim=0)
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="The tanh is missing: without it the query moves the scores of all words by the same amount, and the softmax "
    "does not notice. So your weights do not depend on the query at all.",
)
def attention_without_tanh(query, keys, mask, W_q, W_k, v):
    scores = ((query @ W_q)[:, None] + keys @ W_k) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="The tanh comes too late, after the product with v: your scores stay between -1 and 1. In (9.4) v stands "
    "before it.",
)
def attention_tanh_outside(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh(((query @ W_q)[:, None] + keys @ W_k) @ v)
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="Your weights are the same for every query: the decoder would look at the same words at every step. Either "
    "the query is missing, or it is squashed by itself and added afterwards, where it moves all scores by the same "
    "amount, and the softmax does not notice. In (9.4) the sum of both is squashed.",
)
def attention_two_tanh(query, keys, mask, W_q, W_k, v):
    scores = (torch.tanh(query @ W_q)[:, None] + torch.tanh(keys @ W_k)) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="",
    twin_of="attention_two_tanh",
)
def attention_without_query(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh(keys @ W_k) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return (weights[:, :, None] * keys).sum(dim=1), weights + 0 * (query @ W_q).sum()


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="W_q and W_k are exchanged: the query is multiplied with the keys' matrix. Their shapes are the same, so that "
    "torch cannot tell.",
)
def attention_matrices_exchanged(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh((query @ W_k)[:, None] + keys @ W_q) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="Your scores are products of query and key. That is another attention, which comes in lesson 10; here the two"
    " are added.",
)
def attention_by_products(query, keys, mask, W_q, W_k, v):
    scores = ((query @ W_q)[:, None] * (keys @ W_k)).sum(dim=2) + 0 * v.sum()
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="Your context is made of keys @ W_k. In (9.4) it is the mean of the keys themselves; W_k serves the "
    "comparison.",
)
def attention_mean_of_projected_keys(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return (weights[:, :, None] * (keys @ W_k)).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="Your context is the one key with the largest weight. A choice like that has no gradient; the weighted mean "
    "of all keys has one.",
)
def attention_takes_the_best(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return keys[torch.arange(len(keys)), weights.argmax(dim=1)], weights


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="Your context is the weighted sum divided by the number of words. The weights add up to 1 already.",
)
def attention_mean_of_the_mean(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return (weights[:, :, None] * keys).mean(dim=1), weights


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="Your scores are divided by the root of a size, as in lesson 10. (9.4) does not do that.",
)
def attention_scaled(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v / keys.shape[2] ** 0.5
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="The scores come back, not the weights: the second result has to add up to 1 in each row, and to be 0 at "
    "pads.",
)
def attention_returns_the_scores(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return (weights[:, :, None] * keys).sum(dim=1), scores


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="The two results are right and stand in the wrong order: the context comes first, then the weights.",
)
def attention_order_exchanged(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return weights, (weights[:, :, None] * keys).sum(dim=1)


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="The query has no axis for the words: `query @ W_q` (N, A) is added to (N, S, A) as it is, and torch repeats "
    "it over the sentences, or says that the sizes do not fit. Which axis of it should be repeated over the words?",
)
def attention_without_the_axis(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh(query @ W_q + keys @ W_k) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("values", "padding"),
    says="exp of the scores as they stand overflows where a score is in the thousands, and infinity divided by "
    "infinity is not a number. Take off the largest score first, or leave it to torch.softmax.",
)
def attention_overflows(query, keys, mask, W_q, W_k, v):
    e = torch.exp(torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v) * mask
    weights = e / e.sum(dim=1, keepdim=True)
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("gradients",),
    says="Your values are right, and no gradient goes back through the weights: the comparison would never be learnt. "
    "Where do you use .detach(), .data or torch.no_grad()?",
)
def attention_weights_detached(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1).detach()
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("gradients",),
    says="Your values are right, and no gradient goes back through the keys: the encoder would learn nothing. Where do"
    " you use .detach(), .data or torch.no_grad()?",
)
def attention_keys_detached(query, keys, mask, W_q, W_k, v):
    keys = keys.detach()
    scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="Axes of length 1 are gone: a batch of one sentence, or a source of one word, has to keep them. Name the axis"
    " that you mean when you squeeze.",
)
def attention_squeezed(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return (weights[:, None] @ keys).squeeze(), weights.squeeze()


@mistake(
    "additive_attention",
    fails=("padding",),
    says="The weights of the pads are taken out after the softmax, and the rest is divided by its sum. Where a "
    "pad has a far larger score than all words the softmax leaves 0 to the words, and 0/0 is not a "
    "number. Let the mask act on the scores.",
)
def attention_made_up_for_afterwards(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v
    weights = torch.softmax(scores, dim=1) * mask
    weights = weights / weights.sum(dim=1, keepdim=True)
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("padding",),
    says="A pad's score of -100 is not low enough: the words' scores may be in the thousands, below it. Which "
    "number is below all of them?",
)
def attention_pads_of_minus_hundred(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -100.0), dim=1)
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("padding", "gradients"),
    says="You set the keys at pads to zero, and their scores take part in the softmax all the same: a key of "
    "zeros has a score, too. The mask belongs to the scores.",
)
def attention_zero_keys_alone(query, keys, mask, W_q, W_k, v):
    keys = keys * mask[:, :, None]
    scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v
    weights = torch.softmax(scores, dim=1)
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="Your context is summed over the units of each word, (N, S). (9.4) sums over the words: each of the H "
    "numbers by itself.",
)
def attention_sum_over_the_units(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return (weights[:, :, None] * keys).sum(dim=2), weights


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="One thing comes back. Two are asked for: the context and the weights.",
)
def attention_only_the_context(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return (weights[:, :, None] * keys).sum(dim=1)


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="You squash with a sigmoid. (9.4) has a tanh.",
)
def attention_with_a_sigmoid(query, keys, mask, W_q, W_k, v):
    scores = torch.sigmoid((query @ W_q)[:, None] + keys @ W_k) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="You take the keys' part from the query's. In (9.4) the two are added.",
)
def attention_difference(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh((query @ W_q)[:, None] - keys @ W_k) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("gradients",),
    says="Your values are right, and no gradient goes from the context back through the weights: the "
    "comparison would not be learnt from it. Where do you use .detach(), .data or torch.no_grad()?",
)
def attention_context_of_detached_weights(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return (weights.detach()[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("values", "padding", "gradients"),
    says="Your scores are divided by the root of a size, as in lesson 10. (9.4) does not do that.",
)
def attention_scaled_by_A(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v / len(v) ** 0.5
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return (weights[:, :, None] * keys).sum(dim=1), weights


@mistake(
    "additive_attention",
    fails=("padding", "gradients"),
    says="You set the keys at pads to zero, and their scores take part in the softmax all the same: a key of "
    "zeros has a score, too. The mask belongs to the scores.",
)
def attention_zero_keys_in_the_comparison(query, keys, mask, W_q, W_k, v):
    scores = torch.tanh((query @ W_q)[:, None] + (keys * mask[:, :, None]) @ W_k) @ v
    weights = torch.softmax(scores, dim=1)
    return (weights[:, :, None] * keys).sum(dim=1), weights


# beam_search --------------------------------------------------------------------------------------------------------

exercise(
    "beam_search",
    returns={"sentence": "", "score": ""},
    driver="call_with_step",
    forbidden=READY_MADE,
    explained="""
    The beam holds up to `width` beginnings of sentences, each with its sum of log probabilities and its own row of the
    state. One call of the step serves all of them. Adding the sums, (B, 1), to the log probabilities, (B, V), gives the
    sums of all B V continuations, of which the best `width` are kept, whichever beginnings they come from. A place p in
    the flattened table is token p % V of beginning p // V, and the state of that beginning has to go along. A
    continuation by END is complete: it leaves the beam, is put aside with its score, and only the others go on. Since
    the beam is chosen among sentences of equal length, the length plays no part there. It does when complete sentences
    are compared: each token makes the sum smaller, so that short sentences win unless the sum is divided by the length
    to the power alpha, where the length counts every token that was chosen, END too. What is still open after `longest`
    tokens is compared with the rest as it is. To convince yourself: width 1 is greedy decoding, and a width that is
    larger than the number of all sentences finds the best of them all.
    """,
)


equivalent(
    "beam_search",
    "totals, places = continued.topk(min(width, len(continued)))",
    "totals, places = continued.topk(min(len(continued), width))",
    because="the smaller of two numbers is the same in either order",
)
equivalent(
    "beam_search",
    "beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]",
    "beam = [[*beam[row], chosen] for row, chosen in zip(rows, token.tolist())]",
    because="a tensor of one whole number is an index like that number",
)
equivalent(
    "beam_search",
    "beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]",
    "beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token)]",
    because="a tensor of one whole number counts as that number, in a comparison and in what is returned",
)
equivalent(
    "beam_search",
    "if len(beam) == 0: break",
    "pass",
    because="where no beginning is left there is nothing to continue, and nothing is added any more",
)
equivalent(
    "beam_search",
    "if len(beam) == 0:",
    "if len(beam) == -1:",
    because="where no beginning is left there is nothing to continue, and nothing is added any more",
)
equivalent(
    "beam_search",
    "if len(beam) == 0:",
    "if False:",
    because="where no beginning is left there is nothing to continue, and nothing is added any more",
)
equivalent(
    "beam_search",
    "break",
    "pass",
    because="where no beginning is left there is nothing to continue, and nothing is added any more",
)
equivalent(
    "beam_search",
    "break",
    "continue",
    because="where no beginning is left there is nothing to continue, and nothing is added any more",
)

equivalent(
    "beam_search",
    "for total, sentence in zip(totals.tolist(), beam):",
    "for total, sentence in reversed(list(zip(totals.tolist(), beam))):",
    because="the largest of the complete sentences is the same in any order",
)
equivalent(
    "beam_search",
    "for total, sentence in zip(totals.tolist(), beam):",
    "for total, sentence in zip(totals, beam):",
    because="a tensor of one number counts as that number, in a comparison and in what is returned",
)
equivalent(
    "beam_search",
    "if len(beam) == 0:",
    "if len(h) == 0:",
    because="h has a row for each beginning that is left",
)
equivalent(
    "beam_search",
    "if len(beam) == 0:",
    "if len(totals) == 0:",
    because="totals has a row for each beginning that is left",
)
equivalent(
    "beam_search",
    "if len(beam) == 0:",
    "if len(token) == 0:",
    because="token has a row for each beginning that is left",
)
equivalent(
    "beam_search",
    "if len(beam) == 0:",
    "if len(logits) == 0:",
    because="logits is not empty while a beginning is left, and where none is left nothing is continued",
)
equivalent(
    "beam_search",
    "if len(beam) == 0:",
    "if len(continued) == 0:",
    because="continued is not empty while a beginning is left, and where none is left nothing is continued",
)
equivalent(
    "beam_search",
    "if len(beam) == 0:",
    "if len(places) == 0:",
    because="places is not empty while a beginning is left, and where none is left nothing is continued",
)
equivalent(
    "beam_search",
    "if len(beam) == 0:",
    "if len(rows) == 0:",
    because="rows is not empty while a beginning is left, and where none is left nothing is continued",
)
equivalent(
    "beam_search",
    "if len(beam) == 0:",
    "if len(sentence) == 0:",
    because="sentence is not empty while a beginning is left, and where none is left nothing is continued",
)
equivalent(
    "beam_search",
    "if len(beam) == 0:",
    "if len(going) == 0:",
    because="going is not empty while a beginning is left, and where none is left nothing is continued",
)
equivalent(
    "beam_search",
    "if len(beam) == 0:",
    "if beam == 0:",
    because="a list is no number, and where no beginning is left nothing is continued",
)


def beamed(rng, V, H, width, longest, alpha, scale=1.5, end=0.0):
    """A case's arguments for beam_search."""
    arguments = searched(rng, 1, V, H, longest, scale, end)
    return {"step": arguments["step"], "h": arguments["h"], "width": width, "longest": longest, "alpha": alpha}


def layered(rng, letters, width, alpha, shortest=2, most=5, longest=8):
    """A case's arguments for beam_search, with a table of so many places at each depth as there are letters.

    Where a token leads depends on the place, and where START leads on the first state. All sentences have from
    `shortest` to `most` letters, then END.
    """
    V, K = 3 + letters, letters
    depths = most + 2  # the first states, then a depth for each number of letters that have been written
    next = np.zeros((K * depths, V), dtype=np.int64)
    logits = normal(rng, K * depths, V, scale=1.2)
    logits[:, :2] = NEVER
    next[:, 2] = K * depths - 1  # behind END there is only END
    for place in range(K * depths):
        depth, last = place // K, (place // K) == depths - 1
        next[place, 1] = K + place % K
        next[place, 3:] = K * min(depth + 1, depths - 1) + rng.permutation(K)
        logits[place, 2] = 30.0 if last else NEVER if depth - 1 < shortest else logits[place, 2]
    step = {"step": "tree", "next": next, "logits": logits}
    return {"step": step, "h": rng.integers(1, K, size=(1, 1)), "width": width, "longest": longest, "alpha": alpha}


def beam_by_hand(step, h, width, longest, alpha):
    """The search in a table, one beginning at a time in NumPy, to choose cases by; the tests have their own judge."""
    logits = step["logits"] - step["logits"].max(axis=1, keepdims=True)
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    beam, complete = [(0.0, [], int(step["next"][h[0, 0], 1]))], []
    for length in range(1, longest + 1):
        continued = [
            (total + log_p[place, token], [*sentence, token], int(step["next"][place, token]))
            for total, sentence, place in beam
            for token in range(2, log_p.shape[1])
        ]
        continued.sort(key=lambda one: -one[0])
        complete += [(one[0] / length**alpha, one[1][:-1]) for one in continued[:width] if one[1][-1] == 2]
        beam = [one for one in continued[:width] if one[1][-1] != 2]
    return max(complete + [(total / longest**alpha, sentence) for total, sentence, _ in beam])[1]


def telling(rng, letters, width, alpha, differs_from, **others):
    """A case whose best sentence is another one with each of the changed arguments, and no shorter than 3 letters."""
    while True:
        arguments = layered(rng, letters, width, alpha, **others)
        best = beam_by_hand(**arguments)
        if len(best) >= 3 and all(beam_by_hand(**arguments | other) != best for other in differs_from):
            return arguments


# Where a short sentence wins by the sum, and a longer one by the mean; its beginning is the second best at the second
# step. Tokens: PAD, START, END, a, b, c; places: 0 after END, 1 START, 2 "a", 3 "b", 4 "c".
SHORT_OR_LONG = {
    "step": "tree",
    "next": np.array([[0, 1, 0, 2, 3, 4]] * 5),
    "logits": np.log(
        np.array(
            [
                [1e-9, 1e-9, 1.0, 1e-9, 1e-9, 1e-9],
                [1e-9, 1e-9, 0.45, 0.35, 0.12, 0.08],
                [1e-9, 1e-9, 0.01, 0.01, 0.55, 0.43],
                [1e-9, 1e-9, 0.3, 0.26, 0.24, 0.2],
                [1e-9, 1e-9, 0.95, 0.02, 0.018, 0.012],
            ]
        )
    ),
}

# The same places, where START speaks for a, and nothing likely follows it.
END_COMES_SECOND = SHORT_OR_LONG | {
    "logits": np.log(
        np.array(
            [
                [1e-9, 1e-9, 1.0, 1e-9, 1e-9, 1e-9],
                [1e-9, 1e-9, 0.4, 0.45, 0.1, 0.05],
                [1e-9, 1e-9, 0.22, 0.25, 0.28, 0.25],
                [1e-9, 1e-9, 0.3, 0.26, 0.24, 0.2],
                [1e-9, 1e-9, 0.35, 0.3, 0.2, 0.15],
            ]
        )
    ),
}

# The same places: the empty sentence is complete first, a has the largest sum, and a, b, c the largest mean.
THREE_WINNERS = SHORT_OR_LONG | {
    "logits": np.log(
        np.array(
            [
                [1e-9, 1e-9, 1.0, 1e-9, 1e-9, 1e-9],
                [1e-9, 1e-9, 0.1, 0.6, 0.25, 0.05],
                [1e-9, 1e-9, 0.35, 0.03, 0.6, 0.02],
                [1e-9, 1e-9, 0.1, 0.15, 0.15, 0.6],
                [1e-9, 1e-9, 0.9, 0.05, 0.03, 0.02],
            ]
        )
    ),
}

# Tokens: PAD, START, END, a, b; places: 0 nothing, 1 START, 2 anything else.
OPEN_IS_BEST = {
    "step": "tree",
    "next": np.array([[0, 1, 0, 2, 2]] * 3),
    "logits": np.log(
        np.array([[1e-9, 1e-9, 1.0, 1e-9, 1e-9], [1e-9, 1e-9, 0.3, 0.6, 0.1], [1e-9, 1e-9, 0.06, 0.04, 0.9]])
    ),
}


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
    for width, letters in ((2, 4), (2, 5), (3, 5), (3, 4)):
        others = [{"width": 1}, {"width": width - 1}, {"width": width + 1}]
        yield case(
            f"width {width}, {letters} letters: another sentence than with width {width - 1} or {width + 1}",
            **telling(rng, letters, width, 0.0, others),
        )
    yield case("short sentences are allowed", **telling(rng, 4, 3, 0.0, [{"width": 1}], shortest=0))
    yield case(
        "END is the second best at the first step, and the best in the end",
        step=END_COMES_SECOND,
        h=np.array([[0]]),
        width=2,
        longest=9,
        alpha=0.0,
        note="END at once: ln 0.4; after a, which is likelier at first, nothing is",
    )


@hidden("beam_search", part="values")
def _(rng):
    for width in (2, 3, 2, 3):
        letters = int(rng.integers(3, 6))
        yield case(f"width {width}", **telling(rng, letters, width, 0.0, [{"width": 1}]))


@visible("beam_search", part="length")
def _(rng):
    for alpha, note in ((1.0, "a, c: the mean of ln 0.35, ln 0.43 and ln 0.95"), (0.0, "END at once: ln 0.45")):
        yield case(
            f"a short sentence or a long one, alpha = {alpha:g}",
            step=SHORT_OR_LONG,
            h=np.array([[0]]),
            width=2,
            longest=9,
            alpha=alpha,
            note=note,
        )
    yield case(
        "one is complete first, one has the largest sum, one the largest mean",
        step=THREE_WINNERS,
        h=np.array([[0]]),
        width=3,
        longest=9,
        alpha=1.0,
        note="a, b, c: the mean of ln 0.6, ln 0.6, ln 0.6 and ln 0.9",
    )
    for alpha, letters in ((1.0, 4), (0.7, 5), (1.0, 5)):
        others = [{"alpha": 0.0}, {"width": 1}, {"width": 2}, {"width": 4}]
        yield case(
            f"alpha = {alpha:g}, {letters} letters: another sentence than with alpha = 0",
            **telling(rng, letters, 3, alpha, others, shortest=1),
        )


@hidden("beam_search", part="length")
def _(rng):
    for alpha in (1.0, 0.6):
        letters = int(rng.integers(3, 6))
        yield case(f"alpha = {alpha:g}", **telling(rng, letters, 3, alpha, [{"alpha": 0.0}], shortest=1))


@visible("beam_search", part="edge_cases")
def _(rng):
    for alpha in (0.0, 1.0):
        others = [{"width": 1}, {"width": 2}, {"width": 4}]
        cut = telling(rng, 4, 3, alpha, others, shortest=9, most=9, longest=4)
        yield case(f"cut off before any END comes, alpha = {alpha:g}", **cut)
    before = telling(rng, 4, 3, 1.0, [{"width": 1}, {"width": 2}], shortest=4, most=4, longest=4)
    yield case("cut off just before a certain END", **before)
    yield case(
        "the last token that fits is an END",
        step=THREE_WINNERS,
        h=np.array([[0]]),
        width=3,
        longest=4,
        alpha=1.0,
        note="a, b, c and END are four tokens",
    )
    half = telling(rng, 4, 3, 1.0, [{"width": 1}, {"longest": 3}, {"longest": 5}], shortest=1, most=9, longest=4)
    yield case("cut off when some are complete", **half)
    yield case(
        "an open sentence is the best, and another one is complete",
        step=OPEN_IS_BEST,
        h=np.array([[0]]),
        width=2,
        longest=2,
        alpha=0.0,
        note="END at once: 0.3; a, b, cut off behind b: 0.6 times 0.9",
    )
    yield case("END never comes", **beamed(rng, V=6, H=2, width=3, longest=5, alpha=0.0, end=NEVER))
    yield case("END at once", **beamed(rng, V=6, H=3, width=2, longest=4, alpha=0.0, end=30.0))
    yield case("longest = 1", **beamed(rng, V=6, H=3, width=2, longest=1, alpha=1.0))
    yield case("wider than there are sentences", **beamed(rng, V=5, H=2, width=500, longest=4, alpha=0.0))
    long = beamed(rng, V=12, H=2, width=2, longest=400, alpha=0.0, scale=0.05, end=NEVER)
    yield case("four hundred steps: a product of so many probabilities is zero", **long)
    large = TREE | {"logits": TREE["logits"] + 2000.0}
    yield case(
        "the tree of the lesson, all logits 2000 larger",
        step=large,
        h=np.array([[0]]),
        width=2,
        longest=9,
        alpha=0.0,
        note="the softmax is the same",
    )
    yield case("PAD is the likeliest in the middle", step=WITH_PAD, h=np.array([[0]]), width=2, longest=6, alpha=0.0)


@hidden("beam_search", part="edge_cases")
def _(rng):
    H = int(rng.integers(2, 5))
    yield case("END never comes", **beamed(rng, V=7, H=H, width=3, longest=5, alpha=1.0, end=NEVER))
    yield case("END at once", **beamed(rng, V=7, H=H, width=3, longest=5, alpha=0.0, end=30.0))
    yield case("longest = 1", **beamed(rng, V=6, H=H, width=3, longest=1, alpha=0.0))
    yield case("wider than there are sentences", **beamed(rng, V=5, H=H, width=500, longest=4, alpha=0.0))


@right("beam_search", style="one beginning after the other")
def beam_one_by_one(step, h, width, longest, alpha):
    beam, complete = [(0.0, [], h)], []
    for length in range(1, longest + 1):
        continued = []
        for total, sentence, state in beam:
            logits, new = step(torch.tensor([sentence[-1] if sentence else START]), state)
            for token, log_p in enumerate(torch.log_softmax(logits[0], dim=0).tolist()):
                continued.append((total + log_p, [*sentence, token], new))
        continued.sort(key=lambda one: one[0], reverse=True)
        complete += [(one[0] / length**alpha, one[1][:-1]) for one in continued[:width] if one[1][-1] == END]
        beam = [one for one in continued[:width] if one[1][-1] != END]
    complete += [(total / longest**alpha, sentence) for total, sentence, _ in beam]
    score, sentence = max(complete)
    return sentence, score


@right("beam_search", style="always `width` rows, the empty ones at minus infinity")
def beam_of_fixed_width(step, h, width, longest, alpha):
    h = h.repeat(width, 1)
    totals = torch.full((width,), -torch.inf)
    totals[0] = 0.0
    token = torch.full((width,), START)
    written = torch.zeros((width, 0), dtype=torch.long)
    best, best_score = [], -float("inf")
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        totals, places = (totals[:, None] + logits.log_softmax(1)).view(-1).topk(width)
        h, token = h[places // V], places % V
        written = torch.cat([written[places // V], token[:, None]], dim=1)
        for n in range(width):
            score = float(totals[n] / length**alpha)
            if (token[n] == END or length == longest) and score > best_score:
                best_score, best = score, [int(chosen) for chosen in written[n] if chosen != END]
        totals = totals.masked_fill(token == END, -torch.inf)
        if torch.isinf(totals).all():
            break
    return best, best_score


@right("beam_search", style="stops early where nothing can get better")
def beam_that_stops_early(step, h, width, longest, alpha):
    import heapq

    beam, token, complete = [(0.0, [])], torch.tensor([START]), []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        log_p = F.log_softmax(logits, dim=-1).tolist()
        candidates = (
            (total + value, row, chosen)
            for row, (total, _) in enumerate(beam)
            for chosen, value in enumerate(log_p[row])
        )
        kept = heapq.nlargest(width, candidates)
        complete += [(total / length**alpha, beam[row][1]) for total, row, chosen in kept if chosen == END]
        going = [(total, row, chosen) for total, row, chosen in kept if chosen != END]
        beam = [(total, [*beam[row][1], chosen]) for total, row, chosen in going]
        if not beam or (complete and max(complete)[0] >= beam[0][0] / longest**alpha):
            break
        token = torch.tensor([chosen for _, _, chosen in going])
        h = h[[row for _, row, _ in going]]
    else:
        complete += [(total / longest**alpha, sentence) for total, sentence in beam]
    score, sentence = max(complete)
    return sentence, score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="END stands in your sentence. It says that the sentence is over, and is no letter of it.",
)
def beam_keeps_end(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return sentence, score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="The states do not go along: after the step each beginning has a row of the state, and those that are "
    "continued are others, in another order. Take the rows of the beginnings that were continued.",
)
def beam_old_states(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = torch.cat([h] * len(rows))[: len(rows)]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="All beginnings go on with the state of the first one. Each of them has read something else: take the row "
    "of the beginning that was continued.",
)
def beam_state_of_the_best(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[:1].repeat(len(rows), 1)
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("length", "edge_cases"),
    says="Beginnings that have got their END go on, and are continued behind it. They are complete: put them "
    "aside, and take them out of the beam, their states and sums too.",
)
def beam_goes_on_after_end(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("length", "edge_cases"),
    says="You choose among the complete sentences by their plain sums, and divide the winner's sum alone. "
    "Divide each one by its length to the power alpha *before* they are compared.",
)
def beam_raw_sums_compared(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        for total, sentence in zip(totals.tolist(), beam):
            if sentence[-1] == END or length == longest:
                complete.append((total, total / length**alpha, sentence))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[rows[going]]
        if len(beam) == 0:
            break
    _, score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="You take the first sentence that is complete. A better one may still be open: go on with the others, and "
    "compare.",
)
def beam_stops_at_the_first_end(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if complete:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="Each continuation has the log probability of its last token alone: the sum of what stands before it is "
    "not added.",
)
def beam_totals_not_carried(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = torch.log_softmax(logits, dim=1).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="You add up the logits. They are not log probabilities: in each row something is missing, and another "
    "thing in each row, so that rows cannot be compared.",
)
def beam_adds_logits(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + logits).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="Your softmax runs over the beginnings. The probabilities of the next token add up to 1 in each row of "
    "the logits, over the V tokens.",
)
def beam_softmax_over_beginnings(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=0)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="Your score is a probability, and (9.5) is a sum of logarithms, divided by a power of the length. A product "
    "of a few hundred probabilities is also too small for a float.",
)
def beam_score_is_a_probability(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        for total, sentence in zip(totals.tolist(), beam):
            if sentence[-1] == END or length == longest:
                complete.append((total / length**alpha, sentence))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[rows[going]]
        if len(beam) == 0:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], float(np.exp(score))


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="Your score is a probability, and (9.5) is a sum of logarithms, divided by a power of the length. A product "
    "of a few hundred probabilities is also too small for a float.",
)
def beam_multiplies_probabilities(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.ones(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] * torch.softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("edge_cases",),
    says="You multiply probabilities and take the logarithm at the end. After a few hundred steps the product is "
    "too small for a float and becomes 0, whose logarithm is minus infinity. Add up logarithms from the "
    "beginning.",
)
def beam_log_of_the_product(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.ones(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] * torch.softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((torch.log(totals[n]).item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="From each beginning you keep the best continuation only. The best `width` of *all* continuations are "
    "kept, and several of them may come from one beginning.",
)
def beam_best_of_each(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = totals[:, None] + torch.log_softmax(logits, dim=1)
        if length == 1:
            totals, token = continued[0].topk(min(width, V))
            rows = torch.zeros(len(token), dtype=torch.long)
        else:
            totals, token = continued.max(dim=1)
            rows = torch.arange(len(token))
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="Your beam keeps one beginning, whatever the width is: that is greedy decoding.",
)
def beam_is_greedy(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(1)
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="Your beam is one wider than it was told to be.",
)
def beam_one_too_wide(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width + 1, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("length", "edge_cases"),
    says="alpha plays no part: short sentences win for being short. Divide each sum by its length to the power "
    "alpha when complete sentences are compared.",
)
def beam_without_length(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item(), beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="You divide by the length itself, whatever alpha is. With alpha = 0 the score is the plain sum.",
)
def beam_always_the_mean(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("length",),
    says="You divide by alpha times the length, or by the length times a factor. In (9.5) alpha is a power.",
)
def beam_times_alpha(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / (alpha * length if alpha else 1.0), beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("length", "edge_cases"),
    says="You multiply by the power of the length, where (9.5) divides by it: long sentences are punished twice.",
)
def beam_multiplied_by_the_length(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() * length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("length", "edge_cases"),
    says="END does not count in your lengths. T in (9.5) is the number of all tokens that were chosen, and END was "
    "chosen like the others.",
)
def beam_length_without_end(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / (max(1, length - int(token[n] == END))) ** alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="You return the complete sentence with the *lowest* score. Log probabilities are negative: the best one "
    "is the largest, the one nearest to 0.",
)
def beam_worst(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = min(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="The first token that is handed in is not START.",
)
def beam_begins_with_end(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([END])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="The search begins with a state of zeros. All that the decoder knows of the source is in the h that comes in.",
)
def beam_begins_with_zeros(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete, h = [], torch.zeros_like(h)
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("edge_cases",),
    says="What is still open after `longest` tokens is thrown away, and where END never comes nothing is left. It "
    "takes part as it is.",
)
def beam_forgets_open_sentences(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    if not complete:
        return [], 0.0
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("edge_cases",),
    says="Your sentences may have one token more than `longest`.",
)
def beam_one_too_long(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 2):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest + 1:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("edge_cases",),
    says="Your sentences have at most `longest` - 1 tokens: the last turn of the loop is missing.",
)
def beam_one_too_short(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, max(2, longest)):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == max(1, longest - 1):
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="Your score has the wrong sign. It is a sum of log probabilities, which are negative.",
)
def beam_positive_score(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], -score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="The two results are right and stand in the wrong order: the sentence comes first, then the score.",
)
def beam_score_first(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return score, [chosen for chosen in sentence if chosen != END]


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="Only the sentence comes back. Its score is asked for too.",
)
def beam_only_the_sentence(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END]


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="Your sentence begins with START. It is what the decoder reads first; nobody has written it.",
)
def beam_keeps_start(step, h, width, longest, alpha):
    beam, totals, token = [[START]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="Row and token are exchanged: place p of the flat table, which has V columns, stands in row p // V and in "
    "column p % V.",
)
def beam_rows_and_columns(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = (places % V) % len(beam), (places // V) % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="Complete sentences take no place in your beam: at each step you put aside every sentence that END would "
    "make, and keep `width` others. So with width 1 it is no longer greedy decoding. END is a continuation "
    "like any other, and has to be among the best `width`.",
)
def beam_end_takes_no_place(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = totals[:, None] + torch.log_softmax(logits, dim=1)
        complete += [(continued[n, END].item() / length**alpha, beam[n]) for n in range(len(beam))]
        continued[:, END] = -torch.inf
        continued = continued.flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("length",),
    says="After each complete sentence your beam gets narrower by one. Every step keeps the best `width` "
    "continuations, however many sentences are complete by then.",
)
def beam_width_shrinks(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(max(1, width - len(complete)), len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        h = h[rows]
        for n in range(len(beam)):
            if token[n] == END or length == longest:
                complete.append((totals[n].item() / length**alpha, beam[n]))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="The states do not go along: after the step `h` has a row for each *old* beginning, and you choose "
    "among them by the places of the new ones, of which there may be more. Take the rows of the "
    "beginnings that were continued.",
)
def beam_states_chosen_by_the_kept(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        for total, sentence in zip(totals.tolist(), beam):
            if sentence[-1] == END or length == longest:
                complete.append((total / length**alpha, sentence))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going.nonzero()[:, 0]]
        if len(beam) == 0:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="The states do not go along: after the step `h` has a row for each *old* beginning, and you choose "
    "among them by the places of the new ones, of which there may be more. Take the rows of the "
    "beginnings that were continued.",
)
def beam_states_masked_by_the_kept(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        for total, sentence in zip(totals.tolist(), beam):
            if sentence[-1] == END or length == longest:
                complete.append((total / length**alpha, sentence))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[going]
        if len(beam) == 0:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="The state that the step hands back is thrown away: every step begins with the old one, and the "
    "decoder forgets where it is.",
)
def beam_first_states_kept(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, _ = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        for total, sentence in zip(totals.tolist(), beam):
            if sentence[-1] == END or length == longest:
                complete.append((total / length**alpha, sentence))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[rows[going]]
        if len(beam) == 0:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="Row and token come from the wrong division: the flat table has V columns, so place p stands in row p "
    "// V and in column p % V.",
)
def beam_rows_by_the_beam(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        B = len(beam)
        rows, token = places % B, places // B
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        for total, sentence in zip(totals.tolist(), beam):
            if sentence[-1] == END or length == longest:
                complete.append((total / length**alpha, sentence))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[rows[going]]
        if len(beam) == 0:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="You add up probabilities. What is added are their logarithms: the sum of logarithms is the logarithm "
    "of the product.",
)
def beam_adds_probabilities(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        for total, sentence in zip(totals.tolist(), beam):
            if sentence[-1] == END or length == longest:
                complete.append((total / length**alpha, sentence))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[rows[going]]
        if len(beam) == 0:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("edge_cases",),
    says="What is still open after `longest` tokens is left out where something is complete. It takes part, as it is.",
)
def beam_open_ones_only_without_complete(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        for total, sentence in zip(totals.tolist(), beam):
            if sentence[-1] == END or (length == longest and not complete):
                complete.append((total / length**alpha, sentence))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[rows[going]]
        if len(beam) == 0:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("length", "edge_cases"),
    says="You stop as soon as `width` sentences are complete. One that is still open can have a better score "
    "in the end: go on until no beginning is left.",
)
def beam_stops_at_width(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        for total, sentence in zip(totals.tolist(), beam):
            if sentence[-1] == END or length == longest:
                complete.append((total / length**alpha, sentence))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[rows[going]]
        if len(beam) == 0 or len(complete) >= width:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("length",),
    says="You stop as soon as a complete sentence has a better score than every open one has now. An open one "
    "can still get better: its sum falls, but it is divided by more. Go on until no beginning is left.",
)
def beam_stops_when_ahead(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        for total, sentence in zip(totals.tolist(), beam):
            if sentence[-1] == END or length == longest:
                complete.append((total / length**alpha, sentence))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[rows[going]]
        if len(beam) == 0 or (complete and max(complete)[0] > totals[0] / length**alpha):
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("length", "edge_cases"),
    says="Beginnings that have got their END go on, and are continued behind it. They are complete: put them "
    "aside, and take them out of the beam, their states and sums too.",
)
def beam_end_closes_nothing(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        for total, sentence in zip(totals.tolist(), beam):
            if length == longest:
                complete.append((total / length**alpha, sentence))
        going = token >= 0
        beam = list(beam)
        totals, token, h = totals[going], token[going], h[rows[going]]
        if len(beam) == 0:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="START is handed in at every step. Once a token has been chosen, that is what the decoder has to read next.",
)
def beam_always_start(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        for total, sentence in zip(totals.tolist(), beam):
            if sentence[-1] == END or length == longest:
                complete.append((total / length**alpha, sentence))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], torch.full((len(beam),), START), h[rows[going]]
        if len(beam) == 0:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="The first token that is handed in is not START.",
)
def beam_begins_with_pad(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([PAD])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        for total, sentence in zip(totals.tolist(), beam):
            if sentence[-1] == END or length == longest:
                complete.append((total / length**alpha, sentence))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[rows[going]]
        if len(beam) == 0:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="Beginnings share their lists: `append` changes the list of the old beginning, and with it every "
    "other continuation of it. Make a new list for each continuation.",
)
def beam_one_list_for_all(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        new = []
        for row, chosen in zip(rows.tolist(), token.tolist()):
            beam[row].append(chosen)
            new.append(beam[row])
        beam = new
        for total, sentence, chosen in zip(totals.tolist(), beam, token.tolist()):
            if chosen == END or length == longest:
                complete.append((total / length**alpha, sentence))
        going = token != END
        beam = [sentence for sentence, goes in zip(beam, going.tolist()) if goes]
        totals, token, h = totals[going], token[going], h[rows[going]]
        if len(beam) == 0:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("edge_cases",),
    says="exp of the logits as they stand overflows where a logit is in the thousands, and infinity divided by "
    "infinity is not a number. Take off the largest logit first, or use `torch.log_softmax`.",
)
def beam_own_softmax_overflows(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (
            totals[:, None] + torch.log(torch.exp(logits) / torch.exp(logits).sum(dim=1, keepdim=True))
        ).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        for total, sentence in zip(totals.tolist(), beam):
            if sentence[-1] == END or length == longest:
                complete.append((total / length**alpha, sentence))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[rows[going]]
        if len(beam) == 0:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("edge_cases",),
    says="PAD and START can never be chosen in your search. Every token is a continuation, says step 2: a "
    "decoder that has been trained hardly ever likes these two.",
)
def beam_never_pad(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (
            totals[:, None] + torch.log_softmax(logits, dim=1).index_fill(1, torch.tensor([PAD, START]), -torch.inf)
        ).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        for total, sentence in zip(totals.tolist(), beam):
            if sentence[-1] == END or length == longest:
                complete.append((total / length**alpha, sentence))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[rows[going]]
        if len(beam) == 0:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="What the next step reads are the numbers of the beginnings, not the tokens that were chosen.",
)
def beam_rows_as_tokens(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        for total, sentence in zip(totals.tolist(), beam):
            if sentence[-1] == END or length == longest:
                complete.append((total / length**alpha, sentence))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], rows[going], h[rows[going]]
        if len(beam) == 0:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("length", "edge_cases"),
    says="The winner's score is divided by the power of its length a second time, after the choice.",
)
def beam_divided_twice(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        for total, sentence in zip(totals.tolist(), beam):
            if sentence[-1] == END or length == longest:
                complete.append((total / length**alpha, sentence))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[rows[going]]
        if len(beam) == 0:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score / len(sentence) ** alpha


@mistake(
    "beam_search",
    fails=("length", "edge_cases"),
    says="You choose rightly, and return the winner's plain sum. Its score is asked for: the sum divided by "
    "the power of the length, (9.5).",
)
def beam_score_not_divided(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        for total, sentence in zip(totals.tolist(), beam):
            if sentence[-1] == END or length == longest:
                complete.append((total / length**alpha, total, sentence))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[rows[going]]
        if len(beam) == 0:
            break
    _, score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="Your table is flattened column by column. Place p is in row p // V and in column p % V when the rows "
    "stand one behind the other.",
)
def beam_flattened_by_columns(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).T.flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        for total, sentence in zip(totals.tolist(), beam):
            if sentence[-1] == END or length == longest:
                complete.append((total / length**alpha, sentence))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[rows[going]]
        if len(beam) == 0:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="The flat table has V columns a row: place p is in row p // V and in column p % V, and you divide by "
    "another number.",
)
def beam_row_of_V_less_one(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1] - 1
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        for total, sentence in zip(totals.tolist(), beam):
            if sentence[-1] == END or length == longest:
                complete.append((total / length**alpha, sentence))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[rows[going]]
        if len(beam) == 0:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="All beginnings are continued by the log probabilities of the first one. Each has its own row of the logits.",
)
def beam_first_row_for_all(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)[:1]).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // V, places % V
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist())]
        for total, sentence in zip(totals.tolist(), beam):
            if sentence[-1] == END or length == longest:
                complete.append((total / length**alpha, sentence))
        going = token != END
        beam = [sentence for sentence in beam if sentence[-1] != END]
        totals, token, h = totals[going], token[going], h[rows[going]]
        if len(beam) == 0:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="You take the first sentence that is complete. A better one may still be open: go on with the others, "
    "and compare.",
)
def beam_stops_at_the_first_end_and_takes_the_rest(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        best, places = continued.topk(min(width, len(continued)))
        rows, chosen = places // V, places % V
        going, kept = [], []
        for n, (total, row, new) in enumerate(zip(best.tolist(), rows.tolist(), chosen.tolist())):
            if new == END:
                complete.append((total / length**alpha, beam[row]))
            else:
                going.append([*beam[row], new])
                kept.append(n)
        beam = going
        if complete or len(beam) == 0:
            break
        totals, token, h = best[kept], chosen[kept], h[rows[kept]]
    for total, sentence in zip(totals.tolist(), beam):
        complete.append((total / longest**alpha, sentence))
    score, sentence = max(complete)
    return sentence, score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="You stop as soon as `width` sentences are complete. One that is still open can have a better score "
    "in the end: go on until no beginning is left.",
)
def beam_stops_at_width_and_takes_the_rest(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        best, places = continued.topk(min(width, len(continued)))
        rows, chosen = places // V, places % V
        going, kept = [], []
        for n, (total, row, new) in enumerate(zip(best.tolist(), rows.tolist(), chosen.tolist())):
            if new == END:
                complete.append((total / length**alpha, beam[row]))
            else:
                going.append([*beam[row], new])
                kept.append(n)
        beam = going
        if len(complete) >= width or len(beam) == 0:
            break
        totals, token, h = best[kept], chosen[kept], h[rows[kept]]
    for total, sentence in zip(totals.tolist(), beam):
        complete.append((total / longest**alpha, sentence))
    score, sentence = max(complete)
    return sentence, score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="You stop as soon as a complete sentence has a better score than every open one has now. An open one "
    "can still get better: its sum falls, but it is divided by more. Go on until no beginning is left.",
)
def beam_stops_when_ahead_and_takes_the_rest(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        best, places = continued.topk(min(width, len(continued)))
        rows, chosen = places // V, places % V
        going, kept = [], []
        for n, (total, row, new) in enumerate(zip(best.tolist(), rows.tolist(), chosen.tolist())):
            if new == END:
                complete.append((total / length**alpha, beam[row]))
            else:
                going.append([*beam[row], new])
                kept.append(n)
        beam = going
        if len(beam) == 0 or (complete and max(complete)[0] > best[0].item()):
            break
        totals, token, h = best[kept], chosen[kept], h[rows[kept]]
    for total, sentence in zip(totals.tolist(), beam):
        complete.append((total / longest**alpha, sentence))
    score, sentence = max(complete)
    return sentence, score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="Each continuation has the log probability of its last token alone: the sum of what stands before it "
    "is not added.",
)
def beam_of_the_last_token_alone(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        best, places = continued.topk(min(width, len(continued)))
        rows, chosen = places // V, places % V
        going, kept = [], []
        for n, (total, row, new) in enumerate(zip(best.tolist(), rows.tolist(), chosen.tolist())):
            if new == END:
                complete.append((total / length**alpha, beam[row]))
            else:
                going.append([*beam[row], new])
                kept.append(n)
        beam = going
        if len(beam) == 0:
            break
        totals, token, h = (best - totals[rows])[kept], chosen[kept], h[rows[kept]]
    for total, sentence in zip(totals.tolist(), beam):
        complete.append((total / longest**alpha, sentence))
    score, sentence = max(complete)
    return sentence, score


@mistake(
    "beam_search",
    fails=("edge_cases",),
    says="Your sentences may have one token more than `longest`.",
)
def beam_one_too_long_cut_off(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 2):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        best, places = continued.topk(min(width, len(continued)))
        rows, chosen = places // V, places % V
        going, kept = [], []
        for n, (total, row, new) in enumerate(zip(best.tolist(), rows.tolist(), chosen.tolist())):
            if new == END:
                complete.append((total / length**alpha, beam[row]))
            else:
                going.append([*beam[row], new])
                kept.append(n)
        beam = going
        if len(beam) == 0:
            break
        totals, token, h = best[kept], chosen[kept], h[rows[kept]]
    for total, sentence in zip(totals.tolist(), beam):
        complete.append((total / longest**alpha, sentence))
    score, sentence = max(complete)
    return sentence, score


@mistake(
    "beam_search",
    fails=("edge_cases",),
    says="Your sentences have at most `longest` - 1 tokens: the last turn of the loop is missing.",
)
def beam_one_too_short_cut_off(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        best, places = continued.topk(min(width, len(continued)))
        rows, chosen = places // V, places % V
        going, kept = [], []
        for n, (total, row, new) in enumerate(zip(best.tolist(), rows.tolist(), chosen.tolist())):
            if new == END:
                complete.append((total / length**alpha, beam[row]))
            else:
                going.append([*beam[row], new])
                kept.append(n)
        beam = going
        if len(beam) == 0:
            break
        totals, token, h = best[kept], chosen[kept], h[rows[kept]]
    for total, sentence in zip(totals.tolist(), beam):
        complete.append((total / longest**alpha, sentence))
    score, sentence = max(complete)
    return sentence, score


@mistake(
    "beam_search",
    fails=("edge_cases",),
    says="What is still open after `longest` tokens is left out where something is complete. It takes part, as it is.",
)
def beam_open_ones_dropped_beside_complete(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        best, places = continued.topk(min(width, len(continued)))
        rows, chosen = places // V, places % V
        going, kept = [], []
        for n, (total, row, new) in enumerate(zip(best.tolist(), rows.tolist(), chosen.tolist())):
            if new == END:
                complete.append((total / length**alpha, beam[row]))
            else:
                going.append([*beam[row], new])
                kept.append(n)
        beam = going
        if len(beam) == 0:
            break
        totals, token, h = best[kept], chosen[kept], h[rows[kept]]
    if not complete:
        complete = [(total / longest**alpha, sentence) for total, sentence in zip(totals.tolist(), beam)]
    score, sentence = max(complete)
    return sentence, score


@mistake(
    "beam_search",
    fails=("values", "length", "edge_cases"),
    says="Beginnings that have got their END go on, and are continued behind it. They are complete: put them "
    "aside, and take them out of the beam, their states and sums too.",
)
def beam_end_is_a_token_like_others(step, h, width, longest, alpha):
    beam, totals, token = [[]], torch.zeros(1), torch.tensor([START])
    complete = []
    for _ in range(longest):
        logits, h = step(token, h)
        V = logits.shape[1]
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        best, places = continued.topk(min(width, len(continued)))
        rows, chosen = places // V, places % V
        going, kept = [], []
        for n, (row, new) in enumerate(zip(rows.tolist(), chosen.tolist())):
            going.append([*beam[row], new])
            kept.append(n)
        beam = going
        if len(beam) == 0:
            break
        totals, token, h = best[kept], chosen[kept], h[rows[kept]]
    for total, sentence in zip(totals.tolist(), beam):
        complete.append((total / longest**alpha, sentence))
    score, sentence = max(complete)
    return sentence, score


# quizzes ------------------------------------------------------------------------------------------------------------

quiz(
    "what_is_read",
    {
        "a": "That is how it writes when nobody helps it. In training the teacher corrects each token before it is "
        "read.",
        "b": "Yes. Input and target are the same sentence, one place apart, whatever the network would have written.",
        "c": "That token is what is asked for at step t. With the answer in its input a network learns to copy.",
        "d": "The source reaches the decoder by its first state and by the context. And nothing says that word t of "
        "the source belongs to token t of the target.",
    },
)
quiz(
    "the_last_column",
    {
        "a": "A recurrent network steps over the id 0 as over any other, and its state changes. Zero is no signal to "
        "stop.",
        "b": "Yes. What was read stands in the column of the last real word, another one in each row.",
        "c": "The long sentence fills its row. It is the short one that ends somewhere else than the row.",
        "d": "The pads are there so that all rows have one length: torch cannot notice anything, and says nothing.",
    },
)
quiz(
    "mask_after",
    {
        "a": "Yes. The pads have taken their share of the 1 before they were taken out. The mask has to act on the "
        "scores.",
        "b": "The softmax divides by a sum of exponentials, which is positive as long as one score is finite.",
        "c": "With a weight of zero a state is out of the sum. What is wrong is the weight of the others.",
        "d": "That of the pads is right. Add up the others, and see what their sum should be.",
    },
)
quiz(
    "the_width",
    {
        "a": "That was the trouble with `once`. At every step means that nothing has to be carried.",
        "b": "Yes. A longer source has to share the same H units; attention keeps a state for each word.",
        "c": "There is a gradient by way of the last state, at every step of the decoder.",
        "d": "It has no weights at all: it is the same vector at each step.",
    },
)
quiz(
    "low_loss_wrong_sentences",
    {
        "a": "It is the mean of -log p for single tokens, each after right ones. Sentences are counted as a whole, "
        "after its own ones.",
        "b": "Counting pads makes a loss look too good, true. But the two would differ without any pad, too.",
        "c": "Yes. One wrong letter in 25 is a small loss and a wrong word, and what is read after it is wrong as "
        "well.",
        "d": "Greedy decoding draws nothing: it takes the likeliest token each time.",
    },
)
quiz(
    "search_or_network",
    {
        "a": "Yes. By the network's own measure there is a better one, and the search has lost it on the way.",
        "b": "Then the wrong sentence would have the *higher* probability. Read the question once more.",
        "c": "That would be a case of a high probability for a short sentence. Here the one that was found has the "
        "lower one.",
        "d": "Only a beam as wide as there are sentences is sure to find the best. Any other may throw it away.",
    },
)
quiz(
    "why_divide",
    {
        "a": "Logarithms do not underflow. It is the product of probabilities that does.",
        "b": "Yes. Each token makes the sum smaller, so that going on is always punished.",
        "c": "Width 1 is greedy decoding with any alpha: the score plays a part among complete sentences only.",
        "d": "They add up to 1 before the division. What comes after it is a score, no probability.",
    },
)
