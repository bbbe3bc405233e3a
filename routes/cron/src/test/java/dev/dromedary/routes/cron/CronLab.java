package dev.dromedary.routes.cron;

import com.sun.net.httpserver.HttpServer;
import dev.dromedary.crd.CronJobTrigger;
import dev.dromedary.crd.Key;
import dev.dromedary.kube.OwnAddress;
import dev.dromedary.kube.ReadyFunction;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.kube.Yaml;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** An installation on a real API server: copies of the router, with the rights that {@code kustomize/} gives them, and a function. */
final class CronLab implements AutoCloseable {

    private static final Path KUSTOMIZE = Path.of("../../kustomize");

    private final KubernetesClient client;
    private final String installation;
    private final String namespace;
    private final HttpServer function;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<CronCopy> copies = new ArrayList<>();
    private volatile Runnable work = () -> {};

    /** A call of the function. */
    record Call(String id, long at) {}

    CronLab(RealApiServer server) throws IOException {
        this.client = server.client();
        this.installation = server.newNamespace();
        this.namespace = server.newNamespace();
        for (String file : List.of("base/router-rbac.yaml", "components/cron/rbac.yaml")) {
            install(KUSTOMIZE.resolve(file));
        }
        this.function = HttpServer.create(new InetSocketAddress(OwnAddress.get(), 0), 0);
        function.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        function.createContext("/", exchange -> {
            calls.add(new Call(exchange.getRequestHeaders().getFirst("Event-Id"), System.currentTimeMillis()));
            work.run();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        function.start();
        ReadyFunction.make(
                client, new Key(namespace, "hello"), function.getAddress().getPort());
    }

    /** The namespaces are the test's own: no test sees what another one does. */
    private void install(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String yaml = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            client
                    .load(new java.io.ByteArrayInputStream(
                            inInstallation(yaml).getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .items()
                    .stream()
                    .filter(object -> !object.getKind().equals("ServiceAccount"))
                    .forEach(object -> client.resource(object).serverSideApply());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of roles and bindings, not of the account that they name. */
    private String inInstallation(String yaml) {
        return yaml.replaceAll("(metadata: \\{name: [a-z-]+, namespace: )kubeless}", "$1" + installation + "}");
    }

    /** Puts an object of Kubeless' group in. */
    private void apply(String yaml) {
        client.resource(Yaml.object("apiVersion: kubeless.io/v1beta1\n" + yaml)).serverSideApply();
    }

    /** Puts a trigger in. */
    CronJobTrigger trigger(String name, String schedule) {
        apply("kind: CronJobTrigger\nmetadata: {name: " + name + ", namespace: " + namespace
                + "}\nspec: {function-name: hello, schedule: '" + schedule + "'}");
        return trigger(name);
    }

    CronJobTrigger trigger(String name) {
        return client.resources(CronJobTrigger.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    /** Starts a copy of the router. */
    CronCopy copy() {
        CronCopy copy = new CronCopy(client, installation, namespace);
        copies.add(copy);
        return copy;
    }

    /** What the function does before it answers. */
    void work(Runnable now) {
        work = now;
    }

    List<Call> calls() {
        return calls;
    }

    List<String> ids() {
        return calls.stream().map(Call::id).toList();
    }

    KubernetesClient client() {
        return client;
    }

    /** The router's own namespace. */
    String installation() {
        return installation;
    }

    String namespace() {
        return namespace;
    }

    @Override
    public void close() {
        copies.forEach(CronCopy::close);
        client.resources(CronJobTrigger.class).inNamespace(namespace).delete();
        function.stop(0);
    }
}
