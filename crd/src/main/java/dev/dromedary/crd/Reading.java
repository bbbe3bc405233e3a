package dev.dromedary.crd;

import java.util.List;
import java.util.Optional;

/**
 * What came of reading something that a user wrote.
 *
 * @param value what was read; empty where a problem stands in the way
 * @param problems what stands in the way, or {@code List.of()}
 * @param unknown paths of keys that nobody reads, such as {@code spec.handlr}; they harm nothing, but are named
 */
public record Reading<T>(Optional<T> value, List<Problem> problems, List<String> unknown) {}
