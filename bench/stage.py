"""What benches of triggers stand on: an API server with our kinds, a function that answers at once, and the router."""

import http.client
import os
import signal
import shutil
import sys
import tempfile

import peers
import router
import tools
from apiserver import HOUSE, ApiServer

FUNCTION = "fast"


class Stage:
    """The router is there after `start_router`."""

    def __init__(self, folder, namespace):
        self.folder, self.namespace = folder, namespace
        self.programs, self.router, self.asked = [], None, 0
        self.server = ApiServer(folder)
        self.server.kubectl("create", "namespace", namespace)
        for kind in sorted(os.listdir(f"{HOUSE}/crd/manifests")):
            self.server.kubectl("apply", "-k", f"{HOUSE}/crd/manifests/{kind}")
        self.server.kubectl("wait", "--for", "condition=Established", "--timeout", "120s", "crd", "--all")
        self.function, address, port = peers.function(folder)
        self.programs.append(self.function)
        self.function_at = address, port
        self.counter = http.client.HTTPConnection("127.0.0.1", self.function.status, timeout=5)
        router.post_all(self.server, router.function(namespace, FUNCTION, *self.function_at), 1)

    def start_router(self, training=lambda: None, **environment):
        """With an AOT cache, as its image has it."""
        self.router = router.Router(self.server, self.namespace, self.folder, **environment)
        self.router.train(training)
        self.router.start()
        self.router.await_ready()

    def calls(self):
        """How often the function was called so far."""
        self.asked += 1  # nginx counts this too
        self.counter.request("GET", "/")
        return int(self.counter.getresponse().read().split()[9]) - self.asked

    def stop(self):
        if self.router and self.router.program:
            self.router.stop()
        for program in self.programs[::-1]:
            program.stop()
        self.server.stop()


def play(limit, needed, work):
    """`work` gets a folder for itself and a list for what is to be stopped; all ends within so many minutes. `needed`: files that must be there."""
    signal.signal(signal.SIGALRM, lambda *_: sys.exit(f"The bench was not over within {limit} minutes."))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("The bench was told to end."))
    signal.alarm(60 * limit)
    tools.fetch()
    for file in (f"{router.APP}/quarkus-run.jar", *needed):
        if not os.path.exists(file):
            sys.exit(f"There is no {file}: make build")
    folder, stages, done = tempfile.mkdtemp(prefix="dromedary-bench-"), [], False
    try:
        work(folder, stages)
        done = True
    finally:
        for stage in stages:
            stage.stop()
        if done:
            shutil.rmtree(folder)
        else:
            print(f"logs: {folder}", file=sys.stderr)
