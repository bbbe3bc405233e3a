package dev.dromedary.reconciler;

import dev.dromedary.crd.Catalogue;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The installation's settings: the ConfigMap {@code kubeless-config}, in Kubeless' format.
 *
 * @param catalogue key {@code runtime-images}
 * @param provisionImage key {@code provision-image}: the image of the step that puts the source into place
 * @param pullSecrets keys {@code provision-image-secret} and {@code builder-image-secret}, where not empty
 * @param caBundle key {@code ca-bundle} (ours): PEM certificates that dependency installation trusts besides the image's
 *     own; empty: none
 */
public record Configuration(Catalogue catalogue, String provisionImage, List<String> pullSecrets, String caBundle) {

    /** Before the ConfigMap was read: no runtime at all. */
    public static final Configuration EMPTY = new Configuration(Catalogue.EMPTY, "", List.of(), "");

    /**
     * Reads the ConfigMap's data.
     *
     * @throws IllegalArgumentException naming the key that cannot be read
     */
    public static Configuration of(Map<String, String> data) {
        List<String> secrets = Stream.of("provision-image-secret", "builder-image-secret")
                .map(key -> data.getOrDefault(key, ""))
                .filter(secret -> !secret.isBlank())
                .toList();
        Registry registry = new Registry(data.getOrDefault("image-registry", "").strip());
        return new Configuration(
                Catalogue.parse(data.get("runtime-images")).withImages(registry::resolve),
                registry.resolve(data.getOrDefault("provision-image", "").strip()),
                secrets,
                data.getOrDefault("ca-bundle", ""));
    }

    /**
     * Where Dromedary's own images are pulled from.
     *
     * @param prefix key {@code image-registry} (ours), such as {@code registry.example.com/team}; empty: images are used
     *     as they are written
     */
    private record Registry(String prefix) {

        private static final String OURS = "dromedary/";

        /** Only images that name no registry and are ours are looked for there. */
        String resolve(String image) {
            return prefix.isEmpty() || !image.startsWith(OURS) ? image : prefix + "/" + image;
        }
    }
}
