"""The slow lane: clients that are slow to send or to take wait here, not in a worker."""

import os
import socket
import time
from typing import Callable, Dict, Optional

from . import answer, frames
from .client import Client
from .http1 import RequestReader
from .loop import NEVER, READ, WRITE, Loop
from .request import BadRequest

IDLE_LIMIT = 30.0
"""Seconds without a byte, after which a slow client is dropped."""
TOTAL_LIMIT = 300.0
"""Seconds that a request may take to arrive, or an answer to be taken."""

_CHECK = 0.5
_CLOSING_LIMIT = 2.0
_READ = 65536
_CLOSING_BYTES = 16 << 20


class _Wait:
    __slots__ = ("idle_until", "until", "give_up")

    def __init__(self, idle: float, total: float, give_up: Callable[[], None]):
        now = time.monotonic()
        self.idle_until = now + idle
        self.until = now + total
        self.give_up = give_up


class SlowLane:
    """Collects requests, sends answers, closes gently. Who has waited too long is dropped."""

    def __init__(self, loop: Loop, body_limit: int, collected: Callable[[Client], None], sent: Callable[[Client], None]):
        self._loop = loop
        self._body_limit = body_limit
        self._collected = collected
        self._sent = sent
        self._waits: Dict[Client, _Wait] = {}
        loop.timed(self._check)

    def __len__(self) -> int:
        return len(self._waits)

    def _check(self, now: float) -> float:
        """Drops who is too slow."""
        for wait in [wait for wait in self._waits.values() if now > min(wait.idle_until, wait.until)]:
            wait.give_up()
        return _CHECK if self._waits else NEVER

    def collect(self, client: Client, file: int) -> None:
        """Reads the rest of a request, whose first part is in the file; then `collected` is called."""
        reader = RequestReader(self._body_limit, discard=True)
        client.collected = file
        reader.feed(_content(file))
        os.lseek(file, 0, os.SEEK_END)
        self._enter(client, READ, lambda: self._read(client, reader), lambda: self._refuse(client, 408, "Request Timeout"))
        self._advance(client, reader)

    def _read(self, client: Client, reader: RequestReader) -> None:
        data = _receive(client)
        if data is None:
            return
        if not data:
            self._leave(client)
            client.close()
            return
        self._waits[client].idle_until = time.monotonic() + IDLE_LIMIT
        try:
            frames.write_all(client.collected, data)
        except OSError as error:
            self._refuse(client, 507, f"The request cannot be kept: {error.strerror}")
            return
        reader.feed(data)
        self._advance(client, reader)

    def _advance(self, client: Client, reader: RequestReader) -> None:
        try:
            whole = reader.next()
        except BadRequest as bad:
            self._refuse(client, bad.status, bad.text)
            return
        if whole:
            self._leave(client)
            self._collected(client)
        elif reader.expects_continue():
            client.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _refuse(self, client: Client, status: int, text: str) -> None:
        self._leave(client)
        client.write(answer.short(status, text))
        self.close_gently(client)

    def send(self, client: Client, file: int, keep: bool) -> None:
        """Sends what is in the file; then `sent` is called, or the connection closed."""
        os.lseek(file, 0, os.SEEK_SET)
        client.collected = file
        self._enter(client, WRITE, lambda: self._write(client, keep), lambda: self._abort(client))

    def _write(self, client: Client, keep: bool) -> None:
        try:
            sent = os.sendfile(client.socket.fileno(), client.collected, None, 1 << 20)
        except BlockingIOError:
            return
        except OSError:
            self._abort(client)
            return
        self._waits[client].idle_until = time.monotonic() + IDLE_LIMIT
        if sent:
            return
        self._leave(client)
        client.drop_collected()
        if keep:
            self._sent(client)
        else:
            client.close()

    def _abort(self, client: Client) -> None:
        self._leave(client)
        client.abort()

    def close_gently(self, client: Client) -> None:
        """Closes once the client has stopped sending, so that it can read the answer before."""
        client.drop_collected()
        try:
            client.socket.shutdown(socket.SHUT_WR)
        except OSError:
            client.close()
            return
        left = [_CLOSING_BYTES]
        self._enter(client, READ, lambda: self._drain(client, left), lambda: self._abort(client), _CLOSING_LIMIT)

    def _drain(self, client: Client, left: list) -> None:
        data = _receive(client)
        if data is None:
            return
        left[0] -= len(data)
        if not data or left[0] < 0:
            self._leave(client)
            client.close()

    def _enter(
        self, client: Client, events: int, ready: Callable[[], None], give_up: Callable[[], None], limit: float = 0
    ) -> None:
        self._waits[client] = _Wait(limit or IDLE_LIMIT, limit or TOTAL_LIMIT, give_up)
        self._loop.watch(client.socket, events, ready)

    def _leave(self, client: Client) -> None:
        if self._waits.pop(client, None):
            self._loop.unwatch(client.socket)


def _receive(client: Client) -> Optional[bytes]:
    """What the client has sent: None if nothing has come yet, empty if nothing will come any more."""
    try:
        return client.socket.recv(_READ)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def _content(file: int) -> bytes:
    size = os.fstat(file).st_size
    return os.pread(file, size, 0)
