/** How calls to a service are treated. Pure values: the state that they lead to lives in the balancer. */
@NullMarked
package io.rollcall.loadbalancer.policy;

import org.jspecify.annotations.NullMarked;
