"""What processes of this server do to begin and to end."""

import ctypes
import math
import os
import signal
import sys
from typing import NoReturn

_PR_SET_PDEATHSIG = 1
_TERMINATION_LOG_ROOM = 1500

try:
    _prctl = ctypes.CDLL(None).prctl
except (OSError, AttributeError):  # not Linux: a child notices a closed socket instead, once its call is done
    _prctl = None


def die_with(parent: int) -> None:
    """From now on this process is killed when its parent ends, however that ends."""
    if _prctl is not None:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def lead_group(process: int = 0) -> None:
    """Puts a process at the head of its own group: what it starts can be killed with it, and Ctrl-C does not reach it."""
    try:
        os.setpgid(process, process)
    except OSError:
        pass


def kill_group(process: int) -> None:
    """Kills a process and what it started."""
    for kill in (os.killpg, os.kill):
        try:
            kill(process, signal.SIGKILL)
            return
        except OSError:
            continue


def cores() -> int:
    """How many processes can run at once, as far as we may: at least 1."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        with open("/sys/fs/cgroup/cpu.max") as limit:
            quota, period = limit.read().split()
    except (OSError, ValueError):  # no limit that is told this way
        return usable
    return usable if quota == "max" else min(usable, math.ceil(int(quota) / int(period)))


def is_blocked(process: int) -> bool:
    """Whether it waits for something; False: it runs, or would if there were a free core, or that cannot be told."""
    try:
        with open(f"/proc/{process}/stat", "rb", buffering=0) as stat:
            return stat.read(512).rpartition(b") ")[2][:1] in (b"S", b"D")
    except OSError:
        return False


def default_signals() -> None:
    """The signals as a program of its own has them."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def say(text: str) -> None:
    """A line of this server on standard error."""
    print("dromedary: " + text, file=sys.stderr, flush=True)


def explain_end(path: str, text: str) -> None:
    """Leaves the reason of the end where Kubernetes looks for it; no such file: no Kubernetes."""
    try:
        with open(path, "r+b", buffering=0) as log:
            log.truncate()
            log.write(text.strip().encode("utf-8", "replace")[-_TERMINATION_LOG_ROOM:])
    except OSError:
        pass


def fail(termination_log: str, text: str, status: int = 1) -> NoReturn:
    """Ends the process with a reason."""
    say(text)
    explain_end(termination_log, text)
    sys.exit(status)
