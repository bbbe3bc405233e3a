package dev.dromedary.routes.cron;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dromedary.crd.CronJobTriggerSpec;
import dev.dromedary.crd.FunctionName;
import dev.dromedary.crd.GoDuration;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.StrictReader;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.core.deliver.Ordering;
import dev.dromedary.routes.core.deliver.settings.DeliveryReader;
import dev.dromedary.routes.core.deliver.settings.Honours;
import dev.dromedary.routes.core.deliver.settings.InstallationDefault;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads a CronJobTrigger: its plan, or all that is wrong with it. Pure. */
final class CronReader {

    private final GenericKubernetesResource trigger;
    private final CronJobTriggerSpec spec;
    private final Expectations expectations;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * What a trigger is read by.
     *
     * @param standard what triggers leave open of delivery
     * @param letters where dead letters can be kept
     */
    record Expectations(InstallationDefault standard, Set<Honours.Letters> letters) {

        /** A tick has no key, and nothing that a filter could go by. */
        Honours honours() {
            return new Honours(
                    "a CronJobTrigger",
                    EnumSet.of(Ordering.NONE, Ordering.SOURCE),
                    Ordering.NONE,
                    false,
                    false,
                    letters,
                    Optional.empty());
        }
    }

    private CronReader(GenericKubernetesResource trigger, CronJobTriggerSpec spec, Expectations expectations) {
        this.expectations = expectations;
        this.trigger = trigger;
        this.spec = spec;
    }

    static Reading<CronPlan> read(GenericKubernetesResource trigger, Expectations expectations) {
        return StrictReader.spec(
                        CronJobTriggerSpec.class,
                        trigger.getAdditionalProperties().get("spec"))
                .then((spec, unknown) -> new CronReader(trigger, spec, expectations).read(unknown));
    }

    private Reading<CronPlan> read(List<String> unknown) {
        Optional<CronPlan> plan = plan();
        return problems.isEmpty()
                ? new Reading<>(plan, List.of(), unknown)
                : new Reading<>(Optional.empty(), List.copyOf(problems), unknown);
    }

    private Optional<CronPlan> plan() {
        Instant created = Instant.parse(trigger.getMetadata().getCreationTimestamp());
        FunctionName.problem(spec.functionName()).ifPresent(problems::add);
        Optional<Schedule> schedule = schedule(created);
        Terms terms = terms();
        Optional<Delivery> delivery = delivery();
        return schedule.filter(when -> delivery.isPresent())
                .map(when -> new CronPlan(
                        new TriggerId(Kind.CRON_JOB_TRIGGER, Key.of(trigger)),
                        new Key(trigger.getMetadata().getNamespace(), spec.functionName()),
                        created,
                        trigger.getMetadata().getUid(),
                        when,
                        payload(spec.payload()),
                        terms,
                        delivery.get()));
    }

    private Optional<Schedule> schedule(Instant created) {
        return attempt("spec.timeZone", () -> Zones.parse(spec.timeZone()))
                .or(() -> Optional.of(ZoneOffset.UTC))
                .flatMap(zone -> attempt(
                        "spec.schedule",
                        () -> Schedule.parse(spec.schedule() == null ? "" : spec.schedule(), zone, created)));
    }

    private Terms terms() {
        int history = spec.historyLimit() == null ? Terms.DEFAULT.history() : spec.historyLimit();
        if (history < 0 || history > Terms.LONGEST_HISTORY) {
            problems.add(Problem.invalid("spec.historyLimit", "write 0 to " + Terms.LONGEST_HISTORY));
        }
        return new Terms(
                choice("spec.concurrencyPolicy", spec.concurrencyPolicy(), Terms.DEFAULT.overlap()),
                deadline(),
                choice("spec.missedRuns", spec.missedRuns(), Terms.DEFAULT.missed()),
                Boolean.TRUE.equals(spec.suspend()),
                history);
    }

    private Optional<Duration> deadline() {
        if (spec.startingDeadline() == null || spec.startingDeadline().isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> deadline = GoDuration.parse(spec.startingDeadline())
                .filter(length -> length.compareTo(Terms.SHORTEST_DEADLINE) >= 0);
        if (deadline.isEmpty()) {
            problems.add(Problem.invalid(
                    "spec.startingDeadline",
                    "'" + spec.startingDeadline() + "' is no duration of at least "
                            + Terms.SHORTEST_DEADLINE.toSeconds() + "s: write " + GoDuration.FORM));
        }
        return deadline;
    }

    /** A constant by its name in CamelCase; of one word, which they all are. */
    private <E extends Enum<E>> E choice(String field, String text, E otherwise) {
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        List<E> all = List.of(otherwise.getDeclaringClass().getEnumConstants());
        return all.stream()
                .filter(constant -> name(constant).equals(text))
                .findFirst()
                .orElseGet(() -> {
                    problems.add(Problem.invalid(
                            field,
                            "'" + text + "' is not known: write one of "
                                    + String.join(
                                            ", ",
                                            all.stream().map(CronReader::name).toList())));
                    return otherwise;
                });
    }

    private static String name(Enum<?> constant) {
        return constant.name().charAt(0) + constant.name().substring(1).toLowerCase(java.util.Locale.ROOT);
    }

    private <T> Optional<T> attempt(String field, Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (IllegalArgumentException e) {
            problems.add(Problem.invalid(field, e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Delivery> delivery() {
        Reading<Delivery> reading =
                DeliveryReader.read(spec.delivery(), expectations.standard(), expectations.honours());
        problems.addAll(reading.problems());
        return reading.value();
    }

    private static String payload(JsonNode payload) {
        return payload == null || payload.isNull() ? "" : payload.toString();
    }
}
