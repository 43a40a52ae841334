/** What all parts of one {@link io.rollcall.Rollcall} run on. */
@NullMarked
package io.rollcall.internal;

import org.jspecify.annotations.NullMarked;
