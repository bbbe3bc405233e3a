"""What the figures of `bench/http` are to be, and whether they are."""

from dataclasses import dataclass
from typing import Callable

LARGE = ("64 KiB", "1 MiB", "64 MiB")


@dataclass(frozen=True)
class Aim:
    """`figure` takes it out of a Report; None: it was not measured."""

    what: str
    figure: Callable
    least: float | None = None
    most: float | None = None

    def line(self, report):
        """None: nothing to say."""
        value = self.figure(report)
        if value is None:
            return None
        met = value >= self.least if self.most is None else value <= self.most
        wanted = f"at least {self.least:g}" if self.most is None else f"at most {self.most:g}"
        return f"aim {'met   ' if met else 'MISSED'} {self.what:<64} {value:>8.2f}, {wanted}"


def to_nginx(measure, case, figure):
    return lambda report: report.quotient(measure, case, figure, "router", "nginx")


def to_itself(measure, case, other, figure):
    """Of the router: one case to another."""
    return lambda report: quotient(report.median(measure, case, "router", figure), report.median(measure, other, "router", figure))


def added(figure):
    """To the function alone, µs at one connection."""
    def taken(report):
        ours, alone = (report.median("requests", "1", peer, figure) for peer in ("router", "direct"))
        return None if ours is None or alone is None else ours - alone

    return taken


def worst_body(direction):
    """MB/s of the large ones, the smallest ratio to nginx."""
    def taken(report):
        ratios = [to_nginx("payload", f"{size} {direction}", "mb_per_s")(report) for size in LARGE]
        return min((ratio for ratio in ratios if ratio is not None), default=None)

    return taken


def all_to_one(report):
    """The cases stand where the peers do."""
    return report.quotient("routes", "32", "rate", "all of many", "one")


def first_answer(report):
    """p99, ms."""
    times = sorted(time for record in report.records if record["measure"] == "apply" for time in record["answered_ms"])
    return times[min(len(times) - 1, int(.99 * len(times)))] if times else None


def goodput(report):
    """Under five times the load, to the peak of the function alone."""
    return quotient(report.median("overload", "function at 5", "router", "goodput"),
                    report.median("overload", "function at its peak", "direct", "goodput"))


def quotient(value, other):
    return value / other if value is not None and other else None


AIMS = (
    Aim("requests/s at 32 connections, to nginx", to_nginx("requests", "32", "rate"), least=.75),
    Aim("CPU µs a request at 32 connections", lambda report: report.median("requests", "32", "router", "cpu_us"), most=32),
    Aim("p50 added at 1 connection, µs", added("p50"), most=70),
    Aim("p99.9 added at 1 connection, µs", added("p999"), most=1000),
    Aim("64 KiB to 64 MiB down, MB/s to nginx, the worst", worst_body("down"), least=.9),
    Aim("64 KiB to 64 MiB up, MB/s to nginx, the worst", worst_body("up"), least=.9),
    Aim("requests/s to all of very many triggers, to one alone", all_to_one, least=.97),
    Aim("heap KiB a trigger", lambda report: report.median("routes", "heap", "router", "kib_per_trigger"), most=2),
    Aim("HTTPTrigger created among very many -> first 200, p99 ms", first_answer, most=60),
    Aim("TLS by HTTP/1.1, requests/s to nginx", to_nginx("tls", "HTTP/1.1", "rate"), least=.8),
    Aim("TLS by HTTP/2, requests/s to nginx", to_nginx("tls", "HTTP/2", "rate"), least=.8),
    Aim("answered/s at 5 times to the function's peak", goodput, least=.9),
    Aim("p99 of the answered at 5 times, to that at 0.8", to_itself("overload", "function at 5", "function at 0.8", "taken_ms.p99"), most=2),
    Aim("refused at 5 times, p99 ms", lambda report: report.median("overload", "function at 5", "router", "refused_ms.p99"), most=5),
)


def lines(report):
    return [line for line in (aim.line(report) for aim in AIMS) if line]
