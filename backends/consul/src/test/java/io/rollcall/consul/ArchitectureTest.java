package io.rollcall.consul;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house rules that a compiler does not check. */
@AnalyzeClasses(packages = "io.rollcall.consul", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule timeComesFromOutside = noClasses()
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .because("time is handed in");

    @ArchTest
    static final ArchRule onlyTheProviderIsPublic =
            classes().that().arePublic().should().haveSimpleName("ConsulRegistryProvider");

    @ArchTest
    static final ArchRule onlyTheSpiIsUsed = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.rollcall.discovery..",
                    "io.rollcall.registration..",
                    "io.rollcall.registry.http..",
                    "io.rollcall.registry.json..",
                    "io.rollcall.registry.guard..");
}
