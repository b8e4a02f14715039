# %% [markdown]
# # How does this course work?
#
# You write functions of a few lines. A check beside each one tries it on small cases, and says in a sentence what it
# found. This lesson lets you do that once, with one function, before the subject itself begins.
#
# **After this lesson you can**
#
# - write an answer, check it, read what the check says, and hand your notebook in;
# - say how it is graded, and what counts as an answer;
# - name the shape of a task with sequences: what is read, what is written, and when;
# - look up our notation, that of the five **decks** (five sets of lecture slides on which this course is built, listed
#   at the end), and the terms in four languages.
#
# About 50 minutes. You need some Python and NumPy; what neural networks you need is explained where it comes up.
# Sections 5 and 6 are for looking things up: leave them folded today.
#
# This page is a **notebook**: cells of text, and cells of code that can be run. Click into the next cell and press
# **Shift + Enter**. It runs, and the one below it is chosen. (For as long as it runs, a `*` stands on its left.)

# %%
import numpy as np

from helpers import draw
from helpers.checks import Check

check = Check("00_start", globals())
print("NumPy and the course's helpers are loaded.")

# %% [markdown]
# Go through a lesson from top to bottom, and run every cell: the later ones need what the earlier ones made. When you
# have lost track, choose *Restart Kernel and Run All Cells* in the menu *Kernel*. It goes to the end, whatever is
# still missing.
#
# Cells that draw a picture or run an experiment are for looking at. Change them as you like: nothing in them is
# graded. To try something of your own, add a cell with the button **+**.

# %% [markdown]
# ---
# ## 1 &nbsp; Your first exercise
#
# ### A memory of one number
#
# Numbers arrive one after the other: $x_1$, $x_2$, $x_3$ and so on, a temperature every hour perhaps. You want to
# know at every step what it has been like *lately*, and may keep one number only. This is the usual way, an
# **exponential moving average**: of what you had in mind you keep a share, and the rest you take from what is new.
#
# $$h_0 = 0, \qquad h_t = \text{keep} \cdot h_{t-1} + (1 - \text{keep}) \cdot x_t \tag{0.1}$$
#
# | | shape | what it is |
# |---|---|---|
# | $x$ | (N, T) | N sequences of T numbers each, as the rows of one array: a **batch** |
# | keep | a number from 0 to 1 | the share of the memory that is kept at each step |
# | $h_{t-1}$, $h_t$ | (N,) | the memory of each sequence before and after step $t$ |
#
# It is the smallest network with a memory that there is: nothing in it is learnt, and $h$ is one number. In lesson 02
# it becomes a vector, and in lessons 05 and 06 the network itself decides how much to keep.
#
# ### By hand, once
#
# With keep = 0.75 and the sequence 4, 0, 8:

# %%
h_1 = 0.75 * 0 + 0.25 * 4
h_2 = 0.75 * h_1 + 0.25 * 0
h_3 = 0.75 * h_2 + 0.25 * 8
print(f"h_1 = {h_1}   h_2 = {h_2}   h_3 = {h_3}")

# %% [markdown]
# ### Exercise 0.1: `exponential_average` &nbsp; ●○○ &nbsp; 10 minutes &nbsp; about 5 lines
#
# The head of an exercise says how hard it is (one dot to three), how long it takes, and about how long an answer is.
# Return the averages at all steps, for all sequences of the batch, by formula (0.1).
#
# If you are stuck, open the **hints**, one at a time. They go from a nudge to nearly all of it. If they are not
# enough, `python3 -m helpers reveal 00 exponential_average` in a terminal shows the solution with its explanation,
# after asking you.
#
# <details><summary>What does the loop walk along?</summary>
#
# Along the steps. `x[:, t]` is what arrives at step t in all N sequences at once, an array of N numbers. If the
# memory is an array of N numbers as well, formula (0.1) is one line for all of them.
#
# </details>
#
# <details><summary>Where does the memory come from at the first step?</summary>
#
# It is zero for each sequence. Make it before the loop. In the loop the new memory takes the old one's place, and the
# next round finds it there.
#
# </details>
#
# <details><summary>How do I hand back all the steps?</summary>
#
# Collect the memories in a list, and join them at the end: `np.stack(the_list, axis=1)` makes of T arrays (N,) one
# array (N, T). Or make room first, with `np.zeros(x.shape)`, and fill it column by column.
#
# </details>
#
# **First do nothing.** Run the next three cells as they are, and read what a check says when nothing is written.
# The error is meant to be there.


# %% solution="exponential_average"
def exponential_average(x, keep):
    """The exponential moving average of each sequence at each step, formula (0.1).

    x     (N, T)  N sequences of T numbers, T at least 1; it stays as it was
    keep  a number from 0 to 1
    returns (N, T): at [n, t] stands what is in mind of sequence n when its number x[n, t] has entered
    """
    ### BEGIN SOLUTION
    h = np.zeros(len(x))
    averages = []
    for t in range(x.shape[1]):
        h = keep * h + (1 - keep) * x[:, t]
        averages.append(h)
    return np.stack(averages, axis=1)
    ### END SOLUTION


