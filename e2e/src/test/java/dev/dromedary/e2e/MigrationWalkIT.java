package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.Function;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/** From Kubeless to Dromedary by the commands of {@code docs/migration.md}, as they stand there, while a client calls. */
@Tag("prove")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Isolated("makes another installation of it")
class MigrationWalkIT {

    private static final Duration REMOVAL = Duration.ofMinutes(2);
    private static final Duration TWO_TICKS = Duration.ofSeconds(150);
    private static final Duration NAMESPACE_GOES = Duration.ofSeconds(30);
    private static final String HOST = "migration.example.com";
    private static final List<String> FUNCTIONS = List.of("hello", "tick", "house");

    private final Cluster cluster = new Cluster();
    private final KubernetesClient client = cluster.client();
    private final Installation installation = new Installation(Path.of("../kustomize/overlays/dev"));
    private final KubelessWorld kubeless = new KubelessWorld(cluster);
    private final Ticks ticks = new Ticks(cluster.node());
    private final Migration migration = new Migration(HOST);
    private Map<String, String> before;
    private Caller caller;

    @BeforeAll
    void aClusterWithKubeless() {
        installation.delete(REMOVAL);
        kubeless.install();
        kubeless.function("hello", "python3.7", "def run(event, context): return 'hello'");
        kubeless.function("tick", "python3.7", ticks.source());
        kubeless.function("house", "house1", "def run(event, context): return 'house'");
        kubeless.triggers();
        scale(cluster.namespace(), "hello", 2);
        FUNCTIONS.forEach(kubeless::awaitServed);
        before = kubeless.uids(FUNCTIONS);
        caller = new Caller(kubeless.url("hello"), "hello");
    }

    /** The walks that follow find an installation. */
    @AfterAll
    void leave() {
        if (caller != null) {
            caller.close();
        }
        ticks.close();
        kubeless.letGo();
        installation.deleteAnyOfIt(REMOVAL);
        kubeless.remove();
        installation.apply();
        cluster.awaitPrograms();
        cluster.close();
    }

    @Test
    @Order(1)
    void stoppedKubelessLeavesEverythingServing() {
        migration.step("1. Back up");
        await("Kubeless' CronJob ticks").atMost(TWO_TICKS).until(() -> !ticks.seen()
                .isEmpty());
        migration.step("2. Stop Kubeless' controllers");
        assertThat(client.pods()
                        .inNamespace("kubeless")
                        .withLabel("kubeless", "controller")
                        .list()
                        .getItems())
                .isEmpty();
        assertNoCallFailed();
    }

    @Test
    @Order(2)
    void functionsAreAdoptedInPlace() {
        migration.step("3. Keep your settings");
        String said = migration.step("4. Install: the functions are adopted");
        assertThat(said).contains(cluster.namespace() + "/hello RuntimeSubstituted");
        FUNCTIONS.forEach(cluster::awaitReady);
        assertThat(kubeless.uids(FUNCTIONS)).isEqualTo(before);
        assertThat(kubeless.get(Kind.DEPLOYMENT, "hello").<Integer>get("spec", "replicas"))
                .isEqualTo(2);
        await().atMost(Cluster.SOON)
                .untilAsserted(
                        () -> assertThat(cluster.pods("hello")).hasSize(2).allSatisfy(pod -> {
                            assertThat(pod.getSpec().getVolumes())
                                    .noneMatch(volume -> volume.getName().equals("hello-deps"));
                            assertThat(pod.getMetadata().getAnnotations()).containsEntry("house", "ours");
                            assertThat(pod.getSpec().getContainers().getFirst().getCommand())
                                    .isEmpty();
                        }));
        assertThat(Conditions.find(function("house").getStatus().conditions(), Condition.RUNTIME_SUBSTITUTED))
                .isEmpty();
        assertThat(function("hello").getMetadata().getFinalizers()).isEmpty();
        assertThat(client.raw(
                        "/api/v1/namespaces/" + cluster.namespace() + "/services/hello:http-function-port/proxy/"))
                .as("as the plug-in of the Serverless Framework calls")
                .isEqualTo("hello");
        assertNoCallFailed();
    }

    @Test
    @Order(3)
    void everyTickFiresOnce() {
        assertThat(ticks.fromRouter()).isZero();
        migration.step("5. Let the router take over");
        awaitRoutersTicks(2);
        assertNoCallFailed();
    }

    @Test
    @Order(4)
    void thereIsAWayBackAndHereAgain() {
        migration.step("The way back");
        long fromCronJob = ticks.fromCronJob();
        await("the CronJob ticks again").atMost(TWO_TICKS).until(() -> ticks.fromCronJob() > fromCronJob);
        migration.step("2. Stop Kubeless' controllers");
        migration.step("3. Keep your settings");
        migration.step("4. Install: the functions are adopted");
        migration.step("5. Let the router take over");
        awaitRoutersTicks(1);
        assertThat(kubeless.uids(FUNCTIONS)).isEqualTo(before);
        assertNoCallFailed();
    }

