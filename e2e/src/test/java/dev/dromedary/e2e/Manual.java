package dev.dromedary.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page of {@code docs/}: the commands in it, which are the blocks marked {@code sh}, and its YAML, as they stand there.
 *
 * @param text the page
 */
record Manual(String text) {

    private static final Pattern YAML = Pattern.compile("^```yaml\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern BLOCK = Pattern.compile("^```sh\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    static Manual read(Path page) {
        try {
            return new Manual(Files.readString(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs all commands below a heading, one after the other in one shell, and gives back what they print. */
    String run(String heading, Command command) {
        List<String> blocks = BLOCK.matcher(section(heading))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        if (blocks.isEmpty()) {
            throw new AssertionError("No commands stand below '" + heading + "'");
        }
        return command.run("bash", "-euo", "pipefail", "-c", blocks.stream().collect(Collectors.joining("\n")));
    }

    /** The first block of YAML. */
    String yaml() {
        return YAML.matcher(text)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError("No YAML stands there"))
                .group(1);
    }

    private String section(String heading) {
        String start = "\n## " + heading + "\n";
        int begin = text.indexOf(start);
        if (begin < 0) {
            throw new AssertionError("There is no heading '" + heading + "'");
        }
        int end = text.indexOf("\n## ", begin + start.length());
        return text.substring(begin + start.length(), end < 0 ? text.length() : end);
    }
}
