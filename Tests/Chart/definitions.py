"""Judges custom resources as an API server does by their definition: the structural schema, then its CEL rules.

https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import jsonschema
from expressions import rule_holds

Schema = dict[str, Any]


@dataclass
class Verdict:
    """What an API server says of one object."""

    # Fields that the schema does not have: kubectl refuses them, other clients lose them.
    unknown: list[str] = field(default_factory=list)
    # Where it is refused.
    refused: list[str] = field(default_factory=list)


def schema(definition: dict[str, Any]) -> Schema:
    """The schema of a definition's one version."""
    [version] = definition["spec"]["versions"]
    return version["schema"]["openAPIV3Schema"]


def judge(definition: dict[str, Any], obj: dict[str, Any]) -> Verdict:
    """What is wrong with an object. Rules are evaluated only where the schema holds."""
    verdict = Verdict()
    whole = schema(definition)
    value = defaulted(whole, pruned(whole, copy.deepcopy(obj), "", verdict.unknown))
    errors = jsonschema.Draft202012Validator(plain(whole)).iter_errors(value)
    verdict.refused += [path for error in errors for path in where(error)]
    verdict.refused += [path for path in repeated(whole, value, "")]
    if not verdict.refused:
        verdict.refused += [path for path, at, part in places(whole, value, "") if not holds(at, part)]
    return verdict


def where(error: jsonschema.ValidationError) -> list[str]:
    """The paths of an error: a field that is missing is named."""
    path = ".".join(str(each) for each in error.absolute_path)
    if error.validator != "required":
        return [path]
    return [join(path, each) for each in error.validator_value if each not in error.instance]


def holds(at: Schema, value: Any) -> bool:
    """Whether all rules of a place hold."""
    return all([rule_holds(each["rule"], value) for each in at.get("x-kubernetes-validations", [])])


# Parts of the schema


def join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def pruned(at: Schema, value: Any, path: str, unknown: list[str]) -> Any:
    """The value without fields that the schema does not have. `metadata` is the API server's own affair."""
    if isinstance(value, list) and "items" in at:
        return [pruned(at["items"], each, path, unknown) for each in value]
    if not isinstance(value, dict) or path == "metadata":
        return value
    if "additionalProperties" in at:
        return {key: pruned(at["additionalProperties"], each, join(path, key), unknown) for key, each in value.items()}
    properties = at.get("properties", {})
    unknown += [join(path, key) for key in value if key not in properties]
    return {
        key: pruned(properties[key], each, join(path, key), unknown)
        for key, each in value.items()
        if key in properties
    }


def defaulted(at: Schema, value: Any) -> Any:
    """The value with defaults, which also take the place of null where that is not allowed."""
    if isinstance(value, list) and "items" in at:
        return [defaulted(at["items"], each) for each in value]
    if not isinstance(value, dict):
        return value
    for key, each in at.get("properties", {}).items():
        if "default" in each and value.get(key) is None and not (key in value and each.get("nullable")):
            value[key] = copy.deepcopy(each["default"])
        if key in value:
            value[key] = defaulted(each, value[key])
    return value


@functools.singledispatch
def plain(at: Any) -> Any:
    """The schema as JSON Schema has it: `nullable` is a type there."""
    return at


@plain.register
def _(at: list) -> list:
    return [plain(each) for each in at]


@plain.register
def _(at: dict) -> dict:
    changed = {key: plain(each) for key, each in at.items() if not key.startswith("x-kubernetes-")}
    if changed.pop("nullable", False) is True:
        changed["type"] = [changed["type"], "null"]
    return changed


def repeated(at: Schema, value: Any, path: str) -> Iterator[str]:
    """Lists that are sets and have an element twice."""
    for here, each, part in children(at, value, path):
        if each.get("x-kubernetes-list-type") == "set" and len(part) != len(set(map(str, part))):
            yield here
        yield from repeated(each, part, here)


def places(at: Schema, value: Any, path: str) -> Iterator[tuple[str, Schema, Any]]:
    """Every part of the value with its schema."""
    yield path, at, value
    for here, each, part in children(at, value, path):
        yield from places(each, part, here)


def children(at: Schema, value: Any, path: str) -> Iterator[tuple[str, Schema, Any]]:
    """The parts of a value one level down."""
    if isinstance(value, list) and "items" in at:
        yield from ((f"{path}.{number}", at["items"], each) for number, each in enumerate(value))
    elif isinstance(value, dict):
        for key, each in value.items():
            inner = at.get("properties", {}).get(key) or at.get("additionalProperties")
            if inner:
                yield join(path, key), inner, each
