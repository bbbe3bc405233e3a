package dev.dromedary.routes.core.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromedary.crd.Key;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batches, with real routes and a real function. */
class BatchDeliveryTest {

    private final DeliveryBench bench = new DeliveryBench();
    private Delivery delivery;

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aBatchIsCloudEventsAndItsFailuresComeAgain() throws Exception {
        delivery = DeliveryBench.with(5, new Batching(10, 1 << 20, Duration.ofSeconds(1)), Optional.empty());
        List<JsonNode> batches = new CopyOnWriteArrayList<>();
        bench.open(delivery, (request, body) -> {
            batches.add(json(body));
            String failed = batches.size() == 1 ? "{\"itemIdentifier\":\"basket-3\"}" : "";
            request.response().end("{\"batchItemFailures\":[" + failed + "]}");
        });
        bench.put(IntStream.rangeClosed(1, 10)
                .mapToObj(i -> DeliveryBench.event(i, i % 2 == 0 ? "{\"n\":" + i + "}" : "plain"))
                .toArray(Event[]::new));
        bench.awaitSettled(10);
        assertThat(batches).hasSize(2);
        assertThat(batches.get(0)).hasSize(10);
        assertThat(batches.get(0).get(1).path("data").path("n").intValue()).isEqualTo(2);
        assertThat(batches.get(0).get(0).path("data_base64").textValue()).isEqualTo("cGxhaW4=");
        assertThat(batches.get(0).get(0).path("source").textValue()).isEqualTo("/basket");
        assertThat(batches.get(1)).hasSize(1);
        assertThat(batches.get(1).get(0).path("id").textValue()).isEqualTo("basket-3");
    }

    @Test
    void aKeyStandsInJsonAsItIs() throws Exception {
        delivery = DeliveryBench.with(5, new Batching(2, 1 << 20, Duration.ofMillis(10)), Optional.empty());
        List<JsonNode> batches = new CopyOnWriteArrayList<>();
        bench.open(delivery, (request, body) -> {
            batches.add(json(body));
            request.response().end();
        });
        bench.put(new Basket.Text(1, "a \"key\" 1%", "{}"));
        bench.awaitSettled(1);
        JsonNode event = batches.get(0).get(0);
        assertThat(event.path("partitionkey").textValue()).isEqualTo("a \"key\" 1%");
        assertThat(event.path("specversion").textValue()).isEqualTo("1.0");
        assertThat(event.path("time").textValue()).isEqualTo("1970-01-01T00:00:01Z");
        assertThat(event.path("datacontenttype").textValue()).isEqualTo("application/json");
    }

    @Test
    void aPoisonedEventIsFoundByHalving() throws Exception {
        bench.bench().function(new Key("default", "dead"), request -> request.response()
                .end());
        delivery = DeliveryBench.with(
                2, new Batching(16, 1 << 20, Duration.ofMillis(200)), Optional.of(new LetterTarget.Function("dead")));
        bench.open(delivery, (request, body) -> request.response()
                .setStatusCode(body.contains("poison") ? 500 : 200)
                .end());
        bench.put(IntStream.rangeClosed(1, 16)
                .mapToObj(i -> DeliveryBench.event(i, i == 7 ? "{\"a\":\"poison\"}" : "{}"))
                .toArray(Event[]::new));
        bench.awaitSettled(16);
        assertThat(bench.figures().deadLettered()).isEqualTo(1);
        assertThat(bench.figures().delivered()).isEqualTo(15);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
