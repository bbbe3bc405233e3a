package dev.dromedary.crd;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One language of the catalogue, in Kubeless' format.
 *
 * @param id the first part of a runtime string, such as {@code python}
 * @param depName the dependency file, such as {@code requirements.txt}; empty: the runtime has no dependencies
 * @param fileNameSuffix such as {@code .py}
 * @param livenessProbe a {@code v1} Probe instead of the default one; {@code null}: the default
 * @param versions never {@code null}
 */
public record FunctionRuntime(
        @JsonProperty("ID") String id,
        String depName,
        String fileNameSuffix,
        @JsonProperty("livenessProbeInfo") Probe livenessProbe,
        List<Version> versions) {

    public FunctionRuntime {
        depName = depName == null ? "" : depName;
        fileNameSuffix = fileNameSuffix == null ? "" : fileNameSuffix;
        versions = versions == null ? List.of() : List.copyOf(versions);
    }

    /**
     * Reads one entry of a catalogue, such as a {@code runtime.yaml}.
     *
     * @throws IllegalArgumentException if the text is no such entry
     */
    public static FunctionRuntime parse(String text) {
        try {
            return Catalogue.MAPPER.readValue(text, FunctionRuntime.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage());
        }
    }

    FunctionRuntime withImages(UnaryOperator<String> change) {
        List<Version> changed =
                versions.stream().map(version -> version.withImages(change)).toList();
        return new FunctionRuntime(id, depName, fileNameSuffix, livenessProbe, changed);
    }

    /**
     * A version of the language.
     *
     * @param name for people
     * @param version the second part of a runtime string, such as {@code 3.11}
     * @param images one for each phase; Kubeless' phases are installation, compilation and runtime
     * @param imagePullSecrets Secrets for the pod, in the function's namespace
     * @param aliases ours: old runtime strings that this version runs, such as {@code python2.7}
     */
    public record Version(
            String name, String version, List<Image> images, List<PullSecret> imagePullSecrets, List<String> aliases) {

        public Version {
            images = images == null ? List.of() : List.copyOf(images);
            imagePullSecrets = imagePullSecrets == null ? List.of() : List.copyOf(imagePullSecrets);
            aliases = aliases == null ? List.of() : List.copyOf(aliases);
        }

        Version withImages(UnaryOperator<String> change) {
            List<Image> changed = images.stream()
                    .map(image -> new Image(image.phase(), change.apply(image.image()), image.command(), image.env()))
                    .toList();
            return new Version(name, version, changed, imagePullSecrets, aliases);
        }

        /** The image for a phase; the first of several wins. */
        public Optional<Image> image(Phase phase) {
            return images.stream()
                    .filter(image -> phase.key.equals(image.phase()))
                    .findFirst();
        }
    }

    /**
     * An image and what it does in its phase.
     *
     * @param phase {@code installation}, {@code compilation} or {@code runtime}
     * @param image an image reference
     * @param command a shell line for the first two phases
     * @param env more environment for the container; values may name {@code $(KUBELESS_INSTALL_VOLUME)}
     */
    public record Image(String phase, String image, String command, Map<String, String> env) {

        public Image {
            env = env == null ? Map.of() : env;
        }
    }

    /** A pull secret, as Kubeless writes it. */
    public record PullSecret(@JsonProperty("imageSecret") String name) {}

    /** The phases of a pod's life that need an image. */
    public enum Phase {
        INSTALLATION("installation"),
        COMPILATION("compilation"),
        RUNTIME("runtime");

        private final String key;

        Phase(String key) {
            this.key = key;
        }
    }
}
