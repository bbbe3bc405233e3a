package dev.dromedary.crd.deliver;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.dromedary.crd.FunctionName;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * Where events go that the function does not take: one of these.
 *
 * @param kafka a topic
 * @param nats a subject
 * @param http an address
 * @param function another function
 */
@PreserveUnknownFields
@ValidationRule(
        value = "[has(self.kafka), has(self.nats), has(self.http), has(self.function)].exists_one(said, said)",
        message = "deadLetter must say one place: kafka, nats, http or function")
public record DeadLetterSpec(
        @Nullable @JsonPropertyDescription("A topic of Kafka") KafkaSpec kafka,
        @Nullable @JsonPropertyDescription("A subject of NATS that a stream keeps") NatsSpec nats,
        @Nullable @JsonPropertyDescription("Whoever answers a POST there with 2xx") HttpSpec http,
        @Nullable @JsonPropertyDescription("A Function in the same namespace") FunctionSpec function) {

    /**
     * A topic of the trigger's own Kafka cluster, or of the installation's.
     *
     * @param topic made when missing
     */
    @PreserveUnknownFields
    public record KafkaSpec(
            @Required
                    @Size(min = 1, max = 249)
                    @ValidationRule(
                            value = "self.matches('^[a-zA-Z0-9._-]+$') && self != '.' && self != '..'",
                            message = "topic must be the name of a Kafka topic: letters, digits, . _ -")
                    @JsonPropertyDescription("Made when missing")
                    String topic) {}

    /**
     * A subject of NATS.
     *
     * @param subject without wildcards; a JetStream stream must keep it
     */
    @PreserveUnknownFields
    public record NatsSpec(
            @Required
                    @Size(min = 1, max = 255)
                    @ValidationRule(
                            value = "self.matches('^[a-zA-Z0-9_$-]+([.][a-zA-Z0-9_$-]+)*$')",
                            message = "subject must be a NATS subject without wildcards, such as orders.failed")
                    @JsonPropertyDescription("Without wildcards; a JetStream stream must keep it")
                    String subject) {}

    /**
     * An address.
     *
     * @param url of {@code http} or {@code https}
     * @param secret a Secret of the trigger's namespace, whose entries are headers of the request; empty: none
     */
    @PreserveUnknownFields
    public record HttpSpec(
            @Required
                    @Size(min = 1, max = 2048)
                    @ValidationRule(
                            value = "isURL(self) && url(self).getScheme() in ['http', 'https']"
                                    + " && url(self).getHostname() != '' && !self.contains('@') && !self.contains('#')",
                            message =
                                    "url must be such as https://example.com/failed, without user, password or fragment")
                    @JsonPropertyDescription("Such as https://example.com/failed")
                    String url,
            @Nullable
                    @Size(max = 253)
                    @JsonPropertyDescription(
                            "A Secret whose entries are headers of the request, such as Authorization; empty: none")
                    String secret) {}

    /**
     * Another function.
     *
     * @param name in the trigger's namespace
     */
    @PreserveUnknownFields
    public record FunctionSpec(
            @Required
                    @Size(max = FunctionName.LONGEST)
                    @ValidationRule(
                            value = FunctionName.RULE,
                            message = "name must be the name of a Function in the same namespace")
                    @JsonPropertyDescription("In the same namespace")
                    String name) {}
}
