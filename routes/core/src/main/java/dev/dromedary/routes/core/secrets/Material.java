package dev.dromedary.routes.core.secrets;

import java.util.List;
import java.util.Optional;

/**
 * What is made of a Secret, or of what a trigger names in its place: passwords, keys, a certificate.
 *
 * @param <T> in which form
 */
public sealed interface Material<T> {

    /** What is wrong with it, all or a part, and what to do, for the trigger's status; empty: nothing. Says nothing secret. */
    Optional<String> trouble();

    /**
     * At hand.
     *
     * @param remarks what a part of it is of no use for
     */
    record Ready<T>(T value, List<String> remarks) implements Material<T> {
        @Override
        public Optional<String> trouble() {
            return remarks.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", remarks));
        }
    }

    /**
     * Not at hand.
     *
     * @param why and what to do
     */
    record Away<T>(String why) implements Material<T> {
        @Override
        public Optional<String> trouble() {
            return Optional.of(why);
        }
    }
}
