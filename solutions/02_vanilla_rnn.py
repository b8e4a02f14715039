# %% [markdown]
# # How does one function read a sequence of any length?
#
# A bag of words has one slot for each word of the vocabulary and none for the order. A network with a slot for each
# *place* would know the order, and would be built for one length only. You read this sentence with neither: you
# take one word after the other, and keep in mind what the words so far amount to.
#
# **After this lesson you can**
#
# - write a recurrent network in NumPy that reads a whole batch of sequences, padding included;
# - say at every line what shape each array has, and what the number of weights depends on;
# - get from states to an answer: one for the whole sequence, or one at every step;
# - measure a language model by its mean loss per token, without overflow and without counting padding;
# - name what goes wrong when the padding is not masked, and why it is so easily overlooked.
#
# You write seven functions. About 120 minutes in all; half of them are over after section 5, where a break fits.
# No recurrent network is trained by your own code yet: where weights have to be learnt, a helper does it with torch's
# gradients, and the text says so. How gradients find their way back through the steps is lesson 03.

# %%
import numpy as np

from helpers import draw
from helpers.checks import Check

check = Check("02_vanilla_rnn", globals())

# %% [markdown]
# Here is the path of the data, with their shape at each station. Five of your seven functions stand on its arrows;
# `rnn_step` does the work inside `rnn_forward`, and `count_parameters` counts what is learnt along the way.
# (The code that draws and that measures is folded in, so that it gives nothing away: click on the dots to read it.)
#
# **N** sequences are read at once, each **T** steps long; a word is a vector of **D** numbers, a state one of
# **H**, and there are **V** different words.

# %% figure="whole_path"
draw.whole_path(
    alt="The path of a batch. Tokens (N, T) become vectors x (N, T, D) by embed, states h (N, T, H) by rnn_forward, "
    "logits (N, T, V) by output_layer, and one number, the loss, by language_model_loss. A branch goes down from "
    "h: last_valid_state picks one state per sequence, (N, H), and output_layer turns it into one answer per "
    "sequence. The mask (N, T) enters at rnn_forward, last_valid_state and language_model_loss, the targets (N, T) at "
    "language_model_loss."
)

# %% [markdown]
# ---
# ## 1 &nbsp; Words become vectors
#
# A network computes with numbers, and a word's id is a poor number: *movie* is not three times *but*. The slide
# decks that this course goes with (there are five, listed at the end) give each word a **one-hot** vector, zeros
# everywhere but for a 1 at its id, and multiply it by a matrix that is learnt, $e = E\,x$ in deck 2. With rows
# instead of columns, as in all of this course, the product is
#
# $$x_t = o_t\, E \tag{2.1}$$
#
# | | shape | what it is |
# |---|---|---|
# | $o_t$ | (N, V) | one-hot: the word at step $t$ in each of N sentences |
# | $E$ | (V, D) | one row per word, learnt like any other weight |
# | $x_t$ | (N, D) | what the network reads at step $t$ |
#
# Before you run the cell: a row with a single 1 in it, times a matrix. What comes out?

# %%
E_example = np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6], [0.7, 0.8]])
one_hot_example = np.array([0.0, 0.0, 1.0, 0.0])
print("one-hot times E:", one_hot_example @ E_example)
print("row 2 of E:     ", E_example[2])

# %% [markdown]
# The product *selects a row*. All the multiplications by zero can be left out.
#
# ### Exercise 2.1: `embed` &nbsp; ●○○ &nbsp; 3 minutes &nbsp; 1 line
#
# Give each token of a batch its row of $E$, without making a one-hot vector.
#
# Here and in the other exercises torch's ready-made layers and losses (`torch.nn` and its like) are refused by name;
# NumPy and torch's arithmetic are not.
#
# <details><summary>What happens when an array is indexed by an array?</summary>
#
# NumPy looks up each of the indices and keeps their arrangement: the result has the axes of the index array,
# followed by what is left of the array that was indexed. Try `E_example[np.array([[2, 0], [1, 1]])].shape`.
#
# </details>


# %% solution="embed"
def embed(tokens, E):
    """The vectors of tokens, formula (2.1) without the one-hot vectors.

    tokens  (N, T)  ids of words, from 0 to V - 1; a padding's id is looked up like any other
    E       (V, D)  one row per word
    returns (N, T, D): at [n, t] stands the row of E that belongs to tokens[n, t]
    """
    ### BEGIN SOLUTION
    return E[tokens]
    ### END SOLUTION


# %% test="embed" part="values" points=1

# %% [markdown]
# ---
# ## 2 &nbsp; One step
#
# A recurrent network keeps what it has read in a single vector, the **hidden state** $h$. At each step it mixes
# what it reads now, $x_t$, with what it remembers, $h_{t-1}$:
#
# $$h_t = \tanh\left(x_t W_{xh} + h_{t-1} W_{hh} + b_h\right) \tag{2.2}$$
#
# | | shape | what it is |
# |---|---|---|
# | $x_t$ | (N, D) | one word of each of N sentences |
# | $h_{t-1}$, $h_t$ | (N, H) | what is remembered before and after reading it |
# | $W_{xh}$ | (D, H) | how what is read changes the memory |
# | $W_{hh}$ | (H, H) | how the memory changes itself |
# | $b_h$ | (H,) | a constant push |

# %% figure="inside_a_step"
draw.rnn_step(
    alt="One step from the inside: h_(t-1) times W_hh, x_t times W_xh and the bias b_h meet in one sum; the sum goes "
    "through tanh and is h_t, which goes on to the next step."
)

# %% [markdown]
# <details><summary>The same line in the letters of the decks</summary>
#
# The letters differ from deck to deck, the network does not:
#
# | | state | input weights | memory weights | output weights |
# |---|---|---|---|---|
# | here | $h_t$ | $W_{xh}$ | $W_{hh}$ | $W_{hy}$ |
# | `torch.nn.RNN` | $h_t$ | $W_{ih}$, transposed | $W_{hh}$, transposed | a layer of its own |
# | deck 2 | $h(i)$ | $W_e$ | $W_h$ | $U$ |
# | deck 3 | $h_t$ | $U$ | $W$ | $V$ |
# | deck 4 | $h_t$ | $V$ | $W$ | $U$ |
# | deck 5 | $a^{\langle t \rangle}$ | $W_{ax}$ | $W_{aa}$ | $W_{ya}$ |
#
# Take care: $U$ and $V$ mean opposite things in decks 3 and 4, and deck 3 leaves the biases out. The decks' vectors
# are columns and stand on the right of the matrix; ours are the rows of a batch and stand on the left.
#
# </details>
#
# ### By hand, once
#
# With D = 2 and H = 2, take
#
# $$x = (1,\ 2),\quad h = (0.5,\ -1),\quad
# W_{xh} = \begin{pmatrix} 0.1 & 0.3 \\ 0.2 & -0.1 \end{pmatrix},\quad
# W_{hh} = \begin{pmatrix} 0.4 & 0.2 \\ 0.1 & 0.5 \end{pmatrix},\quad
# b_h = (-0.1,\ 0.2)$$
#
# Each unit of the new state has its column in both matrices. Follow the sums with a pencil, then run the cell.

