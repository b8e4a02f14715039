# %% [markdown]
# # How is a recurrent network put together for a real task?
#
# So far there was one shape: words go in on the left, and something comes out at each step or at the end. Real tasks
# ask for others: one answer for a whole heartbeat strip, a tag for every word, two directions, several layers. This
# lesson builds the shapes out of one cell, **in PyTorch**, and tries them on real sequences: names, spoken digits, a
# heart.
#
# **After this lesson you can**
#
# - write your own modules in torch, and say what autograd does now that you did by hand in lesson 03;
# - batch sequences of different lengths, by padding and by packing, so that nothing depends on the neighbours;
# - build a classifier, a tagger, a bidirectional and a deep network, and a causal convolution;
# - say which shape a task needs, and which honest rival to try beside it.
#
# You write six classes and a function. About 150 minutes in all, made for two sittings: torch, batches and many to one
# (sections 1 to 4), a break, and the other shapes (sections 5 to 8).

# %%
import numpy as np
import torch
from torch import nn

from helpers import draw
from helpers.checks import Check
from helpers.data.records import recorded
from helpers.draw.claims import claims

torch.set_num_threads(1)
check = Check("07_architectures", globals())

# %% [markdown]
# ---
# ## 1 &nbsp; Five shapes
#
# Our decks draw the same five little networks near their beginning. They differ in **when something is read and when
# something is written**.

# %% figure="five_shapes"
draw.five_shapes(
    alt="Five small networks side by side, read from below, written above. One to one: one input, one state, one "
    "output. One to many: one input, three states, three outputs. Many to one: three inputs, one output at the end. "
    "Many to many, step by step: an output above each of three inputs. Many to many, read then write: two inputs, "
    "then two outputs.",
)

# %% [markdown]
# | shape | read | written | tasks of the decks | here |
# |---|---|---|---|---|
# | one to one | a fixed size | a fixed size | a photo's label | no recurrence needed |
# | one to many | once | at each step | music, captions, speech from a digit | lesson 08 |
# | many to one | at each step | once, at the end | sentiment, ECG | **section 4** |
# | many to many, aligned | at each step | at the same step | names in a text, a language model | **section 5** |
# | many to many, not aligned | first all of it | then the answer | translation, speech to text | lesson 09 |
#
# (Deck 1 and deck 5 call the last two by one name, *many to many*, and draw them differently. The difference matters:
# aligned means that input and output are equally long, and the answer at step t is about step t.)
#
# All five are made of the same cell. So the cell comes first.
#
# ---
# ## 2 &nbsp; From NumPy to torch
#
# A **tensor** is an array that can remember how it was made. Nearly all that you know stays:
#
# | | NumPy | torch |
# |---|---|---|
# | made | `np.zeros((N, H))` | `torch.zeros(N, H)` |
# | product, tanh | `x @ W`, `np.tanh(a)` | `x @ W`, `torch.tanh(a)` |
# | along an axis | `a.sum(axis=1)` | `a.sum(dim=1)` |
# | side by side | `np.concatenate([a, b], axis=1)` | `torch.cat([a, b], dim=1)` |
# | one or the other | `np.where(mask, a, b)` | `torch.where(mask, a, b)` |
# | to and fro | `tensor.detach().numpy()` | `torch.from_numpy(array)` |
# | usual floats | float64 | **float32** |
# | the way back | yours, lesson 03 | `loss.backward()` |
#
# The last line is the reason to change. Every operation on tensors is noted down as it happens; `backward` goes
# through the notes from the end to the beginning and multiplies the slopes, which is the chain rule that you programmed
# in lesson 03, line by line. It is called **autograd**. A few words belong to it:
#
# | written | meaning |
# |---|---|
# | `requires_grad=True` | note down what is done with this tensor; a module's parameters have it from the start |
# | `tensor.grad` | its gradient, after `backward`; of the same shape |
# | `tensor.item()` | the one number that a tensor holds, as a Python number |
# | `tensor.detach()` | the same numbers without the notes: the way back ends there |
# | `with torch.no_grad():` | inside, nothing is noted down: for measuring, not for learning |
# | `.double()`, `.float()` | the same in float64, in float32 |
# | a name that ends in `_`, as `uniform_` | changes the tensor itself, and makes no new one |
#
# ### By hand, once
#
# N = D = H = 1, $x = 1$, $h = 0.5$, $W_{xh} = 0.5$, $W_{hh} = 1$, $b_h = 0.25$. The sum is $0.5 + 0.5 + 0.25 = 1.25$,
# and $h' = \tanh(1.25)$. The slope of tanh is $1 - h'^2$, so $\partial h' / \partial W_{hh} = (1 - h'^2) \cdot h$.
# Follow it with a pencil, then compare.

# %%
W_hand = torch.tensor(1.0, requires_grad=True)
h_hand = torch.tanh(1.0 * 0.5 + 0.5 * W_hand + 0.25)
h_hand.backward()
by_hand = (1 - np.tanh(1.25) ** 2) * 0.5
print(f"h' = tanh(1.25) = {h_hand.item():.4f}")
print(f"slope by hand {by_hand:.4f}, by autograd {W_hand.grad.item():.4f}")

# %% [markdown]
# A **module**, `nn.Module`, is a class that owns its weights. It has two methods: `__init__` makes the weights, each an
# `nn.Parameter`, stored in `self`; `forward` computes. A module is used like a function: **`cell(x, h)` calls
# `cell.forward(x, h)`**. Whoever has a module can ask it for all its parameters, and so can an optimiser.
# `load_state_dict` puts given numbers into them, by name.
#
# ### Exercise 7.1: `RNNCell` &nbsp; ●●○ &nbsp; 12 minutes &nbsp; about 5 lines
#
# The step of lesson 02 as a module:
#
# $$h_t = \tanh(x_t W_{xh} + h_{t-1} W_{hh} + b_h) \tag{7.1}$$
#
# The constructor is given the sizes D and H. Store the three weights under the names of the formula, with small random
# numbers: torch's own choice is uniform between $-1/\sqrt H$ and $1/\sqrt H$, for the bias too (which may also begin
# with zeros). Larger ones saturate every tanh, lesson 04. No backward pass is asked for. torch's own recurrent layers
# are refused here; from the next lesson on you may use them.
#
# <details data-parts="values parameters"><summary>Where do the weights belong?</summary>
#
# Into `__init__`, as `self.W_xh = nn.Parameter(...)`. `super().__init__()` has to come first. In `forward` they are
# `self.W_xh` and so on.
#
# </details>
#
# <details data-parts="parameters"><summary>How are uniform numbers made?</summary>
#
# `torch.rand(D, H)` lies between 0 and 1. Stretched by 2 and moved by -1 it lies between -1 and 1, and then the limit
# is a factor. Or `torch.empty(D, H).uniform_(-limit, limit)`.
#
# </details>
#
# <details data-parts="gradients"><summary>The values are right, and the gradients are not</summary>
#
# Then the notes of autograd end somewhere on the way. `.detach()`, `.data`, `.item()`, `.numpy()`, `torch.no_grad()`
# and `torch.tensor(...)` around a tensor all end them. The cell needs none of them.
#
# </details>
#
# <details><summary>Nearly all of it</summary>
#
# Three times the same: an empty tensor of the docstring's shape, filled with uniform numbers, wrapped in
# `nn.Parameter` and stored under its name. And in `forward` one line, which differs from lesson 02 by `torch.` for
# `np.` and by `self.`.
#
# </details>


