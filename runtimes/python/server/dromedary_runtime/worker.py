"""A worker: a process that runs the function, one call at a time, on connections that the front lends it."""

import os
import select
import socket
import time
from collections import deque
from typing import Deque, Dict, List, Optional

from . import frames
from .board import Board, Slot
from .conversation import STAY, Conversation
from .exchange import Exchange
from .function import Function
from .http1 import RequestReader

LINGER = 0.1
"""Seconds that a connection stays with a worker after a request; then it may become two of them until it goes back."""


class Lease:
    """A connection that was lent."""

    __slots__ = ("number", "generation", "connection", "collected", "reader", "conversation", "used")

    def __init__(self, order: frames.Order, reader: RequestReader):
        self.number = order.number
        self.generation = order.generation
        self.connection, *self.collected = order.descriptors
        self.reader = reader
        self.conversation: Optional[Conversation] = None
        self.used = True

    def close(self) -> None:
        for descriptor in (self.connection, *self.collected):
            os.close(descriptor)


class Worker:
    """Serves lent connections, whichever can be read, until the front is gone.

    While it is with one, the front may take the others away: nothing of them was read. So each is begun with under the
    slot's lock, unless there is no other.
    """

    def __init__(self, function: Function, board: Board, slot: Slot, control: socket.socket, body_limit: int):
        self._function = function
        self._board = board
        self._slot = slot
        self._control = control
        self._body_limit = body_limit
        self._leases: Dict[int, Lease] = {}
        self._due: Deque[Lease] = deque()
        self._alone = False
        self._generation = slot.generation
        self._sweep_at = 0.0
        self._events = select.epoll()
        self._events.register(control.fileno(), select.EPOLLIN)

    def run(self) -> None:
        while self._wait():
            while self._due:
                lease = self._due.popleft()
                if self._begin(lease):
                    self._serve(lease)

    def _wait(self) -> bool:
        """Finds the connections that are due; False: the front is gone."""
        for file, _ in self._events.poll(LINGER if self._leases else None):
            if file in self._leases:
                self._due.append(self._leases[file])
            elif file == self._control.fileno() and not self._obey():
                return False
        now = time.monotonic()
        if now >= self._sweep_at:
            self._sweep_at = now + LINGER
            self._sweep()
        return True

    def _obey(self) -> bool:
        order = frames.receive_order(self._control)
        if order is None:
            return False
        if order.kind == frames.LEND:
            self._borrow(order)
        else:
            # One that crossed the return of its connection has nothing more to say.
            for lease in list(self._leases.values())[: order.number]:
                self._give_back(lease, frames.KEEP)
        return True

    def _borrow(self, order: frames.Order) -> None:
        reader = RequestReader(self._body_limit)
        lease = Lease(order, reader)
        if order.generation < self._slot.generation:
            lease.close()
            return
        exchange = Exchange(lease.connection, reader)
        lease.conversation = Conversation(self._function, self._board, self._slot, exchange, reader, order.peer)
        self._events.register(lease.connection, select.EPOLLIN)
        self._leases[lease.connection] = lease
        self._alone = False
        self._due.append(lease)

    def _begin(self, lease: Lease) -> bool:
        """False: the connection is no longer here."""
        if self._alone:
            return self._engage(lease)
        slot = self._slot
        slot.hold()
        if slot.generation != self._generation:
            self._drop_taken(slot.generation, slot.kept)
        here = self._engage(lease)
        slot.release()
        self._alone = len(self._leases) == 1
        return here

    def _engage(self, lease: Lease) -> bool:
        if self._leases.get(lease.connection) is not lease:
            return False
        self._slot.engage(lease.number)
        return True

    def _drop_taken(self, generation: int, kept: int) -> None:
        self._generation = generation
        for lease in [lease for lease in self._leases.values() if lease.generation < generation]:
            if lease.number == kept:
                lease.generation = generation
            else:
                self._forget(lease)

    def _serve(self, lease: Lease) -> None:
        while lease.collected:
            lease.reader.feed(frames.read_all(lease.collected.pop()))
        kind, file = lease.conversation.run()
        lease.used = True
        self._slot.disengage()
        if kind != STAY:
            self._give_back(lease, kind, file)
        if file is not None:
            os.close(file)

    def _sweep(self) -> None:
        """Gives back what nothing came on for a while."""
        for lease in list(self._leases.values()):
            if not lease.used:
                self._give_back(lease, frames.KEEP)
            lease.used = False

    def _give_back(self, lease: Lease, kind: bytes, file: Optional[int] = None) -> None:
        self._forget(lease)
        frames.give_back(self._control, kind, lease.number, file)

    def _forget(self, lease: Lease) -> None:
        # The front has the connection open too, so closing it alone would not end its events here.
        self._events.unregister(lease.connection)
        del self._leases[lease.connection]
        lease.close()
