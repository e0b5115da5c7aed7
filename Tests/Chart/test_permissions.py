"""Every permission that the chart grants is used, and none is missing: the real server runs as the rendered
ServiceAccount against an API server that enforces the rendered roles, does all that it can do, and is never refused."""

from __future__ import annotations

import base64
import json
import pathlib
import subprocess
import threading
import urllib.request
from typing import Any

import pytest
from chart import ROOT, Case, Object, Rendering, render
from cluster import Cluster, Replica, account_of, collection, eventually, replica, started
from conftest import binary

# (role, number of the rule, API group, resource, verb, name)
Permission = tuple[str, int, str, str, str, str]

# Permissions that no test uses, each with the reason.
EXCEPTIONS: dict[Permission, str] = {}

ALLOWED = ["certificates.cert-manager.io", "*.kustomize.toolkit.fluxcd.io", "configmaps", "secrets"]
# What one pod waits for: every kind that has an annotation, and what an operator has allowed besides.
QUESTION = {
    "for-service": "web",
    "for-pod": "cache-0",
    "for-job": "seed",
    "for-cronjob": "nightly",
    "for-deployment": "gateway",
    "for-statefulset": "kafka",
    "for-daemonset": "agent",
    "for-pvc": "data",
    "for-node": "worker-1",
    "for-crd": "foos.example.com",
}
ALLOWED_QUESTION = {
    "for-configmap": "settings key=url",
    "for-secret": "password",
    "for": "certificate.cert-manager.io/web, kustomization.kustomize.toolkit.fluxcd.io/apps",
}
SINCE = "2026-11-21T05:41:14Z"


def granted(rendering: Rendering) -> set[Permission]:
    """Every permission in the rendered roles."""
    found = set()
    for kind in ("ClusterRole", "Role"):
        role = rendering.one(kind)
        place = f"{role['metadata']['namespace']}/" if kind == "Role" else ""
        for index, rule in enumerate(role["rules"]):
            assert rule.keys() <= {"apiGroups", "resources", "resourceNames", "verbs"}
            found |= {
                (f"{kind} {place}{role['metadata']['name']}", index, group, resource, verb, name)
                for group in rule["apiGroups"]
                for resource in rule["resources"]
                for verb in rule["verbs"]
                for name in rule.get("resourceNames", [""])
            }
    return found


class Use:
    """What an API server has seen an account do."""

    def __init__(self, cluster: Cluster, rendering: Rendering) -> None:
        self.cluster = cluster
        namespace, name = account_of(rendering).split("/")
        self.user = f"system:serviceaccount:{namespace}:{name}"
        # A rule for every kind of a group is used by one of them.
        self.stars = {(role, index) for role, index, _, resource, _, _ in granted(rendering) if resource == "*"}

    def rows(self, key: str) -> list[Object]:
        return [each for each in self.cluster.ask("GET", "/fake/used")[key] if each["user"] == self.user]

    @property
    def permissions(self) -> set[Permission]:
        return {
            (
                each["role"],
                each["rule"],
                each["group"],
                "*" if (each["role"], each["rule"]) in self.stars else each["resource"],
                each["verb"],
                each["name"],
            )
            for each in self.rows("grants")
        }

    def await_verb(self, verb: str, resource: str) -> None:
        def is_used() -> bool | None:
            return any((each["verb"], each["resource"]) == (verb, resource) for each in self.rows("grants")) or None

        eventually(f"{verb} {resource}", is_used)


def definition(group: str, plural: str, kind: str) -> Object:
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{plural}.{group}"},
        "spec": {
            "group": group,
            "scope": "Namespaced",
            "names": {"plural": plural, "singular": kind.lower(), "kind": kind},
            "versions": [{"name": "v1", "served": True, "storage": True}],
        },
    }


def pod(name: str, annotations: dict[str, str], owner: Object | None = None, **labels: str) -> Object:
    metadata: Object = {
        "name": name,
        "namespace": "shop",
        "labels": labels,
        "annotations": {f"wait.k8s/{key}": value for key, value in annotations.items()},
    }
    if owner:
        metadata["ownerReferences"] = [owner | {"controller": True}]
    container = {"name": "main", "image": "main:1"}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": {"containers": [container]}}


