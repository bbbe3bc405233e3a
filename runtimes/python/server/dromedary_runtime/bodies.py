"""Request bodies as they arrive: with a known length, or chunked."""

import re
from typing import Tuple

from .request import BadRequest

_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\x00-\x08\x0a-\x1f\x7f]*)?")
_LINE_LIMIT = 4096
_TRAILER_LIMIT = 16384


class Body:
    """What has come of a body. `complete` says that all has."""

    def __init__(self, limit: int, discard: bool):
        self.complete = False
        self._limit = limit
        self._discard = discard
        self._data = bytearray()
        self._size = 0

    def whole(self) -> bytes:
        return bytes(self._data)

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if not self._discard:
            self._data += piece

    def _check(self, size: int) -> None:
        if size > self._limit:
            raise BadRequest(413, f"Request body is longer than {self._limit} bytes")


class SizedBody(Body):
    """A body with Content-Length."""

    def __init__(self, length: int, limit: int, discard: bool):
        super().__init__(limit, discard)
        self._check(length)
        self._length = length

    def take(self, data: bytes) -> bytes:
        """Takes what belongs to the body and gives back the rest."""
        missing = self._length - self._size
        self._keep(data if len(data) <= missing else data[:missing])
        self.complete = self._size == self._length
        return data[missing:]


class ChunkedBody(Body):
    """A body with Transfer-Encoding: chunked; its trailers are read and dropped."""

    def __init__(self, limit: int, discard: bool):
        super().__init__(limit, discard)
        self._missing = 0
        self._trailers = 0
        self._phase = self._size_line

    def take(self, data: bytes) -> bytes:
        """Takes what belongs to the body and gives back the rest."""
        position = 0
        while not self.complete:
            following = self._phase(data, position)
            if following < 0:
                break
            position = following
        return data[position:]

    @staticmethod
    def _line(data: bytes, position: int) -> Tuple[bytes, int]:
        end = data.find(b"\r\n", position, position + _LINE_LIMIT)
        if end < 0:
            if len(data) - position >= _LINE_LIMIT:
                raise BadRequest(400, "Malformed chunk")
            return b"", -1
        return data[position:end], end + 2

    def _size_line(self, data: bytes, position: int) -> int:
        line, following = self._line(data, position)
        if following < 0:
            return following
        match = _CHUNK.fullmatch(line)
        if not match:
            raise BadRequest(400, "Malformed chunk")
        self._missing = int(match[1], 16)
        self._check(self._size + self._missing)
        self._phase = self._content if self._missing else self._trailer
        return following

    def _content(self, data: bytes, position: int) -> int:
        if position == len(data):
            return -1
        piece = data[position : position + self._missing]
        self._keep(piece)
        self._missing -= len(piece)
        if not self._missing:
            self._phase = self._content_end
        return position + len(piece)

    def _content_end(self, data: bytes, position: int) -> int:
        if len(data) - position < 2:
            return -1
        if data[position : position + 2] != b"\r\n":
            raise BadRequest(400, "Malformed chunk")
        self._phase = self._size_line
        return position + 2

    def _trailer(self, data: bytes, position: int) -> int:
        line, following = self._line(data, position)
        self._trailers += max(0, following - position)
        if self._trailers > _TRAILER_LIMIT:
            raise BadRequest(400, "Trailers are too long")
        self.complete = following >= 0 and not line
        return following
