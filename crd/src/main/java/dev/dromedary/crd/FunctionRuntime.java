package dev.dromedary.crd;

import io.fabric8.kubernetes.api.model.Probe;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

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
        String id, String depName, String fileNameSuffix, Probe livenessProbe, List<Version> versions) {

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
        Document document = Document.parse(text, "");
        CatalogueReader reader = new CatalogueReader();
        FunctionRuntime runtime = reader.runtime(document.tree(), "");
        return Catalogue.valid(
                runtime,
                Stream.concat(document.problems().stream(), reader.problems().stream())
                        .toList());
    }

    FunctionRuntime withImages(UnaryOperator<String> change) {
        List<Version> changed =
                versions.stream().map(version -> version.withImages(change)).toList();
        return new FunctionRuntime(id, depName, fileNameSuffix, livenessProbe, changed);
    }

    /** The variable of the program's environment that names another serving image for a version. */
    public String override(Version version) {
        return id.toUpperCase(Locale.ROOT) + version.version() + "_RUNTIME";
    }

    FunctionRuntime withOverrides(Map<String, String> environment) {
        List<Version> changed = versions.stream()
                .map(version -> Optional.ofNullable(environment.get(override(version)))
                        .filter(image -> !image.isBlank())
                        .map(version::withServing)
                        .orElse(version))
                .toList();
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

        Version withServing(String name) {
            List<Image> changed = images.stream()
                    .map(image -> Phase.RUNTIME.key.equals(image.phase()) ? image.withName(name) : image)
                    .toList();
            return new Version(this.name, version, changed, imagePullSecrets, aliases);
        }

        Version withImages(UnaryOperator<String> change) {
            List<Image> changed = images.stream()
                    .map(image -> image.withName(change.apply(image.image())))
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
     * @param phase {@code installation}, {@code compilation} or {@code runtime}; {@code prepare} for its secrets alone
     * @param image an image reference
     * @param command a shell line for the first two phases
     * @param env more environment for the container; values may name {@code $(KUBELESS_INSTALL_VOLUME)}
     * @param secrets Secrets of the function's namespace that the init container of the phase may read, under
     *     {@code /var/run/secrets/kubeless.io/<name>}
     */
    public record Image(String phase, String image, String command, Map<String, String> env, List<String> secrets) {

        public Image {
            env = env == null ? Map.of() : env;
            secrets = secrets == null ? List.of() : List.copyOf(secrets);
        }

        Image withName(String changed) {
            return new Image(phase, changed, command, env, secrets);
        }
    }

    /** A Secret to pull images with; {@code imageSecret} in Kubeless' format. */
    public record PullSecret(String name) {}

    /** The phases of a pod's life that need an image; of {@code prepare} only the secrets are read. */
    public enum Phase {
        PREPARE("prepare"),
        INSTALLATION("installation"),
        COMPILATION("compilation"),
        RUNTIME("runtime");

        private final String key;

        Phase(String key) {
            this.key = key;
        }

        /** The phase's name in a catalogue. */
        String key() {
            return key;
        }
    }
}
