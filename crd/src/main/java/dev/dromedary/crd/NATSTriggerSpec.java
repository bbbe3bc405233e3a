package dev.dromedary.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.dromedary.crd.deliver.DeliverySpec;
import dev.dromedary.crd.nats.CredentialsSpec;
import dev.dromedary.crd.nats.JetStreamSpec;
import dev.dromedary.crd.nats.TlsSpec;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;

/**
 * What a user wrote under {@code spec} of a NATSTrigger: Kubeless' fields, and from {@code servers} on those that it had not.
 *
 * @param topic a NATS subject; wildcards are allowed
 * @param functionSelector which functions of the namespace get each message; empty: every one
 * @param servers where NATS is found, each as {@code nats://host:port}, {@code tls://host:port} or {@code host:port}; empty: the
 *     installation's, and then nothing of {@code tls} and {@code credentials} can stand
 * @param queueGroup the queue group, in which each message goes to one member; empty:
 *     {@code <namespace>_<trigger>_<function>_<topic>} for each function. Only for a trigger with one function
 * @param reply whether a message that wants a reply is answered with what the function answers; empty: it is
 * @param jetStream messages come from a stream; empty: as they are published, and lost to whom is not there
 * @param tls connections are encrypted
 * @param credentials how the router shows who it is
 * @param delivery how events are delivered; empty: as the installation has it
 */
public record NATSTriggerSpec(
        @Required @Size(min = 1, max = 255) @JsonPropertyDescription("A NATS subject; wildcards are allowed")
                String topic,
        @Nullable @JsonPropertyDescription("Which Functions of the namespace get each message; empty: every one")
                LabelSelector functionSelector,
        @Nullable @JsonPropertyDescription("Where NATS is found, each nats://host:port; empty: the installation's")
                List<String> servers,
        @Nullable
                @Size(max = 255)
                @JsonPropertyDescription("The queue group; empty: <namespace>_<trigger>_<function>_<topic>")
                String queueGroup,
        @Nullable @JsonPropertyDescription("Requests are answered with what the function answers (the default)")
                Boolean reply,
        @Nullable @JsonPropertyDescription("Messages come from a stream, which keeps them until they are settled")
                JetStreamSpec jetStream,
        @Nullable @JsonPropertyDescription("Connections to the servers are encrypted") TlsSpec tls,
        @Nullable @JsonPropertyDescription("How the router shows the servers who it is") CredentialsSpec credentials,
        @Nullable
                @ValidationRule(
                        value = "!has(self.ordering) || self.ordering != 'Key'",
                        message = "a message of NATS has no key: remove delivery.ordering, or say None or Source")
                @JsonPropertyDescription("How events are delivered")
                DeliverySpec delivery) {}
