"""The private side of lesson 00_start: the one exercise's cases, other right ways and mistakes, and the quiz.

The lesson tells learners to type one of the mistakes, only_the_present, and says how many cases it passes in each
part: a test holds the text to that.
"""

import numpy as np

from helpers.exercises import case, exercise, hidden, mistake, quiz, right, visible

exercise(
    "exponential_average",
    returns={"h": "N T"},
    explained="""
    The memory is one number a sequence, so `h` is an array (N,) of zeros before the loop: formula (0.1) begins there,
    and not with the first number. The loop walks along the second axis, the steps; `x[:, t]` is (N,) too, so one line
    mixes memory and news for all sequences at once. That line makes a *new* array each time. With `h *= keep` the list
    would hold one array T times, and all columns would show the last step. `np.stack` with `axis=1` makes of T arrays
    (N,) one array (N, T); without `axis` it would be (T, N). To convince yourself: a single 1 followed by zeros has to
    give 1 - keep, then keep times that, and so on, and a sequence of equal numbers must approach that number and never
    pass it.
    """,
)


@visible("exponential_average", part="values")
def _(rng):
    yield case(
        "worked by hand, twice in a batch of two",
        x=np.array([[4.0, 0.0, 8.0], [4.0, 0.0, 8.0]]),
        keep=0.75,
        note="the lines worked out above give 1, 0.75 and 2.5625",
    )
    yield case(
        "a single 1 among zeros, at two places",
        x=np.array([[1.0, 0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0, 0.0]]),
        keep=0.6,
    )
    yield case("the same number at every step", x=np.array([[2.0, 2.0, 2.0, 2.0], [-1.0, -1.0, -1.0, -1.0]]), keep=0.8)
    yield case("nothing but zeros", x=np.zeros((2, 3)), keep=0.7)
    yield case("the sizes and the keep of the first case, other numbers", x=rng.normal(size=(2, 3)), keep=0.75)
    yield case("five sequences of seven steps", x=rng.normal(size=(5, 7)), keep=0.9)


@hidden("exponential_average", part="values")
def _(rng):
    for low, high in ((0.1, 0.4), (0.6, 0.95)):
        N, T = rng.permutation(np.arange(2, 8))[:2]
        yield case("a random batch", x=rng.normal(size=(N, T)), keep=float(rng.uniform(low, high)))


@visible("exponential_average", part="edge_cases")
def _(rng):
    yield case("one step: T = 1", x=rng.normal(size=(3, 1)), keep=0.6)
    yield case("one sequence: N = 1", x=rng.normal(size=(1, 4)), keep=0.8)
    yield case("as many sequences as steps: N = T = 3", x=rng.normal(size=(3, 3)), keep=0.3)
    yield case("nothing is kept: keep = 0", x=rng.normal(size=(2, 4)), keep=0.0)
    yield case("everything is kept: keep = 1", x=rng.normal(size=(2, 4)), keep=1.0)
    yield case("whole numbers", x=np.array([[4, 0, 8, 1], [0, 3, 3, 5]]), keep=0.6)


@hidden("exponential_average", part="edge_cases")
def _(rng):
    N, T = rng.permutation(np.arange(2, 8))[:2]
    yield case("one step", x=rng.normal(size=(N, 1)), keep=float(rng.uniform(0.2, 0.8)))
    yield case("one sequence", x=rng.normal(size=(1, T)), keep=float(rng.uniform(0.6, 0.9)))
    yield case("one number", x=rng.normal(size=(1, 1)), keep=0.25)
    yield case("square", x=rng.normal(size=(T, T)), keep=float(rng.uniform(0.6, 0.9)))
    yield case("whole numbers", x=rng.integers(1, 9, size=(N, T)), keep=0.7)


@right("exponential_average", style="loops")
def average_by_loops(x, keep):
    averages = np.zeros(x.shape)
    for n in range(x.shape[0]):
        h = 0.0
        for t in range(x.shape[1]):
            h = keep * h + (1 - keep) * x[n, t]
            averages[n, t] = h
    return averages


