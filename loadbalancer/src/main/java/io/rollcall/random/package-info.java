/** Randomness that is passed in, so that tests and simulations can repeat it. */
@NullMarked
package io.rollcall.random;

import org.jspecify.annotations.NullMarked;
