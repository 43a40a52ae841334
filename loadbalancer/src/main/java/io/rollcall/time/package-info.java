/** Time that is passed in, so that tests can move it. */
@NullMarked
package io.rollcall.time;

import org.jspecify.annotations.NullMarked;
