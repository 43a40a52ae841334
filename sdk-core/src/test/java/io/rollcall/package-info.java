/** The facade, end to end. */
@NullMarked
package io.rollcall;

import org.jspecify.annotations.NullMarked;
