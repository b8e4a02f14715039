"""What makes the import of nbformat slow, left out.

nbformat checks notebooks with jsonschema, which reads a grammar of internationalised addresses when it is imported, if
one is installed: 0.8 s, before anything is done, for a format that no notebook has.
"""

import sys


def leave_out() -> None:
    """Have jsonschema find no such grammar in this process. To be called before nbformat is imported."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
