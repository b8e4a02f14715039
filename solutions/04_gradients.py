# %% [markdown]
# # Why does it forget, and why does it blow up?
#
# In lesson 02 the network lost a word after a dozen fillers, with every seed. In lesson 03 you wrote the gradients, and
# they were right to ten digits. Put the two together: a *right* gradient can be of no use. Between a word and a loss a
# hundred steps later lie a hundred multiplications, and what is multiplied a hundred times either dies out or explodes,
# unless somebody takes care that it does not.
#
# **After this lesson you can**
#
# - write down how one state depends on an earlier one, and prove every line of it;
# - say which of eigenvalues, singular values and slopes decides whether a gradient lives, and until when;
# - measure the gradient against the lag in any network of this kind;
# - keep a training from exploding by one line, and say what that line does not cure;
# - start a network so that it remembers, and put three popular cures to the test.
#
# You write seven functions. About 150 minutes in all; half of them are over after section 4, where a break fits.

# %%
import numpy as np

from helpers import draw
from helpers.checks import Check
from helpers.nn.bptt import numerical_gradient, rnn_backward
from helpers.nn.vanilla_rnn import rnn_forward

check = Check("04_gradients", globals())

# %% [markdown]
# Here is the whole lesson in one picture. Each step has a matrix, $J_t$, which says how a small change of the state
# before it changes the state after it. A change goes forward through these matrices, one after the other. A gradient
# comes back through the same ones, transposed. The **lag** is how many of them lie in between.

# %% figure="jacobian_chain"
draw.jacobian_chain(
    alt="The states h_0, h_1, h_2 up to h_T in a row, with the loss L at h_T. Above each gap an arrow to the right "
    "with the step's matrix J_t, from h_0 to h_T: a small change goes forward. Below each gap an arrow to the left "
    "with J_t transposed: the gradient comes back. These arrows are strong near h_T, which has lag 0, and fade "
    "towards h_0, which has lag T."
)

# %% [markdown]
# ---
# ## 1 &nbsp; One number, many times
#
# Begin with one unit, no input and no tanh: $h_t = w\,h_{t-1}$. A change of $h_0$ reaches $h_T$ multiplied by $w$, T
# times. Deck 5 has two numbers on its slide: 0.9 to the power of 100 and of 300.
#
# **Before you run it:** what is $0.9^{100}$, roughly: a half, a hundredth, a hundred-thousandth? And $1.1^{100}$?

# %%
for w in (0.9, 1.1):
    print(f"{w}^10 = {w**10:.4g}   {w}^100 = {w**100:.5g}   {w}^300 = {w**300:.5g}")
print("steps until 0.9 has halved it:", int(np.ceil(np.log(0.5) / np.log(0.9))))

# %% [markdown]
# Nothing here is rounded away: $0.9^{100} = 2.6561 \cdot 10^{-5}$ and $0.9^{300} = 1.8739 \cdot 10^{-14}$, as on the
# slide. Ten per cent off at each step sounds mild, and halves it every seven steps. Ten per cent more is just as bad in
# the other direction. Only a factor of exactly 1 does neither, and a factor is not 1 by accident.
#
# A network has H units instead of one, and a tanh at every step. The number $w$ becomes a matrix, and the matrix
# another one at each step. That is all that is new in what follows.

# %% [markdown]
# ---
# ## 2 &nbsp; One step: its Jacobian
#
# A step is $h_t = \tanh(a_t)$ with $a_t = x_t W_{xh} + h_{t-1} W_{hh} + b_h$. Move unit $i$ of the old state by a tiny
# bit. By how much does unit $j$ of the new one move? Three lines. First the sum, in which unit $i$ stands once:
#
# $$\frac{\partial a_t[j]}{\partial h_{t-1}[i]} = W_{hh}[i, j] \tag{4.1a}$$
#
# then the tanh, which sees its own unit and no other:
#
# $$\frac{\partial h_t[j]}{\partial a_t[j]} = 1 - \tanh^2(a_t[j]) = 1 - h_t[j]^2 \tag{4.1b}$$
#
# and by the chain rule their product:
#
# $$J_t[i, j] = \frac{\partial h_t[j]}{\partial h_{t-1}[i]} = W_{hh}[i, j]\,\left(1 - h_t[j]^2\right),
# \qquad J_t = W_{hh}\,\mathrm{diag}\left(1 - h_t^2\right) \tag{4.1c}$$
#
# This is the step's **Jacobian**, (H, H) for each sequence. Rows are what is moved, columns what moves, as in $W_{hh}$
# itself, so that a small change $\delta$, a row, goes forward by $\delta_t = \delta_{t-1} J_t$.
#
# <details><summary>The same in the letters of deck 2, and of torch</summary>
#
# Deck 2 has columns where we have rows. It writes $\mathrm{diag}(\sigma'(\ldots))\,W_h$, the transpose of our line: the
# same numbers, mirrored. `torch.autograd.functional.jacobian` has what moves in the rows, so it is mirrored too.
#
# </details>
#
# ### Is it true?
#
# No line of this lesson is to be believed; each is held against two judges. One moves a number by 0.00001 up and down
# and looks (your `numerical_gradient` of lesson 03). The other is torch's autograd, which knows nothing of our algebra.
# The **relative error** is $\|a - b\| / \|a + b\|$: about 0 where both agree, about 1 where they have nothing in
# common.
#
# **Before you run it:** which size do you expect against differences, and which against autograd?

# %% experiment="lines_of_one_step" seconds=2 tags=["nbval-ignore-output"]
from helpers.nn.experiments.derivatives import compare

rng = np.random.default_rng(0)
D, H = 3, 4
x, h_prev = rng.normal(size=D), np.tanh(rng.normal(size=H))
W_xh, W_hh, b_h = rng.normal(size=(D, H)), rng.normal(size=(H, H)), rng.normal(size=H)
a = x @ W_xh + h_prev @ W_hh + b_h
h = np.tanh(a)


def the_sum(lib, before, x, W_xh, W_hh, b_h):
    return x @ W_xh + before @ W_hh + b_h


def the_tanh(lib, a):
    return lib.tanh(a)


def the_step(lib, before, x, W_xh, W_hh, b_h):
    return lib.tanh(x @ W_xh + before @ W_hh + b_h)


errors = {
    "(4.1a)  W_hh": compare(W_hh, the_sum, h_prev, x, W_xh, W_hh, b_h),
    "(4.1b)  diag(1 - h^2)": compare(np.diag(1 - h**2), the_tanh, a),
    "(4.1c)  their product": compare(W_hh @ np.diag(1 - h**2), the_step, h_prev, x, W_xh, W_hh, b_h),
    "wrong: transposed": compare((W_hh @ np.diag(1 - h**2)).T, the_step, h_prev, x, W_xh, W_hh, b_h),
}
for line, (differences, autograd) in errors.items():
    print(f"{line:24} against differences {differences:.0e}   against autograd {autograd:.0e}")
    assert max(differences, autograd) < 1e-7 or line.startswith("wrong")

# %% [markdown]
# Against autograd what is left is rounding, $10^{-16}$ or nothing at all. Against differences it is about $10^{-11}$,
# since a step of 0.00001 is small and not infinitely small. **Below $10^{-7}$ a formula is right, above $10^{-3}$ it is
# wrong**, and there is hardly ever anything in between. The last line shows what wrong looks like; above 1 the two even
# point away from each other.
#
# ### By hand, once
#
# With $h_t = (0.6,\ -0.8)$ the slopes are $1 - 0.36 = 0.64$ and $1 - 0.64 = 0.36$. Then
#
# $$W_{hh} = \begin{pmatrix} 0.4 & 0.2 \\ 0.1 & 0.5 \end{pmatrix} \quad\Rightarrow\quad
# J_t = \begin{pmatrix} 0.4 \cdot 0.64 & 0.2 \cdot 0.36 \\ 0.1 \cdot 0.64 & 0.5 \cdot 0.36 \end{pmatrix}
# = \begin{pmatrix} 0.256 & 0.072 \\ 0.064 & 0.180 \end{pmatrix}$$
#
# Only $h_t$ and $W_{hh}$ enter: what was read, and the bias, have done their part when they made $h_t$.
#
# ### Exercise 4.1: `step_jacobian` &nbsp; ●○○ &nbsp; 6 minutes &nbsp; 1 line
#
# Formula (4.1c) for a whole batch: N states give N matrices.
#
# Here and in the exercises on gradients below, torch's autograd is refused, and so are torch's ready-made layers.
#
# <details><summary>Which axis do the slopes belong to?</summary>
#
# Multiplying by a diagonal matrix on the right scales columns. The column is the last axis of $W_{hh}$, the unit of the
# new state.
#
# </details>
#
# <details><summary>How do N rows of slopes meet one matrix?</summary>
#
# An array of shape (N, 1, H) and one of shape (H, H) line up as (N, H, H). `something[:, None, :]` puts an axis of
# length 1 into the middle.
#
# </details>