@right("exponential_average", style="all weights at once")
def average_by_weights(x, keep):
    T = x.shape[1]
    age = np.arange(T)[None, :] - np.arange(T)[:, None]
    weights = np.where(age >= 0, (1 - keep) * np.power(float(keep), np.maximum(age, 0)), 0.0)
    return np.einsum("ns,st->nt", x, weights)


@right("exponential_average", style="a step towards the new number")
def average_by_steps(x, keep):
    averages = np.empty((x.shape[0], x.shape[1] + 1))
    averages[:, 0] = 0
    for t in range(x.shape[1]):
        averages[:, t + 1] = averages[:, t] + (1 - keep) * (x[:, t] - averages[:, t])
    return averages[:, 1:]


@right("exponential_average", style="accumulate")
def average_by_accumulate(x, keep):
    from itertools import accumulate

    rows = [list(accumulate(row, lambda h, new: keep * h + (1 - keep) * new, initial=0.0))[1:] for row in x.tolist()]
    return np.array(rows)


@right("exponential_average", style="torch")
def average_by_torch(x, keep):
    import torch

    numbers = torch.from_numpy(x).double()
    h = torch.zeros(len(numbers), dtype=torch.float64)
    averages = []
    for column in numbers.unbind(dim=1):
        h = torch.lerp(column, h, keep)
        averages.append(h)
    return torch.stack(averages, dim=1)


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="Your answer at a step depends on the number of that step alone: what came before takes no part. It is right "
    "only where the term with h_(t-1) is zero anyway. Formula (0.1) has that term: which value of h does it need, and "
    "where can you keep that until the next step?",
)
def only_the_present(x, keep):
    return (1 - keep) * x


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="The two weights are exchanged: you keep the share 1 - keep of the memory, and give the new number the share "
    "keep. At keep = 0 nothing of the past may be left; try that with yours.",
)
def exchanged_weights(x, keep):
    h = np.zeros(len(x))
    averages = []
    for t in range(x.shape[1]):
        h = (1 - keep) * h + keep * x[:, t]
        averages.append(h)
    return np.stack(averages, axis=1)


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="You add the new number whole, without its weight 1 - keep. Then the two shares make more than one, and a "
    "sequence of equal numbers is driven above all of them. An average cannot leave the range of what it averages, the "
    "0 at the beginning included.",
)
def new_number_without_weight(x, keep):
    h = np.zeros(len(x))
    averages = []
    for t in range(x.shape[1]):
        h = keep * h + x[:, t]
        averages.append(h)
    return np.stack(averages, axis=1)


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="You carry the whole memory over, without its weight keep. Nothing is ever forgotten that way: a single 1 "
    "stays for ever.",
)
def memory_without_weight(x, keep):
    return np.cumsum((1 - keep) * x, axis=1)


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="Your memory begins with the first number itself. Many libraries do that. Formula (0.1) begins with h_0 = 0, "
    "so that the first number too enters with its weight.",
)
def begins_with_the_first_number(x, keep):
    h = 1.0 * x[:, 0]
    averages = [h]
    for t in range(1, x.shape[1]):
        h = keep * h + (1 - keep) * x[:, t]
        averages.append(h)
    return np.stack(averages, axis=1)


MIXES_TWO_NUMBERS = (
    "You mix the number of this step with the number of the step before. The formula mixes it with h_(t-1), the "
    "average of the step before: through it every earlier number is still there."
)


@mistake("exponential_average", fails=("values", "edge_cases"), says=MIXES_TWO_NUMBERS)
def mixes_two_numbers(x, keep):
    before = np.concatenate([np.zeros((len(x), 1)), x[:, :-1]], axis=1)
    return keep * before + (1 - keep) * x


