/** A fleet that runs for minutes under faults of all kinds, and what must hold all the while. */
@NullMarked
package io.rollcall.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
