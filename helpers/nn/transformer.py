"""What the learner has written in the lesson on the transformer, in torch, for the lessons after it."""

import math

import torch
from torch import nn

LESSON = "10_transformer"

WAVELENGTH = 10_000.0  # of the slowest pair of the positional encoding, in units of 2 pi


def scaled_dot_product_attention(
    q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, mask: torch.Tensor | None = None
) -> tuple[torch.Tensor, torch.Tensor]:
    """What each query reads, softmax(q k^T / sqrt(d)) v, and with which weights.

    q (..., S, d), k (..., T, d), v (..., T, e); mask, True where a query may look, broadcasts to (..., S, T)
    returns y (..., S, e) and weights (..., S, T); a query that may look nowhere has weights 0
    """
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is None:
        weights = scores.softmax(dim=-1)
    else:
        weights = scores.masked_fill(~mask, -torch.inf).softmax(dim=-1).masked_fill(~mask, 0.0)
    return weights @ v, weights


def causal_mask(T: int) -> torch.Tensor:
    """(T, T), True where a position may look: at itself and at what comes before it."""
    return torch.ones(T, T, dtype=torch.bool).tril()


def positional_encoding(T: int, D: int) -> torch.Tensor:
    """(T, D): sines in the even columns, cosines in the odd ones, at angles t / 10000^(2i/D) for the pair i."""
    angles = torch.arange(T)[:, None] / WAVELENGTH ** (torch.arange(0, D, 2) / D)
    return torch.stack([angles.sin(), angles.cos()], dim=-1).reshape(T, -1)[:, :D]


class MultiHeadAttention(nn.Module):
    """Self-attention in several heads, each of which looks at D / heads columns of queries, keys and values."""

    def __init__(self, D: int, heads: int, dropout: float = 0.0):
        super().__init__()
        self.heads = heads
        self.W_q, self.W_k, self.W_v, self.W_o = (nn.Linear(D, D) for _ in range(4))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None = None) -> tuple[torch.Tensor, torch.Tensor]:
        """The output (N, T, D) and the weights (N, heads, T, T) for x (N, T, D); mask broadcasts to (N, T, T)."""
        N, T, D = x.shape
        q, k, v = (W(x).reshape(N, T, self.heads, -1).transpose(1, 2) for W in (self.W_q, self.W_k, self.W_v))
        y, weights = scaled_dot_product_attention(q, k, v, None if mask is None else mask[..., None, :, :])
        return self.dropout(self.W_o(y.transpose(1, 2).reshape(N, T, D))), weights


class TransformerBlock(nn.Module):
    """Attention between the positions, then a small network at each of them, both added to what comes in."""

    def __init__(self, D: int, heads: int, hidden: int, dropout: float = 0.0):
        super().__init__()
        self.norm_1, self.norm_2 = nn.LayerNorm(D), nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads, dropout)
        self.linear_1, self.linear_2 = nn.Linear(D, hidden), nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """(N, T, D) for x (N, T, D); mask broadcasts to (N, T, T)."""
        x = x + self.attention(self.norm_1(x), mask)[0]
        return x + self.dropout(self.linear_2(self.linear_1(self.norm_2(x)).relu()))


class TinyGPT(nn.Module):
    """A language model: at each position scores for the token that comes next, from those up to there."""

    def __init__(self, V: int, D: int, heads: int, layers: int, hidden: int, dropout: float = 0.0):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """Scores (N, T, V) for ids (N, T); mask (N, T) is True at real tokens, None where all are."""
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[-1]).to(x))
        may_look = causal_mask(T).to(ids.device)
        if mask is not None:
            may_look = may_look & mask[:, None, :]
        for block in self.blocks:
            x = block(x, may_look)
        return self.output(self.norm(x))
