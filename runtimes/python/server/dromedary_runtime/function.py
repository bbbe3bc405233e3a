"""The user's function behind Bottle, which gives return values their meaning as it did in Kubeless."""

import json
import sys
import traceback
from typing import Any, Callable, Dict, Iterable, List, Optional, Tuple

import bottle

from .request import BadRequest, Request
from .settings import Settings
from .wsgi import Environments

INTERNAL_ERROR = "Internal Server Error"
_RESULT = "dromedary.result"
_HEADERS = [("Content-Type", bottle.BaseResponse.default_content_type)]


class FunctionRequest(bottle.BaseRequest):
    """`event['extensions']['request']`: Bottle's request, which may be pickled and used in any thread."""

    def __reduce__(self) -> Tuple[Any, ...]:
        plain = {key: value for key, value in self.environ.items() if isinstance(value, (str, int, tuple))}
        return _unpickled, (plain, self.body.read())


def _unpickled(environ: Dict[str, Any], body: bytes) -> FunctionRequest:
    environ["wsgi.input"] = environ["bottle.request.body"] = bottle.BytesIO(body)
    return FunctionRequest(environ)


class Outcome:
    """What came of a call. `body` is a list of bytes, or an iterator that still runs the function's code."""

    __slots__ = ("status", "headers", "body", "failed")

    def __init__(self) -> None:
        self.status = ""
        self.headers: List[Tuple[str, str]] = []
        self.body: Iterable[bytes] = []
        self.failed = False

    def start(self, status: str, headers: List[Tuple[str, str]], _: Any = None) -> None:
        """WSGI's start_response."""
        self.status = status
        self.headers = headers


class Function:
    """Calls the handler. One call at a time."""

    def __init__(self, settings: Settings, handler: Callable[[Dict[str, Any], Dict[str, Any]], Any]):
        self._handler = handler
        self._environments = Environments(settings.host, settings.port)
        self._context = {
            "function-name": getattr(handler, "__name__", settings.handler),
            "timeout": settings.timeout,
            "runtime": settings.runtime,
            "memory-limit": settings.memory_limit,
        }
        self._app = _App(self._call, self._error_body)
        self._data: Any = None
        self._unchanged = False
        self._outcome = Outcome()
        bottle.BaseRequest.MEMFILE_MAX = settings.body_limit

    def prepare(self, request: Request, peer: str) -> Dict[str, Any]:
        """What is done before the call's time runs. Raises BadRequest for JSON that is none."""
        environ = self._environments.of(request, peer)
        self._data = _data(environ.get("CONTENT_TYPE", ""), request.body)
        return environ

    def call(self, environ: Dict[str, Any]) -> Outcome:
        """Calls the function for what was prepared last. Raises nothing."""
        self._outcome = outcome = Outcome()
        bottle.request.bind(environ)
        if not self._unchanged:
            bottle.response.bind()
        result = self._app.begin(environ)
        self._unchanged = _as_it_was(bottle.response)
        if self._unchanged and type(result) in (str, bytes) and environ["REQUEST_METHOD"] != "HEAD":
            # What Bottle would make of it, at half the cost of a call.
            outcome.status, outcome.headers = "200 OK", _HEADERS.copy()
            outcome.body = [result.encode() if type(result) is str else result] if result else []
        else:
            self._unchanged = False
            outcome.body = self._app(environ, outcome.start)
        return outcome

    def _call(self, environ: Dict[str, Any]) -> Any:
        event = {
            "data": self._data,
            # Of a CloudEvent what Kubeless' headers do not say.
            "event-id": environ.get("HTTP_EVENT_ID", environ.get("HTTP_CE_ID")),
            "event-type": environ.get("HTTP_EVENT_TYPE", environ.get("HTTP_CE_TYPE")),
            "event-time": environ.get("HTTP_EVENT_TIME", environ.get("HTTP_CE_TIME")),
            "event-namespace": environ.get("HTTP_EVENT_NAMESPACE"),
            "extensions": {"request": FunctionRequest(environ)},
        }
        self._data = None
        try:
            return _answer(self._handler(event, self._context.copy()))
        except bottle.HTTPResponse as response:
            return _answer(response)
        except BaseException as error:  # sys.exit() too ends the call only
            return self._failure(error)

    def _failure(self, error: Optional[BaseException]) -> bottle.HTTPResponse:
        self._outcome.failed = True
        if error is not None:
            log_failure(error)
        return bottle.HTTPResponse(INTERNAL_ERROR + "\n", 500, {"Content-Type": "text/plain; charset=utf-8"})

    def _error_body(self, error: bottle.HTTPError, page: Callable[[bottle.HTTPError], Any]) -> Any:
        """An error that the function raised or returned is Bottle's page; any other is a failure."""
        if getattr(error, "from_function", False):
            return page(error)
        if error.exception is None:
            print(f"The function's result cannot be sent: {error.body}", file=sys.stderr, flush=True)
        return self._failure(error.exception)


class _App(bottle.Bottle):
    """Bottle without its routes: every path is the function's."""

    def __init__(self, callback: Callable[[Dict[str, Any]], Any], error_body: Callable[..., Any]):
        super().__init__()
        self._callback = callback
        self.error_body = error_body

    def begin(self, environ: Dict[str, Any]) -> Any:
        """Calls the function; what it returned is for the next `wsgi`."""
        environ["bottle.app"] = self
        path = environ["bottle.raw_path"] = environ["PATH_INFO"]
        if not path.isascii():
            environ["PATH_INFO"] = path.encode("latin-1").decode("utf-8", "ignore")
        result = environ[_RESULT] = self._callback(environ)
        if isinstance(result, bottle.HTTPResponse):
            result.apply(bottle.response)
        return result

    def _handle(self, environ: Dict[str, Any]) -> Any:
        return environ.pop(_RESULT)

    def default_error_handler(self, res: bottle.HTTPError) -> Any:
        return self.error_body(res, super().default_error_handler)


def _as_it_was(response: bottle.LocalResponse) -> bool:
    """Whether the function has left Bottle's response alone."""
    return response._status_code == 200 and not response._headers and not response._cookies


def _answer(result: Any) -> Any:
    if isinstance(result, dict):
        bottle.response.content_type = "application/json"
        return json.dumps(result)
    if isinstance(result, bottle.HTTPResponse):
        result.from_function = True
        if isinstance(result.body, dict):
            result.body = json.dumps(result.body)
            result.content_type = "application/json"
    return result


def log_failure(error: BaseException) -> None:
    """The stack, without this server's own frames, goes to standard error; callers never see it."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_globals.get("__package__") == __package__:
        trace = trace.tb_next
    text = "".join(traceback.format_exception(type(error), error, trace))
    print("The function failed: " + text, end="", file=sys.stderr, flush=True)


def _data(content_type: str, body: bytes) -> Any:
    if content_type.partition(";")[0].strip().lower() != "application/json":
        return body
    if not body:
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequest(400, f"The body is not JSON: {error}") from None
