package dev.dromedary.reconciler.configuration;

import java.util.Map;

/**
 * What the program was started with, as far as the configuration has to do with it.
 *
 * @param functionsNamespace the only namespace that is looked after; {@code *}: all of them
 * @param environment the process's own
 */
public record Surroundings(String functionsNamespace, Map<String, String> environment) {

    /** All namespaces, and no environment. */
    public static final Surroundings NONE = new Surroundings("*", Map.of());
}
