package dev.dromedary.crd;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.dromedary.crd.deliver.DeliverySpec;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * What a user wrote under {@code spec} of a KinesisTrigger: Kubeless' fields, and {@code startPosition}, which it had not. {@code null} means the same as empty.
 *
 * @param functionName the function that gets the records, in the trigger's namespace
 * @param region the AWS region, such as {@code eu-west-1}; empty: the router's own
 * @param stream the stream's name
 * @param shard one shard, such as {@code shardId-000000000000}; empty: all of them
 * @param secret a Secret with the keys {@code aws_access_key_id} and {@code aws_secret_access_key}, and {@code aws_session_token} where
 *     there is one; empty: who the router is to AWS
 * @param endpoint another address of the service than AWS' own; only with a Secret
 * @param startPosition where a trigger begins that has read nothing yet: {@code latest} (or empty), {@code earliest} or
 *     {@code trimHorizon}, which are one, or a time
 * @param delivery how events are delivered; empty: as the installation has it
 */
public record KinesisTriggerSpec(
        @Required
                @Size(max = FunctionName.LONGEST)
                @ValidationRule(value = FunctionName.RULE, message = FunctionName.REMEDY)
                @JsonProperty("function-name")
                @JsonPropertyDescription("The Function that gets the records, in the same namespace")
                String functionName,
        @Nullable @Size(max = 63) @JsonProperty("aws-region") @JsonPropertyDescription("AWS region") String region,
        @Required
                @Size(max = 128)
                @ValidationRule(
                        value = "self.matches('^[A-Za-z0-9_.-]+$')",
                        message = "stream must be the name of a Kinesis stream: letters, digits, _ . -")
                @JsonPropertyDescription("The stream's name")
                String stream,
        @Nullable
                @Size(max = 128)
                @ValidationRule(
                        value = "self.matches('^[A-Za-z0-9_.-]*$')",
                        message = "shard must be a shard id such as shardId-000000000000")
                @JsonPropertyDescription("One shard id; empty: all shards")
                String shard,
        @Nullable
                @Size(max = 253)
                @JsonPropertyDescription(
                        "A Secret with aws_access_key_id and aws_secret_access_key; empty: the router's own")
                String secret,
        @Nullable @Size(max = 2048) @JsonPropertyDescription("Another address of the service than AWS' own")
                String endpoint,
        @Nullable
                @Size(max = 40)
                @ValidationRule(
                        value =
                                "self.matches('^(|latest|earliest|trimHorizon|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9:]+))$')",
                        message =
                                "startPosition must be latest, earliest, trimHorizon or a time such as 2026-01-31T12:00:00Z")
                @JsonPropertyDescription(
                        "Where a new trigger begins: latest (the default), earliest, trimHorizon, or a time (RFC 3339)")
                String startPosition,
        @Nullable @JsonPropertyDescription("How events are delivered") DeliverySpec delivery) {}
