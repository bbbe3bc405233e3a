package dev.dromedary.routes.nats.consume;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.Branch;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.source.Consumed;

/**
 * What a consumer reads, and for whom.
 *
 * @param subject with wildcards, perhaps
 * @param from how messages come
 */
public record Source(TriggerId trigger, Key function, String subject, From from) implements Consumed {

    /** How messages come. */
    public sealed interface From {}

    /**
     * As they are published, to one member of a queue group each.
     *
     * @param reply whether who waits for an answer gets one
     */
    public record Queue(String group, boolean reply) implements From {}

    /**
     * From a stream that keeps them.
     *
     * @param durable the consumer in it that all copies of the router share
     * @param terms how it is, where it is made, or is another
     */
    public record Stream(String name, String durable, Terms terms) implements From {}

    /** Kubeless' name for the group (contract: triggers.md 6). */
    public static String group(TriggerId trigger, Key function, String subject) {
        return trigger.key().namespace() + "_" + trigger.key().name() + "_" + function.name() + "_" + subject;
    }

    /** The name of a consumer, which must not have a dot; of triggers whose names have, it has another sign in its place. */
    public static String durable(TriggerId trigger, Key function) {
        String name = trigger.key().name().replace(".", "__");
        return trigger.key().namespace() + "_" + name + "_" + function.name();
    }

    @Override
    public Branch route() {
        return new Branch(trigger, function.name());
    }

    /** Whether messages come from a stream. */
    boolean isKept() {
        return from instanceof Stream;
    }
}
