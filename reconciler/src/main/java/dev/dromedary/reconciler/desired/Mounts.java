package dev.dromedary.reconciler.desired;

import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;

/** The pod's volumes and where they are mounted. Names are short: a volume's name is limited to 63 characters. */
final class Mounts {

    /** The function's folder: source, dependencies, compiled program. */
    static final String FUNCTION = "function";

    /** The ConfigMap with the source. */
    static final String SOURCE = "source";

    static final String TMP = "tmp";

    /** Where Kubeless' runtimes look for the function. */
    static final String FUNCTION_PATH = "/kubeless";

    static final String SOURCE_PATH = "/src";

    private Mounts() {}

    static VolumeMount function() {
        return mount(FUNCTION, FUNCTION_PATH).build();
    }

    static VolumeMount source() {
        return mount(SOURCE, SOURCE_PATH).withReadOnly(true).build();
    }

    static VolumeMount tmp() {
        return mount(TMP, "/tmp").build();
    }

    private static VolumeMountBuilder mount(String volume, String path) {
        return new VolumeMountBuilder().withName(volume).withMountPath(path);
    }
}