# %% solution="step_jacobian"
def step_jacobian(h, W_hh):
    """How each unit of the state before a step moves each unit of the state after it, formula (4.1c).

    h     (N, H)  the state after the step, so values of tanh
    W_hh  (H, H)
    returns (N, H, H): at [n, i, j] the derivative of h[n, j] with respect to unit i of the state before
    """
    ### BEGIN SOLUTION
    return W_hh * (1 - h**2)[:, None, :]
    ### END SOLUTION


# %% test="step_jacobian" part="values" points=2

# %% test="step_jacobian" part="edge_cases" points=1

# %% [markdown]
# ### Value or slope?
#
# One of the decks says where the vanishing comes from: from activations such as tanh and the sigmoid, *"whose values
# are less than 1 in absolute value"*, multiplied many times. The conclusion is right, and the reason is worth a second
# look. (4.1c) has no value of tanh in it as a factor. It has the **slope**, $1 - h^2$. The two are nearly opposites:

# %% figure="value_and_slope"
sums = np.linspace(-4, 4, 161)
draw.lines(
    sums,
    {"value, without its sign": np.abs(np.tanh(sums)), "slope": 1 - np.tanh(sums) ** 2},
    xlabel="the sum inside the tanh",
    ylabel="",
    ylim=(-0.03, 1.06),
    alt="Two curves over the sum inside the tanh. The size of its value is 0 in the middle and rises to 1 on both "
    "sides. Its slope is 1 in the middle and falls to 0 on both sides. Where one is large the other is small.",
)

# %% [markdown]
# **Before you run the next cell:** two networks have the same $W_{hh}$, an orthogonal one (all its singular values are
# 1; section 7 makes such matrices). One reads small numbers, so that its states stay near 0. The other reads large
# numbers, and its states lie near 1 and -1. After 30 steps, which of them has the smaller product of Jacobians? Decide
# by the deck's reason, then by (4.1c).

# %% experiment="value_or_slope" seconds=1
rng = np.random.default_rng(1)
W_orthogonal = np.linalg.qr(rng.normal(size=(16, 16)))[0]
for name, size in {"small inputs": 0.03, "large inputs": 3.0}.items():
    pushes = size * rng.normal(size=(1, 30, 16))
    h, _ = rnn_forward(pushes, np.zeros((1, 16)), np.eye(16), W_orthogonal, np.zeros(16))
    product = np.eye(16)
    for t in range(30):
        product = product @ np.asarray(step_jacobian(h[:, t], W_orthogonal))[0]
    sizes, slopes = np.abs(h).mean(), (1 - h**2).mean()
    print(f"{name}: mean size {sizes:.2f}, mean slope {slopes:.2f}, product {np.linalg.norm(product, 2):.1e}")
    assert (np.linalg.norm(product, 2) > 0.1) == (name == "small inputs"), "does the check of step_jacobian pass?"

# %% [markdown]
# Values near 0 leave the product almost whole; values near 1 destroy it. If values were the factors it would be the
# other way round. It is *saturation* that kills a gradient: a unit that is sure of itself does not listen. Slopes are
# at most 1, so tanh can only ever shorten; whether something makes up for it is up to $W_{hh}$.

# %% [markdown]
# ---
# ## 3 &nbsp; Many steps: a product
#
# Two steps first. Unit $i$ of $h_{t-2}$ reaches unit $j$ of $h_t$ by way of every unit $k$ in between, and the chain
# rule adds up all the ways:
#
# $$\frac{\partial h_t[j]}{\partial h_{t-2}[i]} = \sum_k J_{t-1}[i, k]\, J_t[k, j] = \left(J_{t-1} J_t\right)[i, j]
# \tag{4.2a}$$
#
# That is a matrix product, with the earlier step on the left. More steps, more factors:
#
# $$\frac{\partial h_t}{\partial h_s} = J_{s+1}\, J_{s+2} \cdots J_t \qquad (s < t) \tag{4.2b}$$
#
# A gradient goes the other way. If $dh_t$ is the gradient of the loss at $h_t$, a row as always, then at $h_s$
#
# $$dh_s = dh_t \left(J_{s+1} \cdots J_t\right)^\top = dh_t\, J_t^\top \cdots J_{s+1}^\top \tag{4.3}$$
#
# The last step comes first, and each matrix is transposed. With $J^\top = \mathrm{diag}(1 - h^2)\, W_{hh}^\top$ this is
# line by line what your `rnn_step_backward` of lesson 03 does: times the slope, then times $W_{hh}^\top$.

# %% experiment="lines_of_many_steps" seconds=1 tags=["nbval-ignore-output"]
from helpers.nn.experiments.derivatives import compare

rng = np.random.default_rng(2)
D, H, T = 2, 4, 5
x, h0 = rng.normal(size=(T, D)), np.tanh(rng.normal(size=H))
W_xh, W_hh, b_h = 0.5 * rng.normal(size=(D, H)), rng.normal(size=(H, H)), rng.normal(size=H)
dh_T = rng.normal(size=H)
h, _ = rnn_forward(x[None], h0[None], W_xh, W_hh, b_h)
J = [W_hh @ np.diag(1 - state**2) for state in h[0]]


def last_state(lib, start, x, W_xh, W_hh, b_h):
    for step in x:
        start = lib.tanh(step @ W_xh + start @ W_hh + b_h)
    return start


def loss(lib, start, x, W_xh, W_hh, b_h, dh_T):
    return (last_state(lib, start, x, W_xh, W_hh, b_h) @ dh_T)[None]


chain = J[0] @ J[1] @ J[2] @ J[3] @ J[4]
back = dh_T @ J[4].T @ J[3].T @ J[2].T @ J[1].T @ J[0].T
errors = {
    "(4.2a)  J_1 J_2": compare(J[0] @ J[1], last_state, h0, x[:2], W_xh, W_hh, b_h),
    "(4.2b)  J_1 ... J_5": compare(chain, last_state, h0, x, W_xh, W_hh, b_h),
    "(4.3)   dh_0": compare(back[:, None], loss, h0, x, W_xh, W_hh, b_h, dh_T),
    "wrong: J_5 ... J_1": compare(J[4] @ J[3] @ J[2] @ J[1] @ J[0], last_state, h0, x, W_xh, W_hh, b_h),
}
for line, (differences, autograd) in errors.items():
    print(f"{line:24} against differences {differences:.0e}   against autograd {autograd:.0e}")
    assert max(differences, autograd) < 1e-7 or line.startswith("wrong")
_, dh0, *_ = rnn_backward(np.eye(T)[-1][None, :, None] * dh_T, x[None], h0[None], h, W_xh, W_hh)
print(f"(4.3) and rnn_backward of lesson 03 differ by at most {np.abs(dh0 - back).max():.0e}")
assert np.abs(dh0 - back).max() < 1e-10

# %% [markdown]
# <details><summary>A slip in one of the decks, if you have it at hand</summary>
#
# Deck 2 derives the same product and then writes $\frac{\partial J(i)}{\partial h(j)} = \ldots = \frac{\partial
# J(i)}{\partial h(j)} \cdot (W_h)^l$, with the same derivative on both sides. The one on the right belongs to $h(i)$,
# as in the line before: it is the gradient *at the late state*, which the power of $W_h$ brings back to the early one.
#
# </details>
#
# ### By hand, once
#
# Two steps with the matrix from above, $h_1 = (0.6,\ -0.8)$ and $h_2 = (0,\ 0.5)$:
#
# $$J_1 J_2 = \begin{pmatrix} 0.256 & 0.072 \\ 0.064 & 0.180 \end{pmatrix}
# \begin{pmatrix} 0.4 & 0.15 \\ 0.1 & 0.375 \end{pmatrix}
# = \begin{pmatrix} 0.1096 & 0.0654 \\ 0.0436 & 0.0771 \end{pmatrix}$$
#
# ### Exercise 4.2: `jacobian_product` &nbsp; ●●○ &nbsp; 12 minutes &nbsp; about 5 lines
#
# Formula (4.2b) for a batch. States are counted from $h_0$ as in the formula, and `h` holds $h_1$ to $h_T$: $h_t$ is
# `h[:, t - 1]`. From a state to itself no step is taken, and nothing is changed.
#
# While this exercise is checked by a grader, a right `step_jacobian` stands in for yours.
#
# <details><summary>What does the product begin with?</summary>
#
# With a matrix that changes nothing, one for each sequence: `np.tile(np.eye(H), (N, 1, 1))`.
#
# </details>
#
# <details><summary>Which steps belong to it?</summary>
#
# From $h_s$ to $h_t$ the steps $s + 1$ to $t$. $J_{s+1}$ needs $h_{s+1}$, which is `h[:, s]`. Try it on paper with
# $s = 0$, $t = 1$.
#
# </details>
#
# <details><summary>What does `@` do with (N, H, H)?</summary>
#
# It multiplies the matrices of sequence 0 with each other, those of sequence 1, and so on. No loop over sequences is
# needed, one over steps is. Each new factor goes to the right of what is there.
#
# </details>


