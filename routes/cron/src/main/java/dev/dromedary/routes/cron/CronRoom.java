package dev.dromedary.routes.cron;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dromedary.crd.CronJobTriggerSpec;
import dev.dromedary.crd.FunctionName;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.StrictReader;
import dev.dromedary.routes.core.Room;
import dev.dromedary.routes.core.Router;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.invoke.Tracing;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;

/** CronJobTrigger: a function is called at the times a crontab line names (contract: triggers.md 3). */
public final class CronRoom implements Room<CronPlan> {

    private final Claims claims;
    private final Tracing tracing;

    private CronRoom(Claims claims, Tracing tracing) {
        this.claims = claims;
        this.tracing = tracing;
    }

    /** Opens the room: the ticks of this router's CronJobTriggers fire in the copy that leads, until the service closes. */
    public static CrontabService open(Router router) throws Exception {
        Claims claims = new Claims(router.resources(), router.election());
        CrontabService crontab = new CrontabService(router.table(), claims, router.clock());
        router.camel().getRegistry().bind("crontab", crontab);
        router.add(new CronRoom(claims, router.tracing()));
        router.election().listen(leads -> {
            if (leads) {
                crontab.catchUp();
            }
        });
        return crontab;
    }

    @Override
    public Kind kind() {
        return Kind.CRON_JOB_TRIGGER;
    }

    @Override
    public Reading<CronPlan> read(GenericKubernetesResource trigger) {
        Reading<CronJobTriggerSpec> reading = StrictReader.spec(
                CronJobTriggerSpec.class, trigger.getAdditionalProperties().get("spec"));
        if (reading.value().isEmpty()) {
            return new Reading<>(Optional.empty(), reading.problems(), reading.unknown());
        }
        CronJobTriggerSpec spec = reading.value().get();
        Instant created = Instant.parse(trigger.getMetadata().getCreationTimestamp());
        List<Problem> problems = new ArrayList<>();
        FunctionName.problem(spec.functionName()).ifPresent(problems::add);
        Optional<Schedule> schedule = schedule(spec, created, problems);
        if (!problems.isEmpty()) {
            return new Reading<>(Optional.empty(), List.copyOf(problems), reading.unknown());
        }
        CronPlan plan = new CronPlan(
                new TriggerId(kind(), Key.of(trigger)),
                new Key(trigger.getMetadata().getNamespace(), spec.functionName()),
                created,
                trigger.getMetadata().getUid(),
                schedule.orElseThrow(),
                payload(spec.payload()));
        return new Reading<>(Optional.of(plan), List.of(), reading.unknown());
    }

    @Override
    public void build(CronPlan plan, RouteBuilder routes) {
        CronRoute.build(plan, new ToCall(claims, tracing), routes);
    }

    private static Optional<Schedule> schedule(CronJobTriggerSpec spec, Instant created, List<Problem> problems) {
        try {
            return Optional.of(Schedule.parse(spec.schedule() == null ? "" : spec.schedule(), created));
        } catch (IllegalArgumentException e) {
            problems.add(Problem.invalid("spec.schedule", e.getMessage()));
            return Optional.empty();
        }
    }

    private static String payload(JsonNode payload) {
        return payload == null || payload.isNull() ? "" : payload.toString();
    }
}
