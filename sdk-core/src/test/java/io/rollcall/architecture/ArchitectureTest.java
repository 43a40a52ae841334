package io.rollcall.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

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
    static final ArchRule keepingLeasesKnowsNothingOfTheFrontDoor = noClasses()
            .that()
            .resideInAnyPackage("io.rollcall.internal.lease", "io.rollcall.health..", "io.rollcall.internal.probe")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.rollcall");

    @ArchTest
    static final ArchRule registrationKnowsNoTransport = noClasses()
            .that()
            .resideInAPackage("io.rollcall.internal.lease..")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("io.rollcall.internal.registry.http..", "okhttp3..", "tools.jackson.."));

    @ArchTest
    static final ArchRule spiKnowsNoImplementation = noClasses()
            .that()
            .resideInAPackage("io.rollcall.registry")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.rollcall.internal.registry.http..",
                    "io.rollcall.internal.registry.guard..",
                    "io.rollcall.internal.registry.json..",
                    "io.rollcall.registry.support..",
                    "io.rollcall.internal.lease..",
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
                    "io.rollcall.internal.lease..",
                    "io.rollcall.internal.health..",
                    "io.rollcall.internal.registry.http..",
                    "io.rollcall.internal.registry.guard..",
                    "io.rollcall.internal.registry.json..",
                    "tools.jackson..",
                    "io.github.resilience4j.."));
}
