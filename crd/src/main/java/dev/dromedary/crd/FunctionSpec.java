package dev.dromedary.crd;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * What a user wrote under {@code spec} of a Function: Kubeless' wire format, field for field. Every component may be
 * {@code null}, which means the same as empty.
 *
 * @param handler {@code <module>.<function>}, exactly one dot; empty only with an image of the user's own
 * @param function source text, base64 of a file, or a URL, as {@code contentType} says
 * @param contentType {@code text} (or empty), {@code base64} or {@code url}, with {@code +zip},
 *     {@code +compressedtar}, {@code +deps}
 * @param checksum {@code sha256:<hex>} over the decoded file; empty: not verified
 * @param runtime such as {@code python3.11}; empty only with an image of the user's own
 * @param timeout whole seconds as text; empty: 180
 * @param deps the text of the dependency file, such as a {@code requirements.txt}
 * @param deployment an {@code apps/v1} Deployment whose settings the pods take over
 * @param service a {@code v1} ServiceSpec; without ports: one port 8080
 * @param autoscaler an {@code autoscaling/v2beta1} HorizontalPodAutoscaler; without a name: no autoscaling
 */
public record FunctionSpec(
        @Nullable
                @Size(max = 253)
                @ValidationRule(
                        value = "self == '' || self.matches('^[^.]+[.][^.]+$')",
                        message = "handler must be <module>.<function> with exactly one dot, such as hello.run")
                @JsonPropertyDescription("<module>.<function>, with exactly one dot")
                String handler,
        @Nullable @JsonPropertyDescription("Source text, base64 of a file, or a URL: function-content-type says which")
                String function,
        @Nullable
                @Size(max = 64)
                @ValidationRule(
                        value = "self.matches('^(text|base64|url)?([+](zip|compressedtar))?([+]deps)?$')",
                        message = "function-content-type must be text, base64 or url, with +zip or +compressedtar and"
                                + " +deps where they apply")
                @JsonProperty("function-content-type")
                @JsonPropertyDescription("text (the default), base64 or url; with +zip, +compressedtar, +deps")
                String contentType,
        @Nullable
                @Size(max = 128)
                @ValidationRule(
                        value = "self == '' || self.matches('^sha256:[0-9a-fA-F]{64}$')",
                        message = "checksum must be sha256:<64 hex digits>, or empty to verify nothing")
                @JsonPropertyDescription("sha256:<hex> of the decoded file; empty: not verified")
                String checksum,
        @Nullable
                @Size(max = 63)
                @ValidationRule(
                        value = "self == '' || self.matches('^[A-Za-z_-]+[0-9.]*$')",
                        message = "runtime must be a name and a version, such as python3.11")
                @JsonPropertyDescription("Name and version from the runtime catalogue, such as python3.11")
                String runtime,
        @Nullable
                @Size(max = 9)
                @ValidationRule(
                        value = "self.matches('^[0-9]*$')",
                        message = "timeout must be whole seconds, such as \"180\"")
                @JsonPropertyDescription("Whole seconds after which a call is answered 408; empty: 180")
                String timeout,
        @Nullable @JsonPropertyDescription("The text of the dependency file, such as requirements.txt") String deps,
        @Nullable @PreserveUnknownFields @JsonPropertyDescription("An apps/v1 Deployment: settings for the pods")
                JsonNode deployment,
        @Nullable @PreserveUnknownFields @JsonPropertyDescription("A v1 ServiceSpec; without ports: one port 8080")
                JsonNode service,
        @Nullable
                @PreserveUnknownFields
                @JsonProperty("horizontalPodAutoscaler")
                @JsonPropertyDescription("An autoscaling/v2beta1 HorizontalPodAutoscaler; without a name: none")
                JsonNode autoscaler) {}
