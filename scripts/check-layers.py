#!/usr/bin/env python3
"""Checks that imports only point down: Commands, Services, Kubernetes, IO, Core; and what each layer may import besides.

A layer is a folder of Sources. The pure layer imports nothing but itself and Synchronization; the init container links
neither libcurl nor a logging or argument-parsing library.
"""

import pathlib
import re
import sys

ORDER = ["Core", "IO", "Kubernetes", "Services", "Commands"]
SYSTEM = {"Glibc", "Synchronization"}
LIBRARIES = {"Logging", "ArgumentParser"}
CLIENT_NEVER = {"KubernetesClient", "CCurl", "CYAML", "EventLoop", "HTTPServer", "Logging", "StructuredLogging", "ArgumentParser"}
IMPORT = re.compile(r"^(?:@\w+(?:\(\w+\))?\s+)*(?:(?:package|internal|public|private|fileprivate)\s+)?import\s+(?:struct\s+|class\s+|func\s+|enum\s+)?(\w+)")


def main():
    root = pathlib.Path("Sources")
    layer_of = {t.name.replace("-", "_"): layer for layer in ORDER for t in (root / layer).iterdir() if t.is_dir()}
    imports = {name: set() for name in layer_of}
    problems = []
    for path in sorted(root.rglob("*.swift")):
        layer, target = path.parts[1], path.parts[2].replace("-", "_")
        for number, line in enumerate(path.read_text().split("\n"), 1):
            match = IMPORT.match(line)
            if not match:
                continue
            module = match[1]
            imports[target].add(module)
            where = f"{path}:{number}"
            if module in layer_of:
                if ORDER.index(layer_of[module]) > ORDER.index(layer):
                    problems.append(f"{where}: {layer} imports {module} of {layer_of[module]}, which lies above it")
            elif layer == "Core" and module != "Synchronization":
                problems.append(f"{where}: the pure layer imports {module}")
            elif module not in SYSTEM | LIBRARIES:
                problems.append(f"{where}: {module} is neither ours nor a library that the README names")
    reached, queue = set(), ["k8s_wait"]
    while queue:
        target = queue.pop()
        if target not in reached:
            reached.add(target)
            queue += [m for m in imports.get(target, ())]
    for module in sorted(reached & CLIENT_NEVER):
        problems.append(f"the init container reaches {module}, which it must not link")
    print("\n".join(problems) or "every import points down")
    return 1 if problems else 0


sys.exit(main())
