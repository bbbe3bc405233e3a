package dev.dromedary.routes.kafka;

import dev.dromedary.crd.KafkaTriggerSpec;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.kafka.ReplaySpec;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.core.deliver.LetterTarget;
import dev.dromedary.routes.kafka.replay.ReplayOrder;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code spec.replay}. Pure. */
final class ReplayReader {

    private static final int RATE = 10;
    private static final int FASTEST = 100_000;
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9._-]{1,63}");

    private ReplayReader() {}

    /** What is asked for; empty: nothing, or not as written. */
    static Optional<ReplayOrder> read(KafkaTriggerSpec spec, Optional<Delivery> delivery, List<Problem> problems) {
        ReplaySpec said = spec.replay();
        if (said == null) {
            return Optional.empty();
        }
        if (said.id() == null || !ID.matcher(said.id()).matches()) {
            problems.add(Problem.invalid("spec.replay.id", "must be letters, digits, . _ -, such as 2026-01-31"));
        }
        int rate = said.rate() == null ? RATE : said.rate();
        if (rate < 1 || rate > FASTEST) {
            problems.add(Problem.invalid("spec.replay.rate", "must be 1 to " + FASTEST + " letters a second"));
        }
        Optional<String> from = Optional.ofNullable(said.from())
                .filter(topic -> !topic.isEmpty())
                .or(() -> delivery.flatMap(Delivery::deadLetter).flatMap(ReplayReader::topic));
        if (from.isEmpty()) {
            problems.add(Problem.invalid(
                    "spec.replay.from", "must name the topic with the letters: the trigger keeps none in Kafka now"));
        } else if (!PlanReader.isTopic(from.get())) {
            problems.add(
                    Problem.invalid("spec.replay.from", "must be the name of a Kafka topic: letters, digits, . _ -"));
        } else if (from.get().equals(spec.topic())) {
            problems.add(Problem.invalid("spec.replay.from", "must not be the topic that the trigger reads"));
        }
        return from.map(topic -> new ReplayOrder(said.id(), topic, rate));
    }

    private static Optional<String> topic(LetterTarget target) {
        return target instanceof LetterTarget.Kafka kafka ? Optional.of(kafka.topic()) : Optional.empty();
    }
}
