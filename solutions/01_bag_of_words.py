# %% [markdown]
# # Why is counting words not enough?
#
# To see whether a text praises or complains, count its words: *fresh* and *gripping* speak for it, *dull* and *flat*
# against it. It is one of the oldest ways of giving a text to a computer, it takes a page of code, and on many tasks
# it is hard to beat. It has one flaw, and all of this course grows out of that flaw.
#
# **After this lesson you can**
#
# - turn text into words, words into numbers, and a text of any length into one vector of fixed length;
# - say exactly what that vector has forgotten, and prove that no model can bring it back;
# - name what n-grams mend, where they stop, and what they cost;
# - turn scores into probabilities and probabilities into a loss, without overflow, and derive the gradient;
# - train a classifier that you wrote in NumPy from the first line to the last.
#
# You write eight functions and make ten predictions. About 150 minutes in all, best in two sittings: sections 1
# to 4 (the counting and its flaw), then 5 to 8 (what can be learnt from counts, and n-grams).

# %%
import re
from collections import Counter

import numpy as np

from helpers import draw
from helpers.checks import Check

check = Check("01_bag_of_words", globals())

# %% [markdown]
# This is the way ahead. What is written in typewriter letters are your functions; $W$ is a matrix that is learnt, and
# the way back, from the loss to the logits, is its gradient.

# %% figure="counting_path"
draw.counting_path(
    alt="The way of a text. It becomes words by tokenize; ngrams makes n-grams of them, which can take the place of "
    "words. From the words of the training texts build_vocabulary makes the vocabulary. With its help bag_of_words "
    "turns words into counts, (V,), which are the sum of their one_hot vectors. Times W the counts of N texts become "
    "logits, (N, C). softmax turns logits into probabilities, (N, C), and cross_entropy turns logits into one number, "
    "the loss. An arrow leads back from the loss to the logits: cross_entropy_gradient."
)

# %% [markdown]
# **V** is the number of words in the vocabulary, **N** the number of texts that are looked at together, **T** the
# number of words in a text, **C** the number of answers to choose from.
#
# ---
# ## 1 &nbsp; A text becomes words
#
# The **decks** are the five sets of lecture slides on which this course is built (see the sources). Deck 5 begins
# with two sentences and what is counted in them:
#
# > "The movie was not long but interesting."
# > `{'the': 1, 'movie': 1, 'song': 0, 'was': 1, 'is': 0, 'not': 1, 'long': 1, 'but': 1, 'interesting': 1}`
# >
# > "I like to sleep and I like to eat"
# > `{'i': 2, 'like': 2, 'to': 2, 'sleep': 1, 'and': 1, 'eat': 1}`
#
# Before anything was counted, a few decisions were made: *The* became *the*, and the full stop is gone. Cutting a
# text into units is called **tokenization**. There is no right way to do it, but there has to be *one* way, used for
# every text alike. In this lesson:
#
# 1. Everything is made lower case, as Python's `lower` does.
# 2. A word is a run of letters and digits that is as long as possible, in any alphabet.
# 3. An apostrophe `'` *between* two letters or digits belongs to the word: `isn't` is one word, and in `'long'` the
#    quotes are not part of it. Only the straight one counts, the curly `’` separates.
# 4. Everything else separates words and is dropped, the hyphen and the underscore too.
#
# | text | words |
# |---|---|
# | `It wasn't long!` | `it` `wasn't` `long` |
# | `a well-made film: 10/10` | `a` `well` `made` `film` `10` `10` |
#
# The last row shows what such decisions cost: *well-made* and *10/10* have lost something. (So have accents and
# Indian vowel signs that are characters of their own: to Python they are no letters, and cut a word in two.)
#
# ### Exercise 1.1: `tokenize` &nbsp; ●●○ &nbsp; 12 minutes &nbsp; 1 line, or about 14 with a loop
#
# <details><summary>With a loop</summary>
#
# Go through the characters. `character.isalnum()` is True for letters and digits of every alphabet. Collect them, and
# close the word when something else comes. The apostrophe needs a look at both its neighbours.
#
# </details>
#
# <details><summary>With a regular expression</summary>
#
# `re.findall(pattern, text)` returns all matches as a list. `\w` stands for a letter, a digit *or an underscore*;
# `[^\W_]` for the same without the underscore. `+` is "one or more", `(?:...)*` is "this group, any number of times".
#
# </details>
#
# <details><summary>There are empty strings in my list</summary>
#
# `re.split` gives what lies between the separators, even where nothing does: before the first word or after the last.
# Looking for the words, and not for what separates them, has no such ends.
#
# </details>


# %% solution="tokenize"
def tokenize(text):
    """The words of a text, in order, by the four rules above.

    text     a string, possibly empty
    returns  a list of strings; repeated words stay repeated; [] if there is no word
    """
    ### BEGIN SOLUTION
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.lower())
    ### END SOLUTION


# %% test="tokenize" part="values" points=2

# %% test="tokenize" part="edge_cases" points=1

# %% [markdown]
# ---
# ## 2 &nbsp; Words get numbers
#
# A vector has places, not words, so every word gets a place of its own, its **id**; all words that have one are the
# **vocabulary**. The order matters little, but it has to stay: a model learns that place 7 means *dull*, and if
# tomorrow place 7 means *fresh*, all it has learnt is wrong.
#
# The usual order is by frequency. Then a vocabulary that is too large can be cut where it hurts least: a few words
# are everywhere, and very many are hardly ever met (section 8 counts them). In this lesson:
#
# 1. The most frequent word gets id 0, the next one 1, and so on.
# 2. Of words that are equally frequent, the one that was *met first* comes first.
# 3. With a `size`, only the first `size` words of that order are kept.
#
# With these rules the words of "I like to sleep and I like to eat" stand in the order of the deck's second line: *i*,
# *like* and *to* occur twice each, the others once.
#
# **The vocabulary is made from the training texts alone.** A word that occurs in none of them is **unknown**: the
# model has no weight for it, and a vocabulary that has looked at the test texts would promise what it cannot keep.
#
# ### Exercise 1.2: `build_vocabulary` &nbsp; ●●○ &nbsp; 10 minutes &nbsp; 2 to 8 lines
#
# <details><summary>What counts words?</summary>
#
# A dictionary with `counts[word] = counts.get(word, 0) + 1`, or `Counter` from the first cell. Both remember the
# order in which their keys were met.
#
# </details>
#
# <details><summary>How are ties kept in order?</summary>
#
# `sorted` is *stable*: what is equal under the key stays in the order in which it came. Sort by the count alone,
# largest first, and leave the words out of the key.
#
# </details>
#
# <details><summary>The check finds other ids each time I restart</summary>
#
# You use a `set` somewhere. A set of strings has an order that changes from one start of Python to the next.
#
# </details>


