package dev.dromedary.routes.http;

import org.apache.camel.builder.NoErrorHandlerBuilder;
import org.apache.camel.builder.RouteBuilder;

/** The route of an HTTPTrigger: a request comes in, is checked, made a call, answered. */
final class HttpRoute {

    private HttpRoute() {}

    /** Namespace and name are DNS labels; host and path reach the consumer through the table, never through the URI. */
    static void build(HttpPlan plan, Shadow shadow, RouteBuilder routes) {
        String id = plan.id().routeId();
        routes.from("http-trigger:" + plan.id().key())
                .routeId(id)
                .errorHandler(new NoErrorHandlerBuilder())
                .process(new Check())
                .id(id + "/check")
                .process(new ToCall(shadow))
                .id(id + "/call")
                .to("function:call")
                .id(id + "/invoke")
                .process(new Reply())
                .id(id + "/settle");
    }
}
