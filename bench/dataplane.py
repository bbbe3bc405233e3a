"""What `bench/http` does, one measure a method: peers of its own, asked in turn, and every round written down."""

import os
import statistics
import time

import crowd
import load
import peers
import router
from apiserver import HOUSE, ApiServer, Program, free_port
from peers import HOST, SIZES, Cores, Peer
from tools import tool

ONE = "bench-one"
SLOW_HOST, TLS_HOST = "slow.example.com", "tls.example.com"
CONNECTIONS = (1, 32, 256)
PAYLOAD_CONNECTIONS = {"1 KiB": 32, "64 KiB": 32, "1 MiB": 8, "64 MiB": 2}
AT_A_TIME, EACH_MS = 20, 10  # of the slow function; the first stands in http.d/proxy.conf too
TOO_MUCH = 5
PEAK = "function at its peak"
CROWD, CALM = 2000, 200  # connections


class DataPlane:
    def __init__(self, folder, options):
        self.folder, self.options, self.records, self.notes = folder, options, [], []
        self.cores = Cores(options.pin)
        self.programs, self.crowd = [], crowd.Crowd(self)
        self.server = ApiServer(folder)
        self.router = None
        for namespace in (ONE, crowd.MANY):
            self.server.kubectl("create", "namespace", namespace)
        for kind in sorted(os.listdir(f"{HOUSE}/crd/manifests")):
            self.server.kubectl("apply", "-k", f"{HOUSE}/crd/manifests/{kind}")
        self.server.kubectl("wait", "--for", "condition=Established", "--timeout", "120s", "crd", "--all")
        self.cores.take_ours()
        self.overload_tool = load.Overload(folder) if tool("go") else None
        self.start_peers()

    def start_peers(self):
        proxies = self.cores.for_proxy()
        program, address, port = peers.function(self.folder)
        self.programs.append(program)
        self.function_at, self.slow_at = (address, port), (address, free_port())
        certificate = self.certificate = peers.certificate(self.folder, TLS_HOST)
        if self.overload_tool:
            listen = "{}:{}".format(*self.slow_at)
            self.programs.append(Program("slow", self.overload_tool.function(listen, AT_A_TIME, EACH_MS), self.folder))
        direct = Peer("direct", f"{address}:{port}")
        nginx, self.limited = peers.nginx_proxy(self.folder, proxies, direct.address, "{}:{}".format(*self.slow_at), certificate)
        vertx = peers.vertx_proxy(self.folder, proxies, direct.address, certificate)
        self.programs += [nginx.program, vertx.program]
        router.post_all(self.server, [
            *router.function(ONE, "one", *self.function_at), router.trigger(ONE, "one", "one", HOST),
            *router.function(ONE, "slow", *self.slow_at),
            router.trigger(ONE, "slow", "slow", SLOW_HOST, limits={"concurrency": AT_A_TIME})], 1)
        self.router = router.Router(self.server, ONE, self.folder, proxies)
        self.router.train(self.train)
        self.router.start()
        self.router.await_ready()
        self.router.await_route(HOST)
        ours = Peer("router", f"127.0.0.1:{self.router.public}", self.router.program, self.router.tls)
        self.peers = [direct, nginx, vertx, ours]
        for peer in (nginx, vertx):
            peers.await_answer(peer)
        self.memory("at the start")
        self.warm(lambda peer, seconds: load.wrk(peer.address, seconds, 32))

    def train(self):
        """The work that images/train has it do."""
        self.router.await_route(HOST)
        for _ in range(2000):
            router.status(self.router.public, HOST)
        time.sleep(3)

    def warm(self, work, among=None):
        """Until the JVMs have compiled what matters: at length, for whose figures are taken before that measures its compiler."""
        for peer in among or self.peers[2:]:
            work(peer, self.options.warm)

    def rounds(self, measure, case, among, work):
        """Each peer in each round, forth and then back; what `work` tells of a peer is kept with the processor time it took."""
        for number in range(self.options.rounds):
            for peer in among if number % 2 == 0 else among[::-1]:
                before = peer.cpu()
                figures = work(peer)
                figures["cpu_s"] = peer.cpu() - before
                if figures["requests"]:
                    figures["cpu_us"] = 1e6 * figures["cpu_s"] / figures["requests"]
                self.keep(measure, case, peer.name, round=number + 1, **figures)
                self.all_alive()

    def all_alive(self):
        for program in self.programs:
            if program.process.poll() is not None:
                raise SystemExit(f"{program.process.args} ended with {program.process.returncode} while it was measured; see {program.log}")

    def keep(self, measure, case, peer, **figures):
        self.records.append({"measure": measure, "case": case, "peer": peer, **figures})
        if figures.get("errors"):
            self.notes.append(f"{measure}, {case}: {figures['errors']} requests of {peer} failed")

    def memory(self, when):
        for peer in self.peers[1:]:
            self.keep("memory", when, peer.name, **peer.program.memory())

    def requests(self):
        """Rate, percentiles and processor time of small requests."""
        for connections in CONNECTIONS:
            self.rounds("requests", str(connections), self.peers, lambda peer, c=connections: load.wrk(peer.address, self.options.seconds, c))
        self.memory("after requests")

    def payload(self):
        """Bodies down and up; MB/s of body, and how much memory was resident at the most."""
        for direction in ("down", "up"):
            for name, size in SIZES.items():
                def work(peer, seconds=self.options.seconds, size=size, up=direction == "up", connections=PAYLOAD_CONNECTIONS[name]):
                    peer.forget_peak()
                    figures = load.wrk(peer.address, seconds, connections, "/taken" if up else f"/sized/{size}", body=size if up else 0)
                    sent = figures["requests"] * size if up else figures["bytes"]  # what wrk has read of an answer counts before its end
                    return dict(figures, mb_per_s=sent / figures["seconds"] / 1e6, sent=sent, peak_mib=peer.peak())

                self.warm(lambda peer, seconds, w=work: w(peer, max(1, seconds // 4)))
                first = len(self.records)
                self.rounds("payload", f"{name} {direction}", self.peers, work)
                for record in self.records[first:]:
                    if record["sent"]:
                        record["cpu_ms_per_mb"] = 1e9 * record["cpu_s"] / record["sent"]
        self.memory("after payload")

    def tls(self):
        """Termination, by HTTP/1.1 and by HTTP/2; the certificate is a trigger's."""
        if not tool("h2load"):
            return self.notes.append("tls: not measured, for there is no h2load: apt-get install nghttp2-client")
        with open(f"{self.certificate}.crt") as certificate, open(f"{self.certificate}.key") as key:
            secret = {"metadata": {"name": "bench"}, "type": "kubernetes.io/tls"}
            secret["stringData"] = {"tls.crt": certificate.read(), "tls.key": key.read()}
        router.post(self.server, f"/api/v1/namespaces/{ONE}/secrets", secret)
        router.post(self.server, *router.trigger(ONE, "tls", "one", TLS_HOST, tls_secret="bench"))
        self.router.await_tls(TLS_HOST, f"{self.certificate}.crt")
        for case, how in {"HTTP/1.1": ("--h1", "-c32"), "HTTP/2": ("-c8", "-m16")}.items():
            rates = {peer.name: 500 for peer in self.peers}  # found to be so far

            def work(peer, seconds=self.options.seconds, how=how, rates=rates):
                figures = load.h2load(peer, int(rates[peer.name] * seconds), TLS_HOST, *how)
                rates[peer.name] = max(500, figures["rate"])
                return figures

            self.warm(lambda peer, _, w=work: w(peer, 2), self.peers[1:])
            for _ in range(3):  # h2load is told a number of requests: each time as many as were found to take so long
                self.warm(work)
            self.rounds("tls", case, self.peers[1:], work)

    def overload(self):
        """A function that can do no more, and a proxy that can do no more, asked for five times what they can."""
        if not self.overload_tool:
            return self.notes.append("overload: not measured, for there is no Go to build its load generator with")
        seconds, most = self.options.seconds, AT_A_TIME * 1000 / EACH_MS
        slow = "{}:{}".format(*self.slow_at)
        alone = [Peer("direct", slow)]
        among = [*alone, Peer("nginx", self.limited, self.peers[1].program), self.peers[3]]

        def ask(peer, rate, connections, host=SLOW_HOST):
            return self.overload_tool.load(peer.address, host, rate, connections, seconds)

        self.warm(lambda peer, _: ask(peer, most, CROWD), among[2:])
        self.rounds("overload", PEAK, alone, lambda peer: ask(peer, TOO_MUCH * most, AT_A_TIME))
        peak = statistics.median(record["goodput"] for record in self.records if record["case"] == PEAK)
        self.rounds("overload", "function at 0.8", among, lambda peer: ask(peer, 0.8 * peak, CALM))
        self.rounds("overload", "function at 5", among, lambda peer: ask(peer, TOO_MUCH * peak, CROWD))
        rates = {peer.name: load.wrk(peer.address, min(2, seconds), 32)["rate"] for peer in self.peers[1:]}
        for case, connections in {"proxy, 32 connections": 32, f"proxy, {CROWD} connections": CROWD}.items():
            self.rounds("overload", case, self.peers[1:], lambda peer, c=connections: ask(peer, TOO_MUCH * rates[peer.name], c, HOST))
        self.memory("after overload")

    def complaints(self):
        """The last of what the routers had to say at WARN or above becomes notes."""
        for app in (self.router, self.crowd.router):
            for line in app.complaints()[-5:] if app and app.program else ():
                self.notes.append(f"log of the {app.name}: {line[:400]}")

    def stop(self):
        for app in (self.router, self.crowd.router):
            if app and app.program:
                app.program.stop()
        for program in self.programs:
            program.stop()
        self.server.stop()
