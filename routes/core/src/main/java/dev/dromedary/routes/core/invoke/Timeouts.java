package dev.dromedary.routes.core.invoke;

import dev.dromedary.crd.FunctionSpecs;
import dev.dromedary.crd.Key;
import dev.dromedary.kube.Cache;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which Functions there are, and how long each may take until it begins to answer: its own time-out and a little more. */
final class Timeouts {

    private static final String SECONDS = "[0-9]{1,9}";

    private final Map<Key, Duration> known = new ConcurrentHashMap<>();
    private final Cache functions;
    private final Duration grace;

    /** Those of these Functions. */
    Timeouts(Cache functions, Duration grace) {
        this.functions = functions;
        this.grace = grace;
        functions.listen((before, after) -> after.ifPresentOrElse(
                function -> known.put(Key.of(function), of(function)),
                () -> before.ifPresent(function -> known.remove(Key.of(function)))));
    }

    /** That of a function; empty if there is no such Function. Before they were heard of, it is as if it said nothing. */
    Optional<Duration> of(Key function) {
        Duration timeout = known.get(function);
        return timeout == null && !functions.synced()
                ? Optional.of(after(FunctionSpecs.DEFAULT_TIMEOUT))
                : Optional.ofNullable(timeout);
    }

    private Duration of(GenericKubernetesResource function) {
        return function.getAdditionalProperties().get("spec") instanceof Map<?, ?> spec
                        && spec.get("timeout") instanceof String timeout
                        && timeout.matches(SECONDS)
                ? after(timeout)
                : after(FunctionSpecs.DEFAULT_TIMEOUT);
    }

    private Duration after(String seconds) {
        return Duration.ofSeconds(Long.parseLong(seconds)).plus(grace);
    }
}
