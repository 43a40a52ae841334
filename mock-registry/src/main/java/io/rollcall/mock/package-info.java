/** A registry that runs inside a test, on a laptop or in CI. */
@NullMarked
package io.rollcall.mock;

import org.jspecify.annotations.NullMarked;
