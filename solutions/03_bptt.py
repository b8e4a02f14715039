# %% [markdown]
# # How does it learn?
#
# A network that reads a hundred words has used the same weights a hundred times. Its loss comes at the end, or at
# every step. Which of those hundred uses was to blame, and which way should the weights move? In lesson 02 torch
# answered that. Now you take its place.
#
# **After this lesson you can**
#
# - say why a weight that is used many times gets the *sum* of many gradients;
# - check any gradient by numbers, and say which size of error is rounding and which is a mistake;
# - derive and program the way back through one step of a recurrent network, and through all of them;
# - train a model of characters in NumPy alone, with your own gradients, and let it write;
# - say what truncation cuts, and what a network then cannot learn.
#
# You write eight functions. About 160 minutes in all; more than half of them are over after section 4, where a break
# fits. Bring paper: the derivations are short, and they stick when your own hand has done them.

# %%
import numpy as np

from helpers import draw
from helpers.checks import Check
from helpers.nn.bag_of_words import cross_entropy, cross_entropy_gradient, softmax
from helpers.nn.vanilla_rnn import embed, output_layer, rnn_forward, rnn_step

check = Check("03_bptt", globals())

# %% [markdown]
# The functions that you wrote in lessons 01 and 02 are imported here, and you may use them.
#
# This is where we are going. The network of lesson 02, unrolled, has arrows that lead forward (black). The loss is
# taken at each step. **Back-propagation through time** follows the same arrows the other way (orange), from every
# loss to everything that had a part in it.

# %% figure="gradients_unrolled"
draw.gradient_flow(
    alt="The unrolled network: states h0 to h4 in a row, an input x below and a loss L above each of h1 to h4. Thin "
    "black arrows lead forward and up. Thick orange arrows lead the other way: from each loss down into its state, "
    "from each state back into the state before it, and from each state down to its input. At each state two orange "
    "arrows arrive, one from its own loss and one from the state after it; at the last state only one does."
)

# %% [markdown]
# A gradient is called after what it is the gradient *with respect to*: `dW_hh` is the gradient of the loss with
# respect to `W_hh`, and it has the shape of `W_hh`. That alone settles half of all questions about shapes.

# %% [markdown]
# ---
# ## 1 &nbsp; One weight, used three times
#
# Take the smallest recurrent network there is: one unit, no input, no tanh. Each step multiplies by $w$:
#
# $$h_1 = w h_0, \qquad h_2 = w h_1, \qquad h_3 = w h_2$$
#
# Let the loss be $h_3$ itself, and $h_0 = 1$. Then $L = w^3$, and school says $\mathrm{d}L/\mathrm{d}w = 3 w^2$.
#
# Now forget that it is one weight. Give each use a name of its own, $L = w_3 w_2 w_1$. The chain rule gives three
# gradients, one for each use:
#
# $$\frac{\partial L}{\partial w_1} = w_3 w_2, \qquad \frac{\partial L}{\partial w_2} = w_3 w_1, \qquad
# \frac{\partial L}{\partial w_3} = w_2 w_1$$
#
# **A question to stop at.** In truth all three are one $w$. What has to be done with the three gradients, so that
# $3 w^2$ comes out?

# %%
w = 0.8
uses = [w * w, w * w, w * w]  # the gradient of each use, as if it were a weight of its own
print("each use:", " ".join(f"{use:.2f}" for use in uses))
print(f"3 w² = {3 * w**2:.2f}, the sum of the uses = {sum(uses):.2f}, their mean = {np.mean(uses):.2f}")

# %% [markdown]
# They are added up. When $w$ moves a little, all three uses move at once, and each adds its share to what happens
# to $L$. So for any weight $W$ that is used at steps $1 \ldots T$:
#
# $$\frac{\partial L}{\partial W} = \sum_{t=1}^{T} \frac{\partial L}{\partial W}\bigg|_{t} \tag{3.1}$$
#
# where the bar with the $t$ means: as if only the use at step $t$ were $W$, and the others were fixed numbers. Deck 2
# has this line, and it is all that is new about *back-propagation through time*. The rest is the chain rule.
#
# The chain rule has to be told about every use. Who forgets one gets no error message. The numbers look plausible,
# the loss even falls (section 7). So before the first formula, we build the instrument that finds such mistakes.

# %% [markdown]
# ---
# ## 2 &nbsp; A gradient without any formula
#
# What a gradient says can be tried out. Move one number a little, look how the loss changes, divide. It is slow: two
# passes for every weight, and there may be millions of them. But it needs no derivation, and so it shares no mistake
# with one.
#
# The first idea is to look ahead:
#
# $$\frac{\partial f}{\partial x_i} \approx \frac{f(x + s\,e_i) - f(x)}{s} \tag{3.2}$$
#
# with a small step $s$, and $e_i$ the vector with a single 1, at place $i$. The better idea looks to both sides:
#
# $$\frac{\partial f}{\partial x_i} \approx \frac{f(x + s\,e_i) - f(x - s\,e_i)}{2 s} \tag{3.3}$$
#
# ### By hand, once
#
# $f(x) = x^3$ at $x = 2$, where the slope is 12, with a step of 0.5. The first idea gives 15.25 and the second 12.25.

# %%
print("looking ahead:        ", (2.5**3 - 2**3) / 0.5)
print("looking to both sides:", (2.5**3 - 1.5**3) / (2 * 0.5))

# %% [markdown]
# Why is the second so much better? Taylor: $f(x \pm s) = f(x) \pm s f'(x) + \tfrac{s^2}{2} f''(x) \pm \tfrac{s^3}{6}
# f'''(x) + \ldots$ In the difference of the two, every even term drops out. What is left of the error is of the size
# of $s^2$, where looking ahead has one of the size of $s$. These are called **central** and **one-sided** differences.
#
# ### Exercise 3.1: `numerical_gradient` &nbsp; ●●○ &nbsp; 10 minutes &nbsp; about 9 lines
#
# Formula (3.3) for an array with any number of axes.
#
# <details><summary>How do I walk over an array of any shape?</summary>
#
# `for index in np.ndindex(x.shape):` gives every place in turn, as a tuple: `x[index]` is one number, whatever the
# number of axes.
#
# </details>
#
# <details><summary>Only the first element is right</summary>
#
# Each element has to be back in its place before the next one is moved. Keep its value, and store that value again.
#
# </details>
#
# <details><summary>Whole numbers come out, or zeros</summary>
#
# An array of whole numbers has no room for 1.00001. Work on a copy, and say which dtype it should have:
# `np.array(x, dtype=...)`. The same goes for the array that the slopes are stored in.
#
# </details>


# %% solution="numerical_gradient"
def numerical_gradient(f, x, step=1e-5):
    """The gradient of f at x by central differences, formula (3.3).

    f  takes an array of x's shape and returns a number
    x  an array with any number of axes, at least one, of any dtype; it stays as it was
    returns an array of x's shape, in float64
    """
    ### BEGIN SOLUTION
    point = np.array(x, dtype=np.float64)
    gradient = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        value = point[index]
        point[index] = value + step
        above = f(point)
        point[index] = value - step
        gradient[index] = (above - f(point)) / (2 * step)
        point[index] = value
    return gradient
    ### END SOLUTION


# %% test="numerical_gradient" part="values" points=2

# %% test="numerical_gradient" part="edge_cases" points=1

