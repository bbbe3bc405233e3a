package dev.dromedary.reconciler;

import dev.dromedary.crd.Key;
import dev.dromedary.metrics.Activities;
import dev.dromedary.metrics.Activity;
import dev.dromedary.metrics.RouterActivity;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * The admin API of the reconciler, on its management port alone: {@code GET /admin/activity}, what is going on at functions through
 * all copies of the router. What it answers is for programs too: fields may be added, and none is taken away.
 */
final class AdminApi {

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private AdminApi() {}

    /** Has the management port answer. */
    static void serve(Router management, RouterActivity activity) {
        management.get("/admin/activity").handler(request -> activity.read()
                .onSuccess(activities -> answer(request, OK, json(activities)))
                .onFailure(
                        trouble -> answer(request, UNAVAILABLE, new JsonObject().put("error", trouble.getMessage()))));
    }

    private static void answer(RoutingContext request, int status, JsonObject body) {
        var unused = request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.encode());
    }

    /** {@code whole} and {@code silent} come first: who reads on has been told. */
    private static JsonObject json(Activities activities) {
        JsonArray silent = new JsonArray();
        activities
                .silent()
                .forEach((copy, because) ->
                        silent.add(new JsonObject().put("copy", copy).put("because", because)));
        JsonArray functions = new JsonArray();
        activities.functions().forEach((function, activity) -> functions.add(json(function, activity)));
        return new JsonObject()
                .put("whole", activities.isWhole())
                .put("silent", silent)
                .put("copies", new JsonArray(activities.answered().stream().toList()))
                .put("asked", activities.asked().toString())
                .put("activity", functions);
    }

    private static JsonObject json(Key function, Activity activity) {
        return new JsonObject()
                .put("namespace", function.namespace())
                .put("name", function.name())
                .put("inFlight", activity.inFlight())
                .put("waiting", activity.waiting())
                .put("last", activity.last().toString());
    }
}
