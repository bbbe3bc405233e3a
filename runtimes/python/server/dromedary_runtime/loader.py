"""The loader: a process that has loaded the function's module once, and forks the workers from itself.

So a worker starts in milliseconds, the module's memory is shared, and a module that misbehaves does not meet the front.
"""

import gc
import importlib.util
import os
import select
import signal
import socket
import struct
import sys
import traceback
from types import ModuleType
from typing import Any, Callable, Dict, NoReturn

from . import frames, process
from .board import Board
from .function import Function
from .settings import Settings
from .worker import Worker

READY, FORK, FORKED, DIED = b"R", b"F", b"B", b"D"
FRAME = struct.Struct("!cii")
"""Kind, and two numbers: FORK slot; FORKED slot, process; DIED process, status."""


class LoadError(Exception):
    """The function cannot be served; the message says why."""


def load(settings: Settings) -> Callable[..., Any]:
    """The handler, from the function's folder. Raises LoadError, and what the module raises."""
    extend_path(settings)
    file = os.path.join(settings.folder, settings.module + ".py")
    if not os.path.isfile(file):
        raise LoadError(f"There is no file {file} (MOD_NAME is '{settings.module}')")
    module = _module(settings.module, file)
    handler = getattr(module, settings.handler, None)
    if not callable(handler):
        raise LoadError(f"{settings.module}.py has no function '{settings.handler}'; it has: {_functions(module)}")
    return handler


def extend_path(settings: Settings) -> None:
    """Modules are looked for in the function's folder, among its dependencies, where PYTHONPATH says, then in Python's own."""
    installed = os.path.join(settings.folder, "lib", "python%d.%d" % sys.version_info[:2], "site-packages")
    wanted = [settings.folder, installed, *filter(None, settings.python_path.split(os.pathsep))]
    sys.path[:0] = [path for path in dict.fromkeys(wanted) if path not in sys.path]


def _module(name: str, file: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise LoadError(f"{file} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    # A function may be called as a module of Python's (queue.py): then those who import that one still get it.
    sys.modules.setdefault(name, module)
    spec.loader.exec_module(module)
    return module


def _functions(module: ModuleType) -> str:
    names = [name for name, value in vars(module).items() if callable(value) and not name.startswith("_")]
    return ", ".join(names[:20]) or "none"


class Loader:
    """Forks workers as the front asks, and tells it when one ends."""

    def __init__(self, settings: Settings, board: Board, front: socket.socket):
        self._settings = settings
        self._board = board
        self._front = front
        self._workers: Dict[int, int] = {}

    def run(self) -> NoReturn:
        try:
            handler = load(self._settings)
        except BaseException as error:  # sys.exit() in a module too must be explained
            self._give_up(error)
        function = Function(self._settings, handler)
        gc.collect()
        gc.freeze()
        self._front.sendall(FRAME.pack(READY, 0, 0))
        self._serve(function)

    def _give_up(self, error: BaseException) -> NoReturn:
        if isinstance(error, LoadError):
            process.fail(self._settings.termination_log, str(error))
        trace = error.__traceback__
        while trace is not None and not trace.tb_frame.f_code.co_filename.startswith(self._settings.folder):
            trace = trace.tb_next
        text = "".join(traceback.format_exception(type(error), error, trace))
        process.fail(self._settings.termination_log, f"The module {self._settings.module}.py cannot be loaded:\n{text}")

    def _serve(self, function: Function) -> NoReturn:
        ended = _child_signals()
        waiting = select.poll()
        waiting.register(self._front, select.POLLIN)
        waiting.register(ended, select.POLLIN)
        while True:
            ready = dict(waiting.poll())
            if ended.fileno() in ready:
                ended.recv(4096)
                self._bury()
            if self._front.fileno() in ready:
                frame, descriptors, _, _ = socket.recv_fds(self._front, FRAME.size, 1)
                if not frame:
                    os._exit(0)
                self._fork(function, FRAME.unpack(frame)[1], descriptors[0])

    def _bury(self) -> None:
        """Only our own workers: a module may have started processes of its own."""
        for worker in list(self._workers):
            found, status = os.waitpid(worker, os.WNOHANG)
            if found:
                slot = self._workers.pop(worker)
                self._front.sendall(FRAME.pack(DIED, slot, os.waitstatus_to_exitcode(status)))

    def _fork(self, function: Function, slot: int, descriptor: int) -> None:
        loader = os.getpid()
        worker = os.fork()
        if worker:
            os.close(descriptor)
            process.lead_group(worker)
            self._workers[worker] = slot
            self._front.sendall(FRAME.pack(FORKED, slot, worker))
            return
        status = 1
        try:
            process.die_with(loader)
            process.lead_group()
            process.default_signals()
            self._front.close()
            control = frames.channel_end(descriptor)
            Worker(function, self._board, self._board.slots[slot], control, self._settings.body_limit).run()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)


def _child_signals() -> socket.socket:
    """A socket that can be read when a child has ended."""
    reading, writing = socket.socketpair()
    reading.setblocking(False)
    writing.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(writing.detach(), warn_on_full_buffer=False)
    return reading