# %% test="exponential_average" part="values" points=2

# %% test="exponential_average" part="edge_cases" points=1

# %% [markdown]
# ### Now a wrong answer, on purpose
#
# In the function's cell, put this line where it says `raise NotImplementedError(...)`:
#
# ```python
#     return (1 - keep) * x
# ```
#
# **Run the function's cell**, and then the two checks again. (The order matters: a check tries the function that
# Python has in memory, and your new text gets there only when its cell is run.) This is what you see:
#
# - **One line a case**: what was tried, passed or failed, and at a failure where the first difference is, what you
#   return there and what was expected. *Sequence 0, step 1* means `[0, 1]`: as in Python, the first has index 0.
# - **How far you are**: of the *values* 1 of 6 pass, of the *edge_cases* 3 of 6. What those three have in common is a
#   hint in itself.
# - **A sentence below**, when the check recognises what happened. It knows the mistakes that people make most, and
#   says what your code does and where to look, without giving the answer away. A mistake that it has never met gets
#   the lines and no sentence.
#
# Now write the right answer, run its cell, and run the checks until all lines say *passed*. You may check as often as
# you like: it costs nothing. A check that has failed three times in a row offers you a hint, after three more the next.

# %% [markdown]
# ### What else a check can say
#
# | it says | it means |
# |---|---|
# | *is not defined yet: run the cell that defines it* | the function's cell has not been run since you started |
# | *an array of shape (3,), expected (N, T) = (3, 4)* | look at shapes first; the letters say which axis is which |
# | *returned None* | some way through the function has no `return` |
# | *line 12 of its cell, ..., raised IndexError* | your function stopped there; the line is yours, not one of ours |
# | *still running after 10 seconds* | a loop that does not end |
# | *changes x, which belongs to the caller* | the function wrote into what it was given |
# | *2 of 8 values are not finite* | an overflow, or a division by zero |
# | *uses torch.softmax, which you are asked to program yourself here* | a ready-made version of the exercise: take it apart |
#
# Any right way passes: loops or a single line, NumPy or torch. Only a function that *is* the exercise, such as
# torch.softmax where a softmax is asked for, does not count. Small differences from rounding are allowed for.
# Printing and warnings cost nothing.
#
# ### What the function is good for
#
# Each lesson asks you to **predict** before you run an experiment. Do it, with a number if you can: what surprises
# you afterwards is what you learn. (Experiments call your functions. As long as one is not written, the experiment
# says "*... is not written yet, and this cell needs it*", and the notebook goes on.)
#
# **Before you run the next cell:** two sequences hold the same numbers in another order, a single 1 and eleven zeros.
# Their plain means are equal, 1/12. Which of them has the larger exponential average at the end? How many times as
# large, with keep = 0.7?

# %% experiment="order_matters" seconds=1
early_or_late = np.zeros((2, 12))
early_or_late[0, 1] = 1
early_or_late[1, 9] = 1
averages = exponential_average(early_or_late, 0.7)
assert averages[1, -1] > averages[0, -1] > 0, "let the checks above pass first"
draw.lines(
    range(1, 13),
    {"the 1 comes at step 2": averages[0], "the 1 comes at step 10": averages[1]},
    xlabel="step",
    ylabel="exponential average",
    levels={"plain mean at the end": 1 / 12},
    alt="Two curves over twelve steps. Each is zero until its 1 arrives, at step 2 and at step 10, jumps to 0.3 there "
    "and then falls by the factor 0.7 at each step. At the end the late one stands at 0.147 and the early one near "
    "0.008; the plain mean of both is 0.083.",
)
print("plain means:      ", early_or_late.mean(axis=1).round(3))
print("at the last step: ", averages[:, -1].round(3), f"  {averages[1, -1] / averages[0, -1]:.1f} times as large")

# %% [markdown]
# Every step multiplies what is in mind by 0.7, and the early 1 has eight such steps more behind it: the later one
# counts $0.7^{-8} \approx 17.3$ times as much. A mean adds up what there was, and *when* is lost: that is the **bag
# of words**, the subject of lesson 01. A memory that is updated step by step knows something of the order: that is
# the **recurrent network** of lesson 02.
#
# **Before you run the next cell:** a single 1 comes at step 10 and moves the memory. How much of that first effect is
# left 50 steps later, as a share of what it was at step 10: with keep = 0.5, with 0.9, with 0.99?

# %% experiment="how_long_it_remembers" seconds=1
pulse = np.zeros((1, 70))
pulse[0, 9] = 1
shares = {f"keep = {keep}": exponential_average(pulse, keep)[0] for keep in (0.5, 0.9, 0.99)}
draw.lines(
    range(1, 71),
    {name: values / values.max() for name, values in shares.items()},
    xlabel="step",
    ylabel="left of its first effect",
    percent=True,
    alt="What is left of a 1 that came at step 10, as a share of the first response. With keep = 0.5 it is gone after "
    "about six steps, with 0.9 after about fifty, with 0.99 more than half of it is left at step 70.",
)
for name, values in shares.items():
    print(
        f"{name:11} responds to the 1 with {values[9]:.2f}; {values[59] / values[9]:.1e} of that is left 50 steps later"
    )
print(f"0.9 to the power of 100: {0.9**100:.2e}")
assert shares["keep = 0.5"][59] < shares["keep = 0.9"][59] < shares["keep = 0.99"][59]

# %% [markdown]
# A memory that keeps for long responds weakly to what is new; one that responds strongly forgets soon. And what is
# left shrinks by a factor at each step: deck 5 writes $0.9^{100} \approx 2.66 \cdot 10^{-5}$ on one of its slides.
# That power is the theme of lesson 04, and a share that the network chooses anew at each step is the remedy of
# lessons 05 and 06.

# %% [markdown]
# ---
# ## 2 &nbsp; Checked, graded, handed in
#
# - **One exercise**: run the test cell below it.
# - **The whole notebook**: press **Validate** in the notebook's toolbar. The notebook is saved and run from top to
#   bottom in a fresh Python, and a window lists what fails.
# - **From a terminal**, with a table of points: save, and type `python3 -m helpers check 00` in the course's folder
#   (on Windows `py -m helpers check 00`).
# - **How far you are in all lessons**: `python3 -m helpers progress`, or the cell further down.
# - **When something does not start**: `python3 -m helpers doctor` says what is missing and what to do.
#
# The fresh Python matters. In your notebook a function may still be in memory whose cell you deleted an hour ago. For
# Validate it is gone.
#
# ### How far you are
#
# Each check that you run leaves beside your notebook what it came to. The next cell shows it for all lessons: the
# points, the exercises and questions that pass, and what to do next. It knows your notebooks as they are **saved**: an
# exercise that passed, and whose cell you changed since, has to be checked again. Run the cell whenever you want to
# know.

# %% experiment="progress" seconds=1
from helpers.progress import show_progress

show_progress()

# %% [markdown]
# ### How points are given
#
# An exercise has **parts**, here *values* and *edge_cases*, with points of their own: 2 and 1. So an answer that is
# right in the main thing and stumbles over a batch of one still earns something. A part is earned when **all its
# cases** pass:
#
# - the **visible** ones, which you see in the notebook and which never change;
# - and **hidden** ones, made at random when a submission is graded. They follow from your own code and a secret
#   word of the course, not from your name: the same notebook gets the same cases again.
#
# A function that computes the formula has nothing to fear from fresh numbers. In the feedback you read what a hidden
# case tried and the same kind of sentence as here.
#
# **One mistake costs once.** Where a later exercise uses an earlier one, a right version of the earlier one stands in
# while the later one is graded.
#
# **What counts as an answer** is what stands in the answer cells (and in cells that you added) of the saved notebook.
# Outputs do not count. Pictures, experiments and predictions give no points. What you change in a test cell or in a
# cell of ours is put back before grading. Only do not *delete* a test cell or make a second copy of one: as it is,
# such a notebook cannot be graded. (`submit`, below, mends that and tells you so.)
#
# ### Handing in
#
# Save the notebook (Ctrl + S, or ⌘ S on a Mac) and type `python3 -m helpers submit 00` in the course's folder: it
# says what is still missing, puts back course cells that were changed or deleted, and makes the file to hand in,
# `submit/00_start.ipynb`. Leave its name as it is, and give it to your instructor in the way that was agreed. If you
# learn alone, `check` is your grader, without the hidden cases.
#
# ### Your copies
#
# You work on copies, in the folder `work/`, a folder for each lesson. When you type `python3 -m helpers lab` the next
# day, your copies are there as you left them: it **never overwrites what you changed**. If the course has brought out
# a new edition of a lesson meanwhile, that one is put beside yours, as `00_start (new).ipynb`, and the terminal says
# so. To begin a lesson again, rename your copy or throw it away, and start `lab`: a fresh one comes.

# %% [markdown]
# ---
# ## 3 &nbsp; What is a sequence?
#
# Anything that comes in steps and in an order. All of these were made for this page, none is recorded:

# %%
from helpers.data import small_sequences

words = small_sequences.SENTENCE
heart = small_sequences.heart_beats()
tune = small_sequences.tune()
sound = small_sequences.sound()
video = small_sequences.video()

# %% figure="small_sequences"
draw.small_sequences(
    words,
    heart,
    tune,
    sound,
    video,
    early=0.625,
    alt="Five rows, with time from left to right. A sentence: seven words, the movie was not long but interesting. "
    "Heart beats: a voltage with five sharp peaks, the fourth of which follows the third too early. A tune: fourteen "
    "notes on five lines, C D E C, C D E C, E F G, E F G. A sound: a hiss, then a hum. A video: eight small frames "
    "in which a ball flies in an arc. Below each name stands the shape of its array.",
)

