package dev.dromedary.routes.kafka.replay;

/**
 * What a trigger asks for.
 *
 * @param id another one asks for another replay
 * @param from the topic that has the letters
 * @param rate letters a second, of all functions of the trigger together; at least 1
 */
public record ReplayOrder(String id, String from, int rate) {}
