package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Source from everywhere it may come from; what is wrong with it stands in the Function's status. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SourceWalkIT {

    private static final String HOST = "source.example.com";
    private static final String CODE = "def run(event, context): return 'from %s'";

    private final Cluster cluster = new Cluster();
    private final SourceServer server = new SourceServer(cluster.node());

    @AfterAll
    void leave() {
        server.close();
        cluster.close();
    }

    @Test
    void aFileAndAnArchiveAtAUrlAndAnArchiveInTheFunctionAnswer() {
        byte[] file = CODE.formatted("url").getBytes(StandardCharsets.UTF_8);
        byte[] archive = SourceServer.zip("hello.py", CODE.formatted("zip"));
        function("url", "url", server.put("hello.py", file), SourceServer.sha256(file));
        function("url-zip", "url+zip", server.put("hello.zip", archive), "");
        function("inline-zip", "base64+zip", Base64.getEncoder().encodeToString(archive), SourceServer.sha256(archive));
        cluster.awaitAnswer(HOST, "url", "from url");
        cluster.awaitAnswer(HOST, "url-zip", "from zip");
        cluster.awaitAnswer(HOST, "inline-zip", "from zip");
    }

    @Test
    void anotherChecksumAMissingFileAndAnArchiveThatClimbsOutAreNamed() {
        byte[] file = CODE.formatted("x").getBytes(StandardCharsets.UTF_8);
        function("checksum", "url", server.put("other.py", file), "0".repeat(64));
        function("missing", "url", server.url("nowhere.py?signature=secret"), "");
        byte[] climbing = SourceServer.zip("../../tmp/out.py", "x = 1");
        function("climbing", "base64+zip", Base64.getEncoder().encodeToString(climbing), "");
        isNamed("checksum", SourceServer.sha256(file));
        isNamed("missing", "404");
        isNamed("climbing", "../../tmp/out.py");
        assertThat(cluster.ready("missing").orElseThrow().message()).doesNotContain("signature");
    }

    @Test
    void anImageOfTheUsersOwnRunsAsItIs() {
        cluster.apply(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: own-code}
                data: {hello.py: "def run(event, context): return 'from my image'"}
                ---
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: own}
                spec:
                  handler: hello.run
                  function: said by the image
                  deployment:
                    spec:
                      template:
                        spec:
                          volumes: [{name: code, configMap: {name: own-code}}]
                          containers:
                          - image: localhost:5001/dromedary/runtime-python:3.11
                            volumeMounts: [{name: code, mountPath: /kubeless}]
                """);
        cluster.awaitAnswer(HOST, "own", "from my image");
        assertThat(cluster.pods("own"))
                .allSatisfy(pod -> assertThat(pod.getSpec().getInitContainers()).isEmpty());
    }

    private void function(String name, String type, String source, String sha256) {
        cluster.apply(
                """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: %s}
                spec:
                  handler: hello.run
                  runtime: python3.11
                  function-content-type: %s
                  function: "%s"
                  checksum: "%s"
                """
                        .formatted(name, type, source, sha256.isEmpty() ? "" : "sha256:" + sha256));
    }

    private void isNamed(String function, String what) {
        await().atMost(Cluster.SOON)
                .untilAsserted(() -> assertThat(cluster.ready(function)).hasValueSatisfying(ready -> {
                    assertThat(ready.reason()).isEqualTo(Reason.PodFailing.name());
                    assertThat(ready.message())
                            .startsWith("Container prepare: ")
                            .contains(what);
                }));
    }
}
