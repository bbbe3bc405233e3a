package dev.dromedary.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How far the replay is that a trigger asks for.
 *
 * @param id of {@code spec.replay}
 * @param asked letters that there were when it began, as far as it is known whose they are
 * @param done of those, how many their function took
 * @param failed how many it did not take again: they are back in the topic
 * @param finishedAt when it was over, RFC 3339; {@code null}: it is not yet
 * @param message why it does not go on for now; {@code null}: it does
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReplayStatus(String id, Long asked, Long done, Long failed, String finishedAt, String message) {}
