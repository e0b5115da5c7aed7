"""What is rendered, applied to the fake API server: the real server runs with exactly these arguments, makes its
certificates, tells API servers about them and becomes ready; upgrades and rollbacks leave caBundle where it is."""

from __future__ import annotations

import base64
import contextlib
import json
import pathlib
import re
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from chart import Case, Object, render
from conftest import binary
from matrix import BY_NAME
from serving import free_port

PLURALS = {"NetworkPolicy": "networkpolicies", "ValidatingAdmissionPolicy": "validatingadmissionpolicies"}
CONFIGURATION = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/k8s-wait"
PATIENCE = 60


def eventually(what: str, check: Callable[[], Any]) -> Any:
    """The first answer of the check that is not None."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if (found := check()) is not None:
            return found
        time.sleep(0.05)
    pytest.fail(f"{what} has not happened within {PATIENCE} s")


class Cluster:
    """The fake API server."""

    def __init__(self, kubeconfig: pathlib.Path) -> None:
        self.kubeconfig = kubeconfig
        self.url = yaml.safe_load(kubeconfig.read_text())["clusters"][0]["cluster"]["server"]

    def ask(self, method: str, path: str, body: Object | None = None, kind: str = "application/json") -> Object:
        data = json.dumps(body).encode() if body is not None else None
        headers = {"Authorization": "Bearer admin", "Content-Type": kind}
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        with urllib.request.urlopen(request, context=ssl._create_unverified_context(), timeout=30) as answer:
            return json.load(answer)

    def create(self, each: Object) -> None:
        version, kind = each["apiVersion"], each["kind"]
        plural = PLURALS.get(kind, f"{kind.lower()}s")
        namespace = each["metadata"].get("namespace")
        where = f"/namespaces/{namespace}" if namespace else ""
        self.ask("POST", f"/{'api' if version == 'v1' else 'apis'}/{version}{where}/{plural}", each)

    def bundles(self) -> dict[str, str]:
        return {
            each["name"]: each["clientConfig"].get("caBundle", "")
            for each in self.ask("GET", CONFIGURATION)["webhooks"]
        }


@contextlib.contextmanager
def running(log: pathlib.Path, command: list[Any]) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def cluster(tmp_path: pathlib.Path) -> Iterator[Cluster]:
    kubeconfig = tmp_path / "kubeconfig"
    options = ["--listen=127.0.0.1:0", f"--tls-dir={tmp_path}/api", "--token=admin", "--auto-namespaces"]
    command = [binary("fake-apiserver"), *options, f"--kubeconfig-out={kubeconfig}"]
    log = tmp_path / "api.log"
    with running(log, command):
        eventually("the API server's start", lambda: "listening on https" in log.read_text() or None)
        yield Cluster(kubeconfig)


@contextlib.contextmanager
def installed(
    cluster: Cluster, case: Case, folder: pathlib.Path
) -> Iterator[tuple[subprocess.Popen[bytes], dict[str, int]]]:
    """A release, and one replica of it: with the rendered arguments, but for addresses of this machine."""
    rendering = render(case)
    for each in rendering.installed:
        cluster.create(each)
    ports = {name: free_port() for name in ("webhook", "status", "operator")}
    arguments = [
        re.sub(r"^--(\w+)-listen=:\d+$", lambda it: f"--{it[1]}-listen=127.0.0.1:{ports[it[1]]}", each)
        for each in rendering.arguments
    ]
    command = [binary("k8s-wait-server"), *arguments, f"--kubeconfig={cluster.kubeconfig}"]
    with running(folder / "server.log", command) as process:
        yield process, ports


def readiness(port: int) -> str | None:
    """The answer of /readyz once it is 200."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return answer.read().decode()
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None


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


def test_the_server_becomes_ready(cluster: Cluster, tmp_path: pathlib.Path) -> None:
    with installed(cluster, BY_NAME["defaults"], tmp_path) as (process, ports):
        answer = eventually("readiness", lambda: readiness(ports["operator"]))
        assert "[+]ca-bundle ok" in answer
        bundles = cluster.bundles()
        assert set(bundles) == {"annotated.pods.wait.k8s", "workloads.wait.k8s"}
        # API servers trust what is served, by the name that they ask for; pods by that of the status server.
        for name, port in (("k8s-wait", "webhook"), ("k8s-wait-status", "status")):
            for bundle in bundles.values():
                (tmp_path / "bundle.pem").write_bytes(base64.b64decode(bundle))
                host = f"{name}.k8s-wait.svc"
                command = (
                    f"openssl s_client -connect 127.0.0.1:{ports[port]} -servername {host} -verify_hostname {host}"
                )
                checked = subprocess.run(
                    [*command.split(), "-CAfile", tmp_path / "bundle.pem", "-verify_return_error"],
                    input="",
                    capture_output=True,
                    text=True,
                )
                assert "Verify return code: 0 (ok)" in checked.stdout, checked.stdout + checked.stderr
        process.terminate()
        assert process.wait(PATIENCE) == 0


def test_upgrades_and_rollbacks_leave_the_bundle(cluster: Cluster, tmp_path: pathlib.Path) -> None:
    stages = ["defaults", "everything", "opt-in", "least", "defaults", "cert-manager", "kube-1.27", "defaults"]
    with installed(cluster, BY_NAME[stages[0]], tmp_path) as (_, ports):
        eventually("readiness", lambda: readiness(ports["operator"]))
        for before, after in zip(stages, stages[1:], strict=False):
            old, new = (render(BY_NAME[name]).one("MutatingWebhookConfiguration") for name in (before, after))
            bundles = cluster.bundles()
            patched = cluster.ask(
                "PATCH", CONFIGURATION, difference(old, new), "application/strategic-merge-patch+json"
            )
            found = {each["name"]: each for each in patched["webhooks"]}
            # In the very version that the upgrade makes, before the server can have looked at it.
            for name in found.keys() & bundles.keys():
                assert found[name]["clientConfig"].get("caBundle") == bundles[name] != "", f"{before} to {after}"
            wanted = {each["name"]: each for each in new["webhooks"]}
            assert found.keys() == wanted.keys()
            for name, entry in wanted.items():
                for key in ("failurePolicy", "namespaceSelector", "rules", "timeoutSeconds"):
                    assert found[name][key] == entry[key], f"{before} to {after}: {key}"
                assert found[name].get("matchConditions", []) == entry.get("matchConditions", [])
            # An entry that is new is told about the authorities by the server.
            eventually("the bundle of every entry", lambda: all(cluster.bundles().values()) or None)
            assert set(cluster.bundles().values()) == {bundles["annotated.pods.wait.k8s"]}


def test_a_bundle_that_a_replacement_wipes_comes_back(cluster: Cluster, tmp_path: pathlib.Path) -> None:
    """`kubectl replace`, `helm upgrade --force`."""
    with installed(cluster, BY_NAME["defaults"], tmp_path) as (_, ports):
        eventually("readiness", lambda: readiness(ports["operator"]))
        before = cluster.bundles()
        replacement = render(BY_NAME["defaults"]).one("MutatingWebhookConfiguration")
        replacement["metadata"]["resourceVersion"] = cluster.ask("GET", CONFIGURATION)["metadata"]["resourceVersion"]
        replaced = cluster.ask("PUT", CONFIGURATION, replacement)
        assert not any("caBundle" in each["clientConfig"] for each in replaced["webhooks"])
        eventually("the bundle's return", lambda: (cluster.bundles() == before) or None)
