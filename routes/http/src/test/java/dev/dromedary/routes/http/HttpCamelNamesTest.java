package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Camel would obey, and a sender says, reaches no exchange (CVE-2025-27636 and its family). */
class HttpCamelNamesTest {

    private static final String VALUE = "said-by-the-sender";
    /** What the pod, not the router, takes of a request line. */
    private static final int AT_A_TIME = 30;
    /** These would be about the request itself. */
    private static final Set<String> OF_THE_MESSAGE =
            Set.of("content-length", "transfer-encoding", "connection", "host", "upgrade", "expect", "content-type");

    private final Set<String> kept = new ConcurrentSkipListSet<>();
    private final Set<String> steps = new ConcurrentSkipListSet<>();
    private final HttpBench door;

    HttpCamelNamesTest() throws Exception {
        door = new HttpBench();
        door.bench.camel().getCamelContextExtension().addInterceptStrategy(new Watch());
        door.trigger("t", "a.example", "hello", "hello", 1);
    }

    @AfterEach
    void stop() {
        door.close();
    }

    /** Notes all that an exchange has, before and after each step. */
    private final class Watch implements InterceptStrategy {

        @Override
        public Processor wrapProcessorInInterceptors(
                CamelContext context, NamedNode definition, Processor target, Processor next) {
            return new DelegateAsyncProcessor(target) {
                @Override
                public boolean process(Exchange exchange, AsyncCallback callback) {
                    if (!exchange.getFromRouteId().startsWith("httptrigger/")) {
                        return super.process(exchange, callback);
                    }
                    steps.add(definition.getId());
                    note(exchange);
                    return super.process(exchange, done -> {
                        note(exchange);
                        callback.done(done);
                    });
                }
            };
        }
    }

    private void note(Exchange exchange) {
        exchange.getMessage().getHeaders().forEach((name, value) -> kept.add("header " + name));
        exchange.getIn().getHeaders().forEach((name, value) -> kept.add("header " + name));
        exchange.getAllProperties().forEach((name, value) -> {
            kept.add("property " + name);
            if (String.valueOf(value).contains(VALUE)) {
                kept.add("what was said in property " + name);
            }
        });
        exchange.getVariables().forEach((name, value) -> kept.add("variable " + name));
    }

    @Test
    void noNameThatMeansSomethingToCamelReachesAnExchange() throws Exception {
        Set<String> names = CamelNames.all();
        assertThat(names)
                .hasSizeGreaterThan(1000)
                .contains("CamelHttpUri", "CamelFileName", "CamelExecCommandExecutable");
        RawClient.Heard plain = say("");
        Set<String> before = Set.copyOf(kept);
        assertThat(before).noneMatch(what -> what.startsWith("header ")).contains("property visit");
        List<String> spelled = names.stream().flatMap(CamelNames::spellings).toList();
        for (int from = 0; from < spelled.size(); from += AT_A_TIME) {
            RawClient.Heard heard = say(spelled.subList(from, Math.min(from + AT_A_TIME, spelled.size())));
            assertThat(heard.status()).as(spelled.get(from)).isEqualTo(plain.status());
            assertThat(heard.headers().keySet()).isEqualTo(plain.headers().keySet());
            assertThat(heard.headers()).doesNotContainValue(VALUE);
        }
        assertThat(new TreeSet<>(kept)).isEqualTo(new TreeSet<>(before));
        assertThat(steps).hasSize(3);
        assertThat(door.seen).hasSize(1 + (spelled.size() + AT_A_TIME - 1) / AT_A_TIME);
    }

    private RawClient.Heard say(List<String> names) throws IOException {
        List<String> headers = new ArrayList<>();
        for (String name : names) {
            if (name.indexOf(':') < 0
                    && !OF_THE_MESSAGE.contains(name.toLowerCase(Locale.ROOT).replace('_', '-'))) {
                headers.add(name + ": " + VALUE + "\n");
            }
        }
        String form = names.stream()
                .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8) + "=" + VALUE)
                .collect(Collectors.joining("&"));
        return say(form, String.join("", headers));
    }

    private RawClient.Heard say(String form, String... headers) throws IOException {
        try (RawClient client = new RawClient(door.listener.port())) {
            return client.say("POST /hello?" + form + " HTTP/1.1\nHost: a.example\n" + String.join("", headers)
                            + "Content-Type: application/x-www-form-urlencoded\nContent-Length: " + form.length()
                            + "\n\n"
                            + form)
                    .hear();
        }
    }

    @Test
    void whatAQueryOrFormSaysNeverComesBackAsAHeader() throws Exception {
        RawClient.Heard heard = say("Set-Cookie=a&X-Mine=b&Content-Type=text/html&Location=/x", "X-Yours: c\n");
        assertThat(heard.status()).isEqualTo(418);
        assertThat(heard.headers()).containsEntry("set-cookie", "mine=1");
        assertThat(heard.headers()).doesNotContainKeys("x-mine", "x-yours", "location", "content-type");
    }

    @Test
    void aHeaderThatStandsTwiceStaysTwo() throws Exception {
        try (RawPod pod = new RawPod((socket, number) -> {
                    String twice = RawPod.head(socket).stream()
                            .filter(line -> line.startsWith("X-Twice:"))
                            .collect(Collectors.joining("\r\n"));
                    socket.getOutputStream()
                            .write(("HTTP/1.1 200 OK\r\n" + twice
                                            + "\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n")
                                    .getBytes(StandardCharsets.ISO_8859_1));
                });
                RawClient client = new RawClient(door.listener.port())) {
            door.bench.function(HttpBench.HELLO, pod.port());
            client.say(
                    "GET /hello HTTP/1.1\nHost: a.example\nX-Twice: 1\nX-Other: 0\nX-Twice: 2\nConnection: close\n\n");
            StringBuilder answer = new StringBuilder();
            while (!answer.toString().endsWith("\r\n\r\n")) {
                answer.append(client.bytes(1));
            }
            assertThat(answer.toString().lines().map(line -> line.toLowerCase(Locale.ROOT)))
                    .containsOnlyOnce("x-twice: 1", "x-twice: 2", "set-cookie: a=1", "set-cookie: b=2");
        }
    }
}
