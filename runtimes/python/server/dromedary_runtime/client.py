"""A client's connection, as the front sees it."""

import os
import socket
from typing import List, Optional


class Client:
    """A connection. The front holds it for as long as it lives, a worker only while it serves it."""

    __slots__ = ("socket", "peer", "since", "collected")

    def __init__(self, connection: socket.socket, peer: str):
        self.socket = connection
        self.peer = peer
        self.since = 0.0
        """When it last became idle (time.monotonic)."""
        self.collected: Optional[int] = None
        """A file with the request, if the front has collected it."""

    def descriptors(self) -> List[int]:
        if self.collected is None:
            return [self.socket.fileno()]
        return [self.socket.fileno(), self.collected]

    def drop_collected(self) -> None:
        if self.collected is not None:
            os.close(self.collected)
            self.collected = None

    def write(self, data: bytes) -> None:
        """Writes a short answer, as far as the connection takes it at once."""
        try:
            self.socket.send(data)
        except OSError:
            pass

    def close(self) -> None:
        self.drop_collected()
        self.socket.close()

    def abort(self) -> None:
        """Closes so that the client cannot take what it has got for a whole answer."""
        try:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        except OSError:
            pass
        self.close()
