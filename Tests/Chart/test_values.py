"""Values: the schema knows each and no other, mistakes are told as such, and every option of the server has one."""

import json
import pathlib
import re
import subprocess

import helm_python
import pytest
import yaml
from chart import CHART, ROOT, Case, render, values_of
from matrix import BY_NAME, CASES, EVERYTHING

SCHEMA = json.loads((CHART / "values.schema.json").read_text())
TEMPLATES = {
    path.name: path.read_text() for path in sorted((CHART / "templates").rglob("*"), key=str) if path.is_file()
}

# What makes no sense in a pod, where the service account says where the API server is.
NOT_IN_A_POD = {"kubeconfig", "context", "print-rbac", "version", "help"}


def resolved(schema: dict) -> dict:
    return SCHEMA["definitions"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema


def walk(schema: dict, values: object, path: str) -> None:
    schema = resolved(schema)
    if "properties" not in schema:
        return
    assert schema["additionalProperties"] is False, path
    assert isinstance(values, dict), path
    # `global` is Helm's own; an issuer and the like are empty by default.
    known = set(schema["properties"]) - ({"global"} if not path else set())
    if values or not path.endswith(("issuerRef", "Limits")):
        missing = known - values.keys() - ({"claims"} if path == ".resources" else set())
        assert not missing, f"{path}: the schema has {missing}, values.yaml does not"
    for key, value in values.items():
        assert key in schema["properties"], f"{path}.{key} is not in the schema"
        walk(schema["properties"][key], value, f"{path}.{key}")


def test_schema_and_values_name_the_same() -> None:
    walk(SCHEMA, values_of("values.yaml"), "")


def test_every_value_has_a_comment() -> None:
    lines = (CHART / "values.yaml").read_text().splitlines()
    for number, line in enumerate(lines):
        # A mapping that is spelled out has comments of its own inside.
        if re.match(r" *[A-Za-z]+: *\S", line) and not re.search(r"# --", lines[number - 1]):
            inner = re.match(r"  +(cpu|memory|grafana_dashboard|kubernetes)", line)
            assert inner, f"line {number + 1}, {line.strip()}, has no comment"


@pytest.mark.parametrize("path", ["values.yaml", "values-ha.yaml"])
def test_values_files_suit_the_schema(path: str) -> None:
    render(Case(path, values_of(path)))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"replica": 3}, "additional properties 'replica' not allowed"),
        ({"replicas": "two"}, "at '/replicas': got string, want integer"),
        (
            {"tls": {"mode": "own"}},
            "at '/tls/mode': value must be one of 'selfManaged', 'certManager', 'existingSecret'",
        ),
        ({"webhook": {"failurePolicy": "fail"}}, "at '/webhook/failurePolicy': value must be one of 'Fail', 'Ignore'"),
        ({"webhook": {"timeoutSeconds": 31}}, "at '/webhook/timeoutSeconds': maximum: got 31, want 30"),
        ({"config": {"timeuot": "5m"}}, "at '/config': additional properties 'timeuot' not allowed"),
        ({"config": {"timeout": "5 minutes"}}, "at '/config/timeout': '5 minutes' does not match pattern"),
        ({"config": {"webhookLimits": {"conections": 5}}}, "additional properties 'conections' not allowed"),
        ({"config": {"allowKinds": ["Certificates"]}}, "at '/config/allowKinds/0'"),
        ({"config": {"events": "false"}}, "at '/config/events': got string, want boolean"),
        ({"image": {"server": {"digest": "abc"}}}, "at '/image/server/digest': 'abc' does not match pattern"),
        ({"image": {"wait": {"repository": "a:1"}}}, "at '/image/wait/repository'"),
        ({"ports": {"webhook": 70000}}, "at '/ports/webhook': maximum: got 70,000, want 65,535"),
        ({"metrics": {"serviceMonitor": True}}, "at '/metrics/serviceMonitor': got boolean, want object"),
        ({"webhook": {"excludedNamespaces": "kube-public"}}, "got string, want array"),
        ({"podDisruptionBudget": {"maxUnavailable": 0}}, "at '/podDisruptionBudget/maxUnavailable'"),
        ({"extraArgs": ["log-level=debug"]}, "at '/extraArgs/0'"),
    ],
)
def test_mistakes_are_told(values: dict, message: str) -> None:
    with pytest.raises(helm_python.HelmError) as caught:
        render(Case("mistake", values))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("values", "namespace", "message"),
    [
        ({}, "kube-system", "k8s-wait must not run in kube-system"),
        ({}, "kube-node-lease", "must not run in kube-node-lease"),
        ({"replicas": 0}, "k8s-wait", "replicas is 0"),
        ({"autoscaling": {"enabled": True, "minReplicas": 0}}, "k8s-wait", "autoscaling.minReplicas is 0"),
        ({"autoscaling": {"enabled": True, "minReplicas": 9}}, "k8s-wait", "autoscaling.minReplicas (9) is more than"),
        ({"tls": {"mode": "existingSecret"}}, "k8s-wait", "tls.existingSecret.name is empty"),
        (
            {"tls": {"existingSecret": {"name": "s"}}},
            "k8s-wait",
            "tls.existingSecret.name is set, but tls.mode is selfManaged",
        ),
        (
            {"tls": {"mode": "certManager", "existingSecret": {"name": "s"}}},
            "k8s-wait",
            "tls.existingSecret.name is set, but tls.mode is certManager",
        ),
        (
            {
                "tls": {
                    "mode": "existingSecret",
                    "existingSecret": {"name": "s"},
                    "certManager": {"issuerRef": {"name": "i"}},
                }
            },
            "k8s-wait",
            "tls.certManager.issuerRef is set, but tls.mode is existingSecret",
        ),
        ({"tls": {"mode": "certManager"}, "config": {"leafLifetime": "1h"}}, "k8s-wait", "but tls.mode is certManager"),
        ({"ports": {"status": 8443}}, "k8s-wait", "ports.status and ports.webhook are both 8443"),
        ({"legacy": {"enabled": True}}, "k8s-wait", "legacy.enabled needs legacy.namespaces"),
        ({"extraArgs": ["--status-url=https://a"]}, "k8s-wait", "must not have --status-url"),
        ({"extraArgs": ["--log-level=debug"]}, "k8s-wait", "set config.logLevel"),
    ],
)
def test_guards(values: dict, namespace: str, message: str) -> None:
    with pytest.raises(helm_python.HelmError) as caught:
        render(Case("guard", values, namespace=namespace))
    assert message in str(caught.value)


