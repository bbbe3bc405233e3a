"""A request's head: what its bytes mean."""

import re
from typing import List, Optional, Tuple

_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]"
_HEAD = re.compile(
    rb"(" + _TOKEN + rb"{1,40}) ([\x21-\x7e\x80-\xff]+) HTTP/1\.([01])\r\n"
    rb"((?:" + _TOKEN + rb"+:[^\x00-\x08\x0a-\x1f\x7f]*\r\n)*)\r\n"
)


class BadRequest(Exception):
    """A request that is not served; the connection must be closed after the answer."""

    def __init__(self, status: int, text: str):
        super().__init__(text)
        self.status = status
        self.text = text


class Request:
    """A request. `body` is whole, its transfer coding taken off; header names are in lower case."""

    __slots__ = ("method", "target", "minor", "headers", "head", "body", "keep_alive", "expects", "length", "chunked")

    def __init__(self, head: bytes):
        """Reads a head with its empty line. Raises BadRequest."""
        match = _HEAD.fullmatch(head)
        if not match:
            raise BadRequest(400, "Malformed request head")
        self.head = head
        self.method = match[1].decode("ascii")
        self.target = match[2].decode("latin-1")
        self.minor = match[3] == b"1"
        self.body = b""
        self.headers: List[Tuple[str, str]] = []
        for line in match[4].decode("latin-1").split("\r\n")[:-1]:
            name, _, value = line.partition(":")
            self.headers.append((name.lower(), value.strip(" \t")))
        self._interpret()

    def _interpret(self) -> None:
        length = coding = host = None
        connection = expect = ""
        for name, value in self.headers:
            if name == "content-length":
                if length is not None and length != value:
                    raise BadRequest(400, "More than one Content-Length")
                length = value
            elif name == "transfer-encoding":
                coding = value if coding is None else coding + "," + value
            elif name == "connection":
                connection += value.lower() + ","
            elif name == "host":
                if host is not None:
                    raise BadRequest(400, "More than one Host")
                host = value
            elif name == "expect":
                expect = value.lower()
        if self.minor and host is None:
            raise BadRequest(400, "Host is missing")
        options = [option.strip() for option in connection.split(",")] if connection else ()
        self.keep_alive = "close" not in options if self.minor else "keep-alive" in options
        self.expects = self.minor and expect == "100-continue"
        self.length, self.chunked = self._framing(length, coding)

    def _framing(self, length: Optional[str], coding: Optional[str]) -> Tuple[int, bool]:
        if coding is not None:
            if length is not None or not self.minor:
                raise BadRequest(400, "Transfer-Encoding with Content-Length or HTTP/1.0")
            if coding.lower() != "chunked":
                raise BadRequest(501, "Only the transfer coding chunked is understood")
            return 0, True
        if length is None:
            return 0, False
        if not (length.isascii() and length.isdigit() and len(length) <= 15):
            raise BadRequest(400, "Malformed Content-Length")
        return int(length), False
