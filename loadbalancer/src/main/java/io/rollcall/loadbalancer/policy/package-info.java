/** What is wanted of the calls to a service. Pure values: the state that they lead to lives in the balancer. */
@NullMarked
package io.rollcall.loadbalancer.policy;

import org.jspecify.annotations.NullMarked;
