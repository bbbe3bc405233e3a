"""A server that can only say hello, with the runtime's reader of HTTP: ten processes, each with a loop. Arguments: port, the runtime's server."""

import ctypes
import os
import selectors
import signal
import socket
import sys

sys.path.insert(0, sys.argv[2])
from dromedary_runtime.http1 import RequestReader  # noqa: E402

PROCESSES = 10
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\nContent-Length: 11\r\n\r\nhello world"


def serve(listener):
    loop = selectors.DefaultSelector()
    loop.register(listener, selectors.EVENT_READ)
    while True:
        for key, _ in loop.select():
            if key.fileobj is listener:
                accept(loop, listener)
            else:
                answer(loop, key.fileobj, key.data)


def accept(loop, listener):
    try:
        connection, _ = listener.accept()
    except BlockingIOError:  # another process was faster
        return
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    loop.register(connection, selectors.EVENT_READ, RequestReader(1 << 20))


def answer(loop, connection, reader):
    try:
        data = connection.recv(65536)
    except ConnectionResetError:
        data = b""
    if not data:
        loop.unregister(connection)
        connection.close()
        return
    reader.feed(data)
    while reader.next():
        connection.sendall(ANSWER)


def main():
    listener = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=1024)
    listener.setblocking(False)
    for _ in range(PROCESSES - 1):
        if os.fork() == 0:
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # ends with the first
            break
    serve(listener)


main()
