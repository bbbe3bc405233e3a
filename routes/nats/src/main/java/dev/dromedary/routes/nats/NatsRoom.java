package dev.dromedary.routes.nats;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.NATSTriggerSpec;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.StrictReader;
import dev.dromedary.kube.Signal;
import dev.dromedary.routes.core.Branch;
import dev.dromedary.routes.core.Room;
import dev.dromedary.routes.core.Router;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.deliver.Letter;
import dev.dromedary.routes.core.deliver.LetterTarget;
import dev.dromedary.routes.core.deliver.Steps;
import dev.dromedary.routes.core.deliver.settings.Honours;
import dev.dromedary.routes.core.deliver.settings.InstallationDefault;
import dev.dromedary.routes.core.source.Sources;
import dev.dromedary.routes.core.source.Wording;
import dev.dromedary.routes.nats.consume.Source;
import dev.dromedary.routes.nats.consume.SubjectReaders;
import dev.dromedary.routes.nats.consume.Timing;
import dev.dromedary.routes.nats.letters.NatsLetters;
import dev.dromedary.routes.nats.server.Connections;
import dev.dromedary.routes.nats.server.Servers;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;

/** NATSTrigger: the functions that a selector means get each message of a subject (contract: triggers.md 4 and 6). */
public final class NatsRoom implements Room<NatsPlan> {

    static final Wording WORDING = new Wording("The subject is read", "The servers are being asked")
            .nobody("Nothing is read: no Function is selected, or several are that spec.queueGroup or"
                    + " spec.jetStream.durable would divide the messages among: remove it, or select one");

    private final Router router;
    private final Sources<Source> subjects;
    private final SubjectReaders readers;
    private final PlanReader plans;

    private NatsRoom(Router router, Connections connections, InstallationDefault standard) {
        this.router = router;
        this.subjects = new Sources<>(router, "nats-source", WORDING);
        this.readers = new SubjectReaders(connections, Timing.DEFAULT, router.election()::leading);
        this.plans =
                new PlanReader(connections.installation(), standard, () -> Honours.Letters.of(router.deliveries()));
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
        NatsLetters letters = new NatsLetters(connections, letter -> servers(router, letter, connections));
        router.deliveries().letters(LetterTarget.Nats.class, letters);
        router.add(new NatsRoom(router, connections, means.standard()));
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
                .then((spec, unknown) -> plans.read(trigger, spec, unknown));
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
        String uri = subjects.put(new Sources.Subscription<>(
                plan.consumed(),
                () -> router.table().latest(plan, NatsPlan.class).delivery(),
                readers.of(plan.consumed(), plan.reads().servers())));
        Steps.build(routes, uri, plan.route().routeId(), router.tracing());
    }

    @Override
    public List<Condition> standing(NatsPlan plan, List<NatsPlan> routes) {
        return subjects.standing(
                plan.id(), routes.stream().map(NatsPlan::consumed).toList());
    }

    @Override
    public List<Signal> signals() {
        return subjects.changes();
    }

    /** The id of a trigger of this kind. */
    static TriggerId id(GenericKubernetesResource trigger) {
        return new TriggerId(Kind.NATS_TRIGGER, Key.of(trigger));
    }
}
