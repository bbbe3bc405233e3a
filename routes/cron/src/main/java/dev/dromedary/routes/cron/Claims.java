package dev.dromedary.routes.cron;

import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Cache;
import dev.dromedary.kube.Fence;
import dev.dromedary.kube.Resources;
import dev.dromedary.kube.StatusPart;
import dev.dromedary.routes.core.TriggerId;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose a tick is: of all copies of the router the leading one takes it, and writes it into the trigger's status before it
 * fires, so that the copy which leads next does not fire it again.
 */
final class Claims {

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);
    private static final String FIELD = "lastScheduleTime";
    private static final StatusPart PART = new StatusPart("cron", Set.of(FIELD));

    private final Resources resources;
    private final Cache triggers;
    private final Fence fence;
    private final Map<TriggerId, Instant> mine = new ConcurrentHashMap<>();

    /** Claims for the copy that the election lets pass. */
    Claims(Resources resources, Fence fence) {
        this.resources = resources;
        this.triggers = resources.cache(Kind.CRON_JOB_TRIGGER);
        this.fence = fence;
    }

    /** Takes a tick, unless another copy leads or it is taken. May wait for the API server. */
    boolean claim(Tick tick) {
        TriggerId id = tick.plan().id();
        Optional<GenericKubernetesResource> trigger = triggers.get(id.key());
        if (trigger.isEmpty() || !leads()) {
            return false;
        }
        Instant last = last(trigger.get());
        boolean[] taken = new boolean[1];
        mine.compute(id, (key, own) -> {
            Instant newest = own == null || own.isBefore(last) ? last : own;
            taken[0] = tick.time().isAfter(newest);
            return taken[0] ? tick.time() : newest;
        });
        if (taken[0]) {
            write(trigger.get(), tick);
        }
        return taken[0];
    }

    /** Forgets a trigger that is gone. */
    void forget(TriggerId id) {
        mine.remove(id);
    }

    private boolean leads() {
        try {
            fence.check();
            return true;
        } catch (Fence.NotLeading e) {
            return false;
        }
    }

    /** A claim that cannot be written is fired all the same: at worst the next leader repeats it, with the same id. */
    private void write(GenericKubernetesResource trigger, Tick tick) {
        try {
            resources.writeStatus(trigger, PART, Map.of(FIELD, tick.time().toString()));
        } catch (RuntimeException e) {
            LOG.warn(
                    "A tick could not be written down trigger={} because={}",
                    tick.plan().id(),
                    e.getMessage());
        }
    }

    private static Instant last(GenericKubernetesResource trigger) {
        return trigger.getAdditionalProperties().get("status") instanceof Map<?, ?> status
                        && status.get(FIELD) instanceof String time
                ? Instant.parse(time)
                : Instant.EPOCH;
    }
}
