# -*- coding: utf-8 -*-
"""The function of the contract test: the event's type says what to do. Every language has the same (see ../../contract-test)."""

import os
import subprocess
import time
from collections import OrderedDict

from bottle import HTTPResponse


if os.environ.get("CONTRACT_LOAD"):
    time.sleep(float(os.environ["CONTRACT_LOAD"]))
    open(os.path.join(os.environ["KUBELESS_INSTALL_VOLUME"], "loaded"), "w").close()


def contract(event, context):
    return globals()["on_" + (event["event-type"] or "hello")](event, context)


def on_hello(event, context):
    return "hello world"


def on_echo(event, context):
    return event["data"]


def on_binary(event, context):
    return event["data"]


def on_event(event, context):
    data = event["data"]
    return {
        "data": data,
        "id": event["event-id"],
        "type": event["event-type"],
        "time": event["event-time"],
        "namespace": event["event-namespace"],
        "function-name": context["function-name"],
        "timeout": float(context["timeout"]),
        "runtime": context["runtime"],
        "memory-limit": context["memory-limit"],
    }


def on_request(event, context):
    request = event["extensions"]["request"]
    return {
        "method": request.method,
        "path": request.path,
        "query": request.query_string,
        "header": request.get_header("X-Custom"),
        "topic": request.get_header("event-topic"),
        "traceparent": request.get_header("traceparent"),
    }


def on_length(event, context):
    return str(len(event["data"]))


def on_object(event, context):
    return OrderedDict([("text", u"é"), ("list", [1, True, None])])


def on_bytes(event, context):
    return "".join(chr(byte) for byte in range(256))


def on_nothing(event, context):
    return None


def on_status(event, context):
    return HTTPResponse("made", 201, {"X-Made": "yes"})


def on_stream(event, context):
    for number in range(3):
        yield "piece %d\n" % number
        time.sleep(0.3)


def on_fail(event, context):
    raise RuntimeError("the secret reason")


def on_sleep(event, context):
    time.sleep(float(event["data"]))
    return "slept"


def on_loop(event, context):
    while True:
        pass


def on_exit(event, context):
    os._exit(3)


def on_fork(event, context):
    for _ in range(5):
        subprocess.Popen(["sleep", "300"])
    return "forked"


def on_flood(event, context):
    for _ in range(int(event["data"])):
        print "x" * 1023
    return "flooded"


def on_leak(event, context):
    taken = []
    while True:
        taken.append(bytearray(b"x") * (16 << 20))


def on_print(event, context):
    print "printed by the function"
    return ""


def on_write(event, context):
    folders = [folder for folder in ("/", "/opt", "/etc", "/tmp", "/kubeless") if writable(folder)]
    return OrderedDict([("user", os.getuid()), ("group", os.getgid()), ("writable", folders)])


def writable(folder):
    try:
        with open(os.path.join(folder, "written"), "w"):
            return True
    except (IOError, OSError):
        return False
