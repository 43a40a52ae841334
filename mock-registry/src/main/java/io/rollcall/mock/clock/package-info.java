/** The registry's only source of time, and one that a test moves by hand. */
@NullMarked
package io.rollcall.mock.clock;

import org.jspecify.annotations.NullMarked;
