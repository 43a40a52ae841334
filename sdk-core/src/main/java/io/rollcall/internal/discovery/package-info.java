/**
 * What is known of other services: one entry a service, fed by push and, as its safety net, by pull. Each new snapshot
 * goes to the service's load balancer; callers only ever read.
 */
@NullMarked
package io.rollcall.internal.discovery;

import org.jspecify.annotations.NullMarked;