# %%
inside_0 = (1 * 0.1 + 2 * 0.2) + (0.5 * 0.4 + -1 * 0.1) + -0.1
inside_1 = (1 * 0.3 + 2 * -0.1) + (0.5 * 0.2 + -1 * 0.5) + 0.2
print(f"unit 0: tanh({inside_0:+.1f}) = {np.tanh(inside_0):+.3f}")
print(f"unit 1: tanh({inside_1:+.1f}) = {np.tanh(inside_1):+.3f}")

# %% [markdown]
# The tanh leaves small sums almost as they are and squashes large ones: whatever a step returns lies between -1 and 1,
# however many steps were taken before it.

# %% figure="tanh"
draw.lines(
    np.linspace(-4, 4, 161),
    {"tanh": np.tanh(np.linspace(-4, 4, 161))},
    xlabel="the sum inside",
    ylabel="the unit's new state",
    levels={"never above 1": 1.0, "never below -1": -1.0},
    alt="The curve of tanh: it runs through the origin with slope 1, and flattens out at -1 on the left and 1 on the "
    "right.",
)

# %% [markdown]
# ### Exercise 2.2: `rnn_step` &nbsp; ●○○ &nbsp; 5 minutes &nbsp; 1 line
#
# Write formula (2.2) for a whole batch at once. The check begins with the numbers above, then tries each term by
# itself, then all of them together.
#
# <details><summary>Which factor goes first?</summary>
#
# Look at the shapes: (N, D) times (D, H) gives (N, H). With the sequences as rows, the weights stand on the right.
#
# </details>
#
# <details><summary>My shapes fit, and the numbers are still wrong</summary>
#
# $W_{hh}$ is square, so its transpose fits too. And there is one tanh, around one sum of three terms.
#
# </details>


# %% solution="rnn_step"
def rnn_step(x, h, W_xh, W_hh, b_h):
    """One step of a vanilla recurrent network, formula (2.2).

    x     (N, D)  the input at this step
    h     (N, H)  the state before it
    W_xh  (D, H),  W_hh  (H, H),  b_h  (H,)
    returns (N, H), the state after it, in a new array: the arguments stay as they were
    """
    ### BEGIN SOLUTION
    return np.tanh(x @ W_xh + h @ W_hh + b_h)
    ### END SOLUTION


# %% test="rnn_step" part="values" points=2

# %% test="rnn_step" part="edge_cases" points=1

# %% [markdown]
# ---
# ## 3 &nbsp; All the steps
#
# *"How to compute a function for variable-length data?"* asks deck 5, and answers: recursively. The state that one
# step returns is what the next one starts from.

# %% figure="folded_and_unrolled"
draw.folded_and_unrolled(
    alt="On the left the network folded: x_t goes into h_t, h_t goes to y_t and, in a loop, back into itself. On the "
    "right the same network unrolled: h_0, which reads nothing, then h_1, h_2, h_3 up to h_T in a row, each of these "
    "with its own x below and y above. Every arrow points to the right or upwards, and W_xh, W_hh and W_hy are the "
    "same at every step.",
)

# %% [markdown]
# Both pictures are one network. The left one is how it is stored: one set of weights. The right one is how it is
# computed, and it shows what the loop hides. **No arrow leads back**: it is a directed acyclic graph (deck 1 says
# so, and it is the most important word on that slide). What has no loops can be differentiated by the chain rule,
# from the loss backwards, like any other network. That is why it can be trained.
#
# One thing about counting: formulas begin with $h_0$, which has read nothing, and $h_1$ has read the first word.
# Python begins with index 0, so $h_t$ of a formula is stored at `h[:, t - 1]`. From here on `t` in code counts from 0,
# as Python does: `x[:, t]` is what is read at that step, and `h[:, t]` the state after it.
#
# ### Sentences of different lengths
#
# A batch is one array, so all its rows have to be equally long. Short sentences are filled up with **padding**, and
# an array beside it, the **mask** (N, T), says which tokens are real: `True` for a word, `False` for padding.

# %% figure="padding"
draw.padded_batch(
    [["it", "was", "fresh"], ["they", "called", "it", "dull"], ["gripping"]],
    alt="Three sentences of 3, 4 and 1 words as rows of a grid with four columns. The places that are left, one in "
    "sentence 0 and three in sentence 2, hold the token <pad> and are drawn in grey. Below it a grid of the same size, "
    "the mask: True at each word, False at each <pad>.",
)

# %% [markdown]
# At padding there is nothing to read, so no step is taken: the state is handed on as it was.
#
# $$h_t = \begin{cases} \tanh\left(x_t W_{xh} + h_{t-1} W_{hh} + b_h\right) & \text{where the mask is True} \\
# h_{t-1} & \text{where it is False} \end{cases} \tag{2.3}$$
#
# Row by row, since each sentence ends where it ends. At the end of the batch every sentence, short or long, still
# has the state that its last word left behind.
#
# ### Exercise 2.3: `rnn_forward` &nbsp; ●●○ &nbsp; 15 minutes &nbsp; about 8 lines
#
# Read a whole batch. Return two things: all states, and the last one. (`torch.nn.RNN` does so too, and gives the
# last one an axis of layers in front; here there is one layer and no such axis.) Without a mask (`mask=None`) every
# token is real.
#
# Your `rnn_step` may take the steps here. While this exercise is checked by a grader, a right one stands in for it:
# a mistake up there does not cost you points down here.
#
# <details><summary>What does the loop walk along?</summary>
#
# Along the steps: `x[:, t]` is what all N sentences read at step t. Nothing else needs a loop.
#
# </details>
#
# <details><summary>How do I choose between two states, row by row?</summary>
#
# `np.where(condition, a, b)` takes from a where the condition is True and from b elsewhere. The condition has N
# entries and the states are (N, H): give it a second axis, `mask[:, t, None]`, so that one entry serves a whole
# row.
#
# </details>
#
# <details><summary>All my states are equal</summary>
#
# A list of states holds references. If one array is overwritten at each step, every entry shows the last one.
#
# </details>


