"""More connections than workers: workers have several, and nobody waits behind a long call."""

import http.client
import random
import threading
import time
import unittest

from .running import Running, background

SOURCE = """
    import os, time

    def f(event, context):
        do, _, argument = event["extensions"]["request"].path[1:].partition("/")
        if do == "sleep":
            time.sleep(float(argument))
        if do == "run":
            end = time.monotonic() + float(argument)
            while time.monotonic() < end:
                pass
        if do == "exit":
            os._exit(7)
        if do == "stream":
            return (event["data"][at:at + 1000] for at in range(0, len(event["data"]), 1000))
        return event["data"]
"""


class Caller:
    """A connection that stays open, as long as the server leaves it so."""

    def __init__(self, server):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)

    def call(self, path="/", body=b"x"):
        """Status and body."""
        self.connection.request("POST", path, body)
        answer = self.connection.getresponse()
        return answer.status, answer.read()


class SharingTest(unittest.TestCase):
    def callers(self, server, count):
        """Their connections are all open, and lent."""
        made = [Caller(server) for _ in range(count)]
        for caller in made * 3:
            caller.call()
            self.addCleanup(caller.connection.close)
        return made

    def test_nobody_waits_behind_a_long_call(self):
        for path in ("/sleep/3", "/run/3"):
            with self.subTest(path), Running(SOURCE, FUNC_CONCURRENCY="2") as server:
                first, *others = self.callers(server, 12)
                long = background(lambda: first.call(path))
                time.sleep(0.05)
                self.assertEqual([200] * 11, [caller.call()[0] for caller in others])
                self.assertFalse(long.done())
                self.assertEqual(200, long()[0])

    def test_as_many_calls_run_as_there_are_workers(self):
        with Running(SOURCE, FUNC_CONCURRENCY="4") as server:
            made = self.callers(server, 8)
            began = time.monotonic()
            calls = [background(lambda caller=caller: caller.call("/sleep/1")) for caller in made]
            self.assertEqual([200] * 8, [call()[0] for call in calls])
            self.assertLess(time.monotonic() - began, 3.4)

    def test_the_end_of_a_worker_is_one_call_s_matter(self):
        with Running(SOURCE, FUNC_CONCURRENCY="2", FUNC_TIMEOUT="1") as server:
            first, second, *others = self.callers(server, 10)
            ends = [background(lambda: first.call("/exit")), background(lambda: second.call("/run/30"))]
            time.sleep(0.02)
            for number, caller in enumerate(others):
                body = str(number).encode()
                self.assertEqual((200, body), caller.call(body=body))
            self.assertEqual([500, 408], [end()[0] for end in ends])

    def test_each_gets_its_own_answer_whatever_the_others_do(self):
        with Running(SOURCE, FUNC_CONCURRENCY="3", FUNC_TIMEOUT="3") as server:
            wrong = []
            threads = [threading.Thread(target=_disturb, args=(server, seed, wrong)) for seed in range(16)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual([], wrong)
            # A client does not see a count that its answer has overtaken.
            self.assertEqual(16 * 60, server.metric("function_calls_total", "POST"))


def _disturb(server, seed, wrong):
    """Sixty calls of all kinds, on a connection that is closed now and then."""
    chance = random.Random(seed)
    caller = Caller(server)

    def another():
        caller.connection.close()
        return Caller(server)

    for number in range(60):
        path = chance.choices(["/", "/sleep/0.03", "/run/0.02", "/stream", "/exit"], [70, 10, 10, 8, 2])[0]
        body = f"{seed}-{number}-".encode() * chance.choice([1, 1, 1, 30000])
        try:
            status, answer = caller.call(path, body)
        except OSError as error:
            wrong.append((path, len(body), repr(error)))
            caller = another()
            continue
        expected = (500, b"The function ended its process\n") if path == "/exit" else (200, body)
        if (status, answer) != expected:
            wrong.append((path, len(body), status, answer[:80]))
        if path == "/exit" or chance.random() < 0.1:
            caller = another()
    caller.connection.close()
