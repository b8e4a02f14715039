"""The private side of lesson 03_bptt: cases, other right ways, and the mistakes with what to say of each.

Sizes that are easily confused differ within a case, biases and first states are not zero. Other cases are square on
purpose: there a transposed weight or a wrong axis goes unnoticed by NumPy. What is sampled is judged by counts.
"""

import numpy as np

from helpers.exercises import case, equivalent, exercise, hidden, mistake, quiz, right, visible
from helpers.exercises.random_arguments import different_sizes, normal

# Arithmetic may be done by anything; the derivative is what is to be programmed.
READY_MADE = ("helpers.nn.bptt", "torch.autograd", "torch.func", "torch.nn", ".backward", ".grad", "scipy", "jax")
# The functions of lesson 02 come from helpers.nn in this notebook, and may be used.


def step_back(rng, N, D, H, scale=0.6):
    """Arguments of rnn_step_backward: a step that was taken, and a gradient at its state."""
    x, h_prev = normal(rng, N, D), np.tanh(normal(rng, N, H))
    W_xh, W_hh, b_h = normal(rng, D, H, scale=scale), normal(rng, H, H, scale=scale), normal(rng, H, scale=scale)
    h = np.tanh(x @ W_xh + h_prev @ W_hh + b_h)
    return {"dh": normal(rng, N, H), "x": x, "h_prev": h_prev, "h": h, "W_xh": W_xh, "W_hh": W_hh}


def steps_back(rng, N, T, D, H, scale=0.6):
    """Arguments of rnn_backward: a sequence that was read, and the loss's own gradient at each state."""
    x, h0 = normal(rng, N, T, D), np.tanh(normal(rng, N, H))
    W_xh, W_hh, b_h = normal(rng, D, H, scale=scale), normal(rng, H, H, scale=scale), normal(rng, H, scale=scale)
    states = [h0]
    for t in range(T):
        states.append(np.tanh(x[:, t] @ W_xh + states[-1] @ W_hh + b_h))
    h = np.stack(states[1:], axis=1)
    return {"dh": normal(rng, N, T, H), "x": x, "h0": h0, "h": h, "W_xh": W_xh, "W_hh": W_hh}


# numerical_gradient --------------------------------------------------------------------------------------------------

exercise(
    "numerical_gradient",
    returns={"gradient": ""},
    driver="call_with_function",
    forbidden=READY_MADE,
    explained="""
    Each element gets its turn: moved up by step, moved down by step, and put back, with everything else where it was.
    `np.ndindex(shape)` walks over the places of an array with any number of axes. The work is done on a copy in
    float64: the caller's array stays as it was, and a whole number can be moved by 0.00001. The element is put back by
    storing its old value, not by adding the step again, which would leave it a rounding error away. The usual
    mistakes are a division by the step alone, where the two points are two steps apart, and an element that is not put
    back, so that all later ones are differentiated at another point. To convince yourself, try a sum of squares: its
    gradient is 2 x, and central differences give it to ten digits.
    """,
)


def of_cubes(c):
    return {"function": "cubes", "c": c}


@visible("numerical_gradient", part="values")
def _(rng):
    yield case(
        "worked by hand: x³ at 2, step 0.5",
        f=of_cubes(np.array([1.0])),
        x=np.array([2.0]),
        step=0.5,
        note="(2.5³ - 1.5³) / 1 = 12.25",
    )
    c, x = normal(rng, 3), normal(rng, 3)
    yield case("three numbers, step 0.5", f=of_cubes(c), x=x, step=0.5)
    yield case("the same three, step 0.1", f=of_cubes(c), x=x, step=0.1)
    yield case(
        "a matrix, every element in several terms",
        f={"function": "squashed", "A": normal(rng, 3, 4), "c": normal(rng, 2, 4)},
        x=normal(rng, 2, 3),
        step=0.3,
    )
    x = normal(rng, 2, 3, 4)
    yield case("three axes, step 0.00001", f=of_cubes(normal(rng, 2, 3, 4)), x=x, step=1e-5)
    yield case("a square matrix", f=of_cubes(normal(rng, 3, 3)), x=normal(rng, 3, 3), step=0.25)


@hidden("numerical_gradient", part="values")
def _(rng):
    for step in (0.5, 0.2, 1e-5):
        N, D, H = different_sizes(rng, 3, high=5)
        yield case("a random vector", f=of_cubes(normal(rng, H)), x=normal(rng, H), step=step)
        yield case(
            "a random matrix",
            f={"function": "squashed", "A": normal(rng, D, H), "c": normal(rng, N, H)},
            x=normal(rng, N, D),
            step=step,
        )
        yield case("three axes", f=of_cubes(normal(rng, N, D, 2)), x=normal(rng, N, D, 2), step=step)


@visible("numerical_gradient", part="edge_cases")
def _(rng):
    yield case("the step is left out: it is 0.00001 then", f=of_cubes(normal(rng, 2, 3)), x=normal(rng, 2, 3))
    yield case(
        "x in whole numbers",
        f=of_cubes(normal(rng, 2, 3)),
        x=np.array([[1, -2, 3], [2, 0, -1]]),
        step=0.125,
        note="a whole number cannot hold 1.125",
    )
    yield case(
        "x in float32",
        f=of_cubes(normal(rng, 4)),
        x=normal(rng, 4).astype(np.float32),
        step=1e-5,
        note="float32 has seven digits, and a step of 0.00001 is lost in them",
    )
    yield case("one number in a matrix", f=of_cubes(normal(rng, 1, 1)), x=normal(rng, 1, 1), step=0.5)
    yield case("another one", f=of_cubes(normal(rng, 1, 1)), x=normal(rng, 1, 1), step=0.5)
    yield case("one row", f=of_cubes(normal(rng, 1, 3)), x=normal(rng, 1, 3), step=0.5)


@hidden("numerical_gradient", part="edge_cases")
def _(rng):
    yield case("no step given", f=of_cubes(normal(rng, 3, 2)), x=normal(rng, 3, 2))
    yield case("whole numbers", f=of_cubes(normal(rng, 3, 2)), x=rng.integers(-3, 4, size=(3, 2)), step=0.25)
    yield case("float32", f=of_cubes(normal(rng, 5)), x=normal(rng, 5).astype(np.float32), step=1e-5)
    yield case("one number", f=of_cubes(normal(rng, 1, 1)), x=normal(rng, 1, 1), step=0.25)


@right("numerical_gradient", style="one unit array a place")
def numerical_by_unit_arrays(f, x, step=1e-5):
    x = np.asarray(x, dtype=np.float64)
    result = np.zeros(x.size)
    for number in range(x.size):
        unit = np.zeros(x.size)
        unit[number] = step
        unit = unit.reshape(x.shape)
        result[number] = (f(x + unit) - f(x - unit)) / (2 * step)
    return result.reshape(x.shape)


@right("numerical_gradient", style="nditer")
def numerical_by_nditer(f, x, step=1e-5):
    point = np.array(x, dtype=float)
    result = np.zeros_like(point)
    walk = np.nditer(point, flags=["multi_index"])
    while not walk.finished:
        place = walk.multi_index
        old = point[place]
        values = []
        for sign in (+1, -1):
            point[place] = old + sign * step
            values.append(f(point))
        point[place] = old
        result[place] = (values[0] - values[1]) / step / 2
        walk.iternext()
    return result


@right("numerical_gradient", style="a flat view")
def numerical_by_flat_view(f, x, step=1e-5):
    point = np.array(x, dtype=float)
    flat = point.reshape(-1)
    slopes = []
    for i, old in enumerate(flat.copy()):
        flat[i] = old + step
        up = f(point)
        flat[i] = old - step
        slopes.append((up - f(point)) / (2 * step))
        flat[i] = old
    return np.array(slopes).reshape(point.shape)


@right("numerical_gradient", style="identity matrix")
def numerical_by_identity(f, x, step=1e-5):
    x = np.asarray(x, dtype=float)
    moves = step * np.eye(x.size).reshape(-1, *x.shape)
    return np.array([(f(x + move) - f(x - move)) / (2 * step) for move in moves]).reshape(x.shape)


BOTH = ("values", "edge_cases")


