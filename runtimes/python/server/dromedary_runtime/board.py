"""The board: memory that the front and all workers see, so that a worker can be judged even when it hangs.

Every worker has a slot. The worker writes it; the front reads it, and writes it only while the slot has no living worker.
"""

import fcntl
import mmap
import os
import tempfile
import time
from bisect import bisect_left
from typing import Iterator, Tuple

FREE, CALLING, ANSWERING = 0.0, 1.0, 2.0
"""A slot's state: no call · the function runs and nothing is sent · an answer is under way."""

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "OTHER")
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)

# What a slot counts of one method: calls, failures, seconds, then one number for each bucket and one for all above.
_CALLS, _FAILURES, _SECONDS, _FIRST_BUCKET = range(4)
_COUNTS = _FIRST_BUCKET + len(BUCKETS) + 1
_STATE, _STARTED, _METHOD, _LENGTH, _ENGAGED, _TURN, _GENERATION, _KEPT, _FIRST_COUNT = range(9)
_NUMBERS = _FIRST_COUNT + _COUNTS * len(METHODS)
_HEAD_ROOM = 2048
_SLOT_BYTES = _NUMBERS * 8 + _HEAD_ROOM
_FLAGS_BYTES = 64

_method_number = {method: number for number, method in enumerate(METHODS)}


class Board:
    """One anonymous shared mapping; processes that are forked after it was made share it."""

    def __init__(self, slots: int):
        self._memory = mmap.mmap(-1, _FLAGS_BYTES + slots * _SLOT_BYTES)
        view = memoryview(self._memory)
        self._flags = view[:_FLAGS_BYTES]
        locks = _file()
        places = range(_FLAGS_BYTES, len(view), _SLOT_BYTES)
        self.slots = [Slot(view[at : at + _SLOT_BYTES], locks, number) for number, at in enumerate(places)]

    @property
    def waiting(self) -> bool:
        """Whether a connection waits for a worker: then nobody keeps one between requests."""
        return self._flags[0] != 0

    @waiting.setter
    def waiting(self, value: bool) -> None:
        self._flags[0] = value

    @property
    def draining(self) -> bool:
        """Whether the server is about to end: then every answer closes its connection."""
        return self._flags[1] != 0

    @draining.setter
    def draining(self, value: bool) -> None:
        self._flags[1] = value

    def totals(self) -> Iterator[Tuple[str, int, int, float, Tuple[int, ...]]]:
        """For each method that was called: method, calls, failures, seconds, calls in each bucket."""
        for number, method in enumerate(METHODS):
            sums = [sum(column) for column in zip(*(slot.counts(number) for slot in self.slots))]
            if sums[_CALLS]:
                buckets = tuple(int(count) for count in sums[_FIRST_BUCKET:])
                yield method, int(sums[_CALLS]), int(sums[_FAILURES]), sums[_SECONDS], buckets


class Slot:
    """What one worker is doing, and what it and those before it in the slot have counted."""

    def __init__(self, memory: memoryview, locks: int, number: int):
        self._locks = locks
        self._number = number
        self._numbers = memory[: _NUMBERS * 8].cast("d")
        self._head = memory[_NUMBERS * 8 :]

    @property
    def state(self) -> float:
        return self._numbers[_STATE]

    @state.setter
    def state(self, value: float) -> None:
        self._numbers[_STATE] = value

    @property
    def engaged(self) -> int:
        """The number of the lent connection that the worker is with; 0: it is with none."""
        return int(self._numbers[_ENGAGED])

    @property
    def turn(self) -> int:
        """How often it has begun with a connection."""
        return int(self._numbers[_TURN])

    @property
    def generation(self) -> int:
        """How often connections were taken away from workers of this slot."""
        return int(self._numbers[_GENERATION])

    @property
    def kept(self) -> int:
        """The one that was not taken away, the last time."""
        return int(self._numbers[_KEPT])

    def engage(self, lent: int) -> None:
        """The worker begins with a lent connection: that one is not taken away any more."""
        numbers = self._numbers
        numbers[_TURN] += 1
        numbers[_ENGAGED] = lent

    def disengage(self) -> None:
        self._numbers[_ENGAGED] = 0.0

    def take_away(self, kept: int) -> None:
        """The front has taken all lent connections away but one. It holds the slot meanwhile."""
        self._numbers[_KEPT] = kept
        self._numbers[_GENERATION] += 1

    def hold(self) -> None:
        """Waits until the other side does not hold the slot. A process that ends holds none."""
        fcntl.lockf(self._locks, fcntl.LOCK_EX, 1, self._number)

    def try_hold(self) -> bool:
        """As `hold`, but never waits; False: the other side holds it."""
        try:
            fcntl.lockf(self._locks, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, self._number)
        except OSError:
            return False
        return True

    def release(self) -> None:
        fcntl.lockf(self._locks, fcntl.LOCK_UN, 1, self._number)

    @property
    def started(self) -> float:
        """When the call under way began (time.monotonic); 0: the function is done, or was not called."""
        return self._numbers[_STARTED]

    @property
    def head(self) -> bytes:
        """The head of the request under way, or its first part."""
        return bytes(self._head[: int(self._numbers[_LENGTH])])

    def begin(self, method: str, head: bytes) -> None:
        """A call begins: from here on its time runs."""
        numbers = self._numbers
        number = _method_number.get(method, len(METHODS) - 1)
        length = min(len(head), _HEAD_ROOM)
        self._head[:length] = head[:length]
        numbers[_LENGTH] = length
        numbers[_METHOD] = number
        numbers[_FIRST_COUNT + number * _COUNTS + _CALLS] += 1
        numbers[_STARTED] = time.monotonic()
        numbers[_STATE] = CALLING

    def end(self, failed: bool) -> None:
        """The function is done: its time no longer runs, and it is counted."""
        numbers = self._numbers
        started = numbers[_STARTED]
        if not started:
            return
        seconds = time.monotonic() - started
        numbers[_STARTED] = 0.0
        base = _FIRST_COUNT + int(numbers[_METHOD]) * _COUNTS
        numbers[base + _SECONDS] += seconds
        numbers[base + _FIRST_BUCKET + bisect_left(BUCKETS, seconds)] += 1
        if failed:
            numbers[base + _FAILURES] += 1

    def counts(self, method: int) -> Tuple[float, ...]:
        base = _FIRST_COUNT + method * _COUNTS
        return tuple(self._numbers[base : base + _COUNTS])


def _file() -> int:
    """A file without a name, of which each slot has a byte to lock."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("board")
    with tempfile.TemporaryFile(buffering=0) as file:  # not Linux
        return os.dup(file.fileno())
