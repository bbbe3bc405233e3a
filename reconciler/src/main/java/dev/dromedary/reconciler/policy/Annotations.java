package dev.dromedary.reconciler.policy;

import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reason;
import java.util.List;
import java.util.Map;

/**
 * Annotations that a node's software takes orders from: on a pod they loosen what confines it, or give it devices and
 * networks of the node. A Function's own annotations come to its pods too.
 */
public final class Annotations {

    private static final List<String> ORDERS = List.of(
            "container.apparmor.security.beta.kubernetes.io/",
            "container.seccomp.security.alpha.kubernetes.io/",
            "seccomp.security.alpha.kubernetes.io/",
            "security.alpha.kubernetes.io/",
            "k8s.v1.cni.cncf.io/",
            "v1.multus-cni.io/",
            "cdi.k8s.io/",
            "io.kubernetes.cri-o.",
            "io.kubernetes.cri.",
            "io.katacontainers.",
            "io.containerd.",
            "devices.nri.io/",
            "cpu-load-balancing.crio.io",
            "irq-load-balancing.crio.io",
            "run.oci.");

    private Annotations() {}

    /** A refusal for each that is such an order. */
    public static List<Problem> problems(Map<String, String> annotations, String path) {
        if (annotations == null) {
            return List.of();
        }
        return annotations.keySet().stream()
                .filter(key -> ORDERS.stream().anyMatch(key::startsWith))
                .sorted()
                .map(key -> new Problem(
                        path + "." + key,
                        Reason.NotAllowed,
                        "is not allowed here, for it tells the node how to confine the pod; remove it"))
                .toList();
    }
}
