"""TCP ports of this machine."""

from __future__ import annotations

import errno
import socket


def port_is_free(port: int, host: str) -> bool:
    """Whether a server could listen on the port of that address of this machine now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as trouble:
            if trouble.errno in {errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL}:
                return False
            raise
    return True


def port_taken(port: int, host: str) -> str:
    """The line for a port that can't be had."""
    return (
        f"PORT: พอร์ต {port} ที่ {host} ใช้ไม่ได้ · {port} on {host} is in use, not allowed or not of this machine: "
        "stop the other program, or set another PORT (or LIKHIT_HOST)"
    )


def free_port() -> int:
    """A port of the loopback that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
