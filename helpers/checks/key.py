"""The key of a lesson: what learners hold of its exercises. Data alone: cases, expectations, mistakes, hashes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from helpers import Refusal, paths
from helpers.checks.codec import from_tree, to_tree
from helpers.checks.specification import Case, Exercise, Hint, Mistake, Part

LONGEST_LINE = 160  # of a stored key, where the value can be broken at all


@dataclass(frozen=True)
class Quiz:
    """A question's points, the salted hash of its answer, and what there is to say of each option."""

    name: str
    points: float
    answer_hash: str
    options: dict[str, str]


@dataclass(frozen=True)
class Key:
    """A lesson's exercises and quizzes as the checks know them, and the digests of what it was made from."""

    lesson: str
    made_from: dict[str, str]
    exercises: dict[str, Exercise] = field(default_factory=dict)
    quizzes: dict[str, Quiz] = field(default_factory=dict)


def key_path(lesson: str) -> Path:
    """Where a lesson's key lies."""
    return paths.KEYS / f"{lesson}.json"


@cache
def read_key(lesson: str) -> Key:
    """The key of a lesson. Raises Refusal when it is missing or broken."""
    path = key_path(lesson)
    try:
        return key_from_tree(from_tree(json.loads(path.read_text(encoding="utf-8"))))
    except FileNotFoundError:
        raise Refusal(f"The key of lesson {lesson} is missing ({path.name} in helpers/checks/keys).") from None
    except (OSError, ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise Refusal(f"The key of lesson {lesson} ({path.name} in helpers/checks/keys) is broken: {error}.") from None


def answer_hash(lesson: str, quiz: str, answer: str) -> str:
    """What a key stores of a quiz's answer: enough to compare with, nothing to read."""
    return hashlib.sha256(f"{lesson}/{quiz}/{answer.strip().lower()}".encode()).hexdigest()


def key_to_text(key: Key) -> str:
    """The key as it is stored."""
    return _laid_out(to_tree(key_to_tree(key)), "") + "\n"


def _laid_out(tree: Any, margin: str) -> str:
    """JSON text with a line for each thing that fits on one, so that a change shows as the lines it touches."""
    text = json.dumps(tree, ensure_ascii=False)
    if len(text) <= LONGEST_LINE or not isinstance(tree, dict | list):
        return text
    inner = margin + " "
    if isinstance(tree, dict):
        rows = [f"{json.dumps(name, ensure_ascii=False)}: {_laid_out(value, inner)}" for name, value in tree.items()]
        return "{\n" + ",\n".join(inner + row for row in rows) + f"\n{margin}}}"
    return "[\n" + ",\n".join(inner + _laid_out(item, inner) for item in tree) + f"\n{margin}]"


def key_to_tree(key: Key) -> dict[str, Any]:
    """The key as plain data."""
    return {
        "lesson": key.lesson,
        "made_from": key.made_from,
        "exercises": {
            name: {
                "driver": exercise.driver,
                "returns": exercise.returns,
                "builds_on": exercise.builds_on,
                "forbidden": list(exercise.forbidden),
                "backward": exercise.backward,
                "axes": exercise.axes,
                "parts": {
                    part: {"points": share.points, "cases": [vars(case) for case in share.cases]}
                    for part, share in exercise.parts.items()
                },
                "mistakes": [
                    {
                        "name": mistake.name,
                        "says": mistake.says,
                        "fails": list(mistake.fails),
                        "observations": mistake.observations,
                    }
                    for mistake in exercise.mistakes
                ],
                "hints": [_hint_to_tree(hint) for hint in exercise.hints],
            }
            for name, exercise in key.exercises.items()
        },
        "quizzes": {
            name: {"points": quiz.points, "answer_hash": quiz.answer_hash, "options": quiz.options}
            for name, quiz in key.quizzes.items()
        },
    }


def _hint_to_tree(hint: Hint) -> dict[str, Any]:
    named = {"parts": list(hint.parts)} if hint.parts else {}
    return {"summary": hint.summary, "body": hint.body} | named


def key_from_tree(tree: dict[str, Any]) -> Key:
    """The key that plain data describe."""
    exercises = {}
    for name, entry in tree["exercises"].items():
        parts = {
            part: Part(share["points"], [Case(**case) for case in share["cases"]])
            for part, share in entry["parts"].items()
        }
        mistakes = [Mistake(m["name"], m["says"], tuple(m["fails"]), m["observations"]) for m in entry["mistakes"]]
        exercises[name] = Exercise(
            name,
            entry["driver"],
            entry["returns"],
            entry["builds_on"],
            tuple(entry["forbidden"]),
            parts,
            mistakes,
            tuple(Hint(h["summary"], h["body"], tuple(h.get("parts", ()))) for h in entry["hints"]),
            # which older keys do not say
            entry.get("backward", False),
            entry.get("axes", {}),
        )
    quizzes = {name: Quiz(name, **entry) for name, entry in tree["quizzes"].items()}
    return Key(tree["lesson"], tree["made_from"], exercises, quizzes)
