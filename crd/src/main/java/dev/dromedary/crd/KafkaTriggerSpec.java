package dev.dromedary.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.LabelSelector;

/**
 * What a user wrote under {@code spec} of a KafkaTrigger: Kubeless' fields.
 *
 * @param topic a Kafka topic
 * @param functionSelector which functions of the namespace get each message; empty: every one
 */
public record KafkaTriggerSpec(
        @Required @Size(min = 1, max = 255) @JsonPropertyDescription("A Kafka topic") String topic,
        @Nullable @JsonPropertyDescription("Which Functions of the namespace get each message; empty: every one")
                LabelSelector functionSelector) {}
