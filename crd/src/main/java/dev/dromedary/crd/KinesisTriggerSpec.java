package dev.dromedary.crd;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.dromedary.crd.deliver.DeliverySpec;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * What a user wrote under {@code spec} of a KinesisTrigger: Kubeless' fields. {@code null} means the same as empty.
 *
 * @param functionName the function that gets the records, in the trigger's namespace
 * @param region the AWS region, such as {@code eu-west-1}
 * @param stream the stream's name
 * @param shard one shard, such as {@code shardId-000000000000}; empty: all of them
 * @param secret a Secret with the keys {@code aws_access_key_id} and {@code aws_secret_access_key}
 * @param endpoint another address of the service than AWS' own
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
        @Nullable @Size(max = 253) @JsonPropertyDescription("A Secret with aws_access_key_id and aws_secret_access_key")
                String secret,
        @Nullable @Size(max = 2048) @JsonPropertyDescription("Another address of the service than AWS' own")
                String endpoint,
        @Nullable @JsonPropertyDescription("How events are delivered") DeliverySpec delivery) {}
