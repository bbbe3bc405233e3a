"""Kinesis' part of the bench of events: an emulator, for AWS' own is far away and asked five times a second a shard at most."""

import os
import subprocess

import events
from apiserver import HOUSE, Program, free_port


def emulator(folder):
    """kinesalite as tests have it, and its address. It is a process of one thread."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    emulators, port = f"{cache}/dromedary/kinesis", free_port()
    subprocess.run([f"{HOUSE}/routes/kinesis/emulators/prepare", emulators], check=True)
    program = Program("emulator", [
        "node", "--max-old-space-size=4096", f"{emulators}/node_modules/kinesalite/cli.js", "--port", str(port), "--shardLimit", "1000",
        "--createStreamMs", "20"], folder)
    events.await_open(program, port, "emulator")
    return program, f"http://127.0.0.1:{port}"


class KinesisBench(events.EventBench):
    what, kind, resource, main = "kinesis", "KinesisTrigger", "kinesistriggers", "KinesisLoops"
    environment = {"CBOR_ENABLED": "false"}  # the emulator speaks JSON alone

    def open(self, folder):
        self.server.kubectl("create", "secret", "generic", "aws", "--namespace", self.namespace,
                            "--from-literal", "aws_access_key_id=id", "--from-literal", "aws_secret_access_key=key")
        program, address = emulator(folder)
        return program, address, {"DROMEDARY_KINESIS": "true", "DROMEDARY_EGRESS_ALLOW": "127.0.0.1"}

    def fill(self, topic, records):
        self.run_loops("produce", self.source_at, topic, events.PARTITIONS, records, events.KEYS, events.BYTES)

    def reading(self, topic):
        return self.source_at, topic

    def spec(self, topic, function):
        return {"stream": topic, "function-name": function, "aws-region": "us-east-1", "secret": "aws", "endpoint": self.source_at}
