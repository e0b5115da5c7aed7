"""Stands in for the program `helm` where a page of the documentation is followed: Helm's own engine renders, `kubectl`
applies, and a folder, HELM_RELEASES, remembers. Hooks run after everything else, as those after an upgrade do."""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import subprocess
import sys

import helm_python
import yaml
from helm_python import _native

# https://github.com/helm/helm/blob/main/pkg/release/util/kind_sorter.go: of the kinds of that chart.
ORDER = ["Service", "Deployment", "StatefulSet", "Job"]
RELEASES = pathlib.Path(os.environ["HELM_RELEASES"])


def main() -> None:
    options = arguments()
    if options.command == "get":
        sys.stdout.write(json.loads((RELEASES / options.name).read_text())[options.part])
        return
    release = rendered(options)
    for part in ("manifest", "hooks"):
        # `before-hook-creation`, which is what `hook-delete-policy` says if nothing else.
        if part == "hooks" and options.command == "upgrade":
            kubectl(["delete", "--ignore-not-found"], release[part])
        kubectl(["apply"], release[part])
    (RELEASES / options.name).write_text(json.dumps(release))
    print(f'Release "{options.name}" is there.')


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="helm")
    commands = parser.add_subparsers(dest="command", required=True)
    for command in ("install", "upgrade"):
        bringing = commands.add_parser(command)
        bringing.add_argument("name")
        bringing.add_argument("chart")
        bringing.add_argument("--namespace", "-n", default="default")
        # The API server here makes namespaces by itself.
        bringing.add_argument("--create-namespace", action="store_true")
        bringing.add_argument("--set", action="append", default=[])
    getting = commands.add_parser("get")
    getting.add_argument("part", choices=["manifest", "hooks"])
    getting.add_argument("name")
    getting.add_argument("--namespace", "-n", default="default")
    return parser.parse_args()


def rendered(options: argparse.Namespace) -> dict[str, str]:
    """The two parts of a release, each as `helm get` prints it."""
    chart = helm_python.Chart.load(options.chart)
    values = dict(each.split("=", 1) for each in options.set)
    settings = {
        "name": options.name,
        "namespace": options.namespace,
        "kube_version": "v1.36.0",
        "is_install": options.command == "install",
    }
    files = json.loads(_native.call_string("helm_render", chart._raw(), json.dumps(values), json.dumps(settings)))
    documents = [
        (path, text.strip())
        for path, file in sorted(files.items())
        if path.endswith(".yaml")
        for text in file.split("\n---\n")
    ]
    parts: dict[str, list[tuple[int, str]]] = {"manifest": [], "hooks": []}
    for path, text in documents:
        each = yaml.safe_load(text)
        is_hook = "helm.sh/hook" in each["metadata"].get("annotations", {})
        printed = f"---\n# Source: {path}\n{text}\n"
        parts["hooks" if is_hook else "manifest"].append((ORDER.index(each["kind"]), printed))
    return {part: "".join(text for _, text in sorted(found, key=lambda it: it[0])) for part, found in parts.items()}


def kubectl(command: list[str], manifests: str) -> None:
    subprocess.run(["kubectl", *command, "-f", "-"], input=manifests, text=True, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