def job(name: str, condition: str) -> Object:
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": name, "namespace": "shop"},
        "spec": {"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "c", "image": "c:1"}]}}},
        "status": {"conditions": [{"type": condition, "status": "True", "lastTransitionTime": SINCE}]},
    }


def replica_set(name: str) -> Object:
    return {"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": f"{name}-57b6f7c45f", "uid": f"uid-of-{name}"}


class Story:
    """One release, and all that its server can be brought to do."""

    def __init__(self, cluster: Cluster, case: Case, server: Replica) -> None:
        self.cluster = cluster
        self.case = case
        self.rendering = render(case)
        self.server = server
        self.use = Use(cluster, self.rendering)

    def gate(self, each: Object) -> Object:
        """Creates a pod, which the webhook gates."""
        created = self.cluster.create(each)
        assert created["metadata"]["labels"]["wait.k8s/gated"] == "true"
        assert [each["name"] for each in created["spec"]["initContainers"]] == ["k8s-wait"]
        return created

    def tell_verdicts(self, pod: Object, count: int) -> None:
        """The pod's wait shows a verdict of each dependency, and is left open until the server ends."""
        dependencies = set()
        lines = self.server.wait(pod)
        while len(dependencies) < count:
            line = next(lines)
            assert "outcome" not in line, line
            if "dependency" in line:
                dependencies.add(line["dependency"])
        threading.Thread(target=lambda: self.drain(lines), daemon=True).start()

    @staticmethod
    def drain(lines: Any) -> None:
        try:
            for _ in lines:
                pass
        except OSError:
            pass

    def wait_for_every_kind(self) -> None:
        question = dict(QUESTION)
        if self.case.values.get("config", {}).get("allowKinds"):
            self.cluster.put(
                definition("cert-manager.io", "certificates", "Certificate"),
                definition("kustomize.toolkit.fluxcd.io", "kustomizations", "Kustomization"),
            )
            question |= ALLOWED_QUESTION
        waiting = self.gate(pod("waits-for-everything", question))
        count = sum(len(value.split(", ")) for value in question.values())
        assert len(waiting["spec"]["initContainers"][0]["args"]) - 4 == count
        self.tell_verdicts(waiting, count)

    def ask_from_a_pod_without_the_label(self) -> None:
        image = next(each for each in self.rendering.arguments if each.startswith("--image="))[len("--image=") :]
        each = pod("unlabelled", {})
        each["spec"]["initContainers"] = [{"name": "by-hand", "image": image, "args": ["for", "job/shop/seed"]}]
        self.cluster.put(each)
        self.tell_verdicts(self.cluster.ask("GET", f"{collection(each)}/unlabelled"), 1)

    def have_events_written(self) -> None:
        """One Event is written, and then changed, since the pod waits for something else."""
        waiting = self.gate(pod("waits-for-jobs", {"for-job": "slow, slower"}))
        self.tell_verdicts(waiting, 2)
        query = f"?fieldSelector=involvedObject.uid%3D{waiting['metadata']['uid']}"

        def is_written() -> bool | None:
            return bool(self.cluster.ask("GET", f"/api/v1/namespaces/shop/events{query}")["items"]) or None

        eventually("an Event", is_written)
        self.cluster.put(job("slow", "Complete"))
        self.use.await_verb("patch", "events")

    def have_policies_accepted(self) -> None:
        """One of each kind, of which the replica says in its Lease that it has it, and in its status that it is in force."""
        for kind, plural, place in (
            ("WaitPolicy", "waitpolicies", {"namespace": "shop"}),
            ("ClusterWaitPolicy", "clusterwaitpolicies", {}),
        ):
            spec = {"selector": {"matchLabels": {"app": "policed"}}, "dependencies": {"for-job": "migrate"}}
            metadata = {"name": "p", **place}
            self.cluster.create({"apiVersion": "wait.k8s/v1alpha1", "kind": kind, "metadata": metadata, "spec": spec})
            namespace = f"/namespaces/{place['namespace']}" if place else ""
            path = f"/apis/wait.k8s/v1alpha1{namespace}/{plural}/p"

            def is_accepted(path: str = path) -> bool | None:
                conditions = self.cluster.ask("GET", path).get("status", {}).get("conditions", [])
                return [each["status"] for each in conditions] == ["True"] or None

            eventually(f"the acceptance of a {kind}", is_accepted)
        self.gate(pod("policed", {}, app="policed"))

    def have_jobs_remembered(self) -> None:
        """Facts are written, a conflict is met, and the controllers of facts that fill the record are looked up."""
        self.cluster.put(job("migrate", "Complete"))
        namespace = self.case.namespace
        records = f"/api/v1/namespaces/{namespace}/configmaps/{self.rendering_name('--job-memory-name')}"
        for name, verb in (("first", "create"), ("second", "get"), ("second", "patch")):
            if verb == "get":
                conflict = {"action": "status", "code": 409, "verb": "patch", "resource": "configmaps", "times": 1}
                self.cluster.ask("POST", "/fake/faults", conflict)
            if verb != "patch":
                labels = {"pod-template-hash": "57b6f7c45f"}
                waiting = pod(f"{name}-57b6f7c45f-x", {"for-job": "migrate"}, replica_set(name), **labels)
                assert self.server.outcome(self.gate(waiting)) == "released"
            self.use.await_verb(verb, "configmaps")

        def has_both() -> bool | None:
            return self.cluster.ask("GET", records)["data"]["record.json"].count('"job":"migrate"') == 2 or None

        eventually("the record of two facts", has_both)
        # Who has renewed its Lease leads, and looks up.
        self.use.await_verb("patch", "leases")
        self.cluster.ask(
            "PATCH", records, {"data": {"record.json": record_of_gone_controllers()}}, "application/merge-patch+json"
        )
        for resource in ("replicasets", "controllerrevisions", "jobs", "deployments", "statefulsets", "daemonsets"):
            self.use.await_verb("get", resource)

    def answer_other_clients(self) -> None:
        """k8s-when-ready's clients ask again and again until it runs."""
        url = f"http://127.0.0.1:{self.server.ports['legacy']}/job/shop/migrate"

        def is_running() -> bool | None:
            with urllib.request.urlopen(url, timeout=30) as answer:
                return json.load(answer)["running"] or None

        eventually("a Job that is done for other clients", is_running)

    def rendering_name(self, flag: str) -> str:
        [argument] = [each for each in self.rendering.arguments if each.startswith(f"{flag}=")]
        return argument.removeprefix(f"{flag}=")

    def rotate(self) -> None:
        """The server's own commands, as they are run in its pod."""
        options = [f"--kubeconfig={self.cluster.account(account_of(self.rendering))}"]
        options += [
            f"{flag}={self.rendering_name(flag)}" for flag in ("--namespace", "--tls-secret", "--webhook-configuration")
        ]
        for command in (["rotate", "--yes"], ["inspect"]):
            done = subprocess.run(
                [binary("k8s-wait-server"), "certs", *command, *options], capture_output=True, text=True, timeout=60
            )
            assert "forbidden" not in done.stdout + done.stderr
            assert done.returncode == 0 or command == ["inspect"], done.stdout + done.stderr


