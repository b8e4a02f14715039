"""What is left out when nbformat is imported."""

import subprocess
import sys

PROGRAM = """
import sys
from helpers.notebooks import address_grammar
address_grammar.leave_out()
import nbformat
from nbformat.v4 import new_code_cell, new_notebook
nbformat.validate(new_notebook(cells=[new_code_cell("1")]))
try:
    nbformat.validate(new_notebook(metadata={"kernelspec": 3}))
except nbformat.ValidationError:
    print("refused", sys.modules.get("lark"))
"""


def test_notebooks_are_checked_without_the_grammar() -> None:
    """Does nbformat still tell a sound notebook from a broken one, and is the parser's library not loaded?"""
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["refused", "None"]
