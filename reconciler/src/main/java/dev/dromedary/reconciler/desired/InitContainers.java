package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.ContentType;
import dev.dromedary.crd.FunctionRuntime.Image;
import dev.dromedary.reconciler.Code;
import dev.dromedary.reconciler.ValidFunction;
import dev.dromedary.reconciler.configuration.Configuration;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What runs before the server: {@code prepare} puts the source into place, {@code install} installs the dependencies,
 * {@code compile} compiles (contract: function.md 5.3). What users wrote reaches them as environment and files; the only
 * shell lines are the catalogue's.
 */
final class InitContainers {

    static final String PROVISION = "/opt/dromedary/provision";

    private final ValidFunction function;
    private final Code.Injected code;
    private final Configuration configuration;
    private final Hardening hardening;

    InitContainers(ValidFunction function, Code.Injected code, Configuration configuration) {
        this.function = function;
        this.code = code;
        this.configuration = configuration;
        this.hardening = new Hardening(configuration);
    }

    /** Whether the configuration's certificates are wanted: where something is fetched, or an image is pushed. */
    static boolean trustsBundle(Code.Injected code, Configuration configuration) {
        boolean fetches =
                code.source().hasDependencies() || code.source().type().base() == ContentType.Base.URL;
        return !configuration.sources().caBundle().isEmpty()
                && (fetches || configuration.builds().enabled());
    }

    /** The steps, in the order in which they run. */
    List<Container> all() {
        List<Container> containers = new ArrayList<>();
        containers.add(prepare());
        installation().map(this::install).ifPresent(containers::add);
        code.runtime().compilation().map(this::compile).ifPresent(containers::add);
        return containers;
    }

    /** The Secrets that the catalogue gives to these steps. */
    List<String> secrets() {
        Stream<String> steps = Stream.of(installation(), code.runtime().compilation())
                .flatMap(Optional::stream)
                .flatMap(image -> image.secrets().stream());
        return Stream.concat(code.runtime().preparationSecrets().stream(), steps)
                .distinct()
                .toList();
    }

    private Optional<Image> installation() {
        return code.source().hasDependencies() ? code.runtime().installation() : Optional.empty();
    }

    private Container prepare() {
        List<VolumeMount> mounts = new ArrayList<>(List.of(Mounts.function(), Mounts.source(), Mounts.tmp()));
        code.runtime().preparationSecrets().forEach(secret -> mounts.add(Mounts.secret(secret)));
        if (installation().isPresent()) {
            mounts.add(Mounts.tools().build());
        }
        return container("prepare", configuration.images().provision())
                .withCommand(PROVISION, "prepare")
                .withEnv(environment()
                        .prepare(
                                installation().isPresent(),
                                configuration.sources().limit()))
                .withVolumeMounts(mounts)
                .build();
    }

    private Container install(Image image) {
        List<VolumeMount> mounts = mounts(image);
        mounts.add(Mounts.tools().withReadOnly(true).build());
        return container("install", image.image())
                .withCommand(Mounts.TOOLS_PATH + "/provision", "install")
                .withWorkingDir(Mounts.FUNCTION_PATH)
                .withEnv(environment().install(image))
                .withEnvFrom(function.shape().settings().container().getEnvFrom())
                .withVolumeMounts(mounts)
                .build();
    }

    /** The command is the administrator's text; of the user's there is the handler's name alone, in the environment. */
    private Container compile(Image image) {
        return container("compile", image.image())
                .withCommand("sh", "-c")
                .withArgs(ProvisionEnvironment.compileCommand(image))
                .withWorkingDir(Mounts.FUNCTION_PATH)
                .withEnv(environment().compile(image))
                .withEnvFrom(function.shape().settings().container().getEnvFrom())
                .withVolumeMounts(mounts(image))
                .build();
    }

    private List<VolumeMount> mounts(Image image) {
        List<VolumeMount> mounts = new ArrayList<>(List.of(Mounts.function(), Mounts.tmp()));
        image.secrets().forEach(secret -> mounts.add(Mounts.secret(secret)));
        if (caBundle()) {
            mounts.add(Mounts.source());
        }
        return mounts;
    }

    private ProvisionEnvironment environment() {
        return new ProvisionEnvironment(
                function, code.source(), caBundle(), configuration.sources().dependencyCache());
    }

    /** Whether there are certificates beside the source. */
    boolean caBundle() {
        return trustsBundle(code, configuration);
    }

    private ContainerBuilder container(String name, String image) {
        Container plain = new ContainerBuilder()
                .withName(name)
                .withImage(image)
                .withImagePullPolicy("IfNotPresent")
                .withResources(function.shape().settings().initResources().orElse(null))
                .build();
        return new ContainerBuilder(hardening.container(plain));
    }
}
