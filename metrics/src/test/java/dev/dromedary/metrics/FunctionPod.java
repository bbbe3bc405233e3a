package dev.dromedary.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A pod of a function, as the API server has it, and the server in it, on loopback: what a kubelet would say, the test says. */
final class FunctionPod implements AutoCloseable {

    private final AtomicLong calls = new AtomicLong();
    private final HttpServer server;

    FunctionPod(Objects objects, String name) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", this::answer);
        server.start();
        String port = String.valueOf(server.getAddress().getPort());
        Pod pod = (Pod) objects.apply("pod", Map.of("NAME", name, "PORT", port)).getFirst();
        objects.client()
                .resource(new PodBuilder(pod)
                        .withNewStatus()
                        .withPhase("Running")
                        .withPodIP("127.0.0.1")
                        .endStatus()
                        .build())
                .updateStatus();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] text = ("function_calls_total{method=\"GET\"} " + calls.get() + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    /** So many more calls have been made. */
    void called(int times) {
        calls.addAndGet(times);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
