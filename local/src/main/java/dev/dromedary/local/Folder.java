package dev.dromedary.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of YAML files, looked at five times a second. (Notifications differ from system to system and miss files on
 * network drives.) A file is read once it has stood still from one look to the next: half of a file is not a file.
 */
final class Folder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Folder.class);
    private static final long LOOK_MILLIS = 200;

    private final Path folder;
    private final BiConsumer<Path, Optional<String>> changed;
    private final Map<Path, Stamp> seen = new HashMap<>();
    private final Map<Path, Stamp> told = new HashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("folder").factory());

    /** What tells one version of a file from another. */
    private record Stamp(FileTime modified, long size, Object fileKey) {}

    /**
     * A folder.
     *
     * @param changed is told of each file with its text, and of each that is gone with nothing
     */
    Folder(Path folder, BiConsumer<Path, Optional<String>> changed) {
        this.folder = folder;
        this.changed = changed;
    }

    /** Tells of all files that are there, then follows them. */
    void open() {
        seen.putAll(look());
        compare();
        var unused = timer.scheduleWithFixedDelay(this::compare, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void compare() {
        Map<Path, Stamp> now = look();
        told.keySet().stream().filter(file -> !now.containsKey(file)).toList().forEach(file -> {
            told.remove(file);
            tell(file, Optional.empty());
        });
        now.forEach((file, stamp) -> {
            if (stamp.equals(seen.get(file)) && !stamp.equals(told.get(file))) {
                read(file).ifPresent(text -> {
                    told.put(file, stamp);
                    tell(file, Optional.of(text));
                });
            }
        });
        seen.clear();
        seen.putAll(now);
    }

    /** One file's trouble must not keep the others from being followed. */
    private void tell(Path file, Optional<String> text) {
        try {
            changed.accept(file, text);
        } catch (RuntimeException e) {
            LOG.error("A change could not be carried out file={}", file, e);
        }
    }

    private Map<Path, Stamp> look() {
        Map<Path, Stamp> files = new TreeMap<>();
        try (Stream<Path> all = Files.find(folder, 10, (path, attributes) -> isYaml(path))) {
            all.forEach(file -> stamp(file).ifPresent(stamp -> files.put(file, stamp)));
        } catch (IOException | UncheckedIOException e) {
            // The folder, or one in it, is being replaced: the next look will tell.
            return new TreeMap<>(seen);
        }
        return files;
    }

    private static boolean isYaml(Path path) {
        String name = path.getFileName().toString();
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
    }

    private static Optional<Stamp> stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? Optional.of(new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("{cannot be read: [" + e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
