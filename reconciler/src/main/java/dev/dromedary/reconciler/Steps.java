package dev.dromedary.reconciler;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromedary.crd.FunctionStatus;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Apply;
import dev.dromedary.kube.Fence;
import dev.dromedary.kube.Resources;
import dev.dromedary.kube.Scope;
import dev.dromedary.kube.StatusPart;
import dev.dromedary.kube.Wanted;
import dev.dromedary.reconciler.configuration.ConfigurationState;
import dev.dromedary.reconciler.desired.BuildJob;
import dev.dromedary.reconciler.desired.SourceConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The steps of the reconcile route: what stands between the caches and the API server. */
final class Steps {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final StatusPart STATUS = StatusPart.whole(FunctionStatus.class);

    private final Api api;
    private final Supplier<ConfigurationState> configuration;
    private final Clock clock;
    private final FunctionImages images;

    /**
     * What the steps do to the API server.
     *
     * @param resources reads, and writes status
     * @param apply writes everything else
     * @param fence asked before each write
     * @param accounts says which accounts functions may have
     */
    record Api(Resources resources, Apply apply, Fence fence, ServiceAccounts accounts) {}

    Steps(Api api, Supplier<ConfigurationState> configuration, Clock clock) {
        this.api = api;
        this.configuration = configuration;
        this.clock = clock;
        this.images = new FunctionImages(api.resources());
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
        return api.accounts().check(Reconciliation.of(object, configuration.get(), images));
    }

    /** Makes one kind of object what the plan says, unless a step before it failed. */
    Reconciliation make(Reconciliation pass, Kind kind) {
        return pass.failure().isPresent() ? pass : carryOut(pass, kind, pass.wanted(kind));
    }

    private Reconciliation carryOut(Reconciliation pass, Kind kind, List<Wanted> wishes) {
        Reconciliation after = pass;
        try {
            for (Wanted wanted : wishes) {
                confirm(pass, wanted);
                if (api.apply().apply(wanted) != Apply.Outcome.UNCHANGED) {
                    after = after.withApplied(kind);
                }
            }
            return after;
        } catch (Fence.NotLeading | Apply.Outdated e) {
            throw e;
        } catch (RuntimeException e) {
            return after.withFailure(new Reconciliation.Failure(kind, e));
        }
    }

    /** Nothing is removed because of a Function, or of a rollout of it, that is no longer the newest. */
    private void confirm(Reconciliation pass, Wanted wanted) {
        if (wanted instanceof Wanted.Absent
                && api.resources().cache(wanted.kind()).get(wanted.key()).isPresent()) {
            api.apply().confirm(Kind.FUNCTION, pass.object());
            api.resources()
                    .cache(Kind.DEPLOYMENT)
                    .get(Key.of(pass.object()))
                    .filter(deployment -> !pass.applied().contains(Kind.DEPLOYMENT))
                    .ifPresent(deployment -> api.apply().confirm(Kind.DEPLOYMENT, deployment));
        }
    }

    /** Removes the sources and Jobs of former versions, once no pod of theirs is left. */
    Reconciliation sweep(Reconciliation pass) {
        boolean rolledOut = pass.failure().isEmpty()
                && pass.deploys()
                && !pass.applied().contains(Kind.DEPLOYMENT)
                && deployment(pass).filter(Observed::isRolledOut).isPresent();
        if (!rolledOut) {
            return pass;
        }
        Key key = Key.of(pass.object());
        Set<Key> planned = pass.plan().stream().map(Wanted::key).collect(Collectors.toSet());
        Stream<Wanted> former = Stream.concat(
                former(Kind.CONFIG_MAP, key, SourceConfigMap.SOURCE), former(Kind.JOB, key, BuildJob.LABEL));
        return carryOut(
                pass,
                Kind.CONFIG_MAP,
                former.filter(wanted -> !planned.contains(wanted.key())).toList());
    }

    private Stream<Wanted> former(Kind kind, Key function, String label) {
        return labelled(kind, function).stream()
                .filter(object -> object.getMetadata().getLabels().containsKey(label))
                .map(object -> new Wanted.Absent(kind, Key.of(object)));
    }

    /** Says what came of it all in the Function's status. */
    StatusChange status(Reconciliation pass) {
        Optional<FunctionStatus> before = StatusPart.read(pass.object(), FunctionStatus.class);
        FunctionStatus now =
                StatusOf.of(pass, observe(pass), configuration.get().condition(), before, clock.instant());
        api.fence().check();
        boolean written = api.resources().writeStatus(pass.object(), STATUS, StatusPart.tree(now));
        return new StatusChange(pass, before, now, written);
    }

    private Observed observe(Reconciliation pass) {
        Key key = Key.of(pass.object());
        Optional<Deployment> deployment = deployment(pass);
        boolean left = pass.deploys() && !pass.applied().contains(Kind.DEPLOYMENT);
        Observed first = Observed.of(deployment, left, List.of());
        // Only where something is amiss are the pods looked through.
        return first.ready() > 0 ? first : Observed.of(deployment, left, pods(key));
    }

    private Optional<Deployment> deployment(Reconciliation pass) {
        return api.resources()
                .cache(Kind.DEPLOYMENT)
                .get(Key.of(pass.object()))
                .map(object -> MAPPER.convertValue(object, Deployment.class));
    }

    private List<Pod> pods(Key key) {
        return labelled(Kind.POD, key).stream()
                .map(pod -> MAPPER.convertValue(pod, Pod.class))
                .toList();
    }

    private List<GenericKubernetesResource> labelled(Kind kind, Key function) {
        return api.resources().cache(kind).labelled(function.namespace(), Scope.FUNCTION, function.name());
    }
}
