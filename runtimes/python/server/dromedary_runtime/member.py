"""A worker, as the front sees it: what it was lent, and whether it is stuck with one of it."""

import os
import socket
import time
from typing import Dict, List, NamedTuple, Optional, Tuple

from . import frames, process
from .board import Slot
from .client import Client

GLANCE = 0.01
"""Seconds between two looks at workers that have more than one connection."""

_MOST_LENT = 64
_STUCK = 0.008
_STUCK_RUNNING = 0.05
"""A worker that runs may only wait for a core among all the others: it is given a round of them."""


class Return(NamedTuple):
    """A connection that came back, and what is to be done with it."""

    client: Client
    kind: bytes
    file: Optional[int]


class Member:
    """Connections that were lent by their numbers."""

    def __init__(self, number: int, slot: Slot, control: socket.socket):
        self.number = number
        self.slot = slot
        self.control = control
        self.born = time.monotonic()
        self.process = 0
        self.clients: Dict[int, Client] = {}
        self.overdue = False
        self.stuck = False
        self.gone = False
        self._turn = 0
        self._since = 0.0

    @property
    def has_room(self) -> bool:
        """Whether it can have another connection beside those it has."""
        ready = self.process and not (self.overdue or self.stuck or self.gone)
        return bool(ready) and len(self.clients) < _MOST_LENT

    @property
    def load(self) -> Tuple[bool, int]:
        """The less, the sooner it serves another connection."""
        return bool(self.slot.engaged), len(self.clients)

    def lend(self, number: int, client: Client) -> None:
        """Raises OSError if the worker is gone or does not read."""
        frames.lend(self.control, number, self.slot.generation, client.peer, client.descriptors())
        self.clients[number] = client

    def recall(self, count: int) -> None:
        """Asks for so many connections that it is not with."""
        try:
            frames.recall(self.control, count)
        except OSError:
            pass

    def take_back(self) -> List[Return]:
        """What it has given back since."""
        found: List[Return] = []
        while not self.gone:
            try:
                back = frames.receive_return(self.control)
            except BlockingIOError:
                break
            except OSError:
                back = None
            if back is None:
                self.gone = True
                break
            kind, number, file = back
            client = self.clients.pop(number, None)
            self.stuck = False
            if client:
                found.append(Return(client, kind, file))
            elif file is not None:
                os.close(file)
        return found

    def look(self, now: float) -> bool:
        """Finds out whether it is stuck, to be called every now and then; gives whether it waits for something."""
        turn = self.slot.turn if self.slot.engaged else 0
        blocked = bool(turn) and process.is_blocked(self.process)
        if not turn or turn != self._turn:
            self._turn, self._since, self.stuck = turn, now, False
        else:
            self.stuck = self.stuck or now - self._since > (_STUCK if blocked else _STUCK_RUNNING)
        return blocked

    def relieve(self) -> Tuple[List[Return], List[Client]]:
        """What it has given back, and all that it has not begun with, which is taken away."""
        slot = self.slot
        if not slot.try_hold():
            return [], []
        try:
            back = self.take_back()
            kept = slot.engaged
            if slot.turn != self._turn or kept not in self.clients:
                return back, []
            taken = [client for number, client in self.clients.items() if number != kept]
            self.clients = {kept: self.clients[kept]}
            slot.take_away(kept)
            return back, taken
        finally:
            slot.release()
