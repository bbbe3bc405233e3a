package dev.dromedary.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dromedary.crd.FunctionRuntime.Image;
import dev.dromedary.crd.FunctionRuntime.Phase;
import dev.dromedary.crd.FunctionRuntime.PullSecret;
import dev.dromedary.crd.FunctionRuntime.Version;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads {@code runtime-images}, and finds all that is wrong with it at once. Kubeless ignored a key that it did not know,
 * so that a mistyped one gave a runtime without images; here it is a problem.
 */
final class CatalogueReader {

    private static final List<String> RUNTIME =
            List.of("ID", "depName", "fileNameSuffix", "livenessProbeInfo", "versions");
    /** Every field in and below a probe. */
    private static final List<String> PROBE = List.of(
                    "exec command httpGet tcpSocket grpc host path port scheme httpHeaders name value service",
                    "initialDelaySeconds periodSeconds timeoutSeconds successThreshold failureThreshold",
                    "terminationGracePeriodSeconds")
            .stream()
            .flatMap(line -> Stream.of(line.split(" ")))
            .toList();

    private static final List<String> VERSION = List.of("name", "version", "images", "imagePullSecrets", "aliases");
    private static final List<String> IMAGE = List.of("phase", "image", "command", "env", "secrets");
    private static final Pattern ID = Pattern.compile("[A-Za-z_-]+");
    private static final Pattern NUMBER = Pattern.compile("[0-9.]*");
    private static final Pattern ALIAS = Pattern.compile("[A-Za-z_-]+[0-9.]*");
    private static final Pattern VARIABLE = Pattern.compile("[-._A-Za-z][-._A-Za-z0-9]*");
    private static final List<String> PHASES =
            Arrays.stream(Phase.values()).map(Phase::key).toList();

    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    /** Every runtime string, and every alias: each may stand once. */
    private final Set<String> names = new HashSet<>();

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    Catalogue catalogue(Document document, String path) {
        problems.addAll(document.problems());
        JsonNode list = document.tree();
        List<FunctionRuntime> runtimes = new ArrayList<>();
        if (!list.isArray() && !list.isNull()) {
            wrong(path, "has the wrong type: it must be a list of runtimes");
        }
        for (int i = 0; list.isArray() && i < list.size(); i++) {
            runtimes.add(runtime(list.get(i), path + "[" + i + "]"));
        }
        aliases(runtimes, path);
        return new Catalogue(List.copyOf(runtimes));
    }

    FunctionRuntime runtime(JsonNode object, String path) {
        Fields fields = Fields.of(object, path, RUNTIME, problems);
        String id = fields.text("ID");
        if (!ID.matcher(id).matches()) {
            fields.wrong("ID", "is '" + id + "': it must consist of letters, '_' and '-', such as python");
        } else if (!ids.add(id)) {
            fields.wrong("ID", "is '" + id + "' as that of a runtime before it: put all versions into one");
        }
        List<Version> versions = fields.list("versions", (version, at) -> version(id, version, at));
        return new FunctionRuntime(id, fields.text("depName"), fields.text("fileNameSuffix"), probe(fields), versions);
    }

    private Probe probe(Fields fields) {
        JsonNode tree = fields.value("livenessProbeInfo");
        if (tree.isMissingNode() || tree.isNull() || tree.isEmpty()) {
            return null;
        }
        Embedded<Probe> probe =
                Embedded.read(Probe.class, named(tree), Document.below(fields.path(), "livenessProbeInfo"));
        problems.addAll(probe.problems());
        return probe.value().orElse(null);
    }

