package dev.dromedary.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;

/**
 * Compares a golden tree with what was made. {@code <hash>} and {@code <absent>} stand for what
 * their names say.
 *
 * @param whole whether everything that was made must stand in the golden tree; else lists of named things may have more
 */
record Golden(boolean whole) {

    /** Stands for 16 hex digits, also within a name. */
    static final String HASH = "<hash>";

    void compare(JsonNode golden, JsonNode made, String path) {
        if (golden.isObject()) {
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
            compare(
                    golden.get(i),
                    byName ? named(made, golden.get(i).path("name")) : made.get(i),
                    path + "[" + i + "]");
        }
    }

    private static JsonNode named(JsonNode list, JsonNode name) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(item -> item.path("name").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing is called " + name + " in " + list));
    }

    private static void compareLeaves(String golden, JsonNode made, String path) {
        if (golden.equals("<absent>")) {
            assertThat(made.isMissingNode()).as(path).isTrue();
        } else if (golden.contains(HASH)) {
            assertThat(made.asText()).as(path).matches(golden.replace(HASH, "[0-9a-f]{16}"));
        } else {
            assertThat(made.asText()).as(path).isEqualTo(golden);
        }
    }
}
