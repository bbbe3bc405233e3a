package dev.dromedary.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What came of a tick of a CronJobTrigger. All times are RFC 3339.
 *
 * @param time the tick, as the schedule names it
 * @param started when the function was first called; {@code null}: it never was
 * @param ended when it was over
 * @param outcome {@code Succeeded}, or what became of it otherwise
 * @param attempts how often the function was called; {@code null}: not known
 * @param error why it did not succeed; {@code null}: it did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TickRecord(String time, String started, String ended, String outcome, Integer attempts, String error) {}