    /** The same with the names as Kubernetes writes them: Kubeless took these in any case too. */
    private static JsonNode named(JsonNode tree) {
        if (tree instanceof ArrayNode list) {
            ArrayNode items = list.arrayNode();
            list.forEach(item -> items.add(named(item)));
            return items;
        }
        if (!(tree instanceof ObjectNode object)) {
            return tree;
        }
        ObjectNode fields = object.objectNode();
        object.properties()
                .forEach(field -> fields.set(
                        PROBE.stream()
                                .filter(field.getKey()::equalsIgnoreCase)
                                .findFirst()
                                .orElse(field.getKey()),
                        named(field.getValue())));
        return fields;
    }

    private Version version(String id, JsonNode object, String path) {
        Fields fields = Fields.of(object, path, VERSION, problems);
        String number = fields.text("version");
        if (!NUMBER.matcher(number).matches()) {
            fields.wrong("version", "is '" + number + "': it must consist of digits and dots, such as 3.11");
        } else if (!names.add(id + number)) {
            fields.wrong("version", "is '" + number + "' as that of a version before it: remove one");
        }
        Set<String> phases = new HashSet<>();
        List<Image> images = fields.list("images", (image, at) -> image(phases, image, at));
        boolean mistyped = images.stream().anyMatch(image -> !PHASES.contains(image.phase()));
        if (!phases.contains(Phase.RUNTIME.key()) && !mistyped) {
            fields.wrong("images", "has no image of the phase runtime, which serves calls: add one");
        }
        List<PullSecret> secrets = fields.list(
                "imagePullSecrets",
                (secret, at) -> new PullSecret(
                        secretName(Fields.of(secret, at, List.of("imageSecret"), problems), "imageSecret")));
        return new Version(fields.text("name"), number, images, secrets, fields.texts("aliases"));
    }

    private Image image(Set<String> phases, JsonNode object, String path) {
        Fields fields = Fields.of(object, path, IMAGE, problems);
        String phase = fields.text("phase");
        if (!PHASES.contains(phase)) {
            fields.wrong("phase", "is '" + phase + "': it must be one of " + String.join(", ", PHASES));
        } else if (!phases.add(phase)) {
            fields.wrong("phase", "is '" + phase + "' as that of an image before it: remove one");
        }
        // Kubeless reads nothing but the secrets of the phase prepare.
        if (!phase.equals(Phase.PREPARE.key()) || !fields.text("image").isEmpty()) {
            ImageName.trouble(fields.text("image")).ifPresent(trouble -> fields.wrong("image", trouble));
        }
        Map<String, String> env = fields.textMap("env");
        env.keySet().stream()
                .filter(name -> !VARIABLE.matcher(name).matches())
                .forEach(name -> fields.wrong(
                        "env." + name, "is no name for a variable: use letters, digits, '_', '-' and '.'"));
        List<String> secrets = fields.list(
                "secrets", (secret, at) -> secretName(Fields.of(secret, at, List.of("name"), problems), "name"));
        return new Image(phase, fields.text("image"), fields.text("command"), env, secrets);
    }

    private static String secretName(Fields fields, String field) {
        String name = fields.text(field);
        ObjectName.trouble(name).ifPresent(trouble -> fields.wrong(field, trouble));
        return name;
    }

    /** Once all runtime strings are known, for one may come after an alias that takes it. */
    private void aliases(List<FunctionRuntime> runtimes, String path) {
        for (int i = 0; i < runtimes.size(); i++) {
            List<Version> versions = runtimes.get(i).versions();
            for (int j = 0; j < versions.size(); j++) {
                String at = path + "[" + i + "].versions[" + j + "].aliases";
                versions.get(j).aliases().stream().filter(Objects::nonNull).forEach(alias -> alias(alias, at));
            }
        }
    }

    private void alias(String alias, String path) {
        if (!ALIAS.matcher(alias).matches()) {
            wrong(path, "has '" + alias + "', which is no runtime string such as python2.7");
        } else if (!names.add(alias)) {
            wrong(path, "has '" + alias + "', which is the name or an alias of another version: remove one");
        }
    }

    private void wrong(String path, String remedy) {
        problems.add(Problem.configuration(path, remedy));
    }
}
