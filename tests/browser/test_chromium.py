"""The watch over what pages ask for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import chromium

OUTSIDE = ["http://unrolled.example/picture.png", "ws://unrolled.example/socket"]
PAGE = (
    """<img src="http://unrolled.example/picture.png"><script>new WebSocket("ws://unrolled.example/socket")</script>"""
)


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:8888/lab",
        "http://127.0.0.1:8888/lab",
        "http://[::1]:8888/lab",
        "ws://localhost:8888/api/kernels",
        "data:image/png;base64,AAAA",
        "blob:http://localhost:8888/1",
    ],
)
def test_this_machine_is_not_outside(address: str) -> None:
    """Is what a page asks of this machine, or has with it, let pass?"""
    assert chromium.stays_here(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://cdn.example/mathjax.js",
        "wss://cdn.example/",
        "http://localhost.example/",
        "http://192.168.0.2:8888/lab",
        "ftp://unrolled.example/",
    ],
)
def test_other_machines_are_outside(address: str) -> None:
    """Is every other address noticed, however near it looks?"""
    assert not chromium.stays_here(address)


def test_a_request_to_the_outside_is_seen(browser: Any) -> None:
    """Does the watch see a picture and a WebSocket that a page wants from elsewhere?"""
    context = browser.new_context()
    requests = chromium.Requests(context)
    page = context.new_page()
    picture, socket = OUTSIDE
    with page.expect_request(picture, timeout=10_000), page.expect_websocket(timeout=10_000) as opened:
        page.set_content(PAGE)
    assert opened.value.url == socket
    context.close()
    assert sorted(requests.to_the_outside()) == OUTSIDE
