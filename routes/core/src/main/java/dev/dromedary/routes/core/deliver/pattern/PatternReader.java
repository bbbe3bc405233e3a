package dev.dromedary.routes.core.deliver.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads patterns strictly: what means nothing is a problem, for an event that passes over it is an event lost. */
final class PatternReader {

    private static final String DATA = "data";
    private static final String HEADERS = "headers";
    private static final String OR = "$or";
    private static final String LIST = "must be a list of what it may be, such as [\"a\"]";
    /** Levels of fields in a pattern. */
    private static final int DEEPEST = 16;
    /** Fields and values of a pattern. */
    private static final int MOST = 500;

    private final List<Problem> problems;
    private int count;

    PatternReader(List<Problem> problems) {
        this.problems = problems;
    }

    PatternFilter filter(JsonNode filter, String path) {
        if (!filter.isObject() || filter.isEmpty()) {
            wrong(path, "must be an object with data, headers or both");
        }
        filter.fieldNames().forEachRemaining(name -> {
            if (!name.equals(DATA) && !name.equals(HEADERS)) {
                wrong(path + "." + name, Spelling.remedy(name, List.of(DATA, HEADERS)));
            }
        });
        return new PatternFilter(
                part(filter, HEADERS).map(headers -> all(headers, path + "." + HEADERS, Where.HEADERS)),
                part(filter, DATA).map(data -> all(data, path + "." + DATA, new Where(false, 1))));
    }

    private static Optional<JsonNode> part(JsonNode filter, String name) {
        return Optional.ofNullable(filter.get(name)).filter(part -> !part.isNull());
    }

    private Pattern all(JsonNode object, String path, Where where) {
        if (!object.isObject() || object.isEmpty()) {
            wrong(path, "must be an object with at least one field");
        }
        Map<String, Pattern> fields = new LinkedHashMap<>();
        List<Pattern.Choice> choices = new ArrayList<>();
        if (where.depth() > DEEPEST) {
            wrong(path, "is nested more than " + DEEPEST + " levels deep: look at fields further up");
        } else {
            object.properties().forEach(field -> {
                String below = path + "." + field.getKey();
                if (field.getKey().equals(OR)) {
                    choices.add(choice(field.getValue(), below, where));
                } else {
                    fields.put(field.getKey(), field(field.getKey(), field.getValue(), below, where));
                }
            });
        }
        return new Pattern.All(Map.copyOf(fields), List.copyOf(choices));
    }

    private Pattern field(String name, JsonNode said, String path, Where where) {
        counted(path);
        if (where.headers() && !name.equals(name.toLowerCase(Locale.ROOT))) {
            wrong(path, "is never there: headers have lower-case names here, such as " + name.toLowerCase(Locale.ROOT));
        }
        if (said.isObject() && !where.headers()) {
            return all(said, path, where.below());
        }
        if (!said.isArray() || said.isEmpty()) {
            wrong(path, said.isObject() ? "is a header, and has no fields: it " + LIST : LIST);
        }
        ValueReader values = new ValueReader(problems, where.headers());
        List<Value> any = new ArrayList<>();
        for (int i = 0; i < said.size() && said.isArray() && counted(path); i++) {
            any.add(values.value(said.get(i), path + "[" + i + "]"));
        }
        return new Pattern.OneOf(List.copyOf(any));
    }

    private Pattern.Choice choice(JsonNode said, String path, Where where) {
        if (!said.isArray() || said.size() < 2) {
            wrong(path, "must be a list of two or more objects, one of which is to match");
        }
        List<Pattern> patterns = new ArrayList<>();
        for (int i = 0; i < said.size() && said.isArray() && counted(path); i++) {
            patterns.add(all(said.get(i), path + "[" + i + "]", where.below()));
        }
        return new Pattern.Choice(List.copyOf(patterns));
    }

    /** Whether there may be one more. */
    private boolean counted(String path) {
        count++;
        if (count == MOST + 1) {
            wrong(path, "is too much: a filter has at most " + MOST + " fields and values");
        }
        return count <= MOST;
    }

    private void wrong(String path, String remedy) {
        problems.add(Problem.invalid(path, remedy));
    }

    /**
     * Where in a pattern.
     *
     * @param headers in that of headers, whose values are texts
     * @param depth the top is 1
     */
    private record Where(boolean headers, int depth) {

        static final Where HEADERS = new Where(true, 1);

        Where below() {
            return new Where(headers, depth + 1);
        }
    }
}
