package dev.dromedary.crd;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeout: 180            | spec.timeout               | text",
                "handler: true           | spec.handler               | text",
                "deps: [a]               | spec.deps                  | text",
                "function: {a: 1}        | spec.function              | text"
            })
    void aWrongTypeIsAProblemThatNamesTheField(String yaml, String field, String wanted) {
        Reading<FunctionSpec> reading = StrictReader.spec(FunctionSpec.class, tree(yaml));
        assertThat(reading.value()).isEmpty();
        assertThat(reading.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo(field);
            assertThat(problem.remedy()).contains(wanted);
        });
    }

    @Test
    void aMistypedKeyIsNamedAndTheRestIsRead() {
        Reading<FunctionSpec> reading =
                StrictReader.spec(FunctionSpec.class, tree("handlr: a.b\nruntime: python3.11\ndeployment: {x: 1}"));
        assertThat(reading.unknown()).containsExactly("spec.handlr");
        assertThat(reading.value().orElseThrow().runtime()).isEqualTo("python3.11");
    }

    @Test
    void nothingAtAllReadsAsAnEmptySpec() {
        assertThat(StrictReader.spec(FunctionSpec.class, null).value()).isPresent();
    }

    @Test
    void aMistypedKeyDeepInAnEmbeddedObjectIsNamed() {
        Reading<Deployment> reading = StrictReader.embedded(
                Deployment.class,
                tree("spec: {selector: null, template: {spec: {containers: [{name: a, imagePullPolice: Never}]}}}"),
                "spec.deployment");
        assertThat(reading.unknown())
                .containsExactly("spec.deployment.spec.template.spec.containers[0].imagePullPolice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spec: {replicas: '3'}                                       | spec.deployment.spec.replicas",
                "spec: {template: {spec: {hostNetwork: 'yes'}}}              | spec.deployment.spec.template.spec.hostNetwork",
                "spec: {template: {spec: {containers: {name: a}}}}           | spec.deployment.spec.template.spec.containers",
                "spec: {template: {spec: {containers: [{env: [{value: 1}]}]}}} | spec.deployment.spec.template.spec.containers[0].env[0].value"
            })
    void aWrongTypeDeepInAnEmbeddedObjectIsNamed(String yaml, String field) {
        Reading<Deployment> reading = StrictReader.embedded(Deployment.class, tree(yaml), "spec.deployment");
        assertThat(reading.problems()).singleElement().satisfies(problem -> assertThat(problem.field())
                .isEqualTo(field));
    }

    /** Whoever walks a tree that is as deep as an API server stores them runs out of stack. */
    @Test
    void whatIsNestedDeeperThanAnythingCanBeIsRefusedAndNotWalked() {
        assertThat(StrictReader.spec(FunctionSpec.class, deep(90)).problems()).isEmpty();
        for (int levels : new int[] {101, 1_000, 100_000}) {
            assertThat(StrictReader.spec(FunctionSpec.class, deep(levels)).problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.remedy()).contains("nested more than 100 levels"));
        }
    }

    private static Map<String, Object> deep(int levels) {
        Object tree = List.of(1);
        for (int i = 2; i < levels; i++) {
            tree = Map.of("a", tree);
        }
        return Map.of("deployment", tree);
    }

    private static Map<?, ?> tree(String yaml) {
        return Serialization.unmarshal(yaml, Map.class);
    }

    @Test
    void aKeyThatNobodyKnowsIsNamedHoweverDeepItStands() {
        Reading<HTTPTriggerSpec> reading = StrictReader.spec(
                HTTPTriggerSpec.class,
                Map.of(
                        "function-name", "f",
                        "limits", Map.of("bodi", "1"),
                        "canary", List.of(Map.of("percent", 1, "wait", 2))));
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.unknown()).containsExactlyInAnyOrder("spec.limits.bodi", "spec.canary[0].wait");
    }
}
