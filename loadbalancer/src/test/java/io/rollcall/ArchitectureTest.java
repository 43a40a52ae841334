package io.rollcall;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * What is particular to this module. The house rules, of time and of cycles, are looked at where sdk-core is tested.
 */
@AnalyzeClasses(packages = "io.rollcall", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String BALANCER = "io.rollcall.loadbalancer";

    @ArchTest
    static final ArchRule timeDependsOnNothingOfOurs = only("io.rollcall.time");

    @ArchTest
    static final ArchRule algorithmsDependOnRandomnessAlone =
            only(BALANCER + ".internal.algorithm", "io.rollcall.random");

    @ArchTest
    static final ArchRule modelDependsOnTimeAlone = only("io.rollcall.model", "io.rollcall.time");

    @ArchTest
    static final ArchRule routesAreAboutTheModelAlone = only(BALANCER + ".route", "io.rollcall.model");

    @ArchTest
    static final ArchRule strategiesKnowNothingOfPlans = only(
            BALANCER + ".strategy",
            BALANCER + ".internal.algorithm",
            "io.rollcall.model",
            "io.rollcall.random",
            "io.rollcall.time");

    @ArchTest
    static final ArchRule strategiesTakeNoLocks = noClasses()
            .that()
            .resideInAnyPackage(BALANCER + ".strategy", BALANCER + ".internal.algorithm")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent.locks..");

    /** Package {@code home} may use these of our packages, itself, and what is not ours. */
    private static ArchRule only(String home, String... others) {
        DescribedPredicate<JavaClass> allowed = resideInAPackage(home)
                .or(resideInAnyPackage(others))
                .or(DescribedPredicate.not(resideInAPackage("io.rollcall..")));
        return classes().that().resideInAPackage(home).should().onlyDependOnClassesThat(allowed);
    }
}
