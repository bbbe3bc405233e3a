package dev.dromedary.routes.core.secrets;

import dev.dromedary.crd.Key;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What came of reading a Secret. */
public sealed interface SecretReading {

    /** What stands in the way of using it, and what to do, for a status; empty: nothing. Never says what is in it. */
    Optional<String> trouble();

    /**
     * It is there.
     *
     * @param version another content has another one
     * @param data its entries, in the order of their names; the bytes are not to be changed
     */
    record Found(String version, Map<String, byte[]> data) implements SecretReading {

        public Found {
            data = Collections.unmodifiableMap(new TreeMap<>(data));
        }

        @Override
        public Optional<String> trouble() {
            return Optional.empty();
        }

        /** What is in it stays in it. */
        @Override
        public String toString() {
            return "Found[version=" + version + ", entries=" + data.size() + "]";
        }
    }

    /** There is none of that name. */
    record Missing(Key key) implements SecretReading {
        @Override
        public Optional<String> trouble() {
            return Optional.of("There is no Secret " + key + ": make it, or name another");
        }
    }

    /**
     * The router may not read it.
     *
     * @param message says the command that allows it
     */
    record Forbidden(String message) implements SecretReading {
        @Override
        public Optional<String> trouble() {
            return Optional.of(message);
        }
    }

    /**
     * It could not be read, or was not yet; that will pass.
     *
     * @param message says why
     */
    record Unknown(String message) implements SecretReading {
        @Override
        public Optional<String> trouble() {
            return Optional.of(message);
        }
    }
}
