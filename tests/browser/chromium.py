"""The browser that the tests drive: found, started so that it keeps to this machine, and watched."""

from __future__ import annotations

import ipaddress
import os
import shutil
from typing import Any
from urllib.parse import urlsplit

from helpers.commands.doctor import BROWSERS

OPTIONS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # Whatever would still leave the machine finds no address. JupyterLab's own is an exception.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


def start(playwright: Any) -> Any:
    """Chromium or Chrome, without a window: the first of the system's, and of those that playwright knows of, that
    starts.

    Raises LookupError, with a sentence, when there is none.
    """
    from playwright.sync_api import Error

    options = [*OPTIONS]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # Chromium's sandbox refuses to work for root
        options.append("--no-sandbox")
    on_path = [path for name in BROWSERS if (path := shutil.which(name))]
    elsewhere = ("chrome", "msedge", None)  # where their installers put them; playwright's own
    faults = []
    for choice in [{"executable_path": path} for path in on_path] + [{"channel": channel} for channel in elsewhere]:
        try:
            return playwright.chromium.launch(args=options, **choice)
        except Error as error:
            faults.append(str(error))
    if on_path:
        raise LookupError(f"{on_path[0]} does not start: {faults[0]}")
    raise LookupError("there is no browser: install chromium (Debian: sudo apt install chromium) or Google Chrome")


class Requests:
    """The addresses that the pages of a browser's context ask for, WebSockets as well."""

    def __init__(self, context: Any) -> None:
        self.addresses: list[str] = []
        context.on("request", lambda request: self.addresses.append(request.url))
        context.on("page", lambda page: page.on("websocket", lambda socket: self.addresses.append(socket.url)))

    def to_the_outside(self) -> list[str]:
        """Those that leave the machine."""
        return [address for address in self.addresses if not stays_here(address)]


def stays_here(address: str) -> bool:
    """Whether an address is on this machine, or names no machine at all."""
    parts = urlsplit(address)
    if parts.scheme in ("data", "blob", "about"):
        return True
    host = parts.hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
