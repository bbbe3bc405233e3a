package dev.dromedary.routes.core.source;

import dev.dromedary.routes.core.Bench;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.core.deliver.Steps;
import dev.dromedary.routes.core.invoke.Tracing;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;

/** A source that a route reads without a trigger, for the tests of what reads it. */
public final class OneSource<S extends Consumed> {

    private static final String ROUTE = "route";

    private final Bench bench;
    private final Sources<S> sources;
    private final S source;

    /** Has it be read, by a route that runs from now on. */
    public OneSource(Bench bench, S source, SourceReader.Opening opening) throws Exception {
        this.bench = bench;
        this.sources = new Sources<>(bench.router(), "one-source", new Wording("It is read", "It is asked for"));
        this.source = source;
        String uri = sources.put(new Sources.Subscription<>(source, () -> Delivery.DEFAULT, opening));
        bench.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                Steps.build(this, uri, ROUTE, Tracing.OFF);
            }
        });
    }

    /** How it is. */
    public Situation situation() {
        return sources.situation(source);
    }

    /** As the table of routes stops one. */
    public void stop() throws Exception {
        bench.camel().getRouteController().stopRoute(ROUTE, 5, TimeUnit.SECONDS);
    }

    public void startAgain() throws Exception {
        bench.camel().getRouteController().startRoute(ROUTE);
    }
}