# %% [markdown]
# In the end each is an array whose first axis is time. (That is one sequence. In a batch the axis of the N sequences
# stands before it, as in your exercise.) A step may hold one number, two, or a whole picture; written out as a vector
# of D numbers, every one of them becomes the same thing to a network:

# %%
for name, sequence in {"heart": heart, "tune": tune, "sound": sound, "video": video}.items():
    as_vectors = sequence.reshape(len(sequence), -1)
    print(f"{name:6} T = {as_vectors.shape[0]:4} steps of D = {as_vectors.shape[1]:3} numbers")
print("sentence as ids:", small_sequences.sentence())

# %% [markdown]
# Words are no numbers, and their ids are poor ones: these are places in an alphabetical list, and any other list
# would do. How a word becomes a vector is the business of lessons 01 and 02.
#
# ### Five shapes of tasks
#
# *RNN, what for?* asks deck 1, and answers with five small pictures. They differ in one thing: at which steps
# something is read, and at which something is written.

# %% figure="five_shapes"
draw.five_shapes(
    alt="Five small networks, with what is read below, the states in the middle and what is written above. One to one: "
    "one input, one state, one output. One to many: one input at the first state, an output at every state. Many to "
    "one: an input at every state, one output at the last. Many to many, step by step: an input and an output at "
    "every state. Many to many, read then write: inputs at the first two states, outputs at the last two."
)

# %% [markdown]
# | task | reads | writes | shape | lesson |
# |---|---|---|---|---|
# | what is in a photo? | one picture | one label | one to one; no sequence | |
# | sentiment | the words of a review | good or bad | many to one | 01, 02, 07 |
# | heart rhythm (ECG) | a voltage, 250 times a second | one of a few rhythms | many to one | 07 |
# | music | a style, or a first note | a tune | one to many | 08 |
# | a caption | one picture | a sentence | one to many | |
# | a language model | the words so far | at each step, the word that comes next | step by step | 02, 03, 08 |
# | names of persons in a text | words | at each word, name or not | step by step | 07 |
# | a video's scenes | frames | at each frame, what happens in it | step by step | |
# | the synthetic Obama | the sound of a voice | at each step, the shape of the mouth | step by step | |
# | translation | a sentence | a sentence, of another length | read, then write | 09 |
# | speech recognition | sound | text, much shorter than the sound | read, then write | 07: one digit, many to one |
# | speech synthesis | text | sound, much longer than the text | read, then write | 08: one digit, one to many |
#
# The *synthetic Obama* of deck 4 is a video from 2017: a network heard the sound of a speech and wrote, for each
# instant, the shape of the mouth, and that mouth was painted into another recording. An LSTM, step by step, a little
# delayed so that it could listen ahead. It is also an early example of a film of something that never happened.
#
# Deck 5 sorts the same tasks by *length*: variable to fixed (sentiment, ECG), variable to variable (translation,
# speech recognition and synthesis), fixed to variable (music). The shape says more: "variable to variable" can mean
# *one answer at each step* or *first read everything*, and these are different networks.
#
# **A question to stop at.** Where would you put these? Decide first, then unfold.
#
# <details><summary>Subtitles for a live broadcast, which may lag two seconds behind</summary>
#
# Between the shapes: something is read and written all the time, but not a word for each piece of sound. One writes
# at every step, and lets "nothing yet" be an answer; or one reads and writes by turns. Shapes are a first question,
# not a law.
#
# </details>
#
# <details><summary>The next move in a game of chess</summary>
#
# One to one, if the board is all that matters: it can be seen at once. Many to one, if one reads the moves that led
# there. The same task may have two shapes.
#
# </details>

# %% [markdown]
# ---
# ## 4 &nbsp; A line of history

# %% figure="history"
draw.history(
    alt="A line of time from 1984 to 2022. In 1986 a thin line begins, recurrent networks, a curiosity. Above it many "
    "short grey lines begin and end: dozens of variants, most of them forgotten. Three thick lines begin and run on "
    "to the right edge: LSTM in 1997, with a mark in 2000 for its forget gate, GRU in 2014, and the Transformer in "
    "2017."
)

# %% [markdown]
# - **1986.** Back-propagation is shown to train networks with hidden units, recurrent ones included. For years they
#   remain a curiosity, too moody to be trained (deck 1). Why they are moody: lesson 04.
# - **1997, LSTM.** A memory with gates. Its forget gate, without which nobody writes it today, was added in 2000.
#   Lesson 05.
# - **2014, GRU.** The same idea with less. Lesson 06.
# - **Dozens of variants** were invented, and *two lived to grow up*, as deck 1 puts it. That is not for want of
#   looking: in 2015 more than ten thousand cells were made and tried by machine, and none was better than these two
#   on all the tasks.
# - **2017, the Transformer.** Attention instead of recurrence: all steps at once. Lesson 10 puts the two side by side,
#   what was won and what it costs.

