package dev.dromedary.routes.kafka.consume;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

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
        private static final int LONGEST = 249;

        /**
         * Those that a user means.
         *
         * @param text a regular expression (RE2), without counted repetition: a few nested ones make a program of gigabytes
         * @throws IllegalArgumentException for what is none; the message says what to do
         */
        public static Matching of(String text) {
            if (text.length() > LONGEST || text.indexOf('{') >= 0) {
                throw new IllegalArgumentException("must have at most " + LONGEST
                        + " characters, and no { }: write a repetition out, or take * or +");
            }
            try {
                return new Matching(Pattern.compile(text));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("must be a regular expression (RE2): " + e.getMessage(), e);
            }
        }

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
