package dev.dromedary.routes.http;

import org.apache.camel.builder.NoErrorHandlerBuilder;
import org.apache.camel.builder.RouteBuilder;

/** The route of an HTTPTrigger: a request comes in, is checked and made a call, answered. What all routes have alike, they share. */
final class HttpRoute {

    private static final NoErrorHandlerBuilder NO_ERROR_HANDLER = new NoErrorHandlerBuilder();
    private static final Reply SETTLE = new Reply();

    private HttpRoute() {}

    /** Namespace and name are DNS labels; host and path reach the consumer through the table, never through the URI. */
    static void build(HttpPlan plan, Check check, RouteBuilder routes) {
        String id = plan.id().routeId();
        routes.from("http-trigger:" + plan.id().key())
                .routeId(id)
                .errorHandler(NO_ERROR_HANDLER)
                .process(check)
                .id(id + "/check")
                .to("function:call")
                .id(id + "/invoke")
                .process(SETTLE)
                .id(id + "/settle");
    }
}
