package dev.dromedary.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.Function;
import dev.dromedary.crd.Reason;
import dev.dromedary.kube.Yaml;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects of others are never touched, whatever they are called and whichever kind they are of. */
@QuarkusTest
@QuarkusTestResource(ApiServerResource.class)
class ConflictIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String CONFIG_MAP =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: hello}, data: {theirs: '1'}}";
    private static final String SOURCE =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: SOURCE}, data: {theirs: '1'}}";
    private static final String SERVICE =
            "{apiVersion: v1, kind: Service, metadata: {name: hello}, spec: {selector: {app: theirs}, ports: [{port: 80}]}}";
    private static final String DEPLOYMENT =
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: hello}, spec: {selector: {matchLabels: {app: theirs}},"
                    + " template: {metadata: {labels: {app: theirs}}, spec: {containers: [{name: theirs, image: theirs}]}}}}";
    private static final String AUTOSCALER =
            "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: hello},"
                    + " spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: theirs}, maxReplicas: 3}}";

    private final KubelessWorld world = KubelessWorld.inNewNamespace();

    @ParameterizedTest
    @ValueSource(strings = {CONFIG_MAP, SOURCE, SERVICE, DEPLOYMENT, AUTOSCALER})
    void anObjectWithoutTheLabelIsLeftAlone(String yaml) {
        isLeftAlone(object(yaml));
    }

    /** The label alone says no more than that some function's it is. */
    @ParameterizedTest
    @ValueSource(strings = {CONFIG_MAP, SOURCE, SERVICE, DEPLOYMENT, AUTOSCALER})
    void anObjectOfAnotherFunctionIsLeftAlone(String yaml) {
        GenericKubernetesResource object = object(yaml);
        object.getMetadata().setLabels(Map.of("created-by", "kubeless", "function", "other"));
        object.getMetadata()
                .setOwnerReferences(List.of(new OwnerReferenceBuilder()
                        .withApiVersion("kubeless.io/v1beta1")
                        .withKind("Function")
                        .withName("other")
                        .withUid("22222222-2222-2222-2222-222222222222")
                        .build()));
        isLeftAlone(object);
    }

    private void isLeftAlone(GenericKubernetesResource theirs) {
        String version = world.client().resource(theirs).create().getMetadata().getResourceVersion();
        world.client().resource(world.function(true)).create();
        await().atMost(SOON).untilAsserted(() -> assertThat(ready()).satisfies(ready -> {
            assertThat(ready.status()).isEqualTo("False");
            assertThat(ready.reason()).isEqualTo(Reason.Conflict.name());
            assertThat(ready.message())
                    .contains(theirs.getKind())
                    .contains(theirs.getMetadata().getName());
        }));
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(4))
                .until(() -> version.equals(
                        world.client().resource(theirs).get().getMetadata().getResourceVersion()));
    }

    private GenericKubernetesResource object(String yaml) {
        GenericKubernetesResource object =
                Yaml.object(yaml.contains("SOURCE") ? yaml.replace("SOURCE", sourceName()) : yaml);
        object.getMetadata().setNamespace(world.namespace());
        return object;
    }

    /** What the same function's source is called elsewhere, for its name goes by its content. */
    private String sourceName() {
        Functions elsewhere = Functions.inNewNamespace();
        elsewhere
                .client()
                .resource(new KubelessWorld(elsewhere.client(), elsewhere.namespace()).function(true))
                .create();
        await().atMost(SOON).until(() -> elsewhere.sources("hello").size() == 1);
        return elsewhere.sources("hello").getFirst().getMetadata().getName();
    }

    private Condition ready() {
        Function function = world.client()
                .resources(Function.class)
                .inNamespace(world.namespace())
                .withName("hello")
                .get();
        assertThat(function.getStatus()).isNotNull();
        return Conditions.find(function.getStatus().conditions(), Condition.READY)
                .orElseThrow();
    }
}
