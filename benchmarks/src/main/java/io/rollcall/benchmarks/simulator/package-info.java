/**
 * Discrete events on virtual time: how strategies behave in fleets, hours of traffic in seconds, the same for a seed.
 */
@NullMarked
package io.rollcall.benchmarks.simulator;

import org.jspecify.annotations.NullMarked;
