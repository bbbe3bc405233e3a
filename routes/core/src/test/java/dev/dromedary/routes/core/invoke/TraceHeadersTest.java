package dev.dromedary.routes.core.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TraceHeadersTest {

    private static final String GOOD = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final Pattern GRAMMAR = Pattern.compile(
            """
            (?!ff)([0-9a-f]{2})-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-[^,]*)?\
            """);

    @Property
    void whateverIsSentTheFunctionGetsOneGoodParentOrNone(
            @ForAll("parents") List<String> parents, @ForAll("states") List<String> states) {
        HttpHeaders headers = headers(parents, states);
        TraceHeaders.check(headers);
        List<String> left = headers.getAll("traceparent");
        assertThat(left).hasSizeLessThanOrEqualTo(1).allSatisfy(parent -> {
            assertThat(parent).matches(GRAMMAR);
            assertThat(parent.startsWith("00") && parent.length() > 55).isFalse();
        });
        if (parents.equals(List.of(GOOD))) {
            assertThat(left).containsExactly(GOOD);
        }
        if (left.isEmpty()) {
            assertThat(headers.contains("tracestate")).isFalse();
        } else {
            assertThat(headers.getAll("tracestate")).isIn(List.of(), states);
        }
    }

    @Provide
    Arbitrary<List<String>> parents() {
        Arbitrary<String> mutated = Combinators.combine(
                        Arbitraries.integers().between(0, GOOD.length() - 1),
                        Arbitraries.of("", "0", "f", "A", "g", "-", ",", " ", "ff", "-x"))
                .as((at, put) -> GOOD.substring(0, at) + put + GOOD.substring(at + 1));
        Arbitrary<String> sent = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, Arbitraries.just(GOOD)),
                net.jqwik.api.Tuple.of(3, mutated),
                net.jqwik.api.Tuple.of(1, mutated.map(text -> text + "-more")),
                net.jqwik.api.Tuple.of(
                        1, Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(80)));
        return sent.list().ofMaxSize(3);
    }

    @Provide
    Arbitrary<List<String>> states() {
        return Arbitraries.of("a=1", "b@t=x, c=2", "", "=", "A=1", "a", "a=1,,b=2", "a= ")
                .list()
                .ofMaxSize(3);
    }

    @Example
    void aVersionToComeGoesOnAsItIs() {
        assertThat(TraceHeaders.isParent(GOOD.replaceFirst("00", "cc"))).isTrue();
        assertThat(TraceHeaders.isParent(GOOD.replaceFirst("00", "cc") + "-what.it.adds"))
                .isTrue();
        assertThat(TraceHeaders.isParent(GOOD.replaceFirst("00", "cc") + "what"))
                .isFalse();
        assertThat(TraceHeaders.isParent(GOOD + "-more")).isFalse();
        assertThat(TraceHeaders.isParent(GOOD.replaceFirst("00", "ff"))).isFalse();
    }

    @Example
    void theStateGoesOnInAllItsLines() {
        HttpHeaders headers = headers(List.of(GOOD), List.of("rojo=00f067aa0ba902b7", "congo=t61rcWkgMzE,0a@b=x y"));
        TraceHeaders.check(headers);
        assertThat(TraceHeaders.state(headers)).isEqualTo("rojo=00f067aa0ba902b7,congo=t61rcWkgMzE,0a@b=x y");
    }

    @Example
    void aStateThatIsNoneIsTakenOffAndTheParentGoesOn() {
        for (String state :
                List.of("Rojo=1", "a=\u00e4", "a=1;b=2=3", " ", "a=1,".repeat(33), "a=" + "x".repeat(257))) {
            HttpHeaders headers = headers(List.of(GOOD), List.of(state));
            TraceHeaders.check(headers);
            assertThat(headers.names()).as(state).containsExactly("traceparent");
        }
    }

    private static HttpHeaders headers(List<String> parents, List<String> states) {
        return DefaultHttpHeadersFactory.headersFactory()
                .withValidation(false)
                .newHeaders()
                .add("traceparent", parents)
                .add("tracestate", states);
    }
}
