"""Alerts and the dashboard use metrics that there are, and the alerts are those of docs/operations.md."""

import json
import re

import yaml
from chart import CHART, ROOT, Case, render
from matrix import BY_NAME

OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text()
ALERTS = yaml.safe_load((CHART / "files" / "alerts.yaml").read_text())["rules"]
DASHBOARD = json.loads((CHART / "files" / "dashboard.json").read_text())


def metrics(expression: str) -> set[str]:
    found = re.findall(r"\b(?:k8s_wait|process)_[a-z_]+[a-z]", expression)
    return {re.sub(r"_bucket$", "", each) for each in found}


def documented() -> dict[str, set[str]]:
    """Metrics of docs/configuration.md, and their labels."""
    rows = re.findall(r"^\| (`[^|]*`) \|", CONFIGURATION, re.M)
    found = {}
    for name, labels in (
        each for row in rows for each in re.findall(r"`((?:k8s_wait|process)_[a-z_]+)(?:\{([a-z,]+)\})?`", row)
    ):
        found[name] = set(labels.split(",")) - {""}
    return found


def documented_alerts() -> list[dict]:
    text = re.search(r"```yaml\n(groups:\n.*?)```", OPERATIONS, re.S)
    assert text
    return yaml.safe_load(text[1])["groups"][0]["rules"]


def test_alerts_are_those_of_the_documentation() -> None:
    assert ALERTS == documented_alerts()


def test_alerts_use_metrics_that_there_are() -> None:
    known = documented()
    for alert in ALERTS:
        assert metrics(alert["expr"]) <= known.keys(), alert["alert"]
    assert sum(bool(metrics(each["expr"])) for each in ALERTS) > 8


def test_labels_of_alerts_and_panels_are_there() -> None:
    known = documented()
    added = {"job", "pod", "le"}
    expressions = [each["expr"] for each in ALERTS]
    expressions += [target["expr"] for panel in DASHBOARD["panels"] for target in panel.get("targets", [])]
    for expression in expressions:
        labels = set().union(*(known[each] for each in metrics(expression) if each in known)) | added
        grouped = {each.strip() for text in re.findall(r"by \(([a-z, ]+)\)", expression) for each in text.split(",")}
        selected = set(re.findall(r"k8s_wait_[a-z_]+\{([a-z_]+)[=!]", expression))
        assert grouped | selected <= labels, expression


def test_the_dashboard_uses_metrics_that_there_are() -> None:
    known = documented()
    panels = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
    assert len(panels) > 10
    for panel in panels:
        for target in panel["targets"]:
            assert metrics(target["expr"]) and metrics(target["expr"]) <= known.keys(), panel["title"]
            assert 'job=~"$job"' in target["expr"], panel["title"]
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


def test_the_rule_watches_the_job_that_the_monitor_makes() -> None:
    for release, values in (("k8s-wait", {}), ("gate", {"nameOverride": "waiter"})):
        on = {"metrics": {"serviceMonitor": {"enabled": True}, "prometheusRule": {"enabled": True}}}
        rendering = render(Case("x", values | on, release=release))
        monitor = rendering.one("ServiceMonitor")["spec"]
        [service] = [
            each
            for each in rendering.installed
            if each["kind"] == "Service"
            and monitor["selector"]["matchLabels"].items() <= each["metadata"]["labels"].items()
        ]
        job = service["metadata"]["labels"][monitor["jobLabel"]]
        [down] = [
            each
            for each in rendering.one("PrometheusRule")["spec"]["groups"][0]["rules"]
            if each["alert"] == "K8sWaitDown"
        ]
        assert down["expr"] == f'absent(up{{job="{job}"}} == 1)'
        assert monitor["endpoints"][0]["port"] in [each["name"] for each in service["spec"]["ports"]]
        assert monitor["namespaceSelector"] == {"matchNames": [service["metadata"]["namespace"]]}


def test_alerts_can_be_labelled_and_left_out() -> None:
    rules = render(BY_NAME["everything"]).one("PrometheusRule")["spec"]["groups"][0]["rules"]
    assert {each["alert"] for each in ALERTS} - {each["alert"] for each in rules} == {"K8sWaitPodsProceedWithout"}
    assert all(each["labels"]["team"] == "platform" and each["labels"]["severity"] for each in rules)


def test_the_dashboard_is_rendered_whole() -> None:
    rendered = render(BY_NAME["everything"]).one("ConfigMap")
    assert json.loads(rendered["data"]["k8s-wait.json"]) == DASHBOARD
    assert rendered["metadata"]["labels"]["grafana_dashboard"] == "1"
