"""What is raised in a learner's function whose time is over."""

from __future__ import annotations

SECONDS_BETWEEN_REQUESTS = 0.1  # to end, once the time is over: what is raised may be swallowed


class TimeUp(BaseException):
    """Raised inside the running function; not an Exception, so that `except Exception` does not keep it."""
