"""Recorded measurements: what an experiment gave for each seed, where, when, and by which command."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from helpers import Refusal

RECORDED = Path(__file__).resolve().parent / "recorded"

Limits = tuple[float | None, float | None]  # the least and the most, None for no limit


@dataclass(frozen=True)
class Record:
    """The measurements of one experiment.

    numbers   seed -> the numbers of that seed, by name
    seconds   seed -> the processor time that it took
    expected  number -> its limits if the claim is right
    source    the digest of the code that measured
    """

    name: str
    lesson: str
    claim: str
    setup: str
    expected: Mapping[str, Limits]
    numbers: Mapping[int, Mapping[str, float]]
    seconds: Mapping[int, float]
    machine: Mapping[str, str | int]
    versions: Mapping[str, str]
    date: str
    command: str
    source: str

    def names(self) -> list[str]:
        """The names of what was measured, in the order of the experiment."""
        return list(next(iter(self.numbers.values()), {}))

    def values(self, name: str) -> list[float]:
        """One number for all seeds, in their order."""
        return [self.numbers[seed][name] for seed in sorted(self.numbers)]

    def holds(self, seed: int) -> bool:
        """Whether every number of a seed lies within its limits. What is not a number does not."""
        return all(within(self.numbers[seed][name], limits) for name, limits in self.expected.items())

    def verdict(self) -> str:
        """For how many of the seeds the claim holds, in words."""
        held, of = sum(map(self.holds, self.numbers)), len(self.numbers)
        if held == of:
            return f"holds for all {of} seeds"
        return f"holds for {held} of {of} seeds" if held else f"holds for none of {of} seeds"

    def with_seed(self, seed: int, numbers: Mapping[str, float], seconds: float) -> Record:
        """The record with one more seed. Raises Refusal where its numbers have other names than those before."""
        if self.numbers and list(numbers) != self.names():
            raise Refusal(
                f"{self.name}: seed {seed} measured {', '.join(numbers) or 'nothing'}, and the seeds before it "
                f"{', '.join(self.names())}: measure has to give the same names for every seed."
            )
        if absent := [name for name in self.expected if name not in numbers]:
            raise Refusal(f"{self.name}: something is expected of {', '.join(absent)}, which measure does not give.")
        return replace(
            self,
            numbers={**self.numbers, seed: {name: float(value) for name, value in numbers.items()}},
            seconds={**self.seconds, seed: seconds},
        )


def within(value: float, limits: Limits) -> bool:
    """Whether a number lies within limits, each of them included."""
    least, most = limits
    return not math.isnan(value) and (least is None or value >= least) and (most is None or value <= most)


def recorded(name: str) -> Record:
    """The record of an experiment. Raises Refusal where there is none, or it cannot be read."""
    path = RECORDED / f"{name}.json"
    try:
        return from_text(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        there = ", ".join(recorded_names()) or "none yet"
        raise Refusal(f"There is no record of an experiment called {name!r}. The recorded ones are: {there}.") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal(f"helpers/data/recorded/{name}.json cannot be read ({error}): measure it again.") from None


def recorded_names() -> list[str]:
    """The experiments of which there is a record, in alphabetical order."""
    return sorted(path.stem for path in RECORDED.glob("*.json"))


def to_text(record: Record) -> str:
    """A record as the text of its file: JSON, with infinities and what is not a number as words."""
    tree = {
        "name": record.name,
        "lesson": record.lesson,
        "claim": record.claim,
        "setup": record.setup,
        "expected": {name: list(limits) for name, limits in record.expected.items()},
        "seeds": [
            {
                "seed": seed,
                "numbers": {name: _as_json(value) for name, value in record.numbers[seed].items()},
                "processor seconds": round(record.seconds[seed], 2),
            }
            for seed in sorted(record.numbers)
        ],
        "machine": dict(record.machine),
        "versions": dict(record.versions),
        "date": record.date,
        "command": record.command,
        "source": record.source,
    }
    return json.dumps(tree, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def from_text(text: str) -> Record:
    """The record that a file holds. Raises ValueError, KeyError, TypeError or AttributeError where the text is none."""
    tree = json.loads(text)
    return Record(
        name=tree["name"],
        lesson=tree["lesson"],
        claim=tree["claim"],
        setup=tree["setup"],
        expected={name: (least, most) for name, (least, most) in tree["expected"].items()},
        numbers={
            entry["seed"]: {name: float(value) for name, value in entry["numbers"].items()} for entry in tree["seeds"]
        },
        seconds={entry["seed"]: entry["processor seconds"] for entry in tree["seeds"]},
        machine=tree["machine"],
        versions=tree["versions"],
        date=tree["date"],
        command=tree["command"],
        source=tree["source"],
    )


def _as_json(value: float) -> float | str:
    return value if math.isfinite(value) else str(value)
