/** The registry's source of time, and one that a test moves. */
@NullMarked
package io.rollcall.mock.clock;

import org.jspecify.annotations.NullMarked;
