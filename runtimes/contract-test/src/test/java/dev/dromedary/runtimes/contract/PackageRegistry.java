package dev.dromedary.runtimes.contract;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A registry of packages on this machine, by HTTPS, whose certificate is of an authority of its own. */
final class PackageRegistry implements AutoCloseable {

    private static final Authority AUTHORITY = Authority.make();

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, byte[]> files;
    private final Optional<String> authorization;

    /**
     * Starts one.
     *
     * @param files gives what is at each path, for the registry's address
     * @param authorization what callers must have in the header of this name; empty: nothing
     */
    PackageRegistry(Function<String, Map<String, byte[]>> files, Optional<String> authorization) {
        try {
            this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.files = files.apply(address());
        this.authorization = authorization;
        server.setHttpsConfigurator(new HttpsConfigurator(AUTHORITY.server()));
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** {@code host:port}. */
    String address() {
        return "localhost:" + server.getAddress().getPort();
    }

    /** The certificate of its authority, as PEM. */
    String certificate() {
        return AUTHORITY.certificate();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] file = files.get(exchange.getRequestURI().getPath());
            if (authorization.isPresent()
                    && !authorization.get().equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"packages\"");
                exchange.sendResponseHeaders(401, -1);
            } else if (file == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                exchange.getResponseHeaders()
                        .set("Content-Type", type(exchange.getRequestURI().getPath()));
                exchange.sendResponseHeaders(200, file.length);
                exchange.getResponseBody().write(file);
            }
        }
    }

    private static String type(String path) {
        if (path.endsWith("/")) {
            return "text/html";
        }
        if (path.endsWith(")")) {
            return "application/atom+xml";
        }
        return path.endsWith(".whl") || path.endsWith(".tgz") ? "application/octet-stream" : "application/json";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