def flags(server_help: str) -> set[str]:
    return {match[1] for match in re.finditer(r"^  (?:-h, )?--([a-z]+(?:-[a-z]+)*)", server_help, re.M)}


def kebab(name: str) -> str:
    return re.sub(r"([A-Z])", lambda m: "-" + m[1].lower(), name)


def own_flags() -> dict[str, str]:
    text = re.search(r'define "k8s-wait.ownFlags" -}}\n(.*?)\{\{- end', TEMPLATES["_guards.tpl"], re.S)
    assert text
    return yaml.safe_load(text[1])


def test_every_option_of_the_server_can_be_set(server_help: str) -> None:
    settable = {kebab(key) for key in values_of("values.yaml")["config"]}
    known = settable | own_flags().keys() | NOT_IN_A_POD
    assert flags(server_help) - known == set(), "options without a value"
    assert known - flags(server_help) == set(), "values without an option"
    assert not settable & own_flags().keys()


@pytest.mark.parametrize("case", CASES, ids=lambda each: each.name)
def test_the_server_takes_its_arguments(case: Case, server: pathlib.Path) -> None:
    answer = subprocess.run(
        [server, *render(case).arguments, "--kubeconfig=/nonexistent"], capture_output=True, text=True, timeout=60
    )
    # 64 would be a wrong argument. It gets as far as to the first file, which is not on this machine.
    assert answer.returncode == 1, answer.stderr
    assert "cannot start" in answer.stdout + answer.stderr


def test_options_are_given_as_set() -> None:
    arguments = render(BY_NAME["everything"]).arguments
    for key in EVERYTHING["config"]:
        assert sum(each.startswith(f"--{kebab(key)}=") for each in arguments) == 1, key
    for wanted in [
        "--events=false",
        "--max-watches=1000",
        "--peer-limits=streams=10000,unknown-pods=64",
        "--run-as-user=1000",
        "--allow-kinds=certificates.cert-manager.io,*.kustomize.toolkit.fluxcd.io,configmaps,secrets",
        "--cross-namespace=deny,service=allow",
        "--drain-time=20s",
        "--legacy-namespaces=shop,infra",
        "--image=registry.example.com/tools/k8s-wait@sha256:" + "b" * 64,
        "--image-pull-secret=regcred",
    ]:
        assert wanted in arguments


def test_numbers_stay_numbers() -> None:
    config = {"maxWatches": 100000000, "cpu": 0.5, "statusLimits": {"connections": 20000000}}
    arguments = render(Case("x", {"config": config})).arguments
    assert {"--max-watches=100000000", "--cpu=0.5", "--status-limits=connections=20000000"} <= set(arguments)


def test_defaults_give_no_option_but_the_charts_own() -> None:
    given = {each.split("=")[0].removeprefix("--") for each in render(BY_NAME["defaults"]).arguments}
    assert given <= own_flags().keys()


def test_the_kubelet_expands_nothing() -> None:
    arguments = render(Case("x", {"config": {"allowedImages": ["a/$(HOME)"]}})).arguments
    assert "--allowed-images=a/$$(HOME)" in arguments


def test_the_documentation_has_the_table_of_values() -> None:
    answer = subprocess.run([ROOT / "scripts/chart-values", "--check"], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr


def test_chart_and_programs_have_one_version() -> None:
    product = re.search(r'version = "(.+)"', (ROOT / "Sources/Core/StatusAPI/Product.swift").read_text())
    metadata = yaml.safe_load((CHART / "Chart.yaml").read_text())
    assert product and product[1] == metadata["version"] == metadata["appVersion"]
