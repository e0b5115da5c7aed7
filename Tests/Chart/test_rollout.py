"""Upgrades and rollbacks under way: no annotated pod is let through ungated between one object and the next, nor while
the replicas are replaced. Those that are refused meanwhile are counted and printed."""

import pathlib
import subprocess

import pytest
from chart import ROOT, Case, render
from cluster import CONFIGURATION, account_of, started
from matrix import BY_NAME, EVERYTHING
from release import Admissions, Release, is_gated

GROUPS = {
    "monitoring.coreos.com": ["ServiceMonitor", "PrometheusRule"],
    "cert-manager.io": ["Certificate", "Issuer"],
}


def small(name: str, **values: object) -> Case:
    """A set of values with two replicas, which drain for a second."""
    return Case(name, values | {"replicas": 2, "drainSeconds": 1})


SETS = {
    "defaults": small("defaults"),
    # The API server here has no certificate of its own to show.
    "everything": small("everything", **{**EVERYTHING, "tls": {}, "autoscaling": {}}),
    "opt-in": small("opt-in", **BY_NAME["opt-in"].values),
    "cert-manager": small("cert-manager", **BY_NAME["cert-manager"].values),
}
# Each begins with an installation; then come an upgrade and the rollback of it.
STORIES = [("defaults", "everything"), ("cert-manager", "defaults"), ("everything", "opt-in")]


def definitions() -> list[dict]:
    return [
        {
            "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinition",
            "metadata": {"name": f"{kind.lower()}s.{group}"},
            "spec": {
                "group": group,
                "scope": "Namespaced",
                "names": {"plural": f"{kind.lower()}s", "singular": kind.lower(), "kind": kind},
                "versions": [{"name": "v1", "served": True, "storage": True}],
            },
        }
        for group, kinds in GROUPS.items()
        for kind in kinds
    ]


@pytest.fixture
def release(tmp_path: pathlib.Path):
    subprocess.run([ROOT / "scripts/gen-certs", tmp_path / "tls"], check=True, capture_output=True)
    for name, file in (("tls.crt", "server.pem"), ("tls.key", "server.key"), ("ca.crt", "ca.pem")):
        (tmp_path / "tls" / file).rename(tmp_path / "tls" / name)
    with started(tmp_path, {account_of(render(case)) for case in SETS.values()}) as cluster:
        # Chosen in either mode.
        shop = {"name": "shop", "labels": {"kubernetes.io/metadata.name": "shop", "wait.k8s/injection": "enabled"}}
        cluster.put({"apiVersion": "v1", "kind": "Namespace", "metadata": shop}, *definitions())
        with Release(cluster, tmp_path, tmp_path / "tls").existing() as it:
            yield it


@pytest.mark.parametrize("story", STORIES, ids="-".join)
def test_no_moment_lets_a_pod_through(story: tuple[str, str], release: Release, capsys: pytest.CaptureFixture) -> None:
    first, second = (SETS[name] for name in story)
    release.install(first)
    admissions = Admissions(release.cluster)
    with admissions.going_on():
        admissions.await_gated()
        release.change_to(second, admissions.await_one)
        admissions.await_gated()
        release.change_to(first, admissions.await_one)
        admissions.await_gated()
    pods = release.cluster.ask("GET", "/api/v1/namespaces/shop/pods")["items"]
    ungated = [each["metadata"]["name"] for each in pods if not is_gated(each)]
    with capsys.disabled():
        print(f"\n{' and '.join(story)}: {admissions.gated} pods gated, {len(admissions.refused)} refused", end=" ")
    assert len(pods) == admissions.gated > 0
    assert not ungated and not admissions.ungated


def test_a_moment_without_the_webhook_would_be_found(release: Release) -> None:
    release.install(SETS["defaults"])
    admissions = Admissions(release.cluster)
    with admissions.going_on():
        admissions.await_gated()
        configuration = release.cluster.ask("GET", CONFIGURATION)
        release.cluster.ask("DELETE", CONFIGURATION)
        admissions.await_one()
        del configuration["metadata"]["resourceVersion"]
        release.cluster.put(configuration)
        admissions.await_gated()
    assert admissions.ungated and admissions.gated
