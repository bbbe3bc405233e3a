import contextlib
import io
import json
import pickle
import threading
import unittest

from . import SERVER  # noqa: F401
import bottle
from dromedary_runtime.framing import Framing
from dromedary_runtime.function import Function
from dromedary_runtime.http1 import RequestReader
from dromedary_runtime.request import BadRequest
from dromedary_runtime.settings import Settings

SETTINGS = Settings.of(
    {"MOD_NAME": "m", "FUNC_HANDLER": "f", "FUNC_TIMEOUT": "2.5", "FUNC_RUNTIME": "python3.11", "FUNC_MEMORY_LIMIT": "128Mi"}
)


def request(method="POST", target="/", headers="", body=b""):
    reader = RequestReader(1 << 20)
    length = f"Content-Length: {len(body)}\r\n" if body else ""
    reader.feed(f"{method} {target} HTTP/1.1\r\nHost: h\r\n{headers}{length}\r\n".encode("latin-1") + body)
    return reader.next()


class Called:
    def __init__(self, handler, **of):
        function = Function(SETTINGS, handler)
        self.request = request(**of)
        self.errors = io.StringIO()
        with contextlib.redirect_stderr(self.errors):
            outcome = function.call(function.prepare(self.request, "10.0.0.1"))
            self.streamed = not isinstance(outcome.body, list)
            self.body = b"".join(outcome.body)
        self.status, self.failed = outcome.status, outcome.failed
        self.headers = {name.lower(): value for name, value in outcome.headers}
        self.sent_headers = Framing(self.request, outcome, None if self.streamed else len(self.body)).headers


