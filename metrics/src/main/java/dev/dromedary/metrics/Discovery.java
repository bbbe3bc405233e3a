package dev.dromedary.metrics;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** What a client of the API server finds out about our part of the API. */
final class Discovery {

    /** The group that autoscalers ask. */
    static final String GROUP = "custom.metrics.k8s.io";

    /** The newest first: clients prefer it. */
    static final List<String> VERSIONS = List.of("v1beta2", "v1beta1");

    private static final String ROOT = "/apis";

    private Discovery() {}

    /** The document at a path; empty where there is none. */
    static Optional<JsonObject> at(String path) {
        if (path.equals(ROOT)) {
            return Optional.of(new JsonObject()
                    .put("kind", "APIGroupList")
                    .put("apiVersion", "v1")
                    .put("groups", new JsonArray().add(group())));
        }
        if (path.equals(ROOT + "/" + GROUP)) {
            return Optional.of(group().put("kind", "APIGroup").put("apiVersion", "v1"));
        }
        return VERSIONS.stream()
                .filter(version -> path.equals(ROOT + "/" + GROUP + "/" + version))
                .findFirst()
                .map(Discovery::resources);
    }

    private static JsonObject group() {
        JsonArray versions = new JsonArray();
        VERSIONS.forEach(version -> versions.add(version(version)));
        return new JsonObject()
                .put("name", GROUP)
                .put("versions", versions)
                .put("preferredVersion", version(VERSIONS.getFirst()));
    }

    private static JsonObject version(String version) {
        return new JsonObject().put("groupVersion", GROUP + "/" + version).put("version", version);
    }

    private static JsonObject resources(String version) {
        JsonArray resources = new JsonArray();
        for (Series series : Series.values()) {
            series.resources()
                    .forEach(resource -> resources.add(new JsonObject()
                            .put("name", resource + "/" + series.title())
                            .put("singularName", "")
                            .put("namespaced", true)
                            .put("kind", "MetricValueList")
                            .put("verbs", new JsonArray().add("get"))));
        }
        return new JsonObject()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", GROUP + "/" + version)
                .put("resources", resources);
    }
}