# %% solution="build_vocabulary"
def build_vocabulary(sentences, size=None):
    """The ids of the words in training sentences, by the three rules above.

    sentences  a list of sentences, each a list of words, which are taken as they are; the list stays as it was
    size       how many words are kept at most, 1 or more; None keeps all
    returns    a dictionary, word -> id, with the ids 0, 1, 2, ...
    """
    ### BEGIN SOLUTION
    counts = Counter(word for sentence in sentences for word in sentence)
    return {word: number for number, (word, _) in enumerate(counts.most_common(size))}
    ### END SOLUTION


# %% test="build_vocabulary" part="values" points=2

# %% test="build_vocabulary" part="size" points=1

# %% [markdown]
# ---
# ## 3 &nbsp; A bag of words
#
# Now count. For a text $w_1, \ldots, w_T$ and a vocabulary of $V$ words the **bag of words** is the vector with
#
# $$b_v = \text{the number of } t \text{ with } \mathrm{id}(w_t) = v, \qquad v = 0, \ldots, V - 1 \tag{1.1}$$
#
# Deck 5 sums it up in three lines: *fixed-length vector equal to dictionary size; information about the frequency;
# no information about the order*. Unknown words have no place and are not counted.
#
# ### By hand, once
#
# | | i | like | to | sleep | and | eat |
# |---|---|---|---|---|---|---|
# | **id** | 0 | 1 | 2 | 3 | 4 | 5 |
# | "I like to sleep and I like to eat" | 2 | 2 | 2 | 1 | 1 | 1 |
# | "I eat and drink and I eat" | 2 | 0 | 0 | 0 | 2 | 2 |
#
# Both texts have six numbers, although one has nine words and the other seven. *drink* is unknown and leaves no
# trace.
#
# ### Exercise 1.3: `bag_of_words` &nbsp; ●○○ &nbsp; 5 minutes &nbsp; 3 to 5 lines
#
# <details><summary>Where do I begin?</summary>
#
# With `np.zeros(len(vocabulary), dtype=int)`. Then go through the words and add 1 at each one's id.
#
# </details>
#
# <details><summary>All my counts are 1</summary>
#
# NumPy's `counts[ids] += 1` looks up all places first and writes each one back once, so a repeated id counts once. A
# loop does not have this trap, `np.add.at` and `np.bincount` do not either. The same trap is back in lesson 03.
#
# </details>


# %% solution="bag_of_words"
def bag_of_words(words, vocabulary):
    """How often each word of the vocabulary occurs, formula (1.1).

    words       a list of words, possibly empty; those that are not in the vocabulary are left out
    vocabulary  a dictionary, word -> id; its entries can stand in any order, and it stays as it was
    returns     (V,), an array with the count of the word with id v at place v
    """
    ### BEGIN SOLUTION
    counts = np.zeros(len(vocabulary), dtype=int)
    for word in words:
        if word in vocabulary:
            counts[vocabulary[word]] += 1
    return counts
    ### END SOLUTION


# %% test="bag_of_words" part="values" points=2

# %% test="bag_of_words" part="unknown_words" points=1

# %% [markdown]
# Your three functions together give the deck's two lines. The first one has a vocabulary with two words that the
# sentence lacks, the second is counted with a vocabulary of its own.

# %%
deck_words = ["the", "movie", "song", "was", "is", "not", "long", "but", "interesting"]
deck_vocabulary = {word: number for number, word in enumerate(deck_words)}

# %% experiment="deck_vectors" seconds=1
not_long = tokenize("The movie was not long but interesting.")
sleep_and_eat = tokenize("I like to sleep and I like to eat")
for words, vocabulary in ((not_long, deck_vocabulary), (sleep_and_eat, build_vocabulary([sleep_and_eat]))):
    counts = bag_of_words(words, vocabulary)
    print({word: int(counts[number]) for word, number in vocabulary.items()})
assert bag_of_words(not_long, deck_vocabulary).tolist() == [1, 1, 0, 1, 0, 1, 1, 1, 1]
assert list(build_vocabulary([sleep_and_eat])) == ["i", "like", "to", "sleep", "and", "eat"]

# %% [markdown]
# ### The flaw
#
# The deck goes on with a second sentence:
#
# > "The movie was **not long but** interesting."
# >
# > "The movie was **long but not** interesting."
#
# One is praise, the other is not. **Before you run the next cell:** in how many of the nine places do their two
# vectors differ?

# %% experiment="one_vector_for_two" seconds=1
bags = {
    text: np.asarray(bag_of_words(tokenize(text), deck_vocabulary))
    for text in ("The movie was not long but interesting.", "The movie was long but not interesting.")
}
draw.bags(
    bags,
    deck_words,
    alt="Two rows of nine counts, one for each sentence, over the words the, movie, song, was, is, not, long, but, "
    "interesting. Both rows are 1 1 0 1 0 1 1 1 1.",
)
first, second = bags.values()
print("places that differ:", int(np.sum(first != second)))
assert np.array_equal(first, second)

# %% [markdown]
# Each word comes as often in one as in the other, so to anything that reads the bag instead of the sentence the two
# are *one and the same text*. Whatever it answers, it gives both the same answer, and one of the two is wrong. Order
# matters, says the deck, and this is all the proof it takes.

# %% [markdown]
# ---
# ## 4 &nbsp; Where the order is lost
#
# Look at a single word in place of the whole text. As a vector it is **one-hot**: zeros everywhere but for a 1 at its
# id. Deck 5 shows *was* as the column (0, 0, 1, 0, 0, 0, 0), third of the seven words of its sentence. A text of T
# words is then a table with T rows:
#
# $$o_{t,v} = \begin{cases} 1 & \text{if } v = \mathrm{id}(w_t) \\ 0 & \text{otherwise} \end{cases} \tag{1.2}$$
#
# Why not hand over the id itself? Because *word* 6 is not twice *word* 3: the ids are names, and as numbers they
# would claim that one word lies between two others. With one-hot vectors all words are equally far from each other.
#
# ### Exercise 1.4: `one_hot` &nbsp; ●○○ &nbsp; 8 minutes &nbsp; 1 to 6 lines
#
# The ids come as an array, mostly (N, T): N texts of T words. The vectors go into a new axis at the end. (torch has
# ready-made functions for this and for exercises 1.5 to 1.7. They do not count: here you find out what is in them.)
#
# <details><summary>In one line</summary>
#
# `np.eye(V)` is the table of all V one-hot vectors, one a row. What happens when it is indexed by an array of ids?
#
# </details>
#
# <details><summary>Without that trick</summary>
#
# Begin with zeros of shape `(*tokens.shape, V)`. Or compare every id with all of `np.arange(V)`: with one more axis,
# `tokens[..., None]`, the two line up.
#
# </details>


