package dev.dromedary.reconciler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.kube.Wanted;
import dev.dromedary.kube.Yaml;
import dev.dromedary.reconciler.FunctionReader;
import dev.dromedary.reconciler.ValidFunction;
import dev.dromedary.reconciler.configuration.Configuration;
import dev.dromedary.reconciler.desired.FunctionDeployment;
import dev.dromedary.reconciler.desired.PodSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The administrator's pod-policy allows what it says, and no more. */
class WideningTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "hostNetwork; hostNetwork: true; hostPID: true",
                "hostNetwork; hostNetwork: true; hostIPC: true",
                "nodeName; nodeName: n1; runtimeClassName: r",
                "securityContext.sysctls; securityContext: {sysctls: [{name: a, value: b}]}; securityContext: {runAsUser: 0}",
                "securityContext.runAsUser; securityContext: {runAsUser: 0}; securityContext: {runAsGroup: 0}",
                "containers.securityContext.capabilities; containers: [{securityContext: {capabilities: {add: [SYS_PTRACE]}}}];"
                        + " containers: [{securityContext: {privileged: true}}]",
                "containers.securityContext.capabilities; containers: [{}, {name: s, image: i, securityContext: {capabilities: {add: [BPF]}}}];"
                        + " initContainers: [{name: s, image: i, securityContext: {capabilities: {add: [BPF]}}}]",
                "containers.securityContext.privileged; containers: [{securityContext: {privileged: true}}];"
                        + " containers: [{securityContext: {runAsUser: 0}}]",
                "containers.volumeDevices; containers: [{volumeDevices: [{name: v, devicePath: /d}]}];"
                        + " containers: [{ports: [{containerPort: 1, hostPort: 1}]}]",
                "affinity; affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: t,"
                        + " namespaces: [n]}]}}; nodeName: n",
                "resourceClaims; resourceClaims: [{name: d, resourceClaimName: c}];"
                        + " containers: [{resources: {claims: [{name: d}]}}]",
            })
    void aFieldIsAllowedWithAllBelowItAndItsNeighboursAreNot(String field, String allowed, String refused) {
        String policy = "{fields: [" + field + "]}";
        assertThat(problems(policy, allowed)).isEmpty();
        assertThat(problems(policy, refused)).isNotEmpty();
        assertThat(problems("{}", allowed)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "nfs; nfs: {server: s, path: /}; iscsi: {iqn: i}",
                "hostPath; hostPath: {path: /}; nfs: {server: s, path: /}",
                "csi; csi: {driver: d}; flexVolume: {driver: d}",
            })
    void aKindOfVolumeIsAllowedAndTheOthersAreNot(String kind, String allowed, String refused) {
        String policy = "{volumes: [" + kind + "]}";
        assertThat(problems(policy, "volumes: [{name: v, " + allowed + "}]")).isEmpty();
        assertThat(problems(policy, "volumes: [{name: v, " + refused + "}]")).isNotEmpty();
        assertThat(problems(policy, "hostNetwork: true")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "hostNetwork: true",
                "hostPID: true",
                "volumes: [{name: v, hostPath: {path: /}}]",
                "volumes: [{name: v, nfs: {server: s}}]",
                "securityContext: {seccompProfile: {type: Unconfined}}",
                "containers: [{securityContext: {privileged: true}}]",
                "containers: [{securityContext: {capabilities: {add: [SYS_ADMIN]}}}]",
                "containers: [{securityContext: {capabilities: {add: [NET_RAW]}}}]",
                "containers: [{securityContext: {procMount: Unmasked}}]",
                "containers: [{ports: [{containerPort: 1, hostPort: 1}]}]",
                "nodeName: n",
            })
    void baselineIsRootWithoutPrivileges(String refused) {
        assertThat(problems("{profile: baseline}", refused))
                .extracting(Problem::toString)
                .isNotEmpty();
    }

    @Test
    void underBaselineAContainerMayBeRoot() {
        String root =
                "containers: [{securityContext: {runAsUser: 0, capabilities: {add: [CHOWN]}, readOnlyRootFilesystem: false}}]";
        JsonNode context = pod("{profile: baseline}", root).at("/containers/0/securityContext");
        assertThat(context.path("runAsUser").asInt(-1)).isZero();
        assertThat(context.path("runAsNonRoot").asBoolean(true)).isFalse();
        assertThat(context.at("/capabilities").toString()).isEqualTo("{\"add\":[\"CHOWN\"],\"drop\":[\"ALL\"]}");
        assertThat(context.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(problems("{}", root)).hasSize(3);
    }

    @Test
    void onOpenshiftThePlatformChoosesUserAndGroupAndRootIsRefused() {
        JsonNode context = pod("{profile: openshift}", "priorityClassName: p").path("securityContext");
        assertThat(context.fieldNames()).toIterable().containsExactlyInAnyOrder("runAsNonRoot", "seccompProfile");
        assertThat(problems("{profile: openshift}", "securityContext: {runAsUser: 0}"))
                .isNotEmpty();
        assertThat(problems("{profile: openshift}", "hostNetwork: true")).isNotEmpty();
    }

    @Test
    void whatIsAllowedComesIntoThePod() {
        assertThat(pod("{fields: [hostNetwork]}", "hostNetwork: true")
                        .path("hostNetwork")
                        .asBoolean())
                .isTrue();
        JsonNode privileged = pod(
                        "{fields: [containers.securityContext.privileged]}",
                        "containers: [{securityContext: {privileged: true}}]")
                .at("/containers/0/securityContext");
        assertThat(privileged.path("privileged").asBoolean()).isTrue();
        // Kubernetes refuses a privileged container that may not escalate.
        assertThat(privileged.has("allowPrivilegeEscalation")).isFalse();
    }

    private static List<Problem> problems(String policy, String pod) {
        return read(policy, pod).problems();
    }

    private static JsonNode pod(String policy, String pod) {
        Reading<ValidFunction> reading = read(policy, pod);
        assertThat(reading.problems()).isEmpty();
        ValidFunction function = reading.value().orElseThrow();
        Configuration configuration = configuration(policy);
        Wanted wanted = FunctionDeployment.of(function, configuration, PodSource.of(function, configuration));
        return JSON.valueToTree(((Wanted.Present) wanted).object()).at("/spec/template/spec");
    }

    private static Reading<ValidFunction> read(String policy, String pod) {
        String yaml =
                """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: f, namespace: n, uid: "1"}
                spec:
                  handler: a.b
                  runtime: python3.11
                  function: x = 1
                  deployment: {spec: {template: {spec: {%s}}}}
                """
                        .formatted(pod);
        return FunctionReader.read(Yaml.object(yaml), configuration(policy));
    }

    private static Configuration configuration(String policy) {
        return Configuration.of(Map.of(
                "runtime-images",
                """
                [{"ID": "python", "fileNameSuffix": ".py", "versions": [{"name": "python311", "version": "3.11",
                  "images": [{"phase": "runtime", "image": "example/python"}]}]}]
                """,
                "pod-policy",
                policy));
    }
}
