/** Runs health checks and combines their results. */
@NullMarked
package io.rollcall.internal.health;

import org.jspecify.annotations.NullMarked;
