package dev.dromedary.routes.http;

import dev.dromedary.routes.core.invoke.DataPath;
import dev.dromedary.routes.core.invoke.Loops;
import dev.dromedary.routes.core.invoke.Tracing;
import dev.dromedary.routes.core.invoke.Wire;
import dev.dromedary.routes.http.tls.TlsDoor;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The router's public door: one HTTP server, on every event loop, for all triggers. */
public final class HttpListener {

    private static final int LOOK_SECONDS = 1;
    private static final int LINGER_SECONDS = 2;

    /** Enough for what senders of webhooks send at a time, and no matter to a router of 256 MiB. */
    private static final long GATHERED = 64L * 1024 * 1024;

    private final Loops loops;
    private final Tracing tracing;
    private final Porter porter;
    private final int port;
    private final Doors doors;
    private final HttpDirectory<HttpTriggerConsumer> directory = new HttpDirectory<>();
    private final Budget gathered = new Budget(GATHERED);
    private final AtomicInteger underWay = new AtomicInteger();
    private final Connections connections = new Connections();

    /**
     * What there is at a door besides.
     *
     * @param log of requests
     * @param proxies who is believed where requests come from
     * @param bounds of what comes in
     */
    public record Porter(AccessLog log, TrustedProxies proxies, Bounds bounds) {

        /** Keeps no log, and believes nobody. */
        public static Porter silent() {
            return new Porter(AccessLog.off(), TrustedProxies.NONE, Bounds.DEFAULT);
        }
    }

    /**
     * A door that is not open yet.
     *
     * @param host the address to listen on, such as {@code 0.0.0.0}
     * @param port 0: any free one
     */
    public HttpListener(DataPath data, String host, int port, Porter porter) {
        this.porter = porter;
        this.loops = data.loops();
        this.tracing = data.tracing();
        this.port = port;
        this.doors = new Doors(loops, host, porter.bounds().connections());
    }

    /**
     * Opens it. Requests nobody answers get 404.
     *
     * @throws IllegalStateException if the port is taken, or may not be listened on
     */
    public void open() {
        Channel door = doors.open(port, pipeline -> Protocols.plain(pipeline, this));
        var unused = door.eventLoop()
                .scheduleWithFixedDelay(connections::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Opens another one, for connections that are secured by TLS; after {@link #open}.
     *
     * @param securedPort 0: any free one
     * @throws IllegalStateException if the port is taken, or may not be listened on
     */
    public void openSecured(int securedPort, TlsDoor door) {
        var unused = doors.open(securedPort, pipeline -> Protocols.secured(pipeline, this, door));
    }

    /**
     * Closes it once its clients have gone elsewhere, which each answer asks for from now on, or after a while.
     *
     * @param quiet how long a connection must have been silent to be closed although its client may use it again; 0: at once
     * @param longest what takes longer is cut off
     */
    public void drain(Duration quiet, Duration longest) {
        connections.letGo(quiet, longest);
        doors.close();
        connections.close();
    }

    Tracing tracing() {
        return tracing;
    }

    boolean isDraining() {
        return connections.areLeaving();
    }

    /** The port it listens on, once it is open. */
    public int port() {
        return doors.port(0);
    }

    /** How many requests are under way. */
    public int underWay() {
        return underWay.get();
    }

    /** How many connections clients have. */
    public int openConnections() {
        return doors.connections();
    }

    /** The port for TLS, once that is open. */
    public int securedPort() {
        return doors.port(1);
    }

    AccessLog log() {
        return porter.log();
    }

    TrustedProxies proxies() {
        return porter.proxies();
    }

    HttpDirectory<HttpTriggerConsumer> directory() {
        return directory;
    }

    Connections connections() {
        return connections;
    }

    /** Ends our side of a connection, and the whole a little later, if the client has not. */
    void linger(Channel client) {
        SslHandler tls = client.pipeline().get(SslHandler.class);
        if (tls == null) {
            var unused = ((SocketChannel) client).shutdownOutput();
        } else {
            Wire.then(tls.closeOutbound(), said -> {});
        }
        var unusedClose = client.eventLoop().schedule(() -> Wire.close(client), LINGER_SECONDS, TimeUnit.SECONDS);
    }

    /** A body that is wanted whole, of so many bytes at most. */
    Gathering gathering(int most, Gathering.Gathered then) {
        return new Gathering(UnpooledByteBufAllocator.DEFAULT, gathered, most, then);
    }

    /** Whether one more of a trigger's requests is let in, so many of which are under way with it. */
    boolean hasRoom(int ofTrigger) {
        return porter.bounds().letIn(ofTrigger, underWay.get());
    }

    /** A request came in; it is answered whatever happens. */
    void accept(Visit visit) {
        underWay.incrementAndGet();
        Optional<RequestCheck.Mistake> mistake = RequestCheck.of(visit.head().request());
        if (mistake.isPresent()) {
            visit.isLast();
            visit.refuse(mistake.get().status(), mistake.get().message());
            return;
        }
        Place place = visit.head().place();
        if (RequestCheck.isCrooked(place.path())) {
            visit.isLast();
            visit.refuse(400, "The path must be absolute, without . or .. segments");
            return;
        }
        Optional<HttpTriggerConsumer> trigger = directory.find(place.host(), place.path());
        if (trigger.isPresent()) {
            trigger.get().accept(visit);
        } else {
            visit.refuse(404, "No HTTPTrigger has host '" + place.host() + "' and this path");
        }
    }

    /** A request was answered, or its client is gone. */
    void ended() {
        underWay.decrementAndGet();
    }
}
