"""`helm test`: a pod that only a working installation lets succeed."""

import pytest
from chart import Case, render
from expressions import matches
from matrix import BY_NAME, CASES


def hooks(case: Case) -> dict[str, dict]:
    return {
        each["kind"]: each for each in render(case).objects if "helm.sh/hook" in each["metadata"].get("annotations", {})
    }


@pytest.mark.parametrize("case", CASES, ids=lambda each: each.name)
def test_what_it_makes_is_removed(case: Case) -> None:
    for each in hooks(case).values():
        annotations = each["metadata"]["annotations"]
        assert annotations["helm.sh/hook"] == "test"
        assert annotations["helm.sh/hook-delete-policy"] == "before-hook-creation,hook-succeeded"


@pytest.mark.parametrize("name", ["defaults", "opt-in", "everything", "openshift", "another-name"])
def test_the_pod_comes_to_the_webhook(name: str) -> None:
    case = BY_NAME[name]
    pod = hooks(case)["Pod"]
    namespace = hooks(case)["Namespace"]["metadata"]
    assert pod["metadata"]["namespace"] == namespace["name"] != case.namespace
    assert namespace["labels"]["wait.k8s/injection"] == "enabled"
    entry = render(case).entry("annotated.pods.wait.k8s")
    assert matches(entry, object=pod)
    # The container alone would come, too: it is of our image, and the webhook tells it whom to ask.
    del pod["metadata"]["annotations"]
    assert matches(entry, object=pod)


def test_it_waits_for_what_is_there() -> None:
    made = hooks(BY_NAME["defaults"])
    name = made["Service"]["metadata"]["name"]
    assert made["Pod"]["metadata"]["annotations"]["wait.k8s/for-service"] == name
    assert made["Pod"]["spec"]["containers"][0]["args"][:2] == ["for", f"service/{name}"]
    slice_ = made["EndpointSlice"]
    assert slice_["metadata"]["labels"]["kubernetes.io/service-name"] == name
    assert slice_["endpoints"][0]["conditions"]["ready"] is True
    weights = {kind: int(each["metadata"]["annotations"]["helm.sh/hook-weight"]) for kind, each in made.items()}
    assert weights["Namespace"] < weights["Service"] == weights["ServiceAccount"] < weights["Pod"]
    assert {each["metadata"].get("namespace", "") for each in made.values()} == {"", "k8s-wait-test"}


def test_a_namespace_that_is_there_is_not_made() -> None:
    made = hooks(BY_NAME["in-namespace-tests"])
    assert "Namespace" not in made and made["Pod"]["metadata"]["namespace"] == "default"
