"""torch is loaded before the clock where an answer names it, and never elsewhere."""

from __future__ import annotations

import subprocess
import sys

import pytest

from helpers import paths
from helpers.checks.torch_needed import needs_torch
from tests.checks.trial import notebook

NAMING = {
    "an import in the answer": "def f(a):\n    import torch\n    return torch.ones(a)",
    "a part of it": "def f(a):\n    from torch.nn import functional\n    return functional",
    "in a function that it calls": "def g(a):\n    import torch\n\n\ndef f(a):\n    return [g(b) for b in [a]]",
    "in a function inside": "def f(a):\n    def g():\n        import torch\n    return g()",
    "in a static method": "class f:\n    @staticmethod\n    def g():\n        import torch",
    "in a property": "class f:\n    @property\n    def g(self):\n        import torch",
}
NOT_NAMING = {
    "another name": "def f(a):\n    torches = a\n    return torches",
    "a text": "def f(a):\n    return 'torch'",
    "no function": "f = 3",
    "itself": "def f(a):\n    return f(a - 1)",
}


@pytest.mark.parametrize("where", [*NAMING, *NOT_NAMING])
def test_an_answer_that_names_torch_is_told(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is torch found in the answer, and in functions and methods that belong to it?"""
    namespace = notebook((NAMING | NOT_NAMING)[where])
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    assert needs_torch(namespace["f"], namespace) is (where in NAMING)
    monkeypatch.setitem(sys.modules, "torch", sys)
    assert needs_torch(namespace["f"], namespace) is False


PROGRAM = """
import sys
from helpers.checks.observe import observe
from helpers.checks.specification import Case, Exercise
from tests.checks.trial import notebook

namespace = notebook("def f(a):\\n    import torch\\n    return float(torch.ones(1)[0])")
before = "torch" in sys.modules
seen = observe(Exercise("f", "call", {"h": ""}), Case("", {"a": 1}), namespace, seconds=0.3)
print(before, seen["outcome"])
"""


def test_the_first_import_of_torch_takes_nothing_of_the_answer_s_time() -> None:
    """With less time for a case than the import takes, does an answer that imports torch come to its end?"""
    out = subprocess.run([sys.executable, "-c", PROGRAM], cwd=paths.ROOT, capture_output=True, text=True, check=False)
    assert out.stdout.strip() == "False returned", out.stderr
