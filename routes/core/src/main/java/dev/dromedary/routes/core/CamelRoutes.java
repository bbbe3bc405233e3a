package dev.dromedary.routes.core;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;

/**
 * Adds routes to a context that has very many. {@code CamelContext.addRoutes} first removes each route that it adds, should it be
 * there, and a removal looks at all routes for the endpoints they use, three times: 120 ms among 10,000 (Camel 4.18). What is
 * added here is not there, and what is removed is looked for once.
 */
final class CamelRoutes {

    private static final int STOP_SECONDS = 10;

    private final ModelCamelContext context;
    private final Model model;

    CamelRoutes(CamelContext context) {
        this.context = (ModelCamelContext) context;
        this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /** Adds routes whose ids are not there; they run at once, or once the context does. */
    void add(RouteBuilder builder) throws Exception {
        builder.prepareModel(context);
        builder.getRouteCollection().setCamelContext(context);
        List<RouteDefinition> routes = builder.getRouteCollection().getRoutes();
        // Camel's own order: the model, then its context.
        synchronized (model) {
            model.getRouteDefinitions().addAll(routes);
            if (context.isStarted()) {
                context.startRouteDefinitions(routes);
            }
        }
    }

    /** Nothing more comes in by a route; what is under way is waited for. */
    void stop(String id) throws Exception {
        context.getRouteController().stopRoute(id, STOP_SECONDS, TimeUnit.SECONDS);
    }

    /** Forgets a route that is stopped. It takes as long as there are routes: some 40 ms among 10,000. */
    void remove(String id) throws Exception {
        synchronized (model) {
            model.getRouteDefinitions().removeIf(route -> id.equals(route.getRouteId()));
            context.removeRoute(id);
        }
    }
}