# %% [markdown]
# ### How different are two gradients?
#
# A difference of 0.001 is nothing between gradients of size 1000, and everything between gradients of size 0.001.
# So the difference is divided by the size. With $\lVert a \rVert$ for the length of $a$, the root of the sum of the
# squares of all its elements:
#
# $$\text{relative error} = \frac{\lVert a - b \rVert}{\lVert a + b \rVert} \tag{3.4}$$
#
# It is 0 where the two are equal, 1/3 where one is twice the other, and 1 where one of them is zero.
#
# ### Exercise 3.2: `gradient_check` &nbsp; ●●○ &nbsp; 8 minutes &nbsp; about 6 lines
#
# Compare a gradient that somebody claims with the numerical one. Your `numerical_gradient` may do its part.
#
# <details><summary>The length of an array with two or three axes</summary>
#
# `np.linalg.norm(a)` without further arguments strings all elements into one vector first.
#
# </details>
#
# <details><summary>What is there to do about 0/0?</summary>
#
# If the two are equal there is nothing to divide: the error is 0.0. Ask about the *difference*. The sum is zero as
# well where one gradient is minus the other, and that one is as wrong as can be; let the division make it infinite.
#
# </details>
#
# <details><summary>Why compare shapes?</summary>
#
# NumPy subtracts a (3,) from a (2, 3) without a word. Raise a ValueError unless the shapes are the same.
#
# </details>


# %% solution="gradient_check"
def gradient_check(f, x, gradient):
    """The relative error (3.4) between `gradient` and the numerical gradient of f at x.

    f         takes an array of x's shape and returns a number
    gradient  what is claimed to be the gradient of f at x
    returns a number; 0.0 where both gradients are zero, infinity where one is exactly minus the other
    Raises ValueError when gradient has another shape than x.
    """
    ### BEGIN SOLUTION
    if np.shape(gradient) != np.shape(x):
        raise ValueError(f"the gradient has the shape {np.shape(gradient)}, x has {np.shape(x)}")
    numerical = numerical_gradient(f, x)
    difference = np.linalg.norm(gradient - numerical)
    with np.errstate(divide="ignore"):
        return difference / np.linalg.norm(gradient + numerical) if difference > 0 else 0.0
    ### END SOLUTION


# %% test="gradient_check" part="values" points=2

# %% test="gradient_check" part="edge_cases" points=1

# %% [markdown]
# ### Which step, and which error is small?
#
# The error of (3.3) is of the size of $s^2$, so the smaller the step, the better? The next cell tries your
# `numerical_gradient` on a small network, at steps from 0.1 down to 10<sup>-13</sup>: in float64, and with a loss that
# is computed in float32.
#
# **Before you run it:** which step will be the best in float64? Does the error go on falling, or does it rise again
# somewhere, and why would it?

# %% experiment="error_and_step" seconds=2 tags=["nbval-ignore-output"]
from helpers.nn.experiments.autograd import gradients_of_states

rng = np.random.default_rng(0)
x_small, h0_small = rng.normal(size=(3, 5, 2)), rng.normal(size=(3, 4))
W_in, W_rec, b_small = rng.normal(size=(2, 4)), rng.normal(size=(4, 4)), rng.normal(size=4)
dh_small = rng.normal(size=(3, 5, 4))
exact = gradients_of_states(dh_small, x_small, h0_small, W_in, W_rec, b_small).dW_hh


def loss_in(dtype):
    """The loss as a function of W_hh, computed in float64 or float32."""
    x, h0, W, b, dh = (array.astype(dtype) for array in (x_small, h0_small, W_in, b_small, dh_small))
    return lambda W_hh: np.sum(dh * rnn_forward(x, h0, W, W_hh.astype(dtype), b)[0])


def one_sided(f, x, step):
    """The gradient by differences that look ahead only, (3.2)."""
    unit = step * np.eye(x.size).reshape(-1, *x.shape)
    return np.array([(f(x + move) - f(x)) / step for move in unit]).reshape(x.shape)


def apart(a, b):
    return np.linalg.norm(a - b) / np.linalg.norm(a + b)


steps = 10.0 ** -np.arange(1, 14)
errors = {
    "both sides, float64": [apart(numerical_gradient(loss_in(np.float64), W_rec, s), exact) for s in steps],
    "one side, float64": [apart(one_sided(loss_in(np.float64), W_rec, s), exact) for s in steps],
    "both sides, float32": [apart(numerical_gradient(loss_in(np.float32), W_rec, s), exact) for s in steps],
}
draw.error_against_step(
    steps,
    errors,
    alt="Relative error against the step, both on logarithmic axes. Both sides in float64 falls steeply from a few "
    "thousandths at a step of 0.1, is lowest at a step of about 0.00001, and rises again to the left. One side in "
    "float64 falls half as steeply and turns at about ten to the minus seven. Both sides in float32 turns already at "
    "a step of about 0.01 and rises to an error of 1.",
)
for name, values in errors.items():
    best = int(np.argmin(values))
    print(f"{name:20} best step {steps[best]:.0e}, error {values[best]:.0e};  at 1e-12: {values[11]:.0e}")
assert min(errors["both sides, float64"]) < 1e-8, "does the check of numerical_gradient pass?"
assert errors["both sides, float64"][4] < 1e-7 < errors["both sides, float64"][11]

# %% [markdown]
# Two errors pull in opposite directions. To the right it is what Taylor left over, and it falls with $s^2$: two decades
# for each decade of the step (looking ahead: one). To the left it is rounding: $f(x + s)$ and $f(x - s)$ agree in
# nearly all their digits, and what is left of their difference is noise, divided by a tiny number. In float64, which
# has 16 digits, the two meet at a step of about 0.00001. That is why it is the default.
#
# In float32, with 7 digits, there is no good step at all. **Check gradients in float64.** What to expect:
#
# | relative error, float64, step 0.00001 | what it means |
# |---|---|
# | 10<sup>-11</sup> to 10<sup>-8</sup> | rounding: the gradient is right |
# | about 10<sup>-7</sup> to 10<sup>-5</sup> | look again: near-zero gradients, a kink, float32 somewhere |
# | 10<sup>-3</sup> and more | a mistake in the formula or the code |
#
# And take random numbers that are not zero for everything: a term that is zero hides what is wrong with it.

# %% [markdown]
# ---
# ## 3 &nbsp; One step back
#
# Now the derivation, line by line. Each line is checked by a cell below it, with your `gradient_check` and with
# torch's gradients, before the next one stands on it. To see each part, we write the step in two lines:
#
# $$a = x\,W_{xh} + h_{prev} W_{hh} + b_h, \qquad h = \tanh(a) \tag{3.5}$$
#
# From the loss comes `dh` (N, H), the gradient at $h$. It says: if unit $j$ of sequence $n$ grew by a little, the
# loss would grow by `dh[n, j]` times that. The question is what follows for $x$, $h_{prev}$ and the three weights.

# %% figure="one_step_back"
draw.step_back(
    alt="One step from the inside, with the way back. h_prev times W_hh, x times W_xh and b_h meet in a sum a, which "
    "goes through tanh to h. Orange arrows lead back: dh arrives at h; behind the tanh it is da; from the sum, da goes "
    "on alike into three branches, to h_prev as dh_prev, to x as dx, to the bias as db_h; and at each of the two "
    "weights, dW_hh and dW_xh branch off."
)

# %%
rng = np.random.default_rng(1)
N, D, H = 3, 2, 4
x, h_prev = rng.normal(size=(N, D)), rng.normal(size=(N, H))
W_xh, W_hh, b_h = rng.normal(size=(D, H)), rng.normal(size=(H, H)), rng.normal(size=H)
dh = rng.normal(size=(N, H))
a = x @ W_xh + h_prev @ W_hh + b_h
h = np.tanh(a)


