"""The front: accepts connections and has them served. It never runs the function's code, and never waits for anybody."""

import socket
import time
from typing import Dict, Optional

from . import accesslog, answer, frames, process, system
from .board import ANSWERING, CALLING, Board
from .client import Client
from .loop import NEVER, READ, Loop
from .member import Member
from .pool import Pool
from .request import BadRequest, Request
from .settings import Settings
from .slowlane import SlowLane

KEEP_ALIVE = 75.0
"""Seconds that a connection may be idle."""

_ACCEPTED_AT_ONCE = 64
_MOST_CONNECTIONS = 4096
_TIMEOUT = "Timeout while processing the function"
_ENDED = "The function ended its process"


class Front:
    """Holds all connections: idle, queued, lent or in the slow lane."""

    def __init__(self, settings: Settings, loop: Loop, board: Board, pool: Pool):
        self._settings = settings
        self._loop = loop
        self._board = board
        self._pool = pool
        self._slow = SlowLane(loop, settings.body_limit, collected=self._serve, sent=self._rest)
        self._idle: Dict[Client, None] = {}
        self._listener: Optional[socket.socket] = None
        self._connections = 0
        pool.returned = self._returned
        pool.taken = self._taken
        pool.lost = self._lost
        loop.timed(self._expire)

    @property
    def at_work(self) -> bool:
        return self._pool.at_work or bool(len(self._slow))

    def listen(self, listener: socket.socket) -> None:
        self._listener = listener
        listener.setblocking(False)
        listener.listen(1024)
        self._loop.watch(listener, READ, self._accept)

    def drain(self) -> None:
        """Takes no new connections, closes idle ones, and lets what is under way come to its end."""
        self._board.draining = True
        if self._listener:
            self._accept()
            self._loop.unwatch(self._listener)
            self._listener.close()
        for client in list(self._idle):
            if _peek(client):
                self._ready(client)
            else:
                self._wake(client)
                client.close()
        self._pool.recall_all()

    def _accept(self) -> None:
        for _ in range(_ACCEPTED_AT_ONCE):
            try:
                connection, address = self._listener.accept()
            except OSError:
                return
            connection.setblocking(False)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if len(self._idle) >= _MOST_CONNECTIONS:
                oldest = next(iter(self._idle))
                self._wake(oldest)
                oldest.close()
            self._rest(Client(connection, address[0]))

    def _rest(self, client: Client) -> None:
        """The connection waits for a next request."""
        if self._board.draining and not _peek(client):
            client.close()
            return
        client.since = time.monotonic()
        self._idle[client] = None
        self._loop.watch(client.socket, READ, lambda: self._ready(client))

    def _wake(self, client: Client) -> None:
        del self._idle[client]
        self._loop.unwatch(client.socket)

    def _ready(self, client: Client) -> None:
        self._wake(client)
        if self._pool.has_room:
            self._serve(client)
            return
        head = _peek(client)
        if not head:
            # It has ended: that takes no place in the queue, and no worker.
            client.close()
        elif not self._answer_itself(client, head):
            self._serve(client)

    def _serve(self, client: Client) -> None:
        if self._pool.queued < self._settings.queue or self._pool.has_room:
            self._pool.serve(client)
            return
        text = "All workers of the function are busy, and its queue is full"
        client.write(answer.short(503, text, more=[("Retry-After", "1")]))
        accesslog.write(accesslog.line(client.peer, "-", (), 503, len(text) + 1))
        self._slow.close_gently(client)

    def _answer_itself(self, client: Client, head: bytes) -> bool:
        """With no worker free, requests for the server itself are answered here: a busy function is not a dead one."""
        end = head.find(b"\r\n\r\n") + 4
        if not system.is_for(head) or end < 4:
            return False
        try:
            request = Request(head[:end])
        except BadRequest:
            return False
        keep = request.keep_alive and not self._board.draining
        whole = system.respond(request.method, request.target, keep, self._board)
        if whole is None or request.length or request.chunked:
            return False
        client.socket.recv(end)
        client.write(whole)
        if keep:
            self._rest(client)
        else:
            client.close()
        return True

    def _returned(self, client: Client, kind: bytes, file: Optional[int]) -> None:
        if kind == frames.KEEP:
            self._rest(client)
        elif kind == frames.COLLECT:
            self._slow.collect(client, file)
        elif kind in (frames.SEND_KEEP, frames.SEND_CLOSE):
            self._slow.send(client, file, kind == frames.SEND_KEEP)
        elif kind == frames.CLOSE_GENTLY:
            self._slow.close_gently(client)
        else:
            client.close()

    def _taken(self, client: Client) -> None:
        """No worker has begun with the connection."""
        if client.collected is None:
            self._rest(client)
        else:
            self._serve(client)

    def _lost(self, client: Client, member: Member) -> None:
        """The connection's worker has ended: by a time-out, or because the function ended it."""
        slot = member.slot
        calling, running = slot.state == CALLING, bool(slot.started)
        slot.end(failed=True)
        if not calling and slot.state != ANSWERING:
            client.close()
            return
        status, text = (408, _TIMEOUT) if member.overdue else (500, _ENDED)
        if running:
            self._log(client, slot.head, status, len(text) + 1 if calling else 0)
        if calling:
            client.write(answer.short(status, text))
            self._slow.close_gently(client)
        else:
            client.abort()

    @staticmethod
    def _log(client: Client, head: bytes, status: int, size: int) -> None:
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = [line.partition(":") for line in lines]
        headers = [(name.lower(), value.strip()) for name, _, value in pairs]
        accesslog.write(accesslog.line(client.peer, first, headers, status, size))

    def _expire(self, now: float) -> float:
        while self._idle:
            oldest = next(iter(self._idle))
            left = oldest.since + KEEP_ALIVE - now
            if left > 0:
                return left
            self._wake(oldest)
            oldest.close()
        return NEVER


def _peek(client: Client) -> bytes:
    try:
        return client.socket.recv(system.LONGEST_HEAD, socket.MSG_PEEK)
    except OSError:
        return b""
