"""A lesson's time plan as an instructor has it on the desk."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.build.time_plan import Section, Step, TimePlan

STRETCH = 45  # minutes after which people need a break; a lab has one stretch or two
LONGEST_QUESTION = 72  # characters of a question that are shown
_KINDS = {
    "exercises": ("exercise",),
    "reading": ("reading", "formula", "figure", "code"),
    "predictions and experiments": ("prediction", "experiment"),
    "quiz": ("quiz",),
}


def as_text(lesson: str, plan: TimePlan) -> str:
    """The plan: minutes by kind, then each section with the clock, its exercises, and where to stop and ask.

    A line marks where each 45 minutes end, what is going on then, and which end of a section is nearest.
    """
    kinds = ", ".join(f"{name} {minutes:.0f}" for name, minutes in _by_kind(plan).items() if minutes)
    promised = f"; its opening promises {plan.promised}" if plan.promised else ""
    lines = [f"{lesson}: about {plan.minutes:.0f} minutes ({kinds}){promised}", "", " clock  min"]
    begun = 0.0
    for section in plan.sections:
        ended = begun + section.minutes
        lines.append(f" {_clock(begun)} {round(ended) - round(begun):4}  {section.title}")
        lines += _rows(plan, section, begun)
        begun = ended
    lines.append(f" {_clock(begun)}       end")
    return "\n".join(lines)


def _rows(plan: TimePlan, section: Section, begun: float) -> Iterator[str]:
    for step in section.steps:
        ended = begun + step.minutes
        match step.kind:
            case "exercise":
                yield f" {_clock(begun)}         write {step.what} ({step.minutes:.0f} min)"
            case "prediction":
                yield f" {_clock(begun)}         stop and ask: {_shortened(step.what)}"
            case "quiz":
                yield f" {_clock(begun)}         stop and ask ({step.minutes:.0f} min for all): {_shortened(step.what)}"
        for end in range(STRETCH, round(plan.minutes), STRETCH):
            if begun < end <= ended:
                yield _mark(plan, section, step, end)
        begun = ended


def _mark(plan: TimePlan, section: Section, step: Step, end: int) -> str:
    where = step.what if step.kind == "exercise" else _named(section)
    clock, ends = 0.0, {}
    for other in plan.sections[:-1]:
        clock += other.minutes
        ends[clock] = _named(other)
    nearest = min(ends, key=lambda minutes: abs(minutes - end))
    advice = f"the nearest break is at {_clock(nearest)}, after {ends[nearest]}"
    return f"-{_clock(end)}- {end} minutes end, in {where}; {advice}"


def _named(section: Section) -> str:
    """A section by its number, where it has one."""
    number = section.title.split()[0]
    return f"section {number}" if number.isdigit() else section.title


def _by_kind(plan: TimePlan) -> dict[str, float]:
    steps = [step for section in plan.sections for step in section.steps]
    return {name: sum(step.minutes for step in steps if step.kind in kinds) for name, kinds in _KINDS.items()}


def _clock(minutes: float) -> str:
    return f"{round(minutes) // 60}:{round(minutes) % 60:02}"


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_QUESTION:
        return text
    return text[:LONGEST_QUESTION].rsplit(" ", 1)[0] + " ..."
