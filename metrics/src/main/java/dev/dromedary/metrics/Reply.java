package dev.dromedary.metrics;

import io.vertx.core.json.JsonObject;

/** An HTTP answer: a document, or a Kubernetes {@code Status} that says what is wrong. */
record Reply(int code, JsonObject body) {

    static Reply ok(JsonObject body) {
        return new Reply(200, body);
    }

    static Reply invalid(String message) {
        return status(400, "BadRequest", message);
    }

    static Reply unauthorized() {
        return status(401, "Unauthorized", "Only the API server is answered, with its front proxy's certificate");
    }

    static Reply forbidden(String message) {
        return status(403, "Forbidden", message);
    }

    static Reply missing(String message) {
        return status(404, "NotFound", message);
    }

    static Reply notAllowed() {
        return status(405, "MethodNotAllowed", "There is only GET");
    }

    static Reply unavailable(String message) {
        return status(503, "ServiceUnavailable", message);
    }

    private static Reply status(int code, String reason, String message) {
        return new Reply(
                code,
                new JsonObject()
                        .put("kind", "Status")
                        .put("apiVersion", "v1")
                        .put("metadata", new JsonObject())
                        .put("status", "Failure")
                        .put("reason", reason)
                        .put("message", message)
                        .put("code", code));
    }
}
