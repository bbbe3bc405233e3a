"""Starts the server: python3 -I main.py. The libraries are in $DROMEDARY_LIBRARIES, by default the folder `lib` beside `server`."""

import os
import sys


def _run() -> int:
    here = os.path.dirname(os.path.abspath(__file__))
    ours = [here, os.environ.get("DROMEDARY_LIBRARIES") or os.path.join(os.path.dirname(here), "lib")]
    # Only while the server itself is imported: what the function imports is not ours to hide or to lend.
    sys.path[:0] = ours
    from dromedary_runtime import server

    del sys.path[: len(ours)]
    return server.main()


if __name__ == "__main__":
    sys.exit(_run())
