package io.rollcall.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;

/** What a compiler does not check; the house rules hold for loadbalancer, too, whose classes are on the path. */
@AnalyzeClasses(packages = "io.rollcall", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests house = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule eventsAndRegistrationsStandBelowTheirUsers = noClasses()
            .that()
            .resideInAnyPackage("io.rollcall.event", "io.rollcall.registration", "io.rollcall.health")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.rollcall.internal.lease..",
                    "io.rollcall.internal.discovery..",
                    "io.rollcall.internal.http..",
                    "io.rollcall.internal.registry.."));

    @ArchTest
    static final ArchRule keepingLeasesKnowsNothingOfTheFrontDoor = noClasses()
            .that()
            .resideInAPackage("io.rollcall.internal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.rollcall");

    @ArchTest
    static final ArchRule leasesKnowNoTransport = noClasses()
            .that()
            .resideInAPackage("io.rollcall.internal.lease..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.rollcall.internal.registry..", "okhttp3..", "tools.jackson.."));

    @ArchTest
    static final ArchRule spiKnowsNoImplementation = noClasses()
            .that()
            .resideInAPackage("io.rollcall.registry")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.rollcall.registry.support..",
                    "io.rollcall.internal..",
                    "okhttp3..",
                    "tools.jackson..",
                    "io.github.resilience4j.."));

    @ArchTest
    static final ArchRule exportedPackagesKnowNoJson = noClasses()
            .that()
            .resideOutsideOfPackage("..internal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("tools.jackson..");
}
