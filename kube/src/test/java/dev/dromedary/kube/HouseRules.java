package dev.dromedary.kube;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** The rules of the house that Maven's modules cannot hold up; each app checks them over everything it is made of. */
public final class HouseRules {

    private final JavaClasses house = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.dromedary");

    /** How many classes are looked at: rules over nothing would hold for nothing. */
    public int size() {
        return house.size();
    }

    /** CDI stops at the edge: rooms, plans and desired are plain Java. */
    public void cdiStopsAtTheApps(String app) {
        noClasses()
                .that()
                .resideOutsideOfPackage(app)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.inject..", "jakarta.enterprise..", "io.quarkus..")
                .check(house);
    }

    /** A name is a noun or verb that a user of Kubernetes, Camel or Kafka knows. */
    public void noClassIsCalledAfterNothing() {
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
                .check(house);
    }

    /** Rooms never import each other. */
    public void roomsKnowNothingOfEachOther() {
        noClasses()
                .that()
                .resideInAPackage("dev.dromedary.routes.http..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.dromedary.routes.cron..")
                .check(house);
        noClasses()
                .that()
                .resideInAPackage("dev.dromedary.routes.cron..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.dromedary.routes.http..")
                .allowEmptyShould(true)
                .check(house);
    }

    /** No inheritance of our own to climb: interfaces, records, composition. */
    public void noAbstractClassIsOurs() {
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
                .check(house);
    }
}
