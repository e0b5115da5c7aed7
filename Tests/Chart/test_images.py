"""The images: what the files say, and the root file systems of both, run as containers would be."""

from __future__ import annotations

import json
import os
import pathlib
import re
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from chart import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text()
DIALECTS = (ROOT / "Sources/Core/Dialects/Dialect.swift").read_text()
USER = 65532
MEGABYTE = 1_000_000


def program_names() -> list[str]:
    text = re.search(r"static let programNames = \[(.*?)\]", DIALECTS, re.S)
    assert text
    return re.findall(r'"([^"]+)"', text[1])


def target(name: str) -> str:
    text = re.search(rf"^FROM [^\n]* AS {name}\n(.*?)(?=^FROM|\Z)", DOCKERFILE, re.S | re.M)
    assert text
    return text[1]


def test_hadolint_has_nothing_to_say() -> None:
    answer = subprocess.run(["hadolint", ROOT / "Dockerfile"], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize("name", ["server", "wait"])
def test_targets(name: str) -> None:
    text = target(name)
    assert f"USER {USER}:{USER}" in text
    program = {"server": "k8s-wait-server", "wait": "k8s-wait"}[name]
    assert f'ENTRYPOINT ["/usr/local/bin/{program}"]' in text
    for label in ("title", "description", "version", "revision", "licenses"):
        assert f"org.opencontainers.image.{label}=" in text
    assert f"COPY --from=build /image/{name}/ /" in text


def test_bases_are_arguments() -> None:
    bases = dict(re.findall(r"^ARG (\w+_IMAGE)=(\S+)", DOCKERFILE, re.M))
    assert set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.M)) == {f"${{{each}}}" for each in bases} | {"scratch"}
    assert len(bases) == 2


def test_what_is_sent_to_the_builder_is_what_it_needs() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    assert lines[0] == "*"
    for needed in ("Package.swift", "Sources", "Tests", "scripts/image-rootfs"):
        assert f"!{needed}" in lines


def test_image_says_how_it_is_used() -> None:
    answer = subprocess.run([ROOT / "scripts/image", "--help"], capture_output=True, text=True)
    assert answer.returncode == 0 and "--rootfs DIR" in answer.stdout
    several = [ROOT / "scripts/image", "--platform", "linux/amd64,linux/arm64"]
    assert "--push" in subprocess.run(several, capture_output=True, text=True).stderr


# The root file systems


@pytest.fixture(scope="session")
def roots() -> pathlib.Path:
    """Both, as the sources are now; K8S_WAIT_ROOTFS names a folder with built ones."""
    if given := os.environ.get("K8S_WAIT_ROOTFS"):
        return pathlib.Path(given)
    folder = ROOT / ".build" / "images"
    subprocess.run([ROOT / "scripts/image", "--rootfs", folder], check=True)
    return folder


def size(root: pathlib.Path) -> int:
    """Bytes of its files; names are links."""
    return sum(path.lstat().st_size for path in root.rglob("*") if path.is_file() and not path.is_symlink())


@pytest.mark.parametrize(("name", "limit"), [("wait", 12 * MEGABYTE), ("server", 60 * MEGABYTE)])
def test_sizes(name: str, limit: int, roots: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = size(roots / name)
    with capsys.disabled():
        print(f"\nimage {name}: {found / MEGABYTE:.1f} MB beyond its base")
    assert found <= limit


def test_wait_has_nothing_but_the_program_under_its_names(roots: pathlib.Path) -> None:
    root = roots / "wait"
    files = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file() and not path.is_symlink()}
    assert files == {"usr/local/bin/k8s-wait", "etc/passwd", "etc/group"}
    names = {path.name for path in (root / "usr/local/bin").iterdir()}
    assert names == {"k8s-wait", *program_names()}


@pytest.mark.parametrize("name", ["wait", "server"])
def test_nothing_can_be_written_by_its_user(name: str, roots: pathlib.Path) -> None:
    for path in (roots / name).rglob("*"):
        mode = path.lstat().st_mode
        assert path.is_symlink() or not mode & 0o6022, f"{path}: {mode:o}"
        assert path.is_symlink() or mode & 0o004, f"{path} cannot be read by others"


