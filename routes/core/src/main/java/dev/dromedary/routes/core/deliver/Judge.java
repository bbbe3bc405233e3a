package dev.dromedary.routes.core.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromedary.routes.core.invoke.InvocationFailed;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Reads from an answer, or from there being none, whether an event is done with. */
final class Judge {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final int LONGEST_NUMBER = 6;

    private Judge() {}

    /**
     * By the status.
     *
     * @param retryAfter the header of that name; {@code null}: there is none
     */
    static Verdict of(int status, String retryAfter, Success success, Instant now) {
        String why = "The function answered " + status;
        if (success.accepts(status)) {
            return Verdict.Taken.WHOLE;
        }
        return switch (status) {
            case TOO_MANY, UNAVAILABLE -> new Verdict.PutOff(wait(retryAfter, now), why);
            case HttpURLConnection.HTTP_CLIENT_TIMEOUT, TOO_EARLY -> new Verdict.Failed(why);
            default -> status / 100 == 4 ? new Verdict.Refused(why) : new Verdict.Failed(why);
        };
    }

    /**
     * By what a batch was answered with success.
     *
     * @param ids of its events
     * @param body JSON with {@code batchItemFailures}, as for AWS Lambda; anything else: all are done with
     */
    static Verdict ofBatch(byte[] body, Set<String> ids) {
        JsonNode failures = failures(body);
        if (failures == null || failures.isNull()) {
            return Verdict.Taken.WHOLE;
        }
        Set<String> but = new HashSet<>();
        for (JsonNode failure : failures) {
            JsonNode id = failure.path("itemIdentifier");
            if (!id.isTextual() || !ids.contains(id.textValue())) {
                return new Verdict.Failed("batchItemFailures names what is no id of an event of the batch");
            }
            but.add(id.textValue());
        }
        return new Verdict.Taken(Set.copyOf(but));
    }

    /** By why there is no answer. */
    static Verdict of(Throwable because) {
        if (because instanceof InvocationFailed failed && failed.isBeforeFunction()) {
            return new Verdict.PutOff(Optional.empty(), failed.getMessage());
        }
        return new Verdict.Failed(String.valueOf(because.getMessage()));
    }

    private static JsonNode failures(byte[] body) {
        try {
            return body.length == 0 ? null : JSON.readTree(body).get("batchItemFailures");
        } catch (IOException e) {
            return null;
        }
    }

    /** Seconds, or a date, as RFC 9110 has it; whatever else it is, it says nothing. */
    private static Optional<Duration> wait(String retryAfter, Instant now) {
        if (retryAfter == null || retryAfter.isBlank()) {
            return Optional.empty();
        }
        String text = retryAfter.strip();
        if (text.length() <= LONGEST_NUMBER && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Duration wait = Duration.between(now, Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
