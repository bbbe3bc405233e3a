import http.client
import os
import signal
import time
import unittest

from .running import Running, alive, background, drained, until

SOURCE = """
    import os, re, subprocess, time

    def f(event, context):
        do, _, argument = event["extensions"]["request"].path[1:].partition("/")
        if do == "loop":
            while True:
                pass
        if do == "regex":
            re.match("(a+)+$", "a" * 50 + "b")  # holds the interpreter's lock
        if do == "exit":
            os._exit(7)
        if do == "kill":
            os.kill(os.getpid(), 9)
        if do == "sleep":
            time.sleep(float(argument))
        if do == "child":
            child = subprocess.Popen(["sleep", "60"])
            open(beside("child"), "w").write(str(child.pid))
            time.sleep(60)
        if do == "stream":
            return endless()
        return "hello " + str(os.getpid())

    def beside(name):
        return os.path.join(os.environ["KUBELESS_INSTALL_VOLUME"], name)

    def endless():
        while True:
            yield "more\\n"
            time.sleep(0.05)
"""


class TimeoutTest(unittest.TestCase):
    def test_a_call_that_takes_too_long_ends_alone(self):
        with Running(SOURCE, FUNC_TIMEOUT="1") as server:
            for path in ("/loop", "/regex", "/sleep/30"):
                began = time.monotonic()
                neighbour = background(lambda: server.get("/sleep/0.9"))
                status, body, headers = server.get(path)
                took = time.monotonic() - began
                self.assertEqual((408, b"Timeout while processing the function\n"), (status, body))
                self.assertTrue(1 <= took < 1.6, took)
                self.assertEqual(200, neighbour()[0])
                self.assertEqual(200, server.get()[0])
                until(lambda: f'"GET {path} HTTP/1.1" 408 ' in server.output(), "the log line")
            self.assertEqual(3, server.metric("function_failures_total"))
            self.assertEqual(9, server.metric("function_calls_total"))
            self.assertEqual(9, server.metric("function_duration_seconds_count"))

    def test_what_the_function_started_is_killed_with_its_worker(self):
        with Running(SOURCE, FUNC_TIMEOUT="0.5") as server:
            self.assertEqual(408, server.get("/child")[0])
            with open(os.path.join(server.path, "child")) as file:
                child = int(file.read())
            until(lambda: not alive(child), "the child is gone")

    def test_a_stream_that_takes_too_long_breaks_off(self):
        with Running(SOURCE, FUNC_TIMEOUT="0.5") as server:
            with self.assertRaises((http.client.IncompleteRead, ConnectionError)):
                server.get("/stream")
            self.assertEqual(200, server.get()[0])
            until(lambda: '"GET /stream HTTP/1.1" 408 ' in server.output(), "the log line")


class CrashTest(unittest.TestCase):
    def test_a_function_that_ends_its_process(self):
        with Running(SOURCE) as server:
            for path in ("/exit", "/kill"):
                neighbour = background(lambda: server.get("/sleep/0.5"))
                status, body, _ = server.get(path)
                self.assertEqual((500, b"The function ended its process\n"), (status, body))
                self.assertEqual(200, neighbour()[0])
                self.assertEqual(200, server.get()[0])
            self.assertEqual(2, server.metric("function_failures_total"))
            self.assertIn("ended with status 7", server.errors())