# %% solution="jacobian_product"
def jacobian_product(h, W_hh, start, end):
    """How each unit of h_start moves each unit of h_end, formula (4.2b).

    h      (N, T, H)  the states h_1 to h_T: h_t is h[:, t - 1]
    W_hh   (H, H)
    start, end  whole numbers, 0 <= start <= end <= T; 0 is the state before the first step
    returns (N, H, H); identities where start = end
    """
    ### BEGIN SOLUTION
    N, _, H = h.shape
    product = np.tile(np.eye(H), (N, 1, 1))
    for t in range(start + 1, end + 1):
        product = product @ step_jacobian(h[:, t - 1], W_hh)
    return product
    ### END SOLUTION


# %% test="jacobian_product" part="values" points=2

# %% test="jacobian_product" part="edge_cases" points=1

# %% [markdown]
# ### The gradient alone is cheaper
#
# A product of matrices costs H<sup>3</sup> multiplications a step. The gradient is a row, and a row times a matrix
# costs H<sup>2</sup>: with H = 128 that is a factor of 128. So a backward pass never builds a Jacobian. It takes the
# row back step by step, as in (4.3), and that is how the gradient is measured against the lag:
#
# $$dh_{T-l-1} = \left(dh_{T-l} \odot (1 - h_{T-l}^2)\right) W_{hh}^\top, \qquad \text{norms}[l] = \|dh_{T-l}\|
# \tag{4.4}$$
#
# By hand, with the two steps from above and $dh_2 = (3, 4)$: its norm is 5. Slopes (1, 0.75) make it (3, 3), and
# $W_{hh}^\top$ makes that (1.8, 1.8), with the norm 2.546. Slopes (0.64, 0.36) and $W_{hh}^\top$ again: (0.5904,
# 0.4392), with the norm 0.736.
#
# ### Exercise 4.3: `gradient_norm_by_lag` &nbsp; ●●○ &nbsp; 12 minutes &nbsp; 5 to 7 lines
#
# The loss looks at the last state only, and `dh_T` is its gradient there. Return the norm of the gradient at each
# state, the last state first.
#
# <details><summary>How many norms are there?</summary>
#
# T steps lead from $h_T$ back to $h_0$, so there are T + 1 states with a gradient. Lag 0 is `dh_T` itself, before any
# step.
#
# </details>
#
# <details><summary>Which comes first on the way back, the slope or the weights?</summary>
#
# Forward: weights, then tanh. Backward: tanh, then weights, transposed. The slope is that of the state at which the
# gradient stands.
#
# </details>
#
# <details><summary>The norm of each row</summary>
#
# `np.linalg.norm(dh, axis=1)` is (N,). Collect one for each lag, and put them side by side with
# `np.stack(collected, axis=1)`.
#
# </details>


# %% solution="gradient_norm_by_lag"
def gradient_norm_by_lag(dh_T, h, W_hh):
    """The norm of the gradient at every state, for a loss that looks at the last one, formula (4.4).

    dh_T  (N, H)     the gradient of the loss at h_T
    h     (N, T, H)  the states h_1 to h_T
    W_hh  (H, H)
    returns (N, T + 1): at [n, lag] the norm of the gradient of sequence n at the state `lag` steps before the last
    """
    ### BEGIN SOLUTION
    dh = dh_T
    norms = [np.linalg.norm(dh, axis=1)]
    for t in reversed(range(h.shape[1])):
        dh = (dh * (1 - h[:, t] ** 2)) @ W_hh.T
        norms.append(np.linalg.norm(dh, axis=1))
    return np.stack(norms, axis=1)
    ### END SOLUTION


# %% test="gradient_norm_by_lag" part="values" points=2

# %% test="gradient_norm_by_lag" part="edge_cases" points=1

# %% [markdown]
# Your function against torch, which keeps the gradient at every state if it is asked to, and against your own
# Jacobians:

# %% experiment="norms_against_torch" seconds=1 tags=["nbval-ignore-output"]
import torch

rng = np.random.default_rng(3)
N, T, H = 3, 6, 5
W_hh, dh_T = rng.normal(size=(H, H)), rng.normal(size=(N, H))
pushes, h0 = rng.normal(size=(N, T, H)), rng.normal(size=(N, H))
h, _ = rnn_forward(pushes, h0, np.eye(H), W_hh, np.zeros(H))
norms = np.asarray(gradient_norm_by_lag(dh_T, h, W_hh))

kept = [torch.tensor(h0, requires_grad=True)]
for t in range(T):
    kept.append(torch.tanh(torch.tensor(pushes[:, t]) + kept[-1] @ torch.tensor(W_hh)))
    kept[-1].retain_grad()
(kept[-1] * torch.tensor(dh_T)).sum().backward()
by_torch = np.stack([state.grad.norm(dim=1).numpy() for state in kept[::-1]], axis=1)
products = [np.asarray(jacobian_product(h, W_hh, T - lag, T)) for lag in range(T + 1)]
by_products = np.stack([np.linalg.norm(np.einsum("nj,nij->ni", dh_T, P), axis=1) for P in products], axis=1)
for name, other in {"torch": by_torch, "your Jacobians": by_products}.items():
    error = np.linalg.norm(norms - other) / np.linalg.norm(norms + other)
    print(f"relative error against {name}: {error:.0e}")
    assert error < 1e-10, "do the checks of gradient_norm_by_lag and jacobian_product pass?"

# %% [markdown]
# ---
# ## 4 &nbsp; Eigenvalues, and what they do not say
#
# Leave out the tanh for a moment, as deck 2 does: with the identity as activation every slope is 1, every $J_t$ is
# $W_{hh}$, and
#
# $$dh_{T-l} = dh_T \left(W_{hh}^\top\right)^l \tag{4.5}$$
#
# Deck 2 then expands the gradient in eigenvectors. A row $q_i$ with $q_i W_{hh}^\top = \lambda_i q_i$ is only stretched
# by the product, and if there are H of them, any gradient is a mixture:
#
# $$dh_T = \sum_i c_i\, q_i \quad\Rightarrow\quad dh_{T-l} = \sum_i c_i\, \lambda_i^{\,l}\, q_i \tag{4.6}$$
#
# Each part of the mixture goes its own way, by a power of its own number. Where $|\lambda_i| < 1$ it fades, where
# $|\lambda_i| > 1$ it grows, and after many steps nothing is to be seen but the part with the largest $|\lambda_i|$.

# %% experiment="lines_of_powers" seconds=1 tags=["nbval-ignore-output"]
from helpers.nn.experiments.derivatives import compare

rng = np.random.default_rng(4)
W_hh, dh_T = 0.5 * rng.normal(size=(4, 4)), rng.normal(size=4)


def linear_loss(lib, start, W_hh, dh_T):
    for _ in range(7):
        start = start @ W_hh
    return (start @ dh_T)[None]


power = dh_T @ np.linalg.matrix_power(W_hh.T, 7)
eigenvalues, columns = np.linalg.eig(W_hh)  # columns with W q = lambda q: as rows, q W^T = lambda q
q = columns.T
c = np.linalg.solve(q.T, dh_T.astype(complex))
expansion = ((c * eigenvalues**7) @ q).real
print("eigenvalues:", np.round(eigenvalues, 3))
print(f"(4.6) for l = 0: the mixture is dh_T, up to {np.abs(c @ q - dh_T).max():.0e}")
assert np.abs(c @ q - dh_T).max() < 1e-10
for line, gradient in {"(4.5)": power, "(4.6)": expansion}.items():
    differences, autograd = compare(gradient[:, None], linear_loss, rng.normal(size=4), W_hh, dh_T)
    print(f"{line} for l = 7: against differences {differences:.0e}   against autograd {autograd:.0e}")
    assert max(differences, autograd) < 1e-7

# %% [markdown]
# In the plane it can be drawn. On the left the eigenvectors stand at a wide angle; the part along the smaller
# eigenvalue is gone after a few lags, and the rest creeps along the other line. On the right the two eigenvalues are
# complex: no direction is left as it is, everything turns, and shrinks by the distance of the eigenvalues from zero.

# %% figure="expansion"
turn = 0.9 * np.array([[np.cos(0.5), np.sin(0.5)], [-np.sin(0.5), np.cos(0.5)]])
draw.eigenvectors(
    {
        "eigenvalues 0.95 and 0.6": np.array([[0.95, 0.0], [0.25, 0.6]]),
        "a turn, 0.9 far from zero": turn,
    },
    np.array([-0.3, 1.0]),
    24,
    alt="Two panels, each with the path of a gradient over 24 lags. Left: two dashed lines, the eigenvectors with "
    "0.95 and 0.6. The path runs quickly onto the line of 0.95 and then slowly along it towards the middle. Right: "
    "no lines; the path is a spiral that turns into the middle.",
)

# %% [markdown]
# ### Exercise 4.4: `spectral_radius` &nbsp; ●○○ &nbsp; 4 minutes &nbsp; 1 line
#
# So the number that decides in the long run is the largest $|\lambda_i|$, the **spectral radius**. Eigenvalues may be
# negative or complex; $|\lambda|$ is the distance from zero.
#
# <details><summary>Where are the eigenvalues?</summary>
#
# `np.linalg.eigvals(W)` is an array of H numbers, complex if need be, in no particular order. `np.abs` of a complex
# number is its distance from zero.
#
# </details>


