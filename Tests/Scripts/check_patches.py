#!/usr/bin/env python3
"""Posts recorded AdmissionReviews to a running webhook and holds its patches to the contract.

For every review: the answer has the review's version and uid; the patch, applied by PyPI's jsonpatch, changes nothing
that is not ours (every other key, value and number keeps its text and its place); the injected container meets Pod
Security's restricted standard by itself; the patched object, sent again, gets no patch; v1beta1 gets the same patch.

Exits 0 when all of that holds, 1 when it does not, 2 when the webhook cannot be asked.
"""

from __future__ import annotations

import argparse
import base64
import copy
import http.client
import json
import pathlib
import re
import socket
import ssl
import sys
import urllib.parse
from typing import Any

import jsonpatch

CONTAINER = "k8s-wait"
LABEL = "wait.k8s/gated"
ANNOTATION = "wait.k8s/injected-by"
NUMBER = "\ue000"


class Contradiction(Exception):
    """The webhook did something that it must not do."""


def parse(text: str) -> Any:
    """JSON with every number as a marked string of its text, so that 1.0 and 1 are not taken for the same."""
    return json.loads(text, parse_float=NUMBER.__add__, parse_int=NUMBER.__add__)


def text_of(value: Any) -> str:
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return re.sub(f'"{NUMBER}([^"]*)"', r"\1", text)


class Webhook:
    """One kept-alive TLS connection to the webhook."""

    def __init__(self, url: str, authority: pathlib.Path, connect: str | None, timeout: float) -> None:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme != "https" or not parts.hostname:
            raise SystemExit(f"{url} is not an https URL")
        self.path = parts.path or "/"
        self.name = parts.hostname
        self.port = parts.port or 443
        self.address = self.split_address(connect) if connect else (self.name, self.port)
        self.timeout = timeout
        self.context = ssl.create_default_context(cafile=str(authority))
        self.connection: http.client.HTTPSConnection | None = None

    @staticmethod
    def split_address(text: str) -> tuple[str, int]:
        host, _, port = text.rpartition(":")
        return host.strip("[]"), int(port)

    def open(self) -> http.client.HTTPSConnection:
        connection = http.client.HTTPSConnection(self.name, self.port, timeout=self.timeout, context=self.context)
        plain = socket.create_connection(self.address, self.timeout)
        connection.sock = self.context.wrap_socket(plain, server_hostname=self.name)
        return connection

    def ask(self, review: Any) -> Any:
        if self.connection is None or self.connection.sock is None:
            self.connection = self.open()
        headers = {"Content-Type": "application/json", "Accept": "application/json, */*"}
        self.connection.request("POST", self.path, text_of(review).encode(), headers)
        answer = self.connection.getresponse()
        body = answer.read().decode()
        if answer.status != 200:
            raise Contradiction(f"HTTP {answer.status}: {body.strip()[:200]}")
        return parse(body)


def response_to(webhook: Webhook, review: Any) -> tuple[Any, list[Any] | None]:
    """The `response` of the answer, and the patch in it."""
    answer = webhook.ask(review)
    for key in ("kind", "apiVersion"):
        if answer.get(key) != review[key]:
            raise Contradiction(f"{key} is {answer.get(key)!r}, asked in {review[key]!r}")
    response = answer["response"]
    if response.get("uid") != review["request"]["uid"]:
        raise Contradiction(f"uid is {response.get('uid')!r}")
    for warning in response.get("warnings", []):
        if len(warning) > 256:
            raise Contradiction(f"a warning of {len(warning)} characters")
    if "patch" not in response:
        return response, None
    if response.get("patchType") != "JSONPatch" or response["allowed"] is not True:
        raise Contradiction("a patch without patchType JSONPatch, or with a denial")
    return response, parse(base64.b64decode(response["patch"], validate=True).decode())


