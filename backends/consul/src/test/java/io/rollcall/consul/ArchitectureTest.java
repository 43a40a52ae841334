package io.rollcall.consul;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.rollcall.architecture.HouseRules;

/** What a compiler does not check. */
@AnalyzeClasses(packages = "io.rollcall.consul", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests house = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule onlyTheProviderIsPublic =
            classes().that().arePublic().should().haveSimpleName("ConsulRegistryProvider");

    @ArchTest
    static final ArchRule onlyExportedPackagesAreUsed = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("io.rollcall..internal..")
                    .and(DescribedPredicate.not(resideInAPackage("io.rollcall.internal.json"))))
            .because("sdk-core exports its JSON to this module alone, and nothing else that is internal");
}