# %% solution="spectral_radius"
def spectral_radius(W):
    """The largest distance of an eigenvalue of W (H, H) from zero; one number."""
    ### BEGIN SOLUTION
    return np.max(np.abs(np.linalg.eigvals(W)))
    ### END SOLUTION


# %% test="spectral_radius" part="values" points=1

# %% test="spectral_radius" part="edge_cases" points=1

# %% [markdown]
# ### All eigenvalues below 1: is that enough?
#
# Deck 2 notes beside its line: eigenvalues below 1 are *sufficient, not necessary* for the gradient to vanish. Here is
# a matrix whose two eigenvalues are both 0.9:
#
# $$W = \begin{pmatrix} 0.9 & 5 \\ 0 & 0.9 \end{pmatrix}$$
#
# **Before you run the next cell:** the network is linear. How long is the longest gradient after 10 steps back, if it
# began with length 1? Compare: $0.9^{10} = 0.35$.

# %% experiment="non_normal" seconds=1
W_skew = np.array([[0.9, 5.0], [0.0, 0.9]])
lags = np.arange(101)
longest = [np.linalg.norm(np.linalg.matrix_power(W_skew, lag), 2) for lag in lags]
print(f"spectral radius {float(spectral_radius(W_skew)):.2f}, largest singular value {np.linalg.norm(W_skew, 2):.2f}")
for lag in (1, 10, 50, 100):
    print(f"lag {lag:3}: longest gradient {longest[lag]:7.3f}   0.9^lag = {0.9**lag:.3g}")
print(
    f"largest at lag {int(np.argmax(longest))}: {max(longest):.1f}; below 1 for good from lag",
    1 + max(int(lag) for lag in lags if longest[lag] >= 1),
)
assert max(longest) > 10
assert longest[100] < 0.1
draw.log_lines(
    lags,
    {"longest gradient": longest, "0.9 to the power of the lag": 0.9**lags},
    xlabel="lag",
    ylabel="norm",
    levels={"as it began": 1.0},
    alt="Norm against lag, from 0 to 100, on a logarithmic scale. The power of 0.9 is a straight line down to "
    "0.00003. The longest gradient first rises, from 1 to about 20 near lag 10, then bends down, crosses 1 after "
    "more than 50 lags and runs almost parallel to the other line, about 500 times above it.",
)

# %% [markdown]
# It grows twentyfold before it shrinks, and it takes more than 50 steps until it is back at its first length. In the
# end the deck is right: in a *linear* network with all $|\lambda_i| < 1$ every gradient goes to zero, sooner or later.
# But training does not wait for the end, and an explosion of twenty is an explosion.
#
# The reason lies next to (4.6). Make the two eigenvalues differ by a hair, and the matrix has two eigenvectors, almost
# on one line. A gradient beside that line is then a difference of two huge parts, which at first nearly cancel, and
# soon no longer do. (With both exactly 0.9 only one eigenvector is left, and (4.6) does not apply.) Matrices whose
# eigenvectors stand at right angles, the *normal* ones, do not do this. Matrices of trained networks are mostly not
# normal.
#
# ### With tanh, not even in the end
#
# Now the tanh is back, so every step has another matrix. The next one has both eigenvalues **0**: its square is the
# zero matrix.
#
# $$W_{hh} = \begin{pmatrix} 1.5 & 1 \\ -2.25 & -1.5 \end{pmatrix}, \qquad x_t W_{xh} = (2.25,\ 11.5) \text{ at every
# step}, \qquad h_0 = (0, 1)$$
#
# The first sum is $a_1 = (2.25 - 2.25,\ 11.5 - 1.5) = (0,\ 10)$, and the next ones are almost the same. So the input
# keeps unit 0 in the middle of its tanh, with slope 1, and unit 1 at its limit, with slope almost 0. The gradient at
# the last state is (1, 0).
#
# **Before you run it:** how long is the gradient at lag 30?

# %% experiment="zero_eigenvalues" seconds=1
W_nilpotent = np.array([[1.5, 1.0], [-2.25, -1.5]])
pushes = np.tile([2.25, 11.5], (1, 30, 1))
h, _ = rnn_forward(pushes, np.array([[0.0, 1.0]]), np.eye(2), W_nilpotent, np.zeros(2))
norms = np.asarray(gradient_norm_by_lag(np.array([[1.0, 0.0]]), h, W_nilpotent))[0]
print("W W =", (W_nilpotent @ W_nilpotent).tolist())
print("states:", np.round(np.asarray(h[0, [0, -1]]), 3).tolist(), "slopes:", np.round(1 - h[0, 0] ** 2, 3).tolist())
for lag in (0, 1, 10, 30):
    print(f"lag {lag:2}: {norms[lag]:,.1f}")
assert norms[30] > 1e5, "does the check of gradient_norm_by_lag pass?"

# %% [markdown]
# After a first step of 2.7 it grows by the factor 1.5 each time. $W_{hh}$ has the eigenvalues 0 because one way through
# it cancels another; the tanh at its limit closes one of the two ways, and nothing cancels any more. So for a network
# with tanh, **eigenvalues below 1 are neither sufficient nor necessary**. (Not necessary: the large inputs of section 2
# destroyed the gradient although every $|\lambda|$ was 1. Section 5 does it with 1.5.)
#
# ### What is sufficient
#
# Singular values are. The largest one, $\sigma$, is the most by which a product can lengthen *any* row:
# $\|v W\| \le \sigma \|v\|$. And an activation whose slope is never more than $\gamma$ lengthens by at most $\gamma$:
#
# $$\|dh_{t-1}\| \;\le\; \sigma\,\gamma\, \|dh_t\| \quad\Rightarrow\quad \|dh_{T-l}\| \;\le\; (\sigma\gamma)^l\,
# \|dh_T\| \tag{4.7}$$
#
# If $\sigma < 1/\gamma$ the gradient vanishes, at least as fast as $(\sigma\gamma)^l$, whatever is read. Deck 2 has
# this thought in one line too and writes $\lambda_i < \gamma$. Two letters differ: it is the singular value, and it is
# $1/\gamma$ (Pascanu, Mikolov and Bengio 2013). For tanh, $\gamma = 1$, the two bounds agree. For the sigmoid they do
# not: its slope is at most $1/4$.
#
# **Before you run it:** a sigmoid network has $\sigma = 3$. Does its gradient vanish? The deck's line would ask for a
# number below $1/4$, (4.7) for one below 4.


# %% experiment="the_bound" seconds=1
def sigmoid(a):
    return 1 / (1 + np.exp(-a))


rng = np.random.default_rng(5)
for sigma in (0.2, 3.0, 3.9):
    W = rng.normal(size=(8, 8))
    W *= sigma / np.linalg.norm(W, 2)
    state, past = np.full(8, 0.5), []
    for _ in range(60):
        state = sigmoid(0.3 * rng.normal(size=8) + state @ W)
        past.append(state)
    dh = rng.normal(size=8)
    began = np.linalg.norm(dh)
    for lag, state in enumerate(reversed(past), 1):
        dh = (dh * state * (1 - state)) @ W.T  # the slope of a sigmoid, in terms of its value
        assert np.linalg.norm(dh) <= (sigma / 4) ** lag * began * (1 + 1e-9), "the bound holds at every lag"
    print(
        f"sigma = {sigma}: at lag 60 {np.linalg.norm(dh) / began:.0e} of the gradient is left; "
        f"the bound allows {(sigma / 4) ** 60:.0e}"
    )

# %% [markdown]
# It vanishes in all three. The bound was never crossed, at any lag; it is far from tight, since no unit has the slope
# 1/4 all the time and no gradient always points the worst way. So:
#
# | | says | does not say |
# |---|---|---|
# | all $\lvert\lambda_i\rvert < 1$ | a linear network vanishes in the end | when; nor anything of one with tanh |
# | $\sigma < 1/\gamma$ | every such network vanishes, from the first step | that another one does not |
# | some $\lvert\lambda_i\rvert > 1$ | a linear network explodes in the end if $c_i \neq 0$ | that one with tanh does |
#
# ($c_i$ is the gradient's part along that eigenvector, in (4.6). Without such a part nothing grows.)
#
# To *explode* a gradient needs $\sigma > 1/\gamma$; to be sure of it, there is no such simple line.
#
# This is a good place for a break.

# %% [markdown]
# ---
# ## 5 &nbsp; The gradient against the lag
#
# Now measure it. A random $W_{hh}$ of 64 units is scaled to a spectral radius. The network reads 100 steps of noise,
# and your `gradient_norm_by_lag` goes back. Three networks for each radius: a linear one, one with tanh that reads
# small numbers (0.1), and one with tanh that reads large ones (1.0).
#
# **Before you run it:** for the radius 1.5 the linear gradient explodes; $1.5^{99}$ is about $10^{17}$. What does tanh
# make of it? Does it vanish, explode, or does it depend?


