import unittest

from . import SERVER  # noqa: F401
from dromedary_runtime.http1 import RequestReader
from dromedary_runtime.request import BadRequest

GET = b"GET /a/b?x=1 HTTP/1.1\r\nHost: here\r\nEvent-Id:  7 \r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\n\r\nhello"
CHUNKED = (
    b"POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"3;name=value\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: dropped\r\n\r\n"
)


def read(data, limit=1000, step=None):
    reader = RequestReader(limit)
    requests = []
    for at in range(0, len(data), step or len(data)):
        reader.feed(data[at : at + (step or len(data))])
        while request := reader.next():
            requests.append(request)
    return requests


class ReadingTest(unittest.TestCase):
    def test_a_request_without_body(self):
        [request] = read(GET)
        self.assertEqual(("GET", "/a/b?x=1", b""), (request.method, request.target, request.body))
        self.assertEqual([("host", "here"), ("event-id", "7")], request.headers)
        self.assertTrue(request.keep_alive)

    def test_bodies_of_both_kinds(self):
        for data in (POST, CHUNKED):
            self.assertEqual(b"hello", read(data)[0].body)

    def test_any_way_of_cutting_gives_the_same_requests(self):
        data = GET + POST + b"\r\n" + CHUNKED + GET
        for step in range(1, len(data)):
            bodies = [request.body for request in read(data, step=step)]
            self.assertEqual([b"", b"hello", b"hello", b""], bodies, f"cut every {step} bytes")

    def test_another_reader_can_go_on_with_what_was_seen(self):
        for data in (GET, POST, CHUNKED):
            for cut in range(1, len(data)):
                first, second = RequestReader(1000), RequestReader(1000)
                first.feed(data[:cut])
                self.assertIsNone(first.next())
                for piece in first.seen():
                    second.feed(piece)
                second.feed(data[cut:])
                self.assertEqual(read(data)[0].body, second.next().body)

    def test_keep_alive(self):
        for version, header, kept in [
            ("1.1", "", True),
            ("1.1", "Connection: Close\r\n", False),
            ("1.1", "Connection: x, close\r\n", False),
            ("1.0", "", False),
            ("1.0", "Connection: keep-alive\r\n", True),
        ]:
            [request] = read(f"GET / HTTP/{version}\r\nHost: here\r\n{header}\r\n".encode())
            self.assertEqual(kept, request.keep_alive, (version, header))

    def test_an_upgrade_offer_is_no_reason_to_lose_the_body(self):
        offer = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n"
        self.assertEqual(b"hello", read(POST.replace(b"Content-Length", offer + b"Content-Length"))[0].body)

    def test_leave_to_send_is_asked_for_once(self):
        reader = RequestReader(1000)
        reader.feed(POST[:-5].replace(b"Host", b"Expect: 100-Continue\r\nHost"))
        self.assertIsNone(reader.next())
        self.assertTrue(reader.expects_continue())
        self.assertFalse(reader.expects_continue())
        reader.feed(b"hello")
        self.assertEqual(b"hello", reader.next().body)

    def test_a_reader_that_discards_still_knows_the_end(self):
        for data in (POST, CHUNKED):
            reader = RequestReader(1000, discard=True)
            reader.feed(data[:-1])
            self.assertIsNone(reader.next())
            reader.feed(data[-1:])
            self.assertEqual(b"", reader.next().body)


class RefusingTest(unittest.TestCase):
    def refused(self, data, limit=1000):
        with self.assertRaises(BadRequest, msg=data) as caught:
            read(data, limit)
        return caught.exception.status

    def test_malformed_heads(self):
        for head in [
            b"GET / HTTP/2.0\r\nHost: h\r\n\r\n",
            b"GET  / HTTP/1.1\r\nHost: h\r\n\r\n",
            b"GET /a b HTTP/1.1\r\nHost: h\r\n\r\n",
            b"GET / HTTP/1.1\nHost: h\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: h\r\nName : value\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: h\r\nName: a\r\n folded\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: h\r\nName: a\x00b\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: h\r\nName: a\rb\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n",
            b"GET / HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n",
            b"\x16\x03\x01\x02\x00\r\n\r\n",
        ]:
            self.assertEqual(400, self.refused(head), head)

    def test_lengths_that_two_readers_could_understand_differently(self):
        for headers in [
            b"Content-Length: 5\r\nContent-Length: 6",
            b"Content-Length: 5, 5",
            b"Content-Length: +5",
            b"Content-Length: 5\r\nTransfer-Encoding: chunked",
            b"Content-Length: \xb2",
            b"Content-Length:",
        ]:
            self.assertEqual(400, self.refused(b"POST / HTTP/1.1\r\nHost: h\r\n" + headers + b"\r\n\r\n"), headers)
        for coding in (b"gzip", b"gzip, chunked", b"chunked, chunked", b"xchunked", b""):
            head = b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: " + coding + b"\r\n\r\n"
            self.assertEqual(501, self.refused(head), coding)

    def test_malformed_chunks(self):
        for chunks in [b"g\r\n", b"\r\n", b"-1\r\n", b"0x5\r\n", b"3\r\nhelxx", b"3\r\nhel\nxx", b" 5\r\n", b"f" * 5000]:
            self.assertEqual(400, self.refused(CHUNKED[: CHUNKED.index(b"3;")] + chunks), chunks)

    def test_what_is_too_long(self):
        self.assertEqual(413, self.refused(POST[:-5], limit=4))
        self.assertEqual(413, self.refused(CHUNKED, limit=4))
        self.assertEqual(431, self.refused(b"GET / HTTP/1.1\r\nName: " + b"x" * 70000))
        self.assertEqual(400, self.refused(CHUNKED[:-2] + b"Name: value\r\n" * 2000))


if __name__ == "__main__":
    unittest.main()
