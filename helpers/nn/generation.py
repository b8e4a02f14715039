"""What the learner has written in the lesson on generation, in torch, for the lessons after it."""

import math
from collections.abc import Callable

import torch
from torch.nn import functional as F

LESSON = "08_generation"

Choice = Callable[[torch.Tensor], torch.Tensor]


def perplexity(logits: torch.Tensor, targets: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """The exponential of the mean cross-entropy over the real tokens of a batch of texts.

    logits (N, T, V), targets and mask (N, T)
    """
    return F.cross_entropy(logits[mask], targets[mask]).exp()


def bits_per_character(
    logits: torch.Tensor, targets: torch.Tensor, mask: torch.Tensor, lengths: torch.Tensor
) -> torch.Tensor:
    """What a batch of texts costs in bits, over the number of characters that its tokens spell.

    logits (N, T, V), targets and mask (N, T), lengths (V,): the characters of each token
    """
    nats = F.cross_entropy(logits[mask], targets[mask], reduction="sum")
    return nats / math.log(2) / lengths[targets[mask]].sum()


def sample_with_temperature(logits: torch.Tensor, temperature: float, generator: torch.Generator) -> torch.Tensor:
    """One id for each row of logits (N, V), drawn from the softmax of logits / temperature; at 0 the largest."""
    if temperature == 0:
        return logits.argmax(dim=1)
    return torch.multinomial(torch.softmax(logits / temperature, dim=1), 1, generator=generator)[:, 0]


def top_k(logits: torch.Tensor, k: int) -> torch.Tensor:
    """Logits (N, V) with what is smaller than the k-th largest of its row at -inf."""
    kth = logits.topk(min(k, logits.shape[1]), dim=1).values[:, -1:]
    return logits.masked_fill(logits < kth, -torch.inf)


def top_p(logits: torch.Tensor, p: float) -> torch.Tensor:
    """Logits (N, V) of the fewest of the most probable tokens that have at least p together; the others at -inf."""
    ordered, order = logits.sort(dim=1, descending=True)
    probabilities = ordered.softmax(dim=1)
    ordered = ordered.masked_fill(probabilities.cumsum(dim=1) - probabilities >= p, -torch.inf)
    return torch.empty_like(logits).scatter(1, order, ordered)


def generate(
    model: torch.nn.Module, prompt: torch.Tensor, length: int, choose: Choice, stop: int | None = None
) -> torch.Tensor:
    """The ids (N, length) that a model writes after prompts (N, P), each chosen from logits (N, V) and then read.

    The model is used in evaluation mode, without gradients. From the first `stop` on that it writes, a row holds
    nothing else.
    """
    training = model.training
    model.eval()
    tokens, state, written = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(tokens, state)
            token = choose(logits[:, -1])
            if stop is not None:
                token = torch.where(finished, stop, token)
                finished = token == stop  # a row that has stopped goes on holding the stop
            written.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(written, dim=1)
