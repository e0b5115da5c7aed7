"""Starts the real server, without an API server: admission and TLS need none."""

from __future__ import annotations

import contextlib
import json
import pathlib
import re
import socket
import subprocess
import time
from collections.abc import Iterator

from conftest import binary


held: list[socket.socket] = []


def free_port() -> int:
    """A port that nobody else is given, though whoever names it can listen there."""
    holder = socket.socket()
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    holder.bind(("127.0.0.1", 0))
    held.append(holder)
    return holder.getsockname()[1]


@contextlib.contextmanager
def server(folder: pathlib.Path, certificate: str, key: str, authority: str) -> Iterator[dict[str, int]]:
    """A server with these certificate files of the folder; its ports by name. Logs into the folder."""
    kubeconfig = folder / "kubeconfig"
    kubeconfig.write_text(
        json.dumps(
            {
                "current-context": "c",
                "contexts": [{"name": "c", "context": {"cluster": "c"}}],
                "clusters": [{"name": "c", "cluster": {"server": "http://127.0.0.1:1"}}],
            }
        )
    )
    log = folder / "log"
    ports = {"webhook": free_port(), "status": free_port(), "operator": free_port()}
    with log.open("w") as output:
        process = subprocess.Popen(
            [
                binary("k8s-wait-server"),
                f"--kubeconfig={kubeconfig}",
                "--image=k8s-wait:0.1.0",
                "--drain-time=0",
                "--loops=1",
                f"--status-url=https://localhost:{ports['status']}",
                *(f"--{name}-listen=127.0.0.1:{port}" for name, port in ports.items()),
                f"--tls-cert={folder / certificate}",
                f"--tls-key={folder / key}",
                f"--tls-ca={folder / authority}",
            ],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + 60
        while not re.search(r"message=listening .*port=operator", log.read_text()):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(log.read_text())
            time.sleep(0.05)
        yield ports
    finally:
        process.kill()
        process.wait()
