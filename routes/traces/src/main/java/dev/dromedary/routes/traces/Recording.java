package dev.dromedary.routes.traces;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.invoke.Call;
import dev.dromedary.routes.core.invoke.InvocationFailed;
import dev.dromedary.routes.core.invoke.Trace;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The spans of one event: of itself, and of each hop inside that. */
final class Recording implements Trace {

    private static final int SWITCHING = 101;
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Recorder recorder;
    private final String name;
    private final Span event;
    private final Context inside;
    private final Until until;
    private Span hop;
    private int hops;
    private int answer;
    private InvocationFailed trouble;
    private long waiting;
    private Instant waitingFrom;

    /** What ends the span of the event. */
    enum Until {
        /** Its sender has the answer. */
        SAID,
        /** The call is over. */
        CALLED,
        /** It is somebody else's. */
        NEVER
    }

    /**
     * Of an event whose span has begun.
     *
     * @param name what the span is called until more is known
     */
    Recording(Recorder recorder, String name, Span event, Until until) {
        this.recorder = recorder;
        this.name = name;
        this.event = event;
        this.inside = Context.root().with(event);
        this.until = until;
    }

    @Override
    public void goes(Key trigger, Key function, String route) {
        if (event.isRecording()) {
            event.updateName(name + " " + route)
                    .setAttribute(Names.ROUTE, route)
                    .setAttribute(Names.TRIGGER, trigger.toString())
                    .setAttribute(Names.FUNCTION, function.toString());
        }
    }

    @Override
    public void waits() {
        waiting = System.nanoTime();
        waitingFrom = Instant.now();
    }

    private void waited() {
        if (waitingFrom != null && until != Until.NEVER) {
            double seconds = (System.nanoTime() - waiting) / SECOND;
            event.addEvent(Names.WAIT, Attributes.of(Names.WAITED, seconds), waitingFrom);
        }
        waitingFrom = null;
    }

    @Override
    public void hop(Call call, InetSocketAddress pod, boolean http2) {
        waited();
        SpanBuilder span = recorder.hop(inside, call.method().name())
                .setAttribute(Names.SERVER, pod.getHostString())
                .setAttribute(Names.PORT, (long) pod.getPort())
                .setAttribute(Names.PROTOCOL, http2 ? "2" : "1.1")
                .setAttribute(Names.FUNCTION, call.function().toString());
        if (hops > 0) {
            span.setAttribute(Names.RESENT, (long) hops);
        }
        hops++;
        hop = span.startSpan();
        if (until != Until.NEVER && hops == 1) {
            event.setAttribute(Names.FUNCTION, call.function().toString());
        }
        Recorder.tell(call.headers(), Context.root().with(hop));
    }

    @Override
    public void answered(int status) {
        answer = status;
        trouble = null;
        hop.setAttribute(Names.STATUS, (long) status);
        if (status >= CLIENT_ERROR) {
            wrong(hop, String.valueOf(status), "");
        }
    }

    @Override
    public void failed(InvocationFailed because) {
        waited();
        trouble = because;
        // Who leaves a conversation in another protocol has just ended it.
        boolean left = answer == SWITCHING && because.isUnwanted();
        if (hop != null && !left) {
            wrong(hop, because.type(), because.getMessage());
        }
        endHop();
    }

    @Override
    public void ended() {
        endHop();
        if (until != Until.CALLED) {
            return;
        }
        if (trouble != null) {
            wrong(event, trouble.type(), trouble.getMessage());
        } else if (answer < 200 || answer >= 300) {
            wrong(event, String.valueOf(answer), "The function answered " + answer);
        }
        event.end();
    }

    private void endHop() {
        if (hop != null) {
            hop.end();
            hop = null;
        }
    }

    @Override
    public Trace aside() {
        return new Recording(recorder, name, event, Until.NEVER);
    }

    @Override
    public void over(int status, boolean gone) {
        if (status > 0) {
            event.setAttribute(Names.STATUS, (long) status);
        }
        if (trouble != null && !trouble.isUnwanted() && (gone || status >= SERVER_ERROR)) {
            wrong(event, trouble.type(), trouble.getMessage());
        } else if (gone) {
            // Nothing that the router or the function did.
            event.setAttribute(Names.ERROR, "client_gone");
        } else if (status >= SERVER_ERROR) {
            wrong(event, String.valueOf(status), "");
        }
        event.end();
    }

    private static void wrong(Span span, String type, String message) {
        span.setAttribute(Names.ERROR, type).setStatus(StatusCode.ERROR, message);
    }
}
