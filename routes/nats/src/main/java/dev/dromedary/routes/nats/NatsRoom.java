package dev.dromedary.routes.nats;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.NATSTriggerSpec;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.Reason;
import dev.dromedary.crd.StrictReader;
import dev.dromedary.kube.Signal;
import dev.dromedary.routes.core.Branch;
import dev.dromedary.routes.core.Room;
import dev.dromedary.routes.core.Router;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.core.deliver.Letter;
import dev.dromedary.routes.core.deliver.LetterTarget;
import dev.dromedary.routes.core.deliver.Steps;
import dev.dromedary.routes.core.deliver.settings.Honours;
import dev.dromedary.routes.core.deliver.settings.InstallationDefault;
import dev.dromedary.routes.nats.consume.SubjectSources;
import dev.dromedary.routes.nats.consume.Timing;
import dev.dromedary.routes.nats.letters.NatsLetters;
import dev.dromedary.routes.nats.server.Connections;
import dev.dromedary.routes.nats.server.Servers;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;

/** NATSTrigger: the functions that a selector means get each message of a subject (contract: triggers.md 4 and 6). */
public final class NatsRoom implements Room<NatsPlan> {

    private final Router router;
    private final SubjectSources subjects;
    private final PlanReader reader;

    private NatsRoom(Router router, SubjectSources subjects, PlanReader reader) {
        this.router = router;
        this.subjects = subjects;
        this.reader = reader;
    }

    /**
     * What the room is furnished with.
     *
     * @param environment what servers are reached by
     * @param standard what triggers leave open of their delivery
     */
    public record Means(Connections.Environment environment, InstallationDefault standard) {}

    /** Opens the room: the router's NATSTriggers are read from now on, and its triggers' dead letters can be kept in streams. */
    public static NatsLetters open(Router router, Means means) throws Exception {
        Connections connections = new Connections(means.environment());
        SubjectSources subjects = new SubjectSources(new SubjectSources.Surroundings(
                router.deliveries(), connections, Timing.DEFAULT, router.election()::leading));
        router.camel().addComponent(SubjectSources.SCHEME, subjects.component());
        NatsLetters letters = new NatsLetters(connections, letter -> servers(router, letter, connections));
        router.deliveries().letters(LetterTarget.Nats.class, letters);
        PlanReader reader = new PlanReader(
                connections.installation(), means.standard(), () -> Honours.Letters.of(router.deliveries()));
        router.add(new NatsRoom(router, subjects, reader));
        return letters;
    }

    /** A trigger of another kind has no servers of its own. Empty: one of ours is gone. */
    private static Optional<Servers> servers(Router router, Letter letter, Connections connections) {
        TriggerId trigger = letter.trigger();
        if (!trigger.kind().equals(Kind.NATS_TRIGGER)) {
            return Optional.of(connections.installation().of(trigger.key().namespace()));
        }
        return router.table()
                .plan(new Branch(trigger, letter.function().name()), NatsPlan.class)
                .map(plan -> plan.reads().servers());
    }

    @Override
    public Kind kind() {
        return Kind.NATS_TRIGGER;
    }

    @Override
    public Reading<NatsPlan> read(GenericKubernetesResource trigger) {
        return StrictReader.spec(
                        NATSTriggerSpec.class, trigger.getAdditionalProperties().get("spec"))
                .then((spec, unknown) -> reader.read(trigger, spec, unknown));
    }

    /** Several functions in one group, or with one consumer, would each get a part. */
    @Override
    public List<NatsPlan> branches(NatsPlan plan, List<Key> functions) {
        return plan.reads().name().isPresent() && functions.size() > 1
                ? List.of()
                : functions.stream().map(plan::to).toList();
    }

    @Override
    public void build(NatsPlan plan, RouteBuilder routes) {
        String uri = subjects.put(
                new SubjectSources.Subscription(plan.consumed(), plan.reads().servers(), () -> delivery(plan)));
        Steps.build(routes, uri, plan.route().routeId(), router.tracing());
    }

    /** As the trigger has it now. */
    private Delivery delivery(NatsPlan built) {
        return router.table()
                .plan(built.route(), NatsPlan.class)
                .map(NatsPlan::delivery)
                .orElse(built.delivery());
    }

    @Override
    public List<Condition> standing(NatsPlan plan, List<NatsPlan> routes) {
        Stream<Condition> consuming = routes.isEmpty()
                ? Stream.of(Condition.of(
                        Condition.CONSUMING,
                        false,
                        Reason.FunctionMissing,
                        "Nothing is read: no Function is selected, or several are that spec.queueGroup or"
                                + " spec.jetStream.durable would divide the messages among: remove it, or select one"))
                : Standing.of(routes.stream()
                        .map(route -> subjects.situation(route.consumed()))
                        .toList());
        return Stream.concat(consuming, router.deliveries().standing(plan.id()).stream())
                .toList();
    }

    @Override
    public List<Signal> signals() {
        return List.of(subjects.changes(), router.deliveries().changes());
    }

    /** The id of a trigger of this kind. */
    static TriggerId id(GenericKubernetesResource trigger) {
        return new TriggerId(Kind.NATS_TRIGGER, Key.of(trigger));
    }
}