# %% solution="rnn_forward"
def rnn_forward(x, h0, W_xh, W_hh, b_h, mask=None):
    """All states of a vanilla recurrent network, formula (2.3).

    x     (N, T, D)  the inputs, T at least 1
    h0    (N, H)     the state before the first step; it stays as it was
    W_xh  (D, H),  W_hh  (H, H),  b_h  (H,)
    mask  (N, T)     True at real tokens, in any arrangement: padding may stand at the start, in the middle, at the
                     end, or be all there is of a column or row; where it is False the state is handed on unchanged
    returns
      h    (N, T, H)  the state after each step
      h_T  (N, H)     the state after the last step, equal to h[:, -1]; a sequence without a real token ends with its h0
    """
    ### BEGIN SOLUTION
    state = h0
    states = []
    for t in range(x.shape[1]):
        new = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        state = new if mask is None else np.where(mask[:, t, None], new, state)
        states.append(state)
    return np.stack(states, axis=1), state
    ### END SOLUTION


# %% test="rnn_forward" part="values" points=2

# %% test="rnn_forward" part="edge_cases" points=1

# %% test="rnn_forward" part="mask" points=2

# %% [markdown]
# ### Order in the state
#
# Deck 5 has two sentences that a bag of words cannot tell apart. Your network is to read both, with random weights
# that were never trained.

# %%
from types import SimpleNamespace

from helpers.data.minimal_pairs import encode, labelled, minimal_pairs, vocabulary

words = vocabulary()
not_long = ["the", "movie", "was", "not", "long", "but", "interesting"]
not_interesting = ["the", "movie", "was", "long", "but", "not", "interesting"]
print("the same words:", sorted(not_long) == sorted(not_interesting))
both_tokens, both_masks = encode([not_long, not_interesting], words)

rng = np.random.default_rng(0)
untrained = SimpleNamespace(
    E=rng.normal(size=(len(words), 8)),
    W_xh=rng.normal(scale=0.3, size=(8, 16)),
    W_hh=rng.normal(scale=0.2, size=(16, 16)),
    b_h=np.zeros(16),
)


def read(tokens, weights, mask=None, start=None):
    """All states and the last ones of a network with these weights, by your functions, as NumPy arrays."""
    start = np.zeros((len(tokens), len(weights.b_h))) if start is None else start
    x = np.asarray(embed(tokens, weights.E))
    h, h_T = rnn_forward(x, start, weights.W_xh, weights.W_hh, weights.b_h, mask)
    return np.asarray(h), np.asarray(h_T)


# %% [markdown]
# **Before you run the next cell:** at which word do the two states part, and are they the same again at the end,
# when the same words have been read in both sentences? Decide, then run it.

# %% experiment="order_in_the_state" seconds=1
h, _ = read(both_tokens, untrained, both_masks)
distance = np.linalg.norm(h[0] - h[1], axis=1)
draw.lines_over_words(
    {"not long": not_long, "not interesting": not_interesting},
    {"distance between the two states": distance},
    ylabel="distance",
    alt="The distance between the two hidden states after each of the seven words. It is zero for the three words "
    "that both sentences begin with, jumps up at the fourth, where they differ, and is smaller but not zero after "
    "the last word, which they share.",
)
print("first difference at word", int(np.flatnonzero(distance > 1e-12)[0]) + 1)
print(f"distance after the last word but one: {distance[-2]:.2f}, after the last: {distance[-1]:.2f}")
assert max(distance[:3]) < 1e-12 < distance[3], "do the checks of embed and rnn_forward pass?"
assert 0.01 < distance[-1] < distance[-2], "does the check of rnn_forward, values, pass?"

# %% [markdown]
# They part at the first word that differs, as they must: until then both have read the same. They come closer at
# the last word, which they share again, and they do *not* meet: the state still depends on the order of what came
# before. No training was needed for that. How long it is held is the subject of lesson 04.
#
# ### The same function at every step
#
# Nothing in (2.2) asks which step it is. So a text can be read in two parts: the first, and then the rest,
# beginning with the state that the first part ended with.
#
# **Before you run the next cell:** how far are the states then from those of reading it in one go?

# %% experiment="read_in_two_parts" seconds=1
whole, _ = read(both_tokens, untrained)
cuts = range(1, both_tokens.shape[1])
for cut in cuts:
    first, between = read(both_tokens[:, :cut], untrained)
    rest, _ = read(both_tokens[:, cut:], untrained, start=between)
    apart = np.abs(np.concatenate([first, rest], axis=1) - whole).max()
    assert apart < 1e-12, "does rnn_forward start from h0, and is h_T its last state?"
print(f"cut after any of the words {cuts[0]} to {cuts[-1]}: the same states, to twelve digits")

# %% [markdown]
# No distance at all. All that the network knows of the first part is in the state that was handed over: *x₁ to xₜ₋₁ are
# encoded into hₜ₋₁*, as deck 3 puts it, and this is the context in which $x_t$ is read. This is what makes it
# possible to read a book by the page, and it is why `h0` is an argument and not always zero.

# %% [markdown]
# ---
# ## 4 &nbsp; One state for a whole sentence
#
# To judge a sentence one wants the state that has read all of it. With a mask, your `rnn_forward` hands exactly
# that to the end of the batch. Often states come from somewhere that knows of no mask (`torch.nn.RNN` given padded
# input, for one). Then the state at a sentence's last word has to be looked up where it stands.
#
# ### Exercise 2.4: `last_valid_state` &nbsp; ●●○ &nbsp; 8 minutes &nbsp; 2 to 4 lines
#
# Pick for each sequence the state at its last real token. Padding mostly stands at the end, but do not rely on it:
# what counts is the last `True` in each row of the mask. A sequence without a real token gets zeros.
#
# <details><summary>How do I find the last True of each row?</summary>
#
# `np.argmax` finds the first of the largest entries, and True is larger than False. Turned round, `mask[:, ::-1]`,
# the last comes first; its place is then counted from the end. Or give the places numbers, and take the largest number
# whose place is real.
#
# </details>
#
# <details><summary>h[:, last] has a wrong shape</summary>
#
# It takes all of the places `last` for every sequence. To pair sequence n with place `last[n]`, index both axes:
# `h[np.arange(N), last]`.
#
# </details>


# %% solution="last_valid_state"
def last_valid_state(h, mask):
    """The state at the last real token of each sequence.

    h     (N, T, H)  states, computed with or without a mask
    mask  (N, T)     True at real tokens, in any arrangement
    returns (N, H); a row of zeros for a sequence without a real token
    """
    ### BEGIN SOLUTION
    N, T = mask.shape
    last = T - 1 - np.argmax(mask[:, ::-1], axis=1)
    return np.where(mask.any(axis=1, keepdims=True), h[np.arange(N), last], 0.0)
    ### END SOLUTION


# %% test="last_valid_state" part="values" points=2

# %% test="last_valid_state" part="edge_cases" points=1

# %% [markdown]
# ---
# ## 5 &nbsp; From states to answers
#
# The state is the network's memory, not its answer. One more layer turns a state into a score for each possible
# answer, a **logit**:
#
# $$y_t = h_t W_{hy} + b_y \tag{2.4}$$
#
# with $W_{hy}$ (H, V) and $b_y$ (V,). A language model scores all V words; where a whole sentence is judged, V is the
# number of possible answers, the *classes* in the path at the top. Where and how often it is asked makes the shape of
# the task:

