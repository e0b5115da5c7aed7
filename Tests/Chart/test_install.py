"""What is rendered, applied to the fake API server: the real server runs with exactly these arguments, makes its
certificates, tells API servers about them and becomes ready; upgrades and rollbacks leave caBundle where it is."""

from __future__ import annotations

import base64
import pathlib
import subprocess
from collections.abc import Iterator

import pytest
from chart import Object, render
from cluster import CONFIGURATION, PATIENCE, Cluster, account_of, eventually, installed, started
from matrix import BY_NAME


@pytest.fixture
def cluster(tmp_path: pathlib.Path) -> Iterator[Cluster]:
    with started(tmp_path, {account_of(render(BY_NAME["defaults"]))}) as it:
        yield it


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
                command = (
                    f"openssl s_client -connect 127.0.0.1:{server.ports[port]} -servername {host} -verify_hostname {host}"
                )
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