# %% solution="RNNCell"
class RNNCell(nn.Module):
    """One step of a recurrent network, formula (7.1).

    RNNCell(D, H) has the parameters W_xh (D, H), W_hh (H, H), b_h (H,), in torch's usual float32; the matrices begin
    with random numbers around zero, about as large as 1 / sqrt(H)
    forward: x (N, D) and h (N, H) to the next state (N, H)
    """

    def __init__(self, D, H):
        super().__init__()
        self.H = H
        ### BEGIN SOLUTION
        limit = H**-0.5
        self.W_xh = nn.Parameter(torch.empty(D, H).uniform_(-limit, limit))
        self.W_hh = nn.Parameter(torch.empty(H, H).uniform_(-limit, limit))
        self.b_h = nn.Parameter(torch.empty(H).uniform_(-limit, limit))
        ### END SOLUTION

    def forward(self, x, h):
        ### BEGIN SOLUTION
        return torch.tanh(x @ self.W_xh + h @ self.W_hh + self.b_h)
        ### END SOLUTION


# %% test="RNNCell" part="values" points=2

# %% test="RNNCell" part="gradients" points=1

# %% test="RNNCell" part="parameters" points=1

# %% [markdown]
# ### Over time
#
# A cell takes one step. The loop that takes all of them you have written before, as `rnn_forward`. Here it is for
# torch, and all networks of this lesson will use it. Read it: the mask is used in one line, and the state of padding is
# **the state before it**, handed on.


# %%
def unroll(cell, x, mask=None, h=None):
    """All states (N, T, H) of a cell that reads x (N, T, D) from left to right.

    mask (N, T)  True at real tokens; where it is False, the state is handed on as it was
    h    (N, H)  the first state; zeros if it is left out
    """
    if h is None:
        h = x.new_zeros(len(x), cell.H)  # of the same kind of floats as x
    states = []
    for t in range(x.shape[1]):
        new = cell(x[:, t], h)
        h = new if mask is None else torch.where(mask[:, t, None], new, h)
        states.append(h)
    return torch.stack(states, dim=1)


# %% [markdown]
# Is it the network of lessons 02 and 03? The next cell gives your cell the weights of a NumPy network, reads the same
# sequences, and compares all states, and then all gradients: yours of lesson 03 on one side, autograd's on the other.
# **Before you run it:** how large will the greatest difference be, in float64?

# %% experiment="same_numbers" seconds=1 tags=["nbval-ignore-output"]
from helpers.nn.bptt import rnn_backward
from helpers.nn.vanilla_rnn import rnn_forward

rng = np.random.default_rng(7)
N, T, D, H = 3, 6, 4, 5
x_array, h0_array = rng.normal(size=(N, T, D)), np.tanh(rng.normal(size=(N, H)))
arrays = {"W_xh": rng.normal(size=(D, H)) / 2, "W_hh": rng.normal(size=(H, H)) / 2, "b_h": rng.normal(size=H) / 2}
dh = rng.normal(size=(N, T, H))

states_numpy, _ = rnn_forward(x_array, h0_array, **arrays)
dx, dh0, *d_weights = rnn_backward(dh, x_array, h0_array, states_numpy, arrays["W_xh"], arrays["W_hh"])

cell = RNNCell(D, H).double()
cell.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()})
x_tensor, h0_tensor = (torch.from_numpy(array).requires_grad_() for array in (x_array, h0_array))
states_torch = unroll(cell, x_tensor, h=h0_tensor)
(states_torch * torch.from_numpy(dh)).sum().backward()

pairs = {"states": (states_numpy, states_torch.detach()), "dx": (dx, x_tensor.grad), "dh0": (dh0, h0_tensor.grad)}
pairs |= {f"d{name}": (d, getattr(cell, name).grad) for name, d in zip(arrays, d_weights, strict=True)}
for name, (numpys, torchs) in pairs.items():
    print(f"{name:7} {str(tuple(numpys.shape)):10} greatest difference {np.abs(numpys - torchs.numpy()).max():.1e}")
    np.testing.assert_allclose(numpys, torchs.numpy(), rtol=0, atol=1e-12)

# %% [markdown]
# The last digit. **Autograd does nothing that you did not do by hand**; it does it for every formula, and it does not
# forget a term. What it cannot do is to notice that the formula is another one than you meant. From here on that is
# where mistakes are.
#
# ---
# ## 3 &nbsp; Sequences of different lengths
#
# Sentences, clips and heartbeats are not equally long, and a tensor has one T. So shorter sequences are **padded**, and
# a **mask** says where they end:

# %% figure="padded_batch"
draw.padded_batch(
    [["to", "be"], ["i", "like", "it"], ["no"]],
    alt="Three sentences in a grid of three columns: 'to be' and one pad, 'i like it', 'no' and two pads. Below it the "
    "mask in a grid of the same size: True at words, False at pads.",
)

# %% [markdown]
# Two rules follow, and every exercise below that reads a mask is checked for them:
#
# - **Padding changes nothing.** Append ten more columns, and every answer stays as it was.
# - **A sequence does not depend on its neighbours.** Read alone or in a batch, it gets the same answer.
#
# They are broken more often than any other, since nothing complains: the numbers are wrong by a little, and the loss
# still falls.
#
# Padding also costs. Each step computes all N rows, and those of padding for nothing. Sorted by length and read column
# by column, the same batch can be **packed**: only what is real, step after step.

# %% figure="packed_batch"
draw.packed_batch(
    [["to", "be"], ["i", "like", "it"], ["no"]],
    alt="The same three sentences, sorted by length: 'i like it', 'to be', 'no'. Their columns are packed into one "
    "row: step 0 holds i, to, no; step 1 holds like, be; step 2 holds it. Below stand the batch sizes 3, 2 and 1, and "
    "the order 1, 0, 2.",
)