# %% figure="four_shapes"
draw.four_shapes(
    alt="Four small unrolled networks. Many to one: three inputs, one output at the last state, as in sentiment or "
    "ECG. One to many: one input at the first state, an output at each, as in music or captions. Many to many, "
    "step by step: an input and an output at every state, as in a language model. Many to many, read then write: "
    "two inputs, then two states with outputs, as in translation."
)

# %% [markdown]
# One function serves them all: given all states (N, T, H) it answers at every step, given one state per sequence,
# (N, H), it answers once. It returns logits, not probabilities. Decks 2 and 3 put the softmax here; we leave it to the
# loss, which can then be computed without overflow.
#
# ### Exercise 2.5: `output_layer` &nbsp; ●○○ &nbsp; 3 minutes &nbsp; 1 line
#
# <details><summary>Do I need two cases?</summary>
#
# `@` multiplies along the last axis of what stands on the left, and leaves the axes before it alone.
#
# </details>


# %% solution="output_layer"
def output_layer(h, W_hy, b_y):
    """The logits of formula (2.4).

    h     (N, T, H) or (N, H)
    W_hy  (H, V),  b_y  (V,)
    returns (N, T, V) or (N, V)
    """
    ### BEGIN SOLUTION
    return h @ W_hy + b_y
    ### END SOLUTION


# %% test="output_layer" part="values" points=1

# %% [markdown]
# ### How many weights are there?
#
# All that is learnt is in six arrays. With V = 5 words, D = 2, H = 3:
#
# | $E$ | $W_{xh}$ | $W_{hh}$ | $b_h$ | $W_{hy}$ | $b_y$ |
# |---|---|---|---|---|---|
# | (5, 2) | (2, 3) | (3, 3) | (3,) | (3, 5) | (5,) |

# %%
arrays = [np.zeros(shape) for shape in ((5, 2), (2, 3), (3, 3), (3,), (3, 5), (5,))]
print(" + ".join(str(array.size) for array in arrays), "=", sum(array.size for array in arrays))

# %% [markdown]
# ### Exercise 2.6: `count_parameters` &nbsp; ●○○ &nbsp; 3 minutes &nbsp; 1 line
#
# Count them for any V, D and H, in a network that reads T steps.
#
# <details><summary>The formula</summary>
#
# The sizes of the six arrays, added up:
#
# $$P = V D + D H + H^2 + H + H V + V \tag{2.5}$$
#
# </details>


# %% solution="count_parameters"
def count_parameters(V, D, H, T):
    """How many numbers are learnt, formula (2.5): E, W_xh, W_hh, b_h, W_hy and b_y together.

    V  words,  D  numbers per word,  H  units,  T  steps that are read
    returns a whole number
    """
    ### BEGIN SOLUTION
    return V * D + D * H + H * H + H + H * V + V
    ### END SOLUTION


# %% test="count_parameters" part="values" points=1

# %% [markdown]
# ---
# ## 6 &nbsp; What counting cannot do
#
# Now the network has all it needs to be put to the test. The task is made of pairs like the two sentences of deck
# 5: **the same words in another order, and the opposite opinion**. Five of them:

# %%
for pair in minimal_pairs(5, seed=1):
    print("positive:", " ".join(pair.positive))
    print("negative:", " ".join(pair.negative))

# %% [markdown]
# Two models are trained on the same pairs for the same few rounds: your kind of network, and a network with a
# hidden layer on the bag of words. Both are trained by torch, with gradients that you will write yourself in
# lesson 03. They are tested on pairs whose two opinions were never seen together.
#
# **Before you run it:** what share of the test sentences will the word counter get right? Can a larger one do
# better? And with how many rounds does the recurrent network get it?

# %% experiment="minimal_pairs" seconds=5 tags=["nbval-ignore-output"]
from helpers.nn.experiments import classifier

reader = classifier.train_reader(seed=0)
counter = classifier.train_word_counter(seed=0)
print(f"trained on {classifier.TRAINING_PAIRS:,} pairs, tested on {classifier.TEST_PAIRS} others")
draw.lines(
    range(len(reader.accuracy)),
    {"recurrent network": reader.accuracy, "word counter": counter.accuracy},
    xlabel="rounds of training",
    ylabel="right on unseen pairs",
    percent=True,
    ylim=(0.4, 1.04),
    alt="Share of right answers on unseen pairs after 0 to 6 rounds of training. The word counter stays at exactly 50 "
    "% all the time. The recurrent network starts at about 50 % as well and reaches nearly 100 % after three or "
    "four rounds.",
)
for name, training in {"recurrent network": reader, "word counter": counter}.items():
    rounds = ", ".join(f"{share:.1%}" for share in training.accuracy)
    print(f"{name}: {rounds}; trained in {training.seconds:.1f} s")
assert set(counter.accuracy) == {0.5}, "this is not what the text below says: please report it"
assert reader.accuracy[-1] > 0.95, "this is not what the text below says: please report it"

# %% [markdown]
# The word counter is right in half of the cases: not *about* half, exactly half, in every round and with every seed.
# Both sentences of a pair are one and the same vector to it, so they get the same answer, and it fits one of them. No
# size and no amount of data can change that. The recurrent network learns the task: after three rounds it is right in
# 99 % of the sentences, and all six rounds take no longer than printed above.
#
# ### The trained weights, in your functions
#
# What torch found are six arrays. The next cell puts such weights into *your* `embed`, `rnn_forward` and
# `output_layer`.


# %%
def logits_at_every_word(tokens, mask, weights):
    """What a network with these weights answers after each word, (N, T, number of answers), by your functions."""
    h, _ = read(tokens, weights, mask)
    return np.asarray(output_layer(h, weights.W_hy, weights.b_y))


def answers(states, weights):
    """The answer that a network with these weights gives from each state (N, H): 0 is negative, 1 positive."""
    return np.asarray(output_layer(states, weights.W_hy, weights.b_y)).argmax(axis=1)


# %% [markdown]
# With them it reads 500 pairs that no training has seen. Then it reads the two sentences of deck 5, and you see
# after each word what it would answer if the sentence ended there. (There are two answers, 0 for negative and 1 for
# positive; the softmax of two logits a and b gives the second one 1 / (1 + exp(a - b)).)
#
# **Before you run it:** at which word will it be sure of each?

# %% experiment="reading_along" seconds=3 tags=["nbval-ignore-output"]
from helpers.nn.experiments import classifier

