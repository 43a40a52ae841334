/** Runs health checks and combines their verdicts. */
@NullMarked
package io.rollcall.health.monitor;

import org.jspecify.annotations.NullMarked;