def report(name, f, at, ours, by_torch):
    """Print how far a gradient of f is from differences and from torch's, and insist that it is right."""
    by_differences = gradient_check(f, at, ours)
    total = np.linalg.norm(ours + by_torch)
    from_torch = np.linalg.norm(ours - by_torch) / total
    print(f"{name:8} relative error: {by_differences:.0e} against differences, {from_torch:.0e} against torch")
    assert by_differences < 1e-7, "do the checks of numerical_gradient and gradient_check pass?"
    assert from_torch < 1e-10, "this is not what the text below says: please report it"


# %% [markdown]
# ### Back through the tanh
#
# $h = \tanh(a)$, number by number, so each is multiplied by the slope at its own place. The slope of the tanh is
# $1 - \tanh^2(a)$, and here is the gift of the tanh: $\tanh(a)$ has been computed already. It is $h$.
#
# $$\mathrm{d}a = \mathrm{d}h \circ (1 - h \circ h) \tag{3.6}$$
#
# ($\circ$ multiplies number by number.) In the cell, the loss is any loss whose gradient at $h$ is `dh`; the simplest
# one is $\sum_{n,j} \mathrm{d}h_{nj} h_{nj}$.

# %% experiment="line_tanh" seconds=1 tags=["nbval-ignore-output"]
from helpers.nn.experiments.autograd import gradients_of_states

judge = gradients_of_states(dh[:, None], x[:, None], h_prev, W_xh, W_hh, b_h)
da_by_formula = np.array([[dh[n, j] * (1 - h[n, j] * h[n, j]) for j in range(H)] for n in range(N)])
report("da", lambda a: np.sum(dh * np.tanh(a)), a, da_by_formula, judge.da[:, 0])

# %% [markdown]
# ### From the sum to what was multiplied
#
# Take the element $a_{nj} = \sum_d x_{nd} W_{dj} + \sum_i h_{prev,ni} U_{ij} + b_j$, with $U$ for $W_{hh}$. Which $a$
# does $x_{nd}$ act on? Those of its own sequence $n$, all of its units $j$, each by the factor $W_{dj}$. All these ways
# lead to the loss, and as in (3.1) they are added up:
#
# $$\mathrm{d}x_{nd} = \sum_j \mathrm{d}a_{nj} W_{dj} \qquad \mathrm{d}h_{prev,ni} = \sum_j \mathrm{d}a_{nj} U_{ij}
# \tag{3.7}$$

# %% experiment="line_inputs" seconds=1 tags=["nbval-ignore-output"]
from helpers.nn.experiments.autograd import gradients_of_states

judge = gradients_of_states(dh[:, None], x[:, None], h_prev, W_xh, W_hh, b_h)
da_known = judge.da[:, 0]
dx_by_formula = np.array([[sum(da_known[n, j] * W_xh[d, j] for j in range(H)) for d in range(D)] for n in range(N)])
back_by_formula = np.array([[sum(da_known[n, j] * W_hh[i, j] for j in range(H)) for i in range(H)] for n in range(N)])
report("dx", lambda x: np.sum(dh * rnn_step(x, h_prev, W_xh, W_hh, b_h)), x, dx_by_formula, judge.dx[:, 0])
report("dh_prev", lambda h: np.sum(dh * rnn_step(x, h, W_xh, W_hh, b_h)), h_prev, back_by_formula, judge.dh0)

# %% [markdown]
# ### From the sum to the weights
#
# Which $a$ does the weight $W_{dj}$ act on? On unit $j$ of **every** sequence, each time by the factor $x_{nd}$. The
# batch is a kind of sharing too: N sequences used one weight. The bias acts on all of them with the factor 1.
#
# $$\mathrm{d}W_{dj} = \sum_n x_{nd}\, \mathrm{d}a_{nj} \qquad \mathrm{d}U_{ij} = \sum_n h_{prev,ni}\, \mathrm{d}a_{nj}
# \qquad \mathrm{d}b_j = \sum_n \mathrm{d}a_{nj} \tag{3.8}$$

# %% experiment="line_weights" seconds=1 tags=["nbval-ignore-output"]
from helpers.nn.experiments.autograd import gradients_of_states

judge = gradients_of_states(dh[:, None], x[:, None], h_prev, W_xh, W_hh, b_h)
da_known = judge.da[:, 0]
of_W_xh = np.array([[sum(x[n, d] * da_known[n, j] for n in range(N)) for j in range(H)] for d in range(D)])
of_W_hh = np.array([[sum(h_prev[n, i] * da_known[n, j] for n in range(N)) for j in range(H)] for i in range(H)])
of_b_h = np.array([sum(da_known[n, j] for n in range(N)) for j in range(H)])
report("dW_xh", lambda W: np.sum(dh * rnn_step(x, h_prev, W, W_hh, b_h)), W_xh, of_W_xh, judge.dW_xh)
report("dW_hh", lambda U: np.sum(dh * rnn_step(x, h_prev, W_xh, U, b_h)), W_hh, of_W_hh, judge.dW_hh)
report("db_h", lambda b: np.sum(dh * rnn_step(x, h_prev, W_xh, W_hh, b)), b_h, of_b_h, judge.db_h)

# %% [markdown]
# ### By hand, once
#
# N = D = H = 1: $x = 2$, $h_{prev} = 0.5$, $h = 0.6$, $W_{xh} = 0.3$, $W_{hh} = 0.4$, and `dh` = 1.
# ($b_h$ is whatever makes $h$ 0.6.) The slope is $1 - 0.36 = 0.64$, so $\mathrm{d}a = 0.64$, and the rest are products
# of two numbers:

# %%
slope = 1 - 0.6**2
print(f"da = {slope:.2f}, dx = {slope * 0.3:.3f}, dh_prev = {slope * 0.4:.3f}", end=", ")
print(f"dW_xh = {slope * 2:.2f}, dW_hh = {slope * 0.5:.2f}, db_h = {slope:.2f}")

# %% [markdown]
# ### Exercise 3.3: `rnn_step_backward` &nbsp; ●●○ &nbsp; 15 minutes &nbsp; 2 to 6 lines
#
# Formulas (3.6) to (3.8) for a whole batch. The sums in them are matrix products; no loop is needed. torch
# may judge here, and not compute: its own gradients are refused.
#
# <details><summary>Which product is which sum?</summary>
#
# In a matrix product the index in the middle is summed away. In (3.7) that is $j$, the last axis of $\mathrm{d}a$ (N,
# H) and the *last* axis of $W$ (D, H). It has to be the first axis of the right factor: (N, H) times (H, D).
#
# </details>
#
# <details><summary>And for the weights?</summary>
#
# In (3.8) the sum runs over $n$, and (D, H) has to come out: (D, N) times (N, H).
#
# </details>
#
# <details><summary>All is right but dh_prev, or but dW_hh</summary>
#
# $W_{hh}$ is square: its transpose fits everywhere, and no shape warns you. Go back to (3.7) and ask which index of
# $U$ is summed over. For dW_hh, ask which state stood beside $W_{hh}$ in (3.5).
#
# </details>


# %% solution="rnn_step_backward"
def rnn_step_backward(dh, x, h_prev, h, W_xh, W_hh):
    """The gradients of one step h = tanh(x W_xh + h_prev W_hh + b_h), formulas (3.6) to (3.8).

    dh      (N, H)  the gradient of the loss with respect to h
    x       (N, D)  the input,  h_prev (N, H)  the state before,  h (N, H)  the state after the step
    W_xh    (D, H),  W_hh  (H, H)
    returns dx (N, D), dh_prev (N, H), dW_xh (D, H), dW_hh (H, H), db_h (H,); the arguments stay as they were
    """
    ### BEGIN SOLUTION
    da = dh * (1 - h**2)
    return da @ W_xh.T, da @ W_hh.T, x.T @ da, h_prev.T @ da, da.sum(axis=0)
    ### END SOLUTION


# %% test="rnn_step_backward" part="values" points=3

