"""The server: a front and a loader, from the first line of the environment to exit status 0."""

import os
import signal
import socket
import sys
import time

from . import process
from .board import Board
from .front import Front
from .loader import DIED, FORK, FORKED, FRAME, READY, Loader
from .loop import NEVER, READ, TICK, Loop
from .pool import Pool
from .settings import Settings, SettingsError

_STARTED_AT_FIRST = 2


def main() -> int:
    """Runs until a signal. Gives the exit status."""
    # One whole line at a time, at once, although standard output is no terminal.
    sys.stdout.reconfigure(line_buffering=True)
    try:
        settings = Settings.of(os.environ)
    except SettingsError as error:
        process.fail(os.environ.get("TERMINATION_LOG", "/dev/termination-log"), str(error), 2)
    try:
        listener = _bind(settings)
    except OSError as error:
        process.fail(settings.termination_log, f"Cannot listen on {settings.host} port {settings.port}: {error.strerror}")
    if os.path.isdir(settings.folder):
        os.chdir(settings.folder)
    board = Board(settings.concurrency)
    return Server(settings, board, listener).run()


def _bind(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((settings.host, settings.port))
    return listener


class Server:
    """Ties the front to the loader, and to signals."""

    def __init__(self, settings: Settings, board: Board, listener: socket.socket):
        self._settings = settings
        self._listener = listener
        self._loop = Loop()
        self._ended = _signals()
        self._loader, self._loader_process = self._start_loader(settings, board)
        self._frames = b""
        self._pool = Pool(self._loop, board, settings.timeout, self._fork)
        self._front = Front(settings, self._loop, board, self._pool)
        self._deadline = NEVER
        self._draining = self._ready = False
        self._status = 0

    def run(self) -> int:
        self._loop.watch(self._ended, READ, self._signalled)
        self._loop.watch(self._loader, READ, self._loader_says)
        self._loop.timed(self._finish)
        self._loop.run()
        self._pool.kill_all()
        process.kill_group(self._loader_process)
        return self._status

    def _start_loader(self, settings: Settings, board: Board) -> tuple:
        ours, theirs = socket.socketpair()
        front = os.getpid()
        loader = os.fork()
        if loader:
            theirs.close()
            process.lead_group(loader)
            return ours, loader
        process.die_with(front)
        process.lead_group()
        process.default_signals()
        ours.close()
        self._listener.close()
        self._ended.close()
        Loader(settings, board, theirs).run()

    def _fork(self, slot: int, control: socket.socket) -> None:
        try:
            socket.send_fds(self._loader, [FRAME.pack(FORK, slot, 0)], [control.fileno()])
        except OSError:
            pass  # the loader is gone, which ends the server

    def _loader_says(self) -> None:
        try:
            said = self._loader.recv(4096)
        except OSError:
            said = b""
        if not said:
            self._loader_ended()
            return
        self._frames += said
        while len(self._frames) >= FRAME.size:
            kind, first, second = FRAME.unpack(self._frames[: FRAME.size])
            self._frames = self._frames[FRAME.size :]
            if kind == READY:
                self._ready = True
                self._front.listen(self._listener)
                self._pool.start(min(_STARTED_AT_FIRST, self._settings.concurrency))
            elif kind == FORKED:
                self._pool.forked(first, second)
            elif kind == DIED:
                self._pool.ended(first, second)

    def _loader_ended(self) -> None:
        """Without it there are no new workers: Kubernetes, or who started us, starts anew."""
        self._loop.unwatch(self._loader)
        self._status = 1
        if self._ready:
            process.explain_end(self._settings.termination_log, "The process that had loaded the function ended")
            process.say("the process that had loaded the function ended, so the server ends too")
        self._loop.stop()

    def _signalled(self) -> None:
        for number in self._ended.recv(4096):
            if number == signal.SIGCHLD:
                _bury()
            elif self._draining or not self._ready:
                self._loop.stop()
            else:
                self._draining = True
                self._deadline = time.monotonic() + self._settings.shutdown_timeout
                self._front.drain()

    def _finish(self, now: float) -> float:
        if not self._draining:
            return NEVER
        if not self._front.at_work or now > self._deadline:
            self._loop.stop()
        return TICK


def _signals() -> socket.socket:
    """A socket that gives the number of each signal that ends the server, or tells of a child's end."""
    reading, writing = socket.socketpair()
    reading.setblocking(False)
    writing.setblocking(False)
    signal.set_wakeup_fd(writing.detach(), warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, lambda *_: None)
    return reading


def _bury() -> None:
    """As a container's first process we inherit what others leave behind; the loader tells of its end by its socket."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass
