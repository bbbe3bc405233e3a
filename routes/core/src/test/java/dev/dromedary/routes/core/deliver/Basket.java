package dev.dromedary.routes.core.deliver;

import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/** A source in memory, as a Camel component: what a test puts into it is delivered by the real engine through a real route. */
final class Basket extends DefaultComponent {

    private final Deliveries deliveries;
    private final Flow.Subject subject;
    private volatile Flow flow;
    private volatile Lane lane;

    /** An event with a text for a body. */
    record Text(int number, Object key, String text) implements Event {

        @Override
        public String id() {
            return "basket-" + number;
        }

        @Override
        public Instant time() {
            return Instant.EPOCH.plusSeconds(number);
        }

        @Override
        public byte[] body() {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public ContentType contentType() {
            boolean json = text.startsWith("{");
            return new ContentType(json ? "application/json" : "text/plain", json);
        }

        @Override
        public CloudEvent cloudEvent() {
            return new CloudEvent(
                    id(),
                    "/basket",
                    "text",
                    time().toString(),
                    Optional.empty(),
                    Optional.ofNullable(key).map(Object::toString));
        }

        @Override
        public Object position() {
            return number;
        }

        @Override
        public void describe(HttpHeaders headers) {
            headers.set("content-type", contentType().name())
                    .set("event-id", id())
                    .set("event-namespace", "basket");
            cloudEvent().into(headers);
        }
    }

    Basket(Deliveries deliveries, Flow.Subject subject) {
        this.deliveries = deliveries;
        this.subject = subject;
    }

    Flow flow() {
        return flow;
    }

    Lane lane() {
        return lane;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new DefaultEndpoint(uri, this) {
            @Override
            public Consumer createConsumer(Processor processor) {
                return new BasketConsumer(this, processor);
            }

            @Override
            public Producer createProducer() {
                throw new UnsupportedOperationException();
            }
        };
    }

    private final class BasketConsumer extends DefaultConsumer {

        BasketConsumer(Endpoint endpoint, Processor processor) {
            super(endpoint, processor);
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            flow = deliveries.open(subject, Attempts.of(this));
            lane = flow.lane(Lane.Watcher.NOBODY);
        }

        @Override
        protected void doStop() throws Exception {
            flow.close().join();
            super.doStop();
        }
    }
}
