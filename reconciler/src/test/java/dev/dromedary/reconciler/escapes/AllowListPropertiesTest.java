package dev.dromedary.reconciler.escapes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromedary.crd.StrictReader;
import dev.dromedary.kube.Wanted;
import dev.dromedary.kube.Yaml;
import dev.dromedary.reconciler.FunctionReader;
import dev.dromedary.reconciler.ValidFunction;
import dev.dromedary.reconciler.configuration.Configuration;
import dev.dromedary.reconciler.configuration.PodPolicy;
import dev.dromedary.reconciler.desired.FunctionDeployment;
import dev.dromedary.reconciler.desired.PodSettings;
import dev.dromedary.reconciler.desired.PodSource;
import dev.dromedary.reconciler.policy.FieldRules;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Whatever is written, what the allow-list keeps of it makes a safe pod. */
class AllowListPropertiesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Configuration CONFIGURATION = Configuration.of(Map.of(
            "runtime-images",
            """
            [{"ID": "python", "fileNameSuffix": ".py", "versions": [{"name": "python311", "version": "3.11",
              "images": [{"phase": "runtime", "image": "example/python"}]}]}]
            """,
            "provision-image",
            "example/provision"));
    private static final ValidFunction FUNCTION = FunctionReader.read(
                    Yaml.object(
                            """
                            apiVersion: kubeless.io/v1beta1
                            kind: Function
                            metadata: {name: f, namespace: n, uid: "1"}
                            spec: {handler: a.b, runtime: python3.11, function: "x = 1"}
                            """),
                    CONFIGURATION)
            .value()
            .orElseThrow();

    @Property(tries = 100)
    void whatIsKeptMakesASafePod(@ForAll long seed) {
        JsonNode written = WrittenAnything.deployment(seed);
        List<String> unknown =
                StrictReader.embedded(Deployment.class, written, "").unknown();
        JsonNode kept = FieldRules.ofDeployment(PodPolicy.DEFAULT)
                .judge(written, "", unknown)
                .kept();
        assertThat(PodInvariants.violations(template(kept))).isEmpty();
        assertThat(template(kept).at("/metadata/labels/function").asText()).isEqualTo("f");
    }

    /** The property is not one that always holds. */
    @Test
    void withoutTheListHardlyAnyPodIsSafe() {
        long unsafe = LongStream.range(0, 20)
                .filter(seed -> !PodInvariants.violations(template(WrittenAnything.deployment(seed)))
                        .isEmpty())
                .count();
        assertThat(unsafe).isGreaterThan(17);
    }

    private static JsonNode template(JsonNode deployment) {
        PodSettings settings = new PodSettings(JSON.convertValue(deployment, Deployment.class), false);
        ValidFunction.Shape shape = new ValidFunction.Shape(
                FUNCTION.shape().service(), FUNCTION.shape().serverPort(), settings, Optional.empty());
        ValidFunction function = new ValidFunction(FUNCTION.identity(), FUNCTION.spec(), FUNCTION.code(), shape);
        Wanted wanted = FunctionDeployment.of(function, CONFIGURATION, PodSource.of(function, CONFIGURATION));
        return JSON.valueToTree(((Wanted.Present) wanted).object()).at("/spec/template");
    }
}
