import http.client
import json
import threading
import time

from .running import ServerTest, drained, until

SOURCE = """
    import json, os, time
    from bottle import HTTPResponse

    calls = 0

    def f(event, context):
        global calls
        calls += 1
        request = event["extensions"]["request"]
        do = request.query.get("do", "hello")
        return globals()[do](event, request)

    def hello(event, request):
        return "hello world"

    def echo(event, request):
        return HTTPResponse(event["data"], 200, {"Content-Type": "application/octet-stream"})

    def seen(event, request):
        return {"method": request.method, "path": request.path, "query": request.query_string, "id": event["event-id"]}

    def who(event, request):
        return {"process": os.getpid(), "calls": calls}

    def sleep(event, request):
        time.sleep(float(request.query.s))
        return str(os.getpid())

    def fail(event, request):
        raise RuntimeError("secret reason")

    def stream(event, request):
        for number in range(3):
            yield "piece %d\\n" % number
            time.sleep(0.2)

    def broken(event, request):
        yield "one"
        raise RuntimeError("in the middle")

    def long(event, request):
        return b"x" * int(request.query.n)

    def speak(event, request):
        print("spoken", request.query.t)
        return ""
"""


class HttpTest(ServerTest):
    source = SOURCE
    env = {"FUNC_MEMFILE_MAX": "2000000"}

    def test_a_call(self):
        status, body, headers = self.server.get("/any/path?x=1", headers={"User-Agent": "tester"})
        self.assertEqual((200, b"hello world", "11"), (status, body, headers["Content-Length"]))
        self.assertIn("Date", headers)
        line = '"GET /any/path?x=1 HTTP/1.1" 200 11 "" "tester"\n'
        until(lambda: line in self.server.output(), line)

    def test_the_servers_own_paths(self):
        self.assertEqual((200, b"OK"), self.server.get("/healthz")[:2])
        self.assertEqual((200, b""), self.server.get("/healthz", "HEAD")[:2])
        status, body, headers = self.server.get("/metrics")
        self.assertEqual((200, "text/plain; version=0.0.4; charset=utf-8"), (status, headers["Content-Type"]))
        self.assertEqual(b"hello world", self.server.get("/healthz", "POST")[1])

    def test_every_method(self):
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
            status, body, _ = self.server.get("/x/%C3%A9?do=seen&a=b", method, headers={"Event-Id": "9"})
            expected = {"method": method, "path": "/x/é", "query": "do=seen&a=b", "id": "9"}
            self.assertEqual((200, expected), (status, json.loads(body)))
        status, body, headers = self.server.get("/?do=hello", "HEAD")
        self.assertEqual((200, b"", "11"), (status, body, headers["Content-Length"]))

    def test_a_connection_serves_many_calls(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=5)
        for _ in range(3):
            connection.request("POST", "/?do=echo", b"\0\xff")
            self.assertEqual(b"\0\xff", connection.getresponse().read())
            local = connection.sock.getsockname()
        time.sleep(0.3)  # longer than a worker lingers
        connection.request("POST", "/?do=echo", b"later")
        self.assertEqual(b"later", connection.getresponse().read())
        self.assertEqual(local, connection.sock.getsockname())
        connection.close()

    def test_pipelined_requests_are_answered_in_order(self):
        get = b"GET /?do=hello HTTP/1.1\r\nHost: h\r\n\r\n"
        post = b"POST /?do=echo HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi"
        answer = self.server.raw(get + get + post)
        self.assertEqual(3, answer.count(b"HTTP/1.1 200 OK"))
        self.assertTrue(answer.endswith(b"hi"))

    def test_http_1_0(self):
        answer = self.server.raw(b"GET /?do=stream HTTP/1.0\r\n\r\n")
        self.assertTrue(answer.endswith(b"\r\n\r\npiece 0\npiece 1\npiece 2\n"), answer)
        self.assertNotIn(b"chunked", answer)

    def test_expect_continue(self):
        with self.server.connect() as connection:
            connection.sendall(
                b"POST /?do=echo HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
            )
            self.assertEqual(b"HTTP/1.1 100 Continue\r\n\r\n", connection.recv(100))
            connection.sendall(b"hi")
            self.assertTrue(drained(connection).endswith(b"hi"))

    def test_malformed_requests_are_refused(self):
        for request, status in [
            (b"GET / HTTP/1.1\r\n\r\n", 400),
            (b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
            (b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
            (b"GET / HTTP/1.1\r\nX: " + b"x" * 70000 + b"\r\n\r\n", 431),
        ]:
            self.assertTrue(self.server.raw(request).startswith(b"HTTP/1.1 %d " % status), request[:80])
        self.assertEqual(200, self.server.get()[0])

    def test_json_that_is_none(self):
        before = self.server.metric("function_calls_total", "POST")
        status, body, _ = self.server.get("/", "POST", b"{", {"Content-Type": "application/json"})
        self.assertEqual(400, status)
        self.assertIn(b"not JSON", body)
        self.assertEqual(before, self.server.metric("function_calls_total", "POST"))

    def test_the_body_limit(self):
        self.assertEqual(2000000, len(self.server.get("/?do=echo", "POST", b"x" * 2000000)[1]))
        head = b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2000001\r\n\r\n"
        self.assertTrue(self.server.raw(head).startswith(b"HTTP/1.1 413 "))
        chunked = b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1e8481\r\n" + b"x" * 100000
        self.assertTrue(self.server.raw(chunked).startswith(b"HTTP/1.1 413 "))

    def test_an_exception(self):
        before = self.server.metric("function_failures_total")
        status, body, _ = self.server.get("/?do=fail")
        self.assertEqual((500, b"Internal Server Error\n"), (status, body))
        self.assertIn("RuntimeError: secret reason", self.server.errors())
        self.assertEqual(before + 1, self.server.metric("function_failures_total"))

    def test_a_stream_comes_piece_by_piece(self):
        with self.server.connect() as connection:
            connection.sendall(b"GET /?do=stream HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
            began = time.monotonic()
            first = connection.recv(65536)
            while b"piece 0" not in first:
                first += connection.recv(65536)
            self.assertLess(time.monotonic() - began, 0.2)
            self.assertNotIn(b"piece 1", first)
            self.assertTrue(drained(connection).endswith(b"8\r\npiece 2\n\r\n0\r\n\r\n"))

    def test_a_stream_that_breaks_is_seen_to_break(self):
        with self.assertRaises((http.client.IncompleteRead, ConnectionError)):
            self.server.get("/?do=broken")
        until(lambda: "in the middle" in self.server.errors(), "the stack is logged")

    def test_calls_run_in_parallel(self):
        found = []
        threads = [threading.Thread(target=lambda: found.append(self.server.get("/?do=sleep&s=0.5"))) for _ in range(10)]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertLess(time.monotonic() - began, 2)
        self.assertEqual(10, len({body for _, body, _ in found}))

    def test_workers_are_warm(self):
        self.assertGreater(max(json.loads(self.server.get("/?do=who")[1])["calls"] for _ in range(30)), 1)

    def test_metrics_are_the_sum_over_all_workers(self):
        before = self.server.metric("function_calls_total", "DELETE")
        threads = [threading.Thread(target=lambda: self.server.get("/?do=sleep&s=0.1", "DELETE")) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(before + 20, self.server.metric("function_calls_total", "DELETE"))
        self.assertEqual(before + 20, self.server.metric("function_duration_seconds_count", "DELETE"))

    def test_what_the_function_prints_appears_at_once(self):
        self.server.get("/?do=speak&t=now")
        self.assertIn("spoken now\n", self.server.output())

    def test_a_long_answer_to_a_client_that_does_not_read_keeps_no_worker(self):
        clients = [self.server.connect() for _ in range(15)]
        for client in clients:
            client.sendall(b"GET /?do=long&n=30000000 HTTP/1.1\r\nHost: h\r\n\r\n")
        time.sleep(0.5)
        self.assertEqual(200, self.server.get(timeout=3)[0])
        for client in clients[1:]:
            client.close()
        answer = b""
        while len(answer) < 30000000:
            answer += clients[0].recv(1 << 20)
        self.assertTrue(answer.endswith(b"x" * 1000))
        clients[0].sendall(b"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        self.assertTrue(drained(clients[0]).endswith(b"hello world"))
        clients[0].close()

    def test_clients_that_send_slowly_keep_no_worker(self):
        slow = [self.server.connect() for _ in range(15)]
        head = b"POST /?do=echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\nConnection: close\r\n\r\n"
        for client in slow:
            client.sendall(head + b"01234")
        time.sleep(0.2)
        self.assertEqual(200, self.server.get(timeout=3)[0])
        for client in slow:
            client.sendall(b"56789")
        for client in slow:
            self.assertTrue(drained(client).endswith(b"0123456789"))
            client.close()

    def test_a_large_chunked_body_that_comes_slowly(self):
        pieces = [b"POST /?do=echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"]
        for letter in b"abc":
            piece = bytes([letter]) * 100000
            pieces += [b"186a0\r\n" + piece[:50000], piece[50000:] + b"\r\n"]
        answer = self.server.raw(*pieces, b"0\r\n", b"\r\n", pause=0.06)
        self.assertTrue(answer.endswith(b"a" * 100000 + b"b" * 100000 + b"c" * 100000))
