/** Micrometer meters of the SDK, for applications with Micrometer. */
@NullMarked
package io.rollcall.metrics;

import org.jspecify.annotations.NullMarked;
