"""The metrics, in Prometheus' text format, under Kubeless' names."""

from .board import BUCKETS, Board

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_BOUNDS = [repr(float(bound)) for bound in BUCKETS] + ["+Inf"]


def render(board: Board) -> str:
    """All workers' counts, summed."""
    totals = list(board.totals())
    lines = [
        "# HELP function_calls_total Number of calls to user function",
        "# TYPE function_calls_total counter",
        *(f'function_calls_total{{method="{method}"}} {calls}' for method, calls, _, _, _ in totals),
        "# HELP function_failures_total Number of exceptions in user function",
        "# TYPE function_failures_total counter",
        *(f'function_failures_total{{method="{method}"}} {failures}' for method, _, failures, _, _ in totals),
        "# HELP function_duration_seconds Duration of user function in seconds",
        "# TYPE function_duration_seconds histogram",
    ]
    for method, _, _, seconds, buckets in totals:
        below = 0
        for bound, count in zip(_BOUNDS, buckets):
            below += count
            lines.append(f'function_duration_seconds_bucket{{method="{method}",le="{bound}"}} {below}')
        lines.append(f'function_duration_seconds_sum{{method="{method}"}} {seconds}')
        lines.append(f'function_duration_seconds_count{{method="{method}"}} {below}')
    return "\n".join(lines) + "\n"