@mistake("exponential_average", fails=("values", "edge_cases"), says=MIXES_TWO_NUMBERS)
def mixes_two_numbers_and_wraps(x, keep):
    averages = np.zeros(x.shape)
    for t in range(x.shape[1]):
        averages[:, t] = keep * x[:, t - 1] + (1 - keep) * x[:, t]
    return averages


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="You give all numbers so far the same weight: that is the plain mean, and keep plays no part in it. Here the "
    "past is to fade, step by step.",
)
def plain_mean_so_far(x, keep):
    return np.cumsum(x, axis=1) / np.arange(1, x.shape[1] + 1)


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="Your numbers are those of keep = 0.75, whatever keep is given: the numbers of the worked example stand in "
    "your function. Use the parameter.",
)
def numbers_of_the_example(x, keep):
    h = np.zeros(len(x))
    averages = []
    for t in range(x.shape[1]):
        h = 0.75 * h + 0.25 * x[:, t]
        averages.append(h)
    return np.stack(averages, axis=1)


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="Your loop walks along the sequences: each of them is averaged with the one above it. Time is the second "
    "axis of x, and its sequences know nothing of each other. With as many sequences as steps the shapes fit, so "
    "that NumPy does not object.",
)
def along_the_sequences(x, keep):
    h = np.zeros(x.shape[1])
    averages = []
    for n in range(len(x)):
        h = keep * h + (1 - keep) * x[n]
        averages.append(h)
    return np.stack(averages, axis=0)


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="Your first sequence is right, and every other begins with what the one before it left behind. Each sequence "
    "has a memory of its own, and it begins with zero: where is yours set to zero?",
)
def memory_is_handed_to_the_next_sequence(x, keep):
    averages = np.zeros(x.shape)
    h = 0.0
    for n in range(x.shape[0]):
        for t in range(x.shape[1]):
            h = keep * h + (1 - keep) * x[n, t]
            averages[n, t] = h
    return averages


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="Your answers come one step late: at each step you note h before the new number has entered. At step t the "
    "number x_t belongs to the average already.",
)
def one_step_late(x, keep):
    h = np.zeros(len(x))
    averages = []
    for t in range(x.shape[1]):
        averages.append(h)
        h = keep * h + (1 - keep) * x[:, t]
    return np.stack(averages, axis=1)


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="You walk from the last step to the first, so that your answer at a step knows what comes after it and not "
    "what came before.",
)
def backwards(x, keep):
    h = np.zeros(len(x))
    averages = np.zeros(x.shape)
    for t in reversed(range(x.shape[1])):
        h = keep * h + (1 - keep) * x[:, t]
        averages[:, t] = h
    return averages


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="All your columns are the same: each shows what is right at the last step. Either one array is changed at "
    "every step and put into the list each time (then all entries are that one array), or the last memory is written "
    "over a whole row. Each step needs a place of its own, filled when that step is taken.",
)
def one_array_many_times(x, keep):
    h = np.zeros(len(x))
    averages = []
    for t in range(x.shape[1]):
        h *= keep
        h += (1 - keep) * x[:, t]
        averages.append(h)
    return np.stack(averages, axis=1)


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="Your numbers are right, and you hand back the last ones only. Asked for is the average at every step, (N, "
    "T): collect them on the way.",
)
def last_step_only(x, keep):
    h = np.zeros(len(x))
    for t in range(x.shape[1]):
        h = keep * h + (1 - keep) * x[:, t]
    return h


STEP_NOT_SEQUENCE = (
    "`x[t]` is sequence t with all its steps. What arrives at step t in all sequences is a column of x: which index "
    "selects along the second axis?"
)


@mistake("exponential_average", fails=("values", "edge_cases"), says=STEP_NOT_SEQUENCE)
def takes_a_row_for_a_step(x, keep):
    h = np.zeros(len(x))
    averages = []
    for t in range(x.shape[1]):
        h = keep * h + (1 - keep) * x[t]
        averages.append(h)
    return np.stack(averages, axis=1)


