"""Certificates: where they come from, and that what is mounted holds what gated pods are told to trust."""

from __future__ import annotations

import pathlib
import subprocess

import pytest
from chart import Rendering, render
from conftest import binary
from matrix import BY_NAME
from serving import server


def mounted(rendering: Rendering) -> dict[str, tuple[str, str]]:
    """The files of the certificate's volume: path to (Secret, key)."""
    spec = rendering.one("Deployment")["spec"]["template"]["spec"]
    [volume] = [each for each in spec.get("volumes", []) if each["name"] == "tls"]
    [mount] = [each for each in spec["containers"][0]["volumeMounts"] if each["name"] == "tls"]
    assert mount["readOnly"] is True and mount["mountPath"] == "/etc/k8s-wait/tls"
    assert volume["projected"]["defaultMode"] == 0o440
    return {
        item["path"]: (source["secret"]["name"], item["key"])
        for source in volume["projected"]["sources"]
        for item in source["secret"]["items"]
    }


FILES = [
    "--tls-cert=/etc/k8s-wait/tls/tls.crt",
    "--tls-key=/etc/k8s-wait/tls/tls.key",
    "--tls-ca=/etc/k8s-wait/tls/ca.crt",
]


def test_the_server_makes_them_by_default() -> None:
    rendering = render(BY_NAME["defaults"])
    assert "--tls-secret=k8s-wait-authorities" in rendering.arguments
    assert not set(FILES) & set(rendering.arguments)
    assert "volumes" not in rendering.one("Deployment")["spec"]["template"]["spec"]


def test_a_secret_that_is_there() -> None:
    rendering = render(BY_NAME["existing-secret"])
    assert set(FILES) <= set(rendering.arguments)
    assert mounted(rendering) == {
        "tls.crt": ("our-tls", "tls.crt"),
        "tls.key": ("our-tls", "tls.key"),
        "ca.crt": ("our-tls", "ca.crt"),
    }
    assert not any(each.startswith(("--tls-secret", "--tls-names")) for each in rendering.arguments)


def test_cert_manager_signs_with_an_authority_of_the_chart() -> None:
    rendering = render(BY_NAME["cert-manager"])
    issuers = {each["metadata"]["name"]: each["spec"] for each in rendering.all("Issuer")}
    certificates = {each["metadata"]["name"]: each["spec"] for each in rendering.all("Certificate")}
    # self-signed root -> authority -> what is served
    assert issuers == {
        "k8s-wait-selfsigned": {"selfSigned": {}},
        "k8s-wait-root": {"ca": {"secretName": "k8s-wait-root"}},
        "k8s-wait-authority": {"ca": {"secretName": "k8s-wait-authority"}},
    }
    signers = {name: spec["issuerRef"]["name"] for name, spec in certificates.items()}
    assert signers == {
        "k8s-wait-root": "k8s-wait-selfsigned",
        "k8s-wait-authority": "k8s-wait-root",
        "k8s-wait-tls": "k8s-wait-authority",
    }
    for name in ("k8s-wait-root", "k8s-wait-authority"):
        assert certificates[name]["isCA"] is True
        # Pods hold the pin of its key.
        assert certificates[name]["privateKey"]["rotationPolicy"] == "Never"
    served = certificates["k8s-wait-tls"]
    assert served["dnsNames"] == ["k8s-wait.k8s-wait.svc", "k8s-wait-status.k8s-wait.svc"]
    assert "isCA" not in served
    # The pinned authority is one that cert-manager puts into tls.crt; it leaves roots out. Its key is not mounted.
    assert mounted(rendering) == {
        "tls.crt": ("k8s-wait-tls", "tls.crt"),
        "tls.key": ("k8s-wait-tls", "tls.key"),
        "ca.crt": ("k8s-wait-authority", "tls.crt"),
    }
    annotations = rendering.one("MutatingWebhookConfiguration")["metadata"]["annotations"]
    assert annotations["cert-manager.io/inject-ca-from"] == "k8s-wait/k8s-wait-tls"


def test_cert_manager_signs_with_an_issuer_that_is_there() -> None:
    rendering = render(BY_NAME["cert-manager-issuer"])
    assert not rendering.all("Issuer")
    certificate = rendering.one("Certificate")["spec"]
    assert certificate["issuerRef"] == {"name": "ca", "kind": "ClusterIssuer", "group": "cert-manager.io"}
    assert mounted(rendering)["ca.crt"] == ("k8s-wait-tls", "ca.crt")


def test_nobody_but_the_server_patches_in_its_own_mode() -> None:
    annotations = render(BY_NAME["defaults"]).one("MutatingWebhookConfiguration")["metadata"].get("annotations", {})
    assert not any(key.startswith("cert-manager.io/") for key in annotations)


