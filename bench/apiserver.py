"""A real etcd and kube-apiserver, and nothing else of Kubernetes, for a bench: no controller and no kubelet competes with it."""

import ctypes
import http.client
import json
import os
import random
import re
import signal
import socket
import ssl
import subprocess
import threading
import time

HOUSE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOKEN = "bench-token"
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    """One that no connection that begins meanwhile can be given (those are from 32768 on)."""
    while True:
        with socket.socket() as s:
            try:
                s.bind(("127.0.0.1", random.randrange(20000, 30000)))
            except OSError:
                continue
            return s.getsockname()[1]


def dies_with_us():
    """The child is killed when this process ends, however it ends."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


class Program:
    """A process of the bench, with its log in a file."""

    def __init__(self, name, command, folder, **options):
        self.log = os.path.join(folder, f"{name}.log")
        with open(self.log, "ab") as log:
            options.setdefault("stdout", log)
            self.process = subprocess.Popen(command, stderr=log, preexec_fn=dies_with_us, **options)

    @property
    def pid(self):
        return self.process.pid

    def cpu(self):
        """Seconds of processor time so far."""
        with open(f"/proc/{self.pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self):
        """MiB: resident, proportional share, and anonymous (what is its own)."""
        with open(f"/proc/{self.pid}/smaps_rollup") as rollup:
            sizes = dict(re.findall(r"^(\w+): +(\d+) kB", rollup.read(), re.M))
        return {name: int(sizes[name]) / 1024 for name in ("Rss", "Pss", "Anonymous")}

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class ApiServer:
    """Started by the constructor; `stop` ends it."""

    def __init__(self, folder):
        self.folder = folder
        self.local = threading.local()
        tools = subprocess.check_output([f"{HOUSE}/cluster/tools", "etcd", "kube-apiserver", "kubectl"], text=True)
        self.tools = tools.split()[-1]
        self.port = free_port()
        etcd, peer = f"http://127.0.0.1:{free_port()}", f"http://127.0.0.1:{free_port()}"
        subprocess.run(["openssl", "genrsa", "-out", f"{folder}/sa.key", "2048"], check=True, stderr=subprocess.DEVNULL)
        with open(f"{folder}/tokens.csv", "w") as tokens:
            tokens.write(f"{TOKEN},bench,bench,system:masters\n")
        self.etcd = self.run("etcd", [
            f"--data-dir={folder}/etcd", f"--listen-client-urls={etcd}", f"--advertise-client-urls={etcd}",
            f"--listen-peer-urls={peer}", f"--initial-advertise-peer-urls={peer}", f"--initial-cluster=default={peer}",
            "--quota-backend-bytes=8589934592", "--unsafe-no-fsync"])
        self.apiserver = self.run("kube-apiserver", [
            f"--etcd-servers={etcd}", "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", f"--secure-port={self.port}",
            f"--cert-dir={folder}/certs", f"--token-auth-file={folder}/tokens.csv", "--authorization-mode=RBAC",
            "--service-account-issuer=https://kubernetes.default.svc", f"--service-account-key-file={folder}/sa.key",
            f"--service-account-signing-key-file={folder}/sa.key", "--service-cluster-ip-range=10.96.0.0/14",
            "--disable-admission-plugins=ServiceAccount", "--delete-collection-workers=16"])
        self.await_ready()
        self.kubeconfig = self.write_kubeconfig()

    def run(self, name, arguments):
        return Program(name, [f"{self.tools}/{name}", *arguments], self.folder)

    def await_ready(self):
        end = time.monotonic() + 180  # on a machine that does much else
        while time.monotonic() < end and self.apiserver.process.poll() is None and self.etcd.process.poll() is None:
            try:
                if self.request("GET", "/readyz", raw=True)[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise SystemExit(f"kube-apiserver is not ready; see {self.apiserver.log} and {self.etcd.log}")

    def write_kubeconfig(self):
        config = {
            "apiVersion": "v1", "kind": "Config", "current-context": "bench",
            "contexts": [{"name": "bench", "context": {"cluster": "bench", "user": "bench"}}],
            "users": [{"name": "bench", "user": {"token": TOKEN}}],
            "clusters": [{"name": "bench", "cluster": {
                "server": f"https://127.0.0.1:{self.port}", "certificate-authority": f"{self.folder}/certs/apiserver.crt"}}]}
        path = f"{self.folder}/kubeconfig"
        with open(path, "w") as file:
            json.dump(config, file)
        return path

    def kubectl(self, *arguments):
        subprocess.run([f"{self.tools}/kubectl", "--kubeconfig", self.kubeconfig, *arguments], check=True, stdout=subprocess.DEVNULL)

    def connect(self):
        # Loopback, and a certificate that the server made for itself: nothing to verify it with before it is up.
        return http.client.HTTPSConnection("127.0.0.1", self.port, context=ssl._create_unverified_context())

    def request(self, method, path, body=None, kind="application/json", raw=False):
        """Status and answer; each thread keeps its connection."""
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": kind}
        for again in (True, False):
            connection = getattr(self.local, "connection", None) or self.connect()
            self.local.connection = connection
            try:
                connection.request(method, path, json.dumps(body) if body is not None else None, headers)
                answer = connection.getresponse()
                text = answer.read()
                return answer.status, text.decode() if raw else json.loads(text or b"{}")
            except (http.client.HTTPException, ConnectionError, ssl.SSLEOFError):  # at the latest after 90 s without a request
                self.local.connection = None
                if not again:
                    raise

    def get(self, path):
        status, answer = self.request("GET", path)
        if status != 200:
            raise SystemExit(f"GET {path}: {status} {answer.get('message')}")
        return answer

    def count(self, path):
        """How many objects there are, without reading them."""
        answer = self.get(f"{path}?limit=1")
        return len(answer["items"]) + answer["metadata"].get("remainingItemCount", 0)

    def writes(self, resources, verbs=("POST", "PUT", "PATCH", "APPLY", "DELETE", "DELETECOLLECTION")):
        """How often each of the resources was written, or whatever the verbs are: "verb resource/subresource code" to number of requests."""
        counts = {}
        for labels, value in self.metric("apiserver_request_total"):
            if labels["resource"] in resources and labels["verb"] in verbs:
                key = f"{labels['verb']} {labels['resource']}{'/' if labels['subresource'] else ''}{labels['subresource']} {labels['code']}"
                counts[key] = counts.get(key, 0) + int(value)
        return counts

    def watches(self, resources):
        """How many watches each resource has now."""
        counts = {}
        for labels, value in self.metric("apiserver_longrunning_requests"):
            if labels["verb"] == "WATCH" and labels["resource"] in resources:
                counts[labels["resource"]] = counts.get(labels["resource"], 0) + int(value)
        return counts

    def metric(self, name):
        text = self.request("GET", "/metrics", raw=True)[1]
        for labels, value in re.findall(rf"^{name}{{(.*)}} (\S+)$", text, re.M):
            yield dict(re.findall(r'(\w+)="([^"]*)"', labels)), float(value)

    def watch(self, path, heard, from_version):
        """Calls `heard` with (time, type, object) of each event, in a thread of its own, until the connection is closed."""
        connection = self.connect()
        connection.request("GET", f"{path}?watch=1&resourceVersion={from_version}", headers={"Authorization": f"Bearer {TOKEN}"})
        answer = connection.getresponse()

        def follow():
            try:
                for line in answer:
                    now = time.monotonic()
                    event = json.loads(line)
                    heard(now, event["type"], event["object"])
            except (OSError, ValueError, AttributeError):
                pass  # closed

        threading.Thread(target=follow, daemon=True).start()
        return connection

    def stop(self):
        self.apiserver.stop()
        self.etcd.stop()
