"""The fake API server, and releases of the chart in it: the real server with exactly what was rendered."""

from __future__ import annotations

import contextlib
import http.client
import json
import pathlib
import re
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import yaml
from chart import Case, Object, Rendering, render
from conftest import binary
from serving import free_port

PATIENCE = 60
PLURALS = {
    "NetworkPolicy": "networkpolicies",
    "ValidatingAdmissionPolicy": "validatingadmissionpolicies",
    "WaitPolicy": "waitpolicies",
    "ClusterWaitPolicy": "clusterwaitpolicies",
}
CONFIGURATION = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/k8s-wait"


def eventually(what: str, check: Callable[[], Any]) -> Any:
    """The first answer of the check that is not None."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if (found := check()) is not None:
            return found
        time.sleep(0.05)
    pytest.fail(f"{what} has not happened within {PATIENCE} s")


def collection(each: Object) -> str:
    """The path of the collection that an object is in."""
    version, kind = each["apiVersion"], each["kind"]
    namespace = each["metadata"].get("namespace")
    where = f"/namespaces/{namespace}" if namespace else ""
    return f"/{'api' if version == 'v1' else 'apis'}/{version}{where}/{PLURALS.get(kind, f'{kind.lower()}s')}"


def difference(old: Object, new: Object) -> Object:
    """The strategic merge patch from one manifest to the next, as helm makes it.

    What is gone becomes null, and an entry of the webhook configuration that is gone is deleted by its name.
    """
    patch: Object = {key: None for key in old.keys() - new.keys()}
    for key, value in new.items():
        if isinstance(value, dict) and isinstance(old.get(key), dict):
            patch[key] = difference(old[key], value)
        elif key == "webhooks":
            before = {each["name"]: each for each in old[key]}
            kept = [difference(before.get(each["name"], {}), each) | {"name": each["name"]} for each in value]
            gone = before.keys() - {each["name"] for each in value}
            patch[key] = kept + [{"$patch": "delete", "name": name} for name in sorted(gone)]
        elif key == "matchConditions":
            names = {each["name"] for each in old.get(key, [])} - {each["name"] for each in value}
            patch[key] = value + [{"$patch": "delete", "name": name} for name in sorted(names)]
        else:
            patch[key] = value
    return patch


class Cluster:
    """The fake API server, as its administrator sees it, which tests are, or the ServiceAccount of another token."""

    def __init__(self, kubeconfig: pathlib.Path, token: str = "admin") -> None:
        self.kubeconfig = kubeconfig
        self.token = token
        self.url = yaml.safe_load(kubeconfig.read_text())["clusters"][0]["cluster"]["server"]

    def ask(self, method: str, path: str, body: Any = None, kind: str = "application/json") -> Object:
        data = json.dumps(body).encode() if body is not None else None
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        with urllib.request.urlopen(request, context=ssl._create_unverified_context(), timeout=30) as answer:
            return json.load(answer)

    def create(self, each: Object) -> Object:
        """Creates an object through admission, as `kubectl create` does."""
        return self.ask("POST", collection(each), each)

    def put(self, *objects: Object) -> None:
        """Stores objects as they are, status included, as controllers have written them."""
        self.ask("POST", "/fake/objects", list(objects))

    def bundles(self) -> dict[str, str]:
        return {
            each["name"]: each["clientConfig"].get("caBundle", "")
            for each in self.ask("GET", CONFIGURATION)["webhooks"]
        }

    def account(self, account: str) -> pathlib.Path:
        """A kubeconfig for the ServiceAccount `NAMESPACE/NAME`, which may do what it is granted."""
        configuration = yaml.safe_load(self.kubeconfig.read_text())
        configuration["users"][0]["user"] = {"token": token(account)}
        path = self.kubeconfig.with_name(f"kubeconfig-{token(account)}")
        path.write_text(json.dumps(configuration))
        return path


def token(account: str) -> str:
    return account.replace("/", ".")


@contextlib.contextmanager
def running(log: pathlib.Path, command: list[Any]) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("a") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def started(folder: pathlib.Path, accounts: set[str]) -> Iterator[Cluster]:
    """An API server with nothing in it that knows these ServiceAccounts."""
    kubeconfig = folder / "kubeconfig"
    options = ["--listen=127.0.0.1:0", f"--tls-dir={folder}/api", "--token=admin", "--auto-namespaces"]
    options += [f"--service-account={token(account)}={account}" for account in sorted(accounts)]
    log = folder / "api.log"
    with running(log, [binary("fake-apiserver"), *options, f"--kubeconfig-out={kubeconfig}"]):
        eventually("the API server's start", lambda: "listening on https" in log.read_text() or None)
        yield Cluster(kubeconfig)


def account_of(rendering: Rendering) -> str:
    """The ServiceAccount that a rendering's pods run as."""
    deployment = rendering.one("Deployment")
    name = deployment["spec"]["template"]["spec"]["serviceAccountName"]
    return f"{deployment['metadata']['namespace']}/{name}"


@dataclass
class Replica:
    """One process of the server, and where its ports are."""

    process: subprocess.Popen[bytes]
    ports: dict[str, int]
    log: pathlib.Path

    def readiness(self) -> str | None:
        """The answer of /readyz once it is 200."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.ports['operator']}/readyz", timeout=5) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return None

    def wait(self, pod: Object) -> Iterator[Object]:
        """Asks as the pod's init container does: every line of the answer, as it comes."""
        context = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection("127.0.0.1", self.ports["status"], timeout=PATIENCE, context=context)
        metadata = pod["metadata"]
        question = {"namespace": metadata["namespace"], "pod": metadata["name"], "uid": metadata["uid"]}
        connection.request("POST", "/v1/wait", json.dumps(question), {"Content-Type": "application/json"})
        with contextlib.closing(connection), connection.getresponse() as answer:
            while line := answer.readline():
                yield json.loads(line)

    def outcome(self, pod: Object) -> str:
        """What the wait of a pod ends with."""
        return next(line["outcome"] for line in self.wait(pod) if "outcome" in line)


@contextlib.contextmanager
def replica(
    cluster: Cluster, rendering: Rendering, folder: pathlib.Path, replaced: dict[str, str] | None = None
) -> Iterator[Replica]:
    """The server with the rendered arguments, environment and account, but for addresses of this machine.

    `replaced` says which paths of the container are which here.
    """
    names = ("webhook", "status", "operator", "legacy")
    ports = {name: free_port() for name in names}
    arguments = []
    for each in rendering.arguments:
        for path, here in (replaced or {}).items():
            each = each.replace(path, here)
        match = re.fullmatch(r"--(\w+)-listen=:\d+", each)
        arguments.append(f"--{match[1]}-listen=127.0.0.1:{ports[match[1]]}" if match else each.replace("$$(", "$("))
    [container] = rendering.one("Deployment")["spec"]["template"]["spec"]["containers"]
    environment = [f"{each['name']}={each['value']}" for each in container.get("env", [])]
    kubeconfig = cluster.account(account_of(rendering))
    command = ["env", *environment, binary("k8s-wait-server"), *arguments, f"--kubeconfig={kubeconfig}"]
    log = folder / f"server-{ports['operator']}.log"
    with running(log, command) as process:
        yield Replica(process, ports, log)


@contextlib.contextmanager
def installed(cluster: Cluster, case: Case, folder: pathlib.Path) -> Iterator[Replica]:
    """A release, and one replica of it."""
    rendering = render(case)
    for each in rendering.installed:
        cluster.create(each)
    with replica(cluster, rendering, folder) as it:
        yield it