# %% [markdown]
# At step 0 all three rows go on, at step 1 two, at step 2 one: the batch sizes. Since the longest comes first, those
# that go on are always the *first* rows of the state.
#
# ### Exercise 7.2: `pack_batch` &nbsp; ●●○ &nbsp; 15 minutes &nbsp; about 4 lines
#
# From a padded batch and its mask to the three tensors of the picture: the real tokens in packed order, how many
# sequences go on at each step, and which sequence stands where. Equally long sequences keep the order that they had.
# (torch's own packing functions, which do the same, are refused here.)
#
# <details><summary>How is something sorted by length?</summary>
#
# A sum over the mask gives the lengths. `torch.argsort(..., descending=True, stable=True)` gives the order, and
# `x[order]` picks the sequences in it.
#
# </details>
#
# <details data-parts="values"><summary>How do I get the tokens step after step?</summary>
#
# `x[mask]` gives the real tokens, one row of the mask after the other. If time were the first axis of both, a row would
# be a step: `transpose(0, 1)` makes it so.
#
# </details>
#
# <details data-parts="edge_cases"><summary>What if the batch is padded further than its longest sequence?</summary>
#
# The sum over a column of the mask counts who goes on there. At the end of such a batch it is 0; those steps are no
# steps, and are left out: `sizes[sizes > 0]`.
#
# </details>


# %% solution="pack_batch"
def pack_batch(x, mask):
    """The real tokens of a padded batch, step after step.

    x     (N, T, D)
    mask  (N, T)  True at real tokens, which stand before the padding; each sequence has at least one
    returns
      data         (number of real tokens, D)  all tokens of step 0, then of step 1, ..., longest sequence first
      batch_sizes  (length of the longest,)    how many sequences go on at each step, as integers
      order        (N,)                        which sequence stands at each place; equally long ones as they came
    """
    ### BEGIN SOLUTION
    order = torch.argsort(mask.sum(dim=1), descending=True, stable=True)
    data = x[order].transpose(0, 1)[mask[order].T]
    batch_sizes = mask.sum(dim=0)
    return data, batch_sizes[batch_sizes > 0], order
    ### END SOLUTION


# %% test="pack_batch" part="values" points=2

# %% test="pack_batch" part="edge_cases" points=1

# %% [markdown]
# What is it worth? Three hundred clips of spoken digits have from 6 to 37 frames, most of them near 17. **Before you
# run it:** which share of the padded batch is padding? And what will the two ways of reading it differ in?

# %% experiment="padded_or_packed" seconds=3 tags=["nbval-ignore-output"]
import time

from helpers.data.spoken_digits import spoken_digits

clips, _ = spoken_digits()
clips = [torch.from_numpy(clip.copy()) for clip in clips[:300]]
x = nn.utils.rnn.pad_sequence(clips, batch_first=True)
mask = torch.arange(x.shape[1]) < torch.tensor([len(clip) for clip in clips])[:, None]


def last_states_packed(cell, data, batch_sizes, order):
    """The last state of each sequence, in the order in which they came: each step computes the rows that go on."""
    h, start = data.new_zeros(len(order), cell.H), 0
    for size in batch_sizes.tolist():
        h = torch.cat([cell(data[start : start + size], h[:size]), h[size:]])
        start += size
    return torch.zeros_like(h).index_copy(0, order, h)


cell = RNNCell(13, 64)
with torch.no_grad():
    begun = time.perf_counter()
    padded_states = unroll(cell, x, mask)[:, -1]
    padded_seconds = time.perf_counter() - begun
    begun = time.perf_counter()
    packed_states = last_states_packed(cell, *pack_batch(x, mask))
    packed_seconds = time.perf_counter() - begun
share_of_padding = 1 - mask.double().mean().item()
difference = (padded_states - packed_states).abs().max().item()
print(f"{x.shape[0]} clips of up to {x.shape[1]} frames: {share_of_padding:.0%} of the padded batch is padding")
print(f"padded {padded_seconds:.4f} s, packed {packed_seconds:.4f} s; greatest difference of a state {difference:.1e}")
assert difference < 1e-5, "The two ways give different states: do RNNCell and pack_batch pass their checks?"

# %% [markdown]
# More than half of the work was for nothing, and **the states are the same**. Padding with a mask is simple and never
# wrong; packing saves the rest, and torch's own layers take packed sequences. The third way is as simple as effective:
# put sequences of similar length into one batch.
#
# ---
# ## 4 &nbsp; Many to one
#
# Read everything, answer once. Three pieces in a row:
#
# $$x_t = E[\text{token}_t], \qquad h_t = \text{cell}(x_t, h_{t-1}), \qquad y = h_{\text{last}}\, W_{hy} + b_y
# \tag{7.2}$$
#
# | | shape | |
# |---|---|---|
# | tokens, mask | (N, T) | ids, and which of them are real |
# | $E$ | (V, D) | a row for each word |
# | $h_{\text{last}}$ | (N, H) | the state at the last **real** token |
# | $y$ | (N, C) | logits: one number for each of C answers |
#
# ### Exercise 7.3: `SequenceClassifier` &nbsp; ●●○ &nbsp; 12 minutes &nbsp; about 6 lines
#
# Formula (7.2) as a module, which owns an `RNNCell`. A module that is stored in `self` brings its parameters along:
# those of `self.cell` are called `cell.W_xh` and so on. Your own `RNNCell` may be wrong still: the course's stands in
# for it while this is graded.
#
# <details data-parts="values padding gradients"><summary>Which state is the one at the last real token?</summary>
#
# Look at `unroll` again. With a mask, what stands in its last column for a sequence that ended earlier?
#
# </details>
#
# <details data-parts="values gradients"><summary>How is a word looked up?</summary>
#
# `self.E[tokens]` picks rows: (N, T) ids give (N, T, D). It is `embed` of lesson 02, and autograd knows its way back.
#
# </details>
#
# <details data-parts="values parameters"><summary>What do the weights begin with?</summary>
#
# Matrices with random numbers: `torch.randn(V, D)` for the words, and for W_hy smaller ones, which
# `nn.init.xavier_uniform_(torch.empty(H, C))` makes of a fitting size. A bias may begin with zeros.
#
# </details>


# %% solution="SequenceClassifier"
class SequenceClassifier(nn.Module):
    """Many to one, formula (7.2).

    SequenceClassifier(V, D, H, C) has the parameters E (V, D), W_hy (H, C), b_y (C,), and those of `cell`, an
    RNNCell(D, H); matrices begin with random numbers around zero
    forward: tokens (N, T) and mask (N, T), True at real tokens, to logits (N, C)
    """

    def __init__(self, V, D, H, C):
        super().__init__()
        ### BEGIN SOLUTION
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(H, C)))
        self.b_y = nn.Parameter(torch.zeros(C))
        ### END SOLUTION

    def forward(self, tokens, mask):
        ### BEGIN SOLUTION
        states = unroll(self.cell, self.E[tokens], mask)
        return states[:, -1] @ self.W_hy + self.b_y
        ### END SOLUTION


