package dev.dromedary.kube;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The rules of the house that Maven's modules cannot hold up; each program has a test that implements this, and so checks them
 * over everything it is made of. Plain {@code @Test}s: ArchUnit's own {@code @ArchTest} fields were seen to run nothing and pass.
 */
public interface House {

    JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.dromedary");

    List<String> ROOMS = List.of("http", "cron", "kafka", "kinesis");

    /** The program's own package. */
    String program();

    /** Rules over nothing would hold for nothing. */
    @Test
    default void thereIsAHouse() {
        assertThat(CLASSES).hasSizeGreaterThan(50);
        assertThat(CLASSES).anyMatch(type -> type.getPackageName().equals(program()));
    }

    /** CDI stops at the edge: rooms, plans and desired are plain Java. */
    @Test
    default void cdiStopsAtTheEdge() {
        noClasses()
                .that()
                .resideOutsideOfPackage(program())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.inject..", "jakarta.enterprise..", "io.quarkus..")
                .check(CLASSES);
    }

    /** A name is a noun or verb that a user of Kubernetes, Camel or Kafka knows. */
    @Test
    default void namesSaySomething() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .resideInAnyPackage("..util..", "..common..", "..impl..")
                .check(CLASSES);
    }

    /** Rooms never import each other. */
    @Test
    default void roomsKnowNothingOfEachOther() {
        for (String room : ROOMS) {
            noClasses()
                    .that()
                    .resideInAPackage("dev.dromedary.routes." + room + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(ROOMS.stream()
                            .filter(other -> !other.equals(room))
                            .map(other -> "dev.dromedary.routes." + other + "..")
                            .toArray(String[]::new))
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    /** No inheritance of our own to climb: interfaces, records, composition. */
    @Test
    default void noAbstractClassIsOurs() {
        noClasses()
                .should(new ArchCondition<JavaClass>("be abstract") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean isAbstract = type.getModifiers().contains(JavaModifier.ABSTRACT)
                                && !type.isInterface()
                                && !type.isEnum();
                        events.add(new SimpleConditionEvent(type, isAbstract, type.getName()));
                    }
                })
                .check(CLASSES);
    }
}
