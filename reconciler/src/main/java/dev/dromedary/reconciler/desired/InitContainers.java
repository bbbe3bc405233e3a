package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.FunctionRuntime.Image;
import dev.dromedary.crd.FunctionSpec;
import dev.dromedary.reconciler.ValidFunction;
import dev.dromedary.reconciler.configuration.Configuration;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What runs before the server: {@code prepare} puts the source into place, {@code install} installs the dependencies
 * (contract: function.md 5.3). The scripts are ours and fixed; what users wrote reaches them as environment.
 */
final class InitContainers {

    private static final String PREPARE = script("prepare.sh");

    private InitContainers() {}

    static List<Container> of(ValidFunction function, Configuration configuration) {
        List<Container> containers = new ArrayList<>();
        containers.add(prepare(function, configuration));
        if (hasDependencies(function)) {
            function.runtime()
                    .installation()
                    .map(image -> install(
                            function, image, !configuration.sources().caBundle().isEmpty()))
                    .ifPresent(containers::add);
        }
        return containers;
    }

    private static boolean hasDependencies(ValidFunction function) {
        return !function.source().dependencies().isBlank();
    }

    private static Container prepare(ValidFunction function, Configuration configuration) {
        FunctionSpec spec = function.spec();
        String checksum = spec.checksum() == null ? "" : spec.checksum();
        List<EnvVar> env = List.of(
                new EnvVar("SOURCE_FILE", function.source().fileName(), null),
                new EnvVar("SOURCE_BASE64", String.valueOf(function.source().base64()), null),
                new EnvVar("SOURCE_SHA256", checksum.replaceFirst("^sha256:", ""), null),
                // Without dependencies no file: Node.js refuses to run beside an empty package.json.
                new EnvVar(
                        "DEPS_FILE",
                        hasDependencies(function) ? function.source().dependencyFile() : "",
                        null));
        return container("prepare", configuration.images().provision(), PREPARE)
                .withEnv(env)
                .withVolumeMounts(List.of(Mounts.function(), Mounts.source(), Mounts.tmp()))
                .build();
    }

    private static Container install(ValidFunction function, Image image, boolean caBundle) {
        List<VolumeMount> mounts = new ArrayList<>(List.of(Mounts.function(), Mounts.tmp()));
        if (caBundle) {
            mounts.add(Mounts.source());
        }
        return container("install", image.image(), image.command())
                .withWorkingDir(Mounts.FUNCTION_PATH)
                .withEnv(Environment.installing(function, image.env(), caBundle))
                .withVolumeMounts(mounts)
                .build();
    }

    private static ContainerBuilder container(String name, String image, String script) {
        ResourceRequirements standard = Resourcing.of(new ResourceRequirements());
        return new ContainerBuilder()
                .withName(name)
                .withImage(image)
                .withImagePullPolicy("IfNotPresent")
                .withCommand("sh", "-c")
                .withArgs(script)
                .withResources(standard)
                .withSecurityContext(Security.container());
    }

    private static String script(String name) {
        try (InputStream in = InitContainers.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
