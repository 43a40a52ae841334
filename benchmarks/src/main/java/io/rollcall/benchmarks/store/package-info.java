/** Benchmarks of the registry's store, against the two obvious designs. */
@NullMarked
package io.rollcall.benchmarks.store;

import org.jspecify.annotations.NullMarked;
