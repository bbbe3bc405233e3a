package dev.dromedary.routes.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromedary.routes.core.RoutePlan;
import dev.dromedary.routes.core.Router;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

/**
 * The admin API of one copy of the router, on its management port alone: {@code GET /admin/triggers}, the routes that run,
 * {@code GET /admin/activity}, what is going on at functions through this copy, and {@code GET /admin/deliveries}, how the flows of events are
 * in it. What these answer is for programs too: fields
 * may be added, and none is taken away.
 */
final class AdminRoutes extends RouteBuilder {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Router router;
    private final String copy;

    /**
     * Routes.
     *
     * @param copy what this copy calls itself: the pod's name
     */
    AdminRoutes(Router router, String copy) {
        this.router = router;
        this.copy = copy;
    }

    @Override
    public void configure() {
        serve(
                "triggers",
                () -> router.table().plans().stream().map(this::trigger).toList());
        serve("activity", this::functions);
        serve("deliveries", () -> router.deliveries().reports().own());
    }

    private void serve(String what, Supplier<Object> answer) {
        from("platform-http:/admin/" + what + "?httpMethodRestrict=GET")
                .routeId("admin-" + what)
                .process(exchange -> answer(exchange, Map.of("copy", copy, what, answer.get())));
    }

    /** What a request says would come back as headers of its answer. */
    private static void answer(Exchange exchange, Object answer) throws JsonProcessingException {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(JSON.writeValueAsString(answer));
    }

    private Map<String, Object> trigger(RoutePlan plan) {
        Map<String, Object> trigger = new LinkedHashMap<>();
        trigger.put("kind", plan.id().kind().name());
        trigger.put("namespace", plan.id().key().namespace());
        trigger.put("name", plan.id().key().name());
        trigger.put("function", plan.function().name());
        trigger.put("address", plan.address());
        trigger.put(
                "route",
                String.valueOf(getCamelContext()
                        .getRouteController()
                        .getRouteStatus(plan.route().routeId())));
        return trigger;
    }

    private List<Map<String, Object>> functions() {
        return router.activities().entrySet().stream()
                .map(entry -> {
                    Map<String, Object> function = new LinkedHashMap<>();
                    function.put("namespace", entry.getKey().namespace());
                    function.put("name", entry.getKey().name());
                    function.put("inFlight", entry.getValue().inFlight());
                    function.put("waiting", entry.getValue().waiting());
                    function.put("last", entry.getValue().last().orElseThrow().toString());
                    return function;
                })
                .toList();
    }
}
