/** Adds the meters of the application's Rollcall. */
@NullMarked
package io.rollcall.spring.metrics;

import org.jspecify.annotations.NullMarked;
