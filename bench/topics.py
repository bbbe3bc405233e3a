"""Kafka's part of the bench of events."""

import time

import events
from apiserver import HOUSE, Program, free_port
from app import JAVA

BROKER = f"{HOUSE}/broker/target/kafka"


def broker(folder):
    """A broker as tests have it, and its address."""
    port, controller = free_port(), free_port()
    with open(f"{HOUSE}/images/kafka/server.properties") as properties:
        text = properties.read().replace("localhost:9093", f"localhost:{controller}").replace("PLAINTEXT://:9092", f"PLAINTEXT://127.0.0.1:{port}")
    with open(f"{folder}/server.properties", "w") as file:
        file.write(text.replace("/data/kafka", f"{folder}/kafka"))
    command = [JAVA, "-Xmx512m", f"-Djava.util.logging.config.file={HOUSE}/images/kafka/logging.properties", "-cp", f"{BROKER}/*:{HOUSE}/broker/target/classes",
               "dev.dromedary.broker.KafkaServer", f"{folder}/server.properties", "ZHJvbWVkYXJ5LWJlbmNoIQ"]
    program = Program("broker", command, folder)
    events.await_open(program, port, "broker")
    return program, f"127.0.0.1:{port}"


class KafkaBench(events.EventBench):
    what, kind, resource, main = "kafka", "KafkaTrigger", "kafkatriggers", "KafkaLoops"

    def open(self, folder):
        program, address = broker(folder)
        return program, address, {"DROMEDARY_KAFKA": "true", "KAFKA_BROKERS": address}

    def fill(self, topic, records):
        self.run_loops("produce", self.source_at, topic, events.PARTITIONS, records, events.KEYS, events.BYTES)

    def reading(self, topic):
        return self.source_at, topic, f"loop-{time.monotonic_ns()}"

    def spec(self, topic, function):
        return {"topic": topic, "functionSelector": {"matchExpressions": [{"key": "function", "operator": "In", "values": [function]}]}}
