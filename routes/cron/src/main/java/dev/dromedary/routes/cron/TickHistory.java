package dev.dromedary.routes.cron;

import dev.dromedary.crd.TickRecord;
import dev.dromedary.crd.TriggerStatus;
import dev.dromedary.kube.StatusPart;
import dev.dromedary.routes.core.deliver.Figures.Outcome;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What status says of a trigger's ticks.
 *
 * @param lastSchedule the newest that was claimed; empty: none was
 * @param lastSuccess when one last succeeded; empty: never
 * @param ticks what came of the newest, the newest first
 */
record TickHistory(String lastSchedule, String lastSuccess, List<TickRecord> ticks) {

    /** The part of status that it is. */
    static final StatusPart PART =
            new StatusPart("cron", Set.of("lastScheduleTime", "lastSuccessfulTime", "active", "history"));

    static final String SUCCEEDED = "Succeeded";

    static final TickHistory NONE = new TickHistory("", "", List.of());

    /** What a record says of an event's end. */
    static String outcome(Outcome outcome) {
        return switch (outcome) {
            case DELIVERED -> SUCCEEDED;
            case DEAD_LETTERED -> "DeadLettered";
            case FILTERED -> "Filtered";
            case DROPPED -> "Dropped";
            case RELEASED -> "Released";
        };
    }

    /** As status has it. */
    static TickHistory of(GenericKubernetesResource trigger) {
        Optional<TriggerStatus> status = StatusPart.read(trigger, TriggerStatus.class);
        return new TickHistory(
                status.map(TriggerStatus::lastScheduleTime).orElse(""),
                status.map(TriggerStatus::lastSuccessfulTime).orElse(""),
                status.map(TriggerStatus::history).orElse(List.of()));
    }

    /** The same, with a tick claimed. */
    TickHistory scheduled(Instant tick) {
        return new TickHistory(tick.toString(), lastSuccess, ticks);
    }

    /**
     * The same, with what came of a tick.
     *
     * @param limit so many that succeeded are kept, and as many others
     */
    TickHistory over(TickRecord tick, int limit) {
        boolean success = tick.outcome().equals(SUCCEEDED);
        List<TickRecord> all = new ArrayList<>(ticks);
        all.removeIf(other -> tick.time().equals(other.time()));
        all.add(tick);
        all.sort(Comparator.comparing((TickRecord record) -> Instant.parse(record.time()))
                .reversed());
        List<TickRecord> kept = new ArrayList<>();
        int[] counts = new int[2];
        for (TickRecord record : all) {
            int which = record.outcome().equals(SUCCEEDED) ? 0 : 1;
            if (counts[which]++ < limit) {
                kept.add(record);
            }
        }
        return new TickHistory(lastSchedule, success ? tick.ended() : lastSuccess, List.copyOf(kept));
    }

    /** As it stands in status. */
    Map<String, Object> values(List<Instant> active) {
        Map<String, Object> values = new HashMap<>();
        if (!lastSchedule.isEmpty()) {
            values.put("lastScheduleTime", lastSchedule);
        }
        if (!lastSuccess.isEmpty()) {
            values.put("lastSuccessfulTime", lastSuccess);
        }
        if (!active.isEmpty()) {
            values.put("active", active.stream().map(Instant::toString).toList());
        }
        if (!ticks.isEmpty()) {
            values.put("history", ticks.stream().map(StatusPart::tree).toList());
        }
        return values;
    }
}
