/** Fixtures: time that a test moves. */
@NullMarked
package io.rollcall.testing;

import org.jspecify.annotations.NullMarked;
