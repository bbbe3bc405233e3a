package dev.dromedary.reconciler;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromedary.crd.FunctionStatus;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Apply;
import dev.dromedary.kube.Cache;
import dev.dromedary.kube.Fence;
import dev.dromedary.kube.Resources;
import dev.dromedary.kube.Scope;
import dev.dromedary.kube.StatusPart;
import dev.dromedary.kube.Wanted;
import dev.dromedary.reconciler.configuration.Configuration;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The steps of the reconcile route: what stands between the caches and the API server. */
final class Steps {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final StatusPart STATUS = StatusPart.whole(FunctionStatus.class);

    private final Api api;
    private final Supplier<Configuration> configuration;
    private final Clock clock;

    /**
     * What the steps do to the API server.
     *
     * @param resources reads, and writes status
     * @param apply writes everything else
     * @param fence asked before each write
     */
    record Api(Resources resources, Apply apply, Fence fence) {}

    Steps(Api api, Supplier<Configuration> configuration, Clock clock) {
        this.api = api;
        this.configuration = configuration;
        this.clock = clock;
    }

    /** The newest state of the Function; empty where it is gone or going: its owner references clear up behind it. */
    Optional<GenericKubernetesResource> find(Key key) {
        Optional<GenericKubernetesResource> found =
                api.resources().cache(Kind.FUNCTION).get(key);
        found.ifPresent(object -> api.resources().release(Kind.FUNCTION, object));
        return found.filter(object -> object.getMetadata().getDeletionTimestamp() == null);
    }

    /** Reads, checks and plans. */
    Reconciliation plan(GenericKubernetesResource object) {
        return Reconciliation.of(object, configuration.get());
    }

    /** Makes one kind of object what the plan says, unless a step before it failed. */
    Reconciliation make(Reconciliation pass, Kind kind) {
        if (pass.failure().isPresent()) {
            return pass;
        }
        Reconciliation after = pass;
        try {
            for (Wanted wanted : pass.wanted(kind)) {
                if (api.apply().apply(wanted) != Apply.Outcome.UNCHANGED) {
                    after = after.withApplied(kind);
                }
            }
            return after;
        } catch (Fence.NotLeading e) {
            throw e;
        } catch (RuntimeException e) {
            return after.withFailure(new Reconciliation.Failure(kind, e));
        }
    }

    /** Says what came of it all in the Function's status. */
    StatusChange status(Reconciliation pass) {
        Optional<FunctionStatus> before = StatusPart.read(pass.object(), FunctionStatus.class);
        FunctionStatus now = StatusOf.of(pass, observe(pass), before, clock.instant());
        api.fence().check();
        boolean written = api.resources().writeStatus(pass.object(), STATUS, StatusPart.tree(now));
        return new StatusChange(pass, before, now, written);
    }

    private Observed observe(Reconciliation pass) {
        Key key = Key.of(pass.object());
        Optional<Deployment> deployment = api.resources()
                .cache(Kind.DEPLOYMENT)
                .get(key)
                .map(object -> MAPPER.convertValue(object, Deployment.class));
        boolean left = !pass.applied().contains(Kind.DEPLOYMENT);
        Observed first = Observed.of(deployment, left, List.of());
        // Only where something is amiss are the pods looked through.
        return first.ready() > 0 ? first : Observed.of(deployment, left, pods(key));
    }

    private List<Pod> pods(Key key) {
        Cache pods = api.resources().cache(Kind.POD);
        return pods.list().stream()
                .filter(pod -> key.namespace().equals(pod.getMetadata().getNamespace()))
                .filter(pod -> key.name().equals(pod.getMetadata().getLabels().get(Scope.FUNCTION)))
                .map(pod -> MAPPER.convertValue(pod, Pod.class))
                .toList();
    }
}
