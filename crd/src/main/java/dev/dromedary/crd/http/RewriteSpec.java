package dev.dromedary.crd.http;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Size;

/**
 * What path the function sees, in the words of Gateway API; one of the two. The query stays.
 *
 * @param replaceFullPath instead of the whole path; {@code /} is what Kubeless' nginx gateway handed to functions
 * @param replacePrefixMatch instead of the part that {@code spec.path} matched
 */
@PreserveUnknownFields
public record RewriteSpec(
        @Nullable @Size(max = 1024) @JsonPropertyDescription("Instead of the whole path; / as Kubeless with nginx")
                String replaceFullPath,
        @Nullable @Size(max = 1024) @JsonPropertyDescription("Instead of the part that spec.path matched")
                String replacePrefixMatch) {}
