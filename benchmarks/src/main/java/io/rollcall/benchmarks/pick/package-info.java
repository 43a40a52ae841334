/** What is measured of a pick: Rollcall's strategies, and the least code that could do the same. */
@NullMarked
package io.rollcall.benchmarks.pick;

import org.jspecify.annotations.NullMarked;
