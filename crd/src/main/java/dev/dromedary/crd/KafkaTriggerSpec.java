package dev.dromedary.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.dromedary.crd.deliver.DeliverySpec;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.LabelSelector;

/**
 * What a user wrote under {@code spec} of a KafkaTrigger: Kubeless' fields.
 *
 * @param topic a Kafka topic
 * @param functionSelector which functions of the namespace get each message; empty: every one
 * @param delivery how events are delivered; empty: as the installation has it
 */
public record KafkaTriggerSpec(
        @Required @Size(min = 1, max = 255) @JsonPropertyDescription("A Kafka topic") String topic,
        @Nullable @JsonPropertyDescription("Which Functions of the namespace get each message; empty: every one")
                LabelSelector functionSelector,
        @Nullable @JsonPropertyDescription("How events are delivered") DeliverySpec delivery) {}
