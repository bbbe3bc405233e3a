package dev.dromedary.reconciler.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.FunctionRuntime.Phase;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reason;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationReaderTest {

    private static final String CATALOGUE =
            "[{ID: python, versions: [{version: '3.11', images: [{phase: runtime, image: example/python}]}]}]";

    private static final Map<String, String> EVERYTHING = Map.ofEntries(
            Map.entry("runtime-images", CATALOGUE),
            Map.entry("deployment", "{spec: {replicas: 2}}"),
            Map.entry("enable-build-step", "true"),
            Map.entry("function-registry-tls-verify", "false"),
            Map.entry("function-registry", "registry.example.com:5000/team"),
            Map.entry("build-failure", "hold"),
            Map.entry("provision-image", "example/provision:1"),
            Map.entry("provision-image-secret", "one"),
            Map.entry("builder-image", "dromedary/builder:1"),
            Map.entry("builder-image-secret", "two"),
            Map.entry("image-registry", "registry.example.com"),
            Map.entry("default-resources", "{limits: {cpu: 2}}"),
            Map.entry(
                    "pod-policy",
                    "{profile: baseline, volumes: [nfs], fields: [hostNetwork, containers.securityContext.capabilities.add]}"),
            Map.entry("source-limit", "1Gi"),
            Map.entry("dependency-cache", "http://cache.kubeless.svc:8080"),
            Map.entry("ca-bundle", "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n"));

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            runtime-image               | x                                   | runtime-image: is not known: write 'runtime-images'
            colour                      | red                                 | colour: is not known: remove it; known are deployment
            enable-build-step           | yes                                 | enable-build-step: is 'yes': write "true" or "false"
            function-registry-tls-verify| False                               | write "true" or "false"
            ingress-enabled             | 1                                   | write "true" or "false"
            service-type                | NodePrt                             | service-type: 'NodePrt' is not known: write 'NodePort'
            provision-image             | Not An Image                        | provision-image: is 'Not An Image', which is no image
            builder-image-secret        | My_Secret                           | builder-image-secret: is 'My_Secret', which is no object's name
            image-registry              | https://registry.example.com        | image-registry: is 'https://registry.example.com': write host[:port][/path]
            function-registry           | registry.example.com                | function-registry: is 'registry.example.com': write host[:port]/owner
            build-failure               | ignore                              | build-failure: 'ignore' is not known: remove it; known are hold, inject
            source-limit                | 512 megabytes                       | source-limit: is '512 megabytes': write an amount of memory
            source-limit                | 0                                   | above 0, such as 512Mi
            dependency-cache            | kubeless-cache:8080                 | dependency-cache: is 'kubeless-cache:8080': write a URL
            dependency-cache            | http://user:secret@cache            | without user
            ca-bundle                   | MIIC                                | ca-bundle: has no certificate
            functions-namespace         | team-a                              | set DROMEDARY_FUNCTIONS_NAMESPACE=team-a
            default-resources           | {request: {cpu: 1}}                 | default-resources.request: is no field
            default-resources           | {limits: {cpu: much}}               | default-resources.limits.cpu: is 'much', which is no quantity
            default-resources           | {requests: {cpu: 2}, limits: {cpu: 1}} | default-resources.requests.cpu: is more than the limit
            pod-policy                  | {profile: strict}                   | pod-policy.profile: 'strict' is not known
            pod-policy                  | {volume: [nfs]}                     | pod-policy.volume: is not known: write 'volumes'
            pod-policy                  | {volumes: [hostpath]}               | pod-policy.volumes: has 'hostpath', which is not known: write 'hostPath'
            pod-policy                  | {fields: [containers.securityContext.capability]} | pod-policy.fields: has 'containers.securityContext.capability', which is no field
            pod-policy                  | [restricted]                        | pod-policy: has the wrong type: it must be an object
            deployment                  | [a]                                 | deployment: has the wrong type: it must be an object
            deployment                  | {spec: {replica: 1}}                | deployment.spec.replica: is no field of Kubernetes' Deployment
            deployment                  | {spec: {template: {spec: {annotations: {a: b}}}}} | deployment.spec.template.spec.annotations: is no field
            deployment                  | {spec: {replicas: '1'}}             | deployment.spec.replicas: has the wrong type: it must be a whole number
            deployment                  | {spec: {replicas: 1, replicas: 2}}  | deployment.spec.replicas: stands twice, again at line 1, column 22
            deployment                  | {spec: {template: {spec: {containers: [{image: x}]}}}} | containers[0].image: would stand in for the image of every function
            deployment                  | '{spec: '                           | deployment: is no YAML or JSON at line 1, column 8
            """)
    void aMistakeIsNamedWithItsRemedy(String key, String value, String message) {
        ReadConfiguration read = ConfigurationReader.read(Map.of(key, value), Surroundings.NONE);
        assertThat(read.value()).isEmpty();
        assertThat(read.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.toString()).contains(message);
            assertThat(problem.reason()).isEqualTo(Reason.ConfigurationInvalid);
        });
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        ReadConfiguration read = ConfigurationReader.read(
                Map.of(
                        "enable-build-step", "on",
                        "deploymnt", "{}",
                        "deployment", "{spec: {replicas: a, paused: b, strateg: {}}}",
                        "runtime-images", "[{ID: 'py3', versions: [{version: x, imags: []}]}]"),
                Surroundings.NONE);
        assertThat(read.problems())
                .extracting(Problem::field)
                .containsExactlyInAnyOrder(
                        "deploymnt",
                        "runtime-images[0].ID",
                        "runtime-images[0].versions[0].imags",
                        "runtime-images[0].versions[0].version",
                        "runtime-images[0].versions[0].images",
                        "enable-build-step",
                        "deployment.spec.replicas",
                        "deployment.spec.paused",
                        "deployment.spec.strateg");
    }

    @Test
    void everyKeyHasItsPlace() {
        Configuration read = read(EVERYTHING);
        assertThat(read.images())
                .isEqualTo(new Images(
                        "registry.example.com",
                        "example/provision:1",
                        "registry.example.com/dromedary/builder:1",
                        List.of("one", "two")));
        assertThat(read.builds())
                .isEqualTo(new Builds(true, false, "registry.example.com:5000/team", Builds.OnFailure.HOLD));
        assertThat(read.pods().template().at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(read.pods().defaults().getLimits().get("cpu").toString()).isEqualTo("2");
        assertThat(read.pods().defaults().getRequests()).isNullOrEmpty();
        assertThat(read.pods().policy().profile()).isEqualTo(PodPolicy.Profile.BASELINE);
        assertThat(read.pods().policy().volumes()).containsExactly("nfs");
        assertThat(read.sources().limit()).isEqualTo(1L << 30);
        assertThat(read.sources().dependencyCache()).contains(URI.create("http://cache.kubeless.svc:8080"));
    }

    /** Ports are numbers or names, quantities numbers or texts, in fields of their own types. */
    @Test
    void aTemplateIsReadAsKubernetesReadsIt() {
        Configuration read = read(
                Map.of(
                        "deployment",
                        """
                spec:
                  progressDeadlineSeconds: 600
                  strategy: {rollingUpdate: {maxSurge: 25%, maxUnavailable: 0}}
                  template:
                    spec:
                      containers:
                      - resources: {limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 0.5}}
                        readinessProbe: {httpGet: {path: /, port: 8080}}
                        lifecycle: {preStop: {httpGet: {port: web}}}
                """));
        assertThat(read.pods().template().at("/spec/progressDeadlineSeconds").asInt())
                .isEqualTo(600);
    }

    @Test
    void theEnvironmentNamesAnotherImageForAVersion() {
        Surroundings surroundings = new Surroundings("*", Map.of("PYTHON3.11_RUNTIME", "example/mine:1"));
        ReadConfiguration read = ConfigurationReader.read(Map.of("runtime-images", CATALOGUE), surroundings);
        assertThat(read.value()
                        .orElseThrow()
                        .catalogue()
                        .find("python3.11")
                        .orElseThrow()
                        .version()
                        .image(Phase.RUNTIME))
                .hasValueSatisfying(image -> assertThat(image.image()).isEqualTo("example/mine:1"));
        assertThat(read.notes()).singleElement().asString().contains("PYTHON3.11_RUNTIME");
        Surroundings bad = new Surroundings("*", Map.of("PYTHON3.11_RUNTIME", "NO"));
        assertThat(ConfigurationReader.read(Map.of("runtime-images", CATALOGUE), bad)
                        .problems())
                .singleElement()
                .asString()
                .contains("environment variable PYTHON3.11_RUNTIME: is 'NO', which is no image");
    }

    @Test
    void kubelessOwnProgramsAreReplacedByOursAndItIsSaid() {
        Map<String, String> migrated = new HashMap<>();
        migrated.put("provision-image", "kubeless/unzip@sha256:" + "e".repeat(64));
        migrated.put("builder-image", "registry.example.com/kubeless/function-image-builder:v1.0.8");
        migrated.put("image-registry", "registry.example.com");
        ReadConfiguration read = ConfigurationReader.read(migrated, Surroundings.NONE);
        Images images = read.value().orElseThrow().images();
        assertThat(images.provision()).matches("registry.example.com/dromedary/provision:[0-9].*");
        assertThat(images.builder()).matches("registry.example.com/dromedary/provision:[0-9].*");
        assertThat(read.notes()).hasSize(2).allSatisfy(note -> assertThat(note).contains("stands in for it"));
    }

    @Test
    void theNamespaceTheProgramWasStartedForIsNoContradiction() {
        Surroundings surroundings = new Surroundings("team-a", Map.of());
        assertThat(ConfigurationReader.read(Map.of("functions-namespace", "team-a"), surroundings)
                        .problems())
                .isEmpty();
        assertThat(ConfigurationReader.read(Map.of("functions-namespace", ""), surroundings)
                        .problems())
                .isEmpty();
    }

    private static Configuration read(Map<String, String> data) {
        ReadConfiguration read = ConfigurationReader.read(data, Surroundings.NONE);
        assertThat(read.problems()).isEmpty();
        assertThat(read.notes()).isEmpty();
        return read.value().orElseThrow();
    }
}