# %% solution="one_hot"
def one_hot(tokens, V):
    """The one-hot vectors of ids, formula (1.2).

    tokens   (N, T) or (N,), ids from 0 to V - 1; the array stays as it was
    V        the number of words in the vocabulary
    returns  (N, T, V) or (N, V), numbers: a 1 at each token's id, zeros elsewhere
    """
    ### BEGIN SOLUTION
    return np.eye(V)[tokens]
    ### END SOLUTION


# %% test="one_hot" part="values" points=1

# %% test="one_hot" part="edge_cases" points=1

# %% [markdown]
# The table of one-hot vectors has the whole sentence in it: read it from top to bottom and you have every word in its
# place. Now add up its rows.
#
# **Before you run the next cell:** what is the sum, and at which point of the picture is the order lost?

# %% experiment="order_dies_in_the_sum" seconds=1
two = [tokenize("The movie was not long but interesting."), tokenize("The movie was long but not interesting.")]
ids = build_vocabulary(two)
tables = np.asarray(one_hot(np.array([[ids[word] for word in words] for words in two]), len(ids)))
draw.one_hot_sums(
    two,
    tables,
    list(ids),
    alt="Two tables of ones and zeros side by side, a row for each word of a sentence and a column for each word of "
    "the vocabulary. The rows for not, long and but stand in another order on the right. Below each table stands "
    "the sum of its rows, and both sums are seven ones.",
)
print("the tables are equal:", bool(np.all(tables[0] == tables[1])))
print("their sums are equal:", bool(np.all(tables[0].sum(axis=0) == tables[1].sum(axis=0))))
assert not np.array_equal(tables[0], tables[1])
for words, table in zip(two, tables, strict=True):
    assert np.array_equal(table.sum(axis=0), bag_of_words(words, ids))

# %% [markdown]
# The sum of the one-hot vectors *is* the bag of words:
#
# $$b = \sum_{t=1}^{T} o_t \tag{1.3}$$
#
# The tables differ, the sums do not. A sum does not care in which order its terms come, and this plus sign is where
# the order dies. A recurrent network reads the same one-hot vectors, one after the other; it has something else in
# place of the plus. That is lesson 02.
#
# **A good place for a break of a day.** The second sitting, sections 5 to 8, begins with something else: scores,
# probabilities, and how wrong they are.

# %% [markdown]
# ---
# ## 5 &nbsp; From scores to probabilities
#
# To see how far counting gets, something has to be learnt. The simplest model gives each answer a score, a **logit**:
# every word adds its weight as often as it occurs.
#
# $$y = B\, W + b_y \tag{1.4}$$
#
# | | shape | what it is |
# |---|---|---|
# | $B$ | (N, V) | the bags of N texts, one a row |
# | $W$ | (V, C) | weights: what each word says for each of C answers |
# | $b_y$ | (C,) | a constant push for each answer, its **bias** |
# | $y$ | (N, C) | logits: one score a text and answer |
#
# One text over three words, and two answers, *praise* and *complaint*. The matrix product is a sum over the words:

# %%
B_example = np.array([[1.0, 0.0, 2.0]])  # N = 1 text, V = 3: fresh once, movie never, dull twice
W_example = np.array([[2.0, -1.0], [0.5, 0.5], [-1.0, 1.5]])  # C = 2
print("word by word:", 1 * W_example[0] + 0 * W_example[1] + 2 * W_example[2])
print("B @ W:       ", (B_example @ W_example)[0])

# %% [markdown]
# Logits can be any numbers. Probabilities are positive and have the sum 1. The **softmax** makes one of the other:
# exponentials are positive, and dividing by their sum does the rest.
#
# $$p_{n,c} = \frac{\exp(y_{n,c})}{\sum_{k} \exp(y_{n,k})} \tag{1.5}$$
#
# ### By hand, once
#
# Three answers with the logits (2, 1, 0). Each exponential is e = 2.718... times the next one.

# %%
exponentials = np.exp([2.0, 1.0, 0.0])
print("exponentials: ", exponentials.round(3), "sum:", exponentials.sum().round(3))
print("probabilities:", (exponentials / exponentials.sum()).round(3))

# %% [markdown]
# What matters is how far the logits are apart. Add 1 to all three and every exponential grows by the same factor,
# which the division takes out again. So softmax does not change when the same number is added to all logits of a
# row, and there is a number worth adding. `np.exp(1000)` is infinite, and infinity divided by infinity is `nan`. With
# the largest logit of the row subtracted first, the largest exponent is 0:
#
# $$p_{n,c} = \frac{\exp(y_{n,c} - M_n)}{\sum_{k} \exp(y_{n,k} - M_n)}, \qquad M_n = \max_k y_{n,k}$$
#
# ### Exercise 1.5: `softmax` &nbsp; ●●○ &nbsp; 10 minutes &nbsp; 2 or 3 lines, about 8 with a loop
#
# Turn each row of logits into probabilities, without overflow. Lesson 02 has logits for every word of N sentences,
# (N, T, C): the answers always stand in the *last* axis.
#
# <details><summary>The shapes do not fit, or only if the array is square</summary>
#
# `logits.max(axis=-1)` has one number for each row, and no axis for the answers any more. NumPy then lines the rows'
# numbers up with the columns. With `keepdims=True` the axis stays, with length 1.
#
# </details>
#
# <details><summary>My rows do not have the sum 1</summary>
#
# A sum without `axis` is that of the whole array. Which axis holds the answers?
#
# </details>


# %% solution="softmax"
def softmax(logits):
    """Probabilities from logits, formula (1.5), along the last axis.

    logits   (N, C) or (N, T, C), of any size: 1000 does not overflow; the array stays as it was
    returns  an array of the same shape, positive, with the sum 1 along the last axis
    """
    ### BEGIN SOLUTION
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
    ### END SOLUTION


# %% test="softmax" part="values" points=2

# %% test="softmax" part="stability" points=1

# %% [markdown]
# ---
# ## 6 &nbsp; How wrong is it?
#
# The model gave each answer a probability, and then the right one came out. The **loss** of that text is minus the
# logarithm of the probability that the right answer got: 0 if it was certain, and the larger the less it was
# expected. For N texts we take the mean. This is the **cross-entropy**:
#
# $$L = -\frac{1}{N} \sum_{n=1}^{N} \ln p_{n,\,a_n}, \qquad a_n = \text{the right answer of text } n \tag{1.6}$$
#
# Deck 2 has the same with a one-hot vector for the right answer, $-\sum_c o_c \ln p_c$. All terms but one are zero.

# %% figure="loss_of_a_probability"
draw.lines(
    np.linspace(0.005, 1, 200),
    {"loss": -np.log(np.linspace(0.005, 1, 200))},
    xlabel="probability of the right answer",
    ylabel="loss",
    levels={"ln 3, one in three": float(np.log(3)), "ln 2, a coin": float(np.log(2))},
    ylim=(0, 5.5),
    alt="Minus the logarithm of a probability between 0 and 1. It is 0 at probability 1, ln 2 = 0.69 at one half, ln "
    "3 = 1.10 at one third, and rises without end towards probability 0.",
)