# %% [markdown]
# ---
# ## 5 &nbsp; Notation, to look up
#
# **Not to be read now.** One notation for the whole course: come back and unfold it when a letter puzzles you, or
# when you read one of the decks beside a lesson.
#
# <details><summary>The letters</summary>
#
# | | shape | what it is |
# |---|---|---|
# | N, T | | sequences in a batch, steps |
# | D, H, V | | numbers a step, units of the state, words of the vocabulary |
# | `tokens`, `mask` | (N, T) | ids of words; True at real tokens, False at padding |
# | $E$ | (V, D) | the vectors of words, one row each |
# | $x$; $x_t$ | (N, T, D); (N, D) | inputs; those of step $t$ |
# | $h$; $h_t$, $h_0$ | (N, T, H); (N, H) | hidden states; that after step $t$, that before the first |
# | $W_{xh}$ | (D, H) | weights from the input to the state |
# | $W_{hh}$ | (H, H) | weights from the state to the next state |
# | $b_h$ | (H,) | bias of the state |
# | $W_{hy}$, $b_y$ | (H, V), (V,) | weights and bias of the output |
# | $y$ | (N, T, V) | logits: one score a word, before the softmax |
# | $c_t$; $i, f, g, o$ | (N, H) | LSTM: cell state; input, forget, candidate, output |
# | $r, z, n$ | (N, H) | GRU: reset, update, candidate |
#
# The gates' weights stand side by side: $W_{xh}$ is (D, 4H) in the LSTM, with columns in the order $i, f, g, o$, and
# (D, 3H) in the GRU, in the order $r, z, n$. These orders are torch's.
#
# **Indices.** $W_{xh}$ is read from left to right, from x to h. A number beside a letter is a step: $h_t$ comes after
# reading $x_t$. In code the first step has index 0, so that $h_t$ is `h[:, t - 1]`.
#
# </details>
#
# ### Rows or columns
#
# In most books, and in the decks, a vector is a column and the matrix stands on its left. In code a batch is a stack
# of rows and the matrix stands on the right. The weights are then the same table, turned over (transposed, `.T`).
# Some write the two matrices as one and join the two vectors to match. **Before you run it:** how many different
# results will there be?

# %%
x_row, h_row = np.array([[1.0, 2.0]]), np.array([[3.0, -1.0, 0.5]])  # N = 1, D = 2, H = 3
W_xh = np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]])
W_hh = np.array([[1.0, 0.0, 2.0], [0.0, 3.0, 1.0], [1.0, 1.0, 0.0]])

in_rows = x_row @ W_xh + h_row @ W_hh  # here
in_columns = W_hh.T @ h_row.T + W_xh.T @ x_row.T  # decks 2 to 5: W h + U x
joined = np.hstack([W_hh.T, W_xh.T]) @ np.vstack([h_row.T, x_row.T])  # deck 1: W [h, x]
print("rows:   ", in_rows[0].round(2))
print("columns:", in_columns[:, 0].round(2))
print("joined: ", joined[:, 0].round(2))