def record_of_gone_controllers() -> str:
    """A record of facts whose controllers are gone, longer than the case lets it be."""
    facts = []
    for kind in ("ReplicaSet", "StatefulSet", "DaemonSet", "Job"):
        for index in range(5):
            fact = {"kind": kind, "namespace": "shop", "name": f"gone-{index}-57b6f7c45f", "uid": f"{kind}-{index}"}
            if kind.endswith("fulSet") or kind == "DaemonSet":
                fact["revision"] = "6d4cf56db6"
            if kind == "ReplicaSet":
                fact["owner"] = f"Deployment/gone-{index}"
            facts.append(
                fact | {"job": "migrate", "in": "namespace", "jobUID": "job", "completed": SINCE, "shared": True}
            )
    return json.dumps({"version": 1, "facts": facts})


def play(cluster: Cluster, case: Case, folder: pathlib.Path, replaced: dict[str, str] | None = None) -> None:
    """Installs the case, brings its server to do everything, and compares."""
    rendering = render(case)
    for each in rendering.installed:
        cluster.create(each)
    cluster.put({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "creationTimestamp": SINCE}})
    if replaced:
        certificate = base64.b64encode((folder / "ca.crt").read_bytes()).decode()
        configuration = rendering.one("MutatingWebhookConfiguration")
        for entry in configuration["webhooks"]:
            entry["clientConfig"]["caBundle"] = certificate
        cluster.put(configuration)
    with replica(cluster, rendering, folder, replaced) as server:
        eventually("readiness", server.readiness)
        name = rendering.one("MutatingWebhookConfiguration")["metadata"]["name"]
        cluster.ask("POST", "/fake/services", {f"{case.namespace}/{name}": f"127.0.0.1:{server.ports['webhook']}"})
        story = Story(cluster, case, server)
        story.wait_for_every_kind()
        story.ask_from_a_pod_without_the_label()
        story.have_jobs_remembered()
        if "legacy" in case.values:
            story.answer_other_clients()
        if case.values["config"].get("events", True):
            story.have_events_written()
        if case.values.get("policies"):
            story.have_policies_accepted()
        if not replaced:
            story.rotate()
        wanted = granted(rendering) - EXCEPTIONS.keys()

        # A replica that ends takes its Lease away.
        last = {each for each in wanted if each[3:5] == ("leases", "delete")}

        def is_all_used() -> bool | None:
            return wanted - last <= story.use.permissions or None

        try:
            eventually("the use of every permission", is_all_used)
        except pytest.fail.Exception:
            pytest.fail(f"granted and never used: {sorted(wanted - last - story.use.permissions)}")
        assert story.use.permissions <= wanted
        assert not story.use.rows("refused")
        server.process.terminate()
        assert server.process.wait(60) == 0
        assert wanted <= story.use.permissions
        assert not story.use.rows("refused")


