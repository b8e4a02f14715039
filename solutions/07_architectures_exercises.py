"""The private side of lesson 07_architectures: cases, other right ways, and the mistakes with what to say of each.

All sizes of a case differ, biases and first states are not zero, and sequences have different lengths. Some cases are
padded further: what the padding holds is large, so that whoever reads it notices.
"""

import numpy as np

from helpers.exercises import case, equivalent, exercise, hidden, mistake, quiz, right, visible
from helpers.exercises.random_arguments import different_sizes, normal

# What would be the exercise itself, ready made.
READY_MADE = (
    "helpers.nn",
    "torch.nn.RNN",
    "torch.nn.RNNCell",
    "torch.nn.RNNBase",
    "torch.nn.RNNCellBase",
    "torch.nn.GRU",
    "torch.nn.GRUCell",
    "torch.nn.LSTM",
    "torch.nn.LSTMCell",
    "torch.rnn_tanh",
    "torch.rnn_tanh_cell",
    "torch._VF",
    "torch._C",
    "torch.ops",
)
READY_MADE_PACKING = ("helpers.nn", "torch.nn.utils.rnn", "torch._pack_padded_sequence", "torch._C", "torch.ops")
READY_MADE_CONVOLUTION = (
    "helpers.nn",
    "torch.nn.Conv1d",
    "torch.nn.Conv2d",
    "torch.nn.Conv3d",
    "torch.nn.LazyConv1d",
    "torch.nn.ConvTranspose1d",
    "torch.nn.functional.conv1d",
    "torch.nn.functional.conv2d",
    "torch.nn.functional.conv_transpose1d",
    "torch.conv1d",
    "torch.conv2d",
    "torch.convolution",
    "torch._C",
    "torch.ops",
)
RIGHT = "helpers.nn.architectures"
AGAIN = "the same sizes, other numbers"


def a_mask(rng, N, T):
    """Lengths from 1 to T, one of them T, the others mixed; True at real tokens."""
    lengths = rng.permutation(np.concatenate([[T], rng.integers(1, T + 1, size=N - 1)]))
    return np.arange(T) < lengths[:, None]


def mask_of(*lengths):
    return np.arange(max(lengths)) < np.array(lengths)[:, None]


def padded_further(inputs, steps, filling):
    """The same inputs with more padding at the end: `filling` in x or tokens, False in the mask."""
    more = {}
    for name, value in inputs.items():
        if name in ("x", "tokens", "mask"):
            width = [(0, 0), (0, steps)] + [(0, 0)] * (value.ndim - 2)
            more[name] = np.pad(value, width, constant_values=False if name == "mask" else filling)
        else:
            more[name] = value
    return more


def a_cell(rng, D, H, prefix=""):
    """Parameters of an RNNCell, every term of about the same size."""
    return {
        f"{prefix}W_xh": normal(rng, D, H, scale=D**-0.5),
        f"{prefix}W_hh": normal(rng, H, H, scale=H**-0.5),
        f"{prefix}b_h": normal(rng, H, scale=0.6),
    }


# RNNCell ------------------------------------------------------------------------------------------------------------

exercise(
    "RNNCell",
    driver="module",
    returns={"h_next": "N H", "x": "N D", "h": "N H", "W_xh": "D H", "W_hh": "H H", "b_h": "H"},
    forbidden=READY_MADE,
    explained="""
    The formula is that of lesson 02, and `@`, `+` and `torch.tanh` act on tensors as they do on arrays. What is new
    is who owns the weights. Each is an `nn.Parameter`, stored under its name in `self`: so `named_parameters()` finds
    it, an optimiser can change it, and autograd gives it a gradient. The first values come from the constructor: W_xh
    is (D, H), W_hh (H, H), b_h (H,), each uniform between -1/sqrt(H) and 1/sqrt(H), as torch's own RNN has them. They
    have to be small, or every tanh is saturated and hands back no gradient, lesson 04; and the matrices have to be
    random: units that begin alike get the same gradient and stay alike. x (N, D) times W_xh (D, H) is (N, H), and the
    bias is added to every row. There is no backward pass to write. To convince yourself, compare with `rnn_step` of
    lesson 02 for one set of weights, and the gradients with those of lesson 03; a cell below does.
    """,
)


def as_made(D, H):
    """Cells as they are made, whose first numbers may be more than three times as large as torch's own choice."""
    return {"sizes": {"D": D, "H": H}, "spreads": {"W_xh": 2 * H**-0.5, "W_hh": 2 * H**-0.5}}


GIVEN = "The stub has this line already. It is for `unroll`, and neither forward nor the first numbers depend on it."
FREE = (
    "With which random numbers around zero a matrix begins, and with which small ones a bias, is the learner's choice."
)

equivalent("RNNCell", "self.H = H", "pass", because=GIVEN)
equivalent("RNNCell", "self.H = H", "self.H = D", because=GIVEN)
equivalent("RNNCell", "limit = H**-0.5", "limit = D**-0.5", because=FREE)
B_H = "self.b_h = nn.Parameter(torch.empty(H).uniform_(-limit, limit))"
equivalent("RNNCell", B_H, "self.b_h = nn.Parameter(torch.empty(H).uniform_(-limit))", because=FREE)
equivalent("RNNCell", B_H, "self.b_h = nn.Parameter(torch.empty(H).uniform_(limit, limit))", because=FREE)


def one_step(rng, N, D, H, **more):
    return {
        "sizes": {"D": D, "H": H},
        "parameters": a_cell(rng, D, H),
        "inputs": {"x": normal(rng, N, D), "h": np.tanh(normal(rng, N, H))},
        "outputs": {"h_next": normal(rng, N, H)},
    } | more


@visible("RNNCell", part="values")
def _(rng):
    by_hand = {
        "sizes": {"D": 1, "H": 1},
        "parameters": {"W_xh": np.array([[0.5]]), "W_hh": np.array([[1.0]]), "b_h": np.array([0.25])},
        "inputs": {"x": np.array([[1.0]]), "h": np.array([[0.5]])},
        "outputs": {"h_next": None},
    }
    yield case("N = D = H = 1, as worked by hand", **by_hand, note="tanh(1.25)")
    yield case("a batch of 5", **one_step(rng, 5, 3, 4, outputs={"h_next": None}))
    yield case(AGAIN, **one_step(rng, 5, 3, 4, outputs={"h_next": None}))
    yield case("N = H, where a wrong axis does not show", **one_step(rng, 4, 3, 4, outputs={"h_next": None}))
    yield case("a batch of 1", **one_step(rng, 1, 2, 3, outputs={"h_next": None}))


@hidden("RNNCell", part="values")
def _(rng):
    N, D, H = different_sizes(rng, 3)
    yield case("another batch", **one_step(rng, N, D, H, outputs={"h_next": None}))
    yield case("N = D = H", **one_step(rng, H, H, H, outputs={"h_next": None}))


@visible("RNNCell", part="gradients")
def _(rng):
    yield case("a batch of 2", **one_step(rng, 2, 3, 4))
    yield case(AGAIN, **one_step(rng, 2, 3, 4))
    yield case("a batch of 1", **one_step(rng, 1, 4, 2))


@hidden("RNNCell", part="gradients")
def _(rng):
    N, D, H = different_sizes(rng, 3)
    yield case("another batch", **one_step(rng, N, D, H))


@visible("RNNCell", part="parameters")
def _(rng):
    yield case("two cells as they are made, D = 60 and H = 100", **as_made(60, 100))
    yield case("two cells as they are made, D = 90 and H = 50", **as_made(90, 50))


@hidden("RNNCell", part="parameters")
def _(rng):
    D, H = different_sizes(rng, 2, 60, 130)
    yield case("two cells of other sizes", **as_made(D, H))


