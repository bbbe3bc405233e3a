"""The front's event loop: callbacks for what can be read or written, and a tick while something is timed."""

import math
import selectors
import time
from typing import Any, Callable, List

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
TICK = 0.05
NEVER = math.inf


class Loop:
    """Runs until `stop`. All callbacks run in one thread, one after the other."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._timed: List[Callable[[float], float]] = []
        self._running = True
        self._due = 0.0

    def watch(self, source: Any, events: int, callback: Callable[[], None]) -> None:
        self._selector.register(source, events, callback)

    def unwatch(self, source: Any) -> None:
        self._selector.unregister(source)

    def timed(self, callback: Callable[[float], float]) -> None:
        """`callback(now)` says in how many seconds it wants to be called again if nothing happens: NEVER is fine."""
        self._timed.append(callback)

    def within(self, seconds: float) -> None:
        """What is timed is called no later than that."""
        self._due = min(self._due, time.monotonic() + seconds)

    def stop(self) -> None:
        self._running = False

    def run(self) -> None:
        watched = self._selector.get_map()
        while self._running:
            events = self._selector.select(None if self._due == NEVER else max(0.0, self._due - time.monotonic()))
            for key, _ in events:
                # An earlier callback of this round may have unwatched a later one's source.
                if watched.get(key.fd) == key:
                    key.data()
            now = time.monotonic()
            if now >= self._due:
                self._due = NEVER
                # What they do may ask to be called again sooner.
                self._due = min(self._due, now + min([callback(now) for callback in self._timed]))
            elif events:
                self._due = min(self._due, now + TICK)
