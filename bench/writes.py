"""Which writes stand behind an object: read out of its managedFields, so that the floor counts what is made and assumes nothing."""

import json

CHILDREN = {
    "configmaps": "/api/v1", "services": "/api/v1", "deployments": "/apis/apps/v1",
    "horizontalpodautoscalers": "/apis/autoscaling/v2"}
FUNCTIONS = "/apis/kubeless.io/v1beta1"
EVENTS = "/apis/events.k8s.io/v1"
RESOURCES = {*CHILDREN, "functions", "events"}
MANAGER = "dromedary-reconciler"


def of_function(server, namespace, name):
    """The writes that made everything there is for a function, in an order that holds: children, status, Events."""
    function = server.get(f"{FUNCTIONS}/namespaces/{namespace}/functions/{name}")
    writes = []
    for resource, api in CHILDREN.items():
        listed = server.get(f"{api}/namespaces/{namespace}/{resource}?labelSelector=function%3D{name}")
        for item in listed["items"]:
            item.setdefault("apiVersion", listed["apiVersion"])
            item.setdefault("kind", listed["kind"].removesuffix("List"))
            writes += applied(item)
    writes += applied(function)
    for event in server.get(f"{EVENTS}/namespaces/{namespace}/events?fieldSelector=regarding.name%3D{name}")["items"]:
        event["metadata"] = {"namespace": namespace, "name": event["metadata"]["name"]}
        writes.append({"how": "create", "object": dict(event, apiVersion="events.k8s.io/v1", kind="Event")})
    return writes


def applied(item):
    """One write an entry of the reconciler's: the object cut down to the fields that it applied."""
    writes = []
    for entry in item["metadata"].get("managedFields", []):
        if not entry["manager"].startswith(MANAGER) or entry["operation"] != "Apply":
            continue
        cut = owned(item, entry["fieldsV1"])
        metadata = dict(cut.get("metadata", {}), name=item["metadata"]["name"], namespace=item["metadata"]["namespace"])
        body = dict(cut, apiVersion=item["apiVersion"], kind=item["kind"], metadata=metadata)
        writes.append({"how": "status" if entry.get("subresource") else "apply", "object": body})
    return writes


def owned(value, fields):
    """The part of the value that the fieldsV1 tree names."""
    parts = {key: below for key, below in fields.items() if key != "."}
    if not parts:
        return value
    if isinstance(value, list):
        return [owned(item, parts[key]) for key in parts for item in value if matches(item, key)]
    return {key[2:]: owned(value[key[2:]], below) for key, below in parts.items() if key[2:] in value}


def matches(item, key):
    if key.startswith("k:"):
        return all(item.get(name) == wanted for name, wanted in json.loads(key[2:]).items())
    return item == json.loads(key[2:])


def template(writes, of, to):
    """The same writes for any name: `of` and `to` are (namespace, name, uid), every one replaced wherever it stands."""
    text = json.dumps(writes)
    for old, new in zip(of, to):
        text = text.replace(old, new)
    return json.loads(text)
