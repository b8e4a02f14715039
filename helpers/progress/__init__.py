"""Which exercises of which lesson pass, as the checks in a learner's working copies left it on record."""

from helpers.progress.show import show_progress

__all__ = ["show_progress"]
