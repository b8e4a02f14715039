# %% [markdown]
# # A lesson for tests
#
# About 7 minutes.

# %%
import numpy as np
from helpers.checks import Check

check = Check("01_mini", globals())

# %% [markdown]
# ### Exercise 1.1: `double` &nbsp; 2 minutes
#
# <details><summary>What is twice a number?</summary>
#
# The number and the number again: $2x = x + x$.
#
# </details>
#
# <details><summary>All at once</summary>
#
# `+` works on whole arrays.
#
# </details>


# %% solution="double"
def double(x):
    """Twice x, (N, D)."""
    ### BEGIN SOLUTION
    return np.multiply(x, 2.0)
    ### END SOLUTION


# %% test="double" part="values" points=2

# %% test="double" part="edges" points=1

# %% [markdown]
# ### Exercise 1.2: `double_sum` &nbsp; 2 minutes
#
# <details><summary>Along which axis?</summary>
#
# The last.
#
# </details>


# %% solution="double_sum"
def double_sum(x):
    """The sum over D of the doubled x, (N,)."""
    ### BEGIN SOLUTION
    return double(x).sum(axis=1)
    ### END SOLUTION


# %% test="double_sum" part="values" points=3

# %% experiment="twice" seconds=1
print("doubled shape:", double(np.ones((2, 3))).shape)

# %% [markdown]
# Twice of twice is
#
# - **a** twice
# - **b** four times

# %% quiz="twice_twice" answer="b" points=1
twice_twice = None
