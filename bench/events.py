"""What `bench/kafka` does: a topic is read by each peer in turn, and the function's counter says how fast."""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request

import peers
import report
import router
from apiserver import HOUSE, ApiServer, Program, free_port
from app import ENVIRONMENT, JAVA, JDK, jvm

BROKER = f"{HOUSE}/broker/target/kafka"
NAMESPACE = "bench-kafka"
PARTITIONS, KEYS, BYTES, BATCH = 8, 1000, 200, 500
FROM, TO = .25, .95  # of the records: what is measured, so that neither starting nor running dry is
DELIVERY = {
    "none": {"ordering": "None"},
    "key": {"ordering": "Key"},
    "source": {"ordering": "Source"},
    "batch": {"ordering": "None", "batch": {"size": BATCH}},
}


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
    end = time.monotonic() + 60
    while not is_open(port):
        if time.monotonic() > end or program.process.poll() is not None:
            raise SystemExit(f"The broker does not start; see {program.log}")
        time.sleep(.2)
    return program, f"127.0.0.1:{port}"


def is_open(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


class KafkaBench:
    def __init__(self, folder, options):
        self.folder, self.options, self.records = folder, options, []
        self.number = 0
        self.programs = []
        self.server = ApiServer(folder)
        self.server.kubectl("create", "namespace", NAMESPACE)
        for kind in sorted(os.listdir(f"{HOUSE}/crd/manifests")):
            self.server.kubectl("apply", "-k", f"{HOUSE}/crd/manifests/{kind}")
        self.server.kubectl("wait", "--for", "condition=Established", "--timeout", "120s", "crd", "--all")
        self.function, address, port = peers.function(folder)
        self.programs.append(self.function)
        self.function_at = address, port
        self.late_at = address, free_port()
        self.broker, self.broker_at = broker(folder)
        self.programs.append(self.broker)
        self.jars = f"{router.APP}/lib/main/*:{router.APP}/lib/boot/*"
        subprocess.run([f"{JDK}/javac", "-d", f"{folder}/loops", "-cp", self.jars, f"{HOUSE}/bench/EventLoops.java"], check=True)
        router.post_all(self.server, [
            *router.function(NAMESPACE, "fast", *self.function_at), *router.function(NAMESPACE, "late", *self.late_at)], 1)
        self.router = router.Router(self.server, NAMESPACE, folder, DROMEDARY_KAFKA="true", KAFKA_BROKERS=self.broker_at)
        self.router.start([])
        self.router.await_ready()

    def loops(self, *arguments):
        """How a program of EventLoops is started: as the router is."""
        return [*jvm("router", router.memory_limit()), "-cp", f"{self.folder}/loops:{self.jars}", "EventLoops", *map(str, arguments)]

    def run_loops(self, *arguments):
        """What one prints that ends by itself."""
        with open(f"{self.folder}/loops.log", "ab") as log:
            return subprocess.check_output(self.loops(*arguments), text=True, stderr=log, env=dict(os.environ, **ENVIRONMENT))

    def case(self, name):
        """Each peer reads the same topic from its beginning, forth and then back."""
        records = self.options.records * (4 if name == "batch" else 1)
        topic = f"bench-{name}"
        self.run_loops("produce", self.broker_at, topic, PARTITIONS, records, KEYS, BYTES)
        for number in range(self.options.rounds):
            among = [("loop", self.loop), ("router", self.trigger)]
            for peer, work in among if number % 2 == 0 else among[::-1]:
                self.keep(name, peer, round=number + 1, **work(name, topic, records))
            self.keep(name, "raw", round=number + 1, rate=float(self.run_loops("raw", self.broker_at, topic, records)))

    def loop(self, name, topic, records):
        self.number += 1
        program = Program(f"loop-{self.number}", self.loops(
            "loop", self.broker_at, topic, f"loop-{self.number}", *self.function_at, name), self.folder, env=dict(os.environ, **ENVIRONMENT))
        try:
            return self.watch(program, name, records)
        finally:
            program.stop()

    def trigger(self, name, topic, records):
        self.number += 1
        trigger = f"{name}-{self.number}"
        self.add(trigger, topic, "fast", DELIVERY[name], "earliest")
        try:
            return self.watch(self.router.program, name, records)
        finally:
            self.remove(trigger)

    def add(self, trigger, topic, function, delivery, start):
        spec = {"topic": topic, "startPosition": start, "delivery": delivery,
                "functionSelector": {"matchExpressions": [{"key": "function", "operator": "In", "values": [function]}]}}
        router.post(self.server, f"{router.KUBELESS}/namespaces/{NAMESPACE}/kafkatriggers", {
            "apiVersion": "kubeless.io/v1beta1", "kind": "KafkaTrigger", "metadata": {"name": trigger}, "spec": spec})

    def remove(self, trigger):
        self.server.request("DELETE", f"{router.KUBELESS}/namespaces/{NAMESPACE}/kafkatriggers/{trigger}")
        time.sleep(3)

    def watch(self, program, name, records):
        """Records a second, and processor time of each a record, between two shares of the way."""
        each = BATCH if name == "batch" else 1
        calls, begin, first, last = records / each, self.calls(), None, None
        seen, since = begin, time.monotonic()
        while True:
            time.sleep(.2)
            sample = {"at": time.monotonic(), "calls": self.calls(), "cpu": program.cpu(), "broker": self.broker.cpu(), "function": self.function.cpu()}
            done = (sample["calls"] - begin) / calls
            if sample["calls"] != seen:
                seen, since = sample["calls"], time.monotonic()
            if done >= FROM and not first:
                first = sample
            if first and done <= TO:
                last = sample
            if done >= .999:
                break
            if time.monotonic() - since > 60:
                raise SystemExit(f"{name}: nothing came for a minute, {seen - begin} calls of {calls:.0f} did; see {program.log}")
        if not last or last is first:
            last = sample
        count = (last["calls"] - first["calls"]) * each
        figures = {"rate": count / (last["at"] - first["at"])}
        for who, key in {"cpu_us": "cpu", "broker_us": "broker", "function_us": "function"}.items():
            figures[who] = 1e6 * (last[key] - first[key]) / count
        return figures | {f"memory_{what}": size for what, size in program.memory().items()}

    def calls(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.function.status}/", timeout=5) as told:
            return int(told.read().split()[9])

    def latency(self):
        """In order by key: what Kafka's users have by default."""
        self.run_loops("produce", self.broker_at, "bench-latency", PARTITIONS, 1, 1, BYTES)
        self.add("late", "bench-latency", "late", {}, "latest")
        time.sleep(8)
        seconds = 20 if self.options.quick else 60
        for number in range(self.options.rounds):
            told = json.loads(self.run_loops("latency", self.broker_at, "bench-latency", *self.late_at, 1000, seconds))
            self.keep("latency", "router", round=number + 1, **told)
        self.remove("late")

    def keep(self, case, peer, **figures):
        self.records.append({"case": case, "peer": peer, **figures})
        print(f"{case} {peer}: " + ", ".join(f"{key} {value:,.2f}" for key, value in figures.items()), file=sys.stderr, flush=True)

    def figures(self, case, peer, figure):
        return {r["round"]: r[figure] for r in self.records if (r["case"], r["peer"]) == (case, peer) and figure in r}

    def ratio(self, case, figure, other, of="router"):
        ours, theirs = self.figures(case, of, figure), self.figures(case, other, figure)
        values = [ours[number] / theirs[number] for number in ours if theirs.get(number)]
        return statistics.median(values) if values else None

    def result(self, told):
        print("; ".join(f"{key} {value}" for key, value in told.items()))
        print(f"{'':<10}{'router/s':>12}{'loop/s':>12}{'raw/s':>12}{'to loop':>10}{'to raw':>10}{'CPU µs':>10}{'to loop':>10}{'MiB':>8}")
        for case in DELIVERY:
            if self.figures(case, "router", "rate"):
                print(self.line(case))
        for figure in ("p50", "p99", "p999"):
            values = self.figures("latency", "router", figure)
            if values:
                print(f"latency at 1,000 a second, ms, {figure}: {statistics.median(values.values()):.2f}")
        out = self.options.out or report.place(None, what="kafka")
        report.write(told, [], self.records, out)

    def line(self, case):
        def median(peer, figure):
            return statistics.median(self.figures(case, peer, figure).values())

        return (f"{case:<10}{median('router', 'rate'):>12,.0f}{median('loop', 'rate'):>12,.0f}{median('raw', 'rate'):>12,.0f}"
                f"{self.ratio(case, 'rate', 'loop'):>10.2f}{self.ratio(case, 'rate', 'raw'):>10.2f}"
                f"{median('router', 'cpu_us'):>10.1f}{self.ratio(case, 'cpu_us', 'loop'):>10.2f}{median('router', 'memory_Rss'):>8.0f}")

    def stop(self):
        self.router.stop()
        for program in self.programs[::-1]:
            program.stop()
        self.server.stop()
