"""Very many HTTPTriggers, each of a function of its own, and the router that serves them beside the one of few."""

import time

import load
import router
from peers import HOST, Peer

MANY = "bench-many"
NAME = "h%05d"
HOSTS = f"{NAME}.example.com"


class Crowd:
    """Nothing, until somebody measures something. `plane` is the DataPlane it is part of."""

    def __init__(self, plane):
        self.plane, self.router, self.server = plane, None, None

    def gather(self):
        """All objects and the router, once; and what each takes of its heap."""
        if self.router:
            return
        plane, count = self.plane, self.plane.options.routes
        names = [NAME % i for i in range(1, count + 1)]
        self.server = plane.server
        self.router = router.Router(self.server, MANY, plane.folder, plane.cores.for_proxy(), "router-many")
        self.router.aot = plane.router.aot
        empty = self.heap_with([])
        functions = self.heap_with([item for name in names for item in router.function(MANY, name, *plane.function_at)])
        triggers = self.heap_with([router.trigger(MANY, name, name, f"{name}.example.com") for name in names], last=True)
        plane.keep("routes", "heap", "router", kib_per_function=(functions - empty) / count, kib_per_trigger=(triggers - functions) / count)

    def heap_with(self, objects, last=False):
        """KiB, once the objects are there too and it has started anew."""
        router.post_all(self.server, objects)
        self.router.start()
        ready = self.router.await_ready(900)
        router.settle(self.server)
        heap = self.router.heap()
        if last:
            self.plane.keep("routes", "ready", "router", seconds=ready)
        else:
            self.router.stop()
        return heap

    def routes(self):
        """One trigger against very many, asked in the same way; and one of the very many, to tell a large table from cold memory."""
        self.gather()
        plane, count = self.plane, self.plane.options.routes
        many = f"127.0.0.1:{self.router.public}"
        cases = {"one": (plane.peers[3].address, HOST, 1, plane.router), "one of many": (many, HOSTS, 1, self.router),
                 "all of many": (many, HOSTS, count, self.router)}
        among = [Peer(name, at, app.program) for name, (at, _, _, app) in cases.items()]

        def work(peer, seconds=plane.options.seconds):
            return load.wrk(peer.address, seconds, 32, host=cases[peer.name][1], hosts=cases[peer.name][2])

        plane.warm(work, among)
        plane.rounds("routes", "32", among, work)
        plane.keep("memory", f"with {count} triggers", "router", **self.router.program.memory())

    def apply(self):
        """From the creation of a trigger, among very many, to the first 200, asked every millisecond; and to when a bare watch hears."""
        self.gather()
        heard, path = {}, f"{router.KUBELESS}/namespaces/{MANY}/httptriggers"
        version = self.server.get(f"{path}?limit=1")["metadata"]["resourceVersion"]
        watch = self.server.watch(path, lambda now, event, item: heard.setdefault(item["metadata"]["name"], now), version)
        answered, created, watched = [], [], []
        for number in range(self.plane.options.singles):
            name = f"new{number}"
            begun = time.monotonic()
            router.post(self.server, *router.trigger(MANY, name, NAME % 1, f"{name}.example.com"))
            created.append(1000 * (time.monotonic() - begun))
            answered.append(1000 * (self.first_answer(f"{name}.example.com") - begun))
            time.sleep(0.2)
            self.router.until(lambda n=name: n in heard, 30, f"has {name}, which a bare watch does not hear of")
            watched.append(1000 * (heard[name] - begun))
        watch.sock and watch.sock.close()
        self.plane.keep("apply", "single", "router", answered_ms=answered, created_ms=created, watched_ms=watched)

    def first_answer(self, host, seconds=60):
        """When it came."""
        due = begun = time.monotonic()
        while router.status(self.router.public, host) != 200:
            due = max(due + 0.001, time.monotonic())
            if due > begun + seconds:
                raise SystemExit(f"{host} is not answered for within {seconds} s; see {self.router.program.log}")
            time.sleep(max(0, due - time.monotonic()))
        return time.monotonic()
