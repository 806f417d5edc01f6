"""The port that `make run` serves on."""

import errno
import os
import socket

from tools.terminal import Refusal

HOST = "127.0.0.1"
DEFAULT_PORT = 8000


def chosen_port() -> int:
    """The port named by PORT, else 8000. Raises Refusal for what is no port."""
    text = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise Refusal(f"PORT={text} is not a port: choose a number such as PORT=8001.")
    return int(text)


def require_free(port: int) -> None:
    """Raise Refusal unless this machine's loopback address has the port free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Refusal(_sentence(port, error)) from None


def _sentence(port: int, error: OSError) -> str:
    taken = error.errno == errno.EADDRINUSE
    reason = "is taken by another program" if taken else f"cannot be used ({error.strerror})"
    return f"Port {port} {reason}: choose a free one with PORT={_next_free(port)} make run."


def _next_free(port: int) -> int:
    for candidate in range(max(port, 1023) + 1, 65536):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, candidate)) != 0:
                return candidate
    return DEFAULT_PORT
