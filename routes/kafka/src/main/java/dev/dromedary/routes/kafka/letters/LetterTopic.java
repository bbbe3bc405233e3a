package dev.dromedary.routes.kafka.letters;

import dev.dromedary.crd.Key;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Where a trigger's dead letters are kept unless it says otherwise: {@code kubeless-dead-letters.<namespace>.<trigger>}. */
public final class LetterTopic {

    private static final String PREFIX = "kubeless-dead-letters.";
    private static final int LONGEST = 249;
    private static final int HEAD = 150;

    private LetterTopic() {}

    /** Its name; what would be too long for Kafka ends with a hash of all of it. */
    public static String of(Key trigger) {
        String name = trigger.namespace() + "." + trigger.name();
        return PREFIX.length() + name.length() <= LONGEST
                ? PREFIX + name
                : PREFIX + name.substring(0, HEAD) + "."
                        + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
