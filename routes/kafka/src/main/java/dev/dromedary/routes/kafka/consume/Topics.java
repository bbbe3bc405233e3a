package dev.dromedary.routes.kafka.consume;

import com.google.re2j.Pattern;

/** Which topics are read. */
public sealed interface Topics {

    /** Whether a topic of this name is meant. */
    boolean include(String topic);

    /** The one of this name. */
    record Named(String topic) implements Topics {
        @Override
        public boolean include(String other) {
            return topic.equals(other);
        }

        @Override
        public String toString() {
            return "The topic " + topic;
        }
    }

    /** All whose whole name matches, but for Kafka's own. In linear time, whatever a user wrote. */
    record Matching(Pattern pattern) implements Topics {

        private static final String KAFKAS_OWN = "__";

        @Override
        public boolean include(String topic) {
            return !topic.startsWith(KAFKAS_OWN) && pattern.matches(topic);
        }

        @Override
        public String toString() {
            return "A topic that matches " + pattern;
        }
    }
}
