package dev.dromedary.routes.http.gateway;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.Reading;
import dev.dromedary.routes.core.Room;
import dev.dromedary.routes.core.TriggerId;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/** HTTPTriggers of which only the way in is read, and whose routes carry nothing. */
final class TriggerRoom implements Room<TriggerPlan> {

    @Override
    public Kind kind() {
        return Kind.HTTP_TRIGGER;
    }

    @Override
    public Reading<TriggerPlan> read(GenericKubernetesResource trigger) {
        Reading<WayIn> way = GoldenTest.read(trigger);
        if (!way.problems().isEmpty()) {
            return new Reading<>(Optional.empty(), way.problems(), way.unknown());
        }
        TriggerPlan plan = new TriggerPlan(
                new TriggerId(kind(), Key.of(trigger)),
                new Key(trigger.getMetadata().getNamespace(), trigger.get("spec", "function-name")),
                Instant.parse(trigger.getMetadata().getCreationTimestamp()),
                trigger.<String>get("spec", "host-name") + trigger.<String>get("spec", "path"),
                way.value());
        return new Reading<>(Optional.of(plan), way.problems(), way.unknown());
    }

    @Override
    public Optional<Object> claim(TriggerPlan plan) {
        return Optional.of(plan.address());
    }

    @Override
    public void build(TriggerPlan plan, RouteBuilder routes) {
        routes.from("silent:" + plan.id().key()).routeId(plan.id().routeId()).process(exchange -> {});
    }

    /** Where their routes begin: nothing ever comes. */
    static final class Silent extends DefaultComponent {

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    throw new UnsupportedOperationException("a source only");
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    return new DefaultConsumer(this, processor);
                }
            };
        }
    }
}
