/** Runs health checks and combines their verdicts. */
@NullMarked
package io.rollcall.internal.health;

import org.jspecify.annotations.NullMarked;
