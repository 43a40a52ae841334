package io.rollcall.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** The rules of every module that is built on the SDK, to be taken over with {@code ArchTests.in}. */
public final class HouseRules {
    @ArchTest
    static final ArchRule timeComesFromOutside = noClasses()
            .that(not(resideInAPackage("io.rollcall.mock..")))
            .and()
            .doNotHaveFullyQualifiedName("io.rollcall.time.SystemTime")
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
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.rollcall.(**)").namingSlices("$1").should().beFreeOfCycles();

    private HouseRules() {}
}