# %% test="SequenceClassifier" part="values" points=2

# %% test="SequenceClassifier" part="padding" points=2

# %% test="SequenceClassifier" part="gradients" points=1

# %% test="SequenceClassifier" part="parameters" points=1

# %% [markdown]
# ### Opinions: where order is everything
#
# The minimal pairs of lesson 01: two sentences with **the same words** and opposite opinions, such as *the movie was
# not long but interesting* and *the movie was not interesting but long*. One network counts words and has a hidden
# layer; the other one is yours.
#
# **Before you run it:** what share of unseen sentences will each get right?

# %% experiment="opinions" seconds=12 tags=["nbval-ignore-output"]
from helpers.data.minimal_pairs import encode, labelled, minimal_pairs, vocabulary
from helpers.nn.experiments.classifier import train_word_counter
from helpers.nn.experiments.fitting import fit, share_right

words = vocabulary()
train_sentences, train_labels = labelled(minimal_pairs(1000, seed=1))
test_sentences, test_labels = labelled(minimal_pairs(300, seed=2, unseen=True))


def batches_of(sentences, labels):
    """From places of sentences to tokens and mask, and labels, as the training loop asks for them."""

    def batch_of(places):
        tokens, mask = encode([sentences[place] for place in places], words)
        return (torch.from_numpy(tokens), torch.from_numpy(mask)), torch.from_numpy(labels[places])

    return batch_of


torch.manual_seed(0)
reader = SequenceClassifier(len(words), 16, 32, 2)
fit(reader, batches_of(train_sentences, train_labels), len(train_sentences), epochs=4, seed=0, learning_rate=1e-2)
right_in_order = share_right(reader, batches_of(test_sentences, test_labels), list(range(len(test_sentences))))
right_by_counting = train_word_counter(0).accuracy[-1]
print(f"counts words:          {right_by_counting:.1%} of unseen sentences right")
print(f"your classifier reads: {right_in_order:.1%}")
assert right_by_counting == 0.5
assert right_in_order > 0.95, "Your classifier should pass 95 %: does RNNCell begin with numbers that are small enough?"

# %% [markdown]
# Exactly one half, whatever is trained: the two sentences of a pair have one bag of words, so they get one answer, and
# it is right for one of them. That is no matter of size or patience. And the rule that padding changes nothing?

# %% experiment="padding_changes_nothing" seconds=1 tags=["nbval-ignore-output"]
classifier = SequenceClassifier(9, 4, 8, 2)
tokens = torch.tensor([[3, 1, 4, 1, 5], [2, 6, 5, 0, 0]])
mask = tokens > 0
longer_tokens, longer_mask = (nn.functional.pad(part, (0, 40)) for part in (tokens, mask))
with torch.no_grad():
    logits, longer_logits = classifier(tokens, mask), classifier(longer_tokens, longer_mask)
    unmasked = classifier(longer_tokens, torch.ones_like(longer_mask))
print(f"{tokens.shape[1]} columns against {longer_tokens.shape[1]}, a classifier as it begins:")
print(f"with the mask, logits differ by {(logits - longer_logits).abs().max():.1e}")
print(f"without it, by {(logits - unmasked).abs().max():.2f}")
torch.testing.assert_close(logits, longer_logits)

# %% [markdown]
# ### Names: a humble rival
#
# Of which language is the family name *Rossi*, *Virtanen*, *Horvat*? Real names, 10,861 of them in ten languages.
# Three models: a **GRU** that reads the letters (lesson 06, torch's own), a linear layer on the **bag of letters**, and
# one on the **bag of letter pairs**, with a mark before and after the name, so that *i$* says *ends in i*.
#
# **A question to stop at.** Put the three into an order, before you read on.

# %% experiment="names_by_letters" seconds=1
claims(recorded("surnames_by_letters"))

# %% [markdown]
# **A draw**, and one of the two is a single linear layer. Endings and beginnings say where a name is from, a pair is
# enough to see most of them, and what lies far apart in a name hardly matters. A recurrent network is for tasks in
# which it does matter. So before you train one: what does a bag of pairs reach?
#
# ### Spoken digits
#
# A clip of somebody saying *seven* is a sequence of frames, each 13 numbers (how much there is of low and high sound in
# that moment, on a scale like the ear's). 3,000 clips, ten digits, six speakers; the same six in training and in test,
# so nothing is said here of a seventh. The network is a GRU whose last state answers.
#
# The rival without order takes the *mean* of all frames and has a hidden layer. **Before you run it:** what will it
# reach, if it cannot tell *six* from *xis*? And the GRU?

# %% experiment="digits_heard" seconds=12 tags=["nbval-ignore-output"]
from helpers.nn.experiments import digits_heard

heard = {kind: digits_heard.train(kind, seed=0) for kind in ("mean of the frames", "GRU")}
for kind, training in heard.items():
    print(f"{kind:20} {training.right:.1%} of 600 clips right")
assert heard["GRU"].right >= 0.97

# %% [markdown]
# That was one seed. Five of them, and a third network that section 7 will come back to:

# %% experiment="digits_recorded" seconds=1
claims(recorded("digits_heard"))

# %% [markdown]
# A mean is not so bad: most digits differ in *which* sounds they have. The rest is order.
#
# ### Hearts
#
# An electrocardiogram, ECG, is the voltage between two places on the skin. Here are four rhythms, made by a formula
# (so the labels are right by construction). What tells them apart takes a second or more to see:

# %% figure="four_rhythms"
from helpers.data.ecg import PER_SECOND, RHYTHMS, ecg_strip

rng_ecg = np.random.default_rng(3)
draw.strips(
    {rhythm: ecg_strip(rng_ecg, rhythm, 6.0) for rhythm in RHYTHMS},
    per_second=PER_SECOND,
    alt="Four strips of six seconds. Normal: narrow peaks at even distances, on a noisy line. Atrial fibrillation: "
    "peaks at uneven distances. Premature beats: two wide peaks, which point down, come early between the narrow ones. "
    "Dropped beat: three times a peak is missing, and the next one comes after twice the usual distance.",
)

# %% [markdown]
# A strip of 6 seconds has 300 samples: long for a recurrent network, and one sample says little. So a small
# **convolution** looks at 9 samples at a time and makes one step of three of them, and a GRU reads the 100 steps or so.
# It is trained on made strips alone. Then it is handed a **real heart**: five minutes of one patient, cut into 50
# pieces, without any label. All that is known is that the record is full of premature beats.
#
# **Before you run it:** in how many of the 50 pieces will it say *premature beats*?

