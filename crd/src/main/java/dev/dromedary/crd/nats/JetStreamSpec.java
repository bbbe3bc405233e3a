package dev.dromedary.crd.nats;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * Messages come from a stream, which keeps them until they are settled.
 *
 * @param stream that keeps the subject
 * @param durable the consumer in it, made when missing; empty: {@code <namespace>_<trigger>_<function>} for each function. Only for
 *     a trigger with one function: of several, each would get a part of the messages
 * @param startPosition where a consumer begins that is made: {@code new} (or empty), {@code all}, or a time
 * @param ackWait how long the server waits for an acknowledgement before it hands a message out again; empty: the server's 30s
 * @param maxAckPending messages of all copies of the router together that may be unsettled; empty: the server's 1000
 */
@PreserveUnknownFields
public record JetStreamSpec(
        @Required
                @Size(min = 1, max = 255)
                @ValidationRule(
                        value = "self.matches('^[^\\\\s.*>/\\\\\\\\]+$')",
                        message = "stream must be the name of a stream, without white space . * > / \\")
                @JsonPropertyDescription("The stream that keeps the subject")
                String stream,
        @Nullable
                @Size(max = 255)
                @ValidationRule(
                        value = "self.matches('^[^\\\\s.*>/\\\\\\\\]*$')",
                        message = "durable must be the name of a consumer, without white space . * > / \\")
                @JsonPropertyDescription("The consumer; empty: <namespace>_<trigger>_<function>. Made when missing")
                String durable,
        @Nullable
                @Size(max = 40)
                @ValidationRule(
                        value = "self.matches('^(|new|all|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9:]+))$')",
                        message = "startPosition must be new, all or a time such as 2026-01-31T12:00:00Z")
                @JsonPropertyDescription(
                        "Where a consumer that is made begins: new (the default), all, or a time (RFC 3339)")
                String startPosition,
        @Nullable
                @Size(max = 32)
                @JsonPropertyDescription("How long the server waits before it hands a message out again, such as 30s")
                String ackWait,
        @Nullable @JsonPropertyDescription("Messages that may be unsettled, of all copies of the router together")
                Integer maxAckPending) {}
