"""What `bench/reconcile` does, one measure a method: an API server, a reconciler and a bare client of its own."""

import json
import os
import subprocess
import time

import writes
from apiserver import HOUSE, ApiServer, Program
from reconciler import APP, JAVA, Reconciler
from writes import CHILDREN, FUNCTIONS, RESOURCES

OURS, FLOOR = "bench-a", "bench-f"
BROKEN_REST = 180  # seconds: the waits between two tries are at their longest by then
FUNCTION = {
    "apiVersion": "kubeless.io/v1beta1", "kind": "Function", "metadata": {"name": "@NAME@", "namespace": OURS, "labels": {"team": "bench"}},
    "spec": {
        "handler": "hello.run", "runtime": "python3.11", "function-content-type": "text",
        "function": "# @NAME@\n" + "".join(f"def step{i}(event, context):\n    return event['data'].get('key{i}', {i})\n" for i in range(12)),
        "deployment": {"spec": {"template": {"spec": {"containers": [{"env": [{"name": "LEVEL", "value": "info"}]}]}}}}}}


class Bench:
    def __init__(self, folder):
        self.folder = folder
        self.server = ApiServer(folder)
        self.server.kubectl("create", "namespace", "kubeless")
        for namespace in (OURS, FLOOR):
            self.server.kubectl("create", "namespace", namespace)
        self.server.kubectl("apply", "-k", f"{HOUSE}/crd/manifests/functions")
        self.server.kubectl("wait", "--for", "condition=Established", "--timeout", "30s", "crd", "--all")
        self.server.kubectl("apply", "-f", f"{HOUSE}/kustomize/base/kubeless-config.yaml")
        jars = f"{APP}/lib/main/*:{APP}/lib/boot/*"
        self.writer = Program(
            "writer", [JAVA, "-XX:+UseSerialGC", "-Xmx512m", "-cp", jars, f"{HOUSE}/bench/Writer.java"], folder,
            env=dict(os.environ, KUBECONFIG=self.server.kubeconfig), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.reconciler = Reconciler(self.server, OURS, folder)
        self.per_function, self.floor_writes, self.workers = [], [], 16
        self.before_watches = self.server.watches(RESOURCES)

    def write(self, what, count, start=0, workers=None):
        """Has the bare client write for each of so many names; seconds."""
        order = {"writes": what, "from": start, "count": count, "workers": workers or self.workers}
        self.writer.process.stdin.write(json.dumps(order) + "\n")
        self.writer.process.stdin.flush()
        answer = self.writer.process.stdout.readline()
        if not answer:
            raise SystemExit(f"The bare client failed; see {self.writer.log}")
        return float(answer) / 1000

    def functions(self, namespace):
        return [{"how": "create", "object": dict(FUNCTION, metadata=dict(FUNCTION["metadata"], namespace=namespace))}]

    def remove_all(self, namespace):
        for resource, api in {"functions": FUNCTIONS, **CHILDREN, "events": writes.EVENTS}.items():
            self.server.request("DELETE", f"{api}/namespaces/{namespace}/{resource}")
            self.wait(lambda r=resource, a=api: self.server.count(f"{a}/namespaces/{namespace}/{r}") <= (r == "configmaps"), 300, "removed")

    def wait(self, holds, seconds, what, every=0.05):
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                raise SystemExit(f"Not within {seconds} s: {what}; see {self.folder}")
            time.sleep(every)

    def cpu(self):
        return {"etcd": self.server.etcd.cpu(), "kube-apiserver": self.server.apiserver.cpu(), "reconciler": self.reconciler.program.cpu(),
                "bare client": self.writer.cpu()}

    def quiet(self, seconds=3, most=600):
        """Waits until nothing of ours is written any more."""
        end, last, since = time.monotonic() + most, None, time.monotonic()
        while time.monotonic() < end:
            now = self.server.writes(RESOURCES)
            if now != last:
                last, since = now, time.monotonic()
            elif time.monotonic() - since > seconds:
                return
            time.sleep(0.5)
        raise SystemExit(f"Writes do not end; see {self.folder}/reconciler.log")

    def calm(self, percent=5, most=120):
        """Waits until the reconciler has nothing to do any more; seconds."""
        begun = time.monotonic()
        while time.monotonic() - begun < most:
            cpu = self.reconciler.program.cpu()
            time.sleep(1)
            if self.reconciler.program.cpu() - cpu < percent / 100:
                return time.monotonic() - begun
        raise SystemExit(f"The reconciler is never at rest; see {self.folder}/reconciler.log")

    def warm_up(self, count=200):
        """Also shows what a Function's writes are, and how many at a time suit the bare client best."""
        self.write(self.functions(OURS), count)
        self.quiet()
        name = "f00000"
        uid = self.server.get(f"{FUNCTIONS}/namespaces/{OURS}/functions/{name}")["metadata"]["uid"]
        self.per_function = writes.of_function(self.server, OURS, name)
        self.floor_writes = writes.template(self.per_function, (OURS, name, uid), (FLOOR, "@NAME@", "@UID@"))
        self.remove_all(OURS)
        print("A Function's writes: " + ", ".join(
            f"{w['object']['kind']}{'/status' if w['how'] == 'status' else ''} {len(json.dumps(w['object']))} B" for w in self.per_function))
        self.write(self.functions(FLOOR), 600)
        self.write(self.floor_writes, 200)
        rates = {}
        for i, workers in enumerate((6, 12, 24, 48)):
            rates[workers] = 100 / self.write(self.floor_writes, 100, 200 + 100 * i, workers)
        self.workers = max(rates, key=rates.get)
        self.remove_all(FLOOR)
        print("The bare client's Functions a second by concurrency: " + ", ".join(f"{w}: {r:.0f}" for w, r in rates.items()))

    def floor_round(self, count):
        created = self.write(self.functions(FLOOR), count)
        cpu = self.cpu()
        written = self.write(self.floor_writes, count)
        cpu = {name: now - cpu[name] for name, now in self.cpu().items()}
        self.remove_all(FLOOR)
        return created, written, cpu

    def our_round(self, count, keep):
        """Seconds from the first creation until all is there; the writes; processor time."""
        before, cpu = self.server.writes(RESOURCES), self.cpu()
        reads = sum(self.server.writes(RESOURCES, ("GET",)).values())
        begun = time.monotonic()
        self.write(self.functions(OURS), count)
        for resource, wanted in self.wanted(count).items():
            self.wait(lambda r=resource, w=wanted: self.server.count(f"{CHILDREN[r]}/namespaces/{OURS}/{r}") >= w, 900, f"all {resource}", 0.1)
        self.wait(lambda: self.statuses(before) >= count, 120, "all statuses", 0.1)
        took = time.monotonic() - begun
        cpu = {name: now - cpu[name] for name, now in self.cpu().items()}
        self.quiet()
        made = self.server.writes(RESOURCES)
        if not keep:
            self.remove_all(OURS)
            self.quiet()
        made = {key: made[key] - before.get(key, 0) for key in sorted(made) if made[key] != before.get(key, 0)}
        reads = sum(self.server.writes(RESOURCES, ("GET",)).values()) - reads
        return took, made, reads, cpu

    def wanted(self, count):
        """How many children of each kind there are when all is done, the last kind first to be waited for; and a root CA ConfigMap."""
        kinds = [w["object"]["kind"].lower() + "s" for w in self.per_function if w["how"] == "apply"]
        return {kind: count * kinds.count(kind) for kind in sorted(set(kinds))}

    def statuses(self, before):
        return sum(n for key, n in self.server.writes({"functions"}).items() if "/status" in key) - sum(
            n for key, n in before.items() if "functions/status" in key)

    def rest(self, seconds):
        """The writes by method, resource and answer; the share of a core, in percent."""
        before, cpu, begun = self.server.writes(RESOURCES), self.reconciler.program.cpu(), time.monotonic()
        time.sleep(seconds)
        percent = 100 * (self.reconciler.program.cpu() - cpu) / (time.monotonic() - begun)
        return {key: n - before.get(key, 0) for key, n in self.server.writes(RESOURCES).items() if n != before.get(key, 0)}, percent

    def singles(self, count, start):
        """Milliseconds from one Function's event to its last child's, each on an idle reconciler, all by one clock; and what the
        bare client takes for the same children, turn about."""
        heard, kinds = {}, self.wanted(1)
        paths = {r: f"{CHILDREN[r]}/namespaces/{OURS}/{r}" for r in kinds} | {"functions": f"{FUNCTIONS}/namespaces/{OURS}/functions"}

        def hear(now, event, item):
            name = item["metadata"].get("labels", {}).get("function", item["metadata"]["name"])
            if event == "ADDED":
                heard.setdefault(name, []).append(now)

        connections = [self.server.watch(p, hear, self.server.get(p + "?limit=1")["metadata"]["resourceVersion"]) for p in paths.values()]
        children, times, floor = [w for w in self.floor_writes if w["how"] == "apply"], [], []
        for number in range(start, start + count):
            self.write(self.functions(OURS), 1, number, 1)
            name = f"f{number:05d}"
            self.wait(lambda n=name: len(heard.get(n, [])) == 1 + sum(kinds.values()), 30, f"the children of {name}", 0.002)
            times.append(1000 * (heard[name][-1] - heard[name][0]))
            time.sleep(0.15)
            self.write(self.functions(FLOOR), 1, number, 1)
            floor.append(1000 * self.write(children, 1, number, 1))
        for connection in connections:
            connection.sock and connection.sock.close()
        self.remove_all(FLOOR)
        return times, floor

    def break_some(self, count):
        """Half are mistakes of their users, half find a Service of somebody else's under their name and are tried again for ever, by then
        as seldom as ever."""
        mistaken = self.functions(OURS)
        mistaken[0]["object"] = dict(mistaken[0]["object"], spec=dict(FUNCTION["spec"], runtime="cobol1"))
        foreign = {"how": "create", "object": {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "@NAME@", "namespace": OURS},
                   "spec": {"ports": [{"port": 80}]}}}
        self.write(mistaken, count // 2, 50000)
        self.write([foreign, *self.functions(OURS)], count - count // 2, 60000)
        time.sleep(BROKEN_REST)

    def start_anew(self):
        """Seconds until everything has been heard of, and until it was looked at; the writes meanwhile; memory at rest."""
        self.reconciler.stop()
        self.reconciler.start()
        took = self.reconciler.await_ready()
        before = self.server.writes(RESOURCES)
        self.reconciler.await_leading()
        looked = took + self.calm()
        self.quiet()
        after = self.server.writes(RESOURCES)
        return took, looked, sum(after.values()) - sum(before.values()), self.reconciler.program.memory()

    def watches(self):
        """How many a kind, of the reconciler's."""
        return {resource: n - self.before_watches.get(resource, 0) for resource, n in self.server.watches(RESOURCES).items()}

    def stop(self):
        self.writer.stop()
        if self.reconciler.program:
            self.reconciler.program.stop()
        self.server.stop()
