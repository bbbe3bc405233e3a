package dev.dromedary.kube;

import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops routes with the leadership: give the routes {@code autoStartup(false)}. */
public final class LeaderOnly {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderOnly.class);

    private final CamelContext context;
    private final String routeId;

    private LeaderOnly(CamelContext context, String routeId) {
        this.context = context;
        this.routeId = routeId;
    }

    /** Ties a route, which the context must know already, to the leadership. */
    public static void run(CamelContext context, String routeId, Election election) {
        LeaderOnly leaderOnly = new LeaderOnly(context, routeId);
        election.listen(leaderOnly::leads);
        leaderOnly.leads(election.leading());
    }

    private synchronized void leads(boolean now) {
        try {
            if (now) {
                context.getRouteController().startRoute(routeId);
            } else {
                context.getRouteController().stopRoute(routeId);
            }
        } catch (Exception e) {
            LOG.error("The route could not follow the leadership route={} leading={}", routeId, now, e);
        }
    }
}
