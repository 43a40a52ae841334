/** The HTTP endpoint for an orchestrator's probes of this process. */
@NullMarked
package io.rollcall.internal.probe;

import org.jspecify.annotations.NullMarked;
