package dev.dromedary.routes.core.deliver.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A pattern that is made from an event matches it, and one that says the contrary of a single field of it does not. */
class PatternPropertiesTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> NAMES = List.of("a", "b", "Ab", "a b", "$", "prefix");
    private static final List<String> TEXTS =
            List.of("", "a", "ab", "Straße", "\u0000\"\\", "\ud83d\ude00x", "1", "true");

    @Property(tries = 500)
    void aPatternMadeFromAnEventMatchesIt(@ForAll("objects") JsonNode event, @ForAll long seed) {
        ObjectNode pattern = like((ObjectNode) event, new Random(seed));
        assertThat(isWanted(event, pattern)).as("%s of %s", pattern, event).isTrue();
    }

    @Property(tries = 500)
    void onePartThatIsOtherwiseIsEnoughForNoMatch(@ForAll("objects") JsonNode event, @ForAll long seed) {
        Random random = new Random(seed);
        ObjectNode pattern = like((ObjectNode) event, random);
        List<String> fields = event.properties().stream().map(Map.Entry::getKey).toList();
        String field = fields.get(random.nextInt(fields.size()));
        JsonNode value = event.get(field);
        JsonNode contrary = value.isValueNode() && random.nextBoolean()
                ? JSON.objectNode().set("anything-but", JSON.arrayNode().add(value))
                : JSON.objectNode().put("exists", false);
        pattern.set(field, list(value.isNull() ? JSON.objectNode().put("exists", false) : contrary));
        assertThat(isWanted(event, pattern)).as("%s of %s", pattern, event).isFalse();
    }

    @Property(tries = 200)
    void aChoiceMatchesWhereOneOfItDoes(@ForAll("objects") JsonNode event, @ForAll long seed) {
        ObjectNode never = JSON.objectNode();
        never.set("no such field", list(JSON.objectNode().put("exists", true)));
        ArrayNode choice = JSON.arrayNode().add(never).add(like((ObjectNode) event, new Random(seed)));
        assertThat(isWanted(event, JSON.objectNode().set("$or", choice))).isTrue();
        assertThat(isWanted(
                        event,
                        JSON.objectNode().set("$or", JSON.arrayNode().add(never).add(never))))
                .isFalse();
    }

    @Provide
    Arbitrary<JsonNode> objects() {
        return Arbitraries.longs().map(seed -> object(new Random(seed), 3));
    }

    private static ObjectNode object(Random random, int levels) {
        ObjectNode object = JSON.objectNode();
        for (int i = random.nextInt(3); i >= 0; i--) {
            object.set(NAMES.get(random.nextInt(NAMES.size())), value(random, levels - 1));
        }
        return object;
    }

    private static JsonNode value(Random random, int levels) {
        return switch (random.nextInt(levels > 0 ? 8 : 6)) {
            case 0 -> JSON.textNode(TEXTS.get(random.nextInt(TEXTS.size())));
            case 1 -> JSON.numberNode(random.nextLong());
            case 2 -> JSON.numberNode(random.nextInt(3));
            case 3 -> JSON.numberNode(random.nextDouble() * Math.pow(10, random.nextInt(600) - 300.0));
            case 4 -> JSON.booleanNode(random.nextBoolean());
            case 5 -> JSON.nullNode();
            case 6 -> object(random, levels);
            default -> {
                ArrayNode items = JSON.arrayNode();
                for (int i = random.nextInt(3); i > 0; i--) {
                    items.add(value(random, levels - 1));
                }
                yield items;
            }
        };
    }

    private static ObjectNode like(ObjectNode object, Random random) {
        ObjectNode pattern = JSON.objectNode();
        object.properties().forEach(field -> pattern.set(field.getKey(), like(field.getValue(), random)));
        return pattern;
    }

    private static JsonNode like(JsonNode value, Random random) {
        if (value.isObject()) {
            return like((ObjectNode) value, random);
        }
        if (value.isArray()) {
            return value.isEmpty()
                    ? list(JSON.objectNode().put("exists", true))
                    : like(value.get(random.nextInt(value.size())), random);
        }
        return list(JSON.textNode("another"), matcher(value, random));
    }

    private static JsonNode matcher(JsonNode value, Random random) {
        int kind = random.nextInt(5);
        if (value.isTextual() && kind < 3) {
            String text = value.textValue();
            int cut = text.isEmpty()
                    ? 0
                    : text.offsetByCodePoints(0, random.nextInt(text.codePointCount(0, text.length())));
            return switch (kind) {
                case 0 -> JSON.objectNode().put("prefix", text.substring(0, cut));
                case 1 -> JSON.objectNode().put("suffix", text.substring(cut));
                default -> JSON.objectNode().put("equals-ignore-case", text);
            };
        }
        if (value.isNumber() && kind < 3) {
            ArrayNode comparison = JSON.arrayNode().add(kind == 0 ? "<=" : kind == 1 ? ">=" : "=");
            return JSON.objectNode().set("numeric", comparison.add(value));
        }
        return kind == 3 ? JSON.objectNode().put("exists", true) : value;
    }

    private static ArrayNode list(JsonNode... items) {
        return JSON.arrayNode().addAll(List.of(items));
    }

    private static boolean isWanted(JsonNode event, JsonNode pattern) {
        return Patterns.filter(JSON.objectNode().set("data", pattern))
                .wants(new Patterns.Told(event.toString(), Map.of()));
    }
}
