"""The figures of `bench/http` for people, and for the record."""

import json
import os
import statistics
import subprocess
import time

import aims
import cluster
from apiserver import HOUSE
from tools import tool, version

PEERS = ("direct", "nginx", "vertx", "router")
SHOWN = {"direct": "function alone", "vertx": "bare Vert.x"}


class Report:
    def __init__(self, records, notes):
        self.records, self.notes = records, notes

    def median(self, measure, case, peer, figure):
        """Over the rounds; None: it was not measured. `a.b` is b within a."""
        values = list(self.by_round(measure, case, peer, figure).values())
        return statistics.median(values) if values else None

    def by_round(self, measure, case, peer, figure):
        name, _, part = figure.partition(".")
        values = {r.get("round", 0): r[name].get(part) if part else r[name] for r in self.records
                  if (r["measure"], r["case"], r["peer"]) == (measure, case, peer) and name in r}
        return {number: value for number, value in values.items() if value is not None}

    def quotient(self, measure, case, figure, peer, other):
        """One peer's figure to another's of the same round, the median over the rounds: how fast the machine was at the time is in both."""
        ours, theirs = (self.by_round(measure, case, one, figure) for one in (peer, other))
        values = [ours[number] / theirs[number] for number in ours if theirs.get(number)]
        return statistics.median(values) if values else None

    def cases(self, measure):
        return list(dict.fromkeys(r["case"] for r in self.records if r["measure"] == measure))

    def row(self, what, measure, case, figure, digits=0, added=False):
        """`added`: what a proxy adds to the function alone."""
        values = {peer: self.median(measure, case, peer, figure) for peer in PEERS}
        if figure.startswith("cpu") or figure in ("Rss", "Anonymous", "peak_mib"):
            values["direct"] = None
        if added and values["direct"] is not None:
            base = values["direct"]
            values = {peer: value if peer == "direct" or value is None else value - base for peer, value in values.items()}
        if all(value is None for value in values.values()):
            return
        cells = [f"{values[peer]:,.{digits}f}" if values[peer] is not None else "" for peer in PEERS]
        others = ("nginx", "vertx", "direct")
        ratios = ([self.ratio(values["router"], values[other]) if other != "direct" else "" for other in others] if added
                  else [self.shown(self.quotient(measure, case, figure, "router", other)) if values[other] is not None else "" for other in others])
        print(f"{what:<48}" + "".join(f"{cell:>15}" for cell in cells) + "".join(f"{cell:>10}" for cell in ratios))

    @staticmethod
    def shown(ratio):
        return "" if ratio is None else f"{ratio:.2f}"

    def ratio(self, value, other):
        return self.shown(value / other if value is not None and other else None)

    def table(self):
        heads = [SHOWN.get(peer, peer) for peer in PEERS]
        print(f"{'':<48}" + "".join(f"{head:>15}" for head in heads) + "".join(f"{head:>10}" for head in ("to nginx", "to Vert.x", "to alone")))
        for case in self.cases("requests"):
            self.row(f"requests/s, connections: {case}", "requests", case, "rate")
        for case in self.cases("requests"):
            self.row(f"CPU µs a request, connections: {case}", "requests", case, "cpu_us", 1)
        for name, figure in {"p50": "p50", "p99": "p99", "p99.9": "p999"}.items():
            self.row(f"latency {name}, 1 connection: alone, added, µs", "requests", "1", figure, added=True)
        for case in self.cases("payload"):
            self.row(f"{case}, MB/s", "payload", case, "mb_per_s")
            self.row(f"{case}, CPU ms a MB", "payload", case, "cpu_ms_per_mb", 2)
            self.row(f"{case}, peak resident MiB", "payload", case, "peak_mib")
        for case in self.cases("tls"):
            self.row(f"TLS, {case}: requests/s", "tls", case, "rate")
            self.row(f"TLS, {case}: CPU µs a request", "tls", case, "cpu_us", 1)
        for case in self.cases("overload"):
            self.row(f"overload, {case}: answered/s", "overload", case, "goodput")
            if case in ("function at 0.8", "function at 5"):  # elsewhere it is how long the queue has grown, and no more
                self.row("  answered, p99 ms", "overload", case, "taken_ms.p99", 1)
                self.row("  refused/s", "overload", case, "refused")
                self.row("  refused, p50 ms", "overload", case, "refused_ms.p50", 1)
                self.row("  refused, p99 ms", "overload", case, "refused_ms.p99", 1)
        for case in self.cases("memory"):
            self.row(f"resident MiB, {case}", "memory", case, "Rss")
            self.row("  its own", "memory", case, "Anonymous")

    def lines(self):
        """What has no peer."""
        rates = {case: self.median("routes", "32", case, "rate") for case in ("one", "one of many", "all of many")}
        if rates["one"]:
            print("requests/s with one trigger, with very many and one asked, all asked: "
                  + ", ".join(f"{rate:,.0f} ({self.quotient('routes', '32', 'rate', case, 'one'):.2f})" for case, rate in rates.items()))
        if (heap := self.median("routes", "heap", "router", "kib_per_trigger")) is not None:
            function, ready = self.median("routes", "heap", "router", "kib_per_function"), self.median("routes", "ready", "router", "seconds")
            print(f"heap KiB a trigger {heap:.1f}, a Function with its addresses {function:.1f}; start to ready with all of them {ready:.1f} s")
        for record in self.records:
            if record["measure"] == "apply":
                print("HTTPTrigger created -> first 200, ms: " + ", ".join(
                    f"{what} {spread(record[figure])}" for what, figure in {
                        "answered": "answered_ms", "a bare watch heard of it": "watched_ms", "the API server had it": "created_ms"}.items()))

        for what, figure, case, base in (
                ("answered/s at 5 times to the function's peak", "goodput", "function at 5", None),
                ("p99 at 5 times to 0.8 times what the function can do", "taken_ms.p99", "function at 5", "function at 0.8"),
                ("answered/s by 2000 connections to 32", "goodput", "proxy, 2000 connections", "proxy, 32 connections")):
            shares = []
            for peer in PEERS:
                value = self.median("overload", case, peer, figure)
                of = self.median("overload", base or "function at its peak", peer if base else "direct", figure)
                shares += [f"{SHOWN.get(peer, peer)} {value / of:.2f}"] if value is not None and of else []
            if shares:
                print(f"overload, {what}: {', '.join(shares)}")

    def failures(self):
        """Who answered nothing in a whole measure, or failed requests where none should fail."""
        asked, told = {}, []
        for record in self.records:
            if "requests" in record:
                of = f"{record['measure']}, {record['peer']}"
                asked[of] = asked.get(of, 0) + record["requests"] - record["errors"] * (record["measure"] == "overload")
                if record["errors"] and record["measure"] != "overload":
                    told.append(f"{of}, {record['case']}: {record['errors']} requests failed")
        return told + [f"{of}: no answer" for of, answered in asked.items() if answered <= 0]

    def show(self, about):
        print("; ".join(f"{key} {value}" for key, value in about.items()))
        self.table()
        self.lines()
        for line in [*([] if "quick" in about else aims.lines(self)), *(f"note: {note}" for note in dict.fromkeys(self.notes))]:
            print(line)

    def write(self, about, path):
        write(about, self.notes, self.records, path)


