package dev.dromedary.reconciler;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The reconciler's settings; each is an environment variable too, such as {@code DROMEDARY_WORKERS}. */
@ConfigMapping(prefix = "dromedary")
public interface ReconcilerConfig {

    /** The namespace Dromedary is installed in: its Lease and its configuration are there; Kubeless' {@code KUBELESS_NAMESPACE} counts too. */
    @WithDefault("${KUBELESS_NAMESPACE:kubeless}")
    String namespace();

    /** The name of the configuration's ConfigMap; Kubeless' {@code KUBELESS_CONFIG} counts too. */
    @WithDefault("${KUBELESS_CONFIG:kubeless-config}")
    String config();

    /** The only namespace whose Functions are looked after; {@code *}: all of them. */
    @WithDefault("*")
    String functionsNamespace();

    /** This copy's own name in the Lease and in Events: the pod's name. */
    @WithDefault("${HOSTNAME:reconciler}")
    String identity();

    /** How many Functions are worked on at a time. */
    @WithDefault("8")
    int workers();

    /**
     * Whether the calls of functions, a second and in flight, are served to autoscalers as {@code custom.metrics.k8s.io}: the installation's component
     * custom-metrics sets it, for it takes the rights that come with that component.
     */
    @WithDefault("false")
    boolean customMetrics();

    /** The port for that. */
    @WithDefault("6443")
    int customMetricsPort();
}
