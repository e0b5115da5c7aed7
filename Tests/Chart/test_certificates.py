"""Certificates: where they come from, and that what is mounted holds what gated pods are told to trust."""

from chart import Rendering, render
from matrix import BY_NAME


def mounted(rendering: Rendering) -> dict[str, tuple[str, str]]:
    """The files of the certificate's volume: path to (Secret, key)."""
    spec = rendering.one("Deployment")["spec"]["template"]["spec"]
    [volume] = [each for each in spec.get("volumes", []) if each["name"] == "tls"]
    [mount] = [each for each in spec["containers"][0]["volumeMounts"] if each["name"] == "tls"]
    assert mount["readOnly"] is True and mount["mountPath"] == "/etc/k8s-wait/tls"
    assert volume["projected"]["defaultMode"] == 0o440
    return {
        item["path"]: (source["secret"]["name"], item["key"])
        for source in volume["projected"]["sources"] for item in source["secret"]["items"]
    }


FILES = ["--tls-cert=/etc/k8s-wait/tls/tls.crt", "--tls-key=/etc/k8s-wait/tls/tls.key", "--tls-ca=/etc/k8s-wait/tls/ca.crt"]


def test_the_server_makes_them_by_default() -> None:
    rendering = render(BY_NAME["defaults"])
    assert "--tls-secret=k8s-wait-authorities" in rendering.arguments
    assert not set(FILES) & set(rendering.arguments)
    assert "volumes" not in rendering.one("Deployment")["spec"]["template"]["spec"]


def test_a_secret_that_is_there() -> None:
    rendering = render(BY_NAME["existing-secret"])
    assert set(FILES) <= set(rendering.arguments)
    assert mounted(rendering) == {
        "tls.crt": ("our-tls", "tls.crt"), "tls.key": ("our-tls", "tls.key"), "ca.crt": ("our-tls", "ca.crt")
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
        "k8s-wait-root": "k8s-wait-selfsigned", "k8s-wait-authority": "k8s-wait-root", "k8s-wait-tls": "k8s-wait-authority"
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
        "tls.crt": ("k8s-wait-tls", "tls.crt"), "tls.key": ("k8s-wait-tls", "tls.key"),
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