# %% experiment="real_heart" seconds=12 tags=["nbval-ignore-output"]
from helpers.data.ecg import PER_SECOND, RHYTHMS
from helpers.data.recorded_ecg import recorded_ecg, windows
from helpers.nn.experiments import rhythms

learnt = rhythms.train(seed=0, epochs=8)
pieces = windows(recorded_ecg(), 6.0)
said = rhythms.rhythms_of(learnt.network, pieces)
print(f"made strips: {learnt.right:.1%} of 400 right")
print(f"the real heart, {len(pieces)} pieces:", ", ".join(f"{said.count(name)} {name}" for name in RHYTHMS))
premature = [place for place, name in enumerate(said) if name == "premature beats"]
others = [place for place, name in enumerate(said) if name != "premature beats"]
shown = [premature[0], premature[len(premature) // 2], premature[-1], others[len(others) // 2]]
draw.strips(
    {f"piece {place}: {said[place]}": pieces[place] for place in shown},
    per_second=PER_SECOND,
    alt="Four real pieces of six seconds: the first, the middle one and the last of those that the network calls "
    "premature beats, and below them the middle one of the others, each with what the network says of it.",
)
assert learnt.right > 0.6

# %% experiment="hearts_recorded" seconds=1
claims(recorded("rhythms"))

# %% [markdown]
# The record has twice as many rounds of training as the cell above, which is why it knows the made strips better; and
# one of its five seeds stayed below the 90 % that were expected there. Most pieces of a heart that it has never seen it
# calls by the name that the record is known for. Others it calls *dropped beat*, although some of them show wide, early
# peaks as well. And in three of the pieces, 16 is one, the line jumps and slides back for seconds, with no beat to be
# seen, as it does when an electrode moves. There was nothing of the kind among the made strips; the network has one of
# its four words for it all the same.
#
# It is **no diagnosis**: one patient, no labels, and four words in all. How well the network knows our formula is a
# number; how well it knows hearts is not.
#
# ---
# **Here is a good place for a break.** Behind you: modules, batches, many to one. To come: one answer for each token,
# both directions, several layers, and a rival.
#
# ---
# ## 5 &nbsp; A tag for every word, and both directions
#
# Deck 5 has two sentences that begin alike:
#
# > **Teddy** bears are on sale.
# > **Teddy** Roosevelt was a president.
#
# Is *Teddy* a person? A network that reads from left to right has to answer when it has read one word. What decides
# comes after it. So let a **second cell read from right to left**, and put the two states side by side:

# %% figure="bidirectional"
draw.bidirectional(
    ["teddy", "roosevelt", "was", "president"],
    alt="Four words with two rows of states above them. In the lower row arrows go from left to right, in the upper "
    "row from right to left. Above each word an output is joined to both of its states.",
)

# %% [markdown]
# $$\overrightarrow{h}_t = \text{cell}_1(x_t, \overrightarrow{h}_{t-1}), \qquad
# \overleftarrow{h}_t = \text{cell}_2(x_t, \overleftarrow{h}_{t+1}), \qquad
# h_t = [\overrightarrow{h}_t,\ \overleftarrow{h}_t] \tag{7.3}$$
#
# $h_t$ is (N, 2H). On the left it has read tokens 0 to t, on the right tokens T - 1 down to t: between them the whole
# sentence, at every place. (Mind where the second cell's *summary* is: not at the end but at the first token.)
#
# ### Exercise 7.4: `Bidirectional` &nbsp; ●●● &nbsp; 15 minutes &nbsp; about 5 lines
#
# Formula (7.3) for a padded batch. Two cells with weights of their own; the first state of both is zero. At padding the
# result is zero (as torch's own layers have it, when their packed result is padded again).
#
# <details data-parts="values gradients"><summary>How does one read from right to left?</summary>
#
# Turn the sequence round along time, `x.flip(1)`, read it from left to right, and turn the states round.
#
# </details>
#
# <details data-parts="padding gradients"><summary>A short sequence then begins with its padding</summary>
#
# Yes, and with its mask turned round as well that does no harm. What is the state, after steps at which the mask is
# False from the very beginning?
#
# </details>
#
# <details><summary>Nearly all of it</summary>
#
# Unroll the backward cell over the sequence and the mask, both turned round along axis 1, and turn what comes out
# round again. Then `torch.cat` along the units, and a product with `mask[:, :, None]`.
#
# </details>


# %% solution="Bidirectional"
class Bidirectional(nn.Module):
    """Two cells over a sequence, one from each side, formula (7.3).

    Bidirectional(D, H) has the parameters of `forward_cell` and `backward_cell`, each an RNNCell(D, H)
    forward: x (N, T, D) and mask (N, T) to (N, T, 2H), the forward cell's states on the left; zeros at padding
    """

    def __init__(self, D, H):
        super().__init__()
        ### BEGIN SOLUTION
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)
        ### END SOLUTION

    def forward(self, x, mask):
        ### BEGIN SOLUTION
        ahead = unroll(self.forward_cell, x, mask)
        back = unroll(self.backward_cell, x.flip(1), mask.flip(1)).flip(1)
        return torch.cat([ahead, back], dim=2) * mask[:, :, None]
        ### END SOLUTION


# %% test="Bidirectional" part="values" points=2

# %% test="Bidirectional" part="padding" points=2

# %% test="Bidirectional" part="gradients" points=1

# %% [markdown]
# ### Exercise 7.5: `Tagger` &nbsp; ●●○ &nbsp; 10 minutes &nbsp; about 8 lines
#
# Many to many, aligned: embedding, states, and the linear layer at **every** token,
#
# $$y_t = h_t W_{hy} + b_y \tag{7.4}$$
#
# With `both_ways` the layer in the middle is your `Bidirectional`, without it a single `RNNCell`. At padding the logits
# are zero.
#
# <details data-parts="values gradients"><summary>How many rows has W_hy?</summary>
#
# As many as a state has numbers: 2H when two halves stand side by side, H otherwise.
#
# </details>
#
# <details data-parts="values"><summary>Do I need a loop over the tokens?</summary>
#
# No: (N, T, H) @ (H, C) is (N, T, C), the same weights at each token.
#
# </details>
#
# <details data-parts="padding gradients"><summary>What happens at padding?</summary>
#
# The layer is told by the mask where padding is. After it, b_y is added at every place, so that the logits of padding
# are not zero by themselves: what has the values 1 at tokens and 0 at padding, and how many axes does it need?
#
# </details>


# %% solution="Tagger"
class Tagger(nn.Module):
    """Many to many, aligned, formula (7.4).

    Tagger(V, D, H, C, both_ways) has the parameters E (V, D), W_hy (2H, C) or (H, C), b_y (C,), and those of `layer`:
    a Bidirectional(D, H) if both_ways is True, else an RNNCell(D, H); matrices begin with random numbers around zero
    forward: tokens (N, T) and mask (N, T) to logits (N, T, C), zeros at padding
    """

    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.both_ways = both_ways
        ### BEGIN SOLUTION
        size = 2 * H if both_ways else H
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(size, C)))
        self.b_y = nn.Parameter(torch.zeros(C))
        ### END SOLUTION

    def forward(self, tokens, mask):
        ### BEGIN SOLUTION
        x = self.E[tokens]
        states = self.layer(x, mask) if self.both_ways else unroll(self.layer, x, mask)
        return (states @ self.W_hy + self.b_y) * mask[:, :, None]
        ### END SOLUTION


