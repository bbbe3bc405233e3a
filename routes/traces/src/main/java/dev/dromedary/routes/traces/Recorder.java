package dev.dromedary.routes.traces;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.invoke.Trace;
import dev.dromedary.routes.core.invoke.TraceHeaders;
import dev.dromedary.routes.core.invoke.Tracing;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Records requests and ticks as spans. Which span is inside which is always said, never found by the thread. */
final class Recorder implements Tracing {

    private static final long CLOSE_SECONDS = 2;
    private static final String OTHER = "_OTHER";
    /** What is called otherwise is anybody's invention, of which there may be any number. */
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapSetter<HttpHeaders> INTO = (headers, name, value) -> headers.set(name, value);
    private static final TextMapGetter<HttpHeaders> FROM = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(HttpHeaders headers) {
            return headers.names();
        }

        @Override
        public String get(HttpHeaders headers, String name) {
            return TraceHeaders.STATE.contentEquals(name) ? TraceHeaders.state(headers) : headers.get(name);
        }
    };

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;

    Recorder(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer("dev.dromedary.router");
    }

    @Override
    public boolean isOff() {
        return false;
    }

    @Override
    public Trace request(Arrival arrival) {
        TraceHeaders.check(arrival.headers());
        boolean known = METHODS.contains(arrival.method());
        String name = known ? arrival.method() : "HTTP";
        SpanBuilder span = tracer.spanBuilder(name)
                .setParent(W3C.extract(Context.root(), arrival.headers(), FROM))
                .setSpanKind(SpanKind.SERVER)
                .setAttribute(Names.METHOD, known ? arrival.method() : OTHER)
                .setAttribute(Names.PATH, arrival.path())
                .setAttribute(Names.SCHEME, arrival.scheme())
                .setAttribute(Names.PROTOCOL, arrival.protocol())
                .setAttribute(Names.CLIENT, arrival.client())
                .setAttribute(Names.REQUEST, arrival.id())
                .setAttribute(Names.USER_AGENT, arrival.headers().get(HttpHeaderNames.USER_AGENT));
        if (!known) {
            span.setAttribute(Names.METHOD_AS_SENT, arrival.method());
        }
        if (!arrival.host().isEmpty()) {
            span.setAttribute(Names.SERVER, arrival.host());
        }
        return new Recording(this, name, span.startSpan(), Recording.Until.SAID);
    }

    @Override
    public Trace tick(Key trigger, Key function, String id) {
        Span span = tracer.spanBuilder("tick " + trigger)
                .setNoParent()
                .setAttribute(Names.TRIGGER, trigger.toString())
                .setAttribute(Names.FUNCTION, function.toString())
                .setAttribute(Names.EVENT, id)
                .startSpan();
        return new Recording(this, "tick", span, Recording.Until.CALLED);
    }

    /** A hop that begins now, inside another span. */
    SpanBuilder hop(Context inside, String method) {
        boolean known = METHODS.contains(method);
        return tracer.spanBuilder(known ? method : "HTTP")
                .setParent(inside)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(Names.METHOD, known ? method : OTHER);
    }

    /** Tells who gets the headers that it is inside this span, and nothing of what was said before. */
    static void tell(HttpHeaders headers, Context span) {
        TraceHeaders.takeOff(headers);
        W3C.inject(span, headers, INTO);
    }

    @Override
    public void close() {
        var unused = sdk.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
