"""The definitions of policies: what an API server accepts by them, and that it accepts them.

`Tests/Fixtures/policies/definitions.json` says of each policy whether an API server refuses it, and where; and whether the server
finds a mistake, and where, which `DefinitionTests` compares with the server's own reading.
"""

import json
from typing import Any

import pytest
from chart import ROOT, Case, Object, render
from definitions import Schema, judge, schema

TABLE = json.loads((ROOT / "Tests" / "Fixtures" / "policies" / "definitions.json").read_text())
DEFINITIONS = {
    each["spec"]["names"]["kind"]: each
    for each in render(Case("policies", {"policies": {"enabled": True}})).all("CustomResourceDefinition")
}
# What an API server allows the rules of one definition to cost, and one rule: apiextensions' validation.go.
EACH, ALL = 10_000_000, 100_000_000


def policy(row: dict[str, Any]) -> Object:
    kind = row.get("kind", "WaitPolicy")
    place = {"namespace": "shop"} if kind == "WaitPolicy" else {}
    spec = {"spec": row["spec"]} if "spec" in row else {}
    return {"apiVersion": "wait.k8s/v1alpha1", "kind": kind, "metadata": {"name": "a"} | place} | spec


@pytest.mark.parametrize("row", TABLE, ids=lambda each: each["case"])
def test_an_api_server_accepts_what_the_table_says(row: dict[str, Any]) -> None:
    each = policy(row)
    verdict = judge(DEFINITIONS[each["kind"]], each)
    assert verdict.unknown == ([row["unknown"]] if "unknown" in row else [])
    assert bool(verdict.refused) == ("refused" in row), verdict.refused
    assert all(each.startswith(row.get("refused", "")) for each in verdict.refused), verdict.refused


def test_what_an_api_server_refuses_the_server_does_not_need_to_believe() -> None:
    """An object that came through an older definition must not mean more than one that is refused now."""
    lenient = {each["case"] for each in TABLE if "refused" in each and "mistake" not in each}
    # Both of them mean the same as without it.
    assert lenient == {"null for what may be left out", "a namespace twice"}
    assert all("mistake" in each for each in TABLE if "unknown" in each)


def test_the_table_tries_each_rule_both_ways() -> None:
    rules = {
        (kind, path, each["rule"])
        for kind, definition in DEFINITIONS.items()
        for path, at, _ in nodes(schema(definition), "", 1)
        for each in at.get("x-kubernetes-validations", [])
    }
    assert len(rules) == 5
    for kind, path, _ in rules:
        tried = [each for each in TABLE if each.get("kind", "WaitPolicy") == kind or "namespaceSelector" not in path]
        assert any(each.get("refused", "").startswith(path) for each in tried), path
        assert any("refused" not in each and has(each.get("spec"), path.split(".")[1:]) for each in tried), path


def has(value: Any, path: list[str]) -> bool:
    return not path or isinstance(value, dict) and path[0] in value and has(value[path[0]], path[1:])


def nodes(at: Schema, path: str, times: int) -> list[tuple[str, Schema, int]]:
    """Every part of a schema, and how often it may occur in one object."""
    found = [(path, at, times)]
    for key, each in at.get("properties", {}).items():
        found += nodes(each, f"{path}.{key}" if path else key, times)
    if "items" in at:
        found += nodes(at["items"], path, times * at["maxItems"])
    if "additionalProperties" in at:
        found += nodes(at["additionalProperties"], path, times * at["maxProperties"])
    return found


def size(at: Schema) -> int:
    """How many elements, or characters, CEL may have to look at in a value. Everything has a bound: this raises otherwise."""
    match at["type"]:
        case "array":
            return at["maxItems"] * size(at["items"])
        case "object" if "additionalProperties" in at:
            # Keys have the length that a request leaves them; rules compare only their beginnings.
            return at["maxProperties"] * (64 + size(at["additionalProperties"]))
        case "object":
            return 1 + sum(size(each) for each in at["properties"].values())
        case "string" if "enum" in at:
            return max(map(len, at["enum"]))
        case "string" if at.get("format") == "date-time":
            return 64
        case "string":
            # The longest that a pattern without maxLength lets through is bounded by the pattern.
            return at.get("maxLength") or (63 if "{0,62}" in at["pattern"] else at["maxLength"])
        case _:
            return 1


@pytest.mark.parametrize("kind", DEFINITIONS)
def test_rules_cost_little(kind: str) -> None:
    """An API server refuses a definition whose rules may cost too much, by the bounds that the schema gives. This is more than its
    estimate: as if each word of a rule looked at all of what the rule is about."""
    total = 0
    for path, at, times in nodes(schema(DEFINITIONS[kind])["properties"]["spec"], "spec", 1):
        for rule in at.get("x-kubernetes-validations", []):
            # `dependencies` looks at keys alone, however long the values are.
            about = at | {"additionalProperties": {"type": "integer"}} if "additionalProperties" in at else at
            cost = times * size(about) * len(rule["rule"].split())
            assert cost < EACH, (path, cost)
            total += cost
    assert 0 < total < ALL
    # The status as well: everything that a rule could ever be about has a bound.
    assert size(schema(DEFINITIONS[kind])["properties"]["status"]) > 0


@pytest.mark.parametrize("kind", DEFINITIONS)
def test_schemas_are_structural(kind: str) -> None:
    """Each part has one type; nothing is kept that the schema does not know; bounds and rules say what is wrong."""
    for path, at, _ in nodes(schema(DEFINITIONS[kind]), "", 1):
        assert isinstance(at.get("type"), str), path
        assert "x-kubernetes-preserve-unknown-fields" not in at, path
        assert not ("properties" in at and "additionalProperties" in at), path
        assert not {"allOf", "anyOf", "oneOf", "not", "$ref"} & at.keys(), path
        assert all(each["message"] for each in at.get("x-kubernetes-validations", [])), path
