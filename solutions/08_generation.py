# %% [markdown]
# # How does a network write?
#
# Until now the networks of this course have read. This lesson turns one round: what it takes for the next character is
# written down, and read. Out of that come lines of Python, tunes that can be heard, and the sound of a spoken digit.
#
# **After this lesson you can**
#
# - say how good a language model is, in a number that can be compared between models;
# - draw from a model's probabilities, hotter or colder, and cut off their tail in two ways;
# - let any model write, with its state carried along and its dropout off;
# - train a model of characters that learns to indent, and measure what it has learnt;
# - find out what single units of a network follow, without choosing the pretty ones by hand.
#
# You write six functions, in PyTorch. About 75 minutes in all, made for two sittings: the tools (sections 1 to 5), a
# break, and what they write (sections 6 to 10).

# %%
import math

import numpy as np
import torch
from torch.nn import functional as F

from helpers import draw
from helpers.checks import Check

torch.set_num_threads(1)
check = Check("08_generation", globals())

# %% [markdown]
# ---
# ## 1 &nbsp; The reader's answer becomes its next input
#
# A language model reads tokens and says after each of them how probable every token is as the next one. So it also
# says how probable a whole text is: that of the first token, times that of the second after the first, and so on.
#
# $$p(y_1, \dots, y_T) = p(y_1)\, p(y_2 \mid y_1)\, p(y_3 \mid y_1, y_2) \cdots \tag{8.1}$$
#
# To write, one goes the same way and *draws*: a first token from the first factor, then a second one from the second
# factor, which depends on the first token. What comes out is a text with the probability (8.1), whatever the model is.

# %% figure="writing_loop"
draw.writing_loop(
    ["d", "e", "f"],
    [" ", "m", "a", "i"],
    alt="A recurrent network unrolled over six steps. The first three read the prompt d, e, f. From the third step on "
    "each step gives a distribution over the next character, one character is drawn from it (a blank, then m, a, i), "
    "and an arrow leads it down to the input of the next step. The state is handed from step to step all along.",
)

# %% [markdown]
# The first tokens can be given: a **prompt**, which is read and not drawn. Deck 5 calls this shape *one to many*: one
# thing comes in, a sequence comes out. Deck 4 shows what two such networks wrote in 2015, one trained on the source of
# the Linux kernel and one on a textbook of algebraic geometry in LaTeX. Both have learnt brackets, indentation and the
# tone, and neither has any sense. You will get there in section 6, with the source of Python.
#
# ---
# ## 2 &nbsp; How good is it?
#
# ### Perplexity
#
# A model is good if a text that it has not seen is probable. (8.1) itself is of no use as a mark: it halves or worse
# with every token, so that long texts have tiny probabilities. Take the *geometric mean* of the factors, and turn it
# round:
#
# $$\text{perplexity} = \left(\prod_{t=1}^{n} \frac{1}{p(y_t)}\right)^{1/n}
# = \exp\left(-\frac{1}{n} \sum_{t=1}^{n} \ln p(y_t)\right) \tag{8.2}$$
#
# where $p(y_t)$ is short for the probability that the model gave to the token that came, and $n$ counts all tokens. On
# the right stands the exponential of the mean cross-entropy that you have trained with all along. Read it as a number
# of choices: a model that hesitates evenly between 4 tokens has a perplexity of 4.
#
# **By hand.** Three tokens got 1/2, 1/4 and 1/8. Their product is 1/64, the third root of 64 is 4. A second text of one
# token got 1/2. Both together: the product of the four is 1/128.

# %%
first_text, second_text = [1 / 2, 1 / 4, 1 / 8], [1 / 2]
together = np.array(first_text + second_text)
print("perplexity of the first text:", np.prod(1 / np.array(first_text)) ** (1 / 3))
print("of both texts, all four tokens in one mean:", round(np.exp(-np.log(together).mean()), 4))
print("the mean of the two texts' perplexities, which is something else:", (4 + 2) / 2)

