"""Positive controls: the guard of ``tests/network`` stops what it must and lets loopback pass."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys

import pytest

OUTSIDE = "192.0.2.1"  # TEST-NET-1, RFC 5737: belongs to nobody


@pytest.fixture
def outside_loopback() -> type[BaseException]:
    """The guard's exception, from the module that is loaded."""
    kind: type[BaseException] = sys.modules["sitecustomize"].OutsideLoopback
    return kind


@pytest.mark.parametrize("host", [OUTSIDE, "2001:db8::1", "::ffff:192.0.2.1"])
def test_connecting_outside_is_refused(host: str, outside_loopback: type[BaseException]) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as sock, pytest.raises(outside_loopback):
        sock.connect((host, 80))


def test_a_datagram_outside_is_refused(outside_loopback: type[BaseException]) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as sock, pytest.raises(outside_loopback):
        sock.sendto(b"x", (OUTSIDE, 53))


@pytest.mark.parametrize("host", ["example.com", b"example.com", "localhost.example.com"])
def test_resolving_a_name_is_refused(
    host: str | bytes, outside_loopback: type[BaseException]
) -> None:
    with pytest.raises(outside_loopback):
        socket.getaddrinfo(host, 80)


async def test_asyncio_is_guarded_too(outside_loopback: type[BaseException]) -> None:
    with pytest.raises(outside_loopback):
        await asyncio.open_connection(OUTSIDE, 80)


def test_a_child_process_is_guarded_too() -> None:
    code = f"import socket; socket.create_connection(({OUTSIDE!r}, 80), timeout=5)"
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "OutsideLoopback" in done.stderr


def test_loopback_passes() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        with socket.create_connection(("localhost", address[1]), timeout=5) as client:
            assert client.getpeername()[0] == "127.0.0.1"
