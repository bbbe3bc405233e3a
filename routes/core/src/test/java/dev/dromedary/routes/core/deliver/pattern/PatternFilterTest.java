package dev.dromedary.routes.core.deliver.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Problem;
import dev.dromedary.routes.core.deliver.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the patterns of EventBridge say, over bodies and headers. */
class PatternFilterTest {

    @ParameterizedTest(name = "{0} wants {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{a: [x]}                                | {'a': 'x'}                | true",
                "{a: [x]}                                | {'a': 'X'}                | false",
                "{a: [x]}                                | {}                        | false",
                "{a: [x, y]}                             | {'a': 'y', 'b': 1}        | true",
                "{a: [x], b: [1]}                        | {'a': 'x', 'b': 2}        | false",
                "{a: {b: {c: [1]}}}                      | {'a': {'b': {'c': 1}}}    | true",
                "{a: {b: {c: [1]}}}                      | {'a': {'b': 1}}           | false",
                "{a: [1]}                                | {'a': 1.0}                | true",
                "{a: [300]}                              | {'a': 3.0e2}              | true",
                "{a: [9007199254740993]}                 | {'a': 9007199254740992}   | false",
                "{a: [1]}                                | {'a': '1'}                | false",
                "{a: ['1']}                              | {'a': 1}                  | false",
                "{a: [true]}                             | {'a': true}               | true",
                "{a: [true]}                             | {'a': false}              | false",
                "{a: [null]}                             | {'a': null}               | true",
                "{a: [null]}                             | {}                        | false",
                "{a: ['']}                               | {'a': ''}                 | true",
                "{a: [{prefix: ab}]}                     | {'a': 'abc'}              | true",
                "{a: [{prefix: ab}]}                     | {'a': 'Abc'}              | false",
                "{a: [{prefix: abc}]}                    | {'a': 'ab'}               | false",
                "{a: [{prefix: {equals-ignore-case: ab}}]} | {'a': 'ABC'}            | true",
                "{a: [{suffix: bc}]}                     | {'a': 'abc'}              | true",
                "{a: [{suffix: abcd}]}                   | {'a': 'bcd'}              | false",
                "{a: [{suffix: {equals-ignore-case: .PNG}}]} | {'a': 'x.png'}        | true",
                "{a: [{equals-ignore-case: ab}]}         | {'a': 'AB'}               | true",
                "{a: [{equals-ignore-case: ab}]}         | {'a': 'ABC'}              | false",
                "{a: [{anything-but: x}]}                | {'a': 'y'}                | true",
                "{a: [{anything-but: x}]}                | {'a': 'x'}                | false",
                "{a: [{anything-but: x}]}                | {'a': 1}                  | true",
                "{a: [{anything-but: x}]}                | {}                        | false",
                "{a: [{anything-but: x}]}                | {'a': {'b': 1}}           | false",
                "{a: [{anything-but: [x, 1]}]}           | {'a': 1.0}                | false",
                "{a: [{anything-but: [x, 1]}]}           | {'a': 2}                  | true",
                "{a: [{anything-but: {prefix: x}}]}      | {'a': 'xy'}               | false",
                "{a: [{anything-but: {suffix: [x, y]}}]} | {'a': 'by'}               | false",
                "{a: [{anything-but: {suffix: [x, y]}}]} | {'a': 'yb'}               | true",
                "{a: [{numeric: ['>', 1, '<=', 5]}]}     | {'a': 5}                  | true",
                "{a: [{numeric: ['>', 1, '<=', 5]}]}     | {'a': 1}                  | false",
                "{a: [{numeric: ['>', 1, '<=', 5]}]}     | {'a': '3'}                | false",
                "{a: [{numeric: ['=', 0.1]}]}            | {'a': 0.10}               | true",
                "{a: [{numeric: ['>=', 2]}]}             | {'a': 2}                  | true",
                "{a: [{numeric: ['<', 2]}]}              | {'a': 2}                  | false",
                "{a: [{exists: true}]}                   | {'a': null}               | true",
                "{a: [{exists: true}]}                   | {'a': {'b': 1}}           | true",
                "{a: [{exists: true}]}                   | {'a': []}                 | true",
                "{a: [{exists: true}]}                   | {}                        | false",
                "{a: [{exists: false}]}                  | {}                        | true",
                "{a: [{exists: false}]}                  | {'a': 1}                  | false",
                "{a: [{exists: false}]}                  | {'a': [1]}                | false",
                "{a: {b: [{exists: false}]}}             | {}                        | true",
                "{a: {b: [{exists: false}]}}             | {'a': []}                 | true",
                "{a: {b: [{exists: false}]}}             | {'a': {'b': 1}}           | false",
                "{a: [{exists: false}, x]}               | {'a': 'x'}                | true",
                "{a: [x]}                                | {'a': ['y', 'x']}         | true",
                "{a: [x]}                                | {'a': [['x']]}            | true",
                "{a: [x]}                                | {'a': []}                 | false",
                "{a: {b: [1], c: [2]}}                   | {'a': [{'b': 1}, {'b': 1, 'c': 2}]} | true",
                "{a: {b: [1], c: [2]}}                   | {'a': [{'b': 1}, {'c': 2}]} | false",
                "{$or: [{a: [1]}, {b: [2]}]}             | {'b': 2}                  | true",
                "{$or: [{a: [1]}, {b: [2]}]}             | {'a': 2, 'b': 1}          | false",
                "{c: [3], $or: [{a: [1]}, {b: [2]}]}     | {'a': 1}                  | false",
                "{x: {$or: [{a: [1]}, {$or: [{b: [2]}, {c: [3]}]}]}} | {'x': {'c': 3}} | true",
                "{a: [x]}                                | [{'a': 'x'}]              | true",
                "{a: [{numeric: ['<', 1e300]}]}          | {'a': 1e999999999}        | false",
                "{a: [{exists: false}]}                  | 5                         | true",
                "{a: [{exists: false}]}                  | {'b': 1} x                | false",
                "{a: [{exists: false}]}                  | no JSON                   | false",
                "{a: [{exists: false}]}                  | ''                        | false"
            })
    void aPatternWantsBodies(String pattern, String body, boolean wanted) {
        assertThat(filter("{data: " + pattern + "}").wants(event(body.replace('\'', '"'), Map.of())))
                .isEqualTo(wanted);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{headers: {event-topic: [t]}}                        | true",
                "{headers: {event-topic: [{prefix: x}]}}              | false",
                "{headers: {event-key: [{exists: false}]}}            | true",
                "{headers: {many: [two]}}                             | true",
                "{headers: {content-type: [{prefix: {equals-ignore-case: APPLICATION/}}]}} | true",
                "{headers: {event-topic: [t]}, data: {a: [1]}}        | true",
                "{headers: {event-topic: [t]}, data: {a: [2]}}        | false",
                "{headers: {event-topic: [u]}, data: {a: [1]}}        | false",
                "{headers: {$or: [{x: [1a]}, {event-topic: [t]}]}}    | true"
            })
    void headersAreWhatTheFunctionIsTold(String filter, boolean wanted) {
        Map<String, List<String>> headers = Map.of(
                "Event-Topic",
                List.of("t"),
                "content-type",
                List.of("application/json"),
                "many",
                List.of("one", "two"));
        assertThat(filter(filter).wants(event("{\"a\": 1}", headers))).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                   | f                        | must be an object with data, headers or both",
                "[1]                                  | f                        | must be an object with data, headers or both",
                "{dat: {a: [1]}}                      | f.dat                    | write 'data'",
                "{data: {}}                           | f.data                   | at least one field",
                "{data: []}                           | f.data                   | must be an object",
                "{data: {a: x}}                       | f.data.a                 | must be a list",
                "{data: {a: []}}                      | f.data.a                 | must be a list",
                "{data: {a: {b: {}}}}                 | f.data.a.b               | at least one field",
                "{data: {a: [[1]]}}                   | f.data.a[0]              | must be a text, a number",
                "{data: {a: [1, {prefx: x}]}}         | f.data.a[1].prefx        | write 'prefix'",
                "{data: {a: [{prefix: x, suffix: y}]}} | f.data.a[0]             | must have one key",
                "{data: {a: [{prefix: 1}]}}           | f.data.a[0].prefix       | must be a text",
                "{data: {a: [{suffix: {x: y}}]}}      | f.data.a[0].suffix       | must be a text",
                "{data: {a: [{exists: yess}]}}        | f.data.a[0].exists       | must be true or false",
                "{data: {a: [{numeric: ['>']}]}}      | f.data.a[0].numeric      | one or two comparisons",
                "{data: {a: [{numeric: ['!', 1]}]}}   | f.data.a[0].numeric[0]   | must be one of",
                "{data: {a: [{numeric: ['>', x]}]}}   | f.data.a[0].numeric[1]   | must be a number",
                "{data: {a: [{anything-but: []}]}}    | f.data.a[0].anything-but | must have 1 to 100 items",
                "{data: {a: [{anything-but: [[1]]}]}} | f.data.a[0].anything-but[0] | must be a text, a number",
                "{data: {a: [{anything-but: {numeric: ['>', 1]}}]}} | f.data.a[0].anything-but.numeric | is not known",
                "{data: {a: [{anything-but: {prefix: [1]}}]}} | f.data.a[0].anything-but.prefix[0] | must be a text",
                "{data: {$or: [{a: [1]}]}}            | f.data.$or               | two or more",
                "{data: {$or: {a: [1]}}}              | f.data.$or               | two or more",
                "{data: {$or: [{a: [1]}, {b: 2}]}}    | f.data.$or[1].b          | must be a list",
                "{headers: {Topic: [x]}}              | f.headers.Topic          | such as topic",
                "{headers: {a: [1]}}                  | f.headers.a[0]           | in quotes",
                "{headers: {a: {b: [x]}}}             | f.headers.a              | has no fields",
                "{headers: {a: [{numeric: ['>', 1]}]}} | f.headers.a[0].numeric  | headers are texts"
            })
    void whatMeansNothingIsAProblemThatNamesItsPlace(String filter, String field, String remedy) {
        List<Problem> problems = new ArrayList<>();
        PatternFilter.read(Patterns.tree(filter), "f", problems);
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo(field);
            assertThat(problem.remedy()).contains(remedy);
        });
    }

    @Test
    void whatIsTooMuchIsRefusedOnce() {
        assertThat(problems("{data: {a: [" + "x, ".repeat(498) + "x]}}")).isEmpty();
        assertThat(problems("{data: {a: [" + "x, ".repeat(5_000) + "x]}}")).hasSize(1);
        assertThat(problems("{data: {a: [" + "x".repeat(1_025) + "]}}")).hasSize(1);
        assertThat(problems("{data: " + "{a: ".repeat(16) + "[1]" + "}".repeat(17)))
                .isEmpty();
        assertThat(problems("{data: " + "{a: ".repeat(17) + "[1]" + "}".repeat(18)))
                .hasSize(1);
    }

    @Test
    void aNumberThatNoMachineHoldsIsRefused() {
        assertThat(problems("{data: {a: [1e999]}}")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{data: {b: [1.0, x], a: {c: [{numeric: ['>', 1.50]}]}}}"})
    void filtersThatSayTheSameAreEqual(String filter) {
        assertThat(filter(filter)).isEqualTo(filter("{data: {a: {c: [{numeric: ['>', 1.5]}]}, b: [1, x]}}"));
        assertThat(filter(filter)).isNotEqualTo(filter("{data: {a: {c: [{numeric: ['>', 1.5]}]}, b: [2, x]}}"));
    }

    /** Bodies come from anybody. */
    @Test
    void aBodyThatIsNestedDeeplyIsNoTrouble() {
        Filter filter = filter("{data: {a: [1]}}");
        assertThat(filter.wants(event("[".repeat(100_000), Map.of()))).isFalse();
        String deep = "[".repeat(900) + "{\"a\": 1}" + "]".repeat(900);
        assertThat(filter.wants(event(deep, Map.of()))).isTrue();
    }

    private static List<Problem> problems(String filter) {
        List<Problem> problems = new ArrayList<>();
        PatternFilter.read(Patterns.tree(filter), "f", problems);
        return problems;
    }

    private static Filter filter(String yaml) {
        return Patterns.filter(Patterns.tree(yaml));
    }

    private static Patterns.Told event(String body, Map<String, List<String>> headers) {
        return new Patterns.Told(body, headers);
    }
}
