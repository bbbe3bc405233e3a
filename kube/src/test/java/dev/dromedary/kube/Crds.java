package dev.dromedary.kube;

import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The committed CRD manifests, put into an API server. */
final class Crds {

    private Crds() {}

    static void install(KubernetesClient client) {
        try (Stream<Path> files = Files.walk(manifests())) {
            files.filter(file -> file.toString().endsWith(".kubeless.io.yaml")).forEach(file -> install(client, file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await("the CRDs are served").atMost(Duration.ofSeconds(20)).until(() -> Stream.of(
                        Kind.FUNCTION, Kind.HTTP_TRIGGER, Kind.CRON_JOB_TRIGGER)
                .allMatch(kind -> isServed(client, kind)));
    }

    private static void install(KubernetesClient client, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            client.load(in).serverSideApply();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isServed(KubernetesClient client, Kind kind) {
        try {
            client.genericKubernetesResources(ApiServer.context(kind))
                    .inAnyNamespace()
                    .list();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Found from whichever module's folder the tests run in. */
    private static Path manifests() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path manifests = at.resolve("crd/manifests");
            if (Files.isDirectory(manifests)) {
                return manifests;
            }
        }
        throw new IllegalStateException("crd/manifests is in no folder above");
    }
}
