/** The two commands that show Rollcall's figures: {@code bench} measures, {@code simulate} plays scenarios. */
@NullMarked
package io.rollcall.benchmarks;

import org.jspecify.annotations.NullMarked;
