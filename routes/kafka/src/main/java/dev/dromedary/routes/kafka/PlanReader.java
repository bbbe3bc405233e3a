package dev.dromedary.routes.kafka;

import dev.dromedary.crd.KafkaTriggerSpec;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.routes.core.Selection;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.core.deliver.LetterTarget;
import dev.dromedary.routes.core.deliver.settings.DeliveryReader;
import dev.dromedary.routes.core.deliver.settings.Honours;
import dev.dromedary.routes.core.deliver.settings.InstallationDefault;
import dev.dromedary.routes.kafka.cluster.Cluster;
import dev.dromedary.routes.kafka.cluster.ClusterReader;
import dev.dromedary.routes.kafka.consume.StartPosition;
import dev.dromedary.routes.kafka.consume.Topics;
import dev.dromedary.routes.kafka.letters.LetterTopic;
import dev.dromedary.routes.kafka.replay.ReplayOrder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads a KafkaTrigger. Pure. */
final class PlanReader {

    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final Pattern GROUP = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final Cluster installation;
    private final InstallationDefault standard;
    private final Supplier<Set<Honours.Letters>> letters;

    /**
     * Reads by what the installation says.
     *
     * @param installation the cluster of triggers that name none
     * @param standard what they leave open of their delivery
     * @param letters where dead letters can be kept
     */
    PlanReader(Cluster installation, InstallationDefault standard, Supplier<Set<Honours.Letters>> letters) {
        this.letters = letters;
        this.installation = installation;
        this.standard = standard;
    }

    Reading<KafkaPlan> read(GenericKubernetesResource trigger, KafkaTriggerSpec spec, List<String> unknown) {
        List<Problem> problems = new ArrayList<>();
        TriggerId id = KafkaRoom.id(trigger);
        Optional<Topics> topics = topics(spec, problems);
        Optional<StartPosition> start = start(spec.startPosition(), problems);
        Optional<Selection> selection = selection(spec, problems);
        Cluster cluster = ClusterReader.read(spec, id.key().namespace(), installation, problems);
        Reading<Delivery> delivery = DeliveryReader.read(spec.delivery(), standard, honours(id));
        problems.addAll(delivery.problems());
        Optional<String> group = group(spec.group(), problems);
        Optional<ReplayOrder> replay = ReplayReader.read(spec, delivery.value(), problems);
        if (!problems.isEmpty()) {
            return new Reading<>(Optional.empty(), List.copyOf(problems), unknown);
        }
        KafkaPlan plan = new KafkaPlan(
                id,
                null,
                Instant.parse(trigger.getMetadata().getCreationTimestamp()),
                selection.orElseThrow(),
                new KafkaPlan.Reads(topics.orElseThrow(), cluster, group, start.orElseThrow()),
                delivery.value().orElseThrow(),
                replay);
        return new Reading<>(Optional.of(plan), List.of(), unknown);
    }

    private Honours honours(TriggerId id) {
        return Honours.everything("a KafkaTrigger")
                .keptIn(letters.get())
                .keeping(new LetterTarget.Kafka(LetterTopic.of(id.key())));
    }

    private static Optional<Topics> topics(KafkaTriggerSpec spec, List<Problem> problems) {
        boolean named = spec.topic() != null && !spec.topic().isEmpty();
        boolean matching = spec.topicPattern() != null && !spec.topicPattern().isEmpty();
        if (named == matching) {
            problems.add(Problem.invalid(
                    "spec.topic", "must name a Kafka topic, or spec.topicPattern a pattern of topics: one of the two"));
            return Optional.empty();
        }
        if (matching) {
            return pattern(spec.topicPattern(), problems);
        }
        if (!isTopic(spec.topic())) {
            problems.add(Problem.invalid("spec.topic", "must be the name of a Kafka topic: letters, digits, . _ -"));
            return Optional.empty();
        }
        return Optional.of(new Topics.Named(spec.topic()));
    }

    /** Whether Kafka has topics of such names. */
    static boolean isTopic(String name) {
        return TOPIC.matcher(name).matches() && !name.matches("\\.{1,2}");
    }

    private static Optional<Topics> pattern(String text, List<Problem> problems) {
        try {
            return Optional.of(Topics.Matching.of(text));
        } catch (IllegalArgumentException e) {
            problems.add(Problem.invalid("spec.topicPattern", e.getMessage()));
            return Optional.empty();
        }
    }

    /** It stands in logs, and in what administrators allow: so what cannot be seen is not in it. */
    private static Optional<String> group(String name, List<Problem> problems) {
        Optional<String> group = Optional.ofNullable(name).filter(text -> !text.isEmpty());
        if (group.filter(text -> !GROUP.matcher(text).matches()).isPresent()) {
            problems.add(
                    Problem.invalid("spec.group", "must be printable ASCII without white space, at most 255 of it"));
        }
        return group;
    }

    private static Optional<StartPosition> start(String text, List<Problem> problems) {
        return switch (text == null ? "" : text) {
            case "", "latest" -> Optional.of(new StartPosition.Latest());
            case "earliest" -> Optional.of(new StartPosition.Earliest());
            default -> time(text, problems);
        };
    }

    private static Optional<StartPosition> time(String text, List<Problem> problems) {
        try {
            return Optional.of(new StartPosition.At(OffsetDateTime.parse(text).toInstant()));
        } catch (DateTimeException e) {
            problems.add(Problem.invalid(
                    "spec.startPosition", "must be latest, earliest or a time such as 2026-01-31T12:00:00Z"));
            return Optional.empty();
        }
    }

    private static Optional<Selection> selection(KafkaTriggerSpec spec, List<Problem> problems) {
        try {
            return Optional.of(Selection.of(spec.functionSelector()));
        } catch (IllegalArgumentException e) {
            problems.add(Problem.invalid("spec.functionSelector.matchExpressions", e.getMessage()));
            return Optional.empty();
        }
    }
}