@mistake("exponential_average", fails=("values", "edge_cases"), says=STEP_NOT_SEQUENCE)
def takes_a_row_for_a_step_from_a_single_zero(x, keep):
    h = 0.0
    averages = []
    for t in range(x.shape[1]):
        h = keep * h + (1 - keep) * x[t]
        averages.append(h)
    return np.stack(averages, axis=1)


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="Your first step looks back one place too far: at t = 0 the index t - 1 is -1, which in Python is the last "
    "place. Before the first step the memory is zero.",
)
def first_step_looks_at_the_last(x, keep):
    averages = np.array(x, dtype=float)
    for t in range(x.shape[1]):
        averages[:, t] = keep * averages[:, t - 1] + (1 - keep) * averages[:, t]
    return averages


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="Your numbers are right, and you hand back the list in which you collected them. Asked for is one array of "
    "shape (N, T): join the steps, and mind along which axis.",
)
def list_of_steps(x, keep):
    h = np.zeros(len(x))
    averages = []
    for t in range(x.shape[1]):
        h = keep * h + (1 - keep) * x[:, t]
        averages.append(h)
    return averages


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="Your result has a column too many: h_0 = 0 stands in front. It is where the memory begins, and answers no "
    "number of the sequence.",
)
def with_the_start(x, keep):
    averages = [np.zeros(len(x))]
    for t in range(x.shape[1]):
        averages.append(keep * averages[-1] + (1 - keep) * x[:, t])
    return np.stack(averages, axis=1)


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="Your numbers are right, and the result lies on its side: a row for each step. In this course the sequences "
    "come first, (N, T). Along which axis do you join the steps?",
)
def steps_as_rows(x, keep):
    h = np.zeros(len(x))
    averages = []
    for t in range(x.shape[1]):
        h = keep * h + (1 - keep) * x[:, t]
        averages.append(h)
    return np.stack(averages)


@mistake(
    "exponential_average",
    fails=("edge_cases",),
    says="Your numbers are right, and axes of length 1 are gone. A batch of one sequence is still a batch, and a "
    "sequence of one step still has steps: the shape is (N, T), whatever N and T are.",
)
def squeezed(x, keep):
    h = np.zeros(len(x))
    averages = []
    for t in range(x.shape[1]):
        h = keep * h + (1 - keep) * x[:, t]
        averages.append(h)
    return np.stack(averages, axis=1).squeeze()


WHOLE_NUMBERS = (
    "Your numbers are right as long as x holds fractions. An array made like x has the type of x: where that is "
    "whole numbers, everything behind the point is cut off. Make room for fractions: which function makes an array "
    "of a shape, whatever another one holds?"
)


@mistake("exponential_average", fails=("edge_cases",), says=WHOLE_NUMBERS)
def room_for_whole_numbers_only(x, keep):
    averages = np.zeros_like(x)
    h = np.zeros(len(x))
    for t in range(x.shape[1]):
        h = keep * h + (1 - keep) * x[:, t]
        averages[:, t] = h
    return averages


@mistake("exponential_average", fails=("edge_cases",), says=WHOLE_NUMBERS)
def memory_in_whole_numbers(x, keep):
    averages = np.zeros_like(x)
    averages[:, 0] = (1 - keep) * x[:, 0]
    for t in range(1, x.shape[1]):
        averages[:, t] = keep * averages[:, t - 1] + (1 - keep) * x[:, t]
    return averages


OVERWRITES = (
    "Your function writes its results into x itself. x belongs to whoever called you, and may be needed again; and "
    "where it holds whole numbers, fractions do not fit in. Write into an array of your own."
)


@mistake("exponential_average", fails=("values", "edge_cases"), says=OVERWRITES)
def overwrites_x(x, keep):
    h = np.zeros(len(x))
    for t in range(x.shape[1]):
        h = keep * h + (1 - keep) * x[:, t]
        x[:, t] = h
    return x