# %%
def norms_for_radius(radius, size, H=64, T=100, seed=0):
    """Gradient norms by lag of a tanh network that reads noise of this size; of a linear one where size is None."""
    rng = np.random.default_rng(seed)
    W = rng.normal(size=(H, H))
    W *= radius / np.max(np.abs(np.linalg.eigvals(W)))
    dh_T = rng.normal(size=(1, H))
    dh_T /= np.linalg.norm(dh_T)
    if size is None:
        h = np.zeros((1, T, H))  # a slope of 1 at every unit: that is what linear means
    else:
        h, _ = rnn_forward(size * rng.normal(size=(1, T, H)), np.zeros((1, H)), np.eye(H), W, np.zeros(H))
    return np.asarray(gradient_norm_by_lag(dh_T, h, W))[0]


SIZES = {"linear": None, "tanh, small inputs": 0.1, "tanh, large inputs": 1.0}
RADII = (0.5, 0.9, 1.0, 1.1, 1.5, 3.0)


# %% experiment="norm_against_lag" seconds=2 tags=["nbval-ignore-output"]
def norms_picture(radius):
    lines = {name: norms_for_radius(radius, size) for name, size in SIZES.items()}
    ends = ", ".join(f"{name} {norms[99]:.0e}" for name, norms in lines.items())
    draw.log_lines(
        range(101),
        lines,
        xlabel="lag",
        ylabel="norm of the gradient",
        ylim=(1e-40, 1e20),
        levels={"as it began": 1.0},
        alt=f"Norm of the gradient against the lag, from 0 to 100, on a logarithmic scale. At lag 99: {ends}.",
    )


draw.slider(
    "spectral radius",
    RADII,
    norms_picture,
    still=(0.9, 1.5),
    alt="Three lines leave 1 at lag 0, nearly straight. The larger the radius, the more they turn upwards: first the "
    "linear one, then tanh with small inputs, last tanh with large ones.",
)
print("norm at lag 99, five seeds (the middle one of five, and all five)")
for name, size in SIZES.items():
    for radius in (0.5, 0.9, 1.1, 1.5):
        ends = sorted(norms_for_radius(radius, size, seed=seed)[99] for seed in range(5))
        print(f"{name:20} radius {radius}: {ends[2]:8.0e}   ", " ".join(f"{end:.0e}" for end in ends))
        if name == "linear":
            assert (ends[0] > 100) if radius > 1 else (ends[-1] < 1e-4), "does the check of gradient_norm_by_lag pass?"
        if name == "tanh, large inputs":
            assert ends[-1] < 1e-5, "does the check of gradient_norm_by_lag pass?"

# %% [markdown]
# The linear network does what section 4 said, with every seed: 0.5 and 0.9 vanish, 1.1 and 1.5 explode, at the rate of
# $\text{radius}^{\,\text{lag}}$ after the first few steps.
#
# With tanh **it depends on what is read**. Large inputs saturate the units, and the gradient vanishes even where the
# linear one explodes: at the radius 1.5, seventeen powers of ten up become nine down. Small inputs leave the slopes
# near 1, and at
# 1.1 and 1.5 the gradient at lag 99 is anything between a thousandth and a thousand, from seed to seed. What counts is
# radius *and* slope, together, at every step. So a network does not have one gradient flow: it has one for each
# sentence, and training changes both.
#
# The same, recorded, with what was expected beside it:

# %% experiment="gradient_by_lag_recorded" seconds=1
from helpers.data.records import recorded
from helpers.draw.claims import claims

claims(recorded("gradient_by_lag"))

# %% [markdown]
# ### What vanishing costs
#
# A small gradient by itself is no harm; a larger learning rate would do. The harm is in the *comparison*. $W_{hh}$ is
# used at every step, and its gradient is a sum over all of them (lesson 03; decks 2 and 4 have this sum too):
#
# $$dW_{hh} = \sum_{l=0}^{T-1} h_{T-l-1}^\top \left(dh_{T-l} \odot (1 - h_{T-l}^2)\right) \tag{4.8}$$
#
# One term for each lag. What the network learns to change is this sum, and far terms have to be heard beside near ones.
#
# **Before you run it:** with T = 50, a random start like torch's (uniform between $-1/\sqrt{H}$ and $1/\sqrt{H}$) and
# noise to read, which share of the sum's terms comes from the last five steps?

# %% experiment="share_of_the_sum" seconds=1 tags=["nbval-ignore-output"]
rng = np.random.default_rng(6)
N, T, D, H = 20, 50, 8, 32
bound = 1 / np.sqrt(H)
W_xh, W_hh = rng.uniform(-bound, bound, size=(D, H)), rng.uniform(-bound, bound, size=(H, H))
x, h0, b_h = rng.normal(size=(N, T, D)), np.zeros((N, H)), np.zeros(H)
h, _ = rnn_forward(x, h0, W_xh, W_hh, b_h)
before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
dh_T = rng.normal(size=(N, H))

terms, dh = [], dh_T
for t in reversed(range(T)):
    da = dh * (1 - h[:, t] ** 2)
    terms.append(before[:, t].T @ da)
    dh = da @ W_hh.T
only_at_the_end = np.zeros((N, T, H))
only_at_the_end[:, -1] = dh_T
*_, dW_hh, _ = rnn_backward(only_at_the_end, x, h0, h, W_xh, W_hh)
numerical = numerical_gradient(lambda W: float((rnn_forward(x, h0, W_xh, W, b_h)[1] * dh_T).sum()), W_hh)
for name, other in {"rnn_backward": dW_hh, "differences": numerical}.items():
    error = np.linalg.norm(sum(terms) - other) / np.linalg.norm(sum(terms) + other)
    print(f"(4.8) against {name}: relative error {error:.0e}")
    assert error < 1e-7
sizes = np.array([np.linalg.norm(term) for term in terms])
shares = sizes / sizes.sum()
print(f"of the terms' sizes the last 5 steps have {shares[:5].sum():.2%}, lags 25 and more {shares[25:].sum():.0e}")
assert sizes[:5].sum() > 0.9 * sizes.sum()

# %% [markdown]
# The last five steps have nearly all of it. What happened 25 steps ago enters the sum with the weight of a rounding
# error, and any step along this sum serves the near past. That is forgetting: not that the past has no effect, but that
# nothing is *learnt* from it.
#
# ### Asia, the printer and the ticket
#
# Deck 2 has an example for this. Asia wants to print a ticket, the printer is out of toner, she goes and buys some, and
# 25 steps after the ticket was named she prints ... the what? Our sentences tell the same story in other words. Six
# things can be printed, so guessing is right in 17 %.

# %%
from helpers.data.printer_sentences import LAG, SHORT_LAG, THINGS, sentence

rng = np.random.default_rng(0)
for short in (False, True):
    words, thing = sentence(rng, short)
    print(f"{' '.join(words)} ___  ({thing}; {SHORT_LAG if short else LAG} steps)\n")

# %% [markdown]
# The short sentences are the control: the same network, the same words, but for the middle. It is trained by torch,
# with the optimiser Adam, once from torch's own start and once from the start of section 7.
#
# **Before you run it:** 6 steps back from torch's start, 25 steps back from torch's start, 25 steps back from the
# start of section 7. Which of the three trainings find out what was printed?

# %% experiment="asia" seconds=20 tags=["nbval-ignore-output"]
from helpers.nn.experiments import printer

trained = {
    "6 steps, torch's start": printer.train("uniform", seed=0, short=True).accuracy,
    "25 steps, torch's start": printer.train("uniform", seed=0).accuracy,
    "25 steps, start of section 7": printer.train("orthogonal", seed=0).accuracy,
}
draw.lines(
    np.arange(len(trained["25 steps, torch's start"])) * printer.EVERY,
    trained,
    xlabel="updates",
    ylabel="right on fresh sentences",
    percent=True,
    ylim=(0, 1.04),
    levels={"guessing": 1 / len(THINGS)},
    alt="Share of right answers against the number of updates. With 6 steps it rises to 100 % within the first hundred "
    "or two. With 25 steps and torch's start it stays at guessing, 17 %.",
)
for name, accuracy in trained.items():
    print(f"{name:30} at the end {accuracy[-1]:.0%}")
assert trained["6 steps, torch's start"][-1] > 0.95, "this is not what the text below says: please report it"
assert trained["25 steps, torch's start"][-1] < 0.4, "this is not what the text below says: please report it"

# %% [markdown]
# Six steps are no trouble, 25 are: the network answers as if it had never read the thing. The sentence is no harder,
# only longer, and the deck is right about it. It says more, though: that *the network cannot remember*. The third line
# is the same network, with the same number of weights. Only its first weights differ.

# %% [markdown]
# ---
# ## 6 &nbsp; When it blows up
#
# The other half is louder. An exploding gradient points in a good direction and says *go very far*, and the next step
# of the training lands somewhere else altogether.
#
# The smallest network that shows it has one unit and no input: $h_t = \tanh(w\,h_{t-1} + b)$, 50 steps from $h_0 =
# 0.5$, and the loss $(h_{50} - 0.5)^2$. Two weights, so the loss can be drawn. There is a **cliff**: on one side of it
# the state stays above zero, on the other it falls to about -1, and in between lies next to nothing.
#
# **Before you run it:** gradient descent starts on the upper side of the picture and walks towards the cliff, where the
# loss is smallest. Its learning rate is 0.05. What happens when a step lands on the cliff itself?

# %% experiment="the_cliff" seconds=3
from helpers.nn.experiments import cliff

