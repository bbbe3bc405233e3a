"""The programs of others that a bench measures with or against, out of Debian's packages."""

import os
import shutil
import subprocess

from apiserver import HOUSE

PACKAGES = {"wrk": "wrk", "nginx": "nginx", "h2load": "nghttp2-client"}


def tool(name):
    """Its path; None: it is not there."""
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/go/bin")


def fetch():
    """Installs what is missing, which root alone can; what could not be had is named."""
    missing = [package for name, package in PACKAGES.items() if not tool(name)]
    if missing:
        subprocess.run([f"{HOUSE}/cluster/packages", *missing])
    for name in ("wrk", "nginx"):
        if not tool(name):
            raise SystemExit(f"There is no {name}: install it (apt-get install {PACKAGES[name]}), or run this once as root on Debian")


def version(name, option):
    done = subprocess.run([tool(name), option], capture_output=True, text=True)
    return (done.stdout + done.stderr).strip().splitlines()[0]
