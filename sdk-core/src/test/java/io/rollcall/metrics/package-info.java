/** Meters as users see them. */
@NullMarked
package io.rollcall.metrics;

import org.jspecify.annotations.NullMarked;
