package dev.dromedary.routes.nats;

import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.Bench;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.Seen;
import dev.dromedary.routes.core.deliver.settings.InstallationDefault;
import dev.dromedary.routes.core.secrets.MemorySecrets;
import dev.dromedary.routes.nats.letters.NatsLetters;
import dev.dromedary.routes.nats.server.Connections;
import dev.dromedary.routes.nats.server.Installation;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** A copy of the router with the room of NATSTriggers, and functions of its own, over a real server. */
final class Copy implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(30);

    private final Bench bench = new Bench();
    private final MemorySecrets secrets = new MemorySecrets();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final NatsLetters letters;

    /** That reaches the installation's servers there. */
    Copy(String url) {
        this(url, Egress.ANYWHERE);
    }

    Copy(String url, Egress egress) {
        try {
            letters = NatsRoom.open(
                    bench.router(),
                    new NatsRoom.Means(
                            new Connections.Environment(Installation.of(Map.of("NATS_URL", url)), secrets, egress),
                            InstallationDefault.NONE));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts a Function in that answers by this status. */
    Copy function(String name, int answers) {
        return function(
                name,
                (request, body) -> request.response().setStatusCode(answers).end());
    }

    /** Puts a Function in that is handed each request and its body. */
    Copy function(String name, BiConsumer<HttpServerRequest, String> pod) {
        bench.function(new Key("default", name), Seen.noting(name, seen::add, pod));
        bench.put(
                Kind.FUNCTION,
                """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {namespace: default, name: %s, labels: {function: %s}}
                spec: {timeout: "60"}
                status: {readyReplicas: 1}
                """
                        .formatted(name, name));
        return this;
    }

    /** Puts a trigger in, or another spec of it. */
    Copy trigger(String name, String spec) {
        bench.put(
                Kind.NATS_TRIGGER,
                """
                apiVersion: kubeless.io/v1beta1
                kind: NATSTrigger
                metadata: {namespace: default, name: %s, uid: u, generation: 1, creationTimestamp: "2026-01-01T00:00:00Z"}
                spec: {%s}
                """
                        .formatted(name, spec));
        return this;
    }

    /** Waits until a trigger's source is read. */
    Copy consuming(String name) {
        return saying(name, "reason=Consuming");
    }

    /** Waits until its status has this. */
    Copy saying(String name, String what) {
        await().atMost(SOON).until(() -> status(name), status -> status.contains(what));
        return this;
    }

    String status(String name) {
        return bench.status(Kind.NATS_TRIGGER, new Key("default", name)).toString();
    }

    /** As somebody stops a route, or the router at its end. */
    void stop(String trigger, String function) throws Exception {
        bench.camel().getRouteController().stopRoute(route(trigger, function), 10, TimeUnit.SECONDS);
    }

    void start(String trigger, String function) throws Exception {
        bench.camel().getRouteController().startRoute(route(trigger, function));
    }

    private static String route(String trigger, String function) {
        return "natstrigger/default/" + trigger + "/" + function;
    }

    NatsLetters letters() {
        return letters;
    }

    Bench bench() {
        return bench;
    }

    MemorySecrets secrets() {
        return secrets;
    }

    List<Seen> seen() {
        return seen;
    }

    List<String> bodies() {
        return seen.stream().map(Seen::body).toList();
    }

    /** Waits for so many calls. */
    void awaitSeen(int calls) {
        await().atMost(SOON).until(() -> seen.size() >= calls);
    }

    @Override
    public void close() {
        bench.router().drain(Duration.ofSeconds(5));
        bench.close();
        letters.close();
    }
}
