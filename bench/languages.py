"""The runtimes and their peers, as processes of `bench/runtimes`."""

import glob
import http.client
import json
import os
import re
import subprocess
import time
from dataclasses import dataclass

from apiserver import HOUSE, Program, free_port
from app import JAVA, JDK, ENVIRONMENT
from tools import tool

PARTS = f"{HOUSE}/bench/runtimes.d"
CACHE = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "dromedary")
START = 120  # seconds


@dataclass(frozen=True)
class Peer:
    """`command` gives the words that start it for (folder, port, language); the runtime itself has none."""

    name: str
    command: object = None
    jvm: bool = False


def bare_python(folder, port, language):
    return [tool("python3"), f"{PARTS}/python/bare.py", str(port), f"{HOUSE}/runtimes/python/server"]


def forking_python(folder, port, language):
    libraries = f"{CACHE}/bench/forking"
    if not os.path.exists(libraries):
        subprocess.run([tool("python3"), "-m", "pip", "install", "--quiet", "--target", libraries, "bottle==0.13.4", "cheroot==10.0.1"], check=True)
    return [tool("python3"), f"{PARTS}/python/forking.py", str(port), libraries]


def bare_node(folder, port, language):
    return [f"{language.cache}/bin/node", f"{PARTS}/nodejs/bare.js", str(port)]


def bare_go(folder, port, language):
    subprocess.run([tool("go"), "build", "-o", f"{folder}/bare-go", f"{PARTS}/go/bare.go"], check=True, env=dict(os.environ, GOWORK="off", CGO_ENABLED="0"))
    return [f"{folder}/bare-go", str(port)]


def bare_java(folder, port, language):
    jars = ":".join(glob.glob(f"{HOUSE}/routes/app/target/quarkus-app/lib/main/*.jar"))
    if not jars:
        raise SystemExit("There is no Vert.x in routes/app/target: make build")
    subprocess.run([f"{JDK}/javac", "-d", f"{folder}/bare-java", "-cp", jars, f"{PARTS}/java/Bare.java"], check=True)
    return [JAVA, "-cp", f"{folder}/bare-java:{jars}", "Bare", str(port)]


def bare_ruby(folder, port, language):
    if not tool("puma"):
        subprocess.run([f"{HOUSE}/cluster/packages", "puma"], check=True)
    return [tool("puma"), "-q", "-e", "production", "-w", "2", "-t", "5:5", "-b", f"tcp://127.0.0.1:{port}", f"{PARTS}/ruby/bare.ru"]


LANGUAGES = {
    "python": [Peer("runtime"), Peer("bare", bare_python), Peer("fork per call", forking_python)],
    "nodejs": [Peer("runtime"), Peer("bare", bare_node)],
    "go": [Peer("runtime"), Peer("bare", bare_go)],
    "java": [Peer("runtime", jvm=True), Peer("bare", bare_java, jvm=True)],
    "ruby": [Peer("runtime"), Peer("puma", bare_ruby)],
    "php": [Peer("runtime")],
}
AIMS = {
    ("python", "fork per call"): 15, ("python", "bare"): 0.9, ("nodejs", "bare"): 0.85, ("java", "bare"): 0.9, ("go", "bare"): 0.9,
}


class Language:
    """A folder of runtimes, and how its newest version runs here."""

    def __init__(self, name):
        self.here = f"{HOUSE}/runtimes/{name}"
        with open(f"{self.here}/runtime.yaml") as file:
            self.about = json.loads("".join(line for line in file if not line.lstrip().startswith("#")))
        with open(f"{self.here}/local.json") as file:
            self.recipe = json.load(file)
        self.version = self.about["versions"][-1]["version"]
        self.cache = f"{CACHE}/runtimes/{name}{self.version}"
        subprocess.run(self.words("prepare", ""), check=True)

    def words(self, step, function):
        return [self.resolve(word, function) for word in self.recipe.get(step, [])]

    def env(self, function):
        return {name: self.resolve(value, function) for name, value in self.recipe["env"].items()}

    def resolve(self, word, function):
        places = {"here": self.here, "cache": self.cache, "function": function, "version": self.version}
        return re.sub(r"\$\{(\w+)}", lambda place: places[place[1]], word)


class Started:
    """A server that answers, on a port of its own."""

    def __init__(self, name, peer, folder, cores):
        self.peer = peer
        port = free_port()
        self.address = f"127.0.0.1:{port}"
        language = Language(name)
        env = dict(os.environ, **ENVIRONMENT)
        if peer.command:
            command = peer.command(folder, port, language)
        else:
            command = self.function(language, f"{folder}/{name}", port, env)
        with open(os.devnull, "wb") as nowhere:
            self.program = Program(f"{name}-{peer.name}".replace(" ", "-"), [*cores, *command], folder, env=env, stdout=nowhere)
        self.await_answer()

    @staticmethod
    def function(language, function, port, env):
        """Makes a folder with the example `helloget`, compiled where that is needed."""
        os.makedirs(function)
        suffix = language.about["fileNameSuffix"]
        with open(f"{language.here}/examples/helloget{suffix}", "rb") as source, open(f"{function}/helloget{suffix}", "wb") as file:
            file.write(source.read())
        env |= language.env(function)
        env |= {
            "MOD_NAME": "helloget", "FUNC_HANDLER": "foo", "KUBELESS_FUNC_NAME": "foo", "FUNC_TIMEOUT": "30", "FUNC_RUNTIME": "",
            "FUNC_MEMORY_LIMIT": "", "FUNC_HOST": "127.0.0.1", "FUNC_PORT": str(port), "TERMINATION_LOG": f"{function}/termination-log"}
        if language.recipe.get("compile"):
            subprocess.run(language.words("compile", function), check=True, cwd=function, env=env, stdout=subprocess.DEVNULL)
        return language.words("serve", function)

    def await_answer(self):
        end = time.monotonic() + START
        while time.monotonic() < end and self.program.process.poll() is None:
            try:
                connection = http.client.HTTPConnection(self.address, timeout=5)
                connection.request("GET", "/")
                if connection.getresponse().read() == b"hello world":
                    return
            except OSError:
                pass
            time.sleep(0.05)
        self.stop()
        raise SystemExit(f"{self.peer.name} does not answer: {open(self.program.log).read()[-1000:]}")

    def processes(self):
        found = [self.program.pid]
        for parent in found:
            for children in glob.glob(f"/proc/{parent}/task/*/children"):
                try:
                    with open(children) as file:
                        found += map(int, file.read().split())
                except OSError:
                    pass
        return found

    def cpu(self):
        """Seconds of all its processes, and of those that have ended below them."""
        ticks = 0
        for process in self.processes():
            try:
                with open(f"/proc/{process}/stat") as stat:
                    ticks += sum(map(int, stat.read().rpartition(")")[2].split()[11:15]))
            except OSError:
                pass
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self):
        """MiB, what is shared divided among who shares it."""
        size = 0
        for process in self.processes():
            try:
                with open(f"/proc/{process}/smaps_rollup") as rollup:
                    size += int(re.search(r"^Pss: +(\d+)", rollup.read(), re.M)[1])
            except (OSError, TypeError):
                pass
        return size / 1024

    def stop(self):
        self.program.stop()
