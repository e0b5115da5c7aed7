#!/usr/bin/env python3
"""The story that scripts/demo tells, once its servers run: a pod is created, gated, waits and is released."""

import argparse
import base64
import http.client
import json
import pathlib
import re
import ssl
import sys
import tempfile
import threading
import time
import urllib.request

import init_container

SERVICE = {
    "apiVersion": "v1", "kind": "Service", "metadata": {"name": "postgres", "namespace": "db"},
    "spec": {"selector": {"app": "postgres"}, "ports": [{"port": 5432, "protocol": "TCP", "targetPort": 5432}]},
}
SLICE = {
    "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "addressType": "IPv4",
    "metadata": {"name": "postgres-abc12", "namespace": "db", "labels": {"kubernetes.io/service-name": "postgres"}},
    "endpoints": [{"addresses": ["192.0.2.10"], "conditions": {"ready": False, "serving": False, "terminating": False}}],
    "ports": [{"port": 5432, "protocol": "TCP", "name": ""}],
}
JOB = {
    "apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "migrate", "namespace": "shop"},
    "spec": {"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "migrate", "image": "my-api:1.2.3"}]}}},
}
# What the ReplicaSet controller of an annotated Deployment sends: a generated name, an owner, no status.
POD = {
    "apiVersion": "v1", "kind": "Pod",
    "metadata": {
        "generateName": "my-api-57b6f7c45f-", "namespace": "shop",
        "labels": {"app": "my-api", "pod-template-hash": "57b6f7c45f"},
        "annotations": {"wait.k8s/for-service": "db/postgres", "wait.k8s/for-job": "migrate"},
        "ownerReferences": [{
            "apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "my-api-57b6f7c45f", "controller": True,
            "blockOwnerDeletion": True, "uid": "2b1f0f0e-6a52-4d5e-9b1c-0f3d8f1c2a77"}],
    },
    "spec": {
        "nodeName": "node-1", "restartPolicy": "Always",
        "containers": [{
            "name": "my-api", "image": "my-api:1.2.3", "ports": [{"containerPort": 80}],
            "resources": {"requests": {"cpu": "100m", "memory": "128Mi"}, "limits": {"memory": "128Mi"}}}],
    },
}


class APIServer:
    """The few requests that the story makes, over one connection."""

    def __init__(self, kubeconfig):
        text = pathlib.Path(kubeconfig).read_text()
        value = lambda key: re.search(rf"{key}: *\"?([^\s\"]+)", text)[1]
        host = value("server").removeprefix("https://")
        context = ssl.create_default_context(cadata=base64.b64decode(value("certificate-authority-data")).decode())
        self.connection = http.client.HTTPSConnection(host, context=context)
        self.token = value("token")

    def send(self, method, path, body=None, content_type="application/json"):
        self.connection.request(
            method, path, json.dumps(body) if body is not None else None,
            {"Authorization": f"Bearer {self.token}", "Content-Type": content_type})
        response = self.connection.getresponse()
        answer = json.loads(response.read() or "null")
        if response.status >= 300:
            raise SystemExit(f"{method} {path}: {response.status} {answer}")
        return answer

    def patch_status(self, path, status):
        return self.send("PATCH", f"{path}/status", {"status": status}, "application/merge-patch+json")


def yaml(value, indent=0, in_list=False):
    """Enough YAML to print an object as kubectl would."""
    pad = "  " * indent
    lines = []
    if isinstance(value, dict):
        for index, (key, item) in enumerate(value.items()):
            start = "" if in_list and index == 0 else pad
            if isinstance(item, (dict, list)) and item:
                lines += [f"{start}{key}:", *yaml(item, indent + (0 if isinstance(item, list) else 1))]
            else:
                lines.append(f"{start}{key}: {json.dumps(item, ensure_ascii=False)}")
    else:
        for item in value:
            if isinstance(item, dict) and item:
                body = yaml(item, indent + 1, in_list=True)
                lines += [f"{pad}- {body[0]}", *body[1:]]
            else:
                lines.append(f"{pad}- {json.dumps(item, ensure_ascii=False)}")
    return lines


def say(text):
    print(f"\n\033[1m{text}\033[0m", flush=True)


def show(pod, keys):
    shown = {"metadata": {k: v for k, v in pod["metadata"].items() if k in keys}, "spec": pod["spec"]}
    print("\n".join("    " + line for line in yaml(shown)), flush=True)


def register_webhook(api, url):
    api.send("POST", "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations", {
        "apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingWebhookConfiguration",
        "metadata": {"name": "k8s-wait"},
        "webhooks": [{
            "name": "annotated.pods.wait.k8s", "admissionReviewVersions": ["v1"], "sideEffects": "None",
            "clientConfig": {"url": url}, "failurePolicy": "Fail", "timeoutSeconds": 5,
            "reinvocationPolicy": "IfNeeded", "matchPolicy": "Equivalent",
            "rules": [{"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["pods"]}],
            "matchConditions": [{
                "name": "annotated-or-ours",
                "expression": "has(object.metadata.annotations) && "
                "object.metadata.annotations.exists(k, k.startsWith('wait.k8s/')) || "
                "has(object.spec.initContainers) && object.spec.initContainers.exists(c, "
                "has(c.image) && c.image.startsWith('registry.example.com/k8s-wait')) || "
                "object.spec.containers.exists(c, "
                "has(c.image) && c.image.startsWith('registry.example.com/k8s-wait'))"}],
        }],
    })


def wait_until_ready(url):
    """The server's own word for it: it has made its certificates, and put who signs them into the webhook's caBundle."""
    for _ in range(100):
        try:
            return urllib.request.urlopen(url).read().decode()
        except OSError:
            time.sleep(0.1)
    sys.exit("the server does not become ready")


def main():
    parser = argparse.ArgumentParser()
    for option in ("kubeconfig", "webhook", "ready", "binary"):
        parser.add_argument(f"--{option}", required=True)
    options = parser.parse_args()
    api = APIServer(options.kubeconfig)

    say("3. Registering the webhook; creating a Service without ready endpoints and a Job that still runs")
    register_webhook(api, options.webhook)
    print(wait_until_ready(options.ready), end="")
    api.send("POST", "/api/v1/namespaces/db/services", SERVICE)
    api.send("POST", "/apis/discovery.k8s.io/v1/namespaces/db/endpointslices", SLICE)
    api.send("POST", "/apis/batch/v1/namespaces/shop/jobs", JOB)
    print("Service db/postgres, Job shop/migrate")

    say("4. A pod as a Deployment would create it, before it is sent:")
    show(POD, ("generateName", "annotations"))
    pod = api.send("POST", "/api/v1/namespaces/shop/pods", POD)
    say("   and as the API server stored it, after the webhook:")
    show(pod, ("name", "labels", "annotations"))

    say("5. Running its init container as the kubelet would, with exactly these args and env")
    pod["status"]["podIP"] = "192.0.2.20"
    with tempfile.NamedTemporaryFile("r", prefix="k8s-wait-termination-") as termination_log:
        process = init_container.start(pod, "k8s-wait", options.binary, termination_log.name)
        started = time.monotonic()
        seen = {"migrate": threading.Event(), "postgres": threading.Event()}

        def read_output():
            for line in process.stdout:
                print(f"    {time.monotonic() - started:6.2f} s  {line}", end="", flush=True)
                for name, event in seen.items():
                    if name in line:
                        event.set()

        reader = threading.Thread(target=read_output)
        reader.start()
        for event in seen.values():
            if not event.wait(20):
                process.kill()
                raise SystemExit("the init container did not say what it waits for within 20 s")

        time.sleep(2)
        say("6. The Job completes")
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        condition = {"type": "Complete", "status": "True", "lastTransitionTime": now}
        api.patch_status("/apis/batch/v1/namespaces/shop/jobs/migrate",
                         {"succeeded": 1, "completionTime": now, "conditions": [condition]})

        time.sleep(3)
        say("7. The Service gets a ready endpoint")
        ready = {"endpoints": [{"addresses": ["192.0.2.10"],
                                "conditions": {"ready": True, "serving": True, "terminating": False}}]}
        written = time.monotonic()
        api.send("PATCH", "/apis/discovery.k8s.io/v1/namespaces/db/endpointslices/postgres-abc12", ready,
                 "application/merge-patch+json")
        code = process.wait()
        latency = (time.monotonic() - written) * 1000
        reader.join()
        message = termination_log.read().strip()

    print(f"\n    the init container exited {code}, {latency:.1f} ms after the request that made the Service ready was sent")
    print(f"    its termination message: {message}")
    if code != 0:
        raise SystemExit("the init container was not released")


main()
