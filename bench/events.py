"""What `bench/kafka` and `bench/kinesis` do: a source is read by each peer in turn, and the function's counter says how fast."""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import time

import report
import router
import stage
from apiserver import HOUSE, Program, free_port
from app import ENVIRONMENT, JDK, jvm

PARTITIONS, KEYS, BYTES, BATCH = 8, 1000, 200, 500
TRAINING = 8000  # records
FROM, TO = .25, .95  # of the records: what is measured, so that neither starting nor running dry is
DELIVERY = {
    "none": {"ordering": "None"},
    "key": {"ordering": "Key"},
    "source": {"ordering": "Source"},
    "batch": {"ordering": "None", "batch": {"size": BATCH}},
}
CASES = (*DELIVERY, "latency")


def await_open(program, port, what):
    """Until somebody listens there."""
    end = time.monotonic() + 60
    while not is_open(port):
        if time.monotonic() > end or program.process.poll() is not None:
            raise SystemExit(f"The {what} does not start; see {program.log}")
        time.sleep(.2)


def is_open(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


class EventBench(stage.Stage):
    """What a kind of source has of its own is in `kind`, `resource`, `what`, `main`, `environment`, and in `open`, `spec`, `fill` and `reading`."""

    environment = {}  # of the router and of the loops

    def __init__(self, folder, options):
        super().__init__(folder, f"bench-{self.what}")
        self.options, self.records = options, []
        self.number = 0
        self.late_at = self.function_at[0], free_port()
        self.source, self.source_at, told = self.open(folder)
        self.programs.append(self.source)
        self.jars = f"{router.APP}/lib/main/*:{router.APP}/lib/boot/*"
        sources = [f"{HOUSE}/bench/{name}.java" for name in ("EventLoops", self.main)]
        subprocess.run([f"{JDK}/javac", "-d", f"{folder}/loops", "-cp", self.jars, *sources], check=True)
        router.post_all(self.server, router.function(self.namespace, "late", *self.late_at), 1)
        self.start_router(self.train, **self.environment, **told)

    def train(self):
        """The work that images/train has it do."""
        begin, end = self.calls(), time.monotonic() + 120
        self.fill("bench-training", TRAINING)
        self.add("training", "bench-training", stage.FUNCTION, {}, "earliest")
        while self.calls() - begin < TRAINING:
            if time.monotonic() > end:
                raise SystemExit(f"The training's records do not come; see {self.router.program.log}")
            time.sleep(.2)
        self.remove("training")

    def loops(self, *arguments):
        """How a program of the loops is started: as the router is."""
        return [*jvm("router", router.memory_limit()), "-cp", f"{self.folder}/loops:{self.jars}", self.main, *map(str, arguments)]

    def run_loops(self, *arguments):
        """What one prints that ends by itself."""
        with open(f"{self.folder}/loops.log", "ab") as log:
            return subprocess.check_output(self.loops(*arguments), text=True, stderr=log, env=dict(os.environ, **ENVIRONMENT, **self.environment))

    def case(self, name):
        """Each peer reads the same records from the first to the last, forth and then back."""
        records = self.options.records * (4 if name == "batch" else 1)
        topic = f"bench-{name}"
        self.fill(topic, records)
        for number in range(self.options.rounds):
            among = [("loop", self.loop), ("router", self.trigger)]
            for peer, work in among if number % 2 == 0 else among[::-1]:
                self.keep(name, peer, round=number + 1, **work(name, topic, records))
            self.keep(name, "raw", round=number + 1, rate=float(self.run_loops("raw", self.source_at, topic, records)))

    def loop(self, name, topic, records):
        self.number += 1
        program = Program(f"loop-{self.number}", self.loops("loop", *self.reading(topic), *self.function_at, name), self.folder,
                          env=dict(os.environ, **ENVIRONMENT, **self.environment))
        try:
            return self.watch(program, name, records)
        finally:
            program.stop()

    def trigger(self, name, topic, records):
        self.number += 1
        trigger = f"{name}-{self.number}"
        self.add(trigger, topic, stage.FUNCTION, DELIVERY[name], "earliest")
        try:
            return self.watch(self.router.program, name, records)
        finally:
            self.remove(trigger)

    def add(self, trigger, topic, function, delivery, start):
        router.post(self.server, f"{router.KUBELESS}/namespaces/{self.namespace}/{self.resource}", {
            "apiVersion": "kubeless.io/v1beta1", "kind": self.kind, "metadata": {"name": trigger},
            "spec": {**self.spec(topic, function), "startPosition": start, "delivery": delivery}})

    def remove(self, trigger):
        self.server.request("DELETE", f"{router.KUBELESS}/namespaces/{self.namespace}/{self.resource}/{trigger}")
        time.sleep(3)

    def watch(self, program, name, records):
        """Records a second, and processor time of each a record, between two shares of the way."""
        each = BATCH if name == "batch" else 1
        calls, begin, first, last = records / each, self.calls(), None, None
        seen, since = begin, time.monotonic()
        while True:
            time.sleep(.2)
            sample = {"at": time.monotonic(), "calls": self.calls(), "cpu": program.cpu(), "source": self.source.cpu(), "function": self.function.cpu()}
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
        for who, key in {"cpu_us": "cpu", "source_us": "source", "function_us": "function"}.items():
            figures[who] = 1e6 * (last[key] - first[key]) / count
        return figures | {f"memory_{what}": size for what, size in program.memory().items()}

    def latency(self):
        """In order as the kind has it by default."""
        self.fill("bench-latency", 1)
        self.add("late", "bench-latency", "late", {}, "latest")
        time.sleep(8)
        seconds = 20 if self.options.quick else 60
        for number in range(self.options.rounds):
            told = json.loads(self.run_loops("latency", self.source_at, "bench-latency", *self.late_at, 1000, seconds))
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
        out = self.options.out or report.place(None, what=self.what)
        report.write(told, [], self.records, out)

    def line(self, case):
        def median(peer, figure):
            return statistics.median(self.figures(case, peer, figure).values())

        return (f"{case:<10}{median('router', 'rate'):>12,.0f}{median('loop', 'rate'):>12,.0f}{median('raw', 'rate'):>12,.0f}"
                f"{self.ratio(case, 'rate', 'loop'):>10.2f}{self.ratio(case, 'rate', 'raw'):>10.2f}"
                f"{median('router', 'cpu_us'):>10.1f}{self.ratio(case, 'cpu_us', 'loop'):>10.2f}{median('router', 'memory_Rss'):>8.0f}")


def options(about, usual, quick):
    """What was asked for: `usual` or `quick`, unless it is said otherwise."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="CASE", help=", ".join(CASES))
    parser.add_argument("--quick", action="store_true")
    for name in usual:
        parser.add_argument(f"--{name}", type=int)
    parser.add_argument("--out")
    chosen = parser.parse_args()
    for name, value in (quick if chosen.quick else usual).items():
        if getattr(chosen, name) is None:
            setattr(chosen, name, value)
    unknown = set(chosen.cases) - set(CASES)
    if unknown:
        parser.error(f"no such case: {', '.join(sorted(unknown))} (there are: {', '.join(CASES)})")
    return chosen


def main(kind, chosen, needed):
    """All of a bench. `needed`: files without which there is none."""
    told = report.machine() | {"records": chosen.records, "rounds": chosen.rounds}

    def measure(folder, stages):
        bench = kind(folder, chosen)
        stages.append(bench)
        for case in chosen.cases or CASES:
            print(f"measuring: {case}", file=sys.stderr, flush=True)
            bench.latency() if case == "latency" else bench.case(case)
        bench.result(told)

    stage.play(chosen.limit, needed, measure)
