"""The access log: one line for each call on standard output, in Apache's combined format."""

import os
import time
from typing import Iterable, Tuple

_UNSAFE = str.maketrans(
    {chr(code): f"\\x{code:02x}" for code in [*range(32), *range(127, 256)]} | {'"': '\\"', "\\": "\\\\"}
)
# Not strftime's: a function may set a locale.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_second = 0
_stamp = ""


def line(peer: str, request_line: str, headers: Iterable[Tuple[str, str]], status: int, size: int) -> bytes:
    """The line, with its line feed. `size` is that of the body."""
    referer = agent = ""
    for name, value in headers:
        if name == "user-agent":
            agent = value
        elif name == "referer":
            referer = value
    return (
        f'{peer} - - [{_now()}] "{_safe(request_line)}" {status} {size} "{_safe(referer)}" "{_safe(agent)}"\n'
    ).encode("ascii", "backslashreplace")


def write(entry: bytes) -> None:
    """Writes a line at once. A log that cannot be written harms no call."""
    try:
        os.write(1, entry)
    except OSError:
        pass


def _safe(text: str) -> str:
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return text.translate(_UNSAFE)


def _now() -> str:
    global _second, _stamp
    second = int(time.time())
    if second != _second:
        now = time.gmtime(second)
        _stamp = time.strftime(f"%d/{_MONTHS[now.tm_mon - 1]}/%Y:%H:%M:%S +0000", now)
        _second = second
    return _stamp
