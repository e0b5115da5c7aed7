"""Where the programs are, and how golden files are written anew."""

import os
import pathlib
import subprocess

import pytest
from chart import ROOT


def binary(name: str) -> pathlib.Path:
    """A program of a debug build; K8S_WAIT_BINARIES names another folder."""
    folder = pathlib.Path(os.environ.get("K8S_WAIT_BINARIES", ROOT / ".build" / "debug"))
    return folder / name


@pytest.fixture(scope="session")
def server() -> pathlib.Path:
    """The server's program. It must be there: a check that is passed over finds nothing."""
    path = binary("k8s-wait-server")
    assert path.exists(), f"{path} is not there: swift build --product k8s-wait-server"
    return path


@pytest.fixture(scope="session")
def server_help(server: pathlib.Path) -> str:
    """What its --help says."""
    return subprocess.run([server, "--help"], capture_output=True, text=True, check=True).stdout
