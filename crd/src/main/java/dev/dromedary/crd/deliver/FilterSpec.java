package dev.dromedary.crd.deliver;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Nullable;

/**
 * Which events the function gets: the schema alone, for a key that is mistyped would let every event pass. It is read strictly, as a
 * tree, by whoever makes a filter of it.
 *
 * @param data what the body says, which is JSON
 * @param headers what the headers say that the function gets
 */
@PreserveUnknownFields
public record FilterSpec(
        @Nullable @JsonPropertyDescription("What the body says, as a pattern of JSON") PatternSpec data,
        @Nullable @JsonPropertyDescription("What the headers say that the function gets, by lower-case names")
                PatternSpec headers) {

    /** A pattern: the names are the events' own. */
    @PreserveUnknownFields
    public record PatternSpec() {}
}