# %% test="Tagger" part="values" points=2

# %% test="Tagger" part="padding" points=1

# %% test="Tagger" part="gradients" points=1

# %% [markdown]
# ### Teddy
#
# A small grammar of ours makes sentences of the deck's kind. Sixteen words, *teddy*, *rose*, *paris*, *ford* and
# others, begin them, now as a name and now as something else. Here are some sentences, names in capitals, and then both
# of your taggers, trained on the same 1,500.
#
# **Before you run it:** what share of the *first words* will each tagger get right, in sentences that it has not met?

# %% experiment="teddy" seconds=12 tags=["nbval-ignore-output"]
from helpers.data import tagged_sentences
from helpers.nn.experiments import both_ways

for sentence in tagged_sentences.tagged_sentences(np.random.default_rng(0), 4):
    print(" ".join(word.upper() if name else word for word, name in zip(sentence.words, sentence.names, strict=True)))

taggers = {}
shares = {}
for ways, name in ((False, "one direction"), (True, "both directions")):
    torch.manual_seed(0)
    taggers[name] = Tagger(len(tagged_sentences.vocabulary()), 16, 24, 2, ways)
    shares[name] = both_ways.train(taggers[name], seed=0, label=name)
    print(f"{name:16} first words {shares[name].first_word:.1%}, all words {shares[name].all_words:.1%}")
assert 0.4 < shares["one direction"].first_word < 0.6, "Each word is a name in half of its sentences: about one half."
assert shares["both directions"].first_word >= 0.99, "Both ways should know: does RNNCell begin with small numbers?"

examples = [
    "teddy bears as everyone knows were sold by the dozen",
    "teddy roosevelt as everyone knows was born in june",
]
ids = {word: place for place, word in enumerate(tagged_sentences.vocabulary())}
for example in examples:
    row = torch.tensor([[ids.get(word, 1) for word in example.split()]])
    with torch.no_grad():
        said_by = {
            name: torch.softmax(tagger(row, torch.ones_like(row, dtype=torch.bool)), dim=2)[0, :, 1].numpy()
            for name, tagger in taggers.items()
        }
    draw.lines_over_words(
        {"the sentence": example.split()},
        said_by,
        ylabel="probability of a name",
        percent=True,
        ylim=(-0.05, 1.05),
        alt=f"The probability that each word of '{example}' belongs to a name, for both taggers. At the first word the "
        f"tagger of one direction says {said_by['one direction'][0]:.0%}, that of both directions "
        f"{said_by['both directions'][0]:.0%}; from the second word on they agree.",
    )

# %% [markdown]
# One half, and all. Each of the sixteen is a name in half of its sentences, and what tells is what follows, sometimes
# several words later. Nothing is wrong with the training of the first tagger: **what it would need is not in its state
# yet**. The two pictures show it word by word: at *teddy* one tagger is undecided, the other has read on.

# %% experiment="teddy_recorded" seconds=1
claims(recorded("both_ways"))

# %% [markdown]
# So why not always read both ways? Because the second cell begins at the end, **the end has to be there**. A recorded
# clip, a finished sentence: yes. Speech while it is spoken, and a network that writes the next word: no. A
# bidirectional language model would find the next word in its own input.
#
# ---
# ## 6 &nbsp; Deep
#
# Deck 5's last variation: the states of one network are the inputs of the next.

# %% figure="stacked"
draw.stacked(
    alt="A network of three layers over four steps. Each layer is a row of states with arrows from left to right. From "
    "each state an arrow goes up to the state of the next layer at the same step; inputs enter the lowest row, outputs "
    "leave the highest.",
)

# %% [markdown]
# $$h^{(1)}_t = \text{cell}_1\big(x_t,\ h^{(1)}_{t-1}\big), \qquad
# h^{(l)}_t = \text{cell}_l\big(h^{(l-1)}_t,\ h^{(l)}_{t-1}\big) \tag{7.5}$$
#
# Each layer has weights and a state of its own, so there are L first states and L last ones. In training, **dropout**
# may stand between two layers, against learning by heart: a random share p of what the next layer reads is set to zero,
# and the rest is multiplied by $1 / (1 - p)$, so that sums stay about as large. In evaluation it is off.
#
# ### Exercise 7.6: `StackedRNN` &nbsp; ●●● &nbsp; 15 minutes &nbsp; about 10 lines
#
# Formula (7.5) with `nn.Dropout` between layers: not on x, and not on the results. Return the top layer's states and
# the last state of every layer, so that a long text can be read in pieces: `h0` of one piece is the second result of
# the piece before.
#
# <details data-parts="values"><summary>How does a module own a list of cells?</summary>
#
# `nn.ModuleList([...])`. In a plain list torch finds no parameters, and nothing says so.
#
# </details>
#
# <details data-parts="values"><summary>How many numbers does each cell read?</summary>
#
# The lowest one D, every other one H: what the layer below gives.
#
# </details>
#
# <details data-parts="padding gradients"><summary>Which layers need the mask?</summary>
#
# All of them: a state at padding is handed on in each layer. `unroll` takes the mask as its third argument and the
# first state as its fourth.
#
# </details>
#
# <details data-parts="dropout"><summary>Where does dropout act, and where not?</summary>
#
# On what a layer reads from the layer below, and on nothing else. So keep the states of a layer as they are, for the
# result and for h_last, and let the *next* layer read a dropped-out copy.
#
# </details>
#
# <details><summary>Nearly all of it</summary>
#
# A loop over the layers and their rows of h0. What a layer reads is x for the lowest one, and the dropped-out states
# of the layer below for the others; `unroll` gives its states, whose last column goes into a list. At the end
# `torch.stack` puts the list together.
#
# </details>


