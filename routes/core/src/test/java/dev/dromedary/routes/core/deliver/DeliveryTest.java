package dev.dromedary.routes.core.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.model.ModelCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine with real routes, a real function and real connections. */
class DeliveryTest {

    private final DeliveryBench bench = new DeliveryBench();
    private Delivery delivery = DeliveryBench.with(5, Batching.NONE, Optional.empty());

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void anEventReachesTheFunctionWithWhatItSaysOfItself() throws Exception {
        List<String> types = new CopyOnWriteArrayList<>();
        bench.open(delivery, (request, body) -> {
            types.add(request.getHeader("content-type"));
            request.response().end();
        });
        bench.put(DeliveryBench.event(1, "{}"), DeliveryBench.event(2, "text"));
        bench.awaitSettled(2);
        assertThat(bench.seen()).extracting(DeliveryBench.Seen::id).containsExactlyInAnyOrder("basket-1", "basket-2");
        assertThat(types).containsExactlyInAnyOrder("application/json", "text/plain");
        assertThat(bench.figures().delivered()).isEqualTo(2);
        assertThat(bench.figures().open()).isZero();
        assertThat(bench.bench()
                        .meters()
                        .get("dromedary.events")
                        .tags("trigger", "t", "function", "f", "outcome", "delivered")
                        .functionCounter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void whatFailsComesAgainUnderTheSameIdAndHoldsItsKeyBack() throws Exception {
        bench.open(delivery, (request, body) -> {
            boolean fails = body.equals("a1") && bench.count("a1") < 4;
            request.response().setStatusCode(fails ? 500 : 204).end();
        });
        bench.put(new Basket.Text(1, "a", "a1"), new Basket.Text(2, "a", "a2"), new Basket.Text(3, "b", "b1"));
        bench.awaitSettled(3);
        assertThat(bench.seen())
                .filteredOn(call -> call.body().startsWith("a"))
                .extracting(DeliveryBench.Seen::body)
                .containsExactly("a1", "a1", "a1", "a1", "a2");
        assertThat(bench.seen())
                .filteredOn(call -> call.body().equals("a1"))
                .extracting(DeliveryBench.Seen::id)
                .containsOnly("basket-1");
    }

    @Test
    void aFunctionThatAsksForRestGetsItAndItCountsForNothing() throws Exception {
        delivery = DeliveryBench.with(1, Batching.NONE, Optional.empty());
        bench.open(delivery, (request, body) -> {
            boolean first = bench.seen().size() == 1;
            request.response()
                    .putHeader("retry-after", "1")
                    .setStatusCode(first ? 429 : 200)
                    .end();
        });
        bench.put(DeliveryBench.event(1, "x"));
        bench.awaitSettled(1);
        assertThat(bench.seen()).hasSize(2);
        assertThat(bench.seen().get(1).at() - bench.seen().get(0).at()).isGreaterThanOrEqualTo(1000);
        assertThat(bench.figures().delivered()).isEqualTo(1);
    }

    @Test
    void aBrokenConnectionABrokenAnswerAndALateOneAreFailures() throws Exception {
        delivery = DeliveryBench.within(Duration.ofMillis(200));
        bench.open(delivery, (request, body) -> {
            switch (bench.seen().size()) {
                case 1 -> request.connection().close();
                case 2 -> {
                    request.response().putHeader("content-length", "100").write("part");
                    bench.bench().vertx().setTimer(20, late -> request.connection()
                            .close());
                }
                case 3 ->
                    bench.bench().vertx().setTimer(600, late -> request.response()
                            .end());
                default -> request.response().end();
            }
        });
        bench.put(DeliveryBench.event(1, "x"));
        bench.awaitSettled(1);
        assertThat(bench.seen()).hasSize(4);
        assertThat(bench.figures().retried()).isEqualTo(3);
    }

    @Test
    void whatIsRefusedOrExhaustedGoesToTheDeadLetterFunction() throws Exception {
        List<String> letters = new CopyOnWriteArrayList<>();
        bench.bench()
                .function(
                        new Key("default", "dead"),
                        request -> request.bodyHandler(body -> {
                            letters.add(request.getHeader("dead-letter-reason") + " "
                                    + request.getHeader("dead-letter-attempts") + " " + request.getHeader("event-id")
                                    + " " + body);
                            request.response()
                                    .setStatusCode(letters.size() == 1 ? 500 : 200)
                                    .end();
                        }));
        delivery = DeliveryBench.with(2, Batching.NONE, Optional.of(new LetterTarget.Function("dead")));
        bench.open(delivery, (request, body) -> request.response()
                .setStatusCode(body.equals("bad") ? 400 : 500)
                .end());
        bench.put(DeliveryBench.event(1, "bad"));
        bench.awaitSettled(1);
        bench.put(DeliveryBench.event(2, "x"));
        bench.awaitSettled(2);
        assertThat(letters)
                .containsExactly("Refused 1 basket-1 bad", "Refused 1 basket-1 bad", "Exhausted 2 basket-2 x");
        assertThat(bench.figures().deadLettered()).isEqualTo(2);
    }

    @Test
    void withoutATargetItIsHeldAndSaysSoUntilItIsTaken() throws Exception {
        delivery = DeliveryBench.with(2, Batching.NONE, Optional.empty());
        bench.open(delivery, (request, body) -> request.response()
                .setStatusCode(bench.seen().size() < 5 ? 400 : 200)
                .end());
        bench.put(DeliveryBench.event(1, "x"));
        await().until(() -> !bench.standing().isEmpty());
        assertThat(bench.standing().get(0).message()).contains("basket-1", "400");
        bench.awaitSettled(1);
        assertThat(bench.standing()).isEmpty();
    }

    @Test
    void theRouteShowsItsStepsAndStoppingItStopsTheConsumption() throws Exception {
        bench.open(delivery, (request, body) -> request.response().end());
        bench.put(DeliveryBench.event(1, "x"));
        bench.awaitSettled(1);
        assertThat(((ModelCamelContext) bench.bench().camel())
                        .getRouteDefinition(DeliveryBench.ROUTE)
                        .getOutputs())
                .extracting(step -> step.getId().substring(DeliveryBench.ROUTE.length()))
                .containsExactly("/filter", "/check", "/invoke", "/settle");
        Lane before = bench.basket().lane();
        bench.bench().camel().getRouteController().stopRoute(DeliveryBench.ROUTE);
        bench.put(DeliveryBench.event(2, "y"));
        assertThat(before.settled()).isEqualTo(1);
        assertThat(bench.seen()).hasSize(1);
        assertThat(bench.figures().open()).isZero();
    }
}
