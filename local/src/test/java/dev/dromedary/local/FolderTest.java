package dev.dromedary.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private Folder folder;

    @AfterEach
    void close() {
        folder.close();
    }

    @Test
    void filesAreToldOfAsTheyComeChangeAndGo(@TempDir Path path) throws Exception {
        Files.writeString(path.resolve("a.yaml"), "one");
        Files.writeString(path.resolve("notes.txt"), "none of ours");
        follow(path);
        assertThat(told).containsExactly("a.yaml one");
        Files.createDirectory(path.resolve("sub"));
        Files.writeString(path.resolve("sub/b.yml"), "two");
        Files.writeString(path.resolve("a.yaml"), "changed");
        await().until(() -> told.containsAll(List.of("b.yml two", "a.yaml changed")));
        Files.delete(path.resolve("a.yaml"));
        await().until(() -> told.contains("a.yaml gone"));
    }

    @Test
    void oneFilesTroubleKeepsNoOtherFromBeingFollowed(@TempDir Path path) throws Exception {
        Files.writeString(path.resolve("a.yaml"), "trouble");
        Files.writeString(path.resolve("b.yaml"), "one");
        follow(path);
        assertThat(told).containsExactly("b.yaml one");
        Files.writeString(path.resolve("a.yaml"), "mended");
        await().until(() -> told.contains("a.yaml mended"));
    }

    private void follow(Path path) {
        folder = new Folder(path, (file, text) -> {
            if (text.filter("trouble"::equals).isPresent()) {
                throw new IllegalStateException("trouble");
            }
            told.add(file.getFileName() + " " + text.orElse("gone"));
        });
        folder.open();
    }
}
