package dev.dromedary.crd.http;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Nullable;
import java.util.List;
import java.util.Map;

/**
 * What becomes of headers, in the words of Gateway API's header filters; first {@code remove}, then {@code set}, then {@code add}.
 *
 * @param set in place of what is there
 * @param add beside what is there
 * @param remove names
 */
@PreserveUnknownFields
public record HeadersSpec(
        @Nullable @JsonPropertyDescription("In place of what is there") Map<String, String> set,
        @Nullable @JsonPropertyDescription("Beside what is there") Map<String, String> add,
        @Nullable @JsonPropertyDescription("Names") List<String> remove) {}
