package dev.dromedary.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** The HTTP server: connections, its own two paths, and the function behind all the rest. */
final class Server {

    private static final int BACKLOG = 1024;
    private static final long GLANCE = 10_000_000;
    private static final long REST = 50_000_000;
    private static final Answer HEALTHY = Answer.text(200, "OK");

    private final Settings settings;
    private final Board board;
    private final AccessLog log;
    private final Calls calls;
    private final ServerSocketChannel listener;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final List<Loop> loops = new ArrayList<>();
    private volatile boolean draining;

    private Server(Settings settings, Board board, AccessLog log, Calls calls, ServerSocketChannel listener) {
        this.settings = settings;
        this.board = board;
        this.log = log;
        this.calls = calls;
        this.listener = listener;
    }

    /** Begins to serve. Throws IOException, whose message says where it cannot listen. */
    static Server start(Settings settings, Handler handler, Board board, AccessLog log, Watchdog watchdog)
            throws IOException {
        Calls calls = new Calls(settings, handler, board, log, watchdog);
        Server server = new Server(settings, board, log, calls, listen(settings.address()));
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            Loop loop = new Loop();
            server.loops.add(loop);
            loop.start();
        }
        watchdog.watch(server);
        Supervisor.thread("accept").start(server::accept);
        return server;
    }

    private static ServerSocketChannel listen(Settings.Address address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            // A process that takes over listens beside the one that goes.
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            channel.bind(new InetSocketAddress(address.host(), address.port()), BACKLOG);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw new IOException(
                    "Cannot listen on " + address.host() + " port " + address.port() + ": " + e.getMessage(), e);
        }
    }

    private void accept() {
        int number = 0;
        while (!draining) {
            try {
                SocketChannel channel = listener.accept();
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                Loop loop = loops.get(number++ % loops.size());
                Connection connection = new Connection(this, loop, channel);
                connections.add(connection);
                loop.add(connection);
            } catch (IOException e) {
                // The listener is closed, the client gone again, or no descriptor left: a moment later there may be
                // one.
                LockSupport.parkNanos(REST);
            }
        }
    }

    /** What the server answers itself; null if the function is to be called. */
    Answer own(Head head) {
        if (!head.target().startsWith("/healthz") && !head.target().startsWith("/metrics")) {
            return null;
        }
        boolean asks = head.method().equals("GET") || head.method().equals("HEAD");
        return switch (asks ? head.path() : "") {
            case "/healthz" -> HEALTHY;
            case "/metrics" -> {
                Answer text = Answer.text(200, board.text());
                yield new Answer(200, text.headers(), Board.CONTENT_TYPE, text.body());
            }
            default -> null;
        };
    }

    /** Takes no more connections, and no more requests on those that it has. */
    void leave() {
        draining = true;
        try {
            listener.close();
        } catch (IOException e) {
            // It is closed in any case.
        }
    }

    /** Takes no more connections, finishes the calls under way, and returns then. */
    void drain() {
        leave();
        do {
            long now = System.nanoTime();
            connections.forEach(connection -> connection.sweep(now));
            LockSupport.parkNanos(GLANCE);
        } while (connections.stream().anyMatch(Server::isUnderWay));
        log.flush();
    }

    private static boolean isUnderWay(Connection connection) {
        Call call = connection.call();
        return call == null ? connection.isBusy() : call.isUnderWay();
    }

    /** Where it listens. */
    int port() throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    Settings settings() {
        return settings;
    }

    Calls calls() {
        return calls;
    }

    AccessLog log() {
        return log;
    }

    List<Loop> loops() {
        return loops;
    }

    Set<Connection> connections() {
        return connections;
    }

    boolean isDraining() {
        return draining;
    }

    void closed(Connection connection) {
        connections.remove(connection);
    }
}
