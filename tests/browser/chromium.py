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
    """Chromium or Chrome, without a window: the system's, else one that playwright knows of.

    Raises LookupError, with a sentence, when there is none.
    """
    options = [*OPTIONS]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # Chromium's sandbox refuses to work for root
        options.append("--no-sandbox")
    if found := next((path for name in BROWSERS if (path := shutil.which(name))), None):
        return playwright.chromium.launch(executable_path=found, args=options)
    from playwright.sync_api import Error

    for channel in ("chrome", "msedge", None):  # where they are installed without being on PATH; playwright's own
        try:
            return playwright.chromium.launch(channel=channel, args=options)
        except Error:
            continue
    raise LookupError("no browser: install chromium (Debian and Ubuntu: sudo apt install chromium) or Google Chrome")


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
