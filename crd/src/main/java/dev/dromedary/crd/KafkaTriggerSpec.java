package dev.dromedary.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.dromedary.crd.deliver.DeliverySpec;
import dev.dromedary.crd.kafka.ReplaySpec;
import dev.dromedary.crd.kafka.SaslSpec;
import dev.dromedary.crd.kafka.TlsSpec;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;

/**
 * What a user wrote under {@code spec} of a KafkaTrigger: Kubeless' fields, and from {@code topicPattern} on those that it had not.
 *
 * @param topic a Kafka topic
 * @param functionSelector which functions of the namespace get each message; empty: every one
 * @param topicPattern instead of {@code topic}: a regular expression (RE2), all topics that match it as a whole
 * @param brokers where a cluster is found, each as {@code host:port}; empty: the installation's, and then nothing of {@code tls}
 *     and {@code sasl} can stand
 * @param group the consumer group; empty: {@code <namespace>_<trigger>_<function>_<topic>} for each function. Only for a trigger
 *     with one function: of several, each would get a part of the messages
 * @param startPosition where a group begins that has no position yet: {@code latest} (or empty), {@code earliest}, or a time
 * @param tls connections are encrypted
 * @param sasl how the router shows who it is
 * @param delivery how events are delivered; empty: as the installation has it
 * @param replay has dead letters handed to their functions once more; empty: nothing is replayed
 */
@ValidationRule(
        value = "has(self.topic) != has(self.topicPattern)",
        fieldPath = ".topic",
        message = "spec.topic must name a Kafka topic, or spec.topicPattern a pattern of topics: one of the two")
public record KafkaTriggerSpec(
        @Size(min = 1, max = 249)
                @ValidationRule(
                        value = "self.matches('^[a-zA-Z0-9._-]+$') && self != '.' && self != '..'",
                        message = "topic must be the name of a Kafka topic: letters, digits, . _ -")
                @JsonPropertyDescription("A Kafka topic")
                String topic,
        @Nullable @JsonPropertyDescription("Which Functions of the namespace get each message; empty: every one")
                LabelSelector functionSelector,
        @Size(min = 1, max = 249)
                @ValidationRule(
                        value = "!self.contains('{')",
                        message = "topicPattern must have no { }: write a repetition out, or take * or +")
                @JsonPropertyDescription("Instead of topic: a regular expression (RE2) for the whole of a topic's name")
                String topicPattern,
        @Nullable @JsonPropertyDescription("Where the cluster is found, each host:port; empty: the installation's")
                List<String> brokers,
        @Nullable
                @Size(max = 255)
                @JsonPropertyDescription("The consumer group; empty: <namespace>_<trigger>_<function>_<topic>")
                String group,
        @Nullable
                @Size(max = 40)
                @ValidationRule(
                        value =
                                "self.matches('^(|latest|earliest|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9:]+))$')",
                        message = "startPosition must be latest, earliest or a time such as 2026-01-31T12:00:00Z")
                @JsonPropertyDescription(
                        "Where a new group begins: latest (the default), earliest, or a time (RFC 3339)")
                String startPosition,
        @Nullable @JsonPropertyDescription("Connections to the brokers are encrypted") TlsSpec tls,
        @Nullable @JsonPropertyDescription("How the router shows the brokers who it is") SaslSpec sasl,
        @Nullable @JsonPropertyDescription("How events are delivered") DeliverySpec delivery,
        @Nullable @JsonPropertyDescription("Has dead letters handed to their functions once more") ReplaySpec replay) {}
