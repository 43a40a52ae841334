/** The scenarios, one to a file: what is set up, what is measured, and what must hold. */
@NullMarked
package io.rollcall.benchmarks.simulator.scenario;

import org.jspecify.annotations.NullMarked;
