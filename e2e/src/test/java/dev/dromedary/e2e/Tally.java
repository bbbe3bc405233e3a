package dev.dromedary.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server on this machine that a function tells of each call as it carries it out: an id a line, over one connection a process. */
final class Tally implements AutoCloseable {

    private final Map<String, Integer> times = new ConcurrentHashMap<>();
    private final ServerSocket door;

    /**
     * Listens on the address from which this machine reaches the node.
     *
     * @param node the node's address
     */
    Tally(String node) {
        try {
            door = new ServerSocket(0, 0, Ticks.here(node));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::listen);
    }

    private void listen() {
        try {
            while (true) {
                Socket process = door.accept();
                Thread.ofVirtual().start(() -> read(process));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void read(Socket process) {
        try (process;
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String id = lines.readLine(); id != null; id = lines.readLine()) {
                times.merge(id, 1, Integer::sum);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Python's lines for {@code tell(id)}, which returns once it is said, at a margin of so many spaces. */
    String source(int margin) {
        return """
                import socket
                line = None
                def tell(id):
                    global line
                    line = line or socket.create_connection(('%s', %d), 5)
                    line.sendall(id + b'\\n')
                """
                .formatted(door.getInetAddress().getHostAddress(), door.getLocalPort())
                .indent(margin);
    }

    /** The ids that were told, each how often. */
    Map<String, Integer> times() {
        return times;
    }

    /** The ids that were told. */
    Set<String> told() {
        return times.keySet();
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
