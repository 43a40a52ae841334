/** What is measured of the registry's store, beside the two stores that one would write first. */
@NullMarked
package io.rollcall.benchmarks.store;

import org.jspecify.annotations.NullMarked;
