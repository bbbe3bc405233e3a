package dev.dromedary.routes.http;

import io.vertx.core.http.HttpServerRequest;

/**
 * One request at the door, as it travels through the route: handles, never copies.
 *
 * @param request paused until somebody reads its body
 * @param plan what the trigger's route runs by, as it was when the request came
 */
record Visit(HttpServerRequest request, HttpPlan plan) {}