w, b = np.linspace(1.0, 2.2, 181), np.linspace(-0.5, 0.15, 131)
free = cliff.descend((1.8, 0.0), learning_rate=0.05, steps=60, threshold=None)
clipped = cliff.descend((1.8, 0.0), learning_rate=0.05, steps=60, threshold=0.5)
draw.cliff(
    w,
    b,
    cliff.loss(w[None, :], b[:, None]),
    {"clipped at 0.5": clipped, "gradient descent": free},
    xlabel="w",
    ylabel="b",
    alt="The loss over w and b. A dark region of small loss above, a bright one of large loss below, and a sharp "
    "edge between them, which runs down to the right. Both paths start at w = 1.8, b = 0 and walk together through "
    "the dark region to the edge. Gradient descent steps over it, walks on the bright side, to the left and up, "
    "crosses back, crosses again, and then lands on the edge itself: from there it leaves the picture in one step. The "
    "clipped path zigzags along the edge, to the left and up, and ends beside it in the dark region.",
)
norms = [np.linalg.norm(cliff.gradient(*point)) for point in free]
worst = int(np.argmax(norms))
print(f"the norm of the gradient at most steps: {np.median(norms[:worst]):.2f}; at step {worst}: {norms[worst]:,.0f}")
print("that step leads from", free[worst].round(2).tolist(), "to", free[worst + 1].round(1).tolist())
print(f"loss at the end: {cliff.loss(*free[-1]):.3f}; clipped: {cliff.loss(*clipped[-1]):.3f}")
error = np.abs(
    cliff.gradient(1.7, -0.1) - numerical_gradient(lambda point: float(cliff.loss(*point)), np.array([1.7, -0.1]))
)
assert max(error) < 1e-6
assert norms[worst] > 100
assert cliff.loss(*clipped[-1]) < 0.1 < cliff.loss(*free[-1])

# %% [markdown]
# To cross the edge is no harm: the path steps over it, walks on the bright side, crosses back and crosses again, and on
# both sides the gradient is near 1 or below. The cliff is thin, and only the step that *lands on* it meets its slope.
# That one step, with a gradient thousands of times longer than most before it, throws the weights out of the picture,
# to a place where the unit is saturated: the slope is zero there and the training is over, though it has not raised an
# error.
#
# The clipped path lands on steep places too. It takes a short step from there as from anywhere else, and zigzags along
# the edge to a small loss.
#
# Not every run meets the cliff like this: from many starting points no step happens to land on it. That makes the fault
# hard to find, since a run that went well yesterday may leap today.
#
# ### Shorter steps, the same direction
#
# Deck 2 has the remedy, and a fine name for it: *"a smaller step that keeps the direction of the walk"*. All gradients
# together are one long vector; if it is longer than a threshold $\tau$, it is shortened to $\tau$:
#
# $$\|g\| = \sqrt{\sum_k \|g_k\|^2}, \qquad
# g_k \leftarrow \begin{cases} \frac{\tau}{\|g\|}\, g_k & \text{if } \|g\| > \tau \\ g_k & \text{otherwise}\end{cases}
# \tag{4.9}$$
#
# By hand: $g_1 = \begin{pmatrix} 2 & 0 \\ 0 & 2 \end{pmatrix}$ and $g_2 = (1, 4)$ have $\|g\| = \sqrt{4 + 4 + 1 + 16} =
# 5$. With $\tau = 1$ every entry is divided by 5.
#
# <details><summary>A slip in one of the decks: the sign of the step</summary>
#
# On the slide before, deck 2 writes $\theta^{new} = \theta^{old} + \alpha \nabla_\theta J(\theta)$. With a plus the
# loss is *raised*; downhill is minus the gradient, as your `sgd_step` of lesson 03 has it.
#
# </details>
#
# ### Exercise 4.5: `clip_by_global_norm` &nbsp; ●●○ &nbsp; 12 minutes &nbsp; 5 to 7 lines
#
# Formula (4.9) for a dictionary of gradients. Return the clipped gradients and the norm that they had before, which is
# what one watches during a training.
#
# One more thing, which (4.9) does not say. If an entry is nan or infinite, no direction is left to keep. Then skip the
# step: return zeros for all gradients, and the norm as it is.
#
# <details><summary>One norm for many arrays</summary>
#
# Add up `np.sum(gradient**2)` over `gradients.values()`, and take one root at the end.
#
# </details>
#
# <details><summary>nan > 5 is False</summary>
#
# Every comparison with nan is False, so it slips through an `if norm > threshold`. `np.isfinite(norm)` is False for nan
# and for infinity. Ask that first.
#
# </details>
#
# <details><summary>How do I return a new dictionary?</summary>
#
# `{name: something(gradient) for name, gradient in gradients.items()}`
#
# </details>


# %% solution="clip_by_global_norm"
def clip_by_global_norm(gradients, threshold):
    """All gradients, shortened by one factor where together they are longer than the threshold, formula (4.9).

    gradients  a dictionary, name -> array of any shape; the squares of its numbers do not overflow
    threshold  a number above zero
    returns
      clipped  a new dictionary with the same names, and new arrays; zeros where the norm is nan or infinite
      norm     the norm that all gradients had together, before
    """
    ### BEGIN SOLUTION
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    factor = threshold / norm if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm
    ### END SOLUTION


# %% test="clip_by_global_norm" part="values" points=2

# %% test="clip_by_global_norm" part="small" points=1

# %% test="clip_by_global_norm" part="not_finite" points=1

# %% [markdown]
# Some programs clip each *number* by itself, to between $-\tau$ and $\tau$. The next cell compares directions.
#
# **Before you run it:** $g = (4, 0.4)$, $\tau = 0.5$. Where does each way of clipping point?

# %% experiment="direction_kept" seconds=1
g = {"W": np.array([4.0, 0.4])}
shortened, norm = clip_by_global_norm(g, 0.5)
cut = np.clip(g["W"], -0.5, 0.5)
for name, clipped_g in {"by the global norm": np.asarray(shortened["W"]), "each number by itself": cut}.items():
    cosine = clipped_g @ g["W"] / np.linalg.norm(clipped_g) / np.linalg.norm(g["W"])
    angle = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
    print(
        f"{name:22} {np.round(clipped_g, 3)}   length {np.linalg.norm(clipped_g):.2f}   turned by {angle:.0f} degrees"
    )
assert abs(np.linalg.norm(shortened["W"]) - 0.5) < 1e-9, "does the check of clip_by_global_norm, values, pass?"

# %% [markdown]
# ### A run that only clipping saves
#
# A network of 64 units is to add two marked numbers (the *adding problem*, which you meet again in lesson 05). Its
# first $W_{hh}$ is too large on purpose, with a spectral radius of about 2. Plain SGD, 200 updates. Move the threshold,
# if you read this in JupyterLab.
#
# **Before you run it:** is a smaller threshold always safer? What will 0.01 do?

# %% experiment="clipping_threshold" seconds=12 tags=["nbval-ignore-output"]
from helpers.nn.experiments import clipping

unclipped = clipping.train(None, seed=0)
runs = {threshold: clipping.train(threshold, seed=0) for threshold in (0.01, 0.1, 1.0, 10.0, 100.0)}


def loss_picture(threshold):
    run = runs[threshold]
    draw.log_lines(
        range(len(run.loss)),
        {f"clipped at {threshold:g}": run.loss, "not clipped": unclipped.loss},
        xlabel="updates",
        ylabel="loss",
        ylim=(0.05, 1e12),
        levels={"always answering 1": clipping.BASELINE},
        alt=f"Loss against updates on a logarithmic scale. Without clipping it leaves the picture within ten updates. "
        f"Clipped at {threshold:g} it stays below {max(run.loss):.3g} and ends near {run.settled():.2g}.",
    )


draw.slider(
    "threshold",
    list(runs),
    loss_picture,
    still=(1.0,),
    alt="With 0.01 and 0.1 the loss hardly moves, with 1 it comes down furthest, with 10 and 100 it stays high.",
)
print(
    f"not clipped: above a million after {unclipped.lasted()} updates, largest finite gradient along the way "
    f"{np.max(np.array(unclipped.norm)[np.isfinite(unclipped.norm)]):.0e}"
)
for threshold, run in runs.items():
    print(f"clipped at {threshold:6g}: largest loss {max(run.loss):8.3g}, loss at the end {run.settled():.3g}")
assert unclipped.lasted() < 50, "this is not what the text below says: please report it"
assert max(runs[1.0].loss) < 10, "this is not what the text below says: please report it"

# %% [markdown]
# Without clipping the loss is above a million within ten updates, and infinite soon after. With the threshold 1 the
# same run, number for number the same start, goes on and comes down.
#
# Smaller is not safer, only slower: with 0.01 nothing explodes and nothing is learnt either. Larger lets the leaps
# through. And even the best of them ends *above* the level of a network that always answers 1. Clipping saved the run;
# it did not give it a memory. Here are five seeds, recorded:

# %% experiment="clipping_recorded" seconds=1
from helpers.data.records import recorded
from helpers.draw.claims import claims

claims(recorded("clipping"))