weights = classifier.train_reader(seed=0).weights
sentences, labels = labelled(minimal_pairs(500, seed=7, unseen=True))
tokens, mask = encode(sentences, words)
h, h_T = read(tokens, weights, mask)
right = np.mean(answers(h_T, weights) == labels)
print(f"your functions with these weights: {right:.1%} right")
assert right > 0.95, "do the checks of embed, rnn_forward and output_layer pass?"
picked = np.asarray(last_valid_state(h, mask))
assert np.allclose(picked, h_T), "do the checks of last_valid_state and of rnn_forward, mask, pass?"

logits = logits_at_every_word(both_tokens, both_masks, weights)
positive = 1 / (1 + np.exp(logits[:, :, 0] - logits[:, :, 1]))
for sentence, shares in zip((not_long, not_interesting), positive, strict=True):
    print("   ".join(f"{word} {share:.0%}" for word, share in zip(sentence, shares, strict=True)))
assert positive[0, -1] > 0.9, "do the checks of rnn_forward and output_layer pass?"
assert positive[1, -1] < 0.1, "do the checks of rnn_forward and output_layer pass?"
assert positive[0, 4] > 0.5 > positive[0, 3], "do the checks of rnn_forward and output_layer pass?"
assert positive[1, 3] < 0.1, "do the checks of rnn_forward and output_layer pass?"
draw.lines_over_words(
    {"not long": not_long, "not interesting": not_interesting},
    {"not long": positive[0], "not interesting": positive[1]},
    ylabel="probability of 'positive'",
    percent=True,
    ylim=(-0.03, 1.03),
    level=0.5,
    alt="Probability of a positive opinion after each word of the two sentences. They run together for three words, "
    "then part at the fourth. The sentence with 'long' there falls to about 0 % at once and stays near it. The one "
    "with 'not' there rises above 50 % at the next word, 'long', and is near 100 % after the last word.",
)

# %% [markdown]
# Both answers are right in the end, and what comes before is worth a look. After *the movie* nothing has been said
# about it, and the network may have an opinion already: it was trained to answer after the last word only, and what
# its state would mean earlier was never asked.
#
# Then look at the one word *long*. The second sentence has it without a *not*, and is as good as decided there: 1 %.
# The first has it after *not*, and there the same word takes the probability *up*, from 27 % to 76 %: not long, that
# speaks for the movie. It is sure only at the last word. One word, one set of weights, and two opposite effects: what a
# word does depends on the state that it meets.
#
# ### Longer than anything it was trained on
#
# The training sentences are short, with two fillers at most. The number of weights does not depend on the length,
# so nothing keeps the network from reading on. The next cell puts more and more harmless fillers (*to be fair*, *in
# my opinion*, *last night*) between the words and uses the weights of five trainings that differ in nothing but the
# seed.
#
# **Before you run it:** will it still be right with 20 fillers? Equally so for every seed?

# %% experiment="longer_sentences" seconds=8 tags=["nbval-ignore-output"]
from helpers.nn.experiments import classifier

numbers_of_fillers = [0, 2, 4, 6, 8, 12, 16, 20]
by_seed = {}
for seed in range(5):
    weights = classifier.train_reader(seed).weights
    shares = []
    for number in numbers_of_fillers:
        sentences, labels = labelled(minimal_pairs(200, seed=11, fillers=(number, number), unseen=True))
        tokens, mask = encode(sentences, words)
        shares.append(np.mean(answers(read(tokens, weights, mask)[1], weights) == labels))
    by_seed[f"seed {seed}"] = shares
draw.lines(
    numbers_of_fillers,
    by_seed,
    xlabel="fillers in the sentence (two at most in training)",
    ylabel="right",
    percent=True,
    levels={"guessing": 0.5},
    ylim=(0.4, 1.04),
    alt="Share of right answers against the number of fillers, for five trainings. All are near 100 % with two "
    "fillers and fall towards the 50 % of guessing as the sentences grow longer, one more slowly than the others.",
)
print("words in the longest sentence:", tokens.shape[1])
for place, number in enumerate(numbers_of_fillers):
    print(f"{number:2} fillers:", ", ".join(f"{shares[place]:.0%}" for shares in by_seed.values()), "right")
assert min(shares[1] for shares in by_seed.values()) > 0.95, "does the check of rnn_forward, mask, pass?"
assert max(shares[-1] for shares in by_seed.values()) < 0.8, "does the check of rnn_forward, values, pass?"

# %% [markdown]
# It *can* read them, and it gets worse, with every seed: with 20 fillers the best of the five is right in 65 % of
# the sentences, the others in 53 % to 58 %, and 50 % is guessing. Two reasons are possible, and this experiment does
# not tell them apart: the state may lose a little with every filler, and no training sentence had more than two of
# them, so that the network never had to learn to hold on for longer. In principle the state can carry a word along
# for ever; in practice it does not. Deck 2 has both on one slide, as the strength and the weakness of recurrent
# networks. Lesson 04 takes the reasons apart.

# %% [markdown]
# ---
# ## 7 &nbsp; What happens when padding is not masked
#
# A common line of code takes `h[:, -1]` as the sentence's state, with no mask anywhere. The network then reads words
# and then padding, and answers after the last pad. The vector of `<pad>` was never trained, since in training every
# padding was masked. The next cell takes one trained network (seed 1), reads one sentence and twelve pads, without a
# mask and with it, and shows every unit of the state after every step.
#
# **Before you run it:** to the right of the last word the picture with the mask is known by (2.3). And the one without?
# Does the state go on moving as long as pads come, does it swing to and fro, or does it come to rest?

# %% experiment="states_over_padding" seconds=3 tags=["nbval-ignore-output"]
from helpers.nn.experiments import classifier

weights = classifier.train_reader(seed=1).weights
tokens, mask = encode([not_long], words, length=len(not_long) + 12)
drifting, _ = read(tokens, weights)
kept, _ = read(tokens, weights, mask)
draw.hidden_states(
    {"without a mask": drifting[0], "with the mask": kept[0]},
    [words[token] for token in tokens[0]],
    alt="Two heat maps of the hidden state, one row per unit and one column per step, over the seven words of a "
    "sentence and twelve pads. They are equal up to the last word. Without a mask other colours take over within a "
    "few pads and then stay; with the mask every column after the last word is a copy of it.",
)
moved = np.abs(drifting[0, -1] - drifting[0, len(not_long) - 1])
print(f"without a mask the pads moved each unit by {moved.mean():.2f} on average, one of them by {moved.max():.2f}")
at_each_pad = np.abs(np.diff(drifting[0], axis=0)).max(axis=1)[len(not_long) - 1 :]
print("pad by pad, the unit that moved most:", ", ".join(f"{change:.2f}" for change in at_each_pad))
assert moved.max() > 0.1, "do the checks of embed and of rnn_forward, values, pass?"
assert at_each_pad[-1] < 0.05 < 0.5 < at_each_pad[0], "do the checks of embed and of rnn_forward, values, pass?"
held = np.all(kept[0, len(not_long) :] == kept[0, len(not_long) - 1])
assert held, "does the check of rnn_forward, mask, pass?"

