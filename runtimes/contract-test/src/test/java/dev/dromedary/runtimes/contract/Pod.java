package dev.dromedary.runtimes.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * What the containers of a pod share.
 *
 * @param function the folder of the function, {@code /kubeless} in a container
 * @param terminationLog the file for the reason of an end, {@code /dev/termination-log} in a container
 */
record Pod(Path function, Path terminationLog) {

    /** A pod with empty volumes. */
    static Pod create() {
        try {
            Path scratch = Files.createDirectories(Path.of(System.getProperty("scratch")));
            Path pod = Files.createTempDirectory(scratch, "pod");
            Path function = Files.createDirectory(pod.resolve("kubeless"));
            Path terminationLog = Files.createFile(pod.resolve("termination-log"));
            Files.setPosixFilePermissions(pod, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(function, PosixFilePermissions.fromString("rwxrwxrwx"));
            Files.setPosixFilePermissions(terminationLog, PosixFilePermissions.fromString("rw-rw-rw-"));
            return new Pod(function, terminationLog);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a file into {@code /kubeless}. */
    Pod with(String name, String content) {
        return with(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private Pod with(String name, byte[] content) {
        try {
            Path file = Files.write(function.resolve(name), content);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Pod with(String name, Path source) {
        try {
            Pod filled = with(name, Files.readAllBytes(source));
            if (Files.isExecutable(source)) {
                Files.setPosixFilePermissions(function.resolve(name), PosixFilePermissions.fromString("rwxrwxrwx"));
            }
            return filled;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts all that is in a folder into {@code /kubeless}. */
    Pod withAll(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path parent =
                        function.resolve(folder.relativize(file).toString()).getParent();
                Files.createDirectories(parent);
                Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxrwxrwx"));
                with(folder.relativize(file).toString(), file);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String terminationMessage() {
        try {
            return Files.readString(terminationLog);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
