"""Runs in the sandbox: each piece of code in a confined process; prints what it saw, a line of JSON each."""

import json
import os
import sys

from helpers.grading.sandbox import confinement, system_calls
from helpers.grading.sandbox.limits import Limits

options, codes = json.loads(sys.argv[1])
call_filter = system_calls.prepared_filter()


def confined(code):
    def run(read, write):
        names = {}
        try:
            exec(code, names)
            seen = names.get("seen")
        except BaseException as error:
            seen = {"error": type(error).__name__}
        os.write(write, json.dumps(seen).encode())

    return run


for code in codes:
    monitor = os.fork()
    if monitor == 0:
        child = confinement.start(confined(code), Limits(**options), call_filter)
        said = b""
        while piece := os.read(child.from_child, 65536):
            said += piece
        os.waitpid(child.pid, 0)
        os.write(1, (said or b"null") + b"\n")
        os._exit(0)
    os.waitpid(monitor, 0)
