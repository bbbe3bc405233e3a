"""A request as the WSGI environment, which is what Bottle reads."""

import sys
from io import BytesIO
from typing import Any, Dict
from urllib.parse import unquote_to_bytes, urlsplit

from .request import Request

_KEPT_NAMES = 1000

_names: Dict[str, str] = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


class Environments:
    """Makes environments; what is the same for all requests is made once."""

    def __init__(self, host: str, port: int):
        self._same = {
            "SCRIPT_NAME": "",
            "SERVER_NAME": host,
            "SERVER_PORT": str(port),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }

    def of(self, request: Request, peer: str) -> Dict[str, Any]:
        environ = self._same.copy()
        environ["REQUEST_METHOD"] = request.method
        environ["SERVER_PROTOCOL"] = "HTTP/1.1" if request.minor else "HTTP/1.0"
        environ["REMOTE_ADDR"] = peer
        _put_target(environ, request.target)
        for name, value in request.headers:
            key = _names.get(name) or _name(name)
            if key in environ:
                value = environ[key] + ("; " if name == "cookie" else ",") + value
            environ[key] = value
        if request.chunked:
            # The coding is taken off: Bottle must not look for chunks.
            del environ["HTTP_TRANSFER_ENCODING"]
        environ["CONTENT_LENGTH"] = str(len(request.body)) if request.body else ""
        environ["wsgi.input"] = body = BytesIO(request.body)
        environ["bottle.request.body"] = body
        return environ


def _put_target(environ: Dict[str, Any], target: str) -> None:
    if not target.startswith("/") and target != "*":
        # The absolute form, as proxies send it.
        parts = urlsplit(target)
        target = (parts.path or "/") + ("?" + parts.query if parts.query else "")
    path, _, query = target.partition("?")
    environ["PATH_INFO"] = unquote_to_bytes(path.encode("latin-1")).decode("latin-1") if "%" in path else path
    environ["QUERY_STRING"] = query


def _name(header: str) -> str:
    name = "HTTP_" + header.upper().replace("-", "_")
    if len(_names) < _KEPT_NAMES:
        _names[header] = name
    return name
