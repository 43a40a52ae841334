/** Consul's backend against real agents, and against answers that a real one does not give. */
@NullMarked
package io.rollcall.consul;

import org.jspecify.annotations.NullMarked;
