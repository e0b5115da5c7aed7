"""Plays the controllers and the kubelet for one namespace: pods come and go as templates say, gated ones ask the real
server as their init containers do, and Services lead to those that are ready."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import threading
import urllib.error
from collections.abc import Iterator

from chart import Object
from cluster import Cluster, Replica, collection

APPS = "/apis/apps/v1/namespaces"


class Controllers:
    """Runs beside a test; what went wrong in it is raised when it ends."""

    def __init__(self, cluster: Cluster, server: Replica, namespace: str) -> None:
        self.cluster = cluster
        self.server = server
        self.namespace = namespace
        self.is_over = threading.Event()
        # Pods of this label's value start and do not become ready.
        self.held: str | None = None
        self.released: set[str] = set()
        self.asking: set[str] = set()
        self.trouble: BaseException | None = None

    @contextlib.contextmanager
    def working(self) -> Iterator[Controllers]:
        thread = threading.Thread(target=self.run)
        thread.start()
        try:
            yield self
        finally:
            self.is_over.set()
            thread.join()
            if self.trouble:
                raise self.trouble

    def run(self) -> None:
        try:
            while not self.is_over.wait(0.05):
                self.step()
        except BaseException as error:
            self.trouble = error

    def step(self) -> None:
        core = f"/api/v1/namespaces/{self.namespace}"
        owners = {plural: self.items(f"{APPS}/{self.namespace}/{plural}") for plural in ("deployments", "statefulsets")}
        jobs = self.items(f"/apis/batch/v1/namespaces/{self.namespace}/jobs")
        pods = {each["metadata"]["name"]: each for each in self.items(f"{core}/pods")}
        # Before pods are made: what was done to pods before an owner was changed must show before its new pods ask.
        for each in self.items(f"{core}/services"):
            self.publish(each, list(pods.values()))
        for plural, found in owners.items():
            for each in found:
                self.scale(each, plural == "statefulsets", pods)
        for each in jobs:
            self.start_once(each, pods)
        for pod in pods.values():
            self.run_pod(pod)

    def items(self, path: str) -> list[Object]:
        listed = self.cluster.ask("GET", path)
        kind = listed["kind"].removesuffix("List")
        return [{"apiVersion": listed["apiVersion"], "kind": kind} | each for each in listed["items"]]

    def report(self, each: Object, status: Object) -> None:
        """Writes a status where it says something new."""
        if each.get("status", {}) | status == each.get("status"):
            return
        path = f"{collection(each)}/{each['metadata']['name']}/status"
        with contextlib.suppress(urllib.error.HTTPError):  # Deleted meanwhile.
            self.cluster.ask("PATCH", path, {"status": status}, "application/merge-patch+json")

    # The controllers

    def scale(self, owner: Object, is_set: bool, pods: dict[str, Object]) -> None:
        template = owner["spec"]["template"]
        revision = hashlib.sha256(json.dumps(template, sort_keys=True).encode()).hexdigest()[:10]
        name = owner["metadata"]["name"]
        if is_set:
            controller, label = owner, "controller-revision-hash"
        else:
            replica_set = {"name": f"{name}-{revision}", "uid": f"{owner['metadata']['uid']}-{revision}"}
            controller = {"apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": replica_set}
            label = "pod-template-hash"
        numbers = range(owner["spec"].get("replicas", 1))
        wanted = [f"{name}-{each}" if is_set else f"{name}-{revision}-{each:05}" for each in numbers]
        for pod in [each for each in pods.values() if owned(each, owner, name)]:
            if pod["metadata"]["name"] not in wanted or pod["metadata"]["labels"][label] != revision:
                self.cluster.ask("DELETE", f"{collection(pod)}/{pod['metadata']['name']}")
                del pods[pod["metadata"]["name"]]
        for each in wanted:
            if each not in pods:
                self.create(each, template, controller, {label: revision}, pods)
        ready = len([each for each in wanted if is_ready(pods[each])])
        counts = {"replicas": len(wanted), "updatedReplicas": len(wanted), "readyReplicas": ready}
        status = counts | {"availableReplicas": ready, "observedGeneration": owner["metadata"]["generation"]}
        self.report(owner, status)

    def start_once(self, job: Object, pods: dict[str, Object]) -> None:
        name = f"{job['metadata']['name']}-{job['metadata']['uid'][:5]}"
        if name not in pods and name not in self.released:
            self.create(name, job["spec"]["template"], job, {}, pods)
            self.released.add(name)

    def create(
        self, name: str, template: Object, owner: Object, labels: dict[str, str], pods: dict[str, Object]
    ) -> None:
        reference = {
            "apiVersion": owner["apiVersion"],
            "kind": owner["kind"],
            "name": owner["metadata"]["name"],
            "uid": owner["metadata"]["uid"],
            "controller": True,
        }
        metadata = template["metadata"] | {
            "name": name,
            "namespace": self.namespace,
            "labels": template["metadata"]["labels"] | labels,
            "ownerReferences": [reference],
        }
        pods[name] = self.cluster.create(
            {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": template["spec"]}
        )

    # The kubelet

    def run_pod(self, pod: Object) -> None:
        uid = pod["metadata"]["uid"]
        is_gated = "k8s-wait" in [each["name"] for each in pod["spec"].get("initContainers", [])]
        if is_gated and uid not in self.asking:
            self.asking.add(uid)
            threading.Thread(target=self.wait, args=(pod,), daemon=True).start()
        has_waited = not is_gated or uid in self.released
        is_ready = has_waited and self.held != pod["metadata"]["labels"].get("app.kubernetes.io/name")
        is_job = pod["metadata"]["ownerReferences"][0]["kind"] == "Job"
        status = status_of(pod, has_waited, is_ready, is_job)
        self.report(pod, status)

    def wait(self, pod: Object) -> None:
        # The server ends before the pods that still wait.
        with contextlib.suppress(OSError, http.client.HTTPException):
            if any(line.get("outcome") == "released" for line in self.server.wait(pod)):
                self.released.add(pod["metadata"]["uid"])

    # The controller of EndpointSlices

    def publish(self, service: Object, pods: list[Object]) -> None:
        selector = service["spec"]["selector"]
        endpoints = [
            {"addresses": ["192.0.2.1"], "conditions": {"ready": is_ready(each), "serving": is_ready(each)}}
            for each in pods
            if selector.items() <= each["metadata"]["labels"].items()
        ]
        name = service["metadata"]["name"]
        slices = f"/apis/discovery.k8s.io/v1/namespaces/{self.namespace}/endpointslices"
        known = {each["metadata"]["name"]: each for each in self.items(slices)}.get(f"{name}-x")
        if known and known["endpoints"] == endpoints:
            return
        ports = [{"name": each["name"], "port": each["port"], "protocol": "TCP"} for each in service["spec"]["ports"]]
        metadata = {"name": f"{name}-x", "namespace": self.namespace, "labels": {"kubernetes.io/service-name": name}}
        self.cluster.put(
            {
                "apiVersion": "discovery.k8s.io/v1",
                "kind": "EndpointSlice",
                "addressType": "IPv4",
                "metadata": metadata,
                "endpoints": endpoints,
                "ports": ports,
            }
        )


def owned(pod: Object, owner: Object, name: str) -> bool:
    reference = pod["metadata"]["ownerReferences"][0]
    return reference["uid"].startswith(owner["metadata"]["uid"]) and reference["name"].startswith(name)


def is_ready(pod: Object) -> bool:
    conditions = {each["type"]: each["status"] for each in pod.get("status", {}).get("conditions", [])}
    return conditions.get("Ready") == "True"


def status_of(pod: Object, has_waited: bool, is_ready: bool, is_job: bool) -> Object:
    """As the kubelet reports a pod that waits, runs or has ended."""
    running, waiting = {"running": {}}, {"waiting": {"reason": "PodInitializing"}}
    done = {"terminated": {"exitCode": 0, "reason": "Completed"}}
    state = (done if is_job else running) if has_waited else waiting
    return {
        "phase": "Pending" if not has_waited else "Succeeded" if is_job else "Running",
        "initContainerStatuses": [
            {"name": each["name"], "ready": has_waited, "restartCount": 0, "state": done if has_waited else running}
            for each in pod["spec"].get("initContainers", [])
        ],
        "containerStatuses": [
            {"name": each["name"], "ready": is_ready and not is_job, "restartCount": 0, "state": state}
            for each in pod["spec"]["containers"]
        ],
        "conditions": [{"type": "Ready", "status": "True" if is_ready and not is_job else "False"}],
    }
