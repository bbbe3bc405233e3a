"""What the benches share: the cluster that KUBECONFIG names, its router, and the words about this machine."""

import base64
import http.client
import json
import os
import platform
import ssl
import subprocess
import tempfile
import time


class Cluster:
    """The API server, spoken to directly: a `kubectl` of its own for each request would be measured too."""

    def __init__(self):
        config = json.loads(subprocess.check_output(["kubectl", "config", "view", "--raw", "--minify", "-o", "json"]))
        self.server = config["clusters"][0]["cluster"]["server"].removeprefix("https://")
        cluster, user = config["clusters"][0]["cluster"], config["users"][0]["user"]
        self.tls = ssl.create_default_context(cadata=base64.b64decode(cluster["certificate-authority-data"]).decode())
        with tempfile.NamedTemporaryFile("wb") as pem:
            pem.write(base64.b64decode(user["client-certificate-data"]))
            pem.write(base64.b64decode(user["client-key-data"]))
            pem.flush()
            self.tls.load_cert_chain(pem.name)
        self.connection = None

    def request(self, method, path, body=None, kind="application/json"):
        """Status and answer; the connection is kept."""
        if self.connection is None:
            self.connection = http.client.HTTPSConnection(self.server, context=self.tls)
        self.connection.request(
            method, path, json.dumps(body) if body else None, {"Content-Type": kind} if body else {}
        )
        answer = self.connection.getresponse()
        return answer.status, json.loads(answer.read() or b"{}")

    def create(self, path, body):
        status, answer = self.request("POST", path, body)
        if status != 201:
            raise SystemExit(f"POST {path}: {status} {answer.get('message')}")
        return answer

    def node(self):
        """The first node's address: NodePorts are there."""
        addresses = self.request("GET", "/api/v1/nodes")[1]["items"][0]["status"]["addresses"]
        return next(a["address"] for a in addresses if a["type"] == "InternalIP")

    def node_port(self, namespace, service):
        return self.request("GET", f"/api/v1/namespaces/{namespace}/services/{service}")[1]["spec"]["ports"][0]["nodePort"]


def await_answer(address, port, host, answer, seconds=120):
    """Asks every few milliseconds until there is this answer with a 200; all that came before it: answers, statuses, errors."""
    end, before = time.monotonic() + seconds, []
    while time.monotonic() < end:
        said = ask(address, port, host)
        if said == answer:
            return before
        before.append(said)
        time.sleep(0.005)
    raise SystemExit(f"{host} did not answer within {seconds} s, but {before[-1]}")


def ask(address, port, host):
    connection = http.client.HTTPConnection(address, port, timeout=2)
    try:
        connection.request("GET", "/", headers={"Host": host})
        answer = connection.getresponse()
        return answer.read().decode() if answer.status == 200 else answer.status
    except (OSError, http.client.HTTPException) as error:
        return str(error)
    finally:
        connection.close()


def machine():
    with open("/proc/meminfo") as memory, open("/proc/cpuinfo") as cpus:
        gigabytes = round(int(memory.readline().split()[1]) / 2**20)
        model = next((line.split(":")[1].strip() for line in cpus if line.startswith("model name")), platform.machine())
    return f"{os.cpu_count()} cores ({model}), {gigabytes} GiB, Linux {platform.release()}"


def summary(values, unit="ms"):
    values = sorted(values)
    return f"p50 {values[len(values) // 2]:.0f} {unit}, p90 {values[int(len(values) * 0.9)]:.0f} {unit}, of {len(values)}"


def ratio(values, others):
    """Of the medians."""
    return sorted(values)[len(values) // 2] / sorted(others)[len(others) // 2]