CASES = [
    Case("defaults", {"config": {"jobMemoryBytes": 2000, "eventsAfter": "1s"}, "drainSeconds": 0}),
    Case(
        "all-kinds",
        {
            "config": {"jobMemoryBytes": 2000, "eventsAfter": "1s", "allowKinds": ALLOWED},
            "drainSeconds": 0,
            "legacy": {"enabled": True, "namespaces": ["shop"]},
            "policies": {"enabled": True},
        },
        release="gate",
        namespace="platform",
    ),
    Case(
        "certificates-of-others-and-no-events",
        {
            "config": {"jobMemoryBytes": 2000, "events": False},
            "drainSeconds": 0,
            "tls": {"mode": "existingSecret", "existingSecret": {"name": "our-tls"}},
        },
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda each: each.name)
def test_what_is_granted_is_what_is_used(case: Case, tmp_path: pathlib.Path) -> None:
    replaced = None
    if "tls" in case.values:
        subprocess.run([ROOT / "scripts/gen-certs", tmp_path], check=True, capture_output=True)
        for name, file in (("tls.crt", "server.pem"), ("tls.key", "server.key"), ("ca.crt", "ca.pem")):
            (tmp_path / file).rename(tmp_path / name)
        replaced = {"/etc/k8s-wait/tls": str(tmp_path)}
    with started(tmp_path, {account_of(render(case))}) as cluster:
        play(cluster, case, tmp_path, replaced)


def test_a_permission_that_is_missing_would_be_found(tmp_path: pathlib.Path) -> None:
    """The API server refuses what no rule allows, and says that it has."""
    case = CASES[0]
    rendering = render(case)
    with started(tmp_path, {account_of(rendering)}) as cluster:
        for each in rendering.installed:
            if each["kind"] == "ClusterRole":
                for rule in each["rules"]:
                    rule["resources"] = [name for name in rule["resources"] if name != "namespaces"]
            cluster.create(each)
        with replica(cluster, rendering, tmp_path) as server:
            use = Use(cluster, rendering)
            refused = eventually("a refusal", lambda: use.rows("refused") or None)
            assert {(each["verb"], each["resource"]) for each in refused} == {("list", "namespaces")}
            assert server.readiness() is None
