"""Copy the lessons to work/, never over changes of yours, and open them in JupyterLab. Ctrl-C in the terminal
stops it; what you wrote stays in work/.
"""

import argparse
import logging
import os
import signal
from pathlib import Path

from helpers import Refusal, paths
from helpers.commands import data_files, working_copies

CONFIGURATION = Path(__file__).resolve().parent / "jupyter"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, default=8888, help="where JupyterLab listens (8888; the next free one)")
    parser.add_argument("--no-browser", action="store_true", help="print the address and open no browser")


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: it is a number from 1 to 65535")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    sentences = working_copies.update(paths.NOTEBOOKS, paths.WORK)
    if not sentences:
        raise Refusal(
            f"There is no lesson in {paths.NOTEBOOKS}: get a complete copy of the course, or build the lessons where "
            "solutions/ has their texts."
        )
    data_files.complete()
    print("Lessons:")
    for said in sentences:
        print(f"  {said}")
    print("JupyterLab starts.", flush=True)
    serve(paths.WORK, arguments.port, browser=not arguments.no_browser)
    return 0


def server_arguments(work: Path, port: int, browser: bool) -> list[str]:
    """What JupyterLab is told on its command line, where nothing in the user's own configuration overrides it."""
    settings = [
        f"--ServerApp.root_dir={work}",
        f"--ServerApp.port={port}",
        "--Application.log_level=ERROR",
        # Nothing is asked of the outside: no news, no newer version, no list of extensions.
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        # Other users of the machine cannot listen, and kernels do not warn that they could.
        "--MappingKernelManager.transport_encryption=auto",
        # Open tabs are those of this course, not those of another project of the same user.
        f"--LabApp.workspaces_dir={work.parent / '.jupyter' / 'workspaces'}",
    ]
    if not browser:
        settings.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # a container; Jupyter would refuse
        settings.append("--allow-root")
    return settings


def serve(work: Path, port: int, browser: bool) -> None:
    """Run JupyterLab over the folder `work`, in this process, until it is stopped."""
    os.chdir(paths.ROOT)  # Validate reads the nbgrader_config.py of the folder that JupyterLab was started in
    earlier = os.environ.get("JUPYTER_CONFIG_PATH")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [str(CONFIGURATION), earlier]))
    from jupyterlab.labapp import LabApp

    server = LabApp.initialize_server(argv=server_arguments(work, port, browser))
    server.log.addFilter(_not_the_banner)

    def announce() -> None:
        if server.port != port:
            print(f"Port {port} is in use, so JupyterLab takes {server.port}.")
        print(f"JupyterLab is at {server.public_url}")
        print(f"Your notebooks are in {work}. Ctrl-C here stops JupyterLab.", flush=True)

    def stop(*_: object) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # for a second Ctrl-C
        print("\nJupyterLab stops, with its kernels.", flush=True)
        server.stop(from_signal=True)

    signal.signal(signal.SIGINT, stop)  # at once, as we say: Jupyter's own handler asks, and on Windows leaves kernels
    server.io_loop.add_callback(announce)  # which runs once the port is open
    server.start()


def _not_the_banner(record: logging.LogRecord) -> bool:
    """Drop Jupyter's own words about its address, which we have said."""
    return "To access the server" not in record.getMessage()
