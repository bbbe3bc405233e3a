package dev.dromedary.routes.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.Reading;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table in a real Camel context. */
class RouteTableTest {

    private final CamelContext camel = new DefaultCamelContext();
    private final RouteTable table = new RouteTable(camel);
    private final SilentRoom room = new SilentRoom();

    @BeforeEach
    void start() {
        camel.addComponent("silent", new Silent());
        camel.start();
    }

    @AfterEach
    void stop() {
        table.close();
        camel.stop();
    }

    @Test
    void aPlanBecomesARouteAndGoesAgain() {
        table.put(room, plan("one", "here", "f"));
        Route route = awaitRoute("one");
        assertThat(route.getEndpoint().getEndpointUri()).isEqualTo("silent://here");
        table.remove(id("one"));
        await().until(() -> camel.getRoute(id("one").routeId()) == null);
        assertThat(table.plan(id("one"))).isEmpty();
        assertThat(camel.getRoutesSize()).isZero();
    }

    @Test
    void mereDataIsChangedInTheTableAndTheRouteGoesOn() {
        table.put(room, plan("one", "here", "f"));
        Route route = awaitRoute("one");
        table.put(room, plan("one", "here", "g"));
        await().until(() ->
                table.plan(id("one")).orElseThrow().function().name().equals("g"));
        assertThat(camel.getRoute(id("one").routeId())).isSameAs(route);
    }

    @Test
    void anotherSourceIsAnotherRoute() {
        table.put(room, plan("one", "here", "f"));
        Route route = awaitRoute("one");
        table.put(room, plan("one", "there", "f"));
        await().until(() -> {
            Route now = camel.getRoute(id("one").routeId());
            return now != null && now != route;
        });
        assertThat(camel.getRoute(id("one").routeId()).getEndpoint().getEndpointUri())
                .isEqualTo("silent://there");
    }

    @Test
    void oneThatCannotBeStartedKeepsNoOtherFromRunning() {
        table.put(room, plan("one", "here", "f"));
        table.put(room, plan("bad", "broken", "f"));
        table.put(room, plan("two", "there", "f"));
        awaitRoute("one");
        awaitRoute("two");
        await().until(() -> table.plan(id("bad")).isEmpty());
        table.put(room, plan("bad", "healed", "f"));
        awaitRoute("bad");
    }

    @Test
    void manyComingsAndGoingsLeaveNothing() {
        for (int i = 0; i < 500; i++) {
            table.put(room, plan("one", "place" + i, "f"));
            table.remove(id("one"));
        }
        table.put(room, plan("last", "here", "f"));
        awaitRoute("last");
        assertThat(camel.getRoutesSize()).isEqualTo(1);
        assertThat(table.plans()).hasSize(1);
        assertThat(camel.getEndpoints()).hasSizeLessThan(3);
    }

    @Test
    void whoComesDoesNotWaitUntilManyWhoGoAreForgotten() {
        for (int i = 0; i < 50; i++) {
            table.put(room, plan("many" + i, "place" + i, "f"));
        }
        await().until(() -> camel.getRoutesSize() == 50);
        CountDownLatch all = new CountDownLatch(1);
        AtomicInteger present = new AtomicInteger();
        CountDownLatch busy = new CountDownLatch(1);
        Runnable wait = () -> {
            busy.countDown();
            hold(all);
        };
        table.put(room.first(wait), plan("waits", "there", "f"));
        hold(busy);
        for (int i = 0; i < 50; i++) {
            table.remove(id("many" + i));
        }
        table.put(room.first(() -> present.set(camel.getRoutesSize())), plan("last", "here", "f"));
        all.countDown();
        awaitRoute("last");
        assertThat(present).hasValue(51);
        await().until(() -> camel.getRoutesSize() == 2);
        assertThat(camel.getEndpoints()).hasSize(2);
    }

    @Test
    void whoComesBackAtOnceRuns() {
        for (int i = 0; i < 20; i++) {
            table.put(room, plan("one", "here", "f"));
            table.put(room, plan("two", "there", "f"));
            table.remove(id("one"));
            table.remove(id("two"));
        }
        table.put(room, plan("two", "there", "f"));
        table.put(room, plan("one", "here", "f"));
        awaitRoute("one");
        await().until(() -> camel.getRoutesSize() == 2);
        assertThat(camel.getRouteController().getRouteStatus(id("two").routeId()))
                .isEqualTo(ServiceStatus.Started);
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Route awaitRoute(String name) {
        await().until(() -> camel.getRoute(id(name).routeId()) != null);
        return camel.getRoute(id(name).routeId());
    }

    private static TriggerId id(String name) {
        return new TriggerId(Kind.HTTP_TRIGGER, new Key("default", name));
    }

    private static SilentPlan plan(String name, String source, String function) {
        return new SilentPlan(id(name), new Key("default", function), source);
    }

    private record SilentPlan(TriggerId id, Key function, String source) implements RoutePlan {

        @Override
        public Instant created() {
            return Instant.EPOCH;
        }

        @Override
        public String address() {
            return source;
        }
    }

    private record SilentRoom(Runnable beforehand) implements Room<SilentPlan> {

        SilentRoom() {
            this(() -> {});
        }

        /** One that does this before it builds a route. */
        SilentRoom first(Runnable other) {
            return new SilentRoom(other);
        }

        @Override
        public Kind kind() {
            return Kind.HTTP_TRIGGER;
        }

        @Override
        public Reading<SilentPlan> read(GenericKubernetesResource trigger) {
            throw new UnsupportedOperationException("nothing is read here");
        }

        @Override
        public void build(SilentPlan plan, RouteBuilder routes) {
            beforehand.run();
            routes.from("silent:" + plan.source()).routeId(plan.id().routeId()).process(exchange -> {});
        }
    }

    /** A source that sends nothing, and cannot be started where it is broken. */
    private static final class Silent extends DefaultComponent {

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    throw new UnsupportedOperationException("a source only");
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    if (remaining.equals("broken")) {
                        throw new IllegalStateException("broken");
                    }
                    return new DefaultConsumer(this, processor);
                }
            };
        }
    }
}
