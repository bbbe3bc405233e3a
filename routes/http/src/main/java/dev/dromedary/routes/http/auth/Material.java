package dev.dromedary.routes.http.auth;

import java.util.List;
import java.util.Optional;

/**
 * What callers are checked by: passwords, keys, signing secrets.
 *
 * @param <T> in which form
 */
sealed interface Material<T> {

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
     * Not at hand: nobody can be let in.
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
