package dev.dromedary.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** An overlay rendered into one file, and what a person does with it: kustomize and kubectl, as {@code cluster/tools} has them. */
final class Installation {

    private static final Duration RENDER = Duration.ofSeconds(30);

    private final Path tools = Command.tools();
    private final Path manifest;

    /** Renders an overlay, named by its folder. */
    Installation(Path overlay) {
        this.manifest = Path.of("target", overlay.getFileName() + ".yaml");
        String rendered = Command.within(RENDER).run(tools.resolve("kustomize"), "build", overlay.toString());
        try {
            Files.writeString(manifest, rendered);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void apply() {
        Command.within(Cluster.SOON).run(tools.resolve("kubectl"), "apply", "-f", manifest.toString());
    }

    /** Deletes all of it, and waits until all of it is gone. */
    void delete(Duration longest) {
        Command.within(longest).run(tools.resolve("kubectl"), "delete", "-f", manifest.toString());
    }

    /** Deletes what there is of it, all or a part or nothing. */
    void deleteAnyOfIt(Duration longest) {
        Command.within(longest)
                .run(tools.resolve("kubectl"), "delete", "--ignore-not-found", "-f", manifest.toString());
    }
}
