"""The load generators, each run once a call, and what they tell as plain figures: times in µs unless a name says otherwise."""

import json
import os
import re
import subprocess

from apiserver import HOUSE, dies_with_us
from peers import HOST, PARTS
from tools import tool

PATIENCE = 30  # seconds that an answer may take before it counts as an error
LONGEST = 600  # seconds that a generator may take altogether


def run(command, environment=None):
    done = subprocess.run(command, env=environment, capture_output=True, text=True, preexec_fn=dies_with_us, timeout=LONGEST)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: {done.stderr[-400:] or done.stdout[-400:]}")
    return done.stdout


def wrk(address, seconds, connections, path="/", host=HOST, hosts=0, body=0):
    """`hosts`: so many names, one a request at random, are made by `host`, a format. `body`: so many bytes are posted."""
    environment = dict(os.environ, LOAD_HOST=host, LOAD_HOSTS=str(hosts), LOAD_BODY=str(body))
    told = run([tool("wrk"), "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", f"{PATIENCE}s", "-s", f"{PARTS}/wrk.lua",
                f"http://{address}{path}"], environment)
    figures = json.loads(next(line for line in told.splitlines() if line.startswith("{")))
    return dict(figures, rate=figures["requests"] / figures["seconds"])


def h2load(peer, requests, host, *options):
    """One thread; `options` choose protocol, connections and streams. It is told how many, for told how long it does not end by HTTP/1.1."""
    told = run([tool("h2load"), "-t1", f"-n{requests}", f"--connect-to=127.0.0.1:{peer.tls}", *options, f"https://{host}/"])
    succeeded = int(re.search(r"requests: .*?(\d+) succeeded", told)[1])
    return {"requests": succeeded, "errors": requests - succeeded, "rate": float(re.search(r"finished in .*?, ([\d.]+) req/s", told)[1])}


class Overload:
    """`overload.go`: an open-loop load generator, and a function that does so much at a time and no more."""

    def __init__(self, folder):
        self.path = f"{folder}/overload"
        run([tool("go"), "build", "-o", self.path, f"{HOUSE}/bench/overload.go"], dict(os.environ, CGO_ENABLED="0"))

    def function(self, listen, workers, milliseconds):
        """The command of the function."""
        return [self.path, "function", listen, str(workers), str(milliseconds)]

    def load(self, address, host, rate, connections, seconds):
        return json.loads(run([self.path, "load", address, host, str(rate), str(connections), str(seconds)]))
