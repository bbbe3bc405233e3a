package dev.dromedary.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The steps of {@code docs/migration.md}, run as they stand there in a copy of what they need of the repository. One thing
 * is otherwise: the overlay that is installed takes its images from the registry of the tests' cluster.
 */
final class Migration {

    private static final Duration LONGEST_STEP = Duration.ofMinutes(6);

    private final Manual manual =
            new Manual(Manual.read(Path.of("../docs/migration.md")).text().replace("[../cluster]", "[../dev]"));
    private final Command command;

    /**
     * Ready for step 1.
     *
     * @param host what the variable {@code HOST} is set to
     */
    Migration(String host) {
        String path = Command.tools() + ":" + System.getenv("PATH");
        this.command = new Command(checkout(), Map.of("PATH", path, "HOST", host), LONGEST_STEP);
    }

    /** Carries out all commands of a step, and gives back what they print. */
    String step(String heading) {
        return manual.run(heading, command);
    }

    private static Path checkout() {
        try {
            Path folder = Files.createTempDirectory(Path.of("target"), "migration");
            for (String part : new String[] {"kustomize", "crd/manifests"}) {
                copy(Path.of("..", part), folder.resolve(part));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
