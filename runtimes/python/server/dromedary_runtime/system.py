"""The two paths that are the server's own: /healthz and /metrics."""

from typing import Optional

from . import answer, metrics
from .board import Board

_METHODS = ("GET", "HEAD")
LONGEST_HEAD = 8192


def respond(method: str, target: str, keep_alive: bool, board: Board) -> Optional[bytes]:
    """The answer; None if the request is for the function."""
    path = target.partition("?")[0]
    if path not in ("/healthz", "/metrics") or method not in _METHODS:
        return None
    if path == "/healthz":
        whole = answer.plain(200, "OK", keep_alive, "text/plain; charset=utf-8")
    else:
        whole = answer.plain(200, metrics.render(board), keep_alive, metrics.CONTENT_TYPE)
    return whole if method == "GET" else whole[: whole.index(b"\r\n\r\n") + 4]


def is_for(head: bytes) -> bool:
    """Whether the first bytes of a request are those of a request for the server itself."""
    return head.startswith((b"GET /healthz", b"GET /metrics", b"HEAD /healthz", b"HEAD /metrics"))
