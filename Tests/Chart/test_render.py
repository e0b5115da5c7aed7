"""Every rendering is a set of objects that API servers take, and says what it should."""

import difflib
import os
import pathlib
import re

import helm_python
import pytest
from chart import CHART, Case, render
from matrix import CASES
from schemas import problem, versions

GOLDEN = pathlib.Path(__file__).parent / "golden"


def ids(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_lints_cleanly(case: Case) -> None:
    report = helm_python.lint(CHART, case.values, strict=True, namespace=case.namespace, kube_version=f"v{case.kube}")
    wrong = [each for each in report["messages"] if each["severity"] > 1]
    assert not wrong and not report["errors"], report


@pytest.mark.parametrize("version", versions())
def test_suits_the_schemas_of(version: str) -> None:
    for case in CASES:
        # What is rendered depends on the version: each cluster gets what is rendered for it.
        rendering = render(Case(case.name, case.values, f"{version}.0", case.release, case.namespace))
        for each in rendering.objects:
            assert not problem(each, version), case.name


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_suits_the_schemas_of_its_own_cluster(case: Case) -> None:
    for each in render(case).objects:
        assert not problem(each, ".".join(case.kube.split(".")[:2]))


def test_schemas_find_mistakes() -> None:
    service = render(CASES[0]).one("Service", "k8s-wait")
    service["spec"]["publishNotReadyAdresses"] = True
    assert "publishNotReadyAdresses" in (problem(service, versions()[0]) or "")


@pytest.mark.parametrize("case", [each for each in CASES if each.golden], ids=ids)
def test_is_as_checked_in(case: Case) -> None:
    rendering = render(case)
    text = f"{rendering.text}---\n# NOTES.txt\n" + "".join(
        f"# {line}".rstrip() + "\n" for line in rendering.notes.split("\n")
    )
    file = GOLDEN / f"{case.name}.yaml"
    if os.environ.get("K8S_WAIT_WRITE_GOLDENS"):
        file.write_text(text)
    wanted = file.read_text() if file.exists() else ""
    difference = "\n".join(
        difflib.unified_diff(wanted.splitlines(), text.splitlines(), "checked in", "rendered", lineterm="")
    )
    assert not difference, (
        f"{difference}\n\nIf that is meant: K8S_WAIT_WRITE_GOLDENS=1 ./scripts/test-chart -k as_checked_in"
    )


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_names_each_object_once(case: Case) -> None:
    rendering = render(case)
    seen = [(each["kind"], each["metadata"].get("namespace"), each["metadata"]["name"]) for each in rendering.objects]
    assert len(seen) == len(set(seen))
    for _, _, name in seen:
        assert len(name) <= 63 and re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", name), name


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_renders_no_key_no_certificate_and_no_bundle(case: Case) -> None:
    rendering = render(case)
    assert "Secret" not in {each["kind"] for each in rendering.objects}
    assert not re.search(r"^\s*caBundle:|BEGIN [A-Z ]*(CERTIFICATE|KEY)", rendering.text, re.M)


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_puts_everything_into_its_namespace(case: Case) -> None:
    free = {"ServiceMonitor", "PrometheusRule", "ConfigMap"}
    for each in render(case).installed:
        namespace = each["metadata"].get("namespace")
        assert namespace in (None, case.namespace) or each["kind"] in free, each["metadata"]


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_labels_every_object(case: Case) -> None:
    common = case.values.get("commonLabels", {})
    annotations = case.values.get("commonAnnotations", {})
    for each in render(case).objects:
        labels = each["metadata"]["labels"]
        assert {"app.kubernetes.io/name", "app.kubernetes.io/instance", "helm.sh/chart"} <= labels.keys()
        assert common.items() <= labels.items()
        assert annotations.items() <= each["metadata"].get("annotations", {}).items()


def test_notes_say_what_to_type_next() -> None:
    notes = render(Case("x", release="gate", namespace="platform")).notes
    for command in [
        "kubectl rollout status deployment/gate-k8s-wait -n platform",
        "helm test gate -n platform",
        "kubectl patch deployment my-api",
    ]:
        assert command in notes
    assert "WARNING" not in notes


@pytest.mark.parametrize(
    ("values", "kube", "wanted"),
    [
        ({}, "1.27.0", "start WITHOUT waiting"),
        ({"webhook": {"failurePolicy": "Ignore"}}, "1.36.0", "start WITHOUT waiting"),
        ({"webhook": {"injection": "optIn"}}, "1.36.0", "wait.k8s/injection=enabled"),
        ({"replicas": 1}, "1.36.0", "one replica"),
        (
            {"tls": {"mode": "existingSecret", "existingSecret": {"name": "s"}}},
            "1.36.0",
            "/webhooks/1/clientConfig/caBundle",
        ),
        ({"legacy": {"enabled": True, "namespaces": ["shop"]}}, "1.36.0", "answers anyone about namespaces shop"),
    ],
)
def test_notes_warn(values: dict, kube: str, wanted: str) -> None:
    assert wanted in render(Case("x", values, kube)).notes
