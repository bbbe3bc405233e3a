package dev.dromedary.routes.core.source;

import dev.dromedary.crd.Condition;
import dev.dromedary.kube.Signal;
import dev.dromedary.routes.core.Router;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.deliver.Attempts;
import dev.dromedary.routes.core.deliver.Deliveries;
import dev.dromedary.routes.core.deliver.Delivery;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sources of a room, and the Camel component {@code <scheme>:<name>} by which routes find them: a consumer for each that is read in
 * this copy of the router. Thread-safe.
 *
 * @param <S> what is read
 */
public final class Sources<S extends Consumed> {

    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

    private final Deliveries deliveries;
    private final Wording wording;
    private final SourceComponent<S> component;
    private final Map<S, SourceConsumer<S>> running = new ConcurrentHashMap<>();
    private final Signal changes = new Signal();

    /**
     * A source that a route is to read.
     *
     * @param delivery how its events are delivered, whenever it is asked
     */
    public record Subscription<S extends Consumed>(
            S source, Supplier<Delivery> delivery, SourceReader.Opening opening) {}

    /**
     * None yet.
     *
     * @param scheme the component's name in URIs
     * @param wording for how they are
     */
    public Sources(Router router, String scheme, Wording wording) {
        this.deliveries = router.deliveries();
        this.wording = wording;
        this.component = new SourceComponent<>(scheme, this);
        router.camel().addComponent(scheme, component);
    }

    /**
     * Puts a source there, for the route that is built next.
     *
     * @return its URI
     */
    public String put(Subscription<S> subscription) {
        return component.put(subscription);
    }

    /** How the consumer of a source is, in this copy of the router. */
    public Situation situation(S source) {
        SourceConsumer<S> consumer = running.get(source);
        return consumer == null ? new Situation.Stopped() : consumer.situation();
    }

    /**
     * How a trigger is, as far as these know it and the delivery of its events.
     *
     * @param read by its routes; none: no function is selected
     */
    public List<Condition> standing(TriggerId trigger, List<S> read) {
        Condition consuming =
                wording.standing(read.stream().map(this::situation).toList());
        return Stream.concat(Stream.of(consuming), deliveries.standing(trigger).stream())
                .toList();
    }

    /** What is read in this copy of the router, at any moment. */
    public Set<S> running() {
        return Collections.unmodifiableSet(running.keySet());
    }

    /** The way into the route that reads it, the same as long as its consumer is; empty: it is not read in this copy of the router. */
    public Optional<Attempts> attempts(S source) {
        return Optional.ofNullable(running.get(source)).map(SourceConsumer::attempts);
    }

    /** Raised when {@link #standing} may say another thing. */
    public List<Signal> changes() {
        return List.of(changes, deliveries.changes());
    }

    Deliveries deliveries() {
        return deliveries;
    }

    void started(S source, SourceConsumer<S> consumer) {
        running.put(source, consumer);
    }

    void stopped(S source, SourceConsumer<S> consumer) {
        running.remove(source, consumer);
    }

    void changed(S source, Situation before, Situation now) {
        if (!before.getClass().equals(now.getClass())) {
            LOG.info("Source route={} is={}", source.route(), now);
        }
        if (now.isNews(before)) {
            changes.raise(source.route().trigger().key());
        }
    }
}
