package dev.dromedary.local;

import dev.dromedary.crd.Reading;
import dev.dromedary.kube.MemoryResources;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** What is in the files of the folder, put into the resources as the API server would: with uid, age and generation. */
final class Contents {

    private final MemoryResources resources;
    private final Function<Manifest, Reading<?>> check;
    private final Consumer<Fault> report;
    private final Clock clock;
    private final Map<Path, List<Manifest>> files = new TreeMap<>();
    private final Map<Manifest.Id, Manifest> present = new HashMap<>();

    /**
     * Contents of nothing yet.
     *
     * @param check reads an object's spec, for the faults in it
     * @param report is told of each fault
     */
    Contents(MemoryResources resources, Function<Manifest, Reading<?>> check, Consumer<Fault> report, Clock clock) {
        this.resources = resources;
        this.check = check;
        this.report = report;
        this.clock = clock;
    }

    /**
     * A file has changed. Of one that is no YAML to its end, what it held before stays in force.
     *
     * @param text empty: the file is gone
     */
    synchronized void changed(Path file, Optional<String> text) {
        ManifestFile read = ManifestFile.read(file, text.orElse(""));
        read.faults().forEach(report);
        if (text.isEmpty()) {
            files.remove(file);
        } else if (read.whole()) {
            files.put(file, read.manifests());
            read.manifests().forEach(this::dated);
            read.manifests().forEach(this::report);
        } else {
            return;
        }
        carryOut(wanted(file));
    }

    /** Rooms ask every object for its age. */
    private void dated(Manifest manifest) {
        manifest.object()
                .getMetadata()
                .setCreationTimestamp(
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private void report(Manifest manifest) {
        Reading<?> reading = check.apply(manifest);
        reading.problems().forEach(problem -> report.accept(manifest.fault(problem.field(), problem.remedy())));
        reading.unknown().forEach(field -> report.accept(manifest.fault(field, "has no effect: remove or correct it")));
    }

    /** All objects; of several of one name the first file's. */
    private Map<Manifest.Id, Manifest> wanted(Path changed) {
        Map<Manifest.Id, Manifest> wanted = new HashMap<>();
        for (Manifest manifest : files.values().stream().flatMap(List::stream).toList()) {
            Manifest first = wanted.putIfAbsent(manifest.id(), manifest);
            if (first != null
                    && (first.file().equals(changed) || manifest.file().equals(changed))) {
                report.accept(manifest.fault(
                        "metadata.name",
                        manifest.id() + " stands in " + first.file() + ":"
                                + first.lines().of("") + " too, which is used"));
            }
        }
        return wanted;
    }

    private void carryOut(Map<Manifest.Id, Manifest> wanted) {
        for (Manifest.Id id : new ArrayList<>(present.keySet())) {
            if (!wanted.containsKey(id)) {
                present.remove(id);
                resources.remove(id.kind(), id.key());
            }
        }
        wanted.forEach((id, manifest) -> {
            Optional<GenericKubernetesResource> before =
                    Optional.ofNullable(present.put(id, manifest)).map(Manifest::object);
            if (before.isEmpty() || !same(before.get(), manifest.object())) {
                born(manifest.object().getMetadata(), before.map(GenericKubernetesResource::getMetadata), id);
                resources.put(id.kind(), manifest.object());
            } else {
                manifest.object().setMetadata(before.get().getMetadata());
            }
        });
    }

    private void born(ObjectMeta metadata, Optional<ObjectMeta> before, Manifest.Id id) {
        metadata.setUid(UUID.nameUUIDFromBytes(id.toString().getBytes(StandardCharsets.UTF_8))
                .toString());
        before.map(ObjectMeta::getCreationTimestamp).ifPresent(metadata::setCreationTimestamp);
        metadata.setGeneration(before.map(ObjectMeta::getGeneration).orElse(0L) + 1);
    }

    private static boolean same(GenericKubernetesResource one, GenericKubernetesResource other) {
        return one.getAdditionalProperties().equals(other.getAdditionalProperties())
                && Objects.equals(
                        one.getMetadata().getLabels(), other.getMetadata().getLabels())
                && Objects.equals(
                        one.getMetadata().getAnnotations(), other.getMetadata().getAnnotations());
    }
}
