/**
 * The load balancer: a snapshot of a service is compiled into a plan, a request picks from the plan, and the outcome
 * goes back into the candidates' statistics.
 */
@NullMarked
package io.rollcall.loadbalancer;

import org.jspecify.annotations.NullMarked;
