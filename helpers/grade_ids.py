"""What the names of test cells say."""

from collections.abc import Iterable


def exercise_and_part(grade_id: str, names: Iterable[str]) -> tuple[str, str]:
    """The exercise and the part that a test cell belongs to: "test_rnn_step_values" -> ("rnn_step", "values").

    names  the exercises and quizzes; the longest that fits wins, since rnn_step begins rnn_step_backward too.
           A cell that is its own answer, graded by hand, is its own exercise.
    """
    rest = grade_id.removeprefix("test_")
    fitting = [name for name in names if rest == name or rest.startswith(f"{name}_")]
    name = max(fitting, key=len, default=rest)
    return name, rest[len(name) + 1 :]
