package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/** Dependencies come from the public registries, also past a local CA; what cannot be installed is named. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Isolated("changes the configuration")
class DependenciesWalkIT {

    private static final String HOST = "dependencies.example.com";
    private static final String NOWHERE = "dromedary-package-that-is-nowhere";

    /** The CAs that this machine trusts, made by {@code cluster/base-image}; empty or absent where there are no local ones. */
    private static final Path CA_BUNDLE = Path.of("../build/cluster/ca-bundle.crt");

    private final Cluster cluster = new Cluster();
    private final List<Setting> settings = new ArrayList<>();

    @BeforeAll
    void trustTheLocalCa() throws IOException {
        String bundle = Files.exists(CA_BUNDLE) ? Files.readString(CA_BUNDLE) : "";
        if (!bundle.isEmpty()) {
            settings.add(new Setting(cluster.client(), "ca-bundle", bundle));
        }
    }

    @AfterAll
    void leave() {
        settings.forEach(Setting::close);
        cluster.close();
    }

    @Test
    void aPackageOfPythonsIndexIsThere() {
        cluster.apply(
                """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: python}
                spec:
                  handler: names.module
                  runtime: python3.11
                  function: |
                    import six
                    def module(event, context):
                        return six.__name__
                  deps: six==1.17.0
                """);
        cluster.awaitAnswer(HOST, "python", "six");
    }

    @Test
    void aPackageOfNpmsRegistryIsThere() {
        cluster.apply(
                """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: nodejs}
                spec:
                  handler: numbers.check
                  runtime: nodejs24
                  function: |
                    const isNumber = require('is-number');
                    module.exports = {check: () => `5 ${isNumber('5')}, five ${isNumber('five')}`};
                  deps: |
                    {"dependencies": {"is-number": "7.0.0"}}
                """);
        cluster.awaitAnswer(HOST, "nodejs", "5 true, five false");
    }

    @Test
    void aPackageThatIsNowhereIsNamed() {
        cluster.apply(
                """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: nowhere-python}
                spec: {handler: no.run, runtime: python3.11, function: "x = 1", deps: %1$s}
                ---
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: nowhere-nodejs}
                spec: {handler: no.run, runtime: nodejs24, function: "x = 1", deps: '{"dependencies": {"%1$s": "1.0.0"}}'}
                """
                        .formatted(NOWHERE));
        isNamed("nowhere-python");
        isNamed("nowhere-nodejs");
    }

    /** The registry was reached, and says that there is no such thing. */
    private void isNamed(String function) {
        await().atMost(Cluster.SOON)
                .untilAsserted(() -> assertThat(cluster.ready(function)).hasValueSatisfying(ready -> {
                    assertThat(ready.holds()).isFalse();
                    assertThat(ready.reason()).isEqualTo(Reason.PodFailing.name());
                    assertThat(ready.message())
                            .startsWith("Container install: ")
                            .contains(NOWHERE)
                            .doesNotContainIgnoringCase("certificate");
                }));
    }
}
