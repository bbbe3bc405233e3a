package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.KinesisTrigger;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** KinesisTrigger with an emulator in the cluster: from an address that nobody allowed to a Lease that goes with its trigger. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Isolated("configures the router, and kills it")
class KinesisWalkIT {

    private static final String SPACE = "emulators";

    /** Copies that were killed are taken for dead after 15 s, and what they held goes to the new ones. */
    private static final Duration TAKEN_OVER = Duration.ofMinutes(3);

    private static final BigInteger HALF = BigInteger.TWO.pow(127);

    private static final String OBJECTS =
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: aws}
            stringData: {aws_access_key_id: id, aws_secret_access_key: key}
            ---
            apiVersion: kubeless.io/v1beta1
            kind: Function
            metadata: {name: bill}
            spec:
              handler: bill.run
              runtime: python3.11
              function: |
            %s
            ---
            apiVersion: kubeless.io/v1beta1
            kind: KinesisTrigger
            metadata: {name: bill, finalizers: [kubeless.io/kenisistrigger]}
            spec:
              function-name: bill
              stream: orders
              aws-region: us-east-1
              secret: aws
              endpoint: http://kinesis.emulators:4567
            """
                    .formatted(Told.FUNCTION);

    private final Cluster cluster = new Cluster();
    private final Installation emulator = new Installation(Path.of("src/test/kustomize/kinesis"));
    private final Trigger<KinesisTrigger> bill = new Trigger<>(cluster, KinesisTrigger.class, "bill");
    private KinesisClient kinesis;

    @BeforeAll
    void come() {
        emulator.apply();
        cluster.apply(OBJECTS);
        cluster.awaitReady("bill");
        kinesis = KinesisClient.builder()
                .endpointOverride(URI.create("http://" + cluster.outside(SPACE, "kinesis")))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key")))
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }

    @AfterAll
    void leave() {
        emulator.deleteAnyOfIt(Cluster.SOON);
        setRouter("DROMEDARY_EGRESS_ALLOW-", "CBOR_ENABLED-");
        if (kinesis != null) {
            kinesis.close();
        }
        cluster.close();
    }

    @Test
    @Order(1)
    void anAddressInsideTheClusterMustBeAllowed() {
        bill.awaitTrouble("DROMEDARY_EGRESS_ALLOW");
        assertThat(bill.finalizers()).isEmpty();
        // The emulator speaks JSON alone.
        setRouter("DROMEDARY_EGRESS_ALLOW=" + clusterIp(), "CBOR_ENABLED=false");
        bill.awaitTrouble("There is no stream");
    }

    @Test
    @Order(2)
    void onceThereIsAStreamRecordsOfAllShardsReachTheFunction() {
        await("the emulator answers").atMost(Cluster.SOON).ignoreExceptions().until(() -> kinesis.listStreams()
                .hasStreamNames());
        kinesis.createStream(request -> request.streamName("orders").shardCount(2));
        bill.awaitConsuming();
        List<String> all = Told.numbered("order", 20);
        all.forEach(this::send);
        awaitTold(all);
        assertThat(Told.of(cluster, "bill"))
                .extracting(told -> told.id().substring(0, "shardId-000000000000".length()))
                .contains("shardId-000000000000", "shardId-000000000001");
    }

    @Test
    @Order(3)
    void routersThatGoLoseNothing() {
        List<String> all = Told.numbered("bill", 300);
        Trickle.pastAKill(cluster, all, this::send);
        awaitTold(all);
        cluster.awaitPrograms();
    }

    @Test
    @Order(4)
    void theTableOfShardsGoesWithItsTrigger() {
        assertThat(leases()).containsExactly("kubeless-kinesis-" + bill.uid());
        bill.delete();
        await().atMost(Cluster.SOON).untilAsserted(() -> assertThat(leases()).isEmpty());
    }

    private void awaitTold(List<String> all) {
        await().atMost(TAKEN_OVER)
                .untilAsserted(() -> assertThat(Told.data(cluster, "bill")).containsAll(all));
    }

    /** To one shard and the other in turn. */
    private void send(String data) {
        BigInteger hash = data.hashCode() % 2 == 0 ? BigInteger.ZERO : HALF;
        var unused = kinesis.putRecord(request -> request.streamName("orders")
                .partitionKey(data)
                .explicitHashKey(hash.toString())
                .data(SdkBytes.fromUtf8String(data)));
    }

    private List<String> leases() {
        return cluster.client().leases().inNamespace(cluster.namespace()).list().getItems().stream()
                .map(lease -> lease.getMetadata().getName())
                .toList();
    }

    private String clusterIp() {
        return cluster.client()
                .services()
                .inNamespace(SPACE)
                .withName("kinesis")
                .get()
                .getSpec()
                .getClusterIP();
    }

    /** Sets variables of the router, as its administrator would, and waits until all copies have them. */
    private static void setRouter(String... variables) {
        Path kubectl = Command.tools().resolve("kubectl");
        Command command = Command.within(Duration.ofMinutes(2));
        String router = "deployment/kubeless-router";
        command.run(kubectl, "-n", "kubeless", "set", "env", router, variables[0], variables[1]);
        command.run(kubectl, "-n", "kubeless", "rollout", "status", router);
    }
}
