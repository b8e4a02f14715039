"""What the learner has written in the lesson on translation, in torch, for the lessons after it.

A step is a function (tokens (N,), h) -> (logits (N, V), h): one step of a decoder, whatever is inside.
"""

from collections.abc import Callable

import torch
from torch import nn
from torch.nn import functional as F

LESSON = "09_translation"

PAD, START, END = range(3)

Step = Callable[[torch.Tensor, torch.Tensor], tuple[torch.Tensor, torch.Tensor]]


class Encoder(nn.Module):
    """Reads sentences: an embedding of V kinds of tokens as D numbers, and a GRU of H units."""

    def __init__(self, V: int, D: int, H: int):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The states after each token (N, S, H), zeros at pads, and that after the last real one (N, H).

        tokens (N, S) ids, mask (N, S) True at real tokens, which stand at the front of a row
        """
        states = self.rnn(self.embedding(tokens))[0] * mask[:, :, None]
        return states, states[torch.arange(len(tokens)), mask.sum(dim=1) - 1]


class Decoder(nn.Module):
    """Writes one token: an embedding of V kinds of tokens as D numbers, a GRU cell of H units, and a linear layer."""

    def __init__(self, V: int, D: int, H: int):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token: torch.Tensor, h: torch.Tensor, context: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The logits (N, V) of the next token, and the new state (N, H).

        token (N,) ids of the tokens written last, h (N, H), context (N, H)
        """
        h = self.rnn(torch.cat([self.embedding(token), context], dim=1), h)
        return self.output(torch.cat([h, context], dim=1)), h


def additive_attention(
    query: torch.Tensor,
    keys: torch.Tensor,
    mask: torch.Tensor,
    W_q: torch.Tensor,
    W_k: torch.Tensor,
    v: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor]:
    """The mean of the keys (N, H) with the weights softmax(v tanh(query W_q + keys W_k)) (N, S), 0 where mask is False.

    query (N, H), keys (N, S, H), mask (N, S) with a True in each row, W_q and W_k (H, A), v (A,)
    """
    scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return torch.einsum("ns,nsh->nh", weights, keys), weights


class Translator(nn.Module):
    """An encoder and a decoder of H units. every_step: whether the decoder hears of the source at every step."""

    def __init__(self, V_source: int, V_target: int, D: int, H: int, every_step: bool):
        super().__init__()
        self.encoder, self.decoder, self.every_step = Encoder(V_source, D, H), Decoder(V_target, D, H), every_step

    def context(self, h: torch.Tensor, states: torch.Tensor, last: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """What the decoder is told of the source when its state is h, (N, H): the encoder's last state, or zeros."""
        return last if self.every_step else torch.zeros_like(last)

    def begin(self, source: torch.Tensor, mask: torch.Tensor) -> tuple[Step, torch.Tensor]:
        """Read sources (N, S): the step that writes their translations, and its first state (N, H).

        A single source may be written in several rows, as beam search does: then it is repeated for them.
        """
        states, last = self.encoder(source, mask)

        def step(token: torch.Tensor, h: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            read = (array.expand(len(token), *array.shape[1:]) for array in (states, last, mask))
            return self.decoder(token, h, self.context(h, *read))

        return step, last


class AttentiveTranslator(Translator):
    """A translator whose decoder chooses at every step at which words to look, with A hidden units to compare."""

    def __init__(self, V_source: int, V_target: int, D: int, H: int, A: int):
        super().__init__(V_source, V_target, D, H, every_step=True)
        self.W_q, self.W_k = (nn.Parameter(H**-0.5 * (2 * torch.rand(H, A) - 1)) for _ in range(2))
        self.v = nn.Parameter(A**-0.5 * torch.randn(A))

    def context(self, h: torch.Tensor, states: torch.Tensor, last: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The mean of the encoder's states, weighed by additive_attention."""
        return additive_attention(h, states, mask, self.W_q, self.W_k, self.v)[0]


def teacher_forcing_loss(step: Step, h: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """The mean of -log p over the real tokens of targets (N, T), each given the right ones before it.

    h (N, H) is the first state; a row of targets holds ids, then END, then PAD
    """
    token = torch.full((len(targets),), START)
    logits = []
    for right in targets.T:
        z, h = step(token, h)
        logits.append(z)
        token = right
    return F.cross_entropy(torch.stack(logits, dim=1).flatten(0, 1), targets.flatten(), ignore_index=PAD)


@torch.no_grad()
def greedy_decode(step: Step, h: torch.Tensor, longest: int) -> list[list[int]]:
    """N sentences of ids, the likeliest token each time, without START, END and what comes after it.

    h (N, H) is the first state; a sentence has at most `longest` tokens
    """
    token = torch.full((len(h),), START)
    written: list[torch.Tensor] = []
    done = torch.zeros(len(h), dtype=torch.bool)
    while len(written) < longest and not done.all():
        logits, h = step(token, h)
        token = logits.argmax(dim=1)
        written.append(token)
        done |= token == END
    rows = torch.stack(written, dim=1).tolist()
    return [row[: row.index(END)] if END in row else row for row in rows]


@torch.no_grad()
def beam_search(step: Step, h: torch.Tensor, width: int, longest: int, alpha: float) -> tuple[list[int], float]:
    """The best sentence that a beam of so many beginnings finds, for one source, and its score.

    The score is the sum of the log probabilities divided by length**alpha, where END counts. h (1, H) is the first
    state. A sentence has at most `longest` tokens.
    """
    beam: list[list[int]] = [[]]
    totals, token = torch.zeros(1), torch.tensor([START])
    complete: list[tuple[float, list[int]]] = []
    for length in range(1, longest + 1):
        logits, h = step(token, h)
        continued = (totals[:, None] + torch.log_softmax(logits, dim=1)).flatten()
        totals, places = continued.topk(min(width, len(continued)))
        rows, token = places // logits.shape[1], places % logits.shape[1]
        beam = [[*beam[row], chosen] for row, chosen in zip(rows.tolist(), token.tolist(), strict=True)]
        over = (token == END) | (length == longest)
        complete += [
            (total / length**alpha, sentence)
            for total, sentence, is_over in zip(totals.tolist(), beam, over.tolist(), strict=True)
            if is_over
        ]
        beam = [sentence for sentence, is_over in zip(beam, over.tolist(), strict=True) if not is_over]
        totals, token, h = totals[~over], token[~over], h[rows[~over]]
        if not beam:
            break
    score, sentence = max(complete)
    return [chosen for chosen in sentence if chosen != END], score
