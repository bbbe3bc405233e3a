package dev.dromedary.routes.kafka;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.KafkaTriggerSpec;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.Reason;
import dev.dromedary.crd.StrictReader;
import dev.dromedary.kube.Signal;
import dev.dromedary.routes.core.Room;
import dev.dromedary.routes.core.Router;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.core.deliver.LetterTarget;
import dev.dromedary.routes.core.deliver.Steps;
import dev.dromedary.routes.core.deliver.settings.InstallationDefault;
import dev.dromedary.routes.kafka.cluster.Access;
import dev.dromedary.routes.kafka.consume.Timing;
import dev.dromedary.routes.kafka.consume.TopicComponent;
import dev.dromedary.routes.kafka.letters.KafkaLetters;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;

/** KafkaTrigger: the functions that a selector means get each record of a topic (contract: triggers.md 4 and 5). */
public final class KafkaRoom implements Room<KafkaPlan> {

    private final Router router;
    private final TopicComponent topics;
    private final PlanReader reader;

    private KafkaRoom(Router router, TopicComponent topics, PlanReader reader) {
        this.router = router;
        this.topics = topics;
        this.reader = reader;
    }

    /**
     * What the room is furnished with.
     *
     * @param environment what clusters are reached by
     * @param standard what triggers leave open of their delivery
     * @param member which copy of the router this is; empty: it does not keep its partitions while it starts again
     */
    public record Means(Access.Environment environment, InstallationDefault standard, Optional<String> member) {}

    /** Opens the room: the router's KafkaTriggers are read from now on. */
    public static KafkaLetters open(Router router, Means means) throws Exception {
        TopicComponent topics = new TopicComponent(new TopicComponent.Surroundings(
                router.deliveries(), means.environment(), Timing.DEFAULT, means.member()));
        router.camel().addComponent(TopicComponent.SCHEME, topics);
        KafkaLetters letters = new KafkaLetters(router.camel(), means.environment(), route -> router.table()
                .plan(route)
                .map(plan -> ((KafkaPlan) plan).reads().cluster()));
        router.deliveries().letters(LetterTarget.Kafka.class, letters);
        router.add(new KafkaRoom(
                router,
                topics,
                new PlanReader(means.environment().installation().cluster(), means.standard())));
        return letters;
    }

    @Override
    public Kind kind() {
        return Kind.KAFKA_TRIGGER;
    }

    @Override
    public Reading<KafkaPlan> read(GenericKubernetesResource trigger) {
        Reading<KafkaTriggerSpec> reading = StrictReader.spec(
                KafkaTriggerSpec.class, trigger.getAdditionalProperties().get("spec"));
        return reading.value().isEmpty()
                ? new Reading<>(Optional.empty(), reading.problems(), reading.unknown())
                : reader.read(trigger, reading.value().get(), reading.unknown());
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
        String uri = topics.put(
                new TopicComponent.Subscription(plan.consumed(), plan.reads().cluster(), () -> delivery(plan)));
        Steps.build(routes, uri, plan.route().routeId(), router.tracing());
    }

    /** As the trigger has it now. */
    private Delivery delivery(KafkaPlan built) {
        return router.table()
                .plan(built.route())
                .map(now -> ((KafkaPlan) now).delivery())
                .orElse(built.delivery());
    }

    @Override
    public List<Condition> standing(KafkaPlan plan, List<KafkaPlan> routes) {
        Stream<Condition> consuming = routes.isEmpty()
                ? Stream.of(Condition.of(
                        Condition.CONSUMING,
                        false,
                        Reason.FunctionMissing,
                        "Nothing is read: no Function is selected, or several are that spec.group would divide the records"
                                + " among: remove it, or select one"))
                : Standing.of(routes.stream()
                        .map(route -> topics.situation(route.consumed()))
                        .toList());
        return Stream.concat(consuming, router.deliveries().standing(plan.id()).stream())
                .toList();
    }

    @Override
    public List<Signal> signals() {
        return List.of(topics.changes(), router.deliveries().changes());
    }

    /** The id of a trigger of this kind. */
    static TriggerId id(GenericKubernetesResource trigger) {
        return new TriggerId(Kind.KAFKA_TRIGGER, Key.of(trigger));
    }
}
