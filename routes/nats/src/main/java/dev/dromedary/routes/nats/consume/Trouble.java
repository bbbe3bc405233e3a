package dev.dromedary.routes.nats.consume;

import dev.dromedary.routes.core.source.Situation;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** What an exception of a client means for whoever reads a status. */
final class Trouble {

    private static final int LONGEST = 300;
    private static final int NO_STREAM = 10_059;
    private static final int NO_SUBJECT = 10_093;
    private static final int NOT_FOUND = 404;

    private Trouble() {}

    static Situation of(Throwable failure, Source source) {
        return switch (failure) {
            case NotAllowed e -> new Situation.Refused(words(e));
            case JetStreamApiException e -> of(e, source);
            case JetStreamStatusException e -> new Situation.Troubled("Reading began anew after " + words(e));
            case TimeoutException e -> new Situation.Unreachable("NATS does not answer in time");
            case IOException e
            when source.from() instanceof Source.Stream ->
                new Situation.Unreachable(
                        "JetStream does not answer: " + words(e) + ". Is it switched on, and may the router ask it?");
            case IOException e -> new Situation.Unreachable("NATS does not answer: " + words(e));
            default -> new Situation.Troubled("Reading began anew after " + words(failure));
        };
    }

    private static Situation of(JetStreamApiException failure, Source source) {
        Source.Stream stream = (Source.Stream) source.from();
        return switch (failure.getApiErrorCode()) {
            case NO_STREAM ->
                new Situation.Missing("There is no stream " + stream.name() + "; the trigger works once it is there");
            case NO_SUBJECT ->
                new Situation.Missing("The stream " + stream.name() + " does not keep the subject " + source.subject()
                        + "; the trigger works once it does");
            default ->
                failure.getErrorCode() == NOT_FOUND
                        ? new Situation.Missing(words(failure))
                        : new Situation.Refused("JetStream does not do it: " + words(failure));
        };
    }

    /** In words. */
    private static String words(Throwable failure) {
        String words = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return words.length() > LONGEST ? words.substring(0, LONGEST) + "…" : words;
    }
}