@mistake("exponential_average", fails=("values", "edge_cases"), says=OVERWRITES)
def overwrites_x_from_the_first_column(x, keep):
    x[:, 0] = (1 - keep) * x[:, 0]
    for t in range(1, x.shape[1]):
        x[:, t] = keep * x[:, t - 1] + (1 - keep) * x[:, t]
    return x


@mistake("exponential_average", fails=("values", "edge_cases"), says=OVERWRITES)
def scales_x_in_place(x, keep):
    x[:, 0] *= 1 - keep
    for t in range(1, x.shape[1]):
        x[:, t] = keep * x[:, t - 1] + (1 - keep) * x[:, t]
    return x


RETURN_IN_THE_LOOP = (
    "Only the first step is filled: does your `return` stand inside the loop? It ends the function in the first round, "
    "whatever the loop still had to do. How far `return` is indented says to which block it belongs."
)


@mistake("exponential_average", fails=("values", "edge_cases"), says=RETURN_IN_THE_LOOP)
def returns_in_the_loop(x, keep):
    averages = np.zeros(x.shape)
    h = np.zeros(len(x))
    for t in range(x.shape[1]):
        h = keep * h + (1 - keep) * x[:, t]
        averages[:, t] = h
        return averages
    return None


@mistake("exponential_average", fails=("values", "edge_cases"), says=RETURN_IN_THE_LOOP)
def returns_the_stack_in_the_loop(x, keep):
    h = np.zeros(len(x))
    averages = []
    for t in range(x.shape[1]):
        h = keep * h + (1 - keep) * x[:, t]
        averages.append(h)
        return np.stack(averages, axis=1)
    return None


@mistake("exponential_average", fails=("values", "edge_cases"), says=RETURN_IN_THE_LOOP)
def returns_in_the_inner_loop(x, keep):
    averages = np.zeros(x.shape)
    for n in range(x.shape[0]):
        h = 0.0
        for t in range(x.shape[1]):
            h = keep * h + (1 - keep) * x[n, t]
            averages[n, t] = h
            return averages
    return None


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="Only the first sequence is filled: does your `return` stand inside the loop over the sequences? It ends the "
    "function when the first of them is done.",
)
def returns_after_the_first_sequence(x, keep):
    averages = np.zeros(x.shape)
    for n in range(x.shape[0]):
        h = 0.0
        for t in range(x.shape[1]):
            h = keep * h + (1 - keep) * x[n, t]
            averages[n, t] = h
        return averages
    return None


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="Your memory is still 0 after the first number: x_1 takes no part. In code it has index 0, and your loop "
    "begins behind it.",
)
def skips_the_first_number(x, keep):
    averages = np.zeros(x.shape)
    for t in range(1, x.shape[1]):
        averages[:, t] = keep * averages[:, t - 1] + (1 - keep) * x[:, t]
    return averages


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="Your last column is never filled. `range` stops before its end by itself: range(T) makes T steps, from 0 to "
    "T - 1.",
)
def stops_one_step_early(x, keep):
    averages = np.zeros(x.shape)
    h = np.zeros(len(x))
    for t in range(x.shape[1] - 1):
        h = keep * h + (1 - keep) * x[:, t]
        averages[:, t] = h
    return averages


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="Your loop goes one step too far. The formula counts its steps from 1 to T, Python its columns from 0 to T "
    "- 1.",
)
def counts_steps_from_one(x, keep):
    averages = np.zeros(x.shape)
    for t in range(1, x.shape[1] + 1):
        averages[:, t] = keep * averages[:, t - 1] + (1 - keep) * x[:, t]
    return averages


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="Only the last column is filled. Each step's memory has to be put away inside the loop over the steps, before "
    "the next one replaces it.",
)
def fills_the_last_column_only(x, keep):
    averages = np.zeros(x.shape)
    for n in range(x.shape[0]):
        h = 0.0
        for t in range(x.shape[1]):
            h = keep * h + (1 - keep) * x[n, t]
        averages[n, t] = h
    return averages


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="Your brackets are missing: `1 - keep * x` multiplies first and subtracts then, as in arithmetic. The share "
    "1 - keep is one number, and it is that which multiplies x.",
)
def without_brackets(x, keep):
    h = np.zeros(len(x))
    averages = []
    for t in range(x.shape[1]):
        h = keep * h + 1 - keep * x[:, t]
        averages.append(h)
    return np.stack(averages, axis=1)


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="Your brackets stand too far out: keep multiplies both terms, so the new number is made small twice. In (0.1) "
    "keep belongs to h_(t-1) alone.",
)
def keeps_a_share_of_everything(x, keep):
    h = np.zeros(len(x))
    averages = []
    for t in range(x.shape[1]):
        h = keep * (h + (1 - keep) * x[:, t])
        averages.append(h)
    return np.stack(averages, axis=1)


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="You cut the numbers up anew: `reshape` keeps their order and does not turn the axes round. Your array has a "
    "row for each step; what makes steps the second axis?",
)
def reshaped(x, keep):
    h = np.zeros(len(x))
    averages = []
    for t in range(x.shape[1]):
        h = keep * h + (1 - keep) * x[:, t]
        averages.append(h)
    return np.array(averages).reshape(x.shape)


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="Your numbers are right, and stand in one line: sequence after sequence, without an axis for the sequences. "
    "Asked for is (N, T), a row for each.",
)
def strung_together(x, keep):
    averages = []
    for row in x:
        h = 0.0
        for number in row:
            h = keep * h + (1 - keep) * number
            averages.append(h)
    return np.array(averages)