# %% test="rnn_step_backward" part="edge_cases" points=1

# %% [markdown]
# ---
# ## 4 &nbsp; All the steps, from the last to the first
#
# From here on `dh` is not the whole gradient at the states, as the rule of names would have it, but the loss's own
# part; the whole one is $g_t$.
#
# A state in the middle of a sequence acts on the loss in two ways. There may be a loss at this very step; its
# gradient is `dh[:, t]`, and it is what the output layer hands us. And the state goes into the next step, and so into
# everything after it. At the state the two meet, and as always with several ways, they are added:
#
# $$g_t = \mathrm{d}h_t + \mathrm{d}a_{t+1} W_{hh}^\top, \qquad \mathrm{d}a_t = g_t \circ (1 - h_t \circ h_t)
# \tag{3.9}$$
#
# The second term is nothing new. It is the `dh_prev` of the step after this one. Behind the last state there is no
# step, and it is zero there. So the walk has to begin at the end.
#
# The weights took part at every step, and (3.1) says what to do:
#
# $$\mathrm{d}W_{xh} = \sum_t x_t^\top \mathrm{d}a_t \qquad \mathrm{d}W_{hh} = \sum_t h_{t-1}^\top \mathrm{d}a_t \qquad
# \mathrm{d}b_h = \sum_{t,n} \mathrm{d}a_{t,n} \tag{3.10}$$
#
# Both lines are checked on a batch of three sequences with five steps, with a loss at every step.

# %%
rng = np.random.default_rng(2)
T = 5
xs, h_0, dhs = rng.normal(size=(N, T, D)), rng.normal(size=(N, H)), rng.normal(size=(N, T, H))


def loss_of(x=xs, h0=h_0, W_x=W_xh, W_h=W_hh, b=b_h, dh=dhs):
    """A loss whose own gradient at each state is dh."""
    return np.sum(dh * rnn_forward(x, h0, W_x, W_h, b)[0])


# %% experiment="line_two_sources" seconds=1 tags=["nbval-ignore-output"]
from helpers.nn.experiments.autograd import gradients_of_states

judge = gradients_of_states(dhs, xs, h_0, W_xh, W_hh, b_h)
for t in reversed(range(T)):
    from_later = np.zeros((N, H))
    if t + 1 < T:
        later_da = judge.da[:, t + 1]
        from_later[:] = [[sum(later_da[n, j] * W_hh[i, j] for j in range(H)) for i in range(H)] for n in range(N)]
    met = dhs[:, t] + from_later

    def loss_from(state, t=t):
        """The losses at step t and after it, as a function of the state at step t."""
        later = 0.0 if t + 1 == T else loss_of(x=xs[:, t + 1 :], h0=state, dh=dhs[:, t + 1 :])
        return np.sum(dhs[:, t] * state) + later

    report(f"step {t}", loss_from, judge.h[:, t], met, judge.arrived[:, t])

# %% experiment="line_sums" seconds=1 tags=["nbval-ignore-output"]
from helpers.nn.experiments.autograd import gradients_of_states

judge = gradients_of_states(dhs, xs, h_0, W_xh, W_hh, b_h)
before = [h_0] + [judge.h[:, t] for t in range(T - 1)]
places = [(n, t) for n in range(N) for t in range(T)]
of_W_xh = sum(np.outer(xs[n, t], judge.da[n, t]) for n, t in places)
of_W_hh = sum(np.outer(before[t][n], judge.da[n, t]) for n, t in places)
of_b_h = sum(judge.da[n, t] for n, t in places)
report("dW_xh", lambda W: loss_of(W_x=W), W_xh, of_W_xh, judge.dW_xh)
report("dW_hh", lambda W: loss_of(W_h=W), W_hh, of_W_hh, judge.dW_hh)
report("db_h", lambda b: loss_of(b=b), b_h, of_b_h, judge.db_h)

# %% [markdown]
# Mind the index in the middle sum of (3.10). At step $t$ the matrix $W_{hh}$ was multiplied by the state *before*
# that step. At the first step that is $h_0$, which is stored in no place of `h`; and `h[:, -1]`, which Python gives
# without a word, is the *last* state.
#
# ### The same thing as one long formula
#
# Deck 4 writes out what one loss $L_t$ says of $W$, all the way back:
#
# $$\frac{\partial L_t}{\partial W} = \frac{\partial L_t}{\partial \hat y_t} \frac{\partial \hat y_t}{\partial h_t}
# \sum_{k} \frac{\partial h_t}{\partial h_{t-1}} \cdots \frac{\partial h_{k+1}}{\partial h_k}
# \frac{\partial h_k}{\partial W}$$
#
# It is right, if two things are read into it. The last factor is the gradient of *this use only*, with $h_{k-1}$ held
# still (a bar with a $k$, as in (3.1)); else every path would be counted many times over. And the deck's sum begins at
# $k = 0$: that term is zero, since $h_0$ was made by no $W$. The sum begins at 1. (And where it lists the gradients it
# says $b_x$; its formulas have a $b_y$ and a $b_h$, and these two are meant.)
#
# **Before you run the next cell:** for T losses, one at each step, how many multiplications by a matrix
# $\partial h_{s} / \partial h_{s-1}$ does this formula need, taken literally? And how many does (3.9) need, for T = 5?
# And for T = 100?

# %% experiment="long_formula" seconds=1 tags=["nbval-ignore-output"]
from helpers.nn.experiments.autograd import gradients_of_states

judge = gradients_of_states(dhs, xs, h_0, W_xh, W_hh, b_h)
n = 0  # one sequence
before = [h_0[n]] + [judge.h[n, t] for t in range(T - 1)]
total, products = np.zeros((H, H)), 0
for t in range(T):  # each loss by itself
    for k in range(t + 1):  # each use that it knows of
        row = dhs[n, t]
        for s in range(t, k, -1):
            row = (row * (1 - judge.h[n, s] ** 2)) @ W_hh.T  # times the matrix of step s
            products += 1
        total += np.outer(before[k], row * (1 - judge.h[n, k] ** 2))
alone = gradients_of_states(dhs[:1], xs[:1], h_0[:1], W_xh, W_hh, b_h).dW_hh
print(f"relative error against torch: {np.linalg.norm(total - alone) / np.linalg.norm(total + alone):.0e}")
print(f"T = {T}: {products} products in the long formula, {T - 1} in (3.9)")
print(f"T = 100: {sum(t - k for t in range(100) for k in range(t + 1)):,} and 99")
assert np.allclose(total, alone, rtol=1e-10), "this is not what the text below says: please report it"

# %% [markdown]
# The same numbers, and not the same work. The long formula starts again from every loss. (3.9) lets the gradients of
# all later losses join on the way: what has arrived at a state is summed up in one vector and goes on as one. That
# is why back-propagation costs about as much as reading did, whatever the length.
#
# ### Exercise 3.4: `rnn_backward` &nbsp; ●●● &nbsp; 20 minutes &nbsp; about 10 lines
#
# Formulas (3.9) and (3.10). `dh` (N, T, H) holds the loss's *own* gradient at each state, without what flows back
# through later steps: adding that is your work. A failed check tells you which of the five gradients are wrong, and
# from which step back.
#
# <details><summary>What does the loop carry?</summary>
#
# One array (N, H): what the step after this one has handed back. It begins with zeros, since behind the last state
# there is nothing.
#
# </details>
#
# <details><summary>What happens in each round?</summary>
#
# Add what was handed back to `dh[:, t]`. Let `rnn_step_backward` do the step. Its first result is `dx` at this step,
# its second is handed to the next round, and its last three are added to three sums. After the last round, what is
# handed back is `dh0`.
#
# </details>
#
# <details><summary>It is right at the last step only</summary>
#
# Then nothing is handed on, or it is handed on and never added. If it is wrong from some other step back, look at
# the state before: which one is it at t, and which at t = 0?
#
# </details>


