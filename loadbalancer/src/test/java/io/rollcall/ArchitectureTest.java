package io.rollcall;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
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
import java.util.stream.Stream;

/**
 * What is particular to this module. The house rules, of time and of cycles, are looked at where sdk-core is tested.
 */
@AnalyzeClasses(packages = "io.rollcall", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String BALANCER = "io.rollcall.loadbalancer";
    private static final String INTERNAL = "..internal..";
    private static final DescribedPredicate<JavaClass> INTERNAL_TYPE = resideInAPackage(INTERNAL);

    @ArchTest
    static final ArchRule timeDependsOnRandomnessAlone = only("io.rollcall.time", "io.rollcall.random");

    @ArchTest
    static final ArchRule algorithmsDependOnNothingOfOurs = only(BALANCER + ".internal.algorithm");

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

    @ArchTest
    static final ArchRule exportedSignaturesNameNoInternalType = classes()
            .that()
            .resideOutsideOfPackage(INTERNAL)
            .and()
            .arePublic()
            .should(new ArchCondition<>("name no internal type in what they export") {
                @Override
                public void check(JavaClass exported, ConditionEvents events) {
                    signature(exported)
                            .filter(INTERNAL_TYPE)
                            .forEach(named -> events.add(SimpleConditionEvent.violated(
                                    exported, exported.getName() + " exports " + named.getName())));
                }
            });

    /** The types that are visible to users and subclasses of {@code type}. */
    private static Stream<JavaClass> signature(JavaClass type) {
        Stream<JavaClass> supertypes =
                Stream.concat(type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream());
        Stream<JavaClass> members = type.getMembers().stream()
                .filter(ArchitectureTest::isExported)
                .flatMap(member -> member.getAllInvolvedRawTypes().stream());
        Stream<JavaClass> parameters =
                type.getTypeParameters().stream().flatMap(parameter -> parameter.getAllInvolvedRawTypes().stream());
        Stream<JavaClass> thrown = type.getCodeUnits().stream()
                .filter(ArchitectureTest::isExported)
                .flatMap(unit -> unit.getExceptionTypes().stream());
        return Stream.of(supertypes, members, parameters, thrown).flatMap(all -> all);
    }

    private static boolean isExported(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    /** Package {@code home} may use these of our packages, itself, and what is not ours. */
    private static ArchRule only(String home, String... others) {
        DescribedPredicate<JavaClass> allowed = resideInAPackage(home)
                .or(resideInAnyPackage(others))
                .or(DescribedPredicate.not(resideInAPackage("io.rollcall..")));
        return classes().that().resideInAPackage(home).should().onlyDependOnClassesThat(allowed);
    }
}