FIRST_SEQUENCE_ONLY = (
    "You average the first sequence and no other: x[0] is one row of the batch. All N sequences are asked for, (N, T)."
)


@mistake("exponential_average", fails=("values", "edge_cases"), says=FIRST_SEQUENCE_ONLY)
def first_sequence_only(x, keep):
    h = 0.0
    averages = []
    for number in x[0]:
        h = keep * h + (1 - keep) * number
        averages.append(h)
    return np.array(averages)


@mistake("exponential_average", fails=("values", "edge_cases"), says=FIRST_SEQUENCE_ONLY)
def first_sequence_as_a_batch(x, keep):
    h = 0.0
    averages = []
    for number in x[0]:
        h = keep * h + (1 - keep) * number
        averages.append(h)
    return np.array([averages])


AS_MANY_STEPS_AS_SEQUENCES = (
    "Your loop makes as many steps as there are sequences: len(x) is the length of the first axis, N. The steps lie "
    "along the second one."
)


@mistake("exponential_average", fails=("values", "edge_cases"), says=AS_MANY_STEPS_AS_SEQUENCES)
def as_many_steps_as_sequences(x, keep):
    h = np.zeros(len(x))
    averages = []
    for t in range(len(x)):
        h = keep * h + (1 - keep) * x[:, t]
        averages.append(h)
    return np.stack(averages, axis=1)


@mistake("exponential_average", fails=("values", "edge_cases"), says=AS_MANY_STEPS_AS_SEQUENCES)
def fills_as_many_steps_as_sequences(x, keep):
    averages = np.zeros(x.shape)
    h = np.zeros(len(x))
    for t in range(len(x)):
        h = keep * h + (1 - keep) * x[:, t]
        averages[:, t] = h
    return averages


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="Your memory has a number for each step. It needs one for each *sequence*, since x[:, t] brings one number "
    "for each of them.",
)
def memory_as_long_as_the_steps(x, keep):
    h = np.zeros(x.shape[1])
    averages = []
    for t in range(x.shape[1]):
        h = keep * h + (1 - keep) * x[:, t]
        averages.append(h)
    return np.stack(averages, axis=1)


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="In the first round h has no value yet, and on the right of `=` one is needed. Formula (0.1) says what it is "
    "before the first step: give it that before the loop.",
)
def memory_without_a_beginning(x, keep):
    averages = []
    for t in range(x.shape[1]):
        h = keep * h + (1 - keep) * x[:, t]  # noqa: F821
        averages.append(h)
    return np.stack(averages, axis=1)


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="You divide by 1 - keep^t, which takes the effect of the zero at the beginning out again. Some libraries do "
    "that; formula (0.1) leaves it in, so that the first average is a small share of the first number.",
)
def corrected_for_the_beginning(x, keep):
    h = np.zeros(len(x))
    averages = []
    for t in range(x.shape[1]):
        h = keep * h + (1 - keep) * x[:, t]
        averages.append(h / (1 - keep ** (t + 1)))
    return np.stack(averages, axis=1)