# %% [markdown]
# The same products are added in all three, so nothing but the way of writing differs, and every formula of the decks
# can be carried over letter by letter.
#
# <details><summary>The letters of the decks: networks</summary>
#
# | | here | deck 1 | deck 2 | deck 3 | deck 4 | deck 5 |
# |---|---|---|---|---|---|---|
# | state | $h_t$ | $h_t$ | $h(i)$ | $h_t$; in its LSTM $s_t$ | $h_t$ | $a^{\langle t \rangle}$ |
# | input | $x_t$ | $x_t$ | $e(i) = E\,x(i)$ | $x_t$ | $x_t$ | $x^{\langle t \rangle}$ |
# | weights of the input | $W_{xh}$ | right part of $W$ | $W_e$, later $w_x$ | $U$ | $V$ | $W_{ax}$ |
# | weights of the state | $W_{hh}$ | left part of $W$ | $W_h$, later $w_h$ | $W$ | $W$ | $W_{aa}$ |
# | bias of the state | $b_h$ | $b$ | $b_1$ | left out | $b_h$ | $b_a$ |
# | weights of the output | $W_{hy}$ | – | $U$ | $V$ | $U$ | $W_{ya}$ |
# | bias of the output | $b_y$ | – | $b_2$ | left out | $b_y$ | $b_y$ |
# | squashing | tanh | tanh | $\sigma$ | $f$ | $f_h$ | $g$ |
# | prediction | softmax of $y_t$ | – | $\hat y(i)$ | $o_t$ | $\hat y_t$ | $\hat y^{\langle t \rangle}$ |
# | loss | $L$ | – | $J$ | – | $L$ | Loss |
# | product by elements | $\odot$ | $*$ and $\odot$ | – | $\circ$ and $\odot$ | – | $*$ |
#
# **$U$ and $V$ mean opposite things in decks 3 and 4**, and $\sigma$ is any squashing function in deck 2 and the
# sigmoid in all the others.
#
# </details>
#
# <details><summary>The letters of the decks: LSTM and GRU</summary>
#
# | LSTM | here | deck 1, first | deck 1, second | deck 3 | deck 5 |
# |---|---|---|---|---|---|
# | input gate | $i$ | $i_t$ | $i$ | $i$ | $\Gamma_u$, "update" |
# | forget gate | $f$ | $f_t$ | $f$ | $f$ | $\Gamma_f$ |
# | candidate | $g$ | $\tilde C_t$ | $g$, "gate gate (?)" | $g$ | $\tilde c^{\langle t \rangle}$ |
# | output gate | $o$ | $o_t$ | $o$ | $o$ | $\Gamma_o$ |
# | cell state | $c_t$ | $C_t$ | $c_t$ | $c_t$ | $c^{\langle t \rangle}$ |
# | matrices | two: $W_{xh}$, $W_{hh}$ | four: $W_f$, ... | one: $W$ | eight: $U^i$, $W^i$, ... | eight: $W_{fa}$, ... |
# | $x$ and $h$ | apart | joined, $[h, x]$ | joined, $h$ above $x$ | apart | apart |
# | the gates | side by side: $i, f, g, o$ | apart | one below the other: $i, f, o, g$ | apart | apart |
# | biases | $b_h$, (4H,) | four | left out | left out | four |
#
# | GRU | here | deck 1 | deck 3 |
# |---|---|---|---|
# | reset gate | $r$ | $r_t$ | $r_t$ |
# | update gate | $z$ | $z_t$ | $z_t$ |
# | candidate | $n$ | $\tilde h_t$ | $\tilde h_t$ |
# | share of the old state in $h_t$ | $z$ | $1 - z_t$ | $z_t$ |
# | share of the candidate | $1 - z$ | $z_t$ | $1 - z_t$ |
# | matrices | two: $W_{xh}$, $W_{hh}$, in the order $r, z, n$ | three, joined | six: $W_{xr}$, $W_{hr}$, ... |
# | biases | $b_{xh}$ and $b_{hh}$, (3H,) each | left out | three |
#
# Both GRUs are right: where one has $z$ the other has $1 - z$. Ours is torch's, and its $z$ is the *keep* of your
# exercise. Lesson 05 proves that the four ways of writing the LSTM are one function, lesson 06 turns one $z$ into the
# other.
#
# </details>
#
# <details><summary>Slips of the pen in the decks</summary>
#
# Slides are made to be spoken over, and whoever spoke said it right. In code a slip counts, so here they are:
#
# | deck | it says | it means |
# |---|---|---|
# | 1 | LSTM of 1997, with a forget gate | the gate came in 2000 (Gers, Schmidhuber and Cummins) |
# | 2 | $CE(y - \hat y)$ | $CE(y, \hat y)$: a function of two distributions, not of their difference |
# | 2 | $\frac 1 T \sum_{t=0}^{T}$ | from 1 to T: these are T terms |
# | 2 | $\theta^{new} = \theta^{old} + \alpha \nabla J$ | minus: with the plus the loss is climbed |
# | 2 | $\partial J(i) / \partial h(j)$ on both sides of the last $=$ | on the right $\partial J(i) / \partial h(i)$ |
# | 3 | LSTM, GLU | GRU; a GLU is something else, without recurrence |
# | 3 | $U x_t$, later $x_t U^i$ | columns at first, rows in its LSTM |
# | 4 | gradients of ..., $b_x$, $b_h$ | $b_y$, $b_h$: there is no $b_x$ in its formulas |
# | 4 | gradients vanish since tanh and sigmoid are below 1 | since their *derivatives* are: at most 1, and mostly below (lesson 04) |
# | 5 | the same $g$ for state and output | tanh for the state; for the output a softmax or a sigmoid |
#
# </details>

