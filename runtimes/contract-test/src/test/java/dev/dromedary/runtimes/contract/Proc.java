package dev.dromedary.runtimes.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the kernel tells in {@code /proc}; of a process that ends meanwhile it tells nothing. */
final class Proc {

    private Proc() {}

    /** The folders of processes with such a variable, {@code NAME=VALUE}, in what they were started with, whoever is their parent. */
    static Stream<Path> having(Predicate<String> variable) {
        return folders(Path.of("/proc"))
                .filter(folder -> folder.getFileName().toString().matches("\\d+"))
                .filter(folder -> content(folder.resolve("environ"))
                        .filter(environ -> Arrays.stream(environ.split("\0")).anyMatch(variable))
                        .isPresent());
    }

    /** Kills a process of such a folder. */
    static void kill(Path folder) {
        ProcessHandle.of(Long.parseLong(folder.getFileName().toString())).ifPresent(ProcessHandle::destroyForcibly);
    }

    static Stream<Path> folders(Path parent) {
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    /** Empty: the process has ended meanwhile. */
    static Optional<String> content(Path file) {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
