"""Validates objects by the schemas of every version of Kubernetes that kubernetes-validate carries, each read once."""

import functools
import json
from importlib import resources
from typing import Any

import jsonschema
import kubernetes_validate
from kubernetes_validate.utils import all_versions, major_minor
from referencing import Registry, Resource

OLDEST = (1, 28)
# Their schemas are not Kubernetes' own.
FOREIGN = {"ServiceMonitor", "PrometheusRule", "Certificate", "Issuer"}


def versions() -> list[str]:
    """`1.28` and later."""
    found = [major_minor(each) for each in all_versions()]
    return [each for each in found if tuple(map(int, each.split("."))) >= OLDEST]


@functools.cache
def _definitions(version: str) -> Registry:
    return Resource.from_contents(_read(version, "_definitions.json")) @ Registry()


def _read(version: str, name: str) -> Any:
    folder = resources.files(kubernetes_validate) / "kubernetes-json-schema" / f"v{version}.0-local-strict"
    return json.loads((folder / name).read_text())


@functools.cache
def _validator(version: str, api_version: str, kind: str) -> jsonschema.Draft202012Validator:
    # rbac.authorization.k8s.io/v1 is rbac-v1, v1 is v1.
    group, _, name = api_version.rpartition("/")
    file = f"{kind.lower()}-{group.split('.')[0]}-{name}.json" if group else f"{kind.lower()}-{name}.json"
    schema = _read(version, file)
    return jsonschema.Draft202012Validator(schema, registry=Resource.from_contents(schema) @ _definitions(version))


@functools.cache
def _problem(version: str, text: str) -> str | None:
    each = json.loads(text)
    error = jsonschema.exceptions.best_match(_validator(version, each["apiVersion"], each["kind"]).iter_errors(each))
    if error is None:
        return None
    return f"{each['kind']} {each['metadata'].get('name')}: {error.json_path}: {error.message}"


def problem(each: dict[str, Any], version: str) -> str | None:
    """What is wrong with an object for that version (`1.30`); None when nothing is, and for kinds of others."""
    return None if each["kind"] in FOREIGN else _problem(version, json.dumps(each, sort_keys=True))
