"""How large a gradient still is LAG steps back, in networks whose W_hh has a given spectral radius."""

import numpy as np

from helpers.nn.experiments.experiment import Experiment

LESSON = "04_gradients"

H, T, LAG = 64, 100, 99
RADII = (0.5, 0.9, 1.1, 1.5)
NETWORKS = {"linear": None, "tanh, small inputs": 0.1, "tanh, large inputs": 1.0}  # the inputs' standard deviation


def norm_at_lag(radius: float, size: float | None, seed: int) -> float:
    """The norm of the gradient at h_(T - LAG) of a loss whose gradient at the last state is random and of norm 1.

    radius  the spectral radius to which a random W_hh (H, H) is scaled
    size    the standard deviation of what a tanh network reads, T vectors of H numbers; None for a linear network,
            whose gradient does not depend on what it reads
    """
    rng = np.random.default_rng(seed)
    W_hh = rng.normal(size=(H, H))
    W_hh *= radius / np.max(np.abs(np.linalg.eigvals(W_hh)))
    dh = rng.normal(size=H)
    dh /= np.linalg.norm(dh)
    slopes = np.ones((T, H))
    if size is not None:
        state = np.zeros(H)
        for t, x in enumerate(size * rng.normal(size=(T, H))):
            state = np.tanh(x + state @ W_hh)
            slopes[t] = 1 - state**2
    for t in range(T - 1, T - 1 - LAG, -1):
        dh = (dh * slopes[t]) @ W_hh.T
    return float(np.linalg.norm(dh))


def measure(seed: int) -> dict[str, float]:
    """The norm at the lag for each network and each spectral radius."""
    return {
        f"{network}, radius {radius}": norm_at_lag(radius, size, seed)
        for network, size in NETWORKS.items()
        for radius in RADII
    }


EXPERIMENT = Experiment(
    claim="A linear network's gradient vanishes for a spectral radius of 0.5 or 0.9 and explodes for 1.1 or 1.5; with "
    "tanh and inputs that saturate it, it vanishes for all four.",
    setup=f"Norm of the gradient {LAG} steps back, when it begins at 1. Random W_hh of {H} units, scaled to the "
    "spectral radius; inputs are normally distributed, with standard deviation 0.1 (small) or 1 (large). Nothing is "
    "trained.",
    measure=measure,
    expected={
        "linear, radius 0.5": (None, 1e-20),
        "linear, radius 0.9": (None, 1e-3),
        "linear, radius 1.1": (1e2, None),
        "linear, radius 1.5": (1e14, None),
        **{f"tanh, large inputs, radius {radius}": (None, 1e-3) for radius in RADII},
    },
)