@mistake(
    "numerical_gradient",
    fails=BOTH,
    says="You look ahead only, at f(x + step) - f(x). That is a one-sided difference: its error shrinks with the step, "
    "that of (3.3) with its square. Look at both sides of x.",
)
def numerical_forward(f, x, step=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    here = f(x)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + step
        gradient[index] = (f(x) - here) / step
        x[index] = old
    return gradient


@mistake(
    "numerical_gradient",
    fails=BOTH,
    says="You look back only, at f(x) - f(x - step). That is a one-sided difference: its error shrinks with the step, "
    "that of (3.3) with its square. Look at both sides of x.",
)
def numerical_looking_back(f, x, step=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    here = f(x)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old - step
        gradient[index] = (here - f(x)) / step
        x[index] = old
    return gradient


@mistake(
    "numerical_gradient",
    fails=BOTH,
    says="Your numbers are twice too large. How far apart are the two points at which f is computed?",
)
def numerical_divided_by_one_step(f, x, step=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + step
        above = f(x)
        x[index] = old - step
        gradient[index] = (above - f(x)) / step
        x[index] = old
    return gradient


@mistake(
    "numerical_gradient",
    fails=BOTH,
    says="`a / 2 * step` divides by 2 and then multiplies by step: Python goes from left to right. Put the "
    "denominator into brackets.",
)
def numerical_without_brackets(f, x, step=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + step
        above = f(x)
        x[index] = old - step
        gradient[index] = (above - f(x)) / 2 * step
        x[index] = old
    return gradient


@mistake(
    "numerical_gradient",
    fails=BOTH,
    says="You return the differences of f themselves. A slope is a difference divided by how far apart the points are.",
)
def numerical_not_divided(f, x, step=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + step
        above = f(x)
        x[index] = old - step
        gradient[index] = above - f(x)
        x[index] = old
    return gradient


@mistake(
    "numerical_gradient",
    fails=BOTH,
    says="You divide the mean of two differences by 2 only, and the step is missing from the denominator of (3.3).",
)
def numerical_divided_by_two(f, x, step=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + step
        above = f(x)
        x[index] = old - step
        gradient[index] = (above - f(x)) / 2
        x[index] = old
    return gradient


@mistake(
    "numerical_gradient",
    fails=BOTH,
    says="You move by half a step to each side and divide by two steps, so your slopes are half of what they should "
    "be.",
)
def numerical_half_steps(f, x, step=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + step / 2
        above = f(x)
        x[index] = old - step / 2
        gradient[index] = (above - f(x)) / (2 * step)
        x[index] = old
    return gradient


@mistake(
    "numerical_gradient",
    fails=BOTH,
    says="You move by half a step to each side. In (3.3) the two points are a whole step from x, and two from each "
    "other.",
)
def numerical_half_a_step_to_each_side(f, x, step=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + step / 2
        above = f(x)
        x[index] = old - step / 2
        gradient[index] = (above - f(x)) / step
        x[index] = old
    return gradient


@mistake(
    "numerical_gradient",
    fails=BOTH,
    says="You return the negative of the gradient: f behind x minus f ahead of x. Which of the two comes first?",
)
def numerical_with_the_other_sign(f, x, step=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + step
        above = f(x)
        x[index] = old - step
        gradient[index] = (f(x) - above) / (2 * step)
        x[index] = old
    return gradient


@mistake(
    "numerical_gradient",
    fails=BOTH,
    says="You move all elements at once. That gives one slope, in the direction in which all of them grow together; "
    "the gradient has one slope for each element, with the others held still.",
)
def numerical_all_at_once(f, x, step=1e-5):
    return (f(x + step) - f(x - step)) / (2 * step) * np.ones(np.shape(x))


@mistake(
    "numerical_gradient",
    fails=BOTH,
    says="You return one number, the slope when all elements are moved together. The gradient has one slope for each "
    "element, with the others held still.",
)
def numerical_one_number(f, x, step=1e-5):
    return (f(x + step) - f(x - step)) / (2 * step)


@mistake(
    "numerical_gradient",
    fails=("values",),
    says="The first element is right and the later ones are not: an element stays moved when the next one gets its "
    "turn. Put each back where it was.",
)
def numerical_never_put_back(f, x, step=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += step
        above = f(x)
        x[index] -= 2 * step
        gradient[index] = (above - f(x)) / (2 * step)
    return gradient


@mistake(
    "numerical_gradient",
    fails=BOTH,
    says="All your slopes are zero: f is called with the array that is not moved, both times. What you move has to be "
    "what f gets.",
)
def numerical_of_the_unmoved(f, x, step=1e-5):
    point = np.array(x, dtype=float)
    gradient = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        point[index] += step
        above = f(x)
        point[index] -= 2 * step
        gradient[index] = (above - f(x)) / (2 * step)
        point[index] += step
    return gradient


@mistake(
    "numerical_gradient",
    fails=BOTH,
    says="You put each element back by adding the step again. Rounding makes that another number, in the last digits, "
    "and the array is the caller's. Keep the old value, or work on a copy.",
)
def numerical_put_back_by_adding(f, x, step=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += step
        above = f(x)
        x[index] -= 2 * step
        gradient[index] = (above - f(x)) / (2 * step)
        x[index] += step
    return gradient


@mistake(
    "numerical_gradient",
    fails=("values", "edge_cases"),
    says="You use a step of your own and not the one that is handed in.",
)
def numerical_with_its_own_step(f, x, step=1e-5):
    step = 1e-5
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + step
        above = f(x)
        x[index] = old - step
        gradient[index] = (above - f(x)) / (2 * step)
        x[index] = old
    return gradient


@mistake(
    "numerical_gradient",
    fails=("edge_cases",),
    says="Your arrays have the dtype of x. Among whole numbers, 1 + 0.00001 is 1; among float32 it is nearly so. What "
    "is moved, and what the slopes are stored in, has to be float64.",
)
def numerical_in_the_dtype_of_x(f, x, step=1e-5):
    x = x.copy()
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + step
        above = f(x)
        x[index] = old - step
        gradient[index] = (above - f(x)) / (2 * step)
        x[index] = old
    return gradient


@mistake(
    "numerical_gradient",
    fails=("edge_cases",),
    says="You move a copy of the dtype of x. Among whole numbers, 1 + 0.125 is 1; among float32 1 + 0.00001 is hardly "
    "more. What is moved has to be float64.",
)
def numerical_moving_the_dtype_of_x(f, x, step=1e-5):
    x = x.copy()
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + step
        above = f(x)
        x[index] = old - step
        gradient[index] = (above - f(x)) / (2 * step)
        x[index] = old
    return gradient


@mistake(
    "numerical_gradient",
    fails=("edge_cases",),
    says="The points are right, and the slopes go into an array of the dtype of x, `np.zeros_like(x)`: where x is "
    "whole numbers, that cuts their fractions off.",
)
def numerical_stored_in_the_dtype_of_x(f, x, step=1e-5):
    gradient = np.zeros_like(x)
    x = np.array(x, dtype=float)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + step
        above = f(x)
        x[index] = old - step
        gradient[index] = (above - f(x)) / (2 * step)
        x[index] = old
    return gradient


@mistake(
    "numerical_gradient",
    fails=BOTH,
    says="You walk along the first axis and move a whole row at a time. Each single element has its own turn, however "
    "many axes x has: np.ndindex(x.shape) gives all places.",
)
def numerical_row_by_row(f, x, step=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for i in range(len(x)):
        old = x[i].copy()
        x[i] = old + step
        above = f(x)
        x[i] = old - step
        gradient[i] = (above - f(x)) / (2 * step)
        x[i] = old
    return gradient


@mistake(
    "numerical_gradient",
    fails=BOTH,
    says="Your slopes are right and stand in one long row. The gradient has the shape of x.",
)
def numerical_in_a_row(f, x, step=1e-5):
    x = np.array(x, dtype=float)
    slopes = []
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + step
        above = f(x)
        x[index] = old - step
        slopes.append((above - f(x)) / (2 * step))
        x[index] = old
    return np.array(slopes)


@mistake(
    "numerical_gradient",
    fails=BOTH,
    says="Your step grows with the element, as in a relative step. In (3.3) it is the same for all of them.",
)
def numerical_with_a_relative_step(f, x, step=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        moved = step * max(abs(old), 1e-8)
        x[index] = old + moved
        above = f(x)
        x[index] = old - moved
        gradient[index] = (above - f(x)) / (2 * step)
        x[index] = old
    return gradient


@mistake(
    "numerical_gradient",
    fails=BOTH,
    says="You return inside the loop, after the first element.",
)
def numerical_returned_too_early(f, x, step=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + step
        above = f(x)
        x[index] = old - step
        gradient[index] = (above - f(x)) / (2 * step)
        x[index] = old
        if x.size > 1:
            return gradient
    return gradient


@mistake(
    "numerical_gradient",
    fails=BOTH,
    says="Your slopes are right and their axes of length 1 are gone. The gradient has the shape of x, (1, 1) too.",
)
def numerical_squeezed(f, x, step=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + step
        above = f(x)
        x[index] = old - step
        gradient[index] = (above - f(x)) / (2 * step)
        x[index] = old
    return gradient.squeeze()


equivalent(
    "numerical_gradient",
    "gradient = np.zeros(point.shape)",
    "gradient = np.ones(point.shape)",
    because="Every element is overwritten: the loop goes over all places.",
)
equivalent(
    "numerical_gradient",
    "gradient = np.zeros(point.shape)",
    "gradient = np.zeros(x.shape)",
    because="point is a copy of x and has its shape.",
)
equivalent(
    "numerical_gradient",
    "for index in np.ndindex(point.shape):",
    "for index in reversed(list(np.ndindex(point.shape))):",
    because="Each place is moved and put back before the next, so their order plays no part.",
)
equivalent(
    "numerical_gradient",
    "for index in np.ndindex(point.shape):",
    "for index in np.ndindex(x.shape):",
    because="point is a copy of x and has its shape.",
)
equivalent(
    "numerical_gradient",
    "for index in np.ndindex(point.shape):",
    "for index in np.ndindex(gradient.shape):",
    because="gradient was made with the shape of point.",
)


# gradient_check ------------------------------------------------------------------------------------------------------

exercise(
    "gradient_check",
    returns={"error": ""},
    driver="call_with_function",
    builds_on={"numerical_gradient": "helpers.nn.bptt"},
    forbidden=READY_MADE,
    explained="""
    Both gradients are vectors, whatever their shape, and the norm is the length of such a vector: the root of the sum
    of all squares, which `np.linalg.norm` gives for any number of axes. Divided by the length of the sum, the distance
    between the two has no unit: it is about half of their relative difference. Where both are zero there is
    nothing to divide, and the error is 0.0. It is the *difference* that has to be asked: where one is minus the
    other the sum is zero as well, and that gradient could not be more wrong. Shapes are compared first, since NumPy
    would stretch a (H,) over a (N, H) without a word. To convince yourself, hand in twice the right gradient: the error
    is (2 - 1) / (2 + 1) = 1/3.
    """,
)


def checked(title, rng, factor, *shape, note=""):
    """A case of gradient_check: a gradient of a squashed function that is right but for a factor."""
    N, D, H = shape
    A, c, x = normal(rng, D, H), normal(rng, N, H), normal(rng, N, D)
    gradient = (c * (1 - np.tanh(x @ A) ** 2)) @ A.T
    return case(title, f={"function": "squashed", "A": A, "c": c}, x=x, gradient=factor * gradient, note=note)


def near_zero(rng, title):
    """A gradient that is right, at points where a one-sided difference is a hundred times worse."""
    c, x = np.array([1.0, -2.0, 0.5]), np.array([0.031, 0.02, 0.047])
    return case(
        title,
        f=of_cubes(c),
        x=x,
        gradient=np.array([3 * float(a) * float(b) * float(b) for a, b in zip(c, x, strict=True)]),
    )


@visible("gradient_check", part="values")
def _(rng):
    yield case(
        "worked by hand: a slope of 3 is said to be 5",
        f={"function": "linear", "c": np.array([3.0])},
        x=np.array([1.0]),
        gradient=np.array([5.0]),
        note="|5 - 3| / |5 + 3|",
    )
    yield checked("twice the right gradient", rng, 2.0, 2, 3, 4, note="(2 - 1) / (2 + 1)")
    yield checked("half of the right gradient, with the other sign", rng, -0.5, 3, 2, 4)
    yield checked("three quarters of it, other numbers", rng, 0.75, 3, 2, 4)
    c, x = normal(rng, 3, 3), normal(rng, 3, 3)
    yield case("a square one, nothing like the right one", f=of_cubes(c), x=x, gradient=normal(rng, 3, 3))
    yield case(
        "three axes, one element is wrong",
        f={"function": "linear", "c": (c := normal(rng, 2, 2, 3))},
        x=normal(rng, 2, 2, 3),
        gradient=np.where(np.arange(12).reshape(2, 2, 3) == 7, 3.0, c),
    )
    yield near_zero(rng, "a right gradient: an error that is zero but for rounding")


@hidden("gradient_check", part="values")
def _(rng):
    for factor in (2.5, 0.4, -0.3):
        N, D, H = different_sizes(rng, 3, high=5)
        yield checked("a gradient that is off by a factor", rng, factor, N, D, H)
        yield case("another gradient altogether", f=of_cubes(normal(rng, N)), x=normal(rng, N), gradient=normal(rng, N))
    yield checked("a right gradient", rng, 1.0, 3, 4, 2)
    yield near_zero(rng, "another right one")


@visible("gradient_check", part="edge_cases")
def _(rng):
    yield case(
        "f is constant, and the gradient says so",
        f={"function": "linear", "c": np.zeros(3)},
        x=normal(rng, 3),
        gradient=np.zeros(3),
        note="both are zero: no error",
    )
    yield case(
        "f is constant, and the gradient says otherwise",
        f={"function": "linear", "c": np.zeros(3)},
        x=normal(rng, 3),
        gradient=normal(rng, 3),
    )
    yield case(
        "minus the gradient, to the last digit",
        f={"function": "linear", "c": np.array([1.0, -2.0, 4.0])},
        x=np.zeros(3),
        gradient=np.array([-1.0, 2.0, -4.0]),
        note="the sum is zero and the difference is not: as wrong as can be",
    )
    yield case("one row", f=of_cubes(normal(rng, 1, 3)), x=normal(rng, 1, 3), gradient=normal(rng, 1, 3))
    yield case(
        "a gradient of another shape",
        f=of_cubes(normal(rng, 2, 3)),
        x=normal(rng, 2, 3),
        gradient=normal(rng, 3),
    )
    yield case(
        "a gradient of another shape and as many numbers",
        f=of_cubes(normal(rng, 2, 3)),
        x=normal(rng, 2, 3),
        gradient=normal(rng, 3, 2),
    )


@hidden("gradient_check", part="edge_cases")
def _(rng):
    yield case(
        "both zero", f={"function": "linear", "c": np.zeros((2, 3))}, x=normal(rng, 2, 3), gradient=np.zeros((2, 3))
    )
    yield case(
        "minus the gradient",
        f={"function": "linear", "c": np.array([[2.0, -8.0]])},
        x=np.zeros((1, 2)),
        gradient=np.array([[-2.0, 8.0]]),
    )
    yield case("another shape", f=of_cubes(normal(rng, 4, 2)), x=normal(rng, 4, 2), gradient=normal(rng, 1, 2))


@right("gradient_check", style="sums of squares")
def check_by_sums(f, x, gradient):
    b = numerical_gradient(f, x)
    a = np.asarray(gradient)
    if a.shape != b.shape:
        raise ValueError("the gradient and x differ in shape")
    distance = np.sqrt(((a - b) ** 2).sum())
    if distance == 0:
        return 0.0
    with np.errstate(divide="ignore"):
        return distance / np.sqrt(((a + b) ** 2).sum())


@right("gradient_check", style="math")
def check_by_math(f, x, gradient):
    import math

    if gradient.shape != x.shape:
        raise ValueError(f"{gradient.shape} and {x.shape}")
    pairs = list(zip(gradient.ravel().tolist(), numerical_gradient(f, x).ravel().tolist(), strict=True))
    difference = math.sqrt(sum((a - b) ** 2 for a, b in pairs))
    total = math.sqrt(sum((a + b) ** 2 for a, b in pairs))
    if total == 0:
        return 0.0 if difference == 0 else math.inf
    return difference / total


@right("gradient_check", style="differences of its own")
def check_with_its_own_differences(f, x, gradient):
    if np.shape(gradient) != np.shape(x):
        raise ValueError("shapes differ")
    other = np.zeros(np.shape(x))
    for place in np.ndindex(other.shape):
        move = np.zeros(other.shape)
        move[place] = 1e-5
        other[place] = (f(x + move) - f(x - move)) / 2e-5
    a, b = np.ravel(gradient), other.ravel()
    if np.array_equal(a, b):
        return 0.0
    total = np.sqrt((a + b) @ (a + b))
    return np.sqrt((a - b) @ (a - b)) / total if total > 0 else float("inf")


@mistake(
    "gradient_check",
    fails=("values", "edge_cases"),
    says="You average the errors of the single elements. One small element that is far off then weighs as much as all "
    "the large ones. In (3.4) there are two lengths, each over all elements, and one division.",
)
def check_mean_of_errors(f, x, gradient):
    if gradient.shape != x.shape:
        raise ValueError("shapes")
    b = numerical_gradient(f, x)
    if not (gradient - b).any():
        return 0.0
    with np.errstate(all="ignore"):
        return np.nanmean(np.abs(gradient - b) / np.abs(gradient + b))


@mistake(
    "gradient_check",
    fails=("values", "edge_cases"),
    says="You return the largest error of a single element. In (3.4) there are two lengths, each over all elements, "
    "and one division.",
)
def check_largest_error(f, x, gradient):
    if gradient.shape != x.shape:
        raise ValueError("shapes")
    b = numerical_gradient(f, x)
    if not (gradient - b).any():
        return 0.0
    with np.errstate(all="ignore"):
        return np.nanmax(np.abs(gradient - b) / np.abs(gradient + b))


@mistake(
    "gradient_check",
    fails=BOTH,
    says="You divide by ||a|| + ||b||, the sum of the lengths. That is another usual measure, and never above 1. Here "
    "it is ||a + b||, the length of the sum, which is small when the two point in opposite directions.",
)
def check_by_sum_of_lengths(f, x, gradient):
    if gradient.shape != x.shape:
        raise ValueError("shapes")
    b = numerical_gradient(f, x)
    difference = np.linalg.norm(gradient - b)
    return difference / (np.linalg.norm(gradient) + np.linalg.norm(b)) if difference else 0.0


@mistake(
    "gradient_check",
    fails=BOTH,
    says="You divide by the length of the numerical gradient alone. In (3.4) the denominator is the length of the sum "
    "of both.",
)
def check_by_numerical_length(f, x, gradient):
    if gradient.shape != x.shape:
        raise ValueError("shapes")
    b = numerical_gradient(f, x)
    difference = np.linalg.norm(gradient - b)
    with np.errstate(divide="ignore"):
        return difference / np.linalg.norm(b) if difference else 0.0


@mistake(
    "gradient_check",
    fails=BOTH,
    says="You divide by the length of the gradient that was handed in alone. In (3.4) the denominator is the length of "
    "the sum of both.",
)
def check_by_given_length(f, x, gradient):
    if gradient.shape != x.shape:
        raise ValueError("shapes")
    difference = np.linalg.norm(gradient - numerical_gradient(f, x))
    return difference / np.linalg.norm(gradient) if difference else 0.0


@mistake(
    "gradient_check",
    fails=BOTH,
    says="You return the distance and divide by nothing. A distance of 0.001 is a lot between gradients of size 0.01 "
    "and nothing between gradients of size 1000: what is the denominator of (3.4)?",
)
def check_absolute(f, x, gradient):
    if gradient.shape != x.shape:
        raise ValueError("shapes")
    return np.linalg.norm(gradient - numerical_gradient(f, x))


@mistake(
    "gradient_check",
    fails=("values", "edge_cases"),
    says="You divide sums of squares by each other. A length is the root of such a sum.",
)
def check_of_squares(f, x, gradient):
    if gradient.shape != x.shape:
        raise ValueError("shapes")
    b = numerical_gradient(f, x)
    difference, total = np.sum((gradient - b) ** 2), np.sum((gradient + b) ** 2)
    with np.errstate(divide="ignore"):
        return difference / total if difference else 0.0


@mistake(
    "gradient_check",
    fails=BOTH,
    says="You compare the two lengths. Gradients of one length can point anywhere: take the length of the difference, "
    "not the difference of the lengths.",
)
def check_difference_of_lengths(f, x, gradient):
    if gradient.shape != x.shape:
        raise ValueError("shapes")
    b = numerical_gradient(f, x)
    difference = abs(np.linalg.norm(gradient) - np.linalg.norm(b))
    return difference / np.linalg.norm(gradient + b) if difference else 0.0


@mistake(
    "gradient_check",
    fails=("edge_cases",),
    says="Where both gradients are zero you divide 0 by 0. Nothing differs there: the error is 0.0.",
)
def check_zero_by_zero(f, x, gradient):
    if gradient.shape != x.shape:
        raise ValueError("shapes")
    b = numerical_gradient(f, x)
    return np.linalg.norm(gradient - b) / np.linalg.norm(gradient + b)


@mistake(
    "gradient_check",
    fails=("edge_cases",),
    says="You return 0.0 wherever the sum is zero. It is zero too when one gradient is exactly minus the other, and "
    "that is the worst error there is. Ask whether the difference is zero.",
)
def check_zero_for_opposites(f, x, gradient):
    if gradient.shape != x.shape:
        raise ValueError("shapes")
    b = numerical_gradient(f, x)
    total = np.linalg.norm(gradient + b)
    return np.linalg.norm(gradient - b) / total if total else 0.0


@mistake(
    "gradient_check",
    fails=("edge_cases",),
    says="You add a small number to the denominator, so that nothing is divided by zero. Then minus the gradient has a "
    "large error and not an infinite one; ask for the one case in which there is nothing to divide, both zero.",
)
def check_with_a_small_number(f, x, gradient):
    if gradient.shape != x.shape:
        raise ValueError("shapes")
    b = numerical_gradient(f, x)
    return np.linalg.norm(gradient - b) / (np.linalg.norm(gradient + b) + 1e-12)


@mistake(
    "gradient_check",
    fails=("edge_cases",),
    says="A gradient of another shape goes through: NumPy stretches (3,) over (2, 3) without a word. A shape that is "
    "not that of x is the first thing to refuse.",
)
def check_of_any_shape(f, x, gradient):
    b = numerical_gradient(f, x)
    difference = np.linalg.norm(gradient - b)
    with np.errstate(divide="ignore"):
        return difference / np.linalg.norm(gradient + b) if difference else 0.0


@mistake(
    "gradient_check",
    fails=("edge_cases",),
    says="You compare how many numbers the two have, or string them into rows first. A gradient of the shape (3, 2) "
    "does not belong to an x of the shape (2, 3), though both have six numbers: compare the shapes.",
)
def check_of_any_arrangement(f, x, gradient):
    if gradient.size != x.size:
        raise ValueError("sizes")
    a, b = gradient.ravel(), numerical_gradient(f, x).ravel()
    difference = np.linalg.norm(a - b)
    with np.errstate(divide="ignore"):
        return difference / np.linalg.norm(a + b) if difference else 0.0


@mistake(
    "gradient_check",
    fails=BOTH,
    says="You return a verdict, True or False. The size of the error is what tells a rounding error from a mistake, so "
    "return the number.",
)
def check_as_a_verdict(f, x, gradient):
    if gradient.shape != x.shape:
        raise ValueError("shapes")
    b = numerical_gradient(f, x)
    return bool(np.linalg.norm(gradient - b) <= 1e-7 * np.linalg.norm(gradient + b))


@mistake(
    "gradient_check",
    fails=("values", "edge_cases"),
    says="You add up absolute values. The length of a vector is the root of the sum of its squares.",
)
def check_of_absolute_values(f, x, gradient):
    if gradient.shape != x.shape:
        raise ValueError("shapes")
    b = numerical_gradient(f, x)
    difference = np.abs(gradient - b).sum()
    with np.errstate(divide="ignore"):
        return difference / np.abs(gradient + b).sum() if difference else 0.0


@mistake(
    "gradient_check",
    fails=("values", "edge_cases"),
    says="You divide the largest difference by the largest sum. A length takes all elements into account: it is the "
    "root of the sum of the squares.",
)
def check_of_maxima(f, x, gradient):
    if gradient.shape != x.shape:
        raise ValueError("shapes")
    b = numerical_gradient(f, x)
    difference = np.abs(gradient - b).max()
    with np.errstate(divide="ignore"):
        return difference / np.abs(gradient + b).max() if difference else 0.0


@mistake(
    "gradient_check",
    fails=BOTH,
    says="Your fraction stands on its head: the difference belongs above the line and the sum below it.",
)
def check_upside_down(f, x, gradient):
    if gradient.shape != x.shape:
        raise ValueError("shapes")
    b = numerical_gradient(f, x)
    difference = np.linalg.norm(gradient - b)
    return np.linalg.norm(gradient + b) / difference if difference else 0.0


@mistake(
    "gradient_check",
    fails=("values", "edge_cases"),
    says="You take a length along one axis and have one for each row. All elements together make one vector, with one "
    "length.",
)
def check_row_by_row(f, x, gradient):
    if gradient.shape != x.shape:
        raise ValueError("shapes")
    b = numerical_gradient(f, x)
    if not (gradient - b).any():
        return 0.0
    axis = -1 if x.ndim > 1 else None
    with np.errstate(divide="ignore"):
        return np.linalg.norm(gradient - b, axis=axis) / np.linalg.norm(gradient + b, axis=axis)


@mistake(
    "gradient_check",
    fails=("values",),
    says="Your error of a right gradient is about 0.0001: you compare with a one-sided difference, f(x + step) - f(x). "
    "Use your numerical_gradient, which looks at both sides.",
)
def check_with_one_side(f, x, gradient):
    if gradient.shape != x.shape:
        raise ValueError("shapes")
    b = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        moved = np.array(x, dtype=float)
        moved[index] += 1e-5
        b[index] = (f(moved) - f(x)) / 1e-5
    difference = np.linalg.norm(gradient - b)
    if np.abs(b).max() < 1e-9 or np.linalg.norm(gradient + b) == 0:
        return difference / np.linalg.norm(gradient + b) if difference else 0.0
    return difference / np.linalg.norm(gradient + b)


@mistake(
    "gradient_check",
    fails=BOTH,
    says="You return the cosine's distance from 1. Twice the right gradient has the right direction and the wrong "
    "length, and your number says that nothing is wrong with it.",
)
def check_by_cosine(f, x, gradient):
    if gradient.shape != x.shape:
        raise ValueError("shapes")
    b = numerical_gradient(f, x)
    lengths = np.linalg.norm(gradient) * np.linalg.norm(b)
    return 1 - np.sum(gradient * b) / lengths if lengths else 0.0


equivalent(
    "gradient_check",
    "difference = np.linalg.norm(gradient - numerical)",
    "difference = np.linalg.norm(numerical - gradient)",
    because="A vector and its negative have the same length.",
)
equivalent(
    "gradient_check",
    'with np.errstate(divide="ignore"):',
    "if True:",
    because="The context keeps NumPy from warning of a division by zero; what is returned is infinite with and "
    "without.",
)
equivalent(
    "gradient_check",
    'with np.errstate(divide="ignore"):',
    "with np.errstate():",
    because="The context keeps NumPy from warning of a division by zero; what is returned is infinite with and "
    "without.",
)


# rnn_step_backward ---------------------------------------------------------------------------------------------------

exercise(
    "rnn_step_backward",
    returns={"dx": "N D", "dh_prev": "N H", "dW_xh": "D H", "dW_hh": "H H", "db_h": "H"},
    forbidden=READY_MADE,
    explained="""
    The first line passes the tanh: dh at its output becomes da at its input, element by element, times the slope
    1 - tanh(a)^2. The step has computed tanh(a) already, it is h, so the slope is 1 - h^2 and no tanh is computed here.
    From there the sum a = x W_xh + h_prev W_hh + b_h hands da to each of its terms. Through a product y = x W the
    gradient goes to x by the transpose of W, (N, H) times (H, D), and to W by the transpose of x, (D, N) times (N, H):
    that product also adds up the N sequences, all of which used the same W. The bias was added to every row, so its
    gradient is the sum over the rows. The usual mistakes are 1 - tanh(h)^2, a forgotten transpose, which shows only
    in W_hh since it is square, h where h_prev belongs, and a bias gradient (N, H). To convince yourself, hand each
    array to gradient_check.
    """,
)


@visible("rnn_step_backward", part="values")
def _(rng):
    yield case(
        "worked by hand: one sequence, D = 1, H = 1",
        dh=np.array([[1.0]]),
        x=np.array([[2.0]]),
        h_prev=np.array([[0.5]]),
        h=np.array([[0.6]]),
        W_xh=np.array([[0.3]]),
        W_hh=np.array([[0.4]]),
        note="da = 1 · (1 - 0.36) = 0.64",
    )
    yield case("a batch of 5, D = 3, H = 4", **step_back(rng, 5, 3, 4))
    yield case("the same sizes, other numbers", **step_back(rng, 5, 3, 4))
    yield case("all sizes alike: N = D = H = 3", **step_back(rng, 3, 3, 3))


@hidden("rnn_step_backward", part="values")
def _(rng):
    for _ in range(3):
        yield case("a random batch", **step_back(rng, *different_sizes(rng, 3)))
    yield case("a square one", **step_back(rng, 4, 4, 4))


@visible("rnn_step_backward", part="edge_cases")
def _(rng):
    yield case("one sequence: N = 1", **step_back(rng, 1, 3, 4))
    yield case("another one", **step_back(rng, 1, 3, 4))
    yield case("one unit: H = 1", **step_back(rng, 4, 3, 1))
    yield case("one number a word: D = 1", **step_back(rng, 4, 1, 3))
    step = step_back(rng, 3, 2, 4)
    step["dh"] = np.where(np.arange(12).reshape(3, 4) == 6, step["dh"], 0.0)
    yield case("a gradient at one unit of one sequence", **step)
    yield case("states near 1 and -1", **step_back(rng, 3, 2, 4, scale=3.0), note="the tanh is nearly flat there")


@hidden("rnn_step_backward", part="edge_cases")
def _(rng):
    N, D, H = different_sizes(rng, 3)
    yield case("one sequence", **step_back(rng, 1, D, H))
    yield case("one unit", **step_back(rng, N, D, 1))
    yield case("one input", **step_back(rng, N, 1, H))


@right("rnn_step_backward", style="einsum")
def step_back_by_einsum(dh, x, h_prev, h, W_xh, W_hh):
    da = np.einsum("nh,nh->nh", dh, 1 - h * h)
    return (
        np.einsum("nh,dh->nd", da, W_xh),
        np.einsum("nk,hk->nh", da, W_hh),
        np.einsum("nd,nh->dh", x, da),
        np.einsum("nh,nk->hk", h_prev, da),
        np.einsum("nh->h", da),
    )


@right("rnn_step_backward", style="sequence by sequence")
def step_back_by_loops(dh, x, h_prev, h, W_xh, W_hh):
    N, D = x.shape
    H = h.shape[1]
    dx, dh_prev = np.zeros((N, D)), np.zeros((N, H))
    dW_xh, dW_hh, db_h = np.zeros((D, H)), np.zeros((H, H)), np.zeros(H)
    for n in range(N):
        for j in range(H):
            slope = dh[n, j] - dh[n, j] * h[n, j] ** 2
            db_h[j] += slope
            for d in range(D):
                dx[n, d] += slope * W_xh[d, j]
                dW_xh[d, j] += slope * x[n, d]
            for i in range(H):
                dh_prev[n, i] += slope * W_hh[i, j]
                dW_hh[i, j] += slope * h_prev[n, i]
    return dx, dh_prev, dW_xh, dW_hh, db_h


@right("rnn_step_backward", style="inputs side by side")
def step_back_joined(dh, x, h_prev, h, W_xh, W_hh):
    D = x.shape[1]
    both, W = np.concatenate([x, h_prev, np.ones((len(x), 1))], axis=1), np.concatenate([W_xh, W_hh])
    da = (1 + h) * (1 - h) * dh
    back, weights = da @ W.T, both.T @ da
    return [back[:, :D], back[:, D:], weights[:D], weights[D:-1], weights[-1]]


@right("rnn_step_backward", style="torch's arithmetic")
def step_back_by_torch(dh, x, h_prev, h, W_xh, W_hh):
    import torch

    dh, x, h_prev, h, W_xh, W_hh = map(torch.from_numpy, (dh, x, h_prev, h, W_xh, W_hh))
    da = dh * (1 - h**2)
    return da @ W_xh.T, da @ W_hh.T, x.T @ da, h_prev.T @ da, da.sum(dim=0)


STEP = ("values", "edge_cases")


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="You squash h once more: 1 - tanh(h)². h is the tanh already, of a, and the slope is one minus its square.",
)
def step_back_tanh_again(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - np.tanh(h) ** 2)
    return da @ W_xh.T, da @ W_hh.T, x.T @ da, h_prev.T @ da, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="dh goes into the products as it is. Between the state and the sum lies the tanh, and (3.6) says by what it "
    "multiplies on the way back.",
)
def step_back_without_tanh(dh, x, h_prev, h, W_xh, W_hh):
    return dh @ W_xh.T, dh @ W_hh.T, x.T @ dh, h_prev.T @ dh, dh.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="h (1 - h) is the slope of the logistic sigmoid. That of the tanh is another one: (3.6).",
)
def step_back_of_a_sigmoid(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * h * (1 - h)
    return da @ W_xh.T, da @ W_hh.T, x.T @ da, h_prev.T @ da, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="You multiply by 1 - h. The square is missing.",
)
def step_back_without_the_square(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h)
    return da @ W_xh.T, da @ W_hh.T, x.T @ da, h_prev.T @ da, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="You multiply by 1 + h². A tanh never has a slope above 1: which sign stands in (3.6)?",
)
def step_back_with_a_plus(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 + h**2)
    return da @ W_xh.T, da @ W_hh.T, x.T @ da, h_prev.T @ da, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="You multiply by the value of the tanh. On the way back it is its slope that counts.",
)
def step_back_by_the_value(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * h
    return da @ W_xh.T, da @ W_hh.T, x.T @ da, h_prev.T @ da, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="You take the slope at h_prev. The tanh of this step made h, so its slope is found from h.",
)
def step_back_slope_of_h_prev(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h_prev**2)
    return da @ W_xh.T, da @ W_hh.T, x.T @ da, h_prev.T @ da, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="The slope of the tanh is in your gradients twice. The step has one tanh, and the gradient passes it once.",
)
def step_back_slope_twice(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2) * (1 - h**2)
    return da @ W_xh.T, da @ W_hh.T, x.T @ da, h_prev.T @ da, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="You divide by the slope of the tanh. The chain rule multiplies.",
)
def step_back_divided(dh, x, h_prev, h, W_xh, W_hh):
    da = dh / (1 - h**2)
    return da @ W_xh.T, da @ W_hh.T, x.T @ da, h_prev.T @ da, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="All your gradients have the wrong sign.",
)
def step_back_negative(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (h**2 - 1)
    return da @ W_xh.T, da @ W_hh.T, x.T @ da, h_prev.T @ da, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="dh_prev goes back through W_hh itself. On the way there unit i acts on unit j by W_hh[i, j]; on the way back "
    "j hands to i by the same number, so rows and columns change places. The matrix is square, so no shape warns you.",
)
def step_back_W_hh_not_transposed(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return da @ W_xh.T, da @ W_hh, x.T @ da, h_prev.T @ da, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=("values", "edge_cases"),
    says="dx goes back through W_xh itself, (N, H) times (D, H). On the way back the matrix is transposed.",
)
def step_back_W_xh_not_transposed(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return da @ W_xh, da @ W_hh.T, x.T @ da, h_prev.T @ da, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="Your dW_hh is transposed: row i belongs to unit i of h_prev, column j to unit j of the new state, as in W_hh "
    "itself. Which factor of the product goes first?",
)
def step_back_dW_hh_transposed(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return da @ W_xh.T, da @ W_hh.T, x.T @ da, da.T @ h_prev, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="Your dW_xh is transposed, (H, D). A gradient has the shape of what it is the gradient of.",
)
def step_back_dW_xh_transposed(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return da @ W_xh.T, da @ W_hh.T, da.T @ x, h_prev.T @ da, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="dW_hh is made with h, the state after the step. In the sum it was h_prev that W_hh was multiplied by.",
)
def step_back_dW_hh_of_h(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return da @ W_xh.T, da @ W_hh.T, x.T @ da, h.T @ da, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="Your db_h still has a row for each sequence. There is one b_h, added to all rows, so what the rows say of it "
    "is added up.",
)
def step_back_bias_not_summed(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return da @ W_xh.T, da @ W_hh.T, x.T @ da, h_prev.T @ da, da


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="Your db_h has the shape (1, H). b_h is (H,), and its gradient has its shape.",
)
def step_back_bias_keeps_an_axis(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return da @ W_xh.T, da @ W_hh.T, x.T @ da, h_prev.T @ da, da.sum(axis=0, keepdims=True)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="Your db_h is one number, the sum of everything. There is a bias for each unit: add up the sequences only.",
)
def step_back_bias_one_number(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return da @ W_xh.T, da @ W_hh.T, x.T @ da, h_prev.T @ da, da.sum()


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="Your db_h is summed over the units and has one number for each sequence. There is a bias for each unit: "
    "which axis is that of the sequences?",
)
def step_back_bias_wrong_axis(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return da @ W_xh.T, da @ W_hh.T, x.T @ da, h_prev.T @ da, da.sum(axis=1)


@mistake(
    "rnn_step_backward",
    fails=("values", "edge_cases"),
    says="Your db_h is the mean over the sequences. If the loss is a mean, dh says so already; here they are added up.",
)
def step_back_bias_mean(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return da @ W_xh.T, da @ W_hh.T, x.T @ da, h_prev.T @ da, da.mean(axis=0)


@mistake(
    "rnn_step_backward",
    fails=("values", "edge_cases"),
    says="You divide the gradients of the weights by N. If the loss is a mean, dh says so already; dividing again "
    "makes them N times too small.",
)
def step_back_divided_by_N(dh, x, h_prev, h, W_xh, W_hh):
    N = len(x)
    da = dh * (1 - h**2)
    return da @ W_xh.T, da @ W_hh.T, x.T @ da / N, h_prev.T @ da / N, da.sum(axis=0) / N


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="dh_prev is right and dx is not: it is made from dh, before the tanh was passed.",
)
def step_back_dx_of_dh(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return dh @ W_xh.T, da @ W_hh.T, x.T @ da, h_prev.T @ da, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="dh_prev is made from dh, before the tanh was passed. All five gradients begin with da.",
)
def step_back_dh_prev_of_dh(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return da @ W_xh.T, dh @ W_hh.T, x.T @ da, h_prev.T @ da, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="db_h is made from dh, before the tanh was passed. The bias stands inside the tanh.",
)
def step_back_bias_of_dh(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return da @ W_xh.T, da @ W_hh.T, x.T @ da, h_prev.T @ da, dh.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="The gradients of the weights are made from dh, before the tanh was passed. The products stand inside the "
    "tanh.",
)
def step_back_weights_of_dh(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return da @ W_xh.T, da @ W_hh.T, x.T @ dh, h_prev.T @ dh, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="The gradients of the weights and of the bias are made from dh, before the tanh was passed. All three stand "
    "inside the tanh: they are made from da.",
)
def step_back_weights_and_bias_of_dh(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return da @ W_xh.T, da @ W_hh.T, x.T @ dh, h_prev.T @ dh, dh.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="dh_prev passes a tanh too many: that of the step before, with the slope 1 - h_prev². That one belongs to the "
    "step before and is passed there.",
)
def step_back_through_the_step_before(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return da @ W_xh.T, da @ W_hh.T * (1 - h_prev**2), x.T @ da, h_prev.T @ da, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="You add dh to dh_prev. Only what goes through the step reaches h_prev; what the loss itself says of h_prev "
    "is added by whoever goes through all steps.",
)
def step_back_dh_added(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return da @ W_xh.T, da @ W_hh.T + dh, x.T @ da, h_prev.T @ da, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="Your dh_prev is zero. h_prev takes part in the sum by W_hh, so the gradient goes back to it: that is the "
    "part of back-propagation that goes through time.",
)
def step_back_no_dh_prev(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return da @ W_xh.T, np.zeros_like(h_prev), x.T @ da, h_prev.T @ da, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="dx and dh_prev stand in each other's place. The order is dx, dh_prev, dW_xh, dW_hh, db_h.",
)
def step_back_inputs_exchanged(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return da @ W_hh.T, da @ W_xh.T, x.T @ da, h_prev.T @ da, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="dW_xh and dW_hh stand in each other's place. The order is dx, dh_prev, dW_xh, dW_hh, db_h.",
)
def step_back_weights_exchanged(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return da @ W_xh.T, da @ W_hh.T, h_prev.T @ da, x.T @ da, da.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="You write da over dh, which is the caller's array: `dh *= ...` changes it in place. Give the product a name "
    "of its own.",
)
def step_back_in_place(dh, x, h_prev, h, W_xh, W_hh):
    dh *= 1 - h**2
    return dh @ W_xh.T, dh @ W_hh.T, x.T @ dh, h_prev.T @ dh, dh.sum(axis=0)


@mistake(
    "rnn_step_backward",
    fails=("values", "edge_cases"),
    says="The gradients of the weights are those of the first sequence alone. All N of them used the same weights.",
)
def step_back_first_sequence(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return da @ W_xh.T, da @ W_hh.T, np.outer(x[0], da[0]), np.outer(h_prev[0], da[0]), da[0]


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="You return the gradients of the weights for each sequence, (N, D, H). The sequences used the same weights: "
    "what they say of them is added up.",
)
def step_back_weights_not_summed(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return (
        da @ W_xh.T,
        da @ W_hh.T,
        x[:, :, None] * da[:, None, :],
        h_prev[:, :, None] * da[:, None, :],
        da.sum(axis=0),
    )


@mistake(
    "rnn_step_backward",
    fails=STEP,
    says="Four gradients are there; db_h is missing.",
)
def step_back_without_bias(dh, x, h_prev, h, W_xh, W_hh):
    da = dh * (1 - h**2)
    return da @ W_xh.T, da @ W_hh.T, x.T @ da, h_prev.T @ da


# rnn_backward --------------------------------------------------------------------------------------------------------

exercise(
    "rnn_backward",
    returns={"dx": "N T D", "dh0": "N H", "dW_xh": "D H", "dW_hh": "H H", "db_h": "H"},
    builds_on={"rnn_step_backward": "helpers.nn.bptt"},
    forbidden=READY_MADE,
    backward=True,
    explained="""
    The loop walks from the last step to the first, because the gradient at a state needs what came back through the
    step after it. At each state two gradients meet, the loss's own, dh[:, t], and what the later steps have handed
    back; behind the last state nothing stands, so that one begins with zeros. Their sum goes through one step, which
    gives dx at that step, what is handed on to the state before, and what this use of the weights adds to their
    gradients. The state before step 0 is h0, and no element of h: h[:, -1], which Python would gladly give, is the
    last one. What is handed out of step 0 is dh0. The usual mistakes are to drop what is handed on, so that every step
    is treated as the last one, and to overwrite the weights' gradients instead of adding to them. To convince yourself,
    hand each array to gradient_check with T of at least 3; or compare T = 1 with rnn_step_backward.
    """,
)


@visible("rnn_backward", part="values")
def _(rng):
    yield case("one step: T = 1", **steps_back(rng, 3, 1, 2, 4), note="as rnn_step_backward gives it")
    yield case("two steps", **steps_back(rng, 3, 2, 5, 4))
    yield case("N = 3, T = 5, D = 2, H = 4", **steps_back(rng, 3, 5, 2, 4))
    yield case("the same sizes, other numbers", **steps_back(rng, 3, 5, 2, 4))
    yield case("all sizes alike: N = T = D = H = 3", **steps_back(rng, 3, 3, 3, 3))


@hidden("rnn_backward", part="values")
def _(rng):
    for _ in range(2):
        yield case("a random batch", **steps_back(rng, *different_sizes(rng, 4)))
    yield case("two steps", **steps_back(rng, 3, 2, 4, 5))
    yield case("a square one", **steps_back(rng, 4, 4, 4, 4))


def at_one_step(arguments, step):
    """The same arguments with a loss at one step alone."""
    dh = np.zeros_like(arguments["dh"])
    dh[:, step] = arguments["dh"][:, step]
    return arguments | {"dh": dh}


@visible("rnn_backward", part="through_time")
def _(rng):
    arguments = steps_back(rng, 2, 5, 3, 4)
    yield case(
        "a loss at the last state only",
        **at_one_step(arguments, -1),
        note="what reaches the earlier steps came through the later ones",
    )
    yield case("a loss at the first state only", **at_one_step(arguments, 0), note="nothing flows into later steps")
    yield case("a loss in the middle, at step 2", **at_one_step(arguments, 2))
    yield case("a loss at the last state, other numbers", **at_one_step(steps_back(rng, 2, 5, 3, 4), -1))
    yield case("no loss at all", **(arguments | {"dh": np.zeros((2, 5, 4))}), note="all gradients are zero")


@hidden("rnn_backward", part="through_time")
def _(rng):
    arguments = steps_back(rng, 3, 6, 2, 4)
    for step in (-1, 0, int(rng.integers(1, 5))):
        yield case("a loss at one state only", **at_one_step(arguments, step))


@visible("rnn_backward", part="edge_cases")
def _(rng):
    yield case("one sequence: N = 1", **steps_back(rng, 1, 4, 2, 3))
    yield case("another one", **steps_back(rng, 1, 4, 2, 3))
    yield case("one unit: H = 1", **steps_back(rng, 2, 4, 3, 1))
    yield case("one sequence, one step, one unit", **steps_back(rng, 1, 1, 2, 1))
    yield case("twelve steps", **steps_back(rng, 2, 12, 1, 3))


@hidden("rnn_backward", part="edge_cases")
def _(rng):
    yield case("one sequence", **steps_back(rng, 1, 5, 3, 2))
    yield case("one unit", **steps_back(rng, 3, 4, 2, 1))
    yield case("one of each", **steps_back(rng, 1, 1, 1, 1))


@right("rnn_backward", style="without rnn_step_backward")
def backward_by_itself(dh, x, h0, h, W_xh, W_hh):
    N, T, D = x.shape
    before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    da = np.zeros_like(h)
    back = np.zeros_like(h0)
    for t in range(T - 1, -1, -1):
        da[:, t] = (dh[:, t] + back) * (1 - h[:, t] ** 2)
        back = da[:, t] @ W_hh.T
    return (
        da @ W_xh.T,
        back,
        np.einsum("ntd,nth->dh", x, da),
        np.einsum("nth,ntk->hk", before, da),
        da.sum(axis=(0, 1)),
    )


@right("rnn_backward", style="lists")
def backward_by_lists(dh, x, h0, h, W_xh, W_hh):
    states = [h0] + [h[:, t] for t in range(h.shape[1])]
    dxs, sums, flowing = [], None, 0.0
    for t in reversed(range(x.shape[1])):
        dx, flowing, *weights = rnn_step_backward(dh[:, t] + flowing, x[:, t], states[t], states[t + 1], W_xh, W_hh)
        dxs.insert(0, dx)
        sums = weights if sums is None else [a + b for a, b in zip(sums, weights, strict=True)]
    return np.stack(dxs, axis=1), flowing, *sums


@right("rnn_backward", style="recursive")
def backward_recursive(dh, x, h0, h, W_xh, W_hh):
    if x.shape[1] > 1:
        dx, back, *sums = rnn_backward(dh[:, 1:], x[:, 1:], h[:, 0], h[:, 1:], W_xh, W_hh)
    else:
        dx, back, sums = np.zeros((len(x), 0, x.shape[2])), 0.0, [0.0, 0.0, 0.0]
    first, dh0, *weights = rnn_step_backward(dh[:, 0] + back, x[:, 0], h0, h[:, 0], W_xh, W_hh)
    return np.concatenate([first[:, None], dx], axis=1), dh0, *(a + b for a, b in zip(sums, weights, strict=True))


@right("rnn_backward", style="one big product of Jacobians")
def backward_by_jacobians(dh, x, h0, h, W_xh, W_hh):
    N, T, D = x.shape
    H = len(W_hh)
    before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    dx, dh0 = np.zeros((N, T, D)), np.zeros((N, H))
    dW_xh, dW_hh, db_h = np.zeros((D, H)), np.zeros((H, H)), np.zeros(H)
    for n in range(N):
        for loss_at in range(T):  # each loss by itself, back to every step before it
            g = dh[n, loss_at]
            for t in range(loss_at, -1, -1):
                g = g * (1 - h[n, t] ** 2)
                dx[n, t] += W_xh @ g
                dW_xh += np.outer(x[n, t], g)
                dW_hh += np.outer(before[n, t], g)
                db_h += g
                g = W_hh @ g
            dh0[n] += g
    return dx, dh0, dW_xh, dW_hh, db_h


ALL = ("values", "through_time", "edge_cases")


@mistake(
    "rnn_backward",
    fails=ALL,
    says="Each step is treated as if it were the last one: what rnn_step_backward hands back, dh_prev, goes nowhere. "
    "At a state two gradients meet, the loss's own and the one that comes back through the next step.",
)
def backward_never_handed_on(dh, x, h0, h, W_xh, W_hh):
    before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    da = dh * (1 - h**2)
    return (
        da @ W_xh.T,
        da[:, 0] @ W_hh.T,
        np.einsum("ntd,nth->dh", x, da),
        np.einsum("nth,ntk->hk", before, da),
        da.sum(axis=(0, 1)),
    )


@mistake(
    "rnn_backward",
    fails=("values", "through_time", "edge_cases"),
    says="The last two steps are right and the earlier ones are not: you add what is handed back to what was handed "
    "back earlier. One step hands back one gradient, which takes the old one's place.",
)
def backward_handed_on_piling_up(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], handed, *weights = rnn_step_backward(dh[:, t] + back, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        back = back + handed
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, back, *sums


@mistake(
    "rnn_backward",
    fails=ALL,
    says="Your loop has as many rounds as there are sequences: len(x) is N. The steps are x.shape[1].",
)
def backward_as_many_steps_as_sequences(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    back = np.zeros(h0.shape)
    for t in reversed(range(len(x))):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = rnn_step_backward(dh[:, t] + back, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, back, *sums


@mistake(
    "rnn_backward",
    fails=ALL,
    says="You add dh[:, t + 1], the next step's own loss, in place of what the next step hands back. What is handed "
    "back has passed that step's tanh and W_hh, and brings along all that came from later.",
)
def backward_next_loss_added(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    T = x.shape[1]
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        g = dh[:, t] + dh[:, t + 1] if t + 1 < T else dh[:, t]
        dx[:, t], back, *weights = rnn_step_backward(g, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, back, *sums


@mistake(
    "rnn_backward",
    fails=ALL,
    says="dx and dh0 are exchanged. dx, with its axis of steps, is returned first and dh0 second.",
)
def backward_dx_and_dh0_exchanged(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = rnn_step_backward(dh[:, t] + back, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return back, dx, *sums


@mistake(
    "rnn_backward",
    fails=("values", "through_time", "edge_cases"),
    says="dW_hh is made with the state after each step, h[:, t]. What W_hh was multiplied by at step t is the state "
    "before it.",
)
def backward_dW_hh_of_h(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    dW_xh, dW_hh, db_h = np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        da = (dh[:, t] + back) * (1 - h[:, t] ** 2)
        dx[:, t], back = da @ W_xh.T, da @ W_hh.T
        dW_xh += x[:, t].T @ da
        dW_hh += h[:, t].T @ da
        db_h += da.sum(axis=0)
    return dx, back, dW_xh, dW_hh, db_h


@mistake(
    "rnn_backward",
    fails=ALL,
    says="At step 0 your state before is h[:, -1], and that is the last state: Python counts negative indices from the "
    "end. Before step 0 stands h0.",
)
def backward_wraps_round(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        dx[:, t], back, *weights = rnn_step_backward(dh[:, t] + back, x[:, t], h[:, t - 1], h[:, t], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, back, *sums


@mistake(
    "rnn_backward",
    fails=ALL,
    says="At step 0 you take zeros for the state before. It is h0, which is handed in and not zero.",
)
def backward_without_h0(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else np.zeros_like(h0)
        dx[:, t], back, *weights = rnn_step_backward(dh[:, t] + back, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, back, *sums


@mistake(
    "rnn_backward",
    fails=("values", "through_time", "edge_cases"),
    says="You take h0 for the state before at every step. It is so at step 0 alone; before step t stands the state of "
    "step t - 1.",
)
def backward_h0_everywhere(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        dx[:, t], back, *weights = rnn_step_backward(dh[:, t] + back, x[:, t], h0, h[:, t], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, back, *sums


@mistake(
    "rnn_backward",
    fails=("values", "through_time", "edge_cases"),
    says="Your loop runs forward. The gradient at a state needs what came back through the steps after it, so the last "
    "step comes first.",
)
def backward_forward_in_time(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    back = np.zeros(h0.shape)
    for t in range(x.shape[1]):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = rnn_step_backward(dh[:, t] + back, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, back, *sums


@mistake(
    "rnn_backward",
    fails=("values", "through_time", "edge_cases"),
    says="The slope of the tanh is on the loss's own gradient only: what comes back through the next step has to pass "
    "the tanh of this state as well. Add the two first, then pass.",
)
def backward_slope_on_the_loss_only(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    dW_xh, dW_hh, db_h = np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        da = dh[:, t] * (1 - h[:, t] ** 2) + back
        dx[:, t], back = da @ W_xh.T, da @ W_hh.T
        dW_xh += x[:, t].T @ da
        dW_hh += h_prev.T @ da
        db_h += da.sum(axis=0)
    return dx, back, dW_xh, dW_hh, db_h


@mistake(
    "rnn_backward",
    fails=ALL,
    says="The slope of the tanh is on what comes back only: the loss's own gradient has to pass the tanh of its state "
    "as well. Add the two first, then pass.",
)
def backward_slope_on_the_rest_only(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    dW_xh, dW_hh, db_h = np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        da = dh[:, t] + back * (1 - h[:, t] ** 2)
        dx[:, t], back = da @ W_xh.T, da @ W_hh.T
        dW_xh += x[:, t].T @ da
        dW_hh += h_prev.T @ da
        db_h += da.sum(axis=0)
    return dx, back, dW_xh, dW_hh, db_h


@mistake(
    "rnn_backward",
    fails=("values", "through_time", "edge_cases"),
    says="You count the loss at the last state only. In this function every state has a gradient of its own, dh[:, t].",
)
def backward_last_loss_only(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    back = dh[:, -1]
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = rnn_step_backward(back, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, back, *sums


@mistake(
    "rnn_backward",
    fails=ALL,
    says="The loss of the last state counts twice: what flows back begins with dh[:, -1], and the loop adds it again. "
    "Behind the last state there is nothing that could hand anything back.",
)
def backward_last_loss_twice(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    back = dh[:, -1]
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = rnn_step_backward(dh[:, t] + back, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, back, *sums


@mistake(
    "rnn_backward",
    fails=("values", "through_time", "edge_cases"),
    says="You add the last state's loss at every step. Each state has its own, dh[:, t].",
)
def backward_last_loss_everywhere(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = rnn_step_backward(dh[:, -1] + back, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, back, *sums


@mistake(
    "rnn_backward",
    fails=ALL,
    says="dh0 is zero. h0 goes into step 0 by W_hh, as every state goes into the next step, so a gradient comes back "
    "to it.",
)
def backward_dh0_zero(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = rnn_step_backward(dh[:, t] + back, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, np.zeros_like(h0), *sums


@mistake(
    "rnn_backward",
    fails=ALL,
    says="Your dh0 is the gradient at the state after step 0. One more step lies between that state and h0.",
)
def backward_dh0_of_the_first_state(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        arrived = dh[:, t] + back
        dx[:, t], back, *weights = rnn_step_backward(arrived, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, arrived, *sums


@mistake(
    "rnn_backward",
    fails=("values", "through_time", "edge_cases"),
    says="dh0 has dh[:, 0] in it once more. That is the loss's gradient at the state after step 0, and it has gone "
    "through that step already; no loss is taken at h0 itself.",
)
def backward_dh0_with_a_loss(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = rnn_step_backward(dh[:, t] + back, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, back + dh[:, 0], *sums


@mistake(
    "rnn_backward",
    fails=("values", "through_time", "edge_cases"),
    says="The gradients of the weights are those of step 0 alone: each round of the loop overwrites what the round "
    "before had found. The steps used the same weights, so their gradients are added up.",
)
def backward_weights_of_the_first_step(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, dW_xh, dW_hh, db_h = rnn_step_backward(dh[:, t] + back, x[:, t], h_prev, h[:, t], W_xh, W_hh)
    return dx, back, dW_xh, dW_hh, db_h


@mistake(
    "rnn_backward",
    fails=("values", "through_time", "edge_cases"),
    says="dW_xh and dW_hh are added up and db_h is that of step 0 alone: the bias too was added at every step.",
)
def backward_bias_of_the_first_step(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    dW_xh, dW_hh = np.zeros(W_xh.shape), np.zeros(W_hh.shape)
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, a, b, db_h = rnn_step_backward(dh[:, t] + back, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        dW_xh += a
        dW_hh += b
    return dx, back, dW_xh, dW_hh, db_h


@mistake(
    "rnn_backward",
    fails=("values", "through_time", "edge_cases"),
    says="You divide the gradients of the weights by T. If the loss is a mean over the steps, dh says so already; "
    "what the steps say of the weights is added up.",
)
def backward_mean_over_time(dh, x, h0, h, W_xh, W_hh):
    T = x.shape[1]
    dx = np.zeros(x.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    back = np.zeros(h0.shape)
    for t in reversed(range(T)):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = rnn_step_backward(dh[:, t] + back, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, back, *(total / T for total in sums)


@mistake(
    "rnn_backward",
    fails=ALL,
    says="You divide the gradients of the weights by N. If the loss is a mean over the sequences, dh says so already; "
    "what the sequences say of the weights is added up.",
)
def backward_mean_over_batch(dh, x, h0, h, W_xh, W_hh):
    N = len(x)
    dx = np.zeros(x.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = rnn_step_backward(dh[:, t] + back, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, back, *(total / N for total in sums)


@mistake(
    "rnn_backward",
    fails=ALL,
    says="What is handed on goes back through W_hh itself. On the way back the matrix is transposed; it is square, so "
    "no shape warns you.",
)
def backward_W_hh_not_transposed(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    dW_xh, dW_hh, db_h = np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        da = (dh[:, t] + back) * (1 - h[:, t] ** 2)
        dx[:, t], back = da @ W_xh.T, da @ W_hh
        dW_xh += x[:, t].T @ da
        dW_hh += h_prev.T @ da
        db_h += da.sum(axis=0)
    return dx, back, dW_xh, dW_hh, db_h


@mistake(
    "rnn_backward",
    fails=("values", "through_time", "edge_cases"),
    says="Your dx is in the wrong order: the gradients were collected from the last step to the first, and put "
    "together as they came.",
)
def backward_dx_reversed(dh, x, h0, h, W_xh, W_hh):
    collected = []
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        at_t, back, *weights = rnn_step_backward(dh[:, t] + back, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        collected.append(at_t)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return np.stack(collected, axis=1), back, *sums


@mistake(
    "rnn_backward",
    fails=ALL,
    says="Your dx is (T, N, D). In this course the sequences come first, as in x itself: which axis does np.stack "
    "make?",
)
def backward_dx_time_first(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros((x.shape[1], x.shape[0], x.shape[2]))
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[t], back, *weights = rnn_step_backward(dh[:, t] + back, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, back, *sums


@mistake(
    "rnn_backward",
    fails=("values", "through_time", "edge_cases"),
    says="You return dx of one step only, the one the loop ends with. Every step read an x and gets a gradient for it.",
)
def backward_dx_of_one_step(dh, x, h0, h, W_xh, W_hh):
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx, back, *weights = rnn_step_backward(dh[:, t] + back, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx if x.shape[1] > 1 else dx[:, None], back, *sums


@mistake(
    "rnn_backward",
    fails=("values", "through_time", "edge_cases"),
    says="You add what flows back into dh itself, which is the caller's array: after the call it is another one. Add "
    "the two into a new array.",
)
def backward_into_dh(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        dh[:, t] += back
        dx[:, t], back, *weights = rnn_step_backward(dh[:, t], x[:, t], h_prev, h[:, t], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, back, *sums


@mistake(
    "rnn_backward",
    fails=ALL,
    says="Step 0 is missing: the loop ends at step 1, and dx[:, 0] and dh0 are not those of the first step. "
    "`range(T - 1, 0, -1)` stops before 0.",
)
def backward_without_the_first_step(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    back = np.zeros(h0.shape)
    for t in range(x.shape[1] - 1, 0, -1):
        dx[:, t], back, *weights = rnn_step_backward(dh[:, t] + back, x[:, t], h[:, t - 1], h[:, t], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, back, *sums


@mistake(
    "rnn_backward",
    fails=ALL,
    says="You squash h once more: 1 - tanh(h)². h is the tanh already, of a, and the slope is one minus its square.",
)
def backward_tanh_again(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    dW_xh, dW_hh, db_h = np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        da = (dh[:, t] + back) * (1 - np.tanh(h[:, t]) ** 2)
        dx[:, t], back = da @ W_xh.T, da @ W_hh.T
        dW_xh += x[:, t].T @ da
        dW_hh += h_prev.T @ da
        db_h += da.sum(axis=0)
    return dx, back, dW_xh, dW_hh, db_h


@mistake(
    "rnn_backward",
    fails=("values", "through_time", "edge_cases"),
    says="What is handed on passes the tanh twice: once inside rnn_step_backward, and once more in your loop.",
)
def backward_slope_twice_on_the_way(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        arrived = dh[:, t] + back * (1 - h[:, t] ** 2)
        dx[:, t], back, *weights = rnn_step_backward(arrived, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, back, *sums


@mistake(
    "rnn_backward",
    fails=ALL,
    says="The gradients of the weights still have an axis of steps. The steps used the same weights: what they say of "
    "them is added up.",
)
def backward_weights_step_by_step(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    collected = []
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        dx[:, t], back, *weights = rnn_step_backward(dh[:, t] + back, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        collected.insert(0, weights)
    return dx, back, *(np.stack(of_one) for of_one in zip(*collected, strict=True))


@mistake(
    "rnn_backward",
    fails=("values", "through_time", "edge_cases"),
    says="What you hand on is dx where dh_prev belongs, or the state's gradient without the step in between: dh goes "
    "from state to state as it is. Each step multiplies it on its way, by the slope of its tanh and by W_hh.",
)
def backward_handed_on_unchanged(dh, x, h0, h, W_xh, W_hh):
    dx = np.zeros(x.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    flowing = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        h_prev = h[:, t - 1] if t > 0 else h0
        flowing = flowing + dh[:, t]
        dx[:, t], dh0, *weights = rnn_step_backward(flowing, x[:, t], h_prev, h[:, t], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, dh0, *sums


equivalent(
    "rnn_backward",
    "dx = np.zeros(x.shape)",
    "dx = np.ones(x.shape)",
    because="Every step of dx is overwritten: the loop goes over all of them.",
)
equivalent(
    "rnn_backward",
    "back = np.zeros(h0.shape)",
    "back = np.zeros(db_h.shape)",
    because="It is added to dh at the last step, where NumPy stretches zeros (H,) over the sequences, and replaced "
    "there.",
)
equivalent(
    "rnn_backward",
    "for t in reversed(range(x.shape[1])):",
    "for t in reversed(range(dh.shape[1])):",
    because="dh has as many steps as x.",
)
equivalent(
    "rnn_backward",
    "for t in reversed(range(x.shape[1])):",
    "for t in reversed(range(h.shape[1])):",
    because="h has as many steps as x.",
)
equivalent(
    "rnn_backward",
    "for t in reversed(range(x.shape[1])):",
    "for t in reversed(range(dx.shape[1])):",
    because="dx was made with the shape of x.",
)


# embed_backward ------------------------------------------------------------------------------------------------------

exercise(
    "embed_backward",
    returns={"dE": "V D"},
    forbidden=(*READY_MADE, "torch.embedding"),
    explained="""
    Every place [n, t] was read with the row of E that belongs to its token, so its gradient dx[n, t] goes to that row.
    A token that stands at several places has used its row several times, and what they say is added up. That is
    what `np.add.at(dE, tokens, dx)` does, place by place. `dE[tokens] += dx` looks the same and is not: it takes
    the rows out, adds, and stores them back, so that of several places with one token only the last one is left. Rows
    of tokens that do not occur stay zero. To convince yourself: dE.sum(axis=0) equals dx.sum(axis=(0, 1)), since
    every place's gradient arrives somewhere.
    """,
)


@visible("embed_backward", part="values")
def _(rng):
    yield case(
        "worked by hand: three different tokens",
        dx=np.array([[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]]),
        tokens=np.array([[2, 0, 3]]),
        V=5,
        note="rows 2, 0 and 3 get one gradient each, rows 1 and 4 none",
    )
    tokens = np.array([[5, 1, 0], [3, 6, 4]])
    yield case("two sentences, no token twice", dx=normal(rng, 2, 3, 4), tokens=tokens, V=7, note="row 6 is the last")
    yield case("the same, other gradients", dx=normal(rng, 2, 3, 4), tokens=tokens, V=7)
    yield case("one token", dx=normal(rng, 1, 1, 3), tokens=np.array([[1]]), V=4)


@hidden("embed_backward", part="values")
def _(rng):
    for _ in range(2):
        N, T, D = different_sizes(rng, 3, high=4)
        V = N * T + 3
        tokens = rng.permutation(V)[: N * T].reshape(N, T)
        yield case("different tokens", dx=normal(rng, N, T, D), tokens=tokens, V=V)


@visible("embed_backward", part="repeated_tokens")
def _(rng):
    yield case(
        "worked by hand: the same token twice",
        dx=np.array([[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]]),
        tokens=np.array([[2, 0, 2]]),
        V=4,
        note="row 2 gets (1, 2) + (5, 6)",
    )
    yield case("one token all the time", dx=normal(rng, 2, 4, 3), tokens=np.full((2, 4), 1), V=3)
    yield case("the same token in two sentences", dx=normal(rng, 2, 1, 3), tokens=np.array([[1], [1]]), V=3)
    tokens = rng.integers(0, 5, size=(3, 6))
    tokens[0, 1] = tokens[2, 4] = 4  # the last word of all occurs too
    yield case("18 places, 5 tokens", dx=normal(rng, 3, 6, 2), tokens=tokens, V=5)
    yield case("the same places, other gradients", dx=normal(rng, 3, 6, 2), tokens=tokens, V=5)


@hidden("embed_backward", part="repeated_tokens")
def _(rng):
    for _ in range(3):
        N, T, D = different_sizes(rng, 3, low=3)
        tokens = rng.integers(0, 4, size=(N, T))
        yield case("repeated tokens", dx=normal(rng, N, T, D), tokens=tokens, V=6)
        yield case("the last word of all among them", dx=normal(rng, N, T, D), tokens=tokens + 2, V=6)


@right("embed_backward", style="one-hot, transposed")
def embed_back_by_one_hot(dx, tokens, V):
    one_hot = (tokens.reshape(-1, 1) == np.arange(V)).astype(float)
    return one_hot.T @ dx.reshape(-1, dx.shape[2])


@right("embed_backward", style="place by place")
def embed_back_by_loops(dx, tokens, V):
    dE = np.zeros((V, dx.shape[2]))
    for n, sentence in enumerate(tokens):
        for t, token in enumerate(sentence):
            dE[token] = dE[token] + dx[n, t]
    return dE


@right("embed_backward", style="row by row")
def embed_back_by_masks(dx, tokens, V):
    return np.array([dx[tokens == v].sum(axis=0) for v in range(V)])


@right("embed_backward", style="bincount")
def embed_back_by_bincount(dx, tokens, V):
    columns = [np.bincount(tokens.ravel(), weights=dx[:, :, d].ravel(), minlength=V) for d in range(dx.shape[2])]
    return np.stack(columns, axis=1)


@right("embed_backward", style="torch's arithmetic")
def embed_back_by_torch(dx, tokens, V):
    import torch

    dE = torch.zeros(V, dx.shape[2], dtype=torch.float64)
    return dE.index_add(0, torch.from_numpy(tokens).flatten(), torch.from_numpy(dx).flatten(0, 1))


REPEATED = ("repeated_tokens",)
EMBED = ("values", "repeated_tokens")


@mistake(
    "embed_backward",
    fails=REPEATED,
    says="Where a token stands twice, only its last place counts: a row is overwritten (`=`), or NumPy's "
    "`dE[tokens] += dx` stores it only once.",
)
def embed_back_plus_equals(dx, tokens, V):
    dE = np.zeros((V, dx.shape[2]))
    dE[tokens] += dx
    return dE


@mistake(
    "embed_backward",
    fails=REPEATED,
    twin_of="embed_back_plus_equals",
    says="",
)
def embed_back_assigned(dx, tokens, V):
    dE = np.zeros((V, dx.shape[2]))
    dE[tokens] = dx
    return dE


@mistake(
    "embed_backward",
    fails=REPEATED,
    says="You go through the sentences, and a token that stands twice in one of them still counts once: "
    "`dE[tokens[n]] += dx[n]` stores each row only once. Go place by place.",
)
def embed_back_sentence_by_sentence(dx, tokens, V):
    dE = np.zeros((V, dx.shape[2]))
    for n in range(len(tokens)):
        dE[tokens[n]] += dx[n]
    return dE


@mistake(
    "embed_backward",
    fails=REPEATED,
    says="You go through the steps, and a token that two sentences have at the same step still counts once: "
    "`dE[tokens[:, t]] += dx[:, t]` stores each row only once. Go place by place.",
)
def embed_back_step_by_step(dx, tokens, V):
    dE = np.zeros((V, dx.shape[2]))
    for t in range(tokens.shape[1]):
        dE[tokens[:, t]] += dx[:, t]
    return dE


@mistake(
    "embed_backward",
    fails=EMBED,
    says="The last row of your result is always zero: range(V - 1) ends with V - 2. Ids go from 0 to V - 1.",
)
def embed_back_without_the_last_row(dx, tokens, V):
    dE = np.zeros((V, dx.shape[2]))
    for v in range(V - 1):
        dE[v] = dx[tokens == v].sum(axis=0)
    return dE


@mistake(
    "embed_backward",
    fails=EMBED,
    says="You divide by N, the number of sentences. If the loss is a mean, dx says so already.",
)
def embed_back_divided_by_N(dx, tokens, V):
    dE = np.zeros((V, dx.shape[2]))
    np.add.at(dE, tokens, dx)
    return dE / len(tokens)


@mistake(
    "embed_backward",
    fails=REPEATED,
    says="Where a token stands several times you take the mean of its gradients. Each use of the row counts: they are "
    "added up.",
)
def embed_back_mean(dx, tokens, V):
    dE = np.zeros((V, dx.shape[2]))
    for v in np.unique(tokens):
        dE[v] = dx[tokens == v].mean(axis=0)
    return dE


@mistake(
    "embed_backward",
    fails=REPEATED,
    says="Of a token that stands several times only the first place counts. Each place has used the row: what they say "
    "of it is added up.",
)
def embed_back_first_place(dx, tokens, V):
    dE = np.zeros((V, dx.shape[2]))
    seen = set()
    for place in np.ndindex(tokens.shape):
        token = int(tokens[place])
        if token not in seen:
            dE[token] = dx[place]
            seen.add(token)
    return dE


@mistake(
    "embed_backward",
    fails=EMBED,
    says="You look dx up as if it were the table. Forward, E[tokens] takes a row for each place; backward, each "
    "place's gradient is *put into* its row.",
)
def embed_back_looked_up(dx, tokens, V):
    return dx.reshape(-1, dx.shape[2])[tokens % tokens.size]


@mistake(
    "embed_backward",
    fails=EMBED,
    says="Your dE has as many rows as the highest token asks for. E has V rows, and those of words that do not occur "
    "have a gradient too, zero.",
)
def embed_back_too_few_rows(dx, tokens, V):
    dE = np.zeros((tokens.max() + 1, dx.shape[2]))
    np.add.at(dE, tokens, dx)
    return dE


@mistake(
    "embed_backward",
    fails=EMBED,
    says="Your dE is transposed, (D, V). A gradient has the shape of what it is the gradient of.",
)
def embed_back_transposed(dx, tokens, V):
    dE = np.zeros((V, dx.shape[2]))
    np.add.at(dE, tokens, dx)
    return dE.T


@mistake(
    "embed_backward",
    fails=("values", "repeated_tokens"),
    says="You divide by the number of places. If the loss is a mean, dx says so already.",
)
def embed_back_divided(dx, tokens, V):
    dE = np.zeros((V, dx.shape[2]))
    np.add.at(dE, tokens, dx)
    return dE / tokens.size if tokens.size > 1 else dE


@mistake(
    "embed_backward",
    fails=("values", "repeated_tokens"),
    says="Only the first sentence's gradients arrive. All N sentences have used the table.",
)
def embed_back_first_sentence(dx, tokens, V):
    dE = np.zeros((V, dx.shape[2]))
    np.add.at(dE, tokens[0], dx[0])
    return dE


@mistake(
    "embed_backward",
    fails=EMBED,
    says="You add up the gradients of a sentence first and give the sum to every token of it. Each place has a "
    "gradient of its own, for its own token.",
)
def embed_back_sums_of_sentences(dx, tokens, V):
    dE = np.zeros((V, dx.shape[2]))
    np.add.at(dE, tokens, np.broadcast_to(dx.sum(axis=1, keepdims=True), dx.shape))
    return dE


@mistake(
    "embed_backward",
    fails=EMBED,
    says="You throw out the gradient of the word with id 0, as if it were padding. Here it is a row like any other.",
)
def embed_back_without_row_zero(dx, tokens, V):
    dE = np.zeros((V, dx.shape[2]))
    np.add.at(dE, tokens, dx)
    dE[0] = 0
    return dE


@mistake(
    "embed_backward",
    fails=EMBED,
    says="Each gradient has arrived one row too high or too low. Ids count from 0, as Python does.",
)
def embed_back_counting_from_one(dx, tokens, V):
    dE = np.zeros((V, dx.shape[2]))
    np.add.at(dE, tokens - 1, dx)
    return dE


@mistake(
    "embed_backward",
    fails=EMBED,
    says="Your result has a row for each place, (N, T, V, D) or so. What the places say of E is added up: (V, D).",
)
def embed_back_not_summed(dx, tokens, V):
    return (tokens[..., None] == np.arange(V))[..., None] * dx[:, :, None, :]


@mistake(
    "embed_backward",
    fails=EMBED,
    says="You count how often each token occurs. What is added up is the gradient at its places.",
)
def embed_back_counts(dx, tokens, V):
    dE = np.zeros((V, dx.shape[2]))
    np.add.at(dE, tokens, 1.0)
    return dE


@mistake(
    "embed_backward",
    fails=EMBED,
    says="All your gradients have the wrong sign.",
)
def embed_back_negative(dx, tokens, V):
    dE = np.zeros((V, dx.shape[2]))
    np.subtract.at(dE, tokens, dx)
    return dE


# sgd_step ------------------------------------------------------------------------------------------------------------

exercise(
    "sgd_step",
    returns={"parameters": ""},
    driver="afresh",
    forbidden=(*READY_MADE, "torch.optim"),
    explained="""
    The gradient points to where the loss grows fastest, so each parameter goes the other way: minus, not plus. How
    far, the learning rate says. Gradients are found by name, since two dictionaries need not have one order. `value -
    learning_rate * gradient` makes a new array; `value -= ...` would write over the caller's, and a training that goes
    back to its best weights would find them gone. To convince yourself: the loss after a small step is lower by about
    learning_rate times the sum of all squared gradients.
    """,
)


def parameters_and_gradients(rng, D, H, turned_round=False):
    shapes = {"W_xh": (D, H), "W_hh": (H, H), "b_h": (H,)}
    names = list(shapes)[::-1] if turned_round else list(shapes)
    return {
        "parameters": {name: normal(rng, *shape) for name, shape in shapes.items()},
        "gradients": {name: normal(rng, *shapes[name]) for name in names},
    }


@visible("sgd_step", part="values")
def _(rng):
    yield case(
        "worked by hand: one number",
        parameters={"w": np.array([2.0])},
        gradients={"w": np.array([6.0])},
        learning_rate=0.1,
        note="2 - 0.1 · 6 = 1.4",
    )
    yield case("three arrays", **parameters_and_gradients(rng, 2, 3), learning_rate=0.5)
    yield case("the same sizes, a smaller rate", **parameters_and_gradients(rng, 2, 3), learning_rate=0.05)
    yield case(
        "the gradients in another order",
        **parameters_and_gradients(rng, 3, 3, turned_round=True),
        learning_rate=0.3,
        note="a gradient is found by its name",
    )
    arguments = parameters_and_gradients(rng, 2, 3)
    arguments["gradients"]["W_hh"][:] = 0
    yield case("one gradient is zero", **arguments, learning_rate=0.2)


@hidden("sgd_step", part="values")
def _(rng):
    for turned in (False, True):
        D, H = different_sizes(rng, 2)
        yield case("random arrays", **parameters_and_gradients(rng, D, H, turned), learning_rate=float(rng.random()))
    yield case("square ones", **parameters_and_gradients(rng, 3, 3, True), learning_rate=0.7)
    arguments = parameters_and_gradients(rng, 3, 2)
    arguments["gradients"]["b_h"][:] = 0
    yield case("one gradient is zero", **arguments, learning_rate=0.4)


@right("sgd_step", style="copies changed in place")
def sgd_by_copies(parameters, gradients, learning_rate):
    new = {name: value.copy() for name, value in parameters.items()}
    for name in new:
        new[name] -= learning_rate * gradients[name]
    return new


@right("sgd_step", style="np.subtract")
def sgd_by_subtract(parameters, gradients, learning_rate):
    result = dict(parameters)
    for name, gradient in gradients.items():
        result[name] = np.subtract(parameters[name], np.multiply(learning_rate, gradient))
    return result


@right("sgd_step", style="a step of minus the rate")
def sgd_by_negative(parameters, gradients, learning_rate):
    names = sorted(parameters)
    return dict(zip(names, [parameters[n] + (-learning_rate) * gradients[n] for n in names], strict=True))


VALUES = ("values",)


@mistake(
    "sgd_step",
    fails=VALUES,
    says="You go up the slope: with a plus the loss grows. The gradient points to where the loss grows fastest, and we "
    "want it to fall.",
)
def sgd_uphill(parameters, gradients, learning_rate):
    return {name: value + learning_rate * gradients[name] for name, value in parameters.items()}


@mistake(
    "sgd_step",
    fails=VALUES,
    says="You change what belongs to the caller: an array, which `-=` writes into, or an entry of the dictionary. Make "
    "new arrays, in a new dictionary.",
)
def sgd_in_place(parameters, gradients, learning_rate):
    for name in parameters:
        parameters[name] -= learning_rate * gradients[name]
    return parameters


@mistake(
    "sgd_step",
    fails=VALUES,
    twin_of="sgd_in_place",
    says="",
)
def sgd_in_place_in_a_new_dictionary(parameters, gradients, learning_rate):
    new = dict(parameters)
    for name in new:
        new[name] -= learning_rate * gradients[name]
    return new


@mistake(
    "sgd_step",
    fails=VALUES,
    twin_of="sgd_in_place",
    says="",
)
def sgd_in_the_callers_dictionary(parameters, gradients, learning_rate):
    for name in list(parameters):
        parameters[name] = parameters[name] - learning_rate * gradients[name]
    return {name: value + 0 for name, value in parameters.items()}


@mistake(
    "sgd_step",
    fails=VALUES,
    says="The learning rate has no part in your step.",
)
def sgd_without_rate(parameters, gradients, learning_rate):
    return {name: value - gradients[name] for name, value in parameters.items()}


@mistake(
    "sgd_step",
    fails=VALUES,
    says="You return the steps, and not the parameters after them.",
)
def sgd_steps_only(parameters, gradients, learning_rate):
    return {name: -learning_rate * gradients[name] for name in parameters}


@mistake(
    "sgd_step",
    fails=VALUES,
    says="You return what is taken away, learning rate times gradient. What is asked for are the parameters after the "
    "step.",
)
def sgd_what_is_taken_away(parameters, gradients, learning_rate):
    return {name: learning_rate * gradients[name] for name in parameters}


@mistake(
    "sgd_step",
    fails=VALUES,
    says="You pair parameters and gradients by their place in the dictionaries. They have names: a gradient that comes "
    "in another order belongs to the parameter of its name.",
)
def sgd_by_place(parameters, gradients, learning_rate):
    pairs = zip(parameters.items(), gradients.values(), strict=True)
    return {name: value - learning_rate * gradient for (name, value), gradient in pairs}


@mistake(
    "sgd_step",
    fails=VALUES,
    says="You step by the sign of the gradient: each number moves by the same amount. The size of the gradient counts "
    "as well.",
)
def sgd_by_sign(parameters, gradients, learning_rate):
    return {name: value - learning_rate * np.sign(gradients[name]) for name, value in parameters.items()}


@mistake(
    "sgd_step",
    fails=VALUES,
    says="You divide the gradient by its length, so that every step is equally long. Here the gradient is taken as it "
    "is.",
)
def sgd_normalised(parameters, gradients, learning_rate):
    new = {}
    for name, value in parameters.items():
        length = np.linalg.norm(gradients[name])
        new[name] = value - learning_rate * gradients[name] / (length if length else 1.0)
    return new


@mistake(
    "sgd_step",
    fails=VALUES,
    says="You multiply by 1 - learning rate times gradient. The step is taken away from the parameter, whatever the "
    "parameter's own size is.",
)
def sgd_as_a_factor(parameters, gradients, learning_rate):
    return {name: value * (1 - learning_rate * gradients[name]) for name, value in parameters.items()}


@mistake(
    "sgd_step",
    fails=VALUES,
    says="You divide by the learning rate. A larger rate is a larger step.",
)
def sgd_divided_by_rate(parameters, gradients, learning_rate):
    return {name: value - gradients[name] / learning_rate for name, value in parameters.items()}


@mistake(
    "sgd_step",
    fails=VALUES,
    says="You return the new arrays in a list. They have names: return a dictionary, as the one that came in.",
)
def sgd_as_a_list(parameters, gradients, learning_rate):
    return [value - learning_rate * gradients[name] for name, value in parameters.items()]


@mistake(
    "sgd_step",
    fails=VALUES,
    says="The parameters come back as they were: the new values were made and not kept.",
)
def sgd_not_kept(parameters, gradients, learning_rate):
    for name, value in parameters.items():
        value = value - learning_rate * gradients[name]
    return dict(parameters)


@mistake(
    "sgd_step",
    fails=VALUES,
    says="Where a gradient is zero you hand back the caller's own array. Its values are right, and whoever writes into "
    "one of the two then changes both. Make a new array for every name.",
)
def sgd_own_array_for_zero(parameters, gradients, learning_rate):
    return {
        name: value - learning_rate * gradients[name] if np.any(gradients[name]) else value
        for name, value in parameters.items()
    }


@mistake(
    "sgd_step",
    fails=VALUES,
    says="You divide by the gradient: where it is small the step is large, and where it is zero, infinite. The step is "
    "the learning rate *times* the gradient.",
)
def sgd_divided_by_the_gradient(parameters, gradients, learning_rate):
    with np.errstate(divide="ignore"):
        return {name: value - learning_rate / gradients[name] for name, value in parameters.items()}


@mistake(
    "sgd_step",
    fails=VALUES,
    says="Your parameters have the wrong sign: you take the old value from the step. (3.12) takes the step from the "
    "old value.",
)
def sgd_the_other_way_round(parameters, gradients, learning_rate):
    return {name: learning_rate * gradients[name] - value for name, value in parameters.items()}


@mistake(
    "sgd_step",
    fails=VALUES,
    says="The biases stay where they were. They are parameters like the others and take the same step.",
)
def sgd_without_biases(parameters, gradients, learning_rate):
    return {
        name: value.copy() if name.startswith("b") else value - learning_rate * gradients[name]
        for name, value in parameters.items()
    }


@mistake(
    "sgd_step",
    fails=VALUES,
    says="You pull the weights towards zero besides, by the rate times themselves. That is called weight decay, and it "
    "is not asked for here.",
)
def sgd_with_weight_decay(parameters, gradients, learning_rate):
    return {name: value - learning_rate * (gradients[name] + value) for name, value in parameters.items()}


# truncated_bptt ------------------------------------------------------------------------------------------------------

exercise(
    "truncated_bptt",
    returns={"dx": "N T D", "dh0": "N H", "dW_xh": "D H", "dW_hh": "H H", "db_h": "H"},
    builds_on={"rnn_backward": "helpers.nn.bptt"},
    forbidden=READY_MADE,
    backward=True,
    explained="""
    Each window is a short sequence of its own, and rnn_backward does it: its gradients dh, its inputs, its states, and
    as its h0 the state that stood before it. That state is where the windows meet. Forward it was handed over, and so
    it is what dW_hh needs; backward it is treated as a number from nowhere, and what rnn_backward returns as the
    gradient of it is dropped, except for the first window, where it is dh0. The weights are the same in all windows,
    so theirs is a sum. Slices may go past the end, so the last window needs no case of its own. The usual mistake is
    to start each window from zeros, which cuts the forward pass as well. To convince yourself: with k at least T it is
    rnn_backward; with a loss at the last step alone, dx is zero outside the last window.
    """,
)


@visible("truncated_bptt", part="values")
def _(rng):
    arguments = steps_back(rng, 3, 6, 2, 4)
    yield case("six steps, windows of 3", **arguments, k=3)
    yield case("the same, windows of 2", **arguments, k=2)
    yield case("other numbers, windows of 3", **steps_back(rng, 3, 6, 2, 4), k=3)
    yield case("seven steps, windows of 3: the last has one", **steps_back(rng, 2, 7, 3, 4), k=3)
    yield case(
        "a loss at the last step only",
        **at_one_step(steps_back(rng, 2, 6, 3, 4), -1),
        k=2,
        note="it goes back to step 4 and no further",
    )
    yield case("eight steps, windows of 5", **steps_back(rng, 2, 8, 3, 4), k=5)


@hidden("truncated_bptt", part="values")
def _(rng):
    for _ in range(2):
        N, D, H = different_sizes(rng, 3)
        yield case("even windows", **steps_back(rng, N, 6, D, H), k=3)
        yield case("an odd last window", **steps_back(rng, N, 8, D, H), k=3)
    yield case("a loss at the last step only", **at_one_step(steps_back(rng, 3, 7, 2, 4), -1), k=4)


@visible("truncated_bptt", part="edge_cases")
def _(rng):
    arguments = steps_back(rng, 2, 5, 3, 4)
    yield case("windows of one step: k = 1", **arguments, k=1)
    yield case("one window for all: k = T = 5", **arguments, k=5, note="as rnn_backward gives it")
    yield case("k = 9, longer than the sequence", **arguments, k=9, note="as rnn_backward gives it")
    yield case("one sequence of one step", **steps_back(rng, 1, 1, 2, 3), k=2)
    yield case("one sequence, one unit", **steps_back(rng, 1, 5, 2, 1), k=2)


@hidden("truncated_bptt", part="edge_cases")
def _(rng):
    arguments = steps_back(rng, 3, 4, 2, 5)
    for k in (1, 4, 7):
        yield case("a window of one, of all, of more", **arguments, k=k)
    yield case("one sequence", **steps_back(rng, 1, 5, 2, 3), k=3)


@right("truncated_bptt", style="one loop that cuts")
def truncated_by_one_loop(dh, x, h0, h, W_xh, W_hh, k):
    N, T, D = x.shape
    dx, da = np.zeros((N, T, D)), np.zeros(h.shape)
    before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    back = np.zeros(h0.shape)
    for t in reversed(range(T)):
        if (t + 1) % k == 0:  # the last step of a window
            back = np.zeros(h0.shape)
        da[:, t] = (dh[:, t] + back) * (1 - h[:, t] ** 2)
        back = da[:, t] @ W_hh.T
        dx[:, t] = da[:, t] @ W_xh.T
    return dx, back, np.einsum("ntd,nth->dh", x, da), np.einsum("ntk,nth->kh", before, da), da.sum(axis=(0, 1))


@right("truncated_bptt", style="lists of windows")
def truncated_by_lists(dh, x, h0, h, W_xh, W_hh, k):
    T = x.shape[1]
    starts = list(range(0, T, k))
    states = np.concatenate([h0[:, None], h], axis=1)
    windows = [
        rnn_backward(dh[:, s : s + k], x[:, s : s + k], states[:, s], h[:, s : s + k], W_xh, W_hh) for s in starts
    ]
    dxs, dh0s, *weights = zip(*windows, strict=True)
    return np.concatenate(dxs, axis=1), dh0s[0], *(np.sum(one, axis=0) for one in weights)


@right("truncated_bptt", style="recursive")
def truncated_recursive(dh, x, h0, h, W_xh, W_hh, k):
    first = rnn_backward(dh[:, :k], x[:, :k], h0, h[:, :k], W_xh, W_hh)
    if x.shape[1] <= k:
        return first
    rest = truncated_bptt(dh[:, k:], x[:, k:], h[:, k - 1], h[:, k:], W_xh, W_hh, k)
    sums = [a + b for a, b in zip(first[2:], rest[2:], strict=True)]
    return np.concatenate([first[0], rest[0]], axis=1), first[1], *sums


CUT = ("values", "edge_cases")


@mistake(
    "truncated_bptt",
    fails=CUT,
    says="Nothing is cut: these are the gradients of rnn_backward, through all steps. What flows back at the start of "
    "a window is to be dropped.",
)
def truncated_not_at_all(dh, x, h0, h, W_xh, W_hh, k):
    return rnn_backward(dh, x, h0, h, W_xh, W_hh)


@mistake(
    "truncated_bptt",
    fails=CUT,
    says="You cut at every step, whatever k is. Inside a window the gradient flows from step to step.",
)
def truncated_at_every_step(dh, x, h0, h, W_xh, W_hh, k):
    before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    da = dh * (1 - h**2)
    return (
        da @ W_xh.T,
        da[:, 0] @ W_hh.T,
        np.einsum("ntd,nth->dh", x, da),
        np.einsum("ntk,nth->kh", before, da),
        da.sum(axis=(0, 1)),
    )


@mistake(
    "truncated_bptt",
    fails=CUT,
    says="Every window begins with zeros for the state before it. Only the gradient is cut; the state was handed over "
    "from the window before, and dW_hh needs it.",
)
def truncated_with_zero_states(dh, x, h0, h, W_xh, W_hh, k):
    dx = np.zeros(x.shape)
    sums = [0.0, 0.0, 0.0]
    for s in range(0, x.shape[1], k):
        before = np.zeros_like(h0) if s else h0
        dx[:, s : s + k], back, *weights = rnn_backward(
            dh[:, s : s + k], x[:, s : s + k], before, h[:, s : s + k], W_xh, W_hh
        )
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
        if s == 0:
            dh0 = back
    return dx, dh0, *sums


@mistake(
    "truncated_bptt",
    fails=CUT,
    says="Every window begins with h0. That is the state before the first one; before a later window stands the last "
    "state of the window before it.",
)
def truncated_with_h0_everywhere(dh, x, h0, h, W_xh, W_hh, k):
    dx = np.zeros(x.shape)
    sums = [0.0, 0.0, 0.0]
    for s in range(0, x.shape[1], k):
        dx[:, s : s + k], back, *weights = rnn_backward(
            dh[:, s : s + k], x[:, s : s + k], h0, h[:, s : s + k], W_xh, W_hh
        )
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
        if s == 0:
            dh0 = back
    return dx, dh0, *sums


@mistake(
    "truncated_bptt",
    fails=CUT,
    says="Every window begins with its own first state, h[:, start], as the state before it. What stood before step "
    "`start` is the state of the step before.",
)
def truncated_with_the_first_state(dh, x, h0, h, W_xh, W_hh, k):
    dx = np.zeros(x.shape)
    sums = [0.0, 0.0, 0.0]
    for s in range(0, x.shape[1], k):
        before = h[:, s] if s else h0
        dx[:, s : s + k], back, *weights = rnn_backward(
            dh[:, s : s + k], x[:, s : s + k], before, h[:, s : s + k], W_xh, W_hh
        )
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
        if s == 0:
            dh0 = back
    return dx, dh0, *sums


@mistake(
    "truncated_bptt",
    fails=CUT,
    says="At the first window your state before is h[:, -1], and that is the last state: Python counts negative "
    "indices from the end. Before step 0 stands h0.",
)
def truncated_wraps_round(dh, x, h0, h, W_xh, W_hh, k):
    dx = np.zeros(x.shape)
    sums = [0.0, 0.0, 0.0]
    for s in range(0, x.shape[1], k):
        dx[:, s : s + k], back, *weights = rnn_backward(
            dh[:, s : s + k], x[:, s : s + k], h[:, s - 1], h[:, s : s + k], W_xh, W_hh
        )
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
        if s == 0:
            dh0 = back
    return dx, dh0, *sums


@mistake(
    "truncated_bptt",
    fails=("values", "edge_cases"),
    says="The gradients of the weights are those of the last window alone. All windows used the same weights.",
)
def truncated_weights_of_the_last_window(dh, x, h0, h, W_xh, W_hh, k):
    dx = np.zeros(x.shape)
    for s in range(0, x.shape[1], k):
        before = h[:, s - 1] if s else h0
        dx[:, s : s + k], back, *weights = rnn_backward(
            dh[:, s : s + k], x[:, s : s + k], before, h[:, s : s + k], W_xh, W_hh
        )
        if s == 0:
            dh0 = back
    return dx, dh0, *weights


@mistake(
    "truncated_bptt",
    fails=("values", "edge_cases"),
    says="You take the mean over the windows. What they say of the weights is added up, as it is for steps.",
)
def truncated_mean_of_windows(dh, x, h0, h, W_xh, W_hh, k):
    dx = np.zeros(x.shape)
    sums = [0.0, 0.0, 0.0]
    starts = range(0, x.shape[1], k)
    for s in starts:
        before = h[:, s - 1] if s else h0
        dx[:, s : s + k], back, *weights = rnn_backward(
            dh[:, s : s + k], x[:, s : s + k], before, h[:, s : s + k], W_xh, W_hh
        )
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
        if s == 0:
            dh0 = back
    return dx, dh0, *(total / len(starts) for total in sums)


@mistake(
    "truncated_bptt",
    fails=CUT,
    says="Your dh0 is what came back to the start of the last window. h0 stands before the first one.",
)
def truncated_dh0_of_the_last_window(dh, x, h0, h, W_xh, W_hh, k):
    dx = np.zeros(x.shape)
    sums = [0.0, 0.0, 0.0]
    for s in range(0, x.shape[1], k):
        before = h[:, s - 1] if s else h0
        dx[:, s : s + k], dh0, *weights = rnn_backward(
            dh[:, s : s + k], x[:, s : s + k], before, h[:, s : s + k], W_xh, W_hh
        )
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, dh0, *sums


@mistake(
    "truncated_bptt",
    fails=CUT,
    says="Your dh0 adds up what came back to the start of every window. Those are gradients at different states, and "
    "all but the first are dropped.",
)
def truncated_dh0_of_all_windows(dh, x, h0, h, W_xh, W_hh, k):
    dx = np.zeros(x.shape)
    dh0 = np.zeros(h0.shape)
    sums = [0.0, 0.0, 0.0]
    for s in range(0, x.shape[1], k):
        before = h[:, s - 1] if s else h0
        dx[:, s : s + k], back, *weights = rnn_backward(
            dh[:, s : s + k], x[:, s : s + k], before, h[:, s : s + k], W_xh, W_hh
        )
        dh0 += back
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, dh0, *sums


@mistake(
    "truncated_bptt",
    fails=CUT,
    says="Your dh0 is zero. The first window begins with h0, so what flows back to its start is the gradient of h0.",
)
def truncated_dh0_zero(dh, x, h0, h, W_xh, W_hh, k):
    dx = np.zeros(x.shape)
    sums = [0.0, 0.0, 0.0]
    for s in range(0, x.shape[1], k):
        before = h[:, s - 1] if s else h0
        dx[:, s : s + k], _, *weights = rnn_backward(
            dh[:, s : s + k], x[:, s : s + k], before, h[:, s : s + k], W_xh, W_hh
        )
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, np.zeros_like(h0), *sums


@mistake(
    "truncated_bptt",
    fails=("values", "edge_cases"),
    says="Steps at the end are left out: where T is no multiple of k, the last window is shorter, and it counts too.",
)
def truncated_without_the_rest(dh, x, h0, h, W_xh, W_hh, k):
    dx = np.zeros(x.shape)
    dh0 = np.zeros(h0.shape)
    sums = [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))]
    for window in range(x.shape[1] // k):
        s = window * k
        before = h[:, s - 1] if s else h0
        dx[:, s : s + k], back, *weights = rnn_backward(
            dh[:, s : s + k], x[:, s : s + k], before, h[:, s : s + k], W_xh, W_hh
        )
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
        if s == 0:
            dh0 = back
    return dx, dh0, *sums


@mistake(
    "truncated_bptt",
    fails=("values", "edge_cases"),
    says="Your windows are counted from the end of the sequence. They begin at the first step; it is the last one that "
    "may be shorter.",
)
def truncated_from_the_end(dh, x, h0, h, W_xh, W_hh, k):
    T = x.shape[1]
    dx = np.zeros(x.shape)
    sums = [0.0, 0.0, 0.0]
    for end in range(T, 0, -k):
        s = max(0, end - k)
        before = h[:, s - 1] if s else h0
        dx[:, s:end], dh0, *weights = rnn_backward(dh[:, s:end], x[:, s:end], before, h[:, s:end], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, dh0, *sums


@mistake(
    "truncated_bptt",
    fails=("values", "edge_cases"),
    says="You cut into k windows. k is how many steps a window has.",
)
def truncated_into_k_windows(dh, x, h0, h, W_xh, W_hh, k):
    T = x.shape[1]
    size = -(-T // k)
    dx = np.zeros(x.shape)
    sums = [0.0, 0.0, 0.0]
    for s in range(0, T, size):
        before = h[:, s - 1] if s else h0
        dx[:, s : s + size], back, *weights = rnn_backward(
            dh[:, s : s + size], x[:, s : s + size], before, h[:, s : s + size], W_xh, W_hh
        )
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
        if s == 0:
            dh0 = back
    return dx, dh0, *sums


@mistake(
    "truncated_bptt",
    fails=("values", "edge_cases"),
    says="Your windows have k + 1 steps.",
)
def truncated_one_step_too_many(dh, x, h0, h, W_xh, W_hh, k):
    size = k + 1
    dx = np.zeros(x.shape)
    sums = [0.0, 0.0, 0.0]
    for s in range(0, x.shape[1], size):
        before = h[:, s - 1] if s else h0
        dx[:, s : s + size], back, *weights = rnn_backward(
            dh[:, s : s + size], x[:, s : s + size], before, h[:, s : s + size], W_xh, W_hh
        )
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
        if s == 0:
            dh0 = back
    return dx, dh0, *sums


@mistake(
    "truncated_bptt",
    fails=("values", "edge_cases"),
    says="Here every loss goes back k steps from where it stands. That is another way of truncating, with windows that "
    "slide; here the windows are fixed, and a loss goes back to the start of the window that it stands in.",
)
def truncated_sliding(dh, x, h0, h, W_xh, W_hh, k):
    T = x.shape[1]
    before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    da = np.zeros(h.shape)
    dh0 = np.zeros(h0.shape)
    for t in range(T):
        g = dh[:, t]
        for s in range(t, max(-1, t - k), -1):
            g = g * (1 - h[:, s] ** 2)
            da[:, s] += g
            g = g @ W_hh.T
            if s == 0:
                dh0 += g
    return (
        da @ W_xh.T,
        dh0,
        np.einsum("ntd,nth->dh", x, da),
        np.einsum("ntk,nth->kh", before, da),
        da.sum(axis=(0, 1)),
    )


@mistake(
    "truncated_bptt",
    fails=("values", "edge_cases"),
    says="Only the first window has gradients for x. Every window is gone through, and each gives the dx of its steps.",
)
def truncated_dx_of_the_first_window(dh, x, h0, h, W_xh, W_hh, k):
    dx = np.zeros(x.shape)
    sums = [0.0, 0.0, 0.0]
    for s in range(0, x.shape[1], k):
        before = h[:, s - 1] if s else h0
        of_window, back, *weights = rnn_backward(dh[:, s : s + k], x[:, s : s + k], before, h[:, s : s + k], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
        if s == 0:
            dh0 = back
            dx[:, :k] = of_window
    return dx, dh0, *sums


@mistake(
    "truncated_bptt",
    fails=("values", "edge_cases"),
    says="dx has gradients for the last window only: each window writes over the dx of the one before. Each gives the "
    "dx of its own steps.",
)
def truncated_dx_of_the_last_window(dh, x, h0, h, W_xh, W_hh, k):
    sums = [0.0, 0.0, 0.0]
    for s in range(0, x.shape[1], k):
        before = h[:, s - 1] if s else h0
        of_window, back, *weights = rnn_backward(dh[:, s : s + k], x[:, s : s + k], before, h[:, s : s + k], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
        dx = np.zeros(x.shape)
        dx[:, s : s + k] = of_window
        if s == 0:
            dh0 = back
    return dx, dh0, *sums


@mistake(
    "truncated_bptt",
    fails=("values", "edge_cases"),
    says="You cut one step too late: nothing flows back *from the first step of the next window*, so what is handed "
    "back is dropped where (t + 1) % k == 0. At t % k == 0 the first step of a window loses what its own window sends.",
)
def truncated_cut_at_the_first_steps(dh, x, h0, h, W_xh, W_hh, k):
    dx = np.zeros(x.shape)
    sums = [0.0, 0.0, 0.0]
    back = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        if t % k == 0:
            back = np.zeros(h0.shape)
        now = slice(t, t + 1)
        before = h[:, t - 1] if t else h0
        g = dh[:, now] + back[:, None]
        dx[:, now], back, *weights = rnn_backward(g, x[:, now], before, h[:, now], W_xh, W_hh)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
    return dx, back, *sums


@mistake(
    "truncated_bptt",
    fails=("values", "edge_cases"),
    says="Your dx has fewer steps than x: where T is no multiple of k, the last window is shorter, and its dx is put "
    "together with the others.",
)
def truncated_without_the_rest_of_dx(dh, x, h0, h, W_xh, W_hh, k):
    windows, sums = (
        [np.zeros((len(x), 0, x.shape[2]))],
        [np.zeros(W_xh.shape), np.zeros(W_hh.shape), np.zeros(len(W_hh))],
    )
    dh0 = np.zeros(h0.shape)
    for s in range(0, x.shape[1] - k + 1, k):
        before = h[:, s - 1] if s else h0
        dx, back, *weights = rnn_backward(dh[:, s : s + k], x[:, s : s + k], before, h[:, s : s + k], W_xh, W_hh)
        windows.append(dx)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
        if s == 0:
            dh0 = back
    return np.concatenate(windows, axis=1), dh0, *sums


@mistake(
    "truncated_bptt",
    fails=("values", "edge_cases"),
    says="Only the last k steps count, and the steps before them have no part in the weights' gradients. Truncation "
    "cuts the flow between windows; every window's own losses still count.",
)
def truncated_last_window_only(dh, x, h0, h, W_xh, W_hh, k):
    s = max(0, x.shape[1] - k)
    before = h[:, s - 1] if s else h0
    dx = np.zeros(x.shape)
    dx[:, s:], back, *weights = rnn_backward(dh[:, s:], x[:, s:], before, h[:, s:], W_xh, W_hh)
    return dx, back if s == 0 else np.zeros_like(h0), *weights


@mistake(
    "truncated_bptt",
    fails=("values", "edge_cases"),
    says="dh0 is right and the windows of dx stand in the wrong order: they were collected from the last to the first.",
)
def truncated_windows_reversed(dh, x, h0, h, W_xh, W_hh, k):
    collected = []
    sums = [0.0, 0.0, 0.0]
    for s in range(0, x.shape[1], k):
        before = h[:, s - 1] if s else h0
        dx, back, *weights = rnn_backward(dh[:, s : s + k], x[:, s : s + k], before, h[:, s : s + k], W_xh, W_hh)
        collected.insert(0, dx)
        sums = [a + b for a, b in zip(sums, weights, strict=True)]
        if s == 0:
            dh0 = back
    return np.concatenate(collected, axis=1), dh0, *sums


equivalent(
    "truncated_bptt",
    "dx = np.zeros(x.shape)",
    "dx = np.ones(x.shape)",
    because="Every step of dx is overwritten: the windows cover all of them.",
)
equivalent(
    "truncated_bptt",
    "for start in range(0, x.shape[1], k):",
    "for start in range(0, x.shape[1] + 1, k):",
    because="At most one more window is tried, behind the last step; it has no steps and adds zeros.",
)
equivalent(
    "truncated_bptt",
    "for start in range(0, x.shape[1], k):",
    "for start in reversed(list(range(0, x.shape[1], k))):",
    because="No window needs what another one gave, and a sum has no order.",
)
equivalent(
    "truncated_bptt",
    "for start in range(0, x.shape[1], k):",
    "for start in range(0, dh.shape[1], k):",
    because="dh has as many steps as x.",
)
equivalent(
    "truncated_bptt",
    "for start in range(0, x.shape[1], k):",
    "for start in range(0, h.shape[1], k):",
    because="h has as many steps as x.",
)
equivalent(
    "truncated_bptt",
    "for start in range(0, x.shape[1], k):",
    "for start in range(0, dx.shape[1], k):",
    because="dx was made with the shape of x.",
)
equivalent(
    "truncated_bptt",
    "sums = [total + added for total, added in zip(sums, of_window, strict=True)]",
    "sums = [total + added for total, added in zip(of_window, sums, strict=True)]",
    because="The two change places in a sum.",
)
equivalent(
    "truncated_bptt",
    "sums = [total + added for total, added in zip(sums, of_window, strict=True)]",
    "sums = [total + added for total, added in zip(sums, of_window)]",
    because="Both have three arrays.",
)
equivalent(
    "truncated_bptt",
    "sums = [total + added for total, added in zip(sums, of_window, strict=True)]",
    "sums = [total + added for total, added in zip(sums, of_window, strict=False)]",
    because="Both have three arrays.",
)


# sample --------------------------------------------------------------------------------------------------------------

exercise(
    "sample",
    returns={"rows": "", "calls": "", "share": ""},
    driver="count_draws",
    forbidden=("torch.nn", "torch.distributions"),
    explained="""
    One round for each token that is drawn: read the token, take a step, score all words, turn the scores into
    probabilities, draw. What was drawn is read in the next round, and the state goes along. The softmax subtracts the
    largest logit first, as in lesson 01. The draw is one for each sequence: `rng.choice(V, p=row)` with that
    sequence's row of probabilities. The usual mistakes are to take the most probable word, which always writes the same
    text, to read the probabilities instead of the word that was drawn, and to leave the state behind. To convince
    yourself, draw a thousand times and count.
    """,
)


def network_of_tables(after, forbidden_after=None, shift=0.0):
    """Parameters of a network that draws the next token from tables.

    after            (V, V)  row i: the probabilities of the token that follows token i
    forbidden_after  for each token, one that cannot come two steps later; then the state has to be carried
    shift            is added to all logits, which changes no probability

    Unit i is +1 where the token read last is i, else -1, and unit V + i the same of the token before that. The words'
    biases differ. The first V units always add up to 2 - V, which takes the difference out again: without b_y, the
    probabilities are others.
    """
    V = len(after)
    W_xh = np.hstack([40.0 * np.eye(V), np.zeros((V, V))])
    W_hh = np.zeros((2 * V, 2 * V))
    W_hh[:V, V:] = 20.0 * np.eye(V)
    b_h = np.concatenate([np.full(V, -20.0), np.zeros(V)])
    scores = np.zeros((2 * V, V))
    scores[:V] = np.log(np.maximum(after, 1e-12))
    for token, other in enumerate([] if forbidden_after is None else forbidden_after):
        scores[V + token, other] = -50.0
    W_hy = scores / 2  # a unit goes from -1 to +1, so half of a score is what it has to add and half is in b_y
    b_y = W_hy.sum(axis=0) + shift
    favour = 0.9 * np.array([0, 1, -1, 0.5])[:V]
    W_hy[:V] += favour
    b_y += (V - 2) * favour
    return {"E": np.eye(V), "W_xh": W_xh, "W_hh": W_hh, "b_h": b_h, "W_hy": W_hy, "b_y": b_y}


def state_after(token, V):
    """The state of such a network that has read one token."""
    return np.concatenate([np.where(np.arange(V) == token, 1.0, -1.0), -np.ones(V)])


def writing(title, rng, rows, start, length, forbidden_after=None, shift=0.0, note=""):
    """A case of sample: tokens to go on from, each with the token that was read before it."""
    V = len(rows)
    return case(
        title,
        token=np.array([token for token, _ in start]),
        h=np.array([state_after(before, V) for _, before in start]),
        parameters=network_of_tables(np.array(rows, dtype=float), forbidden_after, shift),
        length=length,
        note=note,
    )


HALVES = [[0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]
EIGHTHS = [[0.125, 0.375, 0.5], [0.5, 0.125, 0.375], [0.375, 0.5, 0.125]]
CIRCLE = [[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0]]


def shuffled(rng, rows):
    """The same table with the words named otherwise."""
    order = rng.permutation(len(rows))
    return np.array(rows)[np.ix_(order, order)]


@visible("sample", part="values")
def _(rng):
    yield writing(
        "one token, from two different ones",
        rng,
        EIGHTHS,
        [(0, 1), (1, 2)],
        1,
        note="index (n, v) is the share of word v after sequence n, counted in 2,000 draws and rounded to eighths",
    )
    yield writing("the same, from others", rng, EIGHTHS, [(2, 0), (0, 0)], 1)
    yield writing(
        "four tokens, each with one successor",
        rng,
        CIRCLE,
        [(1, 0), (3, 2)],
        4,
        note="1 goes on with 2, 3, 0, 1 and with nothing else",
    )
    yield writing(
        "three tokens, each with two successors",
        rng,
        HALVES,
        [(0, 1), (2, 0)],
        3,
        note="index (n, a, b, c) is the share of the continuation a, b, c of sequence n",
    )
    yield writing(
        "what comes depends on the last two tokens",
        rng,
        HALVES,
        [(0, 1), (1, 2)],
        3,
        forbidden_after=[1, 2, 0],
        note="the state has to be carried along",
    )


@hidden("sample", part="values")
def _(rng):
    yield writing("one token", rng, shuffled(rng, EIGHTHS), [(int(rng.integers(3)), 0), (1, 1), (2, 1)], 1)
    yield writing("one successor each", rng, shuffled(rng, CIRCLE), [(int(rng.integers(4)), 1), (2, 0)], 3)
    yield writing("two successors each", rng, shuffled(rng, HALVES), [(0, 0), (1, 2), (2, 1)], 2)
    yield writing(
        "the last two tokens count",
        rng,
        HALVES,
        [tuple(pair) for pair in rng.permutation([(0, 1), (1, 2), (2, 0)])[:2].tolist()],
        3,
        forbidden_after=[1, 2, 0],
    )


@visible("sample", part="edge_cases")
def _(rng):
    yield writing("all logits near 1000", rng, EIGHTHS, [(0, 1), (1, 2)], 1, shift=1000.0, note="exp(1000) overflows")
    yield writing("all logits near -1000", rng, EIGHTHS, [(0, 1), (1, 2)], 1, shift=-1000.0, note="exp(-1000) is 0")
    yield writing("one sequence", rng, HALVES, [(1, 0)], 2)
    yield writing("another one", rng, EIGHTHS, [(2, 0)], 1)


@hidden("sample", part="edge_cases")
def _(rng):
    yield writing("large logits", rng, shuffled(rng, EIGHTHS), [(0, 1), (2, 2)], 1, shift=2000.0)
    yield writing("small logits", rng, shuffled(rng, EIGHTHS), [(0, 1), (2, 2)], 1, shift=-2000.0)
    yield writing("one sequence", rng, shuffled(rng, HALVES), [(int(rng.integers(3)), 1)], 2)


@right("sample", style="where the running sum passes a random number")
def sample_by_running_sums(token, h, parameters, length, rng):
    tokens = np.empty((len(token), length), dtype=int)
    for t in range(length):
        h = rnn_step(parameters["E"][token], h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        logits = h @ parameters["W_hy"] + parameters["b_y"]
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        running = p.cumsum(axis=1)
        token = (running <= rng.random((len(token), 1)) * running[:, -1:]).sum(axis=1)
        tokens[:, t] = token
    return tokens


@right("sample", style="Gumbel noise")
def sample_by_gumbel(token, h, parameters, length, rng):
    W_xh, W_hh, b_h = parameters["W_xh"], parameters["W_hh"], parameters["b_h"]
    drawn = []
    for _ in range(length):
        h = np.tanh(parameters["E"][token] @ W_xh + h @ W_hh + b_h)
        logits = output_layer(h, parameters["W_hy"], parameters["b_y"])
        token = np.argmax(logits + rng.gumbel(size=logits.shape), axis=1)
        drawn.append(token)
    return np.array(drawn).T


@right("sample", style="torch's generator")
def sample_by_torch(token, h, parameters, length, rng):
    import torch

    p = {name: torch.from_numpy(value) for name, value in parameters.items()}
    token, h = torch.from_numpy(token), torch.from_numpy(h)
    drawn = []
    for _ in range(length):
        h = torch.tanh(p["E"][token] @ p["W_xh"] + h @ p["W_hh"] + p["b_h"])
        token = torch.multinomial(torch.softmax(h @ p["W_hy"] + p["b_y"], dim=1), 1)[:, 0]
        drawn.append(token)
    return torch.stack(drawn, dim=1)


@right("sample", style="the old random numbers, sequence by sequence")
def sample_by_old_numpy(token, h, parameters, length, rng):
    V = len(parameters["E"])
    result = []
    for first, state in zip(token, h, strict=True):
        sequence = []
        for _ in range(length):
            state = rnn_step(
                parameters["E"][first][None], state[None], parameters["W_xh"], parameters["W_hh"], parameters["b_h"]
            )[0]
            logits = state @ parameters["W_hy"] + parameters["b_y"]
            e = np.exp(logits - max(logits))
            first = np.random.choice(V, p=e / e.sum())
            sequence.append(first)
        result.append(sequence)
    return np.array(result)


WRITE = ("values", "edge_cases")


@mistake(
    "sample",
    fails=WRITE,
    says="You take the most probable word each time. That always writes the same text; a word of 3/8 should come three "
    "times in eight.",
)
def sample_the_largest(token, h, parameters, length, rng):
    drawn = []
    for _ in range(length):
        h = rnn_step(embed(token, parameters["E"]), h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        token = output_layer(h, parameters["W_hy"], parameters["b_y"]).argmax(axis=1)
        drawn.append(token)
    return np.stack(drawn, axis=1)


@mistake(
    "sample",
    fails=WRITE,
    says="You draw every word with the same probability. What the network has to say, the softmax of its logits, has "
    "to be handed to the draw.",
)
def sample_uniformly(token, h, parameters, length, rng):
    return rng.integers(0, len(parameters["E"]), size=(len(token), length))


@mistake(
    "sample",
    fails=("values", "edge_cases"),
    says="The word that was drawn is not read: each round reads the first token again.",
)
def sample_not_fed_back(token, h, parameters, length, rng):
    drawn = []
    for _ in range(length):
        h = rnn_step(embed(token, parameters["E"]), h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        logits = output_layer(h, parameters["W_hy"], parameters["b_y"])
        drawn.append(np.argmax(logits + rng.gumbel(size=logits.shape), axis=1))
    return np.stack(drawn, axis=1)


@mistake(
    "sample",
    fails=("values",),
    says="The state is not carried along: each round starts from the first state. What comes next may depend on more "
    "than the last word.",
)
def sample_state_not_carried(token, h, parameters, length, rng):
    drawn = []
    for _ in range(length):
        state = rnn_step(embed(token, parameters["E"]), h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        logits = output_layer(state, parameters["W_hy"], parameters["b_y"])
        token = np.argmax(logits + rng.gumbel(size=logits.shape), axis=1)
        drawn.append(token)
    return np.stack(drawn, axis=1)


@mistake(
    "sample",
    fails=("values",),
    says="The state that comes in has no part: you begin with zeros. What was read before counts.",
)
def sample_without_the_state(token, h, parameters, length, rng):
    h = np.zeros_like(h)
    drawn = []
    for _ in range(length):
        h = rnn_step(embed(token, parameters["E"]), h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        logits = output_layer(h, parameters["W_hy"], parameters["b_y"])
        token = np.argmax(logits + rng.gumbel(size=logits.shape), axis=1)
        drawn.append(token)
    return np.stack(drawn, axis=1)


@mistake(
    "sample",
    fails=("values", "edge_cases"),
    says="What is read in the next round is the row of probabilities, mixed from all words' vectors. The word that was "
    "drawn has to be read: one word, one vector.",
)
def sample_probabilities_fed_back(token, h, parameters, length, rng):
    x = embed(token, parameters["E"])
    drawn = []
    for _ in range(length):
        h = rnn_step(x, h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        logits = output_layer(h, parameters["W_hy"], parameters["b_y"])
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        drawn.append(np.argmax(logits + rng.gumbel(size=logits.shape), axis=1))
        x = p @ parameters["E"]
    return np.stack(drawn, axis=1)


@mistake(
    "sample",
    fails=("values", "edge_cases"),
    says="You draw twice: one word is written down and another one is read in the next round. What is read has to be "
    "what was written.",
)
def sample_two_draws(token, h, parameters, length, rng):
    drawn = []
    for _ in range(length):
        h = rnn_step(embed(token, parameters["E"]), h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        logits = output_layer(h, parameters["W_hy"], parameters["b_y"])
        drawn.append(np.argmax(logits + rng.gumbel(size=logits.shape), axis=1))
        token = np.argmax(logits + rng.gumbel(size=logits.shape), axis=1)
    return np.stack(drawn, axis=1)


@mistake(
    "sample",
    fails=WRITE,
    says="Your result begins with the token that was handed in. Only what was drawn belongs there.",
)
def sample_with_the_first_token(token, h, parameters, length, rng):
    drawn = [token]
    for _ in range(length - 1):
        h = rnn_step(embed(token, parameters["E"]), h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        logits = output_layer(h, parameters["W_hy"], parameters["b_y"])
        token = np.argmax(logits + rng.gumbel(size=logits.shape), axis=1)
        drawn.append(token)
    return np.stack(drawn, axis=1)


@mistake(
    "sample",
    fails=WRITE,
    says="Your result has one token too many: either the one that was handed in, or one drawn more than asked.",
)
def sample_with_one_token_more(token, h, parameters, length, rng):
    drawn = [token]
    for _ in range(length):
        h = rnn_step(embed(token, parameters["E"]), h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        logits = output_layer(h, parameters["W_hy"], parameters["b_y"])
        token = np.argmax(logits + rng.gumbel(size=logits.shape), axis=1)
        drawn.append(token)
    return np.stack(drawn, axis=1)


@mistake(
    "sample",
    fails=WRITE,
    says="All sequences of a batch get the same draw: one random number decides for all of them. Each row has a throw "
    "of dice of its own.",
)
def sample_one_draw_for_all(token, h, parameters, length, rng):
    drawn = []
    for _ in range(length):
        h = rnn_step(embed(token, parameters["E"]), h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        logits = output_layer(h, parameters["W_hy"], parameters["b_y"])
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        running = p.cumsum(axis=1)
        token = (running <= rng.random() * running[:, -1:]).sum(axis=1)
        drawn.append(token)
    return np.stack(drawn, axis=1)


@mistake(
    "sample",
    fails=WRITE,
    says="Every call gives the same text: the generator is started anew with a fixed seed. Draw from the one that is "
    "handed in, which goes on where it stopped.",
)
def sample_with_a_seed(token, h, parameters, length, rng):
    rng = np.random.default_rng(0)
    drawn = []
    for _ in range(length):
        h = rnn_step(embed(token, parameters["E"]), h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        logits = output_layer(h, parameters["W_hy"], parameters["b_y"])
        token = np.argmax(logits + rng.gumbel(size=logits.shape), axis=1)
        drawn.append(token)
    return np.stack(drawn, axis=1)


@mistake(
    "sample",
    fails=WRITE,
    says="You take the softmax of probabilities. Once they are there they are handed to the draw as they are; a second "
    "softmax makes them nearly alike.",
)
def sample_two_softmaxes(token, h, parameters, length, rng):
    drawn = []
    for _ in range(length):
        h = rnn_step(embed(token, parameters["E"]), h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        logits = output_layer(h, parameters["W_hy"], parameters["b_y"])
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        token = np.argmax(p + rng.gumbel(size=p.shape), axis=1)
        drawn.append(token)
    return np.stack(drawn, axis=1)


@mistake(
    "sample",
    fails=("edge_cases",),
    says="Large logits overflow: exp(1000) is infinite, and exp(-1000) is 0 for every word. Subtract each row's "
    "largest logit first; the probabilities stay the same.",
)
def sample_overflowing(token, h, parameters, length, rng):
    drawn = []
    for _ in range(length):
        h = rnn_step(embed(token, parameters["E"]), h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        p = np.exp(output_layer(h, parameters["W_hy"], parameters["b_y"]))
        p = p / p.sum(axis=1, keepdims=True)
        token = np.array([rng.choice(len(row), p=row) for row in p])
        drawn.append(token)
    return np.stack(drawn, axis=1)


@mistake(
    "sample",
    fails=("values", "edge_cases"),
    says="Your word is drawn from the state before the token was read. First the step, then the scores.",
)
def sample_before_the_step(token, h, parameters, length, rng):
    drawn = []
    for _ in range(length):
        logits = output_layer(h, parameters["W_hy"], parameters["b_y"])
        drawn.append(np.argmax(logits + rng.gumbel(size=logits.shape), axis=1))
        h = rnn_step(embed(token, parameters["E"]), h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        token = drawn[-1]
    return np.stack(drawn, axis=1)


@mistake(
    "sample",
    fails=WRITE,
    says="You draw before the first token has been read. First the token that was handed in, then the scores.",
)
def sample_drawn_before_reading(token, h, parameters, length, rng):
    drawn = []
    for _ in range(length):
        logits = output_layer(h, parameters["W_hy"], parameters["b_y"])
        token = np.argmax(logits + rng.gumbel(size=logits.shape), axis=1)
        h = rnn_step(embed(token, parameters["E"]), h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        drawn.append(token)
    return np.stack(drawn, axis=1)


@mistake(
    "sample",
    fails=WRITE,
    says="Every sequence draws with the probabilities of the first one. Each row has its own.",
)
def sample_all_by_row_zero(token, h, parameters, length, rng):
    drawn = []
    for _ in range(length):
        h = rnn_step(embed(token, parameters["E"]), h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        p = softmax(output_layer(h, parameters["W_hy"], parameters["b_y"]))
        token = rng.choice(p.shape[1], size=len(p), p=p[0])
        drawn.append(token)
    return np.stack(drawn, axis=1)


@mistake(
    "sample",
    fails=WRITE,
    says="The bias b_y of the output layer has no part.",
)
def sample_without_b_y(token, h, parameters, length, rng):
    drawn = []
    for _ in range(length):
        h = rnn_step(embed(token, parameters["E"]), h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        logits = h @ parameters["W_hy"]
        token = np.argmax(logits + rng.gumbel(size=logits.shape), axis=1)
        drawn.append(token)
    return np.stack(drawn, axis=1)


@mistake(
    "sample",
    fails=WRITE,
    says="The bias b_h of the step has no part.",
)
def sample_without_b_h(token, h, parameters, length, rng):
    drawn = []
    for _ in range(length):
        h = np.tanh(embed(token, parameters["E"]) @ parameters["W_xh"] + h @ parameters["W_hh"])
        logits = output_layer(h, parameters["W_hy"], parameters["b_y"])
        token = np.argmax(logits + rng.gumbel(size=logits.shape), axis=1)
        drawn.append(token)
    return np.stack(drawn, axis=1)


@mistake(
    "sample",
    fails=WRITE,
    says="Your ids are floats. np.zeros makes floats unless it is told dtype=int, and a float is no index of a row.",
)
def sample_as_floats(token, h, parameters, length, rng):
    drawn = np.zeros((len(token), length))
    for t in range(length):
        h = rnn_step(embed(token, parameters["E"]), h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        logits = output_layer(h, parameters["W_hy"], parameters["b_y"])
        token = np.argmax(logits + rng.gumbel(size=logits.shape), axis=1)
        drawn[:, t] = token
    return drawn


@mistake(
    "sample",
    fails=WRITE,
    twin_of="sample_with_one_token_more",
    says="",
)
def sample_one_drawn_too_many(token, h, parameters, length, rng):
    drawn = []
    for _ in range(length + 1):
        h = rnn_step(embed(token, parameters["E"]), h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        logits = output_layer(h, parameters["W_hy"], parameters["b_y"])
        token = np.argmax(logits + rng.gumbel(size=logits.shape), axis=1)
        drawn.append(token)
    return np.stack(drawn, axis=1)


@mistake(
    "sample",
    fails=WRITE,
    says="You return (length, N). In this course the sequences come first.",
)
def sample_time_first(token, h, parameters, length, rng):
    drawn = []
    for _ in range(length):
        h = rnn_step(embed(token, parameters["E"]), h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        logits = output_layer(h, parameters["W_hy"], parameters["b_y"])
        token = np.argmax(logits + rng.gumbel(size=logits.shape), axis=1)
        drawn.append(token)
    return np.stack(drawn)


@mistake(
    "sample",
    fails=("values",),
    says="Each token is read twice, so the state has made two steps for one word.",
)
def sample_two_steps(token, h, parameters, length, rng):
    drawn = []
    for _ in range(length):
        for _ in range(2):
            h = rnn_step(embed(token, parameters["E"]), h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        logits = output_layer(h, parameters["W_hy"], parameters["b_y"])
        token = np.argmax(logits + rng.gumbel(size=logits.shape), axis=1)
        drawn.append(token)
    return np.stack(drawn, axis=1)


@mistake(
    "sample",
    fails=WRITE,
    says="You return the last word that was drawn. All `length` of them are asked for, in order.",
)
def sample_the_last_only(token, h, parameters, length, rng):
    for _ in range(length):
        h = rnn_step(embed(token, parameters["E"]), h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        logits = output_layer(h, parameters["W_hy"], parameters["b_y"])
        token = np.argmax(logits + rng.gumbel(size=logits.shape), axis=1)
    return token


@mistake(
    "sample",
    fails=WRITE,
    says="The logits themselves are handed to the draw. They are scores, of any sign, and no probabilities: the "
    "softmax is missing.",
)
def sample_without_softmax(token, h, parameters, length, rng):
    drawn = []
    for _ in range(length):
        h = rnn_step(embed(token, parameters["E"]), h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        logits = output_layer(h, parameters["W_hy"], parameters["b_y"])
        token = np.array([rng.choice(len(row), p=row) for row in logits])
        drawn.append(token)
    return np.stack(drawn, axis=1)


equivalent(
    "sample",
    "for _ in range(length):",
    "for _ in reversed(list(range(length))):",
    because="The number of the round is not used.",
)
equivalent(
    "sample",
    "token = np.array([rng.choice(len(row), p=row) for row in probabilities])",
    "token = [rng.choice(len(row), p=row) for row in probabilities]",
    because="A list of ids looks up the same rows, and np.stack makes the same array of it.",
)


# quizzes -------------------------------------------------------------------------------------------------------------

quiz(
    "shared_weight",
    {
        "a": "The last use is one of T. The weight took part in every step, and each use adds what it did to the loss.",
        "b": "A mean would be right for a mean of losses, and that factor is in dh already. The uses themselves add "
        "up.",
        "c": "Each use has a gradient of its own, as if it were a weight of its own. They are one weight, so that a "
        "change of it changes all of them at once: the gradients are added up.",
        "d": "The chain rule holds for it as for any other; it has as many paths to the loss as it has uses.",
    },
)
quiz(
    "two_sources",
    {
        "a": "That is half of it. A state also goes into the next step, and so into every later loss.",
        "b": "That is half of it. Where a loss is taken at the state itself, its gradient joins in.",
        "c": "The state at step t acts on the loss in two ways, by its own answer and through the next step. Both "
        "gradients arrive there and are added, before the tanh is passed.",
        "d": "The earlier steps made this state; they get gradients from it and give it none.",
    },
)
quiz(
    "size_of_the_error",
    {
        "a": "Eight digits agree. Central differences in float64 with a step of 0.00001 can do no better by much.",
        "b": "That is about what float64 can give here: rounding alone makes errors of this size. A mistake in a "
        "formula makes an error of 0.001 and more, unless it hides in a term that is nearly zero.",
        "c": "An error of exactly zero is not to be expected: differences have a rounding error of their own.",
        "d": "A smaller step lets rounding in: the difference of two nearly equal losses has few digits left.",
    },
)
quiz(
    "loss_falls",
    {
        "a": "It falls with many wrong gradients too: all it takes is a direction that goes down, roughly.",
        "b": "A wrong gradient may point downhill well enough. Whether it is the gradient, only a comparison with "
        "numbers says.",
        "c": "The test loss says whether the model generalises. The same wrong gradient made that model.",
        "d": "The direction may be nearly right and the length wrong, and long dependencies may be missing altogether.",
    },
)
quiz(
    "what_truncation_cuts",
    {
        "a": "The forward pass is whole: the state goes on from window to window, and what it holds can be used.",
        "b": "A loss changes the weights only through the steps of its own window. What lies before it is used as it "
        "is, and nothing makes the network keep it on purpose.",
        "c": "Fewer steps are gone back from each loss, but every step of the sequence is read and gone back once.",
        "d": "The weights are one set, and every window's gradients are added to theirs.",
    },
)
quiz(
    "which_way",
    {
        "a": "The gradient points uphill, so this walks up: the loss grows.",
        "b": "Against the gradient, in proportion to it: that is gradient descent.",
        "c": "A larger gradient would then make a smaller step, and a gradient of zero, where the way ends, an "
        "infinite one.",
        "d": "Scaling the weights by the gradient has no direction in it.",
    },
)
