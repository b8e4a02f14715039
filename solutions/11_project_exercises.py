"""The private side of lesson 11: cases, other right ways and mistakes. Names of the lesson's cells are at hand here."""

import numpy as np

from helpers.data import project_tracks
from helpers.data.made_tunes import ALPHABET, made_tune
from helpers.data.weights_as_text import weights_from_text
from helpers.exercises.declare import case, equivalent, exercise, hidden, measured_case, mistake, quiz, right, visible

# ---------------------------------------------------------------------------------------------------------------------
# split_by_group

exercise(
    "split_by_group",
    returns={"train": "", "test": ""},
    explained="""
    `dict.fromkeys(groups)` has each group once, in the order in which it is met. A group goes to the test set as long
    as what is there is below share * len(groups); what it adds is all its sequences, wherever they stand. At the end
    each place goes by its group.

    The usual mistake is to cut the list of sequences at one place: a group on both sides of the cut then is on both
    sides of the measurement. To convince yourself: the sets of groups on the two sides have nothing in common, and
    each place is in one of the two lists, once.
    """,
)


def groups_drawn(rng, count, names):
    """A list of group names in which neighbours belong together only by chance."""
    drawn = [f"g{number}" for number in rng.integers(names, size=count)]
    return [*drawn[: count // 2], drawn[0], *drawn[count // 2 :]]


@visible("split_by_group", part="values")
def _(rng):
    yield case("the example by hand", groups=["ann", "bob", "ann", "cem", "bob", "dia"], share=0.4)
    yield case("the first group is enough", groups=["b", "b", "a", "b", "c", "a", "c"], share=0.25)
    yield case("a large group and three small ones", groups=["a", "a", "b", "a", "c", "a", "d", "a"], share=0.5)
    yield case("groups of one", groups=["z", "y", "x", "w", "v"], share=0.6)
    yield case(
        "a group whose sequences stand far apart",
        groups=["p", "q", "q", "q", "r", "r", "s", "p", "p", "s"],
        share=0.35,
        note="all sequences of a group count when it is taken, those further down too",
    )
    yield case(
        "a group that is met again before the test set is full",
        groups=["a", "b", "a", "c", "d", "e", "f", "d", "e", "f"],
        share=0.4,
        note="a group counts once, when it is met for the first time",
    )
    yield case("twelve sequences", groups=groups_drawn(np.random.default_rng(3), 11, 5), share=0.5)


@hidden("split_by_group", part="values")
def _(rng):
    for count in (9, 16):
        yield case(f"{count + 1} sequences", groups=groups_drawn(rng, count, 5), share=float(rng.uniform(0.2, 0.7)))


@visible("split_by_group", part="edge_cases")
def _(rng):
    yield case("one sequence", groups=["a"], share=0.3)
    yield case("all belong together", groups=["a", "a", "a"], share=0.1)
    yield case("a share of 0", groups=["a", "b"], share=0.0, note="nothing is below 0 sequences")
    yield case("a share of 1", groups=["b", "a", "b"], share=1.0)
    yield case("exactly reached", groups=["a", "a", "b", "c"], share=0.5, note="2 is not fewer than 2")
    yield case("a first group that is larger than the share", groups=["a", "a", "b"], share=0.5)
    yield case("no sequence", groups=[], share=0.5)


@hidden("split_by_group", part="edge_cases")
def _(rng):
    size = int(rng.integers(2, 6))
    yield case("all belong together", groups=["x"] * size, share=0.5)
    yield case("exactly reached", groups=["x"] * size + ["y"] * size, share=0.5)


@right("split_by_group", style="counted first")
def _split_counted(groups, share):
    sizes = {}
    for group in groups:
        sizes[group] = sizes.get(group, 0) + 1
    side, taken = {}, 0
    for group, size in sizes.items():
        side[group] = taken < share * len(groups)
        taken += size if side[group] else 0
    train = [i for i in range(len(groups)) if not side[groups[i]]]
    return train, [i for i in range(len(groups)) if side[groups[i]]]


@right("split_by_group", style="places of each group")
def _split_places(groups, share):
    test = []
    for i, group in enumerate(groups):
        if i == groups.index(group) and len(test) < share * len(groups):
            test += [j for j, other in enumerate(groups) if other == group]
    return sorted(set(range(len(groups))) - set(test)), sorted(test)


@right("split_by_group", style="NumPy")
def _split_numpy(groups, share):
    names, first, numbers, sizes = np.unique(
        np.array(groups, dtype=str), return_index=True, return_inverse=True, return_counts=True
    )
    order = np.argsort(first)
    before = np.cumsum(sizes[order]) - sizes[order]
    tested = np.zeros(len(names), dtype=bool)
    tested[order] = before < share * len(groups)
    is_test = tested[numbers] if len(groups) else np.zeros(0, dtype=bool)
    return np.flatnonzero(~is_test).tolist(), np.flatnonzero(is_test).tolist()


@mistake(
    "split_by_group",
    fails=("values", "edge_cases"),
    says="You cut the list at one place. A group that stands on both sides of the cut is then trained on and tested "
    "with, which is the leak that this function is there to close. What is decided, once, is where a *group* goes.",
)
def cut_at_one_place(groups, share):
    size = int(np.ceil(share * len(groups)))
    return list(range(size, len(groups))), list(range(size))


@mistake(
    "split_by_group",
    fails=("values", "edge_cases"),
    says="The two lists come in the other order: the first one is what is trained on.",
)
def test_first(groups, share):
    tested, taken = set(), 0
    for group in dict.fromkeys(groups):
        if taken < share * len(groups):
            tested.add(group)
            taken += list(groups).count(group)
    test = [i for i, group in enumerate(groups) if group in tested]
    return test, [i for i, group in enumerate(groups) if group not in tested]


@mistake(
    "split_by_group",
    fails=("values", "edge_cases"),
    says="Your share is one of the groups, and here it is one of the sequences: a group of five counts five times.",
)
def share_of_groups(groups, share):
    names = list(dict.fromkeys(groups))
    tested = {name for place, name in enumerate(names) if place < share * len(names)}
    train = [i for i, group in enumerate(groups) if group not in tested]
    return train, [i for i, group in enumerate(groups) if group in tested]


@mistake(
    "split_by_group",
    fails=("values", "edge_cases"),
    says="You go on while the test set has *at most* the share: where it is reached exactly, one group too many goes "
    "there. As long as it has fewer, says the text.",
)
def at_most(groups, share):
    tested, taken = set(), 0
    for group in dict.fromkeys(groups):
        if taken <= share * len(groups):
            tested.add(group)
            taken += list(groups).count(group)
    train = [i for i, group in enumerate(groups) if group not in tested]
    return train, [i for i, group in enumerate(groups) if group in tested]


@mistake(
    "split_by_group",
    fails=("values",),
    says="When a group is decided on, you count only those test sequences that stand before it. All sequences of a "
    "group count as soon as it goes to the test set, those further down too.",
)
def counted_as_they_come(groups, share):
    tested, taken = set(), 0
    for group in groups:
        if group in tested or taken < share * len(groups):
            tested.add(group)
            taken += 1
    train = [i for i, group in enumerate(groups) if group not in tested]
    return train, [i for i, group in enumerate(groups) if group in tested]


@mistake(
    "split_by_group",
    fails=("values",),
    says="You go through the sequences, and a group that is met a second time is counted a second time, with all that "
    "it has. The test set then looks fuller than it is.",
)
def counted_again(groups, share):
    tested, taken = set(), 0
    for group in groups:
        if taken < share * len(groups):
            tested.add(group)
            taken += groups.count(group)
    train = [i for i, group in enumerate(groups) if group not in tested]
    return train, [i for i, group in enumerate(groups) if group in tested]


@mistake(
    "split_by_group",
    fails=("values", "edge_cases"),
    says="A group goes to your test set when it still fits below the share, so that the test set stays smaller than "
    "was asked. Whether it goes there is decided by what is there *before* it comes.",
)
def only_if_it_fits(groups, share):
    tested, taken = set(), 0
    for group in dict.fromkeys(groups):
        if taken + list(groups).count(group) <= share * len(groups):
            tested.add(group)
            taken += list(groups).count(group)
    train = [i for i, group in enumerate(groups) if group not in tested]
    return train, [i for i, group in enumerate(groups) if group in tested]


@mistake(
    "split_by_group",
    fails=("values",),
    says="You go through the groups in alphabetical order, or in that of a set. They are met in the order of the list.",
)
def in_alphabetical_order(groups, share):
    tested, taken = set(), 0
    for group in sorted(set(groups)):
        if taken < share * len(groups):
            tested.add(group)
            taken += list(groups).count(group)
    train = [i for i, group in enumerate(groups) if group not in tested]
    return train, [i for i, group in enumerate(groups) if group in tested]


@mistake(
    "split_by_group",
    fails=("values", "edge_cases"),
    says="The right places, in another order: yours stand group by group. Each list is asked for in rising order.",
)
def group_by_group(groups, share):
    train, test = [], []
    for group in dict.fromkeys(groups):
        side = test if len(test) < share * len(groups) else train
        side += [i for i, other in enumerate(groups) if other == group]
    return train, test


@mistake(
    "split_by_group",
    fails=("values", "edge_cases"),
    says="You round the share of the sequences down to a whole number. 2 is fewer than 2.4: one more group is wanted "
    "there. Compare with `share * len(groups)` as it is.",
)
def share_rounded_down(groups, share):
    tested, taken = set(), 0
    for group in dict.fromkeys(groups):
        if taken < int(share * len(groups)):
            tested.add(group)
            taken += list(groups).count(group)
    train = [i for i, group in enumerate(groups) if group not in tested]
    return train, [i for i, group in enumerate(groups) if group in tested]


@mistake(
    "split_by_group",
    fails=("values", "edge_cases"),
    says="You begin with the group that is met last. Go through the sequences from the first to the last.",
)
def from_the_end(groups, share):
    tested, taken = set(), 0
    for group in reversed(dict.fromkeys(groups)):
        if taken < share * len(groups):
            tested.add(group)
            taken += list(groups).count(group)
    train = [i for i, group in enumerate(groups) if group not in tested]
    return train, [i for i, group in enumerate(groups) if group in tested]


@mistake(
    "split_by_group",
    fails=("values", "edge_cases"),
    says="What comes back are the groups' names. Places are asked for: where in the list each sequence stands.",
)
def names_not_places(groups, share):
    tested, taken = set(), 0
    for group in dict.fromkeys(groups):
        if taken < share * len(groups):
            tested.add(group)
            taken += list(groups).count(group)
    return [group for group in groups if group not in tested], [group for group in groups if group in tested]


# ---------------------------------------------------------------------------------------------------------------------
# interval_features

exercise(
    "interval_features",
    returns={"features": "number"},
    explained="""
    `np.diff(times)` gives the n - 1 distances. With fewer than two of them there is no spread and no neighbour, so the
    answer for a heart that beats evenly stands in: (1, 0, 1, 1). Else mean, spread over mean, smallest and largest
    over the median.

    Dividing by the mean or the median makes the last three free of the heart's rate: a fast even heart and a slow even
    heart are both (.., 0, 1, 1). The median, and not the mean, stands below the extremes, since one missing beat moves
    the mean and not the median. To convince yourself: with all times doubled, the first number doubles and the
    others stay.
    """,
)


def times_drawn(rng, beats):
    """Beat times at irregular distances, not from zero."""
    return np.cumsum(rng.uniform(0.4, 1.3, size=beats)) + 0.3


@visible("interval_features", part="values")
def _(rng):
    yield case("the example by hand", times=np.array([0.0, 1.0, 2.0, 4.0]))
    yield case("seven beats", times=times_drawn(rng, 7))
    yield case("seven other beats", times=times_drawn(rng, 7))
    yield case("eight beats", times=times_drawn(rng, 8), note="with an even number of beats, an odd one of distances")
    yield case("an early beat", times=np.array([0.2, 1.0, 1.5, 2.6, 3.4, 4.2]))


@hidden("interval_features", part="values")
def _(rng):
    for beats in (5, 10):
        yield case(f"{beats} beats", times=times_drawn(rng, beats))


@visible("interval_features", part="edge_cases")
def _(rng):
    yield case("three beats, two distances", times=np.array([0.5, 1.1, 2.1]))
    yield case("three other beats", times=np.array([0.1, 1.3, 1.9]))
    yield case("two beats", times=np.array([0.5, 1.1]))
    yield case("one beat", times=np.array([0.7]))
    yield case("no beat", times=np.zeros(0))
    yield case("an even heart", times=np.arange(6) * 0.75)


@hidden("interval_features", part="edge_cases")
def _(rng):
    yield case("three beats, two distances", times=times_drawn(rng, 3))
    yield case("two beats", times=times_drawn(rng, 2))


@right("interval_features", style="loops")
def _features_loops(times):
    d = [float(later) - float(earlier) for earlier, later in zip(times, times[1:])]
    if len(d) <= 1:
        return np.array([1.0, 0.0, 1.0, 1.0])
    mean = sum(d) / len(d)
    spread = (sum((x - mean) ** 2 for x in d) / len(d)) ** 0.5
    row = sorted(d)
    median = (row[(len(d) - 1) // 2] + row[len(d) // 2]) / 2
    return np.array([mean, spread / mean, row[0] / median, row[-1] / median])


@right("interval_features", style="from ends")
def _features_ends(times):
    if len(times) < 3:
        return np.array([1, 0, 1, 1], dtype=float)
    d = times[1:] - times[:-1]
    mean = (times[-1] - times[0]) / (len(times) - 1)
    return np.array(
        [mean, np.sqrt((d**2).mean() - mean**2 + 0.0).clip(0) / mean, *(np.array([d.min(), d.max()]) / np.median(d))]
    )


@right("interval_features", style="sorted")
def _features_sorted(times):
    d = np.sort(np.ediff1d(times))
    if d.size < 2:
        return np.array([1.0, 0, 1, 1])
    return np.stack(
        [d.mean(), np.sqrt(np.var(d)) / np.mean(d), d[0] / np.quantile(d, 0.5), d[-1] / np.quantile(d, 0.5)]
    )


@mistake(
    "interval_features",
    fails=("values", "edge_cases"),
    says="Your spread divides by one less than the number of distances. Formula (11.1) divides by n - 1 with n "
    "*beats*, which is the number of distances itself.",
)
def spread_of_a_sample(times):
    d = np.diff(times)
    if len(d) < 2:
        return np.array([1.0, 0.0, 1.0, 1.0])
    return np.array([d.mean(), d.std(ddof=1) / d.mean(), d.min() / np.median(d), d.max() / np.median(d)])


@mistake(
    "interval_features",
    fails=("values",),
    says="The last two numbers are divided by the mean. A single long pause moves the mean, so that all other "
    "distances look short beside it; what stands below them in (11.1) hardly moves.",
)
def over_the_mean(times):
    d = np.diff(times)
    if len(d) < 2:
        return np.array([1.0, 0.0, 1.0, 1.0])
    return np.array([d.mean(), d.std() / d.mean(), d.min() / d.mean(), d.max() / d.mean()])


@mistake(
    "interval_features",
    fails=("values", "edge_cases"),
    says="The four numbers are of the times themselves, which tell when the recording began. A rhythm is in the "
    "distances between neighbours.",
)
def of_the_times(times):
    if len(times) < 3:
        return np.array([1.0, 0.0, 1.0, 1.0])
    return np.array(
        [times.mean(), times.std() / times.mean(), times.min() / np.median(times), times.max() / np.median(times)]
    )


@mistake(
    "interval_features",
    fails=("values", "edge_cases"),
    says="Your second number is the spread in seconds. Divided by the mean, it says the same of a slow heart and a "
    "fast one.",
)
def spread_in_seconds(times):
    d = np.diff(times)
    if len(d) < 2:
        return np.array([1.0, 0.0, 1.0, 1.0])
    return np.array([d.mean(), d.std(), d.min() / np.median(d), d.max() / np.median(d)])


@mistake(
    "interval_features",
    fails=("values", "edge_cases"),
    says="Your last two numbers are in seconds. Divided by the median they say the same of a slow heart and a fast "
    "one.",
)
def extremes_in_seconds(times):
    d = np.diff(times)
    if len(d) < 2:
        return np.array([1.0, 0.0, 1.0, 1.0])
    return np.array([d.mean(), d.std() / d.mean(), d.min(), d.max()])


@mistake(
    "interval_features",
    fails=("values", "edge_cases"),
    says="The third number is the largest distance and the fourth the smallest; formula (11.1) has them the other way "
    "round.",
)
def extremes_exchanged(times):
    d = np.diff(times)
    if len(d) < 2:
        return np.array([1.0, 0.0, 1.0, 1.0])
    return np.array([d.mean(), d.std() / d.mean(), d.max() / np.median(d), d.min() / np.median(d)])


@mistake(
    "interval_features",
    fails=("edge_cases",),
    says="With two beats there is one distance, and you compute with it. The text asks for (1, 0, 1, 1) where there "
    "are fewer than *two* distances.",
)
def one_distance_is_enough(times):
    d = np.diff(times)
    if len(d) < 1:
        return np.array([1.0, 0.0, 1.0, 1.0])
    return np.array([d.mean(), d.std() / d.mean(), d.min() / np.median(d), d.max() / np.median(d)])


@mistake(
    "interval_features",
    fails=("edge_cases",),
    says="Three beats make two distances, and these can be compared. You return (1, 0, 1, 1) for them already.",
)
def three_are_too_few(times):
    d = np.diff(times)
    if len(d) < 3:
        return np.array([1.0, 0.0, 1.0, 1.0])
    return np.array([d.mean(), d.std() / d.mean(), d.min() / np.median(d), d.max() / np.median(d)])


@mistake(
    "interval_features",
    fails=("edge_cases",),
    says="Where there are too few beats you return zeros. A smallest distance of 0 would be two beats at once; (1, 0, "
    "1, 1) is what an even heart gives.",
)
def zeros_for_too_few(times):
    d = np.diff(times)
    if len(d) < 2:
        return np.zeros(4)
    return np.array([d.mean(), d.std() / d.mean(), d.min() / np.median(d), d.max() / np.median(d)])


@mistake(
    "interval_features",
    fails=("values", "edge_cases"),
    says="Your second number is the mean *square* of what the distances differ by, over the mean. The spread s of "
    "(11.1) "
    "has a root.",
)
def variance_for_spread(times):
    d = np.diff(times)
    if len(d) < 2:
        return np.array([1.0, 0.0, 1.0, 1.0])
    return np.array([d.mean(), d.var() / d.mean(), d.min() / np.median(d), d.max() / np.median(d)])


@mistake(
    "interval_features",
    fails=("values",),
    says="Your second number is divided by the median. In (11.1) the spread stands over the mean.",
)
def spread_over_median(times):
    d = np.diff(times)
    if len(d) < 2:
        return np.array([1.0, 0.0, 1.0, 1.0])
    return np.array([d.mean(), d.std() / np.median(d), d.min() / np.median(d), d.max() / np.median(d)])


@mistake(
    "interval_features",
    fails=("values", "edge_cases"),
    says="Of an even number of distances there are two in the middle, and you take the upper one. The median is their "
    "mean.",
)
def upper_middle(times):
    d = np.diff(times)
    if len(d) < 2:
        return np.array([1.0, 0.0, 1.0, 1.0])
    middle = np.sort(d)[len(d) // 2]
    return np.array([d.mean(), d.std() / d.mean(), d.min() / middle, d.max() / middle])


@mistake(
    "interval_features",
    fails=("values", "edge_cases"),
    says="You divide by the distance that comes in the middle of the *recording*. The median is the middle one by "
    "size.",
)
def middle_in_time(times):
    d = np.diff(times)
    if len(d) < 2:
        return np.array([1.0, 0.0, 1.0, 1.0])
    return np.array([d.mean(), d.std() / d.mean(), d.min() / d[len(d) // 2], d.max() / d[len(d) // 2]])


@mistake(
    "interval_features",
    fails=("values", "edge_cases"),
    says="Your spread is that of the times, which grows with the length of the recording. (11.1) has that of the "
    "distances.",
)
def spread_of_times(times):
    d = np.diff(times)
    if len(d) < 2:
        return np.array([1.0, 0.0, 1.0, 1.0])
    return np.array([d.mean(), np.std(times) / d.mean(), d.min() / np.median(d), d.max() / np.median(d)])


@mistake(
    "interval_features",
    fails=("edge_cases",),
    says="Without two distances there is no smallest one and no median: these cases come first, with an answer of "
    "their "
    "own, (1, 0, 1, 1).",
)
def too_few_are_not_asked_for(times):
    d = np.diff(times)
    return np.array([d.mean(), d.std() / d.mean(), d.min() / np.median(d), d.max() / np.median(d)])


# ---------------------------------------------------------------------------------------------------------------------
# next_probabilities

exercise(
    "next_probabilities",
    returns={"p": "character"},
    explained="""
    p begins as the uniform distribution, the answer below the empty context. Then contexts of 0, 1, ... characters: the
    last n of what stands before, for n up to `order` and not beyond the length of `context`. Each one that was seen
    mixes its counts with p, which so far is the answer of the context that is one character shorter; p counts as much
    as `strength` observations. A context that was never seen leaves p as it is: the formula with c = 0 says the same.

    The sum stays 1 at each step, since (sum of counts + strength * 1) / (sum of counts + strength) is 1. That is the
    sum to make to convince yourself. The usual mistake is `context[-n:]`, which for n = 0 is the whole text.
    """,
)


def counts_drawn(rng, text, order, letters="abc"):
    """Counts of what follows each context in a text."""
    counts = {}
    for place, character in enumerate(text):
        for n in range(min(order, place) + 1):
            counts.setdefault(text[place - n : place], np.zeros(len(letters)))[letters.index(character)] += 1
    return counts


def text_drawn(rng, length, letters="abc"):
    return "".join(letters[number] for number in rng.integers(len(letters), size=length))


@visible("next_probabilities", part="values")
def _(rng):
    by_hand = {"": np.array([3.0, 1.0]), "b": np.array([1.0, 0.0])}
    yield case("the example by hand", counts=by_hand, context="b", V=2, order=1, strength=2.0)
    text = text_drawn(rng, 30)
    counts = counts_drawn(rng, text, 3)
    yield case("order 3", counts=counts, context=text[:7], V=3, order=3, strength=2.0)
    yield case("strength 0.5", counts=counts, context=text[3:9], V=3, order=3, strength=0.5)
    yield case("order 1 of the same counts", counts=counts, context=text[:7], V=3, order=1, strength=1.5)
    yield case("order 5, and no context of 4 was counted", counts=counts, context=text[:9], V=3, order=5, strength=1.5)


@hidden("next_probabilities", part="values")
def _(rng):
    text = text_drawn(rng, 40, "abcd")
    counts = counts_drawn(rng, text, 4, "abcd")
    for order, strength in ((2, 1.25), (4, 3.0)):
        cut = int(rng.integers(6, 20))
        yield case(f"order {order}", counts=counts, context=text[:cut], V=4, order=order, strength=strength)


@visible("next_probabilities", part="edge_cases")
def _(rng):
    counts = {"": np.array([4.0, 2.0, 1.0]), "a": np.array([0.0, 2.0, 1.0]), "ba": np.array([1.0, 0.0, 0.0])}
    yield case("an empty context", counts=counts, context="", V=3, order=2, strength=2.0)
    yield case("a context shorter than the order", counts=counts, context="a", V=3, order=3, strength=2.0)
    yield case("order 0", counts=counts, context="cba", V=3, order=0, strength=2.0)
    yield case("the longest context was never seen", counts=counts, context="ca", V=3, order=2, strength=2.0)
    yield case(
        "one in the middle was never seen",
        counts={"": np.array([4.0, 2.0, 1.0]), "ba": np.array([1.0, 0.0, 2.0])},
        context="cba",
        V=3,
        order=2,
        strength=2.0,
        note="a longer context counts, also where a shorter one is missing",
    )
    yield case("nothing was counted", counts={}, context="ab", V=4, order=2, strength=2.0)


@hidden("next_probabilities", part="edge_cases")
def _(rng):
    counts = {"": rng.integers(1, 9, size=5).astype(float), "x": rng.integers(1, 9, size=5).astype(float)}
    yield case("an empty context", counts=counts, context="", V=5, order=3, strength=1.0)
    yield case("the longest context was never seen", counts=counts, context="yzx", V=5, order=3, strength=1.0)


@right("next_probabilities", style="recursion")
def _next_recursive(counts, context, V, order, strength):
    def p(u):
        shorter = p(u[1:]) if u else np.full(V, 1 / V)
        c = counts.get(u, np.zeros(V))
        return (c + strength * shorter) / (c.sum() + strength)

    return p(context[len(context) - min(order, len(context)) :])


@right("next_probabilities", style="character by character")
def _next_loops(counts, context, V, order, strength):
    p = [1 / V] * V
    u = ""
    waiting = list(context[::-1][:order])
    while True:
        c = list(counts.get(u, [0] * V))
        total = sum(c)
        p = [(c[v] + strength * p[v]) / (total + strength) for v in range(V)]
        if not waiting:
            return np.array(p)
        u = waiting.pop(0) + u


@right("next_probabilities", style="weights")
def _next_weights(counts, context, V, order, strength):
    p = np.ones(V) / V
    for start in range(len(context), max(-1, len(context) - order - 1), -1):
        if context[start:] in counts:
            c = counts[context[start:]]
            own = c.sum() / (c.sum() + strength)
            p = own * c / c.sum() + (1 - own) * p
    return p


equivalent(
    "next_probabilities",
    "for n in range(min(order, len(context)) + 1):",
    "for n in range(min(len(context), order) + 1):",
    because="The smaller of two whole numbers is the same in whichever order they stand.",
)


@mistake(
    "next_probabilities",
    fails=("values", "edge_cases"),
    says="For n = 0, `context[-n:]` is the whole context and not the empty one, so the counts without a context are "
    "never used. How do you write the last 0 characters?",
)
def minus_zero(counts, context, V, order, strength):
    p = np.full(V, 1 / V)
    for n in range(min(order, len(context)) + 1):
        if context[-n:] in counts:
            seen = counts[context[-n:]]
            p = (seen + strength * p) / (seen.sum() + strength)
    return p


@mistake(
    "next_probabilities",
    fails=("values", "edge_cases"),
    says="You look up the *first* characters of the context. What comes next depends on what stands just before it.",
)
def first_characters(counts, context, V, order, strength):
    p = np.full(V, 1 / V)
    for n in range(min(order, len(context)) + 1):
        if context[:n] in counts:
            seen = counts[context[:n]]
            p = (seen + strength * p) / (seen.sum() + strength)
    return p


@mistake(
    "next_probabilities",
    fails=("values", "edge_cases"),
    says="Your longest context is one character shorter than `order`: `range(order)` ends before it.",
)
def one_context_short(counts, context, V, order, strength):
    p = np.full(V, 1 / V)
    for n in range(min(order, len(context) + 1)):
        seen = counts.get(context[len(context) - n :])
        if seen is not None:
            p = (seen + strength * p) / (seen.sum() + strength)
    return p


@mistake(
    "next_probabilities",
    fails=("values", "edge_cases"),
    says="You use the longest context that was seen, and the uniform distribution below it. In (11.2) the shorter "
    "context's answer stands there, which has been mixed in the same way.",
)
def uniform_below(counts, context, V, order, strength):
    for n in range(min(order, len(context)), -1, -1):
        seen = counts.get(context[len(context) - n :])
        if seen is not None:
            return (seen + strength / V) / (seen.sum() + strength)
    return np.full(V, 1 / V)


@mistake(
    "next_probabilities",
    fails=("values", "edge_cases"),
    says="The sum of your probabilities is not 1: what is added above the line, strength times a distribution, adds "
    "`strength` in all below it, and you add something else.",
)
def strength_times_V(counts, context, V, order, strength):
    p = np.full(V, 1 / V)
    for n in range(min(order, len(context)) + 1):
        seen = counts.get(context[len(context) - n :])
        if seen is not None:
            p = (seen + strength * p) / (seen.sum() + strength * V)
    return p


@mistake(
    "next_probabilities",
    fails=("values", "edge_cases"),
    says="You begin with the longest context and end with the empty one, which then has the last word. Each context's "
    "counts are mixed with the answer of the *shorter* one: begin there.",
)
def from_long_to_short(counts, context, V, order, strength):
    p = np.full(V, 1 / V)
    for n in range(min(order, len(context)), -1, -1):
        seen = counts.get(context[len(context) - n :])
        if seen is not None:
            p = (seen + strength * p) / (seen.sum() + strength)
    return p


@mistake(
    "next_probabilities",
    fails=("edge_cases",),
    says="You stop at the first context that was never seen. A longer one can be in the dictionary all the same; the "
    "missing one leaves p as it was.",
)
def stops_at_a_gap(counts, context, V, order, strength):
    p = np.full(V, 1 / V)
    for n in range(min(order, len(context)) + 1):
        seen = counts.get(context[len(context) - n :])
        if seen is None:
            break
        p = (seen + strength * p) / (seen.sum() + strength)
    return p


@mistake(
    "next_probabilities",
    fails=("values", "edge_cases"),
    says="What you return are counts with something added, not probabilities: they are not divided by their sum.",
)
def not_divided(counts, context, V, order, strength):
    p = np.full(V, 1 / V)
    for n in range(min(order, len(context)) + 1):
        seen = counts.get(context[len(context) - n :])
        if seen is not None:
            p = seen + strength * p
    return p


@mistake(
    "next_probabilities",
    fails=("values", "edge_cases"),
    says="You look only at the context of the full length. Where it is rare, its counts say little: the shorter ones "
    "have to be mixed in, from the empty one on.",
)
def longest_alone(counts, context, V, order, strength):
    p = np.full(V, 1 / V)
    seen = counts.get(context[len(context) - min(order, len(context)) :])
    return p if seen is None else (seen + strength * p) / (seen.sum() + strength)


@mistake(
    "next_probabilities",
    fails=("values", "edge_cases"),
    says="A context that was never seen is not in the dictionary, and `counts[...]` raises KeyError for it. Ask first "
    "whether it is there, or use `counts.get`.",
)
def asks_without_looking(counts, context, V, order, strength):
    p = np.full(V, 1 / V)
    for n in range(min(order, len(context)) + 1):
        seen = counts[context[len(context) - n :]]
        p = (seen + strength * p) / (seen.sum() + strength)
    return p


@mistake(
    "next_probabilities",
    fails=("edge_cases",),
    says="Where n is larger than the context is long, your slice gives the same text as before, and its counts are "
    "mixed in once more. How long is the longest context that there is?",
)
def mixed_in_again(counts, context, V, order, strength):
    p = np.full(V, 1 / V)
    for n in range(order + 1):
        seen = counts.get(context[max(0, len(context) - n) :])
        if seen is not None:
            p = (seen + strength * p) / (seen.sum() + strength)
    return p


@mistake(
    "next_probabilities",
    fails=("values", "edge_cases"),
    says="You look up contexts of every length that the text has. The longest one is `order` characters long, also "
    "where the dictionary has longer ones.",
)
def order_ignored(counts, context, V, order, strength):
    p = np.full(V, 1 / V)
    for n in range(len(context) + 1):
        seen = counts.get(context[len(context) - n :])
        if seen is not None:
            p = (seen + strength * p) / (seen.sum() + strength)
    return p


@mistake(
    "next_probabilities",
    fails=("values", "edge_cases"),
    says="You begin with the context of one character. Before it comes the empty one: how often each character came at "
    "all.",
)
def empty_context_left_out(counts, context, V, order, strength):
    p = np.full(V, 1 / V)
    for n in range(1, min(order, len(context)) + 1):
        seen = counts.get(context[len(context) - n :])
        if seen is not None:
            p = (seen + strength * p) / (seen.sum() + strength)
    return p


@mistake(
    "next_probabilities",
    fails=("values", "edge_cases"),
    says="The strength is always 2 in your function; here it is what the argument says.",
)
def strength_is_two(counts, context, V, order, strength):
    p = np.full(V, 1 / V)
    for n in range(min(order, len(context)) + 1):
        seen = counts.get(context[len(context) - n :])
        if seen is not None:
            p = (seen + 2 * p) / (seen.sum() + 2)
    return p


@mistake(
    "next_probabilities",
    fails=("values", "edge_cases"),
    says="You divide the counts by their sum, and the shorter context's answer is lost: a character that never "
    "followed gets the probability 0. Where is `strength` in your formula?",
)
def counts_alone(counts, context, V, order, strength):
    p = np.full(V, 1 / V)
    for n in range(min(order, len(context)) + 1):
        seen = counts.get(context[len(context) - n :])
        if seen is not None:
            p = seen / seen.sum()
    return p


@mistake(
    "next_probabilities",
    fails=("values", "edge_cases"),
    says="Brackets: `a + b / c` divides only b. In (11.2) all that stands above the line is divided.",
)
def brackets_missing(counts, context, V, order, strength):
    p = np.full(V, 1 / V)
    for n in range(min(order, len(context)) + 1):
        seen = counts.get(context[len(context) - n :])
        if seen is not None:
            p = seen + strength * p / (seen.sum() + strength)
    return p


# ---------------------------------------------------------------------------------------------------------------------
# collapse

exercise(
    "collapse",
    returns={"read": ""},
    explained="""
    An entry is read when it differs from the one before, and is not the blank. "Before" is the blank at the start, so
    that a first digit is read. It is updated at every frame, also at a blank: then the same digit after a blank
    differs from what stands before, and is read again.

    Taking out the blanks first makes `5 _ 5` to `5 5` and then to `5`: a string with the same digit twice in a row
    could never be said. To convince yourself: `5 5 _ 5` reads `5 5`.
    """,
)


equivalent(
    "collapse",
    "read.append(int(entry))",
    "read.append(entry)",
    because="A whole number of NumPy's is taken for that number; as a plain one it is shown without its type.",
)


def path_drawn(rng, length, symbols, blank):
    """A path in which entries come in runs, with blanks between some."""
    path = []
    while len(path) < length:
        path += [int(rng.choice([*symbols, blank, blank]))] * int(rng.integers(1, 4))
    return np.array(path[:length])


@visible("collapse", part="values")
def _(rng):
    yield case("the example of the text", path=np.array([5, 5, 5, 10, 10, 1, 1, 10, 8, 8]), blank=10)
    yield case("another string of that length", path=np.array([0, 0, 10, 3, 3, 0, 10, 10, 6, 6]), blank=10)
    yield case("the same digit twice", path=np.array([3, 3, 10, 3, 10, 10, 7, 7]), blank=10)
    yield case("digits that follow without a blank", path=np.array([2, 2, 4, 4, 4, 2, 10]), blank=10)
    yield case("a blank that is 0", path=np.array([0, 3, 3, 0, 0, 3, 1, 1, 2]), blank=0)
    yield case("twenty frames", path=path_drawn(rng, 20, (1, 2, 6), 10), blank=10)


@hidden("collapse", part="values")
def _(rng):
    yield case("thirty frames", path=path_drawn(rng, 30, (0, 4, 9), 10), blank=10)
    yield case("a blank that is 0", path=path_drawn(rng, 25, (1, 2), 0), blank=0)


@visible("collapse", part="edge_cases")
def _(rng):
    yield case("nothing but blanks", path=np.array([10, 10, 10]), blank=10)
    yield case("a digit between blanks", path=np.array([10, 4, 10]), blank=10)
    yield case("no frame", path=np.zeros(0, dtype=np.int64), blank=10)
    yield case("one frame", path=np.array([7]), blank=10)
    yield case("one digit all along", path=np.array([4, 4, 4, 4]), blank=10)
    yield case("a digit at either end", path=np.array([0, 10, 10, 0]), blank=10)
    yield case("a 0 at the beginning", path=np.array([0, 0, 10, 4]), blank=10)
    yield case("no blank at all", path=np.array([1, 2, 1, 2]), blank=10)


@hidden("collapse", part="edge_cases")
def _(rng):
    digit = int(rng.integers(1, 10))
    yield case("one digit all along", path=np.full(int(rng.integers(2, 6)), digit), blank=0)
    yield case("a digit at either end", path=np.array([digit, 10, digit]), blank=10)


@right("collapse", style="groupby")
def _collapse_groupby(path, blank):
    from itertools import groupby

    return [int(entry) for entry, _ in groupby(path) if entry != blank]


@right("collapse", style="NumPy")
def _collapse_numpy(path, blank):
    path = np.asarray(path)
    changes = np.append(True, path[1:] != path[:-1])[: len(path)]
    return path[changes & (path != blank)].tolist()


@right("collapse", style="neighbours")
def _collapse_neighbours(path, blank):
    return [int(path[t]) for t in range(len(path)) if path[t] != blank and (t == 0 or path[t] != path[t - 1])]


@mistake(
    "collapse",
    fails=("values", "edge_cases"),
    says="Equal digits on both sides of a blank become one in your function, as if the blanks were taken out first. "
    "Then "
    "`5 _ 5` reads `5`, and no string can have a digit twice in a row. The frame before can be a blank, too.",
)
def blanks_first(path, blank):
    digits = [int(entry) for entry in path if entry != blank]
    return [digit for t, digit in enumerate(digits) if t == 0 or digits[t - 1] != digit]


@mistake(
    "collapse",
    fails=("values", "edge_cases"),
    says="Only blanks are taken out. A digit that lasts five frames then is read five times.",
)
def blanks_only(path, blank):
    return [int(entry) for entry in path if entry != blank]


@mistake(
    "collapse",
    fails=("values", "edge_cases"),
    says="Equal neighbours are joined, and the blanks are still there.",
)
def neighbours_only(path, blank):
    return [int(path[t]) for t in range(len(path)) if t == 0 or path[t] != path[t - 1]]


@mistake(
    "collapse",
    fails=("values", "edge_cases"),
    says="What you keep as the frame before is the digit read last. A blank in between has to be kept too: it is what "
    "lets the same digit be read again.",
    twin_of="blanks_first",
)
def before_skips_blanks(path, blank):
    read = []
    for entry in path:
        if entry != blank and (not read or read[-1] != entry):
            read.append(int(entry))
    return read


@mistake(
    "collapse",
    fails=("values", "edge_cases"),
    says="Each digit is read once in the whole string, wherever it stands. A telephone number can have a digit twice.",
)
def each_once(path, blank):
    return list(dict.fromkeys(int(entry) for entry in path if entry != blank))


@mistake(
    "collapse",
    fails=("values",),
    says="The blank is always 10 in your function; here it is what the argument says.",
)
def blank_is_ten(path, blank):
    return [int(path[t]) for t in range(len(path)) if path[t] != 10 and (t == 0 or path[t] != path[t - 1])]


@mistake(
    "collapse",
    fails=("values", "edge_cases"),
    says="`if entry and ...` is False for the digit 0 as well as for a blank of 0. Compare with `blank`.",
)
def zero_is_nothing(path, blank):
    read, before = [], blank
    for entry in path:
        if entry and entry != before and entry != blank:
            read.append(int(entry))
        before = entry
    return read


@mistake(
    "collapse",
    fails=("values", "edge_cases"),
    says="A 0 at the very beginning is lost. Before the first frame there is nothing, and you begin as if a 0 stood "
    "there.",
)
def zero_stands_before(path, blank):
    read, before = [], 0
    for entry in path:
        if entry != before and entry != blank:
            read.append(int(entry))
        before = entry
    return read


@mistake(
    "collapse",
    fails=("values", "edge_cases"),
    says="The first digit is lost where the path begins with one: it does not differ from what you keep as the frame "
    "before, which is itself. Before the first frame there is nothing.",
)
def first_stands_before(path, blank):
    read, before = [], path[0]
    for entry in path:
        if entry != before and entry != blank:
            read.append(int(entry))
        before = entry
    return read


@mistake(
    "collapse",
    fails=("values", "edge_cases"),
    says="You look at the frame *after* each one, and the last frame has none: a digit that the path ends with is "
    "lost.",
)
def last_is_lost(path, blank):
    return [int(path[t]) for t in range(len(path) - 1) if path[t] != blank and path[t] != path[t + 1]]


# ---------------------------------------------------------------------------------------------------------------------
# Project: its answers are measured on sequences whose truth stays outside

# What has to be reached, by part and track; measured as the lesson's table says.
ASKED = {
    "baseline": {"rhythms": 0.60, "tunes": 2.85, "digits": 0.70},
    "better": {"rhythms": 0.82, "tunes": 2.20, "digits": 0.40},
    "best": {"rhythms": 0.92, "tunes": 1.95, "digits": 0.15},
}

exercise(
    "Project",
    driver="project",
    returns={"answers": ""},
    explained="""
    A strip is standardised by its own mean and spread, so that neither the height of a heart nor the wandering baseline
    matters. A convolution makes 8 numbers of 9 samples at every third place: edges and widths, which the intervals of
    the baseline do not know. A GRU with 16 units reads them in order, and its state at the end of the strip, not of the
    padding, answers: `pack_padded_sequence` sees to that.

    It was trained on 2,400 strips, equally many of each rhythm, for 24 rounds with Adam, a learning rate that rises to
    0.01 and falls again, and gradients clipped at 1. Its weights are the text. To convince yourself that nothing
    depends on the padding: ask for one strip alone, and for the same strip among 400.
    """,
)


def practice_truth():
    return {track: project_tracks.practice_set(track)[1] for track in project_tracks.ASKED}


def held_out(rng, part):
    """A case of fresh sequences of each track; what is true of them is no argument."""
    drawn = {track: project_tracks.held_out_set(rng, track) for track in project_tracks.ASKED}
    return measured_case(
        "sequences that nobody has seen before",
        truth={track: truth for track, (_, truth) in drawn.items()},
        asked=ASKED[part],
        held_out={track: sequences for track, (sequences, _) in drawn.items()},
    )


@visible("Project", part="baseline")
def _(rng):
    yield measured_case("the practice set", truth=practice_truth(), asked=ASKED["baseline"], practice=True)


@hidden("Project", part="baseline")
def _(rng):
    yield held_out(rng, "baseline")


@visible("Project", part="better")
def _(rng):
    yield measured_case("the practice set", truth=practice_truth(), asked=ASKED["better"], practice=True)


@hidden("Project", part="better")
def _(rng):
    yield held_out(rng, "better")


@visible("Project", part="best")
def _(rng):
    yield measured_case("the practice set", truth=practice_truth(), asked=ASKED["best"], practice=True)


@hidden("Project", part="best")
def _(rng):
    yield held_out(rng, "best")


@right("Project", style="tunes by counts and by what comes back")
class _TunesByCounts:
    track = "tunes"

    def __init__(self):
        rng = np.random.default_rng(2)
        self.counts = {}
        for tune in (made_tune(rng) for _ in range(200)):
            for place, character in enumerate(tune):
                for n in range(min(3, place) + 1):
                    row = self.counts.setdefault(tune[place - n : place], np.zeros(len(ALPHABET)))
                    row[ALPHABET.index(character)] += 1

    def from_counts(self, text):
        p = np.full(len(ALPHABET), 1 / len(ALPHABET))
        for n in range(4):
            seen = self.counts.get(text[len(text) - n :])
            if seen is not None:
                p = (seen + 2 * p) / (seen.sum() + 2)
        return p

    def coming_back(self, text):
        """The characters that may come back here, each with its weight: of bar 1 to 3, or of the first part's end."""
        parts = [part.split("|") for part in text.split("|:")[1:]]
        bars = parts[-1] if parts else []
        last = len(bars) - 1
        found = []
        if 4 <= last < 7 and bars[4:last] == bars[: last - 4] and bars[last - 4].startswith(bars[last]):
            found.append((0.4 if len(parts) == 2 else 1.0, bars[last - 4] + "|"))
        if last >= 4 and len(parts) == 2 and bars[4:last] == parts[0][4:last]:
            bar = parts[0][last] + "|" if last < 7 else parts[0][7].rstrip("\n")
            if bar.startswith(bars[last]) and bar != bars[last]:
                found.append((0.6, bar))
        return [(weight, bar[len(bars[last])]) for weight, bar in found]

    def predict(self, sequences):
        answers = []
        for text in sequences:
            p, copied = self.from_counts(text), self.coming_back(text)
            if copied:
                q = np.zeros(len(ALPHABET))
                for weight, character in copied:
                    q[ALPHABET.index(character)] += weight / sum(weight for weight, _ in copied)
                p = 0.05 * p + 0.95 * q
            answers.append(p)
        return np.array(answers)


@right("Project", style="digits by a recurrent network and paths")
class _DigitsByPaths:
    track = "digits"

    def __init__(self):
        import torch
        from torch import nn

        weights = """
UEsDBC0AAAAIAAAAIQC+r4ge//////////8UABQAcm5uLndlaWdodF9paF9sMC5ucHkBABAAsAwAAAAAAADHCwAAAAAAAJ2S919V5wHGjVWigh
oHESOyEbjzjPc95z33Eg0xQWNQwYArKqLgABxBE7FKEusoUQl1BHEvhAt3nPW+Z1yQqIkDJUpNCRnuOFtHa0s0xmjtv9Dnt+f72/P9PFvG5YzN
nPJSl4+6rEjKL1gyuyTJFZOUOodJssUkzVlUsrQkb2HuopL8gv/x9LziJQUv+JJ5eYsLXvRkmqFsMTSbYospi/n/0mu02MAeQCWN5dxloV1Zkd
hgbBUruSvKCWmpvBLfQSuR4B9vhnBO+BX3n/qVVBGd7hhD7zUvC3FGpH8JmB78AcyndgVyxUfaA/e/tAU4Q5+P+lNSfY4Wwh9KuUfq4SC+H1Nu
ZPE9Unc5PoWVTqztAg3WZlADBOcjx1taBTsi7qG9PaVam8nPUdc2jkmMY740Z+NXPTGWbsjjIrwI0oW4QF3UZ1Q0KpcjrEfYCdxwOj/QrN2QTz
srjX3cEZimUcy7Xq/rKS4UeypfOcvAcOU06iQsX+yuI6OUcrPIzOTne7e4Y5jxgHJE46Gg2TlYjeDGGrHotQOTzSipGE2yT6tdBOJRqLwl+Csq
RCrU1GnSTu6w2cGf81Yxixxfcg34FJfgD9AbjR54BLVXmIgfm1f5xsYvzLtUIk1rHlABLtluMV3peP6q/jbex50cdp92grcaMxyXleXMN6597D
LrjUN75Hh/h2wwq7j1elfzKveyf4cxDV4yQ4XZjuGMzAzXILdKi0apKCq5EnRq92OkfW2kD2sI7qpd8lzsNQaJC9w9pVr/FeEs5nE0KEy+pxT7
d1leJY/NFmUAv1yY6xrMnTPKfCz+zHeecje1mQS84h7qNJSw+mo5nzSbVfG69ze4V5kvbRGawXircuhjnME7DmTt66rnGygqYEJZZnKcB9lMaq
D/KPUheWTcpcdhp5ttLlccajwplsemzqEqlVDlPfUD2KJ9jmZoa8E2NEjoy2/nROmi+bN9pjmab8Sb8CR5iLMC0Gg+esWXLtg8PjobfMdY6o6C
NxodSekMa1tCUp19Y1LxNLwueI3bSBfD3vi5Lc8xb+d0OCa1hm/n8l236AQpzOdldyhjzTR7HhOW+CdHBgS2OO0V+7OU5w2fQrdxax9M3cCW0l
thulwGZxlLtfDUpfIQYbEy0TdCOCRQQZnJFhfi1fbnoBR65AD1ftId7kLqMnJfs7uHYQ7dFpaxPZiH+lhjbvBPqDYu0xgpDPH+VfinNRwOctHK
BvkR6S4eqojBrQEN5eJD/L0Xft5QRth3Oe5Ig7hPxPPJi0C5bxX5IHFZ1Bp5r+sKdRFOFn7XpqBicNq4rd18NdhQwvXii+FhMEAvZzaAdC1M9K
X+XbgksuxS3yajTcB0H1Qb+HejCWtZmZurDlBRCjDGckVMf73EpAJjvbHBI+h7xp+6EXQHF/QZuA0vU4fAM/TLzDEYFt1igZwzppS+ap1lnQt6
82l7TvIF4KrcTPoZja48qRSEsjucXv5VcZ66HhXqSPuBh77R6AF8nS+CW41l/g78QC1wtorDuJeTy/kBaIxyldwK5moryFn1dZTF/dv4Az1C2U
clCY22V7BmdsVhqfGgUjvFrvfHUh8G13Bt0MSn6zpIfEoMN9vyRHsDuHAcHdTahVVwga9HHaJj8U+M7D1jxDrsylCgvnB/BM33fazMqqmy/2KJ
5HKNSsniLHLP8Wc12Iy5XHd8XPyWXiOtVwP2PpaRwUbwOzxhy3eX+BYFXvPlGt3MCvQR6GncebGtAT7Xvm1q1t5x/EguyAbpQnCw3HuvcavvFM
xjVtCdoMUYQ4ZJS7jz6mHjsaO/+pJkJh9LTkeRpOv++6CrBe8uhqeGVvIDwWRuvb1lT73+a3wk7mYMsP1sXBc3wVv0BrFMPy8+IzfUypRTiTQp
p/7iCqpvYoH9ndujljWtU9ahqbpbdEXkNm3WjhKWWkKWGYr2HBC0LSlOW0xuijnSkAPvuLLl02gzLDPO892FeG4d1SInkD8YzdpJ2CZ9mZKrTn
dXEJXfL/sjhpjL8RX2XVRA15BwOCPYD1QHlnMCyBY6jR+NBs0I0I7t1ghKNaqU8aQv3ap+5TgKk/F0fo06Cm2iM5WffbXkSvJGZxFutZ1i+yoZ
zPvkED2GqZIOG+dgE1/oqgbjlB2xl9QMrlz+QUYpI8HnxiT9bymnwTH3KOamlqYJ3Bv02+rGunQXpkJdIXy2OMVYGrFQX+HpxRTqk4ItaDUb1b
QUTXCNFgPe+/x2OV1ai+3Ob9hvxNeVKZo30IMKpQPcFvs6PBnes3aSvYcWwndhrVSohapLcT8hFfPuNr63SpjtpIVLq/krmR2coiYL4+geCR3o
itCJrWqdNJqdSGYY/4KhDE99ncKaT4SndKiOnaFkBd1HH2+WKt/xu1y/SlnqAOt7Zgg02TeVMvDEoZMH1AcxabzH3kUrBV3YaleFFId74wziSf
BIXq8if+HOpzdCJA6V98EHOFu6Rv+HTIUjvP/gH/t2Nt5VtjjiHNnmXWJBE/E7Zk86PDXUe1PJ1MYpHSk1ZKurp6MnKTEOH36GC6VWcN31aeC0
0sVn4cbDvmCY9Aj/JMuRV9UT1Rm+xOBU9VxtRQMJhqrvB95VvcZx0t+WpebwBdzNgX3lmdwsFCYXJV9Gg+n0+jFmGBfuT5eHWE8pHuMwiPGsG3
YE/YJ6+tqMueYFfqcww2jiz3o99GjbQRChP2DKUSU3tL5NO+6sJRZzvx4njTeIVqcn2feggei8ECDbrOONUUZAme8pUJrs9/AtegdrJ+X4GrVT
+1VaBWdb0mCu/iYeBhaKIWaUpZ777tBtNsoRrZuUEzTwvagc7Urgc/376jTDW/uT6xo9ztOdG4TP4k7bbukftd+TUK2lZojqCkQwR5QL6gT5JH
mkX3dK1utort5q2eNwa6U15u5OvFe2+iDIM9pcpXg/PlMfqv6sRDc+QTzYi4/R4dQiPYJ6G27zVyh2uafjgXkNO+FqvKR+vd1tXKETUxzwn8lR
2iXjsL+3vkAu8bu4AdRBfNycRXzWdnBOmAm6o3CQYfuRvk255G9tTSm5/DS+Wa5qPOHL5b9md5OR/AHORRbKWQ1JcEzTGr0VkqQS2wbhgX+1eI
PKlUeT27pidMMlMN8VJ/QDpmWHPRP8hJYzTrDFCNH+jD5KzOLvcanknG23ONiyQyzmDyYdp+IoUZuphJF2PYTOTulKPRM3kouwh36spov8BM1m
3msqYjOcCJcz3aw5ZKq2mx6vzYR5IFeYoM7AL1sHNWRXP5bq1HAV2wLaSSndcPErhN8MlNwHbQ7I2lHmN+Yyvig/AzulSrgYPcZvoZXUZn0xNZ
NZzq4zqmx/5he7TcoP0nTd/Fgr1SaDo+y3tnX16+nNvsXGRTQDFAbvMh76YSAajwCf1XcxnAmXAlkspRwm82If+xfKg9k7Yj16Jt/WTuAchhEa
g2vVRPeHYo4xMGF/0lqj3PlDZN7WUPopuakv11dxL54Ekugix1TqjxLPnyc55mWpg/maeyc4y9HOnCRpvmzk1TB8Cab7v0+po3aYswkFBwsIhK
CV0pn6p5QAP9m/KzhHvK8uiLzF/U19fRgldySU2ZKUS7auMo8jtFT/Jv4GXEQSXZNqoCmCAdRjPJKOErwuF9klc+IkYySs9S+RWDJRRloR0oU4
PIj7xtJCR5Iw3wV7L0unYzMezkRJyziZ0hrX4ShxIFtp/YJN5Yg6LzoPzdA/gsvVh0Y2f1n41PM+Fct/rIWoMUZ/x0MuRljjTMOh9hLSamrOVW
gbfi0QYpbE0vEHlVY4QX4S8IFRaht+ivMb7qpVKfm20/xa2c8vpJzBbUG/TMVdQu18IdWXe1ObaTxFddLE+uuxV2s6wUp4FhmBp97V++KpSLwd
h8M8gQG/GIVYUuLJGk8c24P9ozWD3YganU/Eo3qNKlvY5OiE0dL8yAH0e2q+esa8Aq/z1bhKvM5G0AAUQLd9JLVQ3c22Kklyruvt+unJkZ5Lwo
8os64IZtrW6MVKP3lnwyh01dNuHW7viJmg0NJ9ZYPtv1BLAwQtAAAACAAAACEAnrP54f//////////FAAUAHJubi53ZWlnaHRfaGhfbDAubnB5
AQAQAAAmAAAAAAAADyMAAAAAAACdl/V3Vcf390lxCBJcQojnyrn32Mw5596E4u7BKe5FElxa3AkWKITg8Vw/NnPOuZcULVKgWHBpsU/RtHghQP
vN8y8888us2WvWmr32nrXf79dPfQb17jcsrNL8Sj8mTZg4Z/zsJGd0UsokJomITpqUPnvu7LFpo9NnT5j4/+Jdxk6fM7EiPmfK2JkTK84mmqGI
aECZiegl0f9/q9a32jDhqm2B8QKaAr8lv5BGB9ep6ZEXHZO4pto79SGaYHwvDUxZ49pitnKtg2vjpwWrGOP0c4Ha/HwNSdFotry0ZKH8ojEkjz
UM4FT9Huv272J/Jdubl7Bhan/1d60fk+GPxA21STzNDipeo1xgrulpXLk63m+y/go2mmeDZTCc+126yvFOGU+2DdUHamfUnux8yxapm/mocMXw
C0uVy9Jt4VJxDHlLHaAW28uZ2EovqGzhJF4rbRfqoCqOQYGa/Apugg3wO4QnHC7a6qucvdYRZhkLpOqvkQelO0pAR2xRluE59nFq+0BVavfB5r
TCblOrWVcIB0W7kOttgnvy4clXYBfxi8Sz/Ywe0V5iiFqbWOk9qpuERLZT0AUp3cPlOmvyJfLb+CvgCZskTdDLYRftG7KS0ERYaPsTH0fPbHdd
GeABF7CfkKsT18km/Ej/I7TbsYQy6d/ri/BrJkPtaZbccRUZl1uTfZelF6YRyitlFnqJf5cqaee1QdRjaCqZKL9nRuNe5N/kde2e7wdhoS+XK2
QXOSJxC8doT5Y23uZyHGXrcDX13wO9mKdCAzHd35yKEa7gNKOMWeZ8GxfL/6oPDljEUd7jUoTvLPGUnqJdEOrK3YktVCrbjufgU+Yka2JS5V3w
a+5OsFteam4t2al4tqF81h8f+JFOTuQYQvkYCjBLUEN8nq7Fm/F5IzIwAtYK1HBMYazGdukU+W/JUO9f/omcJp7U59Cn4hCIU3t5m9saBjfyYc
YMTYvNg6cdt9g8YbI8jD5p1NWr8NB4QPbTt9J3qXlEapDTFG83/bS8SF1jHRJTU4rSxrEaEYnnFTaSWgZlehATa6TwXcn6bE/LEE1B64JFjg/E
fZQPfmRt2gOPxWjE75FuK8tRAtcCfgIN7AvEj85t9mitWWi8/zpcKjy2nuE6oXtaXXBOfMLM9AaJEygD98tpxa3hGqJcEI7y2U1Uy8I3MqtoMc
uEd/7tviXwHbCRH7EIztqO4lP88+jdwW+kdVEcGMF0VChAUmFSCZUO7S1/QDflfnJYwKBfBlarDQEEQ8zPtDbyOXWu8dI3znReeKwkIA20SQpH
Xf2dJS/drbBe0gTHQeoY3R5sITKCAdtvrB3NphfrrdFcYzw/OBRBN2SmU1Xok65H9LLmlQVI1zSqBmId++nsUKF3P9WOW4JVqBgBcJ7tBeMKe/
Nb8D/oHOUV8vAeoYb6H94RKIVjmW/18Za04udMPlhJeI1HvqjAPe2OtDLnrjxXCUeDqQyJZ6b7rhJnASdeEYYEvya0h/FsD9jY/he9IVQPdkWu
UKWCVWAdNSDJj4qpSvKeolU6IqYm1DlU390HdOYekcdpN7NVaOdMEn5IHBTUcHuBMGrrtYlc+n/KLqWe+bUwUPFTd0wGjjwEcJR2w5/meKPMZX
+QjpEPTHtBnvGMZ3xng5ekgQLlbGeOs46jRF5I+dXOK3HBMWKa0J+i0GHqVvJ3egnqhLJwCMYDQQp5lydrKM23s6Luf8Pmwq/cRHI+2sTubeV1
zeOn0f24nTG/iEis7Y8nkgiJuuh+hnbQKcoTphqZj39E4bvXykthBLTBCMdAobMw1EiXbuzMDly3TXEkgiHCM46RwtgO+Iszi/tCXiISbKIJON
8aZXwXdi1IIjFjxW09X4zBzq1WP1rvqQrb4eHgDjGS8pLJnpa4ITosvCw6g75IXZwZYCpdraKfT7U44QAVhkYLHDHM1JNTjY4wQy3lSpLXghsg
RXqrj8f9pe/xM9kmXoINtMfwOtGCOisSQnPDHDodIBmnHM+dtDu961CYZYejC5hMj0MPqfmRWwJD0AO1PZjDTOAPwDexe4V/Yv4wPUUptkXskV
A79QR9CSeZYwNz1CXMXaYVzAv01H5As404aRY10X7KnwZq8VHcN9Lf9ASZIH6hjtJf5EJhfGAbn6pkWqrKe2Bt9PBgc7UtXC5w8jRs9Tscd/Xu
QFYHGqtg04RTegC5iB5q29Ah/y8cQ3bA/4ojqIUBhXuurkHN+BrSo8Ll1GFPXfsH9IarmUyJbfOGg8u6V77M3yHWqztclaEodYJN+Ez1jm+5d5
KxrohOSDf35ubTLlqB2TH/6Re0lYEeTKZ8imnpWwEmozqU3U9Q0crJAhp+r5U7pENj5f2A5GaS77Va4Km0W9kg7uOrCppeU+huqOxdvTm9hb1G
L7H/6z0QFS4zIm9pgC64WzDv1ACZrf8o1HQUqKnUTP+fyM7e1n7XDJAHa1EkJUkDwDF8K2EJvmFpy1vRPnsKLMNe/CdGwVXcIX+tYGPRTRUIJ6
TqzEl7krIoNC4h1TLB3hG+IsLpUuaauC1Z5WzCV2hVC0hrsIvP6aneWoEW5YgxSHhmmKPX8EI+D8MOGMEMfbUz1fzUrvjeEDMsZd4voBez2zfM
mGS6y+92bGAf22tzg5k5ziqhnkILbAre0iRjDNdfrUptCqW7F+FxBSOgQ4zgjyV2w3W5GOWltY5eg7mQE44TBDLMHvyt4g+WwXS9nnFMP000oE
YW13V7RDfj0S87m3A9nN18VbR4/o52GxwKTqefcFdppFH8CbgbIdtntSO2uX6keqrt4M3AFHAXPEicofzpOGido2/An7Xb/k5gt7CcOW9LdfyL
PFQsvgJrmW+4GxnVaAdpIqc6GtFj1EjUJjZEnXZ/to3KHk4/jLtp3wBkJNs7W3ZT+Qmt1C6OuPyRokxH79kBY5S2DK2u4nuJpZZyfNC9Ef1OZ0
QPyefAUGOVMjo3lv8MjqjdmBixsZRrTPSz/tvcYu9LJQ2eZH6SCPAUNtffCyskV+4wvbYUDlqq24V69p9QP+oH1WDX4f3cDssjNSYYU9BSmyX+
jsYKLjaWGwozlHGHdks3g2v1aBvL9SDex552xxstmTn0HdzMdshdoM7H/3F+/q7+i7pYtEi7nAPENOOL2hG85KrZDgY3Uh1yO+JvwSl3jC+W6w
QBGMS1BKLSlsqQ34F8WJ2uDAOOp/Qg73XcyzHDd8e90Rap3BMWEL35pjlrPHWF9RqBwwpd/izbefzB94K+xddHNCznHxJlxhH+hX8frOJbDsKE
ZfwDsNnfDORqvBrlslsjXPWUsZILfOOrx9aXT8Qw/O/u78gVxmI+HabAm4f+FZyOSigo9BRn/5yJXwudhM50vDyAf6kn5du5bKOp8YodrHWTWH
68ebjMmk/6j5OJ9vlsr33TnJjabZwgebIWfhFY4Wvo2Knlbm0htFJO297gWva6+EBwHpXA9ITL3K2gYHwCW+XtuI2Sl3AacKCncULaIcRy59TD
/mZElu+JGC79T49g+mEGHjFfJEYSveFqVWerg0xJVH82guCr/EhKV4o0KKwjx7o/Gy2UI74ZxlD5PviTTFcnKUfcKUyvkqo4jbjk/lYvk//SZD
4KtjcmgwlJpcJo/CLYzWMLLOZvGJVgsVSNPWbtou/RCsEkvruQC8fqd7QrItAGoTKYRecBYEujmwkJDlLpC4/IsaiONlC2BtYIxRICVZl7jiHi
Je4nlAqqBqrgVGmT/yLcTS1R69pF7liw4y6fkej4wH9G82Emml/wiW/r3MjeKm7APAdJKJZOpsXCKfQU8RQcXLTI7yxsynSW0pg01Jtf45npEA
3Gtx6IsJPSnTHl3lIxMd6bgUZpz0Or0bdFr8jFvuX05KKzfARYINaRLbhrcIR2ELqNltL/XGFCf9Nh7pv4cs9RGJF8fsdj4QQ0yDqBO+bFrp9c
ijwGCf6WkEdBtaf+h+gEG+y1XUUoHaep5epRwuprSZcqpfprptgryQ+0n0On4T1co9Ar1tJnSIv9bWhzoJk+1kJad+vNHIMUl/HA01TLFsP9u4
h7Qj3nWu8p/rF2iZ7GjaYnFA0hLcpp+NbUkDwOlyTHgkpNzionpB+MjkiXDgf74UpyPp3qeptwhn+f3aTohlYrvoEGnWuJTDRdu23hpROwizxL
W8eso8y2E9yc4saCWY4JLLIRCHmGs/8RjYWkhC74uL+EvMj9oF8X7cXHpS7UblNHGI0Uyzm5DdM9sDDpHlHADAj0Lh4R7GxcbVyDzAV/uiPsS8
jSlmdNWcT39jx4CW+kT9r26JI0BgFPZyjzrcystyU1JCASl5lH0lHmvuILrgw+THJrS5Uz1EgyC/CwbjDpUDZ0qcslXsaeJpgrJI2bfHP9LD1N
c6E1yOnZT3bSXnKbiThY8TZeqVb3HdGeu97wBwr/C7mlqXKYlqY2QiPQfnWQtblUL5hGlSr1gh3VdaiXr4CaxhTRG6ll3DI8Q7e1TlPfUNW0Ol
q40F3OLvifInH9mbl8O20Xlwhj6E3GBrWrZGN+9TW2zganxWPge/ceI095DEvlBHSGu+93yukOY/9M/gw121EZ3WQH8Nvwt8q/bFfuZ6kpf1Tv
rVCohJquv7c9D2TELzcaGkXsDNze003qyUcDtzw8kOxP9abBV6iczBUOal9olTvBVk3+w/4e3MzdKD6gq+kdjQRLIdeAVE0z9ALPA7YjyhQ8Wh
m1A49DTy1z1RRlVyw00vFM+W/wHYgLrk4aCbv6nYQtb7lvlLSSPOxuRg3DHdELtpxdBxraTkultp+zOwkbqSgT4fgaPJ8UjlvR20DzwAcyRk47
dMwyF6TgKZZ5XDmcWuGWn6nX5GnBSfw49k8mFD9Iu0B8ptopIjPB8b7Caf1LupjO3EOpyJ4FZDrfmyl8xyLZJi0qLNfNOB98dDni0+UohfHtCa
1Vzmsxru3cSGoQf0baTNVUFyjVcG/aKjtlKFmMToCRZ/r6aP+rkGyV+U5bLEpUTtQKfJeKgJK6EJXDuXKWc3NQ1X+xDeVeg+pwXdKIiim22PWL
nmH0iB3ODrPVYLJgS7lW8KOUge18Q9iMPUgL5oByyDxBewqReYznjS2WFBLrc+2CR0JhFTdnqjX5xbCD/xm5RVjjE5KmmuPkH/29BMid2ffF98
i0IMiIqQpPzlFM/iOoFljmoClRfytfR2P5Zzi1gt0LhB6FG5hUr8X4RxjsP6PszVnLa9IGW0OlT+KVICW1E854niul/NLQp6K9agLshVlZwav8
6fQfckehqWuZ5wR7VcoWDd+W4AOwpNF6YxsX0n6SZTROGRuEQoEG4BKQjC9TDWNtCasIwbWVu0ANINuCTzktqJCy2TJFmGf0sE81zNxgoR3ng7
e5XxUc+kQeix0srQzV9z5VFnCcUFvzOedLIlsmLzX2ymZ9geuNsliOkOxgP7scXaQ1xQSq+sqUBfFfzG1BGj6V6yIHcU3Qe6nENlp9Kf/pD7oJ
sasl0vMQLsEkqg2q+Pey0dJFcEEeL2UI1YBK/ew7G9qIZxP9wD8gqaiB1A5lJLoEF1XHMjwlidzGtI75LW+10+5JYsqptWAzrEtUs9WwHrfdSI
m0ffLdalxAnaHv46m2VkJXx32jBGyyb8DH7EcLDimbTSK+GtzZNECR9C6a1XPgO72B0FTrbbwSWjnPoP3GBeqJXO77ADxwH5+pHAoN1KLwUXWz
aVZiF2UvmowThSoqh96pbv0ivxcmaX3BenYTnmF0AX317zyl0jipnkzhCs9h1HAMSVzOv0YC9Up55JFRVTUyOc9Vamnv7xrsJN0LdmHsdOPCK5
HvwXylWEbBH41mCdNYxbGZSjyUB8TC5sDLKKoEY4xeTGfwdwWnHHP1pDOcfzlV/1mmr34ubz+4i1KUAjX2UJR3IrNXgNQ5/duU0hYDvDa5OkMf
rAb+Z5ul7RXuKbPclXAU00625/TRTMpIe+fkj+zfiBeqgjp2QXiFsFxNiYp761vJt/NXcbQxtvtS42RkksuMA1oMTNVKYd2YbYeeUXHCAO68dA
2PBCKKcMaDT/F/092VJ46VqC8+FdiGXmn3HS+sa2D9hJ+kr2p/qTocpe9E+UE7XpT0kCwVVu4z8Uvg2eDvUoLYAC9i2qtP+QOMmWrAMSDWfTTx
N3s51bnGYTgENN59KVgHhjFl1HY1WrnPc6aX1F9MD0zgTSoS6gRRUj95sHCvgq+/wZNKugQrO3ZrPlOi441Rz3sM1nYe9J2mBypnfPdBAv0MjQ
LX7SfIa+wm6rX0ihomnwykGCvY73gsHpK36xr4qMa4s6RH4k3mV2k0/b1vnL4IPJHHF17nMrkGeIx0FCZqFP4f+xgOAiPEREdv+3TUThdRS+ke
vKgnw6laqX6lois2UIe1JpWG7LgTPMAdYRqjU0Jr5T0+JJWRz9Q/wGrtndxQ09AdZRMl4zqcpC4Gs7nd2g0uVTXZJstc8UlZQNfAW/dpdpScL0
0yUoLnAY0I+K+/MizBheop9g030BgVTCm5H1jt2Exk8kDYGPwL7uZvOq4pvwmz8TitgJ8O6tLFykCY5Z8FaOcVYTXoimwFN7y69pou4++Jbagu
WPPjpFqhjni4XbfbnCPsr3Flo7Ejln7IrudXEtNxV7DQn8RctIf45kzuwS08tNUw69aznMW8UH8DfxOtaqk8g51r7UCkg31ShlHmrewsFTYye+
AYQ1Bb+KupY4MzfbUMMzUbtOPyyaHJnmCI001HzH53IxBO4QS70cT4w/rUEKKaWZ8FKzmqqJp4QRuKOoOLOqtcM99NHEhNzH5Pjwk+5MzAFmwd
LGESUA3/1II4dru+B/e0XjCGOa/Ly1AmkyP152pow3iNXScNN3qjMm2AzY38aqISa9SU9sZEEd9QtxM/CI9wmDEeno+vjuICw9HFvONcb82u9G
N253YSrqmf+Euk4NluX0NuAS2FCTjdcIPwgi5yWOghFriP5irqfkMB+dS/WZuxTt8VXsIg/YcyLFQ32Ji+4ioIfXKMdI8XRhBWjsH/OQ+Ke4zO
TFNfN26z8IS9j7oaOezxismzqcLlVtTd9zinKYhXe6pDYyLjS4Uj/iicK9QU4vleRp+Sh5igJzk38oct7+khVBnszb319hX6CoO8EcZN+i9lEt
+Yme1PVIqlfpHn4m9JvxotjW3JQ6lX8iZviaMy3otY4QJ4Qm8k20m5Whh3JeA3HPg7OAHvZK3OBVRflUDFiZrxHKwEg6WFyJU7h/aaXxI0043t
X1HxvlIlmVK2orboRmGSNsQ5UEqvyLBS6LGIxQe+cOgpmsRkG1+5BLaZeZdjqzxKewAOwJ+FM7CPY5IelrxL+Ad9wICulAhkmTujH5HPiBGBZc
Ll0HdUQ/A8MIGe6Gd8tR3pQlMi1ogxPPo9YwwqcuY4rtme4E4VlNlJyBN30c2JytJgIcIcx8WQb1AOf9RpcoxQOxn5klXfB69LZfpE5aeCdP9C
e2P/YEtP9QcpKP8RnEpdIzOk/oZV2Iwqk8/dh83VlXGgElrObIZjYB9mKT2cmC3VMD+1rePr6jXFedo4I8L8n8J6FBLgcewN4yt4y/YjK3MthB
/05Cw3aqle1PL4ZVw1mMfdlX4kr1FbnT04Qo/kVij7wCN3q5It3FQ121HIvPNv5kx6f/pbuA3ExA8KHtNO4RfEP+g3PVtR1aP0XOZL6EOAUrdT
r+inwlitA9vUt1LFya/kd/ZM9bSptQTwd8Zk9IGeJZ/hq6tjHfv53nLNYFLgG+6AgPEmbb79Oy7PVF2h0TJ+oW+QME1R7FFwE55pXJda6B10iz
SKmU6nUb/azphzQgdxESii8+B6Z7n2WTmL1rg5TzLTJLBF2KgNljNxZXEgN8S3yZeNp4XehyijIc7UVxO0dk9eyv6hdLS2M7/0f2Rq55C+B9Zy
6b3QOOkOt85+Lb+nNo8R7bnmb2wj5D3gPviZGltU33FCO8H8BO+rXmoGWwxrOBNtX5TKsGb8fH86s8J7MHBYX0JX5hzqfWqf8QDWJHcyWYSnET
a+hcfRJlc+uOxfrSqCoZ7lavo3W8TC3qEsnMd3lfOFcmKmsVP+jZqD/eIEp8Wfb35LNfSFC5hprbmEOPp1a5P/ILwI6suqfa0xFlvBDTt2m1IO
s1sDYSXNAvWR5lrpHy4P3/+Pu4ODBDvpcHq7Civ07CdhlLtUtztf2WZLkxyTwVi5t9qdOwKXA4676DmoPSj4ho2iHsh/4F7GGvez+CVkMm7Nlc
qPXXU1QG2DjTWigogeg4Vom22VdRL9mj3nSc/tREXTv3AaPBkoQBIhFP/s3coPlqbLp7QqTBNugNgVXuNOQh97wt0vOcitigsPbcX/Bkj2EVXD
Z0Xj9d4w0rFKiqHt9hLthfQ26oqWvP8v7imhcH19j83/899g6wKmQpO6oTZoIG+X5irvwSx6GKrv4WznsHZoDW7NlLETUCXzAvCbv5o9yi5AKz
4KUnJbRTyy1+W6aU/UTvCxPsGXBP4qHI0vuI7QJ6QnFfPgCY5wJDuQGElmijutY9lz6IDrHd4o/p5Qyb4yZze1yVLm6xKoQZfnLxA6Fk6BA8Df
TC3QHrXJXGOEftoYusWEq5/8CdInuMh6STLBMVab4aZq0Ba9TjBCPIIK7e3U2o6ObFs989BVpoLspA72TnqL/EVsPykkVvO2D5qZwUZlZpG1Jj
ONfyruxz/bWDiALaDeiNPJf9By2AgfZT16CZPueyVtMW9Qc/Cu4HU1yfEcScYytaWRICcHt0hv+PW4qriAo9mtthz0kAqgafgOqE4yQFeOC709
d4QhdLL0CLzj8lwRxKFQsfQGbyb+kxvhc84+3Gp1v/kO152vr83zR9InqY98KyET32AFxeb8EbX3D3S0dD6n5oAw0Ix+iJoHPltm+bymMl8dRw
BrcHRiB0KCVTz/MKXK7WIHeZ5dKv8HuvJJwlfHOTTfNzGQnrjAM0+ro46STwuv2S/yCSHMxgcvExlQZp9SZwLZ7rryI97Ov4SRxPHcb4iX+iD4
h54onwg5jSdyd+E34qPUxTZTWcz/z3ePYRLGauH4MfqFCbJn6ZnBM4LK/mIfQO7EF9BEuaGc5w/X1jOZB6YEFskjxXY4DK+Ej+yd+SNSfSouIH
qCgRqhUXp1urngAB5Z5rtW7ENg30QZ7vbw9i/aBbTXeZN/FVmFb0UxVpqfbErkV2zvxV2jXoPrxOykDnJ3caI0RGtb2BBPg12V9WIvmgOz2LaF
++k4crAaRz+CnyGnlcGwor5ou5Jv/Gp/yB+1zYcWzoJ3kLXBUC4Cu7Ta6L3P4ufxCe8P7Dt+IhVBfcoW/W8r/MiWQKIwF/wlz+XO+Ecz8yp8/C
t1tTBbmuibS+TzYJ+u/KNtA3tt3eEHKioEpDaHNpsHxu+n2qiVbauZ79jXaLOmcsvYk0yK/5Jq0m4Ep+R8UdcxLXUV72WOMNNoTVsBctT3/gb2
oaBqMJwbGfMvuuvIc82T8lha+ixYTaTY3rQgQMNq/lS9iuui/lmrS0YZw5gf0X9gkrTNsttCGfWZduiUxgRuSq25najt3s84PlgsDtB7JfH4Hb
vR6oanuSK4yDKZ3xSM8nQEc6UwLUrIY6FYlVxo9XrvxSTKLllHb7gVjrPcB2Ou3At1wA/ND2FvOEF7YZ4o2thxXDz4s3Cm9zJtRe/BTigJvLaN
uEqc9G3gPwgpyMQl0L/KZ2xlTIvi1agsZ572n+mxLYHNpv5UBoGaeiPdrZGGzznG2sln4U/p25lNqlfPwjTbRWtq2cX/KTwivDDNdsSY55ngjd
v0QIpE3xc/sBvE2oQ59EQD8OG4F20LTKGf+8qNzoaNG6ZUspTIVgqyEQ4LMdqYH+RQAtVUF7hNkqjM1Yc4c6hjcXFcbgUrjmEe4PID1WLT0Drp
rr8LM2W/Qf3AHpcYxyC5mzHFF8EMBAMChwv2c2GgMnnd0huNghcIj+mtpnEW9pIeDCzy9qeP8lm2s8Jx4WemUdGE4vvsXGWXsUjdI0wVd+TbZE
vwEjO+8Uw2pN3S9xtNfUDCYLuvu2dElWVMd8dkIYNYCwZrEwNOwc72p+pos5nzlnLHZKULNxys4/fApYnxIULZmnCBqhY8QDcBa5xbjeHsEVpR
N9oaJx5E1YumoSwmCBxsEhqCp2pvlKLC+yCdIqh5RF+toOXMQAI5wOjvmCGB4OXoHf48uFi0JG7z/k73FzZYctBLaYUQadlo5sXF+IWYSl/lAs
Y9A/LFcmbWZzqafsUPFKbaJyqsdaURlluUGK+/RotBEv/e1o0a7W9tuyjfwLrSFV9k+oZUe6hVCOTlu0qGqSPBInmTf7h3nqWzZSO9ns4EWaYV
bCnVT3RyJ6Q1oAvVDUTyY9hz8ZuKWbl+8nF2qLMfHmf/FlxR/5Mu6Rq1GVnMrfW7equKHDYQP+OlbHXDyvYxssx/+Xap/QPZgcdsanF/1JjfUe
FKCvh+YI7ag2nChAstClScZiwNXGY6MGXKF2k6XUuvHvxFKUaXqSIwJMAjm3COOWfT5PhAk4I9kfPIG0IH2Qqr48HOrr7XxN/oIdwn+ZQd8kWN
DW7BdiZaXSc00fpwtWALIcY4JNvFYnjc85/0mY9XuzQ9lRURf5avb/S3jFRTuBRqlO0+7KDPo14Tz4VG8lWqMdOHTtVfa3vtctJlI1Y77nkEh5
A1AhvjZ4JM/qt+2z/UmAt+sbupkVpcYAeRgTaLt3ytbftxa8rj+0NtI2chG5GdNMndn/RqW9Vv9eNwOf8rTDU3ZMq4GWw9u1u541sQGE8lVCj2
VKqdfhg2Z5twjaxifm0jJ5Bl7+s7jr8mZsfcVm61AIIZtDWcoCO0Gi3ix+MPaiYnC6PFdEEkH4KvieftZc2qKD0rqCUBfA/yLUv0DKENbEdUoh
vl7vFn6peCq/g+4GnCQnsdaRJ4SB/XmxpVwFG8Ga60LqAmyHSgDh4Jp9lq41HujGBpbmU0mZoJUqlV3hJlEZNK38ef7V9tVbnPzF2pI1tH5oOt
4oeSy+EZ3JxM1ZygNqKlbcQs+QjdlxK5B1ablOwaSmxnjuoIG9Jaz2RUhN4JrHehUdX0iSq3t5bWUjOVDNDI3J6azOliD2OdvhklgqnaGHo0fo
6/k/pRROE4ZSVKC45yTEHX0LfBV2RYKNrVDFzlP6qPQJRxB30jPUU1/btAb66deWNOH2mE7SGoqrXwRZERfFtlPwFxD7kr7w29sXcNuNERaYh+
J5Btn8zD4BF8HFb27nM+sIbhN3CCb1zSdGVdcArXiuoAuwZGG7st9oJ0SzPHDvkIKOfT5LmuSK4L28i0QDnu2GHvpvVR6laoTQ/2H+phy1re28
BL1T6w1N1SnQGGge/9/bhUX53IZoGNvhbkYdgHndU+U2fELdxNohOYJf4EnnJXpB0wkxsDH4sN6BbKS99e4Q3XxpjsW4mdKVMTFtG53Eouxhjn
WUiEy31oiv3oYALDUDrqSzWitOVhRF/mC3dRr29gPUfiqabJj8FmMpsZad3hrMa8NO5Ed4C9yDvkNfEftNc2S/0zeoIUstvUykoL9RZ4Djob39
A/aL35YG6k0Ce0TVtsf8ocUpuoQ8V6rjtctDvDozmb6VOxW3PZFkC3Nl35G57jzlPbvEO12XgHs0pfr/wjW3hOGMJeQ/WZ9oFRzgvFD22XwUlP
okKAnqCd0cF9WepM7WVLgU27qFvgM34MIEsEo5wV1RrCJ1cJ1Z58GVesZ6EDxG0egq7UFKEaKikI3/QOB4IXD8ZQl/2fqd6wkbEVTLK5bGMSdH
4wWExUBcGkV8EaCalylG0rWCfdj0ZCtcIBUU8DHxQCzlDMwlWtI7WQI8Ed21U0iE2yXcKThEYaZWof2dw44af9Y1C07yO8RrZlbHpnvjJ+yZiY
JkYd627c2bGHfu0uolsGyqjb7Dl3kXAOjJbbBDdqCy3f0p+4bIcZ/oT2Sd249cJXvZyXJY+9Cf0vXwteM621fQCmxBHcBhNSo7VsakjKVrjFR3
H/B1BLAwQtAAAACAAAACEAwJSoa///////////EgAUAHJubi5iaWFzX2loX2wwLm5weQEAEABwAQAAAAAAAEQBAAAAAAAAm+wX6hsQychQxlCt
npJanFykbqWgbpNmpK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkahkYGOpo6CrUKZAMuFeM9xl8Uw4371NnMNI3rjNVMJ2zYrqegLG
G6Ua9NR8xsy0YDjd3rIgx+mUZvYdM/LbBw6QqdaZumqf1bk6uxYeuj7eGmdlpb1r3YNMOkzeCrYaJ5rZqy0fatptsSNh/ZWL1W3uSBNv8O6Z0C
W+9u/qETt6puK/uyQP387d5bJxmEmFZvOLF28oYQ0wlrn5us0+tbPUU1Q7fN9JPRyY2ntFq2ft0aYCC8/fhmPSOVDXM3L9uqv3bPFsd1Olt2m3
AaCm/5uLVig6FhoZrIklXrLqyO2hpiYq8SpCewxk8yeJPbjjdrTLY76J7cYGt4YcsHI30jua2hW26tOmR4ahMAUEsDBC0AAAAIAAAAIQAumaiv
//////////8SABQAcm5uLmJpYXNfaGhfbDAubnB5AQAQAHABAAAAAAAARAEAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2akrqOgnpZfVF
KUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RqGRgY6mjoKtQpkAy5JVVmjFsk9hkUGS00yV3GY8pt8X7HFMNWowEjf1FhH1NBzy7JVDptydO6an9iS
oH990zOjXyaVmxx1rNf9XWO2fe/mF0bSJoF6BhsFVHO0w43eGuWvf2Tav235doet5Zvmbsw1rVzPv2PljgvrJTd1rKtaM3u9nVa5Cdf2jhWPTe
oN8jfYrefeWGyitnmzsbPBYZ2ejQuW7jNaufKAbsmG2q0fNy8y7dipueaGEduq3G2nt13aKr5RYsWrbcwGx81yNihtcdvMvbF0g4pJ1bqlm/m3
cOot3sCtZ7Q+YLPf1rmbVec5rmU0fWKQv1FrwwyTpDmsW0I2+K2bZL57KwBQSwMELQAAAAgAAAAhALTqUW///////////xwAFABybm4ud2VpZ2
h0X2loX2wwX3JldmVyc2UubnB5AQAQALAMAAAAAAAA2gsAAAAAAACdlelfVHXjhkVDJVPD9TETYRhgZs72PesMoIFoGBqpJJhhlgWIhIgLhiho
uSBiqamRgSIwDLOc/XzPmQEx01zzg2ukVirp45L7kmKuj79/4Xe/u6/31+fa+F566sSpQV0Wdlkck5U9/7N5MXHhMSNyqBg0PCZnzrwF82YUfD
xnXlb2//HkGfnzs1/y+bkzCrNffgtJATScpK1oeGn4/2+v5pg9zO/6ItpMDUCvGYclknpNb/O3Eu/yJnUmyOE/wiusV4U7coiSPTwNJkVt7hdN
1uibmKuOlEjR+gppFw6KnTRUOSJX2wVIdB2bIW8We+iV0Nc8uPmUf4d/Jfycnwnf0zfhS4W5zCbmYmOlFcp3vWXKsf4Phb/rL6sN6E38H5sJPN
1aSrTLbOQ9ZSCYi5iRWq2Q1LzTLS6gWf7maTSJmi9/FZUiO4gJckdsN4hitbC/1U49NXym4S2rAydb/tIXa8FYARE+6CozkdzrmuVeiixXwonb
tuHKcH+e5SxaQLwHasMDDeG+BO/ipjhitzDC8goWP+Koz2FM1ln+oW1A833vRWF08ww0WHvLE+5tgHuFceojbAhjYp3MXOIk/Wl0vr0ZhiLj0W
Jwn95OPIjOFFIb31QjmWXOy+534HPhInXPeg1l3GOJInjKd9MzwLbGc8jq8mP2EvsTX7lgallL3goU2bPpuWAynM0OY3pFRhlTvAXqLVscuYG9
AwbobdgoI2HwMmXs12zVBXAJPFd+k+9sWyaliKV4u/i2XCmv4KtNIVEH6ELc72sP/1Fq2kYhSZ7pFkts6wipfrkvEAiHk4wi8y71qsekBXGi0R
m7AnTUt4i2wFF/ouW08aVh+Lfrl7DLzWWeAczf6NiWFK2XM62xm1jFJFhzmAxPJJcEW/Dg4VlMGD2fZy0evsIbrJ7Avw5/Yv5QfcW8KyZmcC/r
x9au6HN1H39G2IckKrnYUjnLOEkV8GuVoWBDbBETH5XrvQfL4lH5pJEpFLiLbCzpsCVIkzAhbKW8MOIvS5gwx3pd0Jgid7E4Wc5GwumV9mpkL2
PifmLv6LfrU9F99CBygjcINysfejsVAR8jzOFNEGl0ESnUOlBrmQqqoveLs7wlTF7UN/X9HX3YF9hDzdM6ufGm1hsmka/BLLECIPBHtYP6gtDQ
VPypLQcNcW82SQJKLXc6w76DW8i5BA5+w/zA7b0nzR3G8vHoNH4FzFMWCOelW0xXOhc0osXmxfTv0rWmDehp9BSsw6bb1oFUdgQdCqZID5EdQo
jzOvgAG8GX4eMcu+UXvm5CjXWNkWFUkLHep86omBZMVtKYtAAPyjCLY2xcOVOCxceXG9WO2TpD72Ouk++zrexb2iNICA90PmaaZKHT4RYQRO5g
/oyqdvejnvvWRxyzfWS1qDsoBWZGdREUZhiorh4sLlI+27ZB4UChwPnegSnyV0Jf9BF5w3fH/YnnrpyqVmC/SHcbl8DjeDC1lrqD/0WUhU16aV
S91sdZwH8m3uYegiZtj/Y13yHv1a9htfJP8mSIERHwoL2vZlZIYy3sAecgY7yGHM/41XL2qfe2fbknW4vVTPgfKBOYEpNgHU2uVafwpZZnzAs4
FZb6V8hV+CNqLP0zs9ofjhPyaiPD0Y34Qcs3VsKBNtz4Wryo4OJaOB8/D8+xU5E/fbSwUvmU6OkupA84X6VvuVHkouWc/Q/8E+k3/9uQE8fKDe
R98pxarJ2v48QUe6dlMv9D4031jEijAou8tDW0frTW/J+PuSnO59Zk9Qwf2nRAHQoKqW/YRsVnLMSKwZ/UBKov2iTeFRh2E5bpWm6Nk6mm7XWj
OUE9EraYXyVvtg3VegFIzYFb4RjhV+Wc6dOt77CAwth28hq1Rx+n7oZl/q5UT1myH3TPQhKNG8rphk1yFTUSlxSXrwtikuPISvosEmwAdw2Wym
+jxpPfUBnuXzFVqDAa4x5wv3FJYDr8iqxC0pl4+haBi4vZEHt2dKL8Gl9hPGrKFE8xEdHDiOlkhbZT+YhNIL9QI7StMI3o0O+Bods1fih86Yk2
hkskjgklWoce6Z6mXsPL+Sayh6+Lc57Pa25nWOw0lC3QiPbvUsIDPvMi6ZxaK74uvS6c3bElOkTZI/ZjD4qHAp1Ornl3Q7Lxj+HeQekpcJ323F
gcS4Bi9lxcL+8x6kdHtCOItfJX5G6wbhtXTXAvFBdbosx2r7HtZRk5B47xDNF4pRP7metKTLV+79kR1oGGcj3jx8GRWicf7lsur5KmaqH6fOmB
ztkHxvp8y2Gucl/vrWXoLZZytZ02qWt4Gx/NH8ezlOcgUVutLqm5W79Vn0HP1UaAL7ELjn5N76ODYTdtoX+V7Vt8mfSMWV2DSqvkMdwFS4kswF
nwEtvHCEGHYUvw6VqoqzearCWphyyHmWRgIs5QlXU6G+vwsqOZb4kO8hhAmE1qG/NqVFv34fQVOthos4xCdqsL6NH0MSVB7w+XYqek3+VYrhQO
0y+Ix5UJdKGUJhd7ctWaN4ZgT5yS+r6dBR3WHP0G+4n0uf5Mvin/o1dsCPgUvpJ7XU91N5IYPo4fLFqEcdoRsk7FHK10ivEXNbgpDEyEunWaVN
48UuhJbfa+IDPtj6UDXDNyNOy42MfvIov5SFDObWB+wfbYeUZk5oQ1gULzJGU/6I618QeVKrqWnWyG5EQsSOhjb2fQmn+j8968pG5m3jeegF2g
P7zi7C+fErO40UwCfEMbB4MhaVlA7pPvN0VLD13J+g/22chBtdQ4DM/BS0r+y7bspCzwRBOrXqH/C2YKCpymkVKUPHHQM7UVy404wJ9Su+otaA
RWQRbjKpYotJt7WNN9FWQW/8ObU5x3mD7SM6UIXpWH+Iv4JPkF7vMSMF3L5J5zj+V32Tz/df0kfKB6tEGG0ziL9oOzmYlEhjQQbhZXooOU8U1D
PWb+O+kf91hBgEPlMw25lt5kgXudVZB08YTcgTdGvqj/gLqFrREytAYl2XOa54kEcFVaIn66NR8bpw9nu6rLwFvov05ZzpXbtGVGhdiucNoS+a
ErzvwBsIC1rlzrLvd6/pAyE2+jVwjfkkH4ADywdYCU5t5HHkYztu20vOkzhKromfZ2eKmuL5ygW/nJ3la8ksmXY0UZmaTNk6pcX8pHmDzWBvZ7
svRSOE3+CcYhfd2FbJ4njfhSHVibh/4s3MOeEO9Fbao7KqRHr5QQGBPB0g/Au/xq6yJvozZaPoQWux9HX24+BxTyXwfJrBe2MD8idtcX9Anv0b
BYejO1RU5sfhuUcRfNFAgFpNFfT2cc+EmGZA5G251l2kY5GzzkM7HL+GPvdWECFRa6hr2OPxEnqZVKqrVJaLYubQhGb9cf955ulFqHaCuIEXEp
8R0Whb4cVcsn0IngPupl3gjUS3pdd8caqpTTqQRuErCzCLmb2slFSetJM9NJXuC+gkeVgcaDuqv+JEuQcEZfozm1Aus0UqB/8R5y7pPPEsfFZt
KCHXbvgfvBRPE1NI8osWJaMjTqr9hKiRTw61bK3DvwDHxruwrLmZ7MSM6uvS52F8toUv9Or7KVW8vAeXYVHs9sjEmyjtGiwEiqFAnRbrA36vLt
+5garELdDh9ZEKQTlvDt+odqZdTP6EWiK7OELpEWft8dW8Ij+DDaGvYq5cRa+IHSeLWInKOdN7XGFOPXfKeU5dh6PRM6FTO5K7aPA9g0QXZ9U/
2TnA8fgzIwnvqcOCykg89Mf7ivgPXgBB+B0/gMfhc5C53OnxU5gceuSG2NK5i+whElTR3VWKYu4Bdgx/DFdCAmxPsYdZPDRG/DtqgOipc2uqLx
7/EN5CsgxTMo4hPLClklJyCKPDNiiFKGFkel2xuV70yirsulsSfp4dhE5BhICDyWpUAqkkk1g+jY/aqvcSN5HIlRWmLLuaBAMjjk7xH4RRmlZh
kX/Kf1WnJwgCDeqaHwS/xZdYBgxvqSRdYLJCkfe9no07qMJIhPLH+gXqUaxYWd/FI8eIgInplsxg2pT2QMJZIOZJXrHj/K9QHqQzYQOYCEveRV
uJ8KME+II0QB1ulcKy/CNmL56P8AUEsDBC0AAAAIAAAAIQCLI77W//////////8cABQAcm5uLndlaWdodF9oaF9sMF9yZXZlcnNlLm5weQEAEA
AAJgAAAAAAABwjAAAAAAAAnZf1fxXH97jx4lKCJ8Rurq7MzM7e3IQQoIECBRKkaCgODcWKFIcWd5eQkgCxmysrs7uzNzfBihYtUORNoTjFrUCR
UuDD91/4nt/O+W3O65w5z7MhvXe37v0rVphaYZZtxMjJwyfZkmNsKaOQjYmxjZowacqkoeMHT5g0YuT/q385dOzkkZ/qk7OGfj/yU26HCDAxGD
iYmDkx/39Rc3T+rysR+CypNzfKcY8fy5ay84nA3KUbQaTUgNhoatPRoG35n6FbnFW57xtMdpR87qlgP8nzoSvcF5xu7b+1tn9E6Qg+I7iBBFr2
5edrD+BcPVsYR72OoDqaJUgj1X0RRT/ImcHCaiukqmS8FMvPCxZoneR/hFOgTrB5URf4FZluOU42K4ZwrrAv/0qvK9ego5DEItiEPEVVzTbgkN
7Q8VbOQw+5hsYqY5Qxhq7i3oIhskb9cgDkqTW5Ma4J8Dr3jbMN+l74NrjQ2oyq3iNgWsJNdCpUTXupzsSv4PaEe4510h1wOUnEF+jxbX/rY/Uy
4BC/y5+OV5HvkxLNZOEgLyinjeNJhlLTrEEteg5upXtAZ/mwWAMfNYaSbnrprt+SF2Cn0rXgjHY47zZXP3qvcxPNQNWlJ76u6JYaHRxiz2s0lC
/BpdrX6n/SL6B7IBLs4U2QWn+Wo45tIpwg6UWf00FyLJPB1eCW+b6DuV6e6QtXQn8cCzfQKmgZ/QXM851DBbgoYYZRKi9W4pnFXG2uRN9H33LH
tY3x+YKDH+Z9hq5ZbznfkE65QeWaNBGesUfjAv2g7WHxEXY0nwr/NMJsjqYyyfpK+1WioLowndYw9hX94Hehiu4upJf1N6vLGtAy8oL8MFdW8A
T7QjjPRVKH2irwULrkWJDXnf/L8Gs17TlwKHMIPAaWwGKwFzfTf0RjjXL/V3x/V59tXfQexa2keqSnMd33lHXv6hD20lhbdfBUyJcmyN8Kc1Sh
rDThu+yGrlyHnfxJUx17A3W4l9ww7yS9F7Mz2Ex477iNNmpDhKC9psYxxfq/5HHJBpDjfG4bpiWRCiVq4JHT530qHmbnxZ7kuymKFuFqREuYZb
bV3r2uP2HIXx1moxZI0QATkroIP3uX8E/sIxLewO+sG1UY/SEW+TTcw1XoHxlYDo762nBRJRf9bhTECZaLwmkyIf+V2jPwwZG/tT46SEeDYdI9
11uhH3YwBfY49z73K2aZ1oZZZpRzreF/eJ2WFFlge26sloc0fIaKdp0NX9XqWO9LIjxldBdd+pHNqeFKRW19M5VZzteqVhrGl/gCZpJyR5L0ds
LTwG9JjeVZ/ERtrnMmrk33GLfleP0PoYnnLczV+hTeKGtrFiI/FoUKwlushWV8x3iuHSb3aTnXAK5BbYwoEaot3Tc4B+6rnBS67VgOftOmMke1
2dZVXJWSbbJFO+evAM6iS1Ifo4vGCv94bYKPGwhMlA2ThPvojnTe4TZW0GNeO56V0Cb0xnuFuFE+E4l/MNr7nLExrvbqLthYrebkoEff7Xwndy
25jKaA5ITagb0GD7sRFdxnzsEkfIO/FlkbXqE91VVkAP2G9cGP/t0+CnbZP2e9Cbdhe/TUty4vXVzueO/dqTvoUQnAbkE25XX+2cB5zxbQWr+t
1EiaXlAv1e7soLvKHgXqedKYcawcN6MA2F/ICziXlLu7mqsvvOi/WvTaPkSYGngr7CJTUP+S0TH9JE77AB+LhYEyboj5qrEpv8Vx1jvcGGUGuE
9tZg9zNR3ndmn3ubPqFSCibnSmUpkyNBOtYifSjzRFexbzIsFCfsLPctLRymA+6A7e2F4pHwN2chClNe6nfE2XyZcS9hpjFAOMETLxN8KawD9C
bese5XOaa/zoKwPjhf3aVH++ZoeXbXZuVkmGyxEAMLrZhJJ/YlcJsXklwQfy9MDR4v1NXhccl6vFdaGv5A3Ojc5JKChEF+dYa0V1E7ZqyWTVqj
+CR4qifa2d57WRwpWC0cIbsM+WKQ3AzqK4lEqO/9A1bws1tqSCukI+iFez06QqKb3ZropHXhN6b2zx1Cu5BSn7ixQZeQw1sOeHS5SmZCt8BJrC
9J3HktWWaepJ4W/+W2tF4R2ZnThNexLfmXxwjQfb1bpAEWca86ROqWe0vJIB/tjYTKZ78qPiYOEhvQ2z2MZx90ok6Pa1tY+2XeaXO1/uPPyp46
ikpz1FHmrpGXxiPZmkF9VFX7On0Qj+RcHT7asdB7W9sH1yP3ItGOusuhvt+oAStFw2PbxSU3cOYPqyEWW9lraLe6dGcu5s1dzfei/rk0P84uIn
UnfA0f+4ImUu31XnhWFOp14lcEGeKL2GVdloZ/3VM5Te0BUYC+YJm1G0gFEdBEBF9RnJVnf5crl7zC6+RI+0yOQuH8dWx1eMgL2+9iNCgQI4la
yJnMuslW9pdfX6aobQHnZy1S5oT/YI2wMzmSvQ6duDvhF+B3Xgce1/mkVdJT+DB7EZ2YN2i12rbWde2Y+A55ZW/vnaPaiCJWQv2uc7QXRYn61X
dhhs10+Wp2lHtn3ONdgZKCsrP+L9ip2YsNFZpYz1VZEnl5UVRjHR3n+ZM/KgZMofB0v1NGNVc8kodZUZl+BuaQtKoGnwrK0Sra5FEEY6Ba9Dw3
eEZJFKwm71HShypKPDeD7q7M3JbU66yYyD6tR1EmaVvDUXgf+kRdDg7EILs624SVZbNQ21Y4ebX4Mn/DsjTB8xt2gSeyy5qbxaXy/VKmd2ZrW6
zb5Em5UQspvr+eEk0kynb41zoCVmHGvDRvIs8pTtKZSIh8gaV3/5Pm4mzUUH1Y8wzref/K51JFzwbzTTvsY3gzyS/tU58j//1mAd5+9Ytb6Ew+
XLxGWO5ERHvhTrbSqtDEbCfTqyR0I38w1thLIcPTFHPjqHqVPhOvTUmFEy3nLImLn8GK4TGE4X+26hl4HWMAj+YnuizsxrsI6dpXViTmhXSTV8
CZ5BVPcq+10Oix3G4UHONcpM8WayL1CXPJP/p/4aJ9mOg0eJWTZV651cLhc7a23MD88MR3vOSg3kdqRSTt8iWfq8qJR2S/iFH8gvU4odG3adTm
7GhZReeqx+NngcD9SeMQlK85bpNL2gLmhNr2tnuIfNWkf5xAHkgyRJrKshXynYASb7Hzvr4x/9Ev+HNg9sNZZoybZEbAEDaAULAl2locw0XEGb
af8najgeKf0tfCTv7NamSQUvyWQwmGyDHcWK2iG9iP6Pr0OaW//0fY+auZ6C7+FnvvX6MO1UMHf7fKY3zEL7yOnCxdrP/B3+K7xF8eCmCVnogv
onGK43QCvwFn8Ng/PZ6BVHdbLS+018e/mgMkoK2nviAI50VgMPrR6E6V9kDnlQMIK9AVbB5tqw4D5isjq+yneUBvHbgsPRaPqHNVVfw+Vwv8nH
SYA9SkOcgWbYi/Qi3cHkaF9oMsCWF3iIayPLCKu8o7U15HReJjsbZUG/o5eyQqqEdls1tpV6u+S5paWntv5l8KieB+cKnZUdZo3weqk2fCql69
HauuC4so9GvfA00E1YK/5Q+Mx+iS9xLQodD0QZJ5HFJXP9/ZPQZiKye/3983StMXtCOy58kPIDcn5lfgc6IGUGEmgFJh1U2/47qJ53Q03dGbnL
urNvLFGSGldTlPJ2IEd7b9aWGpEeqIn/DOrANUyM9V/ZcdaRKgw31oun5Koca5p4nVnDzeBldBb17phBdyQ8BZzW0bxtZiZFF17kf8KN8eSEke
5UT30RmGWktVYrtBK1El7D7uXHyZd0D4gS27lfWXsiP5krpGoOEEGe2ZZxA2iEfFKPJxO42qginaSausG+cwaVcvQZl2Ut9deJW8LsCuYX3zKG
FVnxeeTGlfS3BbV8F53vOd5eS/s1YZ11A7ArP+DTUgP2D9yBLnX8arSO/xKkWvyq3YjPO8C89a3lNgkR0gVhGbDD+1AmDaxtdUBrbYrBVr6qOY
OZo0x2jhaShRPWJdwfn3hQU0bFNPT2LNoeL8nXA9mkhtYuoQWXFfiKJmjpjmfKLIi8DaADNQF1nVfR/4xzxKvOJof9x9FctCW0k7lvPOFmgTJh
SNxeuD+4OnKjdkWYoBywvbT9adnkXBWcXBIBdVTqH59vkR7kZFGfM8MxEbwEnYo6it0sP9AIDfg6EDGQC7P5PsxAza5kJiyz3WKjcBH94D5t3u
YzaCGur9Uyr9v72aJxqVDP6C8L4l/2uWKM1gF8LcyUq5ijQklKi2CaORBfx0eFb90uc508yNwnjPa1A2JoI2lGZ7saNG/ENTXjQSOZYX/Wl/u3
y3+KI3An56kdq8lE9AI25RLJH6iZvjZhi9SAQqlK6UmlFBzEoUIX/Gic08dpd8Cc/NuOI/SGlOr4B6cSwerXS7Cq9kOni/cYnZlvuJnW1biiAm
lV+IsggE305Pby2K3mBO1G6SuSGHyjvsaa0h5+K9bUa9IflQtIEphtT1RvqF6opWdPuAs2aXWPHIr2IJMvFROnuVujkeI4k4aXonLcR2TDvLAi
jMI3aS/SNZxpZoZYD5dYC/wk5oSOhbbQ1smX7YVc2HSEfaGWzhTrdthLczlOEYYdTdPMJP4EeiVmuvoTVZvnGIbDzoT4Y0x83iUNkwf0f9JEyU
N7OixiXMIJlEUd9Ko+HNg+bV6h+jB4y7VPTKEyvCn1g9n1h+MpZKARzd0RD3CTcYRZkwbBF7gy09KM0HbmW8lr+buQn/YJHTM7CC3kz1HFxEoF
c8wGpE9id/frmCyzhREmCeKvxhDgNa4K79VaUQP1amaW8Ao0FddgUwf+MyCZnSFeC77iu3Lntf3qVrrWsGk3ZTeuijOFDNzEPGQQurVgjf8zR2
+6Ucv7ZJat6dW4AWY9UGXbQtZFu5KKBTFiBoxET6RTWhfxOHgIV9Lp7iF6iZrAPiwdZByiR8wsNBFs5B5/IovVesXoekkZpDov0UbyHZIG74ZW
geV6jPiv+QzdoxtLvOwm/ha6DYj8eWkDXAX+g7eb59ElWkzLabw5wnxt9FSnCLVJljhJrFN6k54gH9xP7R7BCOWF/kdni3foQbFGaedPnPiMW0
Fv0UxpDD7K5HNeOYXEg5/hULg/7pyrxLxWMl7pow0mD/StNBErsIRtCAqUzdJ1s6O7I7PZPs1I9meQb8V2NDMxRt+Oo8lZcExtRQ/iba61wmZ3
YaixtMU9WOgHI/SvmOjA38Xl5ACNUM85muhH8DEY6/aIlfWnwV70OzHbPxl+VPqaLfVFn+zGjy8U5wlNQrvFRrS3XhOkCV34J+7BpYtKF7t3wS
24Gj3ueCAd1c+UdmE+hNqSUfS0Ow9UwZFgNuW0b02/+xDXAgboZZpMfhNr0RvgjXlAnGcOACNpTWrBjcSfPF+hXKWPkfG58sk3ogNN2M3SY22h
nhPiSDmltBdqxm6Dd/mETz19rV3DRbbvPjnVXC2R9oraYC5C04IPxRZkEkoOfU7Hwj0JX6EV4EKRT+PRVnwUXDKPc4e5dLIotIlUpKzPpdzCjL
gRKY6vlX99WWYlnCP0BYV6JH3TdDzoa2VoC2Z647+31/HWZ1rbLvszWE/4j8KWjh/pdCzDurCs9Hwoq7yWZLITjXVcqLyF44HsCrmlNPsc9aHe
VRY8w4tdhNMvqO/IaSVRGB04g5oyo4XLJNW+Akm0RrPcyNnGbfA00CbYTy+Va8n/kSGag/tSWOdZCNOUOJSvhOF+etk3CnQSTm5f6HZadylx+O
aOzZ/+2zu0nXBLXQcrm3WsNWkKvS20RI/F5sJlQ/S3YvrbJwor5QdcjO+9PE0ZGeih19Qamz5uOVoDmrlHhw6r77Q/wEepCE+gDWhn6TLfWOmE
u5vrRKfeR3xAB5lj8GjMedLd7ckg7WjxEf4szJFWgmOuLYFM+S59FehBb5q93HvVB+Jbd2+1BbWHCBrrGCb3o7PpOLkqvB66hmOkIYm3yHH3rV
B3pSk8Icb4TySuMoaXtorfDlcnDpN+sqdpw80jxkJ83fy5dGLosTiW82OU+Ixmhnrp4cSlbBrcaowMHQn5YTqZL8budYENwRLhHJ1EEGyN2rs3
iN259ZqLg8gPmFZrWyvh+v562u/4IuFKx2ln2REpzcBBqdQ13LABf6IZPsPHmLqU4dzODtUA+sUfZawqWOefYJfkRtCCMoXzXJnCeaqXU/kbzp
I8l09K2RJqadbWXkmrE2vTWzxolcnlGoCupd2pp6y/2gsX79jkzFFdOJNmwK6mwl2xj3V1lftKE9Aw97diFE7RH9EXroW4/ifSf2X5xRuWN1m2
yIyWHGqh9GH/+0QD3wuttDyV951P5JwW9pT5HwmaHRMHm83dv+s3xE8EhePNTiaLjn/a9kK3KhulL1CS4BZ3hYbGVQl1MNdq12lnOiY0Tit1Xy
DLxWni4JDPHEo3J6Wii/iJucrI1i0lZ5RM/2p+rX2qbUo0D/aTR/wUZqFa7JjjlHNPu6tH3+Td+rLSe/EVSmZIQshB+ispyp8Oha2B+sC4wtZq
lHKFG4adXLaaZPRRvkbvNQX/YQ4GNeocEJeaK4xZOF0k4Dq00VHmcPiMf4P70e7xf2l5Gs9cUherK0wsW8BGtb9AhTTjR+M+beKujRdYdmhrtA
8mTZxqDhaDZpJ7vb5CnB42tHn8UXfX7DfCT8Qarmz7ANLcmi9Xrqo7aIPwaUvP8O3QKNrefTG/0CngAoMNd0twiMuKT3kY165S0cxH09R7eK3W
RrxoNMZdQ1O0BYX/Yc25BPXVN+kTHYuxS4w15gFNx+YCMnD5EhoduuTLEebJFz650lu5rl7T2I3L+EqoinmLiKFz4G9zr+2q/lhQ/UV8lpqnPu
Bf8aPEt4yTnNEOoFW4j9SHViWjnbP0SH/30NqYPfQD3YR6cNtxXdiRvvMifRs8wIy1/6VuNbYbMeI9Iwe/1NPiWC1aqBaO1U6LrcR3KF08m/vO
uKbt5ndjGw6K2foNcwNtqp0xt9V8TgsQQY/4L+TLWr4cQWBiLW6yeIpONduFdrvEUANxDpmG72le1LS0ukoEw/lZ4lh8iFSV5+KXuI3wggwRvq
YN9I+0j/RdcPLqNjrrniAVSW/4YdpDM1tBmBfag5nSHJMJeaSqpDauTAfgiVrcpxkaS6qg74sGu3OYbOOsVNX/1vEEezgHWOhcaVym2WQBUf3N
aR5uj0fBMByntg5sCo1ynihqLLQxH5i/xAHU3ugp3jVMmC4R4T+aaDbxzYNVQIYQtJwMqLg7V5sd4qPiXKO68xZT+2cqrzI5Zmn+MccsSwe8hF
lo/KucFIaSeqJeryT4Y/5B8Zi8GX3QddsfwXiQpFU2F3ND3FNBkuuuP8ofbRdQNJ5i78GdU6Nimjn+0i5rvWhveaZwH/TEc4T28t9kXXGp5zXv
E4aRSCVPv8bu0QJiEp2PNG0sGO2vGgiD3ngxTEIFcjOSiWs6B3LnaAslh8vVn5iJpBcZKlWjFvhaboW/QsD83YBkLtgqNuO9tKkxmHSy7gjcyX
ELCXopvGhZ6xwHnKQ+29PdSKtbsNCNiv9NOEm8tqPkrrvYcRWllZVro80vHXbnafYLaZXvpGvmhlKlbfitO8I4HrMWvJBjPBdCqz3bSqM8HcxW
4rfGoNAK4TvcgBzAe/XH9EnRJfdn7jZ4XfKysvml/eig1tvDe8n4cHniFmygDHd3s3vpNuMvMq3sHlxHYdlXoQzxqRyBAR0tLpem4Ey1jfyBnY
sX84mouvacLnYnic/x2vDIiIHmNcekkhbmIrlxKEuT8J7ADSCIX2s5RkpkeuIq90GYTYNymvZanE9H4ARzFlihPmSBvpXstj2A2FMq5NBqFMBb
aB0uVIaJ37p2ay9UD40h7bQloQCay97ngfiVssXoVfpLoizVxiZ5o5837ydOJFPBMn2IUKhnY9M3nO4TGdhMkIX19G+6GvYVWfi/0Gpukp6mZT
vM0DN9UKgN+Q/FFt0Ur2GnPNycHPoovBDeo2t0aUy90CFxO+0rXNKWuw+Sbtxz44TW1XkKbXKXwM6+4/QFvI7qC0/JUzBdXyq7tQd6W8KR+fK3
7KL4oWAAnqBNoxU06HlbSIXD2lHzk5eA15bVwZTS+3wXvRb82/fGfgzN5u5jzG6UXyurIYXfw1y3JhqlVdTD2tfcQv+P2mLflNjG6DJcgHLqZa
isP8TvpEsSvo88XzjeWBuw4YJPXj5UH85N1RJxb3RIPWaMNTqRVuBjs7tya1JqtPGLlEgvA9fsdtgt5qTUDozQ/ep1KZLM9mUws9jPA02Dl+Kr
wMbgFJdclOX/YFwt9cAxWxBM0RzBAdz39kXGZr6atKDcrf8vpysc5Al6jLIHEf2Z2h5vXK73C+cGMJMHXDY31tdQjhbW4iZkANsptlz/xp5Oas
IUtT0ul5/nbtaWKR3k2qCp806wrmN0Sd8kk3TRhzlqQxQ6J6Y4O8pR+ljpNDoFD8VMM3rZQ9oXwYH8GrC+vLLHa3sjh4Hsv+aqQjGMp4NArp6E
Qgain0mxeKtwIe4IqbWyNZOEN3NXpD1Cw5Y/GxyxSBX9Vf3p9LoQxc5jx+CFxT9IL4Kv2ZYlh+OWS238p7zz9bbgvbqebaJ0RboyhWmOa+i7JI
+WJm2A/20KOmqRyrSaMFfpRepzs1FP1Dm6k1yLmxX8Uvvob0HbgzfCGF6wDwDNKe/4HP/LNsMiXWB97UvGfxkV4DK6xGgNe9p3A5/rqDHRuMdQ
tJMdzQyJSLX3NAqZ2dpsuadUgUbjQzCCrQPGBu9rt2x92Lq+BNTD+LMoS/ORn+w5ctvE9wFvSUt9p2ugdF3aK/8Suu+b6BhgnSwnNGmozA7/am
SShuCIBaGBtl/IdH4pGU5Lmb6++7bPnITP9I+B8/QIZxNwENYMlHMbyXHYlRlvq0ticSzuRZ6pWZ+cZ4brTmGO3J7M9g81Xkkf1eFCWrHuXmZL
tW9g72sPtJKCm5+/RM35imAoP5Wxaf1hXccu/hrcSvYza0oewjQ6x7dZq2qkCaeEhrga7h0ze1tiZDQ+BwfafnZWhB2N99Iy+kzaGOclC/B3xf
l+AbzWEw3RuIzOkDHenQUDDQ9p7rMFdoAhZlrxIm/LPKevx46KqLuzDW7tHLCmTaCnTwYGjEjU8ABv24hkV4aeJ30PI8hwYTwutf6ObpOujcOM
HQ/N+55LNfo5fpD6atjJGDrdb8yFz/WF1hRkJfmWJbC7xnF3w6XakPzfSVzbrsnRjh+FGmCk+wtmUNIA+Fif52mvtbHJvsnBo7hf4uSyyc5WcZ
3Z/swc3yED4raBmUxisCM7Q+lGWPjR9tWnm/avY5rR3rJWWFFYL66OMCzma+Oy1lJiaAMltjiVjZY2OpaDkNZdP6ofEm5wVSKeFC+1BrTYkhv+
K46RfFW6bUs0/Q2fKJpmhAPd5JMaC/cxdUhDv6tkHYH0mquL/1fvc3CfLXb0s+/SapuXd1SiKWCbIIMuCf+gDOUn53tuVlF1asN01Z9ohtnads
i3vjDX0UpxWe56gKK65icvhEdUiUqe/tzGlK7Iz3c1+4IZiR9gh4Lqhl/pqlRDX7gG4IG70iXk+ompIG7mHyubJFH+MnakKoGY6F5gnJqheLK/
cyLST4qIGQHGuM6ShlHTgS6EHb+oQekcuyH+gGsSdw9NVdNjqnuvc43JcfKqaTbbwWmAl8GbqCbNhxfJPXQ4+zv0MiaVxgk3nVE43nfFSGSb6c
/Bp6sm7HUuQEvtWcY2CrQE305tiWOiGMOXOtPkDF+WZZMts2QUV6tovrHXcd0Vqc/e1Jxk4bfeYeiNHkVfcO+Yxng4PKi+Ne47BzBjwSRpNP6H
/12rIpXT/UoTbiLZDNbgavAAaqOvaTncn2ypTNcww+gsxZVbJTjPKMZR4TWcTWkDz/KtnSOVQVK2NhBGkRW7lwXXOOuhNGxP+hDeIetyF3gtv8
yckPs4UAx/9AfkZ65RtkTfneQDZW+b/uao5Gxm+2jNkVpy0+g60J/+KoxWg1oKm11ylISEBUXHd20RFiXE850Dg+IXmZOUZTTVrEZ2JtwkXZ0m
9xSegE+Vl7SRt7u7qXJDrKC2DLiltkwq2eQdElYRabnDNZ4eMWp84ogfPOO5LTQcElwz0L2if1LsrQe7v1ORMRNUYocnH9zxtFbn5Lr4iYNTvj
ZumWvBo51TXK+JXeliqyj/y/+mXQI4eEKYpnXCeXFMANJaSwdmd0ABZzNHHmkmteF+iui/fT6sUlQfu9nd9da03Fvci1bQe9nj8Gq01HLVmZ7Q
iVQQ1nJZ3A55I74bncrdVF+zE+V70I1y9IFalqobJtB/FvxbtQv+KHmlPoFZAvcKCjzJRXljcH9Lj6IjgShjpqMWXwe9IxYmII1EFu6s9Z6rpz
/DyYLj5PCWDs4JwmqmUXC5xpU1kA3eG8oAjaS10puytXRpuL7wSvoCrE0oDg0LfOA2mCFtIbPbtgltZqa7F6LPSC2yTxojHHH0wGOaYraj0Q8k
0AzwFB4l0XIbrZNWl68Meukh6wD7IjVXv7V5LfciNgs3AtDZV/hPfqR8qURrnyErbs4O05uCBkYCrIL1lhPFS8YDXCfUWLxtnhdah4ebJ91PE5
t7IzzfhJ7tTMVpnh88n+YpWSyfZGwwt0kP6c9wKX3i/hKM4Ct79tEFpmlM8ewoQ+5AqEv4sjlFTiweYcQJ8UYWHGyUM9/k7lQr0AjaRJ8B/wy+
AymubkFeQfSyXyrJZ9e7F8fds6eACGo11mhz9DqOLsIFoEiJODruEJvIp7omQllayP9NDfZwEYCNg1Qbgx7bV+WNy30jT6W1eRd4wMziWvLl3j
aWQf490gD2opzoo6Ci6y9wmU/RX+nPSbrQn2vLvihx78ixOUDSJmd2lfAQS8DoxW4xcqRH6Dh/RvPCMY4updul3WwvfBBrcIH1tG2pDB2p+q9w
PW3HvBILEk4WTJD/tTbS5+IcvTq+qHfWQ752kKXN2WTSCNbYXlPYq+z3Wn35oAp70j6VGPSdfAKcxVOMedxtdbpeWNKNVnb0Ic219tbUEq9wlN
sSRPpG5TKfwFn9IVJ/xwVjBXNczsKLdcc2xugPujTUqOS1RO5yzALzvAytXmKBDLzLYG6x44G2whhFV9e/x1tj5+LD8EvnZpTs20UQrSg3arxv
x+yYm8ZKbaTKY2twDOPZOAfs1LfiCJyttlG/DT6WBXYve56fR3p4P5Ob0IjgED4BvufH+Fv5Ln56k2Ss0+9pC4RGwgShMV8XevV3vuItm4uCjt
8sDe1tYXt9P7+GfOAawI9G0DgR1y+YwrwCLyI6BM/rP2sh+bLcyPXOUYAboHHMz9YftRTtNYkhEewTlF9cnz8LsxznUSvYoGQKHKS8djb1hIsb
MqXky+IkNmTpSGbIO3xDAiXCOaW39VuSX7pdVUFVtS5gA5u0H4z26FbCsNKRallwKPpF+oO+JcNxJ6WJ3DbqH74BW5H1mlHwLNvVYinGos/5GW
2rjTIPBXhcS92rfU0uMVd3ftx5xPyd+ZFTxdFsp10nUWMWh7cpN+RLoAu6DXbiMZGjlOtSG3m3o1FwkVqN+yP5FisUt3DU47o7Jd8ONFGcCvs7
hrV6rfZ0vFcea/1Dk5MjpS8t6f5BjpaJkmQltaUYW77PpqLAKG3oTiO5GmiqIq2pdJ7pRPcKx6gVz1D821Vjh94THxDqCRjv92Y2LAf/oruAt9
r4+baaJRH+93of+wjhsRLN1YdTUJWYukY6temR4LRdBHOMfGmkwqor7d2d2TiWvkOHiC+hqr0iWaJlGs+DDN/U0dKWR+MKFHLTKOIK/XX9B+xa
g4KEdOGtMUEer8tF7VgJLQGiNpatH5gsdIO9UWTglOAxDoIu6gXUhE5Gq3GT2Mz4X41ixSc4my/1/qON2pqybTaVmM+EVpxLzAy2zl0P/pZ90r
jgfWuK9SJ4DXsbbmaY8S/zyvYExWq3wUjtuthEHbTjMCmwBeBAJxf4iyQbs7mD/DiJo2v1+nS8ujAmAq6HJ0EJ1xrNcQ6ilfXfyIfY96gdtqF+
ckqCU/qLWZ7wyPd/UEsDBC0AAAAIAAAAIQAHPKOA//////////8aABQAcm5uLmJpYXNfaWhfbDBfcmV2ZXJzZS5ucHkBABAAcAEAAAAAAABFAQ
AAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqSuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GoZGBjqaOgq1CmQDrmAjXi1nw7l6
LHqCBr+WehicNl1k9Fl7gZmC6TzTLBP5jTeNYoxXGOdquyowmrSbXF8rYxZg5mLare235pbxdH1Hw0MGrKarlt8wfqiuaSJqkqYjtvPHttnbGn
Ye3LZjx4ftR7cYbZ+7VXjL3i1p2+/vUNh5dsu8ze93dG7N1G/S+L35+Tax7Zd3iK4J3OGz3X/9qy2u23dv27gpYcvaLfNNujbq7Jy689323Vsm
mups+WhmuGWHSd6WqYaTTGM3eGxU3rx+c69xsonSmoItD7dImuxav9DiuF6roYj+SYMVmxJMireUa53e4rd1kqGsyUz9bVs+T7fbZGXqbJJtCg
BQSwMELQAAAAgAAAAhABy/ijj//////////xoAFABybm4uYmlhc19oaF9sMF9yZXZlcnNlLm5weQEAEABwAQAAAAAAAEQBAAAAAAAAm+wX6hsQ
ychQxlCtnpJanFykbqWgbpNmpK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkahkYGOpo6CrUKZAMuST1v00KTCt1Ves8NNhkzGNrpN5
rEGN4wajaKNkk0W7K5yHCBCbOBtla38SmTy4Z/NvQZHTTRMuTVal4vbcxstN1gqRG/iZtxgulNg7O6nPpSGj+2sW3n3MK44+i2oB2BW1dtbd1h
u/3Alo0bzuz4vFV9h/y2bdtW7Ly0eb7xVO3lmzZv37Utcmfz1odb+7YFrPDZkb/DZEPrlu1bIzara2pukd3Bu+vfNrsNjSaHtzwz49yaaBi9hl
m/wuzmJqctQZust24wEbOoUp25VWfTsplTV13aeMf4p0mX0XQTl62TTFg2/1k7d+PyLRyG80wCTPs33zSOWrXPdIpZiCEAUEsDBC0AAAAIAAAA
IQCUohY6//////////8OABQAb3V0LndlaWdodC5ucHkBABAAYAcAAAAAAADxBgAAAAAAAJ2U+V+UdQKAwWxBPFo1VHQlRHBmmHnf+b7H9z3m8C
iPVFBZg5UlDxbwThSMMEsw1y0hKw8U21XB5ZiBd2a+7znv+87oyqqkH8twTWstPArNxD6lqGse7Nq/sM9vz/MHPLvm5GTNy4uNKY/ZaCkqLiss
tbhSLJ6lpMWRYllaUrq+tGDN4pLSouJf+/SC1WXFT3vZ8oK1xU/dShCOFA7YHClvp/yfJKRJKabTPRfa6BJjR+uOyBX1iPEyO8O45x6uLDBOtD
aDn+ml5mw9J+o9PFrfa+4J18hHRDv3BbcFDEFHuLfgKLHSN4XeGO7lzzv30Q+oWnEuEKQ/00qojF7bEEbvYSPJJfRRGg/ags/SEykGfMp8R8pc
gbhVGE1Wi5vhH9BcnKMSyQPUCjEaCoqjwDfqS9grUmqoSTxkDrNM0c+jnfxddwt4h51DV4SHmsczPlAbtFXGuUgP3edY4F7FdRh1fH8jnxsnh7
TBnl+oCq1E269YmFva6FAq7+W3cjX6fPXi3yVrQDqINYmOCQEhi2DRfaGQGGtbCRvIorTc4IakEdhkMJN/lq6HHrQPDaUGK130dfQD5ibbk4vG
uVFJ4JL4SLmgJ5J9Ul+IRleNWEY0Y/nHfEWgEgJPPn3YFHhN60dkN4vR6XSPus2cwPbTbrF/Uk7rHUY/+VIgSfVLHXwNDJqrlCpVoLqEerVYOS
UWsB64GlORZ1+TdHzMMl86saw1PlBHLANp9GLQKQ0N+pyLrHsxkc2Bbrhb/FK0Bw5bh7H7fJtAFXURqyJr20YIrKoH41WAr5WLpBGh69x65yy+
3vGe9o06lIv3eJVMo8ZFEQE4W7/LRJUpxm6PiOW4W/wse7klxhD4idpu4SZzi31f6uCqw7FQ5p+ox9UxSqPYjlmI58BV3xZaFoOpfjSBaBHuBZ
Y0thPdNguRJw5UYumvwB8bkuFcKpvLQ3GOqmCCMIi523aULGN/wieQD9vutXnFGLRTAcAfyB5/dm+pt1CFyi22jhkYBWIIy+FauBKDBgmgyt9t
DPYALh2QejV9WY/zdsp/df0kmHwFL8k33GOFRqmKHyJX2eeHR/IcEwv/A2i2xOpBFfgiZVTGh8gNvke/F98lk6ipznfA+JZjgpxucyz3pfExzL
fE8OfzxCd4jb2KDYhdthsWgegF80QdTRWTQh3aGOdWtDjUjhLNPXyX8joT5HJQEkezjOMet09DzPboZ/5Nrh52ErzPuRw+1334UMGkeu4zV5wn
N9jlLLUnhy/Ld+CFSFMkk74bqYKvoVylkruGPWxMoJ1Ku7NGmgWy5ExpGjZ4/Gaw0LlfPhks1cNYLbECbqLr5a5AHLI7VkjldKrMk8+AA85h1C
ihHPX4Bmfs1360dgkn5ZsCbk6zd3Avtmx0nNILlVN8MR/UfpA/5Cj1Jfdp7vGEuuZPjEnabafBU/WzgZ9dow7xqkQP+YaWzWLsJV3z4q4285DR
zX/MS2KaO5e8iuKSY7RRxM8H6kGPf6StMr0X/5Ys/5td2onaiHWYFbwA0gN5LSdDcWmnpYSMteMetHSmxGfIRGLDJtRtWRg8SCvBX5r6hIHiP3
wmvSi6GDvGsrCaTeJ2EdfhTC7N/C2c7rkdfpkpYbt4kznGTzKe99SbG/03QXYY6bjWjc5xZ7RWtU496LroPMOdtGcxm8NZimbm2/OledgTxymc
kKPp9aEEOQkfn3ENbsU7JTOkqjdJKxgA7zvdRIXv1dbkwKBADLvN9zr1vXU7tpLcgLaIW2yX2oq0E1h/qUAcJG/2TKHOSGPHZitjQS7faEI6X3
/B9R3/G/5zGMNsl/KiE6OZqJl6pM/mR9rauV7pLW2KtM5xQxjKjCEGGWv0gujUaLN62L2a38tuJJeBpa3bCAtRTRwV4ok630Npye9q8QH4DFtt
qCVYxi1smu/sL38Nsq3/RntSTqvTpHUoKBcRaX7NfxN3i/XCY59bgtIDbLJvjviRhOA853L9PFD0Iu0K2T9SKd1GFv0OTct2fY/by3xgznAsZD
8N7o0k2C4qUVs1qNXvmLXc8EhX+L/hPut17sVQP5fh3cF9qV+JPMdh1G1pCVEnfoEbYghkom6xiNTxXNhJ/QUVCq1j3ne8ig+gVzp5/pG0X/Qq
u0J3YatyEL9GzaOX2ncrI9D6tja0QDPwdQEU+BfakIoxpw4d0SndRUf0mWqx+piZYf+n+pp22f6GvEG60DQ55FJz2l6Bt4Nfcb7UJSA7OdNyIl
yoUBnXyB9Br/yudTU5kwxFysVZziTjE7WO+lw5A79WzsG3lTvwOnVFjVXf1M+rXfAsN7vBp8zX5kYTw82Rp2+HbiwMrxpv0s9ohfpZdYtSCwP0
CLqXjvdE1A46FW6C/wNQSwMELQAAAAgAAAAhADcP5+D//////////wwAFABvdXQuYmlhcy5ucHkBABAAlgAAAAAAAABdAAAAAAAAAJvsF+obEM
nIUMZQrZ6SWpxcpG6loG6TZqSuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GoaGOpo6CrUK5AOu/Rss1j/d5KVTLntpxXot1vVTNxtu
6DUCAFBLAQItAy0AAAAIAAAAIQC+r4gexwsAALAMAAAUAAAAAAAAAAAAAACAAQAAAABybm4ud2VpZ2h0X2loX2wwLm5weVBLAQItAy0AAAAIAA
AAIQCes/nhDyMAAAAmAAAUAAAAAAAAAAAAAACAAQ0MAABybm4ud2VpZ2h0X2hoX2wwLm5weVBLAQItAy0AAAAIAAAAIQDAlKhrRAEAAHABAAAS
AAAAAAAAAAAAAACAAWIvAABybm4uYmlhc19paF9sMC5ucHlQSwECLQMtAAAACAAAACEALpmor0QBAABwAQAAEgAAAAAAAAAAAAAAgAHqMAAAcm
5uLmJpYXNfaGhfbDAubnB5UEsBAi0DLQAAAAgAAAAhALTqUW/aCwAAsAwAABwAAAAAAAAAAAAAAIABcjIAAHJubi53ZWlnaHRfaWhfbDBfcmV2
ZXJzZS5ucHlQSwECLQMtAAAACAAAACEAiyO+1hwjAAAAJgAAHAAAAAAAAAAAAAAAgAGaPgAAcm5uLndlaWdodF9oaF9sMF9yZXZlcnNlLm5weV
BLAQItAy0AAAAIAAAAIQAHPKOARQEAAHABAAAaAAAAAAAAAAAAAACAAQRiAABybm4uYmlhc19paF9sMF9yZXZlcnNlLm5weVBLAQItAy0AAAAI
AAAAIQAcv4o4RAEAAHABAAAaAAAAAAAAAAAAAACAAZVjAABybm4uYmlhc19oaF9sMF9yZXZlcnNlLm5weVBLAQItAy0AAAAIAAAAIQCUohY68Q
YAAGAHAAAOAAAAAAAAAAAAAACAASVlAABvdXQud2VpZ2h0Lm5weVBLAQItAy0AAAAIAAAAIQA3D+fgXQAAAJYAAAAMAAAAAAAAAAAAAACAAVZs
AABvdXQuYmlhcy5ucHlQSwUGAAAAAAoACgCeAgAA8WwAAAAA
        """
        self.reader = nn.GRU(13, 40, batch_first=True, bidirectional=True)
        self.output = nn.Linear(80, 11)
        stored = {name: torch.from_numpy(array) for name, array in weights_from_text(weights).items()}
        for prefix, layer in (("rnn", self.reader), ("out", self.output)):
            layer.load_state_dict({name: stored[f"{prefix}.{name}"] for name in layer.state_dict()})

    def predict(self, sequences):
        import torch

        answers = []
        with torch.no_grad():
            for frames in sequences:
                x = torch.from_numpy((frames - frames.mean(axis=0)) / (frames.std(axis=0) + 1e-3)).float()
                path = self.output(self.reader(x[None])[0])[0].argmax(dim=1).tolist()
                answers.append([a for a, before in zip(path, [10, *path]) if a not in (before, 10)])
        return answers


@right("Project", style="rhythms without a loop in time")
class _RhythmsByConvolution:
    track = "rhythms"

    def __init__(self):
        import torch
        from torch import nn

        weights = """
UEsDBC0AAAAIAAAAIQDF1JJL//////////8TABQAbGF5ZXJzLjAud2VpZ2h0Lm5weQEAEABYAQAAAAAAAC8BAAAAAAAAm+wX6hsQychQxlCtnp
JanFykbqWgbpNmpK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkahkY6CoY6CpaaOgq1CmQBrsX8xirOO7/u2Lptus5NUyGzWSZZ615u
idtYu0Nve/6OkC2rDJeYB+6eu+uZiqPFPxMHs7k6HbrbzJdsctx+ZnPklrMmWZvCNhzYoKV/d4uBGYPFIssGY4Vti7at3f51q+6mQJ2nBkoGNQ
ZfjZdaaFp4G640DdjCumz32tNbjm7VM4xdorjJ3Uxuhc62FfrtFh4WbMsZd/Zs6zHbaFFj3mu5VkNj56ftujuYt+2xNDEz3WGnY7qhZcv9rSar
nbcomp2w+GK+Sdpp1+7tLOpP127edFvf2azQJEuxf8vL7VpbGHYc3QoAUEsDBC0AAAAIAAAAIQDmKohG//////////8RABQAbGF5ZXJzLjAuYm
lhcy5ucHkBABAAmAAAAAAAAABfAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqSuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5
GoZGOpo6CrUK5AOuxbr9W5cbrDc139Rr8tp08pZra2Yu19oQbwoAUEsDBC0AAAAIAAAAIQB6MrTK//////////8TABQAbGF5ZXJzLjIud2VpZ2
h0Lm5weQEAEAAADgAAAAAAAAkNAAAAAAAAnZb3fxTlt8cJJTdSBOlCym6yfWdm55l5ZnaJSKQYvFJEEO4XpBhpBmICEUHBEESEKEFaUAIJpG+b
8jwzz+wuvQWUJoRAFAIIgl9AvFJFisA391+457fzeZ1fzuuc8/6c9SPHjhg1Pq7V/FaL7NOmfzQ1355usvefwdkpk31GXv68/KzcKXn506b/n5
6ZlfPR9Bb9ow+y5kxvyR1ApEyAo0z9nJSpwPT/ifbvC7nsZhiH3ZEYgfJPbCt7P8EZHsYkkbGqZ+smOsUzUDGYU+ID/ibjQHv1v2NQ3R94h9vM
7ETZWiX2l78NFtD9tQXCBXeD3V13yzwPp1d8acyGC/1/OWu4DlRR2ir7D8RUZUdO6pSnTWCu3tESX96e6mZzB26xO7lW6LmkoBr0q5IO+7MaO7
hmv6Uo0M2zhsp215EG8JQfb35OPyQB94uYC95V2zr2CV/yQ0CJZthuBCBaSkZwAxjVDZj28k2mofYPSiaFVknapZ/HleVvhwvZFLiCXwdXkVlY
Uhr93ZzxzlRvJvw0rQtXb3TDATRYW1jjB3GiVQyqNn1eYL/6SPrMHefJ41nzUzIsOtY4wXSFlZyf/4tPUhqlD8y09Q32BcVc+r3fbD8AzOhu2S
p0QK0McWAgN8aRVbNfK8GrowkeDWVxrrSLdFPqZNJspBh3zftAFs3A7mCJ6x8FGcEI1NdSBF4UMUjkP0FvG3WktdFIj2JF727hFpenpKqT9AHG
+dAc8IBfau6wdi48I/wMPwGV2ueob/gKNZrkiWnwN3BA66e3xVPZ6+qLnp6BgIC5xfDrYLa7HRqDE6OHwD8exRkILyGv6b/7cyvqPevwEPirds
p5OPGyWCs0CT358/g1FKLmc/uFcXDvlkekOtrkqQtcU0q19wiU8i1+CdRkW4aL+4SLSe2lv6ivxDOB8+E2aBKXiXJD79NXxV6wg/DYvoQRAyp/
HHXX74T/CZ3jQ4lQWcdkB6vBNW2YJ8Et80tIgj3CfKi1Rr7ITLxce1f6hD4iW7xTrWZhkb6SitcOwoPwH/dE0I3JYeKMSa6/y3eBhVU6anLc4W
Rurfqr7ik9jtrx9UyDPbtaVY8Qr57FrTd1NJ8OFDsJ1xz+R0yEr/iK8TPPGW1WOD3pFN/IdBGO4fHaVTbeOazijN4sp+jIlEnvY4PVbyGD2SVn
uJ/Rk90Xoep51dIos/Iedi3OECr4Al+jrATGKZMCna191EK9Ha/BMmG1kRzuFn4RzCDT3IQZw01idd1Mv5dy2vMokqNaawYBLN0jFeK15MfKcm
wJnJQ1piQ4XHuLOaGOwg0owbNK/cXRSHmpQt9sGK/W4StyTzU3HIp+q6dBHTfgnXgUPcKlyrW2Q1aPsoxKCBr4Hj4Kr/IF/DMSxy4WjsJjdGNi
vnI/9J6agqVAf91Opkg/mEerOc7NtaddDl+zZxoogiVOs7sTW4qeR6FOywvpy8xLFXVcppAFb+uWlsuO065S3+GMKivvhx3pb7Qc+VM9Rhdp71
JUiOKXqauMspa+dTQIeYMTqKme7lW55FKwb/ILMXO51bdS2Mx2VkZgO/kx9BaezdPeBFiMtxATOy0U4Bbo5dFqh+4bJhBHZ/xlRfvUOXwNmwff
4JbKh7Xp7Et0cUBgD+AJ+GYEqnXRY3ANuMkXa03kHX0CrBXSxUvUXIfOHGVvwgyhF/udPpM0MjdcA2SfFKd5tzVX9kQj1R9c+fBvabKQmGImHW
MryKNt9+STbIknCm+IC4EJX9CORoLyOrDb2R++FeiIR24vNh+Mtex89YfgJNtTXAzbYbu6QZsij7AeDWaxV4RHzDAY1XK47dI4eFm6BA6IJWXW
8G78lBpAGolPHWzbyrXzmYTRmi9krj2ohAPvuVlrN0sqEaQCtDhln6PAu4JuhrlKD2GWd7l6h/jkHsiKlshM6jJHd/fn6oDqecEDSofuy0PzUL
IyHHWtO6LOZDG1lpsABG+2qMNC6S90WFa5I9bN3ATc1ndGvEv/D9VVmkHFcd+6fwSfU1nsEhsJ9NGvC7PhMr4M0eIkONHxWfCEvIOqYJ5ajxuT
0DxLgfph5LmwiXJrg2oO6DzJkQZyh0G2MNM5SH/VtpesaamYICyOzfIMcqUFM1M+Zc21t6n7lavcXwl3lSnka7QHv4j3UIvcvbiV237Bx2iD/F
ckAPd7ObowFhd1Uce4l0A/bx8uKZShP4Q8/baWhEHKh6ExodGohI/Hd6SHkqhdw/25U+ATb1vlLaEmao2+IP9EVhiN8KZ4HPTyvcBu1q/hUWpM
+ypihH8WLkBkHJdX0Q0KR+ZBm6cWDhTf3GLCTcpO7X29Hs0LlibfSO5epWow+nL1SZeLesjuQSXGt9IfqEHeRaU6fZWZ7HZ9JLxLzXf10efrYb
xRzdF2OR5LV8JF+LD7Pr+AF1p4cJ12CLjuIXedfmqsi/QxzpInpLP4q7iFO6701AvRkFD70PLkj3WBSlA3ggyQzfzIjrOMSJ3PFqINcoVyTrMb
u+S+sQzJJN4G8SIB9ZoJf6VN0zTjHcduJ8Kr4M88C25VXpA6KX/wRBmqcMHh/rnYoa1DCXpKuAfqzfTmJrM2rsC1zbYxLd71kSMjtqW6NdysPv
LmWv69LQE1gIOqg21yvG6dK+ZpS2MjK/JbeFYfs7AXu46krUId+VNeIT3o3aA8tm3wl/MP0J4WT/jUpUgLpK983Ct527fa6sUcUz8wXNujdXTm
RibJdyEdnKuM1+46vKE5/kX0v0B/R2tpnTEx4uNzUKE3Cd0ifu39FqL2lac6lteVcF19BTvz6FfExFCMFAQLbH2MO77OOht7SArozfoowjtusq
d9wrYD0knhz7KXHVdqz6bYiM2bjXeQS9wPeAWMiVYgodexERnMJMLDvbygEj6nfjcW6VY9nv6C+iM60LVYKPY+oX6tKyI3No6gY/R4mJZ63NGz
bjP+rvo2dUFp4lfi02CbZGj31Bmu7VGHc65mljJcX/Nz+IniPI8aTA+/y04Hs5k8NLniUHAo6u08tbJJX20qcg7bOFapY8JcD9cN8Rh7inzq2q
3+4n9ZXsx+m3pRltkEt8+tVz4ssZBeajfebVyA8+vWuaAyG62LJNAfym/UtYfT3Cc31aMs1V/jpnegdHJGcXhqa0W1iMuPJlhuurbzZQSDITWP
HemWScb79FwnhltBGN9hu+sn0Ktar0i6J4O6pt5Q8twBeyfZrp3ongDs7mfsUOpL/p5erK/yLvC0lQ4md7DfkjvJ7chpuTj8CnEqLYTQ9qc8r8
0FR6l6JFUMpY9UJMKJ+jT7WTqJPNGGG7LWxFXBvXYnrZfbpVyhHVumb8dJ7GP3VcdJwauqldODOLxI2QsOUvdt30p31F1MJliLhlfuRc1VXdVZ
G2eSYXQc3/J1KU8tEyP3ykbAMH8Oven/l5YUWVS7OhXCH7hFYIc2TPGGWuuXcSHJxH/zN/nzoK/9Gh5tbNTjTRtBO4/c+6xSrgWl5VUcuNOvBH
5M/HR30E26QhjUH+RpabFStDO8iV3PAmBD5yWrVMrf5qPqXr1Ym6ltkn9DSUIFfEw/o6qchSBcMQoN5Xv3S/Q+DH/hEZn/tmyqO9cyBZP9ubge
PieXnc1uCXclf9GyeFCYCYVNbcBt5SV9g/YTbs0O5BcxI3Xgait/gRv1Z8FHdDzNoEukNR4otAWbyRrchbxGFWlU+AFVKgyBSdtW01Oolz2ngU
c9HLmqLxT60GbcVfpdSQ/1DBRRY9nR0j7ttHuowDoyuO/pFLxXPxI7QM5A6CliQe99moQvBz9nJ/F2bSx+M/CO/sTfzH8Nl6C/ozyVw6+0XRKu
Myu1/uRqLUudQTbOw30GXeAXz/fy/dhKbaKWYq+AyY4OvmxxFh+N9o+UIhs9CDroYsFO/ya13h4gXWTisTmv12TCpd6xUDaIsSRMRZIjI52/ie
WWHry/eon2TXQZuetKEd3wYz2gnkzdUXuG4XGPmCAvF9NC7W0vym2oGai19m9wAhYyVdoYeQLawlaqryeXembHOuGp8BmzVZ3tplmL8wOjk1bE
57ruObpCDzWSXJBSHUHYj2nWApJfXe20kLXqqeCYFjeo5/LRtcqBaWdJcd1dbk30Ou7BzWJn+D+rG0yWgfUewAvqfEc52Ern4wp9gDLXMRh95/
xftgk0oF+UGu0TLk08Ac7oaa5a1J564ggSZ7ACzHK3r97PltW0ckaD6eZ23Dr42DIUPzFNcBcgxj05NsooVO87/gwfgtPE0Y7i0GRwDmzY8io6
pbZTj1VdsK2lveHtkRq9C/eB0BWe9KYLCbAPGaH55QeepWAOWEm1KmstN1PLqalWH/pe8sorZGvdsLScyCGj0Tmbe5nN81V568Ur4Gz4onEnMr
dqOPcZ95tXgSeEEVSWAkipMTz8tfsbNsmzSbhDEqJ9I20CCcJs5y7vz/w2mMnVOyfijnhceAY+p5hqatn/AFBLAwQtAAAACAAAACEAtCXGTf//
////////EQAUAGxheWVycy4yLmJpYXMubnB5AQAQAKAAAAAAAAAAaAAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2akrqOgnpZfVFKUmB
efX5SSChJ3S8wpTgWKF2ckFqQC+RqGZjqaOgq1CuQDLj4NzhWXNl7c8n+Vm4nqls1rm0x5Nzvq+i3cuPnAogsavzYAAFBLAwQtAAAACAAAACEA
W4oiN///////////DwAUAHdpZGUud2VpZ2h0Lm5weQEAEACALQAAAAAAAAcqAAAAAAAAnXfle1RX9zYSnECQAAkJSSYjx21mEtzdigQpxSW4O8
HdAwQLJCEycvzsfWQmwd3daWnRUrRQoA9SSn95/4V3X9f6sNf+du+1bsnq2a9Hrx/LlplTJsM1eszMUTNcTRNdzdM5F5HoSp86Y9aMEVOGTZ0x
esz/63ccMWnmmNL+zHEjpo0pvSOch0hkU0rLixKJixL/P07VcsxBeT+Mhe/JifR8cjkVo71HviancM133tZWIgvpT8wrjTdOgsrJRUq6I61gtN
Q2tiGzFcnKe2ZEiiMNj7WKaMEy5gqzrsrJcaLAFhtZWsjZRI3yHobXNS/ZMx9YrHWffEedxx9xj5L6+Xupc4hPVD+mCvwL3iAzGVa/JDdWDKwz
OxG3B+ZrlYXmekP3VeSYtl+7YJtJR1l80V4tyhzuX0QuxZuBSnG3cIXmHPv1nsYdtZzUOLcKA/lW/uP2M/GzNDd9UftZ7e69byBglRmR1IA9rx
yjDoDawGAmwoN0dZpyvDMagKZsvDZGbwH/0XvmTs2nPFOofP0/ZoS+g3le3E1d5m4jthU3KG0Di2CuM197gfbSWnrtZh+tgwfAi5pubvc/Jzcq
g7k0qGB77X21CE8tsIUrr1RWjtm7yQNky5wZyGCa2AnqMhkJN5i5RnrqK/mEXQlp8AdiHhhP/WlM5y8zWWwZoo5c4ItBB0p3hG9yJemqf4/4Pz
jdqEnuQv8Vz0gQqwyae3F9m9JWEc35aBpozlroeVcZdiPg8Q5CjcJ+ZkV3TSsxNEY9JdZjo6RxrN28L0+nZoPO3EburDMbHe6OpyqwA+X5iU+d
V8gH+TnKJ/VZo1hnOwKlnog1A05kFHqbnkh9wg8UJjvmJz0BFG0jompx5DHfCO4Yf0ZfKC1R74DzsD/oFRjGbMQf584QNToPfcq0DVSHAbKF/W
K+Qw7R24oeISHmAVUusCznrmM1mUK0V18KGwJvnP3USPJRQZfg8rg9ZBXGBU6hLcGEYByZqiJqmcJhZHtmCvFUVhyT+IPkfDyDiU4eCmrK/QlA
Mng76RJRR1iKdw4+xFdQ0dJJaix4hybK/ZkTykNpWNGvjhRpDdeXL/Gk2H9I6qkuQZd4WsTUbuQSxzIN2Lt0R6YfVkTnu78FUgkB/KlsxF+6E8
1b4mCmIzwFZ3nrmm3Zv8gS/wDiJto1NpoZopq+b9h3+2Em1j45H3NDh+bouS8DKRT/sZ9OvOrIF5LkqWQregb/056L9G3imRyt/mLvgWgoqcf6
2sBbrjLwj7zuCuAixQHqGjyjXj2sVQHmqAv271LLdgBLfPepaLkHy2oC8dmVpRpUIkxmPkrLeJRM2NeVauD/FzlGPqFPipddq2i6gGQ2wGrCBi
3dd9GNSMlad+FtciuqI3NG6Yw/1yrLy5wt+a7MCPZHsoke55wiL5FExsEsonsDDjZF6vnKwn7qL3COoyNd0xbrT5Kn5yfmpSXmS4uAg29JZhCp
TGZRivSHMEvvC0crW+AFcJq5zuTpIQCd3dSu/gh5C5rtqGW+ypsaaKnt4Buzx9HJgW95v4tr9/0vsBGfvBwGP7h+ApO17aJlLteG0dfpwTBH/U
K1snWQyqhtkP+RDVwznV0KrwR83FbnAdIjPhF+R4epkSBFjTBHwmDMYH2SdlXuCRYrI4hWSqxZAdrMNLUpCPGLlNn2KuIJZyX0GaKzl9zb6KWw
LFIVSS3sF9iYr9LlxGZYutgWjGUWmMfU4WyhG5p+wxYqsbpbLnmbKdAJ+twGc42Ltir5B+yodkmpTu6zdwT9yYqJo53FxDvqtT2Z/cA/JD5yEh
IJGgg9EJuwGfEJVYRM22C1jeDlG7vKcmftATOF2szIqiQfA+uBSx+nBwPn9P+BGNs887rxqXT7GzJ9i07qXXyXhABSHh3F93BFUaPQedh5ZhSI
96Vps0GdwI3COmgJ2lSpEnEx/wLxF+hiViJm0z19d3XO6CcuEK+CCXAFmKkuFFe4p4GM3XuIh9IaTzVjEH+PPkXs03+h21N7dTwuMp/x3uL8li
c0KdRTjJSXygjll25qh5RZeh+tmJzD4WZVqwF3j6liqeZ7QdGL1aZWdckNdvkPIBZVj84O78LbJS+EFqjJV1a8u7/BDoW7jXlEDFfX+59vMiw0
x6Dt6A7Gn3CkdpL8BUYYb8Fx/ZuVaizx1E/ZE14YxhXU9Jo79M9MLEiX3hS8MhKYuaxDWU1RWim0ZjPrrfxSris2Vp4YrfWLWm3PuaRy4c4gkh
vgvWc2h6+1TWRD6JSK5d+wjYbNOp4zkDzCzHTUN04S/4HZ1lwwGm5V6xJttQKrUPvLk5gyv3iLWaN4S/F+sMUVATsjjwKNjMLgFrli/omYRNDM
bJIyjO1kqdY2MdbwwV36a2qv1pToLH7gntELDFUN6bfkv8DfdeprowhdLUl8mpetZunp4T58k8YbvCdLlJI2/mfKLqsD+9lRBa+tR5DPNFuxPa
Vyaku4PXlIKAb8Z0PNIaILbHGrMJGNVxt7Tvrfowa2NnRZj9SB3aBq4mNLN/MX8zUTz/Ce6Xpvo1rSaaSMuc60B3PUnfxBEzeSsabqJnd544Pc
ldrpu+uIBtVgMhWgYu1vyNHyn0VpWjbm8NRnplnDtHZma+Mc2KoA1I6fCDShaEPRY4g5bDdImds5kzllHYBXxalgknjeiJUzit4pE2xvicTCWc
UrMJJYak3QyxKAqMH9qUwl05Uzigf3evYUvJJL8SMOudprw9UU0LGgpjqCP8xXZry2LxrrfelZYpwUMmm7+VItpzvNtWqy1Uz9UR7kLse+M76T
v5t3wxnWZGOvENTuyS61BH+mrRV+89bW7WZ5bVNeEd3HynCuSWzKbyVbgLHgNlHVPKHVke1sV6KvPEi3kwuNf60YMMJ9jeitfxN347eJorxRno
WhZ2FopcHj5kzrJp3EdfJUiJ6C9NK1+EPxzWgWsqkIW9/8AaOZSIjk1JUAaKH/I69Hy3B/OsqDdsopo67pUh6BMUlONEWtIW1BPdod2MUcKxWk
pniWFPfSM5Vy5jIQBqMDV+yzYHt5oj9Ct7EE80AfQ/ZQN8FsuSnvAxN0J9Z8x10xAvb1/KCfE1bYP1mL5X+VB0Vbxf9gV0NlXxjdBYsb58427d
bf0nvpubVFbeFoxhvOWkQdcSD6EUzQ8owuei/PDrYK9Em3qNns3qRu1iR5MgeJmyamPk5c6bsjN6E0dxw7xNxX8IyoR75Qauw5Ra/XXulnrUnm
D+4RoVfIc82FdZau7fwpGJTjglOQ55ZqPDZPgNhgR3UGa/ftYVJYjXuZOIdoKh60P4NjmG/wkv6J3Z7i58Iilns8GKv0BbmG3zk5uY/WTR4SuC
D8xr3c+wgI8J50ifykXpMHwXWCU72LvAytCcXDa9J4dXlwGbeRcIEfyHyKoqLEMqCrkqscNHqCicxJ/LbzqjxaHks90lfz1Y1DTBs91sxGKyUu
0MdJPzPTEjX9pk1gM5Lnm1ulSnxPRxQTZaTBeuHJoZYlZ5Uorre5LpStT0y9xl4xu5q11B4gBFbz5Zj2zlT8HizLzmDK6QX6lewI5jLICiqklB
ihfZIlmSz8E12Jt3BQ9DV7d3IRXzf3uasy/DHU1nxF/QS/wXeO7kyaHimOxqt6arnWaXVAefm9sCRAomXgYKJO4RT6L5kURkhUwgFkBJMPa4Hd
ehR8I/emY7F14DszDr5FE63fAln8uz02Mjn8KNTPKGOmy9fYx+5h0lI0pG/mUOGccsJ8GLcPjjJeoLPYyjKaL6mzdkV6ObpD0ADpTE1/gnzBdU
D0WIvAMm9X7yUzOgRC0TBOmbx7uodhfsDtZpY8yzjncLBZRjBUDctl+qiLjVwl1l6g+I2ZLJk9G5xxYlycd561zpFDp0mz9e+gFzqLWEu4zBFg
uPUQNk55jSO6z3qs/st2VB7BDGQ7mwN/g30LP1ibzUV6B3Se9w/lXmgtOzLuLsiRSDySaqg8JTcE/vRNotcbrsBPoKi4g1kVIlTPpACbzRxWIv
jrwT/IXq644uPmWPqNd33en/qZmgthDVxVX1oPAKXPJzJhD5DMrkZn8Lu5Ns4nzo3KU/8q6gK4zkhcJeU/8wtTaERaTqtXuJ+2zr4z8DhlEoWr
PQorKb18p9WwERdqydXw1FAteE6rB/uZDbQ4ZbvUiKS1uKST1BBwwt8heXojQm7qDiuv2Kl58/JOqi+Z5sbE4nJ6bfePqWh4dohVOppn9Luixv
j2ZckP9IZ6s9B4TxVPlLENHUJpu38w/oE/kNNhV7UNmcT3kYvoXdQ65AJ92OpoTDd4ui0cg6cQK30fhNJ59ld0d4P9zV/1DzJtDjebINHsdKyL
C5NOqNmaiY0ncsAXMoWtRRzX802V2MUtFFZpbhivtdR/gV3padgJZJrWr4GfOCD1ACtVP/ILORK81lczr0ECU1wU7SzYN1J/xyvqTlBZGmcekf
IVSWgMVuu9cp/SC4gkOIx5S35zTlY/6XYkjZxOfd90Uo4U5pfq291ES66sJoP6+hmlDvDnNgA067T7hDdwNkQNFs1n3vI5yj/CdqZf4ce4DOw8
WKcf0uqYv4INSSHwVBwhQ2o/s0aMcIzX5zGV4D19gOxLPAhqmJdKXyLp81hlYkDRVeKC9JXoLLdKHA1vgPVwjXqA6eW5kPtVfuD7g71Pn3Y8C3
42e4SX50PGJi3VVfTXUp7uxKTS8Ua5kJOrK/5pLFOGaq12FpmLwAEy1RdFjeZjyE9UFrLL/TqQL/0Ez+250OiAzPsqkb2UJNtwUNseSSb5Sfky
/FevYFLSIV0v5e5v7hbsZ/BGf0tuLtwuTNPaJjT2XVOiCvyYnaSUzwwgRviaES2Vfswy0UnPFG3aWUlTtxWuUS/sCIHuTCvSFE4wv+9y42nqVu
2c+Y9xFSSYqeoB3wxfM4tHR7JbbdlwVuHxfSi7g1hgn+l44M/FxybuZIJCGyd0xQFMw0C4xjg0T/hZHapMCFbTNOGTvYZmF3X7MHQKfsFeFWlP
JFO9tuaDKG2H4JSOCA5/dNJmVDFW6BdNBNxX1hC3+XbCW/m3XTXUBnxFpYo0WV6ma9pprTX6BzdHjWC80pdASyULu42gLj/agHSR5fJsYqo+Uz
sJ+6IhATUfyYYUTV5jt0lV8FFEZ3IDTaArpP9JaxN7+kK+TdmXfPvkNYV5yk7TY7KgvL4MyWAxWxlkKJ9GDbCPU/L8+9VCrbOruvoBx8m9RE/a
ARUkSIwGAWmv8IzsTLfYWYhVYAcwifwDaSysIrYwz7uvqt/UxjyEQzVS6WV4zQXaazVSfepaHFcsksIBtJK8ScL5SF8wNwKvxH9J7Ba4ZHtgny
6Y9oc4o5q2G+QUYbMYHd8y+VzwdlJmkUe6UtCOyVN3kRnqEP/vdA++DhXDxpr3/ImmAZ6oPXRG+VuLEq7qqb4iowp2EMwDLuEa+JU/5Vrrwgln
wpvEhhSVuFtB2fno30pdMh3EEnfYUBA6nXitbQuVVspoMinwWisUCvjPIA1cCW0xVyv+6hjnw6K8PcnedQeDMeINK9saAvroTmcd8pfAIDEByc
xDtKuFB0AiPy35jLzdXpcgfS/BOO211E+fqL33XHTjTA1qBxhveoufwQdCtpRG/Ytiyr9gh3iffUJ8xHMEh5QMwlBUK2PN1LlIXaWMTINUwPHb
6W9MJ7YxnqDWAqOK/zTaq5/E/EBdZqc/QR/uXE1vYno6xhb9zrZhLxZ906ub7cw49StSDj1KQO6m2wVR9ZiphKeYv6oDkQbERZ9P6xa3LcAYB/
CfyKG17NoOf21FEHh5d1wZpbLaiGoMK4DKmKjz3GjqFV2bPUu7aN3MDP1oXbFkLAdvpd4mT6cMhMBZXy8smReOCe8yfFoxvYLxgCZglbeVNYq5
RreWwnEUdkironZAvf5B8k3ZctaVcJhA/Y9qy7RA5js3cyeVp4LNaKT8pH7fVDsmTp0r1YdbvCXsas8PhAL76vdMl9XBbK0Mc+TDo+xFJl1p4F
lERbnXSV/VR2j9zbm5IwpHqY69R5XvlMqfqJ9F+JFBchJxUXylZOTvk4eBALYVbQsw6QZDgbXuauQS7XejkbkgLFqRJE7amRP2JTBO/0eZDxcX
tBN94CLmQLrJo208SPd7QA3wUV0AJoBM8jOWQl/EXysTtDF83ehujquiRz5FVW20AW7XOPscZ32hBjhL3iDsYkf9gH661IcvJhfAYpiNdmZ/Uf
ajCxMvyqv40bBTMAV2CBLIZHYYmCl9Cz5DN1AzqHj6k4wT2UEZmaa3NNcRr2gnW8csEvfQMr+S6UZ+ps4XnFF6Jw0h1sAN6lw+g+lIfFTzNyWS
EUWTyN+QKyBCz4eZ+WuF3ihnNLCXAXeUUQmIPMz02t9RK5IoBOottav1PrDFIE3JwQ9RifwbJEZQQBN1rnCR/5t4L7eHjsLKeFliCz1YG68nGZ
+IjUQ9tAxah5lGLgo34qqaWqmGmqgg/wu9wnv5la8/2x+vpUXrv6lz1IpoUJgIz/nm4Ed9W9E96EL0CFmPr+yqgTSBP9pO7apMdiBqswG1QNmh
jiI/MhOJ6jgHesB4MJZErcfBUewobpDQRViTnEAGyEXEKpsbrubihVDe/F2b437Dc6VOro55j4V08JydHJUqMYF0/3EAS5XGr8iE7kgxhhB9fJ
uIkZKN6i53Ua6CuYm18N20Sy3S54JcbE7BbG4OcrNoAFbAO/lMciTZLbgARniKAnY9n9hH91cfyhNy3ejfwWwyRzkL+6oH8ydyN/i/YLzJuqaJ
bt9m31JptXEMJig/KoelWu4SvZJVk99F/O7P89fKcyhfCm4X2kAE18xmJMwD9fmR8BX7E5UkRmNDHD+RTxxxoJ51RbbM5/RS9Akz2//J7KNspz
BwyBmWbWKkMgyQ5nK5u5wLNnLLPa13t7dKtMuOW4HF8l7VoVFONzlEWZrXzFbGaM61Ewm/A5QPCMR3tROYj/0sRNjqkwO0A8xUMERtVzCRfUtx
6hskQi0jcegA8zZcLVRXqpAuAs2cIN2QUnz9HWX5Rcp1aa/SynMIHC3NNgvRjmi6vpyO0B/pjdVcYZDhB+uQtoGDxFDuqD4puBhcVSowQ6i51K
nouo46cqf81f4ZcDF5GsYLB7hi7oHsTpwPdonzyGxxt/KZXQCOEIeR8aA2WwvkhsbSTzwV1GmwGVjFz80fS+3aXkn10KdAGamqdcV9jLiBjKSa
wxJXQ6UK8syFixWEd+yX0CMKEdrZ15KDnEfgdFARvgfpylbtJ/MrkyQeoezguDPBvCrXIx+S7aS+OhKopk8F1a0t8km2LoTadW18gsN3Rh9Pbb
fX0rqCvi47M8K2olRJd+nJzN38Tf4eylRru1CNGg7+pFPYnq7j4gvbXoUzU5hopA/Yo/QE7YhHdDH0BKPi+qjr4XCiJiPLwN2e+mT/DSesHMTp
YvhkoQTdRAWk0/76sIKeZfqM7uTZHVnqQfAG/5s6TzwjFxMRYoUYpycqpshMMZrq9bhTRCVYx+oAz8jRulefRJ5sNMbKDhZoTuaj2Ng4X5AM4o
R887NRmWHF3ioKvWg22pQ+69odmK51djx3xyZ8IlLUy0oNxM+/l19TAx2ZoQ5b99O3ETudbYpGc2KwvkYYyXRiCN1UYAmS7GXmWk/hF6V2KIMt
q/fbVQl3wJrwhV1z55ZWefER9bHIa0Rw0fJ0LEXp3aAb4cB+bDTc2GidU+m9z+ntkgSctgTpP+Vnpi/oY9aFLl+Wa0LOZhXRopClYAmXLJ8Oxd
gtKVmu6vL6tqPzU7/JmFwtOUuXmCYg3XjvXGdOkCvIQ/3QdsB+Vp/P7lJHKWW4bepyXx39OYjSL+vNwS3HDMlZ6tkmm1meQ/754J4VIXe0h8i7
fLS2kI1Lnsg3AhPY3sEB8K513XTXSjHug71aphYj/6h/BNXVsEmbHWE6aOKsLzskl5tim8qFthnECeYZG69NhbVZAJeHneGV4UZWZc+Noh70Zb
xzYLSjeiBs+6ovVr5pmeY5ZZH5SA2xtfjntEMYqeRpbViSZVwTxSOeBuRLHTF+AGvi/b5ibhleDtXZnXAGe5ZbAjYISeAt+tBd2z8KvASzhJ/Y
WGm4lko8AoSCWM+LO4UI64B5xmjOrI2u62akNDlS6UK9p97I5xwrQC9jmjBF2eoQ2Y/KDTlRncUMwCaD9RzKrrUXYzP5TJr1T4Uf9AIj1d/Wqq
1v8mSCWzGHyCd615I71saSZ8VHwib2tDEOD4Pq5DC2MzEoMELuRxVKQdhF6WLMlA0m32yN58Ot4l7wAx+Lb95SzTPE/pb347fzMuwOMJ5ZQcxR
a8iFifO9a4gM5ldmEbwhH7P+Nm8D3cwwemLfKc3RheCVdu5hBGZXzPlxR+vPpVHQFTlHTdW3Mjd8DpnC7yofczYLW0EDcrlawZlCL0dvkyn50U
Jf4TteBUzXFTHaiiueVTwo7ApPhfNSQKlTvBGqaNyTN7gLSLw0wTcRJgVfk2VA/8K6+Fw6USkklyJxhhRag6qei/g/1uxQWuiXwu77/vH9hT6m
Nuk31X/xreYTLpZlQxNCn7hoT4IZgtWVrfIvBev9LdhbdB+tkFlsb+L8bn7Em9GblXfKXD6CcNMtjHn6Sn61yXnD3udke+NaaA19ifxEPDFrgS
vOZrpLfUPE657wQ+uR97EnzzgYRtDnRkfYSa+gtIX57Cd/TaIH+5n4bk5BF6sJ1gN9ck71wGG5GrtWuUXUEA5vD3MvpYnhZkp79zz3VOORUUEb
CgOBd2Z3s5WVzmwA0abMTObalyaLSaguVdAzQA5R38DR/7zH4CNQwHZkK4cD4RbWQKkjbCy94J0qIcwMduIuYdtzdpoVLQfkPF+Zm+CQUV99LZ
1S+miTC9trbmWpWsfzAz4INNTnFXRWcZiqPATHmWLTKXYjNOKU/MEK69tTansbh8+HONJtvtCHyuXUumIjtZZeF86xqnkxd1nw0dVEJjUt77g/
S58snmDkfEQ+FbzPTdL/Tb4rH7RewAGFx4KVXK1AFG9zj/ePNb5T2e4KoYvWNGWG1B+Ogi0SV+Bf7C3oWG2oHq/nCF9pwpGsn0GP4TxlGAkoJs
wUxhl1/AF6OHZSiEZiEsplN6SuEWW5JPAjqOXhmcPSEGovpSUtZuebu/Ukdhz3b8K9gpr8kD0PuLuwHNiXyxOz+I0N/iJqB97jrXw7QBSdZlQV
PFhf2K/hYC5Jdexsgpr4B1XFjvEfmOtcsVSFiCP3Mo2ZWMgT3ZH77lQGE3j8Flwl9cFGeEdLGfJ+8qlWLjhY28vsCFRgh+257KivFiL/BVrKYe
RjgKL/YacRFbWD+gDHeCZTtsFR0luuJ9Bwb5LLc1M55u7JxGkBPkvpjjRiYowEqQZbgx7i6SRgYllQIYSjnGeKe7H8G/wSPhnCinzhr6bN8z9L
oV5zPdmjWJQxRGmX3Ap/RjUjRjC79/USDmj9yQgEqi3EMsw07jA9B8+W34FI9ZDjJraAOmG/b1ucv1NMwQHWAtQUZstfxG44YkbT0YnLyJPya2
6qlqVmm4Ote469CG37D2uYDbR06rW5GO9JPoDNWB/RQhjPsaAlFoccdfaUJUV1TiV+JjMDQVz3TWHXK7FyNddYe10+TT7EvGZiiRbUWO0XWuK/
4jMdo0M9QxdtVxL+dWLwGrY4eZNYFjsgG+A630Tp6af4I1ojyzAOwS1UvPsSHG4upFTqnlDe2GfuzK0B66tQ9EVP5b6zLeSdxhUr7M5qQPlOK7
ulu/Q71atfBZlmmq0Ti3EndcUa4D5qL6f9qGy0KiMtzB/NU9IVXs7pwh5hbsmdzb/BLLpvwVR+NujB7zE7aw+R6cClFoSayaS3v2+peQ3pg22m
J2InNdEcY9yAkjJU6kD/Lu4Cj9FkdaaSS3wGm2A5tRLoAnZjy/k7Qlg9BnHzCHmKPZO0WvweXwloSMvwR32bMhbUDwnB3v4T7mfYPn2CNtiTSd
ThrqlNgARrlYaqU3RVDkUx8I/53fS4N8QPKB5gHLKXhUOpX6SLwlxhRr4INoOjosvTxiigm/FbwGJHQ3lXURRs3eCUk5XOsQt12vFSjUbG0Zsc
3+T9Up4xIPSocI9+U3th1sK+Ed08lBXUxzCC3DG6Q3iW0hDWoQZJ5UFLtaU70rvKRLAzwgfq1j4EFqgNrcXGCjiBTFRuo+3om+oo9zmzpiIiJ9
SHuA3eAeVhiqUoacRS9hHoam0G79zRtl5wR3iXcsb3Ia+hcqEUlYPcDETCjQYTjVPmNFjT9wX/hPxO/OFqR0wjxoBzYK3xDWJaCb6aimP+Yxex
GWwauQPs5n+W/IitlI+u01Nh/+Kc0Eh9LLmNSpV2sT34bnIkeTCwnylQxmm6OVavbv0KdLqETSYqeZaIG/QvYErpX1Yk5rJhJsVWPnQ09FgfIP
cn5ss3mUI5Uk0veiRTBJF/js7nMpz91G8gG4ahs3R63mN/oK/ZYRKC3TGTSi5a540EMZ06yrzxTHAXSSnkIK2aq3agLjpYmwVRvZVw37YeX9Po
AZq3K9lzGnXrZcw2usZ2pie4R7k/Bl/rf5mXzWmJk8TmSi6+0XOp6FLhfphaMn//wuLzckt8BhjBzfUNcNeUH1Ic9tZXIov0zUSXso5v5x+oBg
Jn7J3EF8g0QSDmFgxQS8jK2sc9t4CR9yJPlVsoc7Qa+E4sU06Pv6PkBHt7nojPkb/hdrNP6LgeF3qgVHO8ZJeRf8vJja4Ry7mexgXl5xiN76D+
r9DQ5hO8thMrZM4QG5h1YIlQxI+X++q7hc7Bk/SdonVyE6Q+VcMcSM5k6uN/AJfW3Npa0jfcxZjGzvNc9SxnWXZ5wQZqhYHBoDdeP2l1CgF8UO
C6VttbXV8hVyu8FKju3b13uTxQ3sq+Bq3DOnhFLCHCCWs9B5TXYA052XKaBfTZYAYXb1ZCGnqbGbWdi0RvoKJrUarDug+2Mn3pjt7N7udqTb0s
va34o2VnHMxefDU3ztu9qCuRqHi0od5a/pNib3cN7jf4F9aZdhgzuHmevsxkfSS8Y0wAn/TOSjq9h3zJ0A0We7Yht/T3SlVxr2MfEc3V8cxzXW
QOmFvU45QAdnq2EOvwGsA09wuP/MVM35SR6glvy9AxayleEZ6gcpR07r3XT6V6S6yfjFmJK0Kf5UxlN7sSHwCmb4s0r6BVQwOpikyKJ829Kbwu
td7+H6V6qf8YKLlfdaUg5g3tgOuCsCznb+8RMLt4ufulsNk8qu/XYukx9j3e7uxKUFGbhVbyjLAecHMC/ZKj3avVumS0VZk+i51DjgtLikzxs+
MVMjflimJQD0LrGOhOk7t6E6xUCririA/Ih56I4mLuo/qfeH3vOMdcZiExKyHD7CsIch63AF2ktAC1U+zaQ1O0bw9O5LZxCcQgX3kzghiY0Cgl
LQ7lwqEGriyrUXgoEiX/yZHEQWK8uVUpYqvz15VVzCJTMluqGmME+4uT2Ks8oTV2PYYjwQxiJPXYWYHqoK/W32P13LhcWdunjsDfCt2Zg1Q6PZ
M7WjzLeipvdS8jA+Y2kKQ0E44FW8dUUg2mbkGGHIX1Lc6Sa5B5gQmlCLzw2ZEnyVBdrtThaXotHcGcle+FwmAzc4F5GnwAq8pT5JxtoxOqYF1F
xnCz4zwp+lxzJW+QHVwt+RZUh4Ly1LDMI/wP1G2YZrVBm/NL/G8tTcui/OoB/BH41dhJ9McPMT59rTFG6yS18w4zb8qNYMXkTLSnUh07ZB5Qyg
lD0e+lfrxqqKt+Tc2h/xGgugWfkNwH30u/SVDU6dxu7XCx7PGVDLYPwW6Ca3jQPAYagkU6YNfHjg8PovpY7cW37j6lDBRlHRB7EzWcTaX+eXvJ
FbAxQ7rrhxYTP+uVYxaoU+wLg5z2Bl0kn+JyEhO1hmS7EhqnvZ5QhnHXKglMbzAGbG+0X26BVqUuwBOgA4sRv9JTfOP5auRP6hTGlCbyP8slcg
CPNnH3EH2aNco73KoNV2CdeUVIxC7rBQ3yqYrCFbwPkVmSIAyURntWigEDFV/w97FrwnqgJ/XG2mCxwiG2nlhTzgBcqW+/Lj8lG/umEBXgXDAc
ZNsWlHIjrrQosDkP0nN8z+nnVHXmnX8GvU5raGaioqN/YId4CFlh5od7h+PNz2R3qHN9cssLI+VCvpP0HF9vLdJnhrbLtUyYdZoF9Br6H4rNOY
buV5tSqxGvy8Ouwf+n9jN/N3NBBDGUPgivu+1KlNGMjyUSq93moascW8Km+1fqvbX9+mTigfbNVlZfS0swUv+52BEaaNWFX2SSbUYlezkiUxXh
ieBxfqU6nXpsalRvwYMXEl3Rr9IY6hXY6XpMpGjZ6swEiklnNzOt2HFIkrxUn6PtJcpY82CLkMV2A3uw4eH4cLuDrpK14bMmbw73thXitWjwM5
zFNBGyFAe4pa9hPri2q22YsYxHS2Ly+IaKqXzWlwTaMyvyHbZyRVmJI7BtarE5BfiJU4F78j35GGFnCtCO8B32n5lg7Ah1NjxGTXU9211+5Gyq
2pT59tPMKTBeu0nXQK4iDYrixRn4Bf9F6gexKzuw9D//sy3x/1Z0AaYITuofMh67V9SR3abMNNcBF14QcwKkGutLuoUmh2PM7/hgz0CmgMwSHb
CddEbyk33gK62hsDs4VL/iSxHLsy+1ZfIJahntkPxCQpKW1BUczOkUTHakKVHgVmEHLgVpTY5xTfa9I15Kxeh0Ppfen3NGSSf70f30+shLYSbZ
WT7l+iyvlUzUAW8mvU++oXYIrg3cCM51v9KWsDE+RJ1Eb3Z40Uu+d2r3gl3aV36DOEP9KN+VtiVu9U93/Eksw/9HT2RSlUVcN9c8qiYzP+lfPl
16B77S6fnjJR+xVq3p6KyVwBH7fhd2KbPtFcgMdmxBrvtF3mgVAys0NxBkq+FnNS3qBR5iWlHJ+LtgdbKvcoRcKjUTsnLe+zY7ivGQupmeHZig
JcqXzV6p99zrPauIZfQVZIZ4nYuHg5hzeotQ2u56FBU8DHKKYpVRygjpvPak3O/2+3J6jo428uXTpPwZP0hJ7rb5NxUPAQOjc93ZJyRQUM6Pq0
VChDCfDSgNiXbgPbggXva3JoqNt8mNs+fUlQt6qyEsA/9bXplVrPYWNtI5+lHHMSxCbMe4yT/knkxJ3UjsAF+eFtRDiAoptKjwlZRFP7J1yiXJ
9+RqlYLfqBi0DR8lNJAi+B0yplWQcHuiURW5zWSy1+UeKUO5JNjPiOG+uTX27O4p5kyuRuK3QA2rELsqp+u+7e88D5HfzAv6G4JiN/i2u1p5+v
EMP5WdhXi5HkZZ+ZOxWFsLPrme55/VPoknYY09q3wWsYkbQTZba/PQ6k40R15J96Ovodfw9mxTUGXDLnU/sdlVxOxV1gt1jN/Ee2xH5UVuDJ+F
PCj1Q2+ZN8HNbDvzrMHAsnI2VUb5GniU1B1cwzp5qilfXd3Zs4kR6Jh8ystR85S1hJDPINXIP8htudv21WSrSznMVGYDFUsWx0dwstqDzVbvMK
dwQ1+ZO8Ezyt+VfIjmYcs13XOcuq+U1Z4hd+h4phFrs+xwBvfQPHvwuIl5Gphji5uarYgks1s4Wn/ABKxYOod3udapa7GG+lX3QnqP4kUILJmj
PHFKJfKduoOvmdhGnUeVUxmuEtgoOGA0W5XYk7Bc7Uh+sz2je3iA/FVbxV11TzcxboMF3SeKvjkqgE0bB6mRcBiTai3xoIBELWfTQhthyhmKTq
wDW4BFXYXfaAd3Ua7OEMxjvhxrWOXRpUhjr4soA3cHYxJmAUd+hKcj0033K0HfKmahPJkWTARvmhOBVdfzqNZgBejjNtUC/Y6vKz3eWR/bQl4i
I7XJZFHOIqYtaZAfmFwuleGtctK9Ha2x0dy/BW31hXp14ScPLVcB/6k7Q9uUSHcvItncqf6a3N5v0R+ZzqqLTmHS4RqQRRjEF/apOa6UFbu5K7
or0gSX60wDe5g4dIOaLdcCKY7JYIc5Vh5hZIMlrtPuQeQOtDWV4k53V6Y/cD/DNKoJ87OmmdPFLfom5gH3Bi6jMs3elo0NOseQY81u5ir1MRnt
vkbHMrN9C7iVahf2tjacGow1keLcv8Mh/logwLltHZleCfnGYOaudwzb2v0/jQWIZyZDmb9Dpz7YbE0uNB/qLNYttNe9z+rLdoZPeLuh1W/uZt
lujpFkNMjkXSTqFoLz2FXoWuEx28AY79aZmWyAuUvHgAzdL01m7P6y4BmMYsNElhBS+2rxfCaexS3zlAex6BZ1gnRYPy+LxC6z2LdYdTvewjCz
lZHRStSJBB+yha1EP2Dmar1NL3VA8RNPqU3gHljnUc2HxGs5PdDLk8mT9m5wKV4Btsi/nJCPHiEOg0FcOx01vGK2eNjT1IhCftS7JjXi9nAm7g
T/B1BLAwQtAAAACAAAACEA9+B2x///////////DQAUAHdpZGUuYmlhcy5ucHkBABAAsAAAAAAAAAB4AAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxc
pG6loG6TZqSuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkYmOpo6CrUK5AOun5uv6NzW7NhismGyru4WTYN1K4V1tq2z2CysoKZzaK
ux/uE1sXrV6xk2hmv81+DQfa4DAFBLAwQtAAAACAAAACEAhQERwf//////////EQAUAG91dHB1dC53ZWlnaHQubnB5AQAQAAACAAAAAAAA4AEA
AAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2akrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RomOgomFpo6CrUK5AKu4q0bdDI0OL
Zyb/2mZ7Rpi1Hu2n3bNZY92OhqsmGT8oafRk/1xHas2pq8tWVLnf5S4zX67zZdMlimX7hZZOONNR+Vv2j80f69wUL/yyp9g7D1a9T5t/zWbV0X
biKs83DZx2V/V4bonNDnM/q/8cmm0xurNqVsDV0joyS3xtvghubCLVybcjfN3vhpyxS9I0bLDTg28K7MWh9q9HXT9RVJ6x9syZPzMRLbeGTN8X
WKKyZpiWx5scpgw5MN2gbvNqlv3LbJcfH7DV2aLEYrV5cb22+Zt+6TWb/Rzy1uZkIbO1ZUq7jrbzEqWGUoE2m+Yc1Rg/YNbFt+m2zZYr/x3sYP
6zeoy6zonCui32yQM/elvvDqkxt0V+atcdSL33hydZPGqy3myzvXKG/YqFuo3qx1ZMON9V82f1++WUd8/QF9U6NTOtqrGYzjTfs3Pt+UI/3V9I
HCvTVrZWPNvDbe2iJgxqeZqjtr7U/1V+sC1RYa66nsW7Vjma4hwwJOk206nLovVm8z9FhruS5Ix8Gsb/Fa/X9GX9evVJlnAABQSwMELQAAAAgA
AAAhAKoLJML//////////w8AFABvdXRwdXQuYmlhcy5ucHkBABAAiAAAAAAAAABNAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqSuo6
Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GiY6mjoKtQoUAK5Juup63zau2QAAUEsBAi0DLQAAAAgAAAAhAMXUkksvAQAAWAEAABMAAAAA
AAAAAAAAAIABAAAAAGxheWVycy4wLndlaWdodC5ucHlQSwECLQMtAAAACAAAACEA5iqIRl8AAACYAAAAEQAAAAAAAAAAAAAAgAF0AQAAbGF5ZX
JzLjAuYmlhcy5ucHlQSwECLQMtAAAACAAAACEAejK0ygkNAAAADgAAEwAAAAAAAAAAAAAAgAEWAgAAbGF5ZXJzLjIud2VpZ2h0Lm5weVBLAQIt
Ay0AAAAIAAAAIQC0JcZNaAAAAKAAAAARAAAAAAAAAAAAAACAAWQPAABsYXllcnMuMi5iaWFzLm5weVBLAQItAy0AAAAIAAAAIQBbiiI3ByoAAI
AtAAAPAAAAAAAAAAAAAACAAQ8QAAB3aWRlLndlaWdodC5ucHlQSwECLQMtAAAACAAAACEA9+B2x3gAAACwAAAADQAAAAAAAAAAAAAAgAFXOgAA
d2lkZS5iaWFzLm5weVBLAQItAy0AAAAIAAAAIQCFARHB4AEAAAACAAARAAAAAAAAAAAAAACAAQ47AABvdXRwdXQud2VpZ2h0Lm5weVBLAQItAy
0AAAAIAAAAIQCqCyTCTQAAAIgAAAAPAAAAAAAAAAAAAACAATE9AABvdXRwdXQuYmlhcy5ucHlQSwUGAAAAAAgACAD0AQAAvz0AAAAA
        """
        self.layers = nn.Sequential(
            nn.Conv1d(1, 12, 9, stride=2), nn.ReLU(), nn.Conv1d(12, 16, 9, stride=2, dilation=2), nn.ReLU()
        )
        self.wide = nn.Conv1d(16, 24, 15, dilation=2, padding=14)
        self.output = nn.Linear(48, 4)
        stored = {name: torch.from_numpy(array) for name, array in weights_from_text(weights).items()}
        for prefix, layer in (("layers", self.layers), ("wide", self.wide), ("output", self.output)):
            layer.load_state_dict({name: stored[f"{prefix}.{name}"] for name in layer.state_dict()})

    def predict(self, sequences):
        import torch

        said = []
        with torch.no_grad():
            for strip in sequences:
                x = torch.from_numpy((strip - strip.mean()) / strip.std()).float()
                y = self.wide(self.layers(x[None, None])).relu()[0]
                said.append(int(self.output(torch.cat([y.amax(dim=1), y.mean(dim=1)])).argmax()))
        return said


# How the small networks of the lesson's table are trained. `measure project_baselines` does it for five seeds; learners
# get none of it. Each returns a function from sequences to answers.


def trained(network, loss_of_batch, steps):
    """Adam with a learning rate that rises to 0.01 and falls again, and gradients clipped at 1."""
    import torch

    optimiser = torch.optim.Adam(network.parameters())
    rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, 1e-2, total_steps=steps)
    for _ in range(steps):
        loss = loss_of_batch()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        rate.step()


def rhythm_network(seed, count=2000, rounds=15, batch=40):
    """A convolution of 16 filters and a GRU with 32 units, on `count` strips, equally many of each rhythm."""
    import torch
    from torch.nn.utils import rnn

    from helpers.data.ecg import ecg_strips

    torch.manual_seed(seed)
    strips, labels = ecg_strips(np.random.default_rng(seed), count)
    truth = torch.from_numpy(labels)
    network = torch.nn.ModuleList(
        [torch.nn.Conv1d(1, 16, 9, stride=3), torch.nn.GRU(16, 32, batch_first=True), torch.nn.Linear(32, 4)]
    )
    convolution, reader, output = network

    def logits(some):
        scaled = [torch.from_numpy((strip - strip.mean()) / strip.std()).float() for strip in some]
        steps = torch.tensor([(len(strip) - 9) // 3 + 1 for strip in scaled])
        seen = convolution(rnn.pad_sequence(scaled, batch_first=True)[:, None]).relu().transpose(1, 2)
        packed = rnn.pack_padded_sequence(seen, steps, batch_first=True, enforce_sorted=False)
        return output(reader(packed)[1][-1])

    waiting = iter([places for _ in range(rounds) for places in torch.randperm(count).split(batch)])

    def loss_of_batch():
        places = next(waiting)
        return torch.nn.functional.cross_entropy(logits([strips[place] for place in places]), truth[places])

    trained(network, loss_of_batch, rounds * count // batch)

    def predict(some):
        with torch.no_grad():
            return logits(some).argmax(dim=1).numpy()

    return predict


def tune_network(seed, steps=500, batch=32):
    """An LSTM with 96 units, on whole tunes, fresh ones for every step."""
    import torch
    from torch.nn.utils.rnn import pad_sequence

    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    V = len(ALPHABET)
    network = torch.nn.ModuleList(
        [torch.nn.Embedding(V, 24), torch.nn.LSTM(24, 96, batch_first=True), torch.nn.Linear(96, V)]
    )
    embedding, reader, output = network

    def numbers(text):
        return torch.tensor([ALPHABET.index(character) for character in text])

    def loss_of_batch():
        tunes = pad_sequence([numbers(made_tune(rng)) for _ in range(batch)], batch_first=True, padding_value=-1)
        logits = output(reader(embedding(tunes[:, :-1].clamp(min=0)))[0])
        return torch.nn.functional.cross_entropy(logits.flatten(0, 1), tunes[:, 1:].flatten(), ignore_index=-1)

    trained(network, loss_of_batch, steps)

    def predict(beginnings):
        with torch.no_grad():
            states = reader(embedding(pad_sequence(list(map(numbers, beginnings)), batch_first=True)))[0]
            last = torch.tensor([len(text) - 1 for text in beginnings])
            return output(states[torch.arange(len(last)), last]).softmax(dim=1).numpy()

    return predict


def digit_network(seed, steps=600, batch=16):
    """A bidirectional GRU with 40 units a side and the loss of paths, on fresh strings for every step."""
    import torch
    from torch.nn.utils import rnn

    from helpers.nn.experiments.project_baselines import standardised

    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = torch.nn.ModuleList([torch.nn.GRU(13, 40, batch_first=True, bidirectional=True), torch.nn.Linear(80, 11)])
    reader, output = network

    def at_each_frame(recordings):
        frames = [torch.from_numpy(standardised(recording)).float() for recording in recordings]
        lengths = torch.tensor([len(one) for one in frames])
        padded = rnn.pad_sequence(frames, batch_first=True)
        packed = rnn.pack_padded_sequence(padded, lengths, batch_first=True, enforce_sorted=False)
        states, _ = rnn.pad_packed_sequence(reader(packed)[0], batch_first=True)
        return output(states).log_softmax(dim=2), lengths

    def loss_of_batch():
        recordings, strings = project_tracks.digit_recordings(rng, batch)
        said, lengths = at_each_frame(recordings)
        counts = torch.tensor([len(string) for string in strings])
        return torch.nn.functional.ctc_loss(
            said.transpose(0, 1), torch.tensor([digit for string in strings for digit in string]), lengths, counts, 10
        )

    trained(network, loss_of_batch, steps)

    def predict(recordings):
        with torch.no_grad():
            said, lengths = at_each_frame(recordings)
        paths = said.argmax(dim=2)
        return [collapse(path[:length].tolist(), 10) for path, length in zip(paths, lengths)]  # noqa: F821

    return predict


@mistake(
    "Project",
    fails=("baseline", "better", "best"),
    says="You say the same for every strip. That finds nobody who is ill: one class is always right, and the other "
    "three never. Does your network answer before it has read, or has it been trained on one class?",
)
class AlwaysNormal:
    track = "rhythms"

    def predict(self, sequences):
        return np.zeros(len(sequences), dtype=np.int64)


@mistake(
    "Project",
    fails=("baseline", "better", "best"),
    says="You return one number for each beginning, such as the most probable character. A probability for each of the "
    "27 characters is asked for: a model that is unsure can then say so.",
)
class NumbersOfCharacters:
    track = "tunes"

    def predict(self, sequences):
        return np.zeros(len(sequences), dtype=np.int64)


@mistake(
    "Project",
    fails=("baseline", "better", "best"),
    says="You hear nothing in any recording. A network that has learnt only blanks reads an empty string: it was not "
    "trained for long enough, or its weights did not come along.",
)
class HearsNothing:
    track = "digits"

    def predict(self, sequences):
        return [[] for _ in sequences]


@mistake(
    "Project",
    fails=("baseline", "better", "best"),
    says="You return the names of the rhythms. Their numbers are asked for, 0 to 3, in the order of `RHYTHMS`.",
)
class NamesOfRhythms:
    track = "rhythms"

    def predict(self, sequences):
        return np.array(["normal"] * len(sequences))


# ---------------------------------------------------------------------------------------------------------------------
# the quiz

quiz(
    "strangers",
    {
        "a": "Then all forty people are on both sides: the model has heard each of them forty times. It tells how well "
        "these forty are understood.",
        "b": "Nobody of the eight has been heard in training, as no stranger has. With other eight people the number "
        "would be another one: repeat it with several choices, and give the spread.",
        "c": "Who stands at the end of a file? If it is sorted by digit, the test set has one digit; if it is "
        "shuffled, all people are in it.",
        "d": "Equal shares of the digits are good to have, and say nothing about who speaks: every person is on both "
        "sides.",
    },
)
quiz(
    "always_normal",
    {
        "a": "Half of all answers are right. Of the four classes one has a share of 1 and three have 0: the mean is a "
        "quarter.",
        "b": "The other way round: the plain accuracy counts strips, and half of them are normal.",
        "c": "The balanced accuracy is a mean over classes: three of the four have nothing right.",
        "d": "Nine of ten strips show no dropped beat, but not all of these are normal: half of all are.",
    },
)
quiz(
    "which_number",
    {
        "a": "The best of thirty is chosen for its luck too. It can be reported as what it is, the score that a choice "
        "was made by, and it is too high.",
        "b": "That says how good thirty settings are, of which twenty-nine will not be used.",
        "c": "Data that played no part in any choice give an honest number, once. That is what the put-away test set "
        "is for.",
        "d": "It says how well the model knows what it has seen. Beside the other number it is useful: their "
        "difference tells how much was learnt by heart.",
    },
)
quiz(
    "read_a_path",
    {
        "a": "The blank between the two runs of 3 separates them: they are two digits.",
        "b": "A digit that lasts two frames is read once: equal neighbours become one.",
        "c": "Equal neighbours become one, `3 _ 3 _ 7`, and then the blanks go.",
        "d": "The two 7 stand side by side, without a blank between them: they are one digit.",
    },
)
quiz(
    "two_in_a_hundred",
    {
        "a": "With another hundred strips the order could be the other way round. The standard error of either number "
        "is nearly 3 per cent.",
        "b": "That is not shown either. A difference that was not found on 100 strips can be found on 10,000.",
        "c": "The standard error at 0.92 and 100 strips is 0.027. On the same strips one can do better than that by "
        "counting where the two disagree, and still needs more of them.",
        "d": "Mistakes on a test set are not learnt from, or it is no test set any more.",
    },
)
quiz(
    "ten_by_heart",
    {
        "a": "It cannot even learn ten. More will not help what is broken.",
        "b": "A loss of the wrong tensor, a mask the wrong way round, gradients that do not arrive, a learning rate of "
        "1e-9: ten sequences find all of these in a minute.",
        "c": "Dropout makes learning by heart harder, and here it should be easy.",
        "d": "The test set plays no part in whether training data are learnt.",
    },
)
