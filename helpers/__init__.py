"""The package behind Unrolled: what its notebooks import and what its command runs."""

import os

PROGRAM = "py -m helpers" if os.name == "nt" else "python3 -m helpers"


class Refusal(Exception):
    """Something cannot be done, told in one sentence: what is wrong, where, and what to do.

    The command prints the sentence and ends with a non-zero exit; no traceback is shown, in Jupyter neither.
    """

    def _render_traceback_(self):
        return [str(self)]
