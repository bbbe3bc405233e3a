package dev.dromedary.faults;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dromedary.kube.Binaries;
import dev.dromedary.kube.RealApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A real API server, Kubernetes' own garbage collector and namespace controller, stand-ins for nodes, the proxy, and one
 * reconciler behind it.
 */
final class Lab implements AutoCloseable {

    static final String PROVISION_IMAGE = "example/provision:1";

    static final String CATALOGUE =
            """
            [{"ID": "python", "depName": "requirements.txt", "fileNameSuffix": ".py", "versions": [
              {"name": "python311", "version": "3.11", "images": [
                {"phase": "installation", "image": "example/python:3.11", "command": "pip install"},
                {"phase": "runtime", "image": "example/python:3.11"}]},
              {"name": "python312", "version": "3.12", "images": [
                {"phase": "installation", "image": "example/python:3.12", "command": "pip install"},
                {"phase": "runtime", "image": "example/python:3.12"}]}]}]
            """;

    private static Lab shared;

    /** After the API server was away, Kubernetes' own controllers take their time too. */
    private static final Duration REST = Duration.ofMinutes(2);

    private static final Duration QUIET = Duration.ofMillis(1200);

    private final RealApiServer server = RealApiServer.start();
    private final FaultProxy proxy = new FaultProxy(server.port());
    private final Inventory inventory = new Inventory(server.client());
    private final Reconciler reconciler = new Reconciler("one", proxy.port());
    private Kubelet kubelet = new Kubelet(server.client());
    private Process controllers = controllers();

    Lab() {
        client().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("kubeless")
                        .endMetadata()
                        .build())
                .create();
        try (World world = new World(this)) {
            world.configure(PROVISION_IMAGE);
        }
        proxy.onKill(reconciler::kill);
        reconciler.train();
        reconciler.start();
    }

    /** The one that all tests share; it ends with the JVM. */
    static synchronized Lab shared() {
        if (shared == null) {
            shared = new Lab();
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    /** Starts the reconciler again where it was killed, as a kubelet does. */
    void revive() {
        if (!reconciler.runs()) {
            reconciler.launch();
        }
    }

    /** Nothing goes wrong, and the reconciler leads. */
    void ready() {
        proxy.disarm();
        proxy.letGo();
        revive();
        reconciler.awaitLeading();
    }

    /**
     * Puts the data back as they were at the last backup. As after any such restore, Kubernetes' own programs are started anew:
     * their watches would wait for versions that are yet to come. The reconciler must do without.
     */
    void restore() {
        kubelet.close();
        controllers.destroyForcibly().onExit().join();
        server.restore();
        kubelet = new Kubelet(client());
        controllers = controllers();
    }

    private Process controllers() {
        try {
            return Binaries.run(
                    "kube-controller-manager",
                    List.of(
                            "--kubeconfig=" + server.kubeconfig(),
                            "--controllers=garbage-collector-controller,namespace-controller",
                            "--leader-elect=false",
                            "--secure-port=0",
                            "--kube-api-qps=200",
                            "--kube-api-burst=400"),
                    Files.createTempFile("kube-controller-manager", ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RealApiServer server() {
        return server;
    }

    KubernetesClient client() {
        return server.client();
    }

    FaultProxy proxy() {
        return proxy;
    }

    Reconciler reconciler() {
        return reconciler;
    }

    Inventory inventory() {
        return inventory;
    }

    /** Until nothing was written for a while: only to be asked where nothing goes wrong. */
    void awaitRest(World world) {
        Instant from = Instant.now();
        await("the reconciler comes to rest")
                .atMost(REST)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> Instant.now().isAfter(from.plus(QUIET))
                        && proxy.ledger().quietSince(Instant.now().minus(QUIET))
                        && isSettled(world, inventory.ours(world.namespace())));
    }

    /** Nothing is on its way out, and every status is about the present spec. */
    private static boolean isSettled(World world, List<JsonNode> objects) {
        State state = State.of(world.namespace(), objects);
        return (objects.isEmpty() || !world.isBeingDeleted())
                && !state.hasOrphans()
                && objects.stream().allMatch(Lab::isCurrent);
    }

    /** A Function whose status is about its present spec, a Deployment whose pods are. */
    static boolean isCurrent(JsonNode object) {
        boolean told =
                List.of("Function", "Deployment").contains(object.path("kind").asText());
        return !told
                || object.at("/status/observedGeneration").asLong()
                        == object.at("/metadata/generation").asLong();
    }

    @Override
    public void close() {
        reconciler.close();
        controllers.destroyForcibly();
        kubelet.close();
        proxy.close();
        server.close();
    }
}
