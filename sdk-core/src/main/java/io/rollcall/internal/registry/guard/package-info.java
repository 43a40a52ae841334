/** Several endpoints of one registry as one backend: endpoint order, failover and recovery. */
@NullMarked
package io.rollcall.internal.registry.guard;

import org.jspecify.annotations.NullMarked;