# %% [markdown]
# A mean over tokens and a mean over texts differ, as soon as texts differ in length. (8.2) asks for the one over all
# tokens. (In a widely used textbook the definition changed twice within two years, to a harmonic mean and back. In
# words they all sound alike.)
#
# ### Exercise 8.1: `perplexity` &nbsp; ●○○ &nbsp; 6 minutes &nbsp; 1 or 2 lines
#
# Formula (8.2) for a batch of texts of different lengths, from logits. `mask` is True at the real tokens, as in lesson
# 02; what stands at pads must have no influence. torch's `F.cross_entropy` and `log_softmax` may be used.
#
# <details><summary>Where do the pads go?</summary>
#
# `logits[mask]` is (n, V): the rows of the n real tokens of all texts, one below the other. `targets[mask]` is (n,).
#
# </details>
#
# <details><summary>Nearly all of it</summary>
#
# `F.cross_entropy(rows, ids)` is the mean of -ln p over the rows. What stands around it in (8.2)?
#
# </details>


# %% solution="perplexity"
def perplexity(logits, targets, mask):
    """The perplexity of a batch of texts, formula (8.2).

    logits   (N, T, V)  scores for the token at each place, before the softmax
    targets  (N, T)     the ids of the tokens that came
    mask     (N, T)     True at real tokens, False at pads; at least one is True
    returns a tensor of one number, or a float
    """
    ### BEGIN SOLUTION
    return F.cross_entropy(logits[mask], targets[mask]).exp()
    ### END SOLUTION


# %% test="perplexity" part="values" points=2

# %% test="perplexity" part="edge_cases" points=1

# %% [markdown]
# ### Bits
#
# A mean loss can be said in two units. In **nats** it uses the natural logarithm, as your losses do. In **bits** it uses
# the logarithm to base 2, and has a meaning: it is the length, in zeros and ones, that a text has when it is packed by a
# perfect packer that knows the model. $\log_2 x = \ln x / \ln 2$, so a nat is 1.44 bits.
#
# There is a catch in comparing. A model of words and a model of characters have different tokens, so their perplexities
# have nothing to do with one another. But both say how probable the *text* is. So count what the whole text costs, and
# share that among its characters:
#
# $$\text{bits per character} = \frac{-\sum_{t=1}^{n} \log_2 p(y_t)}{\text{number of characters that the } n \text{
# tokens spell}} \tag{8.3}$$
#
# **By hand.** The three tokens above cost 1, 2 and 3 bits. If they spell 4, 1 and 1 characters, that is 6 bits for 6
# characters: 1 bit per character, at a perplexity of 4 per token.
#
# ### Exercise 8.2: `bits_per_character` &nbsp; ●●○ &nbsp; 8 minutes &nbsp; about 3 lines
#
# Formula (8.3). `lengths[v]` says how many characters token v spells. That may be 0: an end mark is not seen, and
# naming it costs bits all the same.
#
# <details><summary>Which lengths are to be added?</summary>
#
# Those of the tokens that came, once for each time they came: `lengths[ids]` looks them up.
#
# </details>
#
# <details><summary>A mean or a sum?</summary>
#
# One fraction, with a sum above and a sum below. `F.cross_entropy(..., reduction="sum")` gives the sum, in nats.
#
# </details>


# %% solution="bits_per_character"
def bits_per_character(logits, targets, mask, lengths):
    """What a batch of texts costs, in bits for each character, formula (8.3).

    logits, targets, mask  as for perplexity
    lengths  (V,)  how many characters each token spells, whole numbers, some may be 0
    returns a tensor of one number, or a float
    """
    ### BEGIN SOLUTION
    nats = F.cross_entropy(logits[mask], targets[mask], reduction="sum")
    return nats / math.log(2) / lengths[targets[mask]].sum()
    ### END SOLUTION


# %% test="bits_per_character" part="values" points=2

# %% test="bits_per_character" part="edge_cases" points=1

# %% [markdown]
# ### What is a good number?
#
# The text of this lesson is the source of Python's standard library, which every Python has. Two models that only count
# are set against each other: one counts characters, one counts words (a word is a name, a run of blanks, or any other
# single character). And as packers go there are real ones: `zlib`, `bz2` and `lzma`, which also come with Python.
#
# **Before you run it:** which of the two counting models has the lower perplexity? Which has fewer bits per character?
# And do you expect the packers above or below them?

# %% experiment="good_numbers" seconds=3 tags=["nbval-ignore-output"]
import bz2
import lzma
import re
import zlib
from collections import Counter

from helpers.data.source_code import source_text

code = source_text(1_000_000)
train_code, test_code = code[:900_000], code[900_000:]