def test_clients_of_the_webhook() -> None:
    rendering = render(BY_NAME["everything"])
    assert "--client-ca=/etc/k8s-wait/clients/ca.crt" in rendering.arguments
    spec = rendering.one("Deployment")["spec"]["template"]["spec"]
    [volume] = [each for each in spec["volumes"] if each["name"] == "clients"]
    assert volume["configMap"] == {"name": "api-server-clients", "items": [{"key": "ca.crt", "path": "ca.crt"}]}


# What cert-manager makes of the chart's issuers, as openssl makes it, with the real programs.


def openssl(folder: pathlib.Path, command: str, **options: str) -> str:
    return subprocess.run(
        ["openssl", *command.split()], cwd=folder, check=True, capture_output=True, text=True, **options
    ).stdout


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """root signs authority, which signs leaf; tls.crt as cert-manager fills it: without the root."""
    folder = tmp_path_factory.mktemp("chain")
    (folder / "ca.ext").write_text("basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\n")
    (folder / "leaf.ext").write_text("subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\n")
    for name, signer in (("root", None), ("authority", "root"), ("leaf", "authority"), ("direct", "root")):
        openssl(folder, f"genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out {name}.key")
        openssl(folder, f"req -new -key {name}.key -subj /CN={name} -out {name}.csr")
        signing = f"-CA {signer}.pem -CAkey {signer}.key -CAcreateserial" if signer else f"-signkey {name}.key"
        extensions = "leaf.ext" if name in ("leaf", "direct") else "ca.ext"
        openssl(folder, f"x509 -req -in {name}.csr {signing} -days 30 -extfile {extensions} -out {name}.pem")
    (folder / "tls.crt").write_text((folder / "leaf.pem").read_text() + (folder / "authority.pem").read_text())
    return folder


def pin(folder: pathlib.Path, certificate: str) -> str:
    """The SHA-256 of its public key, as gated pods get it."""
    (folder / "key.pem").write_text(openssl(folder, f"x509 -in {certificate} -pubkey -noout"))
    openssl(folder, "pkey -pubin -in key.pem -outform der -out key.der")
    return openssl(folder, "dgst -sha256 -r key.der").split()[0]


def test_cert_managers_chain_is_trusted_by_api_servers_and_by_pods(chain: pathlib.Path) -> None:
    with server(chain, "tls.crt", "leaf.key", "authority.pem") as ports:
        # API servers have the root, from ca-injector. Pods have the pin of the authority below it.
        check_that_api_servers_trust(ports, chain)
        for certificate, wanted in (("authority.pem", "cannot reach the API server"), ("direct.pem", "pinned key")):
            check_what_a_pod_says(ports, chain, certificate, wanted)


def test_an_issuer_right_below_a_root_is_shown_with_it(chain: pathlib.Path) -> None:
    """Its tls.crt lacks the root, whose pin pods have; the server sends the root along."""
    with server(chain, "direct.pem", "direct.key", "root.pem") as ports:
        check_that_api_servers_trust(ports, chain)
        for certificate, wanted in (("root.pem", "cannot reach the API server"), ("authority.pem", "pinned key")):
            check_what_a_pod_says(ports, chain, certificate, wanted)


def test_a_chain_that_no_authority_has_signed_is_refused(chain: pathlib.Path) -> None:
    with (
        pytest.raises(RuntimeError, match="holds none of the authorities"),
        server(chain, "direct.pem", "direct.key", "authority.pem"),
    ):
        pass


def check_that_api_servers_trust(ports: dict[str, int], chain: pathlib.Path) -> None:
    for port in (ports["webhook"], ports["status"]):
        command = f"s_client -connect localhost:{port} -CAfile root.pem -verify_return_error -verify_hostname localhost"
        assert "Verify return code: 0 (ok)" in openssl(chain, command, input="")


def check_what_a_pod_says(ports: dict[str, int], chain: pathlib.Path, certificate: str, wanted: str) -> None:
    """What our init container says when it has the pin of this certificate's key."""
    environment = {
        "K8S_WAIT_SERVER": f"https://localhost:{ports['status']}",
        "K8S_WAIT_PINS": pin(chain, certificate),
        "POD_NAMESPACE": "shop",
        "POD_NAME": "api",
        "POD_UID": "u",
        "K8S_WAIT_TERMINATION_LOG": str(chain / "last"),
    }
    # The time counts from the program's start: where it is over before the server could say anything, once more.
    for seconds in (3, 30):
        answer = subprocess.run(
            [binary("k8s-wait"), "for", "service/shop/db", f"--timeout={seconds}s"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        if wanted in answer.stdout + answer.stderr:
            break
    assert answer.returncode == 1 and wanted in answer.stdout + answer.stderr, answer
