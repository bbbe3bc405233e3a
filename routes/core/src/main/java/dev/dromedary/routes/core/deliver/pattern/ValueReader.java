package dev.dromedary.routes.core.deliver.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Spelling;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what one value may be.
 *
 * @param problems where problems are noted; what has one reads as {@code null}, which nobody looks at
 * @param texts whether values are always texts, as those of headers are
 */
record ValueReader(List<Problem> problems, boolean texts) {

    private static final String PREFIX = "prefix";
    private static final String SUFFIX = "suffix";
    private static final String IGNORE_CASE = "equals-ignore-case";
    private static final String ANYTHING_BUT = "anything-but";
    private static final String NUMERIC = "numeric";
    private static final String EXISTS = "exists";
    private static final List<String> KNOWN = List.of(PREFIX, SUFFIX, IGNORE_CASE, ANYTHING_BUT, NUMERIC, EXISTS);
    private static final List<String> PARTS = List.of(PREFIX, SUFFIX, IGNORE_CASE);
    private static final Value NOTHING = new Value.Constant(Optional.empty());
    /** Of texts, in characters. */
    private static final int LONGEST = 1024;
    /** Things that a value may not be. */
    private static final int MOST = 100;

    /** Reads an item of a list. */
    Value value(JsonNode said, String path) {
        return said.isObject() ? matcher(said, path, KNOWN) : exact(said, path);
    }

    private Value exact(JsonNode said, String path) {
        if (said.isTextual()) {
            return new Value.Text(text(said, path));
        }
        if (texts) {
            return wrong(path, "is never there: headers are texts, so write it in quotes");
        }
        if (said.isNumber()) {
            return new Value.Amount(number(said, path));
        }
        return said.isBoolean()
                ? new Value.Constant(Optional.of(said.booleanValue()))
                : said.isNull() ? NOTHING : wrong(path, "must be a text, a number, true, false, null or an object");
    }

    private Value matcher(JsonNode said, String path, List<String> known) {
        if (said.size() != 1) {
            return wrong(path, "must have one key: " + String.join(", ", known));
        }
        String key = said.fieldNames().next();
        String below = path + "." + key;
        return known.contains(key) ? named(key, said.get(key), below) : wrong(below, Spelling.remedy(key, known));
    }

    private Value named(String key, JsonNode said, String path) {
        return switch (key) {
            case PREFIX -> part(said, Value.Place.START, path);
            case SUFFIX -> part(said, Value.Place.END, path);
            case IGNORE_CASE -> new Value.Part(text(said, path), Value.Place.WHOLE, true);
            case ANYTHING_BUT -> anythingBut(said, path);
            case NUMERIC -> numeric(said, path);
            default -> said.isBoolean() ? new Value.Exists(said.booleanValue()) : wrong(path, "must be true or false");
        };
    }

    private Value part(JsonNode said, Value.Place place, String path) {
        boolean ignoreCase = said.size() == 1 && said.has(IGNORE_CASE);
        return ignoreCase
                ? new Value.Part(text(said.get(IGNORE_CASE), path + "." + IGNORE_CASE), place, true)
                : new Value.Part(text(said, path), place, false);
    }

    private Value anythingBut(JsonNode said, String path) {
        if (said.isArray()) {
            return new Value.AnythingBut(each(said, path, this::exact));
        }
        if (!said.isObject()) {
            return new Value.AnythingBut(List.of(exact(said, path)));
        }
        String key = said.size() == 1 ? said.fieldNames().next() : "";
        return new Value.AnythingBut(
                PARTS.contains(key) && said.get(key).isArray()
                        ? each(said.get(key), path + "." + key, (item, where) -> named(key, item, where))
                        : List.of(matcher(said, path, PARTS)));
    }

    private List<Value> each(JsonNode list, String path, Item item) {
        List<Value> values = new ArrayList<>();
        if (list.isEmpty() || list.size() > MOST) {
            wrong(path, "must have 1 to " + MOST + " items");
        }
        for (int i = 0; i < Math.min(MOST, list.size()); i++) {
            values.add(item.read(list.get(i), path + "[" + i + "]"));
        }
        return List.copyOf(values);
    }

    private Value numeric(JsonNode said, String path) {
        if (texts) {
            return wrong(path, "never holds: headers are texts");
        }
        if (!said.isArray() || (said.size() != 2 && said.size() != 4)) {
            return wrong(path, "must be a list of one or two comparisons, such as [\">\", 1, \"<=\", 5]");
        }
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = 0; i < said.size(); i += 2) {
            Optional<Comparison.Operator> operator =
                    Comparison.Operator.of(said.get(i).asText());
            if (operator.isEmpty()) {
                return wrong(path + "[" + i + "]", "must be one of =, <, <=, >, >=");
            }
            comparisons.add(new Comparison(operator.get(), number(said.get(i + 1), path + "[" + (i + 1) + "]")));
        }
        return new Value.Numeric(List.copyOf(comparisons));
    }

    private String text(JsonNode said, String path) {
        if (!said.isTextual()) {
            wrong(path, "must be a text");
        } else if (said.textValue().length() > LONGEST) {
            wrong(path, "is too long: at most " + LONGEST + " characters");
        }
        return said.asText("");
    }

    private BigDecimal number(JsonNode said, String path) {
        if (!said.isNumber() || !Double.isFinite(said.doubleValue())) {
            wrong(path, "must be a number");
            return BigDecimal.ZERO;
        }
        return said.decimalValue().stripTrailingZeros();
    }

    private Value wrong(String path, String remedy) {
        problems.add(Problem.invalid(path, remedy));
        return NOTHING;
    }

    /** How an item of a list is read. */
    private interface Item {
        Value read(JsonNode said, String path);
    }
}
