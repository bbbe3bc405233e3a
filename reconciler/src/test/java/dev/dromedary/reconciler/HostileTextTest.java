package dev.dromedary.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dromedary.crd.Reading;
import dev.dromedary.kube.Wanted;
import dev.dromedary.reconciler.configuration.Configuration;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a user writes is never read by a shell of ours: text that a shell, or Kubernetes' own {@code $(NAME)}, would act on is put
 * into every place there is. Either the place is refused by name, or all that is run is what runs for a harmless function.
 */
class HostileTextTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Its lines have what Kubernetes might fill in: the names of the user's variables. */
    private static final Configuration CONFIGURATION = Configuration.of(
            Map.of(
                    "runtime-images",
                    """
            [{"ID": "both", "depName": "deps.txt", "fileNameSuffix": ".x", "versions": [{"version": "1", "images": [
              {"phase": "installation", "image": "example/i", "command": "cd $(pwd) && install $KUBELESS_DEPS_FILE"},
              {"phase": "compilation", "image": "example/c", "command": "t=$(mktemp -d); compile \\"$KUBELESS_FUNC_NAME\\""},
              {"phase": "runtime", "image": "example/r"}]}]}]
            """));

    private static final String HARMLESS =
            """
            {"metadata": {"name": "f", "namespace": "ns", "uid": "u", "labels": {"l": "x"}, "annotations": {"a": "x"}},
             "spec": {"handler": "app.run", "function": "https://example.com/a.zip?x", "function-content-type": "url+zip",
              "checksum": "sha256:%s", "runtime": "both1", "timeout": "5", "deps": "x",
              "deployment": {"metadata": {"labels": {"l": "x"}, "annotations": {"a": "x"}}, "spec": {"template": {
               "metadata": {"labels": {"l": "x"}, "annotations": {"a": "x"}},
               "spec": {"nodeSelector": {"n": "x"}, "serviceAccountName": "x", "imagePullSecrets": [{"name": "x"}],
                "hostname": "x", "priorityClassName": "x", "schedulerName": "x",
                "initContainers": [{"name": "x", "image": "users"}],
                "volumes": [{"name": "x", "secret": {"secretName": "x"}}, {"name": "c", "configMap": {"name": "x"}}],
                "containers": [{"env": [{"name": "pwd", "value": "x"}, {"name": "mktemp -d", "value": "x"}, {"name": "x", "value": "x"}],
                 "envFrom": [{"secretRef": {"name": "x"}, "prefix": "x"}], "workingDir": "x",
                 "volumeMounts": [{"name": "x", "mountPath": "/x", "subPath": "x"}],
                 "resources": {"limits": {"memory": "1Gi", "example.com/x": "1"}},
                 "ports": [{"name": "x", "containerPort": 8080}]}]}}}},
              "service": {"type": "ClusterIP", "selector": {"function": "f"}, "ports": [{"name": "x", "port": 8080, "targetPort": "x"}]}}}
            """
                    .formatted("0".repeat(64));

    private static final List<String> TEXTS = List.of(
            "$(reboot)",
            "`reboot`",
            "'; rm -rf /kubeless; '",
            "\"; reboot; \"",
            "; reboot #",
            "\nreboot\n",
            "\r\nreboot",
            "&& reboot",
            "|sh",
            ">/etc/passwd",
            "--option",
            "-rf",
            "${IFS}reboot",
            "$(pwd)",
            "$(KUBELESS_INSTALL_VOLUME)",
            "$$(reboot)",
            "\\$(reboot)",
            "*",
            "%s%n",
            "../../etc/passwd",
            "kube-system/x",
            "x.kube-system.svc",
            "\u0000reboot",
            "\u202etoober",
            "\uff04(reboot)");

    /** Our steps: no container of a user's may be called so. */
    private static final List<String> OURS = List.of("prepare", "install", "compile");

    private static final String NOTHING = "[] [] null";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([^)]*)\\)");
    private static final Map<String, String> HARMLESS_LINES = harmless();

    /** Every text in the harmless function is a place. */
    static Stream<String> places() throws IOException {
        return leaves(JSON.readTree(HARMLESS), "").filter(path -> !path.matches("/metadata/(uid|namespace)"));
    }

    @ParameterizedTest
    @MethodSource("places")
    void aTextIsRefusedByNameOrReachesNoShell(String place) throws IOException {
        for (String text : TEXTS) {
            for (String value : List.of(text, original(place) + text)) {
                prove(place, value);
            }
        }
    }

    @Test
    void partsOfAUrlAndOfAHandlerAreNoExceptions() throws IOException {
        for (String text : TEXTS) {
            prove("/spec/function", "https://" + text + "/a.zip");
            prove("/spec/function", "https://user:" + text + "@example.com/a.zip#" + text);
            prove("/spec/handler", "app." + text);
            prove("/spec/handler", text + ".run");
            prove("/spec/runtime", "both" + text + "1");
            prove("/spec/function-content-type", "url+zip" + text);
        }
    }

    @Test
    void anImageOfTheUsersOwnRunsNothingOfOurs() throws IOException {
        for (String text : TEXTS) {
            ObjectNode function = with("/spec/runtime", text);
            ((ObjectNode) function.at("/spec/deployment/spec/template/spec/containers/0")).put("image", text);
            Reading<ValidFunction> reading = read(function);
            if (reading.value().isPresent()) {
                assertThat(lines(pod(reading.value().get()))).isEqualTo(Map.of("server", NOTHING));
            }
        }
    }

    /** The harmless function is one: else nothing above would be shown. */
    @Test
    void theHarmlessFunctionRunsTheCataloguesLines() {
        assertThat(HARMLESS_LINES)
                .containsEntry("prepare", "[/opt/dromedary/provision, prepare] [] null")
                .containsEntry("install", "[/opt/tools/provision, install] [] cd $(pwd) && install $KUBELESS_DEPS_FILE")
                .containsEntry("compile", "[sh, -c] [t=$(mktemp -d); compile \"$KUBELESS_FUNC_NAME\"] null")
                .containsEntry("server", NOTHING)
                .hasSize(4);
    }

    private static void prove(String place, String value) throws IOException {
        Reading<ValidFunction> reading = read(with(place, value));
        String path = place.substring(1).replaceAll("/([0-9]+)", "[$1]").replace('/', '.');
        if (reading.value().isEmpty()) {
            // What a Service names of its pods, a port or a label, may be what is wrong then.
            assertThat(reading.problems()).isNotEmpty().allSatisfy(problem -> assertThat(problem.field())
                    .as("'%s' in %s: %s", value, path, problem)
                    .matches(field -> field.equals(path) || field.startsWith("spec.service.")));
            return;
        }
        ValidFunction function = reading.value().get();
        assertThat(lines(pod(function))).as("'%s' in %s", value, path).isEqualTo(HARMLESS_LINES);
        assertThat(Plan.of(function, CONFIGURATION))
                .allSatisfy(wanted -> assertThat(wanted.key().namespace()).isEqualTo("ns"));
    }

    private static Map<String, String> harmless() {
        try {
            return lines(pod(read(with("/spec/timeout", "5")).value().orElseThrow()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What each container of ours runs, after Kubernetes has filled in what it would. */
    private static Map<String, String> lines(PodSpec pod) {
        Map<String, String> lines = new HashMap<>();
        pod.getInitContainers().stream()
                .filter(container -> OURS.contains(container.getName()))
                .forEach(container -> lines.put(container.getName(), line(container)));
        lines.put("server", line(pod.getContainers().getFirst()));
        return lines;
    }

    private static String line(Container container) {
        Map<String, String> variables = new HashMap<>();
        for (EnvVar variable : container.getEnv()) {
            if (variable.getValue() != null) {
                variables.put(variable.getName(), expand(variable.getValue(), variables));
            }
        }
        return container.getCommand() + " "
                + container.getArgs().stream()
                        .map(argument -> expand(argument, variables))
                        .toList()
                + " " + variables.get("INSTALL_COMMAND");
    }

    /** As Kubernetes does it. */
    private static String expand(String text, Map<String, String> variables) {
        return REFERENCE
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1) == null ? "$" : variables.getOrDefault(match.group(1), match.group())));
    }

    private static PodSpec pod(ValidFunction function) {
        return Plan.of(function, CONFIGURATION).stream()
                .filter(Wanted.Present.class::isInstance)
                .map(wanted -> ((Wanted.Present) wanted).object())
                .filter(Deployment.class::isInstance)
                .map(deployment ->
                        ((Deployment) deployment).getSpec().getTemplate().getSpec())
                .findFirst()
                .orElseThrow();
    }

    private static Reading<ValidFunction> read(ObjectNode function) {
        return FunctionReader.read(JSON.convertValue(function, GenericKubernetesResource.class), CONFIGURATION);
    }

    private static ObjectNode with(String place, String text) throws IOException {
        ObjectNode function = (ObjectNode) JSON.readTree(HARMLESS);
        int last = place.lastIndexOf('/');
        ((ObjectNode) function.at(place.substring(0, last))).put(place.substring(last + 1), text);
        return function;
    }

    private static String original(String place) throws IOException {
        return JSON.readTree(HARMLESS).at(place).asText();
    }

    private static Stream<String> leaves(JsonNode node, String path) {
        if (node.isTextual()) {
            return Stream.of(path);
        }
        if (node.isArray()) {
            return Stream.iterate(0, i -> i < node.size(), i -> i + 1)
                    .flatMap(i -> leaves(node.get(i), path + "/" + i));
        }
        return node.properties().stream()
                .flatMap(field ->
                        leaves(field.getValue(), path + "/" + field.getKey().replace("/", "~1")));
    }
}