# %% solution="StackedRNN"
class StackedRNN(nn.Module):
    """Several layers, formula (7.5).

    StackedRNN(D, H, L, dropout) has the parameters of `cells`, an nn.ModuleList of L: RNNCell(D, H), then RNNCell(H, H)
    dropout is the share that nn.Dropout sets to zero between layers, in training
    forward: x (N, T, D), mask (N, T) and h0 (L, N, H) to
      h       (N, T, H)  the states of the top layer
      h_last  (L, N, H)  the last state of every layer
    """

    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        ### BEGIN SOLUTION
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)
        ### END SOLUTION

    def forward(self, x, mask, h0):
        ### BEGIN SOLUTION
        last = []
        for layer, cell in enumerate(self.cells):
            read = x if layer == 0 else self.dropout(x)
            x = unroll(cell, read, mask, h0[layer])
            last.append(x[:, -1])
        return x, torch.stack(last)
        ### END SOLUTION


# %% test="StackedRNN" part="values" points=2

# %% test="StackedRNN" part="padding" points=1

# %% test="StackedRNN" part="dropout" points=2

# %% test="StackedRNN" part="gradients" points=1

# %% [markdown]
# ### Deep or wide?
#
# Three layers have more weights than one. A fair comparison gives all the same number: one layer of 96 units, two of
# 58, three of 45, on the names of section 4. **A question to stop at.** Which one wins, and by how much?

# %% experiment="deep_recorded" seconds=1
claims(recorded("deep_or_wide"))

# %% experiment="deep_seeds" seconds=1
draw.seeds(
    recorded("deep_or_wide"),
    names=["share right, 1 x 96", "share right, 2 x 58", "share right, 3 x 45"],
    xlabel="share of unseen names right",
    alt="A row of five dots, one a seed, for each of three networks. All lie between two grey bars at 0.79 and 0.83, "
    "the limits that were expected, and the rows overlap.",
)

# %% [markdown]
# (The grey bars are the limits that were expected.) On a task of this size depth buys nothing, and it costs time:
# three layers take about twice as long as one. On large ones, speech and translation with millions of sentences,
# networks of four to eight layers were the best of their time, and the decks are right to draw them. **Depth is paid
# for with data.**
#
# ---
# ## 7 &nbsp; A convolution as the rival
#
# What if there were no state at all? A **causal convolution** computes each output from the last K inputs, and from
# nothing else:
#
# $$y_t = b + \sum_{k=0}^{K-1} x_{t - k d}\, W_k \tag{7.6}$$
#
# $W$ is (K, D, H): $W_0$ belongs to the step at hand, $W_1$ to the one d steps back. What lies before the start counts
# as zero. d is the **dilation**, the distance between the steps that the filter looks at. Layers with d = 1, 2, 4 on
# top of each other look far back with few weights:

# %% figure="causal_convolution"
draw.causal_convolution(
    K=3,
    dilations=(1, 2),
    alt="Three rows of eight steps: inputs below, a first layer with dilation 1 above it, a second with dilation 2 on "
    "top. From the last output arrows lead to three places of the first layer, two steps apart, and from these to "
    "seven inputs. None of the arrows comes from the right.",
)

# %% [markdown]
# ### Exercise 7.7: `CausalConv1d` &nbsp; ●●○ &nbsp; 12 minutes &nbsp; about 8 lines
#
# Formula (7.6). No loop over time is needed, only one over k. torch's own convolutions are refused.
#
# By hand: x = 1, 2, 3 with $W_0 = 2$, $W_1 = 10$, b = 0.5 and d = 1 gives 2·1 + 0.5 = 2.5, then 2·2 + 10·1 + 0.5 =
# 14.5, then 2·3 + 10·2 + 0.5 = 26.5.
#
# <details><summary>How do I get x_{t - s} for all t at once?</summary>
#
# Move the sequence to the right by s steps: s steps of zeros in front, and as many cut off at the end.
#
# </details>
#
# <details data-parts="values edge_cases gradients"><summary>How are zeros put in front?</summary>
#
# `nn.functional.pad(x, (0, 0, s, 0))`: its pairs go from the last axis backward, so the first pair is for D and the
# second for T. Or `torch.cat` with `x.new_zeros(N, s, D)`.
#
# </details>
#
# <details data-parts="dilation edge_cases"><summary>How large is s? And if it is more than T?</summary>
#
# In (7.6) $W_k$ belongs to $x_{t - kd}$: s is k times the dilation. Where s is T or more, only zeros are left after the
# cut, and the shape is still (N, T, D).
#
# </details>
#
# <details><summary>Nearly all of it</summary>
#
# Begin with `y = self.b`, which is spread by the first sum. For each k, pad by `k * self.dilation`, cut to the first T
# steps, multiply by `self.W[k]` and add: `y = y + ...`, since `y += ...` would write into `self.b` itself.
#
# </details>


# %% solution="CausalConv1d"
class CausalConv1d(nn.Module):
    """A convolution over time that looks back, formula (7.6).

    CausalConv1d(D, H, K, dilation) has the parameters W (K, D, H), random around zero at the start, and b (H,)
    forward: x (N, T, D) to y (N, T, H)
    """

    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        ### BEGIN SOLUTION
        self.W = nn.Parameter(nn.init.xavier_uniform_(torch.empty(K, D, H)))
        self.b = nn.Parameter(torch.zeros(H))
        ### END SOLUTION

    def forward(self, x):
        ### BEGIN SOLUTION
        steps = x.shape[1]
        y = self.b
        for k, W_k in enumerate(self.W):
            earlier = nn.functional.pad(x, (0, 0, k * self.dilation, 0))[:, :steps]
            y = y + earlier @ W_k
        return y
        ### END SOLUTION


# %% test="CausalConv1d" part="values" points=2

# %% test="CausalConv1d" part="dilation" points=1

# %% test="CausalConv1d" part="edge_cases" points=1

# %% test="CausalConv1d" part="gradients" points=1

# %% [markdown]
# How far back does a stack of such layers see, and is what it says about the past *only* about the past? Change one
# input, and look at which outputs move. **Before you run it:** with K = 3 and dilations 1, 2 and 4, how many steps
# after the change will outputs still move? And with your `RNNCell`?

# %% experiment="what_moves" seconds=1 tags=["nbval-ignore-output"]
torch.manual_seed(0)
convolutions = nn.Sequential(*[CausalConv1d(4, 4, 3, dilation) for dilation in (1, 2, 4)]).double()
cell = RNNCell(4, 4).double()
nn.init.orthogonal_(cell.W_hh, gain=0.9)  # turns the state and shortens it by a tenth: what moves does not hang on luck
x = torch.randn(1, 40, 4, dtype=torch.float64)
changed = x.clone()
changed[0, 10] += 1.0
with torch.no_grad():
    moved = {
        "convolutions": (convolutions(x) - convolutions(changed)).abs().amax(dim=2)[0],
        "RNN": (unroll(cell, x) - unroll(cell, changed)).abs().amax(dim=2)[0],
    }
