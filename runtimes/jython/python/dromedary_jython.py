"""A function in Python 2.7 behind Bottle, which gives return values their meaning as it did in Kubeless. The HTTP server is Java's:
it calls `load`, `Served.serving`, and then `Calls.prepare` and `Calls.call` for each request, several at a time."""

import imp
import json
import os
import sys
import traceback
from io import BytesIO
from urllib import unquote

import bottle

INTERNAL_ERROR = "Internal Server Error"
_RESULT = "dromedary.result"


class LoadError(Exception):
    """The function cannot be served; the message says why."""


def load(folder, name, handler, python_path):
    """The handler in its module, which is run. Raises LoadError, and what the module raises."""
    wanted = [folder, os.path.join(folder, "lib", "python2.7", "site-packages")]
    wanted += [path for path in python_path.split(os.pathsep) if path]
    sys.path[:0] = [path for index, path in enumerate(wanted) if path not in sys.path + wanted[:index]]
    file = os.path.join(folder, name + ".py")
    if not os.path.isfile(file):
        raise LoadError("There is no file %s (MOD_NAME is '%s')" % (file, name))
    served = Served(name, folder)
    kept = sys.modules.get(name)
    module = imp.load_source(name, file)
    if kept is not None:
        # A function may be called as a module of Python's (Queue.py): then those who import that one still get it.
        sys.modules[name] = kept
    served.handler = getattr(module, handler, None)
    if not callable(served.handler):
        raise LoadError("%s.py has no function '%s'; it has: %s" % (name, handler, _functions(module)))
    return served


def explain(kind, error, trace):
    """Why there is no function, for the log."""
    if kind is LoadError:
        return str(error)
    while trace is not None and trace.tb_frame.f_globals.get("__name__") == __name__:
        trace = trace.tb_next
    name = os.environ.get("MOD_NAME", "")
    return "The module %s.py cannot be loaded:\n%s" % (name, "".join(traceback.format_exception(kind, error, trace)))


def _functions(module):
    names = [name for name, value in vars(module).items() if callable(value) and not name.startswith("_")]
    return ", ".join(sorted(names)[:20]) or "none"


class Served(object):
    """A function that is loaded."""

    def __init__(self, name, folder):
        self.name = name
        self.folder = folder
        self.handler = None

    def serving(self, host, port, body_limit, timeout, runtime, memory_limit):
        bottle.BaseRequest.MEMFILE_MAX = body_limit
        context = {
            "function-name": getattr(self.handler, "__name__", ""),
            "timeout": timeout,
            "runtime": runtime or None,
            "memory-limit": memory_limit or None,
        }
        return Calls(self.handler, context, {"SERVER_NAME": host, "SERVER_PORT": str(port)})


class FunctionRequest(bottle.BaseRequest):
    """`event['extensions']['request']`: Bottle's request, which may be used in any thread."""


