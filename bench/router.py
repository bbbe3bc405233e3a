"""The router as a process of the bench, and the objects it serves, written by hand: no reconciler, no kubelet."""

import os
import re
import socket
import ssl
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from apiserver import HOUSE, free_port
from app import JDK, App

APP = os.environ.get("ROUTER_APP", f"{HOUSE}/routes/app/target/quarkus-app")  # another build, to compare
KUBELESS, DISCOVERY = "/apis/kubeless.io/v1beta1", "/apis/discovery.k8s.io/v1"


def memory_limit():
    """The pod's, as the JVM writes it."""
    with open(f"{HOUSE}/kustomize/base/router.yaml") as deployment:
        found = re.search(r"limits: \{.*?memory: (\d+)Mi", deployment.read())
    if not found:
        raise SystemExit("kustomize/base/router.yaml: no memory limit in Mi was found; teach bench/router.py the new form")
    return found[1] + "m"


class Router(App):
    """A router of one namespace, with the Lease in it too, so that several can stand side by side."""

    def __init__(self, server, namespace, folder, cores=(), name="router", **more):
        """`more`: environment variables besides."""
        self.public, self.tls = free_port(), free_port()
        environment = {
            "KUBECONFIG": server.kubeconfig, "DROMEDARY_NAMESPACE": namespace, "DROMEDARY_FUNCTIONS_NAMESPACE": namespace,
            "DROMEDARY_IDENTITY": name, "DROMEDARY_PUBLIC_HOST": "127.0.0.1", "DROMEDARY_PUBLIC_PORT": str(self.public),
            "DROMEDARY_PUBLIC_TLS_PORT": str(self.tls), **more}
        super().__init__("router", APP, memory_limit(), environment, folder, name, cores)

    def await_route(self, host, seconds=180):
        self.until(lambda: status(self.public, host) == 200, seconds, f"does not answer for {host}")

    def await_tls(self, host, certificate, seconds=180):
        self.until(lambda: status(self.tls, host, certificate) == 200, seconds, f"does not answer for {host} by TLS")

    def heap(self):
        """KiB of the heap that live on after a collection."""
        def jcmd(command):
            return subprocess.check_output([f"{JDK}/jcmd", str(self.program.pid), command], text=True)

        jcmd("GC.run")
        return sum(int(used) for used in re.findall(r"total \d+K, used (\d+)K", jcmd("GC.heap_info")))


def status(port, host, certificate=None):
    """Of the answer to one request on a connection of its own, by TLS that shows this certificate; 0: there was none."""
    try:
        with connect(port, host, certificate) as connection:
            connection.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            return int(connection.recv(64)[9:12] or 0)
    except OSError:
        return 0


def connect(port, host, certificate):
    """By TLS it fails where another certificate than the PEM file's is shown."""
    connection = socket.create_connection(("127.0.0.1", port), 2)
    return ssl.create_default_context(cafile=certificate).wrap_socket(connection, server_hostname=host) if certificate else connection


def own_address():
    """This machine's: a loopback address may not stand in an EndpointSlice."""
    told = subprocess.check_output(["ip", "-4", "-o", "addr", "show", "scope", "global"], text=True)
    found = re.search(r"inet (\d+\.\d+\.\d+\.\d+)/", told)
    if not found:
        raise SystemExit("This machine has no address but loopback, which may not stand in an EndpointSlice: give it one (ip addr add)")
    return found[1]


def function(namespace, name, address, port):
    """A Function and where its only pod answers, as what is to be posted: path and object."""
    spec = {"handler": "hello.run", "runtime": "python3.11", "function": "def run(event, context):\n    return 'hello world'\n"}
    labels = {"created-by": "kubeless", "function": name, "kubernetes.io/service-name": name}
    return [
        (f"{KUBELESS}/namespaces/{namespace}/functions",
         {"apiVersion": "kubeless.io/v1beta1", "kind": "Function", "metadata": {"name": name, "labels": {"function": name}}, "spec": spec}),
        (f"{DISCOVERY}/namespaces/{namespace}/endpointslices",
         {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "metadata": {"name": name, "labels": labels}, "addressType": "IPv4",
          "ports": [{"name": "http-function-port", "port": port, "protocol": "TCP"}],
          "endpoints": [{"addresses": [address], "conditions": {"ready": True}}]})]


def trigger(namespace, name, of, host, **more):
    spec = {"function-name": of, "host-name": host, **{key.replace("_", "-"): value for key, value in more.items()}}
    return (f"{KUBELESS}/namespaces/{namespace}/httptriggers",
            {"apiVersion": "kubeless.io/v1beta1", "kind": "HTTPTrigger", "metadata": {"name": name}, "spec": spec})


def post(server, path, body):
    code, answer = server.request("POST", path, body)
    if code != 201:
        raise SystemExit(f"POST {path}: {code} {answer.get('message')}")


def post_all(server, objects, workers=8):
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda item: post(server, *item), objects))


def settle(server, seconds=4, most=900):
    """Waits until no status of a trigger is written any more."""
    end, last, since = time.monotonic() + most, None, time.monotonic()
    while time.monotonic() < end:
        now = server.writes({"httptriggers"})
        if now != last:
            last, since = now, time.monotonic()
        elif time.monotonic() - since > seconds:
            return
        time.sleep(0.5)
    raise SystemExit(f"The triggers' status is written without end; see {server.folder}")
