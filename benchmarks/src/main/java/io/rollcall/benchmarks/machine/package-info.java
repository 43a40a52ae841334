/** What long runs need of the machine: its heap, and time that passes. */
@NullMarked
package io.rollcall.benchmarks.machine;

import org.jspecify.annotations.NullMarked;
