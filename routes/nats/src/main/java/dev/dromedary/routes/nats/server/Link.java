package dev.dromedary.routes.nats.server;

import dev.dromedary.routes.core.secrets.Material;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a connection open, whatever happens, for all who use it, until the last of them leaves. */
final class Link implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PING = Duration.ofSeconds(10);
    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final int MOST_PINGS = Integer.MAX_VALUE;
    private static final long SOON = 200;
    private static final int LONGEST = 300;

    private final Servers servers;
    private final Access access;
    private final List<Connections.User> users = new CopyOnWriteArrayList<>();
    private final Waker waker = new Waker();
    private volatile boolean closed;
    private volatile Line line = new Line.Opening();
    private volatile Connection connection;
    private Duration pause = FIRST_PAUSE;

    Link(Servers servers, Connections.Environment environment) {
        this.servers = servers;
        this.access = new Access(servers, environment, waker::wake);
        Thread.ofVirtual().name("nats-link").start(this);
    }

    Link with(Connections.User user) {
        users.add(user);
        return this;
    }

    /** Whether nobody uses it any more; then it ends. */
    boolean without(Connections.User user) {
        users.remove(user);
        closed = users.isEmpty();
        waker.wake();
        return closed;
    }

    Optional<Connection> connection() {
        return Optional.ofNullable(connection);
    }

    Line line() {
        return line;
    }

    @Override
    public void run() {
        while (!closed) {
            switch (access.now()) {
                case Material.Away<Access.Way> away -> {
                    is(new Line.Unfit(away.why()));
                    rest();
                }
                case Material.Ready<Access.Way> ready -> live(ready.value());
            }
        }
        access.close();
    }

    private void live(Access.Way way) {
        ServerList list = new ServerList(way.egress());
        Troubles troubles = new Troubles();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Connection opened = null;
            try {
                opened = Nats.connect(options(way, list, troubles, threads));
                pause = FIRST_PAUSE;
                connection = opened;
                is(new Line.Open());
                watch(opened, way);
            } catch (AuthenticationException e) {
                access.again();
                is(new Line.Refused("NATS does not let the router in: " + words(e)
                        + ". Look at spec.tls, spec.credentials and their Secrets"));
            } catch (IOException | RuntimeException e) {
                is(failed(troubles.last().or(list::trouble).orElseGet(() -> words(e))));
            } finally {
                close(opened);
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (isWay(way)) {
            rest();
        }
    }

    private void watch(Connection opened, Access.Way way) throws IOException, InterruptedException {
        while (!closed && isWay(way) && opened.getStatus() != Connection.Status.CLOSED) {
            waker.rest(PING);
            prove(opened);
        }
    }

    /** A server that does not answer, though nothing says that it is gone, is left. */
    private void prove(Connection opened) throws IOException, InterruptedException {
        if (closed || opened.getStatus() != Connection.Status.CONNECTED) {
            return;
        }
        try {
            opened.flush(TIMEOUT);
        } catch (TimeoutException e) {
            if (opened.getStatus() == Connection.Status.CONNECTED) {
                LOG.warn(
                        "The server of NATS does not answer, another connection is opened servers={}",
                        servers.addresses());
                opened.forceReconnect();
            }
        } catch (IllegalStateException e) {
            LOG.debug("The connection ended as it was tried", e);
        }
    }

    private boolean isWay(Access.Way way) {
        return access.now() instanceof Material.Ready<Access.Way> ready
                && ready.value().equals(way);
    }

    private void close(Connection opened) throws InterruptedException {
        if (opened != null) {
            if (connection == opened) {
                connection = null;
            }
            opened.close();
            users.forEach(Connections.User::changed);
        }
    }

    private Options options(Access.Way way, ServerList list, Troubles troubles, ExecutorService threads) {
        Options.Builder options = Options.builder()
                .servers(servers.addresses().stream().map(Address::url).toArray(String[]::new))
                .serverPool(list)
                .connectionName("dromedary-router")
                .connectionTimeout(TIMEOUT)
                .maxReconnects(-1)
                .reconnectWait(AGAIN)
                // Each flush is a ping, and all who share the connection may flush at once: so many are under way, and
                // prove() counts instead.
                .maxPingsOut(MOST_PINGS)
                .executor(threads)
                .connectionListener(troubles)
                .errorListener(troubles);
        if (!servers.trusted()) {
            // They could name any address.
            options.ignoreDiscoveredServers();
        }
        way.tls().ifPresent(tls -> options.sslContext(NamedTls.of(tls, list::name)));
        way.credentials().ifPresent(known -> known.into(options));
        return options.build();
    }

    private static Line failed(String why) {
        return why.contains(ServerList.DENIED)
                        || why.contains("SSL")
                        || why.contains("PKIX")
                        || why.contains("ertificate")
                ? new Line.Refused("NATS is not connected to: " + cut(why))
                : new Line.Unreachable("No server of NATS answers: " + cut(why));
    }

    private void is(Line now) {
        if (!now.equals(line)) {
            line = now;
            LOG.info("Connection to NATS servers={} is={}", servers.addresses(), now);
        }
        users.forEach(Connections.User::changed);
    }

    private void rest() {
        if (closed || waker.rest(pause)) {
            pause = FIRST_PAUSE;
            return;
        }
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }

    private static String words(Throwable failure) {
        return cut(failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage());
    }

    private static String cut(String words) {
        return words.length() > LONGEST ? words.substring(0, LONGEST) + "…" : words;
    }

    /** What a client has to say. (Of what is told of events, it is the one method that must be.) */
    @SuppressWarnings("deprecation")
    private final class Troubles implements ConnectionListener, ErrorListener {

        private final CompletableFuture<String> last = new CompletableFuture<>();

        /** Why it did not come about; it says so a little later, on another thread. */
        Optional<String> last() {
            return Optional.ofNullable(
                    last.completeOnTimeout(null, SOON, TimeUnit.MILLISECONDS).join());
        }

        @Override
        public void connectionEvent(Connection of, Events event) {
            if (of != connection) {
                return;
            }
            switch (event) {
                case DISCONNECTED ->
                    is(new Line.Unreachable("The connection to NATS is interrupted; it is tried on and on"));
                case RECONNECTED, RESUBSCRIBED, CONNECTED -> is(new Line.Open());
                case CLOSED -> waker.wake();
                case DISCOVERED_SERVERS, LAME_DUCK -> {}
            }
        }

        @Override
        public void errorOccurred(Connection of, String error) {
            users.forEach(user -> user.told(error));
        }

        @Override
        public void exceptionOccurred(Connection of, Exception failure) {
            LOG.debug("The client of NATS has trouble", failure);
            last.complete(words(failure));
        }
    }
}
