package dev.dromedary.routes.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.Bench;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.kinesis.consume.Ground;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.apache.camel.model.ModelCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** KinesisTriggers from the object to the function. */
class KinesisRoomIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Pattern LAG = Pattern.compile("lagSeconds=[1-9]");
    private static final Ground GROUND = new Ground(RealKinesis.Emulator.KINESALITE);

    private final Bench bench = new Bench();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final String stream = "orders-" + UUID.randomUUID();

    @AfterEach
    void close() {
        bench.close();
    }

    @AfterAll
    static void leave() {
        GROUND.close();
    }

    @Test
    void aStreamThatComesLaterIsSaidToBeMissingAndIsRead() throws Exception {
        TestRoom.open(bench, Egress.ANYWHERE);
        function(200);
        trigger("secret: aws");
        await().atMost(SOON).until(() -> status().contains("SourceMissing"));
        GROUND.make(stream, 2);
        GROUND.send(stream, 0, 10, 4);
        await().atMost(SOON).until(() -> seen.size() >= 10);
        await().atMost(SOON).until(() -> status().contains("reason=Consuming"));
        assertThat(seen).hasSize(10).doesNotHaveDuplicates();
        assertThat(((ModelCamelContext) bench.camel())
                        .getRouteDefinition("kinesistrigger/default/orders")
                        .getOutputs())
                .hasSize(4);
    }

    @Test
    void stoppingTheRouteStopsTheConsumptionAndStartingItGoesOn() throws Exception {
        String route = "kinesistrigger/default/orders";
        TestRoom.open(bench, Egress.ANYWHERE);
        function(200);
        GROUND.make(stream, 2);
        GROUND.send(stream, 0, 10, 4);
        trigger("secret: aws, startPosition: earliest");
        await().atMost(SOON).until(() -> seen.size() >= 10);
        bench.camel().getRouteController().stopRoute(route);
        GROUND.send(stream, 10, 20, 4);
        await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> seen.size() == 10);
        await().atMost(SOON).until(() -> status().contains("was stopped"));
        bench.camel().getRouteController().startRoute(route);
        await().atMost(SOON).until(() -> seen.size() >= 20);
        assertThat(seen).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void whatIsNotTakenIsHeldAndSaid() throws Exception {
        TestRoom.open(bench, Egress.ANYWHERE);
        function(400);
        GROUND.make(stream, 1);
        // Before it is read: kinesalite may pass over a stream's first record, where that comes as it is asked.
        GROUND.send(stream, 0, 1, 1);
        trigger("secret: aws, startPosition: earliest");
        await().atMost(SOON).until(() -> status().contains("EventsHeld"));
        assertThat(status()).contains("shardId-000000000000-").contains("400");
        await().atMost(SOON)
                .until(
                        () -> {
                            bench.router().deliveries().reports().tell(true);
                            return status();
                        },
                        status -> LAG.matcher(status).find());
    }

    @Test
    void anAddressInsideTheClusterIsRefused() throws Exception {
        TestRoom.open(bench, Egress.outside(List.of()));
        function(200);
        trigger("secret: aws");
        await().atMost(SOON).until(() -> status().contains("SourceRefused"));
        assertThat(status()).contains("DROMEDARY_EGRESS_ALLOW");
    }

    @Test
    void aSecretThatIsMissingAndAMistakeAreNamed() throws Exception {
        TestRoom.open(bench, Egress.ANYWHERE);
        trigger("secret: nowhere");
        await().atMost(SOON).until(() -> status().contains("There is no Secret default/nowhere"));
        trigger("secret: aws, startPosition: yesterday");
        await().atMost(SOON).until(() -> status().contains("spec.startPosition"));
    }

    private void function(int answers) {
        bench.function(
                new Key("default", "bill"),
                request -> request.bodyHandler(body -> {
                    seen.add(request.getHeader("event-id"));
                    request.response().setStatusCode(answers).end();
                }));
    }

    private void trigger(String more) {
        bench.put(
                Kind.KINESIS_TRIGGER,
                """
                apiVersion: kubeless.io/v1beta1
                kind: KinesisTrigger
                metadata: {namespace: default, name: orders, uid: u, generation: 1, creationTimestamp: "2026-01-01T00:00:00Z"}
                spec: {function-name: bill, stream: %s, aws-region: us-east-1, endpoint: '%s', %s}
                """
                        .formatted(stream, GROUND.kinesis().address(), more));
    }

    private String status() {
        return bench.status(Kind.KINESIS_TRIGGER, new Key("default", "orders")).toString();
    }
}
