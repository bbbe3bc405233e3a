"""How an answer's end is marked: the server's business, whatever the function set."""

from typing import List, Optional, Tuple

from .function import Outcome
from .request import Request

_HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "upgrade", "trailer"}


class Framing:
    """Headers and form of an answer. `size` is None for a body that is still being made."""

    def __init__(self, request: Request, outcome: Outcome, size: Optional[int]):
        self.code = int(outcome.status[:3])
        self._left: Optional[int] = None
        declared = None
        self.headers: List[Tuple[str, str]] = []
        for header in outcome.headers:
            name = header[0].lower()
            if name == "content-length":
                declared = header[1]
            if name not in _HOP_BY_HOP and (name != "content-length" or size is None):
                self.headers.append(header)
        if size is None:
            self._frame_stream(request, declared)
        elif size:
            self.headers.append(("Content-Length", str(size)))
        elif self.code >= 200 and self.code != 204:
            # No body: a HEAD's answer, or a 304's, tells the length that a GET's would have.
            without = request.method == "HEAD" or self.code == 304
            self.headers.append(("Content-Length", declared if without and declared else "0"))

    def _frame_stream(self, request: Request, declared: Optional[str]) -> None:
        self.chunked = self.until_close = False
        if declared is not None and declared.isdigit():
            self._left = int(declared)
        elif request.minor:
            self.chunked = True
            self.headers.append(("Transfer-Encoding", "chunked"))
        else:
            self.until_close = True

    def framed(self, piece: bytes) -> List[bytes]:
        """A piece of a stream as it is sent. Raises ValueError if it is longer than the function said."""
        if self._left is not None:
            self._left -= len(piece)
            if self._left < 0:
                raise ValueError("the function sends more than its Content-Length")
        if self.chunked:
            return [b"%x\r\n" % len(piece), piece, b"\r\n"] if piece else []
        return [piece] if piece else []

    def last(self) -> List[bytes]:
        """What ends a stream. Raises ValueError if it is shorter than the function said."""
        if self._left:
            raise ValueError("the function sends less than its Content-Length")
        return [b"0\r\n\r\n"] if self.chunked else []
