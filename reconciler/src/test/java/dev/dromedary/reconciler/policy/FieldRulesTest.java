package dev.dromedary.reconciler.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.StrictReader;
import dev.dromedary.reconciler.configuration.PodPolicy;
import dev.dromedary.reconciler.policy.FieldRules.Judgement;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldRulesTest {

    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void everyLineLeadsToAFieldThatKubernetesHas() {
        for (String section : List.of("[restricted]", "[baseline]")) {
            assertThat(ResourceLines.of("deployment-fields", section))
                    .allSatisfy(line -> assertThat(Fields.of(Deployment.class).problem(line))
                            .isEmpty());
        }
        assertThat(ResourceLines.of("service-fields", "[restricted]"))
                .allSatisfy(line ->
                        assertThat(Fields.of(ServiceSpec.class).problem(line)).isEmpty());
    }

    @Test
    void aSlipInTheResourcesDoesNotAllowMoreThanWasMeant() {
        assertThatThrownBy(() -> Rule.parse("PROBE")).hasMessageContaining("is no rule");
        assertThatThrownBy(() -> ResourceLines.of("deployment-fields", "[basline]"))
                .hasMessageContaining("no section");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nodeSelector: {node-role.kubernetes.io/worker: ''}",
                "tolerations: [{key: a, operator: Exists}]",
                "containers: [{}, {name: s, image: i}]",
                "containers: [{args: ['', b]}]",
                "volumes: [{name: v, emptyDir: {}}]",
                "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:"
                        + " [{matchExpressions: [{key: a, operator: In, values: ['']}]}]}}}",
            })
    void whatIsAllowedIsKeptAsItIsWrittenEmptyTextsAndPlacesToo(String pod) {
        assertThat(judge(pod).problems()).isEmpty();
        assertThat(judge(pod).kept().at("/spec/template/spec")).isEqualTo(tree("{" + pod + "}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hostNetwork: false",
                "nodeName: ''",
                "priority: 0",
                "resourceClaims: []",
                "ephemeralContainers: [{}]",
                "securityContext: {sysctls: [], windowsOptions: {}, seLinuxOptions: null}",
                "schedulerName: ''",
                "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: null}}",
            })
    void whatKubelessClientsWriteForNothingIsNothing(String pod) {
        assertThat(judge(pod).problems()).isEmpty();
        assertThat(judge(pod).kept().toString())
                .isIn("{}", "{\"spec\":{\"template\":{\"spec\":{\"hostNetwork\":false}}}}");
    }

    @Test
    void aNullInAListWouldMoveWhatComesAfterIt() {
        assertThat(judge("containers: [null, {name: s}]").problems())
                .extracting(Problem::toString)
                .containsExactly("spec.deployment.spec.template.spec.containers[0]: is null: remove it from the list");
    }

    @Test
    void whatAnApiServerMayDropWithoutAWordIsRefused() {
        String place = "env: [{name: A, valueFrom: {fileKeyRef: {volumeName: v, path: p, key: k}}}]";
        assertThat(judge("containers: [{" + place + "}], initContainers: [{" + place + "}]")
                        .problems())
                .extracting(Problem::field)
                .allMatch(field -> field.contains("env[0].valueFrom.fileKeyRef."))
                .hasSize(6);
    }

    @Test
    void aNumberIsOneThatKubernetesTakes() {
        for (String number : List.of("-1", "0", "0.5", "2147483648", "4294967296", "18446744073709551617")) {
            JsonNode written = tree("{spec: {template: {spec: {securityContext: {runAsUser: " + number + "}}}}}");
            assertThat(FieldRules.ofDeployment(PodPolicy.DEFAULT)
                            .judge(written, "spec.deployment", List.of())
                            .problems())
                    .as(number)
                    .hasSize(1);
        }
    }

    @Test
    void ordersAreKnownByTheBeginningOfTheirKeyAndByTheirDomain() {
        assertThat(PodOrders.inAnnotations(
                        Map.of(
                                "kubectl.kubernetes.io/restartedAt", "now",
                                "kubernetes.io/change-cause", "x",
                                "kubernetes.io/config.mirror", "x",
                                "Seccomp.Security.Alpha.kubernetes.io/pod", "unconfined",
                                "cpu-quota.crio.io", "disable",
                                "sidecar.istio.io/inject", "false",
                                "prometheus.io/scrape", "true",
                                "k8s.grafana.com/scrape", "true"),
                        "a"))
                .extracting(Problem::field)
                .containsExactly(
                        "a.Seccomp.Security.Alpha.kubernetes.io/pod",
                        "a.cpu-quota.crio.io",
                        "a.kubernetes.io/config.mirror");
        assertThat(PodOrders.inLabels(Map.of("app.kubernetes.io/part-of", "shop", "app", "kubeless"), "l"))
                .isEmpty();
        assertThat(PodOrders.inLabels(null, "l")).isEmpty();
    }

    private static Judgement judge(String pod) {
        JsonNode written = tree("{spec: {template: {spec: {" + pod + "}}}}");
        List<String> unknown = StrictReader.embedded(Deployment.class, written, "spec.deployment")
                .unknown();
        return FieldRules.ofDeployment(PodPolicy.DEFAULT).judge(written, "spec.deployment", unknown);
    }

    private static JsonNode tree(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
