package dev.dromedary.reconciler.desired;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AutoscalingTest {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String NAMED = "metadata: {name: f}, spec: {scaleTargetRef: {name: f}, ";
    private static final String CPU = "{type: Resource, resource: {name: cpu, targetAverageUtilization: 80}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "metadata: {creationTimestamp: null}, spec: {scaleTargetRef: {kind: '', name: ''}, maxReplicas: 0},"
                        + " status: {currentReplicas: 0, desiredReplicas: 0, currentMetrics: null, conditions: null}",
                "metadata: null, spec: null",
                "metadata: {name: f}",
                "spec: {scaleTargetRef: {name: f}, metrics: null}"
            })
    void nothingIsWantedWhereNobodyAsked(String yaml) {
        Reading<Optional<Autoscaling>> reading = read(yaml);
        assertThat(reading.value()).contains(Optional.empty());
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.unknown()).isEmpty();
    }

    @Test
    void aMistypedKeyIsNamed() {
        assertThat(read(NAMED + "maxReplicas: 3, minReplica: 2, metrics: [" + CPU + "]}")
                        .unknown())
                .containsExactly("spec.horizontalPodAutoscaler.spec.minReplica");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    metrics: [CPU]                                                               | .maxReplicas
                    maxReplicas: 3                                                               | .metrics
                    maxReplicas: 3, metrics: null                                                | .metrics
                    maxReplicas: 3, metrics: []                                                  | .metrics
                    maxReplicas: 3, metrics: [null]                                              | .metrics[0].type
                    maxReplicas: 3, metrics: [{}]                                                | .metrics[0].type
                    maxReplicas: 3, metrics: cpu                                                 | .metrics
                    maxReplicas: 3, metrics: [cpu]                                               | .metrics[0]
                    maxReplicas: 3, metrics: [{type: Resource}]                                  | .metrics[0].resource
                    maxReplicas: 3, metrics: [{type: Resource, resource: cpu}]                   | .metrics[0].resource
                    maxReplicas: 3, metrics: [{type: Resource, resource: {name: disk, targetAverageUtilization: 1}}] | .metrics[0].resource.name
                    maxReplicas: 3, metrics: [{type: Resource, resource: {name: cpu}}]           | .metrics[0].resource.target
                    maxReplicas: 3, metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 0}}]   | .metrics[0].resource.targetAverageUtilization
                    maxReplicas: 3, metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: -5}}]  | .metrics[0].resource.targetAverageUtilization
                    maxReplicas: 3, metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 80%}}] | .metrics[0].resource.targetAverageUtilization
                    maxReplicas: 3, metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 80, targetAverageValue: 1}}] | .metrics[0].resource.targetAverageUtilization
                    maxReplicas: 3, metrics: [{type: Resource, resource: {name: cpu, target: {type: Value, value: 1}}}] | .metrics[0].resource.target
                    maxReplicas: 3, metrics: [{type: Pods, pods: {metricName: a/b, targetAverageValue: 1}}] | .metrics[0].pods.metricName
                    maxReplicas: 3, metrics: [{type: Pods, pods: {metricName: a, targetAverageValue: -1}}]  | .metrics[0].pods.targetAverageValue
                    maxReplicas: 3, metrics: [{type: Pods, pods: {metricName: a, targetAverageValue: much}}] | .metrics[0].pods.targetAverageValue
                    maxReplicas: 3, metrics: [{type: Object, object: {metricName: a, targetValue: 1}}]      | .metrics[0].object.describedObject
                    maxReplicas: 3, metrics: [{type: Object, object: {metricName: a, target: {kind: Service, name: ''}, targetValue: 1}}] | .metrics[0].object.target
                    maxReplicas: 3, metrics: [{type: Object, object: {metricName: a, target: {kind: Service, name: f}, targetValue: 80%}}] | .metrics[0].object.targetValue
                    maxReplicas: 3, metrics: [{type: Object, object: {metricName: a, target: {kind: Service, name: f}, targetValue: 0}}]   | .metrics[0].object.targetValue
                    maxReplicas: 3, metrics: [{type: External, external: {metricName: a}}]       | .metrics[0].type
                    maxReplicas: 3, metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 1}, object: {metric: {}}}] | .metrics[0].object
                    maxReplicas: 3, metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 1}, containerResource: {}}] | .metrics[0].containerResource
                    maxReplicas: 3, minReplicas: 4, metrics: [CPU]                               | .maxReplicas
                    maxReplicas: 3, minReplicas: 0, metrics: [CPU]                               | .minReplicas
                    maxReplicas: 3, minReplicas: -1, metrics: [CPU]                              | .minReplicas
                    maxReplicas: '3', metrics: [CPU]                                             | .maxReplicas
                    maxReplicas: 3, metrics: [CPU], behavior: {scaleDown: {stabilizationWindowSeconds: 4000}} | .behavior.scaleDown.stabilizationWindowSeconds
                    maxReplicas: 3, metrics: [CPU], behavior: {scaleUp: {selectPolicy: Fast}}    | .behavior.scaleUp.selectPolicy
                    maxReplicas: 3, metrics: [CPU], behavior: {scaleUp: {policies: [null]}}      | .behavior.scaleUp.policies[0]
                    """)
    void aMistakeIsNamedByTheFieldThatTheUserWrote(String spec, String field) {
        Reading<Optional<Autoscaling>> reading = read(NAMED + spec.replace("CPU", CPU) + "}");
        assertThat(reading.value()).isEmpty();
        assertThat(reading.problems())
                .singleElement()
                .extracting(Problem::field)
                .asString()
                .isEqualTo("spec.horizontalPodAutoscaler.spec" + field);
        assertThat(reading.problems().getFirst().remedy()).contains("must");
    }

    private static Reading<Optional<Autoscaling>> read(String flow) {
        try {
            return Autoscaling.read(YAML.readTree("{" + flow + "}"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