class StartTest(unittest.TestCase):
    def failing(self, source, handler="f", **env):
        with Running(source, handler, wait=False, **env) as server:
            status = server.process.wait(5)
            with open(server.termination_log) as file:
                return status, server.errors(), file.read()

    def test_a_module_that_cannot_be_loaded(self):
        for source, reason in [
            ("import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'"),
            ("def f(event, context)\n  pass", "SyntaxError"),
            ("def f(e, c):\n  print 'old'", "Missing parentheses in call to 'print'"),
            ("def g(): raise ValueError('at import')\ng()", "ValueError: at import"),
            ("import sys; sys.exit(0)", "SystemExit"),
        ]:
            status, errors, left = self.failing(source)
            self.assertEqual(1, status)
            for text in (errors, left):
                self.assertIn("function.py cannot be loaded", text)
                self.assertIn(reason, text)
                self.assertNotIn("importlib", text)

    def test_what_is_missing_is_said(self):
        self.assertIn("no function 'h'; it has: g", self.failing("def g(): pass", "h")[2])
        status, _, left = self.failing("", FUNC_TIMEOUT="soon")
        self.assertEqual((2, "FUNC_TIMEOUT is 'soon', but must be a number of seconds greater than 0"), (status, left))

    def test_a_module_that_ends_its_process(self):
        self.assertEqual(1, self.failing("import os; os._exit(0)")[0])

    def test_sigterm_while_the_module_loads(self):
        with Running("import time; time.sleep(30)", wait=False) as server:
            until(lambda: len(server.processes()) > 1, "the module loads")
            time.sleep(0.2)
            self.assertEqual(0, server.terminate(3))

    def test_a_port_that_is_taken(self):
        with Running("def f(e, c): pass") as server:
            self.assertIn("Cannot listen on 127.0.0.1", self.failing("", FUNC_PORT=str(server.port))[2])


class EndTest(unittest.TestCase):
    def test_calls_under_way_come_to_their_end(self):
        with Running(SOURCE) as server:
            idle = server.connect()
            calls = [background(lambda: server.get("/sleep/0.6")) for _ in range(3)]
            time.sleep(0.2)
            began = time.monotonic()
            ended = background(lambda: server.terminate())
            time.sleep(0.1)
            with self.assertRaises(ConnectionError):
                server.get()
            self.assertEqual(b"", idle.recv(1))
            idle.close()
            for call in calls:
                status, _, headers = call()
                self.assertEqual((200, "close"), (status, headers["Connection"]))
            self.assertEqual(0, ended())
            self.assertLess(time.monotonic() - began, 1.5)

    def test_queued_calls_are_served_too(self):
        with Running(SOURCE, FUNC_CONCURRENCY="1") as server:
            calls = [background(lambda: server.get("/sleep/0.3")) for _ in range(3)]
            time.sleep(0.2)
            self.assertEqual(0, server.terminate())
            self.assertEqual([200] * 3, [call()[0] for call in calls])

    def test_the_end_is_bounded(self):
        with Running(SOURCE, SHUTDOWN_TIMEOUT="0.5") as server:
            call = background(lambda: _status(server, "/sleep/20"))
            time.sleep(0.2)
            processes = server.processes()
            began = time.monotonic()
            self.assertEqual(0, server.terminate())
            self.assertLess(time.monotonic() - began, 2)
            self.assertIsNone(call())
            until(lambda: not any(map(alive, processes)), "no process is left")

    def test_without_calls_the_end_is_immediate(self):
        with Running(SOURCE) as server:
            server.get()
            began = time.monotonic()
            self.assertEqual(0, server.terminate())
            self.assertLess(time.monotonic() - began, 1)

    def test_no_process_outlives_a_killed_server(self):
        with Running(SOURCE) as server:
            background(lambda: _status(server, "/loop"))
            time.sleep(0.3)
            processes = server.processes()
            self.assertGreater(len(processes), 2)
            server.process.send_signal(signal.SIGKILL)
            until(lambda: not any(map(alive, processes[1:])), "no process is left")

    def test_a_server_at_rest_does_nothing(self):
        with Running(SOURCE) as server:
            server.get()
            time.sleep(1)
            before = _switches(server.processes())
            time.sleep(1.5)
            self.assertLess(_switches(server.processes()) - before, 5)


def _status(server, path):
    try:
        return server.get(path)[0]
    except (OSError, http.client.HTTPException):
        return None


def _switches(processes):
    total = 0
    for process in processes:
        with open(f"/proc/{process}/status") as file:
            total += sum(int(line.split()[1]) for line in file if "ctxt_switches" in line)
    return total
