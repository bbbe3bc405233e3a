package dev.dromedary.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What the command line says.
 *
 * @param folder with the YAML files
 * @param port where HTTPTriggers are reached; 0: any free one
 * @param runtimes the folder of the runtimes
 * @param cache where what was installed is kept
 */
record Options(Path folder, int port, Path runtimes, Path cache) {

    static final String USAGE =
            """
            Usage: local/run [--port PORT] FOLDER
              Runs the functions and triggers in the folder's YAML files, and follows the files.
              --port PORT      where HTTPTriggers are reached (8080; 0: any free port)
              --runtimes DIR   the runtimes (those beside this program)
              --cache DIR      where dependencies are kept (~/.cache/dromedary, or under $XDG_CACHE_HOME)
            """;

    private static final int HIGHEST_PORT = 65535;

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    static Options of(List<String> words) {
        Optional<Path> folder = Optional.empty();
        int port = 8080;
        Path runtimes = Path.of("runtimes");
        Path cache = usualCache();
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            switch (word) {
                case "--port" -> port = port(value(word, rest));
                case "--runtimes" -> runtimes = folder(value(word, rest), word);
                case "--cache" -> cache = Path.of(value(word, rest));
                default -> {
                    if (word.startsWith("-") || folder.isPresent()) {
                        throw new IllegalArgumentException("'" + word + "' is not understood");
                    }
                    folder = Optional.of(folder(word, "FOLDER"));
                }
            }
        }
        return new Options(
                folder.orElseThrow(() -> new IllegalArgumentException("FOLDER is missing")),
                port,
                runtimes.toAbsolutePath().normalize(),
                cache.toAbsolutePath().normalize());
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.next();
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > HIGHEST_PORT) {
            throw new IllegalArgumentException(
                    "--port is '" + text + "', but must be a number from 0 to " + HIGHEST_PORT);
        }
        return Integer.parseInt(text);
    }

    private static Path folder(String text, String option) {
        if (!Files.isDirectory(Path.of(text))) {
            throw new IllegalArgumentException(option + ": there is no folder '" + text + "'");
        }
        return Path.of(text);
    }

    /** As the scripts of the house have it: by the variables, not by what the JVM takes for the user's home. */
    private static Path usualCache() {
        String home = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
        String given = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
        return (given.isEmpty() ? Path.of(home, ".cache") : Path.of(given)).resolve("dromedary");
    }
}
