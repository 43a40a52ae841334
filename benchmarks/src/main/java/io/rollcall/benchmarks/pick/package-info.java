/** Benchmarks of a pick: Rollcall's strategies, and the least code that does the same. */
@NullMarked
package io.rollcall.benchmarks.pick;

import org.jspecify.annotations.NullMarked;
