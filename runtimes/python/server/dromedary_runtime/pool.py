"""The pool: which worker serves which connection, which connections wait, and what becomes of both when a worker ends."""

import socket
import time
from collections import deque
from typing import Callable, Deque, Dict, Iterable, List, Optional

from . import frames, process
from .board import FREE, Board
from .client import Client
from .loop import NEVER, READ, TICK, Loop
from .member import GLANCE, Member, Return

_YOUNG = 1.0
"""A worker that ends by itself before this age is not replaced for as long."""

_WAITS_FOR = 30.0
"""Seconds that a function counts as one that waits for something in its calls, after it was seen to."""


class Pool:
    """Lends connections to workers; starts workers as they are needed, up to one for each slot of the board.

    A function that only computes has connections lent to as many workers as there are cores: one that goes from
    connection to connection is faster than many that take turns. One that waits for something has them lent to all. What
    a worker has not begun with is taken from it when it is stuck with another, so that nobody waits behind a long call.

    `returned(client, kind, file)` is called for a connection that a worker gives back, `taken(client)` for one that it
    has not begun with, and `lost(client, member)` for one whose worker has ended.
    """

    def __init__(self, loop: Loop, board: Board, timeout: float, fork: Callable[[int, socket.socket], None]):
        self.returned: Callable[[Client, bytes, Optional[int]], None] = lambda *_: None
        self.taken: Callable[[Client], None] = lambda *_: None
        self.lost: Callable[[Client, Member], None] = lambda *_: None
        self._loop = loop
        self._board = board
        self._timeout = timeout
        self._fork = fork
        self._members: Dict[int, Member] = {}
        self._free: List[Member] = []
        self._waiting: Deque[Client] = deque()
        self._lent = 0
        self._cores = process.cores()
        self._waits_until = 0.0
        self._rest_until = 0.0
        loop.timed(self._check)

    @property
    def queued(self) -> int:
        return len(self._waiting)

    @property
    def has_room(self) -> bool:
        """Whether a connection would not have to wait."""
        return bool(self._free) or self._least_laden() is not None

    @property
    def at_work(self) -> bool:
        return bool(self._waiting) or any(member.clients for member in self._members.values())

    def serve(self, client: Client) -> None:
        """Lends the connection, at once or when there is a worker for it."""
        member = self._chosen()
        if member:
            self._lend(member, client)
        else:
            self._wait(self._waiting.append, client)

    def start(self, count: int) -> None:
        """Starts workers before they are needed."""
        for _ in range(count):
            self._start()

    def recall_all(self) -> None:
        for member in self._members.values():
            member.recall(len(member.clients))

    def kill_all(self) -> None:
        for member in self._members.values():
            if member.process:
                process.kill_group(member.process)

    def forked(self, number: int, worker: int) -> None:
        """The loader has started a worker."""
        member = self._members[number]
        member.process = worker
        self._free.append(member)
        self._feed()

    def ended(self, number: int, status: int) -> None:
        """The loader has seen a worker end."""
        member = self._members.pop(number)
        # It may have given connections back as its last act.
        watched = not member.gone
        back = member.take_back()
        if watched:
            self._loop.unwatch(member.control)
        member.control.close()
        if member in self._free:
            self._free.remove(member)
        if not member.overdue:
            process.say(f"worker {member.process} ended with status {status}; another will take its place")
            if time.monotonic() - member.born < _YOUNG:
                self._rest_until = time.monotonic() + _YOUNG
        self._accept(back)
        client = member.clients.pop(member.slot.engaged, None)
        if client:
            self.lost(client, member)
        member.slot.state = FREE
        member.slot.disengage()
        for client in member.clients.values():
            self.taken(client)
        self._feed()

    def _start(self) -> None:
        number = next((free for free in range(len(self._board.slots)) if free not in self._members), None)
        if number is None or time.monotonic() < self._rest_until:
            return
        ours, theirs = frames.channel()
        ours.setblocking(False)
        member = self._members[number] = Member(number, self._board.slots[number], ours)
        self._loop.watch(ours, READ, lambda: self._take_back(member))
        self._fork(number, theirs)
        theirs.close()

    def _grow(self) -> None:
        """Connections wait or share a worker: that is what there are more workers for."""
        starting = sum(not member.process for member in self._members.values())
        if starting <= len(self._waiting):
            self._start()

    def _chosen(self) -> Optional[Member]:
        """The worker for a connection, if there is one for it."""
        member = None if self._wants_more() else self._least_laden()
        if member is None and self._free:
            return self._free.pop()
        if member is None:
            self._grow()
            member = self._least_laden()
        return member

    def _wants_more(self) -> bool:
        """Whether connections are better off with another worker than with one that has some."""
        if time.monotonic() < self._waits_until:
            return True
        return sum(bool(member.clients) and member.has_room for member in self._members.values()) < self._cores

    def _least_laden(self) -> Optional[Member]:
        """Of those that have connections."""
        members = (member for member in self._members.values() if member.clients and member.has_room)
        return min(members, key=lambda member: member.load, default=None)

    def _lend(self, member: Member, client: Client) -> None:
        self._lent += 1
        try:
            member.lend(self._lent, client)
        except OSError:
            # The worker has ended, which the loader will report: then another gets it.
            member.stuck = True
            self._wait(self._waiting.appendleft, client)
            return
        if len(member.clients) > 1:
            self._loop.within(GLANCE)

    def _wait(self, enter: Callable[[Client], None], client: Client) -> None:
        enter(client)
        self._board.waiting = True

    def _take_back(self, member: Member) -> None:
        back = member.take_back()
        if member.gone:
            self._loop.unwatch(member.control)
        self._accept(back)
        self._set_free(member)
        self._feed()

    def _accept(self, back: Iterable[Return]) -> None:
        for client, kind, file in back:
            client.drop_collected()
            self.returned(client, kind, file)

    def _set_free(self, member: Member) -> None:
        if not member.clients and self._members.get(member.number) is member and member not in self._free:
            self._free.append(member)

    def _feed(self) -> None:
        """Gives workers to who waits."""
        while self._waiting:
            member = self._chosen()
            if member is None:
                return
            self._lend(member, self._waiting.popleft())
        self._board.waiting = False

    def _check(self, now: float) -> float:
        """Ends workers whose call takes too long, and finds those that are stuck."""
        lent = shared = False
        for member in list(self._members.values()):
            started = member.slot.started
            if started and not member.overdue and now - started > self._timeout:
                member.overdue = True
                process.kill_group(member.process)
            if member.clients:
                lent = True
                if member.look(now):
                    self._waits_until = now + _WAITS_FOR
                shared = self._share(member) or shared
        if self._waiting:
            self._feed()
        return GLANCE if shared else TICK if lent or self._waiting else NEVER

    def _share(self, member: Member) -> bool:
        """Looks after a worker with more than one connection; False: it has but one."""
        if len(member.clients) < 2:
            return False
        if member.stuck:
            back, taken = member.relieve()
            self._accept(back)
            for client in taken:
                self.taken(client)
        elif self._free and self._wants_more():
            member.recall(1)
        return True
