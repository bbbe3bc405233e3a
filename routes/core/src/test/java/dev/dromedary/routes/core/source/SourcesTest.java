package dev.dromedary.routes.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.Bench;
import dev.dromedary.routes.core.Branch;
import dev.dromedary.routes.core.RouteKey;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.deliver.Attempts;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.core.deliver.Flow;
import dev.dromedary.routes.core.deliver.Steps;
import dev.dromedary.routes.core.invoke.Tracing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In routes of a real Camel context, with readers that say what the test has them say. */
class SourcesTest {

    private static final TriggerId TRIGGER = new TriggerId(Kind.KAFKA_TRIGGER, new Key("default", "t"));
    private static final Key FUNCTION = new Key("default", "f");
    private static final Brook BROOK = new Brook(new Branch(TRIGGER, "f"), FUNCTION, "here");

    private final Bench bench = new Bench();
    private final Sources<Brook> sources =
            new Sources<>(bench.router(), "brook", new Wording("It is read", "It is asked for"));
    private final List<Played> readers = new ArrayList<>();
    private final List<Key> raised = new ArrayList<>();

    /** What is read here. */
    private record Brook(RouteKey route, Key function, String place) implements Consumed {}

    private static final class Played implements SourceReader {

        private final Flow flow;
        private final Consumer<Situation> said;
        private final List<String> told = new ArrayList<>();

        Played(Flow flow, Consumer<Situation> said) {
            this.flow = flow;
            this.said = said;
        }

        @Override
        public void start() {
            told.add("start");
        }

        @Override
        public boolean close() {
            told.add("close");
            return true;
        }
    }

    @BeforeEach
    void open() throws Exception {
        sources.changes().getFirst().listen(raised::add);
        String uri = sources.put(new Sources.Subscription<>(BROOK, () -> Delivery.DEFAULT, (flow, said) -> {
            readers.add(new Played(flow, said));
            return readers.getLast();
        }));
        bench.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                Steps.build(this, uri, "route", Tracing.OFF);
            }
        });
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Condition consuming(Brook... read) {
        return sources.standing(TRIGGER, List.of(read)).getFirst();
    }

    private void say(Situation situation) {
        readers.getLast().said.accept(situation);
    }

    @Test
    void aSourceIsReadByItsRoute() {
        assertThat(bench.camel().getRoute("route").getEndpoint().getEndpointUri())
                .isEqualTo("brook://default/t/f");
        assertThat(readers).hasSize(1);
        assertThat(readers.getLast().told).containsExactly("start");
        assertThat(readers.getLast().flow.subject().route()).isEqualTo(BROOK.route());
        assertThat(bench.router().deliveries().flows()).containsExactly(readers.getLast().flow);
    }

    @Test
    void ofATriggerThatNamesItsFunctionTheUriHasThatNameAlone() {
        assertThat(new Brook(TRIGGER, FUNCTION, "here").name()).isEqualTo("default/t");
    }

    @Test
    void howItIsIsSaidOfWhatIsReadAndOfNothingElse() {
        assertThat(consuming(BROOK).message()).isEqualTo("It is asked for");
        say(new Situation.Reading(2, 7));
        assertThat(sources.situation(BROOK)).isEqualTo(new Situation.Reading(2, 7));
        assertThat(consuming(BROOK).holds()).isTrue();
        assertThat(consuming(new Brook(BROOK.route(), FUNCTION, "there")).message())
                .as("the trigger has another source already, whose route has not started")
                .contains("has not started yet");
        assertThat(consuming().message()).contains("no Function is selected");
    }

    @Test
    void stoppingTheRouteEndsTheReaderAndStartingItMakesAnother() throws Exception {
        Attempts attempts = sources.attempts(BROOK).orElseThrow();
        assertThat(sources.attempts(BROOK)).containsSame(attempts);
        bench.camel().getRouteController().stopRoute("route");
        assertThat(readers.getLast().told).containsExactly("start", "close");
        assertThat(sources.running()).isEmpty();
        assertThat(bench.router().deliveries().flows()).isEmpty();
        assertThat(consuming(BROOK).message()).contains("was stopped");
        bench.camel().getRouteController().startRoute("route");
        assertThat(readers).hasSize(2);
        assertThat(sources.situation(BROOK)).isInstanceOf(Situation.Starting.class);
    }

    @Test
    void whoeverSaysHowTriggersAreHearsOfNewsAlone() {
        say(new Situation.Reading(1, 0));
        say(new Situation.Reading(2, 500));
        assertThat(raised).as("figures").hasSize(1);
        say(new Situation.Missing("no stream"));
        say(new Situation.Missing("no stream"));
        assertThat(raised).hasSize(2);
        say(new Situation.Missing("the stream has no such subject"));
        assertThat(raised).hasSize(3);
        say(new Situation.Unreachable("timed out at 1"));
        say(new Situation.Unreachable("timed out at 2"));
        assertThat(raised).as("a client's words").hasSize(4).containsOnly(TRIGGER.key());
    }
}
