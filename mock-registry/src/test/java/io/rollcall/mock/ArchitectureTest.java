package io.rollcall.mock;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.rollcall", importOptions = ImportOption.DoNotIncludeJars.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule sharesNothingWithTheRestOfRollcall = noClasses()
            .that()
            .resideInAPackage("io.rollcall.mock..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.rollcall", "io.rollcall.model..", "io.rollcall.loadbalancer..", "io.rollcall.sdk..");

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
            .mayOnlyBeAccessedByLayers("registry", "http", "push")
            .ignoreDependency(MockRegistryTest.class, io.rollcall.mock.internal.http.Api.class);

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.rollcall.mock.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheSystemClockAsksTheMachine = noClasses()
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
}
