package dev.dromedary.runtimes.contract;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a runtime is run without its image: its local.json (see CONTRACT.md).
 *
 * @param prepare makes what the server needs
 * @param install the installation step; {@code null}: there is none
 * @param compile the compilation step; {@code null}: there is none
 * @param serve the server
 * @param env for all but {@code prepare}
 */
record Recipe(
        List<String> prepare, List<String> install, List<String> compile, List<String> serve, Map<String, String> env) {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    static Recipe read(Path file) throws IOException {
        return MAPPER.readValue(file.toFile(), Recipe.class);
    }

    /** The command line of a step: {@code installation} or {@code compilation}. */
    List<String> step(String name) {
        return name.equals("installation") ? install : compile;
    }
}