# %% [markdown]
# ### By hand, twice
#
# One text has the logits (2, 1, 0), and answer 0 was right. For another they are all equal.

# %%
sure = -np.log(np.exp(2) / (np.exp(2) + np.exp(1) + np.exp(0)))
no_idea = -np.log(1 / 3)
print(f"rather sure: {sure:.4f}   no idea: {no_idea:.4f} = ln 3   mean: {(sure + no_idea) / 2:.4f}")

# %% [markdown]
# Keep the second number in mind: **a model that knows nothing has the loss ln C**, the logarithm of the number of
# answers.
#
# ### Without minus infinity
#
# The exercise looks like `-np.log(softmax(logits))`, and that fails where it matters most. When the right answer lies
# 800 below the best one, its probability is stored as 0, and minus the logarithm of 0 is infinite. The model made one
# bad mistake and everything is spoilt. Take the logarithm *before* the numbers become too small: with
# $M = \max_c y_c$, and $a$ for the right answer,
#
# $$-\ln \frac{\exp(y_a)}{\sum_c \exp(y_c)} = \ln \sum_c \exp(y_c - M) - (y_a - M) \tag{1.7}$$
#
# On the right no exponent is above 0, and the logarithm is that of a number between 1 and C.
#
# ### Exercise 1.6: `cross_entropy` &nbsp; ●●○ &nbsp; 12 minutes &nbsp; 3 or 4 lines, about 8 with a loop
#
# <details><summary>How do I pick one logit in each row?</summary>
#
# `logits[:, targets]` takes all the columns `targets` in every row, N times N numbers. To pair row n with column
# `targets[n]`, index both axes: `logits[np.arange(N), targets]`.
#
# </details>
#
# <details><summary>Is a tiny number inside the logarithm as good?</summary>
#
# `-np.log(p + 1e-12)` is never infinite, and never larger than 27.6 either: worse mistakes cost nothing more. And
# clipping the probabilities makes the loss flat there, so that nothing is learnt from the worst mistakes.
#
# </details>
#
# <details><summary>How do I test it myself?</summary>
#
# All logits equal: ln C. Every row twice: no change. A thousand added to all logits of a row: no change. The right
# answer 800 below the other: 800.
#
# </details>


# %% solution="cross_entropy"
def cross_entropy(logits, targets):
    """The mean over N texts of minus the logarithm of the right answer's probability, formulas (1.6) and (1.7).

    logits   (N, C), of any size; the array stays as it was
    targets  (N,), the number of each text's right answer, from 0 to C - 1
    returns  one number
    """
    ### BEGIN SOLUTION
    shifted = logits - logits.max(axis=-1, keepdims=True)
    of_the_target = shifted[np.arange(len(targets)), targets]
    return np.mean(np.log(np.exp(shifted).sum(axis=-1)) - of_the_target)
    ### END SOLUTION


# %% test="cross_entropy" part="values" points=2

# %% test="cross_entropy" part="stability" points=1

# %% [markdown]
# ### Its gradient
#
# To make the loss smaller one has to know how it changes with each logit. For one text the loss is, by (1.7) with
# $M$ left out, $\ell = \ln \sum_k \exp(y_k) - y_a$. Differentiate with respect to $y_c$, term by term (the derivative
# of $\ln u$ is $u'/u$):
#
# $$\frac{\partial}{\partial y_c} \ln \sum_k \exp(y_k) = \frac{\exp(y_c)}{\sum_k \exp(y_k)} = p_c$$
#
# $$\frac{\partial}{\partial y_c}\, y_a = \begin{cases} 1 & \text{if } c = a \\ 0 & \text{otherwise} \end{cases} = o_c$$
#
# The difference is as short as a result can be, and the mean over N texts divides it by N:
#
# $$\frac{\partial L}{\partial y_{n,c}} = \frac{p_{n,c} - o_{n,c}}{N} \tag{1.8}$$
#
# *What the model believed minus what came.* With the logits (2, 1, 0) and answer 0 it is (0.665 - 1, 0.245, 0.090):
# the right answer's logit has to rise, the others have to fall, each as far as it was believed. Every row has the sum
# 0: as much as is given to one answer is taken from the others.
#
# ### Exercise 1.7: `cross_entropy_gradient` &nbsp; ●●○ &nbsp; 8 minutes &nbsp; 1 to 3 lines, about 6 with a loop
#
# Your `softmax` and `one_hot` may help. While a grader checks this exercise, right ones stand in for them.
#
# <details><summary>The shapes of p and o</summary>
#
# Both are (N, C). `one_hot` puts its new axis at the end, whatever was there before: from (N,) it makes (N, C).
#
# </details>


# %% solution="cross_entropy_gradient"
def cross_entropy_gradient(logits, targets):
    """The gradient of cross_entropy with respect to the logits, formula (1.8).

    logits   (N, C), of any size; the array stays as it was
    targets  (N,), the number of each text's right answer
    returns  (N, C)
    """
    ### BEGIN SOLUTION
    return (softmax(logits) - one_hot(targets, logits.shape[1])) / len(targets)
    ### END SOLUTION


# %% test="cross_entropy_gradient" part="values" points=2

# %% test="cross_entropy_gradient" part="stability" points=1

# %% [markdown]
# A derivation can be wrong, and so can a program. There is a way to test both at once that knows nothing of either:
# move one logit a little up and a little down, and see by how much the loss changes.
#
# $$\frac{\partial L}{\partial y_{n,c}} \approx \frac{L(y_{n,c} + \epsilon) - L(y_{n,c} - \epsilon)}{2 \epsilon}$$
#
# **Before you run the next cell:** how many digits will agree, with $\epsilon$ = 0.00001?

# %% experiment="gradient_against_differences" seconds=1 tags=["nbval-ignore-output"]
rng = np.random.default_rng(0)
logits, targets, epsilon = rng.normal(size=(4, 3)), np.array([2, 0, 0, 1]), 1e-5
measured = np.zeros_like(logits)
for place in np.ndindex(*logits.shape):
    step = np.zeros_like(logits)
    step[place] = epsilon
    measured[place] = (cross_entropy(logits + step, targets) - cross_entropy(logits - step, targets)) / (2 * epsilon)
derived = np.asarray(cross_entropy_gradient(logits, targets))
print("by formula (1.8), text 0:", *(f"{value: .12f}" for value in derived[0]))
print("measured, text 0:        ", *(f"{value: .12f}" for value in measured[0]))
print(f"largest difference: {np.abs(derived - measured).max():.0e}")
print(f"largest sum of a row: {np.abs(derived.sum(axis=1)).max():.0e}")
assert np.abs(derived - measured).max() < 1e-8

