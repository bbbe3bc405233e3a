"""Tests of the Python runtime. Run by runtimes/test, which prepares the server's libraries."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SERVER = os.path.join(os.path.dirname(HERE), "server")
LIBRARIES = os.environ.get("DROMEDARY_LIBRARIES") or os.path.join(os.path.dirname(HERE), "lib")

sys.path[:0] = [SERVER, LIBRARIES]
