package io.rollcall.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

/** Neither supertypes nor public or protected members have a type of an internal package, type arguments included. */
final class NameNothingInternal extends ArchCondition<JavaClass> {

    NameNothingInternal() {
        super("name nothing internal in their signature");
    }

    @Override
    public void check(JavaClass exported, ConditionEvents events) {
        Stream.concat(exported.getInterfaces().stream(), exported.getSuperclass().stream())
                .forEach(type -> check(exported.getName(), type, events));
        exported.getMembers().stream()
                .filter(NameNothingInternal::isVisible)
                .forEach(member -> types(member).forEach(type -> check(member.getFullName(), type, events)));
    }

    private static boolean isVisible(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaType> types(JavaMember member) {
        if (member instanceof JavaCodeUnit unit) {
            return Stream.of(
                            Stream.of(unit.getReturnType()),
                            unit.getParameterTypes().stream(),
                            unit.getExceptionTypes().stream().map(JavaType.class::cast))
                    .flatMap(each -> each);
        }
        return member.getAllInvolvedRawTypes().stream().map(JavaType.class::cast);
    }

    private static void check(String where, JavaType type, ConditionEvents events) {
        type.getAllInvolvedRawTypes().stream()
                .filter(involved -> involved.getPackageName().startsWith("io.rollcall.")
                        && involved.getPackageName().contains(".internal"))
                .forEach(involved ->
                        events.add(SimpleConditionEvent.violated(involved, where + " names " + involved.getName())));
    }
}
