/** Consul as Rollcall's registry: services with TTL checks, read by blocking queries. */
@NullMarked
package io.rollcall.consul;

import org.jspecify.annotations.NullMarked;
