package dev.dromedary.crd;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import dev.dromedary.crd.deliver.DeliverySpec;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * What a user wrote under {@code spec} of a CronJobTrigger: Kubeless' fields.
 *
 * @param schedule crontab line of 5 fields, of 6 with seconds first, or a descriptor such as {@code @hourly} or
 *     {@code @every 5s}; in UTC
 * @param functionName the function to call, in the trigger's namespace
 * @param payload any JSON: POSTed; absent or {@code null}: the function is called with GET
 * @param delivery how events are delivered; empty: as the installation has it
 */
public record CronJobTriggerSpec(
        @Required
                @Size(max = 256)
                @ValidationRule(
                        value = "self.matches('^\\\\s*(@[a-z]+(\\\\s+\\\\S+)?|\\\\S+(\\\\s+\\\\S+){4,5})\\\\s*$')",
                        message = "schedule must have 5 fields (minute hour day month weekday), 6 with seconds first,"
                                + " or be a descriptor such as @hourly or @every 5m")
                @JsonPropertyDescription("Crontab line (5 fields, 6 with seconds first) or a descriptor like @hourly")
                String schedule,
        @Required
                @Size(max = FunctionName.LONGEST)
                @ValidationRule(value = FunctionName.RULE, message = FunctionName.REMEDY)
                @JsonProperty("function-name")
                @JsonPropertyDescription("The Function to call, in the same namespace")
                String functionName,
        @Nullable @PreserveUnknownFields @JsonPropertyDescription("Any JSON, POSTed; absent: the call is a GET")
                JsonNode payload,
        @Nullable
                @ValidationRule(
                        value = "!has(self.ordering) || self.ordering != 'Key'",
                        message = "a tick has no key: remove delivery.ordering, or say None or Source")
                @ValidationRule(
                        value = "!has(self.batch)",
                        message = "a tick is called for when it is due: remove delivery.batch")
                @ValidationRule(
                        value = "!has(self.filter)",
                        message = "all ticks of a schedule are alike: remove delivery.filter")
                @JsonPropertyDescription("How events are delivered")
                DeliverySpec delivery) {}
