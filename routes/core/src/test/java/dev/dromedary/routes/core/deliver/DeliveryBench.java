package dev.dromedary.routes.core.deliver;

import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Condition;
import dev.dromedary.routes.core.Bench;
import dev.dromedary.routes.core.invoke.Tracing;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.apache.camel.builder.RouteBuilder;

/** A basket, whose events a real route brings to a real function. */
final class DeliveryBench implements AutoCloseable {

    static final String ROUTE = World.TRIGGER.routeId();

    private final Bench bench = new Bench();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private Basket basket;

    /** A call, as the function saw it. */
    record Seen(String id, String body, long at) {}

    Bench bench() {
        return bench;
    }

    List<Seen> seen() {
        return seen;
    }

    Basket basket() {
        return basket;
    }

    List<Condition> standing() {
        return bench.router().deliveries().standing(World.TRIGGER);
    }

    Figures figures() {
        return basket.flow().figures();
    }

    /** The same, of a function that is to answer so soon. */
    static Delivery within(Duration timeout) {
        Delivery any = with(4, Batching.NONE, Optional.empty());
        return new Delivery(
                any.mode(),
                any.attempts(),
                any.backoff(),
                Optional.of(timeout),
                any.maxAge(),
                any.success(),
                any.ordering(),
                any.concurrency(),
                any.batching(),
                any.filter(),
                any.deadLetter(),
                any.onExhausted());
    }

    /** Retries soon, orders by key, eight at a time. */
    static Delivery with(int attempts, Batching batching, Optional<LetterTarget> target) {
        return new Delivery(
                Mode.AT_LEAST_ONCE,
                attempts,
                new Backoff(Duration.ofMillis(20), Duration.ofMillis(100), 2, 0.5),
                Optional.empty(),
                Optional.empty(),
                Success.DEFAULT,
                Ordering.KEY,
                8,
                batching,
                Filter.ALL,
                target,
                OnExhausted.HOLD);
    }

    /** Opens the route; the function is handed each request with its body. */
    void open(Delivery delivery, BiConsumer<HttpServerRequest, String> function) throws Exception {
        bench.function(
                World.FUNCTION,
                request -> request.bodyHandler(body -> {
                    seen.add(new Seen(request.getHeader("event-id"), body.toString(), System.currentTimeMillis()));
                    function.accept(request, body.toString());
                }));
        basket = new Basket(
                bench.router().deliveries(), new Flow.Subject(World.TRIGGER, World.FUNCTION, () -> delivery));
        bench.camel().addComponent("basket", basket);
        bench.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                Steps.build(this, "basket:one", ROUTE, Tracing.OFF);
            }
        });
    }

    static Event event(int number, String text) {
        return new Basket.Text(number, null, text);
    }

    void put(Event... events) {
        basket.lane().offer(List.of(events));
    }

    long count(String body) {
        return seen.stream().filter(call -> call.body().equals(body)).count();
    }

    void awaitSettled(int position) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Integer.valueOf(position).equals(basket.lane().settled()));
    }

    @Override
    public void close() {
        bench.close();
    }
}
