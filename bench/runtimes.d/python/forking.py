"""A server as Kubeless' was: Bottle on CherryPy's server, ten threads, and for each call a process of a fork server. Arguments: port, libraries."""

import multiprocessing
import sys

CONTEXT = multiprocessing.get_context("forkserver")
TIMEOUT = 180


def hello(event, context):
    return "hello world"


def call(results, event):
    results.put(hello(event, {}))


def handle():
    results = CONTEXT.Queue()
    process = CONTEXT.Process(target=call, args=(results, {"data": b""}))
    process.start()
    result = results.get(timeout=TIMEOUT)
    process.join()
    return result


def main():
    sys.path.insert(0, sys.argv[2])
    import bottle
    from cheroot import wsgi

    application = bottle.Bottle()
    application.route("/", ["GET", "POST"], handle)
    CONTEXT.set_forkserver_preload([__name__])
    wsgi.Server(("127.0.0.1", int(sys.argv[1])), application, numthreads=10, request_queue_size=1024).start()


if __name__ == "__main__":
    main()
