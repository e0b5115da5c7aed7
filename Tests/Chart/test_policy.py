"""The ValidatingAdmissionPolicy: our account may change caBundle of our configuration, and nothing else."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from chart import Case, Object, minor, render
from expressions import evaluate
from matrix import BY_NAME, CASES

ACCOUNT = "system:serviceaccount:k8s-wait:k8s-wait"


def stored() -> Object:
    """Our configuration as an API server keeps it: with defaults, what tools added, and a bundle."""
    configuration = render(BY_NAME["defaults"]).one("MutatingWebhookConfiguration")
    configuration["metadata"] |= {
        "uid": "u",
        "resourceVersion": "7",
        "generation": 2,
        "managedFields": [{"manager": "helm"}],
    }
    for entry in configuration["webhooks"]:
        entry["clientConfig"]["caBundle"] = "b2xk"
    return configuration


def is_allowed(new: Object | None, old: Object | None, request: dict[str, Any] | None = None) -> bool:
    spec = render(BY_NAME["defaults"]).one("ValidatingAdmissionPolicy")["spec"]
    variables = {
        "object": new,
        "oldObject": old,
        "request": {
            "operation": "UPDATE",
            "name": "k8s-wait",
            "userInfo": {"username": ACCOUNT},
            "resource": {"group": "admissionregistration.k8s.io", "resource": "mutatingwebhookconfigurations"},
        }
        | (request or {}),
    }
    if not all(evaluate(each["expression"], **variables) for each in spec["matchConditions"]):
        return True
    # Each is evaluated, as the API server does: one that errs refuses, too.
    return all([evaluate(each["expression"], **variables) for each in spec["validations"]])


def bundle(configuration: Object) -> None:
    for entry in configuration["webhooks"]:
        entry["clientConfig"]["caBundle"] = "bmV3"


def first_bundle(configuration: Object) -> None:
    del configuration["webhooks"][0]["clientConfig"]["caBundle"]


def bookkeeping(configuration: Object) -> None:
    bundle(configuration)
    configuration["metadata"] |= {"resourceVersion": "8", "generation": 3, "managedFields": [{"manager": "us"}]}


@pytest.mark.parametrize("change", [bundle, first_bundle, bookkeeping])
def test_bundles_can_be_changed(change: Callable[[Object], None]) -> None:
    old = stored()
    new = copy.deepcopy(old)
    change(new)
    assert is_allowed(new, old)
    assert is_allowed(old, new)


def entry(key: str, value: Any) -> Callable[[Object], None]:
    def change(configuration: Object) -> None:
        configuration["webhooks"][0][key] = value

    return change


CHANGES: dict[str, Callable[[Object], None]] = {
    "failure-policy": entry("failurePolicy", "Ignore"),
    "all-namespaces": entry("namespaceSelector", {}),
    "some-objects": entry("objectSelector", {"matchLabels": {"a": "b"}}),
    "all-objects": entry("matchConditions", []),
    "rules": entry(
        "rules", [{"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["*"], "resources": ["*/*"], "scope": "*"}]
    ),
    "timeout": entry("timeoutSeconds", 30),
    "name": entry("name", "other.wait.k8s"),
    "a-field-that-does-not-exist-yet": entry("newerField", "x"),
    "without-conditions": lambda it: it["webhooks"][0].pop("matchConditions"),
    "another-service": lambda it: it["webhooks"][0]["clientConfig"]["service"].update(namespace="evil"),
    "a-url": lambda it: it["webhooks"][0]["clientConfig"].update(url="https://evil.example.com"),
    "without-service": lambda it: it["webhooks"][0]["clientConfig"].pop("service"),
    "without-an-entry": lambda it: it["webhooks"].pop(),
    "without-entries": lambda it: it.pop("webhooks"),
    "one-more-entry": lambda it: it["webhooks"].append(it["webhooks"][0] | {"name": "more.wait.k8s"}),
    "the-same-entry-twice": lambda it: it["webhooks"].__setitem__(1, it["webhooks"][0]),
    "label": lambda it: it["metadata"]["labels"].update(a="b"),
    "annotation": lambda it: it["metadata"].update(annotations={"a": "b"}),
    "owner": lambda it: it["metadata"].update(ownerReferences=[{"name": "x"}]),
    "finalizer": lambda it: it["metadata"].update(finalizers=["example.com/x"]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_nothing_else_can_be_changed(name: str) -> None:
    old = stored()
    new = copy.deepcopy(old)
    CHANGES[name](new)
    assert new != old
    assert not is_allowed(new, old)
    assert is_allowed(new, old, {"userInfo": {"username": "system:serviceaccount:k8s-wait:other"}})


@pytest.mark.parametrize(
    "request_",
    [
        {"name": "cert-manager-webhook"},
        {"operation": "CREATE"},
        {"operation": "DELETE"},
        {"resource": {"group": "admissionregistration.k8s.io", "resource": "validatingwebhookconfigurations"}},
    ],
)
def test_nothing_else_can_be_done(request_: dict[str, Any]) -> None:
    old = stored()
    new = None if request_.get("operation") == "DELETE" else copy.deepcopy(old)
    assert not is_allowed(new, None if request_.get("operation") == "CREATE" else old, request_)


@pytest.mark.parametrize("case", CASES, ids=lambda each: each.name)
def test_is_there_from_1_30(case: Case) -> None:
    rendering = render(case)
    version = minor(case.values.get("kubeVersion") or case.kube)
    wanted = version >= (1, 30) and case.name != "least"
    assert bool(rendering.all("ValidatingAdmissionPolicy")) is wanted
    assert bool(rendering.all("ValidatingAdmissionPolicyBinding")) is wanted
    if wanted:
        policy, binding = (rendering.one(f"ValidatingAdmissionPolicy{end}") for end in ("", "Binding"))
        assert binding["spec"]["policyName"] == policy["metadata"]["name"]
        account = rendering.one("Deployment")["spec"]["template"]["spec"]["serviceAccountName"]
        assert (
            f"system:serviceaccount:{case.namespace}:{account}'" in policy["spec"]["matchConditions"][0]["expression"]
        )
        assert policy["spec"]["failurePolicy"] == "Fail" and binding["spec"]["validationActions"] == ["Deny"]
