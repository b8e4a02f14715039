"""Time the NumPy cells of helpers/nn and torch's layers on the same work, forward and backward, in turn in one run, one
thread each, float32. Prints the medians of the processor time, their ratio, and how much of ours the matrix products
alone take: the floor below which NumPy cannot come.
"""

import argparse
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median

from helpers.commands.status_line import StatusLine

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
GATES = {"RNN": 1, "LSTM": 4, "GRU": 3}
AIMS = {"RNN": 1.2, "LSTM": 2.2, "GRU": 2.5}  # ours over torch's at the usual sizes
WARM_UP = 3  # rounds that are not counted

Work = Callable[[], object]


@dataclass(frozen=True)
class Sizes:
    """The sizes of the work: sequences, steps, inputs and units."""

    N: int
    T: int
    D: int
    H: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    for name, size, what in (("N", 32, "sequences"), ("T", 100, "steps"), ("D", 64, "inputs"), ("H", 128, "units")):
        parser.add_argument(f"--{name}", type=_count, default=size, metavar="COUNT", help=f"{what} ({size})")
    parser.add_argument("--rounds", type=_count, default=60, metavar="COUNT", help="how often each is timed (60)")


def run(arguments: argparse.Namespace) -> int:
    # One thread each: NumPy's BLAS reads this when it is loaded, so that nothing above may import NumPy.
    os.environ.update(dict.fromkeys(THREADS, "1"))
    import torch

    torch.set_num_threads(1)
    sizes = Sizes(arguments.N, arguments.T, arguments.D, arguments.H)
    print(
        f"Forward and backward, N={sizes.N}, T={sizes.T}, D={sizes.D}, H={sizes.H}, float32, one thread; "
        f"processor time, medians of {arguments.rounds}\n\n"
        f"{'':6}{'torch':>10}{'ours':>10}{'ratio':>8}{'aim':>6}{'products':>12}{'of ours':>9}"
    )
    for kind in GATES:
        with StatusLine() as status:
            times = in_turn(works(kind, sizes), arguments.rounds, partial(_tell, status, kind))
        torchs, ours, products = map(median, times)
        print(
            f"{kind:6}{torchs * 1e3:7.2f} ms{ours * 1e3:7.2f} ms{ours / torchs:8.2f}{AIMS[kind]:6.1f}"
            f"{products * 1e3:9.2f} ms{products / ours:9.0%}",
            flush=True,
        )
    print("\nThe aims are for the sizes that the command has by default. Other work on the machine moves the ratios.")
    return 0


def _tell(status: StatusLine, kind: str, number: int) -> None:
    status.show(f"{kind}: round {number}")


def in_turn(works: Sequence[Work], rounds: int, tell: Callable[[int], object]) -> list[list[float]]:
    """The processor seconds of each work in each round; in a round each is done once, so that all see one machine."""
    times: list[list[float]] = [[] for _ in works]
    for number in range(-WARM_UP, rounds):
        tell(number + 1)
        for work, taken in zip(works, times, strict=True):
            begun = time.process_time()
            work()
            if number >= 0:
                taken.append(time.process_time() - begun)
    return times


def works(kind: str, sizes: Sizes) -> tuple[Work, Work, Work]:
    """torch's layer, ours with the same weights, and the matrix products of ours alone."""
    import numpy as np
    import torch

    N, T, D, H = sizes.N, sizes.T, sizes.D, sizes.H
    torch.manual_seed(0)
    layer = getattr(torch.nn, kind)(D, H, batch_first=True)
    x, dh = torch.randn(N, T, D, requires_grad=True), torch.randn(N, T, H)

    def torchs() -> None:
        layer.zero_grad()
        x.grad = None
        layer(x)[0].backward(dh)

    W_xh, W_hh, b_xh, b_hh = (weight.detach().numpy() for weight in layer.parameters())
    weights = (np.ascontiguousarray(W_xh.T), np.ascontiguousarray(W_hh.T))
    ours = _ours(kind, x.detach().numpy(), dh.numpy(), np.zeros((N, H), np.float32), *weights, b_xh, b_hh)
    return torchs, ours, _products(GATES[kind], sizes)


def _ours(kind: str, x, dh, zero, W_xh, W_hh, b_xh, b_hh) -> Work:
    from helpers.nn.bptt import rnn_backward
    from helpers.nn.gru import gru_backward, gru_forward
    from helpers.nn.lstm import lstm_backward, lstm_forward
    from helpers.nn.vanilla_rnn import rnn_forward

    def rnn() -> object:
        h, _ = rnn_forward(x, zero, W_xh, W_hh, b_xh + b_hh)
        return rnn_backward(dh, x, zero, h, W_xh, W_hh)

    def lstm() -> object:
        states_and_gates = lstm_forward(x, zero, zero, W_xh, W_hh, b_xh + b_hh)
        return lstm_backward(dh, zero, x, zero, zero, *states_and_gates, W_xh, W_hh)

    def gru() -> object:
        state_and_gates = gru_forward(x, zero, W_xh, W_hh, b_xh, b_hh)
        return gru_backward(dh, x, zero, *state_and_gates, W_xh, W_hh, b_hh)

    return {"RNN": rnn, "LSTM": lstm, "GRU": gru}[kind]


def _products(gates: int, sizes: Sizes) -> Work:
    """The products that every such layer needs: all inputs, each step forward and back, and the weights' gradients."""
    import numpy as np

    N, T, D, H = sizes.N, sizes.T, sizes.D, sizes.H
    rng = np.random.default_rng(0)

    def random(*shape: int) -> np.ndarray:
        return rng.normal(scale=0.1, size=shape).astype(np.float32)

    x, h, da = random(T * N, D), random(T, N, H), random(T, N, gates * H)
    W_xh, W_hh, W_hh_T = random(D, gates * H), random(H, gates * H), random(gates * H, H)
    forward, back = np.empty((N, gates * H), np.float32), np.empty((N, H), np.float32)
    h_of_all, da_of_all = h.reshape(T * N, H), da.reshape(T * N, gates * H)

    def products() -> None:
        x @ W_xh
        for t in range(T):
            np.matmul(h[t], W_hh, out=forward)
        for t in range(T):
            np.matmul(da[t], W_hh_T, out=back)
        da_of_all @ W_xh.T
        x.T @ da_of_all
        h_of_all.T @ da_of_all

    return products


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)
