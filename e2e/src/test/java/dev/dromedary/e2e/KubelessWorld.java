package dev.dromedary.e2e;

import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a cluster with Kubeless has in it; its controllers are stood for by what they have made. */
record KubelessWorld(Cluster cluster) {

    static final List<Kind> KINDS = List.of(
            Kind.FUNCTION,
            Kind.HTTP_TRIGGER,
            Kind.CRON_JOB_TRIGGER,
            Kind.KAFKA_TRIGGER,
            Kind.NATS_TRIGGER,
            Kind.KINESIS_TRIGGER);

    /** What is made for a function, by Kubeless as by Dromedary. */
    static final List<Kind> CHILDREN = List.of(Kind.CONFIG_MAP, Kind.SERVICE, Kind.DEPLOYMENT);

    /** Kubeless' CRDs and programs. */
    void install() {
        KINDS.forEach(kind -> install(read("definition")
                .replace("PLURAL", kind.plural())
                .replace("SINGULAR", kind.name().toLowerCase(Locale.ROOT))
                .replace("KIND", kind.name())));
        await("the CRDs are served").atMost(Cluster.SOON).ignoreExceptions().until(() -> KINDS.stream()
                .allMatch(kind -> all(kind).list() != null));
        install(read("programs"));
    }

    /** As a person does it: {@code kubectl apply} remembers what was applied, and takes that away again. */
    private void install(String yaml) {
        try {
            Path file = Files.writeString(Path.of("target", "kubeless.yaml"), yaml);
            Command.within(Cluster.SOON).run(Command.tools().resolve("kubectl"), "apply", "-f", file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A function, and what Kubeless' controller made of it. */
    void function(String name, String runtime, String source) {
        String function = read("function");
        create(function, name, runtime, source);
        String owner = get(Kind.FUNCTION, name).getMetadata().getUid();
        create(read("children").replace("OWNER", owner), name, runtime, source);
    }

    /** Triggers of all kinds, and what Kubeless' controllers made of them. */
    void triggers() {
        cluster.apply(read("triggers"));
        cluster.apply(read("made-of-triggers")
                .replace(
                        "uid: HTTP",
                        "uid: " + get(Kind.HTTP_TRIGGER, "hello").getMetadata().getUid())
                .replace(
                        "uid: CRON",
                        "uid: "
                                + get(Kind.CRON_JOB_TRIGGER, "tick")
                                        .getMetadata()
                                        .getUid())
                .replace("NAMESPACE", cluster.namespace()));
    }

    private void create(String yaml, String name, String runtime, String source) {
        cluster.create(yaml.replace("THIS", name).replace("LANGUAGE", runtime).replace("SOURCE", source));
    }

    GenericKubernetesResource get(Kind kind, String name) {
        return all(kind).withName(name).get();
    }

    /** The objects of a kind in the walk's namespace. */
    NonNamespaceOperation<GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            all(Kind kind) {
        return client().genericKubernetesResources(kind.apiVersion(), kind.name())
                .inNamespace(cluster.namespace());
    }

    /** Waits until its pods run. */
    void awaitServed(String function) {
        await(function + " runs").atMost(Cluster.SOON).until(() -> client().apps()
                .deployments()
                .inNamespace(cluster.namespace())
                .withName(function)
                .isReady());
    }

    /** Who all the objects of functions are. */
    Map<String, String> uids(List<String> functions) {
        return functions.stream()
                .flatMap(name -> Stream.concat(Stream.of(Kind.FUNCTION), CHILDREN.stream())
                        .map(kind -> get(kind, name)))
                .collect(Collectors.toMap(
                        object -> object.getKind() + " " + object.getMetadata().getName(),
                        object -> object.getMetadata().getUid()));
    }

    /** The way to a function past every router, through its Service. */
    String url(String function) {
        int port = client().services()
                .inNamespace(cluster.namespace())
                .withName(function)
                .get()
                .getSpec()
                .getPorts()
                .getFirst()
                .getNodePort();
        return "http://" + cluster.node() + ":" + port + "/";
    }

    /** All finalizers of a kind. */
    List<String> finalizers(Kind kind) {
        return all(kind).list().getItems().stream()
                .map(GenericKubernetesResource::getMetadata)
                .flatMap(metadata -> metadata.getFinalizers().stream())
                .toList();
    }

    /** The Service that an Ingress leads to. */
    String ledTo(String ingress) {
        return client().network()
                .v1()
                .ingresses()
                .inNamespace(cluster.namespace())
                .withName(ingress)
                .get()
                .getSpec()
                .getRules()
                .getFirst()
                .getHttp()
                .getPaths()
                .getFirst()
                .getBackend()
                .getService()
                .getName();
    }

    /** Removes what is left of it in the whole cluster. */
    void remove() {
        client().namespaces().withName("kubeless").delete();
        client().rbac()
                .clusterRoleBindings()
                .withName("kubeless-controller-deployer")
                .delete();
        client().rbac().clusterRoles().withName("kubeless-controller-deployer").delete();
        KINDS.forEach(kind -> client().apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(kind.plural() + "." + Kind.GROUP)
                .delete());
        await("nothing of it is left")
                .atMost(Cluster.SOON)
                .until(() -> client().namespaces().withName("kubeless").get() == null
                        && client().apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                                .noneMatch(definition ->
                                        definition.getSpec().getGroup().equals(Kind.GROUP)));
    }

    /** Takes all finalizers off, so that nothing can be stuck, whatever was found. */
    void letGo() {
        client().apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                .filter(definition -> definition.getSpec().getGroup().equals(Kind.GROUP))
                .map(CustomResourceDefinitionContext::fromCrd)
                .map(context -> client().genericKubernetesResources(context).inNamespace(cluster.namespace()))
                .forEach(objects -> objects.resources()
                        .forEach(object -> object.edit(stuck -> {
                            stuck.getMetadata().setFinalizers(List.of());
                            return stuck;
                        })));
    }

    private KubernetesClient client() {
        return cluster.client();
    }

    private static String read(String name) {
        try (InputStream in = KubelessWorld.class.getResourceAsStream("/migration/" + name + ".yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What no step but the last clears away: CronJobs in the namespace, and the controllers' account. */
    List<String> leftovers() {
        Stream<HasMetadata> cronJobs =
                cluster.client().batch().v1().cronjobs().inNamespace(cluster.namespace()).list().getItems().stream()
                        .map(HasMetadata.class::cast);
        Stream<HasMetadata> accounts = Stream.ofNullable(cluster.client()
                .serviceAccounts()
                .inNamespace("kubeless")
                .withName("controller-acct")
                .get());
        return Stream.concat(cronJobs, accounts)
                .map(object -> object.getKind() + " " + object.getMetadata().getName())
                .toList();
    }
}
