"""The examples: API servers take them, and the real webhook understands every pod and workload in them."""

from __future__ import annotations

import base64
import copy
import http.client
import json
import pathlib
import re
import ssl
import subprocess
from collections.abc import Iterator
from typing import Any

import jsonpatch
import pytest
import yaml
from chart import ROOT, Object, UniqueKeys, render
from expressions import matches
from matrix import BY_NAME
from schemas import problem, versions
from serving import server

EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))

# What each pod waits for, as the arguments of its containers say; None where the container is the author's own.
QUESTIONS = {
    "rails-with-migrations": {
        "StatefulSet/postgres": None,
        "Job/migrate": ["service/shop/postgres"],
        "Deployment/web": ["service/shop/postgres", "job/shop/migrate match=pod:app.kubernetes.io/version"],
        "Deployment/worker": ["service/shop/postgres", "job/shop/migrate match=pod:app.kubernetes.io/version"],
    },
    "mysql-replication": {
        "StatefulSet/mysql-primary": None,
        "StatefulSet/mysql-replica": ["service/db/mysql-primary port=3306"],
        "Deployment/ledger": ["service/db/mysql-primary port=3306", "service/db/mysql-replicas min=1 uptime=10s"],
    },
    "zookeeper-quorum": {
        "StatefulSet/zookeeper": None,
        "StatefulSet/kafka": ["service/streaming/zookeeper port=client min=2"],
    },
    "kubernetes-entrypoint": {
        "Deployment/neutron-server": None,
        "DaemonSet/neutron-ovs-agent": [
            "service/openstack/rabbitmq",
            "service/openstack/neutron-server",
            "pod/openstack/(app=libvirt) same-node",
            "daemonset/openstack/openvswitch-vswitchd",
        ],
    },
    "wait-for-scripts": {"Deployment/oneprovider": None},
}
# Containers of our image that are the author's own: the webhook gives each whom to ask.
HAND_WRITTEN = {
    "Deployment/neutron-server": ["init"],
    "Deployment/oneprovider": ["wait-for-onezone", "wait-for-volume-ceph", "wait-for-database"],
}


def objects(path: pathlib.Path) -> list[Object]:
    return list(yaml.load_all(path.read_text(), UniqueKeys))


def workloads(path: pathlib.Path) -> dict[str, Object]:
    return {
        f"{each['kind']}/{each['metadata']['name']}": each
        for each in objects(path)
        if "template" in each.get("spec", {})
    }


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("version", versions())
def test_suit_the_schemas_of(version: str, path: pathlib.Path) -> None:
    for each in objects(path):
        assert not problem(each, version)


def test_each_is_in_the_guide() -> None:
    guide = (ROOT / "docs" / "install.md").read_text()
    assert (
        set(re.findall(r"\(\.\./examples/([a-z-]+)\.yaml\)", guide))
        == {path.stem for path in EXAMPLES}
        == QUESTIONS.keys()
    )


class Webhook:
    """The real server's webhook, which needs no API server to answer."""

    def __init__(self, port: int, authority: pathlib.Path) -> None:
        self.port = port
        self.context = ssl.create_default_context(cafile=str(authority))

    def admit(self, each: Object, resource: tuple[str, str, str], kind: str, namespace: str) -> Object:
        """What becomes of an object that is created. A refusal is an error, and so is a warning."""
        group, version, plural = resource
        review = {
            "apiVersion": "admission.k8s.io/v1",
            "kind": "AdmissionReview",
            "request": {
                "uid": "u",
                "kind": {"group": group, "version": version, "kind": kind},
                "resource": {"group": group, "version": version, "resource": plural},
                "namespace": namespace,
                "operation": "CREATE",
                "dryRun": False,
                "object": each,
                "oldObject": None,
            },
        }
        connection = http.client.HTTPSConnection("localhost", self.port, timeout=30, context=self.context)
        connection.request("POST", "/mutate", json.dumps(review), {"Content-Type": "application/json"})
        response = json.loads(connection.getresponse().read())["response"]
        connection.close()
        assert response["allowed"], response["status"]["message"]
        assert not response.get("warnings"), response["warnings"]
        if "patch" not in response:
            return each
        return jsonpatch.apply_patch(copy.deepcopy(each), base64.b64decode(response["patch"]).decode())


@pytest.fixture(scope="module")
def webhook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Webhook]:
    folder = tmp_path_factory.mktemp("server")
    subprocess.run([ROOT / "scripts/gen-certs", folder], check=True, capture_output=True)
    with server(folder, "server.pem", "server.key", "ca.pem") as ports:
        yield Webhook(ports["webhook"], folder / "ca.pem")


PLURALS = {
    "Deployment": ("apps", "v1", "deployments"),
    "StatefulSet": ("apps", "v1", "statefulsets"),
    "DaemonSet": ("apps", "v1", "daemonsets"),
    "Job": ("batch", "v1", "jobs"),
}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_webhook_understands(path: pathlib.Path, webhook: Webhook) -> None:
    rendering = render(BY_NAME["defaults"])
    assert workloads(path).keys() == QUESTIONS[path.stem].keys()
    for name, each in workloads(path).items():
        namespace = each["metadata"]["namespace"]
        # As API servers do: the workload first, if the webhook's conditions say so, then the pod that is made of it.
        if matches(rendering.entry("workloads.wait.k8s"), object=each):
            each = webhook.admit(each, PLURALS[each["kind"]], each["kind"], namespace)
        pod: dict[str, Any] = {"apiVersion": "v1", "kind": "Pod"} | copy.deepcopy(each["spec"]["template"])
        pod.setdefault("metadata", {})
        if matches(rendering.entry("annotated.pods.wait.k8s"), object=pod):
            pod = webhook.admit(pod, ("", "v1", "pods"), "Pod", namespace)
        containers = {each["name"]: each for each in pod["spec"].get("initContainers", [])}
        wanted = QUESTIONS[path.stem][name]
        ours = containers.get("k8s-wait")
        assert (ours["args"][1 : 1 + len(wanted)] if ours and wanted else ours) == wanted, name
        if ours and wanted:
            assert ours["args"][0] == "for" and all(each.startswith("--") for each in ours["args"][1 + len(wanted) :])
        for own in HAND_WRITTEN.get(name, []):
            variables = {each["name"] for each in containers[own]["env"]}
            assert {"K8S_WAIT_SERVER", "K8S_WAIT_PINS", "POD_UID"} <= variables, own
        gated = "k8s-wait" in containers or name in HAND_WRITTEN
        assert pod["metadata"].get("labels", {}).get("wait.k8s/gated") == ("true" if gated else None)


def test_a_mistake_would_be_found(webhook: Webhook) -> None:
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"annotations": {"wait.k8s/for-servcie": "db"}},
        "spec": {"containers": [{"name": "a", "image": "a"}]},
    }
    with pytest.raises(AssertionError, match="for-service"):
        webhook.admit(pod, ("", "v1", "pods"), "Pod", "shop")
