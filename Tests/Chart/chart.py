"""Renders the chart with Helm's own engine, as `helm template` and `helm install` do."""

from __future__ import annotations

import copy
import functools
import json
import pathlib
import re
from dataclasses import dataclass, field
from typing import Any

import helm_python
import yaml
from helm_python import _native

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHART = ROOT / "charts" / "k8s-wait"
NEWEST = "1.36.0"
MONITORING = ["monitoring.coreos.com/v1", "cert-manager.io/v1"]

Object = dict[str, Any]


@dataclass
class Case:
    """One set of values, and the release and cluster that they are rendered for."""

    name: str
    values: dict[str, Any] = field(default_factory=dict)
    kube: str = NEWEST
    release: str = "k8s-wait"
    namespace: str = "k8s-wait"
    golden: bool = False


class Rendering:
    """What came out."""

    def __init__(self, files: dict[str, str]) -> None:
        self.notes = next((text for path, text in files.items() if path.endswith("NOTES.txt")), "")
        self.files = {path: text for path, text in sorted(files.items()) if path.endswith(".yaml")}

    @property
    def text(self) -> str:
        """All manifests, in the order of their files."""
        parts = [f"# {path}\n{text.strip()}\n" for path, text in self.files.items() if text.strip()]
        return "---\n".join(parts)

    @property
    def objects(self) -> list[Object]:
        """Every object, the hooks of `helm test` included."""
        return copy.deepcopy(self._objects)

    @functools.cached_property
    def _objects(self) -> list[Object]:
        return [each for text in self.files.values() for each in yaml.load_all(text, UniqueKeys) if each]

    @property
    def installed(self) -> list[Object]:
        """Every object that an installation makes."""
        return [each for each in self.objects if "helm.sh/hook" not in each["metadata"].get("annotations", {})]

    def all(self, kind: str) -> list[Object]:
        """The objects of a kind."""
        return [each for each in self.objects if each["kind"] == kind]

    def one(self, kind: str, name: str | None = None) -> Object:
        """The only object of a kind, or the one of that name."""
        found = [each for each in self.installed if each["kind"] == kind and name in (None, each["metadata"]["name"])]
        assert len(found) == 1, f"{len(found)} objects {kind} {name or ''}"
        return found[0]

    @property
    def arguments(self) -> list[str]:
        """The server's arguments."""
        return self.one("Deployment")["spec"]["template"]["spec"]["containers"][0]["args"]

    def entry(self, name: str) -> Object:
        """An entry of the webhook configuration."""
        found = [each for each in self.one("MutatingWebhookConfiguration")["webhooks"] if each["name"] == name]
        assert len(found) == 1, f"{len(found)} entries {name}"
        return found[0]


class UniqueKeys(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """A loader that takes a key twice for the mistake that it is."""


def _mapping(loader: UniqueKeys, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise yaml.YAMLError(f"{twice} more than once{node.start_mark}")
    return loader.construct_mapping(node, deep=True)


UniqueKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)

_chart: list[helm_python.Chart] = []


def chart() -> helm_python.Chart:
    """The chart, loaded once."""
    if not _chart:
        _chart.append(helm_python.Chart.load(CHART))
    return _chart[0]


def render(case: Case) -> Rendering:
    """Renders a case. Raises `helm_python.HelmError` as `helm` would fail."""
    options = {
        "name": case.release,
        "namespace": case.namespace,
        "kube_version": f"v{case.kube}",
        "api_versions": MONITORING,
        "is_install": True,
    }
    # The package's own method cannot set the version of Kubernetes; the function that it calls can.
    return _render(json.dumps(case.values), json.dumps(options))


@functools.cache
def _render(values: str, options: str) -> Rendering:
    return Rendering(json.loads(_native.call_string("helm_render", chart()._raw(), values, options)))


def values_of(name: str) -> dict[str, Any]:
    """A values file of the chart."""
    return yaml.safe_load((CHART / name).read_text()) or {}


def minor(version: str) -> tuple[int, int]:
    """`1.30.0` as (1, 30)."""
    match = re.match(r"(\d+)\.(\d+)", version)
    assert match, version
    return int(match[1]), int(match[2])
