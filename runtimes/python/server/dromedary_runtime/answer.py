"""Answers as bytes."""

import time
from email.utils import formatdate
from http import HTTPStatus
from typing import Iterable, List, Tuple

_PHRASES = {status.value: status.phrase for status in HTTPStatus}

_second = 0
_date = ""


def head(status: str, headers: Iterable[Tuple[str, str]], keep_alive: bool) -> bytes:
    """The head of an answer, `status` being such as "200 OK"."""
    lines = [f"HTTP/1.1 {status}\r\n"]
    dated = False
    for name, value in headers:
        lines.append(f"{name}: {value}\r\n")
        dated = dated or name.lower() == "date"
    if not dated:
        lines.append(_date_line())
    lines.append("Connection: keep-alive\r\n\r\n" if keep_alive else "Connection: close\r\n\r\n")
    return "".join(lines).encode("latin-1", "replace")


def short(status: int, text: str, keep_alive: bool = False, more: Iterable[Tuple[str, str]] = ()) -> bytes:
    """A whole answer of the server itself: one line of text."""
    return plain(status, text + "\n", keep_alive, "text/plain; charset=utf-8", more)


def plain(
    status: int, text: str, keep_alive: bool, content_type: str, more: Iterable[Tuple[str, str]] = ()
) -> bytes:
    """A whole answer of the server itself."""
    body = text.encode()
    headers: List[Tuple[str, str]] = [("Content-Type", content_type), ("Content-Length", str(len(body))), *more]
    return head(f"{status} {_PHRASES.get(status, 'Unknown')}", headers, keep_alive) + body


def _date_line() -> str:
    global _second, _date
    second = int(time.time())
    if second != _second:
        _date = f"Date: {formatdate(second, usegmt=True)}\r\n"
        _second = second
    return _date
