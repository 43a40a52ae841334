/**
 * The discovery cache: one entry for each service, updated by push and, as a safety net, by pull. Each new snapshot
 * goes to the service's load balancer; callers only read.
 */
@NullMarked
package io.rollcall.internal.discovery;

import org.jspecify.annotations.NullMarked;
