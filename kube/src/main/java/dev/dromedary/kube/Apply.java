package dev.dromedary.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one object what is {@link Wanted}: server-side apply under our field manager, and nothing sent where the object
 * already is so. An object of the same name that is not ours is left alone.
 */
public final class Apply {

    /** The annotation that holds the hash of what was last applied: a field we no longer want shows by it. */
    public static final String HASH = "dromedary.dev/applied";

    /** The version of an empty etcd: no object has it. */
    private static final String BEFORE_ALL = "1";

    private static final Logger LOG = LoggerFactory.getLogger(Apply.class);
    private static final Attempts READS = new Attempts(Fence.OPEN);

    private final KubernetesClient client;
    private final ApiServer server;
    private final Fence fence;
    private final Attempts writes;
    private final Adoption adoption;
    private final PatchContext context;
    private final Handover handover;
    private final KubernetesSerialization serialization;

    /** What was done. */
    public enum Outcome {
        UNCHANGED,
        APPLIED,
        REMOVED
    }

    /**
     * Writes through this client.
     *
     * @param fence asked before every write
     * @param fieldManager the name under which our fields stand
     */
    public Apply(KubernetesClient client, ApiServer server, Fence fence, String fieldManager) {
        this.client = client;
        this.server = server;
        this.fence = fence;
        this.writes = new Attempts(fence);
        this.adoption = new Adoption(client, fieldManager);
        this.serialization = client.getKubernetesSerialization();
        this.context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(fieldManager)
                .withForce(true)
                .build();
        this.handover = new Handover(client, fieldManager);
    }

    /**
     * Carries a wish out.
     *
     * @throws NotOurs if an object of the name belongs to somebody else
     * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses or does not answer
     */
    public Outcome apply(Wanted wanted) {
        return switch (wanted) {
            case Wanted.Present present -> present(present);
            case Wanted.Absent absent -> absent(absent);
        };
    }

    private Outcome present(Wanted.Present wanted) {
        ObjectNode desired = serialization.convertValue(wanted.object(), ObjectNode.class);
        String hash = Hash.of(desired);
        desired.withObject("/metadata/annotations").put(HASH, hash);
        Optional<GenericKubernetesResource> actual = server.cache(wanted.kind()).get(wanted.key());
        if (actual.isPresent() && isAsApplied(desired, hash, actual.get())) {
            return Outcome.UNCHANGED;
        }
        if (actual.isPresent() || !made(wanted, desired)) {
            Optional<GenericKubernetesResource> known = actual.or(() -> live(wanted.kind(), wanted.key()));
            Ownership.check(known, wanted.object());
            fence.check();
            known.ifPresent(there -> adoption.adopt(wanted.kind(), desired, there));
            known.ifPresent(there -> handover.before(wanted.kind(), desired, there));
            send(desired);
        }
        LOG.info("Applied kind={} object={}", wanted.kind(), wanted.key());
        return Outcome.APPLIED;
    }

    /**
     * Makes an object that is in no cache, in one request: where one of the name is there after all, which may be somebody
     * else's, its version is another than the one required, and nothing is written.
     *
     * @return whether it was made
     */
    private boolean made(Wanted.Present wanted, ObjectNode desired) {
        ObjectNode onlyNew = desired.deepCopy();
        onlyNew.withObject("/metadata").put("resourceVersion", BEFORE_ALL);
        try {
            server.make(wanted.kind(), wanted.key(), () -> send(onlyNew));
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    private GenericKubernetesResource send(ObjectNode desired) {
        GenericKubernetesResource object = serialization.convertValue(desired, GenericKubernetesResource.class);
        return writes.of(() -> client.resource(object).patch(context));
    }

    private Outcome absent(Wanted.Absent wanted) {
        Optional<GenericKubernetesResource> actual = server.cache(wanted.kind()).get(wanted.key());
        if (actual.isEmpty() || actual.get().getMetadata().getDeletionTimestamp() != null) {
            return Outcome.UNCHANGED;
        }
        writes.of(() -> client.resource(actual.get())
                .lockResourceVersion(actual.get().getMetadata().getResourceVersion())
                .delete());
        LOG.info("Removed kind={} object={}", wanted.kind(), wanted.key());
        return Outcome.REMOVED;
    }

    /**
     * To be called before something is removed because of what an object says: a cache may be behind, and what is removed
     * may be what the newest state needs.
     *
     * @param known the object as last heard
     * @throws Outdated where the server has another one by now, status aside
     */
    public void confirm(Kind kind, GenericKubernetesResource known) {
        ObjectMeta then = known.getMetadata();
        boolean newest = live(kind, Key.of(known))
                .map(GenericKubernetesResource::getMetadata)
                .filter(now -> now.getUid().equals(then.getUid()))
                .filter(now -> Objects.equals(now.getGeneration(), then.getGeneration()))
                .isPresent();
        if (!newest) {
            throw new Outdated(known);
        }
    }

    private boolean isAsApplied(ObjectNode desired, String hash, GenericKubernetesResource actual) {
        Map<String, String> annotations = actual.getMetadata().getAnnotations();
        return annotations != null
                && hash.equals(annotations.get(HASH))
                && Subset.holds(desired, serialization.convertValue(actual, JsonNode.class));
    }

    /** Objects without our label are in no cache: the server itself is asked. */
    private Optional<GenericKubernetesResource> live(Kind kind, Key key) {
        return Optional.ofNullable(READS.of(() -> client.genericKubernetesResources(ApiServer.context(kind))
                .inNamespace(key.namespace())
                .withName(key.name())
                .get()));
    }

    /** What is known of an object is not the newest: nothing was removed, and it will be tried again. */
    public static final class Outdated extends RuntimeException {
        private static final long serialVersionUID = 1;

        Outdated(HasMetadata object) {
            super("What is known of " + ObjectNames.of(object)
                    + " is not the newest: nothing is removed because of it");
        }
    }

    /** An object of the needed name belongs to somebody else. */
    public static final class NotOurs extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotOurs(HasMetadata found, HasMetadata wanted) {
            super("A " + ObjectNames.of(found) + " exists that "
                    + Ownership.ofFunctions(wanted)
                            .findFirst()
                            .map(owner -> owner.getKind().equals("Function") ? "function" : owner.getKind())
                            .map(maker -> "was not made for this " + maker
                                    + " (it lacks the label created-by=kubeless, or another " + maker
                                    + " owns it): rename the " + maker + ", or remove that object")
                            .orElse("is somebody else's (it lacks the label created-by=kubeless, or something else"
                                    + " owns it): remove it, or give it another name"));
        }
    }
}
