package dev.dromedary.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the API server of {@code make cluster} was asked for. */
final class AuditLog {

    private static final Path FOLDER = Path.of("../build/cluster/log");
    private static final JsonMapper MAPPER = new JsonMapper();

    private final String mark;
    private final Predicate<Request> wanted;

    private AuditLog(String mark, Predicate<Request> wanted) {
        this.mark = mark;
        this.wanted = wanted;
    }

    /** What the programs of the installation in a namespace asked for, in their pods. */
    static AuditLog ofPrograms(String namespace) {
        return new AuditLog("system:serviceaccount:" + namespace + ":", request -> !request.pod()
                .isEmpty());
    }

    /** What anybody asked to be listed. */
    static AuditLog ofLists() {
        return new AuditLog("\"verb\":\"list\"", Request::isList);
    }

    /** All there are since the log began, the oldest first. */
    List<Request> all() {
        return since(Instant.EPOCH);
    }

    /** Those that were received since then. */
    List<Request> since(Instant begin) {
        try (Stream<Path> files = Files.list(FOLDER)) {
            // audit-<time>.log, which was set aside, comes before audit.log.
            return files.filter(file -> file.getFileName().toString().startsWith("audit"))
                    .sorted()
                    .flatMap(this::read)
                    .filter(wanted)
                    .filter(request -> !request.received().isBefore(begin))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last line may be half written. */
    private Stream<Request> read(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines
                    .filter(line -> line.contains(mark) && line.endsWith("}"))
                    .map(AuditLog::parse)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Request parse(String line) {
        try {
            return new Request(MAPPER.readTree(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One request; {@code event} is its line. */
    record Request(JsonNode event) {

        private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete", "deletecollection");

        /** The service account, such as {@code kubeless-router}. */
        String program() {
            String name = event.at("/user/username").asText();
            return name.substring(name.lastIndexOf(':') + 1);
        }

        String pod() {
            return event.at("/user/extra/authentication.kubernetes.io~1pod-name/0")
                    .asText();
        }

        String uri() {
            return event.path("requestURI").asText();
        }

        Instant received() {
            return Instant.parse(event.path("requestReceivedTimestamp").asText());
        }

        String namespace() {
            return event.at("/objectRef/namespace").asText();
        }

        /** Such as the question for the server's version. */
        boolean isAboutNoObject() {
            return event.path("objectRef").isMissingNode();
        }

        boolean isList() {
            return verb().equals("list") && isAnswered();
        }

        boolean isWrite() {
            return WRITES.contains(verb()) && isAnswered();
        }

        boolean isAllowed() {
            return event.at("/annotations/authorization.k8s.io~1decision")
                    .asText()
                    .equals("allow");
        }

        /** What it needs the right to; server-side apply of an object that was not there needs two. */
        Stream<Right> rights() {
            Right right = right(verb());
            return verb().equals("patch") && event.at("/responseStatus/code").asInt() == 201
                    ? Stream.of(right, right("create"))
                    : Stream.of(right);
        }

        private Right right(String verb) {
            String part = event.at("/objectRef/subresource").asText();
            return new Right(
                    verb,
                    event.at("/objectRef/apiGroup").asText(),
                    event.at("/objectRef/resource").asText() + (part.isEmpty() ? "" : "/" + part));
        }

        private String verb() {
            return event.path("verb").asText();
        }

        @Override
        public String toString() {
            return "%s %s %s by %s".formatted(received(), verb(), uri(), pod());
        }

        private boolean isAnswered() {
            return event.path("stage").asText().equals("ResponseComplete");
        }
    }
}