class Calls(object):
    """Calls the handler, in the thread that asks."""

    def __init__(self, handler, context, server):
        self._handler = handler
        self._context = context
        self._server = server
        self._app = _App()

    def prepare(self, method, path, query, minor, headers, body, peer):
        """What is done before the call begins: the environment with the data, or a text that says why there is no call."""
        environ = dict(self._server)
        environ.update({
            "SCRIPT_NAME": "",
            "REQUEST_METHOD": method,
            "SERVER_PROTOCOL": "HTTP/1.1" if minor else "HTTP/1.0",
            "REMOTE_ADDR": peer,
            "PATH_INFO": unquote(path),
            "QUERY_STRING": query,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        })
        for name, value in zip(headers[::2], headers[1::2]):
            key = name.upper().replace("-", "_")
            if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
                key = "HTTP_" + key
            if key in environ:
                value = environ[key] + ("; " if name == "cookie" else ",") + value
            environ[key] = value
        # The coding is taken off: Bottle must not look for chunks.
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        environ["CONTENT_LENGTH"] = str(len(body)) if body else ""
        environ["wsgi.input"] = environ["bottle.request.body"] = BytesIO(body)
        data = body
        if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() == "application/json":
            try:
                data = json.loads(body) if body else None
            except (ValueError, RuntimeError) as error:
                return "The body is not JSON: %s" % error
        return environ, data

    def call(self, prepared):
        """Status, headers (a list: name and value in turn) and body: a str, or an iterator. Of a call that failed: why, as the only
        item, or an empty text if memory is full."""
        environ, data = prepared
        outcome = _Outcome()
        try:
            self._app.begin(environ, lambda: self._result(environ, data))
            # Whether the body is sent is for the server to know, which needs its length.
            body = self._app(dict(environ, REQUEST_METHOD="GET"), outcome.start)
        except MemoryError:
            return "",
        except BaseException:  # sys.exit() too ends the call only
            return _failure(*sys.exc_info()),
        if outcome.failure(self._app):
            return outcome.failure(self._app),
        if isinstance(body, list):
            body = "".join(body)
        elif not hasattr(body, "next"):
            body = iter(body)
        return outcome.status, outcome.headers, body if isinstance(body, str) else _Stream(body)

    def _result(self, environ, data):
        event = {
            "data": data,
            # Of a CloudEvent what Kubeless' headers do not say.
            "event-id": environ.get("HTTP_EVENT_ID", environ.get("HTTP_CE_ID")),
            "event-type": environ.get("HTTP_EVENT_TYPE", environ.get("HTTP_CE_TYPE")),
            "event-time": environ.get("HTTP_EVENT_TIME", environ.get("HTTP_CE_TIME")),
            "event-namespace": environ.get("HTTP_EVENT_NAMESPACE"),
            "extensions": {"request": FunctionRequest(environ)},
        }
        try:
            return _answer(self._handler(event, self._context.copy()))
        except bottle.HTTPResponse as response:
            return _answer(response)


class _Outcome(object):

    def __init__(self):
        self.status = 200
        self.headers = []

    def start(self, status, headers, _=None):
        """WSGI's start_response."""
        self.status = int(status.split(" ", 1)[0])
        self.headers = [word for header in headers for word in header]

    @staticmethod
    def failure(app):
        return app.mine.__dict__.pop("failure", None)


class _Stream(object):
    """What a function yields."""

    def __init__(self, pieces):
        self._pieces = pieces

    def __iter__(self):
        return self

    def next(self):
        piece = next(self._pieces)
        return piece.encode("utf-8") if isinstance(piece, unicode) else str(piece)

    def close(self):
        close = getattr(self._pieces, "close", None)
        if close is not None:
            close()


class _App(bottle.Bottle):
    """Bottle without its routes: every path is the function's."""

    def __init__(self):
        super(_App, self).__init__()
        self.mine = bottle.threading.local()

    def begin(self, environ, call):
        """Calls the function with Bottle's request and response bound; what it returned is for the next `wsgi`."""
        environ["bottle.app"] = self
        environ["bottle.raw_path"] = environ["PATH_INFO"]
        bottle.request.bind(environ)
        bottle.response.bind()
        result = environ[_RESULT] = call()
        if isinstance(result, bottle.HTTPResponse):
            result.apply(bottle.response)

    def _handle(self, environ):
        return environ.pop(_RESULT)

    def default_error_handler(self, res):
        """An error that the function raised or returned is Bottle's page; any other is a failure."""
        if getattr(res, "from_function", False):
            return super(_App, self).default_error_handler(res)
        if isinstance(res.exception, MemoryError):
            raise res.exception
        self.mine.failure = "%s\n%s" % (res.body, res.traceback or res.exception or "")
        return INTERNAL_ERROR


def _answer(result):
    if isinstance(result, dict):
        bottle.response.content_type = "application/json"
        return json.dumps(result)
    if isinstance(result, bottle.HTTPResponse):
        result.from_function = True
        if isinstance(result.body, dict):
            result.body = json.dumps(result.body)
            result.content_type = "application/json"
    return result


def _failure(kind, error, trace):
    """The stack, without this server's own frames; callers never see it."""
    while trace is not None and trace.tb_frame.f_globals.get("__name__") == __name__:
        trace = trace.tb_next
    text = "".join(traceback.format_exception(kind, error, trace))
    return text if isinstance(text, str) else text.encode("utf-8")
