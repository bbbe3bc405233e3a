package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.Function;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each language that Kubeless had, by the runtime string of its users: compiled where it must be, it answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LanguageWalkIT {

    private static final String HOST = "language.example.com";

    private final Cluster cluster = new Cluster();

    @AfterAll
    void leave() {
        cluster.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "python3.8, python3.11, python/examples/helloget.py",
        "python2.7, python2.7, jython/examples/helloget.py",
        "nodejs12, nodejs20, nodejs/examples/helloget.js",
        "nodejsCE8, nodejsCE8, nodejs/examples/helloget.js",
        "go1.13, go1.26, go/examples/helloget.go",
        "java11, java25, java/examples/helloget.java",
        "jvm1.8, jvm25, jvm/examples/helloget.jar",
        "vertx1.8, vertx25, vertx/examples/helloget.java",
        "ruby2.6, ruby3.1, ruby/examples/helloget.rb",
        "php7.4, php8.2, php/examples/helloget.php",
        "dotnetcore2.2, dotnetcore3.1, dotnet/examples/helloget.cs",
        "shell5.2, shell5.2, shell/examples/helloget.sh",
    })
    void oldRuntimeStringsRunAndTheStatusSaysOnWhat(String wanted, String runs, String source) throws IOException {
        String name = wanted.toLowerCase(Locale.ROOT).replace('.', '-');
        byte[] content = Files.readAllBytes(Path.of("../runtimes", source));
        cluster.apply(
                """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: %s}
                spec:
                  handler: helloget.foo
                  runtime: %s
                  function-content-type: base64
                  function: %s
                """
                        .formatted(name, wanted, Base64.getEncoder().encodeToString(content)));
        cluster.awaitAnswer(HOST, name, "hello world");
        Function function = cluster.client()
                .resources(Function.class)
                .inNamespace(cluster.namespace())
                .withName(name)
                .get();
        assertThat(function.getStatus().runtime()).isEqualTo(runs);
        Optional<Condition> substituted =
                Conditions.find(function.getStatus().conditions(), Condition.RUNTIME_SUBSTITUTED);
        assertThat(substituted.isPresent()).isEqualTo(!wanted.equals(runs));
        substituted.ifPresent(condition -> assertThat(condition.message()).contains(wanted, runs));
    }
}
