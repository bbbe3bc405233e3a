package dev.dromedary.local;

import java.nio.file.Path;

/**
 * Something in a file that is wrong, or has no effect.
 *
 * @param file the file
 * @param line counted from 1
 * @param field the path of the field, such as {@code spec.handler}; empty: the file cannot be read that far
 * @param message what is wrong and what to write instead
 */
record Fault(Path file, int line, String field, String message) {

    /** {@code file:line: field: message}, which editors and terminals make a link of. */
    @Override
    public String toString() {
        return file + ":" + line + ": " + (field.isEmpty() ? "" : field + ": ") + message;
    }
}
