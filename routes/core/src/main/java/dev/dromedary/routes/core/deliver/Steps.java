package dev.dromedary.routes.core.deliver;

import dev.dromedary.routes.core.invoke.Tracing;
import org.apache.camel.builder.NoErrorHandlerBuilder;
import org.apache.camel.builder.RouteBuilder;

/** The route of a trigger whose events are delivered: source, filter, check (it becomes a call), invoke, settle. */
public final class Steps {

    static final String PASS = "dromedary.pass";

    private static final NoErrorHandlerBuilder NO_ERROR_HANDLER = new NoErrorHandlerBuilder();
    private static final Settle SETTLE = new Settle();

    private Steps() {}

    /**
     * Adds it.
     *
     * @param uri of the source, whose consumer sends {@link Pass passes}; without any of a user's text
     * @param id of the route
     * @param tracing where calls are recorded
     */
    public static void build(RouteBuilder routes, String uri, String id, Tracing tracing) {
        routes.from(uri)
                .routeId(id)
                .errorHandler(NO_ERROR_HANDLER)
                .process(exchange -> {
                    Pass pass = exchange.getMessage().getBody(Pass.class);
                    exchange.setProperty(PASS, pass);
                    exchange.setRouteStop(!pass.filter());
                })
                .id(id + "/filter")
                .process(new ToCall(tracing))
                .id(id + "/check")
                .to("function:call")
                .id(id + "/invoke")
                .process(SETTLE)
                .id(id + "/settle");
    }
}
