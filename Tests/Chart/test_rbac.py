"""The account may do exactly what the server says that it needs."""

import itertools
import pathlib
import subprocess

import pytest
import yaml
from chart import Case, Object, render
from matrix import CASES


def atoms(rules: list[Object]) -> set[tuple[str, str, str, str]]:
    """Each thing that is allowed, alone: group, resource, name, verb."""
    return {
        atom
        for rule in rules
        for atom in itertools.product(
            rule["apiGroups"], rule["resources"], rule.get("resourceNames", [""]), rule["verbs"]
        )
    }


def printed(server: pathlib.Path, arguments: list[str]) -> dict[str, Object]:
    answer = subprocess.run([server, "--print-rbac", *arguments], capture_output=True, text=True, check=True)
    return {each["kind"]: each for each in yaml.safe_load_all(answer.stdout)}


@pytest.mark.parametrize("case", [each for each in CASES if each.name != "least"], ids=lambda each: each.name)
def test_roles_are_what_the_server_prints(case: Case, server: pathlib.Path) -> None:
    rendering = render(case)
    wanted = printed(server, rendering.arguments)
    for kind in ("ClusterRole", "Role"):
        role = rendering.one(kind)
        assert atoms(role["rules"]) == atoms(wanted[kind]["rules"]), kind
        assert role["metadata"].get("namespace") == wanted[kind]["metadata"].get("namespace")


@pytest.mark.parametrize("case", CASES, ids=lambda each: each.name)
def test_roles_are_bound_to_the_account_of_the_pods(case: Case) -> None:
    rendering = render(case)
    account = rendering.one("Deployment")["spec"]["template"]["spec"]["serviceAccountName"]
    for kind in ("ClusterRole", "Role"):
        for binding in rendering.all(f"{kind}Binding"):
            assert binding["subjects"] == [{"kind": "ServiceAccount", "name": account, "namespace": case.namespace}]
            assert binding["roleRef"]["name"] == rendering.one(kind)["metadata"]["name"]


def test_nothing_is_granted_where_others_grant() -> None:
    kinds = {each["kind"] for each in render(Case("x", {"rbac": {"create": False}})).installed}
    assert not kinds & {"ClusterRole", "Role", "ClusterRoleBinding", "RoleBinding"}
