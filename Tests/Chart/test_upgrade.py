"""Upgrades and rollbacks: from any set of values to any other, annotated pods are never out of sight for a moment."""

import copy

import pytest
from chart import Case, Object, render
from matrix import CASES

# What an upgrade of one release can go between: the same release in the same namespace.
OURS = [each for each in CASES if (each.release, each.namespace) == ("k8s-wait", "k8s-wait")]
PODS = "annotated.pods.wait.k8s"


def identity(each: Object) -> tuple[str, str, str, str]:
    return each["apiVersion"], each["kind"], each["metadata"].get("namespace", ""), each["metadata"]["name"]


def applied(live: Object, before: Object | None, after: Object) -> Object:
    """What helm's three-way merge, and server-side apply likewise, make of a live object.

    What the release before had and this one has not is removed, what this one has is set, and the rest stays. Entries
    of a webhook configuration are told apart by their names.
    """
    result = copy.deepcopy(live)
    for key in (before or {}).keys() - after.keys():
        result.pop(key, None)
    for key, value in after.items():
        old = (before or {}).get(key)
        if isinstance(value, dict):
            result[key] = applied(result.get(key) or {}, old if isinstance(old, dict) else None, value)
        elif key == "webhooks":
            present = {each["name"]: each for each in result.get(key, [])}
            known = {each["name"]: each for each in old or []}
            kept = [applied(present.get(each["name"], {}), known.get(each["name"]), each) for each in value]
            names = {each["name"] for each in value} | known.keys()
            result[key] = kept + [each for name, each in present.items() if name not in names]
        else:
            result[key] = copy.deepcopy(value)
    return result


def of_kind(case: Case, *kinds: str) -> list[Object]:
    return [each for each in render(case).installed if each["kind"] in kinds]


def webhook(case: Case) -> Object:
    return render(case).one("MutatingWebhookConfiguration")


@pytest.mark.parametrize("case", OURS, ids=lambda each: each.name)
def test_names_are_stable(case: Case) -> None:
    wanted = [("apps/v1", "Deployment", "k8s-wait", "k8s-wait")]
    wanted += [("v1", "Service", "k8s-wait", f"k8s-wait{end}") for end in ("", "-metrics", "-status")]
    wanted += [("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "", "k8s-wait")]
    found = {identity(each) for each in of_kind(case, "Deployment", "Service", "MutatingWebhookConfiguration")}
    assert found - {("v1", "Service", "k8s-wait", "k8s-when-ready-server")} == set(wanted)


@pytest.mark.parametrize("before", OURS, ids=lambda each: each.name)
def test_no_moment_without_the_webhook(before: Case) -> None:
    old = webhook(before)
    live = copy.deepcopy(old)
    for entry in live["webhooks"]:
        entry["clientConfig"]["caBundle"] = f"bundle of {entry['name']}"
    for after in OURS:
        new = webhook(after)
        assert new["webhooks"][0]["name"] == PODS
        entries = {each["name"]: each for each in applied(live, old, new)["webhooks"]}
        # What the server wrote stays, and everything else is what the new release says.
        for name in entries.keys() & {each["name"] for each in live["webhooks"]}:
            assert entries[name]["clientConfig"].pop("caBundle") == f"bundle of {name}", after.name
        assert list(entries.values()) == new["webhooks"], after.name


def test_the_merge_of_this_test_can_wipe() -> None:
    """A chart that rendered caBundle once, and later not, would take it away: hence never."""
    before = {"webhooks": [{"name": "a", "clientConfig": {"caBundle": "x", "service": {}}}]}
    after = {"webhooks": [{"name": "a", "clientConfig": {"service": {}}}]}
    assert "caBundle" not in applied(before, before, after)["webhooks"][0]["clientConfig"]


@pytest.mark.parametrize("case", OURS, ids=lambda each: each.name)
def test_what_cannot_be_changed_stays(case: Case) -> None:
    """Fields that an API server refuses to change, so that the upgrade would fail halfway."""
    [deployment] = of_kind(case, "Deployment")
    labels = {"app.kubernetes.io/name": "k8s-wait", "app.kubernetes.io/instance": "k8s-wait"}
    assert deployment["spec"]["selector"] == {"matchLabels": labels}
    for each in of_kind(case, "ClusterRoleBinding", "RoleBinding"):
        kind = each["kind"].removesuffix("Binding")
        assert each["roleRef"] == {"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": "k8s-wait"}


@pytest.mark.parametrize("case", OURS, ids=lambda each: each.name)
def test_the_authorities_belong_to_no_release(case: Case) -> None:
    """Nothing that helm could remove with the release, or take back in a rollback, holds keys or finished Jobs."""
    names = {each["metadata"]["name"] for each in of_kind(case, "Secret", "ConfigMap", "Lease")}
    assert not names & {"k8s-wait-authorities", "k8s-wait-job-memory", "k8s-wait"}
