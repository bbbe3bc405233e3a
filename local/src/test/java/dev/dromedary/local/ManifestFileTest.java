package dev.dromedary.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ManifestFileTest {

    private static final Path FILE = Path.of("hello.yaml");

    @Test
    void everyDocumentIsAnObjectAndKnowsItsLines() {
        ManifestFile file = read(
                """
                # a comment
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: one}
                spec:
                  handler: hello.run
                  deployment: {spec: {template: {spec: {containers: [{env: [{name: A}]}]}}}}
                ---
                apiVersion: kubeless.io/v1beta1
                kind: HTTPTrigger
                metadata: {name: two, namespace: other}
                """);
        assertThat(file.faults()).isEmpty();
        assertThat(file.manifests()).extracting(Manifest::kind).containsExactly(Kind.FUNCTION, Kind.HTTP_TRIGGER);
        assertThat(file.manifests())
                .extracting(Manifest::key)
                .containsExactly(new Key("default", "one"), new Key("other", "two"));
        Lines lines = file.manifests().getFirst().lines();
        assertThat(lines.of("spec.handler")).isEqualTo(6);
        assertThat(lines.of("spec.deployment.spec.template.spec.containers[0].env[0].valueFrom"))
                .isEqualTo(7);
        assertThat(lines.of("spec.runtime")).isEqualTo(5);
        assertThat(lines.of("status")).isEqualTo(2);
    }

    @Test
    void theItemsOfAListAreObjects() {
        ManifestFile file = read(
                """
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: kubeless.io/v1beta1, kind: Function, metadata: {name: one}, status: {replicas: 7}}
                - {apiVersion: kubeless.io/v1beta1, kind: Function, metadata: {name: two}}
                """);
        assertThat(file.manifests()).hasSize(2);
        assertThat(file.manifests().getLast().lines().of("spec")).isEqualTo(5);
        assertThat(file.manifests().getFirst().object().getAdditionalProperties())
                .doesNotContainKey("status");
    }

    @Test
    void jsonIsReadToo() {
        assertThat(
                        read("{\"apiVersion\": \"kubeless.io/v1beta1\", \"kind\": \"Function\", \"metadata\": {\"name\": \"one\"}}")
                                .manifests())
                .hasSize(1);
    }

    @Test
    void whatIsNoYamlSaysWhere() {
        ManifestFile file = read("kind: Function\nmetadata: [\n");
        assertThat(file.whole()).isFalse();
        assertThat(file.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.line()).isEqualTo(3);
            assertThat(fault.toString()).startsWith("hello.yaml:3: this is not YAML: ");
        });
    }

    @Test
    void oneKeyTwiceIsAFault() {
        assertThat(read("kind: Function\nkind: Function\n").faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.line()).isEqualTo(2));
    }

    @Test
    void whatHasNoPlaceHereIsNamedAndTheRestIsRead() {
        ManifestFile file = read(
                """
                kind: Deployment
                ---
                apiVersion: kubeless.io/v1
                kind: Function
                ---
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata:
                  name: Not A Name
                ---
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata:
                  name: one
                  labels: [wrong]
                ---
                just text
                ---
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: good}
                """);
        assertThat(file.faults())
                .extracting(fault -> fault.line() + " " + fault.field())
                .containsExactly("1 kind", "3 apiVersion", "9 metadata.name", "15 metadata.labels", "17 ");
        assertThat(file.manifests()).hasSize(1);
    }

    @Test
    void anEmptyFileHoldsNothing() {
        assertThat(read("").faults()).isEmpty();
        assertThat(read("# later\n").faults()).isEmpty();
        assertThat(read("---\n---\n").faults()).isEmpty();
    }

    private static ManifestFile read(String text) {
        return ManifestFile.read(FILE, text);
    }
}
