"""A worker: a process that runs the function, one call at a time, on connections that the front lends it."""

import os
import socket
from typing import List

from . import frames
from .board import FREE, LEASED, Board, Slot
from .conversation import Conversation
from .exchange import Exchange
from .function import Function
from .http1 import RequestReader


class Worker:
    """Serves lent connections until the front is gone."""

    def __init__(self, function: Function, board: Board, slot: Slot, control: socket.socket, body_limit: int):
        self._function = function
        self._board = board
        self._slot = slot
        self._control = control
        self._body_limit = body_limit

    def run(self) -> None:
        while True:
            kind, peer, descriptors = frames.receive_order(self._control)
            if not kind:
                return
            # A RECALL that crossed the return of its connection has nothing more to say.
            if kind == frames.LEND:
                self._borrow(peer, descriptors)

    def _borrow(self, peer: str, descriptors: List[int]) -> None:
        self._slot.state = LEASED
        connection, *collected = descriptors
        reader = RequestReader(self._body_limit)
        for file in collected:
            reader.feed(frames.read_all(file))
        exchange = Exchange(connection, self._control, reader)
        kind, file = Conversation(self._function, self._board, self._slot, exchange, reader).run(peer)
        os.close(connection)
        self._slot.state = FREE
        frames.give_back(self._control, kind, file)
        if file is not None:
            os.close(file)
