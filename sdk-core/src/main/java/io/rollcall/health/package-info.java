/** Runs health checks and combines their verdicts. */
@NullMarked
package io.rollcall.health;

import org.jspecify.annotations.NullMarked;
