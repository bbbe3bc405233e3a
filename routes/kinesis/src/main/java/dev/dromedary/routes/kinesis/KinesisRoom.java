package dev.dromedary.routes.kinesis;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.KinesisTriggerSpec;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.StrictReader;
import dev.dromedary.kube.Signal;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.Room;
import dev.dromedary.routes.core.Router;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.deliver.Steps;
import dev.dromedary.routes.core.deliver.settings.Honours;
import dev.dromedary.routes.core.deliver.settings.InstallationDefault;
import dev.dromedary.routes.core.secrets.Secrets;
import dev.dromedary.routes.core.source.Sources;
import dev.dromedary.routes.core.source.Wording;
import dev.dromedary.routes.kinesis.consume.Source;
import dev.dromedary.routes.kinesis.consume.StreamReaders;
import dev.dromedary.routes.kinesis.consume.Timing;
import dev.dromedary.routes.kinesis.lease.Members;
import dev.dromedary.routes.kinesis.lease.Sheets;
import dev.dromedary.routes.kinesis.stream.Access;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.builder.RouteBuilder;

/** KinesisTrigger: a function gets each record of a stream, or of one of its shards (contract: triggers.md 7). */
public final class KinesisRoom implements Room<KinesisPlan> {

    static final Wording WORDING = new Wording("The stream is read", "The stream is being asked for");

    /** How long the service may take. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Router router;
    private final Sources<Source> streams;
    private final StreamReaders readers;
    private final Standard standard;

    private KinesisRoom(Router router, Means means) {
        this.router = router;
        this.streams = new Sources<>(router, "kinesis-source", WORDING);
        this.readers = new StreamReaders(
                new Access.Environment(means.secrets(), means.egress(), ANSWER),
                means.copies().sheets(),
                means.copies().members(),
                Timing.DEFAULT);
        this.standard = means.standard();
    }

    /**
     * What triggers leave open.
     *
     * @param region of those that name none; empty: they must
     * @param letters where dead letters can be kept
     */
    public record Standard(InstallationDefault delivery, Optional<String> region, Set<Honours.Letters> letters) {

        /** With the region that AWS' own clients would take from the environment. */
        public static Standard of(
                InstallationDefault delivery, Map<String, String> environment, Set<Honours.Letters> letters) {
            return new Standard(
                    delivery,
                    Optional.ofNullable(environment.get("AWS_REGION")).filter(region -> !region.isEmpty()),
                    letters);
        }
    }

    /**
     * What the copies of the router agree by.
     *
     * @param name this copy's own
     * @param namespace of the installation: where they say that they live
     */
    public record Copies(Sheets sheets, String name, String namespace) {

        /** The one object, of the installation's namespace, in which all say so. */
        private static final String LIVING = "kubeless-router-copies";

        private Members members() {
            return new Members(sheets, new Key(namespace, LIVING), name, Members.Pace.DEFAULT);
        }
    }

    /**
     * What the room is furnished with.
     *
     * @param egress where triggers may have the router connect to
     */
    public record Means(Secrets secrets, Egress egress, Copies copies, Standard standard) {}

    /** Opens the room: the router's KinesisTriggers are read from now on. */
    public static void open(Router router, Means means) throws Exception {
        router.add(new KinesisRoom(router, means));
    }

    @Override
    public Kind kind() {
        return Kind.KINESIS_TRIGGER;
    }

    @Override
    public Reading<KinesisPlan> read(GenericKubernetesResource trigger) {
        return StrictReader.spec(
                        KinesisTriggerSpec.class,
                        trigger.getAdditionalProperties().get("spec"))
                .then((spec, unknown) -> PlanReader.read(trigger, spec, standard, unknown));
    }

    @Override
    public void build(KinesisPlan plan, RouteBuilder routes) {
        String uri = streams.put(new Sources.Subscription<>(
                plan.consumed(),
                () -> router.table().latest(plan, KinesisPlan.class).delivery(),
                readers.of(plan.consumed())));
        Steps.build(routes, uri, plan.route().routeId(), router.tracing());
    }

    @Override
    public List<Condition> standing(KinesisPlan plan, List<KinesisPlan> routes) {
        return streams.standing(plan.id(), List.of(plan.consumed()));
    }

    @Override
    public List<Signal> signals() {
        return streams.changes();
    }

    /** The id of a trigger of this kind. */
    static TriggerId id(GenericKubernetesResource trigger) {
        return new TriggerId(Kind.KINESIS_TRIGGER, Key.of(trigger));
    }
}
