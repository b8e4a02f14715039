"""What single units follow: the properties of a program, and how a unit is chosen."""

from __future__ import annotations

import numpy as np

from helpers.data.records import recorded
from helpers.nn.experiments import following_units
from helpers.nn.experiments.following_units import (
    WARM_UP,
    all_units,
    best_unit,
    correlations,
    means_of_the_unit_for_quotes,
    properties_of,
)

PROGRAM = """def f(x):
    return g('a(b', [x])
"""
COMMENTED = "x = '#'  # a 'b\ny\n"


def test_properties_of_a_program() -> None:
    """Are quotes, brackets, indentation and the place in the line what one counts by hand?"""
    quotes, brackets, indentation, place, comment = properties_of(PROGRAM)
    at = PROGRAM.index("'a(b'")
    assert quotes[at - 1 : at + 6].tolist() == [0, 1, 1, 1, 1, 0, 0]
    places = [0, 5, 6, 7, at - 1, at + 2, PROGRAM.index("[x"), PROGRAM.index("x])"), len(PROGRAM) - 1]
    assert brackets[places].tolist() == [0, 1, 1, 0, 1, 1, 2, 2, 0]
    first = PROGRAM.index("\n") + 1
    assert indentation[first : first + 6].tolist() == [1, 2, 3, 4, 4, 4]
    assert not comment.any()
    in_comment = properties_of(COMMENTED)[4]
    assert "".join(COMMENTED[number] for number in np.flatnonzero(in_comment)) == "# a 'b"
    assert place[[0, first - 2, first - 1, first, first + 5]].tolist() == [1, 9, 0, 1, 6]


def test_an_f_string_is_one_string_in_every_python() -> None:
    """Are its curly brackets no brackets of the program, and is all of it inside quotes?"""
    text = "x = f'a{b[0]}c' + (1)\n"
    quotes, brackets, *_ = properties_of(text)
    assert "".join(text[place] for place in np.flatnonzero(quotes)) == "f'a{b[0]}c"
    assert "".join(text[place] for place in np.flatnonzero(brackets)) == "(1"


def test_no_program_has_no_properties() -> None:
    """Is text that the tokenizer refuses left out?"""
    assert properties_of("def f(:\n  '''never ends") is None


def test_correlations_agree_with_numpy() -> None:
    """Are they NumPy's, and 0 for a unit that never changes?"""
    rng = np.random.default_rng(0)
    units, values = rng.normal(size=(50, 3)), rng.normal(size=50)
    units[:, 2] = 0.5
    found = correlations(units, values)
    np.testing.assert_allclose(found[:2], [np.corrcoef(units[:, k], values)[0, 1] for k in range(2)])
    assert found[2] == 0


def test_a_unit_is_chosen_on_one_half_and_judged_on_the_other() -> None:
    """Is a unit that follows the even rows alone chosen, and found to follow nothing on the odd ones?"""
    rng = np.random.default_rng(0)
    values = rng.normal(size=(8, WARM_UP + 400))
    units = 0.3 * rng.normal(size=(8, WARM_UP + 400, 5))
    units[::2, :, 3] = values[::2]
    chosen, correlation = best_unit(units, values)
    assert chosen == 3
    assert abs(correlation) < 0.15
    units[..., 1] += values
    units[..., 4] -= values
    units[::2, :, 3] = 0
    assert best_unit(units, values)[1] ** 2 > 0.8
    assert all_units(units, values) > abs(best_unit(units, values)[1])


def test_where_the_unit_for_quotes_is_high() -> None:
    """Is the unit turned so that it is high in quotes, and are comments and the rest told apart?"""
    rng = np.random.default_rng(2)
    properties = np.zeros((5, 4, WARM_UP + 300))
    properties[0, :, WARM_UP : WARM_UP + 100] = properties[4, :, WARM_UP + 100 : WARM_UP + 150] = 1
    units = 0.01 * rng.normal(size=(4, WARM_UP + 300, 3))
    units[..., 1] -= 0.8 * properties[0] + 0.5 * properties[4] - 0.2
    np.testing.assert_allclose(means_of_the_unit_for_quotes(units, properties), (0.6, 0.3, -0.2), atol=0.01)


def test_by_chance_nothing_is_found() -> None:
    """Does the best of 192 units of noise follow a slow property on new text no better than chance?"""
    rng = np.random.default_rng(1)
    values = np.repeat(rng.normal(size=(8, 10)), 60, axis=1)
    units = rng.normal(size=(8, 600, 192))
    assert abs(best_unit(units, values)[1]) < 0.1


def test_readings_have_the_same_places() -> None:
    """Do characters and properties belong together: is the place in the line 0 at line breaks and nowhere else?"""
    ids, properties = following_units.readings()
    line_break = following_units.code_model.alphabet().characters.index("\n")
    assert ids.shape == properties.shape[1:]
    assert np.array_equal(ids.numpy() == line_break, properties[3] == 0)


def test_record_says_what_the_lesson_says_of_single_units() -> None:
    """Are brackets followed best, and is the indentation followed hardly better than by a single character?"""
    record = recorded("following_units")
    assert record.verdict() == "holds for all 5 seeds"
    best = {name: record.values(f"{name}, trained") for name in following_units.PROPERTIES}
    for name in following_units.PROPERTIES:
        rivals = [record.values(f"{name}, {rival}") for rival in ("untrained", "characters", "wrong text")]
        assert all(min(best[name]) > max(rival) for rival in rivals), name
        assert all(ours <= brackets for ours, brackets in zip(best[name], best["inside brackets"], strict=True)), name
    assert sorted(share < 0.35 for share in best["indentation"]) == [False, True, True, True, True]
    assert 0.22 < record.values("indentation, characters")[0] < 0.23
    nearest = np.divide(record.values("place in the line, untrained"), best["place in the line"])
    assert 0.5 < nearest.min() < nearest.max() < 5 / 6
    quotes, comments, elsewhere = (
        record.values(f"mean of the unit for quotes, {where}")
        for where in ("inside quotes", "in comments", "elsewhere")
    )
    assert all(np.diff([elsewhere, quotes, comments], axis=0).ravel() > 0)


def test_record_says_what_the_lesson_says_of_all_units() -> None:
    """Is the sum of all trained units ahead of that of untrained ones with every seed, but for the indentation?"""
    record = recorded("following_units")
    for name in following_units.PROPERTIES:
        trained, untrained = (record.values(f"{name}, all units together{kind}") for kind in ("", ", untrained"))
        ahead = sum(np.greater(trained, untrained))
        assert ahead == (3 if name == "indentation" else 5), name
        assert all(np.greater(trained, record.values(f"{name}, trained"))), name