@mistake(
    "exponential_average",
    fails=("edge_cases",),
    says="You divide by powers of keep. At keep = 0 that is a division by zero, and in a long sequence the powers "
    "become too small to be stored. Formula (0.1) divides by nothing.",
)
def divided_by_powers(x, keep):
    powers = keep ** np.arange(x.shape[1])
    return (1 - keep) * powers * np.cumsum(x / powers, axis=1)


@mistake(
    "exponential_average",
    fails=("values", "edge_cases"),
    says="You round to two digits. What is computed next would start from the rounded numbers: hand them back as they "
    "are, and round where something is shown.",
)
def rounded_to_two_digits(x, keep):
    h = np.zeros(len(x))
    averages = []
    for t in range(x.shape[1]):
        h = keep * h + (1 - keep) * x[:, t]
        averages.append(h)
    return np.stack(averages, axis=1).round(2)


quiz(
    "old_complaint",
    {
        "a": "A check remembers nothing: each time it calls the function that is in memory now.",
        "b": "The text in a cell is one thing, and what Python has in memory another. Only running the cell brings the "
        "new text there.",
        "c": "That helps, since everything then runs once more; but so does running the one cell, in a second.",
        "d": "Hidden cases play no part in your notebook: they are made when a submission is graded.",
    },
)
quiz(
    "all_visible_pass",
    {
        "a": "The visible cases decide nothing by themselves: the part's hidden cases have to pass as well.",
        "b": "They are a good sign: a function that follows the formula passes the fresh cases too.",
        "c": "A part is earned when all its cases pass, those that you see and the fresh ones. A function that "
        "computes has nothing to fear; one that knows the visible answers by heart has.",
        "d": "How it is written plays no part: loops or one line, NumPy or torch (a ready-made version of the function "
        "itself apart).",
    },
)
quiz(
    "changed_test",
    {
        "a": "It is graded with the test cell as it was handed out, so the points depend on your function alone.",
        "b": "A changed test cell is put back and costs nothing.",
        "c": "Nothing of the kind: your answers are read, and everything else is taken from the lesson as it was "
        "handed out.",
        "d": "Change as much as you like: your answers are taken, and everything around them is put back. What must "
        "not happen is that a test cell is deleted or there twice.",
    },
)
quiz(
    "heart_rhythm",
    {
        "a": "That would be a rhythm written out from a single number.",
        "b": "All 7,500 steps are read and one answer is given: many to one. The same network serves a record of an "
        "hour, and for each record it answers once.",
        "c": "Step by step there would be 7,500 answers, one at each voltage: right if the task were to mark every "
        "single beat.",
        "d": "Read, then write is for answers that are sequences themselves, such as a sentence.",
    },
)
quiz(
    "why_not_aligned",
    {
        "a": "A step can read any vector, and a rare word is one like others.",
        "b": "Even where both have seven words, the third of one need not answer the third of the other. And where "
        "they have not, there is no step left to write at.",
        "c": "Nothing in a network belongs to one language: ids of one vocabulary can go in, and ids of another come "
        "out.",
        "d": "Its memory is a matter of another kind: it limits networks that read, then write even more, as lesson "
        "09 shows.",
    },
)
