package io.rollcall;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Runs a property once for each of {@link #value()} seeds. Each run gets a generator of its own seed, so that a failure
 * names the case that shows it.
 */
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(Seeds.Provider.class)
public @interface Seeds {

    /** How many. */
    int value() default 100;

    /** Hands out the generators. */
    final class Provider implements ArgumentsProvider {
        @Override
        public Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            int cases =
                    context.getRequiredTestMethod().getAnnotation(Seeds.class).value();
            return Stream.iterate(1L, seed -> seed + 1).limit(cases).map(seed -> Arguments.of(new Case(seed)));
        }
    }

    /** One case: numbers that follow from its seed. */
    final class Case {
        private final long seed;
        private final SplittableRandom random;

        Case(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
        }

        /** The seed, to hand on. */
        public long seed() {
            return seed;
        }

        /** A number from {@code least} to {@code most}, both inclusive. */
        public int between(int least, int most) {
            return random.nextInt(least, most + 1);
        }

        /** Either, as likely. */
        public boolean flip() {
            return random.nextBoolean();
        }

        @Override
        public String toString() {
            return "seed " + seed;
        }
    }
}
