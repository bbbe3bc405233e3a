"""A server as a process of its own, for tests."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import unittest

from . import LIBRARIES, SERVER


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(condition, what, seconds=5.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError(f"not within {seconds} s: {what}")


class Running:
    """Starts a server with a function's source; `with` ends it."""

    def __init__(self, source, handler="f", wait=True, **env):
        self._folder = tempfile.TemporaryDirectory()
        self.path = self._folder.name
        with open(os.path.join(self.path, "function.py"), "w") as file:
            file.write(textwrap.dedent(source))
        self.termination_log = os.path.join(self.path, "termination-log")
        open(self.termination_log, "w").close()
        self.port = free_port()
        base = {
            "FUNC_HOST": "127.0.0.1",
            "FUNC_PORT": str(self.port),
            "MOD_NAME": "function",
            "FUNC_HANDLER": handler,
            "FUNC_TIMEOUT": "5",
            "KUBELESS_INSTALL_VOLUME": self.path,
            "TERMINATION_LOG": self.termination_log,
            "DROMEDARY_LIBRARIES": LIBRARIES,
            "PATH": os.environ["PATH"],
        }
        self._out = open(os.path.join(self.path, "stdout"), "w+b")
        self._err = open(os.path.join(self.path, "stderr"), "w+b")
        command = [sys.executable, "-I", os.path.join(SERVER, "main.py")]
        self.process = subprocess.Popen(command, env={**base, **env}, stdout=self._out, stderr=self._err, stdin=subprocess.DEVNULL)
        if wait:
            until(self._answers, "the server answers")

    def _answers(self):
        if self.process.poll() is not None:
            raise AssertionError("the server ended: " + self.errors())
        try:
            return self.get("/healthz")[0] == 200
        except OSError:
            return False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._out.close()
        self._err.close()
        self._folder.cleanup()

    def get(self, path="/", method="GET", body=None, headers=None, timeout=10):
        """Status, body and headers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, response.read(), response.headers
        finally:
            connection.close()

    def connect(self):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        return connection

    def raw(self, *pieces, pause=0.0):
        """Sends pieces, and gives all that comes until the server closes."""
        with self.connect() as connection:
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause)
            return drained(connection)

    def output(self):
        return self._content("stdout")

    def errors(self):
        return self._content("stderr")

    def _content(self, name):
        with open(os.path.join(self.path, name), "rb") as file:
            return file.read().decode()

    def metric(self, name, method="GET"):
        text = self.get("/metrics")[1].decode()
        found = [line.split()[-1] for line in text.splitlines() if line.startswith(f'{name}{{method="{method}"')]
        return float(found[0]) if found else 0.0

    def processes(self):
        """The server and all processes below it."""
        found = [self.process.pid]
        for parent in found:
            try:
                with open(f"/proc/{parent}/task/{parent}/children") as file:
                    found += map(int, file.read().split())
            except FileNotFoundError:
                pass
        return found

    def terminate(self, seconds=10.0):
        """SIGTERM; gives the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)


def drained(connection):
    pieces = []
    while piece := connection.recv(65536):
        pieces.append(piece)
    return b"".join(pieces)


def background(call):
    result = []
    thread = threading.Thread(target=lambda: result.append(call()))
    thread.start()

    def join():
        thread.join(20)
        return result[0]

    join.done = lambda: not thread.is_alive()
    return join


def alive(process):
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


class ServerTest(unittest.TestCase):
    """Tests that share one server; `source` and `env` say which."""

    source = ""
    env = {}

    @classmethod
    def setUpClass(cls):
        cls.server = Running(cls.source, **cls.env)

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()
