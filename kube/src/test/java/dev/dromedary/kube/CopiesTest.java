package dev.dromedary.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.kube.Copies.Copy;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CopiesTest {

    @Test
    void copiesThatAreNotReadyOrAboutToEndAreCopies() {
        assertThat(
                        copies(
                                """
                        ports: [{name: http, port: 9000}]
                        endpoints:
                        - {addresses: [10.0.0.1], conditions: {ready: true}, targetRef: {kind: Pod, name: r-1, uid: u1}}
                        - {addresses: [10.0.0.2], conditions: {ready: false, serving: false}, targetRef: {kind: Pod, name: r-2, uid: u2}}
                        - {addresses: [10.0.0.3], conditions: {ready: false, terminating: true}, targetRef: {kind: Pod, name: r-3, uid: u3}}
                        - {addresses: [10.0.0.4], targetRef: {kind: Pod, name: r-4, uid: u4}}
                        """))
                .containsExactly(
                        new Copy("r-1", "10.0.0.1", 9000),
                        new Copy("r-2", "10.0.0.2", 9000),
                        new Copy("r-3", "10.0.0.3", 9000),
                        new Copy("r-4", "10.0.0.4", 9000));
    }

    @Test
    void aCopyWithAnAddressOfEachFamilyIsOneCopy() {
        assertThat(
                        copies(
                                """
                        ports: [{port: 9000}]
                        endpoints: [{addresses: [10.0.0.1], targetRef: {kind: Pod, name: r-1, uid: u1}}]
                        """,
                                """
                        ports: [{port: 9000}]
                        endpoints: [{addresses: ["fd00::1"], targetRef: {kind: Pod, name: r-1, uid: u1}}]
                        """))
                .containsExactly(new Copy("r-1", "10.0.0.1", 9000));
    }

    @Test
    void whatIsListedTwiceIsOneCopyAndOtherPortsAreOthers() {
        assertThat(copies(
                        "ports: [{port: 9000}]\nendpoints: [{addresses: [10.0.0.1]}]",
                        "ports: [{port: 9000}]\nendpoints: [{addresses: [10.0.0.1]}]",
                        "ports: [{port: 9001}]\nendpoints: [{addresses: [10.0.0.1]}]"))
                .containsExactly(new Copy("10.0.0.1", "10.0.0.1", 9000), new Copy("10.0.0.1", "10.0.0.1", 9001));
    }

    /** It is asked where routers listen, and is silent if that is wrong: it must not be forgotten. */
    @Test
    void aCopyWithoutAPortIsACopy() {
        assertThat(copies("ports: []\nendpoints: [{addresses: [10.0.0.1]}]", "endpoints: [{addresses: [10.0.0.2]}]"))
                .containsExactly(new Copy("10.0.0.1", "10.0.0.1", 9000), new Copy("10.0.0.2", "10.0.0.2", 9000));
    }

    @Test
    void withoutSlicesThereIsNone() {
        assertThat(copies()).isEmpty();
        assertThat(copies("ports: [{port: 9000}]")).isEmpty();
    }

    private static List<Copy> copies(String... slices) {
        return Copies.of(Stream.of(slices)
                .map(slice -> Serialization.unmarshal(slice, EndpointSlice.class))
                .toList());
    }
}
