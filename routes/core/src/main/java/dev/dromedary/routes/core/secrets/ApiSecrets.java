package dev.dromedary.routes.core.secrets;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.held.Held;
import dev.dromedary.routes.core.held.Pace;
import dev.dromedary.routes.core.held.Shared;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Secrets on an API server, each got by its name, never listed or watched. One that is in use is read again every 30 s; one
 * that was not for a minute, before it counts again: so what an administrator takes away counts no longer than that. While
 * the API server is away, the last reading counts.
 */
public final class ApiSecrets implements Secrets, AutoCloseable {

    static final Pace PACE =
            new Pace(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(5));

    private static final int THREADS = 4;

    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("secrets-", 0).factory());
    private final Shared<Key, SecretReading> shared;

    /** Those that the client may get. */
    public ApiSecrets(KubernetesClient client, RouterAccount account) {
        this(new SecretReader(client, account), System::nanoTime);
    }

    ApiSecrets(Function<Key, SecretReading> reader, LongSupplier nanos) {
        shared = new Shared<>(new SecretOrigin(reader, threads), PACE, nanos);
    }

    @Override
    public Held<SecretReading> hold(Key key, Runnable changed) {
        return shared.hold(key, changed);
    }

    /** Reads none any more; what is held stays as it is. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
