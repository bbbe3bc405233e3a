package dev.dromedary.routes.core;

import dev.dromedary.crd.FunctionSpecs;
import dev.dromedary.crd.Key;
import dev.dromedary.kube.Cache;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** How long a function may take until it begins to answer: its own time-out and a little more. */
final class Timeouts implements Function<Key, Duration> {

    private final Cache functions;
    private final Duration grace;

    Timeouts(Cache functions, Duration grace) {
        this.functions = functions;
        this.grace = grace;
    }

    @Override
    public Duration apply(Key function) {
        String seconds = functions
                .get(function)
                .map(Timeouts::own)
                .filter(text -> text.matches("[0-9]{1,9}"))
                .orElse("");
        return Duration.ofSeconds(Long.parseLong(seconds.isEmpty() ? FunctionSpecs.DEFAULT_TIMEOUT : seconds))
                .plus(grace);
    }

    private static String own(GenericKubernetesResource function) {
        return function.getAdditionalProperties().get("spec") instanceof Map<?, ?> spec
                        && spec.get("timeout") instanceof String timeout
                ? timeout
                : "";
    }
}
