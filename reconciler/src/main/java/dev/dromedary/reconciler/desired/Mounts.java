package dev.dromedary.reconciler.desired;

import dev.dromedary.kube.Hash;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;

/** Our own volumes of a pod and where they are mounted. */
final class Mounts {

    /** How the names of our own volumes begin. */
    static final String OURS = "dromedary-";

    /** Where Kubeless' runtimes look for the function. */
    static final String FUNCTION_PATH = "/kubeless";

    static final String SOURCE_PATH = "/src";

    /** Where {@code prepare} leaves the program {@code provision} for the steps whose images are not ours. */
    static final String TOOLS_PATH = "/opt/tools";

    /** Where Kubeless mounts the Secrets of the catalogue. */
    static final String SECRETS_PATH = "/var/run/secrets/kubeless.io/";

    private static final String FUNCTION = OURS + "function";
    private static final String SOURCE = OURS + "source";
    private static final String CREDENTIALS = OURS + "credentials";
    private static final String TOOLS = OURS + "tools";
    private static final String TMP = OURS + "tmp";

    private static final int SHORT_HASH = 16;

    private Mounts() {}

    /** The function's folder: source, dependencies, compiled program. */
    static VolumeMount function() {
        return mount(FUNCTION, FUNCTION_PATH).build();
    }

    /** The ConfigMap with the source. */
    static VolumeMount source() {
        return mount(SOURCE, SOURCE_PATH).withReadOnly(true).build();
    }

    /** Whether a path is that folder, however it is written. */
    static boolean isFunctionPath(String path) {
        return path != null && path.replaceAll("(/\\.?)+(?=/|$)", "").equals(FUNCTION_PATH);
    }

    static VolumeMountBuilder tools() {
        return mount(TOOLS, TOOLS_PATH);
    }

    static VolumeMount tmp() {
        return mount(TMP, "/tmp").build();
    }

    /** A Secret of the catalogue's. */
    static VolumeMount secret(String secret) {
        return mount(secretVolume(secret), SECRETS_PATH + secret)
                .withReadOnly(true)
                .build();
    }

    /** The registry's credentials. */
    static VolumeMount credentials() {
        return mount(CREDENTIALS, "/docker").withReadOnly(true).build();
    }

    static Volume credentialsVolume(String secret) {
        return new VolumeBuilder()
                .withName(CREDENTIALS)
                .withNewSecret()
                .withSecretName(secret)
                .endSecret()
                .build();
    }

    /** The user's mounts, and ours where the user has none at the same path. */
    static List<VolumeMount> with(List<VolumeMount> users, VolumeMount... ours) {
        List<VolumeMount> all = new ArrayList<>(users);
        for (VolumeMount mount : ours) {
            if (users.stream().noneMatch(user -> mount.getMountPath().equals(user.getMountPath()))) {
                all.add(mount);
            }
        }
        return all;
    }

    static Volume tmpVolume() {
        return empty(TMP);
    }

    /**
     * The volumes of a pod into which the code is put.
     *
     * @param source the name of the ConfigMap with the source
     */
    static List<Volume> injection(String source) {
        Volume sources = new VolumeBuilder()
                .withName(SOURCE)
                .withNewConfigMap()
                .withName(source)
                .endConfigMap()
                .build();
        return List.of(empty(FUNCTION), sources, empty(TOOLS));
    }

    static Volume secretVolumeOf(String secret) {
        return new VolumeBuilder()
                .withName(secretVolume(secret))
                .withNewSecret()
                .withSecretName(secret)
                .endSecret()
                .build();
    }

    /** A Secret's name may have dots and be long, a volume's may not. */
    private static String secretVolume(String secret) {
        return OURS + "secret-" + Hash.of(secret).substring(0, SHORT_HASH);
    }

    private static Volume empty(String name) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .endEmptyDir()
                .build();
    }

    private static VolumeMountBuilder mount(String volume, String path) {
        return new VolumeMountBuilder().withName(volume).withMountPath(path);
    }
}
