package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.Function;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The cluster that {@code KUBECONFIG} names, an installation of Dromedary in it, and a namespace of the test's own. */
final class Cluster implements AutoCloseable {

    /** A pod is pulled, prepared and started well within it, even beside other work. */
    static final Duration SOON = Duration.ofSeconds(90);

    private final KubernetesClient client = new KubernetesClientBuilder().build();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String installation;
    private final String namespace;
    private final String router;

    /** The installation for the whole cluster, and a new namespace. */
    Cluster() {
        this("kubeless", "e2e-" + UUID.randomUUID().toString().substring(0, 8));
    }

    /** The installation in one namespace, and another namespace or the same, made where there is none. */
    Cluster(String installation, String namespace) {
        this.installation = installation;
        this.namespace = namespace;
        this.router = "http://" + outside(installation, "kubeless-router");
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .serverSideApply();
    }

    /** The address of the cluster's first node. */
    String node() {
        return client.nodes().list().getItems().getFirst().getStatus().getAddresses().stream()
                .filter(address -> address.getType().equals("InternalIP"))
                .findFirst()
                .orElseThrow()
                .getAddress();
    }

    /** Where a Service is reached from outside: a host and its first port on the node. */
    String outside(String of, String service) {
        int port = client.services()
                .inNamespace(of)
                .withName(service)
                .get()
                .getSpec()
                .getPorts()
                .getFirst()
                .getNodePort();
        return node() + ":" + port;
    }

    /** Waits until the installation's two programs run. */
    void awaitPrograms() {
        Stream.of("kubeless-reconciler", "kubeless-router").forEach(program -> client.apps()
                .deployments()
                .inNamespace(installation)
                .withName(program)
                .waitUntilReady(SOON.toSeconds(), TimeUnit.SECONDS));
    }

    KubernetesClient client() {
        return client;
    }

    String namespace() {
        return namespace;
    }

    /** Applies all objects of a text, in the test's namespace. */
    void apply(String yaml) {
        objects(yaml)
                .forEach(
                        object -> client.resource(object).inNamespace(namespace).serverSideApply());
    }

    /** Creates all objects of a text, in the test's namespace, as programs did before server-side apply. */
    void create(String yaml) {
        objects(yaml)
                .forEach(
                        object -> client.resource(object).inNamespace(namespace).create());
    }

    /** Deletes all objects of a text. */
    void delete(String yaml) {
        objects(yaml)
                .forEach(
                        object -> client.resource(object).inNamespace(namespace).delete());
    }

    /** A file of the repository's examples. */
    static String example(String path) {
        try {
            return Files.readString(Path.of("../examples", path));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The address of a path at the router. */
    String url(String path) {
        return router + path;
    }

    /** Calls a host and path through the router: status, then body. */
    String get(String host, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url(path)))
                .header("Host", host)
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body().strip();
        } catch (IOException e) {
            return "failed: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** What {@code Ready} says of a Function. */
    Optional<Condition> ready(String function) {
        return Optional.ofNullable(client.resources(Function.class)
                        .inNamespace(namespace)
                        .withName(function)
                        .get())
                .map(Function::getStatus)
                .flatMap(status -> Conditions.find(status.conditions(), Condition.READY));
    }

    void awaitReady(String function) {
        await("Function " + function + " is ready")
                .atMost(SOON)
                .until(() -> ready(function).filter(Condition::holds).isPresent());
    }

    /** Gives a function a path of its name at this host, and waits until it answers 200 and this there. */
    void awaitAnswer(String host, String function, String answer) {
        apply(
                """
                apiVersion: kubeless.io/v1beta1
                kind: HTTPTrigger
                metadata: {name: %1$s}
                spec: {function-name: %1$s, host-name: %2$s, path: %1$s}
                """
                        .formatted(function, host));
        awaitReady(function);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(get(host, "/" + function)).isEqualTo("200 " + answer));
    }

    /** The pods of a function. */
    List<Pod> pods(String function) {
        return client.pods()
                .inNamespace(namespace)
                .withLabel("function", function)
                .list()
                .getItems();
    }

    /** What there is in the namespace that was made for functions: kind and name. */
    List<String> madeForFunctions() {
        return Stream.of(
                        Kind.CONFIG_MAP,
                        Kind.SERVICE,
                        Kind.DEPLOYMENT,
                        new Kind("apps", "v1", "ReplicaSet", "replicasets"),
                        Kind.POD,
                        Kind.AUTOSCALER,
                        Kind.ENDPOINT_SLICE)
                .flatMap(kind -> client
                        .genericKubernetesResources(kind.apiVersion(), kind.name())
                        .inNamespace(namespace)
                        .withLabel("created-by", "kubeless")
                        .list()
                        .getItems()
                        .stream())
                .map(object -> object.getKind() + " " + object.getMetadata().getName())
                .toList();
    }

    /** What the pods of a function have printed. */
    String logs(String function) {
        StringBuilder all = new StringBuilder();
        pods(function)
                .forEach(pod -> all.append(client.pods()
                        .inNamespace(namespace)
                        .withName(pod.getMetadata().getName())
                        .inContainer(function)
                        .getLog()));
        return all.toString();
    }

    private static List<GenericKubernetesResource> objects(String yaml) {
        YAMLMapper mapper = new YAMLMapper();
        try (MappingIterator<GenericKubernetesResource> objects =
                mapper.readerFor(GenericKubernetesResource.class).readValues(yaml)) {
            return objects.readAll();
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        client.namespaces().withName(namespace).delete();
        client.close();
    }
}