# %% [markdown]
# ---
# ## 6 &nbsp; Glossary, to look up
#
# **Not to be read now.** The terms in English, with those that are used in Polish, Russian and Korean. Where a deck
# has a word of its own for it, that word is **bold** and stands first. (The Korean deck keeps the English terms, as
# many lectures there do.)
#
# <details><summary>Data</summary>
#
# | term | in a few words | Polski | Русский | <nobr>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;한국어&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;</nobr> |
# |---|---|---|---|---|
# | sequence | things in an order | sekwencja, ciąg | **последовательность** | 시퀀스, 순차 데이터 |
# | time step | one place in a sequence | krok czasowy | временной шаг, шаг по времени | 시점, 타임 스텝 |
# | token | a piece of text with an id: a word, a character | token | токен | 토큰 |
# | vocabulary | all tokens that are known | słownik | словарь | 어휘, 단어 집합 |
# | bag of words | counts of words, without order | worek słów | мешок слов | 단어 가방, BoW |
# | n-gram | n neighbouring words | n-gram | n-грамма | n-그램 |
# | one-hot vector | zeros, and a 1 at the id | wektor **one-hot**, kodowanie „1 z n” | one-hot вектор, унитарный код | 원-핫 벡터 |
# | embedding | a learnt vector for each token | **przedstawienie wektorowe**, osadzenie, zanurzenie | векторное представление, эмбеддинг | 임베딩 |
# | batch | sequences that are read at once | wsad, partia, (mini)batch | батч, пакет | 배치 |
# | padding | filler that makes a batch's rows equally long | dopełnienie, padding | дополнение, паддинг | 패딩 |
# | mask | True at real tokens, False at padding | maska | маска | 마스크 |
#
# </details>
#
# <details><summary>Networks</summary>
#
# | term | in a few words | Polski | Русский | <nobr>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;한국어&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;</nobr> |
# |---|---|---|---|---|
# | recurrent network | the same function at every step, with a state | rekurencyjna sieć neuronowa | рекуррентная нейронная сеть | 순환 신경망 |
# | hidden state | what the network remembers | **stan ukryty** | скрытое состояние | 은닉 상태 |
# | weights | the matrices that are learnt | **wagi** | веса | 가중치 |
# | bias | a learnt constant that is added | obciążenie, wyraz wolny, bias | смещение | 편향 |
# | activation function | what squashes a sum: tanh, sigmoid, ReLU | funkcja aktywacji | **функция активации** | 활성화 함수 |
# | logits | scores before the softmax | logity | логиты | 로짓 |
# | softmax | scores to probabilities | softmax | softmax, софтмакс | 소프트맥스 |
# | prediction | what the network answers | predykcja, przewidywanie | **предсказание** | 예측 |
# | language model | which word comes next? | **model językowy** | языковая модель | 언어 모델 |
# | directed acyclic graph | arrows, and no way round in a circle | **skierowany graf acykliczny** | ориентированный ациклический граф | 방향 비순환 그래프 |
#
# </details>
#
# <details><summary>Learning</summary>
#
# | term | in a few words | Polski | Русский | <nobr>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;한국어&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;</nobr> |
# |---|---|---|---|---|
# | loss | how wrong the answer is, as a number | **funkcja kosztu**, funkcja straty | **функция потерь** | 손실 함수 |
# | cross-entropy | minus the logarithm of what the right answer got | **entropia krzyżowa** | кросс-энтропия, перекрёстная энтропия | 교차 엔트로피 |
# | gradient | how the loss changes with each weight | **gradient** | градиент | 기울기, 그래디언트 |
# | chain rule | derivatives of nested functions multiply | reguła łańcuchowa | правило дифференцирования сложной функции, цепное правило | 연쇄 법칙 |
# | back-propagation | the chain rule, from the loss backwards | **backpropagacja**, propagacja wsteczna | обратное распространение ошибки | 역전파 |
# | back-propagation through time | the same, through the unrolled steps | **backpropagacja w czasie**, propagacja wsteczna w czasie | обратное распространение ошибки во времени | 시간에 따른 역전파, BPTT |
# | truncated | cut off after some steps | **ucięta** | усечённое | 절단된 |
# | vanishing gradient | it shrinks from step to step | **znikający gradient**, zanikający | **затухание градиента**, исчезающий градиент | 기울기 소실 |
# | exploding gradient | it grows from step to step | **eksplodujący gradient**, wybuchający | взрыв градиента, взрывающийся градиент | 기울기 폭주, 기울기 폭발 |
# | clipping | a gradient that is too long is shortened | przycinanie gradientu, obcinanie | отсечение градиента, клиппинг | 기울기 클리핑 |
# | eigenvalue | the factor by which a matrix stretches one of its own directions | **wartość własna** | собственное значение | 고윳값 |
#
# </details>
#
# <details><summary>Gates and attention</summary>
#
# | term | in a few words | Polski | Русский | <nobr>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;한국어&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;</nobr> |
# |---|---|---|---|---|
# | gate | a number from 0 to 1 that lets through a share | bramka | вентиль, гейт | 게이트 |
# | cell state | the LSTM's long memory | stan komórki | состояние ячейки | 셀 상태 |
# | forget gate | how much of the cell state is kept | bramka zapominania | вентиль забывания | 망각 게이트 |
# | input gate | how much that is new is written | bramka wejściowa | входной вентиль | 입력 게이트 |
# | output gate | how much of the cell state is shown | bramka wyjściowa | выходной вентиль | 출력 게이트 |
# | update gate | GRU: kept or new? | bramka aktualizacji | вентиль обновления | 업데이트 게이트 |
# | reset gate | GRU: how much of the past the candidate sees | bramka resetowania | вентиль сброса | 리셋 게이트 |
# | encoder, decoder | the part that reads, the part that writes | enkoder, dekoder | кодировщик (энкодер), декодировщик (декодер) | 인코더, 디코더 |
# | attention | looking back at all steps, each with a weight | mechanizm uwagi | механизм внимания | 어텐션 |
# | transfer learning | what was learnt on much data helps where there is little | uczenie transferowe | перенос обучения | 전이 학습 |
#
# </details>

