# %% [markdown]
# # What replaced recurrence, and what did it cost?
#
# A recurrent network reads as you hear a speech: one word after the other, with one vector for all that has been said.
# The transformer reads as you look at a page. Every position sees all the others **at once**, and chooses what it
# looks at. There is no state, no step, no loop over time.
#
# **After this lesson you can**
#
# - write attention, its mask, the code for positions, several heads, a block, and with them a small GPT;
# - test a model for looking ahead, and for padding that changes something;
# - say what a transformer pays for length, in time and in memory, with numbers that you have measured;
# - say which of the LSTM's "problems" of one of our decks hold when they are tried, and which do not;
# - write attention as a recurrence, and say why recurrence has come back.
#
# You write three functions and three classes, in PyTorch. About 170 minutes in all, made for two sittings: how a
# transformer is built (sections 1 to 6), a break, and how it stands beside the LSTM (sections 7 to 9).

# %%
import math

import numpy as np
import torch
from torch import nn

from helpers import draw
from helpers.checks import Check

torch.set_num_threads(1)
check = Check("10_transformer", globals())

# %% [markdown]
# ---
# ## 1 &nbsp; A question to all positions
#
# In lesson 09 a decoder looked back at the sentence it was translating: it compared its state with every word, made
# weights out of the comparisons, and read the weighted mean. The paper of 2017 keeps that one idea and throws the
# recurrent network around it away.
#
# Every position has three vectors now:
#
# - a **query** $q$: what am I looking for?
# - a **key** $k$: what have I got to be found by?
# - a **value** $v$: what do I give to whoever finds me?

# %% figure="one_query"
draw.one_query(
    ["the", "ink", "was", "gone"],
    [0.1, 0.7, 0.1, 0.1],
    alt="Four words stand side by side, each with a key above it and a value above that. One query, that of the "
    "last word, is compared with all four keys; the comparisons become the weights 0.1, 0.7, 0.1 and 0.1 in one "
    "bar. The four values, each times its weight, are added up to the output y. The arrow from the word 'ink' is "
    "the thickest.",
)

# %% [markdown]
# How well a query fits a key is their scalar product, divided by $\sqrt d$ (in a moment you see why). A softmax over
# the **keys** makes weights out of the scores, and the output is the weighted mean of the values. With all queries as
# the rows of one matrix, it is two products and a softmax:
#
# $$A = \mathrm{softmax}\left(\frac{q\, k^\top}{\sqrt d}\right), \qquad y = A\, v \tag{10.1}$$
#
# | | shape | what it is |
# |---|---|---|
# | $q$ | (..., S, d) | S queries |
# | $k$ | (..., T, d) | T keys, of the size of the queries |
# | $v$ | (..., T, e) | T values, one for each key |
# | $A$ | (..., S, T) | the weights: row s is how query s spreads over the keys, and adds up to 1 |
# | $y$ | (..., S, e) | what each query reads |
#
# The dots stand for any axes in front: sequences N, later heads as well. `@` and `softmax` leave them alone.
#
# ### By hand, once
#
# One query, $q = (2, 0, 0, 0)$, so $d = 4$ and $\sqrt d = 2$. Two keys, $(\ln 3, 0, 0, 0)$ and $(0, 5, 0, 0)$, with the
# values $(4, 0)$ and $(0, 8)$. The scores are $2 \ln 3 / 2 = \ln 3$ and $0$. Their exponentials are 3 and 1, so the
# weights are $3/4$ and $1/4$, and the output is $\tfrac34 (4, 0) + \tfrac14 (0, 8) = (3, 2)$.
#
# ### Why $\sqrt d$?
#
# A scalar product is a sum of d terms. Let queries and keys have independent numbers of variance 1: then the sum has
# variance d. **Before you run it:** 16 keys, d = 512, and no division. How large is the largest of the 16 weights, on
# average?

# %% experiment="without_the_root" seconds=1
generator = torch.Generator().manual_seed(10)
for d in (4, 64, 512):
    q_random, k_random = (torch.randn(1000, 16, d, generator=generator) for _ in range(2))
    scores = q_random[:, :1] @ k_random.transpose(1, 2)
    largest = scores.softmax(dim=-1).amax(dim=-1).mean()
    largest_scaled = (scores / math.sqrt(d)).softmax(dim=-1).amax(dim=-1).mean()
    print(
        f"d = {d:3}: scores spread by {scores.std():5.1f}; largest weight {largest:.2f}, divided by sqrt(d) "
        f"{largest_scaled:.2f}"
    )

# %% [markdown]
# At d = 512 it is 0.95: without the division one key gets nearly everything before anything is learnt. The softmax is
# flat there: its slope is $A (1 - A)$, which is almost zero when $A$ is near 1, and nothing can be learnt. It is the
# saturated sigmoid of lesson 04 in another place. Divided by $\sqrt d$ the scores have spread 1 whatever d is.
#
# ### A mask
#
# Some keys must not be read: padding, and the future. A **mask** says for each query and key whether it may look:
# `True` where it may. Where it may not, the score is set to $-\infty$ **before** the softmax, so that its exponential
# is exactly 0 and the others still add up to 1.
#
# One case needs care. A query that may look *nowhere* has the softmax of $-\infty$ alone, which is 0/0. It happens: a
# row that is all padding. We settle it: such a query reads nothing, its weights are 0.
#
# ### Exercise 10.1: `scaled_dot_product_attention` &nbsp; ●●○ &nbsp; 12 minutes &nbsp; about 6 lines
#
# Formula (10.1) with a mask, for any axes in front. Return the output and the weights. torch's own attention is refused
# here and below; `softmax` is yours to use.
#
# <details data-parts="values"><summary>How do I transpose only the last two axes?</summary>
#
# `k.transpose(-2, -1)`. `k.T` turns all axes round, which is right for matrices alone.
#
# </details>
#
# <details data-parts="masks gradients"><summary>How do I put minus infinity where the mask says no?</summary>
#
# `scores.masked_fill(where, value)` writes the value where `where` is True. The mask is True where one *may* look, so
# its opposite, `~mask`, is needed.
#
# </details>
#
# <details data-parts="masks gradients"><summary>My rows that may look nowhere are nan</summary>
#
# They are, after the softmax. Fill once more behind it: where the mask says no, a weight is 0. For all other rows that
# changes nothing. (Filling also keeps the nan out of the gradients. A product with 0 would not: 0 times nan is nan.)
#
# </details>


# %% solution="scaled_dot_product_attention"
def scaled_dot_product_attention(q, k, v, mask=None):
    """What each query reads, formula (10.1).

    q     (..., S, d)  queries
    k     (..., T, d)  keys
    v     (..., T, e)  values
    mask  of truth values, True where a query may look at a key; (..., S, T), or with axes of 1 or fewer axes, as torch
          broadcasts; None where every query may look at every key
    returns
      y        (..., S, e)  the weighted means of the values
      weights  (..., S, T)  each row adds up to 1; a query that may look nowhere has weights 0, and y is 0 there
    """
    ### BEGIN SOLUTION
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    return weights @ v, weights
    ### END SOLUTION


# %% test="scaled_dot_product_attention" part="values" points=2

# %% test="scaled_dot_product_attention" part="masks" points=2

# %% test="scaled_dot_product_attention" part="gradients" points=1

# %% [markdown]
# An independent judge: torch's own function, which most models call.

# %% experiment="torch_attention_agrees" seconds=1 tags=["nbval-ignore-output"]
generator = torch.Generator().manual_seed(1)
q, k, v = (torch.randn(2, 5, 8, dtype=torch.float64, generator=generator) for _ in range(3))
mask = torch.rand(2, 5, 5, generator=generator) < 0.7
mask[0, 2] = False
yours, _ = scaled_dot_product_attention(q, k, v, mask)
theirs = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
some = mask.any(dim=-1)
print(f"greatest difference between your output and torch's: {(yours - theirs)[some].abs().max():.1e}")
print(f"a query that may look nowhere: you read {yours[~some].abs().max():.1f}")
assert (yours - theirs)[some].abs().max() < 1e-10, "does the check of scaled_dot_product_attention pass?"

# %% [markdown]
# ---
# ## 2 &nbsp; No looking ahead
#
# A language model names the next token from those before it. A recurrent network cannot look ahead: it has not read on.
# Attention sees everything, the answer too, unless it is forbidden to. So position t may look at itself and at what
# came before: the **causal mask**.

# %% figure="causal_triangle"
draw.attention_maps(
    {
        "who may look where": torch.ones(5, 5).tril(),
        "first weights: all scores equal": torch.ones(5, 5).tril() / torch.arange(1, 6)[:, None],
    },
    rows=["the", "ink", "was", "gone", "."],
    columns=["the", "ink", "was", "gone", "."],
    cell=(0.7, 0.55),
    alt="Two squares of five rows, the queries, and five columns, the keys. In the left one the fields on and below "
    "the diagonal are black, those above it white: each word may look at itself and at the words before it. In the "
    "right one are the weights when all scores are equal: 1 in the first row, one half twice in the second, one "
    "fifth five times in the last, the paler the smaller.",
)

