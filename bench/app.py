"""One of Dromedary's two programs as a process of a bench: started as in its image, given what its pod is given."""

import http.client
import os
import re
import signal
import subprocess
import time

from apiserver import HOUSE, Program, free_port

JDK = f"{subprocess.check_output([f'{HOUSE}/config/find-jdk'], text=True).strip()}/bin"
JAVA = f"{JDK}/java"
ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}  # the image's (images/Dockerfile)


def jvm(program, limit):
    """How its image starts Java, under the pod's memory limit."""
    return [JAVA, f"@{HOUSE}/images/jvm.options", f"@{HOUSE}/images/{program}.options", f"-XX:MaxRAM={limit}"]


class App:
    """Started by `start`; whoever wants an AOT cache like the image's calls `train` before, or sets `aot` to another's."""

    def __init__(self, program, packaged, limit, environment, folder, name=None, cores=()):
        self.kind, self.packaged, self.limit, self.environment, self.folder = program, packaged, limit, environment, folder
        self.name, self.cores = name or program, list(cores)
        self.port = free_port()  # management
        self.program = None
        self.aot = f"{folder}/{self.name}.aot"
        self.begun = 0
        self.logged = 0

    def train(self, work):
        """An AOT cache as the image has one: the program runs once, sees the work, and writes down what it loaded."""
        self.start([f"-XX:AOTCacheOutput={self.aot}"])
        self.await_ready()
        work()
        self.stop(120)
        if not os.path.exists(self.aot):
            raise SystemExit(f"The training run left no AOT cache; see {self.program.log}")

    def start(self, options=None):
        options = [f"-XX:AOTCache={self.aot}"] if options is None else options
        options += os.environ.get("BENCH_JVM", "").split()
        self.logged = self.log_size()
        self.begun = time.monotonic()
        self.program = Program(
            self.name, [*self.cores, *jvm(self.kind, self.limit), *options, "-jar", f"{self.packaged}/quarkus-run.jar"], self.folder,
            env=dict(os.environ, QUARKUS_HTTP_PORT=str(self.port), **ENVIRONMENT, **self.environment))

    def await_ready(self, seconds=180):
        """Seconds from the start of the process until everything that there is has been heard of."""
        self.until(self.ready, seconds, "is not ready")
        return time.monotonic() - self.begun

    def until(self, holds, seconds, otherwise):
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end or self.program.process.poll() is not None:
                raise SystemExit(f"The {self.name} {otherwise}; see {self.program.log}")
            time.sleep(0.01)

    def ready(self):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
            connection.request("GET", "/q/health/ready")
            return connection.getresponse().status == 200
        except OSError:
            return False

    def log_size(self):
        path = f"{self.folder}/{self.name}.log"
        return os.path.getsize(path) if os.path.exists(path) else 0

    def log(self):
        with open(f"{self.folder}/{self.name}.log") as log:
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
