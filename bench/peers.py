"""Who is measured: the function alone, nginx and a bare Vert.x proxy before it, and the router. One place each on this machine."""

import os
import re
import subprocess
import time

import router
from apiserver import HOUSE, Program, free_port
from app import ENVIRONMENT, JDK, jvm
from tools import tool

PARTS = f"{HOUSE}/bench/http.d"
SIZES = {"1 KiB": 2**10, "64 KiB": 2**16, "1 MiB": 2**20, "64 MiB": 2**26}
HOST = "one.example.com"


class Peer:
    """Something that answers requests. `program` is whose processor time and memory count; the function itself has none."""

    def __init__(self, name, address, program=None, tls=0):
        self.name, self.address, self.program, self.tls = name, address, program, tls

    def cpu(self):
        return self.program.cpu() if self.program else 0

    def forget_peak(self):
        """From now on `peak` is of what comes after."""
        if self.program:
            with open(f"/proc/{self.program.pid}/clear_refs", "w") as file:
                file.write("5")

    def peak(self):
        """MiB that were resident at the most."""
        if not self.program:
            return 0
        with open(f"/proc/{self.program.pid}/status") as told:
            return int(re.search(r"VmHWM:\s+(\d+)", told.read())[1]) / 1024


class Cores:
    """Who runs where. The first of the two is for load generator and function, the second for the proxy that is measured."""

    def __init__(self, pin):
        usable = sorted(os.sched_getaffinity(0))
        if pin != "none" and len(usable) < 2:
            raise SystemExit(f"--pin {pin} needs two cores, and there is {len(usable)}: use --pin none")
        self.load, self.proxy = {"none": (None, None), "split": usable[:2], "swap": usable[1::-1]}[pin]

    def take_ours(self):
        """This process, and all that it starts from now on but proxies."""
        if self.load is not None:
            os.sched_setaffinity(0, {self.load})

    def for_proxy(self):
        return [] if self.proxy is None else ["taskset", "-c", str(self.proxy)]


def nginx(name, folder, cores, **values):
    """One process that serves what its part of http.d says, the values put in for @NAMES@."""
    home = f"{folder}/{name}"
    os.makedirs(f"{home}/temp")
    with open(f"{PARTS}/{name}.conf") as part:
        text = part.read()
    for key, value in values.items():
        text = text.replace(f"@{key.upper()}@", str(value))
    with open(f"{home}/nginx.conf", "w") as configuration:
        configuration.write(text)
    return Program(name, [*cores, tool("nginx"), "-p", home, "-c", f"{home}/nginx.conf", "-e", f"{home}/error.log"], folder)


def function(folder):
    """The function's address: an nginx that answers, gives files of each size, and takes whatever is sent. Its `status` is the port of its counters."""
    os.makedirs(f"{folder}/files/sized")
    for size in SIZES.values():
        with open(f"{folder}/files/sized/{size}", "wb") as file:
            file.write(os.urandom(2**10) * (size // 2**10))
    address, port, status = router.own_address(), free_port(), free_port()
    program = nginx("function", folder, [], address=address, port=port, status=status, files=f"{folder}/files")
    program.status = status
    return program, address, port


def nginx_proxy(folder, cores, function_at, slow_at, certificate):
    """The proxy, and the address of its server that lets only so many requests at a time through to the slow function."""
    port, tls, limited = free_port(), free_port(), free_port()
    program = nginx("proxy", folder, cores, port=port, tls=tls, limited=limited, function=function_at, slow=slow_at, certificate=certificate)
    return Peer("nginx", f"127.0.0.1:{port}", program, tls), f"127.0.0.1:{limited}"


def vertx_proxy(folder, cores, function_at, certificate):
    """Compiled first, for a compiler inside would count as the proxy's memory; on the router's class path and options."""
    jars = f"{router.APP}/lib/main/*:{router.APP}/lib/boot/*"
    subprocess.run([f"{JDK}/javac", "-d", f"{folder}/vertx", "-cp", jars, f"{HOUSE}/bench/VertxProxy.java"], check=True)
    port, tls = free_port(), free_port()
    command = [*cores, *jvm("router", router.memory_limit()), f"-Dvertx.cacheDirBase={folder}/vertx-cache", "-cp", f"{folder}/vertx:{jars}",
               "VertxProxy", str(port), str(tls), f"{certificate}.crt", f"{certificate}.key", function_at]
    return Peer("vertx", f"127.0.0.1:{port}", Program("vertx", command, folder, env=dict(os.environ, **ENVIRONMENT)), tls)


def certificate(folder, host):
    """Path without ending of a .crt and a .key, as PEM."""
    path = f"{folder}/certificate"
    subprocess.run([
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", f"/CN={host}",
        "-addext", f"subjectAltName=DNS:{host}", "-keyout", f"{path}.key", "-out", f"{path}.crt"], check=True, stderr=subprocess.DEVNULL)
    return path


def await_answer(peer, seconds=30):
    end = time.monotonic() + seconds
    while router.status(int(peer.address.rpartition(":")[2]), HOST) != 200:
        if time.monotonic() > end or peer.program.process.poll() is not None:
            raise SystemExit(f"{peer.name} does not answer; see {peer.program.log}")
        time.sleep(0.05)
