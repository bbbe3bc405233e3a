package dev.dromedary.routes.nats;

import dev.dromedary.crd.NATSTriggerSpec;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.routes.core.Selection;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.core.deliver.Ordering;
import dev.dromedary.routes.core.deliver.settings.DeliveryReader;
import dev.dromedary.routes.core.deliver.settings.Honours;
import dev.dromedary.routes.core.deliver.settings.InstallationDefault;
import dev.dromedary.routes.nats.server.Servers;
import dev.dromedary.routes.nats.server.ServersReader;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads a NATSTrigger. Pure. */
final class PlanReader {

    private static final Pattern SUBJECT = Pattern.compile("[^\\s.]+(?:\\.[^\\s.]+)*");
    private static final Pattern GROUP = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final List<String> NOT_FOR_TRIGGERS = List.of("$", "_INBOX");

    private final Servers installation;
    private final InstallationDefault standard;
    private final Supplier<Set<Honours.Letters>> letters;

    /**
     * Reads by what the installation says.
     *
     * @param installation the servers of triggers that name none
     * @param standard what they leave open of their delivery
     * @param letters where dead letters can be kept
     */
    PlanReader(Servers installation, InstallationDefault standard, Supplier<Set<Honours.Letters>> letters) {
        this.letters = letters;
        this.installation = installation;
        this.standard = standard;
    }

    /** A message has no key. */
    private Honours honours() {
        return new Honours(
                "a NATSTrigger",
                EnumSet.of(Ordering.NONE, Ordering.SOURCE),
                Ordering.NONE,
                true,
                true,
                letters.get(),
                Optional.empty());
    }

    Reading<NatsPlan> read(GenericKubernetesResource trigger, NATSTriggerSpec spec, List<String> unknown) {
        List<Problem> problems = new ArrayList<>();
        TriggerId id = NatsRoom.id(trigger);
        subject(spec.topic(), problems);
        Optional<Selection> selection = selection(spec, problems);
        Servers servers = ServersReader.read(spec, id.key().namespace(), installation, problems);
        Reading<Delivery> delivery = DeliveryReader.read(spec.delivery(), standard, honours());
        problems.addAll(delivery.problems());
        boolean ordered = delivery.value()
                .map(Delivery::ordering)
                .filter(Ordering.SOURCE::equals)
                .isPresent();
        Optional<NatsPlan.Kept> stream =
                Optional.ofNullable(spec.jetStream()).flatMap(said -> new StreamReader(problems).read(said, ordered));
        Optional<String> name = spec.jetStream() == null
                ? group(spec.queueGroup(), problems)
                : text(spec.jetStream().durable());
        queueOrStream(spec, problems);
        if (!problems.isEmpty()) {
            return new Reading<>(Optional.empty(), List.copyOf(problems), unknown);
        }
        NatsPlan plan = new NatsPlan(
                id,
                null,
                Instant.parse(trigger.getMetadata().getCreationTimestamp()),
                selection.orElseThrow(),
                new NatsPlan.Reads(spec.topic(), servers, name, isAnswered(spec), stream),
                delivery.value().orElseThrow());
        return new Reading<>(Optional.of(plan), List.of(), unknown);
    }

    /** Whether who waits for an answer gets one. */
    private static boolean isAnswered(NATSTriggerSpec spec) {
        return spec.jetStream() == null && !Boolean.FALSE.equals(spec.reply());
    }

    private static void subject(String topic, List<Problem> problems) {
        if (topic == null || !SUBJECT.matcher(topic).matches() || hasMoreAfterTheRest(topic)) {
            problems.add(Problem.invalid(
                    "spec.topic",
                    "must be a NATS subject: words with dots between them, of which one may be *, and the last >"));
        } else if (NOT_FOR_TRIGGERS.stream().anyMatch(topic::startsWith)) {
            problems.add(Problem.invalid(
                    "spec.topic", "is a subject of NATS' own: name one that does not begin with $ or _INBOX"));
        }
    }

    private static boolean hasMoreAfterTheRest(String topic) {
        return topic.startsWith(">.") || topic.contains(".>.");
    }

    private static void queueOrStream(NATSTriggerSpec spec, List<Problem> problems) {
        if (spec.jetStream() == null) {
            return;
        }
        if (text(spec.queueGroup()).isPresent()) {
            problems.add(Problem.invalid(
                    "spec.queueGroup",
                    "is not for a stream, whose consumer all copies of the router share: remove it, or jetStream"));
        }
        if (Boolean.TRUE.equals(spec.reply())) {
            problems.add(Problem.invalid(
                    "spec.reply",
                    "is not for a stream, which keeps messages and not who waits: remove it, or jetStream"));
        }
    }

    /** It stands in logs, and in what administrators allow: so what cannot be seen is not in it. */
    private static Optional<String> group(String name, List<Problem> problems) {
        Optional<String> group = text(name);
        if (group.filter(said -> !GROUP.matcher(said).matches()).isPresent()) {
            problems.add(Problem.invalid(
                    "spec.queueGroup", "must be printable ASCII without white space, at most 255 of it"));
        }
        return group;
    }

    private static Optional<Selection> selection(NATSTriggerSpec spec, List<Problem> problems) {
        try {
            return Optional.of(Selection.of(spec.functionSelector()));
        } catch (IllegalArgumentException e) {
            problems.add(Problem.invalid("spec.functionSelector.matchExpressions", e.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<String> text(String text) {
        return Optional.ofNullable(text).filter(said -> !said.isEmpty());
    }
}