class EventTest(unittest.TestCase):
    def seen(self, **of):
        seen = {}
        Called(lambda event, context: seen.update(event=event, context=context) or "", **of)
        return seen["event"], seen["context"]

    def test_fields_come_from_the_headers(self):
        headers = "EVENT-ID: 1\r\nevent-type: t\r\nevent-time: now\r\nevent-namespace: n\r\n"
        event, context = self.seen(headers=headers)
        self.assertEqual(
            ["1", "t", "now", "n"],
            [event["event-" + name] for name in ("id", "type", "time", "namespace")],
        )
        expected = {"function-name": "<lambda>", "timeout": 2.5, "runtime": "python3.11", "memory-limit": "128Mi"}
        self.assertEqual(expected, context)

    def test_without_headers_and_body(self):
        event, _ = self.seen(method="GET")
        self.assertEqual((b"", None), (event["data"], event["event-id"]))

    def test_data_is_parsed_by_the_media_type_alone(self):
        for content_type in ("application/json", "application/json; charset=utf-8", "Application/JSON;x"):
            event, _ = self.seen(headers=f"Content-Type: {content_type}\r\n", body=b'{"a": [1, "\xc3\xa9"]}')
            self.assertEqual({"a": [1, "é"]}, event["data"])
        for content_type in ("text/plain", "application/jsonx", "application/problem+json"):
            event, _ = self.seen(headers=f"Content-Type: {content_type}\r\n", body=b"{}")
            self.assertEqual(b"{}", event["data"])
        self.assertIsNone(self.seen(headers="Content-Type: application/json\r\n")[0]["data"])

    def test_json_that_is_none_is_the_callers_mistake(self):
        for body in (b"{", b"[" * 100000, b"\xff"):
            with self.assertRaises(BadRequest) as caught:
                self.seen(headers="Content-Type: application/json\r\n", body=body)
            self.assertEqual(400, caught.exception.status)

    def test_the_request_is_bottles(self):
        event, _ = self.seen(target="/p%C3%A4th/x?q=1&q=2", headers="X-Y: z\r\n", body=b"again")
        seen = event["extensions"]["request"]
        self.assertIsInstance(seen, bottle.BaseRequest)
        self.assertEqual(("POST", "/päth/x", ["1", "2"]), (seen.method, seen.path, seen.query.getall("q")))
        self.assertEqual(("z", "10.0.0.1"), (seen.get_header("x-y"), seen.remote_addr))
        self.assertEqual([b"again", b"again"], [seen.body.read(), seen.body.read()])

    def test_a_chunked_body_can_be_read_through_the_request(self):
        reader = RequestReader(1000)
        reader.feed(b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n")
        seen = []
        function = Function(SETTINGS, lambda event, _: seen.append(event["extensions"]["request"].body.read()) or "")
        function.call(function.prepare(reader.next(), "::1"))
        self.assertEqual([b"hi"], seen)

    def test_the_request_may_be_pickled_and_used_in_threads(self):
        event, _ = self.seen(target="/x?q=1", body=b"kept")
        copy = pickle.loads(pickle.dumps(event))["extensions"]["request"]
        self.assertEqual(("1", b"kept"), (copy.query.q, copy.body.read()))
        found = []
        thread = threading.Thread(target=lambda: found.append(event["extensions"]["request"].path))
        thread.start()
        thread.join()
        self.assertEqual(["/x"], found)


class ResultTest(unittest.TestCase):
    def result(self, value, **of):
        return Called(lambda event, context: value() if callable(value) else value, **of)

    def test_text_bytes_and_lists(self):
        for value, body in [("é", "é".encode()), (b"\xff\0", b"\xff\0"), (["a", "b"], b"ab"), ([b"a"], b"a"), (None, b""), ("", b"")]:
            called = self.result(value)
            self.assertEqual(("200 OK", body, False), (called.status, called.body, called.failed))
            self.assertIn(("Content-Length", str(len(body))), called.sent_headers)
        self.assertEqual("text/html; charset=UTF-8", self.result("x").headers["content-type"])

    def test_a_dict_is_json(self):
        called = self.result({"a": None})
        self.assertEqual(({"a": None}, "application/json"), (json.loads(called.body), called.headers["content-type"]))

    def test_bottles_answers_set_status_and_headers(self):
        def raised():
            raise bottle.HTTPResponse("made", 201, {"X-Made": "1"})

        for value in (raised, lambda: bottle.HTTPResponse("made", 201, {"X-Made": "1"})):
            called = self.result(value)
            self.assertEqual(("201 Created", b"made", "1", False), (called.status, called.body, called.headers["x-made"], called.failed))
        self.assertEqual(b'{"a": 1}', self.result(lambda: bottle.HTTPResponse({"a": 1}, 400)).body)

    def test_bottles_errors_are_its_pages_and_no_failures(self):
        called = self.result(lambda: bottle.abort(404, "no such thing"))
        self.assertEqual(("404 Not Found", False), (called.status, called.failed))
        self.assertIn(b"no such thing", called.body)

    def test_the_response_of_bottle_can_be_changed(self):
        def handler(event, context):
            bottle.response.status = 202
            bottle.response.set_header("X-Y", "z")
            return "later"

        called = Called(handler)
        self.assertEqual(("202 Accepted", "z"), (called.status, called.headers["x-y"]))

    def test_generators_and_files_are_streams(self):
        called = self.result(lambda: (piece for piece in ("", "a", "é")))
        self.assertEqual((True, "aé".encode()), (called.streamed, called.body))
        self.assertIn(("Transfer-Encoding", "chunked"), called.sent_headers)
        self.assertEqual(b"file", self.result(io.BytesIO(b"file")).body)

    def test_head_has_the_length_but_not_the_body(self):
        called = self.result("hello", method="HEAD")
        self.assertEqual(b"", called.body)
        self.assertIn(("Content-Length", "5"), called.sent_headers)

    def test_no_content_has_no_length(self):
        called = self.result(lambda: bottle.HTTPResponse(status=204))
        self.assertNotIn("content-length", {name.lower() for name, _ in called.sent_headers})

    def test_any_method(self):
        for method in ("GET", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"):
            self.assertEqual(method.encode(), Called(lambda e, c: e["extensions"]["request"].method, method=method).body)


class FailureTest(unittest.TestCase):
    def failed(self, handler):
        called = Called(handler)
        self.assertEqual(("500 Internal Server Error", b"Internal Server Error\n", True), (called.status, called.body, called.failed))
        return called.errors.getvalue()

    def test_the_stack_is_in_the_log_alone_and_begins_with_the_function(self):
        def handler(event, context):
            raise KeyError("secret")

        log = self.failed(handler)
        self.assertIn("KeyError: 'secret'", log)
        self.assertIn("in handler", log)
        self.assertNotIn("dromedary_runtime", log)

    def test_exit_ends_the_call_alone(self):
        self.assertIn("SystemExit", self.failed(lambda event, context: exit(3)))

    def test_a_stream_that_fails_before_its_first_piece(self):
        def handler(event, context):
            raise ValueError("early")
            yield

        self.assertIn("ValueError: early", self.failed(handler))

    def test_results_without_meaning(self):
        for value in (5, [1, 2], [{"a": 1}], object()):
            self.assertTrue(self.failed(lambda event, context: value))
        self.assertIn("not JSON serializable", self.failed(lambda event, context: {"a": object()}))