# %% [markdown]
# With the mask, every column repeats the last word's. Without it the state moves for some pads, far from where the
# words had left it, and after six or seven it has all but come to rest: the same input, again and again, leads to a
# state that the step no longer changes. Whether the *answer* suffers, the picture does not say: a state can move and
# stay on the same side. So the next cell takes five networks, pads the sentences of 200 unseen pairs further and
# further, and answers from the last column and from the state that `last_valid_state` picks, both from states that
# were computed without a mask.
#
# **Before you run it:** how many pads does it take to ruin the answers: one, five, twenty? The same number for
# every seed?

# %% experiment="unmasked_padding" seconds=8 tags=["nbval-ignore-output"]
from helpers.nn.experiments import classifier

sentences, labels = labelled(minimal_pairs(200, seed=13, unseen=True))
longest = max(map(len, sentences))
more = [0, 2, 4, 8, 16, 24]
far = 100
by_seed = {}
by_last_valid_state = []
at_rest = {}
print("right from the last column, with so many columns of padding after the longest sentence:")
print("       ", "".join(f"{number:7}" for number in (*more, far)))
for seed in range(5):
    weights = classifier.train_reader(seed).weights
    shares, shares_picked = [], []
    for length in more:
        tokens, mask = encode(sentences, words, length=longest + length)
        h, _ = read(tokens, weights)  # no mask
        picked = np.asarray(last_valid_state(h, mask))
        if length == 0:
            picked_at_first = picked
        assert np.abs(picked - picked_at_first).max() < 1e-12, "does the check of last_valid_state pass?"
        shares.append(np.mean(answers(h[:, -1], weights) == labels))
        shares_picked.append(np.mean(answers(picked, weights) == labels))
    by_seed[f"last column, seed {seed}"] = shares
    by_last_valid_state.append(shares_picked)
    h, _ = read(encode(sentences, words, length=longest + far)[0], weights)
    end = h[:, -1]
    right = np.mean(answers(end, weights) == labels)
    print(f"seed {seed}: ", "".join(f"{share:7.0%}" for share in (*shares, right)))
    at_rest[seed] = right, np.ptp(end, axis=0).max(), np.abs(end - picked).mean()
for seed, (_, apart, moved) in at_rest.items():
    print(
        f"seed {seed}, after {far} pads: two sentences' states differ by {apart:.2f} at most; "
        f"the pads have moved each unit by {moved:.2f} on average"
    )
mean_picked = np.mean(by_last_valid_state, axis=0)
print(f"all seeds: right by last_valid_state {mean_picked[0]:.1%} at first, {mean_picked[-1]:.1%} at the end")
draw.lines(
    more,
    {"last_valid_state, all seeds": mean_picked} | by_seed,
    outstanding="last_valid_state, all seeds",
    xlabel="columns of padding after the longest sentence",
    ylabel="right",
    percent=True,
    levels={"guessing": 0.5},
    ylim=(0.4, 1.04),
    alt="Share of right answers against the number of columns of padding. With last_valid_state, a thick black line, "
    "it stays near 100 %. With the last column it depends on the seed: two seeds begin at about 70 % and fall to 50 "
    "%, a third falls to 50 % later, one loses little and one nothing.",
)
assert mean_picked.max() - mean_picked.min() < 1e-12, "does the check of last_valid_state pass?"
assert mean_picked.min() > 0.95, "do the checks of last_valid_state and rnn_forward pass?"
assert min(shares[0] for shares in by_seed.values()) < 0.9, "do the checks of embed and of rnn_forward, values, pass?"
first, *_, last = sorted(right for right, _, _ in at_rest.values())
assert first < 0.6 < 0.9 < last, "do the checks of embed and of rnn_forward, values, pass?"
for right, apart, moved in at_rest.values():
    assert moved > 0.2, "do the checks of embed and of rnn_forward, values, pass?"
    assert apart > 1e-3 or right == 0.5, "does the check of output_layer pass?"

# %% [markdown]
# With `last_valid_state` the padding changes nothing: the states that it picks are the same for every length, to twelve
# digits. From the last column the outcome is a matter of luck. Four columns ruin seeds 1 and 4, and these are down to
# 70 % and 66 % before a single one is added: the shorter sentences of the batch have pads already, as many as their
# longest neighbour makes necessary. Seed 2 holds for four columns, is at 86 % with eight and near 50 % with sixteen.
#
# In these three the pads in the end bring every sentence to one and the same state (the printed difference is 0.00),
# so that all get the same answer, and half of them are right. In the other two, seeds 0 and 3, different sentences
# come to rest in different states, and most or all of the answers survive. There, too, the pads have moved the state,
# each unit by more than 0.5 on average, only for most sentences not across the line between the two answers.
#
# That is what makes the mistake so durable. It raises no error, it may not even show in a test, and a sentence's
# answer comes to depend on the length of its *neighbours* in the batch.

# %% [markdown]
# ---
# ## 8 &nbsp; A language model and its loss
#
# Answer at every step, and let the question be *which word comes next?* That is a **language model** (deck 2), and
# the text is its own answer: the target at each step is the token one place further on.
#
# | tokens | `<start>` | it | was | fresh |
# |---|---|---|---|---|
# | **targets** | it | was | fresh | `<end>` |
#
# The softmax turns the V logits of a step into probabilities, and the loss of that step is minus the logarithm of
# the one that the right word got:
#
# $$\ell_{n,t} = -\ln \frac{\exp(y_{n,t,w})}{\sum_v \exp(y_{n,t,v})}, \qquad w = \text{target}_{n,t}$$
#
# A batch has a loss for every real token. We take their mean, and leave the padding out of the sum and of the count:
#
# $$L = \frac{1}{\sum_{n,t} m_{n,t}} \sum_{n,t} m_{n,t}\, \ell_{n,t}, \qquad m_{n,t} = 1 \text{ at real tokens, } 0
# \text{ at padding} \tag{2.6}$$
#
# ### By hand, twice
#
# V = 3. At one step the logits are (2, 1, 0) and the word 0 came. At another they are all equal, so the model has
# no idea.

# %%
sure = -np.log(np.exp(2) / (np.exp(2) + np.exp(1) + np.exp(0)))
no_idea = -np.log(np.exp(0) / (np.exp(0) + np.exp(0) + np.exp(0)))
print(f"rather sure: {sure:.4f}   no idea: {no_idea:.4f} = ln 3 = {np.log(3):.4f}   mean: {(sure + no_idea) / 2:.4f}")