# %% [markdown]
# The quotient is not the derivative itself: its error shrinks with $\epsilon^2$, here about $10^{-10}$, and the
# rounding of $L$, divided by $\epsilon$, adds about $10^{-11}$. So about ten digits agree. You will use this test on
# every **backward pass** of the course (the program that goes from the loss back to all weights); lesson 03 makes
# functions of it.

# %% [markdown]
# ---
# ## 7 &nbsp; What counting can do
#
# All parts are there. By (1.4) the weight $W_{v,c}$ reaches the logit $y_{n,c}$ multiplied by $B_{n,v}$. So its
# gradient is the sum over the texts of $B_{n,v}$ times the logit's gradient, which is a matrix product as well:
# $B^\top$ (V, N) times (1.8), (N, C). With the text from section 5 and *complaint* as the right answer:

# %% experiment="gradient_of_the_weights" seconds=1
d_logits = np.asarray(cross_entropy_gradient(B_example @ W_example, np.array([1])))
print("gradient of the logits: ", d_logits[0].round(3))
for word, row in zip(("fresh, once ", "movie, never", "dull, twice "), B_example.T @ d_logits, strict=True):
    print(f"of the weights of {word}:", row.round(3))

# %% [markdown]
# A word that does not occur learns nothing from this text, one that occurs twice learns twice as much. Learning is to
# take a small step against the gradient, again and again. `train` has five lines, and will do for this whole lesson.


# %%
def train(bags, labels, classes, rounds=150, rate=0.1):
    """Weights (V, C) and b_y (C,) of a linear model, by gradient descent from zero."""
    W, b_y = np.zeros((bags.shape[1], classes)), np.zeros(classes)
    for _ in range(rounds):
        d_logits = np.asarray(cross_entropy_gradient(bags @ W + b_y, labels))
        W -= rate * bags.T @ d_logits
        b_y -= rate * d_logits.sum(axis=0)
    return W, b_y


def share_right(bags, labels, W, b_y):
    """The share of texts whose highest score is that of the right answer; each text is read on its own."""
    return np.mean([np.argmax(bag @ W + b_y) == label for bag, label in zip(bags, labels, strict=True)])


def as_bags(texts, vocabulary):
    """The bags of lists of words as rows, (N, V)."""
    return np.stack([bag_of_words(words, vocabulary) for words in texts])


# %% [markdown]
# First a task that suits it. Python brings its own handbook along. We take the paragraphs of four of its chapters,
# two thirds of them for training, and ask of a paragraph from which chapter it is. Then, to see what the order is
# worth, the words of every test paragraph are shuffled.
#
# **Before you run it:** always saying the largest chapter is right in half of the cases. How far will the word
# counter get? And what will shuffling do?

# %% experiment="what_counting_can_do" seconds=2 tags=["nbval-ignore-output"]
from helpers.data.documentation import paragraphs

chapters = ["compound", "debugger", "formatstrings", "string-methods"]
texts, labels = [], []
for number, chapter in enumerate(chapters):
    for text in paragraphs(chapter):
        words = tokenize(text)
        if len(words) >= 8:
            texts.append(words)
            labels.append(number)
