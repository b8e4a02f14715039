"""pip's lines, put into words."""

from __future__ import annotations

import pytest

from helpers.commands.pip_output import PipOutput


def after(text: str) -> PipOutput:
    output = PipOutput()
    for line in text.splitlines():
        output.read(line)
    return output


def test_progress_follows_pip() -> None:
    """Are the package at hand, the number chosen and the number to install read from pip's lines?"""
    output = after(
        "Looking in links: /wheels\n"
        "Obtaining the project\n"
        "Collecting numpy<3,>=2.4 (from unrolled==0.1.0)\n"
        "  Downloading numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.whl (16.9 MB)\n"
        "Requirement already satisfied: rich>=14 in somewhere\n"
        "Collecting jupyter_server<3 (from jupyterlab)\n"
        "  Downloading jupyter_server-2.21.1-py3-none-any.whl (390 kB)\n"
    )
    assert output.collected == {"numpy", "rich", "jupyter_server"}
    assert output.current == "jupyter_server 2.21.1 (390 kB)"
    assert output.to_install is None
    output.read("Installing collected packages: numpy, jupyter_server, unrolled")
    assert output.to_install == 3


RETRY = (
    "WARNING: Retrying (Retry(total=4, connect=None, read=None, redirect=None, status=None)) after connection broken "
    "by 'NewConnectionError('<HTTPSConnection object>: Failed to establish a new connection: [Errno -3] Temporary "
    "failure in name resolution')': /simple/setuptools/\n"
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n",
            "the disk is full",
        ),
        ("OSError: [WinError 112] There is not enough space on the disk\n", "the disk is full"),
        (
            RETRY
            + "ERROR: Could not find a version that satisfies the requirement setuptools>=77 (from versions: none)\n"
            "ERROR: No matching distribution found for setuptools>=77\n",
            "the package index does not answer",
        ),
        (
            "... SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] ... verify failed'\n",
            "certificate",
        ),
        (
            "ERROR: Ignored the following versions that require a different version: 3.0 Requires-Python >=3.13\n"
            "ERROR: No matching distribution found for torch==2.13.0 (from unrolled)\n",
            "pip finds no torch==2.13.0 for this Python and this system",
        ),
        (
            "The conflict is caused by:\n    unrolled 0.1.0 depends on numpy<3 and >=2.4\n"
            "    The user requested (constraint) numpy==2.4.6\nTo fix this you could try to:\n1. loosen the range\n"
            "ERROR: ResolutionImpossible: for help visit the pages of pip\n",
            "(unrolled 0.1.0 depends on numpy<3 and >=2.4; constraints.txt has numpy==2.4.6)",
        ),
        ("Collecting x\nERROR: Something new went wrong.\nhint: look above\n", "Something new went wrong"),
        ("", "pip said nothing"),
    ],
)
def test_a_failure_is_explained(text: str, reason: str) -> None:
    """Is the reason the one that a person can act on, in one line?"""
    said = after(text).why_it_failed()
    assert reason in said
    assert "\n" not in said
    assert not said.endswith(".")
