/** Keeps instances registered: one loop for each, from the first attempt to the confirmed removal. */
@NullMarked
package io.rollcall.internal.lease;

import org.jspecify.annotations.NullMarked;
