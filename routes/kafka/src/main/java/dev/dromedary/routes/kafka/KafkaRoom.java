package dev.dromedary.routes.kafka;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.KafkaTriggerSpec;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.ReplayStatus;
import dev.dromedary.crd.StrictReader;
import dev.dromedary.kube.Signal;
import dev.dromedary.routes.core.Branch;
import dev.dromedary.routes.core.Room;
import dev.dromedary.routes.core.Router;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.core.deliver.LetterTarget;
import dev.dromedary.routes.core.deliver.Steps;
import dev.dromedary.routes.core.deliver.settings.Honours;
import dev.dromedary.routes.core.deliver.settings.InstallationDefault;
import dev.dromedary.routes.core.source.Sources;
import dev.dromedary.routes.core.source.Wording;
import dev.dromedary.routes.kafka.cluster.Access;
import dev.dromedary.routes.kafka.consume.Source;
import dev.dromedary.routes.kafka.consume.Timing;
import dev.dromedary.routes.kafka.consume.TopicReaders;
import dev.dromedary.routes.kafka.letters.KafkaLetters;
import dev.dromedary.routes.kafka.park.Pace;
import dev.dromedary.routes.kafka.park.Parking;
import dev.dromedary.routes.kafka.replay.Replays;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;

/** KafkaTrigger: the functions that a selector means get each record of a topic (contract: triggers.md 4 and 5). */
public final class KafkaRoom implements Room<KafkaPlan> {

    static final Wording WORDING = new Wording("The topics are read", "The brokers are being asked")
            .waiting("The topics are looked at, and are read when there are records: for a while none has come")
            .nobody("Nothing is read: no Function is selected, or several are that spec.group would divide the records"
                    + " among: remove it, or select one");

    private final Router router;
    private final Sources<Source> topics;
    private final TopicReaders readers;
    private final PlanReader plans;
    private final Replays replays;

    private KafkaRoom(Router router, Sources<Source> topics, Means means) {
        this.router = router;
        this.topics = topics;
        this.readers = new TopicReaders(
                means.environment(),
                Timing.DEFAULT,
                new Parking(means.consumers(), Pace.DEFAULT, means.environment()),
                means.member());
        this.plans = new PlanReader(
                means.environment().installation().cluster(),
                means.standard(),
                () -> Honours.Letters.of(router.deliveries()));
        this.replays = new Replays(router, topics, means.environment(), this::asked);
    }

    /**
     * What the room is furnished with.
     *
     * @param environment what clusters are reached by
     * @param standard what triggers leave open of their delivery
     * @param consumers how many are never parked: those that had the latest records
     * @param member which copy of the router this is; empty: it does not keep its partitions while it starts again
     */
    public record Means(
            Access.Environment environment, InstallationDefault standard, int consumers, Optional<String> member) {}

    /**
     * From now on dead letters of all kinds of triggers can be kept in topics: of a KafkaTrigger in its own cluster, of others in the
     * installation's.
     */
    public static KafkaLetters letters(Router router, Access.Environment environment) {
        KafkaLetters letters = new KafkaLetters(
                router.camel(),
                environment,
                letter -> letter.trigger().kind().equals(Kind.KAFKA_TRIGGER)
                        ? router.table()
                                .plan(
                                        new Branch(
                                                letter.trigger(),
                                                letter.function().name()),
                                        KafkaPlan.class)
                                .map(plan -> plan.reads().cluster())
                        : Optional.of(environment.installation().cluster()));
        router.deliveries().letters(LetterTarget.Kafka.class, letters);
        return letters;
    }

    /**
     * Opens the room: the router's KafkaTriggers are read from now on.
     *
     * @return what replays dead letters, to be closed before the router
     */
    public static Replays open(Router router, Means means) throws Exception {
        KafkaRoom room = new KafkaRoom(router, new Sources<>(router, "kafka-source", WORDING), means);
        router.add(room);
        return room.replays;
    }

    private Optional<Replays.Asked> asked(Branch route) {
        return router.table().plan(route, KafkaPlan.class).flatMap(plan -> plan.replay()
                .map(order -> new Replays.Asked(order, plan.reads().cluster(), delivery(plan))));
    }

    @Override
    public Kind kind() {
        return Kind.KAFKA_TRIGGER;
    }

    @Override
    public Reading<KafkaPlan> read(GenericKubernetesResource trigger) {
        return StrictReader.spec(
                        KafkaTriggerSpec.class,
                        trigger.getAdditionalProperties().get("spec"))
                .then((spec, unknown) -> plans.read(trigger, spec, unknown));
    }

    /** Several functions in one group would each get a part. */
    @Override
    public List<KafkaPlan> branches(KafkaPlan plan, List<Key> functions) {
        return isShared(plan, functions.size())
                ? List.of()
                : functions.stream().map(plan::to).toList();
    }

    private static boolean isShared(KafkaPlan plan, int functions) {
        return plan.reads().group().isPresent() && functions > 1;
    }

    @Override
    public void build(KafkaPlan plan, RouteBuilder routes) {
        String uri = topics.put(new Sources.Subscription<>(
                plan.consumed(),
                delivery(plan),
                readers.of(plan.consumed(), plan.reads().cluster())));
        Steps.build(routes, uri, plan.route().routeId(), router.tracing());
        changed(plan);
    }

    @Override
    public void changed(KafkaPlan plan) {
        if (plan.replay().isPresent()) {
            replays.asks(plan.consumed().route());
        }
    }

    /** As the trigger has it, whenever it is asked. */
    private Supplier<Delivery> delivery(KafkaPlan built) {
        return () -> router.table().latest(built, KafkaPlan.class).delivery();
    }

    @Override
    public List<Condition> standing(KafkaPlan plan, List<KafkaPlan> routes) {
        return topics.standing(
                plan.id(), routes.stream().map(KafkaPlan::consumed).toList());
    }

    @Override
    public Optional<ReplayStatus> replay(KafkaPlan plan, List<KafkaPlan> routes, Optional<ReplayStatus> before) {
        List<Branch> branches =
                routes.stream().map(route -> (Branch) route.route()).toList();
        return plan.replay().map(order -> replays.status(order, branches, before.orElse(null)));
    }

    @Override
    public List<Signal> signals() {
        return Stream.concat(topics.changes().stream(), Stream.of(replays.changes()))
                .toList();
    }

    /** The id of a trigger of this kind. */
    static TriggerId id(GenericKubernetesResource trigger) {
        return new TriggerId(Kind.KAFKA_TRIGGER, Key.of(trigger));
    }
}
