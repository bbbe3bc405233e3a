package dev.dromedary.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.dromedary.crd.deliver.DeliverySpec;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;

/**
 * What a user wrote under {@code spec} of a NATSTrigger: Kubeless' fields.
 *
 * @param topic a NATS subject; wildcards are allowed
 * @param functionSelector which functions of the namespace get each message; empty: every one
 * @param delivery how events are delivered; empty: as the installation has it
 */
public record NATSTriggerSpec(
        @Required @Size(min = 1, max = 255) @JsonPropertyDescription("A NATS subject; wildcards are allowed")
                String topic,
        @Nullable @JsonPropertyDescription("Which Functions of the namespace get each message; empty: every one")
                LabelSelector functionSelector,
        @Nullable
                @ValidationRule(
                        value = "!has(self.ordering) || self.ordering != 'Key'",
                        message = "a message of NATS has no key: remove delivery.ordering, or say None or Source")
                @JsonPropertyDescription("How events are delivered")
                DeliverySpec delivery) {}
