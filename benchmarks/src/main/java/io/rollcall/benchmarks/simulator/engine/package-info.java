/** The simulated world: time, servers with queues, clients that balance, traffic, and what is recorded of it. */
@NullMarked
package io.rollcall.benchmarks.simulator.engine;

import org.jspecify.annotations.NullMarked;
