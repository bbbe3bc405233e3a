"""The messages between the front and a worker, over a socket pair.

The front lends a connection (LEND, with its descriptor, and that of a file where the request was collected) or asks for
some back (RECALL). The worker gives one back with what is to be done: KEEP it for a next request, CLOSE it, CLOSE it GENTLY
because the client may still be sending, COLLECT the rest of a request (with a file of what has come), or SEND the rest of
an answer (with a file of it) and then keep or close it. What is lent has a number, another one each time.
"""

import os
import socket
import struct
import tempfile
from typing import Iterable, List, NamedTuple, Optional, Tuple

LEND, RECALL = b"L", b"R"
KEEP, CLOSE, CLOSE_GENTLY, COLLECT, SEND_KEEP, SEND_CLOSE = b"K", b"C", b"G", b"P", b"S", b"E"

_ORDER = struct.Struct("!cQQ47s")
_RETURN = struct.Struct("!cQ")
# What the function starts does not hold connections open.
_FLAGS = getattr(socket, "MSG_CMSG_CLOEXEC", 0)


class Order(NamedTuple):
    """What the front wants: LEND has all, RECALL a number: that of connections wanted back."""

    kind: bytes
    number: int
    generation: int
    peer: str
    descriptors: List[int]


def channel() -> Tuple[socket.socket, socket.socket]:
    """The front's end and the worker's; messages stay whole."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def channel_end(descriptor: int) -> socket.socket:
    return socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET, 0, descriptor)


def lend(to: socket.socket, number: int, generation: int, peer: str, descriptors: List[int]) -> None:
    """Raises OSError if the worker is gone or does not read."""
    socket.send_fds(to, [_ORDER.pack(LEND, number, generation, peer.encode("ascii", "replace"))], descriptors)


def recall(to: socket.socket, count: int) -> None:
    to.send(_ORDER.pack(RECALL, count, 0, b""))


def receive_order(at: socket.socket) -> Optional[Order]:
    """None when the front is gone."""
    frame, descriptors, _, _ = socket.recv_fds(at, _ORDER.size, 2, _FLAGS)
    if not frame:
        return None
    kind, number, generation, peer = _ORDER.unpack(frame)
    return Order(kind, number, generation, peer.rstrip(b"\0").decode("ascii"), descriptors)


def give_back(to: socket.socket, kind: bytes, number: int, file: Optional[int] = None) -> None:
    frame = _RETURN.pack(kind, number)
    if file is None:
        to.send(frame)
    else:
        socket.send_fds(to, [frame], [file])


def receive_return(at: socket.socket) -> Optional[Tuple[bytes, int, Optional[int]]]:
    """Kind, number and file. Raises BlockingIOError if there is none; None when the worker is gone."""
    frame, descriptors, _, _ = socket.recv_fds(at, _RETURN.size, 1, _FLAGS)
    if not frame:
        return None
    return (*_RETURN.unpack(frame), descriptors[0] if descriptors else None)


def file_of(pieces: Iterable[bytes]) -> int:
    """The descriptor of a file that has no name, with the pieces, at its start."""
    with tempfile.TemporaryFile(buffering=0) as file:
        for piece in pieces:
            write_all(file.fileno(), piece)
        os.lseek(file.fileno(), 0, os.SEEK_SET)
        return os.dup(file.fileno())


def write_all(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def read_all(file: int) -> bytes:
    """The file's whole content; closes it."""
    with os.fdopen(file, "rb", buffering=0) as stream:
        stream.seek(0)
        return stream.readall()
