package dev.dromedary.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.StrictReader;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one object: what the API server would look at first, before anybody reads its spec. */
final class ManifestReader {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    private final Path file;
    private final Lines lines;
    private final List<Fault> faults = new ArrayList<>();

    ManifestReader(Path file, Lines lines) {
        this.file = file;
        this.lines = lines;
    }

    /** The object; empty if there are faults. */
    Optional<Manifest> read(Object tree) {
        if (!(tree instanceof Map<?, ?> fields)) {
            fault("", "a Kubernetes object was expected: apiVersion, kind, metadata and spec");
            return Optional.empty();
        }
        Optional<Kind> kind = kind(fields);
        Optional<ObjectMeta> metadata = kind.flatMap(known -> metadata(fields));
        if (metadata.isEmpty()) {
            return Optional.empty();
        }
        GenericKubernetesResource object = MAPPER.convertValue(fields, GenericKubernetesResource.class);
        object.setMetadata(metadata.get());
        // Status is ours to say.
        object.getAdditionalProperties().remove("status");
        return Optional.of(new Manifest(kind.get(), object, file, lines));
    }

    List<Fault> faults() {
        return faults;
    }

    private Optional<Kind> kind(Map<?, ?> fields) {
        Optional<Kind> kind = Kind.ofName(String.valueOf(fields.get("kind")))
                .filter(known -> known.group().equals(Kind.GROUP) || known.equals(Kind.SECRET));
        if (kind.isEmpty()) {
            fault(
                    "kind",
                    "'" + fields.get("kind") + "' is passed over: Functions, triggers and Secrets alone count here");
            return kind;
        }
        if (!kind.get().apiVersion().equals(fields.get("apiVersion"))) {
            fault("apiVersion", "must be " + kind.get().apiVersion());
            return Optional.empty();
        }
        return kind;
    }

    private Optional<ObjectMeta> metadata(Map<?, ?> fields) {
        Reading<ObjectMeta> reading = StrictReader.embedded(ObjectMeta.class, fields.get("metadata"), "metadata");
        reading.problems().forEach(problem -> fault(problem.field(), problem.remedy()));
        Optional<ObjectMeta> metadata = reading.value().filter(this::named);
        metadata.filter(found ->
                        found.getNamespace() == null || found.getNamespace().isEmpty())
                .ifPresent(found -> found.setNamespace("default"));
        return metadata;
    }

    private boolean named(ObjectMeta metadata) {
        String name = metadata.getName() == null ? "" : metadata.getName();
        if (!NAME.matcher(name).matches()) {
            fault("metadata.name", "'" + name + "' must be lower-case letters, digits, '-' and '.'");
            return false;
        }
        return true;
    }

    private void fault(String field, String message) {
        faults.add(new Fault(file, lines.of(field), field, message));
    }
}