# %% [markdown]
# ---
# ## 7 &nbsp; A start that remembers
#
# A factor of exactly 1 is not there by accident, said section 1. So put it there on purpose. A matrix $Q$ with
# $Q Q^\top = I$, an **orthogonal** one, leaves every length as it is:
#
# $$\|v Q\|^2 = v\, Q\, Q^\top v^\top = v\, v^\top = \|v\|^2 \tag{4.10}$$
#
# All its singular values are 1 and all its eigenvalues lie on the circle of radius 1. In a linear network that starts
# with it, a gradient neither grows nor fades, at any lag (Saxe, McClelland and Ganguli 2013).
#
# A random one is made from a matrix $A$ of normally distributed numbers. `np.linalg.qr` gives $A = QR$ with $Q$
# orthogonal and $R$ zero below its diagonal. The pair is unique once $R$'s diagonal is positive, and only then is every
# orthogonal $Q$ equally likely (Mezzadri 2007). NumPy does not see to these signs: a column of $Q$ and the row of $R$
# of the same number may both be turned round.
#
# By hand: $A = \begin{pmatrix} 3 & 0 \\ 4 & 5 \end{pmatrix}$. Its first column has the length 5, so
# $q_1 = (0.6, 0.8)$. The second one, $(0, 5)$, shares $0 \cdot 0.6 + 5 \cdot 0.8 = 4$ with it; what is left,
# $(0, 5) - 4\,(0.6, 0.8) = (-2.4, 1.8)$, has the length 3, so $q_2 = (-0.8, 0.6)$. The columns of $Q$ are $q_1$ and
# $q_2$.
#
# ### Exercise 4.6: `orthogonal_init` &nbsp; ●●○ &nbsp; 8 minutes &nbsp; 2 lines
#
# Return the $Q$ of $A = QR$ whose $R$ has a positive diagonal.
#
# <details><summary>What if an entry of R's diagonal is negative?</summary>
#
# Then turn that column of $Q$ round, by a factor of -1. The row of $R$ would turn with it, but $R$ is not asked.
#
# </details>
#
# <details><summary>All columns at once</summary>
#
# `np.diag(R)` takes the diagonal out, `np.sign` gives 1 or -1 for each entry, and (H, H) times (H,) scales columns.
#
# </details>


# %% solution="orthogonal_init"
def orthogonal_init(A):
    """The orthogonal Q of A = Q R with a positive diagonal in R.

    A  (H, H)  normally distributed numbers, so that its columns are linearly independent
    returns (H, H)
    """
    ### BEGIN SOLUTION
    Q, R = np.linalg.qr(A)
    return Q * np.sign(np.diag(R))
    ### END SOLUTION


# %% test="orthogonal_init" part="values" points=2

# %% test="orthogonal_init" part="edge_cases" points=1

# %% [markdown]
# **Before you run it:** multiply a row 1,000 times by your $Q$. What is its length then? And by a random matrix of the
# same spectral radius, 1?

# %% experiment="a_thousand_products" seconds=1 tags=["nbval-ignore-output"]
rng = np.random.default_rng(7)
A = rng.normal(size=(64, 64))
matrices = {
    "your Q": np.asarray(orthogonal_init(A)),
    "A scaled to radius 1": A / np.max(np.abs(np.linalg.eigvals(A))),
}
v = rng.normal(size=64)
v /= np.linalg.norm(v)
for name, matrix in matrices.items():
    lengths = [np.linalg.norm(v @ np.linalg.matrix_power(matrix, n)) for n in (1, 10, 100, 1000)]
    print(f"{name:22}", "   ".join(f"{length:.6f}" for length in lengths), "  after 1, 10, 100 and 1,000 products")
    assert name != "your Q" or np.allclose(lengths, 1), "does the check of orthogonal_init pass?"
signs = [np.sign(np.linalg.det(np.asarray(orthogonal_init(rng.normal(size=(3, 3)))))) for _ in range(2000)]
plain = [np.sign(np.linalg.det(np.linalg.qr(rng.normal(size=(3, 3)))[0])) for _ in range(2000)]
print(
    f"of 2,000 random Q of size 3, {np.mean(np.array(signs) > 0):.0%} have a positive determinant; "
    f"without your signs {np.mean(np.array(plain) > 0):.0%}"
)

# %% [markdown]
# With $Q$ the length stays 1.000000. The random matrix of radius 1 has lost nine tenths: only the part along its
# eigenvectors on the circle is left. And the last line shows what the signs are for: half of all orthogonal matrices
# turn space and half mirror it as well. With the signs that the library left, it is always the same kind.
#
# ### The identity, and no tanh
#
# The other way is even plainer (Le, Jaitly and Hinton 2015): start with $W_{hh} = I$, biases zero, small input weights,
# and take the **ReLU**, $\max(0, a)$, in place of tanh. Its slope is 1 where the unit is on. At the start a step then
# hands the state on as it is, and adds a little of what it reads.
#
# ### Exercise 4.7: `identity_relu_init` &nbsp; ●○○ &nbsp; 4 minutes &nbsp; 2 lines
#
# <details><summary>Where do I get H from?</summary>
#
# A has the shape of $W_{xh}$, which leads from D inputs to H units.
#
# </details>


# %% solution="identity_relu_init"
def identity_relu_init(A, scale):
    """The first weights of a ReLU network that hands its state on.

    A      (D, H)  normally distributed numbers
    scale  a small number
    returns W_xh (D, H), A times the scale, in a new array;  W_hh (H, H), the identity;  b_h (H,), zeros
    """
    ### BEGIN SOLUTION
    H = A.shape[1]
    return scale * A, np.eye(H), np.zeros(H)
    ### END SOLUTION


# %% test="identity_relu_init" part="values" points=1

# %% [markdown]
# ### How far does a plain network remember?
#
# *"Usually it is limited to 10 steps"*, says deck 3 of long-term dependencies, and goes on to the LSTM. Is that so? The
# task: one of four symbols, then noise, then name the symbol. Three starts, two optimisers, lags from 5 to 80, five
# seeds each, 500 updates at most. This took minutes and was recorded; the command is `python3 -m helpers measure
# how_far_back`.
#
# **Before you run it:** for each of the six combinations, up to which lag will most of the five seeds solve it?

# %% experiment="how_far_back" seconds=1
from helpers.data.records import recorded
from helpers.nn.experiments.how_far_back import LAGS, WAYS, name

record = recorded("how_far_back")
solved = np.array([[np.mean(np.array(record.values(name(*way, lag))) > 0.95) for lag in LAGS] for way in WAYS])
draw.shares(
    solved,
    rows=[f"{start}, {optimiser}" for start, optimiser in WAYS],
    columns=[str(lag) for lag in LAGS],
    xlabel="lag; the share of five seeds that were right in more than 95 %",
    alt="A table of six rows, a start and an optimiser each, and the lags 5, 10, 20, 40 and 80. "
    + " ".join(
        f"{start}, {optimiser}: " + ", ".join(f"{share:.0%}" for share in row) + "."
        for (start, optimiser), row in zip(WAYS, solved, strict=True)
    ),
)
for way, row in zip(WAYS, solved, strict=True):
    reached = [lag for lag, share in zip(LAGS, row, strict=True) if share > 0.5]
    print(f"{', '.join(way):28} solved by most seeds up to lag {max(reached, default=0)}")

# %% [markdown]
# From the usual start, torch's, in the first two rows, *10 steps* is not far off: most seeds stop at 5 with SGD and at
# 20 with Adam. But it is two rows of six, and no law. From an orthogonal start the same network reaches 40 steps and
# more with either optimiser. The identity with ReLU reaches as far with Adam, and with SGD no farther than the usual
# start. So the honest version is: **how far a plain network remembers depends on its start first, on its optimiser
# second, and on the seed.** (With Adam and the usual start, fewer seeds were done with 10 steps than with 20: after 500
# updates luck plays a part.) A single run, with whatever the library has for a start, can show anything.
#
# Two things keep it honest from the other side. This task is kind: one symbol has to be kept, and nothing computed with
# it. And a start is only a start: training moves $W_{hh}$, and nothing holds it near orthogonal. The adding problem,
# where a plain network fails at 100 steps from any of these starts, waits in lesson 05.

# %% [markdown]
# ---
# ## 8 &nbsp; Three cures, tried
#
# One of the decks ends its slide on vanishing gradients with four ways out: LSTM, *faster hardware*, *ReLU* and
# *truncated BPTT*. The first is lesson 05. The other three can be tried now, with what you have.
#
# **Before you run it:** the task of section 7 at lag 40, from the usual start, with SGD. It fails. Which of the three
# helps: four times as many updates in the same time, ReLU for tanh, truncation at 10 steps?

# %% experiment="cures" seconds=1
from helpers.data.records import recorded
from helpers.draw.claims import claims

claims(recorded("cures"))

# %% [markdown]
# None of them. The orthogonal start of section 7, in the last row, helps four seeds of five. Why, can be seen in the
# gradient itself. The next cell measures it at every lag for each.


