"""The server's pods: Pod Security `restricted`, spread, replaced one by one, probed; Services lead to them."""

import re

import pytest
from chart import Case, Object, minor, render
from matrix import BY_NAME, CASES


def ids(case: Case) -> str:
    return case.name


def pod_specs(case: Case) -> list[Object]:
    """The server's pod, and that of `helm test`."""
    rendering = render(case)
    return [rendering.one("Deployment")["spec"]["template"]["spec"]] + [each["spec"] for each in rendering.all("Pod")]


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_pods_meet_pod_security_restricted(case: Case) -> None:
    # https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
    for spec in pod_specs(case):
        assert not spec.get("hostPID") and not spec.get("hostIPC")
        assert bool(spec.get("hostNetwork")) is (case.name == "host-network" and "restartPolicy" not in spec)
        context = spec["securityContext"]
        assert context["runAsNonRoot"] is True and context["seccompProfile"] == {"type": "RuntimeDefault"}
        assert context.get("runAsUser") == (None if case.values.get("openshift") else 65532)
        allowed = {
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "persistentVolumeClaim",
            "projected",
            "secret",
        }
        for volume in spec.get("volumes", []):
            assert volume.keys() - {"name"} <= allowed
        for container in spec["containers"] + spec.get("initContainers", []):
            own = container["securityContext"]
            assert own["allowPrivilegeEscalation"] is False and own["capabilities"] == {"drop": ["ALL"]}
            assert own["readOnlyRootFilesystem"] is True and not own.get("privileged")
            assert "runAsUser" not in own


def test_openshift_chooses_every_user() -> None:
    case = BY_NAME["openshift"]
    for spec in pod_specs(case):
        assert not {"runAsUser", "runAsGroup", "fsGroup"} & spec["securityContext"].keys()
    assert "--run-as-user=none" in render(case).arguments


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_no_variables_of_services(case: Case) -> None:
    assert all(spec["enableServiceLinks"] is False for spec in pod_specs(case))


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_replicas_go_one_by_one_and_spread(case: Case) -> None:
    deployment = render(case).one("Deployment")["spec"]
    assert deployment["strategy"]["rollingUpdate"] == {"maxSurge": 1, "maxUnavailable": 0}
    assert ("replicas" in deployment) is not bool(case.values.get("autoscaling"))
    selector = deployment["selector"]["matchLabels"]
    labels = deployment["template"]["metadata"]["labels"]
    assert selector.items() <= labels.items()
    spread = deployment["template"]["spec"]["topologySpreadConstraints"]
    assert [each["topologyKey"] for each in spread] == ["kubernetes.io/hostname", "topology.kubernetes.io/zone"]
    for each in spread:
        assert each["labelSelector"]["matchLabels"] == selector
        assert each["whenUnsatisfiable"] == ("DoNotSchedule" if case.values.get("strictSpread") else "ScheduleAnyway")


def test_two_replicas_by_default() -> None:
    rendering = render(BY_NAME["defaults"])
    assert rendering.one("Deployment")["spec"]["replicas"] == 2
    assert rendering.one("PodDisruptionBudget")["spec"]["maxUnavailable"] == 1


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_everything_that_selects_pods_selects_these(case: Case) -> None:
    rendering = render(case)
    labels = rendering.one("Deployment")["spec"]["template"]["metadata"]["labels"]
    selectors = [each["spec"]["selector"] for each in rendering.installed if each["kind"] == "Service"]
    selectors += [each["spec"]["selector"]["matchLabels"] for each in rendering.all("PodDisruptionBudget")]
    selectors += [each["spec"]["podSelector"]["matchLabels"] for each in rendering.all("NetworkPolicy")]
    assert len(selectors) >= 3
    for selector in selectors:
        assert selector.items() <= labels.items()


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_ports_lead_to_where_the_server_listens(case: Case) -> None:
    rendering = render(case)
    container = rendering.one("Deployment")["spec"]["template"]["spec"]["containers"][0]
    ports = {each["name"]: each["containerPort"] for each in container["ports"]}
    listening = dict(re.findall(r"--(\w+)-listen=:(\d+)", " ".join(container["args"])))
    assert ports == {name: int(port) for name, port in listening.items()}
    for service in (each for each in rendering.installed if each["kind"] == "Service"):
        assert all(port["targetPort"] in ports for port in service["spec"]["ports"])
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert container[probe]["httpGet"]["port"] == "operator"
    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert container["livenessProbe"]["httpGet"]["path"] == "/healthz"


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_services_are_where_the_arguments_say(case: Case) -> None:
    rendering = render(case)
    arguments = rendering.arguments
    url = next(each for each in arguments if each.startswith("--status-url="))
    match = re.fullmatch(r"--status-url=https://([a-z0-9-]+)\.([a-z0-9-]+)\.svc:(\d+)", url)
    assert match
    status = rendering.one("Service", match[1])
    assert match[2] == case.namespace and status["spec"]["ports"][0]["port"] == int(match[3])
    assert status["spec"]["publishNotReadyAddresses"] is True
    webhook = rendering.one("MutatingWebhookConfiguration")
    name = webhook["webhooks"][0]["clientConfig"]["service"]["name"]
    assert "publishNotReadyAddresses" not in rendering.one("Service", name)["spec"]
    assert f"--webhook-configuration={webhook['metadata']['name']}" in arguments
    if not any(each.startswith("--tls-cert=") for each in arguments):
        assert f"--tls-names={name}.{case.namespace}.svc" in arguments


def test_private_gke_reaches_10250() -> None:
    rendering = render(BY_NAME["private-gke"])
    assert "--webhook-listen=:10250" in rendering.arguments
    assert rendering.one("Service", "k8s-wait")["spec"]["ports"][0]["port"] == 443


def test_a_fixed_address_is_told_to_pods_that_need_it() -> None:
    rendering = render(Case("x", {"service": {"status": {"clusterIP": "10.96.0.9"}}}))
    assert rendering.one("Service", "k8s-wait-status")["spec"]["clusterIP"] == "10.96.0.9"
    assert "--status-addresses=10.96.0.9" in rendering.arguments


def test_the_grace_period_covers_the_drain() -> None:
    for seconds, grace in ((5, 30), (20, 75), (0, 15)):
        spec = pod_specs(Case("x", {"drainSeconds": seconds}))[0]
        assert spec["terminationGracePeriodSeconds"] == grace


def test_gke_lets_critical_pods_in() -> None:
    rendering = render(BY_NAME["defaults"])
    name = rendering.one("Deployment")["spec"]["template"]["spec"]["priorityClassName"]
    [scope] = rendering.one("ResourceQuota")["spec"]["scopeSelector"]["matchExpressions"]
    assert scope == {"scopeName": "PriorityClass", "operator": "In", "values": [name]}
    assert not render(Case("x", {"priorityClassName": "ours"})).all("ResourceQuota")


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_newer_fields_only_where_they_are_known(case: Case) -> None:
    rendering = render(case)
    version = minor(case.values.get("kubeVersion") or case.kube)
    for each in rendering.one("Deployment")["spec"]["template"]["spec"]["topologySpreadConstraints"]:
        assert ("matchLabelKeys" in each) is (version >= (1, 27))
    for each in rendering.all("PodDisruptionBudget"):
        assert ("unhealthyPodEvictionPolicy" in each["spec"]) is (version >= (1, 27))
