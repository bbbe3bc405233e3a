package dev.dromedary.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.kube.MemoryResources;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContentsTest {

    private static final Path A = Path.of("a.yaml");
    private static final Path B = Path.of("b.yaml");
    private static final Key ONE = new Key("default", "one");

    private final MemoryResources resources = new MemoryResources();
    private final List<String> faults = new ArrayList<>();
    private final Contents contents =
            new Contents(resources, ContentsTest::check, fault -> faults.add(fault.toString()), Clock.systemUTC());

    private static Reading<?> check(Manifest manifest) {
        boolean wrong = manifest.object().getAdditionalProperties().toString().contains("wrong");
        return new Reading<>(
                Optional.empty(), wrong ? List.of(Problem.invalid("spec.a", "is wrong")) : List.of(), List.of());
    }

    @Test
    void objectsComeChangeAndGoWithTheirFile() {
        contents.changed(A, Optional.of(function("one", "first")));
        GenericKubernetesResource first = one().orElseThrow();
        assertThat(first.getMetadata().getGeneration()).isEqualTo(1);
        assertThat(first.getMetadata().getUid()).isNotEmpty();
        contents.changed(A, Optional.of(function("one", "second")));
        assertThat(one().orElseThrow().getMetadata().getGeneration()).isEqualTo(2);
        assertThat(one().orElseThrow().getMetadata().getUid())
                .isEqualTo(first.getMetadata().getUid());
        contents.changed(A, Optional.of(function("two", "second")));
        assertThat(one()).isEmpty();
        contents.changed(A, Optional.empty());
        assertThat(resources.cache(Kind.FUNCTION).list()).isEmpty();
    }

    @Test
    void whatIsTheSameIsNoChange() {
        contents.changed(A, Optional.of(function("one", "first")));
        GenericKubernetesResource first = one().orElseThrow();
        contents.changed(A, Optional.of("# only a comment\n" + function("one", "first")));
        assertThat(one()).containsSame(first);
    }

    @Test
    void aFileThatIsNoYamlLeavesWhatItHeldInForce() {
        contents.changed(A, Optional.of(function("one", "first")));
        contents.changed(A, Optional.of("oops: ["));
        assertThat(one()).isPresent();
        assertThat(faults).singleElement().asString().startsWith("a.yaml:1: this is not YAML");
    }

    @Test
    void faultsInASpecAreToldWithTheirLine() {
        contents.changed(A, Optional.of(function("one", "wrong")));
        assertThat(faults).containsExactly("a.yaml:4: spec.a: is wrong");
        assertThat(one()).isPresent();
    }

    @Test
    void ofTwoOfOneNameTheFirstFilesIsUsedUntilItGoes() {
        contents.changed(B, Optional.of(function("one", "b")));
        contents.changed(A, Optional.of(function("one", "a")));
        assertThat(one().orElseThrow().getAdditionalProperties().toString()).contains("a=a");
        assertThat(faults)
                .singleElement()
                .asString()
                .startsWith("b.yaml:3: metadata.name: Function default/one stands in a.yaml:1 too");
        contents.changed(A, Optional.empty());
        assertThat(one().orElseThrow().getAdditionalProperties().toString()).contains("a=b");
    }

    @Test
    void statusStaysWhenTheSpecChanges() {
        contents.changed(A, Optional.of(function("one", "first")));
        one().orElseThrow().setAdditionalProperty("status", "so and so");
        contents.changed(A, Optional.of(function("one", "second")));
        assertThat(one().orElseThrow().getAdditionalProperties()).containsEntry("status", "so and so");
    }

    private Optional<GenericKubernetesResource> one() {
        return resources.cache(Kind.FUNCTION).get(ONE);
    }

    private static String function(String name, String value) {
        return """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: %s}
                spec: {a: %s}
                """
                .formatted(name, value);
    }
}