# %% [markdown]
# ### Exercise 10.2: `causal_mask` &nbsp; ●○○ &nbsp; 4 minutes &nbsp; 1 line
#
# The mask for T positions. A row is a query, a column a key.
#
# <details><summary>Which half?</summary>
#
# The first query may look at the first key only, so the first row has one True. The last row has T of them.
#
# </details>
#
# <details><summary>A way to get there</summary>
#
# `torch.tril` keeps the lower triangle and makes the rest zero (or False). Or compare a column of row numbers with a
# row of column numbers: `torch.arange(T)[:, None]` and `torch.arange(T)`.
#
# </details>


# %% solution="causal_mask"
def causal_mask(T):
    """Who may look where in a sequence that is read from left to right.

    T  positions, at least 1
    returns (T, T), of truth values (torch.bool): True at row t, column s where position t may look at position s, which
            is so for s = t and for every s before t
    """
    ### BEGIN SOLUTION
    return torch.ones(T, T, dtype=torch.bool).tril()
    ### END SOLUTION


# %% test="causal_mask" part="values" points=1

# %% [markdown]
# How does one *test* that a model does not look ahead? Change a later token, and see whether anything before it
# moves. A movement proves that it looks; none, in a few tries, is good evidence that it does not. The next cell does
# so with three ways: no mask at all; yours; and one that sets the weights above the diagonal to 0 *after* the softmax,
# and leaves the rest as it is.
#
# **Before you run it:** in which of the three does the output at position 1 change, when the key and the value at
# position 4 are changed?

# %% experiment="perturb_the_future" seconds=1
generator = torch.Generator().manual_seed(2)
q, k, v = (torch.randn(1, 6, 4, dtype=torch.float64, generator=generator) for _ in range(3))
k_other, v_other = k.clone(), v.clone()
k_other[:, 4], v_other[:, 4] = torch.randn(2, 4, dtype=torch.float64, generator=generator)


def masked_afterwards(q, k, v, mask):
    """Attention whose weights are masked after the softmax and not made to add up to 1 again."""
    _, weights = scaled_dot_product_attention(q, k, v)
    return (weights * mask) @ v, weights * mask


moved = {
    "no mask": (scaled_dot_product_attention(q, k, v)[0] - scaled_dot_product_attention(q, k_other, v_other)[0]),
    "your mask": (
        scaled_dot_product_attention(q, k, v, causal_mask(6))[0]
        - scaled_dot_product_attention(q, k_other, v_other, causal_mask(6))[0]
    ),
    "after the softmax": (
        masked_afterwards(q, k, v, causal_mask(6))[0] - masked_afterwards(q, k_other, v_other, causal_mask(6))[0]
    ),
}
for name, change in moved.items():
    print(f"{name:18} moved by position:", "  ".join(f"{amount:.3f}" for amount in change[0].abs().amax(dim=-1)))
assert moved["your mask"][0, :4].abs().max() == 0, "do the checks of both exercises pass?"
assert moved["after the softmax"][0, :4].abs().max() > 0.001, "does the check of the first exercise pass?"

# %% [markdown]
# Behind the softmax it is too late, which is a common mistake: the future stands in the denominator, so it dampens the
# weights before it. A model
# trained like that learns to read the dampening, its training loss is too good, and it fails when it generates and the
# future is not there.
#
# ---
# ## 3 &nbsp; Order
#
# What has attention lost? **Before you run it:** a sentence of 5 word vectors goes through attention without a mask, as
# it is and with its words shuffled. What happens to the outputs?

# %% experiment="order_blind" seconds=1
generator = torch.Generator().manual_seed(3)
words = torch.randn(5, 8, dtype=torch.float64, generator=generator)
shuffled = torch.tensor([3, 0, 4, 1, 2])
read, _ = scaled_dot_product_attention(words, words, words)
read_shuffled, _ = scaled_dot_product_attention(words[shuffled], words[shuffled], words[shuffled])
print(f"the outputs, shuffled alike, differ by {(read[shuffled] - read_shuffled).abs().max():.1e}")
print(f"their means differ by {(read.mean(dim=0) - read_shuffled.mean(dim=0)).abs().max():.1e}")
assert (read[shuffled] - read_shuffled).abs().max() < 1e-12, "does the check of scaled_dot_product_attention pass?"

# %% [markdown]
# Every word reads exactly what it read before. *"The movie was not long but interesting"* and *"The movie was long
# but not interesting"* are one set of words for it: **attention alone is a bag of words**, and we are back in lesson
# 01. (A causal mask helps a little: the first word sees 1 word, the tenth 10. One layer still sees a bag of those; a
# second one can tell a little, since the first made something else of 1 word than of 10.)
#
# A recurrent network has order for free, since it reads in order. Here it has to be written into the vectors: to each
# word's vector a vector is added that says *where* it stands. The paper of 2017 takes sines and cosines. Column pair i
# turns with its own speed, from one radian a step down to nearly one in ten thousand, where D is large:
#
# $$P_{t,\,2i} = \sin\left(\frac{t}{10000^{2i/D}}\right), \qquad P_{t,\,2i+1} = \cos\left(\frac{t}{10000^{2i/D}}\right)
# \tag{10.2}$$
#
# Positions t count from 0. Think of the hands of a clock: the fast ones tell neighbours apart, the slow ones tell
# beginning from end, and no two times look alike.
#
# **By hand**, D = 4: the speeds are $1$ and $1/10000^{2/4} = 1/100$. So the row t = 0 is $(0, 1, 0, 1)$, and the row
# t = 1 is $(\sin 1, \cos 1, \sin 0.01, \cos 0.01) \approx (0.841, 0.540, 0.010, 1.000)$.
#
# ### Exercise 10.3: `positional_encoding` &nbsp; ●●○ &nbsp; 10 minutes &nbsp; about 5 lines
#
# The matrix (10.2). If D is odd, the last column is a sine without its cosine.
#
# <details data-parts="values"><summary>All angles at once</summary>
#
# A column of positions, (T, 1), divided by a row of the numbers 10000^(2i/D), one for each pair, is a table (T, pairs).
#
# </details>
#
# <details data-parts="values"><summary>What is 2i?</summary>
#
# The even numbers 0, 2, 4 ... below D: `torch.arange(0, D, 2)`. The pair shares one 2i; the cosine's column, 2i + 1,
# does not appear in the exponent.
#
# </details>
#
# <details><summary>How do they come to alternate?</summary>
#
# Make an empty matrix (T, D) and write into `P[:, 0::2]` and `P[:, 1::2]`. With an odd D the second has one column less
# than there are angles.
#
# </details>


