package dev.dromedary.metrics;

import dev.dromedary.crd.Key;
import io.fabric8.kubernetes.api.model.APIService;
import io.fabric8.kubernetes.api.model.APIServiceBuilder;
import io.fabric8.kubernetes.api.model.APIServiceSpec;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Has the API server send what concerns {@code custom.metrics.k8s.io} to us, by the two APIServices. There can be one such server
 * in a cluster: where somebody else's is, even of one version, neither is touched. They go with the installation's ClusterRole,
 * their owner: one that leads nowhere would keep namespaces from being deleted.
 */
final class Registration {

    /** On what is ours; its value is the installation's namespace. */
    static final String LABEL = "dromedary.dev/custom-metrics";

    private static final int GROUP_PRIORITY = 100;
    private static final int VERSION_PRIORITY = 100;

    private final KubernetesClient client;
    private final Key service;
    private final int port;
    private final PatchContext context;

    /**
     * Leads to this Service.
     *
     * @param service whose name is the ClusterRole's too
     */
    Registration(KubernetesClient client, Key service, int port, String fieldManager) {
        this.client = client;
        this.service = service;
        this.port = port;
        // Never forced: who was quicker keeps it.
        this.context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(fieldManager)
                .withForce(false)
                .build();
    }

    /** What came of it. */
    sealed interface Outcome {}

    /** It was so already. */
    record Unchanged() implements Outcome {}

    /** It is so from now on. */
    record Written() implements Outcome {}

    /** Somebody else serves the group. */
    record Taken(String by) implements Outcome {}

    /**
     * Registers us, where nobody else is.
     *
     * @param bundle PEM of the certificates that the API server shall take for ours
     */
    Outcome register(String bundle) {
        List<APIService> wanted = Discovery.VERSIONS.stream()
                .map(version -> wanted(version, bundle))
                .toList();
        List<APIService> there = wanted.stream()
                .flatMap(service -> Stream.ofNullable(client.resource(service).get()))
                .toList();
        Optional<APIService> foreign = there.stream().filter(this::isForeign).findFirst();
        if (foreign.isPresent()) {
            return new Taken(describe(foreign.get()));
        }
        if (there.size() == wanted.size() && there.stream().allMatch(found -> isAsWanted(found, wanted))) {
            return new Unchanged();
        }
        List<OwnerReference> owner = owner();
        wanted.forEach(service -> client.resource(new APIServiceBuilder(service)
                        .editMetadata()
                        .withOwnerReferences(owner)
                        .endMetadata()
                        .build())
                .patch(context));
        return new Written();
    }

    private boolean isForeign(APIService found) {
        return found.getMetadata().getLabels() == null
                || !service.namespace().equals(found.getMetadata().getLabels().get(LABEL));
    }

    private static boolean isAsWanted(APIService found, List<APIService> wanted) {
        return wanted.stream()
                .map(APIService::getSpec)
                .anyMatch((APIServiceSpec spec) -> Objects.equals(
                                spec.getVersion(), found.getSpec().getVersion())
                        && Objects.equals(spec.getCaBundle(), found.getSpec().getCaBundle())
                        && Objects.equals(spec.getService(), found.getSpec().getService()));
    }

    private static String describe(APIService found) {
        var service = found.getSpec().getService();
        return found.getMetadata().getName()
                + (service == null ? "" : " (Service " + service.getNamespace() + "/" + service.getName() + ")");
    }

    private APIService wanted(String version, String bundle) {
        return new APIServiceBuilder()
                .withNewMetadata()
                .withName(version + "." + Discovery.GROUP)
                .addToLabels(LABEL, service.namespace())
                .endMetadata()
                .withNewSpec()
                .withGroup(Discovery.GROUP)
                .withVersion(version)
                .withCaBundle(Base64.getEncoder().encodeToString(bundle.getBytes(StandardCharsets.US_ASCII)))
                .withGroupPriorityMinimum(GROUP_PRIORITY)
                .withVersionPriority(VERSION_PRIORITY + Discovery.VERSIONS.size() - Discovery.VERSIONS.indexOf(version))
                .withNewService(service.name(), service.namespace(), port)
                .endSpec()
                .build();
    }

    private List<OwnerReference> owner() {
        ClusterRole role = client.rbac().clusterRoles().withName(service.name()).get();
        if (role == null) {
            throw new IllegalStateException(
                    "The ClusterRole " + service.name() + " is missing: install the component custom-metrics again");
        }
        return List.of(new OwnerReferenceBuilder()
                .withApiVersion(role.getApiVersion())
                .withKind(role.getKind())
                .withName(role.getMetadata().getName())
                .withUid(role.getMetadata().getUid())
                .build());
    }
}
