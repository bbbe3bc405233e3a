package dev.dromedary.crd;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The CRD manifests under {@code crd/manifests} are what the records say. Run with {@code -Dmanifests=write} to write
 * them anew after a change of a record.
 */
class ManifestsTest {

    private static final Path MANIFESTS = Path.of("manifests");

    @TempDir
    Path generated;

    static Stream<Class<? extends CustomResource<?, ?>>> kinds() {
        return Stream.of(
                Function.class,
                HTTPTrigger.class,
                CronJobTrigger.class,
                KafkaTrigger.class,
                NATSTrigger.class,
                KinesisTrigger.class);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void committedManifestIsTheGeneratedOne(Class<? extends CustomResource<?, ?>> kind) throws IOException {
        String plural = HasMetadata.getPlural(kind);
        String yaml = manifest(kind);
        Path committed = MANIFESTS.resolve(plural).resolve(plural + ".kubeless.io.yaml");
        if ("write".equals(System.getProperty("manifests"))) {
            Files.createDirectories(committed.getParent());
            Files.writeString(committed, yaml);
        }
        assertThat(committed)
                .as("run `mvn -pl crd test -Dtest=ManifestsTest -Dmanifests=write` and commit what changed")
                .hasContent(yaml);
    }

    /** A client-side {@code kubectl apply} keeps the whole object in an annotation of at most 256 kB. */
    @ParameterizedTest
    @MethodSource("kinds")
    void manifestIsSmallEnoughForClientSideApply(Class<? extends CustomResource<?, ?>> kind) throws IOException {
        assertThat(manifest(kind).length()).isLessThan(200_000);
    }

    private String manifest(Class<? extends CustomResource<?, ?>> kind) throws IOException {
        new CRDGenerator()
                .customResourceClasses(List.of(kind))
                .forCRDVersions("v1")
                .inOutputDir(generated.toFile())
                .detailedGenerate();
        CustomResourceDefinition crd = Serialization.unmarshal(
                Files.readString(generated.resolve(CustomResource.getCRDName(kind) + "-v1.yml")),
                CustomResourceDefinition.class);
        crd.getSpec().getNames().setCategories(List.of("kubeless"));
        crd.getSpec().getNames().setListKind(crd.getSpec().getNames().getKind() + "List");
        crd.getSpec().getVersions().forEach(version -> {
            version.setAdditionalPrinterColumns(inDeclaredOrder(kind, version.getAdditionalPrinterColumns()));
            version.getSchema().getOpenAPIV3Schema().setRequired(List.of("spec"));
            var spec = version.getSchema().getOpenAPIV3Schema().getProperties().get("spec");
            // Kept, not pruned, so that a mistyped key can be named in a condition instead of vanishing.
            spec.setXKubernetesPreserveUnknownFields(true);
            spec.getProperties().values().forEach(ManifestsTest::withoutDoubledRules);
        });
        return "# Generated from the records in crd/src/main/java by ManifestsTest: do not edit.\n"
                + Serialization.asYaml(crd);
    }

    /** The generator sorts columns by their path; a table is read in the order that its author chose. */
    private static List<CustomResourceColumnDefinition> inDeclaredOrder(
            Class<?> kind, List<CustomResourceColumnDefinition> columns) {
        List<String> names = Stream.of(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        return columns.stream()
                .sorted(Comparator.comparing(column -> names.indexOf(column.getName())))
                .toList();
    }

    /** An annotation of a record's component stands on its field and on its accessor: the generator counts both. */
    private static void withoutDoubledRules(JSONSchemaProps property) {
        property.setXKubernetesValidations(
                property.getXKubernetesValidations().stream().distinct().toList());
        property.getProperties().values().forEach(ManifestsTest::withoutDoubledRules);
    }
}
