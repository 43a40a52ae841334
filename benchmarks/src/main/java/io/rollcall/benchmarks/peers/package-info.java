/** Other load balancers, each through a small adapter, set up as their users would. */
@NullMarked
package io.rollcall.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