for name, by in moved.items():
    steps = torch.nonzero(by > 0)[:, 0]
    print(f"{name:12} steps {steps[0]} to {steps[-1]} move; step 24 by {by[24]:.0e}, step 39 by {by[39]:.0e}")
by_convolutions = torch.nonzero(moved["convolutions"] > 0)[:, 0].tolist()
assert by_convolutions == list(range(10, 25)), "14 steps on should move: does CausalConv1d pass its checks?"
assert torch.nonzero(moved["RNN"] > 0)[:, 0].tolist() == list(range(10, 40)), "The state should move to the very end."

# %% [markdown]
# Before step 10 nothing moves, in either: both are **causal**. The convolutions see 14 steps back, 2·1 + 2·2 + 2·4,
# and then nothing at all. The recurrent network has no such end: it moves up to the last step. But what it has read
# fades (lesson 04): here W_hh shortens the state by a tenth in each step, the slopes of tanh by more, and at the end
# little is left.
#
# And on the clips? Go back to the table of section 4. The convolution there has three layers like these, 15 frames
# wide, and takes the maximum over time. **On spoken digits it is as good as the GRU**, and all its steps are computed
# at once. A digit is short, and 15 frames are most of it. Where an answer hangs on something that lies further back
# than the filter reaches, it can only guess; where the reach is enough, it is a rival to be taken seriously.
#
# | | recurrent | causal convolution |
# |---|---|---|
# | sees | everything before, fading | (K - 1) times the sum of all d, and not further |
# | steps at the same time | no, each waits for the one before | all |
# | memory for one more step | one state | the last inputs of every layer |
# | padding behind the end | outputs at real steps stay as they were | the same |
# | one answer for a whole sequence | a mask, to find the last real state | a mask, to keep padding from the maximum |
#
# ---
# ## 8 &nbsp; Which shape for which task?
#
# **1.** A strip of an ECG goes in, and *one of four rhythms* comes out. Which shape is it?
#
# - **a** one to many
# - **b** many to one
# - **c** many to many, aligned
# - **d** many to many, not aligned

# %% quiz="which_shape" answer="b" points=1
which_shape = None

# %% [markdown]
# **2.** A classifier says 0.91 of a sentence that it reads alone, and 0.34 of the same sentence in a batch, in
# evaluation. What is the likely reason?
#
# - **a** A batch is a harder task than one sentence.
# - **b** Dropout draws other units each time.
# - **c** It reads on behind the end of the sentence.
# - **d** float32 rounds differently in a batch.

# %% quiz="padding_moves" answer="c" points=1
padding_moves = None

# %% [markdown]
# **3.** You want one vector for a whole sentence out of the *backward* half of a bidirectional network. Where is it?
#
# - **a** At the last token.
# - **b** At the first token.
# - **c** In the mean over all tokens.
# - **d** At the end of either half.

# %% quiz="backward_summary" answer="b" points=1
backward_summary = None

# %% [markdown]
# **4.** Somebody trains a bidirectional network to predict the next word at each step. What will they see?
#
# - **a** A loss that does not fall at all.
# - **b** The same loss as with one direction, with more data needed.
# - **c** A loss near zero, and a network that cannot write.
# - **d** A loss near zero, since it has twice the parameters.

# %% quiz="next_word_both_ways" answer="c" points=1
next_word_both_ways = None

# %% [markdown]
# **5.** A deep network keeps its cells in a plain Python list. What happens?
#
# - **a** forward raises an error.
# - **b** Their weights are never trained.
# - **c** They get no gradients.
# - **d** All layers share their weights.

# %% quiz="plain_list" answer="b" points=1
plain_list = None

# %% [markdown]
# **6.** Three causal convolutions of width 3 with dilations 1, 2 and 4 lie on top of each other. On how many inputs
# does one output depend?
#
# - **a** 3
# - **b** 7
# - **c** 15
# - **d** all before it

# %% quiz="how_far_back" answer="c" points=1
how_far_back = None

# %% [markdown]
# **7.** On the minimal pairs a network that counts words gets exactly half of the sentences right. Why exactly?
#
# - **a** Both sentences of a pair get the same answer.
# - **b** It has too few parameters to count.
# - **c** It was trained on too few sentences.
# - **d** The test sentences have words it never met.

# %% quiz="order_blind_pairs" answer="a" points=1
order_blind_pairs = None

# %% [markdown]
# ---
# ## What to remember
#
# - **A module owns its parameters.** `nn.Parameter` and `nn.ModuleList` are what makes them findable; a plain tensor or
#   a plain list is never trained, and nothing complains.
# - **Autograd is lesson 03, done for you.** It is right about the formula that you wrote.
# - **Padding changes nothing, neighbours change nothing.** Test both; a mask does it.
# - **Many to one**: the state at the last *real* token. **Aligned**: every state. **Both directions**: where what
# decides comes later, and the end is there.
# - **Try the humble rival.** A bag of pairs does as well on names, a convolution on digits. Order-blind models fail
#   where order is everything, and only there.
# - **Deep or wide** is a question of data; at equal parameters and with little of it, nothing was gained.
#
# The next lesson turns the arrow round: a network that **writes**.
#
# ## Sources
#
# - The five decks of this course: deck 1 (M. Filipiuk) and deck 5 (M. Walkowski) have the shapes; deck 5 has sentiment
#   and ECG, Teddy, and the deep network.
# - M. Schuster and K. K. Paliwal, *Bidirectional recurrent neural networks*, IEEE Transactions on Signal Processing
#   45(11), 1997.
# - A. Graves, A. Mohamed and G. Hinton, *Speech recognition with deep recurrent neural networks*, ICASSP 2013.
# - A. van den Oord and others, *WaveNet*, 2016: dilated causal convolutions. S. Bai, J. Z. Kolter and V. Koltun, *An
#   empirical evaluation of generic convolutional and recurrent networks for sequence modeling*, 2018: the rival.
# - N. Srivastava and others, *Dropout*, JMLR 15, 2014; W. Zaremba, I. Sutskever and O. Vinyals, *Recurrent neural
# network regularization*, 2014: dropout between layers.
# - Spoken digits: Free Spoken Digit Dataset, CC BY-SA 4.0. ECG: MIT-BIH Arrhythmia Database, record 208 (G. B. Moody
# and R. G. Mark), ODC-By. Names: faker, MIT licence. `helpers/data` says more of each.
# - [torch.nn.RNN](https://docs.pytorch.org/docs/stable/generated/torch.nn.RNN.html) and
#   [packed sequences](https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.rnn.PackedSequence.html).
