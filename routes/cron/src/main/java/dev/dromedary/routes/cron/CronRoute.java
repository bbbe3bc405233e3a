package dev.dromedary.routes.cron;

import dev.dromedary.routes.core.deliver.Steps;
import dev.dromedary.routes.core.invoke.Tracing;
import org.apache.camel.builder.RouteBuilder;

/** The route of a CronJobTrigger: ticks are delivered as the events of any other kind. */
final class CronRoute {

    private CronRoute() {}

    /** Namespace and name are DNS labels, and the schedule's words are ours: nothing of a user's text is in the URI. */
    static void build(CronPlan plan, Tracing tracing, RouteBuilder routes) {
        Steps.build(
                routes,
                uri(plan.id().key().toString(), plan.schedule().words()),
                plan.id().routeId(),
                tracing);
    }

    /** Of where the ticks come from. */
    static String uri(String trigger, String words) {
        return "cron:" + trigger + "?schedule=" + words.replace(' ', '+');
    }
}
