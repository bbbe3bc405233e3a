package dev.dromedary.reconciler.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The lines of a resource beside this class, without comments, by the section in brackets that they stand under. */
final class ResourceLines {

    private ResourceLines() {}

    /**
     * The lines of a section.
     *
     * @param section its name, with the brackets
     * @throws IllegalStateException if the resource has no such section
     */
    static Stream<String> of(String resource, String section) {
        List<String> lines = read(resource);
        if (!lines.contains(section)) {
            throw new IllegalStateException(resource + " has no section " + section);
        }
        return lines.stream().skip(lines.indexOf(section) + 1L).takeWhile(line -> !line.startsWith("["));
    }

    private static List<String> read(String resource) {
        try (InputStream in = ResourceLines.class.getResourceAsStream(resource)) {
            return Arrays.stream(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n"))
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