def write(about, notes, records, path):
    """One record a line, so that two runs can be compared."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        lines = ",\n".join("  " + json.dumps(rounded(record)) for record in records)
        file.write('{{\n"about": {},\n"notes": {},\n"records": [\n{}\n]}}\n'.format(
            json.dumps(about, indent=1), json.dumps(list(dict.fromkeys(notes))), lines))
    print(f"all rounds: {os.path.relpath(path)}")


def spread(values):
    values = sorted(values)
    return f"p50 {values[len(values) // 2]:.1f} p99 {values[min(len(values) - 1, int(len(values) * .99))]:.1f}"


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.5g}")
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    return [rounded(part) for part in value] if isinstance(value, list) else value


def machine():
    """When and where, and of what."""
    commit = subprocess.run(["git", "-C", HOUSE, "describe", "--always", "--dirty"], capture_output=True, text=True).stdout.strip()
    return {"date": time.strftime("%Y-%m-%d %H:%M"), "machine": cluster.machine(), "load before": round(os.getloadavg()[0], 1), "commit": commit}


def about(options):
    """Machine, versions, and how it was measured."""
    told = machine() | {
        "nginx": version("nginx", "-v").rpartition("/")[2], "wrk": version("wrk", "-v").split()[1],
        "pin": options.pin, "seconds": options.seconds, "rounds": options.rounds, "warm": options.warm, "routes": options.routes}
    told |= {"quick": "no figure is worth anything"} if options.quick else {}
    return told | ({"h2load": version("h2load", "--version").rpartition("/")[2]} if tool("h2load") else {})


def place(path, ending="", what="http"):
    """Where the record goes: what there is of the same day stays."""
    if path:
        return os.path.abspath(path)
    day, number = f"{HOUSE}/bench/results/{what}-{time.strftime('%Y-%m-%d')}", 1
    path = f"{day}{ending}.json"
    while os.path.exists(path):
        number += 1
        path = f"{day}-{number}{ending}.json"
    return path
