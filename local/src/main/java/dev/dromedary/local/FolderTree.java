package dev.dromedary.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders of ours, with all that is in them. */
final class FolderTree {

    private FolderTree() {}

    /** Removes a temporary folder; what cannot be removed now, the system clears up. Links are not followed. */
    static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            // Somebody else is at it.
        }
    }
}
