"""A worker's end of a borrowed connection. It never waits long for a slow client: that is the front's business."""

import os
import select
import time
from typing import List, Optional

from .http1 import RequestReader
from .request import Request

_PATIENCE_MS = 20
_MOST_PATIENCE = 1.0
_READ = 65536
_READ_BODY = 1 << 20
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Closed(Exception):
    """The client is gone."""


class SlowRequest(Exception):
    """The client is slow to send; `pieces` has what has come."""

    def __init__(self, pieces: List[bytes]):
        super().__init__()
        self.pieces = pieces


class SlowAnswer(Exception):
    """The client is slow to take; `pieces` has what it has not taken."""

    def __init__(self, pieces: List[bytes]):
        super().__init__()
        self.pieces = pieces


class Exchange:
    """Reads requests from a connection and writes answers."""

    def __init__(self, connection: int, reader: RequestReader):
        self._connection = connection
        self._reader = reader

    def request(self) -> Optional[Request]:
        """The next request; None if nothing of one is there. Raises Closed, SlowRequest, BadRequest."""
        reader = self._reader
        began = 0.0
        while True:
            request = reader.next()
            if request is not None:
                return request
            data = self._read(_READ if reader.idle else _READ_BODY)
            if data is not None:
                reader.feed(data)
            elif reader.idle:
                return None
            else:
                began = began or time.monotonic()
                self._await_more(began)

    def _await_more(self, began: float) -> None:
        if self._reader.expects_continue():
            self.write([_CONTINUE])
        if time.monotonic() > began + _MOST_PATIENCE or not self._ready(select.POLLIN, _PATIENCE_MS):
            raise SlowRequest(self._reader.seen())

    def _read(self, size: int) -> Optional[bytes]:
        try:
            data = os.read(self._connection, size)
        except BlockingIOError:
            return None
        except OSError:
            raise Closed from None
        if not data:
            raise Closed
        return data

    def write(self, pieces: List[bytes]) -> None:
        """Writes pieces that are all made. Raises Closed, SlowAnswer."""
        while pieces:
            sent = self._send(pieces)
            pieces = _rest(pieces, sent)
            if pieces and not sent and not self._ready(select.POLLOUT, _PATIENCE_MS):
                raise SlowAnswer(pieces)

    def write_patiently(self, pieces: List[bytes]) -> None:
        """Writes pieces of an answer that is still being made, however long it takes. Raises Closed."""
        while pieces:
            sent = self._send(pieces)
            pieces = _rest(pieces, sent)
            if pieces and not sent:
                self._ready(select.POLLOUT, None)

    def _send(self, pieces: List[bytes]) -> int:
        try:
            if len(pieces) == 1:
                return os.write(self._connection, pieces[0])
            return os.writev(self._connection, pieces)
        except BlockingIOError:
            return 0
        except OSError:
            raise Closed from None

    def _ready(self, events: int, milliseconds: Optional[float]) -> bool:
        waiting = select.poll()
        waiting.register(self._connection, events)
        return bool(waiting.poll(milliseconds))


def _rest(pieces: List[bytes], sent: int) -> List[bytes]:
    """What of the pieces is not sent."""
    for number, piece in enumerate(pieces):
        if sent < len(piece):
            return [memoryview(piece)[sent:] if sent else piece, *pieces[number + 1 :]]
        sent -= len(piece)
    return []