# %% solution="rnn_backward"
def rnn_backward(dh, x, h0, h, W_xh, W_hh):
    """The gradients of all steps of rnn_forward, by back-propagation through time, formulas (3.9) and (3.10).

    dh    (N, T, H)  the loss's own gradient at each state, without what flows back through later steps
    x     (N, T, D)  the inputs,  h0 (N, H)  the state before the first step,  h (N, T, H)  the states
    W_xh  (D, H),  W_hh  (H, H)
    returns dx (N, T, D), dh0 (N, H), dW_xh (D, H), dW_hh (H, H), db_h (H,); the arguments stay as they were
    """
    ### BEGIN SOLUTION
    dx = np.zeros(x.shape)
    dW_xh, dW_hh, db_h = np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *of_step = rnn_step_backward(dh[:, t] + back, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        dW_xh += of_step[0]
        dW_hh += of_step[1]
        db_h += of_step[2]
    return dx, back, dW_xh, dW_hh, db_h
    ### END SOLUTION


# %% test="rnn_backward" part="values" points=3

# %% test="rnn_backward" part="through_time" points=2

# %% test="rnn_backward" part="edge_cases" points=1

# %% [markdown]
# All five of yours, against differences and against torch:

# %% experiment="whole_backward" seconds=1 tags=["nbval-ignore-output"]
from helpers.nn.experiments.autograd import gradients_of_states

judge = gradients_of_states(dhs, xs, h_0, W_xh, W_hh, b_h)
yours = [np.asarray(array) for array in rnn_backward(dhs, xs, h_0, judge.h, W_xh, W_hh)]
report("dx", lambda x: loss_of(x=x), xs, yours[0], judge.dx)
report("dh0", lambda h: loss_of(h0=h), h_0, yours[1], judge.dh0)
report("dW_xh", lambda W: loss_of(W_x=W), W_xh, yours[2], judge.dW_xh)
report("dW_hh", lambda W: loss_of(W_h=W), W_hh, yours[3], judge.dW_hh)
report("db_h", lambda b: loss_of(b=b), b_h, yours[4], judge.db_h)

# %% [markdown]
# This is back-propagation through time. From here on no gradient is borrowed. A good place for a break.

# %% [markdown]
# ---
# ## 5 &nbsp; From one end to the other
#
# Two pieces are missing for a whole model, one at each end.
#
# **The loss** hands its gradient to the logits. You wrote that in lesson 01: softmax minus one-hot, divided by the
# number of tokens whose mean is taken. The output layer is one product, and goes back like (3.7) and (3.8).
#
# **The embedding** has looked up a row of $E$ for each token. In lesson 02 that was a product with a one-hot vector,
# $x_t = o_t E$, so (3.8) holds here too, with $o$ in the place of $x$:
#
# $$\mathrm{d}E_v = \sum_{n,t} o_{ntv}\, \mathrm{d}x_{nt} = \sum_{n,t:\ \text{token}_{nt} = v} \mathrm{d}x_{nt}
# \tag{3.11}$$
#
# Each place's gradient goes to the row that it was read from. A word that stands in the text four times has used its
# row four times, and gets the sum of four. One that does not occur gets zero.
#
# **A question to stop at.** NumPy has `dE[tokens] += dx`. What does it do with a token that occurs twice?

# %%
counts = np.zeros(3)
counts[np.array([1, 1, 1])] += 1
print("one was added three times to place 1:", counts)

# %% [markdown]
# It reads the three places (all of them 0), adds 1 to each copy, and stores them back one over the other. Of the
# three, one survives. The check has a text with repeated words, as any text has.
#
# ### Exercise 3.5: `embed_backward` &nbsp; ●●○ &nbsp; 8 minutes &nbsp; 3 lines
#
# <details><summary>How do I add to one place several times?</summary>
#
# One place after the other, in a loop; or look up `np.add.at`, which was made for this; or use the one-hot vectors of
# (3.11) as the matrix that they are.
#
# </details>
#
# <details><summary>Which shape has the result?</summary>
#
# That of E: (V, D). V is an argument since the highest token that happens to occur need not be the last word.
#
# </details>


# %% solution="embed_backward"
def embed_backward(dx, tokens, V):
    """The gradient of the embedding matrix, formula (3.11).

    dx      (N, T, D)  the gradient at each vector that was looked up
    tokens  (N, T)     which row it was
    V       how many rows E has
    returns (V, D)
    """
    ### BEGIN SOLUTION
    dE = np.zeros((V, dx.shape[-1]))
    np.add.at(dE, tokens, dx)
    return dE
    ### END SOLUTION


# %% test="embed_backward" part="values" points=1

# %% test="embed_backward" part="repeated_tokens" points=2

# %% [markdown]
# ### The whole model
#
# Here all pieces stand in one function: forward, loss, and back. The names of the gradients are those of the
# parameters.


# %%
def loss_and_gradients(parameters, tokens, targets, h0, backward=None):
    """A language model's mean loss per token, its gradients by name, and its last state.

    backward  what takes the place of rnn_backward
    """
    backward = backward or rnn_backward
    W_hh, W_hy = parameters["W_hh"], parameters["W_hy"]
    x = embed(tokens, parameters["E"])
    h, h_T = rnn_forward(x, h0, parameters["W_xh"], W_hh, parameters["b_h"])
    states, ids = h.reshape(-1, h.shape[-1]), targets.ravel()
    logits = output_layer(states, W_hy, parameters["b_y"])

    dlogits = cross_entropy_gradient(logits, ids)
    dh = (dlogits @ W_hy.T).reshape(h.shape)
    dx, _, dW_xh, dW_hh, db_h = backward(dh, x, h0, h, parameters["W_xh"], W_hh)
    gradients = {
        "E": embed_backward(dx, tokens, len(parameters["E"])),
        "W_xh": dW_xh,
        "W_hh": dW_hh,
        "b_h": db_h,
        "W_hy": states.T @ dlogits,
        "b_y": dlogits.sum(axis=0),
    }
    return cross_entropy(logits, ids), {name: np.asarray(g) for name, g in gradients.items()}, h_T


# %% experiment="whole_model" seconds=2 tags=["nbval-ignore-output"]
from helpers.nn.experiments.autograd import gradients_of_a_language_model

rng = np.random.default_rng(4)
shapes = {"E": (7, 3), "W_xh": (3, 5), "W_hh": (5, 5), "b_h": (5,), "W_hy": (5, 7), "b_y": (7,)}
small = {name: rng.normal(size=shape) for name, shape in shapes.items()}
tokens, targets, start = rng.integers(0, 7, (2, 6)), rng.integers(0, 7, (2, 6)), rng.normal(size=(2, 5))
_, yours, _ = loss_and_gradients(small, tokens, targets, start)
_, by_torch = gradients_of_a_language_model(small, tokens, targets, start)


def loss_with(name):
    """The loss as a function of one of the parameters."""
    return lambda value: loss_and_gradients(small | {name: value}, tokens, targets, start)[0]


for name in small:
    report(f"d{name}", loss_with(name), small[name], yours[name], by_torch[name])

# %% [markdown]
# ---
# ## 6 &nbsp; Downhill
#
# The gradient points to where the loss grows fastest. We want it to fall, so each parameter goes the other way:
#
# $$\theta_{new} = \theta_{old} - \alpha\, \nabla_\theta L \tag{3.12}$$
#
# with a small **learning rate** $\alpha$. This is gradient descent; *stochastic*, if each step looks at a few
# sequences only. One of the decks has a plus sign in this line. It is a slip, and an easy one to make; what it would
# do is shown by the cell below the exercise.
#
# ### Exercise 3.6: `sgd_step` &nbsp; ●○○ &nbsp; 4 minutes &nbsp; 1 line
#
# <details><summary>Do I go through two dictionaries at once?</summary>
#
# Through the parameters, by name. The gradient has the same name in the other dictionary, whatever its place there.
#
# </details>
#
# <details><summary>My values are right, and something was changed</summary>
#
# `-=` writes into the array that is there, and that one belongs to the caller. Make a new array from the old one.
#
# </details>


# %% solution="sgd_step"
def sgd_step(parameters, gradients, learning_rate):
    """The parameters after one step of gradient descent, formula (3.12).

    parameters, gradients  arrays by name, the same names in both, in any order
    returns a new dictionary of new arrays; the arguments stay as they were
    """
    ### BEGIN SOLUTION
    return {name: value - learning_rate * gradients[name] for name, value in parameters.items()}
    ### END SOLUTION


# %% test="sgd_step" part="values" points=2

# %% [markdown]
# **Before you run it:** the small model above takes 60 steps, with the minus sign and, from the same start, with the
# plus sign. A model that knows nothing has the loss ln 7 = 1.95. Where do the two end?

# %% experiment="sign_of_the_step" seconds=1 tags=["nbval-ignore-output"]
rng = np.random.default_rng(4)
shapes = {"E": (7, 3), "W_xh": (3, 5), "W_hh": (5, 5), "b_h": (5,), "W_hy": (5, 7), "b_y": (7,)}
begin = {name: rng.normal(scale=0.5, size=shape) for name, shape in shapes.items()}
tokens, targets, start = rng.integers(0, 7, (2, 6)), rng.integers(0, 7, (2, 6)), rng.normal(size=(2, 5))
curves = {}
for name, rate in {"minus": 0.3, "plus": -0.3}.items():
    parameters, curves[name] = begin, []
    for _ in range(61):
        loss, gradients, _ = loss_and_gradients(parameters, tokens, targets, start)
        curves[name].append(float(loss))
        parameters = sgd_step(parameters, gradients, rate)
draw.lines(
    range(61),
    curves,
    xlabel="steps",
    ylabel="loss",
    levels={"ln 7": np.log(7)},
    ylim=(0, 8),
    alt="Loss against steps for the two signs. With minus it falls from a little above ln 7 towards 0. With plus it "
    "rises from the same point, faster and faster, and is out of the picture, above 8, after fewer than ten steps.",
)
print(f"after 60 steps: minus {curves['minus'][-1]:.2f}, plus {curves['plus'][-1]:.1f}")
assert curves["minus"][-1] < 1 < 5 < curves["plus"][-1], "do the checks of sgd_step and rnn_backward pass?"

# %% [markdown]
# Plus grows without end, since the logits can be made as wrong as one likes.
#
# ### A model of characters, in NumPy
#
# Now a real text. Every Python brings its own handbook along: it is what `help()` shows. The model reads it
# character by character and learns which one comes next; no library computes a gradient. In each update it reads the
# next 25 characters of 32 places in the text, and the state goes on from window to window.
#
# As in lesson 02, it has rivals without a memory, which count characters, and pairs of neighbours, in the same text.
#
# **Before you run it:** with V different characters, where does the loss begin? And will a few seconds of training
# be enough to overtake the pairs?

# %% experiment="character_model" seconds=9 tags=["nbval-ignore-output"]
from helpers.nn.experiments import character_model

print(f"{len(character_model.text()):,} characters, {len(character_model.characters())} different ones. It begins:")
print(character_model.text()[:180], "...\n")
trained = character_model.train(loss_and_gradients, sgd_step, seed=0)
rivals = character_model.losses_of_counts()
curve = character_model.smoothed(trained.loss)
draw.lines(
    25 * np.arange(1, len(curve) + 1),
    {"recurrent network, your gradients": curve},
    xlabel="updates",
    ylabel="mean loss per character",
    levels=rivals,
    ylim=(1.4, 4.6),
    alt="Mean loss per character against updates. Each point is the mean of 25 updates; the first one "
    "is about 3.1. It falls below 'counts of pairs' at about 75 updates, and is still falling slowly at the end.",
)
print(f"first loss {trained.loss[0]:.3f}, ln V = {np.log(len(character_model.characters())):.3f}")
print(f"on text that was kept back: {trained.test_loss:.2f}; " + "; ".join(f"{k} {v:.2f}" for k, v in rivals.items()))
assert trained.test_loss < rivals["counts of pairs"] - 0.2, "do the checks of rnn_backward and sgd_step pass?"

# %% [markdown]
# Your gradients did that. The first loss is ln V to three digits, as it has to be: the output layer begins with zeros.
#
# ### Let it write
#
# To write, the model draws a character from its own probabilities, reads it, and goes on. Deck 4 has it in one
# sentence: *what was drawn at step 1 is taken as the second element of the input, and so on*. Drawing is not taking
# the most probable one. That would write the same text each time, and soon only one phrase again and again.
#
# ### Exercise 3.7: `sample` &nbsp; ●●○ &nbsp; 12 minutes &nbsp; about 8 lines
#
# For each of N sequences: read the token, take a step, score, draw; the token that was drawn is read next. The check
# counts what comes out in thousands of draws, so it does not matter how you draw, nor from which generator.
#
# <details><summary>What has to go from one round to the next?</summary>
#
# Two things: the token that was drawn, and the state.
#
# </details>
#
# <details><summary>How do I draw from a row of probabilities?</summary>
#
# `rng.choice(V, p=row)` draws one number from 0 to V - 1. Each sequence has a row of its own, and needs a draw of its
# own. `softmax` of lesson 01 makes the rows and does not overflow.
#
# </details>
#
# <details><summary>The shape of the result</summary>
#
# (N, length). Collect the rounds in a list, each (N,), and stack them along axis 1. The token that was handed in is
# not part of it.
#
# </details>


# %% solution="sample"
def sample(token, h, parameters, length, rng):
    """Tokens that a language model writes, each drawn from the softmax of its logits and then read.

    token       (N,)    what each sequence reads first
    h           (N, H)  its state before that
    parameters  E, W_xh, W_hh, b_h, W_hy and b_y by name
    length      how many tokens to draw, at least 1
    rng         a np.random.Generator to draw from
    returns (N, length), the ids of the tokens drawn, integers, without the first one; the arguments stay as they were
    """
    ### BEGIN SOLUTION
    drawn = []
    for _ in range(length):
        x = embed(token, parameters["E"])
        h = rnn_step(x, h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        probabilities = softmax(output_layer(h, parameters["W_hy"], parameters["b_y"]))
        token = np.array([rng.choice(len(row), p=row) for row in probabilities])
        drawn.append(token)
    return np.stack(drawn, axis=1)
    ### END SOLUTION


# %% test="sample" part="values" points=2

# %% test="sample" part="edge_cases" points=1

# %% experiment="let_it_write" seconds=9 tags=["nbval-ignore-output"]
from helpers.nn.experiments import character_model

rng = np.random.default_rng(0)
beginning = "The "
ids = character_model.to_ids(beginning)[None]
few, many = (character_model.train(loss_and_gradients, sgd_step, seed=0, updates=u) for u in (60, 700))
for name, training in {"after 60 updates": few, "after 700 updates": many}.items():
    p = training.parameters
    h, state = rnn_forward(embed(ids[:, :-1], p["E"]), np.zeros((1, len(p["W_hh"]))), p["W_xh"], p["W_hh"], p["b_h"])
    written = np.asarray(sample(ids[:, -1], state, p, 250, rng))[0]
    print(f"--- {name}\n{beginning}{''.join(character_model.characters()[i] for i in written)}\n")

# %% [markdown]
# After 60 updates it writes letters that are about as frequent as they should be, and blanks at likely distances.
# After 700 there are short English words, endings, brackets and quotes, and no sense. Nobody told it what a word is.
# Lesson 08 goes on from here, with a temperature, better cells and more time.

# %% [markdown]
# ---
# ## 7 &nbsp; A falling loss proves nothing
#
# Here is a backward pass with the most usual mistake of all. It treats every step as if it were the last one: what is
# handed back to the state before is thrown away. One piece of (3.9) is missing, and nothing else.
#
# **Before you run it:** the character model is trained with it, from the same start and for as many updates. Does the
# loss fall? Does it beat the pairs? How large is the relative error of its gradients?

# %% experiment="wrong_backward" seconds=14 tags=["nbval-ignore-output"]
from helpers.nn.experiments import character_model


def without_time(dh, x, h0, h, W_xh, W_hh):
    """As rnn_backward, but nothing flows from step to step: each is treated as the last."""
    before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    rows = [array.reshape(-1, array.shape[-1]) for array in (dh, x, before, h)]
    dx, dh_prev, *weights = rnn_step_backward(*rows, W_xh, W_hh)
    return np.reshape(dx, x.shape), np.reshape(dh_prev, h.shape)[:, 0], *weights


def wrong_loss_and_gradients(parameters, tokens, targets, h0):
    return loss_and_gradients(parameters, tokens, targets, h0, backward=without_time)


right = character_model.train(loss_and_gradients, sgd_step, seed=0, label="training with the right gradients")
wrong = character_model.train(wrong_loss_and_gradients, sgd_step, seed=0, label="training with the wrong gradients")
rivals = character_model.losses_of_counts()
curves = {
    "right gradients": character_model.smoothed(right.loss),
    "wrong gradients": character_model.smoothed(wrong.loss),
}
draw.lines(
    25 * np.arange(1, len(curves["right gradients"]) + 1),
    curves,
    xlabel="updates",
    ylabel="mean loss per character",
    levels=rivals,
    ylim=(1.4, 4.6),
    alt="Mean loss per character against updates, with the right gradients and with the wrong ones. Both curves fall "
    "in the same way, lie close together, and end below the level of 'counts of pairs'; the wrong one ends a little "
    "higher.",
)
print(f"on text that was kept back: right {right.test_loss:.3f}, wrong {wrong.test_loss:.3f}")

tokens, targets = character_model.streams(character_model.training_and_test()[0], 32)
window = tokens[:, :25], targets[:, :25], np.zeros((32, character_model.H))
true_gradients = loss_and_gradients(wrong.parameters, *window)[1]
its_gradients = wrong_loss_and_gradients(wrong.parameters, *window)[1]
print("\n          relative error   cosine")
for name, g in its_gradients.items():
    true = true_gradients[name]
    cosine = np.sum(g * true) / (np.linalg.norm(g) * np.linalg.norm(true))
    error = np.linalg.norm(g - true) / np.linalg.norm(g + true)
    print(f"d{name:8} {error:13.1e} {cosine:9.3f}")
assert wrong.test_loss < rivals["counts of pairs"], "does the check of rnn_step_backward pass?"

# %% [markdown]
# It falls, it beats the pairs by 0.5, and beside the right one the curve looks like a slightly worse learning
# rate. Nobody who looks at it would suspect that the gradients of $W_{xh}$ and $W_{hh}$ are wrong. The check does not
# look at the loss. Its error is above 0.3 where rounding makes 10<sup>-10</sup>, for every array that the way through
# time leads to; `W_hy` and `b_y`, to which it does not lead, are right.
#
# Why does it learn at all? Every loss does reach the weights of its own step, and only those. So the gradients point
# *roughly* downhill: the cosine, 1 for the same direction and 0 for a right angle, is about 0.8. And next characters
# depend on the last few characters most. What the wrong pass can never do is teach the network to keep something
# because it will be needed later. Such mistakes have been published, in teaching material too, and stood there for
# years: the loss fell.

# %% [markdown]
# ---
# ## 8 &nbsp; Truncated back-propagation
#
# A text of a million characters cannot be gone back through to its beginning: all states would have to be kept, and
# every update would wait for the whole text. So the sequence is cut into **windows** of $k$ steps, and the gradient
# stays inside its window. Decks 1, 2 and 4 have this; deck 2 suggests 20 steps or so.

# %% figure="truncated_windows"
draw.truncated_windows(
    alt="Nine states in a row, in three windows of three. Black arrows lead forward through all of them, across the "
    "borders of the windows too. Orange arrows lead back from state to state inside each window, and at each border "
    "between two windows the orange arrow is missing."
)

# %% [markdown]
# Look at what is cut and what is not. **The state goes on** across the border: the forward pass is that of the whole
# sequence. **The gradient does not**: the state that a window begins with is taken as a number from nowhere.
#
# $$g_t = \mathrm{d}h_t + \begin{cases} 0 & \text{at the last step of a window} \\ \mathrm{d}a_{t+1} W_{hh}^\top &
# \text{elsewhere} \end{cases} \tag{3.13}$$
#
# So `truncated_bptt` does not give the gradient of the loss. It gives the part of it that runs through paths inside a
# window. (You have trained with it above: the states went on from window to window of 25, and `rnn_backward` saw one
# window at a time. And the wrong backward pass of section 7 was the case $k = 1$.)
#
# <details><summary>Windows that slide</summary>
#
# With fixed windows a loss at the first step of a window goes back one step, and a loss at the last one $k$ steps.
# R. J. Williams and J. Peng (1990) let each loss go back over the same number of steps, with two numbers: how often one
# goes back, and how far. It costs more. With one window after the other each step is gone back through once.
#
# </details>
#
# ### Exercise 3.8: `truncated_bptt` &nbsp; ●●○ &nbsp; 12 minutes &nbsp; about 10 lines
#
# Your `rnn_backward` may do each window. The windows begin at the first step; the last one may be shorter.
#
# <details><summary>What is the h0 of a window?</summary>
#
# The state that stood before its first step. Of the first window that is `h0`; of a later one it is the last state of
# the window before.
#
# </details>
#
# <details><summary>What is added up, what is put together, what is dropped?</summary>
#
# The weights are the same in all windows: three sums. Each window gives the `dx` of its own steps. What flows back to
# the start of a window is dropped, except for the first window, where it is `dh0`.
#
# </details>
#
# <details><summary>A window that goes past the end</summary>
#
# A slice may: `x[:, 6:9]` of seven steps has one.
#
# </details>


# %% solution="truncated_bptt"
def truncated_bptt(dh, x, h0, h, W_xh, W_hh, k):
    """What rnn_backward gives when no gradient leaves its window of k steps, formula (3.13).

    dh, x, h0, h, W_xh, W_hh  as for rnn_backward: h are the states of the whole sequence
    k  how many steps a window has, at least 1; the windows begin at the first step, the last may be shorter
    returns dx, dh0, dW_xh, dW_hh, db_h, in the shapes of rnn_backward; the arguments stay as they were
    """
    ### BEGIN SOLUTION
    dx = np.zeros(x.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    for start in range(0, x.shape[1], k):
        window = slice(start, start + k)
        before = h[:, start - 1] if start > 0 else h0
        dx[:, window], back, *of_window = rnn_backward(dh[:, window], x[:, window], before, h[:, window], W_xh, W_hh)
        if start == 0:
            dh0 = back
        sums = [total + added for total, added in zip(sums, of_window, strict=True)]
    return dx, dh0, *sums
    ### END SOLUTION


# %% test="truncated_bptt" part="values" points=2

# %% test="truncated_bptt" part="edge_cases" points=1

# %% [markdown]
# ### What it costs
#
# A task with one thing to remember. A sequence has 50 steps: 29 of noise, then one of four symbols, then 20 more of
# noise, and at the last of these the answer is due: which of the four was it? Whoever guesses is right in a quarter of
# the cases. The network has 32 units and is trained with windows of 5, of 10 and of 25 steps; windows of each length
# end with the answer. The last window of 25 holds the symbol and the answer together. With windows of 5 and of 10
# there are borders between the two. All else is the same: data, first weights, the number of updates. The updates are
# made by Adam, a relative of `sgd_step` that scales each weight's step; it is in the helper.
#
# **Before you run it:** the forward pass is whole in all three, so the state *could* hold the symbol. Which of
# them will learn it?

# %% experiment="truncation" seconds=15 tags=["nbval-ignore-output"]
from helpers.nn.experiments import truncation

curves = {}
for k in (5, 10, 25):

    def backward(*arguments, k=k):
        return [np.asarray(array) for array in truncated_bptt(*arguments, k)]

    curves[f"windows of {k}"] = truncation.train(backward, seed=0, label=f"training with windows of {k}")
draw.lines(
    np.linspace(0, truncation.UPDATES, len(curves["windows of 5"])),
    curves,
    xlabel="updates",
    ylabel="right",
    percent=True,
    levels={"guessing": 0.25},
    ylim=(0, 1.05),
    alt="Share of right answers against updates for windows of 5, 10 and 25 steps. Windows of 5 and of 10 stay at the "
    "25 % of guessing all the time. Windows of 25 stay there at first and then rise to 100 %.",
)
print(", ".join(f"{name}: {shares[-1]:.0%} right" for name, shares in curves.items()))
assert curves["windows of 25"][-1] > 0.9, "does the check of truncated_bptt pass?"
assert max(curves["windows of 5"][-1], curves["windows of 10"][-1]) < 0.5, "does the check of truncated_bptt pass?"

# %% [markdown]
# With windows of 5 and of 10 the lag is longer than the window, and the network does not learn it. It is not that the
# symbol could not get through: nothing ever asked the weights to let it through. The loss knows of the symbol only by a
# path that leads over a border, and that path was cut. A window that is longer than the lag is not enough either: it
# has to hold both ends. If the symbol and the answer stood five steps earlier, 20 steps apart as before, windows of 25
# would have a border between them, and would fail as well.
#
# One seed is an anecdote. Here are five:

# %% figure="truncation_recorded"
from helpers.data.records import recorded
from helpers.draw.claims import claims

claims(recorded("truncation"), recorded("character_model"))

# %% [markdown]
# <details><summary>What three of the decks say of truncation</summary>
#
# Deck 2 brings it up where it belongs: a long text takes too long. Decks 1 and 4 name it among the cures for
# vanishing and exploding gradients. It does bound how far a gradient can explode, since nothing is multiplied more than
# $k$ times. Against vanishing it is no cure, as you saw: a gradient that is small over 20 steps is made zero.
#
# </details>
#
# <details><summary>The experiment that shows the opposite</summary>
#
# With another start it can come out otherwise. A network whose $W_{hh}$ begins as an orthogonal matrix keeps what it
# has read for a long time without having learnt to. Then the output layer alone can learn to read the symbol
# off, with windows of 5 too. What is cut is learning to keep, not keeping.
#
# </details>

# %% [markdown]
# ---
# ## Quiz
#
# Each answer is a letter in quotes, such as `"a"`. The check says something to every answer, the right one too.
#
# **1.** $W_{hh}$ took part in all T steps. What is its gradient?
#
# - **a** that of its last use, from which the others follow
# - **b** the mean of the gradients of its T uses
# - **c** the sum of the gradients of its T uses
# - **d** it has none, since the chain rule needs one path

# %% quiz="shared_weight" answer="c" points=1
shared_weight = None

# %% [markdown]
# **2.** What arrives at the state of a step in the middle, on the way back?
#
# - **a** the gradient of the loss at this step
# - **b** what comes back through the next step
# - **c** both of these, and they are added
# - **d** what comes back through the next step, and what the step before has sent

# %% quiz="two_sources" answer="c" points=1
two_sources = None

# %% [markdown]
# **3.** You check your backward pass in float64, with central differences and a step of 0.00001. The relative error is
# $3 \cdot 10^{-9}$. What now?
#
# - **a** the ninth digit is wrong: look for the mistake
# - **b** nothing: the gradient is right
# - **c** it should be zero: something is computed in float32
# - **d** repeat it with a step of $10^{-12}$, to be surer

# %% quiz="size_of_the_error" answer="b" points=1
size_of_the_error = None

# %% [markdown]
# **4.** A training loss falls steadily to a good value. What does that say of the backward pass?
#
# - **a** that it has no mistake
# - **b** that it has at least a rough idea of where down is
# - **c** that it is right if the test loss falls too
# - **d** that its direction is right, and at most its length is not

# %% quiz="loss_falls" answer="b" points=1
loss_falls = None

# %% [markdown]
# **5.** Back-propagation is truncated to windows of 10 steps. What is lost?
#
# - **a** the state does not know what stood more than 10 steps ago
# - **b** no loss can teach the weights to keep what is needed only more than 10 steps later
# - **c** nine steps out of ten have no gradient
# - **d** each window has weights of its own

# %% quiz="what_truncation_cuts" answer="b" points=1
what_truncation_cuts = None

# %% [markdown]
# **6.** Which line lowers the loss, for a small rate $\alpha$?
#
# - **a** $\theta \leftarrow \theta + \alpha \nabla L$
# - **b** $\theta \leftarrow \theta - \alpha \nabla L$
# - **c** $\theta \leftarrow \theta - \alpha / \nabla L$
# - **d** $\theta \leftarrow \alpha\, \theta\, \nabla L$

# %% quiz="which_way" answer="b" points=1
which_way = None

# %% [markdown]
# ---
# ## What to remember
#
# - **A shared weight gets a sum.** Every step and every sequence that used it adds its gradient.
# - **Two gradients meet at a state**, its own loss's and the one handed back by the next step. Add them, then pass the
#   tanh: times $1 - h^2$, and $h$ is the tanh already.
# - **The walk goes from the last step to the first**, and costs about as much as reading did.
# - **Check against differences**: float64, step 0.00001, random numbers that are not zero, T of at least 3. Below
#   10<sup>-7</sup> it is right.
# - **A falling loss is no proof.** A backward pass without any flow through time learns too.
# - **Truncation cuts the gradient and not the state.** What lies further back than the window is not learnt to be kept.
#
# In (3.9) the gradient is multiplied by $W_{hh}^\top$ and by slopes of at most 1, once for every step back. What
# that does over a hundred steps is the question of lesson 04.
#
# ## Sources
#
# - The five decks of this course. Deck 1: M. Filipiuk (Polish; truncation). Deck 2: a deck on recurrent language models
#   (Polish; the sum over the uses, the gradient step, truncation). Deck 4: D. Tarasov, *Введение в RNN* (Russian,
#   2017; the long formula, sampling). Deck 5: M. Walkowski (English, 2022; back-propagation through time in pictures).
# - P. J. Werbos, *Backpropagation through time: what it does and how to do it*, Proceedings of the IEEE 78, 1990.
# - R. J. Williams and J. Peng, *An efficient gradient-based algorithm for on-line training of recurrent network
#   trajectories*, Neural Computation 2, 1990: truncation.
# - A. Karpathy, *Minimal character-level language model with a vanilla recurrent neural network*, 2015: the shape of
#   the experiment in section 6, on another text and with other code.
# - The text of the character model: the handbook that comes with Python (`pydoc_data.topics`), under Python's licence.
