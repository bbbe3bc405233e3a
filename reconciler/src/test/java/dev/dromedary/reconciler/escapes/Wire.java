package dev.dromedary.reconciler.escapes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The API server by its bare protocol: what is sent is what the author wrote. */
record Wire(KubernetesClient client) {

    /** What came back. */
    record Answer(int code, String body, List<String> warnings) {
        boolean isFine() {
            return code < 300;
        }

        @Override
        public String toString() {
            return code + " " + Text.tree(body).path("message").asText() + warnings;
        }

        boolean isPodSecurity() {
            return code == 403 && body.contains("violates PodSecurity");
        }
    }

    Answer create(String path, String json) {
        return send("POST", path, "application/json", json);
    }

    Answer replace(String path, String json) {
        return send("PUT", path, "application/json", json);
    }

    Answer apply(String path, String json) {
        return send("PATCH", path + "?fieldManager=author&force=true", "application/apply-patch+yaml", json);
    }

    Answer remove(String path) {
        return send("DELETE", path, "application/json", "{}");
    }

    JsonNode get(String path) {
        return Text.tree(send("GET", path, null, null).body());
    }

    /** The objects of a list, by name. */
    Map<String, JsonNode> list(String path) {
        return StreamSupport.stream(get(path).path("items").spliterator(), false)
                .collect(Collectors.toMap(item -> item.at("/metadata/name").asText(), item -> item));
    }

    private Answer send(String method, String path, String type, String body) {
        HttpRequest.Builder request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(client.getMasterUrl().toString().replaceFirst("/$", "") + path);
        HttpRequest built = body == null
                ? request.build()
                : request.method(method, type, body).build();
        HttpResponse<String> response = client.getHttpClient()
                .sendAsync(built, String.class)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        return new Answer(response.code(), response.body(), response.headers("Warning"));
    }
}
