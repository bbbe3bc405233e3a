package dev.dromedary.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole folders. */
final class Folders {

    private Folders() {}

    /** Makes the second folder a copy of the first; what was in it goes. */
    static void copy(Path from, Path to) {
        remove(to);
        walk(from).forEach(file -> copyOne(file, to.resolve(from.relativize(file))));
    }

    /** Takes one away, with all that is in it, if it is there. */
    static void remove(Path folder) {
        walk(folder).stream().sorted(Comparator.reverseOrder()).forEach(Folders::delete);
    }

    private static List<Path> walk(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyOne(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
