"""The pool: which worker serves which connection, which connections wait, and what becomes of both when a worker ends."""

import socket
import time
from collections import deque
from typing import Callable, Deque, Dict, Iterable, List, Optional

from . import frames, process
from .board import FREE, LEASED, Board, Slot
from .client import Client
from .loop import NEVER, READ, TICK, Loop

_YOUNG = 1.0
"""A worker that ends by itself before this age is not replaced for as long."""


class Member:
    """A worker, as the front sees it."""

    def __init__(self, number: int, slot: Slot, control: socket.socket):
        self.number = number
        self.slot = slot
        self.control = control
        self.born = time.monotonic()
        self.process = 0
        self.client: Optional[Client] = None
        self.recalled = False
        self.overdue = False
        self.watched = True


class Pool:
    """Lends connections to workers; starts workers as they are needed, up to one for each slot of the board.

    `returned(client, kind, file)` is called for a connection that a worker gives back, and `lost(client, member)` for one
    whose worker has ended.
    """

    def __init__(self, loop: Loop, board: Board, timeout: float, fork: Callable[[int, socket.socket], None]):
        self.returned: Callable[[Client, bytes, Optional[int]], None] = lambda *_: None
        self.lost: Callable[[Client, Member], None] = lambda *_: None
        self._loop = loop
        self._board = board
        self._timeout = timeout
        self._fork = fork
        self._members: Dict[int, Member] = {}
        self._free: List[Member] = []
        self._waiting: Deque[Client] = deque()
        self._rest_until = 0.0
        loop.timed(self._check)

    @property
    def queued(self) -> int:
        return len(self._waiting)

    @property
    def has_free(self) -> bool:
        return bool(self._free)

    @property
    def at_work(self) -> bool:
        return bool(self._waiting) or any(member.client for member in self._members.values())

    def serve(self, client: Client) -> None:
        """Lends the connection, at once or when a worker is free."""
        if self._free:
            self._lend(self._free.pop(), client)
        else:
            self._waiting.append(client)
            self._call_for_workers()

    def start(self, count: int) -> None:
        """Starts workers before they are needed."""
        for _ in range(count):
            self._start()

    def recall_all(self) -> None:
        self._recall(self._members.values())

    def kill_all(self) -> None:
        for member in self._members.values():
            if member.process:
                process.kill_group(member.process)

    def forked(self, number: int, worker: int) -> None:
        """The loader has started a worker."""
        self._members[number].process = worker
        self._free.append(self._members[number])
        self._feed()

    def ended(self, number: int, status: int) -> None:
        """The loader has seen a worker end."""
        member = self._members.pop(number)
        # It may have given its connection back as its last act.
        if member.watched:
            self._take_back(member)
        if member.watched:
            self._loop.unwatch(member.control)
        member.control.close()
        if member in self._free:
            self._free.remove(member)
        if not member.overdue:
            process.say(f"worker {member.process} ended with status {status}; another will take its place")
            if time.monotonic() - member.born < _YOUNG:
                self._rest_until = time.monotonic() + _YOUNG
        if member.client:
            self.lost(member.client, member)
        member.slot.state = FREE
        self._feed()

    def _start(self) -> None:
        number = next((free for free in range(len(self._board.slots)) if free not in self._members), None)
        if number is None or time.monotonic() < self._rest_until:
            return
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        member = self._members[number] = Member(number, self._board.slots[number], ours)
        self._loop.watch(ours, READ, lambda: self._take_back(member))
        self._fork(number, theirs)
        theirs.close()

    def _lend(self, member: Member, client: Client) -> None:
        try:
            frames.lend(member.control, client.peer, client.descriptors())
        except OSError:
            # The worker has ended, which the loader will report: then it gets another.
            self._waiting.appendleft(client)
            return
        member.client = client
        member.recalled = False

    def _take_back(self, member: Member) -> None:
        try:
            kind, file = frames.receive_return(member.control)
        except BlockingIOError:
            return
        except OSError:
            kind, file = b"", None
        if not kind:
            self._loop.unwatch(member.control)
            member.watched = False
            return
        client, member.client = member.client, None
        if member.number in self._members:
            self._free.append(member)
        client.drop_collected()
        self.returned(client, kind, file)
        self._feed()

    def _feed(self) -> None:
        """Gives free workers to who waits."""
        while self._free and self._waiting:
            self._lend(self._free.pop(), self._waiting.popleft())
        if self._waiting:
            self._call_for_workers()
        else:
            self._board.waiting = False

    def _call_for_workers(self) -> None:
        self._board.waiting = True
        starting = sum(not member.process for member in self._members.values())
        if starting < len(self._waiting):
            self._start()
        self._recall(member for member in self._members.values() if member.slot.state == LEASED)

    def _recall(self, members: Iterable[Member]) -> None:
        for member in members:
            if member.client and not member.recalled:
                member.recalled = True
                try:
                    frames.recall(member.control)
                except OSError:
                    pass

    def _check(self, now: float) -> float:
        """Ends workers whose call takes too long."""
        lent = False
        for member in self._members.values():
            started = member.slot.started
            if started and not member.overdue and now - started > self._timeout:
                member.overdue = True
                process.kill_group(member.process)
            lent = lent or member.client is not None
        if self._waiting:
            self._call_for_workers()
        return TICK if lent or self._waiting else NEVER