# %% solution="positional_encoding"
def positional_encoding(T, D):
    """The positions 0 to T - 1 as sines and cosines, formula (10.2).

    T  positions, at least 1
    D  columns, at least 1, odd or even
    returns (T, D), of floats as torch makes them (torch.float32): sines in the even columns, cosines in the odd ones
    """
    ### BEGIN SOLUTION
    angles = torch.arange(T)[:, None] / 10_000 ** (torch.arange(0, D, 2) / D)
    P = torch.zeros(T, D)
    P[:, 0::2] = torch.sin(angles)
    P[:, 1::2] = torch.cos(angles[:, : D // 2])
    return P
    ### END SOLUTION


# %% test="positional_encoding" part="values" points=2

# %% test="positional_encoding" part="edge_cases" points=1

# %% experiment="picture_of_positions" seconds=1
P = positional_encoding(100, 32)
draw.encoding(
    P,
    alt="A heat map of 100 positions across and 32 columns up. The first columns swing from dark to bright every few "
    "steps, each pair more slowly than the one before; the last columns hardly change over the whole width: the sines "
    "stay in the middle, the cosines bright.",
)

# %% [markdown]
# Each column is one hand of the clock. The upper half hardly moves in 100 positions: it is there for long texts.
#
# Two properties are worth knowing, and easily checked. **Before you run it:** how does the scalar product of the rows t
# and t + 5 depend on t?

# %% experiment="distance_of_positions" seconds=1
P = positional_encoding(200, 32).double()
for gap in (0, 5, 50):
    products = [(P[t] @ P[t + gap]).item() for t in (0, 37, 120)]
    print(f"rows t and t + {gap:2}, for t = 0, 37, 120:", "  ".join(f"{product:.4f}" for product in products))
speed = 1 / 10_000 ** (2 / 32)
turn = torch.tensor([[math.cos(speed), -math.sin(speed)], [math.sin(speed), math.cos(speed)]], dtype=torch.float64)
difference = (P[1:, 2:4] - P[:-1, 2:4] @ turn).abs().max()
print(f"one step on turns the columns 2 and 3 by one angle: greatest difference {difference:.1e}, float32's rounding")
assert difference < 1e-5, "does the check of positional_encoding pass?"

# %% [markdown]
# Not at all: by the addition theorem $\sin a \sin b + \cos a \cos b = \cos(a - b)$, so only the **distance** counts.
# And a step to the right is a rotation, the same one everywhere, which a matrix such as $W_q$ can undo. So "look 3 to
# the left" can be learnt once for all positions.
#
# ---
# ## 4 &nbsp; Several heads
#
# Where do queries, keys and values come from? Each is a linear layer on the same input $x$ (hence *self*-attention),
# and what is learnt are these layers.
#
# One softmax gives one mean. A word may want to look at two things: its noun *and* its verb. So the D columns are cut
# into M **heads** (in the code: `heads`) of $d = D / M$ columns. Each head does (10.1) by itself, with its own
# weights; the outputs are laid side by side again and mixed by a last layer.
#
# $$q = x W_q^\top + b_q, \qquad k = x W_k^\top + b_k, \qquad v = x W_v^\top + b_v$$
#
# $$y^{(m)} = \mathrm{attention}\left(q^{(m)}, k^{(m)}, v^{(m)}\right), \qquad
# y = \left[\, y^{(0)}, \dots, y^{(M-1)} \right] W_o^\top + b_o \tag{10.3}$$
#
# where $q^{(m)}$ are the columns $m d$ to $(m + 1) d - 1$ of $q$. (The transposes are torch's: an `nn.Linear` keeps its
# weight with the outputs first.)

# %% figure="cut_into_heads"
draw.heads(
    alt="On the left a matrix of T = 3 rows and D = 6 columns, the columns of head 0 blue and those of head 1 "
    "orange; in each field stand its position and its column. In the middle, 'cut, then exchange': two matrices of 3 "
    "rows and 3 columns, one all blue, one all orange, whose rows are the positions 0, 1, 2. On the right, 'the shape "
    "at once': two matrices whose rows are blue and orange in turn; the first holds position 0 whole and half of "
    "position 1, the second the rest.",
)

# %% [markdown]
# The picture shows the one place where nearly everybody goes wrong once. From (N, T, D) to (N, M, T, d) it takes two
# steps: cut the last axis, (N, T, M, d), **then** exchange two axes. Asking for the shape (N, M, T, d) at once, by
# `view` or `reshape`, raises no error, since the numbers are as many. But then row t of a head is no longer position
# t: a head gets all columns of a few positions, cut into several rows, and a mask hides the wrong things. The way back
# goes in the opposite order.
#
# ### Exercise 10.4: `MultiHeadAttention` &nbsp; ●●● &nbsp; 20 minutes &nbsp; about 12 lines
#
# Formula (10.3). Use your `scaled_dot_product_attention`. The checks may let a right one stand in for it, and grading
# does: then a fault that they find is one of this exercise. The mask is for all heads alike. The names of the four
# layers are part of the exercise, since the check puts weights into them.
#
# <details data-parts="values edge_cases"><summary>Which shapes, one after the other?</summary>
#
# `W_q(x)` (N, T, D); cut (N, T, M, d); exchanged (N, M, T, d). Attention keeps that, and its weights are (N, M, T, T).
# Back: exchanged (N, T, M, d); joined (N, T, D); through `W_o`.
#
# </details>
#
# <details data-parts="masks"><summary>The mask and the heads</summary>
#
# The scores are (N, M, T, T), and a mask may be (N, T, T). torch lines axes up from the right, so N would meet M. The
# mask needs an axis of 1 for the heads, third from the right: `mask.unsqueeze(-3)`. For a mask (T, T) that does no
# harm.
#
# </details>
#
# <details><summary>view complains about strides</summary>
#
# After `transpose` the numbers lie in another order in memory, and `view` cannot join the axes. `reshape` copies where
# it has to.
#
# </details>


# %% solution="MultiHeadAttention"
class MultiHeadAttention(nn.Module):
    """Self-attention in several heads, formula (10.3).

    D      columns of the input and of the output
    heads  how many; D is a multiple of it
    its layers are W_q, W_k, W_v and W_o, each an nn.Linear(D, D)
    """

    def __init__(self, D, heads):
        ### BEGIN SOLUTION
        super().__init__()
        self.heads = heads
        self.W_q = nn.Linear(D, D)
        self.W_k = nn.Linear(D, D)
        self.W_v = nn.Linear(D, D)
        self.W_o = nn.Linear(D, D)
        ### END SOLUTION

    def forward(self, x, mask=None):
        """Let every position look at the others.

        x     (N, T, D)
        mask  of truth values, True where a position may look; (N, T, T), (N, 1, T) or (T, T), the same for all heads;
              None where all may look everywhere
        returns
          y        (N, T, D)
          weights  (N, heads, T, T)
        """
        ### BEGIN SOLUTION
        N, T, D = x.shape
        q, k, v = (
            layer(x).reshape(N, T, self.heads, D // self.heads).transpose(1, 2)
            for layer in (self.W_q, self.W_k, self.W_v)
        )
        if mask is not None:
            mask = mask.unsqueeze(-3)
        y, weights = scaled_dot_product_attention(q, k, v, mask)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D)), weights
        ### END SOLUTION


# %% test="MultiHeadAttention" part="values" points=3

# %% test="MultiHeadAttention" part="masks" points=2

# %% test="MultiHeadAttention" part="edge_cases" points=1

# %% [markdown]
# torch's layer keeps $W_q$, $W_k$ and $W_v$ in one matrix, one below the other, and its mask says the **opposite** of
# ours: True where one may *not* look. (torch's function in section 1 says the same as ours. The two meanings of a mask
# in one library have cost many people an afternoon.)

# %% experiment="torch_layer_agrees" seconds=1 tags=["nbval-ignore-output"]
torch.manual_seed(4)
yours = MultiHeadAttention(12, 3).double()
theirs = nn.MultiheadAttention(12, 3, batch_first=True).double()
with torch.no_grad():
    theirs.in_proj_weight.copy_(torch.cat([yours.W_q.weight, yours.W_k.weight, yours.W_v.weight]))
    theirs.in_proj_bias.copy_(torch.cat([yours.W_q.bias, yours.W_k.bias, yours.W_v.bias]))
    theirs.out_proj.weight.copy_(yours.W_o.weight)
    theirs.out_proj.bias.copy_(yours.W_o.bias)
    x = torch.randn(2, 7, 12, dtype=torch.float64)
    may_look = causal_mask(7)
    y, weights = yours(x, may_look)
    y_torch, weights_torch = theirs(x, x, x, attn_mask=~may_look, average_attn_weights=False)
difference = max((y - y_torch).abs().max(), (weights - weights_torch).abs().max()).item()
print(f"greatest difference between your outputs and weights and those of nn.MultiheadAttention: {difference:.1e}")
for heads in (1, 3, 12):
    print(f"heads = {heads:2}: {sum(p.numel() for p in MultiHeadAttention(12, heads).parameters())} parameters")
assert difference < 1e-10, "does the check of MultiHeadAttention pass?"

# %% [markdown]
# More heads cost no parameters: the same columns are cut differently.
#
# ---
# ## 5 &nbsp; A block
#
# Attention moves things between positions, and only takes means. What is to be *computed* at a position is done by a
# small network of two layers, the same at every position. Both stand in a frame that you know from lesson 05: what they
# make is **added** to what came in, as on the LSTM's conveyor belt, here from layer to layer instead of from step to
# step. And before each stands a **layer norm**.

# %% figure="block"
draw.transformer_block(
    alt="A thick line runs from x on the left to y on the right. Two branches leave it and come back by a plus: the "
    "first goes through a layer norm and multi-head attention, the second through a layer norm, a linear layer, a "
    "ReLU and a second linear layer. Each branch ends in a dropout before its plus.",
)

# %% [markdown]
# $$a = x + \mathrm{dropout}\left(\mathrm{attention}\left(\mathrm{norm}_1(x)\right)\right)$$
#
# $$y = a + \mathrm{dropout}\left(W_2\, \mathrm{relu}\left(W_1\, \mathrm{norm}_2(a) + b_1\right) + b_2\right)
# \tag{10.4}$$
#
# (Here a position is a column, as on paper: $W z$ is what `nn.Linear` does to it.)
#
# A **layer norm** takes the D numbers of one position, subtracts their mean, divides by their standard deviation, and
# multiplies and adds two learnt vectors, which begin as 1 and 0:
#
# $$\mathrm{norm}(x) = \gamma \odot \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}} + \beta$$
#
# $\mu$ and $\sigma^2$ are those of *that position*: no other position and no other sequence plays a part, or causality
# would be lost here. By hand: $(1, 3, 5, 7)$ has mean 4 and variance 5, and becomes $(-3, -1, 1, 3)/\sqrt 5$.

# %%
normed = nn.LayerNorm(4)(torch.tensor([1.0, 3.0, 5.0, 7.0])).tolist()
print("by hand:      ", [round(number / math.sqrt(5), 4) for number in (-3, -1, 1, 3)])
print("nn.LayerNorm: ", [round(number, 4) for number in normed])

# %% [markdown]
# (The paper of 2017 puts the norm *behind* the plus. In front of the branch, as here and in nearly all later models,
# the line from x to y stays clear, and deep stacks train more easily. torch calls it `norm_first=True`.)
#
# **Dropout** sets each number to 0 with probability p in training, and multiplies the others by 1/(1 - p), so that no
# single one is relied on. When the model is used it has to be off: that is what `model.eval()` is for, and an
# `nn.Dropout` listens to it.
#
# ### Exercise 10.5: `TransformerBlock` &nbsp; ●●○ &nbsp; 15 minutes &nbsp; about 12 lines
#
# Formula (10.4), with your `MultiHeadAttention`, for which the checks may let a right one stand in. Use `nn.LayerNorm`,
# `nn.Linear` and `nn.Dropout`, with the names that the docstring says.
#
# <details data-parts="values edge_cases"><summary>What does my attention return?</summary>
#
# Two things: the output and the weights. The block needs the first.
#
# </details>
#
# <details data-parts="values edge_cases"><summary>What is added to what?</summary>
#
# In each of the two lines the branch is added to what came in *before* the norm. The second line begins with the result
# of the first.
#
# </details>
#
# <details data-parts="dropout"><summary>Dropout stays on in evaluation</summary>
#
# `nn.functional.dropout(x, p)` drops always, unless it is told `training=self.training`. An `nn.Dropout` made in the
# constructor knows it by itself.
#
# </details>


# %% solution="TransformerBlock"
class TransformerBlock(nn.Module):
    """A layer of a transformer, formula (10.4).

    D        columns of the input and of the output
    heads    heads of the attention
    hidden   width of the small network
    dropout  the share that is dropped in training, from what the attention and what the network adds
    its layers are norm_1 and norm_2, each an nn.LayerNorm(D); attention, a MultiHeadAttention; linear_1 and linear_2,
    nn.Linear layers from D to hidden and back
    """

    def __init__(self, D, heads, hidden, dropout=0.0):
        ### BEGIN SOLUTION
        super().__init__()
        self.norm_1 = nn.LayerNorm(D)
        self.attention = MultiHeadAttention(D, heads)
        self.norm_2 = nn.LayerNorm(D)
        self.linear_1 = nn.Linear(D, hidden)
        self.linear_2 = nn.Linear(hidden, D)
        self.dropout = nn.Dropout(dropout)
        ### END SOLUTION

    def forward(self, x, mask=None):
        """x (N, T, D) and a mask as MultiHeadAttention takes it; returns (N, T, D)."""
        ### BEGIN SOLUTION
        read, _ = self.attention(self.norm_1(x), mask)
        x = x + self.dropout(read)
        computed = self.linear_2(torch.relu(self.linear_1(self.norm_2(x))))
        return x + self.dropout(computed)
        ### END SOLUTION


# %% test="TransformerBlock" part="values" points=3

# %% test="TransformerBlock" part="dropout" points=1

# %% test="TransformerBlock" part="edge_cases" points=1

# %% experiment="torch_block_agrees" seconds=1 tags=["nbval-ignore-output"]
torch.manual_seed(5)
yours = TransformerBlock(12, 3, 20).double()
theirs = nn.TransformerEncoderLayer(12, 3, 20, dropout=0.0, batch_first=True, norm_first=True).double()
pairs = {"norm1": yours.norm_1, "norm2": yours.norm_2, "linear1": yours.linear_1, "linear2": yours.linear_2}
with torch.no_grad():
    for layer in (yours.norm_1, yours.norm_2):
        layer.weight.copy_(torch.randn(12))
        layer.bias.copy_(torch.randn(12))
    for name, layer in pairs.items():
        getattr(theirs, name).load_state_dict(layer.state_dict())
    attention = yours.attention
    for part in ("weight", "bias"):
        three = [getattr(layer, part) for layer in (attention.W_q, attention.W_k, attention.W_v)]
        getattr(theirs.self_attn, f"in_proj_{part}").copy_(torch.cat(three))
    theirs.self_attn.out_proj.load_state_dict(attention.W_o.state_dict())
    x = torch.randn(2, 7, 12, dtype=torch.float64)
    difference = (yours(x, causal_mask(7)) - theirs(x, src_mask=~causal_mask(7))).abs().max().item()
print(f"greatest difference between your block and nn.TransformerEncoderLayer: {difference:.1e}")
assert difference < 1e-10, "does the check of TransformerBlock pass?"

# %% [markdown]
# ---
# ## 6 &nbsp; A language model
#
# A **GPT** is a stack of such blocks between an embedding and an output layer:
#
# $$x = \mathrm{dropout}\left(E[\mathrm{ids}] + P\right), \qquad x \leftarrow \mathrm{block}_l(x, \text{mask})
# \quad \text{for all } l, \qquad \text{logits} = W\, \mathrm{norm}(x) + b \tag{10.5}$$
#
# At every position it gives scores for the token that comes **next**, so that one pass over a text of T tokens trains T
# predictions at once. Two masks meet: the causal one, and that of the course, which is True at real tokens: a query may
# look where **both** allow it.
#
# ### Exercise 10.6: `TinyGPT` &nbsp; ●●● &nbsp; 20 minutes &nbsp; about 16 lines
#
# Formula (10.5). In grading right ones stand in for what you have written so far. The check changes later tokens,
# appends padding, and looks whether anything moves that should not.
#
# <details data-parts="values"><summary>A list of layers</summary>
#
# torch finds the parameters of layers in an `nn.ModuleList`, and does not find them in a Python list.
#
# </details>
#
# <details data-parts="masks"><summary>Two masks, three axes</summary>
#
# The causal one is (T, T): query, key. Yours is (N, T), and says which *keys* are real: as (N, 1, T) it is the same for
# all queries. `&` joins two masks, and broadcasts.
#
# </details>
#
# <details data-parts="dropout"><summary>What is dropped from?</summary>
#
# The sum of embedding and positions, by an `nn.Dropout` of the model's own; and in the blocks, which have to be told
# the share when they are made.
#
# </details>
#
# <details><summary>Nearly all of it</summary>
#
# Look up the ids; add `positional_encoding(T, D)`; drop; make the mask; hand both through every block; norm; output
# layer. Nothing is squashed or normalised at the end: the scores go to the cross-entropy as they are.
#
# </details>


# %% solution="TinyGPT"
class TinyGPT(nn.Module):
    """A small transformer that names the next token, formula (10.5).

    V        tokens in the vocabulary
    D        columns at every position
    heads, hidden, dropout  of each TransformerBlock; the sum of embedding and positions is dropped from too
    layers   how many blocks
    its layers are embedding, an nn.Embedding(V, D); blocks, an nn.ModuleList; norm, an nn.LayerNorm(D); output, an
    nn.Linear(D, V). The positions are those of positional_encoding and nothing that is learnt.
    """

    def __init__(self, V, D, heads, layers, hidden, dropout=0.0):
        ### BEGIN SOLUTION
        super().__init__()
        self.embedding = nn.Embedding(num_embeddings=V, embedding_dim=D)
        self.blocks = nn.ModuleList(TransformerBlock(D, heads, hidden, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(D)
        self.output = nn.Linear(D, V)
        self.dropout = nn.Dropout(dropout)
        ### END SOLUTION

    def forward(self, ids, mask=None):
        """Scores for the next token at each position.

        ids   (N, T), whole numbers
        mask  (N, T), True at real tokens, False at padding; None where all are real
        returns (N, T, V)
        """
        ### BEGIN SOLUTION
        T = ids.shape[1]
        x = self.embedding(ids)
        x = self.dropout(x + positional_encoding(T, x.shape[2]))
        allowed = causal_mask(T)
        if mask is not None:
            allowed = allowed & mask[:, None, :]
        for block in self.blocks:
            x = block(x, allowed)
        return self.output(self.norm(x))
        ### END SOLUTION


# %% test="TinyGPT" part="values" points=3

# %% test="TinyGPT" part="masks" points=2

# %% test="TinyGPT" part="dropout" points=1

# %% [markdown]
# The whole of it, tried as in section 2: one token is changed, and the scores at all positions are compared.
#
# **Before you run it:** token 3 of 6 changes. At which positions do the scores move?

# %% experiment="whole_model_is_causal" seconds=1
torch.manual_seed(6)
model = TinyGPT(V=20, D=16, heads=4, layers=2, hidden=32).double().eval()
ids = torch.randint(20, (1, 6))
other = ids.clone()
other[0, 3] = (ids[0, 3] + 1) % 20
with torch.no_grad():
    moved = (model(ids) - model(other)).abs().amax(dim=-1)[0]
    padded = torch.cat([ids, torch.zeros(1, 2, dtype=torch.long)], dim=1)
    real = torch.arange(8)[None] < 6
    by_padding = (model(padded, real)[:, :6] - model(ids)).abs().max().item()
print("moved, by position:", "  ".join(f"{amount:.3f}" for amount in moved))
print(f"two pads appended, and the scores at the real tokens differ by {by_padding:.1e}")
assert moved[:3].max() == 0 < moved[3:].min(), "do the checks of TinyGPT pass?"
assert by_padding < 1e-12, "do the checks of TinyGPT pass?"

# %% [markdown]
# From position 3 on, and nowhere before.
#
# **Here a break fits.** You have built a transformer. What comes next is what it is worth, and what it costs.

# %% [markdown]
# ---
# ## 7 &nbsp; Side by side
#
# Deck 5 ends with two slides:
#
# | LSTM: problems | transformer |
# |---|---|
# | *Difficult to train: very long gradient paths* | *Proposed in 2017, addressing machine translation* |
# | *Transfer learning doesn't really work: new dataset for every task* | ***Transfer learning works*** |
# | *Slow: parallelization is impossible* | *Based on attention mechanism; parallelization is now possible* |
#
# Each line is a claim that can be tried. We do so with a transformer and an LSTM of as many parameters, on the same
# data, for the same time. (Time and memory at length are measured on one layer of 64 columns each.) What is long was
# recorded over five seeds; what is short you measure yourself.
#
# ### Paths: 1 against T
#
# torch notes every operation, so that it can go back. How long is the longest chain of operations, each waiting for the
# one before, from the first input to the last output? **Before you run it:** the text becomes 32 times as long. By
# which factor does the chain of an LSTM grow, and that of your two blocks?

# %% experiment="depth_of_dependency" seconds=2
from helpers.nn.experiments import dependency

D = 16
two_blocks = nn.Sequential(TransformerBlock(D, 2, 32), TransformerBlock(D, 2, 32))
looped = dependency.LoopedLSTM(D)
chains = {
    T: (dependency.longest_chain(looped, T, D), dependency.longest_chain(two_blocks, T, D)) for T in (4, 16, 64, 128)
}
for T, (of_lstm, of_blocks) in chains.items():
    print(f"T = {T:3}: LSTM {of_lstm:4} operations one after the other, two transformer blocks {of_blocks}")
assert chains[4][1] == chains[128][1] < chains[128][0] / 10, "does the check of TransformerBlock pass?"

# %% [markdown]
# The LSTM's chain grows with the text (8 operations a step, and 4 besides: hence not quite 32 times as long); that of
# the blocks grows with the number of blocks and with nothing else. "Very
# long gradient paths" is true, then. It is what the gates of lesson 05 were made for, so we look at what arrives.
#
# **Before you run it:** a loss at the last of 200 steps, untrained networks. What happens to the gradient with the lag,
# in an LSTM as torch begins it, in one with `forget_bias_init`, and in your two blocks?

# %% experiment="gradient_by_lag" seconds=2 tags=["nbval-ignore-output"]
from helpers.nn.experiments import dependency
from helpers.nn.experiments.lstm_model import LSTMModel

T, D = 200, 32
torch.manual_seed(7)
blocks = nn.ModuleList([TransformerBlock(D, 4, 64), TransformerBlock(D, 4, 64)]).double()


def through_blocks(x):
    """Two causal blocks, with the positions added to what comes in."""
    x = x + positional_encoding(T, D)
    for block in blocks:
        x = block(x, causal_mask(T))
    return x


plain, remembering = LSTMModel(2, D, D).lstm.double(), LSTMModel(2, D, D, remembers=T).lstm.double()
flow = {
    "LSTM as torch begins it": dependency.gradient_by_lag(lambda x: plain(x)[0], T, D, seed=7),
    "LSTM, forget_bias_init": dependency.gradient_by_lag(lambda x: remembering(x)[0], T, D, seed=7),
    "two transformer blocks": dependency.gradient_by_lag(through_blocks, T, D, seed=7),
}
flow = {name: norms / norms[1] for name, norms in flow.items()}
draw.log_lines(
    range(1, T),
    {name: norms[1:].numpy() for name, norms in flow.items()},
    ylim=(1e-30, 100),
    xlabel="steps before the loss",
    ylabel="gradient, relative to lag 1",
    alt="The norm of the gradient at the input against the number of steps before the loss, relative to lag 1, on a "
    "scale of powers of ten. The LSTM as torch begins it falls below 1e-20; with forget_bias_init the line falls by "
    "less than a factor of ten; that of the two blocks is flat.",
)
for name, norms in flow.items():
    print(f"{name:24} at lag 10 {norms[10]:.0e}, at lag 100 {norms[100]:.0e}, at lag 199 {norms[199]:.0e}")
assert flow["two transformer blocks"][199] > 0.1, "does the check of TransformerBlock pass?"
assert flow["LSTM as torch begins it"][199] < 1e-6, "this is not what the text below says: please report it"

# %% [markdown]
# In the transformer every position is equally near. (The first ones get a little more: under a causal mask every later
# position looks at them.) The LSTM bridges the distance if its forget gates begin open, and
# not otherwise.
#
# ### Time and memory
#
# *"Slow: parallelization is impossible."* It is impossible along **time**: a step waits for the one before. (The
# sequences of a batch, and the columns of a vector, are computed side by side in an LSTM as well.) *"Parallelization is
# now possible"* says nothing yet about how much there is to do: there is a weight for each **pair** of positions.
#
# You measure one layer of 64 columns, forward and backward, one text, one core: torch's LSTM, which has 33,280
# parameters; your attention, with 16,640; and torch's *fused* attention, which computes the same as yours piece by
# piece and never writes the whole table down.
#
# **Before you run it:** which of the three is the fastest at 32 steps? And at 1024?

# %% experiment="time_and_memory" seconds=4 tags=["nbval-ignore-output"]
from helpers.nn.experiments import cost_by_length

torch.manual_seed(8)
lengths = (32, 64, 128, 256, 512, 1024)
# The first passes of a process take longer: these do not count.
cost_by_length.measured(MultiHeadAttention(cost_by_length.D, cost_by_length.HEADS), lengths[:1])
costs = cost_by_length.measured(MultiHeadAttention(cost_by_length.D, cost_by_length.HEADS), lengths)
kinds = ("LSTM", "attention, written out", "attention, fused")
draw.by_length(
    lengths,
    {name: [costs[f"ms, {name}, {T}"] for T in lengths] for name in kinds},
    ylabel="ms, forward and backward",
    alt="Milliseconds for a pass forward and backward against the length, both on scales of factors. At 32 steps "
    "the fused attention is the fastest. Both lines of attention are steeper and cross that of the LSTM between 64 and "
    "512 steps; at 1024 the LSTM is the fastest by far, and the attention that is written out the slowest.",
)
for T in (32, 1024):
    print(f"T = {T}:", ", ".join(f"{name} {costs[f'ms, {name}, {T}']:.2f} ms" for name in kinds))
assert costs["ms, LSTM, 1024"] < costs["ms, attention, written out, 1024"], (
    "please report this with your machine's name"
)

# %% [markdown]
# Where texts are short, the fused attention is a little ahead and the written one about even with the LSTM. Where they
# are long, both lose: **on a processor, transformers are not faster at length.** Recorded over five starts, up to 4096
# steps, with the memory that a forward pass has to keep for the backward pass. (One dot of the LSTM at 32 steps is
# twice as high as the others: it is the first number of the record, and the first passes of a process take longer.)

# %% experiment="recorded_cost" seconds=1 tags=["nbval-ignore-output"]
from helpers.data.records import recorded
from helpers.draw.claims import measured_how
from helpers.nn.experiments.cost_by_length import LENGTHS

cost = recorded("cost_by_length")
kinds = ("LSTM", "attention, written out", "attention, fused")
for unit, ylabel in (("ms", "ms, forward and backward"), ("MB", "MB kept for the backward pass")):
    draw.by_length(
        LENGTHS,
        {
            name: [[cost.numbers[seed][f"{unit}, {name}, {T}"] for T in LENGTHS] for seed in sorted(cost.numbers)]
            for name in kinds
        },
        ylabel=ylabel,
        alt="Lines over the lengths 32 to 4096, with a dot for each of five starts. "
        + (
            "Time: the LSTM's line and that of the fused attention cross between 128 and 512 steps; at 4096 steps the "
            "LSTM is seven times as fast as the fused attention, which is nine times as fast as the written one."
            if unit == "ms"
            else "Memory: the written attention rises with the square of the length to 300 MB, the LSTM to 18 MB and "
            "the fused attention to 5 MB in proportion to the length."
        ),
    )
print(f"{cost.claim}\n{cost.verdict()}\n{measured_how(cost)}")

# %% [markdown]
# In memory it is the written table that hurts, not attention as such: the fused function keeps less than the LSTM,
# which has to keep its gates at every step.
#
# **What a GPU changes.** A GPU has thousands of cores. An LSTM at step t leaves nearly all of them idle, since there is
# one small product to do and the next has to wait; attention gives them all positions at once. That is the sense of
# "parallelization is possible", and the reason why models could be trained on so much more text. We have **no record of
# a GPU yet**: nobody had one when this lesson was written, and we do not quote numbers that we have not measured. The
# measurement is ready. If your machine has a GPU that torch can use,
#
#     python3 -m helpers measure cost_by_length_on_gpu
#
# makes the record, with the GPU's name, the versions and the date in it, and the next cell shows it.

# %% experiment="recorded_cost_on_gpu" seconds=1
from helpers.data.records import recorded, recorded_names
from helpers.draw.claims import measured_how
from helpers.nn.experiments.cost_by_length import LENGTHS

if "cost_by_length_on_gpu" in recorded_names():
    on_gpu = recorded("cost_by_length_on_gpu")
    draw.by_length(
        LENGTHS,
        {
            name: [[on_gpu.numbers[seed][f"ms, {name}, {T}"] for T in LENGTHS] for seed in sorted(on_gpu.numbers)]
            for name in ("LSTM", "attention, written out", "attention, fused")
        },
        ylabel="ms on a GPU",
        alt="Milliseconds on a GPU for a pass forward and backward over the lengths 32 to 4096: an LSTM, attention "
        "written out and attention fused, with a dot for each of five starts.",
    )
    print(measured_how(on_gpu))
else:
    print("There is no record of a GPU yet. The figures above are those of one core of a processor.")

# %% [markdown]
# ### Loss, at equal parameters and equal time
#
# Both read the handbook of Python, character by character, in pieces of 128, with 62,000 parameters each, and get the
# same number of seconds of one core. **Before you run it:** which of the two names the next character better after five
# seconds? (A bit per character less is a choice of half as many characters.)

# %% experiment="equal_time" seconds=14 tags=["nbval-ignore-output"]
from helpers.data.records import recorded
from helpers.nn.experiments import transfer
from helpers.nn.experiments.lstm_model import LSTMModel, parameters_of

torch.manual_seed(0)
gpt, lstm = TinyGPT(transfer.V, **transfer.SIZES), LSTMModel(transfer.V, **transfer.LSTM_SIZES)
trainings = {
    "transformer": transfer.train(gpt, 5.0, seed=0, looks=10),
    "LSTM": transfer.train(lstm, 5.0, seed=0, looks=10),
}
draw.lines(
    [look / 2 for look in range(1, 11)],
    {name: training.bits[1:] for name, training in trainings.items()},
    xlabel="seconds of training",
    ylabel="bits per character, held out",
    alt="Bits per character on a text held out, against the seconds of training. Both lines fall. The LSTM's is below "
    "that of the transformer all the time, and ends about two thirds of a bit lower.",
)
for name, model in {"transformer": gpt, "LSTM": lstm}.items():
    training = trainings[name]
    print(f"{name}: {parameters_of(model):,} parameters, {training.updates} updates, {training.bits[-1]:.2f} bits")
    bits = recorded("transfer").values(f"{name}, prose")
    print(f"    recorded, {transfer.PRE_SECONDS:g} seconds, {len(bits)} seeds: {min(bits):.2f} to {max(bits):.2f} bits")
assert trainings["LSTM"].bits[-1] < trainings["transformer"].bits[-1] < 4.5, "do the checks of TinyGPT pass?"

# %% [markdown]
# In seconds the LSTM does more updates and learns more from each. So small, so short, on one core, it is the better
# model. That is no contradiction to what you have heard of large ones. The transformer's strength is what becomes
# possible when nothing has to wait: a thousand times as many cores, and as much more text.
#
# (Both have Adam's learning rate 0.01. Is that unfair to the transformer? With 0.003 both were worse after five seconds
# in each of three seeds, the transformer by 0.1 to 0.2 bits and the LSTM by 0.2 to 0.3.)
#
# What do the two heads look at, after these few seconds? The next cell says how the weights are taken out of a model.


# %%
def weights_of(model, ids):
    """The attention weights (heads, T, T) of a model's first block over one text (1, T)."""
    T = ids.shape[1]
    model.eval()
    with torch.no_grad():
        x = model.embedding(ids) + positional_encoding(T, model.embedding.embedding_dim)
        block = model.blocks[0]
        return block.attention(block.norm_1(x), causal_mask(T))[1][0]


# %% [markdown]
# **Before you run it:** to name the next letter, which letters would you look at?

# %% experiment="heads_over_text" seconds=2 tags=["nbval-ignore-output"]
from helpers.nn.experiments import transfer


torch.manual_seed(0)
untrained = TinyGPT(transfer.V, **transfer.SIZES)
trained = TinyGPT(transfer.V, **transfer.SIZES)
transfer.train(trained, 3.0, seed=0, looks=1)
phrase = "the name of"
ids = transfer.encoded(phrase)[None]
before, after = weights_of(untrained, ids), weights_of(trained, ids)
letters = [character.replace(" ", "␣") for character in phrase]
draw.attention_maps(
    {"before: head 0": before[0], "after: head 0": after[0], "after: head 1": after[1]},
    rows=letters,
    columns=letters,
    cell=(0.2, 0.2),
    alt="Three triangles over the letters of the phrase 'the name of': the weights before training are "
    "spread without a pattern; after training the weights of at least one head have gathered in few places of each "
    "row, mostly near the diagonal, at the letters just before.",
)
for name, maps in {"before": before, "after": after}.items():
    near = torch.stack([maps.diagonal(-back, 1, 2)[:, 3 - back :].mean(dim=1) for back in range(3)]).sum(dim=0)
    print(f"{name} training: weight on the letter itself and the two before it:", [f"{w:.2f}" for w in near])

# %% [markdown]
# ### Recall
#
# A text shows six pairs such as `b=5`, each of which is *one* token, then noise, then a question, `b?`. What is the
# value? An LSTM has to carry all
# six through the noise, since it does not know which one will be asked. Attention can go and look.
#
# Both have 12,300 parameters, and are trained with 0 to 100 steps of noise, for the same time, each with the better of
# two learning rates, 0.003 and 0.01 (the transformer's is the smaller one). **Before you run it:**
# how often are they right after 10, 100, 300 and 1000 steps of noise? Guessing is right in 12.5 %.

# %% experiment="recall" seconds=14 tags=["nbval-ignore-output"]
from helpers.nn.experiments import recall_of_pairs
from helpers.nn.experiments.lstm_model import LSTMModel


lags = (10, 100, 300, 1000)
torch.manual_seed(1)
gpt = TinyGPT(recall_of_pairs.V, **recall_of_pairs.SIZES)
lstm = LSTMModel(recall_of_pairs.V, **recall_of_pairs.LSTM_SIZES, remembers=recall_of_pairs.LONGEST_TRAINED)
text, _ = recall_of_pairs.texts(np.random.default_rng(2), 1, lag=12)
before = weights_of(gpt, text)[:, -1]
found = {
    "transformer": recall_of_pairs.train(gpt, recall_of_pairs.RATES["transformer"], 5.0, seed=1, lags=lags),
    "LSTM, forget_bias_init": recall_of_pairs.train(lstm, recall_of_pairs.RATES["LSTM"], 5.0, seed=1, lags=lags),
}
after = weights_of(gpt, text)[:, -1]
for name, training in found.items():
    shares = ", ".join(f"{share:.0%} after {lag}" for lag, share in training.right.items())
    print(f"{name}, {training.updates} updates: right in {shares}")
words = recall_of_pairs.words(text[0])
draw.attention_maps(
    {"before training": before, "after training": after},
    rows=["head 0", "head 1"],
    columns=words,
    cell=(0.2, 0.25),
    alt=f"What the question, {words[-1]}, looks at: two rows, one for each head, over the words of the text. Before "
    "training the weights are spread over all words. After training most of the weight lies on the one pair whose "
    "key is asked for, in one head or in both.",
)
many, _ = recall_of_pairs.texts(np.random.default_rng(3), 100, lag=12)
asked = [
    words.index(next(word for word in words if word[0] == words[-1][0])) for words in map(recall_of_pairs.words, many)
]
on_asked = torch.stack([weights_of(gpt, ids[None])[:, -1, place] for ids, place in zip(many, asked)]).mean(dim=0)
print("weight on the pair that is asked for, mean of 100 texts, by head:", [f"{weight:.2f}" for weight in on_asked])
assert found["transformer"].right[10] > 0.4, "do the checks of TinyGPT pass?"
assert found["LSTM, forget_bias_init"].right[10] > 0.4, "this is not what the text below says: please report it"

# %% [markdown]
# The map shows that it *looks*: a question goes to the pair with its key, wherever that stands.
#
# And yet the transformer gets worse where the noise is longer than in training. Is it attention that cannot look so
# far? The record has a third model, the same transformer **without the positions**, and a fourth, the LSTM as torch
# begins it. **Before you run it:** which of the four is best after 1000 steps?

# %% experiment="recorded_recall" seconds=1 tags=["nbval-ignore-output"]
from helpers.data.records import recorded
from helpers.draw.claims import measured_how
from helpers.nn.experiments.recall_of_pairs import LAGS

recall = recorded("recall_of_pairs")
models = ("transformer", "transformer without positions", "LSTM, forget_bias_init", "LSTM as torch begins it")
draw.by_length(
    LAGS,
    {
        name: [[recall.numbers[seed][f"{name}, right after {lag}"] for lag in LAGS] for seed in sorted(recall.numbers)]
        for name in models
    },
    ylabel="share right",
    xlabel="steps of noise",
    shares=True,
    alt="Share of right answers against the steps of noise, 10 to 1000, with a dot for each of five seeds. The "
    "transformer is near 100 % up to 100 steps, and at 1000 most of its dots lie between 25 % and 45 %. Without "
    "positions it stays near 100 % up to 300 steps and is near 90 % at 1000, and so does the LSTM with "
    "forget_bias_init, a little below it. As torch begins it, the LSTM is at the 12 % of guessing everywhere.",
)
print(f"{recall.claim}\n{recall.verdict()}: {recall.setup}\n{measured_how(recall)}")

# %% [markdown]
# Without the positions it finds the pair at ten times the distance. What fails is the **code for positions**: places
# beyond the trained ones look like nothing that was ever seen, and fit the question by accident. Attention looks as far
# as you like; what it knows about *where* reaches as far as its training. (Many later models use codes that depend on
# the distance alone.) An LSTM whose first bias is right does well at both, on six pairs. As torch begins it, it has not
# even begun to learn in the same time: within some ten steps its gates have closed over what came in, so hardly any
# gradient comes back from there.
#
# Six pairs fit into its 32 numbers. With 100 it would be another matter; section 9 comes back to that.
#
# ### Transfer
#
# *"Transfer learning doesn't really work, new dataset for every task"*: this was the one line on the slides that is
# not about how the LSTM computes. We tried it on both. Each is trained on the handbook's prose, and then on Python
# source, of which it sees 2,000 characters (1 %), 20,000 (10 %) or 200,000 (100 %); and each once more on the source
# alone, from random weights, for the same 1.5 seconds (the 6 seconds on the prose come on top).
# Both models have the same learning rates, 0.01 from random weights and 0.001 from trained ones; the record has no
# others.
#
# **Before you run it:** for which amount is the gain largest? Is there one for the LSTM at all?

# %% experiment="recorded_transfer" seconds=1 tags=["nbval-ignore-output"]
from statistics import median

from helpers.data.records import recorded
from helpers.draw.claims import measured_how

moved_on = recorded("transfer")
shares = ("1 %", "10 %", "100 %")
draw.by_length(
    (2_000, 20_000, 200_000),
    {
        f"{name}, {start}": [
            [moved_on.numbers[seed][f"{name}, {share} of the code, {start}"] for share in shares]
            for seed in sorted(moved_on.numbers)
        ]
        for name in ("transformer", "LSTM")
        for start in ("from nothing", "pre-trained")
    },
    ylabel="bits per character",
    xlabel="characters of source code",
    linear=True,
    alt="Bits per character of held-out source code against the number of characters trained on, for four lines "
    "with a dot for each of five seeds. All fall to the right. Each model's pre-trained line lies below its line from "
    "nothing, most of all at 2,000 characters, by about one bit; each line of the LSTM lies below the transformer's of "
    "the same kind.",
)
for name in ("transformer", "LSTM"):
    gains = ", ".join(f"{median(moved_on.values(f'{name}, {share}, gain')):.2f} bits with {share}" for share in shares)
    print(f"{name}: gain by pre-training, median of five seeds: {gains}")
print(f"{moved_on.claim}\n{moved_on.verdict()}: {moved_on.setup}\n{measured_how(moved_on)}")

# %% [markdown]
# Transfer works for the LSTM. In all fifteen runs it gains, most where there is least data, and it ends lower than
# the transformer throughout. The transformer gains more, above all where there is much data. (With 200,000 characters
# a part of the gain is a head start in time: in 1.5 seconds nobody learns all that is in them.) The deck is right
# about what people *did*: until 2018 most began each task anew, but for ready-made word vectors. In that year Howard
# and Ruder showed transfer with an LSTM, and Radford and others with a transformer. What went on from there was the
# one that could be trained on more.
#
# ---
# ## 8 &nbsp; The verdict is yours
#
# All that was measured, in one table. (Medians of five seeds; time and memory are of one layer of 64 columns.)

# %% experiment="the_table" seconds=1 tags=["nbval-ignore-output"]
from statistics import median

from helpers.data.records import recorded

cost, recall, moved_on = map(recorded, ("cost_by_length", "recall_of_pairs", "transfer"))


def middle(record, name, digits=".2f"):
    """The median of one number of a record, as text."""
    return format(median(record.values(name)), digits)


rows = [
    ("bits per character, equal time", middle(moved_on, "LSTM, prose"), middle(moved_on, "transformer, prose")),
    (
        "updates in that time",
        *(middle(moved_on, f"{name}, updates on prose", ".0f") for name in ("LSTM", "transformer")),
    ),
    *(
        (f"ms a pass, {T} steps", *(middle(cost, f"ms, {name}, {T}") for name in ("LSTM", "attention, fused")))
        for T in (32, 256, 4096)
    ),
    (
        "MB kept, 4096 steps",
        middle(cost, "MB, LSTM, 4096", ".0f"),
        f"{middle(cost, 'MB, attention, fused, 4096', '.0f')} fused, "
        f"{middle(cost, 'MB, attention, written out, 4096', '.0f')} written",
    ),
    ("operations in a row", "grow with T", "do not"),
    *(
        (
            f"right after {lag} steps of noise",
            middle(recall, f"LSTM, forget_bias_init, right after {lag}", ".0%"),
            f"{middle(recall, f'transformer, right after {lag}', '.0%')}, without positions "
            f"{middle(recall, f'transformer without positions, right after {lag}', '.0%')}",
        )
        for lag in (100, 1000)
    ),
    *(
        (
            f"bits gained by pre-training, {share}",
            *(middle(moved_on, f"{name}, {share}, gain") for name in ("LSTM", "transformer")),
        )
        for share in ("1 %", "10 %", "100 %")
    ),
    ("kept while generating, 4096 steps", f"{2 * 64} numbers", f"{2 * 4096 * 64:,} numbers"),
]
print(f"{'':36}{'LSTM':16}transformer")
for what, of_lstm, of_transformer in rows:
    print(f"{what:36}{of_lstm:16}{of_transformer}")

# %% [markdown]
# The last row is arithmetic: an LSTM carries h and c; a transformer that generates keeps the keys and values of
# everything so far, in every layer, or works them out again at each step.
#
# Write your own verdict down before you read on: **for which task would you take which, and why?** Think of a hearing
# aid that listens all day on one small core; of a search in a book; of a language model trained on a thousand GPUs;
# of a forecast from 300 measurements.
#
# <details><summary>What we would say</summary>
#
# There is no winner in the table. Where one core has to follow a long stream with a fixed memory, the LSTM is cheaper
# by the length of the stream. Where something has to be looked up, and cannot be known in advance, attention has it
# all at hand and the LSTM has what fitted into its state. Where there is a machine that can do thousands of things at
# once, and text without end, nothing should have to wait: that decided the last years. None of this says that
# attention is the last word, as the next section shows.
#
# </details>
#
# ---
# ## 9 &nbsp; Recurrence comes back
#
# What makes attention grow with T² is the softmax: it needs all scores of a row before it can give one weight. Take it
# away. In place of $e^{q \cdot k / \sqrt d}$ let the fit of a query and a key be $\varphi(q) \cdot \varphi(k)$, where
# $\varphi$ makes every number positive, for instance $\varphi(x) = x + 1$ for $x > 0$ and $e^x$ otherwise. The weights
# are still positive and still divided by their sum:
#
# $$y_t = \frac{\sum_{s \le t} \left(\varphi(q_t) \cdot \varphi(k_s)\right) v_s}
# {\sum_{s \le t} \varphi(q_t) \cdot \varphi(k_s)} \tag{10.6}$$
#
# Now $\varphi(q_t)$ can be taken out of both sums, and what is left does not know who asks. It can be **kept**, and
# grows by one term at each step:
#
# $$S_t = S_{t-1} + \varphi(k_t)\, v_t^\top, \qquad z_t = z_{t-1} + \varphi(k_t), \qquad
# y_t = \frac{\varphi(q_t)^\top S_t}{\varphi(q_t) \cdot z_t} \tag{10.7}$$
#
# That is a recurrent network. Its state is a matrix (d, e) and a vector (d,), whatever T is.
#
# **By hand**, d = e = 1, with $\varphi(k) = 1, 2$ and $v = 3, 6$, and $\varphi(q_2) = 1$. As a mean: $(1 \cdot 3 + 2
# \cdot 6)/(1 + 2) = 5$. As a recurrence: $S$ is 3, then $3 + 12 = 15$; $z$ is 1, then 3; and $15/3 = 5$.
#
# **Before you run it:** the two ways are one formula. What is the greatest difference over 50 steps?


# %% experiment="linear_attention" seconds=1 tags=["nbval-ignore-output"]
def feature(x):
    """phi: x + 1 where x is positive, exp(x) elsewhere."""
    return torch.where(x > 0, x + 1, x.clamp(max=0).exp())


def all_at_once(q, k, v):
    """Formula (10.6): a table of all pairs, with the future masked away."""
    fit = (feature(q) @ feature(k).transpose(-2, -1)) * causal_mask(len(q))
    return fit @ v / fit.sum(dim=-1, keepdim=True)


def step_by_step(q, k, v):
    """Formula (10.7): a state that is added to."""
    S, z, outputs = torch.zeros(k.shape[1], v.shape[1], dtype=v.dtype), torch.zeros(k.shape[1], dtype=v.dtype), []
    for q_t, k_t, v_t in zip(feature(q), feature(k), v):
        S = S + torch.outer(k_t, v_t)
        z = z + k_t
        outputs.append(q_t @ S / (q_t @ z))
    return torch.stack(outputs)


generator = torch.Generator().manual_seed(9)
q, k, v = (torch.randn(50, size, dtype=torch.float64, generator=generator) for size in (8, 8, 6))
difference = (all_at_once(q, k, v) - step_by_step(q, k, v)).abs().max()
print(f"greatest difference between the table of 50 x 50 and the state of 8 x 6 + 8 numbers: {difference:.1e}")
assert difference < 1e-12, "does the check of causal_mask pass?"

# %% [markdown]
# Two machines for one function. In **training** the text is known, and the product without a loop keeps all cores busy.
# In **use**, token by token, the recurrence costs the same at every step and its memory does not grow.
#
# A state to which is only added fills up, though; lesson 05 knew that problem. The cure is the same: multiply by
# something below 1 before adding. With a fixed share $\gamma$ it is called a retentive network; a share that depends on
# what is read is the heart of the newer **state-space models**:
#
# $$S_t = f_t\, S_{t-1} + \varphi(k_t)\, v_t^\top \qquad \text{beside (5.3):} \qquad c_t = f \odot c_{t-1} + i \odot g
# \tag{10.8}$$
#
# It is the LSTM's conveyor belt. One thing is different: here $f_t$ may depend on the input $x_t$ and **not on the
# state before**. That little is enough to get rid of the waiting. Two steps in a row are again such a step, $f_2 (f_1
# c + u_1) + u_2 = (f_2 f_1)\, c + (f_2 u_1 + u_2)$; so pairs of steps can be joined, then pairs of pairs, all at the
# same time. This is called a *scan*.
#
# **Before you run it:** 64 steps, joined in pairs again and again. After how many rounds is each state there?

# %% experiment="scan" seconds=1
generator = torch.Generator().manual_seed(11)
f = torch.rand(64, 5, dtype=torch.float64, generator=generator)
u = torch.randn(64, 5, dtype=torch.float64, generator=generator)

c, states = torch.zeros(5, dtype=torch.float64), []
for f_t, u_t in zip(f, u):
    c = f_t * c + u_t
    states.append(c)
looped = torch.stack(states)

share, total, reach, rounds = f.clone(), u.clone(), 1, 0
while reach < 64:
    joined_total = total.clone()
    joined_total[reach:] = share[reach:] * total[:-reach] + total[reach:]
    joined_share = share.clone()
    joined_share[reach:] = share[reach:] * share[:-reach]
    share, total, reach, rounds = joined_share, joined_total, 2 * reach, rounds + 1
print(f"{rounds} rounds, and the greatest difference from the loop of 64 steps is {(total - looped).abs().max():.1e}")
assert (total - looped).abs().max() < 1e-12

# %% [markdown]
# Depth $\log_2 T$: between the 1 of attention and the T of the LSTM, without T² pairs.
#
# And the price? A state of fixed size holds so much and no more. The next cell stores n pairs of random keys and
# values of size 32 and asks for each of them, with softmax attention, and with a state $\sum_s k_s v_s^\top$ of 32 x
# 32 numbers.
#
# **Before you run it:** up to which n does each of them find the right value?

# %% experiment="what_a_state_holds" seconds=1 tags=["nbval-ignore-output"]
generator = torch.Generator().manual_seed(12)
sizes, right = (4, 8, 16, 32, 64, 128, 256), {"softmax attention": [], "a state of 32 x 32": []}
for n in sizes:
    keys = nn.functional.normalize(torch.randn(n, 32, generator=generator), dim=1)
    values = nn.functional.normalize(torch.randn(n, 32, generator=generator), dim=1)
    read, _ = scaled_dot_product_attention(20 * 32**0.5 * keys, keys, values)
    for name, y in {"softmax attention": read, "a state of 32 x 32": keys @ (keys.T @ values)}.items():
        right[name].append(((y @ values.T).argmax(dim=1) == torch.arange(n)).double().mean().item())
draw.by_length(
    sizes,
    right,
    ylabel="found",
    xlabel="pairs stored",
    shares=True,
    alt="Share of pairs whose value is found again, against the number of pairs, 4 to 256. Softmax attention stays at "
    "100 %. The state of fixed size finds nearly all up to 32 pairs and falls from there, to about 13 % at 256.",
)
for name, found in right.items():
    print(f"{name:20}", "  ".join(f"{n}: {share:.0%}" for n, share in zip(sizes, found)))
assert min(right["softmax attention"]) > 0.98, "does the check of scaled_dot_product_attention pass?"
assert right["a state of 32 x 32"][-1] < 0.8

# %% [markdown]
# The state holds about 32 pairs, about as many as a key has numbers, and then they run into each other: 77 % of 64 are
# found, 13 % of 256. (For softmax attention the queries were made sharp, so that the right key gets nearly all.) So
# the old question is back: what is worth keeping? A recurrent network answers it at every step, and may be wrong; a
# transformer never answers it, and pays for that with every pair. Models of these years mix both: many layers with a
# state, and a few that look.

# %% [markdown]
# ---
# ## Quiz
#
# Each answer is a letter in quotes, such as `"a"`. The check says something to every answer, the right one too.
#
# **1.** Why are the scores divided by $\sqrt d$?
#
# - **a** so that the weights of each row add up to 1
# - **b** so that the softmax does not saturate when d is large
# - **c** so that the products take less time
# - **d** so that no score is negative

# %% quiz="why_the_root" answer="b" points=1
why_the_root = None

# %% [markdown]
# **2.** A key must not be seen. Where does the mask act?
#
# - **a** on the weights, after the softmax, by a product with 0
# - **b** on the scores, before the softmax, which become minus infinity
# - **c** on the output, after the values were weighed
# - **d** on the keys, which are replaced by zeros

# %% quiz="mask_where" answer="b" points=1
mask_where = None

# %% [markdown]
# **3.** You leave the positions out of a GPT of one block, with a causal mask. What is lost?
#
# - **a** its loss does not fall any more
# - **b** nothing, the causal mask has the order in it
# - **c** the order of the words that a position has before it
# - **d** the parameters that hold the positions

# %% quiz="without_positions" answer="c" points=1
without_positions = None

# %% [markdown]
# **4.** `q.view(N, M, T, d)` in place of cutting and exchanging axes. What happens?
#
# - **a** torch raises an error, since the shapes do not fit
# - **b** the layer has more parameters than before
# - **c** no gradient comes back to the layer W_q any more
# - **d** no error, and row t of a head is no longer position t

# %% quiz="view_and_transpose" answer="d" points=1
view_and_transpose = None

# %% [markdown]
# **5.** A text becomes twice as long. How many weights has the attention of one head then?
#
# - **a** four times as many
# - **b** twice as many
# - **c** half as many more
# - **d** as many as before

# %% quiz="twice_the_length" answer="a" points=1
twice_the_length = None

# %% [markdown]
# **6.** "Parallelization is now possible." Why was the LSTM faster all the same, on one core and at great length?
#
# - **a** the LSTM computes with fewer digits
# - **b** in training an LSTM need not wait for its state
# - **c** one core has nothing idle that a shorter chain could put to work
# - **d** the LSTM had fewer parameters

# %% quiz="parallel_on_a_cpu" answer="c" points=1
parallel_on_a_cpu = None

# %% [markdown]
# **7.** *"Transfer learning doesn't really work"*, a deck says of LSTMs. What did our experiment show?
#
# - **a** pre-training did not help the LSTM
# - **b** pre-training helped both, the more the less data there was
# - **c** pre-training helped the LSTM and not the transformer
# - **d** it cannot be tried at this size

# %% quiz="deck_on_transfer" answer="b" points=1
deck_on_transfer = None

# %% [markdown]
# **8.** What does linear attention keep of a text of T tokens while it generates?
#
# - **a** the weights of the softmax at the last step
# - **b** a matrix and a vector, of the same size for every T
# - **c** the keys and values of all T positions
# - **d** an approximation that grows with T

# %% quiz="state_of_linear_attention" answer="b" points=1
state_of_linear_attention = None

# %% [markdown]
# ---
# ## What to remember
#
# - **Attention**: $y = \mathrm{softmax}(q k^\top / \sqrt d)\, v$. A weighted mean of values, chosen by comparing a
#   query with keys. No position waits for another.
# - **Masks go before the softmax.** A test of causality: change a later token, and nothing before it moves. Append
#   pads, and nothing moves at all.
# - **Attention alone is a bag of words.** The order is added to the vectors.
# - **Heads**: cut the last axis, *then* exchange two axes. And back the other way round.
# - **A block** adds to a line that runs through all layers: attention between positions, a small network at each.
# - **The price is T².** Depth 1 in place of T, paid with a weight for each pair of positions. On one core that makes it
#   slower at length; on a machine with thousands of cores the short chain is what counts.
# - **Recurrence is back** where length and memory count: linear attention and state-space models are computed as a
#   product in training and as a recurrence in use.
#
# ## Sources
#
# - The five decks of this course: deck 5 (M. Walkowski) lists the LSTM's problems and the transformer's virtues, which
#   section 7 tries; its example of the two films is lesson 01's.
# - A. Vaswani and others, *Attention is all you need*, NeurIPS 2017: formulas (10.1) to (10.4), with the norm behind.
# - J. L. Ba, J. R. Kiros and G. E. Hinton, *Layer normalization*, 2016. R. Xiong and others, *On layer normalization in
#   the transformer architecture*, ICML 2020: the norm in front.
# - A. Radford and others, *Improving language understanding by generative pre-training*, 2018: GPT. J. Howard and S.
#   Ruder, *Universal language model fine-tuning for text classification*, ACL 2018: transfer with an LSTM.
# - A. Katharopoulos and others, *Transformers are RNNs*, ICML 2020: linear attention.
# - Y. Sun and others, *Retentive network*, 2023: decay. A. Gu and T. Dao, *Mamba*, 2023: state-space models whose decay
#   depends on what is read.
# - T. Dao and others, *FlashAttention*, NeurIPS 2022: attention without the table in memory.
# - PyTorch's documentation:
#   [torch.nn.functional.scaled_dot_product_attention](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.scaled_dot_product_attention.html),
#   [nn.MultiheadAttention](https://docs.pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html),
#   [nn.TransformerEncoderLayer](https://docs.pytorch.org/docs/stable/generated/torch.nn.TransformerEncoderLayer.html).
