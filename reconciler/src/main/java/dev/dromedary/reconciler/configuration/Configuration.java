package dev.dromedary.reconciler.configuration;

import dev.dromedary.crd.Catalogue;
import dev.dromedary.crd.Problem;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The installation's settings: the ConfigMap {@code kubeless-config}, in Kubeless' format
 * (docs/configuration.md lists its keys).
 *
 * @param catalogue key {@code runtime-images}, with the images that the environment names instead
 * @param images where Dromedary's own programs come from
 * @param builds function images
 * @param pods what every function's pods get, and may have
 * @param sources how source and dependencies come into a pod
 */
public record Configuration(Catalogue catalogue, Images images, Builds builds, Pods pods, Sources sources) {

    /** The defaults, without any runtime: what an empty ConfigMap says. */
    public static final Configuration EMPTY =
            new Configuration(Catalogue.EMPTY, Images.DEFAULT, Builds.DEFAULT, Pods.DEFAULT, Sources.DEFAULT);

    /**
     * Reads a ConfigMap's data that must be without mistake.
     *
     * @throws IllegalArgumentException with all that is wrong with it
     */
    public static Configuration of(Map<String, String> data) {
        ReadConfiguration read = ConfigurationReader.read(data, Surroundings.NONE);
        return read.value()
                .orElseThrow(() -> new IllegalArgumentException(
                        read.problems().stream().map(Problem::toString).collect(Collectors.joining("; "))));
    }
}
