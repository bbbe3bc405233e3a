package dev.dromedary.runtime;

import dev.dromedary.runtime.Answer.Body;
import dev.dromedary.runtime.Answer.Pieces;
import dev.dromedary.runtime.Answer.Whole;
import dev.dromedary.runtime.Loader.LoadException;
import io.kubeless.Context;
import io.kubeless.Event;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.python.core.Py;
import org.python.core.PyException;
import org.python.core.PyList;
import org.python.core.PyObject;
import org.python.core.PyString;
import org.python.core.PySystemState;
import org.python.core.PyUnicode;

/** Python 2.7: modules that Jython runs, in this process. What is of Python's kind is in python/dromedary_jython.py. */
public final class Python implements Language {

    private static final String OURS = "dromedary_jython";

    @Override
    public Handler load(Settings settings) throws LoadException {
        Settings.Function function = settings.function();
        Path parts = parts(function);
        System.setProperty(
                "jffi.boot.library.path",
                parts.resolve("native/" + System.getProperty("os.arch")).toString());
        PySystemState.initialize(System.getProperties(), options(parts));
        PySystemState state = Py.getSystemState();
        state.path.insert(0, Py.newString(parts.resolve("python").toString()));
        PyObject module = org.python.core.imp.importName(OURS, true);
        try {
            PyObject served = module.invoke("load", new PyObject[] {
                path(function.folder()),
                Py.newStringOrUnicode(function.module()),
                Py.newStringOrUnicode(function.handler()),
                path(function.about("PYTHONPATH"))
            });
            PyObject calls = served.invoke("serving", new PyObject[] {
                Py.newString(settings.address().host()),
                Py.newInteger(settings.address().port()),
                Py.newInteger(settings.bodyLimit()),
                Py.newFloat(Double.parseDouble(function.timeout())),
                Py.newStringOrUnicode(function.about("FUNC_RUNTIME")),
                Py.newStringOrUnicode(function.about("FUNC_MEMORY_LIMIT"))
            });
            return new Served(calls.__getattr__("prepare"), calls.__getattr__("call"));
        } catch (PyException e) {
            throw new LoadException(reason(module, e));
        }
    }

    /** Where the server's parts are. */
    private static Path parts(Settings.Function function) {
        String named = function.about("DROMEDARY_LIBRARIES");
        return Path.of(named.isEmpty() ? "/opt/dromedary" : named);
    }

    private static Properties options(Path parts) {
        Properties options = new Properties();
        options.setProperty("python.home", parts.resolve("jython").toString());
        options.setProperty("python.cachedir.skip", "true");
        options.setProperty("python.import.site", "false");
        options.setProperty("python.io.encoding", "utf-8");
        options.setProperty("python.console.encoding", "utf-8");
        return options;
    }

    private static PyString path(String text) {
        return Py.fileSystemEncode(text);
    }

    private static String reason(PyObject module, PyException error) {
        PyObject text = module.invoke("explain", new PyObject[] {error.type, error.value, traceback(error)});
        return text.toString();
    }

    private static PyObject traceback(PyException error) {
        return error.traceback == null ? Py.None : error.traceback;
    }

    /** An event, with what Python made of the request. */
    private static final class Prepared extends Event {

        private final PyObject prepared;

        private Prepared(PyObject prepared) {
            super("", "", "", new Origin("", ""), null);
            this.prepared = prepared;
        }
    }

    /** The function failed; this says why in Python's words. */
    private static final class Failure extends RuntimeException {

        private Failure(String text) {
            super(text, null, false, false);
        }

        @Override
        public void printStackTrace(PrintWriter to) {
            to.print(getMessage());
        }
    }

    private record Served(PyObject prepare, PyObject call) implements Handler {

        @Override
        public Event event(String peer, Head head, byte[] body) throws Refusal {
            PyList headers = new PyList();
            for (int i = 0; i < head.names().size(); i++) {
                headers.append(new PyString(head.names().get(i)));
                headers.append(new PyString(head.values().get(i)));
            }
            PyObject made = prepare.__call__(new PyObject[] {
                new PyString(head.method()),
                new PyString(head.path()),
                new PyString(head.query()),
                Py.newInteger(head.minor()),
                headers,
                new PyString(new String(body, StandardCharsets.ISO_8859_1)),
                new PyString(peer)
            });
            if (made instanceof PyString reason) {
                throw new Refusal(400, reason.getString());
            }
            return new Prepared(made);
        }

        /** Python's answer: the status, names and values of headers in turn, and the body, or what gives it piece by piece. */
        @Override
        public Object call(Event event, Context context) {
            PyObject made = call.__call__(((Prepared) event).prepared);
            PyObject failure = made.__getitem__(0);
            if (failure instanceof PyString text) {
                if (text.getString().isEmpty()) {
                    throw new OutOfMemoryError("MemoryError");
                }
                throw new Failure(text(text));
            }
            Map<String, String> headers = new LinkedHashMap<>();
            List<PyObject> words = new ArrayList<>();
            made.__getitem__(1).asIterable().forEach(words::add);
            for (int i = 0; i < words.size(); i += 2) {
                String name = words.get(i).toString();
                // Of the same name there may be several.
                headers.merge(name, words.get(i + 1).toString(), (one, other) -> one + "\r\n" + name + ": " + other);
            }
            return new Answer(failure.asInt(), headers, null, body(made.__getitem__(2)));
        }

        private static Body body(PyObject body) {
            return body instanceof PyString text ? new Whole(text.toBytes()) : pieces(body);
        }

        private static Body pieces(PyObject source) {
            return new Pieces(new Items(source), () -> source.invoke("close"));
        }
    }

    private static String text(PyString text) {
        return text instanceof PyUnicode ? text.getString() : new String(text.toBytes(), StandardCharsets.UTF_8);
    }

    /** What Python gives, as it comes. */
    private static final class Items implements java.util.Iterator<byte[]> {

        private final PyObject source;
        private Optional<PyObject> next = Optional.empty();

        private Items(PyObject source) {
            this.source = source;
        }

        @Override
        public boolean hasNext() {
            if (next.isEmpty()) {
                next = Optional.ofNullable(source.__iternext__());
            }
            return next.isPresent();
        }

        @Override
        public byte[] next() {
            PyObject piece = hasNext() ? next.get() : Py.EmptyString;
            next = Optional.empty();
            return ((PyString) piece).toBytes();
        }
    }
}
