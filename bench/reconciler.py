"""The reconciler as a process of the bench: started as in its image, asked for nothing but what its pod is asked for."""

import http.client
import os
import re
import signal
import subprocess
import time

from apiserver import HOUSE, Program, free_port

JAVA = f"{subprocess.check_output([f'{HOUSE}/config/find-jdk'], text=True).strip()}/bin/java"
APP = os.environ.get("RECONCILER_APP", f"{HOUSE}/reconciler/target/quarkus-app")  # another build, to compare
LIMIT = "384m"  # the pod's memory limit (kustomize/base)


class Reconciler:
    """Started by `start`, and led by `await_leading`; one at a time."""

    def __init__(self, server, namespace, folder):
        self.server, self.namespace, self.folder = server, namespace, folder
        self.port = free_port()
        self.program = None
        self.aot = f"{folder}/app.aot"
        self.begun = 0
        self.logged = 0

    def train(self, work):
        """An AOT cache as the image has one: the program runs once, sees the work, and writes down what it loaded."""
        self.start([f"-XX:AOTCacheOutput={self.aot}"])
        self.await_leading()
        work()
        self.stop(120)
        if not os.path.exists(self.aot):
            raise SystemExit(f"The training run left no AOT cache; see {self.program.log}")

    def start(self, options=None):
        environment = dict(
            os.environ, KUBECONFIG=self.server.kubeconfig, DROMEDARY_FUNCTIONS_NAMESPACE=self.namespace, DROMEDARY_IDENTITY="bench",
            QUARKUS_HTTP_PORT=str(self.port), MALLOC_ARENA_MAX="2")
        options = [f"-XX:AOTCache={self.aot}"] if options is None else options
        options += os.environ.get("BENCH_JVM", "").split()
        self.logged = self.log_size()
        self.begun = time.monotonic()
        self.program = Program("reconciler", [
            JAVA, f"@{HOUSE}/images/jvm.options", f"@{HOUSE}/images/reconciler.options", *options, f"-XX:MaxRAM={LIMIT}",
            "-jar", f"{APP}/quarkus-run.jar"], self.folder, env=environment)

    def await_ready(self, seconds=120):
        """Seconds from the start of the process until everything that there is has been heard of."""
        self.until(self.ready, seconds, "is not ready")
        return time.monotonic() - self.begun

    def await_leading(self, seconds=60):
        self.await_ready()
        self.until(lambda: "leading=true" in self.log(), seconds, "does not lead")

    def until(self, holds, seconds, otherwise):
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end or self.program.process.poll() is not None:
                raise SystemExit(f"The reconciler {otherwise}; see {self.program.log}")
            time.sleep(0.01)

    def ready(self):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
            connection.request("GET", "/q/health/ready")
            return connection.getresponse().status == 200
        except OSError:
            return False

    def log_size(self):
        path = f"{self.folder}/reconciler.log"
        return os.path.getsize(path) if os.path.exists(path) else 0

    def log(self):
        with open(f"{self.folder}/reconciler.log") as log:
            log.seek(self.logged)
            return log.read()

    def complaints(self):
        """Lines of the log at WARN or above."""
        return [line for line in self.log().splitlines() if re.search(r" (WARN|ERROR|FATAL) ", line)]

    def stop(self, seconds=20):
        self.program.process.send_signal(signal.SIGTERM)
        try:
            self.program.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.program.process.kill()
            self.program.process.wait()
