package dev.dromedary.routes.cron;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Election;
import dev.dromedary.routes.core.Bench;
import dev.dromedary.routes.core.deliver.settings.InstallationDefault;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** A router without Kubernetes, with the trigger {@code default/tick} and its function, whose calls it notes. */
final class CronBench implements AutoCloseable {

    static final Key TICK = new Key("default", "tick");

    private final Votes votes = new Votes();
    private final MemoryClaims claims = new MemoryClaims();
    private final Bench bench = new Bench(votes);
    private final List<Map<String, String>> seen = new CopyOnWriteArrayList<>();
    private final CrontabService service;
    private volatile Consumer<HttpServerRequest> answer = this::note;
    private volatile Optional<Instant> before = Optional.empty();

    CronBench() throws Exception {
        service = CronRoom.open(
                bench.router(), claims, workers -> (trigger, uid, function) -> before, InstallationDefault.NONE);
        bench.function(new Key("default", "hello"), request -> answer.accept(request));
    }

    Bench bench() {
        return bench;
    }

    /** Whether this copy leads. */
    Votes votes() {
        return votes;
    }

    /** Which ticks are claimed. */
    MemoryClaims claims() {
        return claims;
    }

    /** Has the trigger's ticks claimed so, as by a leader before. */
    void claimed(Claim claim) {
        Awaitility.await().ignoreException(ClaimStore.Moved.class).until(() -> {
            String version = claims.read(0).version();
            return claims.write(new ClaimStore.Page(0, version, "another", Map.of("the-uid", claim.text()))) != null;
        });
    }

    /** Has a predecessor have fired this tick last. */
    void firedBefore(Instant tick) {
        before = Optional.of(tick);
    }

    /** What the function was called with. */
    List<Map<String, String>> seen() {
        return seen;
    }

    /** The tick of a call. */
    Instant tick(int call) {
        return Instant.parse(seen.get(call).get("id").substring("the-uid/".length()));
    }

    /** From now on the function answers so, and notes nothing. */
    void answer(Consumer<HttpServerRequest> by) {
        answer = by;
    }

    Map<?, ?> status() {
        return bench.status(Kind.CRON_JOB_TRIGGER, TICK);
    }

    private void note(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            seen.add(Map.of(
                    "method", request.method().name(),
                    "body", body.toString(),
                    "id", request.getHeader("event-id"),
                    "type", request.getHeader("event-type"),
                    "time", request.getHeader("event-time"),
                    "namespace", request.getHeader("event-namespace"),
                    "host", String.valueOf(request.getHeader("host")),
                    "ce", request.getHeader("ce-specversion")));
            request.response().end("done");
        });
    }

    void trigger(String schedule) {
        trigger(schedule, "payload: null", Instant.parse("2026-01-01T00:00:00Z"));
    }

    /**
     * Puts the trigger in.
     *
     * @param more lines of its spec
     */
    void trigger(String schedule, String more, Instant created) {
        bench.put(
                Kind.CRON_JOB_TRIGGER,
                """
                ---
                apiVersion: kubeless.io/v1beta1
                kind: CronJobTrigger
                metadata: {namespace: default, name: tick, uid: the-uid, creationTimestamp: "%s"}
                spec:
                  schedule: "%s"
                  function-name: hello
                  %s
                """
                        .formatted(created, schedule, more.replace("\n", "\n  ")));
    }

    @Override
    public void close() {
        service.close();
        bench.close();
    }

    /** An election that the test decides. */
    static final class Votes implements Election {

        private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();
        private volatile boolean leads = true;

        void elect(boolean now) {
            leads = now;
            listeners.forEach(listener -> listener.accept(now));
        }

        @Override
        public boolean leading() {
            return leads;
        }

        @Override
        public void listen(Consumer<Boolean> listener) {
            listeners.add(listener);
        }
    }
}
