"""What is rendered, applied to the fake API server: the real server runs with exactly these arguments, makes its
certificates, tells API servers about them and becomes ready; upgrades and rollbacks leave caBundle where it is."""

from __future__ import annotations

import base64
import pathlib
import subprocess
import urllib.error
from collections.abc import Iterator

import pytest
from chart import render
from cluster import CONFIGURATION, PATIENCE, Cluster, account_of, difference, eventually, installed, started, token
from matrix import BY_NAME


@pytest.fixture
def cluster(tmp_path: pathlib.Path) -> Iterator[Cluster]:
    with started(tmp_path, {account_of(render(BY_NAME["defaults"]))}) as it:
        yield it


def test_the_server_becomes_ready(cluster: Cluster, tmp_path: pathlib.Path) -> None:
    with installed(cluster, BY_NAME["defaults"], tmp_path) as server:
        answer = eventually("readiness", server.readiness)
        assert "[+]ca-bundle ok" in answer
        bundles = cluster.bundles()
        assert set(bundles) == {"annotated.pods.wait.k8s", "workloads.wait.k8s"}
        # API servers trust what is served, by the name that they ask for; pods by that of the status server.
        for name, port in (("k8s-wait", "webhook"), ("k8s-wait-status", "status")):
            for bundle in bundles.values():
                (tmp_path / "bundle.pem").write_bytes(base64.b64decode(bundle))
                host = f"{name}.k8s-wait.svc"
                where = f"127.0.0.1:{server.ports[port]}"
                command = f"openssl s_client -connect {where} -servername {host} -verify_hostname {host}"
                checked = subprocess.run(
                    [*command.split(), "-CAfile", tmp_path / "bundle.pem", "-verify_return_error"],
                    input="",
                    capture_output=True,
                    text=True,
                )
                assert "Verify return code: 0 (ok)" in checked.stdout, checked.stdout + checked.stderr
        server.process.terminate()
        assert server.process.wait(PATIENCE) == 0


def test_upgrades_and_rollbacks_leave_the_bundle(cluster: Cluster, tmp_path: pathlib.Path) -> None:
    stages = ["defaults", "everything", "opt-in", "least", "defaults", "cert-manager", "kube-1.27", "defaults"]
    with installed(cluster, BY_NAME[stages[0]], tmp_path) as server:
        eventually("readiness", server.readiness)
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
    with installed(cluster, BY_NAME["defaults"], tmp_path) as server:
        eventually("readiness", server.readiness)
        before = cluster.bundles()
        replacement = render(BY_NAME["defaults"]).one("MutatingWebhookConfiguration")
        replacement["metadata"]["resourceVersion"] = cluster.ask("GET", CONFIGURATION)["metadata"]["resourceVersion"]
        replaced = cluster.ask("PUT", CONFIGURATION, replacement)
        assert not any("caBundle" in each["clientConfig"] for each in replaced["webhooks"])
        eventually("the bundle's return", lambda: (cluster.bundles() == before) or None)


def test_the_account_can_change_the_bundle_and_nothing_else(cluster: Cluster, tmp_path: pathlib.Path) -> None:
    """The policy is in force while the server patches; whoever has its token can do no more than it."""
    rendering = render(BY_NAME["defaults"])
    with installed(cluster, BY_NAME["defaults"], tmp_path) as server:
        eventually("readiness", server.readiness)
    thief = Cluster(cluster.kubeconfig, token(account_of(rendering)))
    bundle = {"op": "remove", "path": "/webhooks/0/clientConfig/caBundle"}
    patched = thief.ask("PATCH", CONFIGURATION, [bundle], "application/json-patch+json")
    assert "caBundle" not in patched["webhooks"][0]["clientConfig"]
    for change in (
        {"op": "replace", "path": "/webhooks/0/failurePolicy", "value": "Ignore"},
        {"op": "remove", "path": "/webhooks/0/matchConditions"},
        {"op": "remove", "path": "/webhooks/1"},
        {"op": "add", "path": "/metadata/labels/a", "value": "b"},
        {"op": "replace", "path": "/webhooks/0/clientConfig/service/namespace", "value": "evil"},
    ):
        with pytest.raises(urllib.error.HTTPError) as refusal:
            thief.ask("PATCH", CONFIGURATION, [change], "application/json-patch+json")
        assert refusal.value.code == 403
        assert "ValidatingAdmissionPolicy 'k8s-wait-ca-bundle-only'" in refusal.value.read().decode()
