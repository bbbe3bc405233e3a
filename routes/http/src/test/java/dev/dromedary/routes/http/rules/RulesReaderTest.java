package dev.dromedary.routes.http.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.HTTPTriggerSpec;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.StrictReader;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesReaderTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private final List<Problem> problems = new ArrayList<>();

    private Rules read(String spec) {
        Object tree = YAML.unmarshal("---\n{function-name: hello, " + spec + "}", Map.class);
        return RulesReader.of(
                "ns", StrictReader.spec(HTTPTriggerSpec.class, tree).value().orElseThrow(), problems);
    }

    @Test
    void nothingSaidIsNothingRuled() {
        Rules rules = read("");
        assertThat(problems).isEmpty();
        assertThat(rules.methods()).isEmpty();
        assertThat(rules.limits()).isEqualTo(Limits.NONE);
        assertThat(rules.cors()).isEmpty();
        assertThat(rules.toFunction()).isSameAs(HeaderRule.NOTHING);
    }

    @Test
    void sizesAndTimesAreReadAsKubernetesWritesThem() {
        Rules rules =
                read("limits: {body: 10Mi, rate: {requests: 5, period: 1m}}, timeouts: {response: 1m30s, idle: 2h}");
        assertThat(problems).isEmpty();
        assertThat(rules.limits().body()).isEqualTo(10 << 20);
        assertThat(rules.limits().rate()).contains(new Limits.Rate(5, Duration.ofMinutes(1), 5, false));
        assertThat(rules.patience().response()).contains(Duration.ofSeconds(90));
        assertThat(rules.patience().idle()).isEqualTo(Duration.ofHours(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "methods: [get]                                              | spec.methods",
                "rewrite: {replaceFullPath: x}                               | spec.rewrite.replaceFullPath",
                "'rewrite: {replaceFullPath: /, replacePrefixMatch: /}'      | spec.rewrite",
                "limits: {body: much}                                        | spec.limits.body",
                "limits: {concurrency: 0}                                    | spec.limits.concurrency",
                "limits: {rate: {period: 1s}}                                | spec.limits.rate.requests",
                "'limits: {rate: {requests: 1, per: Nobody}}'                | spec.limits.rate.per",
                "'limits: {rate: {requests: 1, period: soon}}'               | spec.limits.rate.period",
                "timeouts: {response: 48h}                                   | spec.timeouts.response",
                "'canary: [{function-name: a, percent: 60}, {function-name: b, percent: 50}]' | spec.canary",
                "'canary: [{function-name: A_, percent: 1}]'                 | spec.canary[0].function-name",
                "'shadow: {function-name: a, percent: 101}'                  | spec.shadow.percent",
                "requestHeaders: {set: {Event-Id: x}}                        | spec.requestHeaders.set",
                "requestHeaders: {add: {Transfer-Encoding: x}}               | spec.requestHeaders.add",
                "'responseHeaders: {remove: [\"a b\"]}'                      | spec.responseHeaders.remove",
                "'responseHeaders: {set: {A: \"x\\r\\nB: y\"}}'              | spec.responseHeaders.set.A",
                "cors: {allowOrigins: [x]}                                   | spec.cors",
                "'cors-enable: true, cors: {allowOrigins: [x]}'              | spec.cors.allowOrigins",
                "'cors-enable: true, cors: {allowCredentials: true}'         | spec.cors.allowCredentials"
            })
    void aMistakeIsNamedWithItsField(String spec, String field) {
        read(spec);
        assertThat(problems).extracting(Problem::field).containsExactly(field);
        assertThat(problems.getFirst().remedy()).isNotBlank();
    }
}