# %% [markdown]
# Remember the second one: **a model that knows nothing has the loss ln V.** It is the first thing to look at when a
# training starts.
#
# <details><summary>Two slips in the decks, if you have them at hand</summary>
#
# The decks were made to be spoken over, and a slip of the pen does no harm there. In code it does.
#
# - Deck 2 writes the cross-entropy with a minus between its arguments, $CE(y - \hat y)$. It is a function of *two*
#   distributions, $CE(y, \hat y) = -\sum_w y_w \ln \hat y_w$; a difference has no logarithm worth taking. The line
#   after it is right: since $y$ is one-hot, one term of the sum is left.
# - It then sums from $t = 0$ to $T$ and divides by $T$. These are $T + 1$ terms. From 1 to $T$ it is the mean that
#   is meant.
#
# </details>
#
# ### A mean, and of what
#
# Deck 4 takes the sum $\sum_t L_t$ and not the mean. Both can be minimised; they differ by a factor that changes
# from batch to batch. A sum grows with the length, and so does its gradient, and losses of different batches cannot
# be compared. And deck 2 mentions what is done in practice: not the whole text at once, but 16 sentences or so, then
# the weights are changed a little, then come the next 16. Those 16 differ in length, and with that comes a trap:

# %%
losses_short = np.array([3.0, 3.0])
losses_long = np.array([1.0] * 8)
all_losses = np.concatenate([losses_short, losses_long])
print("mean over all tokens:         ", all_losses.mean())
print("mean of the sentences' means: ", (losses_short.mean() + losses_long.mean()) / 2)
print("sum:                          ", all_losses.sum())

# %% [markdown]
# In (2.6) each *token* counts once. In a mean of means each sentence does, so that a word in a short one weighs
# more.
#
# ### Without overflow
#
# `np.exp(1000)` is infinite, and a probability of e<sup>-1000</sup> is stored as 0, whose logarithm is minus
# infinity. Neither has to happen. Adding one number to all logits of a step does not change the softmax, and
#
# $$-\ln \frac{\exp(y_w)}{\sum_v \exp(y_v)} = \ln \sum_v \exp(y_v - M) - (y_w - M), \qquad M = \max_v y_v$$
#
# has no exponent above 0 and takes the logarithm of a number that is at least 1.
#
# ### Exercise 2.7: `language_model_loss` &nbsp; ●●● &nbsp; 15 minutes &nbsp; 4 to 6 lines
#
# Formula (2.6), from logits. At padding the targets are some id or other and must not matter. A batch without any
# real token has the loss 0.
#
# torch has the line above ready made, as `log_softmax` and `logsumexp`, functions and methods alike. These are what you
# are to write here, and are refused.
#
# <details><summary>The maximum has the wrong shape</summary>
#
# `logits.max(axis=-1)` has lost the last axis. With `keepdims=True` it stays, with length 1, and lines up.
#
# </details>
#
# <details><summary>How do I pick the target's logit at every place?</summary>
#
# Throw the padding out first: `logits[mask]` is (number of real tokens, V) and `targets[mask]` lies beside it. Then
# pair row i with column `targets[i]`, as in `last_valid_state`. Or look up `np.take_along_axis`.
#
# </details>
#
# <details><summary>How do I test it myself?</summary>
#
# All logits equal: ln V. Every sentence twice in the batch: no change. Other targets at the padding: no change. A
# thousand added to all logits: no change.
#
# </details>


# %% solution="language_model_loss"
def language_model_loss(logits, targets, mask):
    """The mean over the real tokens of -ln softmax(logits) at the target, formula (2.6).

    logits   (N, T, V)  scores, of any size: neither 1000 nor 100,000 overflows, and places may differ by as much
    targets  (N, T)     the id of the word that came; at padding some id that must not matter
    mask     (N, T)     True at real tokens, in any arrangement
    returns one number; 0.0 if no token is real
    """
    ### BEGIN SOLUTION
    if not mask.any():
        return 0.0
    real = logits[mask]
    shifted = real - real.max(axis=-1, keepdims=True)
    chosen = shifted[np.arange(len(real)), targets[mask]]
    return np.mean(np.log(np.exp(shifted).sum(axis=-1)) - chosen)
    ### END SOLUTION


# %% test="language_model_loss" part="values" points=2

# %% test="language_model_loss" part="mask" points=2

# %% test="language_model_loss" part="stability" points=1

# %% [markdown]
# ### Before you run it: what is knowing the past worth?
#
# A network learns to predict the next word of our sentences (again trained by torch; the test loss that is printed
# is computed by *your* functions, with the weights that came out). It has three rivals without a memory: one takes
# every word to be equally likely, one has counted how frequent each word is, and one has counted how frequent each
# *pair* of neighbours is (the bigrams of lesson 01).
#
# **Put the four in order, and guess the numbers:** the first one you know exactly, since there are 61 different words,
# the marks `<pad>`, `<start>` and `<end>` among them.

# %% experiment="language_model" seconds=4 tags=["nbval-ignore-output"]
from helpers.nn.experiments import language_model

model = language_model.train(seed=0)
rivals = language_model.losses_of_counts(seed=0)
tokens, targets, mask = language_model.held_out()
yours = float(language_model_loss(logits_at_every_word(tokens, mask, model.weights), targets, mask))

draw.lines(
    range(len(model.loss)),
    {"recurrent network": model.loss},
    xlabel="rounds of training",
    ylabel="mean loss per token",
    levels=rivals,
    ylim=(0, 4.5),
    alt="Mean loss per token on test sentences. It starts at about the loss of 'every word alike', ln V, falls below "
    "'counts of words' and 'counts of word pairs' within two rounds, and levels off well below all three.",
)
print(f"different words: V = {len(words)}, ln V = {np.log(len(words)):.3f}")
for name, loss in rivals.items():
    print(f"{name:32} {loss:.3f}, as if {np.exp(loss):.0f} words were equally likely")
print(f"{'recurrent network, untrained':32} {model.loss[0]:.3f}")
print(f"{'recurrent network, trained':32} {yours:.3f}, as if {np.exp(yours):.0f} were   (by your functions)")
counted = np.bincount(targets[mask], minlength=len(words)) / mask.sum()
print("most frequent:", ", ".join(f"{words[word]} {counted[word]:.0%}" for word in np.argsort(-counted)[:5]))
for word in ("at", "the", "was"):
    followers = np.unique(targets[mask & (tokens == words.index(word))])
    print(f"different words that follow {word!r}: {len(followers)}")
assert abs(yours - model.loss[-1]) < 1e-3, "do the checks of rnn_forward, output_layer and language_model_loss pass?"
assert abs(model.loss[0] - np.log(len(words))) < 0.3, "this is not what the text below says: please report it"
assert model.loss[2] < rivals["counts of word pairs"] - 0.02, "this is not what the text below says: please report it"
assert yours < rivals["counts of word pairs"] - 0.2, "does the check of language_model_loss pass?"

