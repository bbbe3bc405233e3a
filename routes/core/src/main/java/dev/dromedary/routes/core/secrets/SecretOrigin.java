package dev.dromedary.routes.core.secrets;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.held.Origin;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Secrets as somebody reads them who blocks meanwhile. While they cannot be read, what was last known of them counts. */
final class SecretOrigin implements Origin<Key, SecretReading> {

    private final Function<Key, SecretReading> reader;
    private final Executor threads;

    SecretOrigin(Function<Key, SecretReading> reader, Executor threads) {
        this.reader = reader;
        this.threads = threads;
    }

    @Override
    public SecretReading unread() {
        return new SecretReading.Unknown("The Secret has not been read yet");
    }

    @Override
    public CompletionStage<SecretReading> read(Key key) {
        return CompletableFuture.supplyAsync(() -> reader.apply(key), threads);
    }

    @Override
    public SecretReading merge(SecretReading before, SecretReading read) {
        return switch (read) {
            case SecretReading.Unknown unknown -> before instanceof SecretReading.Unknown ? unknown : before;
            case SecretReading.Found now ->
                before instanceof SecretReading.Found then && then.version().equals(now.version()) ? then : now;
            default -> read;
        };
    }
}