labels = np.array(labels)
rng = np.random.default_rng(0)
order = rng.permutation(len(texts))
training, test = order[: 2 * len(order) // 3], order[2 * len(order) // 3 :]
vocabulary = build_vocabulary([texts[n] for n in training])
W, b_y = train(as_bags([texts[n] for n in training], vocabulary), labels[training], len(chapters))

as_written = share_right(as_bags([texts[n] for n in test], vocabulary), labels[test], W, b_y)
shuffled = share_right(as_bags([rng.permutation(texts[n]).tolist() for n in test], vocabulary), labels[test], W, b_y)
largest = np.bincount(labels[test]).max() / len(test)
print(f"{len(training)} paragraphs for training, {len(test)} for the test, {len(vocabulary):,} words")
print(f"always the largest chapter: {largest:.1%}")
print(f"counting words:             {as_written:.1%}")
print(f"with shuffled words:        {shuffled:.1%}")
known = list(vocabulary)
for number, chapter in enumerate(chapters):
    heaviest = np.argsort(W.mean(axis=1) - W[:, number])[:6]
    print(f"{chapter:15} {' '.join(known[v] for v in heaviest)}")
assert as_written == shuffled > largest + 0.1

# %% [markdown]
# Hundreds of paragraphs, one matrix, half a second, and about four in five are right. Most of the heaviest words make
# sense; a few are accidents of so small a text. The shuffled paragraphs have the same bags, so nothing *can* change.
# Where the topic is asked for, the order is seldom needed, and a word counter is the rival that every other model has
# to beat first.
#
# ### What it cannot do
#
# Now a task in which nothing but the order tells. The deck's two sentences are one pair of many: the same words in
# another order, and the opposite opinion. A small grammar makes as many **minimal pairs** as we like.

# %%
from helpers.data.minimal_pairs import labelled, minimal_pairs

for pair in minimal_pairs(3, seed=1, fillers=(0, 0)):
    print("positive:", " ".join(pair.positive))
    print("negative:", " ".join(pair.negative))

# %% [markdown]
# Seven models are trained on 500 pairs and tested on 250 others. Four are linear, by your functions: on the counts,
# on whether a word occurs, on the counts divided by the length, and on counts in which rare words weigh more
# (tf-idf). Three are of another make: naive Bayes, the nearest training sentence, and a network with a hidden layer.
#
# **Before you run it:** write down a share for the best of the seven, and for the worst. *About* how much, or
# *exactly*?

# %% experiment="order_blind_models" seconds=3
from helpers.nn.experiments import order_blind

sentences, opinions = labelled(minimal_pairs(500, seed=0, fillers=(0, 0)))
test_sentences, test_opinions = labelled(minimal_pairs(250, seed=1, fillers=(0, 0), unseen=True))
vocabulary = build_vocabulary(sentences)
bags, test_bags = as_bags(sentences, vocabulary), as_bags(test_sentences, vocabulary)
rarity = np.log(len(bags) / (bags > 0).sum(axis=0))
views = {
    "linear, counts": lambda counts: counts,
    "linear, occurs or not": lambda counts: (counts > 0).astype(float),
    "linear, counts by length": lambda counts: counts / counts.sum(axis=1, keepdims=True),
    "linear, tf-idf": lambda counts: counts * rarity,
}
shares = {}
for name, view in views.items():
    W, b_y = train(view(bags), opinions, 2)
    shares[name] = share_right(view(test_bags), test_opinions, W, b_y)
for name, fit in order_blind.MODELS.items():
    answer = fit(bags, opinions)
    shares[name] = np.mean([answer(bag) == opinion for bag, opinion in zip(test_bags, test_opinions, strict=True)])
for name, share in shares.items():
    print(f"{name:26} {share:.1%}")
assert set(shares.values()) == {0.5}

# %% [markdown]
# Each pair is one vector with two labels. A function gives one answer to one vector, so of the two sentences it gets
# one right: exactly half of them, with every model, every seed, every number of sentences. Looking for a better model
# does not help. What is missing is missing in the *input*.

# %% [markdown]
# ---
# ## 8 &nbsp; n-grams, a potential solution
#
# "*n-grams are potential solution*", says deck 5. Count runs of n neighbouring words in place of single words: n = 2
# makes **bigrams**, n = 3 **trigrams**. (This n is a length, not the number of a text as in (1.6).) *not long* and
# *not interesting* are different bigrams, and only one of them is in each sentence.
#
# | the movie was not long but interesting | the movie was long but not interesting |
# |---|---|
# | the movie | the movie |
# | movie was | movie was |
# | was **not** | was **long** |
# | **not long** | long but |
# | long but | **but not** |
# | **but interesting** | **not interesting** |
#
# Three of the six are shared. (*long but* stands on both sides, in different rows.) A run must not reach from the end
# of one sentence into the next: "It was long. Not bad." has no *long not*.
#
# ### Exercise 1.8: `ngrams` &nbsp; ●○○ &nbsp; 5 minutes &nbsp; 1 to 5 lines
#
# All n-grams of a list of sentences, in the order in which they stand there, as tuples of words. A sentence of fewer
# than n words has none. Nothing is added at the edges.
#
# <details><summary>How many are there in a sentence of T words?</summary>
#
# T - n + 1, if that is more than 0: the first begins at place 0, the last at place T - n. `range` of a negative
# number is empty, so the short sentence needs no case of its own.
#
# </details>


# %% solution="ngrams"
def ngrams(sentences, n):
    """All runs of n neighbouring words within the sentences.

    sentences  a list of sentences, each a list of words; it stays as it was
    n          1 or more
    returns    one list of tuples of n words, in the order of the text; repeated n-grams stay repeated
               (tuples and not lists, since a list cannot be a key that is counted)
    """
    ### BEGIN SOLUTION
    grams = []
    for sentence in sentences:
        for start in range(len(sentence) - n + 1):
            grams.append(tuple(sentence[start : start + n]))
    return grams
    ### END SOLUTION


# %% test="ngrams" part="values" points=2

# %% test="ngrams" part="sentences" points=1

# %% [markdown]
# `build_vocabulary` and `bag_of_words` do not ask whether a "word" is a single word, so a bag of bigrams needs no new
# code: each n-gram is written as one string. The next experiment does this for the minimal pairs, with n from 1 to 5.
#
# And it makes them harder in one respect: to the left and to the right of each of the two words that carry the
# opinion stands either nothing, or a filler of one, two or three words (on both sides, so that no window finds a way
# round). Training and test sentences have the same filler. This is one test sentence with each:

# %%
from helpers.data.separated_pairs import separated

FILLERS = ([], ["however"], ["for", "once"], ["to", "be", "fair"])
for filler in FILLERS:
    print(" ".join(separated(minimal_pairs(1, seed=1, fillers=(0, 0), unseen=True)[0].positive, filler)))

# %% [markdown]
# **Before you run it:** without a filler bigrams see each opinion word beside its neighbours. What do they see with
# *however* on both sides? Draw a table with n = 1 to 5 downwards and filler words 0 to 3 to the right, and write into
# each field what you expect: 50 %, 100 %, or something between.

# %% experiment="bigrams_and_fillers" seconds=5
from helpers.nn.experiments.progress import progress

sentences, opinions = labelled(minimal_pairs(300, seed=0, fillers=(0, 0)))
test_sentences, test_opinions = labelled(minimal_pairs(150, seed=1, fillers=(0, 0), unseen=True))


def grams_as_words(sentences, n):
    return [[" ".join(gram) for gram in ngrams([sentence], n)] for sentence in sentences]


shares, sizes, unknown = np.zeros((5, 4)), np.zeros((5, 4), dtype=int), np.zeros((5, 4))
for n in progress(range(1, 6), "training four models for each n"):
    for place, filler in enumerate(FILLERS):
        grams = grams_as_words([separated(sentence, filler) for sentence in sentences], n)
        test_grams = grams_as_words([separated(sentence, filler) for sentence in test_sentences], n)
        vocabulary = build_vocabulary(grams)
        W, b_y = train(as_bags(grams, vocabulary), opinions, 2, rounds=50)
        shares[n - 1, place] = share_right(as_bags(test_grams, vocabulary), test_opinions, W, b_y)
        sizes[n - 1, place] = len(vocabulary)
        unknown[n - 1, place] = np.mean([gram not in vocabulary for text in test_grams for gram in text])
draw.shares(
    shares,
    rows=["words", "bigrams", "trigrams", "4-grams", "5-grams"],
    columns=["none", "1 word", "2 words", "3 words"],
    xlabel="filler on each side of the two words that matter",
    alt="A table of shares of right answers. Words: 50 % in every column. Bigrams: 100 % without a filler, 50 % with "
    "one. Trigrams: 100 % up to one filler word, 50 % from two. 4-grams: 100 % up to two, 50 % at three. 5-grams: 100 "
    "% with one, two or three filler words, and less than 100 % without a filler.",
)
for n in range(1, 6):
    print(
        f"n = {n}: {sizes[n - 1, 0]:5,} n-grams in training without a filler; unknown in the test: "
        f"{unknown[n - 1, 0]:3.0%}, with a filler of three words {unknown[n - 1, 3]:3.0%}"
    )
up_to_five = [sum((grams_as_words([sentence], n)[0] for n in range(1, 6)), []) for sentence in sentences]
test_up_to_five = [sum((grams_as_words([sentence], n)[0] for n in range(1, 6)), []) for sentence in test_sentences]
vocabulary = build_vocabulary(up_to_five)
W, b_y = train(as_bags(up_to_five, vocabulary), opinions, 2, rounds=50)
together = share_right(as_bags(test_up_to_five, vocabulary), test_opinions, W, b_y)
print(f"all n from 1 to 5 counted together, no filler: {together:.1%}")
assert together == 1.0
for n in range(1, 6):
    assert np.all(shares[n - 1, max(0, n - 1) :] == 0.5), "blind: exactly one half"
    assert np.all(shares[n - 1, max(0, n - 3) : n - 1] == 1.0), "just long enough: everything right"
assert 0.5 < shares[4, 0] < 1.0

# %% [markdown]
# Beside an opinion word bigrams see nothing but filler as soon as a single word stands there: all their counts are
# equal on both sides of a pair, as the words' were before, and they are back at *exactly* 50.0 %. Trigrams still see
# across one word, 4-grams across two. However large n is, a filler of n - 1 words makes it blind. A counter of
# n-grams has a window, and what lies further apart than the window it cannot connect.
#
# Now look at the field at the bottom left. 5-grams alone see everything there that bigrams see, and are *worse*: a
# run of five holds so much at once that more than half of those in the test were never met in training, and what was
# never met is unknown. (With a filler most of a run is filler, so that runs are known again; and counted together
# with the shorter ones, 5-grams do no harm here.) The larger the window, the rarer is what is seen through it. Which
# leads to the price.

# %% [markdown]
# ### What they cost
#
# The PWN spelling dictionary, says deck 5, has about 140 thousand words. **Before you run the cell:** how many places
# has a vector that has one for every bigram, and how much memory does it take, at four bytes a count? (1 PB, a
# petabyte, is a million GB.)

# %%
V = 140_000
print(f"bigrams:  {V**2:>25,} places, {V**2 * 4 / 1e9:,.1f} GB for one text")
print(f"trigrams: {V**3:>25,} places, {V**3 * 4 / 1e15:,.1f} PB for one text")
assert V**2 == 19_600_000_000

# %% [markdown]
# 19.6 billion, as the deck says, and each further word multiplies it by 140,000. *The vector's size grows
# exponentially.*
#
# Nobody stores all these zeros: your `build_vocabulary` has a place only for what it has met. So count what really
# occurs, in the whole handbook of Python, about 50,000 words.
#
# **Before you run it:** which share of the possible bigrams will be there: a half, a tenth, a hundredth? And of those
# that are there, how many occur only once?

# %% experiment="possible_and_observed" seconds=3 tags=["nbval-ignore-output"]
from helpers.data.documentation import all_paragraphs

texts = [words for words in (tokenize(text) for text in all_paragraphs()) if words]
frequencies = {}
for n, name in ((1, "words"), (2, "bigrams"), (3, "trigrams")):
    counts = np.array(list(Counter(" ".join(gram) for gram in ngrams(texts, n)).values()))
    frequencies[name] = np.sort(counts)[::-1]
    possible = len(frequencies["words"]) ** n
    print(
        f"{name:8} {possible:>14,} possible, {len(counts):>6,} observed ({len(counts) / possible:.0e}), "
        f"{np.mean(counts == 1):.0%} of them once"
    )
draw.rank_frequency(
    frequencies,
    zipf="Zipf: first word by rank",
    alt="Frequency against rank for words, bigrams and trigrams, both on logarithmic axes. The words fall from several "
    "thousand to one, at first near a dashed straight line and above it, from rank 200 on more steeply; the lines of "
    "bigrams and trigrams begin lower, are flatter and end in long steps at two and one.",
)
words = frequencies["words"]
print(
    f"the second word is {words[1] / words[0]:.2f} times as frequent as the first, the tenth {words[9] / words[0]:.2f}"
)
print(f"the 100 most frequent words make up {words[:100].sum() / words.sum():.0%} of the text")
print(f"{np.mean(words <= 2):.0%} of the different words are met once or twice")
assert len(frequencies["bigrams"]) < 0.01 * len(words) ** 2
assert np.mean(frequencies["bigrams"] == 1) > 0.4

# %% [markdown]
# Of the millions of possible bigrams about two in a thousand occur, and two thirds of those once. The dashed line is
# **Zipf's law**: frequency is proportional to 1/rank. The second word would be half as frequent as the first, the
# tenth a tenth; here it is a little less and a little more, and from rank 200 on the line falls more steeply. A
# hundred words make up half of the text, and half of all different words are met once or twice.
#
# So memory can be saved. What cannot be saved: *one has to have met an n-gram to know it.* The next cell reads the
# handbook's paragraphs in random order, and asks in each tenth how much was not met before.
#
# **Before you run it:** nine tenths have been read. How much of the last tenth is new: of the words, the bigrams, the
# trigrams?

# %% experiment="still_new" seconds=3 tags=["nbval-ignore-output"]
from helpers.data.documentation import all_paragraphs

texts = [words for words in (tokenize(text) for text in all_paragraphs()) if words]
order = np.random.default_rng(0).permutation(len(texts))
new = {}
for n, name in ((1, "words"), (2, "bigrams"), (3, "trigrams")):
    seen, new[name] = set(), []
    for tenth in np.array_split(order, 10):
        count, met_first = 0, 0
        for gram in ngrams([texts[number] for number in tenth], n):
            count, met_first = count + 1, met_first + (" ".join(gram) not in seen)
            seen.add(" ".join(gram))
        new[name].append(met_first / count)
draw.lines(
    range(1, 11),
    new,
    xlabel="tenth of the text",
    ylabel="never met before",
    percent=True,
    ylim=(0, 1.04),
    alt="Share of words, bigrams and trigrams in each tenth of the text that were not met before. All fall from the "
    "first tenth to the last. In the last tenth few of the words are new, about a third of the bigrams, and about two "
    "thirds of the trigrams.",
)
print(f"{sum(map(len, texts)):,} words in all; in the last tenth new:")
print({name: f"{shares[-1]:.0%}" for name, shares in new.items()})
assert new["words"][-1] < 0.1 < new["bigrams"][-1] < new["trigrams"][-1]

# %% [markdown]
# In two of three places a model that counts trigrams meets something for which it has no number. (A larger text
# lowers these shares, slowly.)
#
# ### What comes next?
#
# Counts of bigrams also say what comes next. Read $p(b \mid a)$ as "the probability of b, given that a stands before
# it". Counted, it is a share:
#
# $$p(\text{next} \mid \text{word}) = \frac{\text{count}(\text{word}, \text{next})}{\text{count}(\text{word})}
# \tag{1.9}$$
#
# In "I like to sleep and I like to eat", *like* is followed by *to* both times, so $p(\text{to}\mid\text{like})=1$,
# and *to* once by *sleep* and once by *eat*: 1/2 each. (count(word) is here how often something follows it.) A model
# that gives every possible next word its probability is called a **language model**.
#
# Now without counting. A `one_hot` vector (V,) times a matrix $W$ (V, V) *is* one row of $W$, and its V numbers can
# be logits for the next word: V words are the answers to choose from, and your gradient does the rest. The next cell
# begins with $W = 0$ and takes 400 steps on all pairs of neighbours in some sentences.
#
# **Before you run it:** nobody tells $W$ any count. What will stand in the row of *was* after the softmax? And at
# which loss does it begin, with V words?

# %% experiment="bigrams_by_learning" seconds=3
sentences, _ = labelled(minimal_pairs(60, seed=0, fillers=(0, 0)))
vocabulary = build_vocabulary(sentences)
V, known = len(vocabulary), list(vocabulary)
pairs = np.array([[vocabulary[word], vocabulary[following]] for word, following in ngrams(sentences, 2)])
words, following = np.asarray(one_hot(pairs[:, 0], V)), pairs[:, 1]
counted = np.zeros((V, V))
np.add.at(counted, (pairs[:, 0], pairs[:, 1]), 1)
often = counted.sum(axis=1)
counted /= np.maximum(often, 1)[:, None]

W = np.zeros((V, V))
print(f"{len(pairs):,} pairs, V = {V}; loss before: {cross_entropy(words @ W, following):.3f} = ln {V}")
for _ in range(400):
    W -= 20 * words.T @ np.asarray(cross_entropy_gradient(words @ W, following))
learnt = np.asarray(softmax(W))
print(f"after 400 steps: {cross_entropy(words @ W, following):.3f}; of the counted table: ", end="")
print(f"{-np.mean(np.log(counted[pairs[:, 0], pairs[:, 1]])):.3f}")
for word in ("the", "was", "not", "and"):
    row = vocabulary[word]
    best = [v for v in np.argsort(-counted[row], kind="stable")[:5] if counted[row, v]]
    print(f"\nafter {word!r}:", "  ".join(f"{known[v]} {learnt[row, v]:.3f}" for v in best))
    print(" " * len(f"{word!r}"), "counted", "  ".join(f"{known[v]} {counted[row, v]:.3f}" for v in best))
frequent = often >= 20
print(
    f"\nlargest difference in the rows of words with 20 pairs or more: {np.abs(learnt - counted)[frequent].max():.3f}"
)
assert np.abs(learnt - counted)[frequent].max() < 0.05

# %% [markdown]
# In the row of a word the gradients (1.8) of all places add up at which that word stands: what was believed comes to
# $\text{count}(\text{word}) \cdot p$, and what came to $\text{count}(\text{word}, \text{next})$. The difference is 0
# exactly where $p$ is (1.9). So the counted table comes back: counting is what this learning comes to, when each word
# has a row of its own. (Zeros are only approached: their logits would have to reach minus infinity.)
#
# A table can do no more than that. But a *learnt* function can be made of something else: in lesson 02 the row that a
# word selects is shorter than V and is added to what is remembered of all the words before, and the same gradient
# trains it.
#
# Both tables give a pair that never came the probability 0, or nearly, and one such pair makes a text's loss
# infinite, or huge. **Add-one smoothing** lends it something: it adds 1 to every count, the zeros too:
#
# $$p(\text{next} \mid \text{word}) = \frac{\text{count}(\text{word}, \text{next}) + 1}{\text{count}(\text{word}) + V}
# \tag{1.10}$$
#
# The $+V$ belongs to it: V counts were raised by 1, and the sum must still be 1. In lesson 02 such a table (with a
# smaller number than 1) competes against a recurrent network. What the counter needs and cannot have is in the table
# of fillers: a memory that is not cut off after n words, at a price that does not grow with n.

# %% [markdown]
# ---
# ## Quiz
#
# Each answer is a letter in quotes, such as `"a"`. The check says something to every answer, the right one too.
#
# **1.** "The dog bit the man" and "The man bit the dog" have the same bag of words. Each has four bigrams. How many
# of them are in both?
#
# - **a** none
# - **b** two
# - **c** three
# - **d** all four

# %% quiz="dog_and_man" answer="c" points=1
dog_and_man = None

# %% [markdown]
# **2.** A test text has ten words, and none of them is in the vocabulary. What is its bag of words?
#
# - **a** ten at place 0
# - **b** zeros everywhere
# - **c** an error
# - **d** a longer vector with a place for each of them

# %% quiz="only_unknown" answer="b" points=1
only_unknown = None

# %% [markdown]
# **3.** *not* and the word that it negates have three other words between them. How large does n have to be for an
# n-gram to hold both?
#
# - **a** 3
# - **b** 4
# - **c** 5
# - **d** no n is large enough

# %% quiz="window" answer="c" points=1
window = None

# %% [markdown]
# **4.** To each of the logits of a text 100 is added. What happens to the probabilities and the loss?
#
# - **a** the highest probability becomes nearly 1
# - **b** neither changes
# - **c** the loss falls by 100
# - **d** the exponentials overflow, so nothing can be said

# %% quiz="shifted_logits" answer="b" points=1
shifted_logits = None

# %% [markdown]
# **5.** A model gives the right answer half the probability that it gave it yesterday. Its loss on that text
#
# - **a** doubles
# - **b** becomes one and a half times as large
# - **c** rises by ln 2, about 0.69
# - **d** rises by an amount that depends on the number of answers

# %% quiz="half_the_probability" answer="c" points=1
half_the_probability = None

# %% [markdown]
# **6.** What is the sum of one row of the gradient (1.8)?
#
# - **a** 0
# - **b** 1
# - **c** 1/N
# - **d** the loss of that text

# %% quiz="row_of_the_gradient" answer="a" points=1
row_of_the_gradient = None

# %% [markdown]
# **7.** The word *not* occurs 6 times in the training text, 3 times followed by *long*, never by *slow*. V = 10. With
# add-one smoothing, what is the probability of *slow* after *not*?
#
# - **a** 0
# - **b** 1/6
# - **c** 1/7
# - **d** 1/16

# %% quiz="add_one" answer="d" points=1
add_one = None

# %% [markdown]
# ---
# ## What to remember
#
# - **A bag of words is a sum of one-hot vectors.** Fixed length, frequencies, no order: a sum forgets in which order
#   its terms came.
# - **What the input lacks no model can find.** On minimal pairs every order-blind model is right in exactly one half.
# - **An n-gram is a window.** It connects what lies within n words, and nothing beyond. V words have V<sup>n</sup> of
#   them; hardly any are ever met, and most of those that are, only once.
# - **Scores become probabilities by the softmax, probabilities become a loss by the logarithm.** Subtract the maximum
#   first, take the logarithm of the sum, not of a probability. A model that knows nothing has ln C.
# - **The gradient is what the model believed minus what came**, $(p - o)/N$.
# - **Count before you build anything larger.** Where the topic is asked for, counting is a strong rival.
#
# | | length of the vector | knows the order | |
# |---|---|---|---|
# | bag of words | V | no | |
# | bag of n-grams | up to V<sup>n</sup> | within n words | meets unknown n-grams all the time |
# | recurrent network (lesson 02) | H, as you choose | in principle all of it | has to learn what to keep |
#
# In the next lesson the words are read one after the other, and the plus sign of (1.3) becomes a function that is
# learnt.
#
# ## Sources
#
# - The decks of this course. Deck 5: M. Walkowski, *Recurrent Neural Networks* (English, 2022; the two vectors, the
#   pair of sentences, n-grams and the 140 thousand words, the one-hot vector). Deck 2: a deck on recurrent language
#   models (Polish; one-hot vectors, the cross-entropy).
# - Z. Harris, *Distributional structure*, Word 10, 1954: "language is not merely a bag of words".
# - G. K. Zipf, *Human behavior and the principle of least effort*, 1949.
# - D. Jurafsky and J. H. Martin, [*Speech and language processing*](https://web.stanford.edu/~jurafsky/slp3/), the
#   chapter on n-gram language models: smoothing, and much more on what to do about what was never met.
# - The counted text is the documentation that comes with Python, `pydoc_data.topics` (PSF licence).
