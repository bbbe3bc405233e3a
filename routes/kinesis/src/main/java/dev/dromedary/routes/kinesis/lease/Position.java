package dev.dromedary.routes.kinesis.lease;

import java.time.DateTimeException;
import java.time.Instant;

/** How far a shard is done with. */
public sealed interface Position {

    /** Nothing is: reading begins with the oldest record that is kept. */
    record Beginning() implements Position {

        @Override
        public String text() {
            return BEGINNING;
        }
    }

    /** Nothing is; reading begins with the first record that is not older. */
    record At(Instant time) implements Position {

        @Override
        public String text() {
            return AT + time;
        }
    }

    /**
     * All to a record is.
     *
     * @param sequence its sequence number
     * @param sub of an aggregated record that is not done with as a whole, the last event in it that is; -1: it is, as a whole
     */
    record After(String sequence, int sub) implements Position {

        /** A whole record. */
        public static After whole(String sequence) {
            return new After(sequence, WHOLE);
        }

        /** Whether something of the record is left. */
        public boolean isPart() {
            return sub != WHOLE;
        }

        @Override
        public String text() {
            return AFTER + sequence + (isPart() ? "/" + sub : "");
        }
    }

    /** The shard as a whole is: it was closed, and read to its end. Only then its children are read. */
    record End() implements Position {

        @Override
        public String text() {
            return END;
        }
    }

    /** As the table of shards has it. */
    String BEGINNING = "beginning";

    /** As the table of shards has it. */
    String END = "end";

    /** As the table of shards has it. */
    String AT = "at ";

    /** As the table of shards has it. */
    String AFTER = "after ";

    /** In place of an event within a record. */
    int WHOLE = -1;

    /** How it is written. */
    String text();

    /**
     * What was written so.
     *
     * @throws IllegalArgumentException for what no copy of the router wrote
     */
    static Position parse(String text) {
        try {
            if (text.equals(BEGINNING)) {
                return new Beginning();
            }
            if (text.equals(END)) {
                return new End();
            }
            if (text.startsWith(AT)) {
                return new At(Instant.parse(text.substring(AT.length())));
            }
            if (text.startsWith(AFTER)) {
                String[] parts = text.substring(AFTER.length()).split("/", -1);
                return parts.length == 1 ? After.whole(parts[0]) : new After(parts[0], Integer.parseInt(parts[1]));
            }
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException("No position of a shard: " + text, e);
        }
        throw new IllegalArgumentException("No position of a shard: " + text);
    }
}
