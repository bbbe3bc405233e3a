package dev.dromedary.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Every write that a test's API server was asked for, the refused ones too: its own audit log. */
final class AuditLog {

    private static final String POLICY =
            """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived, ResponseStarted]
            rules:
            - {level: Metadata, verbs: [create, update, patch, delete, deletecollection]}
            - {level: None}
            """;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    /** The log of the server whose files are in the folder. */
    AuditLog(Path folder) {
        this.file = folder.resolve("audit.log");
    }

    /** The arguments that switch it on; the policy is written to the folder. */
    List<String> arguments() {
        Path policy = file.resolveSibling("audit-policy.yaml");
        try {
            Files.writeString(policy, POLICY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of("--audit-policy-file=" + policy, "--audit-log-path=" + file);
    }

    /** The writes in a namespace, the oldest first. */
    List<Write> writes(String namespace) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.contains('"' + namespace + '"'))
                    .map(AuditLog::event)
                    .filter(event -> event.at("/objectRef/namespace").asText().equals(namespace))
                    .map(AuditLog::write)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode event(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Write write(JsonNode event) {
        JsonNode object = event.path("objectRef");
        String named = Stream.of("resource", "name", "subresource")
                .map(part -> object.path(part).textValue())
                .filter(Objects::nonNull)
                .reduce((left, right) -> left + '/' + right)
                .orElse("");
        return new Write(
                event.path("verb").asText(),
                named,
                event.at("/responseStatus/code").asInt(),
                event.path("userAgent").asText());
    }
}
