/** The command {@code bench}: which cases are measured, how, and how their figures are shown. */
@NullMarked
package io.rollcall.benchmarks.bench;

import org.jspecify.annotations.NullMarked;
