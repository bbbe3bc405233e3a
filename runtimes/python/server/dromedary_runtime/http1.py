"""Reads HTTP/1.x requests from bytes, strictly: what two readers could understand differently is refused."""

from typing import List, Optional

from .bodies import Body, ChunkedBody, SizedBody
from .request import BadRequest, Request

HEAD_LIMIT = 65536


class RequestReader:
    """Takes bytes as they come and gives requests when they are whole.

    `discard` keeps no bodies: for who only wants to know when a request has arrived.
    """

    def __init__(self, body_limit: int, discard: bool = False):
        self._limit = body_limit
        self._discard = discard
        self._buffer = b""
        self._seen: List[bytes] = []
        self._request: Optional[Request] = None
        self._body: Optional[Body] = None

    def feed(self, data: bytes) -> None:
        if not isinstance(self._body, SizedBody):
            self._seen.append(data)
        self._buffer = self._buffer + data if self._buffer else data

    def next(self) -> Optional[Request]:
        """The next whole request; None: more bytes are needed. Raises BadRequest."""
        if self._request is None and not self._begin():
            return None
        request = self._request
        if self._body is not None:
            self._buffer = self._body.take(self._buffer)
            if not self._body.complete:
                return None
        self._seen = [self._buffer] if self._buffer else []
        if self._body is not None:
            request.body = self._body.whole()
        self._request = self._body = None
        return request

    @property
    def idle(self) -> bool:
        """Whether nothing of a next request has come yet."""
        return self._request is None and not self._buffer

    def seen(self) -> List[bytes]:
        """All bytes of the request under way, as they came; another reader can go on from there."""
        if isinstance(self._body, SizedBody):
            return [self._request.head, self._body.whole()]
        return self._seen

    def expects_continue(self) -> bool:
        """Whether the client waits for leave to send the body; true only once a request."""
        request = self._request
        if request is None or not request.expects:
            return False
        request.expects = False
        return True

    def _begin(self) -> bool:
        buffer = self._buffer
        if buffer[:1] in (b"\r", b"\n"):
            self._buffer = buffer = buffer.lstrip(b"\r\n")
        end = buffer.find(b"\r\n\r\n", 0, HEAD_LIMIT)
        if end < 0:
            if len(buffer) >= HEAD_LIMIT:
                raise BadRequest(431, "Request head is too long")
            return False
        self._request = request = Request(buffer[: end + 4])
        self._buffer = buffer[end + 4 :]
        if request.chunked:
            self._body = ChunkedBody(self._limit, self._discard)
        elif request.length:
            self._body = SizedBody(request.length, self._limit, self._discard)
        return True
