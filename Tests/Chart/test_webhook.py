"""Which requests come to us, and which never do."""

import json
from typing import Any

import pytest
from chart import ROOT, Case, Object, minor, render
from expressions import matches
from matrix import BY_NAME, CASES

PODS = "annotated.pods.wait.k8s"
WORKLOADS = "workloads.wait.k8s"
POLICIES = "policies.pods.wait.k8s"
REVIEWS = sorted((ROOT / "Tests" / "Fixtures" / "reviews").glob("*.json"))


def pod(**metadata: Any) -> Object:
    return {"metadata": metadata, "spec": {"containers": [{"name": "app", "image": "app:1"}]}}


def with_image(image: str, where: str = "initContainers") -> Object:
    result = pod(name="p")
    result["spec"].setdefault(where, []).append({"name": "c", "image": image})
    return result


ANNOTATED = {"wait.k8s/for-service": "db"}


@pytest.mark.parametrize(
    ("object", "wanted"),
    [
        (pod(), False),
        (pod(annotations={}), False),
        (pod(annotations={"example.com/wait.k8s/for": "x"}), False),
        (pod(annotations=ANNOTATED), True),
        (pod(annotations={"a": "b", "wait.k8s/nonsense": ""}), True),
        ({"metadata": {}, "spec": {}}, False),
        ({"metadata": {}, "spec": {"containers": [{"name": "without-image"}], "initContainers": []}}, False),
        (with_image("registry.example.com/t/k8s-wait"), True),
        (with_image("registry.example.com/t/k8s-wait:2"), True),
        (with_image("registry.example.com/t/k8s-wait@sha256:ab", "containers"), True),
        (with_image("registry.example.com/t/k8s-wait-server:2"), False),
        (with_image("other.example.com/t/k8s-wait:2"), False),
        (with_image("k8s-wait:2"), False),
    ],
)
def test_pods(object: Object, wanted: bool) -> None:
    entry = render(Case("x", {"image": {"registry": "registry.example.com/t"}})).entry(PODS)
    assert matches(entry, object=object) is wanted


@pytest.mark.parametrize(
    ("object", "wanted"),
    [
        (pod(), True),
        (pod(annotations={}), True),
        (pod(annotations={"a": "b"}), True),
        (pod(annotations=ANNOTATED), False),
        (pod(annotations={"wait.k8s/inject": "false"}), False),
        # As the webhook leaves it: it is asked again when a later one has changed the pod.
        (pod(annotations={"wait.k8s/policies": "waitpolicy/a", "wait.k8s/injected-by": "1"}), True),
        (pod(annotations={"wait.k8s/policies": "waitpolicy/a", **ANNOTATED}), False),
        (pod(annotations={"kubernetes.io/config.mirror": "x"}), False),
    ],
)
def test_other_pods(object: Object, wanted: bool) -> None:
    entry = render(Case("x", {"policies": {"enabled": True}})).entry(POLICIES)
    assert matches(entry, object=object) is wanted


@pytest.mark.parametrize("path", [each for each in REVIEWS if "-create-pods-" in each.name], ids=lambda each: each.stem)
def test_each_pod_comes_by_one_entry(path: Any) -> None:
    rendering = render(Case("x", {"policies": {"enabled": True}}))
    object = json.loads(path.read_text())["request"]["object"]
    assert matches(rendering.entry(PODS), object=object) != matches(rendering.entry(POLICIES), object=object)


def test_policies_are_off_by_default() -> None:
    rendering = render(Case("x"))
    assert POLICIES not in [each["name"] for each in rendering.one("MutatingWebhookConfiguration")["webhooks"]]
    assert not rendering.all("CustomResourceDefinition")


@pytest.mark.parametrize(
    ("registry", "repository", "same", "others"),
    [
        (
            "",
            "k8s-wait",
            ["k8s-wait", "library/k8s-wait", "docker.io/k8s-wait", "docker.io/library/k8s-wait"],
            ["a/k8s-wait"],
        ),
        (
            "",
            "team/k8s-wait",
            ["team/k8s-wait", "docker.io/team/k8s-wait", "index.docker.io/team/k8s-wait"],
            ["k8s-wait"],
        ),
        ("docker.io/team", "k8s-wait", ["team/k8s-wait", "docker.io/team/k8s-wait"], ["docker.io/k8s-wait"]),
        ("docker.io", "library/k8s-wait", ["k8s-wait", "library/k8s-wait"], []),
        ("localhost:5000", "k8s-wait", ["localhost:5000/k8s-wait"], ["k8s-wait", "localhost:5000/k8s-wait-server"]),
        ("localhost", "k8s-wait", ["localhost/k8s-wait"], ["docker.io/localhost/k8s-wait"]),
    ],
)
def test_images_as_people_write_them(registry: str, repository: str, same: list[str], others: list[str]) -> None:
    values = {"image": {"registry": registry, "wait": {"repository": repository}}}
    entry = render(Case("x", values)).entry(PODS)
    for image in same:
        for ending in ("", ":1.2", "@sha256:ab"):
            assert matches(entry, object=with_image(image + ending)), image
    for image in others:
        assert not matches(entry, object=with_image(image)), image


