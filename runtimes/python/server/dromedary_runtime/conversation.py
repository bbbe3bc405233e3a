"""All that happens on a lent connection, at each turn."""

import sys
from typing import List, Optional, Tuple

from . import accesslog, answer, frames, system
from .board import ANSWERING, FREE, Board, Slot
from .exchange import Closed, Exchange, SlowAnswer, SlowRequest
from .framing import Framing
from .function import Function, Outcome, log_failure
from .http1 import RequestReader
from .request import BadRequest, Request


STAY = b""
"""The connection is not given back: its next request is awaited here."""


class Conversation:
    """Serves one connection."""

    def __init__(
        self, function: Function, board: Board, slot: Slot, exchange: Exchange, reader: RequestReader, peer: str
    ):
        self._function = function
        self._board = board
        self._slot = slot
        self._exchange = exchange
        self._reader = reader
        self._peer = peer
        self._keep = True

    def run(self) -> Tuple[bytes, Optional[int]]:
        """Serves what has come; gives STAY or what the front shall do, and the file for it."""
        try:
            return self._requests(), None
        except Closed:
            return frames.CLOSE, None
        except SlowRequest as slow:
            return frames.COLLECT, frames.file_of(slow.pieces)
        except SlowAnswer as slow:
            keep = self._keep and self._reader.idle
            return frames.SEND_KEEP if keep else frames.SEND_CLOSE, frames.file_of(slow.pieces)
        except BadRequest as bad:
            self._refuse(bad)
            return frames.CLOSE_GENTLY, None

    def _requests(self) -> bytes:
        while True:
            request = self._exchange.request()
            if request is None:
                return STAY
            self._keep = request.keep_alive
            self._serve(request)
            if not self._keep:
                return frames.CLOSE
            if self._reader.idle:
                return frames.KEEP if self._board.waiting else STAY

    def _serve(self, request: Request) -> None:
        self._mind_the_end()
        own = system.respond(request.method, request.target, self._keep, self._board)
        if own is not None:
            self._exchange.write([own])
            return
        try:
            environ = self._function.prepare(request, self._peer)
        except BadRequest as bad:
            self._log(request, bad.status, len(bad.text) + 1)
            self._exchange.write([answer.short(bad.status, bad.text, self._keep)])
            return
        self._slot.begin(request.method, request.head)
        outcome = self._function.call(environ)
        if isinstance(outcome.body, list):
            self._send(request, outcome)
        else:
            self._stream(request, outcome)
        self._slot.state = FREE

    def _send(self, request: Request, outcome: Outcome) -> None:
        pieces: List[bytes] = outcome.body
        size = sum(map(len, pieces))
        framing = Framing(request, outcome, size)
        _flush()
        self._mind_the_end()
        self._slot.end(outcome.failed)
        self._slot.state = ANSWERING
        self._log(request, framing.code, size)
        self._exchange.write([answer.head(outcome.status, framing.headers, self._keep), *pieces])

    def _stream(self, request: Request, outcome: Outcome) -> None:
        framing = Framing(request, outcome, None)
        self._mind_the_end()
        self._keep = self._keep and not framing.until_close
        self._slot.state = ANSWERING
        sent = 0
        try:
            self._exchange.write_patiently([answer.head(outcome.status, framing.headers, self._keep)])
            for piece in outcome.body:
                sent += len(piece)
                self._exchange.write_patiently(framing.framed(piece))
            self._exchange.write_patiently(framing.last())
        except Closed:
            self._keep = False
        except BaseException as error:  # the function's own; the client sees an answer that breaks off
            self._keep = False
            outcome.failed = True
            log_failure(error)
        finally:
            _close(outcome.body)
            _flush()
            self._slot.end(outcome.failed)
            self._log(request, framing.code, sent)

    def _mind_the_end(self) -> None:
        """A server about to end closes the connection with the answer."""
        self._keep = self._keep and not self._board.draining

    def _refuse(self, bad: BadRequest) -> None:
        line = b"".join(self._reader.seen()).lstrip().partition(b"\r\n")[0][:500].decode("latin-1")
        accesslog.write(accesslog.line(self._peer, line, (), bad.status, len(bad.text) + 1))
        try:
            self._exchange.write([answer.short(bad.status, bad.text)])
        except (Closed, SlowAnswer):
            pass

    def _log(self, request: Request, status: int, size: int) -> None:
        line = f"{request.method} {request.target} HTTP/1.{int(request.minor)}"
        accesslog.write(accesslog.line(self._peer, line, request.headers, status, size))


def _flush() -> None:
    """What the function printed appears at once."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            pass


def _close(body: object) -> None:
    close = getattr(body, "close", None)
    if close is None:
        return
    try:
        close()
    except Exception as error:
        log_failure(error)