def counted(tokens_of):
    """Perplexity and bits per character, on the test text, of a model that counts tokens on the training text."""
    counts, seen = Counter(tokens_of(train_code)), tokens_of(test_code)
    vocabulary = {token: number for number, token in enumerate(sorted(set(counts) | set(seen)))}
    p = torch.tensor([counts[token] + 0.1 for token in vocabulary], dtype=torch.float64)
    ids = torch.tensor([[vocabulary[token] for token in seen]])
    # one row of logits for all places: expand makes no copies, so it is cut into pieces for the sake of memory
    logits, mask = (p / p.sum()).log(), torch.ones(1, 1000, dtype=torch.bool)
    lengths = torch.tensor([len(token) for token in vocabulary])
    pieces = [ids[:, at : at + 1000] for at in range(0, ids.shape[1] - 999, 1000)]
    rows = logits.expand(1, 1000, -1)
    perplexities = [float(perplexity(rows, piece, mask)) for piece in pieces]
    bits = [(float(bits_per_character(rows, piece, mask, lengths)), int(lengths[piece].sum())) for piece in pieces]
    return math.exp(np.log(perplexities).mean()), sum(b * n for b, n in bits) / sum(n for _, n in bits), len(vocabulary)


for name, tokens_of in {"characters": list, "words": re.compile(r"\w+| +|.", re.DOTALL).findall}.items():
    value, bits, V = counted(tokens_of)
    print(f"counts of {name:10} V = {V:6,}   perplexity {value:6.1f}   bits per character {bits:.2f}")
for packer in (zlib, bz2, lzma):
    both, first = (len(packer.compress(text.encode())) for text in (code, train_code))
    print(f"{packer.__name__:5} packs the test text, after the training text, in {8 * (both - first) / len(test_code):.2f} bits per character")

# %% [markdown]
# By perplexity the model of words looks worse by far, since it has thousands of tokens to choose from; by bits it is the
# better one. **Compare models per character, not per token.** The packers are rivals to be taken seriously: they have
# read the training text too, and find names and phrases again that came before. They are models of language without any
# learning in them.
#
# ---
# ## 3 &nbsp; Hot and cold
#
# Let the softmax divide its logits $a$ by a **temperature** $T$ first:
#
# $$p_v(T) = \frac{e^{a_v / T}}{\sum_u e^{a_u / T}} = \frac{p_v^{1/T}}{\sum_u p_u^{1/T}} \tag{8.4}$$
#
# The second form says what happens: every probability is raised to the power $1/T$, and the result is normalised.
#
# **By hand.** $p = (1/2, 1/4, 1/4)$. At $T = 1/2$ the squares are 1/4, 1/16, 1/16, in the ratio 4 : 1 : 1, so $p(1/2) =
# (2/3, 1/6, 1/6)$. At $T = 2$ the roots are 0.707, 0.5, 0.5. At $T \to 0$ everything goes to the largest. Where do
# probabilities go for $T \to \infty$?

# %%
for T_hand in (0.1, 0.5, 1.0, 2.0, 100.0):
    powers = np.array([1 / 2, 1 / 4, 1 / 4]) ** (1 / T_hand)
    print(f"T = {T_hand:5}: ", np.round(powers / powers.sum(), 3))

# %% [markdown]
# The name comes from physics. There $-a_v$ is an energy, and (8.4) says how often a system at temperature $T$ is found
# in each of its states: a cold one in the lowest, a hot one anywhere.

# %% experiment="temperature_slider" seconds=2
next_words = {"the": 3.0, "a": 2.2, "my": 1.4, "every": 0.6, "this": 0.3, "no": -0.4, "green": -1.5, "of": -2.5}


def at_temperature(temperature):
    """The distribution of eight words at a temperature."""
    p = np.exp(np.array(list(next_words.values())) / temperature)
    draw.distribution(
        list(next_words),
        {f"T = {temperature}": p / p.sum()},
        alt=f"Bars of the probabilities of eight words at temperature {temperature}: the first has "
        f"{p.max() / p.sum():.0%}, the last {p.min() / p.sum():.1%}.",
    )


draw.slider(
    "temperature",
    [0.2, 0.5, 0.8, 1.0, 1.5, 2.0, 5.0],
    at_temperature,
    still=(0.5, 2.0),
    alt="A low temperature leaves one high bar; with a higher one the bars come closer to one height.",
)

# %% [markdown]
# ### Exercise 8.3: `sample_with_temperature` &nbsp; ●●○ &nbsp; 8 minutes &nbsp; about 4 lines
#
# Draw one token for each row of logits, by (8.4). At `temperature` 0 take the largest logit: that is called *greedy*.
# Logits of -inf may occur, and never come. The check counts what you draw in thousands of draws, so neither the way nor
# the generator matters.
#
# <details><summary>How do I draw with torch?</summary>
#
# `torch.multinomial(p, 1, generator=generator)` draws one id for each row of probabilities. It returns (N, 1).
#
# </details>
#
# <details><summary>What is different at 0?</summary>
#
# Nothing can be divided by it. `logits.argmax(dim=1)` needs no division.
#
# </details>


# %% solution="sample_with_temperature"
def sample_with_temperature(logits, temperature, generator):
    """One token drawn for each row, from the softmax of the logits divided by the temperature, formula (8.4).

    logits       (N, V)  any numbers, large ones too; -inf for what cannot come. They stay as they were
    temperature  a number, at least 0; at 0 the largest logit is taken
    generator    a torch.Generator to draw from
    returns (N,), the ids, integers
    """
    ### BEGIN SOLUTION
    if temperature == 0:
        return logits.argmax(dim=1)
    probabilities = torch.softmax(logits / temperature, dim=1)
    return torch.multinomial(probabilities, 1, generator=generator)[:, 0]
    ### END SOLUTION


# %% test="sample_with_temperature" part="values" points=3

# %% test="sample_with_temperature" part="edge_cases" points=1

# %% [markdown]
# ---
# ## 4 &nbsp; Cutting the tail off
#
# With a hundred characters each unlikely one is rarely drawn. Together they are drawn now and then, and one wrong
# character can spoil all that follows. A low temperature helps, and makes the likely ones more likely still. Two other
# ways leave the likely ones in peace and cut off the rest, by setting its logits to $-\infty$:
#
# - **top-k** keeps the k most probable tokens;
# - **top-p**, or *nucleus*, keeps the fewest of the most probable tokens that have at least the probability p together.
#
# **By hand.** $p = (0.15, 0.5, 0.05, 0.3)$, p = 0.75: the largest is 0.5, which is less than 0.75; with 0.3 it is 0.8.
# So two tokens stay, the second and the fourth. For $(0.4, 0.2, 0.3, 0.1)$ it takes 0.4, 0.3 and 0.2: three.

# %% figure="two_cuts"
sure, unsure = np.array([0.86, 0.08, 0.03, 0.015, 0.01, 0.005]), np.array([0.22, 0.2, 0.18, 0.16, 0.13, 0.11])
draw.cuts(
    {"a model that is sure": sure, "a model that is not": unsure},
    k=3,
    p=0.8,
    alt="Two distributions over six tokens, most probable first. The first has 86 % on one token, the second is nearly "
    "flat, from 22 % to 11 %. A line marks where top-k with k = 3 cuts: behind the third token in both. A second line "
    "marks where top-p with p = 0.8 cuts: behind the first token in the first one, behind the fifth in the second.",
)

# %% [markdown]
# The picture shows the difference. k is a number of tokens, whatever the model thinks; the nucleus is wide where the
# model is unsure and narrow where it is sure.
#
# ### Exercise 8.4: `top_k` &nbsp; ●○○ &nbsp; 6 minutes &nbsp; 2 lines
#
# Return new logits: the k largest of each row as they were, the others -inf. What equals the k-th largest stays too.
#
# <details><summary>The k-th largest of each row</summary>
#
# `logits.topk(k, dim=1).values` is (N, k), in falling order. A column of it, kept as (N, 1), compares with all V.
#
# </details>
#
# <details><summary>Setting the rest</summary>
#
# `logits.masked_fill(where, value)` makes a new tensor.
#
# </details>


# %% solution="top_k"
def top_k(logits, k):
    """Logits with all but the k largest of each row ruled out.

    logits  (N, V); they stay as they were
    k       at least 1; more than V means that all stay
    returns (N, V): what is smaller than the row's k-th largest logit is -inf
    """
    ### BEGIN SOLUTION
    kth = logits.topk(min(k, logits.shape[1]), dim=1).values[:, -1:]
    return logits.masked_fill(logits < kth, -torch.inf)
    ### END SOLUTION


# %% test="top_k" part="values" points=2

# %% test="top_k" part="edge_cases" points=1

