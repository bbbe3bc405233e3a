package dev.dromedary.local;

import dev.dromedary.crd.Catalogue;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.Reading;
import dev.dromedary.kube.Backoff;
import dev.dromedary.kube.Cache;
import dev.dromedary.kube.MemoryResources;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.apache.camel.builder.RouteBuilder;

/**
 * Keeps every Function running as a process: what the reconciler, the kubelet and the endpoint controller do in a cluster.
 * The route {@code functions} takes one key at a time; a process that ends offers its function again.
 */
final class LocalFunctions extends RouteBuilder implements AutoCloseable {

    private static final int WORKERS = 32;
    private static final Duration STEADY = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Backoff RESTARTS = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final MemoryResources resources;
    private final Cache functions;
    private final Workplace workplace;
    private final Catalogue catalogue;
    private final Map<Key, Served> served = new ConcurrentHashMap<>();
    private final Map<Key, Integer> quickEnds = new ConcurrentHashMap<>();
    private final AtomicInteger serial = new AtomicInteger();
    private volatile boolean closed;

    /**
     * Where functions are made and run.
     *
     * @param folder for the folders of functions; it is removed in the end
     * @param output is told of each line that a function prints
     */
    record Workplace(
            Path folder,
            Map<String, Language> languages,
            Provision provision,
            Processes processes,
            BiConsumer<Key, String> output) {}

    /** A version of a function that answers, or did. */
    private record Served(LocalFunction function, FunctionServer server) {}

    LocalFunctions(MemoryResources resources, Workplace workplace) {
        this.resources = resources;
        this.functions = resources.cache(Kind.FUNCTION);
        this.workplace = workplace;
        this.catalogue = Language.catalogue(workplace.languages());
    }

    Reading<LocalFunction> read(GenericKubernetesResource object) {
        return LocalFunction.read(object, catalogue);
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        getContext().getRegistry().bind("processes", Pods.related(resources));
        from("kube:functions?related=#processes&workers=" + WORKERS)
                .routeId("functions")
                .process(exchange -> serve(exchange.getMessage().getBody(Key.class)))
                .id("serve");
    }

    private void serve(Key key) {
        Optional<GenericKubernetesResource> object = closed ? Optional.empty() : functions.get(key);
        if (object.isEmpty()) {
            remove(key);
            return;
        }
        Reading<LocalFunction> reading = read(object.get());
        LocalStatus status = new LocalStatus(resources, object.get());
        if (reading.value().isEmpty()) {
            status.wrong(reading, isServed(key));
        } else if (isServed(key, reading.value().get())) {
            status.ready(reading);
        } else if (settled(key, reading, status)) {
            start(reading, status);
        }
    }

    /** A function that ends again and again is given time; whether it is still wanted after that. */
    private boolean settled(Key key, Reading<LocalFunction> reading, LocalStatus status) {
        Served before = served.get(key);
        if (before == null
                || before.server().alive()
                || !before.function().equals(reading.value().orElseThrow())) {
            quickEnds.remove(key);
            return true;
        }
        status.failing(reading, "ended: " + before.server().lastWords(), false);
        Pods.withdraw(resources, key);
        if (before.server().age().compareTo(STEADY) > 0) {
            quickEnds.remove(key);
            return true;
        }
        int times = quickEnds.merge(key, 1, Integer::sum);
        Instant until = Instant.now().plus(RESTARTS.after(times, ThreadLocalRandom.current()));
        while (Instant.now().isBefore(until) && isCurrent(status.object())) {
            pause();
        }
        return isCurrent(status.object());
    }

    private void start(Reading<LocalFunction> reading, LocalStatus status) {
        LocalFunction function = reading.value().orElseThrow();
        try {
            serve(function, started(function, status.object()));
            status.ready(reading);
        } catch (Failed | UncheckedIOException e) {
            if (isCurrent(status.object())) {
                status.failing(reading, e.getMessage(), isServed(function.key()));
                throw e;
            }
        }
    }

    /** A process that answers. */
    private FunctionServer started(LocalFunction function, GenericKubernetesResource object) {
        Key key = function.key();
        Path folder = workplace.folder().resolve(key.namespace() + "." + key.name() + "." + serial.incrementAndGet());
        create(folder);
        Language language = workplace.languages().get(function.runtime().name());
        FunctionServer server = FunctionServer.start(
                function,
                workplace.provision().provision(function, language, folder),
                workplace.processes(),
                line -> workplace.output().accept(key, line));
        server.awaitAnswer(() -> isCurrent(object));
        return server;
    }

    /** Calls go to this process from now on. */
    private void serve(LocalFunction function, FunctionServer server) {
        Key key = function.key();
        Served before = served.put(key, new Served(function, server));
        Pods.publish(resources, key, server.port());
        server.onExit(() -> Pods.ended(resources, key, server.port()));
        if (before != null) {
            Thread.ofVirtual().start(() -> retire(before.server()));
        }
    }

    /** Calls that chose the old process a moment ago still reach it. */
    private static void retire(FunctionServer server) {
        pause();
        server.retire();
    }

    private void remove(Key key) {
        Pods.withdraw(resources, key);
        Served before = served.remove(key);
        quickEnds.remove(key);
        if (before != null) {
            before.server().end();
        }
    }

    private boolean isServed(Key key) {
        Served now = served.get(key);
        return now != null && now.server().alive();
    }

    private boolean isServed(Key key, LocalFunction function) {
        return isServed(key) && served.get(key).function().equals(function);
    }

    /** Whether the object still says what it said; its status may have changed. */
    private boolean isCurrent(GenericKubernetesResource object) {
        Long generation = object.getMetadata().getGeneration();
        return !closed
                && functions
                        .get(Key.of(object))
                        .filter(now -> now.getMetadata().getGeneration().equals(generation))
                        .isPresent();
    }

    /** Starts nothing more, and waits for nothing more. */
    @Override
    public void close() {
        closed = true;
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
