package dev.dromedary.runtimes.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process of this machine.
 *
 * @param output the file of all that it writes
 * @param port where its server listens
 * @param mark stands in the environment of all processes that are started in it, too
 */
record LocalProcess(Process process, Path output, String port, String mark) implements Started {

    @Override
    public String address() {
        return Processes.HOST + ":" + port;
    }

    @Override
    public String log() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isRunning() {
        return process.isAlive();
    }

    @Override
    public long exitStatus() {
        return process.exitValue();
    }

    @Override
    public boolean computes() {
        // Of every thread: it need not be the first that does.
        return marked().flatMap(folder -> folders(folder.resolve("task")))
                .anyMatch(thread -> content(thread.resolve("stat"))
                        .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).startsWith("R"))
                        .orElse(false));
    }

    @Override
    public int processes() {
        return (int) marked().count();
    }

    @Override
    public void terminate() {
        process.toHandle().destroy();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        marked().map(folder -> Long.valueOf(folder.getFileName().toString()))
                .flatMap(id -> ProcessHandle.of(id).stream())
                .forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    /** The folders of /proc of the processes that belong to it, whoever is their parent by now. */
    private Stream<Path> marked() {
        return folders(Path.of("/proc"))
                .filter(folder -> folder.getFileName().toString().matches("\\d+"))
                .filter(folder -> content(folder.resolve("environ"))
                        .filter(environ -> (environ + "\0").contains(mark + "\0"))
                        .isPresent());
    }

    /** What is in a folder of /proc; nothing if the process has ended meanwhile. */
    private static Stream<Path> folders(Path parent) {
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    /** Empty: the process has ended meanwhile. */
    private static Optional<String> content(Path file) {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
