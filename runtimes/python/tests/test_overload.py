import http.client
import os
import unittest

from .running import Running, background, until

SOURCE = """
    import os, time

    def f(event, context):
        if event["extensions"]["request"].path == "/wait":
            open(beside("waiting"), "w").close()
            while not os.path.exists(beside("go-on")):
                time.sleep(0.01)
        return "hello"

    def beside(name):
        return os.path.join(os.environ["KUBELESS_INSTALL_VOLUME"], name)
"""


class OverloadTest(unittest.TestCase):
    def test_the_queue_is_bounded_and_health_is_not_queued(self):
        with Running(SOURCE, FUNC_CONCURRENCY="1", FUNC_QUEUE="2") as server:
            first = background(lambda: server.get("/wait"))
            until(lambda: os.path.exists(os.path.join(server.path, "waiting")), "the function waits")
            others = [background(server.get) for _ in range(3)]
            until(lambda: any(other.done() for other in others), "one of three is refused")
            self.assertEqual((200, b"OK"), server.get("/healthz")[:2])
            self.assertEqual(200, server.get("/metrics")[0])
            open(os.path.join(server.path, "go-on"), "w").close()
            self.assertEqual(200, first()[0])
            answers = sorted((other() for other in others), key=lambda answer: answer[0])
            self.assertEqual([200, 200, 503], [status for status, _, _ in answers])
            self.assertEqual("1", answers[2][2]["Retry-After"])
            self.assertIn(b"queue is full", answers[2][1])

    def test_connections_that_end_take_no_place_in_the_queue(self):
        with Running(SOURCE, FUNC_CONCURRENCY="1", FUNC_QUEUE="1") as server:
            first = background(lambda: server.get("/wait"))
            until(lambda: os.path.exists(os.path.join(server.path, "waiting")), "the function waits")
            for _ in range(3):
                server.connect().close()
            self.assertEqual(200, server.get("/healthz")[0])
            second = background(server.get)
            self.assertEqual(200, server.get("/healthz")[0])
            open(os.path.join(server.path, "go-on"), "w").close()
            self.assertEqual([200, 200], [first()[0], second()[0]])

    def test_more_connections_than_workers_are_all_served(self):
        with Running(SOURCE, FUNC_CONCURRENCY="2") as server:
            connections = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=5) for _ in range(20)]
            for _ in range(5):
                for connection in connections:
                    connection.request("GET", "/")
                for connection in connections:
                    self.assertEqual(200, connection.getresponse().read() and 200)
            for connection in connections:
                connection.close()
