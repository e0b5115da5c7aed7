"""Runs one init container of a pod on this machine as the kubelet would: its args and env as the stored pod says, its
image mapped to a local binary."""

import re
import subprocess


def field(pod, path):
    """The value of a downward-API fieldPath."""
    value = pod
    for part in path.split("."):
        value = value.get(part, "")
    return str(value)


def expand(text, env):
    """Kubernetes' $(VAR) expansion: a known variable's value, an unknown one as it stands, $$ as one $."""
    return re.sub(
        r"\$\$|\$\(([A-Za-z_][A-Za-z0-9_.-]*)\)",
        lambda m: "$" if m[0] == "$$" else env.get(m[1], m[0]),
        text,
    )


def environment(pod, container):
    """The container's environment: nothing of this machine's own but PATH."""
    env = {"PATH": "/usr/bin:/bin"}
    for entry in container.get("env", []):
        if "valueFrom" in entry:
            env[entry["name"]] = field(pod, entry["valueFrom"]["fieldRef"]["fieldPath"])
        else:
            env[entry["name"]] = expand(entry.get("value", ""), env)
    return env


def start(pod, name, binary, termination_log):
    """Starts the container and returns its process, output to a pipe."""
    container = next(c for c in pod["spec"]["initContainers"] if c["name"] == name)
    env = environment(pod, container)
    args = [expand(a, env) for a in container.get("args", [])]
    # The kubelet would mount it at /dev/termination-log.
    env["K8S_WAIT_TERMINATION_LOG"] = termination_log
    return subprocess.Popen([binary, *args], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