def workload(metadata: dict[str, Any], spec: dict[str, Any] | None = None) -> Object:
    return {"metadata": metadata, "spec": spec or {}}


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({}, False),
        ({"policies": {"enabled": True}}, True),
        ({"policies": {"enabled": True}, "config": {"circles": "deny"}}, True),
        ({"policies": {"enabled": True}, "config": {"circles": "off"}}, False),
        # As YAML reads it without quotes.
        ({"policies": {"enabled": True}, "config": {"circles": False}}, False),
    ],
)
def test_workloads_that_may_wait_by_policies(values: dict, wanted: bool) -> None:
    """Nobody else hears that they would wait for what waits for them."""
    entry = render(Case("x", values)).entry(WORKLOADS)
    silent = workload({}, {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {}}})
    assert matches(entry, object=silent) is wanted
    assert matches(entry, object=workload({"annotations": ANNOTATED}))
    assert not matches(entry, object=workload({"ownerReferences": OWNED}))
    assert not matches(entry, object=workload({"deletionTimestamp": "2026-01-01T00:00:00Z"}))


OWNED = [{"kind": "Deployment", "name": "d", "controller": True}]


@pytest.mark.parametrize(
    ("new", "old", "wanted"),
    [
        ({"annotations": ANNOTATED}, None, True),
        ({}, None, False),
        ({"annotations": {"a": "b"}}, None, False),
        ({"annotations": ANNOTATED}, {"annotations": ANNOTATED}, True),
        ({}, {"annotations": ANNOTATED}, True),
        ({"annotations": {}}, {}, False),
        ({"annotations": ANNOTATED, "ownerReferences": OWNED}, None, False),
        ({"annotations": ANNOTATED, "ownerReferences": [{"kind": "Team", "name": "t"}]}, None, True),
        ({"annotations": ANNOTATED, "ownerReferences": [{"kind": "T", "controller": False}]}, None, True),
        ({"annotations": ANNOTATED, "ownerReferences": []}, None, True),
        ({"annotations": ANNOTATED, "deletionTimestamp": "2026-01-01T00:00:00Z"}, {"annotations": ANNOTATED}, False),
    ],
)
def test_workloads(new: dict, old: dict | None, wanted: bool) -> None:
    entry = render(BY_NAME["defaults"]).entry(WORKLOADS)
    assert matches(entry, object=workload(new), oldObject=None if old is None else workload(old)) is wanted


@pytest.mark.parametrize(
    ("spec", "wanted"),
    [
        ({"template": {"spec": {}}}, False),
        ({"template": {"metadata": {}, "spec": {}}}, False),
        ({"template": {"metadata": {"annotations": {"a": "b"}}}}, False),
        ({"template": {"metadata": {"annotations": ANNOTATED}}}, True),
        ({"jobTemplate": {"spec": {"template": {"spec": {}}}}}, False),
        ({"jobTemplate": {"spec": {"template": {"metadata": {"labels": {}}}}}}, False),
        ({"jobTemplate": {"spec": {"template": {"metadata": {"annotations": ANNOTATED}}}}}, True),
        ({"jobTemplate": {"metadata": {"labels": {}}, "spec": {"template": {"spec": {}}}}}, False),
        ({"jobTemplate": {"metadata": {"annotations": {"a": "b"}}, "spec": {"template": {"spec": {}}}}}, False),
        # Without effect, which the webhook says.
        ({"jobTemplate": {"metadata": {"annotations": ANNOTATED}, "spec": {"template": {"spec": {}}}}}, True),
    ],
)
def test_workloads_whose_templates_are_annotated(spec: dict, wanted: bool) -> None:
    """A mistake there is refused where the person who applies the manifest sees it."""
    entry = render(BY_NAME["defaults"]).entry(WORKLOADS)
    assert matches(entry, object=workload({}, spec)) is wanted
    assert not matches(entry, object=workload({"ownerReferences": OWNED}, spec))


def rule_covers(entry: Object, request: Object) -> bool:
    """The rules of an entry, as far as they are written here: no wildcards, no subresources."""
    resource = request["resource"]
    return not request.get("subResource") and any(
        resource["group"] in rule["apiGroups"]
        and resource["version"] in rule["apiVersions"]
        and resource["resource"] in rule["resources"]
        and request["operation"] in rule["operations"]
        for rule in entry["rules"]
    )


