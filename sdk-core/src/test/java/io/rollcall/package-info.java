/** The entry point, end to end. */
@NullMarked
package io.rollcall;

import org.jspecify.annotations.NullMarked;