def without_ours(pod: Any) -> Any:
    """The pod less every part that the webhook may add; maps and lists that are then empty count as absent."""
    rest = copy.deepcopy(pod)
    for field, key in (("labels", LABEL), ("annotations", ANNOTATION)):
        members = rest["metadata"].get(field)
        if isinstance(members, dict):
            members.pop(key, None)
        if not members:
            rest["metadata"].pop(field, None)
    containers = rest["spec"].get("initContainers")
    if containers is not None:
        rest["spec"]["initContainers"] = [each for each in containers if each.get("name") != CONTAINER]
    if not rest["spec"].get("initContainers"):
        rest["spec"].pop("initContainers", None)
    return rest


def check_container(container: Any) -> None:
    context = container.get("securityContext", {})
    wanted = {
        "allowPrivilegeEscalation": False,
        "runAsNonRoot": True,
        "readOnlyRootFilesystem": True,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    for key, value in wanted.items():
        if context.get(key) != value:
            raise Contradiction(f"securityContext.{key} is {context.get(key)!r}")
    if context.get("capabilities") != {"drop": ["ALL"]} or context.get("privileged"):
        raise Contradiction(f"capabilities are {context.get('capabilities')!r}")
    if container.get("volumeMounts") or container.get("command") or container["args"][0] != "for":
        raise Contradiction("a volume, a command, or args that are no question")
    resources = container.get("resources", {})
    if resources.get("requests") != resources.get("limits"):
        raise Contradiction("requests differ from limits")


def check(webhook: Webhook, review: Any) -> str:
    """Checks one review; returns what became of it."""
    response, patch = response_to(webhook, review)
    beta = dict(review, apiVersion="admission.k8s.io/v1beta1")
    if response_to(webhook, beta) != (response, patch):
        raise Contradiction("v1beta1 is answered differently")
    if not response["allowed"]:
        return f"denied: {response['status']['message']}"
    if patch is None:
        return "unchanged"

    before = review["request"]["object"]
    after = jsonpatch.apply_patch(before, jsonpatch.JsonPatch(patch))
    if text_of(without_ours(after)) != text_of(without_ours(before)):
        raise Contradiction("something that is not ours has changed")
    ours = [each for each in after["spec"]["initContainers"] if each["name"] == CONTAINER]
    if len(ours) != 1 or after["metadata"]["labels"].get(LABEL) != "true":
        raise Contradiction(f"{len(ours)} containers of ours, labels {after['metadata']['labels']!r}")
    check_container(ours[0])

    again = copy.deepcopy(review)
    again["request"]["object"] = after
    second, second_patch = response_to(webhook, again)
    if second_patch is not None or not second["allowed"]:
        raise Contradiction(f"the patched object is answered with {text_of(second)[:200]}")
    return f"{len(patch)} operations: {' '.join(ours[0]['args'])}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", required=True, help="the webhook, e.g. https://k8s-wait.k8s-wait.svc:8443/mutate")
    parser.add_argument("--ca", required=True, type=pathlib.Path, help="PEM file of the authority that it is trusted by")
    parser.add_argument("--connect", metavar="HOST:PORT", help="connect there, whatever the URL's host resolves to")
    parser.add_argument("--timeout", type=float, default=10, help="seconds to wait for one answer (default: 10)")
    parser.add_argument("--at-least", type=int, default=1, help="how many of the pods must be injected (default: 1)")
    parser.add_argument("reviews", nargs="+", type=pathlib.Path, help="review files, or folders of *.json")
    options = parser.parse_args()

    files = [file for path in options.reviews for file in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
    webhook = Webhook(options.url, options.ca, options.connect, options.timeout)
    wrong = injected = 0
    for file in files:
        try:
            outcome = check(webhook, parse(file.read_text()))
            injected += "operations" in outcome
            print(f"ok    {file.stem}: {outcome}")
        except (OSError, http.client.HTTPException) as error:
            print(f"cannot ask {options.url}: {error}", file=sys.stderr)
            return 2
        except (Contradiction, KeyError, ValueError, jsonpatch.JsonPatchException) as error:
            wrong += 1
            print(f"WRONG {file.stem}: {error!r}")
    print(f"{len(files)} reviews, {injected} injected, {wrong} wrong")
    return 0 if wrong == 0 and injected >= options.at_least else 1


if __name__ == "__main__":
    sys.exit(main())
