"""What `bench/idle` does: triggers of a kind are there and nothing comes, and the router's memory and processor time are taken."""

import os
import subprocess
import sys
import time

import router
import stage
import topics
from apiserver import HOUSE, Program, free_port
from app import JAVA, JDK

PLURAL = {"kafka": "kafkatriggers", "cron": "cronjobtriggers", "nats": "natstriggers"}
KIND = {"kafka": "KafkaTrigger", "cron": "CronJobTrigger", "nats": "NATSTrigger"}
SELECTOR = {"functionSelector": {"matchLabels": {"function": stage.FUNCTION}}}
CONNECTED = {"kafka": "Consuming", "nats": "Consuming", "cron": "Ready"}


class Rest(stage.Stage):
    """A router without triggers, as its image starts it, and what the kind is asked of."""

    def __init__(self, folder, options):
        super().__init__(folder, "bench-idle")
        self.options = options
        try:
            self.start_router(**getattr(self, options.kind)())
        except BaseException:
            self.stop()
            raise

    def kafka(self):
        """A broker with a topic for each trigger; what the router is told of it."""
        broker, address = topics.broker(self.folder)
        self.programs.append(broker)
        jars = f"{router.APP}/lib/main/*:{router.APP}/lib/boot/*"
        subprocess.run([JAVA, "-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-cp", jars, f"{HOUSE}/bench/Topics.java", address, "idle-", str(self.options.triggers)], check=True)
        return {"DROMEDARY_KAFKA": "true", "KAFKA_BROKERS": address, "DROMEDARY_KAFKA_CONSUMERS": str(self.options.consumers)}

    def cron(self):
        return {}

    def nats(self):
        port = free_port()
        tools = subprocess.check_output([f"{HOUSE}/cluster/tools", "nats-server"], text=True).split()[-1]
        self.programs.append(Program("nats", [f"{tools}/nats-server", "-a", "127.0.0.1", "-p", str(port)], self.folder))
        return {"DROMEDARY_NATS": "true", "NATS_URL": f"nats://127.0.0.1:{port}"}

    def spec(self, number):
        return {"kafka": {"topic": f"idle-{number}", **SELECTOR}, "nats": {"topic": f"idle.{number}", **SELECTOR},
                "cron": {"function-name": stage.FUNCTION, "schedule": "0 0 1 1 *"}}[self.options.kind]

    def create(self):
        kind = self.options.kind
        router.post_all(self.server, [
            (f"{router.KUBELESS}/namespaces/{self.namespace}/{PLURAL[kind]}",
             {"apiVersion": "kubeless.io/v1beta1", "kind": KIND[kind], "metadata": {"name": f"idle-{number}"}, "spec": self.spec(number)})
            for number in range(self.options.triggers)])

    def await_working(self, seconds=900):
        """Until the status of each says so. Seconds that it took."""
        begun, last = time.monotonic(), 0
        while time.monotonic() - begun < seconds:
            last = self.working()
            if last == self.options.triggers:
                return time.monotonic() - begun
            time.sleep(2)
        raise SystemExit(f"Only {last} of {self.options.triggers} triggers work after {seconds} s; see {self.router.program.log}")

    def working(self):
        kind = self.options.kind
        items = self.server.get(f"{router.KUBELESS}/namespaces/{self.namespace}/{PLURAL[kind]}")["items"]
        return sum(any(condition["type"] == CONNECTED[kind] and condition["status"] == "True"
                       for condition in item.get("status", {}).get("conditions", [])) for item in items)

    def threads(self):
        return len(os.listdir(f"/proc/{self.router.program.pid}/task"))

    def sample(self, name):
        """After a pause and a collection: memory in MiB, threads, and the share of a core over a while."""
        time.sleep(self.options.settle)
        heap = self.router.heap()
        subprocess.run([f"{JDK}/jcmd", str(self.router.program.pid), "System.trim_native_heap"], stdout=subprocess.DEVNULL, check=False)
        memory = self.router.program.memory()
        begin, since = self.router.program.cpu(), time.monotonic()
        time.sleep(self.options.seconds)
        cpu = 100 * (self.router.program.cpu() - begin) / (time.monotonic() - since)
        figures = {"heap": heap / 1024, "threads": self.threads(), "cpu": cpu, **memory}
        print(f"{name}: " + ", ".join(f"{key} {value:,.2f}" for key, value in figures.items()), file=sys.stderr, flush=True)
        return figures

    def measure(self):
        none = self.sample("no trigger")
        self.create()
        seconds = self.await_working()
        print(f"all work after {seconds:.0f} s", file=sys.stderr, flush=True)
        some = self.sample(f"{self.options.triggers} triggers")
        each = {key: 1024 * (some[key] - none[key]) / self.options.triggers for key in ("Pss", "Rss", "Anonymous", "heap")}
        return {"none": none, "some": some, "each_kib": each, "working_after": seconds}
