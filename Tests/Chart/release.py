"""Releases as helm makes, upgrades and rolls them back, with replicas as a Deployment replaces them."""

from __future__ import annotations

import base64
import contextlib
import pathlib
import threading
import urllib.error
from collections.abc import Callable, Iterator

from chart import Case, Object, Rendering, render
from cluster import CONFIGURATION, PATIENCE, Cluster, Replica, collection, difference, eventually, replica

# https://github.com/helm/helm/blob/main/pkg/release/util/kind_sorter.go: of the kinds here; those not named come last.
INSTALL_ORDER = [
    "PriorityClass",
    "Namespace",
    "NetworkPolicy",
    "ResourceQuota",
    "LimitRange",
    "PodDisruptionBudget",
    "ServiceAccount",
    "Secret",
    "ConfigMap",
    "CustomResourceDefinition",
    "ClusterRole",
    "ClusterRoleBinding",
    "Role",
    "RoleBinding",
    "Service",
    "Deployment",
    "HorizontalPodAutoscaler",
    "MutatingWebhookConfiguration",
    "ValidatingWebhookConfiguration",
]


def ordered(objects: list[Object]) -> list[Object]:
    """The objects in the order in which helm makes them."""
    place = {kind: index for index, kind in enumerate(INSTALL_ORDER)}
    return sorted(objects, key=lambda each: place.get(each["kind"], len(place)))


def path(each: Object) -> str:
    return f"{collection(each)}/{each['metadata']['name']}"


class Admissions:
    """Creates annotated pods, one after the other without a pause, and remembers what became of each."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.gated = 0
        self.refused: list[str] = []
        self.ungated: list[str] = []
        self.changed = threading.Condition()
        self.is_over = False

    @contextlib.contextmanager
    def going_on(self) -> Iterator[None]:
        thread = threading.Thread(target=self.run)
        thread.start()
        try:
            yield
        finally:
            self.is_over = True
            thread.join()

    def run(self) -> None:
        each: Object = {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {
                "generateName": "web-",
                "namespace": "shop",
                "annotations": {"wait.k8s/for-service": "db"},
            },
            "spec": {"containers": [{"name": "web", "image": "web:1"}]},
        }
        while not self.is_over:
            refusal, created = None, None
            try:
                created = self.cluster.create(each)
            except urllib.error.HTTPError as error:
                refusal = error.read().decode()
            with self.changed:
                if created is None:
                    self.refused.append(refusal or "")
                elif is_gated(created):
                    self.gated += 1
                else:
                    self.ungated.append(created["metadata"]["name"])
                self.changed.notify_all()

    def count(self) -> int:
        return self.gated + len(self.refused) + len(self.ungated)

    def await_one(self, what: Callable[[], int] | None = None) -> None:
        """Returns once a pod was created that was begun after the call; or a gated one, say."""
        what = what or self.count
        with self.changed:
            # One may have been begun before.
            wanted = what() + 2
            assert self.changed.wait_for(lambda: what() >= wanted, PATIENCE), self.refused[-1:]

    def await_gated(self) -> None:
        self.await_one(lambda: self.gated)


def is_gated(pod: Object) -> bool:
    containers = [each["name"] for each in pod["spec"].get("initContainers", [])]
    return "k8s-wait" in containers and pod["metadata"].get("labels", {}).get("wait.k8s/gated") == "true"


class Release:
    """One release in a cluster, whose Deployment this plays."""

    def __init__(self, cluster: Cluster, folder: pathlib.Path, certificates: pathlib.Path) -> None:
        self.cluster = cluster
        self.folder = folder
        self.certificates = certificates
        self.now: Rendering | None = None
        # Replicas in the order of their start, each with what ends it.
        self.replicas: list[tuple[Replica, contextlib.ExitStack]] = []

    @contextlib.contextmanager
    def existing(self) -> Iterator[Release]:
        try:
            yield self
        finally:
            for _, ending in self.replicas:
                ending.close()

    def install(self, case: Case) -> None:
        self.now = render(case)
        for each in ordered(self.now.installed):
            self.cluster.create(each)
            self.inject(each)
        self.roll_out(self.now, lambda: None)

    def change_to(self, case: Case, between: Callable[[], None]) -> None:
        """Upgrades or rolls back, object by object; the Deployment's pods are replaced meanwhile."""
        assert self.now
        before = {path(each): each for each in self.now.installed}
        after = render(case)
        rollout: threading.Thread | None = None
        for each in ordered(after.installed):
            old = before.pop(path(each), None)
            if old is None:
                self.cluster.create(each)
            else:
                # Whose lists have keys; the other lists are replaced by helm's patches, or nobody here looks at them.
                is_strategic = each["kind"] == "MutatingWebhookConfiguration"
                kind = "strategic-merge-patch" if is_strategic else "merge-patch"
                self.cluster.ask("PATCH", path(each), difference(old, each), f"application/{kind}+json")
            self.inject(each)
            between()
            if each["kind"] == "Deployment":
                rollout = threading.Thread(target=self.try_to_roll_out, args=(after, between))
                rollout.start()
        for each in ordered(list(before.values())):
            self.cluster.ask("DELETE", path(each))
            between()
        assert rollout
        rollout.join()
        assert self.trouble is None, self.trouble
        self.now = after

    def try_to_roll_out(self, rendering: Rendering, between: Callable[[], None]) -> None:
        self.trouble: BaseException | None = None
        try:
            self.roll_out(rendering, between)
        except BaseException as error:
            self.trouble = error

    def roll_out(self, rendering: Rendering, between: Callable[[], None]) -> None:
        """Replaces the replicas as the rendered strategy says: one more is ready before one ends."""
        spec = rendering.one("Deployment")["spec"]
        assert spec["strategy"]["rollingUpdate"] == {"maxSurge": 1, "maxUnavailable": 0}
        old, count = len(self.replicas), spec["replicas"]
        for _ in range(count):
            ending = contextlib.ExitStack()
            replaced = {"/etc/k8s-wait/tls": str(self.certificates)}
            started = ending.enter_context(replica(self.cluster, rendering, self.folder, replaced))
            self.replicas.append((started, ending))
            eventually("readiness", started.readiness)
            self.publish()
            between()
            if old > 0:
                self.end_oldest(between)
                old -= 1
        while old > 0:
            self.end_oldest(between)
            old -= 1

    def end_oldest(self, between: Callable[[], None]) -> None:
        """Ends a replica; nodes and API servers learn only later that it is out of the Service."""
        server, ending = self.replicas.pop(0)
        server.process.terminate()
        between()
        self.publish()
        assert server.process.wait(PATIENCE) == 0, server.log.read_text()[-2000:]
        ending.close()

    def publish(self) -> None:
        """Makes the Service lead to the replicas that are there."""
        addresses = [f"127.0.0.1:{each.ports['webhook']}" for each, _ in self.replicas if each.process.poll() is None]
        self.cluster.ask("POST", "/fake/services", {"k8s-wait/k8s-wait": addresses})

    def inject(self, each: Object) -> None:
        """Plays cert-manager's ca-injector."""
        if "cert-manager.io/inject-ca-from" not in each["metadata"].get("annotations", {}):
            return
        bundle = base64.b64encode((self.certificates / "ca.crt").read_bytes()).decode()
        webhooks = [{"name": entry["name"], "clientConfig": {"caBundle": bundle}} for entry in each.get("webhooks", [])]
        if webhooks:
            self.cluster.ask("PATCH", CONFIGURATION, {"webhooks": webhooks}, "application/strategic-merge-patch+json")
