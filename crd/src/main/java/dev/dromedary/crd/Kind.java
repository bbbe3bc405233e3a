package dev.dromedary.crd;

import java.util.List;
import java.util.Optional;

/**
 * A kind of Kubernetes object that Dromedary reads or writes: where it lives in the API, and what it is called there.
 *
 * @param group API group; empty for the core group
 * @param version API version, such as {@code v1}
 * @param name the kind in CamelCase, such as {@code Function}
 * @param plural the resource name in URLs, such as {@code functions}
 */
public record Kind(String group, String version, String name, String plural) {

    /** The API group of Kubeless, kept so that what users have works unchanged. */
    public static final String GROUP = "kubeless.io";

    /** The only version of that group. */
    public static final String VERSION = "v1beta1";

    public static final Kind FUNCTION = kubeless("Function");
    public static final Kind HTTP_TRIGGER = kubeless("HTTPTrigger");
    public static final Kind CRON_JOB_TRIGGER = kubeless("CronJobTrigger");
    public static final Kind KAFKA_TRIGGER = kubeless("KafkaTrigger");
    public static final Kind NATS_TRIGGER = kubeless("NATSTrigger");
    public static final Kind KINESIS_TRIGGER = kubeless("KinesisTrigger");

    public static final Kind CONFIG_MAP = new Kind("", "v1", "ConfigMap", "configmaps");
    public static final Kind SERVICE = new Kind("", "v1", "Service", "services");
    public static final Kind SECRET = new Kind("", "v1", "Secret", "secrets");
    public static final Kind POD = new Kind("", "v1", "Pod", "pods");
    public static final Kind SERVICE_ACCOUNT = new Kind("", "v1", "ServiceAccount", "serviceaccounts");
    public static final Kind DEPLOYMENT = new Kind("apps", "v1", "Deployment", "deployments");
    public static final Kind JOB = new Kind("batch", "v1", "Job", "jobs");
    public static final Kind AUTOSCALER =
            new Kind("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers");
    public static final Kind ENDPOINT_SLICE = new Kind("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices");
    public static final Kind ENDPOINTS = new Kind("", "v1", "Endpoints", "endpoints");
    public static final Kind INGRESS = new Kind("networking.k8s.io", "v1", "Ingress", "ingresses");

    /** Of Gateway API, which a cluster need not have. */
    public static final Kind HTTP_ROUTE = new Kind("gateway.networking.k8s.io", "v1", "HTTPRoute", "httproutes");

    private static final List<Kind> ALL = List.of(
            FUNCTION,
            HTTP_TRIGGER,
            CRON_JOB_TRIGGER,
            KAFKA_TRIGGER,
            NATS_TRIGGER,
            KINESIS_TRIGGER,
            CONFIG_MAP,
            SERVICE,
            SECRET,
            POD,
            DEPLOYMENT,
            JOB,
            AUTOSCALER,
            ENDPOINT_SLICE,
            ENDPOINTS,
            INGRESS,
            HTTP_ROUTE);

    /**
     * The kind with this resource name.
     *
     * @param plural such as {@code functions}
     * @throws IllegalArgumentException for a name that is none of ours
     */
    public static Kind ofPlural(String plural) {
        return ALL.stream()
                .filter(kind -> kind.plural.equals(plural))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No kind is called '" + plural + "'"));
    }

    /** The kind with this name, such as {@code Function}; empty for a name that is none of ours. */
    public static Optional<Kind> ofName(String name) {
        return ALL.stream().filter(kind -> kind.name.equals(name)).findFirst();
    }

    /** The {@code apiVersion} an object of this kind carries, such as {@code apps/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    @Override
    public String toString() {
        return name;
    }

    private static Kind kubeless(String name) {
        return new Kind(GROUP, VERSION, name, name.toLowerCase(java.util.Locale.ROOT) + "s");
    }
}
