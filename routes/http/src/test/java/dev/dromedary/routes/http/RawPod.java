package dev.dromedary.routes.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A pod that does what it is told with each connection, a thread each: for what no good server does. */
final class RawPod implements AutoCloseable {

    /** Who connects when so many wait is not heard by the kernel, and tries again a second later. */
    private static final int MOST_AT_ONCE = 4096;

    private final ServerSocket server;
    private final Talk talk;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();

    /** What it does. */
    @FunctionalInterface
    interface Talk {
        void with(Socket socket, int number) throws IOException;
    }

    RawPod(Talk talk) throws IOException {
        this.talk = talk;
        this.server = new ServerSocket(0, MOST_AT_ONCE);
        Thread.ofVirtual().start(this::listen);
    }

    int port() {
        return server.getLocalPort();
    }

    private void listen() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                int number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket, number));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            talk.with(socket, number);
        } catch (IOException e) {
            // The other side is gone.
        }
    }

    /** Reads the head of a request; its lines. */
    static List<String> head(Socket socket) throws IOException {
        List<String> lines = new CopyOnWriteArrayList<>();
        StringBuilder line = new StringBuilder();
        while (true) {
            int b = socket.getInputStream().read();
            if (b < 0) {
                throw new IOException("ended");
            }
            if (b == '\n') {
                String whole = line.toString().stripTrailing();
                line.setLength(0);
                if (whole.isEmpty()) {
                    return lines;
                }
                lines.add(whole);
            } else {
                line.append((char) b);
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