    @Test
    @Order(5)
    void theIngressComesToLeadToTheRouter() {
        await().atMost(Cluster.SOON)
                .untilAsserted(() -> assertThat(cluster.get(HOST, "/hello")).isEqualTo("200 hello"));
        String ingress = kubeless.get(Kind.INGRESS, "hello").getMetadata().getUid();
        assertThat(kubeless.ledTo("hello")).isEqualTo("hello");
        assertThat(migration.step("6. Move HTTP traffic")).contains(HOST);
        await("the Ingress is taken over").atMost(Cluster.SOON).untilAsserted(() -> assertThat(kubeless.ledTo("hello"))
                .isEqualTo("kubeless-router"));
        assertThat(kubeless.get(Kind.INGRESS, "hello").getMetadata().getUid()).isEqualTo(ingress);
        await().atMost(Cluster.SOON)
                .untilAsserted(() -> assertThat(cluster.get(HOST, "/hello")).isEqualTo("200 hello"));
    }

    @Test
    @Order(6)
    void nothingOfKubelessIsLeft() {
        await("the router takes finalizers off").atMost(Cluster.SOON).until(() -> Stream.of(
                        Kind.HTTP_TRIGGER, Kind.CRON_JOB_TRIGGER)
                .allMatch(kind -> kubeless.finalizers(kind).isEmpty()));
        migration.step("7. Take off the remaining finalizers");
        assertThat(KubelessWorld.KINDS.stream().filter(kind -> !kind.equals(Kind.NATS_TRIGGER)))
                .allSatisfy(kind ->
                        assertThat(kubeless.finalizers(kind)).as(kind.name()).isEmpty());
        assertThat(kubeless.finalizers(Kind.NATS_TRIGGER)).containsExactly("example.com/theirs");
        assertThat(migration.step("8. Check, and clear away")).doesNotContain(cluster.namespace() + "/");
        assertThat(kubeless.leftovers()).isEmpty();
        assertNoCallFailed();
    }

    @Test
    @Order(7)
    void whatIsDeletedWhileTheReconcilerIsDownIsNotStuck() {
        scaleReconciler(0);
        kubeless.function("late", "python3.7", "def run(event, context): return 'late'");
        Stream.of("house", "late").forEach(name -> client.resources(Function.class)
                .inNamespace(cluster.namespace())
                .withName(name)
                .delete());
        await("it has no finalizer").atMost(Cluster.SOON).until(() -> function("house") == null);
        scaleReconciler(2);
        await("Kubeless' finalizer comes off").atMost(Cluster.SOON).until(() -> function("late") == null);
        await("the garbage collector follows").atMost(Cluster.SOON).until(() -> Stream.of("house", "late")
                .flatMap(name -> KubelessWorld.CHILDREN.stream().map(kind -> kubeless.get(kind, name)))
                .allMatch(Objects::isNull));
        await("a pod of Kubeless' takes its grace period").atMost(Cluster.SOON).until(() -> cluster.pods("late")
                .isEmpty());
    }

    @Test
    @Order(8)
    void aNamespaceWithEverythingIsGoneQuickly() {
        caller.close();
        assertNoCallFailed();
        assertThat(caller.calls()).isGreaterThan(100);
        kubeless.all(Kind.NATS_TRIGGER).withName("hello").edit(trigger -> {
            trigger.getMetadata().setFinalizers(List.of());
            return trigger;
        });
        client.namespaces().withName(cluster.namespace()).delete();
        await().atMost(NAMESPACE_GOES)
                .until(() -> client.namespaces().withName(cluster.namespace()).get() == null);
    }

    /** So many more; and that in all this time no tick is missing and none is there twice. */
    private void awaitRoutersTicks(int more) {
        long first = ticks.fromRouter();
        await("the router ticks").atMost(TWO_TICKS).until(() -> ticks.fromRouter() >= first + more);
        List<Long> minutes = ticks.minutes().stream().sorted().toList();
        assertThat(minutes).doesNotHaveDuplicates();
        assertThat(minutes.getLast() - minutes.getFirst())
                .as("none is missing: %s", ticks.seen())
                .isEqualTo(minutes.size() - 1);
    }

    private void assertNoCallFailed() {
        assertThat(caller.failures()).as("failures of %d calls", caller.calls()).isEmpty();
    }

    private void scale(String namespace, String name, int pods) {
        client.apps().deployments().inNamespace(namespace).withName(name).scale(pods);
    }

    private void scaleReconciler(int copies) {
        scale("kubeless", "kubeless-reconciler", copies);
        await().atMost(Cluster.SOON)
                .until(() -> client.pods()
                                .inNamespace("kubeless")
                                .withLabel("app.kubernetes.io/name", "reconciler")
                                .list()
                                .getItems()
                                .size()
                        == copies);
    }

    private Function function(String name) {
        return client.resources(Function.class)
                .inNamespace(cluster.namespace())
                .withName(name)
                .get();
    }
}
