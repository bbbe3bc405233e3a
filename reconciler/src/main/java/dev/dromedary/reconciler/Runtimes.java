package dev.dromedary.reconciler;

import dev.dromedary.crd.Catalogue;
import dev.dromedary.crd.FunctionRuntime;
import dev.dromedary.crd.FunctionRuntime.Image;
import dev.dromedary.crd.FunctionRuntime.Phase;
import java.util.List;
import java.util.Optional;

/**
 * What a function runs on: the catalogue's entry, with the images of each phase.
 *
 * @param name what runs, such as {@code python3.11}
 * @param substituted whether the function names an old version, instead of which this one runs
 * @param language the language's entry
 * @param images the version's entry
 */
public record Runtimes(String name, boolean substituted, FunctionRuntime language, FunctionRuntime.Version images) {

    /** The runtime for a {@code spec.runtime}; empty if the catalogue has none, or none with an image to run. */
    public static Optional<Runtimes> find(Catalogue catalogue, String wanted) {
        return catalogue
                .find(wanted)
                .filter(match -> match.version().image(Phase.RUNTIME).isPresent())
                .map(match -> new Runtimes(match.name(), match.substituted(), match.runtime(), match.version()));
    }

    /** The image that serves calls. */
    public Image serving() {
        return images.image(Phase.RUNTIME).orElseThrow();
    }

    /** The image and command that install dependencies, if the runtime has any. */
    public Optional<Image> installation() {
        return images.image(Phase.INSTALLATION);
    }

    /** The image and command that compile the source, if it must be compiled. */
    public Optional<Image> compilation() {
        return images.image(Phase.COMPILATION);
    }

    /** Secrets that the step which puts the source into place may read. */
    public List<String> preparationSecrets() {
        return images.image(Phase.PREPARE).map(Image::secrets).orElse(List.of());
    }

    /** Secrets to pull these images with. */
    public List<String> pullSecrets() {
        return images.imagePullSecrets().stream()
                .map(FunctionRuntime.PullSecret::name)
                .toList();
    }
}
