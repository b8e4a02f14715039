"""What pip prints, in words a learner can use: how far it is, and why it failed."""

import re

NO_NETWORK = (
    "newconnectionerror",
    "name resolution",
    "getaddrinfo failed",
    "nodename nor servname",
    "connection refused",
    "connecttimeout",
    "connection timed out",
    "network is unreachable",
    "proxyerror",
    "read timed out",
    "remotedisconnected",
    "connection aborted",
    "connection reset",
)


class PipOutput:
    """Reads pip's lines one by one.

    collected: the packages that pip has chosen so far; to_install: how many it is going to install, None
    until it knows; current: the package it is at, with its size where pip says it.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.collected: set[str] = set()
        self.to_install: int | None = None
        self.current = ""

    def read(self, line: str) -> None:
        """Take in one line of pip's output."""
        line = line.strip()
        if not line:
            return
        self.lines.append(line)
        if match := re.match(r"(?:Collecting|Requirement already satisfied:) ([A-Za-z0-9._-]+)", line):
            self.collected.add(match[1].lower())
            self.current = match[1]
        elif match := re.match(r"Downloading \S*?([^/\s]+?)-(\d[^-\s]*)-?\S* \(([^)]+)\)", line):
            self.current = f"{match[1]} {match[2]} ({match[3]})"
        elif match := re.match(r"Installing collected packages: (.+)", line):
            self.to_install = match[1].count(",") + 1

    def without_network(self) -> bool:
        """Whether the package index did not answer."""
        lower = "\n".join(self.lines).lower()
        return any(sign in lower for sign in NO_NETWORK)

    def why_it_failed(self) -> str:
        """The reason of a failure, as a sentence without its full stop."""
        text = "\n".join(self.lines)
        lower = text.lower()
        if "no space left on device" in lower or "[winerror 112]" in lower or "disk quota exceeded" in lower:
            return "the disk is full; about 4 GB are needed"
        if "certificate" in lower and "verify failed" in lower:
            return "the certificate of the package index is not trusted here; set pip's option `cert` to the right one"
        if self.without_network():
            return "the package index does not answer; check the network (or pip's proxy setting)"
        if "do not match the hashes" in lower:
            return "the package index gives another file under its name, whose hash is a different one"
        if match := re.search(r"No matching distribution found for (.+)", text):
            wanted = re.sub(r" \(from .*", "", match[1])
            return f"pip finds no {wanted} for this Python and this system"
        if match := re.search(r"The conflict is caused by:\n((?:.+\n)+?)(?:To fix this|ERROR)", text):
            conflict = (
                match[1].strip().replace("\n", "; ").replace("The user requested (constraint)", "constraints.txt has")
            )
            return f"pip finds no versions that go together on this system ({conflict})"
        errors = [line for line in self.lines if line.startswith("ERROR:")]
        last = (errors or self.lines or ["pip said nothing"])[-1]
        return last.removeprefix("ERROR:").strip().rstrip(".")
