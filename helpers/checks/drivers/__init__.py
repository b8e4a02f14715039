"""The drivers: each calls a learner's object on one case and returns what came out, near the learner's code.

A driver is a function (learner's object, arguments by name) -> value. `observe` guards it, so a driver only has to
know how such an object is used.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from helpers.checks.drivers.afresh import afresh
from helpers.checks.drivers.call import call
from helpers.checks.drivers.choices import count_choices
from helpers.checks.drivers.functions import call_with_function
from helpers.checks.drivers.generating import generate_with_model
from helpers.checks.drivers.modules import run_module
from helpers.checks.drivers.project import answers_of_project
from helpers.checks.drivers.sampling import count_draws
from helpers.checks.drivers.steps import call_with_step, loss_with_step
from helpers.checks.drivers.strictly import strictly
from helpers.checks.drivers.tensors import call_with_gradients, call_with_tensors

DRIVERS: dict[str, Callable[[Any, dict[str, Any]], Any]] = {
    "afresh": afresh,
    "call": call,
    "call_with_function": call_with_function,
    "call_with_step": call_with_step,
    "count_choices": count_choices,
    "count_draws": count_draws,
    "generate_with_model": generate_with_model,
    "loss_with_step": loss_with_step,
    "module": run_module,
    "project": answers_of_project,
    "strictly": strictly,
    "tensors": call_with_tensors,
    "tensors_with_gradients": call_with_gradients,
}
