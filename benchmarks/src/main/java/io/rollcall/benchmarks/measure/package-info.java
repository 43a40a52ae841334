/** The cost of the SDK as a whole: calls, pushes, threads and heap, over real sockets. */
@NullMarked
package io.rollcall.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
