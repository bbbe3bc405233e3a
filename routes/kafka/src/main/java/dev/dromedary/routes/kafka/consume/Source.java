package dev.dromedary.routes.kafka.consume;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.Branch;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.source.Consumed;

/**
 * What a consumer reads, and for whom.
 *
 * @param group the consumer group: what it has committed is its position, whichever copy of the router goes on
 */
public record Source(TriggerId trigger, Key function, Topics topics, String group, StartPosition start)
        implements Consumed {

    /** Kubeless' name for the group, so that what its controller committed is where we go on (contract: triggers.md 4). */
    public static String group(TriggerId trigger, Key function, Topics topics) {
        String topic = topics instanceof Topics.Named named ? named.topic() : "*";
        return trigger.key().namespace() + "_" + trigger.key().name() + "_" + function.name() + "_" + topic;
    }

    @Override
    public Branch route() {
        return new Branch(trigger, function.name());
    }
}
