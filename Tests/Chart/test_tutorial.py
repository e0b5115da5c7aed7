"""docs/tutorial.md is followed word for word: its commands run, and print what the page says that they print."""

from __future__ import annotations

import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from chart import ROOT, Case, render
from cluster import PATIENCE, account_of, eventually, installed, started
from conftest import binary
from controllers import Controllers

PAGE = (ROOT / "docs" / "tutorial.md").read_text()
CASE = Case("tutorial", {"policies": {"enabled": True}})


@dataclass
class Step:
    """One command with what it prints, or a file with its text."""

    command: str
    printed: list[str]
    # What stands in the whole block.
    block: str


def steps() -> Iterator[Step]:
    """Everything in the page that is typed, and the files that it says to write, in its order."""
    for language, block in re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE):
        if language == "yaml":
            name = block.splitlines()[0].removeprefix("# ")
            yield Step(f"cat >{name} <<'END'\n{block}END", [], block)
        if language == "console":
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, *printed = part.splitlines()
                yield Step(command, printed, block)


def is_as_printed(output: str, printed: list[str]) -> bool:
    """Whether the page shows that output, where it shows any.

    `…` stands for anything, on a line of its own for any lines; how wide columns are is no matter.
    """
    pattern = ""
    for line in printed:
        inside = re.escape(re.sub(" +", " ", line)).replace("…", ".*")
        pattern += "(?:.*\n)*" if line == "…" else f"{inside}\n"
    return not printed or re.fullmatch(pattern, re.sub(" +", " ", output)) is not None


@pytest.fixture
def shell(tmp_path: pathlib.Path) -> dict[str, str]:
    """An environment in which the commands of the page are those that are tested."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "helm").write_text(f'#!/bin/sh\nexec "{sys.executable}" "{ROOT}/Tests/Chart/helm.py" "$@"\n')
    (programs / "helm").chmod(0o755)
    kubectl = shutil.which("kubectl")
    assert kubectl, "kubectl is not installed: ./scripts/install-dependencies installs it for this test"
    (programs / "kubectl-wait_for").symlink_to(binary("kubectl-wait_for").resolve())
    releases = tmp_path / "releases"
    releases.mkdir()
    path = f"{programs}:{os.environ['PATH']}"
    return os.environ | {"PATH": path, "HELM_RELEASES": str(releases), "HOME": str(tmp_path)}


def follow(step: Step, folder: pathlib.Path, environment: dict[str, str]) -> None:
    """Runs a step. What only looks is done again until it shows what the page shows: controllers take their time."""
    only_looks = " get " in step.command and not step.command.startswith("(")
    deadline = time.monotonic() + PATIENCE
    while True:
        done = subprocess.run(
            ["bash", "-c", step.command], cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE
        )
        output = done.stdout + done.stderr
        # Only lint has something to object to.
        if is_as_printed(output, step.printed) and (done.returncode == 0 or "error:" in step.block):
            return
        if not only_looks or time.monotonic() > deadline:
            pytest.fail(f"$ {step.command}\nexit status {done.returncode}\n{output}")


def test_every_command_does_what_the_page_says(tmp_path: pathlib.Path, shell: dict[str, str]) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / "examples").symlink_to(ROOT / "examples")
    with started(tmp_path, {account_of(render(CASE))}) as cluster, installed(cluster, CASE, tmp_path) as server:
        eventually("readiness", server.readiness)
        cluster.ask("POST", "/fake/services", {"k8s-wait/k8s-wait": [f"127.0.0.1:{server.ports['webhook']}"]})
        shell["KUBECONFIG"] = str(cluster.kubeconfig)
        with Controllers(cluster, server, "wiki").working() as controllers:
            for step in steps():
                # The page shows pods that wait for the database, so that it must not be ready yet.
                controllers.held = "postgresql" if "Init:0/1" in step.block else None
                follow(step, work, shell)


def test_a_page_that_is_wrong_would_be_found() -> None:
    assert is_as_printed("a 12s\nb\n", ["a …", "b"])
    assert not is_as_printed("a\nb\n", ["a"])
    assert is_as_printed("a\nb\nc\n", ["…", "c"]) and not is_as_printed("a\nb\nd\n", ["…", "c"])
    assert not is_as_printed("a 12s\nc\n", ["a …", "b"])
    commands = [step.command for step in steps()]
    assert len(commands) > 15 and any(each.startswith("cat >policies.yaml") for each in commands)
