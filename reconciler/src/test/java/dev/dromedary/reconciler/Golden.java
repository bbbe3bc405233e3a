package dev.dromedary.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Compares a golden tree with what was made. {@code <hash>} and {@code <absent>} stand for what
 * their names say; {@code name: "!x"} in a list says that nothing there is called x.
 *
 * @param whole whether everything that was made must stand in the golden tree; else lists of named things may have more
 */
record Golden(boolean whole) {

    /** Stands for 16 hex digits, also within a name. */
    static final String HASH = "<hash>";

    private static final String ABSENT = "<absent>";
    private static final String NONE = "!";

    void compare(JsonNode golden, JsonNode made, String path) {
        if (golden.isObject()) {
            boolean nothing = golden.properties().stream()
                    .allMatch(field -> field.getValue().asText().equals(ABSENT));
            assertThat(made.isObject() || (nothing && !golden.isEmpty()))
                    .as(path + " is there")
                    .isTrue();
            golden.properties()
                    .forEach(
                            field -> compare(field.getValue(), made.path(field.getKey()), path + "." + field.getKey()));
            if (whole) {
                assertThat(made.fieldNames()).toIterable().as(path).hasSize(golden.size());
            }
        } else if (golden.isArray()) {
            compareLists(golden, made, path);
        } else {
            compareLeaves(golden.asText(), made, path);
        }
    }

    private void compareLists(JsonNode golden, JsonNode made, String path) {
        boolean byName = !whole && golden.path(0).path("name").isTextual();
        if (!byName) {
            assertThat(made).as(path).hasSize(golden.size());
        }
        for (int i = 0; i < golden.size(); i++) {
            String name = golden.get(i).path("name").asText();
            if (byName && name.startsWith(NONE)) {
                assertThat(named(made, name.substring(1))).as(path + " " + name).isEmpty();
                continue;
            }
            compare(
                    golden.get(i),
                    byName ? named(made, name).orElseThrow(() -> nothing(path, name, made)) : made.get(i),
                    path + "[" + i + "]");
        }
    }

    private static Optional<JsonNode> named(JsonNode list, String name) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(item -> item.path("name").asText().equals(name))
                .findFirst();
    }

    private static AssertionError nothing(String path, String name, JsonNode made) {
        return new AssertionError(path + ": nothing is called " + name + " in " + made);
    }

    private static void compareLeaves(String golden, JsonNode made, String path) {
        if (golden.equals(ABSENT)) {
            assertThat(made.isMissingNode()).as(path + " is " + made).isTrue();
        } else if (golden.contains(HASH)) {
            assertThat(made.asText()).as(path).matches(golden.replace(HASH, "[0-9a-f]{16}"));
        } else {
            assertThat(made.isValueNode()).as(path + " is there").isTrue();
            assertThat(made.asText()).as(path).isEqualTo(golden);
        }
    }
}
