package dev.dromedary.e2e;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A web server on this machine that a function tells of each tick: the event's id is the path. */
final class Ticks implements AutoCloseable {

    /** The name of a CronJob's pod: the minute since 1970 for which it was made, and something random. */
    private static final Pattern POD = Pattern.compile("/trigger-tick-(\\d+)-\\w+");

    /** An id of the router's: the trigger's, and the time of the tick. */
    private static final Pattern EVENT = Pattern.compile("/[-0-9a-f]+/(\\S+)");

    private static final int MINUTE_SECONDS = 60;

    private final List<Tick> seen = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /**
     * A tick.
     *
     * @param minute since 1970
     * @param fromRouter or from a CronJob
     */
    record Tick(long minute, boolean fromRouter) {}

    /**
     * Listens on the address from which this machine reaches the node.
     *
     * @param node the node's address
     */
    Ticks(String node) {
        try {
            server = HttpServer.create(new InetSocketAddress(here(node), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            seen.add(tick(exchange.getRequestURI().getPath()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    /** The address from which this machine reaches a node, and pods reach this machine. */
    static InetAddress here(String node) throws IOException {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(InetAddress.getByName(node), 9);
            return probe.getLocalAddress();
        }
    }

    private static Tick tick(String path) {
        Matcher pod = POD.matcher(path);
        if (pod.matches()) {
            return new Tick(Long.parseLong(pod.group(1)), false);
        }
        Matcher event = EVENT.matcher(path);
        if (event.matches()) {
            return new Tick(Instant.parse(event.group(1)).getEpochSecond() / MINUTE_SECONDS, true);
        }
        throw new IllegalStateException("No tick is called " + path);
    }

    /** A function's source, as a YAML text in double quotes, that tells of each event and answers. */
    String source() {
        return "import urllib.request, urllib.parse\\ndef run(event, context):\\n    urllib.request.urlopen('http://%s:%d/' +"
                        .formatted(
                                server.getAddress().getAddress().getHostAddress(),
                                server.getAddress().getPort())
                + " urllib.parse.quote(event['event-id'], safe='/'), timeout=20).read()\\n    return 'ticked'";
    }

    List<Tick> seen() {
        return List.copyOf(seen);
    }

    /** The minutes of all ticks so far. */
    List<Long> minutes() {
        return seen.stream().map(Tick::minute).toList();
    }

    long fromRouter() {
        return seen.stream().filter(Tick::fromRouter).count();
    }

    long fromCronJob() {
        return seen.size() - fromRouter();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
