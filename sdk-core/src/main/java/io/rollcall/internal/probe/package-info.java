/** The HTTP endpoint that an orchestrator asks about this process. */
@NullMarked
package io.rollcall.internal.probe;

import org.jspecify.annotations.NullMarked;