# %% experiment="why_no_cure" seconds=2 tags=["nbval-ignore-output"]
def norms_at_the_start(activation, window=None, orthogonal=False, H=32, T=80, N=20):
    """The middle of N gradient norms by lag, each beginning at 1; the network is torch's and reads random symbols."""
    rng = np.random.default_rng(8)
    bound = 1 / np.sqrt(H)
    W = rng.uniform(-bound, bound, size=(H, H))
    if orthogonal:
        W = np.linalg.qr(rng.normal(size=(H, H)))[0]
    symbols = np.eye(8)[rng.integers(8, size=(N, T))] @ rng.uniform(-bound, bound, size=(8, H))
    state, slopes = np.zeros((N, H)), []
    for t in range(T):
        a = symbols[:, t] + state @ W
        state = np.tanh(a) if activation == "tanh" else np.maximum(0, a)
        slopes.append(1 - state**2 if activation == "tanh" else (a > 0).astype(float))
    back = rng.normal(size=(N, H))
    lengths = [np.linalg.norm(back, axis=1)]
    for lag, slope in enumerate(reversed(slopes), 1):
        back = (back * slope) @ W.T if window is None or lag <= window else 0 * back
        lengths.append(np.linalg.norm(back, axis=1))
    return np.median(np.array(lengths) / lengths[0], axis=1)


lines = {
    "tanh, torch's start": norms_at_the_start("tanh"),
    "ReLU, torch's start": norms_at_the_start("ReLU"),
    "truncated at 10 steps": norms_at_the_start("tanh", window=10),
    "tanh, orthogonal start": norms_at_the_start("tanh", orthogonal=True),
}
draw.log_lines(
    range(81),
    lines,
    xlabel="lag",
    ylabel="norm of the gradient",
    ylim=(1e-30, 1e2),
    alt="Norm of the gradient against the lag, from 0 to 80, on a logarithmic scale. All begin at 1. tanh from "
    "torch's start falls in a straight line; ReLU falls more steeply. The truncated one follows tanh for 10 steps and "
    "ends there with a cross. tanh from an orthogonal start falls far more slowly than all others.",
)
for label, norms in lines.items():
    print(f"{label:24} at lag 10 {norms[10]:.0e}, at lag 40 {norms[40]:.0e}")
assert lines["ReLU, torch's start"][40] < lines["tanh, torch's start"][40] < 1e-6 < lines["tanh, orthogonal start"][40]
assert lines["truncated at 10 steps"][11] == 0

# %% [markdown]
# - **Faster hardware** takes more steps in the same time, each along the same gradient. At lag 40
#   that is $5 \cdot 10^{-12}$ of what it was, and asking four times as often does not make it heard. What fast
#   hardware did change is which networks people try.
# - **ReLU** has the slope 1 where it is on, and 0 where it is off, and about half of the units are off at each step.
#   From the usual start it vanishes *faster* than tanh. With the identity as $W_{hh}$ and Adam it works, as the table
#   of section 7 shows; what cured it was the start.
# - **Truncation** cuts the gradient after k steps. Beyond k it is not small, it is exactly 0. It saves time and
#   memory, and it can bound an explosion; a lag beyond k it makes unlearnable for sure, except where the state happens
#   to hold the past anyway. Lesson 03 measured it. Deck 1 offers it
#   against both troubles; deck 2 brings it in because long texts *take long*, and that is what it cures.
#
# What did help is the last line: an orthogonal start. It does not keep the gradient whole, since slopes of tanh are
# below 1, but at lag 40 seven hundredths of it are left, ten powers of ten more than from torch's start. Lesson 05
# builds a network that keeps a gradient alive *during* training as well.

# %% [markdown]
# ---
# ## Quiz
#
# Each answer is a letter in quotes, such as `"a"`. The check says something to every answer, the right one too.
#
# **1.** All units of a tanh network are at values near 1 or -1. What does a gradient do there, one step back?
#
# - **a** it is kept, since the values are nearly 1
# - **b** it nearly vanishes, since the slopes are nearly 0
# - **c** it explodes, since the units are saturated
# - **d** it depends on the values alone

# %% quiz="saturated" answer="b" points=1
saturated = None

# %% [markdown]
# **2.** $\partial h_5 / \partial h_2$, in this course's notation, is
#
# - **a** $J_5 J_4 J_3$
# - **b** $J_2 J_3 J_4 J_5$
# - **c** $J_3 + J_4 + J_5$
# - **d** $J_3 J_4 J_5$

# %% quiz="order_of_factors" answer="d" points=1
order_of_factors = None

# %% [markdown]
# **3.** All eigenvalues of $W_{hh}$ are 0.9. What is certain?
#
# - **a** of a linear network's gradient, that it goes to zero in the end
# - **b** of a tanh network's gradient, that it shrinks at every step
# - **c** of a linear network's gradient, that it shrinks at every step
# - **d** of a tanh network's gradient, that it goes to zero in the end

# %% quiz="eigenvalues_below_one" answer="a" points=1
eigenvalues_below_one = None

# %% [markdown]
# **4.** The activation is a sigmoid, with slopes up to 1/4. For which largest singular value of $W_{hh}$ does the
# gradient vanish for sure?
#
# - **a** below 1/4
# - **b** below 1
# - **c** below 4
# - **d** for none, since the states matter as well

# %% quiz="bound_for_sigmoid" answer="c" points=1
bound_for_sigmoid = None

# %% [markdown]
# **5.** The global norm is 20, the threshold 5. What does clipping do with an entry of 0.1?
#
# - **a** it leaves it, since 0.1 is below 5
# - **b** it makes 0.025 of it
# - **c** it makes 5 of it
# - **d** it makes 0 of it

# %% quiz="a_small_entry" answer="b" points=1
a_small_entry = None

# %% [markdown]
# **6.** A training never explodes, and the network learns nothing of words further back than fifteen steps. What can
# clipping with a smaller threshold do for it?
#
# - **a** it lets far words in, since near ones are shortened
# - **b** it works once the threshold is below the far gradient
# - **c** it needs a threshold for each lag
# - **d** nothing: it shortens all terms by the same factor

# %% quiz="clipping_and_forgetting" answer="d" points=1
clipping_and_forgetting = None

# %% [markdown]
# **7.** Why does truncation after ten steps not cure forgetting?
#
# - **a** beyond ten steps the gradient is then exactly zero
# - **b** ten steps are too many: the gradient has vanished by then
# - **c** it changes the states, which then forget as well
# - **d** it does cure it, if ten steps are repeated often enough

# %% quiz="truncation_as_cure" answer="a" points=1
truncation_as_cure = None

# %% [markdown]
# ---
# ## What to remember
#
# - **A step's Jacobian is $W_{hh}\,\mathrm{diag}(1 - h_t^2)$**: weights times *slopes*. Saturated units stop the
#   gradient.
# - **Many steps are a product**, and a product of a hundred factors is nearly nothing or nearly infinite, unless the
#   factors keep lengths.
# - **Eigenvalues** tell the end of a linear network, and nothing for certain of one with tanh. **Singular values**
#   bound every step: $\sigma < 1/\gamma$ is sufficient to vanish.
# - **Forgetting is a comparison**: near terms outweigh far ones in one sum. **Exploding is a leap**: one step undoes a
#   training.
# - **Clipping by the global norm** keeps the direction and bounds the leap. It does not bring back what has vanished.
# - **How far a plain network remembers is a matter of its start**, and of the optimiser, not a constant of nature.
#
# | | vanishing | exploding |
# |---|---|---|
# | how it shows | the loss falls, far words have no effect | the loss jumps, then nan |
# | clipping | no effect | helps |
# | orthogonal or identity start | helps | helps at the start |
# | ReLU alone, truncation, faster hardware | no | no; truncation bounds it |
#
# ## Sources
#
# - The five decks of this course. Deck 1: truncation as the answer to both problems. Deck 2: the product, the
#   expansion in eigenvectors, the condition, Asia's sentence and the clipping (Polish). Deck 3: *Recurrent Neural
#   Networks*, Sungkyunkwan University: the 10 steps. Deck 4: D. Tarasov, *Введение в RNN*: the list of ways out. Deck
#   5: M. Walkowski, *Recurrent Neural Networks*: 0.9 to the power of 100 and 300.
# - S. Hochreiter, *Untersuchungen zu dynamischen neuronalen Netzen*, diploma thesis, 1991, and Y. Bengio, P. Simard
#   and P. Frasconi, *Learning long-term dependencies with gradient descent is difficult*, 1994: where this was seen
#   first.
# - R. Pascanu, T. Mikolov and Y. Bengio, [On the difficulty of training recurrent neural
#   networks](https://arxiv.org/abs/1211.5063), 2013: the bound $1/\gamma$, the cliff, clipping by the global norm.
# - A. Saxe, J. McClelland and S. Ganguli, [Exact solutions to the nonlinear dynamics of learning in deep linear neural
#   networks](https://arxiv.org/abs/1312.6120), 2013: orthogonal starts.
# - Q. Le, N. Jaitly and G. Hinton, [A simple way to initialize recurrent networks of rectified linear
#   units](https://arxiv.org/abs/1504.00941), 2015: the identity.
# - F. Mezzadri, [How to generate random matrices from the classical compact
#   groups](https://arxiv.org/abs/math-ph/0609050), 2007: the signs of R.
