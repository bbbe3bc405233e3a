package dev.dromedary.reconciler.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/**
 * Where Dromedary's own programs come from.
 *
 * @param registry key {@code image-registry} (ours), such as {@code registry.example.com/team}; empty: images are used
 *     as they are written
 * @param provision key {@code provision-image}: puts the source into place
 * @param builder key {@code builder-image}: makes function images
 * @param pullSecrets keys {@code provision-image-secret} and {@code builder-image-secret}, where not empty
 */
public record Images(String registry, String provision, String builder, List<String> pullSecrets) {

    private static final String OURS = "dromedary/";
    private static final Properties OWN = own();

    static final Images DEFAULT =
            new Images("", OWN.getProperty("provision-image"), OWN.getProperty("builder-image"), List.of());

    /** The image's name as it is pulled: only images that name no registry and are ours are looked for in ours. */
    public String resolve(String image) {
        return registry.isEmpty() || !image.startsWith(OURS) ? image : registry + "/" + image;
    }

    /** The images of the same version as this program. */
    private static Properties own() {
        try (InputStream in = Images.class.getResourceAsStream("images.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