@right("RNNCell", style="randn and zeros")
class CellOfRandn(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.W_xh = nn.Parameter(torch.randn(D, H) / H**0.5)
        self.W_hh = nn.Parameter(torch.randn(H, H) / H**0.5)
        self.b_h = nn.Parameter(torch.zeros(H))

    def forward(self, x, h):
        return (self.b_h + h @ self.W_hh + x @ self.W_xh).tanh()


@right("RNNCell", style="one product")
class CellOfOneProduct(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.W_xh = nn.Parameter(torch.empty(D, H))
        self.W_hh = nn.Parameter(torch.empty(H, H))
        self.b_h = nn.Parameter(torch.zeros(H))
        for W in (self.W_xh, self.W_hh):
            nn.init.xavier_uniform_(W)

    def forward(self, x, h):
        both = torch.cat([x, h], dim=1)
        return torch.tanh(torch.addmm(self.b_h, both, torch.cat([self.W_xh, self.W_hh])))


@right("RNNCell", style="register and einsum")
class CellOfEinsum(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        for name, shape in {"W_xh": (D, H), "W_hh": (H, H), "b_h": (H,)}.items():
            self.register_parameter(name, nn.Parameter(torch.rand(shape) * 0.2 - 0.1))

    def forward(self, x, h):
        a = torch.einsum("nd,dh->nh", x, self.W_xh) + torch.einsum("nk,kh->nh", h, self.W_hh)
        return torch.tanh(a + self.b_h)


@mistake(
    "RNNCell",
    fails=("values", "gradients"),
    says="Your numbers are those of tanh(x W_xh + h W_hh) + b_h. In (7.1) the bias is one of three terms that are "
    "summed. Look at where the bracket of tanh closes.",
)
class BiasOutside(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.W_xh = nn.Parameter(torch.randn(D, H) / H**0.5)
        self.W_hh = nn.Parameter(torch.randn(H, H) / H**0.5)
        self.b_h = nn.Parameter(torch.zeros(H))

    def forward(self, x, h):
        return torch.tanh(x @ self.W_xh + h @ self.W_hh) + self.b_h


@mistake(
    "RNNCell",
    fails=("values", "gradients"),
    says="Your numbers come without tanh. Without it many steps are one matrix product, and what the network can tell "
    "apart does not grow with its length. What is missing around the sum?",
)
class Linear(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.W_xh = nn.Parameter(torch.randn(D, H) / H**0.5)
        self.W_hh = nn.Parameter(torch.randn(H, H) / H**0.5)
        self.b_h = nn.Parameter(torch.zeros(H))

    def forward(self, x, h):
        return x @ self.W_xh + h @ self.W_hh + self.b_h


@mistake(
    "RNNCell",
    fails=("values", "gradients"),
    says="You squash with a sigmoid, whose values lie between 0 and 1. The state of (7.1) can be negative, too: which "
    "function squashes to between -1 and 1?",
)
class WithSigmoid(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.W_xh = nn.Parameter(torch.randn(D, H) / H**0.5)
        self.W_hh = nn.Parameter(torch.randn(H, H) / H**0.5)
        self.b_h = nn.Parameter(torch.zeros(H))

    def forward(self, x, h):
        return torch.sigmoid(x @ self.W_xh + h @ self.W_hh + self.b_h)


@mistake(
    "RNNCell",
    fails=("values", "gradients"),
    says="Your numbers do not depend on h. A cell without the old state reads each token as if it were the first. "
    "Which product is missing?",
)
class WithoutState(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.W_xh = nn.Parameter(torch.randn(D, H) / H**0.5)
        self.W_hh = nn.Parameter(torch.randn(H, H) / H**0.5)
        self.b_h = nn.Parameter(torch.zeros(H))

    def forward(self, x, h):
        return torch.tanh(x @ self.W_xh + self.b_h)


@mistake(
    "RNNCell",
    fails=("values", "gradients"),
    says="The bias is in no sum: your numbers are those of a cell whose b_h is zero. Where does (7.1) add it?",
)
class WithoutBias(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.W_xh = nn.Parameter(torch.randn(D, H) / H**0.5)
        self.W_hh = nn.Parameter(torch.randn(H, H) / H**0.5)
        self.b_h = nn.Parameter(torch.zeros(H))

    def forward(self, x, h):
        return torch.tanh(x @ self.W_xh + h @ self.W_hh)


@mistake(
    "RNNCell",
    fails=("values", "gradients"),
    says="You squash each term by itself and add afterwards. In (7.1) there is one tanh, of the whole sum.",
)
class ThreeTanhs(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.W_xh = nn.Parameter(torch.randn(D, H) / H**0.5)
        self.W_hh = nn.Parameter(torch.randn(H, H) / H**0.5)
        self.b_h = nn.Parameter(torch.zeros(H))

    def forward(self, x, h):
        return torch.tanh(x @ self.W_xh) + torch.tanh(h @ self.W_hh) + torch.tanh(self.b_h)


@mistake(
    "RNNCell",
    fails=("values", "gradients"),
    says="W_hh is transposed in your product: state times the matrix's columns has become state times its rows. It is "
    "square, so no shape complains. Compare with h W_hh of (7.1).",
)
class Transposed(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.W_xh = nn.Parameter(torch.randn(D, H) / H**0.5)
        self.W_hh = nn.Parameter(torch.randn(H, H) / H**0.5)
        self.b_h = nn.Parameter(torch.zeros(H))

    def forward(self, x, h):
        return torch.tanh(x @ self.W_xh + h @ self.W_hh.T + self.b_h)


@mistake(
    "RNNCell",
    fails=("gradients",),
    says="The values are right, and nothing can be learnt through the old state: it was cut from the graph. `detach` "
    "belongs between two windows of truncated back-propagation, as in lesson 03, and not into the cell.",
)
class Detached(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.W_xh = nn.Parameter(torch.randn(D, H) / H**0.5)
        self.W_hh = nn.Parameter(torch.randn(H, H) / H**0.5)
        self.b_h = nn.Parameter(torch.zeros(H))

    def forward(self, x, h):
        return torch.tanh(x @ self.W_xh + h.detach() @ self.W_hh + self.b_h)


@mistake(
    "RNNCell",
    fails=("gradients",),
    says="The values are right, and the weights get no gradient: `.data` hands out the bare numbers of a parameter, "
    "behind autograd's back. Use the parameter itself.",
)
class WithData(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.W_xh = nn.Parameter(torch.randn(D, H) / H**0.5)
        self.W_hh = nn.Parameter(torch.randn(H, H) / H**0.5)
        self.b_h = nn.Parameter(torch.zeros(H))

    def forward(self, x, h):
        return torch.tanh(x @ self.W_xh.data + h @ self.W_hh.data + self.b_h.data)


@mistake(
    "RNNCell",
    fails=("gradients",),
    says="The values are right, and no gradient comes back at all: the way back is cut. `torch.no_grad()`, "
    "`torch.tensor(...)` around a tensor, `.detach()`, `.item()` and `.numpy()` all do that. Which of them is in your "
    "cell?",
)
class WithoutGradients(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.W_xh = nn.Parameter(torch.randn(D, H) / H**0.5)
        self.W_hh = nn.Parameter(torch.randn(H, H) / H**0.5)
        self.b_h = nn.Parameter(torch.zeros(H))

    def forward(self, x, h):
        with torch.no_grad():
            return torch.tanh(x @ self.W_xh + h @ self.W_hh + self.b_h)


@mistake(
    "RNNCell",
    fails=("parameters",),
    says="All the numbers of a matrix are the same in a new cell. Units that begin alike compute the same, get the "
    "same gradient and stay alike for ever: H of them are worth one. The first weights have to be random.",
)
class AllAlike(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.W_xh = nn.Parameter(torch.zeros(D, H))
        self.W_hh = nn.Parameter(torch.zeros(H, H))
        self.b_h = nn.Parameter(torch.zeros(H))

    def forward(self, x, h):
        return torch.tanh(x @ self.W_xh + h @ self.W_hh + self.b_h)


@mistake(
    "RNNCell",
    fails=("parameters",),
    says="Two new cells begin with the same numbers: the constructor sets the seed of torch. In a network of several "
    "cells they would all begin alike, and whoever set a seed before would lose it.",
)
class Seeded(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        torch.manual_seed(0)
        self.H = H
        self.W_xh = nn.Parameter(torch.randn(D, H) / H**0.5)
        self.W_hh = nn.Parameter(torch.randn(H, H) / H**0.5)
        self.b_h = nn.Parameter(torch.zeros(H))

    def forward(self, x, h):
        return torch.tanh(x @ self.W_xh + h @ self.W_hh + self.b_h)


@mistake(
    "RNNCell",
    fails=("values", "gradients", "parameters"),
    says="The weights are tensors and no parameters: `parameters()` does not find them, so an optimiser would never "
    "change them. What has to be put around each?",
)
class BareTensors(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.W_xh = torch.randn(D, H)
        self.W_hh = torch.randn(H, H)
        self.b_h = torch.zeros(H)

    def forward(self, x, h):
        return torch.tanh(x @ self.W_xh + h @ self.W_hh + self.b_h)


@mistake(
    "RNNCell",
    fails=("values", "gradients", "parameters"),
    says="W_xh is (H, D) in your cell, as torch's own layers store it. In this course rows meet inputs and columns "
    "meet units: the docstring names the shapes.",
)
class RowsAreUnits(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.W_xh = nn.Parameter(torch.randn(H, D) / H**0.5)
        self.W_hh = nn.Parameter(torch.randn(H, H) / H**0.5)
        self.b_h = nn.Parameter(torch.zeros(H))

    def forward(self, x, h):
        return torch.tanh(x @ self.W_xh.T + h @ self.W_hh.T + self.b_h)


@mistake(
    "RNNCell",
    fails=("values", "gradients", "parameters"),
    says="The bias has a row for each sequence, or is a column, and not one number for each unit: b_h is (H,) and is "
    "added to every row.",
)
class ColumnBias(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.W_xh = nn.Parameter(torch.randn(D, H) / H**0.5)
        self.W_hh = nn.Parameter(torch.randn(H, H) / H**0.5)
        self.b_h = nn.Parameter(torch.zeros(H, 1))

    def forward(self, x, h):
        return torch.tanh(x @ self.W_xh + h @ self.W_hh + self.b_h.T)


@mistake(
    "RNNCell",
    fails=("values", "gradients", "parameters"),
    says="The two products are made by nn.Linear, whose weights have other names, other shapes and two biases. Here "
    "the parameters are W_xh, W_hh and b_h, and yours to make.",
)
class OfLinears(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.read = nn.Linear(D, H)
        self.recur = nn.Linear(H, H)

    def forward(self, x, h):
        return torch.tanh(self.read(x) + self.recur(h))


@mistake(
    "RNNCell",
    fails=("values", "gradients"),
    says="Called twice with the same x and h, your cell gives two different results. Either forward makes new weights "
    "at each call, or the cell keeps a state in self. Weights are made once, in __init__; the state comes in as h and "
    "goes out as the result, and belongs to whoever calls.",
)
class NewEachTime(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.W_xh = nn.Parameter(torch.randn(D, H) / H**0.5)
        self.W_hh = nn.Parameter(torch.randn(H, H) / H**0.5)
        self.b_h = nn.Parameter(torch.zeros(H))

    def forward(self, x, h):
        W_xh = torch.randn(x.shape[1], self.H)
        W_hh = torch.randn(self.H, self.H)
        return torch.tanh(x @ W_xh + h @ W_hh + self.b_h)


@mistake("RNNCell", fails=("values", "gradients"), says="", twin_of="NewEachTime")
class KeepsItsState(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.W_xh = nn.Parameter(torch.randn(D, H) / H**0.5)
        self.W_hh = nn.Parameter(torch.randn(H, H) / H**0.5)
        self.b_h = nn.Parameter(torch.zeros(H))
        self.state = None

    def forward(self, x, h):
        h = h if self.state is None else self.state
        self.state = torch.tanh(x @ self.W_xh + h @ self.W_hh + self.b_h)
        return self.state


@mistake(
    "RNNCell",
    fails=("parameters",),
    says="Your first numbers are several times too large: the sums leave the range in which tanh has a slope, and a "
    "cell of a hundred units hardly learns, as lesson 04 measured. Make them smaller, the more units there are.",
)
class LargeStart(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.W_xh = nn.Parameter(torch.randn(D, H))
        self.W_hh = nn.Parameter(torch.randn(H, H))
        self.b_h = nn.Parameter(torch.randn(H))

    def forward(self, x, h):
        return torch.tanh(x @ self.W_xh + h @ self.W_hh + self.b_h)


@mistake(
    "RNNCell",
    fails=("parameters",),
    says="Your weights are float64, as NumPy makes numbers. torch's usual kind is float32, and the two do not "
    "multiply: the data of this lesson would be refused by your cell. Make the numbers with torch, or say which"
    " kind.",
)
class InFloat64(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        limit = H**-0.5
        self.W_xh = nn.Parameter(torch.empty(D, H, dtype=torch.float64).uniform_(-limit, limit))
        self.W_hh = nn.Parameter(torch.empty(H, H, dtype=torch.float64).uniform_(-limit, limit))
        self.b_h = nn.Parameter(torch.empty(H, dtype=torch.float64).uniform_(-limit, limit))

    def forward(self, x, h):
        return torch.tanh(x @ self.W_xh + h @ self.W_hh + self.b_h)


@mistake(
    "RNNCell",
    fails=("parameters",),
    says="`torch.rand` draws between 0 and 1, so that all your weights are positive: a sum of many of them is "
    "large, and the units do nearly the same. Spread the numbers around zero.",
)
class OneSided(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        limit = H**-0.5
        self.W_xh = nn.Parameter(torch.rand(D, H) * limit)
        self.W_hh = nn.Parameter(torch.rand(H, H) * limit)
        self.b_h = nn.Parameter(torch.empty(H).uniform_(-limit, limit))

    def forward(self, x, h):
        return torch.tanh(x @ self.W_xh + h @ self.W_hh + self.b_h)


@mistake(
    "RNNCell",
    fails=("values", "gradients", "parameters"),
    says="Your weights are local names of the constructor, or stand in something that torch does not look into: "
    "when it has ended, the cell has no parameters. Each has to be stored in self.",
)
class LocalNames(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        limit = H**-0.5
        self.weights = {
            "W_xh": nn.Parameter(torch.empty(D, H).uniform_(-limit, limit)),
            "W_hh": nn.Parameter(torch.empty(H, H).uniform_(-limit, limit)),
            "b_h": nn.Parameter(torch.empty(H).uniform_(-limit, limit)),
        }

    def forward(self, x, h):
        W_xh, W_hh, b_h = self.weights.values()
        return torch.tanh(x @ W_xh + h @ W_hh + b_h)


# pack_batch ---------------------------------------------------------------------------------------------------------

exercise(
    "pack_batch",
    driver="tensors",
    returns={"data": "tokens D", "batch_sizes": "T", "order": "N"},
    axes={"tokens": "row", "D": "number", "N": "place"},
    forbidden=READY_MADE_PACKING,
    explained="""
    The longest sequence has to come first, so that at every step those that go on are the first rows: `argsort` of the
    lengths, descending, gives the order, and `stable=True` keeps equally long ones as they came. Then the tokens are
    wanted step after step, and an index by a mask walks through its array row by row: so both are turned, x[order] to
    (T, N, D) and mask[order] to (T, N), and the real tokens come out in the right sequence, (number of tokens, D). How
    many sequences go on at step t is the number of True in column t of the mask. Padding that is longer than the
    longest sequence has columns without any True: a step at which nobody goes on is no step, and is left out. To
    convince yourself: batch_sizes sums to the number of rows of data, and never rises.
    """,
)


ORDER = "order = torch.argsort(mask.sum(dim=1), descending=True, stable=True)"
STABLE = "On a CPU torch sorts stably whether it is asked to or not; the word is for those who read, and for a GPU."

equivalent("pack_batch", ORDER, "order = torch.argsort(mask.sum(dim=1), descending=True)", because=STABLE)
equivalent("pack_batch", ORDER, "order = torch.argsort(mask.sum(dim=1), descending=True, stable=False)", because=STABLE)
equivalent(
    "pack_batch",
    "data = x[order].transpose(0, 1)[mask[order].T]",
    "data = x[order].transpose(1, 0)[mask[order].T]",
    because="To exchange axes 0 and 1 is to exchange 1 and 0.",
)


def to_pack(rng, D, mask, filling=7.0):
    x = normal(rng, *mask.shape, D)
    return {"x": np.where(mask[:, :, None], x, filling), "mask": mask}


@visible("pack_batch", part="values")
def _(rng):
    letters = {
        "x": np.array([[[1.0], [2.0], [0.0]], [[3.0], [4.0], [5.0]], [[6.0], [0.0], [0.0]]]),
        "mask": mask_of(2, 3, 1),
    }
    yield case("lengths 2, 3 and 1, D = 1", **letters, note="step 0 reads 3, 1, 6; step 1 reads 4, 2; step 2 reads 5")
    yield case("five sequences", **to_pack(rng, 3, mask_of(2, 6, 4, 1, 3)))
    yield case("five sequences in another order", **to_pack(rng, 3, mask_of(3, 1, 2, 6, 4)))
    yield case("in falling order already", **to_pack(rng, 2, mask_of(5, 3, 2)))
    yield case("shortest first", **to_pack(rng, 2, mask_of(1, 4, 5)))


@hidden("pack_batch", part="values")
def _(rng):
    N, D, T = different_sizes(rng, 3, 3, 7)
    lengths = rng.permutation(np.arange(1, max(N, T) + 3))[:N]
    yield case("other lengths", **to_pack(rng, D, mask_of(*lengths)))
    yield case("other lengths again", **to_pack(rng, T, mask_of(*rng.permutation(lengths))))


@visible("pack_batch", part="edge_cases")
def _(rng):
    yield case("equal lengths keep their order", **to_pack(rng, 2, mask_of(3, 5, 3, 5, 3)))
    yield case("other equal lengths", **to_pack(rng, 2, mask_of(5, 3, 3, 3, 5)))
    yield case("all of one length", **to_pack(rng, 3, mask_of(4, 4)))
    yield case("one sequence", **to_pack(rng, 3, mask_of(5)))
    yield case("single tokens", **to_pack(rng, 2, mask_of(1, 1, 1)))
    more = to_pack(rng, 2, mask_of(3, 4, 1))
    yield case(
        "three columns of padding more",
        **padded_further(more, 3, 9.0),
        note="more padding changes nothing: there is no step at which nobody goes on",
    )


@hidden("pack_batch", part="edge_cases")
def _(rng):
    lengths = rng.permutation(np.concatenate([rng.integers(2, 6, size=5), rng.integers(2, 6, size=1).repeat(3)]))
    inputs = to_pack(rng, int(rng.integers(2, 5)), mask_of(*lengths))
    yield case("equal lengths, and more padding", **padded_further(inputs, int(rng.integers(1, 4)), 5.0))
    yield case("one sequence, padded", **padded_further(to_pack(rng, 3, mask_of(4)), 2, 5.0))


@right("pack_batch", style="loops")
def pack_with_loops(x, mask):
    lengths = [int(row.sum()) for row in mask]
    order = sorted(range(len(lengths)), key=lambda n: -lengths[n])
    data, batch_sizes = [], []
    for t in range(max(lengths)):
        rows = [x[n, t] for n in order if lengths[n] > t]
        data += rows
        batch_sizes.append(len(rows))
    return torch.stack(data), torch.tensor(batch_sizes), torch.tensor(order)


@right("pack_batch", style="sort, then cut off")
def pack_with_sort(x, mask):
    lengths, order = mask.sum(1).sort(descending=True, stable=True)
    longest = int(lengths[0])
    x, mask = x[order, :longest], mask[order, :longest]
    return x.swapaxes(0, 1)[mask.T], mask.sum(0), order


@right("pack_batch", style="numpy")
def pack_with_numpy(x, mask):
    import numpy

    lengths = mask.numpy().sum(axis=1)
    order = numpy.argsort(-lengths, kind="stable")
    sizes = [int((lengths > t).sum()) for t in range(lengths.max())]
    places = [(n, t) for t, size in enumerate(sizes) for n in order[:size]]
    rows, steps = (torch.tensor([int(place[k]) for place in places]) for k in (0, 1))
    return x[rows, steps], torch.tensor(sizes), torch.from_numpy(order)


@mistake(
    "pack_batch",
    fails=("values", "edge_cases"),
    says="Your data go through one sequence after the other. A step of the network reads one token of each sequence, "
    "so all tokens of step 0 stand together, then all of step 1. Which axis has to come first before the mask picks? "
    "(`reshape` turns no axes.)",
)
def sequence_after_sequence(x, mask):
    order = torch.argsort(mask.sum(dim=1), descending=True, stable=True)
    batch_sizes = mask.sum(dim=0)
    return x[order][mask[order]], batch_sizes[batch_sizes > 0], order


@mistake(
    "pack_batch",
    fails=("values", "edge_cases"),
    says="The sequences stand in the order in which they came. Then those that go on are not the first rows of a step, "
    "and nobody knows whose token is whose. The longest has to come first.",
)
def unsorted(x, mask):
    batch_sizes = mask.sum(dim=0)
    return x.transpose(0, 1)[mask.T], batch_sizes[batch_sizes > 0], torch.arange(len(x))


@mistake(
    "pack_batch",
    fails=("values", "edge_cases"),
    says="The shortest sequence comes first in your order. At a step those that go on have to be the first rows, so "
    "the longest comes first.",
)
def shortest_first(x, mask):
    order = torch.argsort(mask.sum(dim=1), stable=True)
    batch_sizes = mask.sum(dim=0)
    return x[order].transpose(0, 1)[mask[order].T], batch_sizes[batch_sizes > 0], order


@mistake(
    "pack_batch",
    fails=("values", "edge_cases"),
    says="data are sorted, and the order that you return is that of the way back: where each sequence went. What is "
    "asked for is which sequence stands at each place, the indices that x was picked with.",
)
def order_turned_round(x, mask):
    order = torch.argsort(mask.sum(dim=1), descending=True, stable=True)
    batch_sizes = mask.sum(dim=0)
    return x[order].transpose(0, 1)[mask[order].T], batch_sizes[batch_sizes > 0], torch.argsort(order)


@mistake(
    "pack_batch",
    fails=("edge_cases",),
    says="batch_sizes has zeros at its end where the batch was padded further than its longest sequence. A step at "
    "which no sequence goes on is no step.",
)
def steps_of_nobody(x, mask):
    order = torch.argsort(mask.sum(dim=1), descending=True, stable=True)
    return x[order].transpose(0, 1)[mask[order].T], mask.sum(dim=0), order


@mistake(
    "pack_batch",
    fails=("values", "edge_cases"),
    says="Your second value is the length of each sequence. batch_sizes has one number for each step: how many "
    "sequences still go on there.",
)
def lengths_for_sizes(x, mask):
    order = torch.argsort(mask.sum(dim=1), descending=True, stable=True)
    return x[order].transpose(0, 1)[mask[order].T], mask.sum(dim=1)[order], order


@mistake(
    "pack_batch",
    fails=("values", "edge_cases"),
    says="x is sorted and the mask is not: each sequence is cut off at the length of another one. Both have to be "
    "picked in the same order.",
)
def mask_left_behind(x, mask):
    order = torch.argsort(mask.sum(dim=1), descending=True, stable=True)
    batch_sizes = mask.sum(dim=0)
    return x[order].transpose(0, 1)[mask.T], batch_sizes[batch_sizes > 0], order


@mistake(
    "pack_batch",
    fails=("values", "edge_cases"),
    says="The padding is still there: your data have N times T rows. What padding costs was to be saved; the mask says "
    "which rows are real.",
)
def padding_kept(x, mask):
    order = torch.argsort(mask.sum(dim=1), descending=True, stable=True)
    batch_sizes = mask.sum(dim=0)
    return x[order].transpose(0, 1).reshape(-1, x.shape[2]), batch_sizes[batch_sizes > 0], order


@mistake(
    "pack_batch",
    fails=("values", "edge_cases"),
    says="The mask is turned round: what you keep is the padding. It is True at real tokens.",
)
def the_padding_alone(x, mask):
    order = torch.argsort(mask.sum(dim=1), descending=True, stable=True)
    batch_sizes = mask.sum(dim=0)
    return x[order].transpose(0, 1)[~mask[order].T], batch_sizes[batch_sizes > 0], order


@mistake(
    "pack_batch",
    fails=("edge_cases",),
    says="Equally long sequences change places in your order. Any order of them would be right for a network; here "
    "they keep the one that they had, so that two programs agree. Sorting has a word for that.",
)
def equals_turned_round(x, mask):
    order = torch.argsort(mask.sum(dim=1), stable=True).flip(0)
    batch_sizes = mask.sum(dim=0)
    return x[order].transpose(0, 1)[mask[order].T], batch_sizes[batch_sizes > 0], order


@mistake("pack_batch", fails=("values", "edge_cases"), says="", twin_of="sequence_after_sequence")
def reshaped(x, mask):
    order = torch.argsort(mask.sum(dim=1), descending=True, stable=True)
    N, T, D = x.shape
    batch_sizes = mask.sum(dim=0)
    return x[order].reshape(T, N, D)[mask[order].reshape(T, N)], batch_sizes[batch_sizes > 0], order


@mistake(
    "pack_batch",
    fails=("values", "edge_cases"),
    says="Your numbers are right, and batch_sizes are floats. They say up to which row a step reads, and no float "
    "can be an index: a sum over a mask of True and False gives integers by itself.",
)
def sizes_in_floats(x, mask):
    order = torch.argsort(mask.sum(dim=1), descending=True, stable=True)
    batch_sizes = mask.sum(dim=0)
    return x[order].transpose(0, 1)[mask[order].T], batch_sizes[batch_sizes > 0].double(), order


@mistake(
    "pack_batch",
    fails=("values", "edge_cases"),
    says="Your data are packed step after step, in the order in which the sequences came; order is computed and not "
    "used. x and the mask are both picked with it first.",
)
def order_not_used(x, mask):
    order = torch.argsort(mask.sum(dim=1), descending=True, stable=True)
    batch_sizes = mask.sum(dim=0)
    return x.transpose(0, 1)[mask.T], batch_sizes[batch_sizes > 0], order


@mistake(
    "pack_batch",
    fails=("values", "edge_cases"),
    says="A sum of the mask over axis 0 counts the sequences at each step. The length of a sequence is the sum along"
    " its row, the other axis.",
)
def lengths_along_the_wrong_axis(x, mask):
    order = torch.argsort(mask.sum(dim=0), descending=True, stable=True)
    batch_sizes = mask.sum(dim=0)
    return x[order].transpose(0, 1)[mask[order].T], batch_sizes[batch_sizes > 0], order


@mistake(
    "pack_batch",
    fails=("values", "edge_cases"),
    says="Your order holds lengths and no places: `torch.sort` gives two results, the sorted values and where each "
    "of them stood. The second one is the order.",
)
def sorted_lengths(x, mask):
    order = torch.sort(mask.sum(dim=1), descending=True, stable=True).values
    data = x[order].transpose(0, 1)[mask[order].T]
    batch_sizes = mask.sum(dim=0)
    return data, batch_sizes[batch_sizes > 0], order


@mistake(
    "pack_batch",
    fails=("values", "edge_cases"),
    says="By your batch_sizes all sequences go on to the end. A sequence goes on at a step where its mask is True.",
)
def everybody_goes_on(x, mask):
    order = torch.argsort(mask.sum(dim=1), descending=True, stable=True)
    data = x[order].transpose(0, 1)[mask[order].T]
    batch_sizes = mask.any(dim=0) * len(x)
    return data, batch_sizes[batch_sizes > 0], order


# SequenceClassifier -------------------------------------------------------------------------------------------------

exercise(
    "SequenceClassifier",
    driver="module",
    returns={"logits": "N C", "E": "V D", "cell.W_xh": "D H", "cell.W_hh": "H H", "W_hy": "H C"},
    builds_on={"RNNCell": RIGHT},
    forbidden=READY_MADE,
    explained="""
    Three pieces in a row: `self.E[tokens]` picks a row for each token, (N, T, D), as `embed` of lesson 02 did; `unroll`
    reads them with the cell, (N, T, H); one linear layer, h W_hy + b_y, answers, (N, C). The state to answer from is
    that at the last real token. With the mask handed to `unroll`, a state is passed on unchanged through the padding,
    so the last column holds it for every sequence; without the mask the network goes on reading padding, and the answer
    would depend on how long the longest sentence of the batch is. The cell is stored in self, so that its parameters
    belong to the classifier, under the names cell.W_xh and so on. Logits are returned, and no probabilities: the loss
    takes the softmax itself, in its stable form. To convince yourself: append columns of padding, or read a sentence
    alone: the logits stay as they are.
    """,
)


equivalent(
    "SequenceClassifier",
    "self.b_y = nn.Parameter(torch.zeros(C))",
    "self.b_y = nn.Parameter(torch.ones(C))",
    because=FREE,
)


def to_classify(rng, V, D, H, C, mask, filling=0, **more):
    tokens = np.where(mask, rng.integers(1, V, size=mask.shape), filling)
    return {
        "sizes": {"V": V, "D": D, "H": H, "C": C},
        "parameters": {"E": normal(rng, V, D)} | a_cell(rng, D, H, "cell.") | an_output(rng, H, C),
        "inputs": {"tokens": tokens, "mask": mask},
        "outputs": {"logits": None},
    } | more


def an_output(rng, H, C):
    return {"W_hy": normal(rng, H, C), "b_y": normal(rng, C)}


@visible("SequenceClassifier", part="values")
def _(rng):
    yield case("three sentences of 5 tokens", **to_classify(rng, 7, 2, 4, 3, np.ones((3, 5), dtype=bool)))
    yield case(AGAIN, **to_classify(rng, 7, 2, 4, 3, np.ones((3, 5), dtype=bool)))
    yield case("a word twice in a sentence", **to_classify(rng, 3, 2, 5, 4, np.ones((2, 6), dtype=bool)))
    yield case("one sentence of one token", **to_classify(rng, 6, 3, 4, 2, np.ones((1, 1), dtype=bool)))


@hidden("SequenceClassifier", part="values")
def _(rng):
    V, D, H, C, N, T = different_sizes(rng, 6, 2, 9)
    yield case("other sentences", **to_classify(rng, V, D, H, C, np.ones((N, T), dtype=bool)))


@visible("SequenceClassifier", part="padding")
def _(rng):
    given = to_classify(rng, 7, 3, 5, 2, mask_of(4, 6, 1, 3))
    yield case("lengths 4, 6, 1 and 3", **given)
    yield case("lengths 2, 1, 6 and 5", **to_classify(rng, 7, 3, 5, 2, mask_of(2, 1, 6, 5)))
    padded = given | {"inputs": padded_further(given["inputs"], 4, 5)}
    yield case("the same, padded by four columns more", **padded, note="nothing may change")
    alone = given | {"inputs": {name: value[3:, :3] for name, value in given["inputs"].items()}}
    yield case("its last sentence alone", **alone, note="a sentence does not depend on its neighbours")


@hidden("SequenceClassifier", part="padding")
def _(rng):
    V, D, H, C, N = different_sizes(rng, 5, 2, 8)
    given = to_classify(rng, V, D, H, C, a_mask(rng, N, 6))
    yield case("other lengths", **given)
    yield case("padded further", **given | {"inputs": padded_further(given["inputs"], 3, V - 1)})


@visible("SequenceClassifier", part="gradients")
def _(rng):
    given = to_classify(rng, 6, 2, 3, 4, mask_of(3, 5))
    yield case("two sentences", **given | {"outputs": {"logits": normal(rng, 2, 4)}})
    given = to_classify(rng, 6, 2, 3, 4, mask_of(5, 1))
    yield case("two other sentences", **given | {"outputs": {"logits": normal(rng, 2, 4)}})


@hidden("SequenceClassifier", part="gradients")
def _(rng):
    V, D, H, C, N = different_sizes(rng, 5, 2, 8)
    given = to_classify(rng, V, D, H, C, a_mask(rng, N, 5))
    yield case("other sentences", **given | {"outputs": {"logits": normal(rng, N, C)}})


@visible("SequenceClassifier", part="parameters")
def _(rng):
    yield case("two classifiers as they are made", sizes={"V": 90, "D": 40, "H": 60, "C": 30})
    yield case("two of other sizes", sizes={"V": 50, "D": 70, "H": 40, "C": 80})


@hidden("SequenceClassifier", part="parameters")
def _(rng):
    V, D, H, C = different_sizes(rng, 4, 40, 90)
    yield case("two classifiers of other sizes", sizes={"V": V, "D": D, "H": H, "C": C})


@right("SequenceClassifier", style="the state picked by length")
class ClassifierByLength(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(H, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        states = unroll(self.cell, self.E[tokens])
        last = mask.sum(dim=1) - 1
        h = states[torch.arange(len(tokens)), last]
        return torch.addmm(self.b_y, h, self.W_hy)


@right("SequenceClassifier", style="a loop of its own")
class ClassifierWithLoop(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.H = H
        self.cell = RNNCell(D, H)
        self.E = nn.Parameter(torch.empty(V, D))
        self.W_hy = nn.Parameter(torch.empty(H, C))
        self.b_y = nn.Parameter(torch.empty(C))
        for weights in (self.E, self.W_hy, self.b_y):
            nn.init.uniform_(weights, -0.1, 0.1)

    def forward(self, tokens, mask):
        h = torch.zeros(tokens.shape[0], self.H, dtype=self.E.dtype)
        for t in range(tokens.shape[1]):
            real = mask[:, t : t + 1].to(h.dtype)
            h = real * self.cell(nn.functional.embedding(tokens[:, t], self.E), h) + (1 - real) * h
        return h @ self.W_hy + self.b_y


@right("SequenceClassifier", style="sentence by sentence")
class ClassifierOneByOne(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(2 * torch.rand(V, D) - 1)
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.rand(H, C) - 0.5)
        self.b_y = nn.Parameter(torch.rand(C))

    def forward(self, tokens, mask):
        answers = []
        for sentence, real in zip(tokens, mask):
            states = unroll(self.cell, self.E[sentence[real]][None])
            answers.append(states[0, -1] @ self.W_hy + self.b_y)
        return torch.stack(answers)


@mistake(
    "SequenceClassifier",
    fails=("padding", "gradients"),
    says="The network goes on reading behind the end of a sentence: its answer depends on the padding, and so on how "
    "long the longest sentence of the batch is. Which argument of `unroll` tells where a sentence ends?",
)
class ReadsPadding(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(H, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        return unroll(self.cell, self.E[tokens])[:, -1] @ self.W_hy + self.b_y


@mistake(
    "SequenceClassifier",
    fails=("padding", "gradients"),
    says="Padding is read as a vector of zeros, and a step that reads zeros still changes the state: h W_hh and the "
    "bias go on. The state itself has to stay as it was there.",
)
class ZeroesThePadding(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(H, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        x = self.E[tokens] * mask[:, :, None]
        return unroll(self.cell, x)[:, -1] @ self.W_hy + self.b_y


@mistake(
    "SequenceClassifier",
    fails=("values", "padding", "gradients"),
    says="The mask goes in turned round: the state changes at the padding and stands still at the words. It is True at "
    "real tokens.",
)
class MaskTurnedRound(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(H, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        return unroll(self.cell, self.E[tokens], ~mask)[:, -1] @ self.W_hy + self.b_y


@mistake(
    "SequenceClassifier",
    fails=("values", "padding", "gradients"),
    says="You answer from the state after the first token. By then nothing else has been read: which state has seen "
    "the whole sentence?",
)
class FirstState(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(H, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        return unroll(self.cell, self.E[tokens], mask)[:, 0] @ self.W_hy + self.b_y


@mistake(
    "SequenceClassifier",
    fails=("values", "padding", "gradients"),
    says="You answer from the mean of all states. That is a network people use, and another one: here the state at the "
    "last real token answers.",
)
class MeanOfStates(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(H, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        states = unroll(self.cell, self.E[tokens], mask) * mask[:, :, None]
        return states.sum(dim=1) / mask.sum(dim=1, keepdim=True) @ self.W_hy + self.b_y


@mistake(
    "SequenceClassifier",
    fails=("values", "padding", "gradients"),
    says="You return logits for every step, (N, T, C). Many to one means one answer a sentence, from one state.",
)
class AnswersAtEveryStep(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(H, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        return unroll(self.cell, self.E[tokens], mask) @ self.W_hy + self.b_y


@mistake(
    "SequenceClassifier",
    fails=("values", "padding", "gradients"),
    says="You return probabilities: your rows are a softmax of the logits. `cross_entropy` takes a softmax itself, and "
    "of two of them one is too many.",
)
class Probabilities(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(H, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        return torch.softmax(unroll(self.cell, self.E[tokens], mask)[:, -1] @ self.W_hy + self.b_y, dim=1)


@mistake(
    "SequenceClassifier",
    fails=("values", "padding", "gradients"),
    says="The bias of the output is missing: your logits are h W_hy. Where is b_y added?",
)
class NoOutputBias(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(H, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        return unroll(self.cell, self.E[tokens], mask)[:, -1] @ self.W_hy


@mistake(
    "SequenceClassifier",
    fails=("values", "padding", "gradients"),
    says="Your network reads each sentence from its end. That can be done, and here it is read from left to right.",
)
class FromTheEnd(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(H, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        states = unroll(self.cell, self.E[tokens].flip(1), mask.flip(1))
        return states[:, -1] @ self.W_hy + self.b_y


@mistake(
    "SequenceClassifier",
    fails=("values", "padding", "gradients"),
    says="Logits are squashed by a tanh, so that none is above 1. An answer of which the network is sure needs room: "
    "the output is linear.",
)
class SquashedLogits(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(H, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        return torch.tanh(unroll(self.cell, self.E[tokens], mask)[:, -1] @ self.W_hy + self.b_y)


@mistake(
    "SequenceClassifier",
    fails=("values", "padding", "gradients", "parameters"),
    says="The embedding is a tensor and no parameter: the vectors of the words would stay as random as they began. "
    "What makes a tensor a parameter?",
)
class FrozenEmbedding(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = torch.randn(V, D)
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(H, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        return unroll(self.cell, self.E[tokens], mask)[:, -1] @ self.W_hy + self.b_y


@mistake(
    "SequenceClassifier",
    fails=("gradients",),
    says="The values are right and the cell learns nothing: the states are cut from the graph before the output layer. "
    "Only W_hy and b_y would be trained.",
)
class CutBehindTheCell(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(H, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        return unroll(self.cell, self.E[tokens], mask)[:, -1].detach() @ self.W_hy + self.b_y


@mistake(
    "SequenceClassifier",
    fails=("parameters",),
    says="An embedding that begins with zeros in every row has the same vector for all words, and W_hy of zeros gives "
    "the state no gradient. Matrices begin with random numbers.",
)
class ZeroStart(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.zeros(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.zeros(H, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        return unroll(self.cell, self.E[tokens], mask)[:, -1] @ self.W_hy + self.b_y


@mistake(
    "SequenceClassifier",
    fails=("values", "padding", "gradients"),
    says="`[-1]` of the states is the last sequence of the batch, with all its states. Sequences are axis 0 and steps "
    "axis 1: the last step of every sequence is `[:, -1]`.",
)
class LastSequence(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(H, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        return unroll(self.cell, self.E[tokens], mask)[-1] @ self.W_hy + self.b_y


@mistake(
    "SequenceClassifier",
    fails=("values", "padding", "gradients"),
    says="Called twice with the same sentences, your classifier gives two different answers. Either forward makes a "
    "new cell at each call, with new random weights, or something is kept from one call to the next. The cell "
    "is made once, in __init__, and each sentence begins with zeros.",
)
class CellMadeInForward(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(H, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        states = unroll(RNNCell(self.E.shape[1], self.cell.H), self.E[tokens], mask)
        return states[:, -1] @ self.W_hy + self.b_y


@mistake(
    "SequenceClassifier",
    fails=("values", "padding", "gradients"),
    says="You answer from the state before the last token. n tokens stand at the places 0 to n - 1.",
)
class LastButOne(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(H, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        states = unroll(self.cell, self.E[tokens], mask)
        return states[torch.arange(len(mask)), mask.sum(dim=1) - 2] @ self.W_hy + self.b_y


@mistake(
    "SequenceClassifier",
    fails=("values", "padding", "gradients"),
    says="You answer from the place that lies behind the last token: n tokens stand at the places 0 to n - 1.",
)
class OnePlaceTooFar(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(H, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        states = unroll(self.cell, self.E[tokens])
        return states[torch.arange(len(mask)), mask.sum(dim=1)] @ self.W_hy + self.b_y


@mistake(
    "SequenceClassifier",
    fails=("values", "padding", "gradients"),
    says="You return the numbers of the answers. Logits are asked for, one for each of the C answers: a loss needs "
    "all of them, and `argmax` has no gradient.",
)
class AnswersThemselves(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(H, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        states = unroll(self.cell, self.E[tokens], mask)
        return (states[:, -1] @ self.W_hy + self.b_y).argmax(dim=1)


@mistake(
    "SequenceClassifier",
    fails=("values", "padding", "gradients"),
    says="You return logarithms of probabilities, a log_softmax of the logits. `cross_entropy` takes it itself; the "
    "logits are asked for as they are.",
)
class LogProbabilities(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(H, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        states = unroll(self.cell, self.E[tokens], mask)
        return torch.log_softmax(states[:, -1] @ self.W_hy + self.b_y, dim=1)


@mistake(
    "SequenceClassifier",
    fails=("values", "padding", "gradients", "parameters"),
    says="E is an nn.Embedding in your classifier, and its parameter is called E.weight. Here E is the parameter "
    "itself, whose rows are picked by `self.E[tokens]`.",
)
class EmbeddingModule(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Embedding(V, D)
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(H, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        states = unroll(self.cell, self.E(tokens), mask)
        return states[:, -1] @ self.W_hy + self.b_y


@mistake(
    "SequenceClassifier",
    fails=("values", "padding", "gradients"),
    says="You answer from the sum of all states. Here the state at the last real token answers, alone.",
)
class SumOfStates(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(H, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        states = unroll(self.cell, self.E[tokens], mask)
        return states.sum(dim=1) @ self.W_hy + self.b_y


@mistake(
    "SequenceClassifier",
    fails=("values", "padding", "gradients"),
    says="You answer from the largest number of each unit over time. That is a network people use, and another one: "
    "here the state at the last real token answers.",
)
class LargestOverTime(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(H, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        states = unroll(self.cell, self.E[tokens], mask)
        return states.amax(dim=1) @ self.W_hy + self.b_y


@mistake(
    "SequenceClassifier",
    fails=("padding", "gradients"),
    says="A shorter sentence is answered from a state of zeros: at its end the mask is False, and the product with "
    "it takes away the state that had been handed on.",
)
class LastColumnMasked(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(H, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        states = unroll(self.cell, self.E[tokens], mask)
        return (states * mask[:, :, None])[:, -1] @ self.W_hy + self.b_y


@mistake(
    "SequenceClassifier",
    fails=("values", "padding", "gradients"),
    says="You hand the whole sentence and a mask to the cell. An RNNCell takes one step, of x and h: over a "
    "sentence it has to be unrolled.",
)
class CallsTheCellOnAll(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(H, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        states = self.cell(self.E[tokens], mask)
        return states[:, -1] @ self.W_hy + self.b_y


@mistake(
    "SequenceClassifier",
    fails=("values", "padding"),
    says="`squeeze` takes away every axis of length 1, also that of the sequences where there is one alone.",
)
class Squeezed(nn.Module):
    def __init__(self, V, D, H, C):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(H, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        states = unroll(self.cell, self.E[tokens], mask)
        return (states[:, -1] @ self.W_hy + self.b_y).squeeze()


# Bidirectional ------------------------------------------------------------------------------------------------------

exercise(
    "Bidirectional",
    driver="module",
    returns={"h": "N T 2H", "x": "N T D"},
    axes={"T": "token"},  # gradients come from both sides
    builds_on={"RNNCell": RIGHT},
    forbidden=READY_MADE,
    explained="""
    The first half is `unroll` with the forward cell. For the second the sequence is turned round along its time axis,
    read by a cell of its own, and the states are turned back, so that both halves at place t are about token t: the
    left one has read tokens 0 to t, the right one tokens T - 1 down to t. Turned round, a shorter sentence begins with
    its padding. That does no harm when the mask is turned with it: as long as the mask is False the state stays what it
    was, zero, and the first token that is read is the last real one. Concatenated along the units this is (N, T, 2H),
    and the product with the mask puts zeros where there is no token. To convince yourself: change the last token, and
    the right half changes at every place, the left one only there; append padding, and nothing changes.
    """,
)


equivalent(
    "Bidirectional",
    "ahead = unroll(self.forward_cell, x, mask)",
    "ahead = unroll(self.forward_cell, x)",
    because="Read from left to right, padding comes after all real tokens, and what it does to the state is seen at "
    "padding alone, where the product with the mask puts zeros.",
)


def both_ways(rng, N, T, D, H, mask=None, **more):
    mask = np.ones((N, T), dtype=bool) if mask is None else mask
    x = normal(rng, *mask.shape, D)
    return {
        "sizes": {"D": D, "H": H},
        "parameters": a_cell(rng, D, H, "forward_cell.") | a_cell(rng, D, H, "backward_cell."),
        "inputs": {"x": np.where(mask[:, :, None], x, 3.0), "mask": mask},
        "outputs": {"h": None},
    } | more


@visible("Bidirectional", part="values")
def _(rng):
    yield case("three sequences of 5 steps", **both_ways(rng, 3, 5, 2, 4))
    yield case(AGAIN, **both_ways(rng, 3, 5, 2, 4))
    yield case("N = T = D = H = 3, where a wrong axis does not show", **both_ways(rng, 3, 3, 3, 3))
    yield case("a single step", **both_ways(rng, 2, 1, 3, 4), note="both cells read the same token")
    yield case("one sequence", **both_ways(rng, 1, 4, 3, 2))


@hidden("Bidirectional", part="values")
def _(rng):
    N, T, D, H = different_sizes(rng, 4)
    yield case("other sequences", **both_ways(rng, N, T, D, H))


@visible("Bidirectional", part="padding")
def _(rng):
    given = both_ways(rng, 4, 6, 3, 2, mask_of(4, 6, 1, 3))
    yield case("lengths 4, 6, 1 and 3", **given)
    yield case("lengths 2, 1, 6 and 5", **both_ways(rng, 4, 6, 3, 2, mask_of(2, 1, 6, 5)))
    yield case("the same, padded by three steps more", **given | {"inputs": padded_further(given["inputs"], 3, -5.0)})
    alone = given | {"inputs": {name: value[:1, :4] for name, value in given["inputs"].items()}}
    yield case("its first sequence alone", **alone, note="a sequence does not depend on its neighbours")


@hidden("Bidirectional", part="padding")
def _(rng):
    N, D, H = different_sizes(rng, 3, 3, 7)
    given = both_ways(rng, N, 5, D, H, a_mask(rng, N, 5))
    yield case("other lengths", **given)
    yield case("padded further", **given | {"inputs": padded_further(given["inputs"], 2, 4.0)})


@visible("Bidirectional", part="gradients")
def _(rng):
    given = both_ways(rng, 2, 4, 3, 2, mask_of(2, 4))
    yield case("two sequences", **given | {"outputs": {"h": normal(rng, 2, 4, 4)}})
    given = both_ways(rng, 2, 4, 3, 2, mask_of(4, 1))
    yield case("two other sequences", **given | {"outputs": {"h": normal(rng, 2, 4, 4)}})


@hidden("Bidirectional", part="gradients")
def _(rng):
    N, D, H = different_sizes(rng, 3)
    given = both_ways(rng, N, 5, D, H, a_mask(rng, N, 5))
    yield case("other sequences", **given | {"outputs": {"h": normal(rng, N, 5, 2 * H)}})


@right("Bidirectional", style="two loops")
class BothWaysInLoops(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.forward_cell, self.backward_cell = RNNCell(D, H), RNNCell(D, H)

    def run(self, cell, x, mask, steps):
        h = torch.zeros(len(x), self.H, dtype=x.dtype)
        states = {}
        for t in steps:
            h = torch.where(mask[:, t, None], cell(x[:, t], h), h)
            states[t] = h * mask[:, t, None]
        return torch.stack([states[t] for t in sorted(states)], dim=1)

    def forward(self, x, mask):
        T = x.shape[1]
        left = self.run(self.forward_cell, x, mask, range(T))
        right = self.run(self.backward_cell, x, mask, reversed(range(T)))
        return torch.cat((left, right), -1)


@right("Bidirectional", style="each sequence turned round by itself")
class TurnedOneByOne(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)

    def forward(self, x, mask):
        lengths = mask.sum(dim=1, keepdim=True)
        steps = torch.arange(x.shape[1])
        places = torch.where(steps < lengths, lengths - 1 - steps, steps)
        rows = torch.arange(len(x))[:, None]
        ahead = unroll(self.forward_cell, x)
        back = unroll(self.backward_cell, x[rows, places])[rows, places]
        return torch.cat([ahead, back], dim=2).masked_fill(~mask[:, :, None], 0.0)


@right("Bidirectional", style="sequence by sequence")
class BothWaysOneByOne(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.backward_cell = RNNCell(D, H)
        self.forward_cell = RNNCell(D, H)

    def forward(self, x, mask):
        result = []
        for sequence, real in zip(x, mask):
            tokens = sequence[real][None]
            ahead = unroll(self.forward_cell, tokens)
            back = unroll(self.backward_cell, torch.flip(tokens, [1])).flip([1])
            both = torch.cat([ahead, back], dim=2)[0]
            result.append(nn.functional.pad(both, (0, 0, 0, len(sequence) - len(both))))
        return torch.stack(result)


@mistake(
    "Bidirectional",
    fails=("values", "padding", "gradients"),
    says="The states of the backward cell are in the order in which it made them: its first state, of the last token, "
    "stands beside the first token. Something has to be turned round twice.",
)
class NotTurnedBack(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)

    def forward(self, x, mask):
        ahead = unroll(self.forward_cell, x, mask)
        back = unroll(self.backward_cell, x.flip(1), mask.flip(1))
        return torch.cat([ahead, back], dim=2) * mask[:, :, None]


@mistake(
    "Bidirectional",
    fails=("values", "padding", "gradients"),
    says="The second cell reads from left to right, too. Its half says nothing about what comes after a token: which "
    "axis of x is to be turned round for it?",
)
class BothAhead(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)

    def forward(self, x, mask):
        ahead = unroll(self.forward_cell, x, mask)
        back = unroll(self.backward_cell, x, mask)
        return torch.cat([ahead, back], dim=2) * mask[:, :, None]


@mistake(
    "Bidirectional",
    fails=("values", "padding", "gradients"),
    says="You turn the batch round, axis 0: each sequence is read from left to right, and its states stand in another "
    "sequence's place. Time is axis 1.",
)
class BatchTurned(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)

    def forward(self, x, mask):
        ahead = unroll(self.forward_cell, x, mask)
        back = unroll(self.backward_cell, x.flip(0), mask.flip(0)).flip(1)
        return torch.cat([ahead, back], dim=2) * mask[:, :, None]


@mistake(
    "Bidirectional",
    fails=("values", "padding", "gradients"),
    says="You turn the numbers of each input round, the last axis, and not the steps. Time is axis 1.",
)
class FeaturesTurned(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)

    def forward(self, x, mask):
        ahead = unroll(self.forward_cell, x, mask)
        back = unroll(self.backward_cell, x.flip(2), mask)
        return torch.cat([ahead, back], dim=2) * mask[:, :, None]


@mistake(
    "Bidirectional",
    fails=("padding", "gradients"),
    says="The backward cell begins in the padding: its state is no longer zero when it comes to the last real token. "
    "The mask has to be turned round together with x, and handed in.",
)
class BeginsInThePadding(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)

    def forward(self, x, mask):
        ahead = unroll(self.forward_cell, x, mask)
        back = unroll(self.backward_cell, x.flip(1)).flip(1)
        return torch.cat([ahead, back], dim=2) * mask[:, :, None]


@mistake(
    "Bidirectional",
    fails=("padding", "gradients"),
    says="x is turned round for the backward cell and the mask is not, so that its steps are switched off at the wrong "
    "places.",
)
class MaskNotTurned(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)

    def forward(self, x, mask):
        ahead = unroll(self.forward_cell, x, mask)
        back = unroll(self.backward_cell, x.flip(1), mask).flip(1)
        return torch.cat([ahead, back], dim=2) * mask[:, :, None]


@mistake(
    "Bidirectional",
    fails=("padding", "gradients"),
    says="At padding you return the state that was handed on. At real tokens all is right; where there is no token, "
    "zeros are asked for, so that nobody mistakes a leftover for a state.",
)
class NoZeros(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)

    def forward(self, x, mask):
        ahead = unroll(self.forward_cell, x, mask)
        back = unroll(self.backward_cell, x.flip(1), mask.flip(1)).flip(1)
        return torch.cat([ahead, back], dim=2)


@mistake(
    "Bidirectional",
    fails=("values", "padding", "gradients"),
    says="The two halves are added. Then nobody can tell any more what came from the left and what from the right: "
    "they stand side by side, (N, T, 2H).",
)
class Added(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)

    def forward(self, x, mask):
        ahead = unroll(self.forward_cell, x, mask)
        back = unroll(self.backward_cell, x.flip(1), mask.flip(1)).flip(1)
        return (ahead + back) * mask[:, :, None]


@mistake(
    "Bidirectional",
    fails=("values", "padding", "gradients"),
    says="The halves stand the other way round: the forward cell's is asked for on the left.",
)
class HalvesSwapped(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)

    def forward(self, x, mask):
        ahead = unroll(self.forward_cell, x, mask)
        back = unroll(self.backward_cell, x.flip(1), mask.flip(1)).flip(1)
        return torch.cat([back, ahead], dim=2) * mask[:, :, None]


@mistake(
    "Bidirectional",
    fails=("values", "padding", "gradients"),
    says="One cell reads both ways. A word and what follows it, and a word and what precedes it, are two questions: "
    "each direction has weights of its own.",
)
class OneCellForBoth(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = self.forward_cell

    def forward(self, x, mask):
        ahead = unroll(self.forward_cell, x, mask)
        back = unroll(self.backward_cell, x.flip(1), mask.flip(1)).flip(1)
        return torch.cat([ahead, back], dim=2) * mask[:, :, None]


@mistake(
    "Bidirectional",
    fails=("values", "padding", "gradients"),
    says="The backward cell begins with the last state of the forward one. Both begin with zeros: they are two readers "
    "who do not talk to each other.",
)
class BeginsWhereTheOtherEnded(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)

    def forward(self, x, mask):
        ahead = unroll(self.forward_cell, x, mask)
        back = unroll(self.backward_cell, x.flip(1), mask.flip(1), ahead[:, -1]).flip(1)
        return torch.cat([ahead, back], dim=2) * mask[:, :, None]


@mistake(
    "Bidirectional",
    fails=("values", "padding", "gradients"),
    says="The two halves are put one after the other in time, (N, 2T, H). Side by side at each token is what is asked "
    "for: along which axis?",
)
class OneAfterTheOther(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)

    def forward(self, x, mask):
        ahead = unroll(self.forward_cell, x, mask)
        back = unroll(self.backward_cell, x.flip(1), mask.flip(1)).flip(1)
        return torch.cat([ahead * mask[:, :, None], back * mask[:, :, None]], dim=1)


@mistake(
    "Bidirectional",
    fails=("values", "padding", "gradients"),
    says="The backward cell reads the states of the forward one, as the second layer of a deep network does. Both read "
    "x itself.",
)
class ReadsTheStates(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(H, H)

    def forward(self, x, mask):
        ahead = unroll(self.forward_cell, x, mask)
        back = unroll(self.backward_cell, ahead.flip(1), mask.flip(1)).flip(1)
        return torch.cat([ahead, back], dim=2) * mask[:, :, None]


@mistake(
    "Bidirectional",
    fails=("values", "padding", "gradients"),
    says="Both halves come from forward_cell: backward_cell is made and never called.",
)
class ForwardCellTwice(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)

    def forward(self, x, mask):
        ahead = unroll(self.forward_cell, x, mask)
        back = unroll(self.forward_cell, x.flip(1), mask.flip(1)).flip(1)
        return torch.cat([ahead, back], dim=2) * mask[:, :, None]


@mistake(
    "Bidirectional",
    fails=("values", "padding", "gradients"),
    says="The backward cell reads x from left to right, and its states alone are turned round. What it reads has to be "
    "turned round as well.",
)
class ResultTurnedAlone(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)

    def forward(self, x, mask):
        ahead = unroll(self.forward_cell, x, mask)
        back = unroll(self.backward_cell, x, mask).flip(1)
        return torch.cat([ahead, back], dim=2) * mask[:, :, None]


@mistake(
    "Bidirectional",
    fails=("values", "padding", "gradients"),
    says="The two cells have changed places: forward_cell reads from the right, and backward_cell from the left.",
)
class CellsChanged(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)

    def forward(self, x, mask):
        ahead = unroll(self.backward_cell, x, mask)
        back = unroll(self.forward_cell, x.flip(1), mask.flip(1)).flip(1)
        return torch.cat([ahead, back], dim=2) * mask[:, :, None]


@mistake(
    "Bidirectional",
    fails=("values", "padding", "gradients"),
    says="At token t your right half has read tokens T - 1 down to t + 1. In (7.3) it has read token t as well.",
)
class OneStepOff(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)

    def forward(self, x, mask):
        ahead = unroll(self.forward_cell, x, mask)
        back = unroll(self.backward_cell, x.flip(1), mask.flip(1)).flip(1)
        back = torch.cat([back[:, 1:], torch.zeros_like(back[:, :1])], dim=1)
        return torch.cat([ahead, back], dim=2) * mask[:, :, None]


@mistake(
    "Bidirectional",
    fails=("values", "padding", "gradients"),
    says="The mask is (N, T) and the states are (N, T, 2H): axes are matched from the last one backward, so that T "
    "would meet 2H. The mask needs a third axis.",
)
class MaskOfTwoAxes(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)

    def forward(self, x, mask):
        ahead = unroll(self.forward_cell, x, mask)
        back = unroll(self.backward_cell, x.flip(1), mask.flip(1)).flip(1)
        return torch.cat([ahead, back], dim=2) * mask


@mistake(
    "Bidirectional",
    fails=("values", "padding", "gradients"),
    says="",
    twin_of="OneAfterTheOther",
)
class JoinedAlongTime(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)

    def forward(self, x, mask):
        ahead = unroll(self.forward_cell, x, mask)
        back = unroll(self.backward_cell, x.flip(1), mask.flip(1)).flip(1)
        return torch.cat([ahead, back], dim=1) * mask[:, :, None]


@mistake(
    "Bidirectional",
    fails=("values", "padding", "gradients"),
    says="`stack` puts the halves onto an axis of their own. `cat` joins them along one that is there: which one "
    "counts the units?",
)
class Stacked(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)

    def forward(self, x, mask):
        ahead = unroll(self.forward_cell, x, mask)
        back = unroll(self.backward_cell, x.flip(1), mask.flip(1)).flip(1)
        return torch.stack([ahead, back], dim=2) * mask[:, :, None, None]


@mistake(
    "Bidirectional",
    fails=("values", "padding", "gradients"),
    says="You hand the whole sequence and a mask to a cell. An RNNCell takes one step, of x and h: over a sequence "
    "it has to be unrolled.",
)
class CallsTheCells(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)

    def forward(self, x, mask):
        ahead = self.forward_cell(x, mask)
        back = self.backward_cell(x.flip(1), mask.flip(1)).flip(1)
        return torch.cat([ahead, back], dim=2) * mask[:, :, None]


# StackedRNN ---------------------------------------------------------------------------------------------------------

exercise(
    "StackedRNN",
    driver="module",
    returns={"h": "N T H", "h_last": "L N H", "x": "N T D", "h0": "L N H"},
    axes={"L": "layer"},
    builds_on={"RNNCell": RIGHT},
    forbidden=READY_MADE,
    explained="""
    Each layer is a whole network over time, and its states are the next one's inputs: so the loop over layers stands
    outside and `unroll` inside. The first cell reads D numbers, every other one H, since that is what the layer below
    gives. The cells are kept in an nn.ModuleList: in a plain list their parameters would not be found. Each layer
    begins with its own row of h0, (N, H), and its last state, which with the mask stands in the last column, goes into
    the second result, (L, N, H): so a long text can be read in pieces, the next one beginning where this one ended.
    nn.Dropout acts between layers alone, and by itself only in training: not on x, and not on what the top layer
    gives. To convince yourself: with L = 1 it is `unroll`; with two layers, reading ten steps at once or five and five
    gives the same.
    """,
)


def stacked(rng, N, T, D, H, L, mask=None, dropout=0.0, **more):
    mask = np.ones((N, T), dtype=bool) if mask is None else mask
    x = normal(rng, *mask.shape, D)
    parameters = {}
    for layer in range(L):
        parameters |= a_cell(rng, D if layer == 0 else H, H, f"cells.{layer}.")
    return {
        "sizes": {"D": D, "H": H, "L": L, "dropout": dropout},
        "parameters": parameters,
        "inputs": {
            "x": np.where(mask[:, :, None], x, 4.0),
            "mask": mask,
            "h0": np.tanh(normal(rng, L, len(mask), H)),
        },
        "outputs": {"h": None, "h_last": None},
    } | more


@visible("StackedRNN", part="values")
def _(rng):
    yield case("two layers", **stacked(rng, 3, 4, 5, 6, 2))
    yield case(AGAIN, **stacked(rng, 3, 4, 5, 6, 2))
    yield case("four layers, D = H", **stacked(rng, 2, 3, 5, 5, 4))
    yield case("one layer", **stacked(rng, 2, 4, 3, 5, 1), note="then it is one cell over time")
    yield case("one sequence of one step, three layers", **stacked(rng, 1, 1, 2, 4, 3))


@hidden("StackedRNN", part="values")
def _(rng):
    N, T, D, H, L = different_sizes(rng, 5, 2, 6)
    yield case("other sequences", **stacked(rng, N, T, D, H, L))


@visible("StackedRNN", part="padding")
def _(rng):
    given = stacked(rng, 4, 5, 3, 2, 3, mask_of(3, 5, 1, 4))
    yield case("lengths 3, 5, 1 and 4", **given)
    yield case("lengths 1, 2, 5 and 2", **stacked(rng, 4, 5, 3, 2, 3, mask_of(1, 2, 5, 2)))
    more = given | {"inputs": padded_further(given["inputs"], 3, -6.0)}
    yield case("padded by three steps more", **more, note="at padding the states stay as they were")


@hidden("StackedRNN", part="padding")
def _(rng):
    N, D, H, L = different_sizes(rng, 4, 2, 6)
    given = stacked(rng, N, 5, D, H, L, a_mask(rng, N, 5))
    yield case("other lengths", **given)
    yield case("padded further", **given | {"inputs": padded_further(given["inputs"], 2, 3.0)})


TWICE_OR_NOTHING = "with one unit, the second layer reads 0 or, since dropout is 0.5, twice the state below"


def half_dropped(rng):
    """Two layers of one unit, one step: its states can have few values, and all of them are drawn."""
    return stacked(rng, 1, 1, 2, 1, 2, dropout=0.5) | {"training": True, "draws": 60}


@visible("StackedRNN", part="dropout")
def _(rng):
    given = stacked(rng, 2, 3, 4, 5, 3, dropout=0.5)
    yield case("in evaluation", **given, note="dropout is off")
    yield case("in evaluation, other numbers", **stacked(rng, 2, 3, 4, 5, 3, dropout=0.5), note="dropout is off")
    given = stacked(rng, 2, 3, 4, 5, 3, dropout=1.0)
    yield case(
        "in training, where all is dropped", **given | {"training": True}, note="each layer above the first reads zeros"
    )
    given = stacked(rng, 2, 3, 4, 5, 1, dropout=1.0)
    yield case("in training, one layer", **given | {"training": True}, note="there is nothing between layers")
    given = stacked(rng, 2, 3, 4, 5, 2) | {"sizes": {"D": 4, "H": 5, "L": 2}}
    yield case("in training, dropout not given", **given | {"training": True}, note="without it none is dropped")
    yield case("in training, half is dropped, 60 times", **half_dropped(rng), note=TWICE_OR_NOTHING)


@hidden("StackedRNN", part="dropout")
def _(rng):
    N, T, D, H, L = different_sizes(rng, 5, 2, 6)
    yield case("in evaluation", **stacked(rng, N, T, D, H, L, dropout=0.7))
    yield case("in training, where all is dropped", **stacked(rng, N, T, D, H, L, dropout=1.0), training=True)
    yield case("in training, half is dropped, 60 times", **half_dropped(rng), note=TWICE_OR_NOTHING)


@visible("StackedRNN", part="gradients")
def _(rng):
    given = stacked(rng, 2, 3, 4, 5, 3, mask_of(2, 3))
    outputs = {"h": normal(rng, 2, 3, 5), "h_last": normal(rng, 3, 2, 5)}
    yield case("three layers", **given | {"outputs": outputs})
    yield case(AGAIN, **stacked(rng, 2, 3, 4, 5, 3, mask_of(3, 1)) | {"outputs": outputs})


@hidden("StackedRNN", part="gradients")
def _(rng):
    N, D, H, L = different_sizes(rng, 4, 2, 6)
    given = stacked(rng, N, 4, D, H, L, a_mask(rng, N, 4))
    outputs = {"h": normal(rng, N, 4, H), "h_last": normal(rng, L, N, H)}
    yield case("other layers", **given | {"outputs": outputs})


@right("StackedRNN", style="time outside, layers inside")
class StepByStep(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D, H)] + [RNNCell(H, H) for _ in range(L - 1)])
        self.p = dropout

    def forward(self, x, mask, h0):
        h, top = list(h0), []
        for t in range(x.shape[1]):
            below = x[:, t]
            for layer, cell in enumerate(self.cells):
                if layer:
                    below = nn.functional.dropout(below, self.p, self.training)
                h[layer] = torch.where(mask[:, t, None], cell(below, h[layer]), h[layer])
                below = h[layer]
            top.append(below)
        return torch.stack(top, dim=1), torch.stack(h)


@right("StackedRNN", style="the first layer apart")
class FirstLayerApart(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList()
        for size in [D] + [H] * (L - 1):
            self.cells.append(RNNCell(size, H))
        self.drop = nn.Dropout(p=dropout)

    def forward(self, x, mask, h0):
        states = unroll(self.cells[0], x, mask, h0[0])
        last = [states[:, -1]]
        for cell, first in zip(self.cells[1:], h0[1:]):
            states = unroll(cell, self.drop(states), mask, first)
            last.append(states[:, -1])
        return states, torch.stack(last, dim=0)


@right("StackedRNN", style="last states by length")
class LastByLength(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.L = L
        self.cells = nn.ModuleList(RNNCell(H if layer else D, H) for layer in range(L))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last = torch.empty_like(h0)
        rows, ends = torch.arange(len(x)), mask.sum(dim=1) - 1
        results = []
        for layer in range(self.L):
            x = unroll(self.cells[layer], x, mask, h0[layer])
            results.append(x[rows, ends])
            if layer + 1 < self.L:
                x = self.dropout(x)
        assert last.shape[0] == len(results)
        return x, torch.stack(results)


@mistake(
    "StackedRNN",
    fails=("values", "padding", "dropout", "gradients"),
    says="All your cells are made for D inputs, as if every layer read x itself. In a deep network the second layer "
    "reads the states of the first, H numbers, and so on up to the top.",
)
class SideBySide(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D, H) for _ in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        states = [unroll(cell, x, mask, h0[layer]) for layer, cell in enumerate(self.cells)]
        return states[-1], torch.stack([s[:, -1] for s in states])


@mistake(
    "StackedRNN",
    fails=("values", "padding", "dropout", "gradients"),
    says="All layers begin with the first layer's state, h0[0]. Each has its own, h0[layer].",
)
class OneFirstState(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            x = unroll(cell, x if layer == 0 else self.dropout(x), mask, h0[0])
            last.append(x[:, -1])
        return x, torch.stack(last)


@mistake(
    "StackedRNN",
    fails=("values", "padding", "dropout", "gradients"),
    says="h0 is left out: every layer begins with zeros, and a text that is read in pieces is forgotten between them.",
)
class BeginsWithZeros(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            x = unroll(cell, x if layer == 0 else self.dropout(x), mask)
            last.append(x[:, -1])
        return x, torch.stack(last)


@mistake(
    "StackedRNN",
    fails=("values", "padding", "dropout", "gradients"),
    says="Each layer begins with the last state of the layer below. Layers hand their states upward as inputs, step by "
    "step; what each begins with is its own row of h0.",
)
class BeginsWithTheLayerBelow(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last, first = [], h0[0]
        for layer, cell in enumerate(self.cells):
            x = unroll(cell, x if layer == 0 else self.dropout(x), mask, first)
            first = x[:, -1]
            last.append(first)
        return x, torch.stack(last)


@mistake(
    "StackedRNN",
    fails=("padding", "gradients"),
    says="The mask is not handed on: all layers go on reading behind the end of a sequence, and the last states are "
    "those of padding.",
)
class StackWithoutMask(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            x = unroll(cell, x if layer == 0 else self.dropout(x), None, h0[layer])
            last.append(x[:, -1])
        return x, torch.stack(last)


@mistake(
    "StackedRNN",
    fails=("values", "padding", "dropout", "gradients"),
    says="Your second result is the top layer's last state alone. To go on with the next piece of a text, the states "
    "of all layers are needed: (L, N, H).",
)
class TopStateAlone(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        for layer, cell in enumerate(self.cells):
            x = unroll(cell, x if layer == 0 else self.dropout(x), mask, h0[layer])
        return x, x[:, -1]


@mistake(
    "StackedRNN",
    fails=("values", "padding", "dropout", "gradients"),
    says="The last states are (N, L, H) in your result. torch and this course put the layer first, as in h0.",
)
class BatchFirst(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            x = unroll(cell, x if layer == 0 else self.dropout(x), mask, h0[layer])
            last.append(x[:, -1])
        return x, torch.stack(last, dim=1)


@mistake(
    "StackedRNN",
    fails=("dropout",),
    says="Dropout acts on x, too, before the first layer has read it. It belongs between layers.",
)
class DropsTheInput(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            x = unroll(cell, self.dropout(x), mask, h0[layer])
            last.append(x[:, -1])
        return x, torch.stack(last)


@mistake(
    "StackedRNN",
    fails=("dropout",),
    says="Dropout acts on the top layer's states as well, which are the result. It belongs between layers, and above "
    "the last one there is none: who uses the result can drop some of it.",
)
class DropsTheResult(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            x = unroll(cell, x, mask, h0[layer])
            last.append(x[:, -1])
            x = self.dropout(x)
        return x, torch.stack(last)


@mistake(
    "StackedRNN",
    fails=("dropout",),
    says="Dropout is on in evaluation, too: the network gives another answer each time it is asked. nn.Dropout knows "
    "whether the module is in training; `functional.dropout` has to be told.",
)
class AlwaysDrops(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.p = dropout

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            x = unroll(cell, x if layer == 0 else nn.functional.dropout(x, self.p), mask, h0[layer])
            last.append(x[:, -1])
        return x, torch.stack(last)


@mistake(
    "StackedRNN",
    fails=("dropout",),
    says="dropout is taken in and never used: in training each layer reads all that the one below gives.",
)
class NeverDrops(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            x = unroll(cell, x, mask, h0[layer])
            last.append(x[:, -1])
        return x, torch.stack(last)


@mistake(
    "StackedRNN",
    fails=("values", "padding", "dropout", "gradients"),
    says="The cells are in a plain list, in which torch finds no modules: their weights belong to nobody, and training "
    "would leave them as they are. nn.ModuleList is a list that registers what it holds.",
)
class PlainList(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = [RNNCell(D if layer == 0 else H, H) for layer in range(L)]
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            x = unroll(cell, x if layer == 0 else self.dropout(x), mask, h0[layer])
            last.append(x[:, -1])
        return x, torch.stack(last)


@mistake(
    "StackedRNN",
    fails=("values", "padding", "dropout", "gradients"),
    says="One cell is used for all layers above the first: written `[cell] * n`, a list holds the same cell n times. "
    "Each layer has weights of its own.",
)
class SameCellAgain(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D, H)] + [RNNCell(H, H)] * (L - 1))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            x = unroll(cell, x if layer == 0 else self.dropout(x), mask, h0[layer])
            last.append(x[:, -1])
        return x, torch.stack(last)


@mistake(
    "StackedRNN",
    fails=("values", "padding", "dropout", "gradients"),
    says="",
    twin_of="SideBySide",
)
class AllReadD(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D, H) for _ in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            x = unroll(cell, x if layer == 0 else self.dropout(x), mask, h0[layer])
            last.append(x[:, -1])
        return x, torch.stack(last)


@mistake(
    "StackedRNN",
    fails=("values", "padding", "dropout", "gradients"),
    says="The last states are a list of tensors. One tensor (L, N, H) is asked for, as h0 is one: stack them.",
)
class ListOfLastStates(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            x = unroll(cell, x if layer == 0 else self.dropout(x), mask, h0[layer])
            last.append(x[:, -1])
        return x, last


@mistake(
    "StackedRNN",
    fails=("values", "padding", "dropout", "gradients"),
    says="The two results stand the other way round: the states of the top layer come first.",
)
class ResultsSwapped(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            x = unroll(cell, x if layer == 0 else self.dropout(x), mask, h0[layer])
            last.append(x[:, -1])
        return torch.stack(last), x


@mistake(
    "StackedRNN",
    fails=("dropout",),
    says="Your last states, or the result too, are taken after dropout. Keep the states as the cell made them, and "
    "drop only in what the next layer reads.",
)
class LastStatesDropped(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            x = unroll(cell, x, mask, h0[layer])
            if layer + 1 < len(self.cells):
                x = self.dropout(x)
            last.append(x[:, -1])
        return x, torch.stack(last)


@mistake(
    "StackedRNN",
    fails=("values", "padding", "dropout", "gradients"),
    says="You take column l of h0, the sequence with the number l. h0 is (L, N, H): layers are its first axis.",
)
class FirstStateByColumn(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            read = x if layer == 0 else self.dropout(x)
            x = unroll(cell, read, mask, h0[:, layer])
            last.append(x[:, -1])
        return x, torch.stack(last)


@mistake(
    "StackedRNN",
    fails=("values", "padding", "dropout", "gradients"),
    says="Your h_last holds each layer's state after the first step. Which column of the states has seen all?",
)
class FirstForLast(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            read = x if layer == 0 else self.dropout(x)
            x = unroll(cell, read, mask, h0[layer])
            last.append(x[:, 0])
        return x, torch.stack(last)


@mistake(
    "StackedRNN",
    fails=("dropout",),
    says="dropout is the share that is set to zero; your nn.Dropout gets the share that stays.",
)
class ShareThatStays(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(1 - dropout)

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            read = x if layer == 0 else self.dropout(x)
            x = unroll(cell, read, mask, h0[layer])
            last.append(x[:, -1])
        return x, torch.stack(last)


@mistake(
    "StackedRNN",
    fails=("padding", "gradients"),
    says="At padding you return zeros. That was asked for in Bidirectional; here the states at padding are those "
    "that are handed on.",
)
class ZerosAtPadding(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            read = x if layer == 0 else self.dropout(x)
            x = unroll(cell, read, mask, h0[layer])
            last.append(x[:, -1])
        return x * mask[:, :, None], torch.stack(last)


@mistake(
    "StackedRNN",
    fails=("gradients",),
    says="The values are right, and nothing is learnt through the last states: they are cut from the graph. Whether "
    "to cut between two pieces of a text is for the caller to say.",
)
class LastDetached(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            read = x if layer == 0 else self.dropout(x)
            x = unroll(cell, read, mask, h0[layer])
            last.append(x[:, -1].detach())
        return x, torch.stack(last)


@mistake(
    "StackedRNN",
    fails=("dropout",),
    says="",
    twin_of="LastStatesDropped",
)
class EverythingDropped(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            read = x
            x = self.dropout(unroll(cell, read, mask, h0[layer]))
            last.append(x[:, -1])
        return x, torch.stack(last)


@mistake(
    "StackedRNN",
    fails=("values", "padding", "dropout", "gradients"),
    says="Your h_last has an axis of time: it holds all states of each layer. Its last one is asked for.",
)
class AllStatesOfAllLayers(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            read = x if layer == 0 else self.dropout(x)
            x = unroll(cell, read, mask, h0[layer])
            last.append(x)
        return x, torch.stack(last)


@mistake(
    "StackedRNN",
    fails=("values", "padding", "dropout", "gradients"),
    says="`cat` puts the layers' last states one behind the other, (L N, H). With `stack` each layer gets a place "
    "of its own, (L, N, H).",
)
class LastStatesInARow(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            read = x if layer == 0 else self.dropout(x)
            x = unroll(cell, read, mask, h0[layer])
            last.append(x[:, -1])
        return x, torch.cat(last)


@mistake(
    "StackedRNN",
    fails=("values", "padding", "dropout", "gradients"),
    says="Every layer reads x itself: what the layer below gives is not handed on, and the cells for H inputs get D.",
)
class EachReadsX(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            states = unroll(cell, x, mask, h0[layer])
            last.append(states[:, -1])
        return states, torch.stack(last)


@mistake(
    "StackedRNN",
    fails=("dropout",),
    says="What is not dropped stays as it is in your network. nn.Dropout multiplies it by 1 / (1 - dropout), so "
    "that sums are about as large in training as later, when nothing is dropped.",
)
class NotScaled(nn.Module):
    def __init__(self, D, H, L, dropout=0.0):
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)

    def kept(self, x):
        return x * (torch.rand_like(x) >= self.dropout.p) if self.training else x

    def forward(self, x, mask, h0):
        last = []
        for layer, cell in enumerate(self.cells):
            read = x if layer == 0 else self.kept(x)
            x = unroll(cell, read, mask, h0[layer])
            last.append(x[:, -1])
        return x, torch.stack(last)


# Tagger -------------------------------------------------------------------------------------------------------------

exercise(
    "Tagger",
    driver="module",
    returns={"logits": "N T C"},
    axes={"T": "token", "C": "tag"},
    builds_on={"RNNCell": RIGHT, "Bidirectional": RIGHT},
    forbidden=READY_MADE,
    explained="""
    As in the classifier there is an embedding below and a linear layer above; in between stands either both directions
    or one. Bidirectional takes the mask and gives (N, T, 2H), `unroll` with an RNNCell gives (N, T, H): so W_hy has 2H
    or H rows. The product h W_hy acts on the last axis and leaves N and T alone, so one linear layer answers at every
    token, with the same weights. b_y is added everywhere, at padding too, and the product with the mask takes it away
    again there. To convince yourself: with one direction a later token never changes an earlier answer, with two it
    does; padding changes none.
    """,
)


equivalent(
    "Tagger",
    "self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)",
    "self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, size)",
    because="Where the RNNCell is made, both_ways is False, and then size is H.",
)
equivalent(
    "Tagger",
    "self.b_y = nn.Parameter(torch.zeros(C))",
    "self.b_y = nn.Parameter(torch.ones(C))",
    because=FREE,
)
equivalent(
    "Tagger",
    "states = self.layer(x, mask) if self.both_ways else unroll(self.layer, x, mask)",
    "states = self.layer(x, mask) if self.both_ways else unroll(self.layer, x)",
    because="Read from left to right, padding comes after all real tokens, and the logits of padding are put to zero.",
)


def to_tag(rng, V, D, H, C, mask, both_ways, filling=0, **more):
    tokens = np.where(mask, rng.integers(1, V, size=mask.shape), filling)
    if both_ways:
        layer = a_cell(rng, D, H, "layer.forward_cell.") | a_cell(rng, D, H, "layer.backward_cell.")
    else:
        layer = a_cell(rng, D, H, "layer.")
    return {
        "sizes": {"V": V, "D": D, "H": H, "C": C, "both_ways": both_ways},
        "parameters": {"E": normal(rng, V, D)} | layer | an_output(rng, 2 * H if both_ways else H, C),
        "inputs": {"tokens": tokens, "mask": mask},
        "outputs": {"logits": None},
    } | more


@visible("Tagger", part="values")
def _(rng):
    whole = np.ones((3, 5), dtype=bool)
    yield case("one direction", **to_tag(rng, 9, 2, 4, 3, whole, False))
    yield case(AGAIN, **to_tag(rng, 9, 2, 4, 3, whole, False))
    yield case("both directions", **to_tag(rng, 9, 2, 4, 3, whole, True))
    yield case("one sentence of one token, both directions", **to_tag(rng, 6, 3, 2, 5, whole[:1, :1], True))
    yield case("C = H = T, where a wrong axis does not show", **to_tag(rng, 7, 4, 3, 3, whole[:, :3], False))


@hidden("Tagger", part="values")
def _(rng):
    V, D, H, C, N, T = different_sizes(rng, 6, 2, 8)
    whole = np.ones((N, T), dtype=bool)
    yield case("one direction", **to_tag(rng, V, D, H, C, whole, False))
    yield case("both directions", **to_tag(rng, V, D, H, C, whole, True))


@visible("Tagger", part="padding")
def _(rng):
    for both, name in ((False, "one direction"), (True, "both directions")):
        given = to_tag(rng, 7, 3, 5, 2, mask_of(4, 6, 1, 3), both)
        yield case(f"lengths 4, 6, 1 and 3, {name}", **given)
        yield case(f"lengths 2, 1, 6 and 5, {name}", **to_tag(rng, 7, 3, 5, 2, mask_of(2, 1, 6, 5), both))
        more = given | {"inputs": padded_further(given["inputs"], 3, 5)}
        yield case(f"padded by three tokens more, {name}", **more, note="logits of padding are zero")


@hidden("Tagger", part="padding")
def _(rng):
    V, D, H, C, N = different_sizes(rng, 5, 2, 8)
    for both in (False, True):
        given = to_tag(rng, V, D, H, C, a_mask(rng, N, 6), both)
        yield case("other lengths", **given | {"inputs": padded_further(given["inputs"], 2, V - 1)})


@visible("Tagger", part="gradients")
def _(rng):
    for both, name in ((False, "one direction"), (True, "both directions")):
        given = to_tag(rng, 7, 2, 3, 4, mask_of(3, 5), both)
        yield case(name, **given | {"outputs": {"logits": normal(rng, 2, 5, 4)}})
        given = to_tag(rng, 7, 2, 3, 4, mask_of(5, 1), both)
        yield case(f"{name}, other sentences", **given | {"outputs": {"logits": normal(rng, 2, 5, 4)}})
    yield case("two taggers as they are made", sizes={"V": 90, "D": 40, "H": 60, "C": 30, "both_ways": True})


@hidden("Tagger", part="gradients")
def _(rng):
    V, D, H, C, N = different_sizes(rng, 5, 2, 8)
    given = to_tag(rng, V, D, H, C, a_mask(rng, N, 5), True)
    yield case("other sentences", **given | {"outputs": {"logits": normal(rng, N, 5, C)}})


@right("Tagger", style="two ways to read")
class TaggerOfTwoMethods(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        if both_ways:
            self.layer, size = Bidirectional(D, H), 2 * H
        else:
            self.layer, size = RNNCell(D, H), H
        self.W_hy = nn.Parameter(torch.randn(size, C))
        self.b_y = nn.Parameter(torch.randn(C))

    def forward(self, tokens, mask):
        x = nn.functional.embedding(tokens, self.E)
        states = self.layer(x, mask) if isinstance(self.layer, Bidirectional) else unroll(self.layer, x, mask)
        logits = torch.einsum("nth,hc->ntc", states, self.W_hy) + self.b_y
        return logits.masked_fill(~mask.unsqueeze(-1), 0)


@right("Tagger", style="one token after the other")
class TaggerTokenByToken(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.both_ways = both_ways
        self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)
        self.b_y = nn.Parameter(torch.zeros(C))
        self.W_hy = nn.Parameter(torch.rand(H * (1 + both_ways), C) - 0.5)
        self.E = nn.Parameter(torch.rand(V, D) - 0.5)

    def forward(self, tokens, mask):
        if self.both_ways:
            states = self.layer(self.E[tokens], mask)
        else:
            states = unroll(self.layer, self.E[tokens])
        steps = [torch.addmm(self.b_y, states[:, t], self.W_hy) for t in range(tokens.shape[1])]
        return torch.where(mask[:, :, None], torch.stack(steps, dim=1), 0.0)


@right("Tagger", style="real tokens alone")
class TaggerOfRealTokens(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.both_ways, self.C = both_ways, C
        size = {True: 2 * H, False: H}[both_ways]
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(size, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        x = self.E[tokens]
        states = self.layer(x, mask) if self.both_ways else unroll(self.layer, x, mask)
        logits = torch.zeros(*tokens.shape, self.C, dtype=x.dtype)
        logits[mask] = states[mask] @ self.W_hy + self.b_y
        return logits


@mistake(
    "Tagger",
    fails=("values", "padding", "gradients"),
    says="You answer once a sentence. A tagger answers at every token, (N, T, C), from that token's state.",
)
class OneAnswer(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.both_ways = both_ways
        size = 2 * H if both_ways else H
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(size, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        x = self.E[tokens]
        states = self.layer(x, mask) if self.both_ways else unroll(self.layer, x, mask)
        return states[:, -1] @ self.W_hy + self.b_y


@mistake(
    "Tagger",
    fails=("padding", "gradients"),
    says="At padding your logits are b_y, or more. At real tokens all is right; padding has no tag, and its logits are "
    "to be zero.",
)
class TagsPadding(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.both_ways = both_ways
        size = 2 * H if both_ways else H
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(size, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        x = self.E[tokens]
        states = self.layer(x, mask) if self.both_ways else unroll(self.layer, x, mask)
        return states @ self.W_hy + self.b_y


@mistake(
    "Tagger",
    fails=("padding", "gradients"),
    says="The mask you hand to the layer says that all tokens are real: read from the right, each sentence begins with "
    "its padding, and the state is no longer zero at its last word.",
)
class AllIsReal(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.both_ways = both_ways
        size = 2 * H if both_ways else H
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(size, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        x = self.E[tokens]
        states = self.layer(x, torch.ones_like(mask)) if self.both_ways else unroll(self.layer, x)
        return (states @ self.W_hy + self.b_y) * mask[:, :, None]


@mistake(
    "Tagger",
    fails=("values", "padding", "gradients"),
    says="The bias of the output is missing: your logits are h W_hy.",
)
class TaggerWithoutBias(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.both_ways = both_ways
        size = 2 * H if both_ways else H
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(size, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        x = self.E[tokens]
        states = self.layer(x, mask) if self.both_ways else unroll(self.layer, x, mask)
        return states @ self.W_hy * mask[:, :, None]


@mistake(
    "Tagger",
    fails=("values", "padding", "gradients"),
    says="You return probabilities, a softmax of the logits. `cross_entropy` takes one itself, and of two of them one "
    "is too many.",
)
class TaggerOfProbabilities(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.both_ways = both_ways
        size = 2 * H if both_ways else H
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(size, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        x = self.E[tokens]
        states = self.layer(x, mask) if self.both_ways else unroll(self.layer, x, mask)
        return torch.softmax(states @ self.W_hy + self.b_y, dim=-1) * mask[:, :, None]


@mistake(
    "Tagger",
    fails=("values", "padding", "gradients"),
    says="You return the numbers of the most likely tags. That is for the reader at the very end; a loss needs all "
    "logits, and `argmax` has no gradient.",
)
class TagsAtOnce(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.both_ways = both_ways
        size = 2 * H if both_ways else H
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(size, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        x = self.E[tokens]
        states = self.layer(x, mask) if self.both_ways else unroll(self.layer, x, mask)
        return (states @ self.W_hy + self.b_y).argmax(dim=-1) * mask


@mistake(
    "Tagger",
    fails=("values", "padding", "gradients"),
    says="both_ways is not looked at: your tagger always reads both ways. With False its layer is an RNNCell, which "
    "has seen the past alone.",
)
class AlwaysBothWays(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = Bidirectional(D, H)
        self.W_hy = nn.Parameter(torch.randn(2 * H, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        return (self.layer(self.E[tokens], mask) @ self.W_hy + self.b_y) * mask[:, :, None]


@mistake(
    "Tagger",
    fails=("values", "padding", "gradients"),
    says="With one direction the output layer gets the state of the step before: the tag of a token would be chosen "
    "without having read it.",
)
class OneStepLate(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.both_ways = both_ways
        size = 2 * H if both_ways else H
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(size, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        x = self.E[tokens]
        if self.both_ways:
            states = self.layer(x, mask)
        else:
            states = unroll(self.layer, x, mask)
            states = torch.cat([torch.zeros_like(states[:, :1]), states[:, :-1]], dim=1)
        return (states @ self.W_hy + self.b_y) * mask[:, :, None]


@mistake(
    "Tagger",
    fails=("values", "padding", "gradients"),
    says="You hand a whole sequence and a mask to the layer in both cases. An RNNCell takes one step, of x and h: "
    "over a sentence it has to be unrolled.",
)
class CallsTheCell(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.both_ways = both_ways
        size = 2 * H if both_ways else H
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(size, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        return (self.layer(self.E[tokens], mask) @ self.W_hy + self.b_y) * mask[:, :, None]


@mistake(
    "Tagger",
    fails=("padding", "gradients"),
    says="",
    twin_of="TagsPadding",
)
class StatesMasked(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.both_ways = both_ways
        size = 2 * H if both_ways else H
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)
        self.W_hy = nn.Parameter(torch.randn(size, C))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        x = self.E[tokens]
        states = self.layer(x, mask) if self.both_ways else unroll(self.layer, x, mask)
        return (states * mask[:, :, None]) @ self.W_hy + self.b_y


@mistake(
    "Tagger",
    fails=("values", "padding", "gradients"),
    says="You unroll the layer in both cases. A Bidirectional is no cell: it reads a whole sequence itself, and is "
    "called with x and the mask.",
)
class UnrollsBoth(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.both_ways = both_ways
        size = 2 * H if both_ways else H
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(size, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        x = self.E[tokens]
        states = unroll(self.layer, x, mask)
        return (states @ self.W_hy + self.b_y) * mask[:, :, None]


@mistake(
    "Tagger",
    fails=("values", "padding", "gradients"),
    says="",
    twin_of="OneAnswer",
)
class LastStateForAll(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.both_ways = both_ways
        size = 2 * H if both_ways else H
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(size, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        x = self.E[tokens]
        states = self.layer(x, mask) if self.both_ways else unroll(self.layer, x, mask)
        return (states[:, -1:] @ self.W_hy + self.b_y) * mask[:, :, None]


@mistake(
    "Tagger",
    fails=("padding", "gradients"),
    says="At padding you put minus infinity. That is for scores of which a softmax is taken over places; here the "
    "logits of padding are zeros.",
)
class MinusInfinity(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.both_ways = both_ways
        size = 2 * H if both_ways else H
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(size, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        x = self.E[tokens]
        states = self.layer(x, mask) if self.both_ways else unroll(self.layer, x, mask)
        return (states @ self.W_hy + self.b_y).masked_fill(~mask[:, :, None], -torch.inf)


@mistake(
    "Tagger",
    fails=("values", "padding", "gradients"),
    says="W_hy has H rows in both cases. With both directions a state has twice as many numbers.",
)
class RowsOfOneDirection(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.both_ways = both_ways
        size = H
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(size, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        x = self.E[tokens]
        states = self.layer(x, mask) if self.both_ways else unroll(self.layer, x, mask)
        return (states @ self.W_hy + self.b_y) * mask[:, :, None]


@mistake(
    "Tagger",
    fails=("values", "padding", "gradients"),
    says="W_hy has 2H rows in both cases. With one direction a state has H numbers.",
)
class RowsOfBothDirections(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.both_ways = both_ways
        size = 2 * H
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(size, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        x = self.E[tokens]
        states = self.layer(x, mask) if self.both_ways else unroll(self.layer, x, mask)
        return (states @ self.W_hy + self.b_y) * mask[:, :, None]


@mistake(
    "Tagger",
    fails=("values", "padding", "gradients"),
    says="You return logarithms of probabilities, a log_softmax of the logits. `cross_entropy` takes it itself; the "
    "logits are asked for as they are.",
)
class TaggerOfLogProbabilities(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.both_ways = both_ways
        size = 2 * H if both_ways else H
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(size, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        x = self.E[tokens]
        states = self.layer(x, mask) if self.both_ways else unroll(self.layer, x, mask)
        return torch.log_softmax(states @ self.W_hy + self.b_y, dim=-1) * mask[:, :, None]


@mistake(
    "Tagger",
    fails=("values", "padding", "gradients"),
    says="You return the logits of the real tokens alone, one row after the other. A batch keeps its shape, (N, T, "
    "C), with zeros at padding.",
)
class RealTokensAlone(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.both_ways = both_ways
        size = 2 * H if both_ways else H
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(size, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        x = self.E[tokens]
        states = self.layer(x, mask) if self.both_ways else unroll(self.layer, x, mask)
        return (states @ self.W_hy + self.b_y)[mask]


@mistake(
    "Tagger",
    fails=("values", "padding", "gradients"),
    says="The mask is (N, T) and the logits are (N, T, C): axes are matched from the last one backward, so that T "
    "would meet C. The mask needs a third axis.",
)
class TaggerMaskOfTwoAxes(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.both_ways = both_ways
        size = 2 * H if both_ways else H
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(size, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        x = self.E[tokens]
        states = self.layer(x, mask) if self.both_ways else unroll(self.layer, x, mask)
        return (states @ self.W_hy + self.b_y) * mask


@mistake(
    "Tagger",
    fails=("values", "padding", "gradients"),
    says="both_ways is not looked at: your tagger always reads from left to right. With True its layer is a "
    "Bidirectional.",
)
class NeverBothWays(nn.Module):
    def __init__(self, V, D, H, C, both_ways):
        super().__init__()
        self.both_ways = both_ways
        size = H
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(size, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens, mask):
        x = self.E[tokens]
        states = unroll(self.layer, x, mask)
        return (states @ self.W_hy + self.b_y) * mask[:, :, None]


# CausalConv1d -------------------------------------------------------------------------------------------------------

exercise(
    "CausalConv1d",
    driver="module",
    returns={"y": "N T H", "x": "N T D", "W": "K D H", "b": "H"},
    axes={"T": "step", "K": "k"},  # no gradient goes from step to step
    forbidden=READY_MADE_CONVOLUTION,
    explained="""
    For each k the whole sequence is moved to the right by k d steps: zeros come in at the left, as many steps drop out
    at the right, and at place t there now stands x_{t - k d}. One product with W[k] does that for all t at once, and
    the K products and the bias are summed, (N, T, H). `nn.functional.pad(x, (0, 0, s, 0))` reads its pairs from the
    last axis backward: nothing on D, s steps before T. The result is cut to T again, which also settles a move that is
    longer than the sequence. There is no loop over time: that is what a convolution has before a recurrent network,
    and K d steps back it ends. To convince yourself: change x at step t, and y changes at t and later, never before.
    """,
)


equivalent(
    "CausalConv1d", "self.b = nn.Parameter(torch.zeros(H))", "self.b = nn.Parameter(torch.ones(H))", because=FREE
)
equivalent(
    "CausalConv1d",
    "for k, W_k in enumerate(self.W):",
    "for k, W_k in reversed(list(enumerate(self.W))):",
    because="A sum in another order is the same sum.",
)
equivalent(
    "CausalConv1d",
    "earlier = nn.functional.pad(x, (0, 0, k * self.dilation, 0))[:, :steps]",
    "earlier = nn.functional.pad(x, (0, 0, k * self.dilation, 1))[:, :steps]",
    because="What is put behind the end is cut off again by [:, :steps].",
)


def to_convolve(rng, N, T, D, H, K, dilation=1, **more):
    return {
        "sizes": {"D": D, "H": H, "K": K, "dilation": dilation},
        "parameters": {"W": normal(rng, K, D, H), "b": normal(rng, H)},
        "inputs": {"x": normal(rng, N, T, D)},
        "outputs": {"y": None},
    } | more


@visible("CausalConv1d", part="values")
def _(rng):
    by_hand = {
        "sizes": {"D": 1, "H": 1, "K": 2, "dilation": 1},
        "parameters": {"W": np.array([[[2.0]], [[10.0]]]), "b": np.array([0.5])},
        "inputs": {"x": np.array([[[1.0], [2.0], [3.0]]])},
        "outputs": {"y": None},
    }
    yield case("x = 1, 2, 3 with W = 2, 10 and b = 0.5", **by_hand, note="2.5, 14.5 and 26.5")
    yield case("a batch of 3, K = 2", **to_convolve(rng, 3, 6, 4, 5, 2))
    yield case(AGAIN, **to_convolve(rng, 3, 6, 4, 5, 2))
    yield case("K = 4", **to_convolve(rng, 2, 7, 3, 5, 4))
    yield case("N = T = D = H = K = 3, where a wrong axis does not show", **to_convolve(rng, 3, 3, 3, 3, 3))


@hidden("CausalConv1d", part="values")
def _(rng):
    N, D, H, K = different_sizes(rng, 4, 2, 6)
    yield case("other sequences", **to_convolve(rng, N, 8, D, H, K))


@visible("CausalConv1d", part="dilation")
def _(rng):
    yield case("every second step", **to_convolve(rng, 2, 9, 3, 4, 3, 2))
    yield case(AGAIN, **to_convolve(rng, 2, 9, 3, 4, 3, 2))
    yield case("every fifth step", **to_convolve(rng, 1, 12, 2, 4, 3, 5))
    given = to_convolve(rng, 2, 6, 3, 5, 4) | {"sizes": {"D": 3, "H": 5, "K": 4}}
    yield case("dilation not given", **given, note="then it is 1")


@hidden("CausalConv1d", part="dilation")
def _(rng):
    N, D, H, K, dilation = different_sizes(rng, 5, 2, 6)
    yield case("another dilation", **to_convolve(rng, N, 3 * K + 4, D, H, K, dilation))


@visible("CausalConv1d", part="edge_cases")
def _(rng):
    yield case("K = 1, which looks at one step", **to_convolve(rng, 2, 4, 3, 5, 1))
    yield case(AGAIN, **to_convolve(rng, 2, 4, 3, 5, 1))
    yield case("one step", **to_convolve(rng, 2, 1, 3, 4, 3), note="before the start there are zeros")
    yield case("a sequence shorter than the filter", **to_convolve(rng, 2, 3, 5, 2, 4, 2))


@hidden("CausalConv1d", part="edge_cases")
def _(rng):
    N, D, H = different_sizes(rng, 3, 2, 6)
    yield case("a short sequence", **to_convolve(rng, N, 4, D, H, 5, 2))
    yield case("K = 1", **to_convolve(rng, N, 5, D, H, 1, 4))


@visible("CausalConv1d", part="gradients")
def _(rng):
    yield case("two layers as they are made", sizes={"D": 60, "H": 40, "K": 5, "dilation": 2})
    yield case("K = 3, every second step", **to_convolve(rng, 2, 5, 3, 4, 3, 2, outputs={"y": normal(rng, 2, 5, 4)}))
    yield case(AGAIN, **to_convolve(rng, 2, 5, 3, 4, 3, 2, outputs={"y": normal(rng, 2, 5, 4)}))


@hidden("CausalConv1d", part="gradients")
def _(rng):
    N, D, H, K = different_sizes(rng, 4, 2, 6)
    yield case("other sequences", **to_convolve(rng, N, 9, D, H, K, 2, outputs={"y": normal(rng, N, 9, H)}))


@right("CausalConv1d", style="one padding, then slices")
class ConvolutionOfSlices(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(torch.randn(K, D, H))
        self.b = nn.Parameter(torch.randn(H))

    def forward(self, x):
        N, T, D = x.shape
        before = (len(self.W) - 1) * self.dilation
        longer = torch.cat([torch.zeros(N, before, D, dtype=x.dtype), x], dim=1)
        starts = [before - k * self.dilation for k in range(len(self.W))]
        return self.b + sum(longer[:, start : start + T] @ W for start, W in zip(starts, self.W))


@right("CausalConv1d", style="step by step")
class ConvolutionStepByStep(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.K, self.dilation = K, dilation
        self.W = nn.Parameter(torch.randn(K, D, H))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        steps = []
        for t in range(x.shape[1]):
            y = self.b + torch.zeros(x.shape[0], 1, dtype=x.dtype)
            for k in range(self.K):
                if t - k * self.dilation >= 0:
                    y = y + x[:, t - k * self.dilation] @ self.W[k]
            steps.append(y)
        return torch.stack(steps, dim=1)


@right("CausalConv1d", style="unfold and einsum")
class ConvolutionOfWindows(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(torch.randn(K, D, H))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        before = (len(self.W) - 1) * self.dilation
        longer = nn.functional.pad(x, (0, 0, before, 0))
        windows = longer.unfold(1, before + 1, 1)[..., :: self.dilation]
        return torch.einsum("ntdk,kdh->nth", windows, self.W.flip(0)) + self.b


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="Your filter looks ahead: y_t depends on x at steps after t. The zeros have to come in on the other side of "
    "the sequence.",
)
class LooksAhead(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(torch.randn(K, D, H))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        T = x.shape[1]
        y = self.b.expand(len(x), T, -1)
        for k, W_k in enumerate(self.W):
            y = y + nn.functional.pad(x, (0, 0, 0, k * self.dilation))[:, k * self.dilation :] @ W_k
        return y


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="Zeros are put on both sides, half and half, so that the filter sees as much of the future as of the past. "
    "For a picture that is right; a causal filter sees the past alone.",
)
class Centred(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(torch.randn(K, D, H))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        T = x.shape[1]
        before = (len(self.W) - 1) * self.dilation
        ahead = before - before // 2
        longer = nn.functional.pad(x, (0, 0, before, ahead))
        y = self.b.expand(len(x), T, -1)
        for k, W_k in enumerate(self.W):
            start = before + ahead - k * self.dilation
            y = y + longer[:, start : start + T] @ W_k
        return y


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="Your W runs from the oldest step to the newest, as torch stores it. In (7.6) k counts steps back: W[0] "
    "belongs to x_t itself.",
)
class OldestFirst(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(torch.randn(K, D, H))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        T = x.shape[1]
        y = self.b.expand(len(x), T, -1)
        for k, W_k in enumerate(self.W.flip(0)):
            y = y + nn.functional.pad(x, (0, 0, k * self.dilation, 0))[:, :T] @ W_k
        return y


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="The sequence has become shorter: there is no y for the first steps. Before the start x counts as zero, so "
    "that every step has its y.",
)
class Shorter(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(torch.randn(K, D, H))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        before = (len(self.W) - 1) * self.dilation
        T = x.shape[1] - before
        y = self.b.expand(len(x), max(T, 0), -1)
        for k, W_k in enumerate(self.W):
            start = before - k * self.dilation
            y = y + x[:, start : start + max(T, 0)] @ W_k
        return y


@mistake(
    "CausalConv1d",
    fails=("dilation", "edge_cases", "gradients"),
    says="dilation is not used: your filter looks at neighbouring steps. It is the distance between two steps that the "
    "filter looks at.",
)
class NotDilated(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.W = nn.Parameter(torch.randn(K, D, H))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        T = x.shape[1]
        y = self.b.expand(len(x), T, -1)
        for k, W_k in enumerate(self.W):
            y = y + nn.functional.pad(x, (0, 0, k, 0))[:, :T] @ W_k
        return y


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="roll brings the end of the sequence round to its beginning: y at the first steps depends on the last ones. "
    "What comes in at the left is zero.",
)
class Rolled(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(torch.randn(K, D, H))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        y = self.b.expand(len(x), x.shape[1], -1)
        for k, W_k in enumerate(self.W):
            y = y + x.roll(k * self.dilation, dims=1) @ W_k
        return y


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="The bias is added once for each k. It is added once.",
)
class BiasEachTime(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(torch.randn(K, D, H))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        T = x.shape[1]
        y = 0
        for k, W_k in enumerate(self.W):
            y = y + nn.functional.pad(x, (0, 0, k * self.dilation, 0))[:, :T] @ W_k + self.b
        return y


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="The bias is missing.",
)
class ConvolutionWithoutBias(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(torch.randn(K, D, H))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        T = x.shape[1]
        return sum(nn.functional.pad(x, (0, 0, k * self.dilation, 0))[:, :T] @ W_k for k, W_k in enumerate(self.W))


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="The sequences are moved along the wrong axis: your zeros come in among the sequences or among the numbers of "
    "an input. `pad` reads its pairs from the last axis backward; time is the last but one.",
)
class WrongAxisPadded(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(torch.randn(K, D, H))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        D = x.shape[2]
        y = self.b.expand(len(x), x.shape[1], -1)
        for k, W_k in enumerate(self.W):
            y = y + nn.functional.pad(x, (k * self.dilation, 0))[:, :, :D] @ W_k
        return y


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="The filter reaches one step further back than it should: k counts from 0 to K - 1, and W[0] belongs to the "
    "step at hand.",
)
class OneStepFurther(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(torch.randn(K, D, H))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        T = x.shape[1]
        y = self.b.expand(len(x), T, -1)
        for k, W_k in enumerate(self.W, 1):
            y = y + nn.functional.pad(x, (0, 0, k * self.dilation, 0))[:, :T] @ W_k
        return y


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="`x[:, :-s]` is empty where s is 0, as it is for k = 0: -0 is 0. `[:, :T - s]` is not.",
)
class CutByMinusZero(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(torch.randn(K, D, H))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        y = self.b
        for k, W_k in enumerate(self.W):
            s = k * self.dilation
            earlier = torch.cat([torch.zeros(len(x), s, x.shape[2]), x[:, :-s]], dim=1)
            y = y + earlier @ W_k
        return y


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="With s steps of zeros in front the sequence is s steps longer, and the terms of the sum have different "
    "lengths. Its last s steps have to go.",
)
class NotCutAgain(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(torch.randn(K, D, H))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        y = self.b
        for k, W_k in enumerate(self.W):
            y = y + nn.functional.pad(x, (0, 0, k * self.dilation, 0)) @ W_k
        return y


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="Every W[k] reads x_t itself: the zeros that you put in are cut off again. They belong in front of the "
    "sequence, and what has to go is at its end.",
)
class CutInFront(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(torch.randn(K, D, H))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        y = self.b
        for k, W_k in enumerate(self.W):
            s = k * self.dilation
            y = y + nn.functional.pad(x, (0, 0, s, 0))[:, s:] @ W_k
        return y


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="What lies before the start counts as zero; yours repeats the first step.",
)
class FirstStepRepeated(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(torch.randn(K, D, H))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        y = self.b
        for k, W_k in enumerate(self.W):
            s = k * self.dilation
            y = y + torch.cat([x[:, :1].repeat(1, s, 1), x], dim=1)[:, : x.shape[1]] @ W_k
        return y


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="`y += ...` writes into the tensor that y stands for, here the parameter self.b. `y = y + ...` makes a new "
    "one.",
)
class IntoTheBias(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(torch.randn(K, D, H))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        y = self.b
        for k, W_k in enumerate(self.W):
            y += nn.functional.pad(x, (0, 0, k * self.dilation, 0))[:, : x.shape[1]] @ W_k
        return y


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="",
    twin_of="CutInFront",
)
class PaddedBehind(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(nn.init.xavier_uniform_(torch.empty(K, D, H)))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        steps = x.shape[1]
        y = self.b
        for k, W_k in enumerate(self.W):
            earlier = nn.functional.pad(x, (0, 0, 0, k * self.dilation))[:, :steps]
            y = y + earlier @ W_k
        return y


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="",
    twin_of="Centred",
)
class CentredOnK(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(nn.init.xavier_uniform_(torch.empty(K, D, H)))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        steps = x.shape[1]
        y = self.b
        for k, W_k in enumerate(self.W):
            s = (k - len(self.W) // 2) * self.dilation
            earlier = nn.functional.pad(x, (0, 0, max(s, 0), max(-s, 0)))[:, max(-s, 0) :][:, :steps]
            y = y + earlier @ W_k
        return y


@mistake(
    "CausalConv1d",
    fails=("gradients",),
    says="The values are right, and no gradient reaches x: a layer below this one would learn nothing.",
)
class InputsCut(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(nn.init.xavier_uniform_(torch.empty(K, D, H)))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        steps = x.shape[1]
        y = self.b
        for k, W_k in enumerate(self.W):
            earlier = nn.functional.pad(x.detach(), (0, 0, k * self.dilation, 0))[:, :steps]
            y = y + earlier @ W_k
        return y


@mistake(
    "CausalConv1d",
    fails=("gradients",),
    says="All the numbers of a new W are the same. Then all units compute the same, get the same gradient and stay "
    "alike: W begins with random numbers.",
)
class FilterOfZeros(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(torch.zeros(K, D, H))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        steps = x.shape[1]
        y = self.b
        for k, W_k in enumerate(self.W):
            earlier = nn.functional.pad(x, (0, 0, k * self.dilation, 0))[:, :steps]
            y = y + earlier @ W_k
        return y


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="Your outputs go through a tanh. (7.6) is a plain sum; whoever stacks layers puts one between them.",
)
class Squashed(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(nn.init.xavier_uniform_(torch.empty(K, D, H)))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        steps = x.shape[1]
        y = self.b
        for k, W_k in enumerate(self.W):
            earlier = nn.functional.pad(x, (0, 0, k * self.dilation, 0))[:, :steps]
            y = y + earlier @ W_k
        return torch.tanh(y)


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="Your outputs go through a relu. (7.6) is a plain sum; whoever stacks layers puts one between them.",
)
class Rectified(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(nn.init.xavier_uniform_(torch.empty(K, D, H)))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        steps = x.shape[1]
        y = self.b
        for k, W_k in enumerate(self.W):
            earlier = nn.functional.pad(x, (0, 0, k * self.dilation, 0))[:, :steps]
            y = y + earlier @ W_k
        return torch.relu(y)


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="",
    twin_of="WrongAxisPadded",
)
class InputsPadded(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(nn.init.xavier_uniform_(torch.empty(K, D, H)))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        steps = x.shape[1]
        y = self.b
        for k, W_k in enumerate(self.W):
            earlier = nn.functional.pad(x, (k * self.dilation, 0))[:, :steps]
            y = y + earlier @ W_k
        return y


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="Every W[k] reads the step one dilation back. The distance grows with k: k times the dilation.",
)
class AlwaysOneDilation(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(nn.init.xavier_uniform_(torch.empty(K, D, H)))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        steps = x.shape[1]
        y = self.b
        for W_k in self.W:
            earlier = nn.functional.pad(x, (0, 0, self.dilation, 0))[:, :steps]
            y = y + earlier @ W_k
        return y


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="Your sum begins anew for each k: only the last term is left.",
)
class LastTermAlone(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(nn.init.xavier_uniform_(torch.empty(K, D, H)))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        steps = x.shape[1]
        y = self.b
        for k, W_k in enumerate(self.W):
            earlier = nn.functional.pad(x, (0, 0, k * self.dilation, 0))[:, :steps]
            y = self.b + earlier @ W_k
        return y


@mistake(
    "CausalConv1d",
    fails=("values", "dilation", "edge_cases", "gradients"),
    says="The sum ends one k too early: k counts from 0 to K - 1, and that is K terms.",
)
class OneTermMissing(nn.Module):
    def __init__(self, D, H, K, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(nn.init.xavier_uniform_(torch.empty(K, D, H)))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x):
        steps = x.shape[1]
        y = self.b
        for k, W_k in enumerate(self.W[:-1]):
            earlier = nn.functional.pad(x, (0, 0, k * self.dilation, 0))[:, :steps]
            y = y + earlier @ W_k
        return y


# quizzes ------------------------------------------------------------------------------------------------------------

quiz(
    "which_shape",
    {
        "a": "One to many reads once and writes often, as when a photo gets a caption. Here a strip of many samples is "
        "read.",
        "b": "Many samples are read, and one word is said of the whole strip: the state after the last one answers.",
        "c": "Aligned would be an answer at every sample, such as where each heartbeat begins.",
        "d": "Read first, then write, is for an answer that is a sequence of its own length, as in translation.",
    },
)
quiz(
    "padding_moves",
    {
        "a": "A batch changes nothing by itself: its rows are computed one beside the other.",
        "b": "In evaluation dropout is off, and without it the same input gives the same answer.",
        "c": "Beside a longer neighbour the sentence is padded, and a network that reads on behind the end has another "
        "last state. The mask was forgotten somewhere.",
        "d": "float32 rounds in the seventh digit. From 0.91 to 0.34 is no rounding.",
    },
)
quiz(
    "backward_summary",
    {
        "a": "There the backward cell has read one token only, the last one: it began there.",
        "b": "The backward cell goes from right to left, so at the first token it has read the whole sentence.",
        "c": "The mean mixes states that have read little with states that have read all. It can be used, but it is no "
        "summary of the whole.",
        "d": "A state at the end is the forward cell's summary. The backward cell has its own end, on the other side.",
    },
)
quiz(
    "next_word_both_ways",
    {
        "a": "It is the other way round: the training loss falls almost to zero, which is the alarming part.",
        "b": "More data makes no difference: the answer stands in the input at each place, and is found there.",
        "c": "The backward cell has read the next word before it is asked for. The loss is close to zero, and in use, "
        "where there is no next word yet, nothing has been learnt.",
        "d": "Twice the parameters fit more, and would not bring the loss near zero on text that was never seen.",
    },
)
quiz(
    "plain_list",
    {
        "a": "forward runs well with a plain list: it only calls the cells one by one.",
        "b": "What is in a plain list is invisible to parameters(): the optimiser never hears of those cells, and they "
        "stay as random as they began.",
        "c": "Gradients are computed for them, too. What is missing is somebody who uses these gradients.",
        "d": "Nothing is shared: each call of RNNCell makes weights of its own.",
    },
)
quiz(
    "how_far_back",
    {
        "a": "Three would be one layer of width 3. Each further layer looks at outputs that have looked back already.",
        "b": "7 counts the dilations, 1 + 2 + 4, as if each layer added one pair of steps. A filter of width 3 reaches "
        "twice its dilation back.",
        "c": "2 steps back with dilation 1, 4 with dilation 2, 8 with dilation 4: 14, and the step itself.",
        "d": "A recurrent network can see everything before, at least in principle. A stack of three layers ends "
        "somewhere.",
    },
)
quiz(
    "order_blind_pairs",
    {
        "a": "The two sentences of a pair have the same bag of words and opposite labels. Whatever is computed from "
        "the bag gives both the same answer, and one of the two is wrong.",
        "b": "It has as many parameters as the other one, and could count to any number.",
        "c": "With more sentences the pairs would still have equal bags: there is nothing in them to be learnt.",
        "d": "Words that were never met would be a reason for bad answers. For exactly one half there is a stricter "
        "one.",
    },
)
