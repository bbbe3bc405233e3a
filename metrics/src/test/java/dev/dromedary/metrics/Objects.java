package dev.dromedary.metrics;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The objects of a file of {@code src/test/resources/objects}, in a namespace. */
record Objects(KubernetesClient client, String namespace) {

    List<HasMetadata> apply(String file) {
        return apply(file, Map.of());
    }

    /** With these words of the file replaced. */
    List<HasMetadata> apply(String file, Map<String, String> words) {
        String text = read(file).replace("NAMESPACE", namespace);
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace(word.getKey(), word.getValue());
        }
        return client.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .serverSideApply();
    }

    private static String read(String file) {
        try (InputStream in = Objects.class.getResourceAsStream("/objects/" + file + ".yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
