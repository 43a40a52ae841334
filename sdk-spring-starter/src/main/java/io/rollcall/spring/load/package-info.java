/** Tells callers of a servlet application how busy it is. */
@NullMarked
package io.rollcall.spring.load;

import org.jspecify.annotations.NullMarked;
