"""What a test cell calls: drivers, observations, verdicts, diagnosis, and the keys that learners hold."""

from helpers.checks.check import Check, CheckFailed

__all__ = ["Check", "CheckFailed"]
