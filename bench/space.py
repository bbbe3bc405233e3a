"""A namespace of the bench: a Function with its trigger in it, and the very same Deployment by hand, without us, as the floor."""

import copy
import time
import uuid

from cluster import Cluster, await_answer

KUBELESS = {"apiVersion": "kubeless.io/v1beta1"}


class Space:
    """Gone, with all in it, at the end of `with`."""

    def __init__(self):
        self.cluster = Cluster()
        self.name = f"bench-{uuid.uuid4().hex[:8]}"
        self.node, self.router = self.cluster.node(), self.cluster.node_port("kubeless", "kubeless-router")

    def __enter__(self):
        self.cluster.create("/api/v1/namespaces", {"metadata": {"name": self.name}})
        return self

    def __exit__(self, *_):
        self.cluster.request("DELETE", f"/api/v1/namespaces/{self.name}")

    def path(self, resource, name=None):
        api = {"functions": "/apis/kubeless.io/v1beta1", "httptriggers": "/apis/kubeless.io/v1beta1", "deployments": "/apis/apps/v1"}
        return f"{api.get(resource, '/api/v1')}/namespaces/{self.name}/{resource}" + (f"/{name}" if name else "")

    def function(self, name, source):
        """Applied with an HTTPTrigger whose host is `NAME.example.com`."""
        meta = KUBELESS | {"metadata": {"name": name}}
        spec = {"handler": "hello.run", "runtime": "python3.11", "function": source}
        self.cluster.create(self.path("functions"), meta | {"kind": "Function", "spec": spec})
        trigger = {"function-name": name, "host-name": f"{name}.example.com"}
        self.cluster.create(self.path("httptriggers"), meta | {"kind": "HTTPTrigger", "spec": trigger})

    def await_function(self, name, answer):
        """All other answers until then, each once a request."""
        return await_answer(self.node, self.router, f"{name}.example.com", answer)

    def change(self, resource, name, spec):
        status, answer = self.cluster.request("PATCH", self.path(resource, name), {"spec": spec}, "application/merge-patch+json")
        if status != 200:
            raise SystemExit(f"PATCH {resource} {name}: {status} {answer.get('message')}")

    def made_of(self, name):
        """The Deployment's spec as of now, with what tells the copy by hand from it."""
        spec = copy.deepcopy(self.cluster.request("GET", self.path("deployments", name))[1]["spec"])
        spec["selector"] = {"matchLabels": {"bench": name}}
        spec["template"]["metadata"] = {"labels": {"bench": name}}
        return spec

    def by_hand(self, name, spec):
        """The floor: this Deployment and a Service of it; the Service's port on the node."""
        labels = spec["selector"]["matchLabels"]
        self.cluster.create(self.path("deployments"), {"metadata": {"name": f"{name}-floor"}, "spec": spec})
        service = {"type": "NodePort", "selector": labels, "ports": [{"port": 8080}]}
        return self.cluster.create(self.path("services"), {"metadata": {"name": f"{name}-floor"}, "spec": service})["spec"]["ports"][0]["nodePort"]

    def await_by_hand(self, port, answer):
        return await_answer(self.node, port, "floor", answer)

    def remove(self, name):
        """Waits until the pods are gone: they would share the machine with the next."""
        for resource, of in (("functions", name), ("httptriggers", name), ("deployments", f"{name}-floor"), ("services", f"{name}-floor")):
            self.cluster.request("DELETE", self.path(resource, of))
        self.await_pods(0)

    def await_pods(self, count):
        """Of all that there are, those that end included."""
        while len(self.cluster.request("GET", self.path("pods"))[1]["items"]) != count:
            time.sleep(0.2)


def milliseconds(work):
    begun = time.monotonic()
    result = work()
    return (time.monotonic() - begun) * 1000, result
