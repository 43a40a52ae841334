package io.rollcall.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
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
            slices().assignedFrom(new EachPackage()).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule exportedSignaturesNameNothingInternal = classes()
            .that(modifier(JavaModifier.PUBLIC))
            .and(not(resideInAPackage("..internal..")))
            .should(new NameNothingInternal())
            .because("what is in a package named internal may change with every version");

    private HouseRules() {}

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
