package dev.dromedary.crd;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What came of reading something that a user wrote.
 *
 * @param value what was read; empty where a problem stands in the way
 * @param problems what stands in the way, or {@code List.of()}
 * @param unknown paths of keys that nobody reads, such as {@code spec.handlr}; they harm nothing, but are named
 */
public record Reading<T>(Optional<T> value, List<Problem> problems, List<String> unknown) {

    /**
     * Reads on.
     *
     * @param next given the value, and the unknown keys so far; not asked where a problem stands in the way
     */
    public <R> Reading<R> then(BiFunction<T, List<String>, Reading<R>> next) {
        return value.map(read -> next.apply(read, unknown))
                .orElseGet(() -> new Reading<>(Optional.empty(), problems, unknown));
    }
}
