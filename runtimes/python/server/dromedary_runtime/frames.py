"""The messages between the front and a worker, over a socket pair.

The front lends a connection (LEND, with its descriptor, and that of a file where the request was collected) or asks for
it back (RECALL). The worker gives it back with what is to be done: KEEP it for a next request, CLOSE it, CLOSE it GENTLY
because the client may still be sending, COLLECT the rest of a request (with a file of what has come), or SEND the rest of
an answer (with a file of it) and then keep or close it.
"""

import os
import socket
import tempfile
from typing import Iterable, List, Optional, Tuple

LEND, RECALL = b"L", b"R"
KEEP, CLOSE, CLOSE_GENTLY, COLLECT, SEND_KEEP, SEND_CLOSE = b"K", b"C", b"G", b"P", b"S", b"E"

_LENGTH = 64


def lend(to: socket.socket, peer: str, descriptors: List[int]) -> None:
    """Raises OSError if the worker is gone or does not read."""
    frame = (LEND + peer.encode("ascii", "replace"))[:_LENGTH].ljust(_LENGTH)
    socket.send_fds(to, [frame], descriptors)


def recall(to: socket.socket) -> None:
    to.send(RECALL.ljust(_LENGTH))


def receive_order(at: socket.socket) -> Tuple[bytes, str, List[int]]:
    """Kind, peer and descriptors; kind is empty when the front is gone."""
    frame, descriptors, _, _ = socket.recv_fds(at, _LENGTH, 2)
    return frame[:1], frame[1:].decode("ascii").strip(), descriptors


def give_back(to: socket.socket, kind: bytes, file: Optional[int] = None) -> None:
    if file is None:
        to.send(kind)
    else:
        socket.send_fds(to, [kind], [file])


def receive_return(at: socket.socket) -> Tuple[bytes, Optional[int]]:
    """Kind and file. Raises BlockingIOError if there is none; kind is empty when the worker is gone."""
    kind, descriptors, _, _ = socket.recv_fds(at, 1, 1)
    return kind, descriptors[0] if descriptors else None


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