# %% [markdown]
# ### Exercise 8.5: `top_p` &nbsp; ●●● &nbsp; 12 minutes &nbsp; about 5 lines
#
# Return new logits: the nucleus of each row as it was, the others -inf. The token with which p is reached belongs to it,
# so at least one token stays. (Which of two equal tokens stays, where only one of them is needed, is up to you.)
#
# <details><summary>In which order?</summary>
#
# `numbers, places = rows.sort(dim=1, descending=True)` gives the numbers, the largest first, and where each came from.
#
# </details>
#
# <details><summary>When does a token stay?</summary>
#
# When the sum of the probabilities *before* it, without its own, has not reached p. `cumsum` adds its own too.
#
# </details>
#
# <details><summary>Back to the old places</summary>
#
# `result.scatter(1, columns, numbers)` gives a tensor like `result` in which each of the numbers stands in the column
# that is named for it. Here `result` may be anything of the right shape, since every column is named once.
#
# </details>


# %% solution="top_p"
def top_p(logits, p):
    """Logits with all but the nucleus of each row ruled out.

    logits  (N, V); they stay as they were
    p       more than 0, at most 1
    returns (N, V): the fewest of the most probable tokens whose probabilities add up to at least p keep their logits,
    the others are -inf
    """
    ### BEGIN SOLUTION
    ordered, order = logits.sort(dim=1, descending=True)
    probabilities = ordered.softmax(dim=1)
    before = probabilities.cumsum(dim=1) - probabilities
    ordered = ordered.masked_fill(before >= p, -torch.inf)
    return torch.empty_like(logits).scatter(1, order, ordered)
    ### END SOLUTION


# %% test="top_p" part="values" points=3

# %% test="top_p" part="edge_cases" points=1

# %% [markdown]
# The three can be combined. The order matters: dividing by a temperature changes which tokens make up 90 %, and does not
# change which are the five largest.
#
# ---
# ## 5 &nbsp; Writing
#
# All that is missing is the loop of the first picture. It works for every model that is called like this, which is how
# the modules of lesson 07 are called:
#
# ```python
# logits, state = model(ids)           # ids (N, T), from the beginning: no state is handed in
# logits, state = model(ids, state)    # going on; logits (N, T, V)
# ```
#
# Four things go wrong here in practice, and none of them raises an error:
#
# - **The state** is forgotten, or the last token of the prompt is read twice.
# - **Dropout** is on: the model writes as it trained. `model.eval()` switches it off, and `model.training` says how it
#   was before, so that it can be put back.
# - **Gradients** are kept: through the state every step hangs on the one before, and the memory grows with the text.
#   `torch.no_grad()` is there for that.
# - **One row stops** and takes the others with it.
#
# ### Exercise 8.6: `generate` &nbsp; ●●● &nbsp; 15 minutes &nbsp; about 14 lines
#
# Read the prompt, then write `length` tokens for each row. Which token is taken is up to the function `choose`, which
# gets logits (N, V) and returns ids (N,). Each token is read once. If `stop` is the id of a token, a row is filled with
# it from the first one on that it *writes*; one in the prompt ends nothing.
#
# <details><summary>What does the first round read, and what the others?</summary>
#
# The first one the whole prompt, (N, P), without a state. The others the tokens that were just chosen, as (N, 1):
# `token[:, None]`.
#
# </details>
#
# <details><summary>From which logits is chosen?</summary>
#
# From those after the last token read: `logits[:, -1]`.
#
# </details>
#
# <details><summary>How do I fill the rows that have stopped?</summary>
#
# Keep `finished`, (N,), all False at first. `torch.where(finished, stop, token)` takes the stop where it is True. Then
# add the rows whose token is the stop to `finished`.
#
# </details>


# %% solution="generate"
def generate(model, prompt, length, choose, stop=None):
    """What a language model writes after a prompt.

    model   a torch.nn.Module: model(tokens (N, T), state=None) -> logits (N, T, V), state of any kind. It is used in
            evaluation mode, without gradients, and has its own mode again afterwards
    prompt  (N, P), ids, P at least 1; it stays as it was
    length  how many tokens to write, at least 1
    choose  a function: logits (N, V) -> ids (N,)
    stop    the id of a token or None; from the first one on that a row writes, it holds nothing else
    returns (N, length), the ids of what was written, without the prompt
    """
    ### BEGIN SOLUTION
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
                finished = finished | (token == stop)
            written.append(token)
            tokens = token[:, None]
    model.train(training)
    return torch.stack(written, dim=1)
    ### END SOLUTION


# %% test="generate" part="values" points=3

# %% test="generate" part="stopping" points=1

# %% test="generate" part="edge_cases" points=1

# %% [markdown]
# **Here a break fits.** What you have written is all that a program needs to write with a model of language, large ones
# included. What comes next are the models.
