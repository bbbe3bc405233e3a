package dev.dromedary.crd;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import dev.dromedary.crd.deliver.DeliverySpec;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * What a user wrote under {@code spec} of a CronJobTrigger: Kubeless' fields, and what a CronJob of Kubernetes has beside them.
 * {@code null} means the same as absent.
 *
 * @param schedule crontab line of 5 fields, of 6 with seconds first, or a descriptor such as {@code @hourly} or
 *     {@code @every 5s}
 * @param timeZone whose wall clock the schedule goes by, such as {@code Europe/Berlin}; empty: UTC
 * @param functionName the function to call, in the trigger's namespace
 * @param payload any JSON: POSTed; absent or {@code null}: the function is called with GET
 * @param concurrencyPolicy what happens at a tick while one before is not over: {@code Allow} (or empty), {@code Forbid} or
 *     {@code Replace}
 * @param startingDeadline how late a tick may begin, such as {@code 5m}; empty: however late
 * @param missedRuns what becomes of ticks at which no router ran: {@code Last} (or empty), {@code Skip} or {@code All}
 * @param suspend whether no tick begins; those that would have are not missed
 * @param historyLimit of how many ticks status says what came of them: so many that succeeded, and as many others; absent: 3
 * @param delivery how events are delivered; empty: as the installation has it
 */
public record CronJobTriggerSpec(
        @Required
                @Size(max = 256)
                @ValidationRule(
                        value = "self.matches('^\\\\s*(@[a-z]+(\\\\s+\\\\S+)?|\\\\S+(\\\\s+\\\\S+){4,5})\\\\s*$')",
                        message = "schedule must have 5 fields (minute hour day month weekday), 6 with seconds first,"
                                + " or be a descriptor such as @hourly or @every 5m")
                @ValidationRule(
                        value = "!self.contains('TZ=')",
                        message = "schedule must not name a time zone: write it in timeZone, such as Europe/Berlin")
                @JsonPropertyDescription("Crontab line (5 fields, 6 with seconds first) or a descriptor like @hourly")
                String schedule,
        @Nullable
                @Size(max = 64)
                @ValidationRule(
                        value = "self.matches('^([A-Za-z][A-Za-z0-9_+/-]*)?$')",
                        message = "timeZone must be a name of the IANA time zone database, such as Europe/Berlin")
                @JsonPropertyDescription(
                        "IANA name, such as Europe/Berlin, of the wall clock that schedule goes by; empty: UTC")
                String timeZone,
        @Required
                @Size(max = FunctionName.LONGEST)
                @ValidationRule(value = FunctionName.RULE, message = FunctionName.REMEDY)
                @JsonProperty("function-name")
                @JsonPropertyDescription("The Function to call, in the same namespace")
                String functionName,
        @Nullable @PreserveUnknownFields @JsonPropertyDescription("Any JSON, POSTed; absent: the call is a GET")
                JsonNode payload,
        @Nullable
                @Size(max = 16)
                @ValidationRule(
                        value = "self in ['', 'Allow', 'Forbid', 'Replace']",
                        message = "concurrencyPolicy must be Allow, Forbid or Replace")
                @JsonPropertyDescription(
                        "At a tick while one before is not over: Allow (the default): both go on; Forbid: this"
                                + " one is left out; Replace: that one is given up")
                String concurrencyPolicy,
        @Nullable @Size(max = 16) @JsonPropertyDescription("How late a tick may begin, such as 5m; empty: however late")
                String startingDeadline,
        @Nullable
                @Size(max = 16)
                @ValidationRule(
                        value = "self in ['', 'Last', 'Skip', 'All']",
                        message = "missedRuns must be Last, Skip or All")
                @JsonPropertyDescription(
                        "Ticks at which no router ran: Last (the default): the newest fires late; Skip: none;"
                                + " All: the newest 100 do")
                String missedRuns,
        @Nullable @JsonPropertyDescription("true: no tick begins; those that would have are not missed")
                Boolean suspend,
        @Nullable
                @Min(0)
                @Max(10)
                @JsonPropertyDescription(
                        "Of how many ticks status says what came of them: so many that succeeded, and as many"
                                + " others; absent: 3")
                Integer historyLimit,
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