def contained(root: pathlib.Path, command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Runs a command as a container would: in that root alone, read-only, as the image's user, and with /proc, which
    every container runtime mounts and Swift's runtime reads."""
    if os.geteuid() != 0:
        pytest.skip("only root may change its root")
    script = (
        'mount --make-rprivate / && mount --bind "$1" "$1" && mount -o remount,bind,ro,nosuid,nodev "$1" && root=$1'
        ' && shift && mount -t proc -o nosuid,nodev,noexec proc "$root/proc"'
        f' && exec /usr/sbin/chroot --userspec={USER}:{USER} --groups= "$root" "$@"'
    )
    return subprocess.run(
        ["/usr/bin/unshare", "--mount", "/bin/sh", "-ec", script, "sh", root, *command],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
    )


PATH = {"PATH": "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}


def test_wait_runs_in_an_empty_root(roots: pathlib.Path) -> None:
    version = (ROOT / "charts/k8s-wait/Chart.yaml").read_text()
    answer = contained(roots / "wait", ["/usr/local/bin/k8s-wait", "--version"], PATH)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split()[-1] == re.search(r"appVersion: (\S+)", version)[1]


CALLS = {
    "k8s-when-ready": ["--type=service", "--name=db", "--namespace=shop"],
    "kubernetes-entrypoint": [],
    "wait_for.sh": ["job", "migrate"],
    "k8s-wait-for": ["job", "migrate"],
    "k8s-wait-for-multi": ["shop,job,migrate"],
    "kube-wait-for-multi": ["shop,job,migrate"],
    "precheck": ["db.shop.svc.cluster.local"],
    "service-precheck": ["db.shop.svc.cluster.local"],
}


@pytest.mark.parametrize("name", program_names())
def test_wait_answers_to_the_names_of_other_tools(name: str, roots: pathlib.Path) -> None:
    extra = {"POD_NAMESPACE": "shop"}
    if name == "kubernetes-entrypoint":
        extra["DEPENDENCY_SERVICE"] = "shop:db"
    answer = contained(roots / "wait", [name, *CALLS[name]], PATH | extra)
    # It understood what is asked, and says what it lacks to ask it.
    assert answer.returncode == 2, answer
    assert re.search("POD_NAME|POD_UID|--server", answer.stdout + answer.stderr), answer
    ours = contained(roots / "wait", ["k8s-wait", "--tyep=service"], PATH)
    assert ours.returncode == 2 and ours.stderr != answer.stderr


class StatusServer(BaseHTTPRequestHandler):
    """Releases whoever asks for service/shop/db: one stream, as the real server makes it."""

    protocol_version = "HTTP/1.1"
    asked: list[dict] = []

    def do_POST(self) -> None:
        self.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        verdict = {"dependency": "service/shop/db", "state": "ready", "reason": "EndpointsReady", "message": "1 of 1"}
        for line in (verdict, {"outcome": "released"}):
            text = json.dumps(line).encode() + b"\n"
            self.wfile.write(b"%x\r\n%s\r\n" % (len(text), text))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def status(tmp_path: pathlib.Path) -> Iterator[tuple[int, str]]:
    """A status server: its port, and the pin of its authority."""
    subprocess.run([ROOT / "scripts/gen-certs", tmp_path, "status.example"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem", tmp_path / "server.key")
    server = ThreadingHTTPServer(("127.0.0.1", 0), StatusServer)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    key = subprocess.run(
        ["openssl", "x509", "-in", tmp_path / "ca.pem", "-pubkey", "-noout"], check=True, capture_output=True
    )
    der = subprocess.run(
        ["openssl", "pkey", "-pubin", "-outform", "der"], input=key.stdout, check=True, capture_output=True
    )
    digest = subprocess.run(["openssl", "dgst", "-sha256", "-r"], input=der.stdout, check=True, capture_output=True)
    yield server.server_address[1], digest.stdout.decode().split()[0]
    server.shutdown()
    server.server_close()


def test_wait_is_released_in_an_empty_root(
    roots: pathlib.Path, status: tuple[int, str], tmp_path: pathlib.Path
) -> None:
    port, pin = status
    # What the kubelet adds to an image: names, and a place for the last line.
    root = tmp_path / "root"
    shutil.copytree(roots / "wait", root, symlinks=True)
    (root / "etc/hosts").write_text("127.0.0.1 status.example\n")
    (root / "etc/resolv.conf").write_text("nameserver 127.0.0.1\n")
    answer = contained(
        root,
        ["k8s-wait", "for", "service/shop/db", "--timeout=30s"],
        PATH
        | {
            "K8S_WAIT_SERVER": f"https://status.example:{port}",
            "K8S_WAIT_PINS": pin,
            "POD_NAMESPACE": "shop",
            "POD_NAME": "api",
            "POD_UID": "0b6ba9f0-0000-4000-8000-000000000000",
        },
    )
    assert answer.returncode == 0, answer
    assert "released" in answer.stdout
    assert "api" in StatusServer.asked[-1].values()


def test_the_server_runs_on_nothing_but_glibc(roots: pathlib.Path, tmp_path: pathlib.Path) -> None:
    """Everything else that it loads is in the layer. The base is this machine's glibc, as a slim image has it."""
    root = tmp_path / "root"
    shutil.copytree(roots / "server", root, symlinks=True)
    (root / "proc").mkdir()  # the base has it
    program = root / "usr/local/bin/k8s-wait-server"
    loaded = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    for path in re.findall(r"(/\S+) \(", loaded):
        # The loader's place, and what is of glibc; the links /lib and /lib64 are those of a merged /usr.
        owner = subprocess.run(
            ["dpkg-query", "--search", os.path.realpath(path)], capture_output=True, text=True
        ).stdout
        owner = owner or subprocess.run(["dpkg-query", "--search", path], capture_output=True, text=True).stdout
        if owner.startswith("libc6"):
            copy = root / path.lstrip("/")
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(os.path.realpath(path), copy)
            copy.chmod(0o755)
    environment = PATH | {"LD_LIBRARY_PATH": "/usr/lib/x86_64-linux-gnu:/usr/lib/aarch64-linux-gnu"}
    for flag, wanted in (("--version", "0."), ("--print-rbac", "kind: ClusterRole")):
        answer = contained(root, ["k8s-wait-server", flag], environment)
        assert answer.returncode == 0, answer
        assert wanted in answer.stdout


def test_scanners_find_the_packages_of_the_server(roots: pathlib.Path) -> None:
    root = roots / "server"
    packages = {path.name for path in (root / "var/lib/dpkg/status.d").iterdir()}
    assert {"libssl3", "libcurl4"} <= packages or {"libssl3t64", "libcurl4t64"} <= packages
    assert not any(each.startswith("libc6") for each in packages)
