package dev.dromedary.reconciler.configuration;

import dev.dromedary.crd.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What came of reading a ConfigMap.
 *
 * @param value empty where there is a problem
 * @param problems all of them, each with its key and a remedy
 * @param notes what is done otherwise than it was written, such as an image of Kubeless' that ours stands in for
 */
public record ReadConfiguration(Optional<Configuration> value, List<Problem> problems, List<String> notes) {}
