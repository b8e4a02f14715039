"""The right functions that stand in for the small lesson's exercises."""


def double(x):
    """Twice x."""
    return 2 * x
