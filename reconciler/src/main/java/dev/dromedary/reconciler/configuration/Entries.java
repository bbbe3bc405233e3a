package dev.dromedary.reconciler.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dromedary.crd.Document;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The entries of a ConfigMap, each read by its type. What is wrong is noted, and reads as the default.
 *
 * @param data as it stands
 * @param problems where problems are noted
 */
record Entries(Map<String, String> data, List<Problem> problems) {

    /** The text without the space around it; empty where there is none. */
    String text(String key) {
        return data.getOrDefault(key, "").strip();
    }

    /** A text that must be of a form, where there is one. */
    String text(String key, Function<String, Optional<String>> trouble) {
        String text = text(key);
        if (!text.isEmpty()) {
            trouble.apply(text).ifPresent(remedy -> wrong(key, remedy));
        }
        return text;
    }

    /** Whether it says {@code true}. */
    boolean isTrue(String key, boolean standard) {
        String text = text(key);
        if (!text.isEmpty() && !text.equals("true") && !text.equals("false")) {
            wrong(key, "is '" + text + "': write \"true\" or \"false\"");
        }
        return text.isEmpty() ? standard : text.equals("true");
    }

    /** One of an enumeration's names, in lower case. */
    <E extends Enum<E>> E choice(String key, E standard) {
        return choice(key, text(key), standard);
    }

    /** One of an enumeration's names, in lower case, that stands somewhere below a key. */
    <E extends Enum<E>> E choice(String path, String text, E standard) {
        Map<String, E> names = Arrays.stream(standard.getDeclaringClass().getEnumConstants())
                .collect(Collectors.toMap(choice -> choice.name().toLowerCase(Locale.ROOT), choice -> choice));
        if (!text.isEmpty() && !names.containsKey(text)) {
            wrong(
                    path,
                    Spelling.remedy(text, names.keySet().stream().sorted().toList())
                            .replaceFirst("^is", "'" + text + "' is"));
        }
        return names.getOrDefault(text, standard);
    }

    /** A tree in YAML or JSON; empty where there is none, and where it cannot be read. */
    Optional<JsonNode> tree(String key) {
        Document document = Document.parse(data.get(key), key);
        problems.addAll(document.problems());
        return Optional.of(document.tree()).filter(tree -> !tree.isNull());
    }

    void wrong(String path, String remedy) {
        problems.add(Problem.configuration(path, remedy));
    }
}
