package dev.dromedary.routes.kafka.consume;

import dev.dromedary.routes.core.source.Situation;
import dev.dromedary.routes.kafka.cluster.Allowed;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.TimeoutException;

/** What an exception of a Kafka client means for whoever reads a status. */
public final class Trouble {

    private static final int LONGEST = 300;

    private Trouble() {}

    static Situation of(Throwable failure) {
        return switch (failure) {
            case Allowed.Denied denied -> new Situation.Refused(denied.getMessage());
            case AuthenticationException e ->
                new Situation.Refused("The brokers do not let the router in: " + words(e)
                        + ". Look at spec.tls and spec.sasl" + " and their Secrets");
            case AuthorizationException e ->
                new Situation.Refused("The brokers do not allow it: " + words(e) + ". Grant Read on topic and group");
            case FencedInstanceIdException e ->
                new Situation.Troubled(
                        "Another copy of the router has joined the group by the same name, and this one reads"
                                + " on without: have the DROMEDARY_IDENTITY of each be another");
            case TimeoutException e -> new Situation.Unreachable("No broker answers: " + words(e));
            case ConfigException e
            when words(e).contains("bootstrap") -> new Situation.Unreachable("The name of no broker can be resolved");
            case KafkaException e when e.getCause() instanceof KafkaException cause -> of(cause);
            default -> new Situation.Troubled("Reading began anew after " + words(failure));
        };
    }

    /** In words, whatever it is wrapped in. */
    public static String said(Throwable failure) {
        return failure instanceof ExecutionException && failure.getCause() != null
                ? words(failure.getCause())
                : words(failure);
    }

    private static String words(Throwable failure) {
        String words = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return words.length() > LONGEST ? words.substring(0, LONGEST) + "…" : words;
    }
}