@pytest.mark.parametrize("path", REVIEWS, ids=lambda path: path.stem)
def test_no_condition_errs_on_a_recorded_request(path: Any) -> None:
    request = json.loads(path.read_text())["request"]
    for entry in render(BY_NAME["defaults"]).one("MutatingWebhookConfiguration")["webhooks"]:
        if rule_covers(entry, request):
            matches(entry, object=request.get("object"), oldObject=request.get("oldObject"), request=request)


def test_recorded_requests_are_there() -> None:
    assert len(REVIEWS) > 10


def selected(entry: Object, name: str, labels: dict[str, str] | None = None) -> bool:
    """A namespaceSelector, judged as the API server does."""
    all_labels = {"kubernetes.io/metadata.name": name} | (labels or {})
    for each in entry["namespaceSelector"]["matchExpressions"]:
        value = all_labels.get(each["key"])
        values = each.get("values", [])
        held = {
            "In": value in values,
            "NotIn": value not in values,
            "Exists": value is not None,
            "DoesNotExist": value is None,
        }[each["operator"]]
        if not held:
            return False
    return True


@pytest.mark.parametrize("case", CASES, ids=lambda each: each.name)
@pytest.mark.parametrize("name", [PODS, WORKLOADS])
def test_namespaces_that_must_never_depend_on_us(case: Case, name: str) -> None:
    entries = [each for each in render(case).one("MutatingWebhookConfiguration")["webhooks"] if each["name"] == name]
    assert len(entries) == 1 or case.name == "least"
    for entry in entries:
        check_namespaces(entry, case)


def check_namespaces(entry: Object, case: Case) -> None:
    for namespace in ("kube-system", "kube-node-lease", case.namespace):
        assert not selected(entry, namespace)
        assert not selected(entry, namespace, {"wait.k8s/injection": "enabled"})
    enabled = {"wait.k8s/injection": "enabled"}
    assert selected(entry, "shop", enabled)
    assert not selected(entry, "shop", {"wait.k8s/injection": "disabled"})


@pytest.mark.parametrize(("case", "wanted"), [("defaults", True), ("opt-in", False)])
def test_namespaces_without_the_label(case: str, wanted: bool) -> None:
    assert selected(render(BY_NAME[case]).entry(PODS), "shop") is wanted


def test_namespaces_that_values_leave_out() -> None:
    entry = render(BY_NAME["everything"]).entry(PODS)
    assert not selected(entry, "monitoring")
    assert not selected(entry, "shop", {"environment": "sandbox"})


@pytest.mark.parametrize("case", CASES, ids=lambda each: each.name)
def test_entries(case: Case) -> None:
    rendering = render(case)
    has_conditions = minor(case.values.get("kubeVersion") or case.kube) >= (1, 28)
    entry = rendering.entry(PODS)
    assert entry["rules"] == [
        {
            "apiGroups": [""],
            "apiVersions": ["v1"],
            "operations": ["CREATE"],
            "resources": ["pods"],
            "scope": "Namespaced",
        }
    ]
    wanted = "Fail" if has_conditions and case.name != "least" else "Ignore"
    assert entry["failurePolicy"] == wanted
    for each in rendering.one("MutatingWebhookConfiguration")["webhooks"]:
        assert ("matchConditions" in each) is has_conditions
        assert each["sideEffects"] == "None" and each["matchPolicy"] == "Equivalent"
        assert each["reinvocationPolicy"] == "IfNeeded" and 1 <= each["timeoutSeconds"] <= 30
        chosen = case.name == "everything" and each["name"] == POLICIES
        assert each["failurePolicy"] == ("Fail" if chosen else "Ignore") or each["name"] == PODS
        service = each["clientConfig"]["service"]
        found = rendering.one("Service", service["name"])
        assert found["metadata"]["namespace"] == service["namespace"] == case.namespace
        assert service["port"] in [port["port"] for port in found["spec"]["ports"]]
        assert each["clientConfig"].keys() == {"service"}


def test_workloads_are_those_of_the_contract() -> None:
    rules = render(BY_NAME["defaults"]).entry(WORKLOADS)["rules"]
    covered = {
        (rule["apiGroups"][0], each, operation)
        for rule in rules
        for each in rule["resources"]
        for operation in rule["operations"]
    }
    changed = [
        ("apps", "deployments"),
        ("apps", "statefulsets"),
        ("apps", "daemonsets"),
        ("apps", "replicasets"),
        ("batch", "cronjobs"),
    ]
    wanted = {(*each, operation) for each in changed for operation in ("CREATE", "UPDATE")}
    # The template of a Job cannot be changed.
    assert covered == wanted | {("batch", "jobs", "CREATE")}


def test_aks_leaves_the_selectors_alone() -> None:
    metadata = render(BY_NAME["aks"]).one("MutatingWebhookConfiguration")["metadata"]
    assert metadata["labels"]["admissions.enforcer/disabled"] == "true"
    assert metadata["annotations"]["admissions.enforcer/disabled"] == "true"