# %% [markdown]
# ---
# ## 7 &nbsp; The way ahead
#
# | | lesson | what it answers |
# |---|---|---|
# | 00 | start | How does this course work? |
# | 01 | bag of words | Why is counting words not enough? |
# | 02 | vanilla RNN | How does one function read a sequence of any length? |
# | 03 | back-propagation through time | How does it learn? |
# | 04 | gradients | Why does it forget, and why does it blow up? |
# | 05 | LSTM | What does a gated memory change? |
# | 06 | GRU | How little gating is enough? |
# | 07 | architectures | How does it get from NumPy to torch, and to real tasks? |
# | 08 | generation | How does a network write? |
# | 09 | translation | How do sequences of different lengths meet? |
# | 10 | transformer | What replaced recurrence, and what did it cost? |
# | 11 | project | What do you make of a sequence of your own? |
#
# Up to lesson 06 you write everything in NumPy, gradients included; from 07 on torch does what you could then do
# yourself. A lesson takes from one hour to three, in one sitting or two; its beginning says how long, and where to
# break. The file browser shows the lessons that your edition of the course has.

# %% [markdown]
# ---
# ## Quiz
#
# A lesson ends with questions, a point each. Put a letter in quotation marks where it says `None`, for instance
# `"a"`, and run the cell and the one below it. Every option is explained when you choose it, the wrong ones too, and
# you may change your answer as often as you like.
#
# **1.** You have mended your function. The check below it still shows the old complaint. What is most likely?
#
# - **a** the check remembers the last result
# - **b** the function's cell was not run again
# - **c** Python has to be restarted after each change
# - **d** a hidden case failed

# %% quiz="old_complaint" answer="b" points=1
old_complaint = None

# %% [markdown]
# **2.** All visible cases of a part pass. What does that mean for its points?
#
# - **a** they are certain
# - **b** nothing: the visible cases are only examples
# - **c** you get them if fresh cases, made when it is graded, pass as well
# - **d** it depends on whether your code looks like the course's own

# %% quiz="all_visible_pass" answer="c" points=1
all_visible_pass = None

# %% [markdown]
# **3.** You change a test cell so that it says that all is well, and hand the notebook in. What happens?
#
# - **a** the part's points are yours
# - **b** the notebook is not graded
# - **c** points are taken away
# - **d** the test cell is put back as it was, and your function is tried

# %% quiz="changed_test" answer="d" points=1
changed_test = None

# %% [markdown]
# **4.** An ECG of 30 seconds, 250 numbers a second, is to be given the name of one of four rhythms. Which shape is
# that?
#
# - **a** one to many
# - **b** many to one
# - **c** many to many, step by step
# - **d** many to many, read, then write

# %% quiz="heart_rhythm" answer="b" points=1
heart_rhythm = None

# %% [markdown]
# **5.** Why is a translation not written step by step, one word for each word that is read?
#
# - **a** rare words have no vector
# - **b** the two sentences differ in length, and in the order of their words
# - **c** such a network knows one language only
# - **d** its memory is too small

# %% quiz="why_not_aligned" answer="b" points=1
why_not_aligned = None

# %% [markdown]
# ---
# ## What to remember
#
# - **Run the function's cell, then the check.** The check tries what is in memory.
# - **Read the first failing line, then the sentence below.** Shapes first, numbers second.
# - **Points are given by part**, for visible and fresh cases. What counts is what stands in your answer cells.
# - **A sequence is an array with an axis for time.** Ask of a task when something is read and when something is
#   written.
# - **A state that is updated at every step** holds something of the order, and forgets by a factor at each step.
#
# Before you go: press **Validate**, and see the notebook pass in a fresh Python.
#
# ## Sources
#
# - The five decks of this course. Deck 1: M. Filipiuk, *Recurrent Neural Networks* (Polish; the five shapes, the line
#   of history). Deck 2: a deck on recurrent language models (Polish). Deck 3: *Recurrent Neural Networks*,
#   Sungkyunkwan University (Korean). Deck 4: D. Tarasov, *Введение в RNN* (Russian, 2017; the synthetic Obama). Deck
#   5: M. Walkowski, *Recurrent Neural Networks* (English, 2022; the tasks sorted by length).
# - D. Rumelhart, G. Hinton, R. Williams, *Learning representations by back-propagating errors*, Nature 323, 1986.
# - S. Hochreiter, J. Schmidhuber, *Long short-term memory*, Neural Computation 9, 1997. F. Gers, J. Schmidhuber, F.
#   Cummins, *Learning to forget*, Neural Computation 12, 2000.
# - K. Cho and others, *Learning phrase representations using RNN encoder-decoder*, EMNLP 2014. R. Jozefowicz, W.
#   Zaremba, I. Sutskever, *An empirical exploration of recurrent network architectures*, ICML 2015.
# - A. Vaswani and others, *Attention is all you need*, NeurIPS 2017.
# - S. Suwajanakorn, S. Seitz, I. Kemelmacher-Shlizerman, [Synthesizing Obama: learning lip sync from
#   audio](http://grail.cs.washington.edu/projects/AudioToObama/), ACM Transactions on Graphics 36, 2017.
# - A. Karpathy, [The unreasonable effectiveness of recurrent neural
#   networks](https://karpathy.github.io/2015/05/21/rnn-effectiveness/), 2015: the five shapes.
