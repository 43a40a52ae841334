package io.rollcall.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.rollcall.CallAttempt;
import java.time.Clock;
import java.time.Instant;

/** The house rules that a compiler does not check. */
@AnalyzeClasses(packages = "io.rollcall", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String TIME = "io.rollcall.time..";

    @ArchTest
    static final ArchRule timeComesFromOutside = noClasses()
            .that(not(resideInAPackage(TIME)))
            .and(not(resideInAPackage("io.rollcall.mock..")))
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(java.util.concurrent.TimeUnit.class, "sleep", long.class)
            .because("time is handed in, so that tests can move it");

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().assignedFrom(new EachPackage())
            .should()
            .beFreeOfCycles()
            // An attempt of a call is told to listeners as it is: the balancing client makes what the root declares.
            .ignoreDependency(
                    resideInAPackage("io.rollcall.http.balancing"), belongTo(equivalentTo(CallAttempt.class)));

    @ArchTest
    static final ArchRule keepingLeasesKnowsNothingOfTheFrontDoor = noClasses()
            .that()
            .resideInAnyPackage("io.rollcall.registration", "io.rollcall.health..", "io.rollcall.probe")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.rollcall");

    @ArchTest
    static final ArchRule registrationKnowsNoTransport = noClasses()
            .that()
            .resideInAPackage("io.rollcall.registration..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.rollcall.registry.http..", "okhttp3..", "tools.jackson.."));

    @ArchTest
    static final ArchRule spiKnowsNoImplementation = noClasses()
            .that()
            .resideInAPackage("io.rollcall.registry")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.rollcall.registry.http..",
                    "io.rollcall.registry.guard..",
                    "io.rollcall.registry.json..",
                    "io.rollcall.registry.spi..",
                    "io.rollcall.registration..",
                    "okhttp3..",
                    "tools.jackson..",
                    "io.github.resilience4j.."));

    @ArchTest
    static final ArchRule exportedTypesReturnNothingInternal = noMethods()
            .that()
            .areDeclaredInClassesThat(resideInAnyPackage("io.rollcall", "io.rollcall.health", "io.rollcall.registry"))
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .and()
            .arePublic()
            .should()
            .haveRawReturnType(resideInAnyPackage(
                    "io.rollcall.registration..",
                    "io.rollcall.health.monitor..",
                    "io.rollcall.registry.http..",
                    "io.rollcall.registry.guard..",
                    "io.rollcall.registry.json..",
                    "tools.jackson..",
                    "io.github.resilience4j.."));

    /** Each package a slice of its own; the root too, which a pattern with dots passes over. */
    private static final class EachPackage implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass of) {
            return of.getPackageName().startsWith("io.rollcall.mock")
                    ? SliceIdentifier.ignore()
                    : SliceIdentifier.of(of.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
