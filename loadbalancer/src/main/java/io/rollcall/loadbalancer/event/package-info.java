/** What a load balancer reports: one listener, and an immutable event for each thing that happens. */
@NullMarked
package io.rollcall.loadbalancer.event;

import org.jspecify.annotations.NullMarked;
