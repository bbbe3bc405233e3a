package dev.dromedary.routes.http;

import dev.dromedary.routes.core.invoke.Answer;
import dev.dromedary.routes.core.invoke.Caller;
import dev.dromedary.routes.core.invoke.Trace;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Optional;

/** One request at the door, as it travels through the route: handles, never copies. */
final class Visit implements Caller {

    private final HttpConnection connection;
    private final Head head;
    private final Journey journey;
    private final String client;
    private final RequestBody body;
    private RequestBody tunnel;
    private final Response response;
    private final Trace trace;
    private final long begun = System.nanoTime();
    private boolean last;
    private Runnable cancel = Visit::nothing;
    private Runnable answered = Visit::nothing;
    private boolean over;

    Visit(HttpConnection connection, HttpRequest request) {
        this.connection = connection;
        this.head = new Head(request);
        this.journey = new Journey(request);
        this.client = connection.client(request.headers());
        this.body = new RequestBody(connection.channel(), head.asksFirst());
        this.response = new Response(this, connection.channel());
        this.trace = Arrivals.traced(this);
    }

    private static void nothing() {}

    Head head() {
        return head;
    }

    RequestBody body() {
        return body;
    }

    /** What the client says in another protocol, should the connection go on in one. */
    RequestBody tunnel() {
        if (tunnel == null) {
            tunnel = new RequestBody(connection.channel(), false);
        }
        return tunnel;
    }

    Trace trace() {
        return trace;
    }

    Response response() {
        return response;
    }

    /** The address that it came from. */
    String client() {
        return client;
    }

    HttpConnection connection() {
        return connection;
    }

    /** What has become of it on its trigger's route. */
    Journey journey() {
        return journey;
    }

    /** Whether its client has all of its answer, or is gone. */
    boolean isOver() {
        return over;
    }

    /** After such a request nothing on the connection is to be trusted. */
    void isLast() {
        last = true;
    }

    /** Sends the function's answer; then is done once it is out, or cannot go out any more. */
    void send(Answer answer, Runnable then) {
        if (over) {
            answer.body().abandon();
            then.run();
        } else {
            answered = then;
            response.send(answer);
        }
    }

    /** Whether all of it has come. Bytes of another protocol are never the next request. */
    boolean isWhole() {
        return body.ended() && !response.switched();
    }

    boolean waitsForClient() {
        return (!response.switched() && body.isWaitedFor())
                || !connection.channel().isWritable();
    }

    void content(HttpContent content) {
        if (content.decoderResult().isFailure()) {
            content.release();
            body.breakOff();
            refuse(HttpResponseStatus.BAD_REQUEST.code(), "The body is not what its headers say");
            return;
        }
        body.part(content.content());
        if (content instanceof LastHttpContent last) {
            HttpHeaders trailers = last.trailingHeaders();
            if (!trailers.isEmpty() && journey.hasBegun()) {
                Trailers.clean(trailers, journey.plan());
            }
            body.end(trailers);
        }
    }

    /** Of the other protocol. */
    void bytes(ByteBuf bytes) {
        tunnel().part(bytes);
    }

    void flushBody() {
        (response.switched() ? tunnel() : body).flush();
    }

    void writable() {
        response.writable();
    }

    /** Whether the connection may serve another request after this one. */
    boolean keepsAlive() {
        return head.isKeptAlive()
                && !last
                && (head.isBodyless() || body.ended())
                && !connection.listener().isDraining();
    }

    /** The router itself answers: in one line, who could not do what. */
    void refuse(int status, String message) {
        if (!over) {
            Refusal.send(this, status, message);
        }
    }

    /** The same with these headers. */
    void refuse(int status, HttpHeaders headers, String message) {
        if (!over) {
            Refusal.send(this, status, headers, message);
        }
    }

    @Override
    public Optional<EventLoop> loop() {
        return Optional.of(connection.channel().eventLoop());
    }

    @Override
    public void onGone(Runnable then) {
        cancel = then;
    }

    /** The client is gone before its answer was out. */
    void gone() {
        if (!over) {
            over = true;
            cancel.run();
            body.breakOff();
            tunnel().breakOff();
            response.broken();
            leave(false);
        }
    }

    /** The answer is out, to its last byte. */
    void end(boolean again) {
        if (!over) {
            over = true;
            cancel.run();
            body.abandon();
            if (!again) {
                connection.close(!head.isBodyless() && !body.ended());
            }
            leave(true);
            connection.over(again);
        }
    }

    private void leave(boolean whole) {
        long nanos = System.nanoTime() - begun;
        body.letGo();
        journey.end(response.status(), nanos);
        if (connection.listener().log().wants(response.status(), whole)) {
            connection.listener().log().add(Access.of(this, whole, nanos));
        }
        trace.over(response.status(), !whole && !response.switched());
        connection.listener().ended();
        answered.run();
    }
}
