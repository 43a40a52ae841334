/** Finds the address under which others reach this process. */
@NullMarked
package io.rollcall.internal.address;

import org.jspecify.annotations.NullMarked;
