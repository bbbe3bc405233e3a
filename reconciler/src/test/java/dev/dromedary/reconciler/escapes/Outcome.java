package dev.dromedary.reconciler.escapes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What came of an attempt.
 *
 * @param function as it is now
 * @param before its Deployment before the attempt; {@code null}: none
 * @param now its Deployment; {@code null}: none
 */
record Outcome(JsonNode function, JsonNode before, JsonNode now) {

    /** What should not be so; nothing: the attempt came to nothing. */
    Stream<String> problems(EscapeIT.Way way) {
        if (function == null) {
            return Stream.of("is gone");
        }
        if (function.at("/status/observedGeneration").asInt(-1)
                != function.at("/metadata/generation").asInt()) {
            return Stream.of("is not looked at yet");
        }
        return way.attempt().isNeutralised() ? neutralised(way.attempt()) : refused(way.attempt());
    }

    private Stream<String> refused(Attempt attempt) {
        JsonNode ready = condition("Ready");
        boolean named = ready.path("reason").asText().equals(attempt.reason())
                && ready.path("message").asText().contains(attempt.field());
        boolean same =
                before == null ? now == null : now != null && now.path("spec").equals(before.path("spec"));
        return Stream.concat(
                named
                        ? Stream.empty()
                        : Stream.of("wants " + attempt.reason() + " " + attempt.field() + " but " + ready),
                same ? Stream.empty() : Stream.of("has another Deployment: " + now));
    }

    private Stream<String> neutralised(Attempt attempt) {
        boolean named = !attempt.namesField()
                || condition("SpecHonoured").path("message").asText().contains(attempt.field());
        return Stream.concat(
                named
                        ? Stream.empty()
                        : Stream.of("wants " + attempt.field() + " named but " + function.path("status")),
                now != null ? Stream.empty() : Stream.of("has no Deployment: " + condition("Ready")));
    }

    private JsonNode condition(String type) {
        return StreamSupport.stream(function.at("/status/conditions").spliterator(), false)
                .filter(condition -> condition.path("type").asText().equals(type))
                .findFirst()
                .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
    }
}
