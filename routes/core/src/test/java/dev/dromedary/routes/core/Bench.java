package dev.dromedary.routes.core;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Election;
import dev.dromedary.kube.MemoryResources;
import dev.dromedary.routes.core.invoke.DataPath;
import dev.dromedary.routes.core.invoke.Loops;
import dev.dromedary.routes.core.invoke.Measures;
import dev.dromedary.routes.core.invoke.Tracing;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * A router without Kubernetes, for the tests of a room: a real Camel context, the real table, invoker and routes, over
 * objects in memory.
 */
public final class Bench implements AutoCloseable {

    private static final int PLENTY = 60;

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    /** Of the pods alone: the router does without. */
    private final Vertx vertx = Vertx.vertx();

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final DataPath data;
    private final MemoryResources resources = new MemoryResources();
    private final CamelContext camel = new DefaultCamelContext();
    private final Router router;

    /** A bench with nothing on it, and no other copy beside it. */
    public Bench() {
        this(Election.ALONE);
    }

    /** A bench that leads when the election says so. */
    public Bench(Election election) {
        this(election, Tracing.OFF);
    }

    /** The same, recorded there. */
    public Bench(Election election, Tracing tracing) {
        this.data = new DataPath(new Loops(2), new Measures(meters), tracing);
        this.router = new Router(camel, data, resources, election, Duration.ofSeconds(1));
        camel.start();
    }

    /** Puts an object in, written as YAML. */
    public void put(Kind kind, String yaml) {
        resources.put(kind, YAML.unmarshal(yaml, GenericKubernetesResource.class));
    }

    /** Puts a Function in, whose only pod is this handler. */
    public void function(Key key, Handler<HttpServerRequest> pod) {
        function(
                key,
                vertx.createHttpServer()
                        .requestHandler(pod)
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .actualPort());
    }

    /** Puts a Function in, whose only pod answers at this port of loopback. */
    public void function(Key key, int port) {
        timeout(key, PLENTY);
        put(
                Kind.ENDPOINT_SLICE,
                """
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {namespace: %s, name: %s, labels: {kubernetes.io/service-name: %s}}
                ports: [{port: %d}]
                endpoints: [{addresses: [127.0.0.1], conditions: {ready: true}}]
                """
                        .formatted(key.namespace(), key.name(), key.name(), port));
    }

    /** Puts a Function in, or has it answer within so many seconds. */
    public void timeout(Key key, int seconds) {
        put(
                Kind.FUNCTION,
                """
                ---
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {namespace: %s, name: %s}
                spec: {timeout: "%d"}
                status: {readyReplicas: 1}
                """
                        .formatted(key.namespace(), key.name(), seconds));
    }

    /** The status of an object. */
    public Map<?, ?> status(Kind kind, Key key) {
        return (Map<?, ?>) resources
                .cache(kind)
                .get(key)
                .map(object -> object.getAdditionalProperties().getOrDefault("status", Map.of()))
                .orElse(Map.of());
    }

    public MemoryResources resources() {
        return resources;
    }

    /** For the pods. */
    public Vertx vertx() {
        return vertx;
    }

    public Loops loops() {
        return data.loops();
    }

    /** What requests and calls live on. */
    public DataPath data() {
        return data;
    }

    /** What was counted. */
    public MeterRegistry meters() {
        return meters;
    }

    public CamelContext camel() {
        return camel;
    }

    public Router router() {
        return router;
    }

    @Override
    public void close() {
        camel.stop();
        router.close();
        data.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
