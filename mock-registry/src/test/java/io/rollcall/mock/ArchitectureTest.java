package io.rollcall.mock;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.HasDescription;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;

@AnalyzeClasses(
        packages = "io.rollcall",
        importOptions = {ImportOption.DoNotIncludeJars.class, ImportOption.DoNotIncludeTests.class})
class ArchitectureTest {

    @ArchTest
    static final ArchRule sharesNothingWithTheRestOfRollcall = noClasses()
            .that()
            .resideInAPackage("io.rollcall.mock..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.rollcall",
                    "io.rollcall.event..",
                    "io.rollcall.health..",
                    "io.rollcall.http..",
                    "io.rollcall.internal..",
                    "io.rollcall.loadbalancer..",
                    "io.rollcall.metrics..",
                    "io.rollcall.model..",
                    "io.rollcall.registration..",
                    "io.rollcall.registry..");

    @ArchTest
    static final ArchRule exportedSignaturesNameNoInternalType = classes()
            .that()
            .resideOutsideOfPackage("..internal..")
            .and()
            .arePublic()
            .should(new NameNoInternalType());

    @ArchTest
    static final ArchRule packagesPointOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("registry")
            .definedBy("io.rollcall.mock")
            .layer("http")
            .definedBy("io.rollcall.mock.internal.http")
            .layer("push")
            .definedBy("io.rollcall.mock.internal.push")
            .layer("store")
            .definedBy("io.rollcall.mock.internal.store")
            .layer("instance")
            .definedBy("io.rollcall.mock.instance")
            .layer("clock")
            .definedBy("io.rollcall.mock.clock")
            .whereLayer("http")
            .mayOnlyBeAccessedByLayers("registry")
            .whereLayer("push")
            .mayOnlyBeAccessedByLayers("registry", "http")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("registry", "http", "push");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.rollcall.mock.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheSystemClockReadsTheMachinesClocks = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.rollcall.mock.clock.SystemClock")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule theStoreKnowsNothingOfHttpOrJson = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.rollcall.mock.internal.store", "io.rollcall.mock.instance", "io.rollcall.mock.clock")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.undertow..", "org.xnio..", "tools.jackson..", "io.prometheus..");

    /**
     * What a user of the class can see: its supertypes, and its public and protected fields, constructors and methods.
     */
    private static final class NameNoInternalType extends ArchCondition<JavaClass> {
        NameNoInternalType() {
            super("name no internal type");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            report(type, type.getAllRawSuperclasses(), events);
            report(type, type.getAllRawInterfaces(), events);
            for (JavaMember member : type.getMembers()) {
                if (isVisible(member)) {
                    report(member, member.getAllInvolvedRawTypes(), events);
                }
            }
        }

        private static boolean isVisible(JavaMember member) {
            return member.getModifiers().contains(JavaModifier.PUBLIC)
                    || member.getModifiers().contains(JavaModifier.PROTECTED);
        }

        private static void report(HasDescription where, Collection<JavaClass> named, ConditionEvents events) {
            named.stream()
                    .filter(type -> type.getPackageName().contains(".internal"))
                    .forEach(type -> events.add(
                            SimpleConditionEvent.violated(where, where.getDescription() + " names " + type.getName())));
        }
    }
}
