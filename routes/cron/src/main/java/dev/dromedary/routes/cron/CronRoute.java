package dev.dromedary.routes.cron;

import org.apache.camel.builder.NoErrorHandlerBuilder;
import org.apache.camel.builder.RouteBuilder;

/** The route of a CronJobTrigger: a tick is claimed, made a call, settled. */
final class CronRoute {

    private CronRoute() {}

    /** Namespace and name are DNS labels, and the schedule's words are ours: nothing of a user's text is in the URI. */
    static void build(CronPlan plan, ToCall toCall, RouteBuilder routes) {
        String id = plan.id().routeId();
        String words = plan.schedule().words().replace(' ', '+');
        routes.from("cron:" + plan.id().key() + "?schedule=" + words)
                .routeId(id)
                .errorHandler(new NoErrorHandlerBuilder())
                .process(toCall)
                .id(id + "/check")
                .to("function:call")
                .id(id + "/invoke")
                .process(new Settle())
                .id(id + "/settle");
    }
}
