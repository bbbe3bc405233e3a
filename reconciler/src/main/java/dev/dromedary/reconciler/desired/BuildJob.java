package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Hash;
import dev.dromedary.kube.Scope;
import dev.dromedary.kube.Wanted;
import dev.dromedary.reconciler.Code;
import dev.dromedary.reconciler.ValidFunction;
import dev.dromedary.reconciler.configuration.Builds;
import dev.dromedary.reconciler.configuration.Configuration;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Job that makes a function into an image (contract: function.md 6): the same steps as before the server, and then a
 * layer with what they left in {@code /kubeless} on top of the runtime's image. It runs in the function's namespace, with the
 * registry's credentials of that namespace and without any of ours. What it pushed stands in its pod's last words.
 */
public final class BuildJob {

    /** The container that pushes. */
    public static final String CONTAINER = "build";

    /**
     * The label of its pods, with the Job's name: they have no label {@code function}, for a Service could take them for
     * the function's.
     */
    public static final String LABEL = "dromedary.dev/build";

    /** The Secret of the function's namespace that Kubeless' users keep their registry's credentials in. */
    static final String CREDENTIALS = "kubeless-registry-credentials";

    private static final int SHORT_HASH = 10;
    private static final int LONGEST_STEM = 46;
    private static final int RETRIES = 2;
    private static final long DEADLINE_SECONDS = 1800;
    /** A failed Job goes after this time, and is made anew: the registry may be there again. */
    private static final int TTL_SECONDS = 900;

    private final ValidFunction function;
    private final Code.Injected code;
    private final Configuration configuration;
    private final InitContainers steps;

    /** The Job for a function's code under this configuration. */
    public BuildJob(ValidFunction function, Code.Injected code, Configuration configuration) {
        this.function = function;
        this.code = code;
        this.configuration = configuration;
        this.steps = new InitContainers(function, code, configuration);
    }

    /** The image's tag: a hash over the source, the runtime's image and the steps that make the one run on the other. */
    public String tag() {
        List<Object> made = new ArrayList<>();
        for (Container step : steps.all()) {
            made.add(List.of(step.getImage(), step.getCommand(), step.getArgs(), environment(step)));
        }
        return Hash.sha256(Hash.of(Map.of(
                "source", code.source().configMapData(),
                "base", code.runtime().serving().image(),
                "steps", made)));
    }

    /** What the Job should be. Its name changes with all that is in it, for a Job cannot be changed. */
    public Wanted wanted() {
        return new Wanted.Present(Kind.JOB, job());
    }

    /** Its namespace and name. */
    public Key key() {
        return Key.of(job());
    }

    private Job job() {
        PodSpec pod = pod();
        String name = name(pod);
        return new JobBuilder()
                .withNewMetadataLike(SourceConfigMap.metadata(function))
                .withName(name)
                .addToLabels(LABEL, name)
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(RETRIES)
                .withActiveDeadlineSeconds(DEADLINE_SECONDS)
                .withTtlSecondsAfterFinished(TTL_SECONDS)
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels(Scope.CREATED_BY, Scope.KUBELESS)
                .addToLabels(LABEL, name)
                .endMetadata()
                .withSpec(pod)
                .endTemplate()
                .endSpec()
                .build();
    }

    /** Kubeless' name, shortened to what a Job may be called. */
    private String name(PodSpec pod) {
        String stem = function.key().name();
        String hash = Hash.of(pod).substring(0, SHORT_HASH);
        return "build-" + stem.substring(0, Math.min(stem.length(), LONGEST_STEM)) + "-" + hash;
    }

    private PodSpec pod() {
        List<Volume> volumes = new ArrayList<>(
                Mounts.injection(PodSource.of(function, code, configuration).name()));
        steps.secrets().forEach(secret -> volumes.add(Mounts.secretVolumeOf(secret)));
        volumes.add(Mounts.tmpVolume());
        volumes.add(Mounts.credentialsVolume(CREDENTIALS));
        return new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withSecurityContext(
                        new Hardening(configuration).pod(function.shape().settings()))
                .withNodeSelector(function.shape().settings().pod().getNodeSelector())
                .withTolerations(function.shape().settings().pod().getTolerations())
                .withImagePullSecrets(FunctionPod.pullSecrets(function, configuration))
                .withVolumes(volumes)
                .withInitContainers(steps.all())
                .withContainers(build())
                .build();
    }

    private Container build() {
        Builds builds = configuration.builds();
        Map<String, String> env = new LinkedHashMap<>();
        env.put("BASE_IMAGE", code.runtime().serving().image());
        env.put("FUNCTION_NAMESPACE", function.key().namespace());
        env.put("FUNCTION_NAME", function.key().name());
        env.put("IMAGE_TAG", tag());
        env.put("REGISTRY", builds.registry());
        env.put("REGISTRY_INSECURE", String.valueOf(!builds.verifyTls()));
        List<VolumeMount> mounts = new ArrayList<>(List.of(Mounts.function(), Mounts.tmp(), Mounts.credentials()));
        if (steps.caBundle()) {
            env.put("CA_BUNDLE", ProvisionEnvironment.CA_FILE);
            mounts.add(Mounts.source());
        }
        Container plain = new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(configuration.images().builder())
                .withImagePullPolicy("IfNotPresent")
                .withCommand(InitContainers.PROVISION, "build")
                .withEnv(Environment.with(List.of(), env))
                .withResources(function.shape().settings().initResources().orElse(null))
                .withVolumeMounts(mounts)
                .build();
        return new Hardening(configuration).container(plain);
    }

    private static Map<String, Object> environment(Container step) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (EnvVar variable : step.getEnv()) {
            all.put(variable.getName(), variable.getValue() == null ? variable.getValueFrom() : variable.getValue());
        }
        return all;
    }
}