# %% [markdown]
# How frequent each word is helps little, since no word is frequent enough to bet on: the mean loss is that of a choice
# among 43 words alike, and there are 61. The word before helps much, since many words leave little choice for the next
# one, as the printed lines show.
#
# Untrained, the network is about as good as one that knows nothing, ln V. Within two rounds it has overtaken all its
# rivals, one after the other. It does not fall to zero, and should not: which movie, which opinion and which filler
# come next is a throw of dice in these sentences, and no model can know it.
#
# The gap between the pairs and the network is what a memory of more than one word is worth. An example: *at home* is a
# filler, and after it any part of a sentence may come.
#
# **Before you run it:** which word comes after *the movie was not dull at home*? What does one expect who has seen
# only *home*? And after *the movie was not dull but*, what has to be true of the next word?

# %% experiment="worth_of_memory" seconds=3 tags=["nbval-ignore-output"]
from helpers.data.minimal_pairs import NEGATIVE, POSITIVE
from helpers.nn.experiments import language_model

weights = language_model.train(seed=0).weights
by_pairs = language_model.next_word_by_pairs(seed=0)


def next_word(beginning):
    """The probability of each word after these, by the network and by the counts of pairs."""
    tokens, mask = encode([["<start>", *beginning.split()]], words)
    logits = logits_at_every_word(tokens, mask, weights)[0, -1]
    e = np.exp(logits - logits.max())
    return dict(zip(words, e / e.sum(), strict=True)), dict(zip(words, by_pairs[tokens[0, -1]], strict=True))


network, pairs = next_word("the movie was not dull at home")
print(f"the movie was not dull at home ...   but: network {network['but']:.0%}, word pairs {pairs['but']:.0%}")
assert network["but"] > 0.3 > 0.1 > pairs["but"], "do the checks of rnn_forward and output_layer pass?"

network, pairs = next_word("the movie was not dull but")
good, bad = sum(network[word] for word in POSITIVE), sum(network[word] for word in NEGATIVE)
print(f"the movie was not dull but ...       a good word: network {good:.0%}; a bad word: {bad:.0%}")
assert good + bad > 0.8, "do the checks of rnn_forward and output_layer pass?"
assert abs(good - bad) < 0.3, "this is not what the text below says: please report it"

# %% [markdown]
# The network knows across the filler that a *not* is still waiting for its *but*; the pair knows only that a filler
# has ended. And here is what it has *not* learnt: after *not dull but* only a good word can follow, and it gives the
# bad ones as much. That it is an opinion which comes next, it knows; which kind, it does not. The memory can hold
# it, as the classifier of section 6 shows, but there the opinion was all that was asked for, and here it is one word
# of a sentence.

# %% [markdown]
# ---
# ## Quiz
#
# Each answer is a letter in quotes, such as `"a"`. The check says something to every answer, the right one too.
#
# **1.** A network reads 1,000 words instead of 10. How many more parameters does it need?
#
# - **a** 100 times as many
# - **b** it needs a set of its own for each place, so 990 sets more
# - **c** none
# - **d** it depends on H

# %% quiz="same_weights" answer="c" points=1
same_weights = None

# %% [markdown]
# **2.** Why can a network with a loop be trained by the chain rule?
#
# - **a** the loop is cut out before training
# - **b** unrolled over the steps it has no loop: every arrow points forward
# - **c** the unrolled network is another one, which approximates it
# - **d** because equal weights have equal gradients

# %% quiz="acyclic" answer="b" points=1
acyclic = None

# %% [markdown]
# **3.** $h_{t-1}$ and $b_h$ are not zero. The input $x_t$ is a vector of zeros. What is $h_t$?
#
# - **a** the same as $h_{t-1}$
# - **b** zero
# - **c** in general neither: memory and bias still move it
# - **d** the step raises an error

# %% quiz="empty_input" answer="c" points=1
empty_input = None

# %% [markdown]
# **4.** No mask was used, and `h[:, -1]` is taken as the state of each sentence. What is true of a sentence that is
# two words shorter than the longest of its batch?
#
# - **a** its state has read two pads after its last word
# - **b** NumPy raises an IndexError
# - **c** nothing is wrong with it, only with the longest one
# - **d** it gets the state of the longest sentence

# %% quiz="last_column" answer="a" points=1
last_column = None

# %% [markdown]
# **5.** A language model over 10,000 words has just been made, with small random weights. Which loss per token do
# you expect?
#
# - **a** about 0
# - **b** about 1/10,000
# - **c** it depends on the length of the text
# - **d** about ln 10,000

# %% quiz="uniform_loss" answer="d" points=1
uniform_loss = None

# %% [markdown]
# **6.** The word counter was right on 50 % of the minimal pairs. What would raise that?
#
# - **a** nothing that leaves the order out
# - **b** ten times as many sentences
# - **c** ten times as many units
# - **d** another seed: 50 % is chance

# %% quiz="half_right" answer="a" points=1
half_right = None

# %% [markdown]
# ---
# ## What to remember
#
# - **One function, one state.** $h_t = \tanh(x_t W_{xh} + h_{t-1} W_{hh} + b_h)$, the same weights at every step.
#   The number of parameters does not depend on the length.
# - **Folded it has a loop, unrolled it has none.** The unrolled graph is acyclic, and so the chain rule applies.
# - **The state holds order.** Two sentences with the same bag of words leave different states behind.
# - **Padding is not nothing.** Where the mask is False no step is taken, no state is picked and no loss is counted.
# - **Logits go into the loss**, and the loss is a mean over real tokens. A model that knows nothing has ln V.
#
# | for it | against it |
# |---|---|
# | reads any length with the same weights | one step after the other: no two steps of a sequence at the same time |
# | every step can, in principle, know all the past | in practice much of it is lost, as with the fillers (lesson 04) |
#
# In the next lesson you take the gradients away from torch and write them yourself.
#
# ## Sources
#
# - The five decks of this course. Deck 1: M. Filipiuk, *Recurrent Neural Networks* (Polish; the unrolled network is
#   a DAG). Deck 2: a deck on recurrent language models (Polish; one-hot and embedding, the loss, for and against).
#   Deck 3: *Recurrent Neural Networks*, Sungkyunkwan University (Korean; the state as context). Deck 4: D. Tarasov,
#   *Введение в RNN* (Russian, 2017). Deck 5: M. Walkowski, *Recurrent Neural Networks* (English, 2022; the two
#   sentences, the four shapes).
# - J. L. Elman, *Finding structure in time*, Cognitive Science 14, 1990: the network of this lesson.
# - A. Karpathy, [The unreasonable effectiveness of recurrent neural
#   networks](https://karpathy.github.io/2015/05/21/rnn-effectiveness/), 2015: the shapes of section 5, and
#   the one without a sequence, which completes the five of lesson 00.
# - [torch.nn.RNN](https://docs.pytorch.org/docs/stable/generated/torch.nn.RNN.html): the same formula, with two
#   biases that are added.
