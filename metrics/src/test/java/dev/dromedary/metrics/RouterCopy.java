package dev.dromedary.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dromedary.kube.OwnAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A copy of the router: its management port, as a server of the test's, and its endpoint, as the API server has it. */
final class RouterCopy implements AutoCloseable {

    private final AtomicInteger asked = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    /** What it answers, if it answers. */
    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    RouterCopy(Objects objects, String name, Answer answer) throws IOException {
        InetAddress address = OwnAddress.get();
        server = HttpServer.create(new InetSocketAddress(address, 0), 0);
        server.setExecutor(threads);
        server.createContext("/admin/activity", exchange -> {
            asked.incrementAndGet();
            answer.to(exchange);
        });
        server.start();
        String port = String.valueOf(server.getAddress().getPort());
        objects.apply("router-copy", Map.of("COPY", name, "ADDRESS", address.getHostAddress(), "PORT", port));
    }

    /** A copy through which there are so many calls of the function f. */
    static Answer says(int inFlight, int waiting, String last) {
        return says(
                """
                {"copy": "router", "activity": [
                  {"namespace": "ns", "name": "f", "inFlight": %d, "waiting": %d, "last": "%s"}]}
                """
                        .formatted(inFlight, waiting, last));
    }

    static Answer says(String text) {
        return exchange -> {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        };
    }

    /** How often it was asked. */
    int asked() {
        return asked.get();
    }

    @Override
    public void close() {
        // First: the server waits for what is being answered.
        threads.shutdownNow();
        server.stop(0);
    }
}
